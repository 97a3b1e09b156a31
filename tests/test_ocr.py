"""Tables that are pictures and pages without text: read by OCR where Tesseract is installed, and reported in any case."""

import logging
import stat
from dataclasses import replace
from functools import partial

import numpy as np
import pymupdf
import pytest

from litmine.checks import run_checks
from litmine.checks.reading import check
from litmine.domain import load_domain
from litmine.geometry import Box
from litmine.linking import link
from litmine.manifest import versions
from litmine.pipeline import run
from litmine.presentation import cautious
from litmine.readers import ocr, tesseract
from litmine.readers.image_tables import _doubted
from litmine.readers.ink import ink_of, rules_in
from litmine.readers.pdf import no_tables, read_pdf
from litmine.readers.tesseract import Sign
from litmine.records import Flag
from litmine.references import find_references
from litmine.tables import LogicalCell, LogicalTable
from litmine.tagging import tag

needs_engine = pytest.mark.skipif(tesseract.program() is None, reason="Tesseract is not installed: pip install 'litmine[ocr]'")

HEADER = ("Device", "Vt (V)", "EQE (%)", "CE (cd/A)", "HOMO (eV)")
ROWS = (
    ("QX-101", "2.4", "18.2", "21.05", "-5.31"),
    ("QX-205", "3.1", "9.76", "14.80", "-5.48"),
    ("QX-377", "2.9", "12.3", "30.62", "-5.60"),
    ("QX-412", "3.6", "4.15", "7.33", "-5.27"),
)
WIDE, HIGH = 400.0, 110.0


def typeset(page: pymupdf.Page, x: float, y: float, size: float = 9) -> None:
    """Draw the table with three rules at a place of a page."""
    for i, line in enumerate((HEADER, *ROWS)):
        for k, text in enumerate(line):
            page.insert_text((x + 8 + 78 * k, y + 18 + 20 * i), text, fontname="helv", fontsize=size)
    for at in (4, 24, HIGH - 4):
        page.draw_line((x + 4, y + at), (x + WIDE - 4, y + at), width=0.6)


def picture(draw, width: float, height: float, dpi: int) -> bytes:
    """What ``draw`` puts on a page, as a PNG."""
    with pymupdf.open() as sheet:
        page = sheet.new_page(width=width, height=height)
        draw(page)
        return page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY).tobytes("png")


def with_image(image: bytes, box: tuple[float, float, float, float], *lines: str) -> bytes:
    """A PDF of one page: an image, and lines of text from the top."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=595, height=842)
        page.insert_image(pymupdf.Rect(box), stream=image)
        for i, line in enumerate(lines):
            page.insert_text((70, 80 + 16 * i), line, fontname="helv", fontsize=11)
        return pdf.tobytes()


def image_paper(dpi: int = 200, *lines: str) -> bytes:
    """A paper whose Table 1 is an image."""
    image = picture(partial(typeset, x=0, y=0), WIDE, HIGH, dpi)
    return with_image(image, (90, 200, 90 + WIDE, 200 + HIGH), *lines, "Table 1. Values of the four devices.")


CAPTION_LAST = (
    "The light-emitting diodes with quantum dots were measured at room temperature.",
    "QX-101 has an external quantum efficiency (EQE) of 18.2%.",
    "QX-205 has an external quantum efficiency (EQE) of 19.1%.",
    "", "", "", "",
)  # fmt: skip


@pytest.fixture(scope="module")
def paper():
    """The paper with an image for a table, read."""
    return find_references(read_pdf(image_paper(200, *CAPTION_LAST), "picture.pdf"))


@pytest.fixture(scope="module")
def linked(paper):
    """Its measurements, as the quantum-dot pack links them."""
    pack = load_domain("qled")
    tagged = tag(paper, pack)
    return pack, tagged, link(paper, tagged, pack)


def texts(document, table) -> list[list[str]]:
    """The table's cells, row by row."""
    return [[c.span.of(document.text) for c in table.cells if c.row == r] for r in range(table.n_rows)]


# ---- a table that is an image ------------------------------------------------------------------------------------------


@needs_engine
def test_image_table_is_read(paper):
    """Every number of an image's table comes out as printed, minus signs and decimal points too, under its header."""
    (table,) = paper.tables
    assert (table.id, table.method, paper.unread) == ("Table 1", "ocr", ())
    read = texts(paper, table)
    assert [row[1:] for row in read[1:]] == [[c.replace("-", "−") for c in row[1:]] for row in ROWS]
    assert [row[0] for row in read[1:]] == [row[0] for row in ROWS]
    assert read[0] == list(HEADER)


@needs_engine
def test_image_table_has_its_places(paper):
    """A cell of an image is a span of the text like any other, with a box where it is printed."""
    (table,) = paper.tables
    for row, line in enumerate(ROWS):
        for col in range(1, 5):
            cell = table.at(row + 1, col)
            anchor = paper.anchor(cell.span)
            assert paper.text[anchor.span.start : anchor.span.end] == anchor.quote != ""
            (box,) = anchor.boxes
            x, y = 90 + 8 + 78 * col, 200 + 18 + 20 * (row + 1)
            assert abs(box.x0 - x) < 3
            assert box.y0 < y - 3 < box.y1
            assert box.width == pytest.approx(pymupdf.get_text_length(line[col], "helv", 9), abs=4)


@needs_engine
def test_image_table_is_less_sure(paper, linked):
    """Its numbers are marked in their rule, and none is sure enough for a law."""
    found = [m for m in linked[2].measurements if m.source == "table"]
    assert {m.metric for m in found} >= {"EQE", "CE", "HOMO"}
    assert len(found) >= 12
    assert all(m.rule == "table:row+ocr" and m.confidence < 0.6 for m in found)
    assert not any("+ocr" in m.rule for m in linked[2].measurements if m.source == "text")


@needs_engine
def test_image_table_is_still_reported(paper, linked):
    """The flag stays, says that OCR read it, and shows the image's place."""
    (flag,) = [f for f in check(paper, linked[1], linked[2], linked[0]) if f.code == "table-is-image"]
    assert (flag.severity, flag.subject) == ("warning", "Table 1")
    assert "16 numbers were read by text recognition (OCR)" in flag.message
    assert flag.anchors[0].boxes[0].intersection(Box(1, 90, 200, 490, 310)) > 0.8 * flag.anchors[0].boxes[0].area


@needs_engine
def test_misreading_is_not_the_papers_error(paper, linked):
    """A number of the image that contradicts the text is worth knowing and no more."""
    pack, tagged, links = linked
    (flag,) = [f for f in run_checks(paper, tagged, links, pack) if f.code == "table-text-mismatch"]
    assert (flag.subject, flag.severity) == ("QX-205", "info")
    assert "OCR" in flag.message
    text_paper = replace(paper, tables=tuple(replace(t, method="layout") for t in paper.tables))
    assert [f.severity for f in run_checks(text_paper, tagged, links, pack) if f.code == "table-text-mismatch"] == ["error"]


@needs_engine
def test_two_readings_of_one_file_are_equal(paper):
    """Reading again gives the same document."""
    again = find_references(read_pdf(image_paper(200, *CAPTION_LAST), "picture.pdf"))
    assert replace(again, source=paper.source) == paper


@needs_engine
def test_coarse_image_is_in_doubt():
    """Where a picture has too few pixels no number is taken as sure, and the flag says which and why."""
    document = read_pdf(image_paper(76, *CAPTION_LAST), "coarse.pdf")
    if not document.tables:
        assert [u.reason for u in document.unread] == ["table-is-image"]
        return
    numbers = [c for c in document.tables[0].cells if c.span.of(document.text).strip("−-").replace(".", "").isdigit()]
    assert numbers
    assert all(c.doubt for c in numbers)


@needs_engine
def test_run_shows_the_image(tmp_path):
    """A run over such a paper writes the numbers with their mark, the engine's version, and highlights inside the image."""
    path = tmp_path / "picture.pdf"
    path.write_bytes(image_paper(200, *CAPTION_LAST))
    result = run([path], domain="qled", out=tmp_path / "out")
    assert result.papers[0].document.tables[0].method == "ocr"
    assert "table:row+ocr" in (tmp_path / "out" / "measurements.csv").read_text(encoding="utf-8")
    assert versions()["tesseract"]
    with pymupdf.open(tmp_path / "out" / "annotated" / "picture.pdf") as marked:
        places = [a.rect for a in marked[0].annots()]
    assert sum(r.intersects(pymupdf.Rect(90, 200, 490, 310)) for r in places) >= 12


# ---- a table that only its rules show ----------------------------------------------------------------------------------


def plot(page: pymupdf.Page) -> None:
    """A plot with a frame and grid lines."""
    page.draw_rect((10, 8, WIDE - 10, HIGH - 8), width=0.8)
    for y in (30, 52, 74):
        page.draw_line((10, y), (WIDE - 10, y), width=0.5)
    page.insert_text((180, 106), "Voltage (V)", fontsize=7)


def uncaptioned(draw) -> bytes:
    """A paper with a picture in a figure."""
    image = picture(draw, WIDE, HIGH, 200)
    return with_image(image, (90, 200, 90 + WIDE, 200 + HIGH), "Some text.", "", "", "", "", "", "Figure 1. Key figures of the devices.")


def test_ruled_image_without_caption_is_reported(monkeypatch):
    """A table inside a figure is seen by its rules; a plot with a frame and grid lines is none."""
    monkeypatch.setattr(tesseract, "program", lambda: None)
    monkeypatch.setattr(ocr, "program", lambda: None)
    document = read_pdf(uncaptioned(partial(typeset, x=0, y=0)), "figure.pdf")
    assert [(u.reason, u.label, u.page) for u in document.unread] == [("table-is-image", "", 1)]
    assert read_pdf(uncaptioned(plot), "plot.pdf").unread == ()


def ticks(page: pymupdf.Page) -> None:
    """Two panels with curves, ticks and titles."""
    for left in (20, 220):
        page.draw_rect((left + 20, 8, left + 150, 85), width=0.8)
        page.draw_polyline([(left + 22 + 8 * i, 80 - (i * 37) % 60) for i in range(16)], width=0.7)
        for i, text in enumerate(("-1000", "-500", "0", "500")):
            page.insert_text((left + 15 + 38 * i, 94), text, fontsize=6)
            page.insert_text((left + 2, 84 - 22 * i), text, fontsize=6)
        page.insert_text((left + 60, 104), "Time (fs)", fontsize=7)


@needs_engine
def test_plot_by_a_tables_caption_is_no_table():
    """A figure that stands by a table's caption gives no numbers: the table stays unread."""
    image = picture(ticks, WIDE, HIGH, 200)
    data = with_image(
        image, (90, 100, 90 + WIDE, 100 + HIGH), "", "", "", "", "", "", "", "", "", "Table 2. Lifetimes of the four devices."
    )
    document = read_pdf(data, "plot.pdf")
    assert (document.tables, [u.label for u in document.unread]) == ((), ["Table 2"])


@needs_engine
def test_ruled_image_without_caption_is_read():
    """A table inside a figure is read under a name of its own."""
    document = read_pdf(uncaptioned(partial(typeset, x=0, y=0)), "figure.pdf")
    assert [(t.id, t.method, t.n_rows, t.n_cols) for t in document.tables] == [("p1-1", "ocr", 5, 5)]
    assert document.unread == ()


# ---- without the engine, and with one that fails -----------------------------------------------------------------------


def test_without_engine_the_table_is_reported(monkeypatch, tmp_path):
    """Nothing fails, and the table is reported with its place."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tesseract.sys, "executable", str(tmp_path / "python"))
    assert (tesseract.program(), tesseract.version()) == (None, "")
    document = read_pdf(image_paper(200, *CAPTION_LAST), "picture.pdf")
    assert document.tables == ()
    assert [(u.reason, u.label) for u in document.unread] == [("table-is-image", "Table 1")]
    assert document.unread[0].box.intersection(Box(1, 90, 200, 490, 310)) > 0.98 * WIDE * HIGH


def test_without_engine_the_user_is_told_once(monkeypatch, caplog):
    """Two papers with pictures for tables give one line that says what to install."""
    from litmine.pipeline import _ask_for_ocr

    monkeypatch.setattr(tesseract, "program", lambda: None)
    monkeypatch.setattr(ocr, "program", lambda: None)
    document = read_pdf(image_paper(200, *CAPTION_LAST), "picture.pdf", find_tables=no_tables)
    assert [u.reason for u in document.unread] == ["table-is-image"]
    with caplog.at_level(logging.WARNING):
        _ask_for_ocr([document, document])
    (record,) = caplog.records
    assert "litmine[ocr]" in record.getMessage()
    assert "pictures: 2" in record.getMessage()


@pytest.mark.parametrize("does", ["exit 3", "echo '<not xml'", "sleep 20"], ids=["fails", "babbles", "hangs"])
def test_engine_that_fails_costs_nothing_else(does, monkeypatch, tmp_path):
    """An engine that fails, writes nonsense or hangs leaves the table reported and unread."""
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(tesseract.sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(tesseract, "SECONDS", 0.5)
    assert tesseract.program() == str(program)
    document = read_pdf(image_paper(200, *CAPTION_LAST), "picture.pdf")
    assert (document.tables, [u.reason for u in document.unread]) == ((), ["table-is-image"])


# ---- pages without text ------------------------------------------------------------------------------------------------

SENTENCES = (
    "The devices were kept in nitrogen and measured twice a day for a week.",
    "The external quantum efficiency of the best device QX-101 is 18.2%.",
    "No encapsulation was used, and the films were twenty nanometres thick.",
)


def scanned_page(page: pymupdf.Page) -> None:
    """A page of text with a table."""
    for i, line in enumerate(SENTENCES):
        page.insert_text((70, 100 + 15 * i), line, fontname="tiro", fontsize=11)
    page.insert_text((100, 186), "Table 1. Values of the four devices.", fontname="tiro", fontsize=10)
    typeset(page, 90, 200)


@pytest.fixture(scope="module")
def scan():
    """A page of text and a scanned one, read."""
    with pymupdf.open(stream=with_image(picture(scanned_page, 595, 842, 200), (0, 0, 595, 842))) as pdf:
        pdf.new_page(0).insert_text((70, 100), "Devices with quantum dots, and how long they live.", fontsize=11)
        return find_references(read_pdf(pdf.tobytes(), "scan.pdf"))


@needs_engine
def test_scanned_page_is_read(scan):
    """A page without text gives its paragraph, as one, and its table."""
    assert [(p.n_chars > 0, p.by_ocr) for p in scan.pages] == [(True, False), (False, True)]
    assert " ".join(SENTENCES) in scan.text
    (table,) = scan.tables
    assert (table.id, table.method, table.page) == ("Table 1", "ocr", 2)
    assert [row[1:] for row in texts(scan, table)[1:]] == [[c.replace("-", "−") for c in row[1:]] for row in ROWS]


@needs_engine
def test_scanned_page_is_marked(scan):
    """The flag stays and says what was done; what prose says there is marked, and never sure."""
    pack = load_domain("qled")
    tagged = tag(scan, pack)
    links = link(scan, tagged, pack)
    (flag,) = [f for f in check(scan, tagged, links, pack) if f.code == "no-text-layer"]
    assert (flag.severity, flag.anchors[0].page) == ("info", 2)
    assert "page 2" in flag.message
    assert "read there by text recognition (OCR)" in flag.message
    said = [m for m in links.measurements if m.source == "text" and m.metric == "EQE"]
    assert said
    assert all(m.rule.endswith("+ocr") and m.confidence < 0.8 for m in said)


def test_blank_page_costs_nothing(monkeypatch):
    """A page with nothing on it is not given to the engine; a page with text neither."""

    def asked(*_):
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(ocr, "program", lambda: "tesseract")
    monkeypatch.setattr(ocr, "page_seen", asked)
    monkeypatch.setattr(ocr, "lines_seen", asked)
    with pymupdf.open() as pdf:
        pdf.new_page()
        pdf.new_page().insert_text((70, 100), "A page of text.")
        document = read_pdf(pdf.tobytes(), "blank.pdf")
    assert [(p.n_chars > 0, p.by_ocr) for p in document.pages] == [(False, False), (True, False)]


# ---- ink, readings, scripts --------------------------------------------------------------------------------------------


def drawn(draw, dpi: int = 300) -> np.ndarray:
    """What ``draw`` puts on a page, as grey values."""
    pixels = pymupdf.Pixmap(picture(draw, WIDE, HIGH, dpi))
    return np.frombuffer(pixels.samples, dtype=np.uint8).reshape(pixels.height, pixels.stride)[:, : pixels.width]


def test_ink_is_rows_and_phrases():
    """The ink of a table is one phrase a cell, in rows, and its rules are none of it."""
    ink = ink_of(drawn(partial(typeset, x=0, y=0)), 300)
    assert [sum(p.row == r for p in ink.phrases) for r in range(5)] == [5] * 5
    assert len(ink.rules) == 3
    assert ink.capital == pytest.approx(9 * 0.716 * 300 / 72, rel=0.15)


def test_white_type_on_a_bar_is_turned_over():
    """A header in white on a dark bar gives phrases like any other."""

    def bar(page):
        page.draw_rect((0, 10, WIDE, 40), color=None, fill=(0.1, 0.1, 0.4))
        for k, text in enumerate(HEADER):
            page.insert_text((8 + 78 * k, 28), text, fontname="helv", fontsize=9, color=(1, 1, 1))
            page.insert_text((8 + 78 * k, 70), ROWS[0][k], fontname="helv", fontsize=9)

    assert [sum(p.row == r for p in ink_of(drawn(bar), 300).phrases) for r in range(2)] == [5, 5]


def test_rules_across_and_down():
    """A frame has its two sides, and a rule is told from a bar."""
    across, down = rules_in(drawn(plot, 100), 100)
    assert (len(across), len(down)) == (5, 2)


def word(text: str, sure: float = 0.95, foot: float = 100.0, hang: str = "") -> tuple[Sign, ...]:
    """A word with capitals 10 high; the characters of ``hang`` reach 2 below the line."""
    return tuple(Sign(c, 8.0 * i, 90.0, 8.0 * i + 7, foot + 2 * (c in hang), sure) for i, c in enumerate(text))


@pytest.mark.parametrize(
    ("first", "second", "doubt"),
    [
        (word("4.6"), word("4.6"), ""),
        (word("4.6"), word("46"), "read again as 46"),
        (word("4.6", 0.7), word("46", 0.9), "read again as 4.6"),
        (word("4.6", 0.5), word("4.6", 0.5), "faint or blurred"),
        (word("QX"), word("OX"), ""),
        (word("-5.3"), word("—5.3"), ""),
        (word("25,534", hang=","), word("25,534", hang=","), ""),
        (word("25.534", hang="."), word("25.534", hang="."), "a point or a comma"),
        (word("25,534"), word("25,534"), "a point or a comma"),
        (word("0.534"), word("0.534"), ""),
    ],
)
def test_doubts_of_two_readings(first, second, doubt):
    """A number is in doubt where the readings differ, are faint, or a mark before three digits may be the other one."""
    assert [d for _, d in ocr._agreed((first,), (second,), 10.0, False)] == [doubt]


def test_blurred_numbers_are_in_doubt():
    """Of a picture with too few pixels no number is sure, and a word needs no doubt."""
    words = (word("QX"), word("4.6"))
    assert [d for _, d in ocr._agreed(words, words, 10.0, True)] == ["", "too few pixels to be sure"]


def test_numbers_unlike_their_column_are_in_doubt():
    """What a cell lacks that most of its column have is said: a minus, a decimal point, a number at all. Names are left alone."""
    columns = (("QX-1", "OX", "QX-3", "QX-4"), ("−5.3", "5.4", "−5.6", "−5.2"), ("4.6", "47", "4.9", "5.1"), ("18", "l7", "16", "9"))
    cells = tuple(
        LogicalCell(r, k, Box(1, 0, 0, 1, 1), (tuple((c, None, "") for c in text),))
        for k, column in enumerate(columns) for r, text in enumerate(column)
    )  # fmt: skip
    table = LogicalTable(1, Box(1, 0, 0, 1, 1), cells, 0)
    said = {c.text: c.doubt for c in _doubted(table, ocr.Reading((), {}, (), 0.9)).cells if c.doubt}
    assert said == {
        "5.4": "no minus, unlike its column",
        "47": "no decimal point, unlike its column",
        "l7": "not read as a number",
    }


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        (("-5.3",), "−5.3"),
        (("QX-101",), "QX-101"),
        (("1-2",), "1-2"),
        (("(Im", "W-1)"), "(lm W-1)"),
        (("PE", "(Im/W)"), "PE (lm/W)"),
        (("Image",), "Image"),
        ((), ""),
    ],
)
def test_mended_words(seen, read):
    """Only what can be nothing else is mended: a minus before a number, the l of lumen."""
    assert " ".join("".join(s.text for s in w) for w in ocr._mended(tuple(word(t) for t in seen))) == read


@pytest.mark.parametrize(("y0", "y1", "script"), [(90, 100, ""), (88, 94, "super"), (97, 103, "sub"), (94, 100, "")])
def test_scripts_by_their_boxes(y0, y1, script):
    """A small digit above or below the line is a script; one on the line is not."""
    assert ocr._script(Sign("2", 0, y0, 5, y1, 0.9), ocr._Level(100.0, 10.0)) == script


def test_cautious_spares_what_is_printed(paper):
    """A flag whose evidence has a text layer keeps its severity; so does what a reader says of its own reading."""
    documents = {paper.source.sha256: paper}
    at = paper.anchor(paper.blocks[0].span)
    printed = Flag("law-violated", "check", "error", paper.source.sha256, "x", evidence=(at,))
    said = Flag("table-is-image", "read", "warning", paper.source.sha256, "x", evidence=(replace(at, page=9),))
    assert cautious([printed, said], documents) == (printed, said)
