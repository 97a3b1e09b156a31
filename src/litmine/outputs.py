"""The folder of a run: written beside its place, then moved in file by file, so that no reader meets half a run."""

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from litmine.errors import OutputError

_REMEDY = "choose a folder you may write to, with room"


@contextlib.contextmanager
def scratch(out: Path) -> Iterator[Path]:
    """A folder beside ``out``, on the same disk, that is gone afterwards. Raises OutputError where there cannot be one."""
    if out.exists() and not out.is_dir():
        raise OutputError("is a file", where=str(out), remedy="choose a folder")
    beside = out.resolve().parent
    there = next(p for p in (beside, *beside.parents) if p.exists())
    try:
        beside.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=beside))
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", where=str(out), remedy=_REMEDY) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        # Folders made above the output go again where the run failed and nothing came to stand in them.
        while beside != there and beside.is_dir() and not any(beside.iterdir()):
            beside.rmdir()
            beside = beside.parent


def move_in(folder: Path, out: Path) -> None:
    """Move the files of a finished run from ``folder`` into ``out``, each by one rename, run.json last.

    What the run before this one wrote and this one did not goes; what is none of a run's files stays. Raises OutputError.
    """
    stale = paper_files(out) - paper_files(folder)
    try:
        for path in sorted((p for p in folder.rglob("*") if p.is_file()), key=lambda p: (p.name == "run.json", p)):
            target = out / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
        for name in stale:
            (out / name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", where=str(out), remedy=_REMEDY) from error


def paper_files(out: Path) -> set[str]:
    """The files of a run whose names hang on its papers: the tables its data package lists and the annotated PDFs."""
    listed: list[str] = []
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        paths = [r["path"] for r in json.loads((out / "datapackage.json").read_bytes())["resources"]]
        listed = [path for path in paths if Path(path).name == path]
    return {*listed, *(f"annotated/{p.name}" for p in out.glob("annotated/*.pdf"))}
