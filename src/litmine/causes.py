"""The likely cause of a mismatch, where the numbers themselves show it."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from litmine.matching import Entry, Row
from litmine.quantities import agree
from litmine.records import Quantity

_EXCHANGED = {"HOMO": "LUMO", "LUMO": "HOMO", "CE": "PE", "PE": "CE", "CIE_x": "CIE_y", "CIE_y": "CIE_x"}
# The first number of a printed value: the digits of its unit ("cd A^−1", "m^−2") are no part of it.
_NUMERAL = re.compile(r"\d+(?:[ ,]\d{3}(?!\d))*(?:\.\d+)?|\.\d+")


def likely_cause(observed: Entry, expected: Entry, row: Row, column: Sequence[Row]) -> str:
    """One of the slips that people make when they copy tables, or "unknown".

    ``row`` is the observed device with all its values, ``column`` the rows around it. Checked from the most to the least specific.
    """
    a, b = observed.quantity.value, expected.quantity.value
    if a is None or b is None:
        return "unknown"
    other = _EXCHANGED.get(expected.metric)
    if other and any(e.metric == other and agree(e.quantity, expected.quantity) for e in row.entries):
        return f"{expected.metric} and {other} exchanged"
    if a * b < 0 and agree(_negated(observed.quantity), expected.quantity):
        return "sign lost"
    x, y = (_numeral(e.printed) for e in (observed, expected))
    if x and x.replace(".", "").strip("0") == y.replace(".", "").strip("0") and a and b:
        return f"decimal point shifted by {abs(round(math.log10(abs(a / b))))}"
    if sorted(x) == sorted(y) and sum(p != q for p, q in zip(x, y, strict=True)) == 2:
        return "digits swapped"
    if len(x) == len(y) and sum(p != q for p, q in zip(x, y, strict=True)) == 1:
        return "one digit differs"
    for neighbour in column:
        if neighbour is not row and any(
            e.metric == expected.metric and agree(e.quantity, expected.quantity) for e in neighbour.entries
        ):
            return f"the value of {neighbour.label}"
    if any(e.metric != expected.metric and agree(e.quantity, expected.quantity) for e in row.entries):
        return "the value of another column"
    return "unknown"


def _numeral(printed: str) -> str:
    """The digits and the point of a printed value, without its sign, unit and thousands separators; "" where there are none."""
    m = _NUMERAL.search(printed)
    return re.sub(r"[ ,]", "", m.group()) if m else ""


def _negated(quantity: Quantity) -> Quantity:
    value = None if quantity.value is None else -quantity.value
    return replace(quantity, value=value, low=-quantity.high, high=-quantity.low)
