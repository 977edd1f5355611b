"""Numbers of cases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.cases.numbering import check_digit, clean_number, next_number

DIGITS = st.text("0123456789", min_size=12, max_size=12)


def written(digits: str) -> str:
    return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}-{check_digit(digits)}"


@given(DIGITS)
def test_it_reads_what_it_writes_however_it_is_typed(digits: str) -> None:
    number = written(digits)
    for typed in (number, number.replace("-", ""), number.replace("-", " "), number.translate({ord(d): ord("０") + int(d) for d in "0123456789"})):  # fmt: skip
        assert clean_number(typed) == number


@given(DIGITS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_no_number(digits: str, place: int, shift: int) -> None:
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert clean_number(wrong + check_digit(digits)) is None


@given(st.text(max_size=60))
def test_no_text_harms_it(text: str) -> None:
    found = clean_number(text)
    assert found is None or clean_number(found) == found


def test_a_township_counts_its_own_cases_each_year_anew(db: None) -> None:
    west, east = 530129001001, 530129103201
    numbers = [
        next_number(division=west, year=2026), next_number(division=west, year=2026), next_number(division=east, year=2026),
        next_number(division=west, year=2027),
    ]  # fmt: skip
    assert [number[:-2] for number in numbers] == [
        "001-2026-00001",
        "001-2026-00002",
        "103-2026-00001",
        "001-2027-00001",
    ]
