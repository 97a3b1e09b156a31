"""A domain pack's own examples, read and compared with what the pack says of them."""

import tomllib
from pathlib import Path

from litmine.domain import Domain
from litmine.errors import DomainError
from litmine.metrics import find_metrics, read_header
from litmine.quantities import find_quantities

_KINDS = ("prose", "header")


def check_cases(folder: Path, domain: Domain) -> int:
    """Read every example of ``cases.toml`` in the pack's folder; returns how many there are.

    Raises DomainError naming the example that is read otherwise than the pack says, or that lacks a key.
    """
    file = folder / "cases.toml"
    cases = tomllib.loads(file.read_text(encoding="utf-8"))
    checked = 0
    for kind, examples in cases.items():
        if kind not in _KINDS:
            raise DomainError(f"the kind of example {kind!r} is unknown", where=str(file), remedy=f"use one of {', '.join(_KINDS)}")
        for n, example in enumerate(examples, 1):
            where = f"{file}, {kind} {n}"
            try:
                expected, found = _header(example, domain) if kind == "header" else _prose(example, domain)
            except KeyError as error:
                raise DomainError(f"the key {error} is missing", where=where) from None
            if expected != found:
                raise DomainError(f"“{example['text']}” is read as {found}, not as {expected}", where=where)
            checked += 1
    return checked


def _prose(example: dict, domain: Domain) -> tuple[list, list]:
    """Expected and found: the metric ids in printed order, then the quantities as [value, unit]."""
    text = example["text"]
    metrics = [m.metric for m in find_metrics(text, domain)]
    quantities = [[m.quantity.value, m.quantity.unit] for m in find_quantities(text)]
    return [example["metrics"], example["quantities"]], [metrics, quantities]


def _header(example: dict, domain: Domain) -> tuple[list, list]:
    """Expected and found: [metric, unit, factor, conditions] for each metric of the header."""
    found = [[h.metric, h.unit, h.factor, list(h.conditions)] for h in read_header(example["text"], domain)]
    return [list(r) for r in example["read"]], found
