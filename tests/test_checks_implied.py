"""Numbers whose metric only the row of their device can say, and what keeps such a reading silent."""

import pytest

from mini_papers import analyse_table

TABLE = """
    | HTL | V_on (V) | EQE (%) | PLQY (%) | CE (cd A^−1) | L_max (cd m^−2) | EL peak (nm) | Ref. |
    |---|---|---|---|---|---|---|---|
    | VXL-1 | 2.1 | 12.4 | 81.0 | 15.1 | 23 700 | 622 | 1 |
    | VXL-2 | 2.3 | 9.8 | 74.0 | 11.7 | 18 200 | 630 | 2 |
    | VXL-3 | 2.6 | 17.3 | 68.0 | 8.8 | 9 400 | 618 | 3 |
"""


def mismatches(said):
    """(severity, subject, metric, printed in the table, said in the text) of the contradictions of table and prose."""
    found = analyse_table(TABLE, prose=(said,)).coded("table-text-mismatch")
    return [(f.severity, f.subject, f.metric, f.observed, f.expected) for f in found]


@pytest.mark.parametrize(
    ("said", "metric", "told"),
    [
        ("Albertsen et al. obtained 32 700 cd m^{−2} and an EQE of 12.4% with VXL-1.^{1}", "L_max", "32 700 cd m^−2"),
        ("VXL-1 is known for its 17.3% and for a CE of 15.1 cd A^{−1}.^{1}", "EQE", "17.3%"),
        ("VXL-2 excels with 21 800 cd m^{−2} and an EQE of 9.8%.^{2}", "L_max", "21 800 cd m^−2"),
    ],
    ids=["digits swapped", "another row's share", "another order of digits"],
)
def test_a_number_without_a_metric(said, metric, told):
    """What is the row's but for a slip, or another row's beside a number of this one, contradicts it."""
    assert [(f[0], f[2], f[4]) for f in mismatches(said)] == [("warning", metric, told)]


@pytest.mark.parametrize(
    "said",
    [
        "VXL-1 gave 23 700 cd m^{−2} and an EQE of 12.4%.^{1}",
        "A 12 nm layer of VXL-1 gave an EQE of 12.4%.^{1}",
        "VXL-1, which transmits 92% of the light, gave an EQE of 12.4%.^{1}",
        "VXL-1 and VXL-2 differ by 32 700 cd m^{−2}; the EQE of VXL-1 is 12.4%.^{1}",
        "The average of VXL-1 was 32 700 cd m^{−2} at an EQE of 12.4%.^{1}",
        "VXL-1 gave an EQE of 12.4% and kept its colour up to 1000 cd m^{−2}.^{1}",
        "VXL-1 absorbs at 385 nm, and its EQE is 12.4%.^{1}",
        "Inkjet-printed VXL-1 gave 32 700 cd m^{−2} and 9.1%.^{1}",
    ],
    ids=["confirmed", "a thickness", "a transmittance", "two devices", "a mean", "a level", "an absorption", "another process"],
)
def test_numbers_of_other_things(said):
    """Right numbers, thicknesses, levels, means, other processes, and what is told of two devices say nothing of a row."""
    assert mismatches(said) == []
