"""What the eye makes of an emission spectrum: luminous efficiency, chromaticity, the spectral locus.

``cie1931.csv``: the colour-matching functions of the CIE 1931 standard observer (2 degrees) in steps of 5 nm from 380 to 780 nm
(ISO/CIE 11664-1). The second one is the photopic curve V(lambda) of CIE 1924.

What is known of an emitter is its EL peak, and of its width only bounds; so its spectrum is any of a family of Gaussians with halves of
different width, and a function gives the least and the largest value over that family.
"""

import math
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from litmine.intervals import Interval
from litmine.optics.tables import EVERYTHING, columns, extremes

_HC_E = 1239.84  # eV nm: Planck's constant times the speed of light over the elementary charge (CODATA)
_KM = 683.0  # lm/W: luminous efficacy of 540 THz, by the definition of the candela (SI)
_STEP = 5
_STEPS_OF_WIDTH = 5
_LONGEST, _BROADEST = 4000.0, 1000.0  # nm: what is beyond is no emission of a device
_LAST_OF_LOCUS = 700.0  # nm
# Of the full width at half maximum, the part on the long-wavelength side: from a steep red edge to a vibronic or excimer tail.
_RED_SHARES = (0.4, 0.5, 0.6, 0.7)


def photon(wavelength: Interval) -> Interval:
    """The energy (eV) of a photon of a wavelength (nm)."""
    low, high = wavelength
    return (_HC_E / high, _HC_E / low) if low > 0 else EVERYTHING


@lru_cache(maxsize=512)
def luminous(peak: Interval, narrow: Interval, broad: Interval) -> Interval:
    """The current efficiency (cd/A) for each per cent of external quantum efficiency of a Lambertian emitter.

    From the EL peak and bounds of the full width at half maximum, all in nm: K_m / pi times the integral of V S, over e times the number
    of photons, with K_m = 683 lm/W. At 555 nm, where V is 1, it is 4.86 cd/A for each per cent.
    """
    return _over_family(_luminous, peak, narrow, broad)


@lru_cache(maxsize=512)
def chromaticity_x(peak: Interval, narrow: Interval, broad: Interval) -> Interval:
    """The chromaticity x (CIE 1931) of an emitter, from its EL peak and bounds of its full width at half maximum, all in nm."""
    return _over_family(lambda s: _chromaticity(s)[0], peak, narrow, broad)


@lru_cache(maxsize=512)
def chromaticity_y(peak: Interval, narrow: Interval, broad: Interval) -> Interval:
    """The chromaticity y (CIE 1931) of an emitter, from its EL peak and bounds of its full width at half maximum, all in nm."""
    return _over_family(lambda s: _chromaticity(s)[1], peak, narrow, broad)


def locus_top(x: Interval) -> Interval:
    """The largest chromaticity y that a light of chromaticity x can have (CIE 1931): on the locus of pure wavelengths above."""
    return extremes(*_locus()[0], x)


def locus_bottom(x: Interval) -> Interval:
    """The least chromaticity y that a light of chromaticity x can have (CIE 1931): pure blue wavelengths, and the line of purples."""
    return extremes(*_locus()[1], x)


Spectrum = dict[int, float]  # power density by wavelength, in steps of 5 nm


def _family(peak: float, narrow: float, broad: float) -> Iterator[Spectrum]:
    """Spectra with a peak and full widths at half maximum between two bounds (nm)."""
    for i in range(_STEPS_OF_WIDTH):
        width = narrow + (broad - narrow) * i / (_STEPS_OF_WIDTH - 1)
        for share in _RED_SHARES:
            blue, red = width * (1 - share), width * share  # half widths at half maximum
            first, last = math.floor((peak - 3 * blue) / _STEP), math.ceil((peak + 3 * red) / _STEP)
            yield {
                _STEP * n: 2.0 ** -(((_STEP * n - peak) / (red if _STEP * n > peak else blue)) ** 2) for n in range(first, last + 1)
            }


def _over_family(value: Callable[[Spectrum], float | None], peak: Interval, narrow: Interval, broad: Interval) -> Interval:
    """The least and the largest value over all spectra with a peak in the interval; without ends where one has no value,
    and for what is no emission of a device."""
    low, high = peak
    if not (0 < low <= high <= _LONGEST and 0 < narrow[0] <= broad[1] <= _BROADEST):
        return EVERYTHING
    inside = range(_STEP * math.ceil(low / _STEP), math.floor(high) + 1, _STEP)
    found = [value(s) for p in (low, high, *inside) for s in _spectra(round(p, 1), narrow[0], broad[1])]
    return EVERYTHING if None in found else (min(found), max(found))


@lru_cache(maxsize=64)
def _spectra(peak: float, narrow: float, broad: float) -> tuple[Spectrum, ...]:
    return tuple(_family(peak, narrow, broad))


def _luminous(spectrum: Spectrum) -> float | None:
    """cd/A per per cent; None for a line so narrow that it falls between the wavelengths of the table."""
    v = _observer()[1]
    photons = sum(s * nm for nm, s in spectrum.items())
    seen = sum(s * v.get(nm, 0.0) for nm, s in spectrum.items())
    return _KM * _HC_E / math.pi / 100 * seen / photons if photons > 0 else None


def _chromaticity(spectrum: Spectrum) -> tuple[float | None, float | None]:
    """x and y; None for light that the eye does not see."""
    x, y, z = (sum(s * curve.get(nm, 0.0) for nm, s in spectrum.items()) for curve in _observer())
    whole = x + y + z
    return (x / whole, y / whole) if whole > 0 else (None, None)


@cache
def _observer() -> tuple[dict[int, float], ...]:
    """The three colour-matching functions by wavelength."""
    nm, *curves = columns("cie1931")
    return tuple(dict(zip(map(int, nm), curve, strict=True)) for curve in curves)


@cache
def _locus() -> tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]:
    """The upper and the lower edge of the visible chromaticities, each as rising x with their y.

    The locus turns at its least x (505 nm): shorter wavelengths and the line of purples are the lower edge.
    """
    rows = zip(*columns("cie1931"), strict=True)
    # Beyond 700 nm the locus stands still, and only the rounding of the table moves it.
    points = [(x / (x + y + z), y / (x + y + z)) for nm, x, y, z in rows if nm <= _LAST_OF_LOCUS]
    turn = points.index(min(points))
    reddest = points.index(max(points))
    upper = points[turn : reddest + 1]
    blue = points[: turn + 1][::-1]
    violet = blue.index(max(blue))
    lower = [*blue[: violet + 1], points[reddest]]
    return tuple((tuple(x for x, _ in edge), tuple(y for _, y in edge)) for edge in (upper, lower))
