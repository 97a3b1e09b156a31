"""The units of the packs' metrics as ChemDataExtractor knows them; those of light are added the way its documentation shows."""

from types import SimpleNamespace
from typing import Any, NamedTuple


class Quantity(NamedTuple):
    """What a metric is measured in: its dimensions and litmine's unit of it; both None for a bare number."""

    dimensions: Any
    unit: Any


def quantities(cde: SimpleNamespace) -> dict[str, Quantity]:
    """Dimensions and unit by litmine's spelling of a unit."""
    R = cde.elements.R
    flux, Lumen = _base(cde, "LuminousFlux", R(r"(l|L)m|(l|L)umens?", group=0))
    intensity, Candela = _base(cde, "LuminousIntensity", R(r"(c|C)d|(c|C)andelas?", group=0))
    density, Ppi = _base(cde, "PixelDensity", R(r"ppi|PPI|dpi|DPI", group=0))
    meter, second, ampere, volt, watt, hour = (
        _unit(of, name)
        for of, name in (
            (cde.Length, "Meter"), (cde.Time, "Second"), (cde.ElectricalCurrent, "Ampere"), (cde.ElectricPotential, "Volt"),
            (cde.Power, "Watt"), (cde.Time, "Hour"),
        )
    )  # fmt: skip
    centi = meter(magnitude=-2.0)

    class Luminance(cde.Dimension):
        constituent_dimensions = intensity() / cde.Length() ** 2.0

    class Nit(cde.Unit):
        constituent_units = Candela() / meter() ** 2.0

    Luminance.units_dict.update({R(r"(n|N)its?", group=0): Nit})
    area = cde.Length() ** 2.0
    return {
        "": Quantity(None, None),
        "%": Quantity(cde.Ratio(), _unit(cde.Ratio, "Percent")()),
        "V": Quantity(cde.ElectricPotential(), volt()),
        "eV": Quantity(cde.Energy(), cde.ElectronVolt()),
        "nm": Quantity(cde.Length(), meter(magnitude=-9.0)),
        "h": Quantity(cde.Time(), hour()),
        "cd/m2": Quantity(Luminance(), Candela() / meter() ** 2.0),
        "cd/A": Quantity(intensity() / cde.ElectricalCurrent(), Candela() / ampere()),
        "lm/W": Quantity(flux() / cde.Power(), Lumen() / watt()),
        "mA/cm2": Quantity(cde.ElectricalCurrent() / area, ampere(magnitude=-3.0) / centi**2.0),
        "cm2/V/s": Quantity(area / (cde.ElectricPotential() * cde.Time()), centi**2.0 / (volt() * second())),
        "ppi": Quantity(density(), Ppi()),
        "μm": Quantity(cde.Length(), meter(magnitude=-6.0)),
        "K": Quantity(cde.Temperature(), _unit(cde.Temperature, "Kelvin")()),
        "1/s": Quantity(cde.Time() ** -1.0, second() ** -1.0),
        "mJ/cm2": Quantity(cde.Energy() / area, _unit(cde.Energy, "Joule")(magnitude=-3.0) / centi**2.0),
    }


def _unit(dimension: type, name: str) -> type:
    """A unit class of a dimension by its name."""
    return next(u for u in dimension.units_dict.values() if u is not None and u.__name__ == name)


def _base(cde: SimpleNamespace, name: str, pattern: Any) -> tuple[type, type]:
    """A dimension of its own with one unit."""
    dimension = type(name, (cde.Dimension,), {})

    def start(self, magnitude=0.0, powers=None):
        cde.Unit.__init__(self, dimension(), magnitude, powers)

    def same(self, value):
        return value

    ways = [f"convert_{what}_{way}_standard" for what in ("value", "error") for way in ("to", "from")]
    unit = type(f"{name}Unit", (cde.Unit,), {"__init__": start, **dict.fromkeys(ways, same)})
    dimension.units_dict = {pattern: unit}
    dimension.standard_units = unit()
    return dimension, unit
