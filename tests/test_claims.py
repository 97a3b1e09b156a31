"""Numbers of the prose to metrics: lists, changes, brackets, what goes on from before, what is left after a time, and what is no result."""

import pytest

from litmine.domain import load_domain
from litmine.linking.numbers.claims import Claim, find_claims
from litmine.metrics import find_terms, normalized
from litmine.tagging import mentions_in


def claims_of(text: str, domain: str = "qled") -> list[Claim]:
    """The claims of a paragraph, each sentence with those of the sentences before it."""
    pack = load_domain(domain)
    sentences, mentions = mentions_in(text, pack)
    metrics = {m.id: m for m in pack.metrics}
    told: list[Claim] = []
    for sentence in sentences:
        told += find_claims(text, sentence, [m for m in mentions if sentence.covers(m.span)], metrics, tuple(told))
    return told


def values(text: str, domain: str = "qled") -> list[tuple]:
    """(metric, value or its two ends) of the claims of a paragraph, in text order."""
    found = [(c.metric.id, normalized(c.quantity.quantity, c.metric)) for c in claims_of(text, domain)]
    return [(metric, q.value if q.value is not None else (q.low, q.high)) for metric, q in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The peak EQE, the current density at 4.0 V and the turn-on voltage are 13.1%, 2.4 mA cm^−2 and 2.2 V, respectively.",
            [("EQE", 13.1), ("V_on", 2.2)],
        ),
        ("This raises the PLQY and the average PL lifetime to 71% and 11.8 ns, respectively.", [("PLQY", 71)]),
        (
            "The best one is that with 2 (15.7%, 29.3 lm W^−1 and 33.8 cd A^−1 for EQE, power efficiency and current efficiency).",
            [("EQE", 15.7), ("PE", 29.3), ("CE", 33.8)],
        ),
        (
            "Their HOMO levels, calculated from the optical gap, are −5.33 and −5.41 eV.",
            [("HOMO", -5.33), ("HOMO", -5.41)],
        ),
    ],
)
def test_names_in_a_row(text, found):
    """Quantities that are not collected keep their place in a row; names may follow their numbers."""
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The V_on rose from 2.0 V to 2.3 V in the cold and recovered to 2.1 V.", [("V_on", 2.0), ("V_on", 2.3), ("V_on", 2.1)]),
        (
            "The PL peak shifts from 601 nm to 597 nm, and then it returns to 602 nm.",
            [("PL_peak", 601), ("PL_peak", 597), ("PL_peak", 602)],
        ),
        ("The power efficiency reaches 5.1 lm/W from 2.9 lm/W.", [("PE", 5.1), ("PE", 2.9)]),
        (
            "The T95 lifetimes at an L0 of 9,000 cd m^−2 for the QLEDs stored for 2 days and 30 days are decreased from ~80 h to ~13 h.",
            [("T95", 80), ("T95", 13)],
        ),
        ("The EQE decreases to 14.6% at 5 mA cm^−2 and further drops to 11.9% at 50 mA cm^−2.", [("EQE", 14.6), ("EQE", 11.9)]),
        ("The PLQY in solution (298 K) drops from near unity for A to 58% for B.", [("PLQY", 58)]),
    ],
)
def test_changes(text, found):
    """A pronoun, or no subject at all, goes on with the metric of the clause before."""
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The peak EQE and the V_on are 14.1% and 2.1 V. After one day, these parameters change to 18.8%, 32.1 mA cm^−2 and 1.7 V.",
            [("EQE", 14.1), ("V_on", 2.1), ("EQE", 18.8), ("V_on", 1.7)],
        ),
        ("Its EQE was 12.4%. After 30 days it was 9.9%.", [("EQE", 12.4), ("EQE", 9.9)]),
        ("The device had an EQE of 12.4%, whereas the control gave no more than 9.9%.", [("EQE", 12.4), ("EQE", 9.9)]),
        ("The coated device has an EQE of 15.1%; its evaporated counterpart, 17.3%.", [("EQE", 15.1), ("EQE", 17.3)]),
        ("Albert et al. showed an EQE of 9.4%. With LiF, Brandt et al. obtained 12.6%.", [("EQE", 9.4), ("EQE", 12.6)]),
        ("An EQE of 21.5% was found on average and 22.3% for the best device.", [("EQE", 21.5), ("EQE", 22.3)]),
        ("The best EQE is 9.4%. So far, the best value, 20.6%, was found for red.", [("EQE", 9.4), ("EQE", 20.6)]),
        (
            "An EQE of 21% (average 19.5%) was found, and 13% (average 11.8%) without it.",
            [("EQE", 21), ("EQE", 19.5), ("EQE", 13), ("EQE", 11.8)],
        ),
        (
            "The device from A has CIE coordinates of (0.29, 0.33), whereas B yields warmer light at (0.38, 0.40).",
            [("CIE_x", 0.29), ("CIE_y", 0.33), ("CIE_x", 0.38), ("CIE_y", 0.40)],
        ),
        ("The EQE was 8.1%. Ethanol as an additive brought 9.6%.", [("EQE", 8.1), ("EQE", 9.6)]),
    ],
)
def test_what_goes_on_from_before(text, found):
    """The metric named last goes on where a device, a pronoun or an author "has" a bare number in its unit."""
    assert values(text) == found


def test_a_carried_metric_is_less_sure():
    """Below the 0.8 from which a number of the prose may contradict another."""
    (named, carried) = claims_of("The device had an EQE of 12.4%, whereas the control gave 9.9%.")
    assert named.confidence > 0.8 > carried.confidence
    assert carried.rule == "sentence:carried"


@pytest.mark.parametrize(
    "text",
    [
        "The device had an EQE of 12.4%. The film transmits 95% of the light.",
        "The device had an EQE of 12.4%. The films show 95% transmittance.",
        "The device had an EQE of 12.4%. The yield was 85%.",
        "The device had an EQE of 12.4%. This solvent dissolves it (0.4%) better than other ones (0.1%).",
        "The device had an EQE of 12.4%. The layer was doped with 5%.",
        "The device had an EQE of 12.4%, approaching the transmittance (88%) of glass.",
        "The V_on was 2.1 V.",
        "The device had an EQE of 12.4% and a 40 nm layer. It has 35 nm.",
    ],
)
def test_what_does_not_go_on(text):
    """A number that another noun governs, a share, or one that the metric cannot have is not carried."""
    assert len(claims_of(text)) == 1


def test_the_size_tells_two_metrics_of_one_unit_apart():
    """ "PLQY 90%, EQE 15%; the other one reached 14%": the one whose size it has, and none where both or neither do."""
    first = "The film has a PLQY of 90% and the device an EQE of 15%. "
    assert values(first + "The second device reached 14%.")[2:] == [("EQE", 14)]
    assert values(first + "The second device reached 38%.")[2:] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This holds for the lifetime (T95: 5,200 hours).", [("T95", 5200)]),
        ("The champion (T95@1000 nit = 5,460 h) lasts.", [("T95", 5460)]),
        ("Its T95 @ 1000 nits: 5,460 h.", [("T95", 5460)]),
        ("An operational lifetime (T95 @ L0 = 1,000 cd m−2) of 7,500 h was found.", [("T95", 7500)]),
        ("Green QDs (PL peak: 522 nm) were used.", [("PL_peak", 522)]),
        ("An EQE of 17.8% was found, higher than that of the reference (15.9%).", [("EQE", 17.8), ("EQE", 15.9)]),
        ("The V_on of A is 2.7 V, lower than those of B (3.0 V) and C (3.4 V).", [("V_on", 2.7), ("V_on", 3.0), ("V_on", 3.4)]),
        (
            "Mobilities of 3.4 × 10^−4 (A) and 9.8 × 10^−4 cm^2 V^−1 s^−1 (B) were found for holes.",
            [("mobility", 3.4e-4), ("mobility", 9.8e-4)],
        ),
        ("The HOMO levels from the onset of the oxidation potentials are –5.85 and –6.12 eV.", [("HOMO", -5.85), ("HOMO", -6.12)]),
        ("The HOMO levels (taken at 0.82 V and 0.95 V) are –5.85 and –6.12 eV.", [("HOMO", -5.85), ("HOMO", -6.12)]),
        ("The V_on, which rises from 2.1 to 2.4 V, is low.", [("V_on", 2.1), ("V_on", 2.4)]),
        ("QDs with a photoluminescence (PL) peak at 456 nm were made.", [("PL_peak", 456)]),
        ("An FWHM of 20 nm at 460 nm was found.", [("FWHM", 20)]),
        ("CIE coordinates shift from (0.67, 0.32) to (0.60, 0.33).", [("CIE_x", 0.67), ("CIE_y", 0.32), ("CIE_x", 0.60), ("CIE_y", 0.33)]),
        ("The PL peak shifts by 5 nm, from 630 to 635 nm.", [("PL_peak", 630), ("PL_peak", 635)]),
        ("The compound emitted as a deep red at 680 nm.", [("PL_peak", 680)]),
    ],
)
def test_brackets_and_phrases(text, found):
    """Colons, brackets, modifiers and relative clauses lead to the noun that a number belongs to."""
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The tandem has a 1.68 eV perovskite on silicon.", [("Eg", 1.68)]),
        ("A 1.99−eV perovskite is at the front.", [("Eg", 1.99)]),
        (
            "The best one has Jsc = 25.1 mA/cm2, Voc = 1.15 V, FF = 0.81 and PCE = 23.4%.",
            [("Jsc", 25.1), ("Voc", 1.15), ("FF", 81), ("PCE", 23.4)],
        ),
        ("Under simulated AM 1.5G light the target device yielded a PCE of 24.1%.", [("PCE", 24.1)]),
        ("The cell has a PCE of 22.1% and an FF of 80.1%, and was certified at 21.6%.", [("PCE", 22.1), ("FF", 80.1), ("PCE", 21.6)]),
        ("FAPbI3 with a band gap of 1.48 eV is close to the ideal value (1.34 eV).", [("Eg", 1.48)]),
        ("The best PCE of 20.5% at 10% was found.", [("PCE", 20.5)]),
        ("The narrow band gap in the 1.2 eV to 1.5 eV range is useful.", [("Eg", (1.2, 1.5))]),
        ("The tunable bandgap of these materials from 1.2 eV to 3.0 eV is useful.", [("Eg", (1.2, 3.0))]),
        (
            "Modules had a PCE of 17.9%, which lags behind that of silicon cells (26.7% at 79.0 cm^2 and 24.4% at 13,177 cm^2).",
            [("PCE", 17.9), ("PCE", 26.7), ("PCE", 24.4)],
        ),
        (
            "A PCE of 15.9% (Voc = 0.84 V, FF = 74.0%) was found. With the third material the device reached 17.6%, with 0.86 V and 77.2%.",
            [("PCE", 15.9), ("Voc", 0.84), ("FF", 74.0), ("PCE", 17.6), ("Voc", 0.86), ("FF", 77.2)],
        ),
    ],
)
def test_solar_cells(text, found):
    """Attributes in front of their noun, fractions, ranges, and a series that runs parallel to the one before."""
    assert values(text, "psc") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The device retained 80% of its initial luminance for 1010 h.", [("T80", 1010, "=")]),
        ("The cells kept over 90% of their initial PCE after 1000 h of operation.", [("T90", 1000, ">")]),
        ("95% of the luminance was left after 68 h, four times as long as before.", [("T95", 68, "=")]),
        ("The luminance decayed to 50% of its initial value after 120 h.", [("T50", 120, "=")]),
        (
            "Devices A and B retained 80% and 95% of their initial efficiencies for 1010 h (60 °C) and 1200 h (85 °C), respectively.",
            [("T80", 1010, "="), ("T95", 1200, "=")],
        ),
        (
            "It retained 91% after the damp heat test for 900 h, while maintaining 90% of the initial value for 1000 h in operation.",
            [("T90", 1000, "=")],
        ),
        ("The device retained 92% of its initial luminance after 1000 h.", []),
        ("The device retained 90% of its initial EQE after storage for 1000 h.", []),
        ("It kept 95% of its luminance after 1,000 bends within 2 h.", []),
        ("The film retained 95% of its thickness after 2 h.", []),
    ],
)
def test_what_is_left_after_a_time(text, found):
    """A share of the start that is left after running so long is that lifetime; a lower bound where "over" says so."""
    told = claims_of(text)
    assert [(c.metric.id, c.quantity.quantity.value, c.quantity.quantity.comparator) for c in told] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A luminance of 54,000 cd m^−2 was reported.", [54000]),
        ("A luminance value of ~70,000 cd m^−2 was improved, and annealing could raise this to ~90,000 cd m^−2.", [70000, 90000]),
        ("The most recent record is 127,600 cd m^−2 with a thin layer.", [127600]),
        ("The luminance reaches 2,900 cd m^−2 at 1.9 V.", []),
        ("Operating at 1.93 V, the device has a luminance as high as 2,900 cd m^−2.", []),
        ("It was operated at 1.9 V with a small maximum, a luminance of 1050 cd m^−2.", []),
        ("When the luminance of the device exceeds 5,000,000 cd m^−2, a shoulder emerges.", []),
        ("It holds up to a luminance of 10,000 cd m^−2.", []),
        ("The device starts with an initial luminance of 5,000 cd m^−2.", []),
    ],
)
def test_a_luminance_is_the_maximum_or_an_operating_point(text, found):
    """What is stated for itself, or as a record, is a result; what a voltage or a clause of circumstance goes with is none."""
    assert [c.quantity.quantity.value for c in claims_of(text) if c.metric.id == "L_max"] == found


@pytest.mark.parametrize(
    "text",
    [
        "An EQE above 18% is our next goal.",
        "A T95 of at least 10,000 h is deemed necessary.",
        "Efficiencies with an EQE above 30% are within reach.",
        "An EQE of 27% will be reached soon.",
        "An outcoupling of 30% would allow for an EQE of 30%.",
        "Such QLEDs could be promising for realizing over 20% EQE.",
        "The EQE is close to its limit (25%).",
        "When the EQE reaches over 15%, uses open up.",
        "90% of the EQE was lost.",
        "Wet films cost about 1% in EQE.",
        "The HOMO of A lies 0.21 eV deeper than that of B.",
        "The colour comes close to the blue of (0.131, 0.046), as CIE coordinates go.",
        "The EQE was calculated with an error below 5%.",
        "An EQE was found for the device with 5% ZnO in it.",
        "Assuming an outcoupling of 20%, one expects an EQE of 20%.",
        "An EQE of 12% out of a possible 25% available here.",
    ],
)
def test_numbers_that_are_no_results(text):
    """Goals, needs, limits, suppositions, shares and differences; of the last only what was reached."""
    assert [c.quantity.quantity.value for c in claims_of(text)] == ([12] if "possible" in text else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The devices stored for 21 days had an EQE of 12%.", ["after 21 day"]),
        ("A 180-day shelf-aged QLED", ["after 180 day"]),
        ("the shelf-aged devices (100 days)", ["aged", "after 100 day"]),
        ("stored for 1 day, 21 days and 70 days", ["after 1 day", "after 21 day", "after 70 day"]),
        ("a T50 of 90 h", []),
    ],
)
def test_how_long_a_device_was_kept_is_a_condition(text, told):
    """A number of an aged device is not that of the fresh one."""
    assert [t.value for t in find_terms(text, load_domain("qled")) if t.kind == "condition"] == told


def test_claims_stand_in_text_order():
    """Lists, names and what is carried come together in the order in which they are printed."""
    text = "The CE and EQE were 20.1 cd A^−1 and 12.1%, and the V_on was 2.1 V; the control gave 9.9%, with 15.2 cd A^−1."
    starts = [c.quantity.span.start for c in claims_of(text)]
    assert starts == sorted(starts)
    assert len(starts) == 5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The lamp has a CRI of 86 and CIE coordinates of (0.33, 0.34).", [("CRI", 86), ("CIE_x", 0.33), ("CIE_y", 0.34)]),
        ("The lamp has a CRI of 86/92 at 3 V.", [("CRI", 86), ("CRI", 92)]),
        ("Its CRI rises from 82 to 90.", [("CRI", 82), ("CRI", 90)]),
        ("A high CRI (92) was found in 2020 for 3 devices.", [("CRI", 92)]),
        ("The CRI and the CIE coordinates are high: (0.33, 0.34).", [("CIE_x", 0.33), ("CIE_y", 0.34)]),
        ("A CRI of 91, 3 devices and 12 lamps.", [("CRI", 91)]),
    ],
)
def test_whole_numbers_of_a_metric_without_unit(text, found):
    """A name whose metric has no unit governs a whole number; a list with fewer numbers than names is not dealt out."""
    assert values(text, "oled") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The EQE of the doped film device was limited to 7.9%.", [("EQE", 7.9)]),
        ("The device required no outcoupling and showed an EQE of 24.0%.", [("EQE", 24)]),
        ("The assumption was confirmed by the EQE of 21.0%.", [("EQE", 21)]),
        ("It exceeds the theoretical limit of 5% with an EQE of 12.4%.", [("EQE", 12.4)]),
        ("The efficiency is higher than expected with an EQE of 12.4%.", [("EQE", 12.4)]),
        ("The simulated device gives an EQE of 28%.", []),
        ("A predicted EQE and PLQY of 20% and 90% were given.", []),
        ("A simulated EQE of 28% with a PLQY of 85% was found.", []),
        ("The simulated device is thin and shows an EQE of 28%.", []),
        ("The predicted EQE is 24% and the measured one is 20%.", [("EQE", 20)]),
        ("The EQE is limited to 31% in theory.", []),
    ],
)
def test_what_is_expected_ends_with_its_clause(text, found):
    """Expected, required or limited is what the word governs, not what the next verb tells."""
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A PCE of 23.9% (certified: 23.1%) was found.", [("PCE", 23.9), ("PCE", 23.1)]),
        ("A PCE of 23.9% (certified value: 23.1%) was found.", [("PCE", 23.9), ("PCE", 23.1)]),
        (
            "The first cell has a PCE of 20.6%, a VOC of 1.10 V, a JSC of 23.4 mA cm^−2 and an FF of 79.8%, while the second device "
            "yields 22.6%, 1.14 V, 24.4 mA cm^−2 and 81.2%, respectively.",
            [("PCE", 20.6), ("Voc", 1.1), ("Jsc", 23.4), ("FF", 79.8), ("PCE", 22.6), ("Voc", 1.14), ("Jsc", 24.4), ("FF", 81.2)],
        ),
        (
            "A PCE of 18.4% was found. Its successors reached 21.2% with LiF and 25.2% with CsF.",
            [("PCE", 18.4), ("PCE", 21.2), ("PCE", 25.2)],
        ),
        ("Their devices attained 22.7% with an FF of 80.6%.", [("PCE", 22.7), ("FF", 80.6)]),
        ("The PLQY is 80%. Their devices attained 22.7% with an FF of 80.6%.", [("PLQY", 80), ("PCE", 22.7), ("FF", 80.6)]),
        ("The films transmit 22.7% with an FF of 80.6%.", [("FF", 80.6)]),
        ("The VOC of 1.17 V is larger than 1.11 V of the control device.", [("Voc", 1.17), ("Voc", 1.11)]),
    ],
)
def test_solar_cells_beside_each_other(text, found):
    """The certified value, the other cell's row of numbers, and an efficiency that is told with its parts."""
    assert values(text, "psc") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Electron mobilities were derived from SCLC: 3.9 × 10^−4 cm^2 V^−1 s^−1 for A and 7.2 × 10^−4 cm^2 V^−1 s^−1 for B.",
            [("mobility", 3.9e-4), ("mobility", 7.2e-4)],
        ),
        ("The red, green and blue devices reach 20.1%, 18.3% and 9.9% in EQE, respectively.", [("EQE", 20.1), ("EQE", 18.3), ("EQE", 9.9)]),
        ("The EQE is 9.7%. The same group later raised the efficiency to 11.9%.", [("EQE", 9.7), ("EQE", 11.9)]),
    ],
)
def test_names_apart_from_their_numbers(text, found):
    """A colon, a list whose name stands behind it, and "the efficiency" that was told before."""
    assert values(text) == found
