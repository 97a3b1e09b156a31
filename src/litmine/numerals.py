"""Printed numbers in running text: which digits are a number, with which sign, comparator, ± part and unit, and which are a name.

``scan`` is the common ground of prose (quantities.find_quantities) and table cells (cells.read_cell).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.intervals import NUMBER, POWER, number_interval
from litmine.records import Comparator
from litmine.units import match_unit

_NUMBER = re.compile(NUMBER)
# What must not stand right before a number: it is then part of a name, a formula, a citation or another number. A glyph of which
# the font says nothing (U+FFFD, private use) may be a sign, a point or a digit.
_NAME_BEFORE = re.compile(
    r"(?:[\ufffd\ue000-\uf8ff]\s?|±\s?|[A-Za-zΑ-Ωα-ωµ_^#'′″’)\]\d&][-‐‑–−]?|\d[.,]|[A-Za-zΑ-Ωα-ω′)\]%][.,]|\d:|[({\[]\d+(?:,\d+)*,)$"
)
_SIGN = re.compile(r"(?:(?<![\w.%)\]′°])|(?<=\()|(?<=^))[-‐‑–−+]\s?$")
# "@1000 cd/m2" and "=5 V" are fine to stand before a number; a letter is not.
_NAME_AFTER = re.compile(
    r"(?:\.?[\ufffd\ue000-\uf8ff]|\.\d|,\d|:\d|[′'’″]|"
    r"[-‐‑–](?!folds?\b)[A-Za-zα-ω(\[]|[A-Za-zα-ωΑ-Ω_]|\^\w|/[A-Za-z])"
)
# Words whose number is a place in the paper even if a letter that could be a unit follows: "Figure 4h", "Table 2 A".
_PLACE = re.compile(
    r"\b(?:figs?|figures?|tables?|schemes?|eqs?|equations?|refs?|references?|sections?|charts?|panels?)\.?\s?[([]?S?$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[A-Z](?:\.|,)")  # "19 A. Smith" opens a line of a reference list
_HEADING = re.compile(r"\d\.\d{1,2} [A-Z][a-z]")
_BRACKET_POWER = re.compile(rf"\)\s?[×x✕·]\s?10(?P<power>{POWER}|[-‐‑–−]\d{{1,2}}(?!\d))")
_PAIR_BEFORE = re.compile(r"(?<![\w.])[-−–]?\d+\.\d+,$")  # "0.68,0.31"
_PAIR_AFTER = re.compile(r",[-−–]?\d+\.\d+(?![\d.])")
_CITATION_RUN = re.compile(r"\^\[?[-‐‑–−]?\d+[a-z]?(?:[,;]?[-‐‑–−]?\d+[a-z]?)*\]?")
_LABEL = re.compile(
    r"(?:\b(?:figs?|figures?|tables?|refs?|references?|sections?|sect|chapters?|eqs?|equations?|schemes?|pages?|pp?|no|vol|nos|"
    r"notes?|samples?|"
    r"devices?|steps?|types?|groups?|movies?|versions?|supplementary|doi|cells?|compounds?|entry|entries|"
    r"runs?|days?|years?|since|in|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\.?\s?[([]?[sS]?)$",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"\d+\.\d")
_THING = re.compile(r"(?:samples?|devices?|cells?|compounds?|entry|entries|runs?|days?|years?)\b", re.IGNORECASE)
_COMPARATORS: tuple[tuple[str, Comparator], ...] = (
    (r"no more than|not more than|at most|≤|⩽|<=|no greater than|not exceeding|not exceed", "<="),
    (r"no less than|not less than|at least|≥|⩾|>=|no lower than", ">="),
    (r"less than|lower than|smaller than|fewer than|shorter than|below|<", "<"),
    (
        r"more than|greater than|higher than|larger than|longer than|over|above|exceeding|exceeds?|exceeded|"
        r"in excess of|surpassing|surpasses|>",
        ">",
    ),
    (r"~|≈|∼|≃|≅|˜|about|around|approximately|approx\.?|approaching|ca\.?|circa|roughly|nearly|almost|close to|near|some", "~"),
    (r"up to|as high as|as low as|as much as|as long as|down to|of only|only|=", "="),
)
_COMPARATOR = re.compile(
    "(?:"
    + "|".join(
        f"(?P<c{i}>{'|'.join(rf'(?<![A-Za-z]){w}' if w[0].isalpha() else w for w in p.split('|'))})"
        for i, (p, _) in enumerate(_COMPARATORS)
    )
    + r")\s*$",
    re.IGNORECASE,
)
_PLUS_MINUS = re.compile(rf"\s?(?P<open>\()?(?:±|\+/[-−–]|\+-)\s?(?P<by>{NUMBER})(?(open)\))")
_FAR = 40  # characters looked back for a comparator or a label
# Letters that are units only when a space parts them from the number: "2A", "3M", "1s" are names of things.
_SHY = frozenset({"A", "M", "g", "m", "L", "J", "K", "s", "in", "W", "sq", "N", "S", "sr"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """One printed number. ``start``..``end`` covers sign, number, ± and unit; ``lead`` is where its comparator begins
    (``start`` where there is none, or where it is a word); ``digits`` are the offsets of the number alone. ``counted``: a whole number
    that is a value though it has no unit (see ``with_counted``)."""

    start: int
    end: int
    lead: int
    digits: tuple[int, int]
    value: float
    low: float
    high: float
    unit: str | None
    comparator: Comparator = "="
    uncertainty: float | None = None
    negative: bool = False
    counted: bool = False


def printed_comparator(text: str, before: int) -> tuple[Comparator, int, int]:
    """The comparator that ends right before an offset: (comparator, start of its symbol, start of symbol or words)."""
    found: Comparator = "="
    lead = words = before
    for _ in range(2):  # "no more than ~17"
        window = text[max(0, words - _FAR) : words]
        m = _COMPARATOR.search(window)
        if not m:
            break
        kind = next(c for i, (_, c) in enumerate(_COMPARATORS) if m[f"c{i}"] is not None)
        if found in ("=", "~") and kind != "=":
            found = kind
        words -= len(window) - m.start()
        if not m.group().strip()[0].isalnum() and m.group().strip() != "=":
            lead = words
    return found, lead, words


def is_label(text: str, at: int) -> bool:
    """Whether the word before an offset makes the number a label: "Fig. 3", "device 2", "in 2019". A thing has no decimals."""
    label = _LABEL.search(text[max(0, at - 20) : at])
    return label is not None and not (_DECIMAL.match(text, at) and _THING.match(label.group()))


def scan(text: str) -> list[Numeral]:
    """Every printed number of a text that is not part of a name, a formula, a citation or a date-like chain, in order."""
    found: list[Numeral] = []
    at = 0
    while m := _NUMBER.search(text, at):
        start, end = m.span()
        caret = (
            start - 1
            if text[max(0, start - 1) : start] == "^"
            else start - 2
            if re.match(r"\^[-‐‑–−]", text[max(0, start - 2) : start])
            else -1
        )
        if caret >= 0:
            run = _CITATION_RUN.match(text, caret)
            at = max(run.end() if run else end, end)
            continue
        at = end
        numeral = _read(text, start, end)
        if numeral is None:
            # A space that looked like a thousands separator may part two numbers: try the first group alone.
            if " " in m.group() and "×" not in m.group():
                at = start + m.group().index(" ")
                numeral = _read(text, start, at)
            if numeral is None:
                continue
        found.append(numeral)
        at = numeral.end
    return found


# Between the name of a quantity without a unit and its number: "CRI of 86", "CRI (Ra) values as high as 93", "CRIs: 86/92".
_COUNTED = re.compile(
    r"(?:\s?\([^()\d]{1,12}\))?(?:\s(?:values?|index))?(?:\s(?:of|is|was|are|were|reached|reaches|exceeds|to|at|as high as|above|over|"
    r"up to|about|around|nearly|only|higher than|more than|at least|(?:ris|increas|improv|drop|decreas|chang)\w*|rose|falls?|fell|from)|"
    r"\s?[=:~≈>≥(])*\s?"
)
_AND_COUNTED = re.compile(r"\s?/\s?|,\s|,?\s(?:and|or|to|vs\.?|versus)\s")
# "86 and 3 devices": a noun that is counted.
_COUNTED_NOUN = re.compile(
    r"\s(?!(?:and|or|at|for|with|in|on|under|of|to|while|whereas|but|when|after|respectively|by|from|as|which|is|was|than|vs)\b)[a-z]"
)


def with_counted(text: str, numerals: Sequence[Numeral], names: Sequence[int]) -> list[Numeral]:
    """The numerals, marked those that are values of a quantity without a unit: "a CRI of 86", and what is listed with it.

    ``names`` are the offsets of ``text`` at which the names of such quantities end.
    """
    found: list[Numeral] = []
    for n in numerals:
        led = any(end < n.start and _COUNTED.fullmatch(text[end : n.start]) for end in names)
        last = found[-1] if found and found[-1].counted else None
        listed = last is not None and _AND_COUNTED.fullmatch(text[last.end : n.lead])
        counts = (led or listed) and n.unit is None and not n.negative and not _COUNTED_NOUN.match(text, n.end)
        found.append(replace(n, counted=True) if counts else n)
    return found


def _read(text: str, start: int, end: int) -> Numeral | None:
    raw = text[start:end]
    if raw[0] == "." and text[max(0, start - 1) : start].strip(" ~<>≤≥≈(=/-−–\t\n"):
        return None  # "22.1%.13": a full stop and a citation
    before = text[max(0, start - 12) : start]
    sign = _SIGN.search(before)
    begin = start
    if sign and not _range_dash(text, start - len(sign.group())):
        begin = start - len(sign.group())
    elif _NAME_BEFORE.search(before) and not _range_dash(text, start - 1) and not ("." in raw and _PAIR_BEFORE.search(before)):
        return None
    grouped = " " in raw and "10^" not in raw and "×" not in raw
    value, low, high = number_interval(raw)
    stop, unit, by = end, None, None
    pm = _PLUS_MINUS.match(text, end)
    if pm:
        by, stop = number_interval(pm["by"])[0], pm.end()
    scale = 1.0
    if text[max(0, begin - 1) : begin] == "(" and (power := _BRACKET_POWER.match(text, stop)):
        scale, stop = number_interval("1×10" + power["power"])[0], power.end()  # "(1.3 ± 0.2) × 10^4"
    unit, stop = _unit_after(text, stop)
    # "the reference (15.9%)" is no place in the paper.
    if unit != "%" and _PLACE.search(text[max(0, begin - 16) : begin]):
        return None
    if unit and begin == text.rfind("\n", 0, begin) + 1 and _INITIAL.match(text, stop - len(unit)) and len(unit) == 1:
        return None
    if not pm and unit and (pm := _PLUS_MINUS.match(text, stop)):
        again, after = _unit_after(text, pm.end())
        if again in (None, unit):
            by, stop = number_interval(pm["by"])[0], after if again else pm.end()
    if unit is None and text[stop : stop + 1] == ")" and text[max(0, begin - 1) : begin] == "(":
        unit, stop = _unit_after(text, stop + 1)  # "(19.5 ± 0.4)%"
        stop = stop if unit else stop - 1
    if unit is None:
        if grouped or (_HEADING.match(text, begin) and begin == text.rfind("\n", 0, begin) + 1):
            return None
        if (
            _NAME_AFTER.match(text, stop)
            and not ("." in raw and _PAIR_AFTER.match(text, stop))
            and not _slash_number(text, stop)
            and not re.match(r"\^\d", text[stop : stop + 2])
        ):
            return None
    if (
        re.match(r" ?[×x] ?10\d", text[end : end + 6])
        or re.search(r"\d ?[×x] ?$", before)
        or re.match(r" ?[×x] ?\d", text[stop : stop + 4])
    ):
        return None  # "9.7 × 1013" has lost its caret, "10 × 10 cm2" is a size: neither is guessed at
    comparator, lead, _ = printed_comparator(text, begin)
    if comparator == "~":
        value, low, high = number_interval(raw, rough=True)
    negative = begin < start and text[begin] != "+"
    if negative:
        value, low, high = -value, -high, -low
    if scale != 1.0:
        value, low, high = (float(f"{x * scale:.12g}") for x in (value, low, high))
        by = None if by is None else float(f"{by * scale:.12g}")
    return Numeral(begin, stop, min(lead, begin), (start, end), value, low, high, unit, comparator, by, negative)


def _range_dash(text: str, at: int) -> bool:
    """Whether the character at an offset is a dash between two numbers: "3.2–3.4", "11%–13%", "10 – 30"."""
    return (
        at > 0
        and text[at] in "-‐‑–—−~∼"
        and re.search(r"(?<![A-Za-z^])(?:\d|\d ?%|\d ?(?:V|eV|nm|h|s|min|mV|K))\s?$", text[max(0, at - 6) : at]) is not None
        and not re.search(r"[A-Za-z′)\]][\d.]+\s?$", text[max(0, at - 8) : at])
    )


def _slash_number(text: str, at: int) -> bool:
    return re.match(r"\s?/\s?[-−–~]?\d", text[at : at + 4]) is not None


def _unit_after(text: str, at: int) -> tuple[str | None, int]:
    """The unit that follows a number, at most a space or a hyphen apart: (unit, end), or (None, at)."""
    gap = 0
    if text[at : at + 1] in ("-", "‐", "‑", "–", "−"):
        gap = 1
    while gap < 2 and text[at + gap : at + gap + 1] in (" ", "\n"):
        gap += 1
    m = match_unit(text, at + gap)
    if not m:
        return None, at
    unit, stop = m
    if (gap == 0 or text[at] in "-‐‑–−") and unit in _SHY:
        return None, at
    if gap and text[at] in "-‐‑–−" and unit in ("%",):
        return None, at
    return unit, stop
