from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.parameters import Parameter, ParameterType, ParameterValue, Setting
from minzheng.engine.rules.settings_words import constant_words, percent, setting_words, unit_words, words_for_code

SINCE = date(2026, 7, 1)


def setting(kind: ParameterType, value: Any, *, source: str | None = "某文件", **more: Any) -> Setting:
    declared = {
        name: more.pop(name) for name in ("by", "choices", "columns", "otherwise", "said", "unit") if name in more
    }
    parameter = Parameter("p", "参数", kind, declared.pop("unit", ""), "社会救助法 第十八条", "市", **declared)
    row = ParameterValue("p", "", SINCE, None, value, source, **more)
    return Setting(parameter, row, row.confirmed(demo=False))


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (Fraction(71_700), "元/月", "717.00元/月"),
        (Fraction(730_000, 12), "元/人·月", "约 608.33元/人·月"),
        (Fraction(78_000), "元/期", "780.00元/核算期"),
        (Fraction(12), "月", "12个月"),
        (Fraction(3, 2), "倍", "1.5倍"),
        (Fraction(-1, 8), "", "-0.125"),
        (Fraction(1, 3), "倍", "约 0.3333倍"),
        (Fraction(-2, 3), "", "约 -0.6667"),
        (Fraction(0), "辆", "0辆"),
    ],
)
def test_a_figure_is_exact_or_says_about(value: Fraction, unit: str, said: str) -> None:
    assert unit_words(value, unit) == said


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_a_figure_without_about_is_the_exact_value(value: Fraction) -> None:
    said = unit_words(value, "人")
    shown = Fraction(said.removeprefix("约 ").removesuffix("人"))
    assert (shown == value) is not said.startswith("约")
    assert abs(shown - value) <= Fraction(1, 20_000)


@pytest.mark.parametrize(
    ("value", "unit", "said"), [(0, "元/月", "0元"), (100, "元/月", "1.00元/月"), (60, "岁", "60岁"), (0, "人", "0人")]
)
def test_a_number_in_a_rule_takes_the_unit_beside_it(value: int, unit: str, said: str) -> None:
    assert constant_words(Fraction(value), unit) == said


def test_shares_are_percentages() -> None:
    assert percent(Fraction(1, 8)) == "12.5%"
    assert percent(Fraction(1, 3)) == "约 33.3333%"


@pytest.mark.parametrize(
    ("given_setting", "said"),
    [
        (setting(ParameterType.MONEY, Fraction(5000), unit="元/月"), "50.00元/月"),
        (setting(ParameterType.COUNT, Fraction(24), unit="月"), "24个月"),
        (setting(ParameterType.SHARE, Fraction(1, 2), unit="%"), "50%"),
        (setting(ParameterType.FLAG, True), "是"),
        (setting(ParameterType.FLAG, False), "否"),
        (setting(ParameterType.CHOICE, "GAP", choices=(("GAP", "补差"),)), "补差"),
        (setting(ParameterType.CODES, ("W01", "T02")), "工资；城乡居民养老金"),
        (setting(ParameterType.CODES, ("W01", "没有的")), "W01；没有的"),
        (setting(ParameterType.CODES, ()), "无"),
        (
            setting(ParameterType.MONEY, {"URBAN": Fraction(83_000), "RURAL": Fraction(730_000, 12)}, unit="元", by="area_class"),
            "城市 830.00元；农村 约 608.33元",
        ),
        (
            setting(
                ParameterType.TABLE,
                ({"code": "A", "ratio": Fraction(1, 2), "money": Fraction(40_000)},),
                columns=(("code", ParameterType.CHOICE), ("ratio", ParameterType.SHARE), ("money", ParameterType.MONEY)),
            ),
            "A 档 不超过 50% 400.00元",
        ),
        (
            setting(
                ParameterType.TABLE,
                ({"above": Fraction(2_000_000), "until": Fraction(3), "rate": Fraction(2, 5)},),
                columns=(("above", ParameterType.MONEY), ("until", ParameterType.COUNT), ("rate", ParameterType.SHARE)),
                said=(("above", "超过 {}"), ("until", "至第 {} 个月"), ("rate", "按 {}")),
            ),
            "超过 20,000.00元 至第 3 个月 按 40%",
        ),
    ],
)  # fmt: skip
def test_a_parameter_is_said_by_its_kind(given_setting: Setting, said: str) -> None:
    assert setting_words(given_setting) == (said, "某文件，自 2026-07-01 起", "")


def test_a_value_nobody_set_is_unconfirmed_and_says_who_must_set_it() -> None:
    unset = Setting(setting(ParameterType.COUNT, 1).parameter, None, confirmed=False)
    value, source, warning = setting_words(unset)
    assert (value, source) == ("参数未确认", "")
    assert warning == "参数未确认：市尚未提供有依据的数值"


def test_a_value_without_a_source_warns() -> None:
    _, source, warning = setting_words(setting(ParameterType.COUNT, Fraction(1), source=None))
    assert source == "没有依据文件，自 2026-07-01 起"
    assert "不能据以决定" in warning


def test_a_warning_of_the_row_comes_before_all_others() -> None:
    assert setting_words(setting(ParameterType.COUNT, Fraction(1), warning="须核对原文"))[2] == "须核对原文"


def test_the_value_for_one_code_is_the_one_named_or_the_one_for_all_others() -> None:
    by_area = setting(
        ParameterType.MONEY, {"URBAN": Fraction(100)}, unit="元", by="area_class", otherwise=Fraction(200)
    )
    assert words_for_code(by_area, "URBAN") == "1.00元"
    assert words_for_code(by_area, "RURAL") == "2.00元"


def test_a_code_nobody_set_a_value_for_is_unconfirmed() -> None:
    by_area = setting(ParameterType.MONEY, {"URBAN": Fraction(100)}, unit="元", by="area_class")
    assert words_for_code(by_area, "RURAL") == "参数未确认"
    assert words_for_code(Setting(by_area.parameter, None, confirmed=False), "URBAN") == "参数未确认"
