"""The tools that are measured, each as one function from a PDF to cells; and the program that runs one of them on one PDF.

    python adapters.py TOOL PAPER.pdf CELLS.csv

writes the cells and prints one JSON object: the CPU seconds it took to load the tool, before the PDF was touched. Every tool
sees every page of the PDF. Whatever box a tool gives is brought to points with the origin at the top left of the page as shown.
"""

import csv
import importlib
import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from scoring import Cell

Box = tuple[float, float, float, float]
Placed = tuple[int, int, int, int, str, Box]  # row, column, row span, column span, text, box
_IMG2TABLE_DPI = 200  # of the images img2table draws and gives its boxes in

# ---- litmine -----------------------------------------------------------------------------------------------------------


def litmine(path: Path) -> Iterator[Cell]:
    """What ``litmine tables`` writes; the whole paper is read for it, its text too."""
    from litmine.export import cells_frame
    from litmine.readers import read

    for c in cells_frame(read(path)).to_dict("records"):
        edges = (float(c[k]) if c[k] == c[k] and c[k] is not None else 0.0 for k in ("x0", "y0", "x1", "y1"))
        yield Cell(*(c[k] for k in ("page", "table", "row", "col", "row_span", "col_span", "text")), *edges)


# ---- PyMuPDF -----------------------------------------------------------------------------------------------------------


def pymupdf_default(path: Path) -> Iterator[Cell]:
    """``page.find_tables()`` and ``Table.extract()``, as in the documentation's first example."""
    import pymupdf

    with pymupdf.open(path) as pdf:
        for page in pdf:
            for n, table in enumerate(page.find_tables().tables):
                texts = table.extract()
                rows = [list(zip(t, r.cells, strict=False)) for t, r in zip(texts, table.rows, strict=False)]
                yield from _cells(page.number + 1, n, placed(rows))


def pymupdf_union(path: Path) -> Iterator[Cell]:
    """``find_tables(union=True, refine=True)`` over the layout model, texts and spans from ``Table.placements``."""
    import pymupdf

    with pymupdf.open(path) as pdf:
        for page in pdf:
            page.get_layout(return_raw=True)
            for n, table in enumerate(page.find_tables(union=True, refine=True).tables):
                yield from _cells(page.number + 1, n, _placements(table.placements or ()))


def _placements(rows: Iterable[Iterable[Any]]) -> Iterator[Placed]:
    """Rows as in HTML: a place that a span of an earlier cell covers has no cell of its own."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        col = 0
        for cell in cells:
            while (row, col) in taken:
                col += 1
            taken |= {(row + i, col + k) for i in range(cell.rowspan) for k in range(cell.colspan)}
            yield row, col, cell.rowspan, cell.colspan, cell.text or "", tuple(cell.bbox or (0, 0, 0, 0))
            col += cell.colspan


# ---- camelot -----------------------------------------------------------------------------------------------------------


def camelot(flavor: str) -> Callable[[Path], Iterator[Cell]]:
    """``camelot.read_pdf`` with a flavor; camelot gives no spans, which are taken from the edges its cells lack."""

    def read(path: Path) -> Iterator[Cell]:
        from camelot import read_pdf

        for n, table in enumerate(read_pdf(str(path), pages="all", flavor=flavor)):
            height = table.pdf_size[1]
            rows = [[(c.text, (c.x1, height - c.y2, c.x2, height - c.y1)) for c in row] for row in table.cells]
            spans = flavor != "stream" and any(not (c.left and c.right and c.top and c.bottom) for row in table.cells for c in row)
            yield from _cells(table.page, n, _merged(rows, table.cells) if spans else placed(rows))

    return read


def _merged(rows: Sequence[Sequence[tuple[str, Box]]], edges: Sequence[Sequence[Any]]) -> Iterator[Placed]:
    """Cells of a full grid, those without an edge between them as one (its text stands in one of them)."""
    taken: set[tuple[int, int]] = set()
    for i, row in enumerate(rows):
        for k in range(len(row)):
            if (i, k) in taken:
                continue
            right, down = k, i
            while right + 1 < len(row) and not edges[i][right].right and (i, right + 1) not in taken:
                right += 1
            while down + 1 < len(rows) and not any(edges[down][c].bottom for c in range(k, right + 1)):
                down += 1
            inside = [(r, c) for r in range(i, down + 1) for c in range(k, right + 1)]
            taken |= set(inside)
            box = (*rows[i][k][1][:2], *rows[down][right][1][2:])
            yield i, k, down - i + 1, right - k + 1, "\n".join(t for r, c in inside if (t := rows[r][c][0].strip())), box


# ---- pdfplumber --------------------------------------------------------------------------------------------------------


def pdfplumber(settings: dict[str, Any]) -> Callable[[Path], Iterator[Cell]]:
    """``page.find_tables`` with settings; ``{}`` is the default, tables drawn with lines."""

    def read(path: Path) -> Iterator[Cell]:
        from pdfplumber import open as opened

        with opened(path) as pdf:
            for page in pdf.pages:
                left, top = page.bbox[:2]
                for n, table in enumerate(page.find_tables(settings)):
                    texts = table.extract()
                    boxes = [[b and (b[0] - left, b[1] - top, b[2] - left, b[3] - top) for b in r.cells] for r in table.rows]
                    rows = [list(zip(t, b, strict=True)) for t, b in zip(texts, boxes, strict=True)]
                    yield from _cells(page.page_number, n, placed(rows))
                page.close()

    return read


# ---- img2table ---------------------------------------------------------------------------------------------------------


def img2table(path: Path) -> Iterator[Cell]:
    """Tables of the rendered page, borderless ones too, with the PDF's own text; a cell that spans is given at each place."""
    from img2table.document import PDF

    scale = 72 / _IMG2TABLE_DPI
    for page, tables in PDF(str(path)).extract_tables(borderless_tables=True).items():
        for n, table in enumerate(tables):
            spots: dict[tuple[Box, str], list[tuple[int, int]]] = {}
            for i, row in enumerate(table.content.values()):
                for k, cell in enumerate(row):
                    box = tuple(v * scale for v in (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2))
                    spots.setdefault((box, cell.value or ""), []).append((i, k))
            spanning = []
            for (box, text), where in spots.items():
                (i0, k0), (i1, k1) = min(where), max(where)
                spanning.append((i0, k0, i1 - i0 + 1, k1 - k0 + 1, text, box))
            yield from _cells(page + 1, n, spanning)


# ---- tabula ------------------------------------------------------------------------------------------------------------


def tabula(**mode: bool) -> Callable[[Path], Iterator[Cell]]:
    """``tabula.read_pdf`` in one Java machine, page by page, since its JSON does not say the page; it guesses the areas.

    A page on which it fails ("lines must be orthogonal") gives no tables, the others are read.
    """

    def read(path: Path) -> Iterator[Cell]:
        from jpype import JException
        from pymupdf import open as opened
        from tabula import read_pdf

        with opened(path) as pdf:
            pages = pdf.page_count
        for page in range(1, pages + 1):
            try:
                tables = read_pdf(path, pages=page, output_format="json", silent=True, **mode)
            except JException:
                continue
            for n, table in enumerate(tables):
                yield from _cells(page, n, placed([[(c["text"], _tabula_box(c)) for c in row] for row in table["data"]]))

    return read


def _tabula_box(cell: dict[str, Any]) -> Box | None:
    """The box of a cell, None where it has no extent: it is blank or covered by another."""
    x0, y0, width, height = (cell[k] for k in ("left", "top", "width", "height"))
    return (x0, y0, x0 + width, y0 + height) if width and height else None


# ---- what several share ------------------------------------------------------------------------------------------------


def placed(rows: Sequence[Sequence[tuple[str | None, Box | None]]]) -> Iterator[Placed]:
    """Cells of a full grid with their spans: a cell reaches over the places without a box that its own box covers."""
    tops = [min((b[1] for _, b in row if b), default=None) for row in rows]
    wide = max((len(row) for row in rows), default=0)
    lefts = [min((row[k][1][0] for row in rows if k < len(row) and row[k][1]), default=None) for k in range(wide)]
    taken: set[tuple[int, int]] = set()
    for i, row in enumerate(rows):
        for k, (text, box) in enumerate(row):
            if (i, k) in taken:
                continue
            down = right = 1
            if box:
                while k + right < len(row) and not row[k + right][1] and _reaches(box[2], lefts[k + right]):
                    right += 1
                while i + down < len(rows) and k < len(rows[i + down]) and not rows[i + down][k][1] and _reaches(box[3], tops[i + down]):
                    down += 1
                taken |= {(r, c) for r in range(i, i + down) for c in range(k, k + right)}
            yield i, k, down, right, text or "", box or (0.0, 0.0, 0.0, 0.0)


def _reaches(end: float, begin: float | None) -> bool:
    """Whether a box that ends at ``end`` covers a row or column that begins at ``begin`` (points; lines are a point wide)."""
    return begin is not None and end > begin + 1.0


def _cells(page: int, table: int, grid: Iterable[Placed]) -> Iterator[Cell]:
    """The cells of the n-th table of a page."""
    for row, col, row_span, col_span, text, box in grid:
        yield Cell(page, f"p{page}-{table + 1}", row, col, row_span, col_span, text, *map(float, box))


class Tool(NamedTuple):
    """A tool with its settings: what must be installed (a distribution; modules, loaded before the clock starts) and how it reads."""

    distribution: str
    modules: tuple[str, ...]
    settings: str
    cells: Callable[[Path], Iterator[Cell]]
    command: str = ""  # a program it needs beside Python

    @property
    def version(self) -> str | None:
        """The installed version; None where it is not installed."""
        try:
            return metadata.version(self.distribution)
        except metadata.PackageNotFoundError:
            return None


_TEXT = {"vertical_strategy": "text", "horizontal_strategy": "text"}
_CAMELOT = ("camelot", "cv2", "pypdfium2")

TOOLS = {
    "litmine": Tool("litmine", ("litmine.readers.pdf", "litmine.export"), "litmine tables", litmine),
    "pymupdf union+refine": Tool("pymupdf", ("pymupdf",), "find_tables(union=True, refine=True), placements", pymupdf_union),
    "pymupdf default": Tool("pymupdf", ("pymupdf",), "find_tables(), extract()", pymupdf_default),
    "camelot hybrid": Tool("camelot-py", _CAMELOT, "flavor='hybrid'", camelot("hybrid")),
    "camelot lattice": Tool("camelot-py", _CAMELOT, "flavor='lattice'", camelot("lattice")),
    "camelot network": Tool("camelot-py", _CAMELOT, "flavor='network'", camelot("network")),
    "camelot stream": Tool("camelot-py", _CAMELOT, "flavor='stream'", camelot("stream")),
    "img2table": Tool("img2table", ("img2table.document",), "borderless_tables=True, text layer", img2table),
    "pdfplumber lines": Tool("pdfplumber", ("pdfplumber",), "default: lines", pdfplumber({})),
    "pdfplumber text": Tool("pdfplumber", ("pdfplumber",), "both strategies 'text'", pdfplumber(_TEXT)),
    "tabula lattice": Tool("tabula-py", ("tabula", "jpype"), "lattice=True, guess", tabula(lattice=True), "java"),
    "tabula stream": Tool("tabula-py", ("tabula", "jpype"), "stream=True, guess", tabula(stream=True), "java"),
}


def missing(tool: Tool) -> str:
    """What is not installed of what the tool needs, by name; "" where all is there."""
    from shutil import which

    if tool.version is None:
        return tool.distribution
    lacking = [m for m in tool.modules if find_spec(m.partition(".")[0]) is None]
    return ", ".join([*lacking, *([tool.command] if tool.command and not which(tool.command) else [])])


def main(name: str, paper: str, target: str) -> None:
    """Run one tool on one PDF. Its cells go to ``target``, the only line on stdout is ours: tools print there too."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    warnings.simplefilter("ignore")
    tool = TOOLS[name]
    for module in tool.modules:
        importlib.import_module(module)
    loaded = time.process_time()
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Cell._fields)
        writer.writerows(tool.cells(Path(paper)))
    print(json.dumps({"load_cpu_s": loaded}), file=out, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
