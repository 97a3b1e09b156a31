"""Table grids without a PDF library: the grid as drawn becomes the grid as meant, and views on a Document's tables.

``grid`` the types; ``columns`` columns cut or glued; ``rows`` wrapped and stacked rows; ``header``, ``levels``, ``spans`` header rows;
``marks`` footnote markers; ``logical`` all of these in order; ``pages`` tables over page breaks; ``plausible`` what is no table;
``views``, ``notes`` what the linker asks of a Table.
"""

from litmine.tables.grid import LogicalCell, LogicalTable, RawCell, RawTable, text_of
from litmine.tables.logical import logical
from litmine.tables.notes import notes_of
from litmine.tables.pages import continues, join_pages, joined_tables
from litmine.tables.plausible import is_table
from litmine.tables.views import body_rows, cell_text, header_path, is_section, n_header_rows, section_of

__all__ = [
    "LogicalCell",
    "LogicalTable",
    "RawCell",
    "RawTable",
    "body_rows",
    "cell_text",
    "continues",
    "header_path",
    "is_section",
    "is_table",
    "join_pages",
    "joined_tables",
    "logical",
    "n_header_rows",
    "notes_of",
    "section_of",
    "text_of",
]
