"""Numbers of a sentence to metrics: the name before or after, lists in order, the unit where it says enough."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from litmine.domain import Metric
from litmine.geometry import Span
from litmine.linking.subjects import Subject, list_runs
from litmine.metrics import fits
from litmine.quantities import convert
from litmine.records import Mention

# How far a metric may stand from its number, in characters; a sentence of a paper rarely puts more between the two.
_REACH_LEFT, _REACH_RIGHT = 110, 45
# Right after the number: "20.1% EQE", "32.0 cd A^−1 (CE)", "5.8% in EQE", "a 22% peak external quantum efficiency".
_NAMED_AFTER = re.compile(
    r"[\s(-]*(?:(?:in|for|as|of)\s+(?:the\s+|its\s+|their\s+)?)?"
    r"(?:(?:maximum|peak|max\.|average|high|record|overall|certified)\s+)*"
)
_CLAUSE_END = re.compile(
    r"[;:](?=\s)|\(\d\)\s|\b(?:and )?then it\b|,\s*(?:while|whereas|but|which|where|and the|and a|with a|with an)\b|\b(?:while|whereas)\b"
)
# A time after these words is how long something lasted, no lifetime of the metric's kind.
_DURATION = re.compile(r"\b(?:after|during|within|every|stored|aged|storage|for)\s+(?:a\s+|about\s+)?$", re.IGNORECASE)
# "shelf-aged devices (100 days)".
_AGED = re.compile(r"\b(?:aged|ageing|aging|stored|storage|annealed)\b[^.;(]{0,30}\(\s*$", re.IGNORECASE)
_LONG = re.compile(r"\b(?:days?|weeks?|months?|years?)\b")
_OF = re.compile(r"(?:\bof|=)\s*[~>≈]?\s*$")
# What somebody wants reached, to the end of the sentence.
_GOAL = re.compile(r"\b(?:R&D goals?|goals? (?:of|for|set)|targets? (?:of|for|set)|will|should)\b")
_FROM = re.compile(r"\bfrom\s+(?:only\s+|about\s+|around\s+|an?\s+(?:initial\s+)?)?$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:[\w-]+\s+){0,6}?to\s+(?:\w+\s+)?[~>]?\s?\d")
# A luminance at a stated voltage is no maximum.
_AT_VOLTAGE = re.compile(r"[\s,]*(?:\([^)]*\)\s*)?(?:(?:at|@|under)\s+(?:[a-z]+\s+){0,5}|\(?V\w*\s?=\s?)[~]?\d+(?:\.\d+)?\s*V\b")
# Between a name and its own number: "a CE of 23.9", "EQE = 12%".
NAME_OF = re.compile(r"\s*(?:of|=|:|is|was|reached)?\s*(?:up to|about|~)?\s*")
# The noun that a number belongs to by grammar: "IPE of 91.9%", "thickness of about 40 nm".
_GOVERNOR = re.compile(
    r"([A-Za-zα-ωΑ-Ω][\w.-]*)\s*(?:\([^()]{1,30}\)\s*)?(?:\bof|=)\s*(?:(?:an?|the|only|about|around|approximately|nearly|over|"
    r"up to|more than|"
    r"as high as|close to|around|some|>|<|~|≈|∼|≥|≤)\s*)*$"
)
_NEUTRAL = frozenset(
    "value values maximum max peak level levels record average mean best one ones that those result results figure high highest low lowest "
    "outstanding device devices order ηmax".split()
)
# What makes "luminance" the maximum: "up to", "as high as", "record", "reaches".
_EXTREME = re.compile(
    r"\b(?:max\w*|peak\w*|highest|record\w*|up to|as high as|reach\w*|unprecedented|ultra-?high|over|exceed\w*)\b|[>≥]",
    re.IGNORECASE,
)
# What is expected, required or computed was not measured on a device.
_NOT_MEASURED = re.compile(
    r"\b(?:theoretical\w*|upper limits?|limits? of|limited to|goals?|targets?|requirements?|required|simulat\w+|predict\w+|"
    r"expected|criteri(?:on|a))\b"
    r"[^.;,]{0,60}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A number given a metric: the step before it gets a subject.

    ``subject``, ``colour`` and ``condition`` are those that a printed list deals out to it (see ``lists``).
    """

    quantity: Mention
    metric: Metric
    named_by: Mention | None
    rule: str
    confidence: float
    subject: Subject | None = None
    colour: str = ""
    condition: str = ""


def find_claims(text: str, sentence: Span, mentions: Sequence[Mention], metrics: Mapping[str, Metric]) -> Iterator[Claim]:
    """Numbers of one sentence with their metric, in text order; a number without a clear metric is left out."""
    conditions = [m.span for m in mentions if m.kind == "condition"]
    every = [m for m in mentions if m.kind == "quantity" and not m.value and m.quantity is not None]
    # What one of a list is, all are: "stored for 1, 21 and 70 days".
    durations = {m.span for run in list_runs(every, text) if any(_is_duration(m, text) for m in run) for m in run}
    numbers = [
        m
        for m in every
        if m.span not in durations
        and not any(c.overlaps(m.span) for c in conditions)
        and not _NOT_MEASURED.search(text, max(sentence.start, m.span.start - 80), m.span.start)
        and not _GOAL.search(text, sentence.start, m.span.start)
    ]
    if not numbers:
        return
    named = [m for m in mentions if m.kind == "metric" and m.value in metrics]
    rivals = [m for m in mentions if m.kind == "metric" and m.value not in metrics]
    number_runs = list_runs(numbers, text)
    metric_runs = list_runs(named, text)
    taken: set[Span] = set()
    # "CE, PE and EQE of 20.1 cd A^−1, 18.3 lm W^−1 and 12.1%": lists of one length, in order, units agreeing.
    for run in metric_runs:
        if len(run) < 2:
            continue
        follow = next((r for r in number_runs if r[0].span.start >= run[-1].span.end), None)
        if follow is None or len(follow) != len(run) or len({m.value for m in run}) != len(run):
            continue
        if all(_fits(q, metrics[m.value]) for q, m in zip(follow, run, strict=True)):
            for q, m in zip(follow, run, strict=True):
                taken.add(q.span)
                yield Claim(q, metrics[m.value], m, "sentence:lists-in-order", 0.9)
    for run in number_runs:
        claims = [_nearest(text, sentence, q, run, named, rivals, numbers, metrics) for q in run if q.span not in taken]
        yield from _dealt([_initial(c, text) for c in claims if c is not None], named, metrics)


def _initial(claim: Claim, text: str) -> Claim:
    """The first end of a change ("from 9.8% to 12.4%") is what was before: too unsure for a comparison."""
    number = claim.quantity.span
    change = _FROM.search(text, max(0, number.start - 30), number.start) and _TO.match(text, number.end)
    return replace(claim, rule=claim.rule + "+from", confidence=claim.confidence * 0.7) if change else claim


def _dealt(claims: list[Claim], named: Sequence[Mention], metrics: Mapping[str, Metric]) -> list[Claim]:
    """Claims whose name stands for several metrics at once ("CIE (x, y)") dealt out in order; an incomplete set is dropped."""
    dealt: list[Claim] = []
    waiting: list[Claim] = []
    for claim in claims:
        joint = [m for m in named if claim.named_by is not None and m.span == claim.named_by.span]
        if len(joint) < 2:
            dealt.append(claim)
            continue
        waiting.append(claim)
        if len(waiting) == len(joint):
            dealt += [replace(c, metric=metrics[m.value], named_by=m) for c, m in zip(waiting, joint, strict=True)]
            waiting = []
    return dealt


def _nearest(
    text: str,
    sentence: Span,
    number: Mention,
    run: Sequence[Mention],
    named: Sequence[Mention],
    rivals: Sequence[Mention],
    numbers: Sequence[Mention],
    metrics: Mapping[str, Metric],
) -> Claim | None:
    """The metric of one number: the name right after it, else the nearest fitting name before it in its clause, else its unit."""
    fitting = [m for m in named if _fits(number, metrics[m.value]) and _strong(text, m, number, metrics[m.value])]
    for m in fitting:
        gap = text[number.span.end : m.span.start]
        if 0 <= m.span.start - number.span.end <= _REACH_RIGHT and _NAMED_AFTER.fullmatch(gap):
            return Claim(number, metrics[m.value], m, "sentence:named-after", 0.85)
    start = run[0].span.start
    closer = max((m.span.end for m in rivals if m.span.end <= start), default=-1)
    before = [m for m in fitting if closer < m.span.end <= start]
    if closer > max((m.span.end for m in named if m.span.end <= start), default=-1):
        return None  # the number is that of a quantity litmine does not collect
    if _better_elsewhere(number, named, metrics, before):
        return None
    if before and not _governed_by_another(text, sentence, run[0], before):
        m = max(before, key=lambda m: m.span.end)
        gap = text[m.span.end : run[0].span.start]
        between = [n for n in numbers if m.span.end <= n.span.start < run[0].span.start]
        others = [n for n in named if m.span.end <= n.span.start < run[0].span.start]
        # A number that the name already governs may stand between ("EQE of 12% for A and 15% for B"), one of another kind may not.
        same_kind = all(_fits(n, metrics[m.value]) for n in between)
        if len(gap) <= _REACH_LEFT + 40 * len(between) and same_kind and not others and not _CLAUSE_END.search(gap):
            rule = "sentence:named-before" if not between else "sentence:named-before-list"
            return Claim(number, metrics[m.value], m, rule, 0.9 if not between else 0.75)
        if len(gap) <= _REACH_LEFT and not between and not _CLAUSE_END.search(gap):
            return Claim(number, metrics[m.value], m, "sentence:named-before", 0.7)
    implied = [m for m in metrics.values() if m.unit_implies and number.quantity and number.quantity.unit == m.unit]
    # A name right before the number that its unit contradicts ("a CE of 23.9 lm W^−1") leaves open which of the two is wrong.
    contradicted = any(NAME_OF.fullmatch(text[m.span.end : number.span.start]) for m in named if m.span.end <= number.span.start)
    if len(implied) == 1 and not contradicted:
        return Claim(number, implied[0], None, "sentence:unit-implies", 0.7)
    return None


def _strong(text: str, name: Mention, number: Mention, metric: Metric) -> bool:
    """Whether a name is enough by itself: of an extreme ("L_max"), a plain "luminance" is not unless a word says so."""
    if not metric.extreme or name.text.casefold() not in {w.casefold() for w in metric.weak}:
        return True
    if _AT_VOLTAGE.match(text, number.span.end):
        return False
    start, end = sorted((name.span, number.span))
    return bool(_EXTREME.search(text[max(0, start.start - 20) : end.end]))


def _better_elsewhere(number: Mention, named: Sequence[Mention], metrics: Mapping[str, Metric], before: Sequence[Mention]) -> bool:
    """Whether a number is implausible for the name nearest before it and plausible for another of the sentence: "it" was that one."""
    q = number.quantity
    if not before or q is None or q.value is None:
        return False
    near = metrics[max(before, key=lambda m: m.span.end).value]
    converted = convert(q, near.unit)
    if converted is None or near.low <= converted.value <= near.high:
        return False
    for other in (metrics[m.value] for m in named):
        again = convert(q, other.unit) if other.unit == near.unit and other is not near else None
        if again is not None and other.low <= again.value <= other.high:
            return True
    return False


def _governed_by_another(text: str, sentence: Span, number: Mention, names: Sequence[Mention]) -> bool:
    """Whether the noun right before the number ("IPE of") is another than any of the metric's names."""
    m = _GOVERNOR.search(text, max(sentence.start, number.span.start - 80), number.span.start)
    if m is None or m.group(1).casefold() in _NEUTRAL:
        return False
    return not any(n.span.start < m.end(1) and n.span.end > m.start(1) for n in names)


def _is_duration(number: Mention, text: str) -> bool:
    """Whether a time says how long something was kept or run ("stored for 100 days"), not how long the device lived.

    Days and longer are how samples are kept, unless a name stands right before ("T50 of 30 days").
    """
    q = number.quantity
    if q is None or convert(q, "h") is None:
        return False
    before = text[max(0, number.span.start - 40) : number.span.start]
    kept = _LONG.search(number.text) and not _OF.search(before)
    return bool(_DURATION.search(before) or _AGED.search(before) or kept)


def _fits(number: Mention, metric: Metric) -> bool:
    """Whether a number's unit is one of the metric's."""
    return number.quantity is not None and fits(number.quantity, metric)
