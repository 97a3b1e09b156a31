"""Who is named with which marker and year, and whether the name can be an author's of an entry, on invented papers and people."""

import pytest

from litmine.checks.citing.attributions import attributions
from litmine.checks.citing.authorship import fits, misspelt
from litmine.geometry import Span
from litmine.records import Reference
from mini_papers import analyse_prose


def attributed(sentence):
    """(name, year, keys of the works) of each attribution of a sentence."""
    paper = analyse_prose(sentence)
    found = attributions(paper.document, paper.tagged)
    return [(a.names[0], a.year, tuple(w.value for w in a.works)) for a in found]


def entry(text, *authors):
    """An entry of a list with the authors as parsed, and its text."""
    return Reference("1", Span(0, len(text)), authors[0] if authors else "", authors), text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Caspari et al.^{2} made a lamp.", ("Caspari", None, ("2",))),
        ("Caspari and co-workers made a lamp.^{2}", ("Caspari", None, ("2",))),
        ("Caspari and his team made a lamp.^{2}", ("Caspari", None, ("2",))),
        ("Caspari’s group made a lamp.^{2}", ("Caspari", None, ("2",))),
        ("The group of Caspari made a lamp.^{2}", ("Caspari", None, ("2",))),
        ("The group of Prof. C. Caspari made a lamp.^{2}", ("Caspari", None, ("2",))),
        ("Caspari and Dorn^{2} made a lamp.", ("Caspari", None, ("2",))),
        ("A lamp was developed by Caspari et al.^{2} at last.", ("Caspari", None, ("2",))),
        ("In 2020, Caspari et al. made a lamp.^{2}", ("Caspari", 2020, ("2",))),
        ("In 2020, a red lamp was made by Caspari et al.^{2}", ("Caspari", 2020, ("2",))),
        ("A lamp reported in 2020 by Caspari et al.^{2} glows.", ("Caspari", 2020, ("2",))),
        ("Imhoff et al. in 2017^{5} made a lamp.", ("Imhoff", 2017, ("5",))),
        ("Caspari et al.^{2} reported in 2020 a lamp.", ("Caspari", 2020, ("2",))),
        ("Caspari et al. (2020)^{2} made a lamp.", ("Caspari", 2020, ("2",))),
        ("Caspari et al. made a lamp with dots in 2020.^{2}", ("Caspari", 2020, ("2",))),
        ("The 2020 report of Caspari et al.^{2} tells of a lamp.", ("Caspari", 2020, ("2",))),
    ],
)
def test_ways_of_naming_a_work(sentence, expected):
    """A name, the year that belongs to it and the marker, in the forms that papers print."""
    assert attributed(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Since 2015, lamps have improved, as Caspari et al.^{2} showed.",
        "In 2015, lamps were dull, and Caspari et al.^{2} made them shine.",
        "In 2015, when Caspari et al.^{2} began, lamps were dull.",
        "From 2015 to 2018, Caspari et al.^{2} made lamps.",
        "Following a report in 2015, Caspari et al.^{2} made a lamp.",
        "Caspari et al.^{2} improved the lamp that had been shown in 2015.",
        "In contrast to the 2015 lamp, Caspari et al.^{2} used dots.",
        "Caspari et al. improved a lamp reported in 2015.^{2}",
    ],
)
def test_years_of_something_else(sentence):
    """A year of another event is not the work's."""
    ((_, year, works),) = attributed(sentence)
    assert (year, works) == (None, ("2",))


@pytest.mark.parametrize(
    "sentence",
    [
        "Caspari et al. made lamps, whereas the device of Ref. 1 stays dark.",
        "Caspari et al. made a lamp; later ones use dots.^{1}",
        "Caspari et al. used VXL-1^{1} and VXL-2^{3} below the dots.",
        "Caspari et al. followed the method described in Ref. 1 for their lamp.",
        "Inspired by Caspari et al., the dots were washed.^{1}",
        "Caspari et al. got 12%, higher than that of lamps with dots.^{1}",
    ],
    ids=["whereas", "semicolon", "markers of materials", "marker as a noun", "aside", "compared"],
)
def test_markers_of_something_else(sentence):
    """A marker that the sentence gives to another thing is not the work's."""
    ((_, _, works),) = attributed(sentence)
    assert works == ()


def test_lists_of_names():
    """Names joined by "and" share the marker behind the last; a name spoken of aside takes those joined to it along."""
    assert attributed("Albertsen et al., Caspari et al. and Ebert et al. made lamps.^{1–3}") == [
        (name, None, ("1", "2", "3")) for name in ("Albertsen", "Caspari", "Ebert")
    ]
    assert attributed("Inspired by Albertsen et al. and Caspari et al., Ebert et al. made a lamp.^{3}") == [
        ("Albertsen", None, ()),
        ("Caspari", None, ()),
        ("Ebert", None, ("3",)),
    ]


def test_capitalised_words_are_people_only_where_the_list_has_them():
    """Two materials joined by "and" before a marker are no authors."""
    assert attributed("Layers of Zinc and Silver^{2} were used.") == []


@pytest.mark.parametrize(
    ("name", "authors"),
    [
        ("Muller", "K. Müller, L. Lund"),
        ("Mueller", "K. Müller, L. Lund"),
        ("Müller", "K. Mueller, L. Lund"),
        ("Muller", "K. Mueller, L. Lund"),
        ("Strauß", "K. Strauss"),
        ("Sorensen", "K. Sørensen"),
        ("Garcia", "N. García-López"),
        ("Lopez", "N. García-López"),
        ("Garcia-Lopez", "N. García López"),
        ("van der Meer", "P. van der Meer"),
        ("Meer", "P. van der Meer"),
        ("O’Neil", "R. O'Neil"),
        ("CASPARI", "C. Caspari"),
        ("Caspari", "CASPARI C, DORN D"),
        ("Zhang", "Zhang Wei, Moos Max"),
        ("Wei", "Zhang Wei, Moos Max"),
        ("Albertsen", "A. Albert- sen"),
    ],
)
def test_one_name_in_two_spellings(name, authors):
    """Accents, transliteration, parts of double names, particles, capitals, either order and broken words are one name."""
    assert fits([name], *entry(f"{authors}, J. Invented Mater. 2019, 12, 101.", authors)) is True


@pytest.mark.parametrize(
    ("name", "author"), [("Lee", "W. Yi"), ("Wang", "A. Yang"), ("Chen", "A. Cheng"), ("Li", "A. Liu"), ("Xu", "A. Xue")]
)
def test_short_names_that_are_alike_are_two(name, author):
    """One letter tells two short names apart."""
    assert fits([name], *entry(f"{author}, J. Invented Mater. 2019, 12, 101.", author)) is False


def test_entries_that_cannot_tell():
    """Hidden authors, no authors, and a Chinese name that may stand in the other order prove nothing."""
    assert fits(["Lund"], *entry("K. Karlsen et al., Imag. Electron. 2019, 12, 101.", "K. Karlsen")) is None
    assert fits(["Lund"], *entry("Imag. Electron. 2019, 12, 101.")) is None
    assert fits(["Huang"], *entry("H. Bin, Y. Ji, Imag. Electron. 2019, 12, 101.", "H. Bin", "Y. Ji")) is None
    assert fits(["Huang"], *entry("H. Chen, Y. Ji, Imag. Electron. 2019, 12, 101.", "H. Chen", "Y. Ji")) is False


def test_a_slip_in_a_long_name():
    """One letter off in a long name is a slip of the pen; in a short one it is another name."""
    assert misspelt(["Albertson"], entry("", "A. Albertsen")[0]) == "Albertsen"
    assert misspelt(["Liu"], entry("", "A. Li")[0]) == ""
