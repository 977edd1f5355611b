"""A small chapter whose explanations fit on a screen: one household, its members, incomes, assets and obligors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.explanation import Explainer, Node, Subject
from minzheng.engine.rules.parameters import Parameter, ParameterBook, ParameterType, ParameterValue, Setting
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.reading import read_rule
from minzheng.engine.rules.ruleset import MatterPeriod, RuleSet
from minzheng.kernel.codes import AREA_CLASS, ASSET_KIND, DISABILITY_GRADE, INCOME_KIND, RELATION
from minzheng.kernel.facts import Fact, FactKind, Level
from minzheng.laws.citations import LawIndex

LAW = "社会救助法 第十八条"
OLD_LAW = "社会救助暂行办法 第九条"
DAY = date(2026, 8, 1)


def _fact(name: str, label: str, level: Level, kind: FactKind, **more: Any) -> tuple[str, str, Level, FactKind, Any]:
    return name, label, level, kind, more


_DECLARED = (
    _fact("area", "城乡类别", Level.HOUSEHOLD, FactKind.CODE, codes=AREA_CLASS, required=True),
    _fact("rent", "房租", Level.HOUSEHOLD, FactKind.MONEY, default=0),
    _fact("declared", "已申报", Level.HOUSEHOLD, FactKind.FLAG, default=0, required=True),
    _fact("has_car", "有车", Level.HOUSEHOLD, FactKind.FLAG, default=0),
    _fact("has_ship", "有船", Level.HOUSEHOLD, FactKind.FLAG, default=0),
    _fact("rooms", "房间数", Level.HOUSEHOLD, FactKind.NUMBER, unit="间", default=0),
    _fact("wage", "工资", Level.MEMBER, FactKind.MONEY, default=0),
    _fact("birth_on", "出生日期", Level.MEMBER, FactKind.DATE, required=True),
    _fact("ill", "患重病", Level.MEMBER, FactKind.FLAG, default=0),
    _fact("grade", "残疾等级", Level.MEMBER, FactKind.CODE, codes=DISABILITY_GRADE),
    _fact("relation", "关系", Level.MEMBER, FactKind.CODE, codes=RELATION, required=True),
    _fact("coefficient", "系数", Level.MEMBER, FactKind.NUMBER, scale=100, default=0),
    _fact("income_kind", "收入项目", Level.INCOME, FactKind.CODE, codes=INCOME_KIND),
    _fact("income_amount", "收入金额", Level.INCOME, FactKind.MONEY, default=0),
    _fact("asset_kind", "财产项目", Level.ASSET, FactKind.CODE, codes=ASSET_KIND),
    _fact("asset_value", "财产价值", Level.ASSET, FactKind.MONEY, default=0),
    _fact("obligor_unable", "义务人无能力", Level.OBLIGOR, FactKind.FLAG, default=0),
    _fact("supported_member", "被赡养的成员", Level.OBLIGOR, FactKind.NUMBER, default=0),
)
FACTS = {
    name: Fact(number=number, name=name, label=label, level=level, kind=kind, retention="register", **more)
    for number, (name, label, level, kind, more) in enumerate(_DECLARED, start=1)
}

PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter("standard", "低保标准", ParameterType.MONEY, "元/月", LAW, "市"),
        Parameter("standards", "标准", ParameterType.MONEY, "元/月", LAW, "市", by="area_class"),
        Parameter("months", "核算期限", ParameterType.COUNT, "月", LAW, "市"),
        Parameter("share", "比例", ParameterType.SHARE, "%", LAW, "市"),
        Parameter("frozen", "暂停", ParameterType.FLAG, "", LAW, "市"),
        Parameter("listed", "不计入的收入", ParameterType.CODES, "", LAW, "市"),
        Parameter(
            "rounding",
            "取整方法",
            ParameterType.CHOICE,
            "",
            LAW,
            "市",
            choices=(("CEIL_YUAN", "进位到元"), ("HALF_UP_FEN", "四舍五入到分")),
        ),
        Parameter(
            "method", "计发方法", ParameterType.CHOICE, "", LAW, "市", choices=(("GAP", "补差"), ("TIER", "分档"))
        ),
        Parameter(
            "tiers",
            "分档",
            ParameterType.TABLE,
            "元/月",
            LAW,
            "市",
            columns=(
                ("code", ParameterType.CHOICE),
                ("max_ratio", ParameterType.SHARE),
                ("per_person", ParameterType.MONEY),
            ),
        ),
    )
}
MATTERS = {"dibao": MatterPeriod("最低生活保障")}


def rule_set(*functions: Callable[..., Any]) -> RuleSet:
    """The rules of these functions, checked."""
    return RuleSet([read_rule(function) for function in functions], FACTS, PARAMETERS, MATTERS, LawIndex.load())


def settings(**values: Any) -> dict[str, Setting]:
    """Parameters with these values, all from a document; the others unset."""
    exact = {name: Fraction(value) if type(value) is int else value for name, value in values.items()}
    rows = [ParameterValue(name, "", date(1900, 1, 1), None, value, "文件") for name, value in exact.items()]
    return ParameterBook(PARAMETERS.values(), rows).at(place="", on=DAY)


def population(
    values: Mapping[str, list[Any]], *, households: int = 1, below: Mapping[Level, list[int]] | None = None
) -> Population:
    """Households with these values; None is unknown. ``below`` gives the number of rows for each parent row."""
    offsets = {level: np.cumsum([0, *counts]) for level, counts in (below or {}).items()}
    known = {name: np.array([value or 0 for value in row], np.int64) for name, row in values.items()}
    unknown = {name: np.array([value is None for value in row]) for name, row in values.items() if None in row}
    return Population(FACTS, households, offsets, known, unknown)


def evaluated(rules: RuleSet, people: Population, outputs: list[str], **parameters: Any) -> Evaluation:
    """Everything the outputs need, kept."""
    chosen = settings(**parameters)
    return evaluate(rules.on(DAY, chosen), people, chosen, outputs, keep=True)


def explained(
    rules: RuleSet, people: Population, name: str, *, row: int = 0, subject: Subject | None = None, **parameters: Any
) -> Node:
    """The node of one name."""
    return Explainer(evaluated(rules, people, [name], **parameters), rules, subject).node(name, row)


def names(nodes: tuple[Node, ...]) -> list[str]:
    """What nodes are about, in their order: ``name`` or ``name@whose``."""
    return [f"{node.name}@{node.about}" if node.about else node.name for node in nodes]
