from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from minzheng.engine.rules.language import at_least, either, member_rule, rule
from minzheng.engine.rules.reading import RuleProblem, read_rule
from minzheng.kernel.facts import Level
from tests.engine.rules.declared import LAW


@rule(LAW, since="2026-07-01", until="2026-12-31")
def top_up(members, standard, rent):
    """补差

    More for the reader of code.
    """
    return at_least(0, standard * members.count() - members.wage.sum() - members.wage.largest() - rent)


def test_a_rule_is_read_from_its_source() -> None:
    read = read_rule(top_up)
    assert (read.name, read.label, read.level) == ("top_up", "补差", Level.HOUSEHOLD)
    assert read.arguments == ("members", "standard", "rent")
    assert read.below == {"members": ("wage",)}
    assert read.needs == ("standard", "rent", "wage")
    assert read.place.endswith("test_reading.py:15")
    assert len(read.digest) == 64
    assert [read.holds(day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]


def test_a_rule_without_dates_always_holds() -> None:
    assert read_rule(no_arguments).holds(date.min)
    assert read_rule(no_arguments).holds(date.max)


@rule(LAW)
def no_arguments():
    """没有参数"""
    return 1


@rule(LAW)
def unlabelled(rent):
    return rent


@rule(LAW)
def six(rent, wage, ill, area, standard, months):
    """六个参数"""
    return rent


@rule(LAW)
def two_statements(rent):
    """两条语句"""
    more = rent + 1
    return more  # noqa: RET504 - what the test is about


@rule(LAW)
def returns_nothing(rent):
    """没有结果"""
    return


@rule(LAW)  # noqa: RET503
def looped(rent):
    """循环"""
    for _ in range(3):
        return rent


@rule(LAW)  # noqa: RET503
def branching(rent):
    """分支"""
    if rent:
        return rent


@rule(LAW)
def conditional(rent, months):
    """条件"""
    return rent if months else 0


@rule(LAW)
def conjunction(rent, months):
    """并且"""
    return (rent > 0) and (months > 0)


@rule(LAW)
def disjunction(rent, months):
    """或者"""
    return (rent > 0) or (months > 0)


@rule(LAW)
def negation(ill):
    """否定"""
    return not ill


@rule(LAW)
def comprehension(rent):
    """逐个"""
    return [rent for _ in range(3)]


@rule(LAW)
def hidden(rent):
    """藏着的函数"""
    return (lambda value: value)(rent)  # noqa: PLC3002


@rule(LAW)
def chained(rent, months):
    """连续比较"""
    return 0 < rent < months


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (unlabelled, "规则 unlabelled 没有说明：文档字符串首行应写法定用语"),
        (six, "规则 six 有 6 个参数，最多 5 个：请先把其中几个合成一个中间概念"),
        (two_statements, "规则 two_statements 除说明外只能有一条 return 语句"),
        (returns_nothing, "规则 returns_nothing 除说明外只能有一条 return 语句"),
        (looped, "规则 looped 除说明外只能有一条 return 语句"),
        (branching, "规则 branching 除说明外只能有一条 return 语句"),
        (conditional, "规则 conditional 不能用 if、and、or、not、循环：请写 either(…)、&、|、~"),
        (conjunction, "规则 conjunction 不能用 if"),
        (disjunction, "规则 disjunction 不能用 if"),
        (negation, "规则 negation 不能用 if"),
        (comprehension, "规则 comprehension 不能用 if"),
        (hidden, "规则 hidden 不能用 if"),
        (chained, "规则 chained 不能连续比较：请写 (a < b) & (b < c)"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_it_refuses_what_a_rule_may_not_contain_and_says_where(function: Callable[..., Any], sentence: str) -> None:
    with pytest.raises(RuleProblem) as problem:
        read_rule(function)
    assert sentence in str(problem.value)
    assert "test_reading.py:" in str(problem.value)


shortened = member_rule(LAW)(lambda wage: wage)


def test_a_rule_must_be_a_function_with_a_name() -> None:
    with pytest.raises(RuleProblem, match="规则必须是函数"):
        read_rule(shortened)


def test_the_language_itself_stays_allowed() -> None:
    @rule(LAW)
    def allowed(rent, months):
        """允许"""
        return either((rent > 0) & ~(months > 1), rent, -months)

    assert read_rule(allowed).label == "允许"


def test_a_rule_whose_source_cannot_be_read_is_refused() -> None:
    made: dict[str, Any] = {}
    exec("def made(rent):\n    '说明'\n    return rent\n", made)  # noqa: S102 - a function without a file
    with pytest.raises(RuleProblem, match="找不到规则 made 的源代码"):
        read_rule(rule(LAW)(made["made"]))
