"""Which of several values of one metric a device shows."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from litmine.domain import domain_names, load_domain
from litmine.geometry import Span
from litmine.presentation import EXTREME, doubtful, identified, ranked
from litmine.quantities import parse_cell
from litmine.records import Anchor, Flag, Measurement, Qualifiers


def value(printed, *conditions, source="table", statistic="unstated", metric="EQE", at=0):
    """A measurement of an invented device."""
    anchor = Anchor("d", 1, (), Span(at, at + 4), printed)
    qualifiers = Qualifiers(statistic=statistic, conditions=conditions)
    (quantity,) = parse_cell(printed)
    return Measurement("A", (), metric, quantity, qualifiers, (), (anchor,), source, "rule", 0.9)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (value("12.1", "max"), value("9.3", "@1000 cd/m2")),
        (value("12.1", "max", "film"), value("9.3", "@1000 cd/m2")),
        (value("12.1", "@100 cd/m2"), value("9.3", source="text")),
        (value("12.1", "max", source="text"), value("9.3", "@100 cd/m2")),
        (value("12.1"), value("9.3", source="text")),
        (value("12.1", source="text"), value("9.3", source="caption")),
        (value("12.1", source="text"), value(">20", source="text")),
        (value("12.1"), value("11–13")),
        (value("11–13"), value(">20")),
        (value("12.1", statistic="champion"), value("9.3")),
        (value("12.1", statistic="champion"), value("9.3", statistic="champion")),
        (value("12100", metric="L_max"), value("9300", metric="L_max")),
        (value("12.1", "max"), value("11.3", "max")),
        (value("9.3", source="text"), value("12.1", "max", "aged")),
        (value("9.3", "fresh", source="text"), value("12.1", "after 21 day")),
        (value("9.3", "after 20 h"), value("12.1", "aged", "after 2 day")),
    ],
)
def test_the_value_to_show(first, second):
    """The peak before a level, a table before the text, an exact number before a bound, the largest of maxima, fresh before aged."""
    for order in ((first, second), (second, first)):
        assert ranked(order) == (first, second)


def test_a_doubted_value_comes_last():
    """A number that an open flag calls in question is not shown while another is there; a dismissed flag calls none."""
    odd, fair = value("99.9", "max", at=10), value("12.1", "@1000 cd/m2", source="text", at=20)
    flag = Flag("implausible-value", "check", "warning", "d", "", evidence=odd.evidence, metric="EQE")
    assert doubtful([odd, fair], [flag]) == {odd.id}
    assert ranked([odd, fair], doubtful([odd, fair], [flag])) == (fair, odd)
    dismissed = Flag("implausible-value", "check", "warning", "d", "", evidence=odd.evidence, metric="EQE", status="dismissed")
    assert doubtful([odd, fair], [dismissed]) == frozenset()


def test_a_broken_law_doubts_all_its_terms():
    """The flag names one metric, and has the evidence of each."""
    eqe, iqe, rest = value("20.1", at=10), value("18.2", metric="IQE", at=20), value("3.1", metric="V_on", at=30)
    flag = Flag("law-violated", "check", "error", "d", "", evidence=(*eqe.evidence, *iqe.evidence), metric="EQE")
    assert doubtful([eqe, iqe, rest], [flag]) == {eqe.id, iqe.id}


def test_the_maxima_are_those_of_the_packs():
    """What is the largest value of a curve is said in the packs."""
    assert {m.id for name in domain_names() for m in load_domain(name).metrics if m.extreme} == EXTREME


def test_a_flag_is_known_by_its_papers_name():
    """Other bytes of one file (a watermark) leave the id; another file has another."""
    flag = Flag("cross-reference", "check", "warning", "sha-1", "m", subject="Figure 9")
    again = replace(flag, document="sha-2")
    papers = {key: SimpleNamespace(source=SimpleNamespace(doi="", file_name="a.pdf")) for key in ("sha-1", "sha-2")}
    assert len({f.id for f in identified([flag, again], papers)}) == 1
    papers["sha-2"].source.file_name = "b.pdf"
    assert len({f.id for f in identified([flag, again], papers)}) == 2
    assert len({f.id for f in (flag, again)}) == 2
