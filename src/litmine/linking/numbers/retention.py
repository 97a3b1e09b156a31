"""What is left after a time, as a lifetime: "retained 80% of its initial luminance for 1010 h" is a T80 of 1010 h."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from litmine.domain import Metric
from litmine.geometry import Span
from litmine.linking.numbers.claim import Claim
from litmine.linking.subjects import list_runs
from litmine.quantities import convert
from litmine.records import Comparator, Mention, Quantity

_KEPT_BEFORE = re.compile(
    r"\b(?:(?:retain|maintain|preserv|sustain|keep|kept|hold|held|remain)\w*\s+(?:at\s+|above\s+|within\s+)?"
    r"|(?:decay|drop|declin|decreas|fall|fell|degrad|reduc)\w*\s+to\s+)"
    r"(?:(?:over|more than|at least|above|up to|about|around|nearly|almost|approximately|still|as much as|[~>≥≈])\s*)*$",
    re.IGNORECASE,
)
_KEPT_AFTER = re.compile(
    r"\s+of\s+[^,;.()]{3,60}?\s(?:is|was|are|were|has been|could be|can be|being)\s+(?:still\s+)?"
    r"(?:left|retained|maintained|preserved|kept)\b"
    r"|\s+of\s+[^,;.()]{3,60}?\sremain(?:s|ed)\b",
    re.IGNORECASE,
)
# The share is one of what the device started with: "80% of its initial PCE", "95% of the luminance".
_OF_START = re.compile(
    r"\s+of\s+(?:(?:the|its|their)\s+)?(?:(?:initial|original|starting|pristine|post-burn-in|maximum|peak)\b|(?:\w+\s+){0,2}"
    r"(?:luminance|brightness|efficienc(?:y|ies)|performance|PCEs?|L_?0)\b)",
    re.IGNORECASE,
)
_TO_TIME = re.compile(r"(?:\b(?:after|for|over|during|within|beyond|exceeding|upon|at)\b|[(,])[^;.]{0,50}$", re.IGNORECASE)
# Kept on a shelf, heated, bent or put in damp air: how samples are tested that do not run.
_NOT_RUN = re.compile(
    r"\b(?:stor(?:ed|age|ing)|shel(?:f|ves)|dark|humidity|RH|damp[- ]heat|thermal(?:ly)? (?:stress|ag)\w*|heat(?:ed|ing)|anneal\w*|"
    r"bend\w*|bent|cycles|rins\w+|immers\w+|wash\w+|ambient air|in air|exposed to (?:air|moisture|water))\b",
    re.IGNORECASE,
)
_BORDER = re.compile(r";|,?\s(?:while|whereas|but)\s|,\s(?:and|which)\s")
_OPENS: dict[Comparator, Comparator] = {">": ">", ">=": ">="}


def retained(text: str, sentence: Span, mentions: Sequence[Mention], metrics: Mapping[str, Metric]) -> Iterator[Claim]:
    """Times after which a stated share of the start was left, as T80, T90, T95... where the pack has that metric; in text order.

    Several shares and as many times go together in order; any other numbers of them are left alone, and so is what was only stored,
    heated or bent. Of "over 90%" the time is a lower bound.
    """
    quantities = [m for m in mentions if m.kind == "quantity" and m.quantity is not None and m.quantity.value is not None]
    shares = [m for m in quantities if m.quantity.unit == "%"]
    times = [m for m in quantities if m.quantity.unit and convert(m.quantity, "h") is not None]
    if not shares or not times:
        return
    for run in list_runs(shares, text):
        if not _is_kept(text, sentence, run):
            continue
        begin, stop = _clause(text, sentence, run)
        after = [t for t in times if run[-1].span.end <= t.span.start < stop]
        after = list(list_runs(after, text)[0]) if after and len(list_runs(after, text)[0]) == len(run) else after
        if len(after) != len(run) or _NOT_RUN.search(text, begin, stop) or not _TO_TIME.search(text, run[-1].span.end, after[0].span.start):
            continue
        for share, time in zip(run, after, strict=True):
            metric = metrics.get(f"T{share.quantity.value:g}")
            if metric is not None:
                number = replace(time, quantity=_bounded(time.quantity, share.quantity))
                yield Claim(number, metric, None, "sentence:retained", 0.75)


def _clause(text: str, sentence: Span, run: Sequence[Mention]) -> tuple[int, int]:
    """Where the clause around some numbers begins and ends."""
    begin = max((m.end() for m in _BORDER.finditer(text, sentence.start, run[0].span.start)), default=sentence.start)
    end = _BORDER.search(text, run[-1].span.end, sentence.end)
    return begin, end.start() if end else sentence.end


def _is_kept(text: str, sentence: Span, run: Sequence[Mention]) -> bool:
    before = _KEPT_BEFORE.search(text, max(sentence.start, run[0].span.start - 60), run[0].span.start)
    of = (_OF_START if before else _KEPT_AFTER).match(text, run[-1].span.end, sentence.end)
    return of is not None


def _bounded(time: Quantity, share: Quantity) -> Quantity:
    """The time with the comparator of its share: over 90% after 1000 h means that T90 was not yet reached."""
    return replace(time, comparator=_OPENS.get(share.comparator, time.comparator)) if time.comparator == "=" else time
