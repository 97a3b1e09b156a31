"""Plain text and Markdown, as converters write papers, to the same Document that a PDF gives (one page, no boxes)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from litmine.document import Document, Figure, Page, Source
from litmine.errors import PaperError
from litmine.geometry import Box, Span
from litmine.readers.assemble import Assembly, CellText, Char, join_lines, superscript_carets, word_forms
from litmine.readers.compose import panel_letters
from litmine.readers.hyphens import WordForms
from litmine.readers.markup import inline
from litmine.readers.textblocks import TextBlock, label_of, text_blocks
from litmine.readers.textgrids import GridCell
from litmine.tables import LogicalCell, RawCell, RawTable, logical

_REMEDY = "save it as UTF-8 text, or give the PDF"
# The grid of a text has no places; these only tell the table rules that rows are rows (a line's height and distance in points).
_LINE, _ROW, _COLUMN = 10.0, 30.0, 100.0
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_PUBLISHED = re.compile(r"(?:published|accepted|received|©|copyright|\(c\))[^\n]{0,40}?\b((?:19|20)\d\d)\b", re.I)
_CONTROLS = 0.02  # share of control characters; converters leave a few where a formula's font has no mapping
_FRONT = 4000  # characters in which a paper prints its DOI and date


def read_text(data: bytes, file_name: str) -> Document:
    """The document of a .txt or .md file: the same kinds of blocks and the same text conventions as for a PDF.

    Raises PaperError for bytes that are no text (binary, an encoding other than UTF-8 or UTF-16 with a byte-order mark) and for
    a file without a word.
    """
    text = _decode(data, file_name)
    blocks = text_blocks(text)
    if not any(b.text.strip() for b in blocks):
        raise PaperError("holds no text", where=file_name, remedy="check that it is the right file")
    words = word_forms(line for b in blocks for line in b.text.splitlines())
    assembly = Assembly()
    title, figures = _write(assembly, blocks, words)
    front = text[:_FRONT]
    doi, published = _DOI.search(front), _PUBLISHED.search(front)
    source = Source(
        sha256=sha256(data).hexdigest(),
        file_name=file_name,
        n_pages=1,
        parser="text",
        title=title,
        doi=doi[0].rstrip(".,;:)]*_") if doi else "",
        year=int(published[1]) if published else None,
    )
    document = assembly.build(source, (), figures=tuple(figures))
    return replace(document, pages=(Page(1, 0.0, 0.0, len(document.text)),))


def _decode(data: bytes, file_name: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding, name = "utf-16", "UTF-16"
    elif data[:65536].count(0) > _CONTROLS * len(data[:65536]):
        raise PaperError("is binary, not text", where=file_name, remedy="give a PDF, or a text or Markdown file")
    else:
        encoding, name = "utf-8-sig", "UTF-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"is not {name} text (byte {error.start} cannot be decoded)"
        raise PaperError(problem, where=file_name, remedy=_REMEDY) from None
    controls = sum(1 for c in text[:65536] if c < " " and c not in "\t\n\r\f\v")
    if controls > _CONTROLS * len(text[:65536]):
        raise PaperError("is binary, not text", where=file_name, remedy="give a PDF, or a text or Markdown file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _write(assembly: Assembly, blocks: Sequence[TextBlock], words: WordForms) -> tuple[str, list[Figure]]:
    """Add all blocks, furniture last; returns the title and the figures."""
    title = ""
    figures: list[Figure] = []
    captions: dict[int, Span] = {}
    written = set()
    for i, block in enumerate(blocks):
        if block.kind == "furniture" or i in written:
            continue
        if block.kind == "table":
            notes = _notes_of(blocks, i)
            written.update(notes)
            at = block.caption
            if at is not None and at not in captions:
                # A caption below its table is written before it, as readers of the layers expect no order of the two.
                captions[at] = assembly.add_block("caption", _chars(blocks[at].text, words))
                written.add(at)
            table_id = label_of(blocks[at].text)[0] if at is not None else f"p1-{1 + sum(b.kind == 'table' for b in blocks[:i])}"
            cells = _cells(block, words)
            footnotes = [_chars(blocks[n].text, words) for n in notes]
            caption = captions.get(at) if at is not None else None
            assembly.add_table(table_id, 1, cells, caption=caption, footnotes=footnotes, method="text")
            continue
        chars = _chars(block.text, words)
        span = assembly.add_block(block.kind, chars)
        if block.kind == "title" and not title:
            title = "".join(c for c, _, _ in chars)
        elif block.kind == "caption":
            captions[i] = span
            figures.extend(_figure(block, "".join(c for c, _, _ in chars), span))
    for block in blocks:
        if block.kind == "furniture":
            assembly.add_block("furniture", _chars(block.text, words))
    return title, figures


def _chars(text: str, words: WordForms) -> list[Char]:
    """Marked-up source lines as the characters of one printed paragraph."""
    lines: list[list[Char]] = [[]]
    for char in inline(text):
        if char[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(char)
    return join_lines((superscript_carets(line) for line in lines), words)


def _cells(block: TextBlock, words: WordForms) -> list[CellText]:
    """The logical cells of a block's grid: header rows told, wrapped rows merged, footnote markers apart."""
    raw_cells = tuple(_raw(cell) for cell in block.grid)
    n_rows = max(c.row + c.row_span for c in raw_cells)
    n_cols = max(c.col + c.col_span for c in raw_cells)
    box = Box(1, 0.0, 0.0, n_cols * _COLUMN, n_rows * _ROW)
    # A rule between two rows keeps them apart. None where the next row looks like the rest of a broken name: one filled cell.
    rules = tuple((r * _ROW - 10.0, box.x0, box.x1) for r in range(1, n_rows) if not _is_rest(raw_cells, r, n_cols))
    table = logical(RawTable(1, box, raw_cells, rules, block.header_rows, "text", 1.0))
    return [_cell_text(c, words) for c in table.cells]


def _raw(cell: GridCell) -> RawCell:
    box = Box(1, cell.col * _COLUMN, cell.row * _ROW, (cell.col + cell.col_span) * _COLUMN, cell.row * _ROW + _LINE)
    lines = []
    for text in re.split(r"<br\s*/?>|\n", cell.text):
        line = tuple((c, box, script) for c, _, script in superscript_carets(inline(text.strip())))
        if "".join(c for c, _, _ in line).strip():
            lines.append(line)
    return RawCell(cell.row, cell.col, box, tuple(lines), cell.row_span, cell.col_span)


def _is_rest(cells: Iterable[RawCell], row: int, n_cols: int) -> bool:
    filled = [c for c in cells if c.row == row and c.lines]
    return len(filled) == 1 and n_cols > 1 and filled[0].col_span == 1


def _cell_text(cell: LogicalCell, words: WordForms) -> CellText:
    chars = join_lines(([(c, None, script) for c, _, script in line] for line in cell.lines), words)
    return CellText(cell.row, cell.col, chars, cell.row_span, cell.col_span, cell.role, None, cell.marks)


def _notes_of(blocks: Sequence[TextBlock], table: int) -> list[int]:
    """The footnote blocks right below a table (below its caption, where that stands under it)."""
    found = []
    for i in range(table + 1, len(blocks)):
        if blocks[i].kind == "footnote":
            found.append(i)
        elif i != blocks[table].caption:
            break
    return found


def _figure(block: TextBlock, caption: str, span: Span) -> list[Figure]:
    label, word, number = label_of(block.text)
    if not re.search(r"\bfig", word, re.I):
        return []
    return [Figure(label, number, 1, span, panel_letters(caption[len(label) :]))]
