"""The likely cause of a mismatch, where the numbers themselves show it."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from litmine.matching import Entry, Row
from litmine.metrics import same_conditions
from litmine.quantities import agree, convert
from litmine.records import Quantity

UNKNOWN = "unknown"
_EXCHANGED = {"HOMO": "LUMO", "LUMO": "HOMO", "CE": "PE", "PE": "CE", "CIE_x": "CIE_y", "CIE_y": "CIE_x"}
# The first number of a printed value: the digits of its unit ("cd A^−1", "m^−2") are no part of it.
_NUMERAL = re.compile(r"\d+(?:[ ,]\d{3}(?!\d))*(?:\.\d+)?|\.\d+")
# Factors between units of time that are taken for one another.
_FACTORS = {60.0: "minutes and hours", 24.0: "hours and days", 3600.0: "seconds and hours", 1440.0: "minutes and days"}
_TIMES = ("h", "min", "s", "d")
_COLUMN = 3  # so many other values show how finely a column is printed
_PREFIX = 3  # powers of ten from which on a slip is one of units: milli, kilo, mega; fewer are a decimal point's


def likely_cause(
    observed: Entry,
    expected: Entry,
    row: Row,
    rows: Sequence[Row],
    other: Row | None = None,
    others: Sequence[Row] = (),
    *,
    citations: Collection[str] = (),
) -> str:
    """One of the slips that people make when they copy tables, or "unknown".

    ``row`` is the observed device with all its values and ``rows`` its table in order; ``other`` and ``others`` the same of the expected
    side, where it is a table too: either of the two may be the one that is wrong. ``citations`` are the numbers by which the paper cites
    the device's work. Checked from the most to the least specific.
    """
    # Columns in kcd/m2 and cd/m2 are compared in one unit.
    alike = convert(expected.quantity, observed.quantity.unit)
    expected = replace(expected, quantity=alike) if alike is not None and observed.quantity.unit else expected
    a, b = observed.quantity.value, expected.quantity.value
    if a is None or b is None:
        return UNKNOWN
    sides = [(row, rows, observed, expected)] + ([(other, others, expected, observed)] if other is not None else [])
    explained = (
        _exchanged(observed, expected, row, other),
        "sign lost" if a * b < 0 and agree(negated(observed.quantity), expected.quantity) else "",
        _glued(observed, expected, citations),
        _slip(observed, expected),
        _other_statement(sides),
        _neighbouring_column(sides),
        _neighbouring_row(sides),
        _one_digit(observed, expected),
        _another_row(sides),
    )
    return next(filter(None, explained), UNKNOWN)


_Side = tuple[Row, Sequence[Row], Entry, Entry]  # a row, its table, its own value, the other side's


def _exchanged(observed: Entry, expected: Entry, row: Row, other: Row | None) -> str:
    """Two metrics of one row that have changed places; one that stands in the other's place as well is a column's value.

    Both sides show it; where there is one side only, the metrics must be such as stand beside each other in tables.
    """
    for partner in row.entries:
        if partner.metric == expected.metric or not _same_number(partner, expected):
            continue
        theirs = [e for e in other.entries if e.metric == partner.metric] if other is not None else []
        if any(_same_number(e, observed) for e in theirs) or (not theirs and _EXCHANGED.get(expected.metric) == partner.metric):
            return f"{expected.metric} and {partner.metric} exchanged"
    return ""


def _same_number(a: Entry, b: Entry) -> bool:
    """Whether two values are one number whatever their units: exchanged columns carry the units of each other."""
    return agree(replace(a.quantity, unit=""), replace(b.quantity, unit=""))


def _glued(observed: Entry, expected: Entry, citations: Collection[str]) -> str:
    """A citation's number taken for the last digits of a value: "16.3" with reference 36 is no 16.336."""
    tail = _tail(observed, expected)
    plain = len(tail) in (2, 3) and not tail.startswith("0")
    return f"citation digits glued to the number ({tail})" if tail and (tail in citations or plain) else ""


def glued_digits(a: Entry, b: Entry, citations: Collection[str], column: Sequence[Entry]) -> str:
    """The digits that one of two agreeing values has more than the other, where they are a citation's number; else "".

    They are where the device's work has that number, or where two or more make the value finer than every other one of the column: a
    table prints all values of a metric about equally finely.
    """
    tail = _tail(a, b)
    if tail in citations:
        return tail
    others = [_decimals(e) for e in column if e.evidence not in (a.evidence, b.evidence)]
    beyond = len(others) >= _COLUMN and max(_decimals(a), _decimals(b)) > max(others)
    return tail if beyond and len(tail) > 1 and not tail.startswith("0") else ""


def _tail(a: Entry, b: Entry) -> str:
    """The digits that follow in one number after the whole of the other: "36" of 16.336 and 16.3."""
    short, long = sorted((_numeral(e) for e in (a, b)), key=len)
    tail = long[len(short) :]
    return tail if short and tail.isdigit() and long.startswith(short) else ""


def _decimals(entry: Entry) -> int:
    return len(_numeral(entry).partition(".")[2])


def _other_statement(sides: Sequence[_Side]) -> str:
    """The same metric of the same device, for a mean in place of the champion, or under another condition."""
    for row, _, own, foreign in sides:
        for e in row.entries:
            if e.metric != own.metric or e.evidence == own.evidence or not agree(e.quantity, foreign.quantity):
                continue
            if (e.statistic in ("mean", "median")) != (own.statistic in ("mean", "median")):
                return "champion against mean"
            if not same_conditions(e.conditions, own.conditions):
                where = ", ".join(c for c in (*e.conditions, *own.conditions) if c not in {*e.conditions} & {*own.conditions})
                return f"other condition ({where})"
    return ""


def _neighbouring_column(sides: Sequence[_Side]) -> str:
    """What stands in another column of the same row, printed alike: two metrics of one device are hardly ever one number."""
    for row, _, own, _ in sides:
        for e in row.entries:
            if e.metric != own.metric and _twin(e, own):
                return f"the value of the neighbouring column, {e.metric}"
    return ""


def _neighbouring_row(sides: Sequence[_Side]) -> str:
    """What stands in the row above or below of the same table, or what that row should have: then the two are exchanged."""
    for row, rows, own, foreign in sides:
        at = next((i for i, r in enumerate(rows) if r is row), None)
        near = [] if at is None else [*rows[max(at - 1, 0) : at], *rows[at + 1 : at + 2]]
        for neighbour in near:
            alike = [e for e in neighbour.entries if e.metric == own.metric]
            if any(_twin(e, own) or _twin(e, foreign) for e in alike):
                return f"the value of the neighbouring row, {neighbour.label}"
    return ""


def _slip(observed: Entry, expected: Entry) -> str:
    """A slip of the pen in one number: its unit, its decimal point, its digits."""
    a, b = observed.quantity.value, expected.quantity.value
    x, y = (_numeral(e) for e in (observed, expected))
    if a and b:
        ratio = abs(a / b)
        power = round(math.log10(ratio))
        if power and _times(observed.quantity, expected.quantity, 10.0**power):
            return f"unit slip, a factor of {10 ** abs(power)}" if abs(power) >= _PREFIX else _shifted(power)
        if x and x.replace(".", "").strip("0") == y.replace(".", "").strip("0") and power:
            return _shifted(power)
        for factor, units in _FACTORS.items():
            if observed.quantity.unit in _TIMES and any(_times(observed.quantity, expected.quantity, f) for f in (factor, 1 / factor)):
                return f"unit slip, {units}"
    return "digits swapped" if sorted(x) == sorted(y) and _unlike(x, y) == 2 else ""


def _one_digit(observed: Entry, expected: Entry) -> str:
    x, y = (_numeral(e) for e in (observed, expected))
    return "one digit differs" if len(x) == len(y) and _unlike(x, y) == 1 else ""


def _unlike(x: str, y: str) -> int:
    """In how many places two numerals of one length differ."""
    return sum(p != q for p, q in zip(x, y, strict=True))


def _shifted(power: int) -> str:
    return f"decimal point shifted by {abs(power)}"


def _times(a: Quantity, b: Quantity, factor: float) -> bool:
    """Whether one number is a factor times another, within the printed digits of both."""
    scaled = replace(b, value=b.value * factor, low=b.low * factor, high=b.high * factor)
    return agree(a, scaled)


def _another_row(sides: Sequence[_Side]) -> str:
    for row, rows, own, foreign in sides:
        for r in rows:
            if r is not row and any(e.metric == own.metric and (_twin(e, own) or agree(e.quantity, foreign.quantity)) for e in r.entries):
                return f"the value of another row, {r.label}"
    return ""


def _twin(a: Entry, b: Entry) -> bool:
    """Whether two values are printed alike: the same digits, not only numbers that agree within rounding."""
    x = _numeral(a)
    return bool(x) and x == _numeral(b) and _same_number(a, b)


def _numeral(entry: Entry) -> str:
    """The digits and the point of a value as printed, without its sign, unit and thousands separators; "" where there are none."""
    m = _NUMERAL.search(entry.quantity.raw)
    return re.sub(r"[ ,]", "", m.group()) if m else ""


def negated(quantity: Quantity) -> Quantity:
    """A quantity with the other sign."""
    value = None if quantity.value is None else -quantity.value
    return replace(quantity, value=value, low=-quantity.high, high=-quantity.low)
