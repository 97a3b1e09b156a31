"""Numbers in prose and captions to metrics and subjects: patterns of how papers state results, the plain ones first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from litmine.document import Document
from litmine.domain import Domain, Metric
from litmine.geometry import Span
from litmine.linking.subjects import Subject, find_subjects, list_runs
from litmine.metrics import find_terms
from litmine.quantities import convert
from litmine.records import UNSTATED, Citation, Measurement, Mention, Qualifiers
from litmine.tagging import Tagged

# How far a metric may stand from its number, in characters; a sentence of a paper rarely puts more between the two.
_REACH_LEFT, _REACH_RIGHT = 110, 45
# Right after the number: "20.1% EQE", "32.0 cd A^−1 (CE)", "5.8% in EQE", "a 22% peak external quantum efficiency".
_NAMED_AFTER = re.compile(
    r"[\s(]*(?:(?:in|for|as|of)\s+(?:the\s+|its\s+|their\s+)?)?"
    r"(?:(?:maximum|peak|max\.|average|high|record|overall|certified)\s+)*"
)
_CLAUSE_END = re.compile(r"[;:](?=\s)|,\s*(?:while|whereas|but|which|where|and the|and a|with a|with an)\b|\b(?:while|whereas)\b")
_TO_SUBJECT = re.compile(
    r"[\s,)]*(?:\([^)]{0,60}\)\s*)?(?:(?:was|were|is|are|has been|have been|can be|could be)\s+(?:\w+ly\s+)?(?:\w+ed|obtained|found|reached)\s+)?"
    r"(?:for|of|in|by|from|with|using)\s+(?:(?:the|a|an|our|their|its)\s+)?(?:\w+[ -]){0,2}$"
)
# Between a number and the condition it holds for: "12% (Fig. 3) measured at 1000 cd m^−2".
_CONDITION_GAP = re.compile(r"[\s,(]*(?:\([^)]{0,40}\)\s*)?(?!and\b|while\b|but\b)(?:[a-z]+\s+){0,3}")
# A time after these words is how long something lasted, no lifetime of the metric's kind.
_DURATION = re.compile(r"\b(?:after|during|within|every|stored|aged|storage|for)\s+(?:a\s+|about\s+)?$", re.IGNORECASE)
# Between a name and its own number: "a CE of 23.9", "EQE = 12%".
_NAME_OF = re.compile(r"\s*(?:of|=|:|is|was|reached)?\s*(?:up to|about|~)?\s*")
# Between two coordinated values: "90 h and a T50 of 900 h".
_COORDINATED = re.compile(r"\s*(?:,|and|,\s*and)\s+(?:an?\s+|the\s+)?[\w-]+(?:\s+lifetime)?\s+(?:of|=)\s*")
# The noun that a number belongs to by grammar: "IPE of 91.9%", "thickness of about 40 nm".
_GOVERNOR = re.compile(
    r"([A-Za-zα-ωΑ-Ω][\w.-]*)\s*(?:\([^()]{1,30}\)\s*)?(?:\bof|=)\s*(?:(?:an?|the|only|about|around|approximately|nearly|over|up to|more than|"
    r"as high as|close to|around|some|>|<|~|≈|∼|≥|≤)\s*)*$"
)
_NEUTRAL = frozenset(
    "value values maximum max peak level levels record average mean best one ones that those result results figure high highest low lowest "
    "outstanding device devices order ηmax".split()
)
# What makes "luminance" the maximum: "up to", "as high as", "record", "reaches".
_EXTREME = re.compile(
    r"\b(?:max\w*|peak\w*|highest|record\w*|up to|as high as|reach\w*|unprecedented|ultra-?high|over|exceed\w*)\b|[>≥]",
    re.IGNORECASE,
)
# What is expected, required or computed was not measured on a device.
_NOT_MEASURED = re.compile(
    r"\b(?:theoretical\w*|upper limits?|limits? of|limited to|goals?|targets?|requirements?|required|simulat\w+|predict\w+|expected|criteri(?:on|a))\b"
    r"[^.;,]{0,60}$",
    re.IGNORECASE,
)
# A sentence that opens the account of a work: "In the same year Yang et al. described ...".
_ACCOUNT = re.compile(r"\bet\s+al\b|\band\s+(?:co-?workers|colleagues)\b")
# Between a compared or reference device and a number of its own: "the control device (14.1%)", "reference device had an EQE of 12%".
_BESIDE = re.compile(
    r"[\s(:=]*(?:\b(?:with|of|at|was|is|had|has|having|showed|shows|gave|reached|only|an?|the|maximum|peak|[A-Z][A-Za-z_]{1,5})\b[\s(:=]*)*"
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A number given a metric: the step before it gets a subject."""

    quantity: Mention
    metric: Metric
    named_by: Mention | None
    rule: str
    confidence: float
    subject: Subject | None = None
    colour: str = ""


@dataclass(slots=True)
class _Discourse:
    """What carries over from sentence to sentence inside one paragraph."""

    subject: Subject | None = None


def link_sentences(
    document: Document, tagged: Tagged, known: Mapping[str, str], own: Subject | None, domain: Domain
) -> Iterator[Measurement]:
    """Every number of the prose and the captions that can be given a metric, in text order.

    ``known`` maps printed names of the paper's table rows to their labels (see ``find_subjects``); ``own`` is the device that the
    paper reports as its own. A number whose metric is unclear is left
    out: a miss costs less than a wrong number.
    """
    metrics = {m.id: m for m in domain.metrics}
    block = None
    carried = _Discourse(own)
    sentences = list(_by_sentence(tagged))
    works = _works(document, sentences)
    for (sentence, mentions), citations in zip(sentences, works, strict=True):
        here = document.block_at(sentence.start)
        if here is not block:
            block, carried = here, _Discourse(own)
        subjects = find_subjects(document, sentence, mentions, known, domain)
        claims = list(_claims(document, sentence, mentions, metrics))
        claims = _share_out(document, claims, subjects, mentions)
        kind = block.kind if block else "paragraph"
        made = [_measure(document, sentence, mentions, claim, subjects, citations, carried, kind, domain) for claim in claims]
        yield from _sharing_conditions(document.text, made)
        _carry(carried, subjects)


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


# ---- numbers to metrics --------------------------------------------------------------------------------------------------------


def _claims(document: Document, sentence: Span, mentions: Sequence[Mention], metrics: dict[str, Metric]) -> Iterator[_Claim]:
    """Numbers of one sentence with their metric, in text order; a number without a clear metric is left out."""
    text = document.text
    conditions = [m.span for m in mentions if m.kind == "condition"]
    numbers = [
        m
        for m in mentions
        if m.kind == "quantity"
        and not m.value
        and m.quantity is not None
        and not any(c.overlaps(m.span) for c in conditions)
        and not _is_duration(m, text)
        and not _NOT_MEASURED.search(text, max(sentence.start, m.span.start - 80), m.span.start)
    ]
    if not numbers:
        return
    named = [m for m in mentions if m.kind == "metric" and m.value in metrics]
    number_runs = list_runs(numbers, text)
    metric_runs = list_runs(named, text)
    taken: set[Span] = set()
    # "CE, PE and EQE of 20.1 cd A^−1, 18.3 lm W^−1 and 12.1%": lists of one length, in order, units agreeing.
    for run in metric_runs:
        if len(run) < 2:
            continue
        follow = next((r for r in number_runs if r[0].span.start >= run[-1].span.end), None)
        if follow is None or len(follow) != len(run) or len({m.value for m in run}) != len(run):
            continue
        if all(_fits(q, metrics[m.value]) for q, m in zip(follow, run, strict=True)):
            for q, m in zip(follow, run, strict=True):
                taken.add(q.span)
                yield _Claim(q, metrics[m.value], m, "sentence:lists-in-order", 0.9)
    for run in number_runs:
        claims = [_nearest(text, sentence, q, run, named, numbers, metrics) for q in run if q.span not in taken]
        yield from _dealt([c for c in claims if c is not None], named, metrics)


def _dealt(claims: list[_Claim], named: Sequence[Mention], metrics: dict[str, Metric]) -> list[_Claim]:
    """Claims whose name stands for several metrics at once ("CIE (x, y)") dealt out in order; an incomplete set is dropped."""
    dealt: list[_Claim] = []
    waiting: list[_Claim] = []
    for claim in claims:
        joint = [m for m in named if claim.named_by is not None and m.span == claim.named_by.span]
        if len(joint) < 2:
            dealt.append(claim)
            continue
        waiting.append(claim)
        if len(waiting) == len(joint):
            dealt += [replace(c, metric=metrics[m.value], named_by=m) for c, m in zip(waiting, joint, strict=True)]
            waiting = []
    return dealt


def _nearest(
    text: str,
    sentence: Span,
    number: Mention,
    run: Sequence[Mention],
    named: Sequence[Mention],
    numbers: Sequence[Mention],
    metrics: dict[str, Metric],
) -> _Claim | None:
    """The metric of one number: the name right after it, else the nearest fitting name before it in its clause, else its unit."""
    fitting = [m for m in named if _fits(number, metrics[m.value]) and _strong(text, m, number, metrics[m.value])]
    for m in fitting:
        gap = text[number.span.end : m.span.start]
        if 0 <= m.span.start - number.span.end <= _REACH_RIGHT and _NAMED_AFTER.fullmatch(gap):
            return _Claim(number, metrics[m.value], m, "sentence:named-after", 0.85)
    before = [m for m in fitting if m.span.end <= run[0].span.start]
    if before and not _governed_by_another(text, sentence, run[0], before):
        m = max(before, key=lambda m: m.span.end)
        gap = text[m.span.end : run[0].span.start]
        between = [n for n in numbers if m.span.end <= n.span.start < run[0].span.start]
        rivals = [n for n in named if m.span.end <= n.span.start < run[0].span.start]
        # A number that the name already governs may stand between ("EQE of 12% for A and 15% for B"), one of another kind may not.
        same_kind = all(_fits(n, metrics[m.value]) for n in between)
        if len(gap) <= _REACH_LEFT + 40 * len(between) and same_kind and not rivals and not _CLAUSE_END.search(gap):
            rule = "sentence:named-before" if not between else "sentence:named-before-list"
            return _Claim(number, metrics[m.value], m, rule, 0.9 if not between else 0.75)
        if len(gap) <= _REACH_LEFT and not between and not _CLAUSE_END.search(gap):
            return _Claim(number, metrics[m.value], m, "sentence:named-before", 0.7)
    implied = [m for m in metrics.values() if m.unit_implies and number.quantity and number.quantity.unit == m.unit]
    # A name right before the number that its unit contradicts ("a CE of 23.9 lm W^−1") leaves open which of the two is wrong.
    contradicted = any(_NAME_OF.fullmatch(text[m.span.end : number.span.start]) for m in named if m.span.end <= number.span.start)
    if len(implied) == 1 and not contradicted:
        return _Claim(number, implied[0], None, "sentence:unit-implies", 0.7)
    return None


def _strong(text: str, name: Mention, number: Mention, metric: Metric) -> bool:
    """Whether a name is enough by itself: of an extreme ("L_max"), a plain "luminance" is not unless a word says so."""
    if not metric.extreme or name.text.casefold() not in {w.casefold() for w in metric.weak}:
        return True
    start, end = sorted((name.span, number.span))
    return bool(_EXTREME.search(text[max(0, start.start - 20) : end.end]))


def _governed_by_another(text: str, sentence: Span, number: Mention, names: Sequence[Mention]) -> bool:
    """Whether the noun right before the number ("IPE of") is another than any of the metric's names."""
    m = _GOVERNOR.search(text, max(sentence.start, number.span.start - 80), number.span.start)
    if m is None or m.group(1).casefold() in _NEUTRAL:
        return False
    return not any(n.span.start < m.end(1) and n.span.end > m.start(1) for n in names)


def _is_duration(number: Mention, text: str) -> bool:
    """Whether a time says how long something was kept or run ("stored for 100 days"), not how long the device lived."""
    q = number.quantity
    return (
        q is not None
        and convert(q, "h") is not None
        and bool(_DURATION.search(text[max(0, number.span.start - 24) : number.span.start]))
    )


def _fits(number: Mention, metric: Metric) -> bool:
    """Whether a number's unit is one of the metric's."""
    q = number.quantity
    if q is None:
        return False
    if not q.unit or not metric.unit:
        return q.unit == metric.unit
    return convert(q, metric.unit) is not None


# ---- claims to subjects --------------------------------------------------------------------------------------------------------


def _share_out(
    document: Document, claims: list[_Claim], subjects: Sequence[Subject], mentions: Sequence[Mention]
) -> list[_Claim]:
    """Give each number of a printed list its own subject or colour where a list of the same length stands in the sentence."""
    text = document.text
    shared: list[_Claim] = []
    for run in _claim_runs(claims, text):
        n = len(run)
        if n > 1:
            colours = [
                r
                for r in list_runs([m for m in mentions if m.kind == "colour"], text)
                if len(r) == n and len({m.value for m in r}) == n
            ]
            lists = [r for r in _subject_runs(subjects, text) if len(r) == n]
            if len(colours) == 1:
                run = [replace(c, colour=m.value, rule=c.rule + "+colours") for c, m in zip(run, colours[0], strict=True)]
            if len(lists) == 1:
                run = [replace(c, subject=s, rule=c.rule + "+subjects") for c, s in zip(run, lists[0], strict=True)]
        shared.extend(run)
    return shared


def _claim_runs(claims: Sequence[_Claim], text: str) -> Iterator[list[_Claim]]:
    """Claims of one metric whose numbers form one printed list."""
    by_span = {c.quantity.span: c for c in claims}
    for run in list_runs([c.quantity for c in claims], text):
        members = [by_span[m.span] for m in run]
        if len({c.metric.id for c in members}) == 1:
            yield members
        else:
            yield from ([c] for c in members)


def _subject_runs(subjects: Sequence[Subject], text: str) -> list[list[Subject]]:
    """Subjects listed one after the other ("A, B and C")."""
    names = {s.span: s for s in subjects if not s.compared}
    runs = list_runs([Mention("chemical", span, s.text) for span, s in names.items()], text)
    return [[names[m.span] for m in run] for run in runs]


def _choose(document: Document, number: Span, subjects: Sequence[Subject], carried: _Discourse) -> tuple[Subject | None, float]:
    """The subject of a number and how sure that is (a factor 0..1).

    First the one the number is said to be "for", then the nearest named one before it, then the one the paragraph speaks of. A
    reference device or a compared compound owns only the numbers that stand right beside it, unless nobody else is named.
    """
    text = document.text
    after = [s for s in subjects if s.span.start >= number.end and not s.anaphoric]
    for s in after[:1]:
        gap = text[number.end : s.span.start]
        if len(gap) <= 60 and _TO_SUBJECT.fullmatch(gap):
            return s, 0.95
    before = [s for s in subjects if s.span.end <= number.start]
    beside = [s for s in before if (s.compared or s.reference) and _BESIDE.fullmatch(text[s.span.end : number.start])]
    if beside:
        return beside[-1], 0.9
    own = [s for s in before if not s.compared and not s.reference]
    named = [s for s in own if not s.anaphoric]
    for group, sure in (([s for s in named if s.known], 1.0), ([s for s in named if s.materials], 0.95)):
        if group:
            return group[-1], sure
    pointing = [s for s in own if s.anaphoric]
    if carried.subject is not None and (pointing or not named):
        return carried.subject, 0.9 if pointing else 0.75
    if named:
        return named[-1], 0.85
    if before and all(s.reference or s.compared for s in before):
        return before[-1], 0.7
    rest = [s for s in subjects if not s.compared and not s.reference and not s.anaphoric]
    if rest:
        return rest[0], 0.6
    return (own[-1], 0.5) if own else (None, 0.4)


def _carry(carried: _Discourse, subjects: Sequence[Subject]) -> None:
    """Remember what the next sentence of the paragraph may point back to."""
    main = [s for s in subjects if not s.compared and not s.anaphoric and not s.reference]
    known = [s for s in main if s.known]
    compounds = [s for s in main if s.materials]
    if known or compounds or main:
        carried.subject = (known or compounds or main)[0]


# ---- the record ----------------------------------------------------------------------------------------------------------------


def _measure(
    document: Document,
    sentence: Span,
    mentions: Sequence[Mention],
    claim: _Claim,
    subjects: Sequence[Subject],
    citations: Sequence[tuple[Span, tuple[Citation, ...]]],
    carried: _Discourse,
    block_kind: str,
    domain: Domain,
) -> Measurement:
    number = claim.quantity
    subject, sure = (claim.subject, 1.0) if claim.subject else _choose(document, number.span, subjects, carried)
    quantity = convert(number.quantity, claim.metric.unit) or number.quantity
    qualifiers = Qualifiers(
        statistic="reference" if subject and subject.reference else _near(mentions, claim, document.text) or "unstated",
        colour=claim.colour or _one_of(mentions, "colour", number.span) or _said_of(subject, "colour", domain) or UNSTATED,
        process=_one_of(mentions, "process", number.span) or _said_of(subject, "process", domain) or UNSTATED,
        conditions=_conditions(mentions, claim, document.text),
    )
    return Measurement(
        subject=subject.text if subject else "",
        materials=subject.materials if subject else (),
        metric=claim.metric.id,
        quantity=quantity,
        qualifiers=qualifiers,
        citations=_governing(citations, number.span),
        evidence=(document.anchor(number.span, context=sentence),),
        source="caption" if block_kind == "caption" else "text",
        rule=claim.rule,
        confidence=round(claim.confidence * sure, 3),
    )


def _works(document: Document, sentences: Sequence[tuple[Span, list[Mention]]]) -> list[list[tuple[Span, tuple[Citation, ...]]]]:
    """For each sentence its citation markers in text order, each with the references it names.

    A sentence without a marker takes that of the account it belongs to: "Niu et al. described X. ... It reached 5%.^12" runs from a
    sentence that names authors to the next one in the paragraph that does, and its first marker holds until another stands.
    """
    own = [_citations(mentions) for _, mentions in sentences]
    works = [list(found) for found in own]
    for i, (sentence, _) in enumerate(sentences):
        if own[i]:
            continue
        block = document.block_at(sentence.start)
        opens = bool(_ACCOUNT.search(sentence.of(document.text)))
        if not opens:
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


def _sharing_conditions(text: str, made: Sequence[Measurement]) -> Iterator[Measurement]:
    """A condition behind the last of coordinated values of one unit holds for all: "a T95 of 90 h and a T50 of 900 h at 1000 nit"."""
    shared: list[Measurement] = []
    for m in reversed(made):
        after = shared[-1] if shared else None
        if after and not m.qualifiers.conditions and m.quantity.unit == after.quantity.unit and m.metric != after.metric:
            gap = text[m.evidence[0].span.end : after.evidence[0].span.start]
            if _COORDINATED.fullmatch(gap):
                m = replace(m, qualifiers=replace(m.qualifiers, conditions=after.qualifiers.conditions))
        shared.append(m)
    return reversed(shared)


def _citations(mentions: Sequence[Mention]) -> list[tuple[Span, tuple[Citation, ...]]]:
    """The sentence's citation markers in text order, each with the references it names."""
    groups: dict[Span, list[Citation]] = {}
    for m in mentions:
        if m.kind == "citation":
            groups.setdefault(m.span, []).append(Citation(m.text, m.value))
    return [(span, tuple(found)) for span, found in sorted(groups.items())]


def _governing(citations: Sequence[tuple[Span, tuple[Citation, ...]]], number: Span) -> tuple[Citation, ...]:
    """The citation that a number belongs to: the first after it, else the last before it."""
    for span, found in citations:
        if span.start >= number.end:
            return found
    return citations[-1][1] if citations else ()


def _one_of(mentions: Sequence[Mention], kind: str, number: Span) -> str:
    """The qualifier a number stands under: the only value of the sentence, else the nearest before the number."""
    found = [m for m in mentions if m.kind == kind]
    if len({m.value for m in found}) == 1:
        return found[0].value
    before = [m for m in found if m.span.end <= number.start]
    return before[-1].value if before else ""


def _said_of(subject: Subject | None, kind: str, domain: Domain) -> str:
    """A colour or process in the words of the subject itself ("amber QLEDs")."""
    values = {t.value for t in find_terms(subject.text, domain) if t.kind == kind} if subject else set()
    return values.pop() if len(values) == 1 else ""


def _near(mentions: Sequence[Mention], claim: _Claim, text: str) -> str:
    """The statistic that stands right before the metric's name or the number ("champion EQE of", "an average of 12%").

    "reference" comes from the subject alone: "of the control, and a CE of 20" is the new device's CE.
    """
    places = [claim.quantity.span] + ([claim.named_by.span] if claim.named_by else [])
    for m in mentions:
        if m.kind != "statistic" or m.value == "reference":
            continue
        for place in places:
            gap = text[m.span.end : place.start]
            if m.span.overlaps(place) or (0 <= place.start - m.span.end <= 18 and re.fullmatch(r"[\s\w]*", gap)):
                return m.value
    return ""


def _conditions(mentions: Sequence[Mention], claim: _Claim, text: str) -> tuple[str, ...]:
    """Conditions printed at the metric's name ("T95@1000 nit") or right after the number ("21.4% at 1000 cd m^−2")."""
    number = claim.quantity.span
    found = []
    for m in mentions:
        if m.kind != "condition":
            continue
        at_name = claim.named_by is not None and (
            m.span.overlaps(claim.named_by.span) or 0 <= m.span.start - claim.named_by.span.end <= 2
        )
        after = number.end <= m.span.start and _CONDITION_GAP.fullmatch(text[number.end : m.span.start])
        before = claim.named_by is not None and 0 <= claim.named_by.span.start - m.span.end <= 2 and m.value == "max"
        if at_name or after or before:
            found.append(m.value)
    return tuple(dict.fromkeys(found))
