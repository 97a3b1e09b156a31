"""Whose each row of a table is: the device's name, its layers, the works it cites, and what holds for all its numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litmine.cells import is_blank
from litmine.document import Document, Table
from litmine.domain import Domain
from litmine.linking.subjects import Subject
from litmine.linking.subjects.identity import bare_label, canonical_label, only_terms
from litmine.linking.tables.captions import NAME_LIKE, Said
from litmine.linking.tables.columns import Column, cell_text
from litmine.linking.tables.notes import noted
from litmine.linking.tables.states import are_scans, names_nothing, spoken_states, state
from litmine.linking.tables.statistics import statistics_in
from litmine.linking.tables.stubs import STACK_TITLE, Stubs, is_colours, read_stubs
from litmine.metrics import find_terms
from litmine.records import UNSTATED, Citation, Qualifiers
from litmine.tables import body_rows, is_section, section_of

_CITED = re.compile(r"\[(\d[\d,;\s–-]*)\]|\^\[?(\d[\d,;\s–-]*)\]?")
# A marker inside a label, "Ref. [12] (inverted)"; elsewhere than at the end a raised number may be part of a name.
_CITED_INSIDE = re.compile(r"(?:(?<=\s)|^)\[(\d[\d,;\s–-]*)\](?=[\s,;:.)]|$)")
_CITED_BEHIND = re.compile(rf",?\s?(?:{_CITED.pattern})")
_BY_REFERENCE = re.compile(r"(?:refs?\b|references?\b|\[\d)", re.IGNORECASE)
_KEYS = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_INITIALS = ("red", "green", "blue", "white", "yellow", "orange")  # "R", "G", "B" in a column of colours
_OURS = re.compile(r"\W*(?:this|our|present)\s+(?:work|study|paper|devices?|cells?)\W*", re.IGNORECASE)
# Labels that say which of the paper's devices a row is, and not what it is made of.
_ROLE = re.compile(
    r"\W*(?:(?:the\s+)?(?:controls?|references?|targets?|standard|baseline|conventional|pristine|bare|untreated|treated|modified|unmodified|rigid|"
    r"optimi[sz]ed|none|nil|blank|champion|best|this work|our work)\b.*|(?:devices?|samples?|cells?|types?|groups?|sets?|structures?)"
    r"\s*#?[\w′'-]{0,4}|w/?o\b.*|without\b.*)",
    re.IGNORECASE,
)
_WITH = re.compile(r"^(?:with|w/)\s*(?=\S)", re.IGNORECASE)
# Columns of what a device is made of.
_LAYER_TITLE = re.compile(
    r"\W*(?:[\w-]+\s){0,2}(?:HTLs?|ETLs?|EMLs?|HILs?|EILs?|HTMs?|ETMs?|SAMs?|hosts?|dopants?|guests?|emitters?|QDs?|perovskites?|absorbers?|"
    r"donors?|acceptors?|active layers?|(?:transport(?:ing)?|injection|emi(?:ssive|tting)|inter|buffer)\s?-?layers?|interlayers?|anodes?|"
    r"cathodes?|electrodes?|additives?|passivators?|ligands?|crosslinkers?)\W*",
    re.IGNORECASE,
)
_WORDY = re.compile(r"[A-Za-z]{2}")
_NONE = re.compile(r"none|nil|blank", re.IGNORECASE)
_LAYERS = 4  # "ITO/HTL/QDs/Al": fewer are a bilayer or a core/shell particle


@dataclass(frozen=True, slots=True)
class Line:
    """The device of one row, the works it cites and what holds for all its numbers; ``open`` where no label of the row names it."""

    subject: str
    materials: tuple[str, ...]
    cited: tuple[Citation, ...]
    qualifiers: Qualifiers
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Stubbed:
    """A table with what its columns beside the numbers say; ``own`` is the device of rows that name none."""

    document: Document
    table: Table
    columns: Sequence[Column]
    stubs: Stubs
    said: Said
    own: Subject | None
    domain: Domain
    rows: Sequence[int]
    citing: Sequence[int]


def read_rows(
    document: Document, table: Table, columns: Sequence[Column], said: Said, own: Subject | None, domain: Domain
) -> Iterator[tuple[int, Line]]:
    """Each row of values, by its index from 0, with whose it is.

    A blank in the stub goes on with the device above; a label that is only a state, a statistic, a colour or a scan qualifies the
    numbers of the device above, of the section's, of ``own``.
    """
    rows = [r for r in body_rows(table) if not is_section(document, table, r)]
    citing = [c.index for c in columns if not c.headers and not c.is_reference and _cites_throughout(document, table, c, rows)]
    t = _Stubbed(document, table, columns, read_stubs(document, table, columns, rows, domain), said, own, domain, rows, citing)
    above: tuple[tuple[str, ...], tuple[Citation, ...]] = ((), ())
    section = None
    for row in rows:
        heading = section_of(document, table, row)
        if heading is not section:
            above, section = ((), ()), heading
        names, cited, fresh = _names(t, row, above[0])
        if not fresh:
            cited = cited or above[1]
        above = (names, cited)
        yield row, _line(t, row, tuple(filter(None, names)), cited)


def _names(t: _Stubbed, row: int, above: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Citation, ...], bool]:
    """The texts of the name columns without their citation markers, the works the row cites, and whether its first name is new.

    Down to the first column that prints a name, a blank repeats the name above; so does a label that says no more than which
    statistic the row is ("Average").
    """
    cited: list[Citation] = []
    names: list[str] = []
    fresh = told = False
    for n, col in enumerate(t.stubs.names):
        printed = cell_text(t.document, t.table, row, col)
        name, keys = (printed, ()) if t.columns[col].is_reference else split_citation(printed, t.document)
        cited.extend(keys)
        known = t.columns[col].is_reference or not is_blank(name) or _NONE.fullmatch(name) is not None
        if name and known and not _only_words(name, t.domain):
            told = True
            fresh = fresh or n == 0
            names.append(name)
        else:
            repeats = not told and n < len(above) and (not name or _only_words(name, t.domain))
            names.append(above[n] if repeats else "")
            fresh = fresh or (bool(name) and not repeats)
    for column in t.columns:
        if column.is_reference:
            printed = cell_text(t.document, t.table, row, column.index)
            cited.extend(reference_keys(printed, printed, t.document))
        elif column.index in t.citing and column.index not in t.stubs.names:
            cited.extend(split_citation(cell_text(t.document, t.table, row, column.index), t.document)[1])
    if not t.stubs.numbered and all(names_nothing(n) for n in names if n):
        names = ["" for _ in names]
    return tuple(names), tuple(dict.fromkeys(cited)), fresh


def _cites_throughout(document: Document, table: Table, column: Column, rows: Sequence[int]) -> bool:
    """Whether each text of a column ends in a citation marker, whatever its title is: "A. Author 2019 [1]"."""
    told = [x for r in rows if (x := cell_text(document, table, r, column.index)) and not is_blank(x)]
    split = [split_citation(x, document) for x in told]
    return len(told) > 1 and all(keys and _WORDY.search(text) for text, keys in split)  # "3.5 × 10^12" cites nobody


def _only_words(name: str, domain: Domain) -> bool:
    return only_terms(name, domain, ("statistic",)) or are_scans([name])


def _line(t: _Stubbed, row: int, names: Sequence[str], cited: tuple[Citation, ...]) -> Line:
    document, table, domain = t.document, t.table, t.domain
    conditions = [*_states(t, row)]
    said = noted(document, table, (table.at(row, i) for i in (*t.stubs.names, *t.stubs.states, *t.stubs.words)), domain)
    qualifiers = _qualifiers(t, row)
    qualifiers = replace(
        qualifiers,
        conditions=tuple(dict.fromkeys((*conditions, *qualifiers.conditions, *said.conditions))),
        statistic=said.statistic if qualifiers.statistic == UNSTATED else qualifiers.statistic,
    )
    subject = ", ".join(names)
    materials = () if _BY_REFERENCE.match(subject) else tuple(m for name in names for m in label_materials(name, domain))
    if t.own is not None and _OURS.fullmatch(subject):
        subject, materials = t.own.text, t.own.materials
    is_open = not subject
    if is_open:
        heading = section_of(document, table, row)
        title = heading.span.of(document.text).strip() if heading else ""
        if NAME_LIKE.search(title) or _ROLE.fullmatch(title):
            subject, materials = title, label_materials(title, domain)
        elif t.own is not None:
            subject, materials = t.own.text, t.own.materials
            qualifiers = _of_own(qualifiers, t.own, domain)
        else:
            subject = ", ".join(filter(None, (cell_text(document, table, row, i) for i in t.stubs.words)))
    layers = _layers(t, row)
    return Line(subject, tuple(dict.fromkeys((*materials, *layers))), cited or said.citations, qualifiers, is_open)


def _of_own(qualifiers: Qualifiers, own: Subject, domain: Domain) -> Qualifiers:
    """Qualifiers of a row of the paper's own device: its colour and process where the row says none."""
    named = find_terms(own.text, domain)
    colour = {t.value for t in named if t.kind == "colour"} or {own.colour or UNSTATED}
    return replace(
        qualifiers,
        colour=colour.pop() if len(colour) == 1 and qualifiers.colour == UNSTATED else qualifiers.colour,
        process=own.process or UNSTATED if qualifiers.process == UNSTATED else qualifiers.process,
    )


def _states(t: _Stubbed, row: int) -> Iterator[str]:
    """What the row's state columns say as conditions; a dash in a name column is a state as well: "Additive = –"."""
    for i in t.stubs.states:
        printed, _ = split_citation(_printed(t, row, i), t.document)
        if printed and not _ROLE.fullmatch(printed):
            yield state(t.columns[i].title, printed, t.domain)
    for i in t.stubs.names:
        printed = cell_text(t.document, t.table, row, i)
        if printed and is_blank(printed) and not re.search(r"\w", printed) and not t.columns[i].is_reference:
            yield state(t.columns[i].title, printed, t.domain)


def _layers(t: _Stubbed, row: int) -> Iterator[str]:
    """The canonical names in the row's columns of layers and stacks that do not name the device."""
    for column in t.columns:
        if column.headers or column.is_reference or column.index in t.stubs.names:
            continue
        printed, _ = split_citation(cell_text(t.document, t.table, row, column.index), t.document)
        if not printed or is_blank(printed) or names_nothing(printed):
            continue
        if _LAYER_TITLE.fullmatch(column.title) or (STACK_TITLE.search(column.title) and printed.count("/") >= _LAYERS - 1):
            yield from label_materials(printed, t.domain)


def label_materials(label: str, domain: Domain) -> tuple[str, ...]:
    """The canonical names of what a label names: one compound, the layers of a stack, none for "Control", "Device A", "w/o X"."""
    if _ROLE.fullmatch(label) or only_terms(label, domain, ("colour", "process", "statistic", "condition")):
        return ()
    parts = [p.strip() for p in bare_label(label, domain).split("/")]
    if len(parts) >= _LAYERS and all(parts):
        return tuple(domain.canonical(p) for p in parts)
    return (canonical_label(_WITH.sub("", label), domain),)


def _qualifiers(t: _Stubbed, row: int) -> Qualifiers:
    """Colour, process, statistic and conditions in words of a row, from its own words, else its section's, else the caption's."""
    document, table, domain = t.document, t.table, t.domain
    own = " ".join(_printed(t, row, c.index) for c in t.columns if not c.headers and not c.is_reference)
    section = section_of(document, table, row)
    title = section.span.of(document.text) if section else ""
    wider = [own, title, t.said.caption]
    statistics = next((s for p in (own, title) if (s := statistics_in(p, domain))), ())
    statistic = statistics[0] if len(statistics) == 1 else "unstated"
    letters = (_printed(t, row, c.index) for c in t.columns if is_colours(c))
    initial = next((c for letter in letters for c in _INITIALS if letter == c[0].upper()), "")
    told = [_printed(t, row, i) for i in t.stubs.words]
    told += [n for i in t.stubs.names if only_terms(n := cell_text(document, table, row, i), domain, ("statistic", "condition"))]
    told += [n for i in t.stubs.names if are_scans([n := cell_text(document, table, row, i)])]
    conditions = [c for text in (*told, title) for c in spoken_states(text, domain)]
    return Qualifiers(
        statistic=statistic,
        colour=initial or _only("colour", wider, domain),
        process=_only("process", wider, domain),
        conditions=tuple(dict.fromkeys(conditions)),
    )


def _printed(t: _Stubbed, row: int, col: int) -> str:
    """What is printed at a place; a blank at the left edge of a row repeats the row above, within the section."""
    printed = cell_text(t.document, t.table, row, col)
    edge = all(not cell_text(t.document, t.table, row, k) for k in range(col + 1))
    if printed or not edge or col in t.stubs.names or row - 1 not in t.rows:
        return printed
    return _printed(t, row - 1, col)


def _only(kind: str, places: Sequence[str], domain: Domain) -> str:
    """The value of a kind of word in the first place that has exactly one; "unstated" where none has."""
    for place in places:
        values = {t.value for t in find_terms(place, domain) if t.kind == kind}
        if values:
            return values.pop() if len(values) == 1 else UNSTATED
    return UNSTATED


def split_citation(printed: str, document: Document) -> tuple[str, tuple[Citation, ...]]:
    """A cell's text without trailing citation markers ("PVK^36", "X1 [36,37]"), and the references they name.

    A bracketed marker inside the text ("Ref. [12] (inverted)") cites too and stays.
    """
    markers = list(_CITED.finditer(printed))
    if not markers or printed[markers[-1].end() :].strip():
        return printed, tuple(c for m in _CITED_INSIDE.finditer(printed) for c in reference_keys(m[1], m[0], document))
    m = markers[-1]
    keys = reference_keys(m.group(1) or m.group(2), m.group(), document)
    return (printed[: m.start()].strip(), keys) if keys else (printed, ())


def cited_behind(text: str, end: int, document: Document) -> tuple[Citation, ...]:
    """The references of the marker right behind the number that ends at ``end`` of a cell: "1.75,[73] 1.82,[71]"."""
    m = _CITED_BEHIND.match(text, end)
    return reference_keys(m[1] or m[2], m[0].strip(", "), document) if m else ()


def reference_keys(text: str, marker: str, document: Document) -> tuple[Citation, ...]:
    """The references that a marker names, ranges spelled out; numbers that the paper's list does not have are left out."""
    keys: list[str] = []
    for m in _KEYS.finditer(text):
        first, last = int(m.group(1)), int(m.group(2) or m.group(1))
        keys.extend(str(n) for n in range(first, last + 1) if last - first < 30)
    return tuple(Citation(marker, k) for k in keys if not document.references or document.reference(k))
