"""Super- and subscripts set with small glyphs of the line's own font (OpenType "sups", "subs"), seen by their ink.

Such a glyph has its line's size and baseline in the PDF, and its text is the plain character: "10³" reads as "103". What tells it
is its outline, which floats above the line or sinks below it as no full-size letter or digit does. Old-style figures reach from
the descenders or the baseline up to the x-height at least, small capitals stand on the baseline.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pymupdf
from pymupdf import mupdf

from litmine.readers.codepoints import SCRIPT_DIGITS
from litmine.readers.drawn import FLAGS, Glyph, ScriptMark

# Ink in type sizes above the baseline. Superior digits of text fonts stand on 0.27-0.40 and end at 0.65-0.80, inferior ones stand
# on -0.10 to -0.25 and end at 0.15-0.30. The x-height of text fonts is 0.38-0.53, capitals and lining figures 0.57-0.75.
_HEIGHT = (0.2, 0.55)
_SUPER_FOOT = 0.18  # at the least; "g" hangs below the other superior letters
_SUB_FOOT, _SUB_TOP = -0.05, 0.33  # at the most
_SIGNS = frozenset("+-−–=(),±")
_HIGH_SIGN, _LOW_SIGN, _WIDE_SIGN = 0.42, 0.1, 0.45  # middle and width of a sign's ink; a full-size minus is at 0.22-0.33, 0.5 wide
_COMMA = 0.2  # the middle of a raised comma at the least
# What small glyphs are made: smaller type on a line of its own, as other papers set their scripts.
_SIZE, _RISE, _FALL = 0.62, 0.33, 0.13
_LETTERS = 10  # a font that shows so many different letters, and most of them floating, has an odd origin
_STANDARD = frozenset(["WinAnsiEncoding", "MacRomanEncoding", "StandardEncoding"])
_MANY = 600  # glyphs: a font cut down to those of a paper has fewer
_KEY = 20  # letters of a font's name: MuPDF cuts names
_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
_AS_DRAWN = mupdf.FzMatrix(1, 0, 0, 1, 0, 0)

# Kept with the open PDF, so that a font is looked at once: object number -> glyph numbers that may be small letters or digits.
_KEPT = "_small_glyphs"


class _Ink(NamedTuple):
    """The outline of a drawn character in type sizes: its foot and top above the baseline, and its width."""

    foot: float
    top: float
    width: float


def with_small_glyphs(page: pymupdf.Page, lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """The drawn lines, small glyphs of full-size fonts with the size and baseline that they look like.

    The same list where the fonts of the page hold no such glyphs, or none is drawn: then outlines of a font are looked at once for
    a document. A numerator and a denominator about a slash stay as they are, and so does text that does not run left to right.
    """
    fonts = _fonts_with_small_glyphs(page)
    if not fonts:
        return lines
    ink = _ink(page, fonts)
    return [_with_levels(line, ink) if line and line[0].horizontal else line for line in lines]


def _level(ink: _Ink) -> ScriptMark:
    """Where a letter or digit stands by its outline."""
    if _HEIGHT[0] <= ink.top - ink.foot <= _HEIGHT[1]:
        if ink.foot >= _SUPER_FOOT:
            return "super"
        if ink.foot <= _SUB_FOOT and ink.top <= _SUB_TOP:
            return "sub"
    return ""


def _fonts_with_small_glyphs(page: pymupdf.Page) -> frozenset[str]:
    """The fonts, as glyphs name them, of which the page draws a small letter or digit."""
    known: dict[int, set[int]] = vars(page.parent).setdefault(_KEPT, {})
    by_name: dict[str, list[set[int]]] = defaultdict(list)
    for xref, form, kind, name, _, encoding in page.get_fonts():
        if xref not in known:
            try:
                known[xref] = _small_glyphs(page.parent, xref, form, kind, encoding)
            except Exception:  # MuPDF's exceptions have no common base; a broken font may still be read as text
                known[xref] = set()
        by_name[name.split("+")[-1].removesuffix(f"-{encoding}")[:_KEY]].append(known[xref])
    found: set[str] = set()
    every = [glyphs for fonts in by_name.values() for glyphs in fonts if glyphs]
    if not every:
        return frozenset()
    for span in page.get_texttrace():
        fonts = by_name.get(span["font"][:_KEY], every)  # the font's program may have another name
        for point, glyph, *_ in span["chars"]:
            if any(glyph in glyphs for glyphs in fonts):
                if _is_plain(chr(point)):
                    found.add(span["font"])
                elif len(fonts) == 1 and fonts is not every:
                    fonts[0].discard(glyph)  # a quotation mark, an asterisk
    return frozenset(found)


def _small_glyphs(pdf: pymupdf.Document, xref: int, form: str, kind: str, encoding: str) -> set[int]:
    """Glyph numbers of an embedded font that have the outline of a script, but for those known to be no letters or digits.

    ``form``, ``kind`` and ``encoding`` as ``Page.get_fonts`` gives them. None for Type3 fonts, for fonts with a standard encoding
    (it names the ordinary glyphs), and for whole simple TrueType fonts (their 256 codes show ordinary glyphs too). Whatever
    MuPDF raises for a broken font.
    """
    where, named = pdf.xref_get_key(xref, "Encoding")
    if kind == "Type3" or (encoding in _STANDARD and where == "name"):
        return set()
    if where == "xref" and kind != "Type0":
        named = pdf.xref_object(int(named.split()[0]))
    by_number = kind == "Type0" and form == "ttf" and encoding.startswith("Identity") and _is_by_number(pdf, xref)
    plain = {code for code, text in _to_unicode(pdf, xref) if _is_plain(text)} if kind == "Type0" else None
    program = b"" if plain == set() else pdf.extract_font(xref)[3]
    if not program:
        return set()
    font = mupdf.fz_new_font_from_buffer("", mupdf.fz_new_buffer_from_copied_data(program), 0, 1)
    count = font.m_internal.glyph_count
    if kind == "TrueType" and count > _MANY:
        return set()
    found = set()
    for glyph in plain if plain is not None and (by_number or count > _MANY) else range(count):
        box = mupdf.fz_bound_glyph(font, glyph, _AS_DRAWN)
        ink = _Ink(box.y0, box.y1, box.x1 - box.x0)
        if not _level(ink) or _is_comma(ink):
            continue
        name = mupdf.fz_get_glyph_name2(font, glyph)
        # A standard encoding with differences shows no other unusual glyphs than those it names.
        if by_number or (_may_be_plain(name) and (kind == "Type0" or encoding not in _STANDARD or f"/{name}" in named)):
            found.add(glyph)
    return found


def _is_comma(ink: _Ink) -> bool:
    """Whether what sinks below the line may be the commonest such glyph of all, a comma, and is no inferior digit."""
    return ink.foot < 0 and ink.top < 0.17 and ink.width < 0.26


def _may_be_plain(name: str) -> bool:
    """Whether a glyph of this name may be read as a letter or digit: only names of other signs, like "asterisk", say no."""
    first = name.split(".")[0]
    sign = chr(mupdf.fz_unicode_from_glyph_name(name)) if len(first) > 1 and first.isalpha() else ""
    return sign in ("", "\0", "\ufffd") or sign in SCRIPT_DIGITS or _is_plain(sign)


def _is_plain(text: str) -> bool:
    return len(text) == 1 and text.isascii() and (text.isalnum() or text == "+")


def _is_by_number(pdf: pymupdf.Document, xref: int) -> bool:
    """Whether the codes of a composite font are the numbers of its glyphs."""
    below = re.search(r"(\d+) 0 R", pdf.xref_get_key(xref, "DescendantFonts")[1])
    return below is not None and pdf.xref_get_key(int(below[1]), "CIDToGIDMap")[1] in ("null", "/Identity")


def _to_unicode(pdf: pymupdf.Document, xref: int) -> Iterator[tuple[int, str]]:
    """(code, character) of a font's ToUnicode map; of long ranges the part within ASCII."""
    kind, where = pdf.xref_get_key(xref, "ToUnicode")
    stream = pdf.xref_stream(int(where.split()[0])) if kind == "xref" else b""
    for part in _BFCHAR.findall(stream or b""):
        yield from ((int(code, 16), _character(text)) for code, text in _PAIR.findall(part))
    for part in _BFRANGE.findall(stream or b""):
        for first, last, text in _TRIPLE.findall(part):
            code, count = int(first, 16), int(last, 16) - int(first, 16) + 1
            texts = re.findall(rb"[0-9A-Fa-f]+", text)
            if text.startswith(b"["):
                yield from ((code + i, _character(t)) for i, t in enumerate(texts[:count]))
            elif texts and len(texts[0]) == 4:
                begin = int(texts[0], 16)
                yield from ((code + i, chr(begin + i)) for i in range(min(count, 0x80 - begin)))


def _character(code: bytes) -> str:
    return chr(int(code, 16)) if len(code) == 4 else ""


def _ink(page: pymupdf.Page, fonts: frozenset[str]) -> dict[tuple[float, float, str], _Ink]:
    """(x and y of the origin to a tenth, font) -> outline, for the characters of some fonts."""
    turn = page.rotation_matrix if page.rotation else None
    found: dict[tuple[float, float, str], _Ink] = {}
    seen: dict[str, dict[str, ScriptMark]] = defaultdict(dict)
    for block in page.get_text("rawdict", flags=FLAGS | pymupdf.TEXT_ACCURATE_BBOXES)["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                if span["font"] not in fonts or span["size"] <= 0:
                    continue
                for char in span["chars"]:
                    origin, box = pymupdf.Point(char["origin"]), pymupdf.Rect(char["bbox"])
                    if turn:
                        origin, box = origin * turn, box * turn
                    size = span["size"]
                    ink = _Ink((origin.y - box.y1) / size, (origin.y - box.y0) / size, box.width / size)
                    found[*_place(origin.x, origin.y), span["font"]] = ink
                    if char["c"].isalpha():
                        seen[span["font"]].setdefault(char["c"], _level(ink))
    odd = {font for font, letters in seen.items() if len(letters) >= _LETTERS and 2 * sum(map(bool, letters.values())) > len(letters)}
    return {key: ink for key, ink in found.items() if key[2] not in odd}


def _place(x: float, y: float) -> tuple[float, float]:
    return round(x, 1), round(y, 1)


def _with_levels(line: list[Glyph], inks: dict[tuple[float, float, str], _Ink]) -> list[Glyph]:
    """The line, small glyphs smaller and on their own baselines."""
    ink = [inks.get((*_place(g.x0, g.baseline), g.font)) for g in line]
    marks: list[ScriptMark] = [
        _level(i) if i is not None and _is_plain(g.text) and g.text != "+" else "" for g, i in zip(line, ink, strict=True)
    ]
    if not any(marks) and not any(g.text == "+" for g in line):
        return line
    signs = [(at, i) for at, (g, i) in enumerate(zip(line, ink, strict=True)) if i is not None and g.text in _SIGNS]
    for at, i in [*signs, *reversed(signs)]:  # from left to right, then back: signs stand beside signs
        marks[at] = marks[at] or _sign_level(line, marks, at, i)
    for start, slash, end in _fractions(line, marks):
        marks[start:slash] = [""] * (slash - start)
        marks[slash + 1 : end] = [""] * (end - slash - 1)
    shift = {"super": -_RISE, "sub": _FALL}
    return [_moved(g, shift[mark] * g.size) if mark else g for g, mark in zip(line, marks, strict=True)]


def _sign_level(line: list[Glyph], marks: list[ScriptMark], at: int, ink: _Ink) -> ScriptMark:
    """The level of a sign: that of a neighbour if its ink is as high; a small plus stands behind what it belongs to."""
    g, middle = line[at], (ink.foot + ink.top) / 2
    beside = {marks[i] for i in (at - 1, at + 1) if 0 <= i < len(line) and line[i].text != " "}
    if ink.width <= _WIDE_SIGN and ink.top - ink.foot <= _HEIGHT[1]:
        if "super" in beside and middle >= (_COMMA if g.text == "," else _HIGH_SIGN):
            return "super"
        if "sub" in beside and middle <= _LOW_SIGN and g.text != ",":
            return "sub"
        if g.text == "+" and middle >= _HIGH_SIGN and at and line[at - 1].text.isalnum():
            return _level(ink)
    return ""


def _fractions(line: list[Glyph], marks: Iterable[ScriptMark]) -> Iterator[tuple[int, int, int]]:
    """(begin of the numerator, slash, end of the denominator) of raised digits over a slash and lowered digits."""
    shape = "".join({"super": "^", "sub": "_"}.get(m, "/" if g.text == "/" else " ") for g, m in zip(line, marks, strict=True))
    for found in re.finditer(r"\^+(/)_+", shape):
        yield found.start(), found.start(1), found.end()


def _moved(g: Glyph, shift: float) -> Glyph:
    size, baseline = _SIZE * g.size, g.baseline + shift
    return g._replace(size=size, baseline=baseline, y0=baseline - 0.78 * size, y1=baseline + 0.22 * size)
