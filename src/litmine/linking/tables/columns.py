"""What the columns of a table hold: metrics, colours, sources; tables turned over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.cells import is_blank, normal_condition, read_cell
from litmine.document import Document, Table
from litmine.domain import Domain, compatible
from litmine.linking.subjects.own import REFERENCE_HEADER
from litmine.metrics import Header, find_terms, read_header
from litmine.tables import body_rows, header_path
from litmine.units import parse_unit

_UNIT_AT_END = re.compile(r"[(\[]\s*([^()\[\]]{1,15})\s*[)\]]\s*$")
_WORDY = re.compile(r"[A-Za-z]{2}")
# A printed pair of a quantity and its value ("μh = 0.0120", "d=35 nm") is a finding of its own, no label of a row.
_PAIR = re.compile(r"[A-Za-zα-ωΑ-Ω]\w*\s*=\s*[~−–-]?\d")
# A luminance or the like alone in a header cell: "100", "@1000", "1000 cd m^−2".
_LEVEL = re.compile(r"@?\s?(\d[\d,]*\d)\s?(cd\s?/?\s?m\^?[−-]?2|nits?)?")


_LEVELS, _GAP = ("HOMO", "LUMO"), "Eg"
_GAP_TOLERANCE = 0.025  # eV: each of the three printed numbers is rounded to 0.01


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header levels joined, the metrics they name, the colours they print in order.

    ``group`` is the label over some of the columns of one metric that tells them from the others ("ZnO" and "ZnMgO" over "EQE | CE").
    ``process`` is the only one that the header names ("Spin-coated: EQE (%)"), else "".
    """

    index: int
    title: str
    headers: tuple[Header, ...]
    is_reference: bool
    colours: tuple[str, ...] = ()
    group: str = ""
    process: str = ""


def transposed(table: Table) -> Table:
    """The same table with rows and columns exchanged: header cells become stubs, stubs become headers."""
    stub_width = max((c.col + c.col_span for c in table.cells if c.role == "stub"), default=1)
    cells = []
    for c in table.cells:
        role = "header" if c.col < stub_width else "stub" if c.role == "header" else "body"
        cells.append(replace(c, row=c.col, col=c.row, row_span=c.col_span, col_span=c.row_span, role=role))
    return replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.col))))


def read_columns(document: Document, table: Table, domain: Domain, *, turned: bool = False) -> tuple[Column, ...]:
    """What each column holds, by its header path (all levels together, then the lowest level that names a metric).

    In a ``turned`` table the headers are printed beside the rows, and a row that prints findings ("μh = 0.0120") is none.
    """
    paths = [[c.span.of(document.text).strip() for c in header_path(document, table, col)] for col in range(table.n_cols)]
    caption = table.caption.of(document.text) if table.caption else ""
    context = " ".join([caption, *(level for path in paths for level in path)])
    if _of_devices(paths, domain):
        context += " EL device"
    columns = []
    for col, levels in enumerate(paths):
        title = " ".join(filter(None, levels))
        headers = read_header(title, domain, context)
        if turned and _prints_pairs(document, table, col, levels, bool(headers)):
            headers = ()
        elif not headers:
            read = (read_header(level, domain, context) for level in reversed(levels))
            # A weak name ("Luminance") counts only with what else the header says: over "At 8.8 V" it is no maximum.
            headers = next((h for h in read if h and not any(x.weak for x in h)), ())
        if headers and not _holds_numbers(document, table, col):
            headers = ()
        colours = tuple(t.value for t in find_terms(title, domain) if t.kind == "colour")
        processes = {t.value for t in find_terms(title, domain) if t.kind == "process"}
        process = processes.pop() if len(processes) == 1 else ""
        reference = any(REFERENCE_HEADER.match(level) for level in levels)
        columns.append(Column(col, title, headers, reference, colours, process=process))
    return _told_apart(_with_gap(document, table, columns, domain), paths, domain)


def _with_gap(document: Document, table: Table, columns: Sequence[Column], domain: Domain) -> Sequence[Column]:
    """The columns, one in electronvolts without a known name read as the gap where each of its numbers is the difference of the HOMO and
    the LUMO printed beside it ("ΔE (eV)")."""
    ends = [next((c for c in columns if [h.metric for h in c.headers] == [level]), None) for level in _LEVELS]
    if None in ends or domain.metric(_GAP) is None or any(h.metric == _GAP for c in columns for h in c.headers):
        return columns
    unread = [c for c in columns if not c.headers and not c.is_reference and _in_ev(c.title)]
    rows = body_rows(table)

    def one(row: int, column: Column) -> float | None:
        values = read_cell(cell_text(document, table, row, column.index))
        return values[0].quantity.value if len(values) == 1 else None

    for column in unread:
        told = [[one(row, c) for c in (*ends, column)] for row in rows]
        told = [t for t in told if t[2] is not None]
        if len(told) > 1 and all(None not in t and abs(abs(t[0] - t[1]) - t[2]) < _GAP_TOLERANCE for t in told):
            header = Header(_GAP, "eV")
            return [replace(c, headers=(header,)) if c is column else c for c in columns]
    return columns


def _in_ev(title: str) -> bool:
    return re.search(r"\beV\W*$", title) is not None


def _of_devices(paths: Sequence[Sequence[str]], domain: Domain) -> bool:
    """Whether the columns are all of devices: beside an EQE and no PL the emission wavelength is the lamp's."""
    metrics = [m for path in paths for h in read_header(" ".join(path), domain) if (m := domain.metric(h.metric))]
    return any(m.of == "device" for m in metrics) and not any(m.of == "material" for m in metrics)


def _told_apart(columns: Sequence[Column], paths: Sequence[Sequence[str]], domain: Domain) -> tuple[Column, ...]:
    """The columns, those of one metric under one label with what tells them apart as a condition.

    "EQE (%)" over "max | 100 | 1000": bare numbers are luminances, as in "EQE1000" (see ``headers``); "T50 (h)" below "glass" and
    below "PET": the words as printed.
    """
    kinds = [(tuple((h.metric, h.conditions, h.statistic) for h in c.headers), c.colours) for c in columns]
    out = []
    for column, path, kind in zip(columns, paths, kinds, strict=True):
        same = [p for p, k in zip(paths, kinds, strict=True) if k == kind]
        metrics = [h.metric for h in column.headers]
        beside = [p for p, c in zip(paths, columns, strict=True) if [h.metric for h in c.headers] == metrics]
        condition = group = ""
        if len(column.headers) == 1 and len(path) > 1:
            level = _LEVEL.fullmatch(path[-1])
            if level and any(p[:-1] == path[:-1] and p != path for p in beside):
                bare = "cd/m2" if "cd/m2" in domain.condition_units else ""
                condition = normal_condition(f"@{level[1]} {level[2] or bare}".strip())
            elif len(same) > 1:
                group = " ".join(part for part in path if not all(part in p for p in same) and not read_header(part, domain))
        if condition:
            header = column.headers[0]
            column = replace(column, headers=(replace(header, conditions=(*header.conditions, condition)),))
        out.append(replace(column, group=group))
    return tuple(out)


def _prints_pairs(document: Document, table: Table, col: int, levels: Sequence[str], readable: bool) -> bool:
    """Whether a printed row gives findings ("μh = 0.0120") in its cells, or beside a label that is no header together with them."""
    below = [cell_text(document, table, r, col) for r in body_rows(table)]
    return any(_PAIR.match(t) for t in below) or (not readable and any(_PAIR.match(level) for level in levels))


def _holds_numbers(document: Document, table: Table, col: int) -> bool:
    """Whether a column under a metric's name is one of numbers: a stub column often stands under a name and holds labels."""
    cells = [c for r in body_rows(table) if (c := table.at(r, col)) is not None and c.row == r and c.col == col]
    if not any(c.role == "stub" for c in cells):
        return True
    texts = [t for c in cells if not is_blank(t := c.span.of(document.text).strip())]
    plain = [t for t in texts if (values := read_cell(t)) and not _WORDY.search(t[: values[0].span.start])]
    return 2 * len(plain) > len(texts)


def prints_foreign_units(columns: Sequence[Column], sideways: Sequence[Column], domain: Domain) -> bool:
    """Whether half of the printed columns or more end in a unit that none of the metrics down the side is given in."""
    metrics = [m for c in sideways for h in c.headers if (m := domain.metric(h.metric))]
    ends = [_UNIT_AT_END.search(c.title) for c in columns[1:]]
    units = [u for m in ends if m and (u := parse_unit(m.group(1)))]
    foreign = [u for u in units if not any(compatible(u, m) for m in metrics)]
    return bool(foreign) and 2 * len(foreign) >= len(columns) - 1


def cell_text(document: Document, table: Table, row: int, col: int) -> str:
    """What is printed at a place of the grid; "" where there is no cell."""
    cell = table.at(row, col)
    return cell.span.of(document.text).strip() if cell else ""
