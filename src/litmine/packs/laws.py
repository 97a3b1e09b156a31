"""The laws of a pack: made from their entries, their units in agreement, their own examples tried."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litmine.errors import DomainError
from litmine.laws import Law, check_law, evaluate
from litmine.packs.entries import LawEntry, checked
from litmine.records import Quantity
from litmine.units import parse_unit
from litmine.vocabulary import Metric, Word


def law_of(entry: dict[str, Any], i: int, metrics: Sequence[Metric], exceptions: Sequence[Word], file: Path) -> Law:
    """The law of the ``i``-th entry (from 1); ``exceptions`` are the conditions and colours of which a law may not speak.

    Raises DomainError where a key, unit or exception is unknown, the units of the formula do not agree, or an example misbehaves.
    """
    where = f"{file}, law {entry.get('id', i)}"
    read = checked(LawEntry, entry, where)
    units = {m.id: m.unit for m in metrics}
    for name, constant in read.constants.items():
        unit = parse_unit(constant.unit) if constant.unit else ""
        if unit is None:
            raise DomainError(f"the unit {constant.unit!r} of {name} is unknown", where=where)
        if name in units:
            raise DomainError(f"the constant {name!r} has the name of a metric", where=where)
        units[name] = unit
    if unknown := [c for c in read.unless if c not in {w.value for w in exceptions}]:
        raise DomainError(f"is left out for {unknown[0]!r}, which is no condition and no colour of the pack", where=where)
    if unknown := [c for conditions in read.not_from.values() for c in conditions if c not in {w.value for w in exceptions}]:
        raise DomainError(f"takes no value for {unknown[0]!r}, which is no condition of the pack", where=where)
    law = Law(
        read.id, read.formula, read.title, read.tolerance, read.severity, read.source,
        units=tuple(units.items()), constants=tuple((n, c.value) for n, c in read.constants.items()), unless=read.unless,
        not_from=tuple(read.not_from.items()),
    )  # fmt: skip
    try:
        check_law(law)
        if unknown := [name for name in read.not_from if name not in law.terms]:
            raise ValueError(f"'not_from' names {unknown[0]!r}, which the formula does not hold")
        for name, example, wanted in (("holds", read.holds, True), ("breaks", read.breaks, False)):
            _try(law, name, example, wanted, units)
    except ValueError as error:
        raise DomainError(str(error), where=where) from None
    return law


def _try(law: Law, name: str, example: dict[str, float], wanted: bool, units: dict[str, str]) -> None:
    if unknown := [k for k in example if k not in law.terms]:
        raise ValueError(f"the example '{name}' gives {unknown[0]!r}, which the formula does not hold")
    verdict = evaluate(law, {k: Quantity(f"{v:g}", v, units[k], v, v) for k, v in example.items()})
    if verdict.holds is not wanted:
        raise ValueError(f"the example '{name}' does not behave: {verdict.arithmetic or 'a term is missing'}")
