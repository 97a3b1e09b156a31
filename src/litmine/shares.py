"""Numbers that are no values: multiples ("2.3-fold"), differences ("by 0.3 V", "14% higher") and shares ("91% of its initial value")."""

import re
from typing import Literal

from litmine.geometry import Span

Kind = Literal["value", "fold", "relative"]

_FOLD_AFTER = re.compile(
    r"\s?(?:[-‐‑–−\s]?folds?\b|[-\s]times?\b|\s?×(?!\s?\d)|\s?x\b(?!\s?\d)|[-‐‑\s]?orders? of magnitude)", re.IGNORECASE
)
_CHANGE = (
    r"increase|decrease|improvement|enhancement|reduction|drop|decline|loss|losses|decay|degradation|gain|growth|rise|boost|"
    r"difference|deviation|error|"
    r"roll[- ]?off|(?:(?:blue|red)[- ]?)?shift|variation|change|uncertainty"
)
_MORE = (
    r"higher|lower|larger|greater|smaller|more|less|better|longer|shorter|brighter|faster|slower|deeper|shallower|wider|narrower|"
    r"stronger|weaker|thicker|thinner|increasing|decreasing"
)
_RELATIVE_AFTER = re.compile(
    rf"\s?(?:\((?:absolute|relative|abs\.|rel\.)\)\s?)?(?:(?:relative\s|overall\s|absolute\s|total\s)?(?:(?:{_CHANGE})\b(?!\s+(?:to|from)\b)|(?:{_MORE})\b)"
    r"|of\s+(?:(?:the|its|their|that|what|this|his|our|those)\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:initial|original|reference|control|maximum|max|peak|starting|pristine|theoretical|values?|standard|post-burn-in|fresh|first|one|that|those)\b"
    r"|of\s+(?:its|their)\b|of\s+L_?0\b"
    r"|of\s+(?:the\s+|that\s+)?[~≈]?\d[\d.,]*(?![\w.,])|(?:above|below)\s+(?:the|that|its|what)\b|over\s+(?:the|that)\b)",
    re.IGNORECASE,
)
# "87% of 14.1%" is a share; of "EQEs at 100 cd m^−2 of 12%" the luminance is none.
_OF_NUMBER = re.compile(r"\s?of\s+(?:the\s+|that\s+)?[~≈]?\d")
# "above the 12.2% of the control": with an article the number is a value, and what follows says whose.
_VALUE_OF = re.compile(r"\b(?:the|an?)\s+(?:\w+\s+)?$", re.IGNORECASE)
_ROUGHLY = r"(?:(?:as much as|up to|about|around|approximately|over|more than|above|nearly|almost|only|a factor of|another)\s|[~>]\s?)*"
_RELATIVE_BEFORE = re.compile(
    rf"(?:\bby\s+|\b(?:{_CHANGE}|increasing|decreasing)\s+(?:of|up to|over|by)\s+"
    rf"|\b(?:retain\w*|lose|loses|lost|losing|costs?|sacrific\w+)\s+(?:at\s|to\s)?"
    rf"|\b(?:increas|decreas|reduc|improv|enhanc|declin|dropp|lower|rais|degrad|promot|boost|shorten|prolong)(?:ed|es|e|s|ing)\s+"
    rf"|\b(?:rose|rises|fell|falls|grew|grows)\s+)"
    rf"{_ROUGHLY}$",
    re.IGNORECASE,
)
# "higher than 18.4% of the TiO2 cell": what something else has. A share is never what one thing exceeds another by.
_THAN = re.compile(
    r"\b(?:higher|larger|greater|lower|smaller|better|longer|shorter|deeper|shallower|narrower|broader|wider)\s+than\s+$", re.IGNORECASE
)
_OF_OTHER = re.compile(
    r"\s?of\s+(?:the|a|an|that|our|those)\s+(?!(?:\w+\s+)?(?:initial|original|starting|theoretical|values?|max\w*|peak|L_?0)\b)",
    re.IGNORECASE,
)
_BESIDE_THAN = re.compile(rf"\d[^,;]{{0,16}},\s(?:which\s\w+\s)?(?:\w+ly\s|much\s|far\s|slightly\s)?{_THAN.pattern}", re.IGNORECASE)
_FOR_OTHER = re.compile(r"\s?(?:for|in|from|with)\s+(?:the|a|an|that|our|those)\s")
_FACTOR_OF = re.compile(r"\b(?:by\s+)?a\s+factor\s+of\s+(?:about\s|~\s?|nearly\s|over\s)*$", re.IGNORECASE)


def is_fold(text: str, at: int) -> bool:
    """Whether what stands at an offset makes the number before it a multiple: "-fold", " times"."""
    return _FOLD_AFTER.match(text, at) is not None


def is_others(text: str, span: Span) -> bool:
    """Whether the number at ``span`` is the value of another thing that something exceeds: "higher than 18.4% of the control cell"."""
    before = text[max(0, span.start - 60) : span.start]
    if _THAN.search(before) and _OF_OTHER.match(text, span.end):
        return True
    return bool(_BESIDE_THAN.search(before) and _FOR_OTHER.match(text, span.end))


def kind_of(text: str, span: Span, unit: str, *, change: bool) -> Kind:
    """What the number at ``span``, printed in ``unit`` ("" for a bare number), is: a value, a multiple, or a difference or share.

    ``change``: it is one end of "from A to B", and so a value whatever verb stands before it.
    """
    before = text[max(0, span.start - 60) : span.start]
    if not unit:
        return "fold" if _FOLD_AFTER.match(text, span.end) or _FACTOR_OF.search(before) else "value"
    if _RELATIVE_BEFORE.search(before) and not change:
        return "relative"
    after = _RELATIVE_AFTER.match(text, span.end)
    if (
        after
        and not (after.group().lstrip().startswith("of") and (_VALUE_OF.search(before) or is_others(text, span)))
        and not (unit != "%" and _OF_NUMBER.match(after.group()))
        and not re.match(r"\s?(?:loss|decay)\w*\s+time", text[span.end : span.end + 20])
    ):
        return "relative"
    return "value"
