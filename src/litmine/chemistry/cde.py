"""The one door to ChemDataExtractor: its rule-based parts, loaded without running the package's own ``__init__``.

``import chemdataextractor`` opens ``log.txt`` in the working folder, sets up root logging, and builds a BERT tagger in class
bodies, which downloads gigabytes and fails without a network. None of that is needed for its chemistry tokenizer, its
abbreviation detector and its dictionaries, so the package and its ``nlp`` folder stand in ``sys.modules`` as bare
packages (a path and nothing else), and only the leaf modules that we use are executed.
"""

import importlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from types import ModuleType
from typing import Any

# Packages whose __init__ starts what we must not start; tabledataextractor is only reached through the first of them.
_BARE = ("chemdataextractor", "chemdataextractor.nlp")


@dataclass(frozen=True)
class Toolkit:
    """What litmine uses of ChemDataExtractor.

    ``tokenizer`` is a ChemWordTokenizer, ``detector`` a ChemAbbreviationDetector; ``elements`` are names in lower case,
    ``symbols`` element symbols, ``solvents`` names and abbreviations as listed; ``modifiers`` are the word endings that
    follow a name after a hyphen ("based", "doped"); ``stop_words`` are lower-case words that are no chemical.
    """

    tokenizer: Any
    detector: Any
    elements: frozenset[str]
    symbols: frozenset[str]
    solvents: frozenset[str]
    modifiers: frozenset[str]
    stop_words: frozenset[str]


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


class _NoTokenizer:
    """White space and single marks, in place of the chemistry tokenizer."""

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        return [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]


class _NoDetector:
    """Finds no definition."""

    def detect_spans(self, tokens: list[str]) -> list:
        return []


_LEFT_OUT: ContextVar[frozenset[str]] = ContextVar("left out of ChemDataExtractor", default=frozenset())


@contextmanager
def without_parts(*parts: str) -> Iterator[None]:
    """Inside it, ``toolkit`` gives plain or empty things for the named fields of ``Toolkit``. Raises ValueError for another name."""
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
    plain_parts = {"tokenizer": _NoTokenizer(), "detector": _NoDetector()}
    return replace(_loaded(), **{name: plain_parts.get(name, frozenset()) for name in left_out}) if left_out else _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Toolkit:
    """All parts, from the package's leaf modules."""
    for name in _BARE:
        _bare_package(name)
    # The tokenizer module imports the WordPiece tokenizer for a class that we never build; a placeholder is enough, and it
    # must not stay behind for others to trip over.
    placeholder = find_spec("tokenizers") is None and "tokenizers" not in sys.modules
    if placeholder:
        sys.modules["tokenizers"] = ModuleType("tokenizers")
        sys.modules["tokenizers"].BertWordPieceTokenizer = None
    try:
        sources = importlib.import_module("chemdataextractor.data")
        sources.AUTO_DOWNLOAD = False
        tokenize = importlib.import_module("chemdataextractor.nlp.tokenize")
        abbrev = importlib.import_module("chemdataextractor.nlp.abbrev")
        entities = importlib.import_module("chemdataextractor.nlp.cem")
        chem = importlib.import_module("chemdataextractor.text.chem")
    finally:
        if placeholder:
            del sys.modules["tokenizers"]
    tokenizer = tokenize.ChemWordTokenizer()
    endings = {s.lstrip("-").lower() for s in entities.IGNORE_SUFFIX if s.startswith("-") and len(s) > 3}
    return Toolkit(
        tokenizer=tokenizer,
        detector=abbrev.ChemAbbreviationDetector(abbr_min=2),
        elements=frozenset(chem.ELEMENTS),
        symbols=frozenset(chem.ELEMENT_SYMBOLS),
        solvents=frozenset(chem.SOLVENTS),
        modifiers=frozenset(endings | {s.lower() for s in tokenizer.SPLIT_SUFFIX if s.isalpha() and len(s) > 2}),
        stop_words=frozenset(entities.STOPLIST | entities.STOP_TOKENS),
    )


def plain(text: str) -> str:
    """The text as ChemDataExtractor wants it: U+2212 written as a hyphen; code point for code point, so offsets hold."""
    return text.replace("−", "-")


# The tokenizer splits a word by recursion; no name is as long as this, but a page without spaces is.
_ENDLESS = re.compile(r"\S{250,}")


def tokens(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the chemistry tokens of a text; an endless word is one token."""
    return list(toolkit().tokenizer.span_tokenize(_ENDLESS.sub(lambda m: "x" * len(m.group()), plain(text))))
