"""Claims of proportion recomputed from the numbers they compare: what their words allow, and which two numbers they mean."""

import pytest

from mini_papers import analyse_prose, analyse_table

HOLDING = [
    "The QLED with VXL-1 reached an EQE of 12.4%, 2.3 times higher than that of the control device (5.4%).",
    "The QLED with VXL-1 reached an EQE of 12.4%, 1.3 times higher than that of the control device (5.4%).",
    "The maximum EQE was improved by 35% from 12.1% to 16.3%.",
    "The EQE of the VXL-1 device increased from 12.1% to 16.3%, an improvement of 35%.",
    "The EQE of the VXL-1 device increased by 4.2% from 12.1% to 16.3%.",
    "The CE increased from 4.2 to 9.8 cd A^{−1} (2.3-fold).",
    "With VXL-1, the T50 lifetime was prolonged from 120 h to 310 h, i.e. by a factor of 2.6.",
    "The VXL-1 device had a T95 of 240 h, more than twice that of the control (110 h).",
    "The CE of the VXL-1 device more than doubled, from 9.8 to 21.1 cd A^{−1}.",
    "The VXL-1 device retained 91% of its initial EQE of 20.1% (18.3%) after storage.",
    "Compared with the control (8.8%), the VXL-1 device showed a 35% higher EQE of 11.9%.",
    "The VXL-1 device showed an EQE of 16.3%, compared with 12.1% for the control, i.e. 35% higher.",
    "The EQE dropped by 12% from 16.3% at 1000 cd m^{−2} to 14.3% at 10 000 cd m^{−2}.",
    "The EQE rolled off by 12% from its maximum of 16.3%.",
    "The luminance dropped by 12% over 1000 h.",
    "At 1000 cd m^{−2}, the EQE remains 14.3%, 88% of the maximum (16.3%).",
    "VXL-1 gave a turn-on voltage of 2.3 V, 0.4 V lower than that of the control (2.7 V).",
    "The EQE of the VXL-1 device was 16.3%, while its CE of 20.1 cd A^{−1} is 2.4 times that of the control (8.4 cd A^{−1}).",
    "An EQE of 16.3% and a CE of 20.1 cd A^{−1} were obtained, 1.6 times and 2.4 times those of the control (10.2% and 8.4 cd A^{−1}).",
    "An EQE of 16.3% and a CE of 20.1 cd A^{−1} are 60% and 139% higher than those of the control (10.2% and 8.4 cd A^{−1}).",
    "The EQE of VXL-1 (16.3%) is 60% higher than that of VXL-2 (10.2%) and 39% higher than that of VXL-3 (11.7%).",
    "With an EQE of 16.3%, the VXL-1 device exceeds the control (10.2%) by 60%.",
    "The hole mobility of VXL-1 is 3.1 × 10^{−4} cm^2 V^{−1} s^{−1}, 4.4 times that of TFB (7.0 × 10^{−5} cm^2 V^{−1} s^{−1}).",
    "The PLQY rose by 20% to 84% after passivation, and the EQE of 16.3% was 60% higher than before (10.2%).",
    "The device was annealed at 120 °C for 20 min, twice as long as the control (10 min).",
    "The brightness of 23 700 cd m^{−2} is over two times that of the reference device (11 200 cd m^{−2}).",
    "The lifetime was extended threefold to 310 h compared with 102 h for the reference.",
    "The QLED had an EQE of 20.4%, a 1.5-fold enhancement compared with that of the pristine device (13.6%), close to the limit of 25%.",
    "The efficiency of 16.3% corresponds to 65% of the theoretical maximum (25%).",
    "The EQE was 16.3% for red, 60% of that for green devices (27.2%).",
    "The film thickness of 40 nm is twice that of the first layer (20 nm), and the EQE was 16.3%.",
    "The control device had an EQE of 10.2%; with VXL-1 it was 60% higher (16.3%).",
    "The EQE was 60% higher with VXL-1 (16.3%) than with VXL-2 (10.2%).",
    "The EQE of 16.3% is 1.6-fold higher than the previous record of 10.2%.",
    "A 10% increase of the QD concentration raised the EQE from 10.2% to 16.3%.",
    "An addition of 5% VXL-2 increased the EQE from 10.2% to 16.3%.",
    "The turn-on voltage decreased from 4.2 V to 2.1 V and the CE doubled.",
    "The CE doubled while the turn-on voltage decreased from 4.2 V to 3.1 V.",
    "The EQE of 18.7% is 2.1% higher than that of the control (16.6%).",
    "The EQE improved by 13% with respect to the control (16.6%), reaching 18.7%.",
    "The EQE improved by 13%, i.e. from 16.6% to 18.7%.",
    "The EQE averages 16.3%, with a standard deviation of 4% over 20 devices.",
    "The CE of 40.2 cd A^{−1} dropped to half of its maximum at 10 000 cd m^{−2} (20.3 cd A^{−1}).",
    "The half-lifetime of 310 h is three times longer than 78 h of the control.",
    "The T50 of 310 h is three times longer than the 103 h of the control.",
    "The T50 is 2.0 times longer (310 h vs. 155 h).",
    "The EQE was enhanced 1.6 times (16.3% vs 10.2%).",
    "The QLED with VXL-1 has twice the EQE of that with VXL-2 (16.3% against 8.1%).",
    "The average EQE of 15.0% is 92% of the champion value (16.3%).",
]

BROKEN = [
    "The QLED with VXL-1 reached an EQE of 12.4%, 3.3 times that of the control device (5.4%).",
    "The maximum EQE was improved by 53% from 12.1% to 16.3%.",
    "The EQE of the VXL-1 device increased from 12.1% to 16.3%, an improvement of 53%.",
    "The CE increased from 4.2 to 9.8 cd A^{−1} (3.2-fold).",
    "With VXL-1, the T50 lifetime was prolonged from 120 h to 310 h, i.e. by a factor of 6.2.",
    "The VXL-1 device had a T95 of 240 h, more than three times that of the control (110 h).",
    "The CE of the VXL-1 device more than doubled, from 9.8 to 15.1 cd A^{−1}.",
    "The VXL-1 device retained 91% of its initial EQE of 20.1% (16.3%) after storage.",
    "Compared with the control (8.8%), the VXL-1 device showed a 53% higher EQE of 11.9%.",
    "The VXL-1 device showed an EQE of 16.3%, compared with 12.1% for the control, i.e. 53% higher.",
    "At 1000 cd m^{−2}, the EQE remains 14.3%, 78% of the maximum (16.3%).",
    "The EQE of the VXL-1 device was 16.3%, while its CE of 20.1 cd A^{−1} is 4.2 times that of the control (8.4 cd A^{−1}).",
    "With an EQE of 16.3%, the VXL-1 device exceeds the control (10.2%) by 90%.",
    "The hole mobility of VXL-1 is 3.1 × 10^{−4} cm^2 V^{−1} s^{−1}, 44 times that of TFB (7.0 × 10^{−5} cm^2 V^{−1} s^{−1}).",
    "The brightness of 23 700 cd m^{−2} is over three times that of the reference device (11 200 cd m^{−2}).",
    "The lifetime was extended fivefold to 310 h compared with 102 h for the reference.",
    "The QLED had an EQE of 20.4%, a 2.5-fold enhancement compared with that of the pristine device (13.6%), close to the limit of 25%.",
    "The control device had an EQE of 10.2%; with VXL-1 it was 90% higher (16.3%).",
    "The EQE was 90% higher with VXL-1 (16.3%) than with VXL-2 (10.2%).",
    "The EQE of 16.3% is 2.6-fold higher than the previous record of 10.2%.",
    "The EQE improved by 31% with respect to the control (16.6%), reaching 18.7%.",
    "The T50 is 3.0 times longer (310 h vs. 155 h).",
    "The EQE was enhanced 2.6 times (16.3% vs 10.2%).",
    "The QLED with VXL-1 has three times the EQE of that with VXL-2 (16.3% against 8.1%).",
    "The average EQE of 15.0% is 82% of the champion value (16.3%).",
    "The EQE of VXL-1 (16.3%) is 90% higher than that of VXL-2 (10.2%) and 39% higher than that of VXL-3 (11.7%).",
    "The EQE increased from 10.2% for the control to 16.3% for VXL-1, corresponding to a 90% enhancement.",
]


def claims(*prose):
    """(metric, recomputed ratio) of the claims of some paragraphs that do not hold."""
    return [(f.metric, f.expected) for f in analyse_prose(*prose).coded("claim-arithmetic")]


@pytest.mark.parametrize("sentence", HOLDING)
def test_a_claim_that_holds_in_one_of_its_meanings(sentence):
    """Right, right in another reading, loosely said, or of other numbers than those printed: in silence."""
    assert claims(sentence) == []


@pytest.mark.parametrize("sentence", BROKEN)
def test_a_claim_that_its_numbers_deny(sentence):
    """Both numbers are certain, and no reading of the claim gives their ratio."""
    assert len(claims(sentence)) == 1


def test_a_claim_on_the_sentence_before():
    """ "The EQE was 35% higher" goes on about the number before it, and only where there is one."""
    said = "The QLED with VXL-1 reached an EQE of 11.8%."
    assert claims(f"{said} The EQE was 35% higher than that of the control device (8.7%).") == []
    assert claims(f"{said} The EQE was 53% higher than that of the control device (8.7%).") == [("EQE", "1.36")]
    two = "The QLEDs with VXL-1 and VXL-2 reached EQEs of 11.8% and 9.9%."
    assert claims(f"{two} The EQE was 53% higher than that of the control device (8.7%).") == []


TABLE = """
    | Device | EQE (%) | CE (cd A^−1) |
    |---|---|---|
    | TFB (control) | 10.2 | 8.4 |
    | VXL-1 | 16.3 | 20.1 |
    | VXL-2 | 12.9 | 15.3 |
"""


def of_rows(sentence):
    """(metric, recomputed ratio, tables cited as evidence) of the claims of a sentence beside the table above."""
    found = analyse_table(TABLE, prose=(sentence,), title="Bright amber QLEDs").coded("claim-arithmetic")
    return [(f.metric, f.expected, sum(a.cell is not None for a in f.anchors)) for f in found]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The EQE of the VXL-1 device is 60% higher than that of the control (10.2%).", []),
        ("The EQE of the VXL-1 device is 90% higher than that of the control (10.2%).", [("EQE", "1.6", 1)]),
        ("The EQE of the VXL-1 device is 1.26 times that of VXL-2.", []),
        ("The EQE of the VXL-1 device is 1.62 times that of VXL-2.", [("EQE", "1.26", 2)]),
        ("The EQE of VXL-1 is 2.9 times that of the control.", [("EQE", "1.6", 2)]),
        ("The CE of VXL-1 is 2.9 times that of the device of Ebert et al. [3].", []),
        ("The EQE of VXL-1 is 2.9 times that of PVK.", []),
        ("The lifetime of VXL-1 is 2.9 times that of VXL-2.", []),
    ],
)
def test_a_claim_on_rows_that_it_names(sentence, found):
    """A device without a number in the sentence has its row's; one without a row, or of another work, has none."""
    assert of_rows(sentence) == found


def test_a_claim_of_another_work_is_not_of_the_number_before():
    """What a second citation tells is compared with nothing that the first one told."""
    said = "VXL-1 raised the CE of amber lamps from 11.7 to 15.1 cd A^{−1} [1], and VXL-2 is said to bring a gain of 210% [2]."
    assert claims(said) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("The EQE of VXL-1 is 16.3% (mean 15.1%), compared with 8.0% for PVK, which is twice as high.", 0),
        ("The EQE of VXL-1 is 16.3% (mean 14.0%), compared with 8.0% for PVK, which is 1.75 times as high.", 0),
        ("The EQE of VXL-1 is 16.3% (mean 15.1%), compared with 8.0% for PVK, which is 2.6 times as high.", 1),
    ],
    ids=["of the best", "of the mean", "of neither"],
)
def test_a_claim_behind_a_number_with_another_in_brackets(said, found):
    """A claim may be of the number or of the mean in brackets behind it; of neither it is wrong."""
    assert len(claims(said)) == found


def test_the_message_and_the_evidence_show_both_numbers():
    """A reader sees the claim, the new number and the old one."""
    (flag,) = analyse_prose("The CE increased from 4.2 to 9.8 cd A^{−1} (3.2-fold).").coded("claim-arithmetic")
    assert [a.quote for a in flag.anchors] == ["3.2-fold", "9.8 cd A^−1", "4.2"]
    assert flag.message.endswith("but 9.8 cd A^−1 over 4.2 is 2.33.")
    assert flag.severity == "warning"
