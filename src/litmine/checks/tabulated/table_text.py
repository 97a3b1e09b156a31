"""A table against the prose and captions of the same paper: same device, same cited work, same metric, other number."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from litmine.aliases import MAX
from litmine.causes import likely_cause
from litmine.checks.tabulated.comparable import agrees, comparable, found_otherwise, has_fallen, in_a_medium, is_stage, slip, without_common
from litmine.checks.tabulated.counterparts import Spoken, find_spoken, sentence_of
from litmine.checks.tabulated.implied import IMPLIED, implied
from litmine.comparison import shown
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.matching import Entry, Row
from litmine.quantities import agree
from litmine.records import Flag, Measurement, Severity
from litmine.rows import device_rows
from litmine.tagging import Tagged

# A prose value may contradict a table by itself only when its link to the device is sure: a wrong link would be a false alarm.
_SURE = 0.8
# A spectrum's width is that of the light of a device or of a material: which one, its peak tells.
_WIDTH, _PEAKS = "FWHM", frozenset({"EL_peak", "PL_peak"})
_COMPANY = 2  # numbers of one sentence that are the row's and make a doubtful link of a third certain


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """A table value that no comparable prose value supports while the prose does give one.

    One supporting value confirms the cell, whatever else the prose says (other colours, the reference device), unless the sentence that
    says otherwise has other numbers of the row. Rounding agrees. What prose says of an unfinished device, of a change from one
    number to another, or as one of several numbers, contradicts nothing. A link that is not sure by itself counts where other numbers
    of the sentence or paragraph are the row's, or where the two numbers differ by a slip of the pen.
    """
    rows = device_rows(document, linked.devices, linked.measurements)
    names = {m.id: m.name for m in domain.metrics}
    spoken = find_spoken(document, replace(linked, measurements=(*linked.measurements, *implied(document, tagged, linked))), domain)
    by_cell: dict[str, list[Spoken]] = defaultdict(list)
    for s in spoken:
        for cell in s.cells:
            by_cell[cell.id].append(s)
    plain = without_common([m for m in linked.measurements if m.source == "table"])
    for cell in linked.measurements:
        said = by_cell.get(cell.id, [])
        confirmed = any(agrees(cell, s.told) for s in said)
        against = [s for s in said if not s.confirmed and _contradicts(document, cell, plain, s, [o.told for o in said])]
        against = [s for s in against if not _is_of_another_build(tagged, cell, s.told)]
        if confirmed:
            against = [s for s in against if not s.differing and len(s.agreeing) >= (1 if s.told.confidence >= _SURE else _COMPANY)]
        if against:
            yield from _flag(document, cell, plain[cell.id], against, rows, names, confirmed=confirmed)


def _contradicts(
    document: Document, cell: Measurement, plain: Mapping[str, Measurement], s: Spoken, said: Sequence[Measurement]
) -> bool:
    """Whether a number of the prose must be the cell's: of that row alone, under the same conditions, and no stage of it."""
    here = [c for c in s.cells if c.evidence[0].cell.table == cell.evidence[0].cell.table]
    if [c for c in here if _one_number(plain[c.id], s)] != [cell] or is_stage(document, s.told, said, s.agreeing):
        return False
    if has_fallen(document, cell, s.told):
        return False
    return not in_a_medium(document, cell, s.told) and not any(agrees(cell, o) for o in s.aside)


def _is_of_another_build(tagged: Tagged, cell: Measurement, told: Measurement) -> bool:
    """Whether the words before a number, up to the number before it, name a build or state that the row does not have ("flexible")."""
    here = [m for m in tagged.within(sentence_of(told)) if m.span.end <= told.evidence[0].span.start]
    begin = max((m.span.end for m in here if m.kind == "quantity"), default=0)
    words = {m.value for m in here if m.kind == "condition" and m.span.start >= begin and m.value[0] != "@"}
    return bool(words - {MAX, *cell.qualifiers.conditions, *told.qualifiers.conditions})


def _one_number(cell: Measurement, s: Spoken) -> bool:
    """Whether a number of the prose and a cell must be one: by what both hold for, or as several others of its statement are the row's."""
    company = [o for o in s.agreeing if o.qualifiers == s.told.qualifiers]
    as_the_row = replace(s.told, qualifiers=replace(s.told.qualifiers, conditions=cell.qualifiers.conditions))
    return comparable(cell, s.told, loosely=True) or (len(company) >= _COMPANY and comparable(cell, as_the_row))


def _flag(
    document: Document,
    cell: Measurement,
    plain: Measurement,
    against: Sequence[Spoken],
    rows: Sequence[Row],
    names: Mapping[str, str],
    *,
    confirmed: bool,
) -> Iterator[Flag]:
    """The flag of a cell; ``plain`` is its value without the conditions of its column, ``confirmed``: some number of the prose is it."""
    best = max(against, key=lambda s: (len(s.agreeing) - len(s.differing), s.told.confidence))
    t = best.told
    cause = _cause(cell, t, rows)
    strictly = comparable(plain, t) and not confirmed and not found_otherwise(document, t)
    severity = _severity(best, cause, strictly=strictly, slipped=bool(slip(cell, t)))
    if severity == "info" and (neighbour := _neighbour(document, cell, best, rows)):
        severity, cause = "warning", f"the values of {neighbour}"
    if severity is None:
        return
    name = names.get(cell.metric, cell.metric)
    yield Flag(
        code="table-text-mismatch",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=f"{name} of {cell.subject}: {cell.evidence[0].cell.table} prints {shown(_entry(cell))}, {_says(document, against)}.",
        evidence=(cell.evidence[0], *(s.told.evidence[0] for s in against)),
        subject=cell.subject,
        metric=cell.metric,
        expected=t.quantity.raw,
        observed=cell.quantity.raw,
        cause=cause,
    )


def _severity(s: Spoken, cause: str, *, strictly: bool, slipped: bool) -> Severity | None:
    """How grave a contradiction is, None where the link is too weak to say anything.

    A sentence that has several numbers of the device and none of them right is rather linked wrongly, or holds for other conditions.
    ``strictly``: nothing speaks for the table's number, and no condition is told by one side alone; ``slipped``: the two differ by a
    slip of the pen, and so are one number whatever the link's confidence.
    """
    if s.told.rule == IMPLIED:
        return "warning" if s.agreeing or slipped else None
    exact = strictly and s.told.quantity.comparator in ("=", "~")
    if s.agreeing:
        return "error" if exact and len(s.agreeing) >= len(s.differing) else "warning"
    if s.told.metric == _WIDTH and not slipped and not _PEAKS & {o.metric for o in s.agreeing}:
        return None
    if "exchanged" in cause:
        return "warning"  # both numbers are the row's, each in the other's place
    if s.differing:
        return "info" if strictly and s.told.confidence >= _SURE else None
    if strictly and s.told.confidence >= _SURE:
        return "error" if exact else "warning"
    return "warning" if slipped or (strictly and (s.nearby or s.tied)) else None


def _neighbour(document: Document, cell: Measurement, s: Spoken, rows: Sequence[Row]) -> str:
    """The label of another row that has all the numbers which the sentence gives this one and does not have; "" where it names that."""
    sentence = sentence_of(s.told).of(document.text)
    for row in rows:
        cells = [e for e in row.entries if e.source == "table"]
        if row.label != cell.subject and row.label not in sentence:
            told = (s.told, *s.differing)
            if all(any(e.metric == m.metric and agree(e.quantity, m.quantity) for e in cells) for m in told):
                return row.label
    return ""


def _cause(cell: Measurement, told: Measurement, rows: Sequence[Row]) -> str:
    ours, theirs = _entry(cell), _entry(told)
    row = next((r for r in rows if r.label == cell.subject), rows[0])
    return likely_cause(ours, theirs, row, rows)


def _says(document: Document, against: Sequence[Spoken]) -> str:
    """What the prose says where: "the text says 14.2% (page 3) and 14.3% (page 5)"."""
    paged = document.source.parser == "pdf"
    found = dict.fromkeys((s.told.quantity.raw, s.told.evidence[0].page, s.told.source) for s in against)
    said = [f"{raw} (page {page}{', caption' * (source == 'caption')})" if paged else raw for raw, page, source in found]
    return "the text says " + " and ".join(said)


def _entry(m: Measurement) -> Entry:
    return Entry(m.metric, m.quantity, m.quantity.raw, m.evidence[0])
