"""Code points made readable: ligatures, Symbol-font private use, compatibility forms, spaces. Used for PDF glyphs."""

import unicodedata

SOFT_HYPHEN = "\u00ad"

# Signs that stand high by nature: raised type is no superscript here.
PRIME_LIKE = frozenset("′″‴'’‘\"“”`´°®™©*†‡§˚")

# Code points that are scripts by themselves -> (text, script).
SCRIPT_DIGITS: dict[str, tuple[str, str]] = {
    **{c: (p, "super") for c, p in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+−=()ni", strict=True)},
    **{c: (p, "sub") for c, p in zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ", "0123456789+−=()aeoxhklmnpst", strict=True)},
}

# Accents with a width of their own, as TeX draws them over letters -> combining ones.
ACCENTS = dict(
    zip(
        "¨´`ˆ^˜~ˇ¯˙¸˘˝˚°",
        "\u0308\u0301\u0300\u0302\u0302\u0303\u0303\u030c\u0304\u0307\u0327\u0306\u030b\u030a\u030a",
        strict=True,
    )
)

# Adobe Symbol encoding, 0x20.. and 0xA0.. (Adobe, "Symbol" character set, Unicode mapping table of 1999).
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u203eαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√·¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_SYMBOL = {0xF020 + i: c for i, c in enumerate(_SYMBOL_LOW)} | {0xF0A0 + i: c for i, c in enumerate(_SYMBOL_HIGH)}
_SYMBOL |= {0xF0E6 + i: c for i, c in enumerate("⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪")} | {0xF0F1 + i: c for i, c in enumerate("〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭")}

_PLAIN = {
    **dict.fromkeys(["\u00a0", "\u202f", "\u3000", "\u1680", "\u205f", "\t", "\n", "\r"], " "),
    **{chr(c): " " for c in range(0x2000, 0x200B)},
    **dict.fromkeys(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u200f"], ""),
    # Ligatures that the 3B2 typesetting fonts ("AdvOT...") of several publishers put into private use.
    "\ue103": "fi",
    "\ue104": "fl",
    "\ue09d": "ft",
    "\ue09b": "fk",
    "\u2010": "-",
    "\u2011": "-",
    "\u02da": "°",
    "\u05af": "°",  # a Hebrew circle that word processors offer as a ring
    "\u00ba": "°",  # the masculine ordinal, which papers print for a degree
    "\u2206": "Δ",
    "\u2126": "Ω",
    "\u00b5": "μ",
    "\u0192": "ƒ",
    "\u2103": "°C",
    "\u2109": "°F",
    "\u223c": "~",
    "\u02dc": "~",
    "\u2215": "/",
    "\u2044": "/",
    "\u2236": ":",
    "\u2217": "*",
    "\u22c5": "·",
    "\u00b7": "·",
    "\u2219": "·",
    "\u2500": "—",
    "\u02c9": "¯",
}


def readable(char: str, font: str = "") -> str:
    """The text a drawn code point stands for: one code point, an expanded ligature, or "" for what is not text.

    Soft hyphens stay (the line decides), Unicode's own super- and subscript digits stay too (they carry their script).
    """
    if len(char) != 1:
        return "".join(readable(c, font) for c in char)
    if char in _PLAIN:
        return _PLAIN[char]
    point = ord(char)
    if 0x21 <= point <= 0x7E or char in SCRIPT_DIGITS or char in (" ", SOFT_HYPHEN):
        return char
    if 0xE000 <= point <= 0xF8FF:
        if "ingdings" in font or "ingbats" in font:
            return "•"
        return _readable_symbol(_SYMBOL.get(point, char))
    if point < 0x20 or 0x7F <= point < 0xA0:
        return ""
    if 0xFB00 <= point <= 0xFB06 or 0xFF01 <= point <= 0xFF5E or 0x1D400 <= point <= 0x1D7FF or 0x3300 <= point <= 0x33FF:
        return unicodedata.normalize("NFKC", char)
    if point in (0x212A, 0x212B, 0x2113, 0x210E) or 0x2160 <= point <= 0x217F or 0x2460 <= point <= 0x2473:
        return unicodedata.normalize("NFKC", char)
    return char


def _readable_symbol(char: str) -> str:
    return _PLAIN.get(char, char)


def composed(letter: str, accent: str) -> str:
    """A letter with an accent that is drawn over it (a key of ACCENTS); the letter alone where Unicode has no such one."""
    found = unicodedata.normalize("NFC", {"ı": "i", "ȷ": "j"}.get(letter, letter) + ACCENTS[accent])
    return found if len(found) == len(letter) else letter
