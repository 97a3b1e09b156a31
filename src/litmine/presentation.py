"""Records as people read them: a plain number, the one value a device shows for a metric, a piece of evidence in a line."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from litmine.document import Document
from litmine.geometry import Span
from litmine.records import Anchor, Citation, CuratedCell, Device, Evidence, Flag, Measurement, Quantity, Reference, by_severity

# The order of the columns of a device table: emission, voltage, brightness, levels, spectrum, life, then solar cells.
METRIC_ORDER = (
    "EQE", "IQE", "CE", "PE", "V_on", "L_max", "HOMO", "LUMO", "EL_peak", "PL_peak", "FWHM", "CIE_x", "CIE_y", "PLQY",
    "T50", "T80", "T90", "T95", "PCE", "Voc", "Jsc", "FF", "Delta_EST", "mobility", "Eg", "resolution_ppi",
)  # fmt: skip
# The metrics that are the largest value of a curve (``extreme`` in the packs), and the flags that call a number in question.
EXTREME = frozenset({"L_max"})
DOUBTING = frozenset({"implausible-value", "unit-suspect", "law-violated"})
_PEAK = "max"
BY_OCR = "+ocr"  # at the end of the rule of a measurement that was read from a picture
# States that a device comes into: the fresh device is what it is known by.
_WORN = re.compile(
    r"\bafter (?P<time>\d[\d.]*) ?(?P<unit>[a-z]*)|(?:^|[\s-])(?:aged|stored|degraded|stressed|bent|soaked|damaged)\b|\bstorage\b"
)
_HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1, "day": 24, "week": 168, "month": 720, "year": 8760}
_STATISTIC_RANK = {"champion": 0, "unstated": 1, "mean": 2, "median": 3, "reference": 4}
_SOURCE_RANK = {"table": 0, "text": 1, "caption": 2}
_SIGNIFICANT = 12  # conversion noise (18.199999999999996) ends well below the digits anybody prints
_QUOTE_LENGTH = 240


def plain(number: float | None) -> str:
    """A number as a person writes it: "18.2", "18200", "0.0000032"; "" for None and for an open (infinite) end."""
    if number is None or not math.isfinite(number):
        return ""
    rounded = float(f"{number:.{_SIGNIFICANT}g}")
    if rounded == 0:
        return "0"
    if not 1e-9 <= abs(rounded) < 1e15:
        return repr(rounded)
    text = format(Decimal(repr(rounded)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(quantity: Quantity) -> str:
    """A quantity in its unit, comparator and range kept: "18.2", ">5000", "630–650", "-5.6 to -5.4"."""
    if quantity.value is None:
        low, high = plain(quantity.low), plain(quantity.high)
        if not low or not high:
            return f"<={high}" if high else f">={low}" if low else quantity.raw
        return f"{low}–{high}" if quantity.low >= 0 else f"{low} to {high}"
    return plain(quantity.value) if quantity.comparator == "=" else quantity.comparator + plain(quantity.value)


def place(anchor: Anchor) -> tuple:
    """The sorting key of a piece of evidence: page, table, row, column, span."""
    cell = anchor.cell
    at = (cell.table, cell.row, cell.col) if cell else ("", -1, -1)
    return (anchor.page, *at, anchor.span.start, anchor.span.end)


def doubtful(measurements: Iterable[Measurement], flags: Iterable[Flag]) -> frozenset[str]:
    """The ids of the measurements whose number an open flag calls in question: outside the plausible range, in a unit that cannot
    be, against a law of physics."""
    # A broken law doubts every term of it, though the flag names one metric only.
    places = [
        (anchor, "" if flag.code == "law-violated" else flag.metric)
        for flag in flags
        if flag.code in DOUBTING and flag.status == "open"
        for anchor in flag.anchors
    ]

    def in_question(m: Measurement) -> bool:
        at = m.evidence[0]
        return any(a.document == at.document and a.span.overlaps(at.span) and metric in ("", m.metric) for a, metric in places)

    return frozenset(m.id for m in measurements if in_question(m))


def ranked(measurements: Iterable[Measurement], doubted: Collection[str] = ()) -> tuple[Measurement, ...]:
    """Values of one metric of one device, the one to show in a wide table first.

    A number that is not in question (``doubted`` holds the ids of those that are, see ``doubtful``); the fresh device's before that of
    the aged or stored one; the champion's before a mean; the peak before one at a given level, where a text that says neither counts no
    more than a table's number with its level, as its level may have been missed; an exact number before a range and a bound; a table's
    before the text's before a caption's before what was read from a picture; of maxima the largest.
    """

    def order(m: Measurement) -> tuple:
        statistic, at = m.qualifiers.statistic, m.evidence[0]
        largest = m.metric in EXTREME or statistic == "champion" or _PEAK in m.qualifiers.conditions
        size = -_size(m.quantity) if largest else 0.0
        source = len(_SOURCE_RANK) if m.rule.endswith(BY_OCR) else _SOURCE_RANK[m.source]
        level = (_STATISTIC_RANK[statistic], _level_rank(m), _vagueness(m.quantity), source)
        others = sum(c != _PEAK for c in m.qualifiers.conditions)
        return (m.id in doubted, _wear(m), *level, others, size, -m.confidence, place(at), m.id)

    return tuple(sorted(measurements, key=order))


def _wear(m: Measurement) -> float:
    """How far from fresh a device was: hours where they are told, 0 for a fresh one; for "aged" alone, less than any time told."""
    found = [worn for c in m.qualifiers.conditions if (worn := _WORN.search(c))]
    return max((float(w["time"].rstrip(".")) * _HOURS.get(w["unit"], 1) if w["time"] else 1e-3 for w in found), default=0.0)


def _level_rank(m: Measurement) -> int:
    """0: surely no operating point is meant; 1: perhaps, or the table says which; 2: the text says which."""
    conditions, tabled = m.qualifiers.conditions, m.source == "table"
    if any(c.startswith("@") for c in conditions):
        return 1 if tabled else 2
    return 0 if tabled or _PEAK in conditions else 1


def _vagueness(q: Quantity) -> int:
    """An exact number, a range, a bound."""
    if q.comparator not in ("=", "~"):
        return 2
    return 1 if q.value is None else 0


def _size(q: Quantity) -> float:
    size = q.high if q.value is None else q.value
    return size if math.isfinite(size) else 0.0


def metric_columns(measurements: Iterable[Measurement]) -> tuple[tuple[str, str], ...]:
    """The (metric, unit) pairs that occur, in ``METRIC_ORDER``, then the rest by name."""
    known = {metric: i for i, metric in enumerate(METRIC_ORDER)}
    found = {(m.metric, m.quantity.unit) for m in measurements}
    return tuple(sorted(found, key=lambda c: (known.get(c[0], len(known)), c)))


def column_name(metric: str, unit: str) -> str:
    """The heading of a wide table's column: "EQE [%]"; a number without a unit is the metric alone ("CIE_x")."""
    return f"{metric} [{unit}]" if unit else metric


def by_metric(
    device: Device, measurements: Mapping[str, Measurement], doubted: Collection[str] = ()
) -> dict[tuple[str, str], tuple[Measurement, ...]]:
    """A device's measurements (given by id) per (metric, unit), the one to show first (``ranked``)."""
    found: dict[tuple[str, str], list[Measurement]] = {}
    for key in device.measurements:
        m = measurements.get(key)
        if m is not None:
            found.setdefault((m.metric, m.quantity.unit), []).append(m)
    return {column: ranked(values, doubted) for column, values in found.items()}


def keys(citations: Iterable[Citation]) -> tuple[str, ...]:
    """The keys of the cited references, each once, as first met."""
    return tuple(dict.fromkeys(c.key for c in citations if c.key))


def short(reference: Reference | None, key: str = "") -> str:
    """A cited work in three words, "Chen Adv. Mater. 2019"; "[key]" where its entry says too little or is missing."""
    if reference is not None:
        parts = (reference.first_author, reference.journal, str(reference.year or ""))
        line = " ".join(p for p in parts if p)
        if line:
            return line
        key = reference.key
    return f"[{key}]" if key else ""


def clipped(text: str, length: int = _QUOTE_LENGTH) -> str:
    """Text on one line, cut with an ellipsis where it is longer than ``length`` code points."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def around(anchor: Anchor, document: Document | None, length: int = _QUOTE_LENGTH) -> tuple[str, str, str]:
    """What stands before the quote, the quote, and what stands after it within its context (at most ``length`` each side)."""
    context = anchor.context
    if document is None or context is None or not context.covers(anchor.span):
        return "", anchor.quote, ""
    before = Span(context.start, anchor.span.start).of(document.text)
    after = Span(anchor.span.end, context.end).of(document.text)
    before = before if len(before) <= length else "…" + before[-length:]
    after = after if len(after) <= length else after[:length] + "…"
    return before, anchor.quote, after


def where(evidence: Evidence, documents: Mapping[str, Document], *, within: str = "") -> str:
    """The place of a piece of evidence: "p. 5, Table 1, row 3, col 4" (rows and columns from 0), "devices.csv line 7, EQE (%)".

    ``documents`` are keyed by sha256; the file is named where it is not ``within``. A text source has no pages to name.
    """
    if isinstance(evidence, CuratedCell):
        return f"{evidence.file} line {evidence.row}" + (f", {evidence.column}" if evidence.column else "")
    document = documents.get(evidence.document)
    parts = []
    if document is not None and evidence.document != within:
        parts.append(document.source.file_name)
    if document is None or document.source.parser == "pdf":
        parts.append(f"p. {evidence.page}")
    if evidence.cell is not None:
        parts.append(f"{evidence.cell.table}, row {evidence.cell.row}, col {evidence.cell.col}")
    return ", ".join(parts) or "text"


def evidence_line(evidence: Evidence, documents: Mapping[str, Document], *, within: str = "") -> str:
    """A piece of evidence in one line: 'p. 5, Table 1, row 3, col 4: "20.5"'; for the text, the sentence with it."""
    if isinstance(evidence, CuratedCell):
        return f'{where(evidence, documents)}: "{clipped(evidence.text)}"'
    line = f'{where(evidence, documents, within=within)}: "{clipped(evidence.quote)}"'
    document = documents.get(evidence.document)
    if evidence.cell is None and document is not None and evidence.context is not None:
        sentence = clipped("".join(around(evidence, document, 150)), 400)
        if sentence != clipped(evidence.quote):
            line += f' in "{sentence}"'
    return line


def cautious(flags: Iterable[Flag], documents: Mapping[str, Document]) -> tuple[Flag, ...]:
    """The flags, none of those that rest on text recognition graver than info: its misreading must not look like the paper's error.

    ``documents`` are keyed by sha256. What a reader says of its own reading stays as it is.
    """

    def rests_on_ocr(flag: Flag) -> bool:
        return flag.stage != "read" and any(a.document in documents and documents[a.document].is_ocr(a) for a in flag.anchors)

    said = " (A number here was read from a picture by OCR, which may have misread it.)"
    return tuple(replace(f, severity="info", message=f.message + said) if rests_on_ocr(f) else f for f in flags)


def identified(flags: Iterable[Flag], documents: Mapping[str, Document]) -> tuple[Flag, ...]:
    """The flags with their papers' DOI or file name, on which their ids hang: a paper that is downloaded again with a new watermark keeps
    what was decided on its flags. ``documents`` are keyed by sha256."""
    names = {sha256: d.source.doi or d.source.file_name for sha256, d in documents.items()}
    return tuple(replace(f, paper=names.get(f.document, "")) for f in flags)


def merged_flags(papers: Sequence, flags: Iterable[Flag] = ()) -> tuple[Flag, ...]:
    """The flags of every paper and those of the run as a whole, each id once, the gravest first."""
    found = {f.id: f for paper in papers for f in paper.flags}
    found.update((f.id, f) for f in flags)
    return by_severity(found.values())
