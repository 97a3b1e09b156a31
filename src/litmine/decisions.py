"""What curators decided on flags: one line of decisions.csv for each decision, never rewritten."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from litmine.csvfile import read_records
from litmine.errors import CuratedError
from litmine.records import Flag

DECISIONS = "decisions.csv"
_COLUMNS = ("flag_id", "decision", "file", "line", "column", "old", "new", "evidence")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a curator decided on one flag: ``decision`` "accepted" puts ``new`` in the place of ``old``, "dismissed" leaves it.

    ``line`` is the line of the row in the curated ``file``, its header being line 1; 0 for a flag that is of no curated row.
    """

    flag_id: str
    decision: str
    file: str
    line: int
    column: str
    old: str
    new: str
    evidence: str


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions in the order they were taken; () where there is no file. Raises CuratedError."""
    if not path.is_file():
        return ()
    found = []
    header, rows = read_table(path)
    if missing := [c for c in _COLUMNS if c not in header]:
        raise CuratedError(f"lacks the column {missing[0]}", where=str(path), remedy=f"its columns are {', '.join(_COLUMNS)}")
    for number, row in rows:
        cells = dict(zip(header, row, strict=False))
        where = f"{path}, line {number}"
        if cells["decision"] not in ("accepted", "dismissed"):
            raise CuratedError(f"decision {cells['decision']!r} is none", where=where, remedy="write accepted or dismissed")
        if not cells["line"].isdecimal() and not (cells["decision"] == "dismissed" and not cells["line"]):
            raise CuratedError(f"line {cells['line']!r} is no number", where=where, remedy="write the line of the curated row")
        found.append(Decision(*(int(cells[c] or 0) if c == "line" else cells[c] for c in _COLUMNS)))
    return tuple(found)


def settled(flags: Iterable[Flag], decisions: Iterable[Decision]) -> tuple[Flag, ...]:
    """The flags with the last decision on each as its status; a flag's id stays while its evidence is unchanged."""
    last = {d.flag_id: d.decision for d in decisions}
    return tuple(replace(f, status=last[f.id]) if f.id in last else f for f in flags)


def read_table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the rows of a CSV file, each row with the line it begins on. Raises CuratedError."""
    _, records = read_records(path)
    if not records:
        raise CuratedError("is empty", where=str(path), remedy="write a header line")
    return [" ".join(name.split()) for name in records[0][1]], records[1:]
