"""Which device is which: names, cited works, one-to-one assignment."""

import pytest

from litmine.causes import likely_cause
from litmine.cells import read_cell
from litmine.geometry import Span
from litmine.matching import Entry, Row, match, name_likeness, same_work, surname
from litmine.records import CuratedCell, Reference


def work(author="J. Zhao", year=2006, volume="6", page="463", doi="", key="1"):
    """A reference as a list prints it."""
    return Reference(key, Span(0, 0), author, (author,), "", "Nano Lett.", year, volume, page, doi)


def row(label, reference=None, colour="unstated", **values):
    """A row with printed values, as the curated side has them."""
    entries = tuple(
        Entry(metric, read_cell(text, "%")[0].quantity, text, CuratedCell("t.csv", 2, metric, text)) for metric, text in values.items()
    )
    return Row(label, reference, entries, CuratedCell("t.csv", 2, "HTL", label), colour)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Y. H. Niu", "niu"),
        ("Niu, Y. H.", "niu"),
        ("S.-W. Chao", "chao"),
        ("Y.-Q.-Q. Yi", "yi"),
        ("Niu YH", "niu"),
        ("D. van Dyck", "dyck"),
    ],
)
def test_surname_of_printed_forms(printed, expected):
    """The surname is found in the orders that reference lists use."""
    assert surname(printed) == expected


def test_same_work_by_volume_and_page_or_author_and_year():
    """Volume and page decide; without them author and year, a year apart let pass."""
    assert same_work(work(), work("Zhao, J.", 2007)) is True
    assert same_work(work(volume="", page=""), work(year=2007, volume="", page="")) is True
    assert same_work(work(volume="", page=""), work(year=2009, volume="", page="")) is False
    assert same_work(work(), work("L. Xie", 2019, "15", "1900111")) is False
    assert same_work(work(), None) is None


def test_a_doi_outweighs_everything():
    """Two DOIs decide, whatever the rest says."""
    assert same_work(work(doi="10.1/A"), work("X. Other", 1999, "1", "1", "10.1/a")) is True
    assert same_work(work(doi="10.1/A"), work(doi="10.1/B")) is False


def test_members_of_a_series_are_never_one_compound():
    """A digit apart is another compound; a swapped letter is the same one."""
    assert name_likeness(row("TPX-2"), row("TPX-4")) == 0
    assert name_likeness(row("poly-QRS"), row("poly QRS")) == 1
    assert 0.7 < name_likeness(row("VB-FNPD"), row("VB-FNDP")) < 1


def test_exact_names_win_over_alike_ones():
    """Two compounds of one paper that look alike are matched each to itself, whatever the order."""
    left = [row("DQ-SFCZ", work()), row("DQ-FLCZ", work())]
    right = [row("DQ-FLCZ", work()), row("DQ-SFCZ", work())]
    assert {(p.left, p.right) for p in match(left, right)} == {(0, 1), (1, 0)}


def test_one_name_from_two_papers_is_two_devices():
    """The cited work keeps devices of one name apart, and colours do."""
    assert match([row("TFQ", work())], [row("TFQ", work("L. Xie", 2019, "15", "19"))]) == ()
    assert match([row("TFQ", work(), "red")], [row("TFQ", work(), "blue")]) == ()
    assert len(match([row("TFQ", work(), "red")], [row("TFQ", work())])) == 1


@pytest.mark.parametrize(
    ("observed", "expected", "cause"),
    [
        ("21.4", "24.1", "digits swapped"),
        ("2.14", "21.4", "decimal point shifted by 1"),
        ("21.4", "21.9", "one digit differs"),
        ("−5.3", "5.3", "sign lost"),
        ("−5.30", "5.3", "sign lost"),
        ("51.1 cd A^−1", "15.1", "digits swapped"),
        ("1.51 cd A^−1", "15.1 cd A^−1", "decimal point shifted by 1"),
        ("21 600 cd m^−2", "21 900", "one digit differs"),
        ("17.77", "3.2", "unknown"),
    ],
)
def test_cause_of_a_slip(observed, expected, cause):
    """The numbers themselves show how they came to differ."""
    a, b = row("A", EQE=observed), row("A", EQE=expected)
    assert likely_cause(a.entries[0], b.entries[0], a, [a]) == cause


def test_cause_from_the_neighbours():
    """Exchanged columns and a neighbour's value are recognised."""
    a = row("A", HOMO="−2.4", LUMO="−5.3")
    b = row("A", HOMO="−5.3")
    assert likely_cause(a.entries[0], b.entries[0], a, [a]) == "HOMO and LUMO exchanged"
    low, high = row("A", EQE="7.3"), row("B", EQE="18.6")
    assert likely_cause(low.entries[0], row("A", EQE="18.6").entries[0], low, [low, high]) == "the value of the neighbouring row, B"
