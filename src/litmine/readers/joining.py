"""Paragraphs and captions that a column's or page's end, a float or an equation broke in two, made one."""

from collections.abc import Sequence
from itertools import pairwise

from litmine.readers.blocks import RawBlock, bold_differs, is_prose_end


def join_broken(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Paragraphs and captions that a column's or page's end, or a float, broke in two made one; everything else as it is."""
    out: list[RawBlock] = []
    # The last paragraph of each type size: small type between two halves of one (an affiliation, a licence) does not end it.
    opened: dict[int, RawBlock] = {}
    indents = _indents(blocks)
    for block in blocks:
        if block.display:
            pass  # the sentence may go on below it
        elif block.kind == "paragraph":
            size = round(2 * _size(block))
            before = next((opened[s] for s in (size, size - 1, size + 1) if s in opened), None)
            if before is not None and _continues(before, block, indents=indents):
                before.items.extend(block.items)
                continue
            if _caption_goes_on(out, before, block):
                out[-1].items.extend(block.items)
                continue
            opened[size] = block
        elif block.kind in ("heading", "title", "list", "reference"):
            opened = {round(2 * _size(block)): block} if block.kind == "list" else {}
        out.append(block)
    return out


def _caption_goes_on(out: Sequence[RawBlock], open_block: RawBlock | None, block: RawBlock) -> bool:
    """Whether a block at the top of a page is the rest of a caption that the page before cut off in a sentence."""
    before = out[-1] if out else None
    if before is None or before.kind != "caption" or not before.lines or before.items[-1].box.page + 1 != block.page:
        return False
    if open_block is not None and not is_prose_end(open_block.lines[-1].text):
        return False
    last, first = before.items[-1], block.items[0]
    full = last.box.x1 > last.right - 2.5 * last.size
    if not full and not first.line.text.lstrip("([^").strip()[:1].islower():
        return False
    alike = abs(last.size - first.size) < 0.04 * last.size and len(last.line.text.split()) > 3
    return alike and not is_prose_end(last.line.text)


def _size(block: RawBlock) -> float:
    return block.items[0].size


def _indents(blocks: Sequence[RawBlock]) -> bool:
    """Whether paragraphs begin with an indent: four of five that follow another in its column do."""
    inner = [
        b
        for a, b in pairwise(blocks)
        if a.kind == b.kind == "paragraph" and len(b.items) > 2 and len(a.items) > 2 and a.items[-1].column == b.items[0].column
    ]
    return len(inner) >= 5 and sum(b.indented for b in inner) >= 0.8 * len(inner)


def _continues(a: RawBlock, b: RawBlock, *, indents: bool) -> bool:
    """Whether paragraph ``b`` is the rest of ``a``; ``indents``: whether the document's paragraphs begin with an indent."""
    last, first = a.items[-1], b.items[0]
    if last.line is None or first.line is None or abs(last.size - first.size) > 0.04 * max(last.size, first.size):
        return False
    if first.box.page - last.box.page > 3:
        return False
    widths = (last.right - last.left, first.right - first.left)
    if last.column != first.column and min(widths) < 0.8 * max(widths) and min(len(a.items), len(b.items)) > 1:
        return False
    end, begin = last.line.text.rstrip(), first.line.text.lstrip()
    if not begin:
        return False
    if is_prose_end(end):
        # A sentence may end where the column does: the next one goes on at the edge where paragraphs would begin with an indent.
        flush = indents and last.column != first.column and not b.indented and first.box.x0 - first.left < 0.3 * first.size
        return flush and len(a.items) > 1 and len(b.items) > 1 and last.box.x1 > last.right - 0.3 * last.size
    if first.line.bold != last.line.bold and bold_differs(first.line, last.line):
        return False
    opening = begin.lstrip("([“\"‘'^")
    if opening[:1].islower() or end[-1:] in "-,–(/" or end[-1:] == "\u00ad":
        return True
    full = last.box.x1 > last.right - 2.5 * last.size
    return full and not b.indented and len(a.items) > 1 and not end.endswith(":")
