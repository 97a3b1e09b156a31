"""Records to data frames to the files of a run: CSV tables, run.json and a Frictionless data package."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from litmine.diff import Comparison
from litmine.document import Document
from litmine.files import write_atomic
from litmine.geometry import Box
from litmine.linking import TableReceipt
from litmine.manifest import data_package, resource, run_summary
from litmine.originals import meet, merged, original_of, work_keys
from litmine.presentation import (
    by_metric,
    column_name,
    doubtful,
    evidence_line,
    keys,
    merged_flags,
    metric_columns,
    place,
    plain,
    short,
    shown,
)
from litmine.records import Anchor, Device, Flag, Measurement
from litmine.schemas import CELLS, DEVICES, FLAGS, MEASUREMENTS, REFERENCES, Field, names


class PaperResult(Protocol):
    """What the export needs of one analysed paper.

    One more attribute is used where the paper has it: ``tagged`` (its citation mentions give ``cited_on``).
    """

    document: Document
    domain: str
    measurements: tuple[Measurement, ...]
    devices: tuple[Device, ...]
    flags: tuple[Flag, ...]
    receipts: tuple[TableReceipt, ...]
    seconds: Mapping[str, float]


# ---- frames ------------------------------------------------------------------------------------------------------------


def measurements_frame(papers: Sequence[PaperResult]) -> pd.DataFrame:
    """One row per number: the columns of ``schemas.MEASUREMENTS``, by document, page, table, row, column and span."""
    rows = [(paper.document, m) for paper in papers for m in _once(paper.measurements)]
    rows.sort(key=lambda r: (r[0].source.file_name, place(r[1].evidence[0]), r[1].metric, r[1].subject, r[1].id))
    return _frame(MEASUREMENTS, (_measurement_row(document, m) for document, m in rows))


def _measurement_row(document: Document, m: Measurement) -> dict[str, Any]:
    at, q = m.evidence[0], m.quantity
    cited = keys(m.citations)
    quote = at.context.of(document.text) if at.cell is None and at.context is not None and at.context.covers(at.span) else at.quote
    return {
        "measurement_id": m.id,
        "document": document.source.file_name,
        "page": at.page,
        "source": m.source,
        "table": at.cell.table if at.cell else "",
        "row": at.cell.row if at.cell else None,
        "col": at.cell.col if at.cell else None,
        "subject": m.subject,
        "materials": ";".join(m.materials),
        "metric": m.metric,
        "value": q.value,
        "value_low": q.low,
        "value_high": q.high,
        "comparator": q.comparator,
        "unit": q.unit,
        "raw": q.raw,
        "uncertainty": q.uncertainty,
        "statistic": m.qualifiers.statistic,
        "colour": m.qualifiers.colour,
        "process": m.qualifiers.process,
        "conditions": ";".join(m.qualifiers.conditions),
        "citations": ";".join(cited),
        "reference": ";".join(filter(None, (short(document.reference(key), key) for key in cited))),
        "quote": quote,
        "bbox": _bbox(at),
        "rule": m.rule,
        "confidence": m.confidence,
    }


def devices_frame(papers: Sequence[PaperResult]) -> pd.DataFrame:
    """One row per device, a column per metric and unit ("EQE [%]"); a device that several papers report is one row (``originals.meet``).

    Of several values of one metric the most telling is shown (``ranked``), one that a flag doubts last; all of them are in the
    measurements. A column that holds a bound or a range is of text (">5000", "630–650").
    """
    found = [m for paper in papers for m in paper.measurements]
    by_id = {m.id: m for m in found}
    doubted = doubtful(found, [flag for paper in papers for flag in paper.flags])
    reported = [(paper.document, d) for paper in papers for d in _once(paper.devices)]
    reported.sort(key=lambda r: (r[0].source.file_name, _first_place(by_metric(r[1], by_id)), r[1].label, r[1].id))
    works = work_keys(filter(None, (original_of(document, d) for document, d in reported)))
    devices = [(group, d, by_metric(d, by_id, doubted)) for group in meet(reported, works) for d in [merged(group)]]
    columns = metric_columns(m for _, _, cells in devices for values in cells.values() for m in values)
    rows = []
    for group, d, cells in devices:
        first, device = group[0]
        original = original_of(first, device)
        row = {
            "device_id": device.id,
            "document": ";".join(document.source.file_name for document, _ in group),
            "label": d.label,
            "materials": ";".join(d.materials),
            "layers": ";".join(d.layers),
            "colour": d.colour,
            "process": d.process,
            "original": short(first.reference(d.original), d.original),
            "original_work": works[original] if original else "",
            "citations": "|".join(_cited_by(member, by_id) for _, member in group),
        }
        for column in columns:
            if column in cells:
                row[column_name(*column)] = shown(cells[column][0].quantity)
        rows.append(row)
    frame = pd.DataFrame(rows, columns=[*names(DEVICES), *(column_name(*c) for c in columns)], dtype=object)
    for column in columns:
        name = column_name(*column)
        if frame[name].dropna().map(_is_number).all():
            frame[name] = pd.to_numeric(frame[name])
    return frame


def _cited_by(device: Device, measurements: Mapping[str, Measurement]) -> str:
    found = [c for i in device.measurements if i in measurements for c in measurements[i].citations]
    return ";".join(dict.fromkeys(filter(None, (device.original, *keys(found)))))


def _first_place(cells: Mapping[tuple[str, str], tuple[Measurement, ...]]) -> tuple:
    return min((place(m.evidence[0]) for values in cells.values() for m in values), default=(0,))


def flags_frame(papers: Sequence[PaperResult], flags: Iterable[Flag] = ()) -> pd.DataFrame:
    """One row per flag of the papers and of the run (``flags``); the columns of ``schemas.FLAGS``, the gravest first."""
    documents = _documents(papers)
    return _frame(FLAGS, (_flag_row(f, documents) for f in merged_flags(papers, flags)))


def _flag_row(flag: Flag, documents: Mapping[str, Document]) -> dict[str, Any]:
    within = flag.document if flag.document in documents else ""
    first_side, *other_sides = [evidence_line(e, documents, within=within) for e in flag.evidence] or [""]
    first = flag.anchors[0] if flag.anchors else None
    return {
        "flag_id": flag.id,
        "code": flag.code,
        "stage": flag.stage,
        "severity": flag.severity,
        "document": documents[within].source.file_name if within else flag.document,
        "page": first.page if first else None,
        "subject": flag.subject,
        "metric": flag.metric,
        "expected": flag.expected,
        "observed": flag.observed,
        "difference": flag.difference,
        "cause": flag.cause,
        "message": flag.message,
        "evidence_a": first_side,
        "evidence_b": " | ".join(other_sides),
        "bbox": _bbox(first) if first else "",
        "status": flag.status,
    }


def references_frame(papers: Sequence[PaperResult]) -> pd.DataFrame:
    """One row per entry of a reference list, in printed order within a document; the columns of ``schemas.REFERENCES``."""
    rows = []
    for paper in sorted(papers, key=lambda p: p.document.source.file_name):
        cited = _cited_on(paper)
        for r in paper.document.references:
            rows.append(
                {
                    "document": paper.document.source.file_name,
                    "number": r.key,
                    "first_author": r.first_author,
                    "authors": ";".join(r.authors),
                    "title": r.title,
                    "journal": r.journal,
                    "year": r.year,
                    "volume": r.volume,
                    "page": r.page,
                    "doi": r.doi,
                    "cited_on": ";".join(map(str, sorted(cited.get(r.key, ())))),
                }
            )
    return _frame(REFERENCES, rows)


def _cited_on(paper: PaperResult) -> dict[str, set[int]]:
    """Pages per reference key: from the citation mentions where the paper carries them, and from its measurements."""
    pages: dict[str, set[int]] = {}
    for mention in getattr(getattr(paper, "tagged", None), "mentions", ()):
        if mention.kind == "citation":
            pages.setdefault(mention.value, set()).add(paper.document.page_of(mention.span))
    for m in paper.measurements:
        for key in keys(m.citations):
            pages.setdefault(key, set()).add(m.evidence[0].page)
    return pages


def cells_frame(document: Document) -> pd.DataFrame:
    """Every cell of every table, empty ones too; a cell that spans is one row. The columns of ``schemas.CELLS``."""
    rows = []
    for table in document.tables:
        for c in table.cells:
            edges = dict.fromkeys(("x0", "y0", "x1", "y1"))
            if c.box is not None:
                edges = {name: round(getattr(c.box, name), 2) for name in edges}
            page = c.box.page if c.box is not None else table.page
            place_in = {
                "page": page,
                "table": table.id,
                "row": c.row,
                "col": c.col,
                "row_span": c.row_span,
                "col_span": c.col_span,
            }
            rows.append({**place_in, "role": c.role, "text": c.span.of(document.text), **edges})
    order = {table.id: (table.page, i) for i, table in enumerate(document.tables)}
    rows.sort(key=lambda r: (order[r["table"]], r["row"], r["col"]))
    return _frame(CELLS, rows)


def _frame(fields: tuple[Field, ...], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    kinds = {"integer": "Int64", "number": "Float64", "string": "string"}
    return pd.DataFrame(list(rows), columns=names(fields), dtype=object).astype({f.name: kinds[f.type] for f in fields})


def _once(records: Iterable) -> list:
    """Records by id, each id once: two records with one id are the same number at the same place."""
    return list({r.id: r for r in reversed(tuple(records))}.values())[::-1]


def _bbox(anchor: Anchor) -> str:
    return ";".join(_corners(b) for b in anchor.boxes if b.page == anchor.page)


def _corners(b: Box) -> str:
    return " ".join(f"{x:.2f}" for x in (b.x0, b.y0, b.x1, b.y1))


def _documents(papers: Sequence[PaperResult]) -> dict[str, Document]:
    return {paper.document.source.sha256: paper.document for paper in papers}


def _is_number(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text) is not None


# ---- files -------------------------------------------------------------------------------------------------------------


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A frame as CSV: UTF-8, LF, a header line, numbers written plainly (18.2; 5 for 5.0), empty for a missing value."""
    text = frame.astype(object).map(_written)
    return text.to_csv(index=False, lineterminator="\n").encode("utf-8", "replace")


def _written(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return plain(value) if isinstance(value, float) else str(value)


def write_cells(document: Document, path: Path) -> None:
    """Write the cells of one document to ``path``. Raises OutputError."""
    write_atomic(path, csv_bytes(cells_frame(document)))


def write_run(
    papers: Sequence[PaperResult],
    out_dir: Path,
    *,
    flags: Iterable[Flag] = (),
    paper_paths: Mapping[str, Path] | None = None,
    curated: Iterable[Path] = (),
    seconds: Mapping[str, float] | None = None,
    comparison: Comparison | None = None,
) -> tuple[Path, ...]:
    """Write the files of a run and return their paths: the CSV tables, run.json and datapackage.json.

    ``flags`` are the run's own (those of the comparison); a paper's flags may stand among them again. ``paper_paths`` are
    keyed by sha256; ``comparison`` is that with the curated tables. The cells of one paper go to ``cells.csv``, those of several to
    ``<stem>.cells.csv`` each. run.json is written last, so a folder with one holds a whole run. Raises OutputError.
    """
    flags = tuple(flags)
    tables: list[tuple[str, str, tuple[Field, ...], pd.DataFrame, tuple[str, ...]]] = [
        ("measurements.csv", "Measurements, one row per number", MEASUREMENTS, measurements_frame(papers), ("measurement_id",)),
        ("flags.csv", "Flags", FLAGS, flags_frame(papers, flags), ("flag_id",)),
        ("references.csv", "Reference lists", REFERENCES, references_frame(papers), ("document", "number")),
    ]
    devices = devices_frame(papers)
    tables.insert(1, ("devices.csv", "Devices, one row each", (*DEVICES, *_metric_fields(devices)), devices, ("device_id",)))
    for name, document in _cell_files(papers):
        tables.append((name, f"Table cells of {document.source.file_name}", CELLS, cells_frame(document), ("table", "row", "col")))
    written, resources = [], []
    for name, title, fields, frame, key in tables:
        content = csv_bytes(frame)
        write_atomic(out_dir / name, content)
        written.append(out_dir / name)
        # A key that does not hold (a number printed twice in a reference list) is not promised.
        holds = not frame.duplicated(list(key)).any()
        resources.append(resource(name, title, fields, content, key if holds else ()))
    about = {"paper_paths": paper_paths, "curated": curated, "seconds": seconds, "comparison": comparison}
    summary = run_summary(papers, out_dir, flags=flags, **about)
    for name, content in (("datapackage.json", data_package(resources)), ("run.json", summary)):
        write_atomic(out_dir / name, _json(content))
        written.append(out_dir / name)
    return tuple(written)


def _metric_fields(devices: pd.DataFrame) -> tuple[Field, ...]:
    """The Table Schema fields of the metric columns of a device table."""
    fields = []
    for name in list(devices.columns)[len(DEVICES) :]:
        metric, _, unit = name.partition(" [")
        kind = "number" if pd.api.types.is_numeric_dtype(devices[name]) else "string"
        fields.append(Field(name, kind, f"{metric}; the champion's value where the paper states several", unit.removesuffix("]")))
    return tuple(fields)


def _cell_files(papers: Sequence[PaperResult]) -> list[tuple[str, Document]]:
    documents = sorted((p.document for p in papers), key=lambda d: d.source.file_name)
    if len(documents) == 1:
        return [("cells.csv", documents[0])]
    stems = [Path(d.source.file_name).stem for d in documents]
    # review.pdf and review.md share a stem: then the whole name tells them apart.
    return [(f"{stem if stems.count(stem) == 1 else d.source.file_name}.cells.csv", d) for stem, d in zip(stems, documents, strict=True)]


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
