"""How a paper uses a word: whether an abbreviation that nobody defines is a compound, by the words beside it."""

import re
from collections import Counter
from collections.abc import Iterable

from litmine.chemistry import words
from litmine.chemistry.cde import plain
from litmine.chemistry.mentions import fold

_AFTER = (
    r"(?:[-‐‑–],?\s(?:and|or)\s[\w′-]+?)?(?:[-‐‑–]|\s(?=based|doped|containing|treated))(?:based|doped|containing|treated|modified|coated|capped|functionali[sz]ed|free)\b|\s(?:layers?|films?|HTLs?|ETLs?|HILs?|HTMs?|ETMs?|EMLs?|hosts?|emitters?|polymers?|"
    r"ligands?|molecules?|nanoparticles|NPs|nanocrystals|solutions?|powders?|matrix|monomers?|cathode|anode|electrodes?|interlayers?|complex(?:es)?)\b"
)
_BEFORE = (
    r"(?:doped with|blend(?:ed|s)? (?:with|of)|layers? of|films? of|mixed with|consist(?:s|ing) of|spin[- ]coat(?:ed|ing)|"
    r"dissolved|(?:co)?polymer|emitter|host|HTL|ETL|HTM|ETM|SAM|EML|dopant|compounds?|(?:macro)?monomers?|molecule|material|derivative|dye|complex|dendrimer|"
    r"cross-?linker|ligand|additive|acceptor|donor|salt|surfactant|passivator|modifier|spacer|cation|resin|oligomer|binder|photoinitiator|"
    # "we introduce X", "X was added": what a work brings in is a compound.
    r"introduc(?:e|ed|es|ing)|synthesi[sz](?:e|ed|ing)|incorporat(?:e|ed|ing)|inserting|adding|termed|named|called|denoted(?: as)?)\s"
)
_LISTED = (
    r"(?:emitters|hosts|polymers|dopants|ligands|molecules|complexes|compounds|"
    r"(?:donor|acceptor|hole-transport|electron-transport)(?:ing)? materials)\s(?:[\w-]+(?:,\s|,?\sand\s)){0,3}"
)
_USED_AFTER, _USED_BEFORE = re.compile(_AFTER), re.compile(rf"(?:{_BEFORE}|{_LISTED})$")
_BLEND = re.compile(r"(?<![\w:/-])[A-Za-z][\w-]{2,18}(?::[A-Za-z][\w-]{2,18})+(?![\w:/-])")
# Capitals with a number behind a noun with its article: "the elastomer EP-9"; instruments are called so, too.
_NUMBERED = re.compile(r"\d")
_NOUN_BEFORE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|of|[Oo]ur|their|new|novel)\s(?:[a-z][\w-]+\s){0,2}"
    r"(?!\w*(?:meters?|scopes?|sources?|systems?|lasers?|instruments?|units?|analy[sz]ers?|detectors?|software|models?|stations?|simulators?|lamps?|"
    r"spheres?|cameras?|standards?|norms?|filters?|sensors?|chips?|types?|versions?|series|grade|modes?|regions?|groups?|space|phase|peaks?|"
    r"bands?|states?)\s)[a-z][a-z-]{3,}\s$"
)
# Names that no other word looks like once a noun for a molecule stands before them: "molecule TZ6", "OLEDs based on α-Spiro".
_SHORT = re.compile(r"[A-Z]{2,3}\d{1,3}[A-Za-z]?|[α-ωΑ-Ω][-‐][A-Z][a-z]{2,}[A-Za-z]*")
_BASED_ON = re.compile(r"\b(?:based on|containing|composed of|and|or)\s$")
_CANDIDATE = re.compile(r"(?<![\w\-‐/:])[A-Za-zα-ω\d](?:[\w′\-‐]{0,18})(?![\w])")

_ENDING = re.compile(r"[-‐‑–](?:based|doped|containing|treated|modified|coated|capped|functionali[sz]ed)?$")
# "between TAPC and POx-4", "neither CBP nor QXZ": two of a kind.
_BESIDE = re.compile(r"(?<![\w-])([A-Za-z\d][\w()-]{2,18})\s(?:and|or|nor)\s$")


def used_as_compounds(texts: Iterable[str], known: frozenset[str]) -> frozenset[str]:
    """The words, as printed, that the paper's blocks of text use like names of compounds ("GHI-based", "a host GHI").

    ``known`` are folded names. A use counts at the second time that the word stands in the paper; at the first where it has a number
    ("BAz-6"), which is rarely anything but a name, or where it is blended with a known compound ("PVK:GHI").
    """
    used: set[str] = set()
    blended: set[str] = set()
    seen: Counter[str] = Counter()
    for text in map(plain, texts):
        for m in _BLEND.finditer(text):
            components = m.group().split(":")
            if any(_is_sure(c, known) for c in components):
                blended |= {c for c in components if words.is_abbreviation_shape(c)}
        for m in _CANDIDATE.finditer(text):
            if m.group().islower():
                continue
            word = _ENDING.sub("", m.group())
            short = _SHORT.fullmatch(word) is not None
            if short or words.is_abbreviation_shape(word):
                seen[word] += 1
                if word not in used and _is_used(text, m.start(), word, known):
                    used.add(word)
    return frozenset({w for w in used if seen[w] >= 2 or _NUMBERED.search(w) or _SHORT.fullmatch(w)} | blended)


def _is_used(text: str, start: int, word: str, known: frozenset[str]) -> bool:
    before = text[max(start - 60, 0) : start]
    if _USED_AFTER.match(text, start + len(word)) or _USED_BEFORE.search(before):
        return True
    if _SHORT.fullmatch(word) and not words.is_abbreviation_shape(word):
        return word[0] > "Z" and _BASED_ON.search(before) is not None
    if _NUMBERED.search(word) and (_NOUN_BEFORE.search(before) or before.endswith("based on ")):
        return True
    beside = _BESIDE.search(before)
    return beside is not None and _is_sure(beside[1], known)


def _is_sure(word: str, known: frozenset[str]) -> bool:
    return fold(word) in known or words.is_strong_shape(word)
