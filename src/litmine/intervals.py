"""What printed digits allow: "18.2" stands for anything in 18.15..18.25. Intervals are (low, high) pairs of floats."""

import math
import re
from decimal import Decimal

from litmine.records import Quantity

Interval = tuple[float, float]

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
# A number as printed: sign, digits with or without thousands separators, and a power of ten whose exponent is marked as one.
POWER = r"(?:\^ ?[-‐‑–−]?\d{1,2}(?!\d)|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
# "10−3" with a true minus and no mark of the exponent: falling, it is no range.
_BARE_POWER = rf"(?:{POWER}|−[1-9](?![\d.,]*\d|[-‐‑–−]))"
_MANTISSA = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,.]*\d)|\d{1,3}(?: \d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+)"
NUMBER = rf"(?:10{_BARE_POWER}|{_MANTISSA}(?: ?[×x✕·⋅∙*] ?10(?:{POWER}|[-‐‑–−]\d{{1,2}}(?!\d))|[eE][-+−]?\d{{1,2}}(?!\w))?)"
_PARTS = re.compile(
    rf"(?P<sign>[-‐‑–−+]?)\s?(?P<digits>[\d., ]*\d)"
    rf"(?:[eE](?P<e>[-+−]?\d+)|\s?[×x✕·⋅∙*]\s?10(?P<power>{POWER}|[-‐‑–−]\d{{1,2}})|(?<=10)(?P<bare>{_BARE_POWER}))?"
)
_MINUS = str.maketrans("‐‑–−", "----")


def number_interval(raw: str, *, rough: bool = False) -> tuple[float, float, float]:
    """(value, low, high) of the first number printed in ``raw``: half a unit of the last significant digit each way.

    Trailing zeros of an integer of three or more digits carry no weight, except that two digits are always believed:
    12,600 -> 12,550..12,650; 1000 -> 950..1050; 20 -> 19.5..20.5. With ``rough`` ("~90") all trailing zeros of an integer are
    weightless: 85..95. Raises ValueError where there is no number.
    """
    m = _PARTS.search(raw)
    if not m:
        raise ValueError(f"no number in {raw!r}")
    digits = m["digits"].replace(",", "").replace(" ", "")
    power = m["e"] or m["power"] or m["bare"] or "0"
    exponent = int(power.translate(_SUPERSCRIPT).translate(_MINUS).replace("^", "").replace(" ", ""))
    base = Decimal(digits) if not m["bare"] else Decimal(1)
    if m["bare"]:
        exponent = int(m["bare"].translate(_SUPERSCRIPT).translate(_MINUS).replace("^", "").replace(" ", ""))
    if "." in digits:
        last = -len(digits.partition(".")[2])
    else:
        zeros = len(digits) - len(digits.rstrip("0"))
        last = min(zeros, max(len(digits) - 1, 0)) if rough else min(zeros, max(len(digits) - 2, 0))
        if not rough and len(digits) < 3:
            last = 0
    if m["bare"]:
        last = 0 if rough else -1  # "10^4": two digits believed, as for 10000
    half = Decimal(10) ** last / 2
    sign = -1 if m["sign"] and m["sign"] != "+" else 1
    scale = Decimal(10) ** exponent
    value = sign * base * scale
    return float(value), float(value - half * scale), float(value + half * scale)


def bounds(quantity: Quantity) -> Interval:
    """Where the true number may lie: the printed digits, opened on one side by ">" or "<"."""
    low, high = quantity.low, quantity.high
    if quantity.comparator in (">", ">="):
        return low, math.inf
    if quantity.comparator in ("<", "<="):
        return -math.inf, high
    return low, high


def overlap(a: Interval, b: Interval) -> bool:
    """Whether two intervals share more than an end point: 20.4 and 20.5 touch at 20.45 and do not agree."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    if math.isinf(shared):
        return shared > 0
    scale = max((abs(x) for x in (*a, *b) if math.isfinite(x)), default=1.0)
    # Two exact points (width 0) agree where they are equal.
    return shared > 1e-9 * scale or ((a[0] == a[1] or b[0] == b[1]) and shared >= -1e-9 * scale)


def add(a: Interval, b: Interval) -> Interval:
    """a + b."""
    return a[0] + b[0], a[1] + b[1]


def negate(a: Interval) -> Interval:
    """−a."""
    return -a[1], -a[0]


def multiply(a: Interval, b: Interval) -> Interval:
    """a × b; an infinite end times 0 counts as 0."""
    products = [0.0 if 0.0 in (x, y) else x * y for x in a for y in b]
    return min(products), max(products)


def divide(a: Interval, b: Interval) -> Interval:
    """a / b; everything where b may be 0."""
    if b[0] <= 0 <= b[1]:
        return -math.inf, math.inf
    return multiply(a, (1 / b[1] if math.isfinite(b[1]) else 0.0, 1 / b[0] if math.isfinite(b[0]) else 0.0))


def absolute(a: Interval) -> Interval:
    """abs(a)."""
    if a[0] >= 0:
        return a
    if a[1] <= 0:
        return negate(a)
    return 0.0, max(-a[0], a[1])
