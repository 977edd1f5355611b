"""Programs of other bureaus are let in, told and stopped by the security administrator, at a terminal."""

from __future__ import annotations

import re
from typing import Any

import pytest

from minzheng.engine.access.actions import callback_of, client_of
from minzheng.engine.access.models import Client
from minzheng.engine.access.scopes import Scope
from tests.engine.access.conftest import bureau, quick_passwords
from tests.surfaces.cli.test_accounts import typed

__all__ = ["bureau", "quick_passwords", "typed"]

pytestmark = pytest.mark.django_db(transaction=True)

READ = ("--scope", "cases.read", "--division", "530129", "--service", "social_assistance")
SECURITY = ("--as", "security")


@pytest.fixture
def run(typed: Any) -> Any:
    def programs(*arguments: str, **more: Any) -> tuple[int, str]:
        answer: tuple[int, str] = typed(*arguments, group="programs", **more)
        return answer

    return programs


def added(run: Any) -> tuple[Client, str]:
    status, said = run("add", "县医保局", *READ, *SECURITY)
    assert status == 0, said
    return Client.objects.get(), said


def test_a_program_is_let_in_and_stopped(run: Any) -> None:
    client, said = added(run)
    secret = re.search(r"client_secret[^：]*：(\S+)", said)
    assert secret is not None
    assert client_of(client_id=client.client_id, secret=secret[1]) == client
    assert (client.scopes, client.division, client.service) == ([Scope.READ], "530129", "social_assistance")
    assert "县医保局" in run("list", "--as", "auditing")[1]
    assert run("disable", str(client.pk), *SECURITY)[0] == 0
    assert client_of(client_id=client.client_id, secret=secret[1]) is None
    assert "已停用" in run("list", "--as", "system")[1]


def test_where_it_is_told_is_said_and_unsaid(run: Any) -> None:
    client, _ = added(run)
    status, said = run("callback", str(client.pk), "https://hooks.example.cn/told", *SECURITY)
    assert status == 0, said
    assert "whsec_" in said
    assert callback_of(client.pk) is not None
    assert "https://hooks.examp" in run("list", *SECURITY)[1]
    assert "0条通知" in run("try-again", str(client.pk), *SECURITY)[1]
    assert "不再接收通知" in run("callback", str(client.pk), *SECURITY)[1]
    assert callback_of(client.pk) is None


def test_mistakes_are_named_and_nothing_is_done(run: Any) -> None:
    client, _ = added(run)
    number = str(client.pk)
    for arguments, words in (
        (("callback", number, "http://hooks.example.cn/", *SECURITY), "https 开头"),
        (("callback", "0", "https://hooks.example.cn/", *SECURITY), "没有这个编号的程序"),
        (("callback", number, "https://hooks.example.cn/", "--as", "county"), "安全管理员"),
        (("try-again", number, "--as", "system"), "安全管理员"),
        (("disable", number, "--as", "system"), "安全管理员"),
        (("list", "--as", "county"), "程序名单"),
        (("add", "某程序", "--scope", "everything", "--division", "530129", *SECURITY), "没有这种权限：everything"),
        (("add", " ", *READ, *SECURITY), "请写明名称"),
        (("add", "某程序", "--scope", "cases.read", "--division", "云南", *SECURITY), "区划代码"),
    ):
        status, said = run(*arguments)
        assert status == 2, said
        assert words in said
    assert Client.objects.count() == 1
    assert callback_of(client.pk) is None
