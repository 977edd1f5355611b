"""What people say leads to the service they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.catalogue.entrances import entrances
from minzheng.surfaces.portal.searching import find

DIBAO, DESTITUTE, TEMPORARY = "minimum_living_allowance", "destitute_support", "temporary_assistance"
SINGLE, EDGE, RIGID = "single_person_allowance", "edge_family", "rigid_expenditure_family"
PHRASES = {
    "我家太穷了怎么办": DIBAO,
    "家里没收入吃不上饭": DIBAO,
    "怎么申请低保": DIBAO,
    "低保一个月多少钱": DIBAO,
    "最低生活保障在哪办": DIBAO,
    "日子过不下去了": DIBAO,
    "国家有没有生活补助": DIBAO,
    "打零工养不起家": DIBAO,
    "老人无儿无女谁来管": DESTITUTE,
    "我爷爷是五保户": DESTITUTE,
    "孤寡老人想进敬老院": DESTITUTE,
    "特困人员怎么认定": DESTITUTE,
    "一个人过没人照顾": DESTITUTE,
    "没钱看病": TEMPORARY,
    "孩子生病住院没钱": TEMPORARY,
    "房子着火了": TEMPORARY,
    "出了车祸没钱治": TEMPORARY,
    "突然失业了": TEMPORARY,
    "交不起大学学费": TEMPORARY,
    "救急的钱哪里领": TEMPORARY,
    "被家暴赶出来了": TEMPORARY,
    "我是一级残疾能领什么": SINGLE,
    "儿子精神病不能干活": SINGLE,
    "老伴瘫痪在床": SINGLE,
    "透析病人能单独吃低保吗": SINGLE,
    "比低保高一点的家庭": EDGE,
    "低收入家庭认定": EDGE,
    "低保没批还有什么办法": EDGE,
    "因病致贫": RIGID,
    "看病花光了积蓄": RIGID,
    "看病欠债太多": RIGID,
    "常年吃药开销太大": RIGID,
}


@pytest.mark.parametrize("said", PHRASES)
def test_a_phrase_finds_its_service_first(said: str) -> None:
    assert find(said)[0].matter.name == PHRASES[said]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dibao", DIBAO), ("DiBao", DIBAO), ("db", DIBAO), ("tekun", DESTITUTE), ("wubaohu", DESTITUTE), ("wbh", DESTITUTE),
        ("linshijiuzhu", TEMPORARY), ("lsjz", TEMPORARY), ("地保", DIBAO), ("特困公养", DESTITUTE), ("林时救助", TEMPORARY),
        ("ｄｉｂａｏ", DIBAO), ("低 保", DIBAO),
    ],
)  # fmt: skip
def test_pinyin_initials_and_wrong_characters_of_the_same_sound_do_as_well(typed: str, meant: str) -> None:
    assert find(typed)[0].matter.name == meant


@pytest.mark.parametrize("said", ["", "？！", "护照", "xyzzy", "a", "天"])
def test_what_is_none_of_our_business_finds_nothing(said: str) -> None:
    assert find(said) == []


@given(st.text(max_size=200))
def test_whatever_is_written_is_answered(said: str) -> None:
    assert set(find(said)) <= set(entrances())
