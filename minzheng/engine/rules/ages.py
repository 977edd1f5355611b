"""Ages in years and in months on a day, for columns of birth dates.

A county's births lie on a few ten thousand days: the age of each day is worked out once and looked up for each person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.exact import Bounded

Counting = Callable[[NDArray[Any], date], NDArray[np.int64]]

_BLOCK = 2**15
"""Days in a block of the table, about 90 years: the births of the living lie in the two blocks around 1970."""

_MOST_BLOCKS = 4


def full_years(birth_on: Numbers, as_of: date) -> Numbers:
    """Completed years of age (满N周岁): reached on the birthday; 29 February counts as the month's end (民法典 第二百零二条)."""
    return _by_day(birth_on, as_of, _full_years)


def months_between(birth_on: Numbers, as_of: date) -> Numbers:
    """Calendar months from the month of birth to the month of ``as_of``, whatever the day."""
    return _by_day(birth_on, as_of, _months_between)


def _by_day(days: Numbers, as_of: date, count: Counting) -> Numbers:
    """What ``count``, which falls from day to day, gives for each day."""
    top = days.top
    first, last = top.low // _BLOCK, top.high // _BLOCK
    if isinstance(top.values, int):
        counted = Bounded.of(int(count(_as_days(np.array([top.values])), as_of)[0]))
    elif last - first < _MOST_BLOCKS:
        table = _table(count, as_of, first, last)
        counted = Bounded(table.take(top.values - first * _BLOCK), int(table[-1]), int(table[0]))
    else:
        counted = Bounded.of(count(_as_days(top.values), as_of))
    return Numbers(counted, 1, days.table, days.unknown)


@lru_cache(maxsize=16)
def _table(count: Counting, as_of: date, first: int, last: int) -> NDArray[np.int64]:
    return count(_as_days(np.arange(first * _BLOCK, (last + 1) * _BLOCK)), as_of)


def _as_days(numbers: NDArray[Any]) -> NDArray[Any]:
    return numbers.astype("datetime64[D]")


def _months_between(born: NDArray[Any], as_of: date) -> NDArray[np.int64]:
    return (as_of.year * 12 + as_of.month - 1) - (born.astype("datetime64[M]").astype(np.int64) + 1970 * 12)


def _full_years(born: NDArray[Any], as_of: date) -> NDArray[np.int64]:
    months = born.astype("datetime64[M]")
    month_of_year = months.astype(np.int64) % 12 + 1
    day_of_month = (born - months.astype("datetime64[D]")).astype(np.int64) + 1
    years = as_of.year - (months.astype(np.int64) // 12 + 1970)
    today = np.datetime64(as_of, "D")
    last_day = (np.datetime64(as_of, "M") + 1).astype("datetime64[D]") - today == np.timedelta64(1, "D")
    due = (month_of_year < as_of.month) | ((month_of_year == as_of.month) & ((day_of_month <= as_of.day) | last_day))
    completed: NDArray[np.int64] = years - ~due
    return completed
