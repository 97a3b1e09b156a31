"""The glyphs of a page, and the lines they stand on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import inf
from typing import NamedTuple

import pymupdf

from litmine.geometry import Box
from litmine.readers.drawn import Glyph, ScriptMark, drawn_lines
from litmine.readers.scripts import main_type, with_scripts

__all__ = ["Char", "Glyph", "ScriptMark", "TextLine", "lines_of", "page_glyphs", "run_text"]

Char = tuple[str, Box | None, ScriptMark]  # a code point of the text, where it stands, how it is set


def page_glyphs(page: pymupdf.Page) -> tuple[Glyph, ...]:
    """The visible glyphs of a page in the order they are drawn, line by line, super- and subscripts marked."""
    return with_scripts(drawn_lines(page))


@dataclass(frozen=True, slots=True)
class TextLine:
    """Glyphs that stand on one line, in reading order, spaces included (also where the PDF draws none)."""

    glyphs: tuple[Glyph, ...]
    box: Box
    size: float
    baseline: float
    text: str  # with the caret before superscripts

    @property
    def bold(self) -> bool:
        """Whether most of the line is set in bold."""
        return 2 * sum(g.bold for g in self.glyphs if g.text != " ") > sum(g.text != " " for g in self.glyphs)

    @property
    def horizontal(self) -> bool:
        """Whether the line runs left to right."""
        return self.glyphs[0].horizontal

    def chars(self) -> list[Char]:
        """(code point, box, script) for every character; a caret of no width stands before a superscript run.

        All boxes have the line's height; a line that does not run left to right gives its own box for every character.
        """
        out: list[Char] = []
        page, y0, y1 = self.box.page, self.box.y0, self.box.y1
        before: str = ""
        for g in self.glyphs:
            if not g.horizontal:
                out.extend((c, self.box, g.script) for c in g.text)
                continue
            if g.script == "super" and before != "super":
                out.append(("^", Box(page, g.x0, y0, g.x0, y1), ""))
            before = g.script
            if len(g.text) == 1:
                out.append((g.text, Box(page, g.x0, y0, g.x1, y1), g.script))
                continue
            step = (g.x1 - g.x0) / len(g.text)
            out.extend((c, Box(page, g.x0 + i * step, y0, g.x0 + (i + 1) * step, y1), g.script) for i, c in enumerate(g.text))
        return out


def run_text(chars: Iterable[Char]) -> str:
    """The text of (code point, box, script) triples."""
    return "".join(c for c, _, _ in chars)


def lines_of(glyphs: Iterable[Glyph], *, max_gap: float = inf) -> tuple[TextLine, ...]:
    """Glyphs grouped to lines by baseline, top to bottom, each ordered by x with spaces put in from gaps.

    ``max_gap``: a gap wider than this many type sizes ends a line (infinite for a table cell, about 0.9 for a page that may
    have columns). Scripts belong to the line they were drawn with. Glyphs that do not run left to right give one line per
    drawn line.
    """
    drawn: dict[int, list[Glyph]] = {}
    for g in glyphs:
        drawn.setdefault(g.line, []).append(g)
    rows: list[_Row] = []
    upright: list[TextLine] = []
    for line in drawn.values():
        if all(g.text == " " for g in line):
            continue
        if not line[0].horizontal:
            upright.append(_text_line(line))
            continue
        for part in _parts(line, max_gap):
            rows.append(_Row(*main_type([g for g in part if not g.script] or part), part[0].x0, part[-1].x1, part))
    rows.sort(key=lambda r: (r.baseline, r.x0))
    lines: list[_Row] = []
    for row in rows:
        near = takewhile(lambda o: row.baseline - o.baseline < 3 * row.size, reversed(lines))  # noqa: B023 (used at once)
        host = next((o for o in near if _same_line(o, row, max_gap)), None)
        if host is None:
            lines.append(row)
            continue
        size, baseline = main_type([g for g in host.glyphs + row.glyphs if not g.script] or host.glyphs)
        lines[lines.index(host)] = _Row(size, baseline, min(host.x0, row.x0), max(host.x1, row.x1), host.glyphs + row.glyphs)
    done = [_text_line(_spaced(_in_order(row.glyphs), row.size)) for row in lines]
    return tuple(sorted(done + upright, key=lambda t: (t.baseline, t.box.x0)))


class _Row(NamedTuple):
    size: float
    baseline: float
    x0: float
    x1: float
    glyphs: list[Glyph]


def _parts(line: list[Glyph], max_gap: float) -> list[list[Glyph]]:
    """A drawn line cut where it jumps further than ``max_gap`` or runs back (two cells, two columns, an overprint)."""
    line = _in_order(line)
    parts, last = [[line[0]]], line[0]
    for g in line[1:]:
        if g.text != " ":
            if last.text != " " and g.x0 - last.x1 > max_gap * max(g.size, last.size):
                parts.append([])
            last = g
        parts[-1].append(g)
    return [part for part in parts if any(g.text != " " for g in part)]


def _same_line(a: _Row, b: _Row, max_gap: float) -> bool:
    """Whether two pieces share a baseline and stand side by side."""
    small = min(a.size, b.size)
    if abs(a.baseline - b.baseline) > 0.2 * small:
        # A cell may hold a script without the glyph it was drawn with.
        if not (all(g.script for g in b.glyphs) or all(g.script for g in a.glyphs)):
            return False
        if abs(a.baseline - b.baseline) > 0.8 * max(a.size, b.size):
            return False
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    if gap <= -0.3 * small:
        gap = _gap_below_scripts(a, b)
    return -0.3 * small < gap <= max_gap * max(a.size, b.size)


def _gap_below_scripts(a: _Row, b: _Row) -> float:
    """The gap between the full-size type of two pieces that overlap: a raised sign may stand over a lowered one.

    Minus infinity where it is not signs off the line, raised in one piece and lowered in the other, that overlap.
    """
    left, right = (a, b) if a.x0 <= b.x0 else (b, a)
    ends = [g.x1 for g in left.glyphs if _level(g, left)]
    begins = [g.x0 for g in right.glyphs if _level(g, right)]
    if not ends or not begins:
        return -inf
    end, begin = max(ends), min(begins)
    tail = {g.baseline < left.baseline for g in left.glyphs if g.x0 > end - 0.5 and g.text != " "}
    head = {g.baseline < right.baseline for g in right.glyphs if g.x1 < begin + 0.5 and g.text != " "}
    return begin - end if len(tail) == len(head) == 1 and tail != head else -inf


def _level(g: Glyph, row: _Row) -> bool:
    return g.text != " " and abs(g.baseline - row.baseline) < 0.03 * row.size


def _in_order(line: list[Glyph]) -> list[Glyph]:
    """Glyphs by x; of a sub- and a superscript set over each other the subscript comes first.

    Glyphs drawn one after the other stay so unless the pen goes back by half a type size: pieces of a ligature overlap.
    """
    runs: list[list[Glyph]] = [[line[0]]]
    last = line[0]
    for g in line[1:]:
        if g.x0 < last.x0 - 0.5 * g.size or (g.script != last.script and g.x0 < last.x0 - 0.1) or g.line != last.line:
            runs.append([])
        runs[-1].append(g)
        last = g
    if len(runs) > 1:
        runs.sort(key=lambda run: run[0].x0)
        line = [g for run in _merged(runs) for g in run]
    out: list[Glyph] = []
    stack: list[Glyph] = []
    for g in line:
        if g.script:
            stack.append(g)
        elif stack:
            out += _unstacked(stack) if len(stack) > 1 else stack
            stack = []
            out.append(g)
        else:
            out.append(g)
    return out + _unstacked(stack)


def _merged(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs sorted by their first x, one that covers the beginning of the next interleaved with it by x."""
    out = [runs[0]]
    for run in runs[1:]:
        if run[0].x0 < max(g.x0 for g in out[-1]) and not (run[0].script or out[-1][-1].script):
            out[-1] = sorted(out[-1] + run, key=lambda g: g.x0)
        else:
            out.append(run)
    return out


def _unstacked(scripts: list[Glyph]) -> list[Glyph]:
    supers = [g for g in scripts if g.script == "super"]
    if not supers or len(supers) == len(scripts):
        return scripts
    subs = [g for g in scripts if g.script == "sub"]
    if min(g.x0 for g in supers) < max(g.x1 for g in subs) - 0.3 and min(g.x0 for g in subs) < max(g.x1 for g in supers) - 0.3:
        return subs + supers
    return scripts


def _spaced(line: list[Glyph], size: float) -> list[Glyph]:
    """The line with one space in every gap that reads as one, and without spaces that take no room or repeat."""
    ink: list[Glyph] = []
    after_space: list[bool] = []
    pending = False
    for g in line:
        if g.text == " ":
            pending = True
            continue
        ink.append(g)
        after_space.append(pending)
        pending = False
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(ink))
    # Inter-word spaces are 0.2 of the size at the least (justified TeX), thin spaces 0.17, kerning below 0.1. Where the PDF
    # draws its own spaces a gap must be wider to count; letter-spaced type has wide gaps between all its letters.
    tracking = max(gaps[len(gaps) // 4], 0.0) if len(gaps) > 8 else 0.0
    wide = (0.2 if any(after_space) else 0.15) * size + tracking
    out = ink[:1]
    for (a, g), drawn in zip(pairwise(ink), after_space[1:], strict=True):
        gap = g.x0 - a.x1
        if gap > wide or (drawn and gap > 0.04 * size):
            script: ScriptMark = a.script if a.script == g.script else ""
            out.append(a._replace(text=" ", x0=min(a.x1, g.x0), x1=max(a.x1, g.x0), script=script))
        out.append(g)
    return out


def _text_line(glyphs: Sequence[Glyph]) -> TextLine:
    ink = [g for g in glyphs if g.text != " "]
    size, baseline = main_type([g for g in ink if not g.script] or ink)
    box = Box(ink[0].page, min(g.x0 for g in ink), min(g.y0 for g in ink), max(g.x1 for g in ink), max(g.y1 for g in ink))
    return TextLine(tuple(glyphs), box, size, baseline, _with_carets(glyphs))


def _with_carets(glyphs: Sequence[Glyph]) -> str:
    pieces, before = [], ""
    for g in glyphs:
        if g.script == "super" and before != "super" and g.horizontal:
            pieces.append("^")
        before = g.script
        pieces.append(g.text)
    return "".join(pieces)
