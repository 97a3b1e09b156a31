"""Devices of a summary table's kind that the text reports and the table lacks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from litmine.checks.rows import works_of_rows
from litmine.document import Document, Table
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.linking.subjects.identity import identity
from litmine.quantities import agree
from litmine.records import UNSTATED, Flag, Measurement, Severity
from litmine.tagging import Tagged

# A table is a summary of the works a paper discusses when the text gives numbers of at least this many of its works.
_SUMMARY = 5
# It is a full one, whose gap tells, where it has so large a share of the works whose devices the text gives numbers of. A selection
# leaves out what its author likes: then two numbers must speak for a device.
_FULL = 0.8
_SELECTION = 0.5
_SURE = 0.6  # a guess about the device matters less than the work, which is printed


@dataclass(frozen=True, slots=True)
class _Summary:
    """The table of the devices of several works: its measurements by work, its main metrics, the devices that it names."""

    table: Table
    rows: dict[str, list[Measurement]]
    metrics: frozenset[str]
    names: frozenset[str]

    @property
    def lists_several(self) -> bool:
        """Whether some work has more than one row."""
        return any(len({m.evidence[0].cell.row for m in found}) > 1 for found in self.rows.values())


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``missing-row`` for a device of a cited work that the text gives a summary table's metrics for and the table lacks.

    Worth knowing where no row cites the work, and none has its name, colour, process or numbers; with one number only where the table
    has nearly all works that the text gives numbers of. A warning where one sentence gives a metric of two compounds of one work, and
    only the lesser one has a row; the lesser one itself is left out on purpose, unless the table lists several devices of a work.
    """
    spoken = [m for m in linked.measurements if m.source != "table" and _is_of_a_work(m)]
    for summary in _summaries(document, tagged, linked, domain):
        said = [m for m in spoken if m.metric in summary.metrics and _is_of_the_kind(m, summary)]
        by_work: dict[str, list[Measurement]] = defaultdict(list)
        for m in said:
            by_work[m.citations[0].key].append(m)
        listed = by_work.keys() & summary.rows.keys()
        share = len(listed) / len(by_work) if by_work else 0.0
        if len(listed) >= _SUMMARY and share >= _SELECTION:
            needed = 1 if share >= _FULL else 2
            for work, found in by_work.items():
                if work not in summary.rows and len({m.metric for m in found}) >= needed and not _is_in_table(found, summary):
                    yield _flag(document, tagged, summary, found, "info")
        for found in _without_siblings(said, summary):
            if any(_is_better(m, summary) for m in found):
                yield _flag(document, tagged, summary, found, "warning")
            elif summary.lists_several:
                yield _flag(document, tagged, summary, found, "info")


def _is_of_a_work(m: Measurement) -> bool:
    """Whether a number of the text is surely the result of one cited work, not of its control and not a mean."""
    plain = m.qualifiers.statistic in (UNSTATED, "champion") and set(m.qualifiers.conditions) <= {"max"}
    return plain and len(m.citations) == 1 and m.confidence >= _SURE and m.quantity.value is not None


def _summaries(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[_Summary]:
    devices = {m.id for m in domain.metrics if m.of == "device"}
    works = works_of_rows(document, tagged, linked)
    names = frozenset(n for m in linked.measurements if m.source == "table" for n in _names(m))
    for table in document.tables:
        rows: dict[str, list[Measurement]] = defaultdict(list)
        inside = [m for m in linked.measurements if m.source == "table" and m.evidence[0].cell.table == table.id]
        for m in inside:
            for work in works.get((table.id, m.evidence[0].cell.row), ()):
                rows[work].append(m)
        counts = Counter(m.metric for m in inside)
        main = frozenset(k for k, n in counts.items() if 2 * n >= max(counts.values()))
        if len(rows) >= _SUMMARY and main & devices:
            yield _Summary(table, rows, main, names)


def _names(m: Measurement) -> Iterable[str]:
    return (identity(m), *m.materials)


def _is_of_the_kind(m: Measurement, summary: _Summary) -> bool:
    """Whether the table has devices of its colour and process, as far as these are stated."""
    rows = [row.qualifiers for found in summary.rows.values() for row in found]
    for mine, theirs in (
        (m.qualifiers.colour, {q.colour for q in rows}),
        (m.qualifiers.process, {q.process for q in rows}),
    ):
        if UNSTATED not in theirs and mine != UNSTATED and mine not in theirs:
            return False
    return True


def _is_in_table(found: Sequence[Measurement], summary: _Summary) -> bool:
    """Whether a row of another work has the name or the numbers of a device: then its citation is in question, not its row."""
    rows = [row for listed in summary.rows.values() for row in listed]
    equal = sum(any(row.metric == m.metric and agree(row.quantity, m.quantity) for row in rows) for m in found)
    return any(m.materials and identity(m) in summary.names for m in found) or (len(found) >= 2 and equal == len(found))


def _without_siblings(said: Sequence[Measurement], summary: _Summary) -> Iterator[list[Measurement]]:
    """What a sentence gives for a compound without a row, beside one of the same work that has one."""
    together: dict[tuple[Span | None, str], list[Measurement]] = defaultdict(list)
    for m in said:
        together[m.evidence[0].context, m.citations[0].key].append(m)
    for (_, work), found in together.items():
        listed = [m for m in found if identity(m) in summary.names]
        named: dict[str, list[Measurement]] = defaultdict(list)
        for m in found:
            alone = identity(m) not in summary.names and bool(m.materials) and m.rule.split(":")[-1].startswith(("lists", "carried+subjects"))
            if work in summary.rows and alone and not any(agree(row.quantity, m.quantity) for row in summary.rows[work] if row.metric == m.metric):
                named[identity(m)].append(m)
        if listed:
            yield from named.values()


def _is_better(m: Measurement, summary: _Summary) -> bool:
    listed = [r for r in summary.rows[m.citations[0].key] if r.metric == m.metric and r.quantity.value is not None]
    return bool(listed) and all(m.quantity.value > r.quantity.value for r in listed)


def _flag(document: Document, tagged: Tagged, summary: _Summary, found: Sequence[Measurement], severity: Severity) -> Flag:
    first = found[0].evidence[0]
    printed = ", ".join(dict.fromkeys(f"{m.metric} {m.quantity.raw}" for m in found))
    name = _name(document, tagged, found[0])
    caption = (document.anchor(summary.table.caption),) if summary.table.caption else ()
    return Flag(
        code="missing-row",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=f"{name} [{found[0].citations[0].marker.strip('[]^')}] is reported on page {first.page} ({printed}) but has no row in "
        f"{summary.table.id}.",
        evidence=(first, *caption),
        subject=name,
        expected="a row",
        observed=printed,
    )


def _name(document: Document, tagged: Tagged, m: Measurement) -> str:
    """What the device is called: its subject, or the compounds of the sentence with its number or of the one that cites its work."""
    sentence = m.evidence[0].context
    if sentence is None or (m.materials and m.materials[0] in sentence.of(document.text)):
        return m.subject
    block = document.block_at(sentence.start)
    inside = [s for s in tagged.sentences if block and block.span.covers(s) and s.start <= sentence.start]
    for candidate in reversed(inside):
        here = tagged.within(candidate)
        if candidate == sentence or any(c.kind == "citation" and c.value == m.citations[0].key for c in here):
            names = dict.fromkeys(c.text for c in here if c.kind == "chemical")
            if names:
                return " or ".join(names)
    return m.subject
