"""What a decision stood on is in its letter: income, persons and standard, the hearing, the formula, the account, the end."""

from __future__ import annotations

from datetime import timedelta

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.models import Case
from minzheng.engine.notices.models import Letter
from minzheng.engine.notices.queries import document_of
from minzheng.engine.notices.rendering.text import as_text
from minzheng.engine.registry import actions as registry
from minzheng.engine.registry.models import Household, Person
from minzheng.engine.registry.types import SourceKind
from tests.engine.cases.conftest import MONDAY, County, family
from tests.engine.cases.test_imprest import funded
from tests.engine.cases.test_procedures_changes import LATER, exiting, heard, reported, to_decide
from tests.engine.cases.test_procedures_temporary import checked


def letter(case: Case, template: str) -> str:
    with scoped(SYSTEM):
        found = Letter.objects.filter(subject_id=case.pk, template=template).order_by("-pk").first()
        assert found is not None
        return as_text(document_of(found))


def test_a_refusal_names_income_persons_and_standard_and_the_articles(county: County) -> None:
    case = county.investigated(family(wage="60000"))
    county.do(case, "propose_refusal", "lead", MONDAY + timedelta(days=3), reason="不符合条件")
    county.do(case, "review", "county", MONDAY + timedelta(days=7), reason="情况属实")
    county.do(case, "refuse", "head", MONDAY + timedelta(days=8), reason="工资收入超过标准")
    said = letter(case, "refusal")
    assert "核算人口：2人" in said
    assert "当地最低生活保障标准：约 608.33元/人·月" in said
    assert "家庭月收入4,800.00元/月（57,600.00元/核算期 ÷ 12个月）" in said
    assert "按标准和人口计算的保障总额约 1,216.67元/月（约 608.33元/人·月 × 2人）" in said
    assert "《中华人民共和国社会救助法》第十八条" in said


def test_a_confirmation_says_how_the_amount_came_about_where_it_goes_and_when_the_family_is_seen_again(
    county: County,
) -> None:
    case = county.reviewed(family(wage="3000"))
    with scoped(SYSTEM):
        household = Household.objects.get(pk=county.seen(case).household_id)
        source = registry.record_source(kind=SourceKind.OFFICER, title="窗口登记", reference="", by="马晓燕", at=MONDAY)
        registry.add_bank_account(
            household=household, holder=Person.objects.filter(name="马建国").get(), bank="寻甸农商行", account="6231900000012345678",
            since=MONDAY.date(), source=source, at=MONDAY,
        )  # fmt: skip
    county.do(case, "confirm", "head", MONDAY + timedelta(days=16), places=("村务公开栏",))
    said = letter(case, "confirmation")
    assert "按实际差额计算的补差：约 1,166.67元/月，即 （约 1,216.67元/月 － 50.00元/月）" in said
    assert "寻甸农商行***************5678" in said
    assert "6231900000012345678" not in said
    assert "下次不晚于2027年8月19日" in said


def test_a_family_in_which_somebody_can_work_is_seen_again_after_half_a_year(county: County) -> None:
    answers = family()
    answers["members"][0] |= {"labour_capacity": "PARTIAL"}
    case = county.reviewed(answers)
    county.do(case, "confirm", "head", MONDAY + timedelta(days=16), places=("村务公开栏",))
    assert "下次不晚于2027年2月19日" in letter(case, "confirmation")


def test_a_reduction_prints_what_was_said_at_the_hearing_and_the_new_formula(county: County) -> None:
    change = reported(county, "6000")
    heard(county, change)
    to_decide(county, change)
    county.do(change, "reduce", "head", LATER + timedelta(days=5), reason="务工收入增加")
    said = letter(change, "change_notice")
    assert "我们于2026年10月15日听取了您的意见（当面，陈述了意见）" in said
    assert "您的意见：收入不稳定" in said
    assert "是否采纳及理由：已核实，收入以核对结果为准" in said
    assert "怎样算出来的" in said


def test_a_stop_prints_the_hearing_the_figures_and_other_aid(county: County) -> None:
    change = reported(county, "90000")
    heard(county, change)
    to_decide(county, change)
    county.do(change, "stop", "head", LATER + timedelta(days=5), reason="收入超过标准")
    said = letter(change, "stop")
    assert "我们于2026年10月15日听取了您的意见（当面，陈述了意见）" in said
    assert "核算人口：2人" in said
    assert "家庭人均收入低于当地最低生活保障标准——不符合" in said
    assert "刚性支出困难家庭" in said


def test_an_increase_needs_no_hearing_and_prints_none(county: County) -> None:
    change = reported(county, "0", before="6000")
    county.do(change, "propose", "lead", LATER + timedelta(days=2), reason="失去工作")
    to_decide(county, change)
    county.do(change, "increase", "head", LATER + timedelta(days=5), reason="失去工作")
    said = letter(change, "change_notice")
    assert "听取您的意见" not in said
    assert "怎样算出来的" in said


def test_a_gradual_exit_says_its_last_month(county: County) -> None:
    exit_ = exiting(county)
    heard(county, exit_, "propose")
    county.do(exit_, "exit", "head", LATER + timedelta(days=5), reason="就业")
    said = letter(exit_, "gradual_exit")
    assert "从2026年11月起继续发放3个月，到2027年1月为止" in said
    assert "听取您的意见" in said


def test_temporary_aid_names_its_cause_form_and_formula(county: County) -> None:
    funded(county)
    case = checked(county, cause="FIRE", months=1)
    county.do(case, "approve", "lead", MONDAY + timedelta(days=2), places=("村务公开栏",))
    said = letter(case, "temporary_grant")
    assert "救助事由：火灾" in said
    assert "救助方式：发放救助金" in said
    assert "怎样算出来的" in said
    assert "2人" in said
