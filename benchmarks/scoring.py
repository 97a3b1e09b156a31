"""How well found tables agree with gold: the two measures of ``tables.py``. Pure functions over the rows of cells.csv.

Both measures count relations or cells over all tables of a paper; what is missed and what is found in excess both count.
Their definitions are those of the ICDAR-2013 competition (Göbel et al., "A methodology for evaluating algorithms for table
understanding in PDF documents", DocEng 2012) and of cell-by-cell comparison as the README of this folder tells it.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

_PAIRED_BOXES = 0.1  # intersection over union from which a found table stands for a gold one
_PAIRED_TEXTS = 0.3  # share of the gold texts from which it does, where gold has no boxes
_SHIFTS = 5  # the shifts of a table as a whole that are tried

Position = tuple[int, int]  # row, column


class Cell(NamedTuple):
    """A row of cells.csv: page from 1, row and column from any base, box in points with the origin at the page's top left.

    A box of four zeros is unknown.
    """

    page: int
    table: str
    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0


def share(part: int, whole: int) -> float:
    """What part of a whole is; 0 of nothing."""
    return part / whole if whole else 0.0


class Counts(NamedTuple):
    """How many of what was found, and of what gold holds, agree."""

    right: int = 0
    got: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return share(self.right, self.got)

    @property
    def recall(self) -> float:
        """The share of gold that was found."""
        return share(self.right, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / (self.got + self.gold) if self.right else 0.0


def total(counts: Iterable[Counts]) -> Counts:
    """The sums."""
    right, got, gold = (sum(column) for column in zip(*counts, strict=True))
    return Counts(right, got, gold)


# ---- ICDAR 2013: adjacency relations of tables paired by their boxes ---------------------------------------------------


def boxes_agreement(got: Sequence[Cell], gold: Sequence[Cell], gold_boxes: Mapping[tuple[int, str], Sequence[float]]) -> Counts:
    """Neighbour relations of one paper. ``gold_boxes`` are the gold tables' by (page, table)."""
    found = _by_table(got)
    wanted = _by_table(gold)
    boxes = {key: _outline(cells) for key, cells in found.items()}
    overlaps = sorted(
        ((_overlap(gold_boxes[g], boxes[f]), i, j, g, f)
         for i, g in enumerate(wanted) for j, f in enumerate(found) if g[0] == f[0]),
        key=lambda o: o[:3], reverse=True,
    )  # fmt: skip
    a = {key: _relations(cells) for key, cells in wanted.items()}
    b = {key: _relations(cells) for key, cells in found.items()}
    paired: dict[tuple[int, str], tuple[int, str]] = {}
    for share, _, _, g, f in overlaps:
        if share >= _PAIRED_BOXES and g not in paired and f not in paired.values():
            paired[g] = f
    right = sum((a[g] & b[f]).total() for g, f in paired.items())
    return Counts(right, sum(r.total() for r in b.values()), sum(r.total() for r in a.values()))


def _relations(cells: Sequence[Cell]) -> Counter:
    """(text, text, direction) of each cell and the next one with text to its right and below it, spans counted as drawn."""
    cells = [c for c in cells if _letters(c.text)]
    top, left = min((c.row for c in cells), default=0), min((c.col for c in cells), default=0)
    where: dict[Position, int] = {}
    for i, c in enumerate(cells):
        for row in range(c.row - top, c.row - top + c.row_span):
            for col in range(c.col - left, c.col - left + c.col_span):
                where.setdefault((row, col), i)
    rows, cols = max((r for r, _ in where), default=-1) + 1, max((c for _, c in where), default=-1) + 1
    found = set()
    for i, c in enumerate(cells):
        row0, col0 = c.row - top, c.col - left
        for row in range(row0, row0 + c.row_span):
            found.add((i, _first(where, i, ((row, k) for k in range(col0 + c.col_span, cols))), "right"))
        for col in range(col0, col0 + c.col_span):
            found.add((i, _first(where, i, ((k, col) for k in range(row0 + c.row_span, rows))), "down"))
    return Counter((_letters(cells[i].text), _letters(cells[j].text), way) for i, j, way in found if j is not None)


def _first(where: Mapping[Position, int], own: int, places: Iterable[Position]) -> int | None:
    """The first cell other than ``own`` at one of the places."""
    return next((where[p] for p in places if where.get(p, own) != own), None)


def _outline(cells: Sequence[Cell]) -> tuple[float, float, float, float]:
    """The box of the cells that have text (of all, where none has)."""
    boxes = [c[7:11] for c in cells if c.text.strip()] or [c[7:11] for c in cells]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """Intersection over union of two boxes."""
    common = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    return common / (_area(a) + _area(b) - common) if common else 0.0


def _area(box: Sequence[float]) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def _letters(text: str) -> str:
    """A text as ICDAR compares it: NFKC, lower case, no white space, whatever is no letter or digit as one sign."""
    return re.sub(r"\W", "_", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower()))


# ---- cell by cell, tables paired by their texts ------------------------------------------------------------------------


def cells_agreement(got: Sequence[Cell], gold: Sequence[Cell]) -> tuple[Counts, Counts]:
    """Cells of one paper right in row, column and text, and its neighbour relations; spans and boxes are not looked at.

    A table may be shifted as a whole, since numbering begins at 0 or 1 or goes on from the page before. Found tables that stand
    for no gold table do not count: gold does not hold every table of a paper.
    """
    found = {key: _grid(cells) for key, cells in _by_table(got).items()}
    used: set[tuple[int, str]] = set()
    exact, relations = [Counts()], [Counts()]
    for key, cells in sorted(_by_table(gold).items()):
        wanted = _grid(cells)
        if not wanted:
            continue
        texts = Counter(wanted.values())
        same_page = [((Counter(g.values()) & texts).total(), k) for k, g in found.items() if k[0] == key[0] and k not in used]
        common, best = max(same_page, default=(0, key))
        table = found[best] if common and common >= _PAIRED_TEXTS * len(wanted) else {}
        if table:
            used.add(best)
        exact.append(Counts(_in_place(table, wanted), len(table), len(wanted)))
        a, b = _neighbours(table), _neighbours(wanted)
        relations.append(Counts((a & b).total(), a.total(), b.total()))
    return total(exact), total(relations)


def _grid(cells: Iterable[Cell]) -> dict[Position, str]:
    """The texts by place, without the empty ones."""
    return {(c.row, c.col): text for c in cells if (text := _signs(c.text))}


def _in_place(got: Mapping[Position, str], gold: Mapping[Position, str]) -> int:
    """How many cells are right under the best shift of the whole table."""
    places = defaultdict(list)
    for place, text in got.items():
        places[text].append(place)
    # A text that stands in nine places or more tells nothing of the shift.
    shifts = Counter((r2 - r, c2 - c) for (r, c), text in gold.items() if len(places[text]) < 9 for r2, c2 in places[text]).most_common(
        _SHIFTS
    )
    return max((sum(got.get((r + down, c + along)) == t for (r, c), t in gold.items()) for (down, along), _ in shifts), default=0)


def _neighbours(grid: Mapping[Position, str]) -> Counter:
    """(text, text, direction) of each text and the next one in its row and in its column."""
    lines: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for (row, col), text in grid.items():
        lines["right", row].append((col, text))
        lines["down", col].append((row, text))
    return Counter((a, b, way) for (way, _), line in lines.items() for (_, a), (_, b) in pairwise(sorted(line)))


def _signs(text: str) -> str:
    """A text as cells are compared: NFKC, case folded, dashes and minus as one sign, without spaces, carets, soft hyphens."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\s^{}\u00ad]+", "", text)


def _by_table(cells: Iterable[Cell]) -> dict[tuple[int, str], list[Cell]]:
    """Cells by (page, table), in the order in which tables come."""
    tables: dict[tuple[int, str], list[Cell]] = {}
    for c in cells:
        tables.setdefault((c.page, c.table), []).append(c)
    return tables
