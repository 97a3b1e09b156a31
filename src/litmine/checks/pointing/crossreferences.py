"""Figures, panels, tables, schemes, equations, sections and references that the text points to and the paper does not have."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from litmine.checks.pointing.sections import Number, missing_section, section_numbers
from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.records import Flag, Mention, Severity
from litmine.tagging import Tagged

_TARGET = re.compile(r"(?P<kind>(?:Extended Data )?(?:Figure|Table|Scheme|Chart|Equation) S?)(?P<number>\d+)(?P<panel>[a-z]?)$")
_CAPTION = re.compile(
    r"\W*(?P<lead>(?:Supplementary|Supplemental|Supporting|Extended Data)\s+)?"
    r"(?P<noun>Fig(?:ure)?s?|Table|Tab|Scheme|Chart)\b\.?\s*(?P<series>S?)(?P<number>\d+)",
    re.IGNORECASE,
)
_NOUNS = {"f": "Figure", "t": "Table", "s": "Scheme", "c": "Chart"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_EQUATION = re.compile(r"[=≈≃∝≡≤≥][^\n]*?\((\d{1,2})\)[ \t]*$", re.MULTILINE)
# "Fig. 3 of ref. 12", "Table 2 in [7]" point into another paper.
_ELSEWHERE = re.compile(
    r"\s*,?\s*(?:of|in|from)\s+(?:the\s+|their\s+)?(?:ref\b|refs\b|reference|\[|[A-Z][\w-]+ et al|supp|SI\b|ESI\b|appendix|online|book)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?<![^\W\d_])[A-Za-z](?![^\W\d_])")
_NOUN = re.compile(r"(?:Supp|Ext|fig|tab|sch|eq|sec|chart|§)", re.IGNORECASE)
_LAST_NOUN = re.compile(r"\b(?:Fig|Table|Scheme|Eq|Sec|Chart|fig|eq|sec)[a-z]*\.?\s?[^;:]*$")
_LONGEST = 40  # characters of a list of numbers behind one "Figs."
# What is pointed to so often is there, and reading has lost its caption; a slip of the pen happens once or twice.
_TOO_OFTEN = 3


@dataclass(frozen=True, slots=True)
class _Missing:
    """A target that is not there, what the paper has instead, in words, and what lost captions would explain: the ``run`` it goes on with.

    ``next_up`` where it would be the very next of its run.
    """

    target: str
    known: str
    run: str
    next_up: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a paper has: the numbers of captions and equations by kind, of references and of sections."""

    runs: Mapping[str, set[int]]
    references: set[int]
    sections: frozenset[Number]


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """A flag for each target beyond a complete run 1..n of captions, equations, sections, references, or beyond a caption's panels.

    Where the run has a hole, a caption may have been missed in reading, and nothing is said. A target that is pointed to three times,
    or one of several that would go on with the run, was more likely missed in reading as well: info.
    """
    references = {int(r.key) for r in document.references if r.key.isdigit()}
    parts = _Parts({**_captions(document), "Equation ": _equations(document)}, references, section_numbers(document))
    pointers: dict[_Missing, list[Mention]] = defaultdict(list)
    for m in tagged.mentions:
        if m.kind in ("citation", "cross-reference") and (missing := _missing(document, parts, m)) is not None:
            pointers[missing].append(m)
    told: set[Span] = set()
    for missing, mentions in pointers.items():
        if not all(m.span in told for m in mentions):  # "Fig. 2d–f": the range is one slip
            told.update(m.span for m in mentions)
            severity: Severity = "info" if _is_unread(missing, pointers) else "warning"
            yield _flag(document, tagged, mentions, missing.target, missing.known, severity)


def _missing(document: Document, parts: _Parts, m: Mention) -> _Missing | None:
    """What a pointer leads to where that is not there; None where it is there or may be."""
    if m.kind == "citation":
        if not m.value.isdigit() or not _beyond(int(m.value), parts.references):
            return None
        return _Missing(f"reference {m.value}", f"the list ends with {max(parts.references)}", m.value)
    if _ELSEWHERE.match(document.text[m.span.end : m.span.end + 40]):
        return None
    if m.value.startswith("Section "):
        known = missing_section(document, m.value, parts.sections)
        return _Missing(m.value, known, m.value) if known else None
    t = _TARGET.match(m.value)
    if t is None:
        return None
    kind, number, run = t["kind"], int(t["number"]), parts.runs.get(t["kind"], set())
    if _beyond(number, run):
        if kind == "Equation " and _ends_a_line(document, number):
            return None
        return _Missing(m.value, f"the last one is {kind}{max(run)}", kind, number == max(run) + 1)
    known = _missing_panel(document, t["number"], t["panel"]) if t["panel"] and kind == "Figure " else ""
    return _Missing(m.value, known, f"Figure {number}") if known else None


def _is_unread(missing: _Missing, pointers: Mapping[_Missing, list[Mention]]) -> bool:
    """Whether reading has rather lost what is pointed to: three pointers go there, or several numbers go on with the run."""
    run = [other for other in pointers if other.run == missing.run]
    numbers = {other.target.rstrip(_LETTERS) for other in run}
    places = {m.span for other in run for m in pointers[other]}
    return len(places) >= _TOO_OFTEN or (len(numbers) > 1 and any(other.next_up for other in run))


def _captions(document: Document) -> dict[str, set[int]]:
    """The numbers of everything with a caption, whether or not it could be read, by kind: "Figure ", "Table S", "Extended Data Figure "."""
    found: dict[str, set[int]] = defaultdict(set)
    for block in document.blocks:
        m = _CAPTION.match(block.span.of(document.text)) if block.kind == "caption" else None
        if m is not None:
            lead = (m["lead"] or "").casefold()
            series = "S" if m["series"] or lead.startswith("supp") else ""
            extended = "Extended Data " if lead.startswith("ext") else ""
            found[f"{extended}{_NOUNS[m['noun'][0].casefold()]} {series}"].add(int(m["number"]))
    return found


def _equations(document: Document) -> set[int]:
    """The numbers that stand at the end of lines of equations; a run that begins is believed only from two on."""
    found = {int(n) for b in document.blocks if b.kind == "paragraph" for n in _EQUATION.findall(b.span.of(document.text))}
    return found if len(found) > 1 else set()


def _ends_a_line(document: Document, number: int) -> bool:
    """Whether "(3)" ends a line somewhere: an equation that was read as text."""
    return re.search(rf"\({number}\)[ \t]*$", document.text, re.MULTILINE) is not None


def _missing_panel(document: Document, number: str, panel: str) -> str:
    """What panels the captions of a figure name, where they name two or more and nowhere the one asked for; "" where it is there."""
    captions = [f for f in document.figures if f.number == number]
    letters = {letter for f in captions for letter in f.panels}
    if len(letters) < 2 or panel <= max(letters):
        return ""
    # Letters that only stand alone may be panels that the reading of the caption did not take for such.
    alone = {c.casefold() for f in captions for c in _ALONE.findall(f.caption.of(document.text))}
    while (following := chr(ord(max(letters)) + 1)) in alone:
        letters.add(following)
    return "" if panel in letters | alone else f"its caption names {min(letters)} to {max(letters)}"


def _beyond(number: int, known: set[int]) -> bool:
    """Whether a number is past the end of a run that begins with 1 and has no hole."""
    return bool(known) and min(known) == 1 and len(known) == max(known) < number


def _printed(document: Document, m: Mention) -> Span:
    """The pointer as a reader sees it: of "Fig. 2d–f" all of it, not the last letter alone."""
    before = document.text[max(m.span.start - _LONGEST, 0) : m.span.start]
    noun = None if m.kind == "citation" or _NOUN.match(m.text) else _LAST_NOUN.search(before)
    return Span(m.span.start - len(before) + noun.start(), m.span.end) if noun else m.span


def _flag(document: Document, tagged: Tagged, pointers: Sequence[Mention], target: str, known: str, severity: Severity) -> Flag:
    sentences = [next((s for s in tagged.sentences if s.covers(m.span)), None) for m in pointers]
    places = [document.anchor(_printed(document, m), context=s) for m, s in zip(pointers, sentences, strict=True)]
    return Flag(
        code="cross-reference",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=f"“{places[0].quote}” points to {target}, which the paper does not have: {known}.",
        evidence=tuple(places),
        subject=target,
        observed=places[0].quote,
    )
