"""benchmarks/passages: the passages load, and their facts and traps stand in their texts and fit their packs."""

import importlib
import re
from collections import Counter

import pytest

from litmine.domain import load_domain
from litmine.units import parse_unit

PACKS = ("qled", "oled", "psc")

_NUMBER = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)")
_POWER = re.compile(r"\s?×\s?10\^(−?\d+)")
_NUMBERED = re.compile(r"(\d+)\. ")
_AUTHOR_YEAR = re.compile(r"(?P<name>[^\d,]+), .*?, (?P<year>\d{4})\. ")
# A printed number times one of these is the number in the metric's unit: a fraction of one, thousands, minutes of an hour.
_FACTORS = (1, 100, 1000, 1e-3, 1 / 60)


@pytest.fixture(scope="module")
def passages(root):
    """The passages of each pack, by the pack's name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "benchmarks"))
        load = importlib.import_module("passages").load
    folder = root / "benchmarks" / "passages"
    return {pack: tuple(p for path in sorted(folder.rglob(f"{pack}*.toml")) for p in load(path)) for pack in PACKS}


def printed(text):
    """Every number of a text without its sign; a power of ten is lent to the numbers of the 60 characters before it."""
    powers = [(m.start(), int(m[1].replace("−", "-"))) for m in _POWER.finditer(text)]
    found = []
    for m in _NUMBER.finditer(text):
        number = float(m[1].rstrip(",").replace(",", ""))
        found.append(number)
        found += [number * 10**power for at, power in powers if 0 <= at - m.end() <= 60]
    return found


def stands(value, numbers):
    """Whether the number is printed, as such or in another unit."""
    return any(abs(n * f - abs(value)) <= 1e-3 * abs(value) for n in numbers for f in _FACTORS)


@pytest.mark.parametrize("pack", PACKS)
def test_printed(passages, pack):
    """Each end of a fact's value and each trap is printed in the passage."""
    for passage in passages[pack]:
        numbers = printed(passage.text)
        for value in (v for entry in passage.facts + passage.traps for v in entry.value.split("..")):
            assert stands(float(value), numbers), (passage.id, value)


@pytest.mark.parametrize("pack", PACKS)
def test_metrics(passages, pack):
    """Metrics are the pack's, with its standard unit and a value in its plausible range (that of one cell, not of a module)."""
    metrics = {m.id: m for m in load_domain(pack).metrics}
    for passage in passages[pack]:
        for fact in passage.facts:
            metric = metrics[fact.metric]
            assert fact.unit == metric.unit, (passage.id, fact)
            if "module" not in fact.subject:
                assert all(metric.low <= float(v) <= metric.high for v in fact.value.split("..")), (passage.id, fact)


@pytest.mark.parametrize("pack", PACKS)
def test_citations(passages, pack):
    """A fact's citation is an entry of the printed list: by its number, or by first author and year."""
    for passage in passages[pack]:
        keys = {re.sub(r"\W", "", f"{m['name']}{m['year']}") for m in map(_AUTHOR_YEAR.match, passage.references) if m}
        keys |= {m[1] for m in map(_NUMBERED.match, passage.references) if m}
        assert len(keys) == len(passage.references), passage.id
        assert all(set(fact.citation) <= keys for fact in passage.facts), passage.id


@pytest.mark.parametrize("pack", PACKS)
def test_traps(passages, pack):
    """No trap has the number and unit of a fact of its passage, and units are spelt as litmine spells them."""
    for passage in passages[pack]:
        facts = {(float(v), f.unit) for f in passage.facts for v in f.value.split("..")}
        for trap in passage.traps:
            assert facts.isdisjoint((float(v), trap.unit) for v in trap.value.split("..")), (passage.id, trap)
            if trap.unit:
                assert parse_unit(trap.unit) == trap.unit, (passage.id, trap)


def test_ids(passages):
    """Ids are unique over the packs, and each pack has both kinds."""
    counts = Counter(p.id for pack in PACKS for p in passages[pack])
    assert set(counts.values()) == {1}
    assert all({p.kind for p in passages[pack]} == {"research", "review"} for pack in PACKS)


def test_unknown_key(passages, root, tmp_path, monkeypatch):
    """A key that the format has not is named with its passage."""
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    load = importlib.import_module("passages").load
    path = tmp_path / "bad.toml"
    path.write_text('[[passage]]\nid = "x-1"\nkind = "review"\ntext = "t"\nfigure = 1\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"x-1.*figure"):
        load(path)
