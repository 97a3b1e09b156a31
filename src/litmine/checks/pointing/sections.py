"""The numbered headings of a paper as a hierarchy, and the sections that it cannot have."""

import re
from collections.abc import Iterator

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Flag
from litmine.tagging import Tagged

Number = tuple[int, ...]

_HEADING = re.compile(r"(?:§\s?|Section\s)?(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})(?:\.|\s)\s*(?=[^\W\d_])")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_FEWEST = 3  # sections of the first level, from which on their run is the paper's
_FEWEST_BELOW = 2

_NAMED = re.compile(
    r"\b(?:[Ss]ee|[Ii]n|[Ss]ection)\s+(?:the\s+)?(?P<part>(?:Online\s+)?Methods|Materials and Methods|"
    r"Experimental(?: (?:Section|Methods|Part|Details))?)\b(?=\s*[).,;]|\s+(?:section|part)\b|\s+for\b)"
)
_PART = re.compile(
    r"\b(?:methods?|methodology|experiment\w*|procedures?|materials|fabrication|preparation|synthes[ei]s|characteri[sz]ation|"
    r"supp\w+ information)\b",
    re.IGNORECASE,
)
_SUPPLEMENT = re.compile(r"\b(?:[Ss]upp\w+|E?SI)\b")
_RUN_IN = re.compile(r"\W*+(?:[\dIVX.]+\s+)?(?:Online\s+)?(?:Methods?|METHODS?|Experimental|EXPERIMENTAL|Materials|MATERIALS)\b")


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """Info where the text sends the reader to its Methods or Experimental Section and none of three or more headings is one."""
    headings = [b.span.of(document.text) for b in document.blocks if b.kind == "heading"]
    told = (b.span.of(document.text) for b in document.blocks if b.kind in ("paragraph", "list"))
    if len(headings) < _FEWEST or any(_PART.search(h) for h in headings) or any(_RUN_IN.match(t) for t in told):
        return
    found = (_NAMED.search(document.text, s.start, s.end) for s in tagged.sentences if not _SUPPLEMENT.search(s.of(document.text)))
    pointers = [(m["part"], document.anchor(Span(m.start(), m.end()))) for m in found if m]
    if not pointers:
        return
    yield Flag(
        code="cross-reference",
        stage="check",
        severity="info",
        document=document.source.sha256,
        message=f"“{pointers[0][1].quote}” points to a part of the paper that none of its headings is.",
        evidence=tuple(at for _, at in pointers),
        subject=pointers[0][0],
        observed=pointers[0][1].quote,
    )


def section_numbers(document: Document) -> frozenset[Number]:
    """The numbers of the numbered headings: "2.1 Devices" -> (2, 1), "IV. CONCLUSIONS" -> (4,)."""
    texts = (b.span.of(document.text) for b in document.blocks if b.kind == "heading")
    return frozenset(_parts(m["number"]) for t in texts if (m := _HEADING.match(t)))


def missing_section(document: Document, target: str, known: frozenset[Number]) -> str:
    """What sections there are where "Section 6.2" goes on behind the last of a complete run; "" where it is there or may be.

    The sections of the first level must be 1..n with n of three or more; below, those of one parent 1..n with n of two or more. What
    begins with the number is perhaps its heading, read as text.
    """
    m = re.fullmatch(r"Section (\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})", target)
    wanted = _parts(m[1]) if m else ()
    starts = (document.text[b.span.start : b.span.start + 20] for b in document.blocks if b.kind not in ("reference", "furniture"))
    if m and any(re.match(rf"{re.escape(m[1])}\.?\s+[^\W\d_]", start) for start in starts):
        return ""
    for depth in range(1, len(wanted) + 1):
        parent = wanted[: depth - 1]
        siblings = {n[depth - 1] for n in known if len(n) >= depth and n[: depth - 1] == parent}
        last = max(siblings, default=0)
        if last < (_FEWEST if depth == 1 else _FEWEST_BELOW) or siblings != set(range(1, last + 1)):
            return ""
        if wanted[depth - 1] > last:
            return f"the last one is {'.'.join(map(str, (*parent, last)))}"
    return ""


def _parts(number: str) -> Number:
    if number[0].isdigit():
        return tuple(int(n) for n in number.split("."))
    values = [_ROMAN[c] for c in number]
    return (sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True)),)
