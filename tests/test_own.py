"""A paper's own device, whether the paper is a review, and the devices it numbers."""

import pytest

from litmine.linking.subjects.labels import own_labels
from litmine.linking.subjects.own import is_review, own_device
from mini_papers import MiniPaper, analyse_table, analyse_text

STACK = "The devices had the structure ITO/PEDOT:PSS/TFB/CdSe/ZnS QDs/ZnO/Al."
LAYERS = ("ITO", "PEDOT:PSS", "TFB", "CdSe/ZnS", "ZnO", "Al")
RESEARCH = "Bright amber QLEDs"


def paper(*paragraphs: str, title: str = RESEARCH) -> MiniPaper:
    """An invented paper of a title and paragraphs."""
    return analyse_text("\n\n".join([f"# {title}", *paragraphs]))


def own(*paragraphs: str, title: str = RESEARCH):
    """The device that such a paper reports as its own."""
    found = paper(*paragraphs, title=title)
    return own_device(found.document, found.tagged, found.domain)


def labels(*paragraphs: str):
    """The devices that such a paper numbers."""
    found = paper(*paragraphs)
    return own_labels(found.document, found.tagged, own_device(found.document, found.tagged, found.domain), found.domain)


def test_own_device_has_the_papers_layers_and_colour():
    """Named by the title, with the printed stack; the emitter is the first of its materials and the electrodes are the last."""
    found = own(STACK)
    assert (found.text, found.colour, found.layers) == ("Bright amber QLEDs", "amber", LAYERS)
    assert found.materials == ("CdSe/ZnS", "TFB", "ZnO", "PEDOT:PSS", "ITO", "Al")


def test_what_the_title_names_comes_first():
    """The new layer of the title is what the device is known by."""
    assert own(STACK, title="Amber QLEDs with TFB").materials[:2] == ("TFB", "CdSe/ZnS")


def test_layers_named_by_their_part_take_the_compound_said_elsewhere():
    """A scheme "ITO/HIL/HTL/QDs/ETL/Al" and "ZnO as the electron transport layer" are one stack."""
    found = own("The structure is ITO/HIL/HTL/QDs/ETL/Al.", "In our devices we use ZnO as the electron transport layer.")
    assert found.layers == ("ITO", "HIL", "HTL", "QDs", "ZnO", "Al")
    assert found.materials == ("ZnO", "ITO", "Al")


@pytest.mark.parametrize(
    ("title", "said", "colour"),
    [
        ("Bright QLEDs", "Amber QLEDs. " * 5, "amber"),
        ("Bright QLEDs", "Amber QLEDs. " * 5 + "Green QLEDs. " * 4, ""),
        ("Bright amber QLEDs", "Green QLEDs. " * 4, ""),
        ("Bright QLEDs", "Amber QLEDs. " * 2, ""),
    ],
)
def test_a_colour_is_the_devices_only_where_it_is_said_throughout(title, said, colour):
    """One colour in the title and mostly in the text, or nearly alone and often; else none is assumed."""
    assert own(said, title=title).colour == colour


@pytest.mark.parametrize(
    ("title", "said", "review"),
    [
        ("Lamps: a review", "", True),
        ("Recent progress of lamps", "", True),
        ("Lamps for displays", "In this review, lamps are compared.", True),
        ("Lamps for displays", "In this work, we fabricated lamps.", False),
        ("Strategies for lamps that last", "We report lamps. Our devices last. We fabricated them.", False),
        ("Recent lamps", "For a review of the literature see elsewhere.", False),
    ],
)
def test_review_or_not(title, said, review):
    """By the title's words, by what the paper calls itself, and by what "we" made."""
    assert is_review(paper(said or "Lamps shine.", title=title).document) is review


@pytest.mark.parametrize(("row", "review"), [("VXL-2", True), ("This work", False)])
def test_a_table_of_cited_works_makes_a_review_unless_it_has_a_row_of_its_own(row, review):
    """Research papers compare themselves with others in such a table, too; there, one row is theirs."""
    table = f"""
        | Device | EQE (%) | Ref. |
        |---|---|---|
        | VXL-1 | 12.4 | 1 |
        | {row} | 9.8 | 2 |
    """
    assert is_review(analyse_table(table, title="Lamps for displays").document) is review


def test_a_paper_with_a_review_word_in_its_title_may_be_research():
    """A title's "challenges" is outweighed by an experimental section and by what "we" made."""
    made = "We report lamps. We fabricated them on glass. Our devices last."
    assert not is_review(paper("Lamps.", "## Methods", made, title="Overcoming challenges of lamps").document)


def test_numbered_devices():
    """ "device A (with ...)" has the paper's layers with the new compound in the place of the one of its kind."""
    found = labels(STACK, "Device A (with a PVK layer) was better than device B (with a poly-TPD layer).")
    assert [found[name].layers[2] for name in ("device A", "Device B")] == ["PVK", "poly-TPD"]
    assert found["device A"].materials[0] == "PVK"
    assert found["device A"].colour == "amber"


@pytest.mark.parametrize(
    "said",
    [
        "Devices A and B were made with PVK and poly-TPD, respectively.",
        "Devices with PVK (denoted as device A) and with poly-TPD (device B) were made.",
        "Device A: ITO/PEDOT:PSS/PVK/QDs/ZnO/Al. Device B: ITO/PEDOT:PSS/poly-TPD/QDs/ZnO/Al.",
    ],
)
def test_forms_of_definitions(said):
    """Dealt out by "respectively", introduced in brackets behind, or by their stacks."""
    found = labels(STACK, said)
    assert [found[name].layers[2] for name in ("device A", "device B")] == ["PVK", "poly-TPD"]


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("Device 1 is brighter than Device 3.", {"device 1", "device 3"}),
        ("Devices 1 and 2 were made. Device 2 is bright.", {"device 1", "device 2"}),
        ("Compound 3a is soluble and compound 3b is not.", {"compound 3a", "compound 3b"}),
        ("Device 1 is bright. Device B is not.", set()),
        ("Devices 3 and 4 times as large as usual were made.", set()),
    ],
)
def test_labels_that_nothing_defines(said, known):
    """A label with a sibling of its kind, one of them alone behind its noun, is a device or a compound of its own."""
    found = labels(STACK, said)
    assert {name for name in found if name[0].islower()} == known
    assert all(not subject.layers for subject in found.values())


def test_a_paper_that_titles_no_device_has_labels_as_well():
    """Definitions tell the devices apart where the title names none; a review has none of its own."""
    said = "We made devices with PVK (device A) and with poly-TPD (device B)."
    for title, made_of in (("On the transport of holes", ("PVK",)), ("Lamps: a review", None)):
        found = paper(said, title=title)
        assert own_device(found.document, found.tagged, found.domain) is None
        told = own_labels(found.document, found.tagged, None, found.domain)
        assert (told["device A"].materials if told else None) == made_of


def test_control_device():
    """What the control lacks is not among its layers, and it is a reference."""
    control = labels(STACK, "The control device without PEDOT:PSS was dim.")["control device"]
    assert control.reference
    assert control.layers == ("ITO", "TFB", "CdSe/ZnS", "ZnO", "Al")


@pytest.mark.parametrize(
    "said", ["Device A is shown in Figure 3.", "The device I–V curves are steep.", "A device 3 nm thick was made with PVK."]
)
def test_what_defines_no_device(said):
    """A label that nothing is said of, curves and thicknesses."""
    assert labels(STACK, said) == {}


def test_a_late_stack_does_not_reach_back():
    """A paper that studies ZnMgO devices first and prints its ZnO stack once, at the end: the first numbers have no ZnO, the last do."""
    abstract = "Amber QLEDs fade. " * 20
    found = paper(
        abstract,
        "ZnMgO is common. ZnMgO is acidic. ZnMgO is bright. ZnMgO is soluble. ZnMgO ages. Our QLEDs reached an EQE of 9.8%.",
        f"{STACK} Our QLEDs reached an EQE of 12.4%.",
    )
    early, late = found.of("EQE")
    assert early.materials == ("CdSe/ZnS", "TFB", "PEDOT:PSS", "ITO", "Al")
    assert late.materials == ("CdSe/ZnS", "TFB", "ZnO", "PEDOT:PSS", "ITO", "Al")
    assert [len(d.layers) for d in found.devices] == [0, 6]


def test_quantum_dots_of_one_kind():
    """ "QDs" in a stack are the particles that the paper speaks of nearly alone; of two kinds, neither."""
    stack = "The structure is ITO/PEDOT:PSS/TFB/QDs/ZnO/Al."
    assert own(stack, "CdSe/ZnS is stable. " * 6).layers[3] == "CdSe/ZnS"
    assert own(stack, "CdSe/ZnS is stable. InP/ZnS is stable. " * 6).layers[3] == "QDs"
