"""Names of metrics in prose and in table headers."""

import tomllib
from pathlib import Path

import pytest

from litmine import domain as domain_module
from litmine.domain import domain_names, load_domain
from litmine.metrics import find_metrics, find_terms, fits, normalized, read_header, same_conditions
from litmine.quantities import find_quantities, parse_cell

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


@pytest.mark.parametrize(
    ("text", "value"),
    [("an area of 0.1 cm^2", ["@0.1 cm2"]), ("an aperture area (A) of ~1.02 cm2", ["@1.02 cm2"]), ("a grain of 1 cm2", [])],
)
def test_the_size_of_a_device_is_a_condition(text, value):
    """Where the pack lists a unit of area; a cell of another size is another cell."""
    assert [t.value for t in find_terms(text, load_domain("psc"))] == value
    assert find_terms(text, QLED) == ()


def test_humidity_is_a_condition():
    """A percentage of water vapour is no efficiency."""
    found = find_terms("stored at 85 °C and 85% relative humidity, then at 40% RH; an EQE of 12%", QLED)
    assert [t.value for t in found] == ["@85 °C", "@85 % RH", "@40 % RH"]


def test_a_word_of_the_pack_takes_hyphen_or_space():
    """Tables and prose read the words by one rule, a word inside a longer one aside."""
    found = {(t.kind, t.value) for t in find_terms("Spin coated, non-encapsulated; deep\u2010blue", QLED)}
    assert found == {("process", "spin-coated"), ("colour", "deep-blue")}


@pytest.mark.parametrize(
    ("metric", "text", "value"),
    [
        ("FF", "0.755", 75.5), ("FF", "75.5", 75.5), ("FF", "75.5%", 75.5), ("FF", "0.755%", 0.755), ("FF", "1.5", 1.5),
        ("PCE", "0.75", 0.75), ("Voc", "1120 mV", 1.12), ("Voc", "12%", None),
    ],
)  # fmt: skip
def test_fractions_become_percent(metric, text, value):
    """A bare fraction of a fill factor is that many times 100 %, its interval with it; no other number is touched."""
    found = normalized(parse_cell(text)[0], load_domain("psc").metric(metric))
    assert value == (found and found.value)
    if found:
        assert found.low <= value <= found.high
        assert found.raw == text


def test_what_fits_a_fraction():
    """In prose a bare number counts only for a metric without unit and, up to 1, for a fraction."""
    psc = load_domain("psc")
    bare, large, percent = (parse_cell(t)[0] for t in ("0.75", "7.5", "75%"))
    assert [fits(q, psc.metric("FF")) for q in (bare, large, percent)] == [True, False, True]
    assert [fits(q, psc.metric("PCE")) for q in (bare, percent)] == [False, True]
    assert [fits(q, QLED.metric("CIE_x")) for q in (bare, percent)] == [True, False]


def test_efficiency_means_what_the_field_means_by_it():
    """A bare "efficiency" in % is the PCE of a solar cell; of an LED it stays unread."""
    text = "The best efficiency of 21.7% was found."
    assert [[m.metric for m in find_metrics(text, load_domain(d))] for d in ("psc", "oled", "qled")] == [["PCE"], [], []]


def test_max_does_not_part_two_conditions():
    """EQEmax and EQE may be compared, EQE at 1000 cd/m2 and EQEmax may not."""
    assert same_conditions(("max",), ())
    assert not same_conditions(("max",), ("@1000 cd/m2",))
