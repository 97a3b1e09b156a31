"""Which two numbers a claim of proportion compares: those its sentence prints, one of the sentence before, or those of rows it names."""

import re
from collections.abc import Sequence
from itertools import pairwise

from litmine.aliases import OTHER
from litmine.checks.claimed.passages import Passage, Side, Sides, side
from litmine.checks.claimed.ratios import Ratio
from litmine.checks.claimed.rownames import RowNames, says_control
from litmine.linking.subjects import list_runs
from litmine.quantities import convert
from litmine.records import Mention, Quantity

# What makes a number the measure of a claim: "35% higher than that of the control (8.7%)", "compared with the 16.6 cd/A of".
_COMPARES = re.compile(
    r"\b(?:than|over|above|below|against|versus|vs\.?|(?:compared|comparison|respect) (?:with|to)|relative to)\b(?P<what>[^;]{0,90})$",
    re.IGNORECASE,
)
# "twice that of", "2.2-fold the EQE of".
_OF_WHOLE = re.compile(r"\s*(?:of|that of|those of|the|as (?:high|much|long|large|bright) as)\b[^;]{0,90}$", re.IGNORECASE)
# A number behind a claim that is what it led to: "a 35% higher EQE of 11.9%", "increased by 35% to 11.9%", "35% higher with X (11.9%)".
_LED_TO = re.compile(
    r",?\s*(?:(?:[\w-]+\s){0,4}(?:of|to|reaching)\s+(?:an?\s+)?(?:about\s|around\s|over\s|nearly\s|up to\s|[~∼≈]\s?)?"
    r"|(?:(?:with|for|in|at)\s[^,;()]{1,40})?\()",
    re.IGNORECASE,
)
_REACHING = re.compile(
    r"\)?[^,;()]{0,40},?\s(?:to|(?:thus\s|thereby\s)?(?:reach|giv|yield|attain|achiev)ing|amounting to)\s(?:an?\s)?(?:[\w-]+\s){0,3}",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"\s*(?:,\s*)?(?:vs\.?|versus|against|compared (?:with|to)|as (?:against|opposed to))\s*[~∼≈]?", re.IGNORECASE)
_TO_RESULT = re.compile(r"\bto\s+(?:an?\s+)?(?:about\s|over\s|nearly\s|[~∼≈]\s?)?$")  # "doubled the EQE to"
_NEW_CLAUSE = re.compile(r";|\b(?:while|whereas|but|although|though)\b|,\s(?:and|so)\s(?:that\s)?the\b")
_FROM = re.compile(r"\bfrom\s+(?:an?\s+(?:initial\s+)?)?(?:about\s+|around\s+|only\s+|[~∼≈]\s?)?$", re.IGNORECASE)
_UP_TO = re.compile(
    r"[^.;]{0,70}?\bto\s+(?:an?\s+)?(?:about\s+|around\s+|over\s+|nearly\s+|as high as\s+|up to\s+|[~∼≈]\s?)?", re.IGNORECASE
)
_TO_CHANGE = re.compile(r"[\s,)]*(?:in [\w ]{1,30})?\s*")
# What goes on about the sentence before: "This is a 2.3-fold increase", "The EQE was 35% higher".
_GOES_ON = re.compile(r"(?:[^,;]{0,80},\s+)?(?:(?:thus|hence|therefore|so),?\s+)?(?:this|that|it|the|these|its|their)\b", re.IGNORECASE)
_KEPT = re.compile(r"\b(?:retain|maintain|preserv|keep|kept|hold|held|remain)\w*\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_RESULT = re.compile(r"(?:\bi\.e\.,?|\bthat is,?|\bcorresponding to|=|\(|\bnamely)\s*(?:an?\s+)?[~∼≈]?\s*$", re.IGNORECASE)
_CITED = re.compile(r"\[\d|\^\d|\bet al\b|['’]s (?:group|team)|\bco-?workers\b")


def find_sides(claim: Ratio, others: Sequence[Ratio], here: Passage, rows: RowNames) -> Sides | None:
    """The numbers that a claim compares; None where that is not sure. ``others`` are the other claims of its sentence.

    The ends of a change ("from A to B"), what was kept of what, else a number that the claim is measured against, and the one that it
    is said of: printed before the claim in its clause or as its result, else that of the row which the sentence names, else the only
    one of the sentence before, where this one goes on about it.
    """
    values = [v for v in here.values if not v.at.span.overlaps(claim.span)]
    metric = _metric(claim, here)
    if metric == OTHER:
        return None
    told = _change(claim, here, values) or _kept(claim, here, values) or _against(claim, here, values)
    if told is None and not others:
        told = _two(claim, here, values, metric)
    if told is None:
        old = _old(claim, others, here, values)
        olds = (old,) if old is not None else _named_old(claim, here, metric, rows)
        if not olds:
            return None
        metric = metric or olds[0].metric
        rest = [v for v in values if _comparable(v, olds[0]) and v.metric in ("", metric or v.metric) and not _is_measure(v, here, values)]
        rest = [v for v in rest if v is not old]
        told = Sides(_new(claim, here, rest, olds[0], metric, rows), olds)
    both = (*told.new, *told.old)
    metrics = {s.metric for s in both if s.metric} | ({metric} if metric else set())
    sure = all(_comparable(s, both[0]) and s.quantity.comparator in ("=", "~") for s in both)
    one_work = all(_one_account(claim, new, here) for new in told.new)
    return told if told.new and len(metrics) <= 1 and sure and one_work else None


def _one_account(claim: Ratio, new: Side, here: Passage) -> bool:
    """Whether a number of the claim's sentence is of the work that the claim is of: the first marker behind each is the same."""
    if not here.sentence.covers(new.at.span):
        return True
    cited = [m for m in here.mentions if m.kind == "citation"]
    works = [next((m.span for m in cited if m.span.start >= s.end), None) for s in (claim.span, new.at.span)]
    return None in works or works[0] == works[1] or claim.span.start < new.at.span.start


def _metric(claim: Ratio, here: Passage) -> str:
    """What a claim is of: the metric named right behind it ("2.3-fold higher luminance"), else the last before it; "" for none."""
    names = [m for m in here.mentions if m.kind == "metric"]
    for m in names:
        gap = here.text[claim.span.end : m.span.start] if m.span.start >= claim.span.end else "."
        if re.fullmatch(r"(?:\s(?:in|of|the|its|their|[a-z]+er|increase|improvement|enhancement|maximum|peak|initial|original))*\s", gap):
            return m.value
    ahead = [m for m in names if m.span.end <= claim.span.start]
    return ahead[-1].value if ahead else ""


def _change(claim: Ratio, here: Passage, values: Sequence[Side]) -> Sides | None:
    """The ends of a change right beside the claim: "improved by 12% from 20.0% to 22.4%", "from 4.2 to 9.8 cd/A (2.3-fold)"."""
    text, found = here.text, []
    for a, b in pairwise(values):
        gap = text[a.at.span.end : b.at.span.start]
        if _FROM.search(text, here.sentence.start, a.at.span.start) and _UP_TO.fullmatch(gap) and _comparable(a, b):
            found.append((a, b))
    for a, b in found:
        opens = _FROM.search(text, here.sentence.start, a.at.span.start)
        behind = claim.span.start >= b.at.span.end and len(text[b.at.span.end : claim.span.start]) < 60
        behind = behind and not _NEW_CLAUSE.search(text, b.at.span.end, claim.span.start)
        ahead = claim.span.end <= opens.start() and _TO_CHANGE.fullmatch(text, claim.span.end, opens.start())
        if len(found) == 1 and (behind or ahead):
            return Sides((b,), (a,))
    return None


def _kept(claim: Ratio, here: Passage, values: Sequence[Side]) -> Sides | None:
    """What was kept of what: "retained 91% of its initial PCE of 20.1% (18.3%)"."""
    text = here.text
    if not claim.share or not _KEPT.search(text, here.sentence.start, claim.span.start):
        return None
    after = [v for v in values if v.at.span.start >= claim.span.end and not _NEW_CLAUSE.search(text, claim.span.end, v.at.span.start)]
    results = [v for v in after if v.quantity.unit == "%" and _RESULT.search(text, claim.span.end, v.at.span.start)]
    if not results:
        return None
    result = results[-1]
    bases = [v for v in after if v.at.span.end <= result.at.span.start and _comparable(v, result)]
    bases = bases or [v for v in values if v.at.span.end <= claim.span.start and v.metric and v.metric == result.metric]
    return Sides((result,), (bases[0],)) if len(bases) == 1 else None


def _against(claim: Ratio, here: Passage, values: Sequence[Side]) -> Sides | None:
    """Two numbers set against each other in the bracket behind a claim: "2.0 times longer (310 h vs. 155 h)"."""
    text = here.text
    for a, b in pairwise(values):
        if _VERSUS.fullmatch(text, a.at.span.end, b.at.span.start) and _comparable(a, b):
            opened = text.rfind("(", claim.span.end, a.at.span.start)
            beside = opened >= 0 and not re.search(r"[,;]", text[claim.span.end : opened])
            if beside and not text[opened + 1 : a.at.span.start].strip(" ~∼≈"):
                return Sides((a,), (b,))
    return None


def _two(claim: Ratio, here: Passage, values: Sequence[Side], metric: str) -> Sides | None:
    """The only two numbers of the metric that a sentence prints, where one is the control's."""
    alike = [v for v in values if v.metric and v.metric == (metric or v.metric)]
    old = [v for v in alike if v.reference]
    results = [v for v in values if not v.metric and old and _comparable(v, old[0]) and _led_to(claim, v, here)]
    new = [v for v in alike if not v.reference] or results
    return Sides(tuple(new), tuple(old)) if len(old) == len(new) == 1 else None


def _led_to(claim: Ratio, value: Side, here: Passage) -> bool:
    """Whether a number is printed right behind a claim as what it led to."""
    return value.at.span.start >= claim.span.end and _LED_TO.fullmatch(here.text, claim.span.end, value.at.span.start) is not None


def _is_measure(value: Side, here: Passage, values: Sequence[Side]) -> bool:
    """Whether something is compared with a number: "than that of X (8.7%)"."""
    begin = max((v.at.span.end for v in values if v.at.span.end <= value.at.span.start), default=here.sentence.start)
    gap = here.text[begin : value.at.span.start]
    return _COMPARES.search(gap) is not None and not _NEW_CLAUSE.search(gap)


def _old(claim: Ratio, others: Sequence[Ratio], here: Passage, values: Sequence[Side]) -> Side | None:
    """The number that a claim is measured against: behind it ("higher than that of X (8.7%)"), else compared with before it."""
    text, found = here.text, []
    for i, v in enumerate(values):
        at = v.at.span
        behind = at.start >= claim.span.end
        begin = claim.span.end if behind else here.sentence.start
        if i and begin < values[i - 1].at.span.end and _comparable(values[i - 1], v):
            begin = values[i - 1].at.span.end
        gap = text[begin : at.start]
        if _NEW_CLAUSE.search(gap) or any(begin <= o.span.start < at.start for o in others):
            continue
        plain = claim.plain and behind and begin == claim.span.end and _OF_WHOLE.match(gap) and not _TO_RESULT.search(gap)
        if plain or _COMPARES.search(gap):
            found.append(v)
    return found[0] if len(found) == 1 else None


def _named_old(claim: Ratio, here: Passage, metric: str, rows: RowNames) -> tuple[Side, ...]:
    """What a table gives for the row that a claim is measured against: "62% more than device A", "twice that of the control"."""
    after = here.text[claim.span.end : here.sentence.end]
    words = r"than|over|relative to|compared (?:with|to)|versus|vs\.?" + (r"|of" if claim.plain else "")
    m = re.match(rf"[^.;,()]{{0,40}}?\b(?:{words})\b(?P<what>[^,;()]{{0,60}})", after)
    if m is None or not metric or _CITED.search(m["what"]) or _CITED.match(after, m.end()):
        return ()
    labels = rows.named(m["what"])
    label = labels[0] if len(labels) == 1 else rows.control() if not labels and says_control(m["what"]) else ""
    return tuple(side(v) for v in rows.values(label, metric))


def _new(claim: Ratio, here: Passage, values: Sequence[Side], old: Side, metric: str, rows: RowNames) -> tuple[Side, ...]:
    """The number that a claim is said of; () where that is not sure."""
    text = here.text
    results = [v for v in values if _led_to(claim, v, here)]
    if here.sentence.covers(old.at.span) and old.at.span.start >= claim.span.end:
        results += [v for v in values if v.at.span.start > old.at.span.end and _REACHING.fullmatch(text, old.at.span.end, v.at.span.start)]
    ahead = [v for v in values if v.at.span.end <= claim.span.start]
    if results or ahead:
        new = (results or ahead)[-1]
        parted = not results and _NEW_CLAUSE.search(text, new.at.span.end, claim.span.start)
        return () if parted or _in_list(new, here) else _with_its_host(new, values, here)
    labels = rows.named(text[here.sentence.start : claim.span.start])
    if len(labels) == 1 and metric:
        return tuple(side(v) for v in rows.values(labels[0], metric))
    if labels or not _GOES_ON.match(text, here.sentence.start):
        return ()
    earlier = [v for v in here.earlier if _comparable(v, old) and v.metric in ("", metric or v.metric)]
    return tuple(earlier) if len(earlier) == 1 else ()


def _with_its_host(value: Side, values: Sequence[Side], here: Passage) -> tuple[Side, ...]:
    """A number in a bracket behind another of its kind may be a second figure of one device: "13.3% (mean 12.4%)"; a claim is of either."""
    opened = here.text.rfind("(", here.sentence.start, value.at.span.start)
    inside = opened >= 0 and ")" not in here.text[opened : value.at.span.start]
    hosts = [v for v in values if inside and v.at.span.end <= opened and not re.search(r"[,;()]", here.text[v.at.span.end : opened])]
    return (*hosts[-1:], value)


def _in_list(value: Side, here: Passage) -> bool:
    """Whether a number is one of several of its unit in a printed list: a claim behind them is not of one alone."""
    mentions = [Mention("quantity", v.at.span, v.at.quote) for v in here.values if v.quantity.unit == value.quantity.unit]
    return any(len(run) > 1 and value.at.span in {m.span for m in run} for run in list_runs(mentions, here.text))


def _comparable(a: Side, b: Side) -> bool:
    """Whether the units of two numbers measure one thing."""
    x, y = a.quantity.unit, b.quantity.unit
    return x == y or (bool(x) and bool(y) and convert(Quantity("1", 1.0, x, 1.0, 1.0), y) is not None)
