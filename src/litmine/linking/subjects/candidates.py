"""Who a sentence speaks of: the devices and materials in it that a number can belong to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from litmine.chemistry import is_ion, is_listed_solvent
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking.subjects import Subject
from litmine.linking.subjects.identity import canonical_label, name_pattern
from litmine.linking.subjects.phrases import Phrase, find_phrases, is_plain
from litmine.linking.subjects.roles import placed
from litmine.linking.subjects.stacks import printed_stacks
from litmine.records import Mention

_ARCHITECTURE = re.compile(r"(?:[ADπ]['′’]?[-‐–]?){2,}[ADπ]")  # donor and acceptor units in a row: a kind of molecule
_ELEMENT = re.compile(r"[A-Z][a-z]?")
# "ZnO as the ETL", "Al as cathode": the layer has a part in the device, the device is not known by it.
_AS_PART = re.compile(
    r"\s+(?:(?:served?|used|employed|acts?|acting)\s+)?as\s+(?:an?\s+|the\s+)?"
    r"(?:ETL|EIL|HIL|electron|hole[- ]injection|anode|cathode|electrode|substrate|solvent|additive)",
    re.IGNORECASE,
)
# What follows "with" or "based on" and looks like a name, though nobody has tagged it: capitals with digits, or several capitals.
_NAME_LIKE = re.compile(r"(?=[^\s,;]*[A-Z])(?=[^\s,;]*(?:\d|[A-Z][^\s,;]*[A-Z]))[A-Za-z][\w′'’:/-]{2,}(?<![-/:])")
_NO_NAME = frozenset("HTL HTLs ETL ETLs EML EMLs HIL EIL HTM ETM QD QDs LED LEDs QLED QLEDs OLED OLEDs PSC PSCs EQE PCE EQEs PCEs".split())
_BASED_ON = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:was|were|is|are)\s+)?(?:(?:built|made|fabricated|prepared|constructed)\s+)?"
    r"(?:based on|with|using|containing|of|comprising|employing|incorporating|from)\s+(?:(?:a|an|the|linear|pure|neat)\s+)?"
    r"(?:[\d.]+\s?(?:wt|mol|vol)?\s?(?:%|nm|M|mM)\s+(?:of\s+)?)?(?:\w+\s+){0,2}"
)
_DILUTED_IN = re.compile(r"(?:%|\b(?:doped|dispersed|embedded|diluted|dilution))\s+(?:\S+\s+)?in(?:to)?\s+(?:an?\s+|the\s+)?(?:\w+\s+)?$")
_HOST_AFTER = re.compile(r"\s+(?:host|matrix)\b(?!\s+(?:devices?|OLEDs?))|\s+films?\s+doped\b")
_HUE = r"(?:(?:deep|sky|pure|light|near)[-\s])?(?:red|green|blue|cyan|yellow|orange|amber|white|infrared|violet)(?:-emitting)?"
_COLOUR = re.compile(rf"{_HUE}\s")
_COLOURS_BEFORE = re.compile(rf"\b{_HUE}(?:,\s{_HUE})*,?\s(?:and|or)\s$", re.IGNORECASE)
_EVERY = re.compile(r"\b(?P<all>all|both|every|each)\s(?:of\s)?(?:the\s|these\s|our\s)?$", re.IGNORECASE)
_INTRODUCED = re.compile(r"\b(?:an?|another|one|each|every)\s$", re.IGNORECASE)
_MARKED = re.compile(r"[a-z]+ [A-Z]\d?")
_MARK = re.compile(r"\b[A-Z]\d?\b")
_BARE_MARKS = re.compile(
    r"(?:(?<=[\w%] )\((?=[A-Z]\d?\))|\b(?:for|of|from|in|with|[Dd]evices|[Ss]amples|[Cc]ells|LEDs)\s)"
    r"(?P<marks>[A-Z]\d?(?:,\s[A-Z]\d?)*(?:,?\sand\s[A-Z]\d?)?)\b(?![-./])"
)
# "Devices 1 and 2", "compounds 3a–3c": marks that share a noun.
_SHARED_NOUN = re.compile(
    r"\b(?P<noun>[Dd]evice|[Ss]ample|[Cc]ell|[A-Z]{0,3}LED|PSC|[Cc]ompound)s\s"
    r"(?P<marks>[A-Z\d]{1,3}[a-h]?\b(?:(?:,\s(?:and\s)?|\s(?:and|&)\s)[A-Z\d]{1,3}[a-h]?\b)+)"
)
_ANY_MARK = re.compile(r"[A-Z\d]{1,3}[a-h]?\b")
_LEFT_OUT = re.compile(r"(?:Without|In the absence of)\s(?:(?:the|an?|any|this|such an?)\s)?(?:[\w-]+\s){0,2}[\w-]+(?=,)")
_PRONOUN = re.compile(
    r"(?:^|(?<=[.,;:] )|(?<=\band )|(?<=\bwhile )|(?<=\bwhereas )|(?<=\bbut )|(?<=\bthat )|(?<=\bwhere ))(?P<it>[Ii]t|[Tt]hey)\s+"
    r"(?!(?:is|was|has been|can be|should be|seems|appears)\s+(?:\w+ly\s+)?"
    r"(?:\w+ed|found|shown|known|clear|possible|important|noted|worth|evident|likely)\b)(?=\w)"
)
# "the device of Albertsen et al.", "a cell reported by Brandt and co-workers (2020)": told by whose it is.
_MADE_BY = re.compile(
    r"\s(?:of|by|from|(?:reported|described|published|made|fabricated|developed)\s(?:by|in))\s"
    r"[A-Z][\w’'´`-]+(?:\s(?:and|&)\s[A-Z][\w’'´`-]+)?,?\s(?:et\sal\.?|and\s(?:co-?workers|colleagues))"
)
# Layers that any device has: it is not known by them.
_BACKGROUND = frozenset(("electrode", "substrate", "HIL", "EIL", "ligand", "precursor", "gas", "reagent", "encapsulant"))


def find_subjects(
    document: Document,
    sentence: Span,
    mentions: Sequence[Mention],
    known: Mapping[str, str],
    domain: Domain,
    labels: Mapping[str, "Subject"] = MappingProxyType({}),
) -> tuple[Subject, ...]:
    """The subjects a sentence offers, in text order; a compound that alone modifies a device ("X-based QLED") stands for the phrase.

    ``known`` maps printed names of the paper's table rows to the row's label: what has a row is a subject wherever it is named.
    ``labels`` are the devices that the paper numbers ("device A").
    """
    text = document.text
    compounds = [
        *_stacked(text, sentence, domain),
        *_labelled(text, sentence, labels),
        *_known(text, sentence, known, domain),
        *_chemicals(text, mentions, domain),
    ]
    found: list[Subject] = []
    for s in compounds:
        if not any(s.span.overlaps(other.span) for other in found):
            found.append(s)
    for phrase in find_phrases(text, sentence, mentions):
        inside = [s for s in found if s.span.overlaps(phrase.span) or _qualifies(text, phrase.head.end, s.span)]
        if not inside and (named := _unlearned(text, sentence, phrase.head)):
            found.append(named)
            inside = [named]
        if any(s.layers for s in inside):
            continue  # "the device, ITO/PEDOT:PSS/.../Al": the stack says it all
        inside = [s for s in inside if not s.background] or inside
        called = [s for s in inside if s.known and s.device]
        if called:  # "device A with X": its name says it all
            found = [s for s in found if s not in inside or s in called]
            continue
        if inside:
            found = [s for s in found if s not in inside]
            # "the control device with TFB": the compound takes over what its device is.
            found += [_as_reference(s, phrase, text) for s in inside] if phrase.reference else _whole(inside, phrase, text)
        elif phrase.reference or not phrase.role or (phrase.head.of(text).startswith("counterpart") and not phrase.plain):
            found.append(_alone(text, phrase))
    found += [s for s in _left_out(text, sentence) if not any(s.span.overlaps(other.span) for other in found)]
    found += _pronouns(text, sentence)
    return tuple(sorted((placed(s, text, sentence) for s in found), key=lambda s: s.span))


def _stacked(text: str, sentence: Span, domain: Domain) -> list[Subject]:
    """Devices that are given by the stack of their layers."""
    stacks = printed_stacks(text, sentence, domain)
    return [Subject(s.span.of(text), s.span, s.layers, device=True, layers=s.layers) for s in stacks if not s.carrier]


def _labelled(text: str, sentence: Span, labels: Mapping[str, Subject]) -> list[Subject]:
    pattern = name_pattern(labels)
    hits = pattern.finditer(text, sentence.start, sentence.end) if pattern else ()
    found = [(m.group(), Span(*m.span())) for m in hits]
    for m in _SHARED_NOUN.finditer(text, sentence.start, sentence.end) if labels else ():
        noun = m["noun"] if m["noun"].isupper() else m["noun"].lower()
        found += [(f"{noun} {a.group()}", Span(*a.span())) for a in _ANY_MARK.finditer(text, *m.span("marks"))]
    # "10.6% (A)", "for A, B and C": the mark alone, where only a name can stand.
    marks = {name.rpartition(" ")[2]: name for name in labels if _MARKED.fullmatch(name)}
    for m in _BARE_MARKS.finditer(text, sentence.start, sentence.end) if marks else ():
        found += [(marks[a.group()], Span(*a.span())) for a in _MARK.finditer(text, *m.span("marks")) if a.group() in marks]
    return [
        replace(labels[name], text=_called(name, span.of(text)), span=span, known=True, background=_is_host(text, span))
        for name, span in found
        if name in labels
    ]


def _called(name: str, printed: str) -> str:
    """What a device is called: a number alone is nobody's name, "1" of "devices 1 and 2" is device 1."""
    return name if re.fullmatch(r"\d{1,2}[a-h]?|[IVX]+", printed) else printed


def _known(text: str, sentence: Span, known: Mapping[str, str], domain: Domain) -> list[Subject]:
    pattern = name_pattern(known)
    hits = pattern.finditer(text, sentence.start, sentence.end) if pattern else ()
    by_fold = {_plain(name): label for name, label in known.items()}
    found = []
    for m in hits:
        # A row may be called by its anode, "ITO"; in the text that word is the anode of every device.
        if not _is_background(m.group(), domain) and not _is_solvent(m.group(), domain):
            found.append(Subject(m.group(), Span(*m.span()), (canonical_label(by_fold[_plain(m.group())], domain),), known=True))
    return found


def _left_out(text: str, sentence: Span) -> list[Subject]:
    """ "Without the additive, ...": the device without it, whatever it is."""
    m = _LEFT_OUT.match(text, sentence.start, sentence.end)
    return [Subject(m.group(), Span(*m.span()), reference=True, left_out=True, device=True)] if m else []


def _pronouns(text: str, sentence: Span) -> list[Subject]:
    """ "It" and "they" as the subject of a clause; "it was found that" points to nothing."""
    return [
        Subject(m["it"], Span(*m.span("it")), anaphoric=True, pronoun=True) for m in _PRONOUN.finditer(text, sentence.start, sentence.end)
    ]


def _is_background(name: str, domain: Domain) -> bool:
    material = domain.material(name)
    return material is not None and material.role in _BACKGROUND


def _is_host(text: str, span: Span) -> bool:
    """Whether a compound is what another one is diluted in: "3 wt% in X", "a film of X doped with", "an X host"."""
    before = _DILUTED_IN.search(text, max(0, span.start - 40), span.start)
    return bool(before or _HOST_AFTER.match(text, span.end))


def _is_solvent(name: str, domain: Domain) -> bool:
    material = domain.material(name)
    return material.role == "solvent" if material is not None and material.role else is_listed_solvent(name)


def _plain(name: str) -> str:
    return re.sub(r"[-‐–]", "", name)


def _chemicals(text: str, mentions: Sequence[Mention], domain: Domain) -> list[Subject]:
    """Tagged compounds that a device can be known by; a lone element is a part of one."""
    found = []
    for m in mentions:
        if m.kind != "chemical" or _is_solvent(m.value or m.text, domain) or _AS_PART.match(text, m.span.end):
            continue
        if _ELEMENT.fullmatch(m.text) or is_ion(m.text) or _ARCHITECTURE.fullmatch(m.text):
            continue
        materials = (m.value or domain.canonical(m.text),)
        beneath = _is_background(m.value or m.text, domain) or _is_host(text, m.span)
        found.append(Subject(m.text, m.span, materials, background=beneath))
    return found


def _alone(text: str, phrase: Phrase) -> Subject:
    """The subject of a phrase without a compound in it.

    "The red device", "the aged devices" and a bare "devices" name nothing new and point back; "quantum-dot LEDs" may.
    """
    listed = _COLOURS_BEFORE.search(text, max(0, phrase.span.start - 60), phrase.span.start)
    colour = _COLOUR.match(text, phrase.span.start, phrase.head.start) if listed else None
    if colour is not None:  # "red, green and blue devices": blue is the last one's colour only
        phrase = replace(phrase, span=Span(colour.end(), phrase.span.end))
    made_by = _MADE_BY.match(text, phrase.span.end)
    if made_by is not None:
        whole = Span(phrase.span.start, made_by.end())
        return Subject(whole.of(text), whole, device=phrase.kind == "device", film=phrase.kind == "film", states=phrase.states)
    bare = phrase.span == phrase.head
    every = _EVERY.search(text, max(0, phrase.span.start - 14), phrase.span.start)
    if every is not None and phrase.plain and not phrase.states:
        whole = Span(every.start("all"), phrase.span.end)
        return Subject(
            whole.of(text), whole, anaphoric=True, every=True, device=phrase.kind == "device", film=phrase.kind == "film", plain=True
        )
    # "A module of 25 cm^2" is introduced, "modules" may be any.
    introduced = _INTRODUCED.search(text, max(0, phrase.span.start - 12), phrase.span.start) is not None
    pointing = phrase.plain and not introduced and (phrase.backward or phrase.states or (phrase.kind == "device" and bare))
    return Subject(
        phrase.span.of(text),
        phrase.span,
        anaphoric=bool(pointing or phrase.ours) and not phrase.reference,
        reference=phrase.reference,
        device=phrase.kind == "device",
        film=phrase.kind == "film",
        ours=phrase.ours,
        plain=phrase.plain,
        states=phrase.states,
    )


def _unlearned(text: str, sentence: Span, head: Span) -> Subject | None:
    """A name right after "device with" or "LEDs based on" that no tagger knew."""
    gap = _BASED_ON.match(text, head.end, sentence.end)
    m = _NAME_LIKE.match(text, gap.end(), sentence.end) if gap else None
    return None if m is None or m.group() in _NO_NAME else Subject(m.group(), Span(*m.span()), (m.group(),))


def _whole(inside: list[Subject], phrase: Phrase, text: str) -> list[Subject]:
    """A phrase with compounds in it: the compounds where nothing else tells the device ("red X QLED"), else the phrase."""
    whole = Span(phrase.span.start, phrase.head.end)
    kind = {"device": phrase.kind == "device", "film": phrase.kind == "film", "states": phrase.states}
    rest = text[whole.start : phrase.head.start]
    for s in inside:
        rest = rest.replace(s.text, " ")
    words = {w.strip("-–‐") for w in rest.casefold().split()} - {"based", "containing", "only", ""}
    # A word of the language ("perovskite solar cells", "polymer dots") is a kind, no name.
    kind_only = all(s.text.islower() and s.text.replace(" ", "").isalpha() for s in inside)
    if kind_only:
        whole = Span(whole.start, max(whole.end, *(s.span.end for s in inside)))
    adds = any(not is_plain(w) for w in words) or kind_only
    if any(s.known for s in inside) or not adds or not any(s.span.overlaps(whole) for s in inside):
        return [replace(s, **kind, background=False, span=_reach(s, phrase, text, alone=len(inside) == 1)) for s in inside]
    materials = tuple(dict.fromkeys(name for s in inside for name in s.materials))
    return [Subject(whole.of(text), whole, materials, **kind)]


def _reach(subject: Subject, phrase: Phrase, text: str, *, alone: bool) -> Span:
    """The span of a compound that stands for a device, as far as the device's phrase: what stands beside it stands beside the compound.

    "The X device (2.1 V)": up to the head. "Higher than that of devices with X": from the phrase on, if X is ``alone`` in it.
    """
    span, between = subject.span, text[subject.span.end : phrase.head.start]
    if span.end <= phrase.head.start and len(between) <= 20 and "," not in between:
        return Span(span.start, phrase.head.end)
    return Span(phrase.span.start, span.end) if alone and span.start >= phrase.head.end else span


def _as_reference(subject: Subject, phrase: Phrase, text: str) -> Subject:
    whole = Span(min(phrase.span.start, subject.span.start), max(phrase.head.end, subject.span.end))
    return replace(subject, text=whole.of(text), span=whole, known=False, reference=True, device=phrase.kind == "device")


def _qualifies(text: str, end: int, span: Span) -> bool:
    """Whether the compound at ``span`` qualifies a head that ends at ``end``: "devices based on X", "QLED with an X layer"."""
    return 0 <= span.start - end <= 45 and bool(_BASED_ON.fullmatch(text[end : span.start]))
