"""Which pages may hold a table: the layout model costs up to a second a page, so only those are sent to it."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import pymupdf

from litmine.geometry import Box
from litmine.readers.glyphs import Glyph, TextLine, lines_of
from litmine.tables.grid import Rule

# "Table 1", "TABLE II.", "Tab. S3", "Table 2 (continued)", "Extended Data Table 1"; the number may stand on the next line.
CAPTION = re.compile(
    r"(?:(?:Supplementary|Extended\s+Data|Supporting)\s+)?(?:Tables?|TABLES?|Tab\.)\s*"
    r"(?P<number>[A-Z]{0,2}\.?\s?\d{1,3}(?:[.–-]\d{1,2})?[A-Za-z]?|[IVXL]{1,6}|[A-Z])?(?=$|[\s.:|(,;–—-])"
)
_NUMBER = re.compile(r"(\d{1,3}|[IVXL]{1,6})(?=[.:\s]|$)")
MAX_DRAWINGS, MAX_GLYPHS = 20_000, 60_000  # beyond these table finding takes minutes and gigabytes
_MAX_CONTENT = 8_000_000  # bytes of page description; a page of 20,000 drawings has about a tenth
_SMALL_CONTENT = 200_000  # no room for 20,000 drawings
_MIN_RULE = 60.0  # points: a third of a narrow column
_ALIGNED_ROWS = 3
_CELL_ROWS = 0.3  # of the rows between two rules; the others are lines of wrapped cells and section rows
_LETTERING = 16.0  # points around a drawing


class Word(NamedTuple):
    """Glyphs with no space between them; y0, y1, baseline of its full-size type; ``glyphs`` are indices into the page's."""

    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    text: str
    glyphs: tuple[int, ...]
    horizontal: bool = True


def words_of(glyphs: Sequence[Glyph]) -> list[Word]:
    """The words of a page: glyphs of one drawn line up to a space, a gap of a quarter of the type size, or a step back.

    A line that does not run left to right is one word.
    """
    lines: dict[int, list[int]] = {}
    for i, g in enumerate(glyphs):
        lines.setdefault(g.line, []).append(i)
    words: list[Word] = []
    for members in lines.values():
        if not glyphs[members[0]].horizontal:
            words.append(_word(glyphs, members))
            continue
        members.sort(key=lambda i: glyphs[i].x0)
        run: list[int] = []
        right = 0.0
        for i in members:
            g = glyphs[i]
            if g.text == " ":
                if run:
                    words.append(_word(glyphs, run))
                run = []
                continue
            if run and g.x0 - right > 0.25 * g.size:
                words.append(_word(glyphs, run))
                run = []
            right = max(right, g.x1) if run else g.x1
            run.append(i)
        if run:
            words.append(_word(glyphs, run))
    return words


def _word(glyphs: Sequence[Glyph], run: list[int]) -> Word:
    found = [glyphs[i] for i in run]
    main = max((g for g in found if not g.script), key=lambda g: g.size, default=found[0])
    upright = not main.horizontal
    y0 = min(g.y0 for g in found) if upright else main.y0
    y1 = max(g.y1 for g in found) if upright else main.y1
    text = "".join(g.text for g in found)
    return Word(
        min(g.x0 for g in found), y0, max(g.x1 for g in found), y1, y1 if upright else main.baseline, main.size,
        text, tuple(run), not upright,
    )  # fmt: skip


def text_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words that run left to right by printed row (one height on the page), top to bottom, each row left to right."""
    rows: list[list[Word]] = []
    for w in sorted((w for w in words if w.horizontal), key=lambda w: (w.baseline, w.x0)):
        if rows and abs(rows[-1][-1].baseline - w.baseline) <= 0.3 * min(w.size, rows[-1][-1].size):
            rows[-1].append(w)
        else:
            rows.append([w])
    for row in rows:
        row.sort(key=lambda w: w.x0)
    return rows


def phrases(row: Sequence[Word], gap: float = 0.9) -> list[tuple[float, float]]:
    """The x ranges of a row's phrases: words no more than ``gap`` type sizes apart."""
    out: list[tuple[float, float]] = []
    for w in row:
        if out and w.x0 - out[-1][1] <= gap * w.size:
            out[-1] = (out[-1][0], max(out[-1][1], w.x1))
        else:
            out.append((w.x0, w.x1))
    return out


def rules_of(page: pymupdf.Page) -> tuple[Rule, ...]:
    """The horizontal rules of a page (thin lines and flat rectangles, edges of boxes), pieces of one rule joined."""
    turn = page.rotation_matrix if page.rotation else None
    found: list[Rule] = []
    for path in page.get_cdrawings():
        for item in path["items"]:
            if item[0] == "l":
                boxes = [pymupdf.Rect(item[1], item[2]).normalize()]
            elif item[0] == "re":
                boxes = _edges(pymupdf.Rect(item[1]).normalize(), path)
            elif item[0] == "qu":
                boxes = _edges(pymupdf.Quad(item[1]).rect, path)
            else:
                continue
            for r in boxes:
                if turn:
                    r = (pymupdf.Rect(r) * turn).normalize()
                if r.height <= 2.5 and r.width >= 6:
                    found.append(((r.y0 + r.y1) / 2, r.x0, r.x1))
    found.sort()
    joined: list[Rule] = []
    for y, x0, x1 in found:
        k = len(joined) - 1
        while k >= 0 and y - joined[k][0] <= 1.2 and not (x0 <= joined[k][2] + 2.0 and x1 >= joined[k][1] - 2.0):
            k -= 1
        if k >= 0 and y - joined[k][0] <= 1.2:
            joined[k] = (joined[k][0], min(joined[k][1], x0), max(joined[k][2], x1))
        else:
            joined.append((y, x0, x1))
    return tuple(joined)


def _edges(r: pymupdf.Rect, path: dict) -> list[pymupdf.Rect]:
    """A flat rectangle itself; the upper and lower edge of a stroked one (a fill has no edge)."""
    if r.height <= 2.5:
        return [r]
    if path.get("color") is None or "s" not in path.get("type", "s"):
        return []
    return [pymupdf.Rect(r.x0, r.y0, r.x1, r.y0), pymupdf.Rect(r.x0, r.y1, r.x1, r.y1)]


def caption_lines(lines: Iterable[TextLine]) -> list[tuple[str, TextLine]]:
    """(label, line) of the lines that open a table's caption: "Table 2. ...", "TABLE" with the number on the next line.

    A sentence that begins with "Table 1 shows" is none: after the label comes a stop, a bold or wide break, a capital or nothing.
    """
    out = []
    lines = tuple(lines)
    for line in lines:
        text = line.text.strip()
        found = CAPTION.match(text)
        if not found or len(text) > 400:
            continue
        rest = text[found.end() :].strip()
        label = " ".join(found[0].split())
        if not found["number"]:
            if rest:
                continue
            number = next((m for o in lines if o is not line and _follows(line, o) and (m := _NUMBER.match(o.text))), None)
            label = f"{label} {number[1]}" if number else label
        elif rest and rest[0].islower() and not re.match(r"\(?cont", rest):
            continue
        out.append((label, line))
    return out


def _follows(line: TextLine, other: TextLine) -> bool:
    """Whether a line stands right beside another, or right below it."""
    a, b = line.box, other.box
    beside = abs(line.baseline - other.baseline) < 0.3 * line.size and 0 <= b.x0 - a.x1 < 2 * line.size
    below = 0 < other.baseline - line.baseline < 1.8 * line.size and b.x0 - 5 * line.size < a.x1 and a.x0 < b.x1
    return beside or below


def too_large(page: pymupdf.Page) -> bool:
    """Whether a page has more drawings than table finding can bear (20,000 take 6 s, and the time grows faster than they do)."""
    content = page.read_contents()
    if len(content) > _MAX_CONTENT:
        return True
    if len(content) < _SMALL_CONTENT and not page.get_xobjects():
        return False
    if content.count(b" l\n") + content.count(b" l ") + content.count(b" c\n") + content.count(b" c ") > 5 * MAX_DRAWINGS:
        return True
    return sum(kind in ("fill-path", "stroke-path") for kind, *_ in page.get_bboxlog()) > MAX_DRAWINGS


def may_hold_table(glyphs: Sequence[Glyph], rules: Sequence[Rule], figures: Callable[[], Sequence[Box]] = tuple) -> bool:
    """Whether a page can hold a table: a table's caption, wide rules with cells between them, or three rows in a row of
    aligned columns outside figures, whose axes are lettered in rows and columns too.

    ``rules`` are ``rules_of(page)``, ``figures()`` the places of figures, asked for only where they decide.
    """
    if not glyphs:
        return False
    if caption_lines(lines_of(glyphs, max_gap=0.9)):
        return True
    words = words_of(glyphs)
    if has_rules(rules, words):
        return True
    if not has_columns(words):
        return False
    lettered = [f.grown(_LETTERING) for f in figures()]
    outside = [w for w in words if not any(f.contains((w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2) for f in lettered)]
    return len(outside) == len(words) or has_columns(outside)


def has_rules(rules: Sequence[Rule], words: Sequence[Word]) -> bool:
    """Whether two wide rules of one width stand over each other with rows of cells between them.

    At least two rows, and three in ten of all, must have two columns, one of them narrow: the rules of a page's head and foot
    have two columns of prose between them.
    """
    wide = [r for r in rules if r[2] - r[1] >= _MIN_RULE]
    rows = text_rows(words)
    for i, (y0, a0, b0) in enumerate(wide):
        for y1, a1, b1 in wide[i + 1 :]:
            if y1 - y0 < 8 or min(b0, b1) - max(a0, a1) < 0.8 * max(b0 - a0, b1 - a1):
                continue
            inside = [[w for w in row if a0 - 2 <= w.x0 and w.x1 <= b0 + 2] for row in rows if y0 < row[0].baseline < y1]
            parts = [phrases(row) for row in inside if row]
            if sum(len(row) >= 2 and _short(row) for row in parts) >= max(2, _CELL_ROWS * len(parts)):
                return True
    return False


def has_columns(words: Sequence[Word]) -> bool:
    """Whether three rows in a row have phrases that begin, end or centre at the same three or more places (two, if numbers)."""
    rows = [(row, phrases(row, 1.2)) for row in text_rows(words)]
    run = 0
    for (row, a), (_, b) in pairwise(rows):
        shared = _shared(a, b)
        numbers = sum(any(ch.isdigit() for ch in w.text) for w in row)
        # Two columns of prose share two places; a table of two columns shows numbers.
        if shared >= 3 or (shared == 2 and numbers >= 1 and len(a) == 2 and _short(a)):
            run += 1
            if run >= _ALIGNED_ROWS - 1:
                return True
        else:
            run = 0
    return False


def _shared(a: Sequence[tuple[float, float]], b: Sequence[tuple[float, float]]) -> int:
    """How many phrases of a row stand under one of the other: left, right or middle within 3 points."""
    return sum(any(abs(x0 - u0) < 3 or abs(x1 - u1) < 3 or abs(x0 + x1 - u0 - u1) < 6 for u0, u1 in b) for x0, x1 in a)


def _short(parts: Sequence[tuple[float, float]]) -> bool:
    """Whether a phrase of the row is short enough for a cell (two columns of prose fill their width)."""
    return min(x1 - x0 for x0, x1 in parts) < 90
