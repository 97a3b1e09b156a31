"""Rows of a table that are states of one device, on invented papers: whose they are, and under which condition each number holds."""

import pytest

from mini_papers import analyse_table

OWN = "Amber QLEDs for cold and heat"


def shown(found):
    """(subject, value, conditions without "max") of measurements."""
    return [(m.subject, m.quantity.value, tuple(c for c in m.qualifiers.conditions if c != "max")) for m in found]


@pytest.mark.parametrize(
    ("title", "texts", "conditions"),
    [
        ("T (°C)", ("RT", "−10", "85"), ("T = RT", "T = −10 °C", "T = 85 °C")),
        ("T [°C]", ("−10 °C", "25", "85"), ("T = −10 °C", "T = 25 °C", "T = 85 °C")),
        ("Thickness / nm", ("20", "30", "45"), ("Thickness = 20 nm", "Thickness = 30 nm", "Thickness = 45 nm")),
        ("Storage time (days)", ("0", "10", "30"), ("Storage time = 0 days", "Storage time = 10 days", "Storage time = 30 days")),
        ("Doping ratio", ("0", "1%", "2%"), ("Doping ratio = 0", "Doping ratio = 1%", "Doping ratio = 2%")),
        ("x", ("0", "0.05", "0.10"), ("x = 0", "x = 0.05", "x = 0.10")),
        ("L_0 (cd m^−2)", ("100", "1,000", "5 000"), ("@100 cd/m2", "@1000 cd/m2", "@5000 cd/m2")),
    ],
)
def test_a_state_is_a_condition_of_the_papers_device(title, texts, conditions):
    """Temperatures, thicknesses, times, ratios: the device is the paper's own, and the label with its title a condition."""
    rows = "".join(f"| {t} | 1{i}.4 |\n" for i, t in enumerate(texts))
    paper = analyse_table(f"| {title} | EQE (%) |\n|---|---|\n{rows}", title=OWN)
    assert shown(paper.of("EQE")) == [("Amber QLEDs", 10.4 + i, (c,)) for i, c in enumerate(conditions)]
    assert {m.qualifiers.colour for m in paper.of("EQE")} == {"amber"}


def test_the_caption_names_the_device_of_the_states():
    """A device that the caption names goes before the paper's own; "the QLEDs" names none, and what the rows vary is no name."""
    table = "| T (°C) | EQE (%) |\n|---|---|\n| 25 | 12.4 |\n| 85 | 9.8 |\n"
    named = analyse_table(table, title=OWN, caption="Table 1. Performance of VXL-passivated QLEDs at two temperatures.")
    assert {m.subject for m in named.of("EQE")} == {"VXL-passivated QLEDs"}
    plain = analyse_table(table, title=OWN, caption="Table 1. Performance of the QLEDs at two temperatures.")
    assert {m.subject for m in plain.of("EQE")} == {"Amber QLEDs"}
    varied = analyse_table(table, title=OWN, caption="Table 1. Performance of VXL-passivated QLEDs with ZnO layers of various thicknesses.")
    assert {m.subject for m in varied.of("EQE")} == {"VXL-passivated QLEDs"}


def test_a_state_beside_a_name_that_repeats_is_a_condition():
    """ "Control" at two temperatures is one device under two conditions; where the names differ, their settings say nothing more."""
    paper = analyse_table("""
        | Device | T (°C) | EQE (%) |
        |---|---|---|
        | Control | 25 | 12.4 |
        |  | 85 | 9.8 |
        | VXL-1 | 25 | 14.4 |
    """)
    assert shown(paper.of("EQE")) == [
        ("Control", 12.4, ("T = 25 °C",)),
        ("Control", 9.8, ("T = 85 °C",)),
        ("VXL-1", 14.4, ("T = 25 °C",)),
    ]
    apart = analyse_table("| Device | T (°C) | EQE (%) |\n|---|---|---|\n| VXL-1 | 25 | 12.4 |\n| VXL-2 | 25 | 9.8 |\n")
    assert shown(apart.of("EQE")) == [("VXL-1", 12.4, ()), ("VXL-2", 9.8, ())]


@pytest.mark.parametrize(
    ("title", "words"), [("Scan direction", ("Reverse", "Forward")), ("Scan", ("RS", "FS")), ("", ("reverse", "forward"))]
)
def test_scan_directions_are_conditions(title, words):
    """ "Reverse" and "Forward" name no device: they say how the device of the row, or of the row above, was measured."""
    table = f"""
        | Device | {title} | PCE (%) | V_oc (V) |
        |---|---|---|---|
        | Control | {words[0]} | 17.7 | 1.05 |
        |  | {words[1]} | 16.7 | 1.03 |
    """
    caption = "Table 1. Perovskite solar cells with their photovoltaic parameters, V_oc and PCE."
    found = analyse_table(table, caption=caption, domain="psc").of("PCE")
    assert shown(found) == [("Control", 17.7, ("reverse scan",)), ("Control", 16.7, ("forward scan",))]


def test_letters_of_places_inside_one_thing_name_no_device():
    """Under "Channel" a letter is a place in one crystal; the material that the caption names is the subject of its mobility."""
    table = """
        | Channel | Mobility (cm^2 V^−1 s^−1) | Overlap (meV) |
        |---|---|---|
        | B | μh = 0.012 | 60.4 |
        | C | μe = 0.030 | 79.2 |
    """
    paper = analyse_table(table, caption="Table 1. Mobilities in the crystal of VXL-1.", title=OWN)
    assert shown(paper.of("mobility")) == [("VXL-1", 0.012, ("Channel = B", "hole")), ("VXL-1", 0.03, ("Channel = C", "electron"))]


def test_a_label_over_columns_names_the_device_where_no_row_does():
    """ "ZnO | ZnMgO" over "EQE | CE" is a condition beside named rows, and the device itself beside temperatures."""
    head = '<tr><th rowspan="2">{}</th><th colspan="2">ZnO</th><th colspan="2">ZnMgO</th></tr>'
    metrics = "<tr><th>EQE (%)</th><th>CE (cd A^-1)</th><th>EQE (%)</th><th>CE (cd A^-1)</th></tr>"
    first = "<tr><td>{}</td><td>8.8</td><td>22.1</td><td>12.6</td><td>34.6</td></tr>"
    rows = first + "<tr><td>{}</td><td>4.1</td><td>11.2</td><td>5</td><td>13.3</td></tr>"
    named = analyse_table(f"<table>{head.format('HTL')}{metrics}{rows.format('VXL-1', 'VXL-2')}</table>")
    assert shown(named.of("EQE"))[:2] == [("VXL-1", 8.8, ("ZnO",)), ("VXL-1", 12.6, ("ZnMgO",))]
    states = analyse_table(f"<table>{head.format('T (°C)')}{metrics}{rows.format('25', '85')}</table>", title=OWN)
    assert shown(states.of("EQE"))[:2] == [("ZnO", 8.8, ("T = 25 °C",)), ("ZnMgO", 12.6, ("T = 25 °C",))]


def test_a_dash_among_additives_is_a_state_and_none_is_a_name():
    """A row whose additive is "–" is not the device above; "None" is printed as a name, and is no compound."""
    paper = analyse_table("| Additive | EQE (%) |\n|---|---|\n| VXL-1 | 12.4 |\n| – | 9.8 |\n| None | 9.1 |\n", title=OWN)
    assert shown(paper.of("EQE")) == [("VXL-1", 12.4, ()), ("Amber QLEDs", 9.8, ("Additive = –",)), ("None", 9.1, ())]
    assert paper.of("EQE")[2].materials == ()
