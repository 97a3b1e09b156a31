"""Table cells to measurements, on invented papers: what a column holds, whose device a row is, and which work it cites."""

import pytest

from mini_papers import analyse_table, analyse_text


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
