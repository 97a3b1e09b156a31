"""Chemical names in running text: the only room that knows ChemDataExtractor."""

from litmine.chemistry.abbreviations import Abbreviation, find_abbreviations
from litmine.chemistry.known import canonical, is_compound, learn, names_of
from litmine.chemistry.mentions import ChemicalMatch, Vocabulary, find_chemicals, fold
from litmine.chemistry.words import is_listed_solvent

__all__ = [
    "Abbreviation",
    "ChemicalMatch",
    "Vocabulary",
    "canonical",
    "find_abbreviations",
    "find_chemicals",
    "fold",
    "is_compound",
    "is_listed_solvent",
    "learn",
    "names_of",
]
