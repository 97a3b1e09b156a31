"""A small invented paper, drawn as a PDF and described as a Document whose boxes lie on what is drawn."""

from dataclasses import dataclass, field
from pathlib import Path

import pymupdf

from litmine.document import Block, Cell, Document, Line, Page, Source, Table, Unread
from litmine.geometry import Box, Span
from litmine.linking import TableReceipt
from litmine.records import (
    CellRef,
    Citation,
    CuratedCell,
    Device,
    Flag,
    Measurement,
    Mention,
    Qualifiers,
    Quantity,
    Reference,
)  # fmt: skip

WIDTH, HEIGHT, SIZE = 420.0, 560.0, 10.0
_FONT = pymupdf.Font("helv")
HEADER = ("Device", "EQE (%)", "CE (cd/A)", "L_max (cd/m2)")
ROWS = (
    ("NovaTPD", "20.5", "48.1", ">5000"),
    ("TPD-x2", "18.2", "", "12000"),
    ("<script>alert(1)</script>", "7.10", "9.6", "630-650"),
)
SENTENCE = "The NovaTPD device reached an EQE of 25.0% and a luminance of 5100 cd/m2 [7]."


@dataclass(frozen=True)
class PaperByHand:
    """The shape of a pipeline's Paper."""

    document: Document
    domain: str = "qled"
    measurements: tuple[Measurement, ...] = ()
    devices: tuple[Device, ...] = ()
    flags: tuple[Flag, ...] = ()
    seconds: dict[str, float] = field(default_factory=lambda: {"read": 0.5, "tag": 0.25})
    receipts: tuple[TableReceipt, ...] = (TableReceipt("Table 1", 8, 1, ("Area (mm^2)",)),)
    tagged: object = None
    laws: tuple[int, int] = (3, 14)


@dataclass(frozen=True)
class Tagged:
    """As much of the tagger's result as the export reads."""

    mentions: tuple[Mention, ...]


class _Sheet:
    """Collects text and its lines while drawing them on a PDF page."""

    def __init__(self, page: pymupdf.Page | None) -> None:
        self.page, self.text, self.lines = page, "", []

    def write(self, x: float, y: float, words: str, after: str = " ") -> Span:
        span = Span(len(self.text), len(self.text) + len(words))
        if self.page is not None:
            self.page.insert_text((x, y), words, fontsize=SIZE, fontname="helv")
            widths = _FONT.char_lengths(words, SIZE)
            edges = [x]
            for width in widths:
                edges.append(edges[-1] + width)
            box = Box(1, x, y - 0.8 * SIZE, edges[-1], y + 0.2 * SIZE)
            if words:
                self.lines.append(Line(span, box, tuple(edges)))
        self.text += words + after
        return span


def make_document(
    path: Path | None, *, file_name: str = "nova.pdf", title: str = "Novel <b>layers</b> & their lamps", tall: int = 0
) -> Document:
    """The document of the invented paper; drawn to ``path``, or a text source without boxes where that is None.

    ``tall`` adds so many points between the table's header and its body.
    """
    drawn = pymupdf.open() if path is not None else None
    sheet = _Sheet(drawn.new_page(width=WIDTH, height=HEIGHT + tall) if drawn is not None else None)
    blocks = [Block("title", sheet.write(40, 50, title, "\n\n"))]
    first = sheet.write(40, 80, SENTENCE[:46])
    last = sheet.write(40, 93, SENTENCE[47:], "\n\n")
    blocks.append(Block("paragraph", Span(first.start, last.end)))
    caption = sheet.write(40, 130, "Table 1. Devices of this work.", "\n\n")
    blocks.append(Block("caption", caption))
    cells, start = [], len(sheet.text)
    for r, row in enumerate((HEADER, *ROWS)):
        y = 150 + 16 * r + (tall if r else 0)
        for c, words in enumerate(row):
            x = 40 + 90 * c
            span = sheet.write(x, y, words, "\t" if c < 3 else "\n")
            box = Box(1, x - 2, y - 11, x + 86, y + 5) if path is not None else None
            cells.append(Cell(r, c, span, box, role="header" if r == 0 else "stub" if c == 0 else "body"))
    blocks.append(Block("table", Span(start, len(sheet.text) - 1)))
    sheet.text += "\n"
    table = Table("Table 1", 1, tuple(cells), caption, boxes=(Box(1, 38, 139, 396, 219),) if path is not None else ())
    entry = sheet.write(40, 260 + tall, "[7] A. Okoye, B. Lindqvist, Adv. Lamps 2019, 12, 345.", "\n\n")
    lost = sheet.write(40, 300 + tall, "Table 2. A picture of a table.", "\n")
    blocks += [Block("reference", entry), Block("caption", lost)]
    if drawn is not None:
        sheet.page.draw_rect(pymupdf.Rect(40, 310 + tall, 200, 360 + tall))
        drawn.new_page(width=WIDTH, height=HEIGHT)
        drawn.save(path, no_new_id=True)
    parser, n_pages = ("pdf", 2) if path is not None else ("text", 1)
    unread = Unread(1, "table-is-image", "Table 2", lost, Box(1, 40, 310 + tall, 200, 360 + tall) if path is not None else None)
    pages = (Page(1, WIDTH, HEIGHT + tall, len(sheet.text)), Page(2, WIDTH, HEIGHT, 0))[:n_pages]
    reference = Reference(
        "7", entry, "Okoye", ("A. Okoye", "B. Lindqvist"), "", "Adv. Lamps", 2019, "12", "345", "10.1000/lamps.345"
    )
    source = Source(("ab" if parser == "pdf" else "cd") * 32, file_name, n_pages, parser, title, "10.1000/nova", 2024)
    return Document(source, sheet.text, pages, tuple(blocks), tuple(sheet.lines), (), (table,), (unread,), (), (reference,))


def cell_anchor(document: Document, row: int, col: int):
    """The evidence for a whole table cell."""
    cell = document.tables[0].at(row, col)
    return document.anchor(cell.span, cell=CellRef("Table 1", row, col))


def text_anchor(document: Document, words: str):
    """The evidence for words of the sentence, with the sentence as context."""
    start = document.text.index(words)
    sentence = document.text.index(SENTENCE[:20])
    return document.anchor(Span(start, start + len(words)), context=Span(sentence, sentence + len(SENTENCE)))


def make_paper(path: Path | None, **options) -> PaperByHand:
    """The invented paper as a pipeline would give it: four numbers of the table, two of the text, two devices, two flags."""
    document = make_document(path, **options)
    own = (Citation("7", "7"),)

    def measured(subject, metric, quantity, anchor, source="table", **kept):
        return Measurement(subject, (subject,), metric, quantity, Qualifiers(**kept), own, (anchor,), source, "cell", 0.9)

    table_eqe = measured("NovaTPD", "EQE", Quantity("20.5", 20.5, "%", 20.45, 20.55), cell_anchor(document, 1, 1))
    bound = measured(
        "NovaTPD", "L_max", Quantity(">5000", 5000.0, "cd/m2", 5000.0, float("inf"), ">"), cell_anchor(document, 1, 3)
    )
    noisy = measured("TPD-x2", "EQE", Quantity("18.2", 18.199999999999996, "%", 18.15, 18.25), cell_anchor(document, 2, 1))
    peak = measured("NovaTPD", "EL_peak", Quantity("630-650", None, "nm", 630.0, 650.0), cell_anchor(document, 3, 3))
    text_eqe = measured(
        "NovaTPD", "EQE", Quantity("25.0%", 25.0, "%", 24.95, 25.05), text_anchor(document, "25.0%"), "text", statistic="mean"
    )
    sha256 = document.source.sha256
    nova = Device(
        "NovaTPD",
        ("NovaTPD",),
        ("ITO", "NovaTPD", "Al"),
        "red",
        "spin-coated",
        "7",
        sha256,
        (text_eqe.id, table_eqe.id, bound.id, peak.id),
    )
    other = Device("TPD-x2", ("TPD-x2",), (), "unstated", "unstated", "", sha256, (noisy.id,))
    mismatch = Flag(
        "table-text-mismatch", "check", "error", sha256, "Table 1 and the text give different EQE for <i>NovaTPD</i>.",
        (cell_anchor(document, 1, 1), text_anchor(document, "25.0%")), "NovaTPD", "EQE", "20.5", "25.0", "4.5", "unknown",
    )  # fmt: skip
    gap = Flag(
        "table-is-image",
        "read",
        "info",
        sha256,
        "Table 2 is a picture and was not read.",
        (document.anchor(document.unread[0].caption),),
    )
    found = document.text.index("[7]")
    tagged = Tagged((Mention("citation", Span(found + 1, found + 2), "7", "7"),))
    return PaperByHand(
        document,
        measurements=(text_eqe, noisy, bound, table_eqe, peak),
        devices=(other, nova),
        flags=(gap, mismatch),
        tagged=tagged,
    )


def diff_flag(document: Document) -> Flag:
    """A disagreement between the paper's table and a hand-curated one."""
    curated = CuratedCell("devices.csv", 7, "EQE (%)", "20.48")
    return Flag(
        "value-mismatch", "diff", "warning", document.source.sha256, "The curated EQE of TPD-x2 is not the printed one.",
        (curated, cell_anchor(document, 2, 1)), "TPD-x2", "EQE", "20.48", "18.2", "2.28", "row above",
    )  # fmt: skip
