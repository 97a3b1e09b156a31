"""Numbers that the text restates from a table: a nameless device of the text is the row that has its value."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from litmine.domain import Domain, fold_name
from litmine.linking.subjects import Subject
from litmine.linking.subjects.identity import identity, is_generic
from litmine.records import UNSTATED, Measurement

TELLING = 3  # significant digits that hardly meet by chance; with fewer, two numbers of a sentence must meet in one row
_DEVICE = re.compile(r"(?:LEDs?|PSCs?|OSCs?|devices?|diodes?|cells?)(?:\s(?:of|with|based)\b.*)?$")
_SCOPE = re.compile(r"\+(?:paragraph|section|paper)\b")
_SURE = 0.85


def restated(prose: Iterable[Measurement], tables: Sequence[Measurement], own: Subject | None, domain: Domain) -> Iterator[Measurement]:
    """The measurements of the text, nameless ones with the compounds of the only row that has their value.

    Nameless is what has no compound, or those of ``own``, the paper's own device as a whole; for a device's metric also what has one
    compound that no row is known by ("with X, the EQE rises from 1.58% to 2.25%") or that its own words do not name, but the text
    before it. The row must have a compound, agree in
    metric, value, cited work, colour and level, and be the only subject of the tables that does; a number of two digits needs another
    number of its sentence that meets the same row, and the other numbers of a phrase go where one of them surely does. A phrase of its
    own ("blue host-free OLEDs") stays as printed.
    """
    rows: dict[tuple[str, float], list[Measurement]] = defaultdict(list)
    for m in tables:
        if m.quantity.value is not None and m.materials and (own is None or m.materials != own.materials):
            rows[m.metric, m.quantity.value].append(m)
    made = list(prose)
    known = {identity(m) for m in tables}
    of_devices = {metric.id for metric in domain.metrics if metric.of == "device"}
    met: dict[str, Measurement] = {}
    votes: dict[tuple[int, str], set[str]] = defaultdict(set)
    for m in made:
        part = m.metric in of_devices and len(m.materials) == 1 and digits(m) >= TELLING and (identity(m) not in known or _taken_over(m))
        nameless = m.quantity.comparator == "=" and (part or _nameless(m, own))
        fitting = {r.subject: r for r in rows.get((m.metric, m.quantity.value), ()) if nameless and _fits(m, r)}
        if len(fitting) == 1:
            met[m.id] = next(iter(fitting.values()))
            votes[_sentence(m), met[m.id].subject].add(m.quantity.raw)
    phrases = {(_sentence(m), m.subject, m.materials): met[m.id] for m in made if m.id in met and digits(m) >= TELLING and m.subject}
    for m in made:
        row = met.get(m.id)
        if row is None and (same := phrases.get((_sentence(m), m.subject, m.materials))) is not None:
            # One phrase of a sentence is one device: its other numbers, where the row has them too.
            row = next((r for r in rows.get((m.metric, m.quantity.value), ()) if r.subject == same.subject and _fits(m, r)), None)
            votes[_sentence(m), same.subject].add(m.quantity.raw)
        if row is not None and (digits(m) >= TELLING or len(votes[_sentence(m), row.subject]) > 1):
            its_own = own is not None and m.subject == own.text
            whole = its_own or is_generic(m.subject) or _left_out(m) or not m.subject or (bool(m.materials) and not m.citations)
            statistic = "reference" if row.qualifiers.statistic == "reference" else m.qualifiers.statistic
            m = replace(
                m,
                subject=row.subject if whole else m.subject,
                # A compound of the cited device that its row does not name stays with it.
                materials=tuple(dict.fromkeys((*row.materials, *(m.materials if m.citations else ())))),
                qualifiers=replace(m.qualifiers, statistic=statistic, colour=_colour(m, row, own)),
                rule=f"{m.rule}+restated",
                confidence=max(m.confidence, _SURE),
            )
        yield m


def _nameless(m: Measurement, own: Subject | None) -> bool:
    whole = own is not None and m.materials == own.materials
    return whole or (not m.materials and (is_generic(m.subject) or not m.subject or _DEVICE.search(m.subject) is not None or _left_out(m)))


def _left_out(m: Measurement) -> bool:
    """Whether a subject is only told by what it does not have: "without X"."""
    return m.subject.startswith("without ")


def _colour(m: Measurement, row: Measurement, own: Subject | None) -> str:
    """The colour of a number that is its row's: not that of the paper's own device, unless its words say so."""
    said = m.qualifiers.colour
    inherited = own is not None and said == own.colour and said not in m.subject.casefold()
    return row.qualifiers.colour if inherited else said


def _taken_over(m: Measurement) -> bool:
    """Whether the only compound of a measurement stands in the text before it: "the efficient blue OLEDs", or nothing in its sentence."""
    named = fold_name(m.materials[0]) in fold_name(m.subject) or identity(m) == fold_name(m.subject)
    return _SCOPE.search(m.rule) is not None or (not named and _DEVICE.search(m.subject) is not None)


def _fits(m: Measurement, row: Measurement) -> bool:
    works = {c.key for c in m.citations}, {c.key for c in row.citations}
    colours = {m.qualifiers.colour, row.qualifiers.colour} - {UNSTATED}
    levels = {c for x in (m, row) for c in x.qualifiers.conditions if c.startswith("@")}
    same_work = works[0] == works[1] or bool(works[0] & works[1])
    return same_work and len(colours) < 2 and len(levels) < 2


def _sentence(m: Measurement) -> int:
    at = m.evidence[0]
    return (at.context or at.span).start


def digits(m: Measurement) -> int:
    """The significant digits of a number as printed: "12.4" has three."""
    found = re.search(r"\d[\d.,]*", m.quantity.raw)
    return len(re.sub(r"\D", "", found.group()).lstrip("0")) if found else 0
