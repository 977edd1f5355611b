"""Accounts are looked after by named administrators, whose passwords are typed and never shown."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from minzheng.engine.access import actions
from minzheng.engine.access.actions import authenticate
from minzheng.engine.access.directory import account_named
from minzheng.engine.audit.models import Event
from minzheng.surfaces.cli.main import main
from minzheng.surfaces.clock import now
from tests.engine.access.conftest import Bureau, bureau, quick_passwords

__all__ = ["bureau", "quick_passwords"]

ASKED = "本人到场申请"
DENIED = {
    "reset-second-factor": "reset_second_factor",
    "disable": "disable_account",
    "reset-password": "set_password",
    "unlock": "unlock",
}
PASSWORD, FIRST = "Fuxian-2026-lake", "Dianchi-2026-lake"


@pytest.fixture
def typed(bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command as somebody who types; everybody of the bureau has set the same password."""
    for username, account in bureau.accounts.items():
        actions.set_password(account=account, password=PASSWORD, by=bureau.actor(username, on=now().date()), at=now())

    def run(*arguments: str, lines: tuple[str, ...] = (PASSWORD,), group: str = "accounts") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        capsys.readouterr()
        status = main([group, *arguments])
        printed = capsys.readouterr()
        assert not any(line in printed.out + printed.err for line in lines)
        return status, printed.out + printed.err

    return run


def last(action: str) -> Event:
    found = Event.objects.filter(action=action).order_by("-id").first()
    assert found is not None
    return found


@pytest.mark.django_db(transaction=True)
def test_an_account_is_stopped_and_let_in_again_by_a_named_administrator(typed: Any, bureau: Bureau) -> None:
    assert typed("disable", "west", "--as", "security", "--reason", "离职")[0] == 0
    assert not account_named("west").is_active
    event = last("access.disable_account")
    assert (event.person, event.detail["reason"]) == (bureau.officers["security"].pk, "离职")
    assert event.origin.startswith("本机终端")
    assert "停用" in typed("list", "--as", "system")[1]
    assert typed("enable", "west", "--as", "security", "--reason", "复职")[0] == 0
    assert account_named("west").is_active
    assert last("access.sign_in").account == bureau.accounts["security"].pk


@pytest.mark.django_db(transaction=True)
def test_only_the_security_administrator_may_and_a_refusal_is_recorded(typed: Any, bureau: Bureau) -> None:
    for username in ("system", "auditing", "county"):
        for command in (
            ("disable", "west", "--reason", "试"),
            ("reset-password", "west"),
            ("reset-second-factor", "west", "--reason", "试"),
            ("unlock", "west"),
        ):
            status, said = typed(*command, "--as", username)
            assert (status, "只能由安全管理员办理" in said) == (2, True)
            assert last(f"access.{DENIED[command[0]]}").outcome == 2
    assert typed("list", "--as", "county")[0] == 2
    assert account_named("west").is_active


@pytest.mark.django_db(transaction=True)
def test_a_reset_password_is_shown_once_and_must_be_replaced(typed: Any) -> None:
    status, said = typed("reset-password", "west", "--as", "security")
    given = said.rstrip().rpartition("：")[2]
    assert status == 0
    assert "请先更改" in typed("list", "--as", "west", lines=(given,))[1]
    assert "待改初始密码" in typed("list", "--as", "security")[1]
    assert authenticate(username="west", password=given, origin="x", at=now()) is not None
    assert "change-password" in typed("reset-password", "security", "--as", "security")[1]


@pytest.mark.django_db(transaction=True)
def test_a_lost_second_factor_is_reset_by_somebody_else_with_a_reason(typed: Any, bureau: Bureau) -> None:
    for username in ("west", "security"):
        Authenticator.objects.create(user=bureau.accounts[username], type="totp", data={"secret": "sealed"})
    reset = ("--as", "security", "--reason", ASKED)
    assert "请写明重置的理由" in typed("reset-second-factor", "west", "--as", "security", "--reason", " ")[1]
    assert "另一名安全管理员" in typed("reset-second-factor", "security", *reset)[1]
    assert typed("reset-second-factor", "west", *reset) == (
        0, "账户 west 的第二重验证已重置，本人下次登录时重新设置。\n",
    )  # fmt: skip
    assert not Authenticator.objects.filter(user=bureau.accounts["west"]).exists()
    assert last("access.reset_second_factor").detail["reason"] == ASKED
    assert "不用重置" in typed("reset-second-factor", "west", *reset)[1]


@pytest.mark.django_db(transaction=True)
def test_wrong_passwords_lock_here_too_and_are_unlocked(typed: Any) -> None:
    for _ in range(5):
        assert "用户名或密码不正确" in typed("list", "--as", "west", lines=("Wrong-2026-wrong",))[1]
    assert "已锁定30分钟" in typed("list", "--as", "west")[1]
    assert '"locked": true' in typed("list", "--as", "security", "--json")[1]
    assert typed("unlock", "west", "--as", "security")[0] == 0
    assert "只供系统、安全、审计管理员查看" in typed("list", "--as", "west")[1]


@pytest.mark.django_db(transaction=True)
def test_ones_own_password_is_changed_with_the_old_one(typed: Any) -> None:
    assert typed("change-password", "west", lines=(PASSWORD, FIRST))[0] == 0
    assert typed("change-password", "west", lines=(PASSWORD, FIRST))[0] == 2
    assert "密码应为" in typed("change-password", "west", lines=(FIRST, "short"))[1]
    assert "没有读到新密码" in typed("change-password", "west", lines=(FIRST,))[1]
    assert "没有这个用户名" in typed("unlock", "nobody", "--as", "security")[1]
    assert authenticate(username="west", password=FIRST, origin="x", at=now()) is not None
