"""The functions that a law's formula may call: optics of light sources and of sunlight, on intervals.

This is the one place where they are declared: name, units of the arguments, unit of the result. A function whose arguments lie where
its table says nothing gives an interval without ends, which breaks no law.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from litmine.intervals import Interval
from litmine.optics.photometry import chromaticity_x, chromaticity_y, locus_bottom, locus_top, luminous, photon
from litmine.optics.sunlight import efficiency_limit, photocurrent

__all__ = ["FUNCTIONS", "Function"]


@dataclass(frozen=True, slots=True)
class Function:
    """``takes`` are the units of the arguments, ``gives`` that of the result; ``evaluate`` takes and gives intervals in them."""

    takes: tuple[str, ...]
    gives: str
    evaluate: Callable[..., Interval]


_EMITTER = ("nm", "nm", "nm")  # EL peak, narrowest and broadest full width at half maximum
FUNCTIONS: Mapping[str, Function] = {
    "photon": Function(("nm",), "eV", photon),
    "luminous": Function(_EMITTER, "cd/A/%", luminous),
    "chromaticity_x": Function(_EMITTER, "", chromaticity_x),
    "chromaticity_y": Function(_EMITTER, "", chromaticity_y),
    "locus_top": Function(("",), "", locus_top),
    "locus_bottom": Function(("",), "", locus_bottom),
    "photocurrent": Function(("eV",), "mA/cm2", photocurrent),
    "efficiency_limit": Function(("eV",), "%", efficiency_limit),
}
