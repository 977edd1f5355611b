from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.codes import DISABILITY_TYPE, UnknownCode
from minzheng.kernel.disability_cards import (
    DisabilityCardError,
    check_disability_card,
    is_severe_for_dibao,
    no_labour_for_destitute,
)

TODAY = date(2026, 11, 24)


def test_a_certificate_number_tells_person_type_and_grade():
    card = check_disability_card("53012919900101000143", today=TODAY)
    assert card.valid
    assert (card.id_number, card.type, card.grade, card.reissue) == ("530129199001010001", "PHYSICAL", 3, 0)


def test_a_reissued_certificate_carries_its_count():
    card = check_disability_card(" 11010519491231002x61 b2", today=TODAY)
    assert (card.valid, card.type, card.grade, card.reissue) == (True, "MENTAL", 1, 2)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, DisabilityCardError.BAD_FORM),
        (53012919900101000143, DisabilityCardError.BAD_FORM),
        ("", DisabilityCardError.BAD_FORM),
        ("530129199001010001", DisabilityCardError.BAD_FORM),
        ("53012919900101000143B", DisabilityCardError.BAD_FORM),
        pytest.param("5" * 5000, DisabilityCardError.BAD_FORM, id="5000 characters"),
        ("53012919900101000243", DisabilityCardError.BAD_ID_NUMBER),
        ("53012919900101000103", DisabilityCardError.BAD_TYPE),
        ("53012919900101000183", DisabilityCardError.BAD_TYPE),
        ("53012919900101000140", DisabilityCardError.BAD_GRADE),
        ("53012919900101000145", DisabilityCardError.BAD_GRADE),
    ],
)
def test_it_refuses_and_says_where(text, error):
    card = check_disability_card(text, today=TODAY)
    assert card.error is error
    assert "残疾人证号" in card.message


@given(st.one_of(st.text(st.characters()), st.integers(), st.binary()))
def test_no_input_whatever_raises(text):
    assert check_disability_card(text, today=TODAY).message


def test_severe_disability_is_grades_one_and_two_and_grade_three_of_mind():
    severe = {
        (item.key, grade) for item in DISABILITY_TYPE for grade in range(5) if is_severe_for_dibao(item.key, grade)
    }
    expected = {(item.key, grade) for item in DISABILITY_TYPE if item.number for grade in (1, 2)}
    assert severe == expected | {("INTELLECTUAL", 3), ("MENTAL", 3)}


def test_no_capacity_to_work_is_another_list():
    found = {
        (item.key, grade) for item in DISABILITY_TYPE for grade in range(5) if no_labour_for_destitute(item.key, grade)
    }
    mind = {(key, grade) for key in ("INTELLECTUAL", "MENTAL") for grade in (1, 2, 3)}
    assert found == mind | {("PHYSICAL", 1), ("PHYSICAL", 2), ("VISUAL", 1)}


@pytest.mark.parametrize("ask", [is_severe_for_dibao, no_labour_for_destitute])
def test_an_unknown_type_is_refused(ask):
    with pytest.raises(UnknownCode, match="残疾类别"):
        ask("LAZY", 1)
