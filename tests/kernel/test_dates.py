from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.dates import DateProblem, from_day_number, parse_date, to_day_number


@pytest.mark.parametrize(
    "text", ["2026-03-05", "2026.3.5", "2026/3/5", "2026年3月5日", "20260305", " ２０２６．３．５ ", "2026年 3 月 5 日"]
)
def test_it_reads_the_usual_ways_to_write_a_date(text):
    assert parse_date(text) == date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    ["", "2026-3", "2026-3/5", "3/5/2026", "46086", "²026-03-05", pytest.param("9" * 5000, id="5000 characters"), "\0"],
)
def test_it_refuses_other_text(text):
    with pytest.raises(DateProblem, match="无法识别"):
        parse_date(text)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "0000-01-01", "2025年2月29日"])
def test_it_refuses_days_that_do_not_exist(text):
    with pytest.raises(DateProblem, match="不存在"):
        parse_date(text)


@given(st.dates())
def test_day_numbers_and_dates_convert_both_ways(day):
    assert from_day_number(to_day_number(day)) == day
    assert parse_date(day.isoformat()) == day


def test_day_zero_is_the_first_of_january_1970():
    assert to_day_number(date(1970, 1, 1)) == 0


@pytest.mark.parametrize("number", [10**7, -(10**7), 10**30])
def test_day_numbers_outside_the_calendar_are_refused(number):
    with pytest.raises(DateProblem, match="超出范围"):
        from_day_number(number)
