import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.phones import PhoneKind, check_phone, mask_phone


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("13800001234", PhoneKind.MOBILE, "13800001234"),
        ("１３８ ００００-１２３４", PhoneKind.MOBILE, "13800001234"),
        ("+86 138 0000 1234", PhoneKind.MOBILE, "13800001234"),
        ("8613800001234", PhoneKind.MOBILE, "13800001234"),
        ("0871-62650000", PhoneKind.LANDLINE, "087162650000"),
        ("(0871)62650000转801", PhoneKind.LANDLINE, "087162650000"),
        ("010-62650000", PhoneKind.LANDLINE, "01062650000"),
        ("02162650000", PhoneKind.LANDLINE, "02162650000"),
        ("2650000", PhoneKind.LANDLINE, "2650000"),
        ("86265000", PhoneKind.LANDLINE, "86265000"),
    ],
)
def test_it_reads_mobile_and_landline_numbers(text, kind, number):
    check = check_phone(text)
    assert check.valid
    assert (check.kind, check.number, check.message) == (kind, number, "")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "1380000123",
        "12800001234",
        "138000012345",
        pytest.param("1" * 5000, id="5000 characters"),
        "²" * 11,
        "无",
        13800001234,
        b"1",
    ],
)
def test_it_refuses_other_input_in_chinese(text):
    check = check_phone(text)
    assert not check.valid
    assert "电话号码" in check.message


@given(st.one_of(st.text(st.characters()), st.binary(), st.integers()))
def test_no_input_whatever_raises(text):
    check = check_phone(text)
    assert check.valid or check.message


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13800001234", "138****1234"), ("087162651234", "********1234"), ("12345", "*****"), ("", "")],
)
def test_a_masked_number_hides_the_middle(number, masked):
    assert mask_phone(number) == masked
