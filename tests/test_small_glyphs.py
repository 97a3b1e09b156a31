"""Super- and subscripts that are small glyphs of the line's own font, set with Typst (which takes them from "sups" and "subs")."""

import re

import pymupdf
import pytest
import typst

from litmine.readers.drawn import drawn_lines
from litmine.readers.glyphs import lines_of, page_glyphs
from litmine.readers.pdf import read_pdf
from litmine.readers.small_glyphs import with_small_glyphs

HEAD = '#set page(width: 15cm, height: 9cm)\n#set text(font: "Libertinus Serif", size: 10pt)\n'


def set_in_type(source: str) -> bytes:
    """The PDF of a Typst source, in a font that has small glyphs."""
    return typst.compile((HEAD + source).encode())


def read(source: str) -> str:
    """The text of the page, spaces made one, a caret before superscripts and an underscore before subscripts."""
    (page,) = pymupdf.open(stream=set_in_type(source), filetype="pdf")
    out, before = [], ""
    for line in lines_of(page_glyphs(page)):
        for char, _, script in line.chars():
            out.append("_" + char if script == "sub" != before else char)
            before = script
        out.append(" ")
    return " ".join("".join(out).split())


@pytest.mark.parametrize("style", ["regular", "italic", "bold"])
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a lifetime of 1.2 × 10#super[3] h", "a lifetime of 1.2 × 10^3 h"),
        ("TCTA#super[21] and mCP, as before", "TCTA^21 and mCP, as before"),
        ("30 lm W#super[−1] at 1000 cd m#super[−2]", "30 lm W^−1 at 1000 cd m^−2"),
        ("10#super[-12] and x#super[n+1] of Na#super[+] ions", "10^-12 and x^n+1 of Na^+ ions"),
        ("a value#super[a] and 10 + 5#super[(b)]", "a value^a and 10 + 5^(b)"),
        ("H#sub[2]O, CH#sub[3]NH#sub[3]PbI#sub[3−x]Cl#sub[x]", "H_2O, CH_3NH_3PbI_3−xCl_x"),
        ("W m#super[−2] K#super[−1]/m#super[2]/s", "W m^−2 K^−1/m^2/s"),
    ],
)
def test_small_glyphs_are_scripts(style, source, text):
    """Powers, citations, exponents of units, footnote letters and formulas: digits, letters and the signs beside them."""
    setting = {"regular": "", "italic": '#set text(style: "italic")\n', "bold": '#set text(weight: "bold")\n'}[style]
    assert read(setting + source).replace("−", "-") == text.replace("−", "-")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('#text(number-type: "old-style")[In 1987 of 0123456789 and 345679, 9.75 − 3.4]', "In 1987 of 0123456789 and 345679, 9.75 − 3.4"),
        ("#smallcaps[Small Caps of 2020 and x]", "Small Caps of 2020 and x"),
        ('#text(features: ("frac",))[1/2 and 3/4]', "1/2 and 3/4"),
        ("at 25 °C and 10° “quoted” it's 5′ a\\*b – 6 − 7 + 8, (9)", "at 25 °C and 10° “quoted” it's 5′ a*b – 6 − 7 + 8, (9)"),
    ],
)
def test_other_small_type_is_not(source, text):
    """Old-style figures, small capitals, fractions, degrees and quotation marks stay what they are, beside true scripts too."""
    assert read(source).replace("’", "'") == text
    assert read("m#super[2] and CO#sub[2]: " + source).replace("’", "'") == "m^2 and CO_2: " + text


def test_old_style_power():
    """An exponent among old-style figures is found, and they are not."""
    assert read('#set text(number-type: "old-style")\n3497 × 10#super[35] of C#sub[60]') == "3497 × 10^35 of C_60"


def test_document_and_its_table():
    """The number with its power comes through to the Document and the cells of its tables."""
    source = (
        "#figure(caption: [Lifetimes.], table(columns: 2, [Compound], [Lifetime (h)], [mCP#super[21]], [1.2 × 10#super[3]], [CBP], [300]))"
    )
    document = read_pdf(set_in_type("#set figure.caption(position: top)\nUp to 10#super[4] h were seen.\n" + source), "paper.pdf")
    assert "Up to 10^4 h" in document.text
    (table,) = document.tables
    texts = [cell.span.of(document.text) for cell in table.cells]
    assert "1.2 × 10^3" in texts
    assert "mCP^21" in texts


def test_on_a_turned_page():
    """A page that was turned is read the same."""
    with pymupdf.open(
        stream=set_in_type("A long lifetime of 1.2 × 10#super[3] h at a luminance of 1000 cd m#super[−2]"), filetype="pdf"
    ) as pdf:
        pdf[0].set_rotation(90)
        data = pdf.tobytes()
    assert "1.2 × 10^3 h at a luminance of 1000 cd m^−2" in read_pdf(data, "paper.pdf").text


def test_page_without_small_glyphs_is_left_alone():
    """Where fonts have no small glyphs (scripts of smaller type), the very same lines come back."""
    source = '#set text(font: "New Computer Modern")\n"Quoted", in 10#super[3] *bold* and H#sub[2]O'
    (page,) = pymupdf.open(stream=set_in_type(source), filetype="pdf")
    lines = drawn_lines(page)
    assert with_small_glyphs(page, lines) is lines


def test_font_of_floating_letters_is_odd():
    """A font most of whose letters float has an odd origin: they are no scripts."""
    assert read('#text(features: ("sups",))[the quick brown fox jumps]') == "the quick brown fox jumps"


def test_superior_digit_that_is_called_a_digit():
    """A glyph made for ³ that the PDF calls 3 is a superscript."""
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_font(fontname="F0", fontbuffer=pymupdf.Font("helv").buffer)
        page.insert_text((72, 72), "At 10³ h and 3 m, 25 °C", fontname="F0")
        data = pdf.tobytes()
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        (font,) = pdf[0].get_fonts()
        where = int(pdf.xref_get_key(font[0], "ToUnicode")[1].split()[0])
        pdf.update_stream(where, re.sub(rb"<00[bB]3>(?=\s*\n)", b"<0033>", pdf.xref_stream(where)))
        data = pdf.tobytes()
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        assert "103 h" in pdf[0].get_text()
        assert [line.text for line in lines_of(page_glyphs(pdf[0]))] == ["At 10^3 h and 3 m, 25 °C"]
