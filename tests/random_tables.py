"""Random tables as they stand in device papers, invented: what is meant, before anything is typeset.

A text is written with ``^{...}`` for raised and ``_{...}`` for lowered type and a newline where a line must end.
"""

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell of the table as meant; ``marks`` are the footnote markers printed behind its text."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    marks: tuple[str, ...] = ()


class Grid(NamedTuple):
    """A table as meant: its cells (blank ones too) in reading order and its notes by marker, in order."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    n_header: int
    notes: tuple[tuple[str, str], ...] = ()
    sections: frozenset[int] = frozenset()
    texts: frozenset[int] = frozenset()  # the columns of words, which may wrap


class Shape(NamedTuple):
    """What a table must have; the rest is drawn at random."""

    rows: tuple[int, int] = (4, 9)
    cols: tuple[int, int] = (3, 7)
    levels: int = 1
    sections: bool = False
    groups: bool = False
    transposed: bool = False
    long: bool = False


_SYLLABLES = "TPD CBP QXZ BVA NPX DMT FZR KLU MQA PYT SBF TCZ VNO ZTI".split()
_TAILS = ("", "-2", "-3", "-o", ":Ir", ":QD", "-Cz", "-4F", "Br_{3}", "O_{x}", "-co-ABZ", "12")
_PREFIXES = ("", "", "", "m-", "p-", "o-", "poly-", "2,7-", "α-", "di-")
_LAYERS = "ITO ZnO_{x} PVQ TFB-x MoQ_{3} Al Ag LiF NiO_{x} TQBi CsVB Mg_{0.1}Zn_{0.9}O".split()
_WORDS = (
    "spin-coated on glass and annealed in nitrogen at moderate heat",
    "evaporated with a shadow mask under low pressure",
    "ink-jet printed from a mixed solvent",
    "blade coated, then washed with dry alcohol",
    "transfer printed onto a plastic foil",
    "core and shell grown in one pot",
    "inverted, top emitting",
)
_NOTES = (
    "Measured at 1000 cd m^{−2} in air.",
    "Average of twelve devices of one batch.",
    "Taken from the onset of oxidation against ferrocene.",
    "Not reported by the authors of the work.",
    "Estimated from a figure with a ruler.",
    "With an outcoupling lens on the glass.",
)


def name(rng: Random) -> str:
    """The invented name of a material."""
    text = rng.choice(_PREFIXES) + rng.choice(_SYLLABLES) + rng.choice(_TAILS)
    return f"{text}^{{{rng.randint(2, 180)}}}" if rng.random() < 0.12 else text


def long_name(rng: Random) -> str:
    """A name of a polymer or a stack of layers, too long for one line of a narrow column."""
    kind = rng.randrange(3)
    if kind == 0:
        return "/".join(rng.sample(_LAYERS, rng.randint(4, 6)))
    if kind == 1:
        a, b = rng.sample(_SYLLABLES, 2)
        return f"poly({rng.randint(2, 9)}-vinyl{a.lower()}ane)-co-({rng.randint(2, 9)},4-{b.lower()}enediyl)-alt-{b}"
    return f"{name(rng)} ({rng.randint(2, 95)} nm) with {rng.choice(_SYLLABLES)} doped at {rng.randint(2, 30)} wt%"


def _fixed(low: float, high: float, digits: int) -> Callable[[Random], str]:
    return lambda rng: f"{rng.uniform(low, high):.{digits}f}"


def _signed(rng: Random) -> str:
    return f"−{rng.uniform(1.8, 6.4):.2f}"


def _levels(rng: Random) -> str:
    return f"{_signed(rng)}/{_signed(rng)}"


def _power(rng: Random) -> str:
    sign = "−" if rng.random() < 0.5 else ""
    return f"{rng.uniform(1, 9.9):.{rng.randint(1, 2)}f} × 10^{{{sign}{rng.randint(2, 12)}}}"


def _roll_off(rng: Random) -> str:
    high = rng.uniform(12, 30)
    return f"{high:.1f}/{high * 0.8:.1f}/{high * 0.5:.1f}"


def _mean(rng: Random) -> str:
    high = rng.uniform(8, 30)
    return f"{high:.1f} ({high - 0.6:.1f} ± {rng.uniform(0.1, 0.9):.1f})"


def _uncertain(rng: Random) -> str:
    return f"{rng.uniform(0.5, 90):.2f} ± {rng.uniform(0.01, 0.4):.2f}"


def _colour(rng: Random) -> str:
    return f"({rng.uniform(0.1, 0.7):.2f}, {rng.uniform(0.1, 0.7):.2f})"


def _range(rng: Random) -> str:
    low = rng.uniform(2, 6)
    return f"{low:.1f}–{low + 0.7:.1f}"


def _large(rng: Random) -> str:
    n = rng.randint(1_000, 240_000)
    return rng.choice((f"{n}", f"{n:,}", f"~{n}", f">{n}", f"{n:,}".replace(",", " ") if n > 9999 else f"{n}"))


def _lifetime(rng: Random) -> str:
    t = rng.choice((50, 90, 95))
    return rng.choice((f"{rng.randint(3, 900)}", f"T_{{{t}}} = {rng.randint(3, 900)} h @ {rng.choice((100, 1000))} cd m^{{−2}}"))


def _cited(rng: Random) -> str:
    a, b = rng.uniform(1, 3), rng.uniform(1, 3)
    return f"{a:.2f},[{rng.randint(2, 99)}] {b:.2f},[{rng.randint(2, 99)}]"


def _reference(rng: Random) -> str:
    n = rng.randint(2, 160)
    return rng.choice((f"[{n}]", f"[{n},{n + 3}]", f"[{n}–{n + 2}]"))


_METRICS: tuple[tuple[tuple[str, ...], Callable[[Random], str]], ...] = (
    (("V_{on} (V)", "V_{T} [V]", "Turn-on voltage (V)"), _fixed(1.6, 6.0, 1)),
    (("EQE_{max} (%)", "Peak EQE [%]", "η_{ext} (%)"), _fixed(0.2, 30, 1)),
    (("CE (cd A^{−1})", "η_{c} [cd/A]"), _fixed(1, 120, 1)),
    (("PE (lm W^{−1})", "η_{p} [lm/W]"), _fixed(1, 150, 2)),
    (("L_{max} (cd m^{−2})", "Luminance [cd/m^{2}]"), _large),
    (("L_{max} (×10^{3} cd m^{−2})", "L_{max} [10^{4} cd/m^{2}]"), _fixed(0.1, 99, 2)),
    (("HOMO (eV)", "E_{HOMO} [eV]"), _signed),
    (("LUMO (eV)", "E_{LUMO} [eV]"), _signed),
    (("HOMO/LUMO (eV)",), _levels),
    (("EQE_{max}/EQE_{1000}/EQE_{5000} (%)",), _roll_off),
    (("PCE (%)", "EQE (avg) (%)"), _mean),
    (("μ_{h} (cm^{2} V^{−1} s^{−1})", "k_{r} (s^{−1})"), _power),
    (("ΔE_{ST} (eV)", "FWHM (eV)"), _uncertain),
    (("CIE (x, y)",), _colour),
    (("λ_{EL} (nm)", "λ_{PL} [nm]"), _fixed(420, 660, 0)),
    (("Voltage range (V)",), _range),
    (("Lifetime (h)", "T_{50} [h]"), _lifetime),
    (("E_{T} (eV)",), _cited),
    (("Φ_{PL} (%)", "PLQY (%)"), _fixed(11, 99, 0)),
    (("J_{sc} (mA cm^{−2})",), _fixed(10, 26, 2)),
)  # fmt: skip
_GROUPS = ("As made", "After annealing", "Device A", "Device B", "Red", "Green", "In toluene", "In film", "@ 100 cd m^{−2}")
_TOPS = ("Solution processed", "Evaporated", "Before ageing", "After ageing")
_SECTIONS = ("Red-emitting devices", "Green emitters", "Blue devices with ZnO_{x}", "Hosts", "Hole transport materials")
_BLANKS = ("–", "—", "-", "", "", "n/a", "_")
_MARKERS = (("a", "b", "c"), ("*", "†", "‡"), ("a)", "b)", "c)"), ("[a]", "[b]", "[c]"))


def random_grid(rng: Random, shape: Shape) -> Grid:
    """A table of the given shape."""
    body_rows, n_cols = rng.randint(*shape.rows), rng.randint(*shape.cols)
    if shape.transposed:
        return _marked(rng, _transposed(rng, body_rows, n_cols))
    columns = [(_broken(rng, rng.choice(labels)), make) for labels, make in rng.sample(_METRICS, n_cols - 1)]
    texts: set[int] = {0} if shape.long else set()
    if shape.long and n_cols > 3 and rng.random() < 0.5:
        k = rng.randrange(1, n_cols - 1)
        columns[k - 1] = (rng.choice(("Process", "Fabrication", "Remarks")), lambda r: r.choice(_WORDS))
        texts.add(k)
    if n_cols > 3 and rng.random() < 0.6:
        columns[-1] = (rng.choice(("Ref.", "Refs", "Reference")), _reference)
    head, n_header = _header(rng, [label for label, _ in columns], shape.levels)
    cells, row, sections = list(head), n_header, set()
    blank = rng.choice(_BLANKS)
    rows = 0
    while rows < body_rows:
        if shape.sections and rows % 3 == 0:
            cells.append(Cell(row, 0, _SECTIONS[(rows // 3) % len(_SECTIONS)], 1, n_cols))
            sections.add(row)
            row += 1
        tall = rng.randint(2, 3) if shape.groups and rng.random() < 0.5 else 1
        stub = long_name(rng) if shape.long and rng.random() < 0.5 else name(rng)
        cells.append(Cell(row, 0, stub, tall))
        for _ in range(tall):
            filled = [rng.random() > 0.1 for _ in columns]
            filled[0] = True
            for k, ((_, make), keep) in enumerate(zip(columns, filled, strict=True), 1):
                cells.append(Cell(row, k, make(rng) if keep else blank))
            row += 1
            rows += 1
    grid = Grid(tuple(cells), row, n_cols, n_header, (), frozenset(sections), frozenset(texts))
    return _marked(rng, grid)


def _broken(rng: Random, label: str) -> str:
    """A header label, its unit on a line of its own now and then."""
    first, space, unit = label.partition(" ")
    if "/" in first and len(first) > 30:
        first = first.replace("/", "/\n", 1)
    return f"{first}\n{unit}" if space and (rng.random() < 0.4 or len(label) > 30) else first + space + unit


def _header(rng: Random, labels: list[str], levels: int) -> tuple[list[Cell], int]:
    """Header cells over ``labels`` (columns from 1) in one to three rows, and how many rows they take."""
    stub = rng.choice(("Material", "Device", "Emitting layer", "Compound", "HTL"))
    if levels == 1 or len(labels) < 3:
        return [Cell(0, k, text) for k, text in enumerate([stub, *labels])], 1
    cells = [Cell(0, 0, stub, levels)]
    names = rng.sample(_GROUPS, len(_GROUPS))
    col, low = 1, levels - 1
    groups: list[tuple[int, int]] = []
    while col <= len(labels):
        left = len(labels) - col + 1
        width = rng.choice((2, 3)) if left >= 2 and (not groups or rng.random() < 0.75) else 1
        width = min(width, left)
        if width == 1:
            cells.append(Cell(0, col, labels[col - 1], levels))
        else:
            cells.append(Cell(low - 1, col, names.pop(), 1, width))
            cells += [Cell(low, k, labels[k - 1]) for k in range(col, col + width)]
            groups.append((col, width))
        col += width
    if levels == 3:
        tops = rng.sample(_TOPS, len(_TOPS))
        while groups:
            first = groups.pop(0)
            last = first
            if groups and groups[0][0] == first[0] + first[1] and rng.random() < 0.7:
                last = groups.pop(0)
            cells.append(Cell(0, first[0], tops.pop() if tops else "Both", 1, last[0] + last[1] - first[0]))
    return sorted(cells), levels


def _transposed(rng: Random, n_rows: int, n_cols: int) -> Grid:
    """Metrics down the side, devices across."""
    metrics = [(rng.choice(labels), make) for labels, make in rng.sample(_METRICS, n_rows)]
    names = rng.sample(_SYLLABLES, n_cols - 1)
    cells = [Cell(0, 0, rng.choice(("Parameter", "Property", ""))), *(Cell(0, k, n + "-1") for k, n in enumerate(names, 1))]
    for row, (label, make) in enumerate(metrics, 1):
        cells.append(Cell(row, 0, label))
        cells += [Cell(row, k, make(rng) if k == 1 or rng.random() > 0.1 else "–") for k in range(1, n_cols)]
    return Grid(tuple(cells), n_rows + 1, n_cols, 1)


def _marked(rng: Random, grid: Grid) -> Grid:
    """The table with footnote markers on up to three of its cells and a note for each."""
    markers = rng.choice(_MARKERS)[: rng.randint(0, 3)]
    notes = tuple(zip(markers, rng.sample(_NOTES, len(markers)), strict=True))
    cells = list(grid.cells)
    for marker, _ in notes:
        free = [i for i, c in enumerate(cells) if re.search(r"[\w)\]%]$", c.text) and not c.marks]
        i = rng.choice(free)
        cells[i] = cells[i]._replace(marks=(marker.strip("[])"),))
    return grid._replace(cells=tuple(cells), notes=notes)


def plain(text: str) -> str:
    """A text as litmine writes it: a caret before raised type, nothing before lowered type, spaces for line ends."""
    return re.sub(r"([\^_])\{([^}]*)\}", lambda m: ("^" if m[1] == "^" else "") + m[2], text).replace("\n", " ")
