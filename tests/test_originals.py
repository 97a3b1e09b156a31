"""One device in two reviews: the cited work in a normal form, and one row for what both say."""

import csv
import io

import pytest

from litmine.export import csv_bytes, devices_frame
from litmine.geometry import Span
from litmine.originals import alike_journals, same_original, work_key, work_keys
from litmine.records import Reference
from mini_papers import analyse_text

NOWHERE = Span(0, 0)


def work(author="A. Albertsen", journal="J. Invented Mater.", year=2019, volume="12", page="101", doi="", title=""):
    """An entry of a reference list by people who do not exist."""
    return Reference("1", NOWHERE, author, (author,), title, journal, year, volume, page, doi)


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("Adv. Mater.", "Advanced Materials", True),
        ("Proc. Natl. Acad. Sci.", "Proceedings of the National Academy of Sciences", True),
        ("Adv. Mater.", "Adv. Energy Mater.", False),
        ("Nano Lett.", "Nature Lett.", False),
    ],
)
def test_one_journal_short_and_long(a, b, one):
    """Word for word, an abbreviation has the letters of the word in order."""
    assert alike_journals(a, b) is one
    assert alike_journals(b, a) is one


@pytest.mark.parametrize(
    ("other", "one"),
    [
        (work(), True),
        (work("Albertsen A.", "Journal of Invented Materials", 2020, page="101–109"), True),
        (work(journal=""), True),
        (work(volume="", page=""), True),
        (work(page="111"), False),
        (work("C. Caspari"), False),
        (work(year=2016), False),
        (work(journal="Imag. Electron.", volume="", page=""), False),
        (work(journal="", volume="", page=""), False),
        (work("", "", None), False),
    ],
)
def test_when_two_entries_are_one_work(other, one):
    """Volume and page with author or journal; else author, year and journal; a contradiction or too little is no match."""
    assert same_original(work(), other) is one
    assert same_original(other, work()) is one


def test_dois_decide():
    """Equal DOIs are one work whatever else is printed, other DOIs are two."""
    assert same_original(work(doi="10.1000/A.1"), work("C. Caspari", page="7", doi="https://doi.org/10.1000/a.1"))
    assert not same_original(work(doi="10.1000/a.1"), work(doi="10.1000/a.2"))


def test_normal_form():
    """A DOI where one of the entries of a work prints it, else author, year, journal, volume and page without points."""
    assert work_key(work()) == "albertsen 2019 j invented mater 12 101"
    assert work_key(work("", "", None)) == ""
    plain, cited, other = work(), work(doi="10.1000/A.1"), work("C. Caspari")
    keys = work_keys([plain, cited, other])
    assert (keys[plain], keys[cited], keys[other]) == ("10.1000/a.1", "10.1000/a.1", "caspari 2019 j invented mater 12 101")


def review(name, rows, references):
    """A small review: one table and a numbered reference list."""
    return analyse_text(
        "\n".join(
            [
                "# Lamps: a review\n",
                "The VXL-1 layer, the VXL-2 layer and the VXL-3 layer are insoluble.\n",
                "Table 1. Quantum-dot LEDs.\n",
                *rows,
                "\n## References\n",
                *(f"{i}. {entry}\n" for i, entry in enumerate(references, 1)),
            ]
        ),
        name=name,
    )


FIRST = review(
    "first.md",
    ["| HTL | EQE (%) | Ref. |", "|---|---|---|", "| VXL-1 | 12.4 | 1 |", "| VXL-2 | 9.8 | 2 |", "| VXL-3 | 7.7 | 3 |"],
    [
        "A. Albertsen, B. Brandt, J. Invented Mater. 2019, 12, 101.",
        "C. Caspari, D. Dorn, Imag. Electron. 2020, 7, 2002.",
        "E. Ebert, F. Falk, J. Invented Mater. 2021, 14, 303.",
    ],
)
SECOND = review(
    "second.md",
    ["| HTL | L_max (cd m^−2) | Ref. |", "|---|---|---|", "| VXL-2 | 5200 | 1 |", "| VXL-1 | 4100 | 2 |", "| VXL-3 | 3300 | 3 |"],
    [
        "D. Dorn, G. Gundel, Imag. Electron. 2015, 2, 220.",
        "A. Albertsen, B. Brandt, Journal of Invented Materials 2019, 12, 101. https://doi.org/10.1000/lamps.101",
        "H. Harms, F. Falk, J. Invented Mater. 2021, 15, 17.",
    ],
)


def table(*papers):
    """The devices of a run as a reader of devices.csv sees them."""
    return list(csv.DictReader(io.StringIO(csv_bytes(devices_frame(papers)).decode())))


def test_one_device_of_two_reviews_is_one_row():
    """One compound from one work, cited differently by two reviews, is one row with what both say; other works' stay apart."""
    rows = table(FIRST, SECOND)
    together = [r for r in rows if ";" in r["document"]]
    assert [(r["document"], r["label"], r["EQE [%]"], r["L_max [cd/m2]"]) for r in together] == [
        ("first.md;second.md", "VXL-1", "12.4", "4100")
    ]
    assert (together[0]["original_work"], together[0]["citations"]) == ("10.1000/lamps.101", "1|2")
    assert sorted((r["label"], r["document"]) for r in rows if r not in together) == [
        ("VXL-2", "first.md"),
        ("VXL-2", "second.md"),
        ("VXL-3", "first.md"),
        ("VXL-3", "second.md"),
    ]


def test_order_of_papers_does_not_matter():
    """The same rows, in the same order, whichever paper is given first."""
    assert table(FIRST, SECOND) == table(SECOND, FIRST)


def test_a_paper_meets_the_review_that_cites_it():
    """A research paper's own device and the review's row that cites its DOI are one row."""
    own = analyse_text(
        """
        # Amber QLEDs with VXL-1

        https://doi.org/10.1000/lamps.101

        The VXL-1 layer is insoluble. Our QLEDs with VXL-1 turned on at 2.1 V.
        """,
        name="own.md",
    )
    (row,) = [r for r in table(SECOND, own) if ";" in r["document"]]
    assert (row["L_max [cd/m2]"], row["V_on [V]"], row["original_work"]) == ("4100", "2.1", "10.1000/lamps.101")
