"""Systematic names: misspelt morphemes ("carbzol"), a locant that two definitions disagree on, a name that is another compound's."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from litmine.checks.naming.forms import PROSE, sentence_at
from litmine.checks.naming.slips import keys_of
from litmine.chemistry import Abbreviation, is_systematic, stems
from litmine.chemistry.abbreviations import names_before
from litmine.document import Document
from litmine.domain import Domain, Material
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Flag
from litmine.tagging import Tagged

_RUN = re.compile(r"(?<![A-Za-z])[A-Za-z][a-z]{6,39}(?![A-Za-z])")
_LONG_STEM = 5
_IN_PLAIN_WORDS = frozenset(["ether", "ester", "amine"])  # "together", "semester", "examine"
# The end of a word says what kind of compound it is ("pyridine", "pyridone"; "phosphine", "phosphite"): letters differ there by right.
_ENDING = 3
# Ring systems and groups that every name of a compound has, however it is built: names without one in common are two compounds.
_CORES = re.compile(
    r"carbazol|fluoren|thiophen|thieno|pyrid|pyrimidin|triazin|triazol|imidazol|oxadiazol|oxazol|thiazol|quinoxalin|quinolin|acridin|"
    r"phenoxazin|phenothiazin|phosphin|anthracen|pyren|indol"
)
_SHORT = re.compile(r"(?<=\S)\s?[(\[](?P<short>[A-Za-z\d][\w\-‐‑–]{1,15})(?=[)\];,])")


@dataclass(frozen=True, slots=True)
class _Variant:
    """A printed name or part of one with what it should be, the places of both, and what the likely slip is."""

    odd: str
    right: str
    at: Span
    other: Span | None
    message: str
    cause: str


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``name-variant`` for a slip inside a systematic name.

    A part of a name in which a letter is lost, added, changed or swapped, so that it is no morpheme any more, while the paper has it
    right elsewhere; two definitions of one abbreviation that differ in one digit; a definition of a compound of the pack by a name that
    has none of its ring systems and others instead.
    """
    for found in (*_misspelt(document), *_locants(document), *_another(document, domain)):
        yield Flag(
            code="name-variant",
            stage="check",
            severity="warning",
            document=document.source.sha256,
            message=found.message,
            evidence=tuple(document.anchor(at, context=sentence_at(tagged, at)) for at in (found.at, found.other) if at is not None),
            subject=found.odd,
            expected=found.right,
            observed=found.odd,
            cause=found.cause,
        )


def _misspelt(document: Document) -> Iterator[_Variant]:
    """Words that are a chemical word of the same paper but for a broken morpheme."""
    places: dict[str, list[Span]] = defaultdict(list)
    for block in document.blocks:
        if block.kind in PROSE:
            for m in _RUN.finditer(document.text, block.span.start, block.span.end):
                places[m.group().lower()].append(Span(*m.span()))
    alike: dict[str, set[str]] = defaultdict(set)
    for word in places:
        if any(len(s) >= _LONG_STEM and s not in _IN_PLAIN_WORDS for s in stems(word)):
            for key in keys_of(word):
                alike[key].add(word)
    for word, found in places.items():
        near = {other for key in keys_of(word) for other in alike.get(key, ()) if len(places[other]) >= len(found)}
        right = min((o for o in near if _is_broken(word, o) and set(stems(word)) < set(stems(o))), default=None)
        if right is not None:
            other = places[right][0]
            yield _Variant(
                word, right, found[0], other,
                f"“{word}” on page {document.page_of(found[0])} is probably “{right}”, as page {document.page_of(other)} spells it.",
                "letters of a chemical name",
            )  # fmt: skip


def _is_broken(word: str, right: str) -> bool:
    """Whether one slip turns ``right`` into ``word``.

    Another first letter, another ending and another vowel make another compound of it ("biphenyl", "pyridone", "sulfinyl").
    """
    if word[0] != right[0] or word[-_ENDING:] != right[-_ENDING:] or OSA.distance(word, right) != 1:
        return False
    changed = [{p, q} for p, q in zip(word, right, strict=True) if p != q] if len(word) == len(right) else []
    return not (len(changed) == 1 and changed[0] <= set("aeiouy"))


def _locants(document: Document) -> Iterator[_Variant]:
    """Two definitions of one abbreviation whose names differ in one digit."""
    first: dict[str, Abbreviation] = {}
    for found in _named(document):
        known = first.setdefault(found.short, found)
        a, b = (re.sub(r"[\s\-‐‑–′’'()\[\]{}]", "", d.long.casefold()) for d in (known, found))
        if len(a) == len(b) and sum(p != q for p, q in zip(a, b, strict=True)) == 1:
            p, q = next((p, q) for p, q in zip(a, b, strict=True) if p != q)
            if p.isdigit() and q.isdigit():
                yield _Variant(
                    found.long, known.long, found.span, known.span,
                    f"{found.short} is “{known.long}” on page {document.page_of(known.span)} and “{found.long}” on page "
                    f"{document.page_of(found.span)}: one of the two has a wrong locant.", "locant",
                )  # fmt: skip


def _another(document: Document, domain: Domain) -> Iterator[_Variant]:
    """Abbreviations of the pack's compounds behind the systematic name of another compound."""
    for found in _named(document):
        material = domain.material(found.short)
        if material is None:
            continue
        other = domain.material(found.long)
        usual = other.name if other is not None and other != material else _usual(material, found.long) if other is None else None
        if usual is not None:
            but = f"but is {usual}" if other is not None else f"which stands for {usual}"
            yield _Variant(
                found.short, usual, found.span, None,
                f"“{found.long}” on page {document.page_of(found.span)} is abbreviated {found.short}, {but}.",
                "abbreviation of another compound",
            )  # fmt: skip


def _named(document: Document) -> Iterator[Abbreviation]:
    """What stands in a bracket behind a systematic name, whatever its letters, with the name."""
    for block in document.blocks:
        if block.kind not in PROSE:
            continue
        text = block.span.of(document.text)
        for m in _SHORT.finditer(text):
            if long := _name_before(text, m.start()):
                span = Span(len(text[: m.start()].rstrip()) - len(long), m.end() + 1)
                yield Abbreviation(m["short"], long, span.shifted(block.span.start))


def _name_before(text: str, end: int) -> str:
    """The longest systematic name that ends before a bracket, down to its locants or brackets."""
    end = len(text[:end].rstrip())
    names = [text[begin:end] for begin in names_before(text, end)]
    return max((n for n in names if re.search(r"\d.*[a-z]{4}|[a-z]\(", n) and is_systematic(n)), key=len, default="")


def _usual(material: Material, long: str) -> str | None:
    """The name of a pack's compound where a printed one has other ring systems; None where they may be one compound."""
    cores = set(_CORES.findall(long.casefold()))
    spelled = [name for name in (material.name, *material.aliases) if _CORES.search(name.casefold())]
    theirs = [set(_CORES.findall(name.casefold())) for name in spelled]
    return spelled[0] if cores and theirs and all(t - cores and cores - t for t in theirs) else None
