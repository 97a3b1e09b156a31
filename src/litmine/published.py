"""The curated table as it is published: what people entered, what they decided since, and where each value comes from."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from litmine.decisions import DECISIONS, read_decisions, read_table
from litmine.errors import CuratedError, OutputError
from litmine.files import write_atomic

_PROVENANCE = ("curated_file", "curated_line", "decisions", "evidence")


def publish(out: Path) -> Path:
    """Write ``published/devices.csv``: the curated tables of the run in ``out``, decisions applied, with provenance columns.

    A cell that was changed by hand since the decision was taken is the curator's: the decision is then refused. Returns
    the path. Raises OutputError where ``out`` holds no run with a curated table, CuratedError.
    """
    columns: dict[str, None] = {}
    published = []
    for path in _curated(out):
        decisions = [d for d in read_decisions(path.parent / DECISIONS) if d.file == path.name and d.decision == "accepted"]
        header, rows = read_table(path)
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
