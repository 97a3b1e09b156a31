"""From the grid as drawn to the grid as meant."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from litmine.tables.columns import recut
from litmine.tables.grid import (
    LogicalCell,
    LogicalTable,
    RawCell,
    RawTable,
    by_row,
    extent,
    is_blank,
    is_value,
    joined,
    merge_cols,
    side_by_side,
)
from litmine.tables.header import count_header_rows, stack_header
from litmine.tables.levels import split_levels, without_hollow
from litmine.tables.lines import first_line, flows, full_rules, joins, last_line, middle, parted, word_space
from litmine.tables.marks import marked
from litmine.tables.rows import merge_wrapped, split_stacked
from litmine.tables.spans import span_labels

_PAIR = re.compile(r"[^\W\d][^\s=]{1,9}\s?=\s?[−–-]?\d+(?:\.\d+)?(?![\w-])")  # "PCE = 12.1"; "x = 0.1" is a name
_PERCENT = re.compile(r"[~≈<>≤≥±]?\s?\d+(?:\.\d+)?\s?%")


def logical(raw: RawTable) -> LogicalTable:
    """The logical table: empty rows and columns closed, wrapped rows one, header counted and stacked, marks apart, roles set."""
    raw = without_empty(raw)
    drawn = raw.method != "text"  # a text source says itself where its cells end
    raw = recut(raw) if drawn else raw
    space = word_space(raw.cells)
    raw = split_stacked(raw, count_header_rows(raw))
    raw = split_levels(raw, count_header_rows(raw), space) if drawn else raw
    n_header = count_header_rows(raw)
    raw = merge_wrapped(raw, n_header)
    raw = whole_sections(raw, n_header, space) if drawn else raw
    raw = span_groups(without_hollow(span_labels(raw, n_header)), n_header)
    raw, n_header = stack_header(raw, n_header)
    cells = marked(raw.cells)
    stub = stub_columns(cells, n_header)
    roles = tuple(
        LogicalCell(
            c.row, c.col, c.box, c.lines, c.row_span, c.col_span,
            "header" if c.row < n_header else "stub" if c.col < stub else "body", c.marks,
        )
        for c in cells
    )  # fmt: skip
    return LogicalTable(raw.page, raw.box, roles, n_header, raw.method, raw.confidence, (raw.box,))


def without_empty(raw: RawTable) -> RawTable:
    """The grid without rows and columns in which nothing is printed, and with slivers of a column given back to it.

    A column without a single body cell whose header words stand at a word's distance from the next column's words is no
    column: a header label was cut ("Pct of" | "all"). An empty column under a label of its own stays: "not reported".
    """
    cells = raw.cells
    n_rows, n_cols = extent(cells)
    row_used, col_used = [False] * n_rows, [False] * n_cols
    for c in cells:
        if c.lines:
            row_used[c.row] = True
            if c.col_span == 1:
                col_used[c.col] = True
    for row in range(1, n_rows - 1):
        # A blank row that rules frame is a row: every value of it is not reported.
        row_used[row] = row_used[row] or _framed([c for c in cells if c.row == row and c.row_span == 1], raw)
    for c in cells:
        # A spanning label alone does not make its columns, but it needs one of them.
        if c.lines and not any(col_used[c.col : c.col + c.col_span]):
            col_used[c.col] = True
    cells = _drop(cells, row_used, "row")
    cells = _drop(cells, col_used, "col")
    raw = replace(raw, cells=cells)
    return replace(raw, cells=_slivers(raw))


def _framed(row: Sequence[RawCell], raw: RawTable) -> bool:
    """Whether rules over most of the table stand at the upper and the lower edge of a row."""
    if not row:
        return False
    wide = [y for y, a, b in raw.rules if b - a > 0.6 * raw.box.width]
    return all(any(abs(y - edge) < 2.0 for y in wide) for edge in (row[0].box.y0, row[0].box.y1))


def _drop(cells: Sequence[RawCell], used: Sequence[bool], axis: str) -> tuple[RawCell, ...]:
    if all(used):
        return tuple(cells)
    place, n = [], -1
    for u in used:
        n += u
        place.append(max(n, 0))
    out = []
    for c in cells:
        start, span = (c.row, c.row_span) if axis == "row" else (c.col, c.col_span)
        kept = sum(used[start : start + span])
        if not kept:
            continue
        first = next(i for i in range(start, start + span) if used[i])
        moved = {"row": place[first], "row_span": kept} if axis == "row" else {"col": place[first], "col_span": kept}
        out.append(replace(c, **moved))
    return tuple(out)


def _slivers(raw: RawTable) -> tuple[RawCell, ...]:
    """Columns with nothing but pieces of a neighbour's label, and stub columns that take turns (indented names), merged."""
    cells = raw.cells
    wide = max(0.45, 1.4 * word_space(raw.cells))
    _, n_cols = extent(cells)
    rows = by_row(cells)
    first = next((i for i, row in enumerate(rows) if any(is_value(c.text) for c in row if c.col)), len(rows))
    if n_cols < 3 or first == len(rows):
        return cells
    target, n = [0], 0
    names = True
    start = 0
    for k in range(1, n_cols):
        start = k - 1 if n > target[k - 2] else start
        before = {c.row: c for c in cells if c.lines and c.col <= k - 1 < c.col + c.col_span}
        group = {c.row for c in cells if c.lines and start <= c.col < k}
        here = {c.row: c for c in cells if c.lines and c.col == k}
        blank = not any(r >= first for r in here)
        bare = blank or not any(r >= first for r in group)
        cut = bare and any(_one_label(before[r], here[r], k, 1.0 if blank else wide) for r in before.keys() & here.keys() if r < first)
        names = names and not any(is_value(c.text) for r, c in here.items() if r >= first)
        turns = names and k > 1 and here and before and not before.keys() & here.keys() and min(map(len, (here, before))) >= 2
        if not (cut or turns):
            n += 1
        target.append(n)
    return merge_cols(cells, target) if n < n_cols - 1 else cells


def _one_label(left: RawCell, right: RawCell, col: int, wide: float) -> bool:
    """Whether two header cells hold one label that was cut between its words, which stand ``wide`` type sizes apart at most."""
    if left.col + left.col_span != col or left.col_span > 1 or right.col_span > 1:
        return False
    if flows(left, right, wide):
        return True
    # Justified labels have wide spaces; then the words themselves must read on.
    texts = [("".join(c for c, _, _ in a).strip(), "".join(c for c, _, _ in b).strip()) for a in left.lines for b in right.lines]
    return flows(left, right, 2.0) and any(joins(a, b) for a, b in texts)


def whole_sections(raw: RawTable, n_header: int, space: float = 0.3) -> RawTable:
    """Section headings of the body that were cut at the columns they run over, as one cell over the row.

    ``space`` is the usual distance between two words in type sizes.
    """
    rows = by_row(raw.cells)
    _, n_cols = extent(raw.cells)
    cut = []
    for i in range(n_header, len(rows)):
        filled = [c for c in rows[i] if c.lines]
        if len(filled) < 2 or filled[0].col > 0 or any(c.row_span > 1 or is_value(c.text) for c in rows[i]):
            continue
        if all(a.col + a.col_span == b.col and flows(a, b, max(0.45, 1.4 * space)) for a, b in pairwise(filled)):
            cut.append(i)
    if not cut or 2 * len(cut) > len(rows) - n_header:
        return raw
    out = []
    for i, row in enumerate(rows):
        if i in cut:
            one = joined(row, i, 0)
            out.append(replace(one, lines=side_by_side(one.lines), col_span=n_cols))
        else:
            out.extend(row)
    return replace(raw, cells=tuple(out))


def span_groups(raw: RawTable, n_header: int) -> RawTable:
    """Cells given all the rows of their group: the stub where full-width rules part the groups, one name each, several rows;
    and any other cell that stands alone in its column beside the middle of a group, as the name does.

    The name may be printed beside the middle of its rows.
    """
    raw = _span_stubs(raw, n_header)
    out = {(c.row, c.col): c for c in raw.cells}
    for name in raw.cells:
        if name.col == 0 and name.row >= n_header and name.row_span > 1 and name.lines:
            band = [c for c in raw.cells if c.col and name.row <= c.row < name.row + name.row_span]
            for cells in _single(name, band):
                whole = next(c for c in cells if c.lines)
                box = whole.box
                for c in cells:
                    box = box.union(c.box)
                    del out[c.row, c.col]
                out[name.row, whole.col] = replace(whole, row=name.row, row_span=name.row_span, box=box)
    return replace(raw, cells=tuple(out[k] for k in sorted(out)))


def _single(name: RawCell, band: Sequence[RawCell]) -> list[list[RawCell]]:
    """The columns of a group, its cells from top to bottom, in which one cell alone stands beside the middle of the rows."""
    columns = [[c for c in band if c.col == k] for k in sorted({c.col for c in band})]
    full = [column for column in columns if sum(bool(c.lines) for c in column) == name.row_span]
    if not full or any(c.col_span > 1 or c.row + c.row_span > name.row + name.row_span for c in band):
        return []
    top, foot = first_line([column[0] for column in full]), last_line([column[-1] for column in full])
    step = (foot - top) / (name.row_span - 1)

    def centred(cell: RawCell) -> bool:
        return abs((middle(cell.lines[0]) + middle(cell.lines[-1]) - top - foot) / 2) < 0.25 * step

    if not centred(name):
        return []
    filled = [[c for c in column if c.lines] for column in columns]
    return [column for column, one in zip(columns, filled, strict=True) if len(one) == 1 and one[0].row_span == 1 and centred(one[0])]


def _span_stubs(raw: RawTable, n_header: int) -> RawTable:
    rows = by_row(raw.cells)
    body = range(n_header, len(rows))
    full = full_rules(raw)
    cuts = [i for i in body if i > n_header and parted(full, rows[i - 1], rows[i])]
    if not cuts:
        return raw
    bands = list(zip([n_header, *cuts], [*cuts, len(rows)], strict=True))
    stubs = [[c for i in range(*band) for c in rows[i] if c.col == 0] for band in bands]
    filled = [[c for c in s if c.lines] for s in stubs]
    if any(len(f) > 1 or any(c.col_span > 1 for c in f) for f in filled) or all(b - a == 1 for a, b in bands):
        return raw
    out = [c for c in raw.cells if c.row < n_header or c.col > 0]
    for (a, b), all_cells, names in zip(bands, stubs, filled, strict=True):
        if not all_cells:
            continue
        # The rest of a group that began on the page before has a blank name.
        name = names[0] if names else all_cells[0]
        box = name.box
        for c in all_cells:
            box = box.union(c.box)
        out.append(replace(name, row=a, row_span=b - a, box=box))
    return replace(raw, cells=tuple(sorted(out, key=lambda c: (c.row, c.col))))


def stub_columns(cells: Sequence[RawCell], n_header: int) -> int:
    """How many leading columns name the rows: the first, and those after it that print text and no numbers, up to the first
    column with numbers, with a percentage, or of measured pairs ("PCE = 12.1"). One in a table without numbers."""
    _, n_cols = extent(cells)
    count = 1
    for k in range(n_cols):
        body = [c.text for c in cells if c.col == k and c.row >= n_header and c.lines and not is_blank(c.text)]
        numeric = sum(is_value(t) for t in body)
        measured = any(_PERCENT.fullmatch(t) for t in body) or all(_PAIR.match(t) for t in body)
        if k and body and (numeric >= 0.4 * len(body) or measured):
            return min(max(count, 1), n_cols - 1)
        count = k + 1
    return 1
