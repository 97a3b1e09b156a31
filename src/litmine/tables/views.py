"""Views of a Document's tables: the header path of a column, the body rows, the section a row stands in."""

from functools import lru_cache

from litmine.document import Cell, Document, Table


@lru_cache(maxsize=64)
def n_header_rows(table: Table) -> int:
    """How many rows at the top are header (from 0)."""
    body = [c.row for c in table.cells if c.role != "header"]
    return min(body) if body else table.n_rows


def body_rows(table: Table) -> tuple[int, ...]:
    """The rows below the header, from 0 in the table, section rows included."""
    return tuple(range(n_header_rows(table), table.n_rows))


def cell_text(document: Document, cell: Cell) -> str:
    """The cell's text, markers left out."""
    return cell.span.of(document.text)


def header_path(document: Document, table: Table, col: int) -> tuple[Cell, ...]:
    """The header cells above a column with something printed in them, top to bottom, each spanning cell once."""
    path: list[Cell] = []
    for row in range(n_header_rows(table)):
        cell = table.at(row, col)
        if cell is not None and cell not in path and cell_text(document, cell).strip():
            path.append(cell)
    return tuple(path)


def is_section(document: Document, table: Table, row: int) -> bool:
    """Whether a body row is a heading inside the table: one printed cell, at the left or over all columns, no other."""
    return row in _section_rows(document.text, table)


@lru_cache(maxsize=64)
def _section_rows(text: str, table: Table) -> frozenset[int]:
    return frozenset(row for row in body_rows(table) if _is_section(text, table, row))


def _is_section(text: str, table: Table, row: int) -> bool:
    if table.n_cols < 2:
        return False
    printed = [c for c in table.cells if c.row <= row < c.row + c.row_span and c.span.of(text).strip()]
    if len(printed) != 1 or printed[0].row != row or printed[0].row_span != 1:
        return False
    cell = printed[0]
    if cell.col_span >= table.n_cols:
        return True
    if cell.col != 0 and cell.col_span < 2:
        return False
    # A name without any value is a sparse row unless rows with values follow before the next of its kind.
    if cell.col == 0 and cell.col_span == 1:
        return not _value_free(text, table, row + 1) and table.n_cols > 2
    return True


def _value_free(text: str, table: Table, row: int) -> bool:
    """Whether a row prints nothing right of its first column (or does not exist)."""
    return not any(c.col > 0 and c.row <= row < c.row + c.row_span and c.span.of(text).strip() for c in table.cells)


def section_of(document: Document, table: Table, row: int) -> Cell | None:
    """The section heading a body row stands under: the nearest section row above it; None where there is none."""
    for above in range(row - 1, n_header_rows(table) - 1, -1):
        if is_section(document, table, above):
            return next(c for c in table.cells if c.row == above and cell_text(document, c).strip())
    return None
