"""The laws of the packs on rows as papers print them: what real devices have is passed, what none can have is flagged."""

from dataclasses import replace

import pytest

from litmine.checks.measured import physics
from mini_papers import analyse_table, analyse_text

LIGHT = """
| HTL | EL peak (nm) | V_on (V) | EQE (%) | CE (cd A^−1) | PE (lm W^−1) | CIE (x, y) | Ref. |
|---|---|---|---|---|---|---|---|
| VXL-2 | 626 | 2.0 | 9.8 | 14.1 | 15.2 | (0.68, 0.31) | 2 |
| VXL-1 | {} | 1 |
"""
CELL = """
| HTL | Eg (eV) | Voc (V) | Jsc (mA cm^−2) | FF (%) | PCE (%) | Ref. |
|---|---|---|---|---|---|---|
| VXL-2 | 1.55 | 1.08 | 23.1 | 77.2 | 19.3 | 2 |
| VXL-1 | {} | 1 |
"""


def broken(table: str, row: str, domain: str = "qled", caption: str = "Table 1. Devices.") -> list[tuple[str, str]]:
    """(formula, severity) of what is flagged for the second row."""
    found = analyse_table(table.format(row), domain=domain, caption=caption).coded("law-violated")
    assert all(f.subject == "VXL-1" for f in found)
    return [(f.expected, f.severity) for f in found]


ABOVE, BELOW = (f"CE {sign} luminous(EL_peak, narrow, broad) * EQE" for sign in ("<=", ">="))


@pytest.mark.parametrize(
    ("row", "law"),
    [
        ("628 | 2.0 | 18.2 | 67.4 | 72.1 | (0.68, 0.31)", ABOVE),
        ("525 | 2.3 | 18.2 | 20.1 | 22.4 | (0.17, 0.73)", BELOW),
        ("465 | 2.7 | 12.1 | 31.1 | 29.2 | (0.14, 0.06)", ABOVE),
        ("628 | 2.0 | 18.2 | 24.6 | 1.1 | (0.68, 0.31)", "pi * CE / PE <= V_high"),
        ("628 | – | 18.2 | 24.6 | 94.1 | (0.68, 0.31)", "pi * CE / PE >= V_low"),
        ("466 | – | 12.1 | 8.1 | 17.1 | (0.13, 0.07)", "q * pi * CE / PE >= share * photon(EL_peak)"),
        ("628 | 2.0 | 18.2 | – | 94.1 | (0.68, 0.31)", "PE <= pi * luminous(EL_peak, narrow, broad) * EQE / V_on"),
        ("628 | 2.0 | 18.2 | 24.6 | 25.1 | (0.31, 0.28)", "abs(CIE_x - chromaticity_x(EL_peak, narrow, broad)) <= d"),
        ("– | 2.0 | 18.2 | 24.6 | 25.1 | (0.68, 0.41)", "CIE_y <= locus_top(CIE_x) + d"),
        ("– | 2.0 | 18.2 | 24.6 | 25.1 | (0.41, 0.08)", "CIE_y >= locus_bottom(CIE_x) - d"),
    ],
)
def test_what_no_emitter_can_have(row, law):
    """Too much and too little light for the wavelength, a voltage that no device has, a colour that is not that of the peak."""
    assert [formula for formula, _ in broken(LIGHT, row)] == [law]


@pytest.mark.parametrize(
    "row",
    [
        "602 | 1.7 | 21.6 | 45.1 | 60.2 | (0.63, 0.36)",
        "640 | 1.7 | 20.5 | 19.1 | 24.2 | (0.69, 0.30)",
        "531 | 2.3 | 22.9 | 96.2 | 82.1 | (0.19, 0.76)",
        "517 | 2.6 | 16.1 | 55.0 | 41.2 | (0.12, 0.77)",
        "468 | 2.8 | 8.1 | 4.1 | 3.6 | (0.13, 0.07)",
        "441 | 2.9 | 9.4 | 2.6 | 2.2 | (0.15, 0.03)",
        "486 | 2.9 | 13.1 | 17.2 | 15.2 | (0.08, 0.28)",
        "560 | 2.1 | 15.1 | 66.2 | 71.0 | (0.42, 0.57)",
        "680 | 2.0 | 17.2 | 4.2 | 3.2 | (0.72, 0.28)",
        "860 | 1.3 | 12.1 | – | – | –",
    ],
)
def test_what_good_emitters_have(row):
    """Deep red to deep blue, narrow and efficient, as in the field's best papers."""
    assert broken(LIGHT, row) == []


@pytest.mark.parametrize(
    "row",
    [
        "515 | 2.4 | 22.1 | 76.2 | 81.0 | (0.30, 0.62)",
        "474 | 3.0 | 20.4 | 40.1 | 37.2 | (0.16, 0.34)",
        "462 | 3.2 | 19.2 | 17.4 | 15.1 | (0.14, 0.14)",
        "536 | 3.1 | 11.5 | 36.4 | 27.0 | (0.35, 0.53)",
        "620 | 3.0 | 14.1 | 16.1 | 13.0 | (0.65, 0.35)",
        "470 | 3.3 | 34.4 | 31.0 | 25.6 | (0.12, 0.11)",
        "530 | 3.9 | 1.2 | 3.8 | 1.3 | (0.34, 0.55)",
    ],
)
def test_what_broad_emitters_have(row):
    """Phosphorescent, delayed and prompt fluorescent emitters with their tails; one of them at a high voltage."""
    assert broken(LIGHT, row, "oled") == []


@pytest.mark.parametrize("caption", ["Table 1. White devices.", "Table 1. Top-emitting devices.", "Table 1. Devices with a microcavity."])
def test_what_has_no_spectrum_of_one_band_is_passed(caption):
    """White light and light that is not Lambertian have their own ratios of candela to photons."""
    assert broken(LIGHT, "465 | 2.7 | 12.1 | 31.1 | 29.2 | –", caption=caption) == []


def test_the_ceiling_holds_for_white_light():
    """More than 4.86 cd/A for each per cent no light has, as long as it is Lambertian."""
    row = "– | 2.7 | 5.1 | 31.1 | 29.2 | –"
    assert broken(LIGHT, row, caption="Table 1. White devices.") == [("CE <= k * EQE", "warning")]
    assert broken(LIGHT, row, caption="Table 1. Top-emitting devices.") == []


def test_a_colour_stands_for_the_peak():
    """A blue device without a printed peak sees less than 70 cd/A from 18 %; a green one may give it."""
    table = """
        | HTL | Colour | EQE (%) | CE (cd A^−1) |
        |---|---|---|---|
        | VXL-1 | {} | 18.2 | 74.1 |
        | VXL-2 | red | 9.8 | 14.1 |
    """
    (flag,) = analyse_table(table.format("blue")).coded("law-violated")
    assert flag.message.startswith("VXL-1 (blue): CE 74.1 cd/A ≤ luminous(EL_peak 425–500 nm, 15 nm, 50 nm) × EQE 18.2 % = ")
    assert [e.quote for e in flag.anchors] == ["74.1", "18.2"]
    for colour in ("green", "white", "–"):
        assert analyse_table(table.format(colour)).coded("law-violated") == ()


def test_one_wrong_value_is_told_once():
    """A current efficiency ten times too large breaks two laws; the flag tells both, and what they share."""
    (flag,) = analyse_table(LIGHT.format("628 | 2.0 | 18.2 | 246 | 29.1 | –")).coded("law-violated")
    assert flag.cause == "perhaps CE 246, which all laws share"
    assert "; nor does π × CE 246 cd/A / PE 29.1 lm/W = 26.56 V ≤ 20 V" in flag.message
    assert [e.quote for e in flag.anchors] == ["246", "18.2", "29.1"]


def test_two_wrong_values_are_told_apart():
    """Levels exchanged and a current efficiency too large have nothing to do with each other."""
    table = """
        | HTL | HOMO (eV) | LUMO (eV) | EQE (%) | CE (cd A^−1) |
        |---|---|---|---|---|
        | VXL-1 | −2.2 | −5.4 | 5.1 | 45.1 |
    """
    assert [f.severity for f in analyse_table(table).coded("law-violated")] == ["error", "warning"]


def test_an_early_turn_on_is_worth_a_look():
    """Sub-gap turn-on exists, so it is never more than info, and only clearly below the photon."""
    assert broken(LIGHT, "465 | 1.6 | 12.1 | 7.1 | 6.2 | –") == [("q * V_on >= share * photon(EL_peak)", "info")]
    assert broken(LIGHT, "465 | 2.2 | 12.1 | 7.1 | 6.2 | –") == []
    assert broken(LIGHT, "628 | 1.5 | 12.1 | 17.1 | 16.2 | –") == []


YIELD = """
| Emitter | PLQY in {} (%) | EQE (%) |
|---|---|---|
| VXL-1 | {} | 16.2 |
| VXL-2 | 62 | 9.8 |
"""


def test_more_light_from_current_than_from_light():
    """A device beats the yield of its emitter's film only where one of the two is wrong, or the yield is a fraction."""
    (flag,) = analyse_table(YIELD.format("film", "8"), domain="oled").coded("law-violated")
    assert (flag.expected, flag.severity, flag.cause) == ("EQE <= PLQY", "warning", "unknown")
    (flag,) = analyse_table(YIELD.format("film", "0.8"), domain="oled").coded("law-violated")
    assert flag.cause == "PLQY 0.8 is a fraction, not per cent"
    assert flag.message.endswith("likely cause: PLQY 0.8 is a fraction, not per cent.")
    assert analyse_table(YIELD.format("film", "18"), domain="oled").coded("law-violated") == ()


def test_the_yield_of_a_solution_says_nothing():
    """Oxygen quenches a delayed emitter in solution, not in the device; beside it, the film's yield counts."""
    for solvent in ("solution", "toluene", "CH2Cl2"):
        assert analyse_table(YIELD.format(solvent, "8"), domain="oled").coded("law-violated") == ()
    both = YIELD.replace("| EQE (%) |", "| PLQY in toluene (%) | EQE (%) |").replace("|---|\n", "|---|---|\n", 1)
    both = both.replace("| 16.2 |", "| 8 | 16.2 |").replace("| 9.8 |", "| 5 | 9.8 |")
    assert analyse_table(both.format("film", "81"), domain="oled").coded("law-violated") == ()
    (flag,) = analyse_table(both.format("film", "9"), domain="oled").coded("law-violated")
    assert flag.observed == "EQE 16.2, PLQY 9"


@pytest.mark.parametrize(
    ("row", "law", "severity"),
    [
        ("1.55 | 1.51 | 23.1 | 77.2 | 26.9", "q * Voc < Eg - loss", "warning"),
        ("1.55 | 1.05 | 33.1 | 60.2 | 20.9", "Jsc <= photocurrent(Eg - e)", "info"),
        ("1.55 | – | – | – | 34.1", "PCE <= efficiency_limit(Eg)", "warning"),
        ("1.55 | 1.08 | 23.1 | 77.2 | 21.3", "PCE <= Voc * Jsc * FF / P_in", "warning"),
        ("1.55 | 1080 mV | 23.1 | 77.2 | 13.9", "PCE >= Voc * Jsc * FF / P_in", "warning"),
    ],
)
def test_what_no_cell_can_have(row, law, severity):
    """A voltage at the gap, more current than sunlight gives, more than detailed balance, a product that is not the efficiency."""
    assert broken(CELL, row, "psc") == [(law, severity)]


@pytest.mark.parametrize(
    "row",
    [
        "1.55 | 1.18 | 26.1 | 84.6 | 26.0",
        "1.53 | 1180 mV | 25.9 | 0.846 | 25.9",
        "1.68 | 1.25 | 21.7 | 82.9 | 22.5",
        "1.80 | 1.36 | 17.9 | 83.9 | 20.4",
        "1.25 | 0.89 | 33.0 | 80.9 | 23.8",
        "1.12 | 0.74 | 42.1 | 84.2 | 26.3",
        "2.3 | 1.6 | 7.9 | 79.1 | 10.0",
        "1.55 | 1.1 | 24 | 79 | 20.9",
    ],
)
def test_what_good_cells_have(row):
    """Records of iodides, wide-gap, narrow-gap and bromide perovskites, of silicon; rounding alone."""
    assert broken(CELL, row, "psc") == []


def test_light_from_above_the_gap():
    """Photoluminescence of 585 nm is not that of an absorber with 1.55 eV; that of 785 nm is."""
    text = "# Cells\n\nThe MAPbI3 film has a band gap of 1.55 eV and a PL peak at {} nm."
    assert [f.expected for f in analyse_text(text.format(585), "psc").coded("law-violated")] == ["photon(PL_peak) <= Eg + e"]
    assert analyse_text(text.format(785), "psc").coded("law-violated") == ()


def test_what_restates_a_row_is_the_row():
    """A picture's table is read with doubts. Prose that repeats two of its numbers speaks of that row, in whatever words it calls it."""
    paper = analyse_table(
        LIGHT.format("– | 2.1 | 11.6 | 15.4 | 2.3 | –"),
        prose=("The device with VXL-1 has a CE of 15.4 cd A^−1.", "The device with VXL-1 has a PE of 2.3 lm W^−1."),
    )

    def read(m, rule):
        if m.source == "table":
            return replace(m, confidence=0.5)
        called = replace(m.qualifiers, statistic="reference") if m.metric == "CE" else m.qualifiers
        return replace(m, qualifiers=called, rule=m.rule + rule, confidence=0.85)

    def flags(rule):
        linked = replace(paper.linked, measurements=tuple(read(m, rule) for m in paper.measurements))
        return [f.expected for f in physics.check(paper.document, paper.tagged, linked, paper.domain)]

    assert flags("+restated") == ["pi * CE / PE <= V_high"]
    assert flags("") == []


def test_laws_are_counted():
    """Of each law and device it is known whether it could be evaluated."""
    paper = analyse_table("| HTL | EQE (%) | CE (cd A^−1) |\n|---|---|---|\n| VXL-1 | 9.8 | 11.7 |\n| VXL-2 | 9.1 | – |")
    evaluated, not_evaluated = physics.tried(paper.document, paper.linked, paper.domain)
    assert evaluated == 1
    assert not_evaluated == 2 * len(paper.domain.laws) - 1
