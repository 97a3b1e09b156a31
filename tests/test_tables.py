"""Logical grids from invented raw grids."""

import pytest

from litmine.document import Cell, Document, Source, Table
from litmine.geometry import Box, Span
from litmine.tables import (
    LogicalTable,
    RawCell,
    RawTable,
    body_rows,
    cell_text,
    header_path,
    is_section,
    is_table,
    joined_tables,
    logical,
    n_header_rows,
    section_of,
)
from litmine.tables.grid import is_blank, is_citation, is_value
from litmine.tables.trim import trimmed

WIDTH, PITCH, SIZE = 100.0, 16.0, 9.0


def chars(text: str, x: float, y: float, page: int = 1) -> tuple:
    """A printed line at (x, y): "^{...}" is raised, "_{...}" lowered; five points a character."""
    out, mark, i = [], "", 0
    while i < len(text):
        if text[i : i + 2] in ("^{", "_{"):
            mark = "super" if text[i] == "^" else "sub"
            if mark == "super":
                out.append(("^", Box(page, x, y, x, y + SIZE), ""))
            i += 2
            continue
        if text[i] == "}" and mark:
            mark, i = "", i + 1
            continue
        out.append((text[i], Box(page, x, y, x + 5, y + SIZE), mark))
        x, i = x + 5, i + 1
    return tuple(out)


def raw(rows: list[list], *, rules: tuple = (), header_rows: int = 1, pitches: dict[int, float] | None = None, page: int = 1) -> RawTable:
    """A grid of texts: a cell is a text (lines split at a newline), None for one under a span, or (text, row_span, col_span).

    Rows stand ``PITCH`` apart, or ``pitches[row]`` below the row above. ``rules`` are (row, x0, x1): a rule above that row.
    """
    tops, y = [], 100.0
    for i, row in enumerate(rows):
        y += (pitches or {}).get(i, PITCH if i else 0.0)
        tops.append(y)
        y += 11.0 * max(0, *(str(c[0] if isinstance(c, tuple) else c or "").count("\n") for c in row))
    tops.append(y + PITCH)
    cells = []
    for i, row in enumerate(rows):
        for k, content in enumerate(row):
            if content is None:
                continue
            text, row_span, col_span = content if isinstance(content, tuple) else (content, 1, 1)
            lines = tuple(chars(t, 20 + k * WIDTH, tops[i] + 11 * n, page) for n, t in enumerate(text.split("\n")) if t)
            box = Box(page, 20 + k * WIDTH, tops[i] - 3, 20 + (k + col_span) * WIDTH, tops[i + row_span] - 3)
            cells.append(RawCell(i, k, box, lines, row_span, col_span))
    box = Box(page, 20, tops[0] - 3, 20 + WIDTH * len(rows[0]), tops[-1] - 3)
    drawn = tuple((tops[r] - 3.5, x0, x1) for r, x0, x1 in rules)
    return RawTable(page, box, tuple(cells), drawn, header_rows)


def grid(table: LogicalTable) -> list[list[str]]:
    """The texts of a logical table, "" where nothing begins."""
    out = [[""] * table.n_cols for _ in range(table.n_rows)]
    for c in table.cells:
        out[c.row][c.col] = c.text
    return out


HEAD = ["Layer", "EQE (%)", "CE (cd/A)"]


def test_plain_grid_has_roles():
    """A simple grid keeps its rows; header, stub and body are told apart."""
    table = logical(raw([HEAD, ["AB-1", "18.2", "14.9"], ["AB-2", "17.0", "-"]]))
    assert grid(table) == [HEAD, ["AB-1", "18.2", "14.9"], ["AB-2", "17.0", "-"]]
    assert [c.role for c in table.cells if c.row == 0] == ["header"] * 3
    assert [c.role for c in table.cells if c.row == 1] == ["stub", "body", "body"]
    assert table.n_header_rows == 1


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("poly(9-vinyl-xyz)-co-", "(fluorene-diyl)", "poly(9-vinyl-xyz)-co- (fluorene-diyl)"),
        ("Number of the", "emitting layers", "Number of the emitting layers"),
        ("AB:CD (annealed", "in nitrogen)", "AB:CD (annealed in nitrogen)"),
    ],
)
def test_wrapped_name_is_one_row(first, second, whole):
    """A name broken over two printed rows is one row with the values of the first."""
    table = logical(raw([HEAD, ["AB-1", "18.2", "14.9"], [first, "12.1", "9.9"], [second, "", ""], ["AB-4", "1.2", "3.4"]]))
    assert grid(table)[2] == [whole, "12.1", "9.9"]
    assert table.n_rows == 4


def test_values_beside_the_second_line_of_a_name():
    """Values may stand beside the second line of a broken name."""
    table = logical(raw([HEAD, ["AB-1", "18.2", "14.9"], ["poly(ab)-co-", "", ""], ["(cd)", "12.1", "9.9"]]))
    assert grid(table)[2] == ["poly(ab)-co- (cd)", "12.1", "9.9"]


def test_blank_stub_with_numbers_is_a_further_device():
    """A row of numbers under a blank stub is never a wrap."""
    rows = [HEAD, ["[12]", "18.2", "14.9"], ["", "17.0", ""], ["[13]", "", "3.0"], ["", "", "2.0"]]
    assert grid(logical(raw(rows))) == rows


def test_lowercase_names_are_no_continuations():
    """Names that begin with a lower-case letter stay rows of their own, also without values."""
    rows = [HEAD, ["AB-1", "18.2", "14.9"], ["p-XYZ", "17.0", "9.0"], ["m-XYZ", "", ""], ["poly-AB", "1.0", "2.0"]]
    assert grid(logical(raw(rows))) == rows


def test_text_under_a_number_is_no_continuation():
    """A word under a number begins a row."""
    rows = [["Property", "AB-1"], ["Temperature", "153"], ["Crystal system", "monoclinic"], ["Density", "1.278"]]
    assert grid(logical(raw(rows))) == rows


def test_name_over_the_rows_of_two_devices():
    """A bracket that stays open beside one device and closes beside the next is one name over both rows."""
    table = logical(raw([HEAD, ["AB:CD (annealed", "18.2", "14.9"], ["at 150 °C)", "17.0", "9.0"], ["EF", "1.0", "2.0"]]))
    stub = next(c for c in table.cells if c.row == 1 and c.col == 0)
    assert (stub.text, stub.row_span) == ("AB:CD (annealed at 150 °C)", 2)
    assert grid(table)[2] == ["", "17.0", "9.0"]


def test_stacked_numbers_are_rows():
    """Two numbers one above the other in every value column are two rows drawn as one."""
    table = logical(raw([HEAD, ["AB-1", "18.2\n17.1", "14.9\n13.0"], ["AB-2", "9.0", "3.0"]], pitches={2: 11.0}))
    assert grid(table)[1:] == [["AB-1", "18.2", "14.9"], ["", "17.1", "13.0"], ["AB-2", "9.0", "3.0"]]


def test_labels_drawn_with_the_first_numbers():
    """A header and the first row of numbers drawn as one row are cut apart."""
    table = logical(raw([["Layer\nAB-1", "EQE\n18.2", "CE\n14.9"], ["AB-2", "9.0", "3.0"]]))
    assert grid(table) == [["Layer", "EQE", "CE"], ["AB-1", "18.2", "14.9"], ["AB-2", "9.0", "3.0"]]
    assert table.n_header_rows == 1


def test_units_row_belongs_to_the_header():
    """A row of units is joined to the labels above it."""
    table = logical(raw([["Layer", "V", "CE"], ["", "(V)", "(cd A^{−1})"], ["AB-1", "2.1", "14.9"]], pitches={1: 11.0}))
    assert grid(table) == [["Layer", "V (V)", "CE (cd A^−1)"], ["AB-1", "2.1", "14.9"]]


def test_group_label_spans_by_its_rule():
    """A label over a partial rule spans the columns of the rule; labels without a group run over both rows."""
    rows = [["Layer", "As made", "", "Eg"], ["", "EQE", "PE", ""], ["AB-1", "2.1", "14.9", "3.1"]]
    table = logical(raw(rows, rules=((0, 20, 420), (1, 115, 300), (2, 20, 420)), header_rows=2))
    places = {c.text: (c.row, c.col, c.row_span, c.col_span) for c in table.cells if c.role == "header"}
    assert places == {"Layer": (0, 0, 2, 1), "As made": (0, 1, 1, 2), "Eg": (0, 3, 2, 1), "EQE": (1, 1, 1, 1), "PE": (1, 2, 1, 1)}


def test_years_over_labels_are_header():
    """A first row of years over a row of labels is header."""
    rows = [["Country", "2007", "", "2008", ""], ["", "N", "% Pos", "N", "% Pos"], ["Utopia", "109", "0.9", "93", "1.1"]]
    assert logical(raw(rows, header_rows=0, rules=((2, 20, 520),))).n_header_rows == 2


def test_a_grid_of_numbers_has_no_header():
    """The rest of a table on a further page has no header."""
    rows = [["AB-5", "13.40", "28.20"], ["AB-6", "12.00", "79.44"]]
    assert logical(raw(rows, header_rows=0)).n_header_rows == 0


def test_cut_label_is_one_column():
    """A column without a body whose label reads on from its neighbour's is no column."""
    table = logical(raw([["Layer", "Percentage of all", "", "CE"], ["AB-1", "52", "", "14"]]))
    assert table.n_cols == 3
    rows = [["Layer", "EQE", "PE", "CE"], ["AB-1", "52", "", "14"], ["AB-2", "50", "", "13"]]
    assert grid(logical(raw(rows))) == rows


def test_full_rules_make_groups():
    """Between full-width rules one name holds for all rows, also where it is printed in their middle."""
    rows = [
        ["Year", "Kind", "EQE"],
        ["", "a", "1.0"],
        ["1991", "b", "2.0"],
        ["", "c", "3.0"],
        ["1996", "a", "4.0"],
        ["", "b", "5.0"],
    ]
    table = logical(raw(rows, rules=((0, 20, 320), (1, 20, 320), (2, 120, 320), (4, 20, 320), (6, 20, 320))))
    spans = {c.text: (c.row, c.row_span) for c in table.cells if c.col == 0 and c.row}
    assert spans == {"1991": (1, 3), "1996": (4, 2)}


@pytest.mark.parametrize(
    ("printed", "text", "marks"),
    [
        ("V_{on}^{a} (V)", "Von (V)", ("a",)),
        ("21.4^{b,c}", "21.4", ("b", "c")),
        ("2.65* (73)", "2.65 (73)", ("*",)),
        ("18.2†", "18.2", ("†",)),
        ("ABCD[a]", "ABCD", ("a",)),
        ("PVX^{36}", "PVX^36", ()),
        ("PVX^{36,a}", "PVX^36", ("a",)),
        ("cd A^{−1}", "cd A^−1", ()),
        ("m*", "m*", ()),
        ("π–π*", "π–π*", ()),
        ("Zn^{2+}", "Zn^2+", ()),
        ("*", "*", ()),
    ],
)
def test_marks(printed, text, marks):
    """Footnote markers leave the text; citations, exponents, charges and stars of symbols stay."""
    table = logical(raw([["Layer", printed], ["AB-1", "1.0"], ["AB-2", "2.0"]]))
    cell = next(c for c in table.cells if (c.row, c.col) == (0, 1))
    assert (cell.text, cell.marks) == (text, marks)


def test_caption_and_notes_are_trimmed():
    """A caption row above and note rows below leave the grid."""
    table = raw(
        [
            ["Table 1. Invented devices", "", ""],
            HEAD,
            ["AB-1", "18.2", "14.9"],
            ["^{a} Measured in a glove box under nitrogen.", "", ""],
        ]
    )
    assert [c.text for c in trimmed(table).cells if c.col == 0] == ["Layer", "AB-1"]


def test_pages_are_joined():
    """A continued table loses its repeated header; boxes keep their pages; another label begins another table."""
    first = logical(raw([HEAD, ["AB-1", "18.2", "14.9"]]))
    second = logical(raw([HEAD, ["AB-2", "17.0", "9.0"], ["", "16.0", "8.0"]], page=2))
    (whole,) = joined_tables([(first,), (second,)])
    assert grid(whole) == [HEAD, ["AB-1", "18.2", "14.9"], ["AB-2", "17.0", "9.0"], ["", "16.0", "8.0"]]
    assert [b.page for b in whole.boxes] == [1, 2]
    assert {c.box.page for c in whole.cells if c.row > 1} == {2}
    other = logical(raw([["Layer", "HOMO (eV)", "LUMO (eV)"], ["AB-1", "−5.2", "−2.1"]], page=2))
    assert len(joined_tables([(first,), (other,)])) == 2


def test_row_cut_by_the_page_break():
    """A name that goes on over a page break stays one cell; a blank name with numbers stays a row."""
    first = logical(raw([HEAD, ["AB-1", "18.2", "14.9"], ["poly(ab)-co-", "12.1", "9.9"]]))
    second = logical(raw([["(cd)", "", ""], ["EF", "17.0", "9.0"]], page=2, header_rows=0))
    (whole,) = joined_tables([(first,), (second,)])
    assert grid(whole)[2:] == [["poly(ab)-co- (cd)", "12.1", "9.9"], ["EF", "17.0", "9.0"]]


def test_blank_column_on_a_further_page():
    """A part on which one column is blank is laid on the columns of the first."""
    first = logical(raw([["Ref", "A", "B", "C"], ["[1]", "18.2", "14.9", "3.0"], ["[2]", "18.3", "14.8", "3.1"]]))
    second = logical(raw([["[3]", "17.0", "", "9.0"], ["[4]", "16.0", "", "8.0"]], page=2, header_rows=0))
    (whole,) = joined_tables([(first,), (second,)])
    assert grid(whole)[3:] == [["[3]", "17.0", "", "9.0"], ["[4]", "16.0", "", "8.0"]]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["[1]", "A. Author and B. Author, A long title of a paper, J. Inv. Res. 2020"],
            ["[2]", "C. Author, Another rather long title, J. Inv. 2021"],
        ],
        [["1.0\n0.8\n0.6\n0.4\n0.2", "label one"], ["x (nm)", "label two"]],
        [["a = b + c", "(1)"], ["d = e + f", "(2)"], ["g = h", "(3)"]],
        [["one column"], ["of words"]],
        [
            [
                "Prose that was set in two columns and is much too long for any cell of a table",
                "Prose that was set in two columns again, much too long",
            ]
            for _ in range(4)
        ],
    ],
)
def test_no_tables(rows):
    """Reference lists, axes, equations, single columns and prose are no tables."""
    assert not is_table(raw(rows), captioned=False)
    assert is_table(raw([HEAD, ["AB-1", "18.2", "14.9"]]), captioned=False)


def test_cell_contents():
    """Blanks, values and citations are told apart."""
    assert all(map(is_blank, ["", "-", "–", "n/a", "N.A.", "—", "…", "_", "__"]))
    assert all(map(is_value, ["18.2", "−5.60/−2.49", "~21", "1.2 × 10^4", "(0.18, 0.27)", "13.20±1.24", "473 nm"]))
    assert not any(map(is_value, ["AB-1", "CsPbBr3", "[21]", "", "–", "4-methylphenyl", "2,7-AB-2 (6 nm)", "[10^4 cd/m^2]"]))
    assert is_citation("[45,46]")
    assert not is_citation("45")


def document_with(table: list[list], n_header: int) -> tuple[Document, Table]:
    """A document of one table: cells are texts or (text, row_span, col_span), None under a span."""
    text, cells = "", []
    for r, row in enumerate(table):
        for k, content in enumerate(row):
            if content is None:
                continue
            printed, row_span, col_span = content if isinstance(content, tuple) else (content, 1, 1)
            span = Span(len(text), len(text) + len(printed))
            role = "header" if r < n_header else "stub" if k == 0 else "body"
            cells.append(Cell(r, k, span, None, row_span, col_span, role))
            text += printed + "\t"
    made = Table("Table 1", 1, tuple(cells))
    return Document(Source("0" * 64, "x.txt", 1, "text"), text, (), (), tables=(made,)), made


def test_views():
    """Header paths name each spanning cell once; sections hold for the rows below them."""
    document, table = document_with(
        [
            [("Layer", 2, 1), ("As made", 1, 2), None],
            [None, "EQE (%)", "PE (lm/W)"],
            ["Red devices", "", ""],
            ["AB-1", "1.0", "2.0"],
            [("Green devices", 1, 3), None, None],
            ["AB-2", "3.0", "4.0"],
        ],
        2,
    )
    assert [cell_text(document, c) for c in header_path(document, table, 2)] == ["As made", "PE (lm/W)"]
    assert [cell_text(document, c) for c in header_path(document, table, 0)] == ["Layer"]
    assert n_header_rows(table) == 2
    assert body_rows(table) == (2, 3, 4, 5)
    assert [is_section(document, table, r) for r in body_rows(table)] == [True, False, True, False]
    assert cell_text(document, section_of(document, table, 3)) == "Red devices"
    assert cell_text(document, section_of(document, table, 5)) == "Green devices"
    assert section_of(document, table, 2) is None


def test_views_of_tables_of_one_name():
    """Two papers' tables with one number on one page, and one table in two texts, are not taken for each other."""
    head, last = ["Device", "EQE (%)", "PE"], ["AB-1", "1.0", "2.0"]
    made = [
        document_with(rows, 1)
        for rows in ([head, ["Green", " ", " "], last], [head, ["Green", "3", " "], last], [head, ["Green", " ", " "], last, last])
    ]
    assert made[0][1] == made[1][1]
    assert hash(made[0][1]) == hash(made[2][1])
    assert [table.n_rows for _, table in made] == [3, 3, 4]
    assert [is_section(document, table, 1) for document, table in made] == [True, False, True]


NUMBERED = [["Device", "V_on (V)", "", "EQE (%)", ""], ["", "", "max", "100", "1000"]]
VALUES = [["A", "2.1", "12.3", "11.8", "10.9"], ["B", "2.3", "14.6", "13.9", "12.2"]]


@pytest.mark.parametrize("header_rows", [1, 2])
def test_numbers_under_a_label_that_spans_them_are_header(header_rows):
    """Luminances under a metric are header by where they stand, whatever the layout model says."""
    table = logical(raw(NUMBERED + VALUES, rules=((1, 215, 520),), header_rows=header_rows))
    spans = {c.text: (c.row, c.col, c.col_span) for c in table.cells if c.role == "header"}
    assert spans["EQE (%)"] == (0, 2, 3)
    assert [spans[t] for t in ("max", "100", "1000")] == [(1, 2, 1), (1, 3, 1), (1, 4, 1)]
    assert table.n_header_rows == 2


def test_numbers_under_their_own_labels_are_body():
    """A row without a name whose numbers stand each under a label of its own, or are no whole ones, is body."""
    labelled = [["Device", "T_50 (h)", "EQE (%)"], ["", "100", "12"], *([n, "200", "13"] for n in "AB")]
    assert logical(raw(labelled)).n_header_rows == 1
    measured = [NUMBERED[0], ["", "", "12.5", "11.4", "10.3"], *VALUES]
    assert logical(raw(measured)).n_header_rows == 1
    high = [["", "Level", "Change", "", ""], ["", "", "points", "rate", ""], ["A", "79", "14", "9", "7"], ["B", "79", "14", "9", "7"]]
    assert logical(raw(high)).n_header_rows == 2
    unnamed = [["Device", "", "L", ""], ["", "110", "120", "130"], ["A", "210", "220", "230"], ["", "310", "320", "330"]]
    assert logical(raw(unnamed)).n_header_rows == 1


def test_the_only_rule_and_the_model_agree_on_a_header_with_numbers():
    """Where the one rule inside the table and the layout model tell the same header, the numbers in it are labels."""
    rows = [["", "EQE (%)", "", "PE (lm/W)", ""], ["Host", "0.1", "10.5", "0.1", "10.5"], ["A", "2.1", "12.3", "11.8", "10.9"]]
    rows += [["B", "2.2", "13.3", "12.8", "11.9"]]
    assert logical(raw(rows, rules=((0, 20, 520), (2, 20, 520), (4, 20, 520)), header_rows=2)).n_header_rows == 2
    assert logical(raw(rows, rules=((0, 20, 520), (1, 20, 520), (4, 20, 520)), header_rows=2)).n_header_rows == 1


def test_numbered_groups_over_labels_are_header():
    """Numbered compounds over several columns each are header with the labels below them."""
    rows = [
        ["Compound", ("1", 1, 2), None, ("2", 1, 2), None],
        ["", "solution", "film", "solution", "film"],
        ["EQE (%)", "12.3", "11.8", "10.9", "9.9"],
        ["Decay (ns)", "12.5", "11.9", "10.1", "9.7"],
    ]
    table = logical(raw(rows, rules=((0, 20, 520), (1, 20, 520), (4, 20, 520)), header_rows=2))
    assert table.n_header_rows == 2
    assert next(c for c in table.cells if c.text == "1").col_span == 2


def places(table: LogicalTable) -> dict[str, tuple[int, int, int]]:
    """Row, column and rows spanned of every body and stub cell by its text."""
    return {c.text: (c.row, c.col, c.row_span) for c in table.cells if c.role != "header" and c.lines}


def test_two_columns_of_stacked_numbers_are_rows():
    """Numbers below one another in two columns are rows, a blank sign among them too; what stands beside their middle is of all."""
    rows = [["HTL", "HOMO (eV)", "V_on (V)", "EQE (%)"], ["AB-1", "−5.1", "2.2", "8.8"]]
    table = logical(raw([*rows, ["\nAB-2", "\n−5.3", "2.0\nN/A\n2.4", "16.3\n12.6\n9.1"]], pitches={2: 11.0}))
    assert grid(table)[2:] == [["AB-2", "−5.3", "2.0", "16.3"], ["", "", "N/A", "12.6"], ["", "", "2.4", "9.1"]]
    assert places(table)["AB-2"] == (2, 0, 3)
    assert places(table)["−5.3"] == (2, 1, 3)


def banded(level: list[str]) -> RawTable:
    """A table with rules around a group of three rows, whose name stands beside the second; ``level`` is its second column."""
    group = [["", level[0], "1.9", "11.5"], ["AB-1", level[1], "2.6", "13.6"], ["", level[2], "3.1", "6.8"]]
    rows = [["HTL", "HOMO (eV)", "V_on (V)", "EQE (%)"], *group, ["AB-2", "−6.2", "2.2", "9.0"]]
    return raw(rows, rules=tuple((r, 20, 420) for r in (0, 1, 4, 5)))


def test_one_value_beside_the_middle_of_a_group_is_of_all_its_rows():
    """A cell alone in its column beside the middle of a group, as the name is, spans the group; one at its top does not."""
    assert places(logical(banded(["", "−5.3", ""])))["−5.3"] == (1, 1, 3)
    assert places(logical(banded(["−5.3", "", ""])))["−5.3"] == (1, 1, 1)
    assert places(logical(banded(["−5.4", "−5.3", ""])))["−5.3"] == (2, 1, 1)


def test_one_value_of_a_group_named_at_its_top():
    """Where the name stands at the top of a group, a value in a middle row is of that row alone."""
    group = [["AB-1", "", "1.9", "11.5"], ["", "−5.3", "2.6", "13.6"], ["", "", "3.1", "6.8"]]
    rows = [["HTL", "HOMO (eV)", "V_on (V)", "EQE (%)"], *group, ["AB-2", "−6.2", "2.2", "9.0"]]
    table = logical(raw(rows, rules=tuple((r, 20, 420) for r in (0, 1, 4, 5))))
    assert places(table)["−5.3"] == (2, 1, 1)


@pytest.mark.parametrize(
    ("second", "role"),
    [
        (["μ_h=0.012", "μ_e=0.03", ""], "body"),
        (["Total: 26% (AB)", "best of all", "26.9%"], "body"),
        (["x = 0.1", "x = 0.2", "x = 0.3"], "stub"),
        (["in air", "in vacuum", "in nitrogen"], "stub"),
    ],
)
def test_measured_quantities_name_no_rows(second, role):
    """A column with percentages or pairs of a name and its number is body, one of states is stub."""
    rows = [["Layer", "Mobility", "J (meV)"], *([f"AB-{i}", text, f"{i}0.5"] for i, text in enumerate(second, 1))]
    assert next(c.role for c in logical(raw(rows)).cells if (c.row, c.col) == (1, 1)) == role


def test_cut_labels_over_numbers():
    """A group label that was cut between two columns stands over the numbers of both."""
    rows = [["", "", "EQE [lm", "W]"], ["Emitter", "max", "100", "1000"], ["A", "17.3", "17.2", "14.0"], ["B", "23.1", "22.9", "19.7"]]
    table = logical(raw(rows))
    assert table.n_header_rows == 2
    assert next((c.col, c.col_span) for c in table.cells if c.text == "EQE [lm W]") == (2, 2)


def test_a_note_in_the_columns_below_the_last_rule():
    """A note whose words were taken for cells is no row where it stands below the rule that ends the table."""
    note = ["* Measured in", "air", "on films", "made at", "dry noon"]
    rows = [NUMBERED[0], *VALUES, note]
    drawn = raw(rows, rules=tuple((r, 20, 520) for r in (0, 1, 3)))
    assert [len({c.row for c in trimmed(t).cells}) for t in (drawn, raw(rows, rules=((0, 20, 520), (1, 20, 520))))] == [3, 4]
