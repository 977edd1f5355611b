from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.months import Month
from minzheng.kernel.periods import (
    PeriodProblem,
    add_months,
    birthday,
    days_period_end,
    full_years,
    months_period_end,
)
from minzheng.kernel.working_days import CHINA

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 9, 10), 6, date(2027, 3, 10)),
    ],
)
def test_a_month_ends_on_the_corresponding_day_or_the_last_day(start, months, end):
    assert add_months(start, months) == end


@given(DAYS, st.integers(-240, 240))
def test_adding_months_lands_in_the_right_month_never_on_a_later_day(day, months):
    moved = add_months(day, months)
    assert Month.of(moved) - Month.of(day) == months
    assert moved.day == day.day or moved == Month.of(moved).last_day


def test_the_start_day_of_a_period_does_not_count():
    assert days_period_end(date(2026, 3, 10), 30) == date(2026, 4, 9)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 9, 1), date(2026, 10, 8)),  # 1 October rolls over the holiday
        (date(2026, 10, 8), date(2026, 11, 9)),  # Saturday 7 November rolls to Monday
        (date(2026, 4, 9), date(2026, 5, 9)),  # Saturday 9 May is a make-up working day
    ],
)
def test_a_last_day_of_rest_moves_to_the_next_working_day(start, last):
    assert days_period_end(start, 30, roll=CHINA) == last


def test_periods_in_months_roll_too():
    assert months_period_end(date(2026, 4, 1), 6) == date(2026, 10, 1)
    assert months_period_end(date(2026, 4, 1), 6, roll=CHINA) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2004, 5, 10), date(2026, 5, 9), 21),
        (date(2004, 5, 10), date(2026, 5, 10), 22),
        (date(2004, 2, 29), date(2026, 2, 27), 21),
        (date(2004, 2, 29), date(2026, 2, 28), 22),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2026, 5, 10), date(2026, 5, 10), 0),
    ],
)
def test_an_age_is_reached_on_the_birthday_itself(birth, on, age):
    assert full_years(birth, on) == age


@given(DAYS, st.integers(0, 120))
def test_ages_and_birthdays_agree(birth, age):
    reached = birthday(birth, age)
    assert full_years(birth, reached) == age
    assert age == 0 or full_years(birth, date.fromordinal(reached.toordinal() - 1)) == age - 1


def test_an_age_before_birth_is_refused():
    with pytest.raises(PeriodProblem, match="早于出生日期"):
        full_years(date(2026, 1, 2), date(2026, 1, 1))
