"""Figures, panels, sections, tables and references that the text points to, on invented papers."""

import pytest

from mini_papers import analyse_prose, analyse_table, analyse_text

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


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Equation (3) gives the current.", "Equation 3"),
        ("It is told in Section 4.", "Section 4"),
        ("It is told in Section 2.3.", "Section 2.3"),
        ("It is told in Section 2.3.1.", "Section 2.3.1"),
        ("See Scheme 2 for the layer.", "Scheme 2"),
        ("See Figure S4 for the layer.", "Figure S4"),
        ("Panels are shown in Fig. 1a–c.", "Figure 1c"),
    ],
)
def test_parts_that_the_paper_does_not_have(sentence, target):
    """Equations, sections, schemes, supplementary figures and panels beyond a complete run are flagged, each once."""
    assert missing(sentence) == [(target, "warning")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Equation (2) gives the current, and Section 2.2 the rest of it.",
        "It is told in Section 1.1, in Section 3.1 and in Section 2.1.4.",
        "It is told in Section 7 of the Supporting Information and in Section 9 of ref. 2.",
        "See Table S4 for the layer and Supplementary Note 7.",
        "See Extended Data Figure 3 for the layer.",
        "Figures 1a and 1b and Figure S3 show the layer.",
    ],
)
def test_parts_that_are_there_or_may_be(sentence):
    """Parts of the paper, sections below a heading without numbered ones, and other works' parts are left alone."""
    assert missing(sentence) == []


def missing(sentence):
    """(target, severity) of the pointers that lead nowhere, in a paper with sections, equations, schemes and a supplement."""
    paper = analyse_text(
        "# Lamps of many colours\n\n"
        "## 1. Introduction\n\nLamps are of many kinds, and we tell of them in what follows here below.\n\n"
        f"## 2. Results\n\n### 2.1. Light\n\nThe light of a lamp was measured, and it was found to be bright. {sentence}\n\n"
        "J = a V^2 (1)\n\nV = R I (2)\n\n### 2.2. Layers\n\nThe layers of a lamp were measured, and were found to be thin.\n\n"
        "## 3. Conclusions\n\nLamps are of many kinds, and we have told of them in what went before.\n\n"
        "Figure 1. (a) A lamp and (b) a layer.\n\nScheme 1. A layer.\n\n"
        "Figure S1. A lamp.\n\nFigure S2. A layer.\n\nFigure S3. A light.\n"
    )
    return [(f.subject, f.severity) for f in paper.coded("cross-reference")]


def test_what_is_pointed_to_often_was_lost_in_reading():
    """Three pointers to Figure 4, or pointers to Figures 4 and 5, are of captions that were not read: info."""
    often = "Figure 4 shows it. It is seen in Figure 4. Again, Figure 4 shows it."
    (flag,) = analyse_prose(often, *FIGURES).coded("cross-reference")
    assert (flag.subject, flag.severity, len(flag.evidence)) == ("Figure 4", "info", 3)
    found = analyse_prose("Figure 4 shows it, Figure 5 too.", *FIGURES).coded("cross-reference")
    assert [(f.subject, f.severity) for f in found] == [("Figure 4", "info"), ("Figure 5", "info")]
    found = analyse_prose("Figure 5 shows it, Figure 7 too.", *FIGURES).coded("cross-reference")
    assert [(f.subject, f.severity) for f in found] == [("Figure 5", "warning"), ("Figure 7", "warning")]


def test_panels_in_the_ways_captions_name_them():
    """Ranges, lists, letters without brackets and letters that only stand somewhere in the caption are panels."""
    for caption in (
        "Figure 1. (a–d) Spectra of the device.",
        "Figure 1. (a,b) Spectra and (c,d) lifetimes.",
        "Figure 1. a) Spectrum, b) lifetime, c) layer and d) light.",
        "Figure 1. a, Spectrum. b, Lifetime. c, Layer. d, Light.",
        "Figure 1. (a) Spectrum, (b) lifetime, with the inset of panel d.",
    ):
        assert pointing("Figure 1d shows the layer.", caption) == []
        assert pointing("Figure 1f shows the layer.", caption) != []


def test_methods_that_are_not_there():
    """A paper with headings, none of them Methods, that sends its reader there: info, once."""
    parts = (
        "# Lamps\n\n## Introduction\n\n{}\n\n## Results\n\nLamps glow for hours, as we found.\n\n"
        "## {}\n\nLamps are good, as we have found.\n"
    )
    said = "Lamps were made (see Methods). They were measured in the dark, too (see Methods)."
    (flag,) = analyse_text(parts.format(said, "Conclusions")).coded("cross-reference")
    assert (flag.severity, flag.subject, len(flag.evidence)) == ("info", "Methods", 2)
    for heading in ("Methods", "4. Experimental Section", "Materials and Methods", "Device fabrication"):
        assert analyse_text(parts.format(said, heading)).coded("cross-reference") == ()
    there = "Lamps were made (see Methods in the Supporting Information)."
    assert analyse_text(parts.format(there, "Conclusions")).coded("cross-reference") == ()


@pytest.mark.parametrize(("marker", "flagged"), [("[14]", ["reference 14"]), ("[60]", []), ("[100]", []), ("[4]", [])])
def test_markers_beyond_a_short_list(marker, flagged):
    """In a paper that cites in square brackets a number a little beyond the list is a marker; a large one is something else."""
    names = "A. Albert", "B. Brandt", "C. Carl", "D. Dorn"
    entries = "\n".join(f"[{n}] {name}, Adv. Mater. 20{n + 10}, {n}, 101." for n, name in enumerate(names, 1))
    prose = f"Lamps are known [1], and so are layers [2,3] and dots [4]. They glow at night {marker}."
    start = "# Lamps: a review\n\nWe tell of lamps and of those who made them first."
    found = analyse_text(f"{start}\n\n{prose}\n\n## References\n\n{entries}\n")
    assert [f.subject for f in found.coded("cross-reference")] == flagged


def test_panels_pointed_to_often_were_lost_in_reading():
    """Three pointers beyond the panels of one caption: the rest of the caption was lost, info; one pointer is a slip."""
    paper = analyse_prose("Figure 1c shows it. Figure 1d shows more. The rest is seen in Figure 1e.", *FIGURES)
    assert {f.severity for f in paper.coded("cross-reference")} == {"info"}
    assert [f.severity for f in analyse_prose("Figure 1c shows it.", *FIGURES).coded("cross-reference")] == ["warning"]


def test_a_range_of_panels_is_one_slip():
    """ "Fig. 1c–e" points three times beyond the caption with one stroke: one flag, which quotes the pointer as printed."""
    (flag,) = analyse_prose("The layer is shown in Fig. 1b–e at last.", *FIGURES).coded("cross-reference")
    assert flag.anchors[0].quote == "Fig. 1b–e"


def test_numbers_that_were_read_as_text():
    """A heading or an equation that reading took for text is there all the same."""
    assert missing("It is told in Section 2.3.\n\n2.3. Colours of a lamp. A lamp has many of them, and each is seen.\n\nLamps glow.") == []
    assert missing("Equation (3) gives the current.\n\nP is the power, so that (3)\n\nLamps glow, and they are bright.") == []


def test_a_number_that_no_figure_can_have():
    """A caption whose number was misread is one hole in the run, whatever its size."""
    assert pointing("Figure 4 shows the layer.", "Figure 1. A layer.", "Figure 99999999. A lamp.") == []
