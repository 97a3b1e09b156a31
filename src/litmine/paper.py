"""What one analysed paper gave, and how it is kept, so that a paper that has not changed is not read again."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from litmine.document import Document
from litmine.errors import PaperError
from litmine.files import write_atomic
from litmine.linking import TableReceipt
from litmine.manifest import versions
from litmine.records import Device, Flag, Measurement, content_id
from litmine.tagging import Tagged


@dataclass(frozen=True)
class Paper:
    """One analysed paper: its document, the layers over it, and the seconds each stage took.

    ``domain`` is the name of the pack it was read with, ``domain_digest`` that pack's content; ``chosen`` says whether the
    pack was chosen from the paper's text rather than named by the user, ``assumed`` that none suits the text and the nearest
    was taken. ``receipts`` has one entry for each table. ``laws`` says how many times a law was evaluated for a device, and how many
    times it could not be.
    """

    document: Document
    domain: str
    domain_digest: str
    chosen: bool
    tagged: Tagged
    measurements: tuple[Measurement, ...]
    devices: tuple[Device, ...]
    flags: tuple[Flag, ...]
    receipts: tuple[TableReceipt, ...]
    seconds: Mapping[str, float]
    assumed: bool = False
    laws: tuple[int, int] = (0, 0)


_CODEC = TypeAdapter(Paper)


def file_digest(path: Path) -> str:
    """The sha256 of a file. Raises PaperError where it cannot be read."""
    try:
        with open(path, "rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        raise PaperError("does not exist", where=str(path), remedy="check the path") from None
    except OSError as error:
        raise PaperError(
            f"cannot be read ({error.strerror or error})", where=str(path), remedy="name a file you may read"
        ) from error


@cache
def program_digest() -> str:
    """A digest of litmine itself: the versions it stands on and its own source, so no result outlives the code that made it."""
    digest = hashlib.sha256(repr(sorted(versions().items())).encode())
    root = Path(__file__).parent
    for source in sorted((*root.rglob("*.py"), *root.glob("optics/*.csv"))):
        digest.update(source.relative_to(root).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()


def paper_key(path: Path, domain_digest: str) -> str:
    """The name a paper's result is kept under: it changes with the file's bytes or name, the domain pack and litmine itself.

    Raises PaperError where the file cannot be read.
    """
    return content_id("paper", file_digest(path), path.name, domain_digest, program_digest())


def save_paper(paper: Paper, folder: Path, key: str) -> None:
    """Keep a paper's result. Raises OutputError."""
    write_atomic(folder / f"{key}.json", _CODEC.dump_json(paper))


def load_paper(folder: Path, key: str) -> Paper | None:
    """A kept result; None where there is none, or none that this version can read."""
    try:
        return _CODEC.validate_json((folder / f"{key}.json").read_bytes())
    except (OSError, ValidationError):
        return None


def prune(folder: Path, keys: Iterable[str]) -> None:
    """Remove every kept result but those named."""
    wanted = set(keys)
    for path in folder.glob("*.json"):
        if path.stem not in wanted:
            path.unlink(missing_ok=True)
