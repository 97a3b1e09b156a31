"""Rows that repeat each other: the values of another work's device, a device listed twice; and what repeats by chance or by right."""

import pytest

from litmine.checks.tabulated.duplicates import significant
from mini_papers import analyse_table

HEAD = """
    | HTL | Host | EL (nm) | V_on (V) | EQE (%) | CE (cd A^−1) | L_max (cd m^−2) | Ref. |
    |---|---|---|---|---|---|---|---|
"""


def repeated(*rows):
    """Severity, cause and what is told of each flag on a table of these rows."""
    table = HEAD + "\n".join(f"    | {row} |" for row in rows)
    return [(f.severity, f.cause, f.observed) for f in analyse_table(table).coded("duplicate-values")]


FIRST = "VXL-1 | CBP | 528 | 2.5 | 12.43 | 15.1 | 64 230 | 1"


def test_a_copied_row_with_one_number_of_its_own():
    """A row that has all values of another work's but one was copied as well."""
    (found,) = repeated(FIRST, "VXL-2 | mCP | 528 | 2.7 | 12.43 | 15.1 | 64 230 | 2")
    assert found == ("warning", "row copied", "CE 15.1, EL_peak 528, EQE 12.43, L_max 64 230")


def test_two_long_numbers():
    """Two values of four digits do not coincide, whatever the rows lack otherwise."""
    (found,) = repeated(FIRST, "VXL-2 | mCP | – | – | 12.43 | – | 64 230 | 2")
    assert found == ("warning", "row copied", "EQE 12.43, L_max 64 230")


@pytest.mark.parametrize(
    "row",
    [
        "VXL-2 | mCP | 528 | 2.5 | 11.2 | 14.1 | 51 400 | 2",
        "VXL-2 | mCP | 530 | 2.5 | 12 | 15 | 64 000 | 2",
        "VXL-2 | mCP | – | – | – | – | – | 2",
        "VXL-2 | mCP | – | 2.5 | 12.43 | – | – | 2",
        "VXL-2 | mCP | 528 | 2.5 | 12.43 | 15.1 | 64 230 | 1",
        "VXL-1 | CBP | 528 | 2.5 | 12.43 | 15.1 | 64 230 | 2",
    ],
    ids=["colour and voltage", "rounded", "blank", "two short", "one work", "one compound"],
)
def test_no_copy(row):
    """Few digits in common, blanks, rows of one work or of one compound: nothing is said."""
    assert repeated(FIRST, row) == []


def test_few_digits_in_common_are_chance():
    """Three numbers of two digits coincide somewhere in any long table."""
    rows = ("VXL-1 | CBP | – | 2.5 | 12 | 15 | 6400 | 1", "VXL-2 | CBP | – | 2.5 | 12 | 15 | 6400 | 2")
    assert repeated(*rows) == []


def test_a_row_printed_twice():
    """One device of one work, listed twice with the same values: worth knowing, once for all rows of the work."""
    (found,) = repeated(FIRST, "VXL-3 | CBP | 530 | 2.4 | 9.3 | 11.8 | 8800 | 3", FIRST)
    assert found[:2] == ("info", "row repeated")
    assert repeated(FIRST, FIRST.replace("| CBP", "| mCP")) == []
    assert repeated(FIRST, FIRST.replace("| 1", "| 2", 1).replace("64 230 | 1", "64 230 | 3")) == []


def test_a_device_with_two_numbers():
    """Two rows of one device that differ in one value only contradict each other."""
    (found,) = repeated(FIRST, FIRST.replace("15.1", "17.1"))
    assert found == ("warning", "row repeated", "CE 17.1")
    assert repeated(FIRST, FIRST.replace("15.1", "17.1").replace("12.43", "14.06")) == []
    assert repeated(FIRST, FIRST.replace("15.1", "17.1").replace("CBP", "mCP")) == []


@pytest.mark.parametrize(
    ("printed", "digits"), [("12.43", 4), ("0.05", 1), ("64 230", 4), ("100.0", 4), ("100", 1), ("–", 0), ("3.0 × 10^4", 2)]
)
def test_significant_digits(printed, digits):
    """Zeros in front never count, those at the end of a whole number may only fill it."""
    assert significant(printed) == digits
