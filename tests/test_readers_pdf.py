"""The PDF reader's text path, on small PDFs made here with invented text, and on the real papers where they are present."""

import pymupdf
import pytest

from litmine.document import from_json, to_json
from litmine.errors import PaperError
from litmine.geometry import Span
from litmine.readers import read
from litmine.readers.annotate import Note, annotate
from litmine.readers.assemble import Assembly, CellText, join_lines, word_forms
from litmine.readers.codepoints import readable
from litmine.readers.compose import panel_letters
from litmine.readers.glyphs import lines_of, page_glyphs, run_text
from litmine.readers.pdf import no_tables, read_pdf
from typeset_text import page as typst_page
from typeset_text import pdf as typeset

WIDTH, HEIGHT = 595, 842
LEFT_TEXT = [
    "The first column opens with a sentence",
    "about layers that are printed from ink",
    "and dried on a warm plate in clean air",
    "before the next layer is printed on it",
    "with a solvent that leaves it whole so",
    "that the stack keeps its sharp borders",
]
RIGHT_TEXT = [
    "the second column goes on with colours",
    "and with the lamps that were compared",
    "for a full week under the same driving",
    "current in a box of dry nitrogen while",
    "a camera counted the failing pixels in",
    "each of the nine rows of the test bed.",
]


def pdf_of(*pages, size=(WIDTH, HEIGHT)):
    """The bytes of a PDF; each page is a function that draws on it."""
    with pymupdf.open() as pdf:
        for draw in pages:
            draw(pdf.new_page(width=size[0], height=size[1]))
        return pdf.tobytes()


def text_at(*pieces):
    """A page with (x, y, text[, size]) pieces."""

    def draw(page):
        for x, y, text, *size in pieces:
            page.insert_text((x, y), text, fontsize=size[0] if size else 10, fontname="helv")

    return draw


def column(x, y, lines, size=10):
    """Pieces of a column of lines 13 points apart."""
    return [(x, y + 13 * i, line, size) for i, line in enumerate(lines)]


def html(content):
    """A page with one box of HTML (for superscripts)."""

    def draw(page):
        page.insert_htmlbox(pymupdf.Rect(60, 60, 540, 400), content)

    return draw


def text_reader(data, name="paper.pdf"):
    """The document without the search for tables."""
    return read_pdf(data, name, find_tables=no_tables)


def place(document, words):
    """The span of words in a document's text."""
    start = document.text.index(words)
    return Span(start, start + len(words))


def kinds(document):
    """(kind, text) of every block."""
    return [(b.kind, b.span.of(document.text)) for b in document.blocks]


def test_two_columns_are_read_one_after_the_other():
    """A sentence that ends a column goes on in the next column, not on the same line."""
    document = text_reader(pdf_of(text_at(*column(50, 100, LEFT_TEXT), *column(310, 100, RIGHT_TEXT))))
    assert document.text == " ".join(LEFT_TEXT + RIGHT_TEXT)


def test_full_width_title_stands_before_columns():
    """A title over both columns comes first, and a full-width line between them parts them in two bands."""
    title = (60, 70, "Printed lamps and the ageing of their ink layers", 20)
    bridge = (50, 200, "A note of full width stands here and it reaches over both of the columns from the left to the right.")
    upper = [*column(50, 100, LEFT_TEXT), *column(310, 100, RIGHT_TEXT)]
    lower = [*column(50, 230, ["Lower " + t for t in LEFT_TEXT]), *column(310, 230, ["lower " + t for t in RIGHT_TEXT])]
    document = text_reader(pdf_of(text_at(title, *upper, bridge, *lower)))
    assert document.blocks[0].kind == "title"
    assert document.source.title == title[2]
    order = [document.text.index(t) for t in (RIGHT_TEXT[-1], bridge[2], "Lower " + LEFT_TEXT[0], "lower " + RIGHT_TEXT[0])]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("an efficiency of 21.4%<sup>36</sup> was seen", "an efficiency of 21.4%^36 was seen"),
        ("a current of 8.1 mA cm<sup>−2</sup> at 3 V", "a current of 8.1 mA cm^−2 at 3 V"),
        ("close to 10<sup>4</sup> cd m<sup>−2</sup> in all", "close to 10^4 cd m^−2 in all"),
        ("as known.<sup>12,13</sup> Then", "as known.^12,13 Then"),
        ("the EQE<sub>max</sub> of CsPbBr<sub>3</sub> lamps", "the EQEmax of CsPbBr3 lamps"),
        ("at 25<sup>°</sup>C and at 4<sup>′</sup>-ends", "at 25°C and at 4′-ends"),
    ],
)
def test_scripts_are_written_with_a_caret_or_inline(markup, expected):
    """Superscripts follow a caret, subscripts stand inline, degrees and primes are neither."""
    assert text_reader(pdf_of(html(f"<p>{markup}</p>"))).text == expected


def test_script_layer_leaves_the_caret_out():
    """The script run is the exponent without its caret."""
    document = text_reader(pdf_of(html("<p>close to 10<sup>4</sup> units, EQE<sub>max</sub></p>")))
    assert [(s.kind, s.span.of(document.text)) for s in document.scripts] == [("super", "4"), ("sub", "max")]


def test_minus_ligature_and_spaces_are_made_readable():
    """U+2212 stays, ligatures are expanded, thin and no-break spaces become spaces."""
    text = text_reader(pdf_of(html("<p>an eﬃcient ﬁlm at −5.6 eV and 100\u2009cd\u00a0A</p>"))).text
    assert text == "an efficient film at −5.6 eV and 100 cd A"


@pytest.mark.parametrize(
    ("char", "font", "expected"),
    [
        ("\uf02d", "SymbolMT", "−"),
        ("\uf044", "SymbolMT", "Δ"),
        ("\uf06d", "SymbolMT", "μ"),
        ("\uf0b1", "SymbolMT", "±"),
        ("\uf0b4", "SymbolMT", "×"),
        ("\uf0b0", "SymbolMT", "°"),
        ("\uf0a7", "Wingdings-Regular", "•"),
        ("\u02da", "Arial", "°"),
        ("\U0001d449", "CambriaMath", "V"),
        ("\u200b", "Arial", ""),
        ("\ufb03", "Arial", "ffi"),
    ],
)
def test_code_points_are_made_readable(char, font, expected):
    """Symbol-font private use, mathematical letters, ligatures and invisible characters."""
    assert readable(char, font) == expected


def chars(text):
    """Characters without a place."""
    return [(c, None, "") for c in text]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("a promis-", "ing layer", "a promising layer"),
        ("a promis\u00ad", "ing layer", "a promising layer"),
        ("of carbazol-", "9-yl groups", "of carbazol-9-yl groups"),
        ("with poly-", "TPD on top", "with poly-TPD on top"),
        ("9,9-dioctylfluorene-alt-", "benzothiadiazole", "9,9-dioctylfluorene-alt-benzothiadiazole"),
        ("an n-", "type layer", "an n-type layer"),
        ("the cross-", "linked film", "the cross-linked film"),
        ("the life-", "time grew", "the lifetime grew"),
        ("solution-", "and vacuum-made", "solution- and vacuum-made"),
        ("from 10–", "20 nm", "from 10–20 nm"),
        ("the red", "lamp", "the red lamp"),
    ],
)
def test_words_broken_at_line_ends(first, second, joined):
    """Hyphens of typesetting go, hyphens of names stay; the document's own use of a word decides."""
    words = word_forms(["a cross-linked layer and a cross-linked film", "the lifetime of lamps"])
    assert run_text(join_lines([chars(first), chars(second)], words)) == joined


def test_halves_of_broken_words_are_no_evidence():
    """The pieces of a word broken twice do not count as words of the paper."""
    assert word_forms(["the perfor-", "mance and the perfor-", "mance of light-emitting lamps"]) == {
        "the": 2, "and": 1, "of": 1, "light-emitting": 1, "lamps": 1,
    }  # fmt: skip


def running_page(number, body):
    """A page with a running head, a page number and a body."""
    head = (50, 40, f"Journal of Lamps 7 (2031) 10{number}", 8)
    return text_at(head, (290, 815, str(number), 8), *column(50, 100, body))


def test_running_heads_and_page_numbers_are_furniture():
    """What comes back at the same place on every page is set apart, after the text."""
    document = text_reader(pdf_of(*(running_page(n, [f"{t} {n}" for t in LEFT_TEXT]) for n in (1, 2, 3))))
    furniture = [text for kind, text in kinds(document) if kind == "furniture"]
    assert sorted(furniture) == ["1", "2", "3", *(f"Journal of Lamps 7 (2031) 10{n}" for n in (1, 2, 3))]
    assert document.blocks[-1].kind == "furniture"


def test_paragraph_over_a_page_break_is_one_block():
    """A sentence that a page's end cuts is one block with a box on each page."""
    document = text_reader(pdf_of(running_page(1, LEFT_TEXT), running_page(2, RIGHT_TEXT), running_page(3, ["Another text."])))
    block = document.blocks[0]
    assert block.span.of(document.text) == " ".join(LEFT_TEXT + RIGHT_TEXT)
    assert [b.page for b in block.boxes] == [1, 2]


def test_locate_gives_boxes_where_words_are_printed():
    """A span's boxes lie on the right page, around the words, one for each printed line."""
    document = text_reader(pdf_of(running_page(1, LEFT_TEXT), running_page(2, RIGHT_TEXT), running_page(3, ["Another text."])))
    (box,) = document.locate(place(document, "warm plate"))
    assert box.page == 1
    assert box.y0 < 126 < box.y1
    assert 50 < box.x0 < box.x1 < 300
    across = document.locate(place(document, "sharp borders the second"))
    assert [b.page for b in across] == [1, 2]
    assert document.anchor(place(document, "dry nitrogen")).page == 2


def test_boxes_of_a_rotated_page_are_of_the_page_as_shown():
    """On a page turned by 90 degrees boxes lie inside the page as a reader sees it."""
    data = pdf_of(text_at((60, 700, "a line that stands upright when the page is turned")))
    with pymupdf.open(stream=data) as pdf:
        pdf[0].set_rotation(90)
        data = pdf.tobytes()
    document = text_reader(data)
    assert (document.pages[0].width, document.pages[0].height) == (HEIGHT, WIDTH)
    boxes = document.locate(Span(0, 10))
    assert boxes
    assert all(0 <= b.x0 <= b.x1 <= HEIGHT and 0 <= b.y0 <= b.y1 <= WIDTH for b in boxes)


def test_captions_are_figures_with_their_panels():
    """A caption block is cut from the text around it and gives a figure."""
    caption = ["Figure 2. Ageing of the lamps: (a) at rest,", "(b, c) under load."]
    body = [*column(50, 100, LEFT_TEXT), *column(50, 300, caption, 8), *column(50, 400, RIGHT_TEXT)]
    document = text_reader(pdf_of(text_at(*body)))
    (figure,) = document.figures
    assert (figure.label, figure.number, figure.panels) == ("Figure 2", "2", ("a", "b", "c"))
    assert figure.caption.of(document.text) == " ".join(caption)
    assert " ".join(LEFT_TEXT + RIGHT_TEXT) in document.text


def test_sentence_about_a_figure_is_no_caption():
    """A paragraph that begins with "Figure 2 shows" stays a paragraph."""
    lines = ["Figure 2 shows that the lamps age in the", "dark as well as under load."]
    document = text_reader(pdf_of(text_at(*column(50, 100, lines))))
    assert document.figures == ()


@pytest.mark.parametrize(
    ("caption", "panels"),
    [
        ("(a) One. (b) Two. (d) Four.", ("a", "b")),
        ("a, One lamp. b, Two lamps. c–e, More of them.", ("a", "b", "c", "d", "e")),
        ("The lamp (blue) at 3 V", ()),
    ],
)
def test_panel_letters(caption, panels):
    """Panels are letters without a gap from a."""
    assert panel_letters(caption) == panels


REFERENCES = [
    "[1] A. Adler, B. Brandt, J. Lamps 2019, 4, 11.",
    "[2] C. Cole, D. Dunn and a long row of further",
    "authors, Light Lett. 2020, 7, 204.",
    "[3] E. Ewing, Adv. Ink 2021, 1, 9.",
]


def test_references_are_one_block_each():
    """After the heading every numbered entry is a block, continuation lines included."""
    body = [*column(50, 100, LEFT_TEXT), (50, 250, "References", 14), *column(50, 280, REFERENCES, 8)]
    found = [text for kind, text in kinds(text_reader(pdf_of(text_at(*body)))) if kind == "reference"]
    assert found == [REFERENCES[0], " ".join(REFERENCES[1:3]), REFERENCES[3]]


def test_imitated_bold_is_read_once():
    """Characters drawn twice at nearly one place are one character."""
    words = "a word in bold by drawing it two times"
    assert text_reader(pdf_of(text_at((60, 100, words), (60.3, 100, words)))).text == words


def test_lines_of_a_cell_keep_scripts_and_spaces():
    """Glyphs of a part of a page give lines whose characters have boxes on that page."""
    with pymupdf.open(stream=pdf_of(html("<p>8.2 cd A<sup>−1</sup></p>"))) as pdf:
        (line,) = lines_of(page_glyphs(pdf[0]))
    assert run_text(line.chars()) == line.text == "8.2 cd A^−1"
    assert all(box.page == 1 for _, box, _ in line.chars())


def test_assembly_gives_every_cell_a_span():
    """Cells are spans of the text; rows stand on lines, cells between tabs; a table's number is made unique."""
    assembly = Assembly()
    caption = assembly.add_block("caption", chars("Table 1. Lamps"))
    texts = {(0, 0): "Lamp", (0, 1): "EQE", (1, 0): "A1", (1, 1): ""}
    grid = [CellText(row, col, chars(text)) for (row, col), text in texts.items()]
    first = assembly.add_table("Table 1", 1, grid, caption=caption, footnotes=[chars("a At 3 V.")])
    second = assembly.add_table("Table 1", 2, grid)
    text = assembly.text
    assert text.startswith("Table 1. Lamps\n\nLamp\tEQE\nA1\t\n\na At 3 V.")
    assert [c.span.of(text) for c in first.cells] == ["Lamp", "EQE", "A1", ""]
    assert [n.of(text) for n in first.footnotes] == ["a At 3 V."]
    assert second.id == "Table 1 (2)"


def encrypted():
    """An encrypted PDF."""
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((60, 60), "secret")
        return pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="a", owner_pw="b")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: b"", "empty"),
        (lambda: b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (lambda: b"just some words", "not a PDF"),
        (encrypted, "encrypted"),
        (lambda: pdf_of(text_at((60, 60, "cut")))[:300], "damaged"),
        (lambda: b"%PDF-1.7\n" + b"\0" * 200, "damaged"),
    ],
)
def test_what_is_no_readable_pdf_is_named(make, problem, capfd):
    """One line names the file, the problem and a remedy, and MuPDF prints nothing."""
    with pytest.raises(PaperError, match=problem) as caught:
        read_pdf(make(), "lamp.pdf")
    assert str(caught.value).startswith("lamp.pdf: ")
    assert caught.value.remedy
    assert capfd.readouterr() == ("", "")


def test_page_without_text_is_a_page_with_no_characters():
    """A scanned page gives a document that says so."""
    document = text_reader(pdf_of(lambda page: page.draw_rect(pymupdf.Rect(0, 0, 200, 200), fill=(0, 0, 1))))
    assert document.text == ""
    assert [p.n_chars for p in document.pages] == [0]


def test_read_names_missing_and_unknown_files(tmp_path):
    """Missing, folder, empty and unknown files are PaperErrors; a PDF is known by its bytes."""
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "paper.xyz").write_text("words")
    for name, problem in (("missing.pdf", "not exist"), ("", "folder"), ("empty.pdf", "empty"), ("paper.xyz", "neither")):
        with pytest.raises(PaperError, match=problem):
            read(tmp_path / name)
    (tmp_path / "paper.bin").write_bytes(pdf_of(text_at((60, 60, "known by its first bytes"))))
    assert read(tmp_path / "paper.bin").text == "known by its first bytes"


def row(number, y, text):
    """A reference as the journals set it whose numbers stand at the left edge, a wide gap before the entry."""
    return [(50, y, str(number), 9), (80, y, text, 9)]


def test_numbers_of_a_reference_list_are_no_line_numbers():
    """Numbers at the left edge of a list, one before every line, belong to its entries."""
    entries = [f"A. Author and B. Brandt, J. Lamps, 20{n:02d}, {n}, {n}1-{n}9." for n in range(1, 21)]
    listed = [piece for n, entry in enumerate(entries, 1) for piece in row(n, 130 + 13 * n, entry)]
    pages = [text_at(*column(50, 100, LEFT_TEXT + RIGHT_TEXT)), text_at((50, 100, "References", 14), *listed)]
    found = [text for kind, text in kinds(text_reader(pdf_of(*pages))) if kind == "reference"]
    assert found == [f"{n} {entry}" for n, entry in enumerate(entries, 1)]


@pytest.mark.parametrize("restart", [True, False])
def test_line_numbers_of_a_manuscript_are_furniture(restart):
    """Numbers beside every line of every page, counting on or from 1 again, are no words of the text."""
    lines = LEFT_TEXT + RIGHT_TEXT
    pages = []
    for page in range(3):
        first = 1 if restart else 1 + page * len(lines)
        numbers = [(30, 100 + 13 * i, str(first + i), 8) for i in range(len(lines))]
        pages.append(text_at(*numbers, *column(60, 100, [f"{t} and then some more words" for t in lines])))
    document = text_reader(pdf_of(*pages))
    text = " ".join(t for kind, t in kinds(document) if kind != "furniture")
    assert not any(c.isdigit() for c in text)
    assert sum(kind == "furniture" for kind, _ in kinds(document)) == 36


def numbered_pages(*bodies):
    """A PDF with a page number at the foot of each page."""
    return pdf_of(*(text_at(*body, (295, 815, str(n), 8)) for n, body in enumerate(bodies, 1)))


def test_number_of_an_entry_at_a_page_top_is_no_page_number():
    """A page number counts the pages: a lone number in the head of the page that does not is the entry's."""
    words = ["Amber", "Birch", "Cedar", "Dune", "Ember", "Fern", "Grove", "Heath", "Ivory"]
    entries = {n: f"{w}, A. A tale of the lamps of {w} town. J. {w} Lamps 2019, {n}, 10-19." for n, w in enumerate(words, 1)}
    pages = []
    for first in (1, 4, 7):
        pages.append([piece for n in range(first, first + 3) for piece in row(f"{n}.", 60 + 30 * (n - first), entries[n])])
    pages[0] = [(50, 30, "References", 14), *pages[0]]
    document = text_reader(numbered_pages(column(50, 100, LEFT_TEXT), *pages))
    found = kinds(document)
    assert [t for kind, t in found if kind == "reference"] == [f"{n}. {entry}" for n, entry in entries.items()]
    assert [t for kind, t in found if kind == "furniture"] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("end", ["2016, 10, 10258-10266.", "(2016).", "673 (1941)."])
@pytest.mark.parametrize("heading", [True, False])
def test_last_line_of_an_entry_in_the_next_column_belongs_to_it(end, heading):
    """A line of numbers at a column's top is the end of the entry that the column before leaves open."""
    entries = [f"[{n}] A. Author and B. Brandt, J. Lamps 4, 1{n} (2019)." for n in range(1, 9)]
    left = [*column(50, 400, entries[:5], 9), (50, 465, "[6] C. Cole and D. Dunn, Phys. Lamps", 9)]
    right = [(310, 400, end, 9), *column(310, 413, entries[6:], 9)]
    body = [*column(50, 100, LEFT_TEXT * 2), *column(310, 100, RIGHT_TEXT * 2)]
    title = [(50, 385, "References", 12)] if heading else []
    document = text_reader(pdf_of(text_at(*body), text_at(*title, *left, *right)))
    found = [text for kind, text in kinds(document) if kind == "reference"]
    assert found[5] == f"[6] C. Cole and D. Dunn, Phys. Lamps {end}"
    assert len(found) == 8


def test_last_entry_of_a_list_keeps_its_end_in_the_next_column():
    """Without a heading, and where it is all that a page has in that column, the line of numbers belongs to the last entry."""
    entries = [f"[{n}] A. Author and B. Brandt, J. Lamps 4, 1{n} (2019)." for n in range(1, 9)]
    left = [*column(50, 400, entries, 9), (50, 504, "[9] C. Cole, E. Ewing, F. Fox and D. Dunn, Phys. Rev. 59,", 9)]
    edge = 50 + pymupdf.get_text_length(left[-1][2], fontsize=9)
    body = [*column(50, 100, LEFT_TEXT * 2), (50, 260, left[-1][2], 9), *column(edge + 15, 100, RIGHT_TEXT * 2)]
    document = text_reader(pdf_of(text_at(*body), text_at(*left, (edge + 15, 400, "673 (1941).", 9))))
    found = [text for kind, text in kinds(document) if kind == "reference"]
    assert found[-1] == "[9] C. Cole, E. Ewing, F. Fox and D. Dunn, Phys. Rev. 59, 673 (1941)."


def test_caption_at_a_page_foot_is_no_running_foot():
    """Labels of figures at one height of several pages, and a panel "(c)", are text and no furniture."""
    pages = [
        text_at(*column(50, 100, LEFT_TEXT), (50, 780, f"Fig. {n}", 8), (80, 780, f"{word} lamps drawn to scale; (a, b) and", 8),
                (50, 790, f"(c) are the {word.lower()} ones.", 8))
        for n, word in enumerate(("Amber", "Birch", "Cedar"), 1)
    ]  # fmt: skip
    document = text_reader(pdf_of(*pages))
    assert [f.number for f in document.figures] == ["1", "2", "3"]
    assert "furniture" not in [kind for kind, _ in kinds(document)]


@pytest.mark.parametrize("n", [2, 3])
def test_dates_beside_an_abstract_stay_out_of_it(n):
    """A column of two or three lines left of an abstract, too short for a gutter, is read before it."""
    abstract = [
        "Lamps are printed from ink, layer upon layer, and every new ink must leave the",
        "film below it whole. The abstract of this invented paper compares nine ways to",
        "make such films and says which of the lamps was brightest at the least current.",
        "It closes with a list of what nobody has measured so far in the printed lamps.",
    ]
    dates = [(50, 194.6, "Received 9th May", 8), (50, 204.2, "Accepted 2nd June", 8), (50, 216, "Sample of a paper", 8)][:n]
    body = [*column(50, 300, LEFT_TEXT * 3), *column(310, 300, RIGHT_TEXT * 3)]
    title = (50, 70, "Printed lamps and the ageing of their ink layers", 20)
    texts = [t for _, t in kinds(text_reader(pdf_of(text_at(title, *dates, *column(170, 195, abstract), *body))))]
    assert texts[1:3] == [" ".join(d[2] for d in dates), " ".join(abstract)]


def test_letter_raised_behind_a_subscript_joins_its_word():
    """A note's letter drawn as a line of its own behind a subscript is read behind the word."""
    word = [(60, 100, "EQE", 9), (60 + pymupdf.get_text_length("EQE", fontsize=9), 101.5, "0", 6)]
    end = word[1][0] + pymupdf.get_text_length("0", fontsize=6)
    document = text_reader(pdf_of(text_at((200, 96.2, "of lamps", 9), (end + 0.3, 96.2, "a", 6), *word)))
    assert document.text == "of lamps EQE0^a"


def test_raised_and_lowered_type_over_each_other_joins_its_letter():
    """A symbol with an index below a longer one above, drawn apart, is one word with both, whatever covers more."""
    x = 60 + pymupdf.get_text_length("E", fontsize=9)
    pieces = [(60, 100, "E", 9), (x, 96, "opt", 6), (x, 102, "d", 6), (x + 13, 100, "(eV)", 9)]
    assert text_reader(pdf_of(text_at(*pieces))).text == "Ed^opt (eV)"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the Ohmic-", "contacts", "the Ohmic-contacts"),  # two words of the paper
        ("a high-", "throughput press", "a high-throughput press"),
        ("a long-", "lived lamp", "a long-lived lamp"),
        ("a long-", "wavelength lamp", "a long-wavelength lamp"),
        ("the high-", "lighted lamp", "the highlighted lamp"),
        ("the long-", "evity of lamps", "the longevity of lamps"),
        ("a frame-", "work of wood", "a framework of wood"),  # both are words, but they make one
        ("the over-", "view", "the overview"),
        ("was suit-", "able", "was suitable"),
        ("the lamp-", "light", "the lamplight"),  # the paper prints it as one
        ("the contacts-", "abcd", "the contactsabcd"),  # the second is no word
    ],
)
def test_hyphen_between_two_words_stays(first, second, joined):
    """Without the whole word in the paper, two words that it prints keep their hyphen; beginnings and endings of words lose it."""
    words = word_forms(["ohmic lamps with contacts of a frame at work and a suit that is able to give light", "lamp and lamplight",
                        "over a view of long light"])  # fmt: skip
    assert run_text(join_lines([chars(first), chars(second)], words)) == joined


def test_half_a_pdf_is_called_truncated():
    """A file without its end is refused though the PDF library mends it; one with something after its end is whole."""
    data = pdf_of(*(running_page(n, LEFT_TEXT) for n in range(1, 6)))
    with pytest.raises(PaperError, match="truncated"):
        read_pdf(data[: len(data) // 2], "lamp.pdf")
    assert text_reader(data + b"\n<!-- appended by a server -->" * 200).source.n_pages == 5


def test_page_that_is_not_there_is_a_page_without_text(tmp_path):
    """A page that the file announces and does not hold has no size and no text; the others are read, and can be annotated."""
    path = tmp_path / "lamp.pdf"
    with pymupdf.open(stream=pdf_of(*(running_page(n, LEFT_TEXT) for n in range(1, 4)))) as pdf:
        tree = int(pdf.xref_get_key(pdf.pdf_catalog(), "Pages")[1].split()[0])
        pdf.xref_set_key(tree, "Count", "4")
        path.write_bytes(pdf.tobytes())
    document = text_reader(path.read_bytes())
    assert [bool(p.n_chars) for p in document.pages] == [True, True, True, False]
    notes = [Note(1, document.blocks[0].boxes[:1], "info", "a note", "kept"), Note(4, (), "info", "no text", "left out")]
    annotate(path, [], notes, tmp_path / "out.pdf")
    with pymupdf.open(tmp_path / "out.pdf") as pdf:
        assert any(a.info["content"] == "kept" for a in pdf[0].annots())


@pytest.fixture(scope="module")
def papers(shared):
    """Every real paper as a document, without tables."""
    return [text_reader(path.read_bytes(), path.name) for path in sorted((shared / "papers").glob("*.pdf"))]


def test_layers_of_real_papers_agree(papers):
    """Blocks are sorted and disjoint, lines lie in blocks, edges rise, every line is as long as its edges say."""
    for document in papers:
        assert document.blocks
        for a, b in zip(document.blocks, document.blocks[1:], strict=False):
            assert a.span.end < b.span.start
        for a, b in zip(document.lines, document.lines[1:], strict=False):
            assert a.span.end <= b.span.start
        for line in document.lines:
            assert document.block_at(line.span.start).span.covers(line.span)
            assert line.edges == () or len(line.edges) == len(line.span) + 1
            assert list(line.edges) == sorted(line.edges)
            assert 1 <= line.box.page <= document.source.n_pages
        for script in document.scripts:
            assert script.kind == "sub" or document.text[script.span.start - 1] == "^"


def test_lines_of_real_papers_hold_what_is_printed_there(papers, shared):
    """The text of a line is what MuPDF reads in its box, letters and digits compared."""
    document = papers[0]
    with pymupdf.open(shared / "papers" / document.source.file_name) as pdf:
        wrong = 0
        lines = [line for line in document.lines if len(line.span) > 20]
        for line in lines:
            b = line.box
            printed = "".join(filter(str.isascii, filter(str.isalnum, pdf[b.page - 1].get_textbox((b.x0, b.y0, b.x1, b.y1)))))
            mine = "".join(filter(str.isascii, filter(str.isalnum, line.span.of(document.text))))
            wrong += mine[3:15] not in printed
    assert wrong < 0.1 * len(lines)


def test_real_paper_survives_json(papers):
    """A document read back from JSON is equal."""
    assert from_json(to_json(papers[1])) == papers[1]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("the sum of $x_i^2$ and of $v_k^2$ is small", "the sum of xi^2 and of vk^2 is small"),
        ('at $omega_"TO"^Gamma$ in all of them', "at ωTO^Γ in all of them"),
        ("as $m_perp^*$ and $m_parallel^*$ say", "as m*⟂ and m*∥ say"),
        ("with $1/2$ of it and $3/4$ of that", "with 1/2 of it and 3/4 of that"),
        ("from $lambda = (h c) / E_g$, where h is known", "from λ = hc/Eg, where h is known"),
        ("in $\"cm\"^(-2)$ and at 21.4%#super(typographic: false)[36] there", "in cm^−2 and at 21.4%^36 there"),
    ],
)
def test_scripts_over_each_other_and_fractions_in_a_line(markup, expected):
    """What is lowered comes before what is raised over it; a small fraction is written with its slash, in its place."""
    source = f"{typst_page()}The text begins here and tells of many lamps, {markup} and the text goes on for a while until it ends."
    assert f" {expected} and the text" in text_reader(typeset(source)).text


@pytest.mark.parametrize(("first", "second"), [("12,", "13"), ("12–", "14"), ("12-", "14"), ("[12,", "13]")])
def test_superscript_list_over_a_line_end_is_one_run(first, second):
    """A list or range of raised numbers that a line's end cuts is one superscript."""
    lines = [[*chars("so bright"), ("^", None, ""), *((c, None, "super") for c in first)],
             [("^", None, ""), *((c, None, "super") for c in second), *chars(" it is")]]  # fmt: skip
    joined = join_lines(lines)
    assert run_text(joined) in (f"so bright^{first}{second} it is", f"so bright^{first} {second} it is")
    assert sum(c == "^" for c, _, _ in joined) == 1


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("an oxygen-", "containing film", "an oxygen-containing film"),
        ("from Br-", "derived levels", "from Br-derived levels"),
        ("and Li-", "doped oxide", "and Li-doped oxide"),
        ("the signal-to-", "noise ratio", "the signal-to-noise ratio"),
        ("it was un-", "treated", "it was untreated"),
        ("they are in-", "dependent", "they are independent"),
    ],
)
def test_words_that_end_compounds_keep_their_hyphen(first, second, joined):
    """ "-doped", "-derived", "-containing" end compounds whatever stands before them, unless it is a mere prefix."""
    assert run_text(join_lines([chars(first), chars(second)], word_forms(["a text that says nothing of it"]))) == joined


def test_text_that_breaks_no_words_keeps_all_hyphens():
    """Where none of the words hyphened at line ends stands whole elsewhere, the hyphens are the author's."""
    ends = ["the zinc-", "oxide layer", "a solution-", "precipitation step", "multiple-", "resonance dots", "a color-", "yellowing"]
    words = word_forms(ends)
    assert not words.breaks_words
    assert run_text(join_lines([chars("of norm-"), chars("conserving sets")], words)) == "of norm-conserving sets"
    broken = word_forms(["the perfor-", "mance of mate-", "rials, a mea-", "sure of de-", "vices.", "performance of materials, devices"])
    assert broken.breaks_words
    assert run_text(join_lines([chars("of measure-"), chars("ments")], broken)) == "of measurements"
