"""Values outside the range that the domain pack calls plausible, and the slip that would explain them."""

from collections.abc import Iterator

from litmine.document import Document
from litmine.domain import Domain, Metric
from litmine.linking import Linked
from litmine.records import Flag, Quantity
from litmine.tagging import Tagged

_SLIPS = ((1e-3, "1000 times too large"), (1e3, "1000 times too small"), (1e-6, "a million times too large"),
          (1e6, "a million times too small"), (1e-1, "10 times too large"), (1e1, "10 times too small"),
          (1e-2, "100 times too large"), (1e2, "100 times too small"))  # fmt: skip
_PREFIX = frozenset((1e-3, 1e3, 1e-6, 1e6))


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``unit-suspect`` where a factor of a unit prefix brings the value into the range, ``implausible-value`` otherwise."""
    metrics = {m.id: m for m in domain.metrics}
    for m in linked.measurements:
        metric = metrics[m.metric]
        if not _outside(m.quantity, metric, 1.0):
            continue
        slip = next(((f, words) for f, words in _SLIPS if not _outside(m.quantity, metric, f)), None)
        unit_slip = slip is not None and slip[0] in _PREFIX
        unit = f" {metric.unit}" if metric.unit else ""
        yield Flag(
            code="unit-suspect" if unit_slip else "implausible-value",
            stage="check",
            severity="warning",
            document=document.source.sha256,
            message=f"{metric.name} of {m.subject or 'a device'} is printed as {m.quantity.raw}; plausible is "
            f"{metric.low:g} to {metric.high:g}{unit} ({metric.range_source}).",
            evidence=(m.evidence[0],),
            subject=m.subject,
            metric=m.metric,
            expected=f"{metric.low:g}..{metric.high:g}{unit}",
            observed=m.quantity.raw,
            cause=slip[1] if slip else "unknown",
        )


def _outside(quantity: Quantity, metric: Metric, factor: float) -> bool:
    low, high = sorted((quantity.low * factor, quantity.high * factor))
    return high < metric.low or low > metric.high
