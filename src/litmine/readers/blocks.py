"""Blocks in reading order: items of all pages to headings, paragraphs, captions, lists, footnotes, across columns and pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from litmine.document import BlockKind
from litmine.readers.equations import equation_items
from litmine.readers.glyphs import TextLine
from litmine.readers.layout import Item

CAPTION = re.compile(
    r"(?P<label>(?P<word>(?:(?:Extended Data|Supplementary|Supporting|Online)\s+)?"
    r"(?:Figures?|Figs?\.?|FIGURE|FIGS?\.?|Tables?|TABLE|TAB\.|Tab\.|Schemes?|SCHEME|Charts?|CHART|Box|Plate))"
    r"\s*(?P<number>(?:(?:S\s?|[A-Z]{1,2}[-.]?)?\d+|S?\s?[IVXL]+(?![A-Za-z]))[A-Za-z]?(?:\.\d+)?))(?P<after>\s*[.:|│∣—–]|\s+-\s|\s*$|\s+|(?=\())"
)
_CONTINUED = re.compile(r"[(\[]?cont(?:inued|['’]?d)?\b\.?[)\]]?\W*", re.IGNORECASE)
_HEADING_WORDS = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+|[IVX]+\.\s+)?(?:abstract|introduction|background|methods?|methods summary|"
    r"experimental(?: section| methods| details)?|results|results and discussions?|discussions?|conclusions?|summary|outlook|"
    r"conclusions? and (?:outlook|perspectives?)|acknowledge?ments?|references(?: and notes)?|bibliography|notes and references|"
    r"literature cited|works cited|author contributions?|(?:conflicts?|declaration) of (?:competing )?interests?|"
    r"competing (?:financial )?interests?|data availability(?: statement)?|supporting information|"
    r"supplementary (?:information|materials?)|additional information|funding|keywords?)\s*[.:]?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-H]\.)\s+[A-ZΑ-Ω(‘“\"]")
_BULLET = re.compile(r"[•▪■●◦‣⁃➢✓]\s*\S|[-–]\s+[A-Z]")
_PANELS = re.compile(r"\(?[a-zA-Z]\)(?:\s+\(?[a-zA-Z]\))*")  # the letters of a figure's panels and nothing else
_ENDS = re.compile(r"[.!?:;][)\]”\"’']*(?:\^[\d,–\-\s*†‡a-z]+)?$")
_SENTENCE_END = re.compile(r"[.!?][)\]”\"’']*(?:\s?\^[\d,–\-−\s*†‡a-z]+|\s?\[[\d,–\-\s]+\])?$")


@dataclass(slots=True)
class RawBlock:
    """A block before it is written: its kind and its lines (one for each printed line), or the table it stands for."""

    kind: BlockKind | str
    items: list[Item] = field(default_factory=list)
    indented: bool = False
    display: bool = False  # an equation on lines of its own

    @property
    def lines(self) -> list[TextLine]:
        """The printed lines."""
        return [i.line for i in self.items if i.line]

    @property
    def text(self) -> str:
        """First to last line, joined by spaces, for judging only (hyphens unresolved)."""
        return " ".join(line.text for line in self.lines)

    @property
    def page(self) -> int:
        """Page of the first line, from 1."""
        return self.items[0].box.page


@dataclass(frozen=True, slots=True)
class Type:
    """The type a document is set in: size and font of its running text, distance of baselines by size."""

    size: float
    font: str
    leading: dict[float, float]

    def line_step(self, size: float) -> float:
        """Usual distance of baselines in points for a type size; 1.35 sizes where the document shows none."""
        return self.leading.get(round(size * 2) / 2, 1.35 * size)


def commonest_size(lines: Iterable[TextLine]) -> float:
    """The type size most characters have, in half points; 10 where there are none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def typography(pages: Iterable[Sequence[Item]]) -> Type:
    """The commonest size and font by characters, and the commonest baseline distance for every size (half-point steps)."""
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for items in pages:
        before: Item | None = None
        for item in items:
            if item.line is None or not item.line.horizontal:
                before = None
                continue
            n = len(item.line.glyphs)
            sizes[round(item.size * 2) / 2] += n
            if n > 20:
                fonts[item.line.glyphs[n // 2].font] += n
            if before and before.column == item.column and abs(before.size - item.size) < 0.3:
                step = item.baseline - before.baseline
                if 0.9 * item.size < step < 3.2 * item.size:
                    steps[round(item.size * 2) / 2][round(step * 2) / 2] += 1
            before = item
    leading = {size: max(found, key=lambda s: (found[s], -s)) for size, found in steps.items() if sum(found.values()) >= 3}
    return Type(sizes.most_common(1)[0][0] if sizes else 10.0, fonts.most_common(1)[0][0] if fonts else "", leading)


def split_blocks(items: Sequence[Item], kind: Type) -> list[RawBlock]:
    """The items of one page in reading order as blocks: tables, captions, headings, list items, paragraphs."""
    blocks: list[RawBlock] = []
    before: Item | None = None
    equations = equation_items(items)
    for i, item in enumerate(items):
        if item.line is None:
            blocks.append(RawBlock("table", [item]))
            before = None
            continue
        display = i in equations
        if before is not None and display and blocks[-1].display and before.column == item.column:
            blocks[-1].items.append(item)
        elif not blocks or before is None or display != blocks[-1].display or _starts(item, before, blocks[-1], kind):
            # An indent speaks only for short ones: centred lines and equations start further in.
            indent = item.box.x0 - item.left
            blocks.append(RawBlock("paragraph", [item], 0.6 * item.size < indent < 5 * item.size, display))
        else:
            blocks[-1].items.append(item)
        before = item
    for block in blocks:
        if block.kind != "table" and not block.display:
            block.kind = _kind(block, kind)
    return blocks


def _starts(item: Item, before: Item, block: RawBlock, kind: Type) -> bool:
    """Whether a line begins a new block after the line before it."""
    line, last = item.line, before.line
    size = max(item.size, before.size)
    if item.column != before.column:
        return True
    if abs(item.size - before.size) > 0.07 * size and not _same_mixed(line, last):
        return True
    step = item.baseline - before.baseline
    usual = kind.line_step(item.size)
    if len(block.items) > 1:
        usual = max(usual if usual < 2.2 * item.size else 0, block.items[1].baseline - block.items[0].baseline) or usual
    if step < -0.5 * size or (step > 1.28 * max(usual, 1.1 * item.size) and not (step < 2.2 * size and _runs_on(before, item))):
        return True
    text = line.text
    indent, last_indent = item.box.x0 - item.left, before.box.x0 - before.left
    short = before.box.x1 < before.right - 2.5 * size
    if _is_caption(text, line, kind) and (step > 1.12 * usual or _SENTENCE_END.search(last.text) or last.bold != line.bold):
        return True
    if short and len(block.items) == 1 and _is_caption(text, line, kind):
        return True
    if _BULLET.match(text) and (short or _ENDS.search(last.text)):
        return True
    if line.bold != last.bold and (short or (line.bold and _SENTENCE_END.search(last.text))) and bold_differs(line, last):
        return True
    if _NUMBERED.match(text) and short and _SENTENCE_END.search(last.text) and step > 1.1 * usual:
        return True
    if CAPTION.match(block.items[0].line.text) and _is_caption(block.items[0].line.text, block.items[0].line, kind):
        # A caption's lines may be centred or hang; but the first line of a paragraph may follow it, indented.
        first = block.items[0].box.x0
        flush = all(abs(i.box.x0 - first) < 2 for i in block.items) and first - item.left < 0.5 * item.size
        return bool(flush and 0.8 * item.size < item.box.x0 - first < 4 * item.size and _SENTENCE_END.search(last.text))
    centred = abs((item.box.x0 - item.left) - (item.right - item.box.x1)) < 3 and indent > 2 * size
    if indent > 0.6 * item.size and indent - last_indent > 0.5 * item.size and not centred:
        # First-line indent; in a hanging list every line but the first is indented.
        return len(block.items) > 1 or bool(_SENTENCE_END.search(last.text)) or short
    flush = max(indent, last_indent) < 0.6 * size
    return flush and short and bool(_SENTENCE_END.search(last.text)) and _begins_sentence(text)


def _runs_on(before: Item, item: Item) -> bool:
    """Whether a full line ends in the middle of a sentence that a line at its own left edge goes on with, in small letters."""
    last, line = before.line, item.line
    full = before.box.x1 > before.right - 2.5 * before.size and len(last.text.split()) > 5
    alike = abs(last.size - line.size) < 0.2 and last.glyphs[-1].font == line.glyphs[0].font and abs(before.box.x0 - item.box.x0) < 2
    return full and alike and line.text[:1].islower() and not _ENDS.search(last.text)


def _same_mixed(line: TextLine, last: TextLine) -> bool:
    """Whether the type sizes differ only because a line is mostly formula: both hold visible type of one size."""
    if abs(line.size - last.size) > 0.35 * max(line.size, last.size):
        return False
    a, b = ({round(g.size) for g in t.glyphs if not g.script and g.text != " "} for t in (line, last))
    return bool(a & b) and len(a | b) > 1 and min(len(line.glyphs), len(last.glyphs)) > 3


def bold_differs(line: TextLine, last: TextLine) -> bool:
    """Whether one line is wholly bold and the other is wholly not (a run-in heading is neither)."""
    shares = [sum(g.bold for g in t.glyphs) / len(t.glyphs) for t in (line, last)]
    return max(shares) > 0.9 and min(shares) < 0.3


def _begins_sentence(text: str) -> bool:
    first = text.lstrip("“\"‘'([^")[:1]
    return first.isupper() or first.isdigit()


def _is_caption(text: str, line: TextLine, kind: Type) -> bool:
    """Whether a line at the start of a block is a caption's, and not a sentence about a figure."""
    m = CAPTION.match(text)
    if not m:
        return False
    rest = text[m.end() :].strip()
    if _CONTINUED.fullmatch(rest):
        return True
    if m["after"].strip() or not rest:
        # "Table 3." may end a sentence whose next line we see: then a lowercase word or nothing of a title follows.
        return not rest or not rest[0].islower() or bool(re.match(r"[a-z]\b", rest)) or m["after"].strip() in "|│∣:"
    label = len(m["label"].replace(" ", ""))
    ink = [g for g in line.glyphs if g.text != " "]
    bold = sum(g.bold for g in ink[:label]) > 0.8 * label and not all(g.bold for g in ink[label : label + 40])
    smaller = line.size < 0.95 * kind.size
    title = rest[0].isupper() and not re.match(r"[A-Z]?[a-z]+s\b", rest)
    panel = not m["word"].lower().rstrip(".").endswith("s") and bool(re.match(r"\([a-z0-9,–-]+\)\s*[A-Z]", rest))
    return bold or title or panel or ((line.bold or smaller or m["word"].isupper()) and not rest[0].islower())


def caption_match(text: str) -> re.Match[str] | None:
    """The label at a caption's beginning: groups ``label`` ("Fig. 3"), ``word``, ``number``."""
    return CAPTION.match(text)


def _kind(block: RawBlock, kind: Type) -> BlockKind:
    lines = block.lines
    text = block.text.strip()
    first = lines[0]
    if _is_caption(first.text, first, kind):
        return "caption"
    if _BULLET.match(text):
        return "list"
    if _PANELS.fullmatch(text):
        return "furniture"
    letters = sum(c.isalpha() for c in text)
    ink = len(text.replace(" ", ""))
    digits = sum(c.isdigit() for c in text) > 0.45 * ink
    if digits and len(text) < 200 and not _ENDS.search(text) and "=" not in text and not _BULLET.match(text):
        return "furniture"  # ticks of an axis, rows of a table without a grid
    if not first.horizontal or letters < 2:
        return "paragraph" if len(text) > 40 else "furniture" if not re.search(r"[=∝≈]", text) else "paragraph"
    if len(lines) <= 4 and len(text) < 250:
        bold = all(line.bold for line in lines)
        large = first.size > 1.12 * kind.size
        if len(text) < 60 and (_HEADING_WORDS.fullmatch(text.strip("■▪●• ")) or (bold and text.lower().endswith("references"))):
            return "heading"
        unended = not re.search(r"[.,;:]$", text) or _NUMBERED.match(text)
        capital = _begins_sentence(text)
        if unended and capital and letters > 0.5 * len(text.replace(" ", "")) and (bold or large):
            return "heading"
        if _NUMBERED.match(text) and len(lines) <= 2 and len(text) < 120 and not re.search(r"[.,;]$", text):
            return "heading"
    return "paragraph"


def is_prose_end(text: str) -> bool:
    """Whether a block's text ends a sentence (citations after the full stop allowed)."""
    return bool(_SENTENCE_END.search(text.rstrip()))
