"""What a caption says of its origin: the copyright year of the work it cites, and whether the text tells of the same work."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from litmine.checks.citing.attributions import Attribution, attributions
from litmine.checks.citing.authorship import TELLING, fits, shared_words
from litmine.document import Block, Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Flag, Mention, Reference
from litmine.tagging import Tagged

_PERMISSION = re.compile(r"\b(?:[Rr]eproduced|[Rr]eprinted|[Aa]dapted|[Mm]odified|[Tt]aken|[Rr]edrawn|[Uu]sed with permission)\b")
_COPYRIGHT = re.compile(r"(?:\b[Cc]opyright\b|\bCOPYRIGHT\b|©)(?:\s|\([Cc]\)|©|,|:)*(?P<year>(?:19|20)\d\d)\b")
_WHOLE_FIGURE = re.compile(r"Figure (\d+)[a-z]?$")
_CAPTION = re.compile(r"\W*Fig(?:ure)?s?\b\.?\s*(\d+)", re.IGNORECASE)
# A copyright year is often the year before or after that of the volume.
_YEARS_APART = 1
_NEAR = 250  # characters between the marker and its copyright line
_LINE = 80  # ... and of the line: "Copyright 2020, Society of Lamps [12]"
_CLAUSE_END = re.compile(r"[.;]\s+[A-Z(]")


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``citation-year`` for a copyright year that the cited work cannot have, ``citation-mismatch`` for a figure that the text has from
    another work than its caption.

    The second only where the text names somebody as it cites that work, and nobody of the name is an author of a work in the caption.
    """
    cited = [m for m in tagged.mentions if m.kind == "citation"]
    for block in document.blocks:
        if block.kind in ("caption", "footnote"):
            yield from _copyright_years(document, block, [m for m in cited if block.span.covers(m.span)])
    yield from _other_works(document, tagged, cited)


def _copyright_years(document: Document, block: Block, cited: list[Mention]) -> Iterator[Flag]:
    begin = block.span.start
    for m in _COPYRIGHT.finditer(document.text, block.span.start, block.span.end):
        last = _marker_of(document, m, [c for c in cited if c.span.start >= begin])
        begin = m.end()
        entries = [r for c in last if (r := document.reference(c.value))]
        if not entries or len(entries) != len(last) or any(r.year is None for r in entries):
            continue
        year = int(m["year"])
        nearest = min(entries, key=lambda r: abs((r.year or 0) - year))
        off = year - (nearest.year or 0)
        if abs(off) <= _YEARS_APART:
            continue
        ends = (last[0].span.start, m.start()), (last[-1].span.end, m.end())
        at = document.anchor(Span(min(ends[0]), max(ends[1])), context=block.span)
        yield Flag(
            code="citation-year",
            stage="check",
            severity="warning",
            document=document.source.sha256,
            message=f"“{at.quote}” gives the copyright year {year}, but reference {nearest.key} is of {nearest.year}.",
            evidence=(at, document.anchor(nearest.span)),
            subject=f"reference {nearest.key}",
            expected=str(nearest.year),
            observed=str(year),
            difference=f"{off:+d}",
            cause="unknown",
        )


def _marker_of(document: Document, copyright_line: re.Match[str], cited: list[Mention]) -> list[Mention]:
    """The marker of a copyright line: the last before it in its clause of permission, else the one that ends the line."""
    start, end = copyright_line.span()
    before = [c for c in cited if start - _NEAR <= c.span.end <= start and not _PERMISSION.search(document.text, c.span.end, start)]
    if before:
        return [c for c in before if _together(document, c, before[-1])]
    after = [c for c in cited if end <= c.span.start <= end + _LINE and not _CLAUSE_END.search(document.text, end, c.span.start)]
    return [c for c in after if _together(document, after[0], c)]


def _together(document: Document, a: Mention, b: Mention) -> bool:
    """Whether two markers stand in one clause of permission: no sentence ends between them."""
    return not _CLAUSE_END.search(document.text, a.span.end, b.span.start)


def _other_works(document: Document, tagged: Tagged, cited: list[Mention]) -> Iterator[Flag]:
    captions = _reproduced(document, cited)
    told: dict[int, list[tuple[Attribution | None, set[str]]]] = defaultdict(list)
    for number, account, around in _accounts(document, tagged, cited):
        if number in captions and around:
            told[number].append((account, around))
    for number, pointers in told.items():
        block, works = captions[number]
        accounts = [account for account, around in pointers if account and not around & works.keys()]
        # A figure that the text has for several works is a comparison, which a further work may have made.
        one = len(accounts) == len(pointers) and len({w.value for a in accounts for w in a.works}) == 1
        if one and all(_contradicts(document, a, works) for a in accounts):
            yield _from_another(document, number, block, works, accounts[0])


def _reproduced(document: Document, cited: list[Mention]) -> Mapping[int, tuple[Block, Mapping[str, Reference]]]:
    """The figures that are other works', by number: the caption and the entries it cites; those that cite beyond the list left out."""
    found = {}
    for block in document.blocks:
        m = _CAPTION.match(block.span.of(document.text)) if block.kind == "caption" else None
        if m is None or not _PERMISSION.search(document.text, block.span.start, block.span.end):
            continue
        works = {c.value: document.reference(c.value) for c in cited if block.span.covers(c.span)}
        if works and all(works.values()):
            found[int(m[1])] = (block, works)
    return found


def _accounts(document: Document, tagged: Tagged, cited: list[Mention]) -> Iterator[tuple[int, Attribution | None, set[str]]]:
    """For every pointer of the text to a figure: its number, whose work is told of there, and the keys its paragraph cites.

    The one told of is the last named in the paragraph up to the pointer's sentence, with a work that is truly by that name and with no
    other work cited between; None where there is no such.
    """
    named = list(attributions(document, tagged))
    for pointer in tagged.mentions:
        m = _WHOLE_FIGURE.match(pointer.value) if pointer.kind == "cross-reference" else None
        block = document.block_at(pointer.span.start)
        if m is None or block is None or block.kind not in ("paragraph", "list"):
            continue
        around = [c for c in cited if block.span.covers(c.span)]
        before = [a for a in named if a.works and block.span.covers(a.at) and a.sentence.start <= pointer.span.start]
        last = before[-1] if before else None
        if last is not None:
            keys = {w.value for w in last.works}
            entries = [r for key in sorted(keys) if (r := document.reference(key))]
            ends = max(last.at.end, pointer.span.end)
            between = {c.value for c in around if last.at.start <= c.span.start <= ends} - keys
            right = len(entries) == 1 and fits((*last.names, *last.others), entries[0], document.text)
            last = last if right and not between else None
        yield int(m[1]), last, {c.value for c in around}


def _contradicts(document: Document, a: Attribution, works: Mapping[str, Reference]) -> bool:
    """Whether the one told of wrote none of the caption's works.

    Where those hide their later authors, the title of the work told of must share telling words with its account that theirs do not.
    """
    known = [fits((*a.names, *a.others), r, document.text) for r in works.values()]
    if not any(k is None for k in known):
        return not any(known)
    said = a.sentence.of(document.text)
    told = max((shared_words(r, said, document) for w in a.works if (r := document.reference(w.value))), default=0)
    return not any(known) and told >= TELLING + max((shared_words(r, said, document) for r in works.values()), default=0)


def _from_another(document: Document, number: int, block: Block, works: Mapping[str, Reference], a: Attribution) -> Flag:
    at = document.anchor(a.at, context=a.sentence)
    printed = next(iter(works.values()))
    meant = document.reference(a.works[0].value) or printed
    return Flag(
        code="citation-mismatch",
        stage="check",
        severity="warning",
        document=document.source.sha256,
        message=f"Figure {number} is of reference {printed.key} ({printed.first_author}) by its caption, "
        f"but the text tells there of “{at.quote}”, reference {meant.key}.",
        evidence=(document.anchor(block.span), at, document.anchor(printed.span), document.anchor(meant.span)),
        subject=f"Figure {number}",
        expected=meant.key,
        observed=", ".join(works),
        cause="citation to another paper",
    )
