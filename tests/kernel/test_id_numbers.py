from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.id_numbers import (
    IdError,
    IdKind,
    IdWarning,
    check_digit,
    check_id_number,
    convert_15_to_18,
    is_demo_number,
    mask_id_number,
)

TODAY = date(2026, 11, 24)


def number(first17):
    return first17 + check_digit(first17)


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X\u3000",
        "'11010519491231002X",
        "\ufeff11010519491231002X\u200b",
    ],
)
def test_one_number_has_one_form_however_it_was_written(text):
    check = check_id_number(text, today=TODAY)
    assert check.valid
    assert check.number == "11010519491231002X"
    assert (check.kind, check.birth_on, check.sex) == (IdKind.RESIDENT_18, date(1949, 12, 31), "FEMALE")
    assert check.message == ""


def test_a_number_stored_as_an_integer_is_read():
    assert check_id_number(530129199001010001, today=TODAY).valid


def test_sequence_000_is_valid():
    check = check_id_number("530129199001010001", today=TODAY)
    assert check.valid
    assert check.warnings == ()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, IdError.BAD_LENGTH),
        ("", IdError.BAD_LENGTH),
        ("53012919900101000", IdError.BAD_LENGTH),
        ("5301291990010100011", IdError.BAD_LENGTH),
        pytest.param("5" * 5000, IdError.BAD_LENGTH, id="5000 characters"),
        ("530129199001010001" + " " * 100 + "1", IdError.BAD_LENGTH),
        pytest.param(10**5000, IdError.BAD_LENGTH, id="an integer of 5001 digits"),
        (-1, IdError.BAD_LENGTH),
        ("5.30129199001010E+17", IdError.BAD_LENGTH),
        (5.3012919900101e17, IdError.BAD_CHARACTER),
        (b"530129199001010001", IdError.BAD_CHARACTER),
        (True, IdError.BAD_CHARACTER),
        ([], IdError.BAD_CHARACTER),
        ("²" * 18, IdError.BAD_CHARACTER),
        ("٣" * 18, IdError.BAD_CHARACTER),
        ("\ud800" * 18, IdError.BAD_CHARACTER),
        ("53012919900101000\0", IdError.BAD_CHARACTER),
        ("X30129199001010001", IdError.BAD_CHARACTER),
        ("53012990010100O", IdError.BAD_CHARACTER),
        ("530129199002300001", IdError.BAD_DATE),
        ("530129000001010001", IdError.BAD_DATE),
        ("530129902302300", IdError.BAD_DATE),
        (number("53012920261125000"), IdError.FUTURE_BIRTH),
        (number("53012918951124000"), IdError.TOO_OLD),
        ("530129199001010002", IdError.BAD_CHECK_DIGIT),
    ],
)
def test_it_refuses_with_the_first_failed_check_and_says_so(text, error):
    check = check_id_number(text, today=TODAY)
    assert check.error is error
    assert not check.valid
    assert "身份证号码" in check.message


def test_numbers_spoilt_by_a_spreadsheet_are_explained():
    for text in (5.3e17, "5.30129E+17"):
        assert "存成了数字" in check_id_number(text, today=TODAY).message


def test_today_and_the_130th_year_are_still_accepted():
    assert check_id_number(number("53012920261124000"), today=TODAY).valid
    assert check_id_number(number("53012918961124000"), today=TODAY).valid


def test_a_wrong_date_is_reported_before_a_wrong_check_digit():
    assert check_id_number("530129199002300009", today=TODAY).error is IdError.BAD_DATE


def test_legacy_numbers_are_converted_with_a_warning():
    check = check_id_number("110105491231002", today=TODAY)
    assert check.valid
    assert (check.kind, check.number) == (IdKind.LEGACY_15, "11010519491231002X")
    assert check.warnings == (IdWarning.LEGACY_NUMBER,)
    assert "15位老号码" in check.message


@pytest.mark.parametrize("area", ["810000", "820000", "830000"])
def test_residence_permits_of_hong_kong_macao_and_taiwan_are_known(area):
    check = check_id_number(number(f"{area}19900101003"), today=TODAY)
    assert (check.valid, check.kind, check.sex, check.warnings) == (True, IdKind.HMT_RESIDENCE, "MALE", ())


def test_the_new_permanent_residence_number_is_known():
    check = check_id_number(number("91015619900101001"), today=TODAY)
    assert (check.valid, check.kind, check.warnings) == (True, IdKind.PERMANENT_RESIDENCE, ())


@pytest.mark.parametrize(
    ("text", "birth"), [("USA440165010112", date(1965, 1, 1)), ("usa440110010112", date(2010, 1, 1))]
)
def test_the_old_permanent_residence_number_is_known(text, birth):
    check = check_id_number(text, today=TODAY)
    assert (check.valid, check.kind, check.birth_on, check.sex) == (True, IdKind.PERMANENT_RESIDENCE, birth, None)
    assert check.number == text.upper()


def test_the_old_permanent_residence_number_needs_a_real_date():
    check = check_id_number("USA440165023012", today=TODAY)
    assert check.error is IdError.BAD_DATE


def test_an_unknown_area_is_only_a_warning():
    check = check_id_number(number("00012919900101000"), today=TODAY)
    assert check.valid
    assert check.warnings == (IdWarning.BAD_AREA,)


@pytest.mark.parametrize(
    ("sex", "warnings"),
    [("MALE", (IdWarning.SEX_MISMATCH,)), ("FEMALE", ()), (None, ()), ("UNSTATED", ())],
)
def test_a_different_registered_sex_is_only_a_warning(sex, warnings):
    check = check_id_number("530129199001010001", today=TODAY, sex=sex)
    assert check.valid
    assert check.warnings == warnings


@given(
    st.one_of(
        st.text(st.characters()),
        st.text("0123456789Xx\u0660²", min_size=15, max_size=18),
        st.binary(),
        st.integers(),
        st.floats(),
        st.none(),
        st.lists(st.none()),
    )
)
def test_no_input_whatever_raises(text):
    check = check_id_number(text, today=TODAY)
    assert check.valid or check.message


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.sampled_from(["530129", "110105"]))
def test_every_well_made_number_is_accepted_and_read_back(birth, sequence, area):
    check = check_id_number(number(f"{area}{birth:%Y%m%d}{sequence:03}"), today=TODAY)
    assert check.valid
    assert (check.birth_on, check.sex) == (birth, "MALE" if sequence % 2 else "FEMALE")


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(birth, position, step):
    right = number(f"530129{birth:%Y%m%d}000")
    wrong = right[:position] + str((int(right[position]) + step) % 10) + right[position + 1 :]
    assert not check_id_number(wrong, today=TODAY).valid


@pytest.mark.parametrize("text", ["", "1" * 16, "²" * 17, "1" * 18])
def test_a_check_digit_needs_seventeen_digits(text):
    with pytest.raises(ValueError, match="17位数字"):
        check_digit(text)


@pytest.mark.parametrize("text", ["1" * 14, "1" * 18])
def test_conversion_needs_fifteen_digits(text):
    with pytest.raises(ValueError, match="15位"):
        convert_15_to_18(text)


def test_a_masked_number_shows_three_and_four_characters():
    assert mask_id_number("11010519491231002X") == "110***********002X"
    assert mask_id_number("12345") == "*****"


def test_demo_numbers_carry_the_unassigned_area():
    assert is_demo_number("530199199001010001")
    assert not is_demo_number("530129199001010001")
