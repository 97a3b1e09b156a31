"""One paper through the whole pipeline, with the CPU seconds of each stage and the memory at its end.

    python stages.py PAPER

prints one JSON object. A few lines of text and a blank page go through first, unmeasured, so that what is loaded once (the
vocabularies, the layout model) is not charged to the paper.
"""

import functools
import importlib
import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

WARM_UP = """# Quantum-dot LEDs

The device with a cross-linked PVK layer reached an EQE of 12.3% [1].

| Device | EQE (%) |
|---|---|
| PVK | 12.3 |

## References

1. A. Author, Adv. Mater. 2019, 31, 1900001.
"""
# stage -> the module that calls its functions by name, and the functions; seconds of one that calls another are its own alone
STAGES = {
    "text": ("litmine.pipeline", ("read",)),
    "gate": ("litmine.readers.pdf_tables", ("too_large", "rules_of", "may_hold_table")),
    "layout": ("litmine.readers.pdf_tables", ("found_grids",)),
    "tables": ("litmine.readers.pdf", ("read_pdf",)),  # see ``watched``
    "references": ("litmine.pipeline", ("find_references",)),
    "tag": ("litmine.pipeline", ("tag",)),
    "link": ("litmine.pipeline", ("link",)),
    "check": ("litmine.pipeline", ("run_checks",)),
    "report": ("litmine.pipeline", ("write",)),
}


class Stopwatch:
    """CPU seconds by stage; a stage that runs inside another one is not counted for the outer one."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner: list[float] = []

    def timed(self, stage: str, step: Callable) -> Callable:
        """The function with its CPU seconds counted for ``stage``."""

        @functools.wraps(step)
        def call(*arguments, **named):
            began = time.process_time()
            self._inner.append(0.0)
            try:
                return step(*arguments, **named)
            finally:
                spent = time.process_time() - began
                self.seconds[stage] += spent - self._inner.pop()
                if self._inner:
                    self._inner[-1] += spent

        return call


def watched(watch: Stopwatch) -> ExitStack:
    """A context in which the stages are timed. Raises AttributeError where a function of ``STAGES`` is no more."""
    from litmine.readers.pdf import page_tables, read_pdf

    stack = ExitStack()
    for stage, (module, names) in STAGES.items():
        for name in names:
            room = importlib.import_module(module)
            step = getattr(room, name)
            if step is read_pdf:  # it takes the finder of tables as an argument
                step = functools.partial(read_pdf, find_tables=watch.timed(stage, page_tables))
            else:
                step = watch.timed(stage, step)
            stack.enter_context(mock.patch.object(room, name, step))
    return stack


def warm_up(folder: Path) -> None:
    """Load what is loaded at first use."""
    import pymupdf

    from litmine.readers import pdf_tables

    text = folder / "warm-up.md"
    text.write_text(WARM_UP, encoding="utf-8")
    analyse(text, folder / "warm-up")
    with pymupdf.open() as blank:
        pdf_tables.found_grids(blank.new_page())


def analyse(path: Path, folder: Path) -> int:
    """A paper from its bytes to the files of a run; the number of its pages."""
    from litmine import pipeline

    paper = pipeline.analyse(path)
    pipeline.write(pipeline.assemble([(path, paper)]), folder)
    return paper.document.source.n_pages


def peak_mb() -> float:
    """The most memory this process has held, in 10^6 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1024 if os.uname().sysname == "Linux" else 1) / 1e6


def main(paper: str) -> None:
    """Measure one paper."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        warm_up(Path(folder))
        before = peak_mb()
        with watched(watch):
            pages = analyse(Path(paper), Path(folder) / "measured")
    seconds = {stage: round(watch.seconds[stage], 4) for stage in STAGES}
    print(json.dumps({"pages": pages, "cpu_s": seconds, "start_mb": round(before), "peak_mb": round(peak_mb())}))


if __name__ == "__main__":
    main(sys.argv[1])
