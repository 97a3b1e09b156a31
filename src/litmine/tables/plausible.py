"""What is a table and what was only mistaken for one."""

import re
from statistics import median

from litmine.tables.grid import RawTable, by_row, extent, is_blank, is_value

_EQUATION = re.compile(r"\((?:S?\d{1,3}|[A-Z]\.?\d+)\)")
_ENTRY = re.compile(r"[\[(]?\d{1,3}[\]).]?")
_AXIS = re.compile(r"[−–-]?\d+(?:\.\d+)?")


def is_table(raw: RawTable, captioned: bool) -> bool:
    """Whether a grid is a table: at least two rows and two columns in use and mostly short cells.

    Prose in columns, reference lists, author boxes, equations and the labels of a figure are not. ``captioned``: a "Table N"
    caption stands by it, and then long cells are believed.
    """
    n_rows, n_cols = extent(raw.cells)
    filled = [c for c in raw.cells if c.lines]
    texts = [c.text for c in filled]
    if n_rows < 2 or n_cols < 2 or len(filled) < 4:
        return False
    rows = [r for r in by_row(raw.cells) if sum(bool(c.lines) for c in r) >= 2]
    columns = [k for k in range(n_cols) if sum(c.col == k and c.col_span == 1 for c in filled) >= 2]
    if len(rows) < 2 or len(columns) < 2:
        return False
    if _axes(raw):
        return False
    if captioned:
        return True
    if len(filled) < 0.25 * n_rows * n_cols:
        return False
    lengths = [len(t) for t in texts]
    if median(lengths) > 45 or sum(n > 110 for n in lengths) > 0.25 * len(lengths):
        return False
    if n_cols == 2:
        left = [c.text for c in filled if c.col == 0]
        right = [c.text for c in filled if c.col == 1]
        if right and sum(bool(_EQUATION.fullmatch(t)) for t in right) > 0.5 * len(right):
            return False
        if left and right and sum(bool(_ENTRY.fullmatch(t)) for t in left) > 0.6 * len(left) and median(map(len, right)) > 40:
            return False
    equations = sum("=" in t and not is_value(t) for t in texts)
    if equations > 0.4 * len(texts):
        return False
    return sum(not is_blank(t) for t in texts) >= 4


def _axes(raw: RawTable) -> bool:
    """Whether cells hold the ticks of a figure's axis: four or more bare numbers stacked in one cell of a small grid."""
    n_rows, n_cols = extent(raw.cells)
    ticks = 0
    for c in raw.cells:
        lines = ["".join(ch for ch, _, _ in ln).strip() for ln in c.lines]
        if len(lines) >= 4 and sum(bool(_AXIS.fullmatch(t)) for t in lines) >= 0.7 * len(lines):
            ticks += 1
    return ticks > 0 and n_rows * n_cols < 16
