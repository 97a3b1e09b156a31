"""Extracted devices against the hand-curated table, cell by cell, as printed; and two device tables against each other."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from litmine.causes import UNKNOWN
from litmine.comparison import Verdict, agrees, because, judge, shown
from litmine.curated import CuratedRow, CuratedTable
from litmine.document import Document
from litmine.domain import Domain
from litmine.matching import Entry, Pair, Row, match
from litmine.metrics import same_conditions
from litmine.presentation import cautious
from litmine.records import CuratedCell, Device, Flag, Measurement
from litmine.row_flags import (
    Side,
    ambiguous,
    citation_flags,
    little_in_curated,
    missing_in_corpus,
    missing_in_curated,
    name_flags,
    repeated_rows,
    state_flags,
)
from litmine.rows import curated_rows, device_rows

# Below this a number of the prose may be another device's: it is shown beside the curated value, but alarms nobody.
_SURE = 0.8
# Rows that earlier versions of a curated table had and that have been changed or removed since, one tuple for each time.
Replaced = Sequence[Sequence[CuratedRow]]


@dataclass(frozen=True)
class Comparison:
    """What a comparison gave: its flags, how many curated values got which verdict, and the curated rows that newer papers change."""

    flags: tuple[Flag, ...] = ()
    verdicts: Mapping[Verdict, int] = field(default_factory=dict)
    stale: tuple[CuratedCell, ...] = ()

    @property
    def summary(self) -> str:
        """The verdicts in one line: "of your values, 115 agree, 9 differ, 26 are not given"."""
        told = {"agrees": "agree", "differs": "differ", "other unit": "have another unit", "other condition": "hold for another condition",
                "condition unknown": "hold for a condition that the papers do not tell", "not given": "are not given"}  # fmt: skip
        counted = [f"{self.verdicts[v]} {words}" for v, words in told.items() if self.verdicts.get(v)]
        stale = [f"{len(self.stale)} have another value in a newer paper"] if self.stale else []
        return "of your values, " + (", ".join(counted + stale) or "none was met")


@dataclass(frozen=True)
class _Mismatch:
    """A value of one side that is not the curated one; ``replaced``: a person has put the curated value into its place."""

    side: Side
    row: Row
    entry: Entry
    expected: Entry
    verdict: Verdict
    cause: str
    certain: bool
    replaced: bool


@dataclass
class _Findings:
    """What comes together while the papers are compared one after the other."""

    flags: list[Flag] = field(default_factory=list)
    mismatches: list[_Mismatch] = field(default_factory=list)
    confirmed: list[tuple[Entry, Side]] = field(default_factory=list)
    verdicts: Counter = field(default_factory=Counter)


def compare_with_curated(
    papers: Sequence[tuple[Document, Sequence[Device], Sequence[Measurement]]],
    curated: CuratedTable,
    domain: Domain,
    replaced: Replaced = (),
) -> Comparison:
    """Every cell where a paper and the curated table disagree, and the devices that only one of them has.

    Each paper is matched on its own, so a device that two reviews report meets the same curated row twice; where both have the same
    other value, that is one flag with both places. What a person has changed since (``replaced``) is shown as dismissed.
    """
    right = curated_rows(curated, domain)
    files = " and ".join(dict.fromkeys(row.file for row in curated.rows))
    former, removed = _former_values(right, replaced, domain)
    found = _Findings(flags=list(repeated_rows(right, files)))
    seen: set[int] = set()
    for document, devices, measurements in papers:
        side = Side(document.source.sha256, document.source.file_name, document.source.year, document)
        left = device_rows(document, devices, measurements)
        pairs = match(left, right)
        seen |= _met(pairs)
        _compare_pairs(found, side, left, right, pairs, former, domain)
        # What no table row took may be a device that only the text reports.
        rest = [j for j in range(len(right)) if j not in _met(pairs)]
        spoken = device_rows(document, devices, measurements, tabled=False)
        others = match(spoken, [right[j] for j in rest])
        seen |= {rest[j] for j in _met(others)}
        _compare_pairs(found, side, spoken, [right[j] for j in rest], others, [former[j] for j in rest], domain)
        paired = {p.left for p in pairs} | {i for p in pairs for i in p.left_rivals}
        missing = [row for i, row in enumerate(left) if i not in paired]
        if 2 * len(paired) < len(left):
            found.flags.append(little_in_curated(side, missing, len(left), files))
        else:
            found.flags += missing_in_curated(side, missing, files, removed)
    found.flags += [missing_in_corpus(row) for j, row in enumerate(right) if j not in seen]
    flags, stale = _mismatch_flags(found, domain)
    documents = {document.source.sha256: document for document, _, _ in papers}
    return Comparison(cautious((*flags, *found.flags), documents), dict(found.verdicts), stale)


def compare_tables(left: CuratedTable, right: CuratedTable, domain: Domain, replaced: Replaced = ()) -> Comparison:
    """Every cell where two device tables disagree (``right`` is what is expected), and the rows that only one of them has."""
    a, b = curated_rows(left, domain), curated_rows(right, domain)
    former, removed = _former_values(b, replaced, domain)
    found = _Findings(flags=[*repeated_rows(a, left.file), *repeated_rows(b, right.file)])
    pairs = match(a, b)
    side = Side(left.file, left.file)
    _compare_pairs(found, side, a, b, pairs, former, domain)
    paired = {p.left for p in pairs} | {i for p in pairs for i in p.left_rivals}
    found.flags += missing_in_curated(side, [row for i, row in enumerate(a) if i not in paired], right.file, removed)
    found.flags += [missing_in_corpus(row) for j, row in enumerate(b) if j not in _met(pairs)]
    flags, stale = _mismatch_flags(found, domain)
    return Comparison((*flags, *found.flags), dict(found.verdicts), stale)


def _met(pairs: Iterable[Pair]) -> set[int]:
    """The rows on the right that a pair holds, or may hold."""
    return {j for p in pairs for j in (p.right, *p.right_rivals)}


def _former_values(right: Sequence[Row], replaced: Replaced, domain: Domain) -> tuple[list[list[Entry]], list[Row]]:
    """For each curated row the values it had before a person changed it, and the rows that a person has removed."""
    former: list[list[Entry]] = [[] for _ in right]
    removed: list[Row] = []
    for generation in replaced:
        rows = curated_rows(generation, domain)
        pairs = match(rows, right)
        for pair in pairs:
            former[pair.right] += rows[pair.left].entries
        removed += [row for i, row in enumerate(rows) if i not in {p.left for p in pairs}]
    return former, removed


def _compare_pairs(
    found: _Findings,
    side: Side,
    left: Sequence[Row],
    right: Sequence[Row],
    pairs: Iterable[Pair],
    former: Sequence[Sequence[Entry]],
    domain: Domain,
) -> None:
    for pair in pairs:
        a, b = left[pair.left], right[pair.right]
        if not pair.is_certain:
            found.flags.append(ambiguous(side, pair, left, right))
            continue
        own = b.place.file
        found.flags += [*name_flags(side, own, a, b), *state_flags(side, own, a, b), *citation_flags(side, own, a, b)]
        for expected in b.entries:
            judged = judge(expected, a, left, b, right, domain)
            found.verdicts[judged.verdict] += 1
            if judged.verdict == "agrees":
                found.confirmed.append((expected, side))
            elif judged.entry is not None:
                changed = any(_is_one(e, expected) and agrees(judged.entry, e, domain) for e in former[pair.right])
                found.mismatches.append(
                    _Mismatch(side, a, judged.entry, expected, judged.verdict, judged.cause, pair.score >= _SURE, changed)
                )


def _is_one(a: Entry, b: Entry) -> bool:
    return (a.metric, a.statistic) == (b.metric, b.statistic) and same_conditions(a.conditions, b.conditions)


def _mismatch_flags(found: _Findings, domain: Domain) -> tuple[list[Flag], tuple[CuratedCell, ...]]:
    """One flag for each family of mismatches: one curated value, and one other value that one or several papers have for it."""
    by_value: dict[tuple, list[list[_Mismatch]]] = {}
    for m in found.mismatches:
        alike = by_value.setdefault(_cell_of(m.expected), [])
        family = next((f for f in alike if agrees(m.entry, f[0].entry, domain)), None)
        if family is None:
            alike.append([m])
        else:
            family.append(m)
    families = [family for alike in by_value.values() for family in alike]
    confirmed: dict[tuple, list[Side]] = {}
    for expected, side in found.confirmed:
        confirmed.setdefault(_cell_of(expected), []).append(side)
    flags, stale = [], []
    for family in families:
        backed = confirmed.get(_cell_of(family[0].expected), [])
        newer = _is_newer(family, backed)
        if newer and isinstance(family[0].expected.evidence, CuratedCell):
            stale.append(family[0].expected.evidence)
        flags.append(_family_flag(family, backed, newer, domain))
    return flags, tuple(dict.fromkeys(stale))


def _cell_of(entry: Entry) -> tuple:
    """What a curated value is known by: its cell, and its metric, for a cell may hold two."""
    return entry.evidence, entry.metric


def _is_newer(family: Sequence[_Mismatch], backed: Sequence[Side]) -> bool:
    """Whether papers newer than all that have the curated value have another one, which no slip explains."""
    years, former = [m.side.year for m in family], [side.year for side in backed]
    if not former or None in years or None in former or any(m.cause != UNKNOWN or m.replaced for m in family):
        return False
    return min(years) > max(former)


def _family_flag(family: Sequence[_Mismatch], backed: Sequence[Side], newer: bool, domain: Domain) -> Flag:
    first = family[0]
    metric = domain.metric(first.expected.metric)
    tabled = any(m.entry.source == "table" for m in family)
    many = len(family) > 1
    cause = "a newer paper has another value" if newer else first.cause
    entry, expected = first.entry, first.expected
    said = " and ".join(dict.fromkeys(m.side.name for m in family))
    who = f"{said} {'have' if many else 'has'}" if many or first.side.document is None else "the paper prints"
    other = "the curated table has" if first.side.document is not None else f"{expected.evidence.file} has"
    message = f"{metric.name} of {first.row.label}: {who} {shown(entry, expected)}, {other} {shown(expected, entry)}{because(cause)}."
    if backed:
        names = tuple(dict.fromkeys(s.name for s in backed))
        message += f" {' and '.join(names)} {'agree' if len(names) > 1 else 'agrees'} with the curated table."
    # A correction of a slip looks like the slip itself, so what a person has put there stays, whatever it looks like.
    if replaced := any(m.replaced for m in family):
        message += " The curated value was put in its place by hand, so it is not proposed again."
    # Values that agree but for digits of a citation differ in what is printed, not in what is meant.
    sure = tabled and first.certain and not agrees(entry, expected, domain)
    severity = "error" if sure else "warning" if tabled or entry.confidence >= _SURE else "info"
    return Flag(
        code="unit-mismatch" if first.verdict == "other unit" else "value-mismatch",
        stage="diff",
        severity=severity,
        document=first.side.id,
        message=message,
        evidence=(entry.evidence, expected.evidence, *(m.entry.evidence for m in family[1:])),
        subject=first.row.label,
        metric=expected.metric,
        expected=expected.printed,
        observed=entry.printed,
        difference=_difference(entry, expected),
        cause=cause,
        status="dismissed" if replaced else "open",
    )


def _difference(observed: Entry, expected: Entry) -> str:
    a, b = observed.quantity.value, expected.quantity.value
    return f"{a - b:+.4g}" if a is not None and b is not None and observed.quantity.unit == expected.quantity.unit else ""
