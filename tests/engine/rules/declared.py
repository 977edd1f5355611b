"""A few facts, parameters and matters for tests of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from minzheng.engine.rules.parameters import Parameter, ParameterBook, ParameterType, ParameterValue, Setting
from minzheng.engine.rules.reading import read_rule
from minzheng.engine.rules.ruleset import MatterPeriod, RuleSet
from minzheng.kernel.codes import AREA_CLASS, INCOME_KIND
from minzheng.kernel.facts import Fact, FactKind, Level
from minzheng.laws.citations import LawIndex

LAW = "社会救助法 第十八条"
OLD_LAW = "社会救助暂行办法 第九条"


def _fact(number: int, name: str, label: str, level: Level, kind: FactKind, **more: Any) -> Fact:
    return Fact(number=number, name=name, label=label, level=level, kind=kind, retention="register", **more)


FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        _fact(1, "area", "城乡类别", Level.HOUSEHOLD, FactKind.CODE, codes=AREA_CLASS, required=True),
        _fact(2, "rent", "房租", Level.HOUSEHOLD, FactKind.MONEY, default=0),
        _fact(3, "wage", "工资", Level.MEMBER, FactKind.MONEY, default=0),
        _fact(4, "birth_on", "出生日期", Level.MEMBER, FactKind.DATE, required=True),
        _fact(5, "ill", "患重病", Level.MEMBER, FactKind.FLAG, default=0),
        _fact(6, "coefficient", "系数", Level.MEMBER, FactKind.NUMBER, scale=100, default=0),
        _fact(7, "income_kind", "收入项目", Level.INCOME, FactKind.CODE, codes=INCOME_KIND),
        _fact(8, "income_amount", "收入金额", Level.INCOME, FactKind.MONEY, default=0),
        _fact(9, "asset_value", "财产价值", Level.ASSET, FactKind.MONEY, default=0),
        _fact(10, "declared", "已申报", Level.HOUSEHOLD, FactKind.FLAG, default=0, required=True),
    )
}

PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter("standard", "低保标准", ParameterType.MONEY, "元/月", LAW, "市"),
        Parameter("months", "核算期限", ParameterType.COUNT, "月", LAW, "市"),
        Parameter(
            "method", "计发方法", ParameterType.CHOICE, "", LAW, "市", choices=(("GAP", "补差"), ("TIER", "分档"))
        ),
    )
}
MATTERS = {
    "dibao": MatterPeriod("最低生活保障"),
    "rigid": MatterPeriod("刚性支出困难家庭", date(2025, 1, 1), date(2027, 12, 31)),
}


def rule_set(*functions: Callable[..., Any], matters: Mapping[str, MatterPeriod] = MATTERS) -> RuleSet:
    """The rules of these functions, checked."""
    return RuleSet([read_rule(function) for function in functions], FACTS, PARAMETERS, matters, LawIndex.load())


def settings(**values: Any) -> dict[str, Setting]:
    """Parameters with these values, all from a document; the others unset."""
    exact = {name: Fraction(value) if isinstance(value, int) else value for name, value in values.items()}
    rows = [ParameterValue(name, "", date(1900, 1, 1), None, value, "文件") for name, value in exact.items()]
    return ParameterBook(PARAMETERS.values(), rows).at(place="", on=date(2026, 1, 1))
