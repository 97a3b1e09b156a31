"""The one builder of a Document: both readers add blocks and tables of marked characters, and get text and layers that agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from litmine.document import Block, BlockKind, Cell, Document, Figure, Line, Page, Role, Script, Source, Table, Unread
from litmine.geometry import Box, Place, Span
from litmine.readers.codepoints import SOFT_HYPHEN
from litmine.readers.hyphens import HYPHENS, WordForms, hyphen_at_end
from litmine.readers.hyphens import word_forms as word_forms
from litmine.records import Reference

Char = tuple[str, Box | Place | None, str]  # a code point, where it stands (None for a text source), "" | "super" | "sub"

_RUNS_ON = frozenset(",;–-‐‑−")  # what a superscript list ends a line with that the next line goes on with
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
    doubt: str = ""


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
                written.append(Cell(cell.row, cell.col, span, cell.box, cell.row_span, cell.col_span, cell.role, cell.marks, cell.doubt))
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
        self._put("".join([c for c, _, _ in chars]))
        at = start
        for mark, run in groupby([mark for _, _, mark in chars]):
            n = len(list(run))
            if mark:
                self._scripts.append(Script(mark, Span(at, at + n)))
            at += n
        self._lines.extend(_lines(chars, start))
        return Span(start, self._length)


def join_lines(lines: Iterable[Sequence[Char]], words: WordForms | None = None) -> list[Char]:
    """The lines of one paragraph as one run: a space between two lines, or none where a word was broken.

    ``words`` counts the word forms of the whole document (``word_forms``). A soft hyphen at a line's end goes. A hyphen goes
    where it stands between lowercase letters, unless the document prints the hyphenated form inside a line, and more often
    than the joined one; beside a digit, prime, capital, bracket, Greek or single letter, or in a word that has a hyphen
    already, it is part of the name and stays ("carbazol-9-yl", "poly-TPD"), as all do in a document that breaks no words.
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
        if out[-1][2] == "super" and line[0][0] == "^" and last in _RUNS_ON:
            # A superscript list or range that runs over the line end stays one run.
            out.extend([*([(" ", None, "super")] if last in ",;" else []), *line[1:]])
            continue
        if last == SOFT_HYPHEN or last in HYPHENS:
            verdict = hyphen_at_end(out, line, words or WordForms())
            if verdict == "drop":
                out.pop()
            elif verdict == "space":
                out.append((" ", None, ""))
            else:
                out[-1] = ("-", out[-1][1], out[-1][2])
            out.extend(line)
            continue
        if last not in "–—/" or not _tight(out):
            out.append((" ", None, ""))
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
    chars = list(chars)
    text = "".join([c for c, _, _ in chars])
    if SOFT_HYPHEN not in text and text == " ".join(text.split()):
        return chars
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
    places = [place for _, place, _ in chars]
    i, n = 0, len(places)
    while i < n:
        first = places[i]
        if first is None:
            i += 1
            continue
        page, x, y0, y1 = first.page, first.x0, first.y0, first.y1
        j = i + 1
        while j < n and (p := places[j]) is not None and p.y0 == y0 and p.y1 == y1 and p.page == page:
            if p is not first and p.x0 < x - 6:
                break
            x = p.x0
            j += 1
        run = places[i:j]
        span = Span(start + i, start + j)
        right = max([p.x1 for p in run])
        if len(run) > 1 and all(p is first or p == first for p in run):
            yield Line(span, Box(page, first.x0, y0, right, y1))
        else:
            edges = list(accumulate([p.x0 for p in run], max))
            box = Box(page, min([p.x0 for p in run]), y0, right, y1)
            yield Line(span, box, (*edges, max(right, edges[-1])))
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
