"""Who a sentence speaks of: devices and materials that a number can belong to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking.identity import canonical_label, name_pattern
from litmine.records import Mention
from litmine.units import parse_unit

# Heads of noun phrases that name what is measured. They follow from the kind of thing (a device, a film, an emitter), not from a field.
_HEAD = re.compile(
    r"\b(?:[A-Za-z]{0,8}[- ]?(?:LEDs?|PSCs?|OSCs?|OPVs?)|(?i:devices?|(?:solar |sub-?|tandem )?cells?|(?:mini-?|sub-?)?modules?|tandems?|"
    r"(?:thin )?films?|diodes?|QDs?|quantum dots?|nanocrystals?|nanoparticles|emitters?|dendrimers?|dendrons?|polymers?|complex(?:es)?|"
    r"counterparts?|controls?|references?))\b(?!-?\s?free\b)"
)
_DEVICE = re.compile(r"(?:LEDs?|PSCs?|OSCs?|OPVs?|devices?|cells?|modules?|tandems?|diodes?)$")
_ROLE_NOUN = re.compile(r"(?:controls?|references?|counterparts?)$", re.IGNORECASE)
_WITH_UNIT = re.compile(r"[~≈>]?\d[\d.]*[-‐‑–](\S+)")
_NUMBER_BEFORE = re.compile(r"\d\s$")
_WORD = re.compile(r"[^\s]+")
# Words that cannot stand inside the noun phrase to the left of its head.
_STOP = frozenset(
    "a an the this that these those their its our his her and or but for of in on at by from to with without into than then as is are was "
    "were be been being has have had which who whose where when while we they it he she one two both each all some any such other another "
    "show shows showed shown exhibit exhibits exhibited achieve achieves achieved reach reaches reached demonstrate demonstrates "
    "demonstrated report reports reported reporting give gives gave given yield yields yielded obtain obtained obtaining fabricate "
    "fabricated make made making prepared using used use via through based compared respectively maximum peak highest "
    "high low lower higher record not no only also between among over under after before about up out et al. al "
    "improved enable enables enabling enabled design designs leading led can could may might will would did do does so thus hence however "
    "moreover furthermore kept keep found describe described introduced developed placed well-performing of".split()
)
# Adjectives that a phrase pointing back may carry: "the resulting red device" names nothing new.
_POINTING = frozenset(
    "resulting corresponding optimized optimised obtained best champion final present same latter former new fabricated finished such "
    "red green blue white orange yellow amber deep-blue sky-blue near-infrared red-emitting green-emitting blue-emitting".split()
)
_BACKWARD = re.compile(r"\b(?:the|this|these|those|their|its|such|both|our)\s+$", re.IGNORECASE)
_OURS = re.compile(r"\bour\s+$", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout\s+(?:(?:a|an|the|any)\s+)?$", re.IGNORECASE)
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
_COMPARED = re.compile(
    r"(?:compared (?:with|to)|(?:higher|lower|better|worse|larger|smaller|longer|shorter|more|less|greater|above|below) than|relative to|"
    r"in comparison (?:with|to)|instead of|versus|vs\.?|against|over|outperform\w*|exceed\w* that of|than|above)"
    r"(?:\s+(?:that|those|the|of|a|an|its|their|reference|control|pristine|conventional|commonly|used|well-known|standard))*\s*$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\b(?:reference|control|pristine|standard|conventional|baseline|untreated)\b(?!\s+list)", re.IGNORECASE)
_BASED_ON = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:based on|with|using|containing|of|comprising|employing|incorporating)\s+"
    r"(?:(?:a|an|the|linear|pure|neat)\s+)?(?:\w+\s+)?"
)
# Layers that any device has: it is not known by them.
_BACKGROUND = frozenset(("electrode", "substrate", "solvent", "HIL", "EIL", "ligand", "precursor"))
_LIST_GAP = re.compile(r"(?:-(?:based|containing)?)?\s*(?:,|;|/|&|and|or|,\s*and|,\s*or|to|and to)\s*(?:the\s+|a\s+|an\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A candidate subject.

    ``text`` is as printed at ``span``; ``materials`` are canonical names. ``known``: a table has a row for it. ``compared``: it
    stands as what something is compared with ("higher than that of X"). ``anaphoric``: it points back ("the red device").
    ``reference``: it is the reference or control device. ``device``: a phrase for a device, not for a film or a compound.
    ``ours``: "our device", the one the paper reports as its own.
    """

    text: str
    span: Span
    materials: tuple[str, ...] = ()
    known: bool = False
    compared: bool = False
    anaphoric: bool = False
    reference: bool = False
    device: bool = False
    ours: bool = False


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
    document: Document, sentence: Span, mentions: Sequence[Mention], known: Mapping[str, str], domain: Domain
) -> tuple[Subject, ...]:
    """The subjects a sentence offers, in text order; a compound that alone modifies a device ("X-based QLED") stands for the phrase.

    ``known`` maps printed names of the paper's table rows to the row's label: what has a row is a subject wherever it is named.
    """
    text = document.text
    compounds = [*_known(text, sentence, known, domain), *_chemicals(text, mentions, domain)]
    found: list[Subject] = []
    for s in compounds:
        if not any(s.span.overlaps(other.span) for other in found):
            found.append(s)
    for head in _HEAD.finditer(text, sentence.start, sentence.end):
        phrase = _phrase(text, sentence, head)
        inside = [s for s in found if s.span.overlaps(phrase) or _qualifies(text, head.end(), s.span)]
        if not inside and (named := _unlearned(text, sentence, head)):
            found.append(named)
            inside = [named]
        reference = bool(_REFERENCE.search(phrase.of(text)))
        if inside:
            whole = _whole(inside, phrase, head, text)
            found = [s for s in found if s not in inside]
            # "the control device with TFB": the compound takes over what its device is.
            found += [_as_reference(s, phrase, text) for s in inside] if reference else whole
            continue
        if _ROLE_NOUN.search(head.group()) and not reference and not head.group().startswith("counterpart"):
            continue
        found.append(_device(text, sentence, phrase, head, reference))
    return tuple(sorted((_placed(s, text, sentence) for s in found), key=lambda s: s.span))


def _known(text: str, sentence: Span, known: Mapping[str, str], domain: Domain) -> list[Subject]:
    pattern = name_pattern(known)
    hits = pattern.finditer(text, sentence.start, sentence.end) if pattern else ()
    by_fold = {_plain(name): label for name, label in known.items()}
    return [Subject(m.group(), Span(m.start(), m.end()), (canonical_label(by_fold[_plain(m.group())], domain),), known=True) for m in hits]


def _plain(name: str) -> str:
    return re.sub(r"[-‐–]", "", name)


def _chemicals(text: str, mentions: Sequence[Mention], domain: Domain) -> list[Subject]:
    """Tagged compounds that a device can be known by; a lone element is a part of one."""
    found = []
    for m in mentions:
        material = (domain.material(m.value) or domain.material(m.text)) if m.kind == "chemical" else None
        if m.kind != "chemical" or (material and material.role in _BACKGROUND) or _AS_PART.match(text, m.span.end):
            continue
        if not _ELEMENT.fullmatch(m.text):
            found.append(Subject(m.text, m.span, (m.value or domain.canonical(m.text),)))
    return found


def _device(text: str, sentence: Span, phrase: Span, head: re.Match, reference: bool) -> Subject:
    words = text[phrase.start : head.start()].casefold().split()
    device = bool(_DEVICE.search(head.group()))
    backward = bool(_BACKWARD.search(text[sentence.start : phrase.start]))
    # "the red device" and a bare "devices" name nothing new; "quantum-dot LEDs" may.
    pointing = set(words) <= _POINTING and (backward or (device and not words))
    ours = bool(_OURS.search(text[sentence.start : phrase.start]))
    return Subject(
        phrase.of(text), phrase, (), anaphoric=(pointing or ours) and not reference, reference=reference, device=device, ours=ours
    )


def _unlearned(text: str, sentence: Span, head: re.Match) -> Subject | None:
    """A name right after "device with" or "LEDs based on" that no tagger knew."""
    gap = _BASED_ON.match(text, head.end(), sentence.end)
    m = _NAME_LIKE.match(text, gap.end(), sentence.end) if gap else None
    return None if m is None or m.group() in _NO_NAME else Subject(m.group(), Span(*m.span()), (m.group(),))


def _whole(inside: list[Subject], phrase: Span, head: re.Match, text: str) -> list[Subject]:
    """A phrase with compounds in it: the compounds where nothing else tells the device ("red X QLED"), else the phrase."""
    device = bool(_DEVICE.search(head.group()))
    rest = text[phrase.start : head.start()]
    for s in inside:
        rest = rest.replace(s.text, " ")
    words = {w.strip("-–‐") for w in rest.casefold().split()} - {"based", "containing", "only", ""}
    if any(s.known for s in inside) or words <= _POINTING or not any(s.span.overlaps(phrase) for s in inside):
        return [replace(s, device=device) for s in inside]
    materials = tuple(dict.fromkeys(name for s in inside for name in s.materials))
    return [Subject(phrase.of(text), phrase, materials, device=device)]


def _as_reference(subject: Subject, phrase: Span, text: str) -> Subject:
    whole = Span(min(phrase.start, subject.span.start), max(phrase.end, subject.span.end))
    return replace(subject, text=whole.of(text), span=whole, known=False, reference=True)


def _placed(subject: Subject, text: str, sentence: Span) -> Subject:
    """The subject with its role in the sentence: whether something is compared with it."""
    before = text[sentence.start : subject.span.start]
    if m := _WITHOUT.search(before):
        span = Span(sentence.start + m.start(), subject.span.end)
        return replace(subject, text=span.of(text), span=span, materials=(), known=False, reference=True)
    return replace(subject, compared=True) if is_compared(text, sentence, subject.span) else subject


def is_compared(text: str, sentence: Span, span: Span) -> bool:
    """Whether what stands at ``span`` is what something is compared with: "higher than that of X"."""
    return _COMPARED.search(text[sentence.start : span.start]) is not None


def _phrase(text: str, sentence: Span, head: re.Match) -> Span:
    """The noun phrase that ends in ``head``: up to seven words to the left, to the first function word, verb or mark."""
    start = head.start()
    words = list(_WORD.finditer(text, sentence.start, head.start()))
    for word in reversed(words[-7:]):
        bare = word.group().strip("()[]“”\"'")
        gerund = re.fullmatch(r"[A-Za-z]{3,}ing", bare) and bare.casefold() not in _POINTING
        if gerund or bare.casefold() in _STOP or word.group()[-1] in ",;:.)]" or re.fullmatch(r"[\d.,%^~>−-]+", bare):
            break
        if text[word.end() : start].strip() or _is_unit(text, word):
            break
        start = word.start()
        if word.group()[0] in "([" and not re.search(r"[)\]]", word.group()):
            start += 1  # the phrase begins inside the bracket
            break
    return Span(start, head.end())


def _is_unit(text: str, word: re.Match) -> bool:
    """Whether a word is the unit of a number before it or holds both: "1.12 eV", "1.12-eV"."""
    m = _WITH_UNIT.fullmatch(word.group())
    if m is not None:
        return parse_unit(m[1]) is not None
    return bool(_NUMBER_BEFORE.search(text, max(0, word.start() - 12), word.start())) and parse_unit(word.group()) is not None


def _qualifies(text: str, end: int, span: Span) -> bool:
    """Whether the compound at ``span`` qualifies a head that ends at ``end``: "devices based on X", "QLED with an X layer"."""
    return 0 <= span.start - end <= 45 and bool(_BASED_ON.fullmatch(text[end : span.start]))
