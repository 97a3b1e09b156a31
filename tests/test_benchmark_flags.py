"""benchmarks/flags.py and reviews.py: planted errors in tables, and the counting of planted slips in reviews."""

import importlib
import json
import random
from types import SimpleNamespace

import pytest

from litmine.readers import read
from mini_papers import analyse_prose


@pytest.fixture(scope="module")
def bench(root):
    """The modules of benchmarks/, which are programs and no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "benchmarks"))
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in ("flags", "reviews", "typesetting")})


def test_planted_errors_are_found(bench):
    """In a table nearly every planted error is found and explained, and neither rounding nor the clean table raises a flag."""
    found = bench.flags.in_tables(bench.flags.CURATED, 200, 7, False)
    assert found["planted"] == 200
    assert found["recall"] >= 0.98
    assert found["cause right"] >= 0.9
    assert (found["rounding-only flags"], found["other flags"]) == (0, {})


@pytest.mark.parametrize("kind", ["digits swapped", "unit slip", "HOMO and LUMO exchanged", "neighbouring row", "glued citation"])
def test_an_error_is_planted(bench, kind):
    """What is planted differs from what is there, in the cells of one row."""
    table, columns = bench.flags.enriched(bench.flags.CURATED, random.Random(1))
    for seed in range(5):
        cells = bench.flags.plant(kind, table, columns, 6, random.Random(seed))
        assert {row for row, _ in cells} == {6}
        assert len(cells) == (2 if "exchanged" in kind else 1)


def test_a_missed_error_counts_as_missed(bench):
    """Without flags nothing is found, and a flag where only rounding was changed counts against it."""
    score = bench.flags.Score(False)
    table, _ = bench.flags.enriched(bench.flags.CURATED, random.Random(1))
    score.count([], {3: "unit slip"}, {(3, "EQE (%)"): "5540"}, {(5, "EQE (%)"): "10.2"}, table)
    assert score.result()["recall"] == 0


SLIP = "Zwickel et al. described VXL-2.^{2}"


@pytest.fixture
def folder(tmp_path):
    """Two short papers: one with a wrong citation, one without."""
    paper = analyse_prose(SLIP).document.text
    assert "Zwickel" in paper
    references = "\n".join(f"{n}. A. Albertsen{n}, J. Invented Mater. 2019, 12, {n}01." for n in range(1, 4))
    for name, sentence in (("01-slip", SLIP), ("02-clean", "Albertsen2 et al. described VXL-2.^{2}")):
        text = f"# Lamps: a review\n\nThe VXL-2 layer is insoluble.\n\n{sentence}\n\n## References\n\n{references}\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text("planted = []\n", encoding="utf-8")
    return tmp_path


def key(folder, **said):
    """Write the key of the first paper."""
    entry = {"id": "1", "code": "citation-mismatch", "also": [], "quote": SLIP, "other": "", "note": "n", **said}
    lines = "\n".join(f"{k} = {json.dumps(v)}" for k, v in entry.items())
    (folder / "01-slip.toml").write_text(f"[[planted]]\n{lines}\n", encoding="utf-8")


def test_a_plant_is_found_at_its_place(bench, folder):
    """The flag at the quote counts for the plant, whatever marks of superscripts the quote has."""
    key(folder)
    found = bench.reviews.measure(folder)
    assert (found.total.planted, found.total.found, found.total.false) == (1, 1, 0)
    assert found.figures()["recall"] == 1.0


def test_a_flag_elsewhere_is_false(bench, folder):
    """A flag that no plant explains is a false alarm, and the plant is missed; in a paper without plants it counts twice over."""
    key(folder, quote="The VXL-2 layer")
    found = bench.reviews.measure(folder)
    assert (found.total.found, found.total.false, found.false_in_clean, len(found.missed)) == (0, 1, 0, 1)
    (folder / "01-slip.toml").write_text("planted = []\n", encoding="utf-8")
    assert bench.reviews.measure(folder).false_in_clean == 1


def test_another_code_counts_only_where_it_may(bench, folder):
    """A plant of one code is not found by a flag of another, unless the key says that it may follow."""
    key(folder, code="citation-year")
    assert bench.reviews.measure(folder).total.found == 0
    key(folder, code="citation-year", also=["citation-mismatch"])
    assert bench.reviews.measure(folder).of("citation-year").found == 1


def test_reviews_are_whole(bench):
    """Every invented review has its key, and each entry names its code, its quote and why."""
    for name, n in (("open", 22), ("held_back", 12)):
        papers = sorted((bench.reviews.FOLDER / name).glob("*.md"))
        assert len(papers) == n
        assert all(p.with_suffix(".toml").is_file() for p in papers)


def test_a_review_as_a_pdf_is_read_as_well(bench, folder):
    """Set in two columns, the same slip is found at the same words."""
    key(folder)
    found = bench.reviews.measure(folder, as_pdf=True)
    assert (found.total.planted, found.total.found, found.total.false) == (1, 1, 0)


def test_what_is_set_is_what_was_written(bench, tmp_path):
    """Superscripts, tables and captions stand in the PDF as in the Markdown."""
    source = "# Lamps\n\nA. Author\n\n## 1 Results\n\nTen lamps.^{2}\n\nTable 1. Lamps.\n\n| HTL | EQE (%) |\n|---|---|\n| VXL-1 | 12.4 |\n"
    path = tmp_path / "lamps.pdf"
    path.write_bytes(bench.typesetting.pdf(source))
    document = read(path)
    assert "Ten lamps.^2" in document.text
    assert [c.span.of(document.text) for c in document.tables[0].cells] == ["HTL", "EQE (%)", "VXL-1", "12.4"]
