"""benchmarks/: the two measures on grids made by hand, the spans of peers' grids, a measured process, and one tool on a sample."""

import csv
import importlib
import json
import subprocess
import sys
import tomllib
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

NAMES = ("adapters", "child", "papers", "reading", "scoring", "stages", "tables")


@pytest.fixture(scope="module")
def bench(root):
    """The modules of benchmarks/, which are programs and no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "benchmarks"))
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in NAMES})


def grid(bench, rows, page=1, table="t", at=(0, 0), box=(10, 10, 90, 90)):
    """Cells of a plain table; None is a place without a cell."""
    return [
        bench.scoring.Cell(page, table, at[0] + i, at[1] + k, 1, 1, text, *box)
        for i, row in enumerate(rows)
        for k, text in enumerate(row)
        if text is not None
    ]


SMALL = [["HTL", "EQE (%)"], ["PVK", "12.3"], ["TFB", "−5.3"]]


# ---- cell by cell ------------------------------------------------------------------------------------------------------


def test_the_same_table_scores_one(bench):
    """All six cells and all seven relations, though numbering starts elsewhere and minus is typed as a hyphen."""
    got = grid(bench, [["HTL", "EQE  (%)"], ["PVK", "12.3"], ["TFB", "-5.3"]], table="other name", at=(1, 1))
    exact, relations = bench.scoring.cells_agreement(got, grid(bench, SMALL))
    assert exact == (6, 6, 6)
    assert relations == (7, 7, 7)


def test_a_wrong_number_costs_its_cell_and_its_relations(bench):
    """A lost decimal point: one cell, and the three relations the cell takes part in."""
    got = grid(bench, [["HTL", "EQE (%)"], ["PVK", "123"], ["TFB", "−5.3"]])
    exact, relations = bench.scoring.cells_agreement(got, grid(bench, SMALL))
    assert exact == (5, 6, 6)
    assert relations == (4, 7, 7)


def test_a_slipped_column_costs_every_cell_in_it(bench):
    """A value one column too far right is in the wrong place, whatever its text."""
    got = grid(bench, [["HTL", None, "EQE (%)"], ["PVK", "12.3"], ["TFB", "−5.3"]])
    assert bench.scoring.cells_agreement(got, grid(bench, SMALL))[0] == (5, 6, 6)


def test_a_table_on_another_page_or_of_other_texts_is_missing(bench):
    """Only a table of the same page that shares a third of the texts stands for the gold one; extra tables do not count."""
    score = bench.scoring.cells_agreement
    assert score(grid(bench, SMALL, page=2), grid(bench, SMALL)) == ((0, 0, 6), (0, 0, 7))
    other = grid(bench, [["a", "b"], ["c", "HTL"]])
    assert score(other, grid(bench, SMALL))[0] == (0, 0, 6)


def test_no_gold_and_nothing_found_score_nothing(bench):
    """Sums over nothing are zero, not an error."""
    assert bench.scoring.cells_agreement([], []) == ((0, 0, 0), (0, 0, 0))
    assert bench.scoring.Counts(0, 0, 0).f1 == 0.0


# ---- ICDAR 2013 --------------------------------------------------------------------------------------------------------


def test_icdar_pairs_tables_by_their_boxes(bench):
    """A table beside the gold box counts as found in excess and as missed; on it, all relations are right."""
    gold, boxes = grid(bench, SMALL), {(1, "t"): (10, 10, 90, 90)}
    score = bench.scoring.boxes_agreement
    assert score(grid(bench, SMALL, table="x"), gold, boxes) == (7, 7, 7)
    assert score(grid(bench, SMALL, box=(200, 10, 280, 90)), gold, boxes) == (0, 7, 7)


def test_icdar_sees_spans_and_skips_empty_cells(bench):
    """A header over two columns is above both; an empty cell is looked through."""
    Cell = bench.scoring.Cell
    header = Cell(1, "t", 0, 0, 1, 2, "Device", 10, 10, 90, 20)
    body = [Cell(1, "t", 1, k, 1, 1, text, 10, 20, 90, 30) for k, text in enumerate(["A", "B"])]
    below = [Cell(1, "t", 2, 0, 1, 1, "", 10, 30, 50, 40), Cell(1, "t", 3, 0, 1, 1, "C", 10, 40, 50, 50)]
    cells, boxes = [header, *body, *below], {(1, "t"): (10, 10, 90, 50)}
    assert bench.scoring.boxes_agreement(cells, cells, boxes) == (4, 4, 4)  # Device-A, Device-B, A-B, A-C
    flat = [header._replace(col_span=1), *body, *below]
    assert bench.scoring.boxes_agreement(flat, cells, boxes) == (3, 3, 4)


def test_a_correction_moves_boxes_and_nothing_else(bench):
    """A quarter turn over a page 842 points high; each correction has its reason."""
    assert bench.papers.moved((539, 60, 752, 356), (0, -1, 1, 0, 0, 842)) == (60, 90, 356, 303)
    for entry in bench.papers.corrections().values():
        assert len(entry["matrix"]) == 6
        assert len(entry["reason"]) > 50


def test_the_measures_are_those_of_the_scorers(bench, shared, tmp_path):
    """Figures printed by ../shared/score agree with ours, on gold damaged in several ways."""
    collections = {c.name: c for c in bench.papers.collections(shared)}
    paper = next(p for p in collections["devices"].papers if (shared / "gold" / p.path.stem / "cells.csv").is_file())
    damaged = [c._replace(text=c.text[1:]) if i % 7 == 0 else c for i, c in enumerate(paper.gold) if i % 11]
    write(tmp_path / "cells.csv", damaged)
    gold = shared / "gold" / paper.path.stem / "cells.csv"
    printed = score(shared / "score" / "cells.py", tmp_path / "cells.csv", gold)
    for line, count in zip(printed[-2:], bench.scoring.cells_agreement(damaged, paper.gold), strict=True):
        assert line.endswith(f"P {count.precision:.3f} R {count.recall:.3f} F1 {count.f1:.3f}")
    counts = []
    for document in collections["icdar"].papers:
        cells = [
            c._replace(x0=box[0], y0=box[1], x1=box[2], y1=box[3], col_span=1 if i % 5 else c.col_span, text=c.text if i % 9 else "x")
            for i, c in enumerate(document.gold)
            if i % 13
            for box in [document.boxes[c.page, c.table]]
        ]
        write(tmp_path / f"{document.path.stem}.cells.csv", cells)
        counts.append(bench.tables.agreement(document, cells, "boxes")["as scored"])
    count = bench.scoring.total(counts)
    printed = score(shared / "score" / "icdar.py", tmp_path, shared / "bench" / "icdar2013-eu" / "gold.json")
    assert printed[-1].endswith(f"P {count.precision:.3f} R {count.recall:.3f} F1 {count.f1:.3f}")
    assert 0.5 < count.f1 < 0.99


def write(path, cells):
    """A cells.csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(cells[0]._fields)
        writer.writerows(cells)


def score(*command):
    """The lines a scorer prints."""
    return subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True, text=True).stdout.splitlines()


# ---- peers and processes -----------------------------------------------------------------------------------------------


def test_spans_follow_from_boxes(bench):
    """A cell reaches over the places without a box that its own box covers, and not over blank ones beside it."""
    rows = [
        [("Device", (0, 0, 100, 10)), (None, None), ("EQE", (100, 0, 150, 10))],
        [("a", (0, 10, 50, 30)), ("b", (50, 10, 100, 20)), ("", None)],
        [(None, None), ("c", (50, 20, 100, 30)), ("d", (100, 20, 150, 30))],
    ]
    spans = {text: (row, col, down, right) for row, col, down, right, text, _ in bench.adapters.placed(rows)}
    assert spans["Device"] == (0, 0, 1, 2)
    assert spans["a"] == (1, 0, 2, 1)
    assert spans["b"] == (1, 1, 1, 1)
    assert spans["d"] == (2, 2, 1, 1)


def test_a_tool_that_is_not_installed_is_named(bench):
    """Absent tools are no error, and say what is lacking."""
    tool = bench.adapters.Tool("no-such-distribution", ("no_such_module",), "", lambda path: iter(()))
    assert tool.version is None
    assert bench.adapters.missing(tool) == "no-such-distribution"
    assert bench.adapters.missing(bench.adapters.TOOLS["litmine"]) == ""
    assert "no-such-program" in bench.adapters.missing(bench.adapters.TOOLS["litmine"]._replace(command="no-such-program"))


def test_a_process_is_measured_with_its_children(bench):
    """CPU seconds and memory are those of what the process starts, too."""
    child = "x = bytearray(150_000_000); x[::4096] = b'1' * len(x[::4096]); sum(range(3_000_000))"
    done = bench.child.run([sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"], 100)
    assert done.status == "ok"
    assert done.peak_mb > 150
    assert done.cpu_s > 0


def test_a_process_that_takes_too_long_is_killed_with_its_children(bench):
    """The limit ends it, and it is reported."""
    done = bench.child.run([sys.executable, "-c", "import subprocess; subprocess.run(['sleep', '100'])"], 1)
    assert done.status == "timeout"


def test_a_process_that_fails_says_why(bench):
    """The last line of stderr is kept."""
    done = bench.child.run([sys.executable, "-c", "raise SystemExit('no such paper')"], 100)
    assert (done.status, done.error) == ("failed", "no such paper")


# ---- the programs ------------------------------------------------------------------------------------------------------


def test_tables_measures_litmine_on_the_sample_reviews(root, tmp_path):
    """The program runs where ../shared and the peers are absent, and both sample tables are read cell by cell."""
    out = tmp_path / "result.json"
    command = ["tables.py", "--only", "litmine", "--on", "samples", "--shared", str(tmp_path), "--out", str(out)]
    done = run_program(root, command)
    found = json.loads(out.read_text(encoding="utf-8"))["collections"]["samples"]["tools"]["litmine"]
    assert found["f1"] == {"cells": 1.0, "adjacency": 1.0}
    assert found["problems"] == {}
    assert found["peak_mb"] > 0
    assert "litmine's sample reviews" in done.stdout


def test_reading_measures_every_stage(root, tmp_path):
    """Each stage of a PDF takes time of its own, and the functions that are timed are still there."""
    out = tmp_path / "result.json"
    paper = root / "corpus" / "papers" / "review-b.pdf"
    run_program(root, ["reading.py", "stages", str(paper), "--out", str(out)])
    found = json.loads(out.read_text(encoding="utf-8"))["papers"]["review-b"]
    assert found["pages"] == 3
    assert [stage for stage, seconds in found["cpu_s"].items() if seconds <= 0] == []


def test_the_gate_is_measured_against_no_gate(root, tmp_path):
    """On the sample review the gate holds a page back and loses no table; its gold page is let through."""
    out = tmp_path / "result.json"
    paper = root / "corpus" / "papers" / "review-b.pdf"
    run_program(root, ["reading.py", "gate", str(paper), "--out", str(out)])
    result = json.loads(out.read_text(encoding="utf-8"))
    found = result["all"]["papers"]
    assert found["pages"] == 3
    assert found["passed"] < 3
    assert (found["gold_pages"], found["gold_pages_held_back"]) == (1, [])
    assert (found["pages_with_tables_without_gate"], found["pages_lost"]) == (1, [])


def run_program(root, command):
    """A program of benchmarks/, run as in its README."""
    command = [sys.executable, str(root / "benchmarks" / command[0]), *command[1:]]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


# ---- the lock ----------------------------------------------------------------------------------------------------------


def test_the_bench_lock_is_the_lock_and_the_peers(root):
    """requirements-bench.lock holds every pin of requirements.lock, pins each peer, and names no registry."""
    lines = (root / "requirements-bench.lock").read_text(encoding="utf-8").splitlines()
    assert set((root / "requirements.lock").read_text(encoding="utf-8").splitlines()) - set(lines) == set()
    assert [line for line in lines if "://" in line or line.startswith("-")] == []
    pinned = {Requirement(line).name.lower() for line in lines}
    extra = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]["bench"]
    assert {Requirement(line).name.lower() for line in extra} - pinned == set()
