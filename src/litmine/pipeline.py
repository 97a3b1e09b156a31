"""From papers to outputs, straight down: read, tag, link, check, compare, write. No Prefect here, and no state."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import perf_counter

from litmine.across import compare_papers
from litmine.checks import run_checks
from litmine.checks.measured.physics import tried
from litmine.curated import read_curated
from litmine.decisions import Decision, settled
from litmine.diff import Comparison, compare_tables, compare_with_curated
from litmine.document import Document
from litmine.domain import FALLBACK, choose_domain, domain_names, load_domain, nearest_domain, tolerating
from litmine.errors import CuratedError, PaperError
from litmine.export import write_run
from litmine.history import History, continued
from litmine.linking import link
from litmine.outputs import move_in, scratch
from litmine.paper import Paper
from litmine.presentation import identified, merged_flags
from litmine.readers import read, tesseract
from litmine.records import Flag, by_severity
from litmine.references import find_references
from litmine.tagging import tag
from litmine.workers import outcomes, protected

log = logging.getLogger(__name__)
Progress = Callable[[str], None]  # called with a paper's file name when that paper is done


def open_paper(path: Path) -> Document:
    """Read a paper. Raises PaperError also for a scan, which can be opened and of which nothing can be told."""
    document = read(path)
    if not document.text.strip():
        raise no_text(document, path)
    return document


def no_text(document: Document, path: Path) -> PaperError:
    """What to say of a paper no page of which gave text; most of its pages are told about where they differ."""
    problem, _ = Counter(page.problem for page in document.pages).most_common(1)[0]
    what, remedy = _BLANK[problem]
    return PaperError(what, where=path.name, remedy=remedy)


_BLANK = {
    "": ("has no text layer: it is a scan", "run text recognition (OCR) on it first"),
    "no-unicode": ("has fonts that do not say which characters they draw", "run text recognition (OCR) on it first"),
    "too-many-characters": ("has more characters on a page than can be read", "leave it out, or print it to a new PDF"),
    "damaged": ("is damaged: no page can be read", "download it again"),
}


def analyse(path: Path, domain: str | None = None) -> Paper:
    """One paper, from its bytes to its flags; ``domain`` is a pack's name or folder, None to choose one from the text.

    A scan gives a paper with no more than the flag ``no-text-layer``.
    Raises PaperError, DomainError.
    """
    seconds: dict[str, float] = {}

    def timed(stage, step, *arguments):
        began = perf_counter()
        log.info("the stage %r", stage)
        result = step(*arguments)
        seconds[stage] = perf_counter() - began
        return result

    pack = load_domain(domain) if domain else None
    document = timed("read", read, path)
    document = timed("references", find_references, document)
    chosen = choose_domain(document.text) if pack is None else pack
    pack = chosen or nearest_domain(document.text)
    tagged = timed("tag", tag, document, pack)
    linked = timed("link", link, document, tagged, pack)
    found = timed("check", run_checks, document, tagged, linked, pack)
    return Paper(
        document=document,
        domain=pack.name,
        domain_digest=pack.digest,
        chosen=domain is None,
        tagged=tagged,
        measurements=linked.measurements,
        devices=linked.devices,
        flags=merged_flags((), identified((*linked.flags, *found), {document.source.sha256: document})),
        receipts=linked.receipts,
        seconds=seconds,
        assumed=chosen is None,
        laws=tried(document, linked, pack),
    )


# ---- several papers ----------------------------------------------------------------------------------------------------


def analyse_all(paths: Sequence[Path], domain: str | None = None, *, jobs: int = 1) -> Iterator[tuple[Path, Paper | PaperError]]:
    """Each paper, or the reason why it cannot be read, as they are done, in up to ``jobs`` workers (``workers.outcomes``).

    A paper that takes too long or too much memory, or that crashes its worker, costs only itself. Raises DomainError.
    """
    return outcomes(partial(analyse, domain=domain), paths, jobs=jobs)


def analyse_alone(path: Path, domain: str | None = None) -> Paper:
    """``analyse`` in a worker, from any thread. Raises PaperError, also where the paper breaks a limit; DomainError."""
    return protected(partial(analyse, domain=domain), path)


# ---- a run -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunResult:
    """What a run over papers gave. ``flags`` are the run's own: unreadable papers and the comparison with the curated table.

    ``paths`` are keyed by sha256; ``domain`` is the pack of the comparison; ``history`` is what the next run should know of the curated
    table.
    """

    papers: tuple[Paper, ...]
    paths: Mapping[str, Path]
    flags: tuple[Flag, ...]
    domain: str
    curated: tuple[Path, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    comparison: Comparison | None = None
    history: History = field(default_factory=History)

    @property
    def all_flags(self) -> tuple[Flag, ...]:
        """The flags of the papers and of the run, the gravest first."""
        return merged_flags(self.papers, self.flags)


def run(
    paths: Sequence[Path],
    *,
    curated: Sequence[Path] = (),
    last: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    domain: str | None = None,
    out: Path,
    jobs: int = 1,
    progress: Progress | None = None,
) -> RunResult:
    """Analyse papers, compare them with the curated tables, write everything to ``out``.

    ``last`` are the curated tables as they were when they were last compared: what a person has changed since is not proposed again.
    ``columns`` maps column names of the curated tables to litmine's. A paper that cannot be read becomes a flag; where none
    can be, its PaperError is raised and nothing is written. Raises DomainError, CuratedError, OutputError as well.
    """
    paths = tuple(dict.fromkeys(paths))
    with scratch(out) as folder:
        check_curated(curated, columns, domain)
        check_curated(last, columns, domain)
        results = {}
        for path, result in analyse_all(paths, domain, jobs=jobs):
            results[path] = result
            if progress:
                progress(path.name)
        every = [(path, results[path]) for path in paths]
        assembled = assemble(every, curated=curated, last=last, columns=columns, domain=domain)
        write(assembled, folder)
        move_in(folder, out)
    return assembled


def assemble(
    results: Iterable[tuple[Path, Paper | PaperError]],
    *,
    curated: Sequence[Path] = (),
    last: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    domain: str | None = None,
    tolerances: Mapping[str, float] | None = None,
    history: History | None = None,
    decisions: Sequence[Decision] = (),
) -> RunResult:
    """The results of several papers as one: a paper given twice counts once, the comparison is made over all of them.

    ``tolerances`` stand before the pack's; ``history`` is what earlier runs saw of the curated tables (or ``last``, the tables
    themselves); ``decisions`` give the flags their status.
    Raises the first PaperError where every paper has one, or is a scan without any text.
    """
    papers: dict[str, Paper] = {}
    paths: dict[str, Path] = {}
    flags: list[Flag] = []
    failed: list[PaperError] = []
    for path, result in results:
        if isinstance(result, Paper):
            sha256 = result.document.source.sha256
            papers.setdefault(sha256, result)
            paths.setdefault(sha256, path)
        else:
            failed.append(result)
            flags.append(unreadable(path, result))
    if not any(p.document.text.strip() for p in papers.values()) and (failed or papers):
        raise failed[0] if failed else no_text(*next((papers[sha256].document, path) for sha256, path in paths.items()))
    for error in failed:
        log.warning("%s", error)
    _ask_for_ocr([p.document for p in papers.values()])
    found = tuple(papers.values())
    name = domain or main_domain(found)
    seconds: dict[str, float] = {}
    began = perf_counter()
    pack = tolerating(load_domain(name), tolerances or {})
    read = [(p.document, p.devices, p.measurements) for p in found]
    comparison = None
    if curated:
        table = read_curated(curated, pack, columns)
        history = continued(History(read_curated(last, pack, columns).rows) if last else history or History(), table.rows)
        comparison = compare_with_curated(read, table, pack, history.replaced)
        flags += comparison.flags
    flags += compare_papers(read, pack, {place for f in flags for place in f.evidence})
    seconds["diff"] = perf_counter() - began
    found = tuple(replace(p, flags=settled(p.flags, decisions)) for p in found) if decisions else found
    flags = list(identified(flags, {sha256: p.document for sha256, p in papers.items()}))
    return RunResult(found, paths, settled(flags, decisions), name, tuple(curated), seconds, comparison, history or History())


def _ask_for_ocr(documents: Iterable[Document]) -> None:
    """Say once what to install where tables or pages are pictures that nobody reads."""
    documents = tuple(documents)
    tables = sum(u.reason == "table-is-image" for d in documents for u in d.unread)
    pages = sum(not (p.n_chars or p.by_ocr) and p.problem in ("", "no-unicode") for d in documents for p in d.pages)
    if (tables or pages) and tesseract.program() is None:
        log.warning("tables that are pictures: %d, pages that are pictures: %d; %s", tables, pages, tesseract.INSTALL)


def unreadable(path: Path, error: PaperError) -> Flag:
    """The flag of a paper that could not be read."""
    message = f"{path.name} {error.problem}; {error.remedy}."
    return Flag("unreadable-paper", "read", "error", path.name, message, observed=error.problem)


def main_domain(papers: Sequence[Paper]) -> str:
    """The pack most papers were read with: the first by name among equals; FALLBACK where there is no paper."""
    counted = Counter(p.domain for p in papers)
    return min(counted, key=lambda name: (-counted[name], name)) if counted else FALLBACK


def check_curated(curated: Sequence[Path], columns: Mapping[str, str] | None, domain: str | None) -> None:
    """Fail before the papers are read, not after, where no pack makes sense of the curated tables.

    Raises DomainError for an unknown ``domain``, CuratedError.
    """
    packs = [load_domain(name) for name in ([domain] if domain else domain_names())]
    problems = []
    for pack in packs if curated else ():
        try:
            read_curated(curated, pack, columns)
        except CuratedError as error:
            problems.append(error)
        else:
            return
    if problems:
        raise problems[0]


def diff_tables(a: Path, b: Path, domain: str | None = None, last: Path | None = None) -> tuple[Flag, ...]:
    """The flags of comparing one device table with another, ``b`` taken as what is expected; the gravest first.

    ``last`` is ``b`` as it was before: what a person has changed in it since is not proposed again. Without a ``domain``, the first
    pack that knows the columns of both. Raises DomainError, CuratedError.
    """
    problems = []
    for name in [domain] if domain else domain_names():
        pack = load_domain(name)
        try:
            left, right = read_curated([a], pack), read_curated([b], pack)
            history = continued(History(read_curated([last], pack).rows) if last else History(), right.rows)
        except CuratedError as error:
            problems.append(error)
        else:
            return by_severity(compare_tables(left, right, pack, history.replaced).flags)
    raise problems[0]


def write(result: RunResult, folder: Path) -> None:
    """Write every file of a run to ``folder``. Raises OutputError."""
    # Imported here because reading a text file, tagging and linking must not wait for the PDF library.
    from litmine.report import write_report

    began = perf_counter()
    curated_name = ", ".join(path.name for path in result.curated) or None
    if curated_name and result.comparison is not None:
        curated_name += f": {result.comparison.summary}"
    write_report(result.papers, result.flags, folder, paper_paths=result.paths, curated_name=curated_name)
    seconds = {**result.seconds, "report": perf_counter() - began}
    about = {"paper_paths": result.paths, "curated": result.curated, "seconds": seconds, "comparison": result.comparison}
    write_run(result.papers, folder, flags=result.flags, **about)
