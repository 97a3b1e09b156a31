"""Pages printed sideways or upside down: turned upright to be read, and what was found turned back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pymupdf

from litmine.document import Document, Page, Unread
from litmine.geometry import Box
from litmine.readers.glyphs import Glyph
from litmine.tables import LogicalTable

_TURNS = {(1, 0): 0, (0, -1): 90, (-1, 0): 180, (0, 1): 270}  # direction of the text, y down -> degrees clockwise
_MARGIN = 1 / 8  # of the page's width and height
_TURNED = 0.8  # of the glyphs


def is_sideways(glyphs: Sequence[Glyph]) -> bool:
    """Whether most of a page's glyphs do not run left to right."""
    return bool(glyphs) and sum(not g.horizontal for g in glyphs) > 0.5 * len(glyphs)


def is_turned(glyphs: Sequence[Glyph], width: float, height: float) -> bool:
    """Whether a page of a size in points is printed sideways or upside down as a whole: all but its running heads.

    Heads, feet and stamps stand in the outer eighth; on a page of a short table they are half of what is printed.
    """
    inner = [g for g in glyphs if _MARGIN * width < g.x0 < (1 - _MARGIN) * width and _MARGIN * height < g.y0 < (1 - _MARGIN) * height]
    turned = sum(not g.horizontal for g in glyphs)
    of_inner = sum(not g.horizontal for g in inner)
    return turned > _TURNED * len(glyphs) or (2 * turned > len(glyphs) and of_inner > _TURNED * len(inner))


@contextmanager
def upright(page: pymupdf.Page) -> Iterator[pymupdf.Matrix | None]:
    """The page rotated so that most of its text runs left to right, while the context lasts.

    Gives the matrix from the page as then shown to the page as it was shown before; None where the text runs at a slant.
    """
    ways: Counter[tuple[int, int]] = Counter()
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            ways[round(line["dir"][0]), round(line["dir"][1])] += sum(len(span["text"]) for span in line["spans"])
    way = ways.most_common(1)[0][0] if ways else (1, 0)
    if way not in _TURNS:
        yield None
        return
    before, back = page.rotation, page.rotation_matrix
    page.set_rotation(_TURNS[way])
    try:
        yield page.derotation_matrix * back
    finally:
        page.set_rotation(before)


def turned_pages(document: Document, turns: Mapping[int, pymupdf.Matrix]) -> Document:
    """The document with every box on the pages of ``turns`` (numbers from 1) moved by their matrices, and these pages' sizes.

    Lines on such a page no longer run left to right, so that only their boxes are known.
    """
    if not turns:
        return document

    def box(b: Box) -> Box:
        return _moved(b, turns[b.page]) if b.page in turns else b

    def size(p: Page) -> Page:
        if p.number not in turns:
            return p
        shown = _moved(Box(p.number, 0.0, 0.0, p.width, p.height), turns[p.number])
        return replace(p, width=shown.width, height=shown.height)

    return replace(
        document,
        pages=tuple(size(p) for p in document.pages),
        blocks=tuple(replace(b, boxes=tuple(box(x) for x in b.boxes)) for b in document.blocks),
        lines=tuple(replace(t, box=box(t.box), edges=()) if t.box.page in turns else t for t in document.lines),
        tables=tuple(
            replace(
                t,
                boxes=tuple(box(x) for x in t.boxes),
                cells=tuple(replace(c, box=c.box and box(c.box)) for c in t.cells),
            )
            for t in document.tables
        ),
        unread=tuple(replace(u, box=u.box and box(u.box)) for u in document.unread),
    )


def turned_table(table: LogicalTable, matrix: pymupdf.Matrix) -> LogicalTable:
    """The table with every box moved by ``matrix``."""
    cells = tuple(
        replace(
            c,
            box=_moved(c.box, matrix),
            lines=tuple(tuple((char, b and _moved(b, matrix), mark) for char, b, mark in line) for line in c.lines),
        )
        for c in table.cells
    )
    return replace(table, cells=cells, box=_moved(table.box, matrix), boxes=tuple(_moved(b, matrix) for b in table.boxes))


def turned_unread(unread: Unread, matrix: pymupdf.Matrix) -> Unread:
    """The unread table with its box moved by ``matrix``."""
    return replace(unread, box=unread.box and _moved(unread.box, matrix))


def _moved(box: Box, matrix: pymupdf.Matrix) -> Box:
    r = pymupdf.Rect(box.x0, box.y0, box.x1, box.y1) * matrix
    return Box(box.page, r.x0, r.y0, r.x1, r.y1)
