"""Tables against the prose where the link between the two is not plain: what makes it sure, and what keeps it silent."""

import pytest

from mini_papers import analyse_prose, analyse_table, analyse_text

TABLE = """
    | HTL | V_on (V) | EQE (%) | CE (cd A^−1) | Ref. |
    |---|---|---|---|---|
    | VXL-1 | 2.1 | 12.4 | 15.1 | 1 |
    | VXL-2 | 2.3 | 9.8 | 11.7 | 2 |
    | VXL-3 | 2.6 | 7.3 | 8.8 | 3 |
"""
RESEARCH = "Bright amber QLEDs"


def mismatches(*prose, table=TABLE, **kept):
    """(severity, subject, metric, printed in the table, said in the text) of the contradictions of table and prose."""
    found = analyse_table(table, prose=prose, **kept).coded("table-text-mismatch")
    return [(f.severity, f.subject, f.metric, f.observed, f.expected) for f in found]


@pytest.mark.parametrize(
    ("said", "severity", "metric"),
    [
        ("Albertsen et al. made VXL-1.^{1} Their device turned on at 2.1 V and reached an EQE of 14.9%.^{1}", "error", "EQE"),
        ("The device of Albertsen et al. had a CE of 15.1 cd A^{−1} and an EQE of 14.9%.^{1}", "error", "EQE"),
        ("Albertsen et al. obtained a CE of 15.1 cd A^{−1} with the carbazole VXL-1, and an EQE of 14.2%.^{1}", "error", "EQE"),
        ("An EQE of 14.2% was reached by Albertsen et al.^{1}", "warning", "EQE"),
        ("An EQE of 1.24% was reached by Albertsen et al.^{1}", "warning", "EQE"),
    ],
    ids=["pointing back", "by the work", "in one sentence", "swapped digits", "decimal point"],
)
def test_other_numbers_or_the_slip_make_a_link_sure(said, severity, metric):
    """A number that is not surely the row's is so where another of its sentence is, or where it differs by a slip of the pen."""
    assert [(f[0], f[1], f[2]) for f in mismatches(said)] == [(severity, "VXL-1", metric)]


@pytest.mark.parametrize(
    "said",
    [
        "An EQE of 16.9% was reached by Albertsen et al.^{1}",
        "Albertsen et al. made VXL-1.^{1} Devices without it had an EQE of 8.1%.^{1}",
        "DFT calculations predict an EQE of 25.9% for the device with VXL-1.^{1}",
        "The inkjet-printed device with VXL-1 reached an EQE of 6.2%.^{1}",
        "At high luminance, the device with VXL-1 has an EQE of 8.2%.^{1}",
        "The device with VXL-1 reached an EQE of about 13%.^{1}",
        "The device with VXL-1 had an EQE of 8.1% before and 12.4% after ageing.^{1}",
    ],
    ids=["one number of the work", "without it", "theory", "another process", "another point", "about", "before and after"],
)
def test_a_doubtful_number_contradicts_nothing(said):
    """Another device of the work, another process, another operating point, theory, a rough number: nothing is said."""
    assert mismatches(said) == []


def test_a_row_named_in_apposition():
    """ "the carbazole VXL-1" and "styryl NPB (VXL-1)" are the row, whatever noun stands before its name."""
    said = "Albertsen et al. raised the EQE to {}% with the dithienopyrrole VXL-1.^{{1}}"
    assert [f[1:3] for f in mismatches(said.format(14.9))] == [("VXL-1", "EQE")]
    assert mismatches(said.format(12.4)) == []


def test_a_confirmed_cell_and_a_sentence_with_its_other_numbers():
    """The abstract has the table's EQE; a conclusion with another one, among numbers of the same row, is a slip."""
    abstract = "The device with VXL-1 reached an EQE of 12.4%."
    end = "In summary, QLEDs with VXL-1 have an EQE of {}%, a CE of 15.1 cd A^{{−1}} and turn on at {} V."
    assert mismatches(abstract, end.format(12.4, 2.1), title=RESEARCH, table=_without_references()) == []
    found = mismatches(abstract, end.format(14.9, 2.1), title=RESEARCH, table=_without_references())
    assert found == [("warning", "VXL-1", "EQE", "12.4", "14.9%")]
    assert mismatches(abstract, end.format(14.9, 3.9), title=RESEARCH, table=_without_references()) != found


def _without_references():
    return "\n".join(line.rsplit("|", 2)[0] + "|" for line in TABLE.strip().splitlines())


def test_a_sentence_with_nothing_right_is_rather_linked_wrongly():
    """Two numbers and none of them the row's: an info; those of another row are named as the cause."""
    assert {f[0] for f in mismatches("The device with VXL-1 had an EQE of 17.7% and a CE of 33.3 cd A^{−1}.^{1}")} == {"info"}
    paper = analyse_table(TABLE, prose=("The device with VXL-1 had an EQE of 9.8% and a CE of 11.7 cd A^{−1}.^{1}",))
    flags = paper.coded("table-text-mismatch")
    assert {(f.severity, f.cause) for f in flags} == {("warning", "the values of VXL-2")}


def test_a_sentence_that_goes_through_a_column():
    """Devices named one after the other, each with its EQE: where one is right, another is no other device's."""
    said = "VXL-1 leads to a peak EQE of {}%, VXL-2 to 9.8% and VXL-3 to {}%."
    table = _without_references()
    assert mismatches(said.format(12.4, 7.3), title=RESEARCH, table=table) == []
    assert [f[1:] for f in mismatches(said.format(12.4, 6.9), title=RESEARCH, table=table)] == [("VXL-3", "EQE", "7.3", "6.9%")]


def test_own_numbers_do_not_contradict_a_table_of_the_literature():
    """In a paper with devices of its own, what the text says without citing is not what a cited row reports."""
    said = "We made a device with VXL-1, and the VXL-1 device reached an EQE of 14.9%. We measured our devices in air."
    assert mismatches(said, title=RESEARCH, table=TABLE + "    | poly-QRS | 2.0 | 18.2 | 22.0 | This work |\n") == []
    assert len(mismatches("The VXL-1 device reached an EQE of 14.9%.")) == 1


def test_colour_by_the_peak_of_the_row():
    """A row whose light peaks at 626 nm is no green device; another red number contradicts it."""
    table = TABLE.replace("| V_on (V) |", "| EL (nm) | V_on (V) |").replace("|---|", "|---|---|", 1)
    for name, peak in (("VXL-1", 626), ("VXL-2", 629), ("VXL-3", 631)):
        table = table.replace(f"{name} |", f"{name} | {peak} |")
    assert mismatches("The green device with VXL-1 reached an EQE of 4.9%.^{1}", table=table) == []
    assert len(mismatches("The red device with VXL-1 reached an EQE of 4.9%.^{1}", table=table)) == 1


def test_the_ends_of_a_change():
    """ "from ... to ..." is silent, unless another change of the sentence shows which row its end is."""
    said = "With VXL-1, the CE rose from 9.9 to {} cd A^{{−1}} and the EQE from 8.1% to 14.9%.^{{1}}"
    assert [f[1:] for f in mismatches(said.format(15.1))] == [("VXL-1", "EQE", "12.4", "14.9%")]
    assert mismatches(said.format(17.7)) == []


@pytest.mark.parametrize(
    ("told", "found"), [("about 10^{−3}", 0), ("near 10−3", 0), ("about 10^{−2}", 1), ("9.1 × 10^{−4}", 0), ("9.1 × 10^{−3}", 1)]
)
def test_an_order_of_magnitude(told, found):
    """A bare power of ten says no more than the order of magnitude."""
    table = "| HTL | Mobility (cm^2 V^−1 s^−1) |\n|---|---|\n| VXL-1 | 9.1 × 10^−4 |\n| VXL-2 | 2.2 × 10^−4 |"
    assert len(mismatches(f"The VXL-1 layer has a mobility of {told} cm^{{2}} V^{{−1}} s^{{−1}}.", table=table)) == found


def test_a_cut_or_rounded_number_agrees():
    """12% and 13% both stand for 12.4; 14% does not."""
    for said, found in (("12%", 0), ("13%", 0), ("14%", 1)):
        assert len(mismatches(f"The device with VXL-1 reached an EQE of {said}.^{{1}}")) == found


# ---- two tables -------------------------------------------------------------------------------------------------------------

PAIR = """
    # Bright amber QLEDs

    We fabricated the devices in air. The VXL-1 layer and the VXL-2 layer are insoluble.

    Table 1. Devices.

    | HTL | V_on (V) | EQE (%) | CE (cd A^−1) |
    |---|---|---|---|
    | VXL-1 | 2.1 | 12.4 | 15.1 |
    | VXL-2 | 2.3 | 9.8 | 11.7 |

    The table below has them again.

    Table 2. Summary.

    | HTL | EQE (%) | CE (cd A^−1) |
    |---|---|---|
    | VXL-1 | {} | {} |
    | VXL-2 | 9.8 | 11.7 |
"""


@pytest.mark.parametrize(
    ("eqe", "ce", "found"),
    [("12.4", "15.1", []), ("14.2", "15.1", [("VXL-1", "EQE", "12.4", "14.2")]), ("14.2", "17.3", []), ("12", "15.1", [])],
    ids=["same", "one differs", "another sample", "rounded"],
)
def test_one_device_in_two_tables(eqe, ce, found):
    """A row that is repeated with one other number is a slip; one with all others is another device."""
    flags = analyse_text(PAIR.format(eqe, ce)).coded("table-text-mismatch")
    assert [(f.subject, f.metric, f.expected, f.observed) for f in flags] == found


# ---- reading ------------------------------------------------------------------------------------------------------------------


def test_a_table_that_cites_in_brackets_does_not_make_the_text_do_so():
    """Superscripts of the text are citations though the table's column has brackets."""
    table = TABLE.replace("| 1 |", "| [1] |").replace("| 2 |", "| [2] |").replace("| 3 |", "| [3] |")
    (m,) = [m for m in analyse_table(table, prose=("The VXL-1 device reached an EQE of 12.4%.^{1}",)).of("EQE") if m.source == "text"]
    assert [c.key for c in m.citations] == ["1"]


def test_a_bare_power_of_ten_with_a_true_minus():
    """ "10−3 cm2 V−1 s−1" is no range of ten to three."""
    m = analyse_prose("The VXL-1 layer has a hole mobility of 10−3 cm^{2} V^{−1} s^{−1}.").one("mobility")
    assert m.quantity.value == pytest.approx(1e-3)


@pytest.mark.parametrize(
    "said",
    [
        "With a different electron-transport layer, the EQE of the VXL-1 device was 10.9%.^{1}",
        "On another substrate the device with VXL-1 had an EQE of 10.9%.^{1}",
        "For a porous substrate, the EQE of the VXL-1 device was 10.9%.^{1}",
        "The EQE of the VXL-1 device fell to 10.9% later on.^{1}",
        "The EQE of the VXL-1 device decreased at once to about 9%.^{1}",
        "In the end the EQE of the VXL-1 device had dropped to only 10.9%.^{1}",
    ],
)
def test_another_build_or_the_end_of_a_fall(said):
    """What a device of another build reached, and where the number of the table has fallen to, contradicts nothing."""
    assert mismatches(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "The EQE of the VXL-1 device rose to 14.9%.^{1}",
        "The device with VXL-1 had an EQE of 14.9%, whereas 9.1% was found without it.^{1}",
        "The device with VXL-1 had an EQE of 14.9%, 2.6 times that of a cell without it (5.7%).^{1}",
        "The turn-on voltage of the VXL-1 device was lowered to 2.4 V.^{1}",
    ],
)
def test_a_rise_or_a_number_that_others_are_set_against(said):
    """The end of a rise, and what another number is contrasted with, is the device's own."""
    assert len(mismatches(said)) == 1


def test_what_a_whole_table_holds_for_need_not_be_repeated():
    """A condition that a caption tells of all its values parts none from the prose; a level does, and so does what one row alone says."""
    said = "The device with VXL-1 reached an EQE of 14.9%.^{1}"
    for build in ("Inverted", "Top-emitting", "Flexible"):
        assert [f[0] for f in mismatches(said, caption=f"Table 1. {build} quantum-dot LEDs.")] == ["error"]
    assert mismatches(said, table=TABLE.replace("EQE (%)", "EQE at 1000 cd m^−2 (%)")) == []
    assert mismatches("The tandem device with VXL-1 reached an EQE of 24.9%.^{1}", caption="Table 1. Inverted quantum-dot LEDs.") == []


@pytest.mark.parametrize(
    "said",
    [
        "The tandem device with VXL-1 reached an EQE of 24.9%.^{1}",
        "Flexible devices with VXL-1 had an EQE of 10.9%.^{1}",
        "A top-emitting lamp was made, too, in which VXL-1 gave an EQE of 18.9%.^{1}",
    ],
)
def test_another_build_in_the_words_of_the_pack(said):
    """A build that the sentence names before the number, and the row does not have, makes it another device."""
    assert mismatches(said) == []


def test_a_factor_of_the_header_is_told():
    """12.4 under "×10^3" is no 12.4 beside 1240: the message says what the cell amounts to."""
    table = "| HTL | L_max (×10^3 cd m^−2) | EQE (%) | Ref. |\n|---|---|---|---|\n| VXL-1 | 12.4 | 10.1 | 1 |\n| VXL-2 | 8.1 | 8.2 | 2 |"
    paper = analyse_table(table, prose=("The device with VXL-1 reached a maximum luminance of 1240 cd m^−2 and an EQE of 10.1%.^{1}",))
    (flag,) = paper.coded("table-text-mismatch")
    assert "prints 12.4 (12400 cd/m2), the text says 1240 cd m^−2" in flag.message
