"""Units that are not a number's own, and cells that do not go with their column."""

import pytest

from mini_papers import analyse_prose, analyse_table, analyse_text

YIELDS = """
| Emitter | PLQY (%) | EQE (%) |
|---|---|---|
| VXL-1 | {} | 0.5 |
| VXL-2 | 74 | 9.8 |
| VXL-3 | {} | 8.1 |
| VXL-4 | 66 | 9.1 |
| poly-QRS | 81 | 8.2 |
"""


def suspects(table: str, domain: str = "qled") -> list[tuple[str, str, str]]:
    """(subject, value, cause) of the suspected units of a table."""
    return [(f.subject, f.observed, f.cause) for f in analyse_table(table, domain=domain).coded("unit-suspect")]


def test_a_fraction_among_per_cents():
    """0.88 among 74, 92 and 66 is 88 %; the flag shows both cells."""
    (flag,) = analyse_table(YIELDS.format("0.88", "92")).coded("unit-suspect")
    assert (flag.subject, flag.expected, flag.severity) == ("VXL-1", "88 %", "warning")
    assert [e.quote for e in flag.anchors] == ["0.88", "74"]


@pytest.mark.parametrize(
    ("first", "other"),
    [("3.8", "92"), ("1", "92"), ("0.8", "92.4"), ("0.88", "4.2"), ("<0.5", "92"), ("–", "0.5")],
    ids=["small", "one per cent", "decimals alike", "a column of small ones", "bound", "nothing"],
)
def test_small_yields_are_not_fractions(first, other):
    """A weak emitter has a yield of a few per cent, printed as precisely as the others."""
    table = YIELDS.format(first, other).replace("| 74 |", "| 7.4 |") if other == "0.5" else YIELDS.format(first, other)
    assert suspects(table) == []


def test_a_column_of_fractions_is_one():
    """Where all are fractions, the header is wrong for all or for none: nothing is said of a single cell."""
    table = YIELDS.format("0.88", "0.92").replace("| 74 |", "| 0.74 |").replace("| 66 |", "| 0.66 |").replace("| 81 |", "| 0.81 |")
    assert suspects(table) == []


def test_a_small_efficiency_is_no_fraction():
    """An EQE of 0.88 % is one."""
    table = YIELDS.format("88", "92").replace("| 0.5 |", "| 0.88 |")
    assert suspects(table) == []


CELLS = """
| HTL | Voc (V) | Jsc (mA cm^−2) | FF (%) | PCE (%) |
|---|---|---|---|---|
| VXL-1 | {} |
| VXL-2 | 1.08 | 23.1 | 77.2 | 19.3 |
"""


@pytest.mark.parametrize(
    ("row", "value", "cause"),
    [
        ("0.88 | 16.8 | 0.42 | 6.4", "0.42", "a fraction, not per cent"),
        ("1080 | 23.1 | 77.2 | 19.3", "1080", "1000 times too large, the unit is probably mV"),
        ("1.08 | 23100 | 77.2 | 19.3", "23100", "1000 times too large, the unit is probably μA/cm2"),
        ("1.08 | 23.1 A cm^−2 | 77.2 | 19.3", "23.1 A cm^−2", "the unit is probably mA/cm2"),
    ],
)
def test_the_unit_that_a_cell_would_be_right_in(row, value, cause):
    """The likely unit is named, and a fraction is called one."""
    assert suspects(CELLS.format(row), "psc") == [("VXL-1", value, cause)]


def test_a_unit_that_is_wrong_for_a_whole_column_is_told_once():
    """Millivolts under a header of volts are one slip; two of four are two."""
    rows = "\n".join(f"| VXL-{i} | {v} |" for i, v in enumerate((1080, 1110, 1095, 1120), 1))
    table = f"| HTL | Voc (V) |\n|---|---|\n{rows}"
    (flag,) = analyse_table(table, domain="psc").coded("unit-suspect")
    assert "the unit is probably mV, and so for 3 more cells of its column." in flag.message
    assert [e.quote for e in flag.anchors] == ["1080", "1110", "1095", "1120"]
    two = table.replace("1095", "1.09").replace("1120", "1.12")
    assert [f.observed for f in analyse_table(two, domain="psc").coded("unit-suspect")] == ["1080", "1110"]


@pytest.mark.parametrize(
    ("printed", "cause"),
    [
        ("2.1 × 10^6 cm^2 V^−1 s^−1", "the sign of the exponent"),
        ("2.1 × 10^−13 cm^2 V^−1 s^−1", "10 times too small"),
    ],
)
def test_a_power_of_ten_out_of_range(printed, cause):
    """A mobility of 10^6 has lost the minus of its exponent."""
    found = analyse_prose(f"The hole mobility of VXL-1 is {printed}.").coded("implausible-value")
    assert [f.cause for f in found] == [cause]


def test_a_splitting_in_mev():
    """80 under a header of eV is 80 meV, rather than 0.8 eV without its point."""
    table = "| Emitter | ΔE_ST (eV) |\n|---|---|\n| VXL-1 | 80 |\n| VXL-2 | 0.12 |"
    assert suspects(table, "oled") == [("VXL-1", "80", "1000 times too large, the unit is probably meV")]


def test_nm_for_ev():
    """520 in a column of eV is a wavelength; 2.38 in one of nm an energy."""
    table = "| Emitter | {} |\n|---|---|\n| VXL-1 | {} |\n| VXL-2 | {} |"
    assert suspects(table.format("Eg (eV)", "520", "2.21")) == [("VXL-1", "520", "in nm, not in eV")]
    assert suspects(table.format("EL peak (nm)", "2.38", "560")) == [("VXL-1", "2.38", "in eV, not in nm")]
    assert suspects(table.format("Eg (eV)", "2.38", "2.21")) == []


# ---- prose ------------------------------------------------------------------------------------------------------------------


def units(*paragraphs: str) -> list[tuple[str, str, str]]:
    """(what is printed, severity, the unit expected) of the suspected units of a paper's prose."""
    return [(f.observed, f.severity, f.expected) for f in analyse_prose(*paragraphs).coded("unit-suspect")]


def test_mega_for_milli():
    """41 MA cm^−2 beside 66 mA cm^−2; both are shown."""
    text = "The current density at 4 V was 41 MA cm^−2 for VXL-1 and 66 mA cm^−2 for VXL-2."
    assert units(text) == [("41 MA cm^−2", "warning", "mA/cm2")]
    assert units(text.replace("MA", "mA")) == []
    assert units("The field was 41 MV cm^−1, and the drop was 35 mV.") == []
    assert units("The pulses had 2 MW cm^−2, and the lamp had 100 mW cm^−2 in the room.") == []
    assert units("The beam of electrons had 2 MeV, and the splitting was 25 meV.") == []
    assert units("The current density was 41 MA cm^−2 at breakdown.") == []
    assert units("Section 1.2.3 MA cm^−2 and 0 MA cm^−2 are odd, 66 mA cm^−2 is not.") == []


def test_luminance_per_square_centimetre():
    """No device has 2 x 10^8 cd/m2; 1000 cd cm^−2 where the paper has 1000 cd m^−2 elsewhere is a slip, too."""
    assert units("The VXL-1 device kept working beyond 20 000 cd cm^−2.") == [("20 000 cd cm^−2", "warning", "cd/m2")]
    text = "The lifetime was taken at 1000 cd cm^−2. All others were taken at {} cd m^−2."
    assert units(text.format(1000)) == [("1000 cd cm^−2", "warning", "cd/m2")]
    assert units(text.format(500)) == [("1000 cd cm^−2", "info", "cd/m2")]
    assert units("The lifetime was taken at 1000 cd m^−2, and at 5 kcd m^−2.") == []


@pytest.mark.parametrize(
    ("printed", "flagged"),
    [("100 W cm^−2", 1), ("100 MW cm^−2", 1), ("100 mW cm^−2", 0), ("1000 W m^−2", 0), ("0.1 mW cm^−2", 0), ("35 mW cm^−2", 0)],
)
def test_sunlight_of_another_prefix(printed, flagged):
    """Standard sunlight has 100 mW cm^−2; another lamp may have what it has."""
    cell = "# Perovskite solar cells\n\nThe MAPbI3 cell was measured under {} at " + printed + "."
    assert len(analyse_text(cell.format("AM 1.5G illumination"), "psc").coded("unit-suspect")) == flagged
    assert analyse_text(cell.format("a lamp"), "psc").coded("unit-suspect") == ()


STACK = "The devices had the structure {}, as usual."


@pytest.mark.parametrize(
    ("stack", "observed"),
    [
        ("ITO/PEDOT:PSS (40 nm)/VXL-1 (35 mm)/QDs (25 nm)/ZnO/Al (100 nm)", ["35 mm"]),
        ("ITO/PEDOT:PSS (40 nm)/VXL-1 (35 nm)/QDs (25 nm)/ZnO/Al (100 nm)", []),
        ("glass (1 mm)/ITO (150 nm)/VXL-1 (35 nm)/QDs (25 nm)/Al (100 nm)", []),
        ("VXL-1 (35 mm)/QDs (25 nm)", []),
        ("ITO (150 nm)/VXL-1 (35 nm)/QDs (25 nm) and a mask with holes (3 mm)", []),
        ("ITO (150 nm)/VXL-1 (2 mm)/QDs (1 mm)/Al (100 nm)", []),
    ],
    ids=["millimetres", "nanometres", "substrate", "two layers", "another thing", "two of them"],
)
def test_a_layer_thicker_than_its_device(stack, observed):
    """35 mm among layers of some 10 nm; a substrate has millimetres, and what is no layer of the stack is none."""
    assert [value for value, *_ in units(STACK.format(stack))] == observed


# ---- signs and colours ------------------------------------------------------------------------------------------------------

LEVELS = """
| HTL | HOMO (eV) | LUMO (eV) |
|---|---|---|
| VXL-1 | {}5.4 | {}2.2 |
| VXL-2 | {}5.6 | {}2.3 |
| VXL-3 | {}5.5 | {}2.4 |
| VXL-4 | {}5.3 | {}2.4 |
"""


def odd(table: str) -> list[tuple[str, str, str]]:
    """(subject, metric, cause) of what is implausible."""
    return [(f.subject, f.metric, f.cause) for f in analyse_table(table).coded("implausible-value")]


def test_one_sign_unlike_all_others():
    """5.4 in a column of −5.6, −5.5 and −5.3; all with a sign, or all without, are two ways of printing."""
    minus = ["−"] * 8
    assert odd(LEVELS.format(*minus)) == odd(LEVELS.format(*[""] * 8)) == []
    assert odd(LEVELS.format("", *minus[1:])) == [("VXL-1", "HOMO", "sign")]
    assert odd(LEVELS.format("−", *[""] * 7)) == [("VXL-1", "HOMO", "sign")]
    assert odd(LEVELS.format("", "", "", "", "−", "−", "−", "−")) == []


def test_a_splitting_may_be_negative():
    """An inverted gap among positive ones is physics, not a slip."""
    rows = "\n".join(f"| VXL-{i} | {v} |" for i, v in enumerate(("−0.01", "0.12", "0.08", "0.20"), 1))
    assert odd(f"| Emitter | ΔE_ST (eV) |\n|---|---|\n{rows}") == []


@pytest.mark.parametrize(
    ("colour", "peak", "flagged"), [("red", 530, True), ("blue", 628, True), ("red", 602, False), ("green", 508, False)]
)
def test_an_emission_that_is_not_of_its_colour(colour, peak, flagged):
    """A red device does not emit at 530 nm; the words are taken broadly."""
    table = f"| HTL | Colour | EL peak (nm) |\n|---|---|---|\n| VXL-1 | {colour} | {peak} |\n| VXL-2 | green | 530 |"
    assert odd(table) == ([("VXL-1", "EL_peak", "unknown")] if flagged else [])


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("The VXL-1 device has a FWHM of 533 nm and a T50 of 442 h.", "warning"),
        ("The VXL-1 device has an EL peak at 62 nm.", "warning"),
        ("The VXL-1 device has a FWHM of 29 nm, a peak at 460 nm and a T50 of 442 h.", "info"),
    ],
)
def test_a_number_that_another_metric_could_have(sentence, severity):
    """Where another number stands between the name and a value that would be plausible elsewhere, the sentence may be misread."""
    found = analyse_prose(sentence).coded("implausible-value")
    assert {f.severity for f in found} == {severity}


def test_no_slip_makes_a_zero():
    """A printed zero outside the range is implausible, and no factor explains it."""
    (flag,) = analyse_prose("The VXL-1 device has an EL peak at 0 nm.").coded("implausible-value")
    assert flag.cause == "unknown"
