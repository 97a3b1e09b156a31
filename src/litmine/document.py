"""A paper as one text with layers over it: every block, table cell, figure caption and reference is a span of that text."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import TypeAdapter

from litmine.geometry import Box, Span
from litmine.records import Anchor, CellRef, Reference

BlockKind = Literal["title", "heading", "paragraph", "caption", "table", "list", "footnote", "reference", "furniture"]
Role = Literal["header", "stub", "body"]
PageProblem = Literal["", "no-unicode", "too-many-characters", "damaged"]


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: ``parser`` is "pdf" or "text"; ``title``, ``doi`` are "" and ``year`` None where the paper shows none."""

    sha256: str
    file_name: str
    n_pages: int
    parser: Literal["pdf", "text"]
    title: str = ""
    doi: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as shown (rotation applied), in points.

    ``n_chars`` 0 means that nothing was read of its text layer: ``problem`` says why, "" being that it has none; ``by_ocr`` that
    its text was then read from its picture.
    """

    number: int
    width: float
    height: float
    n_chars: int
    problem: PageProblem = ""
    by_ocr: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line fragment: where the code points of ``span`` stand.

    ``edges`` are the left x of each code point, then the right x of the last (``len(span) + 1`` numbers, rising);
    empty where the text does not run left to right, and then only the whole ``box`` is known.
    """

    span: Span
    box: Box
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A super- or subscript run.

    In the text a superscript follows a caret ("cm^−2", "21.4%^36"), which the span leaves out; a subscript has no mark ("EQEmax").
    """

    kind: Literal["super", "sub"]
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of reading order.

    ``furniture`` is what belongs to the page and not to the text: running heads, page numbers, margins, licence lines. A paragraph
    that runs over columns or pages is one block with several boxes.
    """

    kind: BlockKind
    span: Span
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``row`` and ``col`` count from 0 in the logical table; its text is ``span`` of the document's text.

    ``marks`` are footnote markers printed with the cell and kept apart from its text. ``doubt`` is what a second reading of the
    table, from word positions alone, says of the cell's number where it sees another one: "two cells: 1.2 | 3.4".
    """

    row: int
    col: int
    span: Span
    box: Box | None = None
    row_span: int = 1
    col_span: int = 1
    role: Role = "body"
    marks: tuple[str, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``id`` is unique in the document ("Table 1" as printed, or "p5-1"); ``boxes`` one per page it stands on.

    ``method`` says who read the grid; ``confidence`` 0..1.
    """

    id: str
    page: int
    cells: tuple[Cell, ...]
    caption: Span | None = None
    footnotes: tuple[Span, ...] = ()
    boxes: tuple[Box, ...] = ()
    confidence: float = 1.0
    method: Literal["layout", "words", "text", "ocr"] = "layout"

    def __hash__(self) -> int:
        """By what names it, so that what is known of a table is found without hashing all its cells."""
        return hash((self.id, self.page))

    @property
    def n_rows(self) -> int:
        """Rows of the logical grid."""
        return _extent(self)[0]

    @property
    def n_cols(self) -> int:
        """Columns of the logical grid."""
        return _extent(self)[1]

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers a grid place, spans included; None where the grid is empty."""
        for c in self.cells:
            if c.row <= row < c.row + c.row_span and c.col <= col < c.col + c.col_span:
                return c
        return None


@lru_cache(maxsize=64)
def _extent(table: Table) -> tuple[int, int]:
    """Rows and columns, which are asked for with every cell."""
    cells = table.cells
    return max((c.row + c.row_span for c in cells), default=0), max((c.col + c.col_span for c in cells), default=0)


@dataclass(frozen=True, slots=True)
class Unread:
    """A table that was seen and not read: the reason is shown to the user, never swallowed."""

    page: int
    reason: Literal["table-is-image", "no-grid", "page-too-large"]
    label: str = ""
    caption: Span | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its caption: ``label`` as printed ("Figure 3", "Fig. 3"), ``number`` "3"; ``panels`` the letters its caption names."""

    label: str
    number: str
    page: int
    caption: Span
    panels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """One paper. Layers are sorted by span; blocks do not overlap; ``lines`` is empty for a text source."""

    source: Source
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...] = ()
    scripts: tuple[Script, ...] = ()
    tables: tuple[Table, ...] = ()
    unread: tuple[Unread, ...] = ()
    figures: tuple[Figure, ...] = ()
    references: tuple[Reference, ...] = ()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    def locate(self, span: Span) -> tuple[Box, ...]:
        """The boxes on the page that a span of the text covers, one per printed line, in text order; () for a text source."""
        found = []
        first = max(bisect_right(self._line_starts, span.start) - 1, 0)
        for line in self.lines[first:]:
            if line.span.start >= span.end:
                break
            start, end = max(span.start, line.span.start), min(span.end, line.span.end)
            if start >= end:
                continue
            b = line.box
            if line.edges:
                x0, x1 = line.edges[start - line.span.start], line.edges[end - line.span.start]
                b = Box(b.page, x0, b.y0, x1, b.y1)
            found.append(b)
        return tuple(found)

    def page_of(self, span: Span) -> int:
        """The page on which a span begins (1 for a text source)."""
        boxes = self.locate(span)
        return boxes[0].page if boxes else 1

    def anchor(self, span: Span, *, cell: CellRef | None = None, context: Span | None = None) -> Anchor:
        """The evidence for a span: its quote, page and boxes."""
        boxes = self.locate(span)
        page = boxes[0].page if boxes else 1
        return Anchor(self.source.sha256, page, boxes, span, span.of(self.text), cell, context)

    def is_ocr(self, at: Anchor) -> bool:
        """Whether a piece of evidence was read from a picture: it stands on a scanned page, or in a table that is an image."""
        return at.page in self._ocr_pages or (at.cell is not None and at.cell.table in self._ocr_tables)

    @cached_property
    def _ocr_pages(self) -> frozenset[int]:
        return frozenset(p.number for p in self.pages if p.by_ocr)

    @cached_property
    def _ocr_tables(self) -> frozenset[str]:
        return frozenset(t.id for t in self.tables if t.method == "ocr")

    def block_at(self, offset: int) -> Block | None:
        """The block that holds a place in the text; None between blocks."""
        i = bisect_right(self._block_starts, offset) - 1
        return self.blocks[i] if i >= 0 and offset < self.blocks[i].span.end else None

    @cached_property
    def _block_starts(self) -> list[int]:
        return [b.span.start for b in self.blocks]

    def reference(self, key: str) -> Reference | None:
        """The entry of the reference list with this key; None where there is none."""
        return self._references.get(key)

    @cached_property
    def _references(self) -> dict[str, Reference]:
        return {r.key: r for r in self.references}


_CODEC = TypeAdapter(Document)


def to_json(document: Document) -> bytes:
    """The document as UTF-8 JSON; ``from_json`` gives an equal document back."""
    return _CODEC.dump_json(document)


def from_json(data: bytes) -> Document:
    """The inverse of ``to_json``. Raises pydantic.ValidationError where the data is not a Document."""
    return _CODEC.validate_json(data)
