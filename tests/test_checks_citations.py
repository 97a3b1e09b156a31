"""Authors and years of the works that the text cites, on invented papers."""

import pytest

from mini_papers import analyse_prose, analyse_text


def citing(sentence):
    """(code, severity, observed, expected) of the flags about citations."""
    flags = analyse_prose(sentence).flags
    return [(f.code, f.severity, f.observed, f.expected) for f in flags if f.code.startswith("citation-")]


def test_author_of_another_reference():
    """The named author wrote entry 2, the marker says 1: an error that points to both entries."""
    paper = analyse_prose("Caspari et al. described VXL-1.^{1}")
    (flag,) = paper.flags
    assert (flag.code, flag.severity, flag.subject, flag.observed, flag.expected) == ("citation-mismatch", "error", "Caspari", "1", "2")
    assert flag.anchors[0].quote == "Caspari et al."
    assert [a.span for a in flag.anchors[1:]] == [paper.document.reference("1").span, paper.document.reference("2").span]


def test_author_of_no_reference():
    """A name that no entry has is less sure: the entry may be wrong as well as the name."""
    assert citing("Zwickel et al. described VXL-2.^{2}") == [("citation-mismatch", "warning", "2", "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Albertsen et al. described VXL-1.^{1}",
        "Brandt et al. described VXL-1.^{1}",
        "Dorn and co-workers described VXL-2.^{2}",
        "Caspari and Dorn et al. described VXL-2.^{2}",
        "Prof. Caspari and colleagues described VXL-2.^{2}",
        "Klein et al. described VXL-4.^{4}",
        "Harms et al. described VXL-4.^{4}",
        "Albertsen et al. and Caspari et al. described VXL-1.^{1,2}",
        "Albertsen et al.^{1} improved on what Caspari et al.^{2} had made.",
        "Following an idea of Caspari et al., Albertsen et al. described VXL-1.^{1}",
        "Caspari et al. described VXL-2 in one of many papers.^{1,2}",
        "Caspari et al. described VXL-2 without a marker.",
    ],
    ids=[
        "first author",
        "second author",
        "co-workers",
        "two names",
        "title",
        "hidden behind et al.",
        "before et al.",
        "two names, two works",
        "marker each",
        "idea of another",
        "one of two",
        "no marker",
    ],
)
def test_a_right_citation_is_left_alone(sentence):
    """Any author of any of the cited works will do, and one that "et al." of the entry may hide is not denied."""
    assert citing(sentence) == []


@pytest.mark.parametrize(
    "lead",
    [
        "Unlike",
        "Inspired by the work of",
        "Following",
        "Compared with that of",
        "Similar to",
        "In contrast to",
        "According to",
        "By analogy with",
        "By the method of",
        "By a procedure developed by",
        "Following the seminal and much admired work of",
        "Based on the soluble lamp reported by",
    ],
)
def test_a_name_mentioned_aside_is_not_the_one_cited(lead):
    """The marker at the end belongs to what was done, not to whom it is set against or built on."""
    assert citing(f"{lead} Caspari et al., VXL-1 was made soluble.^{{1}}") == []


def test_hidden_authors_leave_little_proof():
    """Where the entry hides its later authors and the sentence gives no year, the mismatch is an info; with the year a warning or more."""
    assert citing("Caspari et al. described VXL-4.^{4}") == [("citation-mismatch", "info", "4", "2")]
    ((_, severity, *_),) = [f for f in citing("In 2020, Caspari et al. described VXL-4.^{4}") if f[0] == "citation-mismatch"]
    assert severity == "error"


def test_year_of_another_work():
    """Four years off is a warning; one year off, as online and print dates are, an info; the right year nothing."""
    assert citing("In 2015, Caspari et al. described VXL-2.^{2}") == [("citation-year", "warning", "2015", "2020")]
    assert citing("In 2019, Caspari et al. described VXL-2.^{2}") == [("citation-year", "info", "2019", "2020")]
    assert citing("In 2021, Caspari et al. described VXL-2.^{2}") == [("citation-year", "info", "2021", "2020")]
    assert citing("In 2020, Caspari et al. described VXL-2.^{2}") == []


def test_a_year_that_is_not_the_works():
    """A year elsewhere in the sentence is not taken for the work's."""
    assert citing("Caspari et al. described VXL-2 for a market of 2030.^{2}") == []
    assert citing("Since 2015 many layers have been made, and Caspari et al. described VXL-2.^{2}") == []


# ---- names and markers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Unlike Caspari et al.,^{1} we used dots.", ("error", "1", "2")),
        ("The lamp was developed by Caspari et al. with much care.^{1}", ("error", "1", "2")),
        ("Albertsen et al.^{2} and Imhoff et al.^{5} made lamps.", ("error", "2", "1")),
        ("Caspari and Dorn^{1} made a lamp.", ("warning", "1", "2")),
        ("Dorn’s group^{1} made a lamp.", ("warning", "1", "2")),
        ("The lamp was reported by Caspari.^{1}", ("warning", "1", "2")),
    ],
)
def test_wrong_markers_in_other_forms(sentence, expected):
    """A marker right at the name is the name's, whatever leads up to it; groups and bare names are warnings."""
    assert [(severity, observed, meant) for _, severity, observed, meant in citing(sentence)] == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Albertsen et al. made a better lamp than that of Caspari et al.^{1}",
        "Caspari et al.^{2} made a lamp. Later, Caspari et al. improved its layer by heating.^{1}",
        "The Oxford group^{1} and the thiol group^{3} are two.",
        "Layers of Indium and Silver^{1} were used.",
        "Albertsen et al., Caspari et al. and others agree.^{1,2}",
        "Gundel’s team, with Klein and co-workers, made a lamp.^{4}",
        "The layer reported by Merck^{1} is soluble.",
    ],
    ids=["compared", "account goes on", "no people", "materials", "shared", "hidden", "company"],
)
def test_markers_that_are_right_in_other_forms(sentence):
    """A marker of somebody else in the sentence, an account that goes on, and names that are no authors raise nothing."""
    assert citing(sentence) == []


def test_a_misspelt_author():
    """A long name one letter off is told as info, with the entry's spelling."""
    paper = analyse_prose("Albertson et al.^{1} made a lamp.")
    (flag,) = paper.coded("citation-mismatch")
    assert flag.severity == "info"
    assert "Albertsen" in flag.message


LIST_OF_TWO_KIMS = """
1. P. Kim, R. Rot, Adv. Mater. 2015, 12, 101.
2. N. Kim, S. Sand, Adv. Mater. 2018, 15, 202.
3. G. Gundel et al. Dim lamps of many colours. Adv. Mater. 2018, 15, 404.
4. H. Harms et al. Cross-linked triarylborane lamps without any layer. Adv. Mater. 2018, 15, 505.
5. I. Imhoff, J. Jansen, Adv. Mater. 2017, 14, 606.
6. H. Harms et al. Lamps by night. Adv. Mater. 2013, 10, 777.
"""


def in_list(sentence):
    """A review with a sentence and the list above."""
    start = "# Lamps: a review\n\nWe compare lamps of many colours with each other, and we tell who made the first of them.\n\n"
    known = "Lamps are known, and they glow in all colours.^{1–6}"
    return analyse_text(f"{start}{known}\n\n{sentence}\n\n## References\n{LIST_OF_TWO_KIMS}")


def citing_in_list(sentence):
    """(code, severity, observed, expected) of the flags of that review."""
    flags = in_list(sentence).flags
    return [(f.code, f.severity, f.observed, f.expected) for f in flags if f.code.startswith("citation-")]


def test_two_groups_of_one_surname():
    """Either Kim may be cited; where the year is the other Kim's, that work is named."""
    assert citing_in_list("In 2015, Kim et al.^{1} made a lamp, and Kim et al.^{2} improved it.") == []
    (flag,) = in_list("In 2018, Kim et al.^{1} made a lamp.").coded("citation-year")
    assert (flag.severity, flag.cause) == ("warning", "citation to another paper")
    assert "reference 2" in flag.message


def test_which_work_of_an_author_is_meant():
    """Of two works by Harms the one whose title shares the sentence's words is named, and they make a hidden author unlikely."""
    said = "Harms et al. used cross-linked triarylborane layers and reached 12%.^{3}"
    assert citing_in_list(said) == [("citation-mismatch", "warning", "3", "4")]
    assert citing_in_list("Harms et al. reached 12%.^{3}") == []


def test_a_list_read_with_wrong_numbers():
    """Where four names in a row and most of all disagree with the list, the list was misread: info only."""
    wrong = ("Caspari", 1), ("Ebert", 2), ("Albertsen", 3), ("Brandt", 5), ("Falk", 1)
    found = citing(" ".join(f"{name} et al.^{{{key}}} made a lamp." for name, key in wrong))
    assert {severity for _, severity, *_ in found} == {"info"}
    assert len(found) == len(wrong)


def test_a_group_behind_hidden_authors():
    """ "Harms and co-workers" may lead the group of the entry's hidden authors: info, where "Harms et al." is a warning."""
    said = "used cross-linked triarylborane layers and reached 12%.^{3}"
    assert citing_in_list(f"Harms and co-workers {said}") == [("citation-mismatch", "info", "3", "4")]
