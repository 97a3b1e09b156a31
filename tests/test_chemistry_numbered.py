"""Compounds called by bare numbers, on invented papers."""

import pytest

from litmine.chemistry import find_numbered, learn, numbered_compounds
from litmine.domain import load_domain
from litmine.tagging import mentions_in

_PAPER = (
    "Two copper complexes, complex 1 and complex 2, and the gold analogues, compounds 3–5, were made. "
    "QZC-7 (2) is the brightest. Emitters 6a and 6b carry butyl groups."
)
_NUMBERED = numbered_compounds(_PAPER)


def named(text, numbered=_NUMBERED):
    """What the numbers of a sentence that are compounds print."""
    return [span.of(text) for span, _ in find_numbered(text, numbered)]


def test_numbers_are_learned_from_their_nouns():
    """Lists and ranges behind a noun define numbers; an abbreviation before the number in brackets is its name."""
    assert _NUMBERED == {
        "1": "complex 1",
        "2": "QZC-7",
        "3": "compound 3",
        "4": "compound 4",
        "5": "compound 5",
        "6a": "emitter 6a",
        "6b": "emitter 6b",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Complex 1 is the only one here.",
        "The polymer 2 h later was dry, and the dye 3 mg of it.",
        "Devices 1 and 2 differ from device 3; compound names are given in Table 1 and Figure 2.",
        "Each molecule 4 times; a ligand 12 nm long; compounds 20% richer; emitters 1.5 wide and complexes 2.0.",
        "Emitters 3 and 4 follow compounds 5 and 6.",
    ],
)
def test_a_paper_without_two_numbered_compounds_has_none(text):
    """One number, a number with a unit, devices, figures and numbers that do not begin at 1 define nothing."""
    assert numbered_compounds(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The EQEs are 12.1 and 9.4% for 1 and 2, respectively.", ["1", "2"]),
        ("Host-free 1 devices turn on at 2.9 V.", ["1"]),
        ("The HOMO level of −5.5 eV is 0.2 eV above that of 3.", ["3"]),
        ("In toluene, 1–3 exhibit a PLQY near unity.", ["1", "3"]),
        ("Complex 1 is bright, and complexes 3 and 4 are not.", ["Complex 1", "3", "4"]),
        ("The shift from 2.6 eV for 4 to 3.1 eV for 1.", ["4", "1"]),
        ("OLEDs based on 6a and 6b reach 20.1 and 18.7%.", ["6a", "6b"]),
        ("Both 1 and 2 show two bands.", ["1", "2"]),
        ("The stability of neat films (for 3 and 5) is low.", ["3", "5"]),
        ("PL spectra of 1 in THF and in 2-MeTHF.", ["1"]),
    ],
)
def test_numbers_that_are_compounds(text, expected):
    """Where the syntax says so a known number is a compound."""
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The films were heated for 2 h and for 1 to 3 days.",
        "It lasted for 3 min, then for 4 more minutes, in 2 steps and in 3 of 5 devices.",
        "Figures 1 and 2 show the spectra; see Table 3, ref. 4, eq. 5 and Scheme 1.",
        "The ratio is 1:3 and falls to 2, by 4% or a factor of 3.",
        "V = 3, n = 2, and a slope of 1.",
        "An ideality factor of 2 and an increase from 1 to 3.",
        "A yield of 2.3% for 1.5 mg, 3 × 10^4 and 4-methylphenol.",
        "1. Introduction",
        "Of these 5 devices 3 were red.",
        "The values for 7 and 8 are low.",
    ],
)
def test_numbers_that_are_none(text):
    """Numbers with units, of figures, in ratios and equations, and numbers that nothing defines, are no compounds."""
    assert named(text) == []


def test_a_number_is_a_compound_or_a_quantity():
    """In a paper's sentence the numbers of compounds are chemicals with their names, and no quantities."""
    text = "The EQEs are 12.1 and 9.4% for 1 and 2, respectively."
    pack = load_domain("oled")
    _, found = mentions_in(text, pack, learn([_PAPER, text]))
    assert [(m.text, m.value) for m in found if m.kind == "chemical"] == [("1", "complex 1"), ("2", "QZC-7")]
    assert [m.text for m in found if m.kind == "quantity"] == ["12.1", "9.4%"]
    _, unknown = mentions_in(text, pack)
    assert not [m for m in unknown if m.kind == "chemical"]
