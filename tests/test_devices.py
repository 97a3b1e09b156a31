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


RESEARCH = "Bright amber QLEDs"


@pytest.mark.parametrize(
    "said",
    [
        "The device",
        "Our QLEDs",
        "A typical amber-emitting (600 nm) QLED",
        "The best device",
        "The optimized amber QLEDs",
        "The bright amber QLEDs",
    ],
)
def test_what_names_nothing_is_the_papers_own_device(said):
    """Colour, praise and a wavelength name no device: it is the one of the title, with the stack that the paper prints."""
    paper = analyse_prose(
        "The devices are ITO/PEDOT:PSS/TFB/QDs/ZnO/Al. The bright amber QLEDs reached a CE of 15.1 cd A^{−1}.",
        f"{said} reached an EQE of 12.4%.",
        title=RESEARCH,
    )
    (device,) = paper.devices
    assert (device.label, device.colour) == ("Bright amber QLEDs", "amber")
    assert device.layers == ("ITO", "PEDOT:PSS", "TFB", "QDs", "ZnO", "Al")


def test_this_work_in_a_table_is_the_own_device():
    """The row "This work" of a comparison and what the text says of the device are one; the other rows are the cited works'."""
    paper = analyse_table(
        """
        | Device | EQE (%) | Ref. |
        |---|---|---|
        | VXL-1 | 12.4 | 1 |
        | This work | 9.8 | |
        """,
        prose=("Our device reached a CE of 15.1 cd A^{−1}.",),
        title=RESEARCH,
    )
    assert [(d.label, d.original, len(d.measurements)) for d in paper.devices] == [("VXL-1", "1", 1), ("Bright amber QLEDs", "", 2)]


def test_nameless_device_of_a_work_is_its_row():
    """ "A QLED reached 2.1 V [2]" is the device of the only row that cites [2]; with two such rows it is not said which."""
    said = "A QLED turned on at 2.1 V.^{2}"
    assert shapes(analyse_table(TABLE, prose=(said,)))[1] == ("VXL-2", "2", "unstated", "unstated", 3)
    two = analyse_table(TABLE.rstrip() + "\n    | VXL-3 | 7.7 | 9.1 | 2 |\n", prose=(said,))
    assert [d.original for d in two.devices] == ["1", "2", "2", "2"]


def test_rows_of_one_citation_without_names_are_devices_of_their_own():
    """Two rows that only cite [1] and give two EQEs are two devices; a row of each compound with one first layer stays its own."""
    paper = analyse_table("""
        | Ref. | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | 1 | 12.4 | 15.1 |
        | 1 | 9.8 | 11.7 |
    """)
    assert [len(d.measurements) for d in paper.devices] == [2, 2]


def test_layers_of_a_structure_column():
    """A column of device structures gives each row's device its layers, the device's name standing in another column."""
    paper = analyse_table("""
        | HTL | Device structure | EQE (%) | Ref. |
        |---|---|---|---|
        | VXL-1 | ITO/PEDOT:PSS/VXL-1 (30 nm)/QDs/ZnO/Al | 12.4 | 1 |
        | VXL-2 | not given | 9.8 | 2 |
    """)
    assert {d.original: d.layers for d in paper.devices} == {"1": ("ITO", "PEDOT:PSS", "VXL-1", "QDs", "ZnO", "Al"), "2": ()}


def test_numbered_devices_are_apart():
    """Devices A and B share most of their layers and are two; their layers are those of their definitions."""
    paper = analyse_prose(
        "The devices are ITO/PEDOT:PSS/TFB/QDs/ZnO/Al. Device A (with a PVK layer) and device B (with a poly-TPD layer) were compared.",
        "Device A reached an EQE of 12.4%. Device B reached an EQE of 9.8%.",
        title=RESEARCH,
    )
    assert [(d.label, d.layers[2]) for d in paper.devices] == [("Device A", "PVK"), ("Device B", "poly-TPD")]


def test_a_numbered_compound_is_one_device_whatever_noun_it_has():
    """ "1" of a table, "complex 1" and "1" of the text are one compound."""
    paper = analyse_table(
        """
        | Complex | EQE (%) | HOMO (eV) |
        |---|---|---|
        | 1 | 12.4 | −5.6 |
        | 2 | 9.8 | −5.8 |
        """,
        prose=("Complex 1 and complex 2 were made. Complex 1 has a LUMO of −2.6 eV. Complex 2 has a LUMO of −2.8 eV.",),
        title="On the transport of holes",
    )
    assert [(d.label, d.materials, len(d.measurements)) for d in paper.devices] == [("1", ("1",), 3), ("2", ("2",), 3)]


def test_a_mark_alone_is_its_device():
    """ "(A)" and "device A" are one row, called by the noun, with the layers of its definition."""
    paper = analyse_prose(
        "The devices are ITO/PEDOT:PSS/TFB/QDs/ZnO/Al. Device A (with a PVK layer) and device B (with a poly-TPD layer) were compared.",
        "The EQE was 12.4% (A) and 9.8% (B). Device A turned on at 2.1 V.",
        title=RESEARCH,
    )
    assert [(d.label.casefold(), d.layers[2], len(d.measurements)) for d in paper.devices] == [
        ("device a", "PVK", 2),
        ("device b", "poly-TPD", 1),
    ]


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        ("| [1] | 12.4 | 15.1 | 2.1 |", ["Albertsen 2019 [1]", "Albertsen 2019 [1] (2)"]),
        ("| [1] | 12.4 | 15.1 | |", ["Albertsen 2019 [1]", "Albertsen 2019 [1] (2)", "Albertsen 2019 [1] (3)"]),
    ],
)
def test_rows_that_only_cite(row, labels):
    """They are called by their works; one that is printed again is the same device, if it has numbers enough to tell."""
    paper = analyse_table(f"""
        | Ref. | EQE (%) | CE (cd A^−1) | V_on (V) |
        |---|---|---|---|
        | [1] | 12.4 | 15.1 | 2.1 |
        | [1] | 9.8 | 11.7 | 2.3 |
        {row}
    """)
    assert [d.label for d in paper.devices] == labels


def test_the_text_names_the_device_of_a_row_that_only_cites():
    """A number that one row of the cited work alone has tells whose the text's numbers are; another compound's row stays apart."""
    table = """
        | Ref. | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | [1] | 12.4 | 15.1 |
        | [1] | 9.8 | 11.7 |
    """
    said = "The device with VXL-1 reached an EQE of 12.4% and turned on at 2.1 V [1]."
    assert [(d.label, len(d.measurements)) for d in analyse_table(table, prose=(said,)).devices] == [
        ("VXL-1", 4),
        ("Albertsen 2019 [1]", 2),
    ]
    other = "The device with VXL-2 reached an EQE of 12.4%.^{1}"
    assert [d.label for d in analyse_table(TABLE, prose=(other,)).devices] == ["VXL-1", "VXL-2", "VXL-2"]


def test_what_a_device_lacks_is_told_of_a_control():
    """ "Without X" alone names nothing a reader of the table could look up."""
    paper = analyse_prose("With VXL-1, the EQE rose from 9.8% to 12.4%.^{1}")
    assert {d.label for d in paper.devices} == {"VXL-1", "control (without VXL-1)"}


def test_the_own_device_and_a_part_of_it_are_one():
    """Where the title's device has no known layers, what a paragraph says of a layer of it makes no second one."""
    paper = analyse_prose(
        "The VXL-1 layer is soluble. The VXL-1 layer is thin. The device reached an EQE of 12.4%.", "The EQE was 9.8%.", title=RESEARCH
    )
    assert [d.label for d in paper.devices if d.label.startswith(RESEARCH)] == [RESEARCH]


def test_numbered_devices_of_lists_and_rows():
    """Device 1 of "devices 1 and 2", of a row "1" and of its definition is one; the words of device 2 define nothing of device 1."""
    paper = analyse_table(
        """
        | Device | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | 1 | 12.4 | 15.1 |
        | 2 | 9.8 | 11.7 |
        """,
        prose=(
            "Device 1 with a PVK layer and device 2 with a poly-TPD layer were made. Device 1 has a PE of 8.1 lm W^{−1}.",
            "Devices 1 and 2 turn on at 2.1 and 2.4 V, respectively.",
        ),
        title=RESEARCH,
    )
    assert [(d.label, d.materials, len(d.measurements)) for d in paper.devices] == [
        ("device 1", ("PVK",), 4),
        ("device 2", ("poly-TPD",), 3),
    ]
