"""A table against another table of the same paper: one device of one work with two numbers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from litmine.checks.tabulated.comparable import agrees, comparable
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.linking.restated import TELLING, digits
from litmine.linking.subjects.identity import identity, is_generic
from litmine.records import Flag, Measurement
from litmine.tagging import Tagged

Row = Sequence[Measurement]


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``table-text-mismatch`` where two tables list one device of one cited work and give it two values of a metric.

    That both rows are the same device and hold for the same conditions is sure only where another of their numbers is the same: two
    tables of other samples, methods or statistics differ in all.
    """
    names = {m.id: m.name for m in domain.metrics}
    for one, other in _twins(linked.measurements):
        pairs = [(a, b) for a in one for b in other if a.metric == b.metric and comparable(a, b)]
        metrics = [a.metric for a, _ in pairs]
        single = [(a, b) for a, b in pairs if metrics.count(a.metric) == 1]
        same = [(a, b) for a, b in single if agrees(a, b)]
        apart = [(a, b) for a, b in single if not agrees(a, b)]
        if len(apart) <= len(same) and any(digits(a) >= TELLING and digits(b) >= TELLING for a, b in same):
            for a, b in apart:
                yield _flag(document, a, b, names.get(a.metric, a.metric))


def _twins(measurements: Sequence[Measurement]) -> Iterator[tuple[Row, Row]]:
    """The pairs of rows of two tables that are one device of one work; a device with several rows in a table is left out."""
    devices: dict[tuple[str, ...], dict[str, dict[tuple[str, int], list[Measurement]]]] = defaultdict(lambda: defaultdict(dict))
    for m in measurements:
        cell = m.evidence[0].cell
        if m.source == "table" and cell is not None and m.subject and not is_generic(m.subject):
            key = (identity(m), m.qualifiers.process, *sorted(c.key for c in m.citations))
            devices[key][cell.table].setdefault((m.subject, cell.row), []).append(m)
    for tables in devices.values():
        single = [next(iter(rows.values())) for rows in tables.values() if len(rows) == 1]
        yield from combinations(single, 2)


def _flag(document: Document, a: Measurement, b: Measurement, name: str) -> Flag:
    first, second = a.evidence[0], b.evidence[0]
    return Flag(
        code="table-text-mismatch",
        stage="check",
        severity="warning",
        document=document.source.sha256,
        message=f"{name} of {b.subject}: {first.cell.table} prints {a.quantity.raw}, {second.cell.table} {b.quantity.raw}.",
        evidence=(first, second),
        subject=b.subject,
        metric=b.metric,
        expected=a.quantity.raw,
        observed=b.quantity.raw,
        cause="unknown",
    )
