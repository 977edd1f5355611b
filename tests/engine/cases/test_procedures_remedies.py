"""Who reports need, who complains, who has a decision reviewed: each is answered, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.cases import clocks
from minzheng.engine.cases.models import Case, Decision
from minzheng.engine.cases.recomputing import recompute
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem, GateProblem, NoCase
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.notices.models import Letter
from minzheng.engine.registry import actions as registry
from minzheng.engine.registry.types import SourceKind, Standing
from tests.engine.cases.conftest import MONDAY, County
from tests.engine.cases.test_procedures_changes import granted
from tests.engine.cases.test_procedures_recognition import letter

DISCOVERY, COMPLAINT = "active_discovery.report", "complaint.complaint"
REVIEW = "reconsideration.reconsideration"
LATER = MONDAY + timedelta(days=20)
REPORT = {"found_on": "2026-08-03", "who": "村头马建国", "what": "独居，断粮", "urgent": False, "reporter": "毕老师"}
SEEN = {
    "visited_on": "2026-08-04",
    "visitors": ["马晓燕"],
    "found": "生活困难",
    "told": "低保、临时救助",
    "willing": "YES",
}
REFERRAL = {
    "receiver": "县残疾人联合会", "person": "村头马建国", "contact": "村委会转", "need": "辅助器具", "consented_on": "2026-08-04",
    "reply_by": "2026-08-14",
}  # fmt: skip
WORDS = {
    "source": "HOTLINE", "received_on": "2026-08-03", "reporter": "周某", "target": "村干部", "what": "优亲厚友",
}  # fmt: skip
FINDINGS = {
    "checked_on": "2026-08-06", "surveyors": ["张文", "杨丽"], "proven": "NO", "facts": "该户确实困难", "handled": "向本人说明",
}  # fmt: skip
ASKED = {"number": "复〔2026〕7号", "received_on": "2026-08-20", "demand": "撤销", "grounds": "金额算少了"}
ANSWER = {"facts": "入户调查、核对报告", "recomputed": "与原决定一致"}
OUTCOME = {"number": "复决〔2026〕7号", "decided_on": "2026-09-10", "result": "UPHELD", "reasons": "事实清楚"}


def related(county: County, code: str, by: str, case: Case | None, at: Any = LATER) -> Case:
    return county.open({}, by=by, at=at, code=code, related=case)


def visited(county: County, by: str = "village") -> Case:
    case = county.open({}, by=by, code=DISCOVERY)
    county.record(case, "report", by, MONDAY, REPORT)
    county.do(case, "register", by, MONDAY)
    county.record(case, "visit", "clerk", MONDAY + timedelta(days=1), SEEN)
    county.do(case, "visit", "clerk", MONDAY + timedelta(days=1))
    return case


@pytest.mark.parametrize("by", ["village", "clerk", "lead", "county", "hotline"])
def test_whoever_reports_need_leads_to_a_case(county: County, by: str) -> None:
    found = visited(county, by)
    with pytest.raises(GateProblem, match="后续业务"):
        county.do(found, "follow", "clerk", MONDAY + timedelta(days=1))
    related(county, "minimum_living_allowance.application", "village", county.seen(found), MONDAY + timedelta(days=1))
    county.do(found, "follow", "clerk", MONDAY + timedelta(days=1))
    assert county.seen(found).state == "FOLLOWED"


def test_a_report_without_a_case_ends_with_the_reason_and_by_somebody_who_did_not_visit(county: County) -> None:
    found = visited(county)
    with pytest.raises(GateProblem, match="理由"):
        county.do(found, "no_need", "lead", MONDAY + timedelta(days=2))
    with pytest.raises(AccessProblem):
        county.do(found, "no_need", "clerk", MONDAY + timedelta(days=2), reason="子女已接走")
    county.do(found, "no_need", "lead", MONDAY + timedelta(days=2), reason="子女已接走")
    assert county.seen(found).closed


def test_a_referral_is_a_letter_to_whoever_is_to_help_with_the_need_the_consent_and_a_day_to_reply(
    county: County,
) -> None:
    found, at = visited(county), MONDAY + timedelta(days=2)
    with pytest.raises(GateProblem, match="转介登记表"):
        county.do(found, "refer", "lead", at, reason="需要长期照护")
    county.record(found, "referral", "clerk", at, REFERRAL)
    county.do(found, "refer", "lead", at, reason="需要长期照护")
    said = letter(found, "referral")
    for words in ("县残疾人联合会", "村头马建国", "辅助器具", "2026年8月4日", "2026年8月14日"):
        assert words in said
    with scoped(SYSTEM):
        assert Letter.objects.get(subject_id=found.pk, template="referral").addressee == "县残疾人联合会"


def test_nobody_settles_a_report_without_a_visit_which_is_due_in_three_working_days(county: County) -> None:
    found = county.open({}, by="hotline", code=DISCOVERY)
    with pytest.raises(GateProblem, match="登记表"):
        county.do(found, "register", "hotline", MONDAY)
    county.record(found, "report", "hotline", MONDAY, REPORT)
    county.do(found, "register", "hotline", MONDAY)
    due = county.seen(found).step_due
    assert due is not None
    assert str(clocks.last_day(due)) == "2026-08-06"
    with pytest.raises(CaseProblem):
        county.do(found, "no_need", "lead", MONDAY, reason="不需要")


def complained(county: County, about: Case | None = None, **words: Any) -> Case:
    case = related(county, COMPLAINT, "hotline", about, MONDAY)
    county.record(case, "complaint", "hotline", MONDAY, WORDS | words)
    county.do(case, "register", "hotline", MONDAY)
    return case


def answered(county: County, case: Case) -> None:
    county.record(case, "findings", "county", MONDAY + timedelta(days=3), FINDINGS)
    county.do(case, "investigate", "county", MONDAY + timedelta(days=3))
    county.do(case, "reply", "head", MONDAY + timedelta(days=4), reason="经核实不属实")


def test_a_complaint_is_replied_to_within_its_time(county: County) -> None:
    case = complained(county)
    due = county.seen(case).total_due
    assert due is not None
    assert str(clocks.last_day(due)) == "2026-08-24"
    with pytest.raises(GateProblem, match="核实情况"):
        county.do(case, "investigate", "county", MONDAY + timedelta(days=3))
    answered(county, case)
    assert "经核实不属实" in letter(case, "complaint_reply")
    assert "周某" in letter(case, "complaint_reply")


def test_who_complains_without_a_name_is_written_no_letter(county: County) -> None:
    case = complained(county, reporter="")
    answered(county, case)
    assert county.seen(case).state == "REPLIED"
    with scoped(SYSTEM):
        assert Letter.objects.filter(subject_id=case.pk).count() == 0


def test_who_is_complained_about_does_not_see_it(county: County) -> None:
    case = complained(county)
    for by in ("village", "clerk", "lead"):
        with pytest.raises(NoCase):
            county.do(case, "investigate", by, MONDAY)


def test_while_a_complaint_is_open_the_county_visits_the_family_itself(county: County) -> None:
    family = county.investigated()
    first, second = complained(county, family), complained(county, family)
    county.do(family, "propose", "lead", MONDAY + timedelta(days=3), places=("村务公开栏",))
    county.do(family, "forward", "clerk", MONDAY + timedelta(days=11))
    answered(county, first)
    with pytest.raises(GateProblem, match="入户调查"):
        county.do(family, "review", "county", MONDAY + timedelta(days=14), reason="属实")
    answered(county, second)
    county.do(family, "review", "county", MONDAY + timedelta(days=14), reason="属实")


def attacked(county: County, case: Case) -> Case:
    review = related(county, REVIEW, "county", case)
    county.record(review, "application", "county", LATER, ASKED)
    county.do(review, "register", "county", LATER)
    county.record(review, "answer", "county", LATER + timedelta(days=2), ANSWER)
    county.do(review, "answer", "head", LATER + timedelta(days=3), reason="请维持")
    county.record(review, "outcome", "county", LATER + timedelta(days=18), OUTCOME)
    return review


def later_wage(case: Case) -> None:
    """A fact about the day of the decision that was learned after it."""
    with scoped(SYSTEM):
        source = registry.record_source(
            kind=SourceKind.OFFICER, title="复议补证", reference="1", by="张文", at=LATER + timedelta(days=4)
        )
        registry.enter_fact(
            name="means_declared", subject=case.household_id or 0, value=0, standing=Standing.ADOPTED,
            valid_from=MONDAY.date(), source=source, by="张文", at=LATER + timedelta(days=4),
        )  # fmt: skip


def test_a_decision_that_is_attacked_is_computed_again_on_the_facts_of_its_day(county: County) -> None:
    case = granted(county)
    with scoped(SYSTEM):
        decision = Decision.objects.get(case=case.pk)
        again = recompute(decision, known_at=LATER)
    assert again.reproduced
    assert again.then.entitlements == again.now.entitlements
    later_wage(case)
    with scoped(SYSTEM):
        learned = recompute(decision, known_at=LATER + timedelta(days=5))
    assert learned.reproduced
    assert learned.now.inputs != learned.then.inputs


@pytest.mark.parametrize(("step", "state"), [("uphold", "UPHELD"), ("annul", "ANNULLED")])
def test_the_outcome_of_a_review_keeps_what_the_decision_comes_to_again(county: County, step: str, state: str) -> None:
    case = granted(county)
    review = attacked(county, case)
    county.do(review, step, "county", LATER + timedelta(days=18))
    with scoped(SYSTEM):
        kept = Decision.objects.get(case=review.pk)
        grounds = open_json(Sealed.GROUNDS, kept.pk, bytes(kept.grounds))
        assert kept.attacks == Decision.objects.get(case=case.pk)
    assert grounds["recomputed"]["reproduced"] is True
    assert county.seen(review).state == state


def test_what_was_annulled_is_done_again_before_the_review_ends(county: County) -> None:
    case = granted(county)
    review = attacked(county, case)
    county.do(review, "annul", "county", LATER + timedelta(days=18))
    with pytest.raises(GateProblem, match="后续业务"):
        county.do(review, "redo", "county", LATER + timedelta(days=19))
    related(county, "minimum_living_allowance.change_report", "clerk", county.seen(review))
    county.do(review, "redo", "county", LATER + timedelta(days=19))
    assert county.seen(review).closed


def test_a_review_names_the_decision_and_is_answered_by_another_within_ten_working_days(county: County) -> None:
    loose = related(county, REVIEW, "county", None)
    county.record(loose, "application", "county", LATER, ASKED)
    with pytest.raises(GateProblem, match="被复议"):
        county.do(loose, "register", "county", LATER)
    review = related(county, REVIEW, "county", granted(county))
    county.record(review, "application", "county", LATER, ASKED)
    county.do(review, "register", "county", LATER)
    found = county.seen(review)
    assert found.step_due is not None
    assert found.total_due is not None
    ends = clocks.last_day(found.step_due), clocks.last_day(found.total_due)
    assert [str(day) for day in ends] == ["2026-09-04", "2026-10-22"]
    with pytest.raises(AccessProblem):
        county.do(review, "answer", "county", LATER, reason="答复")
