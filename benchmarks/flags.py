"""How many planted errors a comparison finds, how often it names the right cause, and what else it says.

    flags.py planted [--curated CSV] [--errors N] [--seed N] [--list]
    flags.py reviews [FOLDER] [--list]

``planted`` takes a curated table, plants errors of ten kinds in copies of it, with rounding-only changes beside them, and compares each
copy with the table. ``reviews`` reads invented reviews with planted slips and counts what the checks inside a paper find.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from litmine.csvfile import read_records
from litmine.curated import read_curated
from litmine.diff import compare_tables
from litmine.domain import load_domain

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results"
CURATED = ROOT / "corpus" / "curated" / "devices.csv"
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


def planted(path: Path, errors: int, seed: int, listed: bool) -> dict:
    """Plant ``errors`` errors, some at once in each copy of the table, and score the flags of every comparison."""
    rng = random.Random(seed)
    domain = load_domain("qled")
    found, right, total, false, from_rounding = Counter(), Counter(), Counter(), Counter(), 0
    kinds = list(KINDS)
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder) / "true.csv", Path(folder) / "copy.csv"
        while sum(total.values()) < errors:
            table, columns = enriched(path, rng)
            changes: dict[tuple[int, str], str] = {}
            kind_of: dict[int, str] = {}
            for row in rng.sample(range(table.n_rows), min(AT_ONCE, errors - sum(total.values()))):
                kind = kinds[(sum(total.values()) + len(kind_of)) % len(kinds)]
                cells = next((c for _ in range(TRIES) if _shows(c := plant(kind, table, columns, row, rng), table)), {})
                if cells:
                    changes |= cells
                    kind_of[row] = kind
            free = [(r, c) for r in range(table.n_rows) for c in columns if table.cells[r, c] and r not in kind_of]
            small = {cell: rounded(table.cells[cell], rng) for cell in rng.sample(free, min(ROUNDED, len(free)))}
            good.write_text(table.text({}), encoding="utf-8")
            bad.write_text(table.text({**small, **changes}), encoding="utf-8")
            sides = (good, bad) if rng.random() < 0.5 else (bad, good)
            flags = compare_tables(*(read_curated(p, domain) for p in sides), domain).flags
            places = {f: {(e.row - 2, e.column) for e in f.evidence} for f in flags}
            for row, kind in kind_of.items():
                total[kind] += 1
                cells = [cell for cell in changes if cell[0] == row]
                hits = [[f for f in flags if f.code == "value-mismatch" and cell in places[f]] for cell in cells]
                found[kind] += all(hits)
                named = all(hits) and all(f.cause.startswith(KINDS[kind]) for hit in hits for f in hit)
                right[kind] += named
                if listed and not named:
                    told = [(table.cells[cell], changes[cell], [f.cause for f in hit]) for cell, hit in zip(cells, hits, strict=True)]
                    print(kind, row, cells, told)
            for f, where in places.items():
                if where & small.keys():
                    from_rounding += 1
                elif not where & changes.keys():
                    false[f.code] += 1
                    if listed:
                        print("false", f.message)
    n = sum(total.values())
    return {
        "table": path.name,
        "planted": n,
        "recall": sum(found.values()) / n,
        "cause": sum(right.values()) / n,
        "rounding-only flags": from_rounding,
        "other flags": dict(false),
        "kinds": {k: {"planted": total[k], "found": found[k], "cause right": right[k]} for k in KINDS},
    }


def _shows(cells: Cells, table: Table) -> bool:
    """Whether an error changes what is printed: a swap of two equal digits, or a neighbour with the same value, does not."""
    return bool(cells) and all(text and text != table.cells[cell] and float(text) != float(table.cells[cell]) for cell, text in cells.items())


def main() -> int:
    """Run one measurement, print it and keep it in ``results/``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("planted")
    one.add_argument("--curated", type=Path, default=CURATED)
    one.add_argument("--errors", type=int, default=500)
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    result = planted(arguments.curated, arguments.errors, arguments.seed, arguments.list)
    print(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
