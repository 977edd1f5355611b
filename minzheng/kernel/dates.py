"""Dates as officers write them, and as the fact store keeps them (days since 1970-01-01)."""

import re
from datetime import date, timedelta

from minzheng.kernel.characters import collapse_spaces, printable, to_ascii_width

_EPOCH = date(1970, 1, 1)
_DATE = re.compile(
    r"([0-9]{4})(?:([-./])([0-9]{1,2})\2([0-9]{1,2})|年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日|([0-9]{2})([0-9]{2}))"
)


class DateProblem(ValueError):
    """A date that cannot be read or does not exist; the message is a Chinese sentence."""


def parse_date(text: str) -> date:
    """Read 2026-03-05, 2026.3.5, 2026/3/5, 2026年3月5日 or 20260305. Raises DateProblem."""
    match = _DATE.fullmatch(collapse_spaces(to_ascii_width(text)))
    if match is None:
        raise DateProblem(f"日期“{printable(text)}”无法识别，请按“2026-03-05”的格式填写")
    year, month, day = (int(part) for part in match.groups() if part and part.isdigit())
    try:
        return date(year, month, day)
    except ValueError:
        raise DateProblem(f"日期“{printable(text)}”不存在，请核对") from None


def to_day_number(day: date) -> int:
    """Days since 1970-01-01; negative before."""
    return (day - _EPOCH).days


def from_day_number(number: int) -> date:
    """Return the date of a day number. Raises DateProblem outside the years 1 to 9999."""
    try:
        return _EPOCH + timedelta(days=number)
    except OverflowError:
        raise DateProblem(f"日期序号 {number} 超出范围") from None
