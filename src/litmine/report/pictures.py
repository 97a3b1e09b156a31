"""Crops of evidence as data URIs, drawn once each and within a budget, so that a report stays a file one can mail."""

import base64
import struct
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from litmine.document import Document, Table
from litmine.errors import PaperError
from litmine.geometry import Box
from litmine.readers import render
from litmine.records import Anchor

MAX_CROPS = 400
MAX_BYTES = 24_000_000  # of PNG, before base64
_ZOOM = 2.0
_CSS_PIXELS_PER_POINT = 1.4


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for the report: a data URI and the size at which to show it, in CSS pixels."""

    uri: str
    width: int
    height: int


class Album:
    """Draws evidence while the budget lasts. ``refused`` counts the pictures that were left out for it, ``failed`` those
    that could not be drawn."""

    def __init__(self, documents: Mapping[str, Document], paths: Mapping[str, Path], stack: ExitStack, limit: int) -> None:
        self._documents, self._paths, self._stack, self._limit = documents, paths, stack, limit
        self._draws: dict[str, render.Draw | None] = {}
        self._drawn: dict[tuple, Picture | None] = {}
        self._bytes = 0
        self.refused = self.failed = 0

    def evidence(self, anchor: Anchor) -> Picture | None:
        """The crop of a piece of evidence: its row and header in a table, its sentence in the text; None without boxes."""
        document = self._documents.get(anchor.document)
        if document is None or not anchor.boxes:
            return None
        wash, around = surroundings(document, anchor)
        return self._picture(anchor.document, anchor.boxes, wash, around, render.CONTEXT)

    def region(self, sha256: str, box: Box) -> Picture | None:
        """The crop of a region as it is, without a mark on it."""
        return self._picture(sha256, (box,), (), (), render.EDGE, highlight=False)

    def _picture(
        self, sha256: str, boxes: tuple[Box, ...], wash: tuple, around: tuple, margin: float, highlight: bool = True
    ) -> Picture | None:
        key = (sha256, boxes, wash, around, highlight)
        if key not in self._drawn:
            draw = self._draw(sha256)
            if draw is None:
                return None
            if len(self._drawn) >= self._limit or self._bytes >= MAX_BYTES:
                self.refused += 1
                return None
            try:
                png = draw(boxes, wash=wash, around=around, margin=margin, zoom=_ZOOM, highlight=highlight)
            except PaperError:
                self.failed += 1
                self._drawn[key] = None
                return None
            self._bytes += len(png)
            self._drawn[key] = _as_picture(png)
        return self._drawn[key]

    def _draw(self, sha256: str) -> render.Draw | None:
        if sha256 not in self._draws:
            path, document = self._paths.get(sha256), self._documents.get(sha256)
            self._draws[sha256] = None
            if path is not None and document is not None and document.source.parser == "pdf":
                try:
                    self._draws[sha256] = self._stack.enter_context(render.opened(path))
                except PaperError:
                    self.failed += 1
        return self._draws[sha256]


@contextmanager
def album(documents: Mapping[str, Document], paths: Mapping[str, Path], limit: int = MAX_CROPS) -> Iterator[Album]:
    """An Album whose papers (``paths`` by sha256) are closed at the end."""
    with ExitStack() as stack:
        yield Album(documents, paths, stack, limit)


def surroundings(document: Document, anchor: Anchor) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The boxes to tint and the boxes only to show round a piece of evidence: a cell's row and its table's header, or the
    sentence round a quote and nothing."""
    table = next((t for t in document.tables if anchor.cell is not None and t.id == anchor.cell.table), None)
    if table is not None and anchor.cell is not None:
        return _row(table, anchor.cell.row, anchor.page), _header(table)
    if anchor.context is not None and anchor.context.covers(anchor.span):
        return tuple(b for b in document.locate(anchor.context) if b.page == anchor.page), ()
    return (), ()


def _row(table: Table, row: int, page: int) -> tuple[Box, ...]:
    return tuple(c.box for c in table.cells if c.row <= row < c.row + c.row_span and c.box is not None and c.box.page == page)


def _header(table: Table) -> tuple[Box, ...]:
    return tuple(c.box for c in table.cells if c.role == "header" and c.box is not None)


def _as_picture(png: bytes) -> Picture:
    width, height = struct.unpack(">II", png[16:24])
    scale = _CSS_PIXELS_PER_POINT / _ZOOM
    return Picture("data:image/png;base64," + base64.b64encode(png).decode(), round(width * scale), round(height * scale))
