"""Values against physics, plausible ranges, claims and spelling, on invented papers."""

import pytest

from mini_papers import analyse_prose, analyse_table, analyse_text

HEAD = """
    | HTL | EQE (%) | CE (cd A^−1) | PE (lm W^−1) | V_on (V) | HOMO (eV) | LUMO (eV) | Ref. |
    |---|---|---|---|---|---|---|---|
    | VXL-2 | 9.8 | 11.7 | 10.1 | 2.3 | −5.6 | −2.3 | 2 |
    | VXL-1 | {} | 1 |
"""


def broken(row):
    """(formula, severity) of the laws that a row breaks."""
    found = analyse_table(HEAD.format(row)).coded("law-violated")
    assert all(f.subject == "VXL-1" for f in found)
    return [(f.expected, f.severity) for f in found]


@pytest.mark.parametrize(
    ("row", "law", "severity"),
    [
        ("12.4 | 70.1 | 12.2 | 2.1 | −5.4 | −2.2", "CE <= k * EQE", "warning"),
        ("12.4 | 15.1 | 32.2 | 2.1 | −5.4 | −2.2", "PE <= pi * CE / V_on", "warning"),
        ("12.4 | 15.1 | 12.2 | 2.1 | −2.2 | −5.4", "abs(LUMO) < abs(HOMO)", "error"),
        ("12.4 | 15.1 | 12.2 | 2.1 | 2.2 | 5.4", "abs(LUMO) < abs(HOMO)", "error"),
    ],
    ids=["CE too high", "PE too high", "levels exchanged", "levels exchanged, no sign"],
)
def test_a_law_broken(row, law, severity):
    """Numbers of one row that cannot all be right."""
    assert broken(row) == [(law, severity)]


@pytest.mark.parametrize(
    "row",
    [
        "12.4 | 15.1 | 12.2 | 2.1 | −5.4 | −2.2",
        "12.4 | 15.1 | 12.2 | 2.1 | 5.4 | 2.2",
        "12.4 | 15.1 | 23.6 | 2.1 | −5.4 | −2.2",
        "12 | 64 | 12.2 | 2.1 | −5.4 | −2.2",
        "12.4 | – | 95.2 | 2.1 | −5.4 | –",
        "– | 70.1 | 12.2 | 2.1 | – | −5.4",
        ">5 | 70.1 | 12.2 | 2.1 | −5.4 | −2.2",
    ],
    ids=["all in order", "levels without sign", "PE within tolerance", "CE within rounding", "no CE", "no EQE, no HOMO", "bound"],
)
def test_a_law_kept(row):
    """Rounding and tolerance break no law, and neither does what is missing or printed as a bound."""
    assert broken(row) == []


def test_a_law_combines_one_device_only():
    """The CE of one colour and the EQE of another break nothing, nor do two compounds of one table."""
    table = """
        | HTL | Colour | EQE (%) | CE (cd A^−1) | Ref. |
        |---|---|---|---|---|
        | VXL-1 | blue | 5.4 | – | 1 |
        |  | green | – | 75.1 | |
        | VXL-2 | green | 18.8 | 75.1 | 2 |
    """
    assert analyse_table(table).coded("law-violated") == ()
    one = table.replace("green | – ", "blue | – ")
    assert [f.subject for f in analyse_table(one).coded("law-violated")] == ["VXL-1"]


def test_a_law_combines_one_condition_only():
    """An EQE at 10 000 cd/m2 says nothing against the peak CE; an average says nothing against the champion."""
    condition = """
        | HTL | EQE@10000 cd m^−2 (%) | CE_max (cd A^−1) |
        |---|---|---|
        | VXL-1 | 3.1 | 45.1 |
        | VXL-2 | 9.8 | 31.7 |
    """
    assert analyse_table(condition).coded("law-violated") == ()
    assert analyse_table(condition.replace("@10000 cd m^−2", "_max")).coded("law-violated") != ()


def test_lifetimes_out_of_order():
    """T95 after T50 cannot be; in order, or at two luminances, it can."""
    table = """
        | HTL | T95 (h) | T50 (h) |
        |---|---|---|
        | VXL-1 | {} |
        | VXL-2 | 100 | 2000 |
    """
    (flag,) = analyse_table(table.format("900 | 90")).coded("law-violated")
    assert (flag.severity, flag.subject) == ("error", "VXL-1")
    assert analyse_table(table.format("90 | 900")).coded("law-violated") == ()
    apart = table.replace("T95 (h)", "T95@100 cd m^−2 (h)").replace("T50 (h)", "T50@1000 cd m^−2 (h)")
    assert analyse_table(apart.format("900 | 90")).coded("law-violated") == ()


def test_a_bare_device_combines_nothing_over_sentences():
    """The CE of one paragraph's devices and the EQE of another's break no law; those of a device named in one sentence do."""
    ours = "Making quantum-dot LEDs"
    first, second = "The devices reached an EQE of 2.4%", "a CE of 75.1 cd A^{−1}."
    apart = analyse_prose(f"{first}.", f"The devices reached {second}", title=ours)
    assert len(apart.measurements) == 2
    assert apart.coded("law-violated") == ()
    together = analyse_prose(f"{first.replace('The devices', 'The VXL-1 devices')} and {second}", title=ours)
    assert len(together.coded("law-violated")) == 1


# ---- ranges and units -------------------------------------------------------------------------------------------------------

RANGE = """
    | HTL | EQE (%) | L_max (cd m^−2) | V_on (V) |
    |---|---|---|---|
    | VXL-1 | {} |
    | VXL-2 | 9.8 | 9000 | 2.3 |
"""


def odd(row):
    """(code, metric, cause) of what is out of range in the first row."""
    found = [f for f in analyse_table(RANGE.format(row)).flags if f.code in ("implausible-value", "unit-suspect")]
    assert all(f.severity == "warning" and f.subject == "VXL-1" for f in found)
    return [(f.code, f.metric, f.cause) for f in found]


def test_values_out_of_range():
    """A lost decimal point is seen in either direction, and the smallest slip that explains it named."""
    assert odd("124 | 12600 | 2.1") == [("implausible-value", "EQE", "10 times too large")]
    assert odd("12.4 | 12600 | 0.21") == [("implausible-value", "V_on", "10 times too small")]


def test_a_lost_sign_is_named():
    """A negative efficiency whose digits are plausible has a wrong sign, not a wrong decimal point."""
    assert odd("−12.4 | 12600 | 2.1") == [("implausible-value", "EQE", "sign")]


def test_the_right_value_is_shown_beside_the_wrong_one():
    """Where the text has the device's value without the slip, it is the other side of the evidence."""
    prose = "The device with VXL-1 turned on at 2.4 V."
    table = RANGE.format("12.4 | 12600 | 24")
    (flag,) = analyse_table(table, prose=(prose,)).coded("implausible-value")
    assert [e.quote for e in flag.anchors] == ["24", "2.4 V"]
    assert flag.message.endswith("; likely cause: 10 times too large; elsewhere 2.4 V.")
    (flag,) = analyse_table(table).coded("implausible-value")
    assert [e.quote for e in flag.anchors] == ["24"]


def test_a_record_is_no_decimal_slip():
    """What the prose calls unprecedented is flagged without a cause; a plain sentence gets its likely slip."""

    def causes(words):
        flags = analyse_prose(f"The device with VXL-1 reached {words} EQE of 61.4%.").coded("implausible-value")
        return [f.cause for f in flags]

    assert causes("an unprecedented") == ["unknown"]
    assert causes("an") == ["10 times too large"]


def test_unit_prefix_out_of_range():
    """21 600 kcd/m2 is a thousand times too bright: the unit is suspected, not the digits."""
    assert [code for code, *_ in odd("12.4 | 21 600 kcd m^−2 | 2.1")] == ["unit-suspect"]
    assert odd("12.4 | 12600 | 2100") == [("unit-suspect", "V_on", "1000 times too large, the unit is probably mV")]
    assert odd("12.4 | 216 kcd m^−2 | 2.1") == []


@pytest.mark.parametrize("row", ["12.4 | 12600 | 2.1", "39.9 | 1.26 × 10^6 | 1.7", "0.01 | 12 kcd m^−2 | 14.5", "40 | 100 | 1.0"])
def test_values_in_range(row):
    """Small, large and edge values that devices do have are left alone."""
    assert odd(row) == []


def test_unit_of_another_metric():
    """ "a CE of 23.9 lm W^−1" has the unit of the power efficiency; the quote shows name and number."""
    (flag,) = analyse_prose("The device with VXL-1 showed a CE of 23.9 lm W^{−1} at best.").flags
    assert (flag.code, flag.metric, flag.expected) == ("unit-suspect", "CE", "cd/A")
    assert flag.anchors[0].quote == "CE of 23.9 lm W^−1"


@pytest.mark.parametrize(
    "sentence",
    [
        "The device with VXL-1 showed a CE of 23.9 cd A^{−1} and a PE of 20.1 lm W^{−1} at best.",
        "The device with VXL-1 showed an EQE and then 23.9 cd A^{−1} at best.",
        "The EQE of the VXL-1 device is high, and its CE of 23.9 cd A^{−1} is, too.",
        "The device with VXL-1 showed a PE, EQE and CE of 18.3 lm W^{−1}, 12.1% and 20.1 cd A^{−1}.",
        "The device with VXL-1 showed a CE and PE of 18.3 lm W^{−1} and 20.1 cd A^{−1}.",
    ],
)
def test_units_that_go_with_their_names(sentence):
    """Each name with its own unit, or a number that no name governs, is not suspected."""
    assert analyse_prose(sentence).coded("unit-suspect") == ()


# ---- claims -------------------------------------------------------------------------------------------------------------------


def claims(sentence):
    """(metric, recomputed ratio) of the claims that do not hold."""
    return [(f.metric, f.expected) for f in analyse_prose(sentence).coded("claim-arithmetic")]


@pytest.mark.parametrize(
    ("sentence", "metric", "ratio"),
    [
        ("The QLED with VXL-1 reached an EQE of 12.4%, 50% higher than that of the control device (9.5%).", "EQE", "1.31"),
        ("The QLED with VXL-1 reached a CE of 16.4 cd A^{−1}, a 3.3-fold increase over the control device (7.13 cd A^{−1}).", "CE", "2.3"),
        ("The QLED with VXL-1 had an EQE of 12.4%, i.e. 67% of that of the reference device (14.1%).", "EQE", "0.879"),
        ("The QLED with VXL-1 had a CE of 15.1 cd A^{−1}, 40% lower than that of the control device (20.4 cd A^{−1}).", "CE", "0.74"),
    ],
    ids=["more", "fold", "share", "less"],
)
def test_a_claim_that_its_own_numbers_deny(sentence, metric, ratio):
    """Both values stand in the sentence, and their ratio is another."""
    assert claims(sentence) == [(metric, ratio)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The QLED with VXL-1 reached an EQE of 12.4%, 30% higher than that of the control device (9.5%).",
        "The QLED with VXL-1 reached an EQE of 12.4%, 31% higher than that of the control device (9.5%).",
        "The QLED with VXL-1 reached a CE of 16.4 cd A^{−1}, a 2.3-fold increase over the control device (7.13 cd A^{−1}).",
        "The QLED with VXL-1 had an EQE of 12.4%, i.e. 88% of that of the reference device (14.1%).",
        "The QLED with VXL-1 had a CE of 15.1 cd A^{−1}, 26% lower than that of the control device (20.4 cd A^{−1}).",
    ],
)
def test_a_claim_within_rounding(sentence):
    """A ratio that some numbers within the printed digits give is not flagged."""
    assert claims(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The QLED with VXL-1 reached an EQE of 12.4%, 50% higher than that of the control device.",
        "The QLED with VXL-1 had a CE of 15.1 cd A^{−1}, while the control device (20.4 cd A^{−1}) had a lifetime shorter by some hours.",
        "The QLEDs with VXL-1 and VXL-2 had EQEs of 12.4% and 9.8%, 50% and 20% higher than that of the control device (9.5%).",
        "The QLED with VXL-1 reached an EQE of 12.4%, 50% higher than a blend and 30% higher than the control device (9.5%).",
        "VXL-1 and VXL-2 gave EQEs of 12.4% and 9.8%, and the lifetime was 50% longer.",
        "With VXL-1, the turn-on voltage fell from 4.2 V to 3.4 V, and the maximum luminance has an enhancement of more than 1.5 times.",
    ],
    ids=["one value", "no claim", "two values", "two claims", "no reference device", "another metric"],
)
def test_a_claim_that_cannot_be_recomputed(sentence):
    """With one value, two claims or no reference device, which numbers are compared is not known."""
    assert claims(sentence) == []


# ---- names and reading ----------------------------------------------------------------------------------------------------------


def variants(prose):
    """(slip, right form) of the name variants of a paragraph."""
    return [(f.observed, f.expected) for f in analyse_text(f"# Lamps: a review\n\n{prose}").coded("name-variant")]


def test_two_letters_swapped_in_a_name():
    """A form that stands once beside one that stands often is a slip of two letters."""
    often = "The poly-QRS layer is thin. The poly-QRS layer is smooth. The poly-QRS layer is clear. "
    assert variants(often + "The poly-QSR layer is dark.") == [("poly-QSR", "poly-QRS")]


@pytest.mark.parametrize(
    "prose",
    [
        "The poly-QRS layer is thin. The poly-QRS layer is smooth. The poly-QSR layer is dark. The poly-QSR layer is dull.",
        "The VXL-2 layer is thin. The VXL-2 layer is smooth. The VXL-2 layer is clear. The VXL-4 layer is dark.",
        "The X-TPD layer is thin. The X-TPD layer is smooth. The X-TPD layer is clear. The X-NPD layer is dark.",
        "The poly-QRS layer is thin. The poly-QRS layer is smooth. The poly-QRS layer is clear. The poly-QRT layer is dark.",
        "The CBP layer is thin. The CBP layer is smooth. The CBP layer is clear. The BCP layer is dark.",
    ],
    ids=["both discussed", "series members", "family members", "another letter", "two known compounds"],
)
def test_names_that_are_two_compounds(prose):
    """Two names in use, members of a series, another letter, and names the pack knows are two compounds."""
    assert variants(prose) == []


def test_a_clean_paper_has_no_flags():
    """A paper without a slip, with table, prose, figures and citations, is passed in silence."""
    paper = analyse_table(
        """
        | HTL | EQE (%) | CE (cd A^−1) | HOMO (eV) | LUMO (eV) | Ref. |
        |---|---|---|---|---|---|
        | VXL-1 | 12.4 | 15.1 | −5.4 | −2.2 | 1 |
        | VXL-2 | 9.8 | 11.7 | −5.6 | −2.3 | 2 |
        | poly-QRS | 7.3 | 8.8 | −5.9 | −2.5 | 3 |
        """,
        prose=(
            "In 2019, Albertsen et al. described VXL-1, whose levels lie at −5.4 and −2.2 eV. The red QLED with VXL-1 reached an EQE "
            "of 12.4% and a CE of 15.1 cd A^{−1}, as Figure 1 shows.^{1} The control device had an EQE of 8.1%.^{1}",
            "Caspari et al. used VXL-2 and obtained an EQE of 9.8%, 21% higher than that of the control device (8.1%).^{2}",
            "Figure 1. Efficiency of a device with VXL-1.",
        ),
    )
    assert paper.flags == ()
    assert paper.linked.flags == ()
