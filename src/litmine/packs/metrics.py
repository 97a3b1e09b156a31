"""The metrics of a pack, the aliases they share and the pack's rivals: made from their entries, and no name claimed twice."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from litmine.errors import DomainError
from litmine.packs.entries import MetricEntry, SharedEntry, checked
from litmine.packs.inheritance import alias_key
from litmine.units import parse_unit
from litmine.vocabulary import Metric, Shared, Word


def metric_of(entry: dict[str, Any], i: int, file: Path) -> Metric:
    """The metric of the ``i``-th entry (from 1). Raises DomainError for a wrong key, unit or range."""
    where = f"{file}, metric {entry.get('id', i)}"
    read = checked(MetricEntry, entry, where)
    if read.unit and (known := parse_unit(read.unit)) != read.unit:
        wrong = "is unknown" if known is None else f"must be written {known!r}"
        raise DomainError(f"the unit {read.unit!r} {wrong}", where=where)
    if read.low >= read.high:
        raise DomainError(f"low ({read.low:g}) is not below high ({read.high:g})", where=where)
    if not (read.symbols or read.names):
        raise DomainError("has neither symbols nor names", where=where)
    if read.fraction and read.unit != "%":
        raise DomainError("is a fraction, so its unit must be '%'", where=where)
    if turned := [colour for colour, (low, high) in read.colours.items() if low >= high]:
        raise DomainError(f"low is not below high for {turned[0]!r}", where=where)
    return Metric(**{**read.model_dump(), "colours": tuple((colour, *ends) for colour, ends in read.colours.items())})


def check_tolerances(tolerances: Iterable[str], metrics: Sequence[Metric], where: str) -> None:
    """Raise DomainError for a tolerance of what is no metric: it would be a slip that nobody sees."""
    ids = [m.id for m in metrics]
    if unknown := [key for key in tolerances if key not in ids]:
        remedy = f"the metrics are {', '.join(ids)}"
        raise DomainError(f"gives a tolerance for {unknown[0]!r}, which is no metric", where=where, remedy=remedy)


def shared_of(entry: dict[str, Any], where: str) -> Shared:
    """The aliases of an entry that several metrics share. Raises DomainError for a wrong key."""
    read = checked(SharedEntry, entry, where)
    return Shared(**{**read.model_dump(), "near": tuple(read.near.items())})


def check_names(metrics: tuple[Metric, ...], shared: tuple[Shared, ...], file: Path) -> None:
    """One id, one metric; one alias, one claim. Raises DomainError."""
    ids = [m.id for m in metrics]
    if repeated := [k for k, n in Counter(ids).items() if n > 1]:
        raise DomainError("is defined twice", where=f"{file}, metric {repeated[0]}")
    claims: dict[str, str] = {}
    claimed = [(a, m.id, a in m.symbols) for m in metrics for a in (*m.symbols, *m.names, *m.weak, *m.header)]
    claimed += [(a, "/".join(s.metrics), len(a) <= 5) for s in shared for a in s.aliases]
    for alias, owner, cased in claimed:
        if not alias.strip():
            raise DomainError("an alias is empty", where=f"{file}, metric {owner}")
        key = re.sub(r"[\s_-]+", "", alias if cased else alias.casefold())
        if claims.get(key, owner) != owner:
            raise DomainError(
                f"the alias {alias!r} is claimed twice, by {claims[key]} and {owner}", where=str(file), remedy="move it to [[shared]]"
            )
        claims[key] = owner
    for s in shared:
        for metric_id in (*s.metrics, *([s.default] if s.default else []), *(m for m, _ in s.near)):
            if metric_id not in ids:
                raise DomainError(f"names the unknown metric {metric_id!r}", where=f"{file}, shared {s.aliases[0]!r}")


def check_exceptions(metrics: tuple[Metric, ...], conditions: Sequence[Word], colours: Sequence[Word], file: Path) -> None:
    """What a range does not speak of is a condition of the pack, and what it tells apart are its colours. Raises DomainError."""
    conditions_known, colours_known = ({w.value for w in words} for words in (conditions, colours))
    for m in metrics:
        if unknown := [c for c in m.unless if c not in conditions_known]:
            raise DomainError(f"has no range for {unknown[0]!r}, which is no condition of the pack", where=f"{file}, metric {m.id}")
        if unknown := [c for c, *_ in m.colours if c not in colours_known]:
            raise DomainError(f"has a range for {unknown[0]!r}, which is no colour of the pack", where=f"{file}, metric {m.id}")


def check_rivals(rivals: tuple[str, ...], metrics: tuple[Metric, ...], shared: tuple[Shared, ...], file: Path) -> None:
    """A rival is named once, and is no name of a metric. Raises DomainError."""
    where = f"{file}, rivals"
    claims = {alias_key(a): m.id for m in metrics for a in (*m.aliases, *m.weak)}
    claims |= {alias_key(a): "/".join(s.metrics) for s in shared for a in s.aliases}
    seen = set()
    for rival in rivals:
        if not alias_key(rival):
            raise DomainError("a name is empty", where=where)
        # "roll-off" and "roll off" are one to the reader, "rolloff" is another.
        read = re.sub(r"[\s_-]+", " ", rival.casefold())
        if claim := claims.get(alias_key(rival)) or ("rivals" if read in seen else ""):
            raise DomainError(f"{rival!r} is claimed twice, by rivals and {claim}", where=where)
        seen.add(read)
