"""The devices of a paper, and those of a hand-curated table, as rows that can be matched and compared."""

from collections import Counter
from collections.abc import Iterable

from litmine.curated import CuratedRow, CuratedTable, CuratedValue
from litmine.document import Document
from litmine.domain import Domain
from litmine.matching import Entry, Row
from litmine.originals import original_of
from litmine.records import Anchor, CellRef, CuratedCell, Device, Measurement


def curated_rows(rows: CuratedTable | Iterable[CuratedRow], domain: Domain) -> tuple[Row, ...]:
    """The rows of a hand-curated table; a subject that the pack knows goes by the pack's name for it, too."""
    return tuple(_curated_row(row, domain) for row in (rows.rows if isinstance(rows, CuratedTable) else rows))


def _curated_row(row: CuratedRow, domain: Domain) -> Row:
    def cell(column: str, text: str) -> CuratedCell:
        return CuratedCell(row.file, row.line, column, text, row.key)

    columns = Counter(v.column for v in row.values)

    def entry(v: CuratedValue) -> Entry:
        printed = v.text if columns[v.column] == 1 else v.quantity.raw  # of "-5.4/-2.3" the one number
        return Entry(v.metric, v.quantity, printed, cell(v.column, v.text), statistic=v.statistic, conditions=v.conditions)

    entries = tuple(map(entry, row.values))
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
    """A device of a paper with its measurements; its place is its name in a table, else its first number."""
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
    place = _name_cell(document, device.label, place) or place
    return Row(device.label, original_of(document, device), entries, place, device.colour, device.process, device.materials)


def _name_cell(document: Document, label: str, at: Anchor) -> Anchor | None:
    """The cell of a table's row that prints the device's name; None where none does."""
    if at.cell is None:
        return None
    table = next((t for t in document.tables if t.id == at.cell.table), None)
    cells = [c for c in table.cells if c.row == at.cell.row and c.span.of(document.text).strip() == label] if table else []
    return document.anchor(cells[0].span, cell=CellRef(at.cell.table, cells[0].row, cells[0].col)) if cells else None
