"""Equations set on lines of their own: told from text by their indent, their signs and the want of words."""

import re
from collections.abc import Sequence

from litmine.readers.layout import Item

_RELATION = re.compile(r"[=≈≃∝≡≤≥≪≫∼∑∏∫√→⇌⟶]")
_NUMBER = re.compile(r"\(\s?(?:[A-Z]?\d{1,3}[a-z]?|[ivx]{1,4})\s?\)\s*$")
_WORD = re.compile(r"[a-z]{3,}", re.IGNORECASE)
# Names of functions and of limits, which equations hold as upright words.
_FUNCTIONS = frozenset(
    "arccos arcsin arctan arcsinh arg cos cosh cot det div erf erfc exp for grad if lim log max min mod rot sgn sin sinh tan tanh "
    "where and with".split()
)
_NEAR = 2.2  # type sizes between an equation's line and the lines of its fractions and limits


def equation_items(items: Sequence[Item]) -> frozenset[int]:
    """Indices of the items of a page that are lines of equations.

    One begins at a line that holds a sign of relation, starts further in than the text of its column and has at most one word;
    the wordless lines further in above and below it (numerators, limits, large brackets) belong to it.
    """
    found = {i for i, item in enumerate(items) if _able(item) and _RELATION.search(item.line.text)}
    if not found:
        return frozenset()
    able = [i for i, item in enumerate(items) if _able(item)]
    todo = list(found)
    while todo:
        a = items[todo.pop()]
        for i in able:
            b = items[i]
            if i not in found and b.column == a.column and abs(b.baseline - a.baseline) < _NEAR * max(a.size, b.size):
                found.add(i)
                todo.append(i)
    return frozenset(found)


def _able(item: Item) -> bool:
    """Whether an item can be a line of an equation: set in from the column's edge, with at most one word."""
    line = item.line
    if line is None or not line.horizontal or item.box.x0 - item.left < 1.2 * item.size or len(line.glyphs) > 120:
        return False
    text = "".join(g.text if not g.script else " " for g in line.glyphs)
    words = [w for w in _WORD.findall(_NUMBER.sub("", text)) if w.lower() not in _FUNCTIONS]
    return len(words) <= 1 and not any(w[1:].islower() and len(w) > 5 for w in words)
