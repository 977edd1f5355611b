"""What a part of a rule's sentence comes to: the sentence is evaluated again piece by piece, only where somebody asks."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

from minzheng.engine.rules.columns import Flags
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.levels import Column
from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.tables import Table

_JOINED: dict[type[ast.operator], Callable[[Any, Any], Any]] = {ast.BitOr: operator.or_, ast.BitAnd: operator.and_}


class Parts:
    """The parts of the sentences of one evaluation that kept its intermediate values."""

    def __init__(self, evaluation: Evaluation) -> None:
        """Start with nothing evaluated."""
        self.evaluation = evaluation
        self.words: dict[tuple[str, int], str] = {}
        self._found: dict[ast.expr, Any] = {}

    def value(self, rule: Rule, part: ast.expr) -> Any:
        """The column (or number) that a part of the rule's expression gives."""
        if part is rule.expression:
            return self.evaluation[rule.name]
        if isinstance(part, ast.Name):
            return self.evaluation[part.id]
        if isinstance(part, ast.Attribute):
            return getattr(self.evaluation[part.value.id], part.attr)  # type: ignore[attr-defined]
        if part not in self._found:
            self._found[part] = self._evaluated(rule, part)
        return self._found[part]

    def _evaluated(self, rule: Rule, part: ast.expr) -> Any:
        join = _JOINED.get(type(part.op)) if isinstance(part, ast.BinOp) else None
        if join is not None and isinstance(part, ast.BinOp):
            return join(self.value(rule, part.left), self.value(rule, part.right))
        # The expression is the rule's own source, which has been loaded and run already.
        return eval(_compiled(part), rule.function.__globals__, self.evaluation.columns)  # noqa: S307

    def column(self, rule: Rule, part: ast.expr, table: Table) -> Column:
        """A part as a column of the level it is spoken of at."""
        column: Column = self.value(rule, part)
        return column.placed(table)

    def answer(self, rule: Rule, part: ast.expr, table: Table, row: int) -> bool | None:
        """Whether a condition holds in one row; None where nobody knows."""
        column = self.column(rule, part, table)
        assert isinstance(column, Flags)  # noqa: S101 - only conditions are asked about
        return None if is_unknown(column, row) else bool(at(column.mask, row))


@cache
def _compiled(part: ast.expr) -> CodeType:
    return compile(ast.Expression(part), "<rule>", "eval")


def at(values: Any, row: int) -> Any:
    """One row of an array, or the one value that stands for all rows."""
    return values[row] if isinstance(values, np.ndarray) and values.ndim else values


def is_unknown(column: Any, row: int) -> bool:
    """Whether nobody knows the value in this row."""
    return column.unknown is not None and bool(at(column.unknown, row))
