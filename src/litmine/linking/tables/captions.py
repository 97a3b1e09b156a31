"""What a table's caption says of its numbers: whose they are, which statistic, and the conditions they hold for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from litmine.aliases import MAX
from litmine.document import Document, Table
from litmine.domain import Domain, Metric
from litmine.geometry import Span
from litmine.linking.subjects import Subject
from litmine.linking.subjects.identity import is_generic
from litmine.linking.subjects.phrases import find_phrases
from litmine.linking.tables.notes import LISTED, is_medium, listed_points
from litmine.linking.tables.statistics import bracket_and_whole
from litmine.metrics import find_metrics, find_terms
from litmine.records import Statistic

_LABEL = re.compile(r"^\W*(?:(?:supplementary|supporting)\s+)?(?:tab(?:le|\.)?)\s*\w+[.:|]?\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;](?=\s|$)")
_NOTE_MARK = re.compile(r"^\s*(?:\^|[\[(]?[a-z*†‡§#\d]{1,2}[\])]|[*†‡§#])")
# A word beside another one holds for some of the rows: "in forward and reverse scan", "rigid and flexible cells", "film/solution".
_JOINED_BEFORE = re.compile(r"(?:\b(?:and|or|vs\.?|versus)\s+(?:(?:of|in|the|an?)\s+){0,2}|/\s?)$", re.IGNORECASE)
_JOINED_BEHIND = re.compile(
    r"(?:\s\w+)?(?:\s\([^()]{1,20}\))?\s(?:and|or|vs\.?|versus)\s(?!at\b|under\b|with\b|by\b|their\b|on\b|for\b)|\s?/", re.IGNORECASE
)
# A word that is somebody's name: capitals with digits, several capitals, "Device A".
NAME_LIKE = re.compile(
    r"\b(?=[^\s,;]*[A-Z])(?=[^\s,;]*(?:\d|[A-Z][^\s,;]*[A-Z]))(?!(?:[A-Z]?[A-Za-z]{0,4}LED|PSC|OSC|OPV|PV|PCE|EQE|HTL|ETL|EML|QD)s?\b)[A-Za-z][\w′'’:/-]+"
    r"|\b(?:[Dd]evice|[Ss]ample|[Cc]ell|[Tt]ype|[Gg]roup)\s\w{1,3}\b"
)
# A level at which a lamp is driven is no condition of a voltage, of a lifetime or of an extreme.
_DRIVEN = ("cd/m2", "kcd/m2", "mA/cm2", "A/cm2", "V")


@dataclass(frozen=True, slots=True)
class Said:
    """What a caption says: its ``text``, the ``statistic`` of the whole table and of ``bracketed`` numbers, conditions by metric.

    ``points`` are, by metric, the conditions that the numbers of one cell hold for in turn ("EQEs at maximum, 100 and 1000 cd m^−2").
    """

    caption: str = ""
    statistic: Statistic = "unstated"
    bracketed: Statistic = "unstated"
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_caption(document: Document, table: Table, domain: Domain) -> Said:
    """What the caption of a table, and the notes under it that no mark binds to a cell, say of its numbers.

    A level belongs to the metrics printed before it in its clause ("T50 at 100 cd m^−2"), one in a clause without a metric to all
    that it can hold for; a word ("in air", "AM 1.5G") holds for the table unless its opposite is named beside it. A clause behind the
    title that names metrics ("T90 refers to maximum power point tracking") speaks of these alone.
    """
    caption = _LABEL.sub("", table.caption.of(document.text)) if table.caption else ""
    notes = [t for s in table.footnotes if not _NOTE_MARK.match(t := s.of(document.text))]
    conditions: dict[str, tuple[str, ...]] = {}
    points: dict[str, tuple[str, ...]] = {}
    for text in (caption, *notes):
        for i, clause in enumerate(_CLAUSE.split(text)):
            levels = [t.value for t in find_terms(clause, domain) if t.kind == "condition" and t.value.startswith("@")]
            if listed := listed_points(clause, levels):
                at = LISTED.search(clause)
                points |= {m.metric: listed for m in find_metrics(clause[: at.start()] if at else "", domain)[-1:]}
            for metric, condition in _held(clause, domain, is_title=text is caption and i == 0):
                conditions[metric] = tuple(dict.fromkeys((*conditions.get(metric, ()), condition)))
    bracketed, whole = bracket_and_whole((caption, *notes), domain)
    single = {metric: held for metric, held in conditions.items() if metric not in points}
    return Said(caption, whole, bracketed, single, points)


def _held(clause: str, domain: Domain, *, is_title: bool) -> Iterator[tuple[str, str]]:
    """Each metric of the pack with a condition that a clause states for it."""
    terms = [t for t in find_terms(clause, domain) if t.kind == "condition" and t.value != MAX]
    named = find_metrics(clause, domain) if terms else ()
    last = 0
    for term in (t for t in terms if t.value.startswith("@")):
        mine = [m.metric for m in named if last <= m.span.start and m.span.end <= term.span.start]
        last = term.span.end
        if mine:
            yield from ((metric, term.value) for metric in mine)
        elif not named and sum(t.value.startswith("@") for t in terms) == 1:
            yield from ((m.id, term.value) for m in domain.metrics if _may_hold(m, term.value))
    for term in (t for t in terms if not t.value.startswith("@")):
        if _JOINED_BEFORE.search(clause, 0, term.span.start) or _JOINED_BEHIND.match(clause, term.span.end):
            continue
        mine = {m.metric for m in named if m.span.end <= term.span.start} if not is_title else set()
        fitting = (m.id for m in domain.metrics if m.id in mine or (not mine and (m.of == "material") == is_medium(term.value)))
        yield from ((metric, term.value) for metric in fitting)


def _may_hold(metric: Metric, level: str) -> bool:
    """Whether a level stated for a whole table can be a condition of a metric."""
    if metric.of == "material":
        return False
    return level.partition(" ")[2] not in _DRIVEN or not (metric.extreme or metric.unit in ("V", "h"))


_OF = re.compile(r"\b(?:of|for|in|on)\s+(?:(?:the|an?|of|pure|neat|single|bulk|crystals?|crystalline|films?|layers?)\s+)*$", re.IGNORECASE)
_VARIED = re.compile(r"\s+(?:of|at|with|under|and)\s+(?:\w+\s+)?(?:various|different|several|varying|varied)\b", re.IGNORECASE)


def captioned_material(document: Document, table: Table, domain: Domain) -> tuple[str, ...]:
    """The only compound that a caption names, as printed, for the rows that name none ("... of the crystal of BN-Cz"); () otherwise."""
    caption = _LABEL.sub("", table.caption.of(document.text)) if table.caption else ""
    named = [m.span for m in find_metrics(caption, domain)]
    names = (m for m in NAME_LIKE.finditer(caption) if _OF.search(caption, 0, m.start()))
    found = {m.group() for m in names if not any(s.overlaps(Span(*m.span())) for s in named)}
    return tuple(found) if len(found) == 1 else ()


def captioned(document: Document, table: Table, own: Subject | None) -> Subject | None:
    """The device of the rows that name none: the only one that the caption names, with the materials of the paper's ``own``; else ``own``.

    A caption that names no more than ``own`` does ("the QLEDs"), or a control device, leaves it at ``own``.
    """
    if table.caption is None:
        return own
    text = document.text
    label = _LABEL.match(table.caption.of(text))
    span = Span(table.caption.start + (label.end() if label else 0), table.caption.end)
    first = next((m.start() for m in _CLAUSE.finditer(text, span.start, span.end)), span.end)
    phrases = [p for p in find_phrases(text, Span(span.start, first), ()) if p.kind == "device" and not p.role]
    if len(phrases) != 1 or phrases[0].plain or phrases[0].reference:
        return own
    found = phrases[0]
    # "cells with layers of various thicknesses": what the rows vary is no part of the name.
    varied = _VARIED.match(text, found.span.end) or _VARIED.search(text, found.head.end, found.span.end)
    named = Span(found.span.start, found.head.end) if varied else found.span
    printed = named.of(text)
    if is_generic(printed) or (own is not None and printed.casefold().rstrip("s") in own.text.casefold()):
        return own
    return Subject(printed, named, own.materials if own else (), device=True)
