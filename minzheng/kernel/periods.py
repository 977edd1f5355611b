"""Periods of time by the Civil Code (民法典 第二百条至第二百零三条)."""

from datetime import date, timedelta

from minzheng.kernel.months import Month
from minzheng.kernel.working_days import WorkCalendar


class PeriodProblem(ValueError):
    """A period that cannot be counted; the message is a Chinese sentence."""


def add_months(day: date, months: int) -> date:
    """Return the corresponding day `months` later, else that month's last day (民法典 第二百零二条).

    Raises MonthProblem when the result leaves the years 1 to 9999.
    """
    month = Month.of(day) + months
    return month.first_day.replace(day=min(day.day, month.last_day.day))


def days_period_end(start: date, days: int, *, roll: WorkCalendar | None = None) -> date:
    """Return the last day of a period in calendar days; the start day does not count (第二百零一条).

    With `roll`, a last day that is a rest day moves to the next working day (第二百零三条).
    """
    return _rolled(start + timedelta(days=days), roll)


def months_period_end(start: date, months: int, *, roll: WorkCalendar | None = None) -> date:
    """Return the last day of a period in months (第二百零二条); `roll` as in `days_period_end`."""
    return _rolled(add_months(start, months), roll)


def _rolled(day: date, calendar: WorkCalendar | None) -> date:
    return day if calendar is None or calendar.is_workday(day) else calendar.next_workday(day)


def birthday(birth: date, age: int) -> date:
    """Return the day on which a person turns `age` (满N周岁); born on 29 February: the month's last day."""
    return add_months(birth, 12 * age)


def full_years(birth: date, on: date) -> int:
    """Age in full years on a day, reached on the birthday itself (周岁). Raises PeriodProblem before birth."""
    if on < birth:
        raise PeriodProblem(f"{on:%Y-%m-%d} 早于出生日期 {birth:%Y-%m-%d}，不能计算年龄")
    years = on.year - birth.year
    return years if birthday(birth, years) <= on else years - 1
