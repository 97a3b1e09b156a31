"""The laws of the domain pack, over the values of one table row: what the printed digits cannot satisfy is flagged."""

from collections import defaultdict
from collections.abc import Iterator

from litmine.document import Document
from litmine.domain import Domain
from litmine.laws import evaluate
from litmine.linking import Linked
from litmine.metrics import same_conditions
from litmine.records import Flag, Measurement
from litmine.tagging import Tagged


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """A flag for each law that a device's values break; terms are combined only within one row, statistic and condition."""
    rows: dict[tuple, list[Measurement]] = defaultdict(list)
    for m in linked.measurements:
        at = m.evidence[0].cell
        if at is not None:
            line = ("col", at.col) if m.rule == "table:transposed" else ("row", at.row)
            rows[at.table, *line, m.qualifiers.statistic].append(m)
    for members in (alike for row in rows.values() for alike in _by_conditions(row)):
        terms: dict[str, Measurement] = {}
        for m in members:
            terms.setdefault(m.metric, m)
        for law in domain.laws:
            verdict = evaluate(law, {metric: m.quantity for metric, m in terms.items()})
            if verdict.holds is not False:
                continue
            used = [terms[metric] for metric in law.terms]
            yield Flag(
                code="law-violated",
                stage="check",
                severity=law.severity,
                document=document.source.sha256,
                message=f"{used[0].subject or 'A device'}: {verdict.arithmetic} ({law.title}; {law.source}).",
                evidence=tuple(m.evidence[0] for m in used),
                subject=used[0].subject,
                metric=used[0].metric,
                expected=law.formula,
                observed=", ".join(f"{m.metric} {m.quantity.raw}" for m in used),
                cause="unknown",
            )


def _by_conditions(row: list[Measurement]) -> list[list[Measurement]]:
    """A row's measurements in groups that hold for the same conditions."""
    groups: list[list[Measurement]] = []
    for m in row:
        for group in groups:
            if same_conditions(group[0].qualifiers.conditions, m.qualifiers.conditions):
                group.append(m)
                break
        else:
            groups.append([m])
    return groups
