"""The examples that come with the domain packs, and what is said of those that are read otherwise."""

from pathlib import Path

import pytest

from litmine import domain as domain_module
from litmine.cases import check_cases
from litmine.domain import domain_names, load_domain
from litmine.errors import DomainError

HOME = Path(domain_module.__file__).parent / "domains"
TABLE = """
Table 1. Devices.

| HTL | EQE (%) |
|---|---|
| PVK | 9.1 |
| TFB | 14.6 |
"""


def cases(tmp_path: Path, text: str):
    """The outcome of examples written for the pack qled."""
    (tmp_path / "cases.toml").write_text(text, encoding="utf-8")
    return check_cases(tmp_path, load_domain("qled"))


def passage(text: str, *facts: str, more: str = "") -> str:
    """A passage as cases.toml has it."""
    return f'[[passage]]\ntext = """{text}"""\nfacts = [{", ".join(facts)}]\n{more}\n'


@pytest.mark.parametrize("name", domain_names())
def test_cases_of_the_packs(name):
    """Every example of a pack is read as the pack says: names, units, headers, and passages taken to their measurements and laws."""
    examples, faults = check_cases(HOME / name, load_domain(name))
    assert faults == ()
    assert examples >= 55


def test_a_passage_is_read_whole(tmp_path):
    """Each number of a table is a fact with its subject; conditions, where the fact gives them, are compared."""
    facts = [
        '{ subject = "PVK", metric = "EQE", value = 9.1, conditions = [] }',
        '{ subject = "TFB", metric = "EQE", value = 14.6, materials = ["TFB"] }',
    ]
    assert cases(tmp_path, passage(TABLE, *facts)) == (1, ())


@pytest.mark.parametrize(
    ("facts", "more", "said"),
    [
        (['{ subject = "PVK", metric = "EQE", value = 9.1 }'], "", "there is also EQE 14.6 of 'TFB'"),
        (['{ subject = "PVK", metric = "EQE", value = 9.2 }'], "", "there is no EQE 9.2 of 'PVK'"),
        (['{ subject = "VK", metric = "EQE", value = 9.1 }'], "", "there is no EQE 9.1 of 'VK'"),
        (['{ subject = "", metric = "EQE", value = 9.1 }'], "", "there is no EQE 9.1 of 'nobody'"),
        (['{ subject = "PVK", metric = "CE", value = 9.1 }'], "", "there is no CE 9.1 of 'PVK'"),
        (['{ subject = "PVK", metric = "EQE", value = 9.1, colour = "red" }'], "", "there is no EQE 9.1 of 'PVK' (colour red)"),
        ([], 'breaks = ["CE-within-EQE"]', "breaks the laws [], not ['CE-within-EQE']"),
    ],
)
def test_what_is_read_otherwise_is_told(tmp_path, facts, more, said):
    """Each difference is a line of its own that names file and example."""
    examples, faults = cases(tmp_path, passage(TABLE, *facts, more=more))
    assert examples == 1
    assert any(said in fault for fault in faults)
    assert all(fault.startswith(f"{tmp_path / 'cases.toml'}, passage 1: ") for fault in faults)


def test_a_law_that_a_passage_breaks_has_to_be_named(tmp_path):
    """A false alarm of a law is as much a fault as a missing one."""
    text = "The device with TFB has a CE of 110 cd A^−1 and an EQE of 18.0%."
    facts = ['{ subject = "TFB", metric = "CE", value = 110 }', '{ subject = "TFB", metric = "EQE", value = 18 }']
    (fault,) = cases(tmp_path, passage(text, *facts)).faults
    assert "breaks the laws ['CE-within-EQE'], not []" in fault
    assert cases(tmp_path, passage(text, *facts, more='breaks = ["CE-within-EQE"]')).faults == ()


def test_every_example_that_fails_is_told(tmp_path):
    """One fault does not hide the next."""
    prose = '[[prose]]\ntext = "an EQE of 12%"\nmetrics = ["CE"]\nquantities = [[12, "%"]]\n'
    header = '[[header]]\ntext = "EQE (%)"\nread = []\n'
    examples, faults = cases(tmp_path, prose + header + header)
    assert examples == 3
    assert [f.split(": ")[0].split(", ")[-1] for f in faults] == ["prose 1", "header 1", "header 2"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[proze]]\ntext = "an EQE of 12%"\n', "the kind of example 'proze' is unknown"),
        ('[[prose]]\ntext = "an EQE of 12%"\nmetrics = []\n', "prose 1: the key 'quantities' is missing"),
        ('[[header]]\ntext = "EQE"\nread = []\nunit = "%"\n', "header 1: the key 'unit' is unknown"),
        (passage("x", '{ subject = "x", metric = "EQE" }'), "passage 1, fact 1: the key 'value' is missing"),
        (passage("x", '{ subject = "x", metric = "EQX", value = 1 }'), "passage 1, fact 1: names the unknown metric 'EQX'"),
        (passage("x", '{ subject = "x", metric = "EQE", value = 1, color = "red" }'), "fact 1: the key 'color' is unknown"),
        (passage("x", more='breaks = ["no-law"]'), "passage 1: names the unknown law 'no-law'"),
    ],
)
def test_an_example_that_is_not_well_written_is_refused(tmp_path, text, reason):
    """A slip in the example is told as that, not as a fault of the reading."""
    with pytest.raises(DomainError) as caught:
        cases(tmp_path, text)
    assert reason in str(caught.value)
