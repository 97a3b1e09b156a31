"""Citations against the reference list: is the author named an author of what is cited, and is the year right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from litmine.bibentry import surname
from litmine.checks.citing.attributions import NAME, Attribution, attributions
from litmine.checks.citing.authorship import (
    TELLING,
    best_work,
    fits,
    is_first,
    is_truncated,
    misspelt,
    shared_words,
    works_of_person,
    wrote,
)
from litmine.checks.citing.device_citations import stands_in
from litmine.checks.citing.uncited import given_name, left_out, uncited_in_text
from litmine.citations import citation_style
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Anchor, Flag, Mention, Reference, Severity
from litmine.tagging import Tagged

_MISREAD, _MISREAD_SHARE = 4, 1 / 3


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``citation-mismatch`` where nobody of that name wrote any of the works cited, ``citation-year`` where the year is another.

    A reference without authors proves nothing, and one printed with "et al." only where another entry fits the name. A year off by one
    is info: online and print dates differ. A name apart from its marker is let be where its paragraph also cites a work of that name,
    unless another work of that person is cited by no sentence, or the row of the device that is told of has it.
    In an author-year list a marker holds its own name and year. Where a third of the names or years, and four or more, disagree, the
    list was rather read with wrong numbers: all are info.
    """
    if citation_style(document) == "author-year":
        return
    found = list(attributions(document, tagged))
    cited = [a for a in found if a.works]
    flags = list(_flags(document, tagged, linked, found))
    for code, checked in (("citation-mismatch", len(cited)), ("citation-year", sum(a.year is not None for a in cited))):
        coded = [f for f in flags if f.code == code]
        misread = len(coded) >= _MISREAD and len(coded) > checked * _MISREAD_SHARE
        yield from (replace(f, severity="info") if misread else f for f in coded)


def _flags(document: Document, tagged: Tagged, linked: Linked, found: Sequence[Attribution]) -> Iterator[Flag]:
    uncited = uncited_in_text(document, tagged)
    for a in found:
        meant = left_out(document, a, uncited)
        # Behind "whose" or a semicolon the marker may be another's, unless the work of that name and year has no marker at all.
        dated = meant is not None and a.year is not None and a.year == meant.year
        works = a.works or (_only_marker(tagged, a, found) if dated else ())
        references = [r for m in works if (r := document.reference(m.value))]
        if not references or len(references) != len(works):
            continue
        if not a.works and _has_row(document, tagged, linked, a, references):
            continue  # told by the check of devices
        at = document.anchor(a.at, context=a.sentence)
        names, given = (*a.names, *a.others), given_name(document, a)
        known = [wrote(names, given, r, document.text) for r in references]
        own = [r for r, known_author in zip(references, known, strict=True) if known_author]
        if own:
            if a.year is not None:
                yield from _year(document, a, own, at)
            continue
        told = all(k is False or is_truncated(r, document.text) for k, r in zip(known, references, strict=True))
        if not told or _is_anothers(document, a, found, references):
            continue
        namesakes = any(fits(a.names, r, document.text) for r in references)
        nearby = not a.adjacent and _cited_nearby(document, tagged, a, given)
        if meant is None and (namesakes or (nearby and not _has_row(document, tagged, linked, a, references))):
            continue
        yield from _author(document, a, given, references, meant, sure=None not in known, doubted=namesakes or nearby or not a.works, at=at)


def _only_marker(tagged: Tagged, a: Attribution, found: Sequence[Attribution]) -> tuple[Mention, ...]:
    """The works of the one marker of a sentence with one name, behind the name; () where there are more of either."""
    cited = tuple(m for m in tagged.mentions if m.kind == "citation" and a.sentence.covers(m.span))
    alone = not a.aside and all(o is a for o in found if o.sentence == a.sentence)
    return cited if alone and len({m.span for m in cited}) == 1 and cited[0].span.start >= a.at.end else ()


def _has_row(document: Document, tagged: Tagged, linked: Linked, a: Attribution, references: Sequence[Reference]) -> bool:
    """Whether the table has the device told of from a work by that name, which the paragraph has not come to: three against the marker.

    The device is named in the sentence, or in the next one where that cites nothing of its own.
    """
    block = document.block_at(a.at.start)
    cited = [m for m in tagged.mentions if m.kind == "citation" and block is not None and block.span.covers(m.span)]
    before = (r for m in cited if m.span.end <= a.at.start and (r := document.reference(m.value)))
    if any(fits(a.names, r, document.text) for r in before):
        return False
    following = next((s for s in tagged.sentences if s.start >= a.sentence.end), None)
    goes_on = following is not None and block is not None and block.span.covers(following)
    goes_on = goes_on and not any(following.overlaps(m.span) for m in cited)
    said = Span(a.sentence.start, following.end if following is not None and goes_on else a.sentence.end).of(document.text)
    rows = [m for m in linked.measurements if m.source == "table" and m.citations and stands_in(m.subject, said)]
    keys = {c.key for m in rows for c in m.citations}
    return not keys & {r.key for r in references} and any(fits(a.names, r, document.text) for key in keys if (r := document.reference(key)))


def _is_anothers(document: Document, a: Attribution, found: Sequence[Attribution], references: Sequence[Reference]) -> bool:
    """Whether the sentence names somebody else without a marker of their own who wrote the work: "Li et al. beat Chen et al. [12]", "used
    the ink of Chen [12]"."""
    others = [o.names for o in found if o.sentence == a.sentence and o is not a and not o.works]
    marker = min((m.span.start for m in a.works), default=a.at.end)
    words = re.findall(NAME, document.text[a.sentence.start : a.at.start] + document.text[a.at.end : marker])
    return any(fits(names, r, document.text) for names in (*others, *([w] for w in words)) for r in references)


def _cited_nearby(document: Document, tagged: Tagged, a: Attribution, given: str) -> bool:
    """Whether the paragraph also cites a work of that name: the account of it may have gone on to another work's marker."""
    block = document.block_at(a.at.start)
    nearby = {m.value for m in tagged.mentions if m.kind == "citation" and block is not None and block.span.covers(m.span)}
    return any(wrote((*a.names, *a.others), given, r, document.text) for r in map(document.reference, sorted(nearby)) if r)


def _author(
    document: Document,
    a: Attribution,
    given: str,
    references: Sequence[Reference],
    meant: Reference | None,
    *,
    sure: bool,
    doubted: bool,
    at: Anchor,
) -> Iterator[Flag]:
    """The flag for a name that is no author's of the works cited.

    ``meant`` is the work of that person that no sentence cites; ``sure`` where the entries print all their authors; ``doubted`` where
    a work of the name is cited nearby, or a namesake's work by the marker: a warning at most.
    """
    text = document.text
    said = a.sentence.of(text)
    others = [r for r in document.references if r not in references]
    works = works_of_person(a.names[:1], given, others)
    if slip := not works and next((s for r in references if (s := misspelt(a.names, r))), ""):
        yield _flag(document, a, references, None, "info", f"“{at.quote}” cites reference {references[0].key}, which prints {slip}", at)
        return
    if a.form == "pair":
        works = [r for r in works if all(fits([n], r, text) for n in a.names)]
    better = meant or best_work(works, a.names[:1], a.year, said, document)
    first = any(is_first(a.names[:1], r) for r in works)
    if a.form != "et al." and not (sure and (first or (works and a.form == "group"))):
        return  # a group may be named by its place, two words joined may be no people; what hides authors may hide the group's leader
    severity: Severity = "error" if first and a.form == "et al." and not doubted else "warning"
    if not sure:
        if better is None or not is_first(a.names[:1], better):
            return  # the name may be one of the authors that "et al." hides
        dated = a.year is not None and better.year == a.year and all(r.year != a.year for r in references)
        told = shared_words(better, said, document) >= TELLING + max(shared_words(r, said, document) for r in references)
        slipped = any(_one_slip(better.key, r.key) for r in references)
        # "Chen and co-workers" may be the group of a last author, "Chen et al." is hardly ever.
        likely = (told or slipped) and at.quote.endswith(("al", "al."))
        severity = "error" if dated and not doubted else "warning" if likely else "info"
    shown = _authors(references[0], is_truncated(references[0], text))
    cites = f"“{at.quote}” cites reference {references[0].key}, whose authors are {shown}"
    yield _flag(document, a, references, better, severity, cites, at)


def _one_slip(meant: str, printed: str) -> bool:
    """Whether a printed number is the next one to the number meant, or has two of its digits swapped."""
    if not (meant.isdigit() and printed.isdigit()):
        return False
    return abs(int(meant) - int(printed)) == 1 or (meant != printed and sorted(meant) == sorted(printed))


def _flag(
    document: Document, a: Attribution, references: Sequence[Reference], better: Reference | None, severity: Severity, said: str, at: Anchor
) -> Flag:
    hint = f"; reference {better.key} is by {better.first_author}" + (f" ({better.year})" if better.year else "") if better else ""
    entries = (references[0], *([better] if better else []))
    return Flag(
        code="citation-mismatch",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=f"{said}{hint}.",
        evidence=(at, *(document.anchor(r.span) for r in entries)),
        subject=a.names[0],
        expected=better.key if better else "",
        observed=", ".join(r.key for r in references),
        cause="citation to another paper" if better else "unknown",
    )


def _year(document: Document, a: Attribution, own: Sequence[Reference], at: Anchor) -> Iterator[Flag]:
    """The flag for a year that none of the works of that name is of, which names the work of that year where the list has one."""
    year = a.year or 0
    if any(r.year is None or r.year == year for r in own):
        return
    reference = min(own, key=lambda r: abs((r.year or 0) - year))
    off = year - (reference.year or 0)
    others = [r for r in document.references if r not in own and r.year == year and is_first(a.names[:1], r)]
    better = best_work(others, a.names[:1], year, a.sentence.of(document.text), document)
    hint = f"; reference {better.key} by {surname(better.first_author)} is of {year}" if better else ""
    yield Flag(
        code="citation-year",
        stage="check",
        severity="info" if abs(off) == 1 else "warning",
        document=document.source.sha256,
        message=f"The text dates the work of “{at.quote}” to {year}, but reference {reference.key} is of {reference.year}{hint}.",
        evidence=(at, *(document.anchor(r.span) for r in (reference, *([better] if better else [])))),
        subject=a.names[0],
        expected=str(reference.year),
        observed=str(year),
        difference=f"{off:+d}",
        cause="online and print dates" if abs(off) == 1 else "citation to another paper" if better else "unknown",
    )


def _authors(reference: Reference, truncated: bool) -> str:
    shown = ", ".join(reference.authors[:3])
    return f"{shown} and others" if truncated or len(reference.authors) > 3 else shown
