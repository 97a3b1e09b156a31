"""Whose a row of a table is and what it is made of, on invented papers; what columns are by their neighbours and their numbers."""

import pytest

from mini_papers import analyse_table

OWN = "Amber QLEDs for cold and heat"


def told(found):
    """(subject, value) of measurements."""
    return [(m.subject, m.quantity.value) for m in found]


def test_the_short_name_is_the_subject_and_the_stack_its_materials():
    """Beside "HTL" a column of whole stacks names no device, wherever it stands; its layers are the row's materials."""
    for order in ("HTL", "stack"):
        cells = [("HTL", "VXL-1", "VXL-2"), ("Device structure", "ITO/VXL-1/CdSe/ZnO/Al", "ITO/VXL-2/InP/ZnO/Ag")]
        (a, *left), (b, *right) = cells if order == "HTL" else cells[::-1]
        rows = "".join(f"| {x} | {y} | 1{i}.4 |\n" for i, (x, y) in enumerate(zip(left, right, strict=True)))
        first, second = analyse_table(f"| {a} | {b} | EQE (%) |\n|---|---|---|\n{rows}").of("EQE")
        assert (first.subject, second.subject) == ("VXL-1", "VXL-2")
        assert first.materials == ("VXL-1", "ITO", "CdSe", "ZnO", "Al")


def test_layers_in_columns_are_materials():
    """Of "Emitter | Host" the first names the row; "Control" and "w/o VXL-1" are made of nothing that the label says."""
    paper = analyse_table("| Emitter | Host | EQE (%) |\n|---|---|---|\n| VXL-1 | VXL-3 | 12.4 |\n| VXL-2 | VXL-4 | 9.8 |\n")
    assert [m.materials for m in paper.of("EQE")] == [("VXL-1", "VXL-3"), ("VXL-2", "VXL-4")]
    roles = analyse_table("| Device | EQE (%) |\n|---|---|\n| Control | 9.1 |\n| w/o VXL-1 | 12.4 |\n| with VXL-1 | 15.5 |\n")
    assert [(m.subject, m.materials) for m in roles.of("EQE")] == [("Control", ()), ("w/o VXL-1", ()), ("with VXL-1", ("VXL-1",))]


def test_devices_of_joined_names_are_two():
    """One HTL with two ETLs is two devices, though their first compound is the same."""
    paper = analyse_table("| HTL | ETL | EQE (%) |\n|---|---|---|\n| VXL-1 | ZnO | 12.4 |\n|  | ZnMgO | 14.9 |\n")
    assert told(paper.of("EQE")) == [("VXL-1, ZnO", 12.4), ("VXL-1, ZnMgO", 14.9)]
    assert sorted(d.label for d in paper.devices) == ["VXL-1, ZnMgO", "VXL-1, ZnO"]


def test_this_work_is_the_papers_device():
    """ "This work" among others' devices: the paper's own."""
    paper = analyse_table("| QLED | EQE (%) |\n|---|---|\n| VXL-1 | 12.4 |\n| This work | 19.8 |\n", title=OWN)
    assert told(paper.of("EQE")) == [("VXL-1", 12.4), ("Amber QLEDs", 19.8)]


def test_columns_of_colours_alone_are_the_papers_device():
    """ "Red | Green" over a paper's own numbers: one kind of device in two colours; "Flexible" among names stays a name."""
    paper = analyse_table(
        "| | Red | Green |\n|---|---|---|\n| EQE (%) | 22.5 | 18.3 |\n| V_on (V) | 1.8 | 2.2 |\n", title="Top-emitting QLEDs"
    )
    assert [(m.subject, m.qualifiers.colour) for m in paper.of("EQE")] == [("Top-emitting QLEDs", "red"), ("Top-emitting QLEDs", "green")]
    kinds = analyse_table("| Type | EQE (%) |\n|---|---|\n| Rigid | 12.4 |\n| Flexible | 9.8 |\n", title=OWN).of("EQE")
    assert [(m.subject, m.qualifiers.conditions) for m in kinds] == [("Rigid", ()), ("Flexible", ("flexible",))]


def test_a_colour_at_the_left_edge_holds_down_to_the_next():
    """A blank below "Blue" in the first column is blue; a blank in a column further right is nothing."""
    paper = analyse_table("""
        | Colour | QD | EQE (%) |
        |---|---|---|
        | Blue | VXL-1 | 12.4 |
        |  | VXL-2 | 9.8 |
        | Red | VXL-3 | 20.1 |
    """)
    assert [(m.subject, m.qualifiers.colour) for m in paper.of("EQE")] == [("VXL-1", "blue"), ("VXL-2", "blue"), ("VXL-3", "red")]


def test_any_column_of_markers_cites():
    """ "A. Albertsen 2019 [1]" cites whatever its column is called; powers of ten in a column of numbers cite nobody."""
    paper = analyse_table("""
        | QLED | Traps (cm^−3) | EQE (%) | Authors, year |
        |---|---|---|---|
        | VXL-1 | 3.5 × 10^1 | 12.4 | Albertsen 2019 [3] |
        | VXL-2 | 9.8 × 10^2 | 9.8 | Caspari 2020 [4] |
    """)
    assert [[c.key for c in m.citations] for m in paper.of("EQE")] == [["3"], ["4"]]


@pytest.mark.parametrize("printed", ["29 840", "29,840", "29840"])
def test_one_number_with_a_space_in_it(printed):
    """Under one metric "29 840" is one number; two wavelengths, which together no lamp can have, stay two."""
    table = f"| HTL | L_max (cd m^−2) | EL peak (nm) |\n|---|---|---|\n| VXL-1 | {printed} | 452 485 |\n| VXL-2 | 1 020 | 460 |\n"
    paper = analyse_table(table)
    assert told(paper.of("L_max")) == [("VXL-1", 29840), ("VXL-2", 1020)]
    assert told(paper.of("EL_peak")) == [("VXL-1", 452), ("VXL-1", 485), ("VXL-2", 460)]
    assert paper.of("L_max")[0].evidence[0].quote == paper.of("L_max")[0].quantity.raw == printed


def test_a_gap_is_known_by_its_numbers():
    """ "ΔE (eV)" is the gap where each number is the distance of the HOMO and the LUMO beside it, else nothing."""
    table = (
        "| HTL | HOMO (eV) | LUMO (eV) | ΔE (eV) |\n|---|---|---|---|\n| VXL-1 | −5.85 | −2.82 | 3.03 |\n| VXL-2 | −5.60 | −2.40 | 3.20 |\n"
    )
    assert told(analyse_table(table).of("Eg")) == [("VXL-1", 3.03), ("VXL-2", 3.2)]
    assert not analyse_table(table.replace("3.20", "3.60")).of("Eg")


def test_mobilities_of_holes_and_electrons_are_kept_apart():
    """The carrier that a header or a cell names is a condition of the mobility."""
    paper = analyse_table("""
        | HTL | Hole mobility (cm^2 V^−1 s^−1) | μ_e (×10^−4 m^2/v · s) |
        |---|---|---|
        | VXL-1 | 2.1 × 10^−5 | 3 |
    """)
    found = [(m.quantity.value, m.qualifiers.conditions) for m in paper.of("mobility")]
    assert found == [(2.1e-5, ("hole",)), (3.0, ("electron",))]


@pytest.mark.parametrize(
    ("header", "text", "found"),
    [
        ("PLQY (film/solution) (%)", "88/52", [(88, ("film",)), (52, ("solution",))]),
        ("PLQY (%) sol/film", "52/88", [(52, ("solution",)), (88, ("film",))]),
        ("PLQY (toluene/film) (%)", "71/82", [(71, ("solution",)), (82, ("film",))]),
    ],
)
def test_one_metric_in_several_media(header, text, found):
    """ "film/solution" over "88/52": each number has the medium of its place."""
    paper = analyse_table(f"| QD | {header} | EQE (%) |\n|---|---|---|\n| VXL-1 | {text} | 12.4 |\n")
    assert [(m.quantity.value, m.qualifiers.conditions) for m in paper.of("PLQY")] == found


@pytest.mark.parametrize(
    ("header", "unit_of", "metric", "conditions"),
    [
        ("T50@100 (h)", "h", "T50", ("@100 cd/m2",)),
        ("LT95 (h) @1000 nit", "h", "T95", ("@1000 cd/m2",)),
        ("Efficiency (%)", "%", "EQE", ()),
        ("L (cd m^−2)", "cd/m2", "L_max", ()),
        ("λ_max (nm)", "nm", "EL_peak", ()),
    ],
)
def test_headers_that_neighbours_and_units_explain(header, unit_of, metric, conditions):
    """A bare number behind an @ is a luminance; a bare efficiency, luminance or wavelength is what its unit and neighbours leave."""
    (found,) = [
        m
        for m in analyse_table(f"| HTL | CE (cd/A) | {header} |\n|---|---|---|\n| VXL-1 | 12.4 | 520 |\n").measurements
        if m.metric != "CE"
    ]
    assert (found.metric, found.quantity.unit, found.qualifiers.conditions) == (metric, unit_of, conditions)


def test_two_bands_of_an_html_table_are_two_labels():
    """Labels that a source gives as two cells are two, however near their words stand; "X^a)" loses its whole marker."""
    paper = analyse_table("""
        <table><tr><th rowspan="2">HTL</th><th colspan="2">ZnO</th><th colspan="2">ZnMgO</th></tr>
        <tr><th>EQE (%)</th><th>CE (cd A^-1)</th><th>EQE (%)</th><th>CE (cd A^-1)</th></tr>
        <tr><td>VXL-1</td><td>8.8</td><td>22.1</td><td>12.6</td><td>34.6</td></tr>
        <tr><td>VXL-2^a)</td><td>4.1</td><td>11.2</td><td>5.0</td><td>13.3</td></tr></table>
    """)
    found = [(m.subject, m.qualifiers.conditions) for m in paper.of("EQE")]
    assert found == [("VXL-1", ("ZnO",)), ("VXL-1", ("ZnMgO",)), ("VXL-2", ("ZnO",)), ("VXL-2", ("ZnMgO",))]


def test_a_stack_left_of_the_numbers_names_before_a_remark_behind_them():
    """Where no short name is printed, the stack names the device, and not a column of remarks at the far end."""
    paper = analyse_table("""
        | Device structure | EQE (%) | Stability |
        |---|---|---|
        | ITO/VXL-1/CdSe/ZnO/Al | 12.4 | – |
        | ITO/VXL-2/CdSe/ZnO/Al | 9.8 | half after a week |
    """)
    assert [m.subject for m in paper.of("EQE")] == ["ITO/VXL-1/CdSe/ZnO/Al", "ITO/VXL-2/CdSe/ZnO/Al"]
    assert paper.of("EQE")[0].materials == ("ITO", "VXL-1", "CdSe", "ZnO", "Al")


def test_the_name_of_a_mean_in_the_brackets_of_a_header():
    """ "PCE_max (PCE_avg)" over "15.7 (15.6)": the bracketed number is the mean; "(certified 18.3)" is certified."""
    paper = analyse_table(
        "| Cell | PCE_max (PCE_avg) (%) | FF (%) |\n|---|---|---|\n| VXL-1 | 15.7 (15.6) | 74 |\n| VXL-2 | 18.4 (certified 18.3) | 76 |\n",
        caption="Table 1. Perovskite solar cells.",
        domain="psc",
    )
    found = [(m.quantity.value, m.qualifiers.statistic, "certified" in m.qualifiers.conditions) for m in paper.of("PCE")]
    assert found == [(15.7, "unstated", False), (15.6, "mean", False), (18.4, "unstated", False), (18.3, "unstated", True)]


def test_a_luminance_as_an_index():
    """ "EQE_1000" is the EQE at 1000 cd/m2."""
    paper = analyse_table("| HTL | EQE_max (%) | EQE_1000 (%) |\n|---|---|---|\n| VXL-1 | 19.3 | 15.1 |\n| VXL-2 | 26.5 | 23.8 |\n")
    found = [(m.quantity.value, m.qualifiers.conditions) for m in paper.of("EQE") if m.subject == "VXL-1"]
    assert found == [(19.3, ("max",)), (15.1, ("@1000 cd/m2",))]


def test_a_process_in_a_header_is_its_columns():
    """ "Spin-coated: EQE (%)" is the EQE of the spin-coated device of the row, whatever other columns say."""
    paper = analyse_table(
        "| HTL | Inkjet-printed: EQE (%) | Spin-coated: EQE (%) |\n|---|---|---|\n| VXL-1 | 14.2 | 16.9 |\n| VXL-2 | 10 | 13.7 |\n"
    )
    found = [(m.quantity.value, m.qualifiers.process) for m in paper.of("EQE") if m.subject == "VXL-1"]
    assert found == [(14.2, "inkjet-printed"), (16.9, "spin-coated")]


def test_numbers_between_the_metrics_are_no_states():
    """A current between the values of a module is a value that nobody collects, and no setting under which the others hold."""
    paper = analyse_table(
        "| | V_oc (V) | Current (mA) | PCE (%) |\n|---|---|---|---|\n| Reverse | 6.84 | 50.1 | 20.1 |\n| Forward | 6.81 | 50.0 | 19.7 |\n",
        caption="Table 1. Perovskite solar cells.",
        domain="psc",
    )
    assert [m.qualifiers.conditions for m in paper.of("PCE")] == [("reverse scan",), ("forward scan",)]


def test_single_carrier_devices_name_the_carrier():
    """The mobility of a hole-only device is that of holes."""
    paper = analyse_table(
        """
        | | Hole-only device | Electron-only device |
        |---|---|---|
        | Mobility (10^−4 cm^2 V^−1 s^−1) | 2.2 | 5.1 |
        | EQE (%) | – | – |
    """
    )
    assert [m.qualifiers.conditions for m in paper.of("mobility")] == [("hole",), ("electron",)]
