"""Tables of a PDF page: the grid PyMuPDF's layout model finds, with our own glyphs in its cells.

``Table.extract`` and the text of ``placements`` are never read: both lose points, signs and superscripts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

import pymupdf

from litmine.document import Unread
from litmine.geometry import Box
from litmine.readers.glyphs import Glyph, TextLine, lines_of, page_glyphs
from litmine.readers.image_tables import with_images
from litmine.readers.pictures import figure_areas
from litmine.readers.second_reading import second_opinion
from litmine.readers.table_gate import MAX_GLYPHS, Word, caption_lines, may_hold_table, rules_of, too_large, words_of
from litmine.readers.table_turn import is_sideways, turned_table, turned_unread, upright
from litmine.readers.table_words import word_grid
from litmine.tables import LogicalTable, RawCell, RawTable, is_table, logical
from litmine.tables.grid import Rule
from litmine.tables.parted import parted
from litmine.tables.trim import trimmed

_ROW_RULE = 0.6  # of the table's width: a shorter rule parts header groups
_ROW_MIN = 6.0  # points: nothing printed is lower; double rules stand closer


class Slot(NamedTuple):
    """A place of a found grid: box in points of the page as shown."""

    row: int
    col: int
    row_span: int
    col_span: int
    x0: float
    y0: float
    x1: float
    y1: float


class Found(NamedTuple):
    """A grid as the layout model found it, geometry only."""

    x0: float
    y0: float
    x1: float
    y1: float
    slots: tuple[Slot, ...]
    header_rows: int


def page_tables(page: pymupdf.Page, number: int, glyphs: Sequence[Glyph]) -> tuple[tuple[LogicalTable, ...], tuple[Unread, ...]]:
    """The tables of a page in reading order, and what was seen to be a table and not read.

    ``number`` is the page's, from 1; ``glyphs`` are ``page_glyphs(page)``. A table over several pages comes as one part a
    page: ``tables.continues`` and ``tables.join_pages`` make it one.
    """
    if len(glyphs) > MAX_GLYPHS:
        return (), (Unread(number, "page-too-large"),)
    if is_sideways(glyphs):
        with upright(page) as matrix:
            if matrix is None:
                return (), ()
            tables, unread = _all_tables(page, number, page_glyphs(page))
        return tuple(turned_table(t, matrix) for t in tables), tuple(turned_unread(u, matrix) for u in unread)
    return _all_tables(page, number, glyphs)


def _all_tables(page: pymupdf.Page, number: int, glyphs: Sequence[Glyph]) -> tuple[tuple[LogicalTable, ...], tuple[Unread, ...]]:
    """The tables of an upright page, those in pictures too."""
    return with_images(page, number, _upright_tables(page, number, glyphs), _upright_tables)


def _upright_tables(
    page: pymupdf.Page, number: int, glyphs: Sequence[Glyph]
) -> tuple[tuple[LogicalTable, ...], tuple[Unread, ...]]:
    """The tables of a page whose text runs left to right, and what was not read."""
    large = too_large(page)
    rules = () if large else rules_of(page)
    if not may_hold_table(glyphs, rules, lambda: figure_areas(page, number)):
        return (), ()
    lines = lines_of(glyphs, max_gap=0.9)
    captions = caption_lines(lines)
    words = words_of(glyphs)
    tables: list[LogicalTable] = []
    for found in () if large else found_grids(page):
        raw = raw_table(found, number, glyphs, words, rules)
        if raw is None:
            continue
        for part in _parts(raw, captions):
            if not is_table(part, _captioned(part.box, captions)):
                continue
            if any(part.box.intersection(t.box) > 0.5 * min(part.box.area, t.box.area) for t in tables):
                continue
            tables.append(logical(part))
    tables, captions = _labelled(tables, captions)
    unread: list[Unread] = []
    for label, line in captions:
        raw = word_grid(line, words, glyphs, rules, number, [t.box for t in tables]) if line.horizontal else None
        if raw is not None:
            raw = trimmed(raw)
        if raw is not None and is_table(raw, True):
            tables.append(replace(logical(raw), label=label))
            continue
        unread.append(Unread(number, "page-too-large", label, None, line.box) if large else _unread(page, number, label, line))
    boxes = [t.box for t in tables]
    tables = [second_opinion(t, words, glyphs, boxes) if t.method == "layout" else t for t in tables]
    return tuple(sorted(tables, key=lambda t: (t.box.y0, t.box.x0))), tuple(unread)


def _parts(raw: RawTable, captions: Sequence[tuple[str, TextLine]]) -> tuple[RawTable, ...]:
    """The tables of a found grid without caption and notes: one, or those that stand side by side."""
    whole = trimmed(raw)
    if whole is None:
        return ()
    parts = parted(whole, [line.box for _, line in captions if _belongs(line.box, whole.box)])
    return parts if len(parts) == 1 else tuple(t for t in map(trimmed, parts) if t is not None)


def _labelled(
    tables: Sequence[LogicalTable], captions: Sequence[tuple[str, TextLine]]
) -> tuple[list[LogicalTable], list[tuple[str, TextLine]]]:
    """The tables with the label of the nearest caption, one caption a table, and the captions that no table stands by."""
    near = sorted(
        (_distance(line.box, t.box), i, j)
        for i, t in enumerate(tables)
        for j, (_, line) in enumerate(captions)
        if _belongs(line.box, t.box)
    )
    of: dict[int, int] = {}
    for _, i, j in near:
        if i not in of and j not in of.values():
            of[i] = j
    labelled = [replace(t, label=captions[of[i]][0]) if i in of else t for i, t in enumerate(tables)]
    return labelled, [c for j, c in enumerate(captions) if j not in of.values()]


def _distance(caption: Box, table: Box) -> float:
    """How far a caption's first line stands from a table, above or below."""
    return max(table.y0 - caption.y1, caption.y0 - table.y1, 0.0)


def found_grids(page: pymupdf.Page) -> tuple[Found, ...]:
    """The grids of the layout model united with those drawn by rules, refined; () where table finding fails."""
    try:
        page.get_layout(return_raw=True)
        finder = page.find_tables(union=True, refine=True)
    except Exception:  # the layout model's exceptions have no common base; the word grid of captioned tables remains
        return ()
    if finder is None:
        return ()
    out = []
    for table in finder.tables:
        slots = tuple(_slots(table.placements or ()))
        if slots:
            x0, y0, x1, y1 = table.bbox
            out.append(Found(x0, y0, x1, y1, slots, int(getattr(table, "header_rows", -1))))
    return tuple(out)


def _slots(placements: Iterable[Iterable]) -> Iterable[Slot]:
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(placements):
        col = 0
        for cell in cells:
            while (row, col) in taken:
                col += 1
            for r in range(cell.rowspan):
                for k in range(cell.colspan):
                    taken.add((row + r, col + k))
            if cell.bbox is not None:
                yield Slot(row, col, cell.rowspan, cell.colspan, *map(float, cell.bbox))
            col += cell.colspan


def raw_table(
    found: Found, number: int, glyphs: Sequence[Glyph], words: Sequence[Word], rules: Sequence[Rule]
) -> RawTable | None:
    """The found grid with our glyphs: each word goes whole to the cell that holds most of its width on its height.

    None where no word falls into the grid, or most of them do not run left to right: rows and columns of a table that is set
    sideways beside upright text would change places.
    """
    x0, y0 = min(s.x0 for s in found.slots), min(s.y0 for s in found.slots)
    x1, y1 = max(s.x1 for s in found.slots), max(s.y1 for s in found.slots)
    slots = _ruled(_stretched(found.slots, x0, y0, x1, y1, _wide(rules, x0, x1)), rules)
    held: dict[int, list[Word]] = {}
    for w in words:
        if _inside(w, x0, y0, x1, y1) and (best := _slot_of(w, slots)) >= 0:
            held.setdefault(best, []).append(w)
    if not held:
        return None
    used = [w for found_words in held.values() for w in found_words]
    if 2 * sum(len(w.glyphs) for w in used if not w.horizontal) > sum(len(w.glyphs) for w in used):
        return None
    box = Box(number, min(w.x0 for w in used), min(w.y0 for w in used), max(w.x1 for w in used), max(w.y1 for w in used))
    mine = {w.glyphs for w in used}
    for w in words:
        # What else is printed among the cells must not get lost between table and text.
        if w.glyphs not in mine and box.contains((w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2):
            held.setdefault(_slot_of(w, slots, near=True), []).append(w)
    cells = []
    for i, s in enumerate(slots):
        lines = cell_lines(glyphs, (g for w in held.get(i, ()) for g in w.glyphs))
        cells.append(RawCell(s.row, s.col, Box(number, s.x0, s.y0, s.x1, s.y1), lines, s.row_span, s.col_span))
    inside = tuple(r for r in rules if y0 - 6 <= r[0] <= y1 + 6 and r[1] < x1 and r[2] > x0)
    return RawTable(number, box, tuple(cells), inside, found.header_rows, "layout", 0.9)


def _inside(w: Word, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether most of a word lies in a rectangle, give or take a little."""
    y = (w.y0 + w.y1) / 2
    wide = min(w.x1, x1 + 3) - max(w.x0, x0 - 3) >= 0.5 * (w.x1 - w.x0)
    return wide and y0 - 0.3 * w.size < y < y1 + 0.3 * w.size


def _slot_of(w: Word, slots: Sequence[Slot], near: bool = False) -> int:
    """The slot at the word's height that holds most of its width; -1 where there is none, or with ``near`` the nearest."""
    y = (w.y0 + w.y1) / 2
    best, most = -1, 0.0
    for i, s in enumerate(slots):
        if s.y0 <= y < s.y1:
            shared = min(w.x1, s.x1) - max(w.x0, s.x0)
            if shared > most:
                best, most = i, shared
    if best < 0 and near:
        x = (w.x0 + w.x1) / 2
        away = [max(s.x0 - x, x - s.x1, 0.0) + 2 * max(s.y0 - y, y - s.y1, 0.0) for s in slots]
        best = min(range(len(slots)), key=away.__getitem__)
    return best


def cell_lines(glyphs: Sequence[Glyph], members: Iterable[int]) -> tuple[tuple, ...]:
    """The printed lines of a cell's glyphs (indices into the page's), as characters with carets and spaces."""
    chosen = [glyphs[i] for i in sorted(members)]
    return tuple(tuple(line.chars()) for line in lines_of(chosen)) if chosen else ()


def _wide(rules: Iterable[Rule], x0: float, x1: float) -> list[float]:
    """The heights of the rules over most of a width."""
    return [y for y, a, b in rules if min(b, x1) - max(a, x0) > 0.85 * (x1 - x0)]


def _stretched(slots: Sequence[Slot], x0: float, y0: float, x1: float, y1: float, wide: Sequence[float]) -> list[Slot]:
    """Slots with the gaps between them closed and the outer ones widened a little, so that every word falls into one.

    An edge between two columns is the median of what the cells on both sides claim; an edge between two rows is moved to a
    rule that stands within half a row of it.
    """
    n_rows = max(s.row + s.row_span for s in slots)
    n_cols = max(s.col + s.col_span for s in slots)
    xs = _edges([(s.col, s.col + s.col_span, s.x0, s.x1) for s in slots], n_cols, x0 - 4, x1 + 4)
    ys = _edges([(s.row, s.row + s.row_span, s.y0, s.y1) for s in slots], n_rows, y0 - 4, y1 + 4)
    for k in range(1, n_rows):
        rule = min(wide, key=lambda y: abs(y - ys[k]), default=None)
        if rule is not None and abs(rule - ys[k]) < 0.5 * min(ys[k] - ys[k - 1], ys[k + 1] - ys[k]) and abs(rule - ys[k]) < 8:
            ys[k] = rule
    return [s._replace(x0=xs[s.col], x1=xs[s.col + s.col_span], y0=ys[s.row], y1=ys[s.row + s.row_span]) for s in slots]


def _ruled(slots: list[Slot], rules: Iterable[Rule]) -> list[Slot]:
    """Slots with every row cut that a rule over most of the table runs through; a cell the rule spares spans both parts."""
    x0, x1 = min(s.x0 for s in slots), max(s.x1 for s in slots)
    for y, a, b in rules:
        if min(b, x1) - max(a, x0) < _ROW_RULE * (x1 - x0):
            continue
        row = next((s.row for s in slots if s.row_span == 1 and s.y0 + _ROW_MIN < y < s.y1 - _ROW_MIN), None)
        if row is None:
            continue
        out = []
        for s in slots:
            if s.row > row:
                out.append(s._replace(row=s.row + 1))
            elif s.row + s.row_span <= row:
                out.append(s)
            elif s.row_span == 1 and min(b, s.x1) - max(a, s.x0) > 0.5 * (s.x1 - s.x0):
                out += [s._replace(y1=y), s._replace(row=row + 1, y0=y)]
            else:
                out.append(s._replace(row_span=s.row_span + 1))
        slots = out
    return slots


def _edges(spans: Sequence[tuple[int, int, float, float]], n: int, first: float, last: float) -> list[float]:
    edges = [first]
    for k in range(1, n):
        claims = [low for a, _, low, _ in spans if a == k] + [high for _, b, _, high in spans if b == k]
        edges.append(max(median(claims), edges[-1]) if claims else edges[-1])
    edges.append(max(last, edges[-1]))
    return edges


def _captioned(box: Box, captions: Iterable[tuple[str, TextLine]]) -> bool:
    return any(_belongs(line.box, box) for _, line in captions)


def _belongs(caption: Box, table: Box) -> bool:
    """Whether a caption line stands right above or below a table (a caption may have several lines), or inside its box."""
    if min(caption.x1, table.x1) - max(caption.x0, table.x0) <= 0:
        return False
    return table.y0 - 90 < caption.y0 < table.y1 + 60


def _unread(page: pymupdf.Page, number: int, label: str, line: TextLine) -> Unread:
    """Why a captioned table has no grid: an image stands by the caption, or nothing that could be read."""
    for image in page.get_image_info():
        x0, y0, x1, y1 = image["bbox"]
        if x1 - x0 < 60 or y1 - y0 < 30:
            continue
        box = Box(number, x0, y0, x1, y1)
        if _belongs(line.box, box) or _belongs(line.box, replace(box, y0=y0 - 60)):
            return Unread(number, "table-is-image", label, None, box)
    drawn = next((area for area in figure_areas(page, number) if _belongs(line.box, area)), None)
    if drawn is not None:  # type that was turned into outlines
        return Unread(number, "table-is-image", label, None, drawn)
    return Unread(number, "no-grid", label, None, line.box)
