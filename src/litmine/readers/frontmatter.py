"""What a paper says about itself on its first page: title, DOI, year."""

import re
from collections.abc import Mapping, Sequence

from litmine.readers.blocks import RawBlock, commonest_size, is_prose_end

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|]+[^\s\"<>|.,;:)\]}]")
_YEAR = r"((?:19|20)\d\d)"
_DATED = (
    re.compile(rf"(?:published|available online|accepted|publication date)[^.\n]{{0,60}}?\b{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"arXiv:\d{{4}}\.\d{{4,5}}.{{0,30}}?\b{_YEAR}\b"),
    re.compile(rf"(?:©|\(c\)|copyright)\s*(?:[\w.&]+\s+){{0,6}}?{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\(\s*{_YEAR}\s*\)"),
    re.compile(rf"(?:received|dated?)[^.\n]{{0,60}}?\b{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b[A-Z][\w.]+,?\s+{_YEAR},\s*\d+"),
)
_ARXIV = re.compile(r"arXiv:(\d\d)(\d\d)\.\d{4,5}")
_BAD_TITLE = re.compile(r"microsoft|untitled|\.docx?\b|\.tex\b|\.pdf\b|\.indd\b|^\W*$|^\S+$", re.IGNORECASE)


def title_block(blocks: Sequence[RawBlock], metadata_title: str = "") -> tuple[RawBlock | None, list[RawBlock]]:
    """The block on page 1 that is the title, and the blocks that are further lines of it.

    The one metadata names, else the largest type of at least four words. (None, []) where nothing on the page can be a title.
    """
    first = [b for b in blocks if b.items and b.page == 1 and b.kind in ("paragraph", "heading", "title") and b.lines]
    wanted = _letters(metadata_title)
    if sane_title(metadata_title):
        for b in first:
            if len(b.lines) <= 8 and wanted and wanted in _letters(b.text) and len(_letters(b.text)) < 1.5 * len(wanted) + 8:
                return b, []
    body = commonest_size(line for b in first for line in b.lines)
    able = [b for b in first if len(b.text.split()) >= 4 and sum(c.isalpha() for c in b.text) >= 20 and len(b.text) < 400]
    able = [b for b in able if b.lines[0].size > 1.05 * body or not is_prose_end(b.text)]  # sentences in the text's own size are text
    if not able:
        return None, []
    largest = max(b.lines[0].size for b in able)
    top = [b for b in able if b.lines[0].size > 0.97 * largest]
    if len(top) > 1 and (bold := [b for b in top if all(t.bold for t in b.lines)]):
        top = bold
    title = min(top, key=lambda b: b.items[0].box.y0) if len(top) < 6 else top[0]
    return title, _rest_of(title, first)


def _rest_of(title: RawBlock, blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Blocks set like the title that stand right under it, line after line."""
    out: list[RawBlock] = []
    last = title.lines[-1]
    for b in sorted(blocks, key=lambda b: b.items[0].box.y0):
        line = b.lines[0]
        same_font = line.bold == last.bold and line.glyphs[0].font == last.glyphs[0].font
        like = same_font and abs(line.size - last.size) < 0.03 * last.size
        beside = line.box.x0 < last.box.x1 and last.box.x0 < line.box.x1
        if b is not title and like and beside and 0 < line.baseline - last.baseline < 2.8 * last.size and len(b.text) < 200:
            out.append(b)
            last = b.lines[-1]
    return out


def sane_title(title: str) -> bool:
    """Whether a PDF's metadata title can be the paper's: several words, no file name."""
    return len(title) >= 15 and len(title.split()) >= 3 and not _BAD_TITLE.search(title)


def find_doi(texts: Sequence[str], metadata: Mapping[str, str]) -> str:
    """The paper's DOI from metadata or the texts of its first page, reference entries left out; "" where none stands."""
    for text in (*(str(v) for v in metadata.values() if v), *texts):
        m = _DOI.search(text)
        if m:
            return re.split(r"[\]});,]+(?=\s|$)", m[0])[0].rstrip(".")
    return ""


def find_year(texts: Sequence[str]) -> int | None:
    """The year of publication from the texts of the first page: a date of publication, arXiv stamp, copyright, "(2021)"."""
    whole = "\n".join(texts)
    for pattern in _DATED:
        m = pattern.search(whole)
        if m and 1950 <= int(m[1]) <= 2100:
            return int(m[1])
    m = _ARXIV.search(whole)
    return 2000 + int(m[1]) if m and 7 <= int(m[1]) < 90 and 1 <= int(m[2]) <= 12 else None


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
