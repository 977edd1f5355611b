"""Signing in: two factors, counted tries, sessions that end, and no door in a real county that only a demonstration has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from minzheng.engine.access import actions
from minzheng.engine.access.models import AssignedRole
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.models import Event
from minzheng.surfaces.clock import now
from tests.surfaces.signin.conftest import NAME, PASSWORD, Door, code_of

_WRONG = "用户名或者密码不正确。"


def test_an_officer_sets_a_second_factor_before_anything_else_opens(door: Door) -> None:
    assert door.password().status_code == 302
    answer = door.client.get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/code")
    door.set_up()
    assert "备用码" in door.client.get("/account/recovery-codes").content.decode()
    page = door.client.get("/desk/")
    assert page.status_code == 200
    assert "张文斌" in page.content.decode()


def test_the_next_time_the_code_is_asked_for_and_is_good_once(door: Door) -> None:
    secret = door.enter()
    other = door.another()
    assert other.password()["Location"] == "/signin/code"
    assert other.client.get("/desk/").status_code == 302
    code = code_of(secret)
    assert other.client.post("/signin/code", {"code": code})["Location"] == "/desk/"
    assert other.client.get("/desk/").status_code == 200
    third = door.another()
    third.password()
    answer = third.client.post("/signin/code", {"code": code})
    assert answer.status_code == 200
    assert "已经用过" in answer.content.decode()


def test_a_recovery_code_stands_in_for_the_phone_once(door: Door) -> None:
    door.enter()
    held = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    code = held.get_unused_codes()[0]
    other = door.another()
    other.password()
    assert other.client.post("/signin/code", {"code": code}).status_code == 302
    third = door.another()
    third.password()
    assert third.client.post("/signin/code", {"code": code}).status_code == 200


def test_the_secret_of_a_second_factor_lies_sealed(door: Door) -> None:
    secret = door.enter()
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept
    assert len(kept) > len(secret)


@pytest.mark.parametrize(("name", "password"), [(NAME, "wrong"), ("nobody", PASSWORD), ("unused", PASSWORD)])
def test_a_wrong_pair_gets_the_same_words_whether_or_not_the_name_exists(door: Door, name: str, password: str) -> None:
    page = door.password(password, name).content.decode()
    assert _WRONG in page
    assert password not in page


def test_five_wrong_passwords_lock_even_for_the_right_one(door: Door) -> None:
    for _ in range(5):
        door.password("wrong")
    assert "锁定" in door.password().content.decode()
    assert "锁定" in door.another().password().content.decode()


def test_five_wrong_codes_lock_however_often_the_password_is_right(door: Door) -> None:
    secret = door.enter()
    other = door.another()
    for number in range(5):
        other.password()
        other.client.post("/signin/code", {"code": f"00000{number}"})
    other.password()
    page = other.client.post("/signin/code", {"code": code_of(secret)}).content.decode()
    assert "锁定" in page
    assert other.client.get("/desk/").status_code == 302


def test_a_disabled_account_is_out_at_the_next_request(door: Door) -> None:
    door.enter()
    assert door.client.get("/desk/").status_code == 200
    actions.disable_account(account=door.account, reason="调离", by=SYSTEM, at=now())
    answer = door.client.get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, "/signin?next=%2Fdesk%2F")
    assert _WRONG in door.password().content.decode()


def test_an_ended_role_is_gone_at_the_next_request(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    from minzheng.surfaces.desk import queue

    seen: list[Any] = []
    shown = queue.desk_page
    monkeypatch.setattr(queue, "desk_page", lambda *a, **k: (seen.append(k["actor"]), shown(*a, **k))[1])
    door.enter()
    door.client.get("/desk/")
    AssignedRole.objects.update(valid_until=now().date())
    door.client.get("/desk/")
    assert [len(each.assignments) for each in seen] == [1, 0]


def test_a_session_ends_after_half_an_hour_without_a_request(door: Door) -> None:
    door.enter()
    door.client.get("/desk/")
    kept = Session.objects.get(pk=door.client.session.session_key)
    assert kept.expire_date - now() <= timedelta(minutes=30)
    assert door.client.cookies["sessionid"]["max-age"] == ""
    Session.objects.filter(pk=kept.pk).update(expire_date=now() - timedelta(seconds=1))
    assert door.client.get("/desk/")["Location"].startswith("/signin")


def test_a_password_somebody_else_set_is_replaced_first(door: Door) -> None:
    door.enter()
    actions.set_password(account=door.account, password="Reset-by-admin-9", by=SYSTEM, at=now())
    assert door.client.get("/desk/")["Location"].startswith("/signin")
    again = door.another()
    again.password("Reset-by-admin-9")
    secret = Authenticator.objects.get(type=Authenticator.Type.TOTP).wrap()
    assert secret is not None
    code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    again.client.post("/signin/code", {"code": code})
    assert again.client.get("/desk/")["Location"] == "/account/password"
    fields = {"oldpassword": "Reset-by-admin-9", "password1": PASSWORD + "2", "password2": PASSWORD + "2"}
    assert again.client.post("/account/password", fields)["Location"] == "/desk/"
    assert again.client.get("/desk/").status_code == 200


def test_a_password_expires_after_ninety_days(door: Door, later: Callable[[datetime], None]) -> None:
    door.enter()
    later(now() + timedelta(days=91))
    assert door.client.get("/desk/")["Location"] == "/account/password"


@pytest.mark.parametrize("weak", ["short1A", "alllowercase", "Zhangwb-2026-x", PASSWORD])
def test_a_weak_or_old_password_is_refused_with_a_reason(door: Door, weak: str) -> None:
    door.enter()
    page = door.client.post("/account/password", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert page.status_code == 200
    assert 'class="error"' in page.content.decode()


def test_coming_and_going_are_recorded_with_what_was_shown(door: Door) -> None:
    door.enter()
    other = door.another()
    other.password()
    code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    other.client.post("/signin/code", {"code": code})
    other.client.post("/signin/out")
    said = [
        (e.action, e.detail.get("factors"))
        for e in Event.objects.filter(action__startswith="access.sign").order_by("id")
    ]
    assert ("access.sign_in", ["password", "recovery_codes"]) in said
    assert said[-1][0] == "access.sign_out"


def test_an_officer_sees_where_they_are_signed_in_and_ends_the_others(door: Door) -> None:
    door.enter()
    other = door.another()
    other.password()
    code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    other.client.post("/signin/code", {"code": code})
    assert other.client.get("/account/sessions").content.decode().count("127.0.0.1") == 2
    other.client.post("/account/sessions")
    assert other.client.get("/desk/").status_code == 200
    assert door.client.get("/desk/").status_code == 302


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/desk/\\evil"])
def test_signing_in_never_leads_elsewhere(door: Door, address: str) -> None:
    answer = door.password(next=address)
    assert "evil.example" not in answer["Location"]


def test_a_real_county_has_no_chooser(door: Door) -> None:
    assert door.client.get("/signin/demo").status_code == 404
    assert door.client.post("/signin/demo", {"username": "unused"}).status_code == 404
    assert "演示" not in door.client.get("/signin").content.decode()


def test_in_the_demonstration_one_click_is_enough(door: Door, settings: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})
    page = door.client.get("/signin/demo").content.decode()
    assert "县民政局经办人员" in page
    assert NAME not in page
    assert door.client.post("/signin/demo", {"username": NAME}).status_code == 404
    door.client.post("/signin/demo", {"username": "unused"})
    assert door.client.get("/desk/").status_code == 200
    assert "未设置" in door.client.get("/account/").content.decode()
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": False})
    assert door.client.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/account/", "/account/password", "/account/code", "/account/sessions", "/account/recovery-codes"]
)
def test_pages_of_an_account_need_a_session(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/signin?next=")


@pytest.mark.parametrize(
    "path", ["/account/", "/account/password", "/account/sessions", "/account/recovery-codes", "/signin/out"]
)
def test_pages_of_an_account_answer_its_officer(door: Door, path: str) -> None:
    door.enter()
    assert door.client.get(path).status_code == 200


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "a" * 5000, "马" * 300, "' OR 1=1 --", "{{7*7}}"])
def test_whatever_is_typed_is_answered_in_words(door: Door, typed: str) -> None:
    form = "application/x-www-form-urlencoded"
    fields = urlencode({"login": typed, "password": typed}, errors="surrogatepass")
    assert door.client.post("/signin", fields, content_type=form).status_code == 200
    door.enter()
    other = door.another()
    other.password()
    code = urlencode({"code": typed}, errors="surrogatepass")
    assert other.client.post("/signin/code", code, content_type=form).status_code == 200
