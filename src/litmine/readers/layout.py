"""Reading order on one page: columns, bands of full width between them, lines put together inside their column."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median

from litmine.geometry import Box
from litmine.readers.abreast import tables_abreast
from litmine.readers.glyphs import TextLine, lines_of

# Gutters are looked for in the middle 76 % of the text's width; text beside them must be at least this share of it wide.
_MARGIN_SHARE, _COLUMN_SHARE = 0.12, 0.14
_MIN_LINES = 4
_MIN_GUTTER = 5.0  # points


@dataclass(frozen=True, slots=True)
class Item:
    """A line or a table in its place. ``table`` is the table's index on its page, -1 for a line.

    ``column`` is (page, running number of the column piece); ``left`` and ``right`` are the edges of the text of that column.
    """

    box: Box
    line: TextLine | None
    table: int
    column: tuple[int, int]
    left: float
    right: float

    @property
    def size(self) -> float:
        """Type size in points; 0 for a table."""
        return self.line.size if self.line else 0.0

    @property
    def baseline(self) -> float:
        """Baseline of a line, lower edge of a table."""
        return self.line.baseline if self.line else self.box.y1


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is ordered: a fragment of a line, or a table."""

    box: Box
    line: TextLine | None
    table: int


def reading_order(lines: Sequence[TextLine], tables: Sequence[Box], page: int, *, gutter: float | None = None) -> tuple[Item, ...]:
    """The lines and tables of a page in reading order, fragments on one baseline of one column put together.

    ``lines`` are fragments (``lines_of`` with a ``max_gap``); ``tables`` the boxes of tables whose glyphs are not in ``lines``.
    ``gutter`` is the x of the middle of the gutter that most pages of the document have (``common_gutter``): it is used where
    the page alone gives too little evidence.
    """
    pieces = [_Piece(t.box, t, -1) for t in lines] + [_Piece(b, None, i) for i, b in enumerate(tables)]
    columns = _columns(pieces, gutter, depth=0)
    items: list[Item] = []
    for n, column in enumerate(columns):
        joined = _joined(column)
        left, right = _edges(joined)
        items.extend(Item(p.box, p.line, p.table, (page, n), left, right) for p in joined)
    return tuple(items)


def common_gutter(pages: Iterable[Sequence[TextLine]]) -> float | None:
    """The middle of the gutter that at least a third of a document's pages with text share; None for one column."""
    found: list[float] = []
    n = 0
    for lines in pages:
        if len(lines) < 2 * _MIN_LINES:
            continue
        n += 1
        x = find_gutter([t.box for t in lines])
        if x is not None:
            found.append(x)
    if not found:
        return None
    together = max(([y for y in found if abs(y - x) < 9] for x in found), key=len)
    return median(together) if 3 * len(together) >= n else None


def find_gutter(boxes: Sequence[Box], expected: float | None = None) -> float | None:
    """The middle of the white strip that few lines cross and that has lines side by side left and right of it.

    ``expected``: where the document is known to have a gutter; there a few lines side by side are enough.
    """
    if len(boxes) < 2:
        return None
    if expected is not None:
        left, right = [b for b in boxes if b.x1 <= expected + 2], [b for b in boxes if b.x0 >= expected - 2]
        if left and right and (_side_by_side(left, right) >= 3 or _parted(boxes, left, right, expected)):
            return expected
    x0, x1 = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    width = x1 - x0
    candidates = sorted({b.x1 for b in boxes if x0 + _MARGIN_SHARE * width < b.x1 < x1 - _MARGIN_SHARE * width})
    best: tuple[float, float] | None = None
    for edge in _thinned(candidates):
        right = [b for b in boxes if b.x0 >= edge - 0.5]
        if len(right) < _MIN_LINES:
            continue
        strip_end = _strip_end(right, edge)
        left = [b for b in boxes if b.x1 <= edge + 0.5]
        if strip_end - edge < _MIN_GUTTER or len(left) < _MIN_LINES:
            continue
        crossing = len(boxes) - len(left) - len(right)
        side_by_side = _side_by_side(left, right)
        if side_by_side < _MIN_LINES or crossing > 0.6 * side_by_side + 0.35 * len(left):
            continue
        if median(b.width for b in left) < _COLUMN_SHARE * width or median(b.width for b in right) < _COLUMN_SHARE * width:
            continue
        score = side_by_side - 1.5 * crossing + min(strip_end - edge, 20) / 20
        if best is None or score > best[0]:
            best = (score, (edge + strip_end) / 2)
    return best[1] if best else None


def _parted(boxes: Sequence[Box], left: Sequence[Box], right: Sequence[Box], gutter: float) -> bool:
    """Whether nothing crosses a gutter and lines on both sides end and begin at it: the last lines of a text in a new column."""
    apart = len(left) + len(right) == len(boxes) and len(left) >= _MIN_LINES
    return apart and max(b.x1 for b in left) > gutter - 3 * _MIN_GUTTER and min(b.x0 for b in right) < gutter + 3 * _MIN_GUTTER


def _thinned(values: Sequence[float]) -> list[float]:
    """Sorted values without those within a point of the one after."""
    return [v for v, after in pairwise([*values, inf]) if after - v > 1.0]


def _strip_end(right: Sequence[Box], edge: float) -> float:
    """Where the text right of an edge begins: the left edge that most of it keeps, or the first one if nearer than a point."""
    starts = sorted(b.x0 for b in right)
    return max(starts[len(starts) // 50], edge)


def _side_by_side(left: Sequence[Box], right: Sequence[Box]) -> int:
    """How many of the lines on the smaller side have a line beside them on the other."""
    few, many = sorted((left, right), key=len)
    rows: set[int] = set()
    for b in many:
        rows.update(range(int(b.y0 // 4), int(b.y1 // 4) + 1))
    return sum(int((b.y0 + b.y1) / 2 // 4) in rows for b in few)


def _columns(pieces: list[_Piece], gutter: float | None, *, depth: int) -> list[list[_Piece]]:
    """Pieces by column in reading order: bands of full width and, between them, the columns from left to right."""
    if not pieces:
        return []
    middle = find_gutter([p.box for p in pieces], gutter) if depth < 3 else None
    if middle is None:
        if depth < 3 and (pair := tables_abreast(pieces)) is not None:
            return [part for group in pair for part in _columns(group, None, depth=depth + 1)]
        side = _side_column(pieces) if depth < 3 else None
        if side is None:
            return [sorted(pieces, key=lambda p: (p.box.y1, p.box.x0))]
        return [part for k, group in enumerate(side) for part in ([group] if k == 1 else _columns(group, None, depth=depth + 1))]
    wide = [p for p in pieces if p.box.x0 < middle - 4 and p.box.x1 > middle + 4]
    narrow = [p for p in pieces if not (p.box.x0 < middle - 4 and p.box.x1 > middle + 4)]
    _adopt(wide, narrow, middle)
    out: list[list[_Piece]] = []
    for is_wide, band in _bands(wide, narrow):
        if is_wide:
            # A band of full width may have columns of its own: an abstract beside the dates of submission.
            out.extend(_columns(band, None, depth=depth + 1))
            continue
        for part in _above_and_foot(band, middle):
            out.extend(_columns([p for p in part if p.box.centre[0] < middle], None, depth=depth + 1))
            out.extend(_columns([p for p in part if p.box.centre[0] >= middle], None, depth=depth + 1))
    return out


def _above_and_foot(band: list[_Piece], middle: float) -> list[list[_Piece]]:
    """The band, or what stands above and below one height where in both columns the text ends and smaller type begins.

    So a reference list begins at the foot of both columns of a page: it is read after the text of both. Footnotes, which begin
    at a height of their own in each column, are left in theirs.
    """
    lines = [p for p in band if p.line and p.line.horizontal]
    sides = [[p for p in lines if (p.box.centre[0] < middle) == is_left] for is_left in (True, False)]
    if min(len(side) for side in sides) < _MIN_LINES:
        return [band]
    size = median(p.line.size for p in lines)
    tops = []
    for side in sides:
        side.sort(key=lambda p: p.line.baseline)
        full = max((i for i, p in enumerate(side) if p.line.size > 0.97 * size), default=-1)
        if not _MIN_LINES <= full + 1 < len(side):
            return [band]
        gap = side[full + 1].line.baseline - side[full].line.baseline
        if gap < 1.8 * size or side[full + 1].line.size > 0.95 * size:
            return [band]
        tops.append(side[full + 1].line.baseline)
    if abs(tops[0] - tops[1]) > 1.5 * size:
        return [band]
    edge = min(tops) - 0.9 * size
    above, foot = [p for p in band if p.box.centre[1] < edge], [p for p in band if p.box.centre[1] >= edge]
    return [above, foot]


def _side_column(pieces: Sequence[_Piece]) -> tuple[list[_Piece], list[_Piece], list[_Piece], list[_Piece]] | None:
    """What stands above, in, beside and below a narrow column left of the text, too short for a gutter; None where there is none.

    Such a column holds the dates, the keywords or the DOI beside an abstract: at least two lines with words in a type of their
    own, all left of the edge that at least three long lines keep, and nothing across that edge where they stand.
    """
    lines = [p for p in pieces if p.line and p.line.horizontal]
    if len(lines) < 5:
        return None
    width = max(p.box.x1 for p in lines) - min(p.box.x0 for p in lines)
    starts = Counter(round(p.box.x0 / 2) for p in lines if p.box.width > 0.45 * width)
    for at, n in starts.most_common(2):
        if n < 3:
            break
        edge = 2.0 * at - 2
        text = [p for p in lines if round(p.box.x0 / 2) == at]
        top, foot = text[0].box.y0 - 12, max(p.box.y1 for p in text) + 12
        left = [p for p in lines if p.box.x1 < edge - 0.6 * p.line.size and top < p.box.centre[1] < foot]
        if not _is_side(left, text):
            continue
        y0, y1 = min(p.box.y0 for p in left) - 1, max(p.box.y1 for p in left) + 1
        if any(p.box.x0 < edge - 1 and p.box.y1 > y0 and p.box.y0 < y1 for p in pieces if p not in left):
            continue
        above = max((p.box.y1 for p in pieces if p.box.x0 < edge - 1 and p.box.y1 <= y0), default=-inf)
        below = min((p.box.y0 for p in pieces if p.box.x0 < edge - 1 and p.box.y0 >= y1), default=inf)
        others = [p for p in pieces if p not in left]
        return (
            [p for p in others if p.box.centre[1] <= above],
            left,
            [p for p in others if above < p.box.centre[1] < below],
            [p for p in others if p.box.centre[1] >= below],
        )
    return None


def _is_side(left: Sequence[_Piece], text: Sequence[_Piece]) -> bool:
    """Whether lines left of a text are a column: words, of another size than the text, not labels of its lines."""
    size = median(p.line.size for p in text)
    worded = [p for p in left if sum(c.isalpha() for c in p.line.text) >= 5]
    own = [p for p in left if abs(p.line.size - size) > 0.04 * size]
    level = sum(any(abs(p.line.baseline - t.line.baseline) < 0.1 * size for t in text) for p in left)
    return len(worded) >= 2 and 2 * len(worded) > len(left) and len(own) == len(left) and level < len(left)


def _adopt(wide: list[_Piece], narrow: list[_Piece], middle: float) -> None:
    """Move from ``narrow`` to ``wide`` what belongs to full-width text.

    That is: pieces of a line that goes on across the gutter, whatever stands between the lines of a full-width paragraph, and
    its short last lines.
    """
    for p in _between(wide, narrow):
        narrow.remove(p)
        wide.append(p)
    moved = True
    while moved:
        moved = False
        for p in list(narrow):
            if p.line is None or p.box.x0 > middle:
                continue
            above = [w for w in wide if w.line and 0 < p.line.baseline - w.line.baseline < 2.2 * w.line.size]
            # The first line may be of several pieces (a caption's label, then its words); the next ones may hang behind a note's mark.
            first = min((w.box.x0 for w in above), default=inf)
            if not any(abs(w.line.size - p.line.size) < 0.5 for w in above) or not -2 < p.box.x0 - first < 3 * p.line.size:
                continue
            if any(q.box.x0 > middle and min(q.box.y1, p.box.y1) - max(q.box.y0, p.box.y0) > 2 for q in narrow if q is not p):
                continue
            narrow.remove(p)
            wide.append(p)
            moved = True


def _between(wide: list[_Piece], narrow: list[_Piece]) -> list[_Piece]:
    """The narrow pieces on the baseline of a wide line and near it, or beside three or more wide lines in a row."""
    lines = sorted((w for w in wide if w.line), key=lambda w: w.line.baseline)
    runs: list[list[_Piece]] = []
    for w in lines:
        if runs and w.line.baseline - runs[-1][-1].line.baseline < 2.2 * w.line.size:
            runs[-1].append(w)
        else:
            runs.append([w])
    spans = [(run[0].box.y0, run[-1].box.y1) for run in runs if len(run) >= 3]
    out = []
    for p in narrow:
        y = p.box.centre[1]
        level = p.line and any(
            abs(w.line.baseline - p.line.baseline) < 0.3 * p.line.size
            and max(w.box.x0, p.box.x0) - min(w.box.x1, p.box.x1) < 4 * p.line.size
            for w in lines
        )
        if level or any(y0 < y < y1 for y0, y1 in spans):
            out.append(p)
    return out


def _bands(wide: list[_Piece], narrow: list[_Piece]) -> list[tuple[bool, list[_Piece]]]:
    """Pieces of full width and pieces in columns as alternating bands, top to bottom."""
    marked = sorted([(True, p) for p in wide] + [(False, p) for p in narrow], key=lambda m: m[1].box.centre[1])
    bands: list[tuple[bool, list[_Piece]]] = []
    for is_wide, piece in marked:
        if bands and bands[-1][0] == is_wide:
            bands[-1][1].append(piece)
        else:
            bands.append((is_wide, [piece]))
    return bands


def _joined(column: list[_Piece]) -> list[_Piece]:
    """The pieces of one column with fragments on one baseline made one line, top to bottom."""
    level = sorted((p for p in column if p.line and p.line.horizontal), key=lambda p: p.line.baseline)
    rows: list[list[_Piece]] = []
    for p in level:
        if rows and p.line.baseline - rows[-1][-1].line.baseline < 0.3 * p.line.size:
            rows[-1].append(p)
        else:
            rows.append([p])
    out = [p for p in column if p.line is None or not p.line.horizontal]
    for row in _with_labels(rows):
        if len(row) == 1:
            out.extend(row)
        else:
            out.extend(_Piece(t.box, t, -1) for t in lines_of([g for p in row for g in p.line.glyphs]))
    return sorted(out, key=lambda p: (p.line.baseline if p.line else p.box.y1, p.box.x0))


def _with_labels(rows: list[list[_Piece]]) -> list[list[_Piece]]:
    """Rows of a column, a raised number that stands alone left of a line joined to it as its superscript: an entry's label."""
    out: list[list[_Piece]] = []
    label: _Piece | None = None
    for row in rows:
        first = min(row, key=lambda p: p.box.x0)
        if label is not None:
            rise, gap = first.line.baseline - label.line.baseline, first.box.x0 - label.box.x1
            if label.line.size < 0.88 * first.line.size and 0.1 < rise / first.line.size < 0.6 and 0 < gap < 2.5 * first.line.size:
                raised = tuple(g._replace(script="super") for g in label.line.glyphs)
                row = [_Piece(label.box, replace(label.line, glyphs=raised), -1), *row]
            else:
                out.append([label])
            label = None
        if len(row) == 1 and len(first.line.glyphs) <= 3 and all(g.text.isdecimal() for g in first.line.glyphs):
            label = first
        else:
            out.append(row)
    return [*out, [label]] if label is not None else out


def _edges(pieces: Sequence[_Piece]) -> tuple[float, float]:
    """Left and right edge of a column's text: the commonest left edge, the right edge that most full lines reach."""
    lines = [p for p in pieces if p.line] or list(pieces)
    starts = Counter(round(p.box.x0) for p in lines)
    least = max(2, 0.12 * len(lines))
    left = min((x for x, n in starts.items() if n >= least), default=min(starts))
    ends = sorted(p.box.x1 for p in lines)
    return float(left), ends[-1 - len(ends) // 10]
