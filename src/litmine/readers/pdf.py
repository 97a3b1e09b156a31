"""A PDF as a Document."""

import gc
import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pymupdf

from litmine.document import Document, Page, Source, Unread
from litmine.errors import PaperError
from litmine.geometry import Box
from litmine.readers.assemble import word_forms
from litmine.readers.blocks import RawBlock, Type, commonest_size, split_blocks, typography
from litmine.readers.compose import figures, table_blocks, unread_tables, write
from litmine.readers.footnotes import mark_footnotes
from litmine.readers.frontmatter import find_doi, find_year, sane_title, title_block
from litmine.readers.furniture import figure_text, furniture_lines, prose_fonts
from litmine.readers.glyphs import Glyph, TextLine, lines_of, page_glyphs
from litmine.readers.image_tables import scan_tables
from litmine.readers.joining import join_broken
from litmine.readers.layout import Item, common_gutter, reading_order
from litmine.readers.legible import MAX_CHARS, has_no_unicode, is_flooded
from litmine.readers.ocr import read_page
from litmine.readers.pdf_tables import page_tables
from litmine.readers.pictures import figure_areas
from litmine.readers.reflist import mark_references
from litmine.readers.table_turn import is_turned, turned_pages, upright
from litmine.tables import LogicalTable

log = logging.getLogger(__name__)
_MOST_SCANNED = 60  # pages: reading a picture takes 2 to 5 s a page, and a paper has ten minutes
_COLUMN_GAP = 0.9  # a gap of this many type sizes may be a gutter; justified lines have narrower ones between words
PageTables = Callable[[pymupdf.Page, int, tuple[Glyph, ...]], tuple[tuple[LogicalTable, ...], tuple[Unread, ...]]]


@dataclass(frozen=True, slots=True)
class _PageText:
    """What one page gives before the document is known as a whole."""

    page: Page
    lines: tuple[TextLine, ...] = ()
    tables: tuple[LogicalTable, ...] = ()
    unread: tuple[Unread, ...] = ()
    areas: tuple[Box, ...] = ()
    back: pymupdf.Matrix | None = None  # of a page that was turned to be read: to the page as shown


def read_pdf(data: bytes, file_name: str, *, find_tables: PageTables = page_tables) -> Document:
    """Read a PDF's bytes; ``find_tables`` says how the tables of a page are found (``no_tables`` for the text alone).

    Raises PaperError for what is no PDF, encrypted, truncated or damaged. Pages without a text layer have ``n_chars`` 0: all
    of them in a scan.
    """
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    with _collector_at_rest():
        with _opened(data, file_name) as pdf:
            pages = [_read_page(pdf, n, find_tables) for n in range(pdf.page_count)]
            metadata = {k: v for k, v in (pdf.metadata or {}).items() if isinstance(v, str)}
        turns = {p.page.number: p.back for p in pages if p.back is not None}
        return turned_pages(_document(pages, metadata, data, file_name), turns)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Python's collector of reference cycles held still while the context lasts, and as it was before afterwards.

    Reading makes a million small objects and no cycle. The collector would walk through all of them, again and again, for a third
    of the time, and find nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def no_tables(page: pymupdf.Page, number: int, glyphs: tuple[Glyph, ...]) -> tuple[tuple[LogicalTable, ...], tuple[Unread, ...]]:
    """A ``find_tables`` that looks for none."""
    return (), ()


def _opened(data: bytes, file_name: str) -> pymupdf.Document:
    """The open PDF. Raises PaperError where it cannot be read."""
    if not data:
        raise PaperError("is empty", where=file_name, remedy="download it again")
    if b"%PDF-" not in data[:1024]:
        head = data[:512].lstrip().lower()
        found = "is a web page, not a PDF" if head.startswith((b"<!doctype", b"<html", b"<?xml")) else "is not a PDF"
        raise PaperError(found, where=file_name, remedy="download the PDF file itself")
    try:
        pdf = pymupdf.open(stream=data, filetype="pdf")
    except Exception as error:  # MuPDF's exceptions have no common base
        raise PaperError("is damaged and cannot be opened", where=file_name, remedy="download it again") from error
    if not pdf.is_pdf:
        pdf.close()
        raise PaperError("is not a PDF", where=file_name, remedy="download the PDF file itself")
    if pdf.needs_pass:
        pdf.close()
        raise PaperError("is encrypted", where=file_name, remedy="remove the password and run again")
    if pdf.page_count == 0:
        pdf.close()
        raise PaperError("has no pages: it is truncated or damaged", where=file_name, remedy="download it again")
    if pdf.is_repaired and data.rfind(b"%%EOF") < data.rfind(b"endobj"):
        # MuPDF mends half a file as far as it goes; the pages that are missing would be missed in silence.
        pdf.close()
        raise PaperError("is truncated: the end of the PDF is missing", where=file_name, remedy="download it again")
    return pdf


def _read_page(pdf: pymupdf.Document, index: int, find_tables: PageTables) -> _PageText:
    """Lines, tables and figure areas of a page; of a page that cannot be read its size, where MuPDF knows one, and the reason."""
    number = index + 1
    log.info("page %d of %d", number, pdf.page_count)  # a worker that is stopped here says so
    width = height = 0.0
    try:
        page = pdf[index]
        width, height = page.rect.width, page.rect.height
        if is_flooded(page):
            return _PageText(Page(number, width, height, 0, "too-many-characters"))
        glyphs = page_glyphs(page)
        if len(glyphs) > MAX_CHARS:
            return _PageText(Page(number, width, height, 0, "too-many-characters"))
        problem = "no-unicode" if has_no_unicode(page, glyphs) else ""
        reading = read_page(page, number) if (problem or not glyphs) and index < _MOST_SCANNED else None
    except Exception:  # MuPDF's exceptions have no common base
        return _PageText(Page(number, width, height, 0, "damaged"))
    if reading is not None:
        tables, unread = scan_tables(page, number, reading, find_tables)
        text = lines_of(_outside(reading.glyphs, tables), max_gap=_COLUMN_GAP)
        return _PageText(Page(number, width, height, 0, problem, by_ocr=True), text, tables, unread)
    if problem:
        return _PageText(Page(number, width, height, 0, problem))
    if is_turned(glyphs, width, height):
        with upright(page) as back:
            if back is not None:
                return replace(_page_text(page, number, page_glyphs(page), find_tables), back=back)
    return _page_text(page, number, glyphs, find_tables)


def _page_text(page: pymupdf.Page, number: int, glyphs: tuple[Glyph, ...], find_tables: PageTables) -> _PageText:
    """What a page gives of which the glyphs are known."""
    shown = Page(number, page.rect.width, page.rect.height, sum(len(g.text) for g in glyphs if g.text != " "))
    tables, unread = find_tables(page, number, glyphs)
    text = lines_of(_outside(glyphs, tables), max_gap=_COLUMN_GAP)
    areas = tuple(a for a in figure_areas(page, number) if not any(a.intersection(t.box) > 0.5 * a.area for t in tables))
    return _PageText(shown, text, tables, unread, areas)


def _outside(glyphs: tuple[Glyph, ...], tables: Sequence[LogicalTable]) -> tuple[Glyph, ...]:
    """The glyphs that do not stand in a table."""
    inside = [t.box for t in tables]
    return tuple(g for g in glyphs if not any(b.contains(*g.centre) for b in inside)) if inside else glyphs


def _document(pages: Sequence[_PageText], metadata: dict[str, str], data: bytes, file_name: str) -> Document:
    """The pages as one Document."""
    fixed = furniture_lines([p.lines for p in pages], [(p.page.width, p.page.height) for p in pages])
    size = commonest_size(t for p in pages for t in p.lines)
    prose = prose_fonts([p.lines for p in pages], [p.areas for p in pages])
    drawn = [out | figure_text(p.lines, p.areas, size, prose) for p, out in zip(pages, fixed, strict=True)]
    ordered, margins = _ordered(pages, drawn)
    kind = typography(ordered)
    blocks = [b for items in ordered for b in split_blocks(items, kind)]
    tables = table_blocks(blocks, [p.tables for p in pages], kind.size)
    blocks = _read_as_text(blocks, tables, kind, [p.page.height for p in pages])
    owned = {id(b) for t in tables for b in (*t.notes, *t.others)}
    title, rest = title_block([b for b in blocks if id(b) not in owned], metadata.get("title", ""))
    if title is not None:
        title.kind = "title"
        for b in rest:
            title.items.extend(b.items)
            blocks.remove(b)
    blocks += sorted(margins, key=lambda b: b.page)
    words = word_forms(line.text for b in blocks for line in b.lines)
    assembly, spans = write(blocks, tables, words)
    first = [b.text for b in blocks if b.lines and b.page == 1 and b.kind != "reference"]
    named = assembly.text[spans[id(title)].start : spans[id(title)].end] if title is not None else ""
    source = Source(
        sha256=hashlib.sha256(data).hexdigest(),
        file_name=file_name,
        n_pages=len(pages),
        parser="pdf",
        title=named or (metadata.get("title", "") if sane_title(metadata.get("title", "")) else ""),
        doi=find_doi(first, {k: metadata[k] for k in ("subject", "keywords", "title") if k in metadata}),
        year=find_year(first),
    )
    return assembly.build(
        source,
        tuple(p.page for p in pages),
        figures=figures(blocks, spans),
        unread=unread_tables(blocks, tables, spans, [p.areas for p in pages], [u for p in pages for u in p.unread]),
    )


def _ordered(pages: Sequence[_PageText], fixed: Sequence[frozenset[int]]) -> tuple[list[tuple[Item, ...]], list[RawBlock]]:
    """The items of each page in reading order, and the furniture as blocks."""
    bodies = [[t for i, t in enumerate(p.lines) if i not in out] for p, out in zip(pages, fixed, strict=True)]
    gutter = common_gutter(bodies)
    ordered, margins = [], []
    for p, body, out in zip(pages, bodies, fixed, strict=True):
        number = p.page.number
        ordered.append(reading_order(body, [t.box for t in p.tables], number, gutter=gutter))
        for i in sorted(out):
            line = p.lines[i]
            margins.append(RawBlock("furniture", [Item(line.box, line, -1, (number, -1), line.box.x0, line.box.x1)]))
    return ordered, margins


def _read_as_text(blocks: list[RawBlock], tables: Sequence, kind: Type, heights: Sequence[float]) -> list[RawBlock]:
    """Blocks with references, footnotes and broken paragraphs recognised; what belongs to tables is left alone."""
    owned = {id(b) for t in tables for b in [t.first, *t.others, *t.notes, *([t.caption] if t.caption else [])]}
    kinds = {id(b): b.kind for b in blocks if id(b) in owned}
    for b in blocks:
        if id(b) in owned and b.kind != "table":
            b.kind = "caption"  # floats do not end a paragraph
    blocks = mark_references(blocks)
    mark_footnotes([b for b in blocks if id(b) not in owned], kind, heights)
    blocks = join_broken(blocks)
    for b in blocks:
        if id(b) in kinds:
            b.kind = kinds[id(b)]
    return blocks
