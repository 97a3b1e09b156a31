"""The Symbol font's private code points, which older papers use for minus signs and Greek letters."""

import unicodedata

import pytest

from litmine.readers.codepoints import readable

# Names of the glyphs at some places of the Symbol encoding (low byte), by Unicode's names of what they stand for.
PLACES = {
    0x2B: "PLUS SIGN", 0x2D: "MINUS SIGN", 0x30: "DIGIT ZERO", 0x39: "DIGIT NINE", 0x44: "GREEK CAPITAL LETTER DELTA",
    0x46: "GREEK CAPITAL LETTER PHI", 0x4C: "GREEK CAPITAL LETTER LAMDA", 0x57: "GREEK CAPITAL LETTER OMEGA",
    0x59: "GREEK CAPITAL LETTER PSI", 0x61: "GREEK SMALL LETTER ALPHA", 0x65: "GREEK SMALL LETTER EPSILON",
    0x66: "GREEK SMALL LETTER PHI", 0x68: "GREEK SMALL LETTER ETA", 0x6A: "GREEK PHI SYMBOL",
    0x6C: "GREEK SMALL LETTER LAMDA", 0x6D: "GREEK SMALL LETTER MU", 0x70: "GREEK SMALL LETTER PI",
    0x73: "GREEK SMALL LETTER SIGMA", 0x74: "GREEK SMALL LETTER TAU", 0x77: "GREEK SMALL LETTER OMEGA", 0x7E: "TILDE",
    0xA3: "LESS-THAN OR EQUAL TO", 0xA5: "INFINITY", 0xAE: "RIGHTWARDS ARROW", 0xB0: "DEGREE SIGN", 0xB1: "PLUS-MINUS SIGN",
    0xB3: "GREATER-THAN OR EQUAL TO", 0xB4: "MULTIPLICATION SIGN", 0xB7: "BULLET", 0xB8: "DIVISION SIGN", 0xB9: "NOT EQUAL TO",
    0xBB: "ALMOST EQUAL TO", 0xD6: "SQUARE ROOT", 0xD7: "MIDDLE DOT", 0xE5: "N-ARY SUMMATION", 0xF2: "INTEGRAL",
}  # fmt: skip


@pytest.mark.parametrize(("low", "name"), PLACES.items(), ids=[f"{low:#x}" for low in PLACES])
def test_places_of_the_symbol_encoding(low, name):
    """Minus, Δ, μ, Ω, η, λ, Φ and the signs of values are what they look like."""
    assert unicodedata.name(readable(chr(0xF000 + low), "Symbol")) == name


def test_the_whole_symbol_encoding_is_readable():
    """Of the encoding's 189 places only the apple stays private; each other gives one character."""
    places = [*range(0x20, 0x7F), *range(0xA0, 0xFF)]
    read = {low: readable(chr(0xF000 + low), "Symbol") for low in places}
    private = [hex(low) for low, text in read.items() if len(text) != 1 or unicodedata.category(text) == "Co"]
    assert private == ["0xf0"]


def test_private_dingbats_are_bullets():
    """What a dingbat font draws at the same places is no letter."""
    assert readable("\uf06d", "Wingdings-Regular") == "•"
