"""Reference lists, citation markers and cross-references, on invented papers."""

import re

import pytest

from litmine.bibentry import parse_entry, surname
from litmine.citations import citation_style
from litmine.document import Document, Page, Source
from litmine.readers.assemble import Assembly, superscript_carets
from litmine.references import cited_on, find_citations, find_cross_references, find_references

PROSE = "This is a long opening paragraph about invented devices that were made and then measured by many people in many places. "
SOURCE = Source("0" * 64, "invented.md", 1, "text")


def paper(*blocks: tuple[str, str]) -> Document:
    """A document of (kind, text) blocks; {^36} in a text is a superscript run."""
    assembly = Assembly()
    for kind, text in blocks:
        chars = []
        for part in re.split(r"(\{\^[^}]*\})", text):
            raised = part.startswith("{^")
            chars.extend((c, None, "super" if raised else "") for c in (part[2:-1] if raised else part))
        assembly.add_block(kind, superscript_carets(chars))
    return find_references(assembly.build(SOURCE, (Page(1, 0, 0, 1),)))


def entries(n: int) -> list[tuple[str, str]]:
    """A numbered reference list in the style "7 A. Sample, Nano Lett., 2006, 7, 463."."""
    return [("reference", f"{i} A. Sample, Nano Lett., 2006, {i}, 463.") for i in range(1, n + 1)]


def cited(document: Document) -> list[tuple[str, str]]:
    """(printed marker, key) of every citation."""
    return [(m.text, m.value) for m in find_citations(document)]


STYLES = {
    "RSC": "J. Zhang, J. A. Brandt and D. S. Grün, Nano Lett., 2006, 6, 463–467.",
    "ACS": "Zhang, J.; Brandt, J. A.; Grün, D. S. Bright Diodes of Quantum Dots. Nano Lett. 2006, 6 (3), 463–467.",
    "ACS without title": "Zhang, J.; Brandt, J. A.; Grün, D. S. Nano Lett. 2006, 6, 463.",
    "Wiley": "J. Zhang, J. A. Brandt, D. S. Grün, Nano Lett. 2006, 6, 463",
    "Nature": "Zhang, J., Brandt, J. A. & Grün, D. S. Bright diodes of quantum dots. Nano Lett. 6, 463–467 (2006).",
    "Elsevier": "J. Zhang, J.A. Brandt, D.S. Grün, Bright diodes of quantum dots, Nano Lett. 6 (2006) 463–467.",
    "APS": "J. Zhang, J. A. Brandt, and D. S. Grün, Nano Lett. 6, 463 (2006).",
    "Springer": "J. Zhang, J.A. Brandt, D.S. Grün, Bright diodes of quantum dots. Nano Lett. 6(3), 463–467 (2006).",
    "Springer Basic": "Zhang J, Brandt JA, Grün DS (2006) Bright diodes of quantum dots. Nano Lett 6:463–467",
    "MDPI": "Zhang, J.; Brandt, J.A.; Grün, D.S. Bright diodes of quantum dots. Nano Lett. 2006, 6, 463–467. [CrossRef] [PubMed]",
    "APA": "Zhang, J., Brandt, J. A., & Grün, D. S. (2006). Bright diodes of quantum dots. Nano Lett., 6(3), 463–467.",
    "IEEE": "J. Zhang, J. A. Brandt, and D. S. Grün, “Bright diodes,” Nano Lett., vol. 6, no. 3, pp. 463–467, Mar. 2006.",
    "Vancouver": "Zhang J, Brandt JA, Grün DS. Bright diodes of quantum dots. Nano Lett. 2006;6(3):463-7.",
}


@pytest.mark.parametrize("style", STYLES)
def test_every_style_gives_the_same_parts(style):
    """Year, journal, volume, first page and all three authors come out of every printing style."""
    e = parse_entry(STYLES[style])
    assert (e.year, e.journal.rstrip("."), e.volume, e.page) == (2006, "Nano Lett", "6", "463")
    assert [surname(a) for a in e.authors] == ["Zhang", "Brandt", "Grün"]


@pytest.mark.parametrize(
    ("text", "journal", "volume", "page", "year"),
    [
        ("L. Xi, Adv. Sci., 2022, e2200450.", "Adv. Sci.", "", "e2200450", 2022),
        ("L. Xi, A title of work. Adv. Opt. Mater. 1801347 (2018).", "Adv. Opt. Mater.", "", "1801347", 2018),
        ("A. B. Ce, J. Phys. D: Appl. Phys., 2019, 52, 1.", "J. Phys. D: Appl. Phys.", "52", "1", 2019),
        ("A. Ce, B. Eng, J. Appl. Phys., 2015, 118, 154302.", "J. Appl. Phys.", "118", "154302", 2015),
        ("Pa, J.; Che, J. Dots for Displays. Angew. Chem., Int. Ed. 2018, 57, 123.", "Angew. Chem., Int. Ed.", "57", "123", 2018),
        ("Ki, D. et al. A device beyond 20%. ACS nano 11, 1982-1990 (2017).", "ACS nano", "11", "1982", 2017),
        ("Ki, D. Notes on it. The journal of physical chemistry letters 5, 10-35 (2014).",
         "The journal of physical chemistry letters", "5", "10", 2014),
        ("Y. Alma and R. Be, Beilstein J. Nanotechnol., 2018, 9, 1695.", "Beilstein J. Nanotechnol.", "9", "1695", 2018),
        ("S. Zo, Org. Electron. 13, (2012) 3091.", "Org. Electron.", "13", "3091", 2012),
        ("Wu, I. An idea. Preprint at https://arxiv.org/abs/1902.03074 (2019).", "arXiv", "", "1902.03074", 2019),
        ("Ki, S. A study. Transactions of the Faraday Society 1961, 57, 1894-1904.",
         "Transactions of the Faraday Society", "57", "1894", 1961),
    ],
)  # fmt: skip
def test_journals(text, journal, volume, page, year):
    """Names of journals end where the numbers begin and begin after the authors or the title."""
    e = parse_entry(text)
    assert (e.journal, e.volume, e.page, e.year) == (journal, volume, page, year)


@pytest.mark.parametrize(
    "text",
    [
        "M. Kode, OLED Displays and Lighting, Wiley, 2016.",
        "B. Ride, “Quantum processes,” (Some University Press, Oxford, UK, 1999) pp. 143–144.",
        "R. Wiese, Scanning Probes and Spectroscopy, Cambridge University Press, 1994.",
    ],
)
def test_a_book_has_no_journal(text):
    """A publisher is not taken for a journal; the year is still found."""
    e = parse_entry(text)
    assert (e.journal, e.volume) == ("", "")
    assert e.year in (2016, 1999, 1994)


def test_missing_parts_stay_empty():
    """An entry that is a note has no author, year or journal."""
    e = parse_entry("See the supporting information for details of the synthesis.")
    assert (e.authors, e.journal, e.year, e.volume, e.page, e.doi) == ((), "", None, "", "", "")


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("https://doi.org/10.1021/nl052417e", "10.1021/nl052417e"),
        ("DOI: 10.1021/nl052417e.", "10.1021/nl052417e"),
        ("https://doi. org/10. 1126/ scien ce.aax80 18", "10.1126/science.aax8018"),
        ("doi:https://doi.org/10.1016/j.jiec.2018.03.030.", "10.1016/j.jiec.2018.03.030"),
        ("(doi:10.1002/(SICI)1521-4095(199812)10:18)", "10.1002/(SICI)1521-4095(199812)10:18"),
    ],
)
def test_doi(printed, doi):
    """A DOI is read whole, closed over line breaks, and leaves the other parts alone."""
    e = parse_entry(f"J. Zhang, A title here. Nano Lett. 6(3), 463–467 (2006). {printed}")
    assert (e.doi, e.volume, e.page, e.year) == (doi, "6", "463", 2006)


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        ("Y.-Q.-Q. Yin, Small, 2020, 5, 12.", "Y.-Q.-Q. Yin"),
        ("M. P. de Jong and L. van Dyk, Small, 2020, 5, 12.", "M. P. de Jong"),
        ("deQuil, D.W.; Snow, H.J. Local things. Small 2020, 5, 12.", "D.W. deQuil"),
        ("O’Neil, K. Title of work. Small 5, 12 (2020).", "K. O’Neil"),
        ("Müller-Buschel, P. Title of work. Small 5, 12 (2020).", "P. Müller-Buschel"),
    ],
)
def test_first_author(printed, first):
    """The first author comes with the initials first, particles and hyphens kept."""
    assert parse_entry(printed).authors[0] == first


@pytest.mark.parametrize(
    ("author", "family"),
    [("J. A. Bard", "Bard"), ("M. P. de Jong", "de Jong"), ("JA Bard", "Bard"), ("Y.-H. Niu", "Niu"), ("", "")],
)
def test_surname(author, family):
    """The family name without initials, with its particles."""
    assert surname(author) == family


@pytest.mark.parametrize("mark", ["{} ", "[{}] ", "({}) ", "{}. ", "{{^{}}}"])
def test_numbered_lists(mark):
    """Every printed form of number gives the number as key."""
    blocks = [("reference", mark.format(i) + f"A. Sample, Nano Lett., 2006, {i}, 463.") for i in (1, 2, 3, 4)]
    found = paper(("paragraph", PROSE), *blocks).references
    assert [(r.key, r.volume) for r in found] == [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]


def test_entries_in_one_block_are_split_and_broken_ones_joined():
    """A block of several entries gives one reference each; an entry in two blocks gives one."""
    document = paper(
        ("paragraph", PROSE),
        ("reference", "1 A. Sample, Nano Lett., 2006, 6, 463. 2 B. Other, Small, 2007, 5, 12."),
        ("reference", "3 C. Third, D. Fourth, E. Fifth and"),
        ("reference", "F. Sixth, Adv. Mater., 2008, 20, 1."),
        ("reference", "4 G. Last, Small, 2009, 1, 2."),
    )
    assert [(r.key, r.journal, r.year) for r in document.references] == [
        ("1", "Nano Lett.", 2006), ("2", "Small", 2007), ("3", "Adv. Mater.", 2008), ("4", "Small", 2009),
    ]  # fmt: skip
    assert document.references[2].authors[-1] == "F. Sixth"
    third = document.references[2].span.of(document.text)
    assert third.startswith("C. Third")
    assert third.endswith("20, 1.")


def test_a_year_at_the_start_of_a_line_begins_no_entry():
    """A continuation that begins with a number far from the next one belongs to the entry before."""
    texts = ("1 A. Sample, Small,", "2006, 6, 463.", "2 B. Other, Small, 2007, 5, 12.")
    document = paper(*(("reference", t) for t in texts))
    assert [(r.key, r.year) for r in document.references] == [("1", 2006), ("2", 2007)]


def test_parts_of_an_entry():
    """Parts a), b) of an entry: the number has the first, the others have their letters."""
    document = paper(("paragraph", PROSE + "Text.[1,2b]"), ("reference", "[1] A. Sample, Small 2006, 6, 463."),
                     ("reference", "[2] a) B. Other, Small 2007, 7, 12; b) C. Third, Adv. Mater. 2008, 20, 1."))  # fmt: skip
    assert [(r.key, r.first_author, r.year) for r in document.references] == [
        ("1", "A. Sample", 2006), ("2", "B. Other", 2007), ("2b", "C. Third", 2008),
    ]  # fmt: skip
    assert cited(document) == [("[1,2b]", "1"), ("[1,2b]", "2b")]


def test_author_year_keys():
    """Keys of a list without numbers; two of one name and year are told apart by a letter."""
    document = paper(
        ("reference", "Zhang, J. & Grün, D. (2006). A first title here. Nano Letters, 6(3), 463–467."),
        ("reference", "Zhang, J. & Grün, D. (2006). A second title here. Nano Letters, 6(4), 563–567."),
        ("reference", "Niu, Y. (2007a). Another title of it. Adv. Mater. 19, 3371–3376."),
    )
    assert [r.key for r in document.references] == ["Zhang2006a", "Zhang2006b", "Niu2007a"]


def test_a_second_list_has_its_own_keys():
    """The list of the supporting information does not overwrite the paper's, and its markers point into it."""
    main = [("paragraph", PROSE + "Text.{^1}"), *entries(3)]
    document = paper(*main, ("paragraph", "More of it.{^2}"), *entries(2))
    assert [r.key for r in document.references] == ["1", "2", "3", "S1", "S2"]
    assert cited(document) == [("1", "1"), ("2", "S2")]


def test_superscripts():
    """Lists and ranges of superscripts, one mention per key with the whole marker."""
    document = paper(("paragraph", PROSE + "Bright{^2,4–6} and stable.{^8} It reached 21.4%{^3} or 21.4{^7}."), *entries(9))
    assert cited(document) == [
        ("2,4–6", "2"), ("2,4–6", "4"), ("2,4–6", "5"), ("2,4–6", "6"), ("8", "8"), ("3", "3"), ("7", "7"),
    ]  # fmt: skip
    for m in find_citations(document):
        assert m.span.of(document.text) == m.text


@pytest.mark.parametrize(
    "phrase",
    ["12 cd A{^−1}", "10{^4} cd", "1.5 × 10{^5} h", "5 cm{^2}", "4 m{^2}", "Pb{^2+} ions", " {^1}H NMR", " {^13}C NMR",
     "sp{^2} carbon", "R{^2} = 0.99", "the {^3}LE state", "ΔE(CT-{^3}LE)", "σS{^2}T", "(kx {^2})", "σS{^2}",
     "= ni{^2} U", "2{^3}", "10{^3} and", "0.04 mm{^2}", "a 3d{^10} shell", "4{^th}", "film{^a}", "x{^2} + 1", "|ψ|{^2}"],
)  # fmt: skip
def test_what_is_no_citation(phrase):
    """Exponents, charges, isotopes, orbitals, ordinals and footnote letters cite nothing."""
    document = paper(("paragraph", PROSE + f"Bright.{{^5}} Then {phrase} was seen."), *entries(20))
    assert cited(document) == [("5", "5")]


def test_brackets():
    """Brackets with lists, ranges and several in a row; superscripts of such a paper are exponents."""
    document = paper(("paragraph", PROSE + "As in [3] and [1–2,5], [7,8].{^4}"), *entries(9))
    assert citation_style(document) == "bracket"
    assert [key for _, key in cited(document)] == ["3", "1", "2", "5", "7", "8"]


@pytest.mark.parametrize("phrase", ["[60]PCBM", "[1,2,4]triazole", "[100] direction", "[0, 1]", "[2.2]cyclophane", "[4-chloro]"])
def test_brackets_that_cite_nothing(phrase):
    """Names of molecules, directions of crystals and intervals are no citations."""
    document = paper(("paragraph", PROSE + f"As in [3], with {phrase} in it."), *entries(120))
    assert [key for _, key in cited(document)] == ["3"]


def test_worded_citations():
    """"ref. 36", "Refs. 12 and 14" count in every style."""
    document = paper(("paragraph", PROSE + "See ref. 3, Refs. 4 and 6 and reference 7; text.{^2}"), *entries(9))
    assert [key for _, key in cited(document)] == ["3", "4", "6", "7", "2"]


def test_cited_by_name():
    """ "Zhao et al. (2006)" and "(Zhao et al., 2006; Niu and Jen, 2007)" point to the one entry that fits."""
    document = paper(
        ("paragraph", PROSE + "As Zhang et al. (2006) and others (Zhang et al., 2006; Niu and Jen, 2007; Nobody, 2001) showed."),
        ("reference", "Zhang, J., Brandt, J. A. & Grün, D. S. (2006). Title of a paper. Nano Letters, 6(3), 463–467."),
        ("reference", "Niu, Y. H. & Jen, A. (2007). Another title of it. Adv. Mater. 19, 3371–3376."),
    )
    assert cited(document) == [
        ("Zhang et al. (2006)", "Zhang2006"),
        ("Zhang et al., 2006", "Zhang2006"),
        ("Niu and Jen, 2007", "Niu2007"),
    ]


def test_authors_marks_are_no_citations():
    """Affiliation marks in the line of authors and at an address cite nothing."""
    document = paper(
        ("paragraph", "Anna Sample{^1,2}, Bo Example{^3} and Cy Third{^1}"),
        ("paragraph", "{^1} Department of Invention, University of Nowhere"),
        ("paragraph", PROSE + "Bright.{^2}"),
        *entries(5),
    )
    assert cited(document) == [("2", "2")]


def test_a_number_beyond_the_list_is_kept():
    """A slip just beyond the list keeps its number, for the check; a number far beyond is none of the list's."""
    document = paper(("paragraph", PROSE + "Bright [2], [11], [300]."), *entries(10))
    assert [key for _, key in cited(document)] == ["2", "11"]


def test_cited_on():
    """Pages per key; a text source has one page."""
    document = paper(("paragraph", PROSE + "Bright.{^2} Again.{^2}"), *entries(3))
    assert cited_on(document, find_citations(document)) == {"2": (1,)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Figs 2a–c and 3", ["Figure 2a", "Figure 2b", "Figure 2c", "Figure 3"]),
        ("Fig. 3(b)", ["Figure 3b"]),
        ("Figure 4(a,b)", ["Figure 4a", "Figure 4b"]),
        ("Fig. 5a, b and d", ["Figure 5a", "Figure 5b", "Figure 5d"]),
        ("Figs. 6 and 7", ["Figure 6", "Figure 7"]),
        ("Figures 1–3", ["Figure 1", "Figure 2", "Figure 3"]),
        ("Table 1", ["Table 1"]),
        ("Tables 2–4", ["Table 2", "Table 3", "Table 4"]),
        ("TABLE II", ["Table II"]),
        ("Section 2.1", ["Section 2.1"]),
        ("Scheme 1", ["Scheme 1"]),
        ("Eq. (2)", ["Equation 2"]),
        ("Eqs. (3)–(5)", ["Equation 3", "Equation 4", "Equation 5"]),
        ("Fig. S3a", ["Figure S3a"]),
        ("figures S6-8", ["Figure S6", "Figure S7", "Figure S8"]),
        ("Figure S9–11", ["Figure S9", "Figure S10", "Figure S11"]),
        ("Figs. S6–S8", ["Figure S6", "Figure S7", "Figure S8"]),
        ("Supplementary Table 1", ["Table S1"]),
        ("Extended Data Fig. 4", ["Extended Data Figure 4"]),
        ("Fig. 8a and a device", ["Figure 8a"]),
        ("Figure 3 and 10 devices", ["Figure 3"]),
        ("Figure 3B", ["Figure 3b"]),
        ("Fig. 2 in ref. 12", []),
        ("a table 5 nm wide", []),
        ("configuration 2", []),
    ],
)
def test_cross_references(text, values):
    """Pointers with lists, ranges and panels; no articles, other works or plain words."""
    assert [m.value for m in find_cross_references(paper(("paragraph", f"It is seen in {text}.")))] == values


def test_a_caption_does_not_point_to_itself():
    """The label a caption begins with is not a cross-reference; one inside it is."""
    found = find_cross_references(paper(("caption", "Figure 2. The device of Table 1.")))
    assert [m.value for m in found] == ["Table 1"]


def test_real_lists_are_read(shared):
    """In a real review with a printed number before every entry, nearly all entries have author, journal and year."""
    from litmine.readers import read

    document = find_references(read(shared / "papers" / "shi-2014-oled-graphene-oxide-1401.4427.pdf"))
    assert [r.key for r in document.references] == [str(i) for i in range(1, 34)]
    whole = [r for r in document.references if r.first_author and r.journal and r.year and r.volume]
    assert len(whole) >= 32
    assert {m.value for m in find_citations(document)} == {r.key for r in document.references}


def test_a_lost_number_does_not_mix_two_entries():
    """Entries whose numbers a page break took are cut apart again, so that none has another's year and page."""
    first = "1. Ki, A.; Lo, B. A first title of work. Nano Lett. 2006, 6, 463. [CrossRef]"
    document = paper(
        ("paragraph", PROSE),
        ("reference", f"{first} Mu, C. A second title. Small 2007, 7, 12."),
        ("reference", "3. Na, D. A third title of work. Adv. Mater. 2008, 20, 1."),
    )
    assert [(r.key, r.year, r.page) for r in document.references] == [("1", 2006, "463"), ("2", 2007, "12"), ("3", 2008, "1")]
    assert document.references[1].span.of(document.text).startswith("Mu, C.")


def test_lists_of_two_styles():
    """A second list may number its entries in another way than the first."""
    document = paper(("paragraph", PROSE), *entries(3), ("reference", "(1) B. Other, Small, 2007, 5, 12."),
                     ("reference", "(2) C. Third, Small, 2008, 6, 13."))  # fmt: skip
    assert [(r.key, r.year) for r in document.references] == [("1", 2006), ("2", 2006), ("3", 2006), ("S1", 2007), ("S2", 2008)]


def test_works_with_semicolons_between_them():
    """Several works under one number without letters: the number has the first, the others follow with letters."""
    document = paper(("reference", "[1] A. Sample, Small 6, 463 (2006)."),
                     ("reference", "[2] B. Other and C. Third, Nature 8, 506 (2014); D. Fourth, E. Fifth, Adv. Mater. 26, 4653 (2015)."),
                     ("reference", "[3] F. Sixth, Small 9, 11 (2016)."))  # fmt: skip
    assert [(r.key, r.first_author, r.journal, r.year) for r in document.references] == [
        ("1", "A. Sample", "Small", 2006), ("2", "B. Other", "Nature", 2014), ("2b", "D. Fourth", "Adv. Mater.", 2015),
        ("3", "F. Sixth", "Small", 2016),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "keys"),
    [
        ("as Zhang et al.{^7} In addition, it", ["7"]),  # no isotope of indium
        ("as Zhang et al. {^7} In addition, it", ["7"]),
        ("as told.{^[7]} It", ["7"]),
        ("reproduced from [7] here", ["7"]),
        ("and {^113}In or {^2}H here", []),
        ("in the direction [7] here", []),
        ("NMR: 8.04 (d, J = 2.1 Hz, CH{^7}), 7.1 (s, C{^8})", []),
        ("see refs 7 and 8", ["7", "8"]),
        ("see ref. [7]", ["7"]),
        ("as Ir{^3+} and I{^−} are", []),
    ],
)
def test_markers_beside_superscripts(phrase, keys):
    """In a paper that cites with superscripts: raised brackets, named brackets, no masses, no atoms of a spectrum."""
    document = paper(("paragraph", PROSE + f"Bright.{{^5}} Then {phrase} was seen. It is so.{{^5,6}}"), *entries(20))
    assert [k for _, k in cited(document) if k not in ("5", "6")] == keys
