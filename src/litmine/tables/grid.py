"""Table grids: as drawn on a page (RawTable) and as meant (LogicalTable). Pure: no PDF library, no document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from litmine.document import Role
from litmine.geometry import Box, Place

Char = tuple[str, Box | Place | None, str]  # a code point, where it stands, "" | "super" | "sub"; carets and spaces are characters too
Line = tuple[Char, ...]
Rule = tuple[float, float, float]  # a horizontal rule: y, x0, x1 in points
Method = Literal["layout", "words", "text", "ocr"]


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as drawn; ``row``, ``col`` from 0; ``lines`` its printed lines, top to bottom, () for an empty cell."""

    row: int
    col: int
    box: Box
    lines: tuple[Line, ...] = ()
    row_span: int = 1
    col_span: int = 1
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines joined by spaces: for rules to look at, not the text of the document."""
        return text_of(self.lines)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A grid as drawn on one page. ``rules`` are the horizontal rules inside and at its edges, top to bottom;
    ``header_rows`` what the layout model believes, -1 where nobody was asked."""

    page: int
    box: Box
    cells: tuple[RawCell, ...]
    rules: tuple[Rule, ...] = ()
    header_rows: int = -1
    method: Method = "layout"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class LogicalCell:
    """A cell as meant: wrapped rows are one, footnote markers stand in ``marks``. ``box.page`` says where it is printed.

    ``doubt`` is what a second reading says of the cell's number, "" where it agrees."""

    row: int
    col: int
    box: Box
    lines: tuple[Line, ...] = ()
    row_span: int = 1
    col_span: int = 1
    role: Role = "body"
    marks: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def text(self) -> str:
        """The lines joined by spaces: for rules to look at, not the text of the document."""
        return text_of(self.lines)

    @property
    def chars(self) -> tuple[Char, ...]:
        """The lines as one run, a space between two; a reader that resolves hyphens takes ``lines``."""
        out: list[Char] = []
        for line in self.lines:
            if out:
                out.append((" ", None, ""))
            out.extend(line)
        return tuple(out)


@dataclass(frozen=True, slots=True)
class LogicalTable:
    """A table as meant. ``page`` and ``box`` are of its first page, ``boxes`` one per page; ``confidence`` 0..1.

    ``label`` is that of the caption it stands by ("Table 1", "" where there is none)."""

    page: int
    box: Box
    cells: tuple[LogicalCell, ...]
    n_header_rows: int
    method: Method = "layout"
    confidence: float = 1.0
    boxes: tuple[Box, ...] = ()
    label: str = ""

    @property
    def n_rows(self) -> int:
        """Rows, spans included."""
        return extent(self.cells)[0]

    @property
    def n_cols(self) -> int:
        """Columns, spans included."""
        return extent(self.cells)[1]


def text_of(lines: Iterable[Line]) -> str:
    """Lines as one string with single spaces (a caret stands before a superscript)."""
    return " ".join(" ".join("".join(c for c, _, _ in line) for line in lines).split())


def extent(cells: Iterable[RawCell | LogicalCell]) -> tuple[int, int]:
    """Numbers of rows and columns the cells cover."""
    rows = cols = 0
    for c in cells:
        rows, cols = max(rows, c.row + c.row_span), max(cols, c.col + c.col_span)
    return rows, cols


def by_row(cells: Iterable[RawCell]) -> list[list[RawCell]]:
    """Cells that begin in each row, left to right; an empty list for a row that only spans reach."""
    cells = tuple(cells)
    rows: list[list[RawCell]] = [[] for _ in range(extent(cells)[0])]
    for c in sorted(cells, key=lambda c: (c.row, c.col)):
        rows[c.row].append(c)
    return rows


def joined(cells: Sequence[RawCell], row: int, col: int) -> RawCell:
    """One cell at (row, col) from cells that belong together, in reading order; spans are those of the first."""
    first = cells[0]
    box = first.box
    for c in cells[1:]:
        box = box.union(c.box)
    lines = tuple(line for c in cells for line in c.lines)
    marks = tuple(m for c in cells for m in c.marks)
    return replace(first, row=row, col=col, box=box, lines=lines, marks=marks)


def merge_rows(cells: Iterable[RawCell], target: Sequence[int]) -> tuple[RawCell, ...]:
    """The grid with row i moved to row ``target[i]`` (non-decreasing, without gaps); cells that meet are joined."""
    places: dict[tuple[int, int], list[RawCell]] = {}
    for c in sorted(cells, key=lambda c: (c.row, c.col)):
        places.setdefault((target[c.row], c.col), []).append(c)
    out = []
    for (row, col), found in places.items():
        last = max(target[c.row + c.row_span - 1] for c in found)
        filled = [c for c in found if c.lines] or found[:1]
        cols = max(c.col_span for c in found if c.lines or len(found) == 1) if any(c.lines for c in found) else found[0].col_span
        out.append(replace(joined(filled, row, col), row_span=last - row + 1, col_span=cols))
    return _without_overlaps(out)


def merge_cols(cells: Iterable[RawCell], target: Sequence[int]) -> tuple[RawCell, ...]:
    """The grid with column i moved to column ``target[i]`` (non-decreasing, without gaps); cells that meet are joined by line."""
    places: dict[tuple[int, int], list[RawCell]] = {}
    for c in sorted(cells, key=lambda c: (c.row, c.col)):
        places.setdefault((c.row, target[c.col]), []).append(c)
    out = []
    for (row, col), found in places.items():
        last = max(target[c.col + c.col_span - 1] for c in found)
        filled = [c for c in found if c.lines] or found[:1]
        one = joined(filled, row, col)
        if len(filled) > 1:
            one = replace(one, lines=side_by_side([line for c in filled for line in c.lines]))
        out.append(replace(one, col_span=last - col + 1))
    return _without_overlaps(out)


def side_by_side(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of neighbouring cells, those that stand at one height joined left to right."""
    rows: list[tuple[float, float, list[Line]]] = []
    for line in sorted(lines, key=lambda ln: _top(ln)):
        box = next((b for _, b, _ in line if b), None)
        if box and rows and abs(rows[-1][0] - box.y0) < 0.5 * (box.y1 - box.y0):
            rows[-1][2].append(line)
        else:
            rows.append((box.y0 if box else 0.0, box.y1 if box else 0.0, [line]))
    out = []
    for _, _, parts in rows:
        parts.sort(key=lambda ln: next((b.x0 for _, b, _ in ln if b), 0.0))
        line: list[Char] = list(parts[0])
        for part in parts[1:]:
            line += [(" ", None, ""), *part]
        out.append(tuple(line))
    return tuple(out)


def _top(line: Line) -> float:
    return next((b.y0 for _, b, _ in line if b), 0.0)


def _without_overlaps(cells: Iterable[RawCell]) -> tuple[RawCell, ...]:
    """Cells in reading order; a span that runs into another cell is cut, an empty cell under another is dropped."""
    taken: dict[tuple[int, int], bool] = {}
    out = []
    ordered = sorted(cells, key=lambda c: (not c.lines, c.row, c.col))
    starts = {(c.row, c.col) for c in ordered if c.lines}
    for c in ordered:
        if (c.row, c.col) in taken:
            if not c.lines:
                continue
            rows = cols = 1
        else:
            cols = 1
            while cols < c.col_span and (c.row, c.col + cols) not in taken and (c.row, c.col + cols) not in starts:
                cols += 1
            rows = 1
            while rows < c.row_span and not any(
                (c.row + rows, k) in taken or (c.row + rows, k) in starts for k in range(c.col, c.col + cols)
            ):
                rows += 1
        for r in range(c.row, c.row + rows):
            for k in range(c.col, c.col + cols):
                taken[r, k] = True
        out.append(replace(c, row_span=rows, col_span=cols))
    return tuple(sorted(out, key=lambda c: (c.row, c.col)))


# What stands in a cell ----------------------------------------------------------------------------------------------

_BLANK = re.compile(r"[\s\-–—−‐‑_…·./]*(?:n\s*[./]?\s*[ad]\.?|n\.?\s*r\.?)?\s*", re.I)
_CITATION = re.compile(r"\^?\[?\s*(?:Refs?\.?\s*)?\^?\[?\d{1,3}[a-z]?(?:\s*[,;–−-]\s*\d{1,3}[a-z]?)*\s*\]", re.I)
_FACTOR = re.compile(r"[\[(]\s*[×x·]?\s*10\s*\^[^\[\]()]*[\])]?")  # "[10^4 cd/m^2]" of a label
_LOCANT = re.compile(r"\d+(?:,\d+)*[′']?-[A-Z]")  # "2,7-AB", "4-CD" of a name
_NUMBER = re.compile(r"[~≈∼<>≤≥±+−–\-(\[|$€£\s^]*\d")


def is_blank(text: str) -> bool:
    """Nothing, a dash, "n/a", "n.d.": not reported."""
    return _BLANK.fullmatch(text) is not None


def is_citation(text: str) -> bool:
    """A bracketed citation and nothing else: "[21]", "[45,46]", "Ref. [7]"."""
    return _CITATION.fullmatch(text.strip()) is not None


def is_value(text: str) -> bool:
    """Whether a cell prints a number (with sign, unit, uncertainty, range): it begins with one, and names have more letters."""
    if not _NUMBER.match(text) or is_citation(text) or _FACTOR.fullmatch(text) or _LOCANT.match(text):
        return False
    digits = sum(ch.isdigit() for ch in text)
    letters = sum(ch.isalpha() for ch in text)
    return letters <= max(2 * digits, 3)
