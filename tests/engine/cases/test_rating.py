"""How content a family was: one tap, and somebody calls back whom the case never saw."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.finding import cases_of
from minzheng.engine.cases.models import Case, Rating
from minzheng.engine.cases.types import CaseProblem, Grade, NoCase
from tests.engine.cases.conftest import MONDAY, SOCIAL, County, county, family

LATER = MONDAY + timedelta(days=20)
FOLLOW_UP = "service_review.follow_up"


@pytest.fixture
def done(county: County) -> Case:
    case = county.reviewed()
    county.do(case, "confirm", "head", LATER - timedelta(days=2), places=("村务公开栏",))
    return county.seen(case)


def _family(case: Case) -> Actor:
    return Actor(kind=ActorKind.RESIDENT, person=case.person_id, name="马建国")


def _rated(case: Case, grade: Grade) -> Rating:
    with scoped(family := _family(case)):
        return actions.rate(case=case.number, grade=grade, by=family, at=LATER)


def _follow_ups(by: Actor) -> list[Case]:
    with scoped(by):
        return list(cases_of(by).filter(procedure=FOLLOW_UP))


def test_it_keeps_one_grade_a_case_and_not_who_gave_it(done: Case) -> None:
    rated = _rated(done, Grade.SATISFIED)
    with scoped(_family(done)):
        assert queries.grade_of(done) is Grade.SATISFIED
    assert {field.name for field in Rating._meta.get_fields()} == {"id", "case", "grade", "rated_at"}
    with pytest.raises(CaseProblem, match="已经评价过"):
        _rated(done, Grade.VERY_DISSATISFIED)
    with pytest.raises(IntegrityError), scoped(SYSTEM), transaction.atomic():
        Rating.objects.filter(pk=rated.pk).update(grade=1)
    assert _follow_ups(SYSTEM) == []


def test_it_is_asked_for_once_a_case_is_done_and_of_the_family_alone(county: County, done: Case) -> None:
    clerk, stranger = county.actors["clerk"], Actor(kind=ActorKind.RESIDENT, person=999_999_999, name="邻居")
    for asker in (clerk, stranger):
        with pytest.raises(NoCase), scoped(asker):
            actions.rate(case=done.number, grade=Grade.SATISFIED, by=asker, at=LATER)
    running = county.seen(county.accepted(family(serial=950)))
    with pytest.raises(CaseProblem, match="还没有办结"):
        _rated(running, Grade.SATISFIED)
    with scoped(SYSTEM):
        assert not Rating.objects.exists()


@pytest.mark.parametrize("grade", [Grade.DISSATISFIED, Grade.VERY_DISSATISFIED])
def test_a_bad_grade_opens_a_call_back_that_whoever_worked_on_the_case_never_sees(
    grade: Grade, county: County, done: Case
) -> None:
    _rated(done, grade)
    (opened,) = _follow_ups(SYSTEM)
    assert (opened.related_id, opened.state, opened.waits_for) == (done.pk, "RATED", "hotline")
    assert _follow_ups(county.actors["hotline"]) == [opened]
    for post in ("village", "clerk", "lead", "county", "head", "stranger"):
        assert _follow_ups(county.actors[post]) == [], post
        with pytest.raises(NoCase), scoped(county.actors[post]):
            actions.view_case(opened.number, by=county.actors[post], at=LATER)
    county.bureau.join("毕文华", "second", Role.COUNTY_OFFICER, "530129", SOCIAL)
    assert _follow_ups(county.bureau.actor("second", on=LATER.date())) == [opened]


def test_the_family_says_why_and_where_to_call_until_somebody_has_called(county: County, done: Case) -> None:
    _rated(done, Grade.DISSATISFIED)
    with scoped(own := _family(done)):
        with pytest.raises(CaseProblem, match="最多写1000个字"):
            actions.explain_rating(case=done.number, said="长" * 1001, phone="", by=own, at=LATER)
        with pytest.raises(CaseProblem, match="电话号码不对"):
            actions.explain_rating(case=done.number, said="跑了三趟", phone="12", by=own, at=LATER)
        actions.explain_rating(case=done.number, said="跑了三趟", phone="19900001234", by=own, at=LATER)
    (opened,) = _follow_ups(SYSTEM)
    hotline = replace(county.actors["hotline"], purpose="回访")
    with scoped(hotline):
        shown = actions.view_case(opened.number, by=hotline, at=LATER).records[-1].content
    assert shown == {"评价的业务": done.number, "评价": "不满意", "哪里不好": "跑了三趟", "回访电话": "19900001234"}
    county.record(
        opened, "call", "hotline", LATER, {"called_on": "2026-08-24", "reached": "YES", "facts": "三趟都缺一样材料"}
    )
    county.do(opened, "call", "hotline", LATER)
    with pytest.raises(CaseProblem, match="已经有人联系"), scoped(own):
        actions.explain_rating(case=done.number, said="还有一句", phone="", by=own, at=LATER)


def test_it_is_counted_of_those_who_said_something_alone(county: County, done: Case) -> None:
    head = county.actors["head"]

    def counted() -> queries.Satisfaction:
        with scoped(head):
            return queries.satisfaction(
                by=head, low=530129000000, high=530129999999, since=MONDAY, until=LATER + timedelta(days=1)
            )

    assert (counted().closed, counted().rated, counted().share) == (1, 0, None)
    _rated(done, Grade.FAIRLY_SATISFIED)
    assert (counted().closed, counted().rated, counted().share) == (1, 1, 1.0)


__all__ = ["county"]
