"""What could not be read: pages without text, tables that are images or have no grid. Nothing is dropped in silence."""

from collections.abc import Iterator

from litmine.document import Cell, Document, Table, Unread
from litmine.domain import Domain
from litmine.geometry import Box, Span
from litmine.linking import Linked
from litmine.records import Anchor, CellRef, Flag, Severity
from litmine.tables.grid import is_value
from litmine.tagging import Tagged

_REASONS = {
    "table-is-image": ("table-is-image", "is an image, so its numbers were not read"),
    "no-grid": ("ragged-table", "has no rows and columns that could be told apart, so its numbers were not read"),
    "page-too-large": ("ragged-table", "stands on a page too large to search for tables, so its numbers were not read"),
}

# Why nothing was read of pages -> what is said where these are all pages, and where they are some.
_PAGES = {
    "": (
        "No page has a text layer: this is a scan, and it needs text recognition (OCR) first.",
        "No text layer on {pages}: what is printed there was not read.",
    ),
    "no-unicode": (
        "The fonts do not say which characters they draw, so nothing was read: run text recognition (OCR) on it first.",
        "The fonts on {pages} do not say which characters they draw: what is printed there was not read.",
    ),
    "too-many-characters": (
        "Every page has more characters than can be read, so nothing was read: leave the paper out, or print it to a new PDF.",
        "More characters than can be read on {pages}: what is printed there was not read.",
    ),
    "damaged": (
        "Every page is damaged, so nothing was read: download the paper again.",
        "What is printed on {pages} was not read, for the file is damaged there: download the paper again.",
    ),
}

# What is said of pages that were read from their pictures.
_BY_OCR = (
    "No page has a readable text layer: the paper was read by text recognition (OCR). Check what you use against the page.",
    "No readable text layer on {pages}: read there by text recognition (OCR). Check what you use against the page.",
)

_SHOWN = 4  # cells that a message names; the evidence has them all


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """One flag for all pages that were not read for one reason, one for each table that was seen and not read, and one for
    each table some of whose numbers two readings see differently."""
    blank = [page for page in document.pages if not page.n_chars]
    for problem in dict.fromkeys(page.problem for page in blank if not page.by_ocr):
        yield _blank(document, [page.number for page in blank if page.problem == problem and not page.by_ocr], _PAGES[problem])
    if seen := [page.number for page in blank if page.by_ocr]:
        yield _blank(document, seen, _BY_OCR, "warning")
    for table in document.unread:
        yield _unread(document, table)
    for table in document.tables:
        doubtful = [cell for cell in table.cells if cell.doubt]
        if table.method == "ocr":
            yield _by_ocr(document, table, doubtful)
        elif doubtful:
            yield _doubtful(document, table, doubtful)


def _blank(document: Document, numbers: list[int], why: tuple[str, str], gravest: Severity = "error") -> Flag:
    """The flag of the pages of which nothing was read for one reason; of the ``gravest`` kind where these are all that there are."""
    everything = len(numbers) == len(document.pages)
    pages = f"page{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
    return Flag(
        code="no-text-layer",
        stage="read",
        severity=gravest if everything else "info",
        document=document.source.sha256,
        message=why[0] if everything else why[1].format(pages=pages),
        evidence=(Anchor(document.source.sha256, numbers[0], (), Span(0, 0), ""),),
    )


def _unread(document: Document, table: Unread) -> Flag:
    code, what = _REASONS[table.reason]
    name = table.label or "A table"
    at = document.anchor(table.caption) if table.caption else _place(document, table.page, (table.box,) if table.box else ())
    message = f"{name} on page {table.page} {what}."
    return Flag(code, "read", "warning", document.source.sha256, message, evidence=(at,), subject=table.label)


def _place(document: Document, page: int, boxes: tuple[Box, ...]) -> Anchor:
    """A place on a page of which there is no text to quote."""
    return Anchor(document.source.sha256, page, boxes, Span(0, 0), "")


def _by_ocr(document: Document, table: Table, doubtful: list[Cell]) -> Flag:
    """The flag of a table that is an image and was read by OCR, with the numbers that two readings did not agree on."""
    count = sum(is_value(cell.span.of(document.text)) for cell in table.cells if cell.role != "header")
    message = (
        f"{table.id} on page {table.page} is an image: its {count} numbers were read by text recognition (OCR). "
        "Check them against the image."
    )
    if doubtful:
        message += f" In doubt: {_both_readings(document, doubtful)}."
    at = (document.anchor(table.caption),) if table.caption else ()
    evidence = (_place(document, table.page, table.boxes), *at, *(_cell(document, table, cell) for cell in doubtful))
    return Flag("table-is-image", "read", "warning", document.source.sha256, message, evidence=evidence, subject=table.id)


def _cell(document: Document, table: Table, cell: Cell) -> Anchor:
    return document.anchor(cell.span, cell=CellRef(table.id, cell.row, cell.col))


def _doubtful(document: Document, table: Table, cells: list[Cell]) -> Flag:
    """The flag of a table in which numbers stand elsewhere when it is read from word positions alone."""
    page = cells[0].box.page if cells[0].box else table.page
    are = "1 cell is" if len(cells) == 1 else f"{len(cells)} cells are"
    said = _both_readings(document, cells)
    message = f"{table.id} on page {page}: {are} read otherwise from the positions of the words alone: {said}."
    evidence = tuple(_cell(document, table, cell) for cell in cells)
    return Flag("ragged-table", "read", "warning", document.source.sha256, message, evidence=evidence, subject=table.id)


def _both_readings(document: Document, cells: list[Cell]) -> str:
    """What two readings say of some cells."""
    more = f"; and {len(cells) - _SHOWN} more" if len(cells) > _SHOWN else ""
    return "; ".join(f"“{cell.span.of(document.text)}” ({cell.doubt})" for cell in cells[:_SHOWN]) + more
