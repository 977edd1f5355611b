import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.matching.readings.amounts import read_area, read_integer, read_money
from minzheng.engine.matching.readings.reading import CellProblem
from minzheng.engine.matching.workbooks.cells import number_cell, text_cell
from tests.engine.matching.reading_files import attempt


@pytest.mark.parametrize(
    "written", ["1234元", "１，２３４元", "1,234.00", "¥1234", "1234 元/月", " 1234 ", "1234元/人/月", "0.1234万元"]
)
def test_every_notation_of_one_amount_is_that_amount(written: str) -> None:
    assert read_money(text_cell(written, 0)).value == 123_400


@given(fen=st.integers(0, 10**12))
def test_an_amount_stored_as_a_double_keeps_its_fen(fen: int) -> None:
    assert read_money(number_cell(repr(fen / 100), 0)) == (fen, "", "")


def test_a_computed_amount_is_rounded_with_a_warning() -> None:
    reading = read_money(number_cell("333.3333333333333", 0))
    assert reading.value == 33_333
    assert "四舍五入" in reading.warning


@pytest.mark.parametrize("written", ["-5", "(5)", "1.234", "1e5", "五百", "", "12,34", "1234元5"])
def test_a_doubtful_amount_is_refused(written: str) -> None:
    with pytest.raises(CellProblem) as caught:
        read_money(text_cell(written, 0))
    assert caught.value.reason


@given(text=st.text(max_size=50))
def test_no_text_raises_anything_but_a_cell_problem(text: str) -> None:
    for read in (read_money, read_integer, read_area):
        outcome = attempt(lambda read=read: read(text_cell(text, 0)))
        assert outcome.remedy if isinstance(outcome, CellProblem) else outcome.value >= 0


def test_counts_and_areas_lose_their_unit() -> None:
    assert read_integer(text_cell("３人", 0)).value == 3
    assert read_integer(number_cell("12", 0)).value == 12
    assert read_area(text_cell("85.5平方米", 0)).value == 8_550
    with pytest.raises(CellProblem):
        read_integer(number_cell("1.5", 0))
