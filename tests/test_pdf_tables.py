"""Tables of pages drawn on the fly, and two pages of real papers."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pymupdf
import pytest

from litmine.document import Document
from litmine.readers import pdf_tables
from litmine.readers.glyphs import lines_of, page_glyphs
from litmine.readers.pdf import read_pdf
from litmine.readers.pdf_tables import found_grids, page_tables
from litmine.readers.table_gate import caption_lines, may_hold_table, rules_of, too_large
from litmine.tables import LogicalTable, joined_tables, notes_of

PROSE = "We describe how invented emitters behave when the layer below them is changed from one polymer to another. " * 5
HEAD = ["Layer", "V_{on} (V)", "EQE^{a} (%)", "CE (cd A^{-1})", "Ref."]
COLUMNS = (72, 200, 270, 340, 430)
ROWS = [
    ["Red devices"],
    ["poly-AB2", "2.1", "18.2", "50.1", "[12]"],
    ["poly(9-vinyl-xyz)-co-", "2.3", "12.1", "-5.60", "[13]"],
    ["(fluorene-diyl)"],
    ["CD^{36}", "2.6", "20.5", "-", "[14]"],
    ["", "2.7", "19.9", "8,000", ""],
]


def put(page: pymupdf.Page, x: float, y: float, text: str, size: float = 9) -> None:
    """Draw a text; "^{...}" is raised, "_{...}" lowered."""
    for part in re.finditer(r"\^\{(.*?)\}|_\{(.*?)\}|([^\^_]+)", text):
        shift, scale = (-3.5, 0.65) if part[1] else (1.8, 0.65) if part[2] else (0.0, 1.0)
        run = part[1] or part[2] or part[3]
        page.insert_text((x, y + shift), run, fontsize=size * scale)
        x += pymupdf.get_text_length(run, "helv", size * scale)


def draw(page: pymupdf.Page, rows: list[list[str]], y: float, *, rules: bool = True, columns: tuple = COLUMNS) -> float:
    """Draw rows; with rules above, under the first row and at the foot. Gives the height below."""
    if rules:
        page.draw_line((72, y - 11), (500, y - 11), width=0.5)
    for i, row in enumerate(rows):
        for x, text in zip(columns, row, strict=False):
            put(page, x, y, text)
        if rules and i in (0, len(rows) - 1):
            page.draw_line((72, y + 5), (500, y + 5), width=0.5)
            y += 4
        y += 12
    return y


def prose(page: pymupdf.Page, y: float) -> None:
    """Draw a paragraph."""
    page.insert_textbox((72, y, 520, y + 90), PROSE, fontsize=9)


def read(page: pymupdf.Page) -> tuple[tuple[LogicalTable, ...], tuple]:
    """``page_tables`` of a page."""
    return page_tables(page, page.number + 1, page_glyphs(page))


def grid(table: LogicalTable) -> list[list[str]]:
    """The texts of a table, "" where nothing begins."""
    out = [[""] * table.n_cols for _ in range(table.n_rows)]
    for c in table.cells:
        out[c.row][c.col] = c.text
    return out


@pytest.fixture
def ruled() -> pymupdf.Page:
    """A page with prose, a captioned table with three rules, a note and prose."""
    page = pymupdf.open().new_page()
    prose(page, 60)
    put(page, 72, 180, "Table 1. Invented layers and their figures of merit.")
    y = draw(page, [HEAD, *ROWS], 200)
    put(page, 72, y + 4, "^{a} Measured at 1000 cd m^{-2} in a glove box under nitrogen, four devices each.", 8)
    prose(page, y + 30)
    return page


def test_ruled_table(ruled):
    """Wrapped names are joined, raised numbers keep their caret, markers and notes are kept apart, numbers are whole."""
    (table,), unread = read(ruled)
    assert unread == ()
    assert grid(table) == [
        ["Layer", "Von (V)", "EQE (%)", "CE (cd A^-1)", "Ref."],
        ["Red devices", "", "", "", ""],
        ["poly-AB2", "2.1", "18.2", "50.1", "[12]"],
        ["poly(9-vinyl-xyz)-co- (fluorene-diyl)", "2.3", "12.1", "-5.60", "[13]"],
        ["CD^36", "2.6", "20.5", "-", "[14]"],
        ["", "2.7", "19.9", "8,000", ""],
    ]
    assert (table.label, table.n_header_rows, table.method) == ("Table 1", 1, "layout")
    assert next(c.marks for c in table.cells if c.text == "EQE (%)") == ("a",)
    assert 185 < table.box.y0 < 200 < table.box.y1 < 290


def test_cell_text_is_never_pymupdfs(ruled, monkeypatch):
    """Neither Table.extract nor the text of placements is used: the one corrupts numbers, the other loses superscripts."""
    plain = grid(read(ruled)[0][0])

    def forbidden(*_args, **_kwargs):
        raise AssertionError("Table.extract was called")

    monkeypatch.setattr(pymupdf.table.Table, "extract", forbidden)
    slots = pdf_tables._slots

    def mute(placements):
        for row in placements:
            for cell in row:
                cell.text = "?"
        return slots(placements)

    monkeypatch.setattr(pdf_tables, "_slots", mute)
    assert grid(read(ruled)[0][0]) == plain
    sources = Path(pdf_tables.__file__).parent.glob("*.py")
    assert not [p.name for p in sources if re.search(r"\.extract\(\)|\.to_markdown\(|\.to_pandas\(", p.read_text())]


def test_table_over_pages(ruled):
    """A table that goes on under "Table 2 (continued)" is one table with one header."""
    document = pymupdf.open()
    rows = [[f"D{i}", f"{2 + i / 100:.2f}", f"{10 + i / 10:.1f}", f"{20 + i / 5:.1f}", f"[{i}]"] for i in range(1, 41)]
    for caption, part in (("Table 2. A long list.", rows[:25]), ("Table 2 (continued)", rows[25:])):
        page = document.new_page()
        put(page, 72, 80, caption)
        draw(page, [HEAD, *part], 100)
    (table,) = joined_tables([read(page)[0] for page in document])
    assert grid(table)[1:] == rows
    assert [b.page for b in table.boxes] == [1, 2]


def two_pages(second: str) -> Document:
    """A table, and on the next page one with the same header under the line ``second``."""
    document = pymupdf.open()
    for title, names in (("Table 1. Invented red lamps.", "ABCDEFGH"), (second, "JKLMNPQR")):
        page = document.new_page()
        put(page, 72, 80, title)
        rows = [[f"{n}-lamp", f"2.{i}", f"{10 + i}.5", f"{30 + i}.1", f"[{i + 1}]"] for i, n in enumerate(names)]
        y = draw(page, [HEAD, *rows], 100)
        prose(page, y + 40)
    return read_pdf(document.tobytes(), "lamps.pdf")


def test_a_table_under_a_heading_of_its_own_is_another_table():
    """On the next page the same header under a title line begins a new table, and under "(continued)" goes on with the old one."""
    assert [(t.page, t.n_rows) for t in two_pages("Green lamps of the same makers").tables] == [(1, 9), (2, 9)]
    assert [(t.page, t.n_rows) for t in two_pages("Table 1 (continued)").tables] == [(1, 17)]


def test_a_remark_between_caption_and_table_is_caption():
    """A second paragraph in small type between the caption and the table belongs to the caption, once, and not to the text."""
    document = pymupdf.open()
    page = document.new_page()
    put(page, 72, 60, "Table 1. Invented red lamps.")
    put(page, 72, 76, "All lamps were driven at 5 V in air.", 7)
    rows = [[f"{n}-lamp", f"2.{i}", f"{10 + i}.5", f"{30 + i}.1", f"[{i + 1}]"] for i, n in enumerate("ABCDEF")]
    y = draw(page, [HEAD, *rows], 100)
    prose(page, y + 60)
    read_back = read_pdf(document.tobytes(), "lamps.pdf")
    assert read_back.tables[0].caption.of(read_back.text) == "Table 1. Invented red lamps. All lamps were driven at 5 V in air."
    assert read_back.text.count("driven at 5 V") == 1


@pytest.mark.parametrize(
    "note", ["Sources: the makers' own sheets.", "Data taken from the makers' sheets.", "* Measured in air.", "n.a.: not available."]
)
def test_a_source_line_under_a_table_is_its_note(note):
    """Where the numbers come from is a note of the table, in type of the text's size too."""
    document = pymupdf.open()
    page = document.new_page()
    put(page, 72, 80, "Table 1. Invented red lamps.")
    rows = [[f"{n}-lamp", f"2.{i}", f"{10 + i}.5", f"{30 + i}.1", f"[{i + 1}]"] for i, n in enumerate("ABCDEF")]
    y = draw(page, [HEAD, *rows], 100)
    put(page, 72, y + 6, note)
    prose(page, y + 60)
    read_back = read_pdf(document.tobytes(), "lamps.pdf")
    assert [n.of(read_back.text) for t in read_back.tables for n in t.footnotes] == [note]


def test_a_long_paragraph_under_a_table_is_no_note():
    """What runs on for a paragraph in the text's own type is text, though a note's mark stands at its head."""
    document = pymupdf.open()
    page = document.new_page()
    put(page, 72, 80, "Table 1. Invented red lamps.")
    rows = [[f"{n}-lamp", f"2.{i}", f"{10 + i}.5", f"{30 + i}.1", f"[{i + 1}]"] for i, n in enumerate("ABCDEF")]
    y = draw(page, [HEAD, *rows], 100)
    page.insert_textbox((72, y - 4, 520, y + 120), "* Measured in air. " + PROSE * 2, fontsize=9)
    prose(page, y + 160)
    read_back = read_pdf(document.tobytes(), "lamps.pdf")
    assert [t.footnotes for t in read_back.tables] == [()]
    assert {read_back.block_at(m.start()).kind for m in re.finditer("invented emitters", read_back.text)} == {"paragraph"}


def test_words_where_the_model_sees_no_table(monkeypatch):
    """A captioned table without rules is read from word positions where the layout model finds none."""
    page = pymupdf.open().new_page()
    prose(page, 60)
    put(page, 72, 180, "Table 3. Invented energy levels.")
    rows = [["Material", "HOMO (eV)", "LUMO (eV)", "Gap (eV)"]] + [
        [f"AB-{i}", f"-5.{i}0", f"-2.{i}5", f"3.{i}"] for i in range(1, 6)
    ]
    y = draw(page, rows, 200, rules=False, columns=(72, 180, 270, 360))
    prose(page, y + 30)
    monkeypatch.setattr(pdf_tables, "found_grids", lambda page: ())
    (table,), _ = read(page)
    assert table.method == "words"
    assert grid(table) == rows


def test_word_grid_never_glues_numbers(monkeypatch):
    """Columns only a space apart are cut between numbers."""
    page = pymupdf.open().new_page()
    put(page, 72, 180, "Table 3. Dense columns.")
    rows = [["J", "10", "20", "30"]] + [[f"EQE{i}", f"0.{i}1", f"0.{i}2", f"0.{i}3"] for i in range(4)]
    draw(page, rows, 200, rules=False, columns=(72, 120, 140, 160))
    monkeypatch.setattr(pdf_tables, "found_grids", lambda page: ())
    tables, _ = read(page)
    assert [grid(t) for t in tables] == [rows]


@pytest.mark.parametrize("turn", [90, 270])
def test_sideways_table(turn):
    """A table printed sideways is read upright; its boxes lie on the page as shown."""
    page = pymupdf.open().new_page(width=595, height=842)

    def at(x, y):
        return (y, 842 - x) if turn == 90 else (595 - y, x)

    def text(x, y, printed):
        page.insert_text(at(x, y), printed, fontsize=9, rotate=turn)

    rows = [["Device", "EQE (%)", "CE (cd/A)"], *[[f"Dev-{i}", f"{10 + i}.5", f"{20 + i}.1"] for i in range(6)]]
    text(100, 100, "Table 1. A sideways table of invented devices.")
    for i, row in enumerate(rows):
        for x, printed in zip((100, 220, 320), row, strict=True):
            text(x, 118 + 13 * i + 5 * (i > 0), printed)
    for y in (107, 124, 205):
        page.draw_line(at(100, y), at(500, y), width=0.5)
    (table,), _ = read(page)
    assert grid(table) == rows
    inside = [g for g in page_glyphs(page) if table.box.contains(*g.centre)]
    assert sorted(g.text for g in inside if g.text != " ") == sorted("".join("".join(r) for r in rows).replace(" ", ""))
    assert page.rotation == 0


def test_table_as_an_image():
    """A caption over an image is reported, not dropped."""
    page = pymupdf.open().new_page()
    prose(page, 60)
    put(page, 72, 180, "Table 1. Values of the invented devices.")
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 200, 80), False)
    pixels.clear_with(200)
    page.insert_image((72, 190, 420, 330), pixmap=pixels)
    tables, (unread,) = read(page)
    assert tables == ()
    assert (unread.reason, unread.label, unread.page) == ("table-is-image", "Table 1", 1)


def test_prose_is_not_sent(monkeypatch):
    """Pages of prose in one or two columns never reach the layout model."""
    monkeypatch.setattr(pdf_tables, "found_grids", lambda page: pytest.fail("the layout model was asked"))
    document = pymupdf.open()
    one = document.new_page()
    prose(one, 60)
    put(one, 72, 200, "Table 1 shows the values, and 18.2 is the largest of them.")
    two = document.new_page()
    for x in (60, 310):
        two.insert_textbox((x, 60, x + 230, 400), PROSE, fontsize=9)
    assert [read(page) for page in document] == [((), ()), ((), ())]


def test_gate_opens():
    """A caption, wide rules over columns, or aligned columns open the gate."""
    document = pymupdf.open()
    put(document.new_page(), 72, 100, "TABLE II.")
    draw(document.new_page(), [["some words", "", "10"], ["other words", "", "20"]], 100)
    draw(document.new_page(), [["a", "10", "20"], ["b", "30", "40"], ["c", "50", "60"]], 100, rules=False)
    assert [may_hold_table(page_glyphs(p), rules_of(p)) for p in document] == [True, True, True]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Table 1. Devices", "Table 1"),
        ("TABLE II. Devices", "TABLE II"),
        ("Table S3 Devices", "Table S3"),
        ("Tab. 4: Devices", "Tab. 4"),
        ("Table 2 (continued)", "Table 2"),
        ("Extended Data Table 1 | Devices", "Extended Data Table 1"),
        ("Table 1 shows the devices", None),
        ("Tables are printed below", None),
        ("Tablet computers", None),
    ],
)
def test_caption_lines(text, label):
    """Captions are told from sentences that begin alike."""
    page = pymupdf.open().new_page()
    put(page, 72, 100, text)
    assert [found for found, _ in caption_lines(lines_of(page_glyphs(page)))] == ([label] if label else [])


def test_caption_number_on_its_own_line():
    """ "TABLE" with its number on the next line is one label."""
    page = pymupdf.open().new_page()
    put(page, 300, 100, "TABLE")
    put(page, 306, 112, "II.")
    assert [found for found, _ in caption_lines(lines_of(page_glyphs(page)))] == ["TABLE II"]


def test_too_many_drawings(monkeypatch):
    """A page with too many drawings is not sent to the layout model; its captioned table is read from words or reported."""
    document = pymupdf.open()
    page = document.new_page()
    put(page, 72, 80, "Table 1. Behind a drawing.")
    number = document.get_new_xref()
    document.update_object(number, "<<>>")
    document.update_stream(number, b"0 0 m 1 1 l S\n" * 25_000)
    document.xref_set_key(page.xref, "Contents", f"[{page.get_contents()[0]} 0 R {number} 0 R]")
    page = document.reload_page(page)
    monkeypatch.setattr(pdf_tables, "found_grids", lambda page: pytest.fail("the layout model was asked"))
    assert too_large(page)
    tables, (unread,) = read(page)
    assert (tables, unread.reason, unread.label) == ((), "page-too-large", "Table 1")


def test_failing_model_leaves_word_grids(ruled, monkeypatch):
    """Where table finding fails, the table is still read from words."""

    def broken(*_args, **_kwargs):
        raise RuntimeError("no model")

    monkeypatch.setattr(pymupdf.Page, "find_tables", broken)
    assert found_grids(ruled) == ()
    (table,), _ = read(ruled)
    assert table.method == "words"
    assert ["poly-AB2", "2.1", "18.2", "50.1", "[12]"] in grid(table)


@pytest.mark.parametrize(
    ("stem", "number"), [("conaghan-2019-oled-carbene-1908.03074", 5), ("ergen-2016-graded-psc-1608.02150", 12)]
)
def test_real_pages(shared, stem, number):
    """Two-level headers, symbol-font signs and wrapped names of real tables, cell by cell against the gold."""
    gold = defaultdict(dict)
    with open(shared / "gold" / stem / "cells.csv", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            if int(row["page"]) == number and row["text"]:
                gold[row["table"]][int(row["row"]) - 1, int(row["col"]) - 1] = plain(row["text"])
    with pymupdf.open(shared / "papers" / f"{stem}.pdf") as document:
        tables, unread = read(document[number - 1])
    found = [{(c.row, c.col): plain(c.text) for c in t.cells if c.lines} for t in tables]
    assert found == list(gold.values())
    assert unread == ()


def plain(text: str) -> str:
    """A text without spaces, its dashes as one sign."""
    return re.sub(r"[\s^]", "", re.sub(r"[−–‐]", "-", text))


@pytest.mark.parametrize("turn", [90, 270])
def test_table_set_sideways_beside_text(turn):
    """A table set sideways in a page of upright text is said to be unread, never read with rows and columns changed."""
    document = pymupdf.open()
    page = document.new_page()
    draw(page, [HEAD, *[[f"AB-{i}", f"2.{i}", f"18.{i}", f"50.{i}", f"[{i}]"] for i in range(9)]], 220)
    put(page, 72, 200, "Table 2. Invented layers.")
    both = pymupdf.open()
    shown = both.new_page(width=595, height=842)
    shown.show_pdf_page(pymupdf.Rect(50, 50, 545, 500), document, 0, clip=pymupdf.Rect(60, 180, 510, 350), rotate=turn)
    prose(shown, 540)
    prose(shown, 640)
    tables, unread = read(shown)
    assert tables == ()
    assert [(u.reason, u.label) for u in unread] == [("no-grid", "Table 2")]


@pytest.mark.parametrize("turn", [90, 270])
def test_short_table_set_sideways(turn):
    """On a page of a short table set sideways the running heads are a third of what is printed; the caption is the table's."""
    document = pymupdf.open()
    page = document.new_page()
    draw(page, [HEAD, *[[f"AB-{i}", f"2.{i}", f"18.{i}", f"50.{i}", f"[{i}]"] for i in range(6)]], 220)
    put(page, 72, 200, "Table 2. Invented layers.")
    upright = pymupdf.open()
    shown = upright.new_page(width=595, height=842)
    shown.show_pdf_page(pymupdf.Rect(50, 150, 545, 690), document, 0, clip=pymupdf.Rect(60, 180, 510, 330), rotate=turn)
    put(shown, 72, 50, "Journal of Invented Layers and Devices, volume 12, pages 101 to 119")
    put(shown, 72, 800, "Received in the spring")
    read_back = read_pdf(upright.tobytes(), "sideways.pdf")
    (table,) = read_back.tables
    assert (table.id, table.caption and table.caption.of(read_back.text)) == ("Table 2", "Table 2. Invented layers.")
    assert [c.span.of(read_back.text) for c in table.cells if c.row == 3] == ["AB-2", "2.2", "18.2", "50.2", "[2]"]


def test_markers_in_round_brackets():
    """A sign or letter in round brackets behind a label is a marker where a note begins with it; a unit or a name is none."""
    page = pymupdf.open().new_page()
    put(page, 72, 180, "Table 1. Invented layers.")
    head = ["Layer", "Life (h)", "EQE (*)", "CE (a)", "Phase (b)"]
    y = draw(page, [head, *[[f"AB-{i}", f"2.{i}", f"18.{i}", f"50.{i}", f"0.{i}"] for i in range(4)]], 200)
    put(page, 72, y + 4, "(*) Best of four devices. (a) Measured in a glove box. (h) Made in Hull.", 7)
    prose(page, y + 40)
    document = read_pdf(page.parent.tobytes(), "brackets.pdf")
    (table,) = document.tables
    found = {c.span.of(document.text): [n.of(document.text) for n in notes_of(document, table, c)] for c in table.cells if not c.row}
    assert found == {
        "Layer": [],
        "Life (h)": [],
        "EQE (*)": ["Best of four devices."],
        "CE (a)": ["Measured in a glove box."],
        "Phase (b)": [],
    }
