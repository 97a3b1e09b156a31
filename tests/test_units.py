"""Units as papers spell and misspell them, and conversion between those of the packs."""

import pytest

from litmine.domain import domain_names, load_domain
from litmine.units import conversion, parse_unit, scaled


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("cd·A-1", "cd/A"), ("cd A−1", "cd/A"), ("Cd/A", "cd/A"), ("CD/A", "cd/A"), ("lm/W", "lm/W"), ("lm·W−1", "lm/W"), ("Lm/w", "lm/W"),
        ("cm2V−1s−1", "cm2/V/s"), ("cm2 v−1 s−1", "cm2/V/s"), ("cm^2 v^−1 s^−1", "cm2/V/s"), ("cm2/v.s", "cm2/V/s"),
        ("cm2/(V·s)", "cm2/V/s"),
        ("mA cm^−2", "mA/cm2"), ("mA·cm−2", "mA/cm2"), ("mA cm⁻²", "mA/cm2"), ("mA cm−²", "mA/cm2"), ("mA cm2", "mA/cm2"),
        ("nits", "cd/m2"), ("Nits", "cd/m2"), ("cd m^2", "cd/m2"), ("kcd m−2", "kcd/m2"), ("Kcd/m2", "kcd/m2"),
        ("h", "h"), ("hrs", "h"), ("hours", "h"), ("Hrs", "h"), ("ppi", "ppi"), ("PPI", "ppi"), ("dpi", "dpi"), ("pixels per inch", "ppi"),
        ("mJ cm−2", "mJ/cm2"), ("microns", "μm"), ("micrometre", "μm"), ("µm", "μm"),
        ("mAh g−1", "mAh/g"), ("Wh kg-1", "Wh/kg"), ("μV/K", "μV/K"), ("μW cm−1 K−2", "μW/cm/K2"), ("W/mK", "W/m/K"), ("cycles", "cycle"),
    ],
)  # fmt: skip
def test_odd_spellings(printed, unit):
    """Small v for the volt, capitals for small letters, a lost minus, dots for spaces, long words."""
    assert parse_unit(printed) == unit


@pytest.mark.parametrize("printed", ["v", "5 v", "cm2/v", "W", "A", "Ω cm2", "V cm2", "K2", "CD"])
def test_a_slip_counts_only_where_nothing_else_can_be_meant(printed):
    """A small v alone is no volt, and a resistance times an area stays what it is."""
    assert parse_unit(printed) in (printed if printed in ("W", "A") else None, None)


@pytest.mark.parametrize("name", domain_names())
def test_every_unit_of_a_pack_is_read_as_printed_in_the_pack(name):
    """What a pack writes with slashes is found as papers write it, with negative exponents."""
    pack = load_domain(name)
    for unit in {m.unit for m in pack.metrics if m.unit} | set(pack.condition_units):
        first, *below = unit.split("/")
        printed = " ".join([*([] if first == "1" else [first]), *(f"{u.rstrip('23')}^−{u[-1] if u[-1] in '23' else 1}" for u in below)])
        assert parse_unit(unit) == unit
        assert conversion(parse_unit(printed), unit) == (1.0, 0.0)


def test_conversions_of_the_new_units():
    """Microns are micrometres, kilonits a thousand nits, watt hours joules."""
    assert conversion("kcd/m2", "cd/m2") == (1000.0, 0.0)
    assert conversion("Wh/kg", "J/g") == (3.6, 0.0)
    assert conversion("cycle", "h") is None
    assert conversion("cm2/s/V", "cm2/V/s") == (1.0, 0.0)


@pytest.mark.parametrize(
    ("unit", "factor", "other"),
    [
        ("V", 1e-3, "mV"),
        ("eV", 1e-3, "meV"),
        ("cd/m2", 1e3, "kcd/m2"),
        ("cd/m2", 1e4, "cd/cm2"),
        ("mA/cm2", 1e3, "A/cm2"),
        ("%", 1e-3, ""),
        ("", 10, ""),
    ],
)
def test_the_unit_that_is_a_thousandth(unit, factor, other):
    """A slip of a prefix or of an area has a unit that explains it, where there is one; a bare number has none."""
    assert scaled(unit, factor) == other
