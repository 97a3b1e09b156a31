"""Short codes of samples and compounds: found where the paper uses them for what it made, and nowhere else."""

import pytest

from litmine.domain import load_domain
from litmine.linking.subjects.codes import codes, siblings
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


@pytest.mark.parametrize(
    ("name", "row"),
    [("QRX-TC", "QRX-TB"), ("QRX-F5", "QRX-F3"), ("pQz3-BN", "Qz3-BN"), ("Me-QRX-2", "QRX-2"), ("ZnInO-3", "ZnSnO-5"), ("QRX12", "QRX4")],
    ids=["letter", "letter and number", "prefix", "prefix with a hyphen", "pattern", "number"],
)
def test_a_name_of_a_series_with_a_row(name, row):
    """A name that is a row's but for its number, its letter or a prefix, or that has its pattern, is a subject."""
    document = read_text(f"# Lamps\n\nThe third of them, {name}, reached an EQE of 9.9%.".encode(), "series.md")
    assert list(siblings(document, tag(document, load_domain("qled")), [row])) == [name]


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("The QRX-QDs and the QRX-LEDs were spun.", "QRX-TB"),
        ("The films of QXR-TB were spun.", "QRX-TB"),
        ("The films of QRX-TB and qrx-tb were spun.", "QRX-TB"),
        ("The films of QRX-based dots are shown in Fig. 2, spectra in Fig. S1.", "QRX-TB"),
        ("The films of PMMA, TFB and MoO3 were spun.", "QRX-TB"),
    ],
    ids=["kinds of things", "a row misspelt", "the row", "no name", "other compounds"],
)
def test_names_of_no_series(said, row):
    """Dots and LEDs of a compound, a row's own name in any spelling, and other compounds are no members of a row's series."""
    document = read_text(f"# Lamps\n\n{said}".encode(), "series.md")
    assert list(siblings(document, tag(document, load_domain("qled")), [row])) == []


def test_a_sibling_has_its_number():
    """The number of a device without a row is not that of the row which its sentence names before it."""
    table = "| HTL | EQE (%) |\n|---|---|\n| QRX-TA | 11.1 |\n| QRX-TB | 12.4 |"
    said = "QRX-TB is the best of them with an EQE of 12.4%, and QRX-TC had an EQE of 9.9%."
    paper = analyse_text(f"# Lamps\n\n{said}\n\nTable 1. Lamps.\n\n{table}\n")
    assert [(m.subject, m.quantity.value) for m in paper.measurements if m.source == "text"] == [("QRX-TB", 12.4), ("QRX-TC", 9.9)]
