"""The second reading of a table's numbers: silent where the grid is right, outspoken where a fault was put into the grid."""

from collections.abc import Sequence
from dataclasses import replace

import pymupdf
import pytest

from litmine.checks import reading
from litmine.document import from_json, to_json
from litmine.linking import Linked, link
from litmine.readers import pdf_tables
from litmine.readers.glyphs import Glyph
from litmine.readers.pdf import read_pdf
from litmine.readers.pdf_tables import Found, Slot, raw_table
from litmine.readers.second_reading import second_opinion
from litmine.readers.table_gate import words_of
from litmine.tables import LogicalTable, logical
from litmine.tables.grid import side_by_side
from litmine.tagging import Tagged
from mini_papers import analyse_table

SIZE = 10.0
WIDTH, SPACE = 5.0, 3.0  # of every character, of a space
PITCH = 14.0
EDGES = (60.0, 170.0, 240.0, 310.0, 380.0)
ROWS = (
    ("Layer", "Von (V)", "EQE (%)", "CE (cd/A)"),
    ("AB-one", "2.1", "18.2", "50.1"),
    ("AB-two", "2.35", "9.4", "−5.60"),
    ("CD with water", "2.6", "20.5", "–"),
    ("EF", "2.7", "19.95", "8.03"),
    ("GH", "3.1", "7.7", "12 600"),
)


def glyphs_of(text: str, x: float, y: float, line: int, space: float = SPACE) -> list[Glyph]:
    """A text set at (x, baseline y), ten points high, five points a character; "^" raises the digit behind it."""
    out = []
    raised = False
    for char in text:
        if char == "^" or char == " ":
            raised = char == "^"
            x += 0.0 if raised else space
            continue
        size, base = (0.65 * SIZE, y - 0.35 * SIZE) if raised else (SIZE, y)
        script = "super" if raised else ""
        out.append(Glyph(char, x, base - 0.78 * size, x + WIDTH, base + 0.22 * size, 1, size, base, False, "F", script, True, line))
        x += WIDTH
        raised = False
    return out


def typeset(rows: Sequence[Sequence[str]], edges: Sequence[float] = EDGES, space: float = SPACE) -> list[Glyph]:
    """Rows of texts, each centred in its column but the first; a text of several lines has line breaks."""
    out: list[Glyph] = []
    y = 100.0
    for row in rows:
        for k, text in enumerate(row):
            for i, part in enumerate(text.split("\n")):
                x = edges[0] if k == 0 else (edges[k] + edges[k + 1] - WIDTH * len(part)) / 2
                out += glyphs_of(part, x, y + 11 * i, len(out), space)
        y += PITCH + 11 * max(t.count("\n") for t in row)
    return out


def found_grid(rows: Sequence[Sequence[str]], edges: Sequence[float] = EDGES) -> Found:
    """The right grid of ``typeset(rows, edges)``."""
    slots, y = [], 90.0
    for r, row in enumerate(rows):
        step = PITCH + 11 * max(t.count("\n") for t in row)
        slots += [Slot(r, k, 1, 1, edges[k], y, edges[k + 1], y + step) for k in range(len(row))]
        y += step
    return Found(edges[0], 90.0, edges[-1], y, tuple(slots), 1)


def read(found: Found, glyphs: Sequence[Glyph]) -> LogicalTable:
    """The table of a grid, with the second opinion on it."""
    words = words_of(glyphs)
    raw = raw_table(found, 1, glyphs, words, ())
    assert raw is not None
    return second_opinion(logical(raw), words, glyphs)


def doubts(table: LogicalTable) -> dict[str, str]:
    """The doubtful cells' texts and what is said of them."""
    return {c.text: c.doubt for c in table.cells if c.doubt}


def moved(table: LogicalTable, moves: dict[tuple[int, int], tuple[int, int]]) -> LogicalTable:
    """The table with the texts of some cells, by row and column, behind those of others."""
    at = {(c.row, c.col): c.lines for c in table.cells}
    lines = {place: () if place in moves else held for place, held in at.items()}
    for source, target in moves.items():
        lines[target] = side_by_side(lines[target] + at[source])
    return replace(table, cells=tuple(replace(c, lines=lines[c.row, c.col], doubt="") for c in table.cells))


def columns_merged(table: LogicalTable, left: int) -> LogicalTable:
    """The table with the body of a column in the one before it."""
    return moved(table, {(r, left + 1): (r, left) for r in range(1, table.n_rows)})


def without(found: Found, axis: str, n: int) -> Found:
    """The grid with a row or a column left out."""
    kept = [s for s in found.slots if getattr(s, axis) != n]
    return found._replace(slots=tuple(s._replace(**{axis: getattr(s, axis) - (getattr(s, axis) > n)}) for s in kept))


def second(table: LogicalTable, glyphs: Sequence[Glyph]) -> dict[str, str]:
    """The doubts of the second reading of a table."""
    return doubts(second_opinion(table, words_of(glyphs), glyphs))


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        (*ROWS, ("IJ", "", "", "3.9"), ("Mean", "2.57", "15.15", "")),
        (ROWS[0], *((name, "20.1 (19.5 ± 0.4)", "26.8/22.9", "1.75,[73] 1.82,[71]") for name in ("AB", "CD", "EF", "GH"))),
        (ROWS[0], *((name, "18.2\n(17.9)", "3 × 10^4", "1.1\n1.2") for name in ("AB", "CD", "EF", "GH"))),
        (ROWS[0], *((f"A name\nof line {i}", "18.2", f"{i}.5 V", "1.1") for i in range(4))),
        (("Step", "What is done", "Why", "Note"), *((f"{i}", "water is\npoured in", "it is dry", "no 12 is left") for i in range(4))),
    ],
    ids=["plain", "sparse", "several values", "two lines", "wrapped names", "text"],
)
@pytest.mark.parametrize("space", [SPACE, 6.0], ids=["", "typewriter"])
def test_right_grids_raise_no_doubt(rows, space):
    """Values in brackets, between slashes, with citations or on two lines, blanks and wrapped names are no contradiction."""
    edges = tuple(60.0 + 130 * k for k in range(5))
    assert doubts(read(found_grid(rows, edges), typeset(rows, edges, space))) == {}


@pytest.fixture
def glyphs() -> list[Glyph]:
    """The glyphs of ``ROWS``."""
    return typeset(ROWS)


@pytest.fixture
def right(glyphs) -> LogicalTable:
    """``ROWS`` read by the right grid."""
    return read(found_grid(ROWS), glyphs)


def test_merged_columns(right, glyphs):
    """Two columns read as one: every row is doubtful, also those with a blank or a space in the number, and both are told."""
    assert second(columns_merged(right, 2), glyphs) == {
        "18.2 50.1": "two cells: 18.2 | 50.1",
        "9.4 −5.60": "two cells: 9.4 | −5.60",
        "20.5 –": "two cells: 20.5 | –",
        "19.95 8.03": "two cells: 19.95 | 8.03",
        "7.7 12 600": "two cells: 7.7 | 12 600",
    }


def test_names_merged_with_numbers(right, glyphs):
    """The names of the rows and the first numbers read as one column."""
    found = second(columns_merged(right, 0), glyphs)
    assert found["CD with water 2.6"] == "two cells: CD with water | 2.6"
    assert len(found) == 5


def test_a_number_in_the_next_column():
    """A number that stands in line with those of another column, where its own place is blank."""
    rows = (*ROWS, ("IJ", "2.2", "", "3.9"))
    glyphs = typeset(rows)
    assert second(moved(read(found_grid(rows), glyphs), {(6, 1): (6, 2)}), glyphs) == {"2.2": "in line with 3.1"}


def test_a_number_cut_in_two(right, glyphs):
    """The halves of "12 600" in two cells are both doubtful."""
    cell = next(c for c in right.cells if c.text == "12 600")
    halves = {cell.col: cell.lines[0][2:], cell.col - 1: cell.lines[0][:2]}
    cells = (replace(c, lines=(halves[c.col],)) if c.row == cell.row and c.col in halves else c for c in right.cells)
    found = second(replace(right, cells=tuple(cells)), glyphs)
    assert found["12"] == found["600"] == "one number: 12 600"


@pytest.mark.parametrize(("axis", "n", "where"), [("row", 5, "below"), ("col", 3, "beside")])
def test_numbers_left_outside(axis, n, where, glyphs):
    """A last row or column that the grid does not reach."""
    found = doubts(read(without(found_grid(ROWS), axis, n), glyphs))
    assert found
    assert all(said.startswith(f"{where} it, outside the table: ") for said in found.values())


def test_rows_glued(right, glyphs):
    """Two printed rows in one row of the grid."""
    found = second(moved(right, {(3, k): (2, k) for k in range(4)}), glyphs)
    assert found["9.4 20.5"] == "2 rows: 9.4 | 20.5"
    assert found["−5.60 –"] == "2 rows: −5.60 | –"


def shifted(table: LogicalTable, col: int) -> LogicalTable:
    """The table with the numbers of a column each a row lower, and the last left out."""
    held = {c.row + 1: c.lines for c in table.cells if c.col == col and c.role != "header"}
    return replace(
        table,
        cells=tuple(replace(c, lines=held.get(c.row, ())) if c.col == col and c.role != "header" else c for c in table.cells),
    )


def test_a_column_that_slips_by_a_row(right, glyphs):
    """Numbers on the line of one name and in the row of another."""
    found = second(shifted(right, 2), glyphs)
    assert found["18.2"] == "on one line with AB-one"
    assert {"18.2", "9.4", "20.5", "19.95"} <= set(found)


def test_a_number_in_no_cell(right, glyphs):
    """A number that is printed among the cells and that the grid lost, beside the cell that stands nearest."""
    cells = tuple(replace(c, lines=()) if c.text == "20.5" else c for c in right.cells)
    assert list(second(replace(right, cells=cells), glyphs).values()) == ["in no cell: 20.5"]


def test_all_numbers_in_the_row_of_another_name(right, glyphs):
    """Numbers that agree with each other and not with the row's name: the name decides."""
    table = shifted(shifted(shifted(right, 1), 2), 3)
    found = second(table, glyphs)
    assert found["2.1"] == found["18.2"] == found["50.1"] == "on one line with AB-one"


@pytest.mark.parametrize("wrong", ["82.1", "1.82", "18^2", "182"])
def test_a_text_that_is_not_what_is_printed(wrong, right, glyphs):
    """Digits in another order, a point in another place or lost: the glyphs of the cell say otherwise."""
    cell = next(c for c in right.cells if c.text == "18.2")
    drawn = {char: (char, box, mark) for char, box, mark in cell.lines[0]}
    line = tuple(drawn.get(c, (c, None, "")) for c in wrong)
    cells = tuple(replace(c, lines=(line,)) if c is cell else c for c in right.cells)
    assert second(replace(right, cells=cells), glyphs) == {wrong: "printed as 18.2"}


def test_a_superscript_at_full_height():
    """10^3 whose exponent the reading did not see as raised."""
    rows = [*ROWS[:4], ("EF", "2.7", "10^3", "8.03")]
    glyphs = typeset(rows)
    assert doubts(read(found_grid(rows), glyphs)) == {}
    flat = [g._replace(script="") for g in glyphs]
    assert doubts(read(found_grid(rows), flat)) == {"103": "printed as 103"}


def test_line_numbers_are_no_column():
    """The line numbers of a manuscript, and a figure's single number, stand beside a table and do not belong to it."""
    beside = [g for i in range(6) for g in glyphs_of(str(41 + i), 20, 100 + PITCH * i, 900 + i)]
    glyphs = [*typeset(ROWS), *beside, *glyphs_of("0.5", 400, 100 + PITCH, 990)]
    assert doubts(read(found_grid(ROWS), glyphs)) == {}


def drawn_table() -> bytes:
    """A PDF with a captioned table of device values."""
    page = (pdf := pymupdf.open()).new_page()
    page.insert_text((60, 80), "Table 1. Invented devices.", fontsize=9)
    for k, row in enumerate(ROWS):
        for x, text in zip((60, 170, 240, 310), row, strict=True):
            page.insert_text((x, 100 + PITCH * k), text.replace("−", "-").replace("–", "-"), fontsize=9)
    for y in (90, 104, 100 + PITCH * len(ROWS) - 8):
        page.draw_line((60, y), (360, y), width=0.5)
    return pdf.tobytes()


def flags(document):
    """The reading flags of a document."""
    return [f for f in reading.check(document, Tagged((), ()), Linked((), (), (), ()), None) if f.code == "ragged-table"]


def test_doubt_reaches_document_and_flag(monkeypatch):
    """A merged column ends as one flag of the table with both readings; the right grid raises none; JSON keeps the doubt."""
    data = drawn_table()
    assert flags(read_pdf(data, "a.pdf")) == []
    monkeypatch.setattr(pdf_tables, "logical", lambda raw: columns_merged(logical(raw), 1))
    document = read_pdf(data, "a.pdf")
    (flag,) = flags(document)
    assert (flag.severity, flag.stage, flag.subject) == ("warning", "read", "Table 1")
    assert "“2.1 18.2” (two cells: 2.1 | 18.2)" in flag.message
    assert len(flag.anchors) == 5
    assert flag.anchors[0].quote == "2.1 18.2"
    assert flag.anchors[0].boxes
    assert flag.anchors[0].cell.table == "Table 1"
    assert from_json(to_json(document)) == document


def test_a_doubtful_cell_lowers_confidence():
    """The numbers of a doubtful cell are half as sure as those of the others, too unsure for checks that need sure ones."""
    paper = analyse_table("""
        | HTL | EQE (%) | CE (cd/A) |
        |---|---|---|
        | VXL-1 | 12.4 | 31.5 |
        | VXL-2 | 9.8 | 22.0 |
    """)
    cells = paper.document.tables[0].cells
    doubted = tuple(replace(c, doubt="in line with 22.0") if c.span.of(paper.document.text) == "9.8" else c for c in cells)
    document = replace(paper.document, tables=(replace(paper.document.tables[0], cells=doubted),))
    sure = {m.quantity.raw: m.confidence for m in paper.measurements}
    found = {m.quantity.raw: m.confidence for m in link(document, paper.tagged, paper.domain).measurements}
    assert found == {**sure, "9.8": pytest.approx(sure["9.8"] / 2, abs=1e-3)}
    assert found["9.8"] < 0.8 < found["12.4"]
