"""Domain packs: what litmine knows of a field (metrics, units, ranges, laws, materials, words) is data, checked at loading.

A pack is a folder with ``domain.toml``, ``materials.csv`` and ``cases.toml`` (example texts that the tests and ``check-domain`` run).
It may build on another that comes with litmine (``extends = "qled"``): it then has that one's metrics, shared aliases, laws, words and
materials, less those it lists in ``without`` (a metric or law by its id, a shared entry by its first alias). An entry with the id of
an inherited one changes the keys that it gives; a shared entry with the same first alias, a table of words and a row of materials
with the same name take the place of the inherited one. Keywords and cases are never inherited.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from litmine.errors import DomainError
from litmine.packs.entries import FILES, PackEntry, checked, is_missing, read_toml
from litmine.packs.inheritance import content_of, lineage
from litmine.packs.laws import law_of
from litmine.packs.metrics import check_exceptions, check_names, check_rivals, check_tolerances, metric_of, shared_of
from litmine.packs.words import materials_of, words_of
from litmine.units import parse_unit
from litmine.vocabulary import Domain, Material, Metric, Shared, Word, compatible, fold_name

__all__ = [
    "FALLBACK", "Domain", "Material", "Metric", "Shared", "Word", "choose_domain", "compatible", "domain_names", "fold_name",
    "load_domain", "nearest_domain", "tolerating",
]  # fmt: skip

# The pack that reads a paper which has no word of any: the base of the others, with the widest stock of material properties (levels, gaps,
# mobilities), which such a paper may hold. A decision, not a finding: whoever uses it has to say that no pack fits.
FALLBACK = "qled"

_HOME = Path(__file__).parent / "domains"


def domain_names() -> tuple[str, ...]:
    """The packs that come with litmine, sorted."""
    return tuple(sorted(p.parent.name for p in _HOME.glob("*/domain.toml")))


def load_domain(name_or_folder: str | Path) -> Domain:
    """The pack of that name, or in that folder. Raises DomainError naming file, entry and reason where it is invalid."""
    packs = {name: _HOME / name for name in domain_names()}
    folder = packs.get(str(name_or_folder), Path(name_or_folder))
    if not folder.is_dir():
        raise DomainError(f"no domain pack {str(name_or_folder)!r}", remedy=f"use one of {', '.join(packs)}, or a folder")
    folders = lineage(folder, packs)
    digest = hashlib.sha256()
    for file in (f / name for f in folders for name in FILES):
        if not file.is_file():
            raise is_missing(file)
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return _load(folders, digest.hexdigest())


@lru_cache(maxsize=16)
def _load(folders: tuple[Path, ...], digest: str) -> Domain:
    """The pack of the first folder with what it inherits; ``digest`` is that of all their files, so that a change is seen."""
    file = folders[0] / "domain.toml"
    pack = checked(PackEntry, content_of(folders), str(file))
    read_toml(folders[0] / "cases.toml")
    metrics = tuple(metric_of(entry, i, file) for i, entry in enumerate(pack.metric, 1))
    shared = tuple(shared_of(e, f"{file}, shared {i}") for i, e in enumerate(pack.shared, 1))
    check_names(metrics, shared, file)
    check_rivals(pack.rivals, metrics, shared, file)
    words = {kind: words_of(getattr(pack.words, kind), f"{file}, {kind}")
             for kind in ("colours", "processes", "statistics", "conditions", "roles")}  # fmt: skip
    check_exceptions(metrics, words["conditions"], words["colours"], file)
    exceptions = (*words["conditions"], *words["colours"])
    laws = tuple(law_of(entry, i, metrics, exceptions, file) for i, entry in enumerate(pack.law, 1))
    if repeated := [k for k, n in Counter(law.id for law in laws).items() if n > 1]:
        raise DomainError("is defined twice", where=f"{file}, law {repeated[0]}")
    for unit in pack.words.condition_units:
        if parse_unit(unit) != unit:
            raise DomainError(f"the unit {unit!r} is unknown", where=f"{file}, condition_units")
    check_tolerances(pack.tolerances, metrics, f"{file}, tolerances")
    materials = materials_of([f / "materials.csv" for f in reversed(folders)])
    return Domain(
        name=pack.name,
        title=pack.title,
        digest=digest,
        metrics=metrics,
        shared=shared,
        laws=laws,
        materials=materials,
        keywords=pack.keywords,
        condition_units=pack.words.condition_units,
        rivals=pack.rivals,
        tolerances=tuple(pack.tolerances.items()),
        **words,
        _by_id={m.id: m for m in metrics},
        _by_name={fold_name(n): m for m in materials for n in (m.name, *m.aliases)},
    )


def tolerating(domain: Domain, tolerances: Mapping[str, float]) -> Domain:
    """The pack with other tolerances for some of its metrics; what is no metric of this pack may be one of another's."""
    own = {key: width for key, width in tolerances.items() if domain.metric(key)}
    return replace(domain, tolerances=tuple({**dict(domain.tolerances), **own}.items())) if own else domain


def choose_domain(text: str) -> Domain | None:
    """The pack whose keywords stand most often in a paper's text, of those that suit it; the first by name among equals.

    None where none suits (``Domain.suits``), as for a text of another field: the caller says so and may take ``nearest_domain``.
    """
    suited = [pack for name in domain_names() if (pack := load_domain(name)).suits(text)]
    return max(suited, key=lambda pack: pack.score(text), default=None)


def nearest_domain(text: str) -> Domain:
    """The pack of whose keywords a text has most, where none has enough to suit it; ``FALLBACK`` where it has none at all."""
    packs = [load_domain(name) for name in domain_names()]
    return max(packs, key=lambda pack: (pack.score(text), pack.name == FALLBACK))
