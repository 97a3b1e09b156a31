"""Printed rows cut to pieces by the gaps between their words, and the columns that numbers form: no grid is asked."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from litmine.readers.table_gate import Word
from litmine.tables.grid import is_blank, is_value

GUTTER = 0.9  # type sizes: no space between two words is as wide, not in justified lines either
_TOUCHING = 0.12  # type sizes: kerning; no space is as narrow
_SPACE = 0.65  # type sizes: words of one cell stand no further apart (a space is 0.25-0.4, in typewriter face 0.6)
_BETWEEN = 0.2  # type sizes: two bare numbers further apart than that are two numbers
GROUP = 0.4  # type sizes: the space in "12 600" and behind a sign
_ALIGNED = 0.2  # type sizes: the edges of one column's numbers

_OPENS = re.compile(r"(?:[±×·/@,;:~≈∼<>≤≥=(\[–−-]|\b(?:to|and|or|x))$")
_GOES_ON = re.compile(r"(?:[±×·/@,;:%)(\[\]^*†‡~]|[–−-](?!\d)|(?:to|and|or|x)\b)")
_SIGN = re.compile(r"[−–+~≈∼<>≤≥±$€£-]+")
_FIRST_GROUPS, _NEXT_GROUP = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})*$"), re.compile(r"\d{3}(?!\d)")


class Piece(NamedTuple):
    """Words of one printed row that stand no further apart than words of one cell do; ``glyphs`` are indices into the page's."""

    x0: float
    x1: float
    baseline: float
    size: float
    text: str
    glyphs: tuple[int, ...]

    @property
    def value(self) -> bool:
        """Whether it prints a number."""
        return is_value(self.text)

    @property
    def blank(self) -> bool:
        """Whether it prints that there is no number."""
        return is_blank(self.text)


class Seat(NamedTuple):
    """A piece of a printed ``row`` (of the page, from 0), and the cells (indices into a table's) that the grid put it in."""

    piece: Piece
    row: int
    cells: tuple[int, ...] = ()


def pieces(row: Sequence[Word]) -> list[Piece]:
    """A printed row, left to right, cut where its words stand further apart than words of one cell, and between bare numbers."""
    out: list[Piece] = []
    for w in row:
        if out and _one(out[-1], w):
            p = out[-1]
            space = " " if w.x0 - p.x1 > _TOUCHING * w.size else ""
            out[-1] = p._replace(x1=max(p.x1, w.x1), text=p.text + space + w.text, glyphs=p.glyphs + w.glyphs)
        else:
            out.append(Piece(w.x0, w.x1, w.baseline, w.size, w.text, w.glyphs))
    return out


def _one(piece: Piece, w: Word) -> bool:
    """Whether a word goes on with the piece before it."""
    gap = (w.x0 - piece.x1) / w.size
    if gap <= _TOUCHING:
        return True
    if _SIGN.fullmatch(piece.text):
        return gap <= GROUP
    if is_value(w.text) and piece.value and not _OPENS.search(piece.text) and not _GOES_ON.match(w.text):
        return gap <= (GROUP if _FIRST_GROUPS.search(piece.text) and _NEXT_GROUP.match(w.text) else _BETWEEN)
    return gap <= _SPACE


def opens(text: str) -> bool:
    """Whether a sign at the end waits for what stands behind it."""
    return bool(_OPENS.search(text))


def joined_by_sign(left: Piece, right: Piece) -> bool:
    """Whether a sign makes two neighbours one text ("12 ± 3", "26.8 / 22.9"); a dash that stands alone is a blank of its own."""
    apart = right.x0 - left.x1 > GUTTER * right.size
    if opens(left.text) and not (apart and left.blank):
        return True
    return bool(_GOES_ON.match(right.text)) and not (apart and right.blank)


def number_columns(seats: Iterable[Seat]) -> list[list[Seat]]:
    """The columns that numbers and blanks form: those whose widths overlap are one, and no printed row has two in one column.

    Where rows have two (a wide number stands over two columns) the widest are left out; where that does not help all are, and
    nothing is known of their columns.
    """
    out: list[list[Seat]] = []
    for group in overlapping(s for s in seats if s.piece.value or s.piece.blank):
        if one_a_row(group):
            out.append(group)
            continue
        wide = sorted(group, key=lambda s: s.piece.x0 - s.piece.x1)[: max(1, len(group) // 8)]
        out += [part for part in overlapping(s for s in group if s not in wide) if one_a_row(part)]
    return out


def overlapping(seats: Iterable[Seat]) -> list[list[Seat]]:
    """Seats in groups, left to right, between which a gutter runs."""
    groups: list[list[Seat]] = []
    right = 0.0
    for s in sorted(seats, key=lambda s: s.piece.x0):
        if groups and s.piece.x0 < right:
            groups[-1].append(s)
            right = max(right, s.piece.x1)
        else:
            groups.append([s])
            right = s.piece.x1
    return groups


def one_a_row(group: Sequence[Seat]) -> bool:
    """Whether no two of a group stand in one printed row."""
    return len({s.row for s in group}) == len(group)


def in_line(piece: Piece, others: Sequence[Piece]) -> bool:
    """Whether a piece has its left edge, its right edge or its middle where most others have theirs."""
    near = _ALIGNED * piece.size
    for edge in (lambda p: p.x0, lambda p: p.x1, lambda p: (p.x0 + p.x1) / 2):
        at = edge(piece)
        if 2 * sum(abs(edge(p) - at) < near for p in others) > len(others):
            return True
    return False
