"""Statutory dates of social assistance, each with its article. Nothing here reads the clock."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minzheng.kernel.months import Month
from minzheng.kernel.periods import add_months, birthday, days_period_end, months_period_end
from minzheng.kernel.working_days import WorkCalendar


class AgeEffect(StrEnum):
    """From which month reaching an age counts; a local parameter."""

    MONTH_AFTER = "MONTH_AFTER"
    SAME_MONTH = "SAME_MONTH"


@dataclass(frozen=True, slots=True)
class AppealDeadlines:
    """The last days to apply for reconsideration (行政复议) and to bring a suit (行政诉讼)."""

    reconsideration: date
    lawsuit: date


def workday_deadline(start: date, n: int, calendar: WorkCalendar) -> date:
    """Last day of a limit of `n` working days; the start day does not count (民法典 第二百零一条).

    Raises CalendarMissing when the limit runs into a year without a holiday table.
    """
    return calendar.add_workdays(start, n)


def publicity_end(posted: date, days: int) -> date:
    """Last day of a public notice (公示) in calendar days: posting day excluded, rest days do not extend it.

    Complete at midnight of that day (最低生活保障审核确认办法 民发〔2021〕57号 第十九条).
    """
    return days_period_end(posted, days)


def first_payment_month(decision: date) -> Month:
    """Benefits start the month after the decision (民发〔2021〕57号 第二十一条)."""
    return Month.of(decision) + 1


def death_effect(death: date) -> Month:
    """First month for which a household is paid without a member who died: the month after the death.

    The change itself is decided within three months, see `death_review_due` (低保兜底通知2022 一（三）).
    """
    return Month.of(death) + 1


def death_review_due(death: date) -> date:
    """Last day by which a household is checked and its grant changed after a death (低保兜底通知2022 一（三）)."""
    return months_period_end(death, 3)


def appeal_deadlines(served: date) -> AppealDeadlines:
    """60 days for reconsideration (行政复议法 第二十条), six months for a suit (行政诉讼法 第四十六条) from service."""
    return AppealDeadlines(reconsideration=days_period_end(served, 60), lawsuit=months_period_end(served, 6))


def age_effect_start(birth: date, age: int, mode: AgeEffect | str) -> Month:
    """First month in which reaching `age` counts. Raises ValueError for an unknown mode."""
    reached = Month.of(birthday(birth, age))
    return reached + 1 if AgeEffect(mode) is AgeEffect.MONTH_AFTER else reached


def minor_effect_end(birth: date, age: int = 18) -> Month:
    """Last month in which a minor's supplement is paid: the month of the 18th birthday (民法典 第十七条)."""
    return Month.of(birthday(birth, age))


def review_due(last: date, months: int) -> date:
    """Day by which the next periodic review is due, `months` after the last (民发〔2021〕57号 第三十一条)."""
    return add_months(last, months)
