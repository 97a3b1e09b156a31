"""Whether what a page draws can be read as text: not where its fonts do not say which characters they draw, nor where it is flooded."""

import re
from collections.abc import Sequence

import pymupdf

from litmine.readers.drawn import Glyph

# A page of a paper has 3,000 to 8,000 characters, one full of plots with vector labels some ten thousand. 200,000 take 3 s.
MAX_CHARS = 200_000
_LONG = 1_000_000  # bytes of page description: shorter ones are not searched
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_LOOKED_AT = 2000  # characters, a column of print
_SURE = 100  # letters: fewer say nothing of their language
# A tenth to a quarter of the words of English prose, and some of other languages' (a, in, for, as).
_COMMON = frozenset("the of and in to a is for with by on at as from are was be that this an".split())
_VOWELS = (0.25, 0.55)  # of the letters: English 0.38, lists of names 0.35, acronyms 0.3, Finnish 0.5; shuffled letters 0.2


def is_flooded(page: pymupdf.Page) -> bool:
    """Whether a page draws more characters than any reader can use, seen before they are drawn (which takes a minute and gigabytes).

    Counted are the bytes of the strings it shows, forms included, each once: a form that is drawn a thousand times is not seen.
    """
    streams = [page.read_contents()]
    for xref, *_ in page.get_xobjects():
        streams.append(page.parent.xref_stream(xref) or b"")
    shown = 0
    for content in streams:
        if len(content) > _LONG:
            shown += sum(m.end() - m.start() for m in _STRING.finditer(content))
    return shown > 4 * MAX_CHARS  # a character takes up to four bytes of a string


def has_no_unicode(page: pymupdf.Page, glyphs: Sequence[Glyph]) -> bool:
    """Whether the characters of a page are not those that it shows.

    So where half of them are U+FFFD or private use; or where most come from fonts that do not say what their glyphs mean (no
    ToUnicode map and no encoding by name), and neither the words nor the vowels among them are those of a language.
    """
    signs = [g for g in glyphs if g.text != " "]
    if 2 * sum(_is_unknown(g.text) for g in signs) > len(signs):
        return True
    if _is_language("".join(g.text for g in glyphs[:_LOOKED_AT])):
        return False
    dumb = _dumb_fonts(page)
    return 2 * sum(g.font in dumb for g in signs) > len(signs)


def _is_unknown(text: str) -> bool:
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff"


def _is_language(text: str) -> bool:
    """Whether a text may be words; True where that cannot be told (few letters, other scripts than Latin)."""
    letters = [c for c in text.lower() if c.isalpha()]
    plain = [c for c in letters if c.isascii()]
    if len(letters) < _SURE or 2 * sum(c > "\u024f" for c in letters) > len(letters):
        return True
    words = re.findall(r"[a-z]+", text.lower())
    if sum(w in _COMMON for w in words) > 0.02 * len(words) and len(plain) > 0.7 * len(letters):
        return True
    vowels = sum(c in "aeiou" for c in plain)
    return len(plain) > 0.7 * len(letters) and _VOWELS[0] * len(plain) <= vowels <= _VOWELS[1] * len(plain)


def _dumb_fonts(page: pymupdf.Page) -> frozenset[str]:
    """The fonts of a page, as glyphs name them, that do not say which characters their glyphs are."""
    dumb, speaking = set(), set()
    for xref, _, kind, name, _, encoding in page.get_fonts():
        says = page.parent.xref_get_key(xref, "ToUnicode")[0] != "null"
        named = kind != "Type3" and encoding and not encoding.startswith("Identity")
        # MuPDF calls Type3 fonts, which have no name of their own, by their object's number.
        known = f"Type3 ({xref} 0 R)" if kind == "Type3" else name.split("+")[-1]
        (speaking if says or named or kind == "Type1" else dumb).add(known)
    return frozenset(dumb - speaking)
