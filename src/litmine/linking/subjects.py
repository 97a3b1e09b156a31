"""Who a sentence speaks of: devices and materials that a number can belong to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from litmine.chemistry import is_listed_solvent
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking.identity import canonical_label, name_pattern
from litmine.linking.phrases import Phrase, find_phrases, is_plain
from litmine.linking.stacks import printed_stacks
from litmine.records import Mention
from litmine.vocabulary import Owner

_WITHOUT = re.compile(r"\bwithout\s+(?:(?:a|an|the|any)\s+)?$", re.IGNORECASE)
_ELEMENT = re.compile(r"[A-Z][a-z]?")
_ION = re.compile(r"\S*[A-Za-z)\]\d]\^?\d?[+−]")
# "ZnO as the ETL", "Al as cathode": the layer has a part in the device, the device is not known by it.
_AS_PART = re.compile(
    r"\s+(?:(?:served?|used|employed|acts?|acting)\s+)?as\s+(?:an?\s+|the\s+)?"
    r"(?:ETL|EIL|HIL|electron|hole[- ]injection|anode|cathode|electrode|substrate|solvent|additive)",
    re.IGNORECASE,
)
# What follows "with" or "based on" and looks like a name, though nobody has tagged it: capitals with digits, or several capitals.
_NAME_LIKE = re.compile(r"(?=[^\s,;]*[A-Z])(?=[^\s,;]*(?:\d|[A-Z][^\s,;]*[A-Z]))[A-Za-z][\w′'’:/-]{2,}(?<![-/:])")
_NO_NAME = frozenset("HTL HTLs ETL ETLs EML EMLs HIL EIL HTM ETM QD QDs LED LEDs QLED QLEDs OLED OLEDs PSC PSCs EQE PCE EQEs PCEs".split())
_COMPARED = re.compile(
    r"(?:compared (?:with|to)|(?:higher|lower|better|worse|larger|smaller|longer|shorter|more|less|greater|above|below) than|relative to|"
    r"in comparison (?:with|to)|instead of|versus|vs\.?|against|over|outperform\w*|exceed\w* that of|than|above)"
    r"(?:\s+(?:that|those|the|of|a|an|its|their|reference|control|pristine|conventional|commonly|used|well-known|standard))*\s*$",
    re.IGNORECASE,
)
_BASED_ON = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:based on|with|using|containing|of|comprising|employing|incorporating)\s+"
    r"(?:(?:a|an|the|linear|pure|neat)\s+)?(?:\w+\s+)?"
)
# What stands behind the subject of a clause: its verb, or an apposition.
_VERB_AFTER = re.compile(
    r"(?:\s*\([^()]*\))?(?:\^?\[?\d[\d,–-]*\]?)?(?:,|\s+(?:\w+ly\s+|also\s+|then\s+)?(?:\w{2,}(?:s|ed)|gave|led|show|exhibit|reach|have|had|"
    r"was|were|are|can|could|may|might|will|made|give|yield|achieve|display|possess|attain|turn|emit|enable|lead|deliver)\b)"
)
_PRONOUN = re.compile(
    r"(?:^|(?<=[.,;:] )|(?<=\band )|(?<=\bwhile )|(?<=\bwhereas )|(?<=\bbut )|(?<=\bthat )|(?<=\bwhere ))(?P<it>[Ii]t|[Tt]hey)\s+"
    r"(?!(?:is|was|has been|can be|should be|seems|appears)\s+(?:\w+ly\s+)?"
    r"(?:\w+ed|found|shown|known|clear|possible|important|noted|worth|evident|likely)\b)(?=\w)"
)
# What brings a compound into a device, right before its name: "by introducing X", "with an X layer", "the EQE of X".
_BRINGS_IN = re.compile(
    r"\b(?:with|for|using|of|employing|containing|based on|by|upon|from|that|\w{4,}ing)\s+(?:(?:an?|the|of|their|its)\s+)*(?:[\w-]+\s+)?$"
)
# Up to a compound that is the subject of its clause, from where the clause begins.
_OPENS_CLAUSE = re.compile(r"(?:[\w’'-]+\s+){0,3}")
_CLAUSE = re.compile(r"[,;:]\s+(?:(?:and|while|whereas|but|where|the)\s+)*|\b(?:while|whereas|that|and|but|where|which)\s+")
_PREPOSITION = re.compile(r"\b(?:of|in|on|to|from|at|into|onto|between|through|via|as|like|under|with|by)\b")
# Layers that any device has: it is not known by them.
_BACKGROUND = frozenset(("electrode", "substrate", "solvent", "HIL", "EIL", "ligand", "precursor"))
_LIST_GAP = re.compile(r"(?:-(?:based|containing)?)?\s*(?:,|;|/|&|and|or|,\s*and|,\s*or|to|and to)\s*(?:the\s+|a\s+|an\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A candidate subject.

    ``text`` is as printed at ``span``; ``materials`` are canonical names. ``known``: a table has a row for it. ``compared``: it
    stands as what something is compared with ("higher than that of X"). ``anaphoric``: it points back ("the red device").
    ``reference``: it is the reference or control device. ``device``, ``film``: a phrase for a device, for a film, not for a compound.
    ``ours``: "our device", the one the paper reports as its own. ``pronoun``: "it", "they". ``acting``: it is the subject of its clause,
    or what a device is made with ("by introducing X", "the EQE of X"). ``states``: what was done to it ("aged"). ``colour``, ``process``,
    ``layers``: what the paper says of it elsewhere, "" and () where it says nothing.
    """

    text: str
    span: Span
    materials: tuple[str, ...] = ()
    known: bool = False
    compared: bool = False
    anaphoric: bool = False
    reference: bool = False
    device: bool = False
    film: bool = False
    ours: bool = False
    pronoun: bool = False
    acting: bool = False
    states: tuple[str, ...] = ()
    colour: str = ""
    process: str = ""
    layers: tuple[str, ...] = ()


def suits(subject: Subject, of: Owner) -> bool:
    """Whether a subject can have a value of a device's, of a material's, or of any metric.

    A compound stands for the device that it is in, a film for none; a material's value belongs to a device only where it has a name.
    """
    if of == "device":
        return subject.device or subject.known or not subject.film
    return of == "any" or not subject.device or subject.known or (bool(subject.materials) and not subject.layers)


def list_runs(mentions: Sequence[Mention], text: str) -> tuple[tuple[Mention, ...], ...]:
    """Mentions grouped into printed lists: neighbours with nothing but commas, "and", "or" or a slash between them.

    ``text`` is the document's; the runs are in text order and each has at least one member.
    """
    runs: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda m: m.span):
        if runs and _LIST_GAP.fullmatch(text[runs[-1][-1].span.end : mention.span.start]):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return tuple(map(tuple, runs))


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
        if inside:
            found = [s for s in found if s not in inside]
            # "the control device with TFB": the compound takes over what its device is.
            found += [_as_reference(s, phrase, text) for s in inside] if phrase.reference else _whole(inside, phrase, text)
        elif phrase.reference or not phrase.role or (phrase.head.of(text).startswith("counterpart") and not phrase.plain):
            found.append(_alone(text, phrase))
    found += _pronouns(text, sentence)
    return tuple(sorted((_placed(s, text, sentence) for s in found), key=lambda s: s.span))


def _stacked(text: str, sentence: Span, domain: Domain) -> list[Subject]:
    """Devices that are given by the stack of their layers."""
    stacks = printed_stacks(text, sentence, domain)
    return [Subject(s.span.of(text), s.span, s.layers, device=True, layers=s.layers) for s in stacks if not s.carrier]


def _labelled(text: str, sentence: Span, labels: Mapping[str, Subject]) -> list[Subject]:
    pattern = name_pattern(labels)
    hits = pattern.finditer(text, sentence.start, sentence.end) if pattern else ()
    return [replace(labels[m.group()], text=m.group(), span=Span(*m.span()), known=True) for m in hits if m.group() in labels]


def _known(text: str, sentence: Span, known: Mapping[str, str], domain: Domain) -> list[Subject]:
    pattern = name_pattern(known)
    hits = pattern.finditer(text, sentence.start, sentence.end) if pattern else ()
    by_fold = {_plain(name): label for name, label in known.items()}
    found = []
    for m in hits:
        # A row may be called by its anode, "ITO"; in the text that word is the anode of every device.
        if not _is_background(m.group(), domain):
            found.append(Subject(m.group(), Span(*m.span()), (canonical_label(by_fold[_plain(m.group())], domain),), known=True))
    return found


def _pronouns(text: str, sentence: Span) -> list[Subject]:
    """ "It" and "they" as the subject of a clause; "it was found that" points to nothing."""
    return [
        Subject(m["it"], Span(*m.span("it")), anaphoric=True, pronoun=True) for m in _PRONOUN.finditer(text, sentence.start, sentence.end)
    ]


def _is_background(name: str, domain: Domain) -> bool:
    material = domain.material(name)
    return material.role in _BACKGROUND if material is not None and material.role else is_listed_solvent(name)


def _plain(name: str) -> str:
    return re.sub(r"[-‐–]", "", name)


def _chemicals(text: str, mentions: Sequence[Mention], domain: Domain) -> list[Subject]:
    """Tagged compounds that a device can be known by; a lone element is a part of one."""
    found = []
    for m in mentions:
        if m.kind != "chemical" or _is_background(m.value or m.text, domain) or _AS_PART.match(text, m.span.end):
            continue
        if _ELEMENT.fullmatch(m.text) or _ION.fullmatch(m.text):
            continue
        found.append(Subject(m.text, m.span, (m.value or domain.canonical(m.text),)))
    return found


def _alone(text: str, phrase: Phrase) -> Subject:
    """The subject of a phrase without a compound in it.

    "The red device", "the aged devices" and a bare "devices" name nothing new and point back; "quantum-dot LEDs" may.
    """
    bare = phrase.span == phrase.head
    pointing = phrase.plain and (phrase.backward or phrase.states or (phrase.kind == "device" and bare))
    return Subject(
        phrase.span.of(text),
        phrase.span,
        anaphoric=bool(pointing or phrase.ours) and not phrase.reference,
        reference=phrase.reference,
        device=phrase.kind == "device",
        film=phrase.kind == "film",
        ours=phrase.ours,
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
    adds = any(not is_plain(w) for w in words) or all(s.text.islower() and s.text.isalpha() for s in inside)
    if any(s.known for s in inside) or not adds or not any(s.span.overlaps(whole) for s in inside):
        return [replace(s, **kind) for s in inside]
    materials = tuple(dict.fromkeys(name for s in inside for name in s.materials))
    return [Subject(whole.of(text), whole, materials, **kind)]


def _as_reference(subject: Subject, phrase: Phrase, text: str) -> Subject:
    whole = Span(min(phrase.span.start, subject.span.start), max(phrase.head.end, subject.span.end))
    return replace(subject, text=whole.of(text), span=whole, known=False, reference=True, device=phrase.kind == "device")


def _placed(subject: Subject, text: str, sentence: Span) -> Subject:
    """The subject with its role in the sentence: whether something is compared with it."""
    before = text[sentence.start : subject.span.start]
    if m := _WITHOUT.search(before):
        span = Span(sentence.start + m.start(), subject.span.end)
        return replace(subject, text=span.of(text), span=span, materials=(), known=False, reference=True)
    if is_compared(text, sentence, subject.span):
        return replace(subject, compared=True)
    return replace(subject, acting=_acts(before, text[subject.span.end : sentence.end]))


def _acts(before: str, behind: str) -> bool:
    """Whether what stands between two parts of a sentence is the subject of its clause or something a device is made with."""
    if _BRINGS_IN.search(before):
        return True
    ends = [m.end() for m in _CLAUSE.finditer(before)]
    opening = before[ends[-1] if ends else 0 :]
    return bool(_OPENS_CLAUSE.fullmatch(opening)) and not _PREPOSITION.search(opening) and bool(_VERB_AFTER.match(behind))


def is_compared(text: str, sentence: Span, span: Span) -> bool:
    """Whether what stands at ``span`` is what something is compared with: "higher than that of X"."""
    return _COMPARED.search(text[sentence.start : span.start]) is not None


def _qualifies(text: str, end: int, span: Span) -> bool:
    """Whether the compound at ``span`` qualifies a head that ends at ``end``: "devices based on X", "QLED with an X layer"."""
    return 0 <= span.start - end <= 45 and bool(_BASED_ON.fullmatch(text[end : span.start]))
