"""What a part of a rule's sentence comes to: the sentence is evaluated again piece by piece, only where somebody asks."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

from minzheng.engine.rules.columns import Flags
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.levels import Column
from minzheng.engine.rules.population import Rows
from minzheng.engine.rules.reading import ROWS, Rule
from minzheng.engine.rules.tables import Table


class Parts:
    """The parts of the sentences of one evaluation that kept its intermediate values."""

    def __init__(self, evaluation: Evaluation) -> None:
        """Start with nothing evaluated."""
        self.evaluation = evaluation
        self._arguments: dict[Rule, Mapping[str, Any]] = {}
        self._found: dict[ast.expr, Any] = {}

    def value(self, rule: Rule, part: ast.expr) -> Any:
        """The column (or number) that a part of the rule's expression gives."""
        if isinstance(part, ast.Name) and part.id not in ROWS:
            return self.evaluation[part.id]
        if part not in self._found:
            # The expression is the rule's own source, which has been loaded and run already.
            self._found[part] = eval(_compiled(part), rule.function.__globals__, self._of(rule))  # noqa: S307
        return self._found[part]

    def column(self, rule: Rule, part: ast.expr, table: Table) -> Column:
        """A part as a column of the level it is spoken of at."""
        column: Column = self.value(rule, part)
        return column.placed(table)

    def answer(self, rule: Rule, part: ast.expr, table: Table, row: int) -> bool | None:
        """Whether a condition holds in one row; None where nobody knows."""
        column = self.column(rule, part, table)
        assert isinstance(column, Flags)  # noqa: S101 - only conditions are asked about
        return None if is_unknown(column, row) else bool(at(column.mask, row))

    def _of(self, rule: Rule) -> Mapping[str, Any]:
        if rule not in self._arguments:
            tables, evaluation = self.evaluation.population.tables, self.evaluation
            self._arguments[rule] = {
                name: Rows(tables[ROWS[name][1]], {taken: evaluation[taken] for taken in rule.below[name]})
                if name in rule.below
                else evaluation[name]
                for name in rule.arguments
            }
        return self._arguments[rule]


@cache
def _compiled(part: ast.expr) -> CodeType:
    return compile(ast.Expression(part), "<rule>", "eval")


def at(values: Any, row: int) -> Any:
    """One row of an array, or the one value that stands for all rows."""
    return values[row] if isinstance(values, np.ndarray) and values.ndim else values


def is_unknown(column: Any, row: int) -> bool:
    """Whether nobody knows the value in this row."""
    return column.unknown is not None and bool(at(column.unknown, row))
