"""One officer with a password, and a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from minzheng.engine.access import actions, queries
from minzheng.engine.access.models import Account
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import SYSTEM
from minzheng.surfaces.clock import now
from tests.engine.access.conftest import SINCE, Bureau, quick_passwords

__all__ = ["quick_passwords"]

PASSWORD = "Xundian-2026-autumn"
NAME = "zhangwb"


@dataclass
class Door:
    """A browser before the sign-in page."""

    client: Client
    account: Account

    def password(self, password: str = PASSWORD, name: str = NAME, **more: str) -> Any:
        return self.client.post("/signin", {"login": name, "password": password, **more})

    def set_up(self) -> str:
        """Set the second factor; return its secret."""
        page = self.client.get("/account/code").content.decode()
        secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
        assert secret is not None
        answer = self.client.post("/account/code", {"code": code_of(secret[1])})
        assert answer.status_code == 302, answer.content.decode()
        return secret[1]

    def enter(self) -> str:
        """Come in for the first time with both factors; return the secret."""
        self.password()
        return self.set_up()

    def another(self) -> Door:
        return Door(Client(), self.account)


def code_of(secret: str) -> str:
    counter = list(totp.yield_hotp_counters_from_time())[1]
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.fixture
def door(db: None) -> Door:
    cache.clear()
    bureau = Bureau()
    at: datetime = now()
    officer = bureau.join("张文斌", "unused", Role.COUNTY_OFFICER, "530129", "social_assistance")
    account = actions.create_account(officer=officer, username=NAME, password="Given-by-admin-1", by=SYSTEM, at=at)
    by = queries.actor_of(account, on=max(SINCE, at.date()), origin="10.0.0.1")
    actions.set_password(account=account, password=PASSWORD, by=by, at=at)
    return Door(Client(), account)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let the product's clock show another moment."""
    from minzheng.surfaces.signin import acting, forms, rules

    def show(moment: datetime) -> None:
        for module in (acting, forms, rules):
            monkeypatch.setattr(module, "now", lambda: moment)

    return show
