"""Where sentences of scientific prose end; pure text rules, no spaCy."""

import re
from collections.abc import Iterator

from litmine.geometry import Span

# A full stop after these never ends a sentence.
_NEVER = frozenset(
    str.split(
        """
    fig figs tab tabs eq eqs eqn eqns ref refs sec sect secs no nos vol vols pp ch chap e.g i.e eg ie ca cf vs viz
    approx resp dr prof mr mrs ms st mater chem phys lett adv appl nat commun rev sci technol j int soc am eng proc
    suppl supp ext dept univ ed eds incl excl typ nom fig.s
    """
    )
)
# After these it ends one only where the next word clearly begins a new one.
_SELDOM = frozenset(
    str.split(
        """
    al etc inc ltd co corp max min avg av temp conc wt mol vol wt.% r.t a.u h sr jr min hr hrs sec dia eq
    """
    )
)
# Behind a number these are units, and what a capital begins behind them is a new sentence: "an LT95 of 41 h. Yook's group".
_TIMES = frozenset("h hr hrs min sec".split())
_OPENERS = frozenset(
    str.split(
        """
    The This These That Those In On At To For From With By As It Its We Our They Their He She When While Where Although
    Though However Moreover Furthermore Therefore Thus Hence Here Then There Both Each After Before During Because Since
    If An A All Also Another Besides Compared Consequently Finally First Firstly Second Secondly Third Meanwhile
    Nevertheless Next Notably Other Overall Recently Similarly Some Such Subsequently Under Using Upon Unlike What Which
    Additionally Interestingly Importantly Further Based Among Despite Due Even Only Most Many Later
    """
    )
)
_CITED = r"(?:\^\d{1,4}[a-z]?(?:\s?[,;–−‐-]\s?\d{1,4}[a-z]?)*(?![\w^])|(?:\s?\[[\d,;–−‐\- ]+[a-z]?\])+)"
_STOP = re.compile(rf"(?P<stop>[.!?]+|…)(?P<close>[\"'”’)\]]*)(?P<cite>{_CITED})?(?P<late>[\"'”’)\]]*)(?P<gap>\s+)")
_NEXT = re.compile(r"[\"'“‘(\[]*(?:[A-Z0-9Α-ΩΔα-ωμηλ~≈<>]|[a-z]{1,5}[-‐][A-Z]|[a-z]\d?[A-Z])")
_LAST_WORD = re.compile(r"[\w.\-%′']+$")


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of one block of text, without the white space between them; together they cover everything else.

    A citation after the full stop ("device.^36 The", "device. [36] The") belongs to the sentence before it.
    """
    return tuple(_trimmed(text, _boundaries(text)))


def _trimmed(text: str, ends: Iterator[int]) -> Iterator[Span]:
    begin = 0
    for end in (*ends, len(text)):
        piece = text[begin:end]
        start = begin + len(piece) - len(piece.lstrip())
        if piece.strip():
            yield Span(start, begin + len(piece.rstrip()))
        begin = end


def _boundaries(text: str) -> Iterator[int]:
    """The offsets where a sentence has ended (its gap still to come)."""
    begin = 0
    for m in _STOP.finditer(text):
        following = text[m.end() : m.end() + 40]
        if not following or not _NEXT.match(following):
            continue
        if _ends(text, begin, m, following):
            yield m.start("gap")
            begin = m.end()


def _ends(text: str, begin: int, m: re.Match[str], following: str) -> bool:
    """Whether the full stop ``m`` ends the sentence that began at ``begin``."""
    opener = re.match(r"[A-Za-z]+", following.lstrip("\"'“‘(["))
    opens = bool(opener and opener.group() in _OPENERS)
    sentence = text[max(begin, m.start() - 300) : m.start()]
    if _open_bracket(sentence + m["close"]) and not opens:
        return False
    if m["stop"] != ".":
        return True
    word_found = _LAST_WORD.search(sentence)
    word = word_found.group() if word_found else ""
    lower = word.lower().rstrip(".").lstrip("(")
    if not sentence.strip() or (re.fullmatch(r"\d+(?:\.\d+)*", word) and sentence.strip() == word):
        return False  # "2. Results": a section's number stays with its title
    if not word:
        return True
    if m["cite"] or m["close"]:
        return lower not in _NEVER or opens
    if lower in _NEVER or re.fullmatch(r"(?:[a-z]\.)+[a-z]", lower):
        # "Nat." may stand for a journal only; "no" may be the last word of a sentence, before a word and not a number.
        return lower == "no" and opens
    if lower in _SELDOM:
        timed = lower in _TIMES and re.search(r"\d\s?[a-z]+$", sentence) and re.match(r"[A-Z]", following)
        return opens or bool(timed)
    if re.fullmatch(r"[A-Z]\.[-‐‑]?[A-Z]", word):  # "J.-W. Lee", "J.M. Lee"
        return opens
    if re.fullmatch(r"[A-Z]", word):  # an initial, or the name of a panel, a device, a unit
        return opens or bool(re.search(r"[\d°]\s?[A-Z]$|(?:[Dd]evice|[Gg]roup|[Ss]ample|[Pp]anel|[Cc]ompound|[Cc]ell)\s[A-Z]$", sentence))
    decimal_with_a_space = word[-1].isdigit() and re.match(r"\d+(?:[.,\s]|$)", following)
    return not decimal_with_a_space


def _open_bracket(sentence: str) -> bool:
    """Whether a bracket is still open at the end."""
    if "(" not in sentence and "[" not in sentence:
        return False
    level = 0
    for c in sentence:
        level = max(level + (c in "([") - (c in ")]"), 0)
    return level > 0
