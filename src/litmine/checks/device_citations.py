"""A device whose row in a table cites one work and whose account in the text another."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from litmine.checks.attributions import Attribution, attributions
from litmine.checks.authorship import fits, shared_words
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.linking.subjects.identity import identity, is_generic, is_labelled, name_key
from litmine.quantities import agree, convert
from litmine.records import Flag, Measurement, Reference
from litmine.tagging import Tagged

_BRACKET = re.compile(r"\s*\([^()]*\)$")
_SIGNIFICANT = 3  # digits with which one common value is no accident
_VALUES = 2  # else so many common values


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``citation-mismatch`` where a row and a sentence give one device the same values and cite no common work.

    The device must have a name of its own, no row of it may cite what the sentence cites, nor may any text about it cite what the row
    does. Somebody named in the sentence, or the title that holds the device's name, says which of the two is right; where neither does,
    it takes two common values. A sentence whose own name and marker disagree is left to the check of authors.
    """
    rows: dict[str, list[Measurement]] = defaultdict(list)
    told: dict[str, list[Measurement]] = defaultdict(list)
    for m in linked.measurements:
        if _has_name(m.subject) and m.source == "table" and m.evidence[0].cell:
            for name in {identity(m), name_key(_BRACKET.sub("", m.subject))}:
                rows[name].append(m)
        elif _has_name(m.subject) and m.source == "text":
            told[identity(m)].append(m)
    named = list(attributions(document, tagged))
    done: set[tuple[str, ...]] = set()
    for name, said in told.items():
        in_rows = {c.key for m in rows.get(name, ()) for c in m.citations}
        in_text = {c.key for m in said for c in m.citations}
        if not in_rows or not in_text or in_rows & in_text or any(not m.citations for m in rows[name]):
            continue
        pairs = [(r, t) for t in said if t.citations for r in rows[name] if _same_value(r, t)]
        flag = _flag(document, named, linked, pairs) if pairs else None
        if flag is not None and (flag.expected, flag.observed, flag.subject) not in done:
            done.add((flag.expected, flag.observed, flag.subject))
            yield flag


def _has_name(subject: str) -> bool:
    return len(subject) >= 3 and re.search(r"[A-Z\d]", subject) is not None and not is_generic(subject) and not is_labelled(subject)


def _same_value(row: Measurement, told: Measurement) -> bool:
    if row.metric != told.metric or row.quantity.value is None or told.quantity.value is None:
        return False
    quantity = convert(told.quantity, row.quantity.unit)
    return quantity is not None and agree(row.quantity, quantity)


def _flag(
    document: Document, named: Sequence[Attribution], linked: Linked, pairs: Sequence[tuple[Measurement, Measurement]]
) -> Flag | None:
    row, told = pairs[0]
    by_row, by_text = ([r for c in m.citations if (r := document.reference(c.key))] for m in (row, told))
    if len(by_row) != len(row.citations) or len(by_text) != len(told.citations) or _is_another_row(linked, row, told):
        return None
    sentence = told.evidence[0].context
    names = [a.names for a in named if sentence is not None and a.sentence == sentence]
    fits_text = any(fits(n, r, document.text) for n in names for r in by_text)
    decided = fits_text and not any(fits(n, r, document.text) for n in names for r in by_row)
    if names and not fits_text:
        return None
    values = {(t.metric, t.quantity.raw) for _, t in pairs}
    precise = any(len(re.sub(r"\D", "", t.quantity.raw).lstrip("0")) >= _SIGNIFICANT for _, t in pairs)
    if len(values) < _VALUES and not (precise and decided):
        return None
    right = by_text if decided else _titled(document, row.subject, by_row, by_text)
    verdict = f"; “{names[0][0]}” is an author of {_keys(by_text)}" if decided else f"; the title of {_keys(right)} fits" if right else ""
    table = row.evidence[0].cell.table
    return Flag(
        code="citation-mismatch",
        stage="check",
        severity="error" if decided else "warning",
        document=document.source.sha256,
        message=f"{row.subject}: {table} cites {_keys(by_row)}, the text that says {told.quantity.raw} cites {_keys(by_text)}{verdict}.",
        evidence=(row.evidence[0], told.evidence[0], *(document.anchor(r.span) for r in (by_row[0], by_text[0]))),
        subject=row.subject,
        expected=", ".join(r.key for r in right or by_text),
        observed=", ".join(r.key for r in (by_text if right is by_row else by_row)),
        cause="citation to another paper",
    )


def _is_another_row(linked: Linked, row: Measurement, told: Measurement) -> bool:
    """Whether a row that cites the sentence's work has the value too: the sentence is then of that row's device."""
    keys = {c.key for c in told.citations}
    others = (m for m in linked.measurements if m.source == "table" and keys & {c.key for c in m.citations})
    return any(_same_value(m, told) for m in others if m is not row)


def _titled(document: Document, subject: str, by_row: list[Reference], by_text: list[Reference]) -> list[Reference]:
    """The side whose titles hold the device's name where the other's do not; [] where neither decides."""
    row, text = (max(shared_words(r, subject, document) for r in side) for side in (by_row, by_text))
    return by_row if row > text else by_text if text > row else []


def _keys(references: Sequence[Reference]) -> str:
    return "reference " + ", ".join(r.key for r in references) if references else ""
