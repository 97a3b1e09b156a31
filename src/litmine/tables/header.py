"""Header rows: how many there are, and stacked header lines as one cell."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from litmine.tables.grid import (
    RawCell,
    RawTable,
    by_row,
    extent,
    is_blank,
    is_citation,
    is_value,
    merge_rows,
)
from litmine.tables.lines import first_line, full_rules, last_line, parted, row_height, rule_between
from litmine.tables.spans import is_cut

_MOST = 6  # header rows; more is a table without a header
_CUT = 0.45  # type sizes between two words of one label, at most
_COUNT = re.compile(r"\d{1,2}")
_WHOLE = re.compile(r"[^\d.±(]*\d[\d,]*[^\d.±(]*|(?:19|20)\d\d[/–-]\d{2,4}")  # "100", "1,000 nits", "@ 1000"
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?")
_UNIT = re.compile(
    r"[(\[]?\s*(?:[×x·*]?\s*10\s*\^?\s*[−–-]?\d+\s*)?(?:%|[munpkMGµμ]?(?:eV|V|A|W|m|g|s|Hz|cd|lm|Ω|K|Pa|J|L|mol|nm|h|min|°C|a\.?u\.?)"
    r"(?:\s*\^?\s*[−–-]?\d)?|[/·\s]|per)+\s*[)\]]?"
)


def count_header_rows(raw: RawTable) -> int:
    """How many rows at the top are header.

    The rows above the first full-width rule inside the table, where no numbers stand above it or where it is the only one and
    the layout model says the same; else as many as the model says, where that leaves the numbers in the body; plus rows of
    units and sub-labels below these. Numbers that stand as labels (``_labels``) are no numbers of the body.
    """
    rows = by_row(raw.cells)
    n_rows, _n_cols = extent(raw.cells)
    if n_rows < 2:
        return 0
    shares = [_numeric_share(row) >= 0.5 for row in rows]
    numeric = [share and not _labels(rows, shares, i) for i, share in enumerate(shares)]
    first = next((i for i in range(n_rows) if numeric[i]), None)
    ruled, single = _under_rule(raw, rows)
    model = min(max(raw.header_rows, 0), n_rows - 1, _MOST)
    spans = max((c.row_span for c in rows[0] if c.lines), default=1)
    agreed = single and ruled == model
    if first == 0 and not agreed:
        if ruled == 1 and single:
            return 1
        return 1 if _axis_row(rows, raw.header_rows >= 1) else 0
    if ruled and (agreed or first is None or ruled <= first):
        count = ruled
    elif first is None:
        count = model if raw.header_rows >= 0 else 1
    else:
        count = min(max(model, spans, 1), first)
    most = next((i for i in range(count, n_rows) if numeric[i]), n_rows - 1)
    while count < most and (_subheader(rows[count]) or (shares[count] and not numeric[count])):
        count += 1
    while count > 1 and _stub_only(rows[count - 1]) and any(c.col == 0 and c.lines for row in rows[: count - 1] for c in row):
        count -= 1
    return min(count, n_rows - 1)


def _numeric_share(row: Sequence[RawCell]) -> float:
    """The share of value cells among the filled cells right of the stub; 1 for a row of dashes."""
    filled = [c.text for c in row if c.lines and c.col > 0]
    told = [t for t in filled if not is_blank(t)]
    if not told:
        return 1.0 if filled else 0.0
    return sum(is_value(t) or is_citation(t) for t in told) / len(told)


def _labels(rows: Sequence[Sequence[RawCell]], numeric: Sequence[bool], i: int) -> bool:
    """Whether the numbers of a row are labels: years or counts over labels, or what stands under labels over several columns."""
    return _over_labels(rows, numeric, i) or _under_spans(rows, i)


def _over_labels(rows: Sequence[Sequence[RawCell]], numeric: Sequence[bool], i: int) -> bool:
    """Whether a row of years, or one of numbered groups of two or more columns each, stands over a row of labels."""
    values = [c for c in rows[i] if c.lines and c.col > 0 and is_value(c.text)]
    if i + 2 >= len(rows) or numeric[i + 1] or not any(numeric[i + 2 :]) or _stub_only(rows[i + 1]):
        return False
    if all(_YEAR.fullmatch(c.text) for c in values):
        return True
    below = [c for c in rows[i + 1] if c.lines]
    bare = not any(c.col == 0 or is_blank(c.text) for c in below)
    grouped = all(c.col_span > 1 for c in values) or len(below) >= 2 * len(values)
    return bare and grouped and all(_COUNT.fullmatch(c.text) for c in values)


def _under_spans(rows: Sequence[Sequence[RawCell]], i: int) -> bool:
    """Whether all numbers of a row are whole and stand under labels over several columns, its stub is blank or the first title
    of the stub, and all the rows below have a stub."""
    values = [c for c in rows[i] if c.lines and c.col > 0 and is_value(c.text)]
    if i == 0 or not values or any(not _WHOLE.fullmatch(c.text) for c in values):
        return False
    if any(is_value(c.text) for row in rows[1:i] for c in row) or any(is_blank(c.text) for c in rows[i] if c.lines):
        return False
    titles = [c for row in rows[: i + 1] for c in row if c.col == 0 and c.lines]
    if titles and titles[-1].row == i and (len(titles) > 1 or is_value(titles[-1].text)):
        return False
    below = [row for row in rows[i + 1 :] if any(c.lines for c in row)]
    if not below or not all(any(c.col == 0 and c.lines for c in row) for row in below):
        return False
    labels = {k: c for row in rows[:i] for c in row if c.lines and c.col for k in range(c.col, c.col + c.col_span)}
    free = {c.col for c in rows[i] if c.lines and c.col and c.col not in labels}
    wide = {k for k, c in labels.items() if c.row + c.row_span == i and (c.col_span > 1 or free & {k - 1, k + 1})}
    for a, b in pairwise(c for c in rows[i - 1] if c.lines and c.col):
        if a.col + a.col_span == b.col and is_cut(a, b, _CUT):
            wide |= {a.col, b.col}
    return bool(wide) and all(c.col in free | wide for c in values)


def _stub_only(row: Sequence[RawCell]) -> bool:
    filled = [c for c in row if c.lines]
    return len(filled) == 1 and filled[0].col == 0


def _under_rule(raw: RawTable, rows: Sequence[Sequence[RawCell]]) -> tuple[int | None, bool]:
    """The rows above the first full-width rule between two rows (None without one), and whether it is the only one."""
    full = full_rules(raw)
    found = []
    for i in range(1, len(rows)):
        above = [c for row in rows[:i] for c in row if c.row + c.row_span <= i]
        if parted(full, above, rows[i]):
            found.append(i)
    if found and found[0] <= min(_MOST, len(rows) - 1):
        return found[0], len(found) == 1
    return None, False


def _axis_row(rows: Sequence[Sequence[RawCell]], model: bool) -> bool:
    """Whether a first row of numbers labels the columns: years or plain integers that rise, or what the model calls a header
    without any fraction digits."""
    texts = [c.text for c in rows[0] if c.col > 0 and c.lines]
    stub = next((c.text for c in rows[0] if c.col == 0), "")
    plain = all(re.fullmatch(r"[~<>≤≥]?\s*\d{1,4}(?:\s?[a-zA-Z%°/]\w{0,6})?", t) for t in texts)
    if model and texts and (plain or (not stub and len(texts) > 1)):
        return True
    numbers = [int(t) for t in texts if re.fullmatch(r"\d{1,4}", t)]
    rising = len(numbers) == len(texts) >= 3 and all(a < b for a, b in pairwise(numbers))
    below = [c.text for c in rows[1] if c.col > 0 and c.lines] if len(rows) > 1 else []
    return rising and any("." in t for t in below)


def _subheader(row: Sequence[RawCell]) -> bool:
    """A row of units, or of two or more labels with the stub left blank."""
    filled = [c for c in row if c.lines]
    if len(filled) < 2 or 2 * sum(is_value(c.text) for c in filled) >= len(filled):
        return False
    if all(_UNIT.fullmatch(c.text) for c in filled if c.col > 0):
        return True
    return not any(c.col == 0 for c in filled) and not any(is_blank(c.text) for c in filled)


def stack_header(raw: RawTable, n_header: int) -> tuple[RawTable, int]:
    """The header with the lines of one label joined to one cell; the grid, and how many header rows remain.

    Labels under a spanning cell keep their row; a label with nothing but its own continuation below it becomes one cell over
    all the rows it covers. Rows that only go on with the row above are closed up.
    """
    if n_header < 2:
        return raw, n_header
    rows = by_row(raw.cells)
    n_rows, n_cols = extent(raw.cells)
    target, count = [0], 0
    for i in range(1, n_header):
        if not _one_line(raw, rows[i - 1], rows[i], n_cols):
            count += 1
        target.append(count)
    raw = replace(raw, cells=merge_rows(raw.cells, [*target, *range(count + 1, count + 1 + n_rows - n_header)]))
    n_header = count + 1
    if n_header < 2:
        return raw, 1
    head = [c for c in raw.cells if c.row < n_header]
    grouped = {k for c in head if c.col_span > 1 and c.lines and c.row < n_header - 1 for k in range(c.col, c.col + c.col_span)}
    out: list[RawCell] = [c for c in head if c.col in grouped or c.col_span > 1]
    for k in set(range(n_cols)) - grouped:
        column = sorted((c for c in head if c.col == k and c.col_span == 1), key=lambda c: c.row)
        filled = [c for c in column if c.lines]
        if not column:
            continue
        if not filled or any(rule_between(raw.rules, [a], [b], a.box.x0, a.box.x1, 0.5) for a, b in pairwise(filled)):
            out.extend(column)
            continue
        box = column[0].box
        for c in column[1:]:
            box = box.union(c.box)
        first = column[0].row
        span = column[-1].row + column[-1].row_span - first
        lines = tuple(ln for c in filled for ln in c.lines)
        out.append(replace(filled[0], row=first, row_span=span, box=box, lines=lines))
    body = [c for c in raw.cells if c.row >= n_header]
    return replace(raw, cells=tuple(sorted(out + body, key=lambda c: (c.row, c.col)))), n_header


def _one_line(raw: RawTable, above: Sequence[RawCell], row: Sequence[RawCell], n_cols: int) -> bool:
    """Whether a header row only goes on with the labels of the row above: no rule between, close by, no group split up."""
    top = [c for c in above if c.lines]
    low = [c for c in row if c.lines]
    y0, y1 = last_line(top), first_line(low)
    if not top or not low or y0 is None or y1 is None:
        return not low
    if rule_between(raw.rules, top, low, raw.box.x0, raw.box.x1, 0.15):
        return False
    if any(c.row_span > 1 for c in top):
        return False
    spans = {k: c for c in top for k in range(c.col, c.col + c.col_span)}
    for c in low:
        over = spans.get(c.col)
        if over is not None and (over.col, over.col_span) != (c.col, c.col_span):
            return False
    if any(_YEAR.fullmatch(c.text) for c in top):
        return False
    size = row_height(low)
    if all(c.col in spans for c in low) and len(low) < len(top):
        return y1 - y0 < 2.6 * size
    return y1 - y0 < 1.6 * size
