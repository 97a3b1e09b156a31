"""What a claim of proportion says of the ratio of two numbers: "2.3-fold", "35% higher than", "87% of", "nearly doubled"."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litmine.geometry import Span
from litmine.intervals import Interval, number_interval, overlap
from litmine.records import Comparator, Mention

# Words for a multiple are used loosely: "doubled" of 1.89, "tripled" of 3.2; "about 2.3-fold" of 2.1. Shares of the number itself.
_LOOSE = 0.15
_ABOUT = 0.1
_BOUND = 0.03  # "more than 2.5-fold" of 2.46 is said as well

_FOLD = re.compile(r"[\s-]*(?:fold|times)\b|\s?[×x](?!\w)", re.IGNORECASE)
_MORE = re.compile(
    r"\s*(?:relative\s|overall\s|further\s)?(?:higher|larger|greater|longer|better|brighter|above|more|over(?!\s+(?:\d|time\b|the\s(?:course|period|whole)|an?\s(?:period|time)))|increase|improvement|enhancement|gain|boost|rise)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\btimes\s*(?:higher|larger|greater|longer|better|brighter|more)\b", re.IGNORECASE)  # may be one more than it says
_LESS = re.compile(
    r"\s*(?:relative\s|overall\s|further\s)?(?:lower|smaller|shorter|less|below|decrease|reduction|drop|loss|decline)\b", re.IGNORECASE
)
_OF = re.compile(r"\s*of\s+(?!(?:all|the (?:devices|cells|total|light|photons|excitons|area)))", re.IGNORECASE)
_RISEN = re.compile(
    r"\b(?:increas\w+|improv\w+|enhanc\w+|rais\w+|rose|rises?|gain\w*|boost\w*|exceed\w*|outperform\w*|surpass\w*|promot\w+|extend\w*|prolong\w*|grew|grows?|higher|"
    r"enhancement|improvement)\b[^;,]{0,45}$",
    re.IGNORECASE,
)
_FALLEN = re.compile(
    r"\b(?:decreas\w+|reduc\w+|lower\w*|dropp?\w*|fell|falls?|declin\w+|shorten\w*|loss|loses?|lost)\b[^;,]{0,45}$", re.IGNORECASE
)
_POINTS = re.compile(r"\s*[- ]?(?:percentage points?|points?\b|abs(?:olute|\.)|\(absolute\))", re.IGNORECASE)
_COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_WORDS = {"double": 2, "triple": 3, "quadruple": 4, "half": 0.5}
_WORD = re.compile(
    rf"\b(?:(?P<number>{'|'.join(_COUNTED)})[- ]?(?:fold|times)|(?P<digits>(?<![\d.,])\d{{1,3}}(?:\.\d+)?)[- ]?(?:fold|times)"
    r"|(?P<double>twice|doubl(?:e|ed|es|ing)|twofold)|(?P<triple>tripl(?:e|ed|es|ing)|threefold|thrice)"
    r"|(?P<quadruple>quadrupl(?:e|ed|es|ing)|fourfold)|(?P<half>halv(?:e|ed|es|ing)|half\s(?=(?:of\s)?(?:that|the|its|those)\b)))\b"
    r"(?![- ](?:layer|bond|cation|junction|exponential|perovskite|halide|hetero|emission|blade|side|check))",
    re.IGNORECASE,
)
_BEFORE: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(r"\b(?:more than|over|at least|above|exceeding|greater than|[>≥])\s*(?:an?\s)?$", re.IGNORECASE), ">"),
    (re.compile(r"\b(?:up to|less than|at most|below|under|not even|[<≤])\s*(?:an?\s)?$", re.IGNORECASE), "<"),
    (
        re.compile(r"(?:\b(?:nearly|almost|about|around|roughly|approximately|close to|some|ca\.)|[~∼≈])\s*(?:an?\s)?$", re.IGNORECASE),
        "~",
    ),
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A claim at ``span``: the new number over the old one lies in one of ``ratios``, or, of numbers in per cent, the new one is that
    much more or less, in one of ``points``. ``share``: it is a part of something ("87% of"); ``plain``: a part or a multiple
    without "more" or "increase", of which what it is "of" is the old number. ``text`` is what is printed."""

    span: Span
    text: str
    ratios: tuple[Interval, ...]
    points: tuple[Interval, ...] = ()
    share: bool = False
    plain: bool = False

    def holds(self, new: Interval, old: Interval, *, percent: bool) -> bool:
        """Whether two numbers, given by what their digits allow, can have the ratio; ``percent``: both are in per cent."""
        if old[0] <= 0 or new[0] <= 0:
            return True
        true = new[0] / old[1], new[1] / old[0]
        if any(overlap(true, r) for r in self.ratios):
            return True
        apart = new[0] - old[1], new[1] - old[0]
        return percent and any(overlap(apart, p) for p in self.points)


def find_ratios(text: str, sentence: Span, mentions: Sequence[Mention]) -> Iterator[Ratio]:
    """The claims of proportion of one sentence, in text order; ``mentions`` are those of the sentence, ``text`` is the document's.

    "2.3 times higher" may be 2.3 or 3.3 times, "35% higher" of numbers in per cent 35 points; "about" and words for a number are loose,
    "over" and "up to" open to one side.
    """
    found = []
    for m in mentions:
        if m.kind == "quantity" and m.value in ("fold", "relative") and m.quantity is not None and m.quantity.value is not None:
            ratio = _numbered(text, sentence, m)
            found += [ratio] if ratio is not None else []
    for w in _WORD.finditer(text, sentence.start, sentence.end):
        if not any(r.span.overlaps(Span(*w.span())) for r in found):
            found.append(_worded(text, sentence, w))
    yield from sorted(found, key=lambda r: r.span)


def _numbered(text: str, sentence: Span, m: Mention) -> Ratio | None:
    q = m.quantity
    before, after = text[max(sentence.start, m.span.start - 60) : m.span.start], text[m.span.end : m.span.end + 40]
    span = m.span
    low, high = _opened(_slack(m.text, (q.low, q.high)), _said(before, q.comparator), _ABOUT)
    if m.value == "fold":
        unit = _FOLD.match(after)
        printed = Span(span.start, span.end + (unit.end() if unit else 0))
        more = _MORE.match(text, printed.end)
        plain = not more and not _LESS.match(text, printed.end)
        added = _ADDED.match(text[m.span.end : m.span.end + 30].lstrip(" -"))
        return Ratio(printed, printed.of(text).strip(), _times(low, high, added), plain=plain)
    if q.unit != "%":
        return None
    low, high = low / 100, high / 100
    if points := _POINTS.match(after):
        printed = Span(span.start, span.end + points.end())
        apart = (100 * low, 100 * high)
        return Ratio(printed, printed.of(text), (), (apart, _negative(apart)))
    more, less = _MORE.match(after), _LESS.match(after)
    if _OF.match(after) and not more and not less and not re.search(r"\b(?:by|increase of|decrease of|loss of|drop of)\s+$", before):
        return Ratio(span, m.text, ((low, high),), share=True, plain=True)
    up = more or (not less and _RISEN.search(before))
    down = less or (not more and _FALLEN.search(before))
    word = more or less
    printed = Span(span.start, span.end + (word.end() if word else 0))
    apart = (100 * low, 100 * high)
    if up and not down:
        return Ratio(printed, printed.of(text), ((1 + low, 1 + high),), (apart,))
    if down and not up:
        return Ratio(printed, printed.of(text), ((1 - high, 1 - low),), (_negative(apart),))
    return None


def _worded(text: str, sentence: Span, w: re.Match[str]) -> Ratio:
    before = text[max(sentence.start, w.start() - 30) : w.start()]
    said = _said(before, "=")
    if w["digits"]:
        _, least, most = number_interval(w["digits"])
        low, high = _opened(_slack(w["digits"], (least, most)), said, _ABOUT)
    else:
        count = _COUNTED.get((w["number"] or "").lower()) or _WORDS[w.lastgroup]
        low, high = (count * (1 - _LOOSE), count * (1 + _LOOSE)) if said == "=" else _opened((count, count), said, _LOOSE)
    plain = not _MORE.match(text, w.end()) and not _LESS.match(text, w.end())
    return Ratio(Span(*w.span()), w.group().strip(), _times(low, high, _ADDED.search(text, w.start(), w.end() + 12)), plain=plain)


def _times(low: float, high: float, added: object) -> tuple[Interval, ...]:
    """The ratios that a multiple allows: either way round, and where it is ``added`` ("times more") one more than it says."""
    ways = [(low, high)] + ([(low + 1, high + 1)] if added else [])
    inverse = [(1 / h if math.isfinite(h) else 0.0, 1 / max(least, 1e-9)) for least, h in ways]
    return tuple(ways + inverse)


def _said(before: str, printed: Comparator) -> Comparator:
    if printed != "=":
        return ">" if printed == ">=" else "<" if printed == "<=" else printed
    return next((comparator for pattern, comparator in _BEFORE if pattern.search(before)), "=")


def _opened(number: Interval, comparator: Comparator, about: float) -> Interval:
    """What a number allows behind "about", "over" or "up to"."""
    low, high = number
    if comparator == "~":
        return low * (1 - about), high * (1 + about)
    if comparator == ">":
        return low * (1 - _BOUND), math.inf
    if comparator == "<":
        return -math.inf, high * (1 + _BOUND)
    return low, high


def _slack(printed: str, number: Interval) -> Interval:
    """What the digits of a claim allow, and as much again where it has two or more: it was worked out of unrounded numbers, or cut off."""
    low, high = number
    more = (high - low) / 2 if len(re.sub(r"\D", "", printed)) > 1 else 0.0
    return low - more, high + more


def _negative(interval: Interval) -> Interval:
    return -interval[1], -interval[0]
