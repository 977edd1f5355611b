"""Which of the values a rule looked at made the result what it is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.ruleset import QUALIFIES

Decides = Callable[[str, int], bool]


def at(values: Any, row: int) -> Any:
    """One row of an array, or the one value that stands for all rows."""
    return values if np.ndim(values) == 0 else values[row]


def is_unknown(column: Any, row: int) -> bool:
    """Whether nobody knows the value in this row."""
    return column.unknown is not None and bool(at(column.unknown, row))


def decisive_needs(evaluation: Evaluation, name: str, row: int) -> Decides:
    """Says of each value a rule needed whether it decided the result in this row.

    Of "a or b" that is true only the true sides matter, of "a and b" that is false only the false ones; of a list of cases
    the one that was met.
    """
    own = evaluation[name]
    if is_unknown(own, row):
        return lambda need, at_row: not isinstance(evaluation[need], Flags) or is_unknown(evaluation[need], at_row)
    if name.startswith(QUALIFIES):
        return _everything if at(own.mask, row) else _flags_that_are(evaluation, False)
    expression = evaluation.plan.rules[name].expression
    if (
        isinstance(expression, ast.BinOp)
        and isinstance(own, Flags)
        and _settled_by_one(expression, bool(at(own.mask, row)))
    ):
        return _one_flag_that_is(evaluation, name, bool(at(own.mask, row)))
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and expression.func.id == "first_of":
        met = {name for case in _cases_met(expression, own, row) for name in _names(case)}
        return lambda need, _row: need in met
    return _everything


def says_something(evaluation: Evaluation, names: Iterable[str], row: int) -> bool:
    """Whether a row of a level below adds to the result: an amount that is not zero, or else a flag that holds."""
    columns = [evaluation[name] for name in names]
    numbers = [column for column in columns if isinstance(column, Numbers)]
    if any(is_unknown(column, row) for column in columns):
        return True
    if numbers:
        return any(column.fraction(row) for column in numbers)
    return any(bool(at(column.mask, row)) for column in columns if isinstance(column, Flags))


def is_nought(column: Any, row: int) -> bool:
    """Whether a number is known and nought."""
    return isinstance(column, Numbers) and not is_unknown(column, row) and int(at(column.top.values, row)) == 0


def _everything(_need: str, _row: int) -> bool:
    return True


def _flags_that_are(evaluation: Evaluation, wanted: bool) -> Decides:
    def decides(need: str, row: int) -> bool:
        column = evaluation[need]
        return not isinstance(column, Flags) or is_unknown(column, row) or bool(at(column.mask, row)) is wanted

    return decides


def _settled_by_one(expression: ast.BinOp, answer: bool) -> bool:
    """Whether one side alone settles the answer: a true side of "or", a false side of "and"."""
    return isinstance(expression.op, ast.BitOr if answer else ast.BitAnd)


def _one_flag_that_is(evaluation: Evaluation, name: str, wanted: bool) -> Decides:
    """One flag that settles it: a recorded fact if there is one, for that needs no further reason."""
    settling: list[str] = []

    def decides(need: str, row: int) -> bool:
        column = evaluation[need]
        if not isinstance(column, Flags):
            return True
        if not settling:
            settling.append(_settling(evaluation, name, row, wanted))
        return settling[0] in {need, ""} and bool(at(column.mask, row)) is wanted

    return decides


def _settling(evaluation: Evaluation, name: str, row: int, wanted: bool) -> str:
    flags = [need for need in evaluation.plan.rules[name].arguments if isinstance(evaluation[need], Flags)]
    same_level = [need for need in flags if evaluation[need].table is evaluation[name].table]
    fitting = [
        need
        for need in same_level
        if bool(at(evaluation[need].mask, row)) is wanted and not is_unknown(evaluation[need], row)
    ]
    return min(fitting, key=lambda need: need not in evaluation.population.facts, default="")


def _cases_met(expression: ast.Call, own: Any, row: int) -> list[ast.expr]:
    """The condition of the case whose code was given, and what all other cases take, which may give the same code."""
    cases = {keyword.arg: keyword.value for keyword in expression.keywords}
    number = int(at(own.values, row))
    key = own.codes.key(number) if any(item.number == number for item in own.codes) else None
    return [case for case in (cases.get(key), cases["otherwise"]) if case is not None]


def _names(expression: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}
