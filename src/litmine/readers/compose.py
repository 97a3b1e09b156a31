"""Blocks and tables of all pages written into one Document: tables with captions and notes, figures, what was not read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from litmine.document import Figure, Unread
from litmine.geometry import Box, Span
from litmine.readers.assemble import Assembly, CellText, Char, join_lines
from litmine.readers.blocks import RawBlock, caption_match
from litmine.readers.hyphens import WordForms
from litmine.tables import LogicalTable, continues, join_pages

_NOTE = re.compile(
    r"\^|\(?[*†‡§#]|(?:[a-z]|\d)[).]\s|\[?[a-z]\]\s|\([a-z]\)|(?:foot)?notes?\b|abbreviations?\b|all (?:devices|values)\b|"
    r"(?:data )?sources?\s?:|N\.?B\.?\s|(?:data|values?|numbers?) (?:in|from|taken|are|were)\b|n\.a\.|"
    r"(?:reproduced|adapted|reprinted) (?:from|with)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class TableBlock:
    """A table with what belongs to it: the parts on its pages, its caption's block, the blocks of its notes."""

    parts: list[LogicalTable]
    first: RawBlock
    others: list[RawBlock] = field(default_factory=list)
    caption: RawBlock | None = None
    notes: list[RawBlock] = field(default_factory=list)

    @property
    def page(self) -> int:
        """Page of the first part, from 1."""
        return self.parts[0].page


def is_table_caption(block: RawBlock) -> bool:
    """Whether a caption block is a table's."""
    m = caption_match(block.text)
    return bool(block.kind == "caption" and m and m["word"].split()[-1].lower().startswith("tab"))


def table_blocks(blocks: Sequence[RawBlock], tables: Sequence[Sequence[LogicalTable]], body_size: float) -> list[TableBlock]:
    """Every table of the document with its caption and notes; parts on following pages are joined to the first.

    ``tables`` holds the tables of each page, as the items of the "table" blocks number them.
    """
    found: list[TableBlock] = []
    for b in blocks:
        if b.kind == "table":
            item = b.items[0]
            found.append(TableBlock([tables[item.box.page - 1][item.table]], b))
    captions = [b for b in blocks if is_table_caption(b)]
    _give_captions(found, captions)
    for t in found:
        if t.caption is not None:
            t.others += _more_caption(t.caption, t.parts[0].box, blocks, body_size)
    joined: list[TableBlock] = []
    for t in found:
        before = joined[-1] if joined else None
        repeated = t.caption is not None and before is not None and _is_continued(t.caption, before.caption)
        free = t.caption is None and _stands_first(t.parts[0], blocks)
        if before and (free or repeated) and continues(join_pages(before.parts), t.parts[0]):
            before.parts.extend(t.parts)
            before.others.append(t.first)
            if t.caption is not None:
                before.others.append(t.caption)
            continue
        joined.append(t)
    for t in joined:
        t.notes = _notes(t, blocks, body_size)
    return joined


def _stands_first(part: LogicalTable, blocks: Sequence[RawBlock]) -> bool:
    """Whether no text stands above a part of a table on its page: under a heading of its own it is another table."""
    at = part.box
    above = [i.box for b in blocks if b.kind not in ("table", "furniture") for i in b.items if i.box.page == at.page]
    return not any(box.y1 <= at.y0 + 2 and min(box.x1, at.x1) > max(box.x0, at.x0) for box in above)


def _give_captions(tables: Sequence[TableBlock], captions: Sequence[RawBlock]) -> None:
    """Each caption to the nearest free table on its page, above it before below it; then to one at the top of the next page."""
    pairs = []
    for c in captions:
        box = _box(c)
        for t in tables:
            at = t.parts[0].box
            aside = max(at.x0, box.x0) - min(at.x1, box.x1)
            if t.page != c.page or aside > 30:
                continue
            above, below, aside = at.y0 - box.y1, box.y0 - at.y1, max(aside, 0.0)
            if -12 <= above < 90:
                pairs.append((abs(above) + aside, c, t))
            elif -12 <= below < 60:
                pairs.append((abs(below) + 45 + aside, c, t))
            elif at.y0 - 12 <= box.centre[1] <= at.y1 + 12:
                pairs.append((60 + aside, c, t))
    taken: set[int] = set()
    for _, c, t in sorted(pairs, key=lambda p: p[0]):
        if t.caption is None and id(c) not in taken:
            t.caption = c
            taken.add(id(c))
    for c in captions:
        if id(c) in taken:
            continue
        near = [t for t in tables if t.caption is None and t.page == c.page + 1 and t.parts[0].box.y0 < 250]
        if near and not any(o is not c and o.page == c.page and _box(o).y0 > _box(c).y0 for o in captions):
            near[0].caption = c
            taken.add(id(c))


def _more_caption(caption: RawBlock, table: Box, blocks: Sequence[RawBlock], body_size: float) -> list[RawBlock]:
    """The blocks in small type between a caption and its table ("Table 1. Title" and below it a remark), taken into the caption."""
    low = _box(caption).y1
    taken = []
    for b in sorted((b for b in blocks if b.kind in ("paragraph", "list") and b.page == caption.page), key=lambda b: _box(b).y0):
        box, size = _box(b), b.lines[0].size
        between = low - 2 <= box.y0 and box.y1 <= table.y0 + 2 and min(box.x1, table.x1) > max(box.x0, table.x0)
        if between and box.y0 - low < 2 * size and size < 0.94 * body_size:
            caption.items.extend(b.items)
            taken.append(b)
            low = box.y1
    return taken


def _is_continued(caption: RawBlock, before: RawBlock | None) -> bool:
    """Whether a caption repeats the number of the table before ("Table 1 (continued)")."""
    a, b = caption_match(caption.text), caption_match(before.text) if before else None
    return bool(a and b and a["number"].strip() == b["number"].strip())


def _notes(table: TableBlock, blocks: Sequence[RawBlock], body_size: float) -> list[RawBlock]:
    """Blocks right under a table that are its notes: a note mark in front, or type smaller than the text's."""
    out: list[RawBlock] = []
    at = table.parts[-1].boxes[-1] if table.parts[-1].boxes else table.parts[-1].box
    low = at.y1
    below = [b for b in blocks if b.kind in ("paragraph", "list", "furniture", "footnote") and b.lines and b.page == at.page]
    for b in sorted(below, key=lambda b: _box(b).y0):
        box = _box(b)
        size = b.lines[0].size
        if box.y0 < low - 6 or box.x1 < at.x0 or box.x0 > at.x1:
            continue
        # A raised letter is a note's mark even at the distance of a manuscript's double lines.
        if box.y0 > low + (4 if b.text.startswith("^") else 2.2) * max(size, 8):
            break
        small = size < 0.94 * body_size
        # In the text's own type a long block is text, though a note may stand at its head: lost to the text it would cost more.
        if not (3 < len(b.text) < 1500 if small else _NOTE.match(b.text) and len(b.text) < 600) or size > 1.05 * body_size:
            break
        out.append(b)
        low = box.y1
    return out


def _box(block: RawBlock) -> Box:
    """The box around a block on its first page."""
    page = block.page
    box = block.items[0].box
    for item in block.items[1:]:
        if item.box.page == page:
            box = box.union(item.box)
    return box


def write(
    blocks: Sequence[RawBlock], tables: Sequence[TableBlock], words: WordForms
) -> tuple[Assembly, dict[int, Span]]:
    """All blocks in order into an Assembly: text first, footnotes next, furniture last; the span of each by ``id(block)``."""
    assembly = Assembly()
    spans: dict[int, Span] = {}
    by_first = {id(t.first): t for t in tables}
    owned = {id(b) for t in tables for b in [*t.others, *t.notes, *([t.caption] if t.caption else [])]}
    later: list[RawBlock] = []
    for b in blocks:
        if id(b) in by_first:
            t = by_first[id(b)]
            if t.caption is not None:
                spans[id(t.caption)] = assembly.add_block("caption", chars_of(t.caption, words))
            _write_table(assembly, t, words, spans)
        elif id(b) in owned:
            continue
        elif b.kind in ("footnote", "furniture"):
            later.append(b)
        else:
            spans[id(b)] = assembly.add_block(b.kind, chars_of(b, words))
    for t in tables:
        for b in t.others:
            if b.kind == "caption":
                later.append(RawBlock("furniture", b.items))
    for kind in ("footnote", "furniture"):
        for b in later:
            if b.kind == kind:
                spans[id(b)] = assembly.add_block(kind, chars_of(b, words))
    return assembly, spans


def chars_of(block: RawBlock, words: WordForms) -> list[Char]:
    """A block's characters, its lines joined."""
    return join_lines((line.chars() for line in block.lines), words)


def _write_table(assembly: Assembly, t: TableBlock, words: WordForms, spans: dict[int, Span]) -> None:
    whole = join_pages(t.parts)
    m = caption_match(t.caption.text) if t.caption else None
    if m:
        table_id = f"Table {m['number'].strip().rstrip('.')}"
        if m["word"].lower().startswith(("supp", "extended")):
            table_id = f"{' '.join(m['word'].split()[:-1])} {table_id}"
    else:
        n = 1 + sum(x.page == t.page for x in assembly.tables)
        table_id = f"p{t.page}-{n}"
    cells = [
        CellText(c.row, c.col, join_lines(c.lines, words), c.row_span, c.col_span, c.role, c.box, c.marks, c.doubt)
        for c in whole.cells
    ]
    assembly.add_table(
        table_id,
        t.page,
        cells,
        caption=spans.get(id(t.caption)) if t.caption else None,
        footnotes=[chars_of(b, words) for b in t.notes],
        boxes=whole.boxes or (whole.box,),
        confidence=whole.confidence,
        method=whole.method,
    )


def unread_tables(
    blocks: Sequence[RawBlock],
    tables: Sequence[TableBlock],
    spans: dict[int, Span],
    images: Sequence[Sequence[Box]],
    seen: Sequence[Unread],
) -> tuple[Unread, ...]:
    """Tables known by their caption alone, added to those that the table reader gave up on (``seen``).

    "table-is-image" where an image stands beside the caption (``images`` by page), "no-grid" else.
    """
    read = {id(b) for t in tables for b in [t.caption, *t.others] if b}
    # The page of a caption knows nothing of a table that begins on the next one.
    given = {(b.page, _squeezed(caption_match(b.text)["label"])) for t in tables if (b := t.caption)}
    found = [u for u in seen if (u.page, _squeezed(u.label)) not in given]
    for b in blocks:
        if not is_table_caption(b) or id(b) in read:
            continue
        label = caption_match(b.text)["label"]
        box = _box(b)
        near = [i for i in images[b.page - 1] if -20 < i.y0 - box.y1 < 60 or -20 < box.y0 - i.y1 < 60]
        known = [u for u in found if u.page == b.page and u.caption is None and _squeezed(u.label) in ("", _squeezed(label))]
        if known:
            old = known[0]
            found[found.index(old)] = Unread(old.page, old.reason, label, spans.get(id(b)), old.box)
            continue
        found.append(Unread(b.page, "table-is-image" if near else "no-grid", label, spans.get(id(b)), near[0] if near else None))
    return tuple(sorted(found, key=lambda u: (u.page, u.label)))


def _squeezed(label: str) -> str:
    return "".join(label.split()).rstrip(".").casefold()


def figures(blocks: Sequence[RawBlock], spans: dict[int, Span]) -> tuple[Figure, ...]:
    """The figures and schemes that captions name, in text order."""
    out = []
    for b in blocks:
        m = caption_match(b.text) if b.kind == "caption" else None
        if not m or is_table_caption(b) or id(b) not in spans:
            continue
        out.append(Figure(m["label"].strip(), m["number"].strip(), b.page, spans[id(b)], panel_letters(b.text[m.end() :])))
    return tuple(sorted(out, key=lambda f: f.caption))


def panel_letters(caption: str) -> tuple[str, ...]:
    """The panels a caption names, a, b, c... without a gap: "(a)", "(b, c)", "(d–f)", or "a," and "a)" at a clause's start."""
    named: set[str] = set()
    for inside in re.findall(r"\(\s*([a-zA-Z](?:\s*(?:[,–&-]|and)\s*[a-zA-Z])*)\s*\)", caption):
        named.update(_spread(inside.lower()))
    if "a" not in named:
        for m in re.finditer(r"(?:^|[.;:,)]\s+|\s)([a-z](?:\s*[,–-]\s*[a-z])*)(?:[,.)|:]\s|\s(?=[A-Z]))", " " + caption):
            named.update(_spread(m[1]))
    out = []
    for letter in "abcdefghijklmnopqrstuvwxyz":
        if letter not in named:
            break
        out.append(letter)
    return tuple(out)


def _spread(inside: str) -> set[str]:
    """The letters of "a", "a, b" or "a–c"."""
    out = set(re.findall(r"[a-z]\b", re.sub(r"\band\b", ",", inside)))
    for a, b in re.findall(r"([a-z])\s*[–-]\s*([a-z])", inside):
        out.update(chr(c) for c in range(ord(a), ord(b) + 1))
    return out
