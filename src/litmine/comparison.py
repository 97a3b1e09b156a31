"""One value of a hand-curated table against what the other side says of the same device: a verdict and, for a mismatch, its cause."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from litmine.causes import UNKNOWN, glued_digits, likely_cause, negated
from litmine.domain import Domain
from litmine.matching import Entry, Row
from litmine.metrics import same_conditions
from litmine.quantities import agree, convert, number_interval
from litmine.records import UNSTATED

Verdict = Literal["agrees", "differs", "other unit", "other condition", "condition unknown", "not given"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one curated value: ``entry`` is the value it was compared with, None where there was none to compare."""

    verdict: Verdict
    entry: Entry | None = None
    cause: str = ""


def judge(expected: Entry, row: Row, rows: Sequence[Row], other: Row, others: Sequence[Row], domain: Domain) -> Judgement:
    """The verdict on a curated value (``other`` is its row, one of ``others``) of a device that the other side reports as ``row``.

    The paper's table speaks first, its prose only where the table is silent. Only values of one statistic under the same conditions are
    compared: an EQE at 1000 cd/m2 says nothing of the curated maximum, and one without conditions nothing of that at 1000 cd/m2.
    """
    observed = [e for e in row.entries if e.metric == expected.metric]
    alike = [e for e in observed if same_conditions(e.conditions, expected.conditions)]
    if _is_mean(expected):
        alike = [e for e in alike if _is_mean(e)]
    tabled = [e for e in alike if e.source == "table" and (not _is_mean(e) or _is_mean(expected))]
    tabled = tabled or [e for e in alike if e.source == "table"]
    compared = tabled or [e for e in alike if _is_mean(expected) or e.statistic in (UNSTATED, "champion")]
    if not observed:
        return Judgement("not given")
    if not compared:
        unknown = any(not e.conditions and e.statistic == UNSTATED for e in observed)
        return Judgement("condition unknown" if unknown and (expected.conditions or _is_mean(expected)) else "other condition")
    citations = frozenset({row.reference.key}) if row.reference is not None and row.reference.key else frozenset()
    column = [e for r in (*rows, *others) for e in r.entries if e.metric == expected.metric]
    agreeing = next((e for e in compared if agrees(e, expected, domain)), None)
    if agreeing is None and _other_convention(expected.metric, rows, others):
        agreeing = next((e for e in compared if agrees(replace(e, quantity=negated(e.quantity)), expected, domain)), None)
    if agreeing is not None and not (tail := glued_digits(agreeing, expected, citations, column)):
        return Judgement("agrees", agreeing)
    entry = agreeing or compared[0]
    if convert(entry.quantity, expected.quantity.unit) is None:
        return Judgement("other unit", entry, "unit")
    if agreeing is not None:
        return Judgement("differs", entry, f"citation digits glued to the number ({tail})")
    return Judgement("differs", entry, likely_cause(entry, expected, row, rows, other, others, citations=citations))


def agrees(a: Entry, b: Entry, domain: Domain) -> bool:
    """Whether two printed values can be one: their digits allow it, or they are no further apart than the pack tolerates."""
    quantity = convert(a.quantity, b.quantity.unit)
    if quantity is None:
        return False
    theirs = b.quantity
    if a.quantity.comparator == theirs.comparator != "~":
        # Two bounds of one kind are two printed numbers: ">14.7" is not ">147".
        quantity, theirs = replace(quantity, comparator="="), replace(theirs, comparator="=")
    slack = domain.tolerance(b.metric)
    # A touch more than the tolerance, so that 628 and 629 agree within 1: intervals that only touch do not overlap.
    wider = replace(theirs, low=theirs.low - slack, high=theirs.high + slack) if slack else theirs
    return agree(quantity, wider)


def _other_convention(metric: str, rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether one side prints a whole column with the other sign: energy levels stand below the vacuum level, or as what they are below it.

    A single value of another sign than its own column has lost it.
    """
    columns = [[e.quantity.value for r in side for e in r.entries if e.metric == metric] for side in (rows, others)]
    ours, theirs = ({value > 0 for value in column if value} for column in columns)
    return len(ours) == len(theirs) == 1 and ours != theirs


def _is_mean(entry: Entry) -> bool:
    return entry.statistic in ("mean", "median")


def because(cause: str) -> str:
    """A cause in brackets, ready to follow a sentence; "" where none is known."""
    return f" ({cause})" if cause not in ("", UNKNOWN) else ""


def shown(entry: Entry, other: Entry | None = None) -> str:
    """A value as printed, with what it amounts to where a header's factor or a prefix makes that another number: "21.6 (21600 cd/m2)";
    with its unit where the ``other`` side has another one."""
    q = entry.quantity
    printed = _number(entry.printed)
    if other is not None and q.unit != other.quantity.unit:
        return f"{entry.printed} {q.unit}" if q.unit not in entry.printed else entry.printed
    if q.value is None or printed is None or math.isclose(printed, q.value, rel_tol=1e-9):
        return entry.printed
    return f"{entry.printed} ({q.value:.6g} {q.unit})".replace(" )", ")")


def _number(printed: str) -> float | None:
    """The first number of a printed value, None where there is none."""
    try:
        return number_interval(printed)[0]
    except ValueError:
        return None
