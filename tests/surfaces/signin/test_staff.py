"""The pages on which the administrators look after the accounts of staff."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from minzheng.engine.access import actions
from minzheng.engine.access.directory import account_named
from minzheng.engine.access.models import Officer
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM
from minzheng.engine.audit.models import Event
from minzheng.surfaces.clock import now
from tests.engine.access.conftest import SINCE, number
from tests.surfaces.signin.conftest import NAME, Door

ASKED = "本人持工作证到场申请，手机遗失"


class Desk:
    """An administrator at work."""

    def __init__(self, username: str, role: Role, serial: int) -> None:
        at = now()
        officer = actions.create_officer(
            name="杨丽华", id_number=number(serial), unit="县民政局", post="科员", division=530129000000, on=at.date(),
            by=SYSTEM, at=at,
        )  # fmt: skip
        self.account = actions.create_account(officer=officer, username=username, password=None, by=SYSTEM, at=at)
        actions.assign_role(
            officer=officer, role=role, service=ALL_SERVICES, division="", valid_from=SINCE, reason="任命", by=SYSTEM, at=at
        )  # fmt: skip
        self.client = Client()
        self.client.force_login(self.account, "django.contrib.auth.backends.ModelBackend")
        session = self.client.session
        session["factor"] = True
        session.save()

    def does(self, what: str, whom: Any, reason: str = "") -> Any:
        return self.client.post(f"/accounts/{whom.pk}/", {"do": what, f"reason-{what}": reason})


@pytest.fixture
def desk(door: Door) -> Desk:
    return Desk("security", Role.SECURITY_ADMINISTRATOR, 801)


def last(action: str) -> Event:
    found = Event.objects.filter(action=action).order_by("-id").first()
    assert found is not None
    return found


def test_a_lost_telephone_is_replaced_at_the_next_sign_in(door: Door, desk: Desk) -> None:
    door.enter()
    assert door.client.get("/desk/").status_code == 200
    assert "重置第二重验证" in desk.client.get(f"/accounts/{door.account.pk}/").content.decode()
    page = desk.does("reset-second-factor", door.account, ASKED)
    assert "已重置" in page.content.decode()
    assert last("access.reset_second_factor").detail["sessions"] == 1
    assert door.client.get("/desk/")["Location"].startswith("/signin")
    again = door.another()
    again.password()
    assert again.client.get("/desk/")["Location"] == "/account/code"
    again.set_up()
    assert again.client.get("/desk/").status_code == 200


def test_a_page_opened_between_password_and_code_leads_nowhere_after_a_reset(door: Door, desk: Desk) -> None:
    door.enter()
    other = door.another()
    assert other.password()["Location"] == "/signin/code"
    desk.does("reset-second-factor", door.account, ASKED)
    other.client.post("/signin/code", {"code": "123456"})
    assert other.client.get("/desk/").status_code == 302


def test_a_reset_without_a_reason_comes_back_with_what_is_missing(door: Door, desk: Desk) -> None:
    door.enter()
    page = desk.does("reset-second-factor", door.account)
    assert page.status_code == 422
    assert "请写明重置的理由" in page.content.decode()
    long = desk.does("reset-second-factor", door.account, "因" * 201)
    assert "不超过200字" in long.content.decode()
    assert door.client.get("/desk/").status_code == 200


def test_nobody_resets_their_own(desk: Desk) -> None:
    assert desk.does("reset-second-factor", desk.account, ASKED).status_code == 403
    assert last("access.reset_second_factor").outcome == 2
    assert "登录与安全" in desk.does("reset-password", desk.account).content.decode()


def test_only_administrators_see_the_list_and_only_one_of_them_does_anything(door: Door, desk: Desk) -> None:
    door.enter()
    assert door.client.get("/accounts/").status_code == 403
    assert "/accounts/" not in door.client.get("/desk/").content.decode()
    auditing = Desk("auditing", Role.AUDIT_ADMINISTRATOR, 802)
    assert NAME in auditing.client.get("/accounts/").content.decode()
    assert "/accounts/" in auditing.client.get("/desk/").content.decode()
    assert auditing.does("reset-second-factor", door.account, ASKED).status_code == 403
    assert door.client.get("/desk/").status_code == 200
    assert desk.client.get("/accounts/999999/").status_code == 404
    assert desk.does("delete", door.account).status_code == 404


def test_an_account_is_stopped_started_unlocked_and_given_a_password(door: Door, desk: Desk) -> None:
    assert desk.does("disable", door.account).status_code == 422
    assert "已停用" in desk.does("disable", door.account, "离职").content.decode()
    assert not account_named(NAME).is_active
    assert "已启用" in desk.does("enable", door.account, "复职").content.decode()
    for _ in range(5):
        door.password("wrong")
    assert "已锁定" in desk.client.get("/accounts/").content.decode()
    assert "已解锁" in desk.does("unlock", door.account).content.decode()
    page = desk.does("reset-password", door.account).content.decode()
    given = page.split("请当面交给本人）：")[1][:23]
    assert door.password(given).status_code == 302
    assert Officer.objects.filter(accounts__username=NAME).exists()
