"""Printed lists dealt out in order: "EQEs of 18.2 and 15.1% for A and B, respectively", "for A (B), 12.3% (9.8%)"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from litmine.geometry import Span
from litmine.linking.numbers.claim import Claim
from litmine.linking.subjects import Subject, list_runs
from litmine.linking.subjects.roles import is_compared
from litmine.records import Mention

_OPENS, _CLOSES = re.compile(r"\s?\(\s?[~≈>]?\s?"), re.compile(r"\s?\)")
_RESPECTIVELY = re.compile(r"\s?\)[^.;()]{0,40},\s+respectively\b")
_AGAINST = re.compile(r"\s*(?:%|[A-Za-z/ ]{1,8})?\s*(?:vs\.?|versus|against|compared (?:with|to))\s*[~≈]?")
_FORMER = re.compile(
    r"\bthe (former|latter)\b"
    r"(?:\s(?:devices?|cells?|compounds?|polymers?|materials?|absorbers?|blends?|films?|complex|emitters?|case|ones?)\b)?",
    re.IGNORECASE,
)
_OTHER_CARRIER = re.compile(r"\b(hole|electron)s?\s?(?:and|/)\s?$", re.IGNORECASE)
_CARRIER = re.compile(r"(hole|electron)[-\s]", re.IGNORECASE)
# Between a list of numbers and the list of the conditions they hold at: "14.2% and 12.1% (Fig. 3) measured at 100 and 1000 cd m^−2".
_TO_CONDITIONS = re.compile(r"[\s,]*(?:\([^)]{0,40}\)\s*)?(?:[a-z]+\s+){0,4}")


def shared_out(
    text: str, claims: list[Claim], subjects: Sequence[Subject], mentions: Sequence[Mention], listed: Sequence[Subject] = ()
) -> list[Claim]:
    """The claims, each number of a printed list with its own subject, colour or condition.

    Dealt out is a list of the same length that stands in the sentence, if it is the only one; a number in brackets behind another
    ("12.3% (9.8%)") belongs to what stands in brackets behind what the other belongs to. Where the sentence names nobody, a list as
    long as the one ``listed`` before it in the paragraph is dealt out to that: "Their HOMO levels are −5.2 and −5.3 eV".
    """
    shared: list[Claim] = []
    claims = _respective(text, _versus(text, _bracketed(text, claims, subjects, mentions), subjects), subjects)
    for run in _runs(_of_one(text, claims, subjects), text):
        shared.extend(_dealt(text, run, subjects, mentions, listed) if len(run) > 1 else run)
    return shared


# From the last of several numbers to whom they all belong: "21.4%, 1.10 V and 0.784 for the control cell".
_FOR_ONE = re.compile(r"\s+(?:for|of|in|with)\s+(?:(?:the|an?|our|their|its)\s+)?(?:\w+\s)?")


def _of_one(text: str, claims: list[Claim], subjects: Sequence[Subject]) -> list[Claim]:
    """The claims, those of several metrics that are printed in one list given to the subject behind it."""
    told: dict[int, Claim] = {}
    by_span = {c.quantity.span: c for c in claims}
    for run in list_runs([c.quantity for c in claims], text):
        members = [by_span[m.span] for m in run]
        end = run[-1].span.end
        owner = next((s for s in subjects if s.span.start > end and _FOR_ONE.fullmatch(text[end : s.span.start])), None)
        one_each = len({c.metric.id for c in members}) == len(members) > 1
        if owner is not None and one_each and not owner.anaphoric and not any(c.subject for c in members):
            told |= {c.quantity.span.start: replace(c, subject=owner) for c in members}
    return [told.get(c.quantity.span.start, c) for c in claims]


def last_list(text: str, subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """The last two or more subjects that are listed ("A, B and C"); () for none."""
    return next((tuple(r) for r in reversed(_subject_runs(subjects, text)) if len(r) > 1), ())


def last_pair(text: str, subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """The last two subjects that stand side by side ("A and B"): what "the former" and "the latter" point to; () for none."""
    return next((tuple(r) for r in reversed(_subject_runs(subjects, text)) if len(r) == 2), ())


def with_former_and_latter(text: str, sentence: Span, subjects: Sequence[Subject], pair: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subjects of a sentence with "the former" and "the latter" as the one of ``pair`` they mean, or of a pair before them."""
    found = list(subjects)
    for m in _FORMER.finditer(text, sentence.start, sentence.end):
        of = last_pair(text, [s for s in subjects if s.span.end <= m.start()]) or pair
        if of:
            span = Span(*m.span())
            meant = replace(of[m[1].casefold() == "latter"], span=span, compared=is_compared(text, sentence, span))
            found = [s for s in found if not s.span.overlaps(span)] + [meant]
    return tuple(sorted(found, key=lambda s: s.span))


def _dealt(text: str, run: list[Claim], subjects: Sequence[Subject], mentions: Sequence[Mention], listed: Sequence[Subject]) -> list[Claim]:
    n = len(run)
    colours = [r for r in list_runs([m for m in mentions if m.kind == "colour"], text) if len(r) == n and _distinct(r)]
    levels = [m for m in mentions if m.kind == "condition" and m.span.start >= run[-1].quantity.span.end]
    conditions = [r for r in list_runs(levels, text)[:1] if len(r) == n and _distinct(r) and _reaches(text, run[-1], r[0])]
    # "stored for 1 day and 30 days, it has 90 h and 23 h": those before, where none come behind.
    earlier = [m for m in mentions if m.kind == "condition" and m.span.end <= run[0].quantity.span.start]
    conditions = conditions or [
        r for r in list_runs(earlier, text) if len(r) == n and _distinct(r) and len({m.value.split()[-1] for m in r}) == 1
    ]
    lists = [r for r in _subject_runs(subjects, text) if len(r) == n]
    if len(colours) == 1:
        run = [replace(c, colour=m.value, rule=c.rule + "+colours") for c, m in zip(run, colours[0], strict=True)]
    states = [m.value for m in conditions[0]] if len(conditions) == 1 else both_carriers(run[0], text)
    if len(states) == n:
        run = [replace(c, condition=state, rule=c.rule + "+conditions") for c, state in zip(run, states, strict=True)]
    if len(lists) == 1:
        run = [replace(c, subject=s, rule=c.rule + "+subjects") for c, s in zip(run, lists[0], strict=True)]
    if len(states) == n or 1 in (len(colours), len(lists)):
        return run
    named = any((s.materials or s.known) and s.span.start < run[0].quantity.span.start for s in subjects)
    if len(listed) == n and not named and not any(c.initial for c in run):
        return [replace(c, subject=s, rule=c.rule + "+listed", confidence=c.confidence * 0.8) for c, s in zip(run, listed, strict=True)]
    if any(c.initial for c in run):
        return run  # "from 9.8% to 12.4%": the two ends of a change are told apart by that
    # Several values and nothing that tells them apart: right numbers, too unsure for a comparison.
    return [replace(c, rule=c.rule + "+list", confidence=c.confidence * 0.7) for c in run]


def both_carriers(claim: Claim, text: str) -> tuple[str, ...]:
    """The carriers that the name of a claim's metric has in common: ("hole", "electron") of "hole and electron mobilities"."""
    name = claim.named_by
    first = name and _OTHER_CARRIER.search(text, max(0, name.span.start - 14), name.span.start)
    second = name and _CARRIER.match(name.text)
    return (first[1].lower(), second[1].lower()) if first and second else ()


def _distinct(run: Sequence[Mention]) -> bool:
    return len({m.value for m in run}) == len(run)


def _reaches(text: str, claim: Claim, condition: Mention) -> bool:
    return _TO_CONDITIONS.fullmatch(text[claim.quantity.span.end : condition.span.start]) is not None


def _runs(claims: Sequence[Claim], text: str) -> Iterator[list[Claim]]:
    """Claims of one metric whose numbers form one printed list; each other claim alone."""
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


def _respective(text: str, claims: list[Claim], subjects: Sequence[Subject]) -> list[Claim]:
    """ "A and B as the wide-gap (2.3 eV) and narrow-gap (1.5 eV) absorbers, respectively": numbers apart, dealt out to the list before."""
    told: dict[int, Claim] = {}
    for metric in dict.fromkeys(c.metric.id for c in claims):
        alike = [c for c in claims if c.metric.id == metric and c.subject is None]
        if len(alike) < 2 or not all(_alone_in_bracket(text, c) for c in alike):
            continue
        runs = [r for r in _subject_runs(subjects, text) if len(r) == len(alike) and r[-1].span.end <= alike[0].quantity.span.start]
        if len(runs) == 1 and _RESPECTIVELY.match(text, alike[-1].quantity.span.end):
            told |= {c.quantity.span.start: replace(c, subject=s, rule=c.rule + "+subjects") for c, s in zip(alike, runs[0], strict=True)}
    return [told.get(c.quantity.span.start, c) for c in claims]


def _alone_in_bracket(text: str, claim: Claim) -> bool:
    span = claim.quantity.span
    return re.search(r"\(\s?[~≈]?$", text[max(0, span.start - 3) : span.start]) is not None and _CLOSES.match(text, span.end) is not None


def _versus(text: str, claims: list[Claim], subjects: Sequence[Subject]) -> list[Claim]:
    """ "The EQE of A is higher than that of B (12.4 vs. 9.8%)": the first number is A's, the second that of what A is compared with."""
    told: dict[int, Claim] = {}
    for a, b in pairwise(claims):
        if a.metric != b.metric or not _AGAINST.fullmatch(text[a.quantity.span.end : b.quantity.span.start]):
            continue
        before = [s for s in subjects if s.span.end <= a.quantity.span.start and not s.anaphoric]
        mine, others = [s for s in before if not s.compared], [s for s in before if s.compared]
        if mine and others:
            told |= {c.quantity.span.start: replace(c, subject=s, rule=c.rule + "+versus") for c, s in ((a, mine[-1]), (b, others[-1]))}
    return [told.get(c.quantity.span.start, c) for c in claims]


def _bracketed(text: str, claims: list[Claim], subjects: Sequence[Subject], mentions: Sequence[Mention]) -> list[Claim]:
    """ "For A (B), an EQE of 12.3% (9.8%)", "the red (green) device ... 12.3% (9.8%)": the outer and the inner one of each pair."""
    pairs = [(a, b) for a, b in pairwise(claims) if a.metric == b.metric and _in_brackets(text, a.quantity, b.quantity)]
    if not pairs:
        return claims
    owners = [(a, b) for a, b in pairwise(subjects) if not a.compared and _in_brackets(text, a, b)]
    tinted = [m for m in mentions if m.kind == "colour"]
    colours = [(a, b) for a, b in pairwise(tinted) if a.value != b.value and _in_brackets(text, a, b)]
    told: dict[int, Claim] = {}
    for outer, inner in pairs:
        for i, claim in enumerate((outer, inner)):
            if len(owners) == 1:
                claim = replace(claim, subject=owners[0][i], rule=claim.rule + "+brackets")
            if len(colours) == 1:
                claim = replace(claim, colour=colours[0][i].value, rule=claim.rule + "+brackets")
            told[(outer, inner)[i].quantity.span.start] = claim
    return [told.get(c.quantity.span.start, c) for c in claims]


def _in_brackets(text: str, outer: Mention | Subject, inner: Mention | Subject) -> bool:
    """Whether ``inner`` stands alone in brackets right behind ``outer``."""
    opened = _OPENS.fullmatch(text[outer.span.end : inner.span.start])
    return opened is not None and _CLOSES.match(text, inner.span.end) is not None
