"""Compounds that a paper calls by bare numbers: "complexes 1–4", then "for 1 and 2, respectively" and "host-free 1 devices"."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from litmine.chemistry import words
from litmine.geometry import Span
from litmine.units import parse_unit

_NOUN = (
    r"(?:complex(?:es)?|compounds?|(?:co)?polymers?|dyes?|emitters?|ligands?|derivatives?|molecules?|dendrimers?|chromophores?|dopants?|"
    r"monomers?|isomers?|fluorophores?|luminophores?|oligomers?|macrocycles?|carbenes?|amides)"
)
_LABEL = r"\d{1,2}[a-h]?"
_JOINT = r"(?:\s?,\s?(?:and\s|or\s)?|\s(?:and|or|to|&)\s|\s?/\s?|\s?[–−]\s?|[-‐])"
_LIST = rf"{_LABEL}(?:{_JOINT}{_LABEL})*"
# A number goes on ("1.5", "1%", "2a′", "3-methyl", "10^4") where one of these follows at once.
_ENDS = r"(?![\w%^°′'″×=:]|[.,]\d|\s?[%°×±=]|\s?[-‐][A-Za-z(\[])"
_APPOSED = re.compile(rf"\b(?P<noun>{_NOUN})\s\(?(?P<list>{_LIST}){_ENDS}", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w.^/:=<>~≈+*(-])(?<![–−‐]){_LIST}{_ENDS}|(?<=\(){_LIST}(?=\))")
_PART = re.compile(_LABEL)
_RANGE = re.compile(rf"({_LABEL})(\s?[–−‐-]\s?|\sto\s)({_LABEL})")
_NAMED = re.compile(rf"(?<![\w-])(?P<name>[A-Za-zα-ω\d][\w,′()\[\]-]{{1,22}})\s\((?P<label>{_LABEL})\)")

# What may stand before a number that is a compound's. "of", "to" and "than" introduce numbers as often: only with what they are about.
_FOR = re.compile(
    r"(?:\b(?:for|in|both|either|neither|incorporating|containing|using|whereas|while|unlike|between|"
    r"(?:that|those|structures?|spectr(?:a|um)|films?|crystals?|solutions?|emission|behaviou?rs?|lifetimes?|levels?|energ(?:y|ies)|"
    r"propert(?:y|ies)|performances?|curves?|voltammograms?|lengths?|stability|synthes[ie]s|molecules|layers?) (?:of|from|with)|"
    r"(?:based|doped) (?:on|with)|(?:compared|similar|identical|contrast|relative|analogous) (?:to|with)|"
    r"(?:shown|exhibited|given|obtained) (?:by|for))\s(?:(?:pure|neat|either|both|complex)\s)?)$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"\b(?:host-free|pure|neat|champion|non-?doped|undoped)\s$", re.IGNORECASE)
_OPENING = re.compile(r"(?:^|[.;,:]\s|\b(?:that|since|because|as|both|while|whereas|only|although)\s)$", re.IGNORECASE)
_VERB = re.compile(
    r"\s(?:(?:both|each|also|only|all)\s)?(?:exhibit|show|display|emit|possess|reach|undergo|crystalli[sz]e|behave|reveal|give|feature|absorb|decompose|"
    r"contain|form|achieve|demonstrate)(?:s|es|ed|d)?\b|\s(?:has|have|had|gave|is|are|was|were)\b"
)
# What may stand behind it: the end of a clause, a function word, a verb, or what is made of the compound; never what is counted.
_CLOSED = re.compile(
    r"\s?(?:[.,;:)\]]|$)|\s(?:and|or|but|in|at|as|is|are|was|were|has|have|had|with|by|on|to|than|from|compared|respectively|while|whereas|"
    r"which|that|under|via|upon|together|both|doped|based|after|before|when|where|because|since|due|only|also|can|could|\()"
)
_MADE = re.compile(r"\s(?:devices?|films?|OLEDs?|PLEDs?|LEDs?|crystals?|layers?|EMLs?)\b")
_COUNTED = re.compile(r"\s?(?:times|fold|days?|hours?|weeks?|months?|years?|steps?|cycles?|orders?|eq\b|equiv|suns?|wt|vol|mol)")
_WORD_AFTER = re.compile(r"\s?([A-Za-zμΩÅ°%]\S*)")
_FUNCTION_WORDS = frozenset("in as at a and is to or by on with than from".split())


def numbered_compounds(text: str) -> dict[str, str]:
    """The numbers that stand for compounds in a paper, each with what they stand for: {"1": "complex 1", "2": "CMA-2"}.

    ``text`` is the paper's prose. A number is defined by a noun for a kind of molecule right before it ("complex 1",
    "emitters 1a and 1b"); where an abbreviation stands before it in brackets ("CMA-2 (2)"), that is its name. A paper that defines
    fewer than two so, or none with the number 1, has none: the result is empty.
    """
    found: dict[str, str] = {}
    for m in _APPOSED.finditer(text):
        if not _is_counted(text, m.end()):
            for label in _labels(m["list"]):
                found.setdefault(label, f"{_singular(m['noun'])} {label}")
    if len(found) < 2 or not {"1", "1a"} & set(found):
        return {}
    for m in _NAMED.finditer(text):
        if m["label"] in found and words.is_abbreviation_shape(m["name"]):
            found[m["label"]] = m["name"]
    return {label: found[label] for label in sorted(found, key=_order)}


def find_numbered(text: str, numbered: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """The numbers of a sentence that name a compound of ``numbered``, with the label of each; spans are offsets of ``text``.

    A span covers the noun, too, where it stands before a single number ("complex 1"). Only where the syntax says so: behind a noun,
    behind "for", "in", "that of" before the end of a clause, before a verb of which it is the subject, before "devices" behind an
    adjective. A number with a unit, of a figure or in an equation is none.
    """
    if not numbered or not any(map(str.isdigit, text)):
        return
    apposed = {m.start("list"): m.start() for m in _APPOSED.finditer(text)}
    for m in _BARE.finditer(text):
        parts = [Span(*p.span()) for p in _PART.finditer(text, m.start(), m.end())]
        if any(p.of(text) not in numbered for p in parts) or _is_counted(text, m.end()):
            continue
        if m.start() in apposed and len(parts) == 1 and text[m.start() - 2] != "s":
            yield Span(apposed[m.start()], m.end()), m.group()
        elif m.start() in apposed or _is_subject(text, m.start(), m.end()):
            yield from ((p, p.of(text)) for p in parts)


def _is_subject(text: str, start: int, end: int) -> bool:
    before = text[max(start - 60, 0) : start]
    bare = before.removesuffix("(")
    if _ADJECTIVE.search(before):
        return bool(_CLOSED.match(text, end) or _MADE.match(text, end))
    if _OPENING.search(before) and not re.fullmatch(r"\s*\d+\.\s", before):
        return bool(_VERB.match(text, end))
    return bare == before and bool(_FOR.search(before)) and bool(_CLOSED.match(text, end) or _VERB.match(text, end))


def _is_counted(text: str, end: int) -> bool:
    """Whether a unit or a counted thing follows a number."""
    if _COUNTED.match(text, end):
        return True
    m = _WORD_AFTER.match(text, end)
    return m is not None and m[1].strip(".,;)") not in _FUNCTION_WORDS and parse_unit(m[1].strip(".,;)")) is not None


def _labels(listed: str) -> list[str]:
    """The labels of a printed list; a range stands for all between its ends: "1–4"."""
    out: list[str] = []
    for m in _RANGE.finditer(listed):
        if m[1].isdigit() and m[3].isdigit() and int(m[1]) < int(m[3]) <= int(m[1]) + 30:
            out += map(str, range(int(m[1]), int(m[3]) + 1))
    return list(dict.fromkeys([*out, *_PART.findall(listed)]))


@lru_cache(maxsize=64)
def _singular(noun: str) -> str:
    lower = noun.lower()
    return "complex" if lower.startswith("complex") else lower.removesuffix("s")


def _order(label: str) -> tuple[int, str]:
    return int(re.match(r"\d+", label).group()), label  # type: ignore[union-attr]
