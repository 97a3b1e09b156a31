"""Entries of the reference list that no sentence cites: where a name or a row has one of them, its marker went elsewhere."""

from litmine.document import Document
from litmine.tagging import Tagged

# So many entries without a marker in the text, and more than a share of the list, are markers that reading has lost, or works that
# only the tables collect.
_FEW, _SHARE = 3, 1 / 5


def uncited_in_text(document: Document, tagged: Tagged) -> frozenset[str]:
    """The keys of the entries that are cited in tables only or nowhere; none where they are too many to tell of single slips."""
    cited = {m.value for m in tagged.mentions if m.kind == "citation" and not _in_table(document, m.span.start)}
    left = frozenset(r.key for r in document.references if r.key not in cited)
    return left if len(left) <= max(_FEW, _SHARE * len(document.references)) else frozenset()


def _in_table(document: Document, at: int) -> bool:
    block = document.block_at(at)
    return block is not None and block.kind == "table"
