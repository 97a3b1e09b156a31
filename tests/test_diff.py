"""Invented papers against hand-curated tables: which cells and which devices differ."""

import pytest

from litmine.curated import read_curated
from litmine.diff import compare_tables, compare_with_curated
from litmine.domain import load_domain
from litmine.records import CuratedCell
from mini_papers import analyse_table, analyse_text

TABLE = """
    | HTL | EQE (%) | CE (cd A^−1) | HOMO (eV) | LUMO (eV) | Ref. |
    |---|---|---|---|---|---|
    | VXL-1 | 12.4 | 15.1 | −5.4 | −2.2 | 1 |
    | VXL-2 | 9.8 | 11.7 | −5.6 | −2.3 | 2 |
    | VXL-3 | 20.5 | 30.8 | −5.9 | −2.5 | 3 |
"""
HEADER = "HTL,EQE (%),CE (cd/A),HOMO (eV),LUMO (eV),first author,journal,year"
ROWS = (
    "VXL-1,12.4,15.1,-5.4,-2.2,A. Albertsen,J. Invented Mater.,2019",
    "VXL-2,9.8,11.7,-5.6,-2.3,C. Caspari,Imag. Electron.,2020",
    "VXL-3,20.5,30.8,-5.9,-2.5,E. Ebert,J. Invented Mater.,2021",
)


@pytest.fixture
def curated(tmp_path):
    """Makes a curated table of the given rows."""

    def make(*rows, header=HEADER, name="devices.csv"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return read_curated(path, load_domain("qled"))

    return make


def against(table, *papers):
    """The flags of papers compared with a curated table."""
    return compare_with_curated([(p.document, p.devices, p.measurements) for p in papers], table, load_domain("qled")).flags


def told(flags):
    """(code, subject, metric, expected, observed, cause) of flags."""
    return [(f.code, f.subject, f.metric, f.expected, f.observed, f.cause) for f in flags]


def test_tables_that_agree(curated):
    """The same numbers, with a hyphen for a minus sign and units spelled otherwise, give nothing."""
    assert against(curated(*ROWS), analyse_table(TABLE)) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "metric", "cause"),
    [
        ("12.4", "14.2", "EQE", "digits swapped"),
        ("12.4", "1.24", "EQE", "decimal point shifted by 1"),
        ("12.4", "12.9", "EQE", "one digit differs"),
        ("12.4", "9.8", "EQE", "the value of the neighbouring row, VXL-2"),
        ("-5.4", "5.4", "HOMO", "sign lost"),
        ("12.4", "37.73", "EQE", "unknown"),
    ],
)
def test_a_cell_that_differs(curated, right, wrong, metric, cause):
    """A wrong cell is one error with both places, the printed forms and the likely slip, and no other cell is flagged."""
    (flag,) = against(curated(ROWS[0].replace(right, wrong, 1), *ROWS[1:]), analyse_table(TABLE))
    assert (flag.code, flag.severity, flag.subject, flag.metric, flag.cause) == ("value-mismatch", "error", "VXL-1", metric, cause)
    assert flag.expected == wrong
    observed, expected = flag.evidence
    assert observed.quote == flag.observed == right.replace("-", "−")
    assert (expected.row, expected.text) == (2, wrong)
    assert isinstance(expected, CuratedCell)


def test_exchanged_columns(curated):
    """HOMO and LUMO entered the wrong way round are two cells of one cause."""
    flags = against(curated(ROWS[0].replace("-5.4,-2.2", "-2.2,-5.4"), *ROWS[1:]), analyse_table(TABLE))
    assert {f.metric for f in flags} == {"HOMO", "LUMO"}
    assert all("exchanged" in f.cause for f in flags)


@pytest.mark.parametrize("entered", ["20.48", "20.5", "20.50", "20.54"])
def test_rounding_agrees(curated, entered):
    """What rounds to the printed number is the printed number."""
    assert against(curated(*ROWS[:2], ROWS[2].replace("20.5", entered)), analyse_table(TABLE)) == ()


@pytest.mark.parametrize("entered", ["20.4", "20.6", "20.56", "20.44"])
def test_beyond_rounding_differs(curated, entered):
    """What does not round to the printed number differs."""
    flags = against(curated(*ROWS[:2], ROWS[2].replace("20.5", entered)), analyse_table(TABLE))
    assert [(f.code, f.expected) for f in flags] == [("value-mismatch", entered)]


def test_a_blank_on_either_side_differs_from_nothing(curated):
    """A value that only one side has is no disagreement."""
    assert against(curated(ROWS[0].replace("12.4", ""), *ROWS[1:]), analyse_table(TABLE)) == ()
    assert against(curated(*ROWS), analyse_table(TABLE.replace("| 12.4 |", "| – |"))) == ()


def test_device_without_a_curated_row(curated):
    """A row of the paper that the curated table lacks is a warning that shows the row's values."""
    (flag,) = against(curated(*ROWS[:2]), analyse_table(TABLE))
    assert (flag.code, flag.severity, flag.subject) == ("missing-in-curated", "warning", "VXL-3")
    assert {"EQE 20.5", "CE 30.8"} <= set(flag.observed.split("; "))
    assert flag.anchors


def test_curated_row_without_a_device(curated):
    """A curated row that no paper has is an info at the row's own place."""
    more = "VXL-4,5.5,6.6,-5.1,-2.0,I. Imhoff,J. Invented Mater.,2017"
    (flag,) = against(curated(*ROWS, more), analyse_table(TABLE))
    assert (flag.code, flag.severity, flag.subject, flag.document) == ("missing-in-corpus", "info", "VXL-4", "")
    assert flag.evidence[0].row == 5


def test_members_of_a_series_are_not_compared(curated):
    """A curated VXL-4 is not the paper's VXL-3: both are missing on the other side, and no value is compared."""
    flags = against(curated(*ROWS[:2], ROWS[2].replace("VXL-3", "VXL-4").replace("20.5", "3.3")), analyse_table(TABLE))
    assert sorted((f.code, f.subject) for f in flags) == [("missing-in-corpus", "VXL-4"), ("missing-in-curated", "VXL-3")]


def test_a_slip_in_the_name_is_matched_by_the_work(curated):
    """poly-QRS and poly-QSR of one work are one device: the name is flagged, and the values are compared."""
    table = TABLE.replace("VXL-3", "poly-QRS")
    named = ("name-variant", "poly-QRS", "", "poly-QSR", "poly-QRS", "two letters swapped")
    assert told(against(curated(*ROWS[:2], ROWS[2].replace("VXL-3", "poly-QSR")), analyse_table(table))) == [named]
    flags = against(curated(*ROWS[:2], ROWS[2].replace("VXL-3", "poly-QSR").replace("20.5", "25.0")), analyse_table(table))
    assert [(f.code, f.cause) for f in flags] == [("value-mismatch", "digits swapped"), ("name-variant", "two letters swapped")]


def test_one_row_met_by_two_papers(curated):
    """Each paper is compared on its own: the one that errs is flagged, and the row is missing from neither."""
    right = analyse_table(TABLE)
    wrong = analyse_table(TABLE.replace("| 12.4 |", "| 14.2 |"))
    flags = against(curated(*ROWS), right, wrong)
    assert [(f.code, f.document) for f in flags] == [("value-mismatch", wrong.document.source.sha256)]
    assert right.document.source.sha256 != wrong.document.source.sha256


def test_row_that_one_of_two_papers_has(curated):
    """A curated row is in the corpus where any paper has it."""
    first = analyse_table(TABLE.replace("    | VXL-3 | 20.5 | 30.8 | −5.9 | −2.5 | 3 |\n", ""))
    assert len(first.devices) == 2
    assert told(against(curated(*ROWS), first)) == [("missing-in-corpus", "VXL-3", "", "", "", "")]
    whole = analyse_table(TABLE)
    assert against(curated(*ROWS), first, whole) == ()
    assert against(curated(*ROWS), whole, first) == ()


def test_device_that_only_the_text_reports(curated):
    """A curated row without a table row is met by a cited device of the prose: compared, as a warning, and not missing."""
    row = "VXL-4,5.5,6.6,,,G. Gundel,Imag. Electron.,2018"
    said = "The device with VXL-4 reached an EQE of {} and a CE of 6.6 cd A^{{−1}}.^{{4}}"
    assert against(curated(*ROWS, row), analyse_table(TABLE, prose=(said.format("5.5%"),))) == ()
    (flag,) = against(curated(*ROWS, row), analyse_table(TABLE, prose=(said.format("7.1%"),)))
    assert (flag.code, flag.severity, flag.subject, flag.observed) == ("value-mismatch", "warning", "VXL-4", "7.1%")
    # The subject of a sentence before is not sure enough for a warning.
    unsure = "The device with VXL-4 was stable.^{4} The device reached an EQE of 7.1%.^{4}"
    (flag,) = against(curated(*ROWS, row), analyse_table(TABLE, prose=(unsure,)))
    assert (flag.code, flag.severity, flag.observed) == ("value-mismatch", "info", "7.1%")


def test_device_of_the_text_needs_no_curated_row(curated):
    """What only the prose names is not missing from the curated table."""
    paper = analyse_table(TABLE, prose=("The device with VXL-4 reached an EQE of 5.5%.^{4}",))
    assert len(paper.devices) == 4
    assert against(curated(*ROWS), paper) == ()


def test_the_table_speaks_before_the_prose(curated):
    """A right table cell is not contradicted by another number of the text, nor mended by it."""
    said = ("The device with VXL-1 reached an EQE of 14.2%.^{1}",)
    assert against(curated(*ROWS), analyse_table(TABLE, prose=said)) == ()
    (flag,) = against(curated(ROWS[0].replace("12.4", "17.7"), *ROWS[1:]), analyse_table(TABLE, prose=said))
    assert flag.observed == "12.4"


def test_value_of_the_text_under_a_condition_is_not_the_peak(curated):
    """Where the table is silent, a number at 1000 cd/m2, a mean or the control's is not compared with the curated value."""
    table = TABLE.replace("| 12.4 |", "| – |")
    for said in (
        "The device with VXL-1 reached an EQE of 7.7% at 1000 cd m^{−2}.^{1}",
        "The device with VXL-1 reached an average EQE of 7.7%.^{1}",
        "The control device with VXL-1 reached an EQE of 7.7%.^{1}",
    ):
        assert against(curated(*ROWS), analyse_table(table, prose=(said,))) == ()
    said = "The device with VXL-1 reached an EQE of 7.7%.^{1}"
    assert [f.observed for f in against(curated(*ROWS), analyse_table(table, prose=(said,)))] == ["7.7%"]


def test_peak_beside_a_second_operating_point(curated):
    """A curated peak value meets the peak column, whatever the column at 1000 cd/m2 prints."""
    table = """
        | HTL | EQE_max (%) | EQE@1000 cd m^−2 (%) | Ref. |
        |---|---|---|---|
        | VXL-1 | 12.4 | 10.1 | 1 |
        | VXL-2 | 9.8 | 8.2 | 2 |
    """
    header = "HTL,EQE (%),first author,year"
    assert against(curated("VXL-1,12.4,A. Albertsen,2019", "VXL-2,9.8,C. Caspari,2020", header=header), analyse_table(table)) == ()
    flags = against(curated("VXL-1,13.4,A. Albertsen,2019", "VXL-2,9.8,C. Caspari,2020", header=header), analyse_table(table))
    assert told(flags) == [("value-mismatch", "VXL-1", "EQE", "13.4", "12.4", "one digit differs")]
    flags = against(curated("VXL-1,10.1,A. Albertsen,2019", "VXL-2,9.8,C. Caspari,2020", header=header), analyse_table(table))
    assert [(f.expected, f.observed) for f in flags] == [("10.1", "12.4")]


def test_an_operating_point_alone_is_not_the_peak(curated):
    """A table that prints only the EQE at 1000 cd/m2 does not contradict a curated peak."""
    table = """
        | HTL | EQE@1000 cd m^−2 (%) | Ref. |
        |---|---|---|
        | VXL-1 | 10.1 | 1 |
        | VXL-2 | 8.2 | 2 |
    """
    rows = ("VXL-1,12.4,A. Albertsen,2019", "VXL-2,9.8,C. Caspari,2020")
    assert against(curated(*rows, header="HTL,EQE (%),first author,year"), analyse_table(table)) == ()


def test_one_name_from_two_works(curated):
    """Two devices of one name are matched each by its work, whatever the order of the rows."""
    table = TABLE.replace("VXL-2", "VXL-1")
    rows = (ROWS[1].replace("VXL-2", "VXL-1"), ROWS[0], ROWS[2])
    assert against(curated(*rows), analyse_table(table)) == ()
    flags = against(curated(rows[0].replace("9.8", "8.9"), *rows[1:]), analyse_table(table))
    assert told(flags) == [("value-mismatch", "VXL-1", "EQE", "8.9", "9.8", "digits swapped")]


def test_one_name_from_another_work_is_another_device(curated):
    """A curated row of the same name and another work is not compared."""
    row = "VXL-1,3.3,4.4,-5.0,-2.0,Z. Zwickel,Imag. Electron.,2010"
    flags = against(curated(row, *ROWS[1:]), analyse_table(TABLE))
    assert sorted((f.code, f.subject) for f in flags) == [("missing-in-corpus", "VXL-1"), ("missing-in-curated", "VXL-1")]


def test_colours_are_not_mixed(curated):
    """The curated red row meets the red device, the blue one the blue."""
    table = """
        | HTL | Colour | EQE (%) | CE (cd A^−1) | Ref. |
        |---|---|---|---|---|
        | VXL-1 | red | 12.4 | 15.1 | 1 |
        |  | blue | 5.4 | 2.1 | |
    """
    header = "HTL,colour,EQE (%),CE (cd/A),first author,year"
    rows = ("VXL-1,blue,5.4,2.1,A. Albertsen,2019", "VXL-1,red,12.4,15.1,A. Albertsen,2019")
    assert against(curated(*rows, header=header), analyse_table(table)) == ()
    flags = against(curated(rows[0].replace("5.4", "4.5"), rows[1], header=header), analyse_table(table))
    assert [(f.expected, f.observed) for f in flags] == [("4.5", "5.4")]


def test_other_unit_of_one_dimension_is_converted(curated):
    """12 kcd/m2 in the curated table are 12000 cd/m2 in the paper."""
    table = """
        | HTL | L_max (cd m^−2) | V_on (V) | Ref. |
        |---|---|---|---|
        | VXL-1 | 12000 | 2.1 | 1 |
        | VXL-2 | 8000 | 2.3 | 2 |
    """
    rows = ("VXL-1,12,2.1,A. Albertsen,2019", "VXL-2,9,2.3,C. Caspari,2020")
    flags = against(curated(*rows, header="HTL,L_max (kcd/m2),V_on (V),first author,year"), analyse_table(table))
    assert [(f.subject, f.metric) for f in flags] == [("VXL-2", "L_max")]


def test_two_tables_against_each_other(curated):
    """Two curated tables: the differing cell, and the rows that only one has."""
    left = curated(*ROWS[:2], name="left.csv")
    right = curated(ROWS[0].replace("12.4", "14.2"), ROWS[2], name="right.csv")
    flags = compare_tables(left, right, load_domain("qled")).flags
    assert [(f.code, f.subject) for f in flags] == [
        ("value-mismatch", "VXL-1"),
        ("missing-in-curated", "VXL-2"),
        ("missing-in-corpus", "VXL-3"),
    ]
    assert compare_tables(left, left, load_domain("qled")).flags == ()


def test_a_paper_without_devices(curated):
    """A paper that reports nothing leaves every curated row unmet and flags nothing else."""
    flags = against(curated(*ROWS), analyse_text("# Lamps: a review\n\nNothing was measured."))
    assert [f.code for f in flags] == ["missing-in-corpus"] * 3
