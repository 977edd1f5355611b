import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.division_codes import DivisionCode, DivisionCodeProblem, DivisionLevel

VILLAGE = DivisionCode.parse("530129103201")


@pytest.mark.parametrize(
    ("text", "prefix", "level"),
    [
        ("53", "53", DivisionLevel.PROVINCE),
        ("530000", "53", DivisionLevel.PROVINCE),
        ("5301", "5301", DivisionLevel.PREFECTURE),
        ("530100000000", "5301", DivisionLevel.PREFECTURE),
        ("530129", "530129", DivisionLevel.COUNTY),
        ("５３０１２９", "530129", DivisionLevel.COUNTY),
        (" 530129 000000", "530129", DivisionLevel.COUNTY),
        ("530129103", "530129103", DivisionLevel.TOWNSHIP),
        ("530129103000", "530129103", DivisionLevel.TOWNSHIP),
        ("530129103201", "530129103201", DivisionLevel.VILLAGE),
        ("530129103200", "530129103200", DivisionLevel.VILLAGE),
    ],
)
def test_it_reads_codes_of_every_length_and_finds_their_level(text, prefix, level):
    code = DivisionCode.parse(text)
    assert (code.prefix, code.level) == (prefix, level)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "530",
        "53012",
        "03",
        "5301291032011",
        "53012X",
        "²3",
        pytest.param("5" * 5000, id="5000 characters"),
        "\0",
    ],
)
def test_it_refuses_other_text_in_chinese(text):
    with pytest.raises(DivisionCodeProblem, match="不是行政区划代码"):
        DivisionCode.parse(text)


def test_a_prefix_of_another_length_makes_no_division():
    with pytest.raises(DivisionCodeProblem, match="2、4、6、9或12位"):
        DivisionCode("530")


def test_every_division_knows_those_above():
    assert [code.prefix for code in VILLAGE.ancestors()] == ["53", "5301", "530129", "530129103"]
    assert VILLAGE.parent() == DivisionCode("530129103")
    assert DivisionCode("53").parent() is None
    assert DivisionCode("53").ancestors() == ()


def test_divisions_lie_within_those_above_and_themselves():
    assert VILLAGE.is_within(DivisionCode("530129"))
    assert VILLAGE.is_within(VILLAGE)
    assert not DivisionCode("530129").is_within(VILLAGE)
    assert not VILLAGE.is_within(DivisionCode("530128"))


def test_a_division_is_written_with_twelve_digits():
    assert str(DivisionCode("530129")) == "530129000000"
    assert (DivisionCode("530129").number, DivisionCode("530129").last_number) == (530129000000, 530129999999)


@given(st.from_regex(r"[1-9][0-9]{11}", fullmatch=True))
def test_numbers_bound_everything_inside_a_division(text):
    code = DivisionCode.parse(text)
    assert DivisionCode.parse(str(code)) == code
    assert all(above.number <= code.number <= above.last_number and code.is_within(above) for above in code.ancestors())
