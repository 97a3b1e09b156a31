"""Years and authors in the rows of a table against the works the rows cite, on invented papers."""

import pytest

from mini_papers import analyse_table

TABLE = """
    | Authors | HTL | EQE (%) | Year | Ref. |
    |---|---|---|---|---|
    | Albertsen et al. | VXL-1 | 12.4 | 2019 | [1] |
    | {} | VXL-2 | 9.8 | {} | [2] |
    | Ebert et al. | VXL-3 | 8.3 | 2021 | [3] |
    | Imhoff et al. | VXL-4 | 8.1 | 2017 | [5] |
"""


def flagged(name, year):
    """(code, severity, observed, expected) of the flags about citations; the second row cites Caspari's work of 2020."""
    paper = analyse_table(TABLE.format(name, year), prose=("Lamps are known [1–3], and so are layers [4,5].",))
    return [(f.code, f.severity, f.observed, f.expected) for f in paper.flags if f.code.startswith("citation-")]


def test_year_of_a_row():
    """A year that is not the cited work's is a warning, one off an info."""
    assert flagged("Caspari et al.", 2015) == [("citation-year", "warning", "2015", "2020")]
    assert flagged("Caspari et al.", 2021) == [("citation-year", "info", "2021", "2020")]


def test_author_of_a_row():
    """A name that no author of the cited work has is a warning."""
    assert flagged("Ebert et al.", 2020) == [("citation-mismatch", "warning", "2", "")]


@pytest.mark.parametrize(("name", "year"), [("Caspari et al.", 2020), ("Dorn et al.", 2020), ("Lamps and Sons", 2020), ("–", "–")])
def test_rows_that_agree(name, year):
    """First and later authors, companies and empty cells are left alone."""
    assert flagged(name, year) == []


def test_a_table_read_askew():
    """Where most rows disagree the columns are not what they seem: info."""
    table = TABLE.replace("2019", "2012").replace("2021", "2011").replace("2017", "2010")
    paper = analyse_table(table.format("Caspari et al.", 2015), prose=("Lamps are known [1–3], and so are layers [4,5].",))
    assert {f.severity for f in paper.coded("citation-year")} == {"info"}
