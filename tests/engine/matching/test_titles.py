import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.matching.titles import Unit, group_stem, plain_title, unit_of


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("姓 名", "姓名"), ("与户主\n关系", "与户主关系"), ("身份证号码（18位）", "身份证号码"), ("＊姓名", "姓名"), ("1、姓名", "姓名"),
        ("乡镇/街道", "乡镇街道"), ("月保障金额(元/月)", "月保障金额"), ("\ufeff姓名", "姓名"), ("", ""),
    ],
)  # fmt: skip
def test_titles_are_compared_without_ornament(written: str, plain: str) -> None:
    assert plain_title(written) == plain


def test_a_group_loses_its_general_word() -> None:
    assert group_stem("户主信息") == "户主"
    assert group_stem("家庭成员基本情况") == "家庭成员"


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("金额", Unit(1, "")), ("金额（元）", Unit(1, "")), ("金额（元/月）", Unit(1, "月")), ("收入（万元/年）", Unit(10_000, "年")),
        ("年收入（万元）", Unit(10_000, "年")), ("月收入", Unit(1, "月")), ("标准（元/人·月）", Unit(1, "月")),
    ],
)  # fmt: skip
def test_units_are_read_from_the_title(title: str, unit: Unit) -> None:
    assert unit_of(title) == unit


@given(text=st.text())
def test_no_title_raises(text: str) -> None:
    assert len(plain_title(text)) <= 60
    assert unit_of(text).factor in (1, 10_000)
