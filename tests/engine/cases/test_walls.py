"""Who sees which case, whatever a query forgot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import F

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.audit.models import Event
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.models import Case, CaseRecord, Decision, Movement
from minzheng.engine.cases.queries import Filter
from minzheng.engine.cases.types import CaseProblem
from tests.engine.access.conftest import events
from tests.engine.cases.conftest import MONDAY, County


def test_without_a_scope_there_is_nothing(county: County) -> None:
    county.investigated()
    assert [model.objects.count() for model in (Case, Movement, CaseRecord, Decision)] == [0, 0, 0, 0]


def test_another_township_finds_nothing_even_by_a_bare_query(county: County) -> None:
    county.investigated()
    with scoped(county.actors["stranger"]):
        assert [model.objects.count() for model in (Case, Movement, CaseRecord)] == [0, 0, 0]
    with scoped(county.actors["clerk"]):
        assert [model.objects.count() for model in (Case, Movement, CaseRecord)] == [1, 3, 3]


def test_nobody_writes_a_case_into_another_township(county: County) -> None:
    case = county.accepted()
    with pytest.raises(ProgrammingError, match="row-level security"), scoped(county.actors["clerk"]):
        Case.objects.filter(pk=case.pk).update(division_id=530129103201)


@pytest.mark.parametrize("model", [Movement, CaseRecord])
def test_what_happened_is_never_changed(county: County, model: Any) -> None:
    county.investigated()
    for change in (lambda rows: rows.update(case_id=F("case_id")), lambda rows: rows._raw_delete("default")):
        with pytest.raises(IntegrityError, match="never changed"), scoped(SYSTEM), transaction.atomic():
            change(model.objects.all())


def test_a_look_is_recorded_with_the_persons_it_showed(county: County) -> None:
    case = county.accepted()
    with scoped(county.actors["clerk"]):
        view = actions.view_case(case.number, by=county.actors["clerk"], at=MONDAY)
    assert view.household is not None
    (event,) = events("cases.view")
    assert event.detail["persons"] == [member.person for member in view.household.members]
    assert [line.title for line in view.log] == ["开始填写", "提交申请", "受理"]


def test_a_case_that_is_not_on_ones_desk_is_opened_for_a_purpose(county: County) -> None:
    case, head = county.accepted(), county.actors["head"]
    with pytest.raises(AccessProblem, match="目的"), scoped(head):
        actions.view_case(case.pk, by=head, at=MONDAY)
    assert Event.objects.filter(action="cases.view", outcome=2).count() == 1
    from dataclasses import replace

    asked = replace(head, purpose="信访件查办")
    with scoped(asked):
        assert actions.view_case(case.pk, by=asked, at=MONDAY).row.state == "INVESTIGATING"


@pytest.mark.parametrize("text", ["mjg", "马建国", "majianguo", "ma jian"])
def test_a_family_is_found_by_name_or_pinyin_and_the_search_is_recorded(county: County, text: str) -> None:
    case, clerk = county.accepted(), county.actors["clerk"]
    with scoped(clerk):
        found = actions.search_cases(text, by=clerk, at=MONDAY + timedelta(hours=2))
    assert [row.number for row in found] == [case.number]
    (event,) = events("cases.search")
    assert event.detail["cases"] == [case.pk]
    assert text not in str(event.detail)


def test_a_search_of_another_township_finds_nothing(county: County) -> None:
    case, stranger = county.accepted(), county.actors["stranger"]
    with scoped(stranger):
        assert actions.search_cases(case.number, by=stranger, at=MONDAY) == ()


def test_the_queue_shows_the_most_urgent_first_page_by_page(county: County) -> None:
    with scoped(SYSTEM):
        early, late = county.open(at=MONDAY), county.open(at=MONDAY + timedelta(days=3))
    for case, at in ((early, MONDAY), (late, MONDAY + timedelta(days=3))):
        county.do(case, "submit", "village", at)
    clerk, wanted = county.actors["clerk"], Filter(waits_for=("township_clerk",))
    with scoped(clerk):
        first = queries.queue(wanted, by=clerk, at=MONDAY + timedelta(days=3), limit=1)
        second = queries.queue(wanted, by=clerk, at=MONDAY + timedelta(days=3), limit=1, after=first.next)
        counts = queries.counts(by=clerk, at=MONDAY + timedelta(days=3))
    assert [row.number for row in (*first.rows, *second.rows)] == [early.number, late.number]
    assert [row.lamp.label for row in (*first.rows, *second.rows)] == ["超期", "临近"]
    assert (counts.running, counts.mine, counts.overdue, second.next) == (2, 2, 1, None)
    assert first.rows[0].applicant == "马**"


@pytest.mark.parametrize("cursor", ["", "x", "2026-01-01~x", "~1", "9999~1~2"])
def test_a_place_in_a_list_that_was_never_given_is_refused(county: County, cursor: str) -> None:
    clerk = county.actors["clerk"]
    with pytest.raises(CaseProblem, match="翻页"), scoped(clerk):
        queries.queue(Filter(), by=clerk, at=MONDAY, after=cursor)


def test_it_offers_what_ones_role_may_do_and_says_what_is_missing(county: County) -> None:
    case = county.accepted()
    with scoped(county.actors["lead"]):
        found = {offer.step: offer for offer in queries.offers(county.seen(case), by=county.actors["lead"], at=MONDAY)}
    assert set(found) == {"propose", "propose_refusal", "end"}
    assert found["propose"].asks == ("places",)
    assert "还没有家庭经济状况核对报告" in found["propose"].missing or "还没有入户调查表" in found["propose"].missing


def test_who_is_next_needs_no_purpose(county: County) -> None:
    case, lead = county.investigated(), county.actors["lead"]
    with scoped(lead):
        assert actions.view_case(case.pk, by=lead, at=MONDAY).row.state == "INVESTIGATING"
