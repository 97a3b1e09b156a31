"""Hyphens at line ends: which of them typesetting put there, by what the document prints elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from litmine.geometry import Box
from litmine.readers.codepoints import SOFT_HYPHEN

Char = tuple[str, Box | None, str]
_WORD_BEFORE = re.compile(r"[^\s()\[\],;:]*$")
_WORD_AFTER = re.compile(r"[^\s()\[\],;:.]*")
_FORM = re.compile(r"[a-z]+(?:-[a-z]+)*")
HYPHENS = frozenset("-\u2010\u2011")
_FEW_BREAKS = 4  # fewer hyphens at line ends say nothing about a document


class WordForms(Counter[str]):
    """How often each lowercase word form stands in a document.

    ``parts`` are its words and the words of its compounds; ``breaks_words`` says whether typesetting broke words at line ends.
    """

    parts: frozenset[str] = frozenset()
    breaks_words: bool = True


def word_forms(lines: Iterable[str]) -> WordForms:
    """How often each lowercase word form, hyphenated ones included, stands whole inside a line; lines in text order.

    The two halves of a word broken at a line's end are no forms.
    """
    found = WordForms()
    broken: list[tuple[str, str]] = []
    half = ""  # what stands before the hyphen that the line before ended with
    hyphened = False
    for line in lines:
        text = line.strip().lower()
        forms = _FORM.findall(text)
        if hyphened and forms and text.startswith(forms[0]):
            broken.append((half, forms[0]))
            del forms[0]
        hyphened = text.endswith((*HYPHENS, SOFT_HYPHEN))
        half = ""
        if hyphened and forms and text[:-1].endswith(forms[-1]):
            half = "" if text.endswith(SOFT_HYPHEN) else forms[-1]
            del forms[-1]
        found.update(forms)
    found.parts = frozenset(part for form in found for part in form.split("-"))
    # Typesetting breaks many words that stand whole elsewhere; where none is one of those, authors' hyphens alone end lines.
    pairs = [(a, b) for a, b in broken if a and b]
    whole = sum(bool(found[a + b] and not found[f"{a}-{b}"]) for a, b in pairs)
    found.breaks_words = len(pairs) < _FEW_BREAKS or whole > 0.12 * len(pairs)
    return found


def hyphen_at_end(out: Sequence[Char], line: Sequence[Char], words: WordForms) -> str:
    """What becomes of a hyphen at a line's end: "drop" it, "keep" it, or keep it and put a "space" after it."""
    soft = out[-1][0] == SOFT_HYPHEN
    tail = "".join(c for c, _, _ in out[-60:-1])
    left = _WORD_BEFORE.search(tail)[0]
    right = _WORD_AFTER.match("".join(c for c, _, _ in line[:60]))[0]
    if not soft and (not left or len(out) < 2 or out[-2][0] == " "):
        return "space"  # a dash between words, or a minus printed as a hyphen
    if not soft and right in ("and", "or", "to"):
        return "space"  # "solution- and vacuum-processed"
    letters = left[-1:].isalpha() and right[:1].isalpha()
    if not letters or not right[:1].islower() or out[-2][2]:
        # Before a digit, capital, prime, bracket or script the hyphen is part of a name.
        return "drop" if soft and letters and not out[-2][2] and left[-1:].islower() else "keep"
    if not left[-1:].islower():
        return "keep"  # "EQE-voltage", "TPD-type"
    if soft:
        return "drop"
    if not (left[-1].isascii() and right[0].isascii()):
        return "keep" if _greek(left[-1]) or _greek(right[0]) else "drop"
    if len(left) == 1 or (len(right) == 1 and right not in "sy"):
        return "keep"  # a locant or a single letter: "n-type", "p-i-n"
    stem, rest = re.findall(r"[a-z]*$", left.lower())[0], re.match(r"[a-z]*", right)[0]
    whole, halves = words[f"{_last_form(left)}{rest}"], words[f"{_last_form(left)}-{_first_form(right)}"]
    if not halves and not whole:
        whole, halves = words[stem + rest], words[f"{stem}-{rest}"]
    if halves or whole:
        return "keep" if halves > whole else "drop"
    if not words.breaks_words or ("-" in left and (stem in _NAME_PARTS or stem in _LINKS)):
        return "keep"  # "...fluorene-alt-/benzothiadiazole", "signal-to-/noise"
    if rest in _COMPOUND_ENDS and rest == right and stem not in _FIRST_PARTS and stem not in _PREFIXES:
        return "keep"  # "Br-derived", "dye-sensitized"
    if _UNIT.search(tail):
        return "keep"  # "1 mm-sized"
    if _two_words(stem, rest, words, ends="-" not in right):
        return "keep"
    # Inside a systematic name a break falls at a hyphen more often than inside a syllable, unless the rest is a mere ending.
    systematic = any(c.isdigit() for c in left) and len(rest) < len(right)
    return "keep" if systematic or ("-" in left and ("-" in right or rest in _NAME_PARTS)) else "drop"


_UNIT = re.compile(r"\d\s?(?:[munpfk]?m|n?s|min|h|e?V|mV|meV|cm|K|W|A|inch|fold)$")
# Words and prefixes that begin longer words more often than compounds with a hyphen.
_FIRST_PARTS = frozenset(
    """after along anti any back band bio book both break car com con counter cross de dis down electro every ever fold fore for further
    grand hand head hence here hetero hydro hyper infra inter life like mean micro mid mis mono more multi nano never non none off
    other out over para per photo plat poly post pre pro semi some spectro sub super sur tetra the there thermo through throughout
    trans tri ultra under uni wave what where with within work worth""".split()
)
# Words that end longer words more often than compounds with a hyphen, and endings that are words themselves.
_LAST_PARTS = frozenset(
    """ability able ably ally back body bone come coming comings down ever fold fore forth fully gram grams graph graphs hood less line
    lines ness over scope scopes self selves ship side some spread thing things through tion tions ward wards ways where width widths
    wise word words work worker workers working works""".split()
)
# Words that modify what follows them with a hyphen ("high-throughput", "long-lived"), and what they make one word with.
_OPEN_PARTS = frozenset(["high", "long", "low", "self", "short", "well"])
_CLOSED = re.compile(r"comings?\b|cuts?\b|er(?:ed|ing)|evity|fall|hand|itud|lands?\b|less|light(?:s|ed|ing)?\b|list|ness|ways?\b")


def _two_words(stem: str, rest: str, words: WordForms, *, ends: bool) -> bool:
    """Whether letters before and after a hyphen at a line's end, never printed as one word, are two words with a hyphen.

    Both must be words that the paper prints by themselves, and neither a usual beginning or ending of longer words
    ("over-lap", "frame-work", "suit-able"), but where more follows than ``rest`` (``ends`` False: "wave-guide-coupled"); after
    "high", "long", "well" and the like any word will do.
    """
    if len(stem) < 3 or len(rest) < 4:
        return False
    if stem in _OPEN_PARTS:
        return not _CLOSED.match(rest)
    return stem in words.parts and rest in words.parts and stem not in _FIRST_PARTS and not (ends and rest in _LAST_PARTS)


# Words inside compounds of three ("ligand-to-ligand"), and words that end compounds whatever they begin with.
_LINKS = frozenset(["and", "at", "by", "for", "in", "of", "on", "the", "to", "with"])
_COMPOUND_ENDS = frozenset(
    """absorbing aligned assisted based capped coated coded conserving containing controlled coupled dependent derived dimensional doped
    driven emitting engineered enhanced etched favored filled free grade grown induced infiltrated layered limited limiting lying
    mediated modified oriented passivated patterned phase processable processed quality rich selective sensitive sensitized
    separated shaped sharp shifted sized stabilized stable supported terminated transporting treated tunable type weighted""".split()
)
_PREFIXES = frozenset(
    "al be bi co de di dis em en ex im in inter intra ir iso mal meta mid mis mono ob out pan peri pre pro re se self sub syn un "
    "under up".split()
)
# Pieces that follow a hyphen in names of molecules and materials.
_NAME_PARTS = frozenset(
    ["alt", "based", "block", "butyl", "carbazole", "co", "doped", "fluorene", "graft", "like", "phenyl", "poly", "ran", "type"]
)


def _last_form(left: str) -> str:
    return re.findall(r"[a-z-]*$", left)[0].strip("-")


def _first_form(right: str) -> str:
    return re.match(r"[a-z-]*", right)[0].strip("-")


def _greek(char: str) -> bool:
    return "\u0370" <= char <= "\u03ff"
