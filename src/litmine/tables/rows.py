"""Which printed rows are one row, and which drawn row is several."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from litmine.geometry import Box
from litmine.tables.grid import RawCell, RawTable, by_row, extent, is_blank, is_value, joined, merge_rows
from litmine.tables.lines import first_line, full_rules, is_open, joins, last_line, middle, parted, row_height, rule_between

_TIGHT = 1.45  # type sizes between the lines of one cell, at most (single spacing is 1.1-1.3)
_IN_FRAME = 3.0  # the same where rules frame each row: a blank line may stand in a cell


def split_stacked(raw: RawTable, body_from: int) -> RawTable:
    """Drawn rows in which two or more rows stand one above the other, cut into a row for each.

    A printed number does not wrap, so a value column with two numbers in one cell is two rows that were drawn as one; so is
    a first row whose last line is numbers under labels. Only where the lines stand no closer than the rows of the rest do.
    """
    rows = by_row(raw.cells)
    pitch = _pitch(rows, body_from)
    out: list[RawCell] = []
    shift = 0
    for i, row in enumerate(rows):
        cuts: tuple[float, ...] = ()
        if all(c.row_span == 1 for c in row):
            cuts = _stacked(row, pitch) if i >= body_from else ()
            cuts = cuts or (_label_over_number(row) if i <= body_from else ())
        if not cuts:
            out.extend(replace(c, row=c.row + shift) for c in row)
            continue
        edges = [raw.box.y0 - 1e3, *cuts, raw.box.y1 + 1e3]
        whole = _beside_all(row, cuts)
        for c in row:
            if c.col in whole:
                out.append(replace(c, row=c.row + shift, row_span=len(cuts) + 1))
                continue
            for k, (y0, y1) in enumerate(pairwise(edges)):
                lines = tuple(ln for ln in c.lines if y0 <= middle(ln) < y1)
                box = Box(c.box.page, c.box.x0, max(c.box.y0, y0), c.box.x1, min(c.box.y1, y1))
                out.append(replace(c, row=c.row + shift + k, box=box, lines=lines))
        shift += len(cuts)
    return replace(raw, cells=tuple(out))


def _line_texts(cell: RawCell) -> list[str]:
    return ["".join(ch for ch, _, _ in ln).strip() for ln in cell.lines]


def _stacked(row: Sequence[RawCell], pitch: float) -> tuple[float, ...]:
    """Heights at which a row of stacked numbers is cut; () for a row that is one. A blank sign in a stack counts as a number."""
    stacks = []
    for c in row:
        texts = _line_texts(c)
        if len(texts) >= 2:
            values = [is_value(t) and not is_open(t) for t in texts]
            if any(values) and all(v or is_blank(t) for v, t in zip(values, texts, strict=True)):
                stacks.append([middle(ln) for ln in c.lines])
            elif any(is_value(t) for t in texts):
                return ()
    if not stacks:
        return ()
    longest = max(stacks, key=len)
    step = min(b - a for a, b in pairwise(longest))
    if pitch and step < 0.8 * pitch:
        return ()
    if len(stacks) == 1 and any(len(c.lines) == 1 and c.col and is_value(c.text) for c in row):
        # One column stacks, others print one number for the row: two values of one device.
        return ()
    return tuple((a + b) / 2 for a, b in pairwise(longest))


def _beside_all(row: Sequence[RawCell], cuts: Sequence[float]) -> frozenset[int]:
    """The columns of a row to be cut whose cell stands beside the middle of all its rows, name included: it holds for each."""
    heights = sorted(middle(ln) for c in row for ln in c.lines)
    step = (heights[-1] - heights[0]) / len(cuts) if heights else 0.0
    centre = sum(cuts) / len(cuts)
    found = frozenset(
        c.col for c in row
        if c.lines and abs((middle(c.lines[0]) + middle(c.lines[-1])) / 2 - centre) < 0.25 * step
        and len(c.lines) <= len(cuts) and middle(c.lines[-1]) - middle(c.lines[0]) < 0.8 * len(cuts) * step
    )  # fmt: skip
    return found if 0 in found else frozenset()


def _label_over_number(row: Sequence[RawCell]) -> tuple[float, ...]:
    """The height between the labels of a header and the first row of numbers, where both were drawn as one row."""
    filled = [c for c in row if c.lines]
    right = [c for c in filled if c.col > 0]
    if len(right) < 1 or any(len(c.lines) < 2 for c in filled):
        return ()
    last = [middle(c.lines[-1]) for c in filled]
    if max(last) - min(last) > 0.4 * row_height(row):
        return ()
    numbers = sum(is_value(_line_texts(c)[-1]) and not any(is_value(t) for t in _line_texts(c)[:-1]) for c in right)
    if numbers < 0.6 * len(right) or any(is_open(t[-2]) or t[-1][:1] in "([" for t in map(_line_texts, right)):
        return ()
    above = max(middle(c.lines[-2]) for c in filled)
    return ((above + min(last)) / 2,)


def _pitch(rows: Sequence[Sequence[RawCell]], body_from: int) -> float:
    """The usual distance from the last line of a body row to the first of the next; 0 where there are none."""
    ends = [(last_line(row), first_line(row)) for row in rows[body_from:]]
    steps = [b - a for (a, _), (_, b) in pairwise(ends) if a is not None and b is not None and b > a]
    return median(steps) if steps else 0.0


def merge_wrapped(raw: RawTable, body_from: int) -> RawTable:
    """Body rows that only go on with the row above (a name broken over lines, a text cell of several lines), merged into it.

    A row with a number where the row above has one is always a row of its own; so is a row whose numbers stand under a blank
    stub (a further device of the same reference), and one below a rule. Where full-width rules frame the rows, what stands
    between two of them with one stub and single spacing is one row.
    """
    rows = by_row(raw.cells)
    n_rows, n_cols = extent(raw.cells)
    spanned = {r for c in raw.cells if c.row_span > 1 for r in range(c.row + 1, c.row + c.row_span)}
    gap = _usual_gap(rows, body_from)
    framed = _frames(raw, rows, body_from)
    target = list(range(n_rows))
    current = 0
    above: dict[int, str] = {}
    last: list[RawCell] = []
    for i, row in enumerate(rows):
        texts = {c.col: c.text for c in row if c.lines}
        if i <= body_from or i in spanned or not texts:
            merge = False
        else:
            ahead = next(({c.col: c.text for c in r if c.lines} for r in rows[i + 1 :] if any(c.lines for c in r)), {})
            merge = _in_frame(row, last, framed.get(i)) or _continues(raw, last, row, above, texts, ahead, gap, n_cols)
        if merge:
            target[i] = current
            for col, text in texts.items():
                above[col] = f"{above.get(col, '')} {text}".strip()
        else:
            current = current + 1 if i else 0
            target[i] = current
            above = dict(texts)
        if texts:
            last = row
    cells = merge_rows(raw.cells, target)
    return replace(raw, cells=_names_over_rows(cells, body_from))


def _names_over_rows(cells: Sequence[RawCell], body_from: int) -> tuple[RawCell, ...]:
    """Names broken over the rows of two devices ("AB (annealed" beside the first, "in air)" beside the second), as one cell."""
    out = list(cells)
    rows = by_row(cells)
    for a, b in pairwise(range(body_from, len(rows))):
        upper = next((c for c in out if c.col == 0 and c.row + c.row_span - 1 == a), None)
        lower = next((c for c in out if c.col == 0 and c.row == b and c.row_span == 1), None)
        if upper is None or lower is None or not lower.lines or upper.col_span > 1 or lower.col_span > 1:
            continue
        values = is_blank(upper.text) or is_value(upper.text) or is_value(lower.text)
        if is_open(upper.text) and not values and len(rows[b]) > 1:
            out.remove(lower)
            one = joined([upper, lower], upper.row, 0)
            out[out.index(upper)] = replace(one, row_span=upper.row_span + 1)
    return tuple(out)


def _frames(raw: RawTable, rows: Sequence[Sequence[RawCell]], body_from: int) -> dict[int, bool]:
    """For each body row that stands in a frame with the row above (no full-width rule between them): whether the frame holds
    one logical row. Empty where rules do not frame at least a third of the rows."""
    body = range(body_from, len(rows))
    full = full_rules(raw)
    cuts = [i for i in body if i > body_from and parted(full, rows[i - 1], rows[i])]
    if len(cuts) < 2 or 3 * (len(cuts) + 1) < len(body):
        return {}
    out: dict[int, bool] = {}
    for start, end in zip([body_from, *cuts], [*cuts, len(rows)], strict=True):
        members = [c for i in range(start, end) for c in rows[i] if c.lines]
        stubs = [c for c in members if c.col == 0]
        one = len(stubs) == 1 and not any(
            sum(is_value(c.text) or is_blank(c.text) for c in members if c.col == k) > 1 for k in {c.col for c in members}
        )
        for i in range(start + 1, end):
            partial = rule_between(raw.rules, rows[i - 1], rows[i], raw.box.x0, raw.box.x1, 0.15)
            out[i] = one and not partial
    return out


def _in_frame(row: Sequence[RawCell], last: Sequence[RawCell], one: bool | None) -> bool:
    y0, y1 = last_line(last), first_line(row)
    return bool(one) and y0 is not None and y1 is not None and y1 - y0 < _IN_FRAME * row_height(row)


def _usual_gap(rows: Sequence[Sequence[RawCell]], body_from: int) -> float:
    """The usual distance from the last line of a body row to the first line of the next, over rows that surely are two."""
    gaps = []
    for a, b in zip(rows[body_from:], rows[body_from + 1 :], strict=False):
        both = {c.col for c in a if is_value(c.text)} & {c.col for c in b if is_value(c.text)}
        y0, y1 = last_line(a), first_line(b)
        if both and y0 is not None and y1 is not None and y1 > y0:
            gaps.append(y1 - y0)
    return median(gaps) if gaps else 0.0


def _continues(
    raw: RawTable,
    last: Sequence[RawCell],
    row: Sequence[RawCell],
    above: dict[int, str],
    texts: dict[int, str],
    ahead: dict[int, str],
    gap: float,
    n_cols: int,
) -> bool:
    """Whether a row goes on with the one above: ``above``, ``texts``, ``ahead`` are the texts by column of the row so far, of
    this one and of the next; ``gap`` the usual distance between two rows of the table (0: unknown)."""
    y0, y1 = last_line(last), first_line(row)
    if y0 is None or y1 is None or rule_between(raw.rules, last, row, raw.box.x0, raw.box.x1, 0.3):
        return False
    if n_cols > 1 and any(c.col_span >= n_cols for c in row if c.lines):
        return False
    size = row_height(row)
    step = y1 - y0
    clash = {k for k in texts if k in above}
    for k in clash:
        if is_blank(texts[k]) or is_blank(above[k]):
            return False
        if is_value(texts[k]) and not is_open(above[k]):
            return False
        if is_value(above[k]) and not is_open(above[k]) and texts[k][:1] not in "([":
            return False
    if not clash:
        # Values of a stub broken over two lines stand at the height between them, or beside the second.
        return step < 0.75 * size
    if any(is_value(texts[k]) or is_blank(texts[k]) for k in set(texts) - clash):
        # Numbers beside the second line of a broken name, with nothing but the name above.
        return set(above) == {0} and 0 in texts and joins(above[0], texts[0]) and (not gap or step < 1.3 * gap)
    if 0 in clash and not joins(above[0], texts[0]) and len(clash) > 1:
        return False
    bracketed = set(texts) == {0} and texts[0][:1] == "(" and texts[0][-1:] == ")"
    strong = bracketed or any(joins(above[k], texts[k]) for k in clash)
    tight = step < _TIGHT * size
    if strong and (tight or (gap and step <= 1.05 * gap)):
        return True
    closer = tight and gap > 1.12 * step
    return closer and len(texts) < max(len(above), 2) and not (set(texts) == {0} and ahead and 0 not in ahead)
