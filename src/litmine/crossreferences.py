"""Pointers to the paper's own figures, tables, schemes, equations and sections: "Figs 2a–c and 3", "Table S1", "Section 2.1"."""

import re

from litmine.document import Document
from litmine.geometry import Span
from litmine.records import Mention

_NOUNS = {"fig": "Figure", "tab": "Table", "sch": "Scheme", "eq": "Equation", "sec": "Section", "cha": "Chart", "box": "Box"}
_DASH = r"\s?[-–−‐‑—]\s?"
_PANEL = r"(?:\s?\([a-zA-Z](?:(?:,\s?|\s?and\s|[-–−])[a-zA-Z])*\)|[a-zA-Z](?![a-zA-Z0-9]))"
_NUMBER = rf"\(?(?:S|SI-?|ED)?\d{{1,3}}(?:\.\d{{1,2}})*(?!\d)\)?{_PANEL}?|(?:[IVX]{{1,5}})(?![a-zA-Z]){_PANEL}?"
_POINTER = re.compile(
    r"(?<![\w-])(?P<prefix>(?:Supplementary|Supplemental|Supporting(?:\s[Ii]nformation)?|Extended\s[Dd]ata|Appendix)\s+)?"
    r"(?P<noun>[Ff]ig(?:ure|s|ures)?|FIG(?:URE)?S?|[Tt]ables?|TABLES?|[Ss]chemes?|SCHEMES?|Eq(?:uation|s|n|ns|uations)?"
    r"|equations?|eqs?|eqns?|Sec(?:tion|s|t|tions)?|section|§|Charts?|Box)"
    rf"(?:\.\s?|\s|(?<=§))(?P<number>{_NUMBER})"
)
_MORE_PANELS = re.compile(
    rf"(?P<join>\s?,\s?(?:and\s|&\s)?|\s(?:and|&)\s|{_DASH})\(?(?P<panel>[a-zA-Z])\)?(?![\w'’])(?!\.\w)"
)
_MORE_NUMBERS = re.compile(rf"(?P<join>\s?,\s?(?:and\s|&\s)?|\s(?:and|&|to)\s|{_DASH})(?P<number>{_NUMBER})(?![\w%])(?!\.\d)")
_ELSEWHERE = re.compile(r"\s*,?\s*(?:in|of|from)\s+(?:\[|[Rr]efs?\b|[Rr]eference)")
_PARTS = re.compile(
    r"\(?(?P<number>(?:S|SI-?|ED)?\d+(?:\.\d+)*|[IVX]+)\)?"
    r"\s?\(?(?P<panel>[a-zA-Z](?:(?:,\s?|\s?and\s|[-–−])[a-zA-Z])*)?\)?$"
)
_ARTICLE = re.compile(r"\b(?:an?|the|this|that|each|one|per|our)\s$", re.I)
_LONGEST_RANGE = 30


def find_cross_references(document: Document) -> tuple[Mention, ...]:
    """Every pointer to a numbered part of the paper, in text order; a caption's own label is not one.

    ``value`` is the full noun and the number as printed: "Figure 3b", "Table 1", "Table II", "Section 2.1", "Scheme 1",
    "Equation 2", "Figure S3" (also for "Supplementary Fig. 3"), "Extended Data Figure 4". Ranges and lists give one mention
    each, with the span of the part that names it. Pointers into other works ("Fig. 2 in ref. 12") are left out.
    """
    found: list[Mention] = []
    for block in document.blocks:
        if block.kind in ("reference", "furniture", "title"):
            continue
        text = block.span.of(document.text)
        for m in _POINTER.finditer(text):
            if m.start() == 0 and block.kind in ("caption", "heading"):
                continue
            found.extend(_mentions(text, m, block.span.start))
    return tuple(found)


def _mentions(text: str, m: re.Match[str], offset: int) -> list[Mention]:
    noun, series = _noun(m)
    written = m["noun"]
    plural = written[-1] in "sS"
    capital = written[:1].isupper() or written == "§"
    if not capital and (_ARTICLE.search(text[: m.start()]) or not re.match(r"\(?[\dS]", m["number"])):
        return []  # a common noun before a number of something else: "a table 5 nm wide"
    parts: list[tuple[str, Span]] = []
    end = _read_number(parts, m["number"], m.start(), m.end(), noun)
    while parts:
        panel = _MORE_PANELS.match(text, end)
        last = parts[-1][0]
        if panel is not None and _follows(last, panel["panel"]) and noun in ("Figure", "Scheme", "Chart"):
            base = last[:-1]
            first = chr(ord(last[-1]) + 1) if _is_range(panel["join"]) else panel["panel"]
            letters = [chr(c) for c in range(ord(first), ord(panel["panel"]) + 1)]
            parts.extend((base + letter, Span(panel.start("panel"), panel.end("panel"))) for letter in letters)
            end = panel.end()
            continue
        number = _MORE_NUMBERS.match(text, end)
        if number is None or not (plural or _is_range(number["join"]) or re.search(r"\d[a-z]$", number["number"])):
            break
        if not plural and _is_range(number["join"]) and noun != "Equation" and not re.match(r"\(?\w+\)?$", number["number"]):
            break
        printed = number["number"]
        if _is_range(number["join"]):
            printed = _inherited(last, printed)
            parts.extend((n, Span(number.start("number"), number.end("number"))) for n in _between(last, printed))
        end = _read_number(parts, printed, number.start("number"), number.end("number"), noun)
    if _ELSEWHERE.match(text, end):
        return []
    values = [(_value(noun, series, n), span) for n, span in parts]
    return [
        Mention("cross-reference", span.shifted(offset), span.of(text), value)
        for i, (value, span) in enumerate(values)
        if value not in [v for v, _ in values[:i]]
    ]


def _noun(m: re.Match[str]) -> tuple[str, str]:
    written = m["noun"].casefold()
    noun = "Section" if written == "§" else next(full for short, full in _NOUNS.items() if written.startswith(short))
    prefix = " ".join((m["prefix"] or "").split()).casefold()
    if prefix.startswith("supp"):
        return noun, "S"
    return noun, "Extended Data" if prefix.startswith("extended") else "Appendix" if prefix else ""


def _read_number(parts: list[tuple[str, Span]], number: str, start: int, end: int, noun: str) -> int:
    """Append "3", "3b" or, of "3(a,b)" or "3(a–c)", each panel; returns where the text goes on."""
    p = _PARTS.match(number.strip())
    if p is None:
        return end
    panels = p["panel"] if noun in ("Figure", "Scheme", "Chart", "Table") else None
    if not panels:
        parts.append((p["number"], Span(start, end)))
        return end
    tokens = re.findall(r"[a-zA-Z](?![a-z])|[-–−]", panels.replace("and", " "))
    letters: list[str] = []
    for i, t in enumerate(tokens):
        if t in "-–−":
            continue
        if i and tokens[i - 1] in "-–−" and letters:
            letters.extend(chr(c) for c in range(ord(letters[-1]) + 1, ord(t)))
        letters.append(t)
    parts.extend((p["number"] + letter, Span(start, end)) for letter in letters)
    return end


def _follows(last: str, panel: str) -> bool:
    """Whether a letter goes on from "3b": the next ones do; the article "a" and a variable's name do not."""
    letter = last[-1]
    if not letter.isalpha() or last.isupper() or letter.islower() != panel.islower():
        return False
    return letter < panel <= chr(ord(letter) + 12)


def _is_range(join: str) -> bool:
    return join.strip() in ("-", "–", "−", "‐", "‑", "—", "to")


def _inherited(first: str, last: str) -> str:
    """The end of a range is in the series of its beginning: "S6", "8" -> "S8"."""
    series = re.match(r"(?:SI-?|S|ED)(?=\d)", first)
    return series.group() + last if series and last[:1].isdigit() else last


def _between(first: str, last: str) -> list[str]:
    """The numbers strictly between the ends of a range of whole numbers: "2", "5" -> ["3", "4"]."""
    a, b = re.fullmatch(r"(\D*)(\d+)[a-z]?", first), re.fullmatch(r"\(?(\D*?)(\d+)\)?[a-z]?", last)
    if not a or not b or not int(a[2]) < int(b[2]) <= int(a[2]) + _LONGEST_RANGE:
        return []
    return [f"{a[1]}{n}" for n in range(int(a[2]) + 1, int(b[2]))]


def _value(noun: str, series: str, number: str) -> str:
    number = re.sub(r"^(?:SI-?|S)(?=\d)", "S", number)
    if number.startswith("ED"):
        series, number = "Extended Data", number[2:]
    if series == "S" and not number.startswith("S"):
        number = f"S{number}"
    if number[-1].isupper() and number[-2:-1].isdigit():
        number = number[:-1] + number[-1].lower()
    return f"{series} {noun} {number}" if series in ("Extended Data", "Appendix") else f"{noun} {number}"
