"""The evidence of one record of a finished run, read from its files alone."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from litmine.errors import OutputError
from litmine.geometry import Box
from litmine.readers import render

_FILES = {
    "measurement": ("measurements.csv", "measurement_id"),
    "flag": ("flags.csv", "flag_id"),
    "device": ("devices.csv", "device_id"),
}
_LEAST_ID = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """A record and where it is printed. ``page`` is 0 and ``boxes`` empty where it has no place on a page; ``path`` is the
    paper, None where the run does not know it. ``wash`` and ``around`` are the row and the header of its table."""

    kind: str
    id: str
    text: str
    document: str
    page: int
    boxes: tuple[Box, ...]
    path: Path | None
    wash: tuple[Box, ...] = ()
    around: tuple[Box, ...] = ()


def explain(out_dir: Path, record_id: str) -> Explanation:
    """What a run says of a measurement, a flag or a device; ``record_id`` may be the unambiguous beginning of an id.

    Raises OutputError where ``out_dir`` holds no run, or no such record, or several that begin so.
    """
    summary = _summary(out_dir)
    wanted = record_id.strip().lower()
    found = [
        (kind, row[key], row)
        for kind, (name, key) in _FILES.items()
        for row in _rows(out_dir / name)
        if row[key] == wanted or (len(wanted) >= _LEAST_ID and row[key].startswith(wanted))
    ]
    if not found:
        raise OutputError(
            f"holds no record {record_id!r}",
            where=str(out_dir),
            remedy="ids stand in measurements.csv, flags.csv and devices.csv",
        )
    if len({(kind, key) for kind, key, _ in found}) > 1:
        raise OutputError(
            f"holds {len(found)} records that begin with {record_id!r}", where=str(out_dir), remedy="give more of the id"
        )
    kind, key, row = found[0]
    document = row["document"]
    page = int(row["page"]) if row.get("page") else 0
    boxes = parse_bbox(page, row.get("bbox", ""))
    wash, around = _table_boxes(out_dir, row) if row.get("table") else ((), ())
    return Explanation(kind, key, _told(kind, row), document, page, boxes, _paper_path(summary, document, out_dir), wash, around)


def picture(explanation: Explanation) -> bytes | None:
    """A PNG of the place; None where there is none to show (a text source, a record without a place).

    Raises PaperError where the paper has gone or cannot be drawn.
    """
    if not explanation.boxes or explanation.path is None:
        return None
    return render.crop(explanation.path, explanation.boxes, wash=explanation.wash, around=explanation.around)


def parse_bbox(page: int, bbox: str) -> tuple[Box, ...]:
    """The boxes of a ``bbox`` column: "x0 y0 x1 y1" in points, ';' between."""
    return tuple(Box(page, *map(float, part.split())) for part in bbox.split(";") if len(part.split()) == 4)


def _summary(out_dir: Path) -> Mapping:
    try:
        return json.loads((out_dir / "run.json").read_bytes())
    except (OSError, ValueError) as error:
        raise OutputError(
            "holds no run", where=str(out_dir), remedy="run `litmine run` first, or give its folder with --out"
        ) from error


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except OSError as error:
        raise OutputError(f"cannot be read ({error.strerror})", where=str(path), remedy="run `litmine run` again") from error


def _paper_path(summary: Mapping, document: str, out_dir: Path) -> Path | None:
    for paper in summary.get("papers", ()):
        if document in (paper["document"], paper["sha256"]) and paper["path"]:
            return (out_dir / paper["path"]).resolve()
    return None


def _table_boxes(out_dir: Path, row: Mapping[str, str]) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The boxes of the record's table row and of the header above it, from the cells of the run."""
    name = row["document"]
    files = [out_dir / "cells.csv", out_dir / f"{Path(name).stem}.cells.csv", out_dir / f"{name}.cells.csv"]
    path = next((f for f in files if f.is_file()), None)
    if path is None:
        return (), ()
    wash, around = [], []
    for cell in _rows(path):
        if cell["table"] != row["table"] or not cell["x0"]:
            continue
        box = Box(int(cell["page"]), *(float(cell[edge]) for edge in ("x0", "y0", "x1", "y1")))
        if cell["page"] == row["page"] and int(cell["row"]) <= int(row["row"]) < int(cell["row"]) + int(cell["row_span"]):
            wash.append(box)
        if cell["role"] == "header":
            around.append(box)
    return tuple(wash), tuple(around)


def _told(kind: str, row: Mapping[str, str]) -> str:
    """The record in lines of text, its headline first; nothing that is empty."""
    match kind:
        case "measurement":
            value = row["value"] or f"{row['value_low']} to {row['value_high']}"
            sign = "=" if row["comparator"] == "=" else row["comparator"]
            headline = f"{row['subject']}: {row['metric']} {sign} {value} {row['unit']}".rstrip()
            at = ", ".join(x for x in (row["document"], f"p. {row['page']}", _cell(row)) if x)
            lines = [
                headline,
                f"printed as  {row['raw']}",
                f"in          {at} ({row['source']})",
                f"quote       {' '.join(row['quote'].split())}",
            ]
            stated = [row[x] for x in ("statistic", "colour", "process", "conditions") if row[x] not in ("", "unstated")]
            lines += [f"holds for   {'; '.join(stated)}"] if stated else []
            lines += (
                [f"cites       {row['citations']}" + (f" ({row['reference']})" if row["reference"] else "")]
                if row["citations"]
                else []
            )
            lines += [f"read by     {row['rule']}, confidence {row['confidence']}"]
        case "flag":
            lines = [f"{row['severity']}: {row['message']}", f"code        {row['code']} ({row['stage']})"]
            lines += (
                [f"in          {row['document']}" + (f", p. {row['page']}" if row["page"] else "")] if row["document"] else []
            )
            for label in ("expected", "observed", "difference", "cause", "evidence_a", "evidence_b", "status"):
                if row[label]:
                    lines.append(f"{label.replace('_', ' '):<11} {row[label]}")
        case _:
            lines = [row["label"]] + [
                f"{name:<11} {value}" for name, value in row.items() if value and name not in ("device_id", "label")
            ]
    return "\n".join([*lines, f"id          {row[_FILES[kind][1]]}"])


def _cell(row: Mapping[str, str]) -> str:
    return f"{row['table']}, row {row['row']}, col {row['col']}" if row["table"] else ""
