"""Hostile pages: each is read as a person sees it, or reported with a reason; none crashes, hangs or swells the run."""

import csv

import pytest

from hostile_pdfs import (
    SENTENCES,
    PageOf,
    at,
    flood,
    font_of_code_points,
    font_of_shapes,
    font_of_widths,
    glyph_by_glyph,
    lines,
    nested_forms,
    pdf,
    strokes,
    turned,
    width,
)
from litmine import cli
from litmine.cells import read_cell
from litmine.checks import reading
from litmine.document import Document
from litmine.geometry import Box
from litmine.linking import Linked
from litmine.quantities import find_quantities
from litmine.readers import pdf as reader
from litmine.readers import table_gate
from litmine.readers.legible import MAX_CHARS
from litmine.readers.pdf import no_tables, read_pdf
from litmine.tagging import Tagged
from litmine.workers import MEGABYTES, SECONDS, Limits, outcomes

WHOLE = " ".join(SENTENCES)
OTHER = ("What stands here is hidden", "and nobody sees it in print.")
SCAN = "q 612 0 0 792 0 0 cm /Im Do Q\n"  # a picture of the page's size


@pytest.fixture(autouse=True)
def no_ocr(monkeypatch):
    """The same with and without tesseract."""
    monkeypatch.setattr(reader, "read_page", lambda page, number: None)


def read(*pages: PageOf, **more) -> Document:
    """The document of pages, tables not searched for."""
    return read_pdf(pdf(*pages, **more), "hostile.pdf", find_tables=no_tables)


def said(document: Document) -> list[str]:
    """The messages of the reading flags."""
    return [f.message for f in reading.check(document, Tagged((), ()), Linked((), (), (), ()), None)]


def stands(document: Document, text: str) -> Box:
    """Where a text is printed."""
    start = document.text.index(text)
    (box,) = document.locate(type(document.blocks[0].span)(start, start + len(text)))
    return box


# ---- layers of text over each other -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        lines(72, 700) + lines(72, 700, before="3 Tr"),
        lines(72.7, 699.5, before="3 Tr") + lines(72, 700),
        lines(72, 700) + lines(70.5, 701, size=11.5, before="3 Tr"),
        lines(72, 700) + lines(72, 700, tuple(s.replace("1", "l") for s in SENTENCES), before="3 Tr"),
        lines(72, 700) + lines(72, 700, before="1 g"),
    ],
    ids=["under", "over", "larger", "misread", "white"],
)
def test_a_hidden_layer_under_visible_text_is_not_read(content):
    """An OCR layer on a page that has text gives nothing twice and nothing interleaved."""
    assert read(PageOf(content)).text == WHOLE


@pytest.mark.parametrize(
    "content",
    [SCAN + lines(72, 700, before="3 Tr"), lines(72, 700) + SCAN, lines(72, 700, before="1 g") + SCAN],
    ids=["invisible", "below the picture", "white below the picture"],
)
def test_the_hidden_layer_of_a_scan_is_its_text(content):
    """Where a page shows nothing but a picture, the text that lies with it is what it has."""
    assert read(PageOf(content)).text == WHOLE


def test_a_scan_with_a_visible_stamp_keeps_its_hidden_layer():
    """A line that a publisher prints on a scan does not cost the scan its text."""
    document = read(PageOf(SCAN + lines(72, 700, before="3 Tr") + at(72, 30, "Provided by an archive of old journals")))
    assert document.text.startswith(WHOLE)
    assert "Provided by" in document.text


@pytest.mark.parametrize(
    "shifts",
    [[(0.4, 0)], [(0.3, -0.4)], [(0.2, 0), (0.4, 0), (0.6, 0)], [(0, 0)]],
    ids=["beside", "askew", "four times", "on the spot"],
)
def test_imitated_bold_is_read_once(shifts):
    """Text that is drawn again a little beside itself is one text."""
    content = lines(72, 700) + "".join(lines(72 + dx, 700 + dy) for dx, dy in shifts)
    assert read(PageOf(content)).text == WHOLE


@pytest.mark.parametrize(
    "content",
    [
        lines(72, 300, OTHER, before="1 g"),
        lines(72, 300, OTHER, before="0.99 1 0.98 rg"),
        lines(72, 300, OTHER, before="/Clear gs"),
        lines(72, 300, OTHER, before="0 0 10 10 re W n"),
        lines(72, -300, OTHER) + lines(700, 300, OTHER),
    ],
    ids=["white", "nearly white", "transparent", "clipped", "off the page"],
)
def test_what_nobody_sees_is_not_read(content):
    """White on white, transparent, clipped away, beside the page."""
    assert read(PageOf(lines(72, 700) + content)).text == WHOLE


def test_white_type_on_a_dark_ground_is_read():
    """The white heads of a table on a coloured bar are print, before or behind a turn of the page."""
    bar = "0.1 0.2 0.5 rg 60 280 460 40 re f\n"
    for content, entries in ((lines(72, 700) + bar + lines(72, 300, OTHER, before="1 g"), ""),):
        document = read(PageOf(content, entries=entries))
        assert all(word in document.text for word in (*SENTENCES[:1], *OTHER[:1]))
    q = f"q 0 1 -1 0 612 0 cm {lines(72, 500)} {bar} {lines(72, 300, OTHER, before='1 g')} Q\n"
    assert OTHER[0] in read(PageOf(q, entries="/Rotate 90")).text


# ---- turned, cropped and scaled pages ---------------------------------------------------------------------------------

PLACES = {0: (72, 700), 90: (100, 100), 180: (540, 100), 270: (500, 700)}


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_its_viewer_turns(degrees):
    """/Rotate: boxes are of the page as shown, where the text stands upright."""
    document = read(PageOf(turned(degrees, *PLACES[degrees]), entries=f"/Rotate {degrees}"))
    assert document.text == WHOLE
    box = stands(document, "12.4%")
    left = {0: 72, 90: 100, 180: 612 - 540, 270: 792 - 700}[degrees] + width(SENTENCES[1].partition("12.4%")[0], 11)
    top = {0: 792 - 700, 90: 100, 180: 100, 270: 612 - 500}[degrees] + 14.3
    assert box.x0 == pytest.approx(left, abs=1.5)
    assert box.y1 == pytest.approx(top, abs=3.5)
    assert box.y0 < top - 6


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_printed_sideways_or_upside_down(degrees):
    """Text drawn at an angle on an upright page: read in order, as paragraphs, with boxes of the page as shown."""
    x, y = PLACES[degrees]
    document = read(PageOf(turned(degrees, x, y) + at(300, 20, "17")), PageOf(lines(72, 700)))
    assert document.text.startswith(WHOLE)
    assert document.blocks[0].kind == "paragraph"
    assert [(p.width, p.height) for p in document.pages] == [(612, 792)] * 2
    box, top = stands(document, SENTENCES[0]), 792 - y
    assert box.page == 1
    long, high = width(SENTENCES[0], 11), 11
    across = {
        90: (x - high, top - long, x + 3, top),
        180: (x - long, top - 3, x, top + high),
        270: (x - 3, top, x + high, top + long),
    }
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(across[degrees], abs=3)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_table_on_a_turned_page(degrees):
    """A table that is printed with its page sideways or upside down has its cells, its caption, and boxes on the page as shown."""
    printed = [["Device", "EQE (%)", "CE (cd/A)"], *[[f"Dev-{i}", f"{10 + i}.5", f"{20 + i}.1"] for i in range(6)]]
    content = lines(0, 60, SENTENCES) + at(0, 0, "Table 1. Invented lamps.", size=9)
    for i, row in enumerate(printed):
        content += "".join(at(x, -18 - 13 * i - 5 * (i > 0), text, size=9) for x, text in zip((0, 120, 220), row, strict=True))
    content += "".join(f"0.5 w 0 {y} m 300 {y} l S\n" for y in (-7, -24, -105))
    x, y = {90: (250, 200), 180: (500, 300), 270: (300, 600)}[degrees]
    a, b = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    document = read_pdf(pdf(PageOf(f"q {a} {b} {-b} {a} {x} {y} cm {content} Q\n")), "turned.pdf")
    (table,) = document.tables
    assert [[table.at(r, c).span.of(document.text) for c in range(3)] for r in range(7)] == printed
    assert table.caption.of(document.text) == "Table 1. Invented lamps."
    corners = [(x + a * u - b * v, 792 - (y + b * u + a * v)) for u, v in ((0, -10), (300, -105))]
    middle = tuple(sum(c) / 2 for c in zip(*corners, strict=True))
    assert table.boxes[0].contains(*middle)
    assert table.boxes[0].area == pytest.approx(300 * 98, rel=0.25)
    cell = table.at(3, 1).box
    u, v = 130, -18 - 13 * 3 - 5 + 3
    assert cell.contains(x + a * u - b * v, 792 - (y + b * u + a * v))


@pytest.mark.parametrize(
    ("page", "left", "top"),
    [
        (PageOf(lines(72, 700) + lines(72, 300, OTHER), crop=(50, 500, 560, 760)), 72 - 50, 760 - 700),
        (PageOf(lines(-228, 200), media=(-300, -500, 312, 292)), 72, 92),
        (PageOf(lines(172, 800) + at(10, 10, "outside"), media=(-100, -100, 800, 1000), crop=(100, 100, 600, 900)), 72, 100),
        (PageOf(lines(72, 700), media=(612, 792, 0, 0)), 72, 92),
        (PageOf(lines(36, 350, size=5.5), media=(0, 0, 306, 396), entries="/UserUnit 2"), 72, 92),
        (PageOf(lines(72, 700), media=(0, 0, 200_000, 200_000)), 72, 200_000 - 700),
        (PageOf(lines(72, 700), media=(0, 0, 0, 0)), 72, 92),
        (PageOf(lines(72, 700), media=(0, 0, 612, 1e30)), 72, None),
    ],
    ids=["cropped", "negative origin", "cropped and shifted", "corners swapped", "UserUnit", "huge", "no size", "endless"],
)
def test_boxes_of_a_page_are_of_what_is_shown(page, left, top):
    """Whatever the page's boxes say, the text inside is read, that outside is not, and places count from the shown corner."""
    document = read(page)
    assert document.text == WHOLE
    box = stands(document, "The device")
    assert box.x0 == pytest.approx(left, abs=0.5)
    if top is not None:
        assert box.y1 == pytest.approx(top + 2.4, abs=0.5)


def test_a_page_cropped_to_nothing_is_reported():
    """A crop box beside the page shows nothing, so nothing is read, and this is said."""
    document = read(PageOf(lines(72, 700), crop=(1000, 1000, 1200, 1300)), PageOf(lines(72, 700)))
    assert document.text == WHOLE
    assert said(document) == ["No text layer on page 1: what is printed there was not read."]


# ---- fonts that lie ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claimed", [0, 200, 1000, 2000])
def test_wrong_widths_do_not_part_or_join_words(claimed):
    """Glyphs that are placed one by one make the words that they show, whatever width their font gives them."""
    content = "".join(glyph_by_glyph(72, 700 - 14 * i, text, font="F2") for i, text in enumerate(SENTENCES))
    document = read(PageOf(content), fonts="/F2 10 0 R", extra=[font_of_widths(claimed)])
    assert document.text == WHOLE
    box = stands(document, "12.4%")
    before = SENTENCES[1].partition("12.4%")[0]
    assert box.x0 == pytest.approx(72 + width(before, 11), abs=1)
    assert box.x1 == pytest.approx(72 + width(before + "12.4%", 11), abs=1.5)


def test_wrong_widths_of_one_font_leave_the_others_alone():
    """Two fonts on a page, one of which lies: both are read, and two columns stay apart."""
    left = "".join(glyph_by_glyph(50, 700 - 14 * i, text, font="F2", size=9) for i, text in enumerate(SENTENCES * 4))
    right = lines(330, 700, SENTENCES * 4, size=9)
    document = read(PageOf(left + right), fonts="/F2 10 0 R", extra=[font_of_widths(0, "Arial")])
    assert document.text == "\n\n".join([" ".join(SENTENCES * 4)] * 2)


@pytest.mark.parametrize("extra", [font_of_shapes(), font_of_code_points(32, 0xE020)], ids=["shapes without names", "private code points"])
def test_glyphs_without_unicode_are_reported(extra):
    """A page whose characters are not those that it shows is not read as garbage: it is named, and the others are read."""
    garbled = PageOf(lines(72, 700, SENTENCES * 2, font="F2"))
    document = read(garbled, PageOf(lines(72, 700)), fonts="/F2 10 0 R", extra=extra)
    assert document.text == WHOLE
    assert [(p.n_chars > 0, p.problem) for p in document.pages] == [(False, "no-unicode"), (True, "")]
    assert said(document) == ["The fonts on page 1 do not say which characters they draw: what is printed there was not read."]


def test_shapes_that_read_as_words_are_words():
    """Fonts of old TeX files say nothing of their glyphs either, but their codes are letters: such a page is read."""
    extra = font_of_shapes("a{}", 32)
    document = read(PageOf(lines(72, 700, SENTENCES * 2, font="F2")), fonts="/F2 10 0 R", extra=extra)
    assert document.text == " ".join(SENTENCES * 2)


@pytest.mark.parametrize("text", ["\ufffd5.4", "\ue001 5.4", "5\ufffd4", "12.4\ufffd0.3", "5.4\ufffd", "57.\ufffd"])
def test_a_number_beside_an_unknown_glyph_is_not_read(text):
    """The unknown glyph may be the sign, the point or a digit: no number is better than a wrong one."""
    assert read_cell(text) == ()
    assert find_quantities(f"It has {text} eV.") == ()


def test_an_unknown_sign_keeps_its_place():
    """One glyph without Unicode in a page that can be read stays in the text as unknown."""
    extra = font_of_code_points(0x2D, 0xFFFD, 0x2D)
    document = read(PageOf(lines(72, 700, ("It lies at -5.4 eV.", *SENTENCES), font="F2")), fonts="/F2 10 0 R", extra=extra)
    assert "at \ufffd5.4 eV" in document.text


# ---- too much of everything -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [25_000, 1_500_000], ids=["after drawing", "before drawing"])
def test_a_page_flooded_with_characters_is_reported(n, monkeypatch):
    """More characters than a page can show (the smaller flood against a lower limit): the page is named, the others are read."""
    if n < MAX_CHARS:
        monkeypatch.setattr(reader, "MAX_CHARS", 20_000)
    document = read(PageOf(flood(n)), PageOf(lines(72, 700)))
    assert document.text == WHOLE
    assert document.pages[0].problem == "too-many-characters"
    assert said(document) == ["More characters than can be read on page 1: what is printed there was not read."]


def test_a_flooded_page_is_not_drawn(monkeypatch):
    """What its description gives away is never handed to the reader of glyphs."""
    monkeypatch.setattr(reader, "page_glyphs", lambda page: pytest.fail("the page was drawn"))
    assert read(PageOf(flood(1_500_000))).pages[0].problem == "too-many-characters"


def test_a_page_of_strokes_keeps_its_text(monkeypatch):
    """A plot of vectors (here with a lower limit) is not searched for tables, a caption there is reported, the text is read."""
    monkeypatch.setattr(table_gate, "MAX_DRAWINGS", 1000)
    monkeypatch.setattr(table_gate, "_SMALL_CONTENT", 1000)
    rows = ("Table 1. Invented lamps.", "Lamp EQE CE", "A 12.4 15.1", "B 9.8 11.7")
    document = read_pdf(pdf(PageOf(lines(72, 700) + lines(72, 600, rows) + strokes(6000))), "plot.pdf")
    assert document.text.startswith(WHOLE)
    assert [(u.reason, u.label) for u in document.unread] == [("page-too-large", "Table 1")]


# ---- a whole run ------------------------------------------------------------------------------------------------------


def rows(path):
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_over_hostile_papers_ends(tmp_path, capsys):
    """Each hostile paper beside a good one: the run ends, the good one is read, and every page not read is flagged."""
    shapes, widthless = font_of_shapes(), [font_of_widths(0)]
    papers = {
        "good": pdf(PageOf(lines(72, 700))),
        "flood": pdf(PageOf(flood(1_500_000)), PageOf(lines(72, 700))),
        "strokes": pdf(PageOf(lines(72, 700) + strokes(30_000))),
        "shapes": pdf(PageOf(lines(72, 700, SENTENCES * 2, font="F2")), PageOf(lines(72, 700)), fonts="/F2 10 0 R", extra=shapes),
        "pile": pdf(PageOf(lines(72, 700, font="F2")), PageOf(lines(72, 700)), fonts="/F2 10 0 R", extra=widthless),
        "turned": pdf(PageOf(turned(180, 540, 100))),
        "huge": pdf(PageOf(lines(72, 700), media=(0, 0, 200_000, 200_000))),
        "cut": pdf(PageOf(lines(72, 700)))[:700],
    }
    for name, content in papers.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    out = tmp_path / "out"
    assert cli.main(["run", *(str(tmp_path / f"{n}.pdf") for n in papers), "--out", str(out), "--jobs", "2", "--domain", "qled"]) == 1
    flags = {(f["document"], f["code"]) for f in rows(out / "flags.csv")}
    assert {d for d, code in flags if code == "no-text-layer"} == {"flood.pdf", "shapes.pdf", "pile.pdf"}
    assert {d for d, code in flags if code == "unreadable-paper"} == {"cut.pdf"}
    # The same sentence in each: one EQE-less efficiency and one voltage, from the page that can be read.
    read_from = {m["document"] for m in rows(out / "measurements.csv")}
    assert read_from <= {f"{n}.pdf" for n in papers} - {"cut.pdf"}
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("limits", "words"), [(Limits(seconds=0.5), ("0.5 seconds", SECONDS)), (Limits(megabytes=400), ("400 MB", MEGABYTES))]
)
def test_a_paper_beyond_a_limit_is_named_with_its_page(limits, words, tmp_path):
    """Forms in forms: a few lines that draw a text a hundred million times. The page, the limit and the remedy are named."""
    path, levels = tmp_path / "forms.pdf", 8
    drawn = PageOf("/Fm Do")
    path.write_bytes(pdf(PageOf(lines(72, 700)), drawn, forms=f"/Fm {10 + levels} 0 R", extra=nested_forms(levels)))
    ((_, error),) = outcomes(read_whole, [path], limits=limits)
    assert all(word in str(error) for word in ("forms.pdf", "page 2 of 2", *words)), str(error)


def read_whole(path):
    """The text of a paper."""
    return read_pdf(path.read_bytes(), path.name)
