"""The units, powers of ten and conditions that a header prints, taken out of it so that its names remain."""

import itertools
import re

from litmine.aliases import MAX, Lexicon, plain_word, words_pattern
from litmine.cells import normal_condition
from litmine.domain import Domain
from litmine.intervals import number_interval
from litmine.units import match_unit, parse_unit

BRACKET = re.compile(r"[(\[]((?:[^()\[\]]|\([^()]*\))*)[)\]]")
_FACTOR = re.compile(
    r"(?:[×x✕*·]\s?|^\s?)10(?:\^\s?([-−–]?\d{1,2})|([-−–]\d{1,2})|([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?<=[×x✕*·]10)([2-9])(?!\d)|(?<=[×x✕*·] 10)([2-9])(?!\d))"
)
# A small v for the volt, which only a mobility's unit leaves no doubt of: "m2/v·s", "cm^2 v^−1 s^−1".
_SMALL_VOLT = re.compile(r"(?<=m)(\^?[2²] ?[/∕⁄·⋅ ]? ?\(?)v(?=(?: ?\^?[-−⁻][1¹])? ?[·⋅∙•*./ ]? ?s(?![a-z]))")
_SPACED_DOT = re.compile(r"(?<=[A-Za-z\d]) [·⋅∙•] (?=[A-Za-z])")  # "m^2/V · s"
_HEADER_AT = re.compile(r"(?:@\s?|\b(?:at|under)\s+|\bL_?0\s?=\s?)(?:a\s|L_?0?\s?=\s?|J\s?=\s?)?(?=[-−~]?\d)", re.IGNORECASE)
_BARE_LEVEL = re.compile(r"\d{1,2},?\d?00+(?=$|[\s)\],;/])")
NUMBER = re.compile(r"[~≈]?[-−–]?\d{1,3}(?:[ ,]\d{3})+|[~≈]?\d+(?:\.\d+)?(?:\s?[×x]\s?10\^\d)?|10\^\d")


def take_conditions(flat: str, bare: str = "") -> tuple[str, list[tuple[int, str]]]:
    """Blank "@1000 cd m^−2", "at 100 nits", "L0 = 1000 cd/m2" in a header: (rest, conditions with their place).

    ``bare`` is the unit of a number without one behind an @ ("T50@100"): as such, 50 and more are luminances.
    """
    flat = _SPACED_DOT.sub("·", _SMALL_VOLT.sub(r"\1V", flat))
    conditions: list[tuple[int, str]] = []
    at = 0
    while m := _HEADER_AT.search(flat, at):
        number = NUMBER.match(flat, m.end())
        at = m.end()
        if not number:
            continue
        gap = number.end() + (flat[number.end() : number.end() + 1] == " ")
        unit = match_unit(flat, gap)
        if unit is None and re.match(r"v(?![a-z])", flat[gap:]):
            unit = ("V", gap + 1)
        if unit is None and bare and m.group().startswith("@") and _BARE_LEVEL.match(flat, m.end()):
            unit = (bare, number.end())
        if unit is None:
            continue
        conditions.append((m.start(), normal_condition(f"@{number_interval(number.group())[0]:.10g} {unit[0]}")))
        flat = flat[: m.start()] + " " * (unit[1] - m.start()) + flat[unit[1] :]
    return flat, conditions


def take_units(flat: str, domain: Domain, lexicon: Lexicon) -> tuple[str, list[tuple[int, list[str]]], float, list[str]]:
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

    flat = BRACKET.sub(bracket, flat)
    if power := _FACTOR.search(flat):
        factor *= _power(power)
        flat = flat[: power.start()] + " " * len(power.group()) + flat[power.end() :]
    if not units:
        # "EQE / %", "Voc, V", "HOMO / eV": the unit after the last separator, if what precedes it holds a name.
        for m in re.finditer(r"\s?[,/]\s?|\s", flat):
            read = parse_unit(flat[m.end() :])
            if read and any(lexicon.search(flat[: m.start()])):
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
        if len(pieces) > 1 and any(partitions(pieces, n) for n in range(2, len(pieces) + 1)):
            return [body]
    return []


def partitions(pieces: list[str], n: int) -> list[list[str]]:
    """The ways to join neighbouring slash-separated pieces to ``n`` units that all can be read."""
    ways = []
    for cuts in itertools.combinations(range(1, len(pieces)), n - 1):
        edges = [0, *cuts, len(pieces)]
        read = [parse_unit("/".join(pieces[a:b])) for a, b in itertools.pairwise(edges)]
        if all(read):
            ways.append(read)
    return ways
