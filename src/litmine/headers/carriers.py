"""Holes or electrons: whose mobility a header or a cell speaks of."""

import re

from litmine.domain import Metric, compatible

_MOBILITY = "cm2/V/s"
_HOLE = re.compile(r"\bholes?\b|[μµ][ _]?\(?h|\bp-type\b", re.IGNORECASE)
_ELECTRON = re.compile(r"\belectrons?\b|[μµ][ _]?\(?e|\bn-type\b", re.IGNORECASE)


def carrier_of(printed: str, metric: Metric | None) -> str:
    """ "hole" or "electron" where the text names one of the two for a mobility ("μ_h", "Electron mobility"); "" otherwise.

    The mobilities of holes and electrons are two quantities of one metric: the carrier is a condition that keeps them apart.
    """
    if metric is None or not compatible(_MOBILITY, metric):
        return ""
    hole, electron = _HOLE.search(printed) is not None, _ELECTRON.search(printed) is not None
    return "" if hole == electron else "hole" if hole else "electron"
