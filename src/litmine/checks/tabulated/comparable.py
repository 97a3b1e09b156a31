"""Whether a number of the prose and a cell of a table must be one, and whether they are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from litmine.causes import likely_cause
from litmine.document import Document
from litmine.domain import Metric
from litmine.intervals import bounds
from litmine.matching import Entry, Row
from litmine.metrics import same_conditions
from litmine.quantities import agree, convert
from litmine.records import UNSTATED, Measurement, Quantity

# "About 20%" is anything within a tenth of it: people round such numbers as they like.
_ROUGHLY = 0.1
# Metrics that do not hang on the operating point as an efficiency does: a level told by one side only parts no two of their numbers.
_LEVEL_FREE = frozenset({"V_on", "EL_peak", "PL_peak", "FWHM", "CIE_x", "CIE_y", "HOMO", "LUMO", "Eg", "mobility"})
_SLIPS = ("digits swapped", "decimal point shifted", "sign lost")
_POWER_OF_TEN = re.compile(r"[~∼≈]?\s?10[\^−⁻]")
_LIFETIME = re.compile(r"T\d\d")
# Words that make another number of the same device: what an institute or a long measurement found.
_ANOTHER_NUMBER = frozenset({"certified", "stabilized", "pulsed", "extrapolated", "aged", "fresh"})
_COLUMN = 3  # from so many values on, what a column's values share is the column's
_CARRIERS = frozenset({"hole", "electron"})
# What a table lists is the finished device; prose also tells where it started from.
_UNFINISHED = re.compile(
    r"\b(?:before|prior to|without)\s+(?:(?:any|the|an?|this|further|such)\s+)?(?:[\w-]+\s+){0,2}"
    r"(?:anneal|optimi[sz]|treat|passivat|encapsulat|modif|post-)\w*"
    r"|\bas[- ](?:fabricated|prepared|deposited|cast|made)\b|\b(?:un|non-?)(?:optimi[sz]ed|annealed|treated|passivated|modified)\b",
    re.IGNORECASE,
)
# A device of another build than the one that the paper speaks of: "with a different hole-transport layer", "on another substrate",
# "For a wide-gap absorber, the voltage rose to".
_OTHER_BUILD = re.compile(
    r"\b(?:with|using|on|in|for|from)\s+(?:another|(?:an?\s+|the\s+)?(?:different|other|alternative|simpler|thinner|thicker|second))\s+\w"
    r"|^(?:For|In|On|With)\s+an?\s+(?:[\w-]+\s+){0,3}(?:absorber|perovskite|substrate|architecture|configuration|cavity)\b",
    re.IGNORECASE,
)
# Where a fall ends is not what a device is known by: "the EQE dropped to 12.0%".
_FELL_TO = re.compile(
    r"\b(?:drop|fall|fell|decreas|declin|reduc|lower|degrad|deteriorat|s[aiu]nk|shr[aiu]nk|diminish|worsen)\w*\s+(?:[\w-]+\s+){0,4}?to\s+"
    r"(?:(?:an?|only|about|around|nearly|below|some|a mere|[~∼≈])\s*)*$",
    re.IGNORECASE,
)
# What a sentence goes on to set against a number is no other stage of it: "22.0%, whereas the parent gave 13.1%".
_CONTRAST = re.compile(
    r"\b(?:whereas|while|compared (?:with|to)|than|versus|vs\.?|against|that (?:of|without)|those of)(?!\w)", re.IGNORECASE
)
_BEFORE_AFTER = re.compile(r"[^,;.()]{0,30}\bbefore\b(?=[^;.()]{0,60}\bafter\b)", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:an?\s+)?(?:about\s+|around\s+|only\s+|[~∼≈]\s?)?$", re.IGNORECASE)
_TO = re.compile(r"[^.;]{0,60}?\bto\s", re.IGNORECASE)
_FROM_TO = re.compile(r"\bfrom\s+[^;]{1,60}\bto\s+(?:an?\s+)?(?:about\s+|around\s+|over\s+|[~∼≈]\s?)?$", re.IGNORECASE)


# What the same light may be called.
_SHADES = ({"blue", "deep-blue", "sky-blue", "cyan"}, {"red", "deep-red"}, {"orange", "amber", "red"}, {"green", "yellow-green"})
_OF_A_MEDIUM = frozenset({"PLQY", "PL_peak", "FWHM", "Delta_EST"})
_MEDIUM = re.compile(
    r"\b(?:solutions?|toluene|hexane|octane|chloroform|THF|films?|powders?|crystals?|solid|neat|host|matrix)\b", re.IGNORECASE
)
_USUAL = frozenset({"spin-coated", "solution-processed"})  # how a device is made where nothing is said
# Numbers that are not what a table of devices lists, though they are of its device: from theory, at another point, typical ones.
_OTHER_WAY = re.compile(
    r"\b(?:DFT|calculat\w+|simulat\w+|theor(?:y|etical\w*)|predict\w+|comput(?:ed|ation\w*)|expected|estimated|limit|typical(?:ly)?|"
    r"at (?:an? )?(?:\w+ )?(?:high|higher|low|lower|practical|elevated|reduced|constant|cryogenic) (?:\w+ )?"
    r"(?:luminances?|brightness|currents?|current densit\w+|voltages?|temperatures?|bias))\b",
    re.IGNORECASE,
)


def agrees(cell: Measurement, told: Measurement) -> bool:
    """Whether a number of the prose can be the cell's: their printed digits overlap, one is the other cut or rounded either way, or
    the prose says "about" and means it."""
    quantity = convert(told.quantity, cell.quantity.unit)
    if quantity is None:
        return False
    return agree(cell.quantity, quantity) or _rounded(cell.quantity, quantity) or _roughly(cell.quantity, quantity)


def _rounded(a: Quantity, b: Quantity) -> bool:
    """Whether the coarser of two printed numbers is the finer one cut off or rounded up: "12%" or "13%" of 12.7."""
    if a.value is None or b.value is None or a.comparator != "=" or b.comparator not in ("=", "~"):
        return False
    fine, coarse = sorted((a, b), key=lambda q: q.high - q.low)
    step, least = coarse.high - coarse.low, fine.high - fine.low
    apart = abs(coarse.value - fine.value)
    return step > 1.5 * least and apart < step * 0.999 and apart <= _ROUGHLY * abs(fine.value)


def _roughly(cell: Quantity, told: Quantity) -> bool:
    """Whether a number that the prose gives roughly can be the cell's; a bare power of ten is good for its order of magnitude."""
    if told.value and cell.value and _POWER_OF_TEN.match(told.raw):
        return 10**-0.5 <= cell.value / told.value <= 10**0.5
    if told.comparator != "~" or told.value is None:
        return False
    low, high = bounds(cell)
    return low <= told.value + _ROUGHLY * abs(told.value) and high >= told.value - _ROUGHLY * abs(told.value)


def slip(cell: Measurement, told: Measurement) -> str:
    """The slip of the pen by which two numbers differ that hardly comes about by chance ("digits swapped"), "" for none."""
    ours, theirs = (Entry(m.metric, m.quantity, m.quantity.raw, m.evidence[0]) for m in (cell, told))
    cause = likely_cause(ours, theirs, Row("", None, (), cell.evidence[0]), ())
    return cause if cause.startswith(_SLIPS) else ""


def comparable(a: Measurement, b: Measurement, *, loosely: bool = False) -> bool:
    """Whether two statements of one device must give one number: neither differs in colour, process, statistic or condition.

    ``loosely``: a word ("inverted", "inkjet-printed") or the level of a lifetime may be told by one of them alone, and a colour in
    another shade, as it is where the paper has said it once for all.
    """
    p, q = a.qualifiers, b.qualifiers
    typical = p.statistic == q.statistic or {p.statistic, q.statistic} <= {UNSTATED, "champion"}
    exact = all(m.quantity.value is not None for m in (a, b)) and a.quantity.comparator == "=" and b.quantity.comparator != "<="
    if not (typical and exact and _one_colour(p.colour, q.colour, loosely) and _one_process(p.process, q.process, loosely)):
        return False
    ours, theirs = (_telling(m, other) for m, other in ((a, b), (b, a)))
    if same_conditions(ours, theirs):
        return True
    more, less = ({*ours} - {*theirs}, {*theirs} - {*ours})
    return loosely and not (_parting(more) and _parting(less)) and all(_said_once(c, a.metric) for c in _parting(more | less))


def _one_colour(a: str, b: str, loosely: bool) -> bool:
    return UNSTATED in (a, b) or a == b or (loosely and any({a, b} <= shades for shades in _SHADES))


def _one_process(cell: str, told: str, loosely: bool) -> bool:
    """A process that the prose does not repeat is the row's; one that only the prose tells may be said because it is another."""
    return cell == told or told == UNSTATED or (cell == UNSTATED and (loosely or told in _USUAL))


def is_called(value: float, metric: Metric, colour: str) -> bool:
    """Whether a device with a value of a metric (an EL peak, in its unit) can be called by a colour; True where the pack says nothing."""
    return all(low <= value <= high for name, low, high in metric.colours if name == colour)


def found_otherwise(document: Document, told: Measurement) -> bool:
    """Whether a sentence speaks of theory, of another operating point than the usual or of typical values."""
    at = told.evidence[0]
    return _OTHER_WAY.search((at.context or at.span).of(document.text)) is not None


def in_a_medium(document: Document, cell: Measurement, told: Measurement) -> bool:
    """Whether a number hangs on the medium (a film, a solution) that its sentence tells and the table does not."""
    at = told.evidence[0]
    told_of = _MEDIUM.search((at.context or at.span).of(document.text)) is not None
    return cell.metric in _OF_A_MEDIUM and told_of and not _MEDIUM.search(" ".join(cell.qualifiers.conditions))


def _telling(m: Measurement, other: Measurement) -> tuple[str, ...]:
    """The conditions of a number that part it from another: not a carrier or a level that hardly matters, told by one side alone."""
    conditions = m.qualifiers.conditions
    if not _CARRIERS & {*other.qualifiers.conditions}:
        conditions = tuple(c for c in conditions if c not in _CARRIERS)
    if m.metric in _LEVEL_FREE and not any(c.startswith("@") for c in other.qualifiers.conditions):
        conditions = tuple(c for c in conditions if not c.startswith("@"))
    return conditions


def _parting(conditions: Iterable[str]) -> set[str]:
    """The conditions that can make two numbers of a device differ."""
    return {c for c in conditions if not same_conditions((c,), ())}


def _said_once(condition: str, metric: str) -> bool:
    """Whether a condition may hold for a number that does not repeat it."""
    if condition.startswith("@"):
        return _LIFETIME.fullmatch(metric) is not None
    return condition not in _ANOTHER_NUMBER and not any(map(str.isdigit, condition))


def end_of_change(document: Document, told: Measurement) -> str:
    """ "from" or "to" where a number is an end of a change ("from 9.8% to 12.4%"), "" for any other."""
    text, at = document.text, told.evidence[0]
    sentence = at.context or at.span
    before, after = text[sentence.start : at.span.start], text[at.span.end : sentence.end]
    if _FROM.search(before) and _TO.match(after):
        return "from"
    return "to" if _FROM_TO.search(before) else ""


def has_fallen(document: Document, cell: Measurement, told: Measurement) -> bool:
    """Whether a number of the prose is where that of the cell has fallen to."""
    at = told.evidence[0]
    before = document.text[(at.context or at.span).start : at.span.start]
    fell = _FELL_TO.search(before) is not None and None not in (cell.quantity.value, told.quantity.value)
    return fell and cell.quantity.value > told.quantity.value


def without_common(cells: Sequence[Measurement]) -> Mapping[str, Measurement]:
    """Table values by id without the conditions that all values of their column share: prose need not repeat them.

    A level stays: a column of EQEs at 1000 cd/m2 does not have the maxima that prose tells. So does what makes another number of a
    device, but for lifetimes, whose test a table tells once for all ("under maximum power point tracking").
    """
    columns: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for m in cells:
        if m.evidence[0].cell is not None:
            columns[m.evidence[0].cell.table, m.metric].append(m)
    stripped = {}
    for (_, metric), column in columns.items():
        shared = set.intersection(*(set(m.qualifiers.conditions) for m in column)) if len(column) >= _COLUMN else set()
        shared = {c for c in shared if not c.startswith("@") and (c not in _ANOTHER_NUMBER or _LIFETIME.fullmatch(metric))}
        for m in column:
            conditions = tuple(c for c in m.qualifiers.conditions if c not in shared)
            stripped[m.id] = replace(m, qualifiers=replace(m.qualifiers, conditions=conditions))
    return stripped


def is_stage(document: Document, told: Measurement, said: Sequence[Measurement], beside: Sequence[Measurement] = ()) -> bool:
    """Whether a prose number is one of several that its sentence gives the device: before a treatment, from A to B, in a list; or of
    a device that the sentence tells from it ("with another layer").

    ``said`` are all the numbers that the prose gives the device for that metric. ``beside`` are other numbers of the sentence that are
    the row's: where one of them is the same end of a change, that end is the row.
    """
    text, at = document.text, told.evidence[0]
    sentence = at.context or at.span
    said_of_another = _UNFINISHED.search(sentence.of(text)) or _OTHER_BUILD.search(sentence.of(text))
    if said_of_another or _BEFORE_AFTER.match(text[at.span.end : sentence.end]):
        return True
    if end := end_of_change(document, told):
        return not any(end_of_change(document, o) == end for o in beside)
    shared = "+subjects" in told.rule or "+colours" in told.rule
    others = [o for o in said if o is not told and o.evidence[0].context == at.context and _one_statement(o, told)]
    others = [o for o in others if not _CONTRAST.search(text[at.span.end : max(at.span.end, o.evidence[0].span.start)])]
    return not shared and any(not agrees(o, told) for o in others)


def _one_statement(a: Measurement, b: Measurement) -> bool:
    """Whether two numbers hold for one statistic and the same conditions."""
    p, q = a.qualifiers, b.qualifiers
    return p.statistic == q.statistic and same_conditions(p.conditions, q.conditions)
