"""Applications beside the minimum living allowance: destitute support, edge and rigid families, one form for all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.awards.models import Grant
from minzheng.engine.cases.models import Case, Decision
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem, GateProblem
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.notices.models import Letter
from minzheng.engine.notices.queries import document_of
from minzheng.kernel.codes import BENEFIT_TYPE
from tests.engine.cases.conftest import MONDAY, VERIFICATION, VISIT, County, family, resident, signature

TEKUN = "destitute_support.application"
ITEMS = ("eat", "dress", "bed", "toilet", "walk", "bathe")
PLACES = ("村务公开栏",)


def old_man(**more: Any) -> dict[str, Any]:
    """Seventy-one years old, alone, without income or anybody who must support him."""
    head = {
        "name": "沙老汉", "id_number": resident(951, "19550310"), "relation": "01", "labour_capacity": "ELDERLY",
        "asks_destitute_support": True, "incomes": [],
    }  # fmt: skip
    return {"household": {"area": "RURAL"}, "members": [head | more], "contact": {"address": "村尾"}}


def assessment(*cannot: str, level: str) -> dict[str, Any]:
    able = {item: item not in cannot for item in ITEMS}
    return {"assessed_on": "2026-08-10", "assessors": ["张文", "杨丽"], "level": level, **able}


def accepted(county: County, code: str, answers: dict[str, Any], *names: str) -> Case:
    case = county.open(answers, code=code)
    county.do(case, "submit", "village", MONDAY)
    county.record(case, "authorisation", "clerk", MONDAY, signature(*names))
    county.do(case, "accept", "clerk", MONDAY + timedelta(hours=1))
    county.record(case, "home_visit", "clerk", MONDAY + timedelta(days=1), VISIT)
    county.record(case, "verification", "verifier", MONDAY + timedelta(days=2), VERIFICATION)
    return case


def reviewed(county: County, case: Case) -> Case:
    county.do(case, "propose", "lead", MONDAY + timedelta(days=3), places=PLACES)
    county.do(case, "forward", "clerk", MONDAY + timedelta(days=11))
    county.do(case, "review", "county", MONDAY + timedelta(days=14), reason="情况属实")
    return case


def refused(county: County, case: Case) -> Decision:
    county.do(case, "propose_refusal", "lead", MONDAY + timedelta(days=3), reason="不符合条件")
    county.do(case, "review", "county", MONDAY + timedelta(days=7), reason="情况属实")
    county.do(case, "refuse", "head", MONDAY + timedelta(days=8), reason="不符合条件")
    with scoped(SYSTEM):
        return Decision.objects.get(case=case)


def grants(case: Case) -> list[tuple[str, int]]:
    with scoped(SYSTEM):
        rows = Grant.objects.filter(household=Case.objects.get(pk=case.pk).household_id).order_by("pk")
        return [(BENEFIT_TYPE.key(row.benefit), row.monthly_amount) for row in rows]


def letter(case: Case, template: str) -> str:
    with scoped(SYSTEM):
        found = Letter.objects.filter(subject_id=case.pk, template=template).order_by("-pk").first()
        assert found is not None
        return str(document_of(found))


def destitute(county: County, *, ability: dict[str, Any] | None = None, wish: str = "DISPERSED") -> Case:
    case = accepted(county, TEKUN, old_man(), "沙老汉")
    county.record(
        case, "wish", "clerk", MONDAY + timedelta(days=2), {"form": wish, "asked_on": "2026-08-05", "signed": True}
    )
    if ability is not None:
        county.record(case, "ability_assessment", "county", MONDAY + timedelta(days=2), ability)
        county.do(case, "assess_ability", "county", MONDAY + timedelta(days=2))
    return reviewed(county, case)


AGREEMENT = {
    "caregiver": ["马小芳"], "relation": "邻居", "phone": "13800000000", "cares_for": 1, "duties": "做饭、洗衣、陪同就医",
    "level": "半护理", "payee": "马小芳", "from_on": "2026-09-01", "until_on": "2027-08-31", "signed": True,
}  # fmt: skip
BED = {"institution": "仁德中心敬老院", "bed": "203-1", "from_on": "2026-09-01", "agreed": True}


def test_a_destitute_person_is_cared_for_at_home_as_they_wish_and_as_they_need(county: County) -> None:
    case = destitute(county, ability=assessment("walk", "bathe", level="PARTIAL"))
    with pytest.raises(GateProblem, match="委托照料服务协议"):
        county.do(case, "confirm_at_home", "head", MONDAY + timedelta(days=16), places=PLACES)
    county.record(case, "care_agreement", "clerk", MONDAY + timedelta(days=15), AGREEMENT)
    county.do(case, "confirm_at_home", "head", MONDAY + timedelta(days=16), places=PLACES)
    ((benefit, partly),) = grants(case)
    assert benefit == "TEKUN"
    assert "部分丧失生活自理能力" in letter(case, "ability_result")
    assert "不能自主完成" in letter(case, "ability_result")
    assert "特困人员救助供养" in letter(case, "confirmation")
    assert partly > 0


def test_who_needs_more_care_is_given_more(county: County) -> None:
    case = destitute(county, ability=assessment(*ITEMS, level="NONE"), wish="CENTRALISED")
    county.record(case, "placement", "clerk", MONDAY + timedelta(days=15), BED)
    county.do(case, "confirm_in_institution", "head", MONDAY + timedelta(days=16), places=PLACES)
    ((_, wholly),) = grants(case)
    review = follow_review(county, case, assessment(level="FULL_SELF_CARE"))
    with pytest.raises(GateProblem, match="听取"):
        county.do(review, "reduce", "head", MONDAY + timedelta(days=40), reason="身体好转")
    hearing = {
        "told_on": "2026-09-10", "heard_on": "2026-09-11", "way": "FACE", "stance": "AGREED", "considered": "没有异议", "signed": True,
    }  # fmt: skip
    county.record(review, "hearing", "clerk", MONDAY + timedelta(days=40), hearing)
    county.do(review, "reduce", "head", MONDAY + timedelta(days=40), reason="身体好转")
    *_, (_, less) = grants(case)
    assert less < wholly


def follow_review(county: County, case: Case, ability: dict[str, Any]) -> Case:
    at = MONDAY + timedelta(days=38)
    with scoped(SYSTEM):
        household, person = Case.objects.get(pk=case.pk).household, Case.objects.get(pk=case.pk).person
    review = county.open({}, by="clerk", at=at, code="destitute_support.review", household=household, person=person)
    county.do(review, "report_ability", "clerk", at, reason="本人报告身体好转")
    county.record(review, "ability_assessment", "county", at, ability)
    county.do(review, "assess_ability", "county", at)
    seen = {
        "visited_on": "2026-09-10", "surveyors": ["马晓燕", "马小芳"], "health": "好", "house": "安全", "caregiver": "履行", "wish": "无变化",
        "changes": "无", "conclusion": "REDUCE",
    }  # fmt: skip
    county.record(review, "review", "clerk", at, seen)
    county.do(review, "propose", "lead", at, reason="自理能力好转")
    return review


def test_nobody_is_proposed_before_their_ability_was_assessed(county: County) -> None:
    with pytest.raises(GateProblem, match="待核实"):
        destitute(county)


def test_an_assessment_in_the_countys_review_counts_too(county: County) -> None:
    case = destitute(county, ability=assessment(level="FULL_SELF_CARE"))
    county.do(case, "return", "head", MONDAY + timedelta(days=15), reason="身体状况已变化")
    county.record(case, "ability_assessment", "county", MONDAY + timedelta(days=15), assessment(*ITEMS, level="NONE"))
    county.do(case, "assess_ability", "county", MONDAY + timedelta(days=15))
    assert "完全丧失生活自理能力" in letter(case, "ability_result")


def test_who_can_work_is_not_destitute_and_is_told_which_condition_failed(county: County) -> None:
    case = accepted(county, TEKUN, old_man(id_number=resident(951, "19900310")), "沙老汉")
    decision = refused(county, case)
    assert "HAS_LABOUR_CAPACITY" in decision.reasons
    assert grants(case) == []
    assert "有劳动能力" in letter(case, "refusal")


def ended(county: County, case: Case) -> Case:
    at = MONDAY + timedelta(days=40)
    with scoped(SYSTEM):
        household, person = Case.objects.get(pk=case.pk).household, Case.objects.get(pk=case.pk).person
    stop = county.open({}, by="clerk", at=at, code="destitute_support.stop", household=household, person=person)
    county.record(stop, "ground", "clerk", at, {"kind": "VOLUNTARY", "since_on": "2026-09-10"})
    county.do(stop, "register", "clerk", at)
    county.record(
        stop,
        "check",
        "clerk",
        at,
        {"checked_on": "2026-09-12", "surveyors": ["马晓燕", "马小芳"], "findings": "本人要求退出"},
    )
    county.do(stop, "propose", "lead", at, reason="自愿退出")
    return stop


def test_destitute_support_ends_after_hearing_and_publicity_the_month_after(county: County) -> None:
    case = destitute(county, ability=assessment(level="FULL_SELF_CARE"))
    county.record(case, "care_agreement", "clerk", MONDAY + timedelta(days=15), AGREEMENT)
    county.do(case, "confirm_at_home", "head", MONDAY + timedelta(days=16), places=PLACES)
    stop, at = ended(county, case), MONDAY + timedelta(days=42)
    with pytest.raises(GateProblem, match="听取"):
        county.do(stop, "publish", "lead", at, places=PLACES)
    hearing = {
        "told_on": "2026-09-12", "heard_on": "2026-09-13", "way": "FACE", "stance": "AGREED", "considered": "没有异议", "signed": True,
    }  # fmt: skip
    county.record(stop, "hearing", "clerk", at, hearing)
    county.do(stop, "publish", "lead", at, places=PLACES)
    with pytest.raises(GateProblem, match="公示期"):
        county.do(stop, "forward", "clerk", at + timedelta(days=7))
    county.do(stop, "forward", "clerk", at + timedelta(days=8))
    county.do(stop, "stop", "head", at + timedelta(days=9), reason="自愿退出", reasons=("WITHDRAWN",))
    with scoped(SYSTEM):
        (grant,) = Grant.objects.filter(household=stop.household_id, superseded_at__gt=at + timedelta(days=20))
        assert str(grant.until_month) == "2026-10-01"


# The standard of the invented county lets 8000 a year and head pass below the edge line and above the standard.
EDGE_WAGE = "24000"


@pytest.mark.parametrize("procedure", ["application", "renewal"])
def test_an_edge_family_is_recognised_without_money(county: County, procedure: str) -> None:
    case = county.open(family(wage=EDGE_WAGE), code=f"edge_family.{procedure}")
    county.do(case, "submit", "village", MONDAY)
    county.record(case, "authorisation", "clerk", MONDAY, signature("马建国", "保秀英"))
    if procedure == "renewal":
        with pytest.raises(GateProblem, match="与前次认定相比"):
            county.do(case, "accept", "clerk", MONDAY)
        county.record(
            case,
            "unchanged",
            "village",
            MONDAY,
            {"previous": "2025年8月", "unchanged": "身份证、户口簿", "changed": "收入减少"},
        )
    county.do(case, "accept", "clerk", MONDAY)
    county.record(case, "home_visit", "clerk", MONDAY + timedelta(days=1), VISIT)
    county.record(case, "verification", "verifier", MONDAY + timedelta(days=2), VERIFICATION)
    reviewed(county, case)
    county.do(case, "recognise", "head", MONDAY + timedelta(days=16), places=PLACES)
    with scoped(SYSTEM):
        decision = Decision.objects.get(case=case)
    assert (BENEFIT_TYPE.key(decision.result or 0), decision.amount) == ("EDGE", None)
    assert grants(case) == []
    assert "最低生活保障边缘家庭" in letter(case, "recognition")


@pytest.mark.parametrize("code", ["edge_family.application", "edge_family.renewal"])
def test_a_family_above_the_edge_line_is_not_recognised(county: County, code: str) -> None:
    case = county.open(family(wage="90000"), code=code)
    county.do(case, "submit", "village", MONDAY)
    county.record(case, "authorisation", "clerk", MONDAY, signature("马建国", "保秀英"))
    if code.endswith("renewal"):
        county.record(
            case, "unchanged", "village", MONDAY, {"previous": "2025年8月", "unchanged": "身份证", "changed": "有工作"}
        )
    county.do(case, "accept", "clerk", MONDAY)
    county.record(case, "home_visit", "clerk", MONDAY + timedelta(days=1), VISIT)
    county.record(case, "verification", "verifier", MONDAY + timedelta(days=2), VERIFICATION)
    assert "INCOME_NOT_BELOW_EDGE" in refused(county, case).reasons


SPENT = {
    "from_on": "2025-08-01", "until_on": "2026-07-31", "medical": "0", "education": "0", "rehabilitation": "0", "other": "20000", "conclusion": "票据齐全",
}  # fmt: skip


def ill(wage: str) -> dict[str, Any]:
    answers = family(wage=wage)
    answers["members"][0]["expenses"] = [{"expense_kind": "OTHER", "expense_amount": "20000"}]
    return answers


def rigid(county: County, code: str, answers: dict[str, Any]) -> Case:
    case = county.open(answers, code=code)
    county.do(case, "submit", "village", MONDAY)
    county.record(case, "authorisation", "clerk", MONDAY, signature("马建国", "保秀英"))
    if code.endswith("renewal"):
        county.record(
            case,
            "unchanged",
            "village",
            MONDAY,
            {"previous": "2025年8月", "unchanged": "身份证", "changed": "仍在治疗"},
        )
    county.do(case, "accept", "clerk", MONDAY)
    county.record(case, "home_visit", "clerk", MONDAY + timedelta(days=1), VISIT)
    county.record(case, "verification", "verifier", MONDAY + timedelta(days=2), VERIFICATION)
    county.record(case, "expenses", "clerk", MONDAY + timedelta(days=2), SPENT)
    return case


@pytest.mark.parametrize("code", ["rigid_expenditure_family.application", "rigid_expenditure_family.renewal"])
def test_a_family_whose_bills_eat_its_income_is_recognised_for_a_year_at_most(county: County, code: str) -> None:
    case = reviewed(county, rigid(county, code, ill("34000")))
    county.do(case, "recognise", "head", MONDAY + timedelta(days=16), places=PLACES)
    with scoped(SYSTEM):
        assert BENEFIT_TYPE.key(Decision.objects.get(case=case).result or 0) == "RIGID"
    assert "有效期至" in letter(case, "recognition")
    assert "2027年8月19日" in letter(case, "recognition")


@pytest.mark.parametrize("code", ["rigid_expenditure_family.application", "rigid_expenditure_family.renewal"])
def test_a_family_without_such_bills_is_not(county: County, code: str) -> None:
    case = rigid(county, code, family(wage="34000"))
    assert "RIGID_RATIO_NOT_EXCEEDED" in refused(county, case).reasons


UNIFIED = "unified_application.application"


def test_one_form_gives_what_the_rules_give_first_the_allowance(county: County) -> None:
    case = reviewed(county, accepted(county, UNIFIED, family(), "马建国", "保秀英"))
    with pytest.raises(GateProblem, match="核算不符合"):
        county.do(case, "recognise", "head", MONDAY + timedelta(days=16), places=PLACES)
    county.do(case, "confirm", "head", MONDAY + timedelta(days=16), places=PLACES)
    assert [benefit for benefit, _ in grants(case)] == ["DIBAO"]


def test_one_form_recognises_an_edge_family_where_no_allowance_is_due(county: County) -> None:
    case = reviewed(county, accepted(county, UNIFIED, family(wage=EDGE_WAGE), "马建国", "保秀英"))
    with pytest.raises(CaseProblem, match="核算不符合"):
        county.do(case, "confirm", "head", MONDAY + timedelta(days=16), places=PLACES)
    county.do(case, "recognise", "head", MONDAY + timedelta(days=16), places=PLACES)
    assert grants(case) == []
    assert "最低生活保障边缘家庭" in letter(case, "recognition")


def test_one_form_finds_a_destitute_person(county: County) -> None:
    case = accepted(county, UNIFIED, old_man(), "沙老汉")
    county.record(
        case,
        "wish",
        "clerk",
        MONDAY + timedelta(days=2),
        {"form": "DISPERSED", "asked_on": "2026-08-05", "signed": True},
    )
    county.record(case, "ability_assessment", "county", MONDAY + timedelta(days=2), assessment("walk", level="PARTIAL"))
    county.do(case, "assess_ability", "county", MONDAY + timedelta(days=2))
    reviewed(county, case)
    with pytest.raises(GateProblem):
        county.do(case, "confirm", "head", MONDAY + timedelta(days=16), places=PLACES)
    county.do(case, "confirm_destitute", "head", MONDAY + timedelta(days=16), places=PLACES)
    assert [benefit for benefit, _ in grants(case)] == ["TEKUN"]


def test_one_form_that_nothing_follows_from_is_refused_with_the_reasons_of_each(county: County) -> None:
    case = accepted(county, UNIFIED, family(wage="90000"), "马建国", "保秀英")
    decision = refused(county, case)
    said = letter(case, "refusal")
    assert {"INCOME_NOT_BELOW_STANDARD", "INCOME_NOT_BELOW_EDGE"} <= set(decision.reasons)
    for benefit in ("最低生活保障", "最低生活保障边缘家庭", "刚性支出困难家庭"):
        assert f"{benefit}：" in said
    with scoped(SYSTEM):
        assert open_json(Sealed.GROUNDS, decision.pk, decision.grounds)["explanation"]
