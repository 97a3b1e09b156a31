"""Authors, years, figures, tables and references that the text points to, on invented papers."""

import pytest

from mini_papers import analyse_prose, analyse_table


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


# ---- figures, tables, references ------------------------------------------------------------------------------------------

FIGURES = ("Figure 1. (a) Spectrum and (b) efficiency of the device.", "Figure 2. A layer.", "Figure 3. A layer (a) before use.")


def pointing(sentence, *captions):
    """(target, as printed) of the pointers that lead nowhere."""
    found = analyse_prose(sentence, *captions).coded("cross-reference")
    return [(f.subject, f.observed) for f in found]


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Figure 4 shows the layer.", "Figure 4"),
        ("The layer is shown in Fig. 5.", "Figure 5"),
        ("Figure 1c shows the layer.", "Figure 1c"),
    ],
)
def test_figure_that_the_paper_does_not_have(sentence, target):
    """A figure beyond the last caption, or a panel beyond the last letter, is flagged."""
    ((subject, _),) = pointing(sentence, *FIGURES)
    assert subject == target


@pytest.mark.parametrize(
    "sentence",
    [
        "Figure 1 and Figure 2 show the layer.",
        "Figure 1a,b shows the layer.",
        "Figure 2c shows the layer.",
        "Figure 3b shows the layer.",
        "Figure 5 of ref. 2 shows the layer.",
        "Fig. 5 in Albertsen et al. shows the layer.",
        "Figure S3 shows the layer.",
        "Figure 7 of the Supporting Information shows the layer.",
    ],
    ids=[
        "there",
        "panels",
        "caption without panels",
        "caption with one panel",
        "of a reference",
        "of other authors",
        "supplement number",
        "supplement",
    ],
)
def test_figures_that_are_there_or_elsewhere(sentence):
    """Figures with a caption, panels a caption does not list, and figures of other works or the supplement are left alone."""
    assert pointing(sentence, *FIGURES) == []


def test_captions_with_holes_prove_nothing():
    """Where Figure 2 is missing among 1 and 3, captions were lost in reading: nothing is said of Figure 5."""
    assert pointing("Figure 5 shows the layer.", "Figure 1. A layer.", "Figure 3. A layer.") == []
    assert pointing("Figure 5 shows the layer.") == []


def test_table_that_the_paper_does_not_have():
    """A second table is not there; the first is."""
    table = """
        | HTL | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | VXL-1 | 12.4 | 15.1 |
        | VXL-2 | 9.8 | 11.7 |
    """
    found = analyse_table(table, prose=("Table 1 and Table 2 list the devices.",)).coded("cross-reference")
    assert [f.subject for f in found] == ["Table 2"]


def test_reference_beyond_the_list():
    """Marker 6 of a list of five is flagged, 5 is not."""
    found = analyse_prose("It works.^{1} It does.^{2} Others agree.^{6} So do we.^{5}").coded("cross-reference")
    assert [(f.subject, f.observed) for f in found] == [("reference 6", "6")]
