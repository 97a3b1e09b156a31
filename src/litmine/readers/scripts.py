"""Which glyphs are raised or lowered, from sizes and baselines (MuPDF's own flag misses subscripts and errs on first letters)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from litmine.readers.codepoints import PRIME_LIKE, SCRIPT_DIGITS
from litmine.readers.drawn import Glyph, ScriptMark

# Script geometry in units of the host's type size. Raised type in print stands 0.2-0.5 of the size above the line, lowered type
# 0.1-0.3 below; script type is 0.5-0.8 of the host's size.
_SMALL = 0.88
_RAISED = (0.12, 0.80)
_LOWERED = (0.04, 0.50)
_RAISED_AT_FULL_SIZE = (0.22, 0.60)
_SHORT = 5  # a script of this many signs may cover more than the one letter it stands by


def with_scripts(lines: Sequence[list[Glyph]]) -> tuple[Glyph, ...]:
    """All glyphs of drawn lines with ``script`` set; small type drawn apart joins the line of the larger type it touches."""
    lines = [line for line in lines if line]
    mains = [main_type(line) for line in lines]
    return _joined_to_hosts([_scripts_of(line, *main) for line, main in zip(lines, mains, strict=True)], mains)


def main_type(line: Sequence[Glyph]) -> tuple[float, float]:
    """The dominant (size, baseline) of a line: the commonest pair among its visible glyphs, larger type weighing more."""
    first = line[0]
    size, baseline = first.size, first.baseline
    if all(g.baseline == baseline and g.size == size for g in line):
        return size, baseline
    found: Counter[tuple[float, float]] = Counter()
    for (s, b), n in Counter([(g.size, g.baseline) for g in line if g.text != " "]).items():
        found[round(s, 1), round(b, 1)] += n
    if not found:
        return size, baseline
    # By area: in "(a^12,13,14" the letter is the line, not its citations.
    main = max(found, key=lambda pair: (found[pair] * pair[0] ** 2, pair))
    if len(found) > 1 and found[main] <= _SHORT:
        for pair in sorted(found, reverse=True):
            if pair[0] * _SMALL > main[0] and _is_script_of(main, pair) and any(_is_letter(g, pair) for g in line):
                return pair
    return main


def _is_script_of(small: tuple[float, float], large: tuple[float, float]) -> bool:
    """Whether type stands to larger type as clear super- or subscripts do."""
    rise = (large[1] - small[1]) / large[0]
    return _RAISED_AT_FULL_SIZE[0] < rise < _RAISED_AT_FULL_SIZE[1] or _LOWERED[0] < -rise < _LOWERED[1]


def _is_letter(g: Glyph, pair: tuple[float, float]) -> bool:
    return g.text.isalpha() and (round(g.size, 1), round(g.baseline, 1)) == pair


def _mark(g: Glyph, size: float, baseline: float) -> ScriptMark:
    """Whether a glyph is raised or lowered against a line's dominant size and baseline."""
    rise = (baseline - g.baseline) / size
    if g.size < _SMALL * size:
        if _RAISED[0] < rise < _RAISED[1]:
            return "super"
        # A script of a script ("E_g" under a fraction's line) stands lower still.
        if _LOWERED[0] < -rise < _LOWERED[1] or (g.size < 0.62 * size and 0 < -rise < 0.62):
            return "sub"
    elif g.size < 1.05 * size and _RAISED_AT_FULL_SIZE[0] < rise < _RAISED_AT_FULL_SIZE[1]:
        return "super"
    return ""


def _scripts_of(line: list[Glyph], size: float, baseline: float) -> list[Glyph]:
    """The line with ``script`` set from sizes and baselines; ``size`` and ``baseline`` are its ``main_type``."""
    if not line[0].horizontal:
        return line
    return [g if g.baseline == baseline and g.text not in SCRIPT_DIGITS else _with_script(g, _mark(g, size, baseline)) for g in line]


def _with_script(g: Glyph, mark: ScriptMark) -> Glyph:
    """The glyph with a script mark, except for signs that stand high by nature; code points like ² become a marked digit."""
    if g.text in SCRIPT_DIGITS:
        text, kind = SCRIPT_DIGITS[g.text]
        return g._replace(text=text, script=kind)
    if not mark:
        return g
    if mark == "super":
        if g.text in PRIME_LIKE:
            return g
        if g.text in "◦∘○":  # the usual way of typesetting a degree sign
            return g._replace(text="°")
    return g._replace(script=mark)


def _joined_to_hosts(lines: list[list[Glyph]], mains: list[tuple[float, float]]) -> tuple[Glyph, ...]:
    """All glyphs, lines of nothing but small type that touch a larger line joined to it as its scripts.

    ``mains`` are the lines' ``main_type``.
    """
    spans = [(line[0].x0, max([g.x1 for g in line])) if line[0].horizontal else (0.0, -1.0) for line in lines]
    heights = sorted((main[1], i) for i, main in enumerate(mains) if lines[i][0].horizontal)
    largest = max((main[0] for main in mains), default=0.0)
    of: dict[int, int] = {}
    for i, line in enumerate(lines):
        size, baseline = mains[i]
        if not line[0].horizontal or len(line) > 24 or size >= _SMALL * largest:
            continue
        x0, x1 = spans[i]
        # No host stands further than this above or below.
        near = heights[bisect_left(heights, (baseline - 0.5 * largest, -1)) : bisect_left(heights, (baseline + 0.8 * largest, -1))]
        for j in sorted(j for _, j in near):
            host_size, host_baseline = mains[j]
            if j == i or size >= _SMALL * host_size or not -0.5 < (host_baseline - baseline) / host_size < 0.8:
                continue
            reach = 0.35 * host_size
            if spans[j][0] - reach <= x1 and x0 <= spans[j][1] + reach and _touches(line, lines[j], mains[j], reach):
                of[i] = j
                break
    out: list[Glyph] = []
    for i, line in enumerate(lines):
        host = of.get(i)
        if host is None:
            out.extend(line)
            continue
        serial = lines[host][0].line
        out.extend(_with_script(g, _mark(g, *mains[host]))._replace(line=serial) for g in line)
    return tuple(out)


def _touches(small: Sequence[Glyph], host: Sequence[Glyph], main: tuple[float, float], reach: float) -> bool:
    """Whether small type begins where a host glyph ends, or ends where one begins, and covers none that stands on the line.

    It may also begin where a script of the host's ends ("EQE" with a subscript and a note's letter behind it).
    """
    x0, x1 = small[0].x0, max(g.x1 for g in small)
    size, baseline = main
    level = [g for g in host if g.text != " " and not g.script and abs(g.baseline - baseline) < 0.1 * size]
    ends = any(-reach < x0 - g.x1 < reach for g in level) or any(g.script and -reach < x0 - g.x1 < reach for g in host)
    starts = any(-reach < g.x0 - x1 < reach for g in level)
    covered = any(g.x0 + 0.3 * g.size < x1 and g.x1 - 0.3 * g.size > x0 for g in level)
    return (ends or starts) and not covered
