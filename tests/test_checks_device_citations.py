"""A device whose row and whose account in the text cite different works, on invented papers."""

import pytest

from mini_papers import analyse_table

TABLE = """
    | HTL | EQE (%) | CE (cd A^−1) | Ref. |
    |---|---|---|---|
    | VXL-1 | 12.4 | 15.1 | [1] |
    | VXL-2 | 9.8 | 11.7 | [{}] |
    | VXL-3 | 8.3 | 10.6 | [3] |
"""


def flagged(said, key="1"):
    """(severity, subject, observed, expected) of the flags about citations; the row of VXL-2 cites ``key``."""
    paper = analyse_table(TABLE.format(key), prose=("Lamps are known [1], and so are layers [3], [4] and dots [5].", said))
    found = paper.coded("citation-mismatch")
    return [(f.severity, f.subject, f.observed, f.expected) for f in found]


def test_row_and_text_cite_different_works():
    """Caspari is named in the text and wrote what it cites: the row's marker is wrong, and both sides are shown."""
    said = "Caspari et al. showed a device with VXL-2 that reached an EQE of 9.8% and 11.7 cd A^{−1} [2]."
    assert flagged(said, "5") == [("error", "VXL-2", "5", "2")]
    (flag,) = analyse_table(TABLE.format("5"), prose=(said,)).coded("citation-mismatch")
    assert flag.anchors[0].cell.row == 2
    assert flag.anchors[0].quote == "9.8"
    assert "reference 5" in flag.message
    assert "reference 2" in flag.message


def test_without_a_name_it_takes_two_values():
    """Two values in common are no accident, one short one may be; which side is right is then open."""
    both = "A device with VXL-2 reached an EQE of 9.8% and a current efficiency of 11.7 cd A^{−1} [2]."
    assert flagged(both, "5") == [("warning", "VXL-2", "5", "2")]
    assert flagged("A device with VXL-2 reached an EQE of 9.8% [2].", "5") == []


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Caspari et al. showed a device with VXL-2 that reached an EQE of 9.8% and 11.7 cd A^{−1} [2].", "2"),
        ("Caspari et al. showed a device with VXL-2 that reached an EQE of 9.8% and 11.7 cd A^{−1} [2].", "2,5"),
        ("Caspari et al. showed a device with VXL-2 that reached an EQE of 14.8% and 19.7 cd A^{−1} [2].", "5"),
        ("Caspari et al. showed a device with VXL-4 that reached an EQE of 9.8% and 11.7 cd A^{−1} [2].", "5"),
        ("A device with VXL-2 reached an EQE of 9.8% and 11.7 cd A^{−1}.", "5"),
    ],
    ids=["same work", "one of two", "other values", "other device", "no marker"],
)
def test_rows_that_agree_or_may(said, key):
    """A common work, other values, another device or no marker contradict nothing."""
    assert flagged(said, key) == []


def test_a_wrong_marker_beside_a_name_is_told_once():
    """The sentence's own name and marker disagree: that is the check of authors, and only that."""
    said = "Imhoff et al. showed a device with VXL-2 that reached an EQE of 9.8% and 11.7 cd A^{−1} [2]."
    assert flagged(said, "5") == [("error", "Imhoff", "2", "5")]


@pytest.mark.parametrize(
    "said",
    [
        "Caspari et al. washed the dots; the device with VXL-2 reached an EQE of 9.82% [3].",
        "Using an idea of their own, Dorn and co-workers washed the dots; VXL-2 had an EQE of 9.82% and glowed [3].",
        "As Caspari and Dorn wanted it to be soluble, VXL-2 has chains; an EQE of 9.82% was found for it [3].",
    ],
)
def test_a_name_and_the_row_against_the_marker(said):
    """The one named wrote the work of the device's row: the marker of the sentence is wrong, unless its entry hides authors."""
    table = TABLE.replace("9.8 ", "9.82 ").format("2")
    paper = analyse_table(table, prose=("Lamps are known [1], and so are layers [3], [4] and dots [5].", said))
    (flag,) = paper.coded("citation-mismatch")
    assert (flag.severity, flag.expected) == ("error", "2")
    hidden = analyse_table(table, prose=("Lamps are known [1], and so are layers [3] and dots [5].", said.replace("[3]", "[4]")))
    assert [(f.severity, f.expected) for f in hidden.coded("citation-mismatch")] == [("warning", "2")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("A device with VXL-2 reached an EQE of 9.8% [4].", [("warning", "VXL-2", "4", "2")]),
        ("For VXL-2 an EQE of 9.8% was found in the end [4].", [("warning", "VXL-2", "4", "2")]),
        ("The EQE of VXL-2 was 9.8%, and it never fell [4].", [("warning", "VXL-2", "4", "2")]),
        ("A device with VXL-2 reached an EQE of 9.8% [4]. Its layer is soluble [2].", []),
        ("A device with VXL-2 reached an EQE of 9.8% [2,4].", []),
        ("Layers are soluble [4]. A device with VXL-2 reached an EQE of 9.8%.", []),
        ("A device with VXL-2 reached an EQE of 8.9% [4].", []),
        ("A device with VXL-2 reached an EQE of 9.8%, higher than that of older lamps [4].", []),
        ("Unlike older lamps [4], a device with VXL-2 reached an EQE of 9.8%.", []),
        ("VXL-2 gave 9.8% in the end [4].", [("warning", "VXL-2", "4", "2")]),
        ("Caspari et al., whose VXL-2 has long chains, washed the dots [3].", [("warning", "VXL-2", "3", "2")]),
        ("VXL-2 has long chains, as is known from other layers [3].", []),
        ("VXL-2 gave 9.8% and VXL-3 less in the end [4].", []),
        ("VXL-2 was 9.8 nm thick and 11.7 μm wide in the end [4].", []),
    ],
)
def test_the_work_of_the_row_is_cited_nowhere_else(said, expected):
    """One short value is enough where no sentence cites the row's work; a marker of another sentence or another value is not."""
    assert flagged(said, "2") == expected


def test_one_precise_value():
    """Three digits in common are an info where the row's work is cited elsewhere, nothing where the sentence cites that as well."""
    table = TABLE.replace("9.8 ", "9.82 ").format("5")
    known = "Lamps are known [1], and so are layers [3] and dots [5]."

    def found(said):
        flags = analyse_table(table, prose=(known, said)).coded("citation-mismatch")
        return [(f.severity, f.observed, f.expected) for f in flags]

    assert found("A device with VXL-2 reached an EQE of 9.82% [4].") == [("info", "5", "4")]
    assert found("A device with VXL-2 reached an EQE of 9.82% [4], which others confirm [5].") == []
