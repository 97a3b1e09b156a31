"""What people changed in the curated table between runs, and what they decided on flags."""

import pytest

from litmine.curated import read_curated
from litmine.decisions import read_decisions, settled
from litmine.domain import load_domain
from litmine.errors import CuratedError
from litmine.history import History, continued, load_history, save_history
from litmine.records import Flag

HEADER = "device,EQE (%),first author,year\n"


@pytest.fixture
def rows(tmp_path):
    """Reads the rows of a curated table of the given lines."""

    def read(*lines):
        path = tmp_path / "devices.csv"
        path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
        return read_curated(path, load_domain("qled")).rows

    return read


def test_a_changed_cell_is_remembered_for_good(rows, tmp_path):
    """The row as it was stays in the history, over later runs and through the file."""
    history = continued(History(), rows("X,12.4,A. Abel,2019", "Y,9.8,B. Bebel,2020"))
    history = continued(history, rows("X,13.7,A. Abel,2019", "Y,9.8,B. Bebel,2020"))
    assert [[v.text for r in change for v in r.values] for change in history.replaced] == [["12.4"]]
    save_history(history, tmp_path / "kept" / "history.json")
    history = continued(load_history(tmp_path / "kept" / "history.json"), rows("X,13.7,A. Abel,2019"))
    assert [[r.subject for r in change] for change in history.replaced] == [["X"], ["Y"]]


def test_a_row_added_above_is_no_change(rows):
    """Only what a row says counts, not the line on which it stands."""
    history = continued(History(), rows("X,12.4,A. Abel,2019"))
    assert continued(history, rows("W,1.1,C. Cebel,2018", "X,12.4,A. Abel,2019")).replaced == ()


def test_a_history_that_cannot_be_read_is_an_empty_one(tmp_path):
    """A missing or a damaged file means that nothing is known of earlier runs."""
    assert load_history(tmp_path / "none.json") == History()
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    assert load_history(tmp_path / "bad.json") == History()


def test_the_last_decision_is_a_flags_status(tmp_path):
    """A dismissed flag is dismissed while its id stays; a later decision takes the place of an earlier one."""
    flag, other = (Flag("missing-row", "check", "info", "d", "m", subject=s) for s in "XY")
    path = tmp_path / "decisions.csv"
    path.write_text(
        "flag_id,decision,file,line,column,old,new,evidence\n"
        f"{flag.id},accepted,devices.csv,2,EQE (%),1,2,\n"
        f"{flag.id},dismissed,,,,,,not a device\n",
        encoding="utf-8",
    )
    found = settled([flag, other], read_decisions(path))
    assert [(f.subject, f.status, f.id == g.id) for f, g in zip(found, (flag, other), strict=True)] == [
        ("X", "dismissed", True),
        ("Y", "open", True),
    ]


@pytest.mark.parametrize("line", ["", "two", "²"])
def test_an_accepted_value_needs_its_line(line, tmp_path):
    """Without a line nobody knows which cell is to change."""
    path = tmp_path / "decisions.csv"
    header = "flag_id,decision,file,line,column,old,new,evidence\n"
    path.write_text(f"{header}abc,accepted,devices.csv,{line},EQE (%),1,2,\n", encoding="utf-8")
    with pytest.raises(CuratedError, match="no number"):
        read_decisions(path)
