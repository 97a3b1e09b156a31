"""Domain packs: what litmine knows of a field (metrics, units, ranges, laws, materials, words) is data, checked at loading.

A pack is a folder with ``domain.toml``, ``materials.csv`` and ``cases.toml`` (example texts that the tests run). It may build on
another that comes with litmine (``extends = "qled"``): it then has that one's metrics, shared aliases, laws, words and materials,
less those it lists in ``without`` (a metric or law by its id, a shared entry by its first alias). An entry with the id of an
inherited one changes the keys that it gives; a shared entry with the same first alias, a table of words and a row of materials
with the same name take the place of the inherited one. Keywords and cases are never inherited.
"""

import csv
import hashlib
import io
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from litmine.errors import DomainError
from litmine.laws import Law, check_law, evaluate
from litmine.records import Quantity, Severity, Statistic
from litmine.units import parse_unit
from litmine.vocabulary import Domain, Material, Metric, Owner, Shared, Word, compatible, fold_name

__all__ = [
    "Domain", "Material", "Metric", "Shared", "Word", "choose_domain", "compatible", "domain_names", "fold_name", "load_domain",
]  # fmt: skip

_HOME = Path(__file__).parent / "domains"
_ALIAS_KEYS = ("symbols", "names", "weak", "header", "aliases")
_FILES = ("domain.toml", "materials.csv", "cases.toml")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Metric(_Entry):
    id: str
    name: str
    unit: str
    symbols: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    low: float
    high: float
    range_source: str = Field(min_length=1)
    unit_implies: bool = False
    fraction: bool = False
    extreme: bool = False
    of: Owner = "any"


class _Shared(_Entry):
    aliases: tuple[str, ...] = Field(min_length=1)
    metrics: tuple[str, ...] = Field(min_length=2)
    default: str = ""
    joint: bool = False
    header_only: bool = False
    prose_only: bool = False
    near: dict[str, tuple[str, ...]] = {}


class _Constant(_Entry):
    value: float
    unit: str


class _Law(_Entry):
    id: str
    title: str
    formula: str
    tolerance: float = Field(ge=0, le=1)
    severity: Severity
    source: str = Field(min_length=1)
    constants: dict[str, _Constant] = {}
    holds: dict[str, float]
    breaks: dict[str, float]


class _Words(_Entry):
    colours: dict[str, tuple[str, ...]]
    processes: dict[str, tuple[str, ...]]
    statistics: dict[Statistic, tuple[str, ...]]
    conditions: dict[str, tuple[str, ...]]
    condition_units: tuple[str, ...]
    roles: dict[str, tuple[str, ...]] = {}


class _Pack(_Entry):
    name: str
    title: str
    keywords: tuple[str, ...] = Field(min_length=1)
    rivals: tuple[str, ...] = ()
    words: _Words
    metric: list[dict[str, Any]] = Field(min_length=1)
    shared: list[dict[str, Any]] = []
    law: list[dict[str, Any]] = []


class _Own(_Entry):
    """What a pack that extends another gives itself; whether it is complete is checked after both are put together."""

    extends: str
    without: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    words: dict[str, Any] = {}
    metric: list[dict[str, Any]] = []
    shared: list[dict[str, Any]] = []
    law: list[dict[str, Any]] = []


def _checked(model: type[_Entry], content: dict[str, Any], where: str) -> Any:
    """Validate an entry; the first fault becomes a DomainError that names it."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(str(part) for part in fault["loc"])
        reason = {"extra_forbidden": f"the key {key!r} is unknown", "missing": f"the key {key!r} is missing"}.get(fault["type"])
        raise DomainError(reason or f"{key!r}: {fault['msg'][:1].lower()}{fault['msg'][1:]}", where=where) from None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DomainError("is missing", where=str(path), remedy="a pack is a folder with " + ", ".join(_FILES)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DomainError(f"is no valid TOML ({error})", where=str(path)) from None


def domain_names() -> tuple[str, ...]:
    """The packs that come with litmine, sorted."""
    return tuple(sorted(p.parent.name for p in _HOME.glob("*/domain.toml")))


def load_domain(name_or_folder: str | Path) -> Domain:
    """The pack of that name, or in that folder. Raises DomainError naming file, entry and reason where it is invalid."""
    folder = _HOME / str(name_or_folder) if str(name_or_folder) in domain_names() else Path(name_or_folder)
    if not folder.is_dir():
        raise DomainError(
            f"no domain pack {str(name_or_folder)!r}", remedy=f"use one of {', '.join(domain_names())}, or a folder"
        )
    lineage = _lineage(folder)
    digest = hashlib.sha256()
    for file in (f / name for f in lineage for name in _FILES):
        if not file.is_file():
            raise DomainError("is missing", where=str(file), remedy="a pack is a folder with " + ", ".join(_FILES))
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return _load(lineage, digest.hexdigest())


def _lineage(folder: Path) -> tuple[Path, ...]:
    """The folder of a pack, that of the pack it extends, and so on."""
    lineage = [folder]
    while "extends" in (content := _read_toml(lineage[-1] / "domain.toml")):
        where, name = str(lineage[-1] / "domain.toml"), content["extends"]
        if name not in domain_names():
            remedy = "name one of " + ", ".join(domain_names())
            raise DomainError(f"extends the unknown pack {name!r}", where=where, remedy=remedy)
        if _HOME / name in lineage:
            circle = " -> ".join(f.name for f in (*lineage, _HOME / name))
            raise DomainError(f"extends itself ({circle})", where=where)
        lineage.append(_HOME / name)
    return tuple(lineage)


def _content(lineage: Sequence[Path]) -> dict[str, Any]:
    """The content of domain.toml with what it inherits put in."""
    file = lineage[0] / "domain.toml"
    own = _read_toml(file)
    if len(lineage) == 1:
        return own
    base = _content(lineage[1:])
    given: _Own = _checked(_Own, {k: v for k, v in own.items() if k in _Own.model_fields}, str(file))
    lists = {"metric": "id", "law": "id", "shared": "aliases"}
    inherited = {_entry_key(e, key) for kind, key in lists.items() for e in base.get(kind, [])}
    if unknown := [name for name in given.without if name not in inherited]:
        raise DomainError(f"leaves out {unknown[0]!r}, which {lineage[1].name} does not have", where=f"{file}, without")
    merged = {k: v for k, v in own.items() if k not in ("extends", "without")}
    for kind, key in lists.items():
        kept = {_entry_key(e, key): e for e in base.get(kind, []) if _entry_key(e, key) not in given.without}
        names = [_entry_key(e, key) for e in getattr(given, kind)]
        if repeated := [n for n in names if n and names.count(n) > 1]:
            raise DomainError("is defined twice", where=f"{file}, {kind} {repeated[0]}")
        for i, (name, entry) in enumerate(zip(names, getattr(given, kind), strict=True), 1):
            kept[name or f" {i}"] = {**kept.get(name, {}), **entry} if key == "id" else entry
        merged[kind] = list(kept.values())
    merged["words"] = {**base["words"], **given.words}
    # What the base only knows may be what the heir collects.
    collected = {_alias_key(a) for e in (*merged["metric"], *merged["shared"]) for k in _ALIAS_KEYS for a in e.get(k, ())}
    merged["rivals"] = [*(r for r in base.get("rivals", []) if _alias_key(r) not in collected), *given.rivals]
    return merged


def _alias_key(alias: str) -> str:
    return re.sub(r"[\s_-]+", "", str(alias).casefold())


def _entry_key(entry: dict[str, Any], key: str) -> str:
    """What an entry is called: its id, or its first alias; "" where it has none (the check of the entry will say so)."""
    value = entry.get(key, "")
    return str(value[0] if isinstance(value, list) and value else value)


@lru_cache(maxsize=16)
def _load(lineage: tuple[Path, ...], digest: str) -> Domain:
    folder = lineage[0]
    file = folder / "domain.toml"
    pack: _Pack = _checked(_Pack, _content(lineage), str(file))
    _read_toml(folder / "cases.toml")
    metrics = tuple(_metric(entry, i, file) for i, entry in enumerate(pack.metric, 1))
    shared = tuple(_shared(e, f"{file}, shared {i}") for i, e in enumerate(pack.shared, 1))
    _check_names(metrics, shared, file)
    _check_rivals(pack.rivals, metrics, shared, file)
    laws = tuple(_law(entry, i, metrics, file) for i, entry in enumerate(pack.law, 1))
    if repeated := [k for k, n in Counter(law.id for law in laws).items() if n > 1]:
        raise DomainError("is defined twice", where=f"{file}, law {repeated[0]}")
    materials = _materials([f / "materials.csv" for f in reversed(lineage)])
    words = pack.words
    for unit in words.condition_units:
        if parse_unit(unit) != unit:
            raise DomainError(f"the unit {unit!r} is unknown", where=f"{file}, condition_units")
    return Domain(
        name=pack.name,
        title=pack.title,
        digest=digest,
        metrics=metrics,
        shared=shared,
        laws=laws,
        materials=materials,
        keywords=pack.keywords,
        colours=_words(words.colours, f"{file}, colours"),
        processes=_words(words.processes, f"{file}, processes"),
        statistics=_words(words.statistics, f"{file}, statistics"),
        conditions=_words(words.conditions, f"{file}, conditions"),
        condition_units=words.condition_units,
        roles=_words(words.roles, f"{file}, roles"),
        rivals=pack.rivals,
        _by_id={m.id: m for m in metrics},
        _by_name={fold_name(n): m for m in materials for n in (m.name, *m.aliases)},
    )


def _metric(entry: dict[str, Any], i: int, file: Path) -> Metric:
    where = f"{file}, metric {entry.get('id', i)}"
    read: _Metric = _checked(_Metric, entry, where)
    if read.unit and parse_unit(read.unit) != read.unit:
        known = parse_unit(read.unit)
        raise DomainError(
            f"the unit {read.unit!r} is unknown" if known is None else f"the unit {read.unit!r} must be written {known!r}",
            where=where,
        )
    if read.low >= read.high:
        raise DomainError(f"low ({read.low:g}) is not below high ({read.high:g})", where=where)
    if not (read.symbols or read.names):
        raise DomainError("has neither symbols nor names", where=where)
    if read.fraction and read.unit != "%":
        raise DomainError("is a fraction, so its unit must be '%'", where=where)
    return Metric(**read.model_dump())


def _shared(entry: dict[str, Any], where: str) -> Shared:
    read: _Shared = _checked(_Shared, entry, where)
    return Shared(**{**read.model_dump(), "near": tuple(read.near.items())})


def _check_names(metrics: tuple[Metric, ...], shared: tuple[Shared, ...], file: Path) -> None:
    """One id, one metric; one alias, one claim."""
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
                f"the alias {alias!r} is claimed twice, by {claims[key]} and {owner}",
                where=str(file),
                remedy="move it to [[shared]]",
            )
        claims[key] = owner
    for s in shared:
        for metric_id in (*s.metrics, *([s.default] if s.default else []), *(m for m, _ in s.near)):
            if metric_id not in ids:
                raise DomainError(f"names the unknown metric {metric_id!r}", where=f"{file}, shared {s.aliases[0]!r}")


def _check_rivals(rivals: tuple[str, ...], metrics: tuple[Metric, ...], shared: tuple[Shared, ...], file: Path) -> None:
    """A rival is named once, and is no name of a metric."""
    where = f"{file}, rivals"
    claims = {_alias_key(a): m.id for m in metrics for a in (*m.aliases, *m.weak)}
    claims |= {_alias_key(a): "/".join(s.metrics) for s in shared for a in s.aliases}
    for rival in rivals:
        key = _alias_key(rival)
        if not key:
            raise DomainError("a name is empty", where=where)
        if key in claims:
            raise DomainError(f"{rival!r} is claimed twice, by rivals and {claims[key]}", where=where)
        claims[key] = "rivals"


def _law(entry: dict[str, Any], i: int, metrics: tuple[Metric, ...], file: Path) -> Law:
    where = f"{file}, law {entry.get('id', i)}"
    read: _Law = _checked(_Law, entry, where)
    units = {m.id: m.unit for m in metrics}
    for name, constant in read.constants.items():
        unit = parse_unit(constant.unit) if constant.unit else ""
        if unit is None:
            raise DomainError(f"the unit {constant.unit!r} of {name} is unknown", where=where)
        if name in units:
            raise DomainError(f"the constant {name!r} has the name of a metric", where=where)
        units[name] = unit
    law = Law(
        read.id, read.formula, read.title, read.tolerance, read.severity, read.source,
        units=tuple(units.items()), constants=tuple((n, c.value) for n, c in read.constants.items()),
    )  # fmt: skip
    try:
        check_law(law)
        for name, example, wanted in (("holds", read.holds, True), ("breaks", read.breaks, False)):
            if unknown := [k for k in example if k not in law.terms]:
                raise ValueError(f"the example '{name}' gives {unknown[0]!r}, which the formula does not hold")
            values = {k: Quantity(f"{v:g}", v, units[k], v, v) for k, v in example.items()}
            if evaluate(law, values).holds is not wanted:
                raise ValueError(
                    f"the example '{name}' does not behave: {evaluate(law, values).arithmetic or 'a term is missing'}"
                )
    except ValueError as error:
        raise DomainError(str(error), where=where) from None
    return law


def _words(table: dict[str, tuple[str, ...]], where: str) -> tuple[Word, ...]:
    seen = {value.casefold(): value for value in table}
    for value, words in table.items():
        for word in words:
            if seen.get(word.casefold(), value) != value or list(words).count(word) > 1:
                raise DomainError(f"{word!r} is claimed twice, by {seen[word.casefold()]!r} and {value!r}", where=where)
            seen[word.casefold()] = value
    return tuple(Word(value, words) for value, words in table.items())


def _materials(paths: Sequence[Path]) -> tuple[Material, ...]:
    """The materials of the files; a row takes the place of one with the same name in a file before."""
    found: dict[str, tuple[Material, str]] = {}
    for path in paths:
        rows = _material_rows(path)
        found = {k: v for k, v in found.items() if k not in rows} | rows
    seen: dict[str, str] = {}
    for material, where in found.values():
        for key in dict.fromkeys(fold_name(n) for n in (material.name, *material.aliases)):
            if key in seen:
                raise DomainError(f"{material.name!r} and {seen[key]!r} claim one name ({key!r})", where=where)
            seen[key] = material.name
    return tuple(material for material, _ in found.values())


def _material_rows(path: Path) -> dict[str, tuple[Material, str]]:
    """The rows of a file with their places, by folded name."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    if rows.fieldnames != ["canonical", "aliases", "role"]:
        raise DomainError("must have the columns canonical,aliases,role", where=str(path))
    found: dict[str, tuple[Material, str]] = {}
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        if None in row or None in row.values():
            raise DomainError("does not have three fields", where=where)
        name = row["canonical"].strip()
        if not name:
            raise DomainError("has no canonical name", where=where)
        key = fold_name(name)
        if key in found:
            raise DomainError(f"{name!r} and {found[key][0].name!r} claim one name ({key!r})", where=where)
        aliases = tuple(a.strip() for a in row["aliases"].split(";") if a.strip())
        found[key] = (Material(name, aliases, row["role"].strip()), where)
    return found


def choose_domain(text: str) -> Domain:
    """The pack whose keywords stand most often in a paper's text, of those that suit it; the first by name among equals.

    A text of another field suits none (``Domain.suits``): it gets qled, the base of the others, and the caller should say so.
    """
    packs = [load_domain(name) for name in domain_names()]
    suited = [d for d in packs if d.suits(text)]
    return max(suited, key=lambda d: d.score(text)) if suited else next((d for d in packs if d.name == "qled"), packs[0])
