"""Rows of tables that repeat each other: the values of another work's device, or one device listed twice."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from litmine.checks.tabulated.rowworks import works_of_rows
from litmine.document import Document, Table
from litmine.domain import Domain, fold_name
from litmine.linking import Linked
from litmine.linking.subjects.identity import identity
from litmine.records import Flag, Measurement, Severity
from litmine.tables import cell_text
from litmine.tagging import Tagged

# A number of n significant digits repeats another of its column by chance about once in 10^(n-1) pairs of rows; a table of 60 rows has
# some 2000 pairs, so that coincidences of 10^5 to one are none.
_SAME_VALUES = 3
_TELLING = 5
# Two values are enough where nobody rounds to so many digits.
_LONG = 4

Metric = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table: ``numbers`` by metric and conditions, ``words`` what its other cells say, by column."""

    table: str
    row: int
    subject: str
    key: str
    works: frozenset[str]
    numbers: Mapping[Metric, Measurement]
    words: Mapping[int, str]

    @property
    def printed(self) -> Mapping[Metric, str]:
        """The numbers as printed."""
        return {k: m.quantity.raw for k, m in self.numbers.items()}


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``duplicate-values`` for two rows that repeat each other.

    A warning for the devices of two works that have the same values, so many that it is no chance: energy levels and what else belongs
    to a material do not count, since two devices may share one. For one device of one work that is listed twice: worth knowing where
    the rows agree in all they both give, a warning where they agree in all but one value.
    """
    materials = {m.id for m in domain.metrics if m.of == "material"}
    twice: dict[tuple[str, frozenset[str]], list[tuple[_Row, _Row]]] = defaultdict(list)
    for a, b in combinations(_rows(document, tagged, linked), 2):
        if not a.works or not b.works:
            continue
        if a.works == b.works and a.key == b.key and _words_agree(a, b):
            same, differ = _compared(a, b)
            if len(same) >= _SAME_VALUES and not differ:
                twice[a.key, a.works].append((a, b))
            elif len(differ) == 1 and a.table == b.table and _digits(a, same) >= _TELLING:
                yield _two_numbers(document, a, b, same, differ[0])
        elif not a.works & b.works and a.key != b.key and (flag := _copied(document, a, b, materials)) is not None:
            yield flag
    for pairs in twice.values():
        yield _listed_twice(document, pairs)


def _rows(document: Document, tagged: Tagged, linked: Linked) -> Iterator[_Row]:
    tables = {t.id: t for t in document.tables}
    works = works_of_rows(document, tagged, linked)
    found: dict[tuple[str, int], list[Measurement]] = defaultdict(list)
    for m in linked.measurements:
        cell = m.evidence[0].cell
        if m.source == "table" and cell is not None and m.subject:
            found[cell.table, cell.row].append(m)
    for (table, row), members in found.items():
        if len({identity(m) for m in members}) != 1:
            continue  # a table on its side: its rows are metrics
        numbers = {(m.metric, (*m.qualifiers.conditions, m.qualifiers.statistic, m.qualifiers.colour)): m for m in members}
        columns = {m.evidence[0].cell.col for m in members}
        first = members[0]
        yield _Row(table, row, first.subject, identity(first), works[table, row], numbers, _words(document, tables[table], row, columns))


def _words(document: Document, table: Table, row: int, numbers: set[int]) -> Mapping[int, str]:
    cells = ((col, table.at(row, col)) for col in range(table.n_cols) if col not in numbers)
    return {col: fold_name(cell_text(document, cell)) for col, cell in cells if cell is not None}


def _words_agree(a: _Row, b: _Row) -> bool:
    """Whether nothing but numbers tells two rows apart; of two tables, which have other columns, nobody knows."""
    return a.table != b.table or not any(x and b.words.get(col) and x != b.words[col] for col, x in a.words.items())


def _compared(a: _Row, b: _Row) -> tuple[list[Metric], list[Metric]]:
    """What two rows print alike, and what they print differently."""
    ours, theirs = a.printed, b.printed
    common = sorted(ours.keys() & theirs.keys())
    return [k for k in common if ours[k] == theirs[k]], [k for k in common if ours[k] != theirs[k]]


def _digits(row: _Row, metrics: Iterable[Metric]) -> int:
    """How many powers of ten it takes for numbers to repeat by chance."""
    return sum(max(significant(row.printed[k]) - 1, 0) for k in metrics)


def _copied(document: Document, a: _Row, b: _Row, materials: set[str]) -> Flag | None:
    """Two devices of two works with the same values."""
    same, differ = ([k for k in found if k[0] not in materials] for found in _compared(a, b))
    long = sum(significant(a.printed[k]) >= _LONG for k in same) >= 2
    many = len(same) >= _SAME_VALUES and _digits(a, same) >= _TELLING + len(differ)
    if not (long or many) or len(same) < _SAME_VALUES * len(differ):
        return None
    rest = f", all but {' and '.join(k[0] for k in differ)}" if differ else ""
    message = f"{a.subject} and {b.subject} come from different papers but carry the same values ({_listed(a, same)}{rest})."
    return _flag(document, (a, b), "warning", message, _listed(a, same), "row copied", same[0])


def _two_numbers(document: Document, a: _Row, b: _Row, same: list[Metric], metric: Metric) -> Flag:
    """One device of one work in two rows that differ in one number."""
    message = (
        f"{a.table} lists {a.subject} twice with the same values ({_listed(a, same)}) but with {metric[0]} {a.printed[metric]} in one row "
        f"and {b.printed[metric]} in the other."
    )
    return _flag(document, (a, b), "warning", message, f"{metric[0]} {b.printed[metric]}", "row repeated", metric)


def _listed_twice(document: Document, pairs: Sequence[tuple[_Row, _Row]]) -> Flag:
    """Rows of one work that are printed once more."""
    a, b = pairs[0]
    printed = "; ".join(_listed(x, _compared(x, y)[0]) for x, y in pairs)
    rows = "a row" if len(pairs) == 1 else f"{len(pairs)} rows"
    where = a.table if a.table == b.table else f"{b.table}, as {a.table}"
    message = f"{where} repeats {rows} of {a.subject}, with the same values ({printed})."
    return _flag(document, (a, b), "info", message, printed, "row repeated", _compared(a, b)[0][0])


def _listed(row: _Row, metrics: Iterable[Metric]) -> str:
    return ", ".join(f"{k[0]} {row.printed[k]}" for k in metrics)


def significant(printed: str) -> int:
    """The significant digits of a printed number: neither its leading zeros nor the last zeros of a whole number count."""
    number = re.search(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d)[,\s\u2009\u202f](?=\d{3})", "", printed))
    if number is None:
        return 0
    digits = number.group() if "." in number.group() else number.group().rstrip("0")
    return len(digits.replace(".", "").lstrip("0"))


def _flag(
    document: Document, rows: tuple[_Row, _Row], severity: Severity, message: str, printed: str, cause: str, shown: Metric
) -> Flag:
    a, b = rows
    return Flag(
        code="duplicate-values",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=message,
        evidence=(a.numbers[shown].evidence[0], b.numbers[shown].evidence[0]),
        subject=b.subject,
        expected=a.subject,
        observed=printed,
        cause=cause,
    )
