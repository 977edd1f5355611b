"""A county asked by programs and by officers: officers are named by a header, programs show their tokens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client

from minzheng.engine.access import actions as access
from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.types import SYSTEM
from minzheng.surfaces.api import asking
from minzheng.surfaces.api.operations import public, tokens
from minzheng.surfaces.clock import SHANGHAI
from tests.engine.cases.conftest import MONDAY, SOCIAL, County, county
from tests.surfaces.desk.conftest import _ACTORS

BASE = "/api/v1/"


@dataclass
class Api:
    county: County
    patch: pytest.MonkeyPatch
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    tokens: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def at(self, moment: datetime) -> None:
        for module in (asking, tokens, public):
            self.patch.setattr(module, "now", lambda: moment.astimezone(SHANGHAI))

    def program(self, name: str, *scopes: Scope, division: str = "530129", service: str = SOCIAL) -> tuple[str, str]:
        """Let a program in and give it a token."""
        made, secret = access.create_client(
            name=name, scopes=scopes, service=service, division=division, by=SYSTEM, at=MONDAY
        )
        given = self.token(made.client_id, secret)
        assert given.status_code == 200, given.content.decode()
        self.tokens[name] = given.json()["access_token"]
        self.secrets[name] = made.client_id, secret
        return made.client_id, secret

    def renew(self) -> None:
        """Take new tokens: time has passed."""
        for name, known in self.secrets.items():
            self.tokens[name] = self.token(*known).json()["access_token"]

    def token(self, name: str, secret: str) -> HttpResponse:
        form = {"grant_type": "client_credentials", "client_id": name, "client_secret": secret}
        return self.client.post(f"{BASE}token", form)  # type: ignore[return-value]

    def call(
        self,
        who: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        purpose: str = "",
        raw: bytes | None = None,
        **headers: str,
    ) -> Any:
        """Ask as an officer's post, a program, or nobody."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if who in self.tokens:
            sent["Authorization"] = f"Bearer {self.tokens[who]}"
        elif who:
            sent["X-Officer"] = who
        if purpose:
            sent["X-Purpose"] = quote(purpose)
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(method, BASE + path, data, content_type="application/json", headers=sent)

    def done(self, who: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Ask, and expect to be answered."""
        answer = self.call(who, method, path, body, **more)
        assert answer.status_code in {200, 201}, answer.content.decode()
        return answer.json()


@pytest.fixture
def api(county: County, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.surfaces.desk.conftest.named"]
    _ACTORS.update(county.actors)
    made = Api(county, monkeypatch)
    made.at(MONDAY)
    yield made
    _ACTORS.clear()


__all__ = ["county"]
