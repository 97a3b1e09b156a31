"""What the text has spoken of so far: what "the device", "their" and a number without a name beside it mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from litmine.document import Block, Document
from litmine.geometry import Span
from litmine.linking.lists import last_list, last_pair
from litmine.linking.subjects import Subject
from litmine.records import UNSTATED, Measurement, Mention
from litmine.tagging import Tagged
from litmine.vocabulary import Owner

# "Albertsen et al. reported", "Brandt and co-workers showed": whose work the sentence tells of.
_AUTHORS = re.compile(
    r"\b([A-Z][\w’'´`-]+(?:\s+and\s+[A-Z][\w’'´`-]+)?)(?:,?\s+et\s+al\b\.?|\s+and\s+(?:co-?workers|colleagues)|[’']s?\s+group)"
)
# What tells a device from the paper's others though no compound is named.
_TREATED = re.compile(r"\b(?:\w+[-‐–\s])?(?:treated|doped|modified|passivated|coated)\b")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a text means without naming it, how sure that is (0..1), and from where: the "paragraph", the "section", the "paper"."""

    subject: Subject
    sure: float
    scope: str


# A measurement with the subject that it was given, None where nobody is known.
Told = tuple[Subject | None, Measurement]


@dataclass(frozen=True, slots=True)
class Discourse:
    """What is known at a sentence from the text before it.

    ``own`` is the device that a research paper reports as its own, None where it names none; a ``review`` reports those of others.
    ``device`` and ``material`` are what the paragraph last spoke of, ``section`` the device that the section has made (research papers
    only), ``parts`` the compounds that the paragraph last brought in. ``pair`` are the last two subjects side by side ("the former",
    "the latter"), ``listed`` the last list of subjects, whose values may come in the next sentence, ``colours`` what the paragraph has
    called each subject, ``authors`` those whose work it tells of ("Albertsen et al."), "" for none.
    """

    own: Subject | None
    review: bool = False
    device: Subject | None = None
    material: Subject | None = None
    section: Subject | None = None
    parts: tuple[str, ...] = ()
    pair: tuple[Subject, ...] = ()
    listed: tuple[Subject, ...] = ()
    colours: Mapping[str, str] = field(default_factory=dict)
    authors: str = ""

    def entering(self, block: Block | None, text: str) -> "Discourse":
        """The discourse at the beginning of a block: a paragraph starts anew, unless it goes on in the middle of a sentence."""
        if block is not None and block.kind == "paragraph" and block.span.of(text)[:1].islower():
            return self
        section = None if block is not None and block.kind == "heading" else self.section
        return Discourse(self.own, self.review, section=section)

    def after(self, text: str, sentence: Span, subjects: Sequence[Subject], told: Sequence[Told], *, cited: bool) -> "Discourse":
        """The discourse behind a sentence with its ``subjects`` and what it ``told``; ``cited``: it tells of another work.

        What a number was said of is what the next sentence goes on about; where there was none, what the sentence was about.
        """
        main = [s for s in subjects if not s.compared and not s.anaphoric and not s.reference and not s.background]
        owners = [s for s, _ in told if s is not None and not s.reference and not s.anaphoric and (s.materials or s.known)]
        if self.review:
            device = _first(owners, lambda s: not s.film) or _first(
                main, _by_row, _made_of, lambda s: s.materials and not s.film, lambda s: s.device
            )
        elif not cited:
            acting = [s for s in main if s.acting or s.known]
            device = _first(acting, _by_row, _made_of, lambda s: s.device and _TREATED.search(s.text)) or _first(
                owners, lambda s: s is not self.own and not s.film
            )
        else:
            device = None  # what a citation tells of is not what the paper goes on about
        material = _first(main, lambda s: s.materials and not s.device, lambda s: not s.device, lambda s: s.materials)
        section = self.section if cited or self.review else _first(main, lambda s: s.layers) or self.section
        return replace(
            self,
            device=device or self.device,
            material=material or self.material,
            section=section,
            parts=tuple(dict.fromkeys(n for s in main if s.acting and not s.device for n in s.materials)) or self.parts,
            pair=last_pair(text, subjects) or _contrasted(subjects) or self._followed_by(device) or self.pair,
            listed=last_list(text, subjects) or _in_order(told) or self.listed,
            colours={**self.colours, **{m.subject: m.qualifiers.colour for _, m in told}},
            authors=self.telling(text, sentence).authors,
        )

    def _followed_by(self, device: Subject | None) -> tuple[Subject, ...]:
        """The device before and the one that a sentence turns to; () where it goes on about the same."""
        before = self.device
        return (before, device) if before and device and before.text != device.text else ()

    def telling(self, text: str, sentence: Span) -> "Discourse":
        """The discourse with the authors that a sentence names."""
        found = _AUTHORS.search(text, sentence.start, sentence.end)
        return replace(self, authors=found.group().rstrip()) if found else self

    def meant(self, of: Owner, *, ours: bool = False) -> Antecedent | None:
        """What a number of a device's, a material's or any metric belongs to where its sentence names nothing; None: nobody knows.

        ``ours``: the sentence says "our device".
        """
        if ours and self.own is not None and self.device is None:
            return Antecedent(self.own, 0.8, "paper")
        nearby = {"device": (self.device,), "material": (self.material, self.device), "any": (self.device, self.material)}[of]
        for subject in nearby:
            if subject is not None:
                return Antecedent(subject, 0.75, "paragraph")
        if self.section is not None and of != "material":
            return Antecedent(self.section, 0.65, "section")
        if self.own is not None:
            return Antecedent(self.own, 0.55 if of == "material" else 0.75, "paper")
        return None

    def completed(self, subject: Subject, *, cited: bool) -> Subject:
        """A device that is named by no compound, in a paper with a device of its own: one of that kind, unless a citation says whose.

        A film or a material without a name has the paper's colour.
        """
        own = self.own
        if own is None or cited or subject.known or subject.reference or subject.anaphoric:
            return subject
        if subject.materials or not subject.device:
            return replace(subject, colour=subject.colour or own.colour) if subject.device or not subject.materials else subject
        if self.parts and (_TREATED.search(subject.text) or not own.materials):
            return replace(subject, materials=self.parts, colour=own.colour, process=own.process)
        if subject.every and self.device is not None:
            return subject
        base = self.device if subject.plain and self.device is not None else own
        return replace(subject, materials=base.materials, layers=base.layers, colour=base.colour or own.colour, process=base.process)

    def coloured(self, measurement: Measurement) -> Measurement:
        """A sentence that names no colour goes on about the device of the sentence before: "the red device ... Its EQE"."""
        colour = self.colours.get(measurement.subject, UNSTATED)
        if measurement.qualifiers.colour != UNSTATED or colour == UNSTATED or not measurement.subject:
            return measurement
        return replace(measurement, qualifiers=replace(measurement.qualifiers, colour=colour))


def _contrasted(subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """The two that a sentence sets against each other ("X was compared with Y"), () where it names more or fewer."""
    named = [s for s in subjects if not s.anaphoric]
    return tuple(named) if len(named) == 2 and len({(s.text, s.materials) for s in named}) == 2 else ()


def _in_order(told: Sequence[Told]) -> tuple[Subject, ...]:
    """The subjects of a sentence that gave one metric of each of several: "2.7 V for X, 3.0 V for Y"; () for none."""
    named = [s for s, _ in told if s is not None and not s.anaphoric]
    one = len({m.metric for _, m in told}) == 1 and len({s.text for s in named}) == len(told) > 1
    return tuple(named) if one and len(named) == len(told) else ()


def _by_row(subject: Subject) -> bool:
    return subject.known


def _made_of(subject: Subject) -> bool:
    return subject.device and bool(subject.materials)


def _first(subjects: Sequence[Subject], *kinds) -> Subject | None:
    """The first subject of the first kind that any is of."""
    return next((s for kind in kinds for s in subjects if kind(s)), None)


def by_sentence(document: Document, tagged: Tagged) -> Iterator[tuple[Block | None, Span, list[Mention]]]:
    """Each sentence with its block and its mentions in text order."""
    mentions = sorted(tagged.mentions, key=lambda m: m.span)
    i = 0
    for sentence in sorted(tagged.sentences):
        while i < len(mentions) and mentions[i].span.start < sentence.start:
            i += 1
        j = i
        while j < len(mentions) and mentions[j].span.start < sentence.end:
            j += 1
        yield document.block_at(sentence.start), sentence, mentions[i:j]
        i = j
