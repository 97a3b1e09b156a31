"""Table cells to measurements: whose device each line is, which paper it cites, and what each cell says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.cells import CellValue, is_blank, read_cell
from litmine.document import Cell, Document, Table
from litmine.domain import Domain, Metric, compatible
from litmine.geometry import Span
from litmine.headers import carrier_of
from litmine.linking.subjects import Subject
from litmine.linking.tables.captions import Said, captioned, captioned_material, read_caption
from litmine.linking.tables.columns import Column, prints_foreign_units, read_columns, transposed
from litmine.linking.tables.notes import noted
from litmine.linking.tables.rows import Line, cited_behind, label_materials, read_rows
from litmine.linking.tables.states import spoken_states, unit_of
from litmine.linking.tables.statistics import bracket_statistic, bracketed_deviations, own_statistic, value_statistic, words_beside
from litmine.linking.tables.stubs import unknown_columns
from litmine.metrics import Header, normalized
from litmine.records import UNSTATED, Anchor, CellRef, Citation, Measurement, Qualifiers
from litmine.tables import header_path
from litmine.units import parse_unit

_NUMERIC = re.compile(r"\d")
_SINGLE = re.compile(r"-?\bonly\b", re.IGNORECASE)  # "hole-only device"
_SPACED = re.compile(r"[~≈<>≤≥]?\s?[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)[^\d]{0,20}")
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
    """A table as it is read: ``swapped`` where rows and columns were exchanged, ``said`` what its caption says.

    ``material`` is the compound that the caption names, whose the values of materials are in rows that name none.
    """

    document: Document
    table: Table
    columns: tuple[Column, ...]
    domain: Domain
    swapped: bool
    said: Said
    material: tuple[str, ...]


def link_table(document: Document, table: Table, own: Subject | None, domain: Domain) -> TableLinks:
    """Measurements of one table.

    A table whose metrics stand down the side is read turned over; cells keep the row and column they are printed in. Where the rows
    are states of one device (temperatures, times), that is the device the caption names, else ``own``, the paper's, and the row's label
    is a condition.
    """
    upright = read_columns(document, table, domain)
    turned = transposed(table)
    sideways = read_columns(document, turned, domain, turned=True)
    n_up, n_side = (sum(bool(c.headers) for c in columns) for columns in (upright, sideways))
    swapped = n_side > n_up and not prints_foreign_units(upright, sideways, domain)
    if not (n_side if swapped else n_up):
        return TableLinks((), unknown=unknown_columns(document, table, upright))
    said = read_caption(document, table, domain)
    material = captioned_material(document, table, domain)
    grid = _Grid(document, turned if swapped else table, sideways if swapped else upright, domain, swapped, said, material)
    return _read(grid, captioned(document, table, own))


def _read(grid: _Grid, own: Subject | None) -> TableLinks:
    found: list[Measurement] = []
    unmapped: list[Anchor] = []
    lines = dict(read_rows(grid.document, grid.table, grid.columns, grid.said, own, grid.domain))
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


def _covered(lines: Sequence[Line]) -> list[Line]:
    """The lines that a cell stands beside, one for each device; a cell over lines of several colours is of none of them."""
    out: dict[tuple[str, tuple[Citation, ...]], Line] = {}
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


def _cell(grid: _Grid, cell: Cell, column: Column, line: Line) -> tuple[list[Measurement], list[Anchor]]:
    """The measurements of one cell, and what of it could not be read.

    Several metrics in the header take the cell's values by their slot ("−5.3/−2.1"). A bracketed number of which nothing says what it
    is ("12.4 (11.9)") is no second value.
    """
    printed = cell.span.of(grid.document.text)
    headers = column.headers
    text = _one_number(printed, headers, grid.domain)
    place = _place(grid, cell)
    everything = grid.document.anchor(cell.span, cell=place)
    slots = {v.slot for v in read_cell(text)}
    several = headers[0].slots > 1
    if several and len(slots) < 2 and "/" not in text and "," not in text:
        # "HOMO/LUMO" with one number: which of the two it is, the cell does not say
        return [], [everything] if _NUMERIC.search(text) and not is_blank(text) else []
    column_note = noted(grid.document, grid.table, header_path(grid.document, grid.table, column.index), grid.domain)
    cell_note = noted(grid.document, grid.table, (cell,), grid.domain)
    points = cell_note.points or column_note.points or grid.said.points.get(headers[0].metric, ())
    whole = grid.said.statistic if column_note.statistic == UNSTATED else column_note.statistic
    settings = {parse_unit(u) for c in grid.columns if not c.headers and (u := unit_of(c.title))}
    notes = (grid.said.caption, *(s.of(grid.document.text) for s in grid.table.footnotes))
    deviations = bracketed_deviations((column.title, *notes))
    bracket = UNSTATED if deviations else bracket_statistic(column.title, notes, grid.said.bracketed, grid.domain)
    subject, materials, row = _of_group(line, column, grid.domain)
    made: list[Measurement] = []
    left: list[Anchor] = []
    for header in headers:
        values = read_cell(text, header.unit, header.factor)
        mains = [v.span for v in values if not v.note]
        for value in values:
            metric = _metric(grid.domain.metric(header.metric), value, values, grid.domain)
            if metric is None or (several and value.slot != header.slot):
                continue
            span = value.span.shifted(cell.span.start)
            if value.note == "parenthesis" and deviations:
                continue
            own = own_statistic(text, value, values, grid.domain)
            if own == UNSTATED and not value.note:
                own = cell_note.statistic
            if value.note == "parenthesis" and bracket == own == "unstated" and metric.id == header.metric:
                left.append(grid.document.anchor(span, cell=place))
                continue
            # What the rows give in a column of their own ("Area (cm^2)") the caption says of one of them only.
            captions = (c for c in grid.said.conditions.get(metric.id, ()) if c.partition(" ")[2] not in settings)
            whose = grid.material[0] if metric.of == "material" and line.open and not column.group and grid.material else subject
            extra = (*column_note.conditions, *cell_note.conditions, *captions)
            beside = [c for words in words_beside(text, value, values) for c in spoken_states(words, grid.domain)]
            carrier = carrier_of(text[: value.span.start], metric) or (carrier_of(subject, metric) if _SINGLE.search(subject) else "")
            point = points[mains.index(value.span)] if value.span in mains and len(points) == len(mains) else ""
            quantity = replace(value.quantity, raw=value.span.of(printed))
            made.append(
                Measurement(
                    subject=whose,
                    materials=materials if whose == subject else label_materials(whose, grid.domain),
                    metric=metric.id,
                    quantity=normalized(quantity, metric) or quantity,
                    qualifiers=replace(
                        row,
                        statistic=value_statistic(value, values, header, own=own, bracket=bracket, row=row.statistic, whole=whole),
                        colour=_colour(column, value, values) or row.colour,
                        process=column.process or row.process,
                        conditions=_conditions(row, header, (value.condition, carrier, point, *beside), extra),
                    ),
                    citations=cited_behind(text, value.span.end, grid.document) or cell_note.citations or line.cited,
                    evidence=(grid.document.anchor(span, cell=place, context=_row_span(grid.table, cell)),),
                    source="table",
                    rule="table:transposed" if grid.swapped else "table:row",
                    confidence=round(0.97 * grid.table.confidence * (_DOUBTED if cell.doubt else 1.0), 3),
                )
            )
    if not made and not left and _NUMERIC.search(text) and not is_blank(text):
        left.append(everything)
    return made, left


def _one_number(printed: str, headers: Sequence[Header], domain: Domain) -> str:
    """A cell's text, of which "29 840" is one number with commas for its spaces where the one metric above takes such a number.

    Two wavelengths ("452 485") stay two: together they are beyond what the metric can be. The text keeps its length.
    """
    metric = domain.metric(headers[0].metric)
    if len(headers) != 1 or headers[0].slots > 1 or metric is None or not _SPACED.fullmatch(printed):
        return printed
    joined = re.sub(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))", ",", printed)
    values = read_cell(joined, headers[0].unit, headers[0].factor)
    whole = normalized(values[0].quantity, metric) if len(values) == 1 else None
    return joined if whole is not None and metric.low <= whole.low and whole.high <= metric.high else printed


def _of_group(line: Line, column: Column, domain: Domain) -> tuple[str, tuple[str, ...], Qualifiers]:
    """Whose a number is, and its row's qualifiers, under a label over several columns ("ZnMgO" over "EQE | CE").

    Where no label of the row names the device, the one over the columns does; else it is a condition.
    """
    if not column.group:
        return line.subject, line.materials, line.qualifiers
    if line.open:
        return column.group, label_materials(column.group, domain), line.qualifiers
    return line.subject, line.materials, replace(line.qualifiers, conditions=(*line.qualifiers.conditions, column.group))


def _conditions(row: Qualifiers, header: Header, own: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """The conditions of one number: the row's, the header's, its own; of notes and caption what none of these says (a level of that
    unit; of a number at the maximum of a curve no level)."""
    printed = [c for c in (*row.conditions, *header.conditions, *own) if c]
    units = {c.partition(" ")[2] for c in printed if c.startswith("@")}
    return tuple(dict.fromkeys((*printed, *(c for c in more if not c.startswith("@") or c.partition(" ")[2] not in units))))


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
