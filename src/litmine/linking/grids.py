"""Table cells to measurements: whose device each line is, which paper it cites, and what each cell says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litmine.cells import CellValue, is_blank, read_cell
from litmine.document import Cell, Document, Table
from litmine.domain import Domain, Metric, compatible
from litmine.geometry import Span
from litmine.linking.columns import (
    Column,
    cell_text,
    is_state,
    may_be_numbered,
    names_nothing,
    prints_foreign_units,
    read_columns,
    subject_columns,
    transposed,
    unknown_columns,
)
from litmine.linking.identity import canonical_label, only_terms
from litmine.linking.notes import noted
from litmine.linking.statistics import bracket_statistic, caption_statistic, own_statistic, statistics_in, value_statistic
from litmine.linking.subjects import Subject
from litmine.metrics import Header, find_terms, normalized
from litmine.records import UNSTATED, Anchor, CellRef, Citation, Measurement, Qualifiers, Statistic
from litmine.tables import body_rows, header_path, is_section, section_of

_CITED = re.compile(r"\[(\d[\d,;\s–-]*)\]|\^\[?(\d[\d,;\s–-]*)\]?")
# A marker inside a label, "Ref. [12] (inverted)"; elsewhere than at the end a raised number may be part of a name.
_CITED_INSIDE = re.compile(r"(?:(?<=\s)|^)\[(\d[\d,;\s–-]*)\](?=[\s,;:.)]|$)")
_CITED_BEHIND = re.compile(rf",?\s?(?:{_CITED.pattern})")
_BY_REFERENCE = re.compile(r"(?:refs?\b|references?\b|\[\d)", re.IGNORECASE)
_COLOUR_TITLE = re.compile(r"\W*(?:colou?rs?|emission(?: colou?r)?|EL colou?r)\W*", re.IGNORECASE)
_INITIALS = ("red", "green", "blue", "white", "yellow", "orange")  # "R", "G", "B" in a column of colours
_KEYS = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_NUMERIC = re.compile(r"\d")
_DOUBTED = 0.5  # two readings of one cell, of which one is right


@dataclass(frozen=True, slots=True)
class TableLinks:
    """What one table gave: its measurements, and the numbers in its metric columns that no rule could read.

    ``unknown`` are the titles of its columns (rows, where it lies on its side) of numbers that no metric of the pack is.
    """

    measurements: tuple[Measurement, ...]
    unmapped: tuple[Anchor, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table as it is read: ``swapped`` where rows and columns were exchanged, ``statistic`` that of the whole table."""

    document: Document
    table: Table
    columns: tuple[Column, ...]
    domain: Domain
    swapped: bool
    statistic: Statistic


@dataclass(frozen=True, slots=True)
class _Line:
    """The device of one row, the works it cites and what holds for all its numbers."""

    subject: str
    materials: tuple[str, ...]
    cited: tuple[Citation, ...]
    qualifiers: Qualifiers


def link_table(document: Document, table: Table, own: Subject | None, domain: Domain) -> TableLinks:
    """Measurements of one table.

    A table whose metrics stand down the side is read turned over; cells keep the row and column they are printed in. Where the rows
    are states of one device (temperatures, times), that device is ``own``, the paper's, and the row's label a condition.
    """
    upright = read_columns(document, table, domain)
    turned = transposed(table)
    sideways = read_columns(document, turned, domain, turned=True)
    n_up, n_side = (sum(bool(c.headers) for c in columns) for columns in (upright, sideways))
    swapped = n_side > n_up and not prints_foreign_units(upright, sideways, domain)
    if not (n_side if swapped else n_up):
        return TableLinks((), unknown=unknown_columns(document, table, upright))
    statistic = caption_statistic(document, table, domain)
    return _read(_Grid(document, turned if swapped else table, sideways if swapped else upright, domain, swapped, statistic), own)


def _read(grid: _Grid, own: Subject | None) -> TableLinks:
    found: list[Measurement] = []
    unmapped: list[Anchor] = []
    lines = dict(_lines(grid, own))
    for row in lines:
        for column in grid.columns:
            cell = grid.table.at(row, column.index)
            if not column.headers or cell is None or cell.role == "header" or (cell.row, cell.col) != (row, column.index):
                continue
            made: list[Measurement] = []
            for line in _covered([lines[r] for r in range(row, row + cell.row_span) if r in lines]):
                more, left = _cell(grid, cell, column, line)
                made.extend(more)
            found.extend(made)
            unmapped.extend(left)
    return TableLinks(tuple(found), tuple(unmapped), unknown_columns(grid.document, grid.table, grid.columns))


def _covered(lines: Sequence[_Line]) -> list[_Line]:
    """The lines that a cell stands beside, one for each device; a cell over lines of several colours is of none of them."""
    out: dict[tuple[str, tuple[Citation, ...]], _Line] = {}
    for line in lines:
        known = out.setdefault((line.subject, line.cited), line)
        a, b = known.qualifiers, line.qualifiers
        shared = Qualifiers(
            statistic=a.statistic if a.statistic == b.statistic else UNSTATED,
            colour=a.colour if a.colour == b.colour else UNSTATED,
            process=a.process if a.process == b.process else UNSTATED,
            conditions=tuple(c for c in a.conditions if c in b.conditions),
        )
        out[line.subject, line.cited] = replace(known, qualifiers=shared)
    return list(out.values())


def _lines(grid: _Grid, own: Subject | None) -> Iterator[tuple[int, _Line]]:
    """Each row of values with whose it is."""
    document, table, columns, domain = grid.document, grid.table, grid.columns, grid.domain
    rows = [r for r in body_rows(table) if not is_section(document, table, r)]
    stubs = subject_columns(document, table, columns, rows, domain)
    numbered = any(columns[i].is_reference or may_be_numbered(document, table, columns[i], rows) for i in stubs)
    states = own is not None and bool(stubs) and all(is_state(document, table, columns[i], rows) for i in stubs)
    above: tuple[str, tuple[Citation, ...]] = ("", ())
    for row in rows:
        qualifiers = _row_qualifiers(grid, row)
        subject, cited, nameless = _subject(grid, stubs, row, numbered)
        if nameless:
            # A further line of the device above: its stub is left blank, and so is its reference.
            subject, cited = above[0], cited or above[1]
        above = (subject, cited)
        named, materials = subject, (canonical_label(subject, domain),) if subject and not _BY_REFERENCE.match(subject) else ()
        if states:
            state = ", ".join(f"{columns[i].title} = {cell_text(document, table, row, i)}".lstrip(" =") for i in stubs)
            qualifiers = replace(qualifiers, conditions=(*qualifiers.conditions, state))
        said = noted(document, table, (table.at(row, i) for i in stubs), domain)
        cited = cited or said.citations
        qualifiers = replace(
            qualifiers,
            conditions=(*qualifiers.conditions, *said.conditions),
            statistic=said.statistic if qualifiers.statistic == UNSTATED else qualifiers.statistic,
        )
        labelled = any(cell_text(document, table, row, i) for i in stubs)
        if own is not None and (states or (labelled and nameless and not subject)):
            named, materials = own.text, own.materials
        yield row, _Line(named, materials, cited, qualifiers)


def _subject(grid: _Grid, stubs: Sequence[int], row: int, numbered: bool) -> tuple[str, tuple[Citation, ...], bool]:
    """The row's device as printed, without its citation markers, the papers the row cites, and whether it leaves its name open.

    A name is left open by a blank and by a label that says no more than which statistic the row is ("Average"); a bare number or a
    percentage is no name, unless the column is one of ``numbered`` compounds.
    """
    document, table, columns = grid.document, grid.table, grid.columns
    cited: list[Citation] = []
    names = []
    nameless = True
    for col in stubs:
        printed = cell_text(document, table, row, col)
        if columns[col].is_reference:
            if printed.strip():
                names.append(printed)
            continue
        name, keys = split_citation(printed, document)
        cited.extend(keys)
        if name and not is_blank(name) and not only_terms(name, grid.domain, ("statistic",)):
            nameless = False
            names.append(name)
    if all(names_nothing(n) for n in names) and not numbered:
        names = []
    for column in columns:
        if column.is_reference:
            printed = cell_text(document, table, row, column.index)
            cited.extend(_keys(printed, printed, document))
    return ", ".join(names), tuple(dict.fromkeys(cited)), nameless and not names


def split_citation(printed: str, document: Document) -> tuple[str, tuple[Citation, ...]]:
    """A cell's text without trailing citation markers ("PVK^36", "X1 [36,37]"), and the references they name.

    A bracketed marker inside the text ("Ref. [12] (inverted)") cites too and stays.
    """
    markers = list(_CITED.finditer(printed))
    if not markers or printed[markers[-1].end() :].strip():
        return printed, tuple(c for m in _CITED_INSIDE.finditer(printed) for c in _keys(m[1], m[0], document))
    m = markers[-1]
    keys = _keys(m.group(1) or m.group(2), m.group(), document)
    return (printed[: m.start()].strip(), keys) if keys else (printed, ())


def _keys(text: str, marker: str, document: Document) -> tuple[Citation, ...]:
    """The references that a marker names, ranges spelled out; numbers that the paper's list does not have are left out."""
    keys: list[str] = []
    for m in _KEYS.finditer(text):
        first, last = int(m.group(1)), int(m.group(2) or m.group(1))
        keys.extend(str(n) for n in range(first, last + 1) if last - first < 30)
    return tuple(Citation(marker, k) for k in keys if not document.references or document.reference(k))


def _row_qualifiers(grid: _Grid, row: int) -> Qualifiers:
    """Colour, process and statistic of a row, from its own words, else its section title; the first two also from the caption."""
    document, table, domain = grid.document, grid.table, grid.domain
    own = " ".join(cell_text(document, table, row, c.index) for c in grid.columns if not c.headers and not c.is_reference)
    section = section_of(document, table, row)
    places = [own, section.span.of(document.text) if section else ""]
    wider = [*places, table.caption.of(document.text) if table.caption else ""]
    statistics = next((s for p in places if (s := statistics_in(p, domain))), ())
    statistic = statistics[0] if len(statistics) == 1 else "unstated"
    letters = (cell_text(document, table, row, c.index) for c in grid.columns if _COLOUR_TITLE.fullmatch(c.title))
    initial = next((c for letter in letters for c in _INITIALS if letter == c[0].upper()), "")
    colour = initial or _only("colour", wider, domain)
    return Qualifiers(statistic=statistic, colour=colour, process=_only("process", wider, domain))


def _only(kind: str, places: Sequence[str], domain: Domain) -> str:
    """The value of a kind of word in the first place that has exactly one; "unstated" where none has."""
    for place in places:
        values = {t.value for t in find_terms(place, domain) if t.kind == kind}
        if values:
            return values.pop() if len(values) == 1 else UNSTATED
    return UNSTATED


def _cell(grid: _Grid, cell: Cell, column: Column, line: _Line) -> tuple[list[Measurement], list[Anchor]]:
    """The measurements of one cell, and what of it could not be read.

    Several metrics in the header take the cell's values by their slot ("−5.3/−2.1"). A bracketed number of which nothing says what it
    is ("12.4 (11.9)") is no second value.
    """
    text = cell.span.of(grid.document.text)
    headers = column.headers
    place = _place(grid, cell)
    everything = grid.document.anchor(cell.span, cell=place)
    slots = {v.slot for v in read_cell(text)}
    several = headers[0].slots > 1
    if several and len(slots) < 2 and "/" not in text and "," not in text:
        # "HOMO/LUMO" with one number: which of the two it is, the cell does not say
        return [], [everything] if _NUMERIC.search(text) and not is_blank(text) else []
    column_note = noted(grid.document, grid.table, header_path(grid.document, grid.table, column.index), grid.domain)
    cell_note = noted(grid.document, grid.table, (cell,), grid.domain)
    whole = grid.statistic if column_note.statistic == UNSTATED else column_note.statistic
    bracket = bracket_statistic(grid.document, grid.table, column.title, grid.domain)
    made: list[Measurement] = []
    left: list[Anchor] = []
    for header in headers:
        values = read_cell(text, header.unit, header.factor)
        for value in values:
            metric = _metric(grid.domain.metric(header.metric), value, values, grid.domain)
            if metric is None or (several and value.slot != header.slot):
                continue
            span = value.span.shifted(cell.span.start)
            own = own_statistic(text, value, values, grid.domain)
            if own == UNSTATED and not value.note:
                own = cell_note.statistic
            if value.note == "parenthesis" and bracket == own == "unstated" and metric.id == header.metric:
                left.append(grid.document.anchor(span, cell=place))
                continue
            row = line.qualifiers
            made.append(
                Measurement(
                    subject=line.subject,
                    materials=line.materials,
                    metric=metric.id,
                    quantity=normalized(value.quantity, metric) or value.quantity,
                    qualifiers=replace(
                        row,
                        statistic=value_statistic(value, values, header, own=own, bracket=bracket, row=row.statistic, whole=whole),
                        colour=_colour(column, value, values) or row.colour,
                        conditions=_conditions(row, header, value, (*column_note.conditions, *cell_note.conditions)),
                    ),
                    citations=_cited_behind(text, value, grid.document) or cell_note.citations or line.cited,
                    evidence=(grid.document.anchor(span, cell=place, context=_row_span(grid.table, cell)),),
                    source="table",
                    rule="table:transposed" if grid.swapped else "table:row",
                    confidence=round(0.97 * grid.table.confidence * (_DOUBTED if cell.doubt else 1.0), 3),
                )
            )
    if not made and not left and _NUMERIC.search(text) and not is_blank(text):
        left.append(everything)
    return made, left


def _conditions(row: Qualifiers, header: Header, value: CellValue, notes: Sequence[str]) -> tuple[str, ...]:
    """The conditions of one number: the row's, the header's, its own; of a note what none of these says (a level of that unit)."""
    printed = [c for c in (*row.conditions, *header.conditions, value.condition) if c]
    units = {c.partition(" ")[2] for c in printed if c.startswith("@")}
    return tuple(dict.fromkeys((*printed, *(c for c in notes if c.partition(" ")[2] not in units))))


def _cited_behind(text: str, value: CellValue, document: Document) -> tuple[Citation, ...]:
    """The references of the marker right behind a number of a cell: "1.75,[73] 1.82,[71]"."""
    m = _CITED_BEHIND.match(text, value.span.end)
    return _keys(m[1] or m[2], m[0].strip(", "), document) if m else ()


def _metric(metric: Metric | None, value: CellValue, values: Sequence[CellValue], domain: Domain) -> Metric | None:
    """The metric of a number: its header's, unless it stands behind another with a unit that only another metric is given in.

    "15.3 (19.1 lm/W, 20.4 cd/A)" under EQE: the brackets hold a power and a current efficiency.
    """
    if metric is None or value is values[0] or compatible(value.quantity.unit, metric):
        return metric
    others = [m for m in domain.metrics if compatible(value.quantity.unit, m)]
    return others[0] if len(others) == 1 else metric


def _colour(column: Column, value: CellValue, values: Sequence[CellValue]) -> str:
    """The colour that a column's header gives a number: its only one, or of "red/green/blue" the one of the number's slot."""
    if len(column.colours) == 1:
        return column.colours[0]
    slots = sorted({v.slot for v in values})
    if len(column.headers) == 1 and len(column.colours) > 1 and slots[-1] < len(column.colours) and len(slots) > 1:
        return column.colours[value.slot]
    return ""


def _place(grid: _Grid, cell: Cell) -> CellRef:
    """Where the cell is printed."""
    row, col = (cell.col, cell.row) if grid.swapped else (cell.row, cell.col)
    return CellRef(grid.table.id, row, col)


def _row_span(table: Table, cell: Cell) -> Span:
    """The stretch of text that holds the cell's row."""
    row = [c.span for c in table.cells if c.row == cell.row] + [cell.span]
    return Span(min(s.start for s in row), max(s.end for s in row))
