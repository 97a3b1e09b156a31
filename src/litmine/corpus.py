"""A corpus folder: its papers, its curated tables and corpus.toml; and the refresh, which reads anew only what has changed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from litmine.decisions import DECISIONS, read_decisions
from litmine.domain import domain_names, load_domain
from litmine.errors import ConfigError, PaperError
from litmine.history import load_history, save_history
from litmine.outputs import move_in, scratch
from litmine.paper import Paper, load_paper, paper_key, prune, save_paper
from litmine.pipeline import Progress, RunResult, analyse_all, assemble, check_curated, write

SUFFIXES = (".pdf", ".md", ".txt")
KEPT = ".cache"  # inside the output folder: one JSON a paper
_HISTORY = Path(KEPT) / "curated" / "history.json"  # what earlier refreshes saw of the curated tables
_KEYS = {"domain": str, "papers": str, "curated": str, "columns": dict, "tolerances": dict}


@dataclass(frozen=True)
class Corpus:
    """A corpus as corpus.toml describes it; ``columns`` maps the curated tables' column names to litmine's, ``tolerances`` metrics to how
    far two values may be apart beyond their printed digits."""

    papers_folder: Path
    papers: tuple[Path, ...]
    curated: tuple[Path, ...]
    decisions: Path
    domain: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    tolerances: Mapping[str, float] = field(default_factory=dict)


def load_corpus(folder: Path) -> Corpus:
    """Read ``corpus.toml`` and list what lies in the corpus.

    Keys, all optional: ``domain`` (a pack's name or a folder; chosen from each paper where missing), ``papers`` and
    ``curated`` (folders, "papers" and "curated"), ``[columns]`` (a curated table's column name = litmine's), ``[tolerances]`` (a metric =
    how far two of its values may be apart, in its unit). A README among the papers is none. Raises ConfigError naming the file and the key.
    """
    config = folder / "corpus.toml"
    try:
        settings = tomllib.loads(config.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            "does not exist", where=str(config), remedy="name a corpus folder with --corpus, or write one (README)"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({error})", where=str(config), remedy="save it as UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not valid TOML ({error})", where=str(config), remedy="mend that line") from error
    for key, value in settings.items():
        if key not in _KEYS:
            raise ConfigError(f"unknown key {key!r}", where=str(config), remedy=f"the keys are {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            kind = "a table" if _KEYS[key] is dict else "a text in quotes"
            raise ConfigError(f"{key} must be {kind}", where=str(config), remedy=f"it is {value!r}")
    columns = settings.get("columns", {})
    for name, target in columns.items():
        if not isinstance(target, str):
            raise ConfigError(f"columns.{name} must be a text in quotes", where=str(config), remedy=f"it is {target!r}")
    for name, width in settings.get("tolerances", {}).items():
        if isinstance(width, bool) or not isinstance(width, (int, float)) or width < 0:
            raise ConfigError(f"tolerances.{name} must be a number from 0", where=str(config), remedy=f"it is {width!r}")
    curated = folder / settings.get("curated", "curated")
    papers = _folder(folder / settings.get("papers", "papers"), config, "papers")
    visible = (p for p in papers.iterdir() if p.is_file() and not p.name.startswith(".") and p.stem.lower() != "readme")
    found = tuple(sorted(p for p in visible if p.suffix.lower() in SUFFIXES))
    tables = tuple(sorted(p for p in curated.glob("*.csv") if p.name != DECISIONS))
    tolerances = settings.get("tolerances", {})
    return Corpus(papers, found, tables, curated / DECISIONS, _domain(settings.get("domain"), folder, config), columns, tolerances)


def _folder(path: Path, config: Path, key: str) -> Path:
    if not path.is_dir():
        raise ConfigError(f"{key} names {path}, which is no folder", where=str(config), remedy="make the folder, or mend the key")
    return path


def _domain(name: str | None, folder: Path, config: Path) -> str | None:
    """A pack's name, or the path of a pack that lies in the corpus."""
    if name is None or name in domain_names():
        return name
    if (folder / name).is_dir():
        return str(folder / name)
    remedy = f"the packs are {', '.join(domain_names())}"
    raise ConfigError(f"domain names {name!r}, which is no pack and no folder", where=str(config), remedy=remedy)


@dataclass(frozen=True)
class Plan:
    """What a refresh has to do: every paper with the key of its result, those whose result is not kept, those without a key."""

    corpus: Corpus
    keys: Mapping[Path, str]
    changed: tuple[Path, ...]
    failed: Mapping[Path, PaperError]


def plan(corpus: Corpus, out: Path, *, force: bool = False) -> Plan:
    """Compare the papers of a corpus with the results that ``out`` keeps. Raises DomainError."""
    digest = domain_digest(corpus.domain)
    keys: dict[Path, str] = {}
    failed: dict[Path, PaperError] = {}
    for path in corpus.papers:
        try:
            keys[path] = paper_key(path, digest)
        except PaperError as error:
            failed[path] = error
    changed = tuple(path for path, key in keys.items() if force or load_paper(out / KEPT, key) is None)
    return Plan(corpus, keys, changed, failed)


def domain_digest(domain: str | None) -> str:
    """The digest of a pack; of all packs together where each paper's text chooses. Raises DomainError."""
    return "-".join(load_domain(name).digest for name in ([domain] if domain else domain_names()))


def refresh(corpus: Corpus, out: Path, *, jobs: int = 1, force: bool = False, progress: Progress | None = None) -> RunResult:
    """Analyse the papers that have changed, compare all of them with the curated tables, write ``out``.

    A paper that has gone leaves the outputs; one that cannot be read is flagged. Raises ConfigError where there is no
    paper, PaperError where none can be read, DomainError, CuratedError, OutputError.
    """
    check(corpus)
    todo = plan(corpus, out, force=force)
    results: dict[Path, Paper | PaperError] = dict(todo.failed)
    for path, result in analyse_all(todo.changed, corpus.domain, jobs=jobs):
        results[path] = result
        if isinstance(result, Paper):
            save_paper(result, out / KEPT, todo.keys[path])
        if progress:
            progress(path.name)
    return rebuild(todo, results, out)


def check(corpus: Corpus) -> None:
    """What must hold before any paper is read. Raises ConfigError, DomainError, CuratedError."""
    if not corpus.papers:
        kinds = ", ".join(SUFFIXES)
        raise ConfigError(f"holds no paper ({kinds})", where=str(corpus.papers_folder), remedy="put the papers there")
    packs = [load_domain(name) for name in ([corpus.domain] if corpus.domain else domain_names())]
    known = dict.fromkeys(m.id for pack in packs for m in pack.metrics)
    if unknown := [key for key in corpus.tolerances if key not in known]:
        remedy = f"the metrics are {', '.join(known)}"
        raise ConfigError(f"{unknown[0]!r} is no metric", where="corpus.toml, tolerances", remedy=remedy)
    check_curated(corpus.curated, corpus.columns, corpus.domain)


def rebuild(todo: Plan, results: Mapping[Path, Paper | PaperError], out: Path) -> RunResult:
    """Write ``out`` from fresh ``results`` and, for every other paper, from the kept ones.

    Raises PaperError where no paper can be read, OutputError.
    """
    corpus = todo.corpus
    every = [(path, _result(path, todo, results, out)) for path in corpus.papers]
    assembled = assemble(
        every,
        curated=corpus.curated,
        columns=corpus.columns,
        domain=corpus.domain,
        tolerances=corpus.tolerances,
        history=load_history(out / _HISTORY),
        decisions=read_decisions(corpus.decisions),
    )
    with scratch(out) as folder:
        write(assembled, folder)
        move_in(folder, out)
    save_history(assembled.history, out / _HISTORY)
    prune(out / KEPT, todo.keys.values())
    return assembled


def _result(path: Path, todo: Plan, results: Mapping[Path, Paper | PaperError], out: Path) -> Paper | PaperError:
    if path in results:
        return results[path]
    kept = load_paper(out / KEPT, todo.keys[path])
    return kept or PaperError("lost its kept result", where=str(path), remedy="run the refresh again")
