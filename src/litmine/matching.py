"""Which device of one table is which device of another: by cited work and by name, one to one, with the reason kept."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from litmine.domain import fold_name
from litmine.metrics import same_conditions
from litmine.quantities import agree
from litmine.records import UNSTATED, CuratedCell, Evidence, Quantity, Reference

# A pair is accepted from here on. Equal names of unknown origin score 0.8; equal origin with names one slip apart about 0.85.
_ACCEPTED = 0.75
_NAME_SHARE = 0.6
_AMONG_MATERIALS = 0.9  # the one's name is a material of the other
# Values decide between rows that names and works cannot tell apart, and no more than that: they are what is to be compared.
_VALUES_SHARE = 0.03
_AS_GOOD = 0.02
_FEW_VALUES = 2
_LEVELS = frozenset({"HOMO", "LUMO", "Eg"})  # shared by many a device, so they identify none


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


@dataclass(frozen=True)
class Row:
    """A device with its values, from a paper or from a curated table.

    ``place`` is evidence for the row itself; ``names`` are the materials it is known by besides its label; ``work`` are the cells that
    tell the cited work, by role (a curated row's only).
    """

    label: str
    reference: Reference | None
    entries: tuple[Entry, ...]
    place: Evidence
    colour: str = UNSTATED
    process: str = UNSTATED
    names: tuple[str, ...] = ()
    work: tuple[tuple[str, CuratedCell], ...] = ()

    @cached_property
    def name(self) -> str:
        """The folded label."""
        return fold_name(self.label)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The folded names the device goes by."""
        return frozenset(fold_name(n) for n in (self.label, *self.names) if n)

    @cached_property
    def mixed(self) -> frozenset[str]:
        """The folded parts of a label that is a mixture or a double layer ("TFB:CBP-V"); a whole stack of layers is none."""
        parts = [fold_name(p) for p in re.split(r"[:/+]", self.label) if p.strip()]
        return frozenset(parts) if 2 <= len(parts) <= 4 else frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that are one device: indices into the two sequences, the score 0..1, and why.

    ``left_rivals`` and ``right_rivals`` are other rows that would do as well: then which is which is not known.
    """

    left: int
    right: int
    score: float
    reason: str
    left_rivals: tuple[int, ...] = ()
    right_rivals: tuple[int, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether no other row would do as well."""
        return not (self.left_rivals or self.right_rivals)


def match(left: Sequence[Row], right: Sequence[Row]) -> tuple[Pair, ...]:
    """The one-to-one assignment of rows with the highest total score; pairs that are no match are left out.

    Rows are matched by name and cited work. What is left over is matched by its values, where those show that a name or a cited work
    was entered wrongly. Solved with scipy's ``linear_sum_assignment`` (Jonker-Volgenant).
    """
    first = _assigned(left, right, range(len(left)), range(len(right)), score)
    rows = [i for i in range(len(left)) if i not in {p.left for p in first}]
    columns = [j for j in range(len(right)) if j not in {p.right for p in first}]
    return (*first, *_assigned(left, right, rows, columns, score_by_values))


def _assigned(
    left: Sequence[Row],
    right: Sequence[Row],
    rows: Sequence[int],
    columns: Sequence[int],
    scorer: Callable[[Row, Row], tuple[float, str]],
) -> list[Pair]:
    scores = [[scorer(left[i], right[j]) for j in columns] for i in rows]
    if not any(s >= _ACCEPTED for line in scores for s, _ in line):
        return []
    # Imported here because it takes half a second, and only a run with a device table of yours compares rows.
    from scipy.optimize import linear_sum_assignment

    # A pair below the threshold must never be preferred because it completes the assignment, so it is worth nothing.
    worth = [
        [s + _likeness_of_values(left[i], right[j]) if s >= _ACCEPTED else 0.0 for (s, _), j in zip(line, columns, strict=True)]
        for line, i in zip(scores, rows, strict=True)
    ]

    def best(table: list[list[float]]) -> tuple[list[tuple[int, int]], float]:
        found = zip(*linear_sum_assignment(table, maximize=True), strict=True)
        chosen = [(int(a), int(b)) for a, b in found if table[a][b] > 0]
        return chosen, sum(table[a][b] for a, b in chosen)

    pairs = []
    chosen, total = best(worth)
    for a, b in chosen:
        beside = [j for j in range(len(columns)) if j != b and worth[a][j] >= worth[a][b] - _AS_GOOD]
        above = [i for i in range(len(rows)) if i != a and worth[i][b] >= worth[a][b] - _AS_GOOD]
        if beside or above:
            without = [list(line) for line in worth]
            without[a][b] = 0.0
            if best(without)[1] < total - _AS_GOOD:
                beside, above = [], []
        rivals = tuple(rows[i] for i in above), tuple(columns[j] for j in beside)
        pairs.append(Pair(rows[a], columns[b], *scores[a][b], *rivals))
    return pairs


def score(a: Row, b: Row) -> tuple[float, str]:
    """How likely two rows are one device (0..1) by name and cited work, and the reason in words."""
    names = name_likeness(a, b)
    if names == 0.0:
        return 0.0, "names differ"
    works = same_work(a.reference, b.reference)
    if works is False:
        # One name in two papers is two devices, unless the values show otherwise (``score_by_values``).
        return 0.0, "other cited work"
    if reason := contradicted(a, b):
        return 0.0, reason
    if works is None:
        # Without a common origin only the same name counts.
        return (0.8 - (1 - names) / 2, "same name") if names >= _AMONG_MATERIALS else (0.0, "names alike, origin unknown")
    reason = "same name and cited work" if names == 1.0 else f"same cited work, names alike ({a.label} / {b.label})"
    return _NAME_SHARE * names + (1 - _NAME_SHARE), reason


def score_by_values(a: Row, b: Row) -> tuple[float, str]:
    """How likely two rows are one device of which one name or cited work is wrong: only where their values say so."""
    names, works = name_likeness(a, b), same_work(a.reference, b.reference)
    contradiction = contradicted(a, b)
    if not (names or works) or (contradiction and (names < 1.0 or works is False)):
        return 0.0, "names differ"
    same, other = compared(a, b)
    if contradiction:
        alike = len(same) >= _FEW_VALUES and not other and not same <= _LEVELS
        return (0.8, f"same name and values, {contradiction}") if alike else (0.0, contradiction)
    if len(same) < _FEW_VALUES or len(other) >= len(same):
        return 0.0, "values differ"
    if names == 1.0 and works is False:
        return 0.8, "same name and values, other cited work"
    if names > 0.0 and works is None:
        return 0.8, f"same values, names alike ({a.label} / {b.label})"
    if works and not other and not same <= _LEVELS:
        return 0.8, f"same cited work and values, other name ({a.label} / {b.label})"
    return 0.0, "names differ"


def contradicted(a: Row, b: Row) -> str:
    """What two rows state differently of their device: its colour or its process; "" where nothing."""
    for one, other in ((a.colour, b.colour), (a.process, b.process)):
        if UNSTATED not in (one, other) and one != other:
            return f"{one}, not {other}"
    return ""


def compared(a: Row, b: Row) -> tuple[frozenset[str], frozenset[str]]:
    """The metrics in which two rows agree, and those in which they differ, of what both give for the same conditions."""
    same, other = set(), set()
    for x in a.entries:
        for y in b.entries:
            if x.metric == y.metric and same_conditions(x.conditions, y.conditions):
                (same if agree(x.quantity, y.quantity) else other).add(x.metric)
    return frozenset(same), frozenset(other - same)


def _likeness_of_values(a: Row, b: Row) -> float:
    same, other = (len(found) for found in compared(a, b))
    return _VALUES_SHARE * (same - other) / (same + other) if same + other else 0.0


def name_likeness(a: Row, b: Row) -> float:
    """1.0 for one folded label, 0.9 where one's label is a material of the other, about 0.6 to 0.95 for names one slip apart (a letter
    changed, added, lost or two swapped), else 0.

    Names that differ in a digit are two members of a series, never one compound (X2 and X4), and a mixture is none of its parts.
    """
    if a.name == b.name:
        return 1.0
    if a.name in b.mixed or b.name in a.mixed:
        return 0.0
    if a.name in b.keys or b.name in a.keys or (a.names and {*a.names} == {*b.names}):
        return _AMONG_MATERIALS
    slips = [1 - 1 / max(len(x), len(y)) for x in a.keys for y in b.keys if abs(len(x) - len(y)) <= 1 and _one_slip(x, y)]
    return max(slips, default=0.0)


def _one_slip(x: str, y: str) -> bool:
    """Whether one letter of a folded name changed, came, went or changed places with its neighbour; a digit is no slip."""
    if min(len(x), len(y)) < 4 or OSA.distance(x, y, score_cutoff=1) != 1:
        return False
    return re.sub(r"\D", "", x) == re.sub(r"\D", "", y)


def slip_of_names(a: Row, b: Row) -> tuple[str, str, str] | None:
    """The two spellings by which two rows are alike, as printed, and what parts them; None where no single slip does."""
    for x in (a.label, *a.names):
        for y in (b.label, *b.names):
            one, other = fold_name(x), fold_name(y)
            if _one_slip(one, other):
                swapped = len(one) == len(other) and sorted(one) == sorted(other)
                return x, y, "two letters swapped" if swapped else "one letter differs"
    return None


def _place(work: Reference) -> tuple[str, str]:
    return plain_number(work.volume), plain_number(work.page)


def same_work(a: Reference | None, b: Reference | None) -> bool | None:
    """Whether two references are one paper; None where too little is printed to tell.

    A DOI decides; else volume with first page; else first author's surname with the year (one year apart is let pass: online
    and print dates differ).
    """
    if a is None or b is None:
        return None
    if a.doi and b.doi:
        return plain_doi(a.doi) == plain_doi(b.doi)
    if a.volume and b.volume and a.page and b.page and _place(a) == _place(b):
        return True
    if a.first_author and b.first_author:
        if surname(a.first_author) != surname(b.first_author):
            return False
        if a.year and b.year:
            return abs(a.year - b.year) <= 1
    return None


@lru_cache(maxsize=4096)
def surname(author: str) -> str:
    """The surname of "Y. H. Niu", "Niu, Y. H." or "Niu Y.H.", without case and accents."""
    name = author.split(",")[0] if "," in author else author
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = [w for w in plain.split() if len(re.sub(r"\W", "", w)) > 1 and not re.fullmatch(r"(?:\w\.-?)+", w)]
    full = [w for w in words if not (w.isupper() and len(w) <= 2)] or words or plain.split()
    return full[-1].casefold().replace("’", "'") if full else ""


def plain_doi(doi: str) -> str:
    """A DOI without the address or the "doi:" before it and without case."""
    return re.sub(r"^(?:https?://)?(?:dx\.)?doi\.org/|^doi:\s*", "", doi.strip().casefold())


def plain_number(text: str) -> str:
    """A volume or a first page, without what printers add: "e1801234", "123–129"."""
    return re.split(r"[–‐‑-]", text.strip().casefold())[0].lstrip("e0")
