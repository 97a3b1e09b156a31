"""What a range or a law of the domain pack does not speak of: a tandem's voltage, a module, a cell under lamp light."""

from collections.abc import Collection, Sequence

from litmine.document import Document
from litmine.domain import Domain
from litmine.records import Measurement
from litmine.terms import find_words


def excepted(unless: Collection[str], used: Sequence[Measurement], document: Document, domain: Domain) -> bool:
    """Whether one of the conditions or colours ``unless`` holds for numbers: it is printed as theirs, or said in the name of their device,
    their sentence or table row, the caption of their table, or the title of the paper."""
    if not unless:
        return False
    contexts = {m.evidence[0].context for m in used} - {None}
    cells = {m.evidence[0].cell.table for m in used if m.evidence[0].cell}
    contexts |= {t.caption for t in document.tables if t.caption and t.id in cells}
    said = [document.source.title, *(m.subject for m in used), *(span.of(document.text) for span in sorted(contexts))]
    words = tuple(w for w in (*domain.conditions, *domain.colours) if w.value in unless)
    printed = any(c in unless for m in used for c in (*m.qualifiers.conditions, m.qualifiers.colour))
    return printed or any(find_words("condition", text, words) for text in said)
