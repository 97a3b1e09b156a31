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
