"""Who somebody is on a day, and what they may."""

from __future__ import annotations

from datetime import date

import pytest

from minzheng.engine.access import actions, queries
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM, AccessProblem, Actor, Assignment
from minzheng.engine.audit.types import ActorKind, Outcome, Subject
from tests.engine.access.conftest import AT, EAST, ORIGIN, SINCE, SOCIAL, TODAY, VILLAGE, WEST, Bureau, events

CLERKS = (Role.TOWNSHIP_CLERK,)


def test_an_actor_is_an_officer_with_the_roles_of_the_day(bureau: Bureau):
    actor = queries.actor_of(bureau.accounts["west"].pk, on=TODAY, origin=ORIGIN, purpose="核查")
    assert (actor.kind, actor.person, actor.name) == (ActorKind.OFFICER, bureau.officers["west"].pk, "马晓燕")
    assert (actor.role, actor.origin, actor.purpose) == (Role.TOWNSHIP_CLERK, ORIGIN, "核查")
    assert actor.assignments == (Assignment(Role.TOWNSHIP_CLERK, SOCIAL, WEST),)
    assert actor.ranges == ((530129001000, 530129002000),)


def test_a_role_holds_from_its_first_day_until_the_day_it_ends(bureau: Bureau):
    row = bureau.officers["west"].roles.get()
    actions.end_role(assigned=row, valid_until=TODAY, reason="调岗", by=SYSTEM, at=AT)
    assert bureau.actor("west", on=date(2026, 8, 2)).assignments
    assert bureau.actor("west", on=TODAY).assignments == ()
    assert bureau.actor("west", on=date(2025, 12, 31)).assignments == ()


def test_who_holds_several_roles_acts_in_none_of_them_by_default(bureau: Bureau):
    bureau.give("west", Role.TOWNSHIP_LEAD, WEST, SOCIAL)
    assert bureau.actor("west").role == ""


def test_two_accounts_of_one_officer_are_one_person(bureau: Bureau):
    second = actions.create_account(officer=bureau.officers["west"], username="west-2", password=None, by=SYSTEM, at=AT)
    other = queries.actor_of(second, on=TODAY, origin=ORIGIN)
    assert other.account != bureau.actor("west").account
    assert other.person == bureau.actor("west").person


def test_a_disabled_account_is_refused_at_its_next_request(bureau: Bureau):
    account = bureau.accounts["west"]
    bureau.actor("west")
    actions.disable_account(account=account, reason="离职", by=bureau.actor("security"), at=AT)
    with pytest.raises(AccessProblem, match="已停用"):
        queries.actor_of(account, on=TODAY, origin=ORIGIN)
    actions.enable_account(account=account, reason="误停", by=bureau.actor("security"), at=AT)
    assert bureau.actor("west").person == bureau.officers["west"].pk


def test_an_account_that_never_was_is_refused(bureau: Bureau):
    with pytest.raises(AccessProblem, match="已停用"):
        queries.actor_of(0, on=TODAY, origin=ORIGIN)


def test_a_resident_acts_without_any_role(db: None):
    account = actions.create_resident_account(resident=40, username="gov.cn-8f3a", by=SYSTEM, at=AT)
    actor = queries.actor_of(account, on=TODAY, origin=ORIGIN)
    assert (actor.kind, actor.person, actor.assignments, actor.ranges) == (ActorKind.RESIDENT, 40, (), ())


def test_a_refusal_says_so_and_is_recorded(bureau: Bureau):
    queries.require(bureau.actor("west"), CLERKS, service=SOCIAL, division=VILLAGE, action="cases.accept", at=AT)
    with pytest.raises(AccessProblem, match="没有办理这项业务的权限"):
        queries.require(
            bureau.actor("east"), CLERKS, service=SOCIAL, division=VILLAGE, action="cases.accept", at=AT,
            subject=Subject("case", 12),
        )  # fmt: skip
    (event,) = events("cases.accept")
    assert (event.outcome, event.person, event.subject_id, event.division) == (
        Outcome.DENIED, bureau.officers["east"].pk, 12, VILLAGE,
    )  # fmt: skip
    assert event.detail == {"service": SOCIAL, "roles": ["township_clerk"]}


@pytest.mark.parametrize(
    ("service", "division"), [("elderly", VILLAGE), (SOCIAL, 530129002000), (SOCIAL, 530129000999)]
)
def test_a_role_does_not_reach_another_service_or_division(bureau: Bureau, service, division):
    assert not bureau.actor("west").may(CLERKS, service=service, division=division)


def test_the_product_itself_may(db: None):
    queries.require(SYSTEM, CLERKS, service=SOCIAL, division=VILLAGE, action="cases.accept", at=AT)
    queries.require_anywhere(SYSTEM, Role.SECURITY_ADMINISTRATOR, action="access.unlock", at=AT)
    assert SYSTEM.ranges == ((0, 10**12),)
    assert SYSTEM.services == {ALL_SERVICES}
    assert SYSTEM.sees_children


def test_ranges_are_merged_and_administrators_have_none(bureau: Bureau):
    held = [("530129001", SOCIAL), ("530129002", SOCIAL), ("530129001001", "elderly"), ("530129103", SOCIAL)]
    actor = Actor(
        kind=ActorKind.OFFICER,
        assignments=tuple(Assignment(Role.TOWNSHIP_CLERK, service, division) for division, service in held),
    )
    assert actor.ranges == ((530129001000, 530129003000), (530129103000, 530129104000))
    assert actor.services == {SOCIAL, "elderly"}
    assert not actor.sees_children
    assert bureau.actor("security").ranges == ()
    assert bureau.actor("security").services == frozenset()


def test_every_role_has_a_name_and_administrators_see_no_case():
    assert all(role.label for role in Role)
    assert [role for role in Role if not role.sees_cases] == [
        Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR,
    ]  # fmt: skip


def test_names_of_officers_are_found_for_pages(bureau: Bureau):
    west, east = bureau.officers["west"].pk, bureau.officers["east"].pk
    assert queries.officer_names([west, east, west, 0]) == {west: "马晓燕", east: "保国兴"}
    assert str(bureau.officers["west"]) == "马晓燕"
    assert (str(bureau.accounts["west"]), EAST, SINCE) == ("west", EAST, SINCE)
