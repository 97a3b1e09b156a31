"""Two tables side by side: two tables, each with its caption and notes."""

import pytest
import typst

from litmine.document import Document
from litmine.readers.pdf import read_pdf

HEAD = """#set page(width: 595pt, height: 842pt, margin: 51pt%s)
#set text(font: "Libertinus Serif", size: 10pt, hyphenate: false)
#set super(typographic: false)
#set par(justify: true)
#let set_rows(..a) = block(text(size: 8pt, table(stroke: none, inset: (x: 4pt, y: 2.2pt), ..a)))
#let caption(n, t) = block(text(size: 8pt)[*Table #n.* #t])
#let note(t) = block(text(size: 7pt)[#super[a] #t])
#let rule = table.hline(stroke: 0.6pt)
#let dyes(r) = set_rows(columns: 3, ..r, [Dye], [Peak (nm)], [PLQY (%%)], ..r,
  [Dye-A], [612], [78], [Dye-B], [530], [92], [Dye-C], [461], [65], ..r)
#let films(r) = set_rows(columns: 3, ..r, [Dye], [Peak (nm)], [PLQY (%%)], ..r,
  [Dye-A], [620], [41], [Dye-B], [538], [67], [Dye-C], [470], [33], ..r)
#let lamps = set_rows(columns: 4, rule, [Device], [V (V)], [EQE (%%)], [CE (cd/A)], rule,
  [D1], [2.1], [10.2], [31], [D2], [2.4], [12.5], [40],
  [D3], [2.2], [7.9], [22], [D4], [2.9], [8.9], [25], rule)
#let prose = [We describe how #lorem(60)]
"""
PAIR = "#grid(columns: (%s), column-gutter: 8mm, [%s], [%s])\n"
DYES = [["Dye", "Peak (nm)", "PLQY (%)"], ["Dye-A", "612", "78"], ["Dye-B", "530", "92"], ["Dye-C", "461", "65"]]
FILMS = [["Dye", "Peak (nm)", "PLQY (%)"], ["Dye-A", "620", "41"], ["Dye-B", "538", "67"], ["Dye-C", "470", "33"]]
LAMPS = [
    ["Device", "V (V)", "EQE (%)", "CE (cd/A)"],
    ["D1", "2.1", "10.2", "31"],
    ["D2", "2.4", "12.5", "40"],
    ["D3", "2.2", "7.9", "22"],
    ["D4", "2.9", "8.9", "25"],
]


def read(body: str, columns: int = 1) -> Document:
    """The document of a typeset page."""
    page = HEAD % (", columns: 2" if columns == 2 else "")
    return read_pdf(typst.compile(f"{page}\n{body}".encode()), "abreast.pdf")


def tables(document: Document) -> list[tuple[str, str, list[list[str]]]]:
    """The id, the caption and the rows of every table."""
    out = []
    for t in document.tables:
        rows = [[c.span.of(document.text) for c in t.cells if c.row == r] for r in range(1 + max(c.row for c in t.cells))]
        out.append((t.id, t.caption.of(document.text) if t.caption else "", rows))
    return out


TWO = [("Table 3", "Table 3. Solution data.", DYES), ("Table 4", "Table 4. Film data.", FILMS)]


@pytest.mark.parametrize("rules", ["(rule,)", "()"], ids=["ruled", "borderless"])
@pytest.mark.parametrize("align", ["left", "center"])
@pytest.mark.parametrize("widths", ["auto, auto", "1fr, 1fr"], ids=["near", "apart"])
def test_two_captions_on_one_height(rules, align, widths):
    """Two captions on one height over one found grid are of two tables, with and without rules."""
    left, right = f"#caption(3)[Solution data.]\n#dyes({rules})", f"#caption(4)[Film data.]\n#films({rules})"
    document = read(f"#prose\n\n#align({align})[{PAIR % (widths, left, right)}]\n\n#prose")
    assert tables(document) == TWO
    assert document.unread == ()


def test_captions_below():
    """The same with the captions under the tables."""
    document = read(
        "#prose\n\n" + PAIR % ("1fr, 1fr", "#dyes((rule,))\n#caption(3)[Solution data.]", "#films((rule,))\n#caption(4)[Film data.]")
    )
    assert tables(document) == TWO


def test_long_captions_and_notes_are_not_mixed():
    """Captions of two lines and notes that stand side by side are read one after the other, each with its table."""
    left = "Spectra of the invented dyes in toluene at room temperature under dry nitrogen in sealed cells."
    right = "Figures of merit of lamps with the invented dyes of this work as their only emitters."
    document = read(
        "#prose\n\n"
        + PAIR
        % (
            "1fr, 1fr",
            f"#caption(1)[{left}]\n#dyes((rule,))\n#note[Excited at 350 nm.]",
            f"#caption(2)[{right}]\n#lamps\n#note[At 1000 cd in air.]",
        )
        + "\n#prose"
    )
    assert tables(document) == [("Table 1", f"Table 1. {left}", DYES), ("Table 2", f"Table 2. {right}", LAMPS)]
    assert [[f.of(document.text) for f in t.footnotes] for t in document.tables] == [["^a Excited at 350 nm."], ["^a At 1000 cd in air."]]


def test_two_columns_of_text():
    """In a paper of two columns two tables stand at one height, and the text of each column stays with it."""
    parts = ["#prose\n\n#prose", "#caption(3)[Solution data.]\n#dyes((rule,))", "#prose\n#colbreak()\n#prose\n\n#prose"]
    document = read("\n\n".join([*parts, "#caption(4)[Film data.]\n#films((rule,))", "#prose\n\n#prose"]), columns=2)
    assert tables(document) == TWO


def test_one_caption_over_the_same_header_twice():
    """Rules that end at a gap part a grid whose header is there twice, though one caption stands over both."""
    document = read(
        "#prose\n\n#caption(3)[Solution and film.]\n#grid(columns: 2, column-gutter: 8mm, dyes((rule,)), films((rule,)))\n\n#prose"
    )
    assert [rows for _, _, rows in tables(document)] == [DYES, FILMS]


def test_one_table_with_a_gap_is_one():
    """Full rules over two groups of columns, with the same labels in both and a gap between, are one table."""
    groups = "rule, [], table.cell(colspan: 2)[Solution], table.cell(colspan: 2)[Film]"
    groups += ", table.hline(start: 1, end: 3), table.hline(start: 3, end: 5)"
    rows = (
        "[Dye], [Peak (nm)], [PLQY (%)], [Peak (nm)], [PLQY (%)], rule, [A], [612], [78], [620], [41], [B], [530], [92], [538], [67], rule"
    )
    document = read(
        f"#prose\n\n#caption(3)[Data.]\n#set_rows(columns: 5, column-gutter: (0pt, 0pt, 14pt, 0pt), {groups}, {rows})\n\n#prose"
    )
    ((name, _, found),) = tables(document)
    assert (name, found[-1]) == ("Table 3", ["B", "530", "92", "538", "67"])


def test_a_whole_table_over_two():
    """A table of full width stays whole though the captions of two tables stand on one height under it."""
    whole = "#caption(2)[All lamps.]\n#block(width: 100%, below: 30pt)[#lamps]"
    document = read(
        f"#prose\n\n{whole}\n"
        + PAIR % ("1fr, 1fr", "#caption(3)[Solution data.]\n#dyes((rule,))", "#caption(4)[Film data.]\n#films((rule,))")
    )
    assert tables(document) == [("Table 2", "Table 2. All lamps.", LAMPS), *TWO]
