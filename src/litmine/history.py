"""What people have changed in the curated table since earlier runs: values and rows that they replaced are not proposed again.

A comparison of three: the table as it was, as it is now, and what the papers say. Where a person has moved a value away from what the
papers say, the run has nothing to add.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from litmine.curated import CuratedRow
from litmine.files import write_atomic


@dataclass(frozen=True)
class History:
    """The rows of the curated table at the last run, and for each change before the rows as they were (``replaced``)."""

    last: tuple[CuratedRow, ...] = ()
    replaced: tuple[tuple[CuratedRow, ...], ...] = ()


_CODEC = TypeAdapter(History)


def load_history(path: Path) -> History:
    """The history that a run has kept; an empty one where there is none, or none that this version can read."""
    try:
        return _CODEC.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return History()


def save_history(history: History, path: Path) -> None:
    """Keep a history. Raises OutputError."""
    write_atomic(path, _CODEC.dump_json(history))


def continued(history: History, now: Sequence[CuratedRow]) -> History:
    """The history with the rows of today: what has been changed or removed since the last run becomes one more change."""
    present = {_content(row) for row in now}
    changed = tuple(row for row in history.last if _content(row) not in present)
    return History(tuple(now), (*history.replaced, changed) if changed else history.replaced)


def _content(row: CuratedRow) -> CuratedRow:
    """A row without its place: a line added above changes nothing."""
    return replace(row, file="", line=0)
