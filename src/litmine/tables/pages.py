"""Tables that go on over page breaks, as one table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from litmine.tables.grid import LogicalCell, LogicalTable, extent, is_blank, is_value
from litmine.tables.lines import joins


def joined_tables(pages: Iterable[Sequence[LogicalTable]]) -> tuple[LogicalTable, ...]:
    """The tables of a document from those of its pages, in reading order, parts of one table joined.

    Only the last table of a page and the first of the next can be parts of one.
    """
    out: list[LogicalTable] = []
    for tables in pages:
        for i, table in enumerate(tables):
            if i == 0 and out and continues(out[-1], table):
                out[-1] = join_pages((out[-1], table))
            else:
                out.append(table)
    return tuple(out)


def join_pages(parts: Sequence[LogicalTable]) -> LogicalTable:
    """One table from the parts of one printed table, in page order.

    Header rows repeated on a later page are dropped and the rows renumbered; each cell's box keeps its page, and the text of
    a row that the page break cuts goes to the cells above it. A part with
    fewer columns (one is blank on that page) is laid on the columns of the first by position.
    """
    whole = parts[0]
    for part in parts[1:]:
        whole = _append(whole, part)
    return whole


def continues(before: LogicalTable, after: LogicalTable) -> bool:
    """Whether a table that stands first on a page can be the rest of the one that stood last on the page before.

    The columns must agree in number, or lie on columns of the first, and its header is repeated or missing.
    """
    if after.page != before.boxes[-1].page + 1 or (after.label and not _same(before.label, after.label)):
        return False
    if _mapping(before, after) is None:
        return False
    if not after.n_header_rows or after.label:
        return True
    return _repeated(before, after) > 0 or _no_header(after)


def _same(a: str, b: str) -> bool:
    """Whether two labels are one; a label without a number is like no other."""
    return _key(a) == _key(b) and bool(re.search(r"\d|[IVX]+$", b))


def _key(label: str) -> str:
    """A label without case, stops and spaces: "TABLE II." and "Table II" are one."""
    return re.sub(r"\W+", "", label).casefold()


def _texts(table: LogicalTable, row: int) -> list[str]:
    return [_plain(c.text) for c in sorted(table.cells, key=lambda c: c.col) if c.row == row and c.lines]


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _repeated(before: LogicalTable, after: LogicalTable) -> int:
    """How many rows at the top of ``after`` repeat the header of ``before``."""
    head = {t for r in range(before.n_header_rows) for t in _texts(before, r)}
    n = 0
    for row in range(min(max(before.n_header_rows, after.n_header_rows), after.n_rows)):
        texts = _texts(after, row)
        if texts and sum(t in head for t in texts) < 0.7 * len(texts):
            break
        n += 1
    return n


def _no_header(after: LogicalTable) -> bool:
    """Whether what was taken for the header of a continued part looks like a body row: a number or a blank in it."""
    row = [c for c in after.cells if c.row == 0]
    return any(re.search(r"\d", c.text) for c in row if c.col) or any(not c.lines for c in row)


def _append(whole: LogicalTable, part: LogicalTable) -> LogicalTable:
    drop = _repeated(whole, part)
    place = _mapping(whole, part) or tuple(range(part.n_cols))
    start = extent(whole.cells)[0]
    stub = max((c.col + 1 for c in whole.cells if c.role == "stub"), default=1)
    moved: list[LogicalCell] = []
    for c in part.cells:
        if c.row < drop:
            continue
        col = place[c.col]
        span = place[c.col + c.col_span - 1] - col + 1
        role = "stub" if col < stub else "body"
        moved.append(replace(c, row=c.row - drop + start, col=col, col_span=span, role=role))
    kept = list(whole.cells)
    if _cut_row(kept, moved, start):
        kept, moved = _mended(kept, moved, start)
    return replace(
        whole,
        cells=(*kept, *moved),
        boxes=(*whole.boxes, *part.boxes),
        confidence=min(whole.confidence, part.confidence),
    )


def _cut_row(upper: Sequence[LogicalCell], lower: Sequence[LogicalCell], start: int) -> bool:
    """Whether the first row of a part (``start``) only goes on with the texts of the row above the page break."""
    above = {c.col: c.text for c in upper if c.row + c.row_span == start and c.lines}
    texts = {c.col: c.text for c in lower if c.row == start and c.lines}
    if not texts or any(is_value(t) or is_blank(t) or k not in above for k, t in texts.items()):
        return False
    return all(not is_value(above[k]) and joins(above[k], t) for k, t in texts.items())


def _mended(
    upper: Sequence[LogicalCell], lower: Sequence[LogicalCell], start: int
) -> tuple[list[LogicalCell], list[LogicalCell]]:
    """Both parts with the texts of the cut row in the cells above the break, and the rows below moved up."""
    rest = {c.col: c for c in lower if c.row == start and c.lines}
    mended = [
        replace(c, lines=c.lines + rest[c.col].lines, marks=c.marks + rest[c.col].marks)
        if c.row + c.row_span == start and c.col in rest
        else c
        for c in upper
    ]
    return mended, [replace(c, row=c.row - 1) for c in lower if c.row > start]


def _mapping(before: LogicalTable, after: LogicalTable) -> tuple[int, ...] | None:
    """For each column of ``after`` its column in ``before``; None where they do not fit."""
    n, m = before.n_cols, after.n_cols
    if m == n:
        return tuple(range(n))
    if m > n or m < max(2, n - 2):
        return None
    old, new = _columns(before), _columns(after)
    if None in old or None in new:
        return None
    # The parts may be shifted or set a little wider on another page: fit the outer columns first.
    best: tuple[float, tuple[int, ...]] | None = None
    scale = (old[-1] - old[0]) / ((new[-1] - new[0]) or 1.0)
    for fit in (lambda x: x, lambda x: old[0] + (x - new[0]) * scale):
        chosen, cost, last = [], 0.0, -1
        for x in map(fit, new):
            k = min(range(n), key=lambda i: abs(old[i] - x))
            if k <= last:
                break
            cost += abs(old[k] - x)
            chosen.append(k)
            last = k
        if len(chosen) == m and (best is None or cost < best[0]):
            best = (cost, tuple(chosen))
    return best[1] if best and best[0] / m < 0.3 * abs(old[-1] - old[0]) / n else None


def _columns(table: LogicalTable) -> list[float | None]:
    """The x of each column's middle, from the ink of its body cells."""
    out: list[float | None] = []
    for k in range(table.n_cols):
        xs = [b for c in table.cells if c.col == k and c.col_span == 1 for ln in c.lines for _, b, _ in ln if b]
        out.append((min(b.x0 for b in xs) + max(b.x1 for b in xs)) / 2 if xs else None)
    return out
