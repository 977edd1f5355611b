"""Every address × method × who asks × whose case, from the list of addresses: nobody gets what is not theirs, nor learns that it is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, Actor
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases.models import Case
from minzheng.surfaces.api import asking
from minzheng.surfaces.cli.list_routes import routes
from minzheng.surfaces.clock import SHANGHAI
from minzheng.surfaces.desk import asker
from minzheng.surfaces.ui.routes import ANYONE, OWN
from tests.engine.cases.conftest import MONDAY, POSTS, SOCIAL, VILLAGE, County, county
from tests.surfaces.desk.conftest import _ACTORS

NOBODY = "530129001202600000"
MORE = {
    "hospital": ("罗红", Role.COUNTY_OFFICER, "530129", "child_welfare"),
    "auditor": ("段文清", Role.AUDITOR, "530129", SOCIAL),
    "system": ("字建军", Role.SYSTEM_ADMINISTRATOR, "", ALL_SERVICES),
    "security": ("毕绍光", Role.SECURITY_ADMINISTRATOR, "", ALL_SERVICES),
    "auditing": ("马会琼", Role.AUDIT_ADMINISTRATOR, "", ALL_SERVICES),
}
STAFF = {name: (role, place, SOCIAL) for name, (_, role, place) in POSTS.items()} | {
    name: (role, place, service) for name, (_, role, place, service) in MORE.items()
}
WHO = ("", "neighbour", *STAFF)
STANDS_FOR = {
    "step": "propose", "kind": "home_visit", "letter": "1", "notice": "1", "code": "x.y", "name": "x", "matter": "x", "digest": "x",
    "pk": "1", "material": "1", "objection": "1", "draft": "1", "view": "1", "procedure": "minimum_living_allowance.application", "screen": "account", "division": "530129001000",
}  # fmt: skip
CELLS = [(row, method) for row in routes() for method in row["methods"]]
OF_A_CASE = [
    (row, method)
    for row, method in CELLS
    if row["about"] == "case" and "number>" in row["path"] and row["permission"] != OWN
]


def may_see(who: str) -> bool:
    """Whether a post answers for a case of the village, by its role, place and service alone."""
    if who not in STAFF:
        return False
    role, place, service = STAFF[who]
    return role.sees_cases and str(VILLAGE).startswith(place) and service in {SOCIAL, ALL_SERVICES}


class Asked:
    """A county, and everybody who may knock."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.client = Client(raise_request_exception=False)

    def ask(self, who: str, path: str, method: str, number: str) -> Any:
        path = path.replace("<int:number>", "1")  # of an account, not of a case
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: {**STANDS_FOR, "number": number}[found[1]], path)
        headers = {"X-Officer": who} if who else {}
        if path.startswith("/api/"):
            return self.client.generic(
                method, address, json.dumps({}), content_type="application/json", headers=headers
            )
        fields = {"key": str(uuid4()), "expected": "1"} if method == "POST" else {}
        return getattr(self.client, method.lower())(address, fields, headers=headers)


@pytest.fixture
def asked(county: County, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    stand_in = {"minzheng.surfaces.signin.acting.Acting": "tests.surfaces.desk.conftest.named"}
    settings.MIDDLEWARE = [stand_in.get(each, each) for each in settings.MIDDLEWARE]
    for name, (person, role, place, service) in MORE.items():
        county.bureau.join(person, name, role, place, service)
        county.actors[name] = county.bureau.actor(name, on=MONDAY.date())
    county.actors["neighbour"] = Actor(kind=ActorKind.RESIDENT, person=999_999_999, account=9, name="邻居")
    _ACTORS.update(county.actors)
    for module in (asking, asker):
        monkeypatch.setattr(module, "now", lambda: MONDAY.astimezone(SHANGHAI))
    yield Asked(county)
    _ACTORS.clear()


def told(answer: Any) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that an answer tells, without the token of its form."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
    return answer.status_code, body, sorted((name, value) for name, value in answer.items() if name != "Content-Length")


def test_every_part_of_an_address_is_known_here() -> None:
    parts = {part for row, _ in CELLS for part in re.findall(r"<(?:\w+:)?(\w+)>", row["path"])}
    assert parts - STANDS_FOR.keys() == {"number"}


def test_who_is_not_signed_in_gets_nothing_that_is_not_for_anyone(county: County) -> None:
    asked, number = Asked(county), county.accepted().number
    for row, method in CELLS:
        answer = asked.ask("", row["path"], method, number)
        if answer.streaming:
            list(answer.streaming_content)  # a file is closed when it is read
        sent_away = answer.status_code == 401 or (
            answer.status_code == 302 and answer["Location"].startswith(("/signin", "/progress", "/apply/resume"))
        )
        assert answer.status_code != 500, f"{method} {row['path']}"
        if row["permission"] != ANYONE:
            assert sent_away, f"{method} {row['path']}: {answer.status_code}"


def test_no_officer_comes_in_where_residents_are_let_in_for_their_own(asked: Asked) -> None:
    number = asked.county.accepted().number
    for row, method in CELLS:
        if row["permission"] == OWN:
            for who in WHO:
                answer = asked.ask(who, row["path"], method, number)
                assert answer.status_code == (302 if method == "GET" else 401), f"{who} {method} {row['path']}"


@pytest.mark.parametrize("who", [who for who in WHO if not may_see(who)])
def test_who_may_not_see_a_case_is_told_the_same_as_of_one_that_is_not_there(who: str, asked: Asked) -> None:
    number = asked.county.accepted().number
    for row, method in OF_A_CASE:
        theirs, nobodys = (told(asked.ask(who, row["path"], method, each)) for each in (number, NOBODY))
        assert theirs == nobodys, f"{method} {row['path']}"
        assert theirs[0] in {401, 403, 404, 422}, f"{method} {row['path']}: {theirs[0]}"


@pytest.mark.parametrize("who", [who for who in WHO if may_see(who)])
def test_who_may_see_a_case_is_answered_and_never_by_accident(who: str, asked: Asked) -> None:
    case = asked.county.accepted()
    for row, method in OF_A_CASE:
        if any(part in row["path"] for part in ("letter>", "material>", "sheet.pdf", "/form")):
            continue  # whose letter, paper, notice and form it is, their own tests say
        answer = asked.ask(who, row["path"], method, case.number)
        assert answer.status_code in ({200, 403} if method == "GET" else {200, 201, 302, 403, 409, 415, 422}), (
            f"{method} {row['path']}: {answer.status_code}"
        )


def test_no_stranger_changed_anything(asked: Asked) -> None:
    case = asked.county.accepted()
    before = asked.county.seen(case)
    for who in WHO:
        if not may_see(who):
            for row, method in OF_A_CASE:
                if method != "GET":
                    asked.ask(who, row["path"], method, case.number)
    after = asked.county.seen(case)
    assert vars(after) | {"_state": None} == vars(before) | {"_state": None}
    assert isinstance(after, Case)


__all__ = ["county"]
