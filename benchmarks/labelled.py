"""Papers and passages with the facts that a reader found in them, and what litmine finds: the material of ``linking.py``.

Papers are those of ``../shared`` that have gold; passages are our own (``passages.py``) and read as small Markdown papers. A
document is read once and kept, so that it can be tagged and linked again.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from agreement import Row, Trap, Wanted, fold, read_row
from litmine.document import Document
from litmine.domain import Domain, choose_domain, load_domain
from litmine.export import csv_bytes, measurements_frame
from litmine.linking import link
from litmine.readers import read
from litmine.readers.text import read_text
from litmine.references import find_references
from litmine.tagging import tag
from papers import SHARED
from passages import Passage, load

PASSAGES = Path(__file__).resolve().parent / "passages"
_UNCOLLECTED = "other:"  # before the metrics of gold that are none of litmine's
# Where it does not matter, a paper needs some title all the same; "review" tells litmine that the devices are other people's.
_TITLES = {"research": "Devices", "review": "Devices: a review"}


class Labelled(NamedTuple):
    """A document with its gold. ``complete``: whether every number of every metric is in gold, so that any other is wrong.

    ``passage`` is None for a paper, whose ``path`` is the PDF; ``domain`` is None where litmine chooses.
    """

    name: str
    group: str
    path: Path
    domain: str | None
    complete: bool
    traps: tuple[Trap, ...]
    passage: Passage | None = None


def papers(shared: Path = SHARED) -> tuple[Labelled, ...]:
    """The real papers with gold; none where ``shared`` is absent."""
    found = []
    for gold in sorted((shared / "gold").glob("*/")) if (shared / "gold").is_dir() else ():
        path = shared / "papers" / f"{gold.name}.pdf"
        if path.is_file():
            traps = tuple(Trap(t["value"], t["unit"], t["page"]) for t in _table(gold / "not_records.csv"))
            found.append(Labelled(gold.name, "papers", path, None, False, traps))
    return tuple(found)


def passages(folder: Path = PASSAGES) -> tuple[Labelled, ...]:
    """Our own passages: those of ``qled.toml`` and ``qled2.toml`` are read with the pack qled."""
    return tuple(
        Labelled(p.id, "passages", path, path.stem.rstrip("0123456789"), True, tuple(Trap(t.value, t.unit) for t in p.traps), p)
        for path in sorted(folder.glob("*.toml"))
        for p in load(path)
    )


# ---- gold --------------------------------------------------------------------------------------------------------------


@cache
def wanted(labelled: Labelled) -> tuple[Wanted, ...]:
    """The facts of a document, each with its source: "table", "text", or "caption" where its words stand in captions only."""
    document = read_document(labelled)
    if labelled.passage is not None:
        return tuple(
            Wanted(
                f.subject, f.metric, f.value, f.unit, "", source_of(document, f.value), f.colour, f.process,
                ";".join(f.conditions), ";".join(f.citation), f.statistic,
            )
            for f in labelled.passage.facts
        )  # fmt: skip
    folder = labelled.path.parents[1] / "gold" / labelled.name
    return tuple(
        Wanted(
            g["subject"], g["metric"], g["value"], g["unit"], g["page"], source or source_of(document, g["quote"]),
            colour=g["color"], citations=g["ref"].replace(",", ";"), statistic=g["statistic"],
        )
        for source, name in (("table", "table_records.csv"), ("", "text_records.csv"))
        for g in _table(folder / name)
        if not g["metric"].startswith(_UNCOLLECTED)
    )  # fmt: skip


def source_of(document: Document, words: str) -> str:
    """ "caption" for words that captions print and the rest of the text does not, otherwise "text"."""
    wanted = _bare(words)
    printed = {kind: [_bare(b.span.of(document.text)) for b in document.blocks if (b.kind == "caption") == kind] for kind in (True, False)}
    if not wanted or any(wanted in text for text in printed[False]):
        return "text"
    return "caption" if any(wanted in text for text in printed[True]) else "text"


def _bare(text: str) -> str:
    """Words without what a text layer and a reader write differently: space, dashes, carets, soft hyphens."""
    return re.sub(r"[-\s^\u00ad,]", "", fold(text))


def _table(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a CSV; none where there is no file."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


# ---- what litmine makes of it ------------------------------------------------------------------------------------------


def markdown(passage: Passage) -> str:
    """A passage as a small paper."""
    references = ["## References", "\n".join(passage.references)] if passage.references else []
    return "\n\n".join([f"# {passage.title or _TITLES[passage.kind]}", "## Results", passage.text, *references]) + "\n"


@cache
def read_document(labelled: Labelled) -> Document:
    """The document with its references; read once."""
    if labelled.passage is not None:
        return find_references(read_text(markdown(labelled.passage).encode(), f"{labelled.name}.md"))
    return find_references(read(labelled.path))


def pack_of(labelled: Labelled) -> Domain:
    """The domain pack a document is read with."""
    return load_domain(labelled.domain) if labelled.domain else choose_domain(read_document(labelled).text)


def rows(labelled: Labelled) -> tuple[Row, ...]:
    """What litmine finds in a document: the lines of measurements.csv, tagged and linked anew at each call."""
    document, pack = read_document(labelled), pack_of(labelled)
    linked = link(document, tag(document, pack), pack)
    return written(document, linked.measurements)


def written(document: Document, measurements: Sequence) -> tuple[Row, ...]:
    """Measurements as the lines of measurements.csv."""
    frame = measurements_frame([SimpleNamespace(document=document, measurements=tuple(measurements))])
    return tuple(read_row(row) for row in csv.DictReader(csv_bytes(frame).decode().splitlines()))
