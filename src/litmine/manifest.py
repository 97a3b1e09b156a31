"""What a run says of itself: versions, digests, counts and the coverage receipt (run.json), and its data package."""

import hashlib
import os
import platform
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from litmine import __version__
from litmine.document import Document, Table
from litmine.linking import TableReceipt
from litmine.presentation import merged_flags
from litmine.readers import tesseract
from litmine.records import SEVERITIES, Flag
from litmine.schemas import Field

PACKAGES = ("pymupdf", "spacy", "chemdataextractor2", "pandas", "prefect")
BLANK = {
    "": "it has no text layer",
    "no-unicode": "its fonts do not say which characters they draw",
    "too-many-characters": "it has more characters than can be read",
    "damaged": "the file is damaged there",
}
REASONS = {
    "table-is-image": "the table is a picture",
    "no-grid": "no rows and columns were found under its caption",
    "page-too-large": "the page is too large to analyse",
}

READ_BY = {"layout": "its layout", "words": "the places of its words", "text": "the text", "ocr": "its picture (OCR)"}


def coverage(paper: Any) -> dict[str, Any]:
    """What was seen and what was read of one paper: tables, pages without text, numbers in metric columns."""
    document: Document = paper.document
    tables = [_table_entry(table, receipt) for table, receipt in zip(document.tables, paper.receipts, strict=True)]
    return {
        "tables_seen": len(document.tables) + len(document.unread),
        "tables_read": len(document.tables),
        "tables_skipped": [{"page": u.page, "table": u.label, "reason": u.reason} for u in document.unread],
        "tables": tables,
        "pages": document.source.n_pages,
        "pages_without_text": [p.number for p in document.pages if p.n_chars == 0],
        "numbers_mapped": sum(t["numbers_mapped"] for t in tables),
        "numbers_unmapped": sum(t["numbers_unmapped"] for t in tables),
        "laws_evaluated": paper.laws[0],
        "laws_not_evaluated": paper.laws[1],
    }


def _table_entry(table: Table, receipt: TableReceipt) -> dict[str, Any]:
    return {
        "page": table.page,
        "table": table.id,
        "read_by": table.method,
        "rows": table.n_rows,
        "columns": table.n_cols,
        "numbers_mapped": receipt.mapped,
        "numbers_unmapped": receipt.unmapped,
        "cells_in_doubt": sum(bool(c.doubt) for c in table.cells),
        "columns_unknown": list(receipt.unknown),
    }


def relative(path: Path, folder: Path) -> str:
    """``path`` as seen from ``folder``, with forward slashes; absolute where there is no way between them."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def run_summary(
    papers: Sequence[Any],
    out_dir: Path,
    *,
    flags: Iterable[Flag] = (),
    paper_paths: Mapping[str, Path] | None = None,
    curated: Iterable[Path] = (),
    seconds: Mapping[str, float] | None = None,
    comparison: Any = None,
) -> dict[str, Any]:
    """The content of run.json. ``paper_paths`` are keyed by sha256; paths are written relative to ``out_dir``; ``comparison`` is that with
    the curated tables, None where there are none."""
    paths = paper_paths or {}
    every = merged_flags(papers, flags)
    entries = [_paper_entry(p, every, paths, out_dir) for p in sorted(papers, key=lambda p: p.document.source.file_name)]
    skipped = [{"document": e["document"], **t} for e in entries for t in e["coverage"]["tables_skipped"]]
    total = {
        name: sum(e["coverage"][name] for e in entries)
        for name in ("tables_seen", "tables_read", "numbers_mapped", "numbers_unmapped", "laws_evaluated", "laws_not_evaluated")
    }
    spent = Counter()
    for paper in papers:
        spent.update(paper.seconds)
    spent.update(seconds or {})
    return {
        "versions": versions(),
        "papers": entries,
        "curated": [_curated_entry(Path(c), out_dir) for c in curated],
        "comparison": _comparison_entry(comparison) if comparison is not None else {},
        "counts": {
            "papers": len(entries),
            **{
                name: sum(e["counts"][name] for e in entries)
                for name in ("tables", "cells", "references", "measurements", "devices")
            },
            "flags": _flag_counts(every),
        },
        "coverage": {**total, "tables_skipped": skipped},
        "seconds": {stage: round(s, 3) for stage, s in spent.items()},
    }


def _paper_entry(paper: Any, flags: Sequence[Flag], paths: Mapping[str, Path], out_dir: Path) -> dict[str, Any]:
    document: Document = paper.document
    source = document.source
    path = paths.get(source.sha256)
    return {
        "document": source.file_name,
        "path": relative(path, out_dir) if path is not None else "",
        "sha256": source.sha256,
        "parser": source.parser,
        "pages": source.n_pages,
        "title": source.title,
        "doi": source.doi,
        "year": source.year,
        "domain": paper.domain,
        "domain_digest": getattr(paper, "domain_digest", ""),
        "domain_assumed": getattr(paper, "assumed", False),  # no pack suits the text
        "counts": {
            "tables": len(document.tables),
            "cells": sum(len(t.cells) for t in document.tables),
            "references": len(document.references),
            "measurements": len({m.id for m in paper.measurements}),
            "devices": len({d.id for d in paper.devices}),
            "flags": _flag_counts(f for f in flags if f.document in (source.sha256, source.file_name)),
        },
        "coverage": coverage(paper),
        "seconds": {stage: round(s, 3) for stage, s in paper.seconds.items()},
    }


def _curated_entry(path: Path, out_dir: Path) -> dict[str, str]:
    return {"path": relative(path, out_dir), "sha256": hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""}


def _comparison_entry(comparison: Any) -> dict[str, Any]:
    """How many curated values got which verdict, and the curated cells that newer papers change."""
    stale = [{"file": c.file, "line": c.row, "column": c.column, "text": c.text} for c in comparison.stale]
    return {"verdicts": dict(sorted(comparison.verdicts.items())), "stale": stale}


def _flag_counts(flags: Iterable[Flag]) -> dict[str, int]:
    found = Counter(f.severity for f in flags)
    return {severity: found[severity] for severity in SEVERITIES}


def versions() -> dict[str, str]:
    """The versions of litmine, of Python and of what the results hang on: packages and the OCR engine, "" where not installed."""
    found = {"litmine": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = ""
    found["tesseract"] = tesseract.version()
    return found


def resource(path: str, title: str, fields: Sequence[Field], content: bytes, key: Sequence[str]) -> dict[str, Any]:
    """One CSV file as a resource of a data package; ``key`` is its primary key (empty where it has none)."""
    schema: dict[str, Any] = {"fields": [f.schema() for f in fields], "missingValues": [""]}
    if key:
        schema["primaryKey"] = list(key)
    return {
        "name": re.sub(r"[^a-z0-9._-]+", "-", path.removesuffix(".csv").lower()).strip("-") or "table",
        "path": path,
        "title": title,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def data_package(resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The descriptor of a run's tables (Frictionless Data Package 1)."""
    return {
        "profile": "tabular-data-package",
        "name": "litmine-run",
        "title": "Device measurements extracted from papers, with their evidence and the flags they earned",
        "resources": list(resources),
    }
