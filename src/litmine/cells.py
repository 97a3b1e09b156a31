"""Table cells: "−5.3/−2.1", "20.1 (19.5 ± 0.4)", "1.75,[73] 1.82,[71]", "> 100 000", "–"."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from litmine.geometry import Span
from litmine.numerals import Numeral, scan
from litmine.records import Quantity
from litmine.units import conversion, parse_unit

__all__ = ["CellValue", "is_blank", "parse_cell", "read_cell"]

Note = Literal["", "mean", "parenthesis"]

_BLANK = re.compile(
    r"(?:[-‐‑‒–—―−_/\\.…*·~\s]|\bn\s?[./]?\s?[arsd]\.?(?![a-z])"
    r"|\bnot\s+(?:reported|available|given|applicable|mentioned|stated|measured|determined|provided)\b"
    r"|\bnone\b|\bnil\b|\bnan\b|\bunknown\b|\[[^\]]*\]|\([-–—−]\))*",
    re.IGNORECASE,
)
_CITATION = re.compile(
    r",?\s?\[\s?(?:refs?\.?\s?)?\d+[a-z]?(?:\s?[,–−-]\s?\d+[a-z]?)*\s?\]|\^\[?\(?[a-z*†‡§#](?:,[a-z])*\)?\]?(?![a-z])|(?<=\d)[a-z]\)(?=$|\s)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\s?(?:@|\bat\b)\s?(?P<what>[^/()\[\],;@]*?\d(?:[\d.]|,(?=\d)| (?=\d{3}(?!\d)))*(?:[^/()\[\],;@]|/(?!\s?[\d.]))*?)"
    r"(?=\s?(?:$|[()\[\];]|,\s|/\s?\d|\s\d))",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s?[-‐‑–—−~∼]\s?|\s+to\s+|\s?\.\.+\s?")
_GROUPS = re.compile(r"(?<![\d.,] )(?<![\d.,])\d{1,3}(?:(?: \d{3})+ \d{3}| \d00)(?![\d.,]| \d)")
_BRACKET = re.compile(r"[(\[](?P<body>[^()\[\]]+)[)\]]")
_DRIVEN_AT = ("cd/m2", "mA/cm2", "V", "°C")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class CellValue:
    """One number of a cell; ``span`` is relative to the cell's text.

    ``note`` is "mean" for a number with ± in brackets behind another ("20.1 (19.5 ± 0.4)"), "parenthesis" for any other
    bracketed number behind one ("21.4 (20.1)": often the mean, which the table's header or footnote has to say).
    ``slot`` says which of several headers the number belongs to: "-/2.1" under "HOMO/LUMO" is slot 1; a bracketed number has
    the slot of the one before it. ``condition`` is what follows an @ in the cell ("18.2@1000 cd/m2" -> "@1000 cd/m2"), ""
    where there is none.
    """

    quantity: Quantity
    span: Span
    note: Note = ""
    condition: str = ""
    slot: int = 0


def is_blank(text: str) -> bool:
    """Whether a cell says "not reported": empty, dashes, a slash, "n.a.", "N/A"; footnote markers in brackets do not count."""
    return _BLANK.fullmatch(text.replace("\u00a0", " ")) is not None


def read_cell(text: str, unit: str = "", factor: float = 1.0) -> tuple[CellValue, ...]:
    """The numbers of a cell, in order, each in the column's ``unit`` and times its ``factor``; a unit in the cell overrides both.

    () for a blank cell, and for a cell whose text holds no readable number: ask ``is_blank`` which of the two it is.
    """
    if is_blank(text) or not _DIGIT.search(text):
        return ()
    masked = _CITATION.sub(lambda m: " " * len(m.group()), text)
    conditions: list[tuple[int, str]] = []
    for m in list(_AT.finditer(masked)):
        conditions.append((m.start(), "@" + " ".join(m["what"].split())))
        masked = masked[: m.start()] + " " * len(m.group()) + masked[m.end() :]
    masked, more = _bracketed_conditions(masked, unit)
    conditions += more
    numerals = [n for n in _grouped(masked) if _in_cell(masked, n)]
    values = []
    i = 0
    while i < len(numerals):
        a, b = numerals[i], numerals[i + 1] if i + 1 < len(numerals) else None
        if (
            b
            and _DASH.fullmatch(masked[a.end : b.lead])
            and b.value > a.value >= 0
            and b.unit in (None, a.unit, b.unit)
            and a.uncertainty is None
        ):
            values.append(_value(text, replace(a, unit=a.unit or b.unit), b, unit, factor, masked, bool(values)))
            i += 2
            continue
        values.append(_value(text, a, a, unit, factor, masked, bool(values)))
        i += 1
    values = _unit_of_last(values, numerals, factor)
    slots = _slots(masked, values)
    return tuple(replace(_with_condition(v, conditions, values), slot=slot) for v, slot in zip(values, slots, strict=True))


def parse_cell(text: str, unit: str = "", factor: float = 1.0) -> tuple[Quantity, ...]:
    """The quantities of ``read_cell`` alone."""
    return tuple(v.quantity for v in read_cell(text, unit, factor))


def _grouped(masked: str) -> list[Numeral]:
    """The numerals; "12 600" or "1 250 000" is one number with thin spaces, "520 630" two."""
    return scan(_GROUPS.sub(lambda m: m.group().replace(" ", ","), masked))


def _bracketed_conditions(masked: str, unit: str) -> tuple[str, list[tuple[int, str]]]:
    """ "11 000 h (500 cd m^−2)": a bracket that holds nothing but what a device is driven at is a condition of the number before it.

    Only where that number is known to be of another kind: behind "12.4 cd/m2" a luminance in brackets is a second value.
    """
    found: list[tuple[int, str]] = []
    for m in list(_BRACKET.finditer(masked)):
        before, inside = _grouped(masked[: m.start()]), _grouped(m["body"])
        own = (before[-1].unit or unit) if before else ""
        if len(inside) != 1 or not own or not (given := inside[0].unit) or inside[0].end != len(m["body"].rstrip()):
            continue
        if any(conversion(given, c) for c in _DRIVEN_AT) and conversion(given, own) is None and not m["body"][: inside[0].lead].strip():
            found.append((m.start(), "@" + m["body"].strip()))
            masked = masked[: m.start()] + " " * len(m.group()) + masked[m.end() :]
    return masked, found


def _in_cell(masked: str, n: Numeral) -> bool:
    """A number that belongs to a word ("Device 3", "Type 2") is no value of the cell."""
    before = masked[: n.start].rstrip()
    return not re.search(r"\b(?:device|sample|type|ref|no|fig|table)\.?$", before, re.IGNORECASE)


def _value(text: str, a: Numeral, b: Numeral, unit: str, factor: float, masked: str, later: bool) -> CellValue:
    span = Span(min(a.lead, a.start), b.end)
    own = b.unit
    k = 1.0 if own else factor

    def times(x: float) -> float:
        return x if k == 1.0 else float(f"{x * k:.12g}")

    value = times(a.value) if a is b else None
    low, high = (a.low, a.high) if a is b else (a.value, b.value)
    by = None if a.uncertainty is None else times(a.uncertainty)
    bracketed = masked[: span.start].rstrip().endswith("(") and later
    note: Note = "" if not bracketed else "mean" if by is not None else "parenthesis"
    return CellValue(Quantity(span.of(text), value, own or unit, times(low), times(high), a.comparator, by), span, note)


def _unit_of_last(values: list[CellValue], numerals: list[Numeral], factor: float) -> list[CellValue]:
    """ "520/630 nm": a unit printed once at the end of the cell holds for all of it."""
    if len(values) < 2 or not numerals[-1].unit or any(n.unit for n in numerals[:-1]) or factor != 1.0:
        return values
    return [replace(v, quantity=replace(v.quantity, unit=numerals[-1].unit)) for v in values]


def _slots(masked: str, values: list[CellValue]) -> list[int]:
    """The slot of each value: the part between slashes where every part holds at most one main value, else the running number."""
    cuts = [m.start() for m in re.finditer(r"/(?![^(]*\))", masked)]
    mains = [v for v in values if not v.note]
    parts = [sum(c < v.span.start for c in cuts) for v in mains]
    if len(set(parts)) < len(parts) or not cuts:
        parts = list(range(len(mains)))
    slots: list[int] = []
    for v in values:
        slots.append(slots[-1] if v.note and slots else parts[sum(1 for w in mains if w.span.start < v.span.start)])
    return slots


def _with_condition(v: CellValue, conditions: list[tuple[int, str]], values: list[CellValue]) -> CellValue:
    """The @ that follows this number and precedes the next one."""
    nexts = [w.span.start for w in values if w.span.start > v.span.start]
    until = min(nexts, default=10**9)
    for at, condition in conditions:
        if v.span.end <= at < until:
            return replace(v, condition=normal_condition(condition))
    return v


def normal_condition(printed: str) -> str:
    """ "@ 1,000 cd m^−2" -> "@1000 cd/m2"; what cannot be read stays as printed."""
    body = printed.lstrip("@ ").strip()
    m = re.match(r"(?P<number>[-−–]?\d[\d,]*(?:\.\d+)?(?: \d{3})*)\s?(?P<unit>.*)$", body)
    if m and (unit := parse_unit(m["unit"])):
        return f"@{m['number'].replace(',', '').replace(' ', '').translate(str.maketrans('−–', '--'))} {unit}"
    found = scan(body)
    if len(found) == 1 and found[0].unit and found[0].end == len(body):
        return f"@{found[0].value:g} {found[0].unit}"
    return "@" + body
