"""Nobody is there before the three administrators, and nobody knows their passwords but they."""

from __future__ import annotations

import pytest

from minzheng.engine.access import actions, passwords, queries
from minzheng.engine.access.directory import account_named, accounts_of_officers
from minzheng.engine.access.models import Account, Officer
from minzheng.engine.access.roles import ADMINISTRATORS, Role
from minzheng.engine.access.types import AccessProblem, AccountProblem, Administrator
from minzheng.engine.audit.models import Event
from tests.engine.access.conftest import AT, ORIGIN, TODAY, number

pytestmark = pytest.mark.django_db


def administrator(serial: int, role: Role, number_: str | None = None) -> Administrator:
    return Administrator(role=role, name="张三", id_number=number_ or number(serial), username=f"Admin{serial}")


def found(*administrators):
    return actions.found_bureau(administrators, unit="县民政局", division=530129000000, origin=ORIGIN, on=TODAY, at=AT)


def three() -> list[Administrator]:
    return [administrator(serial, role) for serial, role in enumerate(sorted(ADMINISTRATORS), start=1)]


def test_the_three_are_entered_each_with_one_role_and_a_password_to_replace():
    given = found(*three())
    assert sorted(given) == ["admin1", "admin2", "admin3"]
    assert len(set(given.values())) == 3
    for each in three():
        account = account_named(each.username)
        assert account.check_password(given[account.username])
        assert queries.password_expired(account, at=AT, lifetime=passwords.LIFETIME)
        assert queries.actor_of(account, on=TODAY, origin=ORIGIN).role == each.role
    assert set(Event.objects.values_list("origin", flat=True)) == {ORIGIN}
    assert all(number(serial) not in repr(three()) for serial in (1, 2, 3))


def test_it_refuses_when_somebody_is_here_already():
    found(*three())
    with pytest.raises(AccountProblem, match="已经建立"):
        found(*three())


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ([Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR], "缺少安全管理员"),
        ([*sorted(ADMINISTRATORS), Role.COUNTY_LEAD], "不能设“县民政局负责人”"),
    ],
)
def test_it_refuses_fewer_and_others(roles, said):
    with pytest.raises(AccountProblem, match=said):
        found(*[administrator(serial, role) for serial, role in enumerate(roles, start=1)])


def test_nobody_is_two_of_the_three_and_nothing_is_left_of_a_refusal():
    first, second, third = three()
    same = administrator(3, third.role, number(1))
    with pytest.raises(AccountProblem, match="已经登记"):
        found(first, second, same)
    assert not Account.objects.exists()
    assert not Officer.objects.exists()


def test_a_set_up_password_that_could_be_guessed_is_not_given(monkeypatch):
    groups = iter(["a" * 20, "Ab3Cd4Ef5Gh6Jk7Lm8Np"])
    letters = iter("".join(groups))
    monkeypatch.setattr(passwords.secrets, "choice", lambda _: next(letters))
    assert passwords.set_up_password(username="admin1") == "Ab3Cd-4Ef5G-h6Jk7-Lm8Np"


def test_administrators_alone_see_the_accounts(bureau):
    listed = accounts_of_officers(by=bureau.actor("auditing"), at=AT)
    assert [each.username for each in listed] == sorted(bureau.accounts)
    assert {each.username: each.roles for each in listed}["west"] == (Role.TOWNSHIP_CLERK,)
    with pytest.raises(AccessProblem, match="只供"):
        accounts_of_officers(by=bureau.actor("west"), at=AT)
    with pytest.raises(AccountProblem, match="没有这个用户名"):
        account_named("nobody")
