"""The notes under a table and the cells they belong to."""

import re

from litmine.document import Cell, Document, Table
from litmine.geometry import Span

# How a note begins: "^a", "^a)", "^[a]", "a)", "(a)", "[a]", "*", "^1"; a bare letter or number only before a capital.
_START = re.compile(
    r"(?:^|(?<=\s))(?:"
    r"\^\s?[\[(]?(?P<raised>[a-z]|\d{1,2}|[*∗†‡§¶#‖]{1,3})[\])]?[.:]?"
    r"|[\[(](?P<bracketed>[a-z]|\d{1,2}|[*∗†‡§¶#‖]{1,3})[\])]"
    r"|(?P<half>[a-z]|\d{1,2})\)"
    r"|(?P<sign>[*∗†‡§¶#‖]{1,3})"
    r"|(?P<bare>[a-z]|\d{1,2})(?=[.:]?\s+[A-Z]))"
)
_ABBREVIATED = re.compile(r"\b(?:refs?|figs?|eqs?|nos?|cf|vs|tab|sec)\.$", re.IGNORECASE)
_RAISED_NUMBER = re.compile(r"\^(\d{1,2}(?:,\d{1,2})*)$")
# "2006 (*)", "EQE (a)"; a letter that is a unit's sign, "T (h)", is none.
_IN_BRACKETS = re.compile(r"(?<=[\w)%\]°])\s?\(([*∗⁎＊†‡§¶#‖]{1,3}|[a-cefi-lnp-ru-z])\)$")
_ALIKE = str.maketrans("∗＊⁎", "***")


def notes_of(document: Document, table: Table, cell: Cell) -> tuple[Span, ...]:
    """The texts of the notes that the footnote markers of a cell stand for, without the markers, in the markers' order.

    At the end of a cell's text a raised number, or a sign or letter in round brackets, is a marker only where a note begins with
    it. What is printed for a whole column or row is marked on its header or stub cell: ask for these too. () where nothing is
    marked or no note answers.
    """
    notes = _notes(document, table)
    keys = [mark.translate(_ALIKE) for mark in cell.marks]
    raised = _RAISED_NUMBER.search(cell.span.of(document.text))
    if raised:
        keys += raised[1].split(",")
    bracketed = _IN_BRACKETS.search(cell.span.of(document.text))
    if bracketed:
        keys.append(bracketed[1].translate(_ALIKE))
    found: list[Span] = []
    for key in keys:
        if key in notes and notes[key] not in found:
            found.append(notes[key])
    return tuple(found)


def _notes(document: Document, table: Table) -> dict[str, Span]:
    """The notes of a table by marker; where two begin alike, the first."""
    out: dict[str, Span] = {}
    for whole in table.footnotes:
        text = whole.of(document.text)
        starts = [m for m in _START.finditer(text) if _opens(m, text)]
        ends = [*(s.start() for s in starts), len(text)][1:]
        for m, end in zip(starts, ends, strict=True):
            body = text[m.end() : end]
            start = m.end() + len(body) - len(body.lstrip())
            stop = m.end() + len(body.rstrip(" ;,\n\t"))
            if stop > start:
                out.setdefault(m[m.lastgroup].translate(_ALIKE), Span(whole.start + start, whole.start + stop))
    return out


def _opens(start: re.Match[str], text: str) -> bool:
    """Whether a marker opens a note: at the beginning, or after the end of a note; a raised or bracketed one also after a word."""
    before = text[: start.start()].rstrip()
    if _ABBREVIATED.search(before):
        return False  # "Taken from ref. [2]."
    if not before or before[-1] in ".;)":
        return True
    return start.lastgroup in ("raised", "half", "sign") and before[-1] not in ",("
