"""What may stand in a pack's ``domain.toml``: each entry's keys with their types. Everything else is refused by name."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from litmine.errors import DomainError
from litmine.records import Severity, Statistic
from litmine.vocabulary import Owner

FILES = ("domain.toml", "materials.csv", "cases.toml")
Tolerance = Annotated[float, Field(ge=0)]
AN_ENTRY = TypeVar("AN_ENTRY", bound="Entry")


class Entry(BaseModel):
    """A table of a TOML file that holds known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MetricEntry(Entry):
    """``[[metric]]``: see ``vocabulary.Metric``."""

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
    unless: tuple[str, ...] = ()
    colours: dict[str, tuple[float, float]] = {}


class SharedEntry(Entry):
    """``[[shared]]``: see ``vocabulary.Shared``."""

    aliases: tuple[str, ...] = Field(min_length=1)
    metrics: tuple[str, ...] = Field(min_length=2)
    default: str = ""
    joint: bool = False
    header_only: bool = False
    prose_only: bool = False
    near: dict[str, tuple[str, ...]] = {}


class Constant(Entry):
    """A constant of a law, in its unit."""

    value: float
    unit: str


class LawEntry(Entry):
    """``[[law]]``: see ``laws.Law``; ``holds`` and ``breaks`` are tried when the pack is loaded."""

    id: str
    title: str
    formula: str
    tolerance: float = Field(ge=0, le=1)
    severity: Severity
    source: str = Field(min_length=1)
    constants: dict[str, Constant] = {}
    unless: tuple[str, ...] = ()
    not_from: dict[str, tuple[str, ...]] = {}
    holds: dict[str, float]
    breaks: dict[str, float]


class WordsEntry(Entry):
    """``[words]``: the normal forms of a field's words, each with the words that papers print."""

    colours: dict[str, tuple[str, ...]] = {}
    processes: dict[str, tuple[str, ...]] = {}
    statistics: dict[Statistic, tuple[str, ...]] = {}
    conditions: dict[str, tuple[str, ...]] = {}
    condition_units: tuple[str, ...] = ()
    roles: dict[str, tuple[str, ...]] = {}


class PackEntry(Entry):
    """A whole ``domain.toml``, with what it inherits put in."""

    name: str
    title: str
    keywords: tuple[str, ...] = Field(min_length=1)
    rivals: tuple[str, ...] = ()
    tolerances: dict[str, Tolerance] = {}
    words: WordsEntry = WordsEntry()
    metric: list[dict[str, Any]] = Field(min_length=1)
    shared: list[dict[str, Any]] = []
    law: list[dict[str, Any]] = []


class HeirEntry(Entry):
    """What a pack that extends another gives itself; whether it is complete is checked after both are put together."""

    extends: str
    without: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    tolerances: dict[str, Any] = {}
    words: dict[str, Any] = {}
    metric: list[dict[str, Any]] = []
    shared: list[dict[str, Any]] = []
    law: list[dict[str, Any]] = []


def checked(model: type[AN_ENTRY], content: dict[str, Any], where: str) -> AN_ENTRY:
    """The entry that a table holds. Raises DomainError, which names its first fault."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(str(part) for part in fault["loc"])
        reason = {"extra_forbidden": f"the key {key!r} is unknown", "missing": f"the key {key!r} is missing"}.get(fault["type"])
        raise DomainError(reason or f"{key!r}: {fault['msg'][:1].lower()}{fault['msg'][1:]}", where=where) from None


def read_toml(path: Path) -> dict[str, Any]:
    """The content of one of a pack's TOML files. Raises DomainError where it is missing or no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise is_missing(path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DomainError(f"is no valid TOML ({error})", where=str(path)) from None


def is_missing(path: Path) -> DomainError:
    """The error of a file that a pack must have."""
    return DomainError("is missing", where=str(path), remedy="a pack is a folder with " + ", ".join(FILES))
