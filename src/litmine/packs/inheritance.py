"""A pack that builds on another (``extends``): the two put together to the content of one ``domain.toml``."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from litmine.errors import DomainError
from litmine.packs.entries import HeirEntry, checked, read_toml

# What has an id is changed key by key; a shared entry, known by its first alias, is replaced.
_LISTS = {"metric": "id", "law": "id", "shared": "aliases"}
_ALIAS_KEYS = ("symbols", "names", "weak", "header", "aliases")


def lineage(folder: Path, packs: Mapping[str, Path]) -> tuple[Path, ...]:
    """The folder of a pack, that of the pack it extends, and so on; ``packs`` are those that can be extended, by name.

    Raises DomainError for an unknown pack and for a circle.
    """
    found = [folder]
    while "extends" in (content := read_toml(found[-1] / "domain.toml")):
        where, name = str(found[-1] / "domain.toml"), content["extends"]
        if not isinstance(name, str) or name not in packs:
            raise DomainError(f"extends the unknown pack {name!r}", where=where, remedy="name one of " + ", ".join(packs))
        if packs[name] in found:
            circle = " -> ".join(f.name for f in (*found, packs[name]))
            raise DomainError(f"extends itself ({circle})", where=where)
        found.append(packs[name])
    return tuple(found)


def content_of(folders: Sequence[Path]) -> dict[str, Any]:
    """The content of ``domain.toml`` in the first folder, with what it inherits from the others (see ``lineage``) put in.

    Raises DomainError where it leaves out what is not there, or defines an entry twice.
    """
    file = folders[0] / "domain.toml"
    own = read_toml(file)
    if len(folders) == 1:
        return own
    base = content_of(folders[1:])
    given = checked(HeirEntry, {k: v for k, v in own.items() if k in HeirEntry.model_fields}, str(file))
    inherited = {_called(e, key) for kind, key in _LISTS.items() for e in base.get(kind, [])}
    if unknown := [name for name in given.without if name not in inherited]:
        raise DomainError(f"leaves out {unknown[0]!r}, which {folders[1].name} does not have", where=f"{file}, without")
    merged = {k: v for k, v in own.items() if k not in ("extends", "without")}
    for kind in _LISTS:
        merged[kind] = _joined(kind, base.get(kind, []), getattr(given, kind), given.without, file)
    merged["words"] = {**base.get("words", {}), **given.words}
    ids = {_called(e, "id") for e in merged["metric"]}
    merged["tolerances"] = {k: v for k, v in base.get("tolerances", {}).items() if k in ids} | given.tolerances
    # What the base only knows may be what the heir collects.
    named = {alias_key(a) for e in (*merged["metric"], *merged["shared"]) for k in _ALIAS_KEYS for a in e.get(k, ())}
    named |= {alias_key(r) for r in given.rivals}
    merged["rivals"] = [*(r for r in base.get("rivals", []) if alias_key(r) not in named), *given.rivals]
    return merged


def _joined(
    kind: str, base: Sequence[dict[str, Any]], own: Sequence[dict[str, Any]], without: Sequence[str], file: Path
) -> list[dict[str, Any]]:
    """The entries of one kind: the inherited ones less those left out, changed by the pack's own, then the new ones."""
    key = _LISTS[kind]
    names = [_called(e, key) for e in own]
    if repeated := [n for n in names if n and names.count(n) > 1]:
        raise DomainError("is defined twice", where=f"{file}, {kind} {repeated[0]}")
    kept = {_called(e, key): e for e in base if _called(e, key) not in without}
    for i, (name, entry) in enumerate(zip(names, own, strict=True), 1):
        kept[name or f" {i}"] = {**kept.get(name, {}), **entry} if key == "id" else entry
    return list(kept.values())


def _called(entry: dict[str, Any], key: str) -> str:
    """What an entry is called: its id, or its first alias; "" where it has none (the check of the entry will say so)."""
    value = entry.get(key, "")
    return str(value[0] if isinstance(value, list) and value else value)


def alias_key(alias: str) -> str:
    """A name without case, spaces and hyphens: what two claims on one name are compared by."""
    return re.sub(r"[\s_-]+", "", str(alias).casefold())
