import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.laws.numerals import from_chinese, to_chinese


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (18, "十八"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (203, "二百零三"),
     (1000, "一千"), (1010, "一千零一十"), (1067, "一千零六十七"), (1100, "一千一百"), (1111, "一千一百一十一"), (2005, "二千零五")],
)  # fmt: skip
def test_numbers_are_written_as_statutes_write_them(number, text):
    assert to_chinese(number) == text
    assert from_chinese(text) == number


@given(st.integers(min_value=1, max_value=9999))
def test_writing_and_reading_agree(number):
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize("text", ["", "零", "条", "一一", "百", "十八条", "壹", "一万"])
def test_other_text_is_no_number(text):
    assert from_chinese(text) is None


@pytest.mark.parametrize("number", [0, 10_000, 123_456])
def test_numbers_no_statute_reaches_stay_arabic(number):
    assert to_chinese(number) == str(number)
