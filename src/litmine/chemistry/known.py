"""What a paper as a whole says about its words: which abbreviations are compounds, and which are none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from litmine.aliases import WordPattern
from litmine.chemistry import words
from litmine.chemistry.abbreviations import Abbreviation, find_abbreviations, is_spelled_out, names_before, two_meanings
from litmine.chemistry.mentions import Vocabulary, find_chemicals, fold
from litmine.chemistry.numbered import numbered_compounds
from litmine.chemistry.usage import used_as_compounds
from litmine.geometry import Span


class MaterialLike(Protocol):
    """A material of a domain pack: its canonical name and the other names it goes by."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def aliases(self) -> tuple[str, ...]: ...  # noqa: D102


class DomainLike(Protocol):
    """The part of a domain pack that names need."""

    @property
    def materials(self) -> tuple[MaterialLike, ...]: ...  # noqa: D102


# The last word of a long form that is no compound: a process, a method, a property, a part, an institution.
_NOT_COMPOUND = re.compile(
    r"(?:tion|sion|ment|[wpgdn]th|ity|ence|ance|scopy|scope|metry|graphy|graph|ing|ness|ics|ship|age|ism|ure|sis|ory|ncy|cy|"
    r"layers?|diodes?|cells?|dots?|crystals?|wires?|rods?|particles?|platelets?|devices?|transistors?|orbitals?|yields?|ratios?|states?|bands?|gaps?|levels?|rates?|"
    r"voltages?|currents?|powers?|factors?|fields?|displays?|lasers?|spectra|spectrum|maximum|peaks?|width|coordinates?|points?|models?|theory|methods?|units?|tests?|"
    r"transfers?|transport|effects?|index|colou?rs?|light|groups?|rings?|bonds?|wells?|holes?|electrons?|excitons?|traps?|defects?|edges?|films?|interfaces?|surfaces?|"
    r"university|institute|society|academy|laboratory|agency|committee|materials?|emitters?|donors?|acceptors?|hosts?|polymers?|molecules?|ligands?|solvents?|perovskites?|"
    r"only|up|off|blue|green|red|white|temperature|time|area|mean|square|deviation|number)$",
    re.IGNORECASE,
)


def is_compound(long: str) -> bool:
    """Whether a long form names a compound."""
    return bool(
        words.is_systematic(long)
        or any(m.span.end >= len(long) - 1 for m in find_chemicals(long))
        or (words.stems(long.split()[-1]) and len(words.stems(long)) >= 2 and not _NOT_COMPOUND.search(long))
    )


def learn(texts: Iterable[str], known: Iterable[str] = ()) -> Vocabulary:
    """The vocabulary of one paper from its blocks of text, with the names ``known`` beforehand (a domain pack's materials).

    A definition decides ("poly(9-vinylcarbazole) (PVK)", "aggregation-induced emission (AIE)"), a name before a bracket
    decides ("N,N′-...benzidine (GHI)"); else an abbreviation counts as a compound where the paper uses it like one
    (``used_as_compounds``). What the paper defines as something else ("conduction band (CB)") is no compound in it, whatever the
    letters mean elsewhere. Numbers that stand for compounds are learned as well.
    """
    texts, known = tuple(texts), tuple(known)
    folded = {fold(k) for k in known}
    chemicals, others = folded | {k.casefold() for k in folded if len(k) > 3}, set()
    several = _several(tuple(sorted(k for k in known if " " in k)))
    bases = Vocabulary(frozenset(chemicals), several=several)
    defined: list[Abbreviation] = []
    for text in texts:
        for abbreviation in find_abbreviations(text):
            short = fold(abbreviation.short)
            if is_compound(abbreviation.long):
                chemicals.add(short)
                defined.append(abbreviation)
            elif _NOT_COMPOUND.search(abbreviation.long) and (short not in bases.chemicals or _is_plain(abbreviation.long, bases)):
                others.add(short)
                others.add(short.removesuffix("s"))
                others.add(short.removesuffix("s") + "s")
        for m in re.finditer(r"\(([^()\s]{2,20})[);,]", text):
            if not words.is_abbreviation_shape(m.group(1)):
                continue
            end = len(text[: m.start()].rstrip())
            if (begin := next(iter(names_before(text, end)), None)) is not None:
                chemicals.add(fold(m.group(1)))
                if is_spelled_out(text[begin:end]):
                    defined.append(Abbreviation(m.group(1), text[begin:end], Span(begin, m.end())))
    chemicals |= {f for f in map(fold, used_as_compounds(texts, bases.chemicals)) if f not in others}
    numbered = numbered_compounds("\n".join(texts))
    return Vocabulary(frozenset(chemicals - others), frozenset(others), several, numbered, _meanings(defined))


def _is_plain(long: str, known: Vocabulary) -> bool:
    """Whether nothing in a long form is chemistry: "conduction band", but not "zinc oxide nanoparticles"."""
    return not words.stems(long) and not find_chemicals(long, known)


@lru_cache(maxsize=16)
def _several(names: tuple[str, ...]) -> WordPattern | None:
    """One pattern of names of several words, in any capitals, the longest first."""
    listed = (r"[\s\-‐‑–]".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))
    return WordPattern(rf"(?<![\w-])(?:{'|'.join(listed)})(?![\w-])", names) if names else None


def _meanings(defined: Sequence[Abbreviation]) -> dict[str, str]:
    """Both ways between the short and the long forms of compounds, without those that have two meanings; the first long form holds."""
    unclear = {fold(a.short) for a, _ in two_meanings(defined)}
    clear = [a for a in defined if fold(a.short) not in unclear]
    shorts = {fold(a.short): a.long for a in reversed(clear)}
    return {fold(a.long): a.short for a in reversed(clear)} | shorts


@lru_cache(maxsize=16)
def _aliases(domain: DomainLike) -> dict[str, str]:
    """Folded name -> canonical name of a domain's materials; a longer name in any capitals, too."""
    index: dict[str, str] = {}
    for material in domain.materials:
        for name in (material.name, *material.aliases):
            index.setdefault(fold(name), material.name)
    loose = {k.casefold(): v for k, v in index.items() if len(k) > 3}
    return loose | index


def names_of(domain: DomainLike) -> tuple[str, ...]:
    """Every name and alias of a domain's materials."""
    return tuple(name for material in domain.materials for name in (material.name, *material.aliases))


_NOTHING = Vocabulary()


def canonical(name: str, domain: DomainLike, vocabulary: Vocabulary = _NOTHING) -> str:
    """The canonical form of a printed name.

    The name of the domain's material whose name or alias it is, whatever its hyphens, spaces and primes, and the paper's own
    definition goes before the domain's; for a long form that the domain does not know, the paper's abbreviation. A blend or a stack
    goes part by part; any other name comes back cleaned: one form of hyphen and of prime, no caret, no spaces at the ends.
    """
    index = _aliases(domain)
    cleaned = re.sub(r"[‐‑‒–—−]", "-", re.sub(r"['’‘´]", "′", " ".join(name.split()))).replace("^", "").strip(" .,;")
    if (found := _named(cleaned, index, vocabulary)) is not None:
        return found
    parts = re.split(r"(\s?[/:|]\s?)(?![^(\[]*[)\]])", cleaned)
    if len(parts) > 1:
        return "".join(p.strip() if i % 2 else _named(p.strip(), index, vocabulary) or p.strip() for i, p in enumerate(parts))
    return cleaned


def _named(name: str, index: Mapping[str, str], vocabulary: Vocabulary) -> str | None:
    """The canonical form of one component; None where neither the domain nor the paper's definitions have one."""
    other = vocabulary.meanings.get(fold(name))
    if other is not None and len(other) > len(name) and (long := _listed(other, index)):
        return long
    return _listed(name, index) or (other and len(other) < len(name) and (_listed(other, index) or other)) or None


def _listed(name: str, index: Mapping[str, str]) -> str | None:
    key = fold(name)
    return index.get(key) or (index.get(key.casefold()) if len(key) > 3 and not key.islower() else None)


__all__ = ["Abbreviation", "DomainLike", "MaterialLike", "canonical", "is_compound", "learn", "names_of"]
