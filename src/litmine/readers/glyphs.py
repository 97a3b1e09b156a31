"""The glyphs of a page, and the lines they stand on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise, takewhile
from math import inf
from operator import attrgetter
from typing import NamedTuple

import pymupdf

from litmine.geometry import Box, Place
from litmine.readers.advances import with_true_advances
from litmine.readers.drawn import Glyph, ScriptMark, drawn_lines
from litmine.readers.scripts import main_type, with_scripts
from litmine.readers.small_glyphs import with_small_glyphs

__all__ = ["Char", "Glyph", "ScriptMark", "TextLine", "lines_of", "page_glyphs", "run_text"]

Char = tuple[str, Box | Place | None, ScriptMark]  # a code point of the text, where it stands, how it is set
_place = partial(tuple.__new__, Place)  # from a tuple: half the time of a call with five arguments


def page_glyphs(page: pymupdf.Page) -> tuple[Glyph, ...]:
    """The visible glyphs of a page in the order they are drawn, line by line, super- and subscripts marked."""
    return with_scripts(with_true_advances(with_small_glyphs(page, drawn_lines(page))))


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
        ink = [g.bold for g in self.glyphs if g.text != " "]
        return 2 * sum(ink) > len(ink)

    @property
    def horizontal(self) -> bool:
        """Whether the line runs left to right."""
        return self.glyphs[0].horizontal

    def chars(self) -> list[Char]:
        """(code point, box, script) for every character; a caret of no width stands before a superscript run.

        All boxes have the line's height; a line that does not run left to right gives its own box for every character.
        """
        if not self.horizontal:
            return [(c, self.box, g.script) for g in self.glyphs for c in g.text]
        out: list[Char] = []
        page, y0, y1 = self.box.page, self.box.y0, self.box.y1
        before = ""
        for g in self.glyphs:
            text, x0, x1, script = g.text, g.x0, g.x1, g.script
            if script == "super" and before != "super":
                out.append(("^", _place((page, x0, y0, x0, y1)), ""))
            before = script
            if len(text) == 1:
                out.append((text, _place((page, x0, y0, x1, y1)), script))
                continue
            step = (x1 - x0) / len(text)
            out += [(c, _place((page, x0 + i * step, y0, x0 + (i + 1) * step, y1)), script) for i, c in enumerate(text)]
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
    for serial, run in groupby(glyphs, key=attrgetter("line")):
        drawn.setdefault(serial, []).extend(run)
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
    lines: list[_Row] = []
    for row in _by_height(rows):
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


def _by_height(rows: list[_Row]) -> list[_Row]:
    """Rows from the top down, those on one baseline (within a twentieth of the type size) from left to right."""
    rows.sort(key=lambda r: r.baseline)
    out: list[_Row] = []
    first = 0
    for i, row in enumerate(rows):
        if row.baseline - rows[first].baseline > 0.05 * row.size:
            out += sorted(rows[first:i], key=lambda r: r.x0)
            first = i
    return out + sorted(rows[first:], key=lambda r: r.x0)


def _parts(line: list[Glyph], max_gap: float) -> list[list[Glyph]]:
    """A drawn line cut where it jumps further than ``max_gap`` or runs back (two cells, two columns, an overprint)."""
    line = _in_order(line)
    parts, last = [[line[0]]], line[0]
    for g in line[1:]:
        if g.text != " ":
            gap = g.x0 - last.x1
            if gap > max_gap * g.size and gap > max_gap * last.size and last.text != " ":
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
    """At most no gap between two pieces that overlap where raised signs of one stand over lowered ones of the other.

    It is less where their full-size type overlaps too; minus infinity where it is no such scripts that overlap.
    """
    left, right = (a, b) if a.x0 <= b.x0 else (b, a)
    ends = [g.x1 for g in left.glyphs if _level(g, left)]
    begins = [g.x0 for g in right.glyphs if _level(g, right)]
    if not ends or not begins:
        return -inf
    end, begin = max(ends), min(begins)
    tail = {g.baseline < left.baseline for g in left.glyphs if g.x0 > end - 0.5 and g.text != " "}
    head = {g.baseline < right.baseline for g in right.glyphs if g.x1 < begin + 0.5 and g.text != " "}
    return min(begin - end, 0.0) if len(tail) == len(head) == 1 and tail != head else -inf


def _level(g: Glyph, row: _Row) -> bool:
    return g.text != " " and abs(g.baseline - row.baseline) < 0.03 * row.size


def _in_order(line: list[Glyph]) -> list[Glyph]:
    """Glyphs by x; of a sub- and a superscript set over each other the subscript comes first.

    Glyphs drawn one after the other stay so unless the pen goes back by half a type size: pieces of a ligature overlap.
    """
    cuts = [
        i
        for i, (last, g) in enumerate(pairwise(line), 1)
        if (g.x0 < last.x0 - 0.1 and (g.script != last.script or g.x0 < last.x0 - 0.5 * g.size)) or g.line != last.line
    ]
    if cuts:
        runs = [line[a:b] for a, b in pairwise([0, *cuts, len(line)])]
        for run, after in pairwise(runs):
            if run[-1].text == " " and after[0].x0 < run[-1].x0 and len(run) > 1:
                run.pop()  # the space stood behind the script that this run's own scripts stand over
        runs.sort(key=lambda run: run[0].x0)
        line = [g for run in _merged(runs) for g in run]
    if not any(g.script for g in line):
        return line
    out: list[Glyph] = []
    stack: list[Glyph] = []
    for g in line:
        if g.script:
            stack.append(g)
        elif stack:
            out += _unstacked(stack, out[-1] if out else None, g) if len(stack) > 1 else stack
            stack = []
            out.append(g)
        else:
            out.append(g)
    return out + _unstacked(stack, out[-1] if out else None, None)


def _merged(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs sorted by their first x, one that covers the beginning of the next interleaved with it by x.

    Scripts that were drawn before or after the whole line (the numerator of a fraction) keep together where they begin.
    """
    out = [runs[0]]
    for run in runs[1:]:
        covered = run[0].x0 < max(g.x0 for g in out[-1])
        if covered and not (run[0].script or out[-1][-1].script):
            out[-1] = sorted(out[-1] + run, key=lambda g: g.x0)
        elif covered and all(g.script or g.text == " " for g in run):
            at = next(i for i, g in enumerate(out[-1]) if g.x0 > run[0].x0)
            out[-1][at:at] = run
        else:
            out.append(run)
    return out


def _unstacked(scripts: list[Glyph], before: Glyph | None, after: Glyph | None) -> list[Glyph]:
    """Scripts between two glyphs of the line: what is lowered before what is raised over it; a fraction with its slash."""
    supers = [g for g in scripts if g.script == "super" and g.text != " "]
    subs = [g for g in scripts if g.script == "sub" and g.text != " "]
    if not supers or not subs:
        return scripts
    a0, a1 = min(g.x0 for g in supers), max(g.x1 for g in supers)
    b0, b1 = min(g.x0 for g in subs), max(g.x1 for g in subs)
    if not (a0 < b1 - 0.3 and b0 < a1 - 0.3):
        return scripts
    # A numerator and a denominator are centred on each other, and stand apart from what is left and right of them.
    room = 0.08 * supers[0].size
    apart = before is None or before.text == " " or min(a0, b0) - before.x1 > room
    ends = after is None or after.text == " " or after.x0 - max(a1, b1) > room
    if apart and ends and abs(a0 + a1 - b0 - b1) < 0.3 * supers[0].size:
        size = max(g.size for g in subs)
        signs = [*supers, supers[-1]._replace(text="/"), *subs]
        # Side by side in the room that they take over each other, so that no later ordering by x mixes them.
        x0, step = min(a0, b0), (max(a1, b1) - min(a0, b0)) / len(signs)
        return [
            g._replace(x0=x0 + i * step, x1=x0 + (i + 1) * step, script="sub" if g.script == "sub" and g.size < 0.8 * size else "")
            for i, g in enumerate(signs)
        ]
    return subs + supers


def _spaced(line: list[Glyph], size: float) -> list[Glyph]:
    """The line with one space in every gap that reads as one, and without spaces that take no room or repeat."""
    ink: list[Glyph] = []
    drawn: set[int] = set()  # a space is drawn before the ink of this index
    for g in line:
        if g.text == " ":
            drawn.add(len(ink))
        else:
            ink.append(g)
    drawn.discard(len(ink))
    gaps = [b.x0 - a.x1 for a, b in pairwise(ink)]
    # Inter-word spaces are 0.2 of the size at the least (justified TeX), thin spaces 0.17, kerning below 0.1. Where the PDF
    # draws its own spaces a gap must be wider to count; letter-spaced type has wide gaps between all its letters.
    tracking = max(sorted(gaps)[len(gaps) // 4], 0.0) if len(gaps) > 8 else 0.0
    wide = (0.2 if drawn else 0.15) * size + tracking
    out = ink[:1]
    for i, gap in enumerate(gaps, 1):
        if gap > wide or (i in drawn and gap > 0.04 * size):
            out.append(_space_between(ink[i - 1], ink[i]))
        out.append(ink[i])
    return out


def _space_between(a: Glyph, b: Glyph) -> Glyph:
    """A space set like the glyph before it."""
    x0, x1 = sorted((a.x1, b.x0))
    script: ScriptMark = a.script if a.script == b.script else ""
    return Glyph(" ", x0, a.y0, x1, a.y1, a.page, a.size, a.baseline, a.bold, a.font, script, a.horizontal, a.line)


def _text_line(glyphs: Sequence[Glyph]) -> TextLine:
    ink = [g for g in glyphs if g.text != " "]
    size, baseline = main_type([g for g in ink if not g.script] or ink)
    xs, ys = [g.x0 for g in ink], [g.y0 for g in ink]
    box = Box(ink[0].page, min(xs), min(ys), max([g.x1 for g in ink]), max([g.y1 for g in ink]))
    return TextLine(tuple(glyphs), box, size, baseline, _with_carets(glyphs))


def _with_carets(glyphs: Sequence[Glyph]) -> str:
    if not any(g.script for g in glyphs):
        return "".join([g.text for g in glyphs])
    pieces, before = [], ""
    for g in glyphs:
        if g.script == "super" and before != "super" and g.horizontal:
            pieces.append("^")
        before = g.script
        pieces.append(g.text)
    return "".join(pieces)
