from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.matching.readings.reading import CellProblem
from minzheng.engine.matching.readings.written_dates import read_date, read_month
from minzheng.engine.matching.workbooks.cells import Cell, CellKind, number_cell, text_cell
from minzheng.kernel.months import Month
from tests.engine.matching.reading_files import attempt

DAY = date(2021, 3, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2021.3.5", "2021-03-05", "2021/3/5", "2021年3月5日", "20210305", "二〇二一年三月五日", "二○二一年三月五日", "２０２１．３．５",
        "2021年03月05号", "2021-03-05 00:00:00", " 2021 年 3 月 5 日 ", "2021-3.5",
    ],
)  # fmt: skip
def test_every_notation_of_one_day_is_that_day(written: str) -> None:
    assert read_date(text_cell(written, 0), date_1904=False) == DAY


@pytest.mark.parametrize(("serial", "date_1904"), [("44260", False), ("42798", True), ("20210305", False)])
def test_day_serials_of_both_systems_are_dates(serial: str, date_1904: bool) -> None:
    assert read_date(number_cell(serial, 0), date_1904=date_1904) == DAY


def test_date_cells_are_taken_as_they_are() -> None:
    assert read_date(Cell(DAY, CellKind.DATE, 0), date_1904=False) == DAY
    assert read_date(Cell(datetime.fromisoformat("2021-03-05T08:00"), CellKind.DATETIME, 0), date_1904=False) == DAY


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2021-03", "只写到月份"),
        ("68.3.5", "两位"),
        ("2021-02-30", "不存在"),
        ("去年", "无法识别"),
        ("2021", "无法识别"),
    ],
)
def test_a_doubtful_date_is_refused_with_its_reason(written: str, reason: str) -> None:
    with pytest.raises(CellProblem) as caught:
        read_date(text_cell(written, 0), date_1904=False)
    assert reason in caught.value.reason
    assert "2021-03-05" in caught.value.remedy


@pytest.mark.parametrize(
    "written", ["2021.3", "2021年3月", "2021-03", "202103", "二〇二一年三月", "2021/3/5", "2021年3月5日"]
)
def test_every_notation_of_one_month_is_that_month(written: str) -> None:
    assert read_month(text_cell(written, 0), date_1904=False) == Month(2021, 3)


def test_october_written_as_text_and_lost_as_a_number() -> None:
    assert read_month(text_cell("2021.10", 0), date_1904=False) == Month(2021, 10)
    assert read_month(number_cell("2021.12", 0), date_1904=False) == Month(2021, 12)
    with pytest.raises(CellProblem, match="1月还是10月"):
        read_month(number_cell("2021.1", 0), date_1904=False)


@given(day=st.dates(date(1910, 1, 1), date(2090, 12, 31)))
def test_a_written_day_comes_back(day: date) -> None:
    for form in (f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert read_date(text_cell(form, 0), date_1904=False) == day


@given(text=st.text(max_size=60))
def test_no_text_raises_anything_but_a_cell_problem(text: str) -> None:
    for read in (read_date, read_month):
        outcome = attempt(lambda read=read: read(text_cell(text, 0), date_1904=False))
        assert outcome.remedy if isinstance(outcome, CellProblem) else outcome.year > 0


@given(value=st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20))
def test_no_number_raises_anything_but_a_cell_problem(value: float) -> None:
    for read in (read_date, read_month):
        outcome = attempt(lambda read=read: read(number_cell(repr(value), 0), date_1904=True))
        assert outcome.remedy if isinstance(outcome, CellProblem) else outcome.year > 0
