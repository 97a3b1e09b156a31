"""Values outside the range that the domain pack calls plausible, and the slip that would explain them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from litmine.checks.measured.exceptions import excepted
from litmine.checks.measured.units import columns
from litmine.document import Document
from litmine.domain import Domain, Metric
from litmine.intervals import bounds, overlap
from litmine.linking import Linked
from litmine.optics.photometry import photon
from litmine.quantities import find_quantities
from litmine.records import Flag, Measurement, Quantity
from litmine.tagging import Tagged
from litmine.units import conversion, scaled

# The likeliest slip first: the decimal point by one place, then a unit prefix (1000, a million), which a number without a unit has not.
_SLIPS = (10.0, 100.0, 1e3, 1e6)
_SLIPS_WITH_UNIT = (10.0, 1e3, 100.0, 1e6)
_POWER = re.compile(r"10\s?\^?\s?(?P<sign>[-–−]?)(?P<power>\d{1,2})\b")
_PREFIX = 1e3
_NO_DIGITS_SAVED = 1e4  # who writes kcd for cd means to print fewer digits than five
_BETWEEN = re.compile(r"[^\d\n]{0,60}")  # a name and its number
_SURE = 0.8  # a prose value linked less surely may be another device's
_ENOUGH = 3  # other cells that show how a column is printed
# A number that the authors themselves call extraordinary is no slip of the decimal point.
_EXTRAORDINARY = re.compile(
    r"\brecord\b|\bunprecedented|\bextraordinar|\bhighest (?:ever|reported|value)|\bworld[- ]", re.IGNORECASE
)


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``unit-suspect`` where another unit brings a value into the range (a prefix, a fraction, nm for eV) or where a prefix saves no digits
    ("21 600 kcd m^−2"); ``implausible-value`` for every other value outside the range, for an emission that is not of the colour it is
    called, and for the one cell of a column that has another sign than all others.
    """
    groups: dict[tuple[object, ...], list[tuple[Measurement, str, bool]]] = defaultdict(list)
    for m in linked.measurements:
        metric = domain.metric(m.metric)
        vain = _prefix_in_vain(m.quantity, metric)
        if not (vain or outside(m.quantity, metric)):
            yield from _of_another_colour(document, m, metric)
        elif not excepted(metric.unless, (m,), document, domain):
            cause, of_unit = (_prefix_cause(m, _PREFIX), True) if vain else _cause(document, m, metric)
            cell = m.evidence[0].cell
            groups[(cell.table, cell.col, m.metric, cause) if cell and of_unit else (m.id,)].append((m, cause, of_unit))
    for group in groups.values():
        # A unit that is wrong for a whole column is one slip, that of its header.
        alone = len(group) < _ENOUGH
        for m, cause, of_unit in group if alone else group[:1]:
            metric, right = domain.metric(m.metric), _rightly(m, domain.metric(m.metric), linked)
            others = () if alone else tuple(x.evidence[0] for x, *_ in group[1:])
            yield Flag(
                code="unit-suspect" if of_unit else "implausible-value",
                stage="check",
                severity="warning" if _is_its_own(document, tagged, m, domain) else "info",
                document=document.source.sha256,
                message=f"{metric.name} of {m.subject or 'a device'} is printed as {m.quantity.raw}; plausible is {_range(metric)} "
                f"({metric.range_source})"
                + ("" if cause == "unknown" else f"; likely cause: {cause}")
                + (f", and so for {len(others)} more cells of its column" if others else "")
                + (f"; elsewhere {right.quantity.raw}." if right else "."),
                evidence=(m.evidence[0], *(right.evidence[:1] if right else ()), *others),
                subject=m.subject,
                metric=m.metric,
                expected=f"{metric.low:g}..{metric.high:g} {metric.unit}".rstrip(),
                observed=m.quantity.raw,
                cause=cause,
            )
    yield from _signs(document, linked, domain)


def outside(quantity: Quantity, metric: Metric, factor: float = 1.0) -> bool:
    """Whether a value, times a factor, lies wholly outside the plausible range of its metric."""
    low, high = sorted((quantity.low * factor, quantity.high * factor))
    return high < metric.low or low > metric.high


def _is_its_own(document: Document, tagged: Tagged, m: Measurement, domain: Domain) -> bool:
    """Whether a number is surely a value of its metric, and no reading of a sentence gave it to the wrong one: it stands in a table, no
    other metric of that unit could have it, or the name stands before it with no number between (not "at 533 nm (FWHM = 41 nm)")."""
    unit = domain.metric(m.metric).unit
    others = [x for x in domain.metrics if x.id != m.metric and x.unit == unit and not outside(m.quantity, x)]
    if m.source == "table" or not others:
        return True
    start = m.evidence[0].span.start
    named = [n.span.end for n in tagged.mentions if n.kind == "metric" and n.value == m.metric and n.span.end <= start]
    return bool(named) and _BETWEEN.fullmatch(document.text[named[-1] : start]) is not None


def _rightly(m: Measurement, metric: Metric, linked: Linked) -> Measurement | None:
    """A plausible value of the same device that differs by its sign or by one of the slips: the number as it should be."""
    mates = {i for device in linked.devices if m.id in device.measurements for i in device.measurements}
    if m.quantity.low <= 0 <= m.quantity.high:
        return None
    others = [x for x in linked.measurements if x.id in mates and x.metric == m.metric and not outside(x.quantity, metric)]
    for factor in (-1.0, *(1 / slip for slip in _SLIPS), *_SLIPS):
        low, high = sorted((m.quantity.low * factor, m.quantity.high * factor))
        if found := next((x for x in others if overlap((low, high), bounds(x.quantity))), None):
            return found
    return None


def _range(metric: Metric) -> str:
    return f"{metric.low:g} to {metric.high:g} {metric.unit}".rstrip()


def _cause(document: Document, m: Measurement, metric: Metric) -> tuple[str, bool]:
    """The slip that explains a value, and whether it is one of the unit: the sign where that alone puts the value into the range; none for
    what prose calls a record; then the unit, the sign of the exponent, the likeliest power of ten (a prefix from a thousand on)."""
    q = m.quantity
    if q.low <= 0 <= q.high:
        return "unknown", False  # nothing makes a zero another number
    if not outside(q, metric, -1.0):
        return "sign", False
    context = m.evidence[0].context
    if context and m.source != "table" and _EXTRAORDINARY.search(context.of(document.text)):
        return "unknown", _fits_without_prefix(q, metric)
    if _fits_without_prefix(q, metric):
        return f"the unit is probably {metric.unit}", True
    if metric.fraction and q.low > 0 and q.high <= 1 and not outside(q, metric, 100.0):
        return "a fraction, not per cent", True
    if metric.unit in ("eV", "nm") and q.low > 0:
        ends = photon((q.low, q.high))  # of an energy it is the wavelength
        other = "nm" if metric.unit == "eV" else "eV"
        if not outside(replace(q, low=ends[0], high=ends[1]), metric) and (q.high < 5 or q.low > 200):
            return f"in {other}, not in {metric.unit}", True
    if (power := _POWER.search(q.raw)) and not outside(q, metric, 10.0 ** (2 * int(power["power"]) * (1 if power["sign"] else -1))):
        return "the sign of the exponent", False
    slips = _SLIPS if metric.unit in ("", "%") else _SLIPS_WITH_UNIT
    for slip in slips:
        if not outside(q, metric, 1 / slip):
            return _prefixed(m, metric, slip, "large")
    for slip in slips:
        if not outside(q, metric, slip):
            return _prefixed(m, metric, slip, "small")
    return "unknown", False


def _prefixed(m: Measurement, metric: Metric, slip: float, size: str) -> tuple[str, bool]:
    """A power of ten as the cause; from a thousand on it is a unit's, unless the number has none."""
    if slip >= _PREFIX and metric.unit not in ("", "%"):
        return _prefix_cause(m, slip if size == "large" else 1 / slip), True
    return f"{slip:g} times too {size}", False


def _prefix_cause(m: Measurement, slip: float) -> str:
    """ "1000 times too large, the unit is probably mV": the unit that the number would be right in."""
    printed = find_quantities(m.quantity.raw)
    unit = scaled((printed[0].quantity.unit if printed else "") or m.quantity.unit, float(f"{1 / slip:.12g}"))
    times = f"{slip:g} times too large" if slip > 1 else f"{1 / slip:g} times too small"
    return f"{times}, the unit is probably {unit}" if unit else times


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


def _of_another_colour(document: Document, m: Measurement, metric: Metric) -> Iterator[Flag]:
    """A value that no emission of the colour it is said of has: a "red" device with its EL peak at 530 nm."""
    colour = m.qualifiers.colour
    said = next(((low, high) for name, low, high in metric.colours if name == colour), None)
    fits = said is not None and m.quantity.high >= said[0] and m.quantity.low <= said[1]
    if said is None or fits or m.confidence < _SURE or m.quantity.comparator != "=":
        return
    yield Flag(
        code="implausible-value",
        stage="check",
        severity="warning",
        document=document.source.sha256,
        message=f"{metric.name} of {m.subject or 'a device'} is printed as {m.quantity.raw}, but its emission is called {colour}, which is "
        f"{said[0]:g} to {said[1]:g} {metric.unit}.",
        evidence=(m.evidence[0],),
        subject=m.subject,
        metric=m.metric,
        expected=f"{said[0]:g}..{said[1]:g} {metric.unit}",
        observed=m.quantity.raw,
        cause="unknown",
    )


def _signs(document: Document, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """Levels are printed with or without a minus sign, but a column keeps to one of the two."""
    for metric, column in columns(linked, domain):
        if metric.low != -metric.high:
            continue
        for sign in (1, -1):
            odd = [m for m in column if sign * m.quantity.value > 0]
            others = [m for m in column if sign * m.quantity.value < 0]
            if len(odd) != 1 or len(others) < _ENOUGH:
                continue
            yield Flag(
                code="implausible-value",
                stage="check",
                severity="warning",
                document=document.source.sha256,
                message=f"{metric.name} of {odd[0].subject or 'a device'} is printed as {odd[0].quantity.raw}; all others of its column "
                f"have the other sign ({others[0].quantity.raw} for {others[0].subject}).",
                evidence=(odd[0].evidence[0], others[0].evidence[0]),
                subject=odd[0].subject,
                metric=metric.id,
                expected=f"{-odd[0].quantity.value:g} {metric.unit}",
                observed=odd[0].quantity.raw,
                cause="sign",
            )
