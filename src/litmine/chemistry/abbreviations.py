"""Definitions of abbreviations: "poly(9-vinylcarbazole) (PVK)" and "PVK (poly(9-vinylcarbazole))"; and those that contradict."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from litmine.chemistry import words
from litmine.chemistry.cde import plain, toolkit
from litmine.geometry import Span


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A definition: ``short`` stands for ``long``; ``span`` covers both, in the text that was searched."""

    short: str
    long: str
    span: Span


_SHORT = re.compile(r"(?=[^\s]*[A-Zα-ω])[A-Za-zα-ω\d][A-Za-zα-ωΑ-Ω\d\-‐‑–/,′':+*]{0,20}")
_UNIT = re.compile(
    r"[munpkMG]?(?:eV|V|A|W|Hz|m|g|s|h|lm|cd|lx|nit|nits|K|Pa|J|N|T|F|C|L|mol|ppm|rpm|sr|mA|nm|Å|°C|wt|vol)(?:[\^\-−/·].*)?",
    re.IGNORECASE,
)
_NOT_SHORT = re.compile(
    r"(?:Fig|Figs|Figure|Table|Scheme|Eq|Ref|Refs|Sec|Section|Movie|Note|Panel|Chart|Video|Part|Supplementary|[a-z]+|[A-Z][a-z]{2,}|[a-z]\d*|[\d.,\-–]+)s?",
    re.ASCII,
)
# The printers of chemistry abbreviate across spellings: PVK, poly(vinyl Karbazol); quinoline, chinolin.
_EQUAL_LETTERS = {"k": "kc", "z": "zs", "x": "xcnk", "f": "fp", "i": "iy", "q": "qck"}


def _letters_derive(short: str, long: str) -> bool:
    """Whether the letters and digits of ``short`` occur in ``long`` in order, the first one at a word's start."""
    wanted = [c for c in short.rstrip("s").lower() if c.isalnum()]
    if not wanted:
        return False
    source = long.lower()
    starts = [m.start() for m in re.finditer(rf"(?<![a-z])[{re.escape(_EQUAL_LETTERS.get(wanted[0], wanted[0]))}]", source)]
    for start in starts[:1]:
        place, missing = start, False
        for c in wanted:
            hits = [i for e in _EQUAL_LETTERS.get(c, c) if (i := source.find(e, place)) >= 0]
            if not hits:
                missing = True
                break
            place = min(hits) + 1
        if not missing:
            return True
    return False


def _initials_derive(short: str, long: str) -> bool:
    """Whether the capitals of ``short`` are initials of the words or morphemes of ``long``, in their order."""
    capitals = [c.lower() for c in short if c.isupper()]
    initials = [m.group().lower() for m in re.finditer(r"(?<![A-Za-zα-ω])[A-Za-z]|(?<=[a-z])[A-Z]", long)]
    place = 0
    for c in capitals:
        while place < len(initials) and initials[place] not in _EQUAL_LETTERS.get(c, c):
            place += 1
        if place == len(initials):
            return False
        place += 1
    return True


def _is_short(text: str) -> bool:
    """Whether a bracket's content can be an abbreviation: never a value, a unit, a label of a figure, a plain word."""
    if not _SHORT.fullmatch(text) or _NOT_SHORT.fullmatch(text) or len(text) < 2:
        return False
    if re.match(r"[~<>≈±]?\d+(?:\.\d+)?[%°]?$", text) or (_UNIT.fullmatch(text) and not re.fullmatch(r"[A-Z]{2,}", text)):
        return False
    return sum(c.isupper() for c in text) >= 2 or bool(re.search(r"[α-ω]|[A-Z]\d|\d[A-Z]|-[A-Z]", text))


def names_before(text: str, end: int) -> Iterable[int]:
    """The places where a chemical name that ends at ``end`` may begin, the nearest first: one to four words back."""
    begin = end
    for _ in range(4):
        begin = _word_start(text, begin)
        word = text[begin:end].split(maxsplit=1)[0] if begin < end else ""
        if word and words.stems(word) and (words.is_systematic(word) or words.is_systematic(text[begin:end]) or " " in text[begin:end]):
            yield begin
        gap = len(text[:begin].rstrip())
        if begin == 0 or gap == begin or not words.stems(text[_word_start(text, gap) : gap]):
            return
        begin = gap


def _word_start(text: str, end: int) -> int:
    """Where the word begins that ends at ``end``; spaces inside its brackets belong to it."""
    level, i = 0, end
    while i > max(end - 300, 0):
        c = text[i - 1]
        level += (c in ")]}") - (c in "([{")
        if level < 0 or (c.isspace() and level == 0):
            break
        i -= 1
    return i


@lru_cache(maxsize=1024)  # the blocks of a paper are searched when its words are learned, and again when they are checked
def find_abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """The abbreviations a text defines, in the order of their definitions.

    Long words with initials come from ChemDataExtractor's detector (after Schwartz & Hearst, 2003); systematic names,
    whose letters stand inside one long word, from a subsequence rule. A value, a figure label, a colour or any other
    bracket is none. Spans are offsets of ``text``.
    """
    if "(" not in text and "[" not in text:
        return ()
    found: dict[int, Abbreviation] = {}
    for m in re.finditer(r"[(\[]([^()\[\]\s]{2,24})(?=[)\];,])", text):
        short, start = m.group(1), m.start()
        end = len(text[:start].rstrip())
        if not _is_short(short):
            continue
        for begin in names_before(text, end):
            long = text[begin:end]
            if _letters_derive(short, long) and len(long) > len(short) + 2:
                found[m.start(1)] = Abbreviation(short, long, Span(begin, m.end() + (text[m.end() : m.end() + 1] in ")]")))
                break
    for m in re.finditer(r"(?<![^\s(,;])([^\s()\[\]]{2,20}) ?\(((?=\S{0,60}[a-z])\S{1,200})\)", text):
        short, long = m.group(1), m.group(2)
        if _is_short(short) and len(long) > len(short) + 4 and words.is_systematic(long) and _letters_derive(short, long):
            found.setdefault(m.start(1), Abbreviation(short, long, Span(m.start(), m.end())))
    for begin, end in _windows(text):
        for abbreviation, at in _detected(text[begin:end]):
            found.setdefault(begin + at, replace(abbreviation, span=abbreviation.span.shifted(begin)))
    return tuple(found[k] for k in sorted(found))


_BEFORE, _BEHIND = 240, 200  # code points that a long form written out in words may take, on either side of the short one
_OPENING = re.compile(r"(?:(?<!\S)(?P<before>\S{2,20})\s)?\((?P<inside>[^()]{2,200})(?=\))|(?P<equal>\S{2,20}) ?= ?(?=[A-Za-z][a-z]{2})")


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that may hold a definition: what stands about a short form at or in a bracket, or before "="."""
    begin = end = 0
    for m in _OPENING.finditer(text):
        inside = re.split(r"[,;]\s?", m["inside"] or "")
        if not any(map(_is_short, (m["before"] or m["equal"] or "", inside[0], inside[-1]))):
            continue
        start = max(m.start() - _BEFORE, 0)
        start = text.find(" ", start, m.start()) + 1 if start else 0
        if end and start > end:
            yield begin, end
            begin = start
        elif not end:
            begin = start
        end = min(m.end() + (_BEHIND if m["equal"] else 1), len(text))
    if end:
        yield begin, end


_TOKEN = re.compile(r"\w+|[^\w\s]")


def _name_start(text: str, place: int) -> int:
    """Where the chemical name begins in the midst of which the letters of an abbreviation are found first."""
    start = place
    while start and not text[start - 1].isspace() and place - start < 80:
        start -= 1
    if text[start] in "([{" and not words.is_systematic(text[start:].split(maxsplit=1)[0]):
        return place
    return start if words.stems(text[start:].split(maxsplit=1)[0]) else place


def _detected(text: str) -> Iterable[tuple[Abbreviation, int]]:
    """What ChemDataExtractor's detector finds and our rules confirm, with the offset of each short form."""
    source = plain(text)
    spans = [m.span() for m in _TOKEN.finditer(source)]
    parts = [source[a:b] for a, b in spans]
    # ChemDataExtractor looks for the end of "X = long name" after it has stepped on, and loops for ever where no more than one
    # token follows the "=": two full stops behind the text make sure that more do.
    for (s0, s1), (l0, l1) in toolkit().detector.detect_spans([*parts, ".", "."]):
        if max(s1, l1) > len(spans):
            continue
        short_at, short_end = spans[s0][0], spans[s1 - 1][1]
        long_at, long_end = _name_start(text, spans[l0][0]), spans[l1 - 1][1]
        while text[long_end - 1] in '”"’':
            long_end -= 1
        short, long = text[short_at:short_end], text[long_at:long_end]
        if not _is_short(short) or len(long) <= len(short) or re.search(r"[.;:=!?]\s|\d+\.\d|^\W", long) or len(long) > 160:
            continue
        if _initials_derive(short, long) or (words.is_systematic(long) and _letters_derive(short, long)):
            begin, end = min(short_at, long_at), max(short_end, long_end)
            yield (
                Abbreviation(short, long, Span(begin, min(end + 1, len(text)) if text[end : end + 1] in ")]" else end)),
                short_at,
            )


def two_meanings(definitions: Iterable[Abbreviation]) -> tuple[tuple[Abbreviation, Abbreviation], ...]:
    """The abbreviations that one paper defines twice, and differently: the first definition with the first that contradicts it.

    A plural, a hyphen, another order of the words, a word more are no other meaning: any word or chemical morpheme in common makes
    two long forms one. Nor is a trivial name beside a systematic one ("bathocuproine", "2,9-dimethyl-...-phenanthroline"), for
    letters do not tell whether they name one compound.
    """
    by_short: dict[str, list[Abbreviation]] = {}
    for definition in definitions:
        by_short.setdefault(re.sub(r"(?<=[A-Z\d])s$", "", definition.short), []).append(definition)
    pairs = ((next((p for p in combinations(same, 2) if _differ(*p)), None)) for same in by_short.values())
    return tuple(p for p in pairs if p is not None)


def _differ(a: Abbreviation, b: Abbreviation) -> bool:
    first, second = _roots(a.long), _roots(b.long)
    chemical = [bool(words.stems(d.long)) for d in (a, b)]
    if any(chemical) and not (all(map(is_spelled_out, (a.long, b.long))) or not all(chemical)):
        return False
    return bool(first and second) and not first & second


def is_spelled_out(long: str) -> bool:
    """Whether a name is systematic down to its locants or brackets, so that another compound has other morphemes."""
    return words.is_systematic(long) and re.search(r"[\d(\[]", long) is not None


def _roots(long: str) -> frozenset[str]:
    """The beginnings of the words of a long form, and its chemical morphemes."""
    found = {w[:4] for w in re.findall(r"[a-z]{3,}", long.casefold())}
    return frozenset(found | {s for s in words.stems(long) if len(s) > 4})
