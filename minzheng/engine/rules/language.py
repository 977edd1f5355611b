"""The words rules are written in.

A rule is a function of at most five arguments that returns one expression. Its arguments are its dependencies: a fact,
a parameter, another rule, or the rows of a level below (``members``, ``incomes``, ``expenses``, ``assets``,
``obligors``). The first line of its docstring is the officer's label, the decorator names the article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import numpy as np

from minzheng.engine.rules import exact
from minzheng.engine.rules.ages import full_years, months_between
from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.exact import Bounded
from minzheng.kernel.codes import ALL
from minzheng.kernel.facts import Level

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class RuleMark:
    """What a decorator says about a rule.

    Attributes:
        level: what one value of the rule is about.
        cites: articles, as ``laws/`` names them.
        name: the name other rules use; the function's own name unless a version of it.
        since, until: first and last day on which this version is law.
        when: values of choice parameters under which this version applies.
        unit: what is counted ("元", "元/月", "人", "岁", "月", "%"); flags and codes need none.
        of, else_say: for a condition, the matters it belongs to and the reason a refusal names.
    """

    level: Level
    cites: tuple[str, ...]
    name: str | None = None
    since: date | None = None
    until: date | None = None
    when: dict[str, str] = field(default_factory=dict)
    unit: str = "元"
    of: tuple[str, ...] = ()
    else_say: str | None = None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _decorator(level: Level) -> Callable[..., Callable[[Function], Function]]:
    def declare(
        *cites: str, since: str | None = None, until: str | None = None, **marks: Any
    ) -> Callable[[Function], Function]:
        mark = RuleMark(level, cites, since=_day(since), until=_day(until), **marks)

        def attach(function: Function) -> Function:
            function.rule = mark  # type: ignore[attr-defined]
            return function

        return attach

    return declare


rule = _decorator(Level.HOUSEHOLD)
member_rule = _decorator(Level.MEMBER)
asset_rule = _decorator(Level.ASSET)
obligor_rule = _decorator(Level.OBLIGOR)
income_rule = _decorator(Level.INCOME)
expense_rule = _decorator(Level.EXPENSE)


def requires(*cites: str, of: list[str], else_say: str, **marks: Any) -> Callable[[Function], Function]:
    """A condition on households of the matters ``of``; where it fails, ``else_say`` is the reason a refusal names."""
    return rule(*cites, of=tuple(of), else_say=else_say, **marks)


def member_requires(*cites: str, of: list[str], else_say: str, **marks: Any) -> Callable[[Function], Function]:
    """A condition on persons."""
    return member_rule(*cites, of=tuple(of), else_say=else_say, **marks)


def at_least(floor: Any, value: Any) -> Numbers:
    """``value``, but never below ``floor``."""
    return Numbers.of(value).extreme(floor, np.maximum)


def at_most(ceiling: Any, value: Any) -> Numbers:
    """``value``, but never above ``ceiling``."""
    return Numbers.of(value).extreme(ceiling, np.minimum)


def either(flag: Flags, then: Any, otherwise: Any) -> Numbers:
    """``then`` where the flag holds, ``otherwise`` elsewhere."""
    return Numbers.of(then).or_else(flag, otherwise)


def rounded(value: Numbers, how: str | None) -> Numbers:
    """Money rounded once, as ``how`` (a name of ``kernel.money.Rounding``) says; half is rounded away from zero.

    Unknown where nobody has set how to round.
    """
    if how is None:
        return Numbers.of(0, unknown=np.True_)
    unit, divide = _ROUNDINGS[how]
    scaled = Numbers.of(value) / unit
    steps = divide(scaled.top, Bounded.of(scaled.bottom))
    return Numbers(steps, 1, scaled.table, scaled.unknown) * unit


def _half_away(top: Bounded, bottom: Bounded) -> Bounded:
    steps = exact.floor_divide(exact.add(exact.scale(exact.magnitude(top), 2), bottom), exact.scale(bottom, 2))
    return steps if top.low >= 0 else exact.multiply(steps, Bounded.of(exact.sign(top.values)))


def _ceiling(top: Bounded, bottom: Bounded) -> Bounded:
    return exact.negate(exact.floor_divide(exact.negate(top), bottom))


_ROUNDINGS: dict[str, tuple[int, Callable[[Bounded, Bounded], Bounded]]] = {
    "HALF_UP_FEN": (1, _half_away),
    "HALF_UP_YUAN": (100, _half_away),
    "CEIL_YUAN": (100, _ceiling),
    "FLOOR_YUAN": (100, exact.floor_divide),
}


def first_of(code_list: str, *, otherwise: Any, **conditions: Flags) -> Codes:
    """The code of the first condition that holds, in the order written; ``otherwise`` may itself be a column of codes."""
    codes = ALL[code_list]
    column = otherwise if isinstance(otherwise, Codes) else Codes(codes.number(otherwise), codes, None)
    for key, flag in reversed(conditions.items()):
        column = column.unless_flagged(flag, codes.number(key))
    return column


def known_where(flag: Flags, value: Numbers) -> Numbers:
    """The number, unknown where the flag does not hold (nobody has established it)."""
    return value.known_where(flag)


__all__ = [
    "asset_rule",
    "at_least",
    "at_most",
    "either",
    "expense_rule",
    "first_of",
    "full_years",
    "income_rule",
    "known_where",
    "member_requires",
    "member_rule",
    "months_between",
    "obligor_rule",
    "requires",
    "rounded",
    "rule",
]
