"""A second opinion on the numbers of a table: where each stands by word positions alone, against the grid it was read into.

The columns are the runs of numbers that a gutter parts from the next, the rows are the baselines (``word_pieces``); neither knows
the grid. Where both readings of a number agree, or the words form no columns (text in cells), nothing is said.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from litmine.geometry import Box
from litmine.readers.glyphs import Glyph
from litmine.readers.left_out import above_or_below, beside, in_no_cell
from litmine.readers.table_gate import Word, text_rows
from litmine.readers.word_pieces import GROUP, GUTTER, Piece, Seat, in_line, joined_by_sign, number_columns, opens, pieces
from litmine.tables import LogicalTable
from litmine.tables.grid import is_blank, is_value

_WIDE, _WIDEST = 1.6, 2.0  # type sizes: a gap that parts two numbers, a text and a number, whatever stands above and below
_NO_SPACE = 0.5  # type sizes: numbers of one cell ("1.75,[73] 1.82,[71]") stand closer, for a space is 0.25-0.4
_NO_LETTER = 1.25  # widths of a character: the same in type whose space is as wide as its letters
_COLUMN = 3  # numbers with which a column is known
_WORD_SPACE = 0.3  # type sizes: columns are never as close
_ROW = 0.93  # of the distance between two rows: lines of one cell stand closer
_RAISED, _SMALL = 0.15, 0.85  # of the type size: a superscript stands higher, a subscript is smaller
_NUMERAL = re.compile(r"[\d.,−+–-]")


def second_opinion(table: LogicalTable, words: Sequence[Word], glyphs: Sequence[Glyph], others: Sequence[Box] = ()) -> LogicalTable:
    """The table with ``doubt`` set on the cells whose number another reading, from word positions alone, sees differently.

    ``words`` are ``words_of(glyphs)``, the page's; ``others`` the boxes of its tables. Cells and their texts stay as they are.
    """
    doubts = doubts_of(table, words, glyphs, others)
    if not doubts:
        return table
    return replace(table, cells=tuple(replace(c, doubt=doubts.get(i, "")) for i, c in enumerate(table.cells)))


def doubts_of(table: LogicalTable, words: Sequence[Word], glyphs: Sequence[Glyph], others: Sequence[Box] = ()) -> dict[int, str]:
    """What the second reading says of each cell (index into ``table.cells``) that it sees differently."""
    inside = [w for w in words if w.horizontal and _in(w, table.box)]
    around = [w for w in words if w.horizontal and not any(_in(w, b) for b in (table.box, *others))]
    place = _places(table, glyphs)
    seats: list[Seat] = []
    nowhere = []
    for i, row in enumerate(text_rows(inside)):
        for piece in pieces(row):
            cells = {place[g] for g in piece.glyphs if g in place}
            if not cells:
                nowhere.append(piece)
            elif all(table.cells[k].role != "header" for k in cells):
                seats.append(Seat(piece, i, tuple(sorted(cells))))
    whole = [s for s in seats if len(s.cells) == 1]
    columns = number_columns(whole)
    found: dict[int, str] = {}
    for doubts in (
        _misread(table, whole, glyphs),
        _cut((s for s in seats if len(s.cells) > 1), glyphs, place),
        _glued(whole, columns),
        _stacked(table, whole),
        _astray(table, columns),
        _slipped(table, whole),
        in_no_cell(table, nowhere),
        beside(table, seats, around),
        above_or_below(table, seats, columns, around),
    ):
        for cell, said in doubts:
            found.setdefault(cell, said)
    return found


def _in(w: Word, box: Box) -> bool:
    return box.contains((w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2)


def _places(table: LogicalTable, glyphs: Sequence[Glyph]) -> dict[int, int]:
    """For each glyph of the page that stands in a cell its cell: the cells hold each character where the page drew it."""
    held: dict[tuple[str, float], list[tuple[float, float, int]]] = defaultdict(list)
    for k, cell in enumerate(table.cells):
        for line in cell.lines:
            for char, box, _ in line:
                if box and char != " ":
                    held[char, box.x0].append((box.y0 - 0.1, box.y1 + 0.1, k))
    out = {}
    for i, g in enumerate(glyphs):
        for y0, y1, k in held.get((g.text[:1], g.x0), ()):
            if y0 <= g.y0 and g.y1 <= y1:
                out[i] = k
                break
    return out


def _misread(table: LogicalTable, seats: Iterable[Seat], glyphs: Sequence[Glyph]) -> Iterator[tuple[int, str]]:
    """Numbers that the cell's text gives in another order than they are printed, or with a superscript at full height."""
    texts: dict[int, str] = {}
    for s in seats:
        if not s.piece.value:
            continue
        k = s.cells[0]
        if k not in texts:
            texts[k] = "".join("^" * (m == "super") + c for line in table.cells[k].lines for c, _, m in line if c not in " ^")
        if not all(run in texts[k] for run in _numerals(s.piece, glyphs)):
            yield k, f"printed as {s.piece.text}"


def _numerals(piece: Piece, glyphs: Sequence[Glyph]) -> list[str]:
    """The runs of digits, signs and points of a piece as they stand on the page, raised ones with a caret before each.

    A raised and a lowered run may stand over each other; lowered ones are left out.
    """
    found = sorted((glyphs[i] for i in piece.glyphs), key=lambda g: g.x0)
    size = max(g.size for g in found)
    level = raised = ""
    for g in found:
        printed = "".join(c if _NUMERAL.match(c) else " " for c in g.text)
        above = piece.baseline - g.baseline
        if above > _RAISED * size:
            level, raised = level + " ", raised + re.sub(r"(\S)", r"^\1", printed)
        elif g.size < _SMALL * size or above < -_RAISED * size:
            level += " "
        else:
            level, raised = level + printed, raised + " "
    return level.split() + raised.split()


def _cut(seats: Iterable[Seat], glyphs: Sequence[Glyph], place: Mapping[int, int]) -> Iterator[tuple[int, str]]:
    """Numbers whose digits, signs and exponents stand in several cells."""
    for s in seats:
        if not s.piece.value:
            continue
        for a, b in pairwise(sorted((i for i in s.piece.glyphs if i in place), key=lambda i: glyphs[i].x0)):
            gap = (glyphs[b].x0 - glyphs[a].x1) / s.piece.size
            numeral = _NUMERAL.match(glyphs[a].text) and _NUMERAL.match(glyphs[b].text)
            if place[a] != place[b] and gap <= (GROUP if numeral else _WORD_SPACE):
                yield from ((k, f"one number: {s.piece.text}") for k in s.cells)
                break


def _glued(seats: Iterable[Seat], columns: Sequence[Sequence[Seat]]) -> Iterator[tuple[int, str]]:
    """Cells that hold, side by side, what stands in several columns: two numbers, or the names of the rows and their numbers."""
    column = {id(s): i for i, group in enumerate(columns) if len(group) > 1 for s in group}
    lines: dict[tuple[int, int], list[Seat]] = defaultdict(list)
    for s in seats:
        lines[s.cells[0], s.row].append(s)
    named: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (k, _), line in lines.items():
        line.sort(key=lambda s: s.piece.x0)
        pairs = list(pairwise(line))
        if not any(s.piece.value for s in line) or any(joined_by_sign(a.piece, b.piece) for a, b in pairs):
            continue
        gaps = [(a, b, (b.piece.x0 - a.piece.x1) / b.piece.size) for a, b in pairs]
        fronted = [(a, b, gap) for a, b, gap in gaps if b.piece.value and any(map(str.isalnum, a.piece.text))]
        two = any(gap > (_WIDE if a.piece.value else _WIDEST) for a, b, gap in fronted)
        said = "two cells: " + " | ".join(s.piece.text for s in line)
        held = [s for s in line if id(s) in column]
        apart = any(column[id(a)] != column[id(b)] and _beyond_space(a.piece, b.piece) for a, b in pairwise(held))
        if two or apart:
            yield k, said
        elif fronted and fronted[-1][1] is line[-1] and id(line[-1]) in column and fronted[-1][2] > GUTTER:
            named[column[id(line[-1])]].append((k, said))
    for i, found in named.items():
        if len(found) >= _COLUMN and 2 * len(found) > len(columns[i]):
            yield from found


def _beyond_space(left: Piece, right: Piece) -> bool:
    """Whether two pieces stand further apart than by a space."""
    letter = max((p.x1 - p.x0) / len(p.text) for p in (left, right))
    return right.x0 - left.x1 > max(_NO_SPACE * right.size, _NO_LETTER * letter)


def _stacked(table: LogicalTable, seats: Iterable[Seat]) -> Iterator[tuple[int, str]]:
    """Cells that hold, one above the other, numbers of printed rows that stand as far apart as the table's rows do.

    In one column of several that is two values of one row; in most of them it is two rows.
    """
    lines: dict[int, dict[int, list[Seat]]] = defaultdict(lambda: defaultdict(list))
    heights: dict[int, list[float]] = defaultdict(list)
    for s in seats:
        cell = table.cells[s.cells[0]]
        if cell.row_span == 1:
            lines[s.cells[0]][s.row].append(s)
            heights[cell.row].append(s.piece.baseline)
    steps = [min(heights[r + 1]) - max(heights[r]) for r in heights if r + 1 in heights]
    pitch = median(steps) if steps else 0.0
    for row in heights:
        stacks: dict[tuple[int, ...], list[tuple[int, list[str]]]] = defaultdict(list)
        others = 0
        for k, found in lines.items():
            if table.cells[k].row == row:
                texts = [" ".join(s.piece.text for s in found[r]) for r in sorted(found)]
                if len(texts) > 1 and _values(texts):
                    stacks[tuple(sorted(found))].append((k, texts))
                others += any(map(is_value, texts))
        for rows, cells in stacks.items():
            at = [lines[cells[0][0]][r][0].piece.baseline for r in rows]
            if len(cells) > 1 and 2 * len(cells) > others and min(b - a for a, b in pairwise(at)) > _ROW * pitch:
                yield from ((k, f"{len(texts)} rows: " + " | ".join(texts)) for k, texts in cells)


def _values(texts: Sequence[str]) -> bool:
    """Whether each of some lines is a number of its own or a blank, and not all are blank."""
    if not any(map(is_value, texts)):
        return False
    return all(is_blank(t) or (is_value(t) and t[:1] not in "([" and not opens(t)) for t in texts)


def _astray(table: LogicalTable, columns: Iterable[Sequence[Seat]]) -> Iterator[tuple[int, str]]:
    """Numbers in another column of the grid than those they stand in line with."""
    for group in columns:
        found = [(s, c.col) for s in group if (c := table.cells[s.cells[0]]).col_span == 1]
        best = Counter(col for _, col in found).most_common(1)[0][0] if len(found) >= _COLUMN else None
        home = [s.piece for s, col in found if col == best]
        for s, col in found:
            if home and col != best and s.piece.value and in_line(s.piece, home):
                near = min(home, key=lambda p: abs(p.baseline - s.piece.baseline))
                yield s.cells[0], f"in line with {near.text}"


def _slipped(table: LogicalTable, seats: Iterable[Seat]) -> Iterator[tuple[int, str]]:
    """Numbers in another row of the grid than the rest of what is printed on their height, the row's name before all."""
    named = {r for c in table.cells if c.col == 0 and c.lines for r in range(c.row, c.row + c.row_span)}
    lines: dict[int, list[Seat]] = defaultdict(list)
    for s in seats:
        lines[s.row].append(s)
    for line in lines.values():
        reach = {k: range(c.row, c.row + c.row_span) for k in {s.cells[0] for s in line} for c in [table.cells[k]]}
        best, most = Counter(r for rows in reach.values() for r in rows).most_common(1)[0]
        if most == len(reach):
            continue
        name = next((rows for k, rows in reach.items() if table.cells[k].col == 0), None)
        if name and best not in name and best in named:
            best = name[0]
        near = next(s.piece.text for s in line if best in reach[s.cells[0]])
        for s in line:
            if s.piece.value and best not in reach[s.cells[0]]:
                yield s.cells[0], f"on one line with {near}"
