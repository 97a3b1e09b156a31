"""The papers and the gold that are measured on. Those of ``../shared`` are left out where it is absent."""

import csv
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scoring import Cell

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
_NO_TEXT = "no text layer"  # what gold notes of a cell that is printed in a picture


class Paper(NamedTuple):
    """A PDF with its gold: cells, and where the measure is ICDAR's, the tables' boxes by (page, table)."""

    path: Path
    gold: tuple[Cell, ...]
    boxes: dict[tuple[int, str], tuple[float, ...]]
    corrected: dict[tuple[int, str], tuple[float, ...]]


class Collection(NamedTuple):
    """Papers scored by one measure, "boxes" (ICDAR 2013) or "cells"."""

    name: str
    title: str
    measure: str
    papers: tuple[Paper, ...]


def collections(shared: Path = SHARED) -> tuple[Collection, ...]:
    """The collections that are on this machine: the sample reviews always, those under ``shared`` where they are."""
    found = []
    icdar = shared / "bench" / "icdar2013-eu"
    if (icdar / "gold.json").is_file():
        found.append(Collection("icdar", "ICDAR 2013, the EU documents", "boxes", _icdar(icdar)))
    if (shared / "gold").is_dir():
        read = [(path, _labelled(shared / "gold" / path.stem / "cells.csv")) for path in sorted((shared / "papers").glob("*.pdf"))]
        printed = [Paper(path, gold, {}, {}) for path, (gold, _) in read if gold]
        pictures = [Paper(path, gold, {}, {}) for path, (_, gold) in read if gold]
        found.append(Collection("devices", "device tables of real papers", "cells", tuple(printed)))
        found.append(Collection("pictures", "device tables that are pictures", "cells", tuple(pictures)))
    found.append(Collection("samples", "litmine's sample reviews", "cells", _samples()))
    return tuple(c for c in found if c.papers)


def _icdar(folder: Path) -> tuple[Paper, ...]:
    """The documents of gold.json, {document: [{page, bbox, cells: [{r0, c0, r1, c1, text}]}]}."""
    matrices = {name: entry["matrix"] for name, entry in corrections().items()}
    papers = []
    for name, tables in sorted(json.loads((folder / "gold.json").read_text(encoding="utf-8")).items()):
        cells, boxes = [], {}
        for n, table in enumerate(tables):
            boxes[table["page"], str(n)] = tuple(table["bbox"])
            cells += [
                Cell(table["page"], str(n), c["r0"], c["c0"], c["r1"] - c["r0"] + 1, c["c1"] - c["c0"] + 1, c["text"])
                for c in table["cells"]
            ]
        matrix = matrices.get(name)
        corrected = {key: moved(box, matrix) for key, box in boxes.items()} if matrix else boxes
        papers.append(Paper(folder / f"{name}.pdf", tuple(cells), boxes, corrected))
    return tuple(papers)


def corrections() -> dict[str, dict]:
    """corrections.toml: for a document, the ``matrix`` that puts the boxes of its gold on the page, and the ``reason``."""
    return tomllib.loads((Path(__file__).parent / "corrections.toml").read_text(encoding="utf-8"))


def moved(box: tuple[float, ...], matrix: Iterable[float]) -> tuple[float, ...]:
    """A box (x0, y0, x1, y1) under the matrix (a, b, c, d, e, f): x' = ax + cy + e, y' = bx + dy + f."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    u, v = (a * x0 + c * y0 + e, a * x1 + c * y1 + e), (b * x0 + d * y0 + f, b * x1 + d * y1 + f)
    return min(u), min(v), max(u), max(v)


def _labelled(path: Path) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Hand-labelled cells: those of tables with a text layer, and those of tables that are pictures; none where there is no file."""
    if not path.is_file():
        return (), ()
    cells, pictures = [], set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell = Cell(*(int(row[k]) if k != "table" else row[k] for k in ("page", "table", "row", "col")), 1, 1, row["text"])
            cells.append(cell)
            if _NO_TEXT in (row["note"] or ""):
                pictures.add((cell.page, cell.table))
    return (
        tuple(c for c in cells if (c.page, c.table) not in pictures),
        tuple(c for c in cells if (c.page, c.table) in pictures),
    )


def _samples() -> tuple[Paper, ...]:
    """The invented reviews of corpus/, with the tables as they were typeset."""
    gold: dict[str, list[Cell]] = {}
    with (ROOT / "tests" / "answer_tables.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell = Cell(int(row["page"]), row["table"], int(row["row"]), int(row["col"]), 1, 1, row["text"])
            gold.setdefault(row["paper"], []).append(cell)
    return tuple(Paper(ROOT / "corpus" / "papers" / name, tuple(cells), {}, {}) for name, cells in sorted(gold.items()))
