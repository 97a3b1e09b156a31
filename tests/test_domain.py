"""Domain packs: loading, validation, names, choice; laws."""

import shutil
from pathlib import Path

import pymupdf
import pytest

from litmine import domain as domain_module
from litmine.domain import FALLBACK, choose_domain, domain_names, fold_name, load_domain, nearest_domain
from litmine.errors import DomainError
from litmine.laws import evaluate
from litmine.quantities import find_quantities
from litmine.records import Quantity

HOME = Path(domain_module.__file__).parent / "domains"


def quantity(text: str) -> Quantity:
    """The one quantity of a text."""
    (found,) = find_quantities(text)
    return found.quantity


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the qled pack that a test may spoil."""
    return Path(shutil.copytree(HOME / "qled", tmp_path / "pack"))


def spoil(pack: Path, old: str, new: str, file: str = "domain.toml") -> None:
    """Replace a text that stands in the pack."""
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", domain_names())
def test_every_pack_loads(name):
    """The packs that come with litmine are valid, and named after their folder."""
    assert name == load_domain(name).name


def test_qled_has_the_metrics_of_the_contract():
    """The ids are part of the public contract."""
    device = "EQE IQE CE PE V_on L_max T50 T80 T90 T95 resolution_ppi CRI CCT"
    material = "HOMO LUMO Delta_EST mobility Eg EL_peak PL_peak FWHM CIE_x CIE_y PLQY"
    pattern = "feature_size pixel_size exposure_dose PLQY_kept"
    assert {*device.split(), *material.split(), *pattern.split()} == {m.id for m in load_domain("qled").metrics}


def test_same_files_same_domain(pack):
    """The digest depends on the files alone; a change of any of them changes it."""
    assert load_domain("qled") == load_domain(pack)
    spoil(pack, "# Example texts", "# Other texts", "cases.toml")
    assert load_domain("qled") != load_domain(pack)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('unit = "cd/A"\n', 'unit = "cd/Q"\n', "metric CE: the unit 'cd/Q' is unknown"),
        ('unit = "cd/A"\n', 'unit = "cd A-1"\n', "must be written 'cd/A'"),
        ('names = ["current efficiency"]', 'names = ["power efficiency"]', "claimed twice, by CE and PE"),
        ("low = 0\nhigh = 60", "low = 40\nhigh = 40", "metric EQE: low (40) is not below high (40)"),
        ("low = 0\nhigh = 60", 'low = "none"\nhigh = 40', "metric EQE: 'low'"),
        ('formula = "PE <= pi * CE / V_on"', 'formula = "PE <= pi * CE"', "law PE-within-CE: the units"),
        ('formula = "PE <= pi * CE / V_on"', 'formula = "PE <= pi * CE / V_off"', "names 'V_off'"),
        ('formula = "PE <= pi * CE / V_on"', 'formula = "PE <= open(CE) / V_on"', "not 'open(CE)'"),
        ('formula = "PE <= pi * CE / V_on"', 'formula = "PE <= "', "cannot be read"),
        ("breaks = { PE = 40.0,", "breaks = { PE = 20.0,", "the example 'breaks' does not behave"),
        ("holds = { PE = 25.0,", "holds = { PE = 65.0,", "the example 'holds' does not behave"),
        ("low = 0\nhigh = 60\n", "low = 0\nhigh = 60\ncolor = 1\n", "metric EQE: the key 'color' is unknown"),
        ('title = "LUMO above HOMO"\n', "", "law LUMO-above-HOMO: the key 'title' is missing"),
        ('metrics = ["CIE_x", "CIE_y"]', 'metrics = ["CIE_x", "CIE_z"]', "unknown metric 'CIE_z'"),
        ('name = "qled"', 'name = "qled', "is no valid TOML"),
        ('"work function",', '"HOMO",', "rivals: 'HOMO' is claimed twice, by rivals and HOMO"),
        ('"work function",', '"work function", "Work-function",', "rivals: 'Work-function' is claimed twice"),
        ('"work function",', '"",', "rivals: a name is empty"),
        ('unless = ["tandem"]', 'unless = ["tandom"]', "is left out for 'tandom', which is no condition and no colour of the pack"),
        ('unit = "cd/A"\n', 'unit = "cd/A"\nunless = ["tandom"]\n', "metric CE: has no range for 'tandom'"),
        ("near = { PL_peak = [", "near = { PL_pick = [", "unknown metric 'PL_pick'"),
        ('amber = ["amber"]', 'amber = ["red"]', "colours: 'red' is claimed twice"),
        ("EL_peak = 1 #", "EL_pick = 1 #", "tolerances: gives a tolerance for 'EL_pick', which is no metric"),
        ("EL_peak = 1 #", "EL_peak = -1 #", "'tolerances.EL_peak'"),
        ("red = [590, 720]", "rad = [590, 720]", "metric EL_peak: has a range for 'rad', which is no colour of the pack"),
        ("red = [590, 720]", "red = [720, 590]", "metric EL_peak: low is not below high for 'red'"),
        ("q * V_on >= share * photon(EL_peak)", "q * V_on >= share * photon(V_on)", "law turn-on-near-the-photon: the units"),
        ("q * V_on >= share * photon(EL_peak)", "q * V_on >= share * photon(EL_peak, V_on)", "not 'photon(EL_peak, V_on)'"),
        ("q * V_on >= share * photon(EL_peak)", "q * V_on >= share * photon()", "not 'photon()'"),
        ("q * V_on >= share * photon(EL_peak)", "q * V_on >= share * locus_top(EL_peak)", "law turn-on-near-the-photon: the units"),
        ('not_from = { PLQY = ["solution",', 'not_from = { PLQE = ["solution",', "'not_from' names 'PLQE'"),
        ('not_from = { PLQY = ["solution",', 'not_from = { PLQY = ["soup",', "takes no value for 'soup'"),
    ],
)
def test_an_invalid_pack_is_refused(pack, old, new, reason):
    """The message names the file, the entry and the reason."""
    spoil(pack, old, new)
    with pytest.raises(DomainError) as caught:
        load_domain(pack)
    assert "domain.toml" in str(caught.value)
    assert reason in str(caught.value)


def test_a_material_claimed_twice_is_refused(pack):
    """Two spellings that fold to one name cannot mean two materials."""
    spoil(pack, "PVK,", "poly TPD,,HTL\nPVK,", "materials.csv")
    with pytest.raises(DomainError, match=r"materials\.csv, line \d+: .*claim one name"):
        load_domain(pack)


@pytest.mark.parametrize("file", ["domain.toml", "materials.csv", "cases.toml"])
def test_a_missing_file_is_named(pack, file):
    """A pack lacks nothing in silence."""
    (pack / file).unlink()
    with pytest.raises(DomainError, match=f"{file}: is missing"):
        load_domain(pack)


def test_an_unknown_pack_is_refused():
    """The message offers the packs there are."""
    with pytest.raises(DomainError, match=r"no domain pack 'nope'.*qled"):
        load_domain("nope")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("All-solution-processed QLEDs with quantum dot emitters and their electroluminescence", "qled"),
        ("Thermally activated delayed fluorescence in OLEDs: external quantum efficiency of 30%", "oled"),
        ("CsPbBr3 nanocrystals for perovskite light-emitting diodes (PeLEDs) with an external quantum efficiency of 23%", "qled"),
        ("A ternary blend of PM6:Y6 for organic photovoltaics with a power conversion efficiency of 18% and a Voc of 0.86 V", "psc"),
        ("PbS quantum dot solar cells with a PCE of 13%, an open-circuit voltage of 0.65 V and a high fill factor", "psc"),
        ("Perovskite solar cells with a fill factor of 80% and an external quantum efficiency of 90%", "psc"),
    ],
)
def test_the_keywords_choose_the_pack(text, name):
    """A paper gets the pack of its field."""
    assert choose_domain(text).name == name


def test_a_text_of_another_field_suits_no_pack():
    """One word of a field, however often, is none; symbols keep their case ("InP" is not in "input")."""
    packs = [load_domain(name) for name in domain_names()]
    assert not any(p.suits("Thermoelectric dopant " * 50 + "display") for p in packs)
    assert [p.name for p in packs if p.suits("OLED hosts with a triplet, a singlet and an exciplex")] == ["oled"]
    assert load_domain("qled").score("input") == 0


@pytest.mark.parametrize(
    "text",
    [
        "Lithium-ion cathodes with a discharge capacity of 203 mAh/g in a carbonate electrolyte, cycled at a current density of 20 mA/g",
        "InGaN micro-LEDs with an external quantum efficiency of 5% for displays",
        "Lorem ipsum",
        "Dopant, dopant, dopant: a dopant for heat, and its small molecules",
        "The input of an oscillator",
    ],
)
def test_a_text_that_suits_no_pack_gets_none(text):
    """Nothing is guessed; who reads the paper all the same says that no pack fits."""
    assert choose_domain(text) is None
    assert FALLBACK in domain_names()


def test_an_heir_collects_what_its_base_only_knows():
    """The efficiency of a solar cell is a rival beside LEDs; the rest of the rivals is inherited."""
    qled, psc = load_domain("qled"), load_domain("psc")
    assert "PCE" in qled.rivals
    assert "PCE" not in psc.rivals
    assert {"work function", "binding energy"} <= {*qled.rivals} & {*psc.rivals}


PACKS = {
    "cao": None, "chen": "qled", "zheng": "qled", "mokarian": "qled", "conaghan": "oled", "deng": "oled", "shi": "oled",
    "shahalizad": "oled", "somasundaram": "oled", "ergen": "psc", "hou": "psc", "qu": "psc", "tian": "psc", "wu": "psc",
}  # fmt: skip


@pytest.mark.parametrize(("prefix", "name"), PACKS.items())
def test_the_packs_of_real_papers(shared, prefix, name):
    """A paper's text says what its field is; that of a thermoelectric says that it is none of the three."""
    (path,) = (shared / "papers").glob(f"{prefix}-*.pdf")
    with pymupdf.open(path) as pdf:
        chosen = choose_domain("".join(page.get_text() for page in pdf))
    assert (chosen and chosen.name) == name


@pytest.fixture
def heir(tmp_path: Path) -> Path:
    """A copy of a pack that extends another, to spoil."""
    return Path(shutil.copytree(HOME / "oled", tmp_path / "heir"))


def test_a_pack_may_build_on_another():
    """It has what it inherits, less what it leaves out; an entry with an inherited id changes the keys it gives."""
    oled, qled, psc = (load_domain(n) for n in ("oled", "qled", "psc"))
    assert oled.metric("V_on").symbols == qled.metric("V_on").symbols
    assert (oled.metric("EQE").high, qled.metric("EQE").high) == (110, 60)
    assert oled.metric("resolution_ppi") is None
    assert oled.colours == qled.colours
    assert (psc.colours, psc.roles) == ((), qled.roles)
    assert (psc.material("CH3NH3PbI3").role, qled.material("CH3NH3PbI3").role) == ("absorber", "emitter")
    assert psc.canonical("TFB") == "TFB"
    assert "qled" not in psc.keywords


def test_psc_has_the_metrics_of_the_contract():
    """The ids are part of the public contract."""
    wanted = "PCE Voc Jsc FF EQE IQE Eg HOMO LUMO PLQY PL_peak FWHM mobility T80 T90 T95"
    assert set(wanted.split()) == {m.id for m in load_domain("psc").metrics}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('extends = "qled"', 'extends = "nope"', "extends the unknown pack 'nope'"),
        ('extends = "qled"', "extends = 3", "extends the unknown pack 3"),
        ('without = ["resolution_ppi",', 'without = ["EQX",', "leaves out 'EQX', which qled does not have"),
        ('without = ["resolution_ppi",', 'without = ["IQE",', "names 'IQE'"),
        ('without = ["resolution_ppi",', "without = 3 #", "'without'"),
        ('id = "FWHM"\n', 'id = "EQE"\n', "metric EQE: is defined twice"),
        ('id = "FWHM"\n', 'id = "CX"\n', "metric CX: the key 'name' is missing"),
        ("high = 110\n", "hihg = 110\n", "metric EQE: the key 'hihg' is unknown"),
        ('title = "Organic light-emitting diodes"\n', "", "the key 'title' is missing"),
    ],
)
def test_an_invalid_heir_is_refused(heir, old, new, reason):
    """What is inherited and what is given must fit together."""
    spoil(heir, old, new)
    with pytest.raises(DomainError) as caught:
        load_domain(heir)
    assert reason in str(caught.value)


def test_no_pack_extends_itself(tmp_path, monkeypatch):
    """A circle is named, not run through."""
    shutil.copytree(HOME, tmp_path / "domains")
    spoil(tmp_path / "domains" / "qled", 'name = "qled"', 'name = "qled"\nextends = "oled"')
    monkeypatch.setattr(domain_module, "_HOME", tmp_path / "domains")
    with pytest.raises(DomainError, match=r"extends itself \(oled -> qled -> oled\)"):
        load_domain("oled")


def test_a_change_of_the_base_changes_the_heir(tmp_path, monkeypatch):
    """The digest covers all that the pack was made of."""
    before = load_domain("oled")
    shutil.copytree(HOME, tmp_path / "domains")
    monkeypatch.setattr(domain_module, "_HOME", tmp_path / "domains")
    assert before == load_domain("oled")
    spoil(tmp_path / "domains" / "qled", "# Example texts", "# Other texts", "cases.toml")
    assert before != load_domain("oled")


def test_a_fraction_is_counted_in_percent(pack):
    """The factor of 100 makes no sense for another unit."""
    spoil(pack, 'unit = "cd/A"\n', 'unit = "cd/A"\nfraction = true\n')
    with pytest.raises(DomainError, match="metric CE: is a fraction"):
        load_domain(pack)


@pytest.mark.parametrize(
    ("a", "b"),
    [("poly-TPD", "Poly TPD"), ("α-NPD", "alpha-NPD"), ("N,N′-bis", "N,N'-bis"), ("TiO₂", "TiO2"), ("X‑HTL–2", "X-HTL-2")],
)
def test_names_that_differ_in_print_only(a, b):
    """Spaces, hyphens, primes, Greek letters and subscripts are how a name is set, not what it says."""
    assert fold_name(a) == fold_name(b)


@pytest.mark.parametrize(("a", "b"), [("Co", "CO"), ("Al", "al"), ("X-1-10", "X-11-0"), ("TFB", "TFB:PVK"), ("HTL-1", "HTL-2")])
def test_names_that_are_not_one(a, b):
    """Short formulas keep their case; digits keep the hyphen between them."""
    assert fold_name(a) != fold_name(b)


def test_materials_have_one_spelling():
    """Aliases lead to the canonical name; an unknown name stays as it is."""
    qled = load_domain("qled")
    assert [qled.canonical(n) for n in ("poly TPD", "MgZnO", "α-NPD", "aluminium", " New-HTL ")] == [
        "poly-TPD",
        "ZnMgO",
        "NPB",
        "Al",
        "New-HTL",
    ]


@pytest.mark.parametrize(
    ("law", "values", "holds"),
    [
        ("CE-within-EQE", {"CE": "85 cd/A", "EQE": "18.2%"}, True),
        ("CE-within-EQE", {"CE": "110 cd/A", "EQE": "18.2%"}, False),
        ("CE-within-EQE", {"CE": "110 cd/A"}, None),
        ("CE-within-EQE", {"CE": "110 lm/W", "EQE": "18.2%"}, None),
        ("PE-within-CE", {"PE": "25.1 lm/W", "CE": "20.4 cd/A", "V_on": "2.5 V"}, True),
        ("PE-within-CE", {"PE": "45.1 lm/W", "CE": "20.4 cd/A", "V_on": "2500 mV"}, False),
        ("LUMO-above-HOMO", {"HOMO": "−5.3 eV", "LUMO": "−2.1 eV"}, True),
        ("LUMO-above-HOMO", {"HOMO": "5.3 eV", "LUMO": "2.1 eV"}, True),
        ("LUMO-above-HOMO", {"HOMO": "−2.1 eV", "LUMO": "−5.3 eV"}, False),
        ("lifetimes-in-order", {"T95": "900 h", "T50": "3 days"}, False),
        ("lifetimes-in-order", {"T95": "90 h", "T80": "450 h", "T50": "1,500 h"}, True),
        ("lifetimes-in-order", {"T95": "> 900 h", "T50": "5,000 h"}, True),
        ("lifetimes-in-order", {"T80": "900 h"}, None),
        ("EQE-within-IQE", {"EQE": "20.4%", "IQE": "20.3%"}, True),
        ("PCE-at-most-product", {"PCE": "21.7%", "Voc": "1.12 V", "Jsc": "24.6 mA/cm2", "FF": "79%"}, True),
        ("PCE-at-most-product", {"PCE": "27.1%", "Voc": "1120 mV", "Jsc": "24.6 mA/cm2", "FF": "79%"}, False),
        ("PCE-at-least-product", {"PCE": "17.2%", "Voc": "1.12 V", "Jsc": "24.6 mA/cm2", "FF": "79%"}, False),
        ("PCE-at-least-product", {"PCE": "17.2%", "Voc": "1.12 V", "FF": "79%"}, None),
        ("Voc-below-gap", {"Voc": "1.15 V", "Eg": "1.53 eV"}, True),
        ("Voc-below-gap", {"Voc": "11.5 V", "Eg": "1.53 eV"}, False),
    ],
)
def test_laws(law, values, holds):
    """A law compares intervals in common units; with a term missing it is not evaluated."""
    packs = [load_domain(name) for name in ("qled", "psc")]
    found = next(x for pack in packs for x in pack.laws if x.id == law)
    assert holds is evaluate(found, {k: quantity(v) for k, v in values.items()}).holds


def test_a_verdict_shows_its_arithmetic():
    """A reader can redo the sum."""
    law = load_domain("qled").laws[0]
    verdict = evaluate(law, {"CE": quantity("110 cd/A"), "EQE": quantity("18.2%")})
    assert verdict.arithmetic == "CE 110 cd/A ≤ 4.86 cd/A/% × EQE 18.2 % = 88.45 cd/A"


def test_nearest_where_none_suits():
    """A short text about solar cells is read as such, though it has too few keywords to be sure; one of no field with the fallback."""
    said = "The perovskite solar cell had a PCE of 21.3%."
    assert nearest_domain(said).name == "psc"
    assert nearest_domain("Nothing of all that.").name == FALLBACK
