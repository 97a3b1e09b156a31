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
    paper = analyse_table(TABLE.format(key), prose=("Lamps are known [1], and so are layers [3] and dots [5].", said))
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
