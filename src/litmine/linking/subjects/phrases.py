"""Noun phrases for what is measured: "red-emitting (644 nm) QLED", "devices with a bilayer ETL", "freshly annealed films"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from litmine.geometry import Span
from litmine.records import Mention
from litmine.units import parse_unit

Kind = Literal["device", "film", "material"]

# Heads of noun phrases that name what is measured. They follow from the kind of thing (a device, a film, an emitter), not from a field.
_HEAD = re.compile(
    r"\b(?:(?P<device>[A-Za-z]{0,8}-?(?:LEDs?|PSCs?|OSCs?|OPVs?)|(?i:devices?|(?:solar |sub-?|tandem )?cells?|"
    r"(?:mini-?|sub-?)?modules?|tandems?|diodes?|champions?|counterparts?|controls?|references?|(?<=[a-z] )ones))|"
    r"(?P<film>(?i:(?:thin )?films?))|"
    r"(?P<material>QDs?|NCs|(?i:quantum dots?|nanocrystals?|nanoparticles|nanoplatelets|emitters?|dendrimers?|dendrons?|polymers?|"
    r"copolymers?|complex(?:es)?|perovskites?|absorbers?|compounds?|molecules?|derivatives?|dyes?|crystals?)))\b(?![-‐–]?\s?free\b)(?![-‐–]\w)"
)
# A sub-cell and a module are told from cells by their name alone.
_KIND = re.compile(r"^sub|module|tandem", re.IGNORECASE)
_ROLE_NOUN = re.compile(r"(?:controls?|references?|counterparts?|champions?)$", re.IGNORECASE)
_WORD = re.compile(r"[^\s]+")
_WITH_UNIT = re.compile(r"[~≈>]?\d[\d.]*[-‐‑–](\S+)")
_NUMBER_BEFORE = re.compile(r"\d\s$")
# Behind these a word in -ed is what they did, not what their devices are: "Brandt et al. presented red devices".
_DOES = re.compile(r"\b(?:al\.?|co-?workers|colleagues|group|team|authors|researchers|we|they|it|who|which|that)\s$", re.IGNORECASE)
_BRACKET_BEFORE = re.compile(r"\s\((?:[^()]{1,30})\)\s?$")
# Words that cannot stand inside the noun phrase to the left of its head.
_STOP = frozenset(
    "a an the this that these those their its our his her and or but for of in on at by from to with without into than then as is "
    "are was were be been being has have had which who whose where when while we they it he she one two both each all some any such "
    "other another show shows showed shown exhibit exhibits exhibited achieve achieves achieved reach reaches reached demonstrate "
    "demonstrates demonstrated report reports reported reporting give gives gave given yield yields yielded obtain obtained "
    "obtaining fabricate fabricated make made making prepared using used use via through based compared respectively maximum peak "
    "highest lower higher greater better worse larger smaller longer shorter record not no only also between among over "
    "under upon after before about up out et al. al improved enable enables enabling enabled design designs leading led can could may "
    "might will would did do does so thus hence however moreover furthermore kept keep found describe described introduced "
    "developed placed produced well-performing if because since although though whether how what why more most less many several including "
    "e.g. i.e. namely toward towards against across within during per versus vs vs. here there first efficiency efficiencies".split()
)
# Words that tell no device from another: a phrase of nothing else names nothing new.
_PLAIN = frozenset(
    "resulting corresponding optimized optimised obtained best champion final present same latter former new fabricated finished "
    "such red green blue white orange yellow amber deep-blue sky-blue near-infrared red-emitting green-emitting blue-emitting "
    "typical representative average single different various individual identical similar three four five six seven eight nine ten "
    "dozen high low efficient high-efficiency high-performance high-quality state-of-the-art novel reliable stable bright whole "
    "entire complete full tested measured studied investigated working real practical own".split()
)
# What was done to a device does not make it another one: "the aged devices", "as-prepared films", "freshly illuminated cells".
_STATE = re.compile(
    r"(?:\w+[-‐–])?(?:aged|stored|fresh|freshly|illuminated|(?:un)?encapsulated|(?:un)?annealed|degraded|recovered|cooled|heated|dried|"
    r"bent|stretched|packaged|operated|biased|soaked|rested)|as[-‐–](?:prepared|fabricated|made|cast|deposited|received|grown)",
    re.IGNORECASE,
)
_BACKWARD = re.compile(r"\b(?:the|this|these|those|their|its|such|both|our)\s+$", re.IGNORECASE)
_OURS = re.compile(r"\bour\s+$", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:reference|control|pristine|standard|conventional|baseline|untreated)\b(?!\s+list)", re.IGNORECASE)
# "Device D", "cell B2": the letter that tells it from the others.
_MARK_AFTER = re.compile(r"\s[A-H]\d?(?=[\s,;:)]|\.(?:\s|$)|$)")
# What its device is made with, behind a head: "with a bilayer ETL", "based on GA", up to a noun for a part or to a short form.
_MADE_WITH = re.compile(
    r"\s+(?:with|without|based on|using|employing|containing|comprising|featuring|incorporating)\s+(?:an?\s+|the\s+)?"
    r"(?:(?:[A-Za-z][\w/:–‐-]*\s+){0,4}?"
    r"(?:(?:inter|bi|mono|multi|double-?)?layers?|ligands?|structures?|architectures?|EMLs?|ETLs?|HTLs?|HILs?|EILs?|electrodes?|cathodes?|anodes?|"
    r"hosts?|dopants?|emitters?|spacers?|salts?|cross-?linkers?|cations?|oxides?|QDs?|films?|contacts?|additives?|SAMs?|passivation|treatment|"
    r"coating|shells?|cores?|absorbers?|junctions?)\b"
    r"(?:\s+(?:electron|hole|charge|emissi\w+|active|buffer|blocking|top|bottom)[\s-](?:[a-z-]+\s)?(?:layers?|electrodes?|contacts?)\b)?"
    r"|(?:[A-Za-z][\w-]*\s+)?[A-Z][\w/:-]*[A-Z\d]\b)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase around a head.

    ``span`` runs from its first adjective to the head, its letter ("device D") or the end of "with a bilayer ETL". ``backward``: a
    determiner that points back stands before it ("the", "this", "their"); ``ours``: "our". ``plain``: its words name nothing new ("the
    red device", "devices"). ``states``: words for what was done to it ("aged"). ``reference``: a control device. ``role``: the head
    itself says only a role ("the control").
    """

    span: Span
    head: Span
    kind: Kind
    plain: bool
    backward: bool
    ours: bool
    reference: bool
    role: bool
    states: tuple[str, ...] = ()


def find_phrases(text: str, sentence: Span, mentions: Sequence[Mention]) -> Iterator[Phrase]:
    """The noun phrases of a sentence that name what may be measured, in text order; ``mentions`` are the sentence's."""
    phrases = list(_phrases(text, sentence, mentions))
    for phrase in phrases:
        # "perovskite solar cells": the first noun is a word of the second's phrase.
        if not any(p is not phrase and p.span.covers(phrase.head) and p.head.start > phrase.head.start for p in phrases):
            yield phrase


def _phrases(text: str, sentence: Span, mentions: Sequence[Mention]) -> Iterator[Phrase]:
    # "a 21.7% PCE cell" is a cell; "graded band gap cells" are a kind of cell.
    barred = [m.span for m in mentions if m.kind == "quantity" or (m.kind == "metric" and re.search("[A-Z]", m.text))]
    for head in _HEAD.finditer(text, sentence.start, sentence.end):
        if head.group() == "ones" and re.search(r"\b(?:the|these|those|which|other|new)\s$", text[sentence.start : head.start()]):
            continue
        if text[head.start() - 1 : head.start()] == "(" and text[head.end() : head.end() + 1] == ")":
            continue  # "light-emitting diodes (LEDs)": the short form of the phrase before it
        span = _extent(text, sentence, head, barred)
        words = text[span.start : head.start()].casefold()
        rest = re.sub(r"\([^()]*\)", " ", words).split()
        states = tuple(w for w in rest if _STATE.fullmatch(w))
        before = text[sentence.start : span.start]
        made_with = _MADE_WITH.match(text, head.end(), sentence.end)
        named = made_with and not any(b.overlaps(Span(*made_with.span())) for b in barred)
        mark = _MARK_AFTER.match(text, head.end(), sentence.end)
        tail = made_with.end() if made_with and named else mark.end() if mark else head.end()
        yield Phrase(
            span=Span(span.start, tail),
            head=Span(*head.span()),
            kind=head.lastgroup,  # type: ignore[arg-type]
            plain=all(map(is_plain, rest)) and not _KIND.search(head.group()) and tail == head.end() and "(" not in words,
            backward=bool(_BACKWARD.search(before)),
            ours=bool(_OURS.search(before)),
            reference=bool(_REFERENCE.search(text, span.start, tail)),
            role=bool(_ROLE_NOUN.search(head.group())),
            states=states,
        )


def is_plain(word: str) -> bool:
    """Whether a word of small letters tells no device from another: "the", "red", "optimized", "aged"."""
    return word in _PLAIN or _STATE.fullmatch(word) is not None


def _extent(text: str, sentence: Span, head: re.Match, barred: Sequence[Span]) -> Span:
    """The phrase up to its head: up to seven words to the left, to the first function word, verb, mark or name of a metric.

    A short bracket right before the head is part of it: "red-emitting (644 nm) QLED".
    """
    start = head.start()
    bracket = _BRACKET_BEFORE.search(text, sentence.start, start)
    begin = bracket.start() if bracket else start
    words = list(_WORD.finditer(text, sentence.start, begin))
    for word in reversed(words[-7:]):
        bare = word.group().strip("()[]“”\"'")
        gerund = re.fullmatch(r"[A-Za-z]{3,}ing", bare) and bare.casefold() not in _PLAIN
        if gerund or bare.casefold() in _STOP or word.group()[-1] in ",;:.)]" or re.fullmatch(r"[\d.,%^~>−-]+", bare):
            break
        if _DOES.search(text, sentence.start, word.start()) and bare.endswith("ed"):
            break
        inside = Span(*word.span())
        if text[word.end() : begin].strip() or _is_unit(text, word) or any(b.overlaps(inside) for b in barred):
            break
        begin = start = word.start()
        if word.group()[0] in "([" and not re.search(r"[)\]]", word.group()):
            start += 1  # the phrase begins inside the bracket
            break
    return Span(start, head.end())


def noun_phrase_before(text: str, sentence: Span, end: int) -> Span | None:
    """The words before ``end`` up to a function word, a verb or a mark: "organic materials"; None where there are none."""
    start = end
    for word in reversed(list(_WORD.finditer(text, sentence.start, end))[-4:]):
        bare = word.group().strip("()[]“”\"'").casefold()
        if bare in _STOP or bare in _PLAIN or word.group()[-1] in ",;:.)]" or not re.match("[a-z]", bare):
            break
        start = word.start()
    return Span(start, end) if start < end and not text[sentence.start : start].rstrip()[-1:].isdigit() else None


def _is_unit(text: str, word: re.Match) -> bool:
    """Whether a word is the unit of a number before it or holds both: "1.12 eV", "1.12-eV"."""
    m = _WITH_UNIT.fullmatch(word.group())
    if m is not None:
        return parse_unit(m[1]) is not None
    return bool(_NUMBER_BEFORE.search(text, max(0, word.start() - 12), word.start())) and parse_unit(word.group()) is not None
