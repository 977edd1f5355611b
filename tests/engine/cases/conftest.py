"""A county that works a case: officers of every post, and one poor family of the village."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.cases import actions
from minzheng.engine.cases.models import Case, Movement
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.types import Channel, Given
from tests.engine.access.conftest import Bureau, number

SOCIAL, TOWNSHIP, VILLAGE = "social_assistance", "530129001", 530129001001
MONDAY = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
"""Ten o'clock in China."""
POSTS = {
    "village": ("马小芳", Role.VILLAGE_ASSISTANT, "530129001001"),
    "clerk": ("马晓燕", Role.TOWNSHIP_CLERK, TOWNSHIP),
    "lead": ("李建国", Role.TOWNSHIP_LEAD, TOWNSHIP),
    "county": ("张文", Role.COUNTY_OFFICER, "530129"),
    "head": ("杨丽", Role.COUNTY_LEAD, "530129"),
    "verifier": ("保国兴", Role.VERIFIER, "530129"),
    "mechanism": ("沙忠", Role.COORDINATION_MECHANISM, "530129"),
    "hotline": ("李秋", Role.HOTLINE, "530129"),
    "stranger": ("毕小山", Role.TOWNSHIP_CLERK, "530129103"),
}
VISIT = {
    "visited_on": "2026-08-04", "surveyors": ["马晓燕", "马小芳"], "present": "马建国", "findings": "两间土房，无存款", "differs": False,
    "conclusion": "生活困难", "signed": True,
}  # fmt: skip
VERIFICATION = {"number": "HD-2026-1", "received_on": "2026-08-05", "over_limit": False}


def signature(*names: str) -> dict[str, Any]:
    return {"person": list(names), "way": "PAPER", "signed_on": "2026-08-03", "valid_until": "2027-08-02"}


def resident(serial: int, birth: str = "19680504") -> str:
    """An identity number of the unassigned area."""
    from minzheng.kernel.id_numbers import check_digit

    first = f"530199{birth}{serial:03d}"
    return first + check_digit(first)


def family(
    *, wage: str = "0", name: str = "马建国", serial: int = 901, extra: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """An old couple's son who cannot work much, as the form takes them."""
    incomes = [{"income_kind": "W01", "income_amount": wage, "income_months": 12}] if wage != "0" else []
    head = {
        "name": name,
        "id_number": resident(serial),
        "relation": "01",
        "labour_capacity": "LOST",
        "incomes": incomes,
    }
    wife = {
        "name": "保秀英",
        "id_number": resident(serial + 1, "19701120"),
        "relation": "12",
        "labour_capacity": "LOST",
    }
    return {
        "household": {"area": "RURAL"},
        "members": [head, wife],
        "contact": {"address": "村头第三家"},
        **(extra or {}),
    }


@dataclass
class County:
    bureau: Bureau
    actors: dict[str, Actor] = field(default_factory=dict)

    def do(self, case: Case, step: str, by: str, at: datetime, **given: Any) -> Movement:
        with scoped(self.actors[by]):
            return actions.act(case=case.pk, step=step, by=self.actors[by], at=at, given=Given(**given))

    def record(self, case: Case, kind: str, by: str, at: datetime, content: Mapping[str, Any]) -> None:
        with scoped(self.actors[by]):
            actions.add_record(case=case.pk, kind=kind, content=content, by=self.actors[by], at=at)

    def open(
        self, answers: Mapping[str, Any] | None = None, *, by: str = "village", at: datetime = MONDAY, **more: Any
    ) -> Case:
        procedure = newest(SOCIAL, more.pop("code", "minimum_living_allowance.application"))
        with scoped(self.actors[by]):
            return actions.open_case(
                procedure=procedure, division=VILLAGE, channel=Channel.VILLAGE, answers=family() if answers is None else answers,
                by=self.actors[by], at=at, **more,
            )  # fmt: skip

    def accepted(self, answers: Mapping[str, Any] | None = None, **more: Any) -> Case:
        case = self.open(answers, **more)
        self.do(case, "submit", "village", MONDAY)
        self.record(case, "authorisation", "clerk", MONDAY, signature("马建国", "保秀英"))
        self.do(case, "accept", "clerk", MONDAY + timedelta(hours=1))
        return case

    def investigated(self, answers: Mapping[str, Any] | None = None, **more: Any) -> Case:
        case = self.accepted(answers, **more)
        self.record(case, "home_visit", "clerk", MONDAY + timedelta(days=1), VISIT)
        self.record(case, "verification", "verifier", MONDAY + timedelta(days=2), VERIFICATION)
        return case

    def reviewed(self, answers: Mapping[str, Any] | None = None, **more: Any) -> Case:
        case = self.investigated(answers, **more)
        self.do(case, "propose", "lead", MONDAY + timedelta(days=3), places=("村务公开栏",))
        self.do(case, "forward", "clerk", MONDAY + timedelta(days=11))
        self.do(case, "review", "county", MONDAY + timedelta(days=14), reason="材料齐全，情况属实")
        return case

    def seen(self, case: Case) -> Case:
        with scoped(SYSTEM):
            return Case.objects.get(pk=case.pk)


def settle_place(settings: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})


@pytest.fixture
def county(db: None, settings: Any) -> Iterator[County]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settle_place(settings)
    bureau = Bureau()
    for post, (name, role, division) in POSTS.items():
        bureau.join(name, post, role, division, SOCIAL)
    return County(bureau, {post: bureau.actor(post, on=date(2026, 8, 3)) for post in POSTS})


__all__ = ["number"]
