"""The figures of ``linking.py`` as Markdown, put into the README of this folder between two marks."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from report import RESULTS

README = Path(__file__).resolve().parent / "README.md"
BEGIN, END = "<!-- figures of linking.py: begin -->", "<!-- figures of linking.py: end -->"
KINDS = ("facts", "ablation", "speed")


def results(folder: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """The kept results by kind; those that are there."""
    paths = {kind: folder / f"linking-{kind}.json" for kind in KINDS}
    return {kind: json.loads(path.read_text(encoding="utf-8")) for kind, path in paths.items() if path.is_file()}


def markdown(found: Mapping[str, Mapping[str, Any]]) -> str:
    """All figures, one table after the other."""
    makers = {"facts": _facts, "ablation": _ablation, "speed": _speed}
    return "\n\n".join(part for kind, result in found.items() for part in makers[kind](result))


def replaced(text: str, figures: str) -> str:
    """A README with the figures between its marks. Raises ValueError where the marks are not there."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no place for the figures: {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _facts(result: Mapping[str, Any]) -> Iterator[str]:
    for group in ("papers", "passages"):
        if group not in result:
            continue
        tools = result[group]["tools"]
        own, head = tools["litmine"], ("facts", "rows", "value P", "R", "F1", "fact P", "R", "F1")
        yield f"{result[group]['documents']} {group}, {own['traps']['sprung']} of {own['traps']['all']} traps sprung. litmine:"
        both = {section: own["value"][section] for section in ("by_source", "by_metric")}
        rows = [("**all**", _cells(own["value"]["all"], own["fact"]["all"]))]
        for section, values in both.items():
            for name, value in values.items():
                fact = own["fact"][section][name]
                rows.append((name, _cells(value.get("all", value), fact.get("all", fact))))
        yield table(("", *head), [(name, *cells) for name, cells in rows])
        prose = {name: t for name, t in tools.items() if name != "litmine"}
        yield f"Both on the prose and captions of the {group}:"
        yield table(
            ("tool", *head[1:], "traps sprung"),
            [(name, *_cells(t["value"]["all"], t["fact"]["all"])[1:], str(t["traps"]["sprung"])) for name, t in prose.items()],
        )
        yield "F1 of value / fact by metric:"
        metrics = {m: v["all"]["gold"] for m, v in tools["litmine, prose"]["value"]["by_metric"].items()}
        rows = [(m, str(n), *(_f1(t, m) for t in prose.values())) for m, n in metrics.items() if n]
        yield table(("metric", "facts", *prose), rows)
        said = [(n, str(q["gold"]), f"{q['p']:.2f}", f"{q['r']:.2f}") for n, q in own["qualifiers"].items() if q["gold"]]
        yield "What litmine says besides, of the facts it finds:"
        yield table(("", "stated", "P", "R"), said)


def _cells(value: Mapping[str, Any], fact: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(value["gold"]), str(value["got"]), *(f"{count[k]:.3f}" for count in (value, fact) for k in ("p", "r", "f1")))


def _f1(tool: Mapping[str, Any], metric: str) -> str:
    return " / ".join(f"{tool[m]['by_metric'].get(metric, {}).get('all', {}).get('f1', 0.0):.2f}" for m in ("value", "fact"))


def _ablation(result: Mapping[str, Any]) -> Iterator[str]:
    columns = [k for k in result["variants"]["with all of it"] if k != "left_out"]
    yield f"What litmine takes from ChemDataExtractor, F1 ({result['marked_sentences']} marked sentences):"
    every = result["variants"] | {f"chemistry alone, without {p}": f for p, f in result["parts"].items()}
    rows = ((name, *(f"{found[k]['f1']:.3f}" if k in found else "" for k in columns)) for name, found in every.items())
    yield table(("", *columns), rows)


def _speed(result: Mapping[str, Any]) -> Iterator[str]:
    limits = result["limits"]
    yield "CPU time:"
    rows = [
        (
            f"a sentence with a number, ms (limit {limits['with_number_ms']:g})",
            *(f"{result[g]['with_number_ms']:.1f}" for g in _groups(result)),
        ),
        (
            f"a sentence without, ms (limit {limits['without_number_ms']:g})",
            *(f"{result[g]['without_number_ms']:.2f}" for g in _groups(result)),
        ),
    ]
    yield table(("", *_groups(result)), rows)
    start = result["start_cpu_s"]
    yield f"A start takes {start['all']:.1f} CPU s: " + ", ".join(f"{k} {v:.2f}" for k, v in start.items() if k != "all") + "."


def _groups(result: Mapping[str, Any]) -> list[str]:
    return [g for g in ("papers", "passages") if g in result]
