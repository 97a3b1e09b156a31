"""ChemDataExtractor alone on the sentences that litmine reads: its template and auto parsers, with the metrics of a domain pack.

    python peer.py INPUT.json

reads {"metrics": [{"id", "unit", "symbols", "names"}], "auto": bool, "papers": {name: [{"text", "caption", "page", "sentences",
"chemicals"}]}} and prints {"rows": {name: [row, ...]}, "cpu_s", "problems"} as one line of JSON. A block's sentences and chemicals
are [start, end] in its text. Where chemicals are given, they are tagged as its BERT model would tag them; where they are null, its own
grammar of names (elements, formulas, solvents) is on its own. A row is a line of measurements.csv.

Its models are as its documentation teaches: one QuantityModel a metric, the pack's symbols and names as specifiers, a unit with
dimensions, a compound that other sentences may supply.
"""

import json
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from peer_load import load
from peer_units import quantities

_SLOW = 20.0  # seconds of CPU after which a block is given up; its search backtracks without end where names and values abound

# ---- what stands in for its taggers ------------------------------------------------------------------------------------

# Its grammar asks a token's part of speech in few places: numbers, nouns, adjectives, hyphens, conjunctions, articles.
_TAGS = (
    (re.compile(r"[-+~<>]?\d[\d.,]*$"), "CD"),
    (re.compile(r"(?:and|or|but|nor)$", re.I), "CC"),
    (re.compile(r"(?:the|an?|this|these|those|that|each|both|all|some|any|no)$", re.I), "DT"),
    (
        re.compile(r"(?:of|in|for|with|at|on|by|from|as|than|under|over|after|via|between|while|when|which|is|was|are|were|be|to)$", re.I),
        "IN",
    ),
    (re.compile(r"[-‐‑–]$"), "HYPH"),
    (re.compile(r"\($"), "-LRB-"),
    (re.compile(r"\)$"), "-RRB-"),
    (re.compile(r",$"), ","),
    (re.compile(r"[.!?]$"), "."),
    (re.compile(r"[:;]$"), ":"),
    (re.compile(r"\W+$"), "SYM"),
    (re.compile(r".*(?:ly)$"), "RB"),
    (re.compile(r".*(?:ous|ive|ic|al|able|ible|ed|ing)$"), "JJ"),
    (re.compile(r"[A-Z].*$"), "NNP"),
    (re.compile(r".*[^s]s$"), "NNS"),
)


def part_of_speech(word: str) -> str:
    """A word's part of speech by its form alone."""
    return next((tag for pattern, tag in _TAGS if pattern.match(word)), "NN")


def taggers(cde: SimpleNamespace, chemicals: Mapping[str, Sequence[tuple[int, int]]]) -> list[Any]:
    """Taggers by rule: parts of speech, and as names what ``chemicals`` lists by the text of a block."""

    class ByForm(cde.BaseTagger):
        tag_type = cde.POS

        def tag(self, tokens):
            return [(t, part_of_speech(t.text)) for t in tokens]

    class Listed(cde.BaseTagger):
        tag_type = cde.NER

        def tag(self, tokens):
            spans = chemicals.get(tokens[0].sentence.block, ()) if tokens else ()
            return [(t, _name_tag(t, spans)) for t in tokens]

    return [ByForm(), Listed()]


def _name_tag(token: Any, spans: Sequence[tuple[int, int]]) -> str | None:
    """B-CM where a name begins, I-CM where it goes on."""
    inside = next((s for s in spans if s[0] <= token.start < s[1]), None)
    return None if inside is None else "B-CM" if token.start <= inside[0] else "I-CM"


# ---- models ------------------------------------------------------------------------------------------------------------


def specifier(cde: SimpleNamespace, metric: Mapping[str, Any]) -> tuple[Any, frozenset[str]]:
    """The grammar of a metric's symbols and names, the longest first, and the words they begin with, in small letters."""
    words, tokenizer = cde.elements, cde.Tokenizer()
    phrases, firsts = [], set()
    for symbol in {s.replace("_", sub) for s in metric["symbols"] for sub in ("", "_", " ")}:
        tokens = [symbol[a:b] for a, b in tokenizer.span_tokenize(symbol)]
        firsts.add(tokens[0].lower())
        phrases.append([words.W(t) for t in tokens])
    for name in metric["names"]:
        *first, last = name.split()
        firsts |= {first[0].lower()} if first else {last.lower() + end for end in ("", "s", "es")}
        phrases.append([*(words.I(w) for w in first), words.R(rf"^{re.escape(last)}(?:s|es)?$", re.I)])
    phrases.sort(key=lambda p: (-len(p), str([getattr(w, "match", "") for w in p])))
    return reduce(or_, [(p[0] if len(p) == 1 else words.And(p)).add_action(cde.join) for p in phrases]), frozenset(firsts)


def model(cde: SimpleNamespace, metric: Mapping[str, Any], dimensions: Any, auto: bool) -> type:
    """The QuantityModel of a metric."""
    base = cde.QuantityModel if dimensions is not None else cde.DimensionlessModel
    named, firsts = specifier(cde, metric)
    parsers = [_frugal(kind, named, firsts)() for kind in (cde.MultiTemplate, cde.Template, *([cde.Auto] if auto else []))]
    fields = {
        "specifier": cde.StringType(parse_expression=named, required=True, contextual=False, updatable=False),
        "compound": cde.ModelType(cde.Compound, required=False, contextual=True),
        "parsers": parsers,
    }
    if dimensions is not None:
        fields["dimensions"] = dimensions
    return type(metric["id"], (base,), fields)


def _frugal(kind: type, named: Any, firsts: frozenset[str]) -> type:
    """A parser that tries no sentence without a digit or without the metric's name: it would find nothing there, slowly.

    ``firsts`` are the words with which a name may begin, in small letters.
    """

    class Frugal(kind):
        trigger_phrase = named

        def parse_sentence(self, sentence):
            words = {t.text.lower() for t in sentence.tokens}
            return super().parse_sentence(sentence) if words & firsts and any(c.isdigit() for w in words for c in w) else ()

    Frugal.__name__ = kind.__name__
    return Frugal


def remember_grammars(cde: SimpleNamespace) -> None:
    """Build a parser's grammar once, not at each sentence; again where the paper has taught its model a new label."""
    for kind in {cde.Template, cde.MultiTemplate, cde.Auto, *(type(p) for p in cde.Compound.parsers)}:
        if isinstance(kind.root, property):
            kind.root = property(_remembered(kind.root.fget, cde))


def _remembered(build: Callable[[Any], Any], cde: SimpleNamespace) -> Callable[[Any], Any]:
    kept: dict[tuple, Any] = {}

    def root(parser: Any) -> Any:
        labels = cde.Compound.labels.parse_expression
        key = (id(parser), parser.model, id(labels))
        if key not in kept:
            kept[key] = build(parser), labels  # the labels are kept so that their id is not given again
        return kept[key][0]

    return root


# ---- papers ------------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """The text as it wants it, code point for code point: U+2212 as a hyphen, no carets, no thin spaces."""
    return text.replace("−", "-").replace("^", " ").replace("\u2009", " ").replace("\u202f", " ")


class _TooSlow(Exception):
    """A block's time is over."""


def _give_up(*_: Any) -> None:
    raise _TooSlow


def paragraphs(cde: SimpleNamespace, blocks: Sequence[Mapping[str, Any]], models: Sequence[type]) -> list[Any]:
    """The blocks of a paper as its paragraphs, with our sentences; each knows the records that it gave."""

    class Sentences:
        def __init__(self, spans):
            self.spans = spans

        def get_sentences(self, text):
            sentences = text._sentences_from_spans(self.spans)
            for sentence in sentences:
                sentence.block = text.text
            return sentences

    class Paragraph(cde.Paragraph):
        @property
        def records(self):
            signal.setitimer(signal.ITIMER_PROF, _SLOW)
            try:
                self.gave = list(super().records)
            except _TooSlow:
                self.gave, self.given_up = [], True
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            return type(self)._model_list(*self.gave)

    Paragraph._model_list = cde.ModelList
    found = []
    for block in blocks:
        paragraph = Paragraph(
            plain(block["text"]), sentence_tokenizer=Sentences([tuple(s) for s in block["sentences"]]), models=list(models)
        )
        paragraph.block, paragraph.gave, paragraph.given_up = block, [], False
        found.append(paragraph)
    return found


def rows(found: Sequence[Any], records: Sequence[Any], units: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Its records as lines of measurements.csv."""
    place = {id(record): p.block for p in found for record in p.gave}
    for record in records:
        name = type(record).__name__
        if name not in units or not record.value:
            continue
        block = place.get(id(record), {})
        names = sorted(record.compound.names or ()) if record.compound is not None else []
        yield {
            "metric": name,
            "value": "..".join(f"{v:.10g}" for v in _in_unit(record, units[name])),
            "raw": f"{record.raw_value} {record.raw_units or ''}".strip(),
            "page": str(block.get("page", "")),
            "source": "caption" if block.get("caption") else "text",
            "subject": " ".join(names),
        }


def _in_unit(record: Any, unit: Any) -> list[float]:
    """The values in the metric's unit; as printed where it has none."""
    if unit is None or record.units is None:
        return record.value
    try:
        return record.convert_value(record.units, unit)
    except (ValueError, ZeroDivisionError, AttributeError):
        return record.value


def main(source: str) -> None:
    """All papers of an input."""
    content = json.loads(Path(source).read_text(encoding="utf-8"))
    cde = load({symbol.replace("_", sub) for m in content["metrics"] for symbol in m["symbols"] for sub in ("", "_")})
    known = quantities(cde)
    remember_grammars(cde)
    metrics = [m for m in content["metrics"] if m["unit"] in known]
    problems = [f"{m['id']}: no unit {m['unit']}" for m in content["metrics"] if m not in metrics]
    models = [model(cde, m, known[m["unit"]].dimensions, content["auto"]) for m in metrics]
    units = {m["id"]: known[m["unit"]].unit for m in metrics}
    signal.signal(signal.SIGPROF, _give_up)
    began, result = time.process_time(), {}
    for name, blocks in content["papers"].items():
        listed = {plain(b["text"]): [tuple(c) for c in b["chemicals"]] for b in blocks if b["chemicals"] is not None}
        cde.Text.taggers = cde.Sentence.taggers = taggers(cde, listed)
        found = paragraphs(cde, blocks, models)
        records = cde.Document(*found, models=models).records
        result[name] = list(rows(found, records, units))
        problems += [f"{name}: a block of {len(p.block['text'])} characters given up after {_SLOW:g} s" for p in found if p.given_up]
    print(json.dumps({"rows": result, "cpu_s": round(time.process_time() - began, 1), "problems": problems}))


if __name__ == "__main__":
    main(sys.argv[1])
