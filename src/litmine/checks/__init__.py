"""Inconsistencies inside one paper: one family per file, each ``check(document, tagged, linked, domain) -> Iterator[Flag]``."""

from litmine.checks import reading
from litmine.checks.citing import authoryear, captions, citations, device_citations, reference_list, table_citations
from litmine.checks.claimed import claims
from litmine.checks.measured import physics, plausibility, units
from litmine.checks.naming import abbreviations, definitions, names, systematic
from litmine.checks.pointing import crossreferences, sections
from litmine.checks.tabulated import completeness, duplicates, table_table, table_text
from litmine.document import Document
from litmine.domain import Domain
from litmine.linking import Linked
from litmine.presentation import cautious
from litmine.records import Flag
from litmine.tagging import Tagged

FAMILIES = (
    reading,
    table_text,
    table_table,
    citations,
    authoryear,
    captions,
    table_citations,
    device_citations,
    reference_list,
    crossreferences,
    sections,
    names,
    systematic,
    definitions,
    abbreviations,
    duplicates,
    units,
    plausibility,
    physics,
    claims,
    completeness,
)


def run_checks(document: Document, tagged: Tagged, linked: Linked, domain: Domain) -> tuple[Flag, ...]:
    """The flags of every family, each once, in the families' order."""
    flags = (flag for family in FAMILIES for flag in family.check(document, tagged, linked, domain))
    return cautious({flag.id: flag for flag in flags}.values(), {document.source.sha256: document})
