"""What belongs to the page and not to the text: running heads, page numbers, margin text, line numbers, text inside figures."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from litmine.geometry import Box
from litmine.readers.blocks import CAPTION, is_prose_end
from litmine.readers.glyphs import TextLine
from litmine.readers.numbering import is_outer, line_numbers, page_numbers, plain

_DIGITS = re.compile(r"\d+")
_LICENCE = re.compile(
    r"downloaded (?:from|by|on|via)|licen[sc]ed under|this (?:article|work) is (?:licensed|an open|published)|"
    r"open access article|"
    r"creative commons|all rights reserved|"
    r"^\s*(?:©|copyright|\(c\)\s*(?:(?:19|20)\d\d|copyright))|©\s*(?:the author|\d{4}|springer|wiley|elsevier|american)|"
    r"arxiv:\d{4}\.\d{4,5}|this journal is ©|terms of use|see https?://\S+ for",
    re.IGNORECASE,
)


_ADDRESS = re.compile(r"\s*https?://(?:dx\.)?doi\.org/\S+\s*", re.IGNORECASE)


def furniture_lines(pages: Sequence[Sequence[TextLine]], sizes: Sequence[tuple[float, float]]) -> tuple[frozenset[int], ...]:
    """For each page the indices of its lines that are furniture.

    ``sizes`` are the pages' (width, height) in points. A line is furniture where it does not run left to right (margin stamps),
    where its words, numbers apart, come back at the same height on other pages, where it is a licence or a download notice in
    the outer eighth of the page, a page number, or one of a manuscript's line numbers.
    """
    repeated = _repeated(pages, sizes)
    counted = page_numbers(pages, sizes) | line_numbers(pages)
    out = []
    for n, (lines, (_, height)) in enumerate(zip(pages, sizes, strict=True)):
        found = set()
        for i, line in enumerate(lines):
            if (n, i) in counted or not line.horizontal:
                found.add(i)
            elif is_outer(line, height):
                head = _key(line) in repeated and not _in_text(line, lines, repeated)
                text = plain(line)
                if head or _LICENCE.search(text) or (_ADDRESS.fullmatch(text) and not _in_text(line, lines, repeated)):
                    found.add(i)
        out.append(frozenset(found))
    return tuple(out)


def _key(line: TextLine) -> tuple[str, int]:
    """A line's words without numbers, and its height on the page in steps of six points.

    Numbers without a word are kept: what they repeat is only themselves. A caption's label never makes a running head.
    """
    text = plain(line)
    if CAPTION.match(line.text):
        return "", 0
    words = _DIGITS.sub("#", text).casefold() if any(c.isalpha() for c in text) else text
    return words, round(line.baseline / 6)


def _repeated(pages: Sequence[Sequence[TextLine]], sizes: Sequence[tuple[float, float]]) -> frozenset[tuple[str, int]]:
    """Keys of outer lines that stand on at least three pages (two in a short paper), and on a tenth of all."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for n, (lines, (_, height)) in enumerate(zip(pages, sizes, strict=True)):
        for line in lines:
            if line.horizontal and is_outer(line, height):
                text, at = _key(line)
                for near in (at - 1, at, at + 1):
                    seen[text, near].add(n)
    least = max(2 if len(pages) < 6 else 3, len(pages) // 10)
    return frozenset(key for key, found in seen.items() if len(found) >= least and key[0])


def _in_text(line: TextLine, lines: Sequence[TextLine], repeated: frozenset[tuple[str, int]]) -> bool:
    """Whether a line is one of a paragraph: at text distance above or below stands a line of its size that is no running head."""
    return any(
        o is not line
        and o.horizontal
        and abs(o.size - line.size) < 0.3
        and 0 < abs(o.baseline - line.baseline) < 1.5 * line.size
        and o.box.x0 < line.box.x1
        and line.box.x0 < o.box.x1
        and _key(o) not in repeated
        for o in lines
    )


def prose_fonts(pages: Sequence[Sequence[TextLine]], areas: Sequence[Sequence[Box]]) -> frozenset[str]:
    """The fonts that lines of at least eight words outside figures are set in, at least three lines each."""
    found: Counter[str] = Counter()
    for lines, places in zip(pages, areas, strict=True):
        for line in lines:
            if len(line.text.split()) >= 8 and not any(a.contains(*line.box.centre) for a in places):
                found.update({g.font for g in line.glyphs})
    return frozenset(font for font, n in found.items() if n >= 3)


def figure_text(lines: Sequence[TextLine], areas: Sequence[Box], body_size: float, prose: frozenset[str]) -> frozenset[int]:
    """Indices of the lines that are lettering of a figure.

    Inside an area: of few words or smaller than the text. Within 16 points of it (tick labels and axis titles of a drawing):
    numbers, or few words in a font that no prose (``prose_fonts``) is set in. A caption's label is none.
    """
    out = set()
    for i, line in enumerate(lines):
        x, y = line.box.centre
        words = line.text.split()
        if CAPTION.match(line.text):
            continue
        if any(a.contains(x, y) for a in areas):
            if len(words) < 7 or line.size < 0.8 * body_size:
                out.add(i)
        elif any(a.grown(16).contains(x, y) for a in areas):
            wordless = not any(sum(c.isalpha() for c in w) > 2 for w in words)
            if wordless or (len(words) < 7 and line.glyphs[len(line.glyphs) // 2].font not in prose):
                out.add(i)
    text = [line for i, line in enumerate(lines) if i not in out]
    # Widely spaced words of a justified line are pieces of it, whatever they look like alone; so is the end of a caption.
    for i in sorted(out, key=lambda i: (round(lines[i].baseline), lines[i].box.x0)):
        if any(_goes_on(o, lines[i]) or _ends(o, lines[i]) for o in text):
            out.discard(i)
            text.append(lines[i])
    return frozenset(out)


def _ends(line: TextLine, last: TextLine) -> bool:
    """Whether a short line is the rest of a line of at least seven words above it, which ends in the middle of a sentence."""
    alike = abs(line.size - last.size) < 0.1 and abs(line.box.x0 - last.box.x0) < 2
    if not alike or not 0 < last.baseline - line.baseline < 1.6 * line.size or len(line.text.split()) < 7:
        return False
    same_font = line.glyphs[-1].font == last.glyphs[0].font and any(c.isalpha() for c in last.text)
    return same_font and not is_prose_end(line.text)


def _goes_on(line: TextLine, piece: TextLine) -> bool:
    """Whether a piece stands on a line of text, at most four type sizes from it."""
    level = abs(line.baseline - piece.baseline) < 0.1 * line.size and abs(line.size - piece.size) < 0.1
    return level and 0 <= max(line.box.x0, piece.box.x0) - min(line.box.x1, piece.box.x1) < 4 * line.size
