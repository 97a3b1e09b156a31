"""Table cells to measurements: what each column or row holds, whose device each line is, and which paper it cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litmine.cells import is_blank, read_cell
from litmine.document import Cell, Document, Table
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking.identity import canonical_label
from litmine.linking.own import REFERENCE_HEADER
from litmine.linking.subjects import Subject
from litmine.metrics import Header, find_terms, normalized, read_header
from litmine.records import UNSTATED, Anchor, CellRef, Citation, Measurement, Qualifiers
from litmine.tables import body_rows, header_path, is_section, section_of
from litmine.units import parse_unit

_CITED = re.compile(r"\[(\d[\d,;\s–-]*)\]|\^\[?(\d[\d,;\s–-]*)\]?")
_KEYS = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_NUMERIC = re.compile(r"\d")
_UNIT_AT_END = re.compile(r"[(\[]\s*([^()\[\]]{1,15})\s*[)\]]\s*$")
_QUANTITY = re.compile(r"[~−–-]?\s*\d+(?:\.\d+)?\s*([^\d\s].{0,12})")
_WORDY = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class TableLinks:
    """What one table gave: its measurements, and the numbers in its metric columns that no rule could read."""

    measurements: tuple[Measurement, ...]
    unmapped: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    title: str
    headers: tuple[Header, ...]
    is_reference: bool


def link_table(document: Document, table: Table, own: Subject | None, domain: Domain) -> TableLinks:
    """Measurements of one table.

    A table whose metrics stand down the side is read turned over; cells keep the row and column they are printed in. Where the rows
    are states of one device (temperatures, times), that device is ``own``, the paper's, and the row's label a condition.
    """
    upright = _columns(document, table, domain)
    turned = transposed(table)
    sideways = _columns(document, turned, domain)
    n_up, n_side = (sum(bool(c.headers) for c in columns) for columns in (upright, sideways))
    if max(n_up, n_side) == 0:
        return TableLinks(())
    if n_side > n_up:
        return _read(document, turned, sideways, own, domain, swapped=True)
    return _read(document, table, upright, own, domain, swapped=False)


def transposed(table: Table) -> Table:
    """The same table with rows and columns exchanged: header cells become stubs, stubs become headers."""
    stub_width = max((c.col + c.col_span for c in table.cells if c.role == "stub"), default=1)
    cells = []
    for c in table.cells:
        role = "header" if c.col < stub_width else "stub" if c.role == "header" else "body"
        cells.append(replace(c, row=c.col, col=c.row, row_span=c.col_span, col_span=c.row_span, role=role))
    return replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.col))))


def _columns(document: Document, table: Table, domain: Domain) -> tuple[_Column, ...]:
    """What each column holds, by its header path (all levels together, then the lowest level that names a metric)."""
    paths = [[c.span.of(document.text).strip() for c in header_path(document, table, col)] for col in range(table.n_cols)]
    caption = table.caption.of(document.text) if table.caption else ""
    context = " ".join([caption, *(level for path in paths for level in path)])
    columns = []
    for col, levels in enumerate(paths):
        title = " ".join(filter(None, levels))
        headers = read_header(title, domain, context)
        if not headers:
            headers = next((h for level in reversed(levels) if (h := read_header(level, domain, context))), ())
        columns.append(_Column(col, title, headers, any(REFERENCE_HEADER.match(level) for level in levels)))
    return tuple(columns)


def _read(
    document: Document, table: Table, columns: Sequence[_Column], own: Subject | None, domain: Domain, *, swapped: bool
) -> TableLinks:
    rows = [r for r in body_rows(table) if not is_section(document, table, r)]
    stubs = _subject_columns(document, table, columns, rows)
    found: list[Measurement] = []
    unmapped: list[Anchor] = []
    above: tuple[str, tuple[Citation, ...]] = ("", ())
    for row in rows:
        subject, cited = _subject(document, table, stubs, columns, row)
        if not subject:
            # A further line of the device above: its stub is left blank, and so is its reference.
            subject, cited = above[0], cited or above[1]
        above = (subject, cited)
        qualifiers = _row_qualifiers(document, table, columns, row, domain)
        named, materials = subject, (canonical_label(subject, domain),) if subject else ()
        if own is not None and stubs and all(_is_state(document, table, columns[i], rows) for i in stubs):
            state = ", ".join(f"{columns[i].title} = {_cell_text(document, table, row, i)}".lstrip(" =") for i in stubs)
            named, materials = own.text, own.materials
            qualifiers = replace(qualifiers, conditions=(*qualifiers.conditions, state))
        for column in columns:
            cell = table.at(row, column.index)
            if not column.headers or cell is None or cell.role != "body" or cell.row != row or cell.col != column.index:
                continue
            made = tuple(_cell(document, table, cell, column, (named, materials), cited, qualifiers, domain, swapped=swapped))
            found.extend(made)
            if not made and _NUMERIC.search(text := cell.span.of(document.text)) and not is_blank(text):
                unmapped.append(document.anchor(cell.span, cell=_place(table, cell, swapped)))
    return TableLinks(tuple(found), tuple(unmapped))


def _subject_columns(document: Document, table: Table, columns: Sequence[_Column], rows: Sequence[int]) -> tuple[int, ...]:
    """The columns that name a row's device: the fewest leading non-metric columns whose texts tell the rows apart.

    A reference column serves only where no other column has words.
    """
    names = [c.index for c in columns if not c.headers and not c.is_reference]
    texts = {i: [_cell_text(document, table, r, i) for r in rows] for i in names}
    wordy = [i for i in names if any(_WORDY.search(t) or t for t in texts[i])]
    leading = [i for i in wordy if all(i < c.index for c in columns if c.headers)] or wordy[:1]
    chosen: list[int] = []
    for i in leading:
        chosen.append(i)
        combined = [tuple(texts[k][n] for k in chosen) for n in range(len(rows))]
        if len(set(combined)) == len(rows):
            break
    if not chosen:
        chosen = [c.index for c in columns if c.is_reference][:1]
    return tuple(chosen)


def _is_state(document: Document, table: Table, column: _Column, rows: Sequence[int]) -> bool:
    """Whether a column holds states of one device: its title ends in a unit ("T [°C]", "Time (h)"), or its texts are quantities."""
    m = _UNIT_AT_END.search(column.title)
    if m and parse_unit(m.group(1)):
        return True
    texts = [_cell_text(document, table, r, column.index) for r in rows]
    return sum(bool(_QUANTITY.fullmatch(t)) and parse_unit(_QUANTITY.fullmatch(t).group(1)) is not None for t in texts) > len(texts) / 2


def _cell_text(document: Document, table: Table, row: int, col: int) -> str:
    cell = table.at(row, col)
    return cell.span.of(document.text).strip() if cell else ""


def _subject(
    document: Document, table: Table, stubs: Sequence[int], columns: Sequence[_Column], row: int
) -> tuple[str, tuple[Citation, ...]]:
    """The row's device as printed, without its citation markers, and the papers the row cites."""
    cited: list[Citation] = []
    names = []
    for col in stubs:
        printed = _cell_text(document, table, row, col)
        if columns[col].is_reference:
            names.append(printed)
            continue
        name, keys = split_citation(printed, document)
        cited.extend(keys)
        if name and not is_blank(name):
            names.append(name)
    for column in columns:
        if column.is_reference:
            printed = _cell_text(document, table, row, column.index)
            cited.extend(_keys(printed, printed, document))
    return ", ".join(names), tuple(dict.fromkeys(cited))


def split_citation(printed: str, document: Document) -> tuple[str, tuple[Citation, ...]]:
    """A cell's text without trailing citation markers ("PVK^36", "X1 [36,37]"), and the references they name."""
    markers = list(_CITED.finditer(printed))
    if not markers or printed[markers[-1].end() :].strip():
        return printed, ()
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


def _row_qualifiers(document: Document, table: Table, columns: Sequence[_Column], row: int, domain: Domain) -> Qualifiers:
    """Colour and process of a row, from its own words, else its section title, else the caption."""
    own = " ".join(_cell_text(document, table, row, c.index) for c in columns if not c.headers and not c.is_reference)
    section = section_of(document, table, row)
    places = [own, section.span.of(document.text) if section else "", table.caption.of(document.text) if table.caption else ""]
    return Qualifiers(colour=_only("colour", places, domain), process=_only("process", places, domain))


def _only(kind: str, places: Sequence[str], domain: Domain) -> str:
    """The value of a kind of word in the first place that has exactly one; "unstated" where none has."""
    for place in places:
        values = {t.value for t in find_terms(place, domain) if t.kind == kind}
        if values:
            return values.pop() if len(values) == 1 else UNSTATED
    return UNSTATED


def _cell(
    document: Document,
    table: Table,
    cell: Cell,
    column: _Column,
    device: tuple[str, tuple[str, ...]],
    cited: tuple[Citation, ...],
    qualifiers: Qualifiers,
    domain: Domain,
    *,
    swapped: bool,
) -> Iterator[Measurement]:
    """The measurements of one cell; ``device`` is its subject and materials.

    Several metrics in the header take the cell's values by their slot ("−5.3/−2.1").
    """
    text = cell.span.of(document.text)
    headers = column.headers
    slots = {v.slot for v in read_cell(text)}
    if len(headers) > 1 and len(slots) < 2 and "/" not in text and "," not in text:
        return  # "HOMO/LUMO" with one number: which of the two it is, the cell does not say
    for slot, header in enumerate(headers):
        metric = domain.metric(header.metric)
        for value in read_cell(text, header.unit, header.factor):
            if metric is None or (len(headers) > 1 and value.slot != slot):
                continue
            span = value.span.shifted(cell.span.start)
            yield Measurement(
                subject=device[0],
                materials=device[1],
                metric=metric.id,
                quantity=normalized(value.quantity, metric) or value.quantity,
                qualifiers=replace(
                    qualifiers,
                    statistic="mean" if value.note == "mean" else header.statistic,
                    conditions=tuple(filter(None, (*qualifiers.conditions, *header.conditions, value.condition))),
                ),
                citations=cited,
                evidence=(document.anchor(span, cell=_place(table, cell, swapped), context=_row_span(table, cell)),),
                source="table",
                rule="table:transposed" if swapped else "table:row",
                confidence=round(0.97 * table.confidence, 3),
            )


def _place(table: Table, cell: Cell, swapped: bool) -> CellRef:
    return CellRef(table.id, cell.col, cell.row) if swapped else CellRef(table.id, cell.row, cell.col)


def _row_span(table: Table, cell: Cell) -> Span:
    """The stretch of text that holds the cell's row."""
    row = [c.span for c in table.cells if c.row == cell.row] + [cell.span]
    return Span(min(s.start for s in row), max(s.end for s in row))
