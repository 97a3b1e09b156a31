"""Table headers: "CEmax/EQEmax (cd A^−1/%)", "Lmax (×10^3 cd m^−2)", "EQE@1000 cd m^−2 (%)" to metrics, units and factors."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.aliases import (
    MAX,
    Lexicon,
    Owner,
    find_aliases,
    lexicon_of,
    likeliest,
    nearest,
    plain_word,
    rejected,
    subtracted,
    words_pattern,
)
from litmine.cells import normal_condition
from litmine.domain import Domain, compatible
from litmine.geometry import Span
from litmine.intervals import number_interval
from litmine.records import Statistic
from litmine.units import match_unit, parse_unit


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


_BRACKET = re.compile(r"[(\[]((?:[^()\[\]]|\([^()]*\))*)[)\]]")
_FACTOR = re.compile(
    r"(?:[×x✕*·]\s?|^\s?)10(?:\^\s?([-−–]?\d{1,2})|([-−–]\d{1,2})|([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?<=[×x✕*·]10)([2-9])(?!\d)|(?<=[×x✕*·] 10)([2-9])(?!\d))"
)
_FOOTNOTE = re.compile(
    r"\^[\[(]?(?:[a-z]|[*†‡§#]+)(?:,[a-z])*[\])]?(?![\w−-])|\^[\[(]\d{1,2}(?:,\d{1,2})*[\])]|(?<=[\s)\]])[a-z]\)(?=\s|$)"
)
_OTHER = re.compile(
    r"\b(?:ratio|refs?|reference|work|type|trend|change|shift|difference|factor|curve|spectr\w+|gap|offset)\b", re.IGNORECASE
)
_UNREAD = re.compile(
    r"[(\[][^()\[\]]*(?:10|/|%|\^|[−-]\d|[×·⋅∙•²³⁻]|\bper\b|\bnorm\b|\bnormali[sz]ed\b|\barb)[^()\[\]]*[)\]]|[×x✕*]\s?10", re.IGNORECASE
)
# "μh = 0.012": somebody's value stands in the cell, not the name of a column.
_STATED = re.compile(r"\s?(?:\([^()]{0,20}\)\s?)?(?:[=≈:]\s?|\bof\s)?[~≈<>≤≥]?\s?[-−–]?(?=\d)")
_EQUALS = re.compile(r"[=≈]\s?[~<>≤≥]?\s?[-−–]?\d")
# A small v for the volt, which only a mobility's unit leaves no doubt of: "m2/v·s", "cm^2 v^−1 s^−1".
_SMALL_VOLT = re.compile(r"(?<=m)(\^?[2²] ?[/∕⁄·⋅ ]? ?\(?)v(?=(?: ?\^?[-−⁻][1¹])? ?[·⋅∙•*./ ]? ?s(?![a-z]))")
_HEADER_AT = re.compile(r"(?:@\s?|\b(?:at|under)\s+|\bL_?0\s?=\s?)(?:a\s|L_?0?\s?=\s?|J\s?=\s?)?(?=[-−~]?\d)", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:[/,;|&]|and\b)")
_BARE_VALUE = re.compile(r"\s*(?:[-−–]\s?\d+(?:\.\d+)?|\d+\.\d+)(?=\s|$)")
_HEADER_NUMBER = re.compile(r"[~≈]?[-−–]?\d{1,3}(?:[ ,]\d{3})+|[~≈]?\d+(?:\.\d+)?(?:\s?[×x]\s?10\^\d)?|10\^\d")
_STOP = re.compile(
    r"\b(?:of|the|and|at|for|in|on|level|levels|energy|value|values|device|devices|max|maximum|peak|"
    r"performance|color|colour|operational|operation|lifetime|state)\b|[^\w]+",
    re.IGNORECASE,
)


# "EQE max/100/1000", "EQEmax/EQE1000", "CE (max/@100/@1000)": one name, several points of one curve.
_POINT = r"[ _@]?(?:max\.?|peak|\d{2,5})"
_POINTS = re.compile(
    rf"(?P<name>[A-Za-zα-ωΑ-Ω]{{2,}})[ _]?\(?(?P<points>{_POINT}(?:\s?/\s?(?:(?P=name))?{_POINT})+)\)?"
    r"(?:\s?cd\s?(?:/\s?m\^?2|m\^?[−-]2)|\s?nits?)?(?=$|[\s(\[,])"
)


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
    flat, placed = _header_conditions(_SMALL_VOLT.sub(r"\1V", flat))
    lexicon = lexicon_of(domain, True)
    printed = flat
    flat, units, factor, said = _header_units(flat, domain, lexicon)
    hits = _header_hits(flat, lexicon, domain, placed)
    if _states_value(printed, hits, domain):
        return ()
    hits, relative = _at_metrics(flat, hits)
    shared = [*said, *relative]
    # A unit or a power of ten that was not understood would make every number below it wrong.
    if not hits or _UNREAD.search(_without(flat, hits)) or any(u == "a.u." for _, us in units for u in us):
        return ()
    found = _assign(flat, hits, units, domain, context)
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
        every = tuple(dict.fromkeys((*own, *words, *shared, *here)))
        headers.append(Header(metric, unit, factor, every, "mean" if mean else statistic, weak))
    slots, n = _slots(flat, hits)
    if len(headers) != len(slots):  # "CIE (x, y)": one name for several metrics, or the same one twice
        slots, n = list(range(len(headers))), len(headers)
    return tuple(replace(h, slot=slot, slots=n) for h, slot in zip(headers, slots, strict=True))


def _at_points(flat: str, points: re.Match[str], domain: Domain, context: str) -> tuple[Header, ...]:
    """One metric at several points of its curve, "EQE max/100/1000 (%)" or "EQEmax/EQE1000": a header for each, in order.

    A number without a unit is a luminance in cd/m2, as it is written for lamps; in a pack without luminances it stays bare.
    """
    named = read_header(f"{flat[: points.start()]}{points['name']} {flat[points.end() :]}", domain, context)
    if len(named) != 1:
        return ()
    unit = " cd/m2" if "cd/m2" in domain.condition_units else ""
    rest = tuple(c for c in named[0].conditions if c != MAX)
    printed = [p.strip(" _@()") for p in re.sub(re.escape(points["name"]), "", points["points"]).split("/")]
    at = [MAX if p[0] in "mp" else f"@{p}{unit}" for p in printed]
    return tuple(replace(named[0], conditions=(*rest, c), slot=i, slots=len(at)) for i, c in enumerate(at))


def _slots(flat: str, hits: Sequence[tuple[re.Match[str], Owner]]) -> tuple[list[int], int]:
    """Which of the names between slashes each hit is, and how many there are: in "λ_x/FWHM" the second, though the first is unknown."""
    outside = _BRACKET.sub(lambda m: " " * len(m.group()), flat)
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
    outside = _BRACKET.sub(lambda m: " " * len(m.group()), printed)
    if _EQUALS.search(outside):
        return True
    for m, owner in hits:
        if _BARE_VALUE.match(outside, m.end()) or (owner.shared and owner.shared.joint and _EQUALS.search(printed, m.end())):
            return True
        stated = _STATED.match(printed, m.end())
        number = _HEADER_NUMBER.match(printed, stated.end()) if stated else None
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
    rest = _without(flat, hits)
    words = [w for w in _STOP.split(rest) if w and not w.isdigit()]
    outside = _BRACKET.sub(" ", flat)
    bracketed = all(m.start() > (flat.find("(") if "(" in flat else len(flat)) for m, _ in hits)
    return len(words) <= 2 and not _OTHER.search(rest) and not (bracketed and _STOP.sub("", outside))


def _header_conditions(flat: str) -> tuple[str, list[tuple[int, str]]]:
    """Blank "@1000 cd m^−2", "at 100 nits", "L0 = 1000 cd/m2" in a header: (rest, conditions with their place)."""
    conditions: list[tuple[int, str]] = []
    at = 0
    while m := _HEADER_AT.search(flat, at):
        number = _HEADER_NUMBER.match(flat, m.end())
        at = m.end()
        if not number:
            continue
        gap = number.end() + (flat[number.end() : number.end() + 1] == " ")
        unit = match_unit(flat, gap)
        if unit is None and re.match(r"v(?![a-z])", flat[gap:]):
            unit = ("V", gap + 1)
        if unit is None:
            continue
        conditions.append((m.start(), normal_condition(f"@{number_interval(number.group())[0]:.10g} {unit[0]}")))
        flat = flat[: m.start()] + " " * (unit[1] - m.start()) + flat[unit[1] :]
    return flat, conditions


def _header_units(flat: str, domain: Domain, lexicon: Lexicon) -> tuple[str, list[tuple[int, list[str]]], float, list[str]]:
    """Blank units, the power of ten and condition words in brackets: (rest, units with their place, factor, words)."""
    units: list[tuple[int, list[str]]] = []
    factor = 1.0
    said: list[str] = []

    def bracket(m: re.Match[str]) -> str:
        nonlocal factor
        body = m[1].strip().strip(",;").strip()
        power = _FACTOR.search(body)
        rest = (body[: power.start()] + " " + body[power.end() :]).strip(" ,;") if power else body
        rest = " ".join(rest.split())
        read = _unit_pieces(rest)
        if power and (read or not rest):
            factor *= _power(power)
        if read or (power and not rest):
            if read:
                units.append((m.start(), read))
            return " " * len(m.group())
        point = normal_condition(body)
        if any(point.endswith(f" {u}") for u in domain.condition_units) and re.match(r"[@\d.]+ ", point):
            said.append(point)
            return " " * len(m.group())
        first, *rest_of = re.split(r"\s?[,;]\s?", body)
        if rest_of and parse_unit(first) and not power and not any(parse_unit(r) for r in rest_of):
            units.append((m.start(), [first]))  # "(%, 300 K, N2)"
            said.extend(rest_of)
            return " " * len(m.group())
        words, normal = words_pattern(domain.conditions)
        if words.fullmatch(body) and normal[plain_word(body)] != MAX:
            said.append(normal[plain_word(body)])
            return " " * len(m.group())
        return m.group()

    flat = _BRACKET.sub(bracket, flat)
    if power := _FACTOR.search(flat):
        factor *= _power(power)
        flat = flat[: power.start()] + " " * len(power.group()) + flat[power.end() :]
    if not units:
        # "EQE / %", "Voc, V", "HOMO / eV": the unit after the last separator, if what precedes it holds a name.
        for m in re.finditer(r"\s?[,/]\s?|\s", flat):
            read = parse_unit(flat[m.end() :])
            if read and lexicon.pattern.search(flat[: m.start()]):
                return flat[: m.start()], [(m.start(), [read])], factor, said
    return flat, units, factor, said


def _power(m: re.Match[str]) -> float:
    printed = next(g for g in m.groups() if g)
    return float(f"1e{int(printed.translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹⁻−–', '0123456789---')))}")


def _unit_pieces(body: str) -> list[str]:
    """ "cd A^−1/lm W^−1/%" -> its pieces as printed; one unit -> itself; [] where it is none."""
    if not body:
        return []
    if (one := parse_unit(body)) is not None:
        return [one] if "/" not in body else [body]
    for separator in (r"\s?[,;|]\s?", r"\s?/\s?"):
        pieces = [p for p in re.split(separator, body) if p]
        if len(pieces) > 1 and any(_partitions(pieces, n) for n in range(2, len(pieces) + 1)):
            return [body]
    return []


def _partitions(pieces: list[str], n: int) -> list[list[str]]:
    """The ways to join neighbouring slash-separated pieces to ``n`` units that all can be read."""
    ways = []
    for cuts in itertools.combinations(range(1, len(pieces)), n - 1):
        edges = [0, *cuts, len(pieces)]
        read = [parse_unit("/".join(pieces[a:b])) for a, b in itertools.pairwise(edges)]
        if all(read):
            ways.append(read)
    return ways


def _header_hits(
    flat: str, lexicon: Lexicon, domain: Domain, placed: Sequence[tuple[int, str]]
) -> list[tuple[re.Match[str], Owner]]:
    """The aliases of a header; one metric twice only where its two columns differ ("EQEmax/EQE@1000 cd/m2")."""
    hits: list[tuple[re.Match[str], Owner]] = []
    for m, owner in find_aliases(flat, lexicon):
        if owner.rival:
            if not hits and _GOES_ON.match(flat, m.end()):
                return []  # "Work function/HOMO (eV)": the first number of a cell is not the metric's
            continue
        if subtracted(flat, m):
            return []
        alone = _STOP.sub("", flat[: m.start()] + flat[m.end() :]) == ""
        if owner.header and len(m.group()) <= 2 and not alone:
            continue
        if rejected(flat, Span(*m.span()), domain, owner):
            return []
        if hits and set(hits[-1][1].metrics) == set(owner.metrics):
            between = flat[hits[-1][0].end() : m.start()].strip()
            parted = any(hits[-1][0].end() <= at for at, _ in placed) or (hits[-1][0]["tail"] or "") != (m["tail"] or "")
            if between == "/" and parted:
                hits.append((m, owner))
            elif not hits[-1][0]["tail"] and m["tail"]:
                hits[-1] = (m, owner)
            continue
        hits.append((m, owner))
    # "Photoluminescence wavelength, λPL": a name and a symbol of one metric; a shared alias beside its own metric is that one.
    sure = {o.metrics[0] for _, o in hits if not o.shared and not o.weak}
    return [
        h
        for h in hits
        if not ((h[1].shared or h[1].weak) and not (h[1].shared and h[1].shared.joint) and sure & set(h[1].metrics))
    ]


def _at_metrics(flat: str, hits: list[tuple[re.Match[str], Owner]]) -> tuple[list[tuple[re.Match[str], Owner]], list[str]]:
    """ "EQE @ Lmax": the second name is a condition."""
    kept, conditions = [], []
    for m, owner in hits:
        if re.search(r"(?:@|\bat|\bfor)\s?(?:the\s)?$", flat[: m.start()]):
            conditions.append("@" + owner.metrics[0])
        else:
            kept.append((m, owner))
    return kept, conditions


def _assign(
    flat: str, hits: list[tuple[re.Match[str], Owner]], units: list[tuple[int, list[str]]], domain: Domain, context: str
) -> list[tuple[str, str, tuple[re.Match[str], Owner]]] | None:
    """Give every metric of a header its unit; None where they cannot be reconciled."""
    slots = [(h, h[1].metrics if h[1].shared and h[1].shared.joint else None) for h in hits]
    if len(slots) == 1 and slots[0][1]:
        h, pair = slots[0]
        return [(metric, "", h) for metric in pair]
    n = len(hits)
    if not units:
        offered = [[""] * n]
    elif len(units) == n and n > 1:
        offered = [[_one(us) for _, us in units]]
    elif len(units) == 1:
        printed = units[0][1][0]
        one = parse_unit(printed)
        offered = [[one] * n] if one else []
        for separator in (r"\s?[,;|]\s?", r"\s?/\s?"):
            offered += _partitions([p for p in re.split(separator, printed) if p], n) if n > 1 else []
    else:
        offered = [[_one(us) for _, us in units][:1] * n] if n == 1 else []
    for way in sorted(offered, key=lambda w: len(set(w)), reverse=True):
        for order in [way, *([list(p) for p in itertools.permutations(way)] if n <= 4 and len(set(way)) > 1 else [])]:
            chosen = [_fitting(h, unit, flat, domain, context) for h, unit in zip(hits, order, strict=True)]
            if all(chosen):
                return [(metric, unit or "", h) for metric, unit, h in zip(chosen, order, hits, strict=True)]
    return None


def _one(printed: list[str]) -> str | None:
    return parse_unit(printed[0])


def _fitting(hit: tuple[re.Match[str], Owner], unit: str | None, flat: str, domain: Domain, context: str) -> str | None:
    """The metric of an alias that goes with a unit; None where none does, or more than one."""
    m, owner = hit
    if unit is None:
        return None
    metrics = [domain.metric(i) for i in owner.metrics]
    if unit:
        metrics = [x for x in metrics if compatible(unit, x)]
    elif owner.weak and owner.header:
        return None
    if len(metrics) < 2:
        return metrics[0].id if metrics else None
    default = owner.shared.default if owner.shared else ""
    return nearest(flat, Span(*m.span()), metrics) or likeliest(context, metrics) or default or None


def _without(flat: str, hits: list[tuple[re.Match[str], Owner]]) -> str:
    for m, _ in sorted(hits, key=lambda h: h[0].start(), reverse=True):
        flat = flat[: m.start()] + " " + flat[m.end() :]
    return flat


def _header_words(flat: str, hits: list[tuple[re.Match[str], Owner]], domain: Domain) -> tuple[list[str], Statistic]:
    """Condition and statistic words of a header outside the metrics' names."""
    rest = _without(flat, hits)
    statistic: Statistic = "unstated"
    conditions = []
    pattern, normal = words_pattern(domain.statistics)
    if m := pattern.search(rest):
        statistic = normal[plain_word(m.group())]
    pattern, normal = words_pattern(domain.conditions)
    for m in pattern.finditer(rest):
        conditions.append(normal[plain_word(m.group())])
    return conditions, statistic
