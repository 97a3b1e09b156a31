"""Abbreviations that their definitions cannot give, and slips inside systematic names; and the many odd ones that are right."""

import pytest

from mini_papers import analyse_prose, analyse_text


def misfits(*paragraphs, domain="qled"):
    """Severity, printed form and expected form of each flag on a paper of these paragraphs."""
    text = "\n\n".join(("# Lamps: a review", "## Results", *paragraphs))
    return [(f.severity, f.observed, f.expected) for f in analyse_text(text, domain).coded("name-variant")]


@pytest.mark.parametrize(
    ("paragraph", "printed", "right"),
    [
        ("The highest occupied molecular orbital (LUMO) is deep.", "LUMO", "HOMO"),
        ("A hole-transport layer (ETL) is inserted.", "ETL", "HTL"),
        ("The internal quantum efficiency (EQE) is 90%.", "EQE", "IQE"),
        ("Electrons pass the electron injection layer (ETL; 20 nm).", "ETL", "EIL"),
        ("The film was seen by scanning electron microscopy (TEM).", "TEM", "SEM"),
    ],
)
def test_the_abbreviation_of_another_term(paragraph, printed, right):
    """Words of one term with the letters of another, both known to the field or the pack."""
    assert misfits(paragraph) == [("warning", printed, right)]


def test_letters_swapped_or_changed():
    """What no term is, one slip away from the right letters: a warning where the paper has them elsewhere, else worth knowing."""
    assert misfits("The external quantum efficiency (EQF) is high. An EQE of 20% was found.") == [("warning", "EQF", "EQE")]
    assert misfits("The external quantum efficiency (EQF) is high.") == [("info", "EQF", "EQE")]
    assert misfits("Reverse intersystem crossing (RSIC) is slow.", "A fast RISC helps.") == [("warning", "RSIC", "RISC")]


def test_a_term_that_the_paper_itself_defines():
    """The paper's own definition is known, too."""
    first = "We use zonal quenching microscopy (ZQM)."
    assert misfits(first, "By zonal quenching microscopy (ZMQ) it was seen. ZQM is slow.") == [("warning", "ZMQ", "ZQM")]


def test_initials_in_another_order():
    """An institute's letters in disorder: a warning where they stand in order elsewhere."""
    assert misfits("VZQI denotes the Vienna Quartz Zirconia Institute. Data by VQZI are certified.") == [("warning", "VZQI", "VQZI")]
    assert misfits("At the Vienna Quartz Zirconia Institute (VZQI) it was made.") == [("info", "VZQI", "VQZI")]
    assert misfits("At the Vienna Quartz Zirconia Institute (VQZI) it was made.") == []


def test_the_evidence_of_an_abbreviation():
    """The definition and the place where the right letters stand."""
    paper = analyse_prose("The highest occupied molecular orbital (LUMO) is deep.", "The HOMO is not.")
    (flag,) = paper.coded("name-variant")
    assert [a.quote for a in flag.anchors] == ["highest occupied molecular orbital (LUMO)", "HOMO"]
    assert flag.cause == "abbreviation of another term"


@pytest.mark.parametrize(
    "paragraph",
    [
        "The highest occupied molecular orbital (HOMO) and the lowest unoccupied molecular orbital (LUMO) are known.",
        "The highest occupied and the lowest unoccupied molecular orbitals (HOMO and LUMO) are known.",
        "The highest and lowest unoccupied molecular orbital (HOMO/LUMO) levels are known.",
        "A PVK film (HTL) is thin, and a hole-transport layer (PVK) is thick.",
        "The hole-transport layer (HTL, 30 nm) and the electron-injecting layers (EILs) are thin.",
        "Electron and hole transport layers (ETL and HTL) are thin. The hole injection and transport layer (HIL) is thick.",
        "Organic light-emitting diodes (OLEDs), quantum dot light emitting diodes (QLEDs) and perovskite light-emitting diodes (PeLEDs).",
        "White organic light-emitting diodes (WOLEDs) and top-emitting organic light-emitting diodes (TOLEDs) shine.",
        "The external quantum efficiency (EQE), current efficiency (CE), power efficiency (PE, 12 lm/W) and luminous efficacy (PE) rose.",
        "The external quantum efficiency (20%) and the photoluminescence quantum yield (PLQY) rose; so did the quantum yield (QY).",
        "Time-resolved photoluminescence (TRPL) and transient photoluminescence (TRPL) decay.",
        "Conductive atomic force microscopy (c-AFM) and atomic force microscopy (AFM) were used.",
        "High-resolution transmission electron microscopy (HRTEM) and X-ray diffraction (XRD) were used.",
        "The full width at half maximum (FWHM) and the turn-on voltage (Von) fell.",
        "Tris(8-hydroxyquinoline)aluminium (Alq3) and poly(9-vinylcarbazole) (PVK) were dissolved in dimethylformamide (DMF).",
        "Indium tin oxide (ITO) was bought from a company (Sigma), the photoluminescence (Figure 3) was seen, and the dots (S1) glow.",
        "The standard is that of the International Organization for Standardization (ISO).",
        "The open-circuit voltage (VOC) is the OCV of a battery, Förster resonance energy transfer (FRET) is not.",
    ],
)
def test_abbreviations_that_are_right(paragraph):
    """Plurals, modified terms, joint terms, materials and values in brackets, abbreviations in another language: nothing is said."""
    assert misfits(paragraph) == []


def test_a_misspelt_morpheme():
    """A chemical word with a letter lost, added or swapped, which the paper spells rightly elsewhere."""
    assert misfits(
        "We used 4,4′-bis(carbzol-9-yl)biphenyl and 1,3-bis(carbazol-9-yl)benzene.",
        "Lithium flouride is deposited. The fluoride is thin.",
    ) == [("warning", "carbzol", "carbazol"), ("warning", "flouride", "fluoride")]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Methylamine and ethylamine, dimethyl and diethyl, hexylamine and heptylamine are bases.",
        "Phosphine and phosphite, pyridine and pyridone, octadecane and octadecene, fluorene and fluorine are liquids.",
        "Sulphide and sulfide, naphthalene and naphthalenes, quinoline and quinolone, chloride and chlorine are spelled so.",
        "Triazole and thiazole, imidazole and imidazoline, ethynyl and ethenyl, diphenyl and biphenyl are groups.",
        "Sulfonyl and sulfinyl, sulfonic and sulfinic acid, ethynylene and ethenylene, trimethylene and tetramethylene are groups.",
        "Together they examine it. Togther they exmine it.",
        "The carbzol unit is dry.",
    ],
)
def test_other_chemical_words(paragraph):
    """Words that differ by a letter as two compounds or two spellings do, and a word without a right form in the paper."""
    assert misfits(paragraph) == []


def test_two_locants_in_two_definitions():
    """One abbreviation with two systematic names that differ in one digit."""
    first, second = "1,3-bis(carbazol-9-yl)benzene", "1,4-bis(carbazol-9-yl)benzene"
    assert misfits(f"A film of {first} (mCQ) is thin.", f"A film of {second} (mCQ) is thick.") == [("warning", second, first)]
    assert misfits(f"A film of {first} (mCQ) is thin.", f"A film of {second} (pCQ) is thick.") == []
    assert misfits(f"A film of {first} (mCQ) is thin.", f"A film of {first.replace('-yl', 'yl')} (mCQ) is thick.") == []


def test_the_name_of_another_compound():
    """The abbreviation of a known compound behind a name that has other ring systems."""
    name = "1,3,5-tris(3-pyridyl-3-phenyl)benzene"
    assert [(s, o) for s, o, _ in misfits(f"A layer of {name} (TPBi) is evaporated.", domain="oled")] == [("warning", "TPBi")]
    assert misfits("A layer of poly(9-vinylcarbazole) (TFB) is thin.") == [("warning", "TFB", "PVK")]


@pytest.mark.parametrize(
    "name",
    [
        "2,2′,2″-(1,3,5-benzinetriyl)-tris(1-phenyl-1-H-benzimidazole) (TPBi)",
        "1,3,5-tris(N-phenylbenzimidazol-2-yl)benzene (TPBI)",
        "2,9-dimethyl-4,7-diphenyl-1,10-phenanthroline (BCP)",
        "4,4′-bis(9-carbazolyl)-biphenyl (CBP)",
        "4,4′,4″-tris(N-carbazolyl)triphenylamine (TCTA)",
        "poly(9-vinylcarbazole) (PVK)",
    ],
)
def test_other_names_of_one_compound(name):
    """However a compound's name is built, it has the ring systems of the others."""
    assert misfits(f"A layer of {name} is evaporated.", domain="oled") == []


def test_what_the_paper_does_not_say_is_called_common():
    """The other term of an abbreviation is the field's, unless the paper names it."""
    said = "Electrons pass the electron injection layer (ETL)."
    for more, words in (("", "commonly stands for"), ("An electron transport layer is thicker.", "which stands for")):
        (flag,) = analyse_text(f"# Lamps: a review\n\n{said} {more}").coded("name-variant")
        assert words in flag.message
