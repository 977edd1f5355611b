"""Working days by the yearly holiday arrangements of the State Council; never by weekends alone."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Self

from minzheng.kernel.holiday_tables import TABLES

_DAY = timedelta(days=1)


class CalendarMissing(LookupError):
    """A day in a year whose holiday arrangement is not loaded; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Rest days and make-up working days of the years it covers."""

    holidays: frozenset[date] = field(repr=False)
    makeup_workdays: frozenset[date] = field(repr=False)
    years: frozenset[int]

    @classmethod
    def from_lists(cls, *, holidays: Iterable[date], makeup_workdays: Iterable[date], years: Iterable[int]) -> Self:
        """Build a calendar from plain lists of days; `years` says for which years they are complete."""
        return cls(frozenset(holidays), frozenset(makeup_workdays), frozenset(years))

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day. Raises CalendarMissing for a year that is not loaded."""
        self._require(day.year)
        return day in self.makeup_workdays or (day.weekday() < 5 and day not in self.holidays)

    def next_workday(self, day: date) -> date:
        """Return the first working day after this day."""
        return self.add_workdays(day, 1)

    def add_workdays(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`; the start day does not count (民法典 第二百零一条).

        Zero working days give the start day itself; a negative count raises ValueError.
        """
        if count < 0:
            raise ValueError(f"工作日数不能为负数：{count}")
        day = start
        while count:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; zero when `end` is not later."""
        if end <= start:
            return 0
        for year in range((start + _DAY).year, end.year + 1):
            self._require(year)
        days = _workdays(self)
        return bisect_right(days, end) - bisect_right(days, start)

    def _require(self, year: int) -> None:
        if year not in self.years:
            raise CalendarMissing(f"{year}年的节假日安排尚未录入，不能计算工作日；请先录入国务院办公厅当年的放假通知")


@lru_cache(maxsize=8)
def _workdays(calendar: WorkCalendar) -> tuple[date, ...]:
    """Every working day of the calendar, so that long spans are counted without walking them."""
    firsts = [date(year, 1, 1) for year in sorted(calendar.years)]
    return tuple(
        day
        for first in firsts
        for day in (first + _DAY * offset for offset in range(366))
        if day.year == first.year and calendar.is_workday(day)
    )


CHINA = WorkCalendar.from_lists(
    holidays=(day for table in TABLES for day in table.holidays),
    makeup_workdays=(day for table in TABLES for day in table.makeup_workdays),
    years=(table.year for table in TABLES),
)
"""The working days of the mainland, from the announced (or, marked so, estimated) yearly tables."""
