"""The sample reviews from PDF to flags: every planted slip is found, nothing else is claimed, every printed number is right."""

import csv
import tomllib
from pathlib import Path

import pytest

from litmine.domain import fold_name
from litmine.pipeline import RunResult, run
from litmine.records import Anchor

ROOT = Path(__file__).resolve().parents[1]
SLIPS = tomllib.loads((ROOT / "tests" / "answer_key.toml").read_text(encoding="utf-8"))["inconsistency"]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """The folder of one run over both sample reviews against the curated table."""
    return tmp_path_factory.mktemp("samples")


@pytest.fixture(scope="module")
def result(out: Path) -> RunResult:
    """What that run gave."""
    papers = sorted((ROOT / "corpus" / "papers").glob("*.pdf"))
    return run(papers, curated=[ROOT / "corpus" / "curated" / "devices.csv"], domain="qled", out=out)


@pytest.fixture(scope="module")
def flags(result: RunResult, out: Path) -> list[dict[str, str]]:
    """flags.csv of that run."""
    return rows(out / "flags.csv")


def explains(slip: dict, flag: dict[str, str]) -> bool:
    """Whether a flag follows from a planted slip: its code, its paper, and its subject or what is printed there."""
    if flag["code"] not in (slip["code"], *slip["also"]) or flag["document"] not in (slip["paper"], ""):
        return False
    named = slip["subject"].casefold()
    if named and named in f"{flag['subject']} {flag['message']}".casefold():
        return True
    # A flag on a unit knows the number, not the device.
    printed = flag["observed"]
    return bool(printed) and flag["page"] == str(slip["page"]) and (printed in slip["quote"] or slip["quote"] in printed)


@pytest.mark.parametrize("slip", SLIPS, ids=[s["id"] for s in SLIPS])
def test_planted_slip_is_flagged(slip: dict, flags: list[dict[str, str]]):
    """A run raises the slip's own code at its place."""
    found = [f for f in flags if explains(slip, f)]
    assert slip["code"] in {f["code"] for f in found}, f"{slip['where_a']}: {slip['quote']}"


def test_nothing_else_is_an_error_or_a_warning(flags: list[dict[str, str]]):
    """A false alarm costs more than a miss: no flag of weight without a slip behind it."""
    unexplained = [f["message"] for f in flags if f["severity"] != "info" and not any(explains(s, f) for s in SLIPS)]
    assert unexplained == []


def test_tables_are_read_cell_for_cell(out: Path, result: RunResult):
    """Row, column and text of every cell of both summary tables are as printed."""
    printed = {
        (r["paper"], r["table"], int(r["row"]), int(r["col"])): r["text"] for r in rows(ROOT / "tests" / "answer_tables.csv") if r["text"]
    }
    read = {}
    for paper in result.papers:
        document = paper.document
        for table in document.tables:
            for cell in table.cells:
                if text := cell.span.of(document.text).strip():
                    read[document.source.file_name, table.id, cell.row, cell.col] = text
    assert read == printed


def number(text: str) -> float:
    """A printed number."""
    return float(text.replace("−", "-").replace(" ", ""))


def test_every_table_value_is_right(result: RunResult, out: Path):
    """The table's numbers come out with their device, metric and citation, none is missing and none is added."""
    measured = rows(out / "measurements.csv")
    got = {
        (m["document"], fold_name(m["subject"]), m["metric"], float(m["value"]), m["citations"]) for m in measured if m["source"] == "table"
    }
    facts = [f for f in rows(ROOT / "tests" / "answer_facts.csv") if f["source"] == "table"]
    expected = {(f["paper"], fold_name(f["subject"]), f["metric"], number(f["value"]), f["citation"]) for f in facts}
    assert got == expected


def test_no_number_in_prose_is_wrong(result: RunResult, out: Path):
    """Every number taken from the prose is one that the key gives that metric on that page: misses are allowed, inventions are not."""
    facts = [f for f in rows(ROOT / "tests" / "answer_facts.csv") if f["source"] == "text"]
    known = {(f["paper"], f["metric"], number(f["value"])) for f in facts}
    spoken = [m for m in rows(out / "measurements.csv") if m["source"] != "table"]
    # As printed: 21 600 kcd/m2 is 21 600 in the key and 2.16e7 cd/m2 in the metric's unit.
    wrong = [
        m["quote"]
        for m in spoken
        if not any((m["document"], m["metric"], n) in known for n in (float(m["value"]), float(m["value"]) / 1000))
    ]
    assert wrong == []
    assert len(spoken) >= 0.9 * len(facts)


def test_every_flag_names_its_evidence(result: RunResult):
    """Each flag but that of a missing device points at a place that prints what it quotes."""
    documents = {p.document.source.sha256: p.document for p in result.papers}
    for flag in result.all_flags:
        assert flag.evidence, flag.message
        for evidence in flag.evidence:
            if isinstance(evidence, Anchor):
                assert evidence.span.of(documents[evidence.document].text) == evidence.quote
                assert evidence.boxes, flag.message


def test_a_second_run_gives_the_same_bytes(result: RunResult, out: Path, tmp_path: Path):
    """Outputs diff cleanly: ids, order and numbers do not change from run to run."""
    papers = sorted((ROOT / "corpus" / "papers").glob("*.pdf"))
    run(papers, curated=[ROOT / "corpus" / "curated" / "devices.csv"], domain="qled", out=tmp_path / "again", jobs=2)
    for name in ("measurements.csv", "devices.csv", "flags.csv", "references.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()
