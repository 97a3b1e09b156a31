"""The files of a run: exact columns, plain numbers, order, atomic writing, run.json and the data package."""

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from litmine.errors import OutputError
from litmine.export import (
    cells_frame,
    csv_bytes,
    devices_frame,
    flags_frame,
    measurements_frame,
    references_frame,
    write_cells,
    write_run,
)
from litmine.files import write_atomic
from litmine.presentation import plain, shown
from litmine.records import Quantity
from papers_by_hand import cell_anchor, diff_flag, make_document, make_paper

CONTRACT = {
    "measurements.csv": "measurement_id document page source table row col subject materials metric value value_low value_high "
    "comparator unit raw uncertainty statistic colour process conditions citations reference quote bbox rule confidence",
    "devices.csv": "device_id document label materials layers colour process original original_work citations",
    "flags.csv": "flag_id code stage severity document page subject metric expected observed difference cause message evidence_a "
    "evidence_b bbox status",
    "references.csv": "document number first_author authors title journal year volume page doi cited_on",
    "cells.csv": "page table row col row_span col_span role text x0 y0 x1 y1",
}


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file as a reader without pandas sees it."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


@pytest.fixture
def paper(tmp_path):
    """The invented paper, drawn."""
    return make_paper(tmp_path / "nova.pdf")


@pytest.fixture
def run(tmp_path, paper):
    """The folder of a run over the invented paper with one flag of the comparison."""
    paths = {paper.document.source.sha256: tmp_path / "nova.pdf"}
    write_run([paper], tmp_path / "out", flags=[diff_flag(paper.document)], paper_paths=paths, seconds={"diff": 0.125})
    return tmp_path / "out"


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_the_contract(run, name):
    """Every file has the columns of the contract, in its order; devices.csv adds its metrics."""
    header = (run / name).read_text(encoding="utf-8").splitlines()[0].split(",")
    expected = CONTRACT[name].split()
    assert header[: len(expected)] == expected
    assert header[len(expected) :] == (["EQE [%]", "L_max [cd/m2]", "EL_peak [nm]"] if name == "devices.csv" else [])


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (18.199999999999996, "18.2"),
        (5.0, "5"),
        (12000.0, "12000"),
        (-5.3, "-5.3"),
        (-0.0, "0"),
        (3.2e-6, "0.0000032"),
        (1e22, "1e+22"),
        (100.0, "100"),
        (float("inf"), ""),
        (float("nan"), ""),
        (None, ""),
    ],
)
def test_numbers_are_plain(number, expected):
    """A number is written as a person writes it, whatever arithmetic made it."""
    assert plain(number) == expected


def test_shown_keeps_bounds_and_ranges():
    """A bound keeps its comparator and a range both ends, so nobody takes them for exact values."""
    assert shown(Quantity(">5000", 5000.0, "", 5000.0, float("inf"), ">")) == ">5000"
    assert shown(Quantity("630-650", None, "nm", 630.0, 650.0)) == "630–650"
    assert shown(Quantity("-5.6 to -5.4", None, "eV", -5.6, -5.4)) == "-5.6 to -5.4"


def test_measurements_are_sorted_and_whole(run):
    """Rows stand by page, table, row and column; values, bounds, ranges and places are as printed."""
    found = rows(run / "measurements.csv")
    assert [(r["source"], r["row"], r["metric"]) for r in found] == [
        ("text", "", "EQE"),
        ("table", "1", "EQE"),
        ("table", "1", "L_max"),
        ("table", "2", "EQE"),
        ("table", "3", "EL_peak"),
    ]
    text, table, bound, noisy, peak = found
    assert (table["value"], table["value_low"], table["value_high"]) == ("20.5", "20.45", "20.55")
    assert (bound["value"], bound["comparator"], bound["value_high"]) == ("5000", ">", "")
    assert noisy["value"] == "18.2"
    assert (peak["value"], peak["value_low"], peak["value_high"]) == ("", "630", "650")
    assert (text["table"], text["col"], text["statistic"]) == ("", "", "mean")
    assert text["raw"] == "25.0%"
    assert text["raw"] in text["quote"]
    assert text["quote"].endswith("cd/m2 [7].")
    assert table["quote"] == "20.5"
    assert re.fullmatch(r"\d+\.\d\d( \d+\.\d\d){3}", table["bbox"])
    assert (table["citations"], table["reference"]) == ("7", "Okoye Adv. Lamps 2019")


def test_a_measurement_is_written_once(paper):
    """Two records with one id are the same number at the same place."""
    twice = replace(paper, measurements=paper.measurements * 2)
    assert len(measurements_frame([twice])) == len(paper.measurements)


def test_devices_show_the_headline(run):
    """A device shows an unqualified value before a mean, its cited work, and keeps bounds and ranges."""
    nova, other = rows(run / "devices.csv")
    assert (nova["label"], nova["EQE [%]"], nova["L_max [cd/m2]"], nova["EL_peak [nm]"]) == (
        "NovaTPD",
        "20.5",
        ">5000",
        "630–650",
    )
    assert (nova["original"], nova["citations"], nova["layers"]) == ("Okoye Adv. Lamps 2019", "7", "ITO;NovaTPD;Al")
    assert (other["EQE [%]"], other["L_max [cd/m2]"], other["original"]) == ("18.2", "", "")


def test_device_columns_are_numbers_where_they_can_be(paper):
    """A column of plain numbers is numeric; one that holds a bound is text."""
    frame = devices_frame([paper])
    assert frame["EQE [%]"].dtype.kind == "f"
    assert frame["L_max [cd/m2]"].dropna().tolist() == [">5000"]


def test_flags_tell_both_sides(run):
    """Flags come by severity, each with both pieces of evidence in words, and the paper by its name."""
    mismatch, curated, gap = rows(run / "flags.csv")
    assert mismatch["evidence_a"] == 'p. 1, Table 1, row 1, col 1: "20.5"'
    assert mismatch["evidence_b"].startswith('p. 1: "25.0%" in "The NovaTPD device')
    assert curated["evidence_a"] == 'devices.csv line 7, EQE (%): "20.48"'
    assert (curated["document"], curated["page"], curated["stage"]) == ("nova.pdf", "1", "diff")
    assert (gap["severity"], gap["evidence_b"]) == ("info", "")


def test_a_flag_given_twice_is_one(paper):
    """A run may pass the papers' flags again among its own."""
    assert len(flags_frame([paper], paper.flags)) == len(paper.flags)


def test_references_say_where_they_are_cited(run):
    """A reference lists the pages that cite it."""
    (entry,) = rows(run / "references.csv")
    assert (entry["number"], entry["authors"], entry["year"], entry["cited_on"]) == ("7", "A. Okoye;B. Lindqvist", "2019", "1")


def test_cells_hold_empty_ones_with_their_box(run):
    """Empty cells are listed; edges are numbers without needless decimals."""
    found = rows(run / "cells.csv")
    assert len(found) == 16
    assert found[10] == {
        "page": "1", "table": "Table 1", "row": "2", "col": "2", "row_span": "1", "col_span": "1", "role": "body", "text": "",
        "x0": "218", "y0": "171", "x1": "306", "y1": "187",
    }  # fmt: skip


def test_cells_of_a_text_source_have_no_box():
    """Without boxes the page is the table's and the edges are empty."""
    frame = cells_frame(make_document(None, file_name="nova.md"))
    assert frame["x0"].isna().all()
    assert set(frame["page"]) == {1}


def test_hostile_text_survives_csv(tmp_path):
    """Quotes, commas, line breaks, markup and half a surrogate pair do not break a row."""
    document = make_document(None, file_name="nova.md")
    cell = document.tables[0].at(3, 0)
    nasty = 'a"b,\nc=1+1\ud800'
    text = document.text[: cell.span.start] + nasty.ljust(len(cell.span)) + document.text[cell.span.end :]
    write_cells(replace(document, text=text), tmp_path / "x.cells.csv")
    assert rows(tmp_path / "x.cells.csv")[12]["text"].strip() == 'a"b,\nc=1+1?'
    assert b"\r" not in (tmp_path / "x.cells.csv").read_bytes()


def test_a_run_is_the_same_twice(run, tmp_path, paper):
    """The same records give the same bytes, in whatever order the papers and records come."""
    shuffled = replace(paper, measurements=paper.measurements[::-1], devices=paper.devices[::-1], flags=paper.flags[::-1])
    paths = {paper.document.source.sha256: tmp_path / "nova.pdf"}
    write_run([shuffled], tmp_path / "again", flags=[diff_flag(paper.document)], paper_paths=paths, seconds={"diff": 0.125})
    assert {p.name: p.read_bytes() for p in run.iterdir()} == {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()}


def test_run_json_is_a_receipt(run):
    """run.json has versions, the paper by digest and relative path, what was read and what was not, and the seconds."""
    summary = json.loads((run / "run.json").read_bytes())
    assert set(summary["versions"]) == {
        "litmine", "python", "pymupdf", "spacy", "chemdataextractor2", "pandas", "prefect", "tesseract",
    }  # fmt: skip
    (paper,) = summary["papers"]
    assert (paper["path"], paper["sha256"], paper["domain"]) == ("../nova.pdf", "ab" * 32, "qled")
    assert paper["coverage"] == {
        "tables_seen": 2,
        "tables_read": 1,
        "tables_skipped": [{"page": 1, "table": "Table 2", "reason": "table-is-image"}],
        "tables": [
            {
                "page": 1,
                "table": "Table 1",
                "read_by": "layout",
                "rows": 4,
                "columns": 4,
                "numbers_mapped": 8,
                "numbers_unmapped": 1,
                "cells_in_doubt": 0,
                "columns_unknown": ["Area (mm^2)"],
            }
        ],
        "pages": 2,
        "pages_without_text": [2],
        "numbers_mapped": 8,
        "numbers_unmapped": 1,
        "laws_evaluated": 3,
        "laws_not_evaluated": 14,
    }
    assert summary["coverage"]["laws_not_evaluated"] == 14
    assert summary["counts"]["flags"] == {"error": 1, "warning": 1, "info": 1}
    assert summary["counts"]["measurements"] == 5
    assert summary["seconds"] == {"read": 0.5, "tag": 0.25, "diff": 0.125}


def test_data_package_describes_every_file(run):
    """Every table has its schema, size and digest; the types hold for every value, and the key is unique."""
    package = json.loads((run / "datapackage.json").read_bytes())
    assert {r["path"] for r in package["resources"]} == {p.name for p in run.glob("*.csv")}
    patterns = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?(e[+-]\d+)?", "string": r"(?s).*"}
    for resource in package["resources"]:
        content = (run / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        fields, found = resource["schema"]["fields"], rows(run / resource["path"])
        assert [f["name"] for f in fields] == list(found[0])
        assert all(f["description"] for f in fields)
        for field in fields:
            values = [r[field["name"]] for r in found if r[field["name"]]]
            assert all(re.fullmatch(patterns[field["type"]], v) for v in values), field["name"]
            assert set(values) <= set(field.get("constraints", {}).get("enum", values))
        key = resource["schema"]["primaryKey"]
        assert len({tuple(r[k] for k in key) for r in found}) == len(found)
    devices = next(r for r in package["resources"] if r["path"] == "devices.csv")
    units = {f["name"]: (f["type"], f.get("unit")) for f in devices["schema"]["fields"]}
    assert units["EQE [%]"] == ("number", "%")
    assert units["L_max [cd/m2]"] == ("string", "cd/m2")


def test_a_key_that_does_not_hold_is_not_promised(tmp_path, paper):
    """A reference list that prints a number twice has no primary key."""
    document = replace(paper.document, references=paper.document.references * 2)
    write_run([replace(paper, document=document)], tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    assert ["primaryKey" in r["schema"] for r in package["resources"] if r["path"] == "references.csv"] == [False]


def test_several_papers_have_a_cell_file_each(tmp_path):
    """Cells of several papers go to <stem>.cells.csv, or by the whole name where a stem is shared."""
    one, two = make_paper(tmp_path / "nova.pdf"), make_paper(None, file_name="nova.md")
    other = make_paper(None, file_name="second.txt")
    other = replace(other, document=replace(other.document, source=replace(other.document.source, sha256="ef" * 32)))
    write_run([other, one, two], tmp_path / "out")
    found = {p.name for p in (tmp_path / "out").glob("*cells.csv")}
    assert found == {"nova.pdf.cells.csv", "nova.md.cells.csv", "second.cells.csv"}
    assert [r["document"] for r in rows(tmp_path / "out" / "references.csv")] == ["nova.md", "nova.pdf", "second.txt"]


def test_an_empty_run_writes_headers(tmp_path):
    """A run that found nothing still writes every file, with headers alone."""
    document = replace(make_document(None, file_name="nova.md"), tables=(), references=(), unread=())
    paper = replace(make_paper(None), document=document, measurements=(), devices=(), flags=(), receipts=(), tagged=None)
    write_run([paper], tmp_path)
    for name, columns in CONTRACT.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == ",".join(columns.split()) + "\n"


def test_frames_hold_numbers(paper):
    """Frames are for computing with: numbers are numbers, what is missing is missing."""
    frame = measurements_frame([paper])
    assert frame["value"].max() == 5000.0
    assert frame["row"].isna().sum() == 1
    assert references_frame([paper])["year"].tolist() == [2019]
    assert csv_bytes(frame.iloc[:0]).endswith(b"confidence\n")


def test_evidence_of_another_paper_is_named(paper):
    """A flag that spans two papers names the file of the piece that lies in the other."""
    other = make_paper(None, file_name="second.md")
    flag = replace(diff_flag(paper.document), evidence=(cell_anchor(other.document, 1, 1), cell_anchor(paper.document, 1, 1)))
    row = flags_frame([other, replace(paper, flags=(flag,))]).query("code == 'value-mismatch'").iloc[0]
    assert row["evidence_a"] == 'second.md, Table 1, row 1, col 1: "20.5"'


def test_write_atomic_leaves_the_old_file_when_it_fails(tmp_path):
    """A folder in the way is one clear error, and nothing half-written stays."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        write_atomic(tmp_path / "taken", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_output_folder_that_is_a_file(tmp_path, paper):
    """An output folder that is a file is told in one line."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        write_run([paper], tmp_path / "out")
