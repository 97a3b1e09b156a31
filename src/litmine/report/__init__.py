"""The report of a run: one self-contained page, and each paper with its evidence marked."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from litmine.errors import PaperError
from litmine.files import write_atomic
from litmine.presentation import merged_flags
from litmine.records import Flag
from litmine.report.annotated import write_annotated
from litmine.report.explain import Explanation, explain, picture
from litmine.report.html import render_report

__all__ = ["Explanation", "explain", "picture", "write_report"]


def write_report(
    papers: Sequence[Any],
    flags: Iterable[Flag],
    out_dir: Path,
    *,
    paper_paths: Mapping[str, Path],
    curated_name: str | None = None,
) -> Path:
    """Write ``report.html`` and, for every PDF, ``annotated/<stem>.pdf``; returns the path of the report.

    ``papers`` carry document, domain, measurements, devices and flags; ``flags`` are the run's own (those of the
    comparison), the papers' may stand among them again; ``paper_paths`` are keyed by sha256. A paper whose file has gone
    or cannot be marked keeps its place in the report, which says so. Raises OutputError.
    """
    every = merged_flags(papers, flags)
    documents = {p.document.source.sha256: p.document for p in papers}
    annotated: dict[str, str] = {}
    problems: list[str] = []
    for paper in papers:
        source = paper.document.source
        path = paper_paths.get(source.sha256)
        if source.parser != "pdf" or path is None:
            continue
        name = _annotated_name(source.file_name, [p.document.source.file_name for p in papers])
        try:
            write_annotated(paper, every, documents, path, out_dir / "annotated" / name)
        except PaperError as error:
            problems.append(str(error))
        else:
            annotated[source.sha256] = f"annotated/{name}"
    page = render_report(
        papers, every, paper_paths=paper_paths, annotated=annotated, problems=problems, curated_name=curated_name
    )
    write_atomic(out_dir / "report.html", page)
    return out_dir / "report.html"


def _annotated_name(file_name: str, every: Sequence[str]) -> str:
    """<stem>.pdf, or <whole name>.pdf where another paper has the same stem."""
    stem = Path(file_name).stem
    alone = sum(Path(other).stem == stem for other in every) == 1
    return f"{stem}.pdf" if alone else f"{file_name}.pdf"
