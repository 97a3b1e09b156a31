"""One abbreviation that the paper defines twice, and differently."""

from collections.abc import Iterator
from dataclasses import replace

from litmine.chemistry import Abbreviation, find_abbreviations, is_compound, two_meanings
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.records import Flag
from litmine.tagging import Tagged

_PROSE = ("title", "heading", "paragraph", "caption", "list", "footnote")


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``ambiguous-subject`` for an abbreviation with two printed definitions that have nothing in common.

    Two names of one material of the domain pack ("bathocuproine" and its systematic name) are one definition. A warning where one
    of the two is a compound, which numbers may belong to; else worth knowing ("augmented reality", "angle-resolved").
    """
    for first, second in two_meanings(_definitions(document)):
        one, other = domain.material(first.long), domain.material(second.long)
        if one is not None and one == other:
            continue
        yield Flag(
            code="ambiguous-subject",
            stage="link",
            severity="warning" if is_compound(first.long) or is_compound(second.long) else "info",
            document=document.source.sha256,
            message=f"{first.short} stands for “{first.long}” on page {document.page_of(first.span)} and for “{second.long}” on page "
            f"{document.page_of(second.span)}: what is said of {first.short} may be of either.",
            evidence=(document.anchor(first.span), document.anchor(second.span)),
            subject=first.short,
            expected=first.long,
            observed=second.long,
        )


def _definitions(document: Document) -> Iterator[Abbreviation]:
    for block in document.blocks:
        if block.kind in _PROSE:
            for found in find_abbreviations(block.span.of(document.text)):
                yield replace(found, span=found.span.shifted(block.span.start))
