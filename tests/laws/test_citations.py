from datetime import date

import pytest

from minzheng.laws.citations import INDEX, LawIndex, UnknownCitation
from minzheng.laws.law_files import Law, read_law

LAW = """title: 中华人民共和国试行法
short: 试行法
number: 试发〔2020〕1号
issuer: 试行机关
in_force_from: 2020-01-01
in_force_until: 2021-12-31
verified: V
articles: {第一条: 甲。, 第二条: 乙。, 第三条: 丙。, 一（二）: 丁。, 第五点: 戊。}
"""


@pytest.fixture(scope="module")
def index() -> LawIndex:
    return LawIndex.load()


@pytest.fixture(scope="module")
def law() -> Law:
    return read_law(LAW, "试行法.yaml")


def test_it_resolves_to_title_number_article_gist_and_dates(index):
    found = index.resolve("最低生活保障审核确认办法 第二十一条、第二十二条", date(2026, 7, 1))
    assert found.title == "最低生活保障审核确认办法"
    assert found.number == "民发〔2021〕57号"
    assert found.article == "第二十一条、第二十二条"
    assert "下月起" in found.gist
    assert "三十个工作日" in found.gist
    assert found.in_force.covers(date(2021, 7, 1))
    assert str(found) == "《最低生活保障审核确认办法》第二十一条、第二十二条"


@pytest.mark.parametrize(
    "name", ["社会救助暂行办法", "国务院令第649号", "中华人民共和国社会救助法", "民发〔2022〕83号", "GB 11643-1999"]
)
def test_a_law_answers_to_each_of_its_names(index, name):
    assert index.resolve(name).law is index.law(name)


def test_an_unknown_law_is_refused_with_near_names(index):
    with pytest.raises(UnknownCitation, match=r"没有“社救法”.*社会救助法"):
        index.resolve("社救法 第二条")
    with pytest.raises(UnknownCitation, match="请先在 minzheng/laws/index 登记"):
        index.resolve("zzz")
    with pytest.raises(UnknownCitation, match="没有“办法 第"):
        index.resolve("办法 第" + "一" * 100 + "条")


def test_an_unknown_article_is_refused_with_near_articles(index):
    with pytest.raises(UnknownCitation, match=r"没有“第一百条”.*相近的有"):
        index.resolve("社会救助法 第一百条")
    with pytest.raises(UnknownCitation, match="尚无条文要点"):
        index.resolve("临时救助意见2026 第一条")


def test_a_law_is_no_ground_before_it_is_in_force(index):
    with pytest.raises(UnknownCitation, match="2026-07-01 起施行，2026-06-30 不适用"):
        index.resolve("社会救助法 第十八条", date(2026, 6, 30))
    assert index.resolve("社会救助法 第十八条", date(2026, 7, 1)).number == ""


def test_a_law_is_no_ground_after_it_ended(law):
    with pytest.raises(UnknownCitation, match="2021-12-31 止"):
        LawIndex([law]).resolve("试行法 第一条", date(2022, 1, 1))


def test_two_laws_of_one_name_are_refused(law):
    other = read_law(LAW.replace("title: 中华人民共和国试行法", "title: 另一部法"), "x")
    with pytest.raises(ValueError, match="对应两部文件"):
        LawIndex([law, other])


def test_every_shipped_law_says_how_it_is_known(index):
    assert len(index.laws) == len(list(INDEX.glob("*.yaml")))
    for law in index.laws:
        assert law.verified or law.note, f"{law.short}：未核对的文件应当写明从何得知"
        assert law.in_force.since or law.note


def test_every_gist_is_one_or_two_short_sentences(index):
    for law in index.laws:
        for article, gist in law.articles.items():
            assert gist.endswith("。"), (law.short, article)
            assert len(gist) <= 160, (law.short, article, len(gist))


@pytest.mark.parametrize(
    "citation",
    ["社会救助法 第一条–第六十条", "社会救助法 第六十一条–第七十八条", "最低生活保障审核确认办法 第一条–第四十二条",
     "特困人员认定办法 第一条–第二十九条", "刚性支出困难家庭认定办法 第一条–第十四条", "民法典 第二百条–第二百零四条",
     "民法典 第一千零六十七条、第一千零七十四条、第一千零七十五条", "婚姻家庭编解释一 第四十九条–第五十二条",
     "行政复议法 第二十条、第二十三条、第二十四条", "行政诉讼法 第四十五条–第四十六条", "行政处罚法 第六十三条–第六十六条"],
)  # fmt: skip
def test_the_articles_that_decide_are_all_indexed(index, citation):
    assert index.resolve(citation).gist
