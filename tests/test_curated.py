"""The hand-curated table: what is read, and every way in which a file can be wrong."""

import pytest

from litmine.curated import read_curated
from litmine.domain import load_domain
from litmine.errors import CuratedError

GOOD = (
    "HTL,HOMO/LUMO (eV),EQE (%),CE (cd/A),colour,process,first author,journal,year,volume,first page,DOI\n"
    "X-HTL,−5.4/−2.3,21.4,30.2,red,spin coating,Y. H. Niu,Adv. Mater.,2007,19,3371,https://doi.org/10.1000/adma.7\n"
    "Y-HTL,-5.6/-,> 18,n.a.,,,J. Zhao et al.,Nano Lett.,2006,6,463,\n"
)


@pytest.fixture(scope="module")
def domain():
    """The pack for quantum-dot diodes."""
    return load_domain("qled")


@pytest.fixture
def read(tmp_path, domain):
    """Read the text (or bytes) of a table, with a mapping of columns."""

    def reading(content, columns=None, name="devices.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_curated(path, domain, columns)

    return reading


def test_a_table_is_read(read):
    """Subject, cited work, colour, process, and every number with its column, text and unit."""
    table = read(GOOD)
    assert (table.file, table.subject_column, len(table.rows)) == ("devices.csv", "HTL", 2)
    x, y = table.rows
    assert (x.line, x.subject, x.colour, x.process) == (2, "X-HTL", "red", "spin-coated")
    assert {v.metric: (v.column, v.text, v.quantity.value, v.quantity.unit) for v in x.values} == {
        "HOMO": ("HOMO/LUMO (eV)", "−5.4/−2.3", -5.4, "eV"),
        "LUMO": ("HOMO/LUMO (eV)", "−5.4/−2.3", -2.3, "eV"),
        "EQE": ("EQE (%)", "21.4", 21.4, "%"),
        "CE": ("CE (cd/A)", "30.2", 30.2, "cd/A"),
    }
    r = x.reference
    assert (r.first_author, r.journal, r.year, r.volume, r.page, r.doi) == (
        "Y. H. Niu", "Adv. Mater.", 2007, "19", "3371", "10.1000/adma.7",
    )  # fmt: skip
    assert (y.line, y.colour, y.process, y.reference.first_author) == (3, "unstated", "unstated", "J. Zhao")
    assert [(v.metric, v.quantity.value, v.quantity.comparator) for v in y.values] == [("HOMO", -5.6, "="), ("EQE", 18, ">")]


def test_a_row_without_a_cited_work(read):
    """Where no column says where a device comes from, the reference is None."""
    assert read("device,EQE (%)\nX,21.4\n").rows[0].reference is None


def test_a_citation_in_one_column(read):
    """A whole citation in one column is taken apart."""
    r = read('device,EQE (%),reference\nX,21.4,"J. Zhao, A. Ce, Nano Lett., 2006, 6, 463"\n').rows[0].reference
    assert (r.first_author, r.journal, r.year, r.volume, r.page) == ("J. Zhao", "Nano Lett.", 2006, "6", "463")


@pytest.mark.parametrize(
    "content",
    [
        ("\ufeff" + GOOD).encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode("utf-16"),
        GOOD.replace(",", ";").replace("21.4", "21,4").replace("30.2", "30,2").encode("utf-8-sig"),
        (GOOD + ",,,,,,,,,,,\n\n").encode(),
    ],
    ids=["BOM", "CRLF", "semicolons", "UTF-16 tabs", "decimal commas", "blank rows"],
)
def test_exports_of_spreadsheets(read, content):
    """What Excel writes gives the same numbers as plain CSV."""
    rows = read(content).rows
    assert [[v.quantity.value for v in r.values] for r in rows] == [[-5.4, -2.3, 21.4, 30.2], [-5.6, 18]]


def test_a_cell_with_a_line_break_keeps_the_lines_right(read):
    """Rows are named by the line on which they begin."""
    rows = read('device,EQE (%),notes\nX,21.4,"one\ntwo"\nY,18.0,\n').rows
    assert [(r.subject, r.line) for r in rows] == [("X", 2), ("Y", 4)]


def test_mapped_columns(read):
    """Names that mean nothing to litmine are mapped, to a role, a metric, several metrics, or left out."""
    mapping = {"Verbindung": "subject", "Ausbeute (%)": "EQE", "levels [eV]": "HOMO/LUMO", "Raum": "ignore"}
    row = read("Verbindung,Ausbeute (%),levels [eV],Raum\nX,21.4,-5.4/-2.3,B2\n", mapping).rows[0]
    assert row.subject == "X"
    assert {v.metric: (v.quantity.value, v.quantity.unit) for v in row.values} == {
        "EQE": (21.4, "%"), "HOMO": (-5.4, "eV"), "LUMO": (-2.3, "eV"),
    }  # fmt: skip


def test_a_header_with_a_power_of_ten(read):
    """A factor of the column's name is applied, the text stays as entered."""
    value = read("device,Lmax (×10^3 cd/m2)\nX,38.5\n").rows[0].values[0]
    assert (value.text, value.quantity.value, value.quantity.unit) == ("38.5", 38500, "cd/m2")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", ["is empty", "header line"]),
        ("\n\n", ["is empty"]),
        ("device,EQE (%)\n", ["no rows", "one row per device"]),
        (b"device,EQE (%)\nX,21.4\nM\xfcller,3\n", ["line 3", "not UTF-8", "0xfc"]),
        (b"PK\x03\x04\x00\x00", ["binary", "CSV UTF-8"]),
        ("device,EQE (%),EQE (%)\nX,1,2\n", ["'EQE (%)'", "stands twice"]),
        ("device,EQE (%),EQEmax (%)\nX,1,2\n", ["'EQEmax (%)'", "holds EQE", "'EQE (%)'"]),
        ("device,EQE (%),frist author\nX,1,A. B\n", ["'frist author'", "does not know", "did you mean 'first author'"]),
        ("device,EQE (%),\nX,1,2\n", ["column 3", "no name"]),
        ("EQE (%),year\n1,2006\n", ["no column names the devices"]),
        ("device,year\nX,2006\n", ["no column holds a metric"]),
        ("device,EQE (%)\nX,21.4\nY\n", ["line 3", "has 1 cells, the header has 2"]),
        ("device,EQE (%)\nX,21.4,5\n", ["line 2", "has 3 cells"]),
        ('device,EQE (%)\n"X,21.4\n', ["line 2", "no valid CSV", "quotes"]),
        ("device,EQE (%)\nX,high\n", ["line 2", "'EQE (%)'", "'high' is no number"]),
        ("device,EQE (%)\nX,21.4 and 18.3\n", ["line 2", "2 numbers for 1 metric"]),
        ("device,EQE (%)\nX,21.4 V\n", ["line 2", "is in V"]),
        ("device,EQE (%)\n,21.4\n", ["line 2", "'device'", "names no device"]),
        ("device,EQE (%),year\nX,21.4,06\n", ["line 2", "'06' is no year"]),
        ("device,EQE (%),DOI\nX,21.4,adma.7\n", ["line 2", "'adma.7' is no DOI"]),
        ("device,EQE (%)\nX,21.4\nX,18.0\n", ["line 3", "same device as line 2"]),
        ("device;Lmax (cd/m2)\nX;38,500\n", ["line 2", "'38,500' may be a fraction or thousands"]),
    ],
)
def test_errors_name_the_place_and_the_remedy(read, content, said):
    """One line: the file, the row or column, what is wrong, what to do."""
    with pytest.raises(CuratedError) as caught:
        read(content)
    line = str(caught.value)
    assert "\n" not in line
    assert "devices.csv" in line
    assert caught.value.remedy
    for part in said:
        assert part in line


def test_a_mapping_that_fits_nothing(read):
    """A mapped column that no file has, and a mapping to what is neither role nor metric."""
    with pytest.raises(CuratedError, match=r"'EQ \(%\)' is missing; did you mean 'EQE \(%\)'"):
        read("device,EQE (%)\nX,21.4\n", {"EQ (%)": "EQE"})
    with pytest.raises(CuratedError, match=r"'EQX', no role and no metric; did you mean 'EQE'"):
        read("device,yield (%)\nX,21.4\n", {"yield (%)": "EQX"})


def test_missing_file_and_folder(tmp_path, domain):
    """Neither a missing file nor a folder is a table."""
    with pytest.raises(CuratedError, match="does not exist"):
        read_curated(tmp_path / "no.csv", domain)
    with pytest.raises(CuratedError, match="is a folder"):
        read_curated(tmp_path, domain)


def test_same_name_but_another_work(read):
    """One subject may stand in several rows if the cited work, colour or process tells them apart."""
    rows = read("device,EQE (%),colour,year\nX,21.4,red,2006\nX,18.0,green,2006\nX,15.0,red,2007\n").rows
    assert [r.line for r in rows] == [2, 3, 4]


def test_several_files_are_one_table(tmp_path, domain):
    """Rows keep the file they stand in; a device in two files is found."""
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text("device,EQE (%)\nX,21.4\n", encoding="utf-8")
    b.write_text("device,CE (cd/A)\nY,30.2\n", encoding="utf-8")
    assert [(r.file, r.line, r.subject) for r in read_curated([a, b], domain).rows] == [("a.csv", 2, "X"), ("b.csv", 2, "Y")]
    b.write_text("device,CE (cd/A)\nX,30.2\n", encoding="utf-8")
    with pytest.raises(CuratedError, match=r"b\.csv, line 2: is the same device as a\.csv, line 2"):
        read_curated([a, b], domain)


def test_the_real_table(shared, domain):
    """Every row of the starting table has a subject, a cited work and a number."""
    table = read_curated(shared / "data" / "crosslinked-htl-qdled.csv", domain)
    assert len(table.rows) == 18
    assert all(r.reference.first_author and r.reference.journal and r.reference.year and r.values for r in table.rows)
    assert sum(len(r.values) for r in table.rows) == 81
