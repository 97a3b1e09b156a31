"""ChemDataExtractor loaded for a peer's part: its document model and rule-based parsers, without its neural models.

A plain ``import chemdataextractor`` builds, in class bodies, a BERT tagger, a SciBERT vocabulary and a stanza pipeline, which download
gigabytes and need torch. The package is therefore entered by its leaf modules, with placeholders for what those models are made of:

  nlp.bertcrf_tagger, nlp.crf   the BERT-CRF tagger of chemical names; the legacy taggers want downloaded models as well
  nlp.dependency                stanza, whose clauses its subsentences are cut by: a sentence is one clause here
  tokenizers                    the WordPiece tokenizer; its own rule-based ChemWordTokenizer takes its place
  tabledataextractor            its reader of tables; only sentences are compared

Everything else is ChemDataExtractor's own: tokens, sentences, abbreviations, the grammar of names, units, the template and auto
parsers, and the merging of records over a document.
"""

import importlib
import re
import sys
from collections.abc import Iterable
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType, SimpleNamespace
from typing import Any

_BARE = (
    "chemdataextractor",
    "chemdataextractor.nlp",
    "chemdataextractor.doc",
    "chemdataextractor.parse",
)  # their __init__ starts what must not start
# What is imported from the leaf modules, by the name it goes by here.
_WANTED = {
    "Document": "doc.document.Document",
    "Paragraph": "doc.text.Paragraph",
    "Text": "doc.text.Text",
    "Sentence": "doc.text.Sentence",
    "NoClauses": "nlp.subsentence.NoneSubsentenceExtractor",
    "Tokenizer": "nlp.tokenize.ChemWordTokenizer",
    "BaseTagger": "nlp.tag.BaseTagger",
    "POS": "nlp.tag.POS_TAG_TYPE",
    "NER": "nlp.tag.NER_TAG_TYPE",
    "Compound": "model.model.Compound",
    "ModelType": "model.base.ModelType",
    "StringType": "model.base.StringType",
    "QuantityModel": "model.units.quantity_model.QuantityModel",
    "DimensionlessModel": "model.units.quantity_model.DimensionlessModel",
    "Dimension": "model.units.dimension.Dimension",
    "Unit": "model.units.unit.Unit",
    "Ratio": "model.units.ratio.Ratio",
    "ElectricPotential": "model.units.electric_potential.ElectricPotential",
    "ElectricalCurrent": "model.units.current.ElectricalCurrent",
    "Energy": "model.units.energy.Energy",
    "ElectronVolt": "model.units.energy.ElectronVolt",
    "Length": "model.units.length.Length",
    "Power": "model.units.power.Power",
    "Temperature": "model.units.temperature.Temperature",
    "Time": "model.units.time.Time",
    "Template": "parse.template.QuantityModelTemplateParser",
    "MultiTemplate": "parse.template.MultiQuantityModelTemplateParser",
    "Auto": "parse.auto.AutoSentenceParser",
    "elements": "parse.elements",
    "join": "parse.actions.join",
    "ModelList": "model.base.ModelList",
    "ChemLexicon": "nlp.lexicon.ChemLexicon",
}


def load(not_names: Iterable[str] = ()) -> SimpleNamespace:
    """The parts named in ``_WANTED``. Writes no file, opens no connection. Raises ModuleNotFoundError where it is not installed.

    ``not_names``: words that its grammar of names must not take for formulas, as "VOC".
    """
    for name in _BARE:
        _bare_package(name)
    _placeholder("tokenizers", BertWordPieceTokenizer=_Absent)
    _placeholder("tabledataextractor", Table=_Absent, TrivialTable=_Absent)
    _placeholder("tabledataextractor.exceptions", TDEError=Exception)
    importlib.import_module("chemdataextractor.data").AUTO_DOWNLOAD = False
    for name in ("bertcrf_tagger", "crf", "dependency"):
        classes = ("_BertCrfTokenTagger", "ProcessedTextTagger", "BertCrfTagger", "DependencyTagger", "IndexTagger")
        _placeholder(f"chemdataextractor.nlp.{name}", **dict.fromkeys(classes, _Absent))
    tokenize = importlib.import_module("chemdataextractor.nlp.tokenize")
    tokenize.BertWordTokenizer = tokenize.ChemWordTokenizer
    factory = importlib.import_module("chemdataextractor.parse.cem_factory")
    excluded = "|".join(map(re.escape, ("mmc", *not_names)))  # "mmc" is what it excludes by itself
    factory._CemFactory._default_cem_factory = factory._CemFactory(chemical_name_blocklist=factory.R(rf"^(?:{excluded})$"))
    parts = SimpleNamespace(**{name: _part(path) for name, path in _WANTED.items()})
    parts.ChemLexicon.clusters_path = None  # the Brown clusters are a download, and only its CRF taggers use them
    for text in (parts.Text, parts.Sentence):
        text.subsentence_extractor = parts.NoClauses()
        text.word_tokenizer = parts.Tokenizer()
    return parts


class _Absent:
    """Stands for a class whose model is not loaded."""

    tag_type = "absent"

    def __init__(self, *arguments, **named):
        pass

    def can_tag(self, tag_type: str) -> bool:
        """It tags nothing."""
        return False

    can_batch_tag = can_tag


def _part(path: str) -> Any:
    """A module, or what a module defines."""
    try:
        return importlib.import_module(f"chemdataextractor.{path}")
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        return getattr(importlib.import_module(f"chemdataextractor.{module}"), name)


def _placeholder(name: str, **contents: Any) -> None:
    module = ModuleType(name)
    module.__dict__.update(contents)
    sys.modules[name] = module


def _bare_package(name: str) -> None:
    """Register a package by its path alone."""
    parent = name.rpartition(".")[0]
    spec = PathFinder.find_spec(name, sys.modules[parent].__path__ if parent else None)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    package = ModuleType(name)
    package.__path__ = list(spec.submodule_search_locations or ())
    package.__spec__ = ModuleSpec(name, loader=None, is_package=True)
    package.__spec__.submodule_search_locations = package.__path__
    sys.modules[name] = package
