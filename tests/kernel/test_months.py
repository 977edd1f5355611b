from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.months import Month, MonthProblem

MONTHS = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    "text", ["2026-04", "2026年4月", "2026.4", "2026/04", "202604", " ２０２６－０４ ", "2026年 4 月"]
)
def test_it_reads_the_usual_ways_to_write_a_month(text):
    assert Month.parse(text) == Month(2026, 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "0000-01",
        "26-04",
        "2026-04-01",
        "²026-04",
        pytest.param("9" * 5000, id="5000 characters"),
    ],
)
def test_it_refuses_other_text_in_chinese(text):
    with pytest.raises(MonthProblem, match="月"):
        Month.parse(text)


@given(MONTHS)
def test_a_written_month_reads_back(month):
    assert Month.parse(str(month)) == month


@given(MONTHS, st.integers(-1000, 1000))
def test_addition_and_difference_agree(month, count):
    assert (month + count) - month == count


@given(MONTHS)
def test_the_last_day_is_the_day_before_the_next_month(month):
    assert month.last_day + timedelta(days=1) == (month + 1).first_day
    assert Month.of(month.last_day) == Month.of(month.first_day) == month


def test_the_last_month_of_the_calendar_has_a_last_day():
    assert Month(9999, 12).last_day == date(9999, 12, 31)


def test_months_are_ordered():
    assert Month(2025, 12) < Month(2026, 1)


def test_leaving_the_calendar_is_refused():
    with pytest.raises(MonthProblem, match="没有10000年1月"):
        Month(9999, 12) + 1


@given(MONTHS, st.integers(-30, 30))
def test_the_months_until_another_leave_that_one_out(month, count):
    months = list(month.until(month + count))
    assert months == [month + number for number in range(count)]
