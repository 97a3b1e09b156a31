"""A sentence as a claim is read in it: its values in order, and those of the sentence before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litmine.document import Document
from litmine.geometry import Span
from litmine.records import Anchor, Measurement, Mention, Quantity


@dataclass(frozen=True, slots=True)
class Side:
    """One number of a comparison as printed at ``at``; ``metric`` and ``subject`` are "" where linking told neither;
    ``reference``: it is the reference or control device's."""

    quantity: Quantity
    at: Anchor
    metric: str = ""
    subject: str = ""
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """The new and the old number of a claim; several of one side are alternatives, any of which it may mean."""

    new: tuple[Side, ...]
    old: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its values in text order; ``earlier`` are those of the sentence before it in the paragraph."""

    text: str
    sentence: Span
    mentions: Sequence[Mention]
    values: tuple[Side, ...]
    earlier: tuple[Side, ...] = ()


def passage(
    document: Document, sentence: Span, mentions: Sequence[Mention], linked: Mapping[Span, Measurement], before: "Passage | None"
) -> Passage:
    """The passage of a sentence, whose ``mentions`` are given; ``linked`` are the measurements of the prose by where they stand."""

    def read(m: Mention) -> Side:
        known = linked.get(m.span)
        return side(known) if known is not None else Side(m.quantity, document.anchor(m.span, context=sentence))

    values = [m for m in mentions if m.kind == "quantity" and m.value not in ("fold", "relative") and m.quantity is not None]
    read_values = tuple(read(m) for m in values if m.quantity.value is not None)
    return Passage(document.text, sentence, mentions, read_values, before.values if before else ())


def side(m: Measurement) -> Side:
    """A measurement as one number of a comparison."""
    return Side(m.quantity, m.evidence[0], m.metric, m.subject, m.qualifiers.statistic == "reference")
