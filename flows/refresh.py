"""The whole corpus as a Prefect flow: one task a paper, and only what has changed is analysed."""

import argparse
import csv
import os
import sys
from pathlib import Path

from settings import ROOT  # before prefect

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Failed
from prefect.task_runners import ThreadPoolTaskRunner

from litmine.corpus import KEPT, Plan, check, load_corpus, plan, rebuild
from litmine.errors import LitmineError, PaperError
from litmine.paper import load_paper, save_paper
from litmine.pipeline import RunResult, analyse_alone
from litmine.records import SEVERITIES

CORPUS, OUT = ROOT / "corpus", ROOT / "outputs"
_SHOWN = 200  # rows of the table artifact


@task(
    name="analyse paper",
    task_run_name="analyse {path.name}",
    # Prefect's own key would include the flow run. The result is the key alone: what was found lies in ``kept``.
    cache_key_fn=lambda context, parameters: f"litmine-{parameters['key']}",
    persist_result=True,
)
def analyse(path: Path, key: str, domain: str | None, kept: Path, force: bool = False) -> str | State:
    """Analyse one paper in a process of its own (PyMuPDF is not safe in threads) and keep the result under ``key``.

    A paper that cannot be read is a failed task with its PaperError, told in one line: it is no defect to trace.
    """
    if force or load_paper(kept, key) is None:
        try:
            save_paper(analyse_alone(path, domain), kept, key)
        except PaperError as error:
            return Failed(message=str(error), data=error)
    return key


@flow(name="refresh", task_runner=ThreadPoolTaskRunner(max_workers=min(4, os.cpu_count() or 1)))
def refresh(corpus: Path = CORPUS, out: Path = OUT, force: bool = False) -> str:
    """Bring ``out`` up to date with ``corpus`` and return the path of the report.

    A paper that cannot be read is a failed task and a flag; the rest goes on.
    """
    library = load_corpus(corpus)
    check(library)
    known = flag_ids(out)
    todo = plan(library, out, force=force)
    failed = analyse_papers(todo, out, force=force)
    result = rebuild(todo, {**todo.failed, **failed}, out)
    get_run_logger().info("%d papers, %d of them read anew", len(library.papers), len(todo.changed))
    report(result, known, out)
    return str(out / "report.html")


def analyse_papers(todo: Plan, out: Path, *, force: bool) -> dict[Path, PaperError]:
    """One task for every paper; returns why those that failed cannot be read."""
    futures = {}
    for path, key in todo.keys.items():
        # Where the kept result has gone, Prefect's memory of the task is no longer true.
        step = analyse.with_options(refresh_cache=path in todo.changed)
        futures[path] = step.submit(path, key, todo.corpus.domain, out / KEPT, force)
    outcomes = {path: future.result(raise_on_failure=False) for path, future in futures.items()}
    for outcome in outcomes.values():
        if isinstance(outcome, Exception) and not isinstance(outcome, PaperError):
            raise outcome
    return {path: outcome for path, outcome in outcomes.items() if isinstance(outcome, PaperError)}


def flag_ids(out: Path) -> set[str]:
    """The ids of the flags that ``out`` holds."""
    try:
        with (out / "flags.csv").open(encoding="utf-8", newline="") as file:
            return {row["flag_id"] for row in csv.DictReader(file)}
    except (OSError, KeyError):
        return set()


def report(result: RunResult, known: set[str], out: Path) -> None:
    """Two artifacts: the flags that were not there before, and a summary."""
    names = {p.document.source.sha256: p.document.source.file_name for p in result.papers}
    flags = result.all_flags
    new = [f for f in flags if f.id not in known]
    rows = [
        {
            "id": f.id,
            "severity": f.severity,
            "code": f.code,
            "document": names.get(f.document, f.document),
            "page": f.anchors[0].page if f.anchors else "",
            "message": f.message,
        }
        for f in new[:_SHOWN]
    ]
    create_table_artifact(rows, key="new-flags", description=f"{len(new)} flags that were not there before, the gravest first")
    lines = ["| paper | numbers | devices | tables read | flags |", "|---|---|---|---|---|"]
    for p in result.papers:
        of_paper = sum(f.document == p.document.source.sha256 for f in flags)
        tables = f"{len(p.document.tables)} of {len(p.document.tables) + len(p.document.unread)}"
        lines.append(f"| {p.document.source.file_name} | {len(p.measurements)} | {len(p.devices)} | {tables} | {of_paper} |")
    counts = ", ".join(f"{sum(f.severity == s for f in flags)} {s}" for s in SEVERITIES)
    lines += ["", f"Flags: {counts}; {len(new)} of them new.", "", f"Report: `{out / 'report.html'}`"]
    create_markdown_artifact("\n".join(lines), key="refresh-summary", description="What the last refresh found")


def main() -> int:
    """Run the flow from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR")
    parser.add_argument("--force", action="store_true", help="read every paper again, changed or not")
    given = parser.parse_args()
    try:
        check(load_corpus(given.corpus))  # a mistake in the corpus needs no server to be told
        path = Path(refresh(given.corpus, given.out, given.force))
    except LitmineError as error:
        print(f"litmine: {error}", file=sys.stderr)
        return error.exit_code
    print(f"The report is {os.path.relpath(path)} (open it in a browser); the tables lie beside it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
