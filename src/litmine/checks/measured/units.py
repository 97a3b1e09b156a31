"""Numbers whose unit is not theirs: another metric's, another case, area or size, a fraction in a column of per cents."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from litmine.document import Document
from litmine.domain import Domain, Metric
from litmine.geometry import Span
from litmine.linking import Linked
from litmine.linking.numbers.claims import NAME_OF
from litmine.linking.subjects import list_runs
from litmine.records import Anchor, Flag, Measurement, Mention, Severity
from litmine.tagging import Tagged
from litmine.terms import find_words
from litmine.units import conversion, match_unit

# "41 MA cm^−2" where every other current density of the paper is in mA cm^−2.
_MEGA = re.compile(r"(?<![\w.,])(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s?(?P<unit>M(?=[A-Za-z])[^\n;()]{1,20})")
_NEAR = 1e3  # two numbers of one kind in a paper that differ by less than this can be of one unit
# A layer of a printed stack with its thickness, "ZnMgO (40 nm)", and what stands between two of them: layers without one.
_LAYER = re.compile(r"(?P<name>[^/()\s][^/()\n]{0,40}?)\s?\((?P<value>\d+(?:\.\d+)?)\s?(?P<unit>nm|mm|cm|m)\)")
_NEXT_LAYER = re.compile(r"\s?/\s?(?:[^/()\n]{1,40}/)*\s?")
_SUN = 100.0  # mW/cm2: AM1.5G of IEC 60904-3
_PREFIXES = (1e3, 1e6, 1e9)  # a weaker light than the sun is often used, a thousandfold one never
_SAID_NEAR = 60  # characters between the name of the light and its intensity
_AREA = re.compile(r"/[a-zμ]*m2$")
_ENOUGH = 3  # other cells that show how a column is printed
_SPELLED_OUT = 10.0  # a column whose other numbers are at least this is one of per cents


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``unit-suspect`` for a number with the unit of another metric than the one named, with an M for m, or in a unit of luminance or
    current density in which it cannot be, for the layer of a stack that is a million times thicker than the others, and for a fraction in
    a column of per cents."""
    found = [
        *_contradicted(document, tagged, linked, domain), *_sunlight(document, tagged, domain), *_mega(document, tagged),
        *_per_area(document, tagged, linked, domain), *_thick_layers(document), *_fractions(document, linked, domain),
    ]  # fmt: skip
    # One number is told once.
    yield from {f.anchors[0].span.start: f for f in reversed(found)}.values()


def _flag(document: Document, message: str, evidence: tuple[Anchor, ...], severity: Severity = "warning", **more: str) -> Flag:
    return Flag("unit-suspect", "check", severity, document.source.sha256, message, evidence, **more)


def _contradicted(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """Numbers whose unit is that of another metric than the one named right before them: "a CE of 23.9 lm W^−1".

    A number that linking gave its metric belongs to that one, and of a printed list of names the last governs no number alone.
    """
    runs = list_runs([m for m in tagged.mentions if m.kind == "metric"], document.text)
    named = [run[0] for run in runs if len(run) == 1]
    for m in _unmeasured(tagged, linked):
        other = next((x for x in domain.metrics if x.unit_implies and x.unit == m.quantity.unit), None)
        before = [n for n in named if n.span.end <= m.span.start and NAME_OF.fullmatch(document.text[n.span.end : m.span.start])]
        metric = domain.metric(before[-1].value) if before else None
        if other is None or metric is None or conversion(m.quantity.unit, metric.unit) is not None:
            continue
        yield _flag(
            document,
            f"{metric.name} is printed as {m.text}, but {m.quantity.unit} is the unit of {other.name}, not {metric.unit}.",
            (document.anchor(Span(before[-1].span.start, m.span.end)),),
            metric=metric.id,
            expected=metric.unit,
            observed=m.text,
            cause=f"{metric.id} and {other.id} exchanged, or their units",
        )


def _unmeasured(tagged: Tagged, linked: Linked) -> list[Mention]:
    """The numbers with a unit that linking made no value of."""
    measured = {a.span for m in linked.measurements for a in m.evidence}
    found = [m for m in tagged.mentions if m.kind == "quantity" and not m.value and m.quantity is not None and m.quantity.unit]
    return [m for m in found if m.span not in measured]


def _mega(document: Document, tagged: Tagged) -> Iterator[Flag]:
    """An M that makes no unit of the field, where the paper else prints an m for numbers that are alike: "41 MA cm^−2".

    Megawatts and megavolts per area or length are units (of pulses, of breakdown), and so are the MeV of radiation.
    """
    printed = [m for m in tagged.mentions if m.kind == "quantity" and m.quantity is not None and m.quantity.unit]
    for found in _MEGA.finditer(document.text):
        at = found.start("unit")
        meant = match_unit("m" + document.text[at + 1 : at + 40], 0)
        read = match_unit(document.text, at)
        if meant is None or meant[0] == "meV" or (read is not None and read[1] - at >= meant[1]):
            continue
        number = float(found["number"].replace(",", ""))
        alike = [
            m for m in printed
            if m.quantity.unit == meant[0] and m.quantity.value and 1 / _NEAR < number / abs(m.quantity.value) < _NEAR
        ]  # fmt: skip
        if not alike:
            continue
        span = Span(found.start(), at + meant[1])
        yield _flag(
            document,
            f"{span.of(document.text)} has an M where the paper else prints an m ({alike[0].text}).",
            (document.anchor(span), document.anchor(alike[0].span)),
            expected=meant[0],
            observed=span.of(document.text),
            cause=f"M for m: the unit is probably {meant[0]}",
        )


def _sunlight(document: Document, tagged: Tagged, domain: Domain) -> Iterator[Flag]:
    """The intensity of standard sunlight, where it is off by unit prefixes: "AM 1.5G, 100 W cm^−2"."""
    standard = tuple(w for w in domain.conditions if w.value == "AM1.5G")
    for m in tagged.mentions if standard else ():
        unit = m.quantity.unit if m.kind == "quantity" and m.quantity is not None else ""
        scale, _ = conversion(unit, "mW/cm2") or (0.0, 0.0)
        block = document.block_at(m.span.start)
        if not scale or block is None or m.quantity.value is None:
            continue
        times = m.quantity.value * scale / _SUN
        before = document.text[max(block.span.start, m.span.start - _SAID_NEAR) : m.span.start]
        if not any(abs(times - power) < 0.01 * power for power in _PREFIXES) or not find_words("condition", before, standard):
            continue
        yield _flag(
            document,
            f"{m.text} is {times:g} times the {_SUN:g} mW/cm2 of standard sunlight (IEC 60904-3).",
            (document.anchor(Span(m.span.start - len(before), m.span.end)),),
            expected=f"{_SUN:g} mW/cm2",
            observed=m.text,
            cause="a prefix of the unit",
        )


def _per_area(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """A luminance or a current density in a unit in which it cannot be, while it could in the metric's own ("25.2 A cm^−2" of a cell), or
    per another area than elsewhere in the paper ("1000 cd cm^−2")."""
    metrics = [m for m in domain.metrics if _AREA.search(m.unit)]
    printed = [m for m in tagged.mentions if m.kind == "quantity" and m.quantity is not None]
    for m in _unmeasured(tagged, linked):
        q, area = m.quantity, _AREA.search(m.quantity.unit)
        metric = next((x for x in metrics if q.unit != x.unit and conversion(q.unit, x.unit) is not None), None)
        if metric is None or area is None or q.value is None:
            continue
        scale, _ = conversion(q.unit, metric.unit)
        impossible = q.low * scale > metric.high and metric.low <= q.value <= metric.high
        usual = _AREA.search(metric.unit).group()
        meant = metric.unit if area.group() == usual else q.unit[: area.start()] + usual
        same = [p for p in printed if p.quantity.unit == meant and area.group() != usual]
        again = [p for p in same if p.quantity.value == q.value]
        if not (impossible or same):
            continue
        yield _flag(
            document,
            f"{m.text} is {q.value * scale:g} {metric.unit}"
            + (f", and plausible is at most {metric.high:g} {metric.unit} ({metric.range_source})" if impossible else "")
            + (f"; elsewhere the paper prints {(again or same)[0].text}." if same else "."),
            (document.anchor(m.span), *(document.anchor(p.span) for p in (again or same)[:1])),
            "warning" if impossible or again else "info",
            metric=metric.id,
            expected=meant,
            observed=m.text,
            cause=f"the unit is probably {meant}",
        )


def _thick_layers(document: Document) -> Iterator[Flag]:
    """One layer in millimetres or more among layers in nanometres; the first of a stack may be its substrate."""
    stacks: list[list[re.Match[str]]] = []
    for layer in _LAYER.finditer(document.text):
        if stacks and _NEXT_LAYER.fullmatch(document.text[stacks[-1][-1].end() : layer.start()]):
            stacks[-1].append(layer)
        else:
            stacks.append([layer])
    for stack in stacks:
        thin = [layer for layer in stack if layer["unit"] == "nm"]
        thick = [layer for layer in stack[1:] if layer["unit"] != "nm"]
        if len(thin) < _ENOUGH or len(thick) != 1 or len(thin) + 1 != len(stack):
            continue
        span, other = (Span(*layer.span()) for layer in (thick[0], thin[0]))
        printed = f"{thick[0]['value']} {thick[0]['unit']}"
        yield _flag(
            document,
            f"The layer {thick[0]['name']} is printed with a thickness of {printed}, all others of its stack in nm.",
            (document.anchor(span), document.anchor(other)),
            expected=f"{thick[0]['value']} nm",
            observed=printed,
            cause="the unit is probably nm",
        )


def _fractions(document: Document, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """Cells up to 1, printed with more decimals than any other of a column of per cents: "0.88" among 74 and 92."""
    for metric, column in columns(linked, domain):
        small = [m for m in column if 0 < m.quantity.value <= 1]
        others = [m for m in column if m not in small]
        if not metric.fraction or len(others) < max(_ENOUGH, 2 * len(small)) or any(m.quantity.value < _SPELLED_OUT for m in others):
            continue
        decimals = max(_decimals(m) for m in others)
        for m in small:
            # What is out of the range is told as that.
            if m.quantity.unit != "%" or _decimals(m) <= decimals or m.quantity.high < metric.low:
                continue
            yield _flag(
                document,
                f"{metric.name} of {m.subject or 'a device'} is printed as {m.quantity.raw} in a column of per cents "
                f"({others[0].quantity.raw} for {others[0].subject}).",
                (m.evidence[0], others[0].evidence[0]),
                subject=m.subject,
                metric=metric.id,
                expected=f"{100 * m.quantity.value:g} %",
                observed=m.quantity.raw,
                cause="a fraction in a column of per cents",
            )


def columns(linked: Linked, domain: Domain) -> Iterator[tuple[Metric, Sequence[Measurement]]]:
    """The values of each metric in each column of a table, in printed order, without bounds and ranges."""
    tabled = [m for m in linked.measurements if m.source == "table" and m.evidence[0].cell and m.quantity.value is not None]
    found: dict[tuple[str, int, str], list[Measurement]] = defaultdict(list)
    for m in tabled:
        if m.quantity.comparator == "=":
            found[m.evidence[0].cell.table, m.evidence[0].cell.col, m.metric].append(m)
    for (_, _, metric), column in found.items():
        # One cell of several rows is one value.
        yield domain.metric(metric), [next(same) for _, same in groupby(column, lambda m: m.evidence[0].span)]


def _decimals(m: Measurement) -> int:
    return len(m.quantity.raw.partition(".")[2].rstrip(" %"))
