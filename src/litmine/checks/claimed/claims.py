"""Claims recomputed: "a 2.3-fold increase over the 7.13 cd/A of the control", "87% of the reference (14.1%)", "nearly doubled from"."""

from collections.abc import Iterator
from itertools import product

from litmine.checks.claimed.passages import Passage, Side, Sides, passage
from litmine.checks.claimed.ratios import Ratio, find_ratios
from litmine.checks.claimed.rownames import RowNames
from litmine.checks.claimed.sides import find_sides
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.linking.discourse import by_sentence
from litmine.quantities import convert
from litmine.records import Flag
from litmine.tagging import Tagged


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``claim-arithmetic`` where a claim of proportion is one that the two numbers it compares cannot give.

    Recomputed is only what is surely compared (see ``find_sides``), with the rounding of all three numbers and what the words allow: a
    claim that may mean two things holds where either is right.
    """
    rows = RowNames(linked.measurements)
    prose = {m.evidence[0].span: m for m in linked.measurements if m.source != "table"}
    before, paragraph = None, None
    for block, sentence, mentions in by_sentence(document, tagged):
        here = passage(document, sentence, mentions, prose, before if block is paragraph else None)
        before, paragraph = here, block
        claims = list(find_ratios(document.text, sentence, mentions))
        for claim in claims:
            others = [c for c in claims if c is not claim]
            sides = find_sides(claim, others, here, rows)
            if sides is not None and not any(_holds(claim, new, old) for new, old in product(sides.new, sides.old)):
                yield _flag(document, domain, claim, here, sides)


def _holds(claim: Ratio, new: Side, old: Side) -> bool:
    a, b = new.quantity, convert(old.quantity, new.quantity.unit)
    return b is None or claim.holds((a.low, a.high), (b.low, b.high), percent=a.unit == "%")


def _flag(document: Document, domain: Domain, claim: Ratio, here: Passage, sides: Sides) -> Flag:
    new, old = sides.new[0], sides.old[0]
    metric_id = next((s.metric for s in (*sides.new, *sides.old) if s.metric), "")
    metric = domain.metric(metric_id) if metric_id else None
    subject = new.subject or old.subject or next((v.subject for v in here.earlier if v.subject), "")
    of = " ".join(filter(None, (f"the {metric.name}" if metric else "a number", f"of {new.subject}" if new.subject else "")))
    return Flag(
        code="claim-arithmetic",
        stage="check",
        severity="warning",
        document=document.source.sha256,
        message=f"“{claim.text}” is claimed for {of}, but {_recomputed(claim, new, old)}.",
        evidence=(document.anchor(claim.span, context=here.sentence), new.at, old.at),
        subject=subject,
        metric=metric_id,
        expected=f"{_ratio(new, old):.3g}",
        observed=claim.text,
        cause="arithmetic",
    )


def _recomputed(claim: Ratio, new: Side, old: Side) -> str:
    a, b = new.quantity, convert(old.quantity, new.quantity.unit) or old.quantity
    if not claim.ratios:
        return f"{a.raw} less {old.quantity.raw} is {a.value - b.value:.3g}"
    return f"{a.raw} over {old.quantity.raw} is {_ratio(new, old):.3g}"


def _ratio(new: Side, old: Side) -> float:
    b = convert(old.quantity, new.quantity.unit) or old.quantity
    return new.quantity.value / b.value
