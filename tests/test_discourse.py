"""Whose a number is that its sentence does not say: what paragraph, section and paper speak of; invented sentences."""

import pytest

from mini_papers import analyse_prose, analyse_text

OWN = "Amber QLEDs with cross-linked layers"


def told(*paragraphs, title="Lamps: a review", domain="qled"):
    """(subject, metric, value) of what the paragraphs give, in text order."""
    text = "\n\n".join([f"# {title}", "The VXL-1 layer, the VXL-2 layer and the VXL-3 layer are insoluble.", *paragraphs])
    return [(m.subject, m.metric, m.quantity.value) for m in analyse_text(text, domain).measurements]


def test_a_metric_goes_only_to_what_can_have_it():
    """A HOMO level is a material's, though a device stands nearer."""
    said = told("The QLEDs described here use VXL-1. The polymer has a deep HOMO level of −5.8 eV.")
    assert said == [("VXL-1", "HOMO", -5.8)]


def test_attribute_of_an_unnamed_material():
    """ "materials with a deep HOMO of": the level is theirs, not that of a compound named before."""
    ((subject, metric, value),) = told("A layer of VXL-1 was needed for organic materials with a deep HOMO of −6.1 eV.")
    assert (subject, metric, value) == ("organic materials", "HOMO", -6.1)


def test_the_clause_has_its_own_subject():
    """Behind "whereas" the control device speaks for itself."""
    said = told("The QLED with VXL-1 reaches an EQE of 12.4%, whereas the control device shows an EQE of 9.8%.")
    assert [(s, v) for s, _, v in said] == [("VXL-1", 12.4), ("control device", 9.8)]


def test_the_sentence_itself_says_what_it_points_to():
    """ "They replaced X by Y; the resulting device ...": the last compound brought in, not the one of the sentence before."""
    said = told("The QLED with VXL-1 had an EQE of 12.4%. Others employed VXL-2; the resulting device had an EQE of 9.8%.")
    assert said == [("VXL-1", "EQE", 12.4), ("VXL-2", "EQE", 9.8)]


def test_what_a_number_was_said_of_goes_on():
    """In a paper with devices of its own, too, the next sentence goes on about the device that the last number was said of."""
    said = told("By inserting VXL-1, an EQE of 12.4% was reached. The corresponding current efficiency was 15.1 cd A^−1.", title=OWN)
    assert [s for s, *_ in said] == ["VXL-1", "VXL-1"]


def test_it_and_they():
    """A pronoun as the subject of a clause is what the text speaks of, not the compound in a phrase before it."""
    said = told("VXL-1 was synthesised. In a film of VXL-2, it shows a PLQY of 61%.")
    assert said == [("VXL-1", "PLQY", 61.0)]
    assert told("It was found that the QLED with VXL-1 had an EQE of 12.4%.") == [("VXL-1", "EQE", 12.4)]


def test_values_in_the_order_of_the_list_before():
    """ "Their HOMO levels are a and b": as many numbers as the sentence before has listed compounds, in order."""
    said = told("VXL-1 and VXL-2 were compared. Their HOMO levels are −5.2 and −5.3 eV.")
    assert said == [("VXL-1", "HOMO", -5.2), ("VXL-2", "HOMO", -5.3)]


def test_before_a_change_it_was_without_what_changed_it():
    """ "With X, the EQE rose from a to b": a is no value of X's."""
    paper = analyse_prose("With VXL-1, the EQE rose from 9.8% to 12.4%.", title=OWN)
    assert [(m.subject, m.quantity.value, m.qualifiers.statistic) for m in paper.of("EQE")] == [
        ("without VXL-1", 9.8, "reference"),
        ("VXL-1", 12.4, "unstated"),
    ]
    cooled = analyse_prose("The EQE of the VXL-1 device fell from 12.4% to 9.8% on cooling.", title=OWN)
    assert {m.subject for m in cooled.of("EQE")} == {"VXL-1"}


def test_left_out():
    """ "Without the additive, ...": the device without it."""
    paper = analyse_prose("Without the additive, the EQE was 9.8%.", title=OWN)
    (m,) = paper.of("EQE")
    assert (m.subject, m.qualifiers.statistic) == ("Without the additive", "reference")


def test_a_state_is_a_condition():
    """ "The aged device" is the paper's device in another state, and the state is kept."""
    paper = analyse_prose("The as-prepared devices reached an EQE of 12.4%.", title=OWN)
    (m,) = paper.of("EQE")
    assert (m.subject, m.qualifiers.colour) == ("Amber QLEDs with cross-linked layers", "amber")
    assert m.qualifiers.conditions == ("fresh",)


@pytest.mark.parametrize(
    "said", ["Albertsen et al. presented red QLEDs with an EQE of 12.4%.", "Red QLEDs of Albertsen et al. had an EQE of 12.4%."]
)
def test_what_has_no_name_is_told_by_its_authors(said):
    """ "Red QLEDs" of a cited work are those of its authors; a compound needs no such help."""
    ((subject, *_),) = told(said)
    assert subject.casefold() == "red qleds of albertsen et al."
    ((named, *_),) = told("Albertsen et al. presented red QLEDs based on VXL-1 with an EQE of 12.4%.")
    assert named == "VXL-1"


def test_the_section_speaks_of_the_stack_it_describes():
    """A stack that a research paper prints is the device of its section until the next heading."""
    text = f"""
# {OWN}

## Results

The structure was ITO/PEDOT:PSS/TFB/CdSe/ZnS QDs/ZnMgO/Al.

The device reached an EQE of 12.4%.

## Outlook

The device reached a current efficiency of 15.1 cd A^−1.
"""
    eqe, ce = analyse_text(text).measurements
    assert "TFB" in eqe.materials
    assert eqe.rule.endswith("+section")
    assert ce.rule.endswith("+paper")


def test_nameless_devices_have_the_papers_layers():
    """Devices that a research paper names by no compound are of its kind; those of a citation are not."""
    text = f"# {OWN}\n\n## Results\n\nThe structure was ITO/PEDOT:PSS/TFB/CdSe/ZnS QDs/ZnMgO/Al.\n\n## More\n\n"
    (m,) = analyse_text(text + "Printed QLEDs reached an EQE of 12.4%.").measurements
    assert (m.subject, "TFB" in m.materials, m.qualifiers.colour) == ("Printed QLEDs", True, "amber")
    references = "\n\n## References\n\n1. A. Albertsen, B. Brandt, J. Invented Mater. 2019, 12, 101.\n"
    (m,) = analyse_text(text + "Albertsen et al. reported printed QLEDs with an EQE of 12.4%.^{1}" + references).measurements
    assert m.materials == ()


def test_what_is_compared_keeps_its_part():
    """ "Higher than that of the devices with X": X is compared with, so the next sentence does not go on about it."""
    said = told("The current density is higher than that of the devices with VXL-2. The device reached an EQE of 12.4%.", title=OWN)
    assert [s for s, *_ in said] == [OWN]


def test_a_whole_kind_points_to_nothing():
    """ "QLEDs have reached ...": all of them, not the one that the sentence before spoke of."""
    ((subject, *_),) = told("The device with VXL-1 was stable. QLEDs have reached EQEs exceeding 20.4%.")
    assert subject == "QLEDs"


def test_a_module_is_no_cell():
    """A module is introduced under its own name, whatever cell was spoken of."""
    said = told(
        "The cell with VXL-1 had a PCE of 21.4%. A mini-module of 25 cm^2 with eight cells delivers a PCE of 16.0%.", title="", domain="psc"
    )
    assert [s for s, *_ in said] == ["VXL-1", "mini-module"]


def test_authors_only_where_the_reference_agrees():
    """The authors that a paragraph names are not those of a number that cites somebody else."""
    paper = analyse_prose(
        "Albertsen et al. reported red QLEDs with an EQE of 12.4%.^{1} Later, red QLEDs with an EQE of 15.1% were shown.^{2}"
    )
    assert [m.subject for m in paper.of("EQE")] == ["red QLEDs of Albertsen et al.", "red QLEDs"]


def test_a_letter_is_a_name():
    """Devices that a paper calls by letters are told apart in lists, in brackets and alone."""
    defined = "Device A has VXL-1, device B has VXL-2, and device C has VXL-3 as the HTL."
    said = told(f"{defined} The turn-on voltages of devices A, B and C are 3.4, 2.5 and 2.6 V, respectively.", title=OWN)
    assert [(s, v) for s, _, v in said] == [("A", 3.4), ("B", 2.5), ("C", 2.6)]
    assert told(f"{defined} The EQEs are 9.2% (A) and 14.5% (B).", title=OWN) == [("A", "EQE", 9.2), ("B", "EQE", 14.5)]


@pytest.mark.parametrize(
    "said",
    [
        "The QLED with 3 wt% VXL-1 had an EQE of 12.4%.",
        "A QLED was built with the new polymer VXL-1. The device had an EQE of 12.4%.",
        "An EQE of 12.4% was claimed for a dual layer of VXL-1.",
        "The highest EQE so far (12.4%) comes from a layer of VXL-1.",
        "Together with a low voltage of 2.1 V, the EQE of the VXL-1 device is 12.4%.",
    ],
)
def test_ways_to_name_the_device(said):
    """A doping ratio, a verb of making, "was claimed for", "comes from", an opening phrase: the number is X's."""
    assert ("VXL-1", "EQE", 12.4) in told(said)


def test_a_versus_b():
    """ "Higher than that of B (x vs. y)": x is what is higher."""
    said = told("The EQE of the VXL-1 device is higher than that of the VXL-2 device (12.4 vs. 9.8%).")
    assert said == [("VXL-1", "EQE", 12.4), ("VXL-2", "EQE", 9.8)]


def test_the_former_across_sentences():
    """ "The former" of two devices that two sentences were about is the first of them."""
    said = told(
        "The VXL-1 device had an EQE of 12.4%. The VXL-2 device had an EQE of 9.8%. The current efficiency of the former was 15.1 cd A^−1."
    )
    assert said[-1] == ("VXL-1", "CE", 15.1)


def test_all_devices():
    """ "All devices" of several that have names are none of them in particular; where the paper has one device, they are that."""
    several = told("Device A has VXL-1 and device B has VXL-2. Device A had an EQE of 12.4%. All devices turn on at 1.8 V.", title=OWN)
    assert several[-1] == ("All devices", "V_on", 1.8)
    assert told("All devices turn on at 1.8 V.", title=OWN) == [(OWN, "V_on", 1.8)]


@pytest.mark.parametrize(
    ("said", "told_of"),
    [
        ("For VXL-1 the PLQY is 85%, for VXL-2 62%.", [("VXL-1", 85.0), ("VXL-2", 62.0)]),
        ("The VXL-1 cell outperforms the control (PCE of 19.2%, VOC of 1.05 V).", [("control", 19.2), ("control", 1.05)]),
        (
            "Unlike the reference device, which had a PCE of 9.8%, the VXL-1 device showed a PCE of 12.4%.",
            [("reference device", 9.8), ("VXL-1", 12.4)],
        ),
        ("The tandems used VXL-1 and VXL-2 as absorbers, giving a PCE of 9.9%.", [("tandems", 9.9)]),
        ("VXL-1 is bright. In a film (3 wt% in mCBP) the PLQY of VXL-1 is 92%.", [("VXL-1", 92.0)]),
    ],
)
def test_who_has_which_number(said, told_of):
    """ "For X a, for Y b"; all of one bracket; a relative clause; what a whole clause gives; a host is not the emitter."""
    assert [(s, v) for s, _, v in told(said, title="Stable perovskite solar cells", domain="psc")] == told_of


def test_a_list_of_absorbers_in_brackets():
    """ "X and Y as the wide-gap (a) and narrow-gap (b) absorbers, respectively": dealt out though they stand apart."""
    said = "The bandgap differs: VXL-1 and VXL-2 serve as wide-bandgap (2.28 eV) and narrow-bandgap (1.50 eV) absorbers, respectively."
    assert told(said, domain="psc") == [("VXL-1", "Eg", 2.28), ("VXL-2", "Eg", 1.5)]


def test_citations_do_not_part_a_list():
    """A marker behind a member of a list leaves it a list."""
    paper = analyse_prose("The VXL-1 and VXL-2 devices reach EQEs of 12.1%^{1} and 14.2%^{2}, respectively.")
    assert [(m.subject, m.quantity.value, m.citations[0].key) for m in paper.of("EQE")] == [("VXL-1", 12.1, "1"), ("VXL-2", 14.2, "2")]


def test_a_span_of_colours_is_no_colour():
    """ "Emission from yellow to blue" gives a number that it is not dealt out to none of the two; "(red)" behind it gives its own."""
    ((m,),) = (analyse_prose("QLEDs with emission from yellow to blue had an EQE of 12.4%.", title=OWN).of("EQE"),)
    assert m.qualifiers.colour == "unstated"
    told_of = analyse_prose("The VXL-1 devices had EQEs of 17.9% (red), 16.0% (green) and 8.2% (blue).").of("EQE")
    assert [m.qualifiers.colour for m in told_of] == ["red", "green", "blue"]
