"""Names of metrics in a row over numbers in a row: "the peak EQE, the current density at 4 V and the V_on are 14%, 3 mA/cm2 and 2 V"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from litmine.domain import Metric
from litmine.geometry import Span
from litmine.linking.numbers.claim import Claim
from litmine.linking.subjects import list_runs
from litmine.metrics import fits, normalized
from litmine.records import Mention

# Between two names of a row: "EQE (max.), ", "current density at 4.0 V and the ", "Voc as well as the average ".
_AND_NAME = re.compile(
    r"(?:\s*\([^()]{1,30}\))?(?:\s*-?(?:values?|levels?|lifetimes?))?(?:\s+(?:at|of|in|under|for|from|measured at)\s+[^,;()]{1,30}?)?"
    r"\s*(?:,\s*(?:and|as well as)?|\band\b|&|/|\bas well as\b)\s*(?:(?!(?!corresponding)\w+ing\b|from\b|by\b|of\b|with\b)[a-z-]+\s+){0,3}"
)
# Between numbers in a row and the names behind them: "15.7%, 29.3 lm W^−1 and 33.8 cd A^−1 for EQE, power and current efficiency".
_FOR = re.compile(r",?\s+(?:for|in|as)\s+(?:(?:the|its|their)\s+)?(?:[a-z]+\s)?")
_REACH = 150  # characters between the last name of a row and the first number of the other


def in_order(
    text: str, names: Sequence[Mention], numbers: Sequence[Mention], metrics: Mapping[str, Metric]
) -> Iterator[tuple[Mention, Claim | None]]:
    """Each number of a row that stands under a row of names, with its claim; None where the name is of a quantity not collected.

    ``names`` are all that the sentence names, "other" ones too; ``numbers`` are its possible results. Rows of one length are dealt out
    in order where every unit fits its name; rows of two lengths by unit, where each number's unit fits one name only.
    """
    number_rows = list_runs(numbers, text)
    for row in _rows(text, names, numbers):
        behind = next((r for r in number_rows if _FOR.fullmatch(text[r[-1].span.end : max(r[-1].span.end, row[0].span.start)])), None)
        if behind is not None and len(behind) == len(row):
            yield from ((q, _claim(q, m, metrics)) for q, m in _dealt(row, behind, metrics))
            continue
        last = row[-1].span.end
        follow = next((r for r in number_rows if r[0].span.start >= last), None)
        known = [m.value for m in row if m.value in metrics]
        if follow is None or len(follow) < 2 or len(set(known)) < len(known):
            continue
        gap = text[last : follow[0].span.start]
        if len(gap) > _REACH or ";" in gap or any(last <= n.span.start < follow[0].span.start for n in names):
            continue
        yield from ((q, _claim(q, m, metrics)) for q, m in _dealt(row, follow, metrics))


def _claim(number: Mention, name: Mention, metrics: Mapping[str, Metric]) -> Claim | None:
    metric = metrics.get(name.value)
    return None if metric is None else Claim(number, metric, name, "sentence:lists-in-order", 0.9)


def _rows(text: str, names: Sequence[Mention], numbers: Sequence[Mention]) -> list[list[Mention]]:
    """Names coordinated with each other and no result between them; at least two, one of them a metric."""
    rows: list[list[Mention]] = [[m] for m in names[:1]]
    for a, b in pairwise(names):
        between = Span(a.span.end, max(a.span.end, b.span.start))
        joint = a.span == b.span  # "CIE coordinates" names x and y at once
        apart = not joint and (any(between.covers(n.span) for n in numbers) or not _AND_NAME.fullmatch(text[between.start : between.end]))
        if apart:
            rows.append([b])
        else:
            rows[-1].append(b)
    return [r for r in rows if len({m.span for m in r}) > 1]


def _dealt(row: Sequence[Mention], follow: Sequence[Mention], metrics: Mapping[str, Metric]) -> list[tuple[Mention, Mention]]:
    """Numbers with their names: in order, else by unit; [] where neither is clear."""
    if len(row) == len(follow) and all(m.value not in metrics or _fits(q, metrics[m.value]) for q, m in zip(follow, row, strict=True)):
        return list(zip(follow, row, strict=True))
    known = [m for m in row if m.value in metrics]
    fitting = [[m for m in known if _fits(q, metrics[m.value])] for q in follow]
    if len(known) < 2 or any(len(f) != 1 for f in fitting) or {f[0].value for f in fitting} != {m.value for m in known}:
        return []
    return [(q, f[0]) for q, f in zip(follow, fitting, strict=True)]


def _fits(number: Mention, metric: Metric) -> bool:
    n = normalized(number.quantity, metric) if number.quantity is not None and fits(number.quantity, metric) else None
    return n is not None and metric.low <= n.high and n.low <= metric.high
