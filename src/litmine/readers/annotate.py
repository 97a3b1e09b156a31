"""A copy of a PDF with its evidence: highlights on extracted values, notes at flags, an outline of the flags."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pymupdf

from litmine.errors import PaperError
from litmine.files import write_atomic
from litmine.geometry import Box
from litmine.readers.render import CONTEXT, open_pdf, page_at
from litmine.records import SEVERITIES, Severity

_VALUE_COLOUR = (0.74, 0.87, 0.97)
SEVERITY_COLOURS: dict[Severity, tuple[float, float, float]] = {
    "error": (0.98, 0.62, 0.60),
    "warning": (1.0, 0.84, 0.45),
    "info": (0.80, 0.86, 0.78),
}
_NOTE_SIZE = 20.0
_DATE = "D:20000101000000Z"  # one date for all annotations: the same input gives the same file


@dataclass(frozen=True, slots=True)
class Highlight:
    """A quiet mark on an extracted value; ``text`` is what its pop-up says."""

    boxes: tuple[Box, ...]
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A flag at one of its places: a note with ``text``, a mark in the colour of its severity, an entry of the outline.

    ``page`` counts from 1; without ``boxes`` the note stands at the top of the page. ``outline`` "" makes no entry.
    """

    page: int
    boxes: tuple[Box, ...]
    severity: Severity
    title: str
    text: str
    outline: str = ""


def annotate(path: Path, highlights: Sequence[Highlight], notes: Sequence[Note], out: Path) -> None:
    """Write a copy of the PDF to ``out``: a quiet mark on every highlight, a mark in the colour of its severity and a note in
    the margin beside it for every flag, and an outline entry per note that has one, after the outline the paper had.

    A place with several records has one mark, whose pop-up tells them all. The same input gives the same bytes. Raises
    PaperError where the PDF cannot be read or marked, OutputError where ``out`` cannot be written.
    """
    document = open_pdf(path)
    notes = [n for n in notes if n.boxes or _opens(document, n.page)]
    try:
        for boxes, mark in _marks(highlights, notes).items():
            for number in sorted({b.page for b in boxes}):
                _draw_mark(page_at(document, number, path), [b for b in boxes if b.page == number], mark)
        taken: set[tuple[int, float, int]] = set()
        for note in notes:
            _stick(page_at(document, note.page, path), note, taken)
        _outline(document, notes)
        content = document.tobytes(garbage=3, deflate=True, no_new_id=True)
    except PaperError:
        raise
    except Exception as error:  # the library's errors have no common base
        raise PaperError(f"cannot be annotated ({error})", where=path.name) from error
    finally:
        document.close()
    write_atomic(out, content)


def _opens(document: pymupdf.Document, number: int) -> bool:
    """False for a page that the file announces and does not hold: what is noted on it must not cost the notes on the others."""
    if not 1 <= number <= document.page_count:
        return True  # no page of this paper: the caller's error, named where it is drawn
    try:
        return document[number - 1] is not None
    except Exception:  # the library's errors have no common base
        return False


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is drawn over some boxes; ``severity`` None for a value without a flag."""

    severity: Severity | None
    title: str
    text: str


def _marks(highlights: Sequence[Highlight], notes: Sequence[Note]) -> dict[tuple[Box, ...], _Mark]:
    """One mark per place: two on one another would blend to a colour that means nothing. The gravest flag gives the colour."""
    found = {h.boxes: _Mark(None, h.title, h.text) for h in highlights if h.boxes}
    for note in notes:
        before = found.get(note.boxes)
        if not note.boxes:
            continue
        mark = _Mark(note.severity, note.title, note.text)
        if before is not None:
            graver = before.severity is not None and SEVERITIES.index(before.severity) <= SEVERITIES.index(note.severity)
            gravest = before if graver else mark
            mark = _Mark(gravest.severity, gravest.title, f"{before.text}\n\n{note.text}")
        found[note.boxes] = mark
    return found


def _draw_mark(page: pymupdf.Page, boxes: Sequence[Box], mark: _Mark) -> None:
    quads = [pymupdf.Rect(b.x0, b.y0, b.x1, b.y1).quad * page.derotation_matrix for b in boxes if b.area > 0]
    if quads:
        drawn = page.add_highlight_annot(quads=quads)
        drawn.set_colors(stroke=SEVERITY_COLOURS[mark.severity] if mark.severity else _VALUE_COLOUR)
        _sign(drawn, mark.title, mark.text)


def _stick(page: pymupdf.Page, note: Note, taken: set[tuple[int, float, int]]) -> None:
    """Put a note at the height of its first box, in the nearer margin of the page so that it hides no text; one that would
    hide another stands lower."""
    first = next((b for b in note.boxes if b.page == note.page), None)
    left, right = 4.0, page.rect.width - _NOTE_SIZE - 2
    x, y = (left if first.centre[0] < page.rect.width / 2 else right, first.centre[1] - _NOTE_SIZE / 2) if first else (left, 8.0)
    y = min(max(y, 2.0), page.rect.height - _NOTE_SIZE)
    while (note.page, x, round(y / 8)) in taken and y < page.rect.height - _NOTE_SIZE:
        y += 8.0
    taken.add((note.page, x, round(y / 8)))
    stuck = page.add_text_annot(pymupdf.Point(x, y) * page.derotation_matrix, note.text, icon="Note")
    stuck.set_colors(stroke=SEVERITY_COLOURS[note.severity])
    _sign(stuck, note.title, note.text)


def _sign(annotation: pymupdf.Annot, title: str, text: str) -> None:
    annotation.set_info(title=title, content=text, creationDate=_DATE, modDate=_DATE)
    annotation.update()


def _outline(document: pymupdf.Document, notes: Sequence[Note]) -> None:
    """Add the notes to the outline under one heading, in the order of their severity."""
    listed = sorted((n for n in notes if n.outline), key=lambda n: SEVERITIES.index(n.severity))
    if not listed:
        return
    ours: list[list] = [[1, f"litmine: {len(listed)} flag{'s' * (len(listed) > 1)}", listed[0].page]]
    for note in listed:
        page = document[note.page - 1]
        top = next((b.y0 for b in note.boxes if b.page == note.page), 0.0)
        entry: list = [2, note.outline, note.page]
        if page.rotation == 0:
            entry.append({"kind": pymupdf.LINK_GOTO, "to": pymupdf.Point(0, max(top - CONTEXT, 0)), "page": note.page - 1})
        ours.append(entry)
    for before in (lambda: document.get_toc(simple=False), lambda: document.get_toc(simple=True), list):
        try:
            document.set_toc(_levelled(before()) + ours)
            return
        except Exception:  # a damaged outline: keep less of it rather than lose ours
            continue


def _levelled(entries: Sequence[list]) -> list[list]:
    """Outline entries whose levels start at 1 and never rise by more than one, as the library demands."""
    kept = [list(e) for e in entries]
    if kept:
        kept[0][0] = 1
    for before, after in pairwise(kept):
        after[0] = max(1, min(after[0], before[0] + 1))
    return kept
