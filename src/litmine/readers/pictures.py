"""Where the figures of a page are: clusters of its images and drawn paths."""

from collections import Counter, defaultdict
from collections.abc import Mapping

import pymupdf
from pymupdf import mupdf

from litmine.geometry import Box

_STEP = 8.0  # points: marks are gathered in square cells of this size, coarser on a page of metres
_MOST_CELLS = 500  # along an edge of the page
_FULL, _SKIPPED = 40, 7  # where so many paths have been drawn, the next few are drawn there too and need not be measured
_MOST = 60_000  # paths of a page
_MIN_PATHS, _LONG = 40, 400.0  # a path of that many points belongs to the page
_THIN = 1.6  # points
_IMAGE, _PATH = 0, 1


def figure_areas(page: pymupdf.Page, number: int) -> tuple[Box, ...]:
    """The places of figures on a page, from the top down: clusters of images and drawn paths.

    A cluster counts where it is at least 60 by 40 points and holds an image or forty paths that are neither rules nor shading;
    boxes of nearly the page's size (backgrounds) are left out.
    """
    marks = _Marks(page.rect.width, page.rect.height)
    mupdf.fz_run_page(page.this, marks, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(marks)
    cells: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for (kind, left, right, top, foot), n in marks.covered.items():
        for x in range(left, right + 1):
            for y in range(top, foot + 1):
                cells[x, y][kind] += n
    return tuple(_clusters(cells, number, marks.step))


class _Marks(mupdf.FzDevice2):
    """A MuPDF device that notes what images and paths cover; MuPDF calls a method for each mark of the page as shown.

    ``Page.get_bboxlog`` is such a device too, and twice as slow: it also measures all text. ``covered`` counts the marks of each
    kind by the first and last column and row of cells they cover.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.step = max(_STEP, max(width, height) / _MOST_CELLS)
        self.covered: Counter[tuple[int, int, int, int, int]] = Counter()
        self.n_paths = self.skipped = 0
        self.use_virtual_fill_path()
        self.use_virtual_stroke_path()
        self.use_virtual_fill_image()
        self.use_virtual_fill_shade()

    def fill_path(self, ctx, path, even_odd, ctm, *colour):
        if self._is_new():
            x0, y0, x1, y1 = _corners(mupdf.ll_fz_bound_path(path, None, ctm))
            w, h = x1 - x0, y1 - y0
            # No rule, no border of a table's cell, no shaded box behind text.
            if w >= _THIN and h >= _THIN and (w <= 100 or h <= 8):
                self._add(_PATH, x0, y0, x1, y1)

    def stroke_path(self, ctx, path, stroke, ctm, *colour):
        if self._is_new():
            x0, y0, x1, y1 = _corners(mupdf.ll_fz_bound_path(path, stroke, ctm))
            if y1 - y0 >= _THIN or x1 - x0 <= 20:  # no rule
                self._add(_PATH, x0, y0, x1, y1)

    def fill_image(self, ctx, image, ctm, *colour):
        self._add(_IMAGE, *_corners(mupdf.ll_fz_transform_rect(mupdf.fz_unit_rect, ctm)))

    def fill_shade(self, ctx, shade, ctm, *colour):
        self._add(_IMAGE, *_corners(mupdf.ll_fz_bound_shade(shade, ctm)))

    def _is_new(self) -> bool:
        """Whether the next path is measured: one of a few in places that are full, none beyond the most."""
        self.n_paths += 1
        self.skipped -= 1
        return self.skipped < 0 and self.n_paths <= _MOST

    def _add(self, kind: int, x0: float, y0: float, x1: float, y1: float) -> None:
        w, h = x1 - x0, y1 - y0
        if w < 0 or h < 0 or (w > 0.8 * self.width and h > 0.8 * self.height):
            return
        x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, self.width), min(y1, self.height)
        if kind == _IMAGE or (x1 - x0 < _LONG and y1 - y0 < _LONG):
            cells = kind, int(x0 // self.step), int(x1 // self.step), int(y0 // self.step), int(y1 // self.step)
            self.covered[cells] += 1
            if self.covered[cells] > _FULL:
                self.skipped = _SKIPPED


def _corners(r: mupdf.fz_rect) -> tuple[float, float, float, float]:
    return r.x0, r.y0, r.x1, r.y1


def _clusters(cells: Mapping[tuple[int, int], list[int]], page: int, step: float) -> list[Box]:
    """Boxes around connected cells (a gap of one cell is bridged) that hold an image or enough paths, from the top down."""
    rows: dict[int, list[list[int]]] = defaultdict(list)  # row -> runs of cells: first and last column, images, paths
    for (x, y), (n_images, n_paths) in sorted(cells.items()):
        runs = rows[y]
        if runs and x - runs[-1][1] <= 2:
            runs[-1][1:] = x, runs[-1][2] + n_images, runs[-1][3] + n_paths
        else:
            runs.append([x, x, n_images, n_paths])
    found = []
    for first in sorted(rows):
        while rows[first]:
            todo = [(first, rows[first].pop())]
            cluster = []
            while todo:
                y, run = todo.pop()
                cluster.append((y, *run))
                for near in range(y - 2, y + 3):
                    for r in [r for r in rows.get(near, ()) if r[0] - run[1] <= 2 and run[0] - r[1] <= 2]:
                        rows[near].remove(r)
                        todo.append((near, r))
            ys, lefts, rights, images, paths = zip(*cluster, strict=True)
            box = Box(page, min(lefts) * step, min(ys) * step, (max(rights) + 1) * step, (max(ys) + 1) * step)
            if box.width >= 60 and box.height >= 40 and (sum(images) or sum(paths) >= _MIN_PATHS):
                found.append(box)
    return found
