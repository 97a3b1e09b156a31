"""The reference list: which pieces of a document's text are its entries, and what each entry says."""

import re
from dataclasses import dataclass, replace

from litmine.bibentry import parse_entry, surname
from litmine.citations import cited_on, find_citations
from litmine.crossreferences import find_cross_references
from litmine.document import Block, Document
from litmine.geometry import Span
from litmine.records import Reference

__all__ = ["cited_on", "find_citations", "find_cross_references", "find_references"]

# What may stand before an entry, by printing style; group 1 is the number. The last two have no sign of their own, so a
# letter that can begin an entry has to follow.
_BEGINS = (
    r"(?=[\"“‘'(\[]?[A-ZÀ-ÞĀ-Ž]|[a-z]{1,3}[A-Z]|[a-z]\)|\(?a\)|"
    r"(?:van|von|de|d[aiu]|del|della|der|den|ten|ter|le|la|al|el|http|www)\b|[dl]['’])"
)
_MARKERS = {
    "bracket": re.compile(r"\[\s?\^?(\d{1,4})\s?\]\s*"),
    "paren": re.compile(r"\(\^?(\d{1,4})\)\s*"),
    "dot": re.compile(rf"[*•‣-]?\s*(\d{{1,4}})[.)]\s*{_BEGINS}"),
    "caret": re.compile(r"\^(\d{1,4})[.)]?\s*"),
    "bare": re.compile(rf"(\d{{1,4}})\s*{_BEGINS}"),
}
# Numbers of a list rise by one; a reader may lose an entry, but a leap means that the number is no marker.
_LARGEST_GAP = 12
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
# Where the text of an entry may end and another begin: after its last sign, before a name.
_ENTRY_END = re.compile(r"(?:[.)\]]|\d)\s+(?=(?:[a-z]{1,3} )?[A-ZÀ-ÞĀ-Ž][\w’'.-]*,? )")
_PART_LETTERS = "abcdefghijklmnop"
_NEXT_WORK = re.compile(r"(?<=[\d)])\.?\s*;\s*(?:and\s+)?(?=[A-ZÀ-ÞĀ-Ž])")
_SUB_ENTRY = re.compile(r"(?:^|(?<=[;.,:\d)])\s+|(?<=[;.])\s*)\(?([a-z])\)\s*(?=\S)")


@dataclass(slots=True)
class _Item:
    """An entry while its pieces are gathered: its printed number ("" in an author-year list) and the spans of its text."""

    number: str
    pieces: list[Span]

    def text(self, document: Document) -> str:
        return " ".join(p.of(document.text) for p in self.pieces)

    def span(self) -> Span:
        return Span(self.pieces[0].start, self.pieces[-1].end)


def find_references(document: Document) -> Document:
    """The document with ``references`` filled from its blocks of kind "reference".

    A key is the printed number; the first author's surname and the year ("Zhao2006") where the list is not numbered, with the
    printed letter of "2006a", or a, b... in the order of the list where two entries would share a key. Of an entry with parts
    a), b)..., or of several works with semicolons between them, the key itself ("36") has the first part's fields and the span of
    the whole, and "36b", "36c" are further references. The entries of a second numbered list (of the supporting information) have
    the keys "S1", "S2"...
    """
    found: list[Reference] = []
    prefix = ""
    for blocks in _lists(document):
        marker = _marker_style(document, blocks)
        if not marker:
            found.extend(_reference(i.text(document), "", i.span()) for i in _unnumbered(document, blocks))
            continue
        for item in _numbered(document, blocks, _MARKERS[marker]):
            key = f"{prefix}{item.number}"
            # A number printed twice: the first entry keeps it.
            if all(r.key != key for r in found):
                found.extend(_references(document, item, key))
        prefix = "S"
    return replace(document, references=tuple(_told_apart(found)))


def _lists(document: Document) -> list[list[Block]]:
    """The reference blocks, cut where the numbers begin again with 1 and go on with 2 (in a style of their own, maybe)."""
    blocks = [b for b in document.blocks if b.kind == "reference"]
    texts = [b.span.of(document.text).lstrip() for b in blocks]
    lists: list[list[Block]] = []
    for i, block in enumerate(blocks):
        begins = any(
            (m := p.match(texts[i])) and m[1] == "1" and any((n := p.match(t)) and n[1] == "2" for t in texts[i + 1 : i + 4])
            for p in _MARKERS.values()
        )
        if not lists or begins:
            lists.append([])
        lists[-1].append(block)
    return lists


def _marker_style(document: Document, blocks: list[Block]) -> str:
    """The marker most entries begin with; "" for a list without numbers."""
    starts = [b.span.of(document.text).lstrip() for b in blocks]
    counts = {name: sum(1 for s in starts if pattern.match(s)) for name, pattern in _MARKERS.items()}
    best = max(counts, key=lambda name: counts[name])
    # Under a third of the blocks: a stray number at the start of some lines, not the numbers of a list.
    return best if counts[best] and counts[best] * 3 >= len(blocks) else ""


def _numbered(document: Document, blocks: list[Block], marker: re.Pattern[str]) -> list[_Item]:
    items: list[_Item] = []
    last = 0
    for block in blocks:
        text = block.span.of(document.text)
        m = marker.match(text, len(text) - len(text.lstrip()))
        begin = 0  # without a number that goes on: the rest of an entry that a column or page break has cut
        if m is not None and (not items or last < int(m[1]) <= last + _LARGEST_GAP):
            last, begin = int(m[1]), m.end()
            items.append(_Item(m[1], []))
        while items and (n := _next_marker(marker, text, begin, last + 1)) is not None:
            _add(items[-1], block, text, begin, n.start())
            last, begin = last + 1, n.end()
            items.append(_Item(n[1], []))
        if items:
            _add(items[-1], block, text, begin, len(text))
    return _with_lost_markers(document, [i for i in items if i.pieces])


def _with_lost_markers(document: Document, items: list[_Item]) -> list[_Item]:
    """Where numbers are missing between two entries, the entry before the gap cut, if it holds as many whole entries.

    A number that a page break has parted from its entry may be read as the page's; the entries are then one text, and the
    year and page of the last would be taken for the first's.
    """
    out: list[_Item] = []
    for item, after in zip(items, [*items[1:], None], strict=True):
        missing = int(after.number) - int(item.number) - 1 if after else 0
        out.extend(_cut_up(document, item, missing) or [item])
    return out


def _cut_up(document: Document, item: _Item, n: int) -> list[_Item]:
    """The item as ``n`` + 1 whole entries, each as short as can be; [] where there is no such cut."""
    if n == 0:
        return [item] if _is_whole(document, item) else []
    cuts = [(k, m.end()) for k, p in enumerate(item.pieces) for m in _ENTRY_END.finditer(p.of(document.text))]
    for k, at in sorted([*cuts, *((k, 0) for k in range(1, len(item.pieces)))]):
        first, rest = _halves(document, item, k, at)
        if _is_whole(document, first) and (others := _cut_up(document, rest, n - 1)):
            return [first, *others]
    return []


def _halves(document: Document, item: _Item, piece: int, at: int) -> tuple[_Item, _Item]:
    """The item cut in its piece ``piece`` after ``at`` characters; the second half has the next number."""
    whole = item.pieces[piece]
    first = Span(whole.start, whole.start + len(whole.of(document.text)[:at].rstrip()))
    rest = Span(whole.start + at, whole.end)
    before = [*item.pieces[:piece], *([first] if len(first) else [])]
    return _Item(item.number, before), _Item(str(int(item.number) + 1), [rest, *item.pieces[piece + 1 :]])


def _is_whole(document: Document, item: _Item) -> bool:
    entry = parse_entry(item.text(document))
    return bool(entry.authors and entry.year and (entry.journal or entry.doi) and (entry.page or entry.doi))


def _next_marker(marker: re.Pattern[str], text: str, begin: int, number: int) -> re.Match[str] | None:
    """The marker of the next number inside a block that holds several entries: after the end of a sentence or of a DOI."""
    for m in marker.finditer(text, begin):
        before = text[begin : m.start()]
        ended = re.search(r"(?:[.;)\]]|10\.\d{4,9}/\S+)\s+$", before) or (text[m.start()] in "[^" and before.endswith((" ", ".")))
        if int(m[1]) == number and ended and len(before) > 15:
            return m
    return None


def _add(item: _Item, block: Block, text: str, begin: int, end: int) -> None:
    piece = text[begin:end]
    start = begin + len(piece) - len(piece.lstrip())
    stop = start + len(piece.strip())
    if stop > start:
        item.pieces.append(Span(block.span.start + start, block.span.start + stop))


def _unnumbered(document: Document, blocks: list[Block]) -> list[_Item]:
    """One entry a block; a block that shows no year or begins with a small letter goes on from the one before."""
    items: list[_Item] = []
    for block in blocks:
        text = block.span.of(document.text)
        begins = text[:1].isupper() or re.match(r"(?:van|von|de|der|den|di|da|du|le|la)\b", text)
        if not items or (begins and _YEAR.search(items[-1].text(document))):
            items.append(_Item("", []))
        _add(items[-1], block, text, 0, len(text))
    return [i for i in items if i.pieces]


def _references(document: Document, item: _Item, key: str) -> list[Reference]:
    text = item.text(document)
    parts = _sub_entries(text) or _works(text) if len(item.pieces) == 1 else []
    if not parts:
        return [_reference(text, key, item.span())]
    start = item.pieces[0].start
    first, *others = parts
    return [
        _reference(first.of(text), key, item.span()),
        *(_reference(p.of(text), key + letter, p.shifted(start)) for p, letter in zip(others, _PART_LETTERS[1:], strict=False)),
    ]


def _sub_entries(text: str) -> list[Span]:
    """The parts a), b)... of one entry, without their letters; [] for an entry without parts."""
    marks: list[re.Match[str]] = []
    for m in _SUB_ENTRY.finditer(text):
        if m[1] == _PART_LETTERS[len(marks) : len(marks) + 1] and (marks or m.start() == 0):
            marks.append(m)
    if len(marks) < 2:
        return [Span(marks[0].end(), len(text))] if marks else []
    ends = [m.start() for m in marks[1:]] + [len(text)]
    return [Span(m.end(), m.end() + len(text[m.end() : e].rstrip(" ;,"))) for m, e in zip(marks, ends, strict=True)]


def _works(text: str) -> list[Span]:
    """The whole works that one number lists without letters, a semicolon between them; [] for a single work."""
    starts = [0]
    for m in _NEXT_WORK.finditer(text):
        before, after = parse_entry(text[starts[-1] : m.start()]), parse_entry(text[m.end() :])
        if before.authors and before.year and after.authors and after.year and (after.journal or after.doi):
            starts.append(m.end())
    if len(starts) < 2:
        return []
    ends = [len(text[:s].rstrip(" ;")) for s in starts[1:]] + [len(text)]
    return [Span(s, e) for s, e in zip(starts, ends, strict=True)]


def _reference(text: str, key: str, span: Span) -> Reference:
    e = parse_entry(text)
    if not key:
        m = re.search(rf"\b{e.year}([a-z])\b", text) if e.year else None
        family = re.sub(r"\W", "", surname(e.authors[0])) if e.authors else re.sub(r"\W", "", text.split()[0])
        key = f"{family}{e.year or ''}{m[1] if m else ''}"
    first = e.authors[0] if e.authors else ""
    return Reference(key, span, first, e.authors, e.title, e.journal, e.year, e.volume, e.page, e.doi)


def _told_apart(found: list[Reference]) -> list[Reference]:
    """Author-year keys made unique: those that several entries share get a, b, c... in the order of the list."""
    keys = [r.key for r in found]
    seen: dict[str, int] = {}
    result = []
    for r in found:
        key = r.key
        if keys.count(key) > 1:
            n = seen[key] = seen.get(key, -1) + 1
            key = f"{key}{chr(ord('a') + n)}" if n < 26 else f"{key}-{n}"
        result.append(replace(r, key=key))
    return result
