"""The one door to ChemDataExtractor: its rule-based parts, loaded without running the package's own ``__init__``.

``import chemdataextractor`` opens ``log.txt`` in the working folder, sets up root logging, and builds a BERT tagger in class
bodies, which downloads gigabytes and fails without a network. None of that is needed for its abbreviation detector and
its dictionaries, so the package and its ``nlp`` folder stand in ``sys.modules`` as bare packages (a path and nothing
else), and only the leaf modules that we use are executed. Its chemistry tokenizer, its list of stop words and its lists of
name endings are not used: measured on real papers, no name was found or lost by them, and the detector finds more
definitions in plain words than in chemical tokens.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType, SimpleNamespace
from typing import Any

# Packages whose __init__ starts what we must not start; tabledataextractor is only reached through the first of them.
_BARE = ("chemdataextractor", "chemdataextractor.nlp")


@dataclass(frozen=True)
class Toolkit:
    """What litmine uses of ChemDataExtractor.

    ``detector`` is a ChemAbbreviationDetector; ``elements`` are names in lower case, ``symbols`` element symbols, ``solvents``
    names and abbreviations as listed.
    """

    detector: Any
    elements: frozenset[str]
    symbols: frozenset[str]
    solvents: frozenset[str]


def _bare_package(name: str) -> None:
    """Register a package by its path alone. Raises ModuleNotFoundError where it is not installed."""
    if name in sys.modules:
        return
    parent = name.rpartition(".")[0]
    spec = PathFinder.find_spec(name, sys.modules[parent].__path__ if parent else None)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    package = ModuleType(name)
    package.__path__ = list(spec.submodule_search_locations)
    package.__spec__ = ModuleSpec(name, loader=None, is_package=True)
    package.__spec__.submodule_search_locations = package.__path__
    sys.modules[name] = package


_NO_DETECTOR = SimpleNamespace(detect_spans=lambda tokens: [])
_LEFT_OUT: ContextVar[frozenset[str]] = ContextVar("left out of ChemDataExtractor", default=frozenset())


@contextmanager
def without_parts(*parts: str) -> Iterator[None]:
    """Inside it, ``toolkit`` gives empty things for the named fields of ``Toolkit``. Raises ValueError for another name."""
    if unknown := set(parts) - {f.name for f in fields(Toolkit)}:
        raise ValueError(f"the toolkit has no part {min(unknown)!r}")
    token = _LEFT_OUT.set(frozenset(parts))
    try:
        yield
    finally:
        _LEFT_OUT.reset(token)


def toolkit() -> Toolkit:
    """ChemDataExtractor's rule-based parts, loaded at the first call (about 0.3 s) and kept.

    Writes no file, opens no connection, leaves the root logger as it is. Raises ModuleNotFoundError where
    chemdataextractor2 is not installed.
    """
    return _toolkit(_LEFT_OUT.get())


@lru_cache(maxsize=16)
def _toolkit(left_out: frozenset[str]) -> Toolkit:
    empty = {name: _NO_DETECTOR if name == "detector" else frozenset() for name in left_out}
    return replace(_loaded(), **empty) if left_out else _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Toolkit:
    """All parts, from the package's leaf modules."""
    for name in _BARE:
        _bare_package(name)
    sources = importlib.import_module("chemdataextractor.data")
    sources.AUTO_DOWNLOAD = False
    abbrev = importlib.import_module("chemdataextractor.nlp.abbrev")
    chem = importlib.import_module("chemdataextractor.text.chem")
    return Toolkit(
        detector=abbrev.ChemAbbreviationDetector(abbr_min=2),
        elements=frozenset(chem.ELEMENTS),
        symbols=frozenset(chem.ELEMENT_SYMBOLS),
        solvents=frozenset(chem.SOLVENTS),
    )


def plain(text: str) -> str:
    """The text as ChemDataExtractor wants it: U+2212 written as a hyphen; code point for code point, so offsets hold."""
    return text.replace("−", "-")
