"""Which statistic a table value is: what the header, the row, the caption and the footnotes say of averages and champions."""

import re
from collections.abc import Sequence

from litmine.cells import CellValue
from litmine.domain import Domain
from litmine.metrics import Header, find_terms
from litmine.records import Statistic

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_WORDS_AFTER = re.compile(r"\s?%?\s?[(\[]([^()\[\]\d]+)[)\]]")
_FIRST_WORD = re.compile(r"\W*[\w.]+")
# "The values are averages of 12 devices", "averaged over eight cells".
_AVERAGED = re.compile(
    r"\baverag(?:ed|es?)\s+(?:of|over|from)\b|\b(?:are|were)\s+(?:the\s+)?(?:averag|mean)|"
    r"\b(?:average|mean)\s+(?:[\w-]+\s+){0,2}(?:values?|parameters?|performances?|characteristics|results|metrics|figures)\b",
    re.IGNORECASE,
)
# "Parameters of the champion devices", "of the best-performing cells", "best values"; a comparison has others beside them.
_OF_BEST = re.compile(
    r"\b(?:of|for|from)\s+(?:the\s+|our\s+)?(?:respective\s+|corresponding\s+)?(?:champion|best|record|hero)\b|"
    r"\b(?:champion|best)\s+(?:[\w-]+\s+){0,2}(?:values?|parameters?|devices|cells)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:compar\w+|reported|literature|state[- ]of[- ]the[- ]art|previous\w*|summary)\b", re.IGNORECASE)
_OF_A_PART = re.compile(r"\b(?:columns?|rows?|lines?|entr(?:y|ies))\b", re.IGNORECASE)  # "averages of 20 devices in the last column"
_MEAN_OF_NAME = re.compile(r"[A-Za-z]_?(?:avg|ave|av|mean)\.?$", re.IGNORECASE)  # "PCE_max (PCE_avg) (%)"
_DEVIATION = re.compile(
    r"[(\[]\s*±?\s*(?:standard deviations?|s\.?d\.?|std\.?(?:\s?dev\.?)?|stdev)\s*[)\]]|"
    r"\bstandard deviations?\b[^.;]{0,30}\b(?:in|within)\s+(?:\w+\s)?(?:parenthes|bracket)",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"\b(?:parenthes|bracket)", re.IGNORECASE)


def statistics_in(text: str, domain: Domain) -> tuple[Statistic, ...]:
    """The statistics that a text names, each once, in order; a word for the reference device is none of these."""
    values = [t.value for t in find_terms(text, domain) if t.kind == "statistic" and t.value != "reference"]
    return tuple(dict.fromkeys(values))


def bracket_and_whole(texts: Sequence[str], domain: Domain) -> tuple[Statistic, Statistic]:
    """What a caption and its notes say of bracketed numbers, and of all others: "Champion values (averages in brackets)".

    Of a sentence that speaks of brackets, the statistic nearest to that word is theirs; another one in it is the others'. Without
    brackets, a caption that begins with it ("Averaged performance of ..."), or says it of the values, holds for all of them.
    """
    bracketed: Statistic = "unstated"
    whole: Statistic = "unstated"
    for text in texts:
        for sentence in re.split(r"[.;](?=\s|$)", text):
            found = [t for t in find_terms(sentence, domain) if t.kind == "statistic" and t.value != "reference"]
            said = tuple(dict.fromkeys(t.value for t in found))
            if ((word := BRACKETED.search(sentence)) and not _DEVIATION.search(sentence)) or (word := _shown(sentence, domain)):
                near = sorted(found, key=lambda t: max(t.span.start - word.end(), word.start() - t.span.end, 0))
                if near and bracketed == "unstated":
                    bracketed = near[0].value
                others = [v for v in said if v != (near[0].value if near else "")]
                whole = others[0] if len(others) == 1 and whole == "unstated" else whole
            elif len(said) == 1 and whole == "unstated" and (_DEVIATION.search(sentence) or _of_all(sentence, said[0], domain)):
                whole = said[0]
    return bracketed, whole


def _shown(sentence: str, domain: Domain) -> re.Match[str] | None:
    """The bracket of a caption that shows by itself what stands in the brackets below: "mean ± standard deviation (best)"."""
    return next((m for m in _BRACKETS.finditer(sentence) if len(statistics_in(m[1], domain)) == 1 and len(m[1].split()) <= 3), None)


def _of_all(sentence: str, said: Statistic, domain: Domain) -> bool:
    """Whether a sentence of a caption says of all values what its only statistic is."""
    if _COMPARES.search(sentence) or _OF_A_PART.search(sentence):
        return False
    opening = _FIRST_WORD.match(re.sub(r"^\W*the\s+", "", sentence, flags=re.IGNORECASE))
    begins = opening is not None and said in statistics_in(opening.group(), domain)
    return begins or bool((_AVERAGED if said == "mean" else _OF_BEST).search(sentence))


def bracket_statistic(title: str, texts: Sequence[str], bracketed: Statistic, domain: Domain) -> Statistic:
    """What a bracketed number behind another is, by the column's title, what the caption says of brackets, or a mean named in either."""
    inside = statistics_in(" ".join(_BRACKETS.findall(title)), domain)
    if inside:
        return inside[-1]
    if any(_MEAN_OF_NAME.search(body) for body in _BRACKETS.findall(title)):
        return "mean"
    if bracketed != "unstated":
        return bracketed
    return "mean" if "mean" in statistics_in(" ".join([title, *texts]), domain) else "unstated"


def bracketed_deviations(texts: Sequence[str]) -> bool:
    """Whether a caption, a note or a title says that brackets hold standard deviations, which are nobody's values: "mean (s.d.)"."""
    return any(_DEVIATION.search(text) for text in texts)


def words_beside(text: str, value: CellValue, values: Sequence[CellValue]) -> tuple[str, str]:
    """The words of a cell that belong to one of its numbers: those in brackets right behind it, and those between it and the one before."""
    before = text[max((v.span.end for v in values if v.span.end <= value.span.start), default=0) : value.span.start]
    after = _WORDS_AFTER.match(text, value.span.end)
    return after[1] if after else "", _WORDS_AFTER.sub("", before)


def own_statistic(text: str, value: CellValue, values: Sequence[CellValue], domain: Domain) -> Statistic:
    """The statistic that the words beside a number of a cell say: "25 (max), 20 (avg)", "20.1 (average 19.5)"; "unstated" if none.

    Words in brackets right behind a number are its own, other words belong to the number after them.
    """
    words = words_beside(text, value, values)
    return next((said[0] for w in words if len(said := statistics_in(w, domain)) == 1), "unstated")


def value_statistic(
    value: CellValue,
    values: Sequence[CellValue],
    header: Header,
    *,
    own: Statistic,
    bracket: Statistic,
    row: Statistic,
    whole: Statistic,
) -> Statistic:
    """The statistic of one number: its ``own`` words, its brackets, else its header, its ``row``, the ``whole`` table.

    Beside a bracketed number, a word that the header has for the brackets does not hold for the number before them.
    """
    if own != "unstated":
        return own
    if value.note:
        return "mean" if value.note == "mean" else bracket
    paired = any(v.note for v in values)
    if header.statistic != "unstated" and not (paired and header.statistic == bracket):
        return header.statistic
    return row if row != "unstated" or (paired and whole == bracket) else whole
