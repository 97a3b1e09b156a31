"""Pictures of evidence: crops of a page with the quote marked in the picture, the file untouched."""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pymupdf

from litmine.errors import PaperError
from litmine.geometry import Box

Draw = Callable[..., bytes]

# Sizes in points: lines shown above and below a quote, white round a strip, the gap at which a picture is torn in two.
CONTEXT, EDGE, TEAR = 26.0, 6.0, 70.0
MAX_WIDTH, MAX_HEIGHT = 1400, 900  # pixels
_GREYS = 16
_TORN_ROWS = 9
# What each layer of the picture multiplies the page with: nothing, a faint wash (the sentence), a marker pen (the quote).
_INKS = ((255, 255, 255), (255, 248, 214), (255, 208, 74))
_TEAR_INK = (186, 192, 202)


def crop(
    path: Path,
    boxes: Sequence[Box],
    *,
    wash: Sequence[Box] = (),
    around: Sequence[Box] = (),
    margin: float = CONTEXT,
    zoom: float = 2.0,
    highlight: bool = True,
) -> bytes:
    """A PNG of the page around ``boxes`` (those of the first box's page), with them marked in the picture, not in the file.

    The picture spans the text column and shows ``margin`` points above and below. ``wash`` (the sentence, the table row) is
    shown and tinted; ``around`` (the header cells) is only shown, and taken from the page before where this one has none.
    What lies far off is joined by a torn edge. ``zoom`` is pixels per point, less where the picture would exceed 1400 x 900
    pixels. Sixteen greys and two inks keep it small.
    Raises PaperError where the file or the page cannot be drawn, ValueError without boxes.
    """
    with opened(path) as draw:
        return draw(boxes, wash=wash, around=around, margin=margin, zoom=zoom, highlight=highlight)


@contextmanager
def opened(path: Path) -> Iterator[Draw]:
    """``crop`` for many pictures of one paper: gives a function of everything ``crop`` takes but the path."""
    document = open_pdf(path)
    display = lru_cache(maxsize=8)(lambda number: page_at(document, number, path).get_displaylist())
    lines = lru_cache(maxsize=64)(lambda number: _text_lines(page_at(document, number, path), number))

    def draw(
        boxes: Sequence[Box],
        *,
        wash: Sequence[Box] = (),
        around: Sequence[Box] = (),
        margin: float = CONTEXT,
        zoom: float = 2.0,
        highlight: bool = True,
    ) -> bytes:
        if not boxes:
            raise ValueError("nothing to draw: no boxes")
        number = boxes[0].page
        try:
            marked, washed = ([b for b in given if b.page == number] for given in (boxes, wash))
            beside = _nearest(around, number)
            shown = [*marked, *washed, *beside]
            strips = []
            for n in sorted({b.page for b in shown}):
                here = [[b for b in given if b.page == n] for given in (marked, [*washed, *beside])]
                strips += _strips(*here, lines(n), Box(n, *display(n).rect), margin)
            return _drawn(display, strips, marked if highlight else [], washed if highlight else [], zoom, number)
        except PaperError:
            raise
        except Exception as error:  # the library's errors have no common base
            raise PaperError(f"page {number} cannot be drawn ({error})", where=path.name) from error

    try:
        yield draw
    finally:
        display.cache_clear()
        document.close()


def open_pdf(path: Path) -> pymupdf.Document:
    """A PDF to draw or to mark, for the caller to close. Raises PaperError where the file is none, or needs a password."""
    # Its complaints about a damaged file would go to stdout, which is for results.
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(path)
    except Exception as error:  # the library's errors have no common base
        raise PaperError(f"cannot be opened ({error})", where=path.name, remedy="give the file that was read") from error
    if not document.is_pdf or document.needs_pass:
        document.close()
        raise PaperError("is no PDF that can be drawn", where=path.name, remedy="give the file that was read")
    return document


def page_at(document: pymupdf.Document, number: int, path: Path) -> pymupdf.Page:
    """A page by its number from 1. Raises PaperError, naming ``path``, where there is none."""
    if not 1 <= number <= document.page_count:
        raise PaperError(f"has no page {number}", where=path.name, remedy="give the file that was read")
    return document[number - 1]


@dataclass(frozen=True, slots=True)
class _TextLine:
    """A line of text of a page as shown, with the left and right edge of the block it stands in."""

    box: Box
    left: float
    right: float


def _text_lines(page: pymupdf.Page, number: int) -> tuple[_TextLine, ...]:
    found: dict[tuple[int, int], Box] = {}
    for *corners, _, block, line, _ in page.get_text("words"):
        box = Box(number, *(pymupdf.Rect(corners) * page.rotation_matrix))
        found[block, line] = found[block, line].union(box) if (block, line) in found else box
    edges: dict[int, tuple[float, float]] = {}
    for (block, _), box in found.items():
        left, right = edges.get(block, (box.x0, box.x1))
        edges[block] = min(left, box.x0), max(right, box.x1)
    return tuple(_TextLine(box, *edges[block]) for (block, _), box in found.items())


def _nearest(around: Sequence[Box], number: int) -> list[Box]:
    """The boxes of one page: this one, else the last before it, else the first after."""
    pages = {b.page for b in around}
    if not pages:
        return []
    before = [p for p in pages if p <= number]
    page = max(before) if before else min(pages)
    return [b for b in around if b.page == page]


def _strips(marked: Sequence[Box], others: Sequence[Box], lines: Sequence[_TextLine], page: Box, margin: float) -> list[Box]:
    """The parts of one page to show, top to bottom, as wide as the text column; no line of text is cut in half."""
    shown = [*marked, *others]
    column = [line for line in lines if any(line.box.intersection(s) for s in marked)]
    x0 = max(min([s.x0 for s in shown] + [line.left for line in column]) - EDGE, page.x0)
    x1 = min(max([s.x1 for s in shown] + [line.right for line in column]) + EDGE, page.x1)
    spans = sorted([(s.y0 - EDGE, s.y1 + EDGE) for s in others] + [(s.y0 - margin, s.y1 + margin) for s in marked])
    merged: list[tuple[float, float]] = []
    for y0, y1 in spans:
        if merged and y0 - merged[-1][1] < TEAR:
            merged[-1] = merged[-1][0], max(merged[-1][1], y1)
        else:
            merged.append((y0, y1))
    beside = sorted((line.box for line in lines if line.box.x0 < x1 and x0 < line.box.x1), key=lambda b: b.y0)
    upside_down = [Box(b.page, b.x0, -b.y1, b.x1, -b.y0) for b in reversed(beside)]
    strips = []
    for y0, y1 in merged:
        inside = [s for s in shown if s.y0 < y1 and y0 < s.y1]
        y0 = _snapped(y0, beside, at_most=min(s.y0 for s in inside) - 1)
        y1 = -_snapped(-y1, upside_down, at_most=-max(s.y1 for s in inside) - 1)
        if y1 > page.y0 and y0 < page.y1:
            strips.append(Box(page.page, x0, max(y0, page.y0), x1, min(y1, page.y1)))
    return strips


def _snapped(top: float, lines: Sequence[Box], at_most: float) -> float:
    """A top edge that cuts no line: below a line of which it would show the lesser part, else above that line.

    ``lines`` from the top down; the edge does not go below ``at_most``.
    """
    for line in lines:
        if line.y0 < top < line.y1:
            below = line.y1 + 0.5
            top = below if line.centre[1] < top and below <= at_most else line.y0 - 1
    return top


def _drawn(
    display: Callable[[int], pymupdf.DisplayList],
    strips: Sequence[Box],
    marked: Sequence[Box],
    washed: Sequence[Box],
    zoom: float,
    number: int,
) -> bytes:
    """The strips as one indexed PNG. Those of page ``number`` come first where the picture would get too tall."""
    if not strips:
        raise ValueError("the boxes lie off the page")
    x0, x1 = min(s.x0 for s in strips), max(s.x1 for s in strips)
    zoom = min(zoom, MAX_WIDTH / max(x1 - x0, 1.0))
    room = MAX_HEIGHT / zoom
    keep: list[Box] = []
    for strip in sorted(strips, key=lambda s: (s.page != number, not any(s.intersection(m) for m in marked), s)):
        if strip.height > room and not keep:
            top = max(min((m.y0 for m in marked if strip.intersection(m)), default=strip.y0) - room / 3, strip.y0)
            strip = Box(strip.page, strip.x0, top, strip.x1, min(top + room, strip.y1))
        if strip.height <= room:
            keep.append(strip)
            room -= strip.height
    rows: list[bytes] = []
    for strip in sorted(keep):
        wide = Box(strip.page, x0, strip.y0, x1, strip.y1)
        inks = [[b for b in given if b.page == strip.page] for given in (marked, washed)]
        part = _strip_rows(display(strip.page), wide, *inks, zoom)
        if rows:
            rows += _torn(len(part[0]))
        rows += part
    return _png(rows)


def _strip_rows(
    listed: pymupdf.DisplayList, strip: Box, marked: Sequence[Box], washed: Sequence[Box], zoom: float
) -> list[bytes]:
    """The pixels of a strip as palette indices: sixteen greys for each ink."""
    clip = pymupdf.Rect(strip.x0, strip.y0, strip.x1, strip.y1)
    pixmap = listed.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csGRAY, alpha=0, clip=clip)
    width, height, stride, samples = pixmap.width, pixmap.height, pixmap.stride, pixmap.samples
    rows = [bytearray(samples[y * stride : y * stride + width].translate(_LEVELS[0])) for y in range(height)]
    for ink, boxes in ((1, washed), (2, marked)):
        for b in boxes:
            left, right = (min(max(round(x * zoom) - pixmap.x, 0), width) for x in (b.x0 - 1, b.x1 + 1))
            top, bottom = (min(max(round(y * zoom) - pixmap.y, 0), height) for y in (b.y0, b.y1))
            for y in range(top, bottom):
                rows[y][left:right] = samples[y * stride + left : y * stride + right].translate(_LEVELS[ink])
    return [bytes(r) for r in rows]


_LEVELS = tuple(bytes(g * _GREYS // 256 + ink * _GREYS for g in range(256)) for ink in range(len(_INKS)))
_WHITE, _TORN = _GREYS - 1, len(_INKS) * _GREYS


def _torn(width: int) -> list[bytes]:
    """A band of white with a dashed line: here something of the page is left out."""
    dashes = bytes(_TORN if x % 12 < 7 else _WHITE for x in range(width))
    blank = bytes([_WHITE]) * width
    return [dashes if y in (_TORN_ROWS // 2, _TORN_ROWS // 2 + 1) else blank for y in range(_TORN_ROWS)]


def _png(rows: Sequence[bytes]) -> bytes:
    """An indexed PNG (RFC 2083) of rows of palette indices."""
    width = min(map(len, rows))
    palette = b"".join(bytes(c * g // (_GREYS - 1) for c in ink) for ink in _INKS for g in range(_GREYS)) + bytes(_TEAR_INK)
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + row[:width] for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
