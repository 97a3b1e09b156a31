"""Numbers in the margins that count pages or lines, told from numbers that belong to the text by how they go on."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from litmine.readers.glyphs import TextLine

OUTER = 0.125  # running heads, feet and page numbers stand in the outer eighth of the page
_PAGE_NUMBER = re.compile(
    r"(?:page\s+|p\.\s*|[-–—|]\s*)?(?P<letter>[eES]?)(?P<n>\d{1,6})(?:\s*(?:/|of|\|)\s*\d{1,6})?\s*[-–—|]?|(?P<roman>[ivxlc]{1,6})",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SAME_HEIGHT = 9.0  # points, from the nearer edge of the page
_SAME_WIDTH = 0.04  # of the page's width, from the nearer side: even and odd pages may mirror each other
_MOST = 0.5  # of the pages must go on counting
Place = tuple[int, int]  # index of the page, index of the line on it


def page_numbers(pages: Sequence[Sequence[TextLine]], sizes: Sequence[tuple[float, float]]) -> frozenset[Place]:
    """The places of printed page numbers: (index of the page, index of its line).

    A number, arabic or roman, in the outer eighth of the page whose value grows by one with the page, at the same place (or
    mirrored) on most pages, or on most of a part that counts for itself. In a paper of one or two pages, which shows no such
    run, a number that stands alone, further out than all text.
    """
    found: dict[tuple[str, int], list[tuple[Place, float, float]]] = {}
    for n, (lines, (width, height)) in enumerate(zip(pages, sizes, strict=True)):
        for i, line in enumerate(lines):
            if not line.horizontal or not is_outer(line, height):
                continue
            read = _page_value(line)
            if read is None:
                continue
            style, value = read
            x, y = line.box.centre[0] / width, line.baseline
            found.setdefault((style, value - n), []).append(((n, i), min(x, 1 - x), min(y, height - y)))
    if len(pages) < 3:
        return frozenset(place for run in found.values() for place, _, _ in run if _outermost(place, pages, sizes))
    out: set[Place] = set()
    for run in found.values():
        for _, x, y in run:
            level = [p for p, other, at in run if abs(at - y) < _SAME_HEIGHT and abs(other - x) < _SAME_WIDTH]
            if _counts_on({n for n, _ in level}, len(pages)):
                out.update(level)
    return frozenset(out)


def _counts_on(found: set[int], n_pages: int) -> bool:
    """Whether the pages of one count are most of all pages, or most of a part with a count of its own (an appendix)."""
    return len(found) >= max(2, _MOST * n_pages) or (len(found) >= 3 and len(found) > _MOST * (max(found) - min(found) + 1))


def is_outer(line: TextLine, height: float) -> bool:
    """Whether a line stands in the outer eighth of a page."""
    return line.box.y1 < OUTER * height or line.box.y0 > (1 - OUTER) * height


def plain(line: TextLine) -> str:
    """A line's characters without carets."""
    return "".join(g.text for g in line.glyphs).strip()


def _page_value(line: TextLine) -> tuple[str, int] | None:
    """How a page number is written and its value; None for what is none."""
    if len(line.glyphs) > 24:
        return None
    m = _PAGE_NUMBER.fullmatch(plain(line))
    if m is None:
        return None
    if m["n"]:
        return m["letter"].upper(), int(m["n"])
    values = [_ROMAN[c] for c in m["roman"].lower()]
    return "roman", sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _outermost(place: Place, pages: Sequence[Sequence[TextLine]], sizes: Sequence[tuple[float, float]]) -> bool:
    """Whether a line is the first or the last of its page, alone at its height, apart from the next."""
    line = pages[place[0]][place[1]]
    others = [o for o in pages[place[0]] if o is not line and o.horizontal]
    if line.baseline < sizes[place[0]][1] / 2:
        return all(o.baseline - line.baseline > 1.6 * max(line.size, o.size) for o in others)
    return all(line.baseline - o.baseline > 1.6 * max(line.size, o.size) for o in others)


# ---- line numbers of manuscripts ---------------------------------------------------------------------------------------


def line_numbers(pages: Sequence[Sequence[TextLine]]) -> frozenset[Place]:
    """The places of a manuscript's line numbers: (index of the page, index of its line).

    They stand outside the text on one side, before every line or every fifth, at one pitch, on most pages, and count on from
    page to page or begin again with the first. Numbers of a reference list fail one of these: they stand before the first
    line of an entry, on the pages of the list, and never begin again.
    """
    columns = [_margin_numbers(lines) for lines in pages]
    filled = [n for n, lines in enumerate(pages) if sum(t.horizontal for t in lines) >= 8]
    counting = [n for n in filled if columns[n]]
    if len(counting) < 2 or len(counting) < 0.6 * len(filled):
        return frozenset()
    first = [columns[n][0][0] for n in counting]
    last = [columns[n][-1][0] for n in counting]
    restarts = sum(a == first[0] for a in first[1:])
    goes_on = sum(0 < b - a <= 5 for a, b in zip(last, first[1:], strict=False))
    if max(restarts, goes_on) < 0.6 * (len(counting) - 1):
        return frozenset()
    return frozenset((n, i) for n in counting for _, i in columns[n])


def _margin_numbers(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """(number, index of the line) of a column of numbers beside all text, from the top down; [] where they are none of lines."""
    numbers = [(i, t) for i, t in enumerate(lines) if t.horizontal and len(t.glyphs) <= 4 and plain(t).isdecimal()]
    if len(numbers) < 4:
        return []
    of_numbers = {i for i, _ in numbers}
    texts = [t for i, t in enumerate(lines) if t.horizontal and i not in of_numbers]
    wide = [t.box for t in texts if t.box.width > 100]
    if not wide:
        return []
    left = _commonest(b.x0 for b in wide)
    right = _commonest(b.x1 for b in wide)
    for column in (
        [(t.baseline, int(plain(t)), i) for i, t in numbers if t.box.x1 < left],
        [(t.baseline, int(plain(t)), i) for i, t in numbers if t.box.x0 > right],
    ):
        if len(column) >= 4 and _counts_lines(sorted(column), texts):
            return [(number, i) for _, number, i in sorted(column)]
    return []


def _commonest(values: Iterable[float]) -> float:
    """The commonest value in steps of four points."""
    return Counter(round(v / 4) for v in values).most_common(1)[0][0] * 4


def _counts_lines(column: Sequence[tuple[float, int, int]], texts: Sequence[TextLine]) -> bool:
    """Whether (baseline, number, _) from the top down rise by one or five, at one pitch, over (nearly) all lines of text."""
    steps = Counter(b[1] - a[1] for a, b in pairwise(column))
    step, n = steps.most_common(1)[0]
    if step not in (1, 5) or n < 0.85 * (len(column) - 1):
        return False
    gaps = sorted(b[0] - a[0] for a, b in pairwise(column))
    middle = gaps[len(gaps) // 2]
    # A heading or an equation takes more room than a line, so some gaps are wider.
    if sum(abs(g - middle) < 0.06 * middle for g in gaps) < 0.7 * len(gaps):
        return False
    rows = {round(t.baseline / 3) for t in texts if column[0][0] - 0.5 * middle < t.baseline < column[-1][0] + 0.5 * middle}
    beside = [(round(y / 3) - 1, round(y / 3), round(y / 3) + 1) for y, _, _ in column]
    if sum(any(r in rows for r in near) for near in beside) < 0.7 * len(column):
        return False
    if step == 5:
        return True
    numbered = {r for near in beside for r in near}
    return sum(r in numbered for r in rows) >= 0.85 * len(rows)
