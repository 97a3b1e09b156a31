"""Passages in our own words with the facts that a reader finds in them: ``passages/{qled,oled,psc}{,2}.toml``, read here.

People, journals, figures and most compounds are invented. A fact is one statement of one number; a value that a passage states twice
for one device is two facts. A number that its sentence gives to no metric of the pack (a goal, a limit, a thickness, a gain) is a trap.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Fact", "Passage", "Trap", "load"]

_KINDS = ("research", "review")
_PASSAGE_KEYS = {"id", "kind", "title", "text", "references", "fact", "traps"}
_FACT_KEYS = {"subject", "metric", "value", "unit", "materials", "colour", "process", "conditions", "statistic", "citation"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a passage. ``subject`` is worded by a reader; ``value`` is a plain number in ``unit`` or "low..high".

    ``unit`` is the metric's standard unit, "" for a bare number; what the passage does not state is "" or (). ``statistic`` is
    "champion", "mean", "median" or "reference" (a control's value); ``citation`` holds keys as in a Reference ("12", "Okafor2021").
    """

    subject: str
    metric: str
    value: str
    unit: str = ""
    materials: tuple[str, ...] = ()
    colour: str = ""
    process: str = ""
    conditions: tuple[str, ...] = ()
    statistic: str = ""
    citation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trap:
    """A number in a passage that no metric's value is, with the unit (or the word in its place) that stands by it."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs of an invented paper with their facts and traps.

    ``title`` is that of the paper, "" where it does not matter; ``references`` are the lines of its printed list, () where the
    passage cites nothing.
    """

    id: str
    kind: str
    title: str
    text: str
    references: tuple[str, ...]
    facts: tuple[Fact, ...]
    traps: tuple[Trap, ...]


def load(path: Path | str) -> tuple[Passage, ...]:
    """The passages of a file, in its order. Raises ValueError naming the passage whose keys or kind are not as described above."""
    content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    return tuple(_passage(entry) for entry in content["passage"])


def _passage(entry: Mapping[str, Any]) -> Passage:
    name = str(entry.get("id", "a passage without an id"))
    if unknown := set(entry) - _PASSAGE_KEYS:
        raise ValueError(f"{name}: unknown keys {sorted(unknown)}")
    if entry.get("kind") not in _KINDS:
        raise ValueError(f"{name}: the kind is one of {_KINDS}")
    return Passage(
        id=name,
        kind=entry["kind"],
        title=entry.get("title", ""),
        text=entry["text"].strip(),
        references=tuple(entry.get("references", ())),
        facts=tuple(_fact(f, name) for f in entry.get("fact", ())),
        traps=tuple(Trap(**t) for t in entry.get("traps", ())),
    )


def _fact(entry: Mapping[str, Any], passage: str) -> Fact:
    if unknown := set(entry) - _FACT_KEYS:
        raise ValueError(f"{passage}: unknown keys of a fact {sorted(unknown)}")
    lists = {k: tuple(v) for k, v in entry.items() if isinstance(v, list)}
    return Fact(**{**entry, **lists})
