"""Where the printed lines and rules of a grid stand, and whether two texts are one that was broken."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from litmine.geometry import Box
from litmine.tables.grid import Line, RawCell, RawTable, Rule

# A text that goes on: "spin-", "HOMO/", "Number of", "(Perovskite,".
_GOES_ON = re.compile(r"(?:[\w)\]][-–‐/,&+×·:]|[(\[]|\b(?:of|in|on|and|or|the|for|with|from|at|by|to|per|a|an|as|via|under))$", re.I)
# A text that continues one: a lower-case word (not "p-TPD", "o-CBP", "poly(...)"), a closing bracket, a joining sign.
_CONTINUES = re.compile(r"(?:[a-z]{2,}(?![-\w(′'])|(?:and|of|in|to)\b|[)\]/,;:%&+]|[–-][A-Za-z])")
_USUAL_SPACE = 0.3  # type sizes between two words
_OPEN = re.compile(r"[(\[][^)\]]*$")


def first_box(line: Line) -> Box | None:
    """Where the first visible character of a line stands."""
    return next((b for c, b, _ in line if b and c.strip()), None)


def last_box(line: Line) -> Box | None:
    """Where the last visible character of a line stands."""
    return next((b for c, b, _ in reversed(line) if b and c.strip()), None)


def middle(line: Line) -> float:
    """The height of a line's middle on the page; 0 where it has no place."""
    box = first_box(line)
    return (box.y0 + box.y1) / 2 if box else 0.0


def line_height(line: Line) -> float:
    """A line's height, which is its type size; 0 where it has no place."""
    box = first_box(line)
    return box.y1 - box.y0 if box else 0.0


def first_line(row: Sequence[RawCell]) -> float | None:
    """The height of the highest printed line of some cells."""
    return min((middle(c.lines[0]) for c in row if c.lines), default=None)


def last_line(row: Sequence[RawCell]) -> float | None:
    """The height of the lowest printed line of some cells."""
    return max((middle(c.lines[-1]) for c in row if c.lines), default=None)


def row_height(row: Sequence[RawCell]) -> float:
    """The largest type size of some cells; 10 where nothing is printed."""
    return max((line_height(ln) for c in row for ln in c.lines), default=0.0) or 10.0


def crossing(rules: Sequence[Rule], y0: float, y1: float, x0: float, x1: float, share: float) -> bool:
    """Whether the rules of one height between two heights cover at least ``share`` of the width x0..x1."""
    found = [r for r in rules if y0 < r[0] < y1]
    for y, _, _ in found:
        covered = sum(max(0.0, min(b, x1) - max(a, x0)) for yk, a, b in found if abs(yk - y) < 2.0)
        if covered >= share * (x1 - x0):
            return True
    return False


def rule_between(rules: Sequence[Rule], above: Sequence[RawCell], below: Sequence[RawCell], x0: float, x1: float, share: float) -> bool:
    """Whether a rule over ``share`` of x0..x1 stands between the printed lines of two rows."""
    y0, y1 = last_line(above), first_line(below)
    return y0 is not None and y1 is not None and crossing(rules, y0, y1, x0, x1, share)


def full_rules(raw: RawTable) -> tuple[float, ...]:
    """The heights of the rules that run over the whole table, first column included: those as long as its longest."""
    rows: list[tuple[float, list[Rule]]] = []
    for rule in raw.rules:
        if rows and rule[0] - rows[-1][0] < 1.5:
            rows[-1][1].append(rule)
        else:
            rows.append((rule[0], [rule]))
    reach = [(y, min(a for _, a, _ in rs), max(b for _, _, b in rs), sum(b - a for _, a, b in rs)) for y, rs in rows]
    near = [r for r in reach if r[3] > 0.8 * raw.box.width and raw.box.y0 - 8 < r[0] < raw.box.y1 + 8]
    if not near:
        return ()
    x0, x1 = min(r[1] for r in near), max(r[2] for r in near)
    margin = 0.03 * (x1 - x0)
    return tuple(y for y, a, b, length in near if a <= x0 + margin and b >= x1 - margin and length > 0.9 * (x1 - x0))


def parted(rules: Sequence[float], above: Sequence[RawCell], below: Sequence[RawCell]) -> bool:
    """Whether one of the full rules (heights) stands between the printed lines of two rows."""
    y0, y1 = last_line(above), first_line(below)
    return y0 is not None and y1 is not None and any(y0 < y < y1 for y in rules)


def joins(above: str, text: str) -> bool:
    """Whether two texts read as one broken over a line end: "Number of" + "outlets", "spin-" + "coated", "(with" + "ZnO)"."""
    return bool(_GOES_ON.search(above) or _CONTINUES.match(text) or _OPEN.search(above))


def is_open(text: str) -> bool:
    """Whether a bracket is open at the end, or a sign waits for its other side."""
    return bool(_OPEN.search(text)) or text.endswith(("–", "±", ",", "/", "~", "-", "×"))


def main_box(line: Line) -> Box | None:
    """From the first to the last visible character of a line, as high as its type that is neither raised nor lowered."""
    first, last = first_box(line), last_box(line)
    if first is None or last is None:
        return None
    level = next((b for c, b, mark in line if b and c.strip() and not mark and c != "^"), first)
    return Box(level.page, first.x0, level.y0, last.x1, level.y1)


def gap_between(left: RawCell, right: RawCell) -> float | None:
    """The least distance between the words of two neighbouring cells on one printed line, in type sizes; None where they stand
    on no common line."""
    gaps = []
    for b in map(main_box, right.lines):
        for a in map(main_box, left.lines):
            if a and b and abs(a.y0 - b.y0) < 0.3 * a.height:
                gaps.append((b.x0 - a.x1) / a.height)
    return min(gaps, default=None)


class Word(NamedTuple):
    """A word of a printed line: its left and right end and the height of its middle."""

    x0: float
    x1: float
    y: float


def word_space(cells: Iterable[RawCell]) -> float:
    """The usual distance between two words of a cell in type sizes: 0.3, twice that in type of one width."""
    gaps = []
    for c in cells:
        for line in c.lines:
            size = line_height(line)
            gaps += [g for a, b in pairwise(words_in(line)) if size and 0.1 < (g := (b.x0 - a.x1) / size) < 1.0]
    return max(_USUAL_SPACE, min(median_low(gaps), 2 * _USUAL_SPACE + 0.1)) if gaps else _USUAL_SPACE


def words_in(line: Line) -> list[Word]:
    """The words of a printed line, left to right."""
    out: list[Word] = []
    fresh = True
    for char, box, _ in line:
        if char == " " or box is None:
            fresh = fresh or char == " "
            continue
        y = (box.y0 + box.y1) / 2
        if fresh or not out:
            out.append(Word(box.x0, box.x1, y))
        else:
            out[-1] = Word(min(out[-1].x0, box.x0), max(out[-1].x1, box.x1), out[-1].y)
        fresh = False
    return out


def flows(left: RawCell, right: RawCell, wide: float = 0.45) -> bool:
    """Whether on some printed line the words of two neighbouring cells stand no further apart than words of one phrase do
    (``wide`` type sizes)."""
    gap = gap_between(left, right)
    return gap is not None and -0.5 < gap < wide
