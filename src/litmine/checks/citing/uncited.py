"""Entries of the reference list that no sentence cites: where a name or a row has one of them, its marker went elsewhere."""

from litmine.checks.citing.attributions import Attribution
from litmine.checks.citing.authorship import fits, is_first, works_of_person
from litmine.document import Document
from litmine.records import Reference
from litmine.tagging import Tagged

# So many entries without a marker in the text, and more than a share of the list, are markers that reading has lost, or works that
# only the tables collect.
_FEW, _SHARE = 3, 1 / 5


def uncited_in_text(document: Document, tagged: Tagged) -> frozenset[str]:
    """The keys of the entries that are cited in tables only or nowhere; none where they are too many to tell of single slips."""
    cited = {m.value for m in tagged.mentions if m.kind == "citation" and not _in_table(document, m.span.start)}
    left = frozenset(r.key for r in document.references if r.key not in cited)
    return left if len(left) <= max(_FEW, _SHARE * len(document.references)) else frozenset()


def left_out(document: Document, a: Attribution, uncited: frozenset[str]) -> Reference | None:
    """The one work of somebody named that no sentence cites, if it can be what is meant: the first author's, of a group any author's."""
    works = works_of_person(a.names[:1], given_name(document, a), (r for r in document.references if r.key in uncited))
    if a.form != "group":
        works = [r for r in works if is_first(a.names[:1], r)]
    works = [r for r in works if all(fits([n], r, document.text) for n in a.names)]
    return works[0] if len(works) == 1 else None


def given_name(document: Document, a: Attribution) -> str:
    """The initials of the one person named, or the first name where an entry prints it so ("Bo" of "Bo Chen"); "" where neither is."""
    if len(a.names) != 1:
        return ""
    firsts = {author.split()[0] for r in document.references for author in r.authors if author.endswith(f" {a.names[0]}")}
    return a.initials or (a.others[-1] if a.others and a.others[-1] in firsts else "")


def _in_table(document: Document, at: int) -> bool:
    block = document.block_at(at)
    return block is not None and block.kind == "table"
