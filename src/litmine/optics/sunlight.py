"""What a single junction can draw from sunlight.

``am15g.csv``: the gap of the absorber in eV, the current density in mA/cm2 if every photon of at least that energy gives an electron,
and the efficiency in % in detailed balance at 300 K (Shockley and Queisser, J. Appl. Phys. 1961, 32, 510), both for the global spectrum
AM1.5G of ASTM G173-03.
"""

from litmine.intervals import Interval
from litmine.optics.tables import columns, extremes


def photocurrent(gap: Interval) -> Interval:
    """The largest short-circuit current density (mA/cm2) under AM1.5G of an absorber with a gap (eV); no ends outside 0.93 to 2.35 eV."""
    energy, current, _ = columns("am15g")
    return extremes(energy, current, gap)


def efficiency_limit(gap: Interval) -> Interval:
    """The largest efficiency (%) under AM1.5G of a single junction with a gap (eV); no ends outside 0.93 to 2.35 eV."""
    energy, _, efficiency = columns("am15g")
    return extremes(energy, efficiency, gap)
