"""The curated table with the curators' decisions, as a Prefect flow."""

import argparse
import csv
import sys
from pathlib import Path

from settings import ROOT  # before prefect

from prefect import flow, task
from prefect.artifacts import create_table_artifact

from litmine.errors import LitmineError
from litmine.published import publish as write_published


@task(name="apply decisions")
def apply(out: Path) -> Path:
    """Write ``out``/published/devices.csv."""
    return write_published(out)


@flow(name="publish")
def publish(out: Path = ROOT / "outputs") -> str:
    """Publish the curated table of the run in ``out`` and return the path of the CSV."""
    path = apply(out)
    with path.open(encoding="utf-8", newline="") as file:
        changed = [row for row in csv.DictReader(file) if row["decisions"]]
    create_table_artifact(changed, key="published-changes", description=f"{len(changed)} rows that a decision changed")
    return str(path)


def main() -> int:
    """Run the flow from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "outputs", metavar="DIR")
    try:
        print(publish(parser.parse_args().out))
    except LitmineError as error:
        print(f"litmine: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
