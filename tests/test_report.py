"""The report page, the annotated copies and the explanation of single records."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pymupdf
import pytest

from litmine.errors import OutputError, PaperError
from litmine.export import write_run
from litmine.geometry import Box
from litmine.records import Flag
from litmine.report import explain, picture, write_report
from litmine.report.annotated import highlights
from litmine.report.explain import parse_bbox
from litmine.report.html import render_report
from papers_by_hand import cell_anchor, diff_flag, make_paper

VOID = {"meta", "img", "input", "br", "link"}


class Page(HTMLParser):
    """What a browser would make of the page: elements with their attributes, visible text, and whether the tags nest."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements, self.open, self.text = [], [], ""
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close the innermost element, which must be of this kind."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Collect what a reader sees."""
        if "script" not in self.open and "style" not in self.open:
            self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict]:
        """The attributes of every element of a kind whose attributes have the wanted words."""
        return [a for t, a in self.elements if t == tag and all(v in (a.get(k) or "").split() for k, v in wanted.items())]


@pytest.fixture
def paper(tmp_path):
    """The invented paper, drawn."""
    return make_paper(tmp_path / "nova.pdf")


@pytest.fixture
def paths(tmp_path, paper):
    """Where the invented paper lies."""
    return {paper.document.source.sha256: tmp_path / "nova.pdf"}


@pytest.fixture
def page(tmp_path, paper, paths):
    """The report over the invented paper and one flag of the comparison, parsed."""
    path = write_report([paper], [diff_flag(paper.document)], tmp_path / "out", paper_paths=paths, curated_name="devices.csv")
    return Page(path.read_bytes())


def test_page_nests_and_loads_nothing(page):
    """Every tag is closed; nothing is fetched from outside, and no address but anchors and the annotated copy is linked."""
    assert page.open == []
    assert page.all("link") == []
    assert all("src" not in a for a in page.all("script"))
    assert all(a["src"].startswith("data:image/png;base64,") for a in page.all("img"))
    assert {re.sub(r"#.*", "", a["href"]) for a in page.all("a")} == {"", "annotated/nova.pdf"}


def test_paper_text_is_never_markup(tmp_path, paths, paper):
    """Markup in a title, a subject, a quote, a curated cell or a file name stays text."""
    evil = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    source = replace(paper.document.source, title=evil, file_name="a<svg onload=x>.pdf")
    flag = replace(diff_flag(paper.document), message=evil, subject=evil, cause=evil, expected=evil, code="a<b", metric=evil)
    flag = replace(
        flag, evidence=(replace(flag.evidence[0], text=evil, column=evil, file=evil), cell_anchor(paper.document, 3, 0))
    )
    device = replace(paper.devices[0], label=evil, colour=evil, original=evil)
    measured = tuple(replace(m, subject=evil, metric="<i>") for m in paper.measurements)
    device = replace(device, measurements=tuple(m.id for m in measured))
    hostile = replace(
        paper,
        document=replace(paper.document, source=source),
        flags=(flag,),
        devices=(device,),
        measurements=measured,
        domain=evil,
    )
    out = write_report([hostile], [], tmp_path / "out", paper_paths=paths, curated_name=evil)
    page = Page(out.read_bytes())
    assert page.open == []
    assert len(page.all("script")) == 1
    assert all(a["src"].startswith("data:") and "onerror" not in a for a in page.all("img"))
    assert page.all("svg") == []
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    assert page.text.count(evil) >= 6


def test_control_characters_are_replaced(paper, paths):
    """Bytes that HTML may not hold, and halves of surrogate pairs, do not reach the page."""
    flag = replace(paper.flags[1], message="a\x00b\x1bc\ud800d")
    page = render_report([paper], [flag], paper_paths=paths, annotated={}).decode("utf-8")
    assert "a\ufffdb\ufffdc\ufffdd" in page


def test_script_is_the_only_one_allowed(page):
    """The page forbids any script but its own, by digest, and any connection."""
    (policy,) = [a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'", policy)


def test_flags_stand_by_severity_with_both_sides(page, paper):
    """The gravest flag is first; each shows a picture per printed place, and the curated cell as a small table."""
    cards = [a for tag, a in page.elements if "card" in (a.get("class") or "").split()]
    assert [a["data-severity"] for a in cards] == ["error", "warning", "info"]
    assert cards[0]["id"] == f"flag-{paper.flags[1].id}"
    # two sides of the mismatch, one of the comparison, one of the gap, and the table that was not read
    assert len(page.all("img")) == 5
    assert len(page.all("table", **{"class": "curated"})) == 1
    for words in ("devices.csv", "EQE (%)", "20.48", "row above", "Table 1, row 1, col 1", "table-text-mismatch"):
        assert words in page.text


def test_flagged_cells_lead_to_their_flag(page, paper):
    """A device's value on which a flag lies is marked and links to it; the others are not."""
    links = [a["href"] for a in page.all("a") if a.get("aria-label")]
    assert links == [f"#flag-{paper.flags[1].id}", f"#flag-{diff_flag(paper.document).id}"]
    ids = {a["id"] for _, a in page.elements if "id" in a}
    assert {link.removeprefix("#") for link in links} <= ids


def test_a_flag_marks_its_own_metric_only(paper, paths):
    """Two numbers may stand in one cell; a flag on the one does not mark the other."""
    flag = replace(paper.flags[1], metric="CE")
    page = Page(render_report([paper], [flag], paper_paths=paths, annotated={}))
    assert [a for a in page.all("a") if a.get("aria-label")] == []


def test_columns_nobody_fills_are_left_out(page, paper, paths):
    """Colour, process and original have a column where some device states them, and none where no device does."""
    assert page.text.count("spin-coated") == 1
    silent = tuple(replace(d, colour="unstated", process="unstated", original="") for d in paper.devices)
    bare = Page(render_report([replace(paper, devices=silent)], [], paper_paths=paths, annotated={}))
    headings = bare.all("th", scope="col")
    assert len(headings) == len(page.all("th", scope="col")) - 3


def test_receipt_tells_what_was_not_read(page):
    """Coverage is said in numbers, and every unread table and page with its reason."""
    for words in ("the table is a picture", "Table 2. A picture of a table.", "it has no text layer", "1 of 2"):
        assert words in page.text


def test_receipt_has_a_row_for_each_table(page):
    """Each table that was read says its size, who read it, its numbers, and the columns no metric of the domain explains."""
    assert "Each table that was read" in page.text
    row = page.text.split("Each table that was read")[1].split("Seen and not read")[0]
    assert "".join(row.split()).endswith("Table1nova.pdf14×4itslayout810Area(mm^2)")


def test_budget_is_said(paper, paths):
    """Beyond the budget the quote stands for the picture, and the page says how many were left out."""
    page = Page(render_report([paper], paper.flags[::-1], paper_paths=paths, annotated={}, max_crops=1))
    assert len(page.all("img")) == 1
    assert "3 further places show the quote alone" in page.text
    assert "The NovaTPD device reached an EQE of 25.0% and a luminance" in page.text


def test_text_source_shows_sentences(tmp_path):
    """Without pages there are no pictures: the quote is marked within its sentence."""
    paper = make_paper(None, file_name="nova.md")
    content = write_report([paper], [], tmp_path, paper_paths={paper.document.source.sha256: tmp_path / "nova.md"}).read_bytes()
    page = Page(content)
    assert page.all("img") == []
    assert b"reached an EQE of <mark>25.0%</mark> and a luminance" in content
    assert "p. 1" not in page.text.split("Not read")[0]
    assert not (tmp_path / "annotated").exists()


def test_report_without_anything(tmp_path):
    """No paper, no flag, no device is still a page."""
    page = Page(write_report([], [], tmp_path, paper_paths={}).read_bytes())
    assert page.open == []
    assert "Nothing disagrees" in page.text


def test_paper_that_has_gone_is_said(tmp_path, paper):
    """A paper whose file has gone keeps its place with quotes, and the page says why there are no pictures."""
    paths = {paper.document.source.sha256: tmp_path / "gone.pdf"}
    page = Page(write_report([paper], [], tmp_path / "out", paper_paths=paths).read_bytes())
    assert page.all("img") == []
    assert "gone.pdf: cannot be opened" in page.text
    assert "25.0%" in page.text


def test_page_is_the_same_twice(tmp_path, paper, paths):
    """The same records give the same page, in whatever order they come."""
    one = write_report([paper], [diff_flag(paper.document)], tmp_path / "a", paper_paths=paths).read_bytes()
    shuffled = replace(paper, flags=paper.flags[::-1], devices=paper.devices[::-1])
    two = write_report([shuffled], [diff_flag(paper.document), *paper.flags], tmp_path / "b", paper_paths=paths).read_bytes()
    assert one == two


def test_annotated_copy_holds_values_and_flags(tmp_path, page, paper):
    """Every place of a number is highlighted, every flag noted where it is printed, and listed once in the outline."""
    with pymupdf.open(tmp_path / "out" / "annotated" / "nova.pdf") as document:
        found = [(a.type[1], a.info["title"], a.info["content"]) for p in document for a in p.annots()]
        toc = document.get_toc()
    marks = [text for kind, _, text in found if kind == "Highlight"]
    values = [text for text in marks if ", id " in text]
    assert len(values) == len(paper.measurements)
    assert len(marks) == len(values) + 1  # the caption of the table that was not read
    assert any(text.startswith("L_max = >5000 cd/m2\nNovaTPD") for text in values)
    noted = [title for kind, title, _ in found if kind == "Text"]
    assert sorted(noted) == sorted(
        ["litmine error: table-text-mismatch"] * 2 + ["litmine warning: value-mismatch", "litmine info: table-is-image"]
    )
    assert [entry[1] for entry in toc] == [
        "litmine: 3 flags",
        "error: table-text-mismatch, NovaTPD EQE",
        "warning: value-mismatch, TPD-x2 EQE",
        "info: table-is-image",
    ]


def test_values_of_one_place_share_a_highlight(paper):
    """Two records read at one place are one highlight with both in its pop-up."""
    both = (paper.measurements[0], replace(paper.measurements[0], metric="CE"))
    (highlight,) = highlights(both)
    assert highlight.text.count("= 25 %") == 2


def test_annotated_names_do_not_clash(tmp_path):
    """Two PDFs with one stem each get a copy of their own."""
    one = make_paper(tmp_path / "a.pdf", file_name="a.pdf")
    two = make_paper(tmp_path / "b.pdf", file_name="a.PDF")
    two = replace(
        two, document=replace(two.document, source=replace(two.document.source, sha256="ee" * 32)), flags=(), measurements=()
    )
    write_report([one, two], [], tmp_path, paper_paths={"ab" * 32: tmp_path / "a.pdf", "ee" * 32: tmp_path / "b.pdf"})
    assert (
        len({p.name.lower() for p in (tmp_path / "annotated").iterdir()} | {p.name for p in (tmp_path / "annotated").iterdir()})
        >= 2
    )


def test_flag_without_a_place(paper, paths):
    """A flag of the run as a whole, without evidence or paper, is shown."""
    flag = Flag("missing-in-corpus", "diff", "warning", "devices.csv", "Nothing in the papers matches this row.")
    page = Page(render_report([paper], [flag], paper_paths=paths, annotated={}))
    assert "Nothing in the papers matches this row." in page.text


@pytest.fixture
def run(tmp_path, paper, paths):
    """The folder of a run over the invented paper."""
    write_run([paper], tmp_path / "out", flags=[diff_flag(paper.document)], paper_paths=paths)
    return tmp_path / "out"


def test_explain_a_measurement(run, paper):
    """A measurement is told with its quote, its place and its source, and its picture marks it."""
    measured = paper.measurements[3]
    found = explain(run, measured.id)
    assert found.text.splitlines()[0] == "NovaTPD: EQE = 20.5 %"
    assert "nova.pdf, p. 1, Table 1, row 1, col 1 (table)" in found.text
    assert (found.kind, found.page, len(found.wash), len(found.around)) == ("measurement", 1, 4, 4)
    (box,) = measured.evidence[0].boxes
    assert found.boxes[0].x0 == pytest.approx(box.x0, abs=0.01)
    assert picture(found).startswith(b"\x89PNG")


def test_explain_a_range(run, paper):
    """A range is told with both ends."""
    assert explain(run, paper.measurements[4].id).text.startswith("NovaTPD: EL_peak = 630 to 650 nm\n")


def test_explain_a_flag_by_the_beginning_of_its_id(run, paper):
    """A flag is told with both sides; the beginning of an id is enough."""
    found = explain(run, paper.flags[1].id[:7].upper())
    assert found.id == paper.flags[1].id
    assert 'evidence b  p. 1: "25.0%" in' in found.text
    assert found.boxes


def test_explain_a_device_has_no_picture(run, paper):
    """A device has no place of its own."""
    found = explain(run, paper.devices[1].id)
    assert "EQE [%]     20.5" in found.text
    assert picture(found) is None


def test_explain_after_the_paper_has_gone(run, paper, tmp_path):
    """Without the PDF the words remain, and the picture is one clear error."""
    (tmp_path / "nova.pdf").unlink()
    found = explain(run, paper.measurements[3].id)
    with pytest.raises(PaperError, match="cannot be opened"):
        picture(found)


@pytest.mark.parametrize("wanted", ["ffffffffffff", "ab", "", "../x"])
def test_explain_what_is_not_there(run, wanted):
    """An unknown id is one clear error, and so is one too short to mean anything."""
    with pytest.raises(OutputError, match="holds no record"):
        explain(run, wanted)


def test_explain_an_ambiguous_beginning(run):
    """Two records that begin so are not guessed between."""
    content = (run / "flags.csv").read_text(encoding="utf-8")
    ids = re.findall(r"^([0-9a-f]{12}),", content, re.M)
    (run / "flags.csv").write_text(content.replace(ids[0], "abcd00000000").replace(ids[1], "abcd11111111"), encoding="utf-8")
    with pytest.raises(OutputError, match="2 records that begin with"):
        explain(run, "abcd")


def test_explain_without_a_run(tmp_path):
    """A folder without a run is named, with what to do."""
    with pytest.raises(OutputError, match="holds no run; run `litmine run` first"):
        explain(tmp_path, "abcdabcdabcd")


def test_bbox_goes_round(run):
    """The boxes of a bbox column are those that were written."""
    assert parse_bbox(3, "1.00 2.00 3.50 4.25;5.00 6.00 7.00 8.00") == (Box(3, 1, 2, 3.5, 4.25), Box(3, 5, 6, 7, 8))
    assert parse_bbox(1, "") == ()
