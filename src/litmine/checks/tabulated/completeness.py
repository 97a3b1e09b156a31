"""Devices of a summary table's kind that the text reports and the table lacks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from litmine.checks.claimed.rownames import RowNames
from litmine.checks.tabulated.counterparts import sentence_of
from litmine.checks.tabulated.rowworks import works_of_rows
from litmine.document import Document, Table
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.linking.subjects.identity import identity, letters, name_key
from litmine.quantities import agree
from litmine.records import UNSTATED, Flag, Measurement, Severity
from litmine.tagging import Tagged

# A table is a summary of the works a paper discusses when the text gives numbers of at least this many of its works.
_SUMMARY = 5
# It is a full one, whose gap tells, where it has so large a share of the works whose devices the text gives numbers of. A selection
# leaves out what its author likes: then two numbers must speak for a device.
_FULL = 2 / 3
_SELECTION = 0.5
_HEADLINE = ("EQE", "PCE")  # the one number that such a device is known by
# A guess about the device matters less than the work, which is printed; where the sentence itself cites it, not at all.
_SURE = 0.6
_COMPARED = re.compile(
    r"\b(?:compar\w+ (?:with|to)|than|versus|vs\.?|against|relative to|with respect to|instead of)\s[^;()]{0,40}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Summary:
    """The table of the devices of several works: its measurements by work, its main metrics, the devices that it names, its words."""

    table: Table
    rows: dict[str, list[Measurement]]
    metrics: frozenset[str]
    names: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True)
class _Left:
    """The numbers of a device that the table lacks; ``beside_its_sibling``: a sentence names it with one of its work that has a row."""

    numbers: Sequence[Measurement]
    beside_its_sibling: bool


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``missing-row`` for a device of a cited work that the text gives a summary table's metrics for and the table lacks.

    Worth knowing where no row cites the work, and none has its name, colour, process or numbers; with one number only where the table
    has nearly all works that the text gives numbers of. A device with a name of its own whose work has a row for another one is a
    warning where one sentence names both, else worth knowing; so is a lesser one where the table has one device of its work, the best.
    """
    spoken = [m for m in linked.measurements if m.source != "table" and _is_of_a_work(m, tagged)]
    for summary in _summaries(document, tagged, linked, domain):
        said = [m for m in spoken if m.metric in summary.metrics and _is_of_the_kind(tagged, m, summary)]
        by_work: dict[str, list[Measurement]] = defaultdict(list)
        for m in said:
            by_work[m.citations[0].key].append(m)
        listed = by_work.keys() & summary.rows.keys()
        share = len(listed) / len(by_work) if by_work else 0.0
        if len(listed) >= _SUMMARY and share >= _SELECTION:
            for work, found in by_work.items():
                metrics = {m.metric for m in found}
                enough = len(metrics) >= 2 or (share >= _FULL and metrics <= set(_HEADLINE))
                if work not in summary.rows and enough and not _is_in_table(found, summary):
                    yield _flag(document, tagged, domain, summary, found, "info")
        for left in _without_siblings(document, domain, said, summary):
            several = len({identity(row) for row in summary.rows.get(left.numbers[0].citations[0].key, ())}) > 1
            lacking = left.beside_its_sibling and (several or any(_is_better(m, summary) for m in left.numbers))
            yield _flag(document, tagged, domain, summary, left.numbers, "warning" if lacking else "info")


def _is_of_a_work(m: Measurement, tagged: Tagged) -> bool:
    """Whether a number of the text is surely the result of one cited work, not of its control and not a mean."""
    plain = m.qualifiers.statistic in (UNSTATED, "champion") and set(m.qualifiers.conditions) <= {"max"}
    if not plain or len(m.citations) != 1 or m.quantity.value is None:
        return False
    at = m.evidence[0]
    here = {c.value for c in tagged.within(at.context or at.span) if c.kind == "citation"}
    return m.confidence >= _SURE or here == {m.citations[0].key}


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
            yield _Summary(table, rows, main, names, _words(document, table))


def _words(document: Document, table: Table) -> str:
    """All that a table and its caption say, in small letters."""
    caption = table.caption.of(document.text) if table.caption else ""
    return " ".join((caption, *(cell.span.of(document.text) for cell in table.cells))).casefold()


def _names(m: Measurement) -> Iterable[str]:
    """What a row is called: with and without what stands in brackets behind its label."""
    return map(name_key, (identity(m), *m.materials[:1], re.sub(r"\s*\([^()]*\)$", "", m.subject)))


def _is_of_the_kind(tagged: Tagged, m: Measurement, summary: _Summary) -> bool:
    """Whether the table has devices of its colour and process, and of its build ("tandem", "flexible"), as far as these are stated."""
    rows = [row.qualifiers for found in summary.rows.values() for row in found]
    for mine, theirs in (
        (m.qualifiers.colour, {q.colour for q in rows}),
        (m.qualifiers.process, {q.process for q in rows}),
    ):
        if UNSTATED not in theirs and mine != UNSTATED and mine not in theirs:
            return False
    at = m.evidence[0]
    inside = [c for c in tagged.within(at.context or at.span) if c.span.end <= at.span.start]
    begin = max((c.span.end for c in inside if c.kind == "quantity"), default=0)
    builds = [c for c in inside if c.kind == "condition" and c.span.start >= begin and c.value != "max" and c.value[0] != "@"]
    return all(c.text.casefold() in summary.words for c in builds)


def _is_in_table(found: Sequence[Measurement], summary: _Summary) -> bool:
    """Whether a row of another work has the name or the numbers of a device: then its citation is in question, not its row."""
    rows = [row for listed in summary.rows.values() for row in listed]
    equal = sum(any(row.metric == m.metric and agree(row.quantity, m.quantity) for row in rows) for m in found)
    return any(m.materials and _has_row(m, summary) for m in found) or (len(found) >= 2 and equal == len(found))


def _has_row(m: Measurement, summary: _Summary) -> bool:
    return any(name_key(name) in summary.names for name in (identity(m), *m.materials[:1]))


def _is_named(document: Document, m: Measurement) -> bool:
    """Whether the sentence itself names the compound of a number."""
    sentence = m.evidence[0].context
    name = re.escape(m.materials[0]) if m.materials else ""
    return bool(name) and sentence is not None and re.search(rf"(?<!\w){name}(?!\w)", sentence.of(document.text)) is not None


def _without_siblings(document: Document, domain: Domain, said: Sequence[Measurement], summary: _Summary) -> Iterator[_Left]:
    """The devices with a name of their own that the table lacks though it has others of their work."""
    names = RowNames([row for listed in summary.rows.values() for row in listed])
    found: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    together: set[tuple[str, str]] = set()
    for m in (m for m in said if m.confidence >= _SURE and _has_own_name(document, domain, m, summary)):
        sentence, work = sentence_of(m), m.citations[0].key
        siblings = _of_one_work(m, said, summary)
        rows = [row for row in siblings if row.metric == m.metric]
        if rows and not any(agree(row.quantity, m.quantity) for row in rows):
            found[work, identity(m)].append(m)
            if {row.subject for row in siblings} & {*names.named(sentence.of(document.text))}:
                together.add((work, identity(m)))
    for device, numbers in found.items():
        yield _Left(numbers, beside_its_sibling=device in together)


def _of_one_work(m: Measurement, said: Sequence[Measurement], summary: _Summary) -> list[Measurement]:
    """The rows of the work of a number, and of the devices that its sentence gives for the same work."""
    work = m.citations[0].key
    beside = {identity(o) for o in said if sentence_of(o) == sentence_of(m) and o.citations[0].key == work}
    return [r for key, rows in summary.rows.items() if key == work or beside & {identity(row) for row in rows} for r in rows]


def _has_own_name(document: Document, domain: Domain, m: Measurement, summary: _Summary) -> bool:
    """Whether the sentence of a number names its device by what no row has and no other device may have: neither a common layer nor
    what the sentence only compares with."""
    sentence = sentence_of(m)
    if _has_row(m, summary) or not _is_named(document, m) or m.materials[0].casefold() in summary.words:
        return False
    if letters(m.materials[0]) in {letters(name) for name in summary.names}:
        return False  # a row's name, misspelt
    common = domain.material(m.materials[0])
    compared = _COMPARED.search(document.text[sentence.start : m.evidence[0].span.start])
    return (common is None or common.role == "emitter") and compared is None


def _is_better(m: Measurement, summary: _Summary) -> bool:
    listed = [r for r in summary.rows.get(m.citations[0].key, ()) if r.metric == m.metric and r.quantity.value is not None]
    return bool(listed) and all(m.quantity.value > r.quantity.value for r in listed)


def _flag(document: Document, tagged: Tagged, domain: Domain, summary: _Summary, found: Sequence[Measurement], severity: Severity) -> Flag:
    first = found[0].evidence[0]
    printed = ", ".join(dict.fromkeys(f"{m.metric} {m.quantity.raw}" for m in found))
    name = _name(document, tagged, domain, found[0])
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


def _name(document: Document, tagged: Tagged, domain: Domain, m: Measurement) -> str:
    """What the device is called: its subject, or the compounds of the sentence with its number or of the one that cites its work.

    Where nobody knows the compound of the number, those that every paper names (a common layer, an electrode) are not it.
    """
    sentence = m.evidence[0].context
    if sentence is None or _is_named(document, m):
        return m.subject
    block = document.block_at(sentence.start)
    inside = [s for s in tagged.sentences if block and block.span.covers(s) and s.start <= sentence.start]
    for candidate in reversed(inside):
        here = tagged.within(candidate)
        if candidate == sentence or any(c.kind == "citation" and c.value == m.citations[0].key for c in here):
            names = dict.fromkeys(c.text for c in here if c.kind == "chemical" and (m.materials or not domain.material(c.text)))
            if names:
                return " or ".join(names)
    return m.subject or "a device"
