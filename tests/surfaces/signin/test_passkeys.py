"""Passkeys: one step that shows both factors, for the county's own address and no other."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from minzheng.engine.access import actions
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.models import Event
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin import rules
from tests.surfaces.signin.authenticator import HOST, ORIGIN, SoftKey
from tests.surfaces.signin.conftest import Door

_REFUSED = "通行密钥没有通过验证"
_JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def configured(settings: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"passkey_host": HOST, "passkey_origins": [ORIGIN]})
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]


def options_on(client: Client, path: str) -> Any:
    page = client.get(path).content.decode()
    found = re.search(r"data-options='([^']+)'", page)
    assert found is not None, page
    return json.loads(html.unescape(found[1]))


def added(door: Door, name: str = "办公室电脑", **wrong: Any) -> tuple[SoftKey, Any]:
    key = SoftKey()
    sent = key.make(options_on(door.client, "/account/passkeys/add"), **wrong)
    return key, door.client.post("/account/passkeys/add", {"credential": sent, "name": name})


def shown(client: Client, key: SoftKey, **wrong: Any) -> Any:
    options = client.get("/signin/passkey", **_JSON).json()["request_options"]
    return client.post("/signin/passkey", {"credential": key.show(options, **wrong)})


def test_a_passkey_alone_opens_the_desk_and_says_so_in_the_record(door: Door) -> None:
    door.password()
    key, answer = added(door)
    assert answer["Location"] == "/account/recovery-codes"
    assert door.client.get("/desk/").status_code == 200
    other = Client()
    assert shown(other, key)["Location"] == "/desk/"
    assert other.get("/desk/").status_code == 200
    changed = Event.objects.get(action="access.change_second_factor")
    assert (changed.account, changed.detail) == (door.account.pk, {"factor": "passkey", "change": "set"})
    last = Event.objects.filter(action="access.sign_in").order_by("-id").first()
    assert last is not None
    assert last.detail["factors"] == ["passkey"]


def test_a_passkey_stands_in_for_the_code_after_the_password(door: Door) -> None:
    door.enter()
    key, _ = added(door)
    other = door.another()
    assert other.password()["Location"] == "/signin/code"
    sent = key.show(options_on(other.client, "/signin/code"))
    assert other.client.post("/signin/code", {"credential": sent})["Location"] == "/desk/"
    assert other.client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": f"https://sub.{HOST}"},
        {"origin": f"http://{HOST}"},
        {"host": "evil.example"},
        {"challenge": "AAAA"},
        {"verified": False},
    ],
)
def test_a_key_from_elsewhere_or_without_its_bearer_is_neither_added_nor_let_in(
    door: Door, wrong: dict[str, Any]
) -> None:
    door.enter()
    _, answer = added(door, **wrong)
    assert _REFUSED in answer.content.decode()
    assert not Authenticator.objects.filter(type="webauthn").exists()
    key, _ = added(door)
    other = Client()
    assert shown(other, key, **wrong)["Location"] == "/signin?passkey=refused"
    assert _REFUSED in other.get("/signin?passkey=refused").content.decode()
    assert other.get("/desk/").status_code == 302


def test_a_foreign_signature_is_refused_and_five_of_them_lock(door: Door) -> None:
    door.enter()
    key, _ = added(door)
    stranger = SoftKey(number=key.number, handle=key.handle)
    other = Client()
    for _ in range(5):
        assert shown(other, stranger)["Location"] == "/signin?passkey=refused"
    assert shown(other, key)["Location"] == "/signin?passkey=refused"
    actions.unlock(account=door.account, by=SYSTEM, at=now())
    assert shown(other, key)["Location"] == "/desk/"


def test_an_answer_is_good_once(door: Door) -> None:
    door.enter()
    key, _ = added(door)
    other = Client()
    options = other.get("/signin/passkey", **_JSON).json()["request_options"]
    sent = key.show(options)
    assert other.post("/signin/passkey", {"credential": sent})["Location"] == "/desk/"
    other.post("/signin/out")
    assert other.post("/signin/passkey", {"credential": sent})["Location"] == "/signin?passkey=refused"


def test_a_disabled_account_is_not_let_in_by_its_key(door: Door) -> None:
    door.enter()
    key, _ = added(door)
    actions.disable_account(account=door.account, reason="离职", by=SYSTEM, at=now())
    assert shown(Client(), key)["Location"] == "/signin?passkey=refused"


def test_a_passkey_is_named_and_removed_but_never_the_last_factor(door: Door) -> None:
    door.password()
    added(door)
    held = Authenticator.objects.get(type="webauthn")
    place = f"/account/passkeys/{held.pk}"
    assert door.client.post(f"{place}/name", {"name": "安全密钥"}).status_code == 302
    assert "安全密钥" in door.client.get("/account/").content.decode()
    assert "安全密钥" in door.client.get("/account/passkeys").content.decode()
    assert "唯一的第二重验证" in door.client.get(f"{place}/remove").content.decode()
    assert door.client.post(f"{place}/remove").status_code == 422
    door.set_up()
    assert door.client.post(f"{place}/remove")["Location"] == "/account/passkeys"
    assert not Authenticator.objects.filter(type="webauthn").exists()
    changes = Event.objects.filter(action="access.change_second_factor").order_by("id")
    assert [(each.detail["factor"], each.detail["change"]) for each in changes] == [
        ("passkey", "set"), ("totp", "set"), ("passkey", "removed"),
    ]  # fmt: skip


def test_nobody_names_or_removes_the_key_of_another(door: Door) -> None:
    door.enter()
    added(door)
    held = Authenticator.objects.get(type="webauthn")
    Authenticator.objects.filter(pk=held.pk).update(
        user=actions.create_account(
            officer=door.account.officer, username="second", password=None, by=SYSTEM, at=now()
        )
    )  # fmt: skip
    for what in ("name", "remove"):
        assert door.client.get(f"/account/passkeys/{held.pk}/{what}").status_code == 404
        assert door.client.post(f"/account/passkeys/{held.pk}/{what}", {"name": "x"}).status_code == 404


@pytest.mark.parametrize("pretended", [0, -90, 90])
def test_a_key_is_added_only_after_asking_again_whatever_day_a_demonstration_pretends(
    pretended: int, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.enter()
    monkeypatch.setattr(rules, "now", lambda: now() + timedelta(days=pretended))
    assert door.client.get("/account/passkeys/add").status_code == 200
    monkeypatch.setattr(rules, "actual", lambda: now() + timedelta(minutes=10))
    answer = door.client.get("/account/passkeys/add")
    assert answer["Location"].startswith("/account/again?")


_HOSTILE = [
    "", "x", "[]", "{}", "null", "1e999", "[" * 8000, json.dumps({"id": 1}), json.dumps({"id": "\ud800", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "MQ", "clientDataJSON": "AA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {"attestationObject": "oA", "clientDataJSON": "e30"}}),
    json.dumps({"response": {"userHandle": "é\x00"}}), json.dumps({"response": [1]}), "x" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("sent", _HOSTILE, ids=range(len(_HOSTILE)))
def test_whatever_is_sent_instead_of_a_key_is_refused_in_words(door: Door, sent: str) -> None:
    client = Client()
    client.get("/signin/passkey", **_JSON)
    assert client.post("/signin/passkey", {"credential": sent})["Location"] == "/signin?passkey=refused"
    door.password()
    door.client.get("/account/passkeys/add")
    assert door.client.post("/account/passkeys/add", {"credential": sent}).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("name", ["\x00", "a" * 41])
def test_a_name_that_cannot_be_kept_is_refused(door: Door, name: str) -> None:
    door.password()
    _, answer = added(door, name)
    assert 'class="error"' in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_without_a_configured_host_there_are_no_passkeys(door: Door, settings: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"passkey_host": "", "passkey_origins": []})
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
    door.enter()
    assert "通行密钥" not in Client().get("/signin").content.decode()
    for path in ("/account/passkeys", "/account/passkeys/add", "/signin/passkey"):
        assert door.client.get(path).status_code == 404
    other = door.another()
    other.password()
    assert other.client.post("/signin/code", {}).status_code == 200
    assert other.client.post("/signin/code", {"credential": "{}"}).status_code == 200
