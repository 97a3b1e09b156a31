"""Whether somebody named in the text can be an author of an entry of the reference list, however either is spelled."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from litmine.bibentry import surname
from litmine.document import Document
from litmine.records import Reference

_TRUNCATED = re.compile(r"\bet\.?\s?al\b|\band\s+(?:others|co-?workers)\b", re.IGNORECASE)
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_APOSTROPHES = re.compile(r"['’`´ʼ]")
_FIRST = re.compile(r"(?<![^\W\d_])[A-ZÀ-ÞĀ-Ž]")
_LETTERS = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset("van von de der den del della di da du la le el al ten ter dos das bin ben st".split())
# Short names differ in one letter and are two people's (Wang and Yang, Chen and Cheng); long ones that do are one name misspelt.
_LONG_NAME = 6
# So many words of a sentence that one entry's title has and another's has not are no accident.
TELLING = 2
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v))"
)
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,2}}")
# The commonest Chinese surnames, which where they stand in a surname's place are surnames.
_SURNAMES = frozenset(
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han feng deng cao peng "
    "zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu lv ding ren yao shen fan fu zhong lei dai qin shi jin qian tan cui "
    "hou bai meng duan hao shao mao wan wen yan kong xiang qiu jia lai gong fang yin xiong liao qi zou guan ji chu bao sheng".split()
)


def fits(names: Iterable[str], reference: Reference, text: str) -> bool | None:
    """Whether one of the names is an author's of an entry; None where the entry cannot tell.

    ``names`` are surnames, or parts of full names in either order. They are looked for among the authors as the entry prints them
    (``text`` is the document's), without case and accents, transliterated ("Müller", "Mueller"), in parts ("Garcia" of "Garcia-Lopez")
    and across a broken word. An entry cannot tell where it hides authors behind "et al.", where none could be read, or where its
    first author may be printed the other way round ("Bin, H." for Huang Bin).
    """
    printed = _printed_authors(reference, text)
    words = {s for word in _LETTERS.findall(_APOSTROPHES.sub("", printed)) for s in _spellings(word)}
    solid = "".join(_LETTERS.findall(_plain(printed)))
    names = list(names)
    for part in (part for name in names for part in _parts(name)):
        spelled = _spellings(part)
        if spelled & words or any(len(s) >= _LONG_NAME and s in solid for s in spelled):
            return True
    if not reference.authors or is_truncated(reference, text) or any(_may_be_reversed(n, reference) for n in names):
        return None
    return False


def wrote(names: Sequence[str], given: str, reference: Reference, text: str) -> bool | None:
    """``fits``, and where one person is named with ``given`` (initials or a first name), False where all of that surname are others."""
    known = fits(names, reference, text)
    namesakes = [a for a in reference.authors if _is_family(names[:1], a)]
    return False if known and given and namesakes and not any(_has_given(a, given) for a in namesakes) else known


def works_of_person(names: Sequence[str], given: str, references: Iterable[Reference]) -> list[Reference]:
    """The entries with an author of one of the names whose initials are those of ``given``, as far as both are printed."""
    return [r for r in references if any(_is_family(names, a) and _has_given(a, given) for a in r.authors)]


def _has_given(author: str, given: str) -> bool:
    printed = author.removesuffix(surname(author))
    return all(a == b for a, b in zip(_FIRST.findall(printed), _FIRST.findall(given), strict=False))


def misspelt(names: Iterable[str], reference: Reference) -> str:
    """The surname of an author of the entry that one of the names is one slip away from, both long; "" where there is none."""
    for author in reference.authors:
        family = _plain(surname(author))
        for name in names:
            if len(family) >= _LONG_NAME <= len(name) and OSA.distance(family, _plain(name)) == 1:
                return surname(author)
    return ""


def is_truncated(reference: Reference, text: str) -> bool:
    """Whether an entry hides its later authors behind "et al."."""
    return _TRUNCATED.search(reference.span.of(text)) is not None


def is_first(names: Iterable[str], reference: Reference) -> bool:
    """Whether one of the names is the surname of an entry's first author."""
    return bool(reference.first_author) and _is_family(names, reference.first_author)


def works_of(names: Sequence[str], references: Iterable[Reference]) -> list[Reference]:
    """The entries with an author of one of the names."""
    return [r for r in references if any(_is_family(names, a) for a in r.authors)]


def best_work(works: Sequence[Reference], names: Sequence[str], year: int | None, said: str, document: Document) -> Reference | None:
    """Of several works by one name the one meant; None where no work or more than one fits best.

    The year stated counts most, then the words that a title shares with the sentence ``said``, then who stands first of the authors.
    """

    def fitness(r: Reference) -> tuple[bool, int]:
        return year is not None and r.year == year, shared_words(r, said, document) + is_first(names, r)

    ranked = sorted(works, key=fitness, reverse=True)
    clear = len(ranked) == 1 or (len(ranked) > 1 and fitness(ranked[0]) > fitness(ranked[1]))
    return ranked[0] if clear else None


def shared_words(reference: Reference, said: str, document: Document) -> int:
    """How many telling words a title shares with a sentence: those that stand in at most a twentieth of the list's titles (or in two)."""
    titles = [frozenset(_title_words(r.title)) for r in document.references if r.title]
    rare = max(2, len(titles) // 20)
    common = frozenset(_title_words(reference.title)) & frozenset(_title_words(said))
    return sum(1 for word in common if sum(word in t for t in titles) <= rare)


def _title_words(text: str) -> list[str]:
    return [w.casefold() for w in re.findall(r"[^\W_][\w-]*[^\W_]", text) if len(w) >= 4 or re.search(r"\d|[A-Z].*[A-Z]", w)]


def _is_family(names: Iterable[str], author: str) -> bool:
    family = _family(author)
    return any(_spellings(part) & family for name in names for part in _parts(name))


# A review names some hundred authors in a thousand sentences, and each is held against the whole list.
@lru_cache(maxsize=8192)
def _family(author: str) -> frozenset[str]:
    """Every spelling of the family name of an author of a reference list."""
    return frozenset(s for part in _parts(surname(author)) for s in _spellings(part))


@lru_cache(maxsize=8192)
def _parts(name: str) -> list[str]:
    """The words of a name that tell who it is: "van der Berg-Holm" -> "Berg", "Holm", "BergHolm"."""
    words = [w for w in _LETTERS.findall(_APOSTROPHES.sub("", name)) if len(w) >= 2 and w.casefold() not in _PARTICLES]
    return [*words, "".join(words)] if len(words) > 1 else words


@lru_cache(maxsize=8192)
def _spellings(word: str) -> frozenset[str]:
    """A name without case and accents, also with its umlauts written out, and (in a long name) with written-out umlauts taken back."""
    found = {_plain(word), _plain(word.casefold().translate(_UMLAUTS))}
    found |= {re.sub(r"([aou])e", r"\1", w) for w in found if len(w) >= _LONG_NAME}
    return frozenset(found)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(_SPECIAL)


def _may_be_reversed(name: str, reference: Reference) -> bool:
    """Whether the first author is perhaps a Chinese name in the other order: "H. Bin" for Huang Bin, where Bin is no surname."""
    family, initial = _plain(surname(reference.first_author)), _plain(reference.first_author[:1])
    wanted = _plain(name)
    unusual = family not in _SURNAMES and wanted in _SURNAMES
    return unusual and wanted.startswith(initial) and _PINYIN.fullmatch(family) is not None


def _printed_authors(reference: Reference, text: str) -> str:
    """What an entry prints before its title or journal; all of it where neither is known: authors that were not parsed count too."""
    entry = " ".join(reference.span.of(text).split())
    for part in (reference.title, reference.journal):
        at = entry.find(part) if part else -1
        if at > 0:
            return entry[:at]
    return entry
