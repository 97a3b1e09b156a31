"""Columns that were cut through the words of their cells, and columns that hold two, put right by where the words stand."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from litmine.geometry import Box
from litmine.tables.grid import Line, RawCell, RawTable, by_row, extent, is_blank, is_value, merge_cols
from litmine.tables.lines import flows, gap_between, is_open, last_box, line_height, middle, row_height, word_space, words_in

_GUTTER = 0.8  # type sizes, at least, between two columns that were found as one
_SHARE = 0.6  # of the rows with words on both sides of a gutter, at least
_MARK_END = re.compile(r"(?:\^\S{1,3}|[*∗†‡§¶]+)$")
# What only goes on with a cell: "(19.5 ± 0.4)", "± 0.4", "× 10^4", "cd m^−2", "%"; not "(0.18, 0.27)" by itself.
_GOES_ON = re.compile(r"[±×·/,;:)\]%@=]|\((?!.*,)|[-–]\s?\d|(?:[munpkM]?(?:eV|V|A|W|m|s|Hz|cd|lm|h|min|K)|°C|nm|wt%?|vol%?)(?![\w-])")


def recut(raw: RawTable) -> RawTable:
    """The grid with its columns where the words of the body say they are.

    Two columns are one where in every row the words on both sides stand a word's distance apart, and the right ones go on
    with the left ones, follow their ends, or stand under one label. One column is two where an upright gutter of most of a
    type size runs through its body with words on both sides in most rows.
    """
    return _returned(_regrouped(_joined(_parted(_joined(raw)))))


def first_body_row(rows: Sequence[Sequence[RawCell]]) -> int:
    """The first row with a number right of the first column; as many as there are rows where none has one."""
    return next((i for i, row in enumerate(rows) if any(is_value(c.text) for c in row if c.col)), len(rows))


# Columns cut through cells -------------------------------------------------------------------------------------------


def _joined(raw: RawTable) -> RawTable:
    rows = by_row(raw.cells)
    first = first_body_row(rows)
    space = word_space(raw.cells)
    places = {(c.row, c.col): c for c in raw.cells if c.lines and c.col_span == 1}
    target = [0]
    for k in range(1, extent(raw.cells)[1]):
        pairs = [(places.get((i, k - 1)), places.get((i, k))) for i in range(len(rows))]
        one = any(c.col == k - 1 and c.col_span == 2 and c.lines and c.row + c.row_span == first for c in raw.cells)
        target.append(target[-1] + (not _is_cut(pairs[:first], pairs[first:], space, one)))
    return replace(raw, cells=merge_cols(raw.cells, target)) if target[-1] < len(target) - 1 else raw


def _is_cut(
    head: Sequence[tuple[RawCell | None, RawCell | None]],
    body: Sequence[tuple[RawCell | None, RawCell | None]],
    space: float,
    one: bool,
) -> bool:
    """Whether the border between two columns runs through cells: the cells left and right of it by row, None where empty.

    ``one``: the lowest label over them stands over both. One of the columns must never stand alone.
    """
    pairs = [(a, b) for a, b in body if a and b]
    right_alone = any(b and not a and not is_blank(_MARK_END.sub("", b.text)) for a, b in body)
    if not pairs or (right_alone and (len(pairs) < 2 or any(a and not b for a, b in (*head, *body)))):
        return False
    if any(is_blank(a.text) for a, _ in pairs):
        return False
    gaps = [gap_between(a, b) for a, b in pairs]
    if any(g is None or g > 1.5 * space for g in gaps) or max(gaps) - min(gaps) > 0.3 * space:
        return False
    labels = [(a, b) for a, b in head if a and b]
    if any((g := gap_between(a, b)) is None or g > 1.6 * space for a, b in labels):
        return False
    going_on = sum(is_open(a.text) or bool(_GOES_ON.match(b.text)) for a, b in pairs)
    if right_alone or 2 * going_on >= len(pairs):
        return 2 * going_on >= len(pairs)
    if sum(is_value(a.text) and is_value(b.text) for a, b in pairs) > 0.5 * len(pairs):
        # Dense numbers stand a word apart too: only a label over one of the columns alone tells that they are one.
        return len(pairs) > 1 and not labels and (one or any(a or b for a, b in head))
    ends = [box.x1 for a, _ in pairs if (box := last_box(a.lines[0]))]
    return len(pairs) > 2 and max(ends) - min(ends) > row_height([a for a, _ in pairs])


# Words in the wrong column -------------------------------------------------------------------------------------------


def _regrouped(raw: RawTable) -> RawTable:
    """The grid with words given to the neighbour they stand a word's distance from, where a wider gap parts them from their cell.

    A label wider than its column ("PLQY (%)" over two digits) reaches into the next one.
    """
    space = word_space(raw.cells)
    cells = {(c.row, c.col): c for c in raw.cells}
    for (row, col), left in sorted(cells.items()):
        right = cells.get((row, col + left.col_span))
        if right is None or not left.lines or not right.lines or left.row_span != right.row_span:
            continue
        left = cells[row, col]
        for line in right.lines:
            beside = next((o for o in left.lines if abs(middle(o) - middle(line)) < 0.3 * line_height(line)), None)
            if beside is None or not flows(replace(left, lines=(beside,)), replace(right, lines=(line,)), 1.4 * space):
                continue
            ends, begins = _wide_gaps(line, space), _wide_gaps(beside, space)
            if ends:
                one, other = _side([line], ends[0], True)[0], _side([line], ends[0], False)[0]
                left = _with(left, beside, (*beside, (" ", None, ""), *one))
                right = _with(right, line, other)
            elif begins:
                one, other = _side([beside], begins[-1], False)[0], _side([beside], begins[-1], True)[0]
                left = _with(left, beside, other)
                right = _with(right, line, (*one, (" ", None, ""), *line))
        cells[row, col], cells[row, right.col] = left, right
    return replace(raw, cells=tuple(cells[c.row, c.col] for c in raw.cells))


def _returned(raw: RawTable) -> RawTable:
    """The grid with the last word of a name taken back from the number beside it ("P4 with" | "a 0.94"): a word of small
    letters left of all else in a column of numbers, no farther from the name than from its number."""
    cells = {(c.row, c.col): c for c in raw.cells}
    first = first_body_row(by_row(raw.cells))
    for k in range(1, extent(raw.cells)[1]):
        body = [c for c in raw.cells if c.col == k and c.row >= first and c.lines and c.col_span == 1]
        if sum(is_value(c.text) for c in body) < max(2, _SHARE * len(body)):
            continue
        for c in body:
            left, line = cells.get((c.row, k - 1)), c.lines[0]
            words, head = words_in(line), "".join(char for char, _, _ in line).split(" ")[0]
            edge = min((w.x0 for o in body if o is not c for ln in o.lines for w in words_in(ln)), default=0.0)
            if left is None or is_value(left.text) or len(words) < 2 or not re.fullmatch(r"[a-z]+", head) or words[0].x1 > edge:
                continue
            beside = next((o for o in left.lines if abs(middle(o) - middle(line)) < 0.3 * line_height(line)), None)
            cut = (words[0].x1 + words[1].x0) / 2
            rest = _side([line], cut, False)
            if beside is None or not is_value(_text(rest)) or words[0].x0 - words_in(beside)[-1].x1 > words[1].x0 - words[0].x1:
                continue
            cells[c.row, k - 1] = _with(left, beside, (*beside, (" ", None, ""), *_side([line], cut, True)[0]))
            cells[c.row, k] = _with(c, line, rest[0])
    return replace(raw, cells=tuple(cells[c.row, c.col] for c in raw.cells))


def _with(cell: RawCell, old: Line, new: Line) -> RawCell:
    return replace(cell, lines=tuple(new if line is old else line for line in cell.lines))


def _wide_gaps(line: Line, space: float) -> list[float]:
    """The middles of the gaps of a line that are clearly wider than a space."""
    wide = max(1.8 * space, _GUTTER) * line_height(line)
    return [(a.x1 + b.x0) / 2 for a, b in pairwise(words_in(line)) if b.x0 - a.x1 > wide]


# Columns that hold two -----------------------------------------------------------------------------------------------


def _parted(raw: RawTable) -> RawTable:
    k, space = 0, word_space(raw.cells)
    while k < extent(raw.cells)[1]:
        x = _gutter(raw, k)
        if x is None:
            k += 1
        else:
            raw = replace(raw, cells=_cut_at(raw.cells, k, x, space))
    return raw


def _gutter(raw: RawTable, col: int) -> float | None:
    """Where a column is to be parted; None where it is one. Rows with nothing but one cell (headings) have no say."""
    rows = by_row(raw.cells)
    first = first_body_row(rows)
    body = [
        c for row in rows[first if first < len(rows) else 1 :] for c in row
        if c.col == col and c.col_span == 1 and c.lines and (sum(bool(o.lines) for o in row) > 1 or extent(raw.cells)[1] == 1)
    ]  # fmt: skip
    if len(body) < 2:
        return None
    size = row_height(body)
    words = [[w for line in c.lines for w in words_in(line)] for c in body]
    ends = sorted((w.x0, w.x1) for row in words for w in row)
    gaps, right = [], ends[0][1]
    for x0, x1 in ends:
        if x0 - right > 0.5 * size:
            gaps.append((right, x0))
        right = max(right, x1)
    for a, b in gaps:
        x = (a + b) / 2
        sides = [(c, row) for c, row in zip(body, words, strict=True) if any(w.x1 < x for w in row) and any(w.x0 > x for w in row)]
        wide = [
            c for c, row in sides
            if min(w.x0 for w in row if w.x0 > x) - max(w.x1 for w in row if w.x1 < x) >= _GUTTER * size
        ]  # fmt: skip
        if len(wide) < len(sides) or len(sides) < max(2, _SHARE * len(body)):
            continue
        texts = [(_text(_side(c.lines, x, True)), _text(_side(c.lines, x, False))) for c in wide]
        if sum(is_open(p) or bool(_GOES_ON.match(q)) for p, q in texts if not is_blank(p)) <= 0.3 * len(texts):
            return x
    return None


def _text(lines: Sequence[Line]) -> str:
    return " ".join("".join(c for c, _, _ in line).strip() for line in lines)


def _side(lines: Sequence[Line], x: float, left: bool) -> tuple[Line, ...]:
    """What stands left or right of x on each line, without spaces at the cut."""
    out = []
    for line in lines:
        at = next((i for i, (char, box, _) in enumerate(line) if box and char.strip() and (box.x0 + box.x1) / 2 > x), len(line))
        part = line[:at] if left else line[at:]
        while part and part[-1][0] == " ":
            part = part[:-1]
        if part:
            out.append(tuple(part))
    return tuple(out)


def _cut_at(cells: Sequence[RawCell], col: int, x: float, space: float) -> tuple[RawCell, ...]:
    """The cells with a column parted at x; a header label that stands across x is cut at its own gap or spans both, and so
    does a heading that stands alone in its row."""
    out = []
    rows = by_row(cells)
    headings = {i for i, row in enumerate(rows) if i >= first_body_row(rows) - 1 and sum(bool(c.lines) for c in row) == 1}
    for c in cells:
        if c.col > col:
            out.append(replace(c, col=c.col + 1))
            continue
        if c.col + c.col_span <= col:
            out.append(c)
            continue
        single = c.col_span == 1 and not (c.lines and c.row in headings)
        at = x if single and not _crossed(c, x, space) else _gap_of(c, space) if single else None
        if at is None:
            out.append(replace(c, col_span=c.col_span + 1))
        else:
            page, x0, y0, x1, y1 = c.box.page, c.box.x0, c.box.y0, c.box.x1, c.box.y1
            out.append(replace(c, box=Box(page, x0, y0, x, y1), lines=_side(c.lines, at, True)))
            out.append(replace(c, col=col + 1, box=Box(page, x, y0, x1, y1), lines=_side(c.lines, at, False), marks=()))
    return tuple(out)


def _crossed(cell: RawCell, x: float, space: float) -> bool:
    """Whether a word of a cell, or a phrase whose words stand a space apart, runs over x."""
    for line in cell.lines:
        words = words_in(line)
        left, right = [w for w in words if (w.x0 + w.x1) / 2 < x], [w for w in words if (w.x0 + w.x1) / 2 >= x]
        if any(w.x0 < x < w.x1 for w in words) or (left and right and right[0].x0 - left[-1].x1 < 1.4 * space * line_height(line)):
            return True
    return False


def _gap_of(cell: RawCell, space: float) -> float | None:
    """The middle of the one gap of a cell, over all its lines, that is wider than a space; None where there is none or more."""
    ends = sorted((w.x0, w.x1) for line in cell.lines for w in words_in(line))
    gaps, right = [], ends[0][1] if ends else 0.0
    for x0, x1 in ends:
        if x0 - right > 1.4 * space * row_height([cell]):
            gaps.append((right + x0) / 2)
        right = max(right, x1)
    return gaps[0] if len(gaps) == 1 else None
