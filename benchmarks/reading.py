"""How fast litmine reads: pages a CPU second by stage and peak memory; what the gate before the layout model saves and loses.

    python benchmarks/reading.py stages [PAPER ...] [--out FILE.json]
    python benchmarks/reading.py gate [PAPER ...] [--out FILE.json]

Without papers: those of ../shared where they are, else the sample reviews. Each paper is read in a process of its own.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from child import run
from papers import SHARED, Collection, collections
from report import RESULTS, console, machine, write

HERE = Path(__file__).resolve().parent
LIMIT = 1800.0  # seconds by the clock for one paper


def measured(program: str, papers: Sequence[Path], limit_s: float, screen: Console) -> dict[str, dict[str, Any]]:
    """What a program of this folder prints for each paper, by the paper's stem; {"problem": why} where it fails."""
    found = {}
    for path in papers:
        screen.print(path.name, style="dim")
        done = run([sys.executable, str(HERE / program), str(path)], limit_s)
        found[path.stem] = json.loads(done.out.splitlines()[-1]) if done.status == "ok" else {"problem": f"{done.status}: {done.error}"}
    return found


# ---- stages ------------------------------------------------------------------------------------------------------------


def stage_totals(papers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """All papers as one: pages and CPU seconds summed, the highest peak."""
    read = [p for p in papers.values() if "problem" not in p]
    stages = list(dict.fromkeys(stage for p in read for stage in p["cpu_s"]))
    return {
        "pages": sum(p["pages"] for p in read),
        "cpu_s": {stage: round(sum(p["cpu_s"][stage] for p in read), 2) for stage in stages},
        "start_mb": max(p["start_mb"] for p in read),
        "peak_mb": max(p["peak_mb"] for p in read),
    }


def stage_table(papers: dict[str, dict[str, Any]], everything: dict[str, Any]) -> Table:
    """Pages a CPU second, one row a paper."""
    table = Table(title="pages a CPU second by stage")
    table.add_column("paper")
    for column in ("pages", *everything["cpu_s"], "all", "MB loaded", "peak MB"):
        table.add_column(column, justify="right")
    for name, paper in [*papers.items(), ("all papers", everything)]:
        if "problem" in paper:
            table.add_row(name, paper["problem"])
            continue
        pages, seconds = paper["pages"], list(paper["cpu_s"].values())
        speeds = (f"{pages / s:.3g}" if s else "-" for s in (*seconds, sum(seconds)))
        table.add_row(name, str(pages), *speeds, str(paper["start_mb"]), str(paper["peak_mb"]))
    return table


# ---- the gate ----------------------------------------------------------------------------------------------------------


def gate_totals(papers: dict[str, dict[str, Any]], gold: dict[str, set[int]]) -> dict[str, Any]:
    """CPU seconds with and without the gate, and the pages it was wrong to hold back.

    ``gold`` are the pages that hold a table, by paper. A page counts as lost where gold or the reading without the gate has a
    table on it that the reading with the gate does not have.
    """
    read = {name: p for name, p in papers.items() if "problem" not in p}
    layout = sum(p["layout_cpu_s"] for p in read.values())
    gated = sum(p["gate"]["cpu_s"] for p in read.values())
    wanted = [(name, page) for name in read for page in sorted(gold.get(name, ()))]
    open_pages = [(name, page) for name, p in read.items() for page in map(int, p["open"]["tables"])]
    return {
        "pages": sum(p["pages"] for p in read.values()),
        "passed": sum(len(p["gate"]["passed"]) for p in read.values()),
        "layout_on_every_page_cpu_s": round(layout, 1),
        "table_path_cpu_s": round(gated, 1),
        "ratio": round(layout / gated, 2),
        "gold_pages": len(wanted),
        "gold_pages_held_back": [f"{name} p. {page}" for name, page in wanted if page not in read[name]["gate"]["passed"]],
        "pages_with_tables_without_gate": len(open_pages),
        "pages_lost": [f"{name} p. {page}" for name, page in open_pages if str(page) not in read[name]["gate"]["tables"]],
    }


def gate_table(totals: dict[str, dict[str, Any]]) -> Table:
    """One row a collection."""
    table = Table(title="the gate before the layout model")
    for column in (
        "papers", "pages", "let through", "layout model on every page, CPU s", "table path, CPU s", "ratio",
        "gold pages held back", "pages with a table lost",
    ):  # fmt: skip
        table.add_column(column, justify="left" if column == "papers" else "right")
    for name, t in totals.items():
        held = f"{len(t['gold_pages_held_back'])} of {t['gold_pages']}"
        lost = f"{len(t['pages_lost'])} of {t['pages_with_tables_without_gate']}"
        seconds = (f"{t['layout_on_every_page_cpu_s']}", f"{t['table_path_cpu_s']}", f"{t['ratio']}")
        table.add_row(name, str(t["pages"]), str(t["passed"]), *seconds, held, lost)
    return table


def gold_pages(found: Sequence[Collection]) -> dict[str, set[int]]:
    """The pages on which gold has a table with a text layer, by the paper's stem."""
    pages: dict[str, set[int]] = {}
    for collection in found:
        if collection.name != "pictures":
            for paper in collection.papers:
                pages.setdefault(paper.path.stem, set()).update(c.page for c in paper.gold)
    return pages


# ---- the command line --------------------------------------------------------------------------------------------------


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=("stages", "gate"))
    parser.add_argument("papers", nargs="*", type=Path, metavar="PAPER")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of real papers and gold [default: ../shared]")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for one paper [default: %(default)g]")
    parser.add_argument("--out", type=Path, help="[default: results/<stages or gate>.json beside this program]")
    asked = parser.parse_args()
    screen = console()
    found = collections(asked.shared)
    real = sorted((asked.shared / "papers").glob("*.pdf"))
    samples = [p.path for c in found if c.name == "samples" for p in c.papers]
    load = os.getloadavg()[0]
    result: dict[str, Any] = {}
    if asked.what == "stages":
        papers = measured("stages.py", asked.papers or real or samples, asked.limit, screen)
        result |= {"all": stage_totals(papers), "papers": papers}
        screen.print(stage_table(papers, result["all"]))
    else:
        groups = {"papers": asked.papers or real or samples}
        if not asked.papers:
            groups |= {c.name: [p.path for p in c.papers] for c in found if c.name == "icdar"}
        papers = {name: measured("gate.py", paths, asked.limit, screen) for name, paths in groups.items()}
        totals = {name: gate_totals(group, gold_pages(found)) for name, group in papers.items()}
        result |= {"all": totals, "papers": papers}
        screen.print(gate_table(totals))
        for t in totals.values():
            for what in ("gold_pages_held_back", "pages_lost"):
                for page in t[what]:
                    screen.print(f"{what.replace('_', ' ')}: {page}")
    write({"machine": machine(load), **result}, asked.out or RESULTS / f"{asked.what}.json")
    screen.print("Seconds are this machine's: the ratios matter.", style="dim")
    return 0


if __name__ == "__main__":
    sys.exit(main())
