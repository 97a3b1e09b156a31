"""Which statistic a table value is: what the header, the row, the caption and the footnotes say of averages and champions."""

import re
from collections.abc import Sequence

from litmine.cells import CellValue
from litmine.document import Document, Table
from litmine.domain import Domain
from litmine.metrics import Header, find_terms
from litmine.records import Statistic

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_LABEL = re.compile(r"^\W*(?:tab(?:le|\.)?)\s*\w+[.:|]?\s*(?:the\s+)?", re.IGNORECASE)
_WORDS_AFTER = re.compile(r"\s?%?\s?[(\[]([^()\[\]\d]+)[)\]]")
_FIRST_WORD = re.compile(r"\W*[\w.]+")
# "The values are averages of 12 devices", "averaged over eight cells".
_AVERAGED = re.compile(r"\baverag(?:ed|es?)\s+(?:of|over|from)\b|\b(?:are|were)\s+(?:the\s+)?averag", re.IGNORECASE)
BRACKETED = re.compile(r"\b(?:parenthes|bracket)", re.IGNORECASE)


def statistics_in(text: str, domain: Domain) -> tuple[Statistic, ...]:
    """The statistics that a text names, each once, in order; a word for the reference device is none of these."""
    values = [t.value for t in find_terms(text, domain) if t.kind == "statistic" and t.value != "reference"]
    return tuple(dict.fromkeys(values))


def caption_statistic(document: Document, table: Table, domain: Domain) -> Statistic:
    """The statistic of a whole table: "Averaged performance of ...", "... averaged over 12 devices"; "unstated" otherwise.

    What the caption says of bracketed numbers alone does not hold for the others.
    """
    caption = table.caption.of(document.text) if table.caption else ""
    if BRACKETED.search(caption):
        return "unstated"
    opening = _FIRST_WORD.match(_LABEL.sub("", caption))
    said = statistics_in(caption, domain)
    begins = opening is not None and statistics_in(opening.group(), domain) == ("mean",)
    return "mean" if said == ("mean",) and (begins or _AVERAGED.search(caption)) else "unstated"


def bracket_statistic(document: Document, table: Table, title: str, domain: Domain) -> Statistic:
    """What a bracketed number behind another is, by the column's title, the caption and the footnotes; "unstated" if none says."""
    inside = statistics_in(" ".join(_BRACKETS.findall(title)), domain)
    if inside:
        return inside[-1]
    notes = [s.of(document.text) for s in (*filter(None, [table.caption]), *table.footnotes)]
    return "mean" if "mean" in statistics_in(" ".join([title, *notes]), domain) else "unstated"


def own_statistic(text: str, value: CellValue, values: Sequence[CellValue], domain: Domain) -> Statistic:
    """The statistic that the words beside a number of a cell say: "25 (max), 20 (avg)", "20.1 (average 19.5)"; "unstated" if none.

    Words in brackets right behind a number are its own, other words belong to the number after them.
    """
    before = text[max((v.span.end for v in values if v.span.end <= value.span.start), default=0) : value.span.start]
    after = _WORDS_AFTER.match(text, value.span.end)
    words = [after[1] if after else "", _WORDS_AFTER.sub("", before)]
    return next((said[0] for w in words if len(said := statistics_in(w, domain)) == 1), "unstated")


def value_statistic(
    value: CellValue,
    values: Sequence[CellValue],
    header: Header,
    *,
    own: Statistic,
    bracket: Statistic,
    row: Statistic,
    whole: Statistic,
) -> Statistic:
    """The statistic of one number: its ``own`` words, its brackets, else its header, its ``row``, the ``whole`` table.

    Beside a bracketed number, a word that the header has for the brackets does not hold for the number before them.
    """
    if own != "unstated":
        return own
    if value.note:
        return "mean" if value.note == "mean" else bracket
    paired = any(v.note for v in values)
    if header.statistic != "unstated" and not (paired and header.statistic == bracket):
        return header.statistic
    return row if row != "unstated" or paired else whole
