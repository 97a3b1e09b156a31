"""Caption and note lines that a found grid took in, trimmed off it."""

import re
from dataclasses import replace
from itertools import pairwise

from litmine.tables.grid import RawCell, RawTable, by_row, extent
from litmine.tables.lines import first_line, flows, full_rules, word_space

_CAPTION = re.compile(r"(?:(?:Supplementary|Extended\s+Data)\s+)?(?:Table|TABLE|Tab\.|Figure|FIGURE|Fig\.|FIG\.)\s*[A-Z]?\d*[IVXL]*\b")
# "^a Measured at ...", "a) in air", "[a] ...", "* reference device", "Note: ...", "a In toluene ..."
_NOTE = re.compile(
    r"(?:\^\s?\S{1,3}\s|\^?\(?[a-z*†‡§]\)\s?\S|\[[a-z]\]\s?\S|[*†‡§∗¶]+\s?\S"
    r"|Notes?\b|Sources?\b|Abbreviations?\b|[a-z]\s[A-Z]\w+\s\w+\s)",
    re.I,
)


def trimmed(raw: RawTable) -> RawTable | None:
    """The grid without rows at its top that are its caption and rows at its foot that are its notes; None where nothing stays.

    A caption row begins with "Table 2" or is one long line over all columns; a note row begins with a marker ("a)", "*",
    "Note:") and stands below three full-width rules or fills the columns, or is prose over them.
    """
    rows = by_row(raw.cells)
    first, last = 0, len(rows)
    while first < last and _is_caption(rows[first], rows[first + 1 : last]):
        first += 1
    while last > first and _is_note(rows[last - 1], raw):
        last -= 1
    if last - first < 1:
        return None
    if first == 0 and last == len(rows):
        return raw
    cells = tuple(replace(c, row=c.row - first, row_span=min(c.row_span, last - c.row)) for c in raw.cells if first <= c.row < last)
    if not cells:
        return None
    ink = [b for c in cells for line in c.lines for _, b, _ in line if b]
    if not ink:
        return None
    y0, y1 = min(b.y0 for b in ink), max(b.y1 for b in ink)
    header = raw.header_rows - first if raw.header_rows > first else min(raw.header_rows, 1)
    return replace(raw, cells=cells, box=replace(raw.box, y0=y0, y1=y1), header_rows=header)


def _is_caption(row: list[RawCell], below: list[list[RawCell]]) -> bool:
    filled = [c for c in row if c.lines]
    if not filled:
        return bool(below) and not any(c.row_span > 1 for c in row)
    text = " ".join(c.text for c in filled)
    if _CAPTION.match(text) and (len(filled) == 1 or len(text) > 40):
        return True
    return len(filled) == 1 and len(text) > 100 and (filled[0].col_span > 1 or filled[0].col == 0) and len(below) > 1


def _is_note(row: list[RawCell], raw: RawTable) -> bool:
    filled = [c for c in row if c.lines]
    _, n_cols = extent(raw.cells)
    if not filled:
        return not any(c.row_span > 1 for c in row)
    if any(c.row_span > 1 for c in filled):
        return False
    text = " ".join(c.text for c in filled)
    if len(filled) == 1 and filled[0].col == 0:
        if len(text) > 110:
            return True
        return bool(_NOTE.match(text)) and (len(text) > 30 or text[:1] == "^")
    full, top = full_rules(raw), first_line(filled)
    if len(full) > 2 and top is not None and top > full[-1] and _NOTE.match(text) and len(text) > 30:
        return True  # below the rule that ends the table
    wide = max(0.45, 1.4 * word_space(raw.cells))
    if all(flows(a, b, wide) for a, b in pairwise(filled)) and (_NOTE.match(text) or len(text) > 80):
        return True
    # Prose cut into columns: a marker first, then words that fill every cell.
    return bool(_NOTE.match(text)) and len(text) > 60 and sum(len(c.text.split()) > 2 for c in filled) > 0.5 * n_cols
