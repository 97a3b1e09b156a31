"""Numbers and units: printed forms in prose and in table cells."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litmine.cells import read_cell
from litmine.quantities import agree, convert, find_quantities, is_blank, number_interval, parse_cell, parse_unit
from litmine.records import Quantity
from litmine.units import conversion


def seen(text: str) -> list[tuple]:
    """(value or ends, unit) of every quantity of a text."""
    return [
        (q.quantity.value if q.quantity.value is not None else (q.quantity.low, q.quantity.high), q.quantity.unit)
        for q in find_quantities(text)
    ]


UNITS = {
    "cd/A": "cd A−1|cd A^−1|cd A^-1|cd A-1|cd/A|cd·A−1|cdA−1|cd A⁻¹|Cd/A|[cd A^−1]|cd A^–1",
    "lm/W": "lm W-1|lm W^−1|lm/W|lm w^-1|lumens per watt",
    "cd/m2": "cd m−2|cd m^−2|cd/m2|cd/m^2|cd m-2|cdm-2|nit|nits|cd·m−2|candela per square meter|cd m⁻²",
    "kcd/m2": "kcd m−2",
    "%": "%|percent|per cent|(%)",
    "mA/cm2": "mA cm−2|mA/cm2|mA cm^−2|mAcm-2",
    "cm2/V/s": "cm2 V−1 s−1|cm^2/(V s)|cm2/Vs|cm2/V/s|cm^2 V^−1 s^−1|cm2/V·s",
    "mJ/cm2": "mJ cm−2",
    "mW/cm2": "mW cm−2",
    "MW": "MW",
    "h": "h|hours|hour|hrs",
    "min": "min|minutes",
    "day": "days",
    "eV": "eV",
    "meV": "meV",
    "V": "V|volts",
    "mV": "mV",
    "nm": "nm",
    "μm": "μm|µm|um",
    "°C": "°C|℃|oC",
    "K": "K",
    "ppi": "ppi|PPI",
    "wt%": "wt%|wt %|wt.%",
    "mg/mL": "mg/mL|mg mL-1|mg ml^−1",
    "1/cm3": "cm−3|cm^−3|1/cm3",
}


@pytest.mark.parametrize(("spelling", "printed"), [(u, p) for u, forms in UNITS.items() for p in forms.split("|")])
def test_units_as_printed(spelling, printed):
    """Every way a paper prints a unit has one spelling."""
    assert spelling == parse_unit(printed)


@pytest.mark.parametrize("text", ["", "foo", "V-1x", "device", "cd A^−1 x", "A-1", "Vs2", "the"])
def test_not_a_unit(text):
    """What is no unit, or only begins with one, is not read as one."""
    assert parse_unit(text) is None


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_a_spelling_reads_back(unit):
    """litmine's own spelling is one of the printed ones."""
    assert unit == parse_unit(unit)


def test_conversion_keeps_kinds_apart():
    """Weight percent is no percent, efficacy no efficiency, a bare number no percentage."""
    assert conversion("kcd/m2", "cd/m2") == (1000.0, 0.0)
    assert conversion("day", "h") == (24.0, 0.0)
    assert conversion("°C", "K") == (1.0, 273.15)
    assert [conversion(*pair) for pair in (("wt%", "%"), ("lm/W", "cd/A"), ("", "%"), ("eV", "V"))] == [None] * 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18.2, 14.9 and 7.1% for red, green and blue", [(18.2, "%"), (14.9, "%"), (7.1, "%")]),
        ("20.1, 18.3, and 9.2 cd A^−1", [(20.1, "cd/A"), (18.3, "cd/A"), (9.2, "cd/A")]),
        ("3.1/2.8/2.6 V", [(3.1, "V"), (2.8, "V"), (2.6, "V")]),
        ("3.2-3.4 V", [((3.2, 3.4), "V")]),
        ("3.2–3.4 V", [((3.2, 3.4), "V")]),
        ("1.3 ~ 1.4 eV", [((1.3, 1.4), "eV")]),
        ("between 25% and 26%", [((25, 26), "%")]),
        ("in the range of ~600nm to ~900nm", [((600, 900), "nm")]),
        ("from 8.1% to 11.6%", [(8.1, "%"), (11.6, "%")]),
        ("from 8.1 to 11.6%", [(8.1, "%"), (11.6, "%")]),
        ("1.2 × 10^4 cd m^−2", [(12000, "cd/m2")]),
        ("1.2×10⁴ cd/m2", [(12000, "cd/m2")]),
        ("10^5 cd m^−2", [(100000, "cd/m2")]),
        ("(1.3 ± 0.2) × 10^4 cd m^−2", [(13000, "cd/m2")]),
        ("1.2×104 cd m−2", []),
        ("10 × 10 cm2", []),
        ("12,600 cd m^-2", [(12600, "cd/m2")]),
        ("12 600 cd m−2", [(12600, "cd/m2")]),
        ("20 per cent", [(20, "%")]),
        ("−5.3 eV and -2.1 eV and –3.4 eV", [(-5.3, "eV"), (-2.1, "eV"), (-3.4, "eV")]),
        ("a 1.12-eV absorber, 45mA/cm2", [(1.12, "eV"), (45, "mA/cm2")]),
        ("CIE (0.68, 0.31)", [(0.68, ""), (0.31, "")]),
        ("CIE [0.18,0.27]", [(0.18, ""), (0.27, "")]),
        ("of 21.4%^36 or 21.4^36 or 7.3 eV^12", [(21.4, "%"), (21.4, ""), (7.3, "eV")]),
        ("25.2 cd A^−136 here", [(25.2, "cd/A")]),
        ("the text.^12,13 Next", []),
        ("X-HTL-2, C60, device 3, Fig. 3, Table 2, ref. 12, [12], pp. 20-21, 2019", []),
        ("Zn0.9Mg0.1O, 2,7-dibromo, 4,4′-bis, CsPb(Br0.5I0.5)3, 4CzIPN, 10.1000/x12, v2.4.1", []),
        ("In 2019, 18.2% was shown", [(18.2, "%")]),
        ("devices 1, 2 and 3 show 4.5, 5.6, and 6.7 V", [(4.5, "V"), (5.6, "V"), (6.7, "V")]),
        ("12.5% at 1000 and 9.8% at 10000 cd m^−2", [(12.5, "%"), (9.8, "%"), (10000, "cd/m2")]),
        ("near unity for 1 to 61% for 2", [(61, "%")]),
        ("22.1%.13 or 18.2%,14 and 9.1% or 7.3 eV.15 Next", [(22.1, "%"), (18.2, "%"), (9.1, "%"), (7.3, "eV")]),
        ("a ratio of 1:1.5", []),
        ("18.2 (±0.3)%", [(18.2, "%")]),
        ("20.4 cd A^−1/18.2 lm W^−1/12.1%", [(20.4, "cd/A"), (18.2, "lm/W"), (12.1, "%")]),
        ("Figure 4h shows 3 h; O 1s and 2A", [(3, "h")]),
        ("12 A. Author", []),
        ("2.1 Results", []),
        ("brightness of 53,000", [(53000, "")]),
        ("no numbers here", []),
    ],
)
def test_prose(text, found):
    """Values, ranges and lists are seen; names, labels, citations and dates are not."""
    assert found == seen(text)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("~90 hours", "~"), ("over 14%", ">"), ("more than 5 h", ">"), ("less than 5 h", "<"), ("no more than ~17%", "<="),
        ("at least 5 V", ">="),
        ("up to 18%", "="), ("as high as 18%", "="), ("nearly 26%", "~"), ("≥ 3 V", ">="), (">20.0%", ">"), ("of 3 V", "="),
        ("approximately 3 V", "~"),
    ],
)  # fmt: skip
def test_comparators(text, comparator):
    """Words and signs before a number say how it compares."""
    (m,) = find_quantities(text)
    assert comparator == m.quantity.comparator


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a 2.3-fold increase", ["fold"]),
        ("1.5 times that", ["fold"]),
        ("by a factor of 2.6", ["fold"]),
        ("87% of the reference", ["relative"]),
        ("14% higher than", ["relative"]),
        ("an increase of 14%", ["relative"]),
        ("improved by 20%", ["relative"]),
        ("retained 80% and 95% of their initial efficiency", ["relative", "relative"]),
        ("reduced by about 0.3 V", ["relative"]),
        ("an EQE of 18.2%, higher than before", ["value"]),
        ("increased from 8.1% to 9.2%", ["value", "value"]),
        ("increases to 19.6%", ["value"]),
        ("The EQE of 12.1% decreases to 9%", ["value", "value"]),
    ],
)
def test_kinds(text, kinds):
    """A change or a share is no value of a metric."""
    assert kinds == [m.kind for m in find_quantities(text)]


def test_groups_and_roles():
    """The members of a list share a number; the ends of a change know which they are."""
    found = find_quantities("18.2, 14.9 and 7.1%; it rose from 2.1 V to 2.3 V; 14.1%, 2.8 mA cm-2 and 2.1 V, respectively")
    assert [m.group for m in found] == [0, 0, 0, -1, -1, 1, 1, 1]
    assert [m.role for m in found if m.role] == ["from", "to"]


def test_plus_minus():
    """The ± part is the uncertainty in the same unit, before or after it."""
    assert [m.quantity.uncertainty for m in find_quantities("97% ± 2; 2.1 ± 0.4 nm; (19.5 ± 0.4)%")] == [2.0, 0.4, 0.4]


@pytest.mark.parametrize("text", ["18.2, 14.9 and 7.1%", "> 20,000 cd m−2 at ~5 V", "from 3.2–3.4 V", "97% ± 2 (−5.3 eV)"])
def test_raw_is_the_text_of_the_span(text):
    """A quantity's evidence is what the paper prints."""
    assert all(m.quantity.raw == m.span.of(text) for m in find_quantities(text))


@pytest.mark.parametrize(
    ("raw", "interval"),
    [
        ("18.2", (18.15, 18.25)), ("0.4", (0.35, 0.45)), ("12,600", (12550, 12650)), ("1000", (950, 1050)), ("20", (19.5, 20.5)),
        ("−5.30", (-5.305, -5.295)), ("1.2 × 10^4", (11500, 12500)), ("624", (623.5, 624.5)),
    ],
)  # fmt: skip
def test_intervals_of_printed_digits(raw, interval):
    """Half a unit of the last significant digit each way; zeros at the end of an integer carry no weight beyond two digits."""
    assert interval == number_interval(raw)[1:]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("20.5%", "20.48%", True), ("20.5%", "20.4%", False), ("18.25%", "18.2%", True), ("18.25%", "18.3%", True),
        ("2.2 V", "2200 mV", True),
        (">20%", "20.6%", True), (">20%", "18.1%", False), ("0.75%", "75%", False), ("5 V", "5 eV", False),
        ("3.2–3.4 V", "3.3 V", True),
        ("12,600 cd/m2", "12,580 nits", True), ("~90 h", "93 h", True),
    ],
)  # fmt: skip
def test_agreement_as_printed(a, b, same):
    """Two numbers agree where their printed digits allow it, never because they are close."""
    (x,), (y,) = find_quantities(a), find_quantities(b)
    assert same is agree(x.quantity, y.quantity)
    assert same is agree(y.quantity, x.quantity)


def test_convert():
    """Value, interval and uncertainty move together; the raw text stays."""
    q = convert(parse_cell("2.10 ± 0.05", "V")[0], "mV")
    assert (q.raw, q.value, q.unit, q.low, q.high, q.uncertainty) == ("2.10 ± 0.05", 2100, "mV", 2095, 2105, 50)
    assert convert(q, "eV") is None


@pytest.mark.parametrize(
    "text", ["", " ", "-", "–", "—", "−", "/", "_", "N/A", "n.a.", "NA", "n.r.", "-/-", "…", "not reported", "– [12]"]
)
def test_blank_cells(text):
    """A blank cell is blank and holds nothing."""
    assert is_blank(text)
    assert parse_cell(text, "%") == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("−5.3", [-5.3]), ("-5.3/-2.1", [-5.3, -2.1]), ("−5.60/−2.49", [-5.6, -2.49]), ("18.2 ± 0.3", [18.2]),
        ("20.1 (19.5 ± 0.4)", [20.1, 19.5]),
        ("1.75,[73] 1.82,[71]", [1.75, 1.82]), ("~3.1", [3.1]), ("> 100 000", [100000]), ("1.2 × 10^4", [12000]),
        ("2.2 × 10−4", [0.00022]),
        ("12 600", [12600]), ("520 630", [520, 630]), ("(0.68, 0.31)", [0.68, 0.31]), ("0.68,0.31", [0.68, 0.31]),
        ("45,368", [45368]), ("18.2^a", [18.2]),
        ("25.3^[12]", [25.3]), ("20.5/19.1/18.2", [20.5, 19.1, 18.2]), ("50.1", [50.1]), ("13.20±1.24", [13.2]),
        ("18.2 [36]", [18.2]), ("10.9a)", [10.9]), ("2 650 000/980", [2650000, 980]),
    ],
)  # fmt: skip
def test_cells(text, values):
    """The numbers of a cell come in printed order, citations and marks left out."""
    assert values == [q.value for q in parse_cell(text, "X")]


@pytest.mark.parametrize("text", ["7.0×104", "1,75", "PEDOT4083"])
def test_cells_that_are_not_guessed_at(text):
    """A lost caret, a decimal comma, a name: nothing is read, and the cell is not blank either."""
    assert parse_cell(text, "%") == ()
    assert not is_blank(text)


def test_cell_details():
    """Notes, slots, conditions, units of a cell's own, and the header's factor."""
    assert [(v.note, v.slot) for v in read_cell("20.1 (19.5 ± 0.4)")] == [("", 0), ("mean", 0)]
    assert [(v.quantity.value, v.slot) for v in read_cell("–/−2.1")] == [(-2.1, 1)]
    assert [v.condition for v in read_cell("18.2@1,000 cd m^−2", "%")] == ["@1000 cd/m2"]
    assert [(q.unit, q.value) for q in parse_cell("520/630 nm", "eV")] == [("nm", 520), ("nm", 630)]
    assert Quantity("12.6", 12600, "cd/m2", 12550, 12650) == parse_cell("12.6", "cd/m2", 1000)[0]
    assert [(q.raw, q.value) for q in parse_cell("12.6 cd/A", "cd/m2", 1000)] == [("12.6 cd/A", 12.6)]
    assert ((q := parse_cell("300–400", "nm")[0]).value, q.low, q.high) == (None, 300, 400)


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("16.3 @ 100, 15.1 @ 1000", "%", [(16.3, "@100"), (15.1, "@1000")]),
        ("16.3@100/15.1@1000", "%", [(16.3, "@100"), (15.1, "@1000")]),
        ("16.3@100 cd/m2/15.1@1000 cd/m2", "%", [(16.3, "@100 cd/m2"), (15.1, "@1000 cd/m2")]),
        ("T50 = 300 h @ 1000 cd m^−2", "h", [(300, "@1000 cd/m2")]),
        ("11 000 (500 cd m^−2)", "h", [(11000, "@500 cd/m2")]),
        ("11 000 h [500 cd m^−2]", "", [(11000, "@500 cd/m2")]),
        ("23 500 (8 V)", "cd/m2", [(23500, "@8 V")]),
        ("3.1 (2.9 V)", "V", [(3.1, ""), (2.9, "")]),
        ("15.3% (20.4 cd/A)", "%", [(15.3, ""), (20.4, "")]),
    ],
)
def test_conditions_of_cells(text, unit, told):
    """What stands behind an @, or alone in brackets and of another kind, is a condition of its number and no further value."""
    assert [(v.quantity.value, v.condition) for v in read_cell(text, unit)] == told


@given(st.decimals(min_value="-99999", max_value="99999", places=2, allow_nan=False, allow_infinity=False))
def test_printed_decimals_read_back(number):
    """A decimal printed into a sentence or a cell is read as itself, within its own interval."""
    printed = f"{number}".replace("-", "−")
    (m,) = find_quantities(f"a level of {printed} eV was found")
    (cell,) = parse_cell(printed, "eV")
    assert float(number) == m.quantity.value == cell.value
    assert m.quantity.low <= float(number) <= m.quantity.high


@given(st.integers(min_value=1000, max_value=9_999_999))
def test_printed_thousands_read_back(number):
    """Commas and thin spaces between thousands do not change a number."""
    for printed in (f"{number:,}", f"{number:,}".replace(",", " "), str(number)):
        assert [(number, "cd/m2")] == seen(f"a luminance of {printed} cd m^−2")


@given(st.text(max_size=60))
def test_any_text_is_survived(text):
    """No text raises, and spans lie within it in order."""
    spans = [m.span for m in find_quantities(text)]
    assert spans == sorted(spans)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    parse_cell(text, "%")
    is_blank(text)


def test_gold_quotes(shared):
    """In the quotes that careful readers took from real papers, nearly every recorded number is seen."""
    total = hits = 0
    for file in sorted((shared / "gold").glob("*/text_records.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                ends = [float(x) for x in row["value"].split("..")]
                total += 1
                hits += any(
                    abs(q.low - ends[0]) <= 1e-9 * abs(ends[0]) + 1e-12 and abs(q.high - ends[1]) <= 1e-9 * abs(ends[1]) + 1e-12
                    if q.value is None and len(ends) == 2
                    else q.value is not None and abs(q.value - ends[0]) <= 1e-9 * abs(ends[0]) + 1e-12
                    for q in (m.quantity for m in find_quantities(row["quote"]))
                )
    assert total > 300
    assert hits / total > 0.97
