from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.money import (
    LIMIT_FEN,
    MoneyError,
    Rounding,
    capital_yuan,
    format_yuan,
    parse_yuan,
    round_half_up,
)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("550", 55000),
        ("550.5", 55050),
        ("1,234.56", 123456),
        ("１，２３４．５６元", 123456),
        ("￥ 300", 30000),
        ("人民币300元整", 30000),
        ("1.5万元", 1500000),
        ("0.000001万", 1),
        ("12.300", 1230),
        (".5", 50),
        ("5.0元", 500),
        ("1 234 567", 123456700),
        ("\u3000 8 元 ", 800),
        ("-5", -500),
        ("\u22125", -500),
        ("+5", 500),
        ("¥-5", -500),
        ("-¥5", -500),
        ("(1,000.00)", -100000),
        ("（3）元", -300),
        ("¥(3)", -300),
        ("0", 0),
        (550, 55000),
        (-1, -100),
        (Decimal("12.34"), 1234),
        (Decimal("1E+3"), 100000),
        (Decimal(0), 0),
    ],
)
def test_it_reads_amounts_as_people_write_them(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "元",
        "五百",
        "1e5",
        "1E+3",
        "NaN",
        "Infinity",
        "1,23",
        "1,2345",
        "1.2.3",
        "1\n2",
        "--5",
        "(-5)",
        "-¥-5",
        "(5)3",
        "((5))",
        "5%",
        "²",
        "٣",
        "=1+1",
        "\ud800",
        "\0",
        "5" * 61,
        pytest.param("5" * 5000, id="5000 characters"),
        "1.005",
        "0.0000001万",
        "1000000000000.01",
        pytest.param(10**5000, id="an integer of 5001 digits"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+999999"),
        Decimal("1E-999999"),
        Decimal("0.001"),
        Decimal("1" * 80),
        True,
        1.5,
        None,
        b"5",
    ],
)
def test_it_refuses_everything_else_in_chinese(text):
    with pytest.raises(MoneyError, match="金额"):
        parse_yuan(text)


def test_it_says_what_is_wrong_with_the_amount():
    with pytest.raises(MoneyError, match=r"“12\.345”小于一分，最多写两位小数"):
        parse_yuan("12.345")


@given(st.integers(-LIMIT_FEN, LIMIT_FEN), st.booleans())
def test_formatted_amounts_read_back_exactly(fen, grouping):
    assert parse_yuan(format_yuan(fen, grouping=grouping)) == fen


@given(st.one_of(st.text(st.characters()), st.decimals(), st.integers()))
def test_hostile_amounts_raise_nothing_but_money_error(text):
    try:
        assert abs(parse_yuan(text)) <= LIMIT_FEN
    except MoneyError as problem:
        str(problem).encode()


def test_amounts_are_shown_with_two_decimals():
    assert format_yuan(123456) == "1,234.56"
    assert format_yuan(-5) == "-0.05"
    assert format_yuan(123456, grouping=False) == "1234.56"


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        # the examples of the bill-filling rules (支付结算办法 附一)
        (140950, "壹仟肆佰零玖元伍角"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (0, "零元整"),
        (1, "壹分"),
        (50, "伍角"),
        (101, "壹元零壹分"),
        (10000, "壹佰元整"),
        (-56000, "负伍佰陆拾元整"),
        (100_000_001_00, "壹亿零壹元整"),
        (100_001_000_00, "壹亿零壹仟元整"),
        (1_0001_0001_00, "壹亿零壹万零壹元整"),
        (1010_0000_00, "壹仟零壹拾万元整"),
        (LIMIT_FEN, "壹万亿元整"),
    ],
)
def test_capital_amounts_follow_the_bank_rules(fen, words):
    assert capital_yuan(fen) == words


def test_capital_amounts_beyond_the_limit_are_refused():
    with pytest.raises(MoneyError, match="一万亿元"):
        capital_yuan(LIMIT_FEN + 1)


@given(st.integers(1, LIMIT_FEN), st.integers(1, LIMIT_FEN))
def test_different_amounts_never_share_a_capital_form(one, other):
    assert (capital_yuan(one) == capital_yuan(other)) == (one == other)


@given(st.integers(0, LIMIT_FEN))
def test_capital_amounts_never_double_or_trail_a_zero(fen):
    words = capital_yuan(fen)
    assert "零零" not in words
    assert fen == 0 or "零元" not in words


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.5", 1), ("1.5", 2), ("-0.5", -1), ("2.4999", 2), ("-2.5", -3), ("7", 7)],
)
def test_halves_round_away_from_zero(value, rounded):
    assert round_half_up(Fraction(value)) == rounded


@pytest.mark.parametrize(
    ("rounding", "fen"),
    [("HALF_UP_FEN", 32151), ("CEIL_YUAN", 32200), ("HALF_UP_YUAN", 32200), ("FLOOR_YUAN", 32100)],
)
def test_each_rounding_gives_whole_fen(rounding, fen):
    assert Rounding(rounding).apply(Fraction("32150.5")) == fen


@given(st.fractions(-(10**9), 10**9), st.sampled_from(Rounding))
def test_rounding_stays_within_a_yuan_and_never_moves_a_rounded_amount(value, rounding):
    rounded = rounding.apply(value)
    assert abs(rounded - value) < 100
    assert rounding.apply(Fraction(rounded)) == rounded
