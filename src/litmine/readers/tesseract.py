"""The OCR engine: Tesseract's own program, asked for every character it sees in a picture and how sure it is of each.

The program is looked for beside this Python (the extra ``litmine[ocr]`` puts one there) and then on the PATH. It runs in a process
of its own, so that a picture it cannot finish costs a time limit and nothing else.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np

INSTALL = "to have them read install Tesseract: your system's package tesseract-ocr, or the extra litmine[ocr]"
SECONDS = 120  # for one page or one table; usual are 2 to 5
_BOX = re.compile(r"(?:x_bboxes|bbox) (\d+) (\d+) (\d+) (\d+)")
_SURE = re.compile(r"x_w?conf ([\d.]+)")
_LINE, _PAGE = "7", "3"  # how the engine takes a picture: as one line of text, or as a page with columns and figures


class Sign(NamedTuple):
    """A character of a picture: its box in pixels from the top left, how sure the engine is of it (0..1)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float


Seen = tuple[Sign, ...]  # a word
SeenLine = tuple[Seen, ...]


def program() -> str | None:
    """The path of the program; None where it is not installed."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return shutil.which("tesseract", path=path)


def version() -> str:
    """The version of the program as it prints it; "" where it is not installed or does not run."""
    found = program()
    return _version(found) if found else ""


@cache
def _version(path: str) -> str:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    words = done.stdout.decode("utf-8", "replace").split()
    return words[1] if len(words) > 1 else ""


def lines_seen(pictures: Sequence[np.ndarray]) -> list[SeenLine]:
    """The words of each picture of one line (grey values); [] where there is no engine, or it gives up."""
    return [tuple(word for line in lines for word in line) for lines in _seen(pictures, _LINE, 300)]


def page_seen(picture: np.ndarray, dpi: int) -> tuple[SeenLine, ...]:
    """The lines of the picture of a page, in the engine's reading order; () where there is no engine, or it gives up."""
    return next(iter(_seen([picture], _PAGE, dpi)), ())


def _seen(pictures: Sequence[np.ndarray], mode: str, dpi: int) -> list[tuple[SeenLine, ...]]:
    path = program()
    if path is None or not pictures:
        return []
    # One thread: a paper has one process, and sums in another order may end in another letter.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    options = ["-l", "eng", "--dpi", str(dpi), "--psm", mode, "-c", "hocr_char_boxes=1", "hocr"]
    try:
        with TemporaryDirectory() as folder:
            files = [Path(folder, f"{i}.pgm") for i in range(len(pictures))]
            for file, grey in zip(files, pictures, strict=True):
                file.write_bytes(b"P5 %d %d 255\n" % (grey.shape[1], grey.shape[0]) + np.ascontiguousarray(grey).tobytes())
            names = Path(folder, "names.txt")
            names.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
            done = subprocess.run([path, str(names), "stdout", *options], capture_output=True, timeout=SECONDS, check=True, env=environment)
        pages = [tuple(_lines(e)) for e in ElementTree.fromstring(done.stdout).iter() if e.get("class") == "ocr_page"]
    except (OSError, subprocess.SubprocessError, ElementTree.ParseError):
        return []
    return pages if len(pages) == len(pictures) else []


def _lines(page: ElementTree.Element) -> Iterable[SeenLine]:
    """The lines of the engine's answer (hOCR, with a box for each character) that hold a word."""
    for block in page.iter():
        if block.get("class") == "ocr_par":
            for line in block:
                if words := tuple(_words(line)):
                    yield words


def _words(line: ElementTree.Element) -> Iterable[Seen]:
    """The words of a line, those without a visible character left out."""
    for word in line.iter():
        if word.get("class") != "ocrx_word":
            continue
        whole = _SURE.search(word.get("title", ""))
        signs = []
        for part in word.iter():
            title = part.get("title", "")
            box, sure = _BOX.search(title), _SURE.search(title)
            if part.get("class") == "ocrx_cinfo" and box and (text := (part.text or "").strip()):
                # The engine is never surer of a character than of its word.
                least = min((float(m[1]) for m in (whole, sure) if m), default=0.0)
                signs.append(Sign(text, *map(float, box.groups()), least / 100))
        if signs:
            yield tuple(signs)
