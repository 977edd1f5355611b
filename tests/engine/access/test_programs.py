"""Programs of other bureaus: where each is told what happens, and which are told of what."""

from __future__ import annotations

import base64

import pytest

from minzheng.engine.access import actions
from minzheng.engine.access.directory import program_numbered, programs
from minzheng.engine.access.models import Client
from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM, AccessProblem, AccountProblem
from tests.engine.access.conftest import AT, EAST, SOCIAL, VILLAGE, WEST, Bureau, events

URL = "https://hooks.example.cn/minzheng"


def let_in(*scopes: Scope, service: str = SOCIAL, division: str = "530129", url: str = URL) -> Client:
    client, _ = actions.create_client(name="平台", scopes=scopes, service=service, division=division, by=SYSTEM, at=AT)
    if url:
        actions.set_callback(client=client, url=url, by=SYSTEM, at=AT)
    return client


def test_the_secret_that_signs_is_shown_once_and_kept_sealed(bureau: Bureau) -> None:
    client = let_in(Scope.READ, url="")
    secret = actions.set_callback(client=client, url=URL, by=bureau.actor("security"), at=AT)
    target = actions.callback_of(client.pk)
    assert target is not None
    assert (target.url, base64.b64decode(secret.removeprefix("whsec_"))) == (URL, target.key)
    assert secret.startswith("whsec_")
    assert len(target.key) == 32
    kept = Client.objects.get(pk=client.pk).callback_secret
    assert kept is not None
    assert target.key not in bytes(kept)
    assert secret.encode() not in bytes(kept)
    assert "key" not in repr(target)
    (event,) = events("access.set_callback")
    assert (event.person, event.detail) == (bureau.officers["security"].pk, {"on": True})


def test_a_new_address_has_a_new_secret_and_an_empty_one_is_told_nothing(bureau: Bureau) -> None:
    client = let_in(Scope.READ)
    first = actions.callback_of(client.pk)
    actions.set_callback(client=client, url=URL, by=SYSTEM, at=AT)
    second = actions.callback_of(client.pk)
    assert first is not None
    assert second is not None
    assert first.key != second.key
    assert actions.set_callback(client=client, url="", by=SYSTEM, at=AT) == ""
    assert actions.callback_of(client.pk) is None
    assert actions.clients_to_tell(service=SOCIAL, division=VILLAGE) == []


def test_told_is_who_may_read_that_service_in_that_place_and_is_still_let_in(bureau: Bureau) -> None:
    county, everything = let_in(Scope.READ), let_in(Scope.READ, Scope.VERIFY, service=ALL_SERVICES, division=WEST)
    let_in(Scope.VERIFY)
    let_in(Scope.READ, service="elderly")
    let_in(Scope.READ, division=EAST)
    let_in(Scope.READ, url="")
    gone = let_in(Scope.READ)
    actions.disable_client(client=gone, by=SYSTEM, at=AT)
    assert actions.clients_to_tell(service=SOCIAL, division=VILLAGE) == [county.pk, everything.pk]
    assert actions.callback_of(gone.pk) is None


def test_only_the_security_administrator_says_where_a_program_is_told(bureau: Bureau) -> None:
    client = let_in(Scope.READ, url="")
    with pytest.raises(AccessProblem, match="安全管理员"):
        actions.set_callback(client=client, url=URL, by=bureau.actor("county"), at=AT)
    assert actions.callback_of(client.pk) is None


def test_the_three_administrators_see_the_list_and_nobody_else(bureau: Bureau) -> None:
    client = let_in(Scope.READ)
    for username in ("system", "security", "auditing"):
        assert programs(by=bureau.actor(username), at=AT) == (client,)
    with pytest.raises(AccessProblem, match="程序名单"):
        programs(by=bureau.actor("county"), at=AT)
    assert program_numbered(client.pk) == client
    with pytest.raises(AccountProblem, match="没有这个编号"):
        program_numbered(0)
