"""The aliases of a pack as one pattern: how a symbol ("V_on": Von, V on) or a name ("current efficiency") may be printed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from litmine.domain import Domain, Metric, Shared, Word
from litmine.geometry import Span

MAX = "max"
OTHER = "other"  # stands for the id of a metric where a known quantity is named that the pack does not collect


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom an alias belongs to."""

    metrics: tuple[str, ...]
    shared: Shared | None = None
    weak: bool = False
    header: bool = False
    rival: bool = False


_TAIL = r"(?:(?P<{n}>[ _]?\(?(?:max|MAX|Max|peak|avg|ave|av|mean|best)\.?\)?)(?![A-Za-z]))?"
_BEFORE, _AFTER = r"(?<![A-Za-zΑ-Ωα-ω0-9_^−])(?<![A-Za-z0-9][-‐–])", r"(?![A-Za-zΑ-Ωα-ω0-9_])"


def _symbol_pattern(symbol: str) -> str:
    """The pattern of a symbol: a subscript may be attached, or follow "_" or (if it is a word) a space."""
    head, _, sub = symbol.partition("_")
    pattern = _loose(head)
    if sub:
        gap = "_?" if len(sub) == 1 or sub[0].isdigit() else "[ _]?"
        pattern += gap + _loose(sub)
        if sub == "on":  # "at 5 V on glass" names no voltage
            pattern = rf"(?:{_loose(head)}_?on|(?<!\d )(?<!\d){_loose(head)} on(?=\s*(?:[)=:,;/(\[<>~≈]|$|of\b|is\b|was\b|were\b)))"
    return pattern


_SAME = {"Δ": "[Δ∆]", "μ": "[μµ]", "Φ": "[ΦФ]"}


def _loose(text: str) -> str:
    """Escaped, with look-alike letters and optional carets."""
    same = {**_SAME, " ": r"\s", "^": r"\^?", "-": "[-‐‑–−]", "'": "['’′]"}
    return "".join(same.get(c, re.escape(c)) for c in text)


def _name_pattern(name: str) -> str:
    """The pattern of a written-out name: spaces and hyphens are one, the last word may be plural."""
    words = [re.escape(w).replace("'", "['’′]") for w in re.split(r"[\s-]+", name)]
    last = words[-1]
    if last.endswith("y"):
        words[-1] = last[:-1] + "(?:y|ies)"
    elif last[-1].isalpha() and not last.endswith("s"):
        words[-1] = last + "(?:e?s)?"
    # "photoluminescence (PL) peak": a short form may stand in brackets inside the name.
    return r"(?:\s?\([A-Z]\w{0,5}\))?[\s‐‑–-]+".join(words) if len(words) > 1 else words[0]


def _cased(alias: str) -> bool:
    """Whether a shared alias is a symbol: short or with a subscript mark or a Greek letter."""
    return "_" in alias or len(alias) <= 3 or any("α" <= c <= "ω" or "Α" <= c <= "Ω" for c in alias) or alias.isupper()


class Lexicon:
    """All aliases of a pack, longest first, as one pattern for each first letter: trying only these makes the search many times faster."""

    def __init__(self, aliases: Iterable[tuple[str, str, Owner]]) -> None:
        """``aliases``: each with its pattern and its owner, in the order in which they are tried."""
        entries: dict[str, list[tuple[str, Owner]]] = {}
        for alias, pattern, owner in aliases:
            for first in {c.casefold() for c in _SAME.get(alias[0], alias[0]) if c not in "[]"}:
                entries.setdefault(first, []).append((pattern, owner))
        firsts = "".join(re.escape(c) for c in sorted(entries))
        self._starts = re.compile(rf"{_BEFORE}(?i:[{firsts}])" if firsts else r"(?!)")
        self._patterns: dict[str, tuple[re.Pattern[str], tuple[Owner, ...]]] = {}
        for first, same in entries.items():
            # The empty group behind an alias has the number (from 0) of its owner. It stands behind it because the regex engine skips
            # an alternative by its first letter only where no group opens before it.
            listed = "|".join(f"{pattern}()" for pattern, _ in same)
            whole = rf"{_BEFORE}(?:{listed})(?P<plural>s?){_TAIL.format(n='tail')}{_AFTER}"
            self._patterns[first] = re.compile(whole), tuple(owner for _, owner in same)

    def search(self, text: str) -> Iterator[tuple[re.Match[str], Owner]]:
        """Every alias in a text with its owner, from left to right, without overlaps."""
        end = 0
        for start in self._starts.finditer(text):
            pattern, owners = self._patterns[start.group().casefold()]
            if start.start() >= end and (m := pattern.match(text, start.start())):
                end = m.end()
                yield m, next(owner for owner, here in zip(owners, m.groups(), strict=False) if here is not None)


@lru_cache(maxsize=16)
def lexicon_of(domain: Domain, header: bool) -> Lexicon:
    """The lexicon of a pack, for headers or for prose."""
    entries: list[tuple[str, bool, Owner]] = []
    for m in domain.metrics:
        own = Owner((m.id,))
        entries += [(a, True, own) for a in m.symbols] + [(a, False, own) for a in m.names]
        entries += [(a, _cased(a), Owner((m.id,), weak=True)) for a in m.weak]
        if header:
            entries += [(a, _cased(a), Owner((m.id,), header=True, weak=len(a) <= 2)) for a in m.header]
    for s in domain.shared:
        if not (s.prose_only if header else s.header_only):
            entries += [(a, _cased(a), Owner(s.metrics, shared=s)) for a in s.aliases]
    entries += [(a, _cased(a), Owner((OTHER,), rival=True)) for a in domain.rivals]
    entries.sort(key=lambda e: len(e[0]), reverse=True)
    return Lexicon((a, _symbol_pattern(a) if cased else f"(?i:{_name_pattern(a)})", owner) for a, cased, owner in entries)


class WordPattern:
    """A pattern of words and phrases that is tried only on a text with the longest word of one of them."""

    def __init__(self, pattern: str, listed: Iterable[str]) -> None:
        """``pattern`` finds the ``listed``, whatever their capitals, where no letter or digit stands at either side."""
        self._pattern = re.compile(pattern, re.IGNORECASE)
        self._needed = frozenset(max(re.findall(r"\w+", phrase.casefold()), key=len, default="") for phrase in listed)
        self.fullmatch = self._pattern.fullmatch

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As that of a pattern."""
        if "" in self._needed or not self._needed.isdisjoint(_words_in(text)):
            yield from self._pattern.finditer(text)

    def search(self, text: str) -> re.Match[str] | None:
        """As that of a pattern."""
        return next(self.finditer(text), None)


@lru_cache(maxsize=16)  # a sentence is asked for the words of one list after the other
def _words_in(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


@lru_cache(maxsize=64)
def words_pattern(words: tuple[Word, ...]) -> tuple[WordPattern, dict[str, str]]:
    """One pattern of all words, longest first and without case, and the normal form of each by its ``plain_word``.

    Space and hyphen are one; a word inside a longer one ("non-encapsulated") is not found. No words make a pattern without matches.
    """
    normal = {plain_word(w): entry.value for entry in words for w in (entry.value, *entry.words)}
    listed = "|".join(re.escape(w).replace(r"\ ", r"[\s\-‐‑–]") for w in sorted(normal, key=len, reverse=True))
    return WordPattern(rf"(?<![\w\-‐′])(?:{listed})(?![\w′])" if listed else r"(?!)", normal), normal


def plain_word(word: str) -> str:
    """A word as ``words_pattern`` keys it: small letters, one space for spaces and hyphens."""
    return re.sub(r"[\s\-‐‑–]+", " ", word.lower())


def find_aliases(text: str, lexicon: Lexicon) -> Iterator[tuple[re.Match[str], Owner]]:
    """Every alias in a text with its owner, rivals too; the match's groups "plural" and "tail" hold what follows it ("max")."""
    return lexicon.search(text)


# "(EQEmax − EQE100)/EQEmax": neither a difference of two values of a metric nor a quotient by one is the metric.
_MINUS = r"\s?[-−–]\s?"


def subtracted(text: str, m: re.Match[str]) -> bool:
    """Whether a name stands in a formula: joined by a minus to the same name, or below a bracket."""
    end = m.start("tail") if m["tail"] else m.end()
    name = re.escape(text[m.start() : end])
    here = rf"{name}[\w,@. ()^]{{0,20}}?"
    return bool(
        re.match(rf"(?:[_ ]?[\w.,]{{1,8}})?{_MINUS}{name}(?![a-z]{{4}})", text[m.end() :])
        or re.search(rf"(?<![A-Za-z]){here}{_MINUS}$", text[max(0, m.start() - 60) : m.start()])
        or (
            re.search(r"[)\]]\s?[/÷]\s?$", text[: m.start()])
            and re.search(rf"[(\[][^()\[\]]*{name}[^()\[\]]*{_MINUS}[^()\[\]]*[)\]]\s?[/÷]\s?$", text[max(0, m.start() - 80) : m.start()])
        )
    )


def rejected(text: str, span: Span, domain: Domain, owner: Owner) -> bool:
    """Whether one of the metric's ``reject`` words stands right before or after an alias ("EQE roll-off")."""
    words = [w for metric in owner.metrics if not owner.rival for w in domain.metric(metric).reject]
    if not words:
        return False
    listed = "|".join(re.escape(w) for w in words)
    before, after = text[max(0, span.start - 30) : span.start], text[span.end : span.end + 40]
    return bool(
        re.search(rf"(?<![A-Za-z])(?:{listed})[\s‐‑–-]*$", before, re.IGNORECASE)
        # "the peak shift of 5 nm" is none of its values, "the peak shifts from 601 nm to" is two.
        or re.match(rf"(?:\s?\([A-Za-z]{{1,6}}\))?[\s‐‑–-]*(?:{listed})(?![A-Za-z])(?!\s(?:from|to|by)\b)", after, re.IGNORECASE)
    )


def nearest(text: str, span: Span, metrics: Sequence[Metric]) -> str:
    """The metric one of whose ``near`` words stands closest to the alias; "" where none or two do."""
    best: list[tuple[int, str]] = []
    for m in metrics:
        for word in m.near:
            for hit in re.finditer(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text):
                best.append((max(span.start - hit.end(), hit.start() - span.end, 0), m.id))
    best.sort()
    if not best or len({m for d, m in best if d == best[0][0]}) > 1:
        return ""
    return best[0][1]


def likeliest(context: str, metrics: Sequence[Metric]) -> str:
    """The metric whose ``near`` words stand most often in a context (a caption, the other headers); "" where two are even."""
    counts = [sum(len(re.findall(rf"(?<![A-Za-z]){re.escape(w)}(?![A-Za-z])", context)) for w in m.near) for m in metrics]
    best = max(counts, default=0)
    return metrics[counts.index(best)].id if best and counts.count(best) == 1 else ""
