"""Dates and months as people write them in ledgers: 2021.3.5, 2021年3月, 20210305, 二〇二一年三月五日, day serials."""

import re
from datetime import date, datetime

from minzheng.engine.matching.readings.reading import CellProblem
from minzheng.engine.matching.workbooks.cells import Cell, CellKind
from minzheng.engine.matching.workbooks.serials import moment_of
from minzheng.kernel.characters import collapse_spaces, to_ascii_width
from minzheng.kernel.dates import DateProblem, parse_date
from minzheng.kernel.months import Month, MonthProblem
from minzheng.laws.numerals import from_chinese

_HAN_YEAR = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?)?"
)
_TIME_TAIL = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?$")
_LOOSE = re.compile(r"([0-9]{4}) ?[-./年] ?([0-9]{1,2}) ?[-./月] ?([0-9]{1,2}) ?[日号]?")
_SHORT_YEAR = re.compile(r"'?[0-9]{2}[-./年].*")
_LONGEST = 40
_WRITE_DATE = "请按“2021-03-05”的格式填写年月日"
_WRITE_MONTH = "请按“2021-03”的格式填写年月"
_FIRST_SERIAL, _LAST_SERIAL = 3_000, 73_050
"""Serials between 1908 and 2099; other whole numbers in a date column are not dates."""


def read_date(cell: Cell, *, date_1904: bool) -> date:
    """Return the date of a cell. Raises CellProblem."""
    found = _date_of_value(cell, date_1904=date_1904)
    if found is not None:
        return found
    text = _plain(cell)
    if loose := _LOOSE.fullmatch(text):
        text = "-".join(loose.groups())
    try:
        return parse_date(text)
    except DateProblem as problem:
        raise CellProblem(_why_no_date(text, str(problem)), _WRITE_DATE) from None


def read_month(cell: Cell, *, date_1904: bool) -> Month:
    """Return the month of a cell that names a month or a day. Raises CellProblem."""
    found = _date_of_value(cell, date_1904=date_1904)
    if found is not None:
        return Month.of(found)
    text = _plain(cell)
    if cell.kind is CellKind.NUMBER and text.endswith(".1"):
        raise CellProblem(f"以数字形式存储的“{text}”分不清是1月还是10月", _WRITE_MONTH)
    try:
        return Month.parse(text)
    except MonthProblem:
        pass
    try:
        return Month.of(read_date(cell, date_1904=date_1904))
    except CellProblem as problem:
        raise CellProblem(problem.reason, _WRITE_MONTH) from None


def _date_of_value(cell: Cell, *, date_1904: bool) -> date | None:
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    if cell.kind is not CellKind.NUMBER or not isinstance(cell.value, int):
        return None
    moment = moment_of(cell.value, date_1904=date_1904) if _FIRST_SERIAL <= cell.value <= _LAST_SERIAL else None
    return moment if type(moment) is date else None


def _plain(cell: Cell) -> str:
    text = collapse_spaces(to_ascii_width(cell.text[: _LONGEST * 2]))
    text = _TIME_TAIL.sub("", text)
    match = _HAN_DATE.fullmatch(text.replace(" ", ""))
    if match is None:
        return text
    parts = [match[1].translate(_HAN_YEAR), *(str(from_chinese(part)) for part in match.groups()[1:] if part)]
    return "-".join(parts)


def _why_no_date(text: str, otherwise: str) -> str:
    if _SHORT_YEAR.fullmatch(text):
        return "年份只写了两位，分不清是哪个世纪"
    try:
        Month.parse(text)
    except MonthProblem:
        return otherwise
    return "只写到月份，缺少日"
