"""One compound under two spellings is flagged; two compounds that differ little are not."""

from textwrap import dedent

import pytest

from litmine.checks.naming.slips import slip_between
from mini_papers import INTRODUCTION, REFERENCES, analyse_prose, analyse_table, analyse_text


def variants(*paragraphs):
    """Severity, printed form, form that is probably meant and cause of each flag on a paper of these paragraphs."""
    return [(f.severity, f.observed, f.expected, f.cause) for f in analyse_prose(*paragraphs).coded("name-variant")]


# A polymer that the paper names three times, in prose without a citation.
OFTEN = "The VZQRK layer is smooth. A VZQRK film is stable. Devices with a VZQRK layer last."


@pytest.mark.parametrize(
    ("odd", "cause"),
    [("VZRQK", "two letters swapped"), ("VzQRK", "capitals"), ("VZQrK", "capitals")],
)
def test_a_slip_in_a_frequent_name(odd, cause):
    """Swapped letters and other capitals in a name that the paper uses often: a warning that names both forms."""
    assert variants(OFTEN, f"The {odd} layer was dried.") == [("warning", odd, "VZQRK", cause)]


def test_how_often_a_swap_needs_the_right_form():
    """A long name needs it twice, a short one more often; one against one is worth knowing only."""
    assert variants("A film of Spiro-QVZT is thin. A Spiro-QVZT film lasts.", "The Spiro-VQZT film is dry.") == [
        ("warning", "Spiro-VQZT", "Spiro-QVZT", "two letters swapped")
    ]
    assert variants("A film of Spiro-QVZT is thin.", "The Spiro-VQZT film is dry.") == [
        ("info", "Spiro-VQZT", "Spiro-QVZT", "two letters swapped")
    ]
    assert variants("A layer of QVZ is thin. The QVZ layer lasts.", "The VQZ layer is dry.") == []


def test_both_forms_are_evidence():
    """The flag quotes the slip and the right form, each with its sentence."""
    paper = analyse_prose(OFTEN, "The VZRQK layer was dried.")
    (flag,) = paper.coded("name-variant")
    assert [a.quote for a in flag.anchors] == ["VZRQK", "VZQRK"]
    assert [a.context.of(paper.document.text) for a in flag.anchors] == ["The VZRQK layer was dried.", "The VZQRK layer is smooth."]
    assert flag.message == "“VZRQK” on page 1 is probably VZQRK, as it is spelled 3 times."


def test_a_slip_in_a_name_of_the_pack():
    """A compound that everybody knows needs to be spelled right only once; so do formulas and blends."""
    swapped = variants("The stack is ITO/PVK/QDs/Al.", "PKV was chosen for its deep level.")
    assert swapped == [("warning", "PKV", "PVK", "two letters swapped")]
    capitals = variants("The stack is ITO/PEDOT:PSS/QDs/ZnMgO/Al.", "On PEDOT:Pss the film is smooth, under ZnMGO as well.")
    assert sorted(capitals) == [
        ("warning", "Pss", "PSS", "capitals"),
        ("warning", "ZnMGO", "ZnMgO", "capitals"),
    ]
    assert variants("Films of CsPbBr3 glow.", "Dots of CsPBbr3 glow. CsPbBr3 is stable.") == [("warning", "CsPBbr3", "CsPbBr3", "capitals")]


def test_a_known_name_has_many_devices():
    """A slip in the name of a common layer stands beside values and works of its own."""
    said = ("The device with PVK reached an EQE of 9.1%.^{2}", "The device with PKV reached an EQE of 4.1%.^{3}")
    assert variants(*said) == [("warning", "PKV", "PVK", "two letters swapped")]
    other = [s.replace("PVK", "QVZTR").replace("PKV", "QZVTR") for s in said]
    assert variants(*other, "A QVZTR layer is thin. The QVZTR layer lasts.") == []


def test_a_name_all_in_capitals_is_worth_knowing():
    """"TPBI" beside "TPBi" is another habit rather than a slip."""
    assert variants("TPBi is evaporated. The TPBi layer is thin.", "A film of TPBI is smooth.") == []  # the pack has both
    assert variants(OFTEN.replace("VZQRK", "VZQRk"), "A film of VZQRK is smooth.") == [("info", "VZQRK", "VZQRk", "capitals")]


def test_one_letter_off_once_in_the_same_paragraph_is_worth_knowing():
    """A form that stands once beside a frequent one may be a second compound: told without alarm."""
    assert variants(f"{OFTEN} The VZXRK layer was dried.") == [("info", "VZXRK", "VZQRK", "one letter off")]


def test_two_slips_side_by_side():
    """Two names with the same wrong letter in one sentence, which stand right side by side in another: no second pair of compounds."""
    assert variants(
        "Two emitters, 2QzRTN and 5QzRTN, were made. 2QzRTN dissolves, and 5QzRTN does as well. A film of 2QzRTN with 5QzRTN is smooth. "
        "The peaks are at 443 nm and 453 nm for 2QzRPN and 5QzRPN."
    ) == [("warning", "2QzRPN", "2QzRTN", "one letter off"), ("warning", "5QzRPN", "5QzRTN", "one letter off")]


def test_one_letter_off_once_beside_a_frequent_name():
    """A name that stands ten times outweighs another letter inside it; fewer times it is worth knowing, wherever the slip stands."""
    assert variants(OFTEN * 4, "A crystal of VZXRK was cut.") == [("warning", "VZXRK", "VZQRK", "one letter off")]
    assert variants(OFTEN, "A crystal of VZXRK was cut.") == [("info", "VZXRK", "VZQRK", "one letter off")]
    assert variants(OFTEN * 4, "A crystal of VZXRK was cut. Another one of VZXRK broke.") == []


def test_a_letter_twice():
    """A doubled letter is a slip of typing where the name is frequent, else perhaps a prefix."""
    assert variants(OFTEN * 4, "A crystal of VZZQRK was cut.") == [("warning", "VZZQRK", "VZQRK", "one letter off")]
    assert variants(OFTEN, "A crystal of VZZQRK was cut.") == [("info", "VZZQRK", "VZQRK", "one letter off")]


def test_one_definition_for_two_forms():
    """Whatever the letters, two abbreviations of one long form are one compound."""
    long = "poly(9-vinylcarbazole)"
    assert variants(f"A film of {long} (PVCRL) is thin.", f"A layer of {long} (PVCBL) is thick. PVCRL is dry.") == [
        ("warning", "PVCBL", "PVCRL", "one letter off")
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("The VXL-1 layer and the VXL-3 layer are dry.",),
        (OFTEN, "The VZQRK layer beats the VZXRK layer."),
        (f"{OFTEN} A layer of VZXRK was reported by others.^{{2}}",),
        (f"{OFTEN} The VZXRK layer is dry. A second VZXRK layer is wet.",),
        (f"{OFTEN} A film of vinyl zinc xylene rhodium ketone (VZXRK) is thin.",),
        (OFTEN.replace("VZQRK", "VZQRK-A"), "The VZQRK-B layer is dry."),
        (OFTEN.replace("VZQRK", "o-VZQRK"), "The p-VZQRK layer is dry."),
        (f"{OFTEN} The layer of VZQ-RK is dry.",),
        (f"{OFTEN.replace('VZQRK', 'VmZyPQ')} The VpZyPQ layer is dry.",),
        (f"{OFTEN.replace('VZQRK', 'QXZ-TRS')} The QTZ-TRS layer is dry.",),
        (f"{OFTEN.replace('VZQRK', 'VZQRD')} The VZQRB layer is dry.",),
        ("Films of MAPbI3 glow. MAPbI3 is black, MAPbI3 is soft. A film of FAPbI3 is black.",),
        ("Films of CsPbBr3 glow. CsPbBr3 is green, CsPbBr3 is soft. A film of CsPbI3 is black.",),
        ("Dots of PbS glow. PbS is black. PbS is soft. They were washed with PBS.",),
        ("Dots in TOP are stable. TOP was added. The TOP solution is clear. Top electrodes are thin.",),
        ("A CBP layer and TPD, mCP and mCBP, were compared. CBP is used. CBP is cheap.", "A layer of BCP blocks holes, NPD does not."),
        ("The HTL is thin, the ETL is thick. The HTL is smooth. The HTL is dry. A TFT drives it."),
    ],
    ids=[
        "series",
        "one sentence",
        "own citation",
        "used twice",
        "own definition",
        "lone letter",
        "isomer",
        "hyphen",
        "position",
        "group",
        "last letter",
        "cation",
        "halide",
        "formula and buffer",
        "plain word",
        "known compounds",
        "no compounds",
    ],
)
def test_two_compounds(paragraphs):
    """Names that differ as those of two compounds do are left alone, wherever they stand."""
    assert variants(*([paragraphs] if isinstance(paragraphs, str) else paragraphs)) == []


TABLE = """
    | HTL | EQE (%) | CE (cd A^−1) | Ref. |
    |---|---|---|---|
    | VZQ-RTT | 12.4 | 15.1 | 1 |
    | poly-QRS | 9.8 | 11.7 | 2 |
"""


def tabled(*prose, table=TABLE):
    """The same of a paper with this table of two devices of two works."""
    found = analyse_table(table, prose=prose).coded("name-variant")
    return [(f.severity, {f.observed, f.expected}, f.cause) for f in found]


def test_a_row_and_the_text_that_cites_its_work():
    """What the text calls one letter off from the only row of the work that it cites is that row's device."""
    said = "Albertsen et al. made VZQ-RT.^{1} The VZQ-RT layer is dry."
    (flag,) = analyse_table(TABLE, prose=(said,)).coded("name-variant")
    assert flag.message == "“VZQ-RTT” in Table 1 and “VZQ-RT” on page 1 are probably one compound."
    assert [a.cell is not None for a in flag.anchors] == [True, False]
    assert tabled(said) == [("warning", {"VZQ-RT", "VZQ-RTT"}, "one letter off")]
    assert tabled(said.replace("{1}", "{3}")) == []
    assert tabled(said, "A VZQ-RTT layer is wet.^{1}") == []
    assert tabled(said, table=TABLE.rstrip() + "\n    | VZQ-RTS | 8.8 | 9.9 | 1 |\n") == []


def test_rows_of_two_tables():
    """A device that two tables call by names one slip apart, each table having one row of its work."""
    levels = "| HTL | HOMO (eV) | Ref. |\n|---|---|---|\n| {} | −5.4 | {} |\n| poly-QRS | −5.6 | 2 |"
    parts = ["# Lamps: a review", INTRODUCTION, "Table 1. Lamps.", dedent(TABLE).strip(), "Table 2. Levels.", levels, REFERENCES]

    def found(*row):
        paper = analyse_text("\n\n".join(parts).format(*row))
        return [(f.severity, f.cause) for f in paper.coded("name-variant")]

    assert found("VZQ-TRT", 1) == [("warning", "two letters swapped")]
    assert found("VZQ-RTS", 1) == [("warning", "one letter off")]
    assert found("VZQ-RTS", 3) == []


def test_a_row_and_the_text_that_gives_its_value():
    """A value that both have in common makes one device of two last letters; two values make two."""
    assert tabled("The device with VZQ-RTS reached an EQE of 12.4%.^{1}") == [("warning", {"VZQ-RTS", "VZQ-RTT"}, "one letter off")]
    assert tabled("The device with VZQ-RTS reached an EQE of 8.1%.^{1}") == []
    assert tabled("The device with VZQ-RTS reached an EQE of 12% and others.^{1}", "VZQ-RTT was dried.") == []
    assert tabled("The device with VZQ-RTS reached an EQE of 12.4% and a CE of 19.3 cd A^{−1}.^{1}", "VZQ-RTT was dried.") == []


def test_a_row_in_words():
    """The words of a row's label are no names."""
    table = TABLE.replace("poly-QRS", "High-Performance device")
    assert tabled("A high-performance device is bright. High-performance devices last.", table=table) == []


def test_two_rows_are_two_devices():
    """Forms that both have rows are two compounds, one letter off or swapped."""
    assert tabled(table=TABLE.replace("poly-QRS", "VZQ-RTS")) == []
    assert tabled(table=TABLE.replace("poly-QRS", "VZQ-TRT").replace("| 2 |", "| 1 |")) == []


@pytest.mark.parametrize(
    ("odd", "name", "kind"),
    [
        *(("PKV", "PVK", "swap"), ("StzQ2", "StQz2", "swap"), ("TmZyBP", "TmZyPB", "swap")),
        *(("PVk", "PVK", "case"), ("SNO2", "SnO2", "case"), ("2QzRPN", "2QzRTN", "letter")),
    ],
)
def test_kinds_of_slips(odd, name, kind):
    """What turns one name into the other."""
    assert slip_between(odd, name).kind == kind


@pytest.mark.parametrize(
    ("odd", "name"),
    [
        *(("X2A", "X4A"), ("TPD", "NPD"), ("ZnCdS", "CdZnS"), ("poly-QRS", "polyQRS"), ("Poly-QRS", "poly-QRS")),
        *(("P-QRS", "p-QRS"), ("P3HT", "P2HT"), ("QRS", "TUV")),
    ],
)
def test_what_is_no_slip(odd, name):
    """Other digits, short names, the parts of an alloy in another order, hyphens, the capital of a sentence."""
    assert slip_between(odd, name) is None
