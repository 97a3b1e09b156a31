"""What captions say of where a figure is from, on invented papers."""

import pytest

from mini_papers import analyse_prose

PERMISSION = "Figure 1. (a) A lamp and (b) its light. Reproduced with permission from ref. {}. Copyright {}, Invented Press."


def flagged(*paragraphs):
    """(code, severity, subject, observed, expected) of the flags about citations."""
    flags = analyse_prose(*paragraphs).flags
    return [(f.code, f.severity, f.subject, f.observed, f.expected) for f in flags if f.code.startswith("citation-")]


def test_copyright_year_of_another_work():
    """Entry 2 is of 2020: a copyright of 2016 is not its own; both sides are shown."""
    paper = analyse_prose("A lamp is shown in Figure 1.", PERMISSION.format(2, 2016))
    (flag,) = paper.coded("citation-year")
    assert (flag.severity, flag.observed, flag.expected, flag.difference) == ("warning", "2016", "2020", "-4")
    assert flag.anchors[0].quote == "ref. 2. Copyright 2016"
    assert flag.anchors[1].span == paper.document.reference("2").span


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_copyright_year_near_the_works(year):
    """The year before or after that of the volume is as good as the year."""
    assert flagged(PERMISSION.format(2, year)) == []


def test_each_panel_has_its_own_copyright():
    """A copyright year belongs to the marker right before it, and to any of the works of a list."""
    first, second = "(a) A lamp. Reproduced with permission.^{1} Copyright 2019.", "(b) A layer. Reproduced with permission.^{2} © {}."
    caption = f"Figure 1. {first} {second}"
    markers = "Caspari et al.^{2} made a lamp.^{1}"
    assert flagged(markers, caption.replace("{}", "2020")) == []
    assert flagged(markers, caption.replace("{}", "2017")) == [("citation-year", "warning", "reference 2", "2017", "2020")]
    assert flagged(markers, "Figure 1. Lamps. Adapted with permission from refs. 2 and 5. Copyright 2017, Press.") == []


def test_markers_behind_the_copyright_line():
    """Where the marker ends the line, each panel's year is that of the marker behind it, not of the one before."""
    caption = "Figure 1. (a) A lamp. Reproduced with permission. Copyright 2019, Press [1]. "
    caption += "(b) A layer. Reproduced with permission. Copyright {}, Press [3]."
    told = "Caspari et al. [2] made a lamp [1]."
    assert flagged(told, caption.format(2021)) == []
    assert flagged(told, caption.format(2016)) == [("citation-year", "warning", "reference 3", "2016", "2021")]


def test_the_papers_own_copyright():
    """A licence line without a marker is of no cited work."""
    assert flagged("Figure 1. A lamp. Copyright 2010 by the authors.") == []


def test_caption_of_another_work_than_the_text_tells_of():
    """The text has Figure 1 from Caspari, the caption from Albertsen's work: the figure's marker is wrong."""
    told = "Caspari et al. made a lamp.^{2} It glows for hours (Figure 1)."
    paper = analyse_prose(told, PERMISSION.format(1, 2019))
    (flag,) = paper.coded("citation-mismatch")
    assert (flag.severity, flag.subject, flag.observed, flag.expected) == ("warning", "Figure 1", "1", "2")
    assert flag.anchors[1].quote == "Caspari et al."


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("Caspari et al. made a lamp.^{2} It glows for hours (Figure 1).", 2),
        ("Albertsen et al. made a lamp.^{1} It glows for hours, as Brandt et al. show (Figure 1).", 1),
        ("Caspari et al. made a lamp like that of Albertsen et al. in Figure 1.^{2}", 1),
        ("Caspari et al. made a lamp.^{2} An older one glows for hours (Figure 1).^{1}", 1),
        ("Caspari et al. made a lamp.^{2} Others glow,^{3} too (Figure 1).", 1),
        ("Lamps glow for hours (Figure 1). Caspari et al. made another one.^{2}", 1),
        ("Caspari et al. made a lamp.^{2}\n\nLamps glow for hours (Figure 1).", 1),
        (
            "Caspari et al. made a lamp.^{2} It glows (Figure 1).\n\n"
            "The lamp of Figure 1 was the first of many. It glows to this day, and for hours.^{1}",
            1,
        ),
        ("Caspari et al. made a lamp.^{2} It glows for hours (Figure 1).", 4),
        ("Caspari et al. made a lamp.^{2} It glows (Figure 1a).\n\nEbert et al. made a layer.^{3} It is thin, as Figure 1b shows.", 1),
    ],
    ids=[
        "same",
        "another author",
        "compared",
        "cited there",
        "third work",
        "after",
        "apart",
        "told elsewhere",
        "hidden authors",
        "two works",
    ],
)
def test_captions_that_the_text_does_not_contradict(told, key):
    """Nothing is said unless one named account, and no other work, leads up to every pointer to the figure."""
    year = {1: 2019, 2: 2020, 4: 2018}[key]
    assert [f for f in flagged(told, PERMISSION.format(key, year)) if f[2] == "Figure 1"] == []


def test_a_figure_of_ones_own():
    """A caption that cites a method but reproduces nothing is not from the cited work."""
    assert flagged("Caspari et al. made a lamp.^{2} Ours glows for hours (Figure 1).", "Figure 1. Light, measured as in ref. 1.") == []
