"""Chemical names in running text, table cells and captions: words, blends "A:B", bilayers and layer stacks "A/B/C"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from litmine.aliases import WordPattern
from litmine.chemistry import words
from litmine.chemistry.cde import plain, toolkit
from litmine.chemistry.lexicon import COMMON_WORDS
from litmine.chemistry.pieces import CAPITAL, PLAIN, THICKNESS, phrases, pieces, trim
from litmine.geometry import Span

ChemicalKind = Literal["name", "formula", "blend", "stack"]


@dataclass(frozen=True, slots=True)
class ChemicalMatch:
    """A chemical named in a text: ``span`` in that text, ``text`` as printed.

    ``kind``: "formula" (CdSe/ZnS counts as one), "blend" (A:B), "stack" (layers from one electrode or side to the other),
    otherwise "name" (abbreviations, too).
    """

    span: Span
    text: str
    kind: ChemicalKind


@dataclass(frozen=True)
class Vocabulary:
    """What is known beforehand: words that are chemicals, and words that are not (both folded by ``fold``).

    ``several`` matches the known names of several words ("Super Yellow"). ``numbered``: the numbers that stand for compounds, each
    with what it stands for (``numbered_compounds``). ``meanings``: the compounds that the paper abbreviates, each folded long form
    with the short one and each folded short form with the long one.
    """

    chemicals: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    several: WordPattern | None = None
    numbered: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)


_DASHES = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "’": "′", "'": "′", "‘": "′", "´": "′", "^": None})


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """A name without what printers change: hyphens, spaces, the form of primes, a capital at the start of a word."""
    bare = re.sub(r"[\s\-]", "", name.translate(_DASHES))
    # "Co" is not "CO"; "Poly-TPD" is "poly-TPD": only a leading capital of a longer small-letter run is the sentence's.
    return re.sub(r"^[A-Z](?=[a-z]{3})", lambda m: m.group().lower(), bare)


_LAYER = re.compile(
    r"(?:[rgbwRGBW]-|[A-Z]\w?-)?(?:QDs?|CQDs?|PQDs?|NCs?|NPs?|NPLs?|QLEDs?|HTL\d?|ETL\d?|EML\d?|HIL|EIL|HBL|EBL|HTM|ETM|CGL|IL|SAM|PVSK|PVK|PSK|[Pp]erovskites?|[Gg]lass|[Qq]uartz|"
    r"[Ss]ilicon|[Aa]node|[Cc]athode|[Ss]ubstrate|[Mm]etal|[Aa]ir|[Ee]mitter|[Aa]bsorber|[Aa]ctive layer|"
    r"quantum dots?|graphene|[Gg]old|[Ss]ilver|[Aa]luminum|[Aa]luminium)"
)
_AFTER_LAYER = re.compile(rf"{THICKNESS.pattern}|(?<=\S)\s(?:QDs?|NCs?|NPs?|quantum dots|nanoparticles|nanocrystals)\s*$")
_MODIFIER = re.compile(
    r"[-‐‑–]((?:[a-z]{3,}|QDs?|QLEDs?|OLEDs?|LEDs?|NCs?|NPs?|HTLs?|ETLs?|PSCs?|PeLEDs?|EODs?|HODs?)(?:[-‐‑–][a-zA-Z]+)*)$"
)
_PHASE = re.compile(r"(?:[a-zα-ω]{1,2}|meso|compact|nano)[-‐‑]")
_PREFIX_WORD = re.compile(
    r"^(?:non|un|pre|post|all|nano|micro|bi|dual|multi|single|low|high|cross|pristine|undoped|doped|as|sol|small|large|two|mixed|wide|blue|red|green|white|"
    r"thick|thin|inverted|bulk|bare|pure|crosslinked|alkyl|vinyl|[A-Z]?[a-z]+ed|sputtered|commercial|traditional|conventional|(?:mono|bi|tri|multi)layer|core|shell|"
    r"amorphous|crystalline|hybrid|aqueous|blade|spin|so|called)[-‐‑–](?=[A-Z])"
)


def _split(word: str) -> list[tuple[str, str]]:
    """The components of a composite with the separator before each; separators inside brackets do not split."""
    parts, level, begin, before = [], 0, 0, ""
    for i, c in enumerate(word):
        level += (c in "([{") - (c in ")]}")
        if level == 0 and c in "/|:":
            parts.append((before, word[begin:i]))
            before, begin = c, i + 1
    parts.append((before, word[begin:]))
    return parts


def _is_known(folded: str, vocabulary: Vocabulary) -> bool:
    """Whether a folded word is among the known names; a longer one in any capitals that it may have (TPBi, TPBI, Bphen)."""
    if folded in vocabulary.chemicals:
        return True
    return len(folded) > 3 and not folded.islower() and folded.casefold() in vocabulary.chemicals and folded not in vocabulary.others


def _sure(word: str, vocabulary: Vocabulary) -> ChemicalKind | None:
    """The kind of a word that is a chemical by itself; None where neither its letters nor the vocabulary say so."""
    folded = fold(word)
    if _is_known(folded, vocabulary) and folded not in COMMON_WORDS:
        return "formula" if words.is_formula(word) else "name"
    if folded in vocabulary.others:
        return None
    if words.is_formula(word):
        return "formula"
    if words.is_strong_shape(word) or words.is_plain_name(word) or words.is_systematic(word):
        return "name"
    return None


def _plain(word: str, vocabulary: Vocabulary) -> ChemicalKind | None:
    """``_sure`` of a word of small letters, which is folded and no formula, and whose shape says nothing."""
    if word in vocabulary.chemicals and word not in COMMON_WORDS:
        return "name" if len(word) > 1 else None
    return "name" if word not in vocabulary.others and (words.is_plain_name(word) or words.is_systematic(word)) else None


def _possible(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word may be a chemical beside sure ones."""
    return bool(_sure(word, vocabulary)) or (fold(word) not in vocabulary.others and words.is_abbreviation_shape(word))


def find_chemicals(text: str, known: Vocabulary | Iterable[str] = Vocabulary()) -> tuple[ChemicalMatch, ...]:
    """The chemicals a text names, in order, not overlapping; spans are offsets of ``text``.

    ``known``: names that are chemicals whatever their letters look like (from a domain pack, from the paper's own
    definitions), or a ``Vocabulary`` that also says what is none. Rules look at the letters of a word and at the words
    beside it; where both are silent ("GHI" alone) nothing is found: precision goes before recall.
    """
    vocabulary = known if isinstance(known, Vocabulary) else Vocabulary(frozenset(map(fold, known)))
    source = plain(text)
    if _is_capitals(source):
        return ()
    found: list[ChemicalMatch] = []
    for start, end in pieces(source):
        for s, e, kind in _in_piece(source, start, end, vocabulary):
            found.append(ChemicalMatch(Span(s, e), text[s:e], kind))
    taken = {m.span for m in found}
    known_phrases = (m.span() for m in vocabulary.several.finditer(source)) if vocabulary.several else ()
    for s, e in (*phrases(source), *known_phrases):
        span = Span(s, e)
        if not any(t.overlaps(span) and not span.covers(t) for t in taken):
            found = [m for m in found if not span.covers(m.span)] + [ChemicalMatch(span, text[s:e], "name")]
            taken = {m.span for m in found}
    found = [m for m in found if not _is_person(source, m.span) and not _CORE_LEVEL.match(source, m.span.end)]
    return tuple(sorted(found, key=lambda m: m.span))


def _is_capitals(text: str) -> bool:
    """Whether a text is a heading set in capitals, where shape says nothing: three words or more."""
    longer = 0
    for m in re.finditer(r"[A-Za-z]{3,}", text):
        if not m.group().isupper():
            return False
        longer += 1
    return longer >= 3 and "/" not in text and ":" not in text


_FUNCTION = re.compile(r"\((?:[θφωλtT]|\d*K)\)")  # "Eg(T)": a symbol and what it depends on


def _in_piece(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int, ChemicalKind]]:
    """The chemicals in one white-space piece (with offsets of ``text``)."""
    if plain_word := PLAIN.fullmatch(text, start, end):
        if kind := _plain(plain_word[1], vocabulary):
            yield *plain_word.span(1), kind
        return
    start, end = trim(text, start, end)
    word = text[start:end]
    if len(word) < 2 or not re.search(r"[A-Za-z]", word) or re.match(r"https?:|www\.|doi:|10\.\d{4}|\S+@\S+\.", word):
        return
    if _FUNCTION.search(word):
        return
    modifier = _MODIFIER.search(word)
    if modifier and not words.is_systematic(word) and fold(word) not in vocabulary.chemicals:
        if modifier.group(1).split("-")[0] in ("free", "less"):
            return
        if modifier.group(1) in ("doped", "alloyed") and word[: modifier.start()] in toolkit().symbols and modifier.start() == 2:
            yield start, start + 2, "formula"  # Li, which may be a person elsewhere
            return
        if CAPITAL.search(modifier.group(1)) or not words.stems(modifier.group(1)):
            yield from _in_piece(text, start, start + modifier.start(), vocabulary)
            return
    prefix = _PREFIX_WORD.match(word)
    if prefix and fold(word) not in vocabulary.chemicals and prefix.group()[:-1] not in ("cross",):
        yield from _in_piece(text, start + prefix.end(), end, vocabulary)
        return
    parts = _split(word)
    if len(parts) > 1:
        yield from _composite(word, start, parts, vocabulary)
    else:
        yield from _single(text, start, end, vocabulary)


def _single(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int, ChemicalKind]]:
    """The chemicals in a piece without ":" and "/"."""
    word = text[start:end]
    if (phase := _PHASE.match(word)) and words.is_formula(word[phase.end() :]):  # c-TiO2, α-FAPbI3, n-Si
        yield start + phase.end(), end, "formula"
    elif kind := _sure(word, vocabulary):
        yield start, end, kind
    elif m := re.fullmatch(r"([^()]+)\((?![IV]+\))[^()]*\)", word):  # ZnO(100)
        yield from _in_piece(text, start, start + m.end(1), vocabulary)
    elif "(" in word and (m := re.match(r"[^()]+(?=\()", word)) and _sure(m.group(), vocabulary) == "name":
        yield start, start + m.end(), "name"
    elif m := re.fullmatch(r"([^-‐–]+)[-‐–]([^-‐–]+)", word):  # two names around a dash: CdSe–ZnS
        first, second = _sure(m.group(1), vocabulary), _sure(m.group(2), vocabulary)
        if first and second:
            yield start, start + m.end(1), first
            yield start + m.start(2), end, second


def _composite(word: str, start: int, parts: list[tuple[str, str]], vocabulary: Vocabulary) -> Iterator[tuple[int, int, ChemicalKind]]:
    """A word with ":" or "/" in it: one mention where its components are chemicals or layers, otherwise its sure components."""
    bare = [_AFTER_LAYER.sub("", p).strip() for _, p in parts]
    kinds = [_sure(p, vocabulary) for p in bare]
    layers = [bool(_LAYER.fullmatch(p)) for p in bare]
    slashes = sum(s in ("/", "|") for s, _ in parts)
    sure = sum(map(bool, kinds))
    fits = [
        bool(k)
        or layer
        or _possible(p, vocabulary)
        or (s == ":" and re.fullmatch(r"\d{1,2}[a-z]?|[A-Z]\d{1,2}", p) is not None)
        or (slashes >= 3 and _plain_layer(p))
        for (s, _), p, k, layer in zip(parts, bare, kinds, layers, strict=True)
    ]
    needed = 1 if sum(layers) + sure >= 2 or not slashes or sure == len(parts) - 1 else 2
    folded = fold(word)
    if folded in vocabulary.chemicals or (all(fits) and sure >= needed):
        yield start, start + len(word), _composite_kind(bare, kinds, layers, slashes)
        return
    if len(parts) >= 4 and sure >= 3 and sum(fits) >= len(parts) - 1:
        yield start, start + len(word), "stack"
        return
    yield from _parts_alone(word, start, parts, slashes, vocabulary)


def _parts_alone(
    word: str, start: int, parts: list[tuple[str, str]], slashes: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, int, ChemicalKind]]:
    """The chemicals of a composite that is none as a whole: blends between its slashes, or else its words."""
    offset = 0
    for whole in re.split(r"(?<=[/|])", word) if slashes else [f"{s}{p}" for s, p in parts]:
        begin, end = trim(word, offset, offset + len(whole))
        inner = _split(word[begin:end])
        if len(inner) > 1 and slashes:
            yield from _composite(word[begin:end], start + begin, inner, vocabulary)
        elif end > begin and (kind := _sure(word[begin:end], vocabulary)):
            yield start + begin, start + end, kind
        offset += len(whole)


def _plain_layer(part: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z][\w\-+().,: ]{0,40}", part))


def _composite_kind(bare: list[str], kinds: list[str], layers: list[bool], slashes: int) -> ChemicalKind:
    if not slashes:
        return "name" if bare == ["PEDOT", "PSS"] else "blend"
    semiconductors = [
        k == "formula" and re.search(r"S(?![a-z])|Se|Te|P(?![a-z])|As|N(?![a-z])|Pb[A-Z(]", p) for p, k in zip(bare, kinds, strict=True)
    ]
    return "formula" if all(semiconductors) else "stack"


_CORE_LEVEL = re.compile(r"\s[1-6][spdf](?:\d/\d)?\b")  # "Zn 2p", "Pb 4f7/2": a line of a spectrum


def _is_person(text: str, span: Span) -> bool:
    """Whether a short symbol is a surname or an initial: "Ga et al.", "J. Pt", "Al and co-workers"."""
    if len(span) > 2:
        return False
    after, before = text[span.end : span.end + 16], text[max(span.start - 4, 0) : span.start]
    return bool(re.match(r"\s+(?:et al|and co-?workers)|\.\s?[A-Z]\.", after) or re.search(r"[A-Z]\.[\s-]?$", before))
