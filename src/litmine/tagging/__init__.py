"""Mentions in a paper: a spaCy pipeline whose components are litmine's own rules; the only room that knows spaCy.

spaCy carries the text from component to component (``Doc``), keeps their order and their names, and gives whoever wants to
add a component the usual place for it. Everything is counted in characters: a mention's span is an offset of
``Document.text``, never of a token, because a token boundary inside "cd A^−1" or "CBP-V:TFB" must not move a number.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import spacy
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from litmine.aliases import OTHER
from litmine.chemistry import Vocabulary, canonical, find_chemicals, find_numbered, is_listed_solvent, learn, names_of
from litmine.citations import find_citations
from litmine.crossreferences import find_cross_references
from litmine.document import Document
from litmine.domain import Domain, Metric
from litmine.geometry import Span
from litmine.metrics import find_named
from litmine.quantities import QuantityMatch, find_quantities
from litmine.records import UNSTATED, Mention, MentionKind
from litmine.tagging.sentences import sentence_spans
from litmine.terms import find_colours, find_conditions, find_words

__all__ = ["Tagged", "mentions_in", "pipeline", "tag"]

_PROSE = ("title", "heading", "paragraph", "caption", "list")
_CONTEXT, _TEXT, _SENTENCES = "litmine.context", "litmine.text", "litmine.sentences"
_MENTIONS, _MATCHES = "litmine.mentions", "litmine.matches"
_SHOWN = "litmine_shown"


@dataclass(frozen=True, slots=True)
class Tagged:
    """What tagging gives: ``sentences`` and ``mentions`` as spans of ``Document.text``, both sorted by place."""

    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]

    def within(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie wholly inside a span."""
        first = bisect_left(self.mentions, span.start, key=lambda m: m.span.start)
        last = bisect_left(self.mentions, span.end, key=lambda m: m.span.start)
        return tuple(m for m in self.mentions[first:last] if span.covers(m.span))


@dataclass(frozen=True)
class Context:
    """What a component needs to know beside the text: the domain pack and the paper's own vocabulary."""

    domain: Domain
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


# A rule: from a sentence, its context and the matches of earlier rules of the same sentence, to mentions in the sentence.
Rule = Callable[[str, Context, dict], Iterable[Mention]]


def _chemicals(text: str, context: Context, matches: dict) -> Iterator[Mention]:
    matches["chemical"] = find_chemicals(text, context.vocabulary)
    for m in matches["chemical"]:
        yield Mention("chemical", m.span, m.text, canonical(m.text, context.domain, context.vocabulary))
    numbered = context.vocabulary.numbered
    matches["numbered"] = [(s, k) for s, k in find_numbered(text, numbered) if not any(s.overlaps(m.span) for m in matches["chemical"])]
    for span, label in matches["numbered"]:
        yield Mention("chemical", span, span.of(text), numbered[label])


def _metrics(text: str, context: Context, matches: dict) -> Iterator[Mention]:
    named = find_named(text, context.domain)
    matches["unitless"] = tuple(m.span for m in named if m.metric != OTHER and _is_count(context.domain.metric(m.metric)))
    for m in named:
        yield Mention("metric", m.span, m.span.of(text), m.metric)
        for condition in m.conditions:
            yield Mention("condition", m.span, m.span.of(text), condition)
        if m.statistic != UNSTATED:
            yield Mention("statistic", m.span, m.span.of(text), m.statistic)


def _is_count(metric: Metric) -> bool:
    """Whether a metric has no unit and whole numbers for values ("a CRI of 86"), which coordinates between 0 and 1 have not."""
    return not metric.unit and metric.high > 1


def _quantities(text: str, context: Context, matches: dict) -> Iterator[Mention]:
    compounds = [span for span, _ in matches.get("numbered", ())]  # a number is a compound's name or a quantity, never both
    counted = tuple(m.end for m in matches.get("unitless", ()))
    found = find_quantities(text, counted) if any(map(str.isdigit, text)) else ()
    matches["quantity"] = tuple(m for m in found if not any(m.span.overlaps(c) for c in compounds))
    for m in matches["quantity"]:
        value = m.kind if m.kind != "value" else "region" if _is_region(m, text) else ""
        yield Mention("quantity", m.span, m.span.of(text), value, m.quantity, m.group)


# "the 470–550 nm spectral region": a part of the spectrum that something happens in, no result.
_REGION = re.compile(r"[\s\-‐‑–]?(?:(?!and\b|or\b)[a-z]+[\s\-‐‑–]){0,2}(?:regions?|range|window|interval)\b", re.IGNORECASE)
_SPECTRAL = ("nm", "μm", "eV", "1/cm")


def _is_region(m: QuantityMatch, text: str) -> bool:
    return m.quantity.value is None and m.quantity.unit in _SPECTRAL and _REGION.match(text, m.span.end) is not None


def _colours(text: str, context: Context, matches: dict) -> Iterator[Mention]:
    return (Mention("colour", m.span, m.span.of(text), m.value) for m in find_colours(text, context.domain))


def _processes(text: str, context: Context, matches: dict) -> Iterator[Mention]:
    return (Mention("process", m.span, m.span.of(text), m.value) for m in find_words("process", text, context.domain.processes))


def _statistics(text: str, context: Context, matches: dict) -> Iterator[Mention]:
    found = find_words("statistic", text, context.domain.statistics)
    return (Mention("statistic", m.span, m.span.of(text), m.value) for m in found)


def _conditions(text: str, context: Context, matches: dict) -> Iterator[Mention]:
    solvents = [m.span for m in matches.get("chemical", ()) if _is_solvent(m.text, context.domain)]
    found = find_conditions(text, context.domain, matches.get("quantity", ()), solvents)
    return (Mention("condition", m.span, m.span.of(text), m.value) for m in found)


def _is_solvent(name: str, domain: Domain) -> bool:
    """Whether the domain pack, or the dictionary of solvents, lists a name as a solvent."""
    material = domain.material(name)
    return material.role.lower() == "solvent" if material is not None and material.role else is_listed_solvent(name)


# In the order in which they run: conditions read the quantities and the chemicals found before them.
_RULES: dict[str, tuple[MentionKind, Rule]] = {
    "litmine_chemicals": ("chemical", _chemicals),
    "litmine_metrics": ("metric", _metrics),
    "litmine_quantities": ("quantity", _quantities),
    "litmine_colours": ("colour", _colours),
    "litmine_processes": ("process", _processes),
    "litmine_statistics": ("statistic", _statistics),
    "litmine_conditions": ("condition", _conditions),
}


class _Opening:
    """The first component: gives the Doc its context where the caller gave none, and the places for what others find."""

    def __init__(self) -> None:
        self.domain: Domain | None = None

    def __call__(self, doc: Doc) -> Doc:
        if _TEXT not in doc.user_data:
            doc.user_data[_TEXT] = doc.text  # once: Doc.text is put together anew at each access
        if _CONTEXT not in doc.user_data:
            if self.domain is None:
                raise ValueError("the pipeline has no domain: build it with litmine.tagging.pipeline(domain)")
            doc.user_data[_CONTEXT] = Context(self.domain, learn([doc.user_data[_TEXT]], names_of(self.domain)))
        doc.user_data[_MENTIONS] = []
        return doc


@Language.factory("litmine_opening")
def _make_opening(nlp: Language, name: str) -> _Opening:
    return _Opening()


@Language.component("litmine_sentences")
def _sentences(doc: Doc) -> Doc:
    """Our sentences, in characters."""
    spans = sentence_spans(doc.user_data[_TEXT])
    doc.user_data[_SENTENCES] = spans
    doc.user_data[_MATCHES] = {span: {} for span in spans}
    return doc


@Language.component(_SHOWN)
def _shown(doc: Doc) -> Doc:
    """The last component: shows what the others found as spaCy's own, in ``doc.sents`` and ``doc.spans``, at the nearest tokens."""
    spans = doc.user_data[_SENTENCES]
    if len(doc):
        # The token that a sentence starts in, by array: one Python object a token costs more than all our rules on spans do.
        offsets = doc.to_array(IDX).astype("int64")
        marks = np.full(len(doc), -1, dtype="int64")
        marks[[0, *(np.searchsorted(offsets, [span.start for span in spans], side="right") - 1)]] = 1
        doc.from_array([SENT_START], marks.astype("uint64").reshape(-1, 1))
    for kind, _ in _RULES.values():
        found = (m for m in doc.user_data[_MENTIONS] if m.kind == kind)
        spans = (doc.char_span(m.span.start, m.span.end, label=m.value, alignment_mode="expand") for m in found)
        doc.spans[kind] = [s for s in spans if s is not None]
    return doc


def _component(rule: Rule) -> Callable[[Doc], Doc]:
    """A component that runs a rule over each sentence and adds the mentions."""

    def component(doc: Doc) -> Doc:
        context, text, found = doc.user_data[_CONTEXT], doc.user_data[_TEXT], []
        for sentence in doc.user_data[_SENTENCES]:
            for m in rule(sentence.of(text), context, doc.user_data[_MATCHES][sentence]):
                found.append(replace(m, span=m.span.shifted(sentence.start), group=_group(m.group, sentence)))
        doc.user_data[_MENTIONS].extend(found)
        return doc

    return component


def _group(group: int, sentence: Span) -> int:
    """A list's number that no other list of the text has: counted from 0 in each sentence, it stays below its length."""
    return group if group < 0 else sentence.start + group


for _name, (_, _rule) in _RULES.items():
    Language.component(_name, func=_component(_rule))


@lru_cache(maxsize=8)
def pipeline(domain: Domain) -> Language:
    """The spaCy pipeline for a domain pack: an English tokenizer, our sentence splitter, one component per kind of mention, one that
    shows them.

    Called with a text it gives a Doc with the mentions in ``doc.user_data["litmine.mentions"]`` (offsets of that text) and
    in ``doc.spans`` by kind. No model is loaded, and nothing is learned.
    """
    nlp = spacy.blank("en")
    nlp.max_length = 50_000_000
    opening = nlp.add_pipe("litmine_opening")
    opening.domain = domain  # type: ignore[attr-defined]  # a pipe's config may hold JSON only, and a pack is none
    nlp.add_pipe("litmine_sentences")
    for name in _RULES:
        nlp.add_pipe(name)
    nlp.add_pipe(_SHOWN)
    return nlp


def mentions_in(text: str, domain: Domain, vocabulary: Vocabulary | None = None) -> tuple[tuple[Span, ...], tuple[Mention, ...]]:
    """Sentences and mentions of one block of text, by place; offsets of ``text``; a list's group is a number of its own."""
    nlp = pipeline(domain)
    doc = nlp.make_doc(text)
    doc.user_data[_TEXT] = text
    if vocabulary is not None:
        doc.user_data[_CONTEXT] = Context(domain, vocabulary)
    doc = nlp(doc, disable=(_SHOWN,))  # spaCy's spans are for those who call the pipeline
    return doc.user_data[_SENTENCES], tuple(sorted(doc.user_data[_MENTIONS], key=_place))


def _place(mention: Mention) -> tuple[Span, str, str]:
    return mention.span, mention.kind, mention.value


def tag(document: Document, domain: Domain) -> Tagged:
    """The sentences and mentions of a paper's prose: title, headings, paragraphs, captions and lists.

    References, page furniture, footnotes and table blocks are left out (their numbers are read by place, not by
    sentence), except citations and cross-references, which are the whole paper's. ``Mention.text`` is what
    ``Mention.span`` covers, always. ``group`` numbers the printed lists from 0 through the document.
    """
    blocks = [b for b in document.blocks if b.kind in _PROSE]
    vocabulary = vocabulary_of(document, domain)
    sentences: list[Span] = []
    mentions: list[Mention] = [*find_citations(document), *find_cross_references(document)]
    pointers = sorted(m.span for m in mentions)
    for block in blocks:
        spans, found = mentions_in(block.span.of(document.text), domain, vocabulary)
        sentences.extend(s.shifted(block.span.start) for s in spans)
        mentions.extend(replace(m, span=m.span.shifted(block.span.start), group=_group(m.group, block.span)) for m in found)
    return Tagged(tuple(sorted(sentences)), _numbered(_without_pointers(mentions, pointers)))


def vocabulary_of(document: Document, domain: Domain) -> Vocabulary:
    """What the whole paper says of its abbreviations, with the names of the domain pack."""
    return learn((b.span.of(document.text) for b in document.blocks if b.kind not in ("reference", "furniture")), names_of(domain))


def _without_pointers(mentions: Iterable[Mention], pointers: list[Span]) -> list[Mention]:
    """Leave out what is found inside a citation or a cross-reference: "Fig. 3b" and "^12" hold no quantity and no chemical."""
    inside = {i for s in pointers for i in range(s.start, s.end)}
    return [
        m
        for m in mentions
        if m.kind in ("citation", "cross-reference")
        or not (m.kind in ("quantity", "chemical", "metric") and m.span.start in inside and m.span.end - 1 in inside)
    ]


def _numbered(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions by place, with their list groups numbered 0, 1, 2... in the order in which the lists begin."""
    ordered = sorted(mentions, key=_place)
    numbers: dict[int, int] = {}
    for m in ordered:
        if m.group >= 0:
            numbers.setdefault(m.group, len(numbers))
    return tuple(replace(m, group=numbers[m.group]) if m.group >= 0 else m for m in ordered)
