"""One compound under two spellings: two neighbouring letters swapped."""

import re
from collections import defaultdict
from collections.abc import Iterator

from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.records import Flag, Mention
from litmine.tagging import Tagged

# The right form must be this many times as frequent as the slip: a slip is rare, two real compounds are both discussed.
_TIMES = 3


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``name-variant`` for a rare name that turns into a frequent one when two neighbouring letters change places.

    Other differences of one letter (TPD and NPD, X2 and X4) are how real compounds differ and are left alone here, and so are
    names that the domain pack knows.
    """
    forms: dict[str, list[Mention]] = defaultdict(list)
    for m in tagged.mentions:
        if m.kind == "chemical" and re.fullmatch(r"[A-Za-z][\w-]{2,}", m.text):
            forms[m.text].append(m)
    known = {alias for material in domain.materials for alias in (material.name, *material.aliases)}
    for form, uses in forms.items():
        if form in known:
            continue
        for other in _swapped(form):
            if other != form and len(forms.get(other, ())) >= _TIMES * len(uses):
                right = forms[other]
                yield Flag(
                    code="name-variant",
                    stage="check",
                    severity="warning",
                    document=document.source.sha256,
                    message=f"“{form}” on page {document.page_of(uses[0].span)} is probably {other}, as in {len(right)} other places.",
                    evidence=(document.anchor(uses[0].span), document.anchor(right[0].span)),
                    subject=form,
                    expected=other,
                    observed=form,
                    cause="two letters swapped",
                )
                break


def _swapped(name: str) -> Iterator[str]:
    """Every name that differs by an exchange of two neighbouring letters."""
    for i in range(len(name) - 1):
        if name[i].isalpha() and name[i + 1].isalpha():
            yield name[:i] + name[i + 1] + name[i] + name[i + 2 :]
