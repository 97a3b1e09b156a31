"""ChemDataExtractor beside litmine: the sentences that litmine reads given to ``peer.py``, a process for each domain pack."""

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from agreement import Row, read_row
from child import run
from labelled import Labelled, pack_of, read_document
from litmine.document import Document
from litmine.domain import Domain, Metric
from litmine.tagging import Tagged, tag

HERE = Path(__file__).resolve().parent
_PROSE = ("title", "heading", "paragraph", "caption", "list")


class Variant(NamedTuple):
    """A way to run it: with its auto parser beside its template parsers, with litmine's chemical names in place of its model's."""

    name: str
    auto: bool
    names: bool


VARIANTS = (
    Variant("ChemDataExtractor templates", auto=False, names=False),
    Variant("ChemDataExtractor templates, litmine's names", auto=False, names=True),
    Variant("ChemDataExtractor templates and auto, litmine's names", auto=True, names=True),
)


class Found(NamedTuple):
    """The rows of each document by its name, CPU seconds without loading, and what went wrong."""

    rows: dict[str, tuple[Row, ...]]
    cpu_s: float
    problems: tuple[str, ...]


def peer_rows(documents: Iterable[Labelled], variant: Variant, limit_s: float) -> Found:
    """What ChemDataExtractor finds in documents. A process that fails or takes longer than ``limit_s`` gives no rows, and is named."""
    by_pack: dict[str, list[Labelled]] = {}
    for document in documents:
        by_pack.setdefault(pack_of(document).name, []).append(document)
    rows, seconds, problems = {}, 0.0, []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as several:
        sources = [Path(folder) / f"{pack}.json" for pack in by_pack]
        for source, group in zip(sources, by_pack.values(), strict=True):
            source.write_text(json.dumps(_input(pack_of(group[0]), group, variant)), encoding="utf-8")
        runs = several.map(lambda source: run([sys.executable, str(HERE / "peer.py"), str(source)], limit_s), sources)
        for (pack, group), done in zip(by_pack.items(), runs, strict=True):
            if done.status == "ok":
                found = json.loads(done.out.splitlines()[-1])
            else:
                found = {"rows": {}, "cpu_s": done.cpu_s, "problems": [f"{pack}: {done.status} {done.error}"]}
            problems += found["problems"]
            seconds += found["cpu_s"]
            rows |= {d.name: tuple(read_row(r) for r in found["rows"].get(d.name, ())) for d in group}
    return Found(rows, round(seconds, 1), tuple(problems))


def _input(pack: Domain, group: Sequence[Labelled], variant: Variant) -> dict[str, Any]:
    metrics = [{"id": m.id, "unit": m.unit, "symbols": m.symbols, "names": names_of(m, pack)} for m in pack.metrics]
    papers = {d.name: list(blocks(read_document(d), tagged_document(d), names=variant.names)) for d in group}
    return {"metrics": metrics, "auto": variant.auto, "papers": papers}


def names_of(metric: Metric, pack: Domain) -> list[str]:
    """What a metric is called in prose; a name that several metrics share goes to the first of them in each unit."""
    shared = [s for s in pack.shared if not s.header_only]
    mine = [s for s in shared if metric.id == next((m for m in s.metrics if pack.metric(m).unit == metric.unit), None)]
    return list(dict.fromkeys([*metric.names, *metric.weak, *(a for s in mine for a in s.aliases)]))


_KEPT: dict[str, Tagged] = {}


def tagged_document(labelled: Labelled) -> Tagged:
    """The sentences and mentions of a document, found once."""
    if labelled.name not in _KEPT:
        _KEPT[labelled.name] = tag(read_document(labelled), pack_of(labelled))
    return _KEPT[labelled.name]


def blocks(document: Document, tagged: Tagged, *, names: bool) -> Iterable[dict[str, Any]]:
    """The blocks of prose with their sentences, and where ``names`` the chemicals in them; places count from the block's start."""
    for block in (b for b in document.blocks if b.kind in _PROSE):
        inside = [s for s in tagged.sentences if block.span.covers(s)]
        chemicals = [m.span for m in tagged.mentions if m.kind == "chemical" and block.span.covers(m.span)]
        yield {
            "text": block.span.of(document.text),
            "caption": block.kind == "caption",
            "page": document.page_of(block.span),
            "sentences": [[s.start - block.span.start, s.end - block.span.start] for s in inside],
            "chemicals": [[c.start - block.span.start, c.end - block.span.start] for c in chemicals] if names else None,
        }
