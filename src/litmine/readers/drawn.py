"""What a page draws: its characters as MuPDF gives them, readable, each once, without what nobody sees."""

from collections import Counter
from functools import partial
from math import inf
from typing import Literal, NamedTuple

import pymupdf

from litmine.readers.codepoints import ACCENTS, composed, readable

ScriptMark = Literal["", "super", "sub"]

# Without the spaces that MuPDF supposes: with a font that has no widths they take the place of letters.
FLAGS = pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_INHIBIT_SPACES
_FILLED, _STROKED = 16, 32  # bits of a span's char_flags; with neither, the text is drawn invisibly (an OCR layer)
_WIDTHLESS = 12  # so many glyphs of no width speak of a font without widths
_BOLD_FLAG, _BOLD_CHAR = 16, 8
_WHITE = 0xF8F8F8  # the bits that all whites have, and next to nothing else


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


_glyph = partial(tuple.__new__, Glyph)  # from a tuple of all fields: a third of the time of a call with thirteen arguments


def drawn_lines(page: pymupdf.Page) -> list[list[Glyph]]:
    """The visible glyphs of a page, line by line as drawn, ``script`` not yet set.

    Left out: zero-size and off-page glyphs, characters drawn twice at one place (imitated bold), invisible or white text under
    visible text, white text on white paper beside visible text. Text below a picture stays: what is transparent cannot be told,
    and the text of a scan may lie there. Code points are made readable (``codepoints.readable``).
    """
    lines, hidden, white = _drawn(page)
    if _without_widths(lines):
        lines, hidden, white = _drawn(page, widthless=True)
    if hidden or white:
        lines = _without_hidden(lines, hidden | white)
    if white:
        lines = _without_white(lines, white, page)
    return [line for line in _without_doubles(lines) if line]


def _without_widths(lines: list[list[Glyph]]) -> bool:
    """Whether most glyphs of a font have no width (of a ligature that is drawn as one, only the first letter has one)."""
    flat = Counter([g.font for line in lines for g in line if g.x1 - g.x0 < 0.01])
    if not any(n > _WIDTHLESS for n in flat.values()):
        return False
    every = Counter(g.font for line in lines for g in line)
    return any(n > max(_WIDTHLESS, 0.5 * every[font]) for font, n in flat.items())


def _drawn(page: pymupdf.Page, *, widthless: bool = False) -> tuple[list[list[Glyph]], set[int], set[int]]:
    """Glyphs per line of MuPDF, script still unset, and the numbers of the lines that hold invisible and white text.

    ``widthless``: every glyph of a line that runs left to right ends where it begins, and none is lost. (Where a font has no
    widths, a letter that stands alone makes a line without extent, which PyMuPDF leaves out unless side bearings are added.)
    """
    flags = FLAGS | pymupdf.TEXT_ACCURATE_SIDE_BEARINGS if widthless else FLAGS
    number = page.number + 1
    turn = page.rotation_matrix if page.rotation else None
    width, height = page.rect.width, page.rect.height
    lines: list[list[Glyph]] = []
    hidden: set[int] = set()
    white: set[int] = set()
    for block in page.get_text("rawdict", flags=flags)["blocks"]:
        for line in block.get("lines", ()):
            dx, dy = line["dir"]
            if turn:
                dx, dy = dx * turn.a + dy * turn.c, dx * turn.b + dy * turn.d
            horizontal = dx > 0.98
            serial = len(lines)
            found: list[Glyph] = []
            for span in line["spans"]:
                size = span["size"]
                shown = span["char_flags"] & (_FILLED | _STROKED)
                if size < 0.5 or (shown and span["alpha"] == 0):
                    continue
                font = span["font"]
                bold = bool(span["flags"] & _BOLD_FLAG or span["char_flags"] & _BOLD_CHAR)
                if not shown:
                    hidden.add(serial)
                elif span["color"] & _WHITE == _WHITE:
                    white.add(serial)
                up, down = 0.78 * size, 0.22 * size
                baseline = top = foot = inf
                for char in span["chars"]:
                    text = char["c"]
                    x0, y0, x1, y1 = char["bbox"]
                    begin, level = char["origin"]
                    if turn:
                        x0, y0, x1, y1 = pymupdf.Rect(x0, y0, x1, y1) * turn
                        begin, level = pymupdf.Point(begin, level) * turn
                    if level != baseline:
                        # The glyphs of a baseline share these numbers: they are held for all pages of the paper.
                        baseline, top, foot = level, level - up, level + down
                    if horizontal:
                        y0, y1 = top, foot
                        if widthless:
                            x0 = x1 = begin
                    if x1 <= 0 or y1 <= 0 or x0 >= width or y0 >= height or (x1 - x0 < 0.01 and y1 - y0 < 0.01):
                        continue
                    if not (" " <= text <= "~"):
                        text = readable(text, font)
                        if not text:
                            continue
                    found.append(_glyph((text, x0, y0, x1, y1, number, size, baseline, bold, font, "", horizontal, serial)))
            lines.append(found if ACCENTS.keys().isdisjoint([g.text for g in found]) else _composed(found))
    return lines, hidden, white


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


def _without_white(lines: list[list[Glyph]], white: set[int], page: pymupdf.Page) -> list[list[Glyph]]:
    """Lines without white ones that stand on bare paper; on a page that shows no other text they are all kept."""
    if not any(g.text != " " for line in lines for g in line if g.line not in white):
        return lines
    # What is drawn in any colour but white may be the ground of white type, and so may an image.
    grounds = [pymupdf.Rect(box) for kind, box in page.get_bboxlog() if "image" in kind or "shade" in kind]
    grounds += [path["rect"] for path in page.get_cdrawings() if _colours(path.get("fill"))]
    if page.rotation:
        grounds = [pymupdf.Rect(r) * page.rotation_matrix for r in grounds]
    return [
        line for line in lines if not line or line[0].line not in white or any(_on(line[len(line) // 2], *ground) for ground in grounds)
    ]


def _colours(fill: tuple[float, ...] | None) -> bool:
    return fill is not None and min(fill) < 0.97


def _on(g: Glyph, x0: float, y0: float, x1: float, y1: float) -> bool:
    x, y = g.centre
    return x0 <= x <= x1 and y0 <= y <= y1


def _without_doubles(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """Lines without characters drawn a second time within 0.12 of their size (imitated bold, shadows)."""
    # A quick look first: where type is doubled, some of it falls into one cell of a grid.
    cells = [(g.text, g.x0 // 1.5, g.baseline // 1.0) for line in lines for g in line if g.text != " "]
    if len(set(cells)) == len(cells):
        return lines
    placed: dict[tuple[str, int], list[tuple[float, float]]] = {}
    kept = []
    for line in lines:
        out = []
        for g in line:
            if g.text != " ":
                near = 0.12 * g.size
                rows = range(int(g.baseline - near), int(g.baseline + near) + 1)
                if any(abs(x - g.x0) < near and abs(y - g.baseline) < near for r in rows for x, y in placed.get((g.text, r), ())):
                    continue
                placed.setdefault((g.text, int(g.baseline)), []).append((g.x0, g.baseline))
            out.append(g)
        kept.append(out)
    return kept
