"""One abbreviation with two printed meanings is flagged, with both definitions as evidence."""

from mini_papers import analyse_prose


def two_meanings(*paragraphs):
    """Severity, subject and both meanings of each flag, and what its evidence quotes."""
    flags = analyse_prose(*paragraphs).coded("ambiguous-subject")
    return [(f.severity, f.subject, f.expected, f.observed, tuple(a.quote for a in f.anchors)) for f in flags]


def test_a_compound_and_something_else_are_a_warning():
    """Letters that stand for a compound and for a thing may take each other's numbers."""
    assert two_meanings("A film of poly(9-vinylcarbazole) (PVK) is thick.", "The particle velocity kernel (PVK) is not.") == [
        (
            "warning",
            "PVK",
            "poly(9-vinylcarbazole)",
            "particle velocity kernel",
            ("poly(9-vinylcarbazole) (PVK)", "particle velocity kernel (PVK)"),
        )
    ]


def test_two_things_are_worth_knowing():
    """Two meanings neither of which is a compound are told without alarm."""
    found = two_meanings("We used transient absorption (TA).", "After thermal annealing (TA) it was dry.")
    assert [(severity, subject) for severity, subject, *_ in found] == [("info", "TA")]


def test_one_meaning_in_two_wordings_is_no_flag():
    """A repeated definition, a plural, another spelling, and two names of one material of the pack are none."""
    assert (
        two_meanings(
            "Light-emitting diodes (LEDs) with bathocuproine (BCP) and 4,4′-bis(N-carbazolyl)-1,1′-biphenyl (CBP).",
            "A light emitting diode (LED) with 2,9-dimethyl-4,7-diphenyl-1,10-phenanthroline (BCP).",
            "Again 4,4′-N,N′-dicarbazolylbiphenyl (CBP).",
        )
        == []
    )
