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


OTHER_WORK = work("L. Xie", 2019, "15", "19")


def test_a_mixture_is_none_of_its_parts():
    """A blend of two compounds is another device than one of them alone; a whole stack of layers is known by its materials."""
    blend = Row("TFB:CBQ-V", work(), (), CuratedCell("t.csv", 2, "HTL", ""), names=("TFB", "CBQ-V"))
    stack = Row("ITO/PEDOT:PSS/CBQ-V/QD/ZnO/Al", work(), (), CuratedCell("t.csv", 3, "HTL", ""), names=("PEDOT:PSS", "CBQ-V", "ZnO"))
    assert name_likeness(blend, row("CBQ-V")) == 0
    assert name_likeness(stack, row("CBQ-V")) == 0.9
    assert match([blend], [row("CBQ-V", work())]) == ()
    assert len(match([stack], [row("CBQ-V", work())])) == 1


def test_rows_that_nothing_tells_apart_are_no_certain_match():
    """Two curated rows fit one device equally well: the pair names the rival. Values decide where they can."""
    right = [row("TFQ", work(), "red", EQE="12.4"), row("TFQ", work(), "blue", EQE="5.4")]
    (pair,) = match([row("TFQ", work(), EQE="9.9")], right)
    assert not pair.is_certain
    assert {pair.right, *pair.right_rivals} == {0, 1}
    (pair,) = match([row("TFQ", work(), EQE="5.4")], right)
    assert (pair.right, pair.is_certain) == (1, True)


def test_two_devices_and_one_row():
    """Of two devices that would do equally well for one row, neither is taken for sure."""
    (pair,) = match([row("TFQ", work(), EQE="12.4"), row("TFQ", work(), EQE="12.4")], [row("TFQ", work(), EQE="12.4")])
    assert {pair.left, *pair.left_rivals} == {0, 1}


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (row("TFQ", work(), EQE="12.4", CE="15.1"), row("TFQ", OTHER_WORK, EQE="12.4", CE="15.1"), "other cited work"),
        (row("X2", work(), EQE="12.4", CE="15.1"), row("X4", work(), EQE="12.4", CE="15.1"), "other name"),
        (row("poly-QRS", EQE="12.4", CE="15.1"), row("poly-QSR", EQE="12.4", CE="15.1"), "names alike"),
    ],
)
def test_values_show_a_wrong_name_or_work(left, right, reason):
    """Rows that share all their values are one device, though its name or its cited work is told otherwise."""
    (pair,) = match([left], [right])
    assert reason in pair.reason


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (row("TFQ", work(), EQE="12.4", CE="15.1"), row("TFQ", OTHER_WORK, EQE="12.4", CE="9.9")),
        (row("X2", work(), EQE="12.4", CE="15.1"), row("X4", work(), EQE="12.4", CE="15.9")),
        (row("X2", work(), HOMO="−5.4", LUMO="−2.3"), row("X4", work(), HOMO="−5.4", LUMO="−2.3")),
        (row("X2", work(), EQE="12.4"), row("X4", work(), EQE="12.4")),
        (row("X2", EQE="12.4", CE="15.1"), row("Y7", EQE="12.4", CE="15.1")),
    ],
    ids=["half of the values", "series", "levels alone", "one value", "no name, no work"],
)
def test_values_that_show_nothing(left, right):
    """Some equal values do not make two names, or two works, one device."""
    assert match([left], [right]) == ()


@pytest.mark.parametrize(
    ("observed", "expected", "cause"),
    [
        ("25200", "25.2", "unit slip, a factor of 1000"),
        ("0.0252", "25.2", "unit slip, a factor of 1000"),
        ("252", "25.2", "decimal point shifted by 1"),
        ("16.336", "16.3", "citation digits glued to the number (36)"),
        ("14.1", "20.7", "unknown"),
    ],
)
def test_cause_of_a_factor_or_of_glued_digits(observed, expected, cause):
    """A thousand is a unit's slip, ten a decimal point's; digits after the whole number are a citation's."""
    a, b = row("A", EQE=observed), row("A", EQE=expected)
    assert likely_cause(a.entries[0], b.entries[0], a, [a]) == cause


def entry(metric, text, **said):
    """One value as a table prints it, with its statistic and conditions."""
    return Entry(metric, read_cell(text, "%")[0].quantity, text, CuratedCell("t.csv", 2, f"{metric}{said}", text), **said)


def test_cause_from_other_statements_of_the_device():
    """A mean in place of the champion, and another operating point."""
    place = CuratedCell("t.csv", 2, "HTL", "A")
    mean, at = entry("EQE", "12.7", statistic="mean"), entry("EQE", "9.6", conditions=("@1000 cd/m2",))
    full = Row("A", None, (entry("EQE", "14.2"), mean, at), place)
    for text, cause in (("12.7", "champion against mean"), ("9.6", "other condition (@1000 cd/m2)")):
        assert likely_cause(full.entries[0], entry("EQE", text), full, [full]) == cause


def test_cause_from_the_neighbouring_column():
    """A value that stands in the next column of the row, too, was copied from there; it is no exchange of the two."""
    wrong, right = row("A", CE="32.1", PE="32.1"), row("A", CE="25.2", PE="32.1")
    assert likely_cause(wrong.entries[0], right.entries[0], wrong, [wrong], right, [right]) == "the value of the neighbouring column, PE"
    swapped = row("A", CE="32.1", PE="25.2")
    assert likely_cause(swapped.entries[0], right.entries[0], swapped, [swapped], right, [right]) == "CE and PE exchanged"


def test_dois_and_pages_in_other_clothes():
    """A DOI with its address is the DOI, and an article number with its e the number."""
    assert same_work(work(doi="10.1/A"), work("X. Other", 1999, "1", "1", "https://doi.org/10.1/a")) is True
    assert same_work(work(page="e2200450"), work("X. Other", 1999, page="2200450")) is True
