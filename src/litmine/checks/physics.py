"""The laws of the domain pack, over the values of one device: what the printed digits cannot satisfy is flagged."""

from collections.abc import Iterator, Sequence

from litmine.checks.exceptions import excepted
from litmine.checks.plausibility import outside
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.laws import evaluate
from litmine.linking import Linked
from litmine.linking.subjects.identity import is_generic
from litmine.metrics import same_conditions
from litmine.quantities import agree
from litmine.records import Device, Flag, Measurement
from litmine.tagging import Tagged

# A value linked less surely than this may be another device's, and a law broken by it would be a false alarm.
_SURE = 0.8


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """A flag for each law that a device's values break.

    Terms are combined only within one device, statistic and condition. Of several values of one metric the table's is taken, and
    prose counts only where it gives the device one value: which of two belongs to the other terms, nothing says. A device that is
    known by no more than "the device" is one within a sentence only. A term that is implausible by itself is flagged as that.
    A law that does not speak of such a device (``Law.unless``: of a tandem, say) is not evaluated.
    """
    by_id = {m.id: m for m in linked.measurements}
    metrics = {m.id: m for m in domain.metrics}
    for device in linked.devices:
        members = [by_id[i] for i in device.measurements if by_id[i].quantity.comparator == "=" and by_id[i].confidence >= _SURE]
        groups = [members] if _is_known(device, members) else _by_sentence(members)
        for alike in (alike for group in groups for alike in _by_conditions(group)):
            terms = _terms(alike)
            for law in domain.laws:
                verdict = evaluate(law, {metric: m.quantity for metric, m in terms.items()})
                if verdict.holds is not False:
                    continue
                used = [terms[metric] for metric in law.terms if metric in terms]
                if law.severity != "error" and any(outside(m.quantity, metrics[m.metric]) for m in used):
                    continue
                if excepted(law.unless, used, document, domain):
                    continue
                yield Flag(
                    code="law-violated",
                    stage="check",
                    severity=law.severity,
                    document=document.source.sha256,
                    message=f"{device.label}: {verdict.arithmetic} ({law.title}; {law.source}).",
                    evidence=tuple(m.evidence[0] for m in used),
                    subject=device.label,
                    metric=used[0].metric,
                    expected=law.formula,
                    observed=", ".join(f"{m.metric} {m.quantity.raw}" for m in used),
                    cause="unknown",
                )


def _is_known(device: Device, members: Sequence[Measurement]) -> bool:
    """Whether statements of several sentences can be about one device: it has a row, or materials and a name of its own."""
    if any(m.source == "table" for m in members):
        return True
    return bool(device.materials) and not any(is_generic(m.subject) for m in members)


def _by_sentence(measurements: Sequence[Measurement]) -> list[list[Measurement]]:
    groups: dict[Span, list[Measurement]] = {}
    for m in measurements:
        groups.setdefault(m.evidence[0].context or m.evidence[0].span, []).append(m)
    return list(groups.values())


def _terms(measurements: Sequence[Measurement]) -> dict[str, Measurement]:
    """One measurement a metric: the table's where there is exactly one, else the prose's where all its values agree."""
    found: dict[str, Measurement] = {}
    for metric in dict.fromkeys(m.metric for m in measurements):
        every = [m for m in measurements if m.metric == metric]
        tabled = [m for m in every if m.source == "table"]
        candidates = tabled or every
        if all(agree(candidates[0].quantity, m.quantity) for m in candidates[1:]):
            found[metric] = candidates[0]
    return found


def _by_conditions(measurements: Sequence[Measurement]) -> list[list[Measurement]]:
    """Measurements in groups that hold for the same statistic and conditions.

    What holds for a device whatever the luminance (levels, turn-on voltage, wavelengths) is printed without a condition and stays
    in the group without one.
    """
    groups: list[list[Measurement]] = []
    for m in measurements:
        for group in groups:
            q, r = group[0].qualifiers, m.qualifiers
            if _plain(q.statistic) == _plain(r.statistic) and same_conditions(q.conditions, r.conditions):
                group.append(m)
                break
        else:
            groups.append([m])
    return groups


def _plain(statistic: str) -> str:
    return "unstated" if statistic == "champion" else statistic
