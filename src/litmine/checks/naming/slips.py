"""How two printed names differ: a slip of the pen, or the way in which the names of two compounds differ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from litmine.chemistry import is_formula

Kind = Literal["case", "swap", "letter"]
CAUSES: dict[Kind, str] = {"case": "capitals", "swap": "two letters swapped", "letter": "one letter off"}

# Groups of organic names, which the letters of elements can spell as well (Py: phosphorus with an index).
_GROUPS = re.compile(r"Ph|Py|Cz")
_HYPHENS = re.compile(r"[\-‐‑–−′']")
# Names of fewer letters differ from one another in one (TPD and NPD, CBP and CBPV) as a rule.
_LETTERS = 5
# Small letters inside a name that stand for a position or a branch (TmPyPB and TpPyPB, t4CzIPN and 4CzIPN), and the x of NiOx.
_POSITIONS = frozenset("mpotnidsx")


@dataclass(frozen=True, slots=True)
class Slip:
    """The difference of two names.

    ``doubled``: a letter stands twice in one of them and once in the other (BBPQ and BPQ). ``series``: the members of a series differ in
    this way as well, so that only what the paper says of both can tell.
    """

    kind: Kind
    doubled: bool = False
    series: bool = False

    @property
    def cause(self) -> str:
        """The likely cause, as flags print it."""
        return CAUSES[self.kind]


def bare(name: str) -> str:
    """A name without hyphens and primes, which printers change."""
    return _HYPHENS.sub("", name)


def keys_of(letters: str) -> Iterator[str]:
    """What a word shares with every word one slip away from it: its letters in alphabetical order, and itself without one of them."""
    yield "".join(sorted(letters)) + "*"
    yield letters
    for i in range(len(letters)):
        yield letters[:i] + letters[i + 1 :]


def slip_between(odd: str, name: str) -> Slip | None:
    """The one slip that turns ``name`` into ``odd``; None where they are alike but for hyphens, or surely two compounds.

    Names with other digits are members of a series, two formulas with other letters are two compounds, and names of few letters
    differ in one of them (TPD and NPD) as a rule. A slip where members of a series differ, too, is marked: another first letter
    (MAPbI3 and FAPbI3), another last one (NPD and NPB), another lone letter (Z-A and Z-B), another position (TmPyPB and TpPyPB),
    another group (PXZ-TRZ and PTZ-TRZ).
    """
    a, b = bare(odd), bare(name)
    if a == b or re.sub(r"\D+", "", a) != re.sub(r"\D+", "", b) or min(len(a), len(b)) < 3:
        return None
    x, y = a.casefold(), b.casefold()
    if x == y:
        # A sentence begins with a capital: "Poly-QRS", "P-QRS".
        begins = a[1:] == b[1:] and (a[1:4].islower() or _HYPHENS.match(odd, 1) is not None)
        return None if begins else Slip("case")
    if OSA.distance(x, y) != 1 or all(is_formula(n) and not _GROUPS.search(n) for n in (odd, name)):
        return None
    if len(x) == len(y) and sorted(x) == sorted(y):
        i = next(i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q)
        return Slip("swap") if x[i : i + 2].isalpha() else None
    return _one_letter(odd, name) if min(sum(map(str.isalpha, a)), sum(map(str.isalpha, b))) >= _LETTERS else None


def _one_letter(odd: str, name: str) -> Slip | None:
    """A letter changed, added or lost; judged by the part between hyphens in which it stands."""
    parts = [_HYPHENS.split(n) for n in (odd, name)]
    if len(parts[0]) != len(parts[1]):
        return Slip("letter", series=True)
    differing = [(p, q) for p, q in zip(*parts, strict=True) if p.casefold() != q.casefold()]
    if len(differing) != 1:
        return None
    long, short = sorted(differing[0], key=len, reverse=True)
    at = next((i for i, (p, q) in enumerate(zip(long.casefold(), short.casefold(), strict=False)) if p != q), len(short))
    letters = {long[at], *short[at : at + 1]} if len(long) == len(short) else {long[at]}
    if not all(map(str.isalpha, letters)):
        return None
    doubled = len(long) > len(short) and long[at].casefold() in (long[at - 1 : at] + long[at + 1 : at + 2]).casefold()
    at_end = at in (0, len(long) - 1)
    is_group = len(parts[0]) > 1 and len(short) < _LETTERS
    in_word = long[at - 1 : at].islower() and long[at + 1 : at + 2].islower()  # "Spro" for "Spiro" is about no position
    is_position = not in_word and bool(letters & _POSITIONS)
    return Slip("letter", doubled, series=is_group or (not doubled and (at_end or is_position)))


def has_lone_letter(odd: str, name: str) -> bool:
    """Whether two names differ in a part that is one letter between hyphens ("QXZ-A" and "QXZ-B"), as labels do."""
    parts = [_HYPHENS.split(n) for n in (odd, name)]
    return any(p != q and min(len(p), len(q)) <= 1 for p, q in zip(*parts, strict=False)) or len(parts[0]) != len(parts[1])
