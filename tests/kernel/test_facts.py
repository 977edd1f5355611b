from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.codes import SEX
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import DataClass, Fact, FactKind, FactProblem, Level


def fact(kind, **details):
    return Fact(number=1, name="thing", label="某事", level=Level.MEMBER, kind=kind, retention="CASE", **details)


MONEY = fact(FactKind.MONEY)
FLAG = fact(FactKind.FLAG)
CODE = fact(FactKind.CODE, codes=SEX)
AREA = fact(FactKind.NUMBER, scale=100, unit="㎡")
COUNT = fact(FactKind.NUMBER, unit="人")
DAY = fact(FactKind.DATE)
TEXT = fact(FactKind.TEXT, data_class=DataClass.L2)


def test_levels_know_their_parent():
    parents = {level: level.parent for level in Level}
    assert parents == {
        Level.HOUSEHOLD: None,
        Level.MEMBER: Level.HOUSEHOLD,
        Level.ASSET: Level.HOUSEHOLD,
        Level.OBLIGOR: Level.HOUSEHOLD,
        Level.INCOME: Level.MEMBER,
        Level.EXPENSE: Level.MEMBER,
    }


@pytest.mark.parametrize(
    ("declared", "value", "shown"),
    [
        (MONEY, 123456, "1,234.56元"),
        (FLAG, 1, "是"),
        (FLAG, 0, "否"),
        (CODE, 2, "女"),
        (AREA, 6050, "60.5㎡"),
        (AREA, -5, "-0.05㎡"),
        (COUNT, 4, "4人"),
        (fact(FactKind.NUMBER, scale=3), 1, "0.333333333333"),
        (DAY, to_day_number(date(1968, 5, 4)), "1968-05-04"),
    ],
)
def test_values_are_shown_in_chinese(declared, value, shown):
    assert declared.format(value) == shown


@pytest.mark.parametrize(
    ("declared", "text", "value"),
    [
        (MONEY, "1,234.56元", 123456),
        (FLAG, " 是 ", 1),
        (FLAG, "ｙｅｓ", 1),
        (FLAG, "无", 0),
        (CODE, "女", 2),
        (CODE, "FEMALE", 2),
        (CODE, "2", 2),
        (AREA, "60.5 ㎡", 6050),
        (AREA, "-0.05", -5),
        (COUNT, "４人", 4),
        (DAY, "1968年5月4日", to_day_number(date(1968, 5, 4))),
    ],
)
def test_values_are_read_as_people_write_them(declared, text, value):
    assert declared.parse(text) == value


@pytest.mark.parametrize(
    ("declared", "text", "reason"),
    [
        (MONEY, "很多", "金额“很多”无法识别"),
        (FLAG, "也许", "请填“是”或“否”"),
        (CODE, "X", "可填"),
        (AREA, "60.123", "小数位数过多"),
        (COUNT, "四", "不是数字"),
        pytest.param(COUNT, "9" * 5000, "不是数字", id="5000 characters"),
        (COUNT, "²", "不是数字"),
        (DAY, "2026-02-30", "不存在"),
    ],
)
def test_a_refusal_names_the_fact_and_the_reason(declared, text, reason):
    with pytest.raises(FactProblem, match=f"^某事：.*{reason}"):
        declared.parse(text)


@pytest.mark.parametrize("declared", [MONEY, FLAG, CODE, AREA, COUNT, DAY], ids=lambda declared: declared.kind)
@given(text=st.text(st.characters()))
def test_hostile_text_raises_nothing_but_fact_problem(declared, text):
    try:
        assert isinstance(declared.parse(text), int)
    except FactProblem as problem:
        str(problem).encode()


@given(st.integers(-(10**12), 10**12))
def test_shown_numbers_and_amounts_read_back(value):
    assert AREA.parse(AREA.format(value)) == value
    assert MONEY.parse(MONEY.format(value)) == value


def test_text_facts_have_no_integer_value():
    with pytest.raises(TypeError, match="text"):
        TEXT.format(1)
    with pytest.raises(TypeError, match="text"):
        TEXT.parse("x")


@pytest.mark.parametrize(
    "details",
    [
        {"kind": FactKind.CODE},
        {"kind": FactKind.FLAG, "codes": SEX},
        {"kind": FactKind.NUMBER, "scale": 0},
        {"kind": FactKind.MONEY, "scale": 100},
    ],
)
def test_contradictory_declarations_are_refused(details):
    with pytest.raises(ValueError, match="fact thing"):
        fact(**details)
