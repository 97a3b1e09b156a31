"""Works listed twice and entries never cited, and author-year lists, on invented papers."""

import pytest

from mini_papers import analyse_text

PAPER = (
    "# Lamps: a review\n\nWe compare lamps with cross-linked layers, and we tell of the makers of the first of them.\n\n{}\n\n"
    "## References\n\n{}\n"
)
ENTRIES = (
    "A. Albertsen, B. Brandt, Adv. Mater. 2019, 12, 101.",
    "C. Caspari, D. Dorn, Adv. Mater. 2020, 7, 2002.",
    "E. Ebert, F. Falk, Adv. Mater. 2021, 14, 303.",
)


def numbered(*entries, cited=None):
    """The flags of a paper with a numbered list whose entries are cited from 1 to ``cited`` (all where None)."""
    last = len(entries) if cited is None else cited
    prose = " ".join(f"Lamps of kind {'abcdefghijklmnop'[n]} are known [{n + 1}]." for n in range(last))
    flags = analyse_text(PAPER.format(prose, "\n".join(f"[{n + 1}] {e}" for n, e in enumerate(entries)))).flags
    return [(f.code, f.severity, f.subject, f.cause) for f in flags if f.code in ("citation-mismatch", "cross-reference")]


def test_a_work_listed_twice():
    """The same first author, volume and page under two numbers, whatever else is printed, is one work."""
    again = "A. Albertsen and B. Brandt, Adv. Mater. 12, 101 (2019)."
    assert numbered(*ENTRIES, again) == [("citation-mismatch", "info", "reference 4", "one work listed twice")]


@pytest.mark.parametrize(
    "other",
    [
        "A. Albertsen, B. Brandt, Adv. Mater. 2019, 12, 110.",
        "A. Albertsen, B. Brandt, Adv. Mater. 2019, 13, 101.",
        "G. Gundel, Adv. Mater. 2019, 12, 101.",
        "A. Albertsen, B. Brandt, Adv. Mater. 2019.",
    ],
    ids=["another page", "another volume", "another author", "no place"],
)
def test_works_that_are_two(other):
    """One author's works of one year and journal are two where page or volume differ or are not printed."""
    assert numbered(*ENTRIES, other) == []


def test_one_doi():
    """One DOI is one work; printed with another volume and page it is somebody's slip, and said so."""
    doi = "https://doi.org/10.1000/inv.1"
    first, second = (f"{e} {doi}" for e in ENTRIES[:2])
    assert numbered(first, ENTRIES[2], second) == [("citation-mismatch", "info", "reference 3", "DOI of another work")]
    assert numbered(first, *ENTRIES[1:], first) == [("citation-mismatch", "info", "reference 4", "one work listed twice")]


def test_an_entry_never_cited():
    """One entry of a list that is cited throughout is told as info, once; with many uncited the markers were lost in reading."""
    assert numbered(*ENTRIES, cited=2) == [("cross-reference", "info", "reference 3", "")]
    assert numbered(*ENTRIES) == []
    assert numbered(*ENTRIES, cited=1) == []


AUTHOR_YEAR = """
Albertsen, A., Brandt, B., 2019. Bright lamps of many layers. Adv. Mater. 12, 101.

Caspari, C., Dorn, D., 2020. Lamps without any layer. Adv. Mater. 7, 2002.

Ebert, E., Falk, F., Gundel, G., 2021. Dim lamps of one layer. Adv. Mater. 14, 303.

Imhoff, I., 2017. Lamps in the dark. Adv. Mater. 10, 505.

Jansen, J., Klein, K., Lund, L., 2016. Lamps by day. Adv. Mater. 9, 606.

O'Day, O., Prinz, P., Quast, Q., 2015. Lamps at noon. Adv. Mater. 8, 707.

van der Meer, R., Sommer, S., 2014. Lamps at dawn. Adv. Mater. 7, 808.
"""
CITED = "Lamps are known (Albertsen and Brandt, 2019; Caspari and Dorn, 2020). Ebert et al. (2021) and Jansen et al. (2016) agree."


def named(sentence):
    """(code, severity, subject, expected) of the flags of a paper with an author-year list."""
    flags = analyse_text(PAPER.format(f"{CITED} Ebert et al. (2021) say so again. {sentence}", AUTHOR_YEAR)).flags
    return [(f.code, f.severity, f.subject, f.expected) for f in flags if f.code.startswith(("citation-", "cross-"))]


def test_author_and_year_of_no_entry():
    """Another year of a listed author is a year's slip, one year off info; a name the list has not is missing from it."""
    assert named("Jansen et al. (2011) disagree.") == [("citation-year", "warning", "Jansen", "2016")]
    assert named("Others disagree (Caspari and Dorn, 2014).") == [("citation-year", "warning", "Caspari", "2020")]
    assert named("Jansen et al. (2017) disagree.") == [("citation-year", "info", "Jansen", "2016")]
    assert named("Others disagree (Zwickel et al., 2014).") == [("cross-reference", "warning", "Zwickel 2014", "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Others agree (Jansen et al., 2016; Albertsen and Brandt, 2019).",
        "Falk et al. (2021) agree.",
        "Ebert et al. made lamps, and Jansen et al. (2016) made more.",
        "The fair was in Leipzig (2014).",
        "A lamp was bought (Wiley, 2014).",
        "Jansen and co-workers (2016) agree.",
        "The fairs were in Leipzig and Dresden (2014).",
        "O'Day et al. (2015) and van der Meer et al. (2014) agree.",
    ],
)
def test_author_year_citations_that_are_right(sentence):
    """Works of the list, names of later authors, and years that cite nobody are left alone."""
    assert named(sentence) == []


def test_a_list_that_was_not_read_whole():
    """Where most citations are not in the list, it is the reading that failed."""
    assert named("Others disagree (Zwickel et al., 2014; Xaver et al., 2013; Yorck et al., 2012; Zorn et al., 2011).") == []


@pytest.mark.parametrize(
    ("sentence", "subject", "expected"),
    [
        ("Imhoff et al. measured lamps in the dark (Jansen et al., 2016).", "Imhoff", "Imhoff2017"),
        ("The group of Prinz, who works at noon, measured them too (Caspari and Dorn, 2020) and with care.", "Prinz", "ODay2015"),
        ("Lamps at dawn were measured by a team led by Sommer (Ebert et al., 2021).", "Sommer", "vanderMeer2014"),
    ],
)
def test_a_name_beside_the_work_of_another(sentence, subject, expected):
    """The one named wrote none of the works in parentheses, but one that no sentence cites."""
    assert named(sentence) == [("citation-mismatch", "warning", subject, expected)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Klein's group measured lamps by day (Jansen et al., 2016).",
        "Inspired by Imhoff et al., lamps were measured in the dark (Jansen et al., 2016).",
        "Falk's group measured lamps in the dark (Jansen et al., 2016).",
        "Imhoff et al. measured lamps in the dark (Imhoff, 2017), others by day (Jansen et al., 2016).",
        "Imhoff et al. (2017) measured lamps in the dark, unlike others (Jansen et al., 2016).",
        "Zwickel et al. measured lamps in the dark (Jansen et al., 2016).",
    ],
    ids=["later author", "aside", "cited elsewhere", "own beside it", "own year", "nobody of the list"],
)
def test_a_name_beside_works_that_may_be_meant(sentence):
    """Later authors, people spoken of aside or cited otherwise, and names that the list has not say nothing against the works cited."""
    assert [f for f in named(sentence) if f[0] == "citation-mismatch"] == []
