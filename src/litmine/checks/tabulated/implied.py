"""Numbers of the prose whose metric only the row of the device that they are told of can say: "X gave 1380 cd m−2 and 2.6%"."""

from collections.abc import Iterator, Sequence

from litmine.aliases import MAX
from litmine.checks.claimed.rownames import RowNames
from litmine.checks.tabulated.comparable import agrees, slip
from litmine.document import Document
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.linking.discourse import by_sentence
from litmine.linking.numbers.notresults import results
from litmine.linking.restated import TELLING, digits
from litmine.quantities import agree, convert
from litmine.records import Citation, Measurement, Mention, Qualifiers
from litmine.tagging import Tagged

IMPLIED = "row-implied"  # the rule of such a link
_CONFIDENCE = 0.6  # below what may contradict a table by itself
# Units in which papers tell much besides what a table lists: layers and light, levels, shares.
_OF_MANY_THINGS = frozenset({"nm", "eV", "%"})
_APART = 1.5  # a unit alone makes no two numbers one that differ by more than this factor


def implied(document: Document, tagged: Tagged, linked: Linked) -> Iterator[Measurement]:
    """The numbers of the prose without a metric as what the row of the one device that their sentence names has in their unit.

    Of several metrics in one unit it is the one whose value is the number, or differs from it by a slip, or has it in another row; none
    where that is not one. A number in a unit of many things must be the value, or one with a slip, or a share that another row has. A
    sentence that speaks of a mean, a control or a condition is left out.
    """
    rows = RowNames(linked.measurements)
    cells = [m for m in linked.measurements if m.source == "table" and m.quantity.unit]
    known = {m.evidence[0].span for m in linked.measurements if m.source != "table"}
    for _, sentence, mentions in by_sentence(document, tagged):
        numbers = [n for n in results(document.text, sentence, mentions) if n.span not in known and n.quantity.value is not None]
        named = rows.named(sentence.of(document.text)) if numbers and _is_plain(mentions) else ()
        works = dict.fromkeys(Citation(m.text, m.value) for m in mentions if m.kind == "citation")
        if len(named) == 1 and len(works) <= 1:
            told = {m.metric for m in linked.measurements if m.source != "table" and sentence.covers(m.evidence[0].span)}
            own = [c for c in cells if c.subject == named[0] and c.metric not in told]
            for number in numbers:
                yield from _read(document, sentence, number, own, cells, tuple(works))


def _is_plain(mentions: Sequence[Mention]) -> bool:
    """Whether nothing in a sentence says that its numbers are others than those of the best device under the usual conditions."""
    return not any(m.kind == "process" or (m.kind in ("condition", "statistic") and m.value not in (MAX, "champion")) for m in mentions)


def _read(
    document: Document,
    sentence: Span,
    number: Mention,
    own: Sequence[Measurement],
    cells: Sequence[Measurement],
    works: tuple[Citation, ...],
) -> Iterator[Measurement]:
    """A number as the metric of one of the ``own`` cells of its device; ``cells`` are those of all rows, ``works`` what it cites."""
    at, block = document.anchor(number.span, context=sentence), document.block_at(sentence.start)
    source = "caption" if block is not None and block.kind == "caption" else "text"
    can = []
    for c in own:
        quantity = convert(number.quantity, c.quantity.unit) if number.quantity.unit else None
        if quantity is not None:
            told = Measurement(c.subject, c.materials, c.metric, quantity, Qualifiers(), works, (at,), source, IMPLIED, _CONFIDENCE)
            can.append((c, told))
    for test in (agrees, slip, lambda c, m: _is_of_another(c, m, cells), _is_near):
        metrics = {c.metric: m for c, m in can if test(c, m)}
        if metrics:
            yield from metrics.values() if len(metrics) == 1 else ()
            return


def _is_of_another(cell: Measurement, told: Measurement, cells: Sequence[Measurement]) -> bool:
    """Whether a number is one that another row has for the metric."""
    telling = digits(told) >= TELLING and cell.quantity.unit not in _OF_MANY_THINGS - {"%"}
    return telling and any(c.metric == cell.metric and agree(c.quantity, told.quantity) for c in cells)


def _is_near(cell: Measurement, told: Measurement) -> bool:
    """Whether a number is about as large as the value of a row in a unit that says what it is."""
    ours, theirs = cell.quantity.value, told.quantity.value
    plain = cell.quantity.unit not in _OF_MANY_THINGS and bool(ours) and bool(theirs)
    return plain and 1 / _APART <= theirs / ours <= _APART
