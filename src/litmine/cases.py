"""A domain pack's own examples (``cases.toml``): read, and compared with what the pack says of them.

``[[prose]]`` and ``[[header]]`` try the names and the units of a text; ``[[passage]]`` is a short paper in Markdown that goes the whole
way, through reading, tagging and linking to the laws. What is said of an example is complete: what is found besides is a failure too.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from litmine.checks.measured.physics import check as check_laws
from litmine.domain import Domain, fold_name
from litmine.errors import DomainError
from litmine.linking import link
from litmine.metrics import find_metrics, read_header
from litmine.packs.entries import read_toml
from litmine.presentation import shown
from litmine.quantities import find_quantities
from litmine.readers.text import read_text
from litmine.records import Measurement
from litmine.references import find_references
from litmine.tagging import tag

_FACT = ("subject", "metric", "value", "comparator", "statistic", "colour", "process", "conditions", "materials", "citations")
_GIVEN_ALWAYS = 3  # the first of these; another is compared where the fact gives it


class Outcome(NamedTuple):
    """How many examples there are, and what is read otherwise than the pack says, each in one line that begins with its place."""

    examples: int
    faults: tuple[str, ...]


def check_cases(folder: Path, domain: Domain) -> Outcome:
    """Read every example of ``cases.toml`` in the pack's folder. Raises DomainError for one that is not well written."""
    file = folder / "cases.toml"
    checked = 0
    faults: list[str] = []
    for kind, examples in read_toml(file).items():
        if kind not in _READERS:
            raise DomainError(f"the kind of example {kind!r} is unknown", where=str(file), remedy=f"use one of {', '.join(_READERS)}")
        keys, read = _READERS[kind]
        for n, example in enumerate(examples, 1):
            where = f"{file}, {kind} {n}"
            _check_keys(example, keys, where)
            faults += [f"{where}: {fault}" for fault in read(example, domain, where)]
            checked += 1
    return Outcome(checked, tuple(faults))


def _check_keys(table: dict[str, Any], keys: Sequence[str], where: str) -> None:
    """The keys after a "?" may be left out. Raises DomainError for a missing and for an unknown one."""
    if unknown := [k for k in table if k not in keys and f"?{k}" not in keys]:
        raise DomainError(f"the key {unknown[0]!r} is unknown", where=where)
    if missing := [k for k in keys if k[0] != "?" and k not in table]:
        raise DomainError(f"the key {missing[0]!r} is missing", where=where)


def _prose(example: dict[str, Any], domain: Domain, where: str) -> Iterator[str]:
    """The metric ids in printed order, and the quantities as [value, unit]."""
    text = example["text"]
    metrics = [m.metric for m in find_metrics(text, domain)]
    quantities = [[m.quantity.value, m.quantity.unit] for m in find_quantities(text)]
    yield from _compared(text, [example["metrics"], example["quantities"]], [metrics, quantities])


def _header(example: dict[str, Any], domain: Domain, where: str) -> Iterator[str]:
    """[metric, unit, factor, conditions] for each metric of the header."""
    found = [[h.metric, h.unit, h.factor, list(h.conditions)] for h in read_header(example["text"], domain)]
    yield from _compared(example["text"], [list(r) for r in example["read"]], found)


def _compared(text: str, expected: list, found: list) -> Iterator[str]:
    if expected != found:
        yield f"“{text}” is read as {found}, not as {expected}"


def _passage(example: dict[str, Any], domain: Domain, where: str) -> Iterator[str]:
    """Every fact that is not found, every measurement that is no fact, every law that is broken or not broken against what is said."""
    for n, fact in enumerate(example["facts"], 1):
        _check_keys(fact, [*_FACT[:_GIVEN_ALWAYS], *(f"?{k}" for k in _FACT[_GIVEN_ALWAYS:])], f"{where}, fact {n}")
        if domain.metric(fact["metric"]) is None:
            raise DomainError(f"names the unknown metric {fact['metric']!r}", where=f"{where}, fact {n}")
    if unknown := [law for law in example.get("breaks", ()) if law not in {x.id for x in domain.laws}]:
        raise DomainError(f"names the unknown law {unknown[0]!r}", where=where)
    document = find_references(read_text(example["text"].encode(), "passage.md"))
    tagged = tag(document, domain)
    linked = link(document, tagged, domain)
    left = list(linked.measurements)
    opening = " ".join(example["text"].split())[:60]
    for fact in example["facts"]:
        same = next((m for m in left if _is(m, fact)), None)
        if same is None:
            yield f"“{opening}…”: there is no {_told(fact)}"
        else:
            left.remove(same)
    yield from (f"“{opening}…”: there is also {_told(_fact_of(m))} ({m.rule})" for m in left)
    formulas = {law.formula: law.id for law in domain.laws}
    broken = sorted({formulas[f.expected] for f in check_laws(document, tagged, linked, domain)})
    if broken != sorted(example.get("breaks", ())):
        yield f"“{opening}…” breaks the laws {broken}, not {sorted(example.get('breaks', ()))}"


def _is(m: Measurement, fact: dict[str, Any]) -> bool:
    """Whether a measurement says what a fact does: the subject's words stand in its subject, everything else is equal."""
    found = _fact_of(m)
    if not _stands_in(fact["subject"], m.subject) or found["value"] != fact["value"]:
        return False
    return all(found[k] == (sorted(v) if isinstance(v, list) else v) for k, v in fact.items() if k not in ("subject", "value"))


def _stands_in(subject: str, found: str) -> bool:
    """Whether a subject is the one found or a part of it by whole words; none is said only of none."""
    if not subject or not found:
        return subject == found
    return fold_name(subject) == fold_name(found) or re.search(rf"(?<!\w){re.escape(subject)}(?!\w)", found, re.IGNORECASE) is not None


def _fact_of(m: Measurement) -> dict[str, Any]:
    """A measurement as ``cases.toml`` writes it; the value of a range is [low, high]."""
    q, said = m.quantity, m.qualifiers
    return {
        "subject": m.subject, "metric": m.metric, "value": [q.low, q.high] if q.value is None else q.value, "comparator": q.comparator,
        "statistic": said.statistic, "colour": said.colour, "process": said.process, "conditions": sorted(said.conditions),
        "materials": sorted(m.materials), "citations": sorted(c.key for c in m.citations), "shown": shown(q),
    }  # fmt: skip


def _told(fact: dict[str, Any]) -> str:
    """A fact in a message: its metric, value and subject, and what else it gives."""
    more = {k: v for k, v in fact.items() if k in _FACT[_GIVEN_ALWAYS:] and v not in ("unstated", "=", [])}
    said = ", ".join(f"{k} {v}" for k, v in more.items())
    return f"{fact['metric']} {fact.get('shown', fact['value'])} of {fact['subject'] or 'nobody'!r}" + (f" ({said})" if said else "")


_Reader = Callable[[dict[str, Any], Domain, str], Iterator[str]]
_READERS: dict[str, tuple[tuple[str, ...], _Reader]] = {
    "prose": (("text", "metrics", "quantities"), _prose),
    "header": (("text", "read"), _header),
    "passage": (("text", "facts", "?breaks"), _passage),
}
