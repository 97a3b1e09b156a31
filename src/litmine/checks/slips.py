"""How two printed names differ: a slip of the pen, or the way in which the names of two compounds differ."""

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from litmine.chemistry import is_formula

Kind = Literal["case", "swap", "letter"]
CAUSES: dict[Kind, str] = {"case": "capitals", "swap": "two letters swapped", "letter": "one letter off"}

# Groups of organic names, which the letters of elements can spell as well (Py: phosphorus with an index).
_GROUPS = re.compile(r"Ph|Py|Cz")
# Names of fewer letters differ from one another in one (TPD and NPD, CBP and CBPV) as a rule.
_LETTERS = 5
# Small letters inside a name that stand for a position or a branch (TmPyPB and TpPyPB, t4CzIPN and 4CzIPN), and the x of NiOx.
_POSITIONS = frozenset("mpotnidsx")


@dataclass(frozen=True, slots=True)
class Slip:
    """The difference of two names. ``doubled``: a letter stands twice in one of them and once in the other (BBPQ and BPQ)."""

    kind: Kind
    doubled: bool = False

    @property
    def cause(self) -> str:
        """The likely cause, as flags print it."""
        return CAUSES[self.kind]


def bare(name: str) -> str:
    """A name without hyphens and primes, which printers change."""
    return re.sub(r"[\-‐‑–−′']", "", name)


def slip_between(odd: str, name: str) -> Slip | None:
    """The one slip that turns ``name`` into ``odd``; None where they are alike but for hyphens, or differ as two compounds do.

    Names with other digits are members of a series, and so are names with another first letter (MAPbI3 and FAPbI3), another last one
    (NPD and NPB), another lone letter (Z-A and Z-B), another position (TmPyPB and TpPyPB), and two formulas.
    """
    a, b = bare(odd), bare(name)
    if a == b or re.sub(r"\D+", "", a) != re.sub(r"\D+", "", b) or min(len(a), len(b)) < 3:
        return None
    if all(is_formula(n) and not _GROUPS.search(n) for n in (odd, name)):
        return None
    x, y = a.casefold(), b.casefold()
    if x == y:
        return Slip("case") if a[1:] != b[1:] or not (a[1:4].islower() and b[1:4].islower()) else None
    if OSA.distance(x, y) != 1:
        return None
    if len(x) == len(y) and sorted(x) == sorted(y):
        i = next(i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q)
        return Slip("swap") if x[i : i + 2].isalpha() else None
    return _one_letter(a, b, odd, name)


def _one_letter(a: str, b: str, odd: str, name: str) -> Slip | None:
    """A letter changed, added or lost inside a longer name."""
    if min(sum(map(str.isalpha, a)), sum(map(str.isalpha, b))) < _LETTERS or _has_lone_letter(odd, name):
        return None
    x, y = a.casefold(), b.casefold()
    at = next((i for i, (p, q) in enumerate(zip(x, y, strict=False)) if p != q), min(len(x), len(y)))
    long = a if len(a) >= len(b) else b
    if len(a) != len(b):
        letter = long[at]
        beside = long[at - 1 : at] + long[at + 1 : at + 2]
        doubled = letter.casefold() in beside.casefold()
        if not letter.isalpha() or (not doubled and (at in (0, len(long) - 1) or letter in _POSITIONS)):
            return None
        return Slip("letter", doubled)
    if at in (0, len(long) - 1) or a[at] in _POSITIONS or b[at] in _POSITIONS or not (a[at].isalpha() and b[at].isalpha()):
        return None
    return Slip("letter")


def _has_lone_letter(odd: str, name: str) -> bool:
    """Whether the two names differ in a part that is one letter between hyphens ("QXZ-A", "QXZ-B"; "o-CBP", "p-CBP")."""
    ours, theirs = (re.split(r"[\-‐‑–−]", text) for text in (odd, name))
    if len(ours) != len(theirs):
        return bool(ours and theirs) and any(len(re.sub(r"\d", "", p)) <= 1 for p in (*ours, *theirs))
    return any(p != q and min(len(re.sub(r"\d", "", p)), len(re.sub(r"\d", "", q))) <= 1 for p, q in zip(ours, theirs, strict=True))
