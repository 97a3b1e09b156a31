"""Numbers in prose and captions to metrics and subjects: patterns of how papers state results, the plain ones first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking.claims import Claim, find_claims
from litmine.linking.lists import last_pair, shared_out, with_former_and_latter
from litmine.linking.qualifiers import qualify, sharing_conditions
from litmine.linking.subjects import Subject, find_subjects
from litmine.linking.works import Markers, cited_works, governing
from litmine.metrics import normalized
from litmine.records import UNSTATED, Measurement, Mention
from litmine.tagging import Tagged

# Between a number and the device it is said to be for: "20.5% was obtained for X", "12.2% of the control".
_TO_SUBJECT = re.compile(
    r"[\s,)]*(?:\([^)]{0,60}\)\s*)?(?:(?:was|were|is|are|has been|have been|can be|could be)\s+(?:\w+ly\s+)?"
    r"(?:\w+ed|obtained|found|reached)\s+)?"
    r"(?:that\s+(?:\w+\s+){1,3}(?:\w+ed|obtained|found)\s+)?"
    r"(?:for|of|in|by|from|with|using)\s+(?:(?:the|a|an|our|their|its)\s+)?(?:\w+[ -]){0,2}$"
)
# The bracket that a number stands in, with or without its metric's name: "(12%", "(EQE of 12%".
_IN_BRACKET = re.compile(r"\((?:[\w.~≈ ]{0,20}(?:\bof|=|:)\s*)?[~≈>]?\s?$")
# The bracket right after a number that says whose it is: "79.8% (control cell based on X)".
_OWN_BRACKET = re.compile(r"\s*\(\s*(?:for\s+)?(?:the\s+)?")
# Between a compared or reference device and a number of its own: "the control device (14.1%)", "reference device had an EQE of 12%".
_BESIDE = re.compile(
    r"[\s(:=]*(?:\b(?:with|of|at|was|is|had|has|having|showed|shows|gave|reached|only|an?|the|maximum|peak|[A-Z][A-Za-z_]{1,5})\b[\s(:=]*)*"
)


def link_sentences(
    document: Document, tagged: Tagged, known: Mapping[str, str], own: Subject | None, domain: Domain
) -> Iterator[Measurement]:
    """Every number of the prose and the captions that can be given a metric, in text order.

    ``known`` maps printed names of the paper's table rows to their labels (see ``find_subjects``); ``own`` is the device that the
    paper reports as its own. A number whose metric is unclear is left out: a miss costs less than a wrong number.
    """
    metrics = {m.id: m for m in domain.metrics}
    block = None
    carried = own
    colours: dict[str, str] = {}  # what the paragraph has last called each subject
    pair: tuple[Subject, ...] = ()
    sentences = list(_by_sentence(tagged))
    works = cited_works(document, sentences, carry=own is None)
    for (sentence, mentions), markers in zip(sentences, works, strict=True):
        here = document.block_at(sentence.start)
        if here is not block:
            block, carried, colours, pair = here, own, {}, ()
        subjects = find_subjects(document, sentence, mentions, known, domain)
        subjects = with_former_and_latter(document.text, sentence, subjects, pair)
        made: list[Measurement] = []
        chosen: dict[int, tuple[Subject | None, float]] = {}  # by the end of each number
        for claim in shared_out(document.text, list(find_claims(document.text, sentence, mentions, metrics)), subjects, mentions):
            host = _bracket_host(document.text, sentence, claim, subjects)
            if claim.subject:
                subject, sure = claim.subject, 1.0
            elif host in chosen:
                subject, sure = chosen[host]
            else:
                subject, sure = _choose(document.text, claim, subjects, carried, own)
            chosen[claim.quantity.span.end] = subject, sure
            made.append(_measure(document, sentence, mentions, claim, subject, sure, markers, domain, carry=own is None))
        made = [*sharing_conditions(document.text, made)]
        if not any(m.kind == "colour" for m in mentions):
            made = [_coloured(m, colours) for m in made]
        colours |= {m.subject: m.qualifiers.colour for m in made}
        yield from made
        carried = _main(subjects) or carried
        pair = last_pair(document.text, subjects) or pair


def _coloured(measurement: Measurement, colours: Mapping[str, str]) -> Measurement:
    """A sentence that names no colour goes on about the device of the sentence before: "the red device ... Its EQE"."""
    colour = colours.get(measurement.subject, UNSTATED)
    if measurement.qualifiers.colour != UNSTATED or colour == UNSTATED or not measurement.subject:
        return measurement
    return replace(measurement, qualifiers=replace(measurement.qualifiers, colour=colour))


def _by_sentence(tagged: Tagged) -> Iterator[tuple[Span, list[Mention]]]:
    """Each sentence with its mentions in text order."""
    mentions = sorted(tagged.mentions, key=lambda m: m.span)
    i = 0
    for sentence in sorted(tagged.sentences):
        while i < len(mentions) and mentions[i].span.start < sentence.start:
            i += 1
        j = i
        while j < len(mentions) and mentions[j].span.start < sentence.end:
            j += 1
        yield sentence, mentions[i:j]
        i = j


# ---- claims to subjects --------------------------------------------------------------------------------------------------------


def _choose(
    text: str, claim: Claim, subjects: Sequence[Subject], carried: Subject | None, own: Subject | None
) -> tuple[Subject | None, float]:
    """The subject of a number and how sure that is (a factor 0..1).

    First the one it stands before as an adjective ("a 1.12-eV X absorber"), then the one in whose brackets it stands ("the X device
    (12%)"), then the one the number is said to be "for", then the nearest named one before it, then the one the paragraph speaks
    of. A reference device or a compared compound owns only the numbers that stand right beside it, unless nobody else is named.
    """
    number = claim.quantity.span
    for s in subjects:
        gap = text[number.end : s.span.start]
        if not s.anaphoric and (s.span.covers(number) or (0 <= s.span.start - number.end <= 1 and gap in ("", " ", "-", "‐", "–"))):
            return s, 0.95
    bracket = _IN_BRACKET.search(text, max(0, number.start - 30), number.start)
    for s in subjects if bracket else ():
        if 0 <= bracket.start() - s.span.end <= 1 and not s.anaphoric:
            return s, 0.95
    # A colour dealt out from a list leaves "for red, green and blue devices" without a subject of its own.
    after = [s for s in subjects if s.span.start >= number.end and not s.anaphoric and (s.materials or not claim.colour)]
    for s in after[:1]:
        gap = text[number.end : s.span.start]
        if len(gap) <= 60 and (_TO_SUBJECT.fullmatch(gap) or _OWN_BRACKET.fullmatch(gap)):
            return s, 0.95
    before = [s for s in subjects if s.span.end <= number.start]
    beside = [s for s in before if (s.compared or s.reference) and _BESIDE.fullmatch(text[s.span.end : number.start])]
    if beside:
        return beside[-1], 0.9
    free = [s for s in before if not s.compared and not s.reference]
    named = [s for s in free if not s.anaphoric]
    for group, sure in (([s for s in named if s.known], 1.0), ([s for s in named if s.materials], 0.95)):
        if group:
            return group[-1], sure
    pointing = [s for s in free if s.anaphoric]
    if pointing and pointing[-1].ours:
        return (own, 0.9) if own else (pointing[-1], 0.5)
    without = [s for s in before if s.reference and s.text.casefold().startswith("without")]
    if pointing and without:
        return without[-1], 0.8
    if carried is not None and (pointing or not named):
        return carried, 0.9 if pointing else 0.75
    if named:
        return named[-1], 0.85
    if before and all(s.reference or s.compared for s in before):
        return before[-1], 0.7
    rest = [s for s in subjects if not s.compared and not s.reference and not s.anaphoric]
    if rest:
        return rest[0], 0.6
    return (free[-1], 0.5) if free else (None, 0.4)


def _bracket_host(text: str, sentence: Span, claim: Claim, subjects: Sequence[Subject]) -> int:
    """Where the number ends behind whose bracket this one stands ("15.3% (19.1 lm W^−1, 20.4 cd A^−1)"): both are of one device.

    -1 where it stands in no bracket, or where a subject in the bracket stands before it.
    """
    number = claim.quantity.span.start
    opened = text.rfind("(", sentence.start, number)
    if opened < 0 or ")" in text[opened:number] or any(opened < s.span.start < number for s in subjects):
        return -1
    return len(text[:opened].rstrip())


def _main(subjects: Sequence[Subject]) -> Subject | None:
    """What the next sentence of the paragraph may point back to: the first device with a row, else compound, else device."""
    main = [s for s in subjects if not s.compared and not s.anaphoric and not s.reference]
    ranked = [s for s in main if s.known] or [s for s in main if s.materials] or main
    return ranked[0] if ranked else None


# ---- the record ----------------------------------------------------------------------------------------------------------------


def _measure(
    document: Document,
    sentence: Span,
    mentions: Sequence[Mention],
    claim: Claim,
    subject: Subject | None,
    sure: float,
    markers: Markers,
    domain: Domain,
    *,
    carry: bool,
) -> Measurement:
    number = claim.quantity
    block = document.block_at(sentence.start)
    return Measurement(
        subject=subject.text if subject else "",
        materials=subject.materials if subject else (),
        metric=claim.metric.id,
        quantity=normalized(number.quantity, claim.metric) or number.quantity,
        qualifiers=qualify(claim, subject, mentions, document.text, domain),
        citations=governing(markers, number.span, sentence.of(document.text), carry=carry),
        evidence=(document.anchor(number.span, context=sentence),),
        source="caption" if block is not None and block.kind == "caption" else "text",
        rule=claim.rule,
        confidence=round(claim.confidence * sure, 3),
    )
