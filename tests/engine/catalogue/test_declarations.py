from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.catalogue.declarations import read_declarations, read_value, read_values
from minzheng.engine.rules.parameters import Parameter, ParameterProblem, ParameterType
from minzheng.laws.strict_yaml import YamlProblem, load_document

DECLARED = """
dibao_standard:
  label: 低保标准
  type: money
  unit: 元/月
  cite: 社会救助法 第十九条
  set_by: 市
  by: area_class
  values:
    - {from: 2026-01-01, until: 2026-12-31, value: {URBAN: 800.50, RURAL: {per_year: 6500}}, source: 文件, published: 2025-12-20, warning: 待核}
benefit_method:
  label: 计发方法
  type: choice
  unit: ""
  cite: 社会救助法 第十八条
  set_by: 市
  choices: {GAP: 补差, TIER: 分档}
edge_multiple: {label: 边缘倍数, type: share, unit: 倍, cite: 社会救助法 第二十一条, set_by: 省, minimum: 1, maximum: 2.5, otherwise: 1.5}
"""


def declared(text: str = DECLARED) -> dict[str, tuple[Parameter, Any]]:
    return {
        parameter.name: (parameter, rows)
        for parameter, rows in read_declarations(load_document(text, "matters/x/params/p.yaml"))
    }


def test_a_declaration_says_what_a_parameter_is_and_what_the_nation_sets() -> None:
    parameter, (row,) = declared()["dibao_standard"]
    assert (parameter.type, parameter.by, parameter.cite) == (ParameterType.MONEY, "area_class", "社会救助法 第十九条")
    assert row.value == {"URBAN": Fraction(80050), "RURAL": Fraction(650000, 12)}
    assert (row.place, row.since, row.until, row.published) == (
        "",
        date(2026, 1, 1),
        date(2026, 12, 31),
        date(2025, 12, 20),
    )
    assert (row.source, row.warning, row.invented) == ("文件", "待核", False)
    bounds = declared()["edge_multiple"][0]
    assert (bounds.minimum, bounds.maximum, bounds.otherwise) == (1, Fraction(5, 2), Fraction(3, 2))
    assert declared()["benefit_method"][0].choices == (("GAP", "补差"), ("TIER", "分档"))


def test_a_table_may_say_how_its_columns_are_worded() -> None:
    text = """
bands:
  label: 分段
  type: table
  unit: ""
  cite: 社会救助法 第二十九条
  set_by: 县
  columns: {above: money, rate: share}
  said: {above: "超过 {}"}
"""
    assert declared(text)["bands"][0].said == (("above", "超过 {}"),)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("set_by: 省, ", "", "参数 edge_multiple 的声明缺少 set_by。"),
        ("set_by: 省", "set_by: 省, colour: 红", "参数 edge_multiple 的声明多了 colour。"),
        ("type: share", "type: ratio", "参数 edge_multiple 的类型 ratio 不存在，可用：money、share、count、flag、choice、codes、table。"),
        ("from: 2026-01-01", "from: 新年", "参数“低保标准”的一行应有 from（日期）和 value"),
        ("warning: 待核", "colour: 红", "参数“低保标准”的一行应有 from（日期）和 value"),
        ("800.50", "八百", "参数“低保标准”的值不合要求"),
        ("{URBAN: 800.50, RURAL: {per_year: 6500}}", "800.50", "值不合要求：应按城乡类别分别写明，如 {URBAN: …}"),
        ("RURAL:", "RURLA:", "参数“低保标准”的值不合要求"),
    ],
)  # fmt: skip
def test_a_declaration_that_cannot_stand_is_refused_with_file_and_line(old: str, new: str, sentence: str) -> None:
    assert old in DECLARED
    with pytest.raises(YamlProblem) as problem:
        declared(DECLARED.replace(old, new))
    assert sentence in str(problem.value)
    assert str(problem.value).startswith("matters/x/params/p.yaml:")


COUNTY = """
invented: true
parameters:
  edge_multiple:
    - {from: 2026-01-01, value: 1.5, source: 文件}
    - {from: 2027-01-01, value: 2, invented: false}
"""


def county(text: str) -> list[Any]:
    parameters = {name: parameter for name, (parameter, _) in declared().items()}
    return list(read_values(load_document(text, "localities/53/params.yaml"), parameters, "53"))


def test_a_locality_sets_values_for_declared_parameters() -> None:
    first, second = county(COUNTY)
    assert (first.place, first.value, first.invented, first.source) == ("53", Fraction(3, 2), True, "文件")
    assert (second.value, second.invented, second.source) == (2, False, None)


def test_a_locality_cannot_set_what_no_matter_declares_nor_leave_the_bounds_set_above() -> None:
    with pytest.raises(YamlProblem, match="参数 luck 没有在任何事项的 params/ 中声明"):
        county("parameters:\n  luck: []\n")
    with pytest.raises(YamlProblem, match="低于上级规定的下限"):
        county("parameters:\n  edge_multiple:\n    - {from: 2026-01-01, value: 0.99}\n")
    with pytest.raises(YamlProblem, match="高于上级规定的上限"):
        county("parameters:\n  edge_multiple:\n    - {from: 2026-01-01, value: 2.51}\n")


def parameter(kind: str, **more: Any) -> Parameter:
    return Parameter("p", "参数", ParameterType(kind), "", "社会救助法 第十八条", "县", **more)


@pytest.mark.parametrize(
    "raw", [[{"code": "A"}], ["A"], [{"code": "A", "max_ratio": "1", "per_person": "1", "more": "1"}]]
)
def test_each_band_has_its_columns_and_no_others(raw: Any) -> None:
    columns = (("code", ParameterType.CHOICE), ("max_ratio", ParameterType.SHARE), ("per_person", ParameterType.MONEY))
    with pytest.raises(ParameterProblem, match="每一档应有 code、max_ratio、per_person"):
        read_value(parameter("table", columns=columns), raw)


@given(st.decimals(0, 10**9, places=2))
def test_money_is_kept_in_exact_fen(amount: Any) -> None:
    assert read_value(parameter("money"), amount) == Fraction(amount) * 100
    assert read_value(parameter("money"), str(amount)) == Fraction(amount) * 100
    assert read_value(parameter("money"), {"per_year": amount}) == Fraction(amount) * 100 / 12


def test_each_type_has_its_own_form() -> None:
    assert read_value(parameter("flag"), True) is True
    assert read_value(parameter("codes"), ["X11", "T08"]) == ("X11", "T08")
    assert read_value(parameter("choice", choices=(("GAP", "补差"),)), "GAP") == "GAP"
    assert read_value(parameter("share", by="expense_kind"), {"MEDICAL": "0.5"}) == {"MEDICAL": Fraction(1, 2)}
    columns = (("code", ParameterType.CHOICE), ("max_ratio", ParameterType.SHARE), ("per_person", ParameterType.MONEY))
    rows = [{"code": "A", "max_ratio": "0.25", "per_person": "480.00"}]
    assert read_value(parameter("table", columns=columns), rows) == (
        {"code": "A", "max_ratio": Fraction(1, 4), "per_person": 48000},
    )


@pytest.mark.parametrize(
    ("kind", "raw", "sentence"),
    [
        ("flag", 1, "应为 true 或 false"),
        ("money", True, "应为数字"),
        ("money", 1.5, "应为数字"),
        ("count", None, "应为数字"),
        ("choice", "DICE", "DICE 不在选项 GAP 中"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: str, raw: Any, sentence: str) -> None:
    with pytest.raises(ParameterProblem, match=sentence):
        read_value(parameter(kind, choices=(("GAP", "补差"),)), raw)
