"""Readers: a file becomes a Document."""

from pathlib import Path

from litmine.document import Document
from litmine.errors import PaperError

TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".text")


def read(path: Path) -> Document:
    """Read a paper, a PDF by its first bytes or a .txt or .md file by its suffix.

    Raises PaperError, with the file's name, where it is missing, a folder, empty, unreadable, or of a kind litmine cannot read.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise PaperError("is a folder, not a paper", where=str(path), remedy="name the PDF files in it")
        data = path.read_bytes()
    except FileNotFoundError:
        raise PaperError("does not exist", where=str(path), remedy="check the path") from None
    except OSError as error:
        raise PaperError(f"cannot be read ({error.strerror or 'input/output error'})", where=str(path)) from error
    if not data:
        raise PaperError("is empty", where=path.name, remedy="download it again")
    # Imported here because opening a text file must not wait for the PDF library.
    if b"%PDF-" in data[:1024] or path.suffix.lower() == ".pdf":
        from litmine.readers.pdf import read_pdf

        return read_pdf(data, path.name)
    if path.suffix.lower() in TEXT_SUFFIXES:
        from litmine.readers.text import read_text

        return read_text(data, path.name)
    raise PaperError("is neither a PDF nor a .txt or .md file", where=path.name, remedy="convert it to PDF or plain text")
