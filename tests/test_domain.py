"""Domain packs: loading, validation, names, choice; laws."""

import shutil
from pathlib import Path

import pytest

from litmine import domain as domain_module
from litmine.domain import choose_domain, domain_names, fold_name, load_domain
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
    device = "EQE IQE CE PE V_on L_max T50 T80 T90 T95 resolution_ppi"
    material = "HOMO LUMO Delta_EST mobility Eg EL_peak PL_peak FWHM CIE_x CIE_y PLQY"
    assert {*device.split(), *material.split()} == {m.id for m in load_domain("qled").metrics}


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
        ("low = 0\nhigh = 40", "low = 40\nhigh = 40", "metric EQE: low (40) is not below high (40)"),
        ("low = 0\nhigh = 40", 'low = "none"\nhigh = 40', "metric EQE: 'low'"),
        ('formula = "PE <= pi * CE / V_on"', 'formula = "PE <= pi * CE"', "law PE-within-CE: the units"),
        ('formula = "PE <= pi * CE / V_on"', 'formula = "PE <= pi * CE / V_off"', "names 'V_off'"),
        ('formula = "PE <= pi * CE / V_on"', 'formula = "PE <= open(CE) / V_on"', "not 'open(CE)'"),
        ('formula = "PE <= pi * CE / V_on"', 'formula = "PE <= "', "cannot be read"),
        ("breaks = { PE = 40.0,", "breaks = { PE = 20.0,", "the example 'breaks' does not behave"),
        ("holds = { PE = 25.0,", "holds = { PE = 65.0,", "the example 'holds' does not behave"),
        ("tolerance = 0.005\n", "tolerance = 0.005\ncolor = 1\n", "metric EQE: the key 'color' is unknown"),
        ('title = "LUMO above HOMO"\n', "", "law LUMO-above-HOMO: the key 'title' is missing"),
        ('metrics = ["CIE_x", "CIE_y"]', 'metrics = ["CIE_x", "CIE_z"]', "unknown metric 'CIE_z'"),
        ('name = "qled"', 'name = "qled', "is no valid TOML"),
        ('amber = ["amber"]', 'amber = ["red"]', "colours: 'red' is claimed twice"),
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


def test_the_keywords_choose_the_pack():
    """A paper on quantum-dot LEDs gets the qled pack, and so does a paper that says nothing."""
    assert choose_domain("All-solution-processed QLEDs with quantum dot emitters").name == "qled"
    assert choose_domain("Lorem ipsum").name == "qled"


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
    ],
)
def test_laws(law, values, holds):
    """A law compares intervals in common units; with a term missing it is not evaluated."""
    (found,) = [x for x in load_domain("qled").laws if x.id == law]
    assert holds is evaluate(found, {k: quantity(v) for k, v in values.items()}).holds


def test_a_verdict_shows_its_arithmetic():
    """A reader can redo the sum."""
    law = load_domain("qled").laws[0]
    verdict = evaluate(law, {"CE": quantity("110 cd/A"), "EQE": quantity("18.2%")})
    assert verdict.arithmetic == "CE 110 cd/A ≤ 4.86 cd/A/% × EQE 18.2 % = 88.45 cd/A"
