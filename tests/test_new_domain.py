"""A field that litmine knows nothing of: the pack that docs/domain-pack.md prints, written to a folder and used. No code is needed."""

import csv
import json
import re
from pathlib import Path

import pytest

from litmine import cli
from litmine.domain import domain_names, load_domain

PAPER = """# Hot-pressed chalcogenides

Thermoelectric materials turn heat into current. The SnSe sample has a ZT of 1.31 at 800 K, and the Bi2Te3 sample reached a maximum ZT of
0.92. The lattice thermal conductivity is 0.45 W m^−1 K^−1.

Table 1. Transport at 300 K.

| Sample | Seebeck coefficient (μV K^−1) | Electrical conductivity (S cm^−1) | PF (μW cm^−1 K^−2) |
|---|---|---|---|
| SnSe | 210 | 800 | 35.3 |
| Bi2Te3 | 190 | 1000 | 63.1 |
"""


@pytest.fixture(scope="module")
def pack(root, tmp_path_factory) -> Path:
    """The pack that the page prints, as files."""
    folder = tmp_path_factory.mktemp("docs") / "thermo"
    folder.mkdir()
    text = (root / "docs" / "domain-pack.md").read_text(encoding="utf-8")
    files = re.findall(r"^`thermo/([\w.]+)`[^`]*\n\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert {name for name, _ in files} == {"domain.toml", "materials.csv", "cases.toml"}
    for name, content in files:
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def out(pack, tmp_path_factory) -> Path:
    """What a run of a small paper with that pack wrote."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")
    assert cli.main(["run", str(folder / "paper.md"), "--domain", str(pack), "--out", str(folder / "out")]) == 0
    return folder / "out"


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_printed_pack_passes_its_own_examples(pack, capsys):
    """Its names, its header and its passage are read as it says, and it builds on no other pack."""
    assert cli.main(["check-domain", str(pack)]) == 0
    assert "4 metrics, 3 materials, 1 laws, 3 examples" in capsys.readouterr().out
    assert "extends" not in (pack / "domain.toml").read_text(encoding="utf-8")
    assert not {m.id for m in load_domain(pack).metrics} & {m.id for name in domain_names() for m in load_domain(name).metrics}


def test_numbers_find_metric_subject_and_condition(out):
    """Table and prose give the measurements of the new field, a rival's number none."""
    found = {(r["source"], r["subject"], r["metric"], r["value"], r["unit"], r["conditions"]) for r in rows(out / "measurements.csv")}
    assert found == {
        ("text", "SnSe", "ZT", "1.31", "", "@800 K"),
        ("text", "Bi2Te3", "ZT", "0.92", "", "max"),
        ("table", "SnSe", "Seebeck", "210", "μV/K", "@300 K"),
        ("table", "SnSe", "sigma", "800", "S/cm", "@300 K"),
        ("table", "SnSe", "PF", "35.3", "μW/cm/K2", "@300 K"),
        ("table", "Bi2Te3", "Seebeck", "190", "μV/K", "@300 K"),
        ("table", "Bi2Te3", "sigma", "1000", "S/cm", "@300 K"),
        ("table", "Bi2Te3", "PF", "63.1", "μW/cm/K2", "@300 K"),
    }


def test_devices_have_the_columns_of_the_pack(out):
    """One row for each sample, one column for each metric with its unit."""
    devices = {r["label"]: (r["ZT"], r["Seebeck [μV/K]"], r["PF [μW/cm/K2]"]) for r in rows(out / "devices.csv")}
    assert devices == {"SnSe": ("1.31", "210", "35.3"), "Bi2Te3": ("0.92", "190", "63.1")}


def test_the_law_of_the_pack_is_checked(out):
    """The sample whose power factor is more than its factors give is flagged, the other one not."""
    (flag,) = rows(out / "flags.csv")
    assert (flag["code"], flag["severity"], flag["subject"]) == ("law-violated", "warning", "Bi2Te3")
    assert "power factor not above the product of its factors" in flag["message"]


def test_a_paper_that_suits_no_pack_says_so(out, tmp_path, capsys):
    """Without the folder named, the summary tells that the pack is assumed, and nothing is made of the numbers."""
    assert cli.main(["run", str(out.parent / "paper.md"), "--out", str(tmp_path / "out")]) == 0
    assert "domain qled (no pack fits the text: assumed)" in capsys.readouterr().out
    assert rows(tmp_path / "out" / "measurements.csv") == []
    (paper,) = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["papers"]
    assert (paper["domain"], paper["domain_assumed"]) == ("qled", True)
    assert "qled (assumed: no pack fits the text)" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    (paper,) = json.loads((out / "run.json").read_text(encoding="utf-8"))["papers"]
    assert (paper["domain"], paper["domain_assumed"]) == ("thermo", False)


def test_a_unit_that_litmine_does_not_know_is_named(pack, tmp_path, capsys):
    """The newcomer's first slip: the message names the metric and the unit."""
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in pack.iterdir():
        (broken / file.name).write_text(file.read_text(encoding="utf-8").replace('"S/cm"', '"mho/cm"'), encoding="utf-8")
    assert cli.main(["check-domain", str(broken)]) == 2
    assert "metric sigma: the unit 'mho/cm' is unknown" in capsys.readouterr().err
