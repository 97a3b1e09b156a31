"""The citation that governs a number: by clause, by account, by "respectively"; reviews and papers with devices of their own."""

import pytest

from mini_papers import analyse_prose, analyse_text

RESEARCH = "Amber QLEDs that last"


def works(*paragraphs, title=None):
    """(value, cited works) of the numbers of an invented review, or of a paper with the given title."""
    paper = analyse_prose(*paragraphs, **({"title": title} if title else {}))
    return [(m.quantity.value, [c.key for c in m.citations]) for m in paper.measurements]


def test_marker_behind_a_comparison_is_the_other_devices():
    """ "12.1%, compared with 9.8% for X [2]": [2] is X's; the first number keeps the work of its account."""
    said = "The device reached an EQE of 12.1%, compared with an EQE of 9.8% for VXL-2 [2]."
    assert works(said) == [(12.1, []), (9.8, ["2"])]
    assert works(f"Albertsen et al. [1] described VXL-1. {said} Its CE was 20.1 cd A^−1.") == [
        (12.1, ["1"]),
        (9.8, ["2"]),
        (20.1, ["1"]),
    ]


def test_the_control_device_is_of_the_same_work():
    """A control that a device is compared with does not part it from the marker behind both."""
    said = "VXL-1 was reported. The device reached an EQE of 12.1%, higher than that of the control device (9.8%).^{1}"
    assert works(said) == [(12.1, ["1"]), (9.8, ["1"])]


def test_a_reason_between_number_and_marker():
    """In a review the marker behind the reason is the number's; in a research paper it is the reason's."""
    said = "The EQE of the device reached 12.1% because of its balanced charges.^{1}"
    assert works(said) == [(12.1, ["1"])]
    assert works(said, title=RESEARCH) == [(12.1, [])]


def test_two_accounts_in_one_sentence():
    """A marker right behind an author's name belongs to what that author did, not to the number before the name."""
    said = "Albertsen et al.^{1} reached an EQE of 12.4% with VXL-1, and Caspari et al.^{2} one of 9.8% with VXL-2."
    assert works(said) == [(12.4, ["1"]), (9.8, ["2"])]
    assert works("An EQE of 12.4% with VXL-1 was reported by Albertsen et al.^{1}") == [(12.4, ["1"])]


def test_an_account_goes_on_past_a_general_statement():
    """What a paragraph introduces with its marker is what it speaks of, though a general statement cites another work in between."""
    said = "Recently, VXL-1 was introduced as an HTL [1]. Traps are known to quench emission [2]. The device reached an EQE of 12.1%."
    assert works(said) == [(12.1, ["1"])]


@pytest.mark.parametrize(
    "said",
    [
        "EQEs of 12.1%, 13.4% and 15.2% were reached with VXL-1, VXL-2 and VXL-3 [1,2,4], respectively.",
        "EQEs of 12.1%, 13.4% and 15.2% were reached with VXL-1 [1], VXL-2 [2] and VXL-3 [4], respectively.",
        "VXL-1 [1], VXL-2 [2] and VXL-3 [4] gave EQEs of 12.1%, 13.4% and 15.2%, respectively.",
    ],
)
def test_respectively_deals_out_citations(said):
    """As many works as numbers, in one bracket, behind each name, or before the numbers."""
    assert works(said) == [(12.1, ["1"]), (13.4, ["2"]), (15.2, ["4"])]


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ("QLEDs with VXL-2 have reached an EQE of 12.1%.^{2}", ["2"]),
        ("The EQE of the best QLED with VXL-2 is 12.1%^{2} and needs no outcoupling.", ["2"]),
        ("They grew VXL-2,^{2} enabling QLEDs with an EQE of 12.1%.", ["2"]),
        ("We obtained an EQE of 12.1% with VXL-2 by a published method.^{2}", []),
        ("Our QLEDs reach an EQE of 12.1%, unprecedented for VXL-2 (see, for example, ref. ^{2}).", []),
        ("The EQE rises to 12.1%, owing to the better balance of charges.^{2}", []),
        ("As shown before,^{2} the EQE was 12.1%.", []),
    ],
)
def test_whose_number_a_research_paper_cites(said, cited):
    """In a paper with devices of its own a marker counts where others' work is told, or right behind a number that "we" did not get."""
    assert works(said, title=RESEARCH) == [(12.1, cited)]


def test_other_works_number_beside_the_own_one():
    """ "which exceeds 9.8% reported for X.^2": the own number stays uncited, the other's is cited."""
    said = "Our QLEDs reached an EQE of 12.1%, which exceeds the EQE of 9.8% reported for VXL-2.^{2}"
    assert works(said, title=RESEARCH) == [(12.1, []), (9.8, ["2"])]


def test_they_go_on_and_the_paper_is_its_own_again():
    """In a research paper "They" is still the cited work, the next sentence is not."""
    said = "Albertsen et al.^{1} reached an EQE of 12.1%. They also reached a CE of 20.1 cd A^−1. The EQE was 14.2%."
    assert works(said, title=RESEARCH) == [(12.1, ["1"]), (20.1, ["1"]), (14.2, [])]


def test_caption_says_behind_its_panels_where_they_are_from():
    """The panels of a caption are of the work that the next "Reproduced from" names, not of the last one."""
    paper = analyse_prose(
        "Figure 1. (a) Structure. Reproduced with permission from Ref. [1]. (b) QLED with VXL-1 and an EQE of 12.1%. "
        "Reproduced with permission from Ref. [2]."
    )
    assert [(m.quantity.value, [c.key for c in m.citations]) for m in paper.measurements] == [(12.1, ["2"])]


def test_author_year_markers():
    """A name in brackets with its year is a marker and opens no account; a name before a bracketed year does both."""
    paper = analyse_text("""
        # Lamps: a review

        The VXL-1 layer and the VXL-2 layer are insoluble.

        The device with VXL-1 reached an EQE of 12.1% (Albertsen et al., 2019). Caspari et al. (2020) described VXL-2. The device
        reached an EQE of 9.8%. It turned on at 2.2 V.

        ## References

        Albertsen A, Brandt B, Falk F (2019) Bright lamps. J. Invented Mater. 12, 101.

        Caspari C, Dorn D, Ebert E (2020) Dim lamps. Imag. Electron. 7, 2002.

        Ebert E, Falk F (2021) Cold lamps. J. Invented Mater. 14, 303.
    """)
    cited = [(m.quantity.value, [c.key[:7] for c in m.citations]) for m in paper.measurements]
    assert cited == [(12.1, ["Alberts"]), (9.8, ["Caspari"]), (2.2, ["Caspari"])]


@pytest.mark.parametrize(
    ("marker", "cited"),
    [
        ("[1], [3]", ["1", "3"]),
        ("[1] and [3]", ["1", "3"]),
        ("[1]–[3]", ["1", "2", "3"]),
        ("[1-3]", ["1", "2", "3"]),
        ("^{1,3}", ["1", "3"]),
    ],
)
def test_markers_in_one_list(marker, cited):
    """Brackets in a row are one marker, with a dash between them a range; so are numbers in one bracket or superscript."""
    assert works(f"The device with VXL-1 reached an EQE of 12.1% {marker}.") == [(12.1, cited)]


def test_bounds_are_no_comparisons():
    """ "less than 12.1%" compares with no other work; "higher than" does."""
    assert works("VXL-1 was reported. The EQE of the device was less than 12.1% up to the highest current.^{1}") == [(12.1, ["1"])]


def test_a_report_without_a_marker_has_the_next_one():
    """ "has been reported." belongs to the marker of the sentence that goes on, in a research paper, too."""
    said = "A QLED with VXL-2 and an EQE of 12.1% has been reported. It needed a voltage of many volts.^{2} The EQE was 14.2%."
    assert works(said, title=RESEARCH)[0] == (12.1, ["2"])
    assert works(said, title=RESEARCH)[-1] == (14.2, [])
