"""Names of metrics in prose and in table headers."""

import tomllib
from pathlib import Path

import pytest

from litmine import domain as domain_module
from litmine.domain import domain_names, load_domain
from litmine.metrics import find_conditions, find_metrics, find_terms, read_header, same_conditions
from litmine.quantities import find_quantities

HOME = Path(domain_module.__file__).parent / "domains"
CASES = [
    (name, kind, case)
    for name in domain_names()
    for kind, cases in tomllib.loads((HOME / name / "cases.toml").read_text(encoding="utf-8")).items()
    for case in cases
]
QLED = load_domain("qled")


@pytest.mark.parametrize(("name", "kind", "case"), CASES, ids=[f"{n}: {c['text'][:50]}" for n, _, c in CASES])
def test_cases_of_the_packs(name, kind, case):
    """Every example of a pack is read as the pack says."""
    domain = load_domain(name)
    if kind == "header":
        assert [tuple(r) for r in case["read"]] == [
            (h.metric, h.unit, h.factor, list(h.conditions)) for h in read_header(case["text"], domain)
        ]
        return
    assert case["metrics"] == [m.metric for m in find_metrics(case["text"], domain)]
    assert case["quantities"] == [[m.quantity.value, m.quantity.unit] for m in find_quantities(case["text"])]


@pytest.mark.parametrize("text", ["V on", "Von", "V_on", "turn-on voltages", "turn on voltage"])
def test_spellings_of_the_turn_on_voltage(text):
    """A subscript may be attached, spaced or underscored; a name may be plural."""
    assert [m.metric for m in find_metrics(f"the {text} of 2.1 V", QLED)] == ["V_on"]


@pytest.mark.parametrize(
    "text", ["at 5 V on glass", "PEDOT and PEI", "CE3 or CEN", "a driving voltage", "cells, ce and pe", "luminance of the sky"]
)
def test_not_a_metric(text):
    """Words that only look like a metric."""
    assert find_metrics(text, QLED) == ()


@pytest.mark.parametrize(
    ("text", "conditions", "statistic"),
    [
        ("an EQEmax of", ("max",), "unstated"),
        ("an EQE max of", ("max",), "unstated"),
        ("a maximum EQE of", ("max",), "unstated"),
        ("average peak EQE", ("max",), "mean"),
        ("the champion EQE", (), "champion"),
        ("the median EQE", (), "median"),
        ("EQE@1,000 cd m^−2", ("@1000 cd/m2",), "unstated"),
        ("the EQE", (), "unstated"),
    ],
)
def test_what_is_printed_at_a_name(text, conditions, statistic):
    """Maximum, mean and operating point are read where they stand at the name."""
    (m,) = find_metrics(text, QLED)
    assert (conditions, statistic) == (m.conditions, m.statistic)


def test_a_name_with_its_symbol_is_one_match():
    """The span covers both."""
    text = "an external quantum efficiency (EQE) of 18.2%"
    (m,) = find_metrics(text, QLED)
    assert m.span.of(text) == "external quantum efficiency (EQE)"


def test_weak_names_need_a_fitting_number():
    """ "luminance" is a metric only with cd/m2 beside it, and not where it is an operating point."""
    assert [(m.metric, m.weak) for m in find_metrics("a luminance of over 53,000 cd m-2", QLED)] == [("L_max", True)]
    assert find_metrics("an applied luminance filter of 20 nm", QLED) == ()
    assert find_metrics("at a luminance of 1000 cd/m2", QLED) == ()


def test_the_context_decides_between_peaks():
    """ "λmax" means nothing by itself; beside device figures it is the EL peak, in a table of films the PL peak."""
    assert read_header("λmax (nm)", QLED) == ()
    assert [h.metric for h in read_header("λmax (nm)", QLED, "Performance of the QLEDs: EQE (%)")] == ["EL_peak"]
    assert [h.metric for h in read_header("λmax (nm)", QLED, "PL of the films: PLQY (%)")] == ["PL_peak"]


def test_terms_and_conditions():
    """Colours, processes, statistics and operating points have a normal form."""
    text = "average of deep blue, ink-jet printed devices at a brightness of 100 nits in air"
    found = {(t.kind, t.value) for t in find_terms(text, QLED)}
    wanted = {
        ("statistic", "mean"),
        ("colour", "deep-blue"),
        ("process", "inkjet-printed"),
        ("condition", "@100 cd/m2"),
        ("condition", "in air"),
    }
    assert wanted <= found
    assert ("colour", "blue") not in found
    assert [t.value for t in find_terms("at 4.0 V and under 10 mA cm^−2, with 3 V", QLED)] == ["@4 V", "@10 mA/cm2"]


def test_max_does_not_part_two_conditions():
    """EQEmax and EQE may be compared, EQE at 1000 cd/m2 and EQEmax may not."""
    assert same_conditions(("max",), ())
    assert not same_conditions(("max",), ("@1000 cd/m2",))
