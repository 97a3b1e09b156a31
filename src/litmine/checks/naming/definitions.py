"""Abbreviations that their definitions cannot give: "highest occupied molecular orbital (LUMO)", "external quantum efficiency (EQF)"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from litmine.checks.naming.forms import PROSE, sentence_at
from litmine.chemistry import NOT_CHEMICAL, TERMS, find_abbreviations, is_compound
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Flag, Severity
from litmine.tagging import Tagged

_DEFINED = re.compile(r"(?<=[A-Za-z])\s?[(\[](?P<short>[A-Z][A-Za-z_]{1,8}?)s?(?=[)\];,])")
_STANDS_FOR = re.compile(r"(?<![\w-])(?P<short>[A-Z]{3,8})\s(?:represents|stands for|denotes|means|refers to)\s(?:the\s)?(?=[A-Za-z])")
_BEHIND = 120  # code points that the words of a definition may take
_TELLING = 4  # so many initials are all there by chance in no other words
_SMALL_WORDS = frozenset("of and for in the on at to with a an by or de".split())
_JOINED = re.compile(r"(?:\b(?:and|or)|[/,)])\s?$")


@dataclass(frozen=True, slots=True)
class _Misfit:
    """A printed abbreviation, the words before it, and the abbreviation that these have. ``other``: what the printed one stands for."""

    short: str
    long: str
    right: str
    other: str
    span: Span


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``name-variant`` for an abbreviation behind the words of another one.

    A warning where the words have a known abbreviation (of the pack's metrics, of the field, of the paper) and the printed one stands
    for something else, or is that one with letters swapped or changed; and where the printed letters are the initials in another order
    while the paper has them in order elsewhere. What only adds to the known one or shortens it is no slip, nor is a compound or a name
    whose letters nobody knows.
    """
    known = _known(document, domain)
    for block in document.blocks:
        if block.kind not in PROSE:
            continue
        text = block.span.of(document.text)
        for m in _DEFINED.finditer(text):
            long, begin = _longest(text[max(m.start() - _BEHIND, 0) : m.start()], known)
            if not long:
                yield from _in_disorder(document, tagged, block.span, m)
            elif (misfit := _misfit(text, m, long, begin, known)) is not None:
                yield _flag(document, tagged, misfit, block.span, _gravity(document, misfit))
        for m in _STANDS_FOR.finditer(text):
            yield from _in_disorder(document, tagged, block.span, m)


def _in_disorder(document: Document, tagged: Tagged, block: Span, m: re.Match[str]) -> Iterator[Flag]:
    """The flag for initials in another order: a warning where the paper has them in order elsewhere, none for few letters."""
    found = _disordered(m)
    if found is not None:
        in_order = _stands(document, found.right)
        if in_order or (len(found.short) >= _TELLING and not _stands(document, found.short, 2)):
            yield _flag(document, tagged, found, block, "warning" if in_order else "info")


def _known(document: Document, domain: Domain) -> Mapping[str, tuple[str, ...]]:
    """The abbreviations of each long form: of the paper, the field and the pack."""
    known = dict(_standard(domain))
    for block in document.blocks:
        if block.kind in PROSE:
            for found in find_abbreviations(block.span.of(document.text)):
                if not is_compound(found.long):
                    long = _plain(found.long)
                    known[long] = (*known.get(long, ()), found.short)
    return known


@lru_cache(maxsize=8)
def _standard(domain: Domain) -> Mapping[str, tuple[str, ...]]:
    known = dict(TERMS)
    for metric in domain.metrics:
        shared = [a for s in domain.shared if metric.id in s.metrics for a in s.aliases]
        shorts = (*metric.symbols, metric.id, *metric.weak, *metric.header, *shared)
        for name in metric.names:
            known[_plain(name)] = tuple(dict.fromkeys((*known.get(_plain(name), ()), *(s for s in shorts if s.isascii()))))
    return known


def _plain(long: str) -> str:
    """A long form in small letters, with spaces for hyphens, in the singular."""
    words = re.sub(r"[\s\-‐‑–]+", " ", long.casefold()).strip()
    return re.sub(r"(?<=[a-rt-z])s$", "", words)


def _fold(short: str) -> str:
    return re.sub(r"[\W_]", "", short).removesuffix("s").casefold()


def _misfit(text: str, m: re.Match[str], long: str, begin: int, known: Mapping[str, tuple[str, ...]]) -> _Misfit | None:
    """An abbreviation behind the words of another one, which begin at ``begin`` of what stands before it."""
    before = text[max(m.start() - _BEHIND, 0) : m.start()]
    if _JOINED.search(before[:begin]):
        return None
    short, rights = _fold(m["short"]), [_fold(s) for s in known[long]]
    if any(short in right or right in short for right in rights) or _shortens(short, long):
        return None
    others = [o for o, shorts in known.items() if o != long and short in map(_fold, shorts)]
    if not others and not (len(short) >= 3 and any(_one_slip(short, right) for right in rights)):
        return None
    right = next((s for s in known[long] if _one_slip(short, _fold(s))), known[long][0])
    end = m.end() + 1
    return _Misfit(m["short"], before[begin:].strip(), right, others[0] if others else "", Span(m.start() - len(before) + begin, end))


def _longest(before: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, int]:
    """The longest known long form that a text ends with, and where it begins; ("", 0) where it ends with none."""
    for start in re.finditer(r"(?<![\w-])\w|(?<=[-‐‑–])\w", before):
        if (long := _plain(before[start.start() :])) in known:
            return long, start.start()
    return "", 0


def _shortens(short: str, long: str) -> bool:
    """Whether all letters of an abbreviation are initials of its words, in order."""
    initials = iter(word[0] for word in long.split())
    return all(letter in initials for letter in short)


def _one_slip(a: str, b: str) -> bool:
    return len(a) == len(b) and (OSA.distance(a, b) == 1 or sorted(a) == sorted(b))


def _gravity(document: Document, misfit: _Misfit) -> Severity:
    """A layer is often called by the letters of its material: HTL, HTM."""
    if misfit.other:
        return "info" if _fold(misfit.short)[:-1] == _fold(misfit.right)[:-1] else "warning"
    return "warning" if _stands(document, misfit.right) and not _stands(document, misfit.short, 2) else "info"


def _disordered(m: re.Match[str]) -> _Misfit | None:
    """An abbreviation whose letters are the initials of its words in another order."""
    text, short = m.string, m["short"]
    if not short.isupper() or len(short) < 3 or short in NOT_CHEMICAL:
        return None
    behind = m.re is _STANDS_FOR
    around = text[m.end() : m.end() + _BEHIND] if behind else text[max(m.start() - _BEHIND, 0) : m.start()]
    around = re.split(r"[.;:,()\[\]]", around)[0 if behind else -1]
    words = [w for w in re.finditer(r"[^\W\d_]+", around) if w.group() not in _SMALL_WORDS]
    words = words[: len(short)] if behind else words[-len(short) :]
    initials = "".join(w.group()[0] for w in words).upper()
    if initials == short or sorted(initials) != sorted(short):
        return None
    long = around[words[0].start() : words[-1].end()]
    span = Span(m.start(), m.end() + words[-1].end()) if behind else Span(m.start() - len(around) + words[0].start(), m.end() + 1)
    return _Misfit(short, long, initials, "", span)


def _stands(document: Document, short: str, times: int = 1) -> bool:
    """Whether a paper prints a word that often, figures included."""
    return len(re.findall(rf"(?<![\w-]){re.escape(short)}s?(?![\w-])", document.text)) >= times


def _flag(document: Document, tagged: Tagged, misfit: _Misfit, block: Span, severity: Severity) -> Flag:
    span = misfit.span.shifted(block.start)
    right = misfit.right.replace("_", "")
    commonly = "" if misfit.other.casefold() in document.text.casefold() else "commonly "
    but = f"which {commonly}stands for “{misfit.other}”; its own letters are" if misfit.other else "but its letters are"
    other = re.search(rf"(?<![\w-]){re.escape(right)}s?(?![\w-])", document.text)
    places = (span, Span(*other.span())) if other else (span,)
    return Flag(
        code="name-variant",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=f"“{misfit.long}” on page {document.page_of(span)} is abbreviated {misfit.short}, {but} {right}.",
        evidence=tuple(document.anchor(at, context=sentence_at(tagged, at)) for at in places),
        subject=misfit.short,
        expected=right,
        observed=misfit.short,
        cause="abbreviation of another term" if misfit.other else "letters of the abbreviation",
    )
