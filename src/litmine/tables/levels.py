"""Header rows in which the labels of two levels were drawn as one row, cut apart."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from litmine.tables.grid import Line, RawCell, RawTable, Rule, by_row, extent
from litmine.tables.lines import first_box, flows, last_box, line_height, main_box, middle


def split_levels(raw: RawTable, n_header: int, space: float) -> RawTable:
    """The grid with every header row cut below a line of group labels that stands in one row with the labels under them.

    A line is one of group labels where a rule over more than its column, but not the first, stands below a label, or where
    a label runs over the border of two columns that have labels of their own below (``space``: type sizes between words) or
    stands in the middle over both.
    """
    row, left = 0, n_header
    while left:
        cells = by_row(raw.cells)[row]
        y = _level(cells, raw, space)
        if y is None:
            left -= 1
        else:
            raw = replace(raw, cells=_cut(raw.cells, row, y), header_rows=raw.header_rows + (raw.header_rows > 0))
        row += 1
    return raw


def _level(row: Sequence[RawCell], raw: RawTable, space: float) -> float | None:
    """The height below the first line of group labels of a header row; None where its labels are of one level."""
    single = [c for c in row if c.row_span == 1 and c.lines]
    heights = sorted(middle(ln) for c in single for ln in c.lines)
    size = max((line_height(ln) for c in single for ln in c.lines), default=0.0)
    edges = [(a + b) / 2 for a, b in pairwise(heights) if b - a > 0.5 * size]
    for y in edges:
        above = [_only(c, y, True) for c in single]
        below = [_only(c, y, False) for c in single]
        for i, (upper, lower) in enumerate(zip(above, below, strict=True)):
            if not upper.lines or not lower.lines:
                continue
            rules = [r for r in raw.rules if r[1] > raw.box.x0 + 0.03 * raw.box.width and r[2] - r[1] > 1.15 * upper.box.width]
            if _ruled(upper.lines[-1], lower.lines[0], rules):
                return y
            if any(_between(upper.lines[-1], lower, below[j]) for j in (i - 1, i + 1) if _beside(single, i, j) and not above[j].lines):
                return y
            nxt = i + 1
            if nxt < len(single) and above[nxt].lines and below[nxt].lines and single[nxt].col == upper.col + upper.col_span:
                cut = replace(upper, lines=upper.lines[-1:]), replace(above[nxt], lines=above[nxt].lines[-1:])
                if flows(*cut, 1.4 * space) and not flows(lower, below[nxt], 1.4 * space):
                    return y
    return None


def _beside(row: Sequence[RawCell], i: int, j: int) -> bool:
    """Whether cells i and j of a row are neighbours right of the first column."""
    if not 0 <= j < len(row) or min(row[i].col, row[j].col) == 0:
        return False
    left, right = (row[i], row[j]) if i < j else (row[j], row[i])
    return left.col + left.col_span == right.col


def _between(upper: Line, lower: RawCell, other: RawCell) -> bool:
    """Whether a line stands in the middle over the labels of two cells, and in line with no edge or middle of the one it is in."""
    box = main_box(upper)
    own, all_boxes = [[b for c in cells for b in map(main_box, c.lines) if b] for cells in ((lower,), (lower, other))]
    if box is None or not own or len(all_boxes) == len(own):
        return False
    low, high = min(b.x0 for b in own), max(b.x1 for b in own)
    if min(abs(box.x0 - low), abs(box.x1 - high), abs(box.x0 + box.x1 - low - high) / 2) < 0.2 * box.height:
        return False
    low, high = min(b.x0 for b in all_boxes), max(b.x1 for b in all_boxes)
    return abs(box.x0 + box.x1 - low - high) / 2 < 0.1 * (high - low)


def _ruled(upper: Line, lower: Line, rules: Sequence[Rule]) -> bool:
    """Whether a rule stands between two lines, over all of the upper one."""
    a, b = first_box(upper), last_box(upper)
    if a is None or b is None:
        return False
    return any(middle(upper) < y < middle(lower) and x0 <= a.x0 + 2 and x1 >= b.x1 - 2 for y, x0, x1 in rules)


def _only(cell: RawCell, y: float, above: bool) -> RawCell:
    return replace(cell, lines=tuple(ln for ln in cell.lines if (middle(ln) < y) == above))


def _cut(cells: Sequence[RawCell], row: int, y: float) -> tuple[RawCell, ...]:
    out = []
    for c in cells:
        if c.row > row:
            out.append(replace(c, row=c.row + 1))
        elif c.row + c.row_span <= row:
            out.append(c)
        elif c.row_span > 1:
            out.append(replace(c, row_span=c.row_span + 1))
        else:
            upper, lower = _only(c, y, True), _only(c, y, False)
            out.append(replace(upper, box=replace(c.box, y1=min(c.box.y1, max(y, c.box.y0)))))
            out.append(replace(lower, row=row + 1, box=replace(c.box, y0=max(c.box.y0, min(y, c.box.y1))), marks=()))
    return tuple(out)


def without_hollow(raw: RawTable) -> RawTable:
    """The grid without columns in which nothing stands but labels that span them and their neighbours."""
    n = extent(raw.cells)[1]
    used = [any(c.col == k and c.col_span == 1 and c.lines for c in raw.cells) for k in range(n)]
    # A column of blanks that alone makes a label's span stays.
    for c in raw.cells:
        if c.lines and not any(used[c.col : c.col + c.col_span]):
            used[c.col] = True
    if all(used):
        return raw
    place = [sum(used[:k]) for k in range(n + 1)]
    out = []
    for c in raw.cells:
        span = place[c.col + c.col_span] - place[c.col]
        if span:
            out.append(replace(c, col=place[c.col], col_span=span))
    return replace(raw, cells=tuple(out))
