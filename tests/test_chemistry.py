"""Chemical names, abbreviations and canonical forms, on invented sentences."""

import itertools
import subprocess
import sys
from dataclasses import dataclass

import pytest

from litmine.chemistry import (
    PARTS,
    Vocabulary,
    canonical,
    find_abbreviations,
    find_chemicals,
    fold,
    is_ion,
    is_listed_solvent,
    learn,
    leaving_out,
    two_meanings,
)
from litmine.domain import load_domain

_IUPAC = "9,9-Bis[4-[(4-ethenylphenyl)methoxy]phenyl]-N2,N7-di-1-naphthalenyl-N2,N7-diphenyl-9H-fluorene-2,7-diamine"


def found(text, known=()):
    """The texts of the matches."""
    return [m.text for m in find_chemicals(text, known)]


def kinds(text, known=()):
    """Texts and kinds of the matches."""
    return [(m.text, m.kind) for m in find_chemicals(text, known)]


_QUIET_LOAD = """
import logging, os, socket, sys
def refuse(*a, **k): raise OSError("no network in this test")
socket.socket.connect = refuse
before = list(logging.getLogger().handlers), logging.getLogger().level
from litmine.chemistry import find_chemicals
assert "chemdataextractor" not in sys.modules, "loaded before its first use"
assert [m.text for m in find_chemicals("a blend of CBP-V:TFB in chlorobenzene")] == ["CBP-V:TFB", "chlorobenzene"]
assert (list(logging.getLogger().handlers), logging.getLogger().level) == before
assert os.listdir(".") == [], os.listdir(".")
assert not {"torch", "transformers", "stanza", "tokenizers", "selenium", "chemdataextractor.doc"} & set(sys.modules)
print("quiet")
"""


def test_loading_is_lazy_and_leaves_no_trace(tmp_path):
    """ChemDataExtractor loads at the first use, writes no log file, sets up no logging, opens no connection."""
    run = subprocess.run([sys.executable, "-c", _QUIET_LOAD], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "quiet", run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        *str.split(
            """
        Ir-1 Pt-2a Q-Ac95-TRZ05 2,6-tBuBN Pd(dppf)Cl2
        poly-TPD mCBP X-HTL-2 TPBi Ir(ppy)3 PEDOT:PSS VB-FNPD CBP-V PVK TFB 4CzIPN DMAC-TRZ B3PYMPM spiro-OMeTAD α-NPD
        HAT-CN F4-TCNQ BPhen P3HT CsPbBr3 Zn0.9Mg0.1O ZnO MoO3 Cs2CO3 FA0.75MA0.25SnI3 (PEA)2PbI4 MAPbI3−xClx LiF
        CdSe/ZnS InP/ZnSe/ZnS chlorobenzene polystyrene toluene oleylamine poly(9-vinylcarbazole) 1-octanethiol
        4,4′-bis(N-carbazolyl)-1,1′-biphenyl N,N'-bis(3-methylphenyl)-N,N'-diphenylbenzidine
        """
        ),
        _IUPAC,
    ],
)
def test_names_of_device_papers_are_found_whole(name):
    """Abbreviations, systematic names and formulas are found, in a sentence and with punctuation about them."""
    assert found(f"A film of {name}, as before.") == [name]
    assert found(f"It was cast ({name}).^12") == [name]


@pytest.mark.parametrize(
    "word",
    str.split(
        """
        EQE EQEmax HOMO LUMO CE PE PLQY FWHM QLED QLEDs OLED LED HTL ETL EML HIL TADF CIE EL PL UV UV-vis XPS TGA DSC
        AFM SEM RMS NMR FTIR UPS XRD QDs NCs I II III IV VIII II–VI J–V D–A–D Jsc Voc kRISC T95 S1 L0 eV meV MHz PhD
        USA UK NREL NTSC ImageJ McKay PerkinElmer TD-DFT B3LYP QD-LED photopolymerization crosslinkable
        electroluminescence fluorinated phenyl vinyl oxidation imaging In No As He At Fig.2a 2016YFB0401600
        UV-Ozone SHELX-97 7XH CH3 CF3 p-CH IC50 FS5 UHV s-SNOM ABX3 HeNe T07R4CP nXY Dn(Dp) ECMx(θ) QVSolar Pt(II) QEPro
        """
    ),
)
def test_other_abbreviations_are_no_chemicals(word):
    """Metrics, methods, device parts, numerals, units, symbols, countries and ordinary words are none."""
    assert found(f"We report {word} for this, and {word} again.") == []


@pytest.mark.parametrize(
    "text",
    [
        "J. H. Al, P. Si and co-workers wrote this.",
        "Ga et al. measured it (Adv. Mater., J. Phys. Chem. C).",
        "RESULTS AND DISCUSSION OF ZINC FILMS",
        "Values in cd/A, mg/mL and V/V; red/green/blue; and/or; on/off; HTL/EML; 1:1 and 25:75.",
        "Cd-free and lead-free dots lead to less waste; the lead author is tin-eared.",
        "See https://example.org/ZnO/CdSe or doi:10.1000/CdSe.",
    ],
)
def test_no_chemical_where_none_is_meant(text):
    """People, journals, headings in capitals, units, ratios and links hold no chemical."""
    assert found(text) == []


def test_unknown_capitals_need_a_reason():
    """Letters alone are no evidence; a known name, a blend with a sure partner or a stack is."""
    assert found("The WQXT film was thick.") == []
    assert found("The WQXT film was thick.", known=["WQXT"]) == ["WQXT"]
    assert kinds("a WQXT:PVK blend") == [("WQXT:PVK", "blend")]
    assert kinds("ITO/WQXT/ZnO/Al") == [("ITO/WQXT/ZnO/Al", "stack")]
    assert found("PVK was used", Vocabulary(others=frozenset({"PVK"}))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ITO/PEDOT:PSS/HTL/QDs/ZnO/Al", "stack"),
        ("ITO/PEDOT:PSS (40 nm)/poly-TPD (30 nm)/QDs (20 nm)/Zn0.9Mg0.1O (45 nm)/Al (100 nm)", "stack"),
        ("ITO / PEDOT:PSS / TFB / CdSe/ZnS QDs / ZnO / Al", "stack"),
        ("PVK/TFB", "stack"),
        ("TFB:CBP-V", "blend"),
        ("DPEPO:1", "blend"),
        ("TFB:X1", "blend"),
        ("ZnO/PEDOT:PSS/MoO3", "stack"),
        ("PEDOT:PSS", "name"),
        ("CdSe/CdZnSe/ZnS", "formula"),
        ("ZnO", "formula"),
    ],
)
def test_composites_are_one_mention(text, expected):
    """Stacks, bilayers, blends and core/shell dots come as one mention with their kind."""
    assert kinds(f"Devices of {text}, here.") == [(text, expected)]


def test_endings_and_attributes_are_left_out():
    """ "-based", "-doped", possessives and superscript citations do not belong to the name."""
    assert found("ZnO-based QLEDs, TFB's edge, Mg-doped films, PVK^36 and CBP-V.^12,13") == ["ZnO", "TFB", "Mg", "PVK", "CBP-V"]


def test_what_stands_around_a_name():
    """Phases, remarks on a layer and brackets about one layer stay outside."""
    assert found("c-TiO2, α-FAPbI3 and m-TiO2") == ["TiO2", "FAPbI3", "TiO2"]
    assert found("(ITO)/PEDOT:PSS was used (TFB, ~45 nm)/ZnO") == ["ITO", "PEDOT:PSS", "TFB", "ZnO"]
    assert found("Cz-AQ, FOX0.02FA0.98SnI3 and [QMP]+[BF4]−") == ["Cz-AQ", "FOX0.02FA0.98SnI3", "[QMP]+[BF4]−"]


def test_spaces_inside_names():
    """A space within the brackets or after a locant does not cut a name; salts and acids are names of several words."""
    assert found("of poly(methyl methacrylate) and N, N′-bis(3-methylphenyl)-N,N′-diphenylbenzidine") == [
        "poly(methyl methacrylate)",
        "N, N′-bis(3-methylphenyl)-N,N′-diphenylbenzidine",
    ]
    assert found("zinc acetate dihydrate, oleic acid, cesium lead bromide and tin(IV) oxide; lead halides") == [
        "zinc acetate dihydrate",
        "oleic acid",
        "cesium lead bromide",
        "tin(IV) oxide",
    ]


def test_spans_index_the_text_given():
    """Spans are offsets of the text as given, minus signs and primes included, and do not overlap."""
    text = "At −5.4 eV, N,N′-bis(3-methylphenyl)-N,N′-diphenylbenzidine (TPD) and MAPbI3−xClx (−3 V) on ITO/ZnO/QDs/CBP/MoO3/Al."
    matches = find_chemicals(text)
    assert len(matches) == 4
    assert all(m.span.of(text) == m.text for m in matches)
    assert all(not a.span.overlaps(b.span) for a, b in itertools.pairwise(matches))


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The poly(9-vinylcarbazole) (PVK) layer", "PVK", "poly(9-vinylcarbazole)"),
        ("PVK (poly(9-vinylcarbazole)) was used", "PVK", "poly(9-vinylcarbazole)"),
        ("with 4,4′-bis(N-carbazolyl)-1,1′-biphenyl (CBP)", "CBP", "4,4′-bis(N-carbazolyl)-1,1′-biphenyl"),
        ("in dimethyl sulfoxide (DMSO)", "DMSO", "dimethyl sulfoxide"),
        ("the external quantum efficiency (EQE) of", "EQE", "external quantum efficiency"),
        ("of quantum-dot light-emitting diodes (QLEDs)", "QLEDs", "quantum-dot light-emitting diodes"),
        (
            "poly(3,4-ethylenedioxythiophene):polystyrene sulfonate (PEDOT:PSS)",
            "PEDOT:PSS",
            "poly(3,4-ethylenedioxythiophene):polystyrene sulfonate",
        ),
    ],
)
def test_definitions(text, short, long):
    """Definitions are read in either order; the span covers both forms."""
    (abbreviation,) = find_abbreviations(text)
    assert (abbreviation.short, abbreviation.long) == (short, long)
    assert short in abbreviation.span.of(text)
    assert long in abbreviation.span.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "turned on (3.2 V)",
        "as shown (Fig. 2)",
        "the devices (red)",
        "a polymer layer (40 nm)",
        "the host (ref 12)",
        "in diodes (see SI)",
        "green dots (530 nm)",
        "a film (WQX)",
    ],
)
def test_other_brackets_define_nothing(text):
    """Values, figure labels, colours and letters that the words before do not give are no abbreviations."""
    assert find_abbreviations(text) == ()


def test_a_paper_teaches_its_own_words():
    """Definitions and use make an unknown abbreviation a chemical, or rule it out."""
    vocabulary = learn(
        [
            "We made N,N′-bis(3-vinylphenyl)-N,N′-diphenylbenzidine (WQXT) by aggregation-induced growth (AIG).",
            "The ZYXW layer is thick. Without ZYXW it is thin. The MNOP is not explained.",
        ]
    )
    assert {"WQXT", "ZYXW"} <= vocabulary.chemicals
    assert "AIG" in vocabulary.others
    assert "MNOP" not in vocabulary.chemicals | vocabulary.others
    assert found("WQXT, ZYXW, AIG and MNOP", vocabulary) == ["WQXT", "ZYXW"]


@dataclass(frozen=True)
class _Material:
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class _Pack:
    materials: tuple[_Material, ...]


_PACK = _Pack(
    (
        _Material("poly-TPD", ("Poly(TPD)",)),
        _Material("PVK", ("poly(9-vinylcarbazole)", "poly(N-vinylcarbazole)")),
        _Material("ZnMgO", ()),
    )
)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("PolyTPD", "poly-TPD"),
        ("poly–TPD", "poly-TPD"),
        ("poly(9‐vinylcarbazole)", "PVK"),
        ("ITO/PolyTPD/ZnMgO", "ITO/poly-TPD/ZnMgO"),
        ("PVK : Poly-TPD", "PVK:poly-TPD"),
        ("N,N'-di(aryl)", "N,N′-di(aryl)"),
        ("CBP–V", "CBP-V"),
    ],
)
def test_canonical_names(printed, expected):
    """The pack's names and aliases hold whatever the hyphens and primes; other names come back cleaned."""
    assert canonical(printed, _PACK) == expected


def test_folding_keeps_compounds_apart():
    """Hyphens and spaces fold, capitals of formulas do not."""
    assert fold("poly-TPD") == fold("Poly-TPD") == fold("poly‐ TPD")
    assert fold("Co") != fold("CO")


def test_solvents_come_from_the_dictionary():
    """Solvents are known from ChemDataExtractor's dictionary; water is left out, it is in too many other phrases."""
    assert is_listed_solvent("toluene")
    assert is_listed_solvent("Chlorobenzene")
    assert not is_listed_solvent("water")
    assert not is_listed_solvent("TFB")


@pytest.mark.parametrize("text", ["The ratio (r) was X = 9.8", "cells [a] with PCE =", "(see) EQE = 12%", "a (b) X = "])
def test_an_equation_at_the_end_of_a_text_ends_the_search(text):
    """One token or none behind "=" must not send the abbreviation detector into an endless loop (run apart, with a limit)."""
    code = f"from litmine.chemistry import find_abbreviations; print(len(find_abbreviations({text!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip().isdigit()


def test_a_definition_at_the_end_of_a_sentence():
    """The full stop behind the bracket does not hide a definition, nor does a quotation mark belong to it."""
    (found,) = find_abbreviations("They were seen by “wide-angle neutron reflection” (WANR). Next, more.")
    assert (found.short, found.long) == ("WANR", "wide-angle neutron reflection")


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("a particle velocity kernel (PVK) and poly(9-vinylcarbazole) (PVK)", ("particle velocity kernel", "poly(9-vinylcarbazole)")),
        ("transient absorption (TA), and later thermal annealing (TA)", ("transient absorption", "thermal annealing")),
    ],
)
def test_an_abbreviation_with_two_meanings(text, pair):
    """Two definitions that have nothing in common are a pair, in the order in which they stand."""
    ((first, second),) = two_meanings(find_abbreviations(text))
    assert (first.long, second.long) == pair
    assert first.span.start < second.span.start


@pytest.mark.parametrize(
    "text",
    [
        "light-emitting diodes (LEDs) and a light emitting diode (LED)",
        "scanning electron microscopy (SEM), a scanning electron microscope (SEM)",
        "X-ray photoelectron spectroscopy (XPS) and x-ray photoemission spectroscopy (XPS)",
        "4,4′-bis(N-carbazolyl)-1,1′-biphenyl (CBP), 4,4′-N,N′-dicarbazolylbiphenyl (CBP)",
        "bathocuproine (BCP); 2,9-dimethyl-4,7-diphenyl-1,10-phenanthroline (BCP)",
        "transient absorption (TA) and total reflection (TR)",
    ],
)
def test_one_meaning_in_two_wordings(text):
    """Plurals, hyphens, synonyms that share a word, a trivial and a systematic name are no two meanings."""
    assert two_meanings(find_abbreviations(text)) == ()


def test_canonical_names_by_the_papers_own_definitions():
    """A long form has the name that the paper abbreviates it to; the paper's meaning of letters goes before the pack's."""
    vocabulary = learn(
        [
            "We made N,N′-bis(3-vinylphenyl)-N,N′-diphenylbenzidine (WQXT) and used it.",
            "Here poly(9-vinylcarbazole) is abbreviated PVCz (poly(9-vinylcarbazole)).",
        ],
        ["PVK"],
    )
    assert canonical("N,N'-bis(3-vinylphenyl)-N,N'-diphenylbenzidine", _PACK, vocabulary) == "WQXT"
    assert canonical("WQXT", _PACK, vocabulary) == "WQXT"
    assert canonical("PVCz", _PACK, vocabulary) == "PVK"
    assert canonical("ITO/PVCz", _PACK, vocabulary) == "ITO/PVK"
    assert canonical("POLYTPD", _PACK) == "poly-TPD"


@pytest.mark.parametrize("name", ["Pb^2+", "Br^−", "MA^+", "Cs⁺", "HC(NH2)2^+"])
def test_ions_are_known_by_their_charge(name):
    """An ion is a mention, and known as one."""
    assert found(f"The {name} ions move.") == [name]
    assert is_ion(name)


@pytest.mark.parametrize("name", ["PbI2", "MAPbI3−xClx", "C60", "CBP-V", "Ir(ppy)3"])
def test_compounds_are_no_ions(name):
    """A minus inside a formula and a hyphen are no charge."""
    assert not is_ion(name)


def test_leaving_out_parts_of_the_toolkit():
    """Each part can be left out for a measurement, and is back afterwards; an unknown part is an error."""
    text = "Quantum-dot lamps of tin oxide (TO) by molecular beam epitaxy (MBE) with Rb0.3Cs0.7SnX3"
    whole = found(text), [a.short for a in find_abbreviations(text)]
    assert "MBE" in whole[1]
    with leaving_out("detector"):
        assert "MBE" not in [a.short for a in find_abbreviations(text)]
    with leaving_out(*PARTS):
        assert found(text) != whole[0]
    assert (found(text), [a.short for a in find_abbreviations(text)]) == whole
    with pytest.raises(ValueError, match="no part 'torch'"), leaving_out("torch"):
        pass


def test_a_component_of_a_blend_is_learned():
    """What is blended with a known compound is one, wherever else it stands; a ratio or a time is none."""
    vocabulary = learn(["A film of PVK:WX-7 at 1:1.", "WX-7 is new.", "The log of HH:MM times."], ["PVK"])
    assert found("WX-7 and MM", vocabulary) == ["WX-7"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("o-xylene", "solvent"),
        ("N2", "gas"),
        ("K2CO3", "reagent"),
        ("oleylamine", "ligand"),
        ("zinc acetate", "precursor"),
        ("PET", "substrate"),
    ],
)
@pytest.mark.parametrize("pack", ["qled", "oled", "psc"])
def test_what_no_number_belongs_to_is_known_by_its_role(pack, name, role):
    """Solvents, gases, reagents, ligands, precursors and substrates have their role in every pack."""
    assert load_domain(pack).material(name).role == role


def test_the_papers_own_meaning_goes_before_the_packs():
    """Letters of a known compound that the paper defines as something else are none in it; a compound's particles stay one."""
    vocabulary = learn(["From the conduction band (CB) and the zinc oxide nanoparticles (ZnO)."], ["CB", "ZnO"])
    assert found("The CB of ZnO", vocabulary) == ["ZnO"]
    assert found("The CB of ZnO", learn(["Films from CB."], ["CB", "ZnO"])) == ["CB", "ZnO"]


def test_names_that_only_their_noun_gives_away():
    """Two capitals with a number, a Greek letter with a word: compounds behind "the molecule" or "based on", symbols elsewhere."""
    for said, name in (("They developed the molecule TZ6, which is new.", "TZ6"), ("LEDs based on α-Spiro and others.", "α-Spiro")):
        assert name in [m.text for m in find_chemicals(said, learn([said]))]
    plain = "The LT50 and the CE50 were read at α-Peak."
    assert find_chemicals(plain, learn([plain])) == ()


def test_a_citation_behind_the_full_stop_is_no_part_of_a_name():
    """ "additive F5-PEAI.[5]" names F5-PEAI."""
    said = "It was made with the additive F5-PEAI.[5]"
    assert [m.text for m in find_chemicals(said, learn([said]))] == ["F5-PEAI"]
