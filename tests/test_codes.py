"""Short codes of samples and compounds: found where the paper uses them for what it made, and nowhere else."""

import pytest

from litmine.domain import load_domain
from litmine.linking.subjects.codes import codes
from litmine.readers.text import read_text
from litmine.tagging import tag
from mini_papers import analyse_text


def found(said):
    """The codes of a text."""
    document = read_text(f"# Lamps\n\n{said}".encode(), "codes.md")
    return sorted(codes(document, tag(document, load_domain("qled"))))


def test_codes_with_siblings():
    """Codes stand twice, have a sibling, and one of them stands where only something made can."""
    assert found("Samples W1 and W2 were spun. The EQE of W1 was higher than that of W2.") == ["W1", "W2"]
    assert found("Cl-0 and Cl-10 films were made. Cl-0 shows pinholes, Cl-10 none.") == ["Cl-0", "Cl-10"]


@pytest.mark.parametrize(
    "said",
    [
        "The states S1 and T1 lie close. The gap between S1 and T1 is small, as S2 and T2 show; S2 and T2 are of T1 and S1.",
        "Samples W1 were spun, and W1 was dried. W1 films are thin.",
        "Films are shown in Fig. 1 and Fig. 2, films also in Fig. 1 and Fig. 2.",
        "The films of SiO2 and Si3 were kept. SiO2 is an oxide.",
    ],
)
def test_no_codes(said):
    """States of a molecule, codes without a sibling, figures and formulas are none."""
    assert found(said) == []


def test_numbers_go_to_their_codes():
    """A list of numbers is dealt out to a list of codes, and a code in brackets has the number before it."""
    paper = analyse_text(
        "# Lamps\n\nSamples W1 and W2 were spun from ink. The EQEs of W1 and W2 were 12.4 and 9.8%, respectively. "
        "Current efficiencies of 15.1 (W1) and 11.7 cd A^−1 (W2) were found."
    )
    assert [(m.subject, m.metric, m.quantity.value) for m in paper.measurements] == [
        ("W1", "EQE", 12.4),
        ("W2", "EQE", 9.8),
        ("W1", "CE", 15.1),
        ("W2", "CE", 11.7),
    ]
