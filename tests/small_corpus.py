"""A paper and a corpus small enough to be read in a blink, in words of our own."""

from pathlib import Path

PAPER = """# Hole-transport layers that stay put: a short survey

Quantum-dot light-emitting diodes (QLEDs) need a hole-transport layer that the next solution does not wash away. We compare
cross-linked layers in red quantum-dot LEDs.

## Results

The device with VXL-1 reached an external quantum efficiency (EQE) of 12.4% and a current efficiency of 15.1 cd/A.^{1} With
VXL-2 the EQE was 9.8%.^{2}

Table 1. Quantum-dot LEDs with cross-linked hole-transport layers.

| HTL | HOMO (eV) | LUMO (eV) | EQE (%) | CE (cd/A) | Ref. |
|---|---|---|---|---|---|
| VXL-1 | -5.4 | -2.2 | 12.4 | 15.1 | 1 |
| VXL-2 | -5.6 | -2.3 | {vxl2} | 11.7 | 2 |
| VXL-3 | -5.9 | -2.5 | 7.3 | 8.8 | 3 |

## References

1. A. Albertsen, B. Brandt, J. Invented Mater. 2019, 12, 101.
2. C. Caspari, D. Dorn, Imag. Electron. 2020, 7, 2002.
3. E. Ebert, F. Falk, J. Invented Mater. 2021, 14, 303.
"""

CURATED = """HTL,HOMO (eV),LUMO (eV),EQE (%),CE (cd/A),first author,journal,year
VXL-1,-5.4,-2.2,12.4,15.1,A. Albertsen,J. Invented Mater.,2019
VXL-2,-5.6,-2.3,9.8,11.7,C. Caspari,Imag. Electron.,2020
VXL-3,-5.9,-2.5,3.7,8.8,E. Ebert,J. Invented Mater.,2021
"""


def write_paper(path: Path, *, vxl2: str = "9.8") -> Path:
    """Write the paper; ``vxl2`` is what its table prints as the EQE of VXL-2 (its text says 9.8)."""
    path.write_text(PAPER.replace("{vxl2}", vxl2), encoding="utf-8")
    return path


def write_corpus(folder: Path) -> Path:
    """A corpus of that paper and a curated table in which the digits of one cell (VXL-3, EQE) are transposed."""
    (folder / "papers").mkdir(parents=True)
    (folder / "curated").mkdir()
    write_paper(folder / "papers" / "survey.md")
    (folder / "curated" / "devices.csv").write_text(CURATED, encoding="utf-8")
    (folder / "corpus.toml").write_text('domain = "qled"\n', encoding="utf-8")
    return folder
