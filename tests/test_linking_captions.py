"""What captions and notes of tables say of the numbers, on invented papers: conditions, statistics, brackets."""

import pytest

from mini_papers import analyse_table

OWN = "Amber QLEDs for cold and heat"
LAMPS = """
    | ETL | V_on (V) | EQE (%) | T50 (h) |
    |---|---|---|---|
    | VXL-1 | 2.4 | 8.8 | 900 |
    | VXL-2 | 2.1 | 12.6 | 4200 |
"""


def conditions(paper, metric):
    """The conditions of a metric's numbers, each once."""
    return {m.qualifiers.conditions for m in paper.of(metric)}


def test_a_level_belongs_to_the_metrics_before_it():
    """ "T50 at 100 cd m^−2; V_on at 1 cd m^−2" in the caption: each metric has its own level, and the EQE none."""
    paper = analyse_table(LAMPS, caption="Table 1. QLEDs with two layers. T50 at 100 cd m^−2; V_on at 1 cd m^−2.")
    assert conditions(paper, "T50") == {("@100 cd/m2",)}
    assert conditions(paper, "V_on") == {("@1 cd/m2",)}
    assert conditions(paper, "EQE") == {()}


def test_a_level_without_a_metric_holds_for_what_it_can():
    """ "Driven at 10 mA cm^−2" is where efficiencies were read off, and no condition of a turn-on voltage or a lifetime."""
    paper = analyse_table(LAMPS, caption="Table 1. QLEDs driven at 10 mA cm^−2.")
    assert conditions(paper, "EQE") == {("@10 mA/cm2",)}
    assert conditions(paper, "V_on") == conditions(paper, "T50") == {()}


def test_a_header_goes_before_the_caption():
    """Where the column prints a level, that of the caption is not its."""
    table = LAMPS.replace("T50 (h)", "T50@1000 (h)")
    assert conditions(analyse_table(table, caption="Table 1. QLEDs. T50 at 100 cd m^−2."), "T50") == {("@1000 cd/m2",)}


CELLS = """
    | Cell | V_oc (V) | PCE (%) |
    |---|---|---|
    | VXL-1 | 1.05 | 17.7 |
    | VXL-2 | 1.12 | 20.6 |
"""


def test_words_of_the_caption_hold_for_the_table_unless_their_opposite_stands_beside_them():
    """The light that cells are measured in; "rigid and flexible", "reverse and forward scans" hold for no row in particular."""
    lit = analyse_table(CELLS, caption="Table 1. Perovskite solar cells under AM 1.5G illumination.", domain="psc")
    assert conditions(lit, "PCE") == {("AM1.5G",)}
    both = analyse_table(CELLS, caption="Table 1. Rigid and flexible perovskite solar cells in reverse and forward scans.", domain="psc")
    assert conditions(both, "PCE") == {()}


def test_the_rows_own_areas_go_before_the_captions():
    """A caption that gives the area of one cell does not give it to a module with another area in its row."""
    table = "| Cell | Area (cm^2) | PCE (%) |\n|---|---|---|\n| VXL-1 | 0.09 | 17.7 |\n| VXL-2 | 10 | 14.6 |\n"
    paper = analyse_table(table, caption="Table 1. Perovskite solar cells with an area of 0.09 cm^2 and a module.", domain="psc")
    assert not any("cm2" in c for cs in conditions(paper, "PCE") for c in cs)


BRACKETS = """
    | Cell | PCE (%) | FF (%) |
    |---|---|---|
    | VXL-1 | 16.6 ± 0.6 (17.7) | 74.0 ± 1.1 (76.1) |
    | VXL-2 | 19.9 ± 0.4 (20.6) | 78.1 ± 0.7 (79.2) |
"""


@pytest.mark.parametrize(
    "caption",
    [
        "Table 1. Average parameters of 20 solar cells; values of the champion devices are given in parentheses.",
        "Table 1. Parameters of solar cells, mean ± standard deviation (best).",
        "Table 1. Perovskite solar cells. Champion values in brackets behind the averages.",
    ],
)
def test_means_with_the_champion_in_brackets(caption):
    """The caption says which statistic stands in the brackets and which before them."""
    paper = analyse_table(BRACKETS, caption=caption, domain="psc")
    found = [(m.quantity.value, m.qualifiers.statistic) for m in paper.of("PCE")]
    assert found == [(16.6, "mean"), (17.7, "champion"), (19.9, "mean"), (20.6, "champion")]


def test_a_caption_of_champions():
    """ "Parameters of the champion cells" says it of every row that says nothing else; a comparison with others' best does not."""
    table = CELLS + "    | Average | 1.01 | 15.9 |\n"
    own = analyse_table(table, caption="Table 1. Photovoltaic parameters of the champion cells.", domain="psc")
    assert [m.qualifiers.statistic for m in own.of("PCE")] == ["champion", "champion", "mean"]
    others = analyse_table(CELLS, caption="Table 1. Comparison with reported values of the best cells.", domain="psc")
    assert {m.qualifiers.statistic for m in others.of("PCE")} == {"unstated"}


def test_a_note_lists_the_points_of_a_split_cell():
    """ "^a Maximum, at 100 and at 1000 cd m^−2" over "28.8/26.1/17.0": each number has its point, none has all."""
    paper = analyse_table("""
        | HTL | EQE^a (%) |
        |---|---|
        | VXL-1 | 28.8/26.1/17.0 |
        | VXL-2 | 21.0/20.2/16.4 |

        ^a Maximum, at 100 and at 1000 cd m^−2.
    """)
    found = [(m.quantity.value, m.qualifiers.conditions) for m in paper.of("EQE") if m.subject == "VXL-1"]
    assert found == [(28.8, ("max",)), (26.1, ("@100 cd/m2",)), (17.0, ("@1000 cd/m2",))]


def test_two_processes_in_a_caption_are_of_no_row():
    """A caption that names two ways of coating gives neither to the rows, one gives it to all of them."""
    table = "| HTL | EQE (%) |\n|---|---|\n| VXL-1 | 12.4 |\n| VXL-2 | 9.8 |\n"
    both = analyse_table(table, caption="Table 1. QLEDs made by spin-coating or inkjet printing.")
    assert {m.qualifiers.process for m in both.of("EQE")} == {"unstated"}
    one = analyse_table(table, caption="Table 1. Inkjet-printed QLEDs.")
    assert {m.qualifiers.process for m in one.of("EQE")} == {"inkjet-printed"}


def test_a_caption_lists_the_points_of_a_split_cell():
    """ "EQEs at maximum, 100 and 1000 cd m^−2, and T90 at 1000 cd m^−2": the EQE's numbers in turn, the lifetime at its own level."""
    paper = analyse_table(
        "| HTL | EQE (%) | T90 (h) |\n|---|---|---|\n| VXL-1 | 20.4/19.8/18.8 | 82 |\n| VXL-2 | 18.1/16.4/11.2 | 3 |\n",
        caption="Table 1. QLEDs: EQEs at maximum, 100 and 1000 cd m^−2, and lifetimes T90 at 1000 cd m^−2.",
    )
    found = [(m.quantity.value, m.qualifiers.conditions) for m in paper.of("EQE")][:3]
    assert found == [(20.4, ("max",)), (19.8, ("@100 cd/m2",)), (18.8, ("@1000 cd/m2",))]
    assert conditions(paper, "T90") == {("@1000 cd/m2",)}


def test_standard_deviations_in_brackets_are_no_values():
    """ "19.2 (0.8)" under "mean (standard deviation)" is one mean."""
    table = "| HTL | EQE (%) |\n|---|---|\n| VXL-1 | 19.2 (0.8) |\n| VXL-2 | 11.3 (1.1) |\n"
    paper = analyse_table(table, caption="Table 1. QLEDs, 24 of each: mean (standard deviation).")
    assert [(m.quantity.value, m.qualifiers.statistic) for m in paper.of("EQE")] == [(19.2, "mean"), (11.3, "mean")]


def test_a_note_on_a_number_names_its_medium():
    """ "^a In toluene solution" at a PLQY: it holds for the solution."""
    table = "| QD | PLQY (%) | EQE (%) |\n|---|---|---|\n| VXL-1 | 94^a) | 12.4 |\n| VXL-2 | 90 | 9.8 |\n\n^a) In toluene solution.\n"
    assert [m.qualifiers.conditions for m in analyse_table(table).of("PLQY")] == [("solution",), ()]


def test_a_word_in_a_sentence_about_one_metric_is_that_metrics():
    """A sentence behind the title that says how the lifetime was measured speaks of no efficiency; the title speaks of all."""
    paper = analyse_table(LAMPS, caption="Table 1. QLEDs with two layers. The T50 was measured in air.")
    assert conditions(paper, "T50") == {("in air",)}
    assert conditions(paper, "EQE") == {()}
    paper = analyse_table(LAMPS, caption="Table 1. EQE and T50 of QLEDs in air.")
    assert conditions(paper, "EQE") == conditions(paper, "T50") == {("in air",)}
