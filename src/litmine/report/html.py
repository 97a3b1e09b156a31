"""The report as one HTML page: what was read, what disagrees with the evidence of both sides, the devices, what was not read."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from litmine import __version__
from litmine.document import Document
from litmine.manifest import BLANK, READ_BY, REASONS, coverage
from litmine.presentation import around, by_metric, clipped, column_name, doubtful, metric_columns, place, short, shown, where
from litmine.records import SEVERITIES, UNSTATED, Anchor, CuratedCell, Evidence, Flag, Measurement
from litmine.report.pictures import MAX_CROPS, Album, Picture, album

_MAX_SIDES = 6
# What HTML may not hold whatever its escaping: control characters but tab and newline, and halves of surrogate pairs.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Side:
    """One piece of evidence of a card: a picture, or the quote in its sentence, or the cell of a curated table."""

    where: str
    link: str = ""
    picture: Picture | None = None
    before: str = ""
    quote: str = ""
    after: str = ""
    curated: CuratedCell | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A flag as the page shows it."""

    flag: Flag
    document: str
    sides: tuple[Side, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of a device table: the value shown, the others, and the gravest flag on any of them."""

    text: str = ""
    title: str = ""
    more: int = 0
    flag: Flag | None = None


@dataclass(frozen=True, slots=True)
class DeviceTable:
    """The devices of one paper: the columns that say what a device is, those of its values, and per device both.

    Of colour, process and original only what some device states has a column.
    """

    document: str
    stated: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Mapping[str, str], tuple[Value, ...]], ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was seen and not read."""

    document: str
    page: int
    what: str
    why: str
    caption: str = ""
    link: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was read of one paper."""

    name: str
    title: str
    domain: str
    link: str
    coverage: Mapping[str, Any]
    measurements: int
    devices: int
    flags: Mapping[str, int] = field(default_factory=dict)


def render_report(
    papers: Sequence[Any],
    flags: Sequence[Flag],
    *,
    paper_paths: Mapping[str, Path],
    annotated: Mapping[str, str],
    problems: Sequence[str] = (),
    curated_name: str | None = None,
    max_crops: int = MAX_CROPS,
) -> bytes:
    """The page as UTF-8. ``flags`` in the order to show; ``annotated`` maps sha256 to the marked copy, relative to the page.

    At most ``max_crops`` pictures are drawn, for the gravest flags first; the others show their quote, and the page says so.
    """
    papers = sorted(papers, key=lambda p: p.document.source.file_name)
    documents = {p.document.source.sha256: p.document for p in papers}
    with album(documents, paper_paths, max_crops) as pictures:
        cards = tuple(_card(flag, documents, annotated, pictures) for flag in flags)
        skipped = tuple(s for p in papers for s in _skipped(p.document, annotated, pictures))
        refused, failed = pictures.refused, pictures.failed
    receipts = tuple(_receipt(p, flags, annotated) for p in papers)
    script, style = _template_text("report.js"), _template_text("report.css")
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            version=__version__,
            receipts=receipts,
            read_by=READ_BY,
            totals=_totals(receipts),
            curated_name=curated_name,
            cards=cards,
            counts=Counter(f.severity for f in flags),
            codes=sorted(Counter(f.code for f in flags).items()),
            severities=SEVERITIES,
            tables=tuple(t for p in papers if (t := _device_table(p, flags)).rows),
            skipped=skipped,
            problems=problems,
            refused=refused,
            failed=failed,
            max_crops=max_crops,
            script=script,
            style=style,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )
    return _UNPRINTABLE.sub("\ufffd", page).encode("utf-8")


@cache
def _environment() -> jinja2.Environment:
    # Paper text may hold markup; everything is escaped but the style and the script, which are ours.
    return jinja2.Environment(
        loader=jinja2.PackageLoader("litmine.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template_text(name: str) -> str:
    return _environment().loader.get_source(_environment(), name)[0]  # type: ignore[union-attr]


def _card(flag: Flag, documents: Mapping[str, Document], annotated: Mapping[str, str], pictures: Album) -> Card:
    document = documents.get(flag.document)
    sides = tuple(_side(e, flag, documents, annotated, pictures) for e in flag.evidence[:_MAX_SIDES])
    return Card(flag, document.source.file_name if document else flag.document, sides, max(len(flag.evidence) - _MAX_SIDES, 0))


def _side(
    evidence: Evidence, flag: Flag, documents: Mapping[str, Document], annotated: Mapping[str, str], pictures: Album
) -> Side:
    place_line = where(evidence, documents, within=flag.document)
    if isinstance(evidence, CuratedCell):
        return Side(place_line, curated=evidence)
    before, quoted, after = around(evidence, documents.get(evidence.document))
    if evidence.cell is not None:
        before = after = ""  # a table row reads badly as a sentence; the picture shows it
    return Side(place_line, _link(annotated, evidence), pictures.evidence(evidence), before, clipped(quoted, 600), after)


def _link(annotated: Mapping[str, str], anchor: Anchor) -> str:
    return _page_link(annotated, anchor.document, anchor.page)


def _page_link(annotated: Mapping[str, str], sha256: str, page: int) -> str:
    return f"{quote(annotated[sha256])}#page={page}" if sha256 in annotated else ""


def _receipt(paper: Any, flags: Iterable[Flag], annotated: Mapping[str, str]) -> Receipt:
    source = paper.document.source
    own = Counter(f.severity for f in flags if f.document in (source.sha256, source.file_name))
    return Receipt(
        name=source.file_name,
        title=clipped(source.title, 160),
        domain=f"{paper.domain} (assumed: no pack fits the text)" if getattr(paper, "assumed", False) else paper.domain,
        link=quote(annotated.get(source.sha256, "")),
        coverage=coverage(paper),
        measurements=len({m.id for m in paper.measurements}),
        devices=len({d.id for d in paper.devices}),
        flags={severity: own[severity] for severity in SEVERITIES},
    )


def _totals(receipts: Sequence[Receipt]) -> dict[str, int]:
    return {
        "pages": sum(r.coverage["pages"] for r in receipts),
        "seen": sum(r.coverage["tables_seen"] for r in receipts),
        "read": sum(r.coverage["tables_read"] for r in receipts),
        "measurements": sum(r.measurements for r in receipts),
        "devices": sum(r.devices for r in receipts),
    }


def _device_table(paper: Any, flags: Sequence[Flag]) -> DeviceTable:
    document: Document = paper.document
    by_id = {m.id: m for m in paper.measurements}
    flagged = _flagged(paper, flags)
    doubted = doubtful(paper.measurements, flags)
    devices = [(d, by_metric(d, by_id, doubted)) for d in {d.id: d for d in paper.devices}.values()]
    devices.sort(
        key=lambda r: (min((place(m.evidence[0]) for ms in r[1].values() for m in ms), default=(0,)), r[0].label, r[0].id)
    )
    columns = metric_columns(m for _, cells in devices for values in cells.values() for m in values)
    rows = []
    for d, cells in devices:
        what = {
            "label": d.label,
            "materials": "; ".join(d.materials),
            "layers": " / ".join(d.layers),
            "colour": "" if d.colour == UNSTATED else d.colour,
            "process": "" if d.process == UNSTATED else d.process,
            "original": short(document.reference(d.original), d.original),
        }
        rows.append((what, tuple(_value(cells.get(c, ()), flagged) for c in columns)))
    stated = tuple(name for name in ("colour", "process", "original") if any(what[name] for what, _ in rows))
    return DeviceTable(document.source.file_name, stated, tuple(column_name(*c) for c in columns), tuple(rows))


def _value(measurements: tuple[Measurement, ...], flagged: Mapping[str, Flag]) -> Value:
    if not measurements:
        return Value()
    gravest = min(
        (flagged[m.id] for m in measurements if m.id in flagged), key=lambda f: SEVERITIES.index(f.severity), default=None
    )
    title = "\n".join(_told(m) for m in measurements)
    values = {shown(m.quantity) for m in measurements}
    return Value(shown(measurements[0].quantity), title, len(values) - 1, gravest)


def _told(m: Measurement) -> str:
    """A measurement in one line, for the pop-up of a device's value."""
    at = m.evidence[0]
    stated = [m.qualifiers.statistic] * (m.qualifiers.statistic != UNSTATED) + list(m.qualifiers.conditions)
    qualified = f" ({'; '.join(stated)})" if stated else ""
    cell = f", {at.cell.table}" if at.cell else ""
    return f"{shown(m.quantity)} {m.quantity.unit}{qualified}: “{m.quantity.raw}”, p. {at.page}{cell}, {m.source}"


def _flagged(paper: Any, flags: Sequence[Flag]) -> dict[str, Flag]:
    """The first (gravest) flag that lies on each measurement, by the measurement's id."""
    sha256 = paper.document.source.sha256
    places = [(anchor.span, flag) for flag in flags for anchor in flag.anchors if anchor.document == sha256]
    found: dict[str, Flag] = {}
    for m in paper.measurements:
        span = m.evidence[0].span
        on_it = (flag for at, flag in places if at.overlaps(span) and flag.metric in ("", m.metric))
        if (first := next(on_it, None)) is not None:
            found[m.id] = first
    return found


def _skipped(document: Document, annotated: Mapping[str, str], pictures: Album) -> list[Skipped]:
    source = document.source
    found = []
    for unread in document.unread:
        caption = clipped(unread.caption.of(document.text), 300) if unread.caption else ""
        picture = pictures.region(source.sha256, unread.box) if unread.box is not None else None
        link = _page_link(annotated, source.sha256, unread.page)
        found.append(
            Skipped(source.file_name, unread.page, unread.label or "a table", REASONS[unread.reason], caption, link, picture)
        )
    for page in document.pages:
        if page.n_chars == 0:
            found.append(
                Skipped(
                    source.file_name,
                    page.number,
                    "a page",
                    BLANK[page.problem],
                    link=_page_link(annotated, source.sha256, page.number),
                )
            )
    return found
