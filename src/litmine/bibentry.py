"""One entry of a reference list, without its number: authors, title, journal, year, volume, page, DOI.

Every printing style is a shape of the same parts. The numbers come first (year, volume and page stand together in a few fixed
orders), the journal is the phrase before them, the authors are the names the entry begins with, the title what is left between.
"""

import re
import unicodedata
from dataclasses import dataclass

from litmine.journals import is_title_word, journal_before

_YEAR = r"(?P<year>(?:1[89]|20)\d\d)[a-z]?"
_VOLUME = r"(?:[Vv]ol(?:ume)?\.?\s*)?(?P<volume>(?:[A-Z]{1,2}-?)?\d{1,4}(?:[-–/]\d{1,3})?[A-Z]?)"
_ISSUE = r"(?:\s*\((?!(?:1[89]|20)\d\d\))[^()]{1,16}\)|\s*,?\s+(?:[Nn]o|[Ii]ss(?:ue)?|[Nn]um)\.?\s*[\w–-]+)?"
_PAGE = (
    r"(?:(?:pp?|[Pp]ages?|[Aa]rt(?:icle)?)\b\.?\s*(?:(?:[Nn]o|ID)\b\.?\s*)?)?"
    r"(?P<page>[A-Za-z]{0,4}\.?\d[\w.]*\w|[A-Za-z]{0,2}\d)(?:\s?[-–−‐‑—]{1,2}\s?[A-Za-z]{0,2}\.?\d[\w.]*)?"
)
_MONTH = r"(?:[A-Z][a-z]{2,8}\.?(?:[/–-][A-Z][a-z]{2,8}\.?)?\s+)?"
_END = r"(?=\s*(?:[.,;)\]]|$|\s))"

# In order of preference; in each the last match of the entry counts, since titles may hold years and numbers too.
_NUMBERS = tuple(
    re.compile(p)
    for p in (
        # Elsevier, Springer Basic: "6 (2006) 463–467"; "6(3) (2006) 463"
        rf"(?<![\w.]){_VOLUME}{_ISSUE}\s*,?\s*\({_MONTH}{_YEAR}\)\s*[,:]?\s*{_PAGE}{_END}",
        # Nature, APS, Springer: "6, 463–467 (2006)"; "6(3), 463 (2006)"
        rf"(?<![\w.]){_VOLUME}{_ISSUE}\s*(?:,\s*\d{{1,3}})?\s*[,:]\s*{_PAGE}\s*(?:\(\d+\s?pp?\))?[,.]?\s*\({_MONTH}{_YEAR}\)",
        # RSC, ACS, Wiley, MDPI, Vancouver: "2006, 6, 463"; "2006, 6 (3), 463–467"; "2006;6(3):463-7"
        rf"(?<![\w.\d-])\(?{_YEAR}\)?\s*[,;]?\s*(?<!\d){_VOLUME}{_ISSUE}\s*[,:]\s*{_PAGE}{_END}",
        # IEEE: "vol. 6, no. 3, pp. 463–467, Mar. 2006"; plain "6, 463, 2006"
        rf"(?<![\w.]){_VOLUME}{_ISSUE}\s*,\s*{_PAGE}\s*,\s*{_MONTH}\(?{_YEAR}\)?{_END}",
        # no volume: "2022, e2200450", "2013, 10385–10387"
        rf"(?<![\w.\d-]){_YEAR}\s*,\s*(?:DOI)?{_PAGE}{_END}",
        rf"(?<=\s)(?=[A-Za-z]{{0,2}}\d{{5}}|\d+\s?[-–−]\s?\d){_PAGE}\s*[,.]?\s*\({_YEAR}\)",
        # volume and year alone: "6 (2006)"
        rf"(?<!\d[.,–-]\s)(?<![\d–-]\s)(?<![\w.–-]){_VOLUME}{_ISSUE}\s*,?\s*\({_MONTH}{_YEAR}\)",
    )
)
_NO_VOLUME, _NO_PAGE = (4, 5), 6
# APA, Harvard, Springer Basic: the year stands after the authors, volume and page at the end.
_AUTHOR_YEAR = re.compile(rf"(?:^|[\s.,]+)\(?{_YEAR}\)?[.,:]?\s")
_VOLUME_PAGE = re.compile(rf"(?<![\w.]){_VOLUME}{_ISSUE}\s*[,:]\s*{_PAGE}\s*\.?\s*$")
_SEMICOLON = re.compile(r"\s*;\s+(?=[A-ZÀ-ÞĀ-Ž])")
_LAST_YEAR = re.compile(rf"(?:^|[\s(,.:;]){_YEAR}\)?[\s.,;)]*$")
_ANY_YEAR = re.compile(rf"(?:\(|, |: |; |[a-z] ){_YEAR}(?=[).,;]|$)")

_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_DOI = re.compile(r"\b10\.\s?\d{4,9}/")
_DOI_LEAD = re.compile(r"(?:https?:\s?//\s?|(?:dx\.\s?)?doi\.\s?org/\s?|\b[Dd][Oo][Ii]\b[\s:]*)*$")
_TRAIL = re.compile(r"\s*\[(?:Cross ?Ref|Pub ?Med|Google Scholar|CAS|in \w+|PMC[^\]]*)\]|https?://\S+|\bwww\.\S+|\(?accessed[^)]*\)?", re.I)

_ARXIV_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?", re.I)
_PREPRINT = re.compile(r"\b(arXiv|ChemRxiv|bioRxiv)\b[\s:]*(?:preprint)?[\s:]*(?:arXiv:)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7})?")

_INITIAL = r"(?:[A-ZÀ-ÞĀ-Ž][a-zß-ÿ]?\.|[A-ZÀ-ÞĀ-Ž]\b\.?)"
_DOTTED = r"[A-ZÀ-ÞĀ-Ž][a-zß-ÿ]?\."
# Behind dotted initials a capital of its own is the first word of a title ("Adachi, C. A dendrimer..."), glued on it is an initial.
_INITIALS_BEHIND = (
    rf"(?:{_DOTTED}(?:\s?[-‐‑–]?\s?{_DOTTED}|[-‐‑–]\s?[a-z]\.|\s[a-z]\.(?=\s?[,;])){{0,4}}(?:[-‐‑–]?[A-ZÀ-ÞĀ-Ž]\b)?"
    r"|[A-ZÀ-ÞĀ-Ž]\b(?:[\s-]?[A-ZÀ-ÞĀ-Ž]\b){0,3})"
)
_INITIALS = rf"{_INITIAL}(?:\s?[-‐‑–]?\s?{_INITIAL}){{0,4}}"
_PARTICLE = r"(?:(?:[Vv]an|[Vv]on|de[nrl]?|d[aiou]s?|l[ae]|el|al|ten?|ter|zu[rm]?|Le|La|Di|De[lnr]?|Da|Al|El|Mac|St\.?|Ben|Abu)[\s-])*"
_NAME = r"(?:[dDO]['’]|[a-z]{1,3}(?=[A-Z]))?[A-ZÀ-ÞĀ-Ž][\w'’`´]*[a-zà-ÿā-ž\w](?:[-‐‑–][\w'’]+)*"
_SURNAME = rf"{_PARTICLE}{_NAME}(?:\s(?!and\b|et\b){_PARTICLE}{_NAME}){{0,2}}"
_SUFFIX = r"(?:,?\s(?:Jr|Sr)\.?|,?\sI{2,3}\b)?"
_SEPARATOR = r"(?:\s*[,;]\s*(?:and|&|und)\s+|\s+(?:and|&|und)\s+|\s*[,;]\s*)"
_ET_AL = re.compile(r"(?:\s*[,;]?\s*(?:and|&)?\s*(?:et\s?al\b\.?|(?:and|&)\s+(?:others|co-?workers)))")


@dataclass(frozen=True, slots=True)
class _Style:
    """A way of printing an author: its pattern (groups ``given`` and ``family``) and what may stand between two authors."""

    author: re.Pattern[str]
    separator: re.Pattern[str]


_STYLES = (
    # "Zhao, J.; Bardecker, J. A." and "Zhao, J., Bardecker, J. A. & Ginger, D. S."
    _Style(re.compile(rf"(?P<family>{_SURNAME}),\s?(?P<given>{_INITIALS_BEHIND}){_SUFFIX}"), re.compile(_SEPARATOR)),
    # "J. Zhao, J.A. Bardecker and D. S. Ginger"
    _Style(re.compile(rf"(?P<given>{_INITIALS})\s*(?P<family>{_SURNAME}){_SUFFIX}"), re.compile(_SEPARATOR)),
    # "Zhao J, Bardecker JA"
    _Style(re.compile(rf"(?P<family>{_SURNAME})\s(?P<given>[A-Z](?:-?[A-Z]){{0,3}})(?=[,;.:\s(]|$)"), re.compile(_SEPARATOR)),
    # "Zhao, Jie; Bardecker, Julia A." (only with semicolons: with commas the parts cannot be told apart)
    _Style(
        re.compile(rf"(?P<family>{_SURNAME}),\s?(?P<given>{_NAME}(?:\s(?:{_INITIAL}|{_NAME}))?)(?=\s*;|\.\s|\s*\()"),
        re.compile(r"\s*;\s*"),
    ),
    # "Jie Zhao, Julia A. Bardecker and David Ginger"; the last one perhaps with a full stop and a title of several words behind
    _Style(
        re.compile(rf"(?P<given>{_NAME}(?:\s{_INITIAL})*)\s(?P<family>{_PARTICLE}{_NAME})(?=\s*,|\s+and\s|\.\s{_NAME}(?:\s[\w–-]+){{2}})"),
        re.compile(_SEPARATOR),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """The parts of one entry; what it does not print is "" (``year``: None)."""

    authors: tuple[str, ...] = ()
    title: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    page: str = ""
    doi: str = ""


def parse_entry(text: str) -> Entry:
    """The parts of one entry (without its number). Authors come as "J. A. Bardecker", initials first, whatever the printed order.

    Never raises; a part that cannot be told with certainty stays empty.
    """
    text = _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", text))
    text = re.sub(r"(?<=\b[A-Z]) \.(?=\s)", ".", " ".join(text.split()))
    text, doi = _take_doi(text)
    text, _ = _take_doi(text)  # some lists print it twice
    text = _TRAIL.sub("", _ARXIV_ADDRESS.sub(r"arXiv:\1", text)).strip()
    authors, at = _authors(text)
    text = _first_work(text, at)
    year, volume, page, start = _numbers(text, at)
    journal, title_end = "", start
    if year is not None and start > at:
        span = journal_before(text, start, at, by_words_only=not (volume or page))
        if span is not None:
            journal, title_end = text[span.start : span.end].strip(" ,.;") + _dot(text, span.end), span.start
    if not journal:
        journal, year, page, title_end = _preprint(text, year, page, title_end)
    title = _title(text[at:title_end], bool(journal))
    if not (journal or volume or page) and authors and year:
        title = _book_title(text[at:])
    return Entry(authors, title, journal, year, volume, page, doi)


def surname(author: str) -> str:
    """The family name of an author as ``parse_entry`` writes it: "J. A. van Dyk" -> "van Dyk"; "" for ""."""
    rest = re.sub(rf"^(?:{_DOTTED}[\s-]*|[A-ZÀ-ÞĀ-Ž](?=[\s-])[\s-])+(?=\S{{2}})", "", author)
    if rest != author:
        return rest
    words = author.split()
    if len(words) > 1 and words[0][:1].isupper():
        return " ".join(words[1:]) if words[1][:1].islower() else words[-1]
    return author


def _take_doi(text: str) -> tuple[str, str]:
    """The text without its DOI, and the DOI, in lower case as printed otherwise; line breaks inside it are closed."""
    m = _DOI.search(text)
    if m is None:
        return text, ""
    tokens = text[m.start() :].split(" ")
    taken = tokens[0]
    used = 1
    at_end = len(tokens) <= 5
    for token in tokens[1:]:
        # A break after a mark of punctuation inside, or (at the entry's end, where nothing but the DOI can follow) anywhere.
        goes_on = (taken[-1] in "./-_(" and re.match(r"[a-z0-9(]", token)) or (taken.startswith("10.") and "/" not in taken)
        tail = at_end and re.fullmatch(r"[a-z0-9][\w.\-/()]*", token) and not token.isalpha() and taken[-1] not in ".,;"
        if not (goes_on or tail):
            break
        taken, used = taken + token, used + 1
    taken = taken.rstrip(".,;:]}")
    # What a missing space has glued to it: a second address, "[CrossRef]", the pages of a chapter.
    taken = re.split(r"(?<=\w)(?:https?:|\[|\{|;https|pp\.)", taken)[0]
    while taken.endswith(")") and taken.count(")") > taken.count("("):
        taken = taken[:-1].rstrip(".,;")
    lead = _DOI_LEAD.search(text[: m.start()])
    before = text[: lead.start() if lead else m.start()]
    return f"{before.rstrip(' (')} {' '.join(tokens[used:])}".strip(), taken


def _first_work(text: str, at: int) -> str:
    """The text up to the semicolon behind the first work's numbers: what follows is a translation or another work."""
    for m in _SEMICOLON.finditer(text, at):
        if any(n.end() == m.start() for p in _NUMBERS[:4] for n in p.finditer(text, max(at - 1, 0), m.start())):
            return text[: m.start()]
    return text


def _authors(text: str) -> tuple[tuple[str, ...], int]:
    """The names the entry begins with, and where they end: of all styles the one that reads furthest."""
    best: tuple[tuple[str, ...], int] = ((), 0)
    for style in _STYLES:
        names: list[str] = []
        at = end = 0
        while (m := style.author.match(text, at)) is not None and not _is_journal(text, m):
            journal = _BEGINS_JOURNAL.search(text, m.start("given"), m.end() + 24) if style is _STYLES[0] else None
            end = journal.start() if journal and journal.start() < m.end() else m.end()
            names.append(f"{text[m.start('given') : min(end, m.end('given'))].strip()} {m['family'].strip()}")
            between = style.separator.match(text, end) or _slip(text, end, style)
            if between is None:
                break
            at = between.end()
        # Of two readings of the same stretch the one with more names: "Nam Park, Kai Ulm." are two people.
        if (end, len(names)) > (best[1], len(best[0])):
            best = tuple(names), end
    names, end = best
    if names and (m := _ET_AL.match(text, end)) is not None:
        end = m.end()
    return names, end


# "Zhang, M. J. Phys. Chem.": the J. belongs to the journal where a word follows that journals have behind it.
_BEGINS_JOURNAL = re.compile(
    r"(?<=\.)\sJ\. (?=(?:Am|Phys|Mater|Appl|Org|Electron|Electrochem|Electroanal|Lumin|Cryst|Alloys|Power|Photochem|Polym|Opt|Catal|"
    r"Colloid|Mol|Vac|Inorg|Fluoresc|Korean|Ind|Semicond|Magn|Chin|Comput|Disp|Display|Nanosci|Med|Nucl|Non-Cryst|Sol-Gel|"
    r"Chem\.,? (?:Phys|Soc|Educ|Eng|Res|Thermodyn|Inf|Theory)|Energy (?:Chem|Storage|Eng))\b)"
)


def _slip(text: str, end: int, style: _Style) -> re.Match[str] | None:
    """A full stop between two authors, where a comma is meant: two more names in the same style follow."""
    stop = re.compile(r"\.\s+").match(text, end)
    first = style.author.match(text, stop.end()) if stop and style is _STYLES[1] else None
    between = style.separator.match(text, first.end()) if first else None
    return stop if between and style.author.match(text, between.end()) else None


def _is_journal(text: str, m: re.Match[str]) -> bool:
    """Whether what reads as initials and a surname begins a journal's name: "J. Phys.", "Z. Naturforsch.", "J. Catal. 6"."""
    after = text[m.end() : m.end() + 2].strip()[:1]
    goes_on = after not in ("", ",", ";") and not after.islower()
    return m.start("given") < m.start("family") and is_title_word(m["family"].split()[0]) and goes_on


def _numbers(text: str, at: int) -> tuple[int | None, str, str, int]:
    """Year, volume, page and the place of the numbers, searched after the authors."""
    for i, pattern in enumerate(_NUMBERS):
        found = list(pattern.finditer(text, max(at - 1, 0)))
        if not found:
            continue
        m = found[-1]
        year = int(m["year"])
        volume = "" if i in _NO_VOLUME else _clean(m["volume"])
        page = "" if i == _NO_PAGE else _clean(m["page"])
        if i in _NO_VOLUME and re.fullmatch(r"\d{1,3}", page) and not re.search(r"[-–−]", m.group()):
            page = ""  # "2022, 9": a volume or a page, the entry does not say which
        return year, volume, page, m.start()
    m = _AUTHOR_YEAR.match(text, at)
    tail = _VOLUME_PAGE.search(text, m.end() if m else at)
    if m is not None and tail is not None:
        return int(m["year"]), _clean(tail["volume"]), _clean(tail["page"]), tail.start()
    last = _LAST_YEAR.search(text, at) or m
    if last is not None:
        return int(last["year"]), "", "", last.start()
    years = list(_ANY_YEAR.finditer(text, at))
    if len({y["year"] for y in years}) == 1:
        return int(years[-1]["year"]), "", "", years[-1].start()
    return None, "", "", len(text)


def _clean(number: str) -> str:
    return number.strip(" .,;") if number else ""


def _dot(text: str, end: int) -> str:
    """The full stop of an abbreviated name, which stands before the comma of "Lett., 2006"."""
    return "." if text[end - 1 : end] == "." else ""


def _preprint(text: str, year: int | None, page: str, title_end: int) -> tuple[str, int | None, str, int]:
    """The server and number of a preprint as journal and page."""
    m = _PREPRINT.search(text)
    if m is None:
        return "", year, page, title_end
    return m[1], year, m[2] or page, min(title_end, m.start())


def _title(text: str, has_journal: bool) -> str:
    """What stands between the authors and the journal; "" where that is no phrase or has no certain end."""
    text = text.strip(" ,.;:")
    text = re.sub(r"^\(?(?:1[89]|20)\d\d[a-z]?\)?[\s.,:]*", "", text)
    text = re.sub(r"(?:[.,]?\s+|^)(?:[Ii]n:?|[Pp]reprint(?: at)?)$", "", text).strip(" ,.;:“”\"‘’'")
    if not has_journal or len(text) < 8 or " " not in text:
        return ""
    return text


# What a book's title ends at: its edition, volume or part, its publisher and place, the book it is a chapter of.
_BOOK_END = re.compile(
    r"\s*[,;.]?\s*\(|\s*;\s|\s+\d+(?:st|nd|rd|th)\s[Ee]d|[,.]\s+(?:[a-z]+\sed|[Vv]ol\.|[Vv]olume\s\d|[Cc]h(?:apter|\.)\s|[Ii]n:?\s+[“\"A-Z]|PhD|Ph\.\s?D|"
    r"Doctoral|Master|(?:US|U\.S\.|United States|European|World)\s[Pp]atent|(?:US|WO|EP|CN|JP|KR|DE)[\s-]?\d|"
    r"(?:[A-Z][\w&.-]*\s){0,3}?(?:Press|Wiley|Springer|Elsevier|Academic|McGraw|Pergamon|Dekker|Artech|CRC|Plenum|Kluwer|"
    r"Publish|World Scientific|Taylor|University)|(?:1[89]|20)\d\d\b)"
)


def _book_title(text: str) -> str:
    """The title of a book, thesis, patent or report, which ends where its edition or publisher begins; "" where none is told."""
    text = re.sub(r"^[\s,.:;]*(?:\(?(?:1[89]|20)\d\d[a-z]?\)?)?[\s,.:;]*", "", text)
    end = _BOOK_END.search(text)
    title = text[: end.start()].strip(" ,.;:“”\"‘’'") if end else ""
    words = title.split()
    # An abbreviation inside: the name of a journal, a company's.
    whole = len(words) >= 2 and not re.search(r"\b[A-Z][a-z]{1,6}\.[\s,]", title)
    return title if whole and len(re.findall(r"[a-z]{3,}", title)) >= 2 else ""
