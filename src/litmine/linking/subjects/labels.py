"""Devices that a paper calls by a letter or a number: "device A (with a 30 nm TFB layer)", "denoted as D1", "the control device"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking.subjects import Subject
from litmine.linking.subjects.own import in_order, is_review
from litmine.linking.subjects.stacks import printed_stacks
from litmine.records import Mention
from litmine.tagging import Tagged

_MARK = r"(?:[A-H]\d?|[1-9]|[IVX]{1,4}|[DSC]-?\d{1,2})"
_NOUN = r"(?:[Dd]evices?|[Ss]amples?|[Cc]ells?|Q?LEDs?|QLEDs?|OLEDs?|PSCs?)"
_UNIT = r"(?!\s?(?:nm|[µμmck]m\b|h\b|V\b|%|°|×|\.\d|\d|mA|cd\b|wt|to\s\d|[-–]V\b|[-–]L\b))(?![\w(])"
_MARKS = rf"{_MARK}(?:\s?[–-]\s?{_MARK}|(?:,\s?(?:and\s)?|\s(?:and|to|&)\s){_MARK})*"
# "device A", "Devices A, B and C", "devices D1–D4"; a bare mark only where it is introduced as one: "(denoted as D1)", "(D1)".
_LABEL = re.compile(rf"\b(?P<noun>{_NOUN})[-\s](?!I\s?[–-]\s?V\b)(?P<marks>{_MARKS})\b{_UNIT}")
_NAMED = (
    r"(?:which\s(?:is|are)\s)?(?:here(?:in)?after\s)?(?:denoted|labell?ed|named|termed|called|referred\sto|defined|abbreviated|designated|marked)"
    r"\s(?:as\s|by\s)?(?:the\s)?"
)
_AS = re.compile(rf"\s*[(,]\s*(?:{_NAMED})?$")
_BARE = re.compile(rf"\s*(?:[(,]\s*{_NAMED}[“\"']?(?P<mark>{_MARK})|\((?P<short>D\d{{1,2}}))[”\"']?(?=[),.])")
# "Compound 3a": a noun and a number with a letter are a name wherever they stand; bare numbers are learned with the compounds.
_COMPOUND = re.compile(r"\b(?P<noun>[Cc]ompound|[Cc]omplex|[Ee]mitter|[Pp]olymer|[Mm]olecule|[Dd]ye)\s(?P<mark>\d{1,2}[a-h])\b")
_CONTROL = re.compile(r"\b(?P<noun>(?:control|reference|standard|pristine|conventional)\s(?:devices?|cells?|QLEDs?|OLEDs?|PSCs?|LEDs?))\b")
# What opens the words that tell a device from its neighbours, right behind its label.
_TELLS = re.compile(
    r"\s*(?:\((?!Fig|Tab|see)|:\s|,?\s?(?:with(?:out)?|based\son|using|containing|having|has|had|comprising|employing|consist\w*\sof|is|are|was|were|"
    r"uses?|used|employs?|contains?|had|in\swhich)\s)"
)
_ENDS = re.compile(
    r"[;)]|[.,]\s(?=(?:and\s|while\s)?(?:[Dd]evice|[A-H]\b|[DSC]\d|respectively|showed|exhibit|reach))|\.(?:\s|$)|,\srespectively"
    r"|\s(?=(?:and|while|whereas|but)\s(?:the\s)?(?:[Dd]evice|[Ss]ample|[Cc]ell|[A-Z]{1,2}LED)s?\s)"
)
_WITHOUT = re.compile(r"\b(?:without|no|free\sof|lacking)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_FREE = re.compile(r"\s*-?free\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\d\s?(?:nm|Å|%|°C|wt|mol|mg|min|h|s|rpm|M|layers?|cycles?)(?!\w)")
_LONGEST = 160  # characters of a definition
_BACKGROUND = frozenset(("electrode", "substrate", "solvent", "precursor", "ligand"))


def own_labels(document: Document, tagged: Tagged, own: Subject | None, domain: Domain) -> Mapping[str, Subject]:
    """The devices of its own that a paper numbers or calls the control, by their printed labels ("device A", "Device A", "D1").

    A label is defined by a stack, by compounds, or by words behind it or before its bracket. A device has the layers of ``own`` but for
    those that its definition replaces (one of the same role) or leaves out ("without X"). The first definition counts. A label that
    nothing defines is a device of which no more is known, if the paper has a sibling of it ("device 1", "device 3"). A review, which
    speaks of other people's devices, has none.
    """
    if own is None and is_review(document):
        return {}
    base = own or Subject("", Span(0, 0))
    found: dict[str, Subject] = {}
    used: list[Subject] = []
    for sentence in tagged.sentences:
        block = document.block_at(sentence.start)
        if block is None or block.kind == "title":
            continue
        used.extend(_used(document.text, sentence, base))
        mentions: list[Mention] | None = None
        for names, span, reference in _definitions(document.text, sentence):
            if mentions is None:
                mentions = list(tagged.within(sentence))
            for name, subject in _defined(document.text, names, span, mentions, base, domain, reference=reference):
                for printed in (name, name[0].upper() + name[1:]):
                    found.setdefault(printed, subject)
    for subject in _with_siblings(used):
        for printed in (subject.text, subject.text[0].upper() + subject.text[1:]):
            found.setdefault(printed, subject)
    return found


def _used(text: str, sentence: Span, own: Subject) -> Iterator[Subject]:
    """The labels of a sentence, defined or not, as devices and compounds of which no more is known; spans are those of the nouns."""
    for m in _LABEL.finditer(text, sentence.start, sentence.end):
        for name in _names(m["noun"], m["marks"]):
            yield Subject(name, Span(*m.span("noun")), device=True, plain=m["noun"].endswith("s"), colour=own.colour, process=own.process)
    for m in _COMPOUND.finditer(text, sentence.start, sentence.end):
        name = f"{m['noun'].lower()} {m['mark']}"
        yield Subject(name, Span(*m.span("noun")), (name,))


def _with_siblings(used: Sequence[Subject]) -> Iterator[Subject]:
    """The labels of families of at least two: one noun, marks of one kind, one of them alone behind its noun ("Device 1")."""
    families: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for subject in used:
        noun, _, mark = subject.text.rpartition(" ")
        families[noun, re.sub(r"\d+", "1", re.sub("[A-Za-z]+", "A", mark))].append(subject)
    for family in families.values():
        if len({s.text for s in family}) > 1 and not all(s.plain for s in family):
            yield from (replace(s, plain=False) for s in family)


def _definitions(text: str, sentence: Span) -> Iterator[tuple[tuple[str, ...], Span, bool]]:
    """The labels of a sentence with the span of the words that define them."""
    for m in _LABEL.finditer(text, sentence.start, sentence.end):
        if (tells := _TELLS.match(text, m.end(), sentence.end)) is not None:
            yield _names(m["noun"], m["marks"]), _until(text, tells.end(), sentence.end), False
        elif opened := _AS.search(text, max(sentence.start, m.start() - 40), m.start()):
            yield _names(m["noun"], m["marks"]), _before(text, sentence.start, opened.start()), False
    for m in _BARE.finditer(text, sentence.start, sentence.end):
        before = _before(text, sentence.start, m.start())
        if re.search(rf"\b{_NOUN}\b", before.of(text)):
            yield (m["mark"] or m["short"],), before, False
    for m in _CONTROL.finditer(text, sentence.start, sentence.end):
        tells = _TELLS.match(text, m.end(), sentence.end)
        if tells is not None and re.search(r"\(|with|based|using", tells.group()):
            yield (re.sub(r"s$", "", m["noun"]),), _until(text, tells.end(), sentence.end), True


def _names(noun: str, marks: str) -> tuple[str, ...]:
    """ "Devices", "A, B and C" -> device A, device B, device C; ranges are filled."""
    noun = re.sub(r"s$", "", noun)
    noun = noun if noun.isupper() or noun[1:2].isupper() else noun.lower()
    found: list[str] = []
    for m in re.finditer(rf"(?P<first>{_MARK})(?:(?:\s?[–-]\s?|\sto\s)(?P<last>{_MARK}))?", marks):
        found.extend(_range(m["first"], m["last"]) if m["last"] else (m["first"],))
    return tuple(f"{noun} {mark}" for mark in dict.fromkeys(found))


def _range(first: str, last: str) -> tuple[str, ...]:
    """ "A", "D" -> A, B, C, D; "D1", "D3" -> D1, D2, D3."""
    if first[:-1] == last[:-1] and ord(first[-1]) < ord(last[-1]) <= ord(first[-1]) + 12:
        return tuple(first[:-1] + chr(code) for code in range(ord(first[-1]), ord(last[-1]) + 1))
    return first, last


def _until(text: str, start: int, end: int) -> Span:
    """From where a definition begins to the end of its bracket or clause."""
    stop = _ENDS.search(text, start, min(end, start + _LONGEST))
    depth = text[start : stop.start()].count("(") if stop else 0
    while stop and stop.group() == ")" and depth:
        depth -= 1
        stop = _ENDS.search(text, stop.end(), min(end, start + _LONGEST))
    return Span(start, stop.start() if stop else min(end, start + _LONGEST))


def _before(text: str, start: int, end: int) -> Span:
    """The words in front of a label in brackets, back to the last mark of the clause."""
    cuts = [
        m.end()
        for m in re.finditer(
            r"[;)]\s|\.\s(?=[A-Z][a-z]+\s)|,\s(?:and|while)\s|\band\s(?=the\b|devices?\b|with)", text[max(start, end - _LONGEST) : end]
        )
    ]
    return Span(max(start, end - _LONGEST) + (cuts[-1] if cuts else 0), end)


def _defined(
    text: str, names: Sequence[str], span: Span, mentions: Sequence[Mention], own: Subject, domain: Domain, *, reference: bool
) -> Iterator[tuple[str, Subject]]:
    """The labels with their devices; of several labels each takes its member of a list of as many compounds."""
    stacks = [s for s in printed_stacks(text, span, domain) if not s.carrier]
    inside = [m for m in mentions if span.covers(m.span)]
    compounds = [m for m in inside if m.kind == "chemical" and _tells_apart(m, domain)]
    dealt = len(names) > 1
    values = list(dict.fromkeys(m.value for m in compounds))
    if not span.of(text).strip() or (dealt and len(values) != len(names) and len(stacks) != len(names)):
        return
    if not values and not stacks and (reference or not _AMOUNT.search(span.of(text))):
        return  # "device A is shown in ..."
    said = {kind: {m.value for m in inside if m.kind == kind} for kind in ("colour", "process")}
    for i, name in enumerate(names):
        if stacks:
            layers = stacks[i if len(stacks) == len(names) else 0].layers
            materials = in_order(tuple(v for v in values if v in layers), layers, domain)
        else:
            out = {
                m.value for m in compounds if _WITHOUT.search(text[max(0, span.start - 20) : m.span.start]) or _FREE.match(text, m.span.end)
            }
            mine = tuple(v for v in ([values[i]] if dealt else values) if v not in out)
            layers = _exchanged(own.layers, mine, out, domain)
            # Where it is not known what a control device has in the place of what is new, nothing is taken over.
            shared = layers or (() if reference and not out else tuple(m for m in own.materials if m not in out))
            materials = in_order(mine, shared, domain)
        yield (
            name,
            Subject(
                name,
                span,
                materials,
                device=True,
                reference=reference,
                colour=_only(said["colour"]) or own.colour,
                process=_only(said["process"]) or own.process,
                layers=layers,
            ),
        )


def _tells_apart(mention: Mention, domain: Domain) -> bool:
    material = domain.material(mention.value) or domain.material(mention.text)
    return "/" not in mention.text and (material is None or material.role not in _BACKGROUND)


def _exchanged(layers: tuple[str, ...], new: Sequence[str], out: set[str], domain: Domain) -> tuple[str, ...]:
    """The layers with each new compound in the place of the only layer of its role, and without what is left out."""
    kept = [layer for layer in layers if layer not in out]
    for compound in (c for c in new if c not in kept):
        material = domain.material(compound)
        alike = [i for i, layer in enumerate(kept) if material and (old := domain.material(layer)) and old.role == material.role]
        if len(alike) != 1:
            return ()  # where it goes is not said
        kept[alike[0]] = compound
    return tuple(kept)


def _only(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ""
