"""Which printed names mean one device or compound inside a paper: "Poly(…) (X-TPD)" in a table row and "X-TPD" in the text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from litmine.domain import Domain, fold_name
from litmine.metrics import find_terms
from litmine.records import Measurement

_WITH_SHORT = re.compile(r"^(?P<long>.{3,}?)\s*[(\[](?P<short>[^()\[\]]{2,20})[)\]]$", re.DOTALL)
_SUFFIX = re.compile(r"^(?P<name>.*\S)\s*(?:[(\[](?P<inside>[^()\[\]]+)[)\]]|[,;]\s*(?P<tail>[^,;()]+))$", re.DOTALL)
# Words that add nothing to a colour, a process or a statistic: "red device", "average of 12 devices", "champion values".
_FILLERS = re.compile(
    r"\b(?:of|over|and|the|devices?|cells?|LEDs?|emission|emitting|light|values?|performances?|\d+)\b|[\W_]+", re.IGNORECASE
)
_GENERIC = re.compile(
    r"(?:(?:the|an?|this|these|those|our|their|its|such|both|all|other|another|present|resulting|corresponding|reference|control|pristine|"
    r"standard|conventional|baseline|untreated|optimi[sz]ed|best|champion|thin|solar|light-emitting|quantum[- ]dot|[A-Za-z]{0,3}LED|"
    r"PSC|OSC|OPV)\s+)*"
    r"(?:[A-Za-z]{0,3}LEDs?|PSCs?|OSCs?|OPVs?|devices?|cells?|modules?|diodes?|films?|QDs?|dots?|nanocrystals?|nanoparticles|emitters?|"
    r"polymers?|complex(?:es)?|counterparts?|controls?|references?)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:[Dd]evice|[Ss]ample|[Cc]ell|[A-Z]{0,2}LED|PSC)[-\s](?P<mark>[A-H]\d?|[1-9]|[IVX]{1,4}|[DSC]-?\d{1,2})|(?P<bare>[A-H]|D-?\d{1,2})"
)
# "complex 1" of the text is "1" in a table of complexes.
_NUMBERED = re.compile(
    r"(?:complex|compound|(?:co)?polymer|dye|emitter|ligand|derivative|molecule|dendrimer|chromophore|dopant|host)\s(?P<number>\d{1,3}[a-z]?)",
    re.IGNORECASE,
)
_QUALIFYING = ("colour", "process", "statistic")


def aliases(label: str) -> tuple[str, ...]:
    """The names a row label gives: the whole, and where it ends in a bracketed short form, that and the part before it.

    The short form comes first: it is what the text goes on to use. A bracket that is part of a formula or a name ("Ir(ppy)3",
    "poly(9-vinylcarbazole)") is no short form: one stands after a space or is all capitals and digits. Nor are words
    ("(Single junction)"): each word of a short form has a capital or a digit.
    """
    m = _WITH_SHORT.match(label.strip())
    if m is None or not all(re.search(r"[A-Z\d]", w) for w in m["short"].split()) or not re.search(r"[A-Z]", m["short"]):
        return (label.strip(),)
    if not (label[m.end("long") :][:1].isspace() or m["short"].isupper()):
        return (label.strip(),)
    return m["short"].strip(), m["long"].strip(), label.strip()


def only_terms(text: str, domain: Domain, kinds: Sequence[str] = _QUALIFYING) -> bool:
    """Whether a text says nothing but a colour, a process or a statistic ("red", "spin-coated devices", "champion")."""
    terms = [t for t in find_terms(text, domain) if t.kind in kinds and t.value != "reference"]
    rest = text
    for term in sorted(terms, key=lambda t: -t.span.start):
        rest = rest[: term.span.start] + " " + rest[term.span.end :]
    return bool(terms) and not _FILLERS.sub("", rest)


def bare_label(label: str, domain: Domain) -> str:
    """A row label without what only qualifies its numbers: "VXL-1 (red)" -> "VXL-1", "VXL-1, average" -> "VXL-1"."""
    m = _SUFFIX.match(label.strip())
    while m is not None and only_terms(m["inside"] or m["tail"], domain):
        label = m["name"]
        m = _SUFFIX.match(label)
    return label.strip()


def canonical_label(label: str, domain: Domain) -> str:
    """The canonical name of a row label: that of the first of its aliases that the pack knows, else its short form.

    A colour, a process or a statistic behind the name is no part of it.
    """
    names = aliases(bare_label(label, domain))
    return next((domain.canonical(n) for n in names if domain.material(n)), domain.canonical(names[0]))


def is_generic(subject: str) -> bool:
    """Whether a subject is a bare head of a noun phrase ("device", "the control", "QLEDs", "films"): each sentence means its own."""
    return bool(subject.strip()) and _GENERIC.fullmatch(subject.strip()) is not None


def is_labelled(subject: str) -> bool:
    """Whether a subject is a device that the paper numbers ("device A", "D1", "A"): its number is its name, whatever it is made of."""
    return bool(labelled(subject))


def labelled(subject: str) -> str:
    """The one name of a device that the paper numbers, "device A" for "sample A" and a bare "A" alike; "" for anything else."""
    m = _LABELLED.fullmatch(subject.strip())
    return f"device {m['mark'] or m['bare']}" if m else ""


def identity(measurement: Measurement) -> str:
    """What two measurements of one subject share: the folded canonical name, or the folded subject where there is no compound.

    A subject that joins names ("X, ZnO" beside "X, ZnMgO") is itself: the first of its compounds does not tell it from the others. So
    is a numbered device, by its mark ("device A", "A"); a compound is its number, whatever noun stands before it ("complex 1", "1").
    """
    if numbered_device := labelled(measurement.subject):
        return fold_name(numbered_device)
    joined = len(measurement.materials) > 1 and ", " in measurement.subject
    name = measurement.materials[0] if measurement.materials and not joined else measurement.subject
    return name_key(name)


def is_numbered(name: str) -> bool:
    """Whether a name is a noun for a compound with its number: "complex 1"."""
    return _NUMBERED.fullmatch(name.strip()) is not None


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """The folded form that the spellings of one name share: "complex 1" and "1", "X: Y" and "X:Y"."""
    numbered = _NUMBERED.fullmatch(name.strip())
    return fold_name(numbered["number"] if numbered else re.sub(r"\s*:\s*", ":", name))


def letters(name: str) -> str:
    """The letters and digits of a name in their own order of the alphabet: one that swaps two of them is the same name misspelt."""
    return "".join(sorted(re.sub(r"\W", "", name.casefold())))


def known_names(labels: Iterable[str]) -> Mapping[str, str]:
    """Every alias of the given row labels, as printed, with the label it stands for; names of fewer than three letters are left out:
    "1" or "A" in running text is rarely the compound."""
    names: dict[str, str] = {}
    for label in (name for name in labels if not is_generic(name)):
        for alias in aliases(label):
            if len(alias) >= 3 and re.search(r"[A-Za-z]", alias):
                names.setdefault(alias, label)
    return names


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the printed names as whole words, the longest first; hyphens may be missing or of another kind."""
    ordered = tuple(sorted(set(names), key=lambda name: (-len(name), name)))
    return _compiled(ordered) if ordered else None


@lru_cache(maxsize=64)
def _compiled(ordered: tuple[str, ...]) -> re.Pattern[str]:
    spelled = ["[-‐–]?".join(map(re.escape, re.split(r"[-‐–]", name))) for name in ordered]
    return re.compile(rf"(?<![\w:/-])(?:{'|'.join(spelled)})(?![\w:]|-(?!based|doped|treated|containing|modified)\w)")
