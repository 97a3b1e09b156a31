"""Numbers that are printed among a table's rows and columns and that its grid does not hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from litmine.geometry import Box
from litmine.readers.table_gate import Word, text_rows
from litmine.readers.word_pieces import GUTTER, Piece, Seat, in_line, one_a_row, overlapping, pieces
from litmine.tables import LogicalTable

_REACH = 8.0  # type sizes: columns of one table stand no further apart, unless others of its columns do
_MOST = 0.6  # of the rows: a column of a table has no fewer numbers, what stands beside a table by chance has
_LEAST = 3  # numbers that are a column and no chance
_NEXT = 1.7  # row distances: a row further away does not belong to the table, its total neither
_PER_LINE = 5  # lines between two line numbers of a manuscript, at most


def in_no_cell(table: LogicalTable, nowhere: Iterable[Piece]) -> Iterator[tuple[int, str]]:
    """The nearest cells to numbers that are printed among the cells and stand in none (``nowhere``)."""
    filled = [(k, c.box) for k, c in enumerate(table.cells) if c.lines and c.role != "header"]
    for p in nowhere:
        if p.value and filled:
            x, y = (p.x0 + p.x1) / 2, p.baseline - 0.3 * p.size
            yield min(filled, key=lambda cell: _away(cell[1], x, y))[0], f"in no cell: {p.text}"


def _away(box: Box, x: float, y: float) -> float:
    """How far a point lies outside a box; another row is further than another column."""
    return max(box.x0 - x, x - box.x1, 0.0) + 4 * max(box.y0 - y, y - box.y1, 0.0)


def beside(table: LogicalTable, seats: Iterable[Seat], around: Iterable[Word]) -> Iterator[tuple[int, str]]:
    """The outermost cells of rows beside which stands a column of numbers that the grid left out.

    ``around`` are the words that stand in no table.
    """
    rows: dict[int, list[Seat]] = defaultdict(list)
    for s in seats:
        rows[s.row].append(s)
    heights = {r: line[0].piece.baseline for r, line in rows.items()}
    found: list[Seat] = []
    for words in text_rows(around):
        row = next((r for r, y in heights.items() if abs(y - words[0].baseline) < 0.3 * words[0].size), None)
        if row is None:
            continue
        inner = max((b.piece.x0 - a.piece.x1 for a, b in pairwise(rows[row])), default=0.0)
        reach = max(_REACH * words[0].size, 1.2 * inner)
        line = pieces(words)
        for i, p in enumerate(line):
            gaps = [b.x0 - a.x1 for a, b in pairwise(line[max(i - 1, 0) : i + 2])]
            alone = min(gaps, default=reach) > GUTTER * p.size
            if p.value and alone and -1 < max(p.x0 - table.box.x1, table.box.x0 - p.x1) < reach:
                found.append(Seat(p, row))
    for group in overlapping(found):
        if one_a_row(group) and len(group) >= max(_LEAST, _MOST * len(rows)) and not _line_numbers(group):
            for s in group:
                outer = (max if s.piece.x0 > table.box.x1 - 1 else min)(rows[s.row], key=lambda o: o.piece.x0)
                yield outer.cells[0], f"beside it, outside the table: {s.piece.text}"


def _line_numbers(group: Iterable[Seat]) -> bool:
    """Whether numbers count the lines of a manuscript."""
    texts = [s.piece.text for s in sorted(group, key=lambda s: s.piece.baseline)]
    return all(t.isdecimal() for t in texts) and all(0 < int(b) - int(a) <= _PER_LINE for a, b in pairwise(texts))


def above_or_below(
    table: LogicalTable, seats: Sequence[Seat], columns: Iterable[Sequence[Seat]], around: Iterable[Word]
) -> Iterator[tuple[int, str]]:
    """The outermost cells of columns that go on outside the grid: the next row, a row's distance away, has numbers in line with
    at least half of the columns, two or more of them, or a name and one number."""
    groups = [g for g in columns if len(g) > 1]
    names = [s.piece for s in seats if table.cells[s.cells[0]].col == 0]
    lines = sorted({s.piece.baseline for s in seats})
    if not groups or len(lines) < 2:
        return
    pitch = median(b - a for a, b in pairwise(lines))
    beyond = text_rows(w for w in around if w.x1 > table.box.x0 and w.x0 < table.box.x1)
    for edge, way in ((lines[-1], 1), (lines[0], -1)):
        row = next((pieces(r) for r in beyond if 0 < way * (r[0].baseline - edge) < _NEXT * pitch), [])
        found = [(p, g) for p in row if p.value for g in groups if in_line(p, [s.piece for s in g])]
        named = len(row) == 2 and in_line(row[0], names)
        if len(found) + named < 2 or 2 * len(found) < len(groups):
            continue
        for p, g in found:
            outer = min(g, key=lambda s: abs(s.piece.baseline - p.baseline))
            yield outer.cells[0], f"{'below' if way > 0 else 'above'} it, outside the table: {p.text}"
