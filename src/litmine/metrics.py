"""Names of metrics in prose ("a maximum EQE of", "T95@1000 nits"), and the pack's other words; headers are in headers.py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.aliases import MAX, OTHER, Owner, find_aliases, lexicon_of, nearest, plain_word, rejected, subtracted, words_pattern
from litmine.cells import normal_condition
from litmine.domain import Domain, Metric, Shared, Word, compatible
from litmine.geometry import Span
from litmine.headers import Header, read_header
from litmine.quantities import QuantityMatch, convert, find_quantities
from litmine.records import Quantity, Statistic
from litmine.terms import TermMatch, find_terms

__all__ = [
    "Header",
    "MetricMatch",
    "TermMatch",
    "find_metrics",
    "find_named",
    "find_terms",
    "fits",
    "normalized",
    "read_header",
    "same_conditions",
]

_REACH = 90  # characters after a name within which its number is looked for


@dataclass(frozen=True, slots=True)
class MetricMatch:
    """A metric named in a text; ``span`` is relative to it and covers the alias with its subscript ("EQEmax").

    ``conditions`` are what is printed right at the name: "max" (also for "maximum", "peak"), "@1000 cd/m2". ``weak`` marks a
    name that is none by itself ("luminance") and was read because a fitting number follows.
    """

    span: Span
    metric: str
    conditions: tuple[str, ...] = ()
    statistic: Statistic = "unstated"
    weak: bool = False


def find_metrics(text: str, domain: Domain) -> tuple[MetricMatch, ...]:
    """The metrics that a sentence names, in order. A name with its symbol in brackets ("current efficiency (CE)") is one match;
    a pair alias ("CIE coordinates") gives two matches of one span."""
    return tuple(m for m in find_named(text, domain) if m.metric != OTHER)


def find_named(text: str, domain: Domain) -> tuple[MetricMatch, ...]:
    """``find_metrics``, and with the metric "other" the pack's rivals ("work function") and differences of a metric's values."""
    lexicon = lexicon_of(domain, False)
    quantities: tuple[QuantityMatch, ...] | None = None
    found: list[MetricMatch] = []
    for m, owner in find_aliases(text, lexicon):
        span = Span(*m.span())
        if owner.rival or subtracted(text, m):
            found.append(MetricMatch(span, OTHER))
            continue
        if rejected(text, span, domain, owner):
            continue
        metrics = owner.metrics
        if owner.weak or (owner.shared and not owner.shared.joint):
            quantities = find_quantities(text) if quantities is None else quantities
            chosen = _resolve(text, span, owner, domain, quantities)
            if chosen is None:
                continue
            metrics = (chosen,)
        conditions, statistic = _around(text, span, m["tail"] or "", domain)
        found += [MetricMatch(span, metric, conditions, statistic, owner.weak) for metric in metrics]
    return tuple(_merged(text, found))


def _resolve(text: str, span: Span, owner: Owner, domain: Domain, quantities: Sequence[QuantityMatch]) -> str | None:
    """Which metric a shared or weak alias means here: by the unit of the number beside it, then by words near it."""
    metrics = [domain.metric(m) for m in owner.metrics]
    if owner.shared and owner.shared.prose_only:
        return _at_once(text, span, owner.shared, metrics, quantities)
    beside = [q for q in quantities if 0 <= q.span.start - span.end <= _REACH and not re.search(r"[.;]\s", text[span.end : q.span.start])]
    beside += [q for q in quantities if 0 <= span.start - q.span.end <= 15]
    for q in beside:
        fitting = [m for m in metrics if q.quantity.unit and compatible(q.quantity.unit, m)]
        if len(fitting) == 1:
            return fitting[0].id
        if len(fitting) > 1:
            return nearest(text, span, _with_near(fitting, owner.shared)) or (owner.shared.default if owner.shared else "") or None
    return (owner.shared.default or None) if owner.shared and not owner.weak else None


# Between a turn of phrase and its number: "red-emitting (644 nm)", "emitting at around 605 nm", "emission centered at λ = 612 nm".
# "emitted as a deep red at 680 nm", "emits bright blue light with a maximum at 455 nm".
_AT_ONCE = re.compile(
    r"[\s(]*(?:(?:is|are|was|were|shows?|showed|exhibits?|exhibited)\s)?(?:(?:as|in|an?|the|bright|strong|intense|narrowband|pure|deep|sky|light|photons|photoluminescence|emission|fluorescence|"
    r"phosphorescence|(?:[a-z]+[-‐–])?(?:red|orange|yellow|green|cyan|blue|violet|infrared|NIR))\s)*"
    r"(?:(?:cent(?:ered|red)|peak(?:s|ed|ing)?|located|maxim(?:um|a)|with)\s(?:an?\s)?)*"
    r"(?:(?:at|about|around|approximately|nearly|ca\.?|wavelengths?|of|λ\w{0,4})\s?)*[\s(=~∼≈]*",
    re.IGNORECASE,
)


# "the 1.68 eV perovskite", "a 1.77-eV wide-bandgap absorber": the number is the name's attribute.
_ATTRIBUTE = re.compile(r"[-‐–\s](?:[a-z]+[-‐–][a-z]+\s)?")


def _at_once(text: str, span: Span, shared: Shared, metrics: Sequence[Metric], quantities: Sequence[QuantityMatch]) -> str | None:
    """Which metric a turn of phrase means whose plausible number follows at once or stands before it: the nearest, else the default."""
    for q in quantities:
        behind = q.span.start >= span.end and _AT_ONCE.fullmatch(text[span.end : q.span.start])
        before = q.span.end <= span.start and _ATTRIBUTE.fullmatch(text[q.span.end : span.start])
        if not behind and not before:
            continue
        fitting = [m for m in metrics if q.quantity.unit and compatible(q.quantity.unit, m)]
        fitting = [m for m in fitting if (n := normalized(q.quantity, m)) and m.low <= n.low and n.high <= m.high]
        likely = shared.default if shared.default in {m.id for m in fitting} else ""
        return nearest(text, span, _with_near(fitting, shared)) or likely or None
    return None


def _with_near(metrics: Sequence[Metric], shared: Shared | None) -> list[Metric]:
    """The metrics with the near words that a shared alias adds to theirs."""
    more = dict(shared.near) if shared else {}
    return [replace(m, near=(*m.near, *more.get(m.id, ()))) for m in metrics]


def _around(text: str, span: Span, tail: str, domain: Domain) -> tuple[tuple[str, ...], Statistic]:
    """Conditions and statistic printed right at a name: words before it, its subscript, "@..." after it."""
    conditions: list[str] = []
    statistic: Statistic = "unstated"
    word = tail.strip(" _().").lower()
    if word in ("max", "peak"):
        conditions.append(MAX)
    elif word in ("avg", "ave", "av", "mean"):
        statistic = "mean"
    elif word == "best":
        statistic = "champion"
    statistics, normal = words_pattern(domain.statistics)
    maxima, _ = words_pattern(tuple(w for w in domain.conditions if w.value == MAX) or (Word(MAX, ("maximum",)),))
    before = text[max(0, span.start - 50) : span.start]
    for _ in range(3):
        m = re.search(r"([A-Za-z][\w.-]*|\S)[\s]+(?:external\s|the\s|EL\s)?$", before)
        if not m:
            break
        if maxima.fullmatch(m[1]):
            conditions.append(MAX)
        elif statistics.fullmatch(m[1]):
            statistic = normal[plain_word(m[1])] if statistic == "unstated" else statistic
        else:
            break
        before = before[: m.start()]
    if m := re.match(r"\s?@\s?", text[span.end :]):
        at = span.end + m.end()
        for q in find_quantities(text[at : at + 40])[:1]:
            if q.span.start == 0:
                conditions.append(normal_condition(q.span.of(text[at:])))
    return tuple(dict.fromkeys(conditions)), statistic


def _merged(text: str, found: list[MetricMatch]) -> list[MetricMatch]:
    """ "external quantum efficiency (EQE)" is one match."""
    out: list[MetricMatch] = []
    for m in found:
        last = out[-1] if out else None
        if (
            last
            and last.metric == m.metric
            and text[last.span.end : m.span.start] in (" (", "(", " [", " ")
            and last.span.end <= m.span.start
        ):
            bracket = text[m.span.end : m.span.end + 1] in (")", "]")
            joint = tuple(dict.fromkeys((*last.conditions, *m.conditions)))
            statistic = last.statistic if last.statistic != "unstated" else m.statistic
            out[-1] = replace(
                last,
                span=Span(last.span.start, m.span.end + bracket),
                conditions=joint,
                statistic=statistic,
                weak=last.weak and m.weak,
            )
            continue
        out.append(m)
    return out


def fits(quantity: Quantity, metric: Metric) -> bool:
    """Whether a printed quantity can be a value of the metric: its unit is one of the metric's. A bare number is one of a metric
    without a unit, and from 0 to 1 one of a ``fraction``."""
    if quantity.unit:
        return compatible(quantity.unit, metric)
    return not metric.unit or _is_fraction(quantity, metric)


def normalized(quantity: Quantity, metric: Metric) -> Quantity | None:
    """The quantity in the metric's unit (``raw`` stays as printed); None where its unit measures something else.

    A bare number is in the metric's unit: the caller has decided that. Of a ``fraction`` it is that only above 1: "0.75" of a fill
    factor is 75 %, for which the number has to be printed without "%", in the cell and in the header.
    """
    converted = convert(quantity, metric.unit)
    if converted is None or not _is_fraction(quantity, metric):
        return converted

    def percent(x: float | None) -> float | None:
        return None if x is None else float(f"{x * 100:.12g}")

    q = converted
    return replace(q, value=percent(q.value), low=percent(q.low), high=percent(q.high), uncertainty=percent(q.uncertainty))


def _is_fraction(quantity: Quantity, metric: Metric) -> bool:
    ends = (quantity.low, quantity.high) if quantity.value is None else (quantity.value,)
    return metric.fraction and not quantity.unit and all(0 <= x <= 1 for x in ends)


def same_conditions(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two numbers hold for the same conditions; "max" says only which point of a curve is meant and parts no two, nor does the
    standard light, under which a cell is measured where nothing else is said."""
    return not ({*a} ^ {*b}) - {MAX, "AM1.5G"}
