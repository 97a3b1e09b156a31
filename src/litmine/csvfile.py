"""A CSV file that people have entered: any usual separator and encoding, and the line on which each row stands."""

import csv
import io
import re
from pathlib import Path

from litmine.errors import CuratedError

_DELIMITERS = (",", ";", "\t")


def read_records(path: Path) -> tuple[str, list[tuple[int, list[str]]]]:
    """The separator (comma, semicolon or tab) and the rows as (line from 1, cells), blank rows left out, the header first.

    UTF-8 with or without byte-order mark, or UTF-16 with one. Raises CuratedError for a file that is missing, no text or no
    CSV, and for a row with more or fewer cells than the header.
    """
    text = _text(path)
    delimiter = _delimiter(text)
    return delimiter, _records(path, text, delimiter)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CuratedError("does not exist", where=str(path), remedy="check the path") from None
    except IsADirectoryError:
        raise CuratedError("is a folder", where=str(path), remedy="name a CSV file") from None
    except OSError as error:
        problem = f"cannot be read ({error.strerror or 'input/output error'})"
        raise CuratedError(problem, where=str(path), remedy="check the file's permissions") from error
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = f"is not UTF-8 (byte {content[error.start]:#04x})"
        raise CuratedError(problem, where=f"{path}, line {line}", remedy="save it as “CSV UTF-8”") from None
    if "\0" in text:
        raise CuratedError("is binary, not a CSV file", where=str(path), remedy="save the sheet as “CSV UTF-8”")
    return text


def _delimiter(text: str) -> str:
    """The sign that parts the cells of the header line, outside quotes; a comma where there is none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=bare.count)


def _records(path: Path, text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of every row that is not blank; a cell may hold line breaks, so the line is where the row begins."""
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            where = f"{path}, line {line}"
            raise CuratedError(f"is no valid CSV ({error})", where=where, remedy="check the quotes of this row") from None
        if cells is None:
            return found
        if any(c.strip() for c in cells):
            if found and len(cells) != len(found[0][1]):
                problem = f"has {len(cells)} cells, the header has {len(found[0][1])}"
                remedy = "quote cells that hold the separator, fill up short rows"
                raise CuratedError(problem, where=f"{path}, line {line}", remedy=remedy)
            found.append((line, [c.strip() for c in cells]))
        line = reader.line_num + 1
