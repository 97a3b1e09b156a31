"""Markers that point into the reference list, in the one style that a paper uses: "text^36", "[36–38]", "(Zhao et al., 2006)"."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from litmine.bibentry import surname
from litmine.document import Block, Document, Table
from litmine.geometry import Span
from litmine.records import Mention, Reference

Style = Literal["bracket", "super", "paren", "author-year", ""]

_N = r"\d{1,4}[a-z]?"
_DASH = r"[-–−‐‑—]"
_LIST = rf"{_N}(?:\s?(?:[,;]|{_DASH})\s?{_N})*"
_RUN = re.compile(rf"\s*({_LIST})\s*[,;]?\s*$")
_AFTER_EXPONENT = re.compile(rf"[−–-]\s?\d\s?[,;]\s?({_LIST})\s*$")
_BRACKET = re.compile(rf"\[\s?(?:[Rr]efs?\.?\s*)?({_LIST})\s?\](?![\w(])")
_BRACKETS = re.compile(rf"\[\s?(\d{{1,4}})\s?\]\s?{_DASH}\s?\[\s?(\d{{1,4}})\s?\]")  # "[12]–[14]"
_PAREN = re.compile(rf"(?<=[\w.,;\])])\s?\(({_LIST})\)")
_WORDED = re.compile(
    r"\b[Rr]ef(?:s?\.|s|erences?)(?:\s[Nn]os?\.)?\s?\^?"
    rf"\[?({_N}(?:\s?(?:,\s?(?:and\s)?|and\s|&\s|{_DASH})\s?{_N})*)\]?(?![\w%])"
)
_PIECE = re.compile(rf"(?P<first>{_N})(?:\s?{_DASH}\s?(?P<last>{_N}))?")
_FACET = re.compile(r"\s?(?:direction|orientation|axis|plane|zone|facet|peak|reflection|crystal|substrate|surface)", re.I)

# What a superscript number stands on when it is an exponent: a length or another unit, one letter of a formula, sp³, R².
_LENGTH = re.compile(r"(?:^|[\s\d/·(×^])(?:[kcmnµμpfd]?m|Å|in|ft)$")
_UNIT = re.compile(r"(?:\d|/|·|\s[kMmµμnGc]?[a-zA-Z]{1,3}\s?)\s?(?:[kMGmµμnpc]?(?:s|V|A|J|W|K|T|Pa|eV|C|N|g|Hz|F|Ω)|h|hr|min|cd|lm|rad)$")
_LETTER = re.compile(r"(?:^|[^\w])[^\W\d](?:_\w+)?$|\|$|(?:^|[^A-Za-z])(?:sp|SP)$|\bd[xyzr]$|\d[spdf]$|\b[CN]H$")
# A product of symbols, a symbol with an index, one behind an operator; what goes on after an exponent.
_SYMBOL = re.compile(r"(?:^|[\s(/])(?=\w*[Α-ωϐ-ϵ])\w{1,6}$|\w\d[A-Za-z]$|[=+−×*/√(]\s?[^\W\d]\w?$|[^\w\s.,;:)\]}%”’\"'°!?–-]$")
_FORMULA_GOES_ON = re.compile(r"[^\W_]|\s?[*=×·√]|\s[+−]\s")
_MAY_STAND_APART = re.compile(r"(?:[.,;:)\]%”’]|[a-z]{3})\s+$")
_TEN = re.compile(r"(?<![\d.,])(?:10|1 0)$")
_ELEMENTS = {
    symbol: z
    for z, symbol in enumerate(
        "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh"
        " Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn"
        " Fr Ra Ac Th Pa U".split(),
        start=1,
    )
}
_ELEMENT_AFTER = re.compile(rf"({'|'.join(sorted(_ELEMENTS, key=len, reverse=True))})(?![a-z])")
_NMR = re.compile(r"\bNMR\b|\bδ\b|\d\s?Hz\b")
_POSITION = re.compile(r"(?:^|[^\w])(?:CH|C|H|NH|N)\d?$")
_NAMING = re.compile(r"\b(?:from|see|by|in)\s$")
_RAISED_BRACKET = re.compile(rf"\[\s?({_LIST})\s?\]\s*$")
_ADDRESS = re.compile(
    r"\^?[\d*†‡§a-f]{1,2}[\s,^]*(?:[A-Z][\w.-]* ){0,4}"
    r"(?:Depart|Univ|Instit|School|College|Lab|Cent|Key|Faculty|State|Nation|Acad)"
)
_NOT_CITING = re.compile(r"(?:[Ee]qs?\.?|[Ee]quations?|[Ff]igs?\.?|[Ff]igures?|[Tt]able|\bof|\(|^)$")
_LARGEST_RANGE = 60
# A marker this much over the end of the list is a number of another kind; a smaller excess may be the paper's slip.
_SLIP = 1.2
_BRACKET_SLIP = 10  # ... and in square brackets up to ten: little else stands in them in a paper that cites so

_REFERENCE_HEADER = re.compile(r"\W*(?:refs?|references?|citations?)(?:[\s.]*(?:nos?|numbers?))?\W*", re.I)

_FAMILY = r"(?:(?:van|von|de|den|der|di|la|le|el|al)\s)*[A-ZÀ-ÞĀ-Ž][\w'’]+(?:[-‐–][\w'’]+)*"
_COMPANY = rf"(?:\s+et\s+al\.?|\s+(?:and|&)\s+{_FAMILY}|\s+and\s+co-?workers)?"
_YEARS = r"(?:1[89]|20)\d\d[a-z]?(?:,\s?(?:[a-z]\b|(?:1[89]|20)\d\d[a-z]?))*"
_NARRATIVE = re.compile(rf"(?P<family>{_FAMILY})(?P<company>{_COMPANY})(?:[’']s?)?\s?[(\[](?P<years>{_YEARS})[)\]]")
_INSIDE = re.compile(rf"(?P<family>{_FAMILY})(?P<company>{_COMPANY}),?\s(?P<years>{_YEARS})(?=\s?[;,)\]])")
_PARENTHESIS = re.compile(r"[(\[][^()\[\]]{4,400}[)\]]")


def find_citations(document: Document) -> tuple[Mention, ...]:
    """Every citation marker of the paper, one Mention per cited key, in text order.

    ``span`` and ``text`` are the whole printed marker ("36", "36–38,41", "[36]", "ref. 36", "Zhao et al. (2006)"), without the
    caret; ``value`` is the Reference's key, or the printed number where the list has no such entry. Bare superscripts count
    only in a paper whose citations are superscripts, and then not as exponents, isotopes, charges or footnote letters.
    """
    body = _body(document)
    style = _style(document, body)
    numbers = {r.key for r in document.references}
    found: dict[tuple[int, str], Mention] = {}
    for span, marker in sorted([*_numeric(document, body, style), *_table_column(document)], key=lambda f: (f[0].start, -len(f[0]))):
        if any(m.span.overlaps(span) and m.span != span for m in list(found.values())[-80:]):
            continue
        for key in _keys(marker, _second_list(document, span), numbers):
            found.setdefault((span.start, key), Mention("citation", span, span.of(document.text), key))
    for mention in _by_name(document, body):
        found.setdefault((mention.span.start, mention.value), mention)
    return tuple(sorted(found.values(), key=lambda m: m.span))


def cited_on(document: Document, citations: Iterable[Mention]) -> dict[str, tuple[int, ...]]:
    """For every cited key the pages (from 1, rising) on which it is cited."""
    pages: dict[str, set[int]] = {}
    for mention in citations:
        pages.setdefault(mention.value, set()).add(document.page_of(mention.span))
    return {key: tuple(sorted(on)) for key, on in pages.items()}


def citation_style(document: Document) -> Style:
    """How the paper cites: the style with the most markers that fall into the list; "" where there is none."""
    return _style(document, _body(document))


def _style(document: Document, body: Sequence[Block]) -> Style:
    if document.references and not any(r.key.lstrip("S")[:1].isdigit() for r in document.references):
        return "author-year"
    limit = _limit(document)
    counts: Counter[Style] = Counter()
    # One number in parentheses is as likely an equation or an item; only a paper without the other two styles uses it.
    kinds = (("bracket", _brackets), ("super", _superscripts), ("paren", _parens))
    cited: dict[str, set[int]] = {}
    # A table's column of "[1]" says nothing of how the text cites, unless only the tables cite.
    prose = [b for b in body if b.kind != "table"]
    prose = prose if any(n <= limit for _, find in kinds[:2] for _, m in find(document, prose) for n in _values(m)) else body
    for name, find in kinds:
        values = [n for _, marker in find(document, prose) for n in _values(marker) if n <= limit]
        counts[name], cited[name] = len(values), set(values)
    if counts["bracket"] or counts["super"]:
        return "bracket" if counts["bracket"] >= counts["super"] else "super"
    return "paren" if document.references and len(cited["paren"]) * 2 >= len(document.references) else ""


def _body(document: Document) -> list[Block]:
    """The blocks that can cite: not the title, references, furniture, nor the lines of authors and addresses."""
    kinds = ("paragraph", "caption", "table", "list", "footnote", "heading")
    blocks = [b for b in document.blocks if b.kind in kinds]
    opening = next((i for i, b in enumerate(blocks) if _is_prose(b.span.of(document.text))), 0)
    flowing = ("paragraph", "list", "footnote")
    return [b for i, b in enumerate(blocks) if i >= opening and not (b.kind in flowing and _is_byline(b.span.of(document.text)))]


def _is_prose(text: str) -> bool:
    return len(re.findall(r"\b[a-z]{2,}\b", text)) >= 12 and re.search(r"[a-z)]\.(?:\s|\^|$)", text) is not None


def _is_byline(text: str) -> bool:
    """Authors with their affiliation marks, or an address that begins with its mark."""
    if _ADDRESS.match(text):
        return True
    if "^" not in text:
        return False
    words = re.findall(r"[^\W\d_][\w.'’-]*", text)
    capitals = sum(w[0].isupper() for w in words)
    return 2 <= len(words) <= 200 and not _is_prose(text) and capitals * 10 >= len(words) * 7


def _limit(document: Document) -> int:
    """The largest number that can be a marker."""
    numbers = [int(m[0]) for r in document.references if (m := re.match(r"\d+", r.key))]
    return int(max(numbers) * _SLIP) + 2 if len(numbers) > 2 else 999


def _numeric(document: Document, body: Sequence[Block], style: Style) -> Iterator[tuple[Span, str]]:
    """Markers of numbers: (span, the list of numbers in it)."""
    limit = _limit(document) + (_BRACKET_SLIP if style == "bracket" else 0)
    sources = [_worded(document, body)]
    if style == "bracket":
        sources.append(_brackets(document, body))
    elif style == "super":
        sources += [_superscripts(document, body), _named_brackets(document, body)]
    elif style == "paren":
        sources.append(_parens(document, body))
    for source in sources:
        yield from ((span, marker) for span, marker in source if all(n <= limit for n in _values(marker)))


def _matches(document: Document, body: Sequence[Block], pattern: re.Pattern[str]) -> Iterator[tuple[Block, re.Match[str]]]:
    for block in body:
        for m in pattern.finditer(document.text, block.span.start, block.span.end):
            yield block, m


def _brackets(document: Document, body: Sequence[Block]) -> Iterator[tuple[Span, str]]:
    for _, m in _matches(document, body, _BRACKETS):
        yield Span(m.start(), m.end()), f"{m[1]}–{m[2]}"
    for _, m in _matches(document, body, _BRACKET):
        after = document.text[m.end() : m.end() + 14]
        if "0" in re.split(r"\D+", m[1]) or (re.fullmatch(r"[0-3]{3}", m[1]) and _FACET.match(after)):
            continue  # an interval, a direction of a crystal
        # "[60]fullerene", "[1,2,4]triazole": a hyphen or a letter follows, which the pattern or this line rules out.
        if not re.match(r"[-–‐‑][a-zA-Z]", after):
            yield Span(m.start(), m.end()), m[1]


def _named_brackets(document: Document, body: Sequence[Block]) -> Iterator[tuple[Span, str]]:
    """Brackets in a paper that cites with superscripts: "reproduced from [20]"."""
    return (found for found in _brackets(document, body) if _NAMING.search(document.text[max(0, found[0].start - 12) : found[0].start]))


def _parens(document: Document, body: Sequence[Block]) -> Iterator[tuple[Span, str]]:
    for block, m in _matches(document, body, _PAREN):
        before = document.text[block.span.start : m.start()]
        if not _NOT_CITING.search(before.rstrip()):
            yield Span(m.start(1), m.end(1)), m[1]


def _worded(document: Document, body: Sequence[Block]) -> Iterator[tuple[Span, str]]:
    for _, m in _matches(document, body, _WORDED):
        yield Span(m.start(), m.end()), m[1]


def _superscripts(document: Document, body: Sequence[Block]) -> Iterator[tuple[Span, str]]:
    """Superscript runs of numbers that are no exponents, isotopes or charges. Runs parted by a space or comma count as one."""
    text, runs = document.text, [s.span for s in document.scripts if s.kind == "super"]
    for block in body:
        spectra = _NMR.search(block.span.of(text)) is not None
        for run in (r for r in runs if block.span.covers(r)):
            m = _RUN.match(run.of(text)) or _RAISED_BRACKET.match(run.of(text))
            before = text[block.span.start : run.start].removesuffix("^")
            if spectra and _POSITION.search(before):
                continue  # the place of an atom in a list of signals: "CH^5"
            if m is not None and not _is_exponent(m[1], before, text[run.end : run.end + 4]):
                yield Span(run.start + m.start(1), run.start + m.end(1)), m[1]
            elif m is None and (tail := _AFTER_EXPONENT.match(run.of(text))) is not None:
                yield Span(run.start + tail.start(1), run.start + tail.end(1)), tail[1]


def _is_exponent(marker: str, before: str, after: str) -> bool:
    """Whether a superscript number belongs to what it stands on and not to the reference list."""
    if not before.strip() or before.endswith("\n") or before[-1] in "(\t":
        return True  # nothing to stand on: an affiliation, a footnote's own mark, an isotope
    number = int(re.match(r"\d+", marker)[0])
    single = marker.isdigit()
    if _TEN.search(before) or after[:1] in "+−" or number == 0:
        return True
    if not before[-1].isalnum() and _is_isotope(number, after):
        return True
    if not single:
        return False
    if number <= 9 and after[:1].isalpha() and before[-1] in " -–−[/→":
        return True  # the multiplicity of a term: ^3LE, ^5D0
    hosts = (_LENGTH, _UNIT, _LETTER, _SYMBOL)
    closed = before[-1] in ")]" and after[:1] in ("/", "=", "|")
    if number <= 4 and (closed or _FORMULA_GOES_ON.match(after) or any(h.search(before) for h in hosts)):
        return True
    if number <= 4 and before[-1].isspace() and not _MAY_STAND_APART.search(before):
        return True
    if number <= 12 and re.search(r"\b\d?[spdf]$", before):
        return True  # electron configurations: 3d^10
    # A power of a whole number ("2^3") against a marker after a value: only small numbers are powers.
    return number <= 3 and re.search(r"(?<![\d.])\d+$", before) is not None


def _is_isotope(mass: int, after: str) -> bool:
    """Whether a number before an element's symbol can be its mass: 1.8 to 2.7 times the atomic number, 1 to 3 for hydrogen.

    So "^13C" is an isotope, and "al.^31 In addition" begins a sentence.
    """
    m = _ELEMENT_AFTER.match(after)
    z = _ELEMENTS[m[1]] if m else 0
    return bool(m) and (mass <= 3 if z == 1 else 1.8 * z <= mass <= 2.7 * z)


def _values(marker: str) -> list[int]:
    """The numbers of a marker, the ends of ranges only."""
    return [int(n) for n in re.findall(r"\d+", marker)]


def _keys(marker: str, second_list: bool, known: set[str]) -> list[str]:
    """The keys a marker names, ranges filled: "12–14,16" -> 12, 13, 14, 16. "12a" is "12" where the list has no "12a"."""
    keys: list[str] = []
    for m in _PIECE.finditer(marker):
        first, last = m["first"], m["last"]
        a = int(re.match(r"\d+", first)[0])
        b = int(re.match(r"\d+", last)[0]) if last else a
        if last and a < b <= a + _LARGEST_RANGE:
            keys.extend(str(n) for n in range(a, b + 1))
        else:
            keys.extend(n for n in (first, last) if n)
    prefix = "S" if second_list else ""
    plain = (k if k in known or k.isdigit() else k.rstrip("abcdefghijklmnopqrstuvwxyz") for k in keys)
    return list(dict.fromkeys(prefix + k if prefix + k in known else k for k in plain))


def _second_list(document: Document, span: Span) -> bool:
    """Whether a marker stands in the supporting information, which has a list of its own: after the end of the first list."""
    first = [r for r in document.references if not r.key.startswith("S")]
    return len(first) < len(document.references) and bool(first) and span.start > first[-1].span.end


def _table_column(document: Document) -> Iterator[tuple[Span, str]]:
    """Bare numbers in a table's column of references ("Ref." above "36")."""
    for table in document.tables:
        columns = _reference_columns(document, table)
        for cell in table.cells:
            if cell.role != "header" and cell.col in columns:
                text = cell.span.of(document.text)
                m = re.fullmatch(rf"\^?[(\[]?\s?({_LIST})\s?[)\]]?", text.strip())
                if m is not None and all(n <= _limit(document) for n in _values(m[1])):
                    lead = len(text) - len(text.lstrip()) + m.start(1)
                    yield Span(cell.span.start + lead, cell.span.start + lead + len(m[1])), m[1]


def _reference_columns(document: Document, table: Table) -> set[int]:
    return {c.col for c in table.cells if c.role == "header" and _REFERENCE_HEADER.fullmatch(c.span.of(document.text))}


def _by_name(document: Document, body: Sequence[Block]) -> Iterator[Mention]:
    """ "Zhao et al. (2006)" and "(Zhao et al., 2006; Niu and Jen, 2007a)", where exactly one entry of the list fits."""
    by_author: dict[str, list[Reference]] = {}
    for r in document.references:
        if r.first_author:
            by_author.setdefault(surname(r.first_author).casefold(), []).append(r)
    if not by_author:
        return
    for block in body:
        start, text = block.span.start, block.span.of(document.text)
        yield from _resolved(_NARRATIVE.finditer(text), start, by_author)
        for p in _PARENTHESIS.finditer(text):
            yield from _resolved(_INSIDE.finditer(text, p.start(), p.end()), start, by_author)


def _resolved(matches: Iterable[re.Match[str]], offset: int, by_author: dict[str, list[Reference]]) -> Iterator[Mention]:
    for m in matches:
        entries = by_author.get(m["family"].casefold(), [])
        alone, many = not m["company"], "et al" in m["company"]
        for year, letter in _years(m["years"]):
            fits = [r for r in entries if r.year == year and (not letter or r.key.endswith(letter))]
            if len(fits) > 1:
                n_named = 1 if alone else 3 if many else 2
                fits = [r for r in fits if min(len(r.authors), 3) == n_named]
            if len(fits) == 1:
                yield Mention("citation", Span(m.start() + offset, m.end() + offset), m.group(), fits[0].key)


def _years(text: str) -> Iterator[tuple[int, str]]:
    """ "2006a, b, 2008" -> (2006, "a"), (2006, "b"), (2008, "")."""
    year = 0
    for m in re.finditer(r"(\d{4})([a-z]?)|\b([a-z])\b", text):
        year = int(m[1]) if m[1] else year
        yield year, m[2] or m[3] or ""
