"""Writing a file so that a reader sees the old one or the new one, never half of either."""

import contextlib
import os
from pathlib import Path

from litmine.errors import OutputError


def write_atomic(path: Path, content: bytes) -> None:
    """Write ``content`` to a temporary file in the folder of ``path``, flush it to the disk and rename it into place.

    The folder is made where it is missing. Raises OutputError where that cannot be done; the old file is then untouched.
    """
    temporary = path.parent / f".{path.name[:100]}.{os.getpid()}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="choose a folder you may write to, with room",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
