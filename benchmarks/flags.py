"""How many planted errors a comparison finds, how often it names the right cause, and what else it says.

    flags.py tables [--curated CSV] [--errors N] [--seed N] [--list]
    flags.py papers [--errors N] [--seed N] [--list]
    flags.py reviews [--folder FOLDER] [--list]

``tables`` takes a curated table, plants errors of ten kinds in copies of it, with rounding-only changes beside them, and compares each
copy with the table. ``papers`` plants them in the curated table of the sample corpus and compares it with what is read of the two
sample reviews; a mean and an operating point are printed by neither, so eight kinds are left. ``reviews`` counts what the checks inside a
paper find in invented reviews with planted inconsistencies (``reviews.py``), as Markdown and as a PDF in two columns; those in
``held_back`` are scored and not shown.
"""

import argparse
import csv
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import reviews
from litmine.csvfile import read_records
from litmine.curated import CuratedRow, read_curated
from litmine.diff import compare_tables, compare_with_curated
from litmine.domain import fold_name, load_domain
from litmine.records import CuratedCell, Flag

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results" / "flags.json"
CURATED = ROOT / "corpus" / "curated" / "devices.csv"
FACTS = ROOT / "tests" / "answer_facts.csv"
AT_ONCE = 5  # errors in one copy
ROUNDED = 8  # rounding-only changes beside them
TRIES = 200

# kind -> what the flag's cause begins with where it is right.
KINDS = {
    "digits swapped": "digits swapped",
    "decimal point shifted": "decimal point shifted",
    "sign lost": "sign lost",
    "unit slip": "unit slip",
    "HOMO and LUMO exchanged": ("HOMO and LUMO exchanged", "LUMO and HOMO exchanged"),
    "neighbouring row": "the value of the neighbouring row",
    "neighbouring column": "the value of the neighbouring column",
    "champion against mean": "champion against mean",
    "other condition": "other condition",
    "glued citation": "citation digits glued",
}
Cells = dict[tuple[int, str], str]  # (row from 0, column) -> text


@dataclass(frozen=True)
class Table:
    """A table as text: its columns, its cells, and which column is the device's."""

    columns: tuple[str, ...]
    cells: Cells
    n_rows: int

    def text(self, cells: Cells) -> str:
        """The CSV with some cells changed."""
        changed = {**self.cells, **cells}
        lines = [self.columns, *(tuple(changed[row, c] for c in self.columns) for row in range(self.n_rows))]
        return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n"


def enriched(path: Path, rng: random.Random) -> tuple[Table, tuple[str, ...]]:
    """A curated table with two columns more for its first efficiency, a mean and a value at 1000 cd/m2; and its columns of numbers.

    The added numbers are invented: below the maximum, as means and operating points are.
    """
    _, records = read_records(path)
    header = [" ".join(name.split()) for name in records[0][1]]
    cells = {(r, c): line[i].strip() for r, (_, line) in enumerate(records[1:]) for i, c in enumerate(header)}
    domain = load_domain("qled")
    table = read_curated(path, domain)
    numbers = [v.column for row in table.rows for v in row.values]
    peak = next(v.column for row in table.rows for v in row.values if v.metric == "EQE")
    mean, at = f"average {peak}", peak.replace("EQE", "EQE@1000 cd/m2")
    for r in range(len(table.rows)):
        text = cells[r, peak]
        places = len(text.partition(".")[2])
        for column, low, high in ((mean, 0.8, 0.93), (at, 0.55, 0.78)):
            cells[r, column] = f"{float(text) * rng.uniform(low, high):.{max(places, 1)}f}" if text else ""
    return Table((*header, mean, at), cells, len(table.rows)), tuple(dict.fromkeys((*numbers, mean, at)))


def printed_cells(table: Table, rows: Sequence[CuratedRow]) -> Table:
    """A table with the cells emptied that neither sample review prints, as the key of the tests says."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        known = {(fold_name(f["subject"]), f["metric"]) for f in csv.DictReader(file)}
    told = {(i, v.column) for i, row in enumerate(rows) for v in row.values if (fold_name(row.subject), v.metric) in known}
    numbers = {v.column for row in rows for v in row.values}
    return replace(table, cells={cell: text if cell[1] not in numbers or cell in told else "" for cell, text in table.cells.items()})


def plant(kind: str, table: Table, columns: tuple[str, ...], row: int, rng: random.Random) -> Cells:
    """The cells that an error of a kind changes in a row; {} where the row has no place for it."""
    peak, mean, at = next(c for c in columns if c.startswith("EQE (") or c == "EQE"), columns[-2], columns[-1]
    homo = next((c for c in columns if c.startswith("HOMO")), "")
    lumo = next((c for c in columns if c.startswith("LUMO")), "")
    plain = [c for c in columns[:-2] if table.cells[row, c]]
    if not plain:
        return {}
    column = rng.choice(plain)
    text = table.cells[row, column]
    digits, sign = text.lstrip("-"), "-" if text.startswith("-") else ""
    match kind:
        case "digits swapped":
            places = [i for i, c in enumerate(digits) if c.isdigit()]
            i, j = sorted(rng.sample(places, 2)) if len(places) > 1 else (0, 0)
            swapped = list(digits)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            return {(row, column): sign + "".join(swapped)}
        case "decimal point shifted":
            places = len(digits.partition(".")[2])
            factor = rng.choice((10, 100, 0.1))
            return {(row, column): f"{float(text) * factor:.{places if factor > 1 else places + 1}f}"}
        case "sign lost":
            levels = [c for c in (homo, lumo) if c and table.cells[row, c]]
            if not levels:
                return {}
            column = rng.choice(levels)
            return {(row, column): table.cells[row, column].lstrip("-")}
        case "unit slip":
            return {(row, column): f"{float(text) * rng.choice((1000, 0.001, 1e6)):.10g}"}
        case "HOMO and LUMO exchanged":
            if not (homo and lumo and table.cells[row, homo] and table.cells[row, lumo]):
                return {}
            return {(row, homo): table.cells[row, lumo], (row, lumo): table.cells[row, homo]}
        case "neighbouring row":
            other = row + rng.choice((-1, 1))
            return {(row, column): table.cells.get((other, column), "")}
        case "neighbouring column":
            i = plain.index(column)
            other = plain[i - 1] if i else plain[-1]
            return {(row, column): table.cells[row, other]}
        case "champion against mean":
            return {(row, peak): table.cells[row, mean]}
        case "other condition":
            return {(row, peak): table.cells[row, at]}
        case "glued citation":
            return {(row, column): text + str(rng.randint(11, 199))}
    raise ValueError(kind)


def rounded(text: str, rng: random.Random) -> str:
    """The same value printed with a digit less or one or more digits more."""
    places = len(text.partition(".")[2])
    if places and rng.random() < 0.5:
        return f"{float(text):.{places - 1}f}"
    more = places + 1
    half = 0.5 * 10.0**-places
    return f"{float(text) + rng.uniform(-0.8, 0.8) * half:.{more}f}"


class Score:
    """What became of the planted errors, by kind, and of everything else that was said."""

    def __init__(self, listed: bool) -> None:
        self.total, self.found, self.right, self.false = Counter(), Counter(), Counter(), Counter()
        self.rounding = 0
        self.listed = listed

    def count(self, flags: Sequence[Flag], planted: dict[int, str], changes: Cells, small: Cells, table: Table) -> None:
        """Add one comparison: ``planted`` are the kinds by row, ``changes`` all wrong cells, ``small`` those only rounded."""
        places = {f: {(e.row - 2, e.column) for e in f.evidence if isinstance(e, CuratedCell)} for f in flags}
        for row, kind in planted.items():
            cells = [cell for cell in changes if cell[0] == row]
            hits = [[f for f in flags if f.code == "value-mismatch" and cell in places[f]] for cell in cells]
            right = all(hits) and all(f.cause.startswith(KINDS[kind]) for hit in hits for f in hit)
            self.total[kind] += 1
            self.found[kind] += all(hits)
            self.right[kind] += right
            if self.listed and not right:
                print(kind, [(table.cells[c], changes[c], [f.cause for f in hit]) for c, hit in zip(cells, hits, strict=True)])
        for f, where in places.items():
            if where & small.keys():
                self.rounding += 1
            elif not where & changes.keys():
                self.false[f.code] += 1
                if self.listed:
                    print("false:", f.message)

    def result(self) -> dict:
        """The figures, as they are kept."""
        n = sum(self.total.values())
        return {
            "planted": n,
            "recall": round(sum(self.found.values()) / n, 4),
            "cause right": round(sum(self.right.values()) / n, 4),
            "rounding-only flags": self.rounding,
            "other flags": dict(self.false),
            "kinds": {k: {"planted": self.total[k], "found": self.found[k], "cause right": self.right[k]} for k in self.total},
        }


def spoil(table: Table, columns: tuple[str, ...], rows: Sequence[int], kinds: Sequence[str], errors: int, n: int, rng: random.Random):
    """Errors for one copy of a table: the kinds by row, the wrong cells, and the cells that are only rounded otherwise.

    ``rows`` are those that may be spoiled, ``n`` the errors planted so far: the kinds take turns.
    """
    planted: dict[int, str] = {}
    changes: Cells = {}
    for row in rng.sample(list(rows), min(AT_ONCE, errors - n, len(rows))):
        kind = kinds[(n + len(planted)) % len(kinds)]
        cells = next((c for _ in range(TRIES) if _shows(c := plant(kind, table, columns, row, rng), table)), {})
        if cells:
            changes |= cells
            planted[row] = kind
    free = [(r, c) for r in rows for c in columns if table.cells[r, c] and r not in planted]
    small = {cell: rounded(table.cells[cell], rng) for cell in rng.sample(free, min(ROUNDED, len(free)))}
    return planted, changes, small


def in_tables(path: Path, errors: int, seed: int, listed: bool) -> dict:
    """Errors in one of two tables, the other being the table itself with two columns more."""
    rng, domain, score = random.Random(seed), load_domain("qled"), Score(listed)
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder) / "true.csv", Path(folder) / "copy.csv"
        while (n := sum(score.total.values())) < errors:
            table, columns = enriched(path, rng)
            planted, changes, small = spoil(table, columns, range(table.n_rows), list(KINDS), errors, n, rng)
            good.write_text(table.text({}), encoding="utf-8")
            bad.write_text(table.text({**small, **changes}), encoding="utf-8")
            sides = (good, bad) if rng.random() < 0.5 else (bad, good)
            flags = compare_tables(*(read_curated(p, domain) for p in sides), domain).flags
            score.count(flags, planted, changes, small, table)
    return {"table": path.name, **score.result()}


def in_papers(errors: int, seed: int, listed: bool) -> dict:
    """Errors in the curated table of the sample corpus, in cells that the papers print and in rows about which they agree."""
    from litmine.corpus import load_corpus
    from litmine.pipeline import analyse

    rng, domain, score = random.Random(seed), load_domain("qled"), Score(listed)
    corpus = load_corpus(ROOT / "corpus")
    found = [analyse(path, "qled") for path in corpus.papers]
    papers = [(p.document, p.devices, p.measurements) for p in found]
    whole, columns = enriched(CURATED, rng)
    table, columns = replace(whole, columns=whole.columns[:-2]), columns[:-2]
    table = printed_cells(table, read_curated(CURATED, domain, corpus.columns).rows)
    kinds = [k for k in KINDS if k not in ("champion against mean", "other condition")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "devices.csv"

        def flags_of(cells: Cells) -> tuple[Flag, ...]:
            path.write_text(table.text(cells), encoding="utf-8")
            return compare_with_curated(papers, read_curated(path, domain, corpus.columns), domain).flags

        before = flags_of({})
        known = {(f.code, f.subject, f.metric) for f in before}
        doubted = {e.row - 2 for f in before for e in f.evidence if isinstance(e, CuratedCell)}
        rows = [r for r in range(table.n_rows) if r not in doubted]
        while (n := sum(score.total.values())) < errors:
            planted, changes, small = spoil(table, columns, rows, kinds, errors, n, rng)
            new = [f for f in flags_of({**small, **changes}) if (f.code, f.subject, f.metric) not in known]
            score.count(new, planted, changes, small, table)
    return {"papers": len(papers), **score.result()}


def _shows(cells: Cells, table: Table) -> bool:
    """Whether an error changes what is printed: a swap of two equal digits, or a neighbour with the same value, does not."""
    if not all(text and text != table.cells[cell] for cell, text in cells.items()):
        return False
    return bool(cells) and all(float(text) != float(table.cells[cell]) for cell, text in cells.items())


def main() -> int:
    """Run the measurements that are asked for, print them and keep them in ``results/flags.json``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("tables", "papers", "reviews", "all"), nargs="?", default="all")
    parser.add_argument("--curated", type=Path, default=CURATED)
    parser.add_argument("--folder", type=Path, help="reviews of your own, with their keys")
    parser.add_argument("--errors", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="show what was missed, not explained, or said falsely")
    given = parser.parse_args()
    results = {}
    if given.what in ("tables", "all"):
        results["tables"] = in_tables(given.curated, given.errors, given.seed, given.list)
    if given.what in ("papers", "all"):
        results["papers"] = in_papers(given.errors, given.seed, given.list)
    if given.what in ("reviews", "all"):
        for folder in [given.folder] if given.folder else [reviews.FOLDER / "open", reviews.FOLDER / "held_back"]:
            for as_pdf in (False, True):
                found = reviews.measure(folder, as_pdf=as_pdf)
                results[f"reviews, {folder.name}{', as PDF' if as_pdf else ''}"] = found.figures()
                if given.list and folder.name != "held_back":
                    print(*found.missed, *(f"false: {said}" for said in found.false), sep="\n")
    print(json.dumps(results, indent=2))
    if given.curated == CURATED and given.folder is None:
        kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
        RESULTS.write_text(json.dumps({**kept, **results}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
