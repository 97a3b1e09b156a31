"""Printed lists in prose: units and powers of ten printed once, brackets between the members, and who each member belongs to."""

import pytest

from litmine.quantities import find_quantities
from mini_papers import analyse_prose


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
