"""Table headers: "CEmax/EQEmax (cd A^−1/%)", "Lmax (×10^3 cd m^−2)", "EQE@1000 cd m^−2 (%)" to metrics, units and factors."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.aliases import MAX, Owner, lexicon_of, plain_word, words_pattern
from litmine.domain import Domain, compatible
from litmine.headers.carriers import carrier_of
from litmine.headers.names import STOP, assigned, find_names, split_points, without_names
from litmine.headers.units import BRACKET, NUMBER, take_conditions, take_units
from litmine.records import Statistic
from litmine.units import match_unit

__all__ = ["Header", "carrier_of", "read_header"]


@dataclass(frozen=True, slots=True)
class Header:
    """One metric of a column header. ``unit`` is "" where the header prints none (the reader has then to decide that the
    metric's own unit is meant); a cell's number times ``factor`` is in ``unit``. Of a header with several names ("HOMO/LUMO",
    "EQE max/100/1000") it is the one at ``slot`` (from 0): that of the cell's number that it names."""

    metric: str
    unit: str
    factor: float = 1.0
    conditions: tuple[str, ...] = ()
    statistic: Statistic = "unstated"
    weak: bool = False
    slot: int = 0
    slots: int = 1


_FOOTNOTE = re.compile(
    r"\^[\[(]?(?:[a-z]|[*†‡§#]+)(?:,[a-z])*[\])]?(?![\w−-])|\^[\[(]\d{1,2}(?:,\d{1,2})*[\])]|(?<=[\s)\]])[a-z]\)(?=\s|$)"
)
_OTHER = re.compile(
    r"\b(?:ratio|refs?|reference|work|type|trend|change|shift|difference|factor|curve|spectr\w+|gap|offset)\b", re.IGNORECASE
)
_UNREAD = re.compile(
    r"[(\[][^()\[\]]*(?:10|/|%|\^|[−-]\d|[×·⋅∙•²³⁻]|\bper\b|\bnorm\b|\bnormali[sz]ed\b|\barb)[^()\[\]]*[)\]]|[×x✕*]\s?10", re.IGNORECASE
)
# "film/solution", "(max/avg.)": words that the numbers below hold for in turn.
_LISTED = re.compile(r"[(\[]?(?<![\w/])(?P<words>[A-Za-z][A-Za-z .-]{1,12}(?:\s?/\s?[A-Za-z][A-Za-z .-]{1,12})+)(?![\w/])[)\]]?")
_SHORT = {"sol": "solution", "soln": "solution", "solid": "solid state", "neat": "neat film"}
# "μh = 0.012": somebody's value stands in the cell, not the name of a column.
_STATED = re.compile(r"\s?(?:\([^()]{0,20}\)\s?)?(?:[=≈:]\s?|\bof\s)?[~≈<>≤≥]?\s?[-−–]?(?=\d)")
_EQUALS = re.compile(r"[=≈]\s?[~<>≤≥]?\s?[-−–]?\d")
_BARE_VALUE = re.compile(r"\s*(?:[-−–]\s?\d+(?:\.\d+)?|\d+\.\d+)(?=\s|$)")
# "EQE max/100/1000", "EQEmax/EQE1000", "CE (max/@100/@1000)": one name, several points of one curve.
_POINT = r"[ _,@]?(?:max\.?|peak|\d{2,5})"
_POINTS = re.compile(
    rf"(?P<name>[A-Za-zα-ωΑ-Ω](?:_?[A-Za-zα-ωΑ-Ω])+?)[ _]?\(?(?P<points>{_POINT}(?:\s?/\s?(?:(?P=name))?{_POINT})+)\)?"
    r"(?:\s?cd\s?(?:/\s?m\^?2|m\^?[−-]2)|\s?nits?)?(?=$|[\s(\[,])"
)


# "EQE_1000", "CE100": the luminance as an index.
_ONE_POINT = re.compile(r"(?P<name>[A-Za-zΑ-ω](?:_?[A-Za-zΑ-ω])+)[ _,@]?(?P<points>[1-9]\d?00+)(?=$|[\s(\[,])(?!\s?[-–/.]?\s?[A-Za-z°])")


def read_header(text: str, domain: Domain, context: str = "") -> tuple[Header, ...]:
    """The metrics of a column header, in printed order; () where it names none, or prints a unit that contradicts it.

    The header path of a column ("Luminance (cd m^−2)" over "Maximum") may be given joined by a space or a newline. ``context``
    (the caption, the other headers) helps where metrics share a name: "λmax (nm)" beside "EQE (%)" of devices is the EL peak.
    """
    flat = _without_footnotes(text)
    if _open_brackets(flat) != (0, 0):
        return ()  # half a unit is no unit
    if points := _POINTS.search(flat):
        return _at_points(flat, points, domain, context)
    if (point := _ONE_POINT.search(flat)) and (found := _at_points(flat, point, domain, context)):
        return found
    if variants := _variants(flat, domain):
        return _in_variants(flat, variants, domain, context)
    flat, placed = take_conditions(flat, "cd/m2" if "cd/m2" in domain.condition_units else "")
    lexicon = lexicon_of(domain, True)
    printed = flat
    flat, units, factor, said = take_units(flat, domain, lexicon)
    hits = find_names(flat, lexicon, domain, placed)
    if _states_value(printed, hits, domain):
        return ()
    hits, relative = split_points(flat, hits)
    shared = [*said, *relative]
    # A unit or a power of ten that was not understood would make every number below it wrong.
    if not hits or _UNREAD.search(without_names(flat, hits)) or any(u == "a.u." for _, us in units for u in us):
        return ()
    found = assigned(flat, hits, units, domain, context)
    if found is None:
        return ()
    words, statistic = _header_words(flat, hits, domain)
    if not units and not _plain(flat, hits):
        return ()
    headers = []
    for metric, unit, (m, owner) in found:
        own = (MAX,) if re.fullmatch(r"[ _]?\(?(?:max|peak)\.?\)?", m["tail"] or "", re.IGNORECASE) else ()
        mean = re.fullmatch(r"[ _]?\(?(?:avg|ave|av|mean)\.?\)?", m["tail"] or "", re.IGNORECASE) is not None
        weak = owner.weak and MAX not in words
        if owner.weak and placed:
            return ()  # the luminance at a given voltage is no maximum
        alone = len({h[1].metrics for h in hits}) == len(hits)
        here = [c for at, c in placed if alone or (flat[m.end() : at].strip() == "" and at >= m.end())]
        carrier = carrier_of(m.group(), domain.metric(metric))
        every = tuple(dict.fromkeys(filter(None, (*own, *words, *shared, *here, carrier))))
        headers.append(Header(metric, unit, factor, every, "mean" if mean else statistic, weak))
    slots, n = _slots(flat, hits)
    if len(headers) != len(slots):  # "CIE (x, y)": one name for several metrics, or the same one twice
        slots, n = list(range(len(headers))), len(headers)
    return tuple(replace(h, slot=slot, slots=n) for h, slot in zip(headers, slots, strict=True))


def _variants(flat: str, domain: Domain) -> re.Match[str] | None:
    """Where a header lists words between slashes that its numbers hold for in turn: "film/solution", "(max/avg)"."""
    return next((m for m in _LISTED.finditer(flat) if all(_variant(w, domain) for w in m["words"].split("/"))), None)


def _variant(word: str, domain: Domain) -> tuple[str, Statistic]:
    """The condition or the statistic that a word of such a list is; an empty tuple where it is none."""
    plain = plain_word(word.strip(" ."))
    plain = _SHORT.get(plain, plain)
    conditions, known = words_pattern(domain.conditions)
    if said := next((w for w in (plain, f"in {plain}") if conditions.fullmatch(w)), ""):
        return known[said], "unstated"
    material = domain.material(plain)
    if material and material.role == "solvent":
        return f"in {plain}", "unstated"
    statistics, named = words_pattern(domain.statistics)
    return ("", named[plain]) if statistics.fullmatch(plain) else ()


def _in_variants(flat: str, listed: re.Match[str], domain: Domain, context: str) -> tuple[Header, ...]:
    """One metric under several conditions, "PLQY (film/solution) (%)": a header for each word, in order."""
    named = read_header(f"{flat[: listed.start()]} {flat[listed.end() :]}", domain, context)
    if len(named) != 1:
        return ()
    said = [_variant(w, domain) for w in listed["words"].split("/")]
    return tuple(
        replace(
            named[0],
            conditions=tuple(dict.fromkeys((*named[0].conditions, *filter(None, [condition])))),
            statistic=named[0].statistic if statistic == "unstated" else statistic,
            slot=i,
            slots=len(said),
        )
        for i, (condition, statistic) in enumerate(said)
    )


def _at_points(flat: str, points: re.Match[str], domain: Domain, context: str) -> tuple[Header, ...]:
    """One metric at several points of its curve, "EQE max/100/1000 (%)" or "EQEmax/EQE1000": a header for each, in order.

    A number without a unit is a luminance in cd/m2, as it is written for lamps; in a pack without luminances it stays bare.
    """
    named = read_header(f"{flat[: points.start()]}{points['name']} {flat[points.end() :]}", domain, context)
    if len(named) != 1:
        return ()
    unit = " cd/m2" if "cd/m2" in domain.condition_units else ""
    rest = tuple(c for c in named[0].conditions if c != MAX)
    printed = [p.strip(" _,@()") for p in re.sub(re.escape(points["name"]), "", points["points"]).split("/")]
    at = [MAX if p[0] in "mp" else f"@{p}{unit}" for p in printed]
    return tuple(replace(named[0], conditions=(*rest, c), slot=i, slots=len(at)) for i, c in enumerate(at))


def _slots(flat: str, hits: Sequence[tuple[re.Match[str], Owner]]) -> tuple[list[int], int]:
    """Which of the names between slashes each hit is, and how many there are: in "λ_x/FWHM" the second, though the first is unknown."""
    outside = BRACKET.sub(lambda m: " " * len(m.group()), flat)
    cuts = [m.start() for m in re.finditer("/", outside) if not any(h.start() <= m.start() < h.end() for h, _ in hits)]
    parts = [outside[a:b] for a, b in itertools.pairwise([0, *(c + 1 for c in cuts), len(outside) + 1])]
    beside = all(
        outside[: m.start()].rstrip().endswith("/") or outside[m.end() :].lstrip().startswith("/") or len(parts) == 1 for m, _ in hits
    )
    if len(parts) <= len(hits) or not beside or not all(re.search(r"[^\W\d_]", p) for p in parts):
        return list(range(len(hits))), len(hits)
    return [sum(c < m.start() for c in cuts) for m, _ in hits], len(parts)


def _without_footnotes(text: str) -> str:
    """A header without its footnote marks ("EQE^a)", "EQE a)"); the bracket that closes an open one ("/v·s )") is none of theirs."""

    def mark(m: re.Match[str]) -> str:
        opened, _ = _open_brackets(text[: m.start()])
        if not opened or m.group()[-1] not in ")]" or re.search(r"[(\[]", m.group()):
            return " "
        return m.group()[-1] if m.group()[0] == "^" else m.group()

    return " ".join(_FOOTNOTE.sub(mark, text).split())


def _open_brackets(text: str) -> tuple[int, int]:
    """How many brackets are left open, and how many close none."""
    opened = stray = 0
    for c in text:
        if c in "([":
            opened += 1
        elif c in ")]" and opened:
            opened -= 1
        elif c in ")]":
            stray += 1
    return opened, stray


def _states_value(printed: str, hits: Sequence[tuple[re.Match[str], Owner]], domain: Domain) -> bool:
    """Whether the cell prints a value of its own: "μh = 0.012", "EQE of 12%", "QDs, x = 0.3"; its conditions are blanked."""
    outside = BRACKET.sub(lambda m: " " * len(m.group()), printed)
    if _EQUALS.search(outside):
        return True
    for m, owner in hits:
        if _BARE_VALUE.match(outside, m.end()) or (owner.shared and owner.shared.joint and _EQUALS.search(printed, m.end())):
            return True
        stated = _STATED.match(printed, m.end())
        number = NUMBER.match(printed, stated.end()) if stated else None
        if number is None:
            continue
        if re.search("[=≈]", stated.group()):
            return True
        unit = match_unit(printed, number.end() + (printed[number.end() : number.end() + 1] == " "))
        if unit and any(compatible(unit[0], domain.metric(i)) for i in owner.metrics):
            return True
    return False


def _plain(flat: str, hits: list[tuple[re.Match[str], Owner]]) -> bool:
    """Whether a header without a unit is little more than the metric's name: "Ref. [2] (single band gap)" names none."""
    rest = without_names(flat, hits)
    words = [w for w in STOP.split(rest) if w and not w.isdigit()]
    outside = BRACKET.sub(" ", flat)
    bracketed = all(m.start() > (flat.find("(") if "(" in flat else len(flat)) for m, _ in hits)
    return len(words) <= 2 and not _OTHER.search(rest) and not (bracketed and STOP.sub("", outside))


def _header_words(flat: str, hits: list[tuple[re.Match[str], Owner]], domain: Domain) -> tuple[list[str], Statistic]:
    """Condition and statistic words of a header outside the metrics' names."""
    rest = without_names(flat, hits)
    statistic: Statistic = "unstated"
    conditions = []
    pattern, normal = words_pattern(domain.statistics)
    if m := pattern.search(rest):
        statistic = normal[plain_word(m.group())]
    pattern, normal = words_pattern(domain.conditions)
    for m in pattern.finditer(rest):
        conditions.append(normal[plain_word(m.group())])
    return conditions, statistic
