"""A device whose row in a table cites one work and whose account in the text another."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from litmine.checks.citing.attributions import Attribution, attributions, breaks
from litmine.checks.citing.authorship import fits, shared_words
from litmine.checks.citing.uncited import uncited_in_text
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.linking.subjects.identity import identity, is_generic, is_labelled, name_key
from litmine.quantities import agree, convert
from litmine.records import Anchor, CellRef, Flag, Measurement, Mention, Reference, Severity
from litmine.tagging import Tagged

_BRACKET = re.compile(r"\s*\([^()]*\)$")
_SIGNIFICANT = 3  # digits with which one common value is no accident
_VALUES = 2  # else so many common values
_NUMBER = re.compile(r"\d+(?:\s\d{3}\b)*(?:\.\d+)?")

_UNIT = re.compile(r"[^\W\d_]+|%")  # the first part of a unit


@dataclass(frozen=True, slots=True)
class _Paper:
    """What the check goes by: the paper, its numbers, who is named, its citation markers, the works that the rows of tables cite by
    author and year, and those that no sentence cites."""

    document: Document
    linked: Linked
    named: tuple[Attribution, ...]
    citations: tuple[Mention, ...]
    rows: Mapping[tuple[str, int], frozenset[str]]
    uncited: frozenset[str]

    def works(self, m: Measurement) -> frozenset[str]:
        """The keys of the works that a number is cited from."""
        cell = m.evidence[0].cell
        return frozenset(c.key for c in m.citations) or (self.rows.get((cell.table, cell.row), frozenset()) if cell else frozenset())


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``citation-mismatch`` where a row and a sentence give one device the same values and cite no common work.

    The device must have a name of its own, no row of it may cite what the sentence cites, nor may any text about it cite what the row
    does. Somebody named in the sentence who wrote one of the two works says which is right: an error. Else two common values, or one and
    a work of the row that no sentence cites, make a warning, one precise value an info. A sentence whose own name and marker disagree is
    left to the check of authors.
    """
    rows: dict[str, list[Measurement]] = defaultdict(list)
    told: dict[str, list[Measurement]] = defaultdict(list)
    for m in linked.measurements:
        if _has_name(m.subject) and m.source == "table" and m.evidence[0].cell:
            for name in {identity(m), name_key(_BRACKET.sub("", m.subject))}:
                rows[name].append(m)
        elif _has_name(m.subject) and m.source == "text":
            told[identity(m)].append(m)
    cited = tuple(m for m in tagged.mentions if m.kind == "citation")
    named = tuple(attributions(document, tagged))
    paper = _Paper(document, linked, named, cited, _cited_in_rows(document, cited), uncited_in_text(document, tagged))
    done: set[tuple[str, frozenset[str]]] = set()
    for flag in (*_linked(paper, rows, told), *_printed(paper, tagged, rows)):
        told_of = (flag.subject, frozenset((flag.expected, flag.observed)))
        if told_of not in done:
            done.add(told_of)
            yield flag


def _linked(paper: _Paper, rows: Mapping[str, Sequence[Measurement]], told: Mapping[str, Sequence[Measurement]]) -> Iterator[Flag]:
    """The flags for numbers of the text that are linked to a device as a number of its row is."""
    for name, said in told.items():
        own = rows.get(name, ())
        in_rows = {key for m in own for key in paper.works(m)}
        in_text = {key for m in said for key in paper.works(m)}
        if not in_rows or not in_text or in_rows & in_text or not all(paper.works(m) for m in own):
            continue
        pairs = [(r, t) for t in said if paper.works(t) for r in own if _same_value(r, t)]
        if not pairs or _is_another_row(paper, *pairs[0]):
            continue
        row, first = pairs[0]
        values = {n for _, t in pairs for n in _NUMBER.findall(t.quantity.raw)[:1]}
        if flag := _flag(paper, row, paper.works(first), first.evidence[0], values):
            yield flag


def _printed(paper: _Paper, tagged: Tagged, rows: Mapping[str, Sequence[Measurement]]) -> Iterator[Flag]:
    """The flags for sentences that name the device of one row and print its numbers without saying what they are ("VXL-2 gave 12.4% [5]"),
    or name an author of its work. No sentence with the device's name may cite what the row does.
    """
    text = paper.document.text
    by_name = {m.subject: [o for o in own if o.subject == m.subject] for own in rows.values() for m in own}
    accounts = [(s, [m for m in paper.citations if s.covers(m.span)]) for s in tagged.sentences]
    for subject, own in by_name.items():
        naming = [(s, cited) for s, cited in accounts if stands_in(subject, s.of(text))]
        works = {paper.works(m) for m in own}
        if len(works) != 1 or any(m.value in key for key in works for _, cited in naming for m in cited):
            continue
        for s, cited in naming:
            alone = not any(o != subject and o not in subject and stands_in(o, s.of(text)) for o in by_name)
            if not alone or len({m.span for m in cited}) != 1:
                continue
            printed = sorted(n for n in _printed_too(paper, own[0], s) if "." in n or _digits(n) >= _SIGNIFICANT)
            shown = printed[0] if printed else subject
            at = s.start + s.of(text).index(shown)
            said = paper.document.anchor(Span(at, at + len(shown)), context=s)
            if flag := _flag(paper, own[0], frozenset(m.value for m in cited), said, set(printed)):
                yield flag


def _cited_in_rows(document: Document, cited: Sequence[Mention]) -> dict[tuple[str, int], frozenset[str]]:
    """The works that the cells of each row of each table cite, also as "Chen et al. (2018)"."""
    rows: dict[tuple[str, int], frozenset[str]] = defaultdict(frozenset)
    for table in document.tables:
        for cell in (c for c in table.cells if c.role != "header" and c.row_span == 1):
            rows[table.id, cell.row] |= {m.value for m in cited if cell.span.covers(m.span)}
    return rows


def stands_in(name: str, said: str) -> bool:
    """Whether a name that is a device's own stands in a text."""
    return _has_name(name) and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", said) is not None


def _has_name(subject: str) -> bool:
    return len(subject) >= 3 and re.search(r"[A-Z\d]", subject) is not None and not is_generic(subject) and not is_labelled(subject)


def _same_value(row: Measurement, told: Measurement) -> bool:
    if row.metric != told.metric or row.quantity.value is None or told.quantity.value is None:
        return False
    quantity = convert(told.quantity, row.quantity.unit)
    return quantity is not None and agree(row.quantity, quantity)


def _flag(paper: _Paper, row: Measurement, keys: frozenset[str], said: Anchor, values: set[str]) -> Flag | None:
    """The flag for a row and a sentence that print the same ``values``; the sentence's works have the ``keys``."""
    document = paper.document
    by_row, by_text = ([r for key in sorted(side) if (r := document.reference(key))] for side in (paper.works(row), keys))
    if not (by_row and by_text) or len(by_row) != len(paper.works(row)) or len(by_text) != len(keys):
        return None
    sentence = said.context
    markers = [m for m in paper.citations if sentence is not None and sentence.overlaps(m.span)]
    named = [a for a in paper.named if a.sentence == sentence and not any(m.span.covers(a.at) for m in markers)]
    if {m.value for m in markers} & {r.key for r in by_row} or any(_is_authors(document, a, by_text) for a in named):
        return None
    behind = [m for m in markers if m.span.start >= said.span.end]
    if markers and (not behind or breaks(document.text[said.span.end : behind[0].span.start])):
        return None  # "VXL-2 reached 12.4%, more than older lamps [5]"
    names = [n for a in named for n in a.names]
    right = _written(document, names, by_row, by_text)
    if names and not right:
        return None
    decided = bool(right)
    forgotten = bool(markers) and all(r.key in paper.uncited for r in by_row)
    values = values | _printed_too(paper, row, sentence)
    digits = max(map(_digits, values), default=0)
    enough = 0 if forgotten and right is by_row else _SIGNIFICANT - 1 if forgotten else _SIGNIFICANT
    if len(values) < _VALUES and (digits < enough or not markers):
        return None
    hidden = right is by_row and any(fits(names, r, document.text) is None for r in by_text)  # behind "et al." of the entry
    severity: Severity = (
        "error" if decided and values and not hidden else "warning" if decided or forgotten or len(values) >= _VALUES else "info"
    )
    verdict = ""
    if decided:
        author = next(n for n in names if any(fits([n], r, document.text) for r in right))
        verdict = f"; “{author}” is an author of {_keys(right)}"
    elif right := _titled(document, row.subject, by_row, by_text):
        verdict = f"; the title of {_keys(right)} fits"
    elif forgotten:
        right, verdict = by_row, f"; {_keys(by_row)} is cited nowhere in the text"
    table = row.evidence[0].cell.table
    telling = f"says {said.quote}" if values else "tells of it"
    return Flag(
        code="citation-mismatch",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=f"{row.subject}: {table} cites {_keys(by_row)}, the text that {telling} cites {_keys(by_text)}{verdict}.",
        evidence=(row.evidence[0], said, *(document.anchor(r.span) for r in (by_row[0], by_text[0]))),
        subject=row.subject,
        expected=", ".join(r.key for r in right or by_text),
        observed=", ".join(r.key for r in (by_text if right is by_row else by_row)),
        cause="citation to another paper",
    )


def _is_authors(document: Document, a: Attribution, by_text: Sequence[Reference]) -> bool:
    """Whether a name and its own marker disagree over the works of the text: that is the check of authors."""
    own = bool(a.works) and {w.value for w in a.works} == {r.key for r in by_text}
    return own and all(fits(a.names, r, document.text) is False for r in by_text)


def _written(document: Document, names: Sequence[str], by_row: list[Reference], by_text: list[Reference]) -> list[Reference]:
    """The side that somebody named in the sentence is an author of, where the other side has none of them; [] where neither decides."""
    row, text = (any(fits([n], r, document.text) for n in names for r in side) for side in (by_row, by_text))
    return by_text if text and not row else by_row if row and not text else []


def _printed_too(paper: _Paper, row: Measurement, sentence: Span | None) -> set[str]:
    """The numbers of two or more digits that a sentence prints as the row does, whatever they were linked to."""
    cell = row.evidence[0].cell
    if sentence is None or cell is None:
        return set()
    said = sentence.of(paper.document.text).replace(row.subject, " ")
    own = (m.quantity for m in paper.linked.measurements if m.source == "table" and _of_row(m, cell))
    numbers = {(n, "".join(_UNIT.findall(q.unit)[:1])) for q in own for n in _NUMBER.findall(q.raw) if _digits(n) >= _SIGNIFICANT - 1}
    # "9.8 nm" is not the row's 9.8%.
    return {n for n, u in numbers if re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.]*\d)\s?{re.escape(u)}", said)}


def _of_row(m: Measurement, cell: CellRef) -> bool:
    at = m.evidence[0].cell
    return at is not None and (at.table, at.row) == (cell.table, cell.row)


def _digits(number: str) -> int:
    return len(re.sub(r"\D", "", number).lstrip("0"))


def _is_another_row(paper: _Paper, row: Measurement, told: Measurement) -> bool:
    """Whether a row that cites the sentence's work has the value too: the sentence is then of that row's device."""
    others = (m for m in paper.linked.measurements if m.source == "table" and paper.works(m) & paper.works(told))
    return any(_same_value(m, told) for m in others if m is not row)


def _titled(document: Document, subject: str, by_row: list[Reference], by_text: list[Reference]) -> list[Reference]:
    """The side whose titles hold the device's name where the other's do not; [] where neither decides."""
    row, text = (max(shared_words(r, subject, document) for r in side) for side in (by_row, by_text))
    return by_row if row > text else by_text if text > row else []


def _keys(references: Sequence[Reference]) -> str:
    if any(not r.key[:1].isdigit() for r in references):
        return " and ".join(f"{r.first_author} ({r.year})" for r in references)
    return "reference " + ", ".join(r.key for r in references) if references else ""
