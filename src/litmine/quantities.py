"""Numbers with units in prose: "18.2, 14.9 and 7.1%", "3.2–3.4 V", "~90 hours", "from 8.1% to 11.6%"."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from litmine.cells import CellValue, is_blank, parse_cell, read_cell
from litmine.geometry import Span
from litmine.intervals import bounds, number_interval, overlap
from litmine.numerals import Numeral, is_label, scan, with_counted
from litmine.records import Quantity
from litmine.shares import Kind, is_fold, is_others, kind_of
from litmine.units import conversion, parse_unit

__all__ = [
    "CellValue", "QuantityMatch", "agree", "convert", "find_quantities", "is_blank", "number_interval",
    "parse_cell", "parse_unit", "read_cell",
]  # fmt: skip

_DASH = re.compile(r"\s?[-‐‑–—−~∼]\s?~?|\s?\.\.+\s?|\s?…\s?")
_TO = re.compile(r"\s+to\s+(?:about\s+|around\s+|over\s+|nearly\s+|approximately\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+|approximately\s+|over\s+|only\s+|an?\s+initial\s+)?$", re.IGNORECASE)
_RANGING = re.compile(r"\brang(?:e|es|ed|ing)\s+(?:of\s+|from\s+)?(?:about\s+|around\s+|approximately\s+)?$", re.IGNORECASE)
# "a band gap tunable from 1.2 eV to 3.0 eV" is a range, too, and no change from one value to another.
_TUNABLE = re.compile(
    r"\b(?:tunab|adjustab|variab)(?:le|ly|ility)\b[^.;]{0,60}\bfrom\s+(?:about\s+|around\s+|approximately\s+)?$"
    r"|\b(?:var(?:y|ies|ied|ying)|span(?:s|ned|ning)?|extend(?:s|ed|ing)?|cover(?:s|ed|ing)?|tun(?:ed|ing))\s+(?:continuously\s+|widely\s+)?"
    r"from\s+(?:about\s+|around\s+|approximately\s+)?$",
    re.IGNORECASE,
)
_BY, _FACTOR = re.compile(r"\bby\s+$", re.IGNORECASE), re.compile(r"\bfactor\s+of\s+$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:about\s+)?$", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"(?:\s\([^()\d][^()]{0,20}\)(?=,|\sand\s|\sor\s))?\s?(?:[,;]\s(?:and\s|or\s)?|[,;](?=[-−–~\d])|\s(?:and|or|&|vs\.?|versus|to)\s|\s?/\s?|[,;]\s?respectively)"
    r"(?:(?:about|around|approximately|over|up to|only|then)\s)?",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(?:for|of|in|with|to|by|from)\s$")
_OF_THING = re.compile(r"\d\s?(?:%|[A-Za-z]\S*)\s(?:for|in|of|with)\s$")
_FINAL = re.compile(r"\band\b|\bor\b|&|/")
_RESPECTIVELY = re.compile(r"(?:[^.]|\.\d){0,80}?\brespectively\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class QuantityMatch:
    """A quantity in a text; ``span`` is relative to it and covers number and printed unit (and a ~ or > before them).

    ``group`` numbers the printed lists of the text from 0 ("18.2, 14.9 and 7.1%" is one group of three), -1 outside a list.
    ``kind`` is "fold" for "2.3-fold", "relative" for "14% higher", "by 0.3 V", "91% of its initial value": not values of a
    metric. ``role`` is "from" or "to" for the two ends of a change.
    """

    span: Span
    quantity: Quantity
    group: int = -1
    kind: Kind = "value"
    role: Literal["", "from", "to"] = ""


@dataclass
class _Item:
    """Work in progress: a numeral, or two of them as a range."""

    first: Numeral
    last: Numeral
    group: int = -1
    role: str = ""
    carried: bool = False

    @property
    def start(self) -> int:
        return self.first.start

    @property
    def end(self) -> int:
        return self.last.end

    @property
    def unit(self) -> str | None:
        return self.last.unit


def find_quantities(text: str, counted: Sequence[int] = ()) -> tuple[QuantityMatch, ...]:
    """The quantities of a sentence or paragraph, in order.

    A number that is part of a name, a label or a citation is none. A number without a unit is returned (unit "") only where it
    looks like a value: a decimal, or an integer with thousands separators. Or where it is said to be one of a quantity that has no
    unit, whose names end at ``counted`` (offsets of the text): "a CRI of 86".
    """
    if not _DIGIT.search(text):
        return ()
    items = _ranges(text, with_counted(text, scan(text), counted))
    _lists(text, items)
    found = []
    for item in items:
        if item.unit is None and not _bare_value(text, item):
            continue
        found.append(QuantityMatch(_span(item), _quantity(text, item), item.group, "value", item.role))
    return tuple(_regrouped(_with_kinds(text, found)))


def _span(item: _Item) -> Span:
    return Span(min(item.first.lead, item.first.start), item.end)


def _quantity(text: str, item: _Item) -> Quantity:
    a, b = item.first, item.last
    unit = b.unit or ""
    raw = _span(item).of(text)
    if a is b:
        return Quantity(raw, a.value, unit, a.low, a.high, a.comparator, a.uncertainty)
    return Quantity(raw, None, unit, min(a.value, b.value), max(a.value, b.value), a.comparator, None)


def _bare_value(text: str, item: _Item) -> bool:
    if item.last.counted:
        return True
    printed = text[item.last.digits[0] : item.last.digits[1]]
    after = text[item.end : item.end + 1]
    if is_label(text, item.first.start) or ("." not in printed and item.first.start and text[item.first.start - 1] == "["):
        return False
    return ("." in printed or "," in printed or "10^" in printed) and (after not in ("-", "′") or is_fold(text, item.end))


def _ranges(text: str, numerals: Sequence[Numeral]) -> list[_Item]:
    """Join "3.2–3.4 V", "3.2 to 3.4 V", "between 25% and 26%" to one item; mark the ends of "from ... to ..."."""
    items: list[_Item] = []
    i = 0
    while i < len(numerals):
        a = numerals[i]
        b = numerals[i + 1] if i + 1 < len(numerals) else None
        gap = text[a.end : b.lead] if b else ""
        before = text[max(0, a.lead - 90) : a.lead]
        before_words = re.sub(r"(?:about|around|approximately|nearly|over)\s+$", "", before)
        if b and b.unit is not None and a.unit in (None, b.unit) and a.uncertainty is None and not a_label(text, a):
            ranging = _RANGING.search(before_words) or _TUNABLE.search(before_words)
            origin = _FROM.search(before_words) and not ranging
            # "dropped by 1.2% to 17.5%", "rose by a factor of 2.3 to 45 cd/A": by how much, and to what.
            origin = origin or (_BY.search(before_words) and a.unit is not None) or _FACTOR.search(before_words)
            rising = abs(b.value) > abs(a.value)
            low_to_high = b.value > a.value or (a.negative and b.negative)
            is_dash = _DASH.fullmatch(gap) or (not gap.strip() and text[b.lead : b.start].strip() in {"~", "∼"} and a.unit is None)
            # "from unity for 1 to 61%": ends that lie far apart are a range only where the words say so.
            near = a.unit is not None or ranging or abs(b.value) <= 20 * abs(a.value)
            joined = (
                (is_dash and low_to_high and rising)
                or (_TO.fullmatch(gap) and not origin and near and (rising or ranging))
                or (_AND.fullmatch(gap) and _BETWEEN.search(before_words))
            )
            if joined and not (b.negative and not a.negative):
                items.append(_Item(replace(a, unit=b.unit), b))
                i += 2
                continue
        items.append(_Item(a, a))
        i += 1
    _changes(text, items)
    return items


def a_label(text: str, numeral: Numeral) -> bool:
    """Whether a numeral without unit is a label ("device 2-3 V" is none of its range)."""
    return numeral.unit is None and is_label(text, numeral.start)


def _changes(text: str, items: list[_Item]) -> None:
    """Mark "from A to B" (and "to B from A"); give A the unit of B where only B prints it."""
    for a, b in itertools.pairwise(items):
        gap = text[a.end : b.first.lead]
        before = text[max(0, a.first.lead - 45) : a.first.lead]
        if len(gap) > 60 or re.search(r"[.;:]\s", gap):
            continue
        if _FROM.search(before) and re.search(
            r"\bto\s+(?:about\s+|around\s+|over\s+|nearly\s+|only\s+|as \w+ as\s+|up to\s+)?$", gap, re.IGNORECASE
        ):
            ends = ("from", "to")
        elif re.search(r"\bto\s+$", before) and _FROM.search(gap):
            ends = ("to", "from")
        else:
            continue
        if a.unit is None and b.unit is not None and not is_label(text, a.first.start) and len(gap) < 25:
            a.first = a.last = replace(a.first, unit=b.unit)
        if a.unit == b.unit:
            a.role, b.role = ends


def _lists(text: str, items: list[_Item]) -> None:
    """Number the printed lists and hand their unit, printed once at the end, to every member."""
    group = 0
    i = 0
    while i < len(items):
        j = i
        while j + 1 < len(items) and _listed(text, items[j], items[j + 1]):
            j += 1
        run = items[i : j + 1]
        start = _run_start(text, run)
        run = run[start:]
        if len(run) > 1 and (run[-1].unit is not None or all(_bare_value(text, m) for m in run)):
            for member in run:
                if member.unit is None and run[-1].unit is not None:
                    member.first = replace(_with_power(text, member.first, run[-1].last), unit=run[-1].unit)
                    member.last = member.first if member.first.digits == member.last.digits else replace(member.last, unit=run[-1].unit)
                    member.carried = True
                member.group = group
            group += 1
        i = j + 1


_MANTISSA = re.compile(r"\d(?:\.\d+)?")
_TIMES = re.compile(r"\s?[×x✕·]")


def _power(text: str, numeral: Numeral) -> float | None:
    """The power of ten that a numeral prints ("2.7 × 10^−4": 1e−4), None without one."""
    mantissa = _MANTISSA.match(text, *numeral.digits)
    if mantissa is None or not _TIMES.match(text, mantissa.end(), numeral.digits[1]) or not float(mantissa.group()):
        return None
    return abs(numeral.value) / float(mantissa.group())


def _with_power(text: str, member: Numeral, last: Numeral) -> Numeral:
    """A member of a list with the power of ten that is printed once at its end: "3.2 and 2.7 × 10^−4 cm^2 V^−1 s^−1"."""
    scale = _power(text, last)
    if scale is None or not _MANTISSA.fullmatch(text[member.digits[0] : member.digits[1]]):
        return member
    value, low, high = (float(f"{x * scale:.12g}") for x in (member.value, member.low, member.high))
    by = None if member.uncertainty is None else float(f"{member.uncertainty * scale:.12g}")
    return replace(member, value=value, low=low, high=high, uncertainty=by)


def _listed(text: str, a: _Item, b: _Item) -> bool:
    gap = text[a.end : b.first.lead]
    if not _SEPARATOR.fullmatch(gap) or a.role or b.role:
        return False
    if gap.strip().lower() == "to":
        return False
    if a.unit is not None and b.unit is not None and a.unit != b.unit:
        return gap.strip() == "/" or _RESPECTIVELY.match(text, b.end) is not None
    return not (a.unit is not None and b.unit is None)


def _run_start(text: str, run: list[_Item]) -> int:
    """Where the true list begins: labels, years and integers before decimals ("In 2019, 18.2%") are no members."""
    if len(run) < 2:
        return 0
    last = run[-1]
    decimals = "." in text[last.last.digits[0] : last.last.digits[1]]
    closed = any(_FINAL.search(text[a.end : b.first.lead]) for a, b in itertools.pairwise(run))
    for k in range(len(run) - 2, -1, -1):
        m = run[k]
        if m.unit is not None:
            continue
        printed = text[m.first.digits[0] : m.first.digits[1]]
        year = re.fullmatch(r"(?:19|20)\d\d", printed) and last.unit in ("%", "V", "eV", "cd/A", "lm/W", None)
        # "12.5% at 1000 and 9.8%": a whole number among decimals is a member only where it is of their size.
        odd = decimals and "." not in printed and (not closed or abs(m.first.value) >= 100)
        bracket = "." not in printed and m.first.start and text[m.first.start - 1] == "["
        # "−5.6 eV for 3 and −5.5 eV": a whole number after a preposition names a compound, where the others are decimals.
        lead = text[max(0, m.first.start - 30) : m.first.start]
        named = decimals and "." not in printed and len(run) - k == 2 and _PREPOSITION.search(lead)
        # "12 and 2.7 × 10^−4": a number that cannot take the power of ten of the last one stands for itself.
        small = _power(text, last.last) is not None and _power(text, m.first) is None and not _MANTISSA.fullmatch(printed)
        # "76% for 2, and 55%": what stands behind a number's preposition names a thing.
        named = named or ("." not in printed and _OF_THING.search(lead))
        if is_label(text, m.first.start) or year or odd or bracket or named or small or (not closed and not decimals):
            return k + 1
    first = run[0]
    if (
        first.unit is None
        and not decimals
        and "/" in text[first.end : run[1].first.lead]
        and len(run) == 2
        and abs(first.first.value) < 10
        and abs(last.last.value) < 10
    ):
        return 1  # "1/3 V" is a fraction
    return 0


def _with_kinds(text: str, found: list[QuantityMatch]) -> list[QuantityMatch]:
    """What each number is; what the last of a closed list ("5, 7 and 9% higher") is said to be holds for the whole list."""
    kinds: dict[int, Kind] = {}
    out: list[QuantityMatch] = []
    for m in found:
        kind = kind_of(text, m.span, m.quantity.unit, change=m.role != "")
        if m.group >= 0 and kind != "value":
            # A comma alone joins no list: in "14.7%, 20% above the control" only the second is relative.
            before = out[-1] if out and out[-1].group == m.group else None
            if before is not None and not _FINAL.search(text[before.span.end : m.span.start]):
                m = replace(m, group=-1)
            else:
                kinds[m.group] = kind
        if kind == "value" and m.quantity.comparator in "<>" and is_others(text, m.span):
            m = replace(m, quantity=replace(m.quantity, comparator="="))
        out.append(replace(m, kind=kind))
    return [replace(m, kind=kinds.get(m.group, m.kind)) if m.group >= 0 else m for m in out]


def _regrouped(found: list[QuantityMatch]) -> list[QuantityMatch]:
    """Number the groups that still have two members from 0."""
    numbers: dict[int, int] = {}
    members = [m.group for m in found]
    for g in members:
        if g >= 0 and members.count(g) > 1:
            numbers.setdefault(g, len(numbers))
    return [replace(m, group=numbers.get(m.group, -1)) for m in found]


def convert(quantity: Quantity, unit: str) -> Quantity | None:
    """The quantity in another unit (``raw`` stays as printed); None where the units measure different things.

    A bare number (unit "") takes the unit asked for: the caller has decided that it is one.
    """
    if not quantity.unit:
        return replace(quantity, unit=unit)
    scale, offset = conversion(quantity.unit, unit) or (None, None)
    if scale is None:
        return None

    def moved(x: float | None) -> float | None:
        return None if x is None else float(f"{x * scale + offset:.12g}")

    by = None if quantity.uncertainty is None else float(f"{quantity.uncertainty * abs(scale):.12g}")
    return replace(quantity, value=moved(quantity.value), unit=unit, low=moved(quantity.low), high=moved(quantity.high), uncertainty=by)


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether two printed numbers can be one: the intervals of their digits overlap (20.5 agrees with 20.48, not with 20.4).

    ">" and "<" open the interval on one side. Numbers of unlike units never agree; a bare number is taken in the other's unit.
    """
    if a.unit and b.unit and a.unit != b.unit:
        other = convert(b, a.unit)
        return other is not None and overlap(bounds(a), bounds(other))
    return overlap(bounds(a), bounds(b))
