"""What is printed in pictures, as glyphs: a region of a page word by word, read twice, or a scanned page as a whole.

Every phrase of ink in a region is given to the engine by itself, as a line of text at two sizes. Measured on typeset tables of
random numbers: where the picture has ten pixels or more to a capital's height, 389 of 390 numbers are read right and none of the
383 that are not in doubt is wrong; below that 29 of 220 are wrong, so there every number is in doubt.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from statistics import mean, median
from typing import NamedTuple

import numpy as np
import pymupdf

from litmine.geometry import Box
from litmine.readers.glyphs import Glyph, ScriptMark
from litmine.readers.ink import Ink, ink_of, on_light, rules_in
from litmine.readers.ink import Rule as Drawn
from litmine.readers.table_gate import words_of
from litmine.readers.tesseract import Seen, SeenLine, Sign, lines_seen, page_seen, program
from litmine.tables.grid import Rule

FONT = "ocr"  # of every glyph that was read from a picture
_DPI = 300
_LOOK = 100  # dpi: enough to see rules
_MOST_PIXELS = 20_000_000  # A4 at 300 dpi has 8.7 million
_CAPITALS = (24, 30)  # pixels: the engine errs least where capitals are 20 to 35 high
_LEAST_CAPITAL = 10.0  # pixels of the picture itself, not of what it is blown up to
_SURE = 0.6  # below this a number that both readings agree on is in doubt too
_CAPITAL = 0.716  # of the type size: the height of capitals and digits in Helvetica (Times 0.66, Computer Modern 0.68)
_ONE_SIZE = 0.15  # lines of a page whose sizes differ by less are set in one size
_HANGING = frozenset("gjpqyQJ,;()[]{}|/@$_")
_SHORT = frozenset("acemnorsuvwxzi")
_DASHES = str.maketrans("—–‐−", "----")
_SIGNED = re.compile(r"(?<![\w.,)])-(?=\.?\d)")
_LUMEN = re.compile(r"(?<![A-Za-z])Im(?= ?/? ?[Ww](?![A-Za-z]))")  # a capital i for the l of lumen: there is no unit "Im"
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}([.,])\d{3}(?!\d)")


class Reading(NamedTuple):
    """The words of a picture: glyphs in points of the page, what speaks against those in doubt (by index), the rules, and how sure
    the engine is of a word in the mean (0..1)."""

    glyphs: tuple[Glyph, ...]
    doubts: dict[int, str]
    rules: tuple[Rule, ...]
    sure: float


class _View(NamedTuple):
    """A rendered region: grey values, pixels a point, the corner of the region in points."""

    grey: np.ndarray
    scale: float
    x0: float
    y0: float


class _Level(NamedTuple):
    """The baseline of a line in points of the page, and the height of its capitals."""

    baseline: float
    capital: float


def _view(page: pymupdf.Page, box: Box, dpi: float) -> _View | None:
    """A region of a page as shown, in grey; None where it has no area or cannot be drawn."""
    clip = pymupdf.Rect(box.x0, box.y0, box.x1, box.y1) & page.rect
    if clip.is_empty or clip.width < 8 or clip.height < 8:
        return None
    scale = min(dpi / 72, (_MOST_PIXELS / (clip.width * clip.height)) ** 0.5)
    try:
        pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=clip, colorspace=pymupdf.csGRAY, annots=False)
    except Exception:  # MuPDF's exceptions have no common base
        return None
    grey = np.frombuffer(pixels.samples, dtype=np.uint8).reshape(pixels.height, pixels.stride)[:, : pixels.width]
    return _View(grey, scale, pixels.x / scale, pixels.y / scale)


def drawn_rules(page: pymupdf.Page, boxes: Sequence[Box]) -> list[tuple[tuple[Rule, ...], tuple[Rule, ...]]]:
    """The horizontal and vertical rules that regions of a page show, in points of the page (a vertical one as x, y0, y1)."""
    view = _view(page, Box(page.number + 1, 0.0, 0.0, page.rect.width, page.rect.height), _LOOK) if boxes else None
    if view is None:
        return [((), ()) for _ in boxes]
    out = []
    for box in boxes:
        left, top, right, foot = (max(round(v * view.scale), 0) for v in (box.x0, box.y0, box.x1, box.y1))
        part = view._replace(grey=view.grey[top:foot, left:right], x0=left / view.scale, y0=top / view.scale)
        across, down = rules_in(part.grey, 72 * part.scale) if part.grey.size else ((), ())
        k, x, y = part.scale, part.x0, part.y0
        out.append((_on_page(across, part), tuple(((r.x0 + r.x1) / 2 / k + x, r.y0 / k + y, r.y1 / k + y) for r in down)))
    return out


def _on_page(rules: Iterable[Drawn], view: _View) -> tuple[Rule, ...]:
    k = view.scale
    return tuple(((r.y0 + r.y1) / 2 / k + view.y0, r.x0 / k + view.x0, r.x1 / k + view.x0) for r in rules)


# A region, twice ------------------------------------------------------------------------------------------------------


def read_region(page: pymupdf.Page, number: int, box: Box, *, native: float) -> Reading | None:
    """The words of a picture in a region of a page; None where no engine is installed or the picture holds no type.

    ``native``: the pixels a point that the picture itself has.
    """
    view = _view(page, box, _DPI) if program() else None
    ink = ink_of(view.grey, 72 * view.scale) if view else None
    if view is None or ink is None or not ink.capital:
        return None
    readings = [_phrases(page, box, view, ink, capital) for capital in _CAPITALS]
    if not all(readings):
        return None
    usual = ink.capital / view.scale
    blurred = usual * native < _LEAST_CAPITAL
    rows: dict[int, list[Sign]] = {}
    for phrase, words in zip(ink.phrases, readings[0], strict=True):
        rows.setdefault(phrase.row, []).extend(s for w in words for s in w)
    levels = {row: _level(signs, usual) for row, signs in rows.items() if signs}
    glyphs: list[Glyph] = []
    doubts: dict[int, str] = {}
    sure: list[float] = []
    for k, (phrase, first, second) in enumerate(zip(ink.phrases, *readings, strict=True)):
        level = levels.get(phrase.row) or _Level(phrase.y1 / view.scale + view.y0, usual)
        for i, (word, doubt) in enumerate(_agreed(first, second, level.capital, blurred)):
            begin = len(glyphs)
            glyphs += _glyphs(word, number, level, k, spaced=bool(i))
            sure.append(min(s.sure for s in word))
            if doubt:
                doubts.update(dict.fromkeys(range(begin, len(glyphs)), doubt))
    return Reading(tuple(glyphs), doubts, _on_page(ink.rules, view), mean(sure)) if glyphs else None


def _phrases(page: pymupdf.Page, box: Box, view: _View, ink: Ink, capital: int) -> list[SeenLine]:
    """Each phrase read as a line of text with capitals of so many pixels; its characters' boxes in points of the page."""
    sized = _view(page, box, 72 * view.scale * capital / ink.capital)
    if sized is None:
        return []
    grey = on_light(sized.grey, sized.scale)
    factor = sized.scale / view.scale
    margin, pad = round(0.35 * capital), capital
    pictures, corners = [], []
    for p in ink.phrases:
        x0, y0 = max(round(p.x0 * factor) - margin, 0), max(round(p.y0 * factor) - margin, 0)
        cut = grey[y0 : round(p.y1 * factor) + margin, x0 : round(p.x1 * factor) + margin]
        ground = int(np.percentile(cut, 80)) if cut.size else 255
        pictures.append(np.pad(cut, pad, constant_values=ground))
        corners.append((x0 - pad, y0 - pad))
    seen = lines_seen(pictures)
    if not seen:
        return []
    return [_without_bars([_placed(w, x, y, sized) for w in words]) for words, (x, y) in zip(seen, corners, strict=True)]


def _placed(word: Seen, x: int, y: int, view: _View) -> Seen:
    """A word with its boxes in points of the page; its picture's corner stands at pixel (x, y) of the view."""
    k = view.scale

    def at(s: Sign) -> Sign:
        x0, x1 = ((v + x) / k + view.x0 for v in (s.x0, s.x1))
        y0, y1 = ((v + y) / k + view.y0 for v in (s.y0, s.y1))
        return s._replace(x0=x0, y0=y0, x1=x1, y1=y1)

    return tuple(map(at, word))


def _without_bars(words: Iterable[Seen]) -> SeenLine:
    """Words without the bars at a phrase's ends: what is left of a cell's frame."""
    found = [list(w) for w in words]
    for end in (0, -1):
        while found and found[end][end].text == "|":
            del found[end][end]
            if not found[end]:
                del found[end]
    return tuple(map(tuple, found))


def _agreed(first: SeenLine, second: SeenLine, capital: float, blurred: bool) -> list[tuple[Seen, str]]:
    """The words of a phrase, and what speaks against each that holds a digit: another reading, a low confidence, a blurred picture."""
    if not first or not second:
        return [(w, "seen in one of two readings") for w in _mended(first or second)]
    a, b = (min(s.sure for w in words for s in w) for words in (first, second))
    words, others = (first, second) if a >= b else (second, first)
    same = "".join(map(_text, words)) == "".join(map(_text, others))
    doubts = []
    for i, word in enumerate(words):
        text = _text(word)
        other = _text(others[i]) if len(others) == len(words) else " ".join(map(_text, others))
        if not any(c.isdigit() for c in text + other):
            doubt = ""
        elif not same and text != other:
            doubt = f"read again as {other}"
        elif blurred:
            doubt = "too few pixels to be sure"
        elif min(s.sure for s in word) < _SURE:
            doubt = "faint or blurred"
        else:
            doubt = _point_or_comma(word, capital)
        doubts.append(doubt)
    return list(zip(_mended(words), doubts, strict=True))


def _text(signs: Iterable[Sign]) -> str:
    return "".join(s.text for s in signs).translate(_DASHES)


def _mended(words: SeenLine) -> SeenLine:
    """The words of a line with one kind of dash, a minus where it stands before a number, and the l of lumen as an l."""
    text = " ".join("".join(s.text[:1] for s in w) for w in words).translate(_DASHES)
    mended = _LUMEN.sub("lm", _SIGNED.sub("−", text)).split(" ") if words else []
    return tuple(
        tuple(s._replace(text=c) if len(s.text) == 1 else s for s, c in zip(w, m, strict=True)) for w, m in zip(words, mended, strict=True)
    )


def _point_or_comma(word: Seen, capital: float) -> str:
    """A doubt where three digits follow a mark that is read as a point and hangs below the line, or as a comma and does not."""
    text = _text(word)
    found = _THOUSANDS.search(text)
    if not found or len(text) != len(word):
        return ""
    mark = word[found.start(1)]
    foot = median(s.y1 for s in word if s.text.isdigit())
    hangs = mark.y1 - foot > 0.1 * capital
    return "" if hangs == (mark.text == ",") else "a point or a comma"


# A page, once ---------------------------------------------------------------------------------------------------------


def read_page(page: pymupdf.Page, number: int) -> Reading | None:
    """The words of a page without text; None where it is blank, where no engine is installed, or it finds nothing."""
    if program() is None or not any(kind.endswith(("image", "path", "shade")) for kind, *_ in page.get_bboxlog()):
        return None
    whole = Box(number, 0.0, 0.0, page.rect.width, page.rect.height)
    view = _view(page, whole, _DPI)
    lines = page_seen(view.grey, round(72 * view.scale)) if view else ()
    if view is None or not lines:
        return None
    placed = [tuple(_placed(w, 0, 0, view) for w in line) for line in lines]
    levels = [_level([s for w in line for s in w], 0.0) for line in placed]
    usual = median([level.capital for level in levels if level.capital] or [0.0])
    if not usual:
        return None
    glyphs: list[Glyph] = []
    for k, (line, level) in enumerate(zip(placed, levels, strict=True)):
        near = not level.capital or abs(level.capital - usual) < _ONE_SIZE * usual
        for i, word in enumerate(_mended(line)):
            glyphs += _glyphs(word, number, level._replace(capital=usual) if near else level, k, spaced=bool(i))
    sure = mean(min(s.sure for s in w) for line in placed for w in line)
    return Reading(tuple(glyphs), {}, drawn_rules(page, [whole])[0][0], sure)


# Glyphs ---------------------------------------------------------------------------------------------------------------


def _level(signs: Sequence[Sign], usual: float) -> _Level:
    """The level of a line, from its digits, capitals and long letters (of the ``usual`` height, scripts are lower); of a line that has
    none the foot of all it holds."""
    full = [s for s in signs if (s.text.isalnum() and s.text not in _SHORT) and s.text not in _HANGING and s.y1 - s.y0 > 0.7 * usual]
    if full:
        return _Level(median(s.y1 for s in full), median(s.y1 - s.y0 for s in full))
    standing = [s for s in signs if s.text not in _HANGING] or signs
    return _Level(median(s.y1 for s in standing), usual)


def _glyphs(word: Seen, number: int, level: _Level, line: int, *, spaced: bool) -> Iterator[Glyph]:
    """The glyphs of a word, a space before them if ``spaced``. Digits that are small and stand off the line are scripts."""
    left, right = min(s.x0 for s in word), max(s.x1 for s in word)
    if all(a.x0 < b.x0 and a.x1 < b.x1 for a, b in pairwise(word)):
        # Ink is narrower than type: a glyph reaches halfway to the next, or "1.58" would have spaces in it.
        between = [(a.x1 + b.x0) / 2 for a, b in pairwise(word)]
    else:
        # Where the engine's boxes run into each other only the word's place is known.
        between = [left + i * (right - left) / len(word) for i in range(1, len(word))]
    size = level.capital / _CAPITAL
    top, foot = level.baseline - 0.78 * size, level.baseline + 0.22 * size
    if spaced:
        yield Glyph(" ", left - 0.2 * size, top, left, foot, number, size, level.baseline, False, FONT, "", True, line)
    for s, (x0, x1) in zip(word, pairwise([left, *between, right]), strict=True):
        for c in s.text[:1]:
            yield Glyph(c, x0, top, x1, foot, number, size, level.baseline, False, FONT, _script(s, level), True, line)


def _script(s: Sign, level: _Level) -> ScriptMark:
    """How a digit is set, by its box: low and off the line."""
    if not s.text.isdigit() or s.y1 - s.y0 > 0.8 * level.capital:
        return ""
    if level.baseline - s.y1 > 0.25 * level.capital:
        return "super"
    return "sub" if s.y1 - level.baseline > 0.1 * level.capital else ""


# The words set as a page ----------------------------------------------------------------------------------------------


@contextmanager
def set_page(glyphs: Sequence[Glyph], rules: Iterable[Rule], width: float, height: float) -> Iterator[pymupdf.Page]:
    """A page with the words of these glyphs and the rules where they stand: what finds tables in type finds them there.

    Its type only fills the words' places; their text is in ``glyphs``.
    """
    font = pymupdf.Font("helv")
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=width, height=height)
        for w in words_of(glyphs):
            text = w.text.encode("latin-1", "replace").decode("latin-1")
            natural = font.text_length(text, w.size)
            if natural > 0 and w.x1 > w.x0:
                at = pymupdf.Point(w.x0, w.baseline)
                page.insert_text(at, text, fontsize=w.size, fontname="helv", morph=(at, pymupdf.Matrix((w.x1 - w.x0) / natural, 1)))
        for y, x0, x1 in rules:
            page.draw_line((x0, y), (x1, y), width=0.5)
        yield page
