import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.names import NameProblem, clean_name, mask_name, unrenderable_in_gbk


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三"),
        (" 张\u3000三 ", "张三"),
        ("\ufeff张三\u200b", "张三"),
        ("𠮷㐱䶮", "𠮷㐱䶮"),
        ("〇一", "〇一"),
        ("Ｊｏｈｎ  Ｓｍｉｔｈ", "John Smith"),
        ("O'Neil-李", "O'Neil-李"),
        ("José", "José"),
        *(
            (f"阿依古丽{dot}买买提", "阿依古丽·买买提")
            for dot in ("·", "•", "・", "．", "‧", ".", "･", " · ", "∙", "⋅")
        ),
        ("甲·乙·丙", "甲·乙·丙"),
        ("甲" * 50, "甲" * 50),
    ],
)
def test_a_name_has_one_stored_form(text, name):
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "为空"),
        (" \u3000", "为空"),
        ("张", "2至50个字"),
        ("甲" * 51, "2至50个字"),
        pytest.param("甲" * 5000, "2至50个字", id="5000 characters"),
        ("张3", "数字"),
        ("张²", "数字"),
        ("张\0三", r"U\+0000"),
        ("张\n三", r"U\+000A"),
        ("张\ud800", r"U\+D800"),
        ("张\ue000", r"U\+E000"),
        ("张三（亡）", r"U\+0028"),
        ("张三,李四", r"U\+002C"),
        ("···", "没有文字"),
    ],
)
def test_it_refuses_what_cannot_be_a_name_in_chinese(text, reason):
    with pytest.raises(NameProblem, match=reason):
        clean_name(text)


@given(st.text(st.characters()))
def test_hostile_text_raises_nothing_but_name_problem(text):
    try:
        name = clean_name(text)
    except NameProblem as problem:
        str(problem).encode()
    else:
        name.encode()
        assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳震华", "欧阳**"),
        ("欧阳", "欧*"),
        ("阿依古丽·买买提", "阿***·***"),
        ("John Li", "J*** **"),
        ("𠮷田", "𠮷*"),
        ("", ""),
    ],
)
def test_a_masked_name_hides_the_given_name(name, masked):
    assert mask_name(name) == masked


@given(st.text(st.characters(whitelist_categories=["Lo"]), min_size=2, max_size=20))
def test_a_mask_keeps_the_length_and_always_hides_something(name):
    assert len(mask_name(name)) == len(name)
    assert "*" in mask_name(name)


def test_characters_outside_gbk_are_listed():
    assert unrenderable_in_gbk("张𠮷三䶮·\u2022\ud800") == ["𠮷", "䶮", "\u2022", "\ud800"]
    assert unrenderable_in_gbk("张三·买买提") == []
