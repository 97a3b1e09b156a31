"""The extracted devices against the hand-curated table, cell by cell, as printed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from litmine.causes import likely_cause
from litmine.curated import CuratedRow, CuratedTable
from litmine.document import Document
from litmine.domain import Domain
from litmine.matching import Entry, Pair, Row, match
from litmine.metrics import same_conditions
from litmine.originals import original_of
from litmine.presentation import cautious
from litmine.quantities import agree, convert
from litmine.records import UNSTATED, CuratedCell, Device, Flag, Measurement, Reference

# Below this a number of the prose may be another device's: it is shown beside the curated value, but alarms nobody.
_SURE = 0.8


def curated_rows(table: CuratedTable) -> tuple[Row, ...]:
    """The rows of a hand-curated table, ready to be matched."""
    return tuple(_curated_row(row) for row in table.rows)


def _curated_row(row: CuratedRow) -> Row:
    entries = tuple(
        Entry(
            metric,
            value.quantity,
            value.text,
            CuratedCell(row.file, row.line, value.column, value.text),
            conditions=value.conditions,
        )
        for metric, value in row.values.items()
    )
    place = CuratedCell(row.file, row.line, row.subject_column, row.subject)
    return Row(row.subject, row.reference, entries, place, row.colour, row.process)


def device_rows(
    document: Document, devices: Iterable[Device], measurements: Iterable[Measurement], *, tabled: bool = True
) -> tuple[Row, ...]:
    """The devices of a paper with all that its tables and its text say of them.

    ``tabled``: those that stand in one of its tables; False: those that only the text names, with the work they are cited from.
    """
    by_id = {m.id: m for m in measurements}
    rows = []
    for device in devices:
        members = [by_id[i] for i in device.measurements]
        in_table = [m for m in members if m.source == "table"]
        if bool(in_table) is not tabled or not (in_table or device.original):
            continue
        entries = tuple(
            Entry(
                m.metric,
                m.quantity,
                m.quantity.raw,
                m.evidence[0],
                m.source,
                m.qualifiers.statistic,
                m.qualifiers.conditions,
                m.confidence,
            )
            for m in members
        )
        reference = original_of(document, device)
        rows.append(
            Row(
                device.label,
                reference,
                entries,
                (in_table or members)[0].evidence[0],
                device.colour,
                device.process,
                device.materials,
            )
        )
    return tuple(rows)


def compare_with_curated(
    papers: Sequence[tuple[Document, Sequence[Device], Sequence[Measurement]]], curated: CuratedTable, domain: Domain
) -> tuple[Flag, ...]:
    """Flags for every cell where a paper and the curated table disagree, and for devices that only one of them has.

    Each paper is matched on its own, so a device that two reviews report meets the same curated row twice.
    """
    right = curated_rows(curated)
    flags: list[Flag] = []
    seen: set[int] = set()
    for document, devices, measurements in papers:
        left = device_rows(document, devices, measurements)
        pairs = match(left, right)
        seen.update(p.right for p in pairs)
        flags.extend(_pair_flags(document.source.sha256, left, right, pairs, domain))
        # What no table row took may be a device that only the text reports.
        rest = [j for j in range(len(right)) if j not in {p.right for p in pairs}]
        spoken = device_rows(document, devices, measurements, tabled=False)
        others = match(spoken, [right[j] for j in rest])
        seen.update(rest[p.right] for p in others)
        flags.extend(_pair_flags(document.source.sha256, spoken, [right[j] for j in rest], others, domain))
        paired = {p.left for p in pairs}
        if left and 2 * len(pairs) < len(left):
            flags.append(_little_in_curated(document, [row for i, row in enumerate(left) if i not in paired], len(left), curated.file))
        else:
            flags += [_missing_in_curated(document.source.sha256, row, curated.file) for i, row in enumerate(left) if i not in paired]
    for j, row in enumerate(right):
        if j not in seen:
            flags.append(_missing_in_corpus(row))
    return cautious(flags, {document.source.sha256: document for document, _, _ in papers})


def compare_tables(left: CuratedTable, right: CuratedTable, domain: Domain) -> tuple[Flag, ...]:
    """Flags for every cell where two device tables disagree, and for rows that only one of them has."""
    a, b = curated_rows(left), curated_rows(right)
    pairs = match(a, b)
    flags = list(_pair_flags(left.file, a, b, pairs, domain))
    flags += [_missing_in_curated(left.file, row, right.file) for i, row in enumerate(a) if i not in {p.left for p in pairs}]
    flags += [_missing_in_corpus(row) for j, row in enumerate(b) if j not in {p.right for p in pairs}]
    return tuple(flags)


def _pair_flags(document: str, left: Sequence[Row], right: Sequence[Row], pairs: Iterable[Pair], domain: Domain) -> Iterator[Flag]:
    names = {m.id: m.name for m in domain.metrics}
    for pair in pairs:
        a, b = left[pair.left], right[pair.right]
        for expected in b.entries:
            observed = [e for e in a.entries if e.metric == expected.metric]
            yield from _cell_flags(document, a, expected, observed, left, names)


def _cell_flags(
    document: str, row: Row, expected: Entry, observed: Sequence[Entry], column: Sequence[Row], names: Mapping[str, str]
) -> Iterator[Flag]:
    """At most one flag for one curated cell: the paper's table speaks first, its prose only where the table is silent.

    Only values for the same conditions are compared: an EQE at 1000 cd/m2 says nothing of the curated maximum.
    """
    alike = [e for e in observed if same_conditions(e.conditions, expected.conditions)]
    tabled = [e for e in alike if e.source == "table" and e.statistic != "mean"] or [e for e in alike if e.source == "table"]
    spoken = tabled or [e for e in alike if e.statistic in (UNSTATED, "champion")]
    if not spoken or any(_agrees(e, expected) for e in spoken):
        return
    entry = spoken[0]
    name = names.get(expected.metric, expected.metric)
    if convert(entry.quantity, expected.quantity.unit) is None:
        code, cause = "unit-mismatch", "unit"
        message = f"{name} of {row.label}: the paper prints {entry.printed} {entry.quantity.unit}, the curated table {expected.printed}."
    else:
        code, cause = "value-mismatch", likely_cause(entry, expected, row, column)
        message = f"{name} of {row.label}: the paper prints {entry.printed}, the curated table has {expected.printed}{_because(cause)}."
    yield Flag(
        code=code,
        stage="diff",
        severity="error" if tabled else "warning" if entry.confidence >= _SURE else "info",
        document=document,
        message=message,
        evidence=(entry.evidence, expected.evidence),
        subject=row.label,
        metric=expected.metric,
        expected=expected.printed,
        observed=entry.printed,
        difference=_difference(entry, expected),
        cause=cause,
    )


def _agrees(a: Entry, b: Entry) -> bool:
    quantity = convert(a.quantity, b.quantity.unit)
    return quantity is not None and agree(quantity, b.quantity)


def _because(cause: str) -> str:
    return f" ({cause})" if cause not in ("", "unknown") else ""


def _difference(observed: Entry, expected: Entry) -> str:
    a, b = observed.quantity.value, expected.quantity.value
    return f"{a - b:+.4g}" if a is not None and b is not None and observed.quantity.unit == expected.quantity.unit else ""


def _missing_in_curated(document: str, row: Row, file: str) -> Flag:
    cited = f", citing {_short(row.reference)}" if row.reference else ""
    return Flag(
        code="missing-in-curated",
        stage="diff",
        severity="warning",
        document=document,
        message=f"{row.label}{cited} has no row in {file}.",
        evidence=(row.place,),
        subject=row.label,
        observed="; ".join(f"{e.metric} {e.printed}" for e in row.entries if e.source == "table"),
    )


def _little_in_curated(document: Document, rows: Sequence[Row], n_devices: int, file: str) -> Flag:
    """One flag instead of one for each device: a table without most of a paper's devices is about others."""
    return Flag(
        code="missing-in-curated",
        stage="diff",
        severity="info",
        document=document.source.sha256,
        message=f"{len(rows)} of the {n_devices} devices in the tables of {document.source.file_name} have no row in {file}.",
        evidence=(rows[0].place,),
        observed="; ".join(row.label for row in rows[:20]),
    )


def _missing_in_corpus(row: Row) -> Flag:
    return Flag(
        code="missing-in-corpus",
        stage="diff",
        severity="info",
        document="",
        message=f"{row.label} stands in the curated table but in no paper of this run.",
        evidence=(row.place,),
        subject=row.label,
    )


def _short(reference: Reference) -> str:
    return " ".join(filter(None, (reference.first_author, reference.journal, str(reference.year or ""))))
