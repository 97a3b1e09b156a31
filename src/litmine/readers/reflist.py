"""The reference list among the blocks: where it begins and ends, and one block per entry."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from litmine.readers.blocks import RawBlock
from litmine.readers.layout import Item

_HEADING = re.compile(
    r"[■▪●•\s]*(?:\d+\.?\s+|[IVX]+\.\s+)?(?:(?:[A-Za-z]+\s){0,3}?references?(?: and notes| cited| list)?|bibliography|"
    r"notes and references|literature cited|works cited)\s*[:.]?",
    re.IGNORECASE,
)
# The ways a numbered entry begins; the number is group 1.
_LABELS = (
    re.compile(r"\[(\d{1,4})\]"),
    re.compile(r"\(\^?(\d{1,4})\)\s*(?=\D)"),
    re.compile(r"(\d{1,4})\.(?!\d)\s*(?=\S)"),
    re.compile(r"\^(\d{1,4})\.?\s*(?=[A-ZÀ-ÞĀ-Ž‘“\"a-z])"),
    re.compile(r"(\d{1,4})\s+(?=[A-ZÀ-ÞĀ-Ž‘“\"(a-z])"),
)
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_AUTHOR = re.compile(
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e[nrl]?|[Dd][aiou]s?|[Ll][ae]|[Tt]en|[Tt]er|[Ee]l|[Aa]l)[\s-]){0,2}"
    r"(?:[dDlL]['’])?[A-ZÀ-ÞĀ-Ž][\w’'‐-]+(?:\s[A-ZÀ-ÞĀ-Ž][\w’'‐-]+)?,?\s+(?:[A-ZÀ-Þ]\.|[A-Z]{1,3}\b|[A-Z][a-z]+)"
    r"|(?:[A-ZÀ-Þ]\.[\s-]?){1,4}[A-ZÀ-ÞĀ-Ž][\w’'‐-]+"
)
_MIN_COLUMN = 4  # lines of a column that show its left edge
# What is left of an entry when its words are printed: volume, pages, year, perhaps a number of an article.
_ENTRY_REST = re.compile(r"[\d\s,.;:()[\]–—−-]*\d(?:[\d\s,.;:()[\]–—−-]|[A-Za-z](?=\d)|pp?\.)*")
_ENDED = re.compile(r"(?:\d\)?|\]|\))\.$|\]$|\b(?:19|20)\d\d\)?$")
_STOPPERS = ("heading", "title")


def mark_references(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """The blocks with the reference list as one block per entry.

    A list is what follows a heading like "References" up to the next heading, or, where no heading stands, the longest run of
    lines numbered 1, 2, 3... that begins entries in the last two thirds of the document. Captions, tables and furniture in
    between stay what they are.
    """
    out: list[RawBlock] = []
    i = 0
    blocks = list(blocks)
    seen = False
    while i < len(blocks):
        block = blocks[i]
        out.append(block)
        i += 1
        if not _is_heading(block):
            continue
        j = i
        while j < len(blocks) and not (blocks[j].kind in _STOPPERS and not _entry_like(blocks[j])):
            j += 1
        entries = _entries(blocks[i:j])
        if entries is not None:
            block.kind = "heading"
            out.extend(entries)
            i = j
            seen = True
    return out if seen else _unheaded(out)


def _is_heading(block: RawBlock) -> bool:
    able = block.kind in ("heading", "paragraph", "furniture") and len(block.items) <= 2
    return able and bool(_HEADING.fullmatch(block.text.strip()))


def _entry_like(block: RawBlock) -> bool:
    """Whether a block taken for a heading is rather a line of an entry."""
    return any(p.match(block.text) for p in _LABELS[:3]) and bool(_YEAR.search(block.text))


def _entries(blocks: Sequence[RawBlock]) -> list[RawBlock] | None:
    """The blocks of a list section cut into entries; None where no entry is found."""
    flow = _flow(blocks)
    items = [item for b in flow for item in b.items]
    starts = _numbered_starts(items) or _unnumbered_starts(items) or _block_starts(flow)
    if not starts:
        return None
    others = [b for b in blocks if b not in flow]
    first = min(starts)
    out = [RawBlock("paragraph", items[:first])] if first else []
    bounds = [*sorted(starts), len(items)]
    for a, b in pairwise(bounds):
        out.append(RawBlock("reference", items[a:b]))
    tail = _cut_tail(out[-1]) if len(out) > 2 else None
    return out + ([tail] if tail else []) + others


def _flow(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """The blocks of a section that are text, also a number or two that an entry goes on with after a column's or page's end."""
    out: list[RawBlock] = []
    for b in blocks:
        if b.kind in ("paragraph", "list", "heading", "reference", "footnote") or (
            b.kind == "furniture" and out and _ends_entry(out[-1].items[-1], b.items)
        ):
            out.append(b)
    return out


def _ends_entry(last: Item, items: Sequence[Item]) -> bool:
    """Whether a few lines, mostly of hardly a word ("673 (1941)."), are the rest of the entry that ``last`` leaves unended.

    They stand right under it, or first in a later column, in its type, and hold what ends an entry: pages, a year, a volume.
    After a column's end words may stand before the year.
    """
    first = items[0]
    if len(items) > 3 or first.line is None or last.line is None or abs(first.size - last.size) > 0.04 * last.size:
        return False
    new_column = first.column != last.column
    if not new_column and not 0 < first.baseline - last.baseline < 3 * last.size:
        return False
    if _ENDED.search(last.line.text.rstrip()) or not -2 < first.box.x0 - first.left < 5 * first.size:
        return False
    text = " ".join(i.line.text for i in items if i.line).strip()
    return bool(_ENTRY_REST.fullmatch(text) or (new_column and _YEAR.search(text) and _ENDED.search(text)))


def _cut_tail(last: RawBlock) -> RawBlock | None:
    """What was taken into the last entry and cannot be part of it (the entry is longer than any): cut at a wide gap."""
    for k in range(1, len(last.items)):
        a, b = last.items[k - 1], last.items[k]
        gap = b.baseline - a.baseline
        new_place = a.box.page != b.box.page and k >= 1 and is_far(a, b)
        if (a.column == b.column and gap > 2.4 * max(a.size, b.size)) or abs(a.size - b.size) > 0.12 * a.size or new_place:
            rest = RawBlock("paragraph", last.items[k:])
            del last.items[k:]
            return rest
    return None


def is_far(a: Item, b: Item) -> bool:
    """Whether the second item, on a later page, cannot go on with the first, which ends with a full stop or a year."""
    return bool(re.search(r"(?:\d{4}\)?\.?|\.)$", a.line.text.rstrip())) if a.line else True


def _numbered_starts(items: Sequence[Item]) -> list[int]:
    """Indices of the lines that begin entries numbered one after the other; [] where fewer than three are."""
    best: list[int] = []
    for pattern in _LABELS:
        found = _rising(items, pattern)
        if len(found) > len(best):
            best = found
    return best if len(best) >= 3 else []


def _rising(items: Sequence[Item], pattern: re.Pattern[str], first: int | None = None) -> list[int]:
    """Indices of lines whose numbers by one pattern count up; a number may be missing, never more than two.

    ``first``: the number the list must begin with (any of the first twelve labels where None).
    """
    labelled = [(i, int(m[1])) for i, item in enumerate(items) if item.line and (m := pattern.match(item.line.text.lstrip()))]
    best: list[int] = []
    begins = [k for k, (_, n) in enumerate(labelled) if n == first] if first is not None else range(min(12, len(labelled)))
    for k in begins:
        if labelled[k][1] > 1 and k and best:
            continue
        run, last = [], labelled[k][1] - 1
        for i, n in labelled[k:]:
            if last < n <= last + 3 and (n == last + 1 or not _soon(labelled, i, last + 1)):
                run.append(i)
                last = n
        if len(run) > len(best):
            best = run
    return best


def _soon(labelled: Sequence[tuple[int, int]], after: int, wanted: int) -> bool:
    """Whether the number that is due comes within the next 25 lines."""
    return any(n == wanted for i, n in labelled if after < i <= after + 25)


def _unnumbered_starts(items: Sequence[Item]) -> list[int]:
    """Indices of the lines that begin the entries of an author-year list; [] where no way of setting one fits.

    Entries hang (their first lines stand at the edge, the others further in), or begin with an indent, or begin where the entry
    before has ended. The way is taken by which the most of the entries begin with an author and show a year, three in four.
    """
    lines = [k for k, item in enumerate(items) if item.line]
    if len(lines) < 4:
        return []
    indents = {k: items[k].box.x0 - left for k, left in zip(lines, _list_edges([items[k] for k in lines]), strict=True)}
    flush = [k for k in lines if indents[k] < 0.4 * items[k].size]
    inner = [k for k in lines if 0.7 * items[k].size < indents[k] < 5 * items[k].size]
    ways = [_ended_starts(items, lines)]
    if len(inner) >= 0.12 * len(lines) and len(flush) + len(inner) >= 0.9 * len(lines):
        ways += [flush, inner]
    best: tuple[float, list[int]] = (0.0, [])
    for starts in ways:
        bounds = [*starts, len(items)]
        good = sum(_is_entry(items[a:b]) for a, b in pairwise(bounds))
        # Between two ways that fit, the one with more entries: the other has glued some together.
        if len(starts) >= 3 and good >= 0.75 * len(starts) and good > best[0]:
            best = (good, starts)
    return best[1]


def _ended_starts(items: Sequence[Item], lines: Sequence[int]) -> list[int]:
    """The lines that begin with an author after a line that ends an entry which has shown its year."""
    starts: list[int] = []
    year = True
    before = ""
    for k in lines:
        text = items[k].line.text.strip()
        if year and (not before or before[-1] in ".)]/" or before[-1].isdigit()) and _AUTHOR.match(text):
            starts.append(k)
            year = False
        year = year or bool(_YEAR.search(text))
        before = text
    return starts


def _is_entry(items: Sequence[Item]) -> bool:
    """Whether lines read as an entry: an author first, a year, at most a dozen lines."""
    text = " ".join(i.line.text for i in items if i.line).strip()
    return len(items) <= 12 and bool(_AUTHOR.match(text) and _YEAR.search(text))


def _list_edges(items: Sequence[Item]) -> list[float]:
    """The left edge of the list in the column of each line: a column of a few hanging lines alone has that of its like."""
    full = Counter(item.column for item in items)
    edges = {item.left for item in items if full[item.column] >= _MIN_COLUMN}
    return [min((e for e in edges if item.left - 5 * item.size < e <= item.left + 1), default=item.left) for item in items]


def _block_starts(blocks: Sequence[RawBlock]) -> list[int]:
    """Indices of first lines of blocks, where most blocks look like entries (an author first, a year somewhere)."""
    starts, at = [], 0
    for b in blocks:
        if _YEAR.search(b.text) and _AUTHOR.match(b.text.lstrip("^0123456789 ")):
            starts.append(at)
        at += len(b.items)
    return starts if len(starts) >= max(3, 0.6 * len(blocks)) else []


def _unheaded(blocks: list[RawBlock]) -> list[RawBlock]:
    """A list without a heading: at least five entries numbered from 1 in the last two thirds, most of them with a year."""
    able = ("paragraph", "list", "heading", "furniture")
    flow = [(n, item) for n, b in enumerate(blocks) if b.kind in able for item in b.items]
    from_here = len(flow) * 3 // 10
    items = [item for _, item in flow]
    best: list[int] = []
    for pattern in _LABELS:
        found = [from_here + k for k in _rising(items[from_here:], pattern, first=1)]
        if len(found) > len(best):
            best = found
    if len(best) < 5:
        return blocks
    owner = [n for n, _ in flow]
    last = next((k for k in range(best[-1] + 1, len(flow)) if owner[k] != owner[k - 1]), len(flow))
    rest = [item for k, item in enumerate(items[last:], last) if owner[k] == owner[last]] if last < len(flow) else []
    if rest and _ends_entry(items[last - 1], rest):
        last += len(rest)
    bounds = [*best, last]
    entries = [RawBlock("reference", items[a:b]) for a, b in pairwise(bounds)]
    if sum(bool(_YEAR.search(e.text)) for e in entries) < 0.6 * len(entries) or median_length(entries) > 12:
        return blocks
    tail = _cut_tail(entries[-1])
    used = {id(items[k]) for k in range(best[0], last)}
    out: list[RawBlock] = []
    for n, b in enumerate(blocks):
        if n == owner[best[0]]:
            before = [i for i in b.items if id(i) not in used]
            if before:
                out.append(RawBlock("paragraph", before, b.indented))
            out.extend(entries)
            if tail:
                out.append(tail)
        elif not b.items or id(b.items[0]) not in used:
            out.append(b)
    return out


def median_length(blocks: Sequence[RawBlock]) -> float:
    """The middle number of lines of blocks."""
    counts = sorted(len(b.items) for b in blocks)
    return counts[len(counts) // 2]
