"""A table against the prose and captions of the same paper: same device, same cited work, same metric, other number."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from litmine.causes import likely_cause
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.linking.subjects.identity import identity
from litmine.matching import Entry
from litmine.metrics import same_conditions
from litmine.quantities import agree, convert
from litmine.records import UNSTATED, Flag, Measurement
from litmine.rows import device_rows
from litmine.tagging import Tagged

# A prose value may contradict a table only when its link to the device is sure: a wrong link would be a false alarm.
_SURE = 0.8
# What a table lists is the finished device; prose also tells where it started from.
_UNFINISHED = re.compile(
    r"\b(?:before|prior to|without)\s+(?:(?:any|the|an?|this|further|such)\s+)?(?:[\w-]+\s+){0,2}"
    r"(?:anneal|optimi[sz]|treat|passivat|encapsulat|modif|post-)\w*"
    r"|\bas[- ](?:fabricated|prepared|deposited|cast|made)\b|\b(?:un|non-?)(?:optimi[sz]ed|annealed|treated|passivated|modified)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:an?\s+)?(?:about\s+|around\s+|only\s+|[~∼≈]\s?)?$", re.IGNORECASE)
_TO = re.compile(r"[^.;]{0,60}?\bto\s", re.IGNORECASE)
_FROM_TO = re.compile(r"\bfrom\s+[^;]{1,60}\bto\s+(?:an?\s+)?(?:about\s+|around\s+|over\s+|[~∼≈]\s?)?$", re.IGNORECASE)


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """A table value that no comparable prose value supports while the prose does give one.

    One supporting value confirms the cell, whatever else the prose says (other colours, the reference device). Rounding agrees. What
    prose says of an unfinished device, of a change from one number to another, or as one of several numbers, contradicts nothing.
    """
    spoken: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for m in linked.measurements:
        if m.source != "table" and m.subject:
            spoken[identity(m), m.metric].append(m)
    names = {m.id: m.name for m in domain.metrics}
    rows = device_rows(document, linked.devices, linked.measurements)
    for m in linked.measurements:
        if m.source != "table" or not m.subject:
            continue
        said = [t for t in spoken[identity(m), m.metric] if _same_work(m, t)]
        if not said or any(_agree(m, t) for t in said):
            continue
        against = [t for t in said if _comparable(m, t) and not _is_stage(document, t, said)]
        if not against:
            continue
        t = max(against, key=lambda t: t.confidence)
        ours = Entry(m.metric, m.quantity, m.quantity.raw, m.evidence[0])
        theirs = Entry(t.metric, t.quantity, t.quantity.raw, t.evidence[0])
        row = next((r for r in rows if r.label == m.subject), rows[0])
        cause = likely_cause(ours, theirs, row, rows)
        name = names.get(m.metric, m.metric)
        where = m.evidence[0].cell.table if m.evidence[0].cell else "the table"
        yield Flag(
            code="table-text-mismatch",
            stage="check",
            severity="error",
            document=document.source.sha256,
            message=f"{name} of {m.subject}: {where} prints {m.quantity.raw}, page {t.evidence[0].page} says {t.quantity.raw}.",
            evidence=(m.evidence[0], *(t.evidence[0] for t in against)),
            subject=m.subject,
            metric=m.metric,
            expected=t.quantity.raw,
            observed=m.quantity.raw,
            cause=cause,
        )


def _same_work(a: Measurement, b: Measurement) -> bool:
    """Whether two statements cite a common work (or one of them cites none)."""
    ours, theirs = ({c.key for c in m.citations} for m in (a, b))
    return not ours or not theirs or bool(ours & theirs)


def _agree(a: Measurement, b: Measurement) -> bool:
    quantity = convert(b.quantity, a.quantity.unit)
    return quantity is not None and agree(a.quantity, quantity)


def _comparable(a: Measurement, b: Measurement) -> bool:
    """Whether two statements must give one number: neither differs in colour, process, statistic or condition."""
    p, q = a.qualifiers, b.qualifiers
    same = all(UNSTATED in (x, y) or x == y for x, y in ((p.colour, q.colour), (p.process, q.process)))
    typical = {p.statistic, q.statistic} <= {UNSTATED, "champion"}
    plain = typical and b.quantity.comparator == "=" and b.quantity.value is not None
    return same and plain and same_conditions(p.conditions, q.conditions) and b.confidence >= _SURE


def _is_stage(document: Document, t: Measurement, said: Sequence[Measurement]) -> bool:
    """Whether a prose value is one of several that its sentence gives the device: before a treatment, from A to B, in a list."""
    at = t.evidence[0]
    sentence = at.context or at.span
    before, after = document.text[sentence.start : at.span.start], document.text[at.span.end : sentence.end]
    if _UNFINISHED.search(sentence.of(document.text)) or _FROM_TO.search(before) or (_FROM.search(before) and _TO.match(after)):
        return True
    shared = "+subjects" in t.rule or "+colours" in t.rule
    beside = [o for o in said if o is not t and o.evidence[0].context == at.context and _alike(o, t)]
    return not shared and any(not _agree(o, t) for o in beside)


def _alike(a: Measurement, b: Measurement) -> bool:
    """Whether two statements hold for one statistic and the same conditions."""
    p, q = a.qualifiers, b.qualifiers
    return p.statistic == q.statistic and same_conditions(p.conditions, q.conditions)
