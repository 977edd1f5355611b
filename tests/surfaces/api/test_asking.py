"""Who may ask: tokens, sessions, scopes, purposes, and how often."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minzheng.engine.access import actions as access
from minzheng.engine.access.models import Client as Program
from minzheng.engine.access.scopes import Scope, roles_of
from minzheng.engine.access.tokens import LIFETIME
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import ActorKind
from minzheng.surfaces.api.asking import MOST_AN_HOUR
from tests.engine.cases.conftest import MONDAY, resident
from tests.surfaces.api.conftest import BASE, Api
from tests.surfaces.api.test_application import granted, investigated, opened
from tests.surfaces.desk.conftest import _ACTORS


def test_a_token_is_good_for_fifteen_minutes_and_no_longer_than_its_program(api: Api) -> None:
    name, _ = api.program("省级平台", Scope.READ)
    me = api.done("省级平台", "GET", "me")
    assert (me["kind"], me["name"], me["roles"]) == ("接口", "省级平台", ["监督检查人员"])
    api.at(MONDAY + LIFETIME)
    late = api.call("省级平台", "GET", "me")
    assert (late.status_code, late["WWW-Authenticate"]) == (401, "Bearer")
    api.at(MONDAY)
    access.disable_client(client=Program.objects.get(client_id=name), by=SYSTEM, at=MONDAY)
    assert api.call("省级平台", "GET", "me").status_code == 401


@pytest.mark.parametrize("token", ["", "x", "AQ", "é", "A" * 5000, "A" * 200])
def test_a_mark_that_was_not_given_out_is_none(token: str, api: Api) -> None:
    api.tokens["x"] = token
    assert api.call("x", "GET", "me").status_code == 401


def test_a_token_that_was_altered_is_none(api: Api) -> None:
    api.program("省级平台", Scope.READ)
    token = api.tokens["省级平台"]
    for place in range(0, len(token) - 2, 7):
        other = "A" if token[place] != "A" else "B"
        api.tokens["省级平台"] = token[:place] + other + token[place + 1 :]
        assert api.call("省级平台", "GET", "me").status_code == 401


def test_a_program_that_guesses_is_locked_whether_it_exists_or_not(api: Api) -> None:
    name, secret = api.program("省级平台", Scope.READ)
    for who in (name, "nobody"):
        answers = [api.token(who, "wrong").status_code for _ in range(6)]
        assert answers == [401] * 5 + [429]
    assert api.token(name, secret).status_code == 429
    assert secret not in str(list(Program.objects.values_list("secret", flat=True)))


def test_the_secret_may_come_as_basic_and_nothing_else_is_granted(api: Api) -> None:
    name, secret = api.program("省级平台", Scope.READ)
    basic = base64.b64encode(f"{name}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials"}
    given = api.client.post(f"{BASE}token", form, headers={"Authorization": f"Basic {basic}"})
    assert given.json()["expires_in"] == 900
    assert given["Cache-Control"] == "no-store"
    assert api.client.post(f"{BASE}token", form, headers={"Authorization": "Basic !"}).status_code == 401
    assert api.client.post(f"{BASE}token", {"grant_type": "password"}).status_code == 400


def test_scopes_never_give_a_role_that_opines_or_confirms() -> None:
    held = {role.value for role in roles_of(Scope)}
    assert held == {"auditor", "verifier", "village_assistant"}
    assert roles_of(["everything"]) == ()


def test_who_has_a_session_sends_the_form_token_with_every_change(api: Api) -> None:
    number = opened(api)
    strict = Client(enforce_csrf_checks=True)
    sent: dict[str, Any] = {"content_type": "application/json", "headers": {"X-Officer": "village"}}
    refused = strict.post(f"{BASE}cases/{number}/steps/submit", "{}", **sent)
    assert (refused.status_code, refused.json()["code"]) == (403, "stale_form")
    token = "a" * 32
    strict.cookies["csrftoken"] = token
    sent["headers"]["X-CSRFToken"] = token
    assert strict.post(f"{BASE}cases/{number}/steps/submit", "{}", **sent).status_code == 200
    api.program("监督平台", Scope.READ)
    bearer = {"Authorization": f"Bearer {api.tokens['监督平台']}"}
    assert strict.post(f"{BASE}cases/search", '{"text": "mjg"}', content_type="application/json", headers=bearer).status_code == 200  # fmt: skip


def test_names_and_words_are_masked_until_somebody_says_what_for(api: Api) -> None:
    number = investigated(api)
    shown = api.done("clerk", "GET", f"cases/{number}")
    assert "马建国" not in str(shown)
    assert shown["answers"] is None
    assert {each["content"] for each in shown["records"]} == {None}
    asked = api.call("clerk", "GET", f"cases/{number}?unmask=names,answers,records")
    assert (asked.status_code, asked.json()["code"]) == (403, "purpose_needed")
    full = api.done("clerk", "GET", f"cases/{number}?unmask=names,answers,records", purpose="核对申请材料")
    assert full["members"][0]["name"] == "马建国"
    assert full["answers"]["members"][0]["id_number"] == resident(901)
    assert all(each["content"] for each in full["records"])
    event = Event.objects.filter(action="cases.view").order_by("-id").first()
    assert event is not None
    assert (event.purpose, event.detail["unmasked"]) == ("核对申请材料", ["answers", "names", "records"])
    wrong = api.call("clerk", "GET", f"cases/{number}?unmask=everything", purpose="核对")
    assert (wrong.status_code, wrong.json()["errors"][0]["path"]) == (422, "unmask")


@pytest.mark.parametrize("purpose", ["核对" * 60, "查 530199196805040011 的情况", "a\0b"])
def test_a_purpose_that_cannot_be_kept_is_refused(purpose: str, api: Api) -> None:
    number = investigated(api)
    assert api.call("clerk", "GET", f"cases/{number}?unmask=names", purpose=purpose).status_code == 422


def test_a_case_off_ones_desk_wants_a_purpose(api: Api) -> None:
    number = investigated(api)
    assert api.call("head", "GET", f"cases/{number}").status_code == 403
    assert api.done("head", "GET", f"cases/{number}", purpose="信访件查办")["number"] == number


def test_somebody_is_found_within_ones_places_for_a_purpose(api: Api) -> None:
    investigated(api)
    body = {"id_number": resident(901)}
    assert api.call("clerk", "POST", "people/search", body).json()["code"] == "purpose_needed"
    (found,) = api.done("clerk", "POST", "people/search", body, purpose="核对登记")
    assert found["name"] != "马建国"
    assert found["id_number"] is None
    (full,) = api.done("clerk", "POST", "people/search?unmask=names,id_number", {"name": "mjg"}, purpose="核对登记")
    assert (full["name"], full["id_number"]) == ("马建国", resident(901))
    assert api.done("stranger", "POST", "people/search", body, purpose="核对登记") == []
    assert api.done("clerk", "POST", "people/search", {"id_number": resident(999)}, purpose="核对登记") == []
    for wrong in ({}, body | {"name": "马"}, {"name": "马"}, {"id_number": "1"}):
        assert api.call("clerk", "POST", "people/search", wrong, purpose="核对登记").status_code == 422
    last = Event.objects.filter(action="registry.person.search").order_by("id").first()
    assert last is not None
    assert last.detail["persons"] == [found["id"]]
    assert resident(901) not in str(list(Event.objects.values_list("detail", flat=True)))


def test_nobody_looks_up_more_than_so_many_people_an_hour(api: Api) -> None:
    body = {"id_number": resident(999)}
    api.program("核实平台", Scope.PEOPLE)
    api.program("另一平台", Scope.PEOPLE)
    for _ in range(MOST_AN_HOUR):
        api.done("核实平台", "POST", "people/search", body, purpose="核对")
    refused = api.call("核实平台", "POST", "people/search", body, purpose="核对")
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    api.done("另一平台", "POST", "people/search", body, purpose="核对")
    api.at(MONDAY + timedelta(hours=1, seconds=1))
    api.tokens.pop("核实平台")
    api.done("clerk", "POST", "people/search", body, purpose="核对")


def test_a_program_does_not_search_cases_without_end_either(api: Api) -> None:
    api.program("监督平台", Scope.READ)
    answers = [
        api.call("监督平台", "POST", "cases/search", {"text": "mjg"}).status_code for _ in range(MOST_AN_HOUR + 1)
    ]
    assert answers == [200] * MOST_AN_HOUR + [429]
    api.done("clerk", "POST", "cases/search", {"text": "mjg"})


def test_who_may_file_alone_sees_no_list(api: Api) -> None:
    api.program("省级平台", Scope.FILE)
    assert api.call("省级平台", "GET", "cases").status_code == 403
    assert api.call("省级平台", "POST", "cases/search", {"text": "mjg"}).status_code == 403


def test_a_resident_sees_who_looked_and_their_own_case_in_full(api: Api) -> None:
    number = granted(api)
    person = api.county.seen(number_to_case(api, number)).person_id
    _ACTORS["resident"] = Actor(kind=ActorKind.RESIDENT, person=person, account=77, name="马建国")
    shown = api.done("resident", "GET", f"cases/{number}")
    assert shown["members"][0]["name"] == "马建国"
    assert shown["answers"]["members"]
    api.done("head", "GET", f"cases/{number}?unmask=names", purpose="信访件查办")
    looks = api.done("resident", "GET", "me/looks")["looks"]
    assert (looks[0]["who"], looks[0]["purpose"], looks[0]["action"]) == ("杨丽", "信访件查办", "cases.view")
    assert api.call("clerk", "GET", "me/looks").status_code == 403
    assert api.call("resident", "POST", "people/search", {"name": "马建国"}, purpose="看看").status_code == 403
    _ACTORS["neighbour"] = Actor(kind=ActorKind.RESIDENT, person=(person or 0) + 1, account=78, name="邻居")
    assert api.call("neighbour", "GET", f"cases/{number}").status_code == 404


def number_to_case(api: Api, number: str) -> Any:
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.cases.models import Case

    with scoped(SYSTEM):
        return Case.objects.get(number=number)
