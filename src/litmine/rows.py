"""The devices of a paper, and those of a hand-curated table, as rows that can be matched and compared."""

from collections.abc import Iterable

from litmine.curated import CuratedRow, CuratedTable
from litmine.document import Document
from litmine.domain import Domain
from litmine.matching import Entry, Row
from litmine.originals import original_of
from litmine.records import CuratedCell, Device, Measurement


def curated_rows(rows: CuratedTable | Iterable[CuratedRow], domain: Domain) -> tuple[Row, ...]:
    """The rows of a hand-curated table; a subject that the pack knows goes by the pack's name for it, too."""
    return tuple(_curated_row(row, domain) for row in (rows.rows if isinstance(rows, CuratedTable) else rows))


def _curated_row(row: CuratedRow, domain: Domain) -> Row:
    def cell(column: str, text: str) -> CuratedCell:
        return CuratedCell(row.file, row.line, column, text, row.key)

    entries = tuple(
        Entry(v.metric, v.quantity, v.text, cell(v.column, v.text), statistic=v.statistic, conditions=v.conditions) for v in row.values
    )
    known = domain.material(row.subject)
    names = (known.name,) if known else ()
    work = tuple((role, cell(column, text)) for role, column, text in row.told)
    place = cell(row.subject_column, row.subject)
    return Row(row.subject, row.reference, entries, place, row.colour, row.process, names, work)


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
        rows.append(device_row(document, device, members))
    return tuple(rows)


def device_row(document: Document, device: Device, members: Iterable[Measurement]) -> Row:
    """A device of a paper with its measurements; its place is its first number in a table, else in the text."""
    members = tuple(members)
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
    place = next((m for m in members if m.source == "table"), members[0]).evidence[0]
    return Row(device.label, original_of(document, device), entries, place, device.colour, device.process, device.materials)
