"""The PDF reader's text path, on small PDFs made here with invented text, and on the real papers where they are present."""

import pymupdf
import pytest

from litmine.document import from_json, to_json
from litmine.errors import PaperError
from litmine.geometry import Span
from litmine.readers import read
from litmine.readers.assemble import Assembly, CellText, join_lines, word_forms
from litmine.readers.codepoints import readable
from litmine.readers.compose import panel_letters
from litmine.readers.glyphs import lines_of, page_glyphs, run_text
from litmine.readers.pdf import no_tables, read_pdf

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
            assert script.kind == "sub" or document.text[script.span.start - 1] in "^"


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
