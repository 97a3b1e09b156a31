"""The hand-curated table: one row per device, read with every number, its place in the file and the work it cites."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from litmine.aliases import MAX
from litmine.bibentry import parse_entry, surname
from litmine.cells import is_blank, read_cell
from litmine.csvfile import read_records
from litmine.domain import Domain, fold_name
from litmine.errors import CuratedError
from litmine.geometry import Span
from litmine.metrics import Header, find_terms, normalized, read_header
from litmine.quantities import convert
from litmine.records import UNSTATED, Quantity, Reference, Statistic
from litmine.units import parse_unit

# What a column can hold besides metrics, and the names it is recognised by (lower case, punctuation apart).
_ROLE_NAMES = """
subject: subject, device, devices, device name, material, material name, compound, emitter, sample, name, label, htl, htm
subject: hole transport layer, hole transport material, etl, absorber, dopant, host, perovskite
first_author: first author, author, authors, 1st author
journal: journal, journal name, source
year: year, publication year
volume: volume, vol
page: page, first page, pages, article number, start page
doi: doi
citation: citation, reference, original, cited work, ref
colour: colour, color, emission colour, emission color, el colour, el color
process: process, processing, method, fabrication, deposition
document: document, reported in, review
ignore: ignore, note, notes, comment, comments, remark, remarks, curator, checked, device id, materials, layers, citations, title
ignore: curated file, curated line, decisions, evidence, original work
"""
_ROLE_LINES = [line.split(":") for line in _ROLE_NAMES.strip().splitlines()]
_ROLE_OF = {name.strip(): role for role, names in _ROLE_LINES for name in names.split(",")}
ROLES = tuple(dict.fromkeys(_ROLE_OF.values()))
# A subject column may say more than its noun: "cross-linked HTL", "emitter (host)".
_SUBJECT_NOUN = re.compile(r"\b(?:htl|htm|etl|device|material|compound|emitter|sample|absorber|perovskite|dopant)s?\b", re.I)
_DECIMAL_COMMA = re.compile(r"[-−–~<>≤≥]?\s*\d+,\d+")
_SURE_COMMA = re.compile(r"[-−–~<>≤≥]?\s*(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))")
_NOWHERE = Span(0, 0)
_WORK_ROLES = ("first_author", "journal", "year", "volume", "page", "doi", "citation")


@dataclass(frozen=True, slots=True)
class CuratedValue:
    """A number of the table: its metric, its column's name, the cell's text as entered, the quantity in the column's unit, and what the
    column or the cell says it holds for ("@1000 cd/m2", a mean)."""

    metric: str
    column: str
    text: str
    quantity: Quantity
    conditions: tuple[str, ...] = ()
    statistic: Statistic = UNSTATED


@dataclass(frozen=True, slots=True)
class CuratedRow:
    """A device. ``line`` is the line of ``file`` on which the row begins, the header being line 1.

    ``reference`` has what the row says of the cited work (key "", an empty span), None where it says nothing; ``told`` are the cells
    that say it, as (role, column, text); ``document`` is the paper a row of a run's own devices.csv comes from.
    """

    file: str
    line: int
    subject_column: str
    subject: str
    reference: Reference | None
    values: tuple[CuratedValue, ...]
    colour: str = UNSTATED
    process: str = UNSTATED
    document: str = ""
    told: tuple[tuple[str, str, str], ...] = ()

    @property
    def key(self) -> str:
        """What tells the row from all others of its table: subject, cited work, colour, process and paper."""
        named = (fold_name(self.subject), *_work(self.reference), self.colour.casefold(), self.process.casefold(), self.document)
        return "|".join(named)


@dataclass(frozen=True, slots=True)
class CuratedTable:
    """The rows of one file, or of several; ``file`` and ``subject_column`` are the first file's."""

    file: str
    subject_column: str
    rows: tuple[CuratedRow, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its place, its name, and either a role or the metrics it holds."""

    at: int
    name: str
    role: str
    headers: tuple[Header, ...] = ()


def read_curated(paths: Path | Sequence[Path], domain: Domain, columns: Mapping[str, str] | None = None) -> CuratedTable:
    """The hand-curated table in one or more CSV files (comma, semicolon or tab; UTF-8 or UTF-16; Excel's exports too).

    ``columns`` maps column names to what they hold: a role of ``ROLES``, a metric id of the pack, or several metric ids with a
    slash ("HOMO/LUMO"). Columns that are not mapped are recognised by their names ("EQE (%)", "DOI", "first page").

    Raises CuratedError, naming the file, the line and column, and what to do: missing or empty file, undecodable bytes, no
    data rows, ragged rows, unknown, duplicate or missing column, a cell that is no number, two rows with one key (subject,
    cited work, colour, process).
    """
    files = [paths] if isinstance(paths, Path) else list(paths)
    if not files:
        raise CuratedError("no file is given", where="the hand-curated table", remedy="name a CSV file")
    columns = dict(columns or {})
    tables = [_read_file(path, domain, columns) for path in files]
    names = {name for _, header in tables for name in header}
    for name in columns:
        if name not in names:
            where = ", ".join(p.name for p in files)
            raise CuratedError(f"the mapped column {name!r} is missing", where=where, remedy=_hint(name, sorted(names)))
    rows = tuple(row for found, _ in tables for row in found)
    _check_keys(rows)
    return CuratedTable(rows[0].file, rows[0].subject_column, rows)


def _read_file(path: Path, domain: Domain, mapped: Mapping[str, str]) -> tuple[list[CuratedRow], list[str]]:
    delimiter, records = read_records(path)
    if not records:
        raise CuratedError("is empty", where=str(path), remedy="write a header line and one row per device")
    names = [" ".join(n.split()) for n in records[0][1]]
    columns = _columns(path, names, domain, mapped)
    if len(records) == 1:
        raise CuratedError("has a header and no rows", where=str(path), remedy="write one row per device")
    decimal = delimiter == ";" and _decimal_comma(path, records[1:], columns)
    rows = [_row(path, line, cells, columns, domain, decimal) for line, cells in records[1:]]
    return rows, names


def _columns(path: Path, names: Sequence[str], domain: Domain, mapped: Mapping[str, str]) -> tuple[_Column, ...]:
    found: list[_Column] = []
    for at, name in enumerate(names):
        if not name:
            problem = "has no name"
            raise CuratedError(problem, where=f"{path}, line 1, column {at + 1}", remedy="give the column a name")
        if name in names[:at]:
            raise CuratedError("stands twice", where=f"{path}, column {name!r}", remedy="remove or rename one of the two")
        found.append(_column(path, at, name, domain, mapped))
    subjects = [c for c in found if c.role == "subject"]
    exact = [c for c in subjects if c.name in mapped or _plain(c.name) in _ROLE_OF]
    if len(subjects) > 1 and len(exact) == 1:
        found = [replace(c, role="ignore") if c.role == "subject" and c is not exact[0] else c for c in found]
        subjects = exact
    if not subjects:
        remedy = "name the column of the devices “device”, or map it to “subject” in [columns] of corpus.toml"
        raise CuratedError("no column names the devices", where=str(path), remedy=remedy)
    _check_unique(path, found)
    if not any(c.headers for c in found):
        remedy = "name columns like “EQE (%)” or map them in [columns] of corpus.toml"
        raise CuratedError("no column holds a metric", where=str(path), remedy=remedy)
    return tuple(found)


def _column(path: Path, at: int, name: str, domain: Domain, mapped: Mapping[str, str]) -> _Column:
    where = f"{path}, column {name!r}"
    if name in mapped:
        value = mapped[name].strip()
        if value in ROLES:
            return _Column(at, name, value)
        return _Column(at, name, "metric", _mapped_headers(where, name, value, domain))
    plain = _plain(name)
    if plain in _ROLE_OF:
        return _Column(at, name, _ROLE_OF[plain])
    if headers := read_header(name, domain):
        return _Column(at, name, "metric", headers)
    if _SUBJECT_NOUN.search(name):
        return _Column(at, name, "subject")
    known = [*_ROLE_OF, *(n for m in domain.metrics for n in (m.id, *m.names))]
    remedy = f"{_hint(name, known)}, or map it in [columns] of corpus.toml (“ignore” leaves it out)"
    raise CuratedError("is a column litmine does not know", where=where, remedy=remedy)


def _mapped_headers(where: str, name: str, value: str, domain: Domain) -> tuple[Header, ...]:
    """The metrics a column is mapped to; units as the column's name prints them, the metric's own where it prints none."""
    ids = [v.strip() for v in re.split(r"[/;,]", value)]
    for metric in ids:
        if domain.metric(metric) is None:
            known = [*ROLES, *(m.id for m in domain.metrics)]
            raise CuratedError(f"is mapped to {metric!r}, no role and no metric", where=where, remedy=_hint(metric, known))
    read = read_header(name, domain)
    if [h.metric for h in read] == ids:
        return read
    printed = re.findall(r"[(\[]([^()\[\]]+)[)\]]", name)
    unit = next((u for p in reversed(printed) if (u := parse_unit(p))), "")
    return tuple(Header(metric, unit) for metric in ids)


def _check_unique(path: Path, columns: Sequence[_Column]) -> None:
    """No two columns with one role, or with one metric under the same conditions: which of them holds would be a guess."""
    taken: dict[tuple, str] = {}
    for column in columns:
        named = [(h.metric, h.statistic, *sorted({*h.conditions} - {MAX})) for h in column.headers]
        for what in named or ([] if column.role == "ignore" else [(column.role,)]):
            if what in taken:
                problem, where = f"holds {what[0]}, as the column {taken[what]!r} does", f"{path}, column {column.name!r}"
                raise CuratedError(problem, where=where, remedy="map one to “ignore” in [columns] of corpus.toml")
            taken[what] = column.name


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", name.casefold()).split())


def _hint(name: str, known: Sequence[str]) -> str:
    """ "did you mean X" for a near name, else the names there are."""
    # A name that is near as a whole, before one that holds the letters somewhere.
    nearest = (process.extractOne(name, known, scorer=s, processor=_plain, score_cutoff=65) for s in (fuzz.ratio, fuzz.WRatio))
    best = next((found for found in nearest if found is not None), None)
    if best is not None:
        return f"did you mean {best[0]!r}"
    shown = [repr(k) for k in known[:12]]
    return f"known are {', '.join(shown)}{'...' if len(known) > 12 else ''}"


def _decimal_comma(path: Path, records: Sequence[tuple[int, list[str]]], columns: Sequence[_Column]) -> bool:
    """Whether a semicolon-separated file writes 18,5 for 18.5. "12,345" alone could be either: then one cell has to tell."""
    unsure = ""
    for line, cells in records:
        for column in columns:
            if column.headers and (m := _DECIMAL_COMMA.search(cells[column.at])):
                if _SURE_COMMA.fullmatch(m.group()):
                    return True
                unsure = unsure or f"{path}, line {line}, column {column.name!r}|{m.group()}"
    if unsure:
        where, number = unsure.split("|")
        remedy = "write a decimal point, and no thousands sign"
        raise CuratedError(f"{number!r} may be a fraction or thousands", where=where, remedy=remedy)
    return False


def _row(
    path: Path, line: int, cells: Sequence[str], columns: Sequence[_Column], domain: Domain, decimal: bool
) -> CuratedRow:
    said = {c.role: cells[c.at] for c in columns if c.role not in ("metric", "ignore")}
    subject_column = next(c.name for c in columns if c.role == "subject")
    if not said["subject"]:
        where = f"{path}, line {line}, column {subject_column!r}"
        raise CuratedError("names no device", where=where, remedy="fill it in or delete the row")
    values: list[CuratedValue] = []
    for column in columns:
        if column.headers:
            where = f"{path}, line {line}, column {column.name!r}"
            values += _values(where, column, cells[column.at], domain, decimal)
    return CuratedRow(
        file=path.name,
        line=line,
        subject_column=subject_column,
        subject=said["subject"],
        reference=_reference(path, line, said),
        values=tuple(values),
        colour=_term("colour", said.get("colour", ""), domain),
        process=_term("process", said.get("process", ""), domain),
        document=said.get("document", ""),
        told=tuple((c.role, c.name, cells[c.at]) for c in columns if c.role in _WORK_ROLES and cells[c.at]),
    )


def _values(where: str, column: _Column, cell: str, domain: Domain, decimal: bool) -> list[CuratedValue]:
    """The numbers of a cell; [] for a blank cell."""
    if is_blank(cell):
        return []
    first = column.headers[0]
    only = domain.metric(first.metric) if len(column.headers) == 1 else None
    unit = first.unit or (only.unit if only and not only.fraction else "")
    found = read_cell(re.sub(r"(?<=\d),(?=\d)", ".", cell) if decimal else cell, unit, first.factor)
    mains = [v for v in found if not v.note]
    if not mains:
        raise CuratedError(f"{cell!r} is no number", where=where, remedy="write a number, or leave the cell empty")
    slots = [v.slot for v in mains]
    if len(mains) > len(column.headers) or len(set(slots)) < len(slots) or max(slots) >= len(column.headers):
        problem = f"{cell!r} holds {len(mains)} numbers for {len(column.headers)} metric{'s' * (len(column.headers) > 1)}"
        raise CuratedError(problem, where=where, remedy="write one number for each metric, with a slash between")
    values = []
    for value in mains:
        header = column.headers[value.slot]
        quantity = value.quantity
        metric = domain.metric(header.metric)
        if metric.fraction and not header.unit:
            quantity = normalized(quantity, metric) or quantity
        if header.factor != first.factor or (len(column.headers) > 1 and not quantity.unit):
            quantity = replace(quantity, unit=header.unit or domain.metric(header.metric).unit)
        elif len(column.headers) > 1 and header.unit and quantity.unit == first.unit:
            quantity = replace(quantity, unit=header.unit)
        if convert(quantity, domain.metric(header.metric).unit) is None:
            problem = f"{cell!r} is in {quantity.unit or 'no unit'}, and {header.metric} in {domain.metric(header.metric).unit}"
            raise CuratedError(problem, where=where, remedy="correct the unit of the cell or of the column's name")
        condition = (value.condition,) if value.condition else ()
        conditions = (*header.conditions, *condition)
        values.append(CuratedValue(header.metric, column.name, cell, quantity, conditions, header.statistic))
    return values


def _reference(path: Path, line: int, said: Mapping[str, str]) -> Reference | None:
    """The cited work as the row tells it; a citation in one column is taken apart, its own columns count more."""
    parts = {role: said.get(role, "") for role in ("first_author", "journal", "year", "volume", "page", "doi")}
    whole = parse_entry(said.get("citation", ""))
    if parts["year"] and not re.fullmatch(r"(?:1[89]|20)\d\d", parts["year"]):
        raise CuratedError(f"{parts['year']!r} is no year", where=f"{path}, line {line}, year", remedy="write four digits")
    author = re.sub(r"[\s,]*(?:\bet\s+al\b\.?|…)\s*$", "", parts["first_author"]) or next(iter(whole.authors), "")
    doi = re.sub(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:)\s*", "", parts["doi"].strip(), flags=re.I) or whole.doi
    if doi and not re.fullmatch(r"10\.\d{4,9}/\S+", doi):
        raise CuratedError(f"{parts['doi']!r} is no DOI", where=f"{path}, line {line}, DOI", remedy="write it as 10.1000/xyz")
    year = int(parts["year"]) if parts["year"] else whole.year
    journal, volume, page = (parts[k] or getattr(whole, k) for k in ("journal", "volume", "page"))
    if not any((author, journal, year, volume, page, doi)):
        return None
    return Reference("", _NOWHERE, author, (author,) if author else (), whole.title, journal, year, volume, page, doi)


def _term(kind: str, text: str, domain: Domain) -> str:
    """The pack's word for a colour or process; the text itself where the pack has none, "unstated" where it is blank."""
    if is_blank(text) or text.casefold() == UNSTATED:
        return UNSTATED
    found = {t.value for t in find_terms(text, domain) if t.kind == kind}
    return found.pop() if len(found) == 1 else " ".join(text.split())


def _check_keys(rows: Sequence[CuratedRow]) -> None:
    """Each device once: two rows that agree in subject, cited work, colour and process could not be told apart."""
    seen: dict[str, CuratedRow] = {}
    for row in rows:
        if row.key in seen:
            other = seen[row.key]
            at = f"line {other.line}" if other.file == row.file else f"{other.file}, line {other.line}"
            problem = f"is the same device as {at} ({row.subject}, same cited work, colour and process)"
            remedy = "delete one of the two, or tell them apart by colour, process or cited work"
            raise CuratedError(problem, where=f"{row.file}, line {row.line}", remedy=remedy)
        seen[row.key] = row


def _work(reference: Reference | None) -> tuple[str, ...]:
    if reference is None:
        return ("",)
    if reference.doi:
        return (reference.doi.casefold(),)
    journal = re.sub(r"\W", "", reference.journal.casefold())
    return (surname(reference.first_author).casefold(), journal, str(reference.year), reference.volume, reference.page.casefold())
