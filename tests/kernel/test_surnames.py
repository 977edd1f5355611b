import pytest
from pypinyin import lazy_pinyin

from minzheng.kernel.surnames import COMPOUND_SURNAMES, SURNAME_READINGS, surname_of


def test_there_are_more_than_sixty_surname_readings():
    assert len(COMPOUND_SURNAMES) + len(SURNAME_READINGS) > 90


def test_single_surnames_are_listed_only_where_the_common_reading_differs():
    assert [name for name, reading in SURNAME_READINGS.items() if lazy_pinyin(name)[0] == reading] == []


def test_compound_surnames_have_two_characters_and_two_syllables():
    assert all(len(name) == 2 and len(reading) == 2 for name, reading in COMPOUND_SURNAMES.items())


@pytest.mark.parametrize(("name", "surname"), [("欧阳修", "欧阳"), ("欧阳", "欧"), ("张三丰", "张"), ("", "")])
def test_a_compound_surname_needs_a_given_name_after_it(name, surname):
    assert surname_of(name) == surname
