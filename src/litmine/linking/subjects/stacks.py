"""The layer stacks a paper prints or describes: "ITO/PEDOT:PSS/TFB/QDs/ZnO/Al", "on ITO ... TFB was spin-coated ... Al was evaporated"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.records import Mention
from litmine.tagging import Tagged

Carrier = Literal["", "hole", "electron", "single"]

_FEWEST = 4  # layers of a whole device; fewer are a bilayer, a contact or a core/shell particle
_SEPARATOR = re.compile(r"\s?[/|∕⁄]\s?")
_BRACKET = r"\([^()]{1,60}\)"
_OPENING = rf"(?:(?:[Ss]ilicon|Si|[Qq]uartz) (?:wafer|substrate)|(?:\w+\()?[^\s/|∕⁄;,()\[\]]+\)?)(?:\s?{_BRACKET})?"
_LAYER = rf"(?:(?!\s(?:and|or|with|was|were|is|are|for)\s)(?:[^/|∕⁄;,()\[\].]|\.(?!\s)|,(?=\S)|{_BRACKET}|\[[^\[\]]{{1,60}}\])){{1,90}}?"
_CLOSING = rf"(?:[A-Za-z]+:)?[A-Za-z][\w:+]*(?:-\w+)*(?:\s(?:NWs?|nanowires?)\b)?(?:\s?{_BRACKET})?"
_TOKEN = re.compile(rf"(?<![\w/|]){_OPENING}(?:\s?[/|∕⁄]\s?{_LAYER}){{2,14}}\s?[/|∕⁄]\s?{_CLOSING}")
# "(40 nm)", "(30:70:5 wt.%)", "(x nm)": how thick or how mixed a layer is; "(ITO)" is its short name.
_MEASURE = re.compile(
    r"\s?\((?=[^()]*(?:\d|nm|%|thick))[^()]*(?:nm|Å|[µμ]m|%|MLs?|layers?|cycles?|ratio|thick)[^()]*\)|\s\([a-z][a-z\s-]{3,}\)$"
    r"|\s?\d+(?:\.\d+)?\s?nm\b|\d+(?:\.\d+)?\s?(?:wt|mol|vol)\.?\s?%\s?"
)
_SHORT = re.compile(r"\S\s?\(([A-Z][\w:.-]{0,9}|[a-z]{0,3}[A-Z][\w:.-]{0,9})\)$")
_FORM = re.compile(
    r"^(?:(?:pre-)?patterned|a|an|the)\s+|"
    r"\s+(?:anodes?|cathodes?|electrodes?|layers?|(?:thin )?films?|contacts?|HIL|HTL|ETL|EIL|EML|substrates?|NWs?|NPs?|"
    r"nanoparticles?|nanowires?)$"
)
_SEMICONDUCTOR = re.compile(r"(?:Cd|Zn|In|Pb|Hg|Cu|Ag|Ga)[A-Za-z\d.−-]*?(?:S|Se|Te|P|As)[\d.x−-]*(?:\s.*)?")
_PARTICLES = re.compile(r"\s(?:core\S*\s)?(?:QDs?|CQDs?|NCs?|NPLs?|quantum dots?|nanocrystals?|nanoplatelets?)\b")
_END = re.compile(
    r"(?:indium[- ]tin[- ]oxide|.*\b(?:anode|cathode|electrode|metal|glass|wafer|silicon|PET|PEN|carbon|contact)\b.*)", re.IGNORECASE
)
_CARRIER = (
    ("hole", re.compile(r"\b[Hh]ole[-‐–\s]only|\bHODs?\b")),
    ("electron", re.compile(r"\b[Ee]lectron[-‐–\s]only|\bEODs?\b")),
    ("single", re.compile(r"\b[Ss]ingle[-‐–\s]carrier|\b[Uu]nipolar|\bcapacitors?\b|\bspace[-\s]charge|\bSCLC\b|\bMIS\b")),
)
_DESCRIBES = re.compile(
    r"\b(?:structures?|architectures?|configurations?|consist\w*|compris\w*|stack(?:ed)?|sandwich\w*|composed|sequence)\b"
)
_DEPOSITS = re.compile(
    r"(?:spin|blade|dip|spray|slot-die|drop)[- ]?(?:coat|cast)\w*|"
    r"\b(?:deposit|evaporat|sputter|inkjet-print|transfer-print|print|coated|cast|grown)\w*"
)
_BASE = re.compile(
    r"\bon(?:to)?\s+(?:(?:top\s+of\s+)?(?:the|a|an|these|cleaned|patterned|pre-patterned|treated)?\s*)(?:[^\s,]+\s){0,2}$", re.IGNORECASE
)
_SUBSTRATE = re.compile(r"\bsubstrates?\b|\bglass(?:es)?\b")
_ADDED = re.compile(r"\b(?:in|into|with|from)\s+(?:\S+\s)?$")
_CAPTIONLESS = ("paragraph", "caption", "list")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|we)\b", re.IGNORECASE)
_RUN_IN = 70  # characters: a sentence without a verb and shorter than this is a title ("EOD fabrication.")
_NO_LAYER = frozenset(("solvent", "precursor", "ligand", "additive", "dopant", "antireflection"))
_EMITS = re.compile(r"(?:C?QDs?|NCs?|quantum dots?|perovskites?|EMLs?|(?:emissive|emitting|active) layer|absorber)", re.IGNORECASE)
_QDS = re.compile(r"\b(?:QDs?|quantum dots?|perovskite)\b(?!\s*(?:solar|LED|QLED))")


@dataclass(frozen=True, slots=True)
class Stack:
    """The layers of one device, canonical names in printed order. ``how``: printed with slashes, listed in a sentence, made step by step.

    ``carrier`` is "" for a whole device, else what flows in a device made for a measurement ("hole-only").
    """

    span: Span
    layers: tuple[str, ...]
    how: Literal["printed", "listed", "made"]
    carrier: Carrier = ""


def device_stacks(document: Document, tagged: Tagged, domain: Domain) -> tuple[Stack, ...]:
    """Every stack of a paper, in text order: at least four layers, an electrode or a substrate at both ends, two layers between them."""
    found: list[Stack] = []
    for block in document.blocks:
        if block.kind in _CAPTIONLESS:
            found.extend(printed_stacks(document.text, block.span, domain))
    printed = [s.span for s in found]
    found.extend(s for s in _told(document, tagged, domain) if not any(s.span.overlaps(p) for p in printed))
    return tuple(sorted(found, key=lambda s: s.span))


_FUNCTIONS = (
    ("HIL", re.compile(r"hole[- ]inject\w+|HILs?\b")),
    ("HTL", re.compile(r"hole[- ]transport\w*|HTLs?\b|HTMs?\b")),
    (
        "EML",
        re.compile(
            r"(?:emissive|emission|emitting|light-emitting|active|absorber|perovskite) layers?|emitters?\b|EMLs?\b|light absorbers?"
        ),
    ),
    ("ETL", re.compile(r"electron[- ]transport\w*|ETLs?\b|ETMs?\b")),
    ("EIL", re.compile(r"electron[- ]inject\w+|EILs?\b")),
)
_AS = re.compile(
    r"\s*(?:\)\s*)?(?:(?:layers?|films?|QDs?|nanoparticles|NPs)\s+)?(?:(?:was|were|is|are|acts?|served?|used|employed)\s+)*(?:as\s+(?:(?:an?|the|our)\s+)?(?:[\w-]+\s+){0,2}?)?"
)


_OWN_MAKE = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Hh]ere|(?:[Tt]his|present) (?:work|study|paper))\b(?!.*\b(?:typical|common|usual|convention|wide)(?:ly|al)?\b)|"
    r"[Dd]evices (?:are|were)\b|\bfabricated\b"
)


def named_parts(document: Document, tagged: Tagged, domain: Domain) -> Mapping[str, str]:
    """The compounds that a paper gives a part in its devices ("TPD as the hole transport layer"), by HIL, HTL, EML, ETL, EIL in that order.

    A part that two compounds play is left out, and so is what a sentence with a citation says: it may be another work's.
    """
    text = document.text
    cited = [m.span.start for m in tagged.mentions if m.kind == "citation"]
    found: dict[str, dict[str, None]] = {}
    for sentence in tagged.sentences:
        said = sentence.of(text)
        if not _OWN_MAKE.search(said) and document.block_at(sentence.start).kind != "title":
            continue
        if not any(pattern.search(said) for _, pattern in _FUNCTIONS) or any(sentence.start <= c <= sentence.end for c in cited):
            continue
        for span, name in _layers_of(text, sentence, [m for m in tagged.within(sentence) if m.kind == "chemical"], domain):
            gap = _AS.match(text, span.end, sentence.end)
            if _QDS.fullmatch(name):
                continue
            part = next((part for part, pattern in _FUNCTIONS if gap and pattern.match(text, gap.end(), sentence.end)), "")
            if part:
                found.setdefault(part, {})[name] = None
    return {part: next(iter(found[part])) for part, _ in _FUNCTIONS if len(found.get(part, ())) == 1}


def with_parts(layers: tuple[str, ...], parts: Mapping[str, str]) -> tuple[str, ...]:
    """Layers that a scheme names by what they are for ("ITO/HIL/HTL/QDs/EIL/Al"), with the compounds that the text says they are."""
    return tuple(parts.get("EML" if _EMITS.fullmatch(layer) else layer, layer) for layer in layers)


def main_layers(stacks: Iterable[Stack]) -> tuple[str, ...]:
    """The layers of the device a paper is about, () where it does not say which.

    Single-carrier devices do not count. The stack printed most often wins, of two printed as often the one with more layers; where
    two of one length are printed as often, the paper compares them, and neither is the device. Printed stacks go before listed
    ones, and those before what was put together from an experimental section.
    """
    whole = [s for s in stacks if not s.carrier]
    for how in ("printed", "listed", "made"):
        counted: dict[tuple[str, ...], list[Stack]] = {}
        for s in (s for s in whole if s.how == how):
            counted.setdefault(_without_substrate(s.layers), []).append(s)
        ranked = sorted(counted.items(), key=lambda item: (-len(item[1]), -len(item[0])))
        if ranked:
            tied = len(ranked) > 1 and all(len(a) == len(b) for a, b in zip(ranked[0], ranked[1], strict=True))
            return () if tied else max((s.layers for s in ranked[0][1]), key=len)
    return ()


def _without_substrate(layers: tuple[str, ...]) -> tuple[str, ...]:
    return layers[1:] if re.fullmatch(r"(?i)glass|PET|PEN|quartz|substrate", layers[0]) else layers


# ---- printed with slashes ------------------------------------------------------------------------------------------------------


def printed_stacks(text: str, within: Span, domain: Domain) -> Iterator[Stack]:
    """The stacks printed with slashes or bars in a piece of text; spans are of ``text``."""
    at = within.start
    while m := _TOKEN.search(text, at, within.end):
        layers = split_layers(m.group(), domain)
        if "//" in m.group() or not _is_device(layers, domain):
            at = m.start() + max(1, len(_SEPARATOR.split(m.group(), 1)[0]))
            continue
        yield Stack(Span(m.start(), m.end()), layers, "printed", carrier_at(text, Span(within.start, within.end), Span(*m.span())))
        at = m.end()


def split_layers(stack: str, domain: Domain) -> tuple[str, ...]:
    """The layers of a printed stack, canonical, without thicknesses; the shells of a quantum dot are no layers of their own."""
    parts: list[str] = []
    for printed in _SEPARATOR.split(stack):
        part = _MEASURE.sub("", printed).strip(" .")
        before = parts[-1].rsplit("/", 1)[-1] if parts else ""
        if _SEMICONDUCTOR.fullmatch(part) and _SEMICONDUCTOR.fullmatch(before) and not _PARTICLES.search(before):
            parts[-1] += "/" + _PARTICLES.sub("", part).strip()
        elif part:
            parts.append(part)
    return tuple(_canonical(p, domain) for p in parts)


def is_particle(layer: str) -> bool:
    """Whether a layer is a semiconductor particle, with or without its shells ("InP", "CdSe/ZnS")."""
    return all(_SEMICONDUCTOR.fullmatch(part) for part in layer.split("/"))


def _canonical(layer: str, domain: Domain) -> str:
    """A layer's name: that of the pack, the short form in its bracket, or what is printed without "layer" and "film"."""
    layer = re.sub(r"\s*:\s*", ":", layer)
    short, bare = _SHORT.search(layer), _FORM.sub("", layer)
    names = [layer, *([short[1], layer[: short.start(1) - 1].strip()] if short else []), bare]
    known = next((n for n in names if domain.material(n)), "")
    return domain.canonical(known or (short[1] if short else bare))


def _is_device(layers: Sequence[str], domain: Domain) -> bool:
    ends = [_is_end(layer, domain) for layer in layers]
    return len(layers) >= _FEWEST and ends[0] and ends[-1] and ends.count(False) >= 2


def _is_end(layer: str, domain: Domain) -> bool:
    """Whether a layer can close a stack: an electrode or a substrate, alone or in an alloy ("Mg:Ag")."""
    if _END.fullmatch(layer):
        return True
    found = [domain.material(layer), *(domain.material(part) for part in layer.split(":"))]
    return any(material is not None and material.role in ("electrode", "substrate") for material in found)


def carrier_at(text: str, within: Span, stack: Span) -> Carrier:
    """What kind of single-carrier device a stack belongs to, said in its sentence before it or in the bracket behind it."""
    before = text[max(within.start, stack.start - 160) : stack.start]
    before = re.split(r"(?<=[a-z)])[.;]\s+(?=[A-Z])", before)[-1]
    after = re.match(r"\s*(?:\([^()]{1,60}\)|(?:was|were|is|for|as)\b[^.;,/]{1,60})", text[stack.end : within.end])
    said: list[tuple[int, Carrier]] = [(m.start(), name) for name, pattern in _CARRIER for m in pattern.finditer(before)]
    if said:
        return max(said)[1]
    return next((name for name, pattern in _CARRIER if after and pattern.search(after.group())), "")


# ---- told in sentences ---------------------------------------------------------------------------------------------------------


def _told(document: Document, tagged: Tagged, domain: Domain) -> Iterator[Stack]:
    """Stacks listed in one sentence, and those that the steps of an experimental section build."""
    text = document.text
    chemicals = [m for m in tagged.mentions if m.kind == "chemical"]
    steps: list[tuple[Span, str]] = []
    carrier: Carrier = ""
    i = 0
    for sentence in tagged.sentences:
        while i < len(chemicals) and chemicals[i].span.start < sentence.start:
            i += 1
        j = i
        while j < len(chemicals) and chemicals[j].span.start < sentence.end:
            j += 1
        said = sentence.of(text)
        block = document.block_at(sentence.start)
        makes = _DEPOSITS.search(said) is not None
        if block is not None and (block.kind == "heading" or (len(said) < _RUN_IN and not _VERB.search(said))):
            steps = []
            carrier = next((name for name, pattern in _CARRIER if pattern.search(said)), "")
            continue
        layers = _layers_of(text, sentence, chemicals[i:j], domain)
        names = _in_order(layers)
        if not steps and not makes and _SUBSTRATE.search(said):
            steps = [(s, n) for s, n in layers if _is_end(n, domain)][:1]  # "The ITO glass substrates were sonicated"
        if _DESCRIBES.search(said) and _is_device(names, domain):
            yield Stack(sentence, names, "listed", carrier_at(text, sentence, Span(layers[0][0].start, sentence.end)))
        elif makes:
            on = [(s, n) for s, n in layers if not _passing(text, sentence, s) or (not steps and _is_end(n, domain))]
            steps += on
            built = _in_order(steps)
            if on and _is_end(on[-1][1], domain) and _is_device(built, domain):
                yield Stack(Span(steps[0][0].start, steps[-1][0].end), built, "made", carrier)
                steps = []


def _passing(text: str, sentence: Span, span: Span) -> bool:
    """Whether a compound is what a layer is put on, or what it is mixed with: "on the TFB", "doped with PVP"."""
    before = text[sentence.start : span.start]
    return bool(_BASE.search(before) or _ADDED.search(before))


def _layers_of(text: str, sentence: Span, chemicals: Sequence[Mention], domain: Domain) -> list[tuple[Span, str]]:
    """The compounds of a sentence that can be layers, and its quantum dots, in text order; "long name (SHORT)" is one."""
    found: list[tuple[Span, str]] = []
    for m in chemicals:
        name = m.value or domain.canonical(m.text)
        material = domain.material(name)
        if material is not None and material.role in _NO_LAYER:
            continue
        if found and re.fullmatch(r"\s?\(", text[found[-1][0].end : m.span.start]):
            if domain.material(found[-1][1]) is None:
                found[-1] = (m.span, name)
            continue
        if "/" in m.text and all(_is_end(part, domain) for part in m.text.split("/")):
            found.extend((m.span, domain.canonical(part)) for part in m.text.split("/"))
        else:
            found.append((m.span, name))
    taken = [span for span, _ in found]
    for m in _QDS.finditer(text, sentence.start, sentence.end):
        if not any(0 <= m.start() - s.end <= 2 or s.overlaps(Span(*m.span())) for s in taken):
            found.append((Span(*m.span()), domain.canonical(m.group())))
    return sorted(found, key=lambda f: f[0])


def _in_order(layers: Iterable[tuple[Span, str]]) -> tuple[str, ...]:
    """The names, each once, as first met."""
    return tuple(dict.fromkeys(name for _, name in layers))
