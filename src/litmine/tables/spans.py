"""What the labels of header rows span."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from litmine.tables.grid import RawCell, RawTable, by_row, extent, joined, side_by_side
from litmine.tables.lines import first_box, first_line, flows, last_box, last_line, word_space


def span_labels(raw: RawTable, n_header: int) -> RawTable:
    """Header labels over several columns, given their span.

    A label spans the columns over the partial rule under it; without a rule, its part of the labelled columns below, or the blank
    neighbours over labelled columns among which it stands centred.
    """
    if raw.method != "text":  # a text source says itself where its cells end
        raw = _uncut(raw, n_header)
    if n_header < 2:
        return raw
    cells = {(c.row, c.col): c for c in raw.cells}
    _, n_cols = extent(raw.cells)
    bounds = _columns(raw, n_cols)
    for row in range(n_header - 1):
        below = {k for c in raw.cells if row < c.row < n_header and c.lines for k in range(c.col, c.col + c.col_span)}
        groups = _groups(cells, row, bounds)
        for col in range(n_cols):
            cell = cells.get((row, col))
            if cell is None or not cell.lines or cell.row_span > 1:
                continue
            reach = _ruled_span(raw, cell, bounds, n_header)
            if reach is None or any((o := cells.get((row, k))) is not None and o.lines for k in range(*reach) if k != col):
                reach = groups.get(col) or _centred_span(cells, cell, bounds, below)
            if reach is None or reach == (cell.col, cell.col + cell.col_span) or reach[1] - reach[0] < 2:
                continue
            others = [cells.get((row, k)) for k in range(*reach) if k != col]
            if any(o is not None and (o.lines or o.row_span > 1 or o.col + o.col_span > reach[1]) for o in others):
                continue
            box = cell.box
            for o in others:
                if o is not None:
                    box = box.union(o.box)
                    del cells[row, o.col]
            del cells[row, col]
            cells[row, reach[0]] = replace(cell, col=reach[0], col_span=reach[1] - reach[0], box=box)
    return replace(raw, cells=tuple(cells[k] for k in sorted(cells)))


def _uncut(raw: RawTable, n_header: int) -> RawTable:
    """Labels that were cut, as one cell over both columns: between two words above the last header row, inside a bracket anywhere."""
    rows = by_row(raw.cells)
    wide = max(0.45, 1.4 * word_space(raw.cells))
    out: list[RawCell] = []
    for i, row in enumerate(rows):
        for c in row:
            last = out[-1] if out and out[-1].row == c.row else None
            beside = last is not None and last.col + last.col_span == c.col and last.row_span == c.row_span == 1
            filled = last is not None and beside and last.lines and c.lines
            if i < n_header and filled and (is_cut(last, c, wide) if i < n_header - 1 else _bracketed(last.text, c.text)):
                one = joined([last, c], last.row, last.col)
                out[-1] = replace(one, lines=side_by_side(one.lines), col_span=last.col_span + c.col_span)
            else:
                out.append(c)
    return replace(raw, cells=tuple(out))


def is_cut(left: RawCell, right: RawCell, wide: float) -> bool:
    """Whether two neighbouring cells hold one label: their words stand ``wide`` type sizes apart at most, or a bracket opened in
    the left one is closed in the right one."""
    return flows(left, right, wide) or _bracketed(left.text, right.text)


def _bracketed(left: str, right: str) -> bool:
    return any(left.count(a) > left.count(b) and right.count(b) > right.count(a) for a, b in ("()", "[]"))


def _columns(raw: RawTable, n_cols: int) -> list[tuple[float, float]]:
    """The x range of the ink of each column's single cells (its cell boxes where nothing is printed)."""
    out = []
    for k in range(n_cols):
        own = [c for c in raw.cells if c.col == k and c.col_span == 1]
        ink = [b for c in own for ln in c.lines for b in (first_box(ln), last_box(ln)) if b]
        boxes = ink or [c.box for c in own] or [raw.box]
        out.append((min(b.x0 for b in boxes), max(b.x1 for b in boxes)))
    return out


def _ink(cell: RawCell) -> tuple[float, float] | None:
    ends = [b for ln in cell.lines for b in (first_box(ln), last_box(ln)) if b]
    return (min(b.x0 for b in ends), max(b.x1 for b in ends)) if ends else None


def _ruled_span(raw: RawTable, cell: RawCell, bounds: Sequence[tuple[float, float]], n_header: int) -> tuple[int, int] | None:
    ink, foot = _ink(cell), last_line([cell])
    nxt = first_line([c for c in raw.cells if cell.row < c.row <= n_header])
    if ink is None or foot is None or nxt is None:
        return None
    under = [r for r in raw.rules if foot < r[0] < nxt and r[1] <= ink[0] + 2 and r[2] >= ink[1] - 2]
    # A rule over everything but the first column is still a group's.
    near = [r for r in under if r[2] - r[1] < 0.85 * raw.box.width or r[1] > bounds[0][1]]
    if len(near) != 1:
        return None
    _, x0, x1 = near[0]
    inside = [k for k, (a, b) in enumerate(bounds) if x0 - 3 <= (a + b) / 2 <= x1 + 3]
    if not inside or inside != list(range(inside[0], inside[-1] + 1)):
        return None
    return (inside[0], inside[-1] + 1) if inside[0] <= cell.col <= inside[-1] else None


def _groups(cells: dict[tuple[int, int], RawCell], row: int, bounds: Sequence[tuple[float, float]]) -> dict[int, tuple[int, int]]:
    """The columns of each label of a header row by the label's own, where labels share all the labelled columns below between
    them: each run of these is parted so that every label stands in the middle of two columns or more.

    One label takes a run for itself only where the other labels of its row, the stub's title among them, have none below.
    """
    labels = {k: c for (r, k), c in cells.items() if r == row and k and c.lines}
    taken = {k for (r, _), c in cells.items() if c.row_span > 1 and r <= row < r + c.row_span for k in range(c.col, c.col + c.col_span)}
    under = {k for (r, k), c in cells.items() if r == row + 1 and c.lines and c.col_span == 1} - taken
    title = cells.get((row, 0))
    apart = 0 not in under and title is not None and bool(title.lines)
    out: dict[int, tuple[int, int]] = {}
    ends = [k for k in under if k + 1 not in under]
    for last in ends:
        first = last
        while first - 1 in under and first > 1:
            first -= 1
        own = sorted(k for k in labels if first <= k <= last)
        if own and (len(own) > 1 or apart):
            out |= _shared([labels[k] for k in own], first, last + 1, bounds)
    return out


def _shared(labels: Sequence[RawCell], first: int, end: int, bounds: Sequence[tuple[float, float]]) -> dict[int, tuple[int, int]]:
    """Columns first..end parted between labels, each in the middle of its two or more; empty where they cannot be."""
    best: tuple[float, dict[int, tuple[int, int]]] | None = None
    between = [range(a.col + a.col_span, b.col + 1) for a, b in pairwise(labels)]
    for cuts in product(*between):
        parts = list(pairwise((first, *cuts, end)))
        offs = []
        for cell, (a, b) in zip(labels, parts, strict=True):
            ink, low, high = _ink(cell), bounds[a][0], bounds[b - 1][1]
            if ink is None or b - a < 2 or abs(ink[0] + ink[1] - low - high) / 2 >= 0.12 * (high - low):
                break
            offs.append(abs(ink[0] + ink[1] - low - high) / 2)
        else:
            if best is None or sum(offs) < best[0]:
                best = sum(offs), {c.col: part for c, part in zip(labels, parts, strict=True)}
    return best[1] if best else {}


def _centred_span(
    cells: dict[tuple[int, int], RawCell], cell: RawCell, bounds: Sequence[tuple[float, float]], below: set[int]
) -> tuple[int, int] | None:
    """The run of blank neighbours over labelled columns in the middle of which a label stands.

    A label that stands in the middle of its own column as well spans its neighbours only where the labels below repeat
    under another one ("Female | Male | Total" twice).
    """
    ink = _ink(cell)
    low, high = cell.col, cell.col + cell.col_span
    if ink is None or not set(range(low, high)) <= below:
        return None

    def free(k: int) -> bool:
        c = cells.get((cell.row, k))
        return c is not None and not c.lines and c.row_span == 1 and c.col_span == 1 and k in below and k > 0

    first, last = low, high
    while free(first - 1):
        first -= 1
    while last < len(bounds) and free(last):
        last += 1
    centre = (ink[0] + ink[1]) / 2

    def off(a: int, b: int) -> float:
        return abs((bounds[a][0] + bounds[b - 1][1]) / 2 - centre)

    under = {c.col: c.text for (row, _), c in cells.items() if row == cell.row + 1 and c.col_span == 1}
    spans = [(a, b) for a in range(first, low + 1) for b in range(high, last + 1) if b - a >= 2]
    good = [(a, b) for a, b in spans if off(a, b) < 0.12 * (bounds[b - 1][1] - bounds[a][0])]
    repeated = [s for s in good if _repeats(under, *s)]
    if repeated:
        return max(repeated, key=lambda s: s[1] - s[0])
    if not good:
        return None
    best = min(good, key=lambda s: off(*s))
    return best if off(*best) < 0.5 * off(low, high) else None


def _repeats(under: dict[int, str], a: int, b: int) -> bool:
    """Whether the labels under columns a..b stand again under as many others."""
    labels = [under.get(k, "") for k in range(a, b)]
    n = b - a
    starts = (*range(a - n + 1), *range(b, max(under, default=0) + 1))
    others = [[under.get(k, "") for k in range(s, s + n)] for s in starts]
    return all(labels) and len(set(labels)) > 1 and labels in others
