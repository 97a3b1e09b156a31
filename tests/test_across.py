"""One device in several invented papers: whose numbers differ, and whose do not."""

from itertools import count

import pytest

from litmine.across import compare_papers
from litmine.domain import load_domain
from mini_papers import analyse_table

TABLE = """
    | HTL | EQE (%) | CE (cd A^−1) | L_max (cd m^−2) | Ref. |
    |---|---|---|---|---|
    | VXL-1 | 12.4 | 15.1 | 12000 | 1 |
    | VXL-2 | 9.8 | 11.7 | 8000 | 2 |
"""


NUMBERS = count(1)  # each review is a paper of its own


def review(*changes, prose=()):
    """A review with the table above, some cells of it changed."""
    table = TABLE
    for old, new in changes:
        assert old in table
        table = table.replace(old, new, 1)
    return analyse_table(table, prose=prose, title=f"Lamps: review {next(NUMBERS)}")


def against(*papers, told=()):
    """The flags of papers compared with each other."""
    return compare_papers([(p.document, p.devices, p.measurements) for p in papers], load_domain("qled"), told)


def test_papers_that_agree():
    """The same numbers, rounded or in another unit, are no disagreement."""
    other = review(("12.4", "12.42"), ("| 12000 |", "| 12 × 10^3 |"))
    assert against(review(), other) == ()


def test_one_of_three_differs():
    """Two papers outweigh one: the odd one is flagged, with every place and the likely slip."""
    odd = review(("12.4", "14.2"))
    papers = [review(), odd, review()]
    (flag,) = against(*papers)
    assert (flag.code, flag.stage, flag.severity, flag.subject, flag.metric) == ("value-mismatch", "diff", "warning", "VXL-1", "EQE")
    assert (flag.observed, flag.expected, flag.cause) == ("14.2", "12.4", "digits swapped")
    assert flag.document == odd.document.source.sha256
    assert [a.document for a in flag.anchors] == [papers[i].document.source.sha256 for i in (1, 0, 2)]


def test_one_wrong_value_in_two_papers_is_one_family():
    """Papers that share the other value are one flag."""
    (flag,) = against(review(), review(), review(), review(("12.4", "17.9")), review(("12.4", "17.9")))
    assert (flag.observed, flag.expected, len(flag.anchors)) == ("17.9", "12.4", 5)


def test_an_implausible_value_is_the_wrong_one():
    """Of two papers the one with the impossible number is flagged."""
    (flag,) = against(review(("12.4", "124")), review())
    assert (flag.observed, flag.expected, flag.cause) == ("124", "12.4", "decimal point shifted by 1")


@pytest.mark.parametrize(
    "change",
    [("| 1 |", "| 3 |"), ("VXL-1", "VXL-3"), ("| EQE (%) |", "| EQE@1000 cd m^−2 (%) |"), ("| EQE (%) |", "| average EQE (%) |")],
    ids=["other work", "other name", "other condition", "mean"],
)
def test_what_is_not_the_same_is_not_compared(change):
    """Another work, another device, another operating point or a mean may have any value."""
    assert against(review(), review(("12.4", "17.9"), change)) == ()


def test_prose_that_gives_the_value_agrees():
    """A paper whose text has the value of the others contradicts nobody, and its table does not count twice."""
    spoken = review(("| 12.4 |", "| – |"), prose=("The device with VXL-1 reached an EQE of 12.4%.^{1}",))
    assert against(review(), spoken) == ()
    (flag,) = against(review(), review(("| 12.4 |", "| – |"), prose=("The device with VXL-1 reached an EQE of 17.9%.^{1}",)))
    assert (flag.observed, flag.expected) == ("17.9%", "12.4")


def test_what_the_curated_table_told_is_not_told_again():
    """A place that is flagged against the curated table earns no second flag."""
    papers = review(), review(("12.4", "14.2"))
    (flag,) = against(*papers)
    assert against(*papers, told={flag.evidence[0]}) == ()
