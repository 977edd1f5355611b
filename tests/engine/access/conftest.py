"""A small bureau: its three administrators, a county officer, two township clerks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from minzheng.engine.access import actions, queries
from minzheng.engine.access.models import Account, Officer
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM, Actor
from minzheng.engine.audit.models import Event
from minzheng.kernel.id_numbers import check_digit

TODAY = date(2026, 8, 3)
AT = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)
PASSWORD = "Kunming-2026-spring"
WEST, EAST, VILLAGE = "530129001", "530129103", 530129001001
ORIGIN = "10.1.2.3"
SOCIAL = "social_assistance"


def number(serial: int) -> str:
    first = f"53019919800101{serial:03d}"
    return first + check_digit(first)


@dataclass
class Bureau:
    officers: dict[str, Officer] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def join(
        self, name: str, username: str, role: Role | None, division: str = "", service: str = ALL_SERVICES
    ) -> Officer:
        officer = actions.create_officer(
            name=name, id_number=number(len(self.officers) + 1), unit="县民政局", post="科员", division=530129000000, on=TODAY,
            by=SYSTEM, at=AT,
        )  # fmt: skip
        self.officers[username] = officer
        self.accounts[username] = actions.create_account(
            officer=officer, username=username, password=None, by=SYSTEM, at=AT
        )
        if role is not None:
            self.give(username, role, division, service)
        return officer

    def give(self, username: str, role: Role, division: str = "", service: str = ALL_SERVICES):  # type: ignore[no-untyped-def]
        return actions.assign_role(
            officer=self.officers[username], role=role, service=service, division=division, valid_from=SINCE,
            reason="人事任命", by=SYSTEM, at=AT,
        )  # fmt: skip

    def actor(self, username: str, on: date = TODAY) -> Actor:
        return queries.actor_of(self.accounts[username], on=on, origin=ORIGIN)


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hash with one iteration: how slow the real hasher is, is not what these tests ask."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def bureau(db: None) -> Iterator[Bureau]:
    bureau = Bureau()
    bureau.join("段文清", "system", Role.SYSTEM_ADMINISTRATOR)
    bureau.join("杨丽华", "security", Role.SECURITY_ADMINISTRATOR)
    bureau.join("字建军", "auditing", Role.AUDIT_ADMINISTRATOR)
    bureau.join("李明", "county", Role.COUNTY_OFFICER, "530129", SOCIAL)
    bureau.join("马晓燕", "west", Role.TOWNSHIP_CLERK, WEST, SOCIAL)
    bureau.join("保国兴", "east", Role.TOWNSHIP_CLERK, EAST, SOCIAL)
    return bureau


def events(action: str) -> list[Event]:
    return list(Event.objects.filter(action=action).order_by("id"))
