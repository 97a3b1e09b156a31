"""The work that made a device, named alike in every paper that cites it, so that one device of two reviews is one row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from litmine.document import Document
from litmine.domain import fold_name
from litmine.linking.subjects.identity import is_generic, is_labelled
from litmine.matching import plain_doi, plain_number, surname
from litmine.records import UNSTATED, Device, Reference

_SMALL_WORDS = frozenset("of the and for in on a an & de der die und".split())
_TITLE_WORDS = 5  # titles of fewer words ("Light-emitting diodes") are those of many works
_ONLY_CITES = re.compile(r"\s\[[\d,;–\s-]+\](?:\s\(\d+\))?$")  # "Ebert 2021 [3] (2)": which of the work's devices is not said


def same_original(a: Reference, b: Reference) -> bool:
    """Whether two entries of reference lists are surely one work.

    DOIs decide where both have one. Else volume and first page with the author or the journal; else author, year (online and print
    differ by one) and journal, or the title, where volume and page do not speak against it.
    """
    if a.doi and b.doi:
        return plain_doi(a.doi) == plain_doi(b.doi)
    authors = bool(a.first_author and b.first_author)
    one_author = authors and surname(a.first_author) == surname(b.first_author)
    if (authors and not one_author) or (a.year and b.year and abs(a.year - b.year) > 1):
        return False
    journals = bool(a.journal and b.journal)
    one_journal = journals and alike_journals(a.journal, b.journal)
    placed = [(plain_number(x), plain_number(y)) for x, y in ((a.volume, b.volume), (a.page, b.page)) if x and y]
    if any(x != y for x, y in placed):
        return False
    if len(placed) == 2:
        return one_author or one_journal
    title_a, title_b = (re.findall(r"\w+", r.title.casefold()) for r in (a, b))
    if title_a and title_b:
        return title_a == title_b and (one_author or len(title_a) >= _TITLE_WORDS)
    return one_author and one_journal and bool(a.year and b.year)


def alike_journals(a: str, b: str) -> bool:
    """Whether two printed names are one journal: word for word the same or one word short for the other ("Adv. Mater.")."""
    words = [[w for w in re.findall(r"\w+", name.casefold()) if w not in _SMALL_WORDS] for name in (a, b)]
    return len(words[0]) == len(words[1]) and all(_shortens(x, y) for x, y in zip(*words, strict=True))


def _shortens(x: str, y: str) -> bool:
    """Whether one word is the other, or its letters in order from the same first letter on ("natl", "national")."""
    short, long = sorted((x, y), key=len)
    letters = iter(long)
    return short[0] == long[0] and all(c in letters for c in short)


def work_key(reference: Reference) -> str:
    """A work's normal form: its DOI, else "surname year journal volume page" without points; "" where no author and no place is printed."""
    if reference.doi:
        return plain_doi(reference.doi)
    place = [plain_number(reference.volume), plain_number(reference.page)]
    if not reference.first_author or not (reference.year or all(place)):
        return ""
    journal = " ".join(re.findall(r"\w+", reference.journal.casefold()))
    return " ".join(filter(None, (surname(reference.first_author), str(reference.year or ""), journal, *place)))


def _traits(work: Reference) -> list[tuple[str, ...]]:
    """What one of must be shared by two entries that are one work."""
    traits = [("author", surname(work.first_author))] if work.first_author else []
    traits += [("doi", plain_doi(work.doi))] if work.doi else []
    traits += [("place", plain_number(work.volume), plain_number(work.page))] if work.volume and work.page else []
    return traits + ([("title", work.title.casefold())] if work.title else [])


def own_work(document: Document) -> Reference | None:
    """The paper itself as an entry of a reference list; None where it prints no DOI."""
    source = document.source
    return Reference("", document.blocks[0].span, doi=source.doi, year=source.year, title=source.title) if source.doi else None


def original_of(document: Document, device: Device) -> Reference | None:
    """The work that reports a device as its own: the cited one, or the paper itself."""
    return document.reference(device.original) if device.original else own_work(document)


def work_keys(works: Iterable[Reference]) -> Mapping[Reference, str]:
    """The normal form of each work, the same for all that are one: a DOI where one of them prints it, else the fullest form."""
    seen: dict[tuple[str, ...], list[Reference]] = {}
    group_of: dict[Reference, list[Reference]] = {}
    for work in dict.fromkeys(works):
        group = [work]
        for other in {r: None for trait in _traits(work) for r in seen.get(trait, ())}:
            if group_of[other] is not group and same_original(work, other):
                group.extend(group_of[other])
                group_of |= dict.fromkeys(group, group)
        group_of[work] = group
        for trait in _traits(work):
            seen.setdefault(trait, []).append(work)
    keys: dict[Reference, str] = {}
    for group in group_of.values():
        forms = sorted({work_key(work) for work in group}, key=lambda form: (not form.startswith("10."), -len(form), form))
        keys |= dict.fromkeys(group, forms[0])
    return keys


def meet(devices: Sequence[tuple[Document, Device]], keys: Mapping[Reference, str]) -> list[list[tuple[Document, Device]]]:
    """The devices of several papers, those together that are one: one original work, one name, no other colour or process.

    Devices of one paper stay apart; so do those of no known work, and those without a name of their own ("the device", "device A").
    The order is that of ``devices``, a group standing where its first member does.
    """
    groups: list[list[tuple[Document, Device]]] = []
    by_work: dict[tuple[str, str], list[list[tuple[Document, Device]]]] = {}
    for document, device in devices:
        original = original_of(document, device)
        work, name = (keys.get(original, "") if original else ""), _name(device)
        fitting = [g for g in by_work.get((work, name), ()) if all(_may_be_one(document, device, other) for other in g)]
        if work and name and len(fitting) == 1:
            fitting[0].append((document, device))
            continue
        groups.append([(document, device)])
        if work and name:
            by_work.setdefault((work, name), []).append(groups[-1])
    return groups


def _name(device: Device) -> str:
    if device.materials:
        return fold_name(device.materials[0])
    nameless = is_generic(device.label) or is_labelled(device.label) or _ONLY_CITES.search(device.label) is not None
    return "" if nameless else fold_name(device.label)


def _may_be_one(document: Document, device: Device, other: tuple[Document, Device]) -> bool:
    stated = ((device.colour, other[1].colour), (device.process, other[1].process))
    return other[0].source.sha256 != document.source.sha256 and all(a == b or UNSTATED in (a, b) for a, b in stated)


def merged(group: Sequence[tuple[Document, Device]]) -> Device:
    """One device of what several papers say of it: the first one's label and work, the materials and numbers of all, the fullest layers."""
    devices = [device for _, device in group]
    return replace(
        devices[0],
        materials=tuple(dict.fromkeys(name for d in devices for name in d.materials)),
        layers=max((d.layers for d in devices), key=len),
        colour=next((d.colour for d in devices if d.colour != UNSTATED), UNSTATED),
        process=next((d.process for d in devices if d.process != UNSTATED), UNSTATED),
        measurements=tuple(i for d in devices for i in d.measurements),
    )
