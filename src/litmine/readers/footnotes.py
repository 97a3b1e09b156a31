"""Footnotes: small type under the text of a column."""

import re
from collections import defaultdict
from collections.abc import Sequence

from litmine.geometry import Box
from litmine.readers.blocks import RawBlock, Type

_MARK = re.compile(
    r"\^|[*†‡§¶#✉]|\d{1,2}\s?[A-Z][a-z]|[a-z]\s?[A-Z]|©|"
    r"(?i:e-?mail|electronic|correspond|these authors|present address|https?:|to whom|school of|department of)"
)


def mark_footnotes(blocks: Sequence[RawBlock], kind: Type, heights: Sequence[float]) -> None:
    """Set ``kind`` "footnote" on the blocks at the foot of each column whose type is below 0.93 of the text's.

    They stand in the lower half of the page (``heights`` in points, by page), under text of full size, and begin as footnotes and
    affiliations do; a block that stands below such a one is one too.
    """
    columns: dict[tuple[int, int], list[RawBlock]] = defaultdict(list)
    full: dict[int, list[RawBlock]] = defaultdict(list)
    for b in blocks:
        if b.lines:
            columns[b.items[0].column].append(b)
            if b.kind == "paragraph" and b.lines[0].size > 0.93 * kind.size:
                full[b.page].append(b)
    for column in columns.values():
        foot: list[RawBlock] = []
        for b in reversed(column):
            box = b.items[0].box
            low = box.y0 > 0.5 * heights[box.page - 1]
            if b.kind not in ("paragraph", "list", "furniture") or not low or b.lines[0].size > 0.93 * kind.size:
                break
            foot.append(b)
        foot.reverse()
        starts = [i for i, b in enumerate(foot) if _MARK.match(b.text)]
        if not starts:
            continue
        top = foot[starts[0]].items[0].box
        if any(b.items[0].box.y1 < top.y0 and _beside(b, top) for b in full[foot[0].page]):
            for b in foot[starts[0] :]:
                b.kind = "footnote"


def _beside(block: RawBlock, box: Box) -> bool:
    """Whether a block shares some of its width with a box of its page."""
    return any(i.box.x0 < box.x1 and box.x0 < i.box.x1 for i in block.items if i.box.page == box.page)
