"""Holiday arrangements of the State Council, year by year (国务院办公厅关于…年部分节假日安排的通知).

A table lists what its notice lists; a New Year bridge may begin in December of the year before. A table of status 预估 holds
only the statutory days of 全国年节及纪念日放假办法 (2024 年修订) 第二条: swaps and make-up days are not yet known.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class TableStatus(StrEnum):
    """Whether the State Council has announced the year."""

    PUBLISHED = "公布"
    ESTIMATED = "预估"


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """One year's arrangement: holiday ranges (name, first day, last day) and make-up working days, with its source."""

    year: int
    source: str
    status: TableStatus
    ranges: tuple[tuple[str, date, date], ...]
    makeup_workdays: tuple[date, ...]

    @property
    def holidays(self) -> tuple[date, ...]:
        """Return every single day of the ranges."""
        return tuple(
            first + timedelta(days=offset)
            for _, first, last in self.ranges
            for offset in range((last - first).days + 1)
        )


def _table(
    year: int, source: str, *, ranges: str, makeup: str = "", status: TableStatus = TableStatus.PUBLISHED
) -> HolidayTable:
    return HolidayTable(
        year=year,
        source=source,
        status=status,
        ranges=tuple(_range(year, item) for item in ranges.split("，")),
        makeup_workdays=tuple(_day(year, item) for item in makeup.split()),
    )


def _range(year: int, item: str) -> tuple[str, date, date]:
    name, _, days = item.partition(" ")
    first, _, last = days.partition("—")
    return name, _day(year, first), _day(year, last or first)


def _day(year: int, text: str) -> date:
    """Read "5-1" within the year, or a full "2022-12-31"."""
    *years, month, day = (int(part) for part in text.split("-"))
    return date(years[0] if years else year, month, day)


TABLES: tuple[HolidayTable, ...] = (
    _table(
        2020,
        "国务院办公厅关于2020年部分节假日安排的通知（国办发明电〔2019〕16号）、关于延长2020年春节假期的通知（国办发明电〔2020〕1号）",
        ranges="元旦 1-1，春节 1-24—2-2，清明节 4-4—4-6，劳动节 5-1—5-5，端午节 6-25—6-27，国庆节、中秋节 10-1—10-8",
        makeup="1-19 4-26 5-9 6-28 9-27 10-10",
    ),
    _table(
        2021,
        "国务院办公厅关于2021年部分节假日安排的通知（国办发明电〔2020〕27号）",
        ranges="元旦 1-1—1-3，春节 2-11—2-17，清明节 4-3—4-5，劳动节 5-1—5-5，端午节 6-12—6-14，中秋节 9-19—9-21，国庆节 10-1—10-7",
        makeup="2-7 2-20 4-25 5-8 9-18 9-26 10-9",
    ),
    _table(
        2022,
        "国务院办公厅关于2022年部分节假日安排的通知（国办发明电〔2021〕11号）",
        ranges="元旦 1-1—1-3，春节 1-31—2-6，清明节 4-3—4-5，劳动节 4-30—5-4，端午节 6-3—6-5，中秋节 9-10—9-12，国庆节 10-1—10-7",
        makeup="1-29 1-30 4-2 4-24 5-7 10-8 10-9",
    ),
    _table(
        2023,
        "国务院办公厅关于2023年部分节假日安排的通知（国办发明电〔2022〕16号）",
        ranges="元旦 2022-12-31—1-2，春节 1-21—1-27，清明节 4-5，劳动节 4-29—5-3，端午节 6-22—6-24，中秋节、国庆节 9-29—10-6",
        makeup="1-28 1-29 4-23 5-6 6-25 10-7 10-8",
    ),
    _table(
        2024,
        "国务院办公厅关于2024年部分节假日安排的通知（国办发明电〔2023〕7号）",
        ranges="元旦 1-1，春节 2-10—2-17，清明节 4-4—4-6，劳动节 5-1—5-5，端午节 6-10，中秋节 9-15—9-17，国庆节 10-1—10-7",
        makeup="2-4 2-18 4-7 4-28 5-11 9-14 9-29 10-12",
    ),
    _table(
        2025,
        "国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号）",
        ranges="元旦 1-1，春节 1-28—2-4，清明节 4-4—4-6，劳动节 5-1—5-5，端午节 5-31—6-2，国庆节、中秋节 10-1—10-8",
        makeup="1-26 2-8 4-27 9-28 10-11",
    ),
    _table(
        2026,
        "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）",
        ranges="元旦 1-1—1-3，春节 2-15—2-23，清明节 4-4—4-6，劳动节 5-1—5-5，端午节 6-19—6-21，中秋节 9-25—9-27，国庆节 10-1—10-7",
        makeup="1-4 2-14 2-28 5-9 9-20 10-10",
    ),
    _table(
        2027,
        "全国年节及纪念日放假办法（2024年修订）第二条；国务院办公厅通知尚未公布",
        ranges="元旦 1-1，春节 2-5—2-8，清明节 4-5，劳动节 5-1—5-2，端午节 6-9，中秋节 9-15，国庆节 10-1—10-3",
        status=TableStatus.ESTIMATED,
    ),
)
"""Every year known to the product, in order."""
