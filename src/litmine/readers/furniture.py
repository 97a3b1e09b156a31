"""What belongs to the page and not to the text: running heads, page numbers, margin text, line numbers, text inside figures."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import pymupdf

from litmine.geometry import Box
from litmine.readers.blocks import CAPTION
from litmine.readers.glyphs import TextLine
from litmine.readers.numbering import is_outer, line_numbers, page_numbers, plain

_DIGITS = re.compile(r"\d+")
_LICENCE = re.compile(
    r"downloaded (?:from|by|on|via)|licen[sc]ed under|this (?:article|work) is (?:licensed|an open|published)|"
    r"open access article|"
    r"creative commons|all rights reserved|"
    r"^\s*(?:©|copyright|\(c\)\s*(?:(?:19|20)\d\d|copyright))|©\s*(?:the author|\d{4}|springer|wiley|elsevier|american)|"
    r"arxiv:\d{4}\.\d{4,5}|^\s*https?://(?:dx\.)?doi\.org/\S+\s*$|this journal is ©|terms of use|see https?://\S+ for",
    re.IGNORECASE,
)


def furniture_lines(pages: Sequence[Sequence[TextLine]], sizes: Sequence[tuple[float, float]]) -> tuple[frozenset[int], ...]:
    """For each page the indices of its lines that are furniture.

    ``sizes`` are the pages' (width, height) in points. A line is furniture where it does not run left to right (margin stamps),
    where its words, numbers apart, come back at the same height on other pages, where it is a licence or a download notice in
    the outer eighth of the page, a page number, or one of a manuscript's line numbers.
    """
    repeated = _repeated(pages, sizes)
    counted = page_numbers(pages, sizes) | line_numbers(pages)
    out = []
    for n, (lines, (_, height)) in enumerate(zip(pages, sizes, strict=True)):
        found = set()
        for i, line in enumerate(lines):
            if (n, i) in counted or not line.horizontal:
                found.add(i)
            elif is_outer(line, height):
                head = _key(line) in repeated and not _in_text(line, lines, repeated)
                if head or _LICENCE.search(plain(line)):
                    found.add(i)
        out.append(frozenset(found))
    return tuple(out)


def _key(line: TextLine) -> tuple[str, int]:
    """A line's words without numbers, and its height on the page in steps of six points.

    Numbers without a word are kept: what they repeat is only themselves. A caption's label never makes a running head.
    """
    text = plain(line)
    if CAPTION.match(line.text):
        return "", 0
    words = _DIGITS.sub("#", text).casefold() if any(c.isalpha() for c in text) else text
    return words, round(line.baseline / 6)


def _repeated(pages: Sequence[Sequence[TextLine]], sizes: Sequence[tuple[float, float]]) -> frozenset[tuple[str, int]]:
    """Keys of outer lines that stand on at least three pages (two in a short paper), and on a tenth of all."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for n, (lines, (_, height)) in enumerate(zip(pages, sizes, strict=True)):
        for line in lines:
            if line.horizontal and is_outer(line, height):
                text, at = _key(line)
                for near in (at - 1, at, at + 1):
                    seen[text, near].add(n)
    least = max(2 if len(pages) < 6 else 3, len(pages) // 10)
    return frozenset(key for key, found in seen.items() if len(found) >= least and key[0])


def _in_text(line: TextLine, lines: Sequence[TextLine], repeated: frozenset[tuple[str, int]]) -> bool:
    """Whether a line is one of a paragraph: at text distance above or below stands a line of its size that is no running head."""
    return any(
        o is not line
        and o.horizontal
        and abs(o.size - line.size) < 0.3
        and 0 < abs(o.baseline - line.baseline) < 1.5 * line.size
        and o.box.x0 < line.box.x1
        and line.box.x0 < o.box.x1
        and _key(o) not in repeated
        for o in lines
    )


def figure_areas(page: pymupdf.Page, number: int) -> tuple[Box, ...]:
    """The places of figures on a page: clusters of images and drawn paths.

    A cluster counts where it is at least 60 by 40 points and holds an image or forty paths that are neither rules nor shading;
    boxes of nearly the page's size (backgrounds) are left out.
    """
    turn = page.rotation_matrix if page.rotation else None
    width, height = page.rect.width, page.rect.height
    marks = page.get_bboxlog()
    cells: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    step = 8.0
    boxes = []
    for kind, corners in marks:
        if kind.endswith("text"):
            continue
        x0, y0, x1, y1 = pymupdf.Rect(corners) * turn if turn else corners
        image = "image" in kind or "shade" in kind
        if not (image or "path" in kind):
            continue
        w, h = x1 - x0, y1 - y0
        if (w > 0.8 * width and h > 0.8 * height) or w < 0 or h < 0:
            continue
        if not image and ((min(w, h) < 1.6 and "fill" in kind) or (h < 1.6 and w > 20)):
            continue  # a rule, the border of a table's cell
        if not image and "fill" in kind and w > 100 and h > 8:
            continue  # a shaded box behind text
        boxes.append((image, max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)))
    for image, x0, y0, x1, y1 in boxes[:60000]:
        if image or (x1 - x0 < 400 and y1 - y0 < 400):
            for cx in range(int(x0 // step), int(x1 // step) + 1):
                for cy in range(int(y0 // step), int(y1 // step) + 1):
                    cells[cx, cy][0 if image else 1] += 1
    return tuple(_clusters(cells, number, step))


def prose_fonts(pages: Sequence[Sequence[TextLine]], areas: Sequence[Sequence[Box]]) -> frozenset[str]:
    """The fonts that lines of at least eight words outside figures are set in, at least three lines each."""
    found: Counter[str] = Counter()
    for lines, places in zip(pages, areas, strict=True):
        for line in lines:
            if len(line.text.split()) >= 8 and not any(a.contains(*line.box.centre) for a in places):
                found.update({g.font for g in line.glyphs})
    return frozenset(font for font, n in found.items() if n >= 3)


def figure_text(lines: Sequence[TextLine], areas: Sequence[Box], body_size: float, prose: frozenset[str]) -> frozenset[int]:
    """Indices of the lines that are lettering of a figure.

    Inside an area: of few words or smaller than the text. Within 16 points of it (tick labels and axis titles of a drawing):
    numbers, or few words in a font that no prose (``prose_fonts``) is set in. A caption's label is none.
    """
    out = set()
    for i, line in enumerate(lines):
        x, y = line.box.centre
        words = line.text.split()
        if CAPTION.match(line.text):
            continue
        if any(a.contains(x, y) for a in areas):
            if len(words) < 7 or line.size < 0.8 * body_size:
                out.add(i)
        elif any(a.grown(16).contains(x, y) for a in areas):
            wordless = not any(sum(c.isalpha() for c in w) > 2 for w in words)
            if wordless or (len(words) < 7 and line.glyphs[len(line.glyphs) // 2].font not in prose):
                out.add(i)
    text = [line for i, line in enumerate(lines) if i not in out]
    # Widely spaced words of a justified line are pieces of it, whatever they look like alone.
    for i in sorted(out, key=lambda i: lines[i].box.x0):
        if any(_goes_on(o, lines[i]) for o in text):
            out.discard(i)
            text.append(lines[i])
    return frozenset(out)


def _goes_on(line: TextLine, piece: TextLine) -> bool:
    """Whether a piece stands on a line of text, at most four type sizes from it."""
    level = abs(line.baseline - piece.baseline) < 0.1 * line.size and abs(line.size - piece.size) < 0.1
    return level and 0 <= max(line.box.x0, piece.box.x0) - min(line.box.x1, piece.box.x1) < 4 * line.size


def _clusters(cells: dict[tuple[int, int], list[int]], page: int, step: float) -> list[Box]:
    """Boxes around connected cells (a gap of one cell is bridged) that hold an image or enough paths."""
    left = set(cells)
    found = []
    while left:
        todo = [left.pop()]
        images = paths = 0
        xs, ys = [], []
        while todo:
            cx, cy = todo.pop()
            n_images, n_paths = cells[cx, cy]
            images += n_images
            paths += n_paths
            xs.append(cx)
            ys.append(cy)
            for nx in range(cx - 2, cx + 3):
                for ny in range(cy - 2, cy + 3):
                    if (nx, ny) in left:
                        left.remove((nx, ny))
                        todo.append((nx, ny))
        box = Box(page, min(xs) * step, min(ys) * step, (max(xs) + 1) * step, (max(ys) + 1) * step)
        if box.width >= 60 and box.height >= 40 and (images or paths >= 40):
            found.append(box)
    return found
