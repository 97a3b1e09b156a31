"""benchmarks/linking.py and its parts: the measures on facts made by hand, gold and passages, the peer on sentences, the programs."""

import csv
import importlib
import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
from rich.console import Console

NAMES = ("agreement", "beside", "figures", "labelled", "linking", "mentions", "passages", "peer", "scoring", "speed")


@pytest.fixture(scope="module")
def bench(root):
    """The modules of benchmarks/, which are programs and no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "benchmarks"))
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in NAMES})


@pytest.fixture(scope="module")
def facts(bench):
    """Two devices with one EQE each, and a voltage."""
    Wanted = bench.agreement.Wanted
    return (
        Wanted("QLED with VXL-1", "EQE", "12.3", "%", "4", colour="green", citations="7", conditions="max"),
        Wanted("QLED with VXL-2", "EQE", "18.7", "%", "4", source="caption", citations="8;9"),
        Wanted("QLED with VXL-2", "V_on", "2.4..2.6", "V", "5"),
    )


def row(bench, metric, value, **more):
    """A row of measurements.csv."""
    return bench.agreement.Row(metric, value, **more)


# ---- value and fact ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "gold", "agree"),
    [
        ("18.2", "18.2", True),
        ("18.20 %", "18.2", True),
        ("−5.3", "-5.3", True),
        ("4,800", "4800", True),
        ("1.2e-3", "0.0012", True),
        ("3.2..3.4", "3.2..3.4", True),
        ("3.2..3.4", "3.2", True),
        ("3.2..3.5", "3.2..3.4", False),
        ("18.2", "18.3", False),
        ("", "18.2", False),
        ("n.a.", "18.2", False),
    ],
)
def test_printed_numbers_agree(bench, printed, gold, agree):
    """Minus signs, separators, powers and ranges are forms of one number; another number is another."""
    assert bench.agreement.numbers_agree(printed, gold) is agree


@pytest.mark.parametrize(
    ("said", "subject", "same"),
    [
        ({"subject": "VXL-1"}, "QLED with VXL-1", True),
        ({"subject": "vxl 1"}, "VXL-1", True),  # similar enough
        ({"subject": "the lamp of glass"}, "VXL-1", False),
        ({"subject": "poly TPD layers"}, "poly-TPD layer", True),
        ({"subject": "the device", "materials": "VXL-1;ZnO"}, "QLED with VXL-1", True),
        ({"subject": "the device", "colour": "green"}, "green QLED with VXL-1 on a rough anode", False),
        ({"subject": "the device"}, "QLED", True),  # a subject without a telling word asks for nothing
        ({"subject": "VXL-2"}, "QLED with VXL-1", False),
    ],
)
def test_subjects_are_the_same(bench, said, subject, same):
    """Containment, likeness, or a third of the telling words in what the row says of its device."""
    fact = bench.agreement.Wanted(subject, "EQE", "1")
    assert bench.agreement.same_subject(row(bench, "EQE", "1", **said), fact) is same


def test_each_fact_is_found_once_and_by_its_own_subject_first(bench, facts):
    """Of three rows with one value, the one with the subject pairs; what is left over pairs with nothing."""
    rows = [
        row(bench, "EQE", "12.3", subject="ABC"),
        row(bench, "EQE", "12.3", subject="VXL-1"),
        row(bench, "EQE", "12.3", subject="DEFG"),
        row(bench, "EQE", "18.7", subject="ABC"),
    ]
    paired = bench.agreement.paired
    assert paired(rows, facts, by_subject=False) == ((0, 1), (1, 3))
    assert paired(rows, facts, by_subject=True) == ((0, 1),)


def test_a_page_may_be_one_off_and_no_more(bench, facts):
    """The reader's page and litmine's may differ by one; an unknown page agrees."""
    for page, count in (("5", 1), ("6", 0), ("", 1)):
        found = bench.agreement.paired([row(bench, "EQE", "12.3", page=page)], facts, by_subject=False)
        assert len(found) == count


def test_a_range_is_found_by_what_is_printed(bench, facts):
    """The value of a range is empty in measurements.csv: its printed form counts, from its lower end."""
    assert bench.agreement.paired([row(bench, "V_on", "", raw="2.4–2.6 V")], facts, by_subject=False) == ((2, 0),)


def test_counts_by_metric_and_source(bench, facts):
    """A row in a caption that stands for a fact of the text is right as a caption and found as text."""
    rows = [row(bench, "EQE", "12.3", source="caption"), row(bench, "EQE", "99", source="text"), row(bench, "V_on", "2.4")]
    pairs = bench.agreement.paired(rows, facts, by_subject=False)
    assert bench.agreement.counted(rows, facts, pairs, lambda x: x.metric) == {"EQE": (1, 2, 1, 2), "V_on": (1, 1, 1, 1)}
    tallies = bench.agreement.counted(rows, facts, pairs, lambda x: x.source)
    assert tallies == {"caption": (1, 1, 0, 1), "text": (1, 2, 2, 2)}
    assert tallies["caption"].precision == 1
    assert tallies["caption"].recall == tallies["caption"].f1 == 0
    assert bench.agreement.added(tallies.values()) == (2, 3, 2, 3)
    assert bench.agreement.added(()).f1 == 0


def test_what_else_a_fact_says(bench, facts):
    """Colours and citations must be the fact's, conditions must all be there; "unstated" says nothing."""
    rows = [
        row(bench, "EQE", "12.3", subject="VXL-1", colour="Green", citations="7", conditions="max;@1000 cd/m2"),
        row(bench, "EQE", "18.7", subject="VXL-2", colour="red", citations="8"),
        row(bench, "V_on", "2.4", subject="VXL-2", colour="unstated"),
    ]
    pairs = bench.agreement.paired(rows, facts, by_subject=True)
    assert bench.agreement.qualified(rows, facts, pairs, ("colour", "conditions", "citations", "process")) == {
        "colour": (1, 2, 1),
        "conditions": (1, 1, 1),
        "citations": (1, 2, 2),
        "process": (0, 0, 0),
    }


def test_a_condition_may_be_written_at(bench):
    """ "at 1000 cd/m2" in gold is "@1000 cd/m2" in measurements.csv."""
    fact = bench.agreement.Wanted("A1B", "EQE", "3", conditions="at 1000 cd/m2")
    found = row(bench, "EQE", "3", subject="A1B", conditions="@1000 cd/m2")
    assert bench.agreement.qualified([found], [fact], ((0, 0),), ("conditions",)) == {"conditions": (1, 1, 1)}


def test_a_trap_is_sprung_by_its_number_in_its_unit(bench):
    """Another unit or another page springs nothing."""
    Trap = bench.agreement.Trap
    traps = [Trap("9", "V", "2"), Trap("35", "nm")]
    rows = [row(bench, "V_on", "9", unit="V", page="7"), row(bench, "FWHM", "35", unit="nm", page="1"), row(bench, "EQE", "9", unit="%")]
    assert bench.agreement.sprung(rows, traps) == (traps[1],)


def test_the_measures_are_those_of_the_scorer(bench, shared, tmp_path):
    """Figures printed by ../shared/score/facts.py agree with ours, on gold damaged in several ways, for every paper with gold."""
    for document in bench.labelled.papers(shared):
        gold = shared / "gold" / document.name
        rows, by_kind = [], {}
        for kind, name in (("table", "table_records.csv"), ("text", "text_records.csv")):
            with (gold / name).open(encoding="utf-8", newline="") as file:
                known = [g for g in csv.DictReader(file) if not g["metric"].startswith("other:")]
            by_kind[kind] = tuple(bench.agreement.Wanted(g["subject"], g["metric"], g["value"], g["unit"], g["page"], kind) for g in known)
            for i, f in enumerate(by_kind[kind]):
                value = f.value if i % 5 else "0.77"
                subject = f.subject if i % 3 else "somebody's lamp"
                page = str(int(f.page) + i % 4) if f.page else ""
                rows += [row(bench, f.metric, value, unit=f.unit, page=page, source=kind, subject=subject[: 9 + i])] * (1 + (i % 7 == 0))
        for trap in document.traps[::2]:
            rows.append(row(bench, "Eg", trap.value, unit=trap.unit, page=trap.page))
        with (tmp_path / "measurements.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, bench.agreement.Row._fields)
            writer.writeheader()
            writer.writerows(r._asdict() for r in rows)
        command = [sys.executable, str(shared / "score" / "facts.py"), str(tmp_path / "measurements.csv"), str(gold)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for kind, wanted in by_kind.items():
            here = bench.agreement.collected([r for r in rows if r.source == kind], wanted)
            ours = ""
            for name, by_subject in (("value", False), ("fact", True)):
                count = bench.scoring.Counts(len(bench.agreement.paired(here, wanted, by_subject=by_subject)), len(here), len(wanted))
                ours += f"{name} P {count.precision:.3f} R {count.recall:.3f} F1 {count.f1:.3f}   "
            assert f"{kind:5s} gold {len(wanted):4d} got {len(here):4d}  {ours.strip()}" in printed
        assert f"sprung {len(bench.agreement.sprung(rows, document.traps))}" in printed


# ---- gold and passages -------------------------------------------------------------------------------------------------

PASSAGE = '''
[[passage]]
id = "one"
kind = "research"
title = "A lamp"
text = """
The green QLED with a VXL-1 layer reached an EQE of 12.3% [1].

Figure 2. EQE of the QLED with the VXL-2 layer, 14.5% at its peak.
"""
references = ["1. A. Albertsen, J. Invented Mater. 2019, 12, 101."]
traps = [{ value = "30", unit = "nm" }]

[[passage.fact]]
subject = "green QLED with VXL-1"
metric = "EQE"
value = "12.3"
unit = "%"
colour = "green"
citation = ["1"]

[[passage.fact]]
subject = "QLED with VXL-2"
metric = "EQE"
value = "14.5"
unit = "%"
conditions = ["max"]
'''


@pytest.fixture
def lamp(bench, tmp_path):
    """One passage in a folder of its own."""
    (tmp_path / "qled.toml").write_text(PASSAGE, encoding="utf-8")
    (document,) = bench.labelled.passages(tmp_path)
    return document


def test_a_passage_is_read_as_a_small_paper(bench, lamp):
    """Title, paragraphs and references; its facts know whether a caption prints them; its traps are there."""
    document = bench.labelled.read_document(lamp)
    assert document.source.title == "A lamp"
    assert [r.key for r in document.references] == ["1"]
    first, second = bench.labelled.wanted(lamp)
    assert (first.source, first.citations, second.source, second.conditions) == ("text", "1", "caption", "max")
    assert lamp.traps == (bench.agreement.Trap("30", "nm"),)
    assert lamp.domain == "qled"


def test_litmine_is_scored_on_a_passage(bench, lamp):
    """What litmine makes of the first sentence is a fact with its colour and citation."""
    rows = bench.labelled.rows(lamp)
    first = bench.labelled.wanted(lamp)[:1]
    pairs = bench.agreement.paired(rows, first, by_subject=True)
    assert len(pairs) == 1
    assert bench.agreement.qualified(rows, first, pairs, ("colour", "citations")) == {"colour": (1, 1, 1), "citations": (1, 1, 1)}
    result = bench.linking.scored([lamp], {lamp.name: rows})
    assert result["value"]["by_metric"]["EQE"]["all"]["gold"] == 2
    assert result["traps"] == {"all": 1, "sprung": 0}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "research"', 'kind = "letter"', "one: the kind"),
        ('id = "one"', 'id = "one"\ncolor = "red"', "one: unknown keys"),
        ('colour = "green"', 'color = "green"', "one: unknown keys of a fact"),
    ],
)
def test_a_malformed_passage_is_named(bench, tmp_path, old, new, message):
    """The loader refuses unknown keys and kinds, and says which passage has them."""
    path = tmp_path / "qled.toml"
    path.write_text(PASSAGE.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        bench.passages.load(path)


def test_our_passages_can_be_read(bench):
    """Every passage has a name of its own, facts of metrics its pack knows in the pack's unit, and values that are numbers."""
    documents = bench.labelled.passages()
    assert len({d.name for d in documents}) == len(documents) > 0
    for document in documents:
        metrics = {m.id: m.unit for m in bench.labelled.pack_of(document).metrics}
        for fact in document.passage.facts:
            assert (document.name, fact.metric, fact.unit) == (document.name, fact.metric, metrics.get(fact.metric))
            assert bench.agreement.numbers(fact.value), (document.name, fact)


def test_a_paper_has_the_facts_of_its_gold(bench, shared):
    """Metrics that litmine does not collect are left out; facts of tables know it."""
    papers = bench.labelled.papers(shared)
    assert {p.name for p in papers} == {f.name for f in (shared / "gold").iterdir() if f.is_dir()}
    assert all(p.traps and not p.complete for p in papers)


def test_without_shared_there_are_no_papers(bench, tmp_path):
    """Absent papers are no error."""
    assert bench.labelled.papers(tmp_path) == ()


# ---- marked sentences --------------------------------------------------------------------------------------------------


def test_marks_become_places(bench):
    """A mark is taken off and its place kept, in the text without marks."""
    sentence = bench.mentions.unmarked("Neat ⟦PVK⟧ on ⟦ITO⟧.")
    assert sentence.text == "Neat PVK on ITO."
    assert [sentence.text[a:b] for a, b in sentence.mentions] == ["PVK", "ITO"]


def test_mentions_and_abbreviations_are_counted(bench):
    """A compound at its exact place and a definition with both forms are right; a missed one costs recall alone."""
    sentence = bench.mentions.unmarked("The ⟦CdSe/ZnS⟧ dots and ⟦Qqq⟧.", (("PVK", "poly(9-vinylcarbazole)"),))
    found = bench.mentions.chemistry_agreement([sentence])
    assert found == {"mentions": (1, 1, 2), "abbreviations": (0, 0, 1)}


def test_the_marked_sentences_can_be_read(bench):
    """No mark is left over, and every defined abbreviation stands in its sentence with its long form."""
    for sentence in bench.mentions.load():
        assert not set("⟦⟧") & set(sentence.text)
        for short, long in sentence.definitions:
            assert short in sentence.text
            assert long in sentence.text


# ---- the peer ----------------------------------------------------------------------------------------------------------


def test_the_peer_reads_a_sentence(bench, root, tmp_path):
    """ChemDataExtractor's templates find value, unit and compound, with its own names and with given ones, and write no log."""
    text = "The CdSe device has an EQE of 18.7%. A turn-on voltage of 230 mV was found for VXL-3. No number here."
    block = {"text": text, "caption": False, "page": 3, "sentences": [[0, 36], [37, 85], [86, 101]]}
    names = [[4, 8], [79, 84]]
    given = {
        "metrics": [
            {"id": "EQE", "unit": "%", "symbols": ["EQE"], "names": ["external quantum efficiency"]},
            {"id": "V_on", "unit": "V", "symbols": ["V_on"], "names": ["turn-on voltage"]},
            {"id": "odd", "unit": "furlong", "symbols": [], "names": ["oddness"]},
        ],
        "auto": False,
        "papers": {"a": [block | {"chemicals": names}], "b": [block | {"chemicals": None}]},
    }
    (tmp_path / "given.json").write_text(json.dumps(given), encoding="utf-8")
    command = [sys.executable, str(root / "benchmarks" / "peer.py"), "given.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    expected = {("EQE", "18.7", "CdSe", "3"), ("V_on", "0.23", "VXL-3", "3")}
    assert {(r["metric"], r["value"], r["subject"], r["page"]) for r in found["rows"]["a"]} == expected
    alone = {r["metric"]: r for r in found["rows"]["b"]}
    assert alone["EQE"]["subject"] == "CdSe"
    assert "VXL-3" not in alone["V_on"]["subject"]
    assert found["problems"] == ["odd: no unit furlong"]
    assert [p.name for p in tmp_path.iterdir()] == ["given.json"]


def test_the_peer_gives_up_a_paragraph_that_takes_too_long(root, tmp_path):
    """Its records are lost, the paper goes on, and the result says so."""
    block = {"text": "The EQE is 18.7%.", "caption": False, "page": 1, "sentences": [[0, 17]], "chemicals": None}
    metric = {"id": "EQE", "unit": "%", "symbols": ["EQE"], "names": []}
    given = {"metrics": [metric], "auto": True, "papers": {"a": [block | {"text": ""}, block]}}
    (tmp_path / "given.json").write_text(json.dumps(given), encoding="utf-8")
    code = "import sys, peer; peer._SLOW = 0.01; peer.main(sys.argv[1])"
    command = [sys.executable, "-c", code, str(tmp_path / "given.json")]
    done = subprocess.run(command, cwd=root / "benchmarks", capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["rows"] == {"a": []}
    assert found["problems"] == ["a: a block of 17 characters given up after 0.01 s"]


def test_the_peer_gets_the_sentences_of_litmine(bench, lamp):
    """Every block of prose with its sentences and chemicals, places counted from the block's start, captions marked."""
    document, tagged = bench.labelled.read_document(lamp), bench.beside.tagged_document(lamp)
    blocks = list(bench.beside.blocks(document, tagged, names=True))
    (caption,) = [b for b in blocks if b["caption"]]
    assert caption["text"].startswith("Figure 2.")
    names = {b["text"][start:end] for b in blocks for start, end in b["chemicals"]}
    assert {"VXL-1", "VXL-2"} <= names
    assert "".join(b["text"][s:e] for b in blocks for s, e in b["sentences"]).count("EQE") == 2
    assert all(b["chemicals"] is None for b in bench.beside.blocks(document, tagged, names=False))


# ---- speed -------------------------------------------------------------------------------------------------------------


def test_sentences_are_charged_with_their_own_cost(bench):
    """Linking falls on sentences with a number, what is done once on all; tables on none."""
    cost = bench.speed.Cost(numbered=2, others=8, tag_numbered=0.04, tag_others=0.008, once=0.01, linking=0.02, tables=5.0)
    assert cost.with_number_ms == pytest.approx(31)
    assert cost.without_number_ms == pytest.approx(2)
    assert bench.speed.summed([cost, cost]) == (4, 16, 0.08, 0.016, 0.02, 0.04, 10.0)


def test_a_document_is_timed(bench, lamp):
    """Both sentences of the passage hold a number; its title and heading do not."""
    cost = bench.speed.cost(bench.labelled.read_document(lamp), bench.labelled.pack_of(lamp))
    assert cost.numbered == 2
    assert cost.others >= 2
    assert min(cost.tag_numbered, cost.linking) > 0


# ---- the program -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["facts", "ablation", "speed"])
def test_the_program_runs_where_shared_is_absent(bench, lamp, tmp_path, what, monkeypatch, capsys):
    """Each figure is measured on the passages of a folder, printed and written."""
    out = tmp_path / "out.json"
    more = {"facts": ["--no-peer"], "speed": ["--starts", "1"]}.get(what, [])
    options = ["--shared", str(tmp_path / "none"), "--passages", str(tmp_path), "--out", str(out), *more]
    monkeypatch.setattr(sys, "argv", ["linking.py", what, *options])
    assert bench.linking.main() == 0
    printed = capsys.readouterr().out
    found = json.loads(out.read_text(encoding="utf-8"))
    if what == "facts":
        assert found["passages"]["tools"]["litmine"]["value"]["all"]["gold"] == 2
        assert "passages: litmine by source and metric" in printed
    elif what == "ablation":
        mentions = {name: v["mentions"]["f1"] for name, v in found["variants"].items()}
        assert mentions["with all of it"] > mentions["without any of it"] > 0
        assert set(found["variants"]["without any of it"]["left_out"]) == set(found["parts"])
    else:
        assert found["passages"]["with_number_ms"] > 0
        assert set(found["start_cpu_s"]) == {"import", "packs", "pipeline", "first sentence", "all"}


def test_a_row_in_excess_and_a_missed_fact_are_listed(bench, lamp):
    """With --list, the screen shows each; a row that has its value but another subject says so."""
    rows = (row(bench, "EQE", "12.3", subject="somebody's lamp"), row(bench, "V_on", "2", raw="2 V", subject="x"))
    screen = Console(width=200, record=True, file=io.StringIO())
    bench.linking.listed([lamp], {lamp.name: rows}, screen)
    printed = screen.export_text()
    assert "other subject: green QLED with VXL-1 | EQE 12.3" in printed
    assert "not found: QLED with VXL-2 | EQE 14.5" in printed
    assert "in excess: x | V_on 2 V" in printed


# ---- the README --------------------------------------------------------------------------------------------------------


def test_figures_go_between_the_marks(bench):
    """What stands there is replaced, the rest stays; a README without marks is refused."""
    figures = bench.figures
    old = f"before\n{figures.BEGIN}\nold\n{figures.END}\nafter\n"
    assert figures.replaced(old, "new") == f"before\n{figures.BEGIN}\n\nnew\n\n{figures.END}\nafter\n"
    with pytest.raises(ValueError, match="no place"):
        figures.replaced("nothing", "new")


def test_a_result_becomes_tables(bench, lamp):
    """Sources, metrics, the peer and what else is said, each with its figures."""
    rows = (row(bench, "EQE", "12.3", subject="VXL-1", colour="green", source="text"),)
    own = bench.linking.scored([lamp], {lamp.name: rows})
    result = {"passages": {"documents": 1, "tools": {"litmine": own, "litmine, prose": own, "peer": own}}}
    printed = bench.figures.markdown({"facts": result})
    assert "| **all** | 2 | 1 | 1.000 | 0.500 | 0.667 | 1.000 | 0.500 | 0.667 |" in printed
    assert "| caption | 1 | 0 | 0.000 | 0.000 |" in printed
    assert "| EQE | 2 | 0.67 / 0.67 | 0.67 / 0.67 |" in printed
    assert "| colour | 1 | 1.00 | 1.00 |" in printed


def test_the_readme_shows_the_kept_results(bench):
    """The figures in benchmarks/README.md are those of results/."""
    text = bench.figures.README.read_text(encoding="utf-8")
    assert bench.figures.replaced(text, bench.figures.markdown(bench.figures.results())) == text
