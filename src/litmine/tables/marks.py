"""Footnote markers of cells, kept apart from their text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from litmine.tables.grid import Char, Line, RawCell, text_of

_SYMBOLS = "*∗⁎＊†‡§¶#‖∥"
_LETTERS = re.compile(r"\(?[a-z]\)?(?:\s?,\s?\(?[a-z]\)?)*|\[[a-z*]\](?:\s?,?\s?\[[a-z*]\])*")
# Raised letters that are part of a symbol or an ordinal and no marker.
_NOT_MARKERS = frozenset({"th", "st", "nd", "rd", "o"})
_UNITS = frozenset("ghmst")  # gram, hour, metre, second, tonne
_BRACKETED_END = re.compile(r"(?<=[\w)%\]°])\s?(\[[a-z]\](?:,?\s?\[[a-z]\])*)$")
_SIGN_END = re.compile(rf"([{_SYMBOLS}]+)$")


def take_marks(cell: RawCell, units: frozenset[str] = frozenset()) -> RawCell:
    """The cell with its footnote markers moved to ``marks``.

    A marker is a raised run of single lower-case letters or of the signs * † ‡ § ¶ # ‖ after a word, number or bracket and
    before a space, a bracket or the end; "[a]" or one of the signs at the end also at full height. Raised numbers are left
    alone (citations, exponents, charges), and so are a star on a single letter (m*, π*), raised letters inside a formula, and
    letters of ``units`` in brackets at full height.
    """
    lines, marks = [], []
    for i, line in enumerate(cell.lines):
        line, found = _raised(line)
        line, stars = _after_number(line)
        found += stars
        if i == len(cell.lines) - 1:
            line, more = _at_end(line, units)
            found += more
        lines.append(line)
        marks += found
    if not marks:
        return cell
    kept = tuple(ln for ln in lines if "".join(c for c, _, _ in ln).strip())
    return replace(cell, lines=kept, marks=(*cell.marks, *marks))


def _raised(line: Line) -> tuple[Line, list[str]]:
    out: list[Char] = []
    marks: list[str] = []
    i = 0
    while i < len(line):
        if line[i][0] != "^" or line[i][2] or i + 1 >= len(line) or line[i + 1][2] != "super":
            out.append(line[i])
            i += 1
            continue
        j = i + 1
        while j < len(line) and line[j][2] == "super":
            j += 1
        run = "".join(c for c, _, _ in line[i + 1 : j])
        before = "".join(c for c, _, _ in out)
        after = line[j][0] if j < len(line) else " "
        kept = _marker(run.strip(), before, after)
        if kept is None:
            out.extend(line[i:j])
        else:
            marks += _split(run.strip() if not kept else run.strip()[len(kept) :])
            if kept:
                # "36,a": a citation and a marker in one run.
                out.extend(line[i : i + 1 + len(kept)])
            if run.endswith(" ") and after != " ":
                out.append((" ", None, ""))
            if after == ")" and not run.endswith(")") and before.count("(") == before.count(")"):
                j += 1  # "X^a)": the bracket stands at full height and is the marker's
        i = j
    while out and out[-1][0] == " ":
        out.pop()
    return tuple(out), marks


def _marker(run: str, before: str, after: str) -> str | None:
    """What of a raised run stays in the text ("" where all of it is a marker); None where none of it is one."""
    token = re.search(r"\S*$", before)[0]
    if not run or run in _NOT_MARKERS or not (after in " ()[],;:/" or after == "") or not token:
        return None
    if all(ch in _SYMBOLS + ", " for ch in run):
        return None if re.fullmatch(r"[^\W\d]", token) or re.search(r"[–—-][^\W\d]$", token) or after == "/" else ""
    if _LETTERS.fullmatch(run):
        if after == "/":
            return None
        return ""
    cited = re.fullmatch(r"(\d{1,3}(?:[,–-]\d{1,3})*),\s?([a-z]|[*†‡§])", run)
    return cited[1] if cited else None


def _at_end(line: Line, units: frozenset[str]) -> tuple[Line, list[str]]:
    text = "".join(c for c, _, _ in line)
    if len(text) != len(line):
        return line, []
    found = _BRACKETED_END.search(text)
    if not found:
        found = _SIGN_END.search(text)
        if found:
            before = text[: found.start(1)].rstrip()
            signs = found[1]
            if not before or (signs.strip("*∗⁎＊#") == "" and not _bears_star(before)):
                return line, []
    if not found:
        return line, []
    cut = found.start(1)
    while text[cut : cut + 1] == "[" and text[cut + 1 : cut + 2] in units:
        cut += 3
    marks = _split(text[cut:])
    while marks and cut and (text[cut - 1] == " " or text[cut - 1] == "^"):
        cut -= 1
    return (line[:cut], marks) if cut and marks else (line, [])


def _bears_star(before: str) -> bool:
    """Whether a star at full height behind a text is a marker: behind a number, bracket, word or name, not in "m*" or "π–π*"."""
    word, name = re.search(r"[^\W\d]+$", before), re.search(r"\S*$", before)[0]
    if not word:
        return bool(re.search(r"[\d%)\]]$", before))
    return len(word[0]) >= 3 or (len(name) > 4 and word[0].isascii())


def _after_number(line: Line) -> tuple[Line, list[str]]:
    """Signs at full height right behind a number and before a space: "2.65* (73)"."""
    out: list[Char] = []
    marks: list[str] = []
    for i, char in enumerate(line):
        before = out[-1][0] if out else ""
        after = line[i + 1][0] if i + 1 < len(line) else ""
        if char[0] in "*∗†‡" and after == " " and (before.isdigit() or before in "%)") and not char[2]:
            marks.append(char[0])
        else:
            out.append(char)
    return (tuple(out), marks) if marks else (line, [])


def _split(run: str) -> list[str]:
    """The single markers of a run: "a,b" -> a, b; "**" -> **."""
    parts = [p.strip(" ()[]") for p in re.split(r"[,\s]+|(?<=\])(?=\[)", run)]
    return [p for p in parts if p]


def marked(cells: Sequence[RawCell]) -> tuple[RawCell, ...]:
    """All cells with their markers taken; a cell that is nothing but a sign keeps it (a "*" for "no value").

    A letter in brackets that is also a unit ("T [h]", "d [m]") is a marker only where the letter before it marks a cell too.
    """
    taken = [c if len(text_of(c.lines)) < 2 else take_marks(c) for c in cells]
    found = {m for c in taken for m in c.marks}
    units = frozenset(m for m in found & _UNITS if chr(ord(m) - 1) not in found)
    return tuple(take_marks(c, units) if units & set(now.marks) else now for c, now in zip(cells, taken, strict=True))
