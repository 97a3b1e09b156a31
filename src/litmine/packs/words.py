"""The words and the materials of a pack: each with one normal form, no word and no name claimed twice."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from litmine.errors import DomainError
from litmine.vocabulary import Material, Word, fold_name

_COLUMNS = ["canonical", "aliases", "role"]


def words_of(table: Mapping[str, tuple[str, ...]], where: str) -> tuple[Word, ...]:
    """The normal forms of one table of words. Raises DomainError where two claim one word."""
    seen = {value.casefold(): value for value in table}
    for value, words in table.items():
        for word in words:
            if seen.get(word.casefold(), value) != value or list(words).count(word) > 1:
                raise DomainError(f"{word!r} is claimed twice, by {seen[word.casefold()]!r} and {value!r}", where=where)
            seen[word.casefold()] = value
    return tuple(Word(value, words) for value, words in table.items())


def materials_of(paths: Sequence[Path]) -> tuple[Material, ...]:
    """The materials of the files; a row takes the place of one with the same name in a file before.

    Raises DomainError for a file that is no such table, and where two materials claim one name.
    """
    found: dict[str, tuple[Material, str]] = {}
    for path in paths:
        rows = _rows(path)
        found = {k: v for k, v in found.items() if k not in rows} | rows
    seen: dict[str, str] = {}
    for material, where in found.values():
        for key in dict.fromkeys(fold_name(n) for n in (material.name, *material.aliases)):
            if key in seen:
                raise DomainError(f"{material.name!r} and {seen[key]!r} claim one name ({key!r})", where=where)
            seen[key] = material.name
    return tuple(material for material, _ in found.values())


def _rows(path: Path) -> dict[str, tuple[Material, str]]:
    """The rows of a file with their places, by folded name."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    if rows.fieldnames != _COLUMNS:
        raise DomainError("must have the columns " + ",".join(_COLUMNS), where=str(path))
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
