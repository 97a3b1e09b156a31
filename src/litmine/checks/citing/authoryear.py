"""Citations of an author-year list: every "Chen et al. (2016)" of the text against the entries, and the names beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litmine.checks.citing.attributions import NAME, Attribution, attributions
from litmine.checks.citing.authorship import fits, is_first, wrote
from litmine.checks.citing.uncited import given_name, left_out, uncited_in_text
from litmine.citations import citation_style
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Flag, Reference
from litmine.tagging import Tagged

_YEARS = r"(?P<years>(?:19|20)\d\d[a-z]?(?:,\s?(?:[a-z]\b|(?:19|20)\d\d[a-z]?))*)"
_CITED = re.compile(
    rf"(?<![\w'’-])(?P<name>{NAME})(?:(?P<many>\s+et\s+al\b\.?)|\s+(?:and|&)\s+(?P<second>{NAME})|\s+and\s+co-?workers)(?:['’]s?)?"
    rf"(?:\s?[(\[]{_YEARS}[)\]]|,?\s{_YEARS.replace('years', 'inside')}(?=\s?[;,)\]]))"
)
# How many of the paper's citations must be found in the list before one that is not proves anything: all but a few slips.
_FOUND = 0.75
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class _Citation:
    """One printed citation: its place, the names and the year; ``many`` with "et al.", without which the words may be no people."""

    span: Span
    name: str
    second: str
    year: int
    many: bool


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``citation-year`` where the list has the author with other years, ``cross-reference`` where it has nobody of that name,
    ``citation-mismatch`` where a sentence names somebody and cites another's work in parentheses.

    Only in a paper with an author-year list in which three of four citations are found: else the list was not read whole. A year off
    by one is info. A name that any entry prints, and an author one of whose entries shows no year, prove nothing. The third is told only
    where a work of the one named is cited by no sentence.
    """
    if citation_style(document) != "author-year":
        return
    # An entry that reading has lost stands as text in or behind the list.
    listed = document.text[document.references[0].span.start :]
    found, other, missing = 0, [], []
    for c in _citations(document):
        entries = [r for r in document.references if is_first([c.name], r)]
        if c.second:
            entries = [r for r in entries if fits([c.second], r, document.text)] or entries
        if any(r.year == c.year for r in entries):
            found += 1
        elif entries:
            other.append((c, entries))
        elif c.many and c.name not in listed and not any(fits([c.name], r, document.text) for r in document.references):
            missing.append(c)
    if found < _ENOUGH or len(other) + len(missing) > (1 - _FOUND) * (found + len(other) + len(missing)):
        return
    yield from (_missing(document, c) for c in missing)
    yield from (_other_year(document, c, entries) for c, entries in other if all(r.year for r in entries))
    yield from _others_works(document, tagged)


def _citations(document: Document) -> Iterator[_Citation]:
    for block in document.blocks:
        if block.kind in ("reference", "furniture", "title"):
            continue
        for m in _CITED.finditer(document.text, block.span.start, block.span.end):
            for year in re.findall(r"\d{4}", m["years"] or m["inside"]):
                yield _Citation(Span(m.start(), m.end()), m["name"], m["second"] or "", int(year), m["many"] is not None)


def _others_works(document: Document, tagged: Tagged) -> Iterator[Flag]:
    """The flags for sentences whose one name is no author's of the works they cite, all in parentheses behind it."""
    uncited = uncited_in_text(document, tagged)
    named = list(attributions(document, tagged))
    for a in named:
        printed = list(_CITED.finditer(document.text, a.sentence.start, a.sentence.end))
        cited = [m for m in tagged.mentions if m.kind == "citation" and a.sentence.covers(m.span)]
        alone = all(o is a or any(m.start() <= o.at.start < m.end() for m in printed) for o in named if o.sentence == a.sentence)
        behind = all(m.start() > a.at.end and m["inside"] for m in printed)
        if a.aside or not (cited and alone and behind and len(printed) == len(cited)):
            continue
        works = [r for m in cited if (r := document.reference(m.value))]
        meant = left_out(document, a, uncited)
        names, given = (*a.names, *a.others), given_name(document, a)
        if meant is not None and all(wrote(names, given, r, document.text) is False for r in works):
            yield _other_work(document, a, works[0], meant)


def _other_work(document: Document, a: Attribution, printed: Reference, meant: Reference) -> Flag:
    at = document.anchor(a.at, context=a.sentence)
    return Flag(
        code="citation-mismatch",
        stage="check",
        severity="warning",
        document=document.source.sha256,
        message=f"“{at.quote}” is named where {printed.first_author} ({printed.year}) is cited, whose authors do not include the name; "
        f"{meant.first_author} ({meant.year}) does and is cited nowhere in the text.",
        evidence=(at, document.anchor(printed.span), document.anchor(meant.span)),
        subject=a.names[0],
        expected=meant.key,
        observed=printed.key,
        cause="citation to another paper",
    )


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
