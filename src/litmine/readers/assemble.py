"""The one builder of a Document: both readers add blocks and tables of marked characters, and get text and layers that agree."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from litmine.document import Block, BlockKind, Cell, Document, Figure, Line, Page, Role, Script, Source, Table, Unread
from litmine.geometry import Box, Span
from litmine.readers.codepoints import SOFT_HYPHEN
from litmine.readers.hyphens import HYPHENS, hyphen_at_end
from litmine.readers.hyphens import word_forms as word_forms
from litmine.records import Reference

Char = tuple[str, Box | None, str]  # a code point, where it stands (None for a text source), "" | "super" | "sub"

BLOCK_SEPARATOR, ROW_SEPARATOR, CELL_SEPARATOR = "\n\n", "\n", "\t"


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell to be written: its place in the logical table, its characters, and what ``document.Cell`` keeps of it."""

    row: int
    col: int
    chars: Sequence[Char]
    row_span: int = 1
    col_span: int = 1
    role: Role = "body"
    box: Box | None = None
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class Assembly:
    """A document being built. Blocks stand in the text in the order they are added; every span given out is final.

    Characters come as (code point, box, script) with the caret before a superscript run already among them
    (``superscript_carets`` puts it in for a reader that has none). Runs of white space become one space, the ends are trimmed.
    """

    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _scripts: list[Script] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)

    def add_block(self, kind: BlockKind, chars: Sequence[Char]) -> Span:
        """Write one block and return its span; an empty span, and no block, where there is nothing but white space."""
        chars = _tidy(chars)
        if not chars:
            return Span(self._length, self._length)
        self._separate()
        n = len(self._lines)
        span = self._write(chars)
        self._blocks.append(Block(kind, span, _boxes_of(self._lines[n:])))
        return span

    def add_table(
        self,
        table_id: str,
        page: int,
        cells: Iterable[CellText],
        *,
        caption: Span | None = None,
        footnotes: Sequence[Sequence[Char]] = (),
        boxes: tuple[Box, ...] = (),
        confidence: float = 1.0,
        method: str = "layout",
    ) -> Table:
        """Write a table as one block (rows on lines, cells between tabs), then its footnotes as blocks of their own.

        ``caption`` is the span that ``add_block("caption", ...)`` gave. The id is made unique in the document:
        a second "Table 1" becomes "Table 1 (2)".
        """
        self._separate()
        start = self._length
        written: list[Cell] = []
        ordered = sorted(cells, key=lambda c: (c.row, c.col))
        for i, (_, row) in enumerate(groupby(ordered, key=lambda c: c.row)):
            if i:
                self._put(ROW_SEPARATOR)
            for j, cell in enumerate(row):
                if j:
                    self._put(CELL_SEPARATOR)
                span = self._write(_tidy(cell.chars))
                written.append(Cell(cell.row, cell.col, span, cell.box, cell.row_span, cell.col_span, cell.role, cell.marks))
        if self._length == start:
            # A grid without a single character has no span of its own; the block keeps its place with one space.
            self._put(" ")
        span = Span(start, self._length)
        self._blocks.append(Block("table", span, boxes))
        notes = tuple(note for chars in footnotes if len(note := self.add_block("footnote", chars)))
        table = Table(self._free_id(table_id), page, tuple(written), caption, notes, boxes, confidence, method)
        self._tables.append(table)
        return table

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables written so far."""
        return tuple(self._tables)

    @property
    def text(self) -> str:
        """The text written so far."""
        return "".join(self._pieces)

    def build(
        self,
        source: Source,
        pages: tuple[Page, ...],
        *,
        figures: tuple[Figure, ...] = (),
        unread: tuple[Unread, ...] = (),
        references: tuple[Reference, ...] = (),
    ) -> Document:
        """The document, its layers sorted by span."""
        return Document(
            source=source,
            text="".join(self._pieces),
            pages=pages,
            blocks=tuple(self._blocks),
            lines=tuple(self._lines),
            scripts=tuple(self._scripts),
            tables=tuple(self._tables),
            unread=unread,
            figures=tuple(sorted(figures, key=lambda f: f.caption)),
            references=references,
        )

    def _free_id(self, wanted: str) -> str:
        taken = {t.id for t in self._tables}
        n, found = 1, wanted
        while found in taken:
            n += 1
            found = f"{wanted} ({n})"
        return found

    def _separate(self) -> None:
        if self._length:
            self._put(BLOCK_SEPARATOR)

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _write(self, chars: Sequence[Char]) -> Span:
        """Append characters with their line and script layers."""
        start = self._length
        self._put("".join(c for c, _, _ in chars))
        at = start
        for mark, run in groupby(chars, key=lambda c: c[2]):
            n = sum(1 for _ in run)
            if mark:
                self._scripts.append(Script(mark, Span(at, at + n)))
            at += n
        self._lines.extend(_lines(chars, start))
        return Span(start, self._length)


def join_lines(lines: Iterable[Sequence[Char]], words: Counter[str] | None = None) -> list[Char]:
    """The lines of one paragraph as one run: a space between two lines, or none where a word was broken.

    ``words`` counts the word forms of the whole document (``word_forms``). A soft hyphen at a line's end goes. A hyphen goes
    where it stands between lowercase letters, unless the document prints the hyphenated form inside a line, and more often
    than the joined one; beside a digit, prime, capital, bracket, Greek or single letter, or in a word that has a hyphen
    already, it is part of the name and stays ("carbazol-9-yl", "poly-TPD").
    """
    out: list[Char] = []
    for line in lines:
        line = _tidy(line)
        if not line:
            continue
        if not out:
            out.extend(line)
            continue
        last = out[-1][0]
        if last == SOFT_HYPHEN or last in HYPHENS:
            verdict = hyphen_at_end(out, line, words or Counter())
            if verdict == "drop":
                out.pop()
            elif verdict == "space":
                out.append((" ", None, ""))
            else:
                out[-1] = ("-", out[-1][1], out[-1][2])
            out.extend(line)
            continue
        if last not in "–—/" or not _tight(out):
            # A superscript list that runs over the line end stays one run.
            run_on = out[-1][2] == "super" and line[0][0] == "^" and last in ",–-"
            out.append((" ", None, "super" if run_on else ""))
            if run_on:
                line = line[1:]
        out.extend(line)
    return out


def superscript_carets(chars: Iterable[Char]) -> list[Char]:
    """The characters with a caret, which belongs to no run, before each superscript run."""
    out: list[Char] = []
    before = ""
    for char in chars:
        if char[2] == "super" and before != "super":
            out.append(("^", None, ""))
        out.append(char)
        before = char[2]
    return out


def _tight(out: Sequence[Char]) -> bool:
    """Whether a dash or slash at a line's end is set without a space before it, so that the next line follows at once."""
    return len(out) > 1 and out[-2][0] != " "


def _tidy(chars: Iterable[Char]) -> list[Char]:
    """White space to single spaces, none at the ends; soft hyphens inside a line are printed hyphens."""
    out: list[Char] = []
    for char in chars:
        if char[0].isspace():
            if out and out[-1][0] != " ":
                out.append((" ", char[1], char[2]))
            continue
        out.append(char)
    while out and out[-1][0] == " ":
        out.pop()
    if any(c == SOFT_HYPHEN for c, _, _ in out[:-1]):
        return _without_soft_hyphens(out)
    return out


def _without_soft_hyphens(chars: Sequence[Char]) -> list[Char]:
    """A soft hyphen between letters or digits of one line is a printed hyphen; anywhere else it is a leftover."""
    out = []
    for i, char in enumerate(chars):
        if char[0] == SOFT_HYPHEN and i < len(chars) - 1:
            if i and chars[i - 1][0].isalnum() and chars[i + 1][0].isalnum():
                out.append(("-", char[1], char[2]))
            continue
        out.append(char)
    return out


def _lines(chars: Sequence[Char], start: int) -> Iterable[Line]:
    """The printed lines of a run: consecutive characters of one page and one height whose x rises."""
    i = 0
    while i < len(chars):
        box = chars[i][1]
        if box is None:
            i += 1
            continue
        j = i + 1
        right = box.x1
        while j < len(chars):
            b = chars[j][1]
            if b is None or (b.page, b.y0, b.y1) != (box.page, box.y0, box.y1):
                break
            if b is not box and b.x0 < chars[j - 1][1].x0 - 6:
                break
            right = max(right, b.x1)
            j += 1
        run = [c[1] for c in chars[i:j]]
        span = Span(start + i, start + j)
        if len(run) > 1 and all(b is run[0] or b == run[0] for b in run):
            yield Line(span, box)
        else:
            edges = [run[0].x0]
            for b in run[1:]:
                edges.append(max(b.x0, edges[-1]))
            edges.append(max(right, edges[-1]))
            yield Line(span, replace(box, x0=min(b.x0 for b in run), x1=right), tuple(edges))
        i = j


def _boxes_of(lines: Iterable[Line]) -> tuple[Box, ...]:
    """Boxes around a block's printed lines, one per column and page it stands in, in text order."""
    found: list[Box] = []
    for line in lines:
        box = line.box
        if found:
            b = found[-1]
            same_page = box.page == b.page
            # The next line stands under the last one, or beside it on one height; else a new column has begun.
            if same_page and box.y1 > b.y0 - 2 and box.y0 < b.y1 + 60 and (box.y1 > b.y1 - 2.5 * box.height or box.x0 < b.x1):
                found[-1] = b.union(box)
                continue
        found.append(box)
    return tuple(found)
