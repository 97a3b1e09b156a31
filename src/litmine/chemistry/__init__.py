"""Chemical names in running text: the only room that knows ChemDataExtractor."""

from litmine.chemistry.abbreviations import Abbreviation, find_abbreviations, two_meanings
from litmine.chemistry.ablation import PARTS, leaving_out
from litmine.chemistry.known import canonical, is_compound, learn, names_of
from litmine.chemistry.lexicon import NOT_CHEMICAL, TERMS
from litmine.chemistry.mentions import ChemicalMatch, Vocabulary, find_chemicals, fold
from litmine.chemistry.numbered import find_numbered, numbered_compounds
from litmine.chemistry.words import is_formula, is_ion, is_listed_solvent, is_systematic, stems

__all__ = [
    "NOT_CHEMICAL",
    "PARTS",
    "TERMS",
    "Abbreviation",
    "ChemicalMatch",
    "Vocabulary",
    "canonical",
    "find_abbreviations",
    "find_chemicals",
    "find_numbered",
    "fold",
    "is_compound",
    "is_formula",
    "is_ion",
    "is_listed_solvent",
    "is_systematic",
    "learn",
    "leaving_out",
    "names_of",
    "numbered_compounds",
    "stems",
    "two_meanings",
]
