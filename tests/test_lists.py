"""Printed lists in prose: units and powers of ten printed once, brackets between the members, and who each member belongs to."""

import pytest

from litmine.quantities import find_quantities
from mini_papers import analyse_prose, analyse_text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3.2 and 2.7 × 10^−4 cm^2 V^−1 s^−1", [(3.2e-4, "cm2/V/s"), (2.7e-4, "cm2/V/s")]),
        ("3.4 × 10^−4 (A) and 9.8 × 10^−4 cm^2 V^−1 s^−1 (B)", [(3.4e-4, "cm2/V/s"), (9.8e-4, "cm2/V/s")]),
        ("12 and 2.7 × 10^−4 cm^2 V^−1 s^−1", [(2.7e-4, "cm2/V/s")]),
        ("of the sub-cells (1.17 and 0.71 V)", [(1.17, "V"), (0.71, "V")]),
        ("devices 2 and 3 V", [(3, "V")]),
        ("83% for 1, 76% for 2, and 55% for 3", [(83, "%"), (76, "%"), (55, "%")]),
        ("values of 56, 12 and 0.8 h", [(56, "h"), (12, "h"), (0.8, "h")]),
        ("the reference (15.9%)", [(15.9, "%")]),
    ],
)
def test_what_is_printed_once_holds_for_the_list(text, found):
    """The unit, and the power of ten of a mantissa; a thing's number is a label, a decimal is none."""
    assert [(m.quantity.value, m.quantity.unit) for m in find_quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("0.21 eV deeper than that", ["relative"]),
        ("2.3% (absolute) more than", ["relative"]),
        ("is promoted 42.7%", ["relative"]),
        ("at a brightness of 100 cd m^−2 of 17.8% and 17.2%", ["value", "value", "value"]),
        ("from 470 nm of 4CzX", ["value"]),
        ("87% of 14.1%", ["relative", "value"]),
    ],
)
def test_shares_and_differences(text, kinds):
    """A share is of a number in percent; a luminance or wavelength "of" something is a value."""
    assert [m.kind for m in find_quantities(text)] == kinds


@pytest.mark.parametrize(
    "text", ["tunable from 1.2 eV to 3.0 eV", "a tunable bandgap of A and B from 1.2 to 3.0 eV", "varies from 1.2 to 3.0 eV"]
)
def test_what_can_be_tuned_is_a_range(text):
    """No change from one value to another."""
    (m,) = find_quantities(text)
    assert (m.quantity.value, m.quantity.low, m.quantity.high, m.role) == (None, 1.2, 3.0, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dropped by 1.2% to 17.5%", [("relative", 1.2), ("value", 17.5)]),
        ("rose by a factor of 2.3 to 45 cd/A", [("fold", 2.3), ("value", 45)]),
        ("higher by 10 to 20%", [("relative", None)]),
    ],
)
def test_by_how_much_and_to_what(text, found):
    """Behind "by" two numbers with a unit each are a difference and what became of it, one unit for both is a range."""
    assert [(m.kind, m.quantity.value) for m in find_quantities(text)] == found


def test_rows_of_metrics_and_subjects():
    """Each number of a row has the metric of its place, though one of the names is of a quantity that is not collected."""
    paper = analyse_prose(
        "For VXL-1, the EQE, the current density at 4 V and the turn-on voltage are 14.1%, 2.8 mA cm^−2 and 2.1 V, respectively."
    )
    assert [(m.subject, m.metric, m.quantity.value) for m in paper.measurements] == [("VXL-1", "EQE", 14.1), ("VXL-1", "V_on", 2.1)]


def test_the_age_stated_first_holds_for_the_numbers_of_the_sentence():
    """ "After storage for 7 days": the device's number is that of the aged device."""
    paper = analyse_prose("The VXL-1 device had an EQE of 12.4%. After storage for 7 days, the VXL-1 device had an EQE of 11.2%.")
    assert [m.qualifiers.conditions for m in paper.of("EQE")] == [(), ("after 7 day",)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20.1%, higher than 18.4% of the TiO2 cell", ["=", "="]),
        ("20.1%, higher than 18.4% for the TiO2 cell", ["=", "="]),
        ("larger than 1.11 V of the control device", ["="]),
        ("an EQE higher than 18% was found", [">"]),
        ("is higher than 20% for all of them", [">"]),
        ("higher than 90% of the initial value", [">"]),
    ],
)
def test_what_another_thing_has_is_no_bound(text, found):
    """The number that something exceeds is another thing's value where the text says whose it is."""
    assert [m.quantity.comparator for m in find_quantities(text)] == found


def conditions_of(text: str, domain: str = "qled") -> list[tuple]:
    """(value, conditions) of the measurements of a paragraph."""
    return [(m.quantity.value, m.qualifiers.conditions) for m in analyse_text(f"# Lamps: a review\n\n{text}\n", domain).measurements]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The devices stored for 1 day and 30 days show T95 of 90 h and 23 h, respectively.",
            [(90, ("after 1 day",)), (23, ("after 30 day",))],
        ),
        ("At 100 and 1000 cd m^−2, the EQEs are 12.1% and 10.4%.", [(12.1, ("@100 cd/m2",)), (10.4, ("@1000 cd/m2",))]),
        ("The device has an EQEmax of 29.8%, of which 17.2% is left at 1000 cd m^−2.", [(29.8, ("max",)), (17.2, ("@1000 cd/m2",))]),
        ("After storage for one day the EQE is 17.1%.", [(17.1, ("after 1 day",))]),
        ("Extending the storage time to 70 days, these devices have an EQE of 13.2%.", [(13.2, ("after 70 day",))]),
        ("After storage for 7 days the EQE falls from 17.1% to 12.2%.", [(17.1, ()), (12.2, ("after 7 day",))]),
        ("The current density at 3 V of a green-emitting (532 nm) QLED rises.", [(532, ())]),
        ("The devices stored in nitrogen for two weeks have an EQE of 17.1%.", [(17.1, ("after 2 week",))]),
        (
            "The hole mobility is 3.1 × 10^−4 cm^2 V^−1 s^−1 and the electron mobility is 2.1 × 10^−4 cm^2 V^−1 s^−1.",
            [(3.1e-4, ("hole",)), (2.1e-4, ("electron",))],
        ),
        (
            "The hole and electron mobilities are 3.1 × 10^−4 and 2.1 × 10^−4 cm^2 V^−1 s^−1.",
            [(3.1e-4, ("hole",)), (2.1e-4, ("electron",))],
        ),
    ],
)
def test_each_number_has_its_own_condition(text, found):
    """Ages, levels and carriers listed before the numbers are dealt out; a maximum is the first number only."""
    told = conditions_of(text)
    assert [(v, tuple(c for c in cs if c != "in nitrogen")) for v, cs in told] == found


def test_a_certified_value_is_the_one_behind_the_word():
    """ "23.9% (certified value: 23.1%)": the second number is certified."""
    assert conditions_of("A PCE of 23.9% (certified value: 23.1%) was found.", "psc") == [(23.9, ()), (23.1, ("certified",))]


def test_one_list_of_several_metrics_is_of_one_device():
    """ "compared with 21.4%, 1.10 V and 0.784 for the control cell": all three are the control's."""
    text = (
        "The PEAI cell has a PCE of 23.4%, a VOC of 1.16 V and an FF of 0.812, compared with 21.4%, 1.10 V and 0.784 for the control cell."
    )
    found = analyse_text(f"# Cells: a review\n\n{text}\n", "psc").measurements
    assert [m.quantity.value for m in found if m.subject == "control cell"] == [21.4, 1.1, 78.4]
