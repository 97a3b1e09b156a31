"""Words with a normal form (colours, processes, statistics, roles) and the conditions that a number holds for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from litmine.aliases import find_aliases, lexicon_of, plain_word, words_pattern
from litmine.domain import Domain, Word
from litmine.geometry import Span
from litmine.quantities import QuantityMatch, convert, find_quantities
from litmine.records import Quantity

__all__ = ["TermMatch", "find_colours", "find_conditions", "find_terms", "find_words"]

Kind = Literal["colour", "process", "statistic", "condition", "role"]


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A word of the pack in a text: ``kind`` is what it says, ``value`` the normal form ("deep-blue", "spin-coated", "mean")."""

    kind: Kind
    span: Span
    value: str


def find_terms(text: str, domain: Domain) -> tuple[TermMatch, ...]:
    """The colours, processes, statistics, conditions ("in air", "@1000 cd/m2") and device roles that a text names, in order."""
    found = [
        *find_colours(text, domain),
        *find_words("process", text, domain.processes),
        *find_words("statistic", text, domain.statistics),
        *find_words("role", text, domain.roles),
        *find_conditions(text, domain, find_quantities(text)),
    ]
    return tuple(sorted(found, key=lambda t: (t.span, t.kind)))


def find_words(kind: Kind, text: str, words: tuple[Word, ...]) -> tuple[TermMatch, ...]:
    """The words of one of the pack's lists in a text, each with its normal form; hyphen and space are one."""
    pattern, normal = words_pattern(words)
    return tuple(TermMatch(kind, Span(*m.span()), normal[plain_word(m.group())]) for m in pattern.finditer(text))


# A colour that names a shift, a lamp, a method or a journal is not the colour of a device.
_NOT_COLOUR = re.compile(
    r"[\s\-‐‑–/]?(?:shift|edge|side|chemistry|synthesis|solvents?|energy|tail|journal|spectrosc|spectrophoto|spectromet|photoelectron|"
    r"visible|vis\b|ozone|O3\b|lamps?\b|lasers?\b|irradiat|illuminat|radiation|excit(?:ation|ed)\b|expos|curable|cur(?:ed|ing)\b|"
    r"LEDs?\s(?:excitation|illumination|irradiation|chips?|lamps?)|photons?\b|absor(?:b|ption)|filters?\b|camera|"
    r"(?:spectral\s)?(?:region|range|part)\b|sensitive|detect|interferomet|microscop|ellipsomet)"
    r"|[\-‐‑–]\s?(?:and|or|/)\s\w+[\s\-‐‑–]?shift",
    re.IGNORECASE,
)
# "UV light", "white light interferometer": light that falls on a thing; a "red light-emitting diode" and what "emits red light" are red.
_LIGHT = re.compile(
    r"[\s\-‐‑–]?light\b(?![\s\-‐‑–]?(?:emi(?:tt|ssion)|outcoupl|extract|QLED|OLED|LED|diode|device|display))", re.IGNORECASE
)
_EMITTED = re.compile(r"(?:\bemi(?:t|ss)\w*|\bglow\w*|\bshin\w+|\bradiat(?:e|es|ing))(?:[\s,]+[\w-]+){0,3}[\s,]+$", re.IGNORECASE)


def find_colours(text: str, domain: Domain) -> tuple[TermMatch, ...]:
    """The colours named in a text; "red-shift", "UV light" and "green chemistry" name none."""
    return tuple(t for t in find_words("colour", text, domain.colours) if not _is_no_colour(text, t.span))


def _is_no_colour(text: str, span: Span) -> bool:
    if _NOT_COLOUR.match(text, span.end):
        return True
    return bool(_LIGHT.match(text, span.end)) and not _EMITTED.search(text[max(0, span.start - 50) : span.start])


# "solution-processed", "film formation": a way to make a thing, not the state it was measured in.
_NOT_CONDITION = re.compile(
    r"[\s\-‐‑–]?(?:process|method|phase|route|cast|coat|deposi|approach|synthes|concentration|formation|thickness|fabricat)",
    re.IGNORECASE,
)
_SETTING = (
    r"luminance|brightness|current density|current|voltage|driving voltage|bias|forward bias|temperature|luminance level|"
    r"brightness level|injection current|light intensity|relative humidity|humidity|illumination|irradiation|irradiance|"
    r"power density|L_?0"
)
_ADJECTIVE = (
    r"constant|initial|fixed|low|high|higher|lower|very|applied|practical|relevant|driving|operating|given|stable|continuous|"
    r"bias|ultrahigh|extremely|moderate|typical|display|standard|same|half|starting"
)
_LEAD = re.compile(
    rf"(?:\b(?:at|under)|@)\s?(?:(?:an?|the|its)\s)?(?:(?:{_ADJECTIVE})\s)*(?:(?:{_SETTING})s?\s)?(?:levels?\s)?"
    r"(?:\([A-Za-z0]{1,4}\)\s)?(?:of\s|=\s?)?"
    r"(?:about\s|around\s|approximately\s|ca\.?\s|nearly\s|over\s|above\s|below\s|up to\s|only\s|"
    r"as (?:high|low) as\s|[~∼≈]\s?)?$",
    re.IGNORECASE,
)
# What stands at such a number is itself the finding ("peaks at 3 V", "turn on at 2.1 V"), or a step of the making.
_FINDING = re.compile(
    r"(?:\bpeak(?:s|ed|ing)?|\bturn(?:s|ed|ing)?[\s\-‐]?on|\bswitch(?:es|ed)?[\s\-‐]on|\bsaturat\w+|\bonset|\blimited|\bcent(?:er|re)d|"
    r"\blocated|\bremain\w*|\bestimated|\bvalued|\brecorded|\bset|\bkept|\bfixed|\bstays?|\bstayed|\bstabili[sz]e[sd]?|\bachieved|"
    r"\breported|\bmeasured to be|\bdecompos\w+|\bmelt\w*|\banneal\w*|\bbak\w+|\bheat\w*|\bcur(?:ed|ing)|"
    r"\bdri(?:ed|ing)|\bstirr\w+|\bspin[\s\-‐]?(?:coat\w+|cast)|\bdeposited|\bevaporated|\binjected|\bthreshold|\bT[dg])\s*(?:\([^)]*\)\s*)?$",
    re.IGNORECASE,
)
_TEMPERATURES = ("°C", "K")
_TIMES = ("s", "min", "h", "day", "week", "month", "year")
_AFTER_TIME = re.compile(
    r"\bafter\s(?:(?:storage|operation|ageing|aging|being stored|storing)\s(?:for\s)?|an?\s)?(?:about\s|over\s|nearly\s|~\s?)?$",
    re.IGNORECASE,
)
# "devices stored for 21 days", "exposed for 7 days", "shelf-aged devices (100 days)".
_KEPT_TIME = re.compile(
    r"\b(?:stored|kept|aged|exposed|storage|ageing|aging|exposure)\b(?:[^.;,()]{0,40}\bfor\s|\stimes?\s(?:of|to)\s|[^.;,()]{0,30}\(\s?)"
    r"(?:about\s|over\s|nearly\s|up to\s|~\s?)?$",
    re.IGNORECASE,
)
_SPELLED = {w: i for i, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
# "after storage for one day", "stored for two weeks": a time of one word.
_WORDED_TIME = re.compile(
    r"(?P<after>\bafter\s(?:(?:storage|operation|ageing|aging|being stored|storing)\s(?:for\s|of\s)?)?|"
    r"\b(?:stored|kept|aged|exposed)\s(?:[^.;,()\d]{0,40}\s)?for\s)"
    rf"(?P<number>{'|'.join(_SPELLED)})\s(?P<unit>minute|hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_TIME_UNITS = {"minute": "min", "hour": "h"}
_THEN_KEPT = re.compile(r"[-‐\s](?:shelf[-‐\s]?)?(?:aged|stored|old)\b", re.IGNORECASE)  # "a 180-day shelf-aged device"
_ROOM = re.compile(r"(?:\bat|@|\bunder)\s?(?:room temperature|ambient temperature|RT)\b")
_AREA = re.compile(
    r"\b(?:(?:an?|the|with|and|for|on)\s+)*(?:(?:illuminated|active|aperture|designated|masked|effective|device|cell|module|mask|total)\s+)*"
    r"area\s*(?:\([^)]*\)\s*)?(?:of|=|:|is|was)\s*(?:about\s+|around\s+|only\s+|[~∼≈]\s?)?$",
    re.IGNORECASE,
)
# "85% relative humidity", "40–60% RH": the air, never an efficiency.
_HUMIDITY = re.compile(r"\s?(?:\(?RH\b|R\.H\.|(?:relative\s)?humidity\b)")
_AREAS = ("mm2", "cm2", "m2")
_IN = re.compile(r"\bin\s(?:(?:an?|the|dilute|diluted|degassed|deaerated|anhydrous|neat|its)\s)*$", re.IGNORECASE)


def find_conditions(
    text: str, domain: Domain, quantities: Sequence[QuantityMatch] = (), solvents: Sequence[Span] = ()
) -> tuple[TermMatch, ...]:
    """The conditions that a text names, in order: "@1000 cd/m2" ("at 1000 cd m^−2"), "@85 °C", "in toluene", "film".

    ``quantities`` are those of the same text, ``solvents`` the places of the solvents that it names. Of "at 100 and 1000 cd m^−2"
    both are conditions. Only the units that the domain lists count, and never what the sentence reports as reached ("turn-on at
    2.1 V"). The size of a device ("an active area of 0.1 cm^2") is one where the domain lists a unit of area.
    """
    named = [t for t in find_words("condition", text, domain.conditions) if not _NOT_CONDITION.match(text, t.span.end)]
    named = _outside_names(text, named, domain)
    found = [*_levels(text, domain, quantities), *_solvents(text, solvents), *named]
    found += [TermMatch("condition", Span(*m.span()), "@RT") for m in _ROOM.finditer(text)]
    found += [TermMatch("condition", _worded_span(m), _worded(m)) for m in _WORDED_TIME.finditer(text)]
    kept: list[TermMatch] = []
    for term in sorted(found, key=lambda t: (t.span.start, -len(t.span))):
        if not kept or term.span.start >= kept[-1].span.end:
            kept.append(term)
    return tuple(kept)


def _worded(time: re.Match[str]) -> str:
    """ "after 2 week" of "after two weeks"."""
    unit = time["unit"].lower()
    return f"after {_SPELLED[time['number'].lower()]} {_TIME_UNITS.get(unit, unit)}"


def _worded_span(time: re.Match[str]) -> Span:
    late = time["after"][:5].lower() == "after"
    return Span(time.start() if late else time.start("number"), time.end())


def _outside_names(text: str, terms: list[TermMatch], domain: Domain) -> list[TermMatch]:
    """Without the words that belong to a name: "full width at half maximum", "highest occupied molecular orbital"."""
    if not terms:
        return terms
    # What follows a name ("EQE max") is said of it, and is no part of it.
    names = [Span(m.start(), m.start("tail") if m["tail"] else m.end()) for m, _ in find_aliases(text, lexicon_of(domain, False))]
    return [t for t in terms if not any(name.covers(t.span) for name in names)]


def _levels(text: str, domain: Domain, quantities: Sequence[QuantityMatch]) -> Iterator[TermMatch]:
    groups: set[int] = set()
    for match in quantities:
        before = text[: match.span.start]
        lead = _LEAD.search(before)
        if match.quantity.unit == "%" and (humid := _HUMIDITY.match(text, match.span.end)):
            yield TermMatch("condition", Span(match.span.start, humid.end()), f"@{_spelled(match.quantity)} RH")
            continue
        if match.kind != "value":
            continue
        if match.group >= 0 and match.group in groups:
            if match.quantity.unit in _TIMES:
                yield TermMatch("condition", match.span, "after " + _spelled(match.quantity))
            elif (value := _level(match, domain)) is not None:
                yield TermMatch("condition", match.span, "@" + value)
            continue
        if lead and not _FINDING.search(before[: lead.start()].rstrip() + " "):
            value = _level(match, domain)
            if value is not None:
                groups |= {match.group} - {-1}
                yield TermMatch("condition", Span(lead.start(), match.span.end), "@" + value)
        elif match.quantity.unit in _AREAS and match.quantity.unit in domain.condition_units and (area := _AREA.search(before)):
            yield TermMatch("condition", Span(area.start(), match.span.end), "@" + _spelled(match.quantity))
        elif match.quantity.unit in _TIMES and ((late := _AFTER_TIME.search(before)) or _KEPT_TIME.search(before)):
            groups |= {match.group} - {-1}
            begin = late.start() if late else match.span.start
            yield TermMatch("condition", Span(begin, match.span.end), "after " + _spelled(match.quantity))
        elif match.quantity.unit in _TIMES and (then := _THEN_KEPT.match(text, match.span.end)):
            yield TermMatch("condition", Span(match.span.start, then.end()), "after " + _spelled(match.quantity))


def _level(match: QuantityMatch, domain: Domain) -> str | None:
    """The quantity as "1000 cd/m2" where its unit is one that sets a condition, or converts to the first that it fits."""
    quantity = match.quantity
    if quantity.unit in domain.condition_units or quantity.unit in _TEMPERATURES:
        return _spelled(quantity)
    if not quantity.unit or quantity.unit in _TIMES:
        return None
    fits = (convert(quantity, unit) for unit in domain.condition_units)
    converted = next((q for q in fits if q is not None), None)
    return None if converted is None else _spelled(converted)


def _spelled(q: Quantity) -> str:
    number = f"{_number(q.low)}-{_number(q.high)}" if q.value is None else _number(q.value)
    sign = q.comparator if q.comparator not in ("=", "~") else ""
    return f"{sign}{number} {q.unit}"


def _number(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.6g}"


def _solvents(text: str, solvents: Sequence[Span]) -> Iterator[TermMatch]:
    for span in solvents:
        lead = _IN.search(text[max(span.start - 24, 0) : span.start])
        if lead:
            name = span.of(text)
            begin = max(span.start - 24, 0) + lead.start()
            yield TermMatch("condition", Span(begin, span.end), f"in {name if name.isupper() else name.lower()}")
