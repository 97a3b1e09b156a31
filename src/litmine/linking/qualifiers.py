"""What a number of a sentence holds for: colour, process, statistic, conditions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from litmine.aliases import MAX, OTHER
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.headers import carrier_of
from litmine.linking.lists import both_carriers
from litmine.linking.numbers.claim import Claim
from litmine.linking.subjects import Subject, list_runs
from litmine.metrics import find_terms
from litmine.records import UNSTATED, Measurement, Mention, Qualifiers

# Between a number and the condition it holds for: "12% (Fig. 3) measured at 1000 cd m^−2".
_CONDITION_GAP = re.compile(r"[\s,()]*(?:\([^)]{0,40}\)\s*)?(?!and\b|while\b|but\b)(?:[a-z]+\s+){0,3}")
# Between a number and the device it is said to be for: "12.4% for the inkjet-printed".
_OPENS, _CLOSES = re.compile(r"\s?\(\s?"), re.compile(r"\s?[),;]")
_ATTACHED = re.compile(r"[\s,]*(?:for|in|from|of)\s+(?:(?:the|an?|our|their|its)\s+)?")
# Between a word and the number it is said of: "(certified: 23.1%", "(certified value of 23.1%".
_SAID_OF = re.compile(r"(?:\s+(?:values?|results?|efficienc(?:y|ies)))?(?:\s+of)?\s?[:=~≈]?\s?$")
_CLOSED = re.compile(r"[^()]*\)")
# Between two coordinated values: "90 h and a T50 of 900 h".
_COORDINATED = re.compile(r"\s*(?:,|and|,\s*and)\s+(?:an?\s+|the\s+)?[\w-]+(?:\s+lifetime)?\s+(?:of|=)\s*")


def qualify(claim: Claim, subject: Subject | None, mentions: Sequence[Mention], text: str, domain: Domain) -> Qualifiers:
    """The qualifiers of a number in its sentence, whose ``mentions`` are given; ``text`` is the document's."""
    number = claim.quantity.span
    return Qualifiers(
        statistic="reference" if subject and subject.reference else _statistic(mentions, claim, text) or "unstated",
        colour=claim.colour
        or _one_of(mentions, "colour", number, text)
        or _said_of(subject, "colour", domain)
        or (subject and subject.colour)
        or UNSTATED,
        process=_one_of(mentions, "process", number, text)
        or _said_of(subject, "process", domain)
        or (subject and subject.process)
        or UNSTATED,
        conditions=_with_states(_conditions(mentions, claim, text), subject, domain),
    )


def _with_states(conditions: tuple[str, ...], subject: Subject | None, domain: Domain) -> tuple[str, ...]:
    """The conditions with the state that the sentence names the subject in: "the aged device"; in the pack's words where it has one."""
    states = subject.states if subject else ()
    words = [next((t.value for t in find_terms(s, domain) if t.kind == "condition"), s) for s in states]
    return tuple(dict.fromkeys((*conditions, *words)))


def sharing_conditions(text: str, made: Sequence[Measurement]) -> Iterator[Measurement]:
    """A condition behind the last of coordinated values of one unit holds for all: "a T95 of 90 h and a T50 of 900 h at 1000 nit"."""
    shared: list[Measurement] = []
    for m in reversed(made):
        after = shared[-1] if shared else None
        if after and not m.qualifiers.conditions and m.quantity.unit == after.quantity.unit and m.metric != after.metric:
            gap = text[m.evidence[0].span.end : after.evidence[0].span.start]
            if _COORDINATED.fullmatch(gap):
                m = replace(m, qualifiers=replace(m.qualifiers, conditions=after.qualifiers.conditions))
        shared.append(m)
    return reversed(shared)


def _one_of(mentions: Sequence[Mention], kind: str, number: Span, text: str) -> str:
    """The qualifier a number stands under: that of its own "for the red", the sentence's only one, the nearest before it."""
    found = [m for m in mentions if m.kind == kind]
    attached = [m for m in found if m.span.start >= number.end and _attached(text, number, m.span)]
    if attached:
        return attached[0].value
    if len({m.value for m in found}) == 1:
        return found[0].value
    before = [m for m in found if m.span.end <= number.start]
    if not before:
        return ""
    # "From yellow to blue", "red and green": a number that the list was not dealt out to has none of them.
    listed = next(r for r in list_runs(found, text) if before[-1] in r)
    return before[-1].value if len({m.value for m in listed}) == 1 else ""


def _attached(text: str, number: Span, word: Span) -> bool:
    """Whether a word stands at a number: "12.4% for the red", "12.4% (red)"."""
    gap = text[number.end : word.start]
    return bool(_ATTACHED.fullmatch(gap) or (_OPENS.fullmatch(gap) and _CLOSES.match(text, word.end)))


def _said_of(subject: Subject | None, kind: Literal["colour", "process"], domain: Domain) -> str:
    """A colour or process in the words of the subject itself ("amber QLEDs"), else what the paper says of it elsewhere."""
    if subject is None:
        return ""
    values = {t.value for t in find_terms(subject.text, domain) if t.kind == kind}
    return values.pop() if len(values) == 1 else getattr(subject, kind)


def _statistic(mentions: Sequence[Mention], claim: Claim, text: str) -> str:
    """The statistic that stands right before the metric's name or the number ("champion EQE of", "an average of 12%").

    "reference" comes from the subject alone: "of the control, and a CE of 20" is the new device's CE.
    """
    words = [m for m in mentions if m.kind == "statistic" and m.value != "reference"]
    if claim.named_by is not None:
        between = [m for m in words if claim.named_by.span.end <= m.span.start and m.span.end <= claim.quantity.span.start]
        # "19.9% (average 19.1%), with Y 18.2%": a word in a bracket holds for what stands in it.
        between = [m for m in between if not _CLOSED.match(text, m.span.end, claim.quantity.span.start)]
        if between:
            return between[-1].value
    places = [claim.quantity.span] + ([claim.named_by.span] if claim.named_by else [])
    for m in words:
        for place in places:
            gap = text[m.span.end : place.start]
            if m.span.overlaps(place) or (0 <= place.start - m.span.end <= 18 and re.fullmatch(r"[\s\w]*", gap)):
                return m.value
    return ""


_OPENINGS = ("@", "after ")  # how a level and an age begin as conditions


# "the mobility of holes", "3.1 × 10^−4 cm^2 V^−1 s^−1 for electrons"; "for electron-only devices" is none.
_OF_CARRIER = re.compile(r"(?:\s+\([^()]{1,12}\))?\s+(?:of|for)\s+(?:the\s+)?(?:holes?|electrons?)\b(?!-)")


def _carrier(claim: Claim, text: str) -> str:
    """Whose mobility a number is: "hole", "electron", or "" where the name does not say or the metric is another."""
    number, name = claim.quantity.span, claim.named_by.span if claim.named_by else None
    behind = _OF_CARRIER.match(text, number.end)
    if behind is not None:
        return carrier_of(behind.group(), claim.metric)
    if name is None or both_carriers(claim, text):
        return ""
    of = _OF_CARRIER.match(text, name.end)
    return carrier_of(name.of(text) + (of.group() if of else ""), claim.metric)


def _kind(condition: str) -> str:
    """How a condition begins that says the same kind of thing as this one: "@", "after "; itself for any other."""
    return next((kind for kind in _OPENINGS if condition.startswith(kind)), condition)


def _opening(mentions: Sequence[Mention], claim: Claim) -> list[str]:
    """The level and the age that a sentence states before its first metric hold for all of it: "At 1000 cd m^−2 the device had ...".

    A level behind the name of any quantity is that one's; of an age ("extending the storage time to 70 days") a change starts before it.
    """
    found = []
    for kind in _OPENINGS:
        aged = kind == "after "
        names = [m.span.start for m in mentions if m.kind == "metric" and not (aged and m.value == OTHER)]
        first = min([*names, claim.quantity.span.start])
        stated = [m.value for m in mentions if m.kind == "condition" and m.span.end <= first and m.value.startswith(kind)]
        found += [] if aged and claim.rule.endswith("+from") else stated[-1:]
    return found


def _conditions(mentions: Sequence[Mention], claim: Claim, text: str) -> tuple[str, ...]:
    """Conditions printed at the metric's name ("T95@1000 nit") or right after the number ("21.4% at 1000 cd m^−2")."""
    number = claim.quantity.span
    found = [c for c in (claim.condition, _carrier(claim, text)) if c]
    levelled = False
    for m in mentions:
        if m.kind != "condition" or (claim.condition and m.value.startswith(_kind(claim.condition))):
            continue
        at_name = claim.named_by is not None and (m.span.overlaps(claim.named_by.span) or 0 <= m.span.start - claim.named_by.span.end <= 2)
        after = number.end <= m.span.start and _CONDITION_GAP.fullmatch(text[number.end : m.span.start])
        # "25.6% (certified 25.2%)": a word right before the next number is that number's.
        after = after and not any(_SAID_OF.match(text, m.span.end, n.span.start) for n in mentions if n.kind == "quantity")
        # "certified PCE", "maximum EQE"; "(certified 25.2%)".
        worded = not m.value.startswith("@")
        before = worded and any(0 <= p.start - m.span.end <= 2 for p in (number, *([claim.named_by.span] if claim.named_by else [])))
        before = before or (worded and number.start > m.span.end and _SAID_OF.match(text, m.span.end, number.start) is not None)
        if at_name or after or before:
            found.append(m.value)
        levelled = levelled or bool(after and m.value.startswith("@"))
    # "an EQEmax of 29.8%, of which 17.2% is left at 1000 cd m^−2": the maximum was the first number.
    if levelled and ("-list" in claim.rule or "carried" in claim.rule):
        found = [c for c in found if c != MAX]
    told = [kind for kind in _OPENINGS if any(c.startswith(kind) for c in found)]
    found += [c for c in _opening(mentions, claim) if not c.startswith(tuple(told))]
    return tuple(dict.fromkeys(found))
