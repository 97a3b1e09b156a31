"""What tagging and linking cost: CPU seconds by sentence on documents at hand, and of a start.

    python speed.py

prints the CPU seconds of one start as a line of JSON: import, domain packs, pipeline, first sentence.
"""

import cProfile
import importlib
import json
import pstats
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from stages import Stopwatch

# The goals of the project.
LIMITS = {"with_number_ms": 40.0, "without_number_ms": 1.0, "start_s": 3.0}
_FIRST = "The QLED with a PVK layer reached an EQE of 12.3% at 1000 cd m^−2, and TPBi was dissolved in toluene."


class Cost(NamedTuple):
    """CPU seconds of one document: its sentences with a quantity, those without, and what is done once for the paper.

    ``linking`` is the linking of prose; ``tables`` that of tables, which no sentence is charged with.
    """

    numbered: int
    others: int
    tag_numbered: float
    tag_others: float
    once: float
    linking: float
    tables: float

    @property
    def with_number_ms(self) -> float:
        """Of a sentence with a quantity: its tags, all linking of prose, its share of what is done once."""
        shared = self.once / max(1, self.numbered + self.others)
        return 1000 * ((self.tag_numbered + self.linking) / max(1, self.numbered) + shared)

    @property
    def without_number_ms(self) -> float:
        """Of a sentence without one: its tags, its share of what is done once."""
        shared = self.once / max(1, self.numbered + self.others)
        return 1000 * (self.tag_others / max(1, self.others) + shared)


def summed(costs: Iterable[Cost]) -> Cost:
    """Several documents as one."""
    return Cost(*(sum(column) for column in zip(*costs, strict=True)))


def cost(document: Any, pack: Any) -> Cost:
    """Tag a document whole, then sentence by sentence, and link it."""
    from litmine import linking
    from litmine.citations import find_citations
    from litmine.crossreferences import find_cross_references
    from litmine.tagging import mentions_in, tag, vocabulary_of

    forget(pack)
    tagged, whole = _timed(lambda: tag(document, pack))
    forget(pack)
    vocabulary, once = _timed(lambda: vocabulary_of(document, pack))
    for step in (find_citations, find_cross_references):
        once += _timed(lambda step=step: step(document))[1]
    counts, seconds = [0, 0], [0.0, 0.0]
    for sentence in tagged.sentences:
        (_, found), spent = _timed(lambda s=sentence: mentions_in(s.of(document.text), pack, vocabulary))
        numbered = any(m.kind == "quantity" for m in found)
        counts[numbered] += 1
        seconds[numbered] += spent
    # Paragraphs are tagged whole, which saves the calls for each sentence; the sentences' shares are kept.
    scale = (whole - once) / max(sum(seconds), 1e-9)
    seconds = [scale * s for s in seconds]
    watch = Stopwatch()
    with mock.patch.object(linking, "link_table", watch.timed("tables", linking.link_table)):
        _, linked = _timed(lambda: linking.link(document, tagged, pack))
    tables = watch.seconds["tables"]
    return Cost(counts[1], counts[0], seconds[1], seconds[0], once, linked - tables, tables)


def forget(pack: Any) -> None:
    """Empty what litmine's chemistry remembers of the words it has seen: a paper is read once in its life. Its patterns stay compiled."""
    from litmine.chemistry import leaving_out
    from litmine.tagging import mentions_in

    with leaving_out():
        pass
    mentions_in(_FIRST, pack)


def _timed(step: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    result = step()
    return result, time.process_time() - began


def hot(documents: Iterable[tuple[Any, Any]], top: int = 20) -> list[dict[str, Any]]:
    """The functions of litmine that take most of tagging and linking, with their share of the CPU time, their callees' excluded."""
    from litmine.linking import link
    from litmine.tagging import tag

    profile = cProfile.Profile()
    for document, pack in documents:
        forget(pack)
        profile.runcall(lambda d=document, p=pack: link(d, tag(d, p), p))
    # A primitive of C (a regular expression) is charged to the function that calls it.
    own: dict[tuple[str, str], float] = {}
    stats = pstats.Stats(profile).stats
    for (file, _, name), (_, _, self_s, _, callers) in stats.items():
        if file == "~" or "/re/" in file:
            for (caller, _, called_by), (_, _, part, _) in callers.items():
                own[caller, called_by] = own.get((caller, called_by), 0.0) + part
        else:
            own[file, name] = own.get((file, name), 0.0) + self_s
    whole = sum(own.values()) or 1.0
    ranked = sorted(((s, f, n) for (f, n), s in own.items()), reverse=True)[:top]
    return [{"where": f"{_room(f)}: {n}", "share": round(s / whole, 3)} for s, f, n in ranked]


def _room(file: str) -> str:
    """A source file by its last two folders."""
    return "/".join(Path(file).parts[-2:])


def start() -> dict[str, float]:
    """CPU seconds of the parts of a start, in a process that has loaded nothing yet."""
    seconds, began = {}, time.process_time()

    def lap(name: str) -> None:
        nonlocal began
        now = time.process_time()
        seconds[name], began = round(now - began, 3), now

    importlib.import_module("litmine.pipeline")
    from litmine.domain import domain_names, load_domain
    from litmine.tagging import mentions_in, pipeline

    lap("import")
    packs = [load_domain(name) for name in domain_names()]
    lap("packs")
    pipeline(packs[0])  # a paper is read with one pack
    lap("pipeline")
    mentions_in(_FIRST, packs[0])  # loads ChemDataExtractor's parts and compiles the patterns
    lap("first sentence")
    return seconds


if __name__ == "__main__":
    print(json.dumps(start()))
