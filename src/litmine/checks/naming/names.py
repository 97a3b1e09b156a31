"""One compound under two spellings: other capitals, two letters swapped, one letter off."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litmine.checks.naming.forms import Form, Use, forms, names_in
from litmine.checks.naming.slips import Slip, bare, has_lone_letter, keys_of, slip_between
from litmine.checks.tabulated.duplicates import significant
from litmine.checks.tabulated.rowworks import Row, works_of_rows
from litmine.chemistry import NOT_CHEMICAL, is_compound, is_formula
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.quantities import agree
from litmine.records import Flag, Quantity, Severity
from litmine.tagging import Tagged

# The right form must be this many times as frequent as the slip: a slip is rare, two real compounds are both discussed.
_TIMES = 3
# Another letter, where nothing else tells: the right form must be as frequent as this.
_OFTEN = 10
# Digits of a value that two devices do not share by chance.
_DIGITS = 3
# Names of so few letters have swapped twins (CBP and BCP).
_SHORT = 3


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
    are one compound: one definition, one value, one cited work of which the table has one row, two names with the same slip side by
    side, swapped letters or capitals in a frequent name; else, for a form that stands once beside a frequent one, worth knowing.
    """
    values, alone = _values(linked), _alone(works_of_rows(document, tagged, linked))
    listed = [name for m in domain.materials for name in (m.name, *m.aliases)]
    known = frozenset(bare(part) for name in listed for part in (name, *(word for _, word in names_in(name))))
    found = [p for p in _pairs(forms(document, tagged, linked, domain), known) if not _are_two(p, values, domain)]
    twins = _twins(found)
    for pair in found:
        severity: Severity | None = "warning" if pair in twins else _severity(pair, values, alone, known)
        if severity is not None:
            yield _flag(document, pair, severity, known)


def _pairs(every: Mapping[str, Form], known: frozenset[str]) -> Iterator[_Pair]:
    """Each form with the compound of which it may be a slip."""
    shapes: dict[str, list[Form]] = defaultdict(list)
    for form in every.values():
        for key in keys_of(bare(form.text).casefold()):
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
        # Two short words of other capitals are two things as often (PbS and PBS, CO2 and Co2).
        return len(bare(odd.text)) <= _SHORT and (odd.text.isupper() or is_formula(odd.text) or not odd.text.isalpha())
    if domain.material(odd.text) is not None or (is_formula(odd.text) and not is_formula(name.text)):
        return True
    if {u.sentence for u in odd.prose} & {u.sentence for u in name.prose}:
        return True
    one_table = {table for table, _ in odd.rows} & {table for table, _ in name.rows}
    if one_table and not (pair.slip.kind == "swap" and domain.material(name.text)):
        return True
    if odd.meanings and name.meanings and not _same_meaning(odd, name):
        return True
    # A slip has neither values nor a work of its own; a swap inside a known name, whose devices are many, may stand beside any.
    if pair.slip.kind == "swap" and domain.material(name.text) is not None and not odd.rows:
        return False
    other_work = bool(odd.works) and not odd.works & name.works and (bool(name.works) or pair.slip.kind == "letter")
    return other_work or _compared(values, odd, name) is False


def _severity(pair: _Pair, values: Values, alone: Mapping[Row, str], known: frozenset[str]) -> Severity | None:
    odd, name, slip = pair.odd, pair.name, pair.slip
    listed = bare(name.text) in known
    if slip.kind == "case":
        if bare(odd.text) in known and listed:
            return None
        capitals = bare(odd.text).isupper() and not is_formula(name.text)
        return "warning" if not capitals and (listed or name.rows or len(name.uses) > len(odd.uses)) else "info"
    apart = bool(odd.rows) != bool(name.rows)  # two that only prose names may share a value
    same = _same_meaning(odd, name) or (apart and _compared(values, odd, name))
    if same or (_is_the_row_of(odd, name, alone) and not has_lone_letter(odd.text, name.text)):
        return "warning"
    often = len(name.uses) >= _TIMES * len(odd.uses)
    if slip.kind == "swap":
        return _swapped(pair, often, listed)
    if slip.series or not often or len(odd.uses) > 1 or odd.meanings or odd.rows:
        return None
    return "warning" if len(name.uses) >= _OFTEN else "info"


def _swapped(pair: _Pair, often: bool, listed: bool) -> Severity | None:
    """What swapped letters are worth: few letters make a second compound more easily than many."""
    once, length = len(pair.odd.uses) == 1, len(bare(pair.name.text))
    if length <= _SHORT:
        return "warning" if listed and once else "info" if often or listed else None
    sure = often or listed or (once and length > _SHORT + 1 and (pair.name.rows or len(pair.name.uses) > 1))
    return "warning" if sure else "info" if once else None


def _same_meaning(a: Form, b: Form) -> bool:
    """Whether the paper gives both for one long form."""
    ours, theirs = ({re.sub(r"\W", "", m).casefold() for m in f.meanings} for f in (a, b))
    return bool(ours & theirs)


def _is_the_row_of(a: Form, b: Form, alone: Mapping[Row, str]) -> bool:
    """Whether one is the label of a cited work's only row, and the other what prose or another table calls the device of that work."""
    tabled, other = (a, b) if a.rows else (b, a)
    if tabled.prose or not tabled.rows or not all(row in alone and alone[row] in other.works for row in tabled.rows):
        return False
    return all(row in alone and alone[row] in tabled.works for row in other.rows)


def _alone(works: Mapping[Row, frozenset[str]]) -> Mapping[Row, str]:
    """The rows that cite one work, no other row of their table citing it."""
    cited = Counter((table, work) for (table, _), keys in works.items() for work in keys)
    return {row: next(iter(keys)) for row, keys in works.items() if len(keys) == 1 and cited[row[0], next(iter(keys))] == 1}


def _values(linked: Linked) -> Values:
    """The values of each subject by metric."""
    found: dict[str, dict[str, list[Quantity]]] = defaultdict(lambda: defaultdict(list))
    for m in linked.measurements:
        if m.qualifiers.statistic in ("unstated", "champion") and not m.qualifiers.conditions:
            for _, name in names_in(m.subject):
                found[bare(name)][m.metric].append(m.quantity)
    return found


def _compared(values: Values, a: Form, b: Form) -> bool | None:
    """Whether two forms have one set of values, of which one is no chance; False where they have none in common, None where it is open."""
    ours, theirs = values.get(bare(a.text), {}), values.get(bare(b.text), {})
    equal = {
        metric: max((min(significant(p.raw), significant(q.raw)) for p in ours[metric] for q in theirs[metric] if agree(p, q)), default=0)
        for metric in ours.keys() & theirs.keys()
    }
    if not any(equal.values()):
        return False if equal else None
    return True if all(equal.values()) and max(equal.values()) >= _DIGITS else None


def _twins(pairs: Iterable[_Pair]) -> list[_Pair]:
    """The pairs of which another has the same slip beside it: "X-CQ and Y-CQ" in one sentence, "X-PQ and Y-PQ" in another."""
    rare = [p for p in pairs if p.slip == Slip("letter") and len(p.odd.uses) == 1 and not p.odd.rows and _share_block(p)]
    return [p for p in rare if any(p is not q and _side_by_side(p.odd, q.odd) and _side_by_side(p.name, q.name) for q in rare)]


def _share_block(pair: _Pair) -> bool:
    return bool({u.block for u in pair.odd.prose} & {u.block for u in pair.name.prose})


def _side_by_side(a: Form, b: Form) -> bool:
    return bool({u.sentence for u in a.prose} & {u.sentence for u in b.prose})


def _flag(document: Document, pair: _Pair, severity: Severity, known: frozenset[str]) -> Flag:
    odd, name, times = pair.odd.text, pair.name.text, len(pair.name.uses)
    first, other = pair.odd.uses[0], _nearest(pair)
    if bare(name) in known or times >= _TIMES * len(pair.odd.uses):
        spelled = f"as it is spelled {times} times" if times > 1 else f"as it is spelled {_place(document, other)}"
        message = f"“{odd}” {_place(document, first)} is probably {name}, {spelled}."
    else:
        message = f"“{odd}” {_place(document, first)} and “{name}” {_place(document, other)} are probably one compound."
    return Flag(
        code="name-variant",
        stage="check",
        severity=severity,
        document=document.source.sha256,
        message=message,
        evidence=(first.anchor(document), other.anchor(document)),
        subject=odd,
        expected=name,
        observed=odd,
        cause=pair.slip.cause,
    )


def _place(document: Document, use: Use) -> str:
    return f"in {use.cell.table}" if use.cell else f"on page {document.page_of(use.span)}"


def _nearest(pair: _Pair) -> Use:
    """The use of the name that tells most: in the slip's paragraph, citing its work, or the first."""
    odd = pair.odd.uses[0]
    return min(pair.name.uses, key=lambda u: (not u.works & odd.works, u.block != odd.block or u.block < 0, u.span))
