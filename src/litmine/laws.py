"""Laws: comparisons of formulas over metrics ("PE <= pi * CE / V_on"), evaluated in intervals and with units.

A formula is read as an expression tree and never run as code; the functions it may call are declared in ``optics``. Rounding alone
never breaks a law: it is broken only where no numbers within the printed digits, widened by the tolerance, could keep it.
"""

import ast
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pint

from litmine import intervals
from litmine.formulas import BINARY, COMPARE, tree_of
from litmine.intervals import Interval, bounds
from litmine.optics import FUNCTIONS
from litmine.records import Quantity, Severity
from litmine.units import conversion, pint_unit, registry

_WIDE = 0.1  # an interval wider than this part of its middle is shown by its ends, a narrower one is rounding


@dataclass(frozen=True)
class Law:
    """A law of a domain pack.

    ``formula`` compares expressions of metric ids, ``constants``, numbers, ``pi``, + − * /, abs() and ``optics.FUNCTIONS``. A chain of
    bare metric ids ("T95 < T90 < T50") holds for any two of them, so missing members are left out. ``tolerance`` is relative to the
    right-hand side. ``units`` gives the unit of each metric and constant; ``constants`` their values. ``unless`` are the conditions and
    colours of devices that the law does not speak of ("tandem", "white"); ``not_from`` gives, for a term, the conditions of values that
    are none for it (the quantum yield of a "solution").
    """

    id: str
    formula: str
    title: str
    tolerance: float
    severity: Severity
    source: str
    units: tuple[tuple[str, str], ...]
    constants: tuple[tuple[str, float], ...] = ()
    unless: tuple[str, ...] = ()
    not_from: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """The metric ids of the formula, in order of appearance."""
        names = [n.id for n in ast.walk(tree_of(self.formula)) if isinstance(n, ast.Name)]
        known = {k for k, _ in self.constants} | {"pi", "abs", *FUNCTIONS}
        return tuple(dict.fromkeys(n for n in names if n not in known))


@dataclass(frozen=True, slots=True)
class Verdict:
    """``holds`` is None where a term is missing or has another unit; ``arithmetic`` shows the numbers put in."""

    holds: bool | None
    arithmetic: str


def check_law(law: Law) -> None:
    """Raise ValueError where the formula cannot be read, names something unknown, or compares unlike units."""
    tree = tree_of(law.formula)
    units = dict(law.units)
    for name in law.terms:
        if name not in units:
            raise ValueError(f"the formula {law.formula!r} names {name!r}, which is no metric and no constant")

    def measure(node: ast.expr):
        if isinstance(node, ast.Name):
            return registry().Quantity(1.0, pint_unit("" if node.id == "pi" else units[node.id]))
        if isinstance(node, ast.Constant):
            return registry().Quantity(1.0)
        if isinstance(node, ast.BinOp):
            a, b = measure(node.left), measure(node.right)
            if isinstance(node.op, (ast.Add, ast.Sub)):
                return a.to(b.units)
            return BINARY[type(node.op)][1](a, b)
        if isinstance(node, ast.Call) and (called := FUNCTIONS.get(node.func.id)):
            for argument, unit in zip(node.args, called.takes, strict=True):
                measure(argument).to(pint_unit(unit))
            return registry().Quantity(1.0, pint_unit(called.gives))
        return measure(node.operand if isinstance(node, ast.UnaryOp) else node.args[0])

    sides = [tree.left, *tree.comparators]
    try:
        first = measure(sides[0])
        for side in sides[1:]:
            # pint takes the steradian of the lumen for a pure number, which is what photometry wants here.
            measure(side).to(first.units)
    except pint.DimensionalityError as error:
        raise ValueError(f"the units of {law.formula!r} do not agree: {error}") from error


def evaluate(law: Law, values: Mapping[str, Quantity]) -> Verdict:
    """Whether the law holds for the printed numbers of one device (the caller sees to that: one device, colour, statistic)."""
    tree = tree_of(law.formula)
    units = dict(law.units)
    boxes: dict[str, Interval] = {"pi": (math.pi, math.pi)} | {
        name: _based((value, value), units[name]) for name, value in law.constants
    }
    for name in law.terms:
        box = _box(values[name], units[name]) if name in values else None
        if box is not None:
            boxes[name] = _based(box, units[name])
    sides = [tree.left, *tree.comparators]
    if len(tree.ops) > 1:  # a chain: its order is transitive
        sides = [s for s in sides if s.id in boxes]
        if len(sides) < 2:
            return Verdict(None, "")
    elif any(name not in boxes for name in law.terms):
        return Verdict(None, "")
    op = COMPARE[type(tree.ops[0])]
    broken = []
    for left, right in itertools.pairwise(sides):
        a, b = _evaluate(left, boxes), _evaluate(right, boxes)
        a, b = (a, b) if op[0] == "<" else (b, a)
        slack = law.tolerance * max((abs(x) for x in b if math.isfinite(x)), default=0.0)
        if a[0] > b[1] + slack:
            broken.append((left, right))
    left, right = broken[0] if broken else (sides[0], sides[1])
    return Verdict(not broken, _arithmetic(left, op, right, law, values, boxes))


def _box(quantity: Quantity, unit: str) -> Interval | None:
    """The interval of a quantity in ``unit``; a bare number is taken to be in it."""
    scale, offset = conversion(quantity.unit or unit, unit) or (None, None)
    if scale is None:
        return None
    low, high = bounds(quantity)
    return low * scale + offset, high * scale + offset


@cache
def _base(unit: str) -> float:
    return float(registry().Quantity(1.0, pint_unit(unit)).to_base_units().magnitude)


def _based(box: Interval, unit: str) -> Interval:
    k = _base(unit)
    return box[0] * k, box[1] * k


def _in_unit(box: Interval, unit: str) -> Interval:
    k = _base(unit)
    return box[0] / k, box[1] / k


def _evaluate(node: ast.expr, boxes: Mapping[str, Interval]) -> Interval:
    if isinstance(node, ast.Name):
        return boxes[node.id]
    if isinstance(node, ast.Constant):
        return float(node.value), float(node.value)
    if isinstance(node, ast.UnaryOp):
        return intervals.negate(_evaluate(node.operand, boxes))
    if isinstance(node, ast.Call):
        arguments = [_evaluate(argument, boxes) for argument in node.args]
        called = FUNCTIONS.get(node.func.id)
        if called is None:
            return intervals.absolute(arguments[0])
        given = [_in_unit(box, unit) for box, unit in zip(arguments, called.takes, strict=True)]
        return _based(called.evaluate(*given), called.gives)
    a, b = _evaluate(node.left, boxes), _evaluate(node.right, boxes)
    match node.op:
        case ast.Add():
            return intervals.add(a, b)
        case ast.Sub():
            return intervals.add(a, intervals.negate(b))
        case ast.Mult():
            return intervals.multiply(a, b)
    return intervals.divide(a, b)


def _arithmetic(
    left: ast.expr, op: str, right: ast.expr, law: Law, values: Mapping[str, Quantity], boxes: Mapping[str, Interval]
) -> str:
    """ "CE 90 cd/A ≤ 4.86 cd/A/% × EQE 16.3 % = 79.2 cd/A": the numbers put in, the computed side in the other's unit."""
    op = {"<=": "≤", ">=": "≥"}.get(op, op)
    shown = [_show(side, law, values) for side in (left, right)]
    names = [side for side in (left, right) if isinstance(side, ast.Name)]
    if len(names) == 1:
        unit = dict(law.units)[names[0].id]
        i = 1 if isinstance(left, ast.Name) else 0
        low, high = _in_unit(_evaluate((left, right)[i], boxes), unit)
        if math.isfinite(low) and math.isfinite(high):
            wide = high - low > _WIDE * abs(high + low) / 2
            shown[i] += f" = {low:.3g}–{high:.3g} {unit}".rstrip() if wide else f" = {(low + high) / 2:.4g} {unit}".rstrip()
    return f"{shown[0]} {op} {shown[1]}"


def _show(node: ast.expr, law: Law, values: Mapping[str, Quantity]) -> str:
    if isinstance(node, ast.Name):
        if node.id == "pi":
            return "π"
        constants = dict(law.constants)
        if node.id in constants:
            return f"{constants[node.id]:g} {dict(law.units)[node.id]}".strip()
        q = values[node.id]
        sign = "" if q.comparator == "=" else {"<=": "≤", ">=": "≥"}.get(q.comparator, q.comparator)
        number = f"{q.value:g}" if q.value is not None else f"{q.low:g}–{q.high:g}"
        return f"{node.id} {sign}{number} {q.unit or dict(law.units)[node.id]}".replace("-", "−").strip()
    if isinstance(node, ast.Constant):
        return f"{node.value:g}"
    if isinstance(node, ast.UnaryOp):
        return "−" + _show(node.operand, law, values)
    if isinstance(node, ast.Call):
        arguments = ", ".join(_show(argument, law, values) for argument in node.args)
        return f"|{arguments}|" if node.func.id == "abs" else f"{node.func.id}({arguments})"
    return f"{_show(node.left, law, values)} {BINARY[type(node.op)][0]} {_show(node.right, law, values)}"
