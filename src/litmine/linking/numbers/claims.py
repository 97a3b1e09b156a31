"""Numbers of a sentence to metrics: the name before or after, lists in order, the unit where it says enough."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from litmine.domain import Metric
from litmine.geometry import Span
from litmine.linking.numbers.carried import carried
from litmine.linking.numbers.claim import Claim
from litmine.linking.numbers.notresults import is_supposed, results
from litmine.linking.numbers.retention import retained
from litmine.linking.numbers.series import in_order
from litmine.linking.subjects import list_runs
from litmine.metrics import fits, normalized
from litmine.records import Mention

__all__ = ["NAME_OF", "Claim", "find_claims"]

# How far a metric may stand from its number, in characters; a sentence of a paper rarely puts more between the two. Further where the
# number is a verb's own: "the T95 of the devices stored for ... decreased from".
_REACH_LEFT, _REACH_VERB, _REACH_RIGHT = 110, 170, 45
# Right after the number: "20.1% EQE", "32.0 cd A^−1 (CE)", "5.8% in EQE", "a 22% peak external quantum efficiency".
_NAMED_AFTER = re.compile(
    r"[\s(-]*(?:(?:in|for|as)\s+(?:the\s+|its\s+|their\s+)?|of\s+)?"
    r"(?:(?:maximum|peak|max\.|average|high|record|overall|certified|[a-z]+[-‐–][a-z]+)\s+)*"
)
_A_VERB = re.compile(r"\s+(?:(?:an?|the|only|about|around|up to|over|nearly)\s|[~≈>]?\d)")  # "the X device yields 22.6%" is no yield
_EACH_IN = re.compile(r"\s+in\s+(?:(?:the|their|terms of)\s+)*(?:(?:maximum|peak|max\.)\s+)?")
_CLAUSE_END = re.compile(
    r"[;:](?=\s)|\(\d\)\s|\b(?:and )?then it\b|,\s*(?:while|whereas|but|which|where|and the|and a|with a|with an)\b|\b(?:while|whereas)\b"
)
# "the VOC, which rises from", "the band gap of the absorber, which is": the clause goes on about the name.
_WHICH = re.compile(
    r"(?:\s*\([^()]*\))?(?:\s+of\s+(?:(?:the|our|their|its)\s+)?(?:[\w/:.-]+\s?){1,3})?\s*,\s*which\s+(?=(?:[\w~≈>-]+\s+){0,4}[~≈>]?\s*$)"
)
_AFTER_COLON = re.compile(r"[^:;]*:\s*[~≈>(\[]?\s*")  # "Electron mobilities were derived from SCLC: 3.9 × 10^−4"
_FROM = re.compile(r"\bfrom\s+(?:only\s+|about\s+|around\s+|an?\s+(?:initial\s+)?)?$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:[\w-]+\s+){0,6}?to\s+(?:\w+\s+)?[~>]?\s?\d")
_VERB_END = re.compile(
    r"\b(?:(?:is|are|was|were|be)\s+(?:\w+ly\s+)?\w+ed(?:\s+(?:from|to|to be))?|(?:increas|decreas|improv|dropp?|ris|declin|reach)\w*"
    r"(?:\s+(?:from|to))?|(?:rose|fell|grew)\s+(?:from|to)|is|are|was|were)\s*[~≈]?\s*$",
    re.IGNORECASE,
)
# A luminance at a stated voltage is no maximum.
_AT_VOLTAGE = re.compile(
    r"[\s,]*(?:\([^)]*\)\s*)?(?:(?:at|@|under)\s+(?:[a-z]+\s+){0,5}|\(?(?:biased|driven|operated)\s+at\s+|\(?V\w*\s?=\s?)[~]?\d+(?:\.\d+)?\s*V\b"
)
# The operating point that opens a sentence: "Operating at 1.93 V", "At a bias of 3 V".
_OPERATED = re.compile(
    r"(?:operat\w+|driven|bias\w*|at|under|when (?:operated|driven|biased))\b(?:[^.;]|\.\d){0,40}?\d\s?V\b", re.IGNORECASE
)
# Between a name and its own number: "a CE of 23.9", "EQE = 12%".
NAME_OF = re.compile(r"\s*(?:of|=|:|is|was|reached)?\s*(?:up to|about|~)?\s*")
# The noun that a number belongs to by grammar: "IPE of 91.9%", "thickness of about 40 nm", "the blue of (0.131, 0.046)".
_GOVERNOR = re.compile(
    r"([A-Za-zα-ωΑ-Ω][\w.-]*)\s*(?:\([^()]{1,30}\)\s*)?(?:\bof|=)\s*(?:(?:an?|the|only|about|around|approximately|nearly|over|"
    r"usually|typically|"
    r"up to|more than|"
    r"as high as|close to|around|some|>|<|~|≈|∼|≥|≤)\s*)*[(\[]?$"
)
_DIGIT_BEFORE = re.compile(r"\d\s?$")
_NEUTRAL = frozenset(
    "value values maximum max peak level levels record average mean best one ones that those result results figure high highest low lowest "
    "outstanding output device devices order ηmax coordinate coordinates co-ordinates".split()
)
# What makes "luminance" the maximum: "up to", "as high as", "record", "reaches".
_EXTREME = re.compile(
    r"\b(?:max\w*|peak\w*|highest|record\w*|up to|as high as|reach\w*|unprecedented|ultra-?high|over|exceed\w*)\b|[>≥]",
    re.IGNORECASE,
)
_EXTREME_BEFORE = re.compile(r"\b(?:max\w*|peak\w*|highest|record\w*|unprecedented|ultra-?high)\b", re.IGNORECASE)
# A plain "luminance of N" is what was reached, too, unless a preposition makes it the level that something else holds at.
_AT_LEVEL = re.compile(
    r"\b(?:at|under|to|for|from|above|beyond|below|until|between|across|within|with an initial|initial|constant|starting)\s+"
    r"(?:(?:an?|the|its|their|high|low|practical|display|same|given|initial)\s+)*$",
    re.IGNORECASE,
)
_STATED = re.compile(r"(?:\s+(?:values?|levels?|output))?(?:\s+of|\s+is|\s+was|\s+=|\s+being|\s+reported)[^,;:()]{0,40}$")
# "the most recent record is 127,600 cd m^−2": without a name, the unit tells of which curve it is the record.
_RECORD = re.compile(r"\b(?:records?|maximum|highest value|best value)\b[^,.;:()\d]{0,25}$", re.IGNORECASE)
# "the HOMO levels from the onset of the oxidation potential are": a noun behind a preposition does not govern the verb.
_MODIFIED = re.compile(
    r"(?:\s+(?:levels?|values?|energ(?:y|ies)))?(?:\s*\([^()]*\))?\s*,?\s+(?:from|by|using|in|with|at|under|on|through|as|via|determined|estimated|"
    r"calculated|obtained|measured|derived)\b[^,;:()]*$"
)
_IS = re.compile(r",?[^,;:.]{0,40}\b(?:is|are|was|were|amounts? to|lies?|reach\w*)\b[^,;:.]{0,40}$")
_AT = re.compile(r"\s*(?:at|@|under)\s+(?:(?:an?|the|about|around)\s+)?[~≈>]?\s*")
# A number that is no result beside another: behind a preposition, or in a bracket.
_ADJUNCT = re.compile(
    r"(?:\b(?:at|under|after|for|in|within|over|during|with|by|on|from)(?:\s+(?:an?\s+|the\s+)?(?:[\w()-]+\s+){1,3}of)?|@|[(/=])\s*"
    r"(?:(?:an?|the|about|around)\s+|[~≈>])*$"
)


def find_claims(
    text: str, sentence: Span, mentions: Sequence[Mention], metrics: Mapping[str, Metric], before: Sequence[Claim] = ()
) -> Iterator[Claim]:
    """Numbers of one sentence with their metric, in text order; a number without a clear metric is left out.

    ``text`` is the document's, ``mentions`` are those of the sentence, ``metrics`` the pack's by their ids. ``before`` are the claims of
    the paragraph's sentences before this one, in text order: "it recovered to 2 V" goes on with their metric.
    """
    numbers = results(text, sentence, mentions)
    names = [m for m in mentions if m.kind == "metric" and not (m.text.endswith("yields") and _A_VERB.match(text, m.span.end))]
    named = [m for m in names if m.value in metrics and not is_supposed(text, sentence, m)]
    rivals = [m for m in names if m.value not in metrics or m not in named]
    found: list[Claim] = []
    taken: set[Span] = set()
    rival_rows: set[Span] = set()
    for number, claim in in_order(text, names, numbers, metrics):
        taken.add(number.span)
        found += [claim] if claim else []
        rival_rows |= set() if claim else {number.span}
    for run in list_runs(numbers, text):
        claims = [_nearest(text, sentence, q, run, named, rivals, numbers, metrics) for q in run if q.span not in taken]
        found += _dealt([_initial(c, text) for c in claims if c is not None], named, metrics)
    taken |= {c.quantity.span for c in found}
    found += [c for c in retained(text, sentence, mentions, metrics) if c.quantity.span not in taken]
    found.sort(key=lambda c: c.quantity.span)
    if found or before:
        found += carried(text, sentence, [q for q in numbers if q.span not in rival_rows], names, found, before, metrics)
    yield from sorted(found, key=lambda c: c.quantity.span)


def _initial(claim: Claim, text: str) -> Claim:
    """The first end of a change ("from 9.8% to 12.4%") is what was before: too unsure for a comparison."""
    number = claim.quantity.span
    change = _FROM.search(text, max(0, number.start - 30), number.start) and _TO.match(text, number.end)
    return replace(claim, rule=claim.rule + "+from", confidence=claim.confidence * 0.7, initial=True) if change else claim


def _dealt(claims: list[Claim], named: Sequence[Mention], metrics: Mapping[str, Metric]) -> list[Claim]:
    """Claims whose name stands for several metrics at once ("CIE (x, y)") dealt out in order; one incomplete or implausible is dropped."""
    dealt: list[Claim] = []
    waiting: list[Claim] = []
    for claim in claims:
        joint = [m for m in named if claim.named_by is not None and m.span == claim.named_by.span]
        if len(joint) < 2:
            dealt.append(claim)
            continue
        waiting.append(claim)
        if len(waiting) == len(joint):
            if all(_plausible(c.quantity, metrics[m.value]) for c, m in zip(waiting, joint, strict=True)):
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
    named = [m for m in named if not _only_modifies(text, m, run[0].span.start, named)]
    fitting = [m for m in named if _fits(number, metrics[m.value]) and _strong(text, sentence, m, number, metrics[m.value])]
    for m in fitting:
        gap = text[number.span.end : m.span.start]
        if 0 <= m.span.start - number.span.end <= _REACH_RIGHT and _NAMED_AFTER.fullmatch(gap):
            return Claim(number, metrics[m.value], m, "sentence:named-after", 0.85)
    for m in fitting:
        # "20.1%, 18.3% and 9.9% in EQE, respectively"
        if m.span.start >= run[-1].span.end and _EACH_IN.fullmatch(text[run[-1].span.end : m.span.start]) and _one_unit(run):
            return Claim(number, metrics[m.value], m, "sentence:named-after", 0.8)
    start = run[0].span.start
    record = not any(m.span.end <= start for m in fitting) and _RECORD.search(text, max(sentence.start, start - 60), start)
    implied = [m for m in metrics.values() if m.extreme and record and number.quantity and number.quantity.unit == m.unit]
    if len(implied) == 1 and not _at_voltage(text, number):
        return Claim(number, implied[0], None, "sentence:record", 0.65)
    rivals = [m for m in rivals if m.span.end <= start and not _only_modifies(text, m, start, fitting)]
    closer = max((m.span.end for m in rivals), default=-1)
    before = [m for m in fitting if closer < m.span.end <= start]
    if closer > max((m.span.end for m in named if m.span.end <= start), default=-1):
        return None  # the number is that of a quantity litmine does not collect
    if _better_elsewhere(number, named, metrics, before):
        return None
    if before and not _governed_by_another(text, sentence, run[0], before):
        m = max(before, key=lambda m: m.span.end)
        gap = text[m.span.end : run[0].span.start]
        gap = _WHICH.sub(" ", gap.replace(":", " ") if _AFTER_COLON.fullmatch(gap) else gap)
        between = [
            n
            for n in numbers
            if m.span.end <= n.span.start < run[0].span.start and not _aside(text, n, metrics[m.value], m.span.end, start)
        ]
        others = [n for n in named if m.span.end <= n.span.start < run[0].span.start]
        # A number that the name already governs may stand between ("EQE of 12% for A and 15% for B"), one of another kind may not.
        if between and _AT.fullmatch(text[between[-1].span.end : run[0].span.start]):
            return None  # "an FWHM of 20 nm at 460 nm": where the number before holds
        if between and _of_another_size(number, between[-1], metrics[m.value], named, metrics):
            return None
        same_kind = all(_fits(n, metrics[m.value]) for n in between)
        reach = _REACH_VERB if _VERB_END.search(gap) else _REACH_LEFT
        if len(gap) <= reach + 40 * len(between) and same_kind and not others and not _CLAUSE_END.search(gap):
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


def _one_unit(run: Sequence[Mention]) -> bool:
    return len({m.quantity.unit for m in run}) == 1


def _of_another_size(number: Mention, last: Mention, metric: Metric, named: Sequence[Mention], metrics: Mapping[str, Metric]) -> bool:
    """Whether a number far from the last one of its would-be metric may be that of another of the same unit that the sentence names."""
    own = {m.span for m in named if m.value == metric.id}  # "CIE" names x and y at once
    rivals = [m for m in named if metrics[m.value].unit == metric.unit and m.value != metric.id and m.span not in own]
    if not rivals or not _fits(last, metric):
        return False
    a, b = ((m.quantity.low + m.quantity.high) / 2 for m in (number, last))
    return a * b > 0 and not 0.5 <= a / b <= 2


def _only_modifies(text: str, rival: Mention, start: int, names: Sequence[Mention]) -> bool:
    """Whether a name stands behind a preposition inside the phrase of another, whose verb the number follows."""
    if not _IS.match(text[rival.span.end : start]):
        return False
    return any(m.span.end <= rival.span.start and _MODIFIED.fullmatch(text[m.span.end : rival.span.start]) for m in names)


def _aside(text: str, number: Mention, metric: Metric, begin: int, stop: int) -> bool:
    """Whether a number of another kind stands aside between a name and its own ("(298 K)", "at 500 nm"), and does not part them."""
    if _fits(number, metric):
        return False
    opened = text.rfind("(", begin, number.span.start)
    if opened >= 0 and text.find(")", opened, stop) >= number.span.end:
        return True
    return _ADJUNCT.search(text, max(0, number.span.start - 30), number.span.start) is not None


def _strong(text: str, sentence: Span, name: Mention, number: Mention, metric: Metric) -> bool:
    """Whether a name is enough by itself: of an extreme ("L_max"), a plain "luminance" is so where a word says that it is the highest.

    Or where it is stated for itself ("a luminance of 54,000 cd m^−2") and neither it nor its sentence tells the voltage.
    """
    if not metric.extreme or name.text.casefold() not in {w.casefold() for w in metric.weak}:
        return True
    if _at_voltage(text, number):
        return False
    if _OPERATED.match(text, sentence.start, name.span.start):
        return False
    start, end = sorted((name.span, number.span))
    lead = text[max(0, start.start - 20) : start.start]
    lead = lead[max(lead.rfind(c) for c in ",;:()") + 1 :]
    if _EXTREME_BEFORE.search(lead) or _EXTREME.search(text, start.start, end.end):
        return True
    if start is not name.span or number.quantity.value is None or _AT_LEVEL.search(text, max(0, start.start - 40), start.start):
        return False
    return _STATED.fullmatch(text[name.span.end : number.span.start]) is not None and not _VOLTAGE.search(
        text, sentence.start, sentence.end
    )


def _at_voltage(text: str, number: Mention) -> bool:
    return _AT_VOLTAGE.match(text, number.span.end) is not None


# The operating point of the whole sentence: "At a bias of 3 V, ...", "Operated at 1.93 V".
_VOLTAGE = re.compile(r"\d\s?V\b|\bmA\s?(?:/\s?)?cm")


def _better_elsewhere(number: Mention, named: Sequence[Mention], metrics: Mapping[str, Metric], before: Sequence[Mention]) -> bool:
    """Whether a number is implausible for the name nearest before it and plausible for another of the sentence: "it" was that one."""
    q = number.quantity
    if not before or q is None or q.value is None:
        return False
    near = metrics[max(before, key=lambda m: m.span.end).value]
    others = (metrics[m.value] for m in named if metrics[m.value].unit == near.unit)
    return not _plausible(number, near) and any(_plausible(number, m) for m in others if m is not near)


def _plausible(number: Mention, metric: Metric) -> bool:
    n = normalized(number.quantity, metric) if number.quantity and _fits(number, metric) else None
    return n is None or metric.low <= n.value <= metric.high


def _governed_by_another(text: str, sentence: Span, number: Mention, names: Sequence[Mention]) -> bool:
    """Whether the noun right before the number ("IPE of") is another than any of the metric's names."""
    m = _GOVERNOR.search(text, max(sentence.start, number.span.start - 80), number.span.start)
    if m is None or m.group(1).casefold() in _NEUTRAL:
        return False
    if _DIGIT_BEFORE.search(text, max(0, m.start(1) - 4), m.start(1)):
        return False  # "T95@1000 nit = 5,460 h": a unit governs nothing
    # "lifetime (T95) of": the name may stand in a bracket behind the noun.
    return not any(n.span.start < number.span.start and n.span.end > m.start(1) for n in names)


def _fits(number: Mention, metric: Metric) -> bool:
    """Whether a number's unit is one of the metric's."""
    return number.quantity is not None and fits(number.quantity, metric)
