"""What a number can belong to: devices and materials as a sentence names them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from litmine.geometry import Span
from litmine.records import Mention
from litmine.vocabulary import Owner

_LIST_GAP = re.compile(
    r"(?:-(?:based|containing)?)?(?:\^\d+(?:[,–-]\d+)*|\s?\[\d[\d,–-]*\])?"  # a citation behind a member
    r"\s*(?:,|;|/|&|and|or|,\s*and|,\s*or|to|and to)\s*(?:the\s+|a\s+|an\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A candidate subject.

    ``text`` is as printed at ``span``; ``materials`` are canonical names. ``known``: a table has a row for it. ``compared``: it
    stands as what something is compared with ("higher than that of X"). ``anaphoric``: it points back ("the red device").
    ``reference``: it is the reference or control device, ``left_out``: because
    something is left out of it ("without X"). ``device``, ``film``: a phrase for a device, for a film, not for a compound.
    ``ours``: "our device", the one the paper reports as its own. ``plain``: its words tell no device from another ("efficient red
    devices"). ``pronoun``: "it", "they". ``every``: "all devices". ``leading``: it is the subject of its clause;
    ``acting``: that, or what a device is made with ("by introducing X", "the EQE of X"). ``background``: a layer that any device has.
    ``states``: what was done to it ("aged"). ``colour``, ``process``, ``layers``: what the paper says of it elsewhere, "" and () where
    it says nothing.
    """

    text: str
    span: Span
    materials: tuple[str, ...] = ()
    known: bool = False
    compared: bool = False
    anaphoric: bool = False
    reference: bool = False
    left_out: bool = False
    device: bool = False
    film: bool = False
    ours: bool = False
    plain: bool = False
    pronoun: bool = False
    every: bool = False
    leading: bool = False
    acting: bool = False
    background: bool = False
    states: tuple[str, ...] = ()
    colour: str = ""
    process: str = ""
    layers: tuple[str, ...] = ()


def suits(subject: Subject, of: Owner) -> bool:
    """Whether a subject can have a value of a device's, of a material's, or of any metric.

    A compound stands for the device that it is in, a film for none; a material's value belongs to a device only where it has a name.
    """
    if of == "device":
        return subject.device or subject.known or not subject.film
    return of == "any" or not subject.device or subject.known or (bool(subject.materials) and not subject.layers)


def list_runs(mentions: Sequence[Mention], text: str) -> tuple[tuple[Mention, ...], ...]:
    """Mentions grouped into printed lists: neighbours with nothing but commas, "and", "or" or a slash between them.

    ``text`` is the document's; the runs are in text order and each has at least one member.
    """
    runs: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda m: m.span):
        if runs and _LIST_GAP.fullmatch(text[runs[-1][-1].span.end : mention.span.start]):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return tuple(map(tuple, runs))
