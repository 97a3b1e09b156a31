"""Figures, panels, tables and references that the text points to and the paper does not have."""

import re
from collections.abc import Iterator

from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.records import Flag
from litmine.tagging import Tagged

_TARGET = re.compile(r"(Figure|Table|Scheme) (\d+)([a-z]?)$")
# "Fig. 3 of ref. 12", "Table 2 in [7]" point into another paper.
_ELSEWHERE = re.compile(r"\s*(?:of|in|from)\s+(?:the\s+)?(?:ref\b|refs\b|reference|\[|[A-Z][\w-]+ et al|supp|SI\b)", re.IGNORECASE)


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """A flag for each pointer to a number beyond a complete run 1..n of captions, tables or references.

    Where the run has a hole, a caption may have been missed in reading, and nothing is said.
    """
    captions = _captions(document)
    numbers = {kind: {n for k, n in captions if k == kind} for kind in ("Figure", "Table", "Scheme")}
    panels = {f.number: f.panels for f in document.figures}
    references = {int(r.key) for r in document.references if r.key.isdigit()}
    for m in tagged.mentions:
        if m.kind == "citation" and m.value.isdigit() and _beyond(int(m.value), references):
            yield _flag(document, m, f"reference {m.value}", f"the list ends with {max(references)}")
        if m.kind != "cross-reference" or not (target := _TARGET.match(m.value)):
            continue
        if _ELSEWHERE.match(document.text[m.span.end : m.span.end + 40]):
            continue
        kind, number, panel = target.group(1), int(target.group(2)), target.group(3)
        if _beyond(number, numbers[kind]):
            yield _flag(document, m, m.value, f"the last one is {kind} {max(numbers[kind])}")
        elif panel and kind == "Figure" and (letters := panels.get(str(number))) and len(letters) >= 2 and panel > max(letters):
            yield _flag(document, m, m.value, f"its caption names {letters[0]} to {max(letters)}")


def _captions(document: Document) -> set[tuple[str, int]]:
    """(kind, number) of everything with a caption, whether or not it could be read."""
    found = set()
    for block in document.blocks:
        if block.kind == "caption":
            m = re.match(r"\W*(Fig(?:ure)?s?|Table|Tab|Scheme)\b\.?\s*(\d+)", block.span.of(document.text), re.IGNORECASE)
            if m:
                kind = {"f": "Figure", "t": "Table", "s": "Scheme"}[m.group(1)[0].casefold()]
                found.add((kind, int(m.group(2))))
    return found


def _beyond(number: int, known: set[int]) -> bool:
    return bool(known) and known == set(range(1, max(known) + 1)) and number > max(known)


def _flag(document: Document, mention, target: str, known: str) -> Flag:
    return Flag(
        code="cross-reference",
        stage="check",
        severity="warning",
        document=document.source.sha256,
        message=f"“{mention.text}” points to {target}, which the paper does not have: {known}.",
        evidence=(document.anchor(mention.span),),
        subject=target,
        observed=mention.text,
    )
