"""Compounds that stand once in a paper and are named like one of its others: "APDC-TC" beside APDC-TA, "pCz3-BN" beside Cz3-BN."""

import re
from collections import Counter
from collections.abc import Iterable

from litmine.chemistry import words
from litmine.chemistry.cde import plain
from litmine.chemistry.lexicon import NOT_CHEMICAL
from litmine.chemistry.mentions import Vocabulary, fold, is_sure

_WORD = re.compile(r"(?<![\w\-‐/:.])[A-Za-zα-ω\d][\w′\-]{2,18}(?![\w\-/:])")
# What tells the members of a series apart behind the last hyphen: a few capitals or figures, and no device or kind of particle.
_END = re.compile(r"(.{2,})-(?!(?:\w*LEDs?|QDs?|NCs?|NPs?|NPLs?|TFTs?|PSCs?|OSCs?|HTLs?|ETLs?|EMLs?|SAMs?|PL|EL|UV|IR)$)([A-Z\d]\w{0,3})")
# What stands before the name of a relative: a position, a small group.
_FORMULA = "formula"  # the stem of a formula with a number behind
_SERIES = 2
_BEGINNING = re.compile(r"(?:[mpotn]|Me|Et|Bu|Ph|tBu|[a-z]-|\d)(?=[A-Z])-?")


def siblings(texts: Iterable[str], known: Vocabulary) -> frozenset[str]:
    """The words, as printed, that are named like a compound of the paper: all but the end behind a hyphen in common, or all but a
    group before the name; or like each other, two and more. Of formulas with a number behind ("ZnSnO-5", "ZnInO-3") only that they
    are such is in common."""
    found = {m.group() for text in map(plain, texts) for m in _WORD.finditer(text)}
    candidates = {w for w in found if words.is_abbreviation_shape(w) and fold(w) not in known.others and not is_sure(w, known)}
    if not candidates:
        return frozenset()
    sure = {w for w in found - candidates if is_sure(w, known)}
    stems = {stem for w in sure if (stem := _stem(w)) is not None}
    # Several of one stem that is no term of the field are a series by themselves.
    series = Counter(_stem(w) for w in candidates)
    stems |= {stem for stem, n in series.items() if stem and stem != _FORMULA and n >= _SERIES and stem.upper() not in NOT_CHEMICAL}
    return frozenset(w for w in candidates if _stem(w) in stems or _relative(w) in sure)


def _stem(word: str) -> str | None:
    """What a name has in common with those of its series; None where it is no member of one."""
    m = _END.fullmatch(word)
    if m is None:
        return None
    if words.is_formula(m[1]):
        return _FORMULA if m[2].isdigit() and re.search(r"[A-Z][a-z]?\d*[A-Z]", m[1]) else None
    return m[1] if sum(map(str.isupper, m[1])) >= 2 and len(m[1]) > 2 else None


def _relative(word: str) -> str | None:
    """The name without the group before it."""
    m = _BEGINNING.match(word)
    rest = word[m.end() :] if m else ""
    return rest if len(rest) > 3 else None
