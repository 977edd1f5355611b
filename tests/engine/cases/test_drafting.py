"""A family applies by itself: a code to a phone, page by page, from another phone, handed in once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.audit.models import Event
from minzheng.engine.cases import actions
from minzheng.engine.cases.actions import Applicant, Begun
from minzheng.engine.cases.models import Case, Draft
from minzheng.engine.cases.types import CaseProblem, Channel, FilingProblem, NoCase
from minzheng.engine.notices.models import Message, OneTimeCode
from minzheng.engine.registry.models import Household, Person
from tests.engine.cases.conftest import MONDAY, SOCIAL, VILLAGE, County, family, resident

MOBILE, OTHER = "19900004321", "19900008765"
CODE = "minimum_living_allowance.application"
WHO = Applicant(name="马建国", id_number=resident(901), phone=MOBILE)


def answered(more: Mapping[str, Any] | None = None, *, phone: str = MOBILE) -> dict[str, Any]:
    """Everything the form wants of a couple without property."""
    statements = {
        "reason": "我和老伴都干不动了，没有收入", "has_financial": False, "has_vehicles": False, "has_dwellings": False, "has_other_real": False,
        "has_business": False, "has_other_assets": False, "has_obligors": False, "near_relative": False, "other_aid": False, "truth": True,
        "verification": True, "changes": True,
    }  # fmt: skip
    account = {"holder": 0, "bank": "农村信用社", "number": "6217000012345678903"}
    extra = {
        "household": {"area": "RURAL", "poverty_cause": "LACK_LABOUR"}, "contact": {"phone": phone, "address": "村头第三家"}, "account": account,
        "statements": statements, **(more or {}),
    }  # fmt: skip
    return family(extra=extra)


def begun(who: Applicant = WHO, *, at: datetime = MONDAY, code: str = "") -> Begun:
    sent = code or actions.ask_draft_code(who, origin="10.0.0.7", at=at)
    return actions.begin_draft(
        chapter=SOCIAL, code=CODE, division=VILLAGE, applicant=who, one_time_code=sent, origin="10.0.0.7", at=at
    )


def handed_in(who: Applicant = WHO, *, at: datetime = MONDAY) -> Begun:
    draft = begun(who, at=at)
    actions.save_draft(draft.number, answers=answered(), at=at)
    return actions.hand_in(draft.number, origin="10.0.0.7", at=at)


def register(county: County, *, phone: str) -> None:
    """The applicant is known, with that phone."""
    case = county.open(answered(phone=phone))
    county.do(case, "submit", "village", MONDAY - timedelta(days=40))
    county.do(case, "withdraw", "clerk", MONDAY - timedelta(days=39), reason="本人撤回")


def test_it_begins_with_who_asks_and_keeps_every_page(county: County) -> None:
    draft = begun()
    assert not draft.known
    assert draft.answers["members"] == [{"name": "马建国", "id_number": resident(901), "relation": "01"}]
    saved = actions.save_draft(draft.number, answers={**draft.answers, "household": {"area": "?"}}, at=MONDAY)
    assert actions.read_draft(draft.number).answers == saved.answers
    with scoped(SYSTEM):
        assert resident(901).encode() not in bytes(Draft.objects.get().answers or b"")
    assert begun(at=MONDAY + timedelta(minutes=2)).number == draft.number


def test_another_phone_of_the_same_number_goes_on_with_it(county: County) -> None:
    draft = begun()
    later = MONDAY + timedelta(days=3)
    sent = actions.ask_resuming_code(phone=MOBILE, origin="10.9.9.9", at=later)
    with pytest.raises(CaseProblem, match="验证码不正确"):
        actions.resume_drafts(phone=OTHER, one_time_code=sent, origin="10.9.9.9", at=later)
    (found,) = actions.resume_drafts(phone=MOBILE, one_time_code=sent, origin="10.9.9.9", at=later)
    assert found.number == draft.number


def test_a_phone_without_an_application_is_answered_alike(county: County) -> None:
    assert actions.ask_resuming_code(phone=OTHER, origin="10.9.9.9", at=MONDAY) == ""
    assert OneTimeCode.objects.count() == 1
    assert not Message.objects.exists()


def test_what_is_missing_is_named_and_nothing_is_handed_in(county: County) -> None:
    draft = begun()
    with pytest.raises(FilingProblem) as refused:
        actions.hand_in(draft.number, origin="10.0.0.7", at=MONDAY)
    paths = {fault.path for fault in refused.value.faults}
    assert {"contact.address", "account", "statements"} <= paths
    assert not actions.read_draft(draft.number).waits


def test_a_stranger_changes_nothing_in_the_register_until_somebody_made_sure(county: County) -> None:
    draft = handed_in()
    assert draft.waits
    with scoped(SYSTEM):
        assert not Person.objects.exists()
        assert not Case.objects.exists()
    assert actions.hand_in(draft.number, origin="10.0.0.7", at=MONDAY).waits
    with pytest.raises(CaseProblem, match="不能再改"):
        actions.save_draft(draft.number, answers={}, at=MONDAY)
    clerk = county.actors["clerk"]
    with scoped(clerk):
        (row,) = actions.incoming(by=clerk)
        assert (row.applicant, row.title) == ("马**", "最低生活保障申请")
        assert actions.view_incoming(row.number, by=clerk, at=MONDAY).begun.answers["members"][0]["name"] == "马建国"
        case = actions.receive(row.number, by=clerk, at=MONDAY + timedelta(hours=1))
        assert actions.incoming(by=clerk) == ()
    assert (case.state, case.channel) == ("SUBMITTED", Channel.MOBILE)
    done = actions.read_draft(draft.number)
    assert (done.case, done.answers) == (case.number, {})
    assert {"cases.begin_draft", "cases.hand_in", "cases.view_draft", "cases.receive_draft", "cases.submit"} <= set(
        Event.objects.values_list("action", flat=True)
    )


def test_whoever_holds_the_registered_phone_has_a_case_at_once(county: County) -> None:
    register(county, phone=OTHER)
    sent = actions.ask_draft_code(WHO, origin="10.0.0.7", at=MONDAY)
    assert Message.objects.filter(template="one_time_code").count() == 1
    draft = begun(code=sent)
    assert draft.known
    actions.save_draft(draft.number, answers=answered(phone=OTHER), at=MONDAY)
    done = actions.hand_in(draft.number, origin="10.0.0.7", at=MONDAY)
    with scoped(SYSTEM):
        case = Case.objects.get(number=done.case)
        assert (case.state, case.person) == ("SUBMITTED", Person.objects.get(name="马建国"))
    assert actions.hand_in(draft.number, origin="10.0.0.7", at=MONDAY) == done
    # The code went to the phone that is registered: whoever typed another one holds nothing.
    again = actions.ask_resuming_code(phone=MOBILE, origin="10.0.0.7", at=MONDAY + timedelta(minutes=3))
    with pytest.raises(CaseProblem, match="验证码不正确"):
        actions.resume_drafts(phone=MOBILE, one_time_code=again or "123456", origin="10.0.0.7", at=MONDAY + timedelta(minutes=3))  # fmt: skip


def test_a_name_that_is_not_that_numbers_is_told_when_it_is_filed(county: County) -> None:
    register(county, phone=OTHER)
    wrong = Applicant(name="保国强", id_number=WHO.id_number, phone=MOBILE)
    draft = begun(wrong)
    given = answered(phone=OTHER)
    given["members"][0]["name"] = "保国强"
    actions.save_draft(draft.number, answers=given, at=MONDAY)
    with pytest.raises(FilingProblem, match="姓名与这个身份证号登记的姓名不一致"):
        actions.hand_in(draft.number, origin="10.0.0.7", at=MONDAY)
    assert not actions.read_draft(draft.number).waits
    assert Household.objects.count() == 1


def test_it_is_given_back_with_a_reason_and_handed_in_again(county: County) -> None:
    draft = handed_in()
    village = county.actors["village"]
    with scoped(village):
        with pytest.raises(CaseProblem, match="写明为什么"):
            actions.send_back(draft.number, reason=" ", by=village, at=MONDAY)
        actions.send_back(draft.number, reason="电话打不通，请改号码", by=village, at=MONDAY)
    seen = actions.read_draft(draft.number)
    assert (seen.waits, seen.sent_back) == (False, "电话打不通，请改号码")
    assert Message.objects.filter(template="draft_sent_back").count() == 1
    assert actions.hand_in(draft.number, origin="10.0.0.7", at=MONDAY).waits


def test_nobody_else_sees_or_takes_it(county: County) -> None:
    draft = handed_in()
    for post in ("stranger", "county", "hotline"):
        actor = county.actors[post]
        with scoped(actor):
            assert actions.incoming(by=actor) == ()
            with pytest.raises((NoCase, AccessProblem)):
                actions.receive(draft.number, by=actor, at=MONDAY)
    assert actions.read_draft(draft.number).waits
    with scoped(county.actors["stranger"]):
        assert not Draft.objects.exists()


def test_what_nobody_goes_on_with_is_forgotten_and_what_waits_is_not(county: County) -> None:
    begun()
    waiting = handed_in(Applicant(name="张云", id_number=resident(950), phone=OTHER))
    with scoped(SYSTEM):
        assert actions.forget_drafts(at=MONDAY + timedelta(days=29)) == 0
        assert actions.forget_drafts(at=MONDAY + timedelta(days=31)) == 1
        assert Draft.objects.get().pk == waiting.number
    fresh = begun(at=MONDAY + timedelta(days=32))
    actions.drop_draft(fresh.number, origin="10.0.0.7", at=MONDAY + timedelta(days=32))
    with pytest.raises(NoCase):
        actions.read_draft(fresh.number)


def test_wrong_words_and_a_wrong_code_begin_nothing(county: County) -> None:
    for wrong, path in (("name", "1"), ("id_number", "530199"), ("phone", "0871-62651234")):
        with pytest.raises(FilingProblem) as refused:
            actions.ask_draft_code(Applicant(**{**vars(WHO), wrong: path}), origin="10.0.0.7", at=MONDAY)
        assert [fault.path for fault in refused.value.faults] == [wrong]
    sent = actions.ask_draft_code(WHO, origin="10.0.0.7", at=MONDAY)
    with pytest.raises(CaseProblem, match="验证码不正确"):
        begun(code="000000" if sent != "000000" else "111111")
    with pytest.raises(CaseProblem, match="没有这个村"):
        actions.begin_draft(
            chapter=SOCIAL, code=CODE, division=530129001999, applicant=WHO, one_time_code=sent, origin="10.0.0.7", at=MONDAY
        )  # fmt: skip
    with scoped(SYSTEM):
        assert not Draft.objects.exists()
