"""Accounts, passwords, and what wrong ones lead to."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connections, transaction

from minzheng.engine.access import actions, queries
from minzheng.engine.access.actions.sign_in import LOCKED_FOR, TRIES_FROM_AN_ADDRESS
from minzheng.engine.access.models import Account, SignInTries
from minzheng.engine.access.types import SYSTEM, AccessProblem, AccountProblem
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import Outcome
from tests.engine.access.conftest import AT, ORIGIN, PASSWORD, Bureau, events

OTHER = "Songming-2026-autumn"


@pytest.fixture
def account(bureau: Bureau) -> Account:
    return actions.create_account(
        officer=bureau.officers["west"], username="Ma.Xiaoyan", password=PASSWORD, by=SYSTEM, at=AT
    )


def sign_in(password: str, *, username: str = "ma.xiaoyan", origin: str = ORIGIN, at=AT):
    return actions.authenticate(username=username, password=password, origin=origin, at=at)


def test_the_security_administrator_gives_an_account(bureau: Bureau):
    account = actions.create_account(
        officer=bureau.officers["west"], username="Ma.Xiaoyan", password=PASSWORD, by=bureau.actor("security"), at=AT
    )
    assert account.username == "ma.xiaoyan"
    assert PASSWORD not in account.password
    assert get_user_model().objects.get_by_natural_key(" MA.xiaoyan ") == account
    (*_, event) = events("access.create_account")
    assert (event.subject_id, event.detail) == (bureau.officers["west"].pk, {"created": account.pk})


@pytest.mark.parametrize("by", ["system", "auditing", "county", "west"])
def test_nobody_else_gives_stops_starts_unlocks_or_resets(bureau: Bureau, account: Account, by):
    actor, words = bureau.actor(by), {"account": account, "at": AT}
    officer = bureau.officers["east"]
    for refused in (
        lambda: actions.create_account(officer=officer, username="abc", password=None, by=actor, at=AT),
        lambda: actions.disable_account(reason="x", by=actor, **words),
        lambda: actions.enable_account(reason="x", by=actor, **words),
        lambda: actions.unlock(by=actor, **words),
        lambda: actions.set_password(password=OTHER, by=actor, **words),
    ):
        with pytest.raises(AccessProblem, match="安全管理员"):
            refused()
    assert Event.objects.filter(outcome=Outcome.DENIED).count() == 5


def test_nobody_stops_their_own_account(bureau: Bureau):
    with pytest.raises(AccessProblem, match="自己"):
        actions.disable_account(account=bureau.accounts["security"], reason="x", by=bureau.actor("security"), at=AT)


@pytest.mark.parametrize("username", ["ab", "1abc", "马晓燕", "a" * 61, "a b c", "ma13800138000", ""])
def test_it_refuses_a_name_that_cannot_be_one(bureau: Bureau, username):
    with pytest.raises(AccountProblem, match="用户名应为"):
        actions.create_account(officer=bureau.officers["west"], username=username, password=None, by=SYSTEM, at=AT)


def test_a_name_is_given_once_however_it_is_written(bureau: Bureau, account: Account):
    with pytest.raises(AccountProblem, match="已经有人使用"):
        actions.create_account(officer=bureau.officers["east"], username="MA.XIAOYAN", password=None, by=SYSTEM, at=AT)


def test_an_account_belongs_to_one_person_and_is_stopped_on_a_day(bureau: Bureau):
    for wrong in (
        {"resident": None},
        {"officer": bureau.officers["west"], "resident": 4},
        {"resident": 4, "is_active": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.create(username="x", created_at=AT, **wrong)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Aa1-Aa1-A", "10至128"), ("Aa1-" * 40, "10至128"), ("abcdefghij12", "三类"), ("ABCDEFGHIJ-", "三类"), ("密码密码密码密码密码ab", "三类"),
        ("Aa1Aa1Aa1Aa1", "重复"), ("Ma.Xiaoyan-2026", "用户名"), ("Password123", "太常见"),
    ],
)  # fmt: skip
def test_it_refuses_a_weak_password_without_repeating_it(account: Account, password, sentence):
    with pytest.raises(AccountProblem, match=sentence) as refused:
        actions.set_password(account=account, password=password, by=SYSTEM, at=AT)
    assert password not in str(refused.value)


def test_a_password_of_ones_own_lasts_ninety_days_and_a_given_one_not_at_all(bureau: Bureau, account: Account):
    ninety = timedelta(days=90)
    assert queries.password_expired(account, at=AT, lifetime=ninety)
    own = queries.actor_of(account, on=AT.date(), origin=ORIGIN)
    actions.set_password(account=account, password=OTHER, by=own, at=AT)
    assert not queries.password_expired(account, at=AT + ninety, lifetime=ninety)
    assert queries.password_expired(account, at=AT + ninety + timedelta(seconds=1), lifetime=ninety)
    with pytest.raises(AccountProblem, match="原密码相同"):
        actions.set_password(account=account, password=OTHER, by=own, at=AT)
    actions.set_password(account=account, password=PASSWORD, by=bureau.actor("security"), at=AT)
    assert queries.password_expired(account, at=AT, lifetime=ninety)
    assert [event.detail for event in events("access.set_password")] == [{"own": True}, {"own": False}]


def test_the_right_password_signs_in_and_others_do_not(account: Account):
    assert sign_in(PASSWORD, username=" MA.xiaoyan") == account
    assert sign_in(OTHER) is None
    assert sign_in(PASSWORD, username="nobody") is None
    assert [(event.outcome, event.account) for event in events("access.sign_in")] == [
        (Outcome.FAILED, account.pk), (Outcome.FAILED, None),
    ]  # fmt: skip


def test_a_stopped_account_does_not_sign_in(bureau: Bureau, account: Account):
    actions.disable_account(account=account, reason="离职", by=bureau.actor("security"), at=AT)
    account.refresh_from_db()
    assert sign_in(PASSWORD) is None


@pytest.mark.parametrize("username", ["ma.xiaoyan", "nobody", "13800138000", "a\x00b", "\ud800"])
def test_five_wrong_tries_lock_a_name_for_half_an_hour_whether_it_exists_or_not(account: Account, username):
    for _ in range(5):
        assert sign_in(OTHER, username=username) is None
    with pytest.raises(AccessProblem, match="锁定30分钟"):
        sign_in(PASSWORD, username=username)
    with pytest.raises(AccessProblem):
        sign_in(PASSWORD, username=username, origin="10.9.9.9", at=AT + LOCKED_FOR - timedelta(seconds=1))
    expected = account if username == "ma.xiaoyan" else None
    assert sign_in(PASSWORD, username=username, at=AT + LOCKED_FOR) == expected
    assert [event.detail.get("locked") for event in events("access.sign_in")][:5] == [False] * 4 + [True]


def test_wrong_tries_are_forgotten_after_the_right_one_and_after_half_an_hour(account: Account):
    for _ in range(3):
        for _ in range(4):
            sign_in(OTHER)
        assert sign_in(PASSWORD) == account
    for _ in range(4):
        sign_in(OTHER)
    later = AT + LOCKED_FOR + timedelta(seconds=1)
    for _ in range(4):
        assert sign_in(OTHER, at=later) is None
    assert sign_in(PASSWORD, at=later) == account


def test_the_security_administrator_unlocks(bureau: Bureau, account: Account):
    for _ in range(5):
        sign_in(OTHER)
    actions.unlock(account=account, by=bureau.actor("security"), at=AT)
    assert sign_in(PASSWORD) == account


def test_an_address_that_tries_many_names_is_locked_too(account: Account):
    row = {"tries": TRIES_FROM_AN_ADDRESS - 1, "last_at": AT}
    sign_in(PASSWORD)
    SignInTries.objects.update(**row)
    assert sign_in(OTHER, username="somebody") is None
    with pytest.raises(AccessProblem):
        sign_in(PASSWORD)
    assert sign_in(PASSWORD, origin="10.9.9.9") == account


def test_nothing_is_forgotten_of_an_address_that_never_tried(account: Account):
    actions.try_succeeded(username="ma.xiaoyan", origin="10.9.9.9")
    assert not SignInTries.objects.exists()


def test_no_name_that_was_typed_is_kept(account: Account):
    sign_in(OTHER, username="my-password-by-mistake")
    rows = [*SignInTries.objects.values_list("key", flat=True), *map(str, SignInTries.objects.all())]
    assert not any("mistake" in row for row in rows)


def test_tries_at_once_find_five_answers_together(transactional_db: None):
    answers: list[object] = []

    def guess() -> None:
        try:
            actions.admit_try(username="nobody", origin=ORIGIN, at=AT)
            answers.append(None)
        except AccessProblem as problem:
            answers.append(problem)
        finally:
            connections.close_all()

    threads = [Thread(target=guess) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers.count(None) == 5
    assert len(answers) == 12


def test_signing_in_and_out_is_recorded(bureau: Bureau):
    account, actor = bureau.accounts["west"], bureau.actor("west")
    actions.record_sign_in(account=account, by=actor, factors=("password", "totp"), at=AT)
    actions.record_sign_out(account=account, by=actor, at=AT)
    (event,) = events("access.sign_in")
    assert (event.person, event.origin, event.detail) == (actor.person, ORIGIN, {"factors": ["password", "totp"]})
    assert len(events("access.sign_out")) == 1
