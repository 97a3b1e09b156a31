"""Tables against the prose, rows against rows, and rows that are missing: what is flagged and, above all, what is not."""

import pytest

from mini_papers import INTRODUCTION, REFERENCES, analyse_table, analyse_text

TABLE = """
    | HTL | EQE (%) | CE (cd A^−1) | Ref. |
    |---|---|---|---|
    | VXL-1 | 12.4 | 15.1 | 1 |
    | VXL-2 | 9.8 | 11.7 | 2 |
    | VXL-3 | 7.3 | 8.8 | 3 |
"""


def mismatches(*prose, table=TABLE, **kept):
    """(subject, metric, printed in the table, said in the text) of the contradictions of table and prose."""
    found = analyse_table(table, prose=prose, **kept).coded("table-text-mismatch")
    return [(f.subject, f.metric, f.observed, f.expected) for f in found]


def test_text_that_contradicts_the_table():
    """One device, one work, one metric and two numbers: flagged as an error, with both places and the likely slip."""
    paper = analyse_table(TABLE, prose=("The device with VXL-1 reached an EQE of 14.2%.^{1}",))
    (flag,) = paper.flags
    assert (flag.code, flag.severity, flag.subject, flag.metric) == ("table-text-mismatch", "error", "VXL-1", "EQE")
    assert [a.quote for a in flag.anchors] == ["12.4", "14.2%"]
    assert [a.cell is not None for a in flag.anchors] == [True, False]
    assert flag.cause == "digits swapped"


def test_every_cell_is_compared_with_its_own_metric():
    """A wrong CE is flagged as CE, the right EQE beside it is not."""
    said = "The device with VXL-2 reached an EQE of 9.8% and a CE of 17.7 cd A^{−1}.^{2}"
    assert mismatches(said) == [("VXL-2", "CE", "11.7", "17.7 cd A^−1")]


@pytest.mark.parametrize(
    "said",
    [
        "The device with VXL-1 reached an EQE of 12.4%.^{1}",
        "The device with VXL-1 reached an EQE of 12.38%.^{1}",
        "The device with VXL-1 reached an EQE of 12%.^{1}",
        "The device with VXL-1 reached an EQE of over 10%.^{1}",
    ],
    ids=["same", "more digits", "fewer digits", "bound"],
)
def test_rounding_is_no_contradiction(said):
    """12.38, 12 and "over 10" all go with a printed 12.4."""
    assert mismatches(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "The device with VXL-4 reached an EQE of 4.2%.^{1}",
        "The reference device with VXL-1 reached an EQE of 4.2%.^{1}",
        "The EQE of the VXL-1 device was higher than that of the control device (4.2%).^{1}",
        "The device with VXL-1 reached an average EQE of 11.4%.^{1}",
        "The device with VXL-1 reached an EQE of 10.4% at 1000 cd m^{−2}.^{1}",
        "The device with VXL-1 reached an EQE of 11.4%.^{2}",
        "The device with VXL-1 retained 87% of its initial EQE.^{1}",
        "The EQE of the VXL-1 device fell by 4.2%.^{1}",
        "Before annealing, the device with VXL-1 reached an EQE of 4.2%.^{1}",
        "The as-fabricated device with VXL-1 reached an EQE of 4.2%.^{1}",
        "The device with VXL-1 reached an EQE of 4.2% without any surface treatment.^{1}",
        "The EQE of the device with VXL-1 rose from 4.2% to 14.9%.^{1}",
        "The device with VXL-1 reached EQEs of 4.2%, 6.1% and 8.3%.^{1}",
    ],
    ids=[
        "series member",
        "reference device",
        "control in brackets",
        "mean",
        "at a luminance",
        "other work",
        "share",
        "loss",
        "before",
        "as fabricated",
        "without",
        "from to",
        "several",
    ],
)
def test_what_is_not_comparable_is_no_contradiction(said):
    """Another compound, the control, a mean, another operating point, another work: none of them contradicts the cell."""
    assert mismatches(said) == []


def test_a_table_of_means_is_not_contradicted_by_a_best_value():
    """Averaged cells and the best device's number are two things."""
    said = "The device with VXL-1 reached an EQE of 14.2%.^{1}"
    assert mismatches(said, caption="Table 1. Averaged performance of quantum-dot LEDs.") == []


def test_another_colour_is_no_contradiction():
    """The red device's cell is not contradicted by what the blue one reached; by another number of the red one it is."""
    table = TABLE.replace("| HTL |", "| HTL | Colour |").replace("|---|", "|---|---|", 1)
    for name in ("VXL-1", "VXL-2", "VXL-3"):
        table = table.replace(f"{name} |", f"{name} | red |")
    assert mismatches("The blue device with VXL-1 reached an EQE of 4.2%.^{1}", table=table) == []
    assert len(mismatches("The red device with VXL-1 reached an EQE of 4.2%.^{1}", table=table)) == 1


def test_another_process_is_no_contradiction():
    """A spin-coated device's cell is not contradicted by the inkjet-printed one's number."""
    table = TABLE.replace("| HTL |", "| HTL | Process |").replace("|---|", "|---|---|", 1)
    for name in ("VXL-1", "VXL-2", "VXL-3"):
        table = table.replace(f"{name} |", f"{name} | spin-coated |")
    assert mismatches("The inkjet-printed device with VXL-1 reached an EQE of 4.2%.^{1}", table=table) == []
    assert len(mismatches("The spin-coated device with VXL-1 reached an EQE of 4.2%.^{1}", table=table)) == 1


def test_one_confirming_number_is_enough():
    """Where the text gives the printed value and others besides, the cell is confirmed."""
    said = ("The device with VXL-1 reached an EQE of 12.4%.^{1}", "A later device with VXL-1 reached an EQE of 14.9%.^{1}")
    assert mismatches(*said) == []
    assert len(mismatches(said[1])) == 1


def test_cause_of_a_neighbours_value():
    """A cell that holds the value of the row below says so."""
    paper = analyse_table(TABLE, prose=("The device with VXL-1 reached an EQE of 9.8%.^{1}",))
    assert [f.cause for f in paper.coded("table-text-mismatch")] == ["the value of the neighbouring row, VXL-2"]


# ---- rows that repeat each other ------------------------------------------------------------------------------------------

ROWS = """
    | HTL | EQE (%) | CE (cd A^−1) | PE (lm W^−1) | HOMO (eV) | LUMO (eV) | Ref. |
    |---|---|---|---|---|---|---|
    | VXL-1 | 12.4 | 15.1 | 12.2 | −5.4 | −2.2 | 1 |
    | VXL-2 | {} | {} |
"""


def duplicates(values, work):
    """The duplicate-values flags of a table whose second row has the given values and source."""
    return analyse_table(ROWS.format(values, work)).coded("duplicate-values")


def test_a_row_copied_over_another():
    """Two works with the same three efficiencies to the last digit: one of them was copied."""
    (flag,) = duplicates("12.4 | 15.1 | 12.2 | −5.6 | −2.3", 2)
    assert (flag.severity, flag.expected, flag.subject, flag.cause) == ("warning", "VXL-1", "VXL-2", "row copied")
    assert len(flag.anchors) == 2


@pytest.mark.parametrize(
    ("values", "work"),
    [
        ("12.4 | 15.1 | 12.2 | −5.6 | −2.3", 1),
        ("12.4 | 15.1 | 12.3 | −5.6 | −2.3", 2),
        ("12.4 | 15.1 | – | −5.4 | −2.2", 2),
        ("9.8 | 11.7 | 10.1 | −5.4 | −2.2", 2),
    ],
    ids=["same work", "one differs", "two by chance", "levels only"],
)
def test_values_equal_by_chance_are_no_copy(values, work):
    """One work, one differing digit, two common metrics only, or shared levels: nothing is said."""
    assert duplicates(values, work) == ()


def test_one_compound_of_two_works_may_repeat_its_values():
    """The same compound quoted twice from two papers is no copied row."""
    table = ROWS.format("12.4 | 15.1 | 12.2 | −5.6 | −2.3", 2).replace("VXL-2", "VXL-1")
    assert analyse_table(table).coded("duplicate-values") == ()


# ---- devices without a row -------------------------------------------------------------------------------------------------


def summary(extra, n_discussed=5):
    """A review with a table of five rows, of which the text discusses some, and one more sentence."""
    rows = [f"| VXL-{i} | 1{i}.4 | 1{i + 1}.1 | {i} |" for i in range(1, 6)]
    prose = [f"The device with VXL-{i} reached an EQE of 1{i}.4%.^{{{i}}}" for i in range(1, n_discussed + 1)]
    table = "\n".join(["| HTL | EQE (%) | CE (cd A^−1) | Ref. |", "|---|---|---|---|", *rows])
    references = REFERENCES + "6. L. Ludwig, M. Maier, Imag. Electron. 2016, 3, 606.\n"
    return analyse_text("\n\n".join(["# Lamps: a review", INTRODUCTION, *prose, extra, "Table 1. Quantum-dot LEDs.", table, references]))


def test_a_discussed_device_without_a_row():
    """A cited device with two of the table's metrics, and no row of its work: an info."""
    paper = summary("Ludwig et al. made a device with poly-QRS of 8.8 cd A^{−1} (CE) and an EQE of 9.9%.^{6}")
    (flag,) = paper.coded("missing-row")
    assert (flag.severity, flag.subject) == ("info", "poly-QRS")
    assert {"CE 8.8 cd A^−1", "EQE 9.9%"} == set(flag.observed.split(", "))


@pytest.mark.parametrize(
    ("extra", "n_discussed"),
    [
        ("Ludwig et al. made a device with poly-QRS of a CE of 9.9 cd A^{−1}.^{6}", 5),
        ("A device with poly-QRS of 8.8 cd A^{−1} (CE) and an EQE of 9.9% was made.", 5),
        ("Albertsen et al. made a device with poly-QRS of 11.4% (EQE), 12.1 cd A^{−1} (CE).^{1}", 5),
        ("Ludwig et al. made a device with poly-QRS of 8.8 cd A^{−1} (CE) and an EQE of 9.9%.^{6}", 4),
    ],
    ids=["one lesser metric", "own work", "numbers of its work's row", "no summary"],
)
def test_what_needs_no_row(extra, n_discussed):
    """A lesser number, a device of the paper itself, the numbers of its work's row, a table that is no summary: nothing is missing."""
    assert summary(extra, n_discussed).coded("missing-row") == ()
