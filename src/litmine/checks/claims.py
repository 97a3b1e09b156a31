"""Claims recomputed: "a 2.3-fold increase over the 7.13 cd/A of the control", "87% of the reference (14.1%)", "35% higher than"."""

import re
from collections.abc import Iterator, Sequence

from litmine.document import Document
from litmine.domain import Domain
from litmine.geometry import Span
from litmine.intervals import Interval, divide, overlap
from litmine.linking import Linked
from litmine.records import Flag, Measurement, Mention
from litmine.tagging import Tagged

# What a claim says of the ratio new / old: "2.3-fold" is the ratio, "35% higher" one plus the share, "87% of" the share.
_FOLD = re.compile(r"[\s-]*(?:fold|times)\b", re.IGNORECASE)
_MORE = re.compile(r"\s*(?:higher|larger|greater|longer|better|above|more|increase|improvement|enhancement)\b", re.IGNORECASE)
_LESS = re.compile(r"\s*(?:lower|smaller|shorter|below|less|decrease|reduction)\b", re.IGNORECASE)
_OF = re.compile(r"\s*of\s+(?:the|that|its)\b", re.IGNORECASE)


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``claim-arithmetic`` where a sentence prints both values of one metric and a ratio that the two cannot give.

    Only sentences with exactly two values of the metric, one of them the reference device's, and exactly one claim are recomputed:
    with more of either, which number is compared with which is not certain. Rounding of all three is allowed for.
    """
    relative = [m for m in tagged.mentions if m.kind == "quantity" and m.value in ("fold", "relative") and m.quantity is not None]
    for sentence in tagged.sentences:
        claims = [(c, r) for c in relative if sentence.covers(c.span) and (r := _ratio(document.text, c)) is not None]
        if len(claims) != 1:
            continue
        # "... from 4.2 V to 3.4 V, and the luminance has an enhancement of 1.5 times": the claim is of the metric named last before it.
        claim = claims[0][0]
        named = [m.value for m in tagged.within(sentence) if m.kind == "metric" and m.span.end <= claim.span.start][-1:]
        inside = [m for m in linked.measurements if m.source != "table" and sentence.covers(m.evidence[0].span)]
        for metric in named or dict.fromkeys(m.metric for m in inside):
            yield from _recompute(document, sentence, *claims[0], [m for m in inside if m.metric == metric], domain)


def _ratio(text: str, claim: Mention) -> Interval | None:
    """The interval of new / old that a printed claim allows; None where its words do not say."""
    q = claim.quantity
    after = text[claim.span.end : claim.span.end + 40]
    low, high = q.low, q.high
    if claim.value == "fold":
        return (low, high) if _FOLD.match(after) or _FOLD.search(claim.text) or "×" in after[:3] else None
    if _OF.match(after):
        return low / 100, high / 100
    if _MORE.match(after):
        return 1 + low / 100, 1 + high / 100
    if _LESS.match(after):
        return 1 - high / 100, 1 - low / 100
    return None


def _recompute(
    document: Document, sentence: Span, claim: Mention, ratio: Interval, values: Sequence[Measurement], domain: Domain
) -> Iterator[Flag]:
    new = [m for m in values if m.qualifiers.statistic != "reference"]
    old = [m for m in values if m.qualifiers.statistic == "reference"]
    if len(new) != 1 or len(old) != 1 or old[0].quantity.low <= 0:
        return
    a, b = new[0].quantity, old[0].quantity
    true = divide((a.low, a.high), (b.low, b.high))
    if overlap(true, ratio) or a.value is None or b.value is None:
        return
    metric = domain.metric(new[0].metric)
    printed = document.text[claim.span.start : claim.span.end + 12].split(",")[0].strip()
    yield Flag(
        code="claim-arithmetic",
        stage="check",
        severity="warning",
        document=document.source.sha256,
        message=f"“{claim.text}” is claimed for the {metric.name if metric else new[0].metric} of {new[0].subject}, but "
        f"{a.raw} over {b.raw} is {a.value / b.value:.3g}.",
        evidence=(document.anchor(claim.span, context=sentence), new[0].evidence[0], old[0].evidence[0]),
        subject=new[0].subject,
        metric=new[0].metric,
        expected=f"{a.value / b.value:.3g}",
        observed=printed,
        cause="arithmetic",
    )
