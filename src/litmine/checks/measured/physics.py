"""The laws of the domain pack, over the values of one device: what the printed digits cannot satisfy is flagged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litmine.causes import UNKNOWN
from litmine.checks.measured.exceptions import excepted
from litmine.checks.measured.plausibility import outside
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.laws import Law, Verdict, evaluate
from litmine.linking import Linked
from litmine.linking.subjects.identity import is_generic
from litmine.metrics import same_conditions
from litmine.quantities import agree
from litmine.records import SEVERITIES, UNSTATED, Device, Flag, Measurement, Quantity
from litmine.tagging import Tagged

# A value linked less surely than this may be another device's, and a law broken by it would be a false alarm.
_SURE = 0.8
_LARGEST_FRACTION = 1.05  # the upper end of what is printed as "1.0"


@dataclass(frozen=True, slots=True)
class Trial:
    """A law tried on values of a device: ``used`` are its terms, ``colour`` the word that stands for one that is not printed, or ""."""

    law: Law
    verdict: Verdict
    used: tuple[Measurement, ...]
    colour: str


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """A flag for each law that a device's values break; laws that one and the same value may break are told in one flag.

    Terms are combined only within one device, statistic and condition; what is a material's or the emission's (levels, wavelengths,
    quantum yields) holds for the device however it is driven. Of several values of one metric the table's is taken, and prose counts
    only where it gives the device one value: which of two belongs to the other terms, nothing says. Where no EL peak is printed, the
    colour of the device gives its range (``Metric.colours``). A device that is known by no more than "the device" is one within a
    sentence only. A term that is implausible by itself is flagged as that. A law that does not speak of such a device (``Law.unless``:
    of a tandem, say) is not evaluated, and one whose terms another broken law has, too, tells nothing new.
    """
    for device, trials in trials_of(document, linked, domain):
        for group in _findings([t for t in trials if t.verdict.holds is False]):
            trial, *others = group
            law, label = trial.law, device.label
            cause = _cause(group, domain)
            likely = f"; likely cause: {cause}" if cause != UNKNOWN else ""
            more = "".join(f"; nor does {other.verdict.arithmetic} ({other.law.title}; {other.law.source})" for other in others)
            yield Flag(
                code="law-violated",
                stage="check",
                severity=law.severity,
                document=document.source.sha256,
                message=f"{label}{f' ({trial.colour})' if trial.colour else ''}: {trial.verdict.arithmetic} does not hold "
                f"({law.title}; {law.source}){more}{likely}.",
                evidence=tuple(dict.fromkeys(m.evidence[0] for t in group for m in t.used)),
                subject=label,
                metric=trial.used[0].metric,
                expected=law.formula,
                observed=", ".join(dict.fromkeys(f"{m.metric} {m.quantity.raw}" for t in group for m in t.used)),
                cause=cause,
            )


def _findings(broken: Sequence[Trial]) -> list[list[Trial]]:
    """Broken laws in groups that share a term, whose value may be what is wrong; the gravest and simplest first."""
    groups: list[list[Trial]] = []
    for trial in sorted(broken, key=lambda t: (SEVERITIES.index(t.law.severity), len(t.used))):
        if any(_measured([trial]) >= _measured([told]) for group in groups for told in group):
            continue
        home = next((group for group in groups if _measured([*group, trial])), None)
        if home is None:
            groups.append([trial])
        else:
            home.append(trial)
    return groups


def _measured(trials: Sequence[Trial]) -> set[str]:
    """The ids of the values that all trials use."""
    return set.intersection(*({m.id for m in t.used} for t in trials))


def _cause(group: Sequence[Trial], domain: Domain) -> str:
    """A fraction that was printed as if in per cent, where the law holds with it in per cent; the value that all of several laws share."""
    trial = group[0]
    fractions = [m for m in trial.used if domain.metric(m.metric).fraction and 0 < m.quantity.high <= _LARGEST_FRACTION]
    values = {m.metric: m.quantity for m in trial.used}
    for m in fractions:
        q = m.quantity
        in_percent = replace(q, value=None if q.value is None else 100 * q.value, low=100 * q.low, high=100 * q.high)
        if evaluate(trial.law, {**values, m.metric: in_percent}).holds:
            return f"{m.metric} {q.raw} is a fraction, not per cent"
    shared = [f"{m.metric} {m.quantity.raw}" for m in trial.used if m.id in _measured(group)]
    return f"perhaps {shared[0]}, which all laws share" if len(group) > 1 and len(shared) == 1 else UNKNOWN


def trials_of(document: Document, linked: Linked, domain: Domain) -> Iterator[tuple[Device, list[Trial]]]:
    """Every law tried on every device, once for each statistic and condition under which it has a value."""
    by_id = {m.id: m for m in linked.measurements}
    for device in linked.devices:
        members = [by_id[i] for i in device.measurements if by_id[i].quantity.comparator == "=" and by_id[i].confidence >= _SURE]
        for group in [members] if _is_known(device, members) else _by_sentence(members):
            lasting = _lasting(group, domain)
            for alike in _by_conditions(group):
                yield device, [_trial(law, alike, lasting, device, document, domain) for law in domain.laws]


def tried(document: Document, linked: Linked, domain: Domain) -> tuple[int, int]:
    """How many times a law could be evaluated for a device, and how many times not: a term is missing, belongs to another statistic or
    condition, or the law does not speak of such a device."""
    outcomes: dict[tuple[str, str], bool] = {}
    for device, trials in trials_of(document, linked, domain):
        for t in trials:
            key = (device.id, t.law.id)
            outcomes[key] = outcomes.get(key, False) or t.verdict.holds is not None
    evaluated = sum(outcomes.values())
    return evaluated, len(outcomes) - evaluated


def _trial(
    law: Law, alike: Sequence[Measurement], lasting: Sequence[Measurement], device: Device, document: Document, domain: Domain
) -> Trial:
    """One law with the values of one device; it holds neither way (``holds`` None) where it does not speak of such a device."""
    none_for = dict(law.not_from)

    def taken(measurements: Sequence[Measurement]) -> dict[str, Measurement]:
        return _terms([m for m in measurements if not {*m.qualifiers.conditions} & {*none_for.get(m.metric, ())}])

    terms = {**taken(lasting), **taken(alike)}
    used = tuple(terms[metric] for metric in law.terms if metric in terms)
    values = {m.metric: m.quantity for m in used}
    assumed = [(m, low, high) for m in domain.metrics if m.id in law.terms and m.id not in values
               for colour, low, high in m.colours if colour == device.colour]  # fmt: skip
    values |= {m.id: Quantity(device.colour, None, m.unit, low, high) for m, low, high in assumed}
    verdict = evaluate(law, values)
    odd = law.severity != "error" and any(outside(m.quantity, domain.metric(m.metric)) for m in used)
    if verdict.holds is False and (odd or not used or excepted(law.unless, used, document, domain)):
        verdict = Verdict(None, "")
    return Trial(law, verdict, used, device.colour if assumed else "")


def _lasting(measurements: Sequence[Measurement], domain: Domain) -> list[Measurement]:
    """What holds for a device however it is driven: the values of materials and of the emission."""
    kept = {m.id for m in domain.metrics if m.of != "device"}
    return [m for m in measurements if m.metric in kept and m.qualifiers.statistic != "reference"]


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
    """Measurements in groups that hold for the same statistic and conditions."""
    groups: list[list[Measurement]] = []
    for m in measurements:
        for group in groups:
            alike = same_conditions(group[0].qualifiers.conditions, m.qualifiers.conditions)
            if alike and _statistic(group[0]) == _statistic(m):
                group.append(m)
                break
        else:
            groups.append([m])
    return groups


def _statistic(m: Measurement) -> str:
    """The statistic that tells values of a device apart; what restates a number of the device's row is the row's, whatever it is called."""
    statistic = m.qualifiers.statistic
    return UNSTATED if statistic == "champion" or "+restated" in m.rule else statistic
