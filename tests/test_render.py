"""Crops and annotated copies, checked in pixels and in the annotations of the copy."""

from pathlib import Path

import pymupdf
import pytest

from litmine.errors import PaperError
from litmine.geometry import Box
from litmine.readers.annotate import Highlight, Note, annotate
from litmine.readers.render import crop

YELLOW, WASH = (255, 208, 74), (255, 248, 214)


def draw(path: Path, *, rotation: int = 0, toc: bool = False, far: float = 120.0) -> Path:
    """Two words far apart, each on a page of its own kind, turned as asked."""
    document = pymupdf.open()
    page = document.new_page(width=300, height=500)
    page.insert_text((50, 60), "left word", fontsize=12)
    page.insert_text((150, far), "other word", fontsize=12)
    page.set_rotation(rotation)
    document.new_page()
    if toc:
        document.set_toc([[1, "Introduction", 1], [2, "Lamps", 2]])
    document.save(path, no_new_id=True)
    return path


def box_of(path: Path, words: str) -> Box:
    """The box of a word on the page as shown."""
    with pymupdf.open(path) as document:
        page = document[0]
        r = page.search_for(words)[0]
        # search_for answers in the unturned page
        r = r * page.rotation_matrix if page.rotation else r
        return Box(1, r.x0, r.y0, r.x1, r.y1)


def pixels(png: bytes) -> tuple[pymupdf.Pixmap, set[tuple[int, ...]]]:
    """The picture and the colours in it."""
    pixmap = pymupdf.Pixmap(png)
    return pixmap, {tuple(pixmap.pixel(x, y)) for x in range(pixmap.width) for y in range(pixmap.height)}


def where(png: bytes, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """The rectangle round all pixels of a colour."""
    pixmap, _ = pixels(png)
    hits = [(x, y) for x in range(pixmap.width) for y in range(pixmap.height) if tuple(pixmap.pixel(x, y)) == colour]
    return min(x for x, _ in hits), min(y for _, y in hits), max(x for x, _ in hits), max(y for _, y in hits)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_crop_marks_the_word(tmp_path, rotation):
    """The mark lies on the word on a page as shown, however it is turned, and there is ink under it."""
    path = draw(tmp_path / "a.pdf", rotation=rotation)
    box = box_of(path, "left word")
    png = crop(path, [box], zoom=2)
    x0, y0, x1, y1 = where(png, YELLOW)
    assert abs((x1 - x0) - 2 * box.width) <= 6
    assert abs((y1 - y0) - 2 * box.height) <= 6
    pixmap, colours = pixels(png)
    marked = {tuple(pixmap.pixel(x, y)) for x in range(x0, x1) for y in range(y0, y1)}
    assert min(sum(c) for c in marked) < 150
    assert (255, 255, 255) in colours


def test_crop_does_not_touch_the_file(tmp_path):
    """The mark is in the picture alone."""
    path = draw(tmp_path / "a.pdf")
    before = path.read_bytes()
    assert YELLOW in pixels(crop(path, [box_of(path, "left word")]))[1]
    assert YELLOW not in pixels(crop(path, [box_of(path, "left word")], highlight=False))[1]
    assert path.read_bytes() == before


def test_crop_is_the_same_twice(tmp_path):
    """The same place gives the same bytes."""
    path = draw(tmp_path / "a.pdf")
    assert crop(path, [box_of(path, "left word")]) == crop(path, [box_of(path, "left word")])


def test_crop_washes_the_context(tmp_path):
    """The sentence is tinted, the quote marked more strongly, and both are in view."""
    path = draw(tmp_path / "a.pdf")
    left, other = box_of(path, "left word"), box_of(path, "other word")
    png = crop(path, [left], wash=[left, other])
    assert {YELLOW, WASH} <= pixels(png)[1]
    assert where(png, WASH)[3] > where(png, YELLOW)[3]


def test_crop_tears_out_what_lies_between(tmp_path):
    """Header and row far apart are joined by a torn edge, not by the page between."""
    path = draw(tmp_path / "a.pdf", far=450)
    png = crop(path, [box_of(path, "other word")], around=[box_of(path, "left word")], zoom=2)
    pixmap, colours = pixels(png)
    assert pixmap.height < 2 * 150
    assert (186, 192, 202) in colours


def test_crop_fetches_the_header_from_the_page_before(tmp_path):
    """A row on a page without a header is shown under the header of the page before."""
    path = draw(tmp_path / "a.pdf")
    row = Box(2, 50, 300, 120, 312)
    alone, headed = (pymupdf.Pixmap(crop(path, [row], around=around)) for around in ((), [box_of(path, "left word")]))
    assert headed.height > alone.height + 20
    dark = [y for y in range(headed.height) if min(sum(headed.pixel(x, y)) for x in range(headed.width)) < 200]
    assert dark
    assert max(dark) < headed.height - alone.height


@pytest.mark.parametrize("rotation", [0, 180])
def test_crop_spans_the_text_column(tmp_path, rotation):
    """Round one word the picture is as wide as the column the word stands in, on a turned page too."""
    document = pymupdf.open()
    page = document.new_page(width=300, height=500)
    page.insert_text((50, 60), "word and a long line that ends here", fontsize=12)
    page.set_rotation(rotation)
    document.save(tmp_path / "a.pdf")
    word, line = box_of(tmp_path / "a.pdf", "word"), box_of(tmp_path / "a.pdf", "word and a long line that ends here")
    assert pymupdf.Pixmap(crop(tmp_path / "a.pdf", [word], zoom=1)).width == pytest.approx(line.width + 12, abs=3)


def test_crop_cuts_no_line(tmp_path):
    """The edges of a picture fall between the lines of the text, whatever the margin."""
    document = pymupdf.open()
    page = document.new_page(width=300, height=500)
    for i in range(20):
        page.insert_text((50, 60 + 15 * i), "HHHH HHHH", fontsize=12)
    document.save(tmp_path / "a.pdf")
    words = [Box(1, *w[:4]) for w in page.get_text("words")]
    for margin in range(10, 40, 3):
        pixmap = pymupdf.Pixmap(crop(tmp_path / "a.pdf", [words[20]], margin=margin, highlight=False))
        edges = [sum(pixmap.pixel(x, y)) for x in range(pixmap.width) for y in (0, pixmap.height - 1)]
        assert min(edges) > 600, margin


def test_crop_is_capped(tmp_path):
    """A quote as tall as a page, asked for very large, stays a picture of bounded size."""
    path = draw(tmp_path / "a.pdf")
    pixmap = pymupdf.Pixmap(crop(path, [Box(1, 10, 10, 290, 490)], zoom=20))
    assert pixmap.width <= 1401
    assert pixmap.height <= 920


def test_crop_of_a_box_off_the_page(tmp_path):
    """A box outside the page is one clear error."""
    with pytest.raises(PaperError, match="cannot be drawn"):
        crop(draw(tmp_path / "a.pdf"), [Box(1, 10, 9000, 20, 9010)])


@pytest.mark.parametrize("page", [0, 3])
def test_crop_of_a_page_that_is_not_there(tmp_path, page):
    """A page that the file does not have is named."""
    with pytest.raises(PaperError, match=f"no page {page}"):
        crop(draw(tmp_path / "a.pdf"), [Box(page, 10, 10, 20, 20)])


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF", b"<html>%PDF</html>"])
def test_crop_of_what_is_no_pdf(tmp_path, content, capfd):
    """A file that is no PDF is told in one line, and nothing is printed on the side."""
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(PaperError):
        crop(tmp_path / "a.pdf", [Box(1, 10, 10, 20, 20)])
    assert capfd.readouterr() == ("", "")


def test_crop_needs_a_box(tmp_path):
    """Without a box there is nothing to draw."""
    with pytest.raises(ValueError, match="no boxes"):
        crop(draw(tmp_path / "a.pdf"), [])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_annotate_marks_and_notes(tmp_path, rotation):
    """A value is highlighted, a flag has its mark and its note, on the words on the page as shown."""
    path = draw(tmp_path / "a.pdf", rotation=rotation)
    value, flagged = box_of(path, "left word"), box_of(path, "other word")
    note = Note(1, (flagged,), "warning", "litmine warning: x", "It is odd.", "warning: x")
    annotate(path, [Highlight((value,), "litmine", "EQE = 20.5 %")], [note], tmp_path / "out" / "b.pdf")
    with pymupdf.open(tmp_path / "out" / "b.pdf") as document:
        page = document[0]
        assert {a.info[date] for a in page.annots() for date in ("creationDate", "modDate")} == {"D:20000101000000Z"}
        found = [(a.type[1], a.info["content"], a.rect * page.rotation_matrix) for a in page.annots()]
        assert [(kind, text) for kind, text, _ in found] == [
            ("Highlight", "EQE = 20.5 %"),
            ("Highlight", "It is odd."),
            ("Text", "It is odd."),
        ]
        for (_, _, rect), box in zip(found, (value, flagged), strict=False):
            assert rect.contains(pymupdf.Point(*box.centre))
        assert found[2][2].intersects(page.rect)
        assert document.get_toc() == [[1, "litmine: 1 flag", 1], [2, "warning: x", 1]]
        # The marks are drawn, too: the colour of a warning is on the page.
        shown = page.get_pixmap(clip=pymupdf.Rect(flagged.x0, flagged.y0, flagged.x1, flagged.y1))
        assert any(r > 240 and b < 160 for r, _, b in (shown.pixel(x, 2) for x in range(shown.width)))


def test_one_place_has_one_mark(tmp_path):
    """A value with two flags is marked once, in the colour of the gravest, and its pop-up tells all three."""
    path = draw(tmp_path / "a.pdf")
    boxes = (box_of(path, "left word"),)
    notes = [Note(1, boxes, "info", "mild", "B"), Note(1, boxes, "error", "grave", "C")]
    annotate(path, [Highlight(boxes, "litmine", "A")], notes, tmp_path / "b.pdf")
    with pymupdf.open(tmp_path / "b.pdf") as document:
        (mark,) = [a for a in document[0].annots() if a.type[1] == "Highlight"]
        assert (mark.info["title"], mark.info["content"]) == ("grave", "A\n\nB\n\nC")
        assert mark.colors["stroke"][0] > 0.9


def test_annotate_keeps_the_outline(tmp_path):
    """The paper's own outline stays in front; the gravest flag comes first in ours."""
    path = draw(tmp_path / "a.pdf", toc=True)
    notes = [Note(2, (), "info", "t", "a", "info: a"), Note(1, (), "error", "t", "b", "error: b"), Note(1, (), "error", "t", "c")]
    annotate(path, [], notes, tmp_path / "b.pdf")
    with pymupdf.open(tmp_path / "b.pdf") as document:
        toc = document.get_toc()
        assert len(list(document[0].annots())) == 2
    assert toc == [[1, "Introduction", 1], [2, "Lamps", 2], [1, "litmine: 2 flags", 1], [2, "error: b", 1], [2, "info: a", 2]]


def test_annotate_is_the_same_twice(tmp_path):
    """The same input gives the same bytes, so a rerun changes nothing."""
    path = draw(tmp_path / "a.pdf")
    note = Note(1, (box_of(path, "other word"),), "error", "t", "text", "error: x")
    for name in ("b.pdf", "c.pdf"):
        annotate(path, [Highlight((box_of(path, "left word"),), "t", "x")], [note, note], tmp_path / name)
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "c.pdf").read_bytes()


def test_notes_do_not_hide_each_other(tmp_path):
    """Two notes at one place stand one below the other."""
    path = draw(tmp_path / "a.pdf")
    box = box_of(path, "left word")
    annotate(path, [], [Note(1, (box,), "error", "t", words) for words in ("one", "two")], tmp_path / "b.pdf")
    with pymupdf.open(tmp_path / "b.pdf") as document:
        tops = [a.rect.y0 for a in document[0].annots() if a.type[1] == "Text"]
    assert tops[1] - tops[0] >= 8


def test_annotate_over_nothing_is_a_copy(tmp_path):
    """Without anything to mark the copy opens and has no outline."""
    annotate(draw(tmp_path / "a.pdf"), [], [], tmp_path / "b.pdf")
    with pymupdf.open(tmp_path / "b.pdf") as document:
        assert (document.page_count, document.get_toc()) == (2, [])
