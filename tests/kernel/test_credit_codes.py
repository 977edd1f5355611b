import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.credit_codes import CreditCodeError, CreditCodeProblem, check_credit_code, make_credit_code

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("text", ["91350100M000100Y43", "９１３５０１００m000100y43", " 9135 0100 M000 100Y43 "])
def test_a_published_sample_is_accepted_however_written(text):
    check = check_credit_code(text)
    assert check.valid
    assert (check.code, check.department, check.kind) == ("91350100M000100Y43", "9", "1")
    assert (check.division, check.body, check.body_matches, check.message) == ("350100", "M000100Y4", True, "")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, CreditCodeError.BAD_LENGTH),
        (915301, CreditCodeError.BAD_LENGTH),
        ("", CreditCodeError.BAD_LENGTH),
        pytest.param("9" * 5000, CreditCodeError.BAD_LENGTH, id="5000 characters"),
        ("51530129MJO0000189", CreditCodeError.BAD_CHARACTER),
        ("9135010AM000100Y43", CreditCodeError.BAD_CHARACTER),
        ("²" * 18, CreditCodeError.BAD_CHARACTER),
        ("\ud800" * 18, CreditCodeError.BAD_CHARACTER),
        ("91350100M000100Y44", CreditCodeError.BAD_CHECK_DIGIT),
    ],
)
def test_it_refuses_and_says_why(text, error):
    check = check_credit_code(text)
    assert check.error is error
    assert not check.valid
    assert "统一社会信用代码" in check.message


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("5", "1", "530129", "MJ000001"), "51530129MJ00000189"),
        (("5", "4", "530129", "ME000001"), "54530129ME000001XQ"),
    ],
)
def test_codes_are_composed_with_both_check_characters(parts, code):
    assert make_credit_code(*parts) == code


def test_a_foreign_body_check_is_accepted_with_a_warning():
    first17 = "91350100M000100Y5"
    code = next(first17 + last for last in LETTERS if check_credit_code(first17 + last).valid)
    check = check_credit_code(code)
    assert not check.body_matches
    assert "第9至17位" in check.message


@pytest.mark.parametrize(
    "parts",
    [
        ("55", "1", "53012", "MJ000001"),
        ("5", "1", "53012A", "MJ000001"),
        ("5", "1", "530129", "MJ00001"),
        ("5", "1", "530129", "MJ00000o"),
        ("O", "1", "530129", "MJ000001"),
    ],
)
def test_parts_of_the_wrong_form_are_refused(parts):
    with pytest.raises(CreditCodeProblem, match="行政区划6位"):
        make_credit_code(*parts)


@given(st.text("0123456789", min_size=6, max_size=6), st.text(LETTERS, min_size=8, max_size=8))
def test_every_composed_code_is_accepted(division, body):
    assert check_credit_code(make_credit_code("5", "2", division, body)).body_matches


@given(st.one_of(st.text(st.characters()), st.text(LETTERS, min_size=18, max_size=18), st.binary()))
def test_no_input_whatever_raises(text):
    check = check_credit_code(text)
    assert check.valid or check.message
