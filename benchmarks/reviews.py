"""Invented reviews with planted inconsistencies: what the checks inside a paper find of them, and what else they say.

Each ``NN-name.md`` has a key ``NN-name.toml`` of ``[[planted]]`` entries: ``code`` (and ``also``: codes that may rightly follow from the
slip), ``quote`` (the words at the slip) and ``other`` (those that contradict it). A paper without an entry is clean, and full of what
looks like an inconsistency and is none.
"""

import re
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typesetting
from litmine.pipeline import analyse
from litmine.records import SEVERITIES, Flag

FOLDER = Path(__file__).parent / "reviews"
_MARKS = re.compile(r"</?su[bp]>|[\s|^{}*_#$\\<>]")
_ALIKE = str.maketrans("−–—‐‑’′·µμ⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "-----''.uu0123456789-")


@dataclass
class Count:
    """Plants and flags of one code, or of all. ``flagged_again`` are further flags on a plant that is found."""

    planted: int = 0
    found: int = 0
    false: int = 0
    infos: int = 0
    flagged_again: int = 0

    @property
    def recall(self) -> float:
        """The share of plants found; 1 where none is planted."""
        return self.found / self.planted if self.planted else 1.0


@dataclass
class Result:
    """The counts by code, and in words what was missed and what was said falsely."""

    codes: dict[str, Count] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    found_as: Counter = field(default_factory=Counter)
    false_in_clean: int = 0

    def of(self, code: str) -> Count:
        """The count of a code."""
        return self.codes.setdefault(code, Count())

    @property
    def total(self) -> Count:
        """All codes together."""
        every = self.codes.values()
        return Count(*(sum(getattr(c, name) for c in every) for name in ("planted", "found", "false", "infos", "flagged_again")))

    def figures(self) -> dict:
        """The figures, as they are kept: no word of the papers."""
        total = self.total
        return {
            "planted": total.planted,
            "recall": round(total.recall, 3),
            "false errors and warnings": total.false,
            "of these in clean papers": self.false_in_clean,
            "other infos": total.infos,
            "found as": {s: self.found_as[s] for s in SEVERITIES},
            "codes": {code: {"planted": c.planted, "found": c.found, "false": c.false} for code, c in sorted(self.codes.items())},
        }


def measure(folder: Path, *, as_pdf: bool = False) -> Result:
    """The result of all papers of a folder, read as Markdown or, ``as_pdf``, set in two columns and read as a PDF."""
    result = Result()
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(folder.glob("*.md")):
            key = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8")).get("planted", [])
            source = path
            if as_pdf:
                source = Path(scratch) / f"{path.stem}.pdf"
                source.write_bytes(typesetting.pdf(path.read_text(encoding="utf-8")))
            paper = analyse(source)
            _count(result, path.name, paper.document.text, paper.flags, key)
    return result


def _count(result: Result, name: str, text: str, flags: Sequence[Flag], key: Sequence[dict]) -> None:
    """Give each plant at most one flag: its own code before others, the place of the slip before that of the other side."""
    flat, where = _squeezed(text)
    slips = [list(_places(p["quote"], flat, where)) for p in key]
    sides = [slip + list(_places(p.get("other", ""), flat, where)) for slip, p in zip(slips, key, strict=True)]
    free = list(flags)
    found: dict[int, Flag] = {}
    for own in (True, False):
        for i in sorted(range(len(key)), key=lambda i: sum(_touches(f, sides[i]) for f in free)):
            codes = {key[i]["code"]} if own else set(key[i].get("also", ()))
            fitting = [f for f in free if i not in found and f.code in codes and _touches(f, sides[i])]
            if fitting:
                found[i] = min(fitting, key=lambda f: (not _touches(f, slips[i]), SEVERITIES.index(f.severity)))
                free.remove(found[i])
    for i, p in enumerate(key):
        result.of(p["code"]).planted += 1
        result.of(p["code"]).found += i in found
        if i in found:
            result.found_as[found[i].severity] += 1
        else:
            result.missed.append(f"{name}: {p['code']} {p.get('subject', '')} {p.get('metric', '')}: {p.get('note', '')}")
    for f in free:
        count = result.of(f.code)
        if any(f.code in (p["code"], *p.get("also", ())) and _touches(f, side) for p, side in zip(key, sides, strict=True)):
            count.flagged_again += 1
        elif f.severity == "info":
            count.infos += 1
        else:
            count.false += 1
            result.false_in_clean += not key
            result.false.append(f"{name}: {f.severity} {f.code}: {f.message}")


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Text without white space and marks of markup, and for each of its characters the place in the text."""
    gone = {i for m in _MARKS.finditer(text) for i in range(*m.span())}
    kept = [i for i in range(len(text)) if i not in gone]
    return "".join(text[i] for i in kept).translate(_ALIKE), kept


def _places(quote: str, flat: str, where: Sequence[int]) -> Iterator[tuple[int, int]]:
    wanted, _ = _squeezed(quote)
    for m in re.finditer(re.escape(wanted), flat) if wanted else ():
        yield where[m.start()], where[m.end() - 1] + 1


def _touches(flag: Flag, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a piece of evidence, or the sentence around it, lies at one of the places."""
    spans = [s for a in flag.anchors for s in (a.span, a.context) if s is not None]
    return any(s.start < end and start < s.end for s in spans for start, end in places)
