"""What must hold on papers that nobody here wrote."""

from pathlib import Path

import pytest

from litmine.pipeline import analyse

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "papers"


@pytest.mark.parametrize("path", sorted(PAPERS.glob("*.pdf")) or [None], ids=lambda p: p.stem[:30] if p else "absent")
def test_every_measurement_is_where_it_says(path: Path | None, shared: Path):
    """Each number carries an anchor whose quote stands in the text at its span and on the page it names, and so does each flag."""
    paper = analyse(path)
    document = paper.document
    assert document.text
    anchors = [a for m in paper.measurements for a in m.evidence] + [a for f in paper.flags for a in f.anchors]
    for anchor in anchors:
        assert anchor.span.of(document.text) == anchor.quote
        assert 1 <= anchor.page <= document.source.n_pages
        for box in anchor.boxes:
            assert box.x0 <= box.x1
            assert box.y0 <= box.y1
    for m in paper.measurements:
        assert m.evidence
        assert m.evidence[0].quote
        assert m.quantity.low <= m.quantity.high
        assert m.citations == () or all(c.key for c in m.citations)
