"""Values outside the range that the domain pack calls plausible, and the slip that would explain them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from litmine.checks.exceptions import excepted
from litmine.document import Document
from litmine.domain import Domain, Metric
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.linking.numbers.claims import NAME_OF
from litmine.linking.subjects import list_runs
from litmine.quantities import find_quantities
from litmine.records import Flag, Measurement, Quantity
from litmine.tagging import Tagged
from litmine.units import conversion

# The smallest slip that explains a value is the likeliest; a factor of 1000 or a million is one of unit prefixes.
_SLIPS = (10.0, 100.0, 1e3, 1e6)
_PREFIX = 1e3
_NO_DIGITS_SAVED = 1e4  # who writes kcd for cd means to print fewer digits than five
# A number that the authors themselves call extraordinary is no slip of the decimal point.
_EXTRAORDINARY = re.compile(
    r"\brecord\b|\bunprecedented|\bextraordinar|\bhighest (?:ever|reported|value)|\bworld[- ]", re.IGNORECASE
)


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``unit-suspect`` where a unit prefix brings a value into the range, where it saves no digits ("21 600 kcd m^−2"), or where the
    unit is that of another metric than the one named; ``implausible-value`` for every other value outside the range.
    """
    yield from _contradicted(document, tagged, linked, domain)
    metrics = {m.id: m for m in domain.metrics}
    for m in linked.measurements:
        metric = metrics[m.metric]
        vain = _prefix_in_vain(m.quantity, metric)
        if not (vain or outside(m.quantity, metric)) or excepted(metric.unless, (m,), document, domain):
            continue
        slip = _PREFIX if vain else next((f for f in _SLIPS if not outside(m.quantity, metric, 1 / f)), None)
        grown = slip is not None
        slip = slip or next((f for f in _SLIPS if not outside(m.quantity, metric, f)), None)
        prefixed = slip is not None and slip >= _PREFIX and metric.unit not in ("", "%")
        unit_slip = prefixed or _fits_without_prefix(m.quantity, metric)
        unit = f" {metric.unit}" if metric.unit else ""
        yield Flag(
            code="unit-suspect" if unit_slip or vain else "implausible-value",
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
            cause=_cause(document, m, metric, f"{slip:g} times too {'large' if grown else 'small'}" if slip else "unknown"),
        )


def _cause(document: Document, measurement: Measurement, metric: Metric, slip: str) -> str:
    """The slip that explains a value: its sign where that alone puts it into the range; none for what prose calls a record."""
    if not outside(measurement.quantity, metric, -1.0):
        return "sign"
    context = measurement.evidence[0].context
    said = context.of(document.text) if context and measurement.source != "table" else ""
    return "unknown" if _EXTRAORDINARY.search(said) else slip


def _fits_without_prefix(quantity: Quantity, metric: Metric) -> bool:
    """Whether the printed number would be plausible in the metric's own unit: "21 600 kcd m^−2" where cd m^−2 is meant."""
    printed = find_quantities(quantity.raw)
    if not printed or printed[0].quantity.unit == metric.unit:
        return False
    return not outside(replace(printed[0].quantity, unit=metric.unit), metric, 1.0)


def _prefix_in_vain(quantity: Quantity, metric: Metric) -> bool:
    """Whether a number is printed in the thousandfold of the metric's unit though that saves it no digits, and would be plausible
    without the prefix: "21 600 kcd m^−2"."""
    printed = find_quantities(quantity.raw)
    value = printed[0].quantity.value if printed else None
    if value is None or abs(value) < _NO_DIGITS_SAVED or not _fits_without_prefix(quantity, metric):
        return False
    return conversion(printed[0].quantity.unit, metric.unit) == (_PREFIX, 0.0)


def _contradicted(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """Numbers whose unit is that of another metric than the one named right before them: "a CE of 23.9 lm W^−1".

    A number that linking gave its metric belongs to that one, and of a printed list of names the last governs no number alone.
    """
    measured = {a.span for m in linked.measurements for a in m.evidence}
    runs = list_runs([m for m in tagged.mentions if m.kind == "metric"], document.text)
    named = [run[0] for run in runs if len(run) == 1]
    for m in tagged.mentions:
        if m.kind != "quantity" or m.value or m.quantity is None or not m.quantity.unit or m.span in measured:
            continue
        other = next((x for x in domain.metrics if x.unit_implies and x.unit == m.quantity.unit), None)
        before = [n for n in named if n.span.end <= m.span.start and NAME_OF.fullmatch(document.text[n.span.end : m.span.start])]
        metric = domain.metric(before[-1].value) if before else None
        if other is None or metric is None or conversion(m.quantity.unit, metric.unit) is not None:
            continue
        yield Flag(
            code="unit-suspect",
            stage="check",
            severity="warning",
            document=document.source.sha256,
            message=f"{metric.name} is printed as {m.text}, but {m.quantity.unit} is the unit of {other.name}, not {metric.unit}.",
            evidence=(document.anchor(Span(before[-1].span.start, m.span.end)),),
            metric=metric.id,
            expected=metric.unit,
            observed=m.text,
            cause=f"{metric.id} and {other.id} exchanged, or their units",
        )


def outside(quantity: Quantity, metric: Metric, factor: float = 1.0) -> bool:
    """Whether a value, times a factor, lies wholly outside the plausible range of its metric."""
    low, high = sorted((quantity.low * factor, quantity.high * factor))
    return high < metric.low or low > metric.high
