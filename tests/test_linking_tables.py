"""Table cells to measurements, on invented papers: what a column holds, whose device a row is, and which work it cites."""

import pytest

from mini_papers import INTRODUCTION, analyse_table, analyse_text


def told(found):
    """(subject, value) of measurements."""
    return [(m.subject, m.quantity.value) for m in found]


def keys(measurement):
    """The references a measurement cites."""
    return [c.key for c in measurement.citations]


def test_split_column_gives_two_metrics():
    """ "HOMO/LUMO" with "a/b" is two levels; a dash on one side of the slash leaves the other where it is."""
    paper = analyse_table("""
        | HTL | HOMO/LUMO (eV) | EQE (%) |
        |---|---|---|
        | VXL-1 | −5.4/−2.2 | 12.4 |
        | VXL-2 | −5.6/– | 9.8 |
        | VXL-3 | –/−2.4 | 9.1 |
    """)
    assert told(paper.of("HOMO")) == [("VXL-1", -5.4), ("VXL-2", -5.6)]
    assert told(paper.of("LUMO")) == [("VXL-1", -2.2), ("VXL-3", -2.4)]


def test_one_number_under_two_metrics_is_neither():
    """Which of HOMO and LUMO a single number is, the cell does not say: it is flagged and not guessed."""
    paper = analyse_table("""
        | HTL | HOMO/LUMO (eV) | EQE (%) |
        |---|---|---|
        | VXL-1 | −5.4 | 12.4 |
        | VXL-2 | −5.6/−2.3 | 9.8 |
    """)
    assert told(paper.of("HOMO")) == [("VXL-2", -5.6)]
    assert told(paper.of("LUMO")) == [("VXL-2", -2.3)]
    (flag,) = paper.linked.flags
    assert (flag.code, flag.severity, flag.observed) == ("unmapped-number", "info", "−5.4")
    (anchor,) = paper.linked.unmapped
    assert (anchor.cell.table, anchor.cell.row, anchor.cell.col) == ("Table 1", 1, 1)


def test_factor_in_the_header_multiplies_the_cells():
    """Under "×10^3" a printed 12.6 is 12600, its last digit stands for hundreds, and the quote stays as printed."""
    paper = analyse_table("""
        | HTL | L_max (×10^3 cd m^−2) | EQE (%) |
        |---|---|---|
        | VXL-1 | 12.6 | 12.4 |
        | VXL-2 | 8.1 | 9.8 |
    """)
    first, second = paper.of("L_max")
    assert (first.quantity.value, first.quantity.unit) == (12600, "cd/m2")
    assert (first.quantity.low, first.quantity.high) == (12550, 12650)
    assert second.quantity.value == 8100
    assert first.evidence[0].quote == "12.6"
    assert paper.of("EQE")[0].quantity.value == 12.4


@pytest.mark.parametrize("blank", ["–", "—", "-", "", "n.a.", "N/A", "not reported"])
def test_a_dash_is_no_measurement(blank):
    """A cell that says "not reported" in any of the usual ways gives neither a number nor a flag."""
    paper = analyse_table(f"""
        | HTL | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | VXL-1 | 12.4 | {blank} |
        | VXL-2 | 9.8 | 11.7 |
    """)
    assert told(paper.of("CE")) == [("VXL-2", 11.7)]
    assert not paper.linked.flags


def test_citation_behind_the_name_is_no_part_of_it():
    """ "VXL-1^1" and "VXL-2 [2]" are two compounds with their sources; "3,4" is two sources and "1–3" three."""
    paper = analyse_table("""
        | HTL | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | VXL-1^1 | 12.4 | 15.1 |
        | VXL-2 [2] | 9.8 | 11.7 |
        | VXL-3<sup>3,4</sup> | 7.8 | 10.7 |
        | VXL-4 [1–3] | 6.8 | 9.7 |
    """)
    assert [(m.subject, keys(m)) for m in paper.of("EQE")] == [
        ("VXL-1", ["1"]),
        ("VXL-2", ["2"]),
        ("VXL-3", ["3", "4"]),
        ("VXL-4", ["1", "2", "3"]),
    ]


def test_reference_column_is_the_source_and_no_value():
    """The numbers of "Ref." are keys of the reference list, bracketed or not; a key the list does not have cites nothing."""
    paper = analyse_table("""
        | HTL | EQE (%) | Ref. |
        |---|---|---|
        | VXL-1 | 12.4 | 1 |
        | VXL-2 | 9.8 | [2] |
        | VXL-3 | 9.1 | 99 |
    """)
    assert [(m.subject, m.quantity.value, keys(m)) for m in paper.measurements] == [
        ("VXL-1", 12.4, ["1"]),
        ("VXL-2", 9.8, ["2"]),
        ("VXL-3", 9.1, []),
    ]


def test_blank_stub_goes_on_with_the_device_above():
    """A row without a name or a source has those of the row above, and its own colour."""
    paper = analyse_table("""
        | HTL | Colour | EQE (%) | Ref. |
        |---|---|---|---|
        | VXL-1 | red | 12.4 | 1 |
        |  | green | 9.8 | |
        | VXL-2 | blue | 9.1 | 2 |
    """)
    assert [(m.subject, m.qualifiers.colour, keys(m)) for m in paper.measurements] == [
        ("VXL-1", "red", ["1"]),
        ("VXL-1", "green", ["1"]),
        ("VXL-2", "blue", ["2"]),
    ]


def test_blank_reference_goes_on_with_the_work_above():
    """Where only the references name the rows, a blank one is a further device of the work above."""
    paper = analyse_table("""
        | Ref. | PLQY (%) | EQE (%) |
        |---|---|---|
        | [1] | 52 | 9.3 |
        |  | 31 | 12.4 |
        | [2] | 44 | 9.1 |
    """)
    found = [(m.subject, m.quantity.raw, keys(m)) for m in paper.of("EQE")]
    assert found == [("[1]", "9.3", ["1"]), ("[1]", "12.4", ["1"]), ("[2]", "9.1", ["2"])]


def test_section_rows_give_the_colour():
    """A row across the table ("Red QLEDs") is no device and colours the rows down to the next one."""
    paper = analyse_table("""
        | HTL | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | Red QLEDs |  |  |
        | VXL-1 | 12.4 | 15.1 |
        | VXL-2 | 9.8 | 11.7 |
        | Blue QLEDs |  |  |
        | VXL-1 | 5.4 | 2.1 |
        | VXL-2 | 3.8 | 1.7 |
    """)
    assert [(m.subject, m.qualifiers.colour, m.quantity.value) for m in paper.of("EQE")] == [
        ("VXL-1", "red", 12.4),
        ("VXL-2", "red", 9.8),
        ("VXL-1", "blue", 5.4),
        ("VXL-2", "blue", 3.8),
    ]


def test_caption_colours_what_the_rows_leave_open():
    """A colour in the caption holds for all rows; two colours there hold for none, and a row's own word goes first."""
    table = """
        | HTL | EQE (%) |
        |---|---|
        | VXL-1 | 12.4 |
        | VXL-2, green | 9.8 |
    """
    blue = analyse_table(table, caption="Table 1. Blue quantum-dot LEDs.")
    assert [m.qualifiers.colour for m in blue.measurements] == ["blue", "green"]
    both = analyse_table(table, caption="Table 1. Red and blue quantum-dot LEDs.")
    assert [m.qualifiers.colour for m in both.measurements] == ["unstated", "green"]


def test_colour_and_process_columns_qualify_the_row():
    """Columns of words say what the row's numbers hold for; they are neither the device's name nor values."""
    paper = analyse_table("""
        | HTL | Colour | Process | EQE (%) |
        |---|---|---|---|
        | VXL-1 | red | spin-coated | 12.4 |
        | VXL-2 | deep blue | inkjet-printed | 9.8 |
    """)
    assert [(m.subject, m.qualifiers.colour, m.qualifiers.process) for m in paper.measurements] == [
        ("VXL-1", "red", "spin-coated"),
        ("VXL-2", "deep-blue", "inkjet-printed"),
    ]


def test_two_devices_of_one_name_are_told_apart_by_the_next_column():
    """Where the first column repeats, the column that tells the rows apart joins the name."""
    paper = analyse_table("""
        | HTL | ETL | EQE (%) | CE (cd A^−1) |
        |---|---|---|---|
        | VXL-1 | ZnO | 12.4 | 15.1 |
        | VXL-1 | ZnMgO | 14.9 | 18.0 |
    """)
    assert told(paper.of("EQE")) == [("VXL-1, ZnO", 12.4), ("VXL-1, ZnMgO", 14.9)]


def test_condition_in_the_header():
    """ "EQE@1000 cd m^−2" beside "EQE_max" is the same metric under another condition."""
    paper = analyse_table("""
        | HTL | EQE_max (%) | EQE@1000 cd m^−2 (%) |
        |---|---|---|
        | VXL-1 | 12.4 | 10.1 |
        | VXL-2 | 9.8 | 8.2 |
    """)
    found = [(m.quantity.value, m.qualifiers.conditions) for m in paper.of("EQE")]
    assert found == [(12.4, ("max",)), (10.1, ("@1000 cd/m2",)), (9.8, ("max",)), (8.2, ("@1000 cd/m2",))]


def test_condition_and_mean_in_the_cell():
    """ "10.1@1000 cd m^−2" is a condition of that number; "12.4 (11.9 ± 0.3)" is a value and its mean."""
    paper = analyse_table("""
        | HTL | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | VXL-1 | 12.4 (11.9 ± 0.3) | 15.1 |
        | VXL-2 | 10.1@1000 cd m^−2 | 11.7 |
    """)
    first, mean, second = paper.of("EQE")
    assert (first.quantity.value, first.qualifiers.statistic) == (12.4, "unstated")
    assert (mean.quantity.value, mean.quantity.uncertainty, mean.qualifiers.statistic) == (11.9, 0.3, "mean")
    assert second.qualifiers.conditions == ("@1000 cd/m2",)


def test_several_metrics_under_one_header():
    """ "CE/PE/EQE" takes the parts of the cell in order; a dash keeps its place."""
    paper = analyse_table("""
        | HTL | CE/PE/EQE (cd A^−1/lm W^−1/%) | V_on (V) |
        |---|---|---|
        | VXL-1 | 15.1/12.2/12.4 | 2.1 |
        | VXL-2 | 11.7/–/9.8 | 2.3 |
    """)
    assert [(m.metric, m.quantity.value, m.quantity.unit) for m in paper.measurements if m.subject == "VXL-1"] == [
        ("CE", 15.1, "cd/A"),
        ("PE", 12.2, "lm/W"),
        ("EQE", 12.4, "%"),
        ("V_on", 2.1, "V"),
    ]
    assert [(m.metric, m.quantity.value) for m in paper.measurements if m.subject == "VXL-2"] == [
        ("CE", 11.7),
        ("EQE", 9.8),
        ("V_on", 2.3),
    ]


def test_metrics_down_the_side():
    """A table turned over is read by columns, and the evidence names the printed row and column."""
    paper = analyse_table("""
        | Parameter | VXL-1 | VXL-2 |
        |---|---|---|
        | EQE (%) | 12.4 | 9.8 |
        | CE (cd A^−1) | 15.1 | 11.7 |
        | V_on (V) | 2.1 | – |
    """)
    assert told(paper.of("EQE")) == [("VXL-1", 12.4), ("VXL-2", 9.8)]
    assert told(paper.of("V_on")) == [("VXL-1", 2.1)]
    found = [(m.evidence[0].cell.row, m.evidence[0].cell.col) for m in (*paper.of("EQE"), *paper.of("V_on"))]
    assert found == [(1, 1), (1, 2), (3, 1)]


def test_two_header_rows():
    """A metric above and colours below it: each column has the metric of the level above."""
    paper = analyse_text("""
        # Lamps: a review

        ## Results

        Table 1. Quantum-dot LEDs.

        <table>
        <tr><th rowspan="2">HTL</th><th colspan="2">Efficiency</th><th rowspan="2">V_on (V)</th></tr>
        <tr><th>EQE (%)</th><th>CE (cd A^-1)</th></tr>
        <tr><td>VXL-1</td><td>12.4</td><td>15.1</td><td>2.1</td></tr>
        <tr><td>VXL-2</td><td>9.8</td><td>11.7</td><td>2.3</td></tr>
        </table>
    """)
    assert [(m.metric, m.quantity.value) for m in paper.measurements if m.subject == "VXL-1"] == [
        ("EQE", 12.4),
        ("CE", 15.1),
        ("V_on", 2.1),
    ]


def test_a_table_of_other_things_gives_nothing():
    """Purities of chemicals and settings of a coater are no device values, and their numbers are no gaps either."""
    paper = analyse_table("""
        | Chemical | Supplier | Purity (%) | Speed (rpm) |
        |---|---|---|---|
        | zinc acetate | Nowhere Chem | 99.9 | 3000 |
        | toluene | Nowhere Chem | 99.8 | 2000 |
    """)
    assert not paper.measurements
    assert not paper.linked.unmapped


def test_unit_in_the_cell_beats_the_header():
    """A cell that prints its own unit is read in it and converted to the metric's."""
    paper = analyse_table("""
        | HTL | EQE (%) | L_max (cd m^−2) |
        |---|---|---|
        | VXL-1 | 12.4 | 12 kcd m^−2 |
        | VXL-2 | 9.8 | 9000 |
    """)
    assert [m.quantity.value for m in paper.of("L_max")] == [12000, 9000]


def test_bounds_and_ranges_are_kept_as_printed():
    """ ">5000" is a bound and "2.1–2.3" a range: neither is made a plain value."""
    paper = analyse_table("""
        | HTL | L_max (cd m^−2) | V_on (V) |
        |---|---|---|
        | VXL-1 | >5000 | 2.1–2.3 |
        | VXL-2 | 9000 | 2.4 |
    """)
    assert paper.of("L_max")[0].quantity.comparator == ">"
    span = paper.of("V_on")[0].quantity
    assert (span.value, span.low, span.high) == (None, 2.1, 2.3)


def test_every_table_value_quotes_what_is_printed():
    """The span of each measurement covers its quote, inside the cell it names."""
    paper = analyse_table("""
        | HTL | HOMO/LUMO (eV) | EQE (%) | CE@1000 nit (cd A^−1) | L_max (×10^3 cd m^−2) | Ref. |
        |---|---|---|---|---|---|
        | VXL-1^a | −5.4/−2.2 | 12.4 (11.9 ± 0.3) | ~15.1 | 12.6 | 1 |
        | poly-QRS [2] | −5.6/– | 9.8% | 11.7 | >8.1 | 2 |
    """)
    assert len(paper.measurements) == 10
    (table,) = paper.document.tables
    for m in paper.measurements:
        at = m.evidence[0]
        assert paper.document.text[at.span.start : at.span.end] == at.quote
        assert at.quote == m.quantity.raw
        assert table.at(at.cell.row, at.cell.col).span.covers(at.span)
        assert at.context.covers(at.span)


# ---- the columns that name a device ----------------------------------------------------------------------------------------


def test_metric_in_the_first_column():
    """A table that begins with its numbers has them all, and the device is named by the column of words."""
    paper = analyse_table("""
        | EQE (%) | CE (cd A^−1) | HTL | Ref. |
        |---|---|---|---|
        | 12.4 | 15.1 | VXL-1 | 1 |
        | 9.8 | 11.7 | VXL-2 | 2 |
    """)
    assert told(paper.of("EQE")) == [("VXL-1", 12.4), ("VXL-2", 9.8)]
    assert told(paper.of("CE")) == [("VXL-1", 15.1), ("VXL-2", 11.7)]


def test_labels_under_a_metric_name_are_no_numbers():
    """A first column of device names that stands under a metric's name holds names, and no unread numbers."""
    paper = analyse_table("""
        | EQE (%) | red | green |
        |---|---|---|
        | VXL-1 | 12.4 | 15.1 |
        | VXL-2 | 9.8 | 11.7 |
    """)
    assert not paper.linked.unmapped
    assert all(m.subject not in ("12.4", "9.8") for m in paper.measurements)


@pytest.mark.parametrize(
    ("title", "texts"),
    [("Year", ("2019", "2020", "2021")), ("No.", ("1", "2", "3")), ("Entry", ("4", "7", "9")), ("Device", ("A", "B", "C"))],
    ids=["year", "running number", "entry", "letter"],
)
def test_a_column_that_only_counts_names_no_device(title, texts):
    """Years, running numbers and letters give way to the column of words behind them."""
    rows = "".join(f"| {t} | VXL-{i} | 1{i}.4 | {i} |\n" for i, t in enumerate(texts, start=1))
    paper = analyse_table(f"| {title} | HTL | EQE (%) | Ref. |\n|---|---|---|---|\n{rows}")
    assert [(m.subject, m.materials) for m in paper.of("EQE")] == [(f"VXL-{i}", (f"VXL-{i}",)) for i in (1, 2, 3)]


def test_a_letter_parts_devices_of_one_compound():
    """Where the words repeat, the device's letter is part of the name, behind the words."""
    paper = analyse_table("""
        | Device | HTL | EQE (%) |
        |---|---|---|
        | A | VXL-1 | 12.4 |
        | B | VXL-1 | 9.8 |
        | C | VXL-2 | 9.1 |
    """)
    assert [m.subject for m in paper.of("EQE")] == ["VXL-1, A", "VXL-1, B", "VXL-2, C"]


@pytest.mark.parametrize(("title", "subjects"), [("Compound", ["1", "2"]), ("Emitting layer", ["1", "2"]), ("Layers", ["", ""])])
def test_a_bare_number_is_a_name_only_of_numbered_compounds(title, subjects):
    """Papers call compounds by number; any other bare number names nobody."""
    paper = analyse_table(f"| {title} | EQE (%) |\n|---|---|\n| 1 | 12.4 |\n| 2 | 9.8 |\n")
    assert [m.subject for m in paper.of("EQE")] == subjects


def test_a_percentage_is_no_name():
    """Doping levels tell rows apart and name no device."""
    paper = analyse_table("| Doping | EQE (%) |\n|---|---|\n| 5% | 12.4 |\n| 10% | 9.8 |\n")
    assert [m.subject for m in paper.of("EQE")] == ["", ""]


# ---- colours and statistics of columns, rows and brackets --------------------------------------------------------------------


def test_colour_in_the_header():
    """Two columns of one metric differ by the colour that their headers print."""
    paper = analyse_table("""
        | HTL | EQE (%) red | EQE (%) blue |
        |---|---|---|
        | VXL-1 | 12.4 | 5.4 |
        | VXL-2 | 9.8 | 3.8 |
    """)
    found = [(m.subject, m.qualifiers.colour, m.quantity.value) for m in paper.of("EQE")]
    assert found == [("VXL-1", "red", 12.4), ("VXL-1", "blue", 5.4), ("VXL-2", "red", 9.8), ("VXL-2", "blue", 3.8)]


def test_colours_of_a_split_cell():
    """ "red/green/blue" over "12.4/15.1/5.1" is three colours in order; a single number under it has none."""
    paper = analyse_table("""
        | HTL | EQE red/green/blue (%) |
        |---|---|
        | VXL-1 | 12.4/15.1/5.1 |
        | VXL-2 | 9.8 |
    """)
    found = [(m.qualifiers.colour, m.quantity.value) for m in paper.of("EQE")]
    assert found == [("red", 12.4), ("green", 15.1), ("blue", 5.1), ("unstated", 9.8)]


BRACKETS = """
    | HTL | EQE (%) | CE (cd A^−1) |
    |---|---|---|
    | VXL-1 | 12.4 (11.9) | 15.1 |
    | VXL-2 | 9.8 (9.1) | 11.7 |
"""


def test_a_bracketed_number_that_nothing_explains():
    """ "12.4 (11.9)" without a word on the brackets is one value and one unread number."""
    paper = analyse_table(BRACKETS)
    assert told(paper.of("EQE")) == [("VXL-1", 12.4), ("VXL-2", 9.8)]
    assert [a.quote for a in paper.linked.unmapped] == ["11.9", "9.1"]


@pytest.mark.parametrize(
    ("table", "caption"),
    [
        (BRACKETS, "Table 1. Quantum-dot LEDs (average values in brackets)."),
        (BRACKETS.replace("EQE (%)", "EQE (average) (%)"), "Table 1. Quantum-dot LEDs."),
    ],
    ids=["caption", "header"],
)
def test_a_bracketed_mean(table, caption):
    """Where caption or header say so, the bracketed number is the mean, and the one before it is not."""
    paper = analyse_table(table, caption=caption)
    found = [(m.quantity.value, m.qualifiers.statistic) for m in paper.of("EQE")]
    assert found == [(12.4, "unstated"), (11.9, "mean"), (9.8, "unstated"), (9.1, "mean")]
    assert not paper.linked.unmapped


def test_statistic_of_a_row_and_of_a_table():
    """A row called average, and a table of averaged values, hold means; a row that only says so has the device above."""
    rows = analyse_table("""
        | HTL | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | VXL-1 (champion) | 12.4 | 15.1 |
        | Average | 11.9 | 14.2 |
    """)
    assert [(m.materials, m.qualifiers.statistic) for m in rows.of("EQE")] == [(("VXL-1",), "champion"), (("VXL-1",), "mean")]
    table = BRACKETS.replace(" (11.9)", "").replace(" (9.1)", "")
    whole = analyse_table(table, caption="Table 1. Averaged performance of quantum-dot LEDs.")
    assert {m.qualifiers.statistic for m in whole.measurements} == {"mean"}
    column = analyse_table(table, caption="Table 1. Peak values of quantum-dot LEDs; averages of 20 devices in the second column.")
    assert {m.qualifiers.statistic for m in column.measurements} == {"unstated"}
    aside = analyse_table(table, caption="Table 1. Quantum-dot LEDs of an average thickness.")
    assert {m.qualifiers.statistic for m in aside.measurements} == {"unstated"}


def test_units_over_the_columns_keep_a_table_upright():
    """Columns in nanometres hold no efficiencies, though a row is called after one; without the units the table is turned over."""
    table = """
        | Setting | Thickness (nm) | Roughness (nm) |
        |---|---|---|
        | EQE (%) | 12.4 | 3.1 |
        | other | 9.8 | 3.2 |
    """
    assert not analyse_table(table).measurements
    assert len(analyse_table(table.replace(" (nm)", "")).of("EQE")) == 2


def test_pairs_in_cells_do_not_turn_a_table():
    """A row whose cells print their own quantities ("μh=0.0120") is no row of the metric that its label names."""
    table = """
        | Finding | VXL-1 | VXL-2 |
        |---|---|---|
        | EQE (%) | μ=12.4 | μ=9.8 |
        | other | μ=11.4 | μ=8.8 |
    """
    assert not analyse_table(table).measurements
    assert told(analyse_table(table.replace("μ=", "")).of("EQE")) == [("VXL-1", 12.4), ("VXL-2", 9.8)]


def test_a_bracketed_colour_is_no_part_of_the_compound():
    """ "VXL-1 (red)" and "VXL-1 (blue)" are one compound in two colours; "VXL-1 (annealed twice)" is a name of its own."""
    paper = analyse_table("""
        | HTL | EQE (%) | CE (cd A^−1) |
        |---|---|---|
        | VXL-1 (red) | 12.4 | 15.1 |
        | VXL-1 (Blue) | 5.4 | 2.1 |
        | VXL-2, spin-coated | 9.8 | 11.7 |
        | VXL-2 (odd batch) | 9.1 | 11.1 |
    """)
    found = [(m.materials, m.qualifiers.colour, m.qualifiers.process) for m in paper.of("EQE")]
    assert found[:3] == [
        (("VXL-1",), "red", "unstated"),
        (("VXL-1",), "blue", "unstated"),
        (("VXL-2",), "unstated", "spin-coated"),
    ]
    assert found[3][0] != ("VXL-2",)


def test_brackets_with_another_metrics_unit_are_that_metric():
    """ "15.3 (19.1 lm/W, 20.4 cd/A)" under EQE holds one EQE, a power and a current efficiency."""
    paper = analyse_table("""
        | HTL | EQE (%) |
        |---|---|
        | VXL-1 | 15.3 (19.1 lm/W, 20.4 cd/A) |
        | VXL-2 | 9.8 |
    """)
    assert told(paper.of("EQE")) == [("VXL-1", 15.3), ("VXL-2", 9.8)]
    assert [(m.quantity.value, m.quantity.unit) for m in (*paper.of("PE"), *paper.of("CE"))] == [(19.1, "lm/W"), (20.4, "cd/A")]
    assert not paper.linked.unmapped


def test_words_beside_a_number_say_its_statistic():
    """ "21.4 (champion), 20.1 (average)" and "18.0 (average 17.2)": each number has the statistic of its own words."""
    paper = analyse_table("""
        | HTL | EQE (%) |
        |---|---|
        | VXL-1 | 21.4 (champion), 20.1 (average) |
        | VXL-2 | 18.0 (average 17.2) |
    """)
    found = [(m.quantity.value, m.qualifiers.statistic) for m in paper.of("EQE")]
    assert found == [(21.4, "champion"), (20.1, "mean"), (18.0, "unstated"), (17.2, "mean")]


def test_a_marker_behind_a_number_cites_that_number():
    """ "1.75,[1] 1.82,[2]" and "1.61^3": each value has the work printed behind it, whatever the row cites."""
    paper = analyse_table("""
        | HTL | EQE (%) | V_on (V) | Ref. |
        |---|---|---|---|
        | VXL-1 | 11.5,[1] 12.4,[2] | 2.4^3 | 4 |
        | VXL-2 | 9.8 | 2.6 | 5 |
    """)
    cited = [(m.quantity.value, [c.key for c in m.citations]) for m in paper.measurements]
    assert cited == [(11.5, ["1"]), (12.4, ["2"]), (2.4, ["3"]), (9.8, ["5"]), (2.6, ["5"])]


def test_a_marker_inside_a_label_cites():
    """ "Ref. [2] (single junction)" is somebody else's device: it cites work 2, and its description is no compound."""
    paper = analyse_table("""
        | Device | EQE (%) |
        |---|---|
        | Ref. [2] (Single junction) | 9.8 |
        | VXL-1 | 12.4 |
    """)
    first, second = paper.of("EQE")
    assert ([c.key for c in first.citations], first.materials, first.subject) == (["2"], (), "Ref. [2] (Single junction)")
    assert (second.citations, second.materials) == ((), ("VXL-1",))


@pytest.mark.parametrize("header", ["EQEmax/EQE1000 (%)", "EQE max/1000 (%)", "EQE (max/@1000) (%)"])
def test_one_metric_at_several_points(header):
    """ "EQEmax/EQE1000" over "20.5/19.8": the first is the maximum, the second holds at 1000 cd/m2; a dash leaves its place free."""
    paper = analyse_table(f"""
        | HTL | {header} |
        |---|---|
        | VXL-1 | 20.5/19.8 |
        | VXL-2 | –/11.2 |
        | VXL-3 | 9.1 |
    """)
    found = [(m.subject, m.quantity.value, m.qualifiers.conditions) for m in paper.of("EQE")]
    assert found == [
        ("VXL-1", 20.5, ("max",)),
        ("VXL-1", 19.8, ("@1000 cd/m2",)),
        ("VXL-2", 11.2, ("@1000 cd/m2",)),
    ]
    assert [a.quote for a in paper.linked.unmapped] == ["9.1"]


def test_an_unknown_name_keeps_its_slot():
    """ "λ_q/FWHM" over "628/24": the FWHM is the second number, though nobody knows what the first is."""
    paper = analyse_table("""
        | HTL | λ_q/FWHM (nm) | EQE (%) |
        |---|---|---|
        | VXL-1 | 628/24 | 12.4 |
        | VXL-2 | 531/28 | 9.8 |
    """)
    assert told(paper.of("FWHM")) == [("VXL-1", 24), ("VXL-2", 28)]


def test_numbers_name_compounds_where_letters_show_it():
    """In a column "1, 2, 3a" the numbers are names, and so they are under "Compd."."""
    for title, third in (("Code", "3a"), ("Compd.", "3")):
        paper = analyse_table(f"""
            | {title} | EQE (%) |
            |---|---|
            | 1 | 12.4 |
            | 2 | 9.8 |
            | {third} | 8.1 |
        """)
        assert told(paper.of("EQE")) == [("1", 12.4), ("2", 9.8), (third, 8.1)]


def test_initials_in_a_column_of_colours():
    """ "R", "G", "B" under "Colour" are red, green and blue."""
    paper = analyse_table("""
        | HTL | Colour | EQE (%) |
        |---|---|---|
        | VXL-1 | R | 12.4 |
        | VXL-1 | G | 9.8 |
        | VXL-1 | B | 8.1 |
    """)
    assert [m.qualifiers.colour for m in paper.of("EQE")] == ["red", "green", "blue"]


def test_a_luminance_at_a_voltage_is_no_maximum():
    """ "Luminance (cd m^−2)" over "At 8.8 V" is the luminance at that voltage, and no L_max."""
    paper = analyse_text(f"""# Lamps: a review

{INTRODUCTION}

Table 1. Lamps.

<table><tr><th rowspan="2">HTL</th><th>Luminance (cd m^−2)</th><th rowspan="2">EQE (%)</th></tr><tr><th>At 8.8 V</th></tr>
<tr><td>VXL-1</td><td>1250</td><td>12.4</td></tr><tr><td>VXL-2</td><td>980</td><td>9.8</td></tr></table>
""")
    assert {m.metric for m in paper.measurements} == {"EQE"}


def test_notes_hold_for_what_is_marked_with_them():
    """A note on a header holds for its column, on a label for its row, on a number for that number alone."""
    paper = analyse_text(f"""# Lamps: a review

{INTRODUCTION}

Table 1. Lamps.

| HTL | V_on^a (V) | T50^b (h) | EQE (%) |
|---|---|---|---|
| VXL-1 | 2.4 | 12 000 | 12.4 |
| VXL-2^c | 2.6 | 9 000 | 9.8^d |

^a At 1 cd m^−2. ^b Extrapolated to 100 cd m^−2. ^c Taken from ref. [2]. ^d Average of ten devices at 1000 cd m^−2.
""")
    assert [m.qualifiers.conditions for m in paper.of("V_on")] == [("@1 cd/m2",), ("@1 cd/m2",)]
    assert [m.qualifiers.conditions for m in paper.of("T50")] == [("@100 cd/m2",), ("@100 cd/m2",)]
    first, second = paper.of("EQE")
    assert (first.qualifiers.conditions, first.qualifiers.statistic) == ((), "unstated")
    assert (second.qualifiers.conditions, second.qualifiers.statistic) == (("@1000 cd/m2",), "mean")


def test_a_note_that_cites_a_work_gives_its_row_the_work():
    """ "Taken from ref. [2]" at a row's label: the values of the row are work 2's."""
    paper = analyse_table("""
        | HTL | EQE (%) |
        |---|---|
        | VXL-1 | 12.4 |
        | VXL-2^a | 9.8 |

        ^a Taken from ref. [2].
    """)
    assert [[c.key for c in m.citations] for m in paper.of("EQE")] == [[], ["2"]]


HTML_BANDS = """<table><tr><th>HTL</th><th>HOMO (eV)</th><th>Colour</th><th>EQE (%)</th></tr>
<tr><td rowspan="3">VXL-1</td><td rowspan="3">−5.4</td><td>R</td><td>12.4</td></tr>
<tr><td>G</td><td>11.1</td></tr><tr><td>B</td><td>8.1</td></tr>
<tr><td>VXL-2</td><td rowspan="2">−5.6</td><td>R</td><td>9.8</td></tr><tr><td>VXL-3</td><td>R</td><td>9.1</td></tr></table>"""


def test_a_cell_over_several_rows_is_of_each_device_and_of_no_colour():
    """A HOMO beside a red, a green and a blue line of one device has no colour; beside two devices it is the value of both."""
    paper = analyse_text(f"# Lamps: a review\n\n{INTRODUCTION}\n\nTable 1. Lamps.\n\n{HTML_BANDS}\n")
    found = [(m.subject, m.quantity.value, m.qualifiers.colour) for m in paper.of("HOMO")]
    assert found == [("VXL-1", -5.4, "unstated"), ("VXL-2", -5.6, "red"), ("VXL-3", -5.6, "red")]
    assert [m.qualifiers.colour for m in paper.of("EQE")][:3] == ["red", "green", "blue"]


@pytest.mark.parametrize(
    ("group", "labels", "conditions"),
    [
        ("EQE (%)", ("max", "100", "1000"), [("max",), ("@100 cd/m2",), ("@1000 cd/m2",)]),
        ("T50 (h)", ("glass", "PET", "steel"), [("glass",), ("PET",), ("steel",)]),
    ],
)
def test_columns_of_one_metric_are_told_apart(group, labels, conditions):
    """ "EQE (%)" over "max | 100 | 1000", "T50 (h)" over "glass | PET": what stands below the label is the condition."""
    below = "".join(f"<th>{x}</th>" for x in labels)
    head = f'<tr><th rowspan="2">HTL</th><th colspan="3">{group}</th></tr><tr>{below}</tr>'
    rows = "<tr><td>VXL-1</td><td>12.4</td><td>12.1</td><td>11.5</td></tr><tr><td>VXL-2</td><td>9.8</td><td>9.6</td><td>9.1</td></tr>"
    paper = analyse_text(f"# Lamps: a review\n\n{INTRODUCTION}\n\nTable 1. Lamps.\n\n<table>{head}{rows}</table>\n")
    assert [m.qualifiers.conditions for m in paper.measurements[:3]] == conditions


# ---- the receipt ------------------------------------------------------------------------------------------------------------


def test_receipt_counts_each_table():
    """For every table: numbers mapped, numbers in metric columns that could not be, and columns of numbers that are no metric."""
    paper = analyse_table("""
        | No. | HTL | Year | Roughness (nm) | Solvent | HOMO/LUMO (eV) | EQE (%) | Ref. |
        |---|---|---|---|---|---|---|---|
        | 1 | VXL-1 | 2019 | 0.61 | toluene | −5.4 | 12.4 | 3 |
        | 2 | VXL-2 | 2020 | 0.58 | xylene | −5.6/−2.3 | 9.8 | 4 |
    """)
    (receipt,) = paper.linked.receipts
    assert (receipt.table, receipt.mapped, receipt.unmapped) == ("Table 1", 4, 1)
    assert receipt.unknown == ("Roughness (nm)",)


def test_receipt_of_a_table_without_metrics_names_its_columns():
    """A table of quantities that the pack does not know is read into no measurement, and the receipt says which columns."""
    paper = analyse_table("""
        | Solvent | Boiling point (°C) | Viscosity (cP) |
        |---|---|---|
        | toluene | 110.6 | 0.56 |
        | xylene | 138.4 | 0.61 |
    """)
    (receipt,) = paper.linked.receipts
    assert (receipt.mapped, receipt.unmapped) == (0, 0)
    assert receipt.unknown == ("Boiling point (°C)", "Viscosity (cP)")
