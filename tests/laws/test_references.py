import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.laws.references import ArticleReference, UnknownCitation, is_article, parse_citation


def refusal(text: str) -> str | None:
    try:
        parse_citation(text)
    except UnknownCitation as refused:
        return str(refused)
    return None


def articles(text: str) -> list[str]:
    return [str(reference) for reference in parse_citation(text).articles]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("社会救助法 第十八条", ["第十八条"]),
        ("社会救助法第18条", ["第十八条"]),
        ("《社会救助法》第十八条", ["第十八条"]),
        ("社会救助法 第十四条、第十五条", ["第十四条", "第十五条"]),
        ("社会救助法 第十四条，第十五条和第十六条", ["第十四条", "第十五条", "第十六条"]),
        ("社会救助法 第十八条–第二十条", ["第十八条", "第十九条", "第二十条"]),
        ("社会救助法 第十八条至第二十条、第三十条", ["第十八条", "第十九条", "第二十条", "第三十条"]),
        ("最低生活保障审核确认办法 第十三条第三款第（三）项", ["第十三条第三款第（三）项"]),
        ("最低生活保障审核确认办法 第八条第(1)项", ["第八条第（一）项"]),
        ("刑法 第二十条之一", ["第二十条之一"]),
        ("低保兜底通知2022 一（一）", ["一（一）"]),
        ("低保兜底通知2022 一(一)、四(一)", ["一（一）", "四（一）"]),
        ("改革完善意见2020 第5点、第二十四点", ["第五点", "第二十四点"]),
        ("国务院令第649号 第十四条", ["第十四条"]),
        ("国发〔2014〕47号", []),
    ],
)
def test_it_reads_the_ways_people_cite(text, expected):
    assert articles(text) == expected


def test_it_keeps_the_paragraph_beside_the_article():
    assert parse_citation("办法 第十三条第三款").articles == (ArticleReference("第十三条", "第三款"),)
    assert str(parse_citation("办法 第13条第3款")) == "办法 第十三条第三款"


@pytest.mark.parametrize(
    "text",
    ["", " ", "社会救助法 第十八条 乱写", "社会救助法 第十八条、", "办法 第二十条–第十八条", "办法 第一条–第九百条",
     "办法 第十条–第五点", "办法 第十条、第（三）项", "x" * 201, "\x00 第一条x", "办法\n第一条\n第"],
)  # fmt: skip
def test_it_refuses_what_is_no_citation(text):
    with pytest.raises(UnknownCitation, match=r"依据|范围"):
        parse_citation(text)


@given(st.text(max_size=220))
def test_any_text_is_a_citation_or_a_chinese_sentence(text):
    assert (refusal(text) or "。").endswith("。")


@given(
    st.lists(
        st.sampled_from(["第", "条", "十八", "之一", "、", "–", "第三款", "（三）", "项", "一", " ", "法", "点"]),
        max_size=40,
    )
)
def test_hostile_mixtures_never_hang_or_crash(parts):
    assert (refusal("".join(parts)) or "。").endswith("。")


@pytest.mark.parametrize("key", ["第十八条", "第二十条之一", "一（一）", "二", "第五点"])
def test_an_index_key_numbers_one_article(key):
    assert is_article(key)


@pytest.mark.parametrize("key", ["第18条", "第十八条第二款", "、第十八条", "十八条", "", "第一条、第二条"])
def test_other_text_is_no_index_key(key):
    assert not is_article(key)
