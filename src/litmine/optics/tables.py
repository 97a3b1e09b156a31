"""The tables that come with the optics: columns of numbers, the first one rising."""

import csv
import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from litmine.intervals import Interval

EVERYTHING: Interval = (-math.inf, math.inf)

_HOME = Path(__file__).parent


@cache
def columns(name: str) -> tuple[tuple[float, ...], ...]:
    """The columns of the table ``name``.csv."""
    with (_HOME / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [[float(x) for x in row] for row in list(csv.reader(file))[1:]]
    return tuple(zip(*rows, strict=True))


def interpolated(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """y at x between two points of a table, on the straight line between them; ``x`` lies within the table."""
    i = min(bisect_right(xs, x), len(xs) - 1)
    share = (x - xs[i - 1]) / (xs[i] - xs[i - 1])
    return ys[i - 1] + share * (ys[i] - ys[i - 1])


def extremes(xs: Sequence[float], ys: Sequence[float], x: Interval) -> Interval:
    """The least and the largest y over an interval of x; without ends where it reaches beyond the table."""
    low, high = x
    if low < xs[0] or high > xs[-1]:
        return EVERYTHING
    inside = [b for a, b in zip(xs, ys, strict=True) if low <= a <= high]
    found = [*inside, interpolated(xs, ys, low), interpolated(xs, ys, high)]
    return min(found), max(found)
