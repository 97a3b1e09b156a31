"""The columns beside the numbers of a table: which of them name a row's device, which hold its state, its layers or its source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from litmine.cells import is_blank, read_cell
from litmine.document import Document, Table
from litmine.domain import Domain
from litmine.linking.subjects.identity import only_terms
from litmine.linking.tables.columns import Column, cell_text
from litmine.linking.tables.states import are_scans, are_states, names_nothing
from litmine.tables import body_rows

_WORDY = re.compile(r"[A-Za-z]{2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_TITLE = re.compile(r"\W*(?:years?|dates?)\b", re.IGNORECASE)
_ORDINAL_TITLE = re.compile(r"\W*(?:no\b\.?|nr\b\.?|#|entry|entries|s\.? ?no\.?|number|run)\W*$", re.IGNORECASE)
_LETTER = re.compile(r"[A-Za-z][′']?")
# Papers call compounds by bold numbers and letters, in columns of these titles.
_NUMBERED = re.compile(
    r"\W*(?:compounds?|c(?:om)?pd\b\.?|cmpd\b\.?|complex(?:es)?|polymers?|emitters?|emitting layers?|emissive layers?|EMLs?|"
    r"molecules?|dyes?)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\d{1,2}[a-h][′']?")
_DEVICE_TITLE = re.compile(r"\W*devices?\b", re.IGNORECASE)
# A whole stack beside a short name is not what a reader calls the device; nor is who made it, or where it was published.
STACK_TITLE = re.compile(r"\b(?:structures?|architectures?|configurations?|stacks?|layouts?)\b", re.IGNORECASE)
_SOURCE_TITLE = re.compile(
    r"\W*(?:authors?|first author|groups?|teams?|institutions?|affiliations?|journals?|suppliers?|stability|"
    r"remarks?|comments?|notes?|highlights?)\W*(?:years?)?\W*",
    re.IGNORECASE,
)
_COLOUR_TITLE = re.compile(r"\W*(?:colou?rs?|emission(?: colou?r)?|EL colou?r)\W*", re.IGNORECASE)
_WORDS = ("colour", "process", "statistic", "condition")


@dataclass(frozen=True, slots=True)
class Stubs:
    """Columns by what they say of a row, as indices from 0: its device's name, its state, what colour, process or scan it is.

    ``numbered``: bare numbers among the names are names.
    """

    names: tuple[int, ...]
    states: tuple[int, ...]
    words: tuple[int, ...]
    numbered: bool


def read_stubs(document: Document, table: Table, columns: Sequence[Column], rows: Sequence[int], domain: Domain) -> Stubs:
    """What the columns without metrics say of the given rows.

    The name is the fewest leading columns of words that tell the rows apart; a letter joins the words where these repeat, a layer
    stack and an author stand back behind them. Years, running numbers, states and words for colours, processes or scans name nothing;
    states count where the names leave rows of one name. A reference column serves only where nothing else names the rows.
    """
    beside = [c for c in columns if not c.headers and not c.is_reference]
    texts = {c.index: [cell_text(document, table, r, c.index) for r in rows] for c in beside}
    kinds = {i: _kind(columns[i], texts[i], domain) for i in texts if any(texts[i])}
    texts = {i: _repeated(told) for i, told in texts.items()}
    first = min((c.index for c in columns if c.headers), default=len(columns))
    named = _left_of(kinds, "name", first) or _left_of(kinds, "stack", first) or _first_of(kinds, ("name", "stack"), first)
    named += [i for i, kind in kinds.items() if kind == "letter" and (i < first or not named)]
    chosen: list[int] = []
    for i in named:
        if chosen and _apart(texts, chosen):
            break
        chosen.append(i)
    references = [c.index for c in columns if c.is_reference]
    words = [i for i, kind in kinds.items() if kind == "words"]
    states = _first_of(kinds, ("state", "number"), first)
    states = [i for i in states if i < first or not any(k < first for k in kinds)]
    if not chosen:
        chosen = [i for i in references if _prints_words(document, table, i, rows)] or _first_of(kinds, ("source",), first)
        chosen = (chosen or ([] if words or states else references))[:1]
    if chosen and _apart(texts, chosen):
        states = []
    numbered = any(columns[i].is_reference or _may_be_numbered(columns[i], texts.get(i, ())) for i in chosen)
    return Stubs(tuple(chosen), tuple(states), tuple(words), numbered)


def is_colours(column: Column) -> bool:
    """Whether a column is one of colours, by its title."""
    return _COLOUR_TITLE.fullmatch(column.title) is not None


def unknown_columns(document: Document, table: Table, columns: Sequence[Column]) -> tuple[str, ...]:
    """The titles of the columns of numbers that are no metric of the pack; without years, running numbers and references."""
    found = []
    for column in columns:
        if column.headers or column.is_reference:
            continue
        texts = [t for r in body_rows(table) if not is_blank(t := cell_text(document, table, r, column.index))]
        numbers = [t for t in texts if (v := read_cell(t)) and not _WORDY.search(t[: v[0].span.start])]
        if 2 * len(numbers) <= len(texts) or _is_year(column, texts) or _is_ordinal(column, texts):
            continue
        found.append(column.title)
    return tuple(found)


def _left_of(kinds: dict[int, str], wanted: str, first: int) -> list[int]:
    return [i for i, kind in kinds.items() if kind == wanted and i < first]


def _first_of(kinds: dict[int, str], wanted: Sequence[str], first: int) -> list[int]:
    """The columns of the wanted kinds left of the first metric, else the first of them anywhere."""
    pool = [i for i, kind in kinds.items() if kind in wanted]
    return [i for i in pool if i < first] or pool[:1]


def _repeated(texts: Sequence[str]) -> list[str]:
    """The texts of a column with the text above in place of a blank."""
    out: list[str] = []
    for text in texts:
        out.append(text or (out[-1] if out else ""))
    return out


def _apart(texts: dict[int, list[str]], chosen: Sequence[int]) -> bool:
    """Whether the texts of the chosen columns differ in every row."""
    if not all(i in texts for i in chosen):
        return True
    n = max((len(t) for t in texts.values()), default=0)
    return len({tuple(texts[k][row] for k in chosen) for row in range(n)}) == n


def _kind(column: Column, texts: Sequence[str], domain: Domain) -> str:
    """ "name", or what else the texts of a column are: "stack", "source", "year", "ordinal", "letter", "number", "state", "words"."""
    told = [t for t in texts if not is_blank(t)]
    if not told:
        return "blank" if not any(t.strip() for t in texts) else "name"
    if _is_year(column, told):
        return "year"
    if is_colours(column) or are_scans(told) or all(only_terms(t, domain, _WORDS) for t in told):
        return "words"
    if are_states(column.title, told):
        return "state"
    if _NUMBERED.match(column.title):
        return "name"
    if all(_LETTER.fullmatch(t) for t in told):
        return "letter"
    if all(names_nothing(t) for t in told):
        return "name" if _may_be_numbered(column, told) else "ordinal" if _is_ordinal(column, told) else "number"
    if _SOURCE_TITLE.fullmatch(column.title):
        return "source"
    return "stack" if STACK_TITLE.search(column.title) or all(t.count("/") >= 3 for t in told) else "name"


def _is_year(column: Column, texts: Sequence[str]) -> bool:
    return all(_YEAR.fullmatch(t) for t in texts) or _YEAR_TITLE.match(column.title) is not None


def _is_ordinal(column: Column, texts: Sequence[str]) -> bool:
    running = [t.strip("().") for t in texts] == [str(n) for n in range(1, len(texts) + 1)]
    return running or _ORDINAL_TITLE.match(column.title) is not None


def _may_be_numbered(column: Column, texts: Sequence[str]) -> bool:
    """Whether the numbers of a column are the names that a paper gives its compounds or devices: by its title, or as "3a" is among them."""
    return bool(_NUMBERED.match(column.title) or _DEVICE_TITLE.match(column.title)) or any(_SERIES.fullmatch(t) for t in texts)


def _prints_words(document: Document, table: Table, col: int, rows: Sequence[int]) -> bool:
    """Whether a reference column prints words beside its markers: "A. Author [12]" names a work, "[12]" only points to it."""
    return any(_WORDY.search(cell_text(document, table, r, col)) for r in rows)
