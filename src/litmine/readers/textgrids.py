"""Tables written in text: Markdown pipes, tab-separated lines, HTML; as grids of cells with their markup."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as written; ``row``, ``col`` from 0; ``text`` keeps its markup."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class TextGrid:
    """A table as written: its cells, the number of header rows its markup tells (-1: nothing told), the lines it takes."""

    cells: tuple[GridCell, ...]
    header_rows: int
    n_lines: int


_ALIGNMENT = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


def table_at(lines: Sequence[str], i: int) -> TextGrid | None:
    """The table that begins at line ``i`` (from 0): an HTML table, rows of cells between pipes, or rows of cells between tabs."""
    line = lines[i]
    if re.match(r"\s*<table\b", line, re.I):
        return _html_table(lines, i)
    if "|" in line and (line.count("|") > 1 or _ALIGNMENT.match(lines[i + 1] if i + 1 < len(lines) else "")):
        n = _run(lines, i, lambda s: "|" in s)
        rows = lines[i : i + n]
        marked = [k for k, row in enumerate(rows) if _ALIGNMENT.match(row) and "-" in row]
        outer = all(row.strip().startswith("|") for row in rows)
        if n >= 2 and (marked or (outer and n >= 3)):
            grid = _grid([_pipe_cells(row) for k, row in enumerate(rows) if k not in marked])
            header = marked[0] if marked else -1
            return TextGrid(grid, header, n) if grid else None
    if "\t" in line.strip():
        n = _run(lines, i, lambda s: "\t" in s)
        rows = [row.rstrip("\n").split("\t") for row in lines[i : i + n]]
        if all(_is_numbered_item(row) for row in rows):
            return None
        if n >= 2 and sum(len([c for c in row if c.strip()]) >= 2 for row in rows) >= 2:
            header = 0 if any(re.fullmatch(r"\s*[−–-]?\d[\d.,]*\s*", c) for c in rows[0][1:]) else 1
            grid = _grid(rows)
            return TextGrid(grid, header, n) if grid else None
    return None


def _is_numbered_item(row: Sequence[str]) -> bool:
    """A number and its text, set apart by a tab: an item of a list, no row of a table."""
    filled = [c.strip() for c in row if c.strip()]
    return len(filled) <= 2 and re.fullmatch(r"\W?\d{1,4}[.)\]]|[•▪–-]", filled[0]) is not None


def _run(lines: Sequence[str], i: int, belongs: Callable[[str], bool]) -> int:
    """How many lines from ``i`` on are filled and belong to the table."""
    n = 0
    while i + n < len(lines) and lines[i + n].strip() and lines[i + n] != "\f" and belongs(lines[i + n]):
        n += 1
    return n


def _pipe_cells(row: str) -> list[str]:
    row = row.strip()
    cells = [c.replace("\\|", "|").strip() for c in re.split(r"(?<!\\)\|", row)]
    if row.startswith("|"):
        cells = cells[1:]
    if row.endswith("|") and not row.endswith("\\|"):
        cells = cells[:-1]
    return cells


def _grid(rows: Sequence[Sequence[str]]) -> tuple[GridCell, ...]:
    """All rows padded to the longest: a short row has empty cells at its end."""
    width = max((len(r) for r in rows), default=0)
    if width < 2:
        return ()
    return tuple(GridCell(r, c, row[c].strip() if c < len(row) else "") for r, row in enumerate(rows) for c in range(width))


def _html_table(lines: Sequence[str], i: int) -> TextGrid | None:
    for n in range(i, len(lines)):
        if re.search(r"</table\s*>", lines[n], re.I):
            parser = _TableParser()
            parser.feed("\n".join(lines[i : n + 1]))
            parser.close()
            if not parser.cells:
                return None
            return TextGrid(tuple(parser.cells), parser.header_rows or -1, n + 1 - i)
    return None


class _TableParser(HTMLParser):
    """The cells of one HTML table, row and column spans resolved; markup inside the cells is kept."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.cells: list[GridCell] = []
        self.header_rows = 0
        self._row, self._text = -1, None
        self._span = (1, 1)
        self._taken: set[tuple[int, int]] = set()
        self._all_header = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self._row += 1
            self._all_header = True
        elif tag in ("td", "th"):
            self._end_cell()
            self._row = max(self._row, 0)
            found = dict(attrs)
            self._span = (_span(found.get("rowspan")), _span(found.get("colspan")))
            self._text = []
            self._all_header &= tag == "th"
        elif self._text is not None:
            self._text.append(self.get_starttag_text())

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table", "thead"):
            self._end_cell()
            if tag == "tr" and self._all_header and self.header_rows == self._row:
                self.header_rows += 1
            if tag == "thead":
                self.header_rows = max(self.header_rows, self._row + 1)
        elif self._text is not None:
            self._text.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _end_cell(self) -> None:
        if self._text is None:
            return
        col = 0
        while (self._row, col) in self._taken:
            col += 1
        rows, cols = self._span
        self._taken.update((self._row + r, col + c) for r in range(rows) for c in range(cols))
        self.cells.append(GridCell(self._row, col, " ".join("".join(self._text).split()), rows, cols))
        self._text = None


def _span(value: str | None) -> int:
    """A span attribute: 1 where it is missing or no number; at most 200, so that a wrong one makes no giant grid."""
    return min(max(int(value), 1), 200) if value and value.strip().isdecimal() else 1
