"""Layer stacks: printed with slashes, listed in a sentence, built step by step; which of them is the device."""

import pytest

from litmine.domain import load_domain
from litmine.geometry import Span
from litmine.linking.subjects.stacks import device_stacks, main_layers, named_parts, printed_stacks, split_layers
from mini_papers import analyse_prose


def printed(text, domain="qled"):
    """(single carrier, layers) of the stacks printed in a text."""
    return [(s.carrier, "/".join(s.layers)) for s in printed_stacks(text, Span(0, len(text)), load_domain(domain))]


def read(*paragraphs):
    """(how, single carrier, layers) of the stacks of an invented paper."""
    paper = analyse_prose(*paragraphs, title="Amber QLEDs that last")
    stacks = device_stacks(paper.document, paper.tagged, paper.domain)
    return [(s.how, s.carrier, "/".join(s.layers)) for s in stacks], "/".join(main_layers(stacks))


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("of ITO/PEDOT:PSS/TFB/QDs/ZnMgO/Al.", "ITO/PEDOT:PSS/TFB/QDs/ZnMgO/Al"),
        ("of ITO/PEDOT:PSS (40 nm)/TFB (30 nm)/QDs (~20 nm)/ZnO (40 nm)/Al (100 nm), which", "ITO/PEDOT:PSS/TFB/QDs/ZnO/Al"),
        ("(glass / ITO / PEDOT: PSS / TFB / QDs / ZnO NPs / silver)", "glass/ITO/PEDOT:PSS/TFB/QDs/ZnO/Ag"),
        ("with ITO|PEDOT:PSS|poly-TPD|CdSe/ZnS QDs|ZnO|Al. The", "ITO/PEDOT:PSS/poly-TPD/CdSe/ZnS/ZnO/Al"),
        ("as indium-tin-oxide (ITO)/hole-injection layer (HIL)/HTL/QDs/ETL/aluminum", "ITO/HIL/HTL/QDs/ETL/Al"),
        ("of ITO/HAT-CN (5 nm)/TAPC/CBP: 8 wt% Ir(ppy)3 (30 nm)/TPBi/LiF (1 nm)/Al", "ITO/HAT-CN/TAPC/CBP:Ir(ppy)3/TPBi/LiF/Al"),
    ],
)
def test_a_stack_in_its_printed_forms(text, layers):
    """Thicknesses, spaces, bars, full names and long forms with a short one: the same canonical layers, shells kept with their core."""
    assert [found for _, found in printed(text)] == [layers]


def test_perovskite_stacks():
    """A formula with brackets is one layer."""
    (found,) = printed("of FTO/SnO2/Cs0.05(FA0.95MA0.05)0.95Pb(I0.95Br0.05)3/spiro-OMeTAD/Au was", "psc")
    assert found[1] == "FTO/SnO2/Cs0.05(FA0.95MA0.05)0.95Pb(I0.95Br0.05)3/Spiro-OMeTAD/Au"


@pytest.mark.parametrize(
    "text", ["at 3 mA/cm2 and/or 100 cd/m2", "CdSe/CdS/ZnSe/ZnS QDs", "a Ti/Al/Ni/Au contact", "see https://a.org/b/c/d/Al", "ITO/TFB/Al"]
)
def test_what_is_no_stack(text):
    """Units, particles, contacts, addresses and three layers are no device."""
    assert printed(text) == []


def test_single_carrier_devices_are_told_apart():
    """ "hole-only" and "electron-only" hold for the stack in the bracket behind them, and for no other."""
    text = (
        "Hole-only devices (ITO/PEDOT:PSS/TFB/QDs/MoO3/Al) and electron-only devices (ITO/ZnO/QDs/ZnO/Ag) were made. "
        "The QLEDs had the structure ITO/PEDOT:PSS/TFB/QDs/ZnO/Al."
    )
    assert [carrier for carrier, _ in printed(text)] == ["hole", "electron", ""]


def test_two_stacks_side_by_side_are_two():
    """ "A/.../B and A/.../C" are not one long stack."""
    assert len(printed("ITO/PEDOT:PSS/TFB/QDs/ZnO/Al and ITO/PEDOT:PSS/PVK/QDs/ZnO/Al")) == 2


def test_stack_built_step_by_step():
    """An experimental paragraph: the substrate, what is coated in turn, the metal; solvents and what lies below are none."""
    stacks, main = read(
        "Device fabrication. The ITO substrates were cleaned. PEDOT:PSS was spin-coated at 4000 rpm. TFB in chlorobenzene was spin-coated "
        "on the PEDOT:PSS layer. The QDs were spin-coated from octane. ZnO was then deposited. Finally, 100 nm of Al was evaporated."
    )
    assert stacks == [("made", "", "ITO/PEDOT:PSS/TFB/QDs/ZnO/Al")]
    assert main == "ITO/PEDOT:PSS/TFB/QDs/ZnO/Al"


def test_fabrication_of_a_single_carrier_device():
    """A title that runs into its paragraph says what is made there."""
    stacks, main = read(
        "EOD fabrication. On the ITO substrates, ZnO was spin-coated. The QDs were spin-coated. ZnMgO was spin-coated. Al was evaporated."
    )
    assert stacks == [("made", "electron", "ITO/ZnO/QDs/ZnMgO/Al")]
    assert main == ""


def test_stack_listed_in_a_sentence():
    """ "consists of an ITO anode, a ... layer and an Al cathode" is a stack."""
    stacks, _ = read("The device structure consists of an ITO anode, a PEDOT:PSS layer, a TFB layer, QDs, a ZnO layer and an Al cathode.")
    assert stacks == [("listed", "", "ITO/PEDOT:PSS/TFB/QDs/ZnO/Al")]


def test_the_main_stack_is_the_one_printed_most_often():
    """Of two compared stacks printed as often neither is the device; one more mention decides."""
    one, other = "ITO/PEDOT:PSS/TFB/QDs/ZnO/Al", "ITO/PEDOT:PSS/PVK/QDs/ZnO/Al"
    assert read(f"Devices of {one} and {other} were made.")[1] == ""
    assert read(f"Devices of {one} and {other} were made.", f"Those of {one} were better.")[1] == one


def test_parts_named_without_a_stack():
    """ "TPD as the hole transport layer" names a part; a part that two compounds play is left out, and so are cited works."""
    paper = analyse_prose(
        "Our devices use TFB as the hole transport layer and ZnO as the electron transport layer.",
        "We also tried ZnMgO as the electron transport layer. We follow others who used MoO3 as the hole injection layer.^{1}",
        title="Amber QLEDs that last",
    )
    assert named_parts(paper.document, paper.tagged, paper.domain) == {"HTL": "TFB"}


def test_shells_are_no_layers():
    """The slashes of a core/shell particle do not part layers, with or without "QDs" behind it."""
    domain = load_domain("qled")
    assert split_layers("ITO/TFB/CdSe/CdZnS/ZnS/ZnO/Al", domain) == ("ITO", "TFB", "CdSe/CdZnS/ZnS", "ZnO", "Al")
