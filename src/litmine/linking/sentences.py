"""Numbers in prose and captions to metrics and subjects: patterns of how papers state results, the plain ones first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking.choice import Choice, choose
from litmine.linking.discourse import Discourse, Told, by_sentence
from litmine.linking.lists import shared_out, with_former_and_latter
from litmine.linking.numbers.claim import Claim
from litmine.linking.numbers.claims import find_claims
from litmine.linking.qualifiers import qualify, sharing_conditions
from litmine.linking.subjects import Subject
from litmine.linking.subjects.candidates import find_subjects
from litmine.linking.subjects.roles import brought_about
from litmine.linking.works import Markers, cited_works, governing
from litmine.metrics import normalized
from litmine.records import Citation, Measurement, Mention, Reference
from litmine.tagging import Tagged


def link_sentences(
    document: Document,
    tagged: Tagged,
    known: Mapping[str, str],
    labels: Mapping[str, Subject],
    own: Subject | None,
    domain: Domain,
    *,
    review: bool,
) -> Iterator[Measurement]:
    """Every number of the prose and the captions that can be given a metric, in text order.

    ``known`` maps printed names of the paper's table rows to their labels, ``labels`` are the devices it numbers (see
    ``find_subjects``); ``own`` is the device that the
    paper reports as its own, ``review`` whether it reports those of others. A number whose metric is unclear is left out: a miss
    costs less than a wrong number.
    """
    metrics = {m.id: m for m in domain.metrics}
    text = document.text
    block = None
    told: tuple[Claim, ...] = ()  # what the paragraph has given so far
    discourse = Discourse(own, review)
    sentences = list(by_sentence(document, tagged))
    works = cited_works(document, [(sentence, mentions) for _, sentence, mentions in sentences], carry=review)
    for (here, sentence, mentions), markers in zip(sentences, works, strict=True):
        if here is not block:
            block, discourse, told = here, discourse.entering(here, text), ()
        discourse = discourse.telling(text, sentence)
        subjects = find_subjects(document, sentence, mentions, known, domain, labels)
        subjects = with_former_and_latter(text, sentence, subjects, discourse.pair)
        told_of: list[Told] = []
        chosen: dict[int, Choice] = {}  # by the end of each number
        changed = ""  # the metric of a change whose first end was the last number
        bracketed: dict[int, Choice] = {}  # of the first number of each bracket, by where it opens
        claims = list(find_claims(text, sentence, mentions, metrics, told))
        told += tuple(claims)
        for claim in shared_out(text, claims, subjects, mentions, discourse.listed):
            opened, host = _bracket_host(text, sentence, claim, subjects)
            if claim.subject:
                choice = Choice(claim.subject, 1.0)
            elif host in chosen:
                choice = chosen[host]
            elif opened in bracketed:
                choice = bracketed[opened]
            else:
                choice = choose(text, sentence, claim, subjects, discourse)
            cause = _cause(text, sentence, claim, choice, subjects)
            if claim.initial and cause is not None:
                # "With X, the EQE rose from 9.8% to 12.4%": 9.8% was without X.
                choice = Choice(
                    replace(cause, text=f"without {cause.text}", materials=(), known=False, reference=True, left_out=True), choice.sure
                )
            elif cause is not None and choice.scope and changed == claim.metric.id:
                choice = Choice(cause, 0.85)
            changed = claim.metric.id if claim.initial else ""
            chosen[claim.quantity.span.end] = choice
            if opened >= 0:
                bracketed.setdefault(opened, choice)
            told_of.append((choice.subject, _measure(document, sentence, mentions, claim, choice, markers, discourse, domain)))
        made = [*sharing_conditions(text, [m for _, m in told_of])]
        if not any(m.kind == "colour" for m in mentions):
            made = [discourse.coloured(m) for m in made]
        yield from made
        if block is None or block.kind != "caption":
            told_of = [(s, m) for (s, _), m in zip(told_of, made, strict=True)]
            discourse = discourse.after(text, sentence, subjects, told_of, cited=_tells_of_others(markers, made))


def _tells_of_others(markers: Markers, made: Sequence[Measurement]) -> bool:
    """Whether a sentence is about another work: by what its numbers cite, where it has none by its markers."""
    return any(m.citations for m in made) if made else bool(markers.found or markers.account)


def _cause(text: str, sentence: Span, claim: Claim, choice: Choice, subjects: Sequence[Subject]) -> Subject | None:
    """What a change up to a number is due to ("with X", "after X was added"); None where nothing is said or a reference has the number."""
    if choice.subject is None or choice.subject.reference:
        return None
    return next((s for s in (choice.subject, *subjects) if brought_about(text, sentence, s, claim.quantity.span)), None)


def _bracket_host(text: str, sentence: Span, claim: Claim, subjects: Sequence[Subject]) -> tuple[int, int]:
    """Where the bracket opens that a number stands in, and where what stands before it ends: what is in one bracket is of one device.

    "15.3% (19.1 lm W^−1, 20.4 cd A^−1)", "X (18.2%, 63.0 cd A^−1)". (-1, -1) where it stands in none, or where a subject in the bracket
    stands before it.
    """
    number = claim.quantity.span.start
    opened = text.rfind("(", sentence.start, number)
    if opened < 0 or ")" in text[opened:number] or any(opened < s.span.start < number for s in subjects):
        return -1, -1
    return opened, sentence.start + len(text[sentence.start : opened].rstrip())


def _measure(
    document: Document,
    sentence: Span,
    mentions: Sequence[Mention],
    claim: Claim,
    choice: Choice,
    markers: Markers,
    discourse: Discourse,
    domain: Domain,
) -> Measurement:
    number = claim.quantity
    block = document.block_at(sentence.start)
    citations = governing(markers, number.span, sentence.of(document.text), carry=discourse.review)
    subject = choice.subject and discourse.completed(choice.subject, cited=bool(citations))
    if citations and subject is not None and choice.scope in ("section", "paper"):
        # What a citation tells of is not the paper's own device, though the sentence names no other.
        subject = Subject("device", subject.span, device=True)
    return Measurement(
        subject=_label(subject, discourse, _first_cited(document, citations), other=discourse.review or bool(citations)),
        materials=subject.materials if subject else (),
        metric=claim.metric.id,
        quantity=normalized(number.quantity, claim.metric) or number.quantity,
        qualifiers=qualify(claim, subject, mentions, document.text, domain),
        citations=citations,
        evidence=(document.anchor(number.span, context=sentence),),
        source="caption" if block is not None and block.kind == "caption" else "text",
        rule=claim.rule + (f"+{choice.scope}" if choice.scope else ""),
        confidence=round(claim.confidence * choice.sure, 3),
    )


def _first_cited(document: Document, citations: Sequence[Citation]) -> Reference | None:
    return document.reference(citations[0].key) if citations else None


def _label(subject: Subject | None, discourse: Discourse, cited: Reference | None, *, other: bool) -> str:
    """The subject as printed; what has no name of its own is told by whose it is: "red QLEDs of Albertsen et al.".

    ``other``: the number is that of another work; ``cited`` is its reference, None where it is not known. Authors that the text names
    are those of the number only where the reference does not say others.
    """
    if subject is None:
        return ""
    nameless = not subject.materials and not subject.known and not subject.reference
    theirs = cited is None or not cited.first_author or cited.first_author.split()[-1].casefold() in discourse.authors.casefold()
    told = nameless and other and theirs and discourse.authors and discourse.authors not in subject.text
    return f"{subject.text} of {discourse.authors}" if told else subject.text
