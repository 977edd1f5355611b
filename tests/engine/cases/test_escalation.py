"""What is late rises, to whom it says, and comes down when something is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases import queries
from minzheng.engine.cases.escalation import FIRST, SECOND, days_late, risen_to, risen_to_one_of
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.queries import Filter
from minzheng.kernel.working_days import CHINA
from tests.engine.cases.conftest import MONDAY, County, county

DUE = datetime(2026, 8, 3, 16, tzinfo=UTC)
"""Midnight in China: the last day is Monday, 3 August."""


def after(working_days: int) -> datetime:
    day = CHINA.add_workdays(DUE.date(), working_days)
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waits_for", "late", "to"),
    [
        ("township_clerk", FIRST - 1, None),
        ("township_clerk", FIRST, Role.TOWNSHIP_LEAD),
        ("village_assistant", SECOND - 1, Role.TOWNSHIP_LEAD),
        ("township_clerk", SECOND, Role.COUNTY_LEAD),
        ("township_lead", FIRST, Role.COUNTY_LEAD),
        ("county_officer", FIRST, Role.COUNTY_LEAD),
        ("verifier", FIRST - 1, None),
        ("applicant", 40, None),
        ("", 40, None),
    ],
)
def test_it_rises_to_whoever_leads_and_never_to_anybody_for_the_family(
    waits_for: str, late: int, to: Role | None
) -> None:
    assert risen_to(waits_for, DUE, at=after(late)) is to
    assert days_late(DUE, at=after(late)) == late


def test_nothing_is_late_before_its_limit_or_without_one() -> None:
    assert days_late(DUE, at=DUE - timedelta(seconds=1)) == 0
    assert days_late(None, at=DUE) == 0
    assert risen_to("township_clerk", None, at=DUE) is None


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)  # every example sets what it needs anew
@given(
    waits_for=st.sampled_from(["village_assistant", "township_clerk", "township_lead", "county_officer", "county_lead", "verifier", "applicant", ""]),
    hours=st.integers(-2_000, 2_000),
    role=st.sampled_from([Role.TOWNSHIP_LEAD, Role.COUNTY_LEAD, Role.TOWNSHIP_CLERK]),
)  # fmt: skip
@pytest.mark.django_db
def test_what_is_found_in_the_database_is_what_is_said_of_one_case(
    waits_for: str, hours: int, role: Role, risen_case: Case
) -> None:
    at = DUE + timedelta(hours=hours)
    with scoped(SYSTEM):
        Case.objects.filter(pk=risen_case.pk).update(waits_for=waits_for, due=DUE)
        found = Case.objects.filter(risen_to_one_of({role}, at=at), pk=risen_case.pk).exists()
    assert found is (risen_to(waits_for, DUE, at=at) is role)


@pytest.fixture
def risen_case(county: County) -> Case:
    return county.accepted()


def test_a_lead_finds_what_has_risen_and_it_is_gone_once_something_is_done(county: County) -> None:
    case = county.seen(county.accepted())
    assert case.due is not None
    late = case.due + timedelta(days=9)
    lead, head = county.actors["lead"], county.actors["head"]
    with scoped(lead):
        assert queries.counts(by=lead, at=late).risen == 1
        (row,) = queries.queue(Filter(risen=True), by=lead, at=late).rows
        assert row.risen_to is Role.TOWNSHIP_LEAD
        assert row.days_late >= FIRST
    with scoped(head):
        assert queries.counts(by=head, at=late).risen == 0
        assert queries.counts(by=head, at=late + timedelta(days=14)).risen == 1
    county.do(case, "withdraw", "clerk", late, reason="申请人要求")
    with scoped(lead):
        assert queries.queue(Filter(risen=True), by=lead, at=late).rows == ()


def test_nothing_rises_to_whoever_does_not_lead(county: County) -> None:
    county.accepted()
    clerk = county.actors["clerk"]
    with scoped(clerk):
        assert queries.queue(Filter(risen=True), by=clerk, at=MONDAY + timedelta(days=300)).rows == ()


__all__ = ["county"]
