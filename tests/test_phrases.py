"""Noun phrases for what is measured: how far they reach and what they say of themselves."""

import pytest

from litmine.domain import load_domain
from litmine.geometry import Span
from litmine.linking.subjects.phrases import find_phrases, noun_phrase_before
from litmine.tagging import mentions_in


def phrases(sentence):
    """The phrases of a sentence."""
    _, mentions = mentions_in(sentence, load_domain("qled"))
    return list(find_phrases(sentence, Span(0, len(sentence)), mentions))


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("We made red-emitting (644 nm) QLEDs here.", ["red-emitting (644 nm) QLEDs"]),
        ("The QLEDs with electrochemically stable ligands lived long.", ["QLEDs with electrochemically stable ligands"]),
        ("QLEDs with a high EQE of 12.4% were made.", ["QLEDs"]),
        ("Graded band gap perovskite solar cells were made.", ["Graded band gap perovskite solar cells"]),
        ("The 12.4% EQE device was kept.", ["device"]),
        ("Light-emitting diodes (LEDs) were made.", ["Light-emitting diodes"]),
        ("High values (freshly annealed films) were found.", ["freshly annealed films"]),
    ],
)
def test_extent(sentence, printed):
    """A phrase takes its adjectives, a short bracket before its head and what the device is made with; never a value or a metric."""
    assert [p.span.of(sentence) for p in phrases(sentence)] == printed


def test_what_a_phrase_says():
    """Its kind, whether its words name anything, whether it points back, and what was done to it."""
    (device,) = phrases("The aged red devices were kept.")
    assert (device.kind, device.plain, device.backward, device.states) == ("device", True, True, ("aged",))
    (film,) = phrases("A cross-linked film was kept.")
    assert (film.kind, film.plain, film.backward) == ("film", False, False)
    (control,) = phrases("The control device was kept.")
    assert control.reference


def test_noun_phrase_before():
    """The words before a place up to a function word; None behind a number."""
    said = "It suits organic materials with deep levels"
    assert noun_phrase_before(said, Span(0, len(said)), said.index(" with")).of(said) == "suits organic materials"
    assert noun_phrase_before("a peak of 27 nm with", Span(0, 20), 15) is None
