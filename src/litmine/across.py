"""One original device in several papers: where they print other numbers for it, with all of them shown."""

from collections.abc import Collection, Iterator, Sequence

from litmine.causes import likely_cause
from litmine.comparison import agrees, because, shown
from litmine.document import Document
from litmine.domain import Domain
from litmine.matching import Entry, Row
from litmine.metrics import same_conditions
from litmine.originals import meet, original_of, work_keys
from litmine.presentation import cautious
from litmine.records import UNSTATED, Anchor, Device, Evidence, Flag, Measurement
from litmine.rows import device_row

# What prose says of a device speaks for its paper only where the link is sure; a table speaks for itself.
_SURE = 0.8
_Statement = tuple[Document, Row, Entry]


def compare_papers(
    papers: Sequence[tuple[Document, Sequence[Device], Sequence[Measurement]]], domain: Domain, told: Collection[Evidence] = ()
) -> tuple[Flag, ...]:
    """``value-mismatch`` (warning) for a device of one work and name whose value differs between papers.

    The value that most papers have is the expected one; before that, the one of the paper which made the device, and a plausible one before
    one that is not. Papers with the same other value are one family and one flag. ``told`` are the places that the comparison with the
    curated table has flagged already.
    """
    documents = {document.source.sha256: document for document, _, _ in papers}
    values = {m.id: m for _, _, measurements in papers for m in measurements}
    devices = [(document, device) for document, found, _ in papers for device in found]
    works = (original_of(document, device) for document, device in devices)
    flags: list[Flag] = []
    for group in meet(devices, work_keys(w for w in works if w is not None)):
        if len({document.source.sha256 for document, _ in group}) < 2:
            continue
        rows = [(document, device_row(document, device, [values[i] for i in device.measurements])) for document, device in group]
        for metric in dict.fromkeys(e.metric for _, row in rows for e in row.entries):
            flags += _metric_flags(rows, metric, domain, told)
    return cautious(flags, documents)


def _metric_flags(
    rows: Sequence[tuple[Document, Row]], metric: str, domain: Domain, told: Collection[Evidence]
) -> Iterator[Flag]:
    families: list[list[_Statement]] = []
    for document, row in rows:
        spoken = _spoken(row, metric)
        # A paper that has the value of a family anywhere belongs to it.
        family = next((f for f in families if any(agrees(e, f[0][2], domain) for e in spoken)), None)
        if family is not None:
            family.append((document, row, next(e for e in spoken if agrees(e, family[0][2], domain))))
        elif spoken and all(same_conditions(spoken[0].conditions, f[0][2].conditions) for f in families):
            families.append([(document, row, spoken[0])])
    if len(families) < 2:
        return
    known = domain.metric(metric)

    def order(family: Sequence[_Statement]) -> tuple:
        # Of the paper that made the device, the work has no number in a reference list: it is the paper itself.
        made = any(row.reference is not None and not row.reference.key for _, row, _ in family)
        entry = family[0][2]
        plausible = known is None or (known.low <= entry.quantity.high and entry.quantity.low <= known.high)
        return not made, not plausible, -len(family), entry.source != "table"

    families.sort(key=order)
    right = families[0]
    for family in families[1:]:
        if not any(e.evidence in told for _, _, e in family + right):
            yield _flag(family, right, metric, domain)


def _spoken(row: Row, metric: str) -> list[Entry]:
    """What a paper says of a metric: its table's values, else its prose's that are surely the device's; no means, no control's."""
    plain = [e for e in row.entries if e.metric == metric and e.statistic in (UNSTATED, "champion") and e.quantity.comparator == "="]
    return [e for e in plain if e.source == "table"] or [e for e in plain if e.confidence >= _SURE]


def _flag(family: Sequence[_Statement], right: Sequence[_Statement], metric: str, domain: Domain) -> Flag:
    document, row, entry = family[0]
    _, other, expected = right[0]
    cause = likely_cause(entry, expected, row, [row], other, [other])
    known = domain.metric(metric)

    def says(statements: Sequence[_Statement]) -> str:
        names = dict.fromkeys(d.source.file_name for d, _, _ in statements)
        return f"{' and '.join(names)} {'print' if len(names) > 1 else 'prints'} {shown(statements[0][2])}"

    return Flag(
        code="value-mismatch",
        stage="diff",
        severity="warning",
        document=document.source.sha256,
        message=f"{known.name if known else metric} of {row.label}: {says(family)}, {says(right)} for the same cited work{because(cause)}.",
        evidence=tuple(e.evidence for _, _, e in (family[0], right[0], *family[1:], *right[1:]) if isinstance(e.evidence, Anchor)),
        subject=row.label,
        metric=metric,
        expected=expected.printed,
        observed=entry.printed,
        cause=cause,
    )
