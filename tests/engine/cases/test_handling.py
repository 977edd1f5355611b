"""Beside the flow: more time, another officer, a complaint; papers that are missing; families that do not answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.cases import actions, clocks
from minzheng.engine.cases.types import CaseProblem, GateProblem
from minzheng.engine.notices.models import Letter
from minzheng.kernel.working_days import CHINA
from tests.engine.cases.conftest import MONDAY, County, family, resident


def test_a_lead_lengthens_the_limit_once_and_the_family_is_told(county: County) -> None:
    case, lead = county.accepted(), county.actors["lead"]
    with scoped(lead):
        actions.extend(case=case.pk, reason="人户分离，调查需要时间", by=lead, at=MONDAY + timedelta(days=5))
        total = county.seen(case).total_due
        assert total is not None
        assert clocks.last_day(total) == CHINA.add_workdays(date(2026, 8, 3), 45)
        assert Letter.objects.filter(subject_id=case.pk, template="extension").count() == 1
    with pytest.raises(CaseProblem, match="已经延长过一次"), scoped(lead):
        actions.extend(case=case.pk, reason="再延长", by=lead, at=MONDAY + timedelta(days=6))


def test_a_clerk_does_not_lengthen_a_limit(county: County) -> None:
    case, clerk = county.accepted(), county.actors["clerk"]
    with pytest.raises(AccessProblem), scoped(clerk):
        actions.extend(case=case.pk, reason="忙", by=clerk, at=MONDAY)


def test_no_time_is_added_without_a_reason_or_before_acceptance(county: County) -> None:
    case, lead = county.open(), county.actors["lead"]
    for reason, words in (("  ", "理由"), ("人户分离", "没有可以延长的期限")):
        with pytest.raises(CaseProblem, match=words), scoped(lead):
            actions.extend(case=case.pk, reason=reason, by=lead, at=MONDAY)


def test_a_case_is_handed_to_an_officer_who_works_there_alone(county: County) -> None:
    case, lead, officers = county.accepted(), county.actors["lead"], county.bureau.officers
    with scoped(lead):
        assert (
            actions.assign(case=case.pk, officer=officers["lead"].pk, by=lead, at=MONDAY).handler == officers["lead"].pk
        )
    with pytest.raises(CaseProblem, match="不在这个地方"), scoped(lead):
        actions.assign(case=case.pk, officer=officers["stranger"].pk, by=lead, at=MONDAY)


def test_a_case_is_not_handed_to_a_near_relative_of_the_family(county: County) -> None:
    from minzheng.engine.access import actions as access

    clerk, lead = county.bureau.officers["clerk"], county.actors["lead"]
    access.declare_relative(
        officer=clerk, name="马建国", id_number=resident(901), relation="40", on=date(2026, 8, 3), by=county.actors["clerk"],
        at=MONDAY,
    )  # fmt: skip
    case = county.accepted()
    with pytest.raises(CaseProblem, match="近亲属"), scoped(lead):
        actions.assign(case=case.pk, officer=clerk.pk, by=lead, at=MONDAY)


def test_a_complaint_sends_the_county_to_the_family(county: County) -> None:
    case = county.investigated()
    with scoped(SYSTEM):
        actions.mark_complaint(case=case.pk, open_=True, by=county.actors["county"], at=MONDAY)
    county.do(case, "propose", "lead", MONDAY + timedelta(days=3), places=("村务公开栏",))
    county.do(case, "forward", "clerk", MONDAY + timedelta(days=11))
    with pytest.raises(GateProblem, match="收到投诉举报"):
        county.do(case, "review", "county", MONDAY + timedelta(days=14), reason="属实")
    visit = {"visited_on": "2026-08-15", "surveyors": ["张文", "杨丽"], "conclusion": "情况属实"}
    county.record(case, "county_visit", "county", MONDAY + timedelta(days=14), visit)
    county.do(case, "review", "county", MONDAY + timedelta(days=14), reason="属实")
    assert county.seen(case).state == "TO_CONFIRM"


def test_missing_papers_are_asked_for_once(county: County) -> None:
    case = county.open()
    county.do(case, "submit", "village", MONDAY)
    with pytest.raises(GateProblem, match="一次性列明"):
        county.do(case, "ask_supplement", "clerk", MONDAY)
    county.do(case, "ask_supplement", "clerk", MONDAY, supplement=("户口簿复印件", "收入说明"))
    with scoped(county.actors["village"]):
        actions.save_answers(case=case.pk, answers=family(wage="1200"), by=county.actors["village"], at=MONDAY)
    county.do(case, "supplement", "village", MONDAY + timedelta(days=2))
    with pytest.raises(GateProblem, match="只能办理一次"):
        county.do(case, "ask_supplement", "clerk", MONDAY + timedelta(days=2), supplement=("还要一份",))


def test_answers_are_not_changed_after_submission(county: County) -> None:
    case, village = county.accepted(), county.actors["village"]
    with pytest.raises(CaseProblem, match="不能再改"), scoped(village):
        actions.save_answers(case=case.pk, answers=family(), by=village, at=MONDAY)


def test_nobody_is_ended_without_two_reminders(county: County) -> None:
    case = county.accepted()
    with pytest.raises(GateProblem, match="催告2次，已催告0次"):
        county.do(case, "end", "lead", MONDAY + timedelta(days=9), reason="多次联系不上")
    for day in (4, 8):
        county.record(
            case,
            "reminder",
            "clerk",
            MONDAY + timedelta(days=day),
            {"given_on": f"2026-08-{3 + day:02d}", "way": "上门"},
        )
    county.do(case, "end", "lead", MONDAY + timedelta(days=9), reason="多次联系不上")
    assert county.seen(case).state == "ENDED"
