"""Calendar months: what benefits are paid for and when decisions take effect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from minzheng.kernel.characters import collapse_spaces, printable, to_ascii_width

_MONTH = re.compile(r"([0-9]{4})(?:[-./]|年 ?)?([0-9]{1,2}) ?月?")


class MonthProblem(ValueError):
    """A month that cannot be read or does not exist; the message is a Chinese sentence."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of the Gregorian calendar, years 1 to 9999."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise MonthProblem(f"没有{self.year}年{self.month}月这个月份")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026-04" (also 2026年4月, 2026.4, 2026/4, 202604); raises MonthProblem."""
        match = _MONTH.fullmatch(collapse_spaces(to_ascii_width(text)))
        if match is None:
            raise MonthProblem(f"月份“{printable(text)}”无法识别，请按“2026-04”的格式填写")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    def __add__(self, months: int) -> "Month":
        year, index = divmod(self._index + months, 12)
        return Month(year, index + 1)

    def __sub__(self, other: "Month") -> int:
        return self._index - other._index

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def until(self, end: "Month") -> "Iterator[Month]":
        """Yield the months from this one up to, not including, `end`; none if `end` is not later."""
        return (self + number for number in range(end - self))

    @property
    def _index(self) -> int:
        return self.year * 12 + self.month - 1

    @property
    def first_day(self) -> date:
        """Return the first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Return the last day of the month."""
        if self.month == 12:
            return date(self.year, 12, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)
