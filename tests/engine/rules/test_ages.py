from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from minzheng.engine.rules.ages import full_years, months_between
from minzheng.engine.rules.columns import Numbers
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import Level
from minzheng.kernel.months import Month
from minzheng.kernel.periods import full_years as years_of_age
from tests.engine.rules.worlds import rows_of, world

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
LEAP_DAYS = st.sampled_from([date(year, 2, 29) for year in range(1904, 2100, 4)])
MONTH_ENDS = st.builds(lambda day: Month.of(day).last_day, DAYS)


def births(days: list[date]) -> Numbers:
    table = world([len(days)]).tables[Level.MEMBER]
    return Numbers.of(np.array([to_day_number(day) for day in days]), table)


@given(st.lists(st.one_of(DAYS, LEAP_DAYS, MONTH_ENDS), min_size=1, max_size=8), st.one_of(DAYS, LEAP_DAYS, MONTH_ENDS))
@example([date(2008, 2, 29)], date(2026, 2, 28))
@example([date(2008, 2, 29)], date(2028, 2, 28))
def test_ages_are_those_of_the_kernel(born: list[date], as_of: date) -> None:
    born = [min(day, as_of) for day in born]
    assert rows_of(full_years(births(born), as_of), len(born)) == [years_of_age(day, as_of) for day in born]


@given(DAYS, st.integers(1, 40_000))
def test_somebody_born_later_is_younger_than_nought(as_of: date, days: int) -> None:
    later = min(as_of + timedelta(days), date(2200, 1, 1))
    assert full_years(births([later]), as_of).fraction(0) < 0 or later <= as_of


@given(st.lists(DAYS, min_size=1, max_size=8), DAYS)
def test_months_are_counted_from_calendar_month_to_calendar_month(born: list[date], as_of: date) -> None:
    def months(day: date) -> int:
        return day.year * 12 + day.month

    assert rows_of(months_between(births(born), as_of), len(born)) == [months(as_of) - months(day) for day in born]


def test_one_date_for_all_gives_one_age_and_unknown_births_unknown_ages() -> None:
    assert full_years(Numbers.of(to_day_number(date(2000, 5, 5))), date(2026, 5, 4)).fraction(0) == 25
    table = world([2]).tables[Level.MEMBER]
    lost = Numbers.of(np.array([0, 0]), table)
    lost.unknown = np.array([False, True])
    assert rows_of(full_years(lost, date(2026, 1, 1)), 2) == [56, None]
    assert rows_of(months_between(lost, date(2026, 1, 1)), 2) == [672, None]


def test_births_thousands_of_years_apart_are_counted_too() -> None:
    born, as_of = [date(1, 1, 1), date(9999, 12, 31), date(2008, 3, 1)], date(2026, 2, 28)
    assert rows_of(full_years(births(born), as_of), 3) == [2025, -7974, 17]
    assert rows_of(months_between(births(born), as_of), 3) == [24301, -95686, 215]
