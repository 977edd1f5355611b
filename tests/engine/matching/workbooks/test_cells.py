from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.matching.workbooks.cells import Cell, CellKind, column_letter, number_cell, text_cell
from minzheng.engine.matching.workbooks.serials import dated, is_date_format, moment_of
from minzheng.engine.matching.workbooks.xlsx import column_number


@given(column=st.integers(0, 16_383))
def test_letters_and_columns_agree(column: int) -> None:
    assert column_number(column_letter(column)) == column


@pytest.mark.parametrize(
    ("written", "value", "kind"),
    [
        ("12", 12, CellKind.NUMBER), ("12.0", 12, CellKind.NUMBER), ("1.5", 1.5, CellKind.NUMBER), ("530199650101010", 530199650101010, CellKind.NUMBER),
        ("5.30199E+17", "5.30199E+17", CellKind.LOST), ("530199199001010019", "530199199001010019", CellKind.LOST),
        ("nan", "nan", CellKind.ERROR), ("1e999", "1e999", CellKind.ERROR), ("abc", "abc", CellKind.ERROR),
    ],
)  # fmt: skip
def test_numbers_keep_what_the_file_can_tell(written: str, value: object, kind: CellKind) -> None:
    assert number_cell(written, 3) == Cell(value, kind, 3)


def test_text_beyond_the_limit_is_marked() -> None:
    assert text_cell("字" * 32_767, 0).kind is CellKind.TEXT
    assert text_cell("字" * 32_768, 0).kind is CellKind.OVERLONG


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (14, None, True), (0, None, False), (57, None, True), (164, "yyyy-mm-dd", True), (164, 'yyyy"年"m"月"', True), (164, "0.00", False),
        (164, '0.00"yuan"', False), (164, "[Red]0", False), (164, "mm:ss", False), (164, "m/d", True), (164, '#,##0.00"元"', False),
    ],
)  # fmt: skip
def test_date_formats_are_told_from_number_formats(number: int, code: str | None, shown: bool) -> None:
    assert is_date_format(number, code) is shown


def test_serials_follow_both_calendars() -> None:
    assert moment_of(1, date_1904=False) == date(1900, 1, 1)
    assert moment_of(59, date_1904=False) == date(1900, 2, 28)
    assert moment_of(60, date_1904=False) is None
    assert moment_of(61, date_1904=False) == date(1900, 3, 1)
    assert moment_of(44260, date_1904=False) == moment_of(44260 - 1462, date_1904=True) == date(2021, 3, 5)
    assert moment_of(44260.5, date_1904=False) == datetime.fromisoformat("2021-03-05T12:00")
    assert moment_of(-1, date_1904=False) is None


@given(serial=st.floats(allow_nan=False, allow_infinity=False, max_value=9e15, min_value=-9e15))
def test_no_serial_raises(serial: float) -> None:
    assert dated(number_cell(repr(serial), 0), date_1904=False).column == 0
