"""Signing in through an identity platform: who has an account here comes in, everybody else and every forged answer stays outside."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client

from minzheng.engine.access import actions
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.models import Event
from minzheng.project.configuration import Settings, SettingsProblem, load_settings
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.platform import vouched_name
from tests.surfaces.signin.conftest import NAME, Door, door

CLIENT, SECRET = "minzheng-xundian", "an-invented-secret-of-forty-characters!!"


@dataclass
class Platform:
    """An identity platform on this machine: it says whatever a test wants it to."""

    address: str = ""
    token: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def answer(self, path: str, sent: dict[str, list[str]]) -> dict[str, Any]:
        self.asked.append((path, sent))
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize", "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo", "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }  # fmt: skip
        if path == "/token":
            at = int(now().timestamp())
            said = {"iss": self.address, "aud": CLIENT, "sub": "p-1", "iat": at, "exp": at + 300, **self.token}
            return {"access_token": "opaque", "token_type": "Bearer", "id_token": jwt.encode(said, SECRET)}
        return {"sub": "p-1", "preferred_username": NAME, **self.person}


@pytest.fixture
def platform(settings: Any) -> Iterator[Platform]:
    made = Platform()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            self._say(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def _say(self, sent: dict[str, list[str]]) -> None:
            body = json.dumps(made.answer(urlsplit(self.path).path, sent)).encode()
            self.send_response(made.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        known = {"platform_issuer": made.address, "platform_client_id": CLIENT, "platform_client_secret": SECRET}
        settings.MINZHENG = Settings.model_validate(settings.MINZHENG.model_dump() | known)
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": settings.MINZHENG.platform_apps, "OAUTH_PKCE_ENABLED": True}
        }
        yield made
        server.shutdown()
        thread.join()


def begin(client: Client, path: str = "/signin/platform") -> dict[str, list[str]]:
    """Go to the platform; return what it is told."""
    answer = client.get(path)
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query)


def come_back(client: Client, **sent: str) -> Any:
    return client.get("/signin/platform/back", {"code": "c-1", **sent})


def test_who_has_an_account_here_comes_in_and_needs_no_other_factor(platform: Platform, door: Door) -> None:
    assert "用统一身份认证平台登录" in door.client.get("/signin").content.decode()
    told = begin(door.client, "/signin/platform?next=/account/sessions")
    assert (told["client_id"], told["response_type"], told["code_challenge_method"]) == ([CLIENT], ["code"], ["S256"])
    answer = come_back(door.client, state=told["state"][0])
    assert (answer.status_code, answer["Location"]) == (302, "/account/sessions")
    assert door.client.get("/account/sessions").status_code == 200
    event = Event.objects.filter(action="access.sign_in").latest("pk")
    assert event.detail == {"factors": ["platform"]}
    exchanged = dict(platform.asked)["/token"]
    assert (exchanged["client_secret"], exchanged["grant_type"]) == ([SECRET], ["authorization_code"])
    assert exchanged["code_verifier"]


@pytest.mark.parametrize("who", ["somebody.else", "", "\u0000", "张文斌", NAME + " "])
def test_who_has_none_stays_outside_and_gets_none(who: str, platform: Platform, door: Door) -> None:
    platform.person, accounts = {"preferred_username": who}, type(door.account).objects.count()
    answer = come_back(door.client, state=begin(door.client)["state"][0])
    if who.strip() == NAME:
        assert answer.status_code == 302
        return
    assert answer.status_code == 403
    assert "没有对应的工作人员账户" in answer.content.decode()
    assert door.client.get("/account/sessions").status_code == 302
    event = Event.objects.latest("pk")
    assert (event.action, event.detail) == ("access.sign_in", {"factors": ["platform"]})
    assert type(door.account).objects.count() == accounts


def test_a_stopped_account_is_not_opened_from_there(platform: Platform, door: Door) -> None:
    actions.disable_account(account=door.account, reason="调离", by=SYSTEM, at=now())
    answer = come_back(door.client, state=begin(door.client)["state"][0])
    assert answer.status_code == 403
    assert door.client.get("/account/sessions").status_code == 302


@pytest.mark.parametrize(
    "token", [{"aud": "somebody-else"}, {"iss": "http://127.0.0.1:1"}, {"exp": 1}, {"sub": "p-2"}], ids=str
)
def test_an_answer_that_is_not_for_us_or_of_two_people_is_refused(
    token: dict[str, Any], platform: Platform, door: Door
) -> None:
    platform.token = token
    answer = come_back(door.client, state=begin(door.client)["state"][0])
    assert answer.status_code == 403
    assert door.client.get("/account/sessions").status_code == 302


@pytest.mark.parametrize("sent", [{}, {"state": "forged"}, {"error": "access_denied"}], ids=str)
def test_an_answer_to_nothing_we_asked_is_refused(sent: dict[str, str], platform: Platform, door: Door) -> None:
    begin(door.client)
    answer = come_back(door.client, **sent)
    assert answer.status_code == 403
    assert "请回到登录页重试" in answer.content.decode()


def test_an_answer_is_taken_once(platform: Platform, door: Door) -> None:
    state = begin(door.client)["state"][0]
    assert come_back(door.client, state=state).status_code == 302
    assert come_back(Client(), state=state).status_code == 403
    assert come_back(door.client, state=state).status_code == 403


def test_a_platform_that_does_not_answer_is_said_to_be_so(platform: Platform, door: Door) -> None:
    state = begin(door.client)["state"][0]
    platform.status = 500
    answer = come_back(door.client, state=state)
    assert answer.status_code == 403
    assert "没有确认您的身份" in answer.content.decode()
    down = Client().get("/signin/platform")
    assert down.status_code == 403
    assert "没有确认您的身份" in down.content.decode()


def test_nobody_links_an_account_of_the_platform(platform: Platform, door: Door) -> None:
    door.enter()
    state = begin(door.client, "/signin/platform?process=connect")["state"][0]
    assert come_back(door.client, state=state).status_code == 404


def test_without_a_platform_there_is_no_such_door(door: Door) -> None:
    assert "身份认证平台" not in door.client.get("/signin").content.decode()
    assert door.client.get("/signin/platform").status_code == 404
    assert door.client.get("/signin/platform/back?code=1&state=1").status_code == 404


def test_the_two_answers_must_speak_of_one_person() -> None:
    assert vouched_name({"id_token": {"sub": "1", "u": "a"}, "userinfo": {"sub": "1", "u": "b"}}, "u") == "a"
    assert vouched_name({"userinfo": {"sub": "1", "u": "b"}}, "u") == "b"
    assert vouched_name({"id_token": {"sub": "1", "u": "a"}, "userinfo": {"sub": "2", "u": "a"}}, "u") == ""
    assert vouched_name({"id_token": {"sub": "1", "u": ["a"]}}, "u") == ""


@pytest.mark.parametrize(
    "said",
    [
        {"ISSUER": "http://id.example.gov.cn", "CLIENT_ID": "x", "CLIENT_SECRET": "y"},
        {"ISSUER": "https://id.example.gov.cn", "CLIENT_ID": "x"},
        {"CLIENT_ID": "x"},
    ],
    ids=str,
)
def test_a_platform_without_encryption_or_half_set_is_refused_at_the_start(
    said: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in said.items():
        monkeypatch.setenv(f"MINZHENG_PLATFORM_{name}", value)
    with pytest.raises(SettingsProblem):
        load_settings()


__all__ = ["door"]
