"""Mentions and tables to measurements, measurements to devices."""

from dataclasses import dataclass, replace

from litmine.document import Document
from litmine.domain import Domain
from litmine.linking.devices import build_devices
from litmine.linking.restated import restated
from litmine.linking.sentences import link_sentences
from litmine.linking.subjects.codes import codes, siblings
from litmine.linking.subjects.identity import known_names
from litmine.linking.subjects.labels import own_labels
from litmine.linking.subjects.own import before_its_stack, is_review, own_device
from litmine.linking.tables.grids import link_table
from litmine.presentation import BY_OCR
from litmine.records import Anchor, Device, Flag, Measurement
from litmine.tagging import Tagged

__all__ = ["Linked", "TableReceipt", "link"]

_PROSE_BY_OCR = 0.7  # keeps every link below the 0.8 from which a prose value may contradict another


@dataclass(frozen=True, slots=True)
class TableReceipt:
    """What became of the numbers of one table: how many in metric columns were mapped to measurements and how many not.

    ``unknown`` are the titles of the columns of numbers that no metric of the pack is.
    """

    table: str
    mapped: int
    unmapped: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gave: ``unmapped`` are the numbers in metric columns that no rule could read, each also a flag.

    ``receipts`` has one entry for each table of the document, in its order.
    """

    measurements: tuple[Measurement, ...]
    devices: tuple[Device, ...]
    unmapped: tuple[Anchor, ...]
    flags: tuple[Flag, ...]
    receipts: tuple[TableReceipt, ...] = ()


def link(document: Document, tagged: Tagged, domain: Domain) -> Linked:
    """Link every number of a paper to its metric, subject, conditions and citation: tables first, then prose.

    What has a row in a table is a subject that the prose is known to speak of.
    """
    own = own_device(document, tagged, domain)
    tables = [link_table(document, table, own, domain) for table in document.tables]
    in_tables = tuple(m for t in tables for m in t.measurements)
    known = known_names(dict.fromkeys(m.subject for m in in_tables))
    labels = {**siblings(document, tagged, known), **codes(document, tagged), **own_labels(document, tagged, own, domain)}
    prose = link_sentences(document, tagged, known, labels, own, domain, review=is_review(document))
    in_text = tuple(restated(before_its_stack(document, tagged, own, prose, domain), in_tables, own, domain))
    measurements = tuple(_by_ocr(m) if document.is_ocr(m.evidence[0]) else m for m in _distinct(in_tables + in_text))
    unmapped = tuple(a for t in tables for a in t.unmapped)
    return Linked(
        measurements=measurements,
        devices=build_devices(document, measurements, domain, own, labels),
        unmapped=unmapped,
        flags=tuple(_unmapped_flags(document, unmapped)),
        receipts=tuple(
            TableReceipt(table.id, len({m.evidence[0].span for m in t.measurements}), len(t.unmapped), t.unknown)
            for table, t in zip(document.tables, tables, strict=True)
        ),
    )


def _by_ocr(m: Measurement) -> Measurement:
    """A measurement that was read from a picture says so in its rule; what prose says there is never sure (its table knows that)."""
    sure = m.confidence if m.source == "table" else round(_PROSE_BY_OCR * m.confidence, 3)
    return replace(m, rule=m.rule + BY_OCR, confidence=sure)


def _distinct(measurements: tuple[Measurement, ...]) -> tuple[Measurement, ...]:
    """Measurements without those that repeat another's id."""
    return tuple({m.id: m for m in measurements}.values())


def _unmapped_flags(document: Document, unmapped: tuple[Anchor, ...]):
    for anchor in unmapped:
        where = f"{anchor.cell.table}, row {anchor.cell.row}, column {anchor.cell.col}" if anchor.cell else f"page {anchor.page}"
        yield Flag(
            code="unmapped-number",
            stage="tag",
            severity="info",
            document=document.source.sha256,
            message=f"“{anchor.quote}” stands in a column of device values ({where}) but could not be read as one.",
            evidence=(anchor,),
            observed=anchor.quote,
        )
