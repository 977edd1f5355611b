"""What settles a rule before the rest of its sentence is worked out.

Of "a & b" one side that is false everywhere makes the whole false, of "a.where(b)" a b that is false everywhere leaves
nought: whoever asks for no destitute support has no obligors looked at. Of a whole county such a side is hardly ever false
everywhere; of one household it mostly is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from minzheng.engine.rules.columns import NOUGHT, Flags
from minzheng.engine.rules.levels import Column
from minzheng.engine.rules.tables import Table

Side = tuple[str, bool]
"""A name, and the answer it must have for the rest to matter."""


@dataclass(frozen=True)
class Gate:
    """The conditions without any of which the rest of a rule does not matter.

    Attributes:
        sides: names of flags with the answer they must have.
        of_number: whether a number stands behind the gate, which is then nought; else a flag, which is then false.
    """

    sides: tuple[Side, ...]
    of_number: bool

    def shut(self, table: Table) -> Column:
        """What the rule gives where a side fails in every row."""
        return NOUGHT.placed(table) if self.of_number else Flags(False, table)


def gate_of(expression: ast.expr, arguments: tuple[str, ...]) -> Gate | None:
    """The gate of a rule's expression; None if nothing settles it beforehand.

    Args:
        arguments: names the rule takes that are columns; others are not looked at.
    """
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
        of_number = expression.func.attr == "where"
        sides = tuple(_sides(expression.args[0])) if of_number else ()
    else:
        of_number = False
        sides = tuple(_sides(expression)) if _is_conjunction(expression) else ()
    sides = tuple(side for side in sides if side[0] in arguments)
    return Gate(sides, of_number) if sides else None


def _is_conjunction(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd)


def _sides(node: ast.expr) -> Iterator[Side]:
    """The plain names that all have to hold, or have to fail."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        yield from _sides(node.left)
        yield from _sides(node.right)
    elif isinstance(node, ast.Name):
        yield node.id, True
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert) and isinstance(node.operand, ast.Name):
        yield node.operand.id, False
