"""A grid from word positions alone, for a captioned table without rules that the layout model does not see."""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median

from litmine.geometry import Box
from litmine.readers.glyphs import Glyph, TextLine, lines_of
from litmine.readers.table_gate import CAPTION, Word, text_rows
from litmine.tables import RawCell, RawTable
from litmine.tables.grid import Rule, is_value

_GUTTER = 0.8  # type sizes: a gap between columns is wider than a space (0.25-0.5)
_CUT = 0.45  # type sizes: two numbers, or labels over a gutter, this far apart are two cells (a space is 0.25-0.4)
_OUTSIDE = re.compile(r"(?:Sources?|Notes?|NB|Abbreviations?|Figure|Fig\.|FIG\.|Scheme)\b[.:\s]")
_MAX_ROW_GAP = 4.0  # type sizes between the baselines of two rows


def word_grid(
    caption: TextLine,
    words: Sequence[Word],
    glyphs: Sequence[Glyph],
    rules: Sequence[Rule],
    number: int,
    taken: Sequence[Box],
) -> RawTable | None:
    """The grid of the rows below a caption (or above it, where none stand below); None where no columns show.

    Rows belong to it from the first with a column gap to the last before prose or a wide gap; columns are the gaps that
    (almost) no row crosses.
    """
    free = [w for w in words if not any(b.contains((w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2) for b in taken)]
    for below in (True, False):
        rows = _region(caption, free, rules, below)
        raw = _grid(rows, glyphs, rules, number) if len(rows) >= 2 else None
        if raw is not None:
            return raw
    return None


def _region(caption: TextLine, words: Sequence[Word], rules: Sequence[Rule], below: bool) -> list[list[Word]]:
    """The rows of the table by a caption, top to bottom."""
    wide = _width(caption, words, rules)
    inside = [w for w in words if w.x0 >= wide[0] - 3 and w.x1 <= wide[1] + 3]
    rows = text_rows(w for w in inside if (w.baseline > caption.baseline + 1 if below else w.baseline < caption.baseline - 1))
    if not below:
        rows.reverse()
    chosen: list[list[Word]] = []
    last = caption.baseline
    skipped = 0
    steps: list[float] = []
    for row in rows:
        size = max(w.size for w in row)
        gap = abs(row[0].baseline - last) / size
        parts = _parts(row)
        if not chosen:
            if len(parts) < 2 or _prose(parts, *wide):
                skipped += 1
                if skipped > 12 or gap > 6:
                    return []
                last = row[0].baseline
                continue
        elif _ends(row, parts, gap, steps, wide):
            break
        if chosen:
            steps.append(gap)
        chosen.append(row)
        last = row[0].baseline
    while chosen and len(_parts(chosen[-1])) < 2:
        chosen.pop()
    return chosen if below else chosen[::-1]


def _ends(
    row: Sequence[Word], parts: Sequence[Sequence[Word]], gap: float, steps: Sequence[float], wide: tuple[float, float]
) -> bool:
    """Whether a row stands outside the table: after a wide gap, running text, a note, or another caption."""
    text = " ".join(w.text for w in row)
    usual = max(2.2 * median(steps), 3.0) if len(steps) > 2 else _MAX_ROW_GAP
    return gap > min(usual, _MAX_ROW_GAP) or _prose(parts, *wide) or bool(_OUTSIDE.match(text)) or bool(CAPTION.match(text))


def _width(caption: TextLine, words: Sequence[Word], rules: Sequence[Rule]) -> tuple[float, float]:
    """The x range of a table by its caption: that of the rules around it, else of the text column the caption stands in."""
    box = caption.box
    near = [r for r in rules if abs(r[0] - caption.baseline) < 250 and r[1] <= box.x1 and r[2] >= box.x0 and r[2] - r[1] > 60]
    if any(abs(r[0] - caption.baseline) < 60 for r in near):
        return min(r[1] for r in near), max(r[2] for r in near)
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    middle = (left + right) / 2
    crossing = sum(w.x0 < middle < w.x1 for w in words)
    if crossing * 12 >= len({round(w.baseline) for w in words}):
        return left, right
    if box.x0 >= middle - 20:
        return middle, right
    return (left, middle) if box.x1 < middle + 20 else (left, right)


def _parts(row: Sequence[Word]) -> list[list[Word]]:
    """The row cut at its wide gaps, and between two numbers."""
    out: list[list[Word]] = []
    for w in row:
        gap = w.x0 - out[-1][-1].x1 if out else inf
        number = bool(out) and _is_number(w.text) and gap > (0.2 if _is_number(out[-1][-1].text) else _CUT) * w.size
        if out and gap <= _GUTTER * w.size and not number:
            out[-1].append(w)
        else:
            out.append([w])
    return out


def _is_number(text: str) -> bool:
    return is_value(text) and text[:1] not in "(["


def _prose(parts: Sequence[Sequence[Word]], left: float, right: float) -> bool:
    """Whether a row is running text: a phrase of eight words or more from the left edge over most of the width."""
    first = parts[0]
    return len(first) >= 8 and first[0].x0 < left + 20 and first[-1].x1 - first[0].x0 > 0.6 * (right - left)


def _gutters(parts: Sequence[Sequence[Sequence[Word]]]) -> list[float]:
    """The middles of the gaps that (almost) none of the rows crosses. Rows of numbers decide, where there are two."""
    rows = [row for row in parts if sum(_is_number(p[0].text) for p in row) >= 2]
    if len(rows) < 2:
        rows = [row for row in parts if len(row) >= 2]
    if len(rows) < 2:
        return []
    limit = max(1, len(rows) // 4) if len(rows) > 4 else 0
    events = sorted((x, step) for row in rows for p in row for x, step in ((p[0].x0, 1), (p[-1].x1, -1)))
    edges: list[float] = []
    depth, start = 0, None
    for x, step in events:
        before, depth = depth, depth + step
        if before > limit >= depth:
            start = x
        elif before <= limit < depth and start is not None:
            if x - start > 1.5:
                edges.append((start + x) / 2)
            start = None
    return edges


def _cut(part: list[Word], edges: Sequence[float]) -> list[list[Word]]:
    """A phrase cut at the gutters where its words leave more than a space."""
    out = [[part[0]]]
    for a, b in pairwise(part):
        if b.x0 - a.x1 > _CUT * b.size and any(a.x1 - 1 < x < b.x0 + 1 for x in edges):
            out.append([])
        out[-1].append(b)
    return out


def _grid(rows: list[list[Word]], glyphs: Sequence[Glyph], rules: Sequence[Rule], number: int) -> RawTable | None:
    """The grid of a table's rows; None where there are no columns, or where numbers of two columns fall into one."""
    parts = [_parts(row) for row in rows]
    edges = _gutters(parts)
    if not edges:
        return None
    x0, x1 = min(w.x0 for row in rows for w in row), max(w.x1 for row in rows for w in row)
    bounds = [x0 - 2, *edges, x1 + 2]
    heights = [(min(w.y0 for w in row), max(w.y1 for w in row)) for row in rows]
    cells: list[RawCell] = []
    glued = 0
    for r, (row, (top, foot)) in enumerate(zip(parts, heights, strict=True)):
        held: dict[int, list[Word]] = {}
        spans: dict[int, int] = {}
        for part in (p for whole in row for p in _cut(whole, edges)):
            first, span = _place(part[0].x0, part[-1].x1, bounds)
            glued += first in held and _is_number(part[0].text) and _is_number(held[first][-1].text)
            held.setdefault(first, []).extend(part)
            spans[first] = max(spans.get(first, 1), span)
        k = 0
        while k < len(bounds) - 1:
            span = spans.get(k, 1)
            while span > 1 and any(j in held for j in range(k + 1, k + span)):
                span -= 1
            chosen = [glyphs[i] for i in sorted(i for w in held.get(k, ()) for i in w.glyphs)]
            lines = tuple(tuple(line.chars()) for line in lines_of(chosen)) if chosen else ()
            cells.append(RawCell(r, k, Box(number, bounds[k], top, bounds[k + span], foot), lines, 1, span))
            k += span
    if glued:
        return None
    box = Box(number, x0, heights[0][0], x1, heights[-1][1])
    inside = tuple(rule for rule in rules if box.y0 - 6 <= rule[0] <= box.y1 + 6 and rule[1] < x1 and rule[2] > x0)
    return RawTable(number, box, tuple(cells), inside, -1, "words", 0.6)


def _place(a: float, b: float, bounds: Sequence[float]) -> tuple[int, int]:
    """The first column a phrase from a to b stands in and how many it spans: those it covers a third of, or itself lies in."""
    n = len(bounds) - 1
    over = [k for k in range(n) if min(b, bounds[k + 1]) - max(a, bounds[k]) > 0.3 * min(b - a, bounds[k + 1] - bounds[k])]
    if over:
        return over[0], over[-1] - over[0] + 1
    return max((k for k in range(n) if bounds[k] <= (a + b) / 2), default=0), 1
