"""Sentences with every compound marked, and how well the chemical mentions and abbreviations that litmine finds agree with them."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from scoring import Counts, total

SENTENCES = Path(__file__).resolve().parent / "mentions.toml"
_MARKS = re.compile(r"⟦([^⟦⟧]+)⟧")


class Sentence(NamedTuple):
    """A sentence without its marks; ``mentions`` are (start, end) in ``text``, ``definitions`` pairs of short and long form."""

    text: str
    mentions: tuple[tuple[int, int], ...]
    definitions: tuple[tuple[str, str], ...] = ()


def load(path: Path = SENTENCES) -> tuple[Sentence, ...]:
    """The sentences of a file."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(unmarked(s["text"], tuple(s.get("definitions", {}).items())) for s in content["sentence"])


def unmarked(text: str, definitions: tuple[tuple[str, str], ...] = ()) -> Sentence:
    """A sentence with its marks taken off."""
    spans, parts, end, length = [], [], 0, 0
    for m in _MARKS.finditer(text):
        parts += [text[end : m.start()], m[1]]
        length += m.start() - end
        spans.append((length, length + len(m[1])))
        length, end = length + len(m[1]), m.end()
    return Sentence("".join([*parts, text[end:]]), tuple(spans), definitions)


def same(got: Iterable, gold: Iterable) -> Counts:
    """How many of two sets agree exactly."""
    found, wanted = set(got), set(gold)
    return Counts(len(found & wanted), len(found), len(wanted))


def chemistry_agreement(sentences: Sequence[Sentence]) -> dict[str, Counts]:
    """litmine's mentions and definitions against gold: "mentions" by their exact place, "abbreviations" by short and long form.

    The sentences are one paper: what one of them defines is known in all, as ``litmine.tagging`` does it.
    """
    from litmine.chemistry import find_abbreviations, find_chemicals, learn

    known = learn([s.text for s in sentences])
    return {
        "mentions": total(same([(m.span.start, m.span.end) for m in find_chemicals(s.text, known)], s.mentions) for s in sentences),
        "abbreviations": total(
            same([(a.short, a.long.casefold()) for a in find_abbreviations(s.text)], [(a, b.casefold()) for a, b in s.definitions])
            for s in sentences
        ),
    }
