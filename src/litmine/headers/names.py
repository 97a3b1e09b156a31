"""The metric names of a header, and the unit of each."""

import itertools
import re
from collections.abc import Sequence

from litmine.aliases import Lexicon, Owner, find_aliases, likeliest, nearest, rejected, subtracted
from litmine.domain import Domain, compatible
from litmine.geometry import Span
from litmine.headers.carriers import carrier_of
from litmine.headers.units import partitions
from litmine.units import parse_unit

Name = tuple[re.Match[str], Owner]

STOP = re.compile(
    r"\b(?:of|the|and|at|for|in|on|level|levels|energy|value|values|device|devices|max|maximum|peak|"
    r"performance|color|colour|operational|operation|lifetime|state)\b|[^\w]+",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:[/,;|&]|and\b)")


def find_names(flat: str, lexicon: Lexicon, domain: Domain, placed: Sequence[tuple[int, str]]) -> list[Name]:
    """The aliases of a header; one metric twice only where its two columns differ ("EQEmax/EQE@1000 cd/m2")."""
    hits: list[Name] = []
    for m, owner in find_aliases(flat, lexicon):
        if owner.rival:
            if not hits and _GOES_ON.match(flat, m.end()):
                return []  # "Work function/HOMO (eV)": the first number of a cell is not the metric's
            continue
        if subtracted(flat, m):
            return []
        alone = STOP.sub("", flat[: m.start()] + flat[m.end() :]) == ""
        if owner.header and len(m.group()) <= 2 and not alone:
            continue
        if rejected(flat, Span(*m.span()), domain, owner):
            return []
        if hits and set(hits[-1][1].metrics) == set(owner.metrics):
            between = flat[hits[-1][0].end() : m.start()].strip()
            parted = any(hits[-1][0].end() <= at for at, _ in placed) or (hits[-1][0]["tail"] or "") != (m["tail"] or "")
            parted = parted or _carrier(hits[-1], domain) != _carrier((m, owner), domain)  # "μ_h/μ_e"
            if between == "/" and parted:
                hits.append((m, owner))
            elif not hits[-1][0]["tail"] and m["tail"]:
                hits[-1] = (m, owner)
            continue
        hits.append((m, owner))
    # "Photoluminescence wavelength, λPL": a name and a symbol of one metric; a shared alias beside its own metric is that one.
    sure = {o.metrics[0] for _, o in hits if not o.shared and not o.weak}
    return [h for h in hits if not ((h[1].shared or h[1].weak) and not (h[1].shared and h[1].shared.joint) and sure & set(h[1].metrics))]


def _carrier(name: Name, domain: Domain) -> str:
    return carrier_of(name[0].group(), domain.metric(name[1].metrics[0]))


def split_points(flat: str, hits: list[Name]) -> tuple[list[Name], list[str]]:
    """ "EQE @ Lmax": the second name is a condition."""
    kept, conditions = [], []
    for m, owner in hits:
        if re.search(r"(?:@|\bat|\bfor)\s?(?:the\s)?$", flat[: m.start()]):
            conditions.append("@" + owner.metrics[0])
        else:
            kept.append((m, owner))
    return kept, conditions


def assigned(
    flat: str, hits: list[Name], units: list[tuple[int, list[str]]], domain: Domain, context: str
) -> list[tuple[str, str, Name]] | None:
    """Give every metric of a header its unit; None where they cannot be reconciled."""
    slots = [(h, h[1].metrics if h[1].shared and h[1].shared.joint else None) for h in hits]
    if len(slots) == 1 and slots[0][1]:
        h, pair = slots[0]
        return [(metric, "", h) for metric in pair]
    n = len(hits)
    if not units:
        offered = [[""] * n]
    elif len(units) == n and n > 1:
        offered = [[_one(us) for _, us in units]]
    elif len(units) == 1:
        printed = units[0][1][0]
        one = parse_unit(printed)
        offered = [[one] * n] if one else []
        for separator in (r"\s?[,;|]\s?", r"\s?/\s?"):
            offered += partitions([p for p in re.split(separator, printed) if p], n) if n > 1 else []
    else:
        offered = [[_one(units[0][1])]] if n == 1 else []
    for way in sorted(offered, key=lambda w: len(set(w)), reverse=True):
        for order in [way, *([list(p) for p in itertools.permutations(way)] if n <= 4 and len(set(way)) > 1 else [])]:
            chosen = [_fitting(h, unit, flat, domain, context) for h, unit in zip(hits, order, strict=True)]
            if all(chosen):
                return [(metric, unit or "", h) for metric, unit, h in zip(chosen, order, hits, strict=True)]
    return None


def _one(printed: list[str]) -> str | None:
    return parse_unit(printed[0])


def _fitting(hit: Name, unit: str | None, flat: str, domain: Domain, context: str) -> str | None:
    """The metric of an alias that goes with a unit; None where none does, or more than one."""
    m, owner = hit
    if unit is None:
        return None
    metrics = [domain.metric(i) for i in owner.metrics]
    if unit:
        metrics = [x for x in metrics if compatible(unit, x)]
    elif owner.weak and owner.header:
        return None
    if len(metrics) < 2:
        return metrics[0].id if metrics else None
    default = owner.shared.default if owner.shared else ""
    return nearest(flat, Span(*m.span()), metrics) or likeliest(context, metrics) or default or None


def without_names(flat: str, hits: list[Name]) -> str:
    """The header with a space in place of each name."""
    for m, _ in sorted(hits, key=lambda h: h[0].start(), reverse=True):
        flat = flat[: m.start()] + " " + flat[m.end() :]
    return flat
