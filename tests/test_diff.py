"""Invented papers against hand-curated tables: which cells and which devices differ."""

from dataclasses import replace

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


def test_rows_that_cannot_be_told_apart_are_flagged_not_guessed(curated):
    """A device without a colour may be the red or the blue row: one warning with both lines, no value compared, no row missing."""
    header = "HTL,colour,EQE (%),CE (cd/A),first author,year"
    rows = ("VXL-1,red,14.4,19.1,A. Albertsen,2019", "VXL-1,blue,5.5,6.6,A. Albertsen,2019")
    table = "\n".join(TABLE.splitlines()[:4])
    (flag,) = against(curated(*rows, header=header), analyse_table(table))
    assert (flag.code, flag.stage, flag.severity, flag.subject) == ("ambiguous-subject", "diff", "warning", "VXL-1")
    assert {e.row for e in flag.evidence if isinstance(e, CuratedCell)} == {2, 3}


@pytest.mark.parametrize(
    ("right", "wrong", "code", "severity"),
    [
        ("A. Albertsen,J. Invented Mater.,2019", "A. Albertsen,J. Invented Mater.,2018", "citation-year", "info"),
        ("C. Caspari,Imag. Electron.,2020", "C. Caspari,Imaginary Electronics,2020", "", ""),
        ("C. Caspari,Imag. Electron.,2020", "C. Caspari,J. Invented Mater.,2020", "citation-mismatch", "info"),
    ],
)
def test_a_cited_work_told_otherwise(curated, right, wrong, code, severity):
    """A year one off and another journal are worth knowing; an abbreviated journal is the same."""
    rows = [r.replace(right, wrong) for r in ROWS]
    assert [(f.code, f.severity) for f in against(curated(*rows), analyse_table(TABLE))] == ([(code, severity)] if code else [])


def test_another_author_of_the_same_values(curated):
    """A row whose values are all the paper's and whose work is another has a wrong citation: one warning with both sides."""
    rows = (ROWS[0].replace("A. Albertsen,J. Invented Mater.,2019", "Z. Zwickel,J. Invented Mater.,2016"), *ROWS[1:])
    (flag,) = against(curated(*rows), analyse_table(TABLE))
    assert (flag.code, flag.severity, flag.subject) == ("citation-mismatch", "warning", "VXL-1")
    assert "Albertsen" in flag.observed
    assert "Zwickel" in flag.expected
    assert flag.evidence[1].column == "first author"


def test_two_papers_with_one_wrong_value_are_one_family(curated):
    """Two reviews that copied one wrong number are one flag with three places."""
    wrong = [analyse_table(TABLE.replace("| 12.4 |", "| 14.2 |"), title=f"Lamps: review {n}") for n in (1, 2)]
    (flag,) = against(curated(*ROWS), *wrong)
    assert (flag.code, flag.expected, flag.observed, len(flag.evidence)) == ("value-mismatch", "12.4", "14.2", 3)
    assert {a.document for a in flag.anchors} == {p.document.source.sha256 for p in wrong}


def test_who_agrees_with_the_curated_value_is_said(curated):
    """Of two reviews one has the curated value, and the flag of the other says so."""
    flags = against(curated(*ROWS), analyse_table(TABLE), analyse_table(TABLE.replace("| 12.4 |", "| 14.2 |")))
    assert [f.message.endswith("mini.md agrees with the curated table.") for f in flags] == [True]


def dated(paper, year):
    """The paper as of a year."""
    document = replace(paper.document, source=replace(paper.document.source, year=year))
    return replace(paper, document=document)


def test_a_row_that_a_newer_paper_changes_is_stale(curated):
    """The older review has the curated value, the newer one another that no slip explains; a slip is an error of the newer."""
    old = dated(analyse_table(TABLE), 2021)
    for value, stale in (("13.77", ["12.4"]), ("14.2", [])):
        new = dated(analyse_table(TABLE.replace("| 12.4 |", f"| {value} |")), 2023)
        found = compare_with_curated([(p.document, p.devices, p.measurements) for p in (old, new)], curated(*ROWS), load_domain("qled"))
        assert [c.text for c in found.stale] == stale
    assert found.flags[0].cause == "digits swapped"
    back = dated(analyse_table(TABLE.replace("| 12.4 |", "| 13.77 |")), 2019)
    found = compare_with_curated([(p.document, p.devices, p.measurements) for p in (old, back)], curated(*ROWS), load_domain("qled"))
    assert found.stale == ()


def test_what_a_person_changed_is_not_proposed_again(curated):
    """The paper has the value that the curator has replaced: the flag is dismissed. Another value of the paper is flagged as ever."""
    before, now = curated(*ROWS), curated(ROWS[0].replace("12.4", "13.7"), *ROWS[1:])
    paper = analyse_table(TABLE)
    facts = [(paper.document, paper.devices, paper.measurements)]
    (flag,) = compare_with_curated(facts, now, load_domain("qled")).flags
    assert flag.status == "open"
    (flag,) = compare_with_curated(facts, now, load_domain("qled"), [before.rows]).flags
    assert (flag.status, flag.expected, flag.observed) == ("dismissed", "13.7", "12.4")
    other = analyse_table(TABLE.replace("| 12.4 |", "| 17.0 |"))
    (flag,) = compare_with_curated([(other.document, other.devices, other.measurements)], now, load_domain("qled"), [before.rows]).flags
    assert flag.status == "open"


def test_a_row_that_a_person_removed_is_not_proposed_again(curated):
    """A device whose row was deleted by hand is missing on purpose."""
    paper = analyse_table(TABLE)
    flags = compare_with_curated(
        [(paper.document, paper.devices, paper.measurements)], curated(*ROWS[:2]), load_domain("qled"), [curated(*ROWS).rows]
    ).flags
    assert [(f.code, f.subject, f.status) for f in flags] == [("missing-in-curated", "VXL-3", "dismissed")]


def test_verdicts_are_counted(curated):
    """What became of every curated value: a peak that the paper gives under a condition alone is compared with nothing."""
    table = """
        | HTL | EQE@1000 cd m^−2 (%) | CE (cd A^−1) | Ref. |
        |---|---|---|---|
        | VXL-1 | 10.1 | 15.1 | 1 |
        | VXL-2 | 8.2 | 17.1 | 2 |
    """
    paper = analyse_table(table)
    found = compare_with_curated([(paper.document, paper.devices, paper.measurements)], curated(*ROWS[:2]), load_domain("qled"))
    assert found.verdicts == {"other condition": 2, "agrees": 1, "differs": 1, "not given": 4}


def test_a_curated_operating_point_without_one_in_the_paper(curated):
    """A curated EQE at 1000 cd/m2 is not compared with a paper's EQE of which no luminance is said; peaks beside it are compared."""
    rows = ("VXL-1,12.4,10.1,A. Albertsen,2019", "VXL-2,9.8,8.1,C. Caspari,2020")
    table = curated(*rows, header="HTL,EQE (%),EQE@1000 cd/m2 (%),first author,year")
    paper = analyse_table("\n".join(TABLE.splitlines()[:5]))
    found = compare_with_curated([(paper.document, paper.devices, paper.measurements)], table, load_domain("qled"))
    assert found.flags == ()
    assert found.verdicts == {"agrees": 2, "condition unknown": 2}


def test_tolerances_of_the_pack(curated):
    """Peak wavelengths may be a nanometre apart; an efficiency may not be anything apart."""
    table = "| HTL | EL peak (nm) | EQE (%) | Ref. |\n|---|---|---|---|\n| VXL-1 | 628 | 12.4 | 1 |\n| VXL-2 | 530 | 9.8 | 2 |"
    header = "HTL,EL peak (nm),EQE (%),first author,year"
    assert against(curated("VXL-1,629,12.4,A. Albertsen,2019", "VXL-2,530,9.8,C. Caspari,2020", header=header), analyse_table(table)) == ()
    flags = against(curated("VXL-1,631,12.4,A. Albertsen,2019", "VXL-2,530,9.9,C. Caspari,2020", header=header), analyse_table(table))
    assert {(f.subject, f.metric) for f in flags} == {("VXL-1", "EL_peak"), ("VXL-2", "EQE")}


def test_a_row_that_stands_twice(curated):
    """Two rows of one device, entered with two forms of one work, are one duplicate; of two works they are not."""
    once = "VXL-1,12.4,15.1,-5.4,-2.2,A. Albertsen,J. Invented Mater.,2019"
    twice = "VXL-1,12.4,15.1,-5.4,-2.2,Albertsen A.,Journal of Invented Materials,2019"
    flags = compare_tables(curated(once, twice, name="a.csv"), curated(once, name="b.csv"), load_domain("qled")).flags
    (flag,) = (f for f in flags if f.code == "duplicate-row")
    assert {e.row for e in flag.evidence} == {2, 3}
    other = twice.replace("Albertsen A.", "C. Caspari")
    flags = compare_tables(curated(once, other, name="a.csv"), curated(once, name="b.csv"), load_domain("qled")).flags
    assert "duplicate-row" not in {f.code for f in flags}


def test_ids_do_not_hang_on_the_line(curated):
    """A row added above leaves the flag its id, so a dismissed flag stays dismissed; a changed cell gives it another."""
    paper = analyse_table(TABLE)
    wrong = ROWS[0].replace("12.4", "14.2")
    (flag,) = against(curated(wrong, *ROWS[1:]), paper)
    (same,) = (f for f in against(curated(*ROWS[1:], wrong), paper) if f.code == "value-mismatch")
    (other,) = against(curated(wrong.replace("14.2", "14.3"), *ROWS[1:]), paper)
    assert flag.id == same.id != other.id


def test_two_rows_with_the_same_cell_are_two_flags(curated):
    """Rows of one name, text and column from two works keep flags of their own."""
    more = ("VXL-9,5.5,6.6,-5.1,-2.0,I. Imhoff,J. Invented Mater.,2017", "VXL-9,5.5,6.6,-5.1,-2.0,G. Gundel,Imag. Electron.,2018")
    flags = against(curated(*ROWS, *more), analyse_table(TABLE))
    assert len({f.id for f in flags}) == 2


def test_levels_printed_without_the_minus(curated):
    """A paper that prints all its levels below the vacuum level as positive numbers agrees; one level of another sign has lost it."""
    plain = TABLE.replace("−5.", "5.").replace("−2.", "2.")
    assert against(curated(*ROWS), analyse_table(plain)) == ()
    flags = against(curated(ROWS[0].replace("-5.4", "-5.6"), *ROWS[1:]), analyse_table(plain))
    assert [(f.metric, f.expected, f.observed) for f in flags] == [("HOMO", "-5.6", "5.4")]
    flags = against(curated(*ROWS), analyse_table(TABLE.replace("−5.4", "5.4")))
    assert told(flags) == [("value-mismatch", "VXL-1", "HOMO", "-5.4", "5.4", "sign lost")]


@pytest.mark.parametrize(("entered", "flagged"), [(">12.4", False), (">124", True), ("<11.4", True), ("12.9", False), ("11.9", True)])
def test_bounds(curated, entered, flagged):
    """Two bounds of one kind are compared as printed; a bound and a number by what the bound allows."""
    table = curated(ROWS[0].replace("12.4", entered), *ROWS[1:])
    assert bool(against(table, analyse_table(TABLE.replace("| 12.4 |", "| >12.4 |")))) is flagged


def test_units_are_told_where_they_differ(curated):
    """The same digits in kcd/m2 and cd/m2: the message has both units, and the cause is the factor."""
    table = "| HTL | L_max (cd m^−2) | EQE (%) | Ref. |\n|---|---|---|---|\n| VXL-1 | 12400 | 12.4 | 1 |\n| VXL-2 | 9800 | 9.8 | 2 |"
    header = "HTL,L_max (kcd/m2),EQE (%),first author,year"
    (flag,) = against(curated("VXL-1,12400,12.4,A. Albertsen,2019", "VXL-2,9.8,9.8,C. Caspari,2020", header=header), analyse_table(table))
    assert flag.cause == "unit slip, a factor of 1000"
    assert "12400 cd/m2" in flag.message
    assert "12400 kcd/m2" in flag.message


def test_a_colour_told_otherwise(curated):
    """One name, one work and all values: the row is met, and the colour is what differs. With other values it is another device."""
    header = "HTL,colour,EQE (%),CE (cd/A),first author,year"
    table = """
        | HTL | Colour | EQE (%) | CE (cd A^−1) | Ref. |
        |---|---|---|---|---|
        | VXL-1 | red | 12.4 | 15.1 | 1 |
        | VXL-2 | red | 9.8 | 11.7 | 2 |
    """
    other = "VXL-2,red,9.8,11.7,C. Caspari,2020"
    (flag,) = against(curated("VXL-1,green,12.4,15.1,A. Albertsen,2019", other, header=header), analyse_table(table))
    assert (flag.code, flag.severity, flag.expected, flag.observed, flag.cause) == ("value-mismatch", "warning", "green", "red", "colour")
    flags = against(curated("VXL-1,green,11.1,13.3,A. Albertsen,2019", other, header=header), analyse_table(table))
    assert sorted(f.code for f in flags) == ["missing-in-corpus", "missing-in-curated"]


def test_one_number_of_a_joint_cell(curated):
    """ "-5.4/-2.2" holds two values: a flag of one shows that one."""
    header = "HTL,EQE (%),HOMO/LUMO (eV),first author,year"
    rows = ("VXL-1,12.4,-5.4/-2.7,A. Albertsen,2019", "VXL-2,9.8,-5.6/-2.3,C. Caspari,2020", "VXL-3,20.5,-5.9/-2.5,E. Ebert,2021")
    (flag,) = against(curated(*rows, header=header), analyse_table(TABLE))
    assert (flag.metric, flag.expected, flag.observed) == ("LUMO", "-2.7", "−2.2")


def test_a_missing_device_is_shown_by_its_name(curated):
    """The evidence of a device without a curated row is its name in the table, not one of its numbers."""
    (flag,) = against(curated(*ROWS[:2]), analyse_table(TABLE))
    assert flag.evidence[0].quote == "VXL-3"


def test_the_file_of_the_row_is_named(tmp_path, curated):
    """With two curated files, a flag names the one that holds the row."""
    curated(ROWS[0], name="a.csv")
    curated(ROWS[1].replace("C. Caspari,Imag. Electron.,2020", "C. Caspari,Imag. Electron.,2016"), ROWS[2], name="b.csv")
    table = read_curated([tmp_path / "a.csv", tmp_path / "b.csv"], load_domain("qled"))
    (flag,) = against(table, analyse_table(TABLE))
    assert (flag.code, "b.csv" in flag.message, "a.csv" in flag.message) == ("citation-year", True, False)


def test_every_device_may_be_the_one_row(curated):
    """Three colours of one device and a row without a colour: one warning that names the row, and nothing else breaks."""
    table = """
        | HTL | Colour | EQE (%) | Ref. |
        |---|---|---|---|
        | VXL-1 | red | 12.4 | 1 |
        |  | green | 11.4 | |
        |  | blue | 10.4 | |
    """
    (flag,) = against(curated("VXL-1,9.9,A. Albertsen,2019", header="HTL,EQE (%),first author,year"), analyse_table(table))
    assert flag.code == "ambiguous-subject"
