"""Which roles one person may hold, who gives them, and that three administrators stay three."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest
from django.db import connections, transaction

from minzheng.engine.access import actions
from minzheng.engine.access.models import AssignedRole, Officer
from minzheng.engine.access.roles import ADMINISTRATORS, Role, incompatible
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM, AccessProblem, AccountProblem
from minzheng.engine.audit.types import Outcome
from tests.engine.access.conftest import AT, SINCE, SOCIAL, TODAY, WEST, Bureau, events, number

CASEWORK = [role for role in Role if role not in ADMINISTRATORS | {Role.APPLICANT, Role.AGENT, Role.AUDITOR}]


def assign(bureau: Bureau, username: str, role: Role, **given):
    words = {"service": SOCIAL, "division": WEST, "valid_from": SINCE, "reason": "任命", "by": SYSTEM, "at": AT}
    if role.is_administrator:
        words |= {"service": ALL_SERVICES, "division": ""}
    return actions.assign_role(**({"officer": bureau.officers[username], "role": role} | words | given))


@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("other", [*CASEWORK, Role.AUDITOR, *sorted(ADMINISTRATORS)])
def test_an_administrator_holds_nothing_else(administrator, other):
    assert incompatible(administrator, other) is (administrator is not other)
    assert incompatible(other, administrator) is (administrator is not other)


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD, False), (Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER, True),
        (Role.VILLAGE_ASSISTANT, Role.COUNTY_LEAD, True), (Role.PAYER, Role.FINANCE, True), (Role.AUDITOR, Role.HOTLINE, True),
        (Role.COUNTY_OFFICER, Role.CHILD_OFFICER, False),
    ],
)  # fmt: skip
def test_roles_that_check_one_another_never_meet(bureau: Bureau, first, second, refused):
    bureau.join("苏志强", "new", first, WEST, SOCIAL)
    if not refused:
        assert assign(bureau, "new", second).role == second
        return
    with pytest.raises(AccessProblem, match=first.label):
        assign(bureau, "new", second)
    (*_, event) = events("access.assign_role")
    assert (event.outcome, event.detail) == (Outcome.DENIED, {"role": second, "held": first})


@pytest.mark.parametrize("role", [*CASEWORK, Role.AUDITOR, Role.AUDIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR])
def test_the_system_administrator_is_never_given_another_role(bureau: Bureau, role):
    with pytest.raises(AccessProblem, match="系统管理员"):
        assign(bureau, "system", role)


def test_a_second_account_brings_no_second_role(bureau: Bureau):
    actions.create_account(officer=bureau.officers["west"], username="west-2", password=None, by=SYSTEM, at=AT)
    with pytest.raises(AccessProblem, match="不能再担任"):
        assign(bureau, "west", Role.COUNTY_LEAD)


def test_what_ended_before_or_begins_after_does_not_conflict(bureau: Bureau):
    row = bureau.officers["west"].roles.get()
    with pytest.raises(AccessProblem):
        assign(bureau, "west", Role.COUNTY_OFFICER, valid_from=date(2026, 9, 1))
    assign(bureau, "west", Role.COUNTY_OFFICER, valid_from=date(2025, 1, 1), valid_until=SINCE)
    actions.end_role(assigned=row, valid_until=date(2026, 9, 1), reason="调县局", by=bureau.actor("security"), at=AT)
    assign(bureau, "west", Role.COUNTY_OFFICER, valid_from=date(2026, 9, 1))
    assert [each.role for each in bureau.actor("west", on=date(2026, 9, 1)).assignments] == [Role.COUNTY_OFFICER]


@pytest.mark.parametrize("by", ["system", "auditing", "county", "west"])
def test_only_the_security_administrator_gives_and_ends_roles(bureau: Bureau, by):
    row = bureau.officers["east"].roles.get()
    with pytest.raises(AccessProblem, match="安全管理员"):
        assign(bureau, "east", Role.TOWNSHIP_LEAD, by=bureau.actor(by))
    with pytest.raises(AccessProblem, match="安全管理员"):
        actions.end_role(assigned=row, valid_until=TODAY, reason="x", by=bureau.actor(by), at=AT)
    assert [event.outcome for event in events("access.end_role")] == [Outcome.DENIED]


def test_nobody_gives_a_role_to_themselves(bureau: Bureau):
    with pytest.raises(AccessProblem, match="自己"):
        assign(bureau, "security", Role.SECURITY_ADMINISTRATOR, by=bureau.actor("security"))
    assert (
        assign(bureau, "east", Role.TOWNSHIP_LEAD, by=bureau.actor("security")).given_by
        == bureau.officers["security"].pk
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"role": Role.APPLICANT}, "不是工作人员的角色"), ({"division": "53012x"}, "行政区划代码"), ({"division": "5" * 13}, "行政区划代码"),
        ({"division": "５３"}, "行政区划代码"), ({"valid_until": SINCE}, "晚于开始日期"), ({"reason": " "}, "依据"),
        ({"role": Role.AUDIT_ADMINISTRATOR, "division": WEST}, "不分业务和辖区"),
    ],
)  # fmt: skip
def test_it_refuses_a_role_that_cannot_be(bureau: Bureau, given, sentence):
    with pytest.raises(AccountProblem, match=sentence):
        assign(bureau, "east", **({"role": Role.TOWNSHIP_LEAD} | given))


def test_a_role_ends_once_and_not_before_it_began(bureau: Bureau):
    row = bureau.officers["east"].roles.get()
    with pytest.raises(AccountProblem, match="早于"):
        actions.end_role(assigned=row, valid_until=date(2025, 1, 1), reason="x", by=SYSTEM, at=AT)
    actions.end_role(assigned=row, valid_until=TODAY, reason="离职", by=SYSTEM, at=AT)
    with pytest.raises(AccountProblem, match="已经结束"):
        actions.end_role(assigned=row, valid_until=TODAY, reason="离职", by=SYSTEM, at=AT)
    row.refresh_from_db()
    assert (row.ended_at, row.end_reason) == (AT, "离职")
    assert str(row) == f"{row.officer_id} township_clerk"


def test_two_roles_given_at_once_are_weighed_one_after_the_other(transactional_db: None):
    bureau = Bureau()
    bureau.join("苏志强", "new", None)
    outcome: list[str] = []

    def lead() -> None:
        try:
            assign(bureau, "new", Role.COUNTY_LEAD)
        except AccessProblem as problem:
            outcome.append(str(problem))
        finally:
            connections.close_all()

    thread = Thread(target=lead)
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=bureau.officers["new"].pk)
        thread.start()
        assign(bureau, "new", Role.TOWNSHIP_CLERK)
    thread.join()
    assert [row.role for row in AssignedRole.objects.all()] == [Role.TOWNSHIP_CLERK]
    assert "不能再担任" in outcome[0]


@pytest.mark.parametrize("by", ["security", "auditing", "county"])
def test_only_the_system_administrator_enters_and_moves_officers(bureau: Bureau, by):
    actor = bureau.actor(by)
    words = {"unit": "县民政局", "division": 530129000000, "by": actor, "at": AT}
    with pytest.raises(AccessProblem, match="系统管理员"):
        actions.create_officer(name="苏志强", id_number=number(99), on=TODAY, **words)
    with pytest.raises(AccessProblem, match="系统管理员"):
        actions.transfer_officer(officer=bureau.officers["west"], post="", **words)


def test_an_officer_is_entered_once_and_moves(bureau: Bureau):
    words = {
        "name": "苏志强",
        "unit": "县民政局",
        "division": 530129000000,
        "on": TODAY,
        "by": bureau.actor("system"),
        "at": AT,
    }
    officer = actions.create_officer(id_number=number(99), **words)
    assert number(99).encode() not in bytes(officer.id_number)
    with pytest.raises(AccountProblem, match="已经登记过"):
        actions.create_officer(id_number=f" {number(99)} ", **words)
    with pytest.raises(AccountProblem, match="不正确"):
        actions.create_officer(id_number="530199198001010990", **words)
    actions.transfer_officer(
        officer=officer, unit="仁德街道", post="主任", division=530129001000, by=bureau.actor("system"), at=AT
    )
    officer.refresh_from_db()
    assert (officer.unit, officer.post, officer.division) == ("仁德街道", "主任", 530129001000)
