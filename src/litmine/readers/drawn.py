"""What a page draws: its characters as MuPDF gives them, readable, each once, without what nobody sees."""

from typing import Literal, NamedTuple

import pymupdf

from litmine.readers.codepoints import ACCENTS, composed, readable

ScriptMark = Literal["", "super", "sub"]

_FLAGS = pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_FILLED, _STROKED = 16, 32  # bits of a span's char_flags; with neither, the text is drawn invisibly (an OCR layer)
_BOLD_FLAG, _BOLD_CHAR = 16, 8
_WHITE = 0xFFFFFF


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


def drawn_lines(page: pymupdf.Page) -> list[list[Glyph]]:
    """The visible glyphs of a page, line by line as drawn, ``script`` not yet set.

    Left out: zero-size and off-page glyphs, characters drawn twice at one place (imitated bold), invisible or white text under
    visible text, spaces that only MuPDF supposes. Code points are made readable (``codepoints.readable``).
    """
    lines, hidden = _drawn(page)
    if hidden:
        lines = _without_hidden(lines, hidden)
    return [line for line in _without_doubles(lines) if line]


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
