import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.bank_cards import check_bank_card, mask_bank_card


@pytest.mark.parametrize(
    "text", ["6228480000000000001", " 6228 4800-0000 0000 001 ", "６２２８４８００００００００００００１"]
)
def test_an_account_number_has_one_form(text):
    check = check_bank_card(text)
    assert (check.valid, check.number, check.message) == (True, "6228480000000000001", "")


def test_numbers_that_fail_the_luhn_check_are_accepted():
    assert check_bank_card("123456789012").valid


@pytest.mark.parametrize("text", [None, "", "12345678901", "1" * 24, "²" * 16, "6228X80000000001", 6228480000000000001])
def test_it_refuses_other_input_in_chinese(text):
    check = check_bank_card(text)
    assert not check.valid
    assert "12至23位" in check.message


@pytest.mark.parametrize("text", [6.22848e18, "6.22848E+18"])
def test_numbers_spoilt_by_a_spreadsheet_are_explained(text):
    assert "存成了数字" in check_bank_card(text).message


@given(st.one_of(st.text(st.characters()), st.binary(), st.floats()))
def test_no_input_whatever_raises(text):
    check = check_bank_card(text)
    assert check.valid or check.message


def test_a_masked_number_shows_the_last_four_digits():
    assert mask_bank_card("6228480000000000001") == "*" * 15 + "0001"
    assert mask_bank_card("1234567") == "*******"
