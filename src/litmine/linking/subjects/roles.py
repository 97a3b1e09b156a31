"""The part that a subject plays in its sentence: who acts, what is compared, what is left out, what brought a change about."""

import re
from dataclasses import replace

from litmine.geometry import Span
from litmine.linking.subjects import Subject

_WITHOUT = re.compile(r"\bwithout\s+(?:(?:a|an|the|any)\s+)?$", re.IGNORECASE)
_COMPARED = re.compile(
    r"(?:compared (?:with|to)|(?:higher|lower|better|worse|larger|smaller|longer|shorter|more|less|greater|above|below) than|relative to|"
    r"in (?:comparison|contrast) (?:with|to)|unlike|different from|rather than|instead of|in place of|"
    r"(?:analogs?|analogues?|derivatives?|isomers?) of|(?:derived|modified|starting) from|"
    r"versus|vs\.?|against|over|outperform\w*|exceed\w* that of|than|above)"
    r"(?:\s+(?:that|those|the|of|a|an|its|their|reference|control|pristine|conventional|commonly|used|well-known|standard))*\s*$",
    re.IGNORECASE,
)
# What stands behind the subject of a clause: its verb, or an apposition.
_VERB_AFTER = re.compile(
    r"(?:\s*\([^()]*\))?(?:\^?\[?\d[\d,–-]*\]?)?(?:,|(?:\s+(?:of|with|on|in|from|for|at)\s+[^\s,;]+(?:\s[^\s,;]+){0,4}?){0,2}\s+"
    r"(?:\w+ly\s+|also\s+|then\s+|still\s+|later\s+|now\s+|thus\s+|even\s+|both\s+)?(?:\w{2,}(?:s|ed)|gave|led|brought|took|kept|fell|rose|"
    r"went|came|held|stood|grew|lost|ran|began|saw|met|made|had|has|have|was|were|is|are|can|could|may|might|will|do|did|show|exhibit|reach|give|"
    r"yield|achieve|display|possess|attain|turn|emit|enable|lead|deliver|fall|rise|keep|retain|maintain|lose|drop|remain|decay|degrade|operate|"
    r"work|last|survive|stay|follow|need|require|start|begin|increase|decrease|improve|differ|vary|offer|provide|produce|perform|suffer|benefit|"
    r"demonstrate|afford|register|record|present|feature|outperform|exceed|surpass)\b)"
)
# What brings a compound into a device, right before its name: "by introducing X", "with an X layer", "the EQE of X".
_BRINGS_IN = re.compile(
    r"\b(?:with|for|using|of|employing|containing|based on|by|upon|from|that|\w{4,}ing|(?:us|employ|introduc|blend|incorporat|insert|add|"
    r"build|built|ma[dk]|report|present|prepar|synthesi[sz]|develop|design|fabricat|test|combin|choos|select|demonstrat|propos|describ)e?d?)\s+"
    r"(?:(?:an?|the|of|their|its)\s+)*(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
# Up to the subject of a clause, from where the clause begins.
_OPENS_CLAUSE = re.compile(r"(?:[\w’'-]+\s+){0,3}")
_CLAUSE = re.compile(
    r"[,;:]\s+(?:(?:and|while|whereas|but|where|the)\s+)*|\b(?:while|whereas|that|and|but|where|which|when|if|since)\s+", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\b(?:of|in|on|to|from|at|into|onto|between|through|via|as|like|under|with|by|after|for)\b", re.IGNORECASE)
_WHOLE_KIND = re.compile(r"[A-Za-z]{0,8}-?(?:LEDs|PSCs|OSCs|OPVs)")
_DETERMINED = re.compile(r"\b(?:the|these|those|both|our|their|its|such|all)\s$", re.IGNORECASE)
# What a change is due to: "With X, the EQE rose from", "when X was added", "an X layer extended the T80 from".
_CAUSE_BEFORE = re.compile(
    r"\b(?:with|using|by|upon|after|through)\s+(?:(?!of\b)\w+\s+){0,4}$|\b(?:add|introduc|insert|incorporat|employ|us)ing\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_CAUSE_AFTER = re.compile(
    r"[^,;.]{0,40}?\b(?:(?:is|was|are|were)\s+(?:\w+ly\s+)?(?:used|added|introduced|inserted|incorporated|employed|applied|doped)\b|"
    r"(?:increas|improv|enhanc|boost|rais|extend|prolong|elevat|promot|lower|reduc|decreas|suppress|push|doubl|tripl)(?:e|es|ed|s|ing)?\s+"
    r"(?:the|its|their|both)\b)"
)


def placed(subject: Subject, text: str, sentence: Span) -> Subject:
    """The subject with its part in the sentence: left out ("without X"), compared with, the subject of its clause, brought in."""
    before = text[sentence.start : subject.span.start]
    if (m := _WITHOUT.search(before)) and not subject.pronoun:
        span = Span(sentence.start + m.start(), subject.span.end)
        return replace(
            subject, text=span.of(text), span=span, materials=(), known=False, reference=True, left_out=True, anaphoric=False, acting=True
        )
    if is_compared(text, sentence, subject.span):
        return replace(subject, compared=True)
    leading = leads(before, text[subject.span.end : sentence.end])
    if leading and _WHOLE_KIND.fullmatch(subject.text) and not _DETERMINED.search(before):
        subject = replace(subject, anaphoric=False)  # "PSCs have reached 27%": all of their kind, not those spoken of
    return replace(subject, leading=leading, acting=leading or _BRINGS_IN.search(before) is not None)


def is_compared(text: str, sentence: Span, span: Span) -> bool:
    """Whether what stands at ``span`` is what something is compared with: "higher than that of X"."""
    return _COMPARED.search(text[sentence.start : span.start]) is not None


def leads(before: str, behind: str) -> bool:
    """Whether what stands between two parts of a sentence is the subject of its clause."""
    ends = [m.end() for m in _CLAUSE.finditer(before)]
    opening = before[ends[-1] if ends else 0 :]
    return bool(_OPENS_CLAUSE.fullmatch(opening)) and not _PREPOSITION.search(opening) and bool(_VERB_AFTER.match(behind))


def brought_about(text: str, sentence: Span, cause: Subject, number: Span) -> bool:
    """Whether a compound is what a change up to ``number`` is due to: what was before the change was without it."""
    if not cause.materials or cause.reference or cause.span.overlaps(number):
        return False
    if _CAUSE_BEFORE.search(text, max(sentence.start, cause.span.start - 40), cause.span.start):
        return True
    return cause.span.end <= number.start and _CAUSE_AFTER.match(text, cause.span.end, number.start) is not None
