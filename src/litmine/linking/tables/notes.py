"""What the notes under a table say of the cells that are marked with them: conditions, statistics, cited works."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litmine.aliases import MAX
from litmine.document import Cell, Document, Table
from litmine.domain import Domain
from litmine.linking.tables.statistics import BRACKETED, statistics_in
from litmine.metrics import find_terms
from litmine.records import UNSTATED, Citation, Statistic
from litmine.tables import notes_of

# "Extrapolated to 100 cd m^−2" states the level as "at" does.
_EXTRAPOLATED = re.compile(
    r"\b(extrapolated|converted|scaled|calculated)\s+(?:to|for)\s+"
    r"(?=(?:an?\s|the\s)?(?:initial\s|\w+\s)?(?:luminance|brightness|L|\d))",
    re.IGNORECASE,
)
_FROM_WORK = re.compile(
    r"\b(?:refs?\.?|references?|from|literature)\s*\^?\[?(\d{1,3})\b\]?|\[(\d{1,3})\]|\^\[?(\d{1,3})\]?(?=\W|$)", re.IGNORECASE
)


_AIR = re.compile(r"\b(?:air|ambient|nitrogen|argon|N2|vacuum|dark)\b", re.IGNORECASE)
_POINT = re.compile(r"(max(?:imum|imal)?\b\.?|peak\b)|(\d[\d,]*(?:\.\d+)?)", re.IGNORECASE)
LISTED = re.compile(
    rf"(?:{_POINT.pattern})(?:(?:\s?values?)?\s?(?:[,;/]|\band\b)?\s?(?:\band\b\s)?(?:(?:the\s)?values?\s)?(?:\bat\b|@)?\s?"
    rf"(?:{_POINT.pattern})(?!\^|\d))+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Noted:
    """What notes say: conditions ("@100 cd/m2"), a statistic ("unstated" where none), the works they cite.

    ``points`` are several conditions that the numbers of one cell hold for in turn: "maximum, at 100 and at 1000 cd m^−2".
    """

    conditions: tuple[str, ...] = ()
    statistic: Statistic = "unstated"
    citations: tuple[Citation, ...] = ()
    points: tuple[str, ...] = ()


def noted(document: Document, table: Table, cells: Iterable[Cell | None], domain: Domain) -> Noted:
    """What the notes say that the given cells are marked with.

    A note that names two levels of one unit ("at 100 and 1000 cd m^−2"), or speaks of the numbers in brackets, is left alone:
    which of them a number has, it does not say.
    """
    conditions: list[str] = []
    statistics: list[Statistic] = []
    citations: list[Citation] = []
    points: tuple[str, ...] = ()
    for span in (s for cell in cells if cell is not None for s in notes_of(document, table, cell)):
        text = _EXTRAPOLATED.sub(r"\1 at ", span.of(document.text))
        levels = [t.value for t in find_terms(text, domain) if t.kind == "condition" and t.value.startswith("@")]
        listed = listed_points(text, levels)
        points = points or listed
        levels = [] if listed else levels
        units = [level.partition(" ")[2] for level in levels]
        media = {t.value for t in find_terms(text, domain) if t.kind == "condition" and is_medium(t.value)}
        conditions += media if len(media) == 1 else ()
        conditions += [level for level, unit in zip(levels, units, strict=True) if units.count(unit) == 1]
        if not BRACKETED.search(text):
            statistics += [s for s in statistics_in(text, domain) if s in ("mean", "champion", "median")]
        keys = (next(filter(None, m.groups())) for m in _FROM_WORK.finditer(text))
        citations += [Citation(f"[{key}]", key) for key in keys if document.reference(key)]
    statistic = statistics[0] if len(set(statistics)) == 1 else UNSTATED
    return Noted(tuple(dict.fromkeys(conditions)), statistic, tuple(dict.fromkeys(citations)), points)


def is_medium(condition: str) -> bool:
    """Whether a condition is what a material was measured in: "film", "doped film", "solution", "in toluene"; the air is none."""
    return (condition.startswith("in ") and not _AIR.search(condition)) or condition.split()[-1] in ("film", "solution")


def listed_points(text: str, levels: Sequence[str]) -> tuple[str, ...]:
    """The points of a curve that a note or a clause of a caption lists before its level's unit: "max, 100 and 1000 cd m^−2".

    () where it names one.
    """
    if not levels:
        return ()
    listed = LISTED.search(text)
    unit = levels[-1].partition(" ")[2]
    found = [MAX if m[1] else f"@{m[2].replace(',', '')} {unit}" for m in _POINT.finditer(listed.group())] if listed else []
    return tuple(found) if len(found) > 1 and found[-1] == levels[-1] else ()
