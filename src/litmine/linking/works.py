"""Which cited work a number comes from: the marker of its clause, else that of the account its sentence belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.document import Document
from litmine.geometry import Span
from litmine.records import Citation, Mention

# A sentence that opens the account of a work: "In the same year Yang et al. described ...", "Yang's group".
_NAME = re.compile(
    r"\b(?:[A-ZÀ-Ž][\w'’-]+,?\s+)?et\s+al\b\.?|\band\s+(?:co-?workers|colleagues)\b|"
    r"\b(?:[A-Z][\w-]+['’]s?|[Oo]ur|[Aa]nother|[Tt]he same|[Oo]ne)\s+(?:research\s+)?(?:group|team)\b"
)
# ... or what it did, with its marker: "Later, X was introduced as an additive [43]".
_INTRODUCES = re.compile(
    r"\b(?:was|were|(?:has|have) been) (?:\w+ly )?(?:developed|introduced|proposed|reported|demonstrated|employed|designed|fabricated|"
    r"synthesi[sz]ed|prepared|applied|incorporated|achieved|adopted|used|described|investigated)\b"
)
_REPORTED = re.compile(r"\b(?:has|have) (?:also )?been (?:\w+ly )?reported\b|\b(?:was|were) (?:\w+ly )?reported (?:by|in)\b")
_REPRODUCED = re.compile(r"\b(?:[Rr]eproduced|[Rr]eprinted|[Aa]dapted|permission|[Cc]opyright)\b")
# A sentence that goes on about the work of the one before it, in a paper with devices of its own.
_GOES_ON = re.compile(
    r"\s*(?:They|Their|The(?:se|ir)? (?:same )?authors|In (?:that|their|this) (?:report|case)|The same (?:group|authors))\b"
)
# What opens a phrase about another work than the clause's own: what stands before it does not take the marker behind it.
_COMPARES = (
    r"compar(?:ed|able|ison) (?:with|to)|(?<!less )(?<!more )(?<!rather )(?<!other )than\b|superior to|exceed\w*|"
    r"approach(?:es|ed|ing)?\b|surpass\w*|outperform\w*|close to|"
    r"similar to|consistent with|in (?:\w+ )?(?:agreement|line|accordance|contrast|comparison) (?:with|to)|"
    r"agree\w* with|unlike\b|unprecedented|\bpreviously reported"
)
_COMPARED = re.compile(_COMPARES, re.IGNORECASE)
# ... and what opens a reason, a method, a sentence of its own.
_BOUNDARY = re.compile(
    rf";|{_COMPARES}|\b(?:while|whereas|but|although|though|because|since|due to|owing to|thanks to|according to|following the|"
    r"attributed to|ascribed to|originat\w+ from|(?:based on|using|by) (?:the|a) (?:\w+ )?(?:method|procedure|model|equation)|"
    r"as (?:reported|described|discussed))\b",
    re.IGNORECASE,
)
# "higher than that of the control [12]": the control is of the same work.
_SAME_WORK = re.compile(r"\b(?:control|reference|pristine|untreated|without|counterparts?|conventional|standard|bare)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:reports?|reported|previous(?:ly)?|earlier|recent(?:ly)?|literature|state-of-the-art|records?|to date|so far|studies|one study|"
    r"others?|(?:has|have) (?:been )?(?:\w+ly )?(?:achieved|reached|shown|demonstrated|topped|obtained|realized|developed|exceeded)|"
    r"realized|past (?:few )?years|decade|known|typical(?:ly)?|theoretical)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:we|our(?! group| previous| earlier| recent))\b|\bthis (?:work|study|paper)\b|\bhere(?:in)?\b|\b(?:Fig|Table|Supplementary)\b|"
    r"\b(?:is|are|was|were) (?:\w+ly )?(?:calculated|measured|estimated|determined|extracted|found|taken|set|reduced|observed)\b",
    re.IGNORECASE,
)
_OWN_REPORT = re.compile(r"\b(?:recently|previously|earlier|already),? we\b|\bwe (?:have )?(?:previously|recently|earlier) ", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"[\^\])]?[,.]?\s(?:(?:thus|thereby|and)\s)*(?:enabl|lead|result|giv|yield|achiev|reach|show|exhibit|deliver|provid|with\b|which\b|where\b)\w*"
)
_GLUED = re.compile(r"(?<!al)\.\s?\^?\[?[\d,–-]+\]?[A-Z][a-z]?$")
_PANEL = re.compile(r"\.?\s+\(?[a-h](?:\s?[,–-]\s?[a-h])?\)?\s")
_NEAR = 80  # characters between a number and the marker that plainly is its own
_ITEM = r"[~≈><]?\s?[−-]?\d[\d.,]*\d?(?:\s?±\s?[\d.]+)?(?:\s?(?:%|°C|[A-Za-zµμ]{1,3}\b(?:[\s/][A-Za-zµμ]{1,3}\b)?(?:\s?\^?[−–-]?\d)?))?"
_LIST = re.compile(rf"(?<![\d.,]){_ITEM}(?:(?:,\s?(?:and\s)?|\s(?:and|or)\s){_ITEM})+")
_JOINED = re.compile(r"[\s,;^\[\]()]*(?:and)?[\s,;^\[\]()]*")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation marker of a sentence with the references it names.

    ``name`` is where the author's name right before it begins ("Yang et al.^12"), -1 without one. ``compared``: it stands at the end
    of a phrase that something is compared with.
    """

    span: Span
    citations: tuple[Citation, ...]
    name: int = -1
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Markers:
    """The markers of one sentence in text order, and the work that the sentence is about where no marker says otherwise.

    ``account``: that work was introduced by its authors' names; else it is that of the sentence before. ``shown``: what the panel of a
    caption is reproduced from.
    """

    start: int
    found: tuple[Marker, ...] = ()
    work: tuple[Citation, ...] = ()
    account: bool = False
    shown: tuple[Citation, ...] = ()


def cited_works(document: Document, sentences: Sequence[tuple[Span, list[Mention]]], *, carry: bool) -> list[Markers]:
    """For each sentence its citation markers, each with the references it names, and the work whose account it belongs to.

    An account runs from a sentence that names authors to the next one in the paragraph that does: "Niu et al. described X. ... It
    reached 5%.^12". Its marker is the one behind the name, else the first that follows in it. Outside an account a sentence without
    a marker goes on about the last one. Without ``carry`` a work reaches only the sentences that go on about it in words ("They
    ..."): in a paper that reports devices of its own, what follows a citation is its own again.
    """
    text = document.text
    found = [_markers(text, sentence, mentions) for sentence, mentions in sentences]
    opened = [_opens(text, sentence, markers, carry=carry) for (sentence, _), markers in zip(sentences, found, strict=True)]
    blocks = [document.block_at(sentence.start) for sentence, _ in sentences]
    works: list[Markers] = []
    for i, (sentence, _) in enumerate(sentences):
        here = Markers(sentence.start, found[i])
        before = works[i - 1] if i and blocks[i - 1] is blocks[i] else None
        if blocks[i] is not None and blocks[i].kind == "caption":
            here = replace(here, shown=_source(text, [span for span, _ in sentences], found, blocks, i))
        if opened[i]:
            here = replace(here, work=_account(found, opened, blocks, i), account=True)
        elif before is not None and (carry or _GOES_ON.match(sentence.of(text))):
            last = [m for m in before.found if not m.compared]
            if before.account:
                here = replace(here, work=before.work, account=True)
            else:
                here = replace(here, work=last[-1].citations if last else before.work)
        works.append(here)
    return works


def _account(found: Sequence[tuple[Marker, ...]], opened: Sequence[bool], blocks: Sequence[object], i: int) -> tuple[Citation, ...]:
    """The work whose account sentence ``i`` opens: the marker behind the name, else the first that follows before the next account."""
    named = [m for m in found[i] if m.name >= 0]
    if named:
        return named[-1].citations
    for k in range(i, len(found)):
        if blocks[k] is not blocks[i] or (k > i and opened[k]):
            break
        plain = [m for m in found[k] if not m.compared]
        if plain:
            return plain[0].citations
    return ()


def _source(
    text: str, sentences: Sequence[Span], found: Sequence[tuple[Marker, ...]], blocks: Sequence[object], i: int
) -> tuple[Citation, ...]:
    """Where the panel that sentence ``i`` of a caption describes is taken from: said behind it, "Reproduced from Ref. [9]"."""
    for k in range(i + 1, len(found)):
        if blocks[k] is not blocks[i]:
            break
        if found[k]:
            return found[k][0].citations if _REPRODUCED.search(sentences[k].of(text)) else ()
    return ()


def _opens(text: str, sentence: Span, markers: Sequence[Marker], *, carry: bool) -> bool:
    """Whether authors are named, but not those whom a marker in brackets names, nor those something is compared with.

    So does a sentence that says "has been reported" without a marker, and in a review (``carry``) one that introduces a thing with its
    only marker.
    """
    if not markers and _REPORTED.search(sentence.of(text)) and not _OWN.search(sentence.of(text)):
        return True
    if carry and len(markers) == 1 and not markers[0].compared and _INTRODUCES.search(sentence.of(text)):
        return True
    for m in _NAME.finditer(text, sentence.start, sentence.end):
        inside = any(k.span.start <= m.start() < k.span.end and k.name < 0 for k in markers)
        if not inside and not _COMPARED.search(text[max(sentence.start, m.start() - 60) : m.start()]):
            return True
    return False


def _markers(text: str, sentence: Span, mentions: Sequence[Mention]) -> tuple[Marker, ...]:
    groups: dict[Span, list[Citation]] = {}
    for m in mentions:
        if m.kind == "citation":
            groups.setdefault(m.span, []).append(Citation(m.text, m.value))
    found: list[Marker] = []
    for span, citations in sorted(groups.items()):
        if found and _JOINED.fullmatch(text[found[-1].span.end : span.start]):
            found[-1] = replace(found[-1], span=Span(found[-1].span.start, span.end), citations=(*found[-1].citations, *citations))
            continue
        since = max([sentence.start, *(m.span.end for m in found)])
        clause = re.split(r"[,;]\s", text[since : span.start])[-1]
        compared = _COMPARED.search(clause) is not None and _SAME_WORK.search(clause) is None
        found.append(Marker(span, tuple(citations), _named(text, sentence, span), compared))
    return tuple(found)


def _named(text: str, sentence: Span, marker: Span) -> int:
    """Where the authors' name begins that a marker stands right behind, or that it opens with ("Zhao et al. (2006)"); -1 without."""
    if re.search(r"[A-Za-z].*[(\[](?:1[89]|20)\d\d", marker.of(text)):
        return marker.start
    names = [m for m in _NAME.finditer(text, sentence.start, marker.start) if re.fullmatch(r"[\s,.^\[(]*", text[m.end() : marker.start])]
    return names[-1].start() if names else -1


# ---- one number ---------------------------------------------------------------------------------------------------------------


def governing(markers: Markers, number: Span, sentence: str, *, carry: bool) -> tuple[Citation, ...]:
    """The citation that a number belongs to, () where it is the paper's own.

    A list of citations with "respectively" is dealt out. Else it is the first marker behind the number that no phrase about another
    work or a reason parts from it, then the marker behind the authors' name before it, then the work of the account. In a review
    (``carry``) any other marker of the sentence comes next, and the work of the sentence before. In a paper with devices of its own
    a marker counts only where the clause speaks of others' work, or where it stands right behind a number that "we" did not get.
    """
    start, end = number.start - markers.start, number.end - markers.start
    # "... at low temperatures.^31The peak", "... from Ref. [1]. (b) QLED": two sentences that come as one.
    earlier = [m for m in markers.found if m.span.end <= number.start]
    ends = [m.span.end - markers.start for m in earlier]
    glued = [
        m
        for m, at in zip(earlier, ends, strict=True)
        if _GLUED.search(sentence, 0, at + 2) or (markers.shown and _PANEL.match(sentence, at))
    ]
    if glued:
        last = glued[-1]
        rest = tuple(m for m in markers.found if m.span.start > last.span.start)
        markers = Markers(markers.start, rest, last.citations if carry else (), shown=markers.shown)
    dealt = _dealt(markers, start, end, sentence)
    if dealt is not None:
        return dealt
    after = next((m for m in markers.found if m.span.start >= number.end and not _begins_an_account(m, markers, end, sentence)), None)
    before = [m for m in markers.found if m.span.end <= number.start and not m.compared]
    gap = sentence[end : after.span.start - markers.start] if after else ""
    parted = after is None or ((m := _BOUNDARY.search(gap)) is not None and not _SAME_WORK.search(gap[m.end() :]))
    compared = [m.start() for m in _COMPARED.finditer(sentence, 0, start)]
    told = sentence[compared[-1] :] if compared and not _SAME_WORK.search(sentence, compared[-1], start) else sentence
    own = _OWN.search(told) is not None and _OWN_REPORT.search(sentence) is None
    if not parted and (carry or _told_of_others(markers, sentence, start, after, gap, own=own)):
        return after.citations
    named = [m for m in before if m.name >= 0]
    if named:
        return named[-1].citations
    if markers.shown or (markers.account and markers.work):
        return markers.shown or markers.work
    if not carry:
        if after is not None and not own and _OTHERS.search(sentence, 0, end) and not _COMPARED.search(gap):
            return after.citations
        follows = before and not own and _FOLLOWS.match(sentence, before[-1].span.end - markers.start)
        return before[-1].citations if follows else markers.work
    if before:
        return before[-1].citations
    # A marker behind what the number is compared with is the other's; one behind a reason may well be the number's.
    return markers.work or (after.citations if after and not (_COMPARED.search(gap) and not _SAME_WORK.search(gap)) else ())


def _told_of_others(markers: Markers, sentence: str, start: int, after: Marker, gap: str, *, own: bool) -> bool:
    """Whether the clause that a marker ends is about others' work, or the marker stands right behind the number."""
    if own:
        return False
    clause = re.split(r"[;]\s|,\s(?:while|whereas|but)\s", sentence[:start])[-1]
    worded = markers.account or _OTHERS.search(clause + gap) is not None
    return worded or (len(gap) <= _NEAR and not re.search(r"[,:]\s", gap))


def _begins_an_account(marker: Marker, markers: Markers, end: int, sentence: str) -> bool:
    """Whether a marker behind a number stands at a name that begins another account: "12%, and Li et al.^6 13%", not "by Li et al.^6"."""
    at = marker.name - markers.start
    return marker.name >= 0 and at >= end and re.search(r"\b(?:by|from|of|in|see|to)\s(?:\w+\.?\s){0,3}$", sentence[:at]) is None


def _dealt(markers: Markers, start: int, end: int, sentence: str) -> tuple[Citation, ...] | None:
    """The member of a list of citations that belongs to a member of a list of numbers, by "respectively"; None where nothing is dealt."""
    if not _RESPECTIVELY.search(sentence, end):
        return None
    for run in _LIST.finditer(sentence):
        if not (run.start() <= start and end <= run.end()):
            continue
        items = [run.start() + m.start() for m in re.finditer(_ITEM, run.group())]
        index = sum(at <= start for at in items) - 1
        behind = [m for m in markers.found if m.span.start - markers.start >= run.end()]
        if behind and len(behind[0].citations) == len(items):
            return (behind[0].citations[index],)
        if len(behind) == len(items):
            return behind[index].citations
        before = [m for m in markers.found if m.span.end - markers.start <= run.start() and not m.compared]
        if not behind and len(before) == len(items):
            return before[index].citations
    return None
