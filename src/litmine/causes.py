"""The likely cause of a mismatch, where the numbers themselves show it."""

import math
import re
from collections.abc import Sequence

from litmine.matching import Entry, Row
from litmine.quantities import agree

_EXCHANGED = {"HOMO": "LUMO", "LUMO": "HOMO", "CE": "PE", "PE": "CE", "CIE_x": "CIE_y", "CIE_y": "CIE_x"}


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
    if a == -b:
        return "sign lost"
    x, y = (re.sub(r"[^\d.]", "", e.printed) for e in (observed, expected))
    if x.replace(".", "").strip("0") == y.replace(".", "").strip("0") and a and b:
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
