"""Formulas of laws ("PE <= pi * CE / V_on"), read as expression trees: comparisons of arithmetic, and nothing else.

The functions that a formula may call are declared in ``optics``.
"""

import ast
import operator
from collections.abc import Callable
from functools import cache

from litmine.optics import FUNCTIONS

COMPARE: dict[type, str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
BINARY: dict[type, tuple[str, Callable]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("−", operator.sub),
    ast.Mult: ("×", operator.mul),
    ast.Div: ("/", operator.truediv),
}


@cache
def tree_of(formula: str) -> ast.Compare:
    """The comparison that a formula is: of arithmetic with names, or a chain of bare names that all point one way. Raises ValueError."""
    try:
        tree = ast.parse(formula, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"the formula {formula!r} cannot be read") from error
    if not isinstance(tree, ast.Compare) or any(type(op) not in COMPARE for op in tree.ops):
        raise ValueError(f"the formula {formula!r} is no comparison with <, <=, > or >=")
    for part in (tree.left, *tree.comparators):
        _check_part(part, formula)
    if len(tree.ops) > 1 and not all(isinstance(p, ast.Name) for p in (tree.left, *tree.comparators)):
        raise ValueError(f"the chain {formula!r} may hold bare metric ids only")
    if len({COMPARE[type(op)][0] for op in tree.ops}) > 1:
        raise ValueError(f"the chain {formula!r} turns round")
    return tree


def _check_part(node: ast.expr, formula: str) -> None:
    """Refuse everything that is not arithmetic."""
    if isinstance(node, ast.Name):
        return None
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return None
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        _check_part(node.left, formula)
        return _check_part(node.right, formula)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _check_part(node.operand, formula)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        takes = {"abs": 1} | {name: len(function.takes) for name, function in FUNCTIONS.items()}
        if takes.get(node.func.id) == len(node.args):
            for argument in node.args:
                _check_part(argument, formula)
            return None
    raise ValueError(
        f"the formula {formula!r} may hold names, numbers, + - * /, abs() and {', '.join(FUNCTIONS)} only, not {ast.unparse(node)!r}"
    )
