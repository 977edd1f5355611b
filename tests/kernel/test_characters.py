import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.characters import (
    collapse_spaces,
    has_control_characters,
    is_han,
    printable,
    to_ascii_width,
    without_invisible,
)


def test_full_width_characters_become_half_width():
    assert to_ascii_width("ＡＢｃ１２３（￥），．\u3000") == "ABc123(¥),. "


def test_superscripts_and_other_digits_are_left_alone():
    assert to_ascii_width("²٣") == "²٣"


def test_invisible_characters_are_dropped():
    assert without_invisible("\ufeff张\u200b三\u00ad") == "张三"


def test_blanks_collapse_but_line_breaks_stay():
    assert collapse_spaces(" 甲\u3000\t 乙\n丙\u00a0") == "甲 乙\n丙"


@pytest.mark.parametrize("character", "张㐱䶮𠮷〇\uf9dc\U00030edd")
def test_every_block_of_han_characters_is_known(character):
    assert is_han(character)


@pytest.mark.parametrize("character", "aA1·あ")
def test_other_scripts_are_not_han(character):
    assert not is_han(character)


@pytest.mark.parametrize("text", ["张\0三", "张\n三", "\ud800", "\U000e0fff"])
def test_control_characters_and_lone_surrogates_are_found(text):
    assert has_control_characters(text)


def test_ordinary_text_has_no_control_characters():
    assert not has_control_characters("张三·John 2026")


def test_echo_drops_what_could_harm_a_terminal():
    assert printable("a\x1b[31m\ud800\u202eb\0") == "a[31mb"


def test_echo_cuts_long_text():
    assert printable("甲" * 50) == "甲" * 40 + "…"
    assert printable("\0" * 5000) == "…"


def test_echo_names_the_type_of_what_is_not_text():
    assert printable(b"\xff") == "bytes"


@given(st.text(st.characters()))
def test_an_echo_is_short_and_can_be_written_as_utf8(text):
    shown = printable(text)
    assert len(shown) <= 41
    shown.encode()
