"""Which device of one table is which device of another: by cited work and by name, one to one, with the reason kept."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from litmine.domain import fold_name
from litmine.records import UNSTATED, Evidence, Quantity, Reference

# A pair is accepted from here on. Equal names of unknown origin score 0.8; equal origin with names one slip apart about 0.85.
_ACCEPTED = 0.75
_NAME_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a row with where it stands: ``printed`` as in the source, ``confidence`` (0..1) that it is the row's."""

    metric: str
    quantity: Quantity
    printed: str
    evidence: Evidence
    source: str = "table"
    statistic: str = UNSTATED
    conditions: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A device with its values, from a paper or from a curated table. ``place`` is evidence for the row itself."""

    label: str
    reference: Reference | None
    entries: tuple[Entry, ...]
    place: Evidence
    colour: str = UNSTATED
    process: str = UNSTATED
    names: tuple[str, ...] = field(default=())

    @property
    def keys(self) -> frozenset[str]:
        """The folded names the device goes by."""
        return frozenset(fold_name(n) for n in (self.label, *self.names) if n)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that are one device: indices into the two sequences, the score 0..1, and why."""

    left: int
    right: int
    score: float
    reason: str


def match(left: Sequence[Row], right: Sequence[Row]) -> tuple[Pair, ...]:
    """The one-to-one assignment of rows with the highest total score; pairs that are no match are left out.

    Solved with scipy's ``linear_sum_assignment`` (Jonker-Volgenant).
    """
    if not left or not right:
        return ()
    # Imported here because it takes half a second, and only a run with a device table of yours compares rows.
    from scipy.optimize import linear_sum_assignment

    scores = [[score(a, b) for b in right] for a in left]
    # A pair below the threshold must never be preferred because it completes the assignment, so it is worth nothing.
    worth = [[s if s >= _ACCEPTED else 0.0 for s, _ in line] for line in scores]
    rows, cols = linear_sum_assignment(worth, maximize=True)
    return tuple(Pair(int(i), int(j), scores[i][j][0], scores[i][j][1]) for i, j in zip(rows, cols, strict=True) if worth[i][j] > 0)


def score(a: Row, b: Row) -> tuple[float, str]:
    """How likely two rows are one device (0..1), and the reason in words."""
    names = name_likeness(a, b)
    if names == 0.0:
        return 0.0, "names differ"
    works = same_work(a.reference, b.reference)
    if works is False:
        # One name in two papers is two devices, unless name and everything else agree; a wrong citation is another check's business.
        return 0.0, "other cited work"
    for one, other in ((a.colour, b.colour), (a.process, b.process)):
        if UNSTATED not in (one, other) and one != other:
            return 0.0, f"{one}, not {other}"
    if works is None:
        # Without a common origin only the same name counts.
        return (0.8, "same name") if names == 1.0 else (0.0, "names alike, origin unknown")
    reason = "same name and cited work" if names == 1.0 else f"same cited work, names alike ({a.label} / {b.label})"
    return _NAME_SHARE * names + (1 - _NAME_SHARE), reason


def name_likeness(a: Row, b: Row) -> float:
    """1.0 for a common folded name, about 0.6 to 0.95 for names one slip apart (a letter changed, added, lost or two swapped), else 0.

    Names that differ in a digit are two members of a series, never one compound (X2 and X4).
    """
    if a.keys & b.keys:
        return 1.0
    best = 0.0
    for x in a.keys:
        for y in b.keys:
            if re.sub(r"\D", "", x) != re.sub(r"\D", "", y) or min(len(x), len(y)) < 4:
                continue
            slips = OSA.distance(x, y)
            if slips == 1:
                best = max(best, 1 - slips / max(len(x), len(y)))
    return best


def same_work(a: Reference | None, b: Reference | None) -> bool | None:
    """Whether two references are one paper; None where too little is printed to tell.

    A DOI decides; else volume with first page; else first author's surname with the year (one year apart is let pass: online
    and print dates differ).
    """
    if a is None or b is None:
        return None
    if a.doi and b.doi:
        return a.doi.casefold() == b.doi.casefold()
    if a.volume and b.volume and a.page and b.page and (a.volume, _page(a.page)) == (b.volume, _page(b.page)):
        return True
    if a.first_author and b.first_author:
        if surname(a.first_author) != surname(b.first_author):
            return False
        if a.year and b.year:
            return abs(a.year - b.year) <= 1
    return None


def surname(author: str) -> str:
    """The surname of "Y. H. Niu", "Niu, Y. H." or "Niu Y.H.", without case and accents."""
    name = author.split(",")[0] if "," in author else author
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = [w for w in plain.split() if len(re.sub(r"\W", "", w)) > 1 and not re.fullmatch(r"(?:\w\.-?)+", w)]
    full = [w for w in words if not (w.isupper() and len(w) <= 2)] or words or plain.split()
    return full[-1].casefold().replace("’", "'") if full else ""


def _page(page: str) -> str:
    return re.split(r"[–-]", page)[0].lstrip("e").casefold()
