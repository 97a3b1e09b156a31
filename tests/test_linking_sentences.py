"""Numbers of the prose to metric, subject, condition and source, on invented sentences."""

import pytest

from mini_papers import INTRODUCTION, analyse_prose, analyse_table, analyse_text


def linked(*paragraphs):
    """(subject, metric, value) of what the paragraphs give, in text order."""
    return [(m.subject, m.metric, m.quantity.value) for m in analyse_prose(*paragraphs).measurements]


def works(paper):
    """(value, keys of the cited references) of the measurements."""
    return [(m.quantity.value, [c.key for c in m.citations]) for m in paper.measurements]


@pytest.mark.parametrize(
    "sentence",
    [
        "The device with VXL-1 reached an EQE of 12.4%.",
        "The device with VXL-1 reached an external quantum efficiency (EQE) of up to 12.4%.",
        "The VXL-1 device had a high efficiency (EQE = 12.4%).",
        "The EQE of the VXL-1 device was 12.4%.",
        "An EQE of 12.4% was obtained for VXL-1.",
        "The device with VXL-1 reached 12.4% EQE.",
        "The device with VXL-1 reached 12.4% (EQE).",
        "QLEDs based on VXL-1 showed a 12.4% peak external quantum efficiency.",
    ],
)
def test_metric_named_before_or_after_its_number(sentence):
    """A name before the number, after it or in brackets gives the metric; the compound of the device is the subject."""
    assert linked(sentence) == [("VXL-1", "EQE", 12.4)]


def test_metrics_in_order():
    """ "CE, PE and EQE of a, b and c": the n-th number belongs to the n-th metric, units agreeing."""
    assert linked("The VXL-1 device had a CE, PE and EQE of 20.1 cd A^−1, 18.3 lm W^−1 and 12.1%.") == [
        ("VXL-1", "CE", 20.1),
        ("VXL-1", "PE", 18.3),
        ("VXL-1", "EQE", 12.1),
    ]


def test_levels_with_a_slash():
    """ "HOMO/LUMO ... −5.4/−2.2 eV" is a list in order, too, and the unit at the end holds for both."""
    paper = analyse_prose("The HOMO/LUMO levels of VXL-1 are −5.4/−2.2 eV.")
    assert [(m.metric, m.quantity.value, m.quantity.unit) for m in paper.measurements] == [("HOMO", -5.4, "eV"), ("LUMO", -2.2, "eV")]


def test_metrics_in_order_only_where_the_units_agree():
    """Two names and two numbers whose units are the other way round are not dealt out by position."""
    found = linked("The CE and EQE of the VXL-1 device were 12.1% and 20.1 cd A^−1.")
    assert ("VXL-1", "CE", 12.1) not in found
    assert ("VXL-1", "EQE", 20.1) not in found


def test_values_by_colour():
    """ "18.2%, 14.9%, and 7.1% for red, green and blue, respectively": each number has its colour."""
    paper = analyse_prose("QLEDs with VXL-1 showed EQEs of 18.2%, 14.9%, and 7.1% for red, green and blue, respectively.")
    assert [(m.subject, m.quantity.value, m.qualifiers.colour) for m in paper.of("EQE")] == [
        ("VXL-1", 18.2, "red"),
        ("VXL-1", 14.9, "green"),
        ("VXL-1", 7.1, "blue"),
    ]


def test_two_lists_by_colour():
    """Two lists of numbers under one list of colours: each list has its own metric and all colours."""
    paper = analyse_prose(
        "Red, green and blue QLEDs with VXL-1 had peak EQEs of 18.2, 14.9 and 7.1%, and CEs of 20.1, 60.2 and 6.1 cd A^−1, respectively."
    )
    assert [(m.quantity.value, m.qualifiers.colour) for m in paper.of("EQE")] == [(18.2, "red"), (14.9, "green"), (7.1, "blue")]
    assert [(m.quantity.value, m.qualifiers.colour) for m in paper.of("CE")] == [(20.1, "red"), (60.2, "green"), (6.1, "blue")]


@pytest.mark.parametrize(
    "sentence",
    [
        "VXL-1, VXL-2 and VXL-3 gave EQEs of 8.2%, 4.9%, and 7.1%, respectively.",
        "The EQEs of QLEDs with VXL-1, VXL-2 and VXL-3 were 8.2%, 4.9%, and 7.1%, respectively.",
    ],
)
def test_values_by_subject(sentence):
    """As many subjects as numbers, both as lists: one each, in order."""
    assert linked(sentence) == [("VXL-1", "EQE", 8.2), ("VXL-2", "EQE", 4.9), ("VXL-3", "EQE", 7.1)]


def test_a_list_of_another_length_is_not_dealt_out():
    """Two subjects and three numbers are no lists in order: no number goes to the first subject because it is the first."""
    found = linked("VXL-1 and VXL-2 gave EQEs of 8.2%, 4.9%, and 7.1% in three runs.")
    assert found.count(("VXL-1", "EQE", 8.2)) == 0


def test_numbers_in_parentheses():
    """Numbers behind their names in brackets belong to those names."""
    assert linked("The device with VXL-1 had a low turn-on voltage (2.1 V) and a good efficiency (EQE = 12.4%, CE = 15.1 cd A^−1).") == [
        ("VXL-1", "V_on", 2.1),
        ("VXL-1", "EQE", 12.4),
        ("VXL-1", "CE", 15.1),
    ]


def test_two_subjects_in_one_sentence():
    """ "that of VXL-2" and "9.8% for VXL-2" take their own number and leave the first alone."""
    both = [("VXL-1", "EQE", 12.4), ("VXL-2", "EQE", 9.8)]
    assert linked("The EQE of VXL-1 was 12.4% and that of VXL-2 was 9.8%.") == both
    assert linked("An EQE of 12.4% was obtained for VXL-1, compared with 9.8% for VXL-2.") == both


def test_share_of_the_reference_is_no_value():
    """In "87% of the reference (14.1%)" 87% is no EQE of anybody, and 14.1% none of the new device."""
    found = linked("The EQE of the VXL-1 device was 12.3%, which is 87% of the reference (14.1%).")
    assert ("VXL-1", "EQE", 12.3) in found
    assert 87.0 not in [value for _, _, value in found]
    assert ("VXL-1", "EQE", 14.1) not in found


@pytest.mark.parametrize(
    "sentence",
    [
        "The control device reached an EQE of 9.5%.",
        "The QLED with VXL-1 reached an EQE of 12.4%, 30% higher than that of the control device (9.5%).",
        "The QLED with VXL-1 reached an EQE of 12.4%, higher than that of the reference device (9.5%).",
    ],
)
def test_the_reference_device_is_marked(sentence):
    """What the control or reference device reached has the statistic "reference"; the new device's number has not."""
    paper = analyse_prose(sentence)
    statistics = {m.quantity.value: m.qualifiers.statistic for m in paper.of("EQE")}
    assert statistics.pop(9.5) == "reference"
    assert set(statistics.values()) <= {"unstated"}
    assert all(m.subject == "VXL-1" for m in paper.of("EQE") if m.quantity.value == 12.4)


def test_statistics_at_the_name():
    """ "average EQE", "champion EQE" and "median EQE" say which of many devices a number is."""
    for word, statistic in (("average", "mean"), ("champion", "champion"), ("median", "median")):
        assert analyse_prose(f"The VXL-1 devices had a {word} EQE of 11.2%.").one("EQE").qualifiers.statistic == statistic


def test_condition_behind_the_number():
    """ "at 1000 cd m^−2" qualifies the number before it and is no luminance of the device."""
    paper = analyse_prose("The device with VXL-1 reached an EQE of 12.4% at 1000 cd m^−2.")
    assert paper.one("EQE").qualifiers.conditions == ("@1000 cd/m2",)
    assert not paper.of("L_max")


def test_condition_shared_by_coordinated_lifetimes():
    """A luminance behind the second of two lifetimes holds for both."""
    paper = analyse_prose("The VXL-1 device had a T95 of 90 h and a T50 of 900 h at 1000 cd m^−2.")
    assert [(m.metric, m.qualifiers.conditions) for m in paper.measurements] == [("T95", ("@1000 cd/m2",)), ("T50", ("@1000 cd/m2",))]


def test_peak_is_kept_as_a_condition():
    """ "maximum EQE" says which point of the curve is meant."""
    assert analyse_prose("The VXL-1 device had a maximum EQE of 12.4%.").one("EQE").qualifiers.conditions == ("max",)


def test_a_duration_is_no_lifetime():
    """How long a device was stored or run is not how long it lived."""
    assert linked("The T50 of the VXL-1 device was 900 h after 100 h of storage.") == [("VXL-1", "T50", 900.0)]
    assert linked("The T50 of the VXL-1 device was not reached within 100 h.") == []
    assert linked("The device with VXL-1 was stored for 100 h and showed an EQE of 12.4%.") == [("VXL-1", "EQE", 12.4)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The EQE of the VXL-1 device was 20% higher than that of the control device.",
        "The device with VXL-1 showed an EQE increased by 35% and a 2.3-fold higher CE.",
        "The EQE of the VXL-1 device retained 90% of its initial value.",
        "The VXL-1 device showed an EQE roll-off of 12%.",
    ],
)
def test_relative_changes_are_no_values(sentence):
    """A gain, a ratio, a share that is left and a roll-off are no efficiencies."""
    assert linked(sentence) == []


def test_citation_at_the_end_of_the_account():
    """From "Albertsen et al. described" on, the first marker holds for all sentences of the account, and not for the next one."""
    paper = analyse_prose(
        "Albertsen et al. described VXL-1. The QLED had an EQE of 12.4%. It turned on at 2.1 V.^{1} "
        "Caspari et al. described VXL-2. The QLED had an EQE of 9.8%.^{2}"
    )
    assert [(m.subject, m.quantity.value, [c.key for c in m.citations]) for m in paper.measurements] == [
        ("VXL-1", 12.4, ["1"]),
        ("VXL-1", 2.1, ["1"]),
        ("VXL-2", 9.8, ["2"]),
    ]


def test_citation_does_not_reach_the_papers_own_device():
    """In a research paper what follows a cited sentence is the paper's own again; in a review the account goes on."""
    said = "Devices with VXL-1 reached an EQE of 12.4%.^{1} The device with VXL-2 reached an EQE of 9.8%."
    assert works(analyse_prose(said)) == [(12.4, ["1"]), (9.8, ["1"])]
    assert works(analyse_prose(said, title="Amber QLEDs that last")) == [(12.4, ["1"]), (9.8, [])]


def test_the_papers_own_device():
    """ "The device" of a research paper is the one its title names; a review has none."""
    said = ("Layers were spun.", "Nothing was said of them.", "The device reached an EQE of 12.4%.")
    (m,) = analyse_prose(*said, title="Amber QLEDs that last").measurements
    assert (m.subject, m.qualifiers.colour) == ("Amber QLEDs", "amber")
    (m,) = analyse_prose(*said).measurements
    assert m.subject != "Amber QLEDs"


def test_superscript_after_the_full_stop():
    """A marker behind the full stop belongs to the sentence before it."""
    paper = analyse_prose("The device with VXL-1 reached an EQE of 12.4%.^{1} The device with VXL-2 reached an EQE of 9.8%.^{2}")
    assert works(paper) == [(12.4, ["1"]), (9.8, ["2"])]


def test_one_marker_per_number():
    """Markers between the numbers of one sentence belong each to the number before it."""
    paper = analyse_prose("With VXL-1, EQEs of 12.4%,^{1} 9.8%^{2} and 7.1%^{3} were reported.")
    assert works(paper) == [(12.4, ["1"]), (9.8, ["2"]), (7.1, ["3"])]


def test_bracketed_markers():
    """ "[1,2]" cites two works, in a paper that cites in brackets."""
    paper = analyse_prose("The device with VXL-1 reached an EQE of 12.4% [1,2]. The device with VXL-2 reached an EQE of 9.8% [3].")
    assert works(paper) == [(12.4, ["1", "2"]), (9.8, ["3"])]


@pytest.mark.parametrize("pointing", ["Its red device", "The resulting red device", "This red device", "The corresponding red QLED"])
def test_pointing_back(pointing):
    """A device without a name of its own is that of the compound the paragraph speaks of."""
    (m,) = analyse_prose(f"VXL-1 was introduced as a new HTL. {pointing} reached an EQE of 12.4%.").measurements
    assert (m.subject, m.quantity.value, m.qualifiers.colour) == ("VXL-1", 12.4, "red")


def test_nothing_is_carried_over_to_the_next_paragraph():
    """A new paragraph does not go on with the compound of the last one, nor with its colour or its source."""
    paper = analyse_prose("Albertsen et al. made a red device with VXL-1.^{1}", "The EQE was 12.4%.")
    (m,) = paper.measurements
    assert "VXL-1" not in (m.subject, *m.materials)
    assert m.qualifiers.colour == "unstated"
    assert m.citations == ()
    assert m.confidence < 0.5
    same = analyse_prose("Albertsen et al. made a red device with VXL-1.^{1} The EQE was 12.4%.")
    assert (same.one("EQE").subject, works(same)) == ("VXL-1", [(12.4, ["1"])])


def test_unit_implies_the_metric():
    """cd/A and lm/W belong to one metric each; % and V to many, so a bare one of those is nothing."""
    assert linked("The device with VXL-1 showed 15.1 cd A^−1 and 12.2 lm W^−1.") == [("VXL-1", "CE", 15.1), ("VXL-1", "PE", 12.2)]
    assert linked("The device with VXL-1 showed 15.1% at once.") == []


def test_unit_that_contradicts_the_name_gives_no_measurement():
    """ "a CE of 23.9 lm W^−1" is neither a CE nor a PE; a name with its own unit beside it is untouched."""
    assert linked("The device with VXL-1 showed a CE of 23.9 lm W^−1.") == []
    assert linked("The device with VXL-1 showed an EQE of 23.9 cd A^−1.") == []
    assert linked("The device with VXL-1 showed a CE of 23.9 cd A^−1.") == [("VXL-1", "CE", 23.9)]


def test_chromaticity_is_a_pair():
    """ "(0.68, 0.31)" is x and y; one number alone is neither."""
    assert linked("The device with VXL-1 showed CIE coordinates of (0.68, 0.31).") == [("VXL-1", "CIE_x", 0.68), ("VXL-1", "CIE_y", 0.31)]
    assert linked("The device with VXL-1 showed CIE coordinates of 0.68.") == []


def test_a_clause_of_its_own_takes_no_metric_from_the_one_before():
    """A percentage behind ", while" is not the EQE named before it: it stays unlinked."""
    found = linked("The EQE of the VXL-1 device was 12.4%, while the film transmits 95% of the light.")
    assert found == [("VXL-1", "EQE", 12.4)]


def test_hyphens_and_short_forms_of_a_table_row():
    """A row "Poly(quexylamine) (PQA-1)" is spoken of as PQA-1: the same compound in table and text."""
    paper = analyse_table(
        """
        | HTL | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | Poly(quexylamine) (PQA-1) | 12.4 | 15.1 |
        | poly-QRS | 9.8 | 11.7 |
        """,
        prose=("The device with PQA-1 reached an EQE of 12.4%, and that with poly‐QRS an EQE of 9.8%.",),
    )
    said = [m for m in paper.of("EQE") if m.source == "text"]
    tabled = [m for m in paper.of("EQE") if m.source == "table"]
    assert [m.materials for m in said] == [m.materials for m in tabled]


def test_numbers_of_a_caption():
    """A caption is read like prose and says so."""
    paper = analyse_text(
        "\n\n".join(
            ["# Lamps: a review", INTRODUCTION, "Figure 1. (a) Spectrum and (b) efficiency of the VXL-1 device with an EQE of 12.4%."]
        )
    )
    assert (paper.one("EQE").source, paper.one("EQE").subject) == ("caption", "VXL-1")


def test_every_number_of_the_prose_quotes_what_is_printed():
    """The span of each measurement covers its quote, which is the number as printed, inside its sentence."""
    paper = analyse_prose(
        "The VXL-1 device reached an EQE of 12.4%^{1} and a maximum luminance of 12,600 cd m^−2 at 8 V.",
        "The HOMO/LUMO levels of VXL-2 are −5.4/−2.2 eV; its T50 is ~9 × 10^4 h at 100 nit.",
        "Red and green QLEDs with poly-QRS had EQEs of 18.2 and 14.9%, respectively.",
    )
    assert len(paper.measurements) == 7
    for m in paper.measurements:
        at = m.evidence[0]
        assert paper.document.text[at.span.start : at.span.end] == at.quote
        assert at.context.covers(at.span)
        assert paper.document.block_at(at.span.start).span.covers(at.context)
    assert paper.one("T50").quantity.value == 90000


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "The VXL-1 device showed EQEs of 14.2% and 12.1% at 100 and 1000 cd m^−2, respectively.",
            [("14.2%", "@100 cd/m2"), ("12.1%", "@1000 cd/m2")],
        ),
        (
            "The EQE of VXL-1 was 14.2%, 13.0% and 12.1% at 100, 500 and 1000 cd m^−2, respectively.",
            [("14.2%", "@100 cd/m2"), ("13.0%", "@500 cd/m2"), ("12.1%", "@1000 cd/m2")],
        ),
    ],
)
def test_a_list_of_levels_is_dealt_out(sentence, told):
    """ "14.2% and 12.1% at 100 and 1000 cd m^−2, respectively": the n-th number holds at the n-th level."""
    found = analyse_prose(sentence).of("EQE")
    assert [(m.quantity.raw, *m.qualifiers.conditions) for m in found] == told
    assert {m.subject for m in found} == {"VXL-1"}


def test_brackets_inside_brackets_belong_together():
    """ "For A (B), an EQE of x (y)": the bracketed number is that of the bracketed subject; colours work alike."""
    assert linked("For VXL-1 (VXL-2), an EQE of 12.3% (9.8%) was obtained.") == [("VXL-1", "EQE", 12.3), ("VXL-2", "EQE", 9.8)]
    found = analyse_prose("The red (green) device based on VXL-1 reached an EQE of 12.3% (9.8%).").of("EQE")
    assert [(m.quantity.value, m.qualifiers.colour) for m in found] == [(12.3, "red"), (9.8, "green")]


def test_numbers_in_a_bracket_are_of_the_number_before_it():
    """ "15.3% (19.1 lm W^−1, 20.4 cd A^−1) was achieved with X": all three are X's, whatever the sentence named before."""
    sentence = "In contrast to VXL-2, an EQE of 15.3% (19.1 lm W^−1, 20.4 cd A^−1) was achieved with VXL-1."
    assert linked(sentence) == [("VXL-1", "EQE", 15.3), ("VXL-1", "PE", 19.1), ("VXL-1", "CE", 20.4)]


def test_suspended_hyphens_make_a_list():
    """ "VXL-1- and VXL-2-based devices" are two devices, in order."""
    sentence = "The VXL-1- and VXL-2-based devices exhibited turn-on voltages of 2.4 and 2.6 V, respectively."
    assert linked(sentence) == [("VXL-1", "V_on", 2.4), ("VXL-2", "V_on", 2.6)]


def test_former_and_latter():
    """ "The former" and "the latter" are the two that stood side by side, in this sentence or the one before."""
    before = "VXL-2 and VXL-1 were compared. The former gave an EQE of 12.3%, the latter an EQE of 9.8%."
    assert linked(before) == [("VXL-2", "EQE", 12.3), ("VXL-1", "EQE", 9.8)]
    assert linked("Of VXL-1 and VXL-2, the latter gave an EQE of 9.8%.") == [("VXL-2", "EQE", 9.8)]


@pytest.mark.parametrize("number", ["1.75 eV", "1.75-eV"])
def test_a_number_before_its_noun_belongs_to_it(number):
    """ "the 1.75-eV X film": the number is X's, whatever was named before, and no part of X's name."""
    paper = analyse_text(f"# Cells\n\n{INTRODUCTION}\n\nUnlike VXL-1, the bandgap of the {number} VXL-2 film was tuned.", "psc")
    assert [(m.subject, m.metric, m.quantity.value) for m in paper.measurements] == [("VXL-2", "Eg", 1.75)]


def test_a_phrase_in_a_bracket_begins_inside_it():
    """ "(freshly annealed cells)": the bracket is no part of the name."""
    assert [s for s, *_ in linked("High values were found (freshly annealed QLEDs reached an EQE of 12.4%).")] == ["freshly annealed QLEDs"]


def test_a_verb_left_out():
    """ "X gave an EQE of 12%, and Y one of": the name right before the metric has the number, though a table's row is named before."""
    table = "| HTL | EQE (%) | Ref. |\n|---|---|---|\n| VXL-1 | 12.4 | 1 |\n| VXL-2 | 9.8 | 2 |"
    said = "VXL-1 and VXL-2 gave EQEs of 12.4% and 9.8%, respectively, and poly-QRS an EQE of 14.0%.^{1}"
    paper = analyse_table(table, prose=(said,))
    assert [(m.subject, m.quantity.value) for m in paper.of("EQE") if m.source == "text"] == [
        ("VXL-1", 12.4),
        ("VXL-2", 9.8),
        ("poly-QRS", 14.0),
    ]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("VXL-1 leads to an EQE of 19.9% (average 19.1%), VXL-2 to 18.2%.", ["unstated", "mean", "unstated"]),
        ("The EQE of VXL-1 is 13.3% (mean 12.4%), compared with 7.9% for VXL-2.", ["unstated", "mean", "unstated"]),
        ("The EQE of VXL-1, on average 12.4% and 11.9%, is high.", ["mean", "mean"]),
    ],
)
def test_a_statistic_in_brackets_stays_there(said, found):
    """A word for a statistic holds for the numbers in its bracket, outside of brackets for what follows."""
    assert [m.qualifiers.statistic for m in analyse_prose(said).of("EQE")] == found
