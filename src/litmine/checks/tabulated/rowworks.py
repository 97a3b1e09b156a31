"""Which works the rows of a paper's tables cite."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from litmine.document import Document
from litmine.linking import Linked
from litmine.tagging import Tagged

Row = tuple[str, int]  # a table's id and a row from 0


def works_of_rows(document: Document, tagged: Tagged, linked: Linked) -> Mapping[Row, frozenset[str]]:
    """The keys of the references of each row: those of its numbers, and whatever is cited in its cells ("Ebert et al. (2021)")."""
    found: dict[Row, set[str]] = defaultdict(set)
    for m in linked.measurements:
        cell = m.evidence[0].cell
        if cell is not None:
            found[cell.table, cell.row] |= {c.key for c in m.citations}
    cited = [m for m in tagged.mentions if m.kind == "citation"]
    starts = [m.span.start for m in cited]
    for table in document.tables:
        for cell in table.cells:
            if cell.role != "header":
                inside = cited[bisect_left(starts, cell.span.start) : bisect_left(starts, cell.span.end)]
                found[table.id, cell.row] |= {m.value for m in inside}
    return {row: frozenset(keys) for row, keys in found.items()}
