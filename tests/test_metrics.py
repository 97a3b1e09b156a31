"""Names of metrics in prose and in table headers."""

from dataclasses import replace

import pytest

from litmine.aliases import find_aliases, lexicon_of
from litmine.domain import domain_names, load_domain
from litmine.metrics import find_metrics, find_named, find_terms, fits, normalized, read_header, same_conditions
from litmine.quantities import parse_cell
from litmine.terms import find_words

QLED = load_domain("qled")


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


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("electron mobility (m²/v·s)", "m2/V/s"), ("electron mobility (m^2/V·s )", "m2/V/s"), ("μe (cm^2 v^−1 s^−1)", "cm2/V/s"),
        ("Hole mobility (cm2/vs)", "cm2/V/s"),
    ],
)  # fmt: skip
def test_the_unit_of_a_mobility_is_read_whole(text, unit):
    """Its "s)" is no footnote mark, and a small v is the volt; what is in square metres is 10^4 times as many square centimetres."""
    assert [(h.metric, h.unit) for h in read_header(text, QLED)] == [("mobility", unit)]
    assert normalized(replace(parse_cell("0.02")[0], unit="m2/V/s"), QLED.metric("mobility")).value == 200


@pytest.mark.parametrize("text", ["EQE a)", "EQE (%) a)", "EQE^a) (%)", "EQE (%^a)", "EQE (%)a)"])
def test_footnote_marks_are_no_part_of_a_header(text):
    """With or without a bracket of their own, inside the bracket of the unit, too."""
    assert [h.metric for h in read_header(text, QLED)] == ["EQE"]
    assert [h.unit for h in read_header(text, QLED)] == ["%" if "%" in text else ""]


@pytest.mark.parametrize(
    "text", ["Hole mobility (m2/V s", "EQE %)", "Lmax (cd·foo)", "EQE (norm.)", "mobility (m² per V)", "EQE (arb. u.)"]
)
def test_half_a_unit_or_an_unknown_one_is_not_read(text):
    """The pack's own unit would be assumed below it, in silence."""
    assert read_header(text, QLED) == ()


@pytest.mark.parametrize(
    "text", ["μh = 0.0120", "EQE = 12%", "EQE: 12%", "EQE of 12.1%", "Eg 2.1 eV", "HOMO (eV) −5.4", "CIE (x = 0.3)", "QDs, EQE ≈ 9"]
)
def test_a_value_is_no_header(text):
    """A cell that prints its own number names no column."""
    assert read_header(text, QLED) == ()


@pytest.mark.parametrize("text", ["T95 (h, L0 = 1,000 cd m^−2)", "EQE (%) (n = 5)", "Von (V) at 1 cd/m2", "EQE@100 nits"])
def test_a_header_may_state_its_condition(text):
    """The level or the number of devices that a column is for is no value."""
    assert len(read_header(text, QLED)) == 1


@pytest.mark.parametrize("text", ["(EQEmax − EQE100)", "(EQEmax − EQE1000)/EQEmax", "EQEmax–EQE100"])
def test_a_difference_is_no_metric(text):
    """Two names of one metric joined by a minus; nor is what that is divided by."""
    assert find_metrics(f"the roll-off {text} = 12%", QLED) == ()
    assert {m.metric for m in find_named(f"the roll-off {text} = 12%", QLED)} == {"other"}
    assert read_header(f"{text} (%)", QLED) == ()


def test_a_pair_of_names_is_no_difference():
    """A hyphen between two metrics joins them."""
    assert {m.metric for m in find_named("PE − CE of A; EQE − IQE", QLED)} == {"PE", "CE", "EQE", "IQE"}


@pytest.mark.parametrize(
    "text",
    ["exciton binding energy of 0.3 eV", "activation energy of 0.3 eV", "LEE of 25%", "charge injection efficiency of 90%",
     "external power efficiency of 9%", "valence band maximum of −6 eV", "PL lifetime of 20 h", "film thickness of 40 nm"],
)  # fmt: skip
def test_rivals_are_no_metric(text):
    """They are known, and known to be something else."""
    assert find_metrics(f"a {text}", QLED) == ()
    assert [m.metric for m in find_named(f"a {text}", QLED)] == ["other"]


def test_a_header_with_a_rival_in_front_is_not_read():
    """The first number of each cell would be taken for the metric's; one behind the metric does no harm."""
    assert read_header("Work function/HOMO (eV)", QLED) == ()
    assert [h.metric for h in read_header("Lmax (cd m^−2) @ driving voltage (V)", QLED)] == ["L_max"]
    assert read_header("Light extraction efficiency (%)", load_domain("psc")) == ()


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("red-emitting (644 nm) QLED", ["EL_peak"]),
        ("QDs emitting at 605, 623 and 644 nm", ["PL_peak"]),
        ("the EL emission centered at 612 nm", ["EL_peak"]),
        ("red-emitting QLEDs with a 40 nm layer", []),
        ("a QLED emitting at 12 nm", []),
        ("emission at 300 K", []),
    ],
)
def test_turns_of_phrase_name_a_peak(text, metric):
    """Only with a plausible wavelength right behind, and by the nearest word; never in a header."""
    assert [m.metric for m in find_metrics(text, QLED)] == metric
    assert read_header("Red-emitting (nm)", QLED, "QLED") == ()
    assert read_header("Emitting layer", QLED, "QLED") == ()


@pytest.mark.parametrize("name", domain_names())
def test_every_word_of_a_pack_is_found(name):
    """What spares a sentence the search for words that it cannot hold spares none that does: in any capitals, hyphen or space."""
    pack = load_domain(name)
    for words in (pack.colours, pack.processes, pack.statistics, pack.roles, pack.conditions):
        for word in (w for entry in words for w in (entry.value, *entry.words)):
            for printed in (word, word.upper(), word.replace("-", " "), word.replace(" ", "-")):
                assert find_words("condition", f"It was ({printed}), they say.", words), printed


@pytest.mark.parametrize("name", domain_names())
def test_every_alias_of_a_pack_is_found(name):
    """Aliases are looked up by their first letter, whatever its case or look-alike."""
    pack = load_domain(name)
    for metric in pack.metrics:
        for alias in (*metric.symbols, *metric.names):
            assert any(metric.id in owner.metrics for _, owner in find_aliases(f"({alias})", lexicon_of(pack, False))), alias
        for alias in metric.names:
            assert list(find_aliases(f"({alias.upper()})", lexicon_of(pack, False))), alias
        for alias in (a.replace("Δ", "∆").replace("μ", "µ").replace("Φ", "Ф") for a in metric.symbols):
            assert list(find_aliases(f"({alias})", lexicon_of(pack, False))), alias
