"""An application for the minimum living allowance, from the village to the first payment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.awards.models import Grant
from minzheng.engine.cases.models import Decision
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import Conflict, FilingProblem, GateProblem, NoCase
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.notices.models import Letter, PublicNotice
from tests.engine.cases.conftest import MONDAY, County, family


def test_a_poor_family_is_granted_what_the_rules_give_from_the_next_month(county: County) -> None:
    case = county.reviewed()
    county.do(case, "confirm", "head", MONDAY + timedelta(days=16), places=("村务公开栏",))
    with scoped(SYSTEM):
        grant = Grant.objects.get(household=county.seen(case).household)
        decision = Decision.objects.get(case=case)
        assert (grant.from_month, grant.persons) == (date(2026, 9, 1), 2)
        assert grant.monthly_amount == decision.amount
        assert decision.amount
        grounds = open_json(Sealed.GROUNDS, decision.pk, decision.grounds)
        assert grounds["explanation"]
        assert grounds["parameters"]
        assert grounds["result"] == "DIBAO"
        assert Letter.objects.filter(subject_id=case.pk, template="confirmation").count() == 1
        assert PublicNotice.objects.filter(subject_id=case.pk).count() == 2
    found = county.seen(case)
    assert (found.state, found.closed, found.outcome) == ("GRANTED", True, "grant")
    assert found.total_due is None


def test_a_family_above_the_standard_is_refused_with_the_conditions_that_failed(county: County) -> None:
    case = county.investigated(family(wage="90000"))
    county.do(case, "propose_refusal", "lead", MONDAY + timedelta(days=3), reason="收入超过标准")
    county.do(case, "review", "county", MONDAY + timedelta(days=7), reason="情况属实")
    with pytest.raises(GateProblem, match="核算不符合"):
        county.do(case, "confirm", "head", MONDAY + timedelta(days=8), places=("村务公开栏",))
    county.do(case, "refuse", "head", MONDAY + timedelta(days=8), reason="收入超过标准")
    with scoped(SYSTEM):
        decision = Decision.objects.get(case=case)
        assert "INCOME_NOT_BELOW_STANDARD" in decision.reasons
        assert not Grant.objects.filter(household=county.seen(case).household).exists()


def test_nobody_is_refused_who_meets_the_conditions(county: County) -> None:
    case = county.investigated()
    county.do(case, "propose_refusal", "lead", MONDAY + timedelta(days=3), reason="不同意")
    county.do(case, "review", "county", MONDAY + timedelta(days=7), reason="报批")
    with pytest.raises(GateProblem, match="符合条件，不能不予确认"):
        county.do(case, "refuse", "head", MONDAY + timedelta(days=8), reason="不同意")


def test_every_gate_that_is_missing_is_named_at_once(county: County) -> None:
    case = county.accepted()
    with pytest.raises(GateProblem) as caught:
        county.do(case, "propose", "lead", MONDAY + timedelta(days=3), places=("村务公开栏",))
    assert set(caught.value.missing) == {"record.verification", "record.home_visit"}
    assert county.seen(case).state == "INVESTIGATING"


def test_nobody_is_accepted_before_every_adult_signed(county: County) -> None:
    case = county.open()
    county.do(case, "submit", "village", MONDAY)
    with pytest.raises(GateProblem, match="马建国、保秀英"):
        county.do(case, "accept", "clerk", MONDAY)


def test_the_notice_must_have_hung_its_days(county: County) -> None:
    case = county.investigated()
    county.do(case, "propose", "lead", MONDAY + timedelta(days=3), places=("村务公开栏",))
    with pytest.raises(GateProblem, match="2026-08-13"):
        county.do(case, "forward", "clerk", MONDAY + timedelta(days=10))


def test_who_reviewed_does_not_confirm(county: County) -> None:
    county.bureau.give("county", county.actors["head"].assignments[0].role, "530129", "social_assistance")
    case = county.reviewed()
    county.actors["county"] = county.bureau.actor("county")
    with pytest.raises(GateProblem, match="另一名工作人员"):
        county.do(case, "confirm", "county", MONDAY + timedelta(days=16), places=("村务公开栏",))


def test_a_step_that_somebody_else_did_first_says_who(county: County) -> None:
    case = county.accepted()
    with pytest.raises(Conflict, match=r"马晓燕.*调查核实"):
        county.do(case, "accept", "clerk", MONDAY + timedelta(hours=2))


def test_the_county_alone_confirms(county: County) -> None:
    case = county.reviewed()
    with pytest.raises(AccessProblem, match="县民政局负责人"):
        county.do(case, "confirm", "lead", MONDAY + timedelta(days=16), places=("村务公开栏",))


def test_another_township_is_told_what_anybody_is_told(county: County) -> None:
    case = county.accepted()
    with pytest.raises(NoCase) as caught:
        county.do(case, "propose", "stranger", MONDAY)
    case.pk += 1_000
    with pytest.raises(NoCase) as nobody:
        county.do(case, "propose", "stranger", MONDAY)
    assert str(caught.value) == str(nobody.value)


def test_everything_wrong_with_a_form_is_named(county: County) -> None:
    answers = family()
    answers["members"][0]["id_number"] = "530199196805049999"
    answers["members"][1]["name"] = "?"
    case = county.open(answers)
    with pytest.raises(FilingProblem) as caught:
        county.do(case, "submit", "village", MONDAY)
    assert {fault.path for fault in caught.value.faults} == {"members.0.id_number", "members.1.name"}
    assert county.seen(case).state == "DRAFT"
