"""The curated table as it is published: what people entered, what they decided since, and where each value comes from."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from litmine.csvfile import read_records
from litmine.errors import CuratedError, OutputError
from litmine.files import write_atomic

DECISIONS = "decisions.csv"
_COLUMNS = ("flag_id", "decision", "file", "line", "column", "old", "new", "evidence")
_PROVENANCE = ("curated_file", "curated_line", "decisions", "evidence")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a curator decided on one flag: ``decision`` "accepted" puts ``new`` in the place of ``old``, "dismissed" leaves it.

    ``line`` is the line of the row in the curated ``file``, its header being line 1.
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
    header, rows = _table(path)
    if missing := [c for c in _COLUMNS if c not in header]:
        raise CuratedError(f"lacks the column {missing[0]}", where=str(path), remedy=f"its columns are {', '.join(_COLUMNS)}")
    for number, row in rows:
        cells = dict(zip(header, row, strict=False))
        where = f"{path}, line {number}"
        if cells["decision"] not in ("accepted", "dismissed"):
            raise CuratedError(f"decision {cells['decision']!r} is none", where=where, remedy="write accepted or dismissed")
        if not cells["line"].isdigit():
            raise CuratedError(f"line {cells['line']!r} is no number", where=where, remedy="write the line of the curated row")
        found.append(Decision(*(int(cells[c]) if c == "line" else cells[c] for c in _COLUMNS)))
    return tuple(found)


def publish(out: Path) -> Path:
    """Write ``published/devices.csv``: the curated tables of the run in ``out``, decisions applied, with provenance columns.

    A cell that was changed by hand since the decision was taken is the curator's: the decision is then refused. Returns
    the path. Raises OutputError where ``out`` holds no run with a curated table, CuratedError.
    """
    columns: dict[str, None] = {}
    published = []
    for path in _curated(out):
        decisions = [d for d in read_decisions(path.parent / DECISIONS) if d.file == path.name and d.decision == "accepted"]
        header, rows = _table(path)
        columns |= dict.fromkeys(header)
        lines = {number for number, _ in rows}
        for d in decisions:
            if d.line not in lines or d.column not in header:
                where = f"{path.parent / DECISIONS}, flag {d.flag_id}"
                raise CuratedError(
                    f"{path.name} has no line {d.line} with a column {d.column!r}", where=where, remedy="decide it again"
                )
        for number, row in rows:
            cells = dict(zip(header, row, strict=False))
            mine = [d for d in decisions if d.line == number]
            for d in mine:
                if cells[d.column].strip() != d.old.strip():
                    problem = f"has {cells[d.column]!r} where the decision on flag {d.flag_id} saw {d.old!r}"
                    raise CuratedError(problem, where=f"{path}, line {number}, {d.column}", remedy="decide it again")
                cells[d.column] = d.new
            told = "; ".join(f"{d.column}: {d.old} -> {d.new} ({d.flag_id})" for d in mine)
            evidence = "; ".join(dict.fromkeys(d.evidence for d in mine if d.evidence))
            published.append(
                {**cells, "curated_file": path.name, "curated_line": number, "decisions": told, "evidence": evidence}
            )
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*columns, *(c for c in _PROVENANCE if c not in columns)], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(published)
    target = out / "published" / "devices.csv"
    write_atomic(target, text.getvalue().encode())
    return target


def _curated(out: Path) -> Sequence[Path]:
    """The curated tables that the run in ``out`` was compared with."""
    try:
        entries = json.loads((out / "run.json").read_bytes())["curated"]
    except (OSError, ValueError, KeyError) as error:
        raise OutputError(
            "holds no run", where=str(out), remedy="run `litmine refresh` first, or give its folder with --out"
        ) from error
    if not entries:
        raise OutputError(
            "was compared with no curated table", where=str(out), remedy="put one into the corpus, or give --curated"
        )
    return [out / entry["path"] for entry in entries]


def _table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the rows, each with the line it begins on. Raises CuratedError."""
    _, records = read_records(path)
    if not records:
        raise CuratedError("is empty", where=str(path), remedy="write a header line")
    return [" ".join(name.split()) for name in records[0][1]], records[1:]
