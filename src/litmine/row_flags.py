"""Flags of whole rows: what is said of a device apart from its values, and devices that only one side has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from litmine.document import Document
from litmine.matching import (
    Pair,
    Row,
    compared,
    contradicted,
    match,
    plain_doi,
    plain_number,
    same_work,
    slip_of_names,
    surname,
)
from litmine.originals import alike_journals
from litmine.presentation import short
from litmine.records import Evidence, Flag, Reference

_REPEATED = 2  # equal values that show two rows of one name and work to be one device


@dataclass(frozen=True)
class Side:
    """One of several papers, or a table: the id that its flags carry, its name, its year, and the document itself."""

    id: str
    name: str
    year: int | None = None
    document: Document | None = None


# ---- two rows that are one device --------------------------------------------------------------------------------------


def name_flags(side: Side, file: str, a: Row, b: Row) -> Iterator[Flag]:
    """``name-variant`` where two rows are one device, and its name is spelled in two ways or is another altogether.

    Hyphens, spaces and case are no other spelling, nor is a name of the pack for the same material.
    """
    if a.name == b.name or a.name in b.keys or b.name in a.keys:
        return
    slip = slip_of_names(a, b)
    ours, theirs, cause = slip or (a.label, b.label, "other name")
    if not slip and not compared(a, b)[0]:
        return
    why = "" if slip else ", for one work and with the same values"
    yield Flag(
        code="name-variant",
        stage="diff",
        severity="warning",
        document=side.id,
        message=f"{side.name} has the name {ours} where {file} has {theirs}{why} ({cause}).",
        evidence=(a.place, b.place),
        subject=a.label,
        expected=theirs,
        observed=ours,
        cause=cause,
    )


def state_flags(side: Side, file: str, a: Row, b: Row) -> Iterator[Flag]:
    """``value-mismatch`` where two rows are one device by name and all values, and its colour or process is told in two ways."""
    if not contradicted(a, b):
        return
    part = "colour" if contradicted(replace(a, process=b.process), b) else "process"
    ours, theirs = getattr(a, part), getattr(b, part)
    yield Flag(
        code="value-mismatch",
        stage="diff",
        severity="warning",
        document=side.id,
        message=f"{a.label} is {ours} in {side.name} and {theirs} in {file}, with the same values.",
        evidence=(a.place, b.place),
        subject=a.label,
        expected=theirs,
        observed=ours,
        cause=part,
    )


def citation_flags(side: Side, file: str, a: Row, b: Row) -> Iterator[Flag]:
    """One flag where two rows of one device tell its cited work differently: what both say is compared, blanks are not.

    ``citation-year`` where the year alone differs, else ``citation-mismatch``. A year off by one (online and print dates) and a journal
    that is named otherwise are no more than info.
    """
    if a.reference is None or b.reference is None:
        return
    differing = [part for part in _PARTS if _differs(part, a.reference, b.reference)]
    if not differing:
        return
    years = (a.reference.year or 0) - (b.reference.year or 0)
    slight = all(part == "journal" or (part == "year" and abs(years) == 1) for part in differing)
    first = differing[0]
    told = [", ".join(f"{part.replace('_', ' ')} {getattr(r, part)}" for part in differing) for r in (a.reference, b.reference)]
    yield Flag(
        code="citation-year" if differing == ["year"] else "citation-mismatch",
        stage="diff",
        severity="info" if slight else "warning",
        document=side.id,
        message=f"{a.label}: {side.name} cites {told[0]}, {file} {told[1]}".rstrip(".") + ".",
        evidence=(_cited(side, a, first), _cited(None, b, first)),
        subject=a.label,
        expected=told[1],
        observed=told[0],
        difference=f"{years:+d}" if differing == ["year"] else "",
        cause="online and print dates" if differing == ["year"] and slight else "unknown",
    )


_PARTS = ("doi", "first_author", "year", "volume", "page", "journal")


def _differs(part: str, a: Reference, b: Reference) -> bool:
    """Whether both references print a part, and not the same."""
    x, y = getattr(a, part), getattr(b, part)
    if not x or not y:
        return False
    match part:
        case "doi":
            return plain_doi(x) != plain_doi(y)
        case "first_author":
            return surname(x) != surname(y)
        case "volume" | "page":
            return plain_number(x) != plain_number(y)
        case "journal":
            return not alike_journals(x, y)
    return x != y


def _cited(side: Side | None, row: Row, part: str) -> Evidence:
    """Where a row's work is told: the cell of a curated table, the entry of a paper's reference list."""
    cells = dict(row.work)
    if part in cells or "citation" in cells:
        return cells.get(part) or cells["citation"]
    reference = row.reference
    if side is not None and side.document is not None and reference is not None and reference.span.end > reference.span.start:
        return side.document.anchor(reference.span)
    return row.place


def repeated_rows(rows: Sequence[Row], file: str) -> Iterator[Flag]:
    """``duplicate-row`` for two rows of one table that are one device: one name, one work, nothing that parts them, the same values."""
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    for a, b in (pair for alike in by_name.values() for pair in combinations(alike, 2)):
        same, other = compared(a, b)
        parted = (a.colour, a.process) != (b.colour, b.process)
        if same_work(a.reference, b.reference) is not True or parted or other or len(same) < _REPEATED:
            continue
        yield Flag(
            code="duplicate-row",
            stage="diff",
            severity="warning",
            document="",
            message=f"{a.label} stands twice in {file}, in lines {a.place.row} and {b.place.row}, with the same values.",
            evidence=(a.place, b.place),
            subject=a.label,
        )


# ---- rows without a partner, or with too many --------------------------------------------------------------------------


def ambiguous(side: Side, pair: Pair, left: Sequence[Row], right: Sequence[Row]) -> Flag:
    """The flag of rows that names, works and values cannot tell apart: none of their values is compared."""
    a, b = left[pair.left], right[pair.right]
    ours = [a, *(left[i] for i in pair.left_rivals)]
    theirs = [b, *(right[j] for j in pair.right_rivals)]
    lines = ", ".join(f"{r.place.file} line {r.place.row}" for r in theirs)
    many = f"one of {len(theirs)} rows of yours ({lines})" if len(theirs) > 1 else f"that of {lines}"
    same = f", as {len(ours) - 1} other of {side.name} may be" if len(ours) > 1 else ""
    return Flag(
        code="ambiguous-subject",
        stage="diff",
        severity="warning",
        document=side.id,
        message=f"{a.label} may be {many}{same}: which is not said, so none of its values was compared.",
        evidence=(a.place, *(r.place for r in theirs)),
        subject=a.label,
        expected="; ".join(r.label for r in theirs),
        observed="; ".join(r.label for r in ours),
    )


def missing_in_curated(side: Side, rows: Sequence[Row], file: str, removed: Sequence[Row]) -> list[Flag]:
    """A flag for each device without a curated row; one whose row a person has removed is not proposed again."""
    gone = {p.left for p in match(rows, removed)}
    flags = []
    for i, row in enumerate(rows):
        cited = f", citing {short(row.reference)}" if row.reference and short(row.reference) else ""
        why = " Its row was removed by hand, so it is not proposed again." if i in gone else ""
        flags.append(
            Flag(
                code="missing-in-curated",
                stage="diff",
                severity="warning",
                document=side.id,
                message=f"{row.label}{cited} has no row in {file}.{why}",
                evidence=(row.place,),
                subject=row.label,
                observed="; ".join(f"{e.metric} {e.printed}" for e in row.entries if e.source == "table"),
                status="dismissed" if i in gone else "open",
            )
        )
    return flags


def little_in_curated(side: Side, rows: Sequence[Row], n_devices: int, file: str) -> Flag:
    """One flag instead of one for each device: a table without most of a paper's devices is about others."""
    return Flag(
        code="missing-in-curated",
        stage="diff",
        severity="info",
        document=side.id,
        message=f"{len(rows)} of the {n_devices} devices in the tables of {side.name} have no row in {file}.",
        evidence=(rows[0].place,),
        observed="; ".join(row.label for row in rows[:20]),
    )


def missing_in_corpus(row: Row) -> Flag:
    """The flag of a curated row that nothing met."""
    return Flag(
        code="missing-in-corpus",
        stage="diff",
        severity="info",
        document="",
        message=f"{row.label} stands in the curated table but in no paper of this run.",
        evidence=(row.place,),
        subject=row.label,
    )
