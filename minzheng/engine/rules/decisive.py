"""Which of the values a rule looked at made the result what it is.

Of "a or b" that is true one true side is enough, of "a and b" that is false one false side; of a list of cases the one that was
met; of rows below those that count. Where the result is unknown, what is unknown about it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.crossing import Crossing
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.levels import Column
from minzheng.engine.rules.parts import Parts, at, is_unknown
from minzheng.engine.rules.reading import ROWS, SUPPORTED, Rule
from minzheng.engine.rules.ruleset import QUALIFIES
from minzheng.engine.rules.tables import Table
from minzheng.engine.rules.wording import AGGREGATES, cases_of, otherwise_of

_CHOOSING = frozenset({"bitor", "bitand", "where", "known_where", "either", "unless", "first_of", "rows"})
"""Words of the language under which values choose what counts."""

Pair = tuple[str, int]
"""A name and the row of its own level."""


def deciding(parts: Parts, name: str, row: int) -> dict[Pair, None]:
    """The values that made one value what it is, in the order of the sentence."""
    plan = parts.evaluation.plan
    if name.startswith(QUALIFIES):
        return dict.fromkeys(_deciding_conditions(parts.evaluation, name, row))
    rule = plan.rules[name]
    if name in plan.undetermined:
        return dict.fromkeys((mode, 0) for mode in rule.mark.when)
    table = parts.evaluation.population.tables[rule.level]
    lost = is_unknown(parts.evaluation[name], row)
    walk = _Walk(parts, rule, lost=lost)
    walk.into(rule.expression, table, row)
    return walk.found


def considered(parts: Parts, name: str, row: int) -> dict[Pair, None]:
    """Every value that was looked at, whether it decided or not."""
    plan, tables = parts.evaluation.plan, parts.evaluation.population.tables
    rule = plan.rules.get(name)
    if rule is None:
        return dict.fromkeys((need, row) for need in plan.needs(name))
    table = tables[rule.level]
    plain = [need for need in rule.arguments if need not in rule.below]
    found = [(need, row_above(parts.evaluation[need], table, row)) for need in plain]
    for rows, names in rule.below.items():
        below = parts.evaluation.rows[rows].table
        found += [
            (need, row_above(parts.evaluation[need], below, child))
            for child in rows_below(below, row)
            for need in names
        ]
    return dict.fromkeys([*found, *((mode, 0) for mode in rule.mark.when)])


def row_above(column: Any, table: Table, row: int) -> int:
    """The row of a column's own level that a row of ``table`` belongs to; 0 for one value that stands for all rows."""
    own: Table | None = getattr(column, "table", None)
    if own is None or own.size == 1:
        return 0
    if isinstance(table, Crossing) and table.of is own:
        return int(table.rows[row])
    while table is not own and table.offsets is not None and table.parent is not None:
        row = int(np.searchsorted(table.offsets, row, side="right")) - 1
        table = table.parent
    return row


def rows_below(table: Table, row: int) -> range:
    """The rows of ``table`` that belong to one row of its parent."""
    return range(0) if table.offsets is None else range(int(table.offsets[row]), int(table.offsets[row + 1]))


def is_nought(column: Any, row: int) -> bool:
    """Whether a number is known and nought."""
    return isinstance(column, Numbers) and not is_unknown(column, row) and int(at(column.top.values, row)) == 0


def _deciding_conditions(evaluation: Evaluation, name: str, row: int) -> Iterator[Pair]:
    """All conditions of a matter where it holds, those that fail where it does not, else those nobody knows."""
    result = evaluation[name]
    for condition in evaluation.plan.needs(name):
        column = evaluation[condition]
        if is_unknown(result, row):
            decides = is_unknown(column, row)
        else:
            decides = bool(at(column.surely if at(result.mask, row) else column.surely_not, row))
        if decides:
            yield condition, row


class _Walk:
    """Walks one rule's sentence for one row; ``lost`` says that its result is unknown, else nothing that decides can be.

    Attributes:
        found: the values met that made the result what it is, in the order of the sentence.
    """

    def __init__(self, parts: Parts, rule: Rule, *, lost: bool) -> None:
        self.found: dict[Pair, None] = {}
        self._parts, self._rule, self._lost = parts, rule, lost
        self._columns, self._needs = parts.evaluation.columns, _needs(rule)

    def into(self, node: ast.expr, table: Table, row: int) -> None:
        """Find the values that made a part of the sentence what it is in one row of a level."""
        plain = _plain(node)
        if plain is not None and (not self._lost or isinstance(node, ast.Name | ast.Attribute)):
            for name in plain:
                if name in self._needs:
                    self.found[name, row_above(self._columns[name], table, row)] = None
        else:
            getattr(self, f"_{_word(node)}", self._all)(node, table, row)

    def _all(self, node: ast.expr, table: Table, row: int) -> None:
        """Everything a part is made of; where it is unknown, what is unknown of it."""
        inner = _inner(node)
        if self._lost and self._unknown(node, table, row):
            inner = [child for child in inner if self._unknown(child, table, row)] or inner
        for child in inner:
            self.into(child, table, row)

    def _unknown(self, node: ast.expr, table: Table, row: int) -> bool:
        if isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id not in self._rule.arguments):
            return False
        value = self._parts.value(self._rule, node)
        return value is None or (isinstance(value, Column) and is_unknown(value.placed(table), row))

    def _answer(self, node: ast.expr, table: Table, row: int) -> bool | None:
        return self._parts.answer(self._rule, node, table, row)

    def _bitor(self, node: ast.BinOp, table: Table, row: int) -> None:
        self._settled(node, table, row, enough=True)

    def _bitand(self, node: ast.BinOp, table: Table, row: int) -> None:
        self._settled(node, table, row, enough=False)

    def _settled(self, node: ast.BinOp, table: Table, row: int, *, enough: bool) -> None:
        """One side that settles it, a recorded fact rather than a rule, for that needs no further reason; else all that matter."""
        answer = self._answer(node, table, row)
        sides = [node.left, node.right]
        if answer is enough:
            sides.sort(key=lambda side: not self._is_fact(side))
        for side in sides:
            if self._answer(side, table, row) is answer:
                self.into(side, table, row)
                if answer is enough:
                    return

    def _is_fact(self, node: ast.expr) -> bool:
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        return name in self._parts.evaluation.population.facts

    def _where(self, node: ast.Call, table: Table, row: int) -> None:
        self._under(node.args[0], node.func.value, table, row)  # type: ignore[attr-defined]

    def _known_where(self, node: ast.Call, table: Table, row: int) -> None:
        value = node.args[1] if isinstance(node.func, ast.Name) else node.func.value  # type: ignore[attr-defined]
        self._under(node.args[0], value, table, row)

    def _under(self, flag: ast.expr, value: ast.expr, table: Table, row: int) -> None:
        """A condition, and what stands under it where the condition holds."""
        if self._answer(flag, table, row):
            self.into(value, table, row)
        self.into(flag, table, row)

    def _either(self, node: ast.Call, table: Table, row: int) -> None:
        flag, then, otherwise = node.args
        self.into(flag, table, row)
        answer = self._answer(flag, table, row)
        if answer is not None:
            self.into(then if answer else otherwise, table, row)

    def _unless(self, node: ast.Call, table: Table, row: int) -> None:
        value: ast.expr = node.func.value  # type: ignore[attr-defined]
        self.into(value, table, row)
        codes: Any = self._parts.column(self._rule, value, table)
        if int(at(codes.values, row)) == codes.codes.number(node.args[0].value):  # type: ignore[attr-defined]
            self.into(node.args[1], table, row)

    def _first_of(self, node: ast.Call, table: Table, row: int) -> None:
        met = case_met(self._parts, self._rule, node, table, row)
        conditions = [case.value for case in cases_of(node)]
        otherwise = otherwise_of(node)
        if met is None:
            conditions = [flag for flag in conditions if self._answer(flag, table, row) is None]
        elif met < len(conditions):
            conditions = [conditions[met]]
        elif not isinstance(otherwise, ast.Constant):
            conditions = [otherwise]
        for condition in conditions:
            self.into(condition, table, row)

    def _rows(self, node: ast.Call, _table: Table, row: int) -> None:
        """The rows below that make an aggregate what it is."""
        value: ast.expr = node.func.value  # type: ignore[attr-defined]
        if isinstance(value, ast.Name):
            return
        column = self._parts.value(self._rule, value)
        result = self._parts.value(self._rule, node)
        for child in rows_below(column.table, row):
            if _counts(column, child, result, row):
                self.into(value, column.table, child)
            elif is_unknown(result, row) and _would_count(column, child, of_all=node.func.attr == "all"):  # type: ignore[attr-defined]
                self.into(value, column.table, child)
                self.found[SUPPORTED, int(column.table.rows[child])] = None


def _would_count(column: Any, child: int, *, of_all: bool) -> bool:
    """Whether a row of which nobody knows if it belongs here would make a difference if it did."""
    if column.table.doubtful is None or not column.table.doubtful[child]:
        return False
    value = column.top.values if isinstance(column, Numbers) else column.mask
    return bool(at(value, child)) is not of_all


def case_met(parts: Parts, rule: Rule, node: ast.Call, table: Table, row: int) -> int | None:
    """Which case of ``first_of`` was met in a row; the number of cases if none was; None if that is not known."""
    cases = cases_of(node)
    for number, case in enumerate(cases):
        answer = parts.answer(rule, case.value, table, row)
        if answer is not False:
            return number if answer else None
    return len(cases)


def _counts(column: Any, child: int, result: Any, row: int) -> bool:
    """Whether a row below makes the aggregate what it is: what is not nought, what holds, what settles an any or an all."""
    if is_unknown(result, row):
        return is_unknown(column, child)
    if isinstance(column, Numbers):
        return bool(at(column.top.values, child))
    holds = bool(at(column.mask, child))
    return holds is bool(at(result.mask, row)) if isinstance(result, Flags) else holds


@cache
def _needs(rule: Rule) -> frozenset[str]:
    return frozenset(rule.needs)


@cache
def _plain(node: ast.expr) -> tuple[str, ...] | None:
    """The names in a part all of which count whatever their values are; None if the values choose among them."""
    if isinstance(node, ast.Name):
        return () if node.id in ROWS else (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if _word(node) in _CHOOSING:
        return None
    inner = [_plain(part) for part in _inner(node)]
    return None if None in inner else tuple(name for names in inner for name in names or ())


@cache
def _word(node: ast.expr) -> str:
    """Under which word a part is walked."""
    if isinstance(node, ast.BinOp):
        return type(node.op).__name__.lower()
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return "rows" if node.func.attr in AGGREGATES else node.func.attr
    return getattr(node.func, "id", "")


@cache
def _inner(node: ast.expr) -> list[ast.expr]:
    """The parts an expression is made of."""
    if isinstance(node, ast.Call):
        own = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        return [*own, *node.args, *(keyword.value for keyword in node.keywords)]
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    return [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
