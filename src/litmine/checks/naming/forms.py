"""Every spelling of every name in a paper, with where it stands: in which sentence, paragraph or table row, citing which work."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from litmine.checks.tabulated.rowworks import works_of_rows
from litmine.chemistry import find_abbreviations
from litmine.document import Block, Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Anchor, CellRef
from litmine.tagging import Tagged

PROSE = ("title", "heading", "paragraph", "caption", "list", "footnote")
# A word with a capital, cut at what joins the names of a stack or a blend; the start of a longer formula is none.
_WORD = re.compile(r"(?<![\w.)\]′'-])(?=[^\s/:]*[A-Z])[A-Za-z\d](?>(?:[\w′'\-‐‑–]*[\w′])?)(?![(\[]|\.\d|[\-‐‑–][(\[])")
# "QXZ-based", "QXZ-doped devices": the name ends at the hyphen.
_MODIFIED = re.compile(
    r"[-‐‑–](?:based|doped|containing|treated|modified|coated|capped|free|rich|passivated|functionali[sz]ed|like|"
    r"[Qq]?LEDs?|[OQ]LEDs?|QDs?|NPs|NCs|HTLs?|ETLs?|PSCs?|films?|layers?|devices?|cells?)$"
)

_LONGEST = 40  # letters; abbreviations are shorter, and slips in longer words are sought by their parts
_PLAIN = re.compile(r"[A-Za-z]?[a-z]{3,}(?:[-‐‑–][A-Za-z]?[a-z]{2,})*")  # "High-performance"


@dataclass(frozen=True, slots=True)
class Use:
    """One place of a form: in prose its sentence and the number of its block (from 0), in a table its cell.

    ``works`` are the keys that the sentence or the table row cites.
    """

    span: Span
    works: frozenset[str]
    sentence: Span | None = None
    block: int = -1
    cell: CellRef | None = None

    def anchor(self, document: Document) -> Anchor:
        """The evidence for it."""
        return document.anchor(self.span, cell=self.cell, context=self.sentence)


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling with its uses, in order. ``meanings``: the long forms of which the paper says that it stands for them.

    ``chemical``: whether it was tagged as a compound somewhere, or is the label of a row.
    """

    text: str
    uses: tuple[Use, ...]
    chemical: bool
    meanings: tuple[str, ...]

    @property
    def rows(self) -> frozenset[tuple[str, int]]:
        """The table rows that it stands in."""
        return frozenset((u.cell.table, u.cell.row) for u in self.uses if u.cell)

    @property
    def works(self) -> frozenset[str]:
        """Every work that is cited beside it."""
        return frozenset(w for u in self.uses for w in u.works)

    @property
    def prose(self) -> tuple[Use, ...]:
        """Its uses in running text."""
        return tuple(u for u in self.uses if u.cell is None)


def forms(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Mapping[str, Form]:
    """Every printed spelling, in the order of its first use; references and page furniture are left out."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for text, use in sorted((*_in_prose(document, tagged), *_in_tables(document, tagged, linked)), key=lambda found: found[1].span):
        uses[text].append(use)
    chemical = {word for m in tagged.mentions if m.kind == "chemical" for _, word in names_in(m.text)}
    chemical |= {word for m in linked.measurements if m.source == "table" for _, word in names_in(m.subject)}
    meanings: dict[str, list[str]] = defaultdict(list)
    for block in document.blocks:
        if block.kind in PROSE:
            for found in find_abbreviations(block.span.of(document.text)):
                meanings[found.short].append(found.long)
    return {
        text: Form(text, tuple(places), text in chemical or domain.material(text) is not None, tuple(meanings.get(text, ())))
        for text, places in uses.items()
    }


def names_in(text: str) -> Iterator[tuple[Span, str]]:
    """The words of a text that may be names, without what is hung on them by a hyphen."""
    for m in _WORD.finditer(text):
        word = _MODIFIED.sub("", m.group())
        if len(word) > _LONGEST or _PLAIN.fullmatch(word):
            continue
        yield Span(m.start(), m.start() + len(word)), word


def sentence_at(tagged: Tagged, span: Span) -> Span | None:
    """The sentence that holds a span; None where none does."""
    i = bisect_right(tagged.sentences, span.start, key=lambda s: s.start) - 1
    return tagged.sentences[i] if i >= 0 and tagged.sentences[i].covers(span) else None


def _in_prose(document: Document, tagged: Tagged) -> Iterator[tuple[str, Use]]:
    cited = _cited(tagged)
    for number, block in enumerate(document.blocks):
        if block.kind not in PROSE or _in_capitals(block, document):
            continue
        for span, word in names_in(block.span.of(document.text)):
            at = span.shifted(block.span.start)
            sentence = sentence_at(tagged, at) or block.span
            yield word, Use(at, cited.get(sentence, frozenset()), sentence, number)


def _in_capitals(block: Block, document: Document) -> bool:
    """Whether a heading is set in capitals, which are not those of its names."""
    text = block.span.of(document.text)
    return block.kind in ("title", "heading") and sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _cited(tagged: Tagged) -> dict[Span, frozenset[str]]:
    """The works that each sentence cites."""
    found: dict[Span, set[str]] = defaultdict(set)
    for m in tagged.mentions:
        if m.kind == "citation" and (sentence := sentence_at(tagged, m.span)) is not None:
            found[sentence].add(m.value)
    return {sentence: frozenset(keys) for sentence, keys in found.items()}


def _in_tables(document: Document, tagged: Tagged, linked: Linked) -> Iterator[tuple[str, Use]]:
    works = works_of_rows(document, tagged, linked)
    for table in document.tables:
        for cell in table.cells:
            if cell.role == "header":
                continue
            cited = works.get((table.id, cell.row), frozenset())
            for span, word in names_in(cell.span.of(document.text)):
                yield word, Use(span.shifted(cell.span.start), cited, cell=CellRef(table.id, cell.row, cell.col))
