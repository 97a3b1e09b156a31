"""Reading order of typeset pages: every paragraph comes out whole, word for word, and in its place."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litmine.document import Document
from litmine.readers.pdf import no_tables, read_pdf
from typeset_text import page, paragraph, pdf

CAPTION = "Figure 1. The drawing tells of (a) one lamp and of (b) another lamp and goes on in small letters about what the two have in"
GREY = "#rect(width: 100%, height: 110pt, fill: gray)"
NOTES = ("lamps were never dry at all", "ink of the second batch was kept cold", "plates had been washed with water")


def read(source: str) -> Document:
    """The typeset source as a document, without the search for tables."""
    return read_pdf(pdf(source), "typeset.pdf", find_tables=no_tables)


def paragraphs(n: int = 20) -> list[str]:
    """Paragraphs of 50 to 110 words."""
    return [paragraph(i, 50 + 15 * (i % 5)) for i in range(n)]


def check(document: Document, expected: list[str]) -> None:
    """Every paragraph is one block of the text, in the order they were written."""
    blocks = [b.span.of(document.text) for b in document.blocks if b.kind == "paragraph"]
    assert [t for t in blocks if t in expected] == expected


def in_column(place: str) -> str:
    """A figure in one column."""
    return f"#place({place}, float: true, [{GREY}\n#align(left)[#text(size: 8pt)[*Figure 1.* {CAPTION[10:]} common.]]])\n\n"


def full_width(place: str) -> str:
    """A figure over all columns."""
    return (
        f'#place({place}, scope: "parent", float: true, [{GREY}\n#align(left)[#text(size: 8pt)[*Figure 1.* {CAPTION[10:]} common.]]])\n\n'
    )


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns(columns):
    """One, two and three columns over several pages."""
    texts = paragraphs()
    check(read(page(columns) + "\n\n".join(texts)), texts)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.lists(st.integers(20, 160), min_size=8, max_size=20), st.sampled_from([1, 2]), st.booleans())
def test_paragraphs_of_any_length(lengths, columns, hyphenate):
    """Paragraphs of any length, with and without words broken at line ends, are read whole."""
    texts = [paragraph(i, n) for i, n in enumerate(lengths)]
    check(read(page(columns, hyphenate=hyphenate) + "\n\n".join(texts)), texts)


@pytest.mark.parametrize("place", ["top", "bottom", "auto"])
@pytest.mark.parametrize("figure", [in_column, full_width])
def test_floats_do_not_break_paragraphs(figure, place):
    """A figure in a column or over all of them stands between the halves of a paragraph; its caption is one block."""
    texts = paragraphs()
    document = read(page(2) + "\n\n".join([*texts[:7], figure(place), *texts[7:]]))
    check(document, texts)
    (found,) = document.figures
    assert found.panels == ("a", "b")
    assert found.caption.of(document.text) == f"{CAPTION} common."


def test_footnotes_stand_apart():
    """Notes under one column or both do not come between the halves of a paragraph."""
    texts = paragraphs()
    marked = {i: texts[i].replace(".", f".#footnote[The {note}, we were told.]", 1) for i, note in zip((3, 6, 9), NOTES, strict=True)}
    document = read(page(2) + "\n\n".join(marked.get(i, t) for i, t in enumerate(texts)))
    check(document, [t for i, t in enumerate(texts) if i not in marked])
    notes = [b.span.of(document.text) for b in document.blocks if b.kind == "footnote"]
    assert [any(note in t for t in notes) for note in NOTES] == [True] * 3


def test_line_numbers_heads_and_page_numbers_are_no_text():
    """A manuscript's line numbers and a journal's running heads are set apart."""
    texts = paragraphs(14)
    check(read('#set par.line(numbering: "1")\n' + page(1) + "\n\n".join(texts)), texts)
    head = "header: [Journal of Lamps 12 (2031) 104 #h(1fr) A. Doe et al.], footer: align(center, context counter(page).display())"
    document = read(page(2, rules=head) + "\n\n".join(texts))
    check(document, texts)
    assert {"A. Doe et al.", "1", "2"} <= {b.span.of(document.text) for b in document.blocks if b.kind == "furniture"}


def test_author_line_without_an_end_does_not_stop_paragraphs_from_going_on():
    """A line of larger type that ends without a full stop stands before the text; paragraphs still run over columns."""
    texts = paragraphs()
    front = '#place(top, scope: "parent", float: true, [#align(left)[#text(size: 18pt)[Printed lamps and the ageing of their inks]\n\n'
    front += "#text(size: 11pt)[Ada Doe, Bo Roe and Cy Poe]]])\n"
    document = read(page(2) + front + "\n\n".join(texts))
    assert document.source.title == "Printed lamps and the ageing of their inks"
    check(document, texts)


def test_text_without_a_title_has_none():
    """A paragraph in the size of the text is no title."""
    texts = paragraphs(6)
    document = read(page(2) + "\n\n".join(texts))
    assert document.source.title == ""
    check(document, texts)


def test_equations_stand_apart_from_the_sentence_they_interrupt():
    """A displayed equation is a block of its own; the sentence that it interrupts goes on below it."""
    texts = paragraphs(12)
    equation = "\n\n$ E = (h c) / lambda + sum_(i=1)^n x_i^2 , $\n\n"
    source = "\n\n".join(f"{t} It is given by{equation}where the sum runs over lamp {i}." for i, t in enumerate(texts))
    document = read(page(2) + source)
    for i, t in enumerate(texts):
        assert f"{t} It is given by where the sum runs over lamp {i}." in document.text
    assert sum(b.span.of(document.text).startswith("E = ") or "E =" in b.span.of(document.text) for b in document.blocks) == len(texts)


def test_list_at_the_foot_of_both_columns_is_read_after_the_text():
    """Small type that begins at one height at the foot of both columns, under a rule, does not cut the text of the columns."""
    texts = [paragraph(i, 75) for i in range(7)]
    entries = [f"A. Doe and B. Roe, J. Lumin. {n}, 1{n}7 (20{n})." for n in range(10, 22)]
    cells = []
    for first in (0, 6):
        listed = (f"#super(typographic: false)[{n + 1}] {entries[n]}" for n in range(first, first + 6))
        cells.append(f"[#set par(first-line-indent: 0pt)\n{chr(10).join(e + chr(10) for e in listed)}]")
    upper = f"#box(height: 420pt, columns(2, gutter: 18pt)[{chr(10).join(t + chr(10) for t in texts)}])\n\n"
    lower = f"#v(24pt)\n#set text(size: 8pt)\n#grid(columns: (1fr, 1fr), column-gutter: 18pt, {', '.join(cells)})"
    document = read(page(1, rules="margin: 60pt") + upper + lower)
    check(document, texts)
    refs = [b.span.of(document.text) for b in document.blocks if b.kind == "reference"]
    assert [re.sub(r"^\^\d+ ", "", t) for t in refs] == entries


def test_caption_whose_last_line_is_short_keeps_it():
    """The last line of a caption over both columns, which stands in one of them alone, and one at a double distance, belong to it."""
    texts = paragraphs()
    wide = f"*Figure 1.* {CAPTION[10:]} common."
    for size, leading in (("8pt", "0.65em"), ("9pt", "1.25em")):
        figure = f"[{GREY}\n#align(left)[#set par(justify: true, leading: {leading})\n#text(size: {size})[{wide}]]]"
        document = read(page(2) + "\n\n".join([*texts[:7], f'#place(top, scope: "parent", float: true, {figure})\n', *texts[7:]]))
        assert [f.caption.of(document.text) for f in document.figures] == [f"{CAPTION} common."]
