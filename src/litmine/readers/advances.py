"""Fonts that lie about how wide their glyphs are: their glyphs get the widths that the places they are drawn at speak of.

A PDF may place every glyph by itself and give a font no widths, or one for all. It looks right, but MuPDF then ends each glyph
in the wrong place, starts a line at every letter, and words fall apart or run together.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from statistics import median

import pymupdf

from litmine.readers.drawn import Glyph

_SAMPLED = 5  # one pair of neighbours in so many is looked at
_PAIRS = 12  # fewer pairs say nothing
_OFF = 0.15  # of the type size: kerning and justified letters stay below
_JUMP = 0.9  # of the type size: a wider gap may be a gutter


def with_true_advances(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """The drawn lines, glyphs of fonts with wrong widths as wide as they are set, and lines that broke at such glyphs whole.

    A font is wrong where more than three in five of its glyphs end elsewhere than the next one on the line begins. Its widths are
    then those of Helvetica, scaled to the steps that were taken from glyph to glyph. The same list where every font is right.
    """
    flat = [g for line in lines for g in line]
    steps: dict[str, list[tuple[float, float]]] = defaultdict(list)  # font -> (step to the next glyph, claimed width) in sizes
    for i in range(0, len(flat) - 1, _SAMPLED):
        a, b = flat[i], flat[i + 1]
        step = b.x0 - a.x0
        if 0.05 * a.size < step < 1.1 * a.size and a.font == b.font and a.text != " " != b.text and _level(a, b) and a.horizontal:
            steps[a.font].append((step / a.size, (a.x1 - a.x0) / a.size))
    suspects = {font for font, pairs in steps.items() if _lies(pairs)}
    if not suspects:
        return lines
    scales = {font: _scale([(a, b) for a, b in pairwise(flat) if a.font == b.font == font]) for font in suspects}
    out: list[list[Glyph]] = []
    for line in lines:
        line = [g._replace(x1=g.x0 + scales[g.font] * _advance(g.text) * g.size) if g.font in suspects else g for g in line]
        last = out[-1][-1] if out and out[-1] else None
        if line and last is not None and suspects >= {last.font, line[0].font} and _goes_on(last, line[0]):
            out[-1] += [g._replace(line=last.line) for g in line]
        else:
            out.append(line)
    return out


def _lies(pairs: Sequence[tuple[float, float]]) -> bool:
    return len(pairs) >= _PAIRS and sum(abs(step - width) > _OFF for step, width in pairs) > 0.6 * len(pairs)


def _scale(pairs: Sequence[tuple[Glyph, Glyph]]) -> float:
    """How much wider than Helvetica the steps of a font are, in the middle."""
    found = [
        (b.x0 - a.x0) / (a.size * _advance(a.text))
        for a, b in pairs
        if a.text != " " != b.text and _level(a, b) and 0.05 * a.size < b.x0 - a.x0 < 1.1 * a.size
    ]
    return median(found) if found else 1.0


def _goes_on(a: Glyph, b: Glyph) -> bool:
    return a.horizontal and b.horizontal and _level(a, b) and a.x0 < b.x0 < a.x1 + _JUMP * a.size


def _level(a: Glyph, b: Glyph) -> bool:
    return abs(a.baseline - b.baseline) < 0.05 * a.size


@cache
def _advance(text: str) -> float:
    """The width of a text in Helvetica, in type sizes."""
    font = pymupdf.Font("helv")
    return sum(font.glyph_advance(ord(c)) for c in text) or 0.5
