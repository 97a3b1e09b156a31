"""Invented papers in Markdown, taken through reading, tagging, linking and checking."""

from dataclasses import dataclass
from textwrap import dedent

from litmine.checks import run_checks
from litmine.document import Document
from litmine.domain import Domain, load_domain
from litmine.linking import Linked, link
from litmine.readers.text import read_text
from litmine.records import Device, Flag, Measurement
from litmine.references import find_references
from litmine.tagging import Tagged, tag

# A reference list by people who do not exist; entry 4 hides its later authors, entry 5 prints none of the others' names.
REFERENCES = """
## References

1. A. Albertsen, B. Brandt, J. Invented Mater. 2019, 12, 101.
2. C. Caspari, D. Dorn, Imag. Electron. 2020, 7, 2002.
3. E. Ebert, F. Falk, J. Invented Mater. 2021, 14, 303.
4. G. Gundel, H. Harms et al., Imag. Electron. 2018, 5, 404.
5. I. Imhoff, J. Jansen, J. Invented Mater. 2017, 10, 505.
"""

# A review reports other people's devices; any other title makes it a paper with a device of its own.
REVIEW = "Lamps: a review"

# A paper calls its compounds layers or materials somewhere: that is how their names are learned.
INTRODUCTION = """
We compare cross-linked hole-transport layers. The VXL-1 layer, the VXL-2 layer, the VXL-3 layer and the VXL-4 layer are
insoluble, and so is the poly-QRS layer.
"""


@dataclass(frozen=True)
class MiniPaper:
    """One invented paper with all that was found in it."""

    document: Document
    domain: Domain
    tagged: Tagged
    linked: Linked
    flags: tuple[Flag, ...]

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """What was linked, tables first."""
        return self.linked.measurements

    @property
    def devices(self) -> tuple[Device, ...]:
        """The devices of the paper."""
        return self.linked.devices

    def of(self, metric: str) -> tuple[Measurement, ...]:
        """The measurements of one metric."""
        return tuple(m for m in self.measurements if m.metric == metric)

    def one(self, metric: str) -> Measurement:
        """The only measurement of a metric."""
        (found,) = self.of(metric)
        return found

    def coded(self, code: str) -> tuple[Flag, ...]:
        """The flags of one code."""
        return tuple(f for f in self.flags if f.code == code)


def analyse_text(markdown: str, domain: str = "qled", *, name: str = "mini.md") -> MiniPaper:
    """A paper written in Markdown, read, tagged, linked and checked; indentation common to all lines is taken off."""
    pack = load_domain(domain)
    document = find_references(read_text(dedent(markdown).encode(), name))
    tagged = tag(document, pack)
    linked = link(document, tagged, pack)
    return MiniPaper(document, pack, tagged, linked, run_checks(document, tagged, linked, pack))


def analyse_prose(*paragraphs: str, title: str = REVIEW) -> MiniPaper:
    """A paper of a title, an introduction, the given paragraphs and the reference list above."""
    return analyse_text("\n\n".join([f"# {title}", INTRODUCTION, "## Results", *paragraphs, REFERENCES]))


def analyse_table(
    table: str,
    *,
    caption: str = "Table 1. Quantum-dot LEDs.",
    prose: tuple[str, ...] = (),
    title: str = REVIEW,
    domain: str = "qled",
) -> MiniPaper:
    """A paper of a title, an introduction, paragraphs, one captioned table and the reference list above."""
    parts = [f"# {title}", INTRODUCTION, "## Results", *prose, caption, dedent(table).strip(), REFERENCES]
    return analyse_text("\n\n".join(parts), domain)
