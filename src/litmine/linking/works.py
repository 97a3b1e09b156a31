"""Which cited work a number comes from: the marker behind it, else that of the account its sentence belongs to."""

import re
from collections.abc import Sequence

from litmine.document import Document
from litmine.geometry import Span
from litmine.records import Citation, Mention

# A sentence that opens the account of a work: "In the same year Yang et al. described ...".
_ACCOUNT = re.compile(r"\bet\s+al\b|\band\s+(?:co-?workers|colleagues)\b")

# The markers of a sentence in text order, each with the references it names.
Markers = list[tuple[Span, tuple[Citation, ...]]]


def cited_works(document: Document, sentences: Sequence[tuple[Span, list[Mention]]], *, carry: bool) -> list[Markers]:
    """For each sentence its citation markers in text order, each with the references it names.

    A sentence without a marker takes that of the account it belongs to: "Niu et al. described X. ... It reached 5%.^12" runs from
    a sentence that names authors to the next one in the paragraph that does, and its first marker holds until another stands.
    Without ``carry`` a marker does not reach the sentences behind it: in a paper that reports devices of its own, what follows a
    citation is its own again.
    """
    own = [_citations(mentions) for _, mentions in sentences]
    works = [list(found) for found in own]
    for i, (sentence, _) in enumerate(sentences):
        if own[i]:
            continue
        block = document.block_at(sentence.start)
        if not _ACCOUNT.search(sentence.of(document.text)):
            if not carry:
                continue
            before = works[i - 1] if i and document.block_at(sentences[i - 1][0].start) is block else []
            if before:
                works[i] = before[-1:]
                continue
        for k in range(i + 1, len(sentences)):
            following = sentences[k][0]
            if document.block_at(following.start) is not block or _ACCOUNT.search(following.of(document.text)):
                break
            if own[k]:
                works[i] = own[k][:1]
                break
    return works


def _citations(mentions: Sequence[Mention]) -> Markers:
    """The sentence's citation markers in text order, each with the references it names."""
    groups: dict[Span, list[Citation]] = {}
    for m in mentions:
        if m.kind == "citation":
            groups.setdefault(m.span, []).append(Citation(m.text, m.value))
    return [(span, tuple(found)) for span, found in sorted(groups.items())]


def governing(markers: Markers, number: Span, sentence: str, *, carry: bool) -> tuple[Citation, ...]:
    """The citation that a number belongs to: the first after it, else the last before it.

    Without ``carry`` (see ``cited_works``) a marker before the number counts only in the account of a work: in "as reported,^28 the
    voltage was 2.1 V" of a paper with devices of its own, the voltage is its own.
    """
    for span, found in markers:
        if span.start >= number.end:
            return found
    return markers[-1][1] if markers and (carry or _ACCOUNT.search(sentence)) else ()
