"""Rows of a table that print who made a device or when, against the work that the row cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from litmine.checks.citing.authorship import fits
from litmine.document import Cell, Document, Table
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.records import Anchor, CellRef, Flag, Mention, Reference
from litmine.tagging import Tagged

_YEAR_TITLE = re.compile(
    r"\W*(?:(?:publication|pub\.?|reported?)\s+)?years?(?:\s+(?:of\s+)?(?:publication|report(?:ed)?))?\W*", re.IGNORECASE
)
_YEAR = re.compile(r"\W*((?:19|20)\d\d)\W*")
_NAMED = re.compile(r"\W*(?P<name>[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[-‐‑–'’][^\W\d_]+)*),?\s+et\s+al\b")
# So many rows of a table that disagree are a table whose rows were read askew, or whose years are of something else.
_MANY, _SHARE = 3, 1 / 4


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``citation-year`` where a row's year column is not of its work's year, ``citation-mismatch`` where its "Chen et al." is no author.

    A year off by one is info. Where a quarter of a table's rows disagree, three or more, all are info.
    """
    cited = [m for m in tagged.mentions if m.kind == "citation"]
    for table in document.tables:
        rows = list(_rows(document, table, cited))
        flags = [f for cells, works in rows for f in (*_years(document, table, cells, works), *_authors(document, table, cells, works))]
        doubted = len(flags) >= _MANY and len(flags) > _SHARE * len(rows)
        yield from (replace(f, severity="info") if doubted else f for f in flags)


def _rows(document: Document, table: Table, cited: Sequence[Mention]) -> Iterator[tuple[list[Cell], list[Reference]]]:
    """The cells of every row that cites works, with the entries; rows with a marker beyond the list are left out."""
    for row in range(table.n_rows):
        cells = [c for c in table.cells if c.row == row and c.role != "header" and c.row_span == 1]
        keys = [m.value for m in cited if any(c.span.covers(m.span) for c in cells)]
        works = [r for key in keys if (r := document.reference(key))]
        if works and len(works) == len(keys):
            yield cells, works


def _years(document: Document, table: Table, cells: Sequence[Cell], works: Sequence[Reference]) -> Iterator[Flag]:
    columns = {c.col for c in table.cells if c.role == "header" and _YEAR_TITLE.fullmatch(c.span.of(document.text))}
    for cell in cells:
        m = _YEAR.fullmatch(cell.span.of(document.text)) if cell.col in columns else None
        if m is None or any(r.year is None or r.year == int(m[1]) for r in works):
            continue
        nearest = min(works, key=lambda r: abs((r.year or 0) - int(m[1])))
        off = int(m[1]) - (nearest.year or 0)
        at = _anchor(document, table, cell)
        yield Flag(
            code="citation-year",
            stage="check",
            severity="info" if abs(off) == 1 else "warning",
            document=document.source.sha256,
            message=f"{table.id} gives {m[1]} in a row that cites reference {nearest.key}, which is of {nearest.year}.",
            evidence=(at, document.anchor(nearest.span)),
            subject=f"reference {nearest.key}",
            expected=str(nearest.year),
            observed=m[1],
            difference=f"{off:+d}",
            cause="online and print dates" if abs(off) == 1 else "unknown",
        )


def _authors(document: Document, table: Table, cells: Sequence[Cell], works: Sequence[Reference]) -> Iterator[Flag]:
    for cell in cells:
        m = _NAMED.match(cell.span.of(document.text))
        if m is None or any(fits([m["name"]], r, document.text) is not False for r in works):
            continue
        work = works[0]
        yield Flag(
            code="citation-mismatch",
            stage="check",
            severity="warning",
            document=document.source.sha256,
            message=f"{table.id} names {m.group().strip()} in a row that cites reference {work.key}, which is by {work.first_author}.",
            evidence=(_anchor(document, table, cell), document.anchor(work.span)),
            subject=m["name"],
            observed=", ".join(r.key for r in works),
            cause="citation to another paper",
        )


def _anchor(document: Document, table: Table, cell: Cell) -> Anchor:
    return document.anchor(cell.span, cell=CellRef(table.id, cell.row, cell.col))
