"""One compound under two spellings: other capitals, two letters swapped, one letter off."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litmine.checks.forms import Form, Use, forms
from litmine.checks.slips import Slip, bare, slip_between
from litmine.chemistry import NOT_CHEMICAL, is_compound, is_formula
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.quantities import agree
from litmine.records import Flag, Quantity, Severity
from litmine.tagging import Tagged

# The right form must be this many times as frequent as the slip: a slip is rare, two real compounds are both discussed.
_TIMES = 3
# One letter off, once, where nothing but the paragraph or the citation says that it is the same compound: as often as this.
_OFTEN = 5


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two forms that one slip tells apart; ``odd`` is the one that is used less."""

    odd: Form
    name: Form
    slip: Slip


Values = Mapping[str, Mapping[str, Sequence[Quantity]]]


def check(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> Iterator[Flag]:
    """``name-variant`` for a spelling that is probably a slip of another one of the same paper.

    Decided by where the two stand: never two compounds of a series (``slip_between``), two that one sentence names side by side, that
    both have rows, that cite different works, or for which one metric has different values. A warning where something says that they
    are one compound: one definition, one cited work that has but one row, one value, capitals or swapped letters that no second
    compound has; else, for a rare form beside a frequent one, worth knowing.
    """
    values = _values(linked)
    known = frozenset(bare(n) for m in domain.materials for n in (m.name, *m.aliases))
    found = [p for p in _pairs(forms(document, tagged, linked, domain), known) if not _are_two(p, values, domain)]
    twins = _twins(found)
    for pair in found:
        severity: Severity | None = "warning" if pair in twins else _severity(pair, values, known)
        if severity is not None:
            yield _flag(document, pair, severity)


def _pairs(every: Mapping[str, Form], known: frozenset[str]) -> Iterator[_Pair]:
    """Each form with the compound of which it may be a slip."""
    shapes: dict[tuple[str, str], list[Form]] = defaultdict(list)
    for form in every.values():
        for key in _keys(form.text):
            shapes[key].append(form)
    seen: set[frozenset[str]] = set()
    for alike in shapes.values():
        for i, a in enumerate(alike):
            for b in alike[i + 1 :]:
                both = frozenset((a.text, b.text))
                if both in seen:
                    continue
                seen.add(both)
                name, odd = sorted((a, b), key=lambda f: (-len(f.uses), bare(f.text) not in known, not f.rows, not f.meanings))
                if name.chemical and (slip := slip_between(odd.text, name.text)) and _may_be_slip(odd, slip):
                    yield _Pair(odd, name, slip)


def _keys(text: str) -> Iterator[tuple[str, str]]:
    """What two forms one slip apart have in common: their letters (capitals, swaps), or all of them but one (a letter off)."""
    letters = bare(text).casefold()
    yield "letters", "".join(sorted(letters))
    yield "name", letters
    for i in range(len(letters)):
        yield "name", letters[:i] + letters[i + 1 :]


def _may_be_slip(odd: Form, slip: Slip) -> bool:
    """Whether a word can be a misspelt name: no plain word, no term of the field, nothing that the paper defines as another thing."""
    text = odd.text
    if text.upper() in NOT_CHEMICAL or text.rstrip("s") in NOT_CHEMICAL or any(not is_compound(m) for m in odd.meanings):
        return False
    capitals = sum(map(str.isupper, text))
    if slip.kind == "case":  # "Pss" and "Pvk" are no words, "Top" and "Pen" are
        return capitals >= 2 or not re.search(r"[aeiou]", text) or "-" in text
    return capitals >= 2


def _are_two(pair: _Pair, values: Values, domain: Domain) -> bool:
    """Whether anything says that two forms are two compounds."""
    odd, name = pair.odd, pair.name
    if pair.slip.kind == "case":
        # Two short words of other capitals are two things as often (PbS, PBS).
        return len(bare(odd.text)) <= 3 and odd.text.isupper()
    if domain.material(odd.text) is not None or (is_formula(odd.text) and not is_formula(name.text)):
        return True
    if {u.sentence for u in odd.prose} & {u.sentence for u in name.prose}:
        return True
    if odd.rows and name.rows and not (pair.slip.kind == "swap" and domain.material(name.text)):
        return True
    if odd.meanings and name.meanings and not _same_meaning(odd, name):
        return True
    if _compared(values, odd, name) is False:
        return True
    apart = bool(odd.works and name.works) and not odd.works & name.works
    return apart and not (pair.slip.kind == "swap" and domain.material(name.text) and not odd.rows)


def _severity(pair: _Pair, values: Values, known: frozenset[str]) -> Severity | None:
    odd, name, slip = pair.odd, pair.name, pair.slip
    listed = bare(name.text) in known
    if slip.kind == "case":
        if bare(odd.text) in known and listed:
            return None
        if len(odd.uses) == len(name.uses) and not listed:
            return None
        capitals = bare(odd.text).isupper() and not is_formula(name.text)
        return "info" if capitals else "warning"
    if _same_meaning(odd, name) or _compared(values, odd, name) or _one_row_one_work(odd, name):
        return "warning"
    often = len(name.uses) >= _TIMES * len(odd.uses)
    if slip.kind == "swap":
        return "warning" if often or listed else None
    if not often or len(odd.uses) > 1 or odd.meanings or odd.rows:
        return None
    beside = {u.block for u in odd.prose} & {u.block for u in name.prose}
    if (slip.doubled or beside) and len(name.uses) >= _OFTEN:
        return "warning"
    return "info" if beside or odd.works & name.works else None


def _same_meaning(a: Form, b: Form) -> bool:
    """Whether the paper gives both for one long form."""
    ours, theirs = ({re.sub(r"\W", "", m).casefold() for m in f.meanings} for f in (a, b))
    return bool(ours & theirs)


def _one_row_one_work(a: Form, b: Form) -> bool:
    """Whether only a table names one and only prose the other, both citing one work, and this in but one row."""
    tabled, spoken = (a, b) if a.rows else (b, a)
    if tabled.prose or spoken.rows or len(tabled.rows) != 1:
        return False
    return any(len(u.works) == 1 and u.works <= spoken.works for u in tabled.uses)


def _values(linked: Linked) -> Values:
    """The values of each subject by metric."""
    found: dict[str, dict[str, list[Quantity]]] = defaultdict(lambda: defaultdict(list))
    for m in linked.measurements:
        if m.qualifiers.statistic in ("unstated", "champion") and not m.qualifiers.conditions:
            found[bare(m.subject)][m.metric].append(m.quantity)
    return found


def _compared(values: Values, a: Form, b: Form) -> bool | None:
    """Whether a value of one is a value of the other; None where no metric is given for both."""
    ours, theirs = values.get(bare(a.text), {}), values.get(bare(b.text), {})
    common = ours.keys() & theirs.keys()
    if not common:
        return None
    return any(agree(p, q) for metric in common for p in ours[metric] for q in theirs[metric])


def _twins(pairs: Iterable[_Pair]) -> list[_Pair]:
    """The pairs of which another has the same slip beside it: "X-CQ and Y-CQ" in one sentence, "X-PQ and Y-PQ" in another."""
    rare = [p for p in pairs if p.slip.kind == "letter" and len(p.odd.uses) == 1 and not p.odd.rows and _share_block(p)]
    return [p for p in rare if any(p is not q and _side_by_side(p.odd, q.odd) and _side_by_side(p.name, q.name) for q in rare)]


def _share_block(pair: _Pair) -> bool:
    return bool({u.block for u in pair.odd.prose} & {u.block for u in pair.name.prose})


def _side_by_side(a: Form, b: Form) -> bool:
    return bool({u.sentence for u in a.prose} & {u.sentence for u in b.prose})


def _flag(document: Document, pair: _Pair, severity: Severity) -> Flag:
    odd, name = pair.odd.text, pair.name.text
    first, other = pair.odd.uses[0], _nearest(pair)
    times = len(pair.name.uses)
    where = f"page {document.page_of(first.span)}" if first.cell is None else first.cell.table
    spelled = f"as it is spelled {times} times" if times > 1 else f"as it is spelled in {_place(document, other)}"
    return Flag(
        code="name-variant",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=f"“{odd}” on {where} is probably {name}, {spelled}.".replace(" on Table", " in Table"),
        evidence=(first.anchor(document), other.anchor(document)),
        subject=odd,
        expected=name,
        observed=odd,
        cause=pair.slip.cause,
    )


def _place(document: Document, use: Use) -> str:
    return use.cell.table if use.cell else f"the text on page {document.page_of(use.span)}"


def _nearest(pair: _Pair) -> Use:
    """The use of the name that tells most: in the slip's paragraph, citing its work, or the first."""
    odd = pair.odd.uses[0]
    return min(pair.name.uses, key=lambda u: (not u.works & odd.works, u.block != odd.block or u.block < 0, u.span))
