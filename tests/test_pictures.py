"""Where figures are on a page, what the gate before the layout model makes of them, and that reading leaves no cycles behind."""

import gc

import pymupdf
import pytest

from litmine.errors import PaperError
from litmine.readers.glyphs import page_glyphs
from litmine.readers.pdf import no_tables, read_pdf
from litmine.readers.pictures import figure_areas
from litmine.readers.table_gate import may_hold_table, rules_of


@pytest.fixture
def page():
    """An empty page."""
    with pymupdf.open() as pdf:
        yield pdf.new_page(width=595, height=842)


def squares(page, x, y, columns, rows, step=6.0):
    """Small squares side by side, each a path of its own."""
    for i in range(columns):
        for j in range(rows):
            page.draw_rect((x + i * step, y + j * step, x + i * step + 4, y + j * step + 4), color=(0, 0, 1))


def covers(area, x0, y0, x1, y1):
    """Whether an area is a rectangle, give or take two cells of the grid it is measured in."""
    return max(abs(a - b) for a, b in zip((area.x0, area.y0, area.x1, area.y1), (x0, y0, x1, y1), strict=True)) <= 16


def test_image_is_a_figure(page):
    """An image of some size is one; one of the whole page is its ground."""
    grey = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 20, 20))
    grey.clear_with(128)
    page.insert_image((100, 200, 300, 350), pixmap=grey)
    page.insert_image((0, 0, 595, 842), pixmap=grey, keep_proportion=False)
    (area,) = figure_areas(page, 3)
    assert area.page == 3
    assert covers(area, 125, 200, 275, 350)


@pytest.mark.parametrize(("rows", "found"), [(4, 1), (2, 0)])
def test_forty_paths_are_a_figure(page, rows, found):
    """Fifty small paths in one place are a figure, twenty-five are not."""
    squares(page, 100, 200, 13, rows, step=14)
    assert len(figure_areas(page, 1)) == found


def test_rules_and_shading_are_no_figure(page):
    """The rules of a table and the bars behind its rows."""
    for i in range(50):
        page.draw_line((60, 100 + 12 * i), (500, 100 + 12 * i), width=0.5)
        page.draw_rect((60, 100 + 12 * i, 500, 110 + 12 * i), color=None, fill=(0.9, 0.9, 0.9))
    assert figure_areas(page, 1) == ()


def test_crowded_figure_does_not_hide_what_is_drawn_beside_it(page):
    """Where very many paths are drawn not all are measured: what is drawn elsewhere among them is found all the same."""
    for k in range(20):
        squares(page, 60, 100, 12, 12)
        squares(page, 60 + 40 * (k % 5), 400 + 12 * (k // 5), 12, 2, step=14)
    crowd, beside = figure_areas(page, 1)
    assert covers(crowd, 60, 100, 132, 172)
    assert covers(beside, 60, 400, 378, 454)


def test_places_are_of_the_page_as_shown(page):
    """On a page that is rotated by 90 degrees the figure stands where the reader of the page sees it."""
    squares(page, 100, 200, 20, 10)
    page.set_rotation(90)
    (area,) = figure_areas(page, 1)
    assert covers(area, 842 - 260, 100, 842 - 200, 220)


def test_head_and_foot_rule_do_not_open_the_gate(page):
    """Two columns of prose between two rules of one width are no table; rows of cells between them are."""
    for y in (60, 780):
        page.draw_line((60, y), (540, y))
    text = "Nothing on this page is a table, it only runs between a rule at its head and one at its foot. " * 9
    for x in (60, 310):
        page.insert_textbox((x, 80, x + 230, 700), text, fontsize=9)
    assert not may_hold_table(page_glyphs(page), rules_of(page))
    page.draw_line((60, 640), (540, 640))
    for i in range(3):
        page.insert_text((70, 660 + 12 * i), f"layer {i}")
        page.insert_text((400, 660 + 12 * i), f"{i}.5")
    assert may_hold_table(page_glyphs(page), rules_of(page))


def test_lettering_of_axes_does_not_open_the_gate(page):
    """The numbers beside two plots stand in rows and columns, as those of a table without rules do."""
    for i in range(8):
        for x in (80, 230, 330, 480):
            page.insert_text((x, 100 + 20 * i), f"0.{9 - i}", fontsize=7)
    assert may_hold_table(page_glyphs(page), (), lambda: figure_areas(page, 1))
    squares(page, 96, 92, 22, 24)
    squares(page, 346, 92, 22, 24)
    assert not may_hold_table(page_glyphs(page), (), lambda: figure_areas(page, 1))


def test_collector_rests_only_while_a_paper_is_read():
    """Python's collector of cycles is on again after a paper, and after one that cannot be read; there was nothing to collect."""
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 100), "A line of text.")
        data = pdf.tobytes()
    seen = []

    def watch(*arguments):
        seen.append(gc.isenabled())
        return (), ()

    read_pdf(data, "a.pdf", find_tables=watch)
    assert seen == [False]
    assert gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        read_pdf(data, "a.pdf", find_tables=no_tables)
        assert gc.collect() == 0
        assert not gc.isenabled()
    finally:
        gc.enable()
    with pytest.raises(PaperError):
        read_pdf(b"no PDF", "b.pdf")
    assert gc.isenabled()
