import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.pinyin import initials, name_pinyin


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("张三丰", "zhang san feng"),
        ("单雄信", "shan xiong xin"),
        ("曾国藩", "zeng guo fan"),
        ("解缙", "xie jin"),
        ("仇英", "qiu ying"),
        ("查良镛", "zha liang yong"),
        ("区桃", "ou tao"),
        ("盖聂", "ge nie"),
        ("朴树", "piao shu"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("长孙无忌", "zhang sun wu ji"),
        ("欧阳", "ou yang"),
        ("张曾", "zhang ceng"),
        ("吕布", "lv bu"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"),
        ("单巴·次仁", "dan ba ci ren"),
        ("John Li", "john li"),
        ("李John", "li j o h n"),
        ("", ""),
    ],
)
def test_a_name_is_read_with_its_surname_reading(name, syllables):
    assert name_pinyin(name) == tuple(syllables.split())


def test_a_character_without_a_reading_stands_for_itself():
    assert name_pinyin("𠮷田") == ("𠮷", "tian")


@pytest.mark.parametrize(("name", "letters"), [("单雄信", "sxx"), ("John Li", "jl"), ("", "")])
def test_initials_are_the_first_letters(name, letters):
    assert initials(name) == letters


@given(st.text(st.characters()))
def test_no_text_raises(name):
    assert len(initials(name)) == len(name_pinyin(name))
