"""What is printed in a picture, before anybody reads it: its rules, and its phrases as boxes of ink. Pixels, origin top left."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np
from scipy import ndimage

_FULL, _ROW_BAND = 0.85, 0.6  # capitals: ink this high is a row; that high makes one where none is near; the rest joins one
_TALL = 2.2  # capitals: higher ink is no type
_PHRASE_GAP = 1.1  # capitals: a wider gap ends a phrase; a space is half a capital's height
_ACROSS, _DOWN, _THICK = 40.0, 20.0, 2.5  # points: how long rules are at the least, across and down, and how thick at the most
_FEW, _MANY = 4, 3000  # pieces of type; fewer are no table, more are no picture of one (a photograph, a plot of points)


class Rule(NamedTuple):
    """A drawn line, horizontal or vertical, by its box."""

    x0: int
    y0: int
    x1: int
    y1: int


class Phrase(NamedTuple):
    """Ink on one row with no wide gap in it; ``row`` counts the rows from the top, ``pieces`` its separate shapes."""

    x0: int
    y0: int
    x1: int
    y1: int
    row: int
    pieces: int


class Ink(NamedTuple):
    """A picture taken apart: grey values (dark type on light ground), horizontal rules, phrases, the height of its capitals (0: no
    type)."""

    grey: np.ndarray
    rules: tuple[Rule, ...]
    phrases: tuple[Phrase, ...]
    capital: float


def ink_of(grey: np.ndarray, dpi: float) -> Ink:
    """The rules and phrases of a picture: an array of grey values (0 black, 255 white), rendered at ``dpi``."""
    point = dpi / 72
    grey = on_light(grey, point)
    dark = grey <= _threshold(grey)
    across, down = _lines(dark, point)
    type_only = dark & ~ndimage.binary_dilation(across | down, iterations=1)
    labels, _ = ndimage.label(type_only, structure=np.ones((3, 3)))
    boxes = [(s[1].start, s[0].start, s[1].stop, s[0].stop) for s in ndimage.find_objects(labels)]
    boxes = [b for b in boxes if (b[2] - b[0]) * (b[3] - b[1]) >= 4]
    heights = [b[3] - b[1] for b in boxes if 3 * point <= b[3] - b[1] < 30 * point]
    rules = _rules(across, 0, _THICK * point)
    if not _FEW <= len(heights) <= _MANY:
        return Ink(grey, rules, (), 0.0)
    capital = float(median(heights))
    return Ink(grey, rules, tuple(_phrases(boxes, capital)), capital)


def rules_in(grey: np.ndarray, dpi: float) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The horizontal and the vertical rules of a picture rendered at ``dpi``; none where it is mostly dark."""
    dark = grey <= _threshold(grey)
    if dark.mean() > 0.5:
        return (), ()
    across, down = _lines(dark, dpi / 72)
    return _rules(across, 0, _THICK * dpi / 72), _rules(down, 1, _THICK * dpi / 72)


def _lines(dark: np.ndarray, point: float) -> tuple[np.ndarray, np.ndarray]:
    """Where ink runs on across and down for longer than any sign of type."""
    return _runs(dark, 1, int(_ACROSS * point)), _runs(dark, 0, int(_DOWN * point))


def on_light(grey: np.ndarray, point: float) -> np.ndarray:
    """The picture with white type on dark grounds turned to dark on light; ``point`` is pixels a point."""
    limit = _threshold(grey)
    dark = grey <= limit
    if dark.mean() > 0.5:
        grey = 255 - grey
        dark = ~dark
    solid = ndimage.binary_opening(dark, structure=np.ones((max(int(4 * point), 2),) * 2))
    if solid.any():
        # A heading on a coloured bar: turned over inside the bar's box.
        grey = grey.copy()
        labels, _ = ndimage.label(ndimage.binary_dilation(solid, iterations=max(int(4 * point), 1)))
        for s in ndimage.find_objects(labels):
            if dark[s].mean() > 0.5 and s[1].stop - s[1].start > 20 * point:
                grey[s] = 255 - grey[s]
    return grey


def _threshold(grey: np.ndarray) -> int:
    """The grey value that parts dark from light with the least variance on both sides (Otsu 1979)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(float)
    weight, moment = np.cumsum(counts), np.cumsum(counts * np.arange(256))
    with np.errstate(all="ignore"):
        between = (moment[-1] * weight - weight[-1] * moment) ** 2 / (weight * (weight[-1] - weight))
    return int(np.nanargmax(between)) if np.isfinite(between).any() else 127


def _runs(dark: np.ndarray, axis: int, least: int) -> np.ndarray:
    """Where ink runs on for at least ``least`` pixels along an axis."""
    if dark.shape[axis] <= least:
        return np.zeros_like(dark)
    # An even window would move the run by half a pixel; an odd one opens it exactly.
    size = least | 1
    eroded = ndimage.minimum_filter1d(dark.astype(np.uint8), size, axis=axis, mode="constant")
    return ndimage.maximum_filter1d(eroded, size, axis=axis, mode="constant").astype(bool)


def _rules(runs: np.ndarray, axis: int, thick: float) -> tuple[Rule, ...]:
    """Runs no thicker than a rule, ``thick`` pixels measured along ``axis``."""
    labels, _ = ndimage.label(runs, structure=np.ones((3, 3)))
    found = [s for s in ndimage.find_objects(labels) if s[axis].stop - s[axis].start <= thick]
    return tuple(Rule(s[1].start, s[0].start, s[1].stop, s[0].stop) for s in found)


def _phrases(boxes: Sequence[tuple[int, int, int, int]], capital: float) -> list[Phrase]:
    """The phrases of the ink's boxes, by row and from left to right."""
    bands: list[list] = []  # top, foot, boxes
    # Capitals, digits and long letters say where the rows are; then what is lower joins them, or makes a row of its own.
    for full in (True, False):
        for b in sorted(boxes, key=lambda b: (b[3], b[0])):
            height, middle = b[3] - b[1], (b[1] + b[3]) / 2
            if height > _TALL * capital or full != (_FULL * capital <= height):
                continue
            near = min(bands, key=lambda r: _away(r, middle), default=None)
            if near is not None and _away(near, middle) <= (0 if full else _ROW_BAND * capital):
                near[2].append(b)
                if full and height < 1.4 * capital:
                    near[0], near[1] = min(near[0], b[1]), max(near[1], b[3])
            elif height >= _ROW_BAND * capital:
                bands.append([b[1], b[3], [b]])
    bands.sort(key=lambda r: r[0] + r[1])
    out = []
    for row, (_, _, members) in enumerate(bands):
        run: list[tuple[int, int, int, int]] = []
        for b in sorted(members):
            if run and b[0] - max(o[2] for o in run) > _PHRASE_GAP * capital:
                out.append(_phrase(run, row))
                run = []
            run.append(b)
        out.append(_phrase(run, row))
    return out


def _away(band: Sequence, y: float) -> float:
    """How far a height is from a row; 0 within it."""
    return max(band[0] - y, y - band[1], 0.0)


def _phrase(run: Sequence[tuple[int, int, int, int]], row: int) -> Phrase:
    x0, y0, x1, y1 = (f(b[i] for b in run) for i, f in enumerate((min, min, max, max)))
    return Phrase(x0, y0, x1, y1, row, len(run))
