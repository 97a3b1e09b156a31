"""What could not be read is said, once, and with its place."""

from dataclasses import replace

import pytest

from litmine.checks import reading
from litmine.document import Page, Unread
from litmine.geometry import Box
from litmine.linking import Linked
from litmine.tagging import Tagged
from papers_by_hand import make_document


def flags(document):
    """The reading flags of a document; they hang on nothing but the document."""
    return list(reading.check(document, Tagged((), ()), Linked((), (), (), ()), None))


def test_a_table_that_is_a_picture():
    """The caption is the evidence, and the message names table and reason."""
    (flag,) = flags(make_document(None))
    assert (flag.code, flag.stage, flag.severity, flag.subject) == ("table-is-image", "read", "warning", "Table 2")
    assert flag.anchors[0].quote.startswith("Table 2")
    assert "image" in flag.message


@pytest.mark.parametrize("reason", ["no-grid", "page-too-large"])
def test_a_table_without_a_grid(reason):
    """A table without label or caption is placed by its box."""
    box = Box(3, 10, 20, 30, 40)
    (flag,) = flags(replace(make_document(None), unread=(Unread(3, reason, "", None, box),)))
    assert (flag.code, flag.anchors[0].page, flag.anchors[0].boxes) == ("ragged-table", 3, (box,))


def test_pages_without_text():
    """One page of several is an info that names it; all pages are a scan and an error."""
    whole = replace(make_document(None), unread=())
    assert flags(whole) == []
    pages = (Page(1, 600, 800, 1200), Page(2, 600, 800, 0), Page(3, 600, 800, 0))
    (flag,) = flags(replace(whole, pages=pages))
    assert (flag.code, flag.severity, flag.anchors[0].page) == ("no-text-layer", "info", 2)
    assert "2, 3" in flag.message
    (flag,) = flags(replace(whole, pages=pages[1:]))
    assert (flag.code, flag.severity) == ("no-text-layer", "error")
