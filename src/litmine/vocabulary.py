"""What a domain pack holds: metrics, aliases, materials, words. The types that every room above reads; domain.py loads them."""

import itertools
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from litmine.laws import Law
from litmine.units import conversion

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "λ": "lambda", "μ": "mu",
    "π": "pi", "σ": "sigma", "ω": "omega",
}  # fmt: skip


# One or two words of a field stand in any paper ("dopant", "display"); a choice here, not a measured threshold.
ENOUGH_KEYWORDS = 3

Owner = Literal["device", "material", "any"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A quantity that papers report.

    ``symbols`` are matched with their case ("EQE"; "V_on" stands for Von, V_on, V on), ``names`` without ("current efficiency").
    ``weak`` names count only with the metric's unit beside them; ``header`` aliases only in a table header. ``reject`` are words
    that must not stand right before or after; ``near`` words tell two metrics with one alias apart. ``low``..``high`` is the
    plausible range in ``unit`` with its ``range_source``.
    ``unit_implies``: a number in this unit is this metric even where no name stands beside it (cd/A is a current efficiency).
    ``fraction``: papers print it as 75% and as 0.75; a bare number from 0 to 1 is that many times 100 %.
    ``extreme``: the largest value of a curve; its weak names ("luminance") count only where a word says so ("up to", "record").
    ``unless``: conditions under which the range says nothing (the open-circuit voltage of a "module").
    ``colours``: what the word for a colour says of the value, each as (colour, low, high): the EL peak of what is called "red".
    ``of``: whose value it is, a device's (EQE), a material's or film's (HOMO), or "any" where papers say it of both (EL peak).
    """

    id: str
    name: str
    unit: str
    symbols: tuple[str, ...]
    names: tuple[str, ...]
    weak: tuple[str, ...]
    header: tuple[str, ...]
    reject: tuple[str, ...]
    near: tuple[str, ...]
    low: float
    high: float
    range_source: str
    unit_implies: bool = False
    fraction: bool = False
    extreme: bool = False
    of: Owner = "any"
    unless: tuple[str, ...] = ()
    colours: tuple[tuple[str, float, float], ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every spelling that names the metric in prose by itself."""
        return (*self.symbols, *self.names)


@dataclass(frozen=True, slots=True)
class Shared:
    """Aliases that several metrics share. With ``joint`` they mean all of them at once (CIE x and y); otherwise the unit beside
    them decides, then the ``near`` words of the metrics, then ``default`` ("": the alias stays unread).

    With ``prose_only`` it is a turn of phrase ("emitting at"): it names no column, and in prose it counts only right before a
    plausible number. ``near`` are further near words, by metric, for these aliases alone.
    """

    aliases: tuple[str, ...]
    metrics: tuple[str, ...]
    default: str = ""
    joint: bool = False
    header_only: bool = False
    prose_only: bool = False
    near: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """A material or abbreviation: ``role`` is HTL, ETL, emitter, host, electrode, substrate, solvent... or ""."""

    name: str
    aliases: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Word:
    """A normal form and the words that mean it ("deep-blue": "deep blue", "deep-blue")."""

    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Domain:
    """A loaded pack. Two domains are equal where their ``digest`` (SHA-256 over the pack's files) is.

    ``rivals`` are the names of quantities that papers print beside the metrics and that are not collected ("work function"): a
    number that belongs to one of them belongs to no metric. ``tolerances`` say how far two numbers of a metric may be apart beyond their
    printed digits before a comparison calls them different, in the metric's unit.
    """

    name: str
    title: str
    digest: str
    metrics: tuple[Metric, ...]
    shared: tuple[Shared, ...]
    laws: tuple[Law, ...]
    materials: tuple[Material, ...]
    keywords: tuple[str, ...]
    colours: tuple[Word, ...]
    processes: tuple[Word, ...]
    statistics: tuple[Word, ...]
    conditions: tuple[Word, ...]
    condition_units: tuple[str, ...]
    roles: tuple[Word, ...]
    rivals: tuple[str, ...] = ()
    tolerances: tuple[tuple[str, float], ...] = ()
    _by_id: dict[str, Metric] = field(default_factory=dict, repr=False)
    _by_name: dict[str, Material] = field(default_factory=dict, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Domain) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def metric(self, metric_id: str) -> Metric | None:
        """The metric with this id; None where the pack has none."""
        return self._by_id.get(metric_id)

    def tolerance(self, metric_id: str) -> float:
        """How far two numbers of a metric may be apart beyond their printed digits, in its unit; 0 where the pack does not say."""
        return dict(self.tolerances).get(metric_id, 0.0)

    def material(self, name: str) -> Material | None:
        """The material that a name or alias means; None where the pack does not know it."""
        return self._by_name.get(fold_name(name))

    def canonical(self, name: str) -> str:
        """The pack's spelling of a material name; the name itself, trimmed, where the pack does not know it."""
        known = self.material(name)
        return known.name if known else " ".join(name.split())

    @cached_property
    def _keyword_patterns(self) -> tuple[re.Pattern[str], ...]:
        """A word begins where no letter stands before it; one with a capital keeps its case: "InP" is not in "input"."""
        patterns = (rf"(?<![A-Za-z]){re.escape(k)}" for k in self.keywords)
        return tuple(re.compile(p, 0 if k != k.lower() else re.IGNORECASE) for p, k in zip(patterns, self.keywords, strict=True))

    @cached_property
    def _any_keyword(self) -> re.Pattern[str]:
        longest = sorted(self._keyword_patterns, key=lambda p: len(p.pattern), reverse=True)
        return re.compile("|".join(f"(?i:{p.pattern})" if p.flags & re.IGNORECASE else p.pattern for p in longest))

    def score(self, text: str) -> int:
        """How many times the pack's keywords stand in a text."""
        return len(self._any_keyword.findall(text))

    def suits(self, text: str) -> bool:
        """Whether a text says enough of the pack's field: ``ENOUGH_KEYWORDS`` different keywords, however often each."""
        found = (True for p in self._keyword_patterns if p.search(text))
        return sum(itertools.islice(found, ENOUGH_KEYWORDS)) == ENOUGH_KEYWORDS


def fold_name(name: str) -> str:
    """A compound name reduced to what tells compounds apart: no spaces, hyphens (except between digits) or primes, Greek letters
    spelled out, subscript digits plain, no case except in names of up to three letters ("Al" is not "al", nor "Co" "CO")."""
    text = unicodedata.normalize("NFKC", name)
    text = "".join(_GREEK.get(c, c) for c in text)
    text = re.sub(r"[\u2010-\u2015\u2212\u00ad]", "-", text)
    text = re.sub(r"(?<!\d)-|-(?!\d)", "", text)
    text = re.sub(r"[\s'’′″‵`´*_^]+", "", text)
    return text if len(text) <= 3 else text.casefold()


def compatible(unit: str, metric: Metric) -> bool:
    """Whether a printed unit measures what the metric does."""
    return conversion(unit, metric.unit) is not None
