"""Glyphs of a PDF page: what is drawn where, and which of it is raised or lowered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import inf
from typing import Literal, NamedTuple

import pymupdf

from litmine.geometry import Box
from litmine.readers.codepoints import ACCENTS, PRIME_LIKE, SCRIPT_DIGITS, composed, readable

ScriptMark = Literal["", "super", "sub"]
Char = tuple[str, Box | None, ScriptMark]  # a code point of the text, where it stands, how it is set

_FLAGS = pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_FILLED, _STROKED = 16, 32  # bits of a span's char_flags; with neither, the text is drawn invisibly (an OCR layer)
_BOLD_FLAG, _BOLD_CHAR = 16, 8
_WHITE = 0xFFFFFF
# Script geometry in units of the host's type size. Raised type in print stands 0.2-0.5 of the size above the line, lowered type
# 0.1-0.3 below; script type is 0.5-0.8 of the host's size.
_SMALL = 0.88
_RAISED = (0.12, 0.80)
_LOWERED = (0.04, 0.50)
_RAISED_AT_FULL_SIZE = (0.22, 0.60)


class Glyph(NamedTuple):
    """One drawn character (a named tuple, not a dataclass: a page has thousands).

    ``text`` is one code point or an expanded ligature. Box and ``baseline`` in points, origin top left of the page as shown
    (rotation applied), ``page`` from 1; the box is 0.78 of the size above the baseline and 0.22 below, whatever the font claims.
    ``script`` is "", "super" or "sub"; ``horizontal`` False for text that does not run left to right; glyphs with one ``line``
    were drawn as one line (raised and lowered ones with their host).
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    page: int
    size: float
    baseline: float
    bold: bool
    font: str
    script: ScriptMark
    horizontal: bool
    line: int

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


def page_glyphs(page: pymupdf.Page) -> tuple[Glyph, ...]:
    """The visible glyphs of a page in the order they are drawn, line by line.

    Left out: zero-size and off-page glyphs, characters drawn twice at one place (imitated bold), invisible or white text under
    visible text, spaces that only MuPDF supposes. Code points are made readable (``codepoints.readable``).
    """
    lines, hidden = _drawn(page)
    if hidden:
        lines = _without_hidden(lines, hidden)
    lines = [kept for line in _without_doubles(lines) if (kept := line)]
    scripted = [_scripts_of(line) for line in lines]
    return _joined_to_hosts(scripted)


def _drawn(page: pymupdf.Page) -> tuple[list[list[Glyph]], set[int]]:
    """Glyphs per line of MuPDF, script still unset, and the line numbers that hold invisible or white text."""
    number = page.number + 1
    turn = page.rotation_matrix if page.rotation else None
    width, height = page.rect.width, page.rect.height
    lines: list[list[Glyph]] = []
    hidden: set[int] = set()
    for block in page.get_text("rawdict", flags=_FLAGS)["blocks"]:
        for line in block.get("lines", ()):
            dx, dy = line["dir"]
            if turn:
                dx, dy = dx * turn.a + dy * turn.c, dx * turn.b + dy * turn.d
            horizontal = dx > 0.98
            serial = len(lines)
            found: list[Glyph] = []
            for span in line["spans"]:
                size = span["size"]
                if size < 0.5 or span["alpha"] == 0:
                    continue
                font = span["font"]
                bold = bool(span["flags"] & _BOLD_FLAG or span["char_flags"] & _BOLD_CHAR)
                if not span["char_flags"] & (_FILLED | _STROKED) or span["color"] == _WHITE:
                    hidden.add(serial)
                up, down = 0.78 * size, 0.22 * size
                for char in span["chars"]:
                    if char["synthetic"]:
                        continue
                    text = char["c"]
                    x0, y0, x1, y1 = char["bbox"]
                    baseline = char["origin"][1]
                    if turn:
                        x0, y0, x1, y1 = pymupdf.Rect(x0, y0, x1, y1) * turn
                        baseline = (pymupdf.Point(char["origin"]) * turn).y
                    if horizontal:
                        y0, y1 = baseline - up, baseline + down
                    if x1 <= 0 or y1 <= 0 or x0 >= width or y0 >= height or (x1 - x0 < 0.01 and y1 - y0 < 0.01):
                        continue
                    if not ("!" <= text <= "~"):
                        text = readable(text, font)
                        if not text:
                            continue
                    found.append(Glyph(text, x0, y0, x1, y1, number, size, baseline, bold, font, "", horizontal, serial))
            lines.append(_composed(found) if any(g.text in ACCENTS for g in found) else found)
    return lines, hidden


def _composed(line: list[Glyph]) -> list[Glyph]:
    """The line with accents that are drawn over a letter, before or after it, made one glyph with the letter."""
    out: list[Glyph] = []
    pending: Glyph | None = None
    for g in line:
        if pending is not None:
            if g.text.isalpha() and abs(g.centre[0] - pending.centre[0]) < 0.3 * g.size:
                g = g._replace(text=composed(g.text, pending.text), x0=min(g.x0, pending.x0))
            else:
                out.append(pending)
            pending = None
        if g.text in ACCENTS:
            before = out[-1] if out else None
            if before is not None and before.text.isalpha() and abs(g.centre[0] - before.centre[0]) < 0.25 * before.size:
                out[-1] = before._replace(text=composed(before.text, g.text))
            else:
                pending = g
            continue
        out.append(g)
    return [*out, pending] if pending is not None else out


def _without_hidden(lines: list[list[Glyph]], hidden: set[int]) -> list[list[Glyph]]:
    """Lines without the invisible ones that lie under visible text. A page with an OCR layer and nothing else keeps it."""
    shown = {(int(g.centre[0] // 6), int(g.centre[1] // 6)) for i, line in enumerate(lines) if i not in hidden for g in line}
    kept = []
    for i, line in enumerate(lines):
        if i in hidden and line:
            under = sum((int(g.centre[0] // 6), int(g.centre[1] // 6)) in shown for g in line)
            if under > 0.5 * len(line):
                continue
        kept.append(line)
    return kept


def _without_doubles(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """Lines without characters drawn a second time within 0.12 of their size (imitated bold, shadows)."""
    # A quick look first: where type is doubled, some of it falls into one cell of a grid.
    cells = [(g.text, int(g.x0 / 1.5), int(g.baseline)) for line in lines for g in line if g.text != " "]
    if len(set(cells)) == len(cells):
        return lines
    placed: dict[tuple[str, int], list[float]] = {}
    kept = []
    for line in lines:
        out = []
        for g in line:
            if g.text != " ":
                others = placed.setdefault((g.text, round(g.baseline)), [])
                near = 0.12 * g.size
                if any(abs(x - g.x0) < near for x in others):
                    continue
                others.append(g.x0)
            out.append(g)
        kept.append(out)
    return kept


def _main(line: Sequence[Glyph]) -> tuple[float, float]:
    """The dominant (size, baseline) of a line: the commonest pair among its visible glyphs, larger type weighing more."""
    first = line[0]
    size, baseline = first.size, first.baseline
    if len({(g.size, g.baseline) for g in line}) == 1:
        return size, baseline
    found: Counter[tuple[float, float]] = Counter()
    for g in line:
        if g.text != " ":
            found[round(g.size, 1), round(g.baseline, 1)] += 1
    if not found:
        return size, baseline
    # By area: in "(a^12,13,14" the letter is the line, not its citations.
    return max(found, key=lambda pair: (found[pair] * pair[0] ** 2, pair))


def _mark(g: Glyph, size: float, baseline: float) -> ScriptMark:
    """Whether a glyph is raised or lowered against a line's dominant size and baseline."""
    rise = (baseline - g.baseline) / size
    if g.size < _SMALL * size:
        if _RAISED[0] < rise < _RAISED[1]:
            return "super"
        if _LOWERED[0] < -rise < _LOWERED[1]:
            return "sub"
    elif g.size < 1.05 * size and _RAISED_AT_FULL_SIZE[0] < rise < _RAISED_AT_FULL_SIZE[1]:
        return "super"
    return ""


def _scripts_of(line: list[Glyph]) -> list[Glyph]:
    """The line with ``script`` set from sizes and baselines."""
    if not line or not line[0].horizontal:
        return line
    size, baseline = _main(line)
    out = []
    for g in line:
        if g.baseline == baseline and g.text not in SCRIPT_DIGITS:
            out.append(g)
            continue
        mark = _mark(g, size, baseline) if abs(g.baseline - baseline) > 0.03 * size else ""
        out.append(_with_script(g, mark))
    return out


def _with_script(g: Glyph, mark: ScriptMark) -> Glyph:
    """The glyph with a script mark, except for signs that stand high by nature; code points like ² become a marked digit."""
    if g.text in SCRIPT_DIGITS:
        text, kind = SCRIPT_DIGITS[g.text]
        return g._replace(text=text, script=kind)
    if not mark:
        return g
    if mark == "super":
        if g.text in PRIME_LIKE:
            return g
        if g.text in "◦∘○":  # the usual way of typesetting a degree sign
            return g._replace(text="°")
    return g._replace(script=mark)


def _joined_to_hosts(lines: list[list[Glyph]]) -> tuple[Glyph, ...]:
    """All glyphs, lines of nothing but small type that touch a larger line joined to it as its scripts."""
    lines = [line for line in lines if line]
    mains = [_main(line) for line in lines]
    spans = [(line[0].x0, max(g.x1 for g in line)) if line[0].horizontal else (0.0, -1.0) for line in lines]
    out: list[Glyph] = []
    for i, line in enumerate(lines):
        size, baseline = mains[i]
        host = None
        if line[0].horizontal and len(line) <= 24:
            x0, x1 = spans[i]
            for j, (host_size, host_baseline) in enumerate(mains):
                if j == i or size >= _SMALL * host_size or not -0.5 < (host_baseline - baseline) / host_size < 0.8:
                    continue
                reach = 0.35 * host_size
                if spans[j][0] - reach <= x1 and x0 <= spans[j][1] + reach and _touches(line, lines[j], mains[j], reach):
                    host = j
                    break
        if host is None:
            out.extend(line)
            continue
        serial = lines[host][0].line
        out.extend(_with_script(g, _mark(g, *mains[host]))._replace(line=serial) for g in line)
    return tuple(out)


def _touches(small: Sequence[Glyph], host: Sequence[Glyph], main: tuple[float, float], reach: float) -> bool:
    """Whether small type begins where a host glyph ends, or ends where one begins, and covers none that stands on the line."""
    x0, x1 = small[0].x0, max(g.x1 for g in small)
    level = [g for g in host if g.text != " " and not g.script and abs(g.baseline - main[1]) < 0.1 * main[0] and g.size > 0.9 * main[0]]
    ends = any(-reach < x0 - g.x1 < reach for g in level)
    starts = any(-reach < g.x0 - x1 < reach for g in level)
    covered = any(g.x0 + 0.3 * g.size < x1 and g.x1 - 0.3 * g.size > x0 for g in level)
    return (ends or starts) and not covered


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
            rows.append(_Row(*_main([g for g in part if not g.script] or part), part[0].x0, part[-1].x1, part))
    rows.sort(key=lambda r: (r.baseline, r.x0))
    lines: list[_Row] = []
    for row in rows:
        near = takewhile(lambda o: row.baseline - o.baseline < 3 * row.size, reversed(lines))  # noqa: B023 (used at once)
        host = next((o for o in near if _same_line(o, row, max_gap)), None)
        if host is None:
            lines.append(row)
            continue
        size, baseline = _main([g for g in host.glyphs + row.glyphs if not g.script] or host.glyphs)
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
    return -0.3 * small < gap <= max_gap * max(a.size, b.size)


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
    size, baseline = _main([g for g in ink if not g.script] or ink)
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
