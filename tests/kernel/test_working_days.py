from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.working_days import CHINA, CalendarMissing, WorkCalendar

DAYS = st.dates(date(2020, 1, 1), date(2026, 6, 30))

SMALL = WorkCalendar.from_lists(holidays=[date(2026, 9, 25)], makeup_workdays=[date(2026, 9, 20)], years=[2026])


@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_day_agrees_with_the_published_calendars(year):
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(365)] + [date(year, 12, 31)]
    assert [CHINA.is_workday(day) for day in days] == [chinese_calendar.is_workday(day) for day in days]


def test_the_2026_rest_days_on_weekdays_and_make_up_days_are_those_of_the_notice():
    rest = {date(2026, 1, day) for day in (1, 2)} | {date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)}
    rest |= {
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 4),
        date(2026, 5, 5),
        date(2026, 6, 19),
        date(2026, 9, 25),
    }
    rest |= {date(2026, 10, day) for day in (1, 2, 5, 6, 7)}
    makeup = {
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    }
    year = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(365)]
    assert {day for day in year if day.weekday() < 5 and not CHINA.is_workday(day)} == rest
    assert {day for day in year if day.weekday() >= 5 and CHINA.is_workday(day)} == makeup


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 2, 10), 3, date(2026, 2, 13)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 9, 24), 3, date(2026, 9, 30)),
        (date(2026, 9, 24), 0, date(2026, 9, 24)),
    ],
)
def test_working_days_are_counted_without_the_start_day(start, count, end):
    assert CHINA.add_workdays(start, count) == end


def test_the_next_working_day_skips_the_holiday():
    assert SMALL.next_workday(date(2026, 9, 24)) == date(2026, 9, 28)
    assert SMALL.next_workday(date(2026, 9, 18)) == date(2026, 9, 20)


@given(DAYS, st.integers(0, 60))
def test_counting_forward_and_counting_between_agree(start, count):
    end = CHINA.add_workdays(start, count)
    assert CHINA.workdays_between(start, end) == count


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert CHINA.workdays_between(date(2026, 5, 9), date(2026, 5, 1)) == 0


@given(DAYS, st.integers(0, 800))
def test_long_spans_are_counted_as_if_every_day_were_asked(start, length):
    days = [start + timedelta(days=offset) for offset in range(1, length + 1)]
    end = start + timedelta(days=length)
    if end.year in CHINA.years:
        assert CHINA.workdays_between(start, end) == sum(map(CHINA.is_workday, days))


def test_a_span_into_a_year_without_a_table_is_refused():
    with pytest.raises(CalendarMissing, match="2028年"):
        CHINA.workdays_between(date(2027, 12, 1), date(2028, 1, 3))


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="不能为负数"):
        CHINA.add_workdays(date(2026, 1, 1), -1)


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2028, 1, 3)])
def test_a_year_without_a_table_is_refused_never_guessed(day):
    with pytest.raises(CalendarMissing, match=rf"{day.year}年的节假日安排尚未录入"):
        CHINA.is_workday(day)


def test_a_limit_running_into_a_missing_year_is_refused():
    with pytest.raises(CalendarMissing, match="2027年"):
        SMALL.add_workdays(date(2026, 12, 30), 3)
