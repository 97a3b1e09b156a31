"""Authors and years of the works that the text cites, on invented papers."""

import pytest

from mini_papers import analyse_prose, analyse_table, analyse_text


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


# ---- which person, and which work is left over ------------------------------------------------------------------------------

LEFT_OVER = """
1. B. Lee, R. Rot, Adv. Mater. 2015, 12, 101.
2. J.-W. Lee, S. Sand, Adv. Mater. 2018, 15, 202.
3. G. Gundel, U. Ulm, Adv. Mater. 2018, 15, 404.
4. H. Harms, V. Voss, D. Dorn, Adv. Mater. 2015, 15, 505.
5. H. Harms, D. Dorn, Adv. Mater. 2019, 14, 606.
6. I. Imhoff, J. Jansen, Adv. Mater. 2017, 10, 777.
7. K. Karlsen, L. Lund, Adv. Mater. 2019, 10, 888.
"""
FULL_NAMES = """
1. Hai Chen, Rolf Rot. Lamps of two inks. Small 5, 12 (2015).
2. Bo Chen, Sara Sand. Lamps of many inks. Small 6, 120 (2018).
3. Gert Gundel, Ulla Ulm. Layers for lamps of ink. Small 7, 21 (2018).
"""


def with_left_over(*said, entries=LEFT_OVER, cited="[1,3,4,6]"):
    """(severity, observed, expected) of the flags about authors where only the works ``cited`` are cited besides what is said."""
    start = "# Lamps: a review\n\nWe compare lamps of many colours with each other, and we tell who made the first of them."
    known = f"Lamps are known, and they glow in all colours {cited}."
    paper = analyse_text("\n\n".join([start, "## Results", known, *said, "## References", entries]))
    return [(f.severity, f.observed, f.expected) for f in paper.coded("citation-mismatch")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("B. Lee et al. made a lamp [1]. J.-W. Lee et al. dimmed it with care [3].", ("error", "3", "2")),
        ("The dimmest lamp was made by J.-W. Lee and co-workers from ink [1].", ("warning", "1", "2")),
        ("Harms et al. made a lamp [4]. Harms et al. themselves told of its colours at last [6].", ("warning", "6", "5")),
        ("Harms et al. made a lamp [4]. The same laboratory, headed by Dorn, told of its colours [6].", ("warning", "6", "5")),
        ("Later, a team led by D. Dorn told of the colours of lamps [6].", ("warning", "6", "5")),
        ("As was shown by Karlsen and Lund, such lamps need no ageing [6].", ("warning", "6", "7")),
        ("Karlsen and Lund heated such lamps for a week and found no ageing [6].", ("warning", "6", "7")),
        ("Lamps do not age, Karlsen and Lund have shown [6].", ("warning", "6", "7")),
    ],
)
def test_the_work_that_no_sentence_cites_is_meant(said, expected):
    """Another person's number, and the one work of the person named is cited nowhere: initials, groups by their leader, and pairs."""
    assert with_left_over(said) == [expected]


@pytest.mark.parametrize(
    "said",
    [
        "B. Lee et al. made a lamp [1]. J.-W. Lee et al. dimmed it with care [2].",
        "J. Lee et al. made a lamp [2], and Lee et al. made another [1].",
        "B.-H. Lee et al. made a lamp [1].",
        "M. Lee et al. made a lamp [1].",
        "Gundel et al. made a lamp [3]. Gundel et al. improved its layer by heating [6].",
        "Work led by Silver and by Mercury is known [6].",
        "Karlsen and Gundel never met, which is known from lamps of ink [6].",
        "Following Karlsen and Lund, lamps were heated [6].",
        "Lamps of Imhoff and Jansen need no ageing, unlike those of Karlsen and Lund [6].",
        "The group led by Jansen made a lamp [6].",
        "Since the days of Karlsen and Lund the colours of lamps have been measured [6].",
        "Karlsen and co-workers used the ink of Gundel [3].",
        "Karlsen et al. first saw such colours, as is reviewed elsewhere [6].",
    ],
)
def test_people_who_may_be_right(said):
    """Initials that agree as far as printed or that no other entry has, accounts that go on, aside names and words that are nobody."""
    assert with_left_over(said) == []


def test_an_account_goes_on_where_every_work_is_cited():
    """Where all works of a name are cited, a second sentence with another marker may go on about the first."""
    said = "Harms et al. made a lamp [4]. Harms et al. told of its colours with a new meter [6]."
    assert with_left_over(said, cited="[1–7]") == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("In 2019, Karlsen et al. heated lamps; these glowed for a week [6].", [("warning", "6", "7")]),
        ("In 2019, Karlsen et al., whose lamps are small, heated them for a week [6].", [("warning", "6", "7")]),
        ("Karlsen et al. in 2019 made them from ink, but none glowed for a week [6].", [("warning", "6", "7")]),
        ("In 2014, Karlsen et al. heated lamps; these glowed for a week [6].", []),
        ("In 2019, Karlsen et al. [7] heated lamps; these glowed for a week [6].", []),
        ("In 2019, Karlsen et al. heated the lamps of Imhoff et al.; these glowed for a week [6].", []),
        ("Following Karlsen et al. in 2019, lamps were heated; these glowed for a week [6].", []),
    ],
)
def test_a_marker_behind_a_break(said, expected):
    """Behind a semicolon the marker may be another's, unless the work of that name and year is cited nowhere."""
    assert with_left_over(said) == expected


def test_first_names_tell_people_apart():
    """ "Bo Chen" is not Hai Chen; a word before a name that no entry has as a first name says nothing."""
    assert with_left_over("Hai Chen et al. made lamps [1], and Bo Chen et al. mixed inks [3].", entries=FULL_NAMES, cited="[1,3]") == [
        ("error", "3", "2")
    ]
    assert with_left_over("Bo Chen et al. mixed many inks [1].", entries=FULL_NAMES, cited="[1,3]") == [("warning", "1", "2")]
    assert with_left_over("In Japan Chen et al. mixed many inks [1].", entries=FULL_NAMES, cited="[1,3]") == []


TABLE = """
    | HTL | EQE (%) | Ref. |
    |---|---|---|
    | VXL-1 | 12.4 | [1] |
    | VXL-2 | 9.8 | [2] |
    | VXL-3 | 8.3 | [3] |
"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Caspari et al. washed the layer [3]. VXL-2 shone brightly. They also inverted it [2].", [("warning", "3", "2")]),
        ("Caspari et al. washed the VXL-2 layer twice [3]. They also inverted it [2].", [("warning", "3", "2")]),
        ("The VXL-2 of Caspari et al. was washed with care [1]. Later they inverted it [2].", [("warning", "1", "2")]),
        ("Caspari et al. washed the layer [3]. It shone brightly. They also inverted it [2].", []),
        ("Caspari et al. used VXL-3 below the dots [3]. VXL-2 shone brightly. They also inverted it [2].", []),
        ("Caspari et al. made VXL-2 [2]. Caspari et al. washed VXL-2 with a liquid [3].", []),
        ("Caspari et al. covered VXL-3 with VXL-2 [3]. They also inverted it [2].", []),
    ],
)
def test_the_row_of_the_device_told_of(said, expected):
    """A name, its device's row and a marker that is neither's: the paragraph's later right marker does not excuse it."""
    found = analyse_table(TABLE, prose=("Lamps are known [1], and layers [3], [4], [5].", said)).coded("citation-mismatch")
    assert [(f.severity, f.observed, f.expected) for f in found] == expected
