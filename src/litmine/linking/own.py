"""The device a research paper reports as its own: what "the device" means where nothing nearer is named."""

import re
from collections import Counter

from litmine.document import Document, Table
from litmine.domain import Domain
from litmine.linking.subjects import Subject, find_subjects
from litmine.records import Mention
from litmine.tables import header_path
from litmine.tagging import Tagged

_REVIEW = re.compile(
    r"\b(?:review|progress|advances?|perspectives?|challenges|overview|status|roadmap|developments?|strategies|recent|trends|outlook)\b",
    re.IGNORECASE,
)
REFERENCE_HEADER = re.compile(r"^(?:refs?\b|reference|source|cit(?:ation|ed)|literature|lit\.)", re.IGNORECASE)
_ABSTRACT = 300  # characters: bylines, affiliations and dates are shorter
_STACK_LAYERS = 4  # "ITO/HTL/QDs/Al": fewer layers are a bilayer or a core/shell particle


def own_device(document: Document, tagged: Tagged, domain: Domain) -> Subject | None:
    """The first device that the title, else the abstract, names, with the layers of the stack the paper prints most often.

    None for a review, which reports other people's devices: one whose title says so, or whose tables cite a work in each row.
    """
    if _REVIEW.search(document.source.title) or any(_cites_by_row(document, table) for table in document.tables):
        return None
    paragraphs = [b for b in document.blocks if b.kind == "paragraph" and len(b.span) >= _ABSTRACT]
    for blocks in ([b for b in document.blocks if b.kind == "title"], paragraphs[:3]):
        for block in blocks:
            for sentence in (s for s in tagged.sentences if block.span.covers(s)):
                inside = [m for m in tagged.mentions if sentence.covers(m.span)]
                found = [s for s in find_subjects(document, sentence, inside, {}, domain) if s.device and not s.reference]
                if found:
                    materials = found[0].materials or _stack(tagged.mentions, domain)
                    return Subject(found[0].text, found[0].span, materials, device=True)
    return None


def _cites_by_row(document: Document, table: Table) -> bool:
    """Whether a table has a reference column: it summarises other people's work."""
    return any(
        REFERENCE_HEADER.match(cell.span.of(document.text).strip())
        for col in range(table.n_cols)
        for cell in header_path(document, table, col)
    )


def _stack(mentions: tuple[Mention, ...], domain: Domain) -> tuple[str, ...]:
    """The layers of the most frequent printed stack; () where the paper prints none, or two equally often."""
    stacks = Counter(
        m.text for m in mentions if m.kind == "chemical" and m.text.count("/") >= _STACK_LAYERS - 1 and _has_electrode(m.text, domain)
    )
    common = stacks.most_common(2)
    if not common or (len(common) == 2 and common[0][1] == common[1][1]):
        return ()
    return tuple(domain.canonical(layer.strip()) for layer in common[0][0].split("/"))


def _has_electrode(stack: str, domain: Domain) -> bool:
    """Whether a printed stack begins and ends with an electrode: a whole device does, a core/shell particle does not."""
    ends = (domain.material(layer.strip()) for layer in (stack.split("/")[0], stack.split("/")[-1]))
    return all(material is not None and material.role in ("electrode", "substrate") for material in ends)
