"""Two devices from two sources with the same set of values: one row was probably copied over the other."""

from collections.abc import Iterator
from itertools import combinations

from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.matching import Row
from litmine.records import Flag
from litmine.rows import device_rows
from litmine.tagging import Tagged

# Three measured numbers that coincide to the last printed digit do not coincide by chance; two do.
_SAME_VALUES = 3


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """One flag for each pair of table rows, citing different works, whose common metrics all print the same numbers."""
    rows = device_rows(document, linked.devices, linked.measurements)
    for a, b in combinations(rows, 2):
        if a.reference is None or b.reference is None or a.reference.key == b.reference.key or a.keys & b.keys:
            continue
        ours, theirs = _values(a), _values(b)
        common = ours.keys() & theirs.keys()
        if len(common) >= _SAME_VALUES and all(ours[k] == theirs[k] for k in common):
            printed = ", ".join(f"{metric} {ours[metric]}" for metric in sorted(common))
            yield Flag(
                code="duplicate-values",
                stage="check",
                severity="warning",
                document=document.source.sha256,
                message=f"{a.label} and {b.label} come from different papers but carry the same values ({printed}).",
                evidence=(a.place, b.place),
                subject=b.label,
                expected=a.label,
                observed=printed,
                cause="row copied",
            )


def _values(row: Row) -> dict[str, str]:
    """The numbers the table prints for a row that tell something: energy levels are often shared, measured efficiencies are not."""
    return {e.metric: e.printed for e in row.entries if e.source == "table" and e.metric not in ("HOMO", "LUMO", "Eg")}
