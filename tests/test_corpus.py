"""The sample corpus: the papers can be read, and the answer key says what stands in them."""

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from litmine.document import Document
from litmine.readers import read
from litmine.references import find_references

# The codes of the public contract (README, "flags.csv"), written out: the answer key must not follow the code under test.
CODES = {
    "unreadable-paper", "no-text-layer", "table-is-image", "ragged-table",
    "unknown-unit", "unmapped-number",
    "ambiguous-subject", "orphan-quantity",
    "table-text-mismatch", "duplicate-values", "name-variant", "citation-mismatch", "citation-year", "cross-reference",
    "implausible-value", "unit-suspect", "law-violated", "claim-arithmetic", "missing-row",
    "value-mismatch", "unit-mismatch", "missing-in-curated", "missing-in-corpus", "duplicate-row",
}  # fmt: skip
PAPERS = ("review-a.pdf", "review-b.pdf")
METRICS = {"EQE", "CE", "PE", "V_on", "L_max", "HOMO", "LUMO", "T50", "T95"}


def squeeze(text: str) -> str:
    """Text without white space and carets, so that a quote is found wherever its lines and superscripts break."""
    return re.sub(r"[\s^]+", "", text)


@pytest.fixture(scope="module")
def documents(root: Path) -> dict[str, Document]:
    """The sample papers with their reference lists."""
    return {name: find_references(read(root / "corpus" / "papers" / name)) for name in PAPERS}


@pytest.fixture(scope="module")
def slips(root: Path) -> list[dict]:
    """The planted inconsistencies."""
    return tomllib.loads((root / "tests" / "answer_key.toml").read_text(encoding="utf-8"))["inconsistency"]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed_on(document: Document, quote: str) -> set[int]:
    """The pages on which a quote begins."""
    where = [(i, c) for i, c in enumerate(document.text) if not (c.isspace() or c == "^")]
    flat, wanted = "".join(c for _, c in where), squeeze(quote)
    starts = (m.start() for m in re.finditer(re.escape(wanted), flat))
    return {page for i in starts if (page := _page(document, where[i][0]))}


def _page(document: Document, offset: int) -> int:
    return next((line.box.page for line in document.lines if line.span.start <= offset < line.span.end), 0)


def test_pages(documents):
    """The samples have at least eight pages, five of them in the longer review."""
    counts = {name: document.source.n_pages for name, document in documents.items()}
    assert counts == {"review-a.pdf": 5, "review-b.pdf": 3}


def test_every_pdf_has_its_source(root):
    """Each sample lies beside the source it was typeset from."""
    folder = root / "corpus" / "papers"
    assert {p.stem for p in folder.glob("*.pdf")} == {p.stem for p in (folder / "src").glob("review-*.typ")}


def test_samples_say_what_they_are(documents):
    """Nobody who opens a sample may take it for a real review."""
    for document in documents.values():
        assert squeeze("errors were planted on purpose. Do not cite it and do not take data from it") in squeeze(document.text)


def test_answer_key_is_complete(slips):
    """Every slip has an id of its own, a code of the contract and a word on what is wrong."""
    assert len(slips) >= 14
    assert len({s["id"] for s in slips}) == len(slips)
    assert {code for s in slips for code in (s["code"], *s["also"])} <= CODES
    assert all(s["note"] and s["where_a"] and s["where_b"] and s["subject"] for s in slips)
    assert {s["metric"] for s in slips} <= METRICS | {""}
    assert len({s["code"] for s in slips}) >= 12, "the slips are of many kinds"


def test_slips_stand_where_the_key_says(documents, slips):
    """The quote of every slip is printed on the page that the key names."""
    for slip in slips:
        if slip["paper"]:
            assert slip["page"] in printed_on(documents[slip["paper"]], slip["quote"]), slip["id"]


def test_facts_stand_where_the_key_says(documents, root):
    """The quote of every fact is printed on its page."""
    facts = rows(root / "tests" / "answer_facts.csv")
    assert {f["metric"] for f in facts} <= METRICS
    assert {(f["paper"], f["source"]) for f in facts} == {(p, s) for p in PAPERS for s in ("table", "text")}
    for fact in facts:
        assert int(fact["page"]) in printed_on(documents[fact["paper"]], fact["quote"]), fact


@pytest.mark.parametrize("paper", PAPERS)
def test_tables_are_read_as_printed(paper, documents, root):
    """Each table is read cell by cell as it is printed, wrapped names and superscripts included."""
    expected = {
        (int(r["row"]), int(r["col"])): r["text"] for r in rows(root / "tests" / "answer_tables.csv") if r["paper"] == paper
    }
    (table,) = documents[paper].tables
    text = documents[paper].text
    assert {(c.row, c.col): c.span.of(text) for c in table.cells} == expected


def test_references_of_the_facts_exist(documents, root):
    """Every citation of the answer files is an entry of the paper's reference list."""
    keys = {name: {r.key for r in document.references} for name, document in documents.items()}
    for fact in rows(root / "tests" / "answer_facts.csv"):
        assert fact["citation"] in keys[fact["paper"]] | {""}, fact


def test_curated_differs_only_where_planted(root, slips):
    """The curated table has one row a device, and departs from the printed tables at the planted places and nowhere else."""
    curated = {r["cross-linked HTL"]: r for r in rows(root / "corpus" / "curated" / "devices.csv")}
    columns = {"HOMO": "HOMO (eV)", "LUMO": "LUMO (eV)", "PE": "PE (lm/W)", "CE": "CE (cd/A)", "EQE": "EQE (%)"}
    departures, seen, unknown = set(), Counter(), set()
    for fact in rows(root / "tests" / "answer_facts.csv"):
        if fact["source"] == "text" or fact["metric"] not in columns:
            continue
        name = fact["subject"]
        if name not in curated:  # "Poly(...) (poly-OTPD)" is curated under its abbreviation
            name = re.sub(r".*\((\S+)\)$", r"\1", name)
        if name not in curated:
            unknown.add(name)
            continue
        seen[name] += 1
        if float(curated[name][columns[fact["metric"]]]) != float(fact["value"]):
            departures.add((fact["paper"], name, fact["metric"]))
    planted = {(s["paper"], s["subject"], s["metric"]) for s in slips if "value-mismatch" in (s["code"], *s["also"])}
    whole_row = {(p, s, m) for p, s, blank in planted if not blank for m in ("PE", "CE", "EQE")}
    exchanged = {(p, s, "LUMO") for p, s, m in planted if m == "HOMO"}
    assert departures <= planted | whole_row | exchanged
    assert whole_row | exchanged <= departures
    assert unknown == {s["subject"] for s in slips if s["code"] == "missing-in-curated"}
    named = {s["subject"] for s in slips if s["code"] in ("missing-in-corpus", "missing-row")}
    assert set(curated) - set(seen) == named


def test_every_curated_column_is_named(root):
    """corpus.toml says of every column of the curated table what it holds, and the files it names are there."""
    settings = tomllib.loads((root / "corpus" / "corpus.toml").read_text(encoding="utf-8"))
    table = rows(root / "corpus" / settings["curated"] / "devices.csv")
    assert set(settings["columns"]) == set(table[0])
    assert set(settings["columns"].values()) <= METRICS | {"subject", "first_author", "journal", "year", "volume", "page", "doi"}
    assert {p.name for p in (root / "corpus" / settings["papers"]).iterdir() if p.is_file()} == set(PAPERS)
    keys = [(r["cross-linked HTL"], r["journal"], r["volume"], r["first page"]) for r in table]
    assert len(set(keys)) == len(keys) == 26
