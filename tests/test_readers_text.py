"""Plain text and Markdown papers, all invented: blocks, tables, scripts, captions, references, and files that are no text."""

import pytest

from litmine.errors import PaperError
from litmine.readers.assemble import superscript_carets
from litmine.readers.markup import inline
from litmine.readers.text import read_text
from litmine.references import find_citations, find_cross_references, find_references

MARKDOWN = """\
---
source: nowhere
---
# Invented emitters for quantum-dot diodes

Anna Sample<sup>1</sup> and Bo Example<sup>2</sup>

## Abstract

We made *two* devices with **X-HTL** whose peak EQE reaches $21.4\\%$ at $10^{4} \\mathrm{~cd} \\mathrm{~m}^{-2}$, which is
more than all devices before,[1–3] see Table 1 and Fig. 1b.

## 1. Introduction

Quantum dots have been studied for a long time by many of us in laboratories all over the world.[3] The devices &amp; films
of CsPbBr<sub>3</sub> were spin-coated; details stand in ref. 2.

**Table 1.** Figures of the devices.

| Device | EQE (%) | CE (cd A^{-1}) | HOMO/LUMO (eV) | Ref. |
|:---|---:|---:|---|---|
| X-HTL<sup>a</sup> | 21.4 | 30.2 | −5.4/−2.3 | 1 |
| Y-HTL | 18.0 | – | −5.6/−2.5 | 2,3 |

<sup>a</sup> Cross-linked at 150 °C.

**Fig. 1** (a) The device. (b) Its spectrum.

## References

- 1 A. Sample and B. Example, Nano Lett., 2006, 6, 463.
- 2 B. Example, Adv. Mater., 2007, 19, 3371.
- 3 C. Third, Small, 2019, 15, 1900111.
"""

PLAIN = """\
Invented emitters for quantum-dot diodes

Anna Sample^1 and Bo Example^2

ABSTRACT

We made two devices with X-HTL whose peak EQE reaches 21.4% at 10^4 cd m^−2, which is
more than all devices before,[1–3] see Table 1 and Fig. 1b.

1. Introduction

Quantum dots have been studied for a long time by many of us in laboratories all over the world.[3] The devi-
ces & films of CsPbBr₃ were spin-coated; details

2
\fstand in ref. 2.

Table 1. Figures of the devices.
Device\tEQE (%)\tCE (cd A⁻¹)\tHOMO/LUMO (eV)\tRef.
X-HTL^a\t21.4\t30.2\t−5.4/−2.3\t1
Y-HTL\t18.0\t–\t−5.6/−2.5\t2,3

^a Cross-linked at 150 °C.

Fig. 1. (a) The device. (b) Its spectrum.

REFERENCES

1. A. Sample and B. Example, Nano Lett.,
2006, 6, 463.
2. B. Example, Adv. Mater., 2007, 19, 3371.
3. C. Third, Small, 2019, 15, 1900111.
"""


def document(text: str | bytes):
    """The text as a document with its references."""
    return find_references(read_text(text if isinstance(text, bytes) else text.encode(), "invented.md"))


def blocks(doc) -> list[tuple[str, str]]:
    """(kind, text) of every block."""
    return [(b.kind, b.span.of(doc.text)) for b in doc.blocks]


def grid(doc, index: int = 0) -> list[list[str]]:
    """The texts of a table, row by row."""
    table = doc.tables[index]
    rows = [["" for _ in range(table.n_cols)] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.col] = cell.span.of(doc.text)
    return rows


@pytest.mark.parametrize("source", [MARKDOWN, PLAIN], ids=["Markdown", "plain"])
def test_both_forms_of_a_paper_read_alike(source):
    """Headings, captions, table, notes, references, citations and pointers are the same, whatever the markup."""
    doc = document(source)
    assert doc.source.title == "Invented emitters for quantum-dot diodes"
    assert (doc.source.parser, doc.source.n_pages, doc.lines) == ("text", 1, ())
    assert [k for k, _ in blocks(doc) if k != "furniture"] == [
        "title", "paragraph", "heading", "paragraph", "heading", "paragraph", "caption", "table", "footnote", "caption",
        "heading", "reference", "reference", "reference",
    ]  # fmt: skip
    assert grid(doc) == [
        ["Device", "EQE (%)", "CE (cd A^−1)", "HOMO/LUMO (eV)", "Ref."],
        ["X-HTL", "21.4", "30.2", "−5.4/−2.3", "1"],
        ["Y-HTL", "18.0", "–", "−5.6/−2.5", "2,3"],
    ]
    table = doc.tables[0]
    assert table.id == "Table 1"
    assert table.caption.of(doc.text) == "Table 1. Figures of the devices."
    assert [n.of(doc.text) for n in table.footnotes] == ["^a Cross-linked at 150 °C."]
    assert table.at(1, 0).marks == ("a",)
    assert [c.role for c in table.cells[:6]] == ["header"] * 5 + ["stub"]
    assert [(f.number, f.panels) for f in doc.figures] == [("1", ("a", "b"))]
    assert [(r.key, r.first_author, r.journal, r.year, r.volume, r.page) for r in doc.references] == [
        ("1", "A. Sample", "Nano Lett.", 2006, "6", "463"),
        ("2", "B. Example", "Adv. Mater.", 2007, "19", "3371"),
        ("3", "C. Third", "Small", 2019, "15", "1900111"),
    ]
    assert [m.value for m in find_citations(doc)] == ["1", "2", "3", "3", "2", "1", "2", "3"]
    assert [m.value for m in find_cross_references(doc)] == ["Table 1", "Figure 1b"]
    prose = [t for k, t in blocks(doc) if k == "paragraph"]
    assert "peak EQE reaches 21.4% at 10^4 cd m^−2, which is more than" in prose[1]
    assert prose[2].endswith("The devices & films of CsPbBr3 were spin-coated; details stand in ref. 2.")


def test_layers_agree_with_the_text():
    """Scripts leave the caret out; every cell and block is a span of the text; blocks do not overlap."""
    doc = document(MARKDOWN)
    supers = [s.span.of(doc.text) for s in doc.scripts if s.kind == "super"]
    assert supers[:4] == ["1", "2", "4", "−2"]
    assert all(doc.text[s.span.start - 1] == "^" for s in doc.scripts if s.kind == "super")
    assert [s.span.of(doc.text) for s in doc.scripts if s.kind == "sub"] == ["3"]
    for a, b in zip(doc.blocks, doc.blocks[1:], strict=False):
        assert a.span.end < b.span.start


def test_furniture_comes_last():
    """Page numbers and running heads stand after the text."""
    page = "Journal of Nothing\n\nA sentence about the things of page {0} goes here.\n\n{0}\n\f"
    doc = document("\n\n".join(page.format(i) for i in range(1, 5)))
    kinds = [k for k, _ in blocks(doc)]
    assert kinds == ["paragraph"] * 4 + ["furniture"] * 8


def test_one_paragraph_a_line():
    """Long lines without blank lines between are paragraphs, hard-wrapped lines are one."""
    long = "A sentence of no great interest that goes on for quite a while to be longer than any wrapped line would be. " * 2
    doc = document(f"{long}\n{long}\n\nShort line one\nand short line two.\n")
    assert [k for k, _ in blocks(doc)] == ["paragraph"] * 3
    assert blocks(doc)[2][1] == "Short line one and short line two."


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("an EQE of $21.4 \\%$ at $10^{4} \\mathrm{~cd} \\mathrm{~m}^{-2}$", "an EQE of 21.4% at 10^4 cd m^−2"),
        ("$1 0 ^ { 3 } \\mathrm { c d ~ m } ^ { - 2 }$", "10^3 cd m^−2"),
        ("$12.3 \\mathrm{cd} \\mathrm{A}^{-1}$", "12.3 cd A^−1"),
        ("text.<sup>12,13</sup> and ^{36} and ³⁶", "text.^12,13 and ^36 and ^36"),
        ("8.8 cd A^−1.^2 Then 10^4,^2 and m^−1.^{2}", "8.8 cd A^−1.^2 Then 10^4,^2 and m^−1.^2"),
        ("10^4–10^5 (cd m^−2)^3 and cm^2V^−1s^−1", "10^4–10^5 (cd m^−2)^3 and cm^2V^−1s^−1"),
        ("cd A^−1^ and Ca^2+^ by^12,13^ and^[4]^", "cd A^−1 and Ca^2+ by^12,13 and^[4]"),
        ("CsPbBr₃ CsPbBr<sub>3</sub> $\\mathrm{CsPbBr}_3$ EQE_{max}", "CsPbBr3 CsPbBr3 CsPbBr3 EQEmax"),
        ("*italic* **bold** _x_ ***both*** `code`", "italic bold x both code"),
        ("$\\sim$5 nm, 60 $^{\\circ}\\mathrm{C}$, 5$^\\circ$", "~5 nm, 60 °C, 5°"),
        ("$\\eta_{\\mathrm{ext}}$ $\\Delta E_{ST}$ $4,4^{\\prime}$", "ηext ΔEST 4,4′"),
        ("a\\_b 4\\*5 &lt;3&nbsp;x", "a_b 4*5 <3 x"),
        ("$-5.4 \\, \\text{eV}$ $\\frac{a}{b}$", "−5.4 eV a/b"),
        ("cost $5 and $10", "cost $5 and $10"),
        ("[36](#page-1) and [a link](https://example.org/x_(y))", "36 and a link"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("10^-3 cm^2/(V s), Pb^2+, ~12^th~", "10^-3 cm^2/(V s), Pb^2+, ~12^th~"),
        ("[60]PCBM", "[60]PCBM"),
        ("The soft\u00adly e\ufb03cient de\u200bvice", "The soft\u00adly efficient device"),
    ],
)
def test_inline_markup(written, printed):
    """What a reader of the printed line sees."""
    assert "".join(c for c, _, _ in superscript_carets(inline(written))) == printed


def test_html_table():
    """Row and column spans of an HTML table are kept."""
    doc = document(
        "A line of text before the table comes here.\n\n"
        "<table><thead><tr><th rowspan='2'>Device</th><th colspan='2'>EQE (%)</th></tr>"
        "<tr><th>max</th><th>mean</th></tr></thead>\n<tr><td>X<sub>2</sub></td><td>21.4</td><td>20.1</td></tr></table>\n"
    )
    table = doc.tables[0]
    assert grid(doc) == [["Device", "EQE (%)", ""], ["", "max", "mean"], ["X2", "21.4", "20.1"]]
    assert (table.at(1, 0).span.of(doc.text), table.at(0, 2).span.of(doc.text)) == ("Device", "EQE (%)")
    assert table.id == "p1-1"


def test_pipes_without_outer_ones():
    """A pipe table needs no outer pipes; an escaped pipe is a sign."""
    doc = document("Words before it are here.\n\nDevice | EQE (%)\n--- | ---\nX \\| Y | 21.4\nZ | 18.0\n")
    assert grid(doc) == [["Device", "EQE (%)"], ["X | Y", "21.4"], ["Z", "18.0"]]


def test_rows_of_words_stay_apart():
    """Rows of a text table are rows, even where a cell could go on from the one above."""
    doc = document("Words before it are here.\n\n| Device | Colour |\n|---|---|\n| X | deep |\n| Y | blue |\n")
    assert grid(doc) == [["Device", "Colour"], ["X", "deep"], ["Y", "blue"]]


def test_a_sentence_about_a_table_is_no_caption():
    """A paragraph that begins with "Table 1 shows" stays a paragraph."""
    doc = document("Table 1 shows the devices that were made for this study.\n\nFigure 2 presents them again for all.\n")
    assert [k for k, _ in blocks(doc)] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    "entries",
    [
        "[1] A. Sample, Small, 2006, 6, 463.\n[2] B. Other, Small, 2007, 7, 464.\n[3] C. Third, Small, 2008, 8, 465.",
        "1. A. Sample, Small, 2006, 6, 463.\n2. B. Other, Small, 2007,\n7, 464.\n3. C. Third, Small, 2008, 8, 465.",
        "- [1] A. Sample, Small, 2006, 6, 463.\n- [2] B. Other, Small, 2007, 7, 464.\n- [3] C. Third, Small, 2008, 8, 465.",
        "<sup>1</sup> A. Sample, Small, 2006, 6, 463.\n\n<sup>2</sup> B. Other, Small, 2007, 7, 464.\n\n"
        "<sup>3</sup> C. Third, Small, 2008, 8, 465.",
        "(1) A. Sample, Small, 2006, 6, 463.\n(2) B. Other, Small, 2007, 7, 464. (3) C. Third, Small, 2008, 8, 465.",
        "[^1]: A. Sample, Small, 2006, 6, 463.\n[^2]: B. Other, Small, 2007, 7, 464.\n[^3]: C. Third, Small, 2008, 8, 465.",
    ],
)  # fmt: skip
def test_reference_lists(entries):
    """The printed forms of a list, with wrapped lines and entries run together."""
    doc = document(f"A sentence that stands before the list.\n\n## References\n\n{entries}\n")
    assert [(r.key, r.year, r.volume, r.page) for r in doc.references] == [
        ("1", 2006, "6", "463"), ("2", 2007, "7", "464"), ("3", 2008, "8", "465"),
    ]  # fmt: skip


def test_text_after_the_references_is_no_entry():
    """The list ends at the next heading."""
    entry = "1. A. Sample, Small, 2006, 6, 463."
    doc = document(f"Words.\n\n# References\n\n{entry}\n\n# Supporting information\n\nMore words are here.\n")
    assert blocks(doc)[-1] == ("paragraph", "More words are here.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding):
    """UTF-8 with and without byte-order mark, UTF-16 with one."""
    text = "Müller’s −5.4 eV device is here."
    assert blocks(document(text.encode(encoding))) == [("paragraph", text)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Müller".encode("latin-1"), "not UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "binary"),
        (bytes(range(1, 9)) * 50, "binary"),
        (b"\xff\xfeA", "not UTF-16"),
        (b" \n\n \t\n", "holds no text"),
    ],
)
def test_what_is_no_text(content, said):
    """Each is a PaperError that names the file and what to do."""
    with pytest.raises(PaperError, match=said) as caught:
        read_text(content, "paper.txt")
    assert str(caught.value).startswith("paper.txt: ")
    assert caught.value.remedy


def test_doi_and_year():
    """The front of the paper tells its DOI and the year it was published."""
    front = "# A title\n\nPublished: 12 May 2021\n\nhttps://doi.org/10.1000/nothing.7.\n\nProse is here, and more.\n"
    source = document(front).source
    assert (source.doi, source.year) == ("10.1000/nothing.7", 2021)


@pytest.mark.parametrize(
    ("caption", "panels"),
    [
        ("Figure 1. a) A lamp, b) a layer and c) light.", "abc"),
        ("Figure 1. a, A lamp. b–d, Layers.", "abcd"),
        ("Figure 1. (a) A lamp. (b,c) Layers of it.", "abc"),
        ("Figure 1. Lamps in (a–c) all colours.", "abc"),
        ("Figure 1. A lamp.", ""),
    ],
)
def test_panels_of_captions(caption, panels):
    """Captions may begin with the letter of their first panel; ranges and lists of letters count with all they name."""
    doc = read_text(f"# Lamps\n\nLamps of all colours are known, and this one was made.\n\n{caption}\n".encode(), "mini.md")
    assert ["".join(f.panels) for f in doc.figures] == [panels]


def test_a_sentence_about_a_figure_is_no_caption():
    """A small letter behind the label goes on with a sentence."""
    doc = read_text(b"# Lamps\n\nLamps are shown in the next figure.\n\nFigure 1: as a lamp glows, it warms.\n", "mini.md")
    assert doc.figures == ()
