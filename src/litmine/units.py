"""Units as papers print them ("cd A^−1", "cd/m2", "nits") to one spelling each ("cd/A", "cd/m2"), and conversion with pint.

A unit in litmine's spelling is a product of symbols: numerator symbols joined by "·", then "/" before each denominator symbol,
exponents as plain digits ("cm2/V/s", "1/cm3"). Symbols keep their case: MW is not mW.
"""

import re
from functools import cache, lru_cache

import pint

Factors = tuple[tuple[str, int], ...]

# canonical symbol -> (pint's name, printed forms). Forms are case-sensitive except the words, which papers may capitalise.
_SYMBOLS: dict[str, tuple[str, str]] = {
    "%": ("percent", "% ％"),
    "‰": ("permille", "‰"),
    "wt%": ("weight_percent", "wt% wt.% wt.-% wt-% wt.\x00% wt\x00% w/w%"),
    "mol%": ("mole_percent", "mol% mol.% mol-% mol\x00% mol.\x00%"),
    "vol%": ("volume_percent", "vol% vol.% vol-% vol\x00% v/v%"),
    "at%": ("atom_percent", "at% at.% at.\x00%"),
    "cd": ("candela", "cd"),
    "kcd": ("kilocandela", "kcd"),
    "mcd": ("millicandela", "mcd"),
    "lm": ("lumen", "lm"),
    "lx": ("lux", "lx lux"),
    "W": ("watt", "W"),
    "mW": ("milliwatt", "mW"),
    "μW": ("microwatt", "μW uW"),
    "nW": ("nanowatt", "nW"),
    "kW": ("kilowatt", "kW"),
    "MW": ("megawatt", "MW"),
    "A": ("ampere", "A"),
    "kA": ("kiloampere", "kA"),
    "mA": ("milliampere", "mA"),
    "μA": ("microampere", "μA uA"),
    "nA": ("nanoampere", "nA"),
    "V": ("volt", "V"),
    "mV": ("millivolt", "mV"),
    "μV": ("microvolt", "μV uV"),
    "kV": ("kilovolt", "kV"),
    "MV": ("megavolt", "MV"),
    "eV": ("electron_volt", "eV ev"),
    "meV": ("millielectron_volt", "meV mev"),
    "keV": ("kiloelectron_volt", "keV"),
    "J": ("joule", "J"),
    "mJ": ("millijoule", "mJ"),
    "μJ": ("microjoule", "μJ uJ"),
    "nJ": ("nanojoule", "nJ"),
    "kJ": ("kilojoule", "kJ"),
    "kcal": ("kilocalorie", "kcal"),
    "Wh": ("watt_hour", "Wh"),
    "kWh": ("kilowatt_hour", "kWh"),
    "Ah": ("ampere_hour", "Ah"),
    "mAh": ("milliampere_hour", "mAh"),
    "m": ("meter", "m"),
    "cm": ("centimeter", "cm"),
    "mm": ("millimeter", "mm"),
    "μm": ("micrometer", "μm um"),
    "nm": ("nanometer", "nm"),
    "pm": ("picometer", "pm"),
    "km": ("kilometer", "km"),
    "Å": ("angstrom", "Å"),
    "in": ("inch", "inch"),
    "s": ("second", "s sec"),
    "ms": ("millisecond", "ms"),
    "μs": ("microsecond", "μs us"),
    "ns": ("nanosecond", "ns"),
    "ps": ("picosecond", "ps"),
    "fs": ("femtosecond", "fs"),
    "min": ("minute", "min mins"),
    "h": ("hour", "h hr hrs"),
    "Hz": ("hertz", "Hz"),
    "kHz": ("kilohertz", "kHz"),
    "MHz": ("megahertz", "MHz"),
    "GHz": ("gigahertz", "GHz"),
    "K": ("kelvin", "K"),
    "°C": ("degree_Celsius", "°C °\x00C ℃ ºC º\x00C ◦C oC ∘C ˚C"),
    "g": ("gram", "g"),
    "mg": ("milligram", "mg"),
    "μg": ("microgram", "μg ug"),
    "kg": ("kilogram", "kg"),
    "L": ("liter", "L"),
    "mL": ("milliliter", "mL ml"),
    "μL": ("microliter", "μL μl uL"),
    "mol": ("mole", "mol"),
    "mmol": ("millimole", "mmol"),
    "M": ("molar", "M"),
    "mM": ("millimolar", "mM"),
    "Ω": ("ohm", "Ω ohm"),
    "kΩ": ("kiloohm", "kΩ"),
    "MΩ": ("megaohm", "MΩ"),
    "sq": ("count", "sq □"),
    "Pa": ("pascal", "Pa"),
    "kPa": ("kilopascal", "kPa"),
    "MPa": ("megapascal", "MPa"),
    "GPa": ("gigapascal", "GPa"),
    "mbar": ("millibar", "mbar"),
    "Torr": ("torr", "Torr torr"),
    "μF": ("microfarad", "μF uF"),
    "nF": ("nanofarad", "nF"),
    "pF": ("picofarad", "pF"),
    "ppi": ("pixels_per_inch", "ppi PPI"),
    "dpi": ("dots_per_inch", "dpi DPI"),
    "ppm": ("ppm", "ppm"),
    "ppb": ("ppb", "ppb"),
    "rpm": ("revolutions_per_minute", "rpm"),
    "S": ("siemens", "S"),
    "sr": ("steradian", "sr"),
    "°": ("degree", "°"),
    "a.u.": ("arbitrary_unit", "a.u. a.u arb.\x00unit arb.\x00units"),
}
_WORDS: dict[str, str] = {  # full words, any capital; a trailing s is optional
    "percent": "%", "per cent": "%", "candela": "cd", "lumen": "lm", "watt": "W", "ampere": "A", "amp": "A", "volt": "V",
    "millivolt": "mV",
    "electron volt": "eV", "hour": "h", "minute": "min", "second": "s", "day": "day", "week": "week",
    "month": "month", "year": "year",
    "nanometer": "nm", "nanometre": "nm", "meter": "m", "metre": "m", "kelvin": "K",
    "micron": "μm", "micrometer": "μm", "micrometre": "μm", "millimeter": "mm", "millimetre": "mm", "hr": "h",
    "cycle": "cycle",
    "pixels per inch": "ppi", "pixel per inch": "ppi",
}  # fmt: skip
_PINT = {symbol: name for symbol, (name, _) in _SYMBOLS.items()} | {w: w for w in ("day", "week", "month", "year")} | {"cycle": "count"}
_COMPOSED: dict[str, Factors] = {
    "nit": (("cd", 1), ("m", -2)),
    "nits": (("cd", 1), ("m", -2)),
    "Nit": (("cd", 1), ("m", -2)),
    "Nits": (("cd", 1), ("m", -2)),
    "W/mK": (("W", 1), ("m", -1), ("K", -1)),
}
# Typing slips that can mean nothing else, accepted only inside these products.
_SLIPS = {"Cd": "cd", "CD": "cd", "Kcd": "kcd", "Lm": "lm", "w": "W", "a": "A", "v": "V"}
_SLIP_PRODUCTS = {"cd/A", "cd/m2", "kcd/m2", "lm/W", "cm2/V/s", "cm2/s/V", "m2/V/s", "m2/s/V"}
_LENGTHS = {"m", "cm", "mm", "μm", "nm", "Å", "km"}
# Products whose exponents may be written with a plain hyphen, or run together: elsewhere "A-1" may be the name of a sample.
_KNOWN = {
    "cd/A", "lm/W", "cd/m2", "kcd/m2", "mA/cm2", "A/cm2", "μA/cm2", "nA/cm2", "A/m2", "mA/m2", "mW/cm2", "W/cm2", "W/m2",
    "μW/cm2",
    "mJ/cm2", "μJ/cm2",
    "J/cm2", "kJ/mol", "kcal/mol", "cm2/V", "cm2/V/s", "m2/V/s", "mg/mL", "μg/mL", "g/mL", "g/L", "mol/L", "mmol/L", "mol/mL",
    "1/cm", "1/cm2", "1/cm3",
    "1/m", "1/nm", "1/s", "1/h", "1/K", "V/cm", "V/nm", "V/m", "MV/cm", "eV/s", "mV/s", "nm/s", "Å/s", "°C/min", "K/min", "V/s",
    "lm/m2", "W/m", "W/K",
    "kA/cm2", "A/W", "mA/W", "Ω/sq", "μV/K", "W/m/K", "S/m", "mAh/g", "Wh/kg", "W/kg", "A/g", "mA/g",
    "W/sr", "S/cm", "1/M", "1/min", "cd/cm2", "cd/mm2", "mcd/m2", "mm/s",
}  # fmt: skip

_FORMS = {form.replace("\x00", " "): symbol for symbol, (_, forms) in _SYMBOLS.items() for form in forms.split(" ")}
_FORMS |= {form.replace("μ", "µ"): symbol for form, symbol in _FORMS.items() if "μ" in form}
_FORMS |= {"Å": "Å", "Ω": "Ω", "kΩ": "kΩ", "MΩ": "MΩ"}  # the compatibility letters U+212B, U+2126
_WORD_FORMS = {form + plural: symbol for form, symbol in _WORDS.items() for plural in ("", "s")}
_ALL = sorted([*_FORMS, *_COMPOSED, *_SLIPS], key=len, reverse=True)
_LETTER = r"A-Za-z0-9µμΩÅ°"
_SYM = (
    "(?P<{n}>"
    + "|".join(rf"(?i:{re.escape(w)})" for w in sorted(_WORD_FORMS, key=len, reverse=True))
    + "|"
    + "|".join(map(re.escape, _ALL))
    + ")"
)
_MINUS = "[-‐‑–−⁻]"
# A printed exponent: "^−1", "−1", "-1", "⁻¹", one space allowed before a minus.
# Digits after the first are a citation glued to it.
_NEGATIVE = rf"(?: ?\^?{_MINUS} ?[1-4](?!\.?\d)|\^{_MINUS}[1-4](?=\d)|{_MINUS}[¹²³⁴])"
_POSITIVE = r"(?:\^[23](?![\d]|,\d|[-–]\d)|[23](?!\d)|[²³])"
_GLUED = f"(?:{_SYM.format(n='g')}{_NEGATIVE})"


def _step(lead: str, exponent: str) -> re.Pattern[str]:
    """One factor after ``lead``; what follows must be the end of a word or another factor with a negative exponent."""
    end = rf"(?:(?<=[%‰°□])|(?![{_LETTER}])|(?={_GLUED}))"
    return re.compile(f"{lead}{_SYM.format(n='symbol')}(?P<exponent>{exponent})?{end}")


_FIRST = _step("", f"{_NEGATIVE}|{_POSITIVE}")
_TIMES = re.compile(
    rf"(?P<gap> ?[·⋅∙•*×.]? ?){_SYM.format(n='symbol')}(?P<exponent>{_NEGATIVE})(?:(?![{_LETTER}])|(?=\d)|(?={_GLUED}))"
)
_OVER = _step(r" ?[/∕⁄] ?", f"{_NEGATIVE}|{_POSITIVE}")
_OVER_VS = re.compile(r" ?[/∕⁄] ?(?:\( ?[Vv][ ·⋅∙.]? ?s ?\)|\( ?s[ ·⋅∙.]? ?[Vv] ?\)|[Vv][·⋅∙. ]?s(?![A-Za-z0-9]))")
# "1000 cd m2", "20 mA cm^2": the minus is lost in print or in the file; nobody multiplies these by an area.
_LOST_MINUS = re.compile(r"(?: ?[·⋅∙•] ?| )(?P<symbol>c?m)(?:\^?2|²)(?![A-Za-z0-9^])")
_PER_AREA = {"cd", "kcd", "A", "mA", "μA", "nA", "W", "mW", "μW", "mJ", "μJ"}
_OVER_GROUP = re.compile(r" ?[/∕⁄] ?\(([^()]{1,20})\)")
_PER = _step(r" per ", _POSITIVE)
_SQUARE = re.compile(r" per (square|cubic) (centi|milli|)met(?:er|re)s?\b", re.IGNORECASE)
_TIMES_GROUP = re.compile(r"[·⋅∙•* ] ?")


def spell(factors: Factors) -> str:
    """litmine's spelling of a product of symbols: (("cm", 2), ("V", -1), ("s", -1)) -> "cm2/V/s"."""
    over = "·".join(s + (str(n) if n > 1 else "") for s, n in factors if n > 0)
    return (over or "1") + "".join("/" + s + (str(-n) if n < -1 else "") for s, n in factors if n < 0)


def _exponent(printed: str | None) -> int:
    if not printed:
        return 1
    digit = re.search(r"[1-4¹²³⁴]", printed)
    n = int(digit.group().translate(str.maketrans("¹²³⁴", "1234")))
    return -n if re.search(_MINUS, printed) else n


def _expand(printed: str, n: int) -> Factors:
    if printed in _COMPOSED:
        return tuple((s, e * n) for s, e in _COMPOSED[printed])
    symbol = _FORMS.get(printed) or _WORD_FORMS.get(printed.lower()) or _SLIPS[printed]
    return ((symbol, n),)


def match_unit(text: str, start: int = 0) -> tuple[str, int] | None:
    """The unit that begins exactly at ``start``: (litmine's spelling, end offset); None where none begins there.

    The longest reading wins. An exponent written with a plain hyphen, and symbols run together ("cdm-2"), are read only in
    products in common use.
    """
    m = _FIRST.match(text, start)
    if not m:
        return None
    n = _exponent(m["exponent"])
    printed = [m["symbol"]]
    factors = _expand(m["symbol"], n)
    end = m.end()
    risky = bool(m["exponent"]) and n < 0 and "^" not in m["exponent"] and "−" not in m["exponent"] and "⁻" not in m["exponent"]
    if n > 1 and factors[0][0] not in _LENGTHS | {"s"}:
        factors, end = ((factors[0][0], 1),), m.end("symbol")  # "7.3 eV^2": the 2 is a citation
        return (spell(factors), end) if _sound(factors, printed) else None
    good = (factors, end) if not (risky and spell(factors) not in _KNOWN) and _sound(factors, printed) else None
    if risky and good is None and factors[0][1] < 0:
        plain = ((factors[0][0], 1),)
        if _sound(plain, printed):
            good = (plain, m.end("symbol"))  # "5 V-2 ...": the unit alone; the caller's boundary rules decide
    while True:
        more = _more(text, end, factors)
        if more is None:
            break
        added, end, chancy, raw = more
        printed += raw
        factors = factors + added
        risky = risky or chancy
        if _sound(factors, printed) and not (risky and spell(factors) not in _KNOWN):
            good = (factors, end)
    return (spell(good[0]), good[1]) if good else None


def _more(text: str, at: int, factors: Factors) -> tuple[Factors, int, bool, list[str]] | None:
    """The next factor of a product: (factors, end, whether its printing is chancy, printed symbols)."""
    if factors[-1][0] in {"%", "a.u.", "ppi"}:
        return None
    if (m := _OVER_VS.match(text, at)) and factors[0] in (("cm", 2), ("m", 2)):
        return (("V", -1), ("s", -1)), m.end(), False, []
    if (m := _LOST_MINUS.match(text, at)) and len(factors) == 1 and factors[0] in {(s, 1) for s in _PER_AREA}:
        return ((m["symbol"], -2),), m.end(), False, []
    if m := _OVER.match(text, at):
        n = abs(_exponent(m["exponent"]))
        if n > 1 and _FORMS.get(m["symbol"]) not in _LENGTHS | {"s", "K"}:
            return _expand(m["symbol"], -1), m.end("symbol"), False, [m["symbol"]]
        return _expand(m["symbol"], -n), m.end(), False, [m["symbol"]]
    if m := _OVER_GROUP.match(text, at):
        inner = [p for p in _TIMES_GROUP.split(m[1].strip()) if p]
        read = [_FIRST.fullmatch(p) for p in inner]
        if read and all(read):
            parts = [f for r in read for f in _expand(r["symbol"], -abs(_exponent(r["exponent"])))]
            return tuple(parts), m.end(), False, [r["symbol"] for r in read]
    if m := _SQUARE.match(text, at):
        symbol = {"centi": "cm", "milli": "mm", "": "m"}[m[2].lower()]
        return ((symbol, -2 if m[1].lower() == "square" else -3),), m.end(), False, []
    if m := _PER.match(text, at):
        return _expand(m["symbol"], -abs(_exponent(m["exponent"]))), m.end(), False, [m["symbol"]]
    if m := _TIMES.match(text, at):
        chancy = not re.search("[\\^−⁻]", m["exponent"]) or not m["gap"]
        return _expand(m["symbol"], _exponent(m["exponent"])), m.end(), chancy, [m["symbol"]]
    return None


def _sound(factors: Factors, printed: list[str]) -> bool:
    """Slips of the shift key are let pass only where the product leaves no doubt."""
    return not any(p in _SLIPS for p in printed) or spell(factors) in _SLIP_PRODUCTS


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> str | None:
    """litmine's spelling of a printed unit, in brackets or not: "[cd A^−1]" -> "cd/A"; None where it is no known unit."""
    t = " ".join(text.split())
    while len(t) > 2 and t[0] + t[-1] in {"()", "[]"}:
        t = t[1:-1].strip()
    if t.startswith("1/"):
        m = match_unit(t, 2)
        # Inverse units: every factor after "1/" is a denominator.
        if m and m[1] == len(t):
            return spell(tuple((s, -abs(n)) for s, n in _factors(m[0])))
        return None
    m = match_unit(t)
    return m[0] if m and t[m[1] :].strip(" .,") == "" else None


@lru_cache(maxsize=1024)
def _factors(unit: str) -> Factors:
    """The factors of a unit in litmine's own spelling."""
    head, *below = unit.split("/")
    above = [] if head == "1" else head.split("·")
    return tuple((*_split(p, 1),) for p in above) + tuple((*_split(p, -1),) for p in below)


def _split(piece: str, sign: int) -> tuple[str, int]:
    if piece in _PINT:
        return piece, sign
    return piece[:-1], sign * int(piece[-1])


@lru_cache(maxsize=1024)
def scaled(unit: str, factor: float) -> str:
    """The unit that is ``factor`` times another and differs from it in its first symbol or its area; "" where there is none.

    ("V", 0.001) -> "mV", ("cd/m2", 1e4) -> "cd/cm2".
    """
    factors = _factors(unit) if unit else ()
    for i, (symbol, n) in enumerate(factors):
        for other in _PINT if i == 0 or n == -2 else ():
            candidate = spell((*factors[:i], (other, n), *factors[i + 1 :]))
            scale, offset = conversion(candidate, unit) or (0.0, 0.0)
            if other != symbol and offset == 0 and abs(scale - factor) < 1e-9 * factor:
                return candidate
    return ""


@cache
def registry() -> pint.UnitRegistry:
    """The one unit registry, built at first use: pint's units and the composition percentages, which never mix with %."""
    ureg = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    for name in ("weight", "mole", "volume", "atom"):
        ureg.define(f"{name}_percent = [{name}_composition]")
    ureg.define("ppb = 1e-9")
    ureg.define("arbitrary_unit = [arbitrary]")
    return ureg


@lru_cache(maxsize=1024)
def pint_unit(unit: str) -> pint.Unit:
    """The pint unit of a unit in litmine's spelling ("" is dimensionless). Raises KeyError for a symbol litmine does not know."""
    product = registry().Unit("")
    for symbol, n in _factors(unit) if unit else ():
        product = product * registry().Unit(_PINT[symbol]) ** n
    return product


@lru_cache(maxsize=4096)
def conversion(unit: str, to: str) -> tuple[float, float] | None:
    """(scale, offset) with ``x in to = scale * x in unit + offset``; None where the two measure different things.

    A bare number ("") converts to nothing but itself: 0.75 is not 75 % in silence.
    """
    if unit == to:
        return 1.0, 0.0
    if not unit or not to or ("%" in unit) != ("%" in to):
        return None
    try:
        zero, one = (registry().Quantity(x, pint_unit(unit)).to(pint_unit(to)).magnitude for x in (0.0, 1.0))
    except (pint.DimensionalityError, pint.OffsetUnitCalculusError, KeyError, ValueError):
        return None
    return float(f"{one - zero:.12g}"), float(f"{zero:.12g}")
