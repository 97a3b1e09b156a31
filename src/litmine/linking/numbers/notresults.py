"""Numbers that are no results: durations, conditions, goals, limits, what is expected, required or supposed."""

import re
from collections.abc import Sequence

from litmine.geometry import Span
from litmine.linking.subjects import list_runs
from litmine.quantities import convert
from litmine.records import Mention

# A time after these words is how long something lasted, no lifetime of the metric's kind.
_DURATION = re.compile(r"\b(?:after|during|within|every|stored|aged|storage|for)\s+(?:a\s+|about\s+)?$", re.IGNORECASE)
# "shelf-aged devices (100 days)".
_AGED = re.compile(r"\b(?:aged|ageing|aging|stored|storage|annealed)\b[^.;(]{0,30}\(\s*$", re.IGNORECASE)
_LONG = re.compile(r"\b(?:days?|weeks?|months?|years?)\b")
_OF = re.compile(r"(?:\bof|=)\s*[~>≈]?\s*$")
# What somebody wants reached, to the end of the sentence.
_GOAL = re.compile(r"\b(?:R&D goals?|goals? (?:of|for|set)|targets? (?:of|for|set)|will|should|would|needs? to)\b")
# What may become of something, with the purpose that states the number: "could be used for realizing over 20% efficiency".
_MAY = re.compile(r"\b(?:could|may|might|would|promising|candidates?|potential\w*|hope\w*|expect\w*)\b", re.IGNORECASE)
_PURPOSE = re.compile(
    r"\b(?:for|to|of|towards?)\s+(?:further\s+)?(?:reali[sz]|achiev|reach|obtain|attain|surpass|exceed)(?:e|ing)?\s+"
    r"(?:(?:an?|the|over|above|more|than|\w+ly|~|>)\s*)*$",
    re.IGNORECASE,
)
# Where what is expected ends and what was found begins: "the limit of 5% with", "was confirmed by", "and the measured one".
_FOUND = (
    r"\b(?:while|whereas|although)\b|\band\s(?:the\s|an?\s)?(?:measured|experimental|observed)\b|"
    r"\b(?:confirm|support|verif|justif|validat|reach|match|met|fulfil|satisf|exceed|surpass|approach)\w*\sby\b|"
    r"\blimits?\sof\s\S+\s?%\s(?:with|by)\b"
)
# The same of what a sentence's subject needs beside what it does: "required no X and showed". A simulated device shows nothing else.
_DONE = (
    r"\b(?:and|but)\s(?:(?:it|they|we|then|thus|also|still|the\s\w+)\s)?(?:\w+ly\s)?(?:show|exhibit|giv|gave|yield|deliver|achiev|reach|attain|"
    r"obtain|display|demonstrat|ha[ds]\b|have\b|measur|found|led\b|result)"
)
# What is computed, expected, required or possible was not measured on a device.
_NOT_MEASURED = re.compile(
    r"\b(?:(?:theoretical\w*|simulat\w+(?!\s(?:sun|solar|AM|air|light|one|1|illum))|(?<!than )(?<!as )predict\w+|"
    r"out of an? possible|ideal values?)"
    rf"(?:(?!{_FOUND})[^.;,)]){{0,60}}|"
    r"(?:upper limits?|limits? of(?!\s\S+\s?%\s(?:with|by)\b)|"
    r"(?<!was )(?<!were )(?<!been )(?<!remain )(?<!remains )(?<!remained )limited to|"
    r"(?:limits?|goals?|targets?|thresholds?|criteri(?:on|a))\s*\(|requirements?|required|assum(?:e|es|ed|ing|ption)|"
    r"(?<!than )(?<!as )expect(?:s|ed)?|criteri(?:on|a)|efforts? towards?)"
    rf"(?:(?!{_FOUND}|{_DONE})[^.;,)]){{0,60}})$",
    re.IGNORECASE,
)
# "with an error below 5%", "a spread of 1.2%".
_SPREAD = re.compile(
    r"\b(?:errors?|deviations?|uncertaint(?:y|ies)|accurac(?:y|ies)|tolerances?|variations?|fluctuations?|spreads?)\s+"
    r"(?:of|below|above|within|less than|smaller than|under|up to|is|was|are|were)\b[^.;,]{0,20}$",
    re.IGNORECASE,
)
# The same, said behind the number: "an EQE above 18% is our next goal", "10,000 h is deemed necessary".
_WANTED = re.compile(
    r"[^.;,()]{0,20}?\b(?:will|would|should|must|might)\b|"
    r"[^.;,()]{0,40}?\b(?:is|are|was|were|be|being|remains?)\s+(?:(?!not\b)[\w-]+\s+){0,3}?"
    r"(?:(?:with)?in (?:sight|reach)|goals?|targets?|aims?|required|needed|necessary|desired|desirable|expected|"
    r"predicted|assumed|envisaged|aspired)\b",
    re.IGNORECASE,
)
_IN_THE = re.compile(r"\s+(?:in|within|of)\s+(?:the|a)\s+")
# A clause that says under which circumstances something happens, up to the metric's name: "when the luminance exceeds", "if the EQE".
_SUPPOSED = re.compile(
    r"\b(?:when|whenever|once|if|unless|until)\s+(?:(?:the|its|their|an?|this|that)\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
_SUPPOSED_REACH = re.compile(
    r"\s+(?:of\s+[^,;]{1,60}?\s+)?(?:(?:could|can|would)\s+)?(?:exceed|reach|surpass|is|are|was|were|becom|approach|ris|increas|fall|drop|go)"
)


def results(text: str, sentence: Span, mentions: Sequence[Mention]) -> list[Mention]:
    """The numbers of a sentence that may be results: neither conditions nor durations, and neither wanted nor expected.

    ``text`` is the document's, ``mentions`` are those of the sentence. A change or share (``Mention.value``) is no result.
    """
    conditions = [m.span for m in mentions if m.kind == "condition"]
    names = [m.span.end for m in mentions if m.kind == "metric"]
    every = [
        m
        for m in mentions
        if m.kind == "quantity" and m.quantity is not None and (not m.value or (m.value == "region" and _is_range_of(text, m, names)))
    ]
    # "the device with 5% Mg": how much of a compound there is.
    contents = {m.span.start - 1 for m in mentions if m.kind == "chemical"} - {m.span.start - 1 for m in mentions if m.kind == "metric"}
    # What one of a list is, all are: "stored for 1, 21 and 70 days".
    durations = {m.span for run in list_runs(every, text) if any(is_duration(m, text) for m in run) for m in run}
    return [
        m
        for m in every
        if m.span not in durations
        and not any(c.overlaps(m.span) for c in conditions)
        and not _NOT_MEASURED.search(text, max(sentence.start, m.span.start - 80), m.span.start)
        and not _SPREAD.search(text, max(sentence.start, m.span.start - 50), m.span.start)
        and not _GOAL.search(text, sentence.start, m.span.start)
        and not (m.quantity.unit == "%" and m.span.end in contents)
        and not _WANTED.match(text, m.span.end, sentence.end)
        and not _purposed(text, sentence, m)
    ]


def _is_range_of(text: str, number: Mention, names: Sequence[int]) -> bool:
    """Whether a range is that of the metric whose name ends right before it: "a band gap in the 1.2 eV to 1.5 eV range"."""
    return any(end <= number.span.start and _IN_THE.fullmatch(text[end : number.span.start]) for end in names)


def _purposed(text: str, sentence: Span, number: Mention) -> bool:
    purpose = _PURPOSE.search(text, max(sentence.start, number.span.start - 60), number.span.start)
    return purpose is not None and _MAY.search(text, sentence.start, purpose.start()) is not None


def is_supposed(text: str, sentence: Span, name: Mention) -> bool:
    """Whether a metric's name is the subject of a clause of circumstance: "when the luminance of X exceeds", "once the EQE reaches"."""
    if not _SUPPOSED.search(text, max(sentence.start, name.span.start - 50), name.span.start):
        return False
    return _SUPPOSED_REACH.match(text, name.span.end) is not None


def is_duration(number: Mention, text: str) -> bool:
    """Whether a time says how long something was kept or run ("stored for 100 days"), not how long the device lived.

    Days and longer are how samples are kept, unless a name stands right before ("T50 of 30 days").
    """
    q = number.quantity
    if q is None or convert(q, "h") is None:
        return False
    before = text[max(0, number.span.start - 40) : number.span.start]
    kept = _LONG.search(number.text) and not _OF.search(before)
    return bool(_DURATION.search(before) or _AGED.search(before) or kept)
