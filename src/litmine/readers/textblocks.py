"""Blocks of a plain-text or Markdown paper: which lines are a heading, a paragraph, a table, a caption, an entry, furniture."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.document import BlockKind
from litmine.readers.markup import inline
from litmine.readers.textgrids import GridCell, table_at


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of the source: ``text`` its lines with markup, joined by line breaks; a table has ``grid`` instead.

    ``header_rows`` is what the markup says (-1: nothing); ``caption`` the index of a table's caption among the blocks.
    """

    kind: BlockKind
    text: str = ""
    grid: tuple[GridCell, ...] = ()
    header_rows: int = -1
    level: int = 0
    caption: int | None = None


_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(={3,}|-{3,})\s*$")
_RULE = re.compile(r"^\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_BULLET = re.compile(r"^\s*[-*+•‣◦]\s+(?=\S)")
_ORDERED = re.compile(r"^\s{0,3}\d{1,3}[.)]\s+(?=\S)")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_PAGE_LINE = re.compile(
    r"^\s*(?:\{\d+\}-{3,}|(?:[Pp]age\s+)?[-–—|]?\s*S?\d{1,4}\s*(?:(?:/|of|\|)\s*\d{1,4})?\s*[-–—|]?|[ivxlc]{1,6}|<!--\s*page.*?-->)\s*$"
)
_IMAGE = re.compile(r"^\s*(?:!\[[^\]]*\]\([^)]*\)|!\[\[[^\]]*\]\]|<img\b[^>]*>)\s*$")
_REFERENCES = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+|[IVX]+\.\s+)?"
    r"(?:references?(?: and notes| cited| list)?|bibliography|notes and references|literature cited|works cited)\s*:?",
    re.I,
)
_ENTRY = re.compile(
    r"^\s*(?:[-*+•]\s+)?(?:<a\b[^>]*>\s*(?:</a>)?\s*)*"
    r"(?:<sup>\s*(\d{1,4})\s*</sup>|\$?\^\{?(\d{1,4})\}?\$?|\\?\[\^?(\d{1,4})\\?\]:?|\((\d{1,4})\)|"
    r"(\d{1,4})(?:\\?[.)]|\s))\s*(?=\S)"
)
_PARTICLE = re.compile(r"(?:van|von|de[rnl]?|di|da|du|la|le|el|al|ten|ter)\s+(?:[a-z]+\s+)?[^\W\d_a-z][\w-]*,")  # "van den Berg, J."
_LONE_MARKER = re.compile(r"^\s*(\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)])\s*\n\s*", re.M)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBERED_HEADING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.)\s+[A-ZΑ-Ω]")
_LABEL = re.compile(
    r"(?P<label>(?P<word>(?:(?:Extended Data|Supplementary|Supporting)\s+)?"
    r"(?:Figure|Fig\.?|FIGURE|FIG\.?|Table|TABLE|Tab\.|Scheme|SCHEME|Chart|CHART))"
    r"\s*(?P<number>S?\s?(?:\d+|[IVXL]+(?![A-Za-z]))[A-Za-z]?(?:\.\d+)?))(?P<after>\s*[.:|│—–]|\s+|$|(?=\())"
)
_FIRST_PANEL = re.compile(r"a(?:\s?[,–-]\s?[a-z])*[),]\s")  # "a) A lamp", "a–c, Lamps": a small letter that begins a caption
_NOTE = re.compile(r"^(?:\^[a-z*†‡§¶]|\[[a-z*]\]\s|\(?[a-z]\)\s|[*†‡§¶]\s?\S|Notes?[:.])")
_LARGEST_GAP = 12  # numbers that a list may leave out; a larger leap is no entry's number
_SHORT = 0.75  # of the width that four fifths of the lines stay within: a paragraph's last line, where it ends a sentence
_WRAPPED_AT = 160  # longer lines are no hard-wrapped ones: each is a paragraph


def text_blocks(text: str) -> list[TextBlock]:
    """The blocks of a paper in the order of the file, every kind decided."""
    lines = _without_front_matter(text.replace("\f", "\n\f\n").split("\n"))
    blocks = _rejoined(_split(lines))
    blocks = _reference_list(blocks)
    blocks = _headed(blocks)
    return _captioned(blocks)


def label_of(text: str) -> tuple[str, str, str]:
    """The label, its word and its number of a caption: "**Table 2.** Devices" -> ("Table 2", "Table", "2"); "" where none.

    Table labels are written "Table 2" however they are printed ("TABLE 2", "Tab. 2").
    """
    m = _LABEL.match(_plain(text))
    if m is None:
        return "", "", ""
    word = m["word"]
    number = m["number"].replace(" ", "")
    table = re.search(r"tab(?:le|\.)$", word, re.I)
    if table:
        return f"{word[: table.start()]}Table {number}", "Table", number
    return m["label"], word, number


def _plain(text: str) -> str:
    """The words of a block without markup; superscripts with a caret."""
    out, before = [], ""
    for c, _, script in inline(text):
        if script == "super" and before != "super":
            out.append("^")
        out.append(c)
        before = script
    return " ".join("".join(out).split())


def _without_front_matter(lines: list[str]) -> list[str]:
    if lines and lines[0].strip() == "---":
        for i in range(1, min(len(lines), 60)):
            if lines[i].strip() in ("---", "..."):
                return lines[i + 1 :]
    return lines


# Lines to blocks ----------------------------------------------------------------------------------------------------


def _split(lines: Sequence[str]) -> list[TextBlock]:
    """Blocks in order; form feeds leave an empty furniture block, which marks a page's end."""
    blocks: list[TextBlock] = []
    pending: list[str] = []

    def flush() -> None:
        if pending:
            blocks.extend(_paragraphs(pending))
            pending.clear()

    i = 0
    while i < len(lines):
        line = lines[i]
        following = lines[i + 1] if i + 1 < len(lines) else ""
        taken = 0
        block: TextBlock | None = None
        if line == "\f":
            block, taken = TextBlock("furniture"), 1
        elif not line.strip() or _IMAGE.match(line) or _FENCE.match(line):
            taken = 1
        elif m := _HEADING.match(line):
            block, taken = TextBlock("heading", m[2], level=len(m[1])), 1
        elif (found := table_at(lines, i)) is not None:
            block, taken = TextBlock("table", "", found.cells, found.header_rows), found.n_lines
        elif not pending and _UNDERLINE.match(following) and len(line) < 120 and not line.lstrip().startswith("|"):
            block, taken = TextBlock("heading", line.strip(), level=1 if "=" in following else 2), 2
        elif _RULE.match(line):
            taken = 1
        if not taken:
            pending.append(re.sub(r"^\s{0,3}>\s?", "", line))
            i += 1
            continue
        flush()
        if block is not None:
            blocks.append(block)
        i += taken
    flush()
    return [b for b in blocks if b.kind in ("table", "furniture") or b.text.strip()]


def _paragraphs(lines: Sequence[str]) -> list[TextBlock]:
    """Lines between two blank ones: page numbers, list items, headings on a line, and one paragraph or, where long lines,
    indents or short last lines say so, several."""
    if all(_PAGE_LINE.match(line) for line in lines):
        return [TextBlock("furniture", line) for line in lines]
    # A dump without blank lines: the page's number is its first or last line.
    if len(lines) > 3 and _PAGE_LINE.match(lines[0]):
        return [TextBlock("furniture", lines[0]), *_paragraphs(lines[1:])]
    if len(lines) > 3 and _PAGE_LINE.match(lines[-1]):
        return [*_paragraphs(lines[:-1]), TextBlock("furniture", lines[-1])]
    # A number that stands on a line of its own belongs to the next line.
    lines = _LONE_MARKER.sub(r"\1 ", "\n".join(lines)).split("\n")
    groups: list[list[str]] = []
    kinds: list[BlockKind] = []
    indented = [bool(re.match(r"\s{2,}|\t", line)) for line in lines]
    few_indents = 0 < sum(indented) <= 0.5 * len(lines)
    width = sorted(len(line.strip()) for line in lines)[int(0.8 * len(lines))] if len(lines) > 5 else 0
    for i, line in enumerate(lines):
        item = _BULLET.match(line) or (_ORDERED.match(line) and (i == 0 or kinds[-1] == "list"))
        before = lines[i - 1].strip() if i else ""
        ended = re.search(r"[.!?:][)\]\"”*_]*$", before) is not None
        begins = not line.strip()[:1].islower()
        new = (
            not groups
            or item
            or (len(before) > _WRAPPED_AT and begins)
            or (few_indents and indented[i] and ended and kinds[-1] != "list")
            or (ended and begins and len(before) < _SHORT * width)
            or _REFERENCES.fullmatch(line.strip())
            or _REFERENCES.fullmatch(before)
        )
        if new:
            groups.append([])
            kinds.append("list" if item else "paragraph")
        groups[-1].append(line.strip())
    return [TextBlock(kind, "\n".join(group)) for kind, group in zip(kinds, groups, strict=True)]


# Kinds that need the neighbours -------------------------------------------------------------------------------------


def _rejoined(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Running heads made furniture, and paragraphs that a page's end broke made one."""
    repeated = Counter(b.text for b in blocks if b.kind in ("paragraph", "heading") and len(b.text) < 120 and "\n" not in b.text)
    out: list[TextBlock] = []
    page_end = False
    for b in blocks:
        if b.kind in ("paragraph", "heading") and repeated[b.text] >= 3:
            b = replace(b, kind="furniture")
        if b.kind == "furniture":
            page_end = True
            if b.text.strip():
                out.append(b)
            continue
        last = next((k for k in range(len(out) - 1, -1, -1) if out[k].kind != "furniture"), None)
        if page_end and last is not None and b.kind == out[last].kind == "paragraph" and _goes_on(out[last].text, b.text):
            out[last] = replace(out[last], text=f"{out[last].text}\n{b.text}")
        else:
            out.append(b)
        page_end = False
    return out


def _goes_on(text: str, rest: str) -> bool:
    return rest[:1].islower() and not re.search(r"[.!?:;]\W*(?:\d[\d,–-]*\W*)?$", text)


def _reference_list(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Paragraphs and list items under a heading "References" as one block per entry; without one, a numbered run at the end."""
    out: list[TextBlock] = []
    inside = False
    run: list[TextBlock] = []

    def close() -> None:
        out.extend(_entries(run))
        run.clear()

    for b in blocks:
        if b.kind in ("heading", "paragraph") and _REFERENCES.fullmatch(_plain(b.text)):
            close()
            inside = True
            out.append(replace(b, kind="heading"))
        elif inside and (b.kind in ("paragraph", "list") or (b.kind == "heading" and not run and _ENTRY.match(b.text))):
            run.append(b)
        elif inside and b.kind == "furniture":
            out.append(b)  # a page's end inside the list
        else:
            close()
            inside = False
            out.append(b)
    close()
    return out if any(b.kind == "reference" for b in out) else _unheaded(out)


def _entries(run: Sequence[TextBlock]) -> list[TextBlock]:
    """Blocks of a reference list cut at the lines that begin the next entry, and joined where they do not begin one."""
    lines = [line for b in run for line in b.text.splitlines()]
    numbers = [int(next(g for g in m.groups() if g)) for line in lines if (m := _ENTRY.match(line))]
    numbered = bool(numbers) and numbers[0] <= 1 + _LARGEST_GAP and len(numbers) * 3 >= len(run)
    entries: list[list[str]] = []
    last = 0
    for b in run:
        for k, line in enumerate(b.text.splitlines()):
            m = _ENTRY.match(line)
            number = int(next(g for g in m.groups() if g)) if m else 0
            if numbered:
                new = m is not None and (not entries or number == 1 or last < number <= last + _LARGEST_GAP)
                last = number if new else last
            else:
                new = k == 0 and (line[:1].isupper() or bool(_BULLET.match(line) or _PARTICLE.match(line)))
            if new or not entries:
                entries.append([])
            entries[-1].append(re.sub(r"^(\\?\[)\^(\d+\\?\]):", r"\1\2", _BULLET.sub("", line)) if new else line)
    return [TextBlock("reference", "\n".join(lines)) for lines in entries]


def _unheaded(blocks: list[TextBlock]) -> list[TextBlock]:
    """A list without a heading: at least five blocks or items at the end of the file, numbered from 1, most with a year."""
    first = len(blocks)
    while first and (blocks[first - 1].kind in ("paragraph", "list", "furniture")):
        first -= 1
    for i in range(first, len(blocks)):
        m = _ENTRY.match(blocks[i].text)
        if m is not None and "1" in m.groups():
            entries = _entries([b for b in blocks[i:] if b.kind != "furniture"])
            if len(entries) >= 5 and sum(bool(_YEAR.search(e.text)) for e in entries) >= 0.6 * len(entries):
                return [*blocks[:i], *entries, *(b for b in blocks[i:] if b.kind == "furniture")]
    return blocks


def _headed(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Headings that no markup marks (a short line without an end, in capitals, numbered or bold), and the title."""
    flowing = ("paragraph", "list")
    out = [replace(b, kind="heading") if b.kind in flowing and _is_heading(b, blocks, i) else b for i, b in enumerate(blocks)]
    heads = [i for i, b in enumerate(out) if b.kind == "heading"]
    first = next((i for i, b in enumerate(out) if b.kind != "furniture"), 0)
    if not any(b.level == 1 for b in out) and out[first : first + 1] and _is_title(out[first]):
        # Without markup the title is the first thing printed.
        out[first] = replace(out[first], kind="title")
    elif heads:
        # The title is the first heading, if nothing but short lines (authors, a journal's name) stands before it.
        top = next((i for i in heads if out[i].level == 1), heads[0])
        prose = any(len(b.text) > 300 for b in out[:top])
        if not prose and not _REFERENCES.fullmatch(_plain(out[top].text)) and not _NUMBERED_HEADING.match(_plain(out[top].text)):
            out[top] = replace(out[top], kind="title")
    return out


def _is_title(block: TextBlock) -> bool:
    text = _plain(block.text)
    unended = not re.search(r"[.,;:]$", text)
    short = 3 <= len(text.split()) <= 35 and len(text) <= 250
    return block.kind in ("paragraph", "heading") and unended and short and "^" not in text


def _is_heading(block: TextBlock, blocks: Sequence[TextBlock], i: int) -> bool:
    text = _plain(block.text)
    if "\n" in block.text or not 2 < len(text) <= 110 or len(text.split()) > 14 or re.search(r"[,;]$", text):
        return False
    if label_of(block.text)[0] or not re.search(r"[A-Za-z]{3}", text):
        return False
    if re.fullmatch(r"\*\*[^*]+\*\*\s*|__[^_]+__\s*", block.text):
        return not text.endswith(".") or len(text) < 60
    if text.endswith((".", ":")) or re.search(r"[=|]", text) or (block.kind == "list" and not _NUMBERED_HEADING.match(text)):
        return False
    following = next((b for b in blocks[i + 1 :] if b.kind != "furniture"), None)
    flows = following is not None and following.kind in ("paragraph", "list", "heading")
    prose = flows and (len(following.text) > 60 or text.isupper())
    capital = text[:1].isupper() or _NUMBERED_HEADING.match(text)
    return bool(prose and capital and len(text) <= 90)


def _captioned(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Captions told from sentences about a figure, each table's caption found, and the notes below tables."""
    out = list(blocks)
    tables = [i for i, b in enumerate(out) if b.kind == "table"]
    for i, b in enumerate(out):
        beside = i + 1 in tables or i - 1 in tables
        if b.kind in ("paragraph", "heading", "list") and _is_caption(b.text, beside):
            out[i] = replace(b, kind="caption")
    taken: set[int] = set()
    for i in tables:
        # Captions stand above tables; one right below belongs to the table above it if no other table follows it.
        for at in (i - 1, i + 1):
            if 0 <= at < len(out) and out[at].kind == "caption" and at not in taken and label_of(out[at].text)[1] == "Table":
                out[i] = replace(out[i], caption=at)
                taken.add(at)
                break
        below = i + 1 if out[i].caption != i + 1 else i + 2
        while below < len(out) and out[below].kind in ("paragraph", "list") and _NOTE.match(_plain(out[below].text)):
            out[below] = replace(out[below], kind="footnote")
            below += 1
    return out


def _is_caption(text: str, beside_table: bool) -> bool:
    plain = _plain(text)
    m = _LABEL.match(plain)
    if m is None:
        return False
    rest = plain[m.end() :].strip()
    if m["after"].strip():
        return not rest[:1].islower() or _FIRST_PANEL.match(rest) is not None
    bold = re.match(r"\s*(?:\*\*|__|<b>|<strong>)", text) is not None
    return bold or (beside_table and not re.match(r"[a-z]+s\b|[a-z]{2,}", rest)) or (not rest and beside_table)
