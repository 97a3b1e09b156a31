"""Entries of reference lists in the styles of the publishers, field by field; and whole lists, typeset and read back."""

import random

import pytest

from litmine.bibentry import Entry, parse_entry, surname
from litmine.readers.pdf import no_tables, read_pdf
from litmine.records import Reference
from litmine.references import find_references
from typeset_text import escaped, page, paragraph, pdf

AUTHORS = ("X. Y. Zhang", "J.-H. Park", "M. de la Cruz")
TITLE = "Ageing of printed lamps in dry air"

ARTICLES = {
    "RSC": ("X. Y. Zhang, J.-H. Park and M. de la Cruz, J. Mater. Chem. C, 2031, 9, 1123–1130.",
            "", "J. Mater. Chem. C", 2031, "9", "1123"),
    "ACS": ("Zhang, X. Y.; Park, J.-H.; de la Cruz, M. Ageing of printed lamps in dry air. J. Am. Chem. Soc. 2031, 143 (12), 4501–4510.",
            TITLE, "J. Am. Chem. Soc.", 2031, "143", "4501"),
    "ACS without title": ("Zhang, X. Y.; Park, J.-H.; de la Cruz, M. J. Am. Chem. Soc. 2031, 143, 4501.",
                          "", "J. Am. Chem. Soc.", 2031, "143", "4501"),
    "ACS, a journal of its own": ("Zhang, X. Y.; Park, J.-H.; de la Cruz, M. J. Chem. Phys. 2031, 143, 4501.",
                                  "", "J. Chem. Phys.", 2031, "143", "4501"),
    "Wiley": ("X. Y. Zhang, J.-H. Park, M. de la Cruz, Adv. Mater. 2031, 43, 2101234.", "", "Adv. Mater.", 2031, "43", "2101234"),
    "Wiley, translated": ("X. Y. Zhang, J.-H. Park, M. de la Cruz, Angew. Chem. Int. Ed. 2031, 59, 1234; Angew. Chem. 2031, 132, 1250.",
                          "", "Angew. Chem. Int. Ed.", 2031, "59", "1234"),
    "Nature": ("Zhang, X. Y., Park, J.-H. & de la Cruz, M. Ageing of printed lamps in dry air. Nat. Photon. 15, 123–130 (2031).",
               TITLE, "Nat. Photon.", 2031, "15", "123"),
    "Elsevier": ("X.Y. Zhang, J.-H. Park, M. de la Cruz, Ageing of printed lamps in dry air, Org. Electron. 88 (2031) 105999.",
                 TITLE, "Org. Electron.", 2031, "88", "105999"),
    "Elsevier, author-year": ("Zhang, X.Y., Park, J.-H., de la Cruz, M., 2031. Ageing of printed lamps in dry air. "
                              "Org. Electron. 88 (3), 117–125.",
                              TITLE, "Org. Electron.", 2031, "88", "117"),
    "APS": ("X. Y. Zhang, J.-H. Park, and M. de la Cruz, Phys. Rev. B 103, L121401 (2031).", "", "Phys. Rev. B", 2031, "103", "L121401"),
    "APS with title": ("X. Y. Zhang, J.-H. Park, and M. de la Cruz, Ageing of printed lamps in dry air, "
                       "Phys. Rev. Lett. 126, 123601 (2031).",
                       TITLE, "Phys. Rev. Lett.", 2031, "126", "123601"),
    "MDPI": ("Zhang, X.Y.; Park, J.-H.; de la Cruz, M. Ageing of printed lamps in dry air. Nanomaterials 2031, 11, 1234. [CrossRef]",
             TITLE, "Nanomaterials", 2031, "11", "1234"),
    "preprint": ("Zhang, X. Y., Park, J.-H. & de la Cruz, M. Ageing of printed lamps in dry air. "
                 "Preprint at https://arxiv.org/abs/3101.01234 (2031).",
                 TITLE, "arXiv", 2031, "", "3101.01234"),
    "a list of title words": ("X. Y. Zhang, J.-H. Park, and M. de la Cruz, phys. stat. sol. 152, 249 (2031).",
                              "", "phys. stat. sol.", 2031, "152", "249"),
    "Chinese": ("Zhang, X. Y., Park, J.-H. & de la Cruz, M. Ageing of printed lamps in dry air. Sci. China Chem. 63, 107 (2031).",
                TITLE, "Sci. China Chem.", 2031, "63", "107"),
}  # fmt: skip


def squeezed(author: str) -> str:
    """An author without the spaces between initials."""
    return author.replace(". ", ".").replace(" ", "")


@pytest.mark.parametrize("style", ARTICLES)
def test_article(style):
    """All authors, the title, the journal, the year, the volume and the page of one article in every style."""
    text, title, journal, year, volume, first = ARTICLES[style]
    e = parse_entry(text)
    assert [squeezed(a) for a in e.authors] == [squeezed(a) for a in AUTHORS]
    assert (e.title, e.journal, e.year, e.volume, e.page) == (title, journal, year, volume, first)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("K. Lamp and D. Ray, Printed Lamps: Physics and Practice, Wiley-VCH, Weinheim, 2nd edn, 2018.",
         Entry(("K. Lamp", "D. Ray"), "Printed Lamps: Physics and Practice", year=2018)),
        ("Van der Meer, A.; O’Hara, B. Inks for Lamps; Academic Press: New York, 2016; pp 12–45.",
         Entry(("A. Van der Meer", "B. O’Hara"), "Inks for Lamps", year=2016)),
        ("Doe, J.; Roe, R. Lamp with Two Inks. U.S. Patent 9,876,543, May 12, 2019.",
         Entry(("J. Doe", "R. Roe"), "Lamp with Two Inks", year=2019)),
        ("Doe, J. Light without Heat. Ph.D. Dissertation, University of Nowhere, Nowhere, 2015.",
         Entry(("J. Doe",), "Light without Heat", year=2015)),
        ("K. Lamp, Printed Lamps of Today, 2nd ed. (Oxford University Press, Oxford, 2018).",
         Entry(("K. Lamp",), "Printed Lamps of Today", year=2018)),
        ("J. Doe, R. Roe, and A. van der Meer, arXiv:3101.01234.",
         Entry(("J. Doe", "R. Roe", "A. van der Meer"), journal="arXiv", page="3101.01234")),
        ("Best Cell Chart. https://www.example.org/cells.html (accessed 2031-03-04).", Entry()),
    ],
)  # fmt: skip
def test_books_patents_theses_preprints_and_websites(text, expected):
    """What is no article has no journal and no volume; its title ends where edition, publisher or number begin."""
    assert parse_entry(text) == expected


@pytest.mark.parametrize(
    ("text", "authors", "title"),
    [
        ("Doe, J.; Roe, C. A lamp of two inks. Small 2031, 5, 12.", ("J. Doe", "C. Roe"), "A lamp of two inks"),  # no initial "A"
        ("Jung, S.-h.; Choi, D. y.; Lee, H.M. A lamp. Small 2031, 5, 12.", ("S.-h. Jung", "D. y. Choi", "H.M. Lee"), ""),
        ("F. P. García de Arquer, T. Poe and E. Roe, Small, 2031, 5, 12.", ("F. P. García de Arquer", "T. Poe", "E. Roe"), ""),
        ("J. Doe, R. Roe. T. Poe, A. Coe and B. Noe, AIP Adv. 2, 17 (2031).", ("J. Doe", "R. Roe", "T. Poe", "A. Coe", "B. Noe"), ""),
        ("Ko\u0308lln, L.S.; Roe, C. A lamp of ink. Small 2031, 5, 12.", ("L.S. Kölln", "C. Roe"), "A lamp of ink"),
        ("J. Doe, R. Roe, et al., Small, 2031, 5, 12.", ("J. Doe", "R. Roe"), ""),
        ("Jane Doe, Ann Roe, Bo Ng. Lamps of two inks. Small 5, 12 (2031).", ("Jane Doe", "Ann Roe", "Bo Ng"), "Lamps of two inks"),
        ("Jane Doe, Ann Roe. Lamps of two inks. Small 5, 12 (2031).", ("Jane Doe", "Ann Roe"), "Lamps of two inks"),
        ("Doe, Jane; Roe, Ann. Lamps of two inks. Small 5, 12 (2031).", ("Jane Doe", "Ann Roe"), "Lamps of two inks"),
    ],
)  # fmt: skip
def test_names(text, authors, title):
    """Particles inside names, small initials, accents drawn apart, a full stop for a comma, "et al."; articles are no initials."""
    e = parse_entry(text)
    assert (e.authors, e.title) == (authors, title)


NAMES = ("Zhang", "Van der Meer", "O’Hara", "Müller", "de la Cruz", "Park", "Ito", "Ström", "Lee", "Ng", "Brandt-Holm", "Abe")
TITLES = (TITLE, "Lamps of two inks and their colours", "Cold light from warm layers of dots", "Blue light at low current")
JOURNALS = ("J. Lumin.", "Org. Electron.", "Adv. Mater.", "ACS Nano", "Nat. Commun.", "Chem. Mater.")


def joined(names: list[str], last: str) -> str:
    """Names with commas and a word before the last."""
    return ", ".join(names[:-1]) + last + names[-1] if len(names) > 1 else names[0]


def work(style: str, i: int) -> tuple[str, tuple]:
    """An invented work printed in a style, and its (first family name, number of authors, title, journal, year, volume, page, doi)."""
    draw = random.Random(31 * i)
    names = [NAMES[(3 * i + 5 * k) % len(NAMES)] for k in range(draw.randint(1, 6))]
    initials = [chr(65 + (i + k) % 26) + "." + (f" {chr(65 + (i * k + 7) % 26)}." if (i + k) % 3 else "") for k in range(len(names))]
    given = [f"{g} {n}" for g, n in zip(initials, names, strict=True)]
    family = [f"{n}, {g}" for g, n in zip(initials, names, strict=True)]
    t, j, y, v, p, end = TITLES[i % 4], JOURNALS[i % 6], 2005 + i % 25, 10 + i, 1000 + 7 * i, 1009 + 7 * i
    doi = f"10.1016/j.lamp.{y}.{10000 + i}"
    titled = True
    match style:
        case "RSC":
            text, titled, doi = f"{joined(given, ' and ')}, {j}, {y}, {v}, {p}–{end}.", False, ""
        case "ACS":
            text, doi = f"{'; '.join(family)} {t}. {j} {y}, {v} (3), {p}–{end}.", ""
        case "Wiley":
            text, titled, doi = f"{', '.join(given)}, {j} {y}, {v}, {p}.", False, ""
        case "Nature":
            text, doi = f"{joined(family, ' & ')} {t}. {j} {v}, {p}–{end} ({y}).", ""
        case "Elsevier":
            text = f"{', '.join(given)}, {t}, {j} {v} ({y}) {p}–{end}, https://doi.org/{doi}."
        case "APS":
            text, doi = f"{joined(given, ', and ' if len(given) > 2 else ' and ')}, {t}, {j} {v}, {p} ({y}).", ""
        case "MDPI":
            text, doi = f"{'; '.join(f.replace('. ', '.') for f in family)} {t}. {j} {y}, {v}, {p}–{end}. [CrossRef]", ""
        case _:
            text = f"{', '.join(f.replace('. ', '.') for f in family)}, {y}. {t}. {j} {v}, {p}–{end}. https://doi.org/{doi}."
    return text, (names[0], len(names), t if titled else "", j, y, str(v), str(p), doi)


def fields(r: Reference) -> tuple:
    """A reference as ``work`` tells it."""
    return surname(r.first_author), len(r.authors), r.title, r.journal, r.year, r.volume, r.page, r.doi


def read_list(entries: str, columns: int) -> tuple[Reference, ...]:
    """The references of a typeset paper: text, a heading, and a list that runs over columns and pages."""
    body = "\n\n".join(paragraph(i, 60 + 13 * (i % 5)) for i in range(12))
    source = f'{page(columns, hyphenate=True)}{body}\n\n#text(size: 12pt, weight: "bold")[References]\n\n#set text(size: 8pt)\n{entries}'
    return find_references(read_pdf(pdf(source), "typeset.pdf", find_tables=no_tables)).references


LABELS = {"RSC": "{}", "ACS": "({})", "Wiley": "\\[{}\\]", "Nature": "{}.", "Elsevier": "\\[{}\\]", "MDPI": "{}.",
          "APS": "#super(typographic: false)[{}]"}  # fmt: skip


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("style", LABELS)
def test_numbered_list_as_printed(style, columns):
    """Forty entries with their numbers left of them, over columns and pages: every field of every one."""
    works = [work(style, i) for i in range(40)]
    cells = ", ".join(f"[{LABELS[style].format(n)}], [{escaped(text)}]" for n, (text, _) in enumerate(works, 1))
    grid = f"#set par(first-line-indent: 0pt)\n#grid(columns: (1.9em, 1fr), row-gutter: 0.65em, {cells})"
    found = read_list(grid, columns)
    assert [r.key for r in found] == [str(n) for n in range(1, 41)]
    assert [fields(r) for r in found] == [expected for _, expected in works]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("setting", ["hanging-indent: 1.2em, first-line-indent: 0pt", "first-line-indent: 1.2em", "first-line-indent: 0pt"])
def test_author_year_list_as_printed(setting, columns):
    """An alphabetical list with hanging lines, with indents or with neither, over columns and pages: every field of every entry."""
    works = sorted(work("author-year", i) for i in range(40))
    found = read_list(f"#set par({setting}, spacing: 0.65em)\n" + "\n\n".join(escaped(text) for text, _ in works), columns)
    assert [fields(r) for r in found] == [expected for _, expected in works]
