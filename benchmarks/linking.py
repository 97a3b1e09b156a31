"""How well numbers find their devices: facts in tables and prose, beside ChemDataExtractor; what its parts add; CPU time.

    python benchmarks/linking.py facts    [--on papers passages] [--no-peer] [--list] [--out FILE.json]
    python benchmarks/linking.py ablation [--on papers passages] [--out FILE.json]
    python benchmarks/linking.py speed    [--on papers passages] [--out FILE.json]
    python benchmarks/linking.py readme

The last puts the kept figures into the README of this folder. Papers are those of ../shared with gold, left out where it is absent;
passages are our own. Each is read once.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import figures
import labelled
import mentions
import speed
from agreement import Row, Tally, Wanted, added, collected, counted, paired, qualified, sprung
from beside import VARIANTS, peer_rows
from child import run
from labelled import Labelled, pack_of, read_document, wanted
from papers import SHARED
from report import RESULTS, console, machine, write
from scoring import Counts, total

HERE = Path(__file__).resolve().parent
OWN = "litmine"
MEASURES = {"value": False, "fact": True}  # whether a pair must have the same subject
PEER_LIMIT = 1800.0  # seconds by the clock for the documents of one pack

# ---- facts -------------------------------------------------------------------------------------------------------------


def pools(document: Labelled, rows: Sequence[Row], *, prose_only: bool = False) -> Iterator[tuple[tuple[Row, ...], tuple[Wanted, ...]]]:
    """Rows and facts that may be paired: those of tables, and those of prose with its captions. Nothing that neither side has."""
    for in_table in (True, False)[prose_only:]:
        facts = tuple(f for f in wanted(document) if (f.source == "table") == in_table)
        here = tuple(r for r in rows if (r.source == "table") == in_table)
        here = here if document.complete else collected(here, facts)
        if facts or here:
            yield here, facts


def scored(documents: Iterable[Labelled], rows: dict[str, tuple[Row, ...]], *, prose_only: bool = False) -> dict[str, Any]:
    """The figures of one tool over documents; ``rows`` by the document's name."""
    tallies: dict[str, dict[tuple[str, str], list[Tally]]] = {m: {} for m in MEASURES}
    f1: dict[str, dict[str, list[float]]] = {m: {} for m in MEASURES}
    said: dict[str, list[Counts]] = {}
    traps = hit = 0
    for document in documents:
        found = rows.get(document.name, ())
        traps, hit = traps + len(document.traps), hit + len(sprung(found, document.traps))
        for here, facts in pools(document, found, prose_only=prose_only):
            for measure, by_subject in MEASURES.items():
                pairs = paired(here, facts, by_subject=by_subject)
                for key, tally in counted(here, facts, pairs, lambda x: (x.metric, x.source)).items():
                    tallies[measure].setdefault(key, []).append(tally)
                if facts:
                    f1[measure].setdefault(document.name, []).append(Counts(len(pairs), len(here), len(facts)).f1)
                if by_subject:
                    for name, counts in qualified(here, facts, pairs).items():
                        said.setdefault(name, []).append(counts)
    every = [x for of in f1["fact"].values() for x in of]
    return {
        **{measure: by_metric_and_source(found) for measure, found in tallies.items()},
        "mean_fact_f1": round(sum(every) / len(every), 4) if every else 0.0,
        "qualifiers": {name: shown(total(c)) for name, c in said.items()},
        "traps": {"all": traps, "sprung": hit},
        "documents": {n: {m: [round(x, 3) for x in f1[m][n]] for m in MEASURES} for n in f1["fact"]},
    }


def by_metric_and_source(tallies: dict[tuple[str, str], list[Tally]]) -> dict[str, Any]:
    """Precision, recall and F1 over all, by source, by metric, and by metric within a source."""

    def of(keep: Callable[[str, str], bool]) -> dict[str, Any]:
        return shown(added(t for key, found in tallies.items() if keep(*key) for t in found))

    metrics, sources = sorted({m for m, _ in tallies}), sorted({s for _, s in tallies})
    return {
        "all": of(lambda m, s: True),
        "by_source": {s: of(lambda m, at, s=s: at == s) for s in sources},
        "by_metric": {
            m: {"all": of(lambda x, s, m=m: x == m)}
            | {s: of(lambda x, at, m=m, s=s: (x, at) == (m, s)) for s in sources if (m, s) in tallies}
            for m in metrics
        },
    }


def shown(count: Tally | Counts) -> dict[str, Any]:
    """Precision, recall, F1 with what they are made of."""
    return {"p": round(count.precision, 3), "r": round(count.recall, 3), "f1": round(count.f1, 3), **count._asdict()}


def facts(groups: dict[str, tuple[Labelled, ...]], asked: argparse.Namespace, screen: Console) -> dict[str, Any]:
    """litmine on everything, and both on prose."""
    result = {}
    for group, documents in groups.items():
        rows = own_rows(documents, screen)
        tools = {OWN: scored(documents, rows), f"{OWN}, prose": scored(documents, rows, prose_only=True)}
        if asked.list:
            listed(documents, rows, screen)
        for variant in () if asked.no_peer else VARIANTS:
            screen.print(f"{group}: {variant.name}", style="dim")
            found = peer_rows(documents, variant, PEER_LIMIT)
            tools[variant.name] = scored(documents, found.rows, prose_only=True) | {"cpu_s": found.cpu_s, "problems": found.problems}
        result[group] = {"documents": len(documents), "tools": tools}
        for table in facts_tables(group, tools):
            screen.print(table)
    return result


def own_rows(documents: Iterable[Labelled], screen: Console | None = None) -> dict[str, tuple[Row, ...]]:
    """What litmine finds, by document."""
    found = {}
    for document in documents:
        if screen and document.group == "papers":
            screen.print(document.name, style="dim")
        found[document.name] = labelled.rows(document)
    return found


def facts_tables(group: str, tools: dict[str, dict[str, Any]]) -> Iterator[Table]:
    """The figures of a group as tables: over all, by source and metric, by what else is said."""
    table = _table(f"{group}: facts", "tool", "value P", "R", "F1", "fact P", "R", "F1", "traps sprung", "CPU s")
    for name, t in tools.items():
        traps = f"{t['traps']['sprung']} of {t['traps']['all']}"
        table.add_row(name, *(f"{t[m]['all'][k]:.3f}" for m in MEASURES for k in ("p", "r", "f1")), traps, f"{t.get('cpu_s', '')}")
    yield table
    yield metric_table(f"{group}: {OWN} by source and metric", tools[OWN])
    prose = {name: t for name, t in tools.items() if name != OWN}
    table = _table(f"{group}: prose and captions by metric, F1 value / fact", "metric", "facts", *prose)
    for metric, count in tools[f"{OWN}, prose"]["value"]["by_metric"].items():
        cells = [
            " / ".join(f"{t[m]['by_metric'].get(metric, {'all': {'f1': 0}})['all']['f1']:.2f}" for m in MEASURES) for t in prose.values()
        ]
        table.add_row(metric, str(count["all"]["gold"]), *cells)
    yield table
    table = _table(f"{group}: what else is said of the facts found", "", "P", "R", "stated", "said")
    for name, count in tools[OWN]["qualifiers"].items():
        if count["gold"]:
            table.add_row(name, f"{count['p']:.3f}", f"{count['r']:.3f}", str(count["gold"]), str(count["got"]))
    yield table


def metric_table(title: str, tool: dict[str, Any]) -> Table:
    """One row a source, then one a metric."""
    table = _table(title, "", "facts", "rows", "value P", "R", "F1", "fact P", "R", "F1")
    for section in ("by_source", "by_metric"):
        for name, value in tool["value"][section].items():
            value, fact = (x.get("all", x) for x in (value, tool["fact"][section][name]))
            cells = (f"{c[k]:.3f}" for c in (value, fact) for k in ("p", "r", "f1"))
            table.add_row(name, str(value["gold"]), str(value["got"]), *cells)
        table.add_section()
    return table


def listed(documents: Iterable[Labelled], rows: dict[str, tuple[Row, ...]], screen: Console) -> None:
    """Every fact that is not found, and every row that is none, on the screen only."""
    for document in documents:
        for here, there in pools(document, rows[document.name]):
            pairs = {m: paired(here, there, by_subject=s) for m, s in MEASURES.items()}
            valued, found = ({i for i, _ in p} for p in (pairs["value"], pairs["fact"]))
            used = {j for p in pairs.values() for _, j in p}
            for i, f in enumerate(there):
                if i not in found:
                    what = "other subject" if i in valued else "not found"
                    screen.print(f"{document.name}: {what}: {f.subject} | {f.metric} {f.value} {f.unit} p. {f.page or '-'}", markup=False)
            for j, r in enumerate(here):
                if j not in used:
                    screen.print(f"{document.name}: in excess: {r.subject} | {r.metric} {r.raw} p. {r.page}", markup=False)
        for trap in sprung(rows[document.name], document.traps):
            screen.print(f"{document.name}: trap sprung: {trap.value} {trap.unit}", markup=False)


# ---- with and without --------------------------------------------------------------------------------------------------

TOOLS = ("tokenizer", "detector")  # the other parts are dictionaries


def ablation(groups: dict[str, tuple[Labelled, ...]], asked: argparse.Namespace, screen: Console) -> dict[str, Any]:
    """litmine with all it takes from ChemDataExtractor, without its detector, its dictionaries, all; chemistry without each part."""
    from litmine.chemistry import PARTS, leaving_out

    sentences = mentions.load()
    variants = {"with all of it": ()} | {f"without the {part}": (part,) for part in TOOLS if part in PARTS}
    variants |= {"without the dictionaries": tuple(p for p in PARTS if p not in TOOLS), "without any of it": tuple(PARTS)}
    result: dict[str, Any] = {"marked_sentences": len(sentences), "variants": {}, "parts": {}}
    for name, parts in variants.items():
        screen.print(name, style="dim")
        with leaving_out(*parts):
            chemistry = {what: shown(count) for what, count in mentions.chemistry_agreement(sentences).items()}
            found = {group: scored(documents, own_rows(documents)) for group, documents in groups.items()}
        result["variants"][name] = {"left_out": parts, **chemistry} | {f"{g} {m}": f[m]["all"] for g, f in found.items() for m in MEASURES}
    for part in PARTS:
        with leaving_out(part):
            result["parts"][part] = {what: shown(count) for what, count in mentions.chemistry_agreement(sentences).items()}
    columns = [k for k in result["variants"]["with all of it"] if k != "left_out"]
    table = _table(f"with and without ChemDataExtractor, F1 ({len(sentences)} marked sentences)", "", *columns)
    for name, found in (result["variants"] | {f"only without {part}": f for part, f in result["parts"].items()}).items():
        table.add_row(name, *(f"{found[k]['f1']:.3f}" if k in found else "" for k in columns))
    screen.print(table)
    return result


# ---- speed -------------------------------------------------------------------------------------------------------------


def speeds(groups: dict[str, tuple[Labelled, ...]], asked: argparse.Namespace, screen: Console) -> dict[str, Any]:
    """CPU time by sentence and of a start, and where it goes."""
    starts = [json.loads(run([sys.executable, str(HERE / "speed.py")], 600.0).out) for _ in range(asked.starts)]
    best = min(starts, key=lambda s: sum(s.values()))
    result: dict[str, Any] = {"limits": speed.LIMITS, "start_cpu_s": best | {"all": round(sum(best.values()), 2)}}
    table = _table("CPU ms a sentence", "", "sentences with a number", "ms", "without", "ms", "once a paper, ms", "tables, ms")
    for group, documents in groups.items():
        opened = [(read_document(d), pack_of(d)) for d in documents]
        speed.cost(*opened[0])  # start-up is measured apart
        costs = [speed.cost(*pair) for pair in opened]
        whole = speed.summed(costs)
        for name, c in [*zip([d.name for d in documents], costs, strict=True), (f"all {group}", whole)]:
            if group == "papers" or c is whole:
                ms = (f"{1000 * x / (1 if name in {d.name for d in documents} else len(documents)):.0f}" for x in (c.once, c.tables))
                table.add_row(name, str(c.numbered), f"{c.with_number_ms:.1f}", str(c.others), f"{c.without_number_ms:.2f}", *ms)
        table.add_section()
        result[group] = {
            "with_number_ms": round(whole.with_number_ms, 2),
            "without_number_ms": round(whole.without_number_ms, 3),
            "cost": {k: round(v, 3) for k, v in whole._asdict().items()},
            "documents": {
                d.name: [round(c.with_number_ms, 2), round(c.without_number_ms, 3)] for d, c in zip(documents, costs, strict=True)
            },
            "hot": speed.hot(opened),
        }
    screen.print(table)
    screen.print("a start, CPU s: " + ", ".join(f"{k} {v}" for k, v in result["start_cpu_s"].items()))
    for group in groups:
        for entry in result[group]["hot"]:
            screen.print(f"{group}: {entry['share']:.1%} {entry['where']}", style="dim", markup=False)
    return result


# ---- the command line --------------------------------------------------------------------------------------------------

WHAT = {"facts": facts, "ablation": ablation, "speed": speeds}


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title)
    table.add_column(first)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=(*WHAT, "readme"))
    parser.add_argument("--on", nargs="+", choices=("papers", "passages"), default=["papers", "passages"], help="[default: both]")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of real papers and gold [default: ../shared]")
    parser.add_argument("--passages", type=Path, default=labelled.PASSAGES, help="the folder of passages [default: %(default)s]")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="documents whose name holds one of these")
    parser.add_argument("--no-peer", action="store_true", help="facts: litmine alone")
    parser.add_argument("--list", action="store_true", help="facts: print every miss and every excess")
    parser.add_argument("--starts", type=int, default=3, help="speed: starts that are timed, the best counts [default: %(default)d]")
    parser.add_argument("--out", type=Path, help="[default: results/linking-<facts, ablation or speed>.json beside this program]")
    asked = parser.parse_args()
    if asked.what == "readme":
        readme = figures.README
        readme.write_text(figures.replaced(readme.read_text(encoding="utf-8"), figures.markdown(figures.results())), encoding="utf-8")
        return 0
    found = {"papers": labelled.papers(asked.shared), "passages": labelled.passages(asked.passages)}
    groups = {
        name: chosen
        for name, documents in found.items()
        if name in asked.on and (chosen := tuple(d for d in documents if not asked.only or any(part in d.name for part in asked.only)))
    }
    if not groups:
        parser.error("none of these documents is on this machine")
    screen = console()
    load, began = os.getloadavg()[0], time.process_time()
    result = WHAT[asked.what](groups, asked, screen)
    write({"machine": machine(load), **result}, asked.out or RESULTS / f"linking-{asked.what}.json")
    screen.print(f"{time.process_time() - began:.0f} CPU s. Seconds are this machine's: the ratios matter.", style="dim")
    return 0


if __name__ == "__main__":
    sys.exit(main())
