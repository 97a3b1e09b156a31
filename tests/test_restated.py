"""Numbers that the text restates from a table, of devices that it does not name."""

import pytest

from mini_papers import analyse_table

TABLE = """
    | Device | EQE (%) | CE (cd A^−1) | V_on (V) |
    |---|---|---|---|
    | VXL-1 | 12.4 | 15.1 | 2.1 |
    | VXL-2 | 9.85 | 11.7 | 2.3 |
    | VXL-3 | 9.12 | 12.4 | 2.3 |
"""
RESEARCH = "Bright amber QLEDs"


def told(*prose, title=RESEARCH):
    """(subject, materials, metric) of the numbers of the text."""
    return [(m.subject, m.materials, m.metric) for m in analyse_table(TABLE, prose=prose, title=title).measurements if m.source == "text"]


def test_a_nameless_device_is_the_row_with_its_value():
    """Three digits of one metric do not meet by chance: the row is meant, whatever the text calls it."""
    ((subject, materials, _),) = told("The best device reached an EQE of 9.85%.")
    assert (subject, materials) == ("VXL-2", ("VXL-2",))


def test_both_ends_of_a_change_are_their_rows():
    """ "with X, from ... to ..." where X is in no row: the two values are those of two rows."""
    found = told("With poly-QRS, the EQE rises from 9.12% to 9.85%.")
    assert [materials[0] for _, materials, _ in found] == ["VXL-3", "VXL-2"]


@pytest.mark.parametrize(
    "prose",
    [
        "Our device reached an EQE of 9.86%.",
        "Our device turned on at 2.1 V.",
        "Our device turned on at 2.3 V.",
        "The device with VXL-1 reached an EQE of 9.85%.",
        "Our device reached an EQE of over 9.85%.",
        "Our green device reached a PE of 12.4 lm W^−1.",
    ],
)
def test_what_is_no_restatement(prose):
    """Another value, two digits alone, a value of two rows, a named row, a bound, another metric."""
    assert not any("VXL-2" in materials or "VXL-3" in materials for _, materials, _ in told(prose))


def test_two_short_values_of_one_row():
    """Two digits each, but both of one sentence and one row."""
    found = told("The device turned on at 2.1 V and reached an EQE of 12.4%.")
    assert {materials for _, materials, _ in found} == {("VXL-1",)}


def test_a_compound_of_the_sentence_before_does_not_name_a_row():
    """What goes on about VXL-1 and gives VXL-2's number to three digits is VXL-2's."""
    found = told("The device with VXL-1 reached an EQE of 12.4%. An EQE of 9.85% followed.")
    assert [materials for _, materials, _ in found] == [("VXL-1",), ("VXL-2",)]


def test_the_numbers_of_one_phrase_go_together():
    """One number tells the row, and a short one that the row has as well follows it."""
    found = told("The stacked lamps are QLEDs with a turn-on voltage of 2.3 V and an EQE of 9.85%.")
    assert {materials for _, materials, _ in found} == {("VXL-2",)}
