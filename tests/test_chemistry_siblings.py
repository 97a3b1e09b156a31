"""Compounds that stand once and are named like others of the paper."""

import pytest

from litmine.chemistry import learn
from litmine.chemistry.siblings import siblings
from mini_papers import analyse_prose

_PAPER = "The Qz4-BR emitter is blue, and the Qz4-BR film is flat. A layer of ZnQuO-5 was spun, and the ZnSnO-5 layer was dried. "


def found(said):
    """The siblings in a sentence behind the paper's others."""
    return set(siblings([_PAPER + said], learn([_PAPER])))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("The third one, tQz4-BR, was better.", "tQz4-BR"),
        ("The third one, mQz4-BR, was better.", "mQz4-BR"),
        ("Its analogue ZnInO-3 was tried.", "ZnInO-3"),
    ],
)
def test_named_like_another(said, name):
    """A group before the name, another end behind the hyphen, a formula with a number like another one."""
    assert name in found(said)


@pytest.mark.parametrize("said", ["A Qz4-QLED was made.", "The Qz4-based film was flat.", "Run W-3 was stopped.", "See CIE-x and DC-DC."])
def test_named_like_none(said):
    """Devices, words and codes of something else are no relatives."""
    assert found(said) & {"Qz4-QLED", "Qz4-based", "W-3", "CIE-x", "DC-DC"} == set()


def test_numbers_go_to_a_sibling():
    """A compound that stands once has its own number, with and without a verb of its own."""
    paper = analyse_prose(
        "VXL-1 and VXL-2 gave EQEs of 12.4% and 9.8%, respectively, and VXL-7 an EQE of 14.0%.^{1}",
        "The VXL-3 device gave 8.1%. The third compound of that paper, tVXL-3 with phenyl groups, gave an EQE of 18.1%.^{2}",
    )
    got = {(m.subject, m.quantity.value) for m in paper.of("EQE")}
    assert {("VXL-1", 12.4), ("VXL-2", 9.8), ("VXL-7", 14.0)} <= got
