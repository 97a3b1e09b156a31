"""Devices that the text reports and a summary table lacks, by their work and by their siblings."""

import pytest

from mini_papers import INTRODUCTION, analyse_text

AUTHORS = ("Albert", "Brandt", "Caspari", "Dorn", "Ebert", "Falk", "Gundel", "Harms", "Imhoff")
ENTRIES = [f"{i}. {name[0]}. {name}, X. Yod, J. Invented Mater. 20{10 + i}, {i}, {i}01." for i, name in enumerate(AUTHORS, 1)]
REFERENCES = "\n".join(["## References", *ENTRIES])


def missing(*said, rows=(), discussed=6, head="| HTL | EQE (%) | CE (cd A^−1) | Ref. |\n|---|---|---|---|"):
    """Severity, subject and numbers of each flag on a review whose table has the devices VXL-1 to VXL-6 of works 1 to 6."""
    table = [f"| VXL-{i} | 1{i}.4 | 1{i + 1}.1 | {i} |" for i in range(1, 7)]
    prose = [f"The device with VXL-{i} reached an EQE of 1{i}.4%.^{{{i}}}" for i in range(1, discussed + 1)]
    parts = ["# Lamps: a review", INTRODUCTION, *prose, *said, "Table 1. Quantum-dot LEDs.", "\n".join([head, *table, *rows]), REFERENCES]
    return [(f.severity, f.subject, f.observed) for f in analyse_text("\n\n".join(parts)).coded("missing-row")]


def test_a_work_without_a_row():
    """The only discussed work that the table lacks: worth knowing, with one number of the kind that such devices are known by."""
    assert missing("The device with poly-QRS reached an EQE of 9.9%.^{7}") == [("info", "poly-QRS", "EQE 9.9%")]
    assert missing("The device with poly-QRS reached an EQE of 9.9% and a CE of 8.8 cd A^{−1}.^{7}")[0][:2] == ("info", "poly-QRS")


def test_the_table_is_evidence():
    """The flag shows where the device is reported, and the table."""
    text = ["# Lamps: a review", INTRODUCTION]
    text += [f"The device with VXL-{i} reached an EQE of 1{i}.4%.^{{{i}}}" for i in range(1, 7)]
    text += ["The device with poly-QRS reached an EQE of 9.9%.^{7}", "Table 1. Quantum-dot LEDs."]
    text += ["\n".join(["| HTL | EQE (%) | Ref. |", "|---|---|---|", *(f"| VXL-{i} | 1{i}.4 | {i} |" for i in range(1, 7))]), REFERENCES]
    (flag,) = analyse_text("\n\n".join(text)).coded("missing-row")
    assert [a.quote for a in flag.anchors] == ["9.9%", "Table 1. Quantum-dot LEDs."]
    assert flag.message == "poly-QRS [7] is reported on page 1 (EQE 9.9%) but has no row in Table 1."


@pytest.mark.parametrize(
    "said",
    [
        "The device with poly-QRS reached a luminance of 9900 cd m^{−2}.^{7}",
        "The device with poly-QRS reached an average EQE of 9.9%.^{7}",
        "The control device with poly-QRS reached an EQE of 9.9%.^{7}",
        "The tandem device with poly-QRS reached an EQE of 29.9%.^{7}",
        "Devices with poly-QRS reached EQEs of around 9.9%.^{7,8}",
        "The device with VXL-2 reached an EQE of 12.4% and a CE of 13.1 cd A^{−1}.^{7}",
        "The device with poly-QRS reached an EQE of 9.9% at 1000 cd m^{−2}.^{7}",
        "Our device with poly-QRS reached an EQE of 9.9%.",
    ],
    ids=["no metric of it", "mean", "control", "tandem", "two works", "row of another work", "at a luminance", "uncited"],
)
def test_what_the_table_need_not_have(said):
    """Other metrics and other kinds of devices, means, controls, groups of works, and a row that only cites another work."""
    assert missing(said) == []


def test_a_selection_leaves_out():
    """Where the table lacks several of the works discussed, one number is no reason to have a row; two may be."""
    several = [f"The device with poly-QRS reached an EQE of {work}.9%.^{{{work}}}" for work in (7, 8, 9)]
    assert missing(*several, discussed=5) == []
    more = "The device with poly-QRS reached an EQE of 9.9% and a CE of 9.1 cd A^{−1}.^{9}"
    assert missing(*several[:2], more, discussed=5) == [("info", "poly-QRS", "EQE 9.9%, CE 9.1 cd A^−1")]


def test_a_table_that_is_no_summary():
    """A table of which the text discusses few devices is no summary of what it discusses."""
    assert missing("The device with poly-QRS reached an EQE of 9.9% and a CE of 8.8 cd A^{−1}.^{7}", discussed=4) == []


def test_a_sibling_in_the_same_sentence():
    """Two compounds of one work in one sentence: a warning where the table has the lesser one only, else worth knowing."""
    assert missing("Devices with VXL-1 and poly-QRS reached EQEs of 11.4% and 12.4%, respectively.^{1}") == [
        ("warning", "poly-QRS", "EQE 12.4%")
    ]
    assert missing("Devices with VXL-1 and poly-QRS reached EQEs of 11.4% and 9.4%, respectively.^{1}") == [
        ("info", "poly-QRS", "EQE 9.4%")
    ]
    both = ("Devices with VXL-1 and poly-QRS reached EQEs of 11.4% and 12.4%, respectively.^{1}",)
    assert missing(*both, rows=("| poly-QRS | 12.4 | 13.1 | 1 |",)) == []


def test_a_table_of_one_colour():
    """A red device is none of a table of blue ones."""
    head = "| HTL | Colour | EQE (%) | CE (cd A^−1) | Ref. |\n|---|---|---|---|---|"
    table = [f"| VXL-{i} | blue | 1{i}.4 | 1{i + 1}.1 | {i} |" for i in range(1, 7)]
    prose = [f"The blue device with VXL-{i} reached an EQE of 1{i}.4%.^{{{i}}}" for i in range(1, 7)]

    def found(colour):
        said = f"The {colour} device with poly-QRS reached an EQE of 9.9%.^{{7}}"
        parts = ["# Lamps: a review", INTRODUCTION, *prose, said, "Table 1. Quantum-dot LEDs.", "\n".join([head, *table]), REFERENCES]
        return len(analyse_text("\n\n".join(parts)).coded("missing-row"))

    assert (found("red"), found("blue")) == (0, 1)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("VXL-1 has a cousin in the same work, VXL-9, which reached an EQE of 12.9%.^{1}", [("warning", "VXL-9", "EQE 12.9%")]),
        ("Albert et al. went on to VXL-9, which reached an EQE of 12.9%.^{1}", [("info", "VXL-9", "EQE 12.9%")]),
        ("The device with poly-QRS reached an EQE of 9.9%, that with VXL-2 one of 12.4%.^{2}", [("info", "poly-QRS", "EQE 9.9%")]),
    ],
    ids=["beside its sibling", "alone", "the lesser one"],
)
def test_a_sibling_by_its_name(said, found):
    """A device with a name of its own, whose work has a row for another: a warning beside that one, else worth knowing."""
    assert missing(said) == found


def test_a_table_with_several_devices_of_the_work():
    """A table that lists more than the best device of a work lacks a lesser one, too."""
    said = "Devices with VXL-1 and poly-QRS reached EQEs of 11.4% and 9.4%, respectively.^{1}"
    assert missing(said, rows=("| VXL-8 | 10.9 | 11.8 | 1 |",)) == [("warning", "poly-QRS", "EQE 9.4%")]


@pytest.mark.parametrize(
    "said",
    [
        "VXL-1 has an EQE of 11.4%, compared with 9.0% for poly-QRS.^{1}",
        "The device with VXL-1 had an EQE of 11.4%, that with TFB one of 9.0%.^{1}",
        "The device with poly-QRS had an EQE of 11.4%.^{1}",
        "The control device with poly-QRS had an EQE of 9.0%.^{1}",
        "Devices with VLX-1 reached an EQE of 11.8%.^{1}",
    ],
    ids=["compared with", "a common layer", "the row's number", "control", "the row misspelt"],
)
def test_no_sibling(said):
    """What is compared with, a layer that any paper names, the row's own number, a control and a slip in a name need no row."""
    assert missing(said) == []
