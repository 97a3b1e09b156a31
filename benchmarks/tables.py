"""litmine's table reading beside that of others, on the same PDFs in one run: F1, CPU seconds, peak memory.

    python benchmarks/tables.py [--only TOOL ...] [--on COLLECTION ...] [--out FILE.json]

Tools that are not installed are named and left out. Every tool reads every PDF in a process of its own.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from adapters import TOOLS, missing
from child import Run, run
from papers import SHARED, Collection, Paper, collections, corrections
from report import RESULTS, console, machine, write
from scoring import Cell, Counts, boxes_agreement, cells_agreement, total

HERE = Path(__file__).resolve().parent
LIMIT = 600.0  # seconds by the clock for one PDF


def read_cells(path: Path) -> tuple[Cell, ...]:
    """The cells of a cells.csv, more columns ignored; () where there is no file."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Cell(
                int(float(row["page"])), row["table"], int(float(row["row"])), int(float(row["col"])),
                int(float(row.get("row_span") or 1)), int(float(row.get("col_span") or 1)), row["text"] or "",
                *(float(row.get(k) or 0) for k in ("x0", "y0", "x1", "y1")),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def agreement(paper: Paper, cells: Sequence[Cell], measure: str) -> dict[str, Counts]:
    """The measures of one paper by name."""
    if measure == "boxes":
        return {
            "as scored": boxes_agreement(cells, paper.gold, paper.boxes),
            "corrected": boxes_agreement(cells, paper.gold, paper.corrected),
        }
    exact, relations = cells_agreement(cells, paper.gold)
    return {"cells": exact, "adjacency": relations}


def measure_tool(name: str, collection: Collection, limit_s: float, folder: Path) -> dict[str, Any]:
    """One tool over the papers of one collection. A paper that fails or takes too long gives no cells, and is named."""
    counts: dict[str, list[Counts]] = {}
    documents, problems = {}, {}
    read_s = load_s = peak = 0.0
    for paper in collection.papers:
        target = folder / "cells.csv"
        target.unlink(missing_ok=True)
        done = run([sys.executable, str(HERE / "adapters.py"), name, str(paper.path), str(target)], limit_s)
        if done.status != "ok":
            problems[paper.path.stem] = done.status
            target.unlink(missing_ok=True)
        loading = load_cpu_s(done)
        read_s, load_s, peak = read_s + done.cpu_s - loading, load_s + loading, max(peak, done.peak_mb)
        found = agreement(paper, read_cells(target), collection.measure)
        for measure, count in found.items():
            counts.setdefault(measure, []).append(count)
        documents[paper.path.stem] = {measure: round(count.f1, 4) for measure, count in found.items()}
    return {
        # ICDAR counts over all documents; the few device papers, of very different size, weigh the same.
        "f1": {m: round(total(c).f1 if collection.measure == "boxes" else sum(x.f1 for x in c) / len(c), 4) for m, c in counts.items()},
        "read_cpu_s": round(read_s, 2),
        "load_cpu_s": round(load_s / len(collection.papers), 2),
        "peak_mb": round(peak),
        "problems": problems,
        "documents": documents,
    }


def load_cpu_s(done: Run) -> float:
    """The CPU seconds a tool's loading took, as the process said at its end; 0 where it did not come to it."""
    try:
        return json.loads(done.out)["load_cpu_s"]
    except (ValueError, KeyError):
        return 0.0


def page_count(collection: Collection) -> int:
    """The pages of a collection's papers, counted by a child: what this process holds would show in the peaks of those to come."""
    code = "import pymupdf, sys; print(sum(len(pymupdf.open(path)) for path in sys.argv[1:]))"
    return int(run([sys.executable, "-c", code, *(str(p.path) for p in collection.papers)], LIMIT).out.split()[-1])


def measure(here: Sequence[Collection], chosen: Sequence[str], limit_s: float, screen: Console) -> dict[str, dict[str, Any]]:
    """Every chosen tool over every collection, by the collection's name."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for collection in here:
            tools = {}
            for name in chosen:
                screen.print(f"{collection.name}: {name}", style="dim")
                tools[name] = measure_tool(name, collection, limit_s, Path(folder))
            papers, pages = len(collection.papers), page_count(collection)
            found[collection.name] = {"title": collection.title, "papers": papers, "pages": pages, "tools": tools}
    return found


def shown(result: dict[str, Any]) -> Iterator[Table]:
    """One table a collection, the best tool first."""
    for name, found in result["collections"].items():
        measures = list(next(iter(found["tools"].values()))["f1"])
        table = Table(title=f"{found['title']}: {found['papers']} papers, {found['pages']} pages ({name})")
        for column in ("tool", *(f"F1 {m}" for m in measures), "CPU s", "ratio", "loading CPU s", "peak MB", "not read"):
            table.add_column(column, justify="left" if column in ("tool", "not read") else "right")
        own = found["tools"].get("litmine", {}).get("read_cpu_s")
        for tool, t in sorted(found["tools"].items(), key=lambda item: [-x for x in item[1]["f1"].values()]):
            ratio = f"{t['read_cpu_s'] / own:.2f}" if own else ""
            problems = ", ".join(f"{stem} ({why})" for stem, why in t["problems"].items())
            f1 = (f"{value:.3f}" for value in t["f1"].values())
            table.add_row(tool, *f1, f"{t['read_cpu_s']:.1f}", ratio, f"{t['load_cpu_s']:.1f}", f"{t['peak_mb']}", problems)
        yield table


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", metavar="TOOL", choices=TOOLS, help=f"some of: {', '.join(TOOLS)}")
    parser.add_argument(
        "--on", nargs="+", metavar="COLLECTION", help="icdar, devices, samples; pictures, which only OCR reads [default: all but pictures]"
    )
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of real papers and gold [default: ../shared]")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for one PDF [default: %(default)g]")
    parser.add_argument("--out", type=Path, default=RESULTS / "tables.json", help="[default: %(default)s]")
    asked = parser.parse_args()
    wanted = asked.on or ("icdar", "devices", "samples")
    here = [c for c in collections(asked.shared) if c.name in wanted]
    if not here:
        parser.error(f"no such collection on this machine: {', '.join(wanted)}")
    absent = {name: lacking for name in asked.only or TOOLS if (lacking := missing(TOOLS[name]))}
    chosen = [name for name in asked.only or TOOLS if name not in absent]
    screen = console()
    for name, lacking in absent.items():
        screen.print(f"{name}: not installed ({lacking})")
    load = os.getloadavg()[0]
    found = measure(here, chosen, asked.limit, screen)
    result = {
        "machine": machine(load),
        "tools": {name: {"version": TOOLS[name].version, "settings": TOOLS[name].settings} for name in chosen},
        "not_installed": absent,
        "corrections": {name: entry["matrix"] for name, entry in corrections().items()},
        "collections": found,
    }
    for table in shown(result):
        screen.print(table)
    write(result, asked.out)
    versions = {TOOLS[name].distribution: TOOLS[name].version for name in chosen}
    screen.print(", ".join(f"{name} {version}" for name, version in versions.items()))
    screen.print("Seconds are this machine's: the ratios matter.", style="dim")
    return 0


if __name__ == "__main__":
    sys.exit(main())
