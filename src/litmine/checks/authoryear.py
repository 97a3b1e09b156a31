"""Citations of an author-year list: every "Chen et al. (2016)" of the text against the entries."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litmine.checks.authorship import fits, is_first
from litmine.citations import citation_style
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Flag, Reference
from litmine.tagging import Tagged

_NAME = r"(?:(?:[Vv]an|[Vv]on|de[rnl]?|d[aiou]|l[ae]|el|al)[\s-])*[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[-‐‑–'’](?!s\b)[^\W\d_]+)*"
_YEARS = r"(?P<years>(?:19|20)\d\d[a-z]?(?:,\s?(?:[a-z]\b|(?:19|20)\d\d[a-z]?))*)"
_CITED = re.compile(
    rf"(?<![\w-])(?P<name>{_NAME})(?:\s+et\s+al\b\.?|\s+(?:and|&)\s+(?P<second>{_NAME})|\s+and\s+co-?workers)(?:['’]s?)?"
    rf"(?:\s?[(\[]{_YEARS}[)\]]|,?\s{_YEARS.replace('years', 'inside')}(?=\s?[;,)\]]))"
)
# How many of the paper's citations must be found in the list before one that is not proves anything: all but a few slips.
_FOUND = 0.8
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class _Citation:
    """One printed citation: its place, the names and the year."""

    span: Span
    name: str
    second: str
    year: int


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``citation-year`` where the list has the author with other years, ``cross-reference`` where it has nobody of that name.

    Only in a paper with an author-year list in which four of five citations are found: else the list was not read whole. A year off
    by one is info. A name that any entry prints, and an author one of whose entries shows no year, prove nothing.
    """
    if citation_style(document) != "author-year":
        return
    cited = list(_citations(document))
    works = {c: [r for r in document.references if is_first([c.name], r)] for c in cited}
    lost = [c for c in cited if all(r.year != c.year for r in works[c])]
    if len(cited) < _ENOUGH or len(lost) > (1 - _FOUND) * len(cited):
        return
    for c in lost:
        entries = works[c]
        if c.second:
            entries = [r for r in entries if fits([c.second], r, document.text)] or entries
        if not entries and not any(fits([c.name], r, document.text) for r in document.references):
            yield _missing(document, c)
        elif entries and all(r.year for r in entries):
            yield _other_year(document, c, entries)


def _citations(document: Document) -> Iterator[_Citation]:
    for block in document.blocks:
        if block.kind in ("reference", "furniture", "title"):
            continue
        for m in _CITED.finditer(document.text, block.span.start, block.span.end):
            for year in re.findall(r"\d{4}", m["years"] or m["inside"]):
                yield _Citation(Span(m.start(), m.end()), m["name"], m["second"] or "", int(year))


def _missing(document: Document, c: _Citation) -> Flag:
    at = document.anchor(c.span)
    return Flag(
        code="cross-reference",
        stage="check",
        severity="warning",
        document=document.source.sha256,
        message=f"“{at.quote}” is not in the reference list, which has nobody of the name {c.name}.",
        evidence=(at,),
        subject=f"{c.name} {c.year}",
        observed=at.quote,
    )


def _other_year(document: Document, c: _Citation, entries: Sequence[Reference]) -> Flag:
    at = document.anchor(c.span)
    near = min(entries, key=lambda r: abs((r.year or 0) - c.year))
    off = c.year - (near.year or 0)
    years = ", ".join(sorted({str(r.year) for r in entries}))
    return Flag(
        code="citation-year",
        stage="check",
        severity="info" if abs(off) == 1 else "warning",
        document=document.source.sha256,
        message=f"“{at.quote}” gives {c.year}, but the list has {c.name} with {years} only.",
        evidence=(at, document.anchor(near.span)),
        subject=c.name,
        expected=str(near.year),
        observed=str(c.year),
        difference=f"{off:+d}",
        cause="online and print dates" if abs(off) == 1 else "unknown",
    )
