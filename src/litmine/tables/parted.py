"""Tables that stand side by side and were found as one grid, parted."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from litmine.geometry import Box
from litmine.tables.grid import RawCell, RawTable, by_row, extent

_GAP = 6.0  # points: the rules of two tables stand further apart, those of two groups of columns mostly not
_LEVEL = 3.0  # points between what ends or begins at one place


def parted(raw: RawTable, captions: Sequence[Box]) -> tuple[RawTable, ...]:
    """The tables a grid is made of, left to right: the grid itself, or what stands on both sides of a gap.

    ``captions`` are the first lines of the table captions that stand by the grid. A gap parts it where two captions stand on one
    height, or where all rules end at the gap and each side has its own caption or the same header. Each part has at least two columns.
    """
    cuts = _between_rules(raw)
    if not cuts or not (_each_captioned(raw, cuts, captions) or _same_header(raw, cuts)):
        cuts = _under_captions(raw, captions)
    if not cuts:
        return (raw,)
    bounds = [0, *cuts, extent(raw.cells)[1]]
    return tuple(_part(raw, a, b) for a, b in pairwise(bounds))


def _part(raw: RawTable, first: int, end: int) -> RawTable:
    """The columns from ``first`` up to ``end`` as a grid of their own."""
    cells = tuple(replace(c, col=c.col - first) for c in raw.cells if first <= c.col < end)
    x0, x1 = _ink(cells)
    heights = [(b.y0, b.y1) for c in cells for line in c.lines for _, b, _ in line if b]
    box = Box(raw.page, x0, min(y for y, _ in heights), x1, max(y for _, y in heights))
    return replace(raw, box=box, cells=cells, rules=tuple(r for r in raw.rules if r[1] < x1 and r[2] > x0))


def _ink(cells: Iterable[RawCell]) -> tuple[float, float]:
    """From where to where the text of cells reaches."""
    boxes = [b for c in cells for line in c.lines for _, b, _ in line if b]
    return min((b.x0 for b in boxes), default=0.0), max((b.x1 for b in boxes), default=0.0)


def _gaps(raw: RawTable) -> dict[int, tuple[float, float]]:
    """For each column before which the grid can be cut the white strip there: two columns with text on both sides, none across."""
    n_cols = extent(raw.cells)[1]
    out = {}
    for k in range(2, n_cols - 1):
        left, right = [c for c in raw.cells if c.col < k], [c for c in raw.cells if c.col >= k]
        if any(c.col + c.col_span > k for c in left):
            continue
        if min(len({c.col for c in side if c.lines}) for side in (left, right)) < 2:
            continue
        x0, x1 = _ink(left)[1], _ink(right)[0]
        if x0 < x1:
            out[k] = (x0, x1)
    return out


def _between_rules(raw: RawTable) -> list[int]:
    """The columns before which all rules end, at least two on one height on both sides; [] where less than two columns lie between."""
    reach: list[list[float]] = []
    for _, x0, x1 in sorted(raw.rules, key=lambda r: r[1]):
        if reach and x0 <= reach[-1][1] + _GAP:
            reach[-1][1] = max(reach[-1][1], x1)
        else:
            reach.append([x0, x1])
    gaps = _gaps(raw)
    cuts = []
    for (_, a), (b, _) in pairwise(reach):
        ends = [y for y, _, x1 in raw.rules if abs(x1 - a) < _LEVEL]
        begins = [y for y, x0, _ in raw.rules if abs(x0 - b) < _LEVEL]
        level = sum(any(abs(y - o) < _LEVEL for o in begins) for y in ends)
        k = next((k for k, (x0, x1) in gaps.items() if x0 < (a + b) / 2 < x1), None)
        if level < 2 or k is None:
            return []
        cuts.append(k)
    return cuts if all(b - a >= 2 for a, b in pairwise(cuts)) else []


def _each_captioned(raw: RawTable, cuts: Sequence[int], captions: Sequence[Box]) -> bool:
    """Whether by each part stands a caption that lies within it or reaches over its outer side only."""
    gaps = _gaps(raw)
    edges = [float("-inf"), *(sum(gaps[k]) / 2 for k in cuts), float("inf")]
    return all(any(a < c.x0 and c.x1 < b for c in captions) for a, b in pairwise(edges))


def _same_header(raw: RawTable, cuts: Sequence[int]) -> bool:
    """Whether the first row says the same over every part."""
    first = next((row for row in by_row(raw.cells) if any(c.lines for c in row)), [])
    bounds = [0, *cuts, extent(raw.cells)[1]]
    heads = [[c.text for c in first if a <= c.col < b] for a, b in pairwise(bounds)]
    return all(head == heads[0] and sum(map(bool, head)) >= 2 for head in heads)


def _under_captions(raw: RawTable, captions: Sequence[Box]) -> list[int]:
    """The columns where the table of each further caption begins: captions on one height over or under the grid, none nearer.

    A caption begins with its table, or stands over the middle of it.
    """
    first = min(captions, key=lambda c: _away(c, raw.box), default=None)
    if first is None or raw.box.y0 < first.centre[1] < raw.box.y1:
        return []
    level = sorted((c for c in captions if abs(c.y1 - first.y1) < _LEVEL), key=lambda c: c.x0)
    if len(level) < 2 or any(b.x0 < a.x1 for a, b in pairwise(level)):
        return []
    left, right = raw.box.x0, raw.box.x1
    gaps = _gaps(raw)
    cuts: list[int] = []
    for a, b in pairwise(level):
        fits = []
        for k, (x0, x1) in gaps.items():
            if cuts and k < cuts[-1] + 2:
                continue
            end = right if b is level[-1] else max(b.x1, x1)
            off = _off(a, left, x0) + _off(b, x1, end)
            fits.append((off, x0 - x1, k))
        if not fits:
            return []
        cuts.append(min(fits)[2])
        left = gaps[cuts[-1]][1]
    return cuts


def _away(caption: Box, table: Box) -> float:
    """How far a caption stands over or under a table."""
    return max(table.y0 - caption.y1, caption.y0 - table.y1, 0.0)


def _off(caption: Box, x0: float, x1: float) -> float:
    """How far a caption is from beginning with a table that reaches from x0 to x1, or from standing over its middle."""
    return min(abs(caption.x0 - x0), abs(caption.centre[0] - (x0 + x1) / 2))
