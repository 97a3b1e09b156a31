"""How well measurements agree with facts that a reader found: the measures of ``linking.py``. Pure functions, no litmine.

Two measures, both one to one, so that a fact is found once at most:

  value   the metric and the number agree (the normalized value, or the printed one), and the page where the fact names one
  fact    the value, and the subject means the same device

The definitions of both, and of a trap, are those of ../shared/score/facts.py; ``tests/test_benchmark_linking.py`` holds them together.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from scoring import Counts, share

_ALIKE = 0.75  # similarity of characters from which two subjects are one
_TELLING = 3  # of the telling words of a fact's subject, one in this many must stand by the measurement
_TOLERANCE = 1e-6  # relative, between two numbers that are the same

# Words of a reader's subject that tell no device from another.
_COMMON = frozenset(
    "a an and at based by cell cells champion control device devices each film films for from in layer layers led leds of oled oleds on or "
    "perovskite psc pscs qd qd-led qd-leds qds qled qleds sample solar the their these this to treated type using value values with".split()
)
_DASHES = re.compile(r"[‐-―−-]")
_LOOSE = re.compile(r"[\s'’′`*_]+")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


class Row(NamedTuple):
    """A measurement as a tool wrote it: the columns of measurements.csv; "" where it says nothing."""

    metric: str
    value: str
    raw: str = ""
    unit: str = ""
    page: str = ""
    source: str = "text"  # "table", "text" or "caption"
    subject: str = ""
    materials: str = ""
    colour: str = ""
    process: str = ""
    conditions: str = ""
    citations: str = ""
    statistic: str = ""


class Wanted(NamedTuple):
    """A fact that a reader found. ``value`` is a number in ``unit`` or "low..high"; the rest as in ``Row``, lists with ";"."""

    subject: str
    metric: str
    value: str
    unit: str = ""
    page: str = ""
    source: str = "text"
    colour: str = ""
    process: str = ""
    conditions: str = ""
    citations: str = ""
    statistic: str = ""


class Trap(NamedTuple):
    """A number that is no metric's value, with the unit it would be taken for."""

    value: str
    unit: str
    page: str = ""


Pairs = tuple[tuple[int, int], ...]  # places of a fact and of the row that stands for it


# ---- what is the same --------------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """A name without case, white space, primes and marks; all dashes are one."""
    return _LOOSE.sub("", _DASHES.sub("-", _plain(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text or "").casefold()


def telling_words(text: str) -> frozenset[str]:
    """The words of a subject that tell it from others."""
    words = (w.strip("-.") for w in re.split(r"[^\w.-]+", _DASHES.sub("-", _plain(text))))
    return frozenset(w for w in words if w and w not in _COMMON)


def numbers(text: str) -> tuple[float, ...]:
    """The number a printed value begins with; of "low..high", both; () where there is none."""
    plain = unicodedata.normalize("NFKC", text or "").replace("−", "-").replace(",", "")
    return tuple(float(m.group()) for part in plain.split("..") if (m := _NUMBER.search(part)))


def numbers_agree(a: str, b: str) -> bool:
    """Whether two printed values are one number; a range agrees with a single number that is its lower end."""
    x, y = numbers(a), numbers(b)
    if not x or not y:
        return False
    if len(x) != len(y):
        x, y = x[:1], y[:1]
    return all(abs(p - q) <= _TOLERANCE * max(1.0, abs(p), abs(q)) for p, q in zip(x, y, strict=True))


def pages_agree(a: str, b: str) -> bool:
    """Whether two pages are at most one apart; an unknown page agrees with any."""
    try:
        return abs(int(float(a)) - int(float(b))) <= 1
    except ValueError:
        return True


def same_value(row: Row, fact: Wanted) -> bool:
    """The measure ``value``."""
    return (
        fold(row.metric) == fold(fact.metric)
        and (numbers_agree(row.value, fact.value) or numbers_agree(row.raw, fact.value))
        and pages_agree(row.page, fact.page)
    )


def same_subject(row: Row, fact: Wanted) -> bool:
    """Whether a row's subject means the fact's.

    It does where one name is, contains or much resembles the other, or where a third of the telling words of the fact's subject
    stand in the row's subject, materials, colour, process or conditions.
    """
    a, b = fold(row.subject), fold(fact.subject)
    if a and b and (a == b or (min(len(a), len(b)) > 2 and (a in b or b in a))):
        return True
    if difflib.SequenceMatcher(None, a, b).ratio() >= _ALIKE and (a and b):
        return True
    wanted = telling_words(fact.subject)
    said = telling_words(" ".join((row.subject, row.materials, row.colour, row.process, row.conditions)))
    return len(wanted & said) * _TELLING >= len(wanted)


# ---- pairs -------------------------------------------------------------------------------------------------------------


def paired(rows: Sequence[Row], facts: Sequence[Wanted], *, by_subject: bool) -> Pairs:
    """Facts with their rows, one to one; greedily, the same subject first, then the subject of the most similar length.

    ``by_subject``: whether a pair must have the same subject (the measure ``fact``) or the value alone counts.
    """
    candidates = []
    for i, fact in enumerate(facts):
        for j, row in enumerate(rows):
            if same_value(row, fact) and ((same := same_subject(row, fact)) or not by_subject):
                candidates.append((not same, abs(len(fold(row.subject)) - len(fold(fact.subject))), i, j))
    taken_facts, taken_rows, pairs = set(), set(), []
    for _, _, i, j in sorted(candidates):
        if i not in taken_facts and j not in taken_rows:
            taken_facts.add(i)
            taken_rows.add(j)
            pairs.append((i, j))
    return tuple(pairs)


def collected(rows: Iterable[Row], facts: Iterable[Wanted]) -> tuple[Row, ...]:
    """The rows whose metric a reader collected: of others it is not known whether they are right."""
    metrics = {fold(f.metric) for f in facts}
    return tuple(r for r in rows if fold(r.metric) in metrics)


def sprung(rows: Iterable[Row], traps: Iterable[Trap]) -> tuple[Trap, ...]:
    """The traps whose number was taken for a value in the unit they warn of."""
    rows = tuple(rows)
    return tuple(
        t
        for t in traps
        if any(numbers_agree(r.value, t.value) and fold(r.unit) == fold(t.unit) and pages_agree(r.page, t.page) for r in rows)
    )


# ---- counts ------------------------------------------------------------------------------------------------------------


class Tally(NamedTuple):
    """Right rows of all rows, found facts of all facts: the two differ where a fact and its row stand under different keys."""

    right: int = 0
    got: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """The share of the rows that is right."""
        return share(self.right, self.got)

    @property
    def recall(self) -> float:
        """The share of the facts that is found."""
        return share(self.found, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


def counted(rows: Sequence[Row], facts: Sequence[Wanted], pairs: Pairs, key: Callable[[Row | Wanted], str]) -> dict[str, Tally]:
    """Counts by a key of facts and rows, as their metric or source: precision by the row's, recall by the fact's.

    A pair of different keys is right for the one as a row and for the other as a fact; its halves are counted apart.
    """
    keys = sorted({key(x) for x in (*rows, *facts)})
    found_rows, found_facts = {j for _, j in pairs}, {i for i, _ in pairs}
    return {
        k: Tally(
            sum(key(r) == k for j, r in enumerate(rows) if j in found_rows),
            sum(key(r) == k for r in rows),
            sum(key(f) == k for i, f in enumerate(facts) if i in found_facts),
            sum(key(f) == k for f in facts),
        )
        for k in keys
    }


def added(tallies: Iterable[Tally]) -> Tally:
    """The sums; all zeros of none."""
    columns = tuple(zip(*tallies, strict=True))
    return Tally(*(sum(c) for c in columns)) if columns else Tally()


# ---- what else a fact says ---------------------------------------------------------------------------------------------

_LISTS = ("conditions", "citations")
QUALIFIERS = ("colour", "process", "statistic", *_LISTS)
_SILENT = ("", "unstated")
_AT = re.compile(r"^(?:at |@)\s*")  # "at 1000 cd/m2", "@1000 cd/m2"


def qualified(rows: Sequence[Row], facts: Sequence[Wanted], pairs: Pairs, names: Sequence[str] = QUALIFIERS) -> dict[str, Counts]:
    """How often the paired rows say the colour, process... that their facts state; "got" are the rows that say one.

    A list (conditions, citations) is right where everything the fact states is there; of citations nothing else may be.
    """
    return {name: _qualifier([(_said(rows[j], name), _said(facts[i], name)) for i, j in pairs], name) for name in names}


def _said(of: Row | Wanted, name: str) -> frozenset[str]:
    text = getattr(of, name)
    parts = [p.strip() for p in text.split(";")] if name in _LISTS else [text.strip()]
    return frozenset(fold(_AT.sub("", p)) for p in parts if p not in _SILENT)


def _qualifier(said: Sequence[tuple[frozenset[str], frozenset[str]]], name: str) -> Counts:
    def right(got: frozenset[str], stated: frozenset[str]) -> bool:
        return bool(stated) and (stated <= got if name == "conditions" else stated == got)

    return Counts(sum(right(g, s) for g, s in said), sum(bool(g) for g, _ in said), sum(bool(s) for _, s in said))


def read_row(row: Mapping[str, str]) -> Row:
    """A line of measurements.csv, more columns ignored."""
    return Row(**{name: row.get(name) or "" for name in Row._fields})
