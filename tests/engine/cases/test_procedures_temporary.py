"""Temporary assistance: aid before papers, by cause, by expense, and what the coordination mechanism agrees on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.cases import clocks, imprest
from minzheng.engine.cases.models import Case, Decision
from minzheng.engine.cases.types import CaseProblem, GateProblem
from minzheng.engine.notices.models import Letter, PublicNotice
from tests.engine.cases.conftest import MONDAY, VERIFICATION, VISIT, County, family, signature
from tests.engine.cases.test_imprest import funded, left
from tests.engine.cases.test_procedures_recognition import letter

EMERGENCY, EXPENSE = "temporary_assistance.emergency", "temporary_assistance.expense"
PLACES = ("村务公开栏",)
ORDER = {
    "discovered_at": "8月3日9时", "what": "失火，住房烧毁", "amount": "800", "ordered_by": "李建国", "consent": "已电话请示",
    "way": "CASH", "recipient": "马建国", "witnesses": ["马小芳", "保国兴"],
}  # fmt: skip
PAPERS = {"ended_on": "2026-08-05", "why": "马建国户，失火，先行救助800元", "signed": True}
MINUTES = {
    "held_on": "2026-08-12", "number": "协调纪要〔2026〕3号", "attendees": ["沙忠", "杨丽", "张文"], "amount": "26000",
    "conclusion": "损失重大，同意一事一议",
}  # fmt: skip


def event(**more: Any) -> dict[str, Any]:
    return {
        "checked_on": "2026-08-04", "surveyors": ["马晓燕", "马小芳"], "happened_on": "2026-08-03", "where": "村头", "cause": "STRANDED",
        "persons": 2, "months": 1, "earlier": 0, "findings": "属实",
    } | more  # fmt: skip


def expenses(eligible: str = "9000", **more: Any) -> dict[str, Any]:
    return {
        "checked_on": "2026-08-05", "surveyors": ["马晓燕", "马小芳"], "cause": "SERIOUS_ILLNESS", "eligible": eligible, "earlier": 0,
        "findings": "票据属实",
    } | more  # fmt: skip


def reported(county: County) -> Case:
    return county.open(code=EMERGENCY, by="village")


def aided(county: County, amount: str = "800") -> Case:
    case = reported(county)
    county.record(case, "order", "clerk", MONDAY, ORDER | {"amount": amount})
    county.do(case, "first_aid", "clerk", MONDAY + timedelta(hours=2))
    return case


def checked(county: County, **more: Any) -> Case:
    case = reported(county)
    county.do(case, "submit", "village", MONDAY)
    return check(county, case, **more)


def check(county: County, case: Case, **more: Any) -> Case:
    county.record(case, "event", "clerk", MONDAY + timedelta(days=1), event(**more))
    county.do(case, "check", "clerk", MONDAY + timedelta(days=1))
    return case


def decisions(case: Case) -> list[tuple[str, int | None]]:
    with scoped(SYSTEM):
        return list(Decision.objects.filter(case=case.pk).order_by("pk").values_list("kind", "amount"))


def test_who_is_in_need_is_aided_the_same_day_and_the_papers_follow(county: County) -> None:
    funded(county)
    case = aided(county)
    assert left(county) == 2_200_00
    county.record(case, "papers", "clerk", MONDAY + timedelta(days=1), PAPERS)
    county.do(case, "supplement", "village", MONDAY + timedelta(days=1))
    check(county, case)
    county.do(case, "approve", "lead", MONDAY + timedelta(days=2), places=PLACES)
    (first, aid) = decisions(case)
    assert first == ("first_aid", 800_00)
    assert aid[0] == "aid"
    assert left(county) == 3_000_00 - (aid[1] or 0)
    text = letter(case, "temporary_grant")
    assert "滞留、流落" in text
    assert "先行救助800元" in text
    assert "office='演示县仁德街道办事处'" in text
    with scoped(SYSTEM):
        assert PublicNotice.objects.filter(subject_id=case.pk).count() == 1


def test_aid_is_due_within_a_day_and_its_papers_within_ten_working_days(county: County) -> None:
    funded(county)
    case = reported(county)
    assert county.seen(case).step_due == MONDAY + timedelta(hours=24)
    county.record(case, "order", "clerk", MONDAY, ORDER)
    county.do(case, "first_aid", "clerk", MONDAY)
    due = county.seen(case).step_due
    assert due is not None
    assert str(clocks.last_day(due)) == "2026-08-17"


def test_aid_before_papers_needs_an_order_within_the_ceiling_and_money_in_the_fund(county: County) -> None:
    case = reported(county)
    with pytest.raises(GateProblem, match="先行救助单"):
        county.do(case, "first_aid", "clerk", MONDAY)
    county.record(case, "order", "clerk", MONDAY, ORDER | {"amount": "1500.01"})
    with pytest.raises(GateProblem, match="超过上限"):
        county.do(case, "first_aid", "clerk", MONDAY)
    county.record(case, "order", "clerk", MONDAY, ORDER | {"amount": "1500"})
    with pytest.raises(CaseProblem, match="没有设立备用金"):
        county.do(case, "first_aid", "clerk", MONDAY)
    funded(county, 1_499_99)
    with pytest.raises(CaseProblem, match="备用金余额"):
        county.do(case, "first_aid", "clerk", MONDAY)
    assert (county.seen(case).state, decisions(case), left(county)) == ("REPORTED", [], 1_499_99)


def test_nobody_is_aided_twice_before_papers_or_by_the_village(county: County) -> None:
    funded(county)
    case = reported(county)
    county.record(case, "order", "clerk", MONDAY, ORDER)
    with pytest.raises(AccessProblem):
        county.do(case, "first_aid", "village", MONDAY)
    county.do(case, "first_aid", "lead", MONDAY)
    with pytest.raises(CaseProblem):
        county.do(case, "first_aid", "clerk", MONDAY)
    assert decisions(case) == [("first_aid", 800_00)]


def test_papers_close_what_the_first_aid_has_settled(county: County) -> None:
    funded(county)
    case = aided(county)
    with pytest.raises(GateProblem, match="补充说明"):
        county.do(case, "settle", "lead", MONDAY, reason="困难已解除")
    county.record(case, "papers", "clerk", MONDAY + timedelta(days=1), PAPERS)
    county.do(case, "settle", "lead", MONDAY + timedelta(days=1), reason="困难已解除")
    assert (county.seen(case).state, left(county)) == ("SETTLED", 2_200_00)


def test_what_the_township_may_not_give_the_county_gives(county: County) -> None:
    funded(county)
    case = checked(county, cause="FIRE", months=0)
    with pytest.raises(GateProblem, match="审批额度"):
        county.do(case, "approve", "lead", MONDAY + timedelta(days=2), places=PLACES)
    county.do(case, "report_up", "lead", MONDAY + timedelta(days=2), reason="超过乡镇额度")
    county.do(case, "approve_county", "head", MONDAY + timedelta(days=3), places=PLACES)
    ((kind, amount),) = decisions(case)
    assert (kind, amount is not None and amount > 2_500_00, left(county)) == ("aid", True, 3_000_00)
    assert "office='演示县民政局'" in letter(case, "temporary_grant")


def test_who_has_no_cause_is_refused_with_the_condition_that_failed(county: County) -> None:
    case = checked(county, cause="NONE", persons=0)
    with pytest.raises(GateProblem, match="不符合临时救助"):
        county.do(case, "approve", "lead", MONDAY + timedelta(days=2), places=PLACES)
    county.do(case, "report_up", "lead", MONDAY + timedelta(days=2), reason="没有规定的事由")
    county.do(case, "refuse", "head", MONDAY + timedelta(days=3), reason="没有规定的事由")
    assert decisions(case) == [("refuse", None)]
    assert "没有规定的事由" in letter(case, "refusal")


def test_who_is_entitled_is_not_refused(county: County) -> None:
    case = checked(county)
    county.do(case, "report_up", "lead", MONDAY + timedelta(days=2), reason="请县级定")
    with pytest.raises(GateProblem, match="符合条件，不能"):
        county.do(case, "refuse", "head", MONDAY + timedelta(days=3), reason="不给")


def test_a_third_time_for_the_same_cause_is_refused(county: County) -> None:
    case = checked(county, earlier=2)
    with pytest.raises(GateProblem, match="不符合"):
        county.do(case, "approve", "lead", MONDAY + timedelta(days=2), places=PLACES)


def test_one_case_is_agreed_on_with_minutes_by_others_than_who_proposed_it(county: County) -> None:
    case = checked(county, cause="FIRE", months=0)
    county.do(case, "report_up", "lead", MONDAY + timedelta(days=2), reason="损失重大")
    county.do(case, "convene", "county", MONDAY + timedelta(days=3), reason="超过每次限额")
    with pytest.raises(GateProblem, match="会议纪要"):
        county.do(case, "agree", "mechanism", MONDAY + timedelta(days=9), reason="同意", places=PLACES)
    county.record(case, "minutes", "mechanism", MONDAY + timedelta(days=9), MINUTES)
    with pytest.raises(AccessProblem):
        county.do(case, "agree", "head", MONDAY + timedelta(days=9), reason="同意", places=PLACES)
    county.do(case, "agree", "mechanism", MONDAY + timedelta(days=9), reason="同意", places=PLACES)
    assert decisions(case) == [("special", 26_000_00)]
    assert "26,000元" in letter(case, "temporary_grant")


def test_what_was_not_agreed_on_goes_back_to_the_county(county: County) -> None:
    case = checked(county)
    county.do(case, "report_up", "lead", MONDAY + timedelta(days=2), reason="损失重大")
    county.do(case, "convene", "county", MONDAY + timedelta(days=3), reason="请议")
    county.record(case, "minutes", "mechanism", MONDAY + timedelta(days=9), MINUTES | {"amount": ""})
    with pytest.raises(GateProblem, match="金额"):
        county.do(case, "agree", "mechanism", MONDAY + timedelta(days=9), reason="同意", places=PLACES)
    county.do(case, "disagree", "mechanism", MONDAY + timedelta(days=9), reason="按规定金额办理")
    county.do(case, "approve_county", "head", MONDAY + timedelta(days=10), places=PLACES)
    assert [kind for kind, _ in decisions(case)] == ["aid"]


def applied(county: County) -> Case:
    case = county.open(family(), code=EXPENSE)
    county.do(case, "submit", "village", MONDAY)
    with pytest.raises(GateProblem, match="核对授权"):
        county.do(case, "accept", "clerk", MONDAY)
    county.record(case, "authorisation", "clerk", MONDAY, signature("马建国", "保秀英"))
    county.do(case, "accept", "clerk", MONDAY + timedelta(hours=1))
    county.record(case, "home_visit", "clerk", MONDAY + timedelta(days=1), VISIT)
    county.record(case, "verification", "verifier", MONDAY + timedelta(days=2), VERIFICATION)
    return case


def published(county: County, eligible: str = "9000") -> Case:
    case = applied(county)
    county.record(case, "expenses", "clerk", MONDAY + timedelta(days=2), expenses(eligible, cause="SERIOUS_ILLNESS"))
    county.do(case, "check", "clerk", MONDAY + timedelta(days=2))
    county.do(case, "propose", "lead", MONDAY + timedelta(days=3), places=PLACES)
    return case


def test_expenses_are_aided_by_the_township_after_five_days_of_publicity(county: County) -> None:
    case = published(county)
    with pytest.raises(GateProblem, match="公示期"):
        county.do(case, "approve", "lead", MONDAY + timedelta(days=8), places=PLACES)
    county.do(case, "approve", "lead", MONDAY + timedelta(days=9), places=PLACES)
    assert decisions(case) == [("aid", 750_00)]
    assert "750元" in letter(case, "temporary_grant")


def test_expenses_that_cost_more_than_the_township_may_give_go_to_the_county(county: County) -> None:
    case = published(county, "40000")
    with pytest.raises(GateProblem, match="审批额度"):
        county.do(case, "approve", "lead", MONDAY + timedelta(days=9), places=PLACES)
    county.do(case, "report_up", "lead", MONDAY + timedelta(days=9), reason="超过乡镇额度")
    county.do(case, "approve_county", "head", MONDAY + timedelta(days=10), places=PLACES)
    assert decisions(case) == [("aid", 10_900_00)]


def test_an_objection_is_looked_into_and_published_again(county: County) -> None:
    case = published(county)
    county.do(case, "object", "village", MONDAY + timedelta(days=5), reason="有人认为不困难")
    with pytest.raises(CaseProblem):
        county.do(case, "approve", "lead", MONDAY + timedelta(days=20), places=PLACES)
    county.do(case, "propose", "lead", MONDAY + timedelta(days=7), places=PLACES)
    county.do(case, "approve", "lead", MONDAY + timedelta(days=14), places=PLACES)
    assert [kind for kind, _ in decisions(case)] == ["aid"]


@pytest.mark.parametrize("cause", ["NONE", "SERIOUS_ILLNESS"])
def test_expenses_at_the_deductible_are_refused_by_the_county(county: County, cause: str) -> None:
    case = applied(county)
    county.record(case, "expenses", "clerk", MONDAY + timedelta(days=2), expenses("6000", cause=cause))
    county.do(case, "check", "clerk", MONDAY + timedelta(days=2))
    county.do(case, "propose_refusal", "lead", MONDAY + timedelta(days=3), reason="没有超过起付线")
    county.do(case, "refuse", "head", MONDAY + timedelta(days=4), reason="没有超过起付线")
    assert decisions(case) == [("refuse", None)]
    with scoped(SYSTEM):
        assert Letter.objects.filter(subject_id=case.pk, template="refusal").count() == 1


def test_of_who_is_recognised_already_only_the_expenses_are_looked_at(county: County) -> None:
    case = county.open(family(), code=EXPENSE)
    county.do(case, "submit", "village", MONDAY)
    county.record(case, "authorisation", "clerk", MONDAY, signature("马建国", "保秀英"))
    county.do(case, "accept", "clerk", MONDAY)
    county.record(case, "expenses", "clerk", MONDAY, expenses())
    with pytest.raises(GateProblem, match="已认定的救助身份"):
        county.do(case, "check_recognised", "clerk", MONDAY)
    known = {"category": "DIBAO", "number": "001-2026-00001", "recognised_on": "2026-01-05"}
    county.record(case, "recognised", "clerk", MONDAY, known)
    county.do(case, "check_recognised", "clerk", MONDAY)
    county.do(case, "propose", "lead", MONDAY + timedelta(days=1), places=PLACES)
    county.do(case, "approve", "lead", MONDAY + timedelta(days=7), places=PLACES)
    assert decisions(case) == [("aid", 750_00)]


def test_nothing_is_booked_on_a_fund_but_what_the_township_decides(county: County) -> None:
    funded(county)
    case = published(county)
    county.do(case, "approve", "lead", MONDAY + timedelta(days=9), places=PLACES)
    with scoped(county.actors["lead"]):
        assert [line.case for line in imprest.lines_of(530129001000)] == [""]
