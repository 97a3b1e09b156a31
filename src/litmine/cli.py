"""The command line. Data goes to stdout or files, everything else to stderr; imports wait until a command needs them."""

import contextlib
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litmine import __version__
from litmine.errors import ConfigError, DomainError, LitmineError, PaperError

if TYPE_CHECKING:
    from litmine.pipeline import RunResult
    from litmine.records import Flag

app = typer.Typer(name="litmine", add_completion=False, pretty_exceptions_enable=False)
log = logging.getLogger("litmine")

_SHOWN = 20  # flags in the summary on the terminal


class FailOn(StrEnum):
    """The least severity that makes the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


Papers = Annotated[list[Path], typer.Argument(metavar="PAPER...", help="Papers: .pdf, .txt or .md.", show_default=False)]
Out = Annotated[Path, typer.Option(metavar="DIR", help="The folder that holds the results.")]
DomainName = Annotated[
    str | None,
    typer.Option(
        "--domain", metavar="NAME", help="A domain pack: its name or its folder; chosen from the paper where not given."
    ),
]
Last = Annotated[
    Path | None,
    typer.Option(
        metavar="CSV",
        help="The curated table as it was when you last compared it: what you have changed in it since is not proposed again.",
        show_default=False,
    ),
]
Jobs = Annotated[int, typer.Option(metavar="N", min=1, help="Papers analysed at the same time.")]
Fail = Annotated[FailOn, typer.Option(help="The least severity of a flag that makes the exit status 1.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
_JOBS = min(4, os.cpu_count() or 1)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 nothing to report, 1 flags at or above --fail-on, 2 could not do the job."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("litmine: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.DEBUG if os.environ.get("LITMINE_DEBUG") else logging.WARNING)
    log.propagate = False
    try:
        return _invoke(argv)
    except LitmineError as error:
        log.debug("", exc_info=True)
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        # The reader of our output has closed it (`litmine ... | head`): nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return _fail("interrupted", 130)
    finally:
        log.removeHandler(handler)


def _invoke(argv: Sequence[str] | None) -> int:
    command = typer.main.get_command(app)
    try:
        status = command.main(args=list(argv) if argv is not None else None, prog_name="litmine", standalone_mode=False)
    except typer.TyperException as error:
        return _fail(f"{' '.join(error.format_message().split())} (litmine --help)", 2)
    sys.stdout.flush()
    return status if isinstance(status, int) else 0


def _fail(line: str, status: int) -> int:
    print(f"litmine: {line}", file=sys.stderr)
    return status


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"litmine {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Read device reviews, curate their tables, flag what disagrees."""


@app.command()
def run(
    papers: Papers,
    curated: Annotated[
        Path | None, typer.Option(metavar="CSV", help="The hand-curated table to compare with.", show_default=False)
    ] = None,
    last: Last = None,
    domain: DomainName = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write [default: outputs/<paper's stem>, outputs/run for several]", show_default=False),
    ] = None,
    jobs: Jobs = _JOBS,
    fail_on: Fail = FailOn.ERROR,
    as_json: AsJson = False,
) -> int:
    """Extract, normalise, check and compare one or more papers; write DIR."""
    from litmine import workers

    workers.warm("litmine.pipeline")  # it imports what takes two seconds while we do the same
    from litmine import pipeline

    # Never the corpus's own outputs/: a paper read on the side must not take the place of the last refresh.
    out = out or Path("outputs") / (papers[0].stem if len(papers) == 1 else "run")

    with _progress("reading", len(papers)) as step:
        tables = {"curated": [curated] if curated else [], "last": [last] if last else []}
        result = pipeline.run(papers, **tables, domain=domain, out=out, jobs=jobs, progress=step)
    return _report(result, out, fail_on, as_json)


@app.command()
def tables(papers: Papers, out: Out = Path("outputs")) -> int:
    """Write every table found: DIR/<stem>.cells.csv for each paper."""
    from litmine import workers

    workers.warm("litmine.pipeline")
    from litmine.export import write_cells
    from litmine.pipeline import open_paper

    failed = 0
    with _progress("reading", len(papers)) as step:
        for path, document in workers.outcomes(open_paper, papers):
            try:
                if isinstance(document, PaperError):
                    raise document
                target = out / f"{path.stem}.cells.csv"
                write_cells(document, target)
            except LitmineError as error:
                failed += 1
                log.error("%s", error)
            else:
                skipped = f", {len(document.unread)} not read" if document.unread else ""
                print(f"{target}: {len(document.tables)} tables{skipped}")
            step(path.name)
    return 2 if failed else 0


@app.command()
def diff(
    a: Annotated[Path, typer.Argument(metavar="A.csv", help="A device table.", show_default=False)],
    b: Annotated[Path, typer.Argument(metavar="B.csv", help="Another one, taken as what is expected.", show_default=False)],
    last: Last = None,
    domain: DomainName = None,
    as_json: AsJson = False,
) -> int:
    """Compare two device tables, row by row and as printed; no paper is read."""
    from litmine.pipeline import diff_tables

    flags = diff_tables(a, b, domain, last)
    if as_json:
        print(json.dumps([_plain(flag) for flag in flags], ensure_ascii=False, indent=2))
    else:
        for flag in flags:
            settled = "" if flag.status == "open" else f" ({flag.status})"
            print(f"{flag.severity}{settled}  {flag.code}  {flag.message}")
        print(_counted(flags))
    return _status(flags, FailOn.ERROR)


def _plain(flag: "Flag") -> dict:
    """A flag of two tables as plain values, with the line and column of each of its cells."""
    told = ("id", "code", "severity", "status", "subject", "metric", "expected", "observed", "difference", "cause", "message")
    cells = [{"file": e.file, "line": e.row, "column": e.column, "text": e.text} for e in flag.evidence]
    return {name: getattr(flag, name) for name in told} | {"evidence": cells}


@app.command()
def refresh(
    corpus: Annotated[Path, typer.Option(metavar="DIR", help="The corpus: papers/, curated/ and corpus.toml.")] = Path("corpus"),
    out: Out = Path("outputs"),
    jobs: Jobs = _JOBS,
    force: Annotated[bool, typer.Option("--force", help="Read every paper again, changed or not.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say which papers would be read, and do nothing.")] = False,
    fail_on: Fail = FailOn.ERROR,
    as_json: AsJson = False,
) -> int:
    """The whole corpus, only what changed since the last refresh into DIR."""
    from litmine import corpus as library

    found = library.load_corpus(corpus)
    if dry_run:
        library.check(found)
        todo = library.plan(found, out, force=force)
        for path in found.papers:
            print(f"{'cannot be read' if path in todo.failed else 'changed' if path in todo.changed else 'unchanged'}  {path}")
        return 0
    with _progress("reading", None) as step:
        result = library.refresh(found, out, jobs=jobs, force=force, progress=step)
    return _report(result, out, fail_on, as_json)


@app.command()
def explain(
    record: Annotated[
        str,
        typer.Argument(metavar="ID", help="The id of a measurement, a device or a flag, or its beginning.", show_default=False),
    ],
    out: Out = Path("outputs"),
) -> int:
    """A record's or a flag's evidence: quote, page, box, and a PNG crop of the page in DIR/crops."""
    from litmine import report
    from litmine.files import write_atomic

    found = report.explain(out, record)
    print(found.text)
    for box in found.boxes:
        print(f"box         p. {box.page}: {box.x0:g} {box.y0:g} {box.x1:g} {box.y1:g} pt from the top left")
    picture = report.picture(found)
    if picture is not None:
        target = out / "crops" / f"{found.id}.png"
        write_atomic(target, picture)
        print(f"picture     {target}")
    return 0


@app.command()
def publish(out: Out = Path("outputs")) -> int:
    """The curated table with the curators' decisions and provenance columns: DIR/published/devices.csv."""
    from litmine.published import publish as write_published

    print(write_published(out))
    return 0


@app.command("check-domain")
def check_domain(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a domain pack.", show_default=False)],
) -> int:
    """Validate a domain pack: its entries, its laws, and its examples."""
    from litmine.cases import check_cases
    from litmine.domain import load_domain

    if not folder.is_dir():
        raise ConfigError("is no folder", where=str(folder), remedy="name the folder that holds domain.toml")
    pack = load_domain(str(folder.resolve()))
    examples, faults = check_cases(folder, pack)
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        count = f"{len(faults)} things in its {examples} examples are" if len(faults) > 1 else "an example is"
        raise DomainError(f"{count} read otherwise than the pack says", where=str(folder / "cases.toml"), remedy="see above")
    counts = f"{len(pack.metrics)} metrics, {len(pack.materials)} materials, {len(pack.laws)} laws, {examples} examples"
    print(f"{pack.name}: {pack.title}: {counts}; digest {pack.digest}")
    return 0


# ---- what the commands say ---------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _progress(verb: str, total: int | None) -> Iterator[Callable[[str], None]]:
    """A bar on stderr where that is a terminal; yields what is to be called with each name that is done."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(verb, total=total)
        yield lambda name: bars.update(task, advance=1, description=f"read {name}")


def _report(result: "RunResult", out: Path, fail_on: FailOn, as_json: bool) -> int:
    flags = result.all_flags
    if as_json:
        summary = json.loads((out / "run.json").read_bytes())
        unread = [f.message for f in result.flags if f.code == "unreadable-paper"]
        summary |= {"unreadable": unread, "out": str(out), "report": str(out / "report.html")}
        print(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        _print_summary(result, flags, out)
    return _status(flags, fail_on)


def _print_summary(result: "RunResult", flags: Sequence["Flag"], out: Path) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    for paper in result.papers:
        document = paper.document
        seen = len(document.tables) + len(document.unread)
        how = "no pack fits the text: assumed" if paper.assumed else "chosen from the text" if paper.chosen else "as asked"
        pack = f"{paper.domain} ({how})"
        counts = f"{len(paper.measurements)} numbers, {len(paper.devices)} devices, {len(document.tables)} of {seen} tables read"
        console.print(Text(f"{document.source.file_name}: {counts}; domain {pack}"))
    names = {p.document.source.sha256: p.document.source.file_name for p in result.papers}
    colours = {"error": "red", "warning": "yellow", "info": "dim"}
    shown = [flag for flag in flags if flag.status != "dismissed"]
    for flag in shown[:_SHOWN]:
        page = f" p. {flag.anchors[0].page}" if flag.anchors else ""
        where = f"{names.get(flag.document, flag.document)}{page}".strip()
        console.print(Text(flag.severity, colours[flag.severity]) + Text(f"  {where}  {flag.code}: {flag.message}  [{flag.id}]"))
    if len(shown) > _SHOWN:
        console.print(Text(f"… and {len(shown) - _SHOWN} more in {out / 'flags.csv'}"))
    console.print(Text(_counted(flags)))
    console.print(Text(f"report: {out / 'report.html'}"))


def _counted(flags: Sequence["Flag"]) -> str:
    from litmine.records import SEVERITIES

    counts = [f"{sum(f.severity == s and f.status != 'dismissed' for f in flags)} {s}" for s in SEVERITIES]
    dismissed = sum(f.status == "dismissed" for f in flags)
    return f"flags: {', '.join(counts)}" + (f"; {dismissed} dismissed" if dismissed else "")


def _status(flags: Sequence["Flag"], fail_on: FailOn) -> int:
    failing = {FailOn.ERROR: ("error",), FailOn.WARNING: ("error", "warning"), FailOn.NEVER: ()}[fail_on]
    return int(any(f.severity in failing and f.status != "dismissed" for f in flags))


if __name__ == "__main__":
    sys.exit(main())
