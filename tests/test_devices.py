"""Measurements to devices, on invented papers: what is one device and what is two."""

import pytest

from mini_papers import analyse_prose, analyse_table

TABLE = """
    | HTL | EQE (%) | CE (cd A^−1) | Ref. |
    |---|---|---|---|
    | VXL-1 | 12.4 | 15.1 | 1 |
    | VXL-2 | 9.8 | 11.7 | 2 |
"""


def shapes(paper):
    """(label, cited work, colour, process, number of measurements) of the devices."""
    return [(d.label, d.original, d.colour, d.process, len(d.measurements)) for d in paper.devices]


def test_one_row_is_one_device():
    """The numbers of a row are one device with its source, in the order of the table."""
    assert shapes(analyse_table(TABLE)) == [
        ("VXL-1", "1", "unstated", "unstated", 2),
        ("VXL-2", "2", "unstated", "unstated", 2),
    ]


def test_table_and_prose_meet_in_one_device():
    """What the text says of a row's compound and work joins the row's device, whose label is the table's."""
    paper = analyse_table(TABLE, prose=("The device with VXL-1 turned on at 2.1 V.^{1}",))
    assert shapes(paper)[0] == ("VXL-1", "1", "unstated", "unstated", 3)
    assert len(paper.devices) == 2


def test_another_cited_work_is_another_device():
    """One compound in two works is two devices."""
    paper = analyse_table(TABLE, prose=("The device with VXL-1 reached an EQE of 11.4%.^{2}",))
    assert shapes(paper)[-1] == ("VXL-1", "2", "unstated", "unstated", 1)
    assert len(paper.devices) == 3


def test_members_of_a_series_are_devices_of_their_own():
    """VXL-1, VXL-2 and VXL-4 differ in a digit and are three devices, in the text as in the table."""
    paper = analyse_table(TABLE, prose=("The device with VXL-4 reached an EQE of 4.2%.^{1}",))
    assert [d.label for d in paper.devices] == ["VXL-1", "VXL-2", "VXL-4"]


def test_colours_part_devices():
    """A red and a blue device of one compound are two."""
    paper = analyse_table("""
        | HTL | Colour | EQE (%) | CE (cd A^−1) | Ref. |
        |---|---|---|---|---|
        | VXL-1 | red | 12.4 | 15.1 | 1 |
        |  | blue | 5.4 | 2.1 | |
    """)
    assert shapes(paper) == [("VXL-1", "1", "red", "unstated", 2), ("VXL-1", "1", "blue", "unstated", 2)]


@pytest.mark.parametrize(
    ("said", "colour", "process"),
    [
        ("The red device with VXL-1 turned on at 2.1 V.^{1}", "red", "unstated"),
        ("The spin-coated device with VXL-1 turned on at 2.1 V.^{1}", "unstated", "spin-coated"),
    ],
)
def test_a_word_that_only_one_place_gives_parts_nothing(said, colour, process):
    """A colour or process stated once, and nowhere contradicted, is that of the whole device."""
    paper = analyse_table(TABLE, prose=(said,))
    assert shapes(paper)[0] == ("VXL-1", "1", colour, process, 3)


def test_unstated_stays_unstated_beside_two_colours():
    """Where a compound has a red and a blue device, a number without a colour is of neither."""
    paper = analyse_prose(
        "The red device with VXL-1 reached an EQE of 12.4%.^{1}",
        "The blue device with VXL-1 reached an EQE of 5.4%.^{1}",
        "The device with VXL-1 turned on at 2.1 V.^{1}",
    )
    assert sorted(shapes(paper)) == [
        ("VXL-1", "1", "blue", "unstated", 1),
        ("VXL-1", "1", "red", "unstated", 1),
        ("VXL-1", "1", "unstated", "unstated", 1),
    ]


def test_names_meet_whatever_their_hyphens():
    """poly-QRS and poly QRS are one compound."""
    paper = analyse_table(
        """
        | HTL | EQE (%) | CE (cd A^−1) | Ref. |
        |---|---|---|---|
        | poly QRS | 12.4 | 15.1 | 1 |
        | VXL-2 | 9.8 | 11.7 | 2 |
        """,
        prose=("The device with poly-QRS turned on at 2.1 V.^{1}",),
    )
    assert shapes(paper)[0] == ("poly QRS", "1", "unstated", "unstated", 3)


def test_layers_of_a_stack():
    """A label of four layers or more is a stack; one slash is a pair of names."""
    paper = analyse_table("""
        | Device structure | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | ITO/VXL-1/QDs/ZnO/Al | 12.4 | 15.1 |
        | VXL-1/VXL-2 | 9.8 | 11.7 |
    """)
    assert [d.layers for d in paper.devices] == [("ITO", "VXL-1", "QDs", "ZnO", "Al"), ()]


def test_nothing_without_a_subject_is_a_device():
    """A number that nobody owns is kept as a measurement and makes no device."""
    paper = analyse_prose("The EQE was 12.4%.")
    assert len(paper.measurements) == 1
    assert not paper.devices


def test_devices_name_only_measurements_that_exist():
    """Every id of a device is a measurement's, each measurement with a subject is in one device, and ids repeat in a second run."""
    first = analyse_table(TABLE, prose=("The red device with VXL-1 turned on at 2.1 V.^{1}", "VXL-2 has a HOMO of −5.6 eV."))
    again = analyse_table(TABLE, prose=("The red device with VXL-1 turned on at 2.1 V.^{1}", "VXL-2 has a HOMO of −5.6 eV."))
    named = [i for d in first.devices for i in d.measurements]
    assert sorted(named) == sorted(m.id for m in first.measurements if m.subject)
    assert [d.id for d in first.devices] == [d.id for d in again.devices]
    assert len({d.id for d in first.devices}) == len(first.devices)


def test_a_bare_device_is_one_only_within_its_sentence():
    """ "The devices" of two paragraphs are two; two numbers of one sentence are one."""
    paper = analyse_prose(
        "The devices reached an EQE of 12.4% and a CE of 15.1 cd A^{−1}.",
        "Later, the devices reached an EQE of 9.8%.",
    )
    assert [(d.label, len(d.measurements)) for d in paper.devices] == [("devices", 2), ("devices (2)", 1)]
    assert len({d.id for d in paper.devices}) == 2
