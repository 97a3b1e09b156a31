"""The rows of a paper's tables by the names that its sentences call them."""

import re
from collections.abc import Sequence
from functools import cached_property

from litmine.linking.subjects.identity import aliases, is_generic, is_labelled, labelled, name_pattern
from litmine.records import Measurement

_CONTROL = re.compile(r"\b(?:control|reference|pristine|untreated|standard|baseline)\b", re.IGNORECASE)


class RowNames:
    """The rows of ``measurements`` that a sentence can name: by label, by its short form, "device A" for a bare "A"."""

    def __init__(self, measurements: Sequence[Measurement]) -> None:
        self._rows: dict[str, list[Measurement]] = {}
        for m in measurements:
            if m.source == "table" and m.subject and not is_generic(m.subject) and m.quantity.value is not None:
                self._rows.setdefault(m.subject, []).append(m)

    @cached_property
    def _labels(self) -> dict[str, str]:
        labels: dict[str, str] = {}
        for label in self._rows:
            numbered = labelled(label) if is_labelled(label) else ""
            for name in (*aliases(label), numbered, numbered.capitalize()):
                # A bare "1" or "A" in running text is rarely a row.
                if len(name) >= 3 or re.fullmatch(r"[A-Z]\d", name):
                    labels.setdefault(name, label)
        return labels

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return name_pattern(self._labels)

    def named(self, text: str) -> tuple[str, ...]:
        """The labels of the rows that a text names, each once, in order."""
        found = self._pattern.finditer(text) if self._pattern else ()
        return tuple(dict.fromkeys(label for m in found if (label := self._labels.get(m.group()))))

    def apposed(self, subject: str, sentence: str) -> str:
        """The label of the row whose name stands right behind a subject: "the truxene TRX-1", "styryl NPB (STY-NPB)"; "" for none."""
        for m in re.finditer(rf"(?<!\w){re.escape(subject)}\s\(?", sentence) if self._pattern and subject else ():
            if name := self._pattern.match(sentence, m.end()):
                return self._labels.get(name.group(), "")
        return ""

    def control(self) -> str:
        """The label of the only row of a control; "" where there are none or several."""
        labels = [k for k, v in self._rows.items() if _CONTROL.search(k) or any(m.qualifiers.statistic == "reference" for m in v)]
        return labels[0] if len(labels) == 1 else ""

    def values(self, label: str, metric: str) -> tuple[Measurement, ...]:
        """What the row of that label gives for the metric, under any condition."""
        return tuple(m for m in self._rows.get(label, ()) if m.metric == metric)


def says_control(text: str) -> bool:
    """Whether a text speaks of a control or reference device."""
    return _CONTROL.search(text) is not None
