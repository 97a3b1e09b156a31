"""The paper with its evidence: every extracted value highlighted, every flag a note at its place."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from litmine.document import Document
from litmine.geometry import Box
from litmine.presentation import clipped, evidence_line, merged_flags, shown
from litmine.readers.annotate import Highlight, Note, annotate
from litmine.records import UNSTATED, Flag, Measurement


def write_annotated(paper: Any, flags: Iterable[Flag], documents: Mapping[str, Document], path: Path, out: Path) -> None:
    """Write the annotated copy of one PDF. ``flags`` may be those of a whole run: only what lies in this paper is noted.

    Raises PaperError where the PDF cannot be marked, OutputError where ``out`` cannot be written.
    """
    sha256 = paper.document.source.sha256
    notes = [note for flag in merged_flags([paper], flags) for note in _notes(flag, sha256, documents)]
    annotate(path, highlights(paper.measurements), notes, out)


def highlights(measurements: Iterable[Measurement]) -> tuple[Highlight, ...]:
    """One highlight per place; what several measurements read at one place stands in one pop-up."""
    found: dict[tuple[Box, ...], list[str]] = {}
    for m in measurements:
        if m.evidence[0].boxes:
            lines = found.setdefault(m.evidence[0].boxes, [])
            if (line := _line(m)) not in lines:
                lines.append(line)
    return tuple(Highlight(boxes, "litmine", "\n\n".join(lines)) for boxes, lines in found.items())


def _line(m: Measurement) -> str:
    stated = [x for x in (m.qualifiers.statistic, m.qualifiers.colour, m.qualifiers.process) if x != UNSTATED]
    parts = [
        f"{m.metric} = {shown(m.quantity)} {m.quantity.unit}".rstrip(),
        m.subject,
        "; ".join([*stated, *m.qualifiers.conditions]),
    ]
    cited = ", ".join(c.marker or c.key for c in m.citations)
    return "\n".join(
        [p for p in parts if p] + [f"cites {cited}"] * bool(cited) + [f"read by {m.rule} ({m.confidence:.2f}), id {m.id}"]
    )


def _notes(flag: Flag, sha256: str, documents: Mapping[str, Document]) -> list[Note]:
    here = [e for e in flag.anchors if e.document == sha256]
    lines = [flag.message]
    if flag.expected or flag.observed:
        lines.append(f"expected {flag.expected or 'nothing'}, observed {flag.observed or 'nothing'}")
    if flag.cause:
        lines.append(f"likely cause: {flag.cause}")
    lines += [evidence_line(e, documents, within=sha256) for e in flag.evidence]
    text = "\n".join([*lines, f"flag {flag.id}"])
    about = " ".join(x for x in (flag.subject, flag.metric) if x)
    outline = clipped(f"{flag.severity}: {flag.code}" + (f", {about}" if about else ""), 100)
    title = f"litmine {flag.severity}: {flag.code}"
    return [Note(e.page, e.boxes, flag.severity, title, text, outline if i == 0 else "") for i, e in enumerate(here)]
