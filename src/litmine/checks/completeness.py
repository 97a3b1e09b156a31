"""Devices of a summary table's kind that the text reports and the table lacks."""

from collections.abc import Iterator

from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.records import Device, Flag, Measurement
from litmine.tagging import Tagged

# A table is a summary of the devices a paper discusses when the text speaks of at least this many of its rows.
_SUMMARY = 5
_SURE = 0.8


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``missing-row`` (info) for a cited device, known by a compound, that the text gives two or more of the table's metrics for.

    Only where the paper has a summary table, and only for a work that no row of it cites.
    """
    by_id = {m.id: m for m in linked.measurements}
    members = {d.id: [by_id[i] for i in d.measurements] for d in linked.devices}
    discussed = [d for d in linked.devices if {"table", "text"} <= {m.source for m in members[d.id]}]
    if len(discussed) < _SUMMARY:
        return
    tabled = [m for m in linked.measurements if m.source == "table"]
    metrics = {m.metric for m in tabled}
    works = {c.key for m in tabled for c in m.citations}
    for device in linked.devices:
        said = [m for m in members[device.id] if m.metric in metrics and m.confidence >= _SURE and m.qualifiers.statistic != "reference"]
        if _is_missing(device, members[device.id], said, works):
            printed = ", ".join(f"{m.metric} {m.quantity.raw}" for m in said)
            yield Flag(
                code="missing-row",
                stage="check",
                severity="info",
                document=document.source.sha256,
                message=f"{device.label} is reported on page {said[0].evidence[0].page} ({printed}) but has no row in the table.",
                evidence=(said[0].evidence[0],),
                subject=device.label,
                expected="a row",
                observed=printed,
            )


def _is_missing(device: Device, every: list[Measurement], said: list[Measurement], works: set[str]) -> bool:
    untabled = all(m.source != "table" for m in every)
    cited = bool(device.original) and device.original not in works
    return untabled and cited and bool(device.materials) and len({m.metric for m in said}) >= 2
