"""One compound under two spellings: two neighbouring letters swapped."""

import re
from collections import Counter
from collections.abc import Iterator

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Flag
from litmine.tagging import Tagged

# The right form must be this many times as frequent as the slip: a slip is rare, two real compounds are both discussed.
_TIMES = 3


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``name-variant`` for a rare word that turns into a frequent compound when two neighbouring letters change places.

    Other differences of one letter (TPD and NPD, X2 and X4) are how real compounds differ and are left alone here, and so are
    names that the domain pack knows or that stand in a table.
    """
    uses = Counter(m.text for m in tagged.mentions if m.kind == "chemical")
    first = {m.text: m for m in reversed(tagged.mentions) if m.kind == "chemical"}
    rows = {m.subject for m in linked.measurements if m.source == "table"}
    prose = [b.span for b in document.blocks if b.kind in ("paragraph", "caption", "title", "heading", "list")]
    for name, times in uses.items():
        if times < _TIMES or not re.fullmatch(r"[A-Za-z][A-Za-z-]{2,}", name):
            continue
        for form in _swapped(name):
            if form == name or domain.material(form) or form in rows or form.islower():
                continue
            word = re.compile(rf"(?<![\w-]){re.escape(form)}(?![\w-])")
            found = [Span(*m.span()) for span in prose for m in word.finditer(document.text, span.start, span.end)]
            if not found or len(found) * _TIMES > times:
                continue
            yield Flag(
                code="name-variant",
                stage="check",
                severity="warning",
                document=document.source.sha256,
                message=f"“{form}” on page {document.page_of(found[0])} is probably {name}, as it is spelled {times} times.",
                evidence=(document.anchor(found[0]), document.anchor(first[name].span)),
                subject=form,
                expected=name,
                observed=form,
                cause="two letters swapped",
            )


def _swapped(name: str) -> Iterator[str]:
    """Every name that differs by an exchange of two neighbouring letters."""
    for i in range(len(name) - 1):
        if name[i].isalpha() and name[i + 1].isalpha():
            yield name[:i] + name[i + 1] + name[i] + name[i + 2 :]
