"""What litmine finds: immutable records, each with its evidence. Ids are content hashes, so a rerun gives the same ids."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from litmine.geometry import Box, Span

Comparator = Literal["=", "<", ">", "<=", ">=", "~"]
Severity = Literal["error", "warning", "info"]
Stage = Literal["read", "tag", "link", "check", "diff"]
Statistic = Literal["champion", "mean", "median", "reference", "unstated"]
MentionKind = Literal[
    "chemical", "metric", "quantity", "citation", "colour", "process", "statistic", "condition", "cross-reference"
]

UNSTATED = "unstated"


def content_id(*parts: object) -> str:
    """Twelve hexadecimal digits that depend only on ``parts`` (their ``str``)."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell of a table: the table's id ("Table 1", or "p5-1" where no label is printed), row and column from 0."""

    table: str
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a record is printed. Invariant: ``document.text[span.start:span.end] == quote``.

    ``page`` counts from 1; ``boxes`` are empty for a text or Markdown source; ``context`` is the span of the sentence,
    caption or table row around the quote.
    """

    document: str
    page: int
    boxes: tuple[Box, ...]
    span: Span
    quote: str
    cell: CellRef | None = None
    context: Span | None = None


@dataclass(frozen=True, slots=True)
class CuratedCell:
    """The other side of a comparison: a cell of a hand-curated table; ``row`` is the line of the file (the header is line 1).

    ``device`` tells the row from every other one of the file wherever it stands: subject, cited work, colour and process.
    """

    file: str
    row: int
    column: str
    text: str
    device: str = ""


Evidence = Anchor | CuratedCell


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number with its unit.

    ``raw`` is as printed. ``value`` is the number in ``unit``; None for a printed range, whose ends are ``low`` and ``high``.
    ``low``..``high`` is what the printed digits allow (18.2 -> 18.15..18.25), for a range its two ends. ``unit`` is a pint
    unit in litmine's spelling ("cd/A"), "" for a bare number. ``uncertainty`` is the printed ± part, in the same unit.
    """

    raw: str
    value: float | None
    unit: str
    low: float
    high: float
    comparator: Comparator = "="
    uncertainty: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A tagged piece of text. ``value`` is the normal form: a metric id, a canonical material, a reference key, a colour...

    ``quantity`` is set where ``kind`` is "quantity". ``group`` numbers, from 0 in a document, the members of one printed
    list ("18.2, 14.9 and 7.1%" is one group of three); -1 outside a list.
    """

    kind: MentionKind
    span: Span
    text: str
    value: str = ""
    quantity: Quantity | None = None
    group: int = -1


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """What a number holds for. Anything the paper does not say is "unstated": nothing is assumed in silence."""

    statistic: Statistic = "unstated"
    colour: str = UNSTATED
    process: str = UNSTATED
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer into the reference list: ``marker`` as printed ("36", "[36-38]"), ``key`` the Reference's key."""

    marker: str
    key: str


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a reference list. ``key`` is its printed number ("36"), or "Chen2019" in an author-year list.

    What the entry does not print is "" (``year``: None). ``span`` is the entry in ``Document.text``.
    """

    key: str
    span: Span
    first_author: str = ""
    authors: tuple[str, ...] = ()
    title: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    page: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number with its subject, metric, conditions, citation and evidence (at least one Anchor).

    ``subject`` is as printed; ``materials`` are canonical names; ``source`` says what it was read from; ``rule`` names the
    linking rule that made it, ``confidence`` (0..1) how sure that rule is.
    """

    subject: str
    materials: tuple[str, ...]
    metric: str
    quantity: Quantity
    qualifiers: Qualifiers
    citations: tuple[Citation, ...]
    evidence: tuple[Anchor, ...]
    source: Literal["table", "text", "caption"]
    rule: str
    confidence: float
    id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a measurement without evidence: {self.subject} {self.metric} {self.quantity.raw}")
        at = self.evidence[0]
        place = (at.document, at.page, at.span.start, at.span.end)
        object.__setattr__(self, "id", content_id("measurement", *place, self.subject, self.metric, self.quantity.raw))


@dataclass(frozen=True, slots=True)
class Device:
    """One device as one paper reports it: one subject, citation, colour and process.

    ``measurements`` are ids; ``original`` is the key of the cited work in the paper's reference list ("" where the paper
    reports its own device); ``reported_in`` is the paper's sha256.
    """

    label: str
    materials: tuple[str, ...]
    layers: tuple[str, ...]
    colour: str
    process: str
    original: str
    reported_in: str
    measurements: tuple[str, ...]
    id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        key = content_id("device", self.reported_in, self.label, self.original, self.colour, self.process)
        object.__setattr__(self, "id", key)


@dataclass(frozen=True, slots=True)
class Flag:
    """A disagreement or a gap, with the evidence of both sides (``evidence[0]``, ``evidence[1]``; more may follow).

    ``expected`` and ``observed`` are printed forms; ``message`` is one sentence a scientist would write; ``cause`` is the
    likely cause, "unknown" where the numbers show none, "" where the question makes no sense for the code. ``paper`` is what the document
    is known by whatever its bytes, its DOI or its file's name ("": it is known by ``document``).
    """

    code: str
    stage: Stage
    severity: Severity
    document: str
    message: str
    evidence: tuple[Evidence, ...] = ()
    subject: str = ""
    metric: str = ""
    expected: str = ""
    observed: str = ""
    difference: str = ""
    cause: str = ""
    status: Literal["open", "dismissed", "accepted"] = "open"
    paper: str = ""
    id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        # A dismissed flag must stay dismissed while its evidence is unchanged, so the id hangs on the evidence, not the wording.
        places = [_curated_place(e) if isinstance(e, CuratedCell) else _printed_place(e) for e in self.evidence]
        key = content_id("flag", self.code, self.paper or self.document, self.subject, self.metric, self.expected, self.observed, *places)
        object.__setattr__(self, "id", key)

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The pieces of evidence that lie in a paper."""
        return tuple(e for e in self.evidence if isinstance(e, Anchor))


def _curated_place(cell: CuratedCell) -> tuple:
    """What a curated cell is known by: its row's device, for a line added above moves the row and changes nothing."""
    return cell.file, cell.device or cell.row, cell.column, cell.text


def _printed_place(anchor: Anchor) -> tuple:
    """What a printed place is known by: its place on the page, for an offset in the text changes with every line read otherwise before
    it. A text without pages has offsets alone."""
    corners = [(box.page, round(box.x0), round(box.y0)) for box in anchor.boxes]
    return anchor.page, anchor.quote, *(corners or [anchor.span.start])


SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def by_severity(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Flags with the gravest first, dismissed ones last of all; then by document, page, code and id."""

    def order(f: Flag) -> tuple:
        return f.status == "dismissed", SEVERITIES.index(f.severity), f.document, f.anchors[0].page if f.anchors else 0, f.code, f.id

    return tuple(sorted(flags, key=order))
