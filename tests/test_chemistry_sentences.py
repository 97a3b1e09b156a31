"""Chemical names in sentences of device papers, each written for this: precision and recall over all, and none of a kind lost."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from litmine.domain import load_domain
from litmine.tagging import mentions_in

_SENTENCES = tomllib.loads((Path(__file__).parent / "chemistry_sentences.toml").read_text(encoding="utf-8"))["sentence"]


def chemicals(sentence):
    """The chemicals that tagging finds in a sentence on its own."""
    _, found = mentions_in(sentence["text"], load_domain(sentence["domain"]))
    return [m.text for m in found if m.kind == "chemical"]


@pytest.mark.parametrize("group", ["seen", "kept", "last"])
def test_names_in_sentences(group):
    """At least 98 of 100 names that are printed are found, and as many of those found are names."""
    right, wrong, missed = 0, [], []
    for sentence in (s for s in _SENTENCES if s["set"] == group):
        found, printed = Counter(chemicals(sentence)), Counter(sentence["names"])
        right += (found & printed).total()
        wrong += (found - printed).elements()
        missed += (printed - found).elements()
    assert right / (right + len(wrong)) >= 0.98, wrong
    assert right / (right + len(missed)) >= 0.98, missed


@pytest.mark.parametrize("sentence", [s for s in _SENTENCES if not s["names"]], ids=lambda s: s["text"][:30])
def test_sentences_without_chemistry(sentence):
    """Labels of figures, persons, grants, instruments, units and symbols are no chemicals: not one slips in."""
    assert chemicals(sentence) == []
