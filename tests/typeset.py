"""Tables as meant, typeset with Typst in the ways of journals: Typst source from a Grid and a Style."""

import re
from collections.abc import Sequence
from random import Random
from typing import Literal, NamedTuple

import pymupdf
import typst

from random_tables import Cell, Grid, Shape, random_grid

Rules = Literal["booktabs", "borderless", "ruled", "zebra", "rows"]
Layout = Literal["one", "column", "wide", "sideways", "turned", "pages", "bare pages"]


class Style(NamedTuple):
    """How a table is set; lengths in type sizes but ``size`` in points. ``shape`` is what it must hold."""

    rules: Rules = "booktabs"
    layout: Layout = "one"
    shape: Shape = Shape()
    font: str = "Libertinus Serif"
    size: float = 9.0
    align: Literal["left", "center", "right", "decimal"] = "left"
    caption_below: bool = False
    pitch: float = 1.5  # of the rows; lines of one cell stand 1.15 apart
    stretched: bool = False


FONTS = ("Libertinus Serif", "New Computer Modern", "Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")  # the last one rarely
STYLES: dict[str, Style] = {
    "booktabs": Style(),
    "booktabs tight": Style(pitch=1.3),
    "two levels": Style(shape=Shape(cols=(4, 7), levels=2)),
    "three levels": Style(shape=Shape(cols=(5, 7), levels=3)),
    "two levels borderless": Style("borderless", shape=Shape(cols=(4, 7), levels=2)),
    "borderless": Style("borderless"),
    "borderless wrapped": Style("borderless", shape=Shape(long=True), pitch=1.6),
    "ruled": Style("ruled", pitch=1.7),
    "ruled groups": Style("ruled", shape=Shape(groups=True, levels=2, cols=(4, 7)), pitch=1.7),
    "rows ruled": Style("rows", shape=Shape(long=True), pitch=1.7),
    "zebra": Style("zebra", pitch=1.7),
    "zebra sections": Style("zebra", shape=Shape(sections=True, rows=(5, 9)), pitch=1.7),
    "sections": Style(shape=Shape(sections=True, rows=(5, 9))),
    "groups": Style(shape=Shape(groups=True)),
    "wrapped": Style(shape=Shape(long=True, rows=(5, 9)), pitch=1.6),
    "column": Style(layout="column", size=7.5, shape=Shape(cols=(3, 4))),
    "column wrapped": Style(layout="column", size=7.0, shape=Shape(cols=(3, 4), long=True), pitch=1.5),
    "column borderless": Style("borderless", layout="column", size=7.5, shape=Shape(cols=(3, 4))),
    "wide": Style(layout="wide", size=8.0, shape=Shape(cols=(6, 8)), stretched=True),
    "wide two levels": Style(layout="wide", size=8.0, shape=Shape(cols=(6, 8), levels=2), stretched=True),
    "sideways": Style(layout="sideways", shape=Shape(cols=(6, 8), rows=(5, 12))),
    "turned": Style(layout="turned", shape=Shape(cols=(6, 8), rows=(5, 12))),
    "pages": Style(layout="pages", shape=Shape(rows=(16, 30))),
    "pages ruled": Style("ruled", layout="pages", shape=Shape(rows=(16, 30)), pitch=1.7),
    "pages two levels": Style(layout="pages", shape=Shape(rows=(16, 30), cols=(4, 7), levels=2)),
    "bare pages": Style(layout="bare pages", shape=Shape(rows=(16, 30))),
    "transposed": Style(shape=Shape(transposed=True, rows=(5, 9), cols=(3, 6))),
    "transposed borderless": Style("borderless", shape=Shape(transposed=True, rows=(5, 9), cols=(3, 6))),
    "caption below": Style(caption_below=True),
    "decimal": Style(align="decimal"),
}  # fmt: skip

_PROSE = """layer film under light with a charge that moves from one side to other while holes wait near an edge of thin
glass and we find more of them when heat comes in slowly so each device was kept dry before it could be driven again at low
current which shows how emission fades over time and why mobile ions drift through soft matter until fields screen them""".split()
_CAPTIONS = (
    "Figures of merit of the invented devices.",
    "Summary of the properties of compounds that were never made.",
    "Device performance, best values of each batch.",
)


class Sheet(NamedTuple):
    """A typeset table: the Typst source, the table as meant, the style with what was drawn for it, the turn of its pages."""

    source: str
    grid: Grid
    style: Style
    turn: int


def sheet(kind: str, seed: int) -> Sheet:
    """The sheet of a kind of STYLES for a seed."""
    rng = Random(f"{kind} {seed}")
    style = STYLES[kind]
    style = style._replace(font=rng.choice(FONTS[:4] if style.layout in ("column", "wide") else FONTS))
    if style.font == "DejaVu Sans Mono":
        style = style._replace(size=7.0, shape=style.shape._replace(cols=(style.shape.cols[0], max(4, style.shape.cols[1] - 2))))
    if style.align != "decimal":
        style = style._replace(align=rng.choice(("left", "center", "right", "decimal") if style.shape.levels == 1 else ("left", "center")))
    if kind in ("booktabs", "borderless", "ruled", "zebra", "sections"):
        style = style._replace(caption_below=rng.random() < 0.2, stretched=rng.random() < 0.4)
    grid = random_grid(rng, style.shape)
    while not _fits(grid, style):
        most = max(3, grid.n_cols - (rng.random() < 0.5))
        shape = style.shape._replace(cols=(min(style.shape.cols[0], most), most))
        grid = random_grid(rng, shape)
    body = _parts(rng, grid, style) if style.layout in ("pages", "bare pages") else _float(rng, grid, style, True)
    return Sheet(_page(rng, body, style), grid, style, 90 if style.layout == "turned" else 0)


def _fits(grid: Grid, style: Style) -> bool:
    """Whether no column is wider than the place there is for it: values do not wrap, so they would run into the next."""
    whole = {"column": 232.0, "sideways": 725.0, "turned": 725.0}.get(style.layout, 488.0)
    letter = style.size * (0.62 if "Mono" in style.font else 0.54)
    widths = [0.0] * grid.n_cols
    for c in grid.cells:
        if c.col_span == 1:
            longest = max(len(re.sub(r"[{}^_]", "", line)) for line in c.text.split("\n")) + 2 * len(c.marks)
            widths[c.col] = max(widths[c.col], longest * letter)
    widths = [(16 * style.size if k in grid.texts else w) + 2 * style.size for k, w in enumerate(widths)]
    if style.stretched and any(w > (whole - widths[0]) / (grid.n_cols - 1) for w in widths[1:]):
        return False
    return sum(widths) <= whole


def _page(rng: Random, body: str, style: Style) -> str:
    columns = 2 if style.layout in ("column", "wide") else 1
    head = (
        f"#set page(width: 595pt, height: 842pt, margin: 52pt, columns: {columns})\n"
        f'#set text(font: "{style.font}", size: {9 if columns == 2 else 10}pt, hyphenate: false)\n#set par(justify: true)\n'
        "#let up(x) = super(typographic: false, x)\n#let low(x) = sub(typographic: false, x)\n"
    )
    if style.layout in ("sideways", "turned"):
        return f"{head}#rotate(-90deg, reflow: true, block(width: 730pt)[{body}])\n"
    before, after = rng.randint(1, 2), rng.randint(1, 3)
    if columns == 2:
        before, after = before + 1, after + 3
    if style.layout == "wide":
        body = f'#place(top, scope: "parent", float: true, block(width: 100%)[{body}])'
    return head + _prose(rng, before) + f"\n\n{body}\n\n" + _prose(rng, after)


def _prose(rng: Random, n: int) -> str:
    out = []
    for _ in range(n):
        sentences = [" ".join(rng.choices(_PROSE, k=rng.randint(9, 22))).capitalize() + "." for _ in range(rng.randint(3, 6))]
        out.append(" ".join(sentences))
    return "\n\n".join(out)


def _float(rng: Random, grid: Grid, style: Style, whole: bool, continued: bool = False, rows: Sequence[int] | None = None) -> str:
    """Caption, table and notes."""
    label = "*Table 1.* " + rng.choice(_CAPTIONS) if not continued else "*Table 1* (continued)"
    caption = f"#block(above: 1.4em, below: 0.9em)[#text(size: {style.size}pt)[{label}]]"
    table = f"#block(above: 0.9em, below: 0.7em)[{_table(rng, grid, style, rows)}]"
    notes = ""
    if whole and grid.notes:
        raised = grid.notes[0][0] in "abc*†‡"
        texts = [(_up(m) if raised or rng.random() < 0.5 else _escaped(m)) + " " + _inline(t) for m, t in grid.notes]
        joint = " " if rng.random() < 0.4 else " #linebreak() "
        notes = f"#block(above: 0.7em, below: 1.6em)[#text(size: {style.size - 1}pt)[{joint.join(texts)}]]"
    return f"{table}\n{notes}\n{caption}" if style.caption_below else f"{caption}\n{table}\n{notes}"


def _parts(rng: Random, grid: Grid, style: Style) -> str:
    """The table over two or three pages: its header again over each part, or none."""
    body = list(range(grid.n_header, grid.n_rows))
    n = rng.choice((2, 2, 3))
    cuts = [len(body) * i // n for i in range(n + 1)]
    out = []
    for i in range(n):
        rows = body[cuts[i] : cuts[i + 1]]
        shown = list(range(grid.n_header)) + rows if i == 0 or style.layout == "pages" else rows
        part = _float(rng, grid, style, i == n - 1, i > 0, shown)
        if i and style.layout == "bare pages" and rng.random() < 0.5:
            part = part[part.index("\n") + 1 :]  # no caption over the rest
        out.append(part)
    return "\n#pagebreak()\n".join(out)


def _table(rng: Random, grid: Grid, style: Style, rows: Sequence[int] | None) -> str:
    """A Typst table of some rows of a grid (all of them: None)."""
    rows = list(range(grid.n_rows)) if rows is None else list(rows)
    head = [r for r in rows if r < grid.n_header]
    at = {row: i for i, row in enumerate(rows)}
    n, size = grid.n_cols, style.size
    edge = max((style.pitch - 1) / 2, 0.05)
    wide = {k: f"{rng.randint(10, 13) if style.layout == 'column' else rng.randint(13, 18)}em" for k in grid.texts}
    columns = ", ".join(wide.get(k, "1fr" if style.stretched and k else "auto") for k in range(n))
    shade = ", fill: (_, y) => if calc.odd(y) { luma(232) }" if style.rules == "zebra" else ""
    stroke = "0.5pt" if style.rules == "ruled" else "none"
    gap = 0.6 if style.layout == "column" else rng.choice((0.6, 0.8, 1.0))
    out = [f"table(columns: ({columns}), stroke: {stroke}, inset: (x: {gap}em, y: {edge:.2f}em){shade},"]
    lined = style.rules in ("booktabs", "rows")
    if lined:
        out.append("table.hline(y: 0, stroke: 0.8pt),")
    decimals = _decimals(grid) if style.align == "decimal" else {}
    for cell in grid.cells:
        if cell.row not in at:
            continue
        here = at[cell.row]
        if cell.col == 0 and head and here == len(head) and lined:
            out.append(f"table.hline(y: {here}, stroke: 0.5pt),")
        if cell.col == 0 and style.rules == "rows" and here > len(head):
            out.append(f"table.hline(y: {here}, stroke: 0.3pt),")
        out.append(_cell(rng, cell, grid, style, decimals, here))
    if lined:
        out.append(f"table.hline(y: {len(rows)}, stroke: 0.8pt),")
    text = f"#set text(size: {size}pt, top-edge: 0.8em, bottom-edge: -0.2em)\n#set par(leading: 0.15em, justify: false)"
    return f"{text}\n#{' '.join(out)})"


def _cell(rng: Random, cell: Cell, grid: Grid, style: Style, decimals: dict[int, int], row: int) -> str:
    header, section = cell.row < grid.n_header, cell.row in grid.sections
    align = "left" if cell.col == 0 or cell.col in grid.texts else "right" if style.align == "decimal" else style.align
    if cell.col_span > 1:
        align = "left" if section else "center"
    body = _inline(cell.text, keep=cell.col not in grid.texts and not header and not section) + "".join(
        _printed_mark(grid, m) for m in cell.marks
    )
    if section:
        body = f"#emph[{body}]"
    elif header and style.rules in ("zebra", "borderless"):
        body = f"#strong[{body}]"
    if not header and cell.col in decimals and align == "right":
        pad = decimals[cell.col] - _tail(cell.text)
        body += f'#hide("{"0" * pad}")' if pad > 0 else ""
    below = header and cell.row < grid.n_header - 1 and cell.col_span > 1
    if below and style.rules in ("booktabs", "rows"):
        body = f"#stack(spacing: 0.2em, [{body}], line(length: 100%, stroke: 0.4pt))"
    tall = "horizon" if style.rules == "ruled" else "bottom" if header else "top"
    return f"table.cell(x: {cell.col}, y: {row}, rowspan: {cell.row_span}, colspan: {cell.col_span}, align: {align} + {tall})[{body}],"


def _printed_mark(grid: Grid, mark: str) -> str:
    marker = next(m for m, _ in grid.notes if m.strip("[])") == mark)
    return _up(marker)


def _decimals(grid: Grid) -> dict[int, int]:
    """How many signs stand behind the point in each column of plain numbers."""
    out = {}
    for k in range(1, grid.n_cols):
        texts = [c.text for c in grid.cells if c.col == k and c.row >= grid.n_header and re.search(r"\d", c.text)]
        if texts and all(re.fullmatch(r"−?\d+(\.\d+)?", t) for t in texts):
            out[k] = max(map(_tail, texts))
    return out


def _tail(text: str) -> int:
    return len(text.partition(".")[2]) if re.fullmatch(r"−?\d+(\.\d+)?", text) else 0


def _up(text: str) -> str:
    return f'#up("{text}")'


def _escaped(text: str) -> str:
    return f'#"{text}"'


def _inline(text: str, keep: bool = False) -> str:
    """Typst markup of a text; ``keep``: its spaces do not break."""
    out = []
    for kind, inside, other in re.findall(r"([\^_])\{([^}]*)\}|([^\^_{}]+|_)", text.replace(" ", "\u00a0") if keep else text):
        if kind:
            out.append(f'#{"up" if kind == "^" else "low"}("{inside}")')
        else:
            out += [" #linebreak() ".join(_escaped(t) for t in other.split("\n"))]
    return "".join(out)


def pdf_of(made: Sheet) -> bytes:
    """The sheet as a PDF; a turned one is drawn sideways and shown upright by its page's rotation."""
    data = typst.compile(made.source.encode())
    if not made.turn:
        return data
    with pymupdf.open(stream=data) as document:
        for page in document:
            page.set_rotation(made.turn)
        return document.tobytes(no_new_id=True)
