import re
from datetime import UTC, date, datetime, timedelta

import pytest

from minzheng.engine.assessments.explaining import ROOTS, HouseholdExplanation, explain_household
from minzheng.engine.assessments.types import AssessmentProblem
from minzheng.engine.catalogue.localities import Locality, locality
from minzheng.engine.registry import actions as registry
from minzheng.engine.rules.rendering import as_data, as_html, as_text, outline
from minzheng.kernel.codes import INCOME_KIND
from minzheng.kernel.dates import to_day_number
from tests.engine.assessments.conftest import DAY, KNOWN, RECORDED, SINCE, Village


def _explain(county: Locality, number: str = "A低保", **given) -> HouseholdExplanation:  # type: ignore[no-untyped-def]
    stated = {"as_of": DAY, "known_at": KNOWN, "locality": county, "demo": True}
    return explain_household(number=number, **(stated | given))


def _text(found: HouseholdExplanation, root: str = "monthly_total") -> str:
    return as_text(outline(found.roots[root]))


def test_it_says_what_the_household_gets(village: Village, demo_county: Locality) -> None:
    found = _explain(demo_county)
    assert (found.result, found.monthly_total) == ("最低生活保障", "717.00元/月")
    assert [member.ground for member in found.members] == ["计入：申请人本人", "计入：配偶"]


def test_it_leads_from_the_amount_to_the_fact_and_its_source(village: Village, demo_county: Locality) -> None:
    text = _text(_explain(demo_county))
    person = village.persons["马建国"].pk
    assert "种植业收入〕收入金额：6,000.00元" in text.replace("马*（本人）·", "")
    assert f"核定：2026年入户调查（调查表第{person}号），2026-07-01 记录" in text


def test_it_names_the_article_in_force_on_the_day(village: Village, demo_county: Locality) -> None:
    after, before = _text(_explain(demo_county)), _text(_explain(demo_county, as_of=DAY.replace(month=6)))
    assert "《中华人民共和国社会救助法》第十八条" in after
    assert "《社会救助暂行办法》" not in after
    assert "《社会救助暂行办法》第九条" in before
    assert "《中华人民共和国社会救助法》第十八条" not in before.replace("依据 社会救助法", "")


def test_names_are_masked_unless_asked_for(village: Village, demo_county: Locality) -> None:
    assert [member.name for member in _explain(demo_county).members] == ["马**", "保**"]
    assert [member.name for member in _explain(demo_county, unmasked=True).members] == ["马建国", "保秀英"]


def test_a_refusal_names_the_condition_that_failed(village: Village, demo_county: Locality) -> None:
    found = _explain(demo_county, "B不符合")
    assert found.reasons["最低生活保障"] == ("家庭月人均收入不低于当地最低生活保障标准",)
    assert found.reasons["最低生活保障边缘家庭"] == ("家庭月人均收入不低于低保边缘家庭收入标准",)


def test_what_is_not_known_is_said_and_not_guessed(village: Village, demo_county: Locality) -> None:
    found = _explain(demo_county, "E未调查")
    assert found.monthly_total == "未知"
    assert any("待核实" in warning for warning in found.warnings)
    assert "未知" in _text(found, "household_income")


def test_parameters_without_a_source_are_named(village: Village) -> None:
    found = _explain(locality("530129"), demo=False)
    assert found.monthly_total == "未知"
    assert any(warning.startswith("参数未确认：") and "最低生活保障标准" in warning for warning in found.warnings)


def test_a_destitute_person_is_explained_item_by_item(village: Village, demo_county: Locality) -> None:
    text = _text(_explain(demo_county, "D特困"))
    assert "部分丧失生活自理能力" in text

    assert "能自主如厕：否" in text


def test_each_value_is_explained_once(village: Village, demo_county: Locality) -> None:
    lines = [line.strip("│├└─ ") for line in _text(_explain(demo_county)).splitlines()]
    explained = [line for line in lines if line.startswith("当地最低生活保障标准：")]
    assert sum("（见上）" not in line for line in explained) == 1


@pytest.mark.parametrize("root", ROOTS)
def test_text_page_and_data_tell_the_same(village: Village, demo_county: Locality, root: str) -> None:
    tree = outline(_explain(demo_county).roots[root])
    text, page, data = as_text(tree), as_html(tree, title="解释"), as_data(tree)
    assert data["label"] in text
    assert data["value"] in page
    assert text.splitlines()[0] == f"{data['label']}：{data['value']}"
    assert "<script" not in page


def test_a_page_shows_names_as_text_whatever_they_hold(village: Village, demo_county: Locality) -> None:
    village.source.title = "<img src=x onerror=alert(1)>"
    village.source.save()
    page = as_html(outline(_explain(demo_county).roots["monthly_total"]), title="<script>")
    assert "<img src=x" not in page
    assert "<script>" not in page


def test_children_of_one_name_are_explained_one_by_one(village: Village, demo_county: Locality) -> None:
    text = as_text(outline(_explain(demo_county, "C边缘").roots["assistance_result"]))
    village.member(village.families["C边缘"], "李小石", "20", date(2012, 1, 1))
    both = as_text(outline(_explain(demo_county, "C边缘").roots["assistance_result"]))
    assert "〔李**（子）〕年龄" not in text
    assert "〔李**（子）1〕纳入低保等家庭核算的成员：是" in both
    assert "〔李**（子）2〕年龄（周岁）：14岁" in both


def test_two_incomes_of_one_kind_keep_their_own_sources(village: Village, demo_county: Locality) -> None:
    person = village.persons["马建国"]
    for item, fen in ((0, 600_000), (7, 120_000)):
        village.fact("income_amount", person.pk, fen, key=INCOME_KIND.number("B02"), item=item)
    text = _text(_explain(demo_county), "household_income")
    assert f"〔马**·养殖业收入1〕收入金额：6,000.00元　← 核定：2026年入户调查（调查表第{person.pk}号）" in text
    assert f"〔马**·养殖业收入2〕收入金额：1,200.00元　← 核定：2026年入户调查（调查表第{person.pk}号）" in text


def test_assets_and_obligors_are_named_by_kind_and_relation(village: Village, demo_county: Locality) -> None:
    household = village.families["B不符合"]
    stated = {"since": SINCE, "source": village.source, "at": RECORDED}
    car = registry.add_asset(household=household, kind="VEHICLE", **stated)
    son = registry.add_obligor(household=household, relation="CHILD", **stated)
    village.fact("asset_value", car.pk, 9_000_000)
    village.fact("obligor_birth_on", son.pk, to_day_number(date(1990, 1, 1)))
    village.fact("obligor_household_income", son.pk, 5_000_000)
    text = as_text(outline(_explain(demo_county, "B不符合").roots["assistance_result"], full=True))
    assert "〔财产（机动车辆）〕财产项目：机动车辆" in text
    assert f"〔义务人（子女）〕义务人家庭月收入：50,000.00元　← 核定：2026年入户调查（调查表第{son.pk}号）" in text


def test_an_obligor_of_one_member_is_named_after_that_member(village: Village, demo_county: Locality) -> None:
    household, stated = village.families["B不符合"], {"since": SINCE, "source": village.source, "at": RECORDED}
    for number, supported in enumerate((None, village.persons["杨富贵"])):
        son = registry.add_obligor(household=household, relation="CHILD", supports=supported, **stated)
        village.fact("obligor_household_income", son.pk, 5_000_000 + number)
    text = as_text(outline(_explain(demo_county, "B不符合").roots["assistance_result"], full=True))
    assert "〔义务人（子女）〕义务人家庭月收入：50,000.00元" in text
    assert re.search(r"〔义务人（\S\*+的子女）〕义务人家庭月收入：50,000\.01元", text)


def test_the_day_of_a_record_is_the_day_in_the_county(village: Village, demo_county: Locality) -> None:
    late = datetime(2026, 7, 9, 22, 30, tzinfo=UTC)
    village.fact("serious_illness", village.persons["保秀英"].pk, 1, at=late)
    found = _explain(demo_county)
    assert "2026-07-10 记录" in as_text(outline(found.roots["monthly_total"]))


def test_what_must_be_looked_at_comes_first(village: Village, demo_county: Locality) -> None:
    orphan = village.family("F孤儿")
    able = dict.fromkeys(
        ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe"), 1
    )
    village.member(orphan, "赵小明", "01", date(2009, 12, 1), asks_destitute_support=1, schooling=1, **able)
    assert "十六、十七周岁，由县级逐案审定" in _explain(demo_county, "F孤儿").warnings


def test_the_past_is_explained_with_what_was_known(village: Village, demo_county: Locality) -> None:
    with pytest.raises(AssessmentProblem, match="没有编号为 A低保 的家庭"):
        _explain(demo_county, known_at=RECORDED - timedelta(days=1))


def test_nobody_is_found_under_a_wrong_number(village: Village, demo_county: Locality) -> None:
    with pytest.raises(AssessmentProblem, match="请核对家庭编号"):
        _explain(demo_county, "不存在")
