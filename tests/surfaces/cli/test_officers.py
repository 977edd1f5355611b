"""Who works here is entered by one administrator and empowered by another."""

from __future__ import annotations

import re
from typing import Any

import pytest

from minzheng.engine.access.actions import authenticate
from minzheng.engine.access.directory import account_named, officer_numbered
from minzheng.engine.access.queries import actor_of
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import AccountProblem
from minzheng.engine.audit.models import Event
from minzheng.surfaces.clock import now
from tests.engine.access.conftest import bureau, number, quick_passwords
from tests.surfaces.cli.test_accounts import PASSWORD, typed

__all__ = ["bureau", "quick_passwords", "typed"]

TOWNSHIP = ("--unit", "仁德街道", "--division", "530129001", "--post", "民政助理")
ORDER = ("--reason", "任命〔2026〕3号")


@pytest.fixture
def run(typed: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Type a command about officers."""

    def officers(*arguments: str, lines: tuple[str, ...] = (PASSWORD,)) -> tuple[int, str]:
        answer: tuple[int, str] = typed(*arguments, lines=lines, group="officers")
        return answer

    return officers


def entered(run: Any, name: str = "周志强", serial: int = 77) -> str:
    status, said = run("enter", name, *TOWNSHIP, "--as", "system", lines=(PASSWORD, number(serial)))
    assert status == 0, said
    found = re.search(r"编号 (\d+)", said)
    assert found is not None
    return found[1]


@pytest.mark.django_db(transaction=True)
def test_a_new_clerk_is_entered_let_in_empowered_and_goes(run: Any) -> None:
    officer = entered(run)
    status, said = run("open-account", officer, "zhouzq", "--as", "security")
    assert status == 0, said
    first = said.rstrip().rpartition("：")[2]
    account = account_named("zhouzq")
    assert authenticate(username="zhouzq", password=first, origin="x", at=now()) is not None
    place = ("--division", "530129001", "--service", "social_assistance")
    assert run("assign", officer, "乡镇（街道）经办人员", *place, *ORDER, "--as", "security")[0] == 0
    assert actor_of(account, on=now().date(), origin="x").holds(Role.TOWNSHIP_CLERK)
    assert "乡镇（街道）经办人员（530129001）" in run("list", "--as", "auditing")[1].replace("\n", "").replace(" ", "")
    assert run("end", officer, "township_clerk", *ORDER, "--as", "security")[0] == 0
    assert not actor_of(account, on=now().date(), origin="x").holds(Role.TOWNSHIP_CLERK)
    assert "现在不是" in run("end", officer, "township_clerk", *ORDER, "--as", "security")[1]
    done = set(Event.objects.filter(subject_id=int(officer), outcome=1).values_list("action", flat=True))
    assert done >= {"access.create_officer", "access.create_account", "access.assign_role", "access.end_role"}


@pytest.mark.django_db(transaction=True)
def test_a_second_security_administrator_can_be_made(run: Any) -> None:
    officer = entered(run)
    assert run("assign", officer, "安全管理员", *ORDER, "--as", "security")[0] == 0
    said = run("assign", officer, "auditor", "--division", "530129", *ORDER, "--as", "security")
    assert said[0] == 2
    assert "不能再担任" in said[1]


@pytest.mark.django_db(transaction=True)
def test_nobody_does_the_other_ones_part_and_mistakes_are_named(run: Any) -> None:
    officer = entered(run)
    assert "系统管理员" in run("enter", "某某", *TOWNSHIP, "--as", "security", lines=(PASSWORD, number(78)))[1]
    assert "安全管理员" in run("open-account", officer, "zhouzq", "--as", "system")[1]
    assert "安全管理员" in run("assign", officer, "hotline", "--division", "530129", *ORDER, "--as", "system")[1]
    assert "只供系统、安全、审计管理员查看" in run("list", "--as", "county")[1]
    assert "已经登记过" in run("enter", "周志强", *TOWNSHIP, "--as", "system", lines=(PASSWORD, number(77)))[1]
    assert "没有这个编号" in run("open-account", "99999", "zhouzq", "--as", "security")[1]
    assert "没有这个角色" in run("assign", officer, "皇帝", *ORDER, "--as", "security", lines=())[1]
    wrong = ("--division", "530129", "--service", "nothing")
    assert "没有这项业务" in run("assign", officer, "hotline", *wrong, *ORDER, "--as", "security", lines=())[1]
    assert "不是行政区划代码" in run("enter", "某", "--unit", "街道", "--division", "x", "--as", "system", lines=())[1]
    with pytest.raises(AccountProblem):
        officer_numbered(0)
