"""Random tables, typeset with Typst in the ways of journals and read back from the PDF, cell by cell."""

import re

import pytest
import typst

from litmine.document import Document, Table
from litmine.readers.pdf import read_pdf
from litmine.tables import notes_of
from random_tables import Grid, plain
from typeset import STYLES, pdf_of, sheet

SEEDS = (7,)


def squeezed(text: str) -> str:
    """A text without spaces, its dashes one sign; carets stay, so that 10^4 is not 104."""
    return re.sub(r"\s", "", re.sub(r"[−–—‐]", "-", text))


def meant(grid: Grid) -> dict[tuple[int, int], str]:
    """The texts of a table by place."""
    return {(c.row, c.col): squeezed(plain(c.text)) for c in grid.cells if c.text}


def found(document: Document, table: Table) -> dict[tuple[int, int], str]:
    """The texts that were read, by place."""
    texts = {(c.row, c.col): squeezed(c.span.of(document.text)) for c in table.cells}
    return {place: text for place, text in texts.items() if text}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", STYLES)
def test_tables_come_back(kind, seed):
    """Every cell stands in its row and column with its text, every sign, point and exponent; markers and notes with it."""
    made = sheet(kind, seed)
    document = read_pdf(pdf_of(made), "sheet.pdf")
    (table,) = document.tables
    assert found(document, table) == meant(made.grid)
    marks = {(c.row, c.col): c.marks for c in table.cells if c.marks}
    assert marks == {(c.row, c.col): c.marks for c in made.grid.cells if c.marks}
    notes = {marker.strip("[])"): squeezed(plain(text)) for marker, text in made.grid.notes}
    for c in table.cells:
        linked = [squeezed(n.of(document.text)) for n in notes_of(document, table, c)]
        assert linked == [notes[m] for m in c.marks]


def test_a_note_is_no_title():
    """Where nothing but a table and its note stands on the first page, the note stays a note and the paper has no title."""
    source = """#set page(width: 400pt, height: 300pt)
*Table 1.* Layers.
#table(columns: 3, stroke: none, table.hline(), [Layer], [EQE (%)], [CE (cd/A)], table.hline(),
  [AB-1], [18.2], [14.9], [AB-2], [17.0], [13.1], [AB-3#super(typographic: false)[a]], [16.1], [12.0], table.hline())
#text(size: 8pt)[#super(typographic: false)[a] Measured in a glove box under dry nitrogen at room temperature.]
"""
    document = read_pdf(typst.compile(source.encode()), "sheet.pdf")
    (table,) = document.tables
    assert [note.of(document.text)[:10] for note in table.footnotes] == ["^a Measure"]
    assert document.source.title == ""


def test_ligatures_leave_letters_whole():
    """A font that draws "ti" as one glyph, of which only the first letter has a width, is read like any other."""
    words = "titi affinities fitting filtration lattices sufficient titillating affiliated tiffany"
    source = f'#set page(width: 400pt)\n#set text(font: "Libertinus Serif")\n{words} {words}'
    assert f"{words} {words}" in " ".join(read_pdf(typst.compile(source.encode()), "sheet.pdf").text.split())


def read_rows(source: str) -> list[list[tuple[str, int, int]]]:
    """The rows of the one table of a Typst source: (text without spaces, rows, columns spanned) of each filled cell."""
    document = read_pdf(typst.compile(source.encode()), "sheet.pdf")
    (table,) = document.tables
    rows: list[list[tuple[str, int, int]]] = [[] for _ in range(max(c.row for c in table.cells) + 1)]
    for c in sorted(table.cells, key=lambda c: (c.row, c.col)):
        if text := squeezed(c.span.of(document.text)):
            rows[c.row].append((text, c.row_span, c.col_span))
    return rows


TYPE = '#set page(width: 460pt, height: 300pt)\n#set text(font: "Libertinus Serif", size: 9pt)\n*Table 1.* Layers.\n'


def test_cells_beside_the_middle_of_two_rows():
    """In a group of two rows between rules, what stands beside the middle is printed once for both."""
    tall = "table.cell(rowspan: 2, align: horizon)"
    source = f"""{TYPE}#table(columns: 6, stroke: none, inset: 3pt, table.hline(),
  [HTL], [HOMO (eV)], [Colour], [V (V)], [EQE (%)], [Ref.], table.hline(),
  {tall}[ABX], {tall}[−5.30], [R], [2.0], [16.3], {tall}[[31]], [G], [N/A], [12.6], table.hline(),
  [BCY], [−5.21], [R], [2.2], [9.0], [[33]], table.hline(),
  {tall}[CDZ], {tall}[−5.10], [R], [2.1], [11.3], {tall}[[34]], [G], [2.5], [10.6], table.hline())
"""
    rows = read_rows(source)
    assert rows[1:3] == [
        [("ABX", 2, 1), ("-5.30", 2, 1), ("R", 1, 1), ("2.0", 1, 1), ("16.3", 1, 1), ("[31]", 2, 1)],
        [("G", 1, 1), ("N/A", 1, 1), ("12.6", 1, 1)],
    ]
    assert rows[4][1] == ("-5.10", 2, 1)


@pytest.mark.parametrize("rule", ["table.hline(start: 2, end: 5, stroke: 0.4pt),", ""])
def test_luminances_under_a_metric_are_header(rule):
    """ "EQE (%)" over "max", "100" and "1000": both rows are header, the label spans its three columns, ruled or not."""
    source = f"""{TYPE}#table(columns: 6, stroke: none, inset: 3pt, table.hline(),
  table.cell(rowspan: 2)[Device], table.cell(rowspan: 2)[V (V)], table.cell(colspan: 3, align: center)[EQE (%)],
  table.cell(rowspan: 2)[CIE (x, y)], {rule} [max], [100], [1000], table.hline(stroke: 0.5pt),
  [A], [2.1], [12.3], [11.8], [10.9], [(0.64, 0.35)], [B], [2.3], [14.6], [13.9], [12.2], [(0.65, 0.34)],
  [C], [2.0], [18.4], [17.7], [16.1], [(0.64, 0.35)], table.hline())
"""
    rows = read_rows(source)
    assert rows[0] == [("Device", 2, 1), ("V(V)", 2, 1), ("EQE(%)", 1, 3), ("CIE(x,y)", 2, 1)]
    assert [text for text, _, _ in rows[1]] == ["max", "100", "1000"]


def test_group_rules_that_touch():
    """Two group labels over one unbroken rule, and over three columns each, keep their own columns."""
    source = f"""{TYPE}#table(columns: 7, stroke: none, inset: 3pt, align: center, table.hline(),
  table.cell(rowspan: 3)[Emitter], table.cell(colspan: 6)[Device lifetime (h)], table.hline(start: 1, end: 7, stroke: 0.4pt),
  table.cell(colspan: 3)[glass], table.cell(colspan: 3)[PET], table.hline(start: 1, end: 7, stroke: 0.4pt),
  [T95], [T90], [T50], [T95], [T90], [T50], table.hline(stroke: 0.5pt),
  [QD-1], [12], [35], [410], [3.1], [9.4], [88], [QD-2], [22], [61], [1,240], [5.5], [14.2], [175], table.hline())
"""
    rows = read_rows(source)
    assert rows[:2] == [[("Emitter", 3, 1), ("Devicelifetime(h)", 1, 6)], [("glass", 1, 3), ("PET", 1, 3)]]
