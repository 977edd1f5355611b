"""Reads a rule function: what it is called, what it needs, what it returns. Refuses what a rule may not contain."""

from __future__ import annotations

import ast
import hashlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from minzheng.engine.rules.gates import Gate, gate_of
from minzheng.engine.rules.language import RuleMark
from minzheng.kernel.facts import Level

MOST_ARGUMENTS = 5

QUALIFIES = "qualifies_for_"
"""Prefix of the names the engine makes: all conditions of a matter together."""

GIVEN = frozenset({"as_of"})
"""Arguments every evaluation supplies."""

ROWS: dict[str, tuple[Level, Level]] = {
    "members": (Level.HOUSEHOLD, Level.MEMBER),
    "assets": (Level.HOUSEHOLD, Level.ASSET),
    "obligors": (Level.HOUSEHOLD, Level.OBLIGOR),
    "own_obligors": (Level.MEMBER, Level.OBLIGOR),
    "incomes": (Level.MEMBER, Level.INCOME),
    "expenses": (Level.MEMBER, Level.EXPENSE),
}
"""Arguments that stand for the rows of a level below, or of those that concern a member: name -> (level of the rule, level of the rows)."""

SUPPORTED = "supported_member"
"""The fact of an obligor that says which member it concerns: the place among the household's members from one, 0 for all."""

LEVEL_WORDS = {
    Level.HOUSEHOLD: "家庭",
    Level.MEMBER: "成员",
    Level.INCOME: "收入项",
    Level.EXPENSE: "支出项",
    Level.ASSET: "财产",
    Level.OBLIGOR: "义务人",
}
"""What one row of a level is called in sentences."""


class RuleProblem(ValueError):
    """A rule or a set of rules that cannot stand; the message is a Chinese sentence naming file and line."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One version of one rule.

    Attributes:
        below: for each argument that stands for rows, the names it takes from them.
        digest: identifies the version: a hash of its source text.
    """

    name: str
    label: str
    mark: RuleMark
    function: Callable[..., Any]
    arguments: tuple[str, ...]
    below: dict[str, tuple[str, ...]]
    expression: ast.expr
    place: str
    digest: str

    @property
    def level(self) -> Level:
        """What one value of the rule is about."""
        return self.mark.level

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Every name the rule depends on."""
        plain = tuple(argument for argument in self.arguments if argument not in self.below)
        return plain + tuple(name for names in self.below.values() for name in names)

    @cached_property
    def gate(self) -> Gate | None:
        """What settles the rule before the rest of it is worked out; None if nothing does, or nothing else is left."""
        plain = tuple(argument for argument in self.arguments if argument not in self.below)
        return gate_of(self.expression, plain) if len(self.needs) > 1 else None

    def holds(self, on: date) -> bool:
        """Whether this version is law on that day."""
        return (self.mark.since is None or self.mark.since <= on) and (self.mark.until is None or on <= self.mark.until)


def read_rule(function: Callable[..., Any]) -> Rule:
    """Read a decorated function.

    Raises:
        RuleProblem: if it has no label, more than five arguments, a statement besides one return, or no source text.
    """
    mark: RuleMark = function.rule  # type: ignore[attr-defined]
    source = _source(function)
    place = f"{inspect.getsourcefile(function)}:{function.__code__.co_firstlineno}".rpartition("minzheng/")[2]
    definition = ast.parse(source).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise RuleProblem(f"{place} 规则必须是函数")
    name, label = mark.name or function.__name__, (inspect.getdoc(function) or "").partition("\n")[0]
    expression = _expression(definition, place, name)
    arguments = tuple(argument.arg for argument in definition.args.args)
    if not label:
        raise RuleProblem(f"{place} 规则 {name} 没有说明：文档字符串首行应写法定用语")
    if len(arguments) > MOST_ARGUMENTS:
        raise RuleProblem(
            f"{place} 规则 {name} 有 {len(arguments)} 个参数，最多 {MOST_ARGUMENTS} 个：请先把其中几个合成一个中间概念"
        )
    below = {argument: _taken(expression, argument) for argument in arguments if argument in ROWS}
    return Rule(
        name, label, mark, function, arguments, below, expression, place, hashlib.sha256(source.encode()).hexdigest()
    )


def _source(function: Callable[..., Any]) -> str:
    try:
        return textwrap.dedent(inspect.getsource(function))
    except OSError as problem:
        raise RuleProblem(f"找不到规则 {function.__name__} 的源代码") from problem


def _expression(definition: ast.FunctionDef, place: str, name: str) -> ast.expr:
    statements = [statement for statement in definition.body if not _is_docstring(statement)]
    if len(statements) != 1 or not isinstance(statements[0], ast.Return) or statements[0].value is None:
        raise RuleProblem(f"{place} 规则 {name} 除说明外只能有一条 return 语句")
    expression = statements[0].value
    for node in ast.walk(expression):
        if isinstance(node, ast.IfExp | ast.BoolOp | ast.comprehension | ast.Lambda) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        ):
            raise RuleProblem(f"{place} 规则 {name} 不能用 if、and、or、not、循环：请写 either(…)、&、|、~")
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            raise RuleProblem(f"{place} 规则 {name} 不能连续比较：请写 (a < b) & (b < c)")
    return expression


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _taken(expression: ast.expr, rows: str) -> tuple[str, ...]:
    """Names read from the rows: ``members.wage`` takes ``wage``; ``members.count()`` takes nothing."""
    names = [
        node.attr
        for node in ast.walk(expression)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == rows
        and node.attr != "count"
    ]
    return tuple(dict.fromkeys(names))
