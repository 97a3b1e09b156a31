"""Numbers whose metric was named before: "it recovered to 2 V", "whereas the control gave 12.9%", "these parameters change to ..."."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from litmine.domain import Metric
from litmine.geometry import Span
from litmine.linking.numbers.claim import Claim
from litmine.linking.subjects import list_runs
from litmine.metrics import fits, normalized
from litmine.records import Mention

_SURE = 0.65  # below the 0.8 from which a number of the prose may contradict another
_LOOK = 160  # characters before a number in which its verb and subject are looked for

_NEAR = 300  # characters within which earlier numbers count as one account

# What may stand between a verb or preposition and its number.
_ROUGHLY = (
    r"(?:(?:\w+ly|just|still|even|again|about|around|almost|over|above|below|more than|less than|no more than|no less than|at least|"
    r"at most|up to|as (?:low|high|much|many) as|an?|the|its|their|(?:initial|original|similar|comparable|values?|levels?)(?: of)?|"
    r"[~≈∼>≥<≤])\s*)*$"
)
_ATTAINS = (
    r"(?:(?:show|exhibit|giv|yield|deliver|achiev|reach|attain|obtain|produc|display|demonstrat|afford|provid|possess|record|reali[sz]|"
    r"present|pass|measur|find|lag)\w*|gave|found|saw|gets?|got|has|have|had|having|is|was|were|are)"
)
_MOVES = (
    r"(?:(?:show\w*|undergo\w*|underwent|exhibit\w*|display\w*)\s+an?\s+(?:\w+\s+)?)?(?:(?:blue|red|hypsochromic|bathochromic)[-‐\s]?)?"
    r"(?:(?:increas|decreas|rais|reduc|improv|enhanc|boost|chang|recover|return|retriev|drop|declin|degrad|decay|shift|settl|saturat|climb|lower|"
    r"restor|jump|start|end|stay|remain|stabili[sz]|amount|approach|push|lift|mov|com|lag|certif)\w*|go|goes|went|gone|grow\w*|grew|fall\w*|fell|"
    r"ris\w+|rose|stands?|stood|lies|lay)\s+"
    r"(?:(?P<object>it|this|these|them|that|(?:the|this|that|its|their)\s+(?:efficiency|performance|value|figure|record))\s+)?(?:\w+ly\s+)?(?:up\s+|down\s+|back\s+|behind\s+|again\s+|further\s+|off\s+|out\s+)?"
    r"(?:to|at|from)"
)
_VERB = re.compile(rf"(?P<subject>[^;:]*?)\b(?P<verb>{_MOVES}|{_ATTAINS})\s+{_ROUGHLY}", re.IGNORECASE)
_WITH = re.compile(rf"(?<!doped )(?<!mixed )(?<!treated )(?<!blended )(?<!filled )(?<!covered )\bwith\s+{_ROUGHLY}", re.IGNORECASE)
# "warmer light at (0.38, 0.40)": a pair of coordinates.
_PAIR = re.compile(r"\b(?:at|to)\s+[(\[]\s*$", re.IGNORECASE)
# What leads to a number may be anything: "ethylenediammonium as a co-cation brought 9.6%".
_CAUSES = re.compile(
    rf"\b(?:(?:led|leads?|leading)\s+to|result\w*\s+in|brought|brings?|bringing|enabl\w+|raised\s+(?:it|this|that)\s+to)\s+{_ROUGHLY}",
    re.IGNORECASE,
)
# "the best value, 20.6%, was found".
_APPOSED = re.compile(r"\b(?:best|record|highest|lowest|average|mean)\s+(?:value|result|one|figure)s?,\s+$", re.IGNORECASE)
_OF_ONE = re.compile(
    r"\b(?:best|record|average|mean|median|maximum|max\.?|peak|minimum|highest|lowest|high|low|values?|levels?|ones?|figures?|results?|total)"
    rf"\s+of\s+{_ROUGHLY}",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"(?:(?<!\bmore )(?<!\bless )\bthan|\bcompared\s+(?:with|to)|\bversus|\bvs\.?|\bagainst|\brelative to|"
    r"\b(?:exceed|surpass|outperform)\w*)\s+"
    rf"(?:that\s+of\s+)?{_ROUGHLY}",
    re.IGNORECASE,
)
# "the control (12%)", "followed by A (12%)": the noun before the bracket, in a sentence that sets things side by side.
_BRACKET = re.compile(r"(?P<host>[^\s()]+)\s*\(\s*(?:for\s+)?[~≈>]?\s*$")
_SIDE_BY_SIDE = re.compile(
    r"\b(?:than|compared|comparison|versus|vs|against|followed|unlike|while|whereas|exceeds?|those|that of|lags?|reference|control|"
    r"counterpart)\b",
    re.IGNORECASE,
)
# "; its evaporated counterpart, 17.3%", "; the latter 16.5%".
_VERBLESS = re.compile(rf"[;,]\s*(?:and\s+|while\s+|whereas\s+)?(?P<subject>[^;,()]{{3,60}}?),?\s+{_ROUGHLY}", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\s+(?:is|was|were|are|has been|have been)\s+(?:\w+\s+)?"
    r"(?:found|obtained|achieved|reached|measured|recorded|reported|reali[sz]ed|demonstrated|observed|attained)\b"
)
_CLAUSE_START = re.compile(r"(?:^|[,;:]\s|\b(?:and|but|while|whereas|then)\s)\s*(?:and\s+|an?\s+|only\s+|even\s+|[~>]\s?)*$")
# A number that heads its phrase is followed by the end of it, a preposition, a conjunction or a verb; "95% transmittance" is no head.
_IS_HEAD = re.compile(
    r"\s*(?:$|[,.;:)\]\[^(]|(?:for|with|at|in|under|on|after|when|while|whereas|and|or|from|than|compared|by|upon|before|as|but|via|without|"
    r"respectively|is|was|were|are|has|have|over|during|within|if|once|because|due|owing|thanks|using|so|which|that)\b)",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(r"\s+of\s+(?:the|a|its|our|that)\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:(]|,\s|\b(?:while|whereas|but|and|then|so that|because|since|although|though|where|when|as)\s")
# Where the subject of a verb begins its own modifiers: "the device with A based on B".
_MODIFIERS = re.compile(
    r"\s+(?:(?:of|with|without|based|from|in|for|using|by|at|after|under|on|containing|made|prepared|that|which|treated|stored)\b|\()"
)
_POINTER = re.compile(
    r"(?:it|they|this|these|that|those|which|who|both|each|all|former|latter|ones?|last|first|second|third|we|values?|figures?|parameters?|"
    r"metrics|characteristics|results?|numbers?|performances?|al|co-?workers|colleagues|groups?|teams?|authors?|records?|positions?|peaks?|emissions?|wavelengths?)$",
    re.IGNORECASE,
)
_THING = re.compile(
    r"(?:[A-Za-z]*(?:LED|PSC|OSC|OPV)s?|(?i:devices?|cells?|sub-?cells?|modules?|tandems?|diodes?|films?|samples?|QDs?|dots?|nanocrystals?|"
    r"emitters?|successors?|predecessors?|versions?|variants?|compounds?|complex(?:es)?|molecules?|polymers?|dendrimers?|counterparts?|controls?|references?|blends?|materials?|crystals?|"
    r"powders?|layers?|analogues?|isomers?|derivatives?|perovskites?|standards?|champions?|best))$"
)
_NAME = re.compile(r"(?=.*[A-Z\d])[\w().,:/′'’+·‐–−-]+$")
_ADVERB = r"\w+ly|then|also|still|even|again|further|only|can|could"
_HELPING = "has|have|had|been|being|be|is|are|was|were|to|will"
_ADVERBS = re.compile(rf"(?:\s|(?:{_ADVERB}|{_HELPING}|an?)\b)*$", re.IGNORECASE)
_NO_HEAD = re.compile(rf"(?:{_ADVERB}|{_HELPING})$")
# Between a number that has its metric and the next one, which shares it: "21.5% on average and 22.3% for", "81% at 500 nm and of 58%".
_AND_NEXT = re.compile(
    r"(?:\s*\([^()]*\))?(?:\s+(?:at|for|with|in|under|on|after|from|without)\s+(?:[^;:.()]|\.\d){1,45}?)?(?:\s*\([^()]*\))?\s*,?"
    r"\s+(?:and|or|but|to)\s+(?:(?:even|still|only|just|then|of|at|to|about|around|over)\s+)*[~>]?\s*"
)

_BEHIND = re.compile(
    r"\s*\((?:average|averaging|mean|median|best|champion|maximum|max\.?|peak|certified)(?:\s+values?)?(?:\s+of\s+|\s*[:=]\s*|\s+)[~≈]?\s*"
)  # "13% (average 12%)"


@dataclass(frozen=True, slots=True)
class _Bare:
    """A number without a metric whose grammar says that one was named before.

    ``here``: it is compared, and must be with a number of its own sentence if there is one of its unit.
    """

    number: Mention
    here: bool


def carried(
    text: str,
    sentence: Span,
    numbers: Sequence[Mention],
    names: Sequence[Mention],
    claims: Sequence[Claim],
    before: Sequence[Claim],
    metrics: Mapping[str, Metric],
) -> Iterator[Claim]:
    """Numbers of a sentence whose metric was named earlier, in it or in ``before``, with that metric; in text order.

    ``numbers`` are all possible results of the sentence, ``names`` all that it names, ``claims`` what its own names have given. A number
    without a claim is taken where its verb has no subject but a pronoun, a device or none ("it recovered to", "the control gave"), where
    it is compared ("than 12%") or coordinated with a result, or where it stands in a bracket beside another thing; its unit, and its size
    where two metrics share the unit, say which metric goes on.
    """
    told = {c.quantity.span for c in claims}
    waiting: list[_Bare] = []
    of_unit: dict[str, int] = {}
    for run in list_runs(numbers, text):
        bare = [m for m in run if m.span not in told]
        here = _bare(text, sentence, bare, names) if bare else []
        # "58.4 cd A^−1 and 16.5%": what stands in one list with a result is one.
        waiting += here or ([_Bare(m, False) for m in bare] if len(bare) < len(run) else [])
    for b in waiting:
        of_unit[b.number.quantity.unit] = of_unit.get(b.number.quantity.unit, 0) + 1
    seen: dict[str, int] = {}
    found: list[Claim] = list(claims)
    for number in numbers:
        b = next((w for w in waiting if w.number is number), None)
        if number.span in told:
            continue
        own = [c for c in found if c.quantity.span.end <= number.span.start and _goes_on(number, c)]
        last = max((c for c in found if c.quantity.span.end <= number.span.start), key=lambda c: c.quantity.span, default=None)
        if b is None and last in own and _follows(text, sentence, last, number):
            found.append(Claim(number, last.metric, last.named_by, "sentence:carried", _SURE))
        if b is None:
            continue
        unit = number.quantity.unit
        place = seen[unit] = seen.get(unit, -1) + 1
        if b.here and _stranger(numbers, found, number, own):
            continue
        pool = own or ([] if b.here else _latest([c for c in before if _goes_on(number, c)]))
        metric = (
            _beside_its_parts(text, number, names, metrics)
            or _chosen(number, pool, of_unit[unit], place)
            or (None if pool or b.here else _named(number, names, metrics))
        )
        if metric is not None:
            found.append(Claim(number, metrics[metric], None, "sentence:carried", _SURE))
    yield from (c for c in found if c.quantity.span not in told)


# The efficiency of a solar cell is the product of the others (Voc · Jsc · FF over the light's power) and is told with them.
_EFFICIENCY, _PARTS = "PCE", frozenset({"Voc", "Jsc", "FF"})
_WITH_PARTS = re.compile(r",?\s+(?:(?:along|together)\s+)?with\s+(?:an?\s+|the\s+)?(?:\w+\s+){0,2}")


def _beside_its_parts(text: str, number: Mention, names: Sequence[Mention], metrics: Mapping[str, Metric]) -> str | None:
    """The efficiency of a solar cell where a bare share stands right before what it is made of: "attained 22.7% with an FF of 80.6%"."""
    if _EFFICIENCY not in metrics or number.quantity.unit != "%" or any(m.value == _EFFICIENCY for m in names):
        return None
    beside = any(m.value in _PARTS and _WITH_PARTS.fullmatch(text[number.span.end : max(number.span.end, m.span.start)]) for m in names)
    return _EFFICIENCY if beside and _can_be(number, metrics[_EFFICIENCY]) else None


def _named(number: Mention, names: Sequence[Mention], metrics: Mapping[str, Metric]) -> str | None:
    """The only metric named before a number in its sentence that it can be a value of: "the JSC improved, as the values of 37.6 and"."""
    before = [m.value for m in names if m.value in metrics and m.span.end <= number.span.start]
    fitting = {m for m in before if _can_be(number, metrics[m])}
    return fitting.pop() if len(fitting) == 1 else None


def _follows(text: str, sentence: Span, last: Claim, number: Mention) -> bool:
    right = text[number.span.end : min(sentence.end, number.span.end + 80)]
    gap = text[last.quantity.span.end : number.span.start]
    return bool((_AND_NEXT.fullmatch(gap) or _BEHIND.fullmatch(gap)) and _IS_HEAD.match(right))


def _stranger(numbers: Sequence[Mention], found: Sequence[Claim], number: Mention, own: Sequence[Claim]) -> bool:
    """Whether a number of the same unit that is nobody's stands closer: what is compared is that ("solubility (0.4%) ... (0.1%)")."""
    told = {c.quantity.span for c in found}
    after = max((c.quantity.span.end for c in own), default=-1)
    same = [m for m in numbers if m.quantity.unit == number.quantity.unit and after < m.span.start < number.span.start]
    return any(m.span not in told for m in same)


def _bare(text: str, sentence: Span, run: Sequence[Mention], names: Sequence[Mention]) -> list[_Bare]:
    """The numbers of a printed list if its first one lacks a name by grammar; [] where it has one, or is another noun's."""
    first, last = run[0], run[-1]
    left = text[max(sentence.start, first.span.start - _LOOK) : first.span.start]
    right = text[last.span.end : min(sentence.end, last.span.end + 80)]
    if _THAN.search(left):
        return [_Bare(m, True) for m in run] if _IS_HEAD.match(right) or _OF_WHOM.match(right) else []
    if not _IS_HEAD.match(right):
        return []
    begin = max(sentence.start, first.span.start - _LOOK)
    if len(run) == 2 and not first.quantity.unit and _PAIR.search(left):
        return [_Bare(m, False) for m in run]
    if _is_beside(left, begin, names):
        return [_Bare(m, True) for m in run]
    if _is_spoken(left, begin, names) or any(p.search(left) for p in (_WITH, _OF_ONE, _CAUSES, _APPOSED)):
        return [_Bare(m, False) for m in run]
    if _PASSIVE.match(right) and _CLAUSE_START.search(left):
        return [_Bare(m, False) for m in run]
    return []


def _is_beside(left: str, begin: int, names: Sequence[Mention]) -> bool:
    host = _BRACKET.search(left)
    if host is None or not _SIDE_BY_SIDE.search(left):
        return False
    if any(begin + host.start("host") < n.span.end and n.span.start < begin + host.end("host") for n in names):
        return False
    return bool(_THING.match(host["host"]) or _NAME.match(host["host"]))


def _is_spoken(left: str, begin: int, names: Sequence[Mention]) -> bool:
    """Whether a number is what a thing, a pronoun or nobody in particular "gave", "had" or "dropped to"."""
    clauses = [m.end() for m in _CLAUSE.finditer(left)]
    verb = None
    for at in [*reversed(clauses), 0]:
        verb = _VERB.match(left, at)
        if verb:
            begin += at
            break
    if verb is None:
        quiet = _VERBLESS.search(left)
        return quiet is not None and _is_thing(quiet["subject"])
    end = begin + verb.end("subject") - verb.start("subject")
    if any(n.span.start < end + len(verb["verb"]) and n.span.end > begin for n in names):
        return False
    return verb["object"] is not None or _is_thing(verb["subject"])


def _is_thing(phrase: str) -> bool:
    """Whether a phrase has for its head a device, a sample, a name or a pronoun, or is empty ("and further drops to")."""
    if _ADVERBS.fullmatch(phrase):
        return True
    cut = _MODIFIERS.search(" " + phrase)
    head = (" " + phrase)[: cut.start()] if cut and cut.start() else phrase
    words = [w for w in head.split() if not _NO_HEAD.match(w)]
    return bool(words) and any(p.match(words[-1].strip(",.")) for p in (_POINTER, _THING, _NAME))


def _goes_on(number: Mention, claim: Claim) -> bool:
    """Whether a number can be another value of a claim's metric: printed in its unit, plausible, and no bound that others stay below."""
    q = number.quantity
    if q is None or claim.quantity.quantity is None or q.unit != claim.quantity.quantity.unit:
        return False
    return q.comparator != "<" and _can_be(number, claim.metric)


def _can_be(number: Mention, metric: Metric) -> bool:
    n = normalized(number.quantity, metric) if fits(number.quantity, metric) else None
    return n is not None and metric.low <= n.low and n.high <= metric.high


def _latest(claims: Sequence[Claim]) -> list[Claim]:
    """The last of some claims and those that stand near it."""
    return [c for c in claims if claims[-1].quantity.span.start - c.quantity.span.start <= _NEAR]


def _chosen(number: Mention, pool: Sequence[Claim], of: int, place: int) -> str | None:
    """The metric that goes on: the only one; as many as there are numbers of the unit, in order; else the one of the number's size."""
    order = list(dict.fromkeys(c.metric.id for c in pool))
    if len(order) < 2:
        return order[0] if order else None
    sizes = sorted((_apart(number, c), c.metric.id) for c in pool)
    other = next(d for d, metric in sizes if metric != sizes[0][1])
    if sizes[0][0] <= log(1.6) and other >= sizes[0][0] + log(1.8):
        return sizes[0][1]
    return order[place] if of == len(order) else None


def _apart(number: Mention, claim: Claim) -> float:
    """How far a number lies from a claim's, as the logarithm of their ratio; infinite for zero or a change of sign."""
    a, b = ((q.low + q.high) / 2 for q in (number.quantity, claim.quantity.quantity))
    return abs(log(a / b)) if a * b > 0 else float("inf")
