import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.codes.code_list import Code, CodeList, UnknownCode

COLOURS = CodeList(
    name="colour",
    title="颜色",
    standard="",
    items=(Code(0, "NONE", "无"), Code(1, "RED", "红", ("红色", "大红")), Code(12, "BLUE", "蓝")),
)


def test_keys_numbers_and_labels_lead_to_each_other():
    assert COLOURS.number("RED") == 1
    assert COLOURS.key(1) == "RED"
    assert COLOURS.label("RED") == COLOURS.label(1) == "红"
    assert COLOURS.item("BLUE") == COLOURS.item(12)


def test_a_list_can_be_walked_and_asked():
    assert [item.key for item in COLOURS] == ["NONE", "RED", "BLUE"]
    assert len(COLOURS) == 3
    assert "RED" in COLOURS
    assert "GREEN" not in COLOURS


@pytest.mark.parametrize("text", ["红", " 红色 ", "大红", "RED", "red", "ｒｅｄ", "1", "01"])
def test_it_reads_labels_other_labels_keys_and_numbers(text):
    assert COLOURS.parse(text).key == "RED"


def test_number_zero_is_read_too():
    assert COLOURS.parse("0").key == "NONE"


@pytest.mark.parametrize(
    "text", ["绿", "", "2", pytest.param("1" * 5000, id="5000 characters"), "²", "\ud800", "红\n蓝"]
)
def test_it_refuses_other_text_and_offers_the_choices(text):
    with pytest.raises(UnknownCode, match=r"颜色.*可填：无、红、蓝"):
        COLOURS.parse(text)


@pytest.mark.parametrize("ask", [lambda: COLOURS.number("GREEN"), lambda: COLOURS.key(9), lambda: COLOURS.label(9)])
def test_unknown_keys_and_numbers_are_refused(ask):
    with pytest.raises(UnknownCode, match="颜色"):
        ask()


def test_a_long_list_is_not_recited():
    items = tuple(Code(number, f"K{number}", f"第{number}") for number in range(20))
    with pytest.raises(UnknownCode, match=r"第11等$"):
        CodeList(name="long", title="长表", standard="", items=items).parse("x")


@pytest.mark.parametrize(
    "second", [Code(1, "B", "乙"), Code(2, "A", "乙"), Code(2, "B", "甲"), Code(2, "B", "乙", ("甲",))]
)
def test_a_key_number_or_label_may_stand_only_once(second):
    with pytest.raises(ValueError, match="stands twice"):
        CodeList(name="bad", title="坏", standard="", items=(Code(1, "A", "甲"), second))


@given(st.text(st.characters()))
def test_hostile_text_raises_nothing_but_unknown_code(text):
    try:
        assert COLOURS.parse(text) in COLOURS.items
    except UnknownCode as problem:
        str(problem).encode()


def test_a_list_knows_its_numbers():
    assert COLOURS.has_number(COLOURS.items[0].number)
    assert not COLOURS.has_number(-1)
