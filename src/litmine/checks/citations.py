"""Citations against the reference list: is the author named an author of what is cited, and is the year right."""

import re
from collections.abc import Iterator

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.matching import surname
from litmine.records import Anchor, Flag, Mention, Reference
from litmine.tagging import Tagged

_NAMED = re.compile(
    r"(?:\b(?:[Ii]n|[Dd]uring)\s+((?:19|20)\d\d),?\s+)?(?:\b[Pp]rof(?:essor|\.)\s+)?"
    r"\b((?:(?:van|von|de|der|den|la|el|al)[ -])*[A-ZÀ-Þ][\w’'-]+)(?:\s+and\s+[A-ZÀ-Þ][\w’'-]+)?\s+"
    r"(?:et\s+al\b\.?|and\s+(?:co-?workers|colleagues|coworkers))"
)
_TRUNCATED = re.compile(r"\bet\s+al\b", re.IGNORECASE)
# Whose work these words lead up to is what the cited work is set against or builds on, not what is cited.
_ASIDE = re.compile(
    r"\b(?:unlike|inspired by|following|compared (?:with|to)|in comparison (?:with|to)|than|similar(?:ly)? to|like|by analogy (?:with|to)|"
    r"in contrast to|contrary to|according to|methods? of|procedures? of|as proposed by|proposed by|developed by)\s+"
    r"(?:(?:the|that|those|an?|earlier|previous|original|idea|ideas|work|works|approach|method|procedure|protocol|results?|reports?|"
    r"stud(?:y|ies)|one|ones|devices?|of|by|from|in)\s+){0,5}$",
    re.IGNORECASE,
)
# How far the citation may stand behind the name: a long sentence, not a paragraph.
_REACH = 450


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``citation-mismatch`` where nobody of that name wrote any of the works cited, ``citation-year`` where the year is another.

    A reference without authors proves nothing, and one printed with "et al." only where exactly one other entry fits the name. A year
    off by one is info: online and print dates differ. A name behind "unlike", "inspired by", "than" is not the one being cited.
    """
    cited = sorted((m for m in tagged.mentions if m.kind == "citation"), key=lambda m: m.span)
    text = document.text
    for sentence in tagged.sentences:
        names = list(_NAMED.finditer(text, sentence.start, sentence.end))
        for n, name in enumerate(names):
            stop = names[n + 1].start() if n + 1 < len(names) else sentence.end + 12
            if _ASIDE.search(text[sentence.start : name.start()]):
                continue
            group = _first_group(cited, name.end(), min(stop, name.end() + _REACH))
            references = [r for m in group if (r := document.reference(m.value))]
            if not references or len(references) != len(group):
                continue
            at = document.anchor(Span(name.start(), name.end()), context=sentence)
            yield from _author(document, name.group(2), name.group(1), references, at)
            if name.group(1):
                yield from _year(document, name.group(2), int(name.group(1)), references, at)


def _first_group(cited: list[Mention], start: int, stop: int) -> list[Mention]:
    """The mentions of the first citation marker in a stretch of text, touching markers included."""
    inside = [m for m in cited if start <= m.span.start < stop]
    group: list[Mention] = []
    for m in inside:
        if group and m.span.start > group[-1].span.end + 2:
            break
        group.append(m)
    return group


def _author(document: Document, name: str, year: str | None, references: list[Reference], at: Anchor) -> Iterator[Flag]:
    wanted = surname(name)
    if any(not r.authors for r in references):
        return
    if any(wanted == surname(a) or wanted in surname(a).split("-") for r in references for a in r.authors):
        return
    first = references[0]
    better = [r for r in document.references if r.first_author and surname(r.first_author) == wanted]
    better = [r for r in better if not year or r.year == int(year)] or better
    truncated = any(_TRUNCATED.search(r.span.of(document.text)) for r in references)
    if truncated and len(better) != 1:
        return  # the name may be one of the authors that "et al." hides
    sure = bool(better) and (not truncated or (year is not None and better[0].year == int(year)))
    hint = f"; reference {better[0].key} is by {better[0].first_author}" if len(better) == 1 else ""
    yield Flag(
        code="citation-mismatch",
        stage="check",
        severity="error" if sure else "info" if truncated and year is None else "warning",
        document=document.source.sha256,
        message=f"“{at.quote}” cites reference {first.key}, whose authors are {_authors(first, truncated)}{hint}.",
        evidence=(at, *(document.anchor(r.span) for r in (first, *better[:1]))),
        subject=name,
        expected=better[0].key if len(better) == 1 else "",
        observed=", ".join(r.key for r in references),
        cause="citation to another paper",
    )


def _year(document: Document, name: str, year: int, references: list[Reference], at: Anchor) -> Iterator[Flag]:
    own = [r for r in references if any(surname(a) == surname(name) for a in r.authors)]
    years = {r.year for r in own if r.year}
    if not years or year in years:
        return
    off = min(abs(year - y) for y in years)
    reference = own[0]
    yield Flag(
        code="citation-year",
        stage="check",
        severity="info" if off == 1 else "warning",
        document=document.source.sha256,
        message=f"“{at.quote}” gives {year}, but reference {reference.key} is of {reference.year}.",
        evidence=(at, document.anchor(reference.span)),
        subject=name,
        expected=str(reference.year),
        observed=str(year),
        difference=f"{year - (reference.year or year):+d}",
        cause="online and print dates" if off == 1 else "unknown",
    )


def _authors(reference: Reference, truncated: bool) -> str:
    shown = ", ".join(reference.authors[:3])
    return f"{shown} and others" if truncated or len(reference.authors) > 3 else shown
