"""Columns that a found grid cuts or glues, header levels drawn as one row, and the notes of cells."""

import pytest

from litmine.document import Cell, Document, Source, Table
from litmine.geometry import Box, Span
from litmine.tables import LogicalTable, RawCell, RawTable, logical, notes_of

SIZE, LETTER, SPACE = 10.0, 5.0, 3.0


def line(text: str, x: float, y: float) -> tuple:
    """A printed line: five points a letter, three a space."""
    out = []
    for char in text:
        wide = SPACE if char == " " else LETTER
        out.append((char, None if char == " " else Box(1, x, y, x + wide, y + SIZE), ""))
        x += wide
    return tuple(out)


def drawn(rows: list[list], *, rules: tuple = (), header_rows: int = 1) -> LogicalTable:
    """The logical table of a raw grid: a cell is a list of (text, x, line) with ``line`` counted down from the row's first."""
    cells, y = [], 100.0
    n = len(rows[0])
    for i, row in enumerate(rows):
        for k, words in enumerate(row):
            by_line: dict[int, list] = {}
            for text, x, low in words:
                by_line.setdefault(low, []).append((text, x))
            lines = []
            for low, found in sorted(by_line.items()):
                parts: list = []
                for text, x in found:
                    parts += [(" ", None, "")] * bool(parts) + list(line(text, x, y + 11 * low))
                lines.append(tuple(parts))
            cells.append(RawCell(i, k, Box(1, 100 * k, y - 2, 100 * k + 100, y + 14), tuple(lines)))
        y += 16 + 11 * max((low for words in row for _, _, low in words), default=0)
    return logical(RawTable(1, Box(1, 0, 98, 100 * n, y), tuple(cells), rules, header_rows))


def grid(table: LogicalTable) -> list[list[str]]:
    """The texts of a logical table, "" where nothing begins."""
    out = [[""] * table.n_cols for _ in range(table.n_rows)]
    for c in table.cells:
        out[c.row][c.col] = c.text
    return out


def test_a_column_cut_through_its_values():
    """What stands a word's distance apart in every row and goes on with the left side is one cell."""
    rows = [
        [[("Layer", 0, 0)], [("EQE", 100, 0)], [("(%)", 118, 0)]],
        [[("AB", 0, 0)], [("20.1", 100, 0)], [("(19.5 ± 0.4)", 123, 0)]],
        [[("CD", 0, 0)], [("18.3", 100, 0)], [("(17.7 ± 0.2)", 123, 0)]],
        [[("EF", 0, 0)], [("9.2", 100, 0)], []],
    ]
    assert grid(drawn(rows)) == [
        ["Layer", "EQE (%)"],
        ["AB", "20.1 (19.5 ± 0.4)"],
        ["CD", "18.3 (17.7 ± 0.2)"],
        ["EF", "9.2"],
    ]


def test_dense_numbers_stay_apart():
    """Numbers of two labelled columns are never joined, however close they stand."""
    rows = [
        [[("J", 0, 0)], [("10", 100, 0)], [("20", 120, 0)]],
        [[("AB", 0, 0)], [("0.11", 100, 0)], [("0.12", 123, 0)]],
        [[("CD", 0, 0)], [("0.21", 100, 0)], [("0.22", 123, 0)]],
        [[("EF", 0, 0)], [("0.31", 100, 0)], [("0.32", 123, 0)]],
    ]
    assert drawn(rows).n_cols == 3


def test_a_column_that_holds_two():
    """A gutter through all rows of a column parts names from numbers; a heading over both stays whole."""
    rows = [
        [[("Layer", 0, 0), ("EQE (%)", 60, 0)], [("Ref.", 120, 0)]],
        [[("Red light emitters", 0, 0)], []],
        [[("AB", 0, 0), ("20.1", 60, 0)], [("[3]", 120, 0)]],
        [[("CD", 0, 0), ("18.3", 60, 0)], [("[4]", 120, 0)]],
    ]
    assert grid(drawn(rows)) == [
        ["Layer", "EQE (%)", "Ref."],
        ["Red light emitters", "", ""],
        ["AB", "20.1", "[3]"],
        ["CD", "18.3", "[4]"],
    ]


def test_a_unit_that_reaches_into_the_next_column():
    """A label wider than its numbers keeps its unit."""
    rows = [
        [[("Layer", 0, 0)], [("PLQY", 90, 0)], [("(%)", 113, 0), ("LUMO", 150, 0)]],
        [[("AB", 0, 0)], [("61", 100, 0)], [("−3.7", 150, 0)]],
        [[("CD", 0, 0)], [("84", 100, 0)], [("−5.9", 150, 0)]],
    ]
    assert grid(drawn(rows))[0] == ["Layer", "PLQY (%)", "LUMO"]


def test_columns_under_a_label_alone():
    """Columns in which nothing stands but the label that spans them are no columns."""
    rows = [
        [[], [], [("As made", 140, 0)], []],
        [[("Layer", 0, 0)], [("EQE", 100, 0)], [], [("PE", 200, 0)]],
        [[("AB", 0, 0)], [("2.1", 100, 0)], [], [("14.9", 200, 0)]],
        [[("CD", 0, 0)], [("3.1", 100, 0)], [], [("15.9", 200, 0)]],
    ]
    table = drawn(rows, rules=((113, 95, 225), (130, 0, 400)), header_rows=2)
    spans = {c.text: (c.row, c.col, c.col_span) for c in table.cells if c.row < 2 and c.lines}
    assert spans == {"Layer": (0, 0, 1), "As made": (0, 1, 2), "EQE": (1, 1, 1), "PE": (1, 2, 1)}


def test_a_group_label_drawn_with_the_labels_below():
    """A label that runs over the border of two columns stands above the labels of both."""
    rows = [
        [[("Layer", 0, 1)], [("After", 110, 0), ("EQE", 100, 1)], [("heating", 138, 0), ("PE", 160, 1)]],
        [[("AB", 0, 0)], [("2.1", 100, 0)], [("14.9", 160, 0)]],
        [[("CD", 0, 0)], [("3.1", 100, 0)], [("15.9", 160, 0)]],
    ]
    table = drawn(rows)
    places = {c.text: (c.row, c.col, c.col_span) for c in table.cells if c.role == "header" and c.lines}
    assert places == {"Layer": (0, 0, 1), "After heating": (0, 1, 2), "EQE": (1, 1, 1), "PE": (1, 2, 1)}


@pytest.mark.parametrize(("label", "text", "marks"), [("T [h]", "T [h]", ()), ("T [h][a]", "T [h]", ("a",)), ("EQE [b]", "EQE", ("b",))])
def test_a_unit_in_brackets_is_no_marker(label, text, marks):
    """An hour in brackets stays in the label; a letter that is no unit is a marker."""
    rows = [
        [[("Layer", 0, 0)], [(label, 100, 0)]],
        [[("AB", 0, 0)], [("2.1", 100, 0)]],
        [[("CD", 0, 0)], [("3.1", 100, 0)]],
    ]
    cell = next(c for c in drawn(rows).cells if (c.row, c.col) == (0, 1))
    assert (cell.text, cell.marks) == (text, marks)


def noted(footnotes: list[str], marks: tuple[str, ...], cell: str = "2.1") -> list[str]:
    """The texts of the notes of a cell with the given markers and text, over the given footnotes."""
    text, spans = cell + "\n", []
    for note in footnotes:
        spans.append(Span(len(text), len(text) + len(note)))
        text += note + "\n"
    made = Cell(1, 1, Span(0, len(cell)), marks=marks)
    table = Table("Table 1", 1, (made,), footnotes=tuple(spans))
    document = Document(Source("0" * 64, "x.txt", 1, "text"), text, (), (), tables=(table,))
    return [span.of(text) for span in notes_of(document, table, made)]


@pytest.mark.parametrize(
    ("footnotes", "marks", "texts"),
    [
        (["^a Measured in air.", "^b In a film."], ("b",), ["In a film."]),
        (["^a Measured in air. ^b In a film."], ("b", "a"), ["In a film.", "Measured in air."]),
        (["a) Measured in air; b) in a film."], ("a",), ["Measured in air"]),
        (["(a) At 5 V in a glove box. (b) In a film."], ("b",), ["In a film."]),
        (["[a] At 5 V. [b] Not given."], ("a",), ["At 5 V."]),
        (["a Measured in a glove box. b In a film."], ("a",), ["Measured in a glove box."]),
        (["* Reference device. † Taken from a figure."], ("†",), ["Taken from a figure."]),
        (["** Aged."], ("*",), []),
        (["Note: a device of this kind fails."], ("a",), []),
        (["^a Measured in air."], (), []),
    ],
)
def test_notes_of_a_cell(footnotes, marks, texts):
    """A cell's markers lead to the notes that begin with them, however they are printed."""
    assert noted(footnotes, marks) == texts


def test_a_raised_number_may_be_a_marker():
    """A raised number is linked where a note begins with it, and left a citation where none does."""
    assert noted(["^1 Measured in air."], (), "2.1^1") == ["Measured in air."]
    assert noted(["^1 Measured in air."], (), "2.1^36") == []


def test_a_label_cut_inside_its_bracket():
    """What a bracket opened in one header cell and closed in the next encloses is one label, however wide its space is."""
    rows = [
        [[], [("EQE [%]", 100, 0)], [], [("PE [lm", 200, 0)], [("W-1]", 245, 0)]],
        [[("Layer", 0, 0)], [("max", 90, 0)], [("low", 140, 0)], [("max", 200, 0)], [("low", 250, 0)]],
        [[("AB", 0, 0)], [("2.1", 90, 0)], [("1.8", 140, 0)], [("14.9", 200, 0)], [("9.5", 250, 0)]],
        [[("CD", 0, 0)], [("3.1", 90, 0)], [("2.8", 140, 0)], [("15.9", 200, 0)], [("8.5", 250, 0)]],
    ]
    places = {c.text: (c.row, c.col, c.col_span) for c in drawn(rows, header_rows=2).cells if c.role == "header" and c.lines}
    assert places["PE [lm W-1]"] == (0, 3, 2)


@pytest.mark.parametrize(
    ("name", "x", "number", "told"),
    [
        ("P4 with", 60, "0.94", ["P4 with a", "0.94"]),
        ("P4", 79, "0.94", ["P4", "a 0.94"]),
    ],
)
def test_a_word_of_a_name_beside_a_number(name, x, number, told):
    """The last word of a justified name is taken back from the number column, but not one that stands by its number."""
    rows = [
        [[("Layer", 0, 0)], [("V (V)", 100, 0)], [("EQE", 200, 0)]],
        [[("AB", 0, 0)], [("1.12", 100, 0)], [("20.5", 200, 0)]],
        [[("P4", 0, 0), ("with", 30, 0)] if "with" in name else [("P4", 0, 0)], [("a", x, 0), (number, 100, 0)], [("14.0", 200, 0)]],
        [[("CD", 0, 0)], [("1.05", 100, 0)], [("17.2", 200, 0)]],
    ]
    assert grid(drawn(rows))[2][:2] == told


def spans_without_rules(labels: list[tuple[str, float, int]], stub: tuple[int, str] = (0, "Layer")) -> dict[str, tuple[int, int]]:
    """Column and span of the labels of a header's first row over five columns "p", "q", ... ``labels``: text, x, column.

    ``stub``: the header row that the stub's title stands in, and the title."""
    top: list[list] = [[], *([] for _ in range(5))]
    low: list[list] = [[], *([(letter, 105 + 100 * k, 0)] for k, letter in enumerate("pqrst"))]
    (top, low)[stub[0]][0].append((stub[1], 0, 0))
    for text, x, col in labels:
        top[col].append((text, x, 0))
    body = [[[(f"A{i}", 0, 0)], *([(f"{i}.{k}", 100 + 100 * k, 0)] for k in range(5))] for i in range(3)]
    table = drawn([top, low, *body], header_rows=2)
    return {c.text: (c.col, c.col_span) for c in table.cells if c.row == 0 and c.lines}


def test_labels_share_the_columns_below():
    """Without rules, group labels part the labelled columns between them, also where one stands over a middle column of its own."""
    found = spans_without_rules([("EQE", 200, 2), ("PE", 453, 4)], (1, "Layer"))
    assert (found["EQE"], found["PE"]) == ((1, 3), (4, 2))
    assert spans_without_rules([("EQE", 300, 3)])["EQE"] == (1, 5)


def test_a_label_over_a_column_of_its_own():
    """A label in the first line of one column is no group label where the titles of the others stand in the second line."""
    assert spans_without_rules([("Total", 295, 3)], (1, "Layer"))["Total r"] == (3, 1)
    assert max(span for _, span in spans_without_rules([("EQE", 200, 2)]).values()) == 1
