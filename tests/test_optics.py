"""The photopic curve, the spectral locus and sunlight, against what is known of them."""

import math

import pytest

from litmine.optics import FUNCTIONS
from litmine.optics.photometry import chromaticity_x, chromaticity_y, locus_bottom, locus_top, luminous, photon
from litmine.optics.sunlight import efficiency_limit, photocurrent
from litmine.optics.tables import EVERYTHING, columns
from litmine.units import parse_unit

LINE = ((0.5, 0.5), (0.5, 0.5))  # an emission so narrow that it is one wavelength


def at(x: float) -> tuple[float, float]:
    """A number as an interval of no width."""
    return x, x


def test_the_curves_are_those_of_the_standard_observer():
    """The three colour-matching functions have equal sums, as the CIE made them; V is 1 at 555 nm."""
    nm, *curves = columns("cie1931")
    assert [round(sum(c), 3) for c in curves] == [21.372, 21.371, 21.372]
    assert (nm[0], nm[-1], len(nm)) == (380, 780, 81)
    assert curves[1][nm.index(555)] == max(curves[1]) == 1


def test_a_line_at_555_nm_gives_the_ceiling_of_current_efficiency():
    """683 lm/W x 2.234 eV / pi / 100 = 4.86 cd/A for each per cent; a photon of another wavelength gives hardly more."""
    low, high = luminous(at(555), *LINE)
    assert low == pytest.approx(high) == pytest.approx(4.857, abs=0.001)
    assert luminous((380, 780), *LINE)[1] == pytest.approx(high, abs=0.03)


@pytest.mark.parametrize(
    ("peak", "cd_per_percent"),
    [(465, 0.62), (530, 4.36), (628, 1.4)],
    ids=["blue", "green", "red"],
)
def test_what_the_eye_sees_of_a_quantum_dot(peak, cd_per_percent):
    """Typical ratios of CE to EQE lie well within what widths of 15 to 50 nm allow, and half or double of them do not."""
    low, high = luminous(at(peak), at(15), at(50))
    assert low < cd_per_percent < high
    assert high < 2 * cd_per_percent
    assert low > 0.5 * cd_per_percent


def test_a_wider_range_of_peaks_gives_a_wider_interval():
    """What holds for 628 nm holds among all that is called red."""
    low, high = luminous((590, 720), at(15), at(50))
    inner = luminous(at(628), at(15), at(50))
    assert low < inner[0] < inner[1] < high < 4.86


def test_light_that_the_eye_does_not_see():
    """A near-infrared emission gives no candela and has no chromaticity."""
    assert luminous(at(1500), at(20), at(60)) == (0, 0)
    assert chromaticity_x(at(1500), at(20), at(60)) == EVERYTHING
    assert chromaticity_y(at(1500), at(20), at(60)) == EVERYTHING


@pytest.mark.parametrize(
    ("peak", "x", "y"), [(628, 0.68, 0.31), (530, 0.20, 0.74), (465, 0.135, 0.06)], ids=["red", "green", "blue"]
)
def test_the_chromaticity_of_a_quantum_dot(peak, x, y):
    """Coordinates that narrow emitters are known to have."""
    (x_low, x_high), (y_low, y_high) = (f(at(peak), at(15), at(50)) for f in (chromaticity_x, chromaticity_y))
    assert x_low <= x <= x_high
    assert y_low <= y <= y_high


@pytest.mark.parametrize(
    ("x", "y"), [(0.68, 0.32), (0.17, 0.795), (0.08, 0.83), (0.14, 0.035), (0.71, 0.29), (0.333, 0.333), (0.131, 0.046)]
)
def test_chromaticities_within_the_locus(x, y):
    """Deep red, green and blue emitters lie close to the edge, and inside; white lies far within."""
    assert locus_bottom((x - 0.005, x + 0.005))[0] <= y <= locus_top((x - 0.005, x + 0.005))[1]


@pytest.mark.parametrize(("x", "y"), [(0.68, 0.36), (0.4, 0.65), (0.02, 0.2), (0.5, 0.1)])
def test_chromaticities_beyond_the_locus(x, y):
    """No light has these."""
    assert not locus_bottom((x - 0.005, x + 0.005))[0] <= y <= locus_top((x - 0.005, x + 0.005))[1]


def test_outside_a_table_nothing_is_said():
    """x beyond the reddest light, a gap beyond the table."""
    assert locus_top((0.73, 0.75)) == EVERYTHING
    assert photocurrent((2.3, 2.4)) == EVERYTHING
    assert photon((0, 500)) == EVERYTHING
    assert luminous((1, 1e9), at(15), at(50)) == EVERYTHING
    assert luminous(at(500), at(15), at(1e9)) == EVERYTHING


def test_a_photon_has_its_energy():
    """620 nm is 2.00 eV; the longer wavelength has the smaller energy."""
    assert photon((620, 620)) == pytest.approx((2.0, 2.0), abs=0.001)
    assert photon((460, 620)) == pytest.approx((2.0, 2.695), abs=0.001)


@pytest.mark.parametrize(("gap", "current", "limit"), [(1.12, 43.8, 33.4), (1.34, 35.0, 33.7), (1.55, 27.3, 31.4), (1.68, 23.1, 29.4)])
def test_what_sunlight_gives(gap, current, limit):
    """The known limits of silicon, of the best gap, of an iodide and of a wide-gap perovskite."""
    assert photocurrent(at(gap))[0] == pytest.approx(current, abs=0.2)
    assert efficiency_limit(at(gap))[0] == pytest.approx(limit, abs=0.2)


def test_every_function_is_declared_with_units_and_words():
    """A law's author reads what a function takes, in what unit, and from where its numbers come."""
    for function in FUNCTIONS.values():
        assert all(unit == "" or parse_unit(unit) == unit for unit in (*function.takes, function.gives))
        assert function.evaluate.__doc__
        low, high = function.evaluate(*[at(0.5)] * len(function.takes))
        assert low <= high or math.isinf(low)


def test_a_line_between_the_wavelengths_of_the_table():
    """Light too narrow for the table has no value, so nothing is said of it."""
    assert luminous((532.5, 532.5), (0.1, 0.1), (0.1, 0.1)) == (-math.inf, math.inf)
