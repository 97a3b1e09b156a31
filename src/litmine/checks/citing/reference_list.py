"""The reference list itself: works that it has twice, and entries that the text never cites."""

import re
from collections.abc import Iterator
from itertools import combinations

from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.matching import surname
from litmine.originals import same_original
from litmine.records import Flag, Reference
from litmine.tagging import Tagged

# So many entries without a marker are more likely markers that reading has lost.
_FEW = 3
_SHARE = 0.05  # of the list, and more than one entry in twenty without a marker as well


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """Info for two entries that are one work, and one info for the few entries of a numbered list that are never cited.

    One work is what shares its DOI, or volume, first page and first author. A DOI that two different works share is said as such.
    """
    works = [r for r in document.references if r.key.isdigit() or not document.references[0].key.isdigit()]
    for a, b in combinations(works, 2):
        if _same_doi(a, b) or _same_place(a, b):
            yield _twice(document, a, b)
    yield from _uncited(document, tagged)


def _same_doi(a: Reference, b: Reference) -> bool:
    return bool(a.doi) and a.doi.casefold() == b.doi.casefold()


def _same_place(a: Reference, b: Reference) -> bool:
    placed = all((a.volume, a.page, a.first_author, b.volume, b.page, b.first_author))
    return placed and surname(a.first_author) == surname(b.first_author) and same_original(a, b)


def _twice(document: Document, a: Reference, b: Reference) -> Flag:
    one = _same_place(a, b) or not all((a.volume, a.page, b.volume, b.page)) or (a.volume, a.page) == (b.volume, b.page)
    what = "are the same work" if one else f"are different works with one DOI, {a.doi}"
    return Flag(
        code="citation-mismatch",
        stage="check",
        severity="info",
        document=document.source.sha256,
        message=f"References {a.key} and {b.key} {what}.",
        evidence=(document.anchor(a.span), document.anchor(b.span)),
        subject=f"reference {b.key}",
        expected=a.key,
        observed=b.key,
        cause="one work listed twice" if one else "DOI of another work",
    )


def _uncited(document: Document, tagged: Tagged) -> Iterator[Flag]:
    entries = [r for r in document.references if r.key.isdigit()]
    numbers = sorted(int(r.key) for r in entries)
    cited = {m.value for m in tagged.mentions if m.kind == "citation"}
    lost = [r for r in entries if r.key not in cited and not any(re.fullmatch(rf"{r.key}[a-z]", key) for key in cited)]
    complete = bool(numbers) and numbers[0] == 1 and len(numbers) == len({*numbers}) == numbers[-1]
    if not lost or not complete or len(lost) > min(_FEW, max(1, _SHARE * len(entries))):
        return
    keys = " and ".join(filter(None, (", ".join(r.key for r in lost[:-1]), lost[-1].key)))
    said = f"References {keys} of the list are" if len(lost) > 1 else f"Reference {keys} of the list is"
    yield Flag(
        code="cross-reference",
        stage="check",
        severity="info",
        document=document.source.sha256,
        message=f"{said} cited nowhere in the paper.",
        evidence=tuple(document.anchor(r.span) for r in lost),
        subject=f"reference {keys}",
        observed=keys,
    )
