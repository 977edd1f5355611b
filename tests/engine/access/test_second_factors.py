"""A lost second factor is taken away by somebody else who says why, and everything it opened is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from minzheng.engine.access import actions
from minzheng.engine.access.actions import sign_in
from minzheng.engine.access.models import Account
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import AccessProblem, AccountProblem
from minzheng.engine.audit.types import AuditProblem, Outcome
from tests.engine.access.conftest import AT, ORIGIN, Bureau, events

ASKED = "本人持工作证到场申请，手机遗失"


@pytest.fixture
def account(bureau: Bureau) -> Account:
    return guarded(bureau.accounts["west"])


def guarded(account: Account) -> Account:
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=account, type=kind, data={"secret": "sealed"})
    return account


def test_the_security_administrator_takes_a_lost_factor_away_and_says_why(bureau: Bureau, account: Account) -> None:
    other = guarded(bureau.accounts["east"])
    actions.reset_second_factor(account=account, reason=f" {ASKED} ", by=bureau.actor("security"), at=AT)
    assert set(Authenticator.objects.values_list("user", flat=True)) == {other.pk}
    (event,) = events("access.reset_second_factor")
    assert (event.subject_id, event.person) == (account.pk, bureau.officers["security"].pk)
    assert event.detail == {"reason": ASKED, "factors": ["recovery_codes", "totp"], "sessions": 0}


@pytest.mark.parametrize("by", ["system", "auditing", "county", "west"])
def test_nobody_else_does_and_the_refusal_stays(bureau: Bureau, account: Account, by: str) -> None:
    with pytest.raises(AccessProblem, match="安全管理员"):
        actions.reset_second_factor(account=account, reason=ASKED, by=bureau.actor(by), at=AT)
    assert Authenticator.objects.count() == 2
    assert [event.outcome for event in events("access.reset_second_factor")] == [Outcome.DENIED]


def test_an_administrator_resets_no_account_of_their_own(bureau: Bureau) -> None:
    bureau.join("张志明", "deputy", Role.SECURITY_ADMINISTRATOR)
    second = actions.create_account(
        officer=bureau.officers["security"], username="security2", password=None, by=bureau.actor("deputy"), at=AT
    )
    for own in (guarded(bureau.accounts["security"]), guarded(second)):
        with pytest.raises(AccessProblem, match="另一名安全管理员"):
            actions.reset_second_factor(account=own, reason=ASKED, by=bureau.actor("security"), at=AT)
    actions.reset_second_factor(account=second, reason=ASKED, by=bureau.actor("deputy"), at=AT)
    assert not Authenticator.objects.filter(user=second).exists()


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_must_be_stated(bureau: Bureau, account: Account, reason: str) -> None:
    with pytest.raises(AccountProblem, match="理由"):
        actions.reset_second_factor(account=account, reason=reason, by=bureau.actor("security"), at=AT)
    assert Authenticator.objects.count() == 2


def test_a_reason_with_a_telephone_number_undoes_the_reset(bureau: Bureau, account: Account) -> None:
    with pytest.raises(AuditProblem, match="电话"):
        actions.reset_second_factor(account=account, reason="来电13800138000", by=bureau.actor("security"), at=AT)
    assert Authenticator.objects.count() == 2


def test_where_nothing_is_set_there_is_nothing_to_reset(bureau: Bureau) -> None:
    with pytest.raises(AccountProblem, match="不用重置"):
        actions.reset_second_factor(account=bureau.accounts["west"], reason=ASKED, by=bureau.actor("security"), at=AT)


def test_codes_that_were_locked_are_shown_unlocked_and_forgotten_with_the_factor(
    bureau: Bureau, account: Account
) -> None:
    from minzheng.engine.access.directory import accounts_of_officers

    security, name = bureau.actor("security"), sign_in.second_factor_of("west")

    def lock() -> None:
        for _ in range(5):
            actions.admit_try(username=name, origin=ORIGIN, at=AT)
            actions.try_failed(username=name, origin=ORIGIN, at=AT, account=account)

    def locked() -> set[str]:
        return {
            each.username for each in accounts_of_officers(by=security, at=AT + timedelta(minutes=1)) if each.locked
        }

    lock()
    assert locked() == {"west"}
    actions.unlock(account=account, by=security, at=AT)
    assert locked() == set()
    lock()
    actions.reset_second_factor(account=account, reason=ASKED, by=security, at=AT)
    assert locked() == set()
