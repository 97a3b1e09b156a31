"""What each part of ChemDataExtractor adds: litmine's chemistry without it, for a measurement with and without."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

from litmine.chemistry import abbreviations, pieces, words
from litmine.chemistry.cde import Toolkit, without_parts

PARTS = tuple(f.name for f in fields(Toolkit))
"""The parts that can be left out: the detector of abbreviations, and the dictionaries."""

# What remembers an answer that a part has had a hand in.
_CACHES = (
    abbreviations.find_abbreviations,
    pieces.phrase_pattern,
    words.formula_parts,
    words.is_formula,
    words.is_systematic,
    words.is_plain_name,
    words.solvent_names,
)


@contextmanager
def leaving_out(*parts: str) -> Iterator[None]:
    """Inside it, chemistry works without the named parts of ChemDataExtractor (``PARTS``); the rest of litmine as always.

    A detector that is left out finds nothing, a dictionary is empty. It holds for this thread; to leave out all, give ``*PARTS``.
    Raises ValueError for another name.
    """
    with without_parts(*parts):
        _forget()
        try:
            yield
        finally:
            _forget()


def _forget() -> None:
    for cached in _CACHES:
        cached.cache_clear()
