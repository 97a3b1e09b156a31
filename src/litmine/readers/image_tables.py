"""Tables that are pictures: beside a caption, by the rules drawn in an image, or on a scanned page. Read where an engine is installed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pymupdf

from litmine.document import Unread
from litmine.geometry import Box
from litmine.readers.glyphs import Glyph
from litmine.readers.ocr import Reading, drawn_rules, read_region, set_page
from litmine.readers.table_gate import too_large
from litmine.tables import LogicalCell, LogicalTable
from litmine.tables.grid import Rule, is_blank, is_value

Found = tuple[tuple[LogicalTable, ...], tuple[Unread, ...]]
Finder = Callable[[pymupdf.Page, int, Sequence[Glyph]], Found]

_TRUST = 0.6  # an image's table is at best as sure as a grid from word positions alone
_MOST_IMAGES = 50  # of a page: no page of a paper has more that are large enough
_LEAST_WIDTH, _LEAST_HEIGHT = 120.0, 40.0  # points: no table with three rules is smaller
_ROWS_APART = 8.0  # points: double rules stand closer
_OF_WIDTH = 0.6  # of the image: the rules of a plot or a scheme with several panels are shorter
_LEAST_SURE = 0.75  # of a picture's words in the mean; type gives 0.85 to 0.95, curves and molecules 0.6
_OF_IMAGE = 0.4  # of an image's area: less is no picture of a table
_HEADER = 36.0  # points above the first rule: a header of three lines


def with_images(page: pymupdf.Page, number: int, found: Found, find: Finder) -> Found:
    """The tables of a page and what was not read, with the tables in pictures read where they can be.

    ``found`` is what ``find`` gave for the page's own type. An image is taken for a table where a table's caption stands by it, or
    where at least three rules of one width run through most of it and no side closes them.
    """
    images = _images(page)
    if not images and not any(u.reason == "table-is-image" for u in found[1]):
        return found
    tables, unread = list(found[0]), [u for u in found[1] if u.reason != "table-is-image"]
    lost = [u for u in found[1] if u.reason == "table-is-image"]
    taken = [t.box for t in tables] + [u.box for u in lost if u.box]
    lost += [Unread(number, "table-is-image", box=b) for b in _ruled_images(page, number, images, taken)]
    for u in lost:
        table = _read(page, number, u, images, find) if u.box else None
        if table is None:
            unread.append(u)
        else:
            tables.append(table)
    return tuple(sorted(tables, key=lambda t: (t.box.y0, t.box.x0))), tuple(unread)


def scan_tables(page: pymupdf.Page, number: int, reading: Reading, find: Finder) -> Found:
    """The tables of a scanned page: found in the page's one reading, each then read again as a picture of its own."""
    width, height = page.rect.width, page.rect.height
    with set_page(reading.glyphs, reading.rules, width, height) as set_up:
        tables, unread = find(set_up, number, reading.glyphs)
    native = _native(Box(number, 0, 0, width, height), _images(page))
    out = []
    for t in tables:
        again = read_region(page, number, t.box.grown(4), native=native)
        better = _tables_of(page, number, again, find) if again else ()
        if len(better) == 1 and better[0].n_cols == t.n_cols:
            out.append(replace(better[0], label=t.label))
        else:
            cells = tuple(replace(c, doubt=c.doubt or ("read once only" if is_value(c.text) else "")) for c in t.cells)
            out.append(replace(t, cells=cells, method="ocr", confidence=round(_TRUST * reading.sure, 2)))
    return tuple(out), unread


def _read(page: pymupdf.Page, number: int, lost: Unread, images: Sequence[tuple[Box, float]], find: Finder) -> LogicalTable | None:
    """A picture's table; None where its words form none, or no engine is installed.

    The caption is kept from the finder: what has one beside it is believed to be a table, and here it may be a plot.
    """
    reading = read_region(page, number, lost.box, native=_native(lost.box, images))
    if reading is None or reading.sure < _LEAST_SURE:
        return None
    # What stands beside it in the picture is a note; where the picture is mostly something else it is a figure by the caption.
    table = max(_tables_of(page, number, reading, find), key=lambda t: len(t.cells), default=None)
    if table is None or table.box.intersection(lost.box) < _OF_IMAGE * lost.box.area or not _filled(table):
        return None
    return replace(table, label=lost.label)


def _filled(table: LogicalTable) -> bool:
    """Whether at least half of a table's cells hold something, and four a number; the ticks and curves of a plot fill fewer."""
    texts = [c.text for c in table.cells if c.lines]
    return 2 * len(texts) >= len(table.cells) and sum(map(is_value, texts)) >= 4


def _tables_of(page: pymupdf.Page, number: int, reading: Reading, find: Finder) -> list[LogicalTable]:
    with set_page(reading.glyphs, reading.rules, page.rect.width, page.rect.height) as set_up:
        tables, _ = find(set_up, number, reading.glyphs)
    confidence = round(_TRUST * reading.sure, 2)
    return [replace(_doubted(t, reading), method="ocr", confidence=confidence) for t in tables]


def _doubted(table: LogicalTable, reading: Reading) -> LogicalTable:
    """The table with what speaks against its numbers: the readings, and the rest of their columns."""
    places: dict[float, list[tuple[float, str]]] = {}
    for i, doubt in reading.doubts.items():
        g = reading.glyphs[i]
        if g.text != " ":
            places.setdefault(g.x0, []).append((g.baseline, doubt))

    def doubt(cell: LogicalCell) -> str:
        boxes = [box for line in cell.lines for _, box, _ in line if box] if is_value(cell.text) else []
        return next((d for b in boxes for y, d in places.get(b.x0, ()) if b.y0 < y < b.y1), "")

    odd = _unlike_their_columns(table)
    cells = (replace(c, doubt=c.doubt or doubt(c) or odd.get((c.row, c.col), "")) for c in table.cells)
    return replace(table, cells=tuple(cells))


def _unlike_their_columns(table: LogicalTable) -> dict[tuple[int, int], str]:
    """What a cell lacks that most of its column have: a number, a minus, a decimal point. OCR loses each of them in silence."""
    columns: dict[int, list[LogicalCell]] = {}
    for c in table.cells:
        if c.role == "body" and c.col_span == 1 and not is_blank(c.text):
            columns.setdefault(c.col, []).append(c)
    out: dict[tuple[int, int], str] = {}
    for cells in columns.values():
        values = [c for c in cells if is_value(c.text)]
        for group, told, has in (
            (cells, "not read as a number", is_value),
            (values, "no minus, unlike its column", lambda t: t[:1] in "-−–"),
            (values, "no decimal point, unlike its column", lambda t: "." in t or sum(ch.isdigit() for ch in t) < 2),
        ):
            without = [c for c in group if not has(c.text)]
            if without and len(group) >= 3 * len(without) and len(group) > 3:
                for c in without:
                    out.setdefault((c.row, c.col), told)
    return out


# Which pictures -------------------------------------------------------------------------------------------------------


def _images(page: pymupdf.Page) -> tuple[tuple[Box, float], ...]:
    """The images of a page as shown, each with its pixels a point."""
    turn = page.rotation_matrix if page.rotation else None
    out = []
    for image in page.get_image_info():
        r = pymupdf.Rect(image["bbox"])
        if turn:
            r = (r * turn).normalize()
        if r.width > 1 and r.height > 1:
            dense = (image["width"] * image["height"] / (r.width * r.height)) ** 0.5
            out.append((Box(page.number + 1, r.x0, r.y0, r.x1, r.y1), dense))
    return tuple(out)


def _native(box: Box, images: Iterable[tuple[Box, float]]) -> float:
    """The pixels a point of the coarsest image that fills a good part of a box; infinite where its type is drawn."""
    return min((dense for b, dense in images if b.intersection(box) > 0.2 * box.area), default=float("inf"))


def _ruled_images(page: pymupdf.Page, number: int, images: Iterable[tuple[Box, float]], taken: Sequence[Box]) -> list[Box]:
    """The parts of images that rules show to be tables, those left out that are known (``taken``)."""
    large = [i for i, _ in images if i.width >= _LEAST_WIDTH and i.height >= _LEAST_HEIGHT]
    large = [i for i in large if not any(i.intersection(t) > 0.5 * t.area for t in taken)][:_MOST_IMAGES]
    if not large or too_large(page):
        return []
    out = []
    for image, (across, down) in zip(large, drawn_rules(page, large), strict=True):
        wide = [r for r in across if r[2] - r[1] > max(_OF_WIDTH * image.width, _LEAST_WIDTH)]
        group = max((_of_one_width(r, wide) for r in wide), key=len, default=[])
        if len(group) < 3 or _closed(group, down):
            continue
        top, foot = group[0][0] - _HEADER, group[-1][0] + _ROWS_APART
        left, right = min(r[1] for r in group) - 4, max(r[2] for r in group) + 4
        out.append(Box(number, max(left, image.x0), max(top, image.y0), min(right, image.x1), min(foot, image.y1)))
    return out


def _of_one_width(rule: Rule, rules: Iterable[Rule]) -> list[Rule]:
    """The rules that begin and end where this one does, top to bottom, double rules once."""
    out: list[Rule] = []
    for r in sorted(rules):
        if abs(r[1] - rule[1]) < 4 and abs(r[2] - rule[2]) < 4 and (not out or r[0] - out[-1][0] > _ROWS_APART):
            out.append(r)
    return out


def _closed(group: Sequence[Rule], down: Iterable[Rule]) -> bool:
    """Whether a vertical rule stands at an end of the rules: then they may be a plot's frame and grid lines."""
    ends = (group[0][1], group[0][2])
    return any(abs(x - e) < 4 and y0 < group[-1][0] and y1 > group[0][0] for x, y0, y1 in down for e in ends)
