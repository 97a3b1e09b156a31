"""The command line as a user meets it: exit statuses, one clear line for bad input, nothing half written."""

import csv
import json
import re
import shutil

import pymupdf
import pytest

from litmine import __version__, cli
from small_corpus import CURATED, write_corpus, write_paper

COMMANDS = ("run", "tables", "diff", "refresh", "explain", "publish", "check-domain")


def pdf_bytes(*texts: str, **options) -> bytes:
    """A PDF with one page a text."""
    with pymupdf.open() as document:
        for text in texts:
            document.new_page().insert_text((72, 72), text)
        return document.tobytes(**options)


def missing(folder):
    """A path with nothing there."""
    return folder / "paper.pdf"


def not_a_pdf(folder):
    """A web page saved under the name of a PDF."""
    path = folder / "paper.pdf"
    path.write_text("<html><body>Please sign in</body></html>")
    return path


def encrypted(folder):
    """A PDF that asks for a password."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf_bytes("An EQE of 12%", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner"))
    return path


def truncated(folder):
    """The first half of a PDF."""
    content = pdf_bytes(*(f"Page {n} of a long paper on light-emitting diodes" for n in range(8)))
    path = folder / "paper.pdf"
    path.write_bytes(content[: len(content) // 2])
    return path


def without_pages(folder):
    """A PDF whose page tree is empty."""
    path = folder / "paper.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
    )
    return path


def scan(folder):
    """A PDF whose only page is a picture."""
    path = folder / "paper.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80), False)
        pixmap.clear_with(255)  # its memory is anything: text recognition may read letters in it
        page.insert_image(page.rect, pixmap=pixmap)
        path.write_bytes(document.tobytes())
    return path


def empty(folder):
    """A file of no bytes."""
    path = folder / "paper.pdf"
    path.write_bytes(b"")
    return path


def one_line(captured, *words):
    """The single line on stderr, which names every one of ``words``; nothing is on stdout."""
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert line.startswith("litmine: ")
    for word in words:
        assert word in line, line
    return line


def nothing_left(folder, *known):
    """Nothing lies in the folder besides what the test put there."""
    assert sorted(p.name for p in folder.iterdir()) == sorted(p.name for p in known if p.exists())


@pytest.mark.parametrize("make", [missing, not_a_pdf, encrypted, truncated, without_pages, scan, empty])
@pytest.mark.parametrize("command", ["run", "tables"])
def test_bad_paper_is_one_line(command, make, tmp_path, capsys):
    """A paper that cannot be read: one line with the file and what to do, exit 2, no outputs."""
    paper = make(tmp_path)
    assert cli.main([command, str(paper), "--out", str(tmp_path / "made" / "out")]) == 2
    line = one_line(capsys.readouterr(), "paper.pdf")
    assert ";" in line, "what to do about it"
    nothing_left(tmp_path, paper)


def test_encrypted_paper_is_called_so(tmp_path, capsys):
    """The line says what is wrong in a word a user knows."""
    cli.main(["run", str(encrypted(tmp_path)), "--out", str(tmp_path / "out")])
    assert re.search("encrypted|password", one_line(capsys.readouterr()))


BAD_CURATED = {
    "empty": ("", "devices.csv"),
    "header-only": (CURATED.splitlines()[0] + "\n", "devices.csv"),
    "unknown-column": (CURATED.replace("CE (cd/A)", "shininess (furlong)"), "shininess (furlong)"),
    "two-rows-one-key": (CURATED + CURATED.splitlines()[1] + "\n", "VXL-1"),
}


@pytest.mark.parametrize("name", BAD_CURATED)
def test_bad_curated_table_is_one_line(name, tmp_path, capsys):
    """A curated table that makes no sense: one line naming file and place, exit 2, no outputs."""
    content, word = BAD_CURATED[name]
    paper, curated = write_paper(tmp_path / "survey.md"), tmp_path / "devices.csv"
    curated.write_text(content, encoding="utf-8")
    assert cli.main(["run", str(paper), "--curated", str(curated), "--out", str(tmp_path / "out")]) == 2
    one_line(capsys.readouterr(), "devices.csv", word)
    nothing_left(tmp_path, paper, curated)


def test_missing_curated_table_is_one_line(tmp_path, capsys):
    """A curated table that is not there: one line, exit 2."""
    paper = write_paper(tmp_path / "survey.md")
    assert cli.main(["run", str(paper), "--curated", str(tmp_path / "no.csv"), "--out", str(tmp_path / "out")]) == 2
    one_line(capsys.readouterr(), "no.csv")
    nothing_left(tmp_path, paper)


def test_unknown_domain_is_one_line(tmp_path, capsys):
    """A pack that does not exist: one line that names those that do, exit 2."""
    paper = write_paper(tmp_path / "survey.md")
    assert cli.main(["run", str(paper), "--domain", "alchemy", "--out", str(tmp_path / "out")]) == 2
    one_line(capsys.readouterr(), "alchemy", "qled")
    nothing_left(tmp_path, paper)


def test_output_that_is_a_file_is_one_line(tmp_path, capsys):
    """--out names a file: one line, exit 2, the file is untouched."""
    paper, out = write_paper(tmp_path / "survey.md"), tmp_path / "out"
    out.write_text("mine")
    assert cli.main(["run", str(paper), "--out", str(out)]) == 2
    one_line(capsys.readouterr(), "out")
    assert out.read_text() == "mine"


@pytest.mark.parametrize(
    "argv", [[], ["ran"], ["run"], ["run", "a.pdf", "--fail-on", "sometimes"], ["run", "a.pdf", "--jobs", "0"]]
)
def test_wrong_usage_is_one_line(argv, capsys):
    """Wrong usage: one line, exit 2."""
    assert cli.main(argv) == 2
    one_line(capsys.readouterr(), "--help")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, ["corpus.toml", "does not exist"]),
        ("domain = qled\n", ["corpus.toml", "TOML"]),
        ('topic = "qled"\n', ["corpus.toml", "topic"]),
        ("domain = 7\n", ["corpus.toml", "domain"]),
        ('domain = "alchemy"\n', ["corpus.toml", "alchemy"]),
        ('papers = "pdfs"\n', ["corpus.toml", "papers"]),
        ('[columns]\n"HTL" = 3\n', ["corpus.toml", "HTL"]),
        ("[tolerances]\nEQE = -1\n", ["corpus.toml", "tolerances.EQE"]),
        ("[tolerances]\nEQF = 1\n", ["corpus.toml", "EQF", "no metric"]),
    ],
)
def test_bad_corpus_settings_are_one_line(content, words, tmp_path, capsys):
    """corpus.toml is missing or wrong: one line naming file and key, exit 2, no outputs."""
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "corpus.toml").unlink()
    if content is not None:
        (corpus / "corpus.toml").write_text(content, encoding="utf-8")
    assert cli.main(["refresh", "--corpus", str(corpus), "--out", str(tmp_path / "out")]) == 2
    one_line(capsys.readouterr(), *words)
    nothing_left(tmp_path, corpus)


# ---- what works --------------------------------------------------------------------------------------------------------


def rows(path):
    """A CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_run_compares_and_says_so_by_its_status(tmp_path, capsys):
    """A wrong cell of the curated table is an error flag and status 1; --fail-on never makes it 0; --json prints the summary."""
    paper, curated, out = write_paper(tmp_path / "survey.md"), tmp_path / "devices.csv", tmp_path / "out"
    curated.write_text(CURATED, encoding="utf-8")
    argv = ["run", str(paper), "--curated", str(curated), "--out", str(out)]
    assert cli.main(argv) == 1
    said = capsys.readouterr()
    assert "survey.md" in said.out
    assert said.err == ""
    flags = [f for f in rows(out / "flags.csv") if f["code"] == "value-mismatch"]
    assert [(f["subject"], f["metric"], f["expected"], f["observed"]) for f in flags] == [("VXL-3", "EQE", "3.7", "7.3")]
    assert cli.main([*argv, "--fail-on", "never", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["counts"]["papers"] == 1
    assert summary["report"] == str(out / "report.html")


def test_rerun_gives_the_same_files(tmp_path):
    """Two runs over the same paper differ in no byte of their tables and report."""
    paper = write_paper(tmp_path / "survey.md")
    for out in ("a", "b"):
        cli.main(["run", str(paper), "--out", str(tmp_path / out)])
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert names == sorted(p.name for p in (tmp_path / "b").iterdir())
    same = [n for n in names if (tmp_path / "a" / n).read_bytes() == (tmp_path / "b" / n).read_bytes()]
    assert set(names) - set(same) <= {"run.json"}, "only the seconds of run.json may differ"


def test_one_bad_paper_of_two_is_a_flag(tmp_path, capsys):
    """In a run of several papers the one that cannot be read is flagged and the rest goes on."""
    good, out = write_paper(tmp_path / "survey.md"), tmp_path / "out"
    bad = tmp_path / "broken.pdf"
    bad.write_bytes(b"")
    assert cli.main(["run", str(good), str(bad), "--out", str(out), "--jobs", "1"]) == 1
    one = capsys.readouterr().err.splitlines()
    assert len(one) == 1
    assert "broken.pdf" in one[0]
    assert [f["document"] for f in rows(out / "flags.csv") if f["code"] == "unreadable-paper"] == ["broken.pdf"]
    assert {m["document"] for m in rows(out / "measurements.csv")} == {"survey.md"}


def test_failed_run_keeps_the_run_before_it(tmp_path, capsys):
    """A run that cannot do its job leaves the outputs of the one before as they were."""
    paper, out = write_paper(tmp_path / "survey.md"), tmp_path / "out"
    cli.main(["run", str(paper), "--out", str(out), "--fail-on", "never"])
    before = {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert cli.main(["run", str(tmp_path / "gone.md"), "--out", str(out)]) == 2
    assert {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_tables_goes_on_past_a_bad_paper(tmp_path, capsys):
    """`tables` writes what it can, names what it cannot on stderr, and exits 2."""
    good, bad, out = write_paper(tmp_path / "survey.md"), tmp_path / "broken.pdf", tmp_path / "out"
    bad.write_bytes(b"")
    assert cli.main(["tables", str(bad), str(good), "--out", str(out)]) == 2
    said = capsys.readouterr()
    assert "broken.pdf" in said.err
    cells = rows(out / "survey.cells.csv")
    assert list(cells[0]) == ["page", "table", "row", "col", "row_span", "col_span", "role", "text", "x0", "y0", "x1", "y1"]
    assert "VXL-2" in {c["text"] for c in cells}


def test_diff_of_two_tables(tmp_path, capsys):
    """`diff` names the cell in which two device tables differ; equal ones exit 0."""
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text(CURATED, encoding="utf-8")
    b.write_text(CURATED.replace("3.7", "7.3"), encoding="utf-8")
    assert cli.main(["diff", str(a), str(b)]) == 1
    said = capsys.readouterr().out
    assert all(word in said for word in ("VXL-3", "3.7", "7.3"))
    assert cli.main(["diff", str(a), str(a)]) == 0


def test_diff_as_json(tmp_path, capsys):
    """`diff --json` gives each flag with both cells; what was changed since --last is dismissed and does not count."""
    a, b, last = (tmp_path / f"{name}.csv" for name in ("extracted", "curated", "last"))
    a.write_text(CURATED, encoding="utf-8")
    b.write_text(CURATED.replace("3.7", "7.3"), encoding="utf-8")
    last.write_text(CURATED, encoding="utf-8")
    assert cli.main(["diff", str(a), str(b), "--json"]) == 1
    (flag,) = json.loads(capsys.readouterr().out)
    assert (flag["code"], flag["cause"], flag["status"]) == ("value-mismatch", "digits swapped", "open")
    assert [(e["file"], e["line"], e["column"], e["text"]) for e in flag["evidence"]] == [
        ("extracted.csv", 4, "EQE (%)", "3.7"),
        ("curated.csv", 4, "EQE (%)", "7.3"),
    ]
    assert cli.main(["diff", str(a), str(b), "--last", str(last)]) == 0
    assert "0 error, 0 warning, 0 info; 1 dismissed" in capsys.readouterr().out


def test_refresh_remembers_what_was_changed_by_hand(tmp_path, capsys):
    """A curated cell that is moved away from what the paper prints is dismissed at the next refresh, and at the one after."""
    corpus, out = write_corpus(tmp_path / "corpus"), tmp_path / "out"
    table = corpus / "curated" / "devices.csv"
    argv = ["refresh", "--corpus", str(corpus), "--out", str(out)]
    table.write_text(CURATED.replace("3.7", "7.3"), encoding="utf-8")
    assert cli.main(argv) == 0
    table.write_text(CURATED.replace("3.7", "8.1"), encoding="utf-8")
    for _ in range(2):
        assert cli.main(argv) == 0
        assert [(f["code"], f["expected"], f["status"]) for f in rows(out / "flags.csv")] == [("value-mismatch", "8.1", "dismissed")]


def test_refresh_applies_decisions_and_tolerances(tmp_path, capsys):
    """A dismissed flag keeps its status when a row is added above; with a tolerance there is no flag at all."""
    corpus, out = write_corpus(tmp_path / "corpus"), tmp_path / "out"
    argv = ["refresh", "--corpus", str(corpus), "--out", str(out)]
    assert cli.main(argv) == 1
    (flag,) = rows(out / "flags.csv")
    decisions = corpus / "curated" / "decisions.csv"
    decisions.write_text(f"flag_id,decision,file,line,column,old,new,evidence\n{flag['flag_id']},dismissed,,,,,,\n", encoding="utf-8")
    header, *lines = CURATED.splitlines()
    table = corpus / "curated" / "devices.csv"
    table.write_text("\n".join([header, "VXL-0,-5.1,-2.0,1.1,1.2,Z. Zwickel,Imag. Electron.,2001", *lines]) + "\n", encoding="utf-8")
    assert cli.main(argv) == 0
    assert {f["code"]: f["status"] for f in rows(out / "flags.csv")} == {"value-mismatch": "dismissed", "missing-in-corpus": "open"}
    (corpus / "corpus.toml").write_text('domain = "qled"\n[tolerances]\nEQE = 5\n', encoding="utf-8")
    assert cli.main(argv) == 0
    assert [f["code"] for f in rows(out / "flags.csv")] == ["missing-in-corpus"]


def test_explain_tells_a_record(tmp_path, capsys):
    """`explain` finds a measurement by the beginning of its id and prints its quote; an unknown id is one line, exit 2."""
    paper, out = write_paper(tmp_path / "survey.md"), tmp_path / "out"
    cli.main(["run", str(paper), "--out", str(out), "--fail-on", "never"])
    capsys.readouterr()
    record = next(m for m in rows(out / "measurements.csv") if m["source"] == "table")
    assert cli.main(["explain", record["measurement_id"], "--out", str(out)]) == 0
    assert record["raw"] in capsys.readouterr().out
    assert cli.main(["explain", "nosuchid", "--out", str(out)]) == 2
    one_line(capsys.readouterr(), "nosuchid")


def test_explain_saves_a_crop(tmp_path, capsys):
    """For a PDF `explain` saves a PNG of the place."""
    paper, out = tmp_path / "paper.pdf", tmp_path / "out"
    text = "The red QLED with VXL-1 showed an external quantum efficiency (EQE) of 12.4%."
    paper.write_bytes(pdf_bytes(text))
    assert cli.main(["run", str(paper), "--out", str(out), "--fail-on", "never"]) == 0
    (record, *_) = rows(out / "measurements.csv")
    assert cli.main(["explain", record["measurement_id"], "--out", str(out)]) == 0
    assert (out / "crops" / f"{record['measurement_id']}.png").read_bytes().startswith(b"\x89PNG")


def test_refresh_reads_only_what_changed(tmp_path, capsys, monkeypatch):
    """A second refresh reads nothing; a changed paper is read again, a removed one leaves the outputs."""
    corpus, out = write_corpus(tmp_path / "corpus"), tmp_path / "out"
    other = write_paper(corpus / "papers" / "other.md", vxl2="9.9")
    argv = ["refresh", "--corpus", str(corpus), "--out", str(out), "--jobs", "1", "--fail-on", "never"]
    read = []
    from litmine import corpus as library

    analyse = library.analyse_all
    monkeypatch.setattr(library, "analyse_all", lambda paths, *a, **k: (read.extend(p.name for p in paths), analyse(paths, *a, **k))[1])
    assert cli.main(argv) == 0
    assert sorted(read) == ["other.md", "survey.md"]
    first = {p.name: p.read_bytes() for p in out.glob("*.csv")}
    read.clear()
    assert cli.main(argv) == 0
    assert read == []
    assert {p.name: p.read_bytes() for p in out.glob("*.csv")} == first
    write_paper(other, vxl2="9.7")
    capsys.readouterr()
    assert cli.main([*argv, "--dry-run"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["changed", "unchanged"]
    assert cli.main(argv) == 0
    assert read == ["other.md"]
    other.unlink()
    assert cli.main(argv) == 0
    assert {m["document"] for m in rows(out / "measurements.csv")} == {"survey.md"}
    assert not (out / "other.cells.csv").exists()
    assert len(list((out / ".cache").glob("*.json"))) == 1


def test_publish_applies_decisions(tmp_path, capsys):
    """`publish` writes the curated table with accepted decisions and their provenance; a cell changed since is refused."""
    corpus, out = write_corpus(tmp_path / "corpus"), tmp_path / "out"
    cli.main(["refresh", "--corpus", str(corpus), "--out", str(out), "--fail-on", "never"])
    decisions = corpus / "curated" / "decisions.csv"
    decisions.write_text(
        "flag_id,decision,file,line,column,old,new,evidence\n"
        "abc123,accepted,devices.csv,4,EQE (%),3.7,7.3,survey.md Table 1\n"
        "abc124,dismissed,devices.csv,2,EQE (%),12.4,1.24,\n",
        encoding="utf-8",
    )
    capsys.readouterr()
    assert cli.main(["publish", "--out", str(out)]) == 0
    published = rows(out / "published" / "devices.csv")
    assert [r["EQE (%)"] for r in published] == ["12.4", "9.8", "7.3"]
    assert published[2]["decisions"] == "EQE (%): 3.7 -> 7.3 (abc123)"
    assert published[2]["evidence"] == "survey.md Table 1"
    assert (corpus / "curated" / "devices.csv").read_text(encoding="utf-8") == CURATED
    (corpus / "curated" / "devices.csv").write_text(CURATED.replace("3.7", "7.1"), encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["publish", "--out", str(out)]) == 2
    one_line(capsys.readouterr(), "devices.csv, line 4", "abc123")


def test_check_domain(tmp_path, root, capsys):
    """A sound pack exits 0; a folder without a pack is one line, exit 2."""
    assert cli.main(["check-domain", str(root / "src" / "litmine" / "domains" / "qled")]) == 0
    assert "metrics" in capsys.readouterr().out
    assert cli.main(["check-domain", str(tmp_path)]) == 2
    one_line(capsys.readouterr(), str(tmp_path))


def test_check_domain_reads_the_examples(tmp_path, root, capsys):
    """An example that the pack does not read as it says is an error naming file and example, not a passed check."""
    pack = tmp_path / "pack"
    shutil.copytree(root / "src" / "litmine" / "domains" / "qled", pack)
    (pack / "cases.toml").write_text('[[prose]]\ntext = "an EQE of 12%"\nmetrics = ["CE"]\nquantities = [[12, "%"]]\n', encoding="utf-8")
    assert cli.main(["check-domain", str(pack)]) == 2
    line = capsys.readouterr().err
    assert "cases.toml, prose 1" in line
    assert "EQE" in line



def test_version(capsys):
    """--version prints the version and exits 0."""
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"litmine {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented(command, root, capsys):
    """The README names every command, and --help tells what it does."""
    assert cli.main([command, "--help"]) == 0
    assert f"litmine {command}" in (root / "README.md").read_text(encoding="utf-8")


def test_no_command_is_forgotten(capsys):
    """The list of commands above is whole."""
    import typer

    assert set(typer.main.get_command(cli.app).commands) == set(COMMANDS)
