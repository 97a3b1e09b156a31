"""Rows that are states of one device: a temperature, a concentration, a storage time, a scan direction."""

import re
from collections.abc import Sequence

from litmine.aliases import MAX
from litmine.cells import normal_condition
from litmine.domain import Domain
from litmine.metrics import find_terms
from litmine.units import parse_unit

# "T [°C]", "Time (h)", "T / K", "Thickness, nm".
_UNIT_AT_END = re.compile(r"(?:[(\[]\s*(?P<bracketed>[^()\[\]]{1,15})\s*[)\]]|(?:\s?/\s?|,\s)(?P<behind>[^\s()\[\]]{1,10}))\s*$")
_QUANTITY = re.compile(r"[~−–-]?\s*\d+(?:\.\d+)?\s*([^\d\s].{0,12})")
_NUMBER = re.compile(r"[~<>≤≥]?\s*[−–-]?\d[\d.,]*(?: \d{3})*(?:\s*[:–-]\s*\d[\d.,]*)*\s*%?[.)]?")
_SPACED_UNIT = re.compile(r"[~<>≤≥]?\s*\d[\d.,]*(?:\s+|(?=°))([^\d\s].{0,12})")
# "RT", "RT1", "room temperature" among temperatures; "w/o" and "fresh" among times and concentrations.
_NUMBERLESS = re.compile(r"(?:RT|R\.T\.)\s?\d?|room temperature|fresh|initial|as[- ]\w+", re.IGNORECASE)
# What a column may be called whose texts are settings or places inside one thing, and no names, whatever they look like.
_SETTING = re.compile(
    r"\W*(?:[\w-]+\s){0,3}(?:channels?|sites?|positions?|directions?|axis|axes|paths?|dimers?|conformers?|peaks?|modes?|temperature|"
    r"thickness|concentration|content|ratio|doping(?: level)?|loading|times?|durations?|cycles?|angle|speed|pressure|humidity|bias|voltage|"
    r"luminance|brightness|fluence|intensity|dose|strain)\W*(?:\([^()]*\)\s*)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Za-z]{1,2}\d{0,2}[′'*]?")
_SCANS = {"reverse": "reverse scan", "rev": "reverse scan", "rs": "reverse scan", "backward": "reverse scan", "r-scan": "reverse scan"} | {
    "forward": "forward scan", "fwd": "forward scan", "fs": "forward scan", "f-scan": "forward scan"
}  # fmt: skip


def names_nothing(printed: str) -> bool:
    """Whether a text is a bare number, a percentage or a quantity ("5", "2:1", "5%", "100 °C"): nobody's name."""
    if _NUMBER.fullmatch(printed):
        return True
    m = _SPACED_UNIT.fullmatch(printed)
    return m is not None and parse_unit(m.group(1)) is not None


def are_states(title: str, texts: Sequence[str]) -> bool:
    """Whether the texts of a column are states of one device: quantities, or numbers below a unit ("T [°C]", "Time (h)") or below
    the name of a setting ("Ratio", "Thickness"); letters below the name of a place inside one thing ("Channel").

    Beside a quantity a bare number is one too ("0", "1%"): a zero needs no unit.
    """
    told = [t for t in texts if t.strip()]
    if not told:
        return False
    quantities = sum(bool(m := _QUANTITY.fullmatch(t)) and parse_unit(m.group(1)) is not None for t in told)
    plain = sum(names_nothing(t) or bool(_QUANTITY.fullmatch(t)) or bool(_NUMBERLESS.fullmatch(t)) for t in told)
    if 2 * plain >= len(told) and unit_of(title):
        return True
    if _SETTING.fullmatch(title) and all(names_nothing(t) or _QUANTITY.fullmatch(t) or _CODE.fullmatch(t) for t in told):
        return True
    return quantities > len(told) / 2 or (2 * quantities == len(told) and all(names_nothing(t) for t in told))


def unit_of(title: str) -> str:
    """The unit that a column's title ends in, as printed; "" where it prints none."""
    m = _UNIT_AT_END.search(title)
    printed = (m["bracketed"] or m["behind"]).strip() if m else ""
    return printed if printed and parse_unit(printed) else ""


def state(title: str, printed: str, domain: Domain) -> str:
    """A row's state as a condition: "T (°C)" and "85" are "T = 85 °C"; without a title the quantity alone, "@85 °C".

    So is a level in a unit that sets a condition in the pack, whatever its symbol: "L_0 (cd m^−2)" and "1,000" are "@1000 cd/m2".
    """
    unit = unit_of(title)
    m = _UNIT_AT_END.search(title)
    name = " ".join(title[: m.start()].split()) if unit and m else title.strip()
    value = " ".join(printed.split())
    if unit and _NUMBER.fullmatch(value) and not value.endswith("%"):
        value = f"{value} {unit}"
    level = normal_condition(f"@{value}")
    if any(level.endswith(f" {u}") for u in domain.condition_units) and re.match(r"@[-\d.]+ ", level):
        return level
    if name:
        return f"{name} = {value}"
    quantity = _QUANTITY.fullmatch(value)
    return level if quantity and parse_unit(quantity.group(1)) else value


def are_scans(texts: Sequence[str]) -> bool:
    """Whether all the texts of a column name the direction of a voltage sweep: "Reverse", "FS"."""
    told = [t for t in texts if t.strip()]
    return bool(told) and all(_scan(t) for t in told)


def spoken_states(printed: str, domain: Domain) -> tuple[str, ...]:
    """The conditions that a text of a stub states in words: "reverse", "film", "in air"; what a maximum is, is none."""
    said = [t.value for t in find_terms(printed, domain) if t.kind == "condition" and t.value != MAX]
    return tuple(dict.fromkeys(filter(None, (*said, _scan(printed)))))


def _scan(printed: str) -> str:
    return _SCANS.get(re.sub(r"\s?(?:scan|sweep)\w*", "", printed.strip(" .()").casefold()), "")
