"""Whose a number is: the subject of a claim, by syntax in its sentence, else by what the text has spoken of before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litmine.geometry import Span
from litmine.linking.discourse import Discourse
from litmine.linking.numbers.claim import Claim
from litmine.linking.subjects import Subject, suits
from litmine.linking.subjects.phrases import noun_phrase_before
from litmine.vocabulary import Owner

# Between a number and the device it is said to be for: "20.5% was obtained for X", "12.2% of the control".
_TO_SUBJECT = re.compile(
    r"[\s,)]*(?:\([^)]{0,60}\)\s*)?(?:(?:was|were|is|are|has been|have been|can be|could be)\s+(?:\w+ly\s+)?"
    r"(?:(?:obtain|achiev|reach|observ|measur|record|report|reali[sz]|demonstrat|attain|estimat|determin|calculat|extract|not|exhibit|deliver|"
    r"publish|register|claim|quot|cit|stat|announc)(?:ed|d)|found|seen|given|shown)\s+|(?:comes?|came|stems?|stemmed|results?|resulted)\s+)?(?:(?:on|upon|after)\s+\w+\s+)?(?:that\s+(?:\w+\s+){1,3}(?:\w+ed|obtained|found)\s+)?"
    r"(?:for|of|in|by|from|with|using)\s+(?:(?:the|a|an|our|their|its)\s+)?(?:[\w^/.−-]+[ -]){0,4}$"
)
# "the reference device, which had an EQE of 9.8%": whose the relative clause is.
_RELATIVE = re.compile(r",?\s+(?:which|whose|that)\s+(?!is\b[^,]{0,30}(?:higher|lower|larger|smaller|times|fold))[^,;()]{0,60}$")
_RESULT = re.compile(
    r",\s+(?:thus\s+|thereby\s+|hence\s+)?(?:giv|yield|lead|result|enabl|deliver|achiev|reach|exhibit|show|afford|provid)ing\b[^,;()]{0,60}$"
)
_NEXT_NUMBER = re.compile(r",?\s+(?:(?:it|the\s+[\w ]{2,20}|this)\s+(?:is|was)\s+)?[~≈>]?[−-]?\d")
# The bracket that a number stands in, with or without its metric's name: "(12%", "(EQE of 12%".
_IN_BRACKET = re.compile(r"\((?:[\w.~≈ ]{0,20}(?:\bof|=|:)\s*)?[~≈>]?\s?$")
# The bracket right after a number that says whose it is: "79.8% (control cell based on X)".
_OWN_BRACKET = re.compile(r"\s*\(\s*(?:for\s+)?(?:the\s+)?")
# Between a compared or reference device and a number of its own: "the control device (14.1%)", "reference device had an EQE of 12%".
_BESIDE = re.compile(
    r"[\s(:=]*(?:\b(?:with|of|at|was|is|had|has|having|showed|shows|gave|reached|only|an?|the|maximum|peak|[A-Z][A-Za-z_]{1,5})\b[\s(:=]*)*"
)
# Nouns for what is seen or measured, not for what shows it: "blue emission with a peak at".
_PHENOMENON = re.compile(r"(?:ence|ance|ions?|um|ity|ths?|shifts?|spectra|peaks?|bands?|curves?|behaviou?r|values?)$")
# Between a thing and a metric that is its attribute: "materials with a deep HOMO of", "the dots, having a PLQY of".
_ATTRIBUTE = re.compile(
    r"\s(?:with|having|possessing|showing|exhibiting|giving|reaching|yielding|achieving)\s+(?:(?:an?|the|its|their)\s+)?(?:[a-z][a-z-]+(?<!ed)\s+){0,2}$"
)


# Between a name and its metric where the verb is that of the clause before: "X gave an EQE of 12%, and Y one of 14%, Z an EQE of 15%".
_GAPPED = re.compile(r",?\san?\s(?:(?:maximum|peak|max\.|high|higher|low|lower|best|champion|record|similar)\s)?")
_OPENING = re.compile(
    r"(?:With|Together with|Along with|Combined with|Having|Showing|Exhibiting|Despite)\s+(?:an?\s+|the\s+|its\s+|their\s+)?"
    r"(?!\w+ed\b)[^,;]*$"
)
# Where a clause with a subject of its own begins.
_NEW_CLAUSE = re.compile(r";\s+|,\s+(?:(?:while|whereas|but|and|yet|where)\s+)+|\b(?:while|whereas|but)\s+")


# How sure "the device" is what the text spoke of before: on our own passages (benchmarks/passages) three of four such subjects are right
# and nine of ten that a sentence names itself. With 0.9 for the name before, such a number stays below the 0.8 that contradicts.
_POINTED = 0.8


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose a number is (None: nobody's), how sure that is (a factor 0..1), and "" or where it was said: "paragraph", "paper"."""

    subject: Subject | None
    sure: float
    scope: str = ""


def choose(text: str, sentence: Span, claim: Claim, subjects: Sequence[Subject], discourse: Discourse) -> Choice:
    """The subject of a number.

    Only what can have such a value is asked: an EQE is a device's, a HOMO level a material's. First the one the number stands before as
    an adjective ("a 1.12-eV X absorber") or whose attribute its metric is ("X with an EQE of"), then the one in whose brackets it stands
    ("the X device (12%)"), then the one it is said to be "for", then the nearest named one before it, then the one the text speaks of.
    A reference device or a compared compound owns only the numbers that stand right beside it, unless nobody else is named.
    """
    number, of = claim.quantity.span, claim.metric.of
    fit = [s for s in subjects if suits(s, of)]
    beside = _beside(text, sentence, claim, subjects, fit)
    if beside is not None:
        return _resolved(beside, fit, discourse, of)
    before = [s for s in fit if s.span.end <= number.start and not s.background]
    begins = _clause(text, sentence, number)
    inner = [s for s in before if s.leading and s.span.start >= begins and not s.pronoun]
    if begins > sentence.start and inner:
        return _resolved(Choice(inner[-1], 0.9), fit, discourse, of)
    free = [s for s in before if not s.compared and not s.reference]
    named = [s for s in free if not s.anaphoric]
    # "In an X film, it shows ...": "it" is what the text speaks of, unless the clause before has a subject of its own.
    pronouns = [s for s in free if s.pronoun]
    if pronouns and not any(s.leading for s in named) and all(s.span.end <= pronouns[-1].span.start for s in named):
        return _resolved(Choice(pronouns[-1], 1.0), fit, discourse, of)
    # "X was inserted, giving an EQE of": what the whole clause before is about.
    if _RESULT.search(text, sentence.start, number.start):
        main = [s for s in free if s.leading and (s.device or s.materials or s.known)]
        if main:
            return _resolved(Choice(main[-1], 0.9), fit, discourse, of)
    strong = [s for s in named if s.materials and (s.device or of != "device" or s.acting)]
    for group, sure in (([s for s in named if s.known], 1.0), (strong, 0.95)):
        if group:
            return Choice(group[-1], sure)
    pointing = [s for s in free if s.anaphoric]
    without = [s for s in before if s.left_out]
    if pointing and without and not pointing[-1].ours:
        return Choice(without[-1], 0.8)
    if pointing:
        return _resolved(Choice(pointing[-1], 1.0), fit, discourse, of)
    nameless = [s for s in named if not s.materials and (s.device or of != "device")] or [s for s in named if s.acting]
    if nameless:
        return Choice(([s for s in nameless if s.leading] or nameless)[-1], 0.85)
    # "With a FWHM of 31 nm, the device ...": what the sentence goes on to speak of.
    if _OPENING.match(text, sentence.start, number.start):
        main = [s for s in fit if s.span.start >= number.end and s.acting]
        if main:
            return _resolved(Choice(main[0], 0.9), fit, discourse, of)
    roles = [s for s in before if s.reference and s.acting]
    if roles:
        return Choice(roles[-1], 0.85)
    meant = discourse.meant(of)
    if meant is not None:
        return Choice(meant.subject, meant.sure, meant.scope)
    if named:
        return Choice(named[-1], 0.7)
    if before and all(s.reference or s.compared for s in before):
        return Choice(before[-1], 0.7)
    rest = [s for s in fit if not s.background and not s.compared and not s.reference and not s.anaphoric]
    return Choice(rest[0], 0.6) if rest else Choice(free[-1] if free else None, 0.4)


def _beside(text: str, sentence: Span, claim: Claim, subjects: Sequence[Subject], fit: Sequence[Subject]) -> Choice | None:
    """The subject that grammar ties to the number or to its metric's name, of those that ``fit`` it; None where it ties none.

    In the brackets right behind a device stands even what is rather a material's: "the wide-bandgap cell (1.77 eV)".
    """
    number = claim.quantity.span
    for s in (s for s in subjects if not s.background):
        gap = text[number.end : s.span.start]
        if not s.anaphoric and (s.span.covers(number) or (0 <= s.span.start - number.end <= 1 and gap in ("", " ", "-", "‐", "–"))):
            return Choice(s, 0.95)
    bracket = _IN_BRACKET.search(text, max(0, number.start - 30), number.start)
    for s in subjects if bracket else ():
        if 0 <= bracket.start() - s.span.end <= 1 and not s.anaphoric:
            return Choice(s, 0.95)
    # A colour dealt out from a list leaves "for red, green and blue devices" without a subject of its own.
    after = [s for s in fit if s.span.start >= number.end and not s.anaphoric and not s.background and (s.materials or not claim.colour)]
    for s in after[:1]:
        gap = text[number.end : s.span.start]
        # "... is 85%, for Y 62%": Y has the next number.
        next_one = "," in gap and _NEXT_NUMBER.match(text, s.span.end)
        if len(gap) <= 60 and not next_one and (_TO_SUBJECT.fullmatch(gap) or _OWN_BRACKET.fullmatch(gap)):
            return Choice(s, 0.95)
    name = claim.named_by
    if name is not None and name.span.end <= number.start:
        gapped = [s for s in fit if s.materials and not s.background and _GAPPED.fullmatch(text[s.span.end : name.span.start])]
        if gapped:
            return Choice(gapped[-1], 0.95)
    which = _RELATIVE.search(text, max(sentence.start, number.start - 90), number.start)
    told_of = [s for s in subjects if which and 0 <= which.start() - s.span.end <= 1 and not s.background]
    if told_of and (told_of[-1] in fit or told_of[-1].reference):
        return Choice(told_of[-1], 0.92)
    if claim.named_by is not None and claim.named_by.span.end <= number.start:
        bearer = _bearer(text, sentence, claim, fit)
        if bearer is not None:
            return Choice(bearer, 0.95 if bearer in fit else 0.8)
    before = [s for s in fit if s.span.end <= number.start]
    beside = [s for s in before if (s.compared or s.reference) and _BESIDE.fullmatch(text[s.span.end : number.start])]
    return Choice(beside[-1], 0.9) if beside else None


def _bearer(text: str, sentence: Span, claim: Claim, fit: Sequence[Subject]) -> Subject | None:
    """What has the metric as its attribute: the phrase before "with a deep HOMO of", for a material's metric whatever it is."""
    name = claim.named_by.span if claim.named_by else claim.quantity.span
    joint = _ATTRIBUTE.search(text, max(sentence.start, name.start - 60), name.start)
    if joint is None:
        return None
    for s in fit:
        if s.span.end == joint.start():
            return s
    phrase = noun_phrase_before(text, sentence, joint.start()) if claim.metric.of == "material" else None
    if phrase is None or _PHENOMENON.search(phrase.of(text)) or any(s.span.overlaps(phrase) for s in fit):
        return None
    return Subject(phrase.of(text), phrase)


def _clause(text: str, sentence: Span, number: Span) -> int:
    """Where the clause begins that a number stands in: "X gives 12%, whereas the control stays at 9%"."""
    return max((m.end() for m in _NEW_CLAUSE.finditer(text, sentence.start, number.start)), default=sentence.start)


def _resolved(choice: Choice, fit: Sequence[Subject], discourse: Discourse, of: Owner) -> Choice:
    """A phrase that points back as what it points to, in the state that it names; unchanged where that is not known.

    What the sentence itself has brought in comes first: "They blended X with Y; the resulting device ...".
    """
    s = choice.subject
    if s is None or not s.anaphoric:
        return choice
    if s.every and (discourse.device is not None or discourse.own is None):
        return Choice(s, 0.8)  # of several that were told apart, none in particular
    here = [t for t in fit if t.acting and (t.materials or t.known) and not (t.compared or t.background) and t.span.end <= s.span.start]
    here = [t for t in here if t.leading] if s.pronoun else here  # "In an X film, it shows ..." is not about X
    if here and not s.ours:
        return Choice(replace(here[-1], states=s.states), round(choice.sure * 0.9, 3))
    meant = discourse.meant("device" if s.device else of, ours=s.ours)
    if meant is None:
        return Choice(s, 0.5)
    sure = max(meant.sure, _POINTED - 0.1 if meant.scope == "section" else _POINTED)
    return Choice(replace(meant.subject, states=s.states), round(choice.sure * sure, 3), meant.scope)
