"""Which cells of the tables a number of the prose must be the same as, and how sure that is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from litmine.checks.claimed.rownames import RowNames
from litmine.checks.tabulated.comparable import agrees, end_of_change, is_called, slip
from litmine.document import Block, Document
from litmine.domain import Domain, Metric
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.linking.restated import TELLING, digits
from litmine.linking.subjects.identity import identity, is_generic
from litmine.linking.subjects.own import is_review
from litmine.records import Measurement

_FROM_BEFORE = re.compile(r"\+(?:paragraph|section|paper)\b")  # whose a number is stands in a sentence before
Cells = tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number of the prose or of a caption with the cells of its metric and its device; ``cells`` of several rows where it may be
    any of theirs.

    ``agreeing`` are the other numbers of its sentence that are what the tables give for the same device, ``differing`` those that are
    not, ``nearby`` those of the other sentences of its paragraph that are. ``aside`` are the numbers of its metric and sentence that
    belong to no row. ``tied``: its sentence names the row, and it cites the row's work or the sentence goes
    through the table's column, with the right number of another row beside it.
    """

    told: Measurement
    cells: Cells
    agreeing: Cells = ()
    differing: Cells = ()
    nearby: Cells = ()
    aside: Cells = ()
    tied: bool = False

    @property
    def confirmed(self) -> bool:
        """Whether one of the cells has the number."""
        return any(agrees(cell, self.told) for cell in self.cells)


def find_spoken(document: Document, linked: Linked, domain: Domain) -> tuple[Spoken, ...]:
    """The numbers of the prose that have a cell in a table, in text order.

    A number and a cell belong together where they have one metric, cite a common work (or one of them none) and name one compound or
    device, or where the row's name stands in apposition to the subject; where they are one device otherwise; where the
    other numbers of the phrase or the sentence are those of one row and name no other device; and where the table has one row of the
    work that is cited, or one whose number differs from it by a slip.
    """
    tables: dict[str, list[Measurement]] = defaultdict(list)
    coloured = {m.id: m for m in domain.metrics if m.colours}
    peaks: dict[tuple[str, ...], list[tuple[Metric, float]]] = defaultdict(list)
    for m in linked.measurements:
        if m.source == "table" and m.subject:
            tables[m.metric].append(m)
            if m.metric in coloured and m.quantity.value is not None:
                peaks[_row(m)].append((coloured[m.metric], m.quantity.value))
    review = is_review(document)
    device_of = {i: n for n, device in enumerate(linked.devices) for i in device.measurements}
    prose = [m for m in linked.measurements if m.source != "table"]
    rows_by_name = RowNames(linked.measurements)
    cells = {m.id: tuple(_own_cells(m, tables[m.metric], device_of)) for m in prose}
    for m in (m for m in prose if not cells[m.id] and m.qualifiers.statistic != "reference"):
        label = rows_by_name.apposed(m.subject, sentence_of(m).of(document.text))
        cells[m.id] = tuple(c for c in tables[m.metric] if c.subject == label)
    for m in prose:
        its_work = (c for c in cells[m.id] if _same_work(c, m, review=review))
        cells[m.id] = tuple(c for c in its_work if all(is_called(v, metric, m.qualifiers.colour) for metric, v in peaks[_row(c)]))
    for group in _statements(document, prose):
        rows = {_row(c) for m in group for c in cells[m.id] if agrees(c, m)}
        telling = [m for m in group if any(agrees(c, m) for c in cells[m.id])]
        if len(rows) == 1 and (len(telling) > 1 or any(digits(m) >= TELLING for m in telling)):
            for m in (m for m in group if not cells[m.id] and _nameless(m)):
                cells[m.id] = tuple(c for c in tables[m.metric] if {_row(c)} == rows and _same_work(c, m, review=review))
    for m in (m for m in prose if not cells[m.id] and len(m.citations) == 1 and m.qualifiers.statistic != "reference"):
        of_work = tuple(c for c in tables[m.metric] if {k.key for k in c.citations} == {m.citations[0].key})
        places = {(at.table, at.row) for c in of_work if (at := c.evidence[0].cell)}
        alone = not m.materials and len(places) == len({table for table, _ in places})
        cells[m.id] = of_work if alone else tuple(c for c in of_work if agrees(c, m)) or tuple(c for c in of_work if slip(c, m))
    rowless = [m for m in prose if not cells[m.id]]
    return tuple(_weighed(document, [(m, cells[m.id]) for m in prose if cells[m.id]], rowless))


def _same_work(a: Measurement, b: Measurement, *, review: bool) -> bool:
    """Whether two statements cite a common work, or neither cites any; in a review one of them may leave it out."""
    ours, theirs = ({c.key for c in m.citations} for m in (a, b))
    return bool(ours & theirs) or ours == theirs or (review and not (ours and theirs))


def _own_cells(m: Measurement, cells: Iterable[Measurement], device_of: dict[str, int]) -> Iterator[Measurement]:
    name = identity(m) if m.subject else None
    for c in cells:
        named = name is not None and identity(c) == name
        if named or device_of.get(c.id, -1) == device_of.get(m.id, -2):
            yield c


def _nameless(m: Measurement) -> bool:
    """Whether a number may be that of the row that the rest of its statement is about: its sentence names no other device."""
    unnamed = not m.materials or is_generic(m.subject) or _FROM_BEFORE.search(m.rule) is not None
    return unnamed and m.qualifiers.statistic != "reference"


def _row(cell: Measurement) -> tuple[str, ...]:
    """What tells a row from others, in every table that lists it: the device, its work, colour and process."""
    q = cell.qualifiers
    return (identity(cell), cell.subject, *sorted(c.key for c in cell.citations), q.colour, q.process)


def sentence_of(m: Measurement) -> Span:
    """The sentence that a number of the prose stands in."""
    at = m.evidence[0]
    return at.context or at.span


def _statements(document: Document, prose: Sequence[Measurement]) -> Iterator[list[Measurement]]:
    """The numbers of each phrase (of one subject in a sentence), of each end of the changes of a sentence, and of each sentence."""
    groups: tuple[dict[object, list[Measurement]], ...] = (defaultdict(list), defaultdict(list), defaultdict(list))
    for m in prose:
        sentence = sentence_of(m)
        for group, key in zip(groups, ((sentence, m.subject), (sentence, end_of_change(document, m)), sentence), strict=True):
            group[key].append(m)
    for group in groups:
        yield from group.values()


def _weighed(document: Document, pairs: Sequence[tuple[Measurement, Cells]], rowless: Sequence[Measurement]) -> Iterator[Spoken]:
    """Each number with what the others of its sentence and its paragraph say of the link to its row."""
    right = {m.id: any(agrees(c, m) for c in cells) for m, cells in pairs}
    devices = {m.id: {(identity(c), *sorted(k.key for k in c.citations)) for c in cells} for m, cells in pairs}
    paragraphs: dict[Block | None, list[tuple[Measurement, Cells]]] = defaultdict(list)
    for m, cells in pairs:
        paragraphs[document.block_at(m.evidence[0].span.start)].append((m, cells))
    for m, cells in pairs:
        own, here = {c.id for c in cells}, sentence_of(m)
        around = paragraphs[document.block_at(m.evidence[0].span.start)]
        alike = [(o, theirs) for o, theirs in around if devices[o.id] & devices[m.id] and not own & {c.id for c in theirs}]
        beside = {theirs[0].id: o for o, theirs in alike if sentence_of(o) == here}
        yield Spoken(
            m,
            cells,
            tuple(o for o in beside.values() if right[o.id]),
            tuple(o for o in beside.values() if not right[o.id]),
            tuple(o for o, _ in alike if sentence_of(o) != here and right[o.id]),
            tuple(o for o in rowless if o.metric == m.metric and sentence_of(o) == here),
            _names_its_row(m, cells) and (_of_one_work(m, cells) or any(_in_column(m, o, theirs) and right[o.id] for o, theirs in around)),
        )


def _names_its_row(m: Measurement, cells: Cells) -> bool:
    """Whether a number's own sentence names the device of its cells."""
    return identity(m) in {identity(c) for c in cells} and not _FROM_BEFORE.search(m.rule) and "+list" not in m.rule


def _of_one_work(m: Measurement, cells: Cells) -> bool:
    work = {c.key for c in m.citations}
    return len(work) == 1 and all({k.key for k in c.citations} == work for c in cells)


def _in_column(m: Measurement, other: Measurement, theirs: Cells) -> bool:
    """Whether another number of the sentence is one of the same metric of another row that it names."""
    beside = other.metric == m.metric and sentence_of(other) == sentence_of(m) and identity(other) != identity(m)
    return beside and _names_its_row(other, theirs)
