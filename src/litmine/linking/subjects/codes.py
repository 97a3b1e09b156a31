"""Short codes by which a paper calls its devices, samples and compounds: "Cl-0, Cl-5 and Cl-10", "W1 and W2"; names of a row's series."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from litmine.document import Document
from litmine.geometry import Span
from litmine.linking.subjects import Subject
from litmine.linking.subjects.identity import letters
from litmine.tagging import Tagged

# A stem of letters with a number, or behind a hyphen a capital, as a word of its own: "W1", "Cl-0", "QD-S".
_CODE = re.compile(
    r"(?<![\w/:^.−-])(?P<stem>[A-Z][A-Za-z]{0,5}(?:\d?[-‐–](?=[A-Z\d])|(?=\d)))(?P<number>\d{1,3}|[A-Z])"
    r"(?![\w/:]|-(?!based|doped|treated|containing|modified)|[.]\d|\s?(?:%|°|nm\b|V\b|eV\b|cd\b|h\b))"
)
# What stands before a number in any paper: figures and tables, states of a molecule, lifetimes, symbols, instruments, instructions.
_NO_STEM = frozenset(
    "Fig Figs Figure Figures Table Tables Tab Eq Eqs Ref Refs Scheme Note Section Step Supplementary Chapter Movie Video Box Part "
    "S T LT TS V J L R I E Q N O X Y Z AM RT IP ISO RS Vol No pp Grade Type Phase Group Zone PC Jan Feb Mar Apr May Jun Jul Aug Sep Oct "
    "Nov Dec".split()
)
# A code stands for something that was made: beside a noun for it, behind "for" or "of", or as the subject of a verb of showing.
_MADE = re.compile(
    r"(?:[-‐–]?based)?\s(?:devices?|cells?|films?|samples?|modules?|[A-Z]{0,3}LEDs?|PSCs?|layers?|dots|QDs|emitters?|polymers?)\b"
)
_CALLED = re.compile(
    r"\b(?:for|of|with|samples?|devices?|cells?|films?|compounds?|complexes|molecules|emitters|polymers|series|ones|named|called|termed|"
    r"denoted|labell?ed|as|by)\s(?:(?:as|by)\s)?$"
)
_SHOWS = re.compile(
    r"\s(?:show|exhibit|reach|giv|gave|yield|deliver|achiev|display|had\b|has\b|have\b|emit|turn|outperform|possess|attain)"
)
_FEWEST_USES = 2  # once is a slip or an instrument
# A name with capitals and a hyphen or a digit: "APX-TC", "pQz3-BN", "ZnInO-3".
_NAME = re.compile(
    r"(?<![\w/:^.−-])(?=[^\s,;()]*[A-Z])[A-Za-z][A-Za-z\d′]*(?:[-‐–][A-Za-z\d′]+)*"
    r"(?![\w/:]|[-‐–](?!based|doped|treated|containing|modified)|[.]\d)"
)
_TAIL = re.compile(r"(?:[-‐–](?:[A-Z][A-Za-z]?\d{0,2}|\d{1,3})|\d{1,2})$")  # by which the names of one series differ
_PREFIX = re.compile(r"(?:[a-z]{1,2}|[A-Z][a-z]?\d?[-‐–])")  # of a derivative: "p", "tB", "Me-"
_NO_TAIL = frozenset("QD QDs NC NCs NP NPs LED LEDs".split())


def siblings(document: Document, tagged: Tagged, rows: Collection[str]) -> Mapping[str, Subject]:
    """The names in the prose that belong to a series of which tables have members, each a subject; ``rows`` are the names of rows.

    Such a name is that of a row but for its number or letter ("APX-TC" beside "APX-TB"), for a prefix ("pQz3-BN" beside "Qz3-BN"), or
    has its pattern of letters and digits ("ZnInO-3" beside "ZnSnO-5"). The same letters in another order are a row's name, misspelt.
    """
    spelt = {letters(name) for name in rows}
    pointers = [m.span for m in tagged.mentions if m.kind in ("citation", "cross-reference", "condition", "metric", "quantity")]
    barred = {i for span in pointers for i in range(span.start, span.end)}
    names = {
        m.group()
        for sentence in tagged.sentences
        for m in _NAME.finditer(document.text, sentence.start, sentence.end)
        if m.start() not in barred
    }
    return {
        name: Subject(name, Span(0, 0), (name,))
        for name in sorted(names)
        if letters(name) not in spelt and any(_is_sibling(name, row) for row in rows)
    }


def _is_sibling(name: str, row: str) -> bool:
    if any(_PREFIX.fullmatch(prefix) for prefix in _prefixes(name, row)):
        return True
    ours, theirs = _TAIL.search(name), _TAIL.search(row)
    if ours is None or theirs is None or ours.group()[1:] in _NO_TAIL:
        return False
    one_stem = ours.start() >= 3 and name[: ours.start()] == row[: theirs.start()]
    return one_stem or (len(name) >= 6 and name[:2] == row[:2] and _pattern(name) == _pattern(row))


def _prefixes(name: str, row: str) -> Iterator[str]:
    """What one of two names has before the other, where that is long enough to be a name."""
    for long, short in ((name, row), (row, name)):
        if len(short) >= 5 and re.search(r"[-‐–\d]", short) and long.endswith(short) and long != short:
            yield long.removesuffix(short)


def _pattern(name: str) -> str:
    """A name with its letters and digits told by their kind only: "ZnSnO-5" is "AaAaA-0"."""
    return re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", re.sub(r"\d", "0", name)))


def codes(document: Document, tagged: Tagged) -> Mapping[str, Subject]:
    """The codes of a paper, as printed, each a subject by itself.

    A code has a sibling, the same letters with another number; both stand at least twice, and one of them where only something made
    can stand ("W1-based devices", "for Cl-5"). What is a chemical formula or a figure's number is none.
    """
    text = document.text
    uses: Counter[str] = Counter()
    numbers: dict[str, set[str]] = defaultdict(set)
    made: set[str] = set()
    kinds = ("citation", "cross-reference", "chemical", "condition", "metric")
    # "H2" beside "H1" may be a compound of the paper, whatever else it is; inside "MoS2" it is none.
    pointers = [m.span for m in tagged.mentions if m.kind in kinds and not (m.kind == "chemical" and _CODE.match(text, m.span.start))]
    barred = {i for span in pointers for i in range(span.start, span.end)}
    for sentence in tagged.sentences:
        for m in _CODE.finditer(text, sentence.start, sentence.end):
            stem = m["stem"].rstrip("-‐–")
            if stem in _NO_STEM or m.start() in barred:
                continue
            uses[m.group()] += 1
            numbers[m["stem"]].add(m["number"])
            before = text[max(sentence.start, m.start() - 24) : m.start()]
            if _MADE.match(text, m.end()) or _CALLED.search(before) or _SHOWS.match(text, m.end()):
                made.add(m["stem"])
    return {
        stem + number: Subject(stem + number, Span(0, 0), (stem + number,))
        for stem, found in numbers.items()
        if stem in made and len(found) > 1
        for number in sorted(found)
        if uses[stem + number] >= _FEWEST_USES
    }
