"""Who is said to have done what: a name in a sentence, the year given to it, and the works cited with it."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from litmine.checks.citing.authorship import works_of
from litmine.document import Document
from litmine.geometry import Span
from litmine.records import Mention
from litmine.tagging import Tagged

Form = Literal["et al.", "group", "pair", "alone"]

_PARTICLES = r"(?:(?:[Vv]an|[Vv]on|de[rnl]?|d[aiou]|l[ae]|el|al|ten|ter)[\s-])*"
# A surname, with its particles: "Chen", "van der Meer", "O'Neil", "García-López".
NAME = rf"{_PARTICLES}(?:[DLOdl]['’])?[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[-‐‑–][^\W\d_]+|['’](?!s\b)[^\W\d_]+)*"
_INITIALS = r"(?:[A-ZÀ-Þ]\.[\s-]?){1,3}"
_TITLE = r"\b[Pp]rof(?:essor\b|\.)\s+"
_YEAR = r"(?:19|20)\d\d"
_MANY = (
    r"(?:et\.?\s+al\b\.?|(?:and|&)\s+(?:(?:his|her|their)\s+)?"
    r"(?:co-?\s?workers|colleagues|collaborators|associates|co-?authors|others|team|group)\b)"
)
_AT_MARKER = re.compile(r"[.,]?\s?[\[^(]")
_OF = re.compile(r"\b(?:of|from|with|to|between|for|in|after|than)\s+$")
_PATTERNS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("et al.", re.compile(rf"(?<![\w'’-])(?P<name>{NAME})(?:(?:,?\s+and\s+|\s+&\s+|,\s+){_INITIALS}?(?P<second>{NAME}))?,?\s+{_MANY}")),
    (
        "group",
        re.compile(
            rf"(?<![\w'’-])(?:(?P<name>{NAME})['’]s?\s+(?:(?:research|own)\s+)?(?:group|team|lab(?:oratory)?|works?|stud(?:y|ies)|report)\b"
            rf"|(?:[Gg]roups?|[Tt]eams?|[Ll]ab(?:s|oratory|oratories)?)\s+of\s+(?:{_TITLE})?(?:{_INITIALS})?"
            rf"(?P<led>{NAME}(?:\s{NAME})?)(?:\s+and\s+(?:{_INITIALS})?(?P<second>{NAME}))?"
            rf"|[Tt]he\s+(?P<of>{NAME})\s+(?:group|team|lab(?:oratory)?)\b"
            rf"|(?:led|headed|directed|supervised)\s+by\s+(?:{_TITLE})?(?:{_INITIALS})?(?P<head>{NAME}))"
        ),
    ),
    ("pair", re.compile(rf"(?<![\w'’-])(?P<name>{NAME})\s+(?:and|&)\s+(?:{_INITIALS})?(?P<second>{NAME})")),
    (
        "alone",
        re.compile(
            rf"\b(?:reported|demonstrated|developed|introduced|described|proposed|shown|fabricated|synthesi[sz]ed|designed|prepared|achieved"
            rf"|presented|invented|pioneered|made)\s+by\s+(?:{_TITLE})?(?:{_INITIALS})?(?P<name>{NAME})(?=[.,]?\s?[\[^])"
        ),
    ),
)
_INITIALS_BEFORE = re.compile(rf"(?<![\w'’-]){_INITIALS}\s?$")
_NAMES_BEFORE = re.compile(rf"(?:(?<![\w'’-]){NAME}[\s,]\s?){{1,2}}$")
# Whose work these words lead up to is what the cited work is set against or builds on, not what is cited.
_ASIDE = re.compile(
    r"\b(?:unlike|inspired by|following|compared (?:with|to)|in comparison (?:with|to)|than|similar(?:ly)? to|like|by analogy (?:with|to)|"
    r"in contrast to|contrary to|according to|consistent with|in (?:\w+ )?(?:agreement|line|accordance) with|based on|building (?:up)?on|"
    r"methods? of|procedures? of|models? of|as proposed by|(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bfirst )(?:proposed|developed) by)\s+"
    r"(?:[a-z][\w-]*\s+){0,8}$",
    re.IGNORECASE,
)
# Between a name and a marker: the marker is of something else that the sentence goes on to speak of.
_BREAK = re.compile(
    r";(?!\s(?:they|their|the authors)\b)|\b(?:while|whereas|although|though|unlike|"
    r"(?<!less )(?<!more )(?<!rather )than|whose|compar(?:ed|able|ison) (?:with|to)|similar(?:ly)? to|superior to|"
    r"consistent with|in (?:\w+ )?(?:agreement|line|accordance|contrast) with|in contrast to|based on|according to|following|"
    r"elsewhere|reviewed|"
    r"using the (?:\w+ )?(?:method|procedure|model|theory)|(?:method|procedure|model|theory) of|(?:was|were) later|later by|"
    r"(?:previously|first|originally) (?:reported|proposed|developed|described|introduced))\b|,\s+but\b|"
    r"\b(?:of|from|with|to|in|see|also|cf\.|e\.g\.,?)\s*\(?$",
    re.IGNORECASE,
)
# ... but not behind "higher than that of the control": the control is of the same work.
_SAME_WORK = re.compile(
    r"\b(?:control|reference|pristine|untreated|without|counterparts?|conventional|standard|bare|neat|undoped|unmodified)\b", re.IGNORECASE
)
_APART = re.compile(rf"[^\W\d]|\d(?<!\b{_YEAR})(?!\d)")  # a word or a number that is no year, between a name and its marker
_AND = re.compile(r"[,;]?\s*(?:and|&|as well as|or)(?:\s+by)?")
_OPENS_WITH_YEAR = re.compile(
    rf"(?:(?:For example|For instance|Recently|Later|Then|Subsequently|First|Notably|Remarkably),?\s+)?"
    rf"(?:[Ii]n|[Dd]uring)\s+(?:early\s+|late\s+|the year\s+)?(?P<year>{_YEAR})(?!\s*[-–−]|\s+(?:and|to|or)\s+(?:19|20)\d\d),?\s+"
)
_YEAR_BEFORE = re.compile(
    rf"(?:\b(?:in|during)\s+{_YEAR}\s*,?\s+(?:by|from)\s+(?:the\s+)?|"
    rf"(?:^|[;,]\s+|\b(?:and|but|while|whereas|then|later|until)\s+)(?:[Ii]n|[Dd]uring)\s+{_YEAR},?\s+(?:the\s+)?|"
    rf"\b[Tt]he\s+{_YEAR}\s+(?:report|work|paper|study|publication|device)\s+(?:of|by|from)\s+)(?:{_TITLE})?(?:{_INITIALS})?$"
)
_VERB = (
    r"(?:(?:also|first|then|later|recently|have|had|has|were|was|the first to)\s+){0,2}"
    r"(?:report|demonstrate|develop|introduce|describe|propose|show|fabricate|synthesi[sz]e|design|prepare|achieve|present|publish|"
    r"employ|realize|realise)(?:d|ed)?\s+"
)
_MARKER = r"(?:\s?\^?\[?[\d,–−\s-]+\]?)?"
_YEAR_BEHIND = re.compile(
    rf"(?:['’]s?)?{_MARKER}\s*,?\s*(?:[(\[]{_YEAR}[)\]]|{_YEAR}(?=\)?\s?[\[^])|(?:{_VERB})?(?:back\s+)?in\s+{_YEAR}\b(?!\s*[-–−]))"
)
# "made a lamp in 2020 [12]", but not "the lamp reported in 2020 [12]"
_YEAR_AT_MARKER = re.compile(rf"(?<!ed )(?<!wn )(?<!record )\bin\s+(?P<year>{_YEAR})[\s.,]*[\[(^]*$")
# Between an opening year and the name: the year is of another event than the name's.
_OTHER_EVENT = re.compile(
    r";|,\s+(?:and|but|while|which|where|after)\b|[a-z]\s+and\s*$|\b(?:later|since|until|whereas|then|subsequently|afterwards|followed|when)\b"
)
_SINCE_THEN = 160  # characters between an opening year and the name it still belongs to
# How far the citation may stand behind the name: a long sentence, not a paragraph.
_REACH = 450


@dataclass(frozen=True, slots=True)
class Attribution:
    """A name with what it is cited for.

    ``at`` is the name as printed with its "et al."; ``names`` the surname (for two people both), ``others`` what may be another part of
    the name before it; ``initials`` those printed with it ("J.-W."); ``year`` the year stated for the work; ``works`` the markers of its
    citation, () where there is none; ``adjacent`` whether they stand right at the name, ``aside`` whether the name is only what the
    work cited is set against.
    """

    at: Span
    sentence: Span
    form: Form
    names: tuple[str, ...]
    others: tuple[str, ...]
    initials: str
    year: int | None
    works: tuple[Mention, ...]
    adjacent: bool
    aside: bool


def attributions(document: Document, tagged: Tagged) -> Iterator[Attribution]:
    """Every attribution of the paper's sentences, in text order.

    A name that is spoken of aside ("unlike", "inspired by", "than") has works only where their marker stands right at it, and a marker
    that the sentence gives to something else (behind "whereas", "compared with") is nobody's. Names joined by "and" share a marker.
    """
    cited = sorted((m for m in tagged.mentions if m.kind == "citation"), key=lambda m: m.span)
    text = document.text
    for sentence in tagged.sentences:
        block = document.block_at(sentence.start)
        if block is None or block.kind in ("reference", "furniture"):
            continue
        found = _names(document, sentence)
        joined = _joined(text, found)
        aside = False
        out: list[Attribution] = []
        for n, (form, m) in enumerate(found):
            stop = found[n + 1][1].start() if n + 1 < len(found) else sentence.end + 12
            works = _first_group(cited, m.end(), min(stop, m.end() + _REACH))
            gap = text[m.end() : works[0].span.start] if works else ""
            adjacent = bool(works) and _APART.search(gap) is None
            before = text[sentence.start : m.start()]
            aside = bool(_ASIDE.search(before)) or (aside and n > 0 and joined[n - 1])
            if not adjacent and (aside or breaks(gap) or _goes_on(text, cited, works, stop)):
                works = ()
            names = tuple(filter(None, (m["name"] or _group(m, "led") or _group(m, "of") or _group(m, "head"), _group(m, "second"))))
            earlier = _NAMES_BEFORE.search(before)
            others = tuple(re.findall(r"[^\W\d_][\w’'‐-]+", earlier.group())) if earlier else ()
            year = _year(text, sentence, m, gap, earliest=n == 0)
            initials = _INITIALS_BEFORE.search(before)
            given = "".join(initials.group().split()) if initials and m["name"] else ""
            at = Span(_start(m), m.end())
            out.append(Attribution(at, sentence, form, names, others, given, year, works, adjacent, aside and not adjacent))
        for n in range(len(out) - 2, -1, -1):
            if joined[n] and not out[n].works:
                out[n] = replace(out[n], works=out[n + 1].works)
        yield from out


def _joined(text: str, found: Sequence[tuple[Form, re.Match[str]]]) -> list[bool]:
    """For every name but the last whether it is of one list with the next: "A et al., B et al. and C et al." """
    gaps = [text[a.end() : b.start()].strip() for (_, a), (_, b) in itertools.pairwise(found)]
    joined = [_AND.fullmatch(gap) is not None for gap in gaps]
    for n in range(len(gaps) - 2, -1, -1):
        joined[n] = joined[n] or (joined[n + 1] and gaps[n] in (",", ";"))
    return joined


def _names(document: Document, sentence: Span) -> list[tuple[Form, re.Match[str]]]:
    """The names of a sentence with their forms, in order, each place once, the surer forms first."""
    taken: list[tuple[Form, re.Match[str]]] = []
    for form, pattern in _PATTERNS:
        for m in pattern.finditer(document.text, sentence.start, sentence.end):
            if _are_people(document, form, m) and all(m.end() <= o.start() or o.end() <= m.start() for _, o in taken):
                taken.append((form, m))
    return sorted(taken, key=lambda t: t[1].start())


def _are_people(document: Document, form: Form, m: re.Match[str]) -> bool:
    """Whether the words of a form are people.

    Capitalised words without "et al." or a group are so only where the list has authors of these names ("Chen and Li [12]", not "InP and
    ZnS^6"), two words apart from a marker where one entry has both.
    """
    if form in ("et al.", "group") and not _group(m, "head"):
        return True
    works = [works_of([n], document.references) for n in m.groupdict().values() if n]
    if form != "pair" or _AT_MARKER.match(document.text, m.end()):
        return all(works)
    # "since the days of Chen and Li": what is of two people is not said to be done by them.
    return any(r in works[1] for r in works[0]) and not _OF.search(document.text, max(m.start() - 12, 0), m.start())


def _goes_on(text: str, cited: Sequence[Mention], works: Sequence[Mention], stop: int) -> bool:
    """Whether more markers follow in the clause: "Chen et al. used PVK [12] and TPD [13]", where none is surely the work's own."""
    following = _first_group(cited, works[-1].span.end + 1, stop) if works else ()
    return bool(following) and not breaks(text[works[-1].span.end : following[0].span.start])


def breaks(gap: str) -> bool:
    """Whether the sentence turns to another work between a name and the next marker."""
    return any(not _SAME_WORK.search(gap, m.end()) for m in _BREAK.finditer(gap))


def _group(m: re.Match[str], name: str) -> str | None:
    return m[name] if name in m.re.groupindex else None


def _start(m: re.Match[str]) -> int:
    """Where the name begins, behind "reported by"; a group begins with its words ("the group of Chen")."""
    return m.start("name") if m["name"] else m.start()


def _first_group(cited: Sequence[Mention], start: int, stop: int) -> tuple[Mention, ...]:
    """The mentions of the first citation marker in a stretch of text, touching markers included."""
    group: list[Mention] = []
    for m in cited:
        if start <= m.span.start < stop:
            if group and m.span.start > group[-1].span.end + 2:
                break
            group.append(m)
    return tuple(group)


def _year(text: str, sentence: Span, m: re.Match[str], gap: str, *, earliest: bool) -> int | None:
    """The year that a sentence gives the work of a name: at the name, right before its marker (``gap`` is what stands between), or
    opening the sentence whose first name it is."""
    if at_marker := _YEAR_AT_MARKER.search(gap):
        return int(at_marker["year"])
    behind = _YEAR_BEHIND.match(text, m.end(), min(sentence.end, m.end() + 80))
    if behind is not None:
        return int(re.findall(_YEAR, behind.group())[-1])
    before = text[sentence.start : _start(m)]
    near = _YEAR_BEFORE.search(before)
    if near is not None:
        return int(re.search(_YEAR, near.group())[0])
    opening = _OPENS_WITH_YEAR.match(before)
    if not earliest or opening is None:
        return None
    rest = before[opening.end() :]
    other = len(rest) > _SINCE_THEN or _OTHER_EVENT.search(rest) or re.search(rf"\b{_YEAR}\b|\[\d|\^\d", rest)
    return None if other else int(opening["year"])
