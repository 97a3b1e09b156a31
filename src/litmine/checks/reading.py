"""What could not be read: pages without text, tables that are images or have no grid. Nothing is dropped in silence."""

from collections.abc import Iterator

from litmine.document import Document, Unread
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Anchor, Flag
from litmine.tagging import Tagged

_REASONS = {
    "table-is-image": ("table-is-image", "is an image, so its numbers were not read"),
    "no-grid": ("ragged-table", "has no rows and columns that could be told apart, so its numbers were not read"),
    "page-too-large": ("ragged-table", "stands on a page too large to search for tables, so its numbers were not read"),
}


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """One flag for all pages without a text layer, one for each table that was seen and not read."""
    blank = [page.number for page in document.pages if not page.n_chars]
    if blank:
        everything = len(blank) == len(document.pages)
        pages = "no page" if everything else f"page{'s' if len(blank) > 1 else ''} {', '.join(map(str, blank))}"
        message = (
            "No page has a text layer: this is a scan, and it needs text recognition (OCR) first."
            if everything
            else f"No text layer on {pages}: what is printed there was not read."
        )
        yield Flag(
            code="no-text-layer",
            stage="read",
            severity="error" if everything else "info",
            document=document.source.sha256,
            message=message,
            evidence=(Anchor(document.source.sha256, blank[0], (), Span(0, 0), ""),),
        )
    for table in document.unread:
        yield _unread(document, table)


def _unread(document: Document, table: Unread) -> Flag:
    code, what = _REASONS[table.reason]
    name = table.label or "A table"
    if table.caption is not None:
        at = document.anchor(table.caption)
    else:
        at = Anchor(document.source.sha256, table.page, (table.box,) if table.box else (), Span(0, 0), "")
    message = f"{name} on page {table.page} {what}."
    return Flag(code, "read", "warning", document.source.sha256, message, evidence=(at,), subject=table.label)
