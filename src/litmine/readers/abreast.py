"""Two tables side by side in the order of reading: each with its own caption and notes, however few lines these are."""

from collections.abc import Sequence
from itertools import combinations
from typing import Protocol, TypeVar

from litmine.geometry import Box
from litmine.readers.glyphs import TextLine
from litmine.readers.table_gate import CAPTION

_ABOVE, _BELOW = 90.0, 60.0  # points from a table to its caption
_NOTE_STEP = 2.2  # type sizes from one line of a table's notes to the next


class _Placed(Protocol):
    """A fragment of a line, or a table (``table`` is -1 for a line)."""

    @property
    def box(self) -> Box:
        """Where it stands."""

    @property
    def line(self) -> TextLine | None:
        """The line; None for a table."""

    @property
    def table(self) -> int:
        """The table's index on its page."""


P = TypeVar("P", bound=_Placed)


def tables_abreast(pieces: Sequence[P]) -> tuple[list[P], list[P], list[P], list[P]] | None:
    """What stands above, left in, right in and below a band of two tables side by side; None where there is none.

    The band reaches from the captions, one over or under each table, to the last line of the notes, and nothing crosses it.
    """
    tables = sorted((p for p in pieces if p.table >= 0), key=lambda p: p.box.x0)
    captions = [p for p in pieces if p.line and CAPTION.match(p.line.text)]
    for a, b in combinations(tables, 2):
        shared = min(a.box.y1, b.box.y1) - max(a.box.y0, b.box.y0)
        if shared <= 0.5 * min(a.box.height, b.box.height) or b.box.x0 <= a.box.x1:
            continue
        left = [c for c in captions if _near(c.box, a.box) and c.box.x0 < a.box.x1 and c.box.x1 < b.box.x0]
        right = [c for c in captions if _near(c.box, b.box) and c.box.x1 > b.box.x0 and c.box.x0 > a.box.x1]
        for one in left:
            for other in right:
                if abs(one.box.y0 - other.box.y0) < 4 * one.line.size and one.box.x1 < other.box.x0:
                    middle = (max(a.box.x1, one.box.x1) + min(b.box.x0, other.box.x0)) / 2
                    band = _band(pieces, (a, b, one, other), middle, 1.05 * one.line.size)
                    if band is not None:
                        return band
    return None


def _near(caption: Box, table: Box) -> bool:
    return table.y0 - _ABOVE < caption.y0 < table.y1 + _BELOW


def _band(pieces: Sequence[P], seeds: Sequence[P], middle: float, largest: float) -> tuple[list[P], list[P], list[P], list[P]] | None:
    """The pieces above the band of the seeds, left and right of its middle, and below; None where a piece crosses the middle."""
    top, foot = min(p.box.y0 for p in seeds), max(p.box.y1 for p in seeds)
    for p in sorted((p for p in pieces if p.line and p.box.centre[1] > foot), key=lambda p: p.box.y0):
        if p.box.x0 < middle < p.box.x1 or p.line.size > largest or p.box.y0 > foot + _NOTE_STEP * p.line.size:
            break
        foot = max(foot, p.box.y1)
    inside = [p for p in pieces if top <= p.box.centre[1] <= foot]
    if any(p.box.x0 < middle < p.box.x1 for p in inside):
        return None
    return (
        [p for p in pieces if p.box.centre[1] < top],
        [p for p in inside if p.box.centre[0] < middle],
        [p for p in inside if p.box.centre[0] >= middle],
        [p for p in pieces if p.box.centre[1] > foot],
    )
