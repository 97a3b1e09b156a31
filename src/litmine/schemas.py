"""The columns of a run's CSV files, as a public contract: name, type and meaning of each (Frictionless Table Schema)."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``unit`` is "" where the column is no number or its unit stands in another column."""

    name: str
    type: Literal["string", "integer", "number"]
    description: str
    unit: str = ""
    values: tuple[str, ...] = ()

    def schema(self) -> dict:
        """The column as a Table Schema field."""
        field = {"name": self.name, "type": self.type, "description": self.description}
        if self.unit:
            field["unit"] = self.unit
        if self.values:
            field["constraints"] = {"enum": list(self.values)}
        return field


_DOCUMENT = Field("document", "string", "file name of the paper")
_PAGE = Field("page", "integer", "page, from 1")
_BOX = Field(
    "bbox",
    "string",
    "x0 y0 x1 y1 from the top left of the page as shown; one box per printed line on that page, ';' between",
    "pt",
)

MEASUREMENTS = (
    Field("measurement_id", "string", "content hash: the same number at the same place has the same id in every run"),
    _DOCUMENT,
    _PAGE,
    Field("source", "string", "what it was read from", values=("table", "text", "caption")),
    Field("table", "string", "label printed ('Table 1'), or 'p5-1' where none is"),
    Field("row", "integer", "row in that table, from 0, header rows included"),
    Field("col", "integer", "column in that table, from 0"),
    Field("subject", "string", "what the number belongs to, as printed"),
    Field("materials", "string", "canonical names of the materials, ';' between"),
    Field("metric", "string", "id of the metric in the domain pack"),
    Field("value", "number", "the number in the metric's standard unit; empty for a printed range"),
    Field("value_low", "number", "least value the printed digits allow, or the lower end of a range; empty where open"),
    Field("value_high", "number", "greatest value the printed digits allow, or the upper end of a range; empty where open"),
    Field("comparator", "string", "printed relation", values=("=", "<", ">", "<=", ">=", "~")),
    Field("unit", "string", "the metric's standard unit; empty for a pure number"),
    Field("raw", "string", "the number as printed"),
    Field("uncertainty", "number", "printed ± part, in the same unit"),
    Field("statistic", "string", "which of several devices", values=("champion", "mean", "median", "reference", "unstated")),
    Field("colour", "string", "emission colour the paper states, or 'unstated'"),
    Field("process", "string", "how the layer was made, or 'unstated'"),
    Field("conditions", "string", "what the number holds for, ';' between"),
    Field("citations", "string", "keys of the cited works in the paper's reference list, ';' between"),
    Field("reference", "string", "those works: first author, journal, year, ';' between"),
    Field("quote", "string", "the table cell, or the sentence or caption, that holds the number, verbatim"),
    _BOX,
    Field("rule", "string", "the rule that linked number, metric and subject"),
    Field("confidence", "number", "how sure that rule is, 0 to 1"),
)

DEVICES = (
    Field("device_id", "string", "content hash of paper, label, original, colour and process"),
    Field("document", "string", "file names of the papers that report it, ';' between"),
    Field("label", "string", "the device as the paper names it"),
    Field("materials", "string", "canonical names of the materials, ';' between"),
    Field("layers", "string", "layers from substrate to contact, ';' between"),
    Field("colour", "string", "emission colour the paper states, or 'unstated'"),
    Field("process", "string", "how the layer was made, or 'unstated'"),
    Field("original", "string", "the cited work that made the device: first author, journal, year; empty for the paper's own"),
    Field(
        "original_work",
        "string",
        "that work, or the paper itself, in a form that is the same in every paper: DOI, else surname, year, journal, volume, page",
    ),
    Field("citations", "string", "keys of the cited works in the paper's reference list, ';' between; '|' between papers"),
)

FLAGS = (
    Field("flag_id", "string", "content hash of the code and its evidence"),
    Field("code", "string", "kind of disagreement"),
    Field("stage", "string", "stage that found it", values=("read", "tag", "link", "check", "diff")),
    Field("severity", "string", "how grave", values=("error", "warning", "info")),
    _DOCUMENT,
    Field("page", "integer", "page of the first piece of evidence, from 1"),
    Field("subject", "string", "device or material, as printed"),
    Field("metric", "string", "id of the metric in the domain pack"),
    Field("expected", "string", "as printed on one side"),
    Field("observed", "string", "as printed on the other side"),
    Field("difference", "string", "between the two"),
    Field("cause", "string", "likely cause; 'unknown' where the numbers show none"),
    Field("message", "string", "the finding in one sentence"),
    Field("evidence_a", "string", "place and quote of the first piece of evidence"),
    Field("evidence_b", "string", "places and quotes of the other pieces of evidence, with | between"),
    _BOX,
    Field("status", "string", "what a curator decided", values=("open", "dismissed", "accepted")),
)

REFERENCES = (
    _DOCUMENT,
    Field("number", "string", "key in the paper's reference list: its number, or 'Chen2019' in an author-year list"),
    Field("first_author", "string", "first author"),
    Field("authors", "string", "authors as printed, ';' between"),
    Field("title", "string", "title, where the entry prints one"),
    Field("journal", "string", "journal as printed"),
    Field("year", "integer", "year"),
    Field("volume", "string", "volume"),
    Field("page", "string", "first page or article number"),
    Field("doi", "string", "DOI"),
    Field("cited_on", "string", "pages that cite it, ';' between"),
)

CELLS = (
    _PAGE,
    Field("table", "string", "label printed ('Table 1'), or 'p5-1' where none is"),
    Field("row", "integer", "row, from 0, header rows included"),
    Field("col", "integer", "column, from 0"),
    Field("row_span", "integer", "rows the cell covers"),
    Field("col_span", "integer", "columns the cell covers"),
    Field("role", "string", "what the cell is", values=("header", "stub", "body")),
    Field("text", "string", "text of the cell without its footnote markers; empty for an empty cell"),
    Field("x0", "number", "left edge on the page as shown", "pt"),
    Field("y0", "number", "top edge", "pt"),
    Field("x1", "number", "right edge", "pt"),
    Field("y1", "number", "bottom edge", "pt"),
)


def names(fields: tuple[Field, ...]) -> list[str]:
    """The column names, in order."""
    return [f.name for f in fields]
