"""Ranges and laws that do not speak of tandems, modules and lamp light."""

import pytest

from mini_papers import analyse_text

TABLE = """
| Absorber | Eg (eV) | Voc (V) |
|---|---|---|
| FA-X1 | 1.68 | 1.88 |
| FA-X2 | 1.55 | 1.10 |
"""


def broken(text: str) -> list[str]:
    """The subjects of the broken laws of a text on solar cells."""
    return [f.subject for f in analyse_text(text, "psc").coded("law-violated")]


@pytest.mark.parametrize(
    ("caption", "subjects"),
    [
        ("Table 1. Perovskite solar cells.", ["FA-X1"]),
        ("Table 1. Monolithic tandems of two absorbers.", []),
        ("Table 1. Perovskite/silicon solar cells.", []),
        ("Table 1. Mini-modules of five cells.", []),
    ],
)
def test_a_caption_excepts_its_table(caption, subjects):
    """A voltage above the gap is a slip in a single junction, and none in a tandem or a module."""
    assert broken(f"# Cells\n\n{caption}\n{TABLE}") == subjects


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("The MAPbI3 cell has a Voc of 1.81 V and a band gap of 1.55 eV.", ["MAPbI3"]),
        ("The MAPbI3 tandem has a Voc of 1.81 V and a band gap of 1.55 eV.", []),
        ("In a two-terminal tandem, the MAPbI3 cell has a Voc of 1.81 V and a band gap of 1.55 eV.", []),
    ],
)
def test_a_sentence_excepts_its_numbers(text, subjects):
    """What the sentence says of the device counts."""
    assert broken(f"# Cells\n\n{text}") == subjects


def test_the_title_excepts_the_paper():
    """A paper on tandems speaks of tandems throughout."""
    sentence = "The MAPbI3 cell has a Voc of 1.81 V and a band gap of 1.55 eV."
    assert broken(f"# Perovskite tandems\n\n{sentence}") == []
    assert broken(f"# Perovskite cells\n\n{sentence}") == ["MAPbI3"]


def test_the_efficiency_of_a_cell_under_a_lamp_is_no_slip():
    """The product of voltage, current and fill factor belongs to 100 mW/cm2."""
    numbers = "a PCE of 34.0%, a Voc of 0.80 V, a Jsc of 0.12 mA cm^−2 and an FF of 75.0%"
    assert broken(f"# Cells\n\nUnder indoor light the P3HT cell has {numbers}.") == []
    assert broken(f"# Cells\n\nThe P3HT cell has {numbers}.") == ["P3HT"]


def test_the_voltage_of_a_module_is_plausible():
    """A module adds up its cells; a cell with that voltage is flagged."""
    module = analyse_text("# Cells\n\nThe MAPbI3 module has a Voc of 8.9 V.", "psc")
    cell = analyse_text("# Cells\n\nThe MAPbI3 cell has a Voc of 8.9 V.", "psc")
    assert [f.metric for f in module.coded("implausible-value")] == []
    assert [f.metric for f in cell.coded("implausible-value")] == ["Voc"]
