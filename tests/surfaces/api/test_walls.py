"""Every call × who asks × whose case: what is not yours and what does not exist answer alike, to the byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from minzheng.engine.access.roles import Role
from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import ActorKind
from minzheng.surfaces.api.interface import PREFIX, schema
from tests.engine.cases.conftest import VISIT, family
from tests.surfaces.api.conftest import Api
from tests.surfaces.api.test_application import investigated
from tests.surfaces.desk.conftest import _ACTORS

CALLS = [
    (path, method.upper(), "security" in call)
    for path, calls in schema()["paths"].items()
    for method, call in calls.items()
]
OF_A_CASE = [(path, method) for path, method, _ in CALLS if path.startswith(f"{PREFIX}cases/{{number}}")]
NOBODY = "530129001202600000"
BODIES: dict[str, Any] = {
    "answers": {"answers": family()},
    "steps/{step}": {"reason": "理由"},
    "records/{kind}": {"content": VISIT},
    "assignment": {"officer": 1},
    "extension": {"reason": "理由"},
}
STRANGERS = ("stranger", "hospital", "neighbour", "auditing", "elsewhere")


def path_of(template: str, number: str) -> str:
    filled = template.removeprefix(PREFIX).replace("{number}", number).replace("{step}", "propose")
    return (
        filled.replace("{kind}", "home_visit")
        .replace("{letter}", "1")
        .replace("{material}", "1")
        .replace("{notice}", "1")
        .replace("{code}", "x.y")
    )


def body_of(template: str) -> Any:
    return next((body for end, body in BODIES.items() if template.endswith(end)), None)


def ask(api: Api, who: str, template: str, method: str, number: str) -> Any:
    return api.call(who, method, path_of(template, number), body_of(template), purpose="核对")


@pytest.fixture
def strangers(api: Api) -> Api:
    """Another township, another section, a neighbour, an administrator, a program of another county."""
    bureau = api.county.bureau
    bureau.join("字建军", "auditing", Role.AUDIT_ADMINISTRATOR)
    bureau.join("罗红", "hospital", Role.COUNTY_OFFICER, "530129", "child_welfare")
    for name in ("auditing", "hospital"):
        _ACTORS[name] = bureau.actor(name)
    _ACTORS["neighbour"] = Actor(kind=ActorKind.RESIDENT, person=999_999_999, account=9, name="邻居")
    api.program("elsewhere", *Scope, division="530128")
    return api


@pytest.mark.parametrize(("path", "method", "secured"), CALLS)
def test_nobody_who_is_not_signed_in_is_answered(path: str, method: str, secured: bool, api: Api) -> None:
    answer = ask(api, "", path, method, NOBODY)
    assert (answer.status_code == 401) is secured or path.endswith("/token")
    if secured:
        assert answer["Content-Type"].startswith("application/problem+json")
        assert answer.json()["code"] == "sign_in"


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_are_told_what_anybody_is_told(who: str, strangers: Api) -> None:
    number = investigated(strangers)
    strangers.renew()
    for path, method in OF_A_CASE:
        theirs, nobodys = (ask(strangers, who, path, method, each) for each in (number, NOBODY))
        assert theirs.status_code == nobodys.status_code, f"{method} {path}"
        assert theirs.content == nobodys.content, f"{method} {path}"
        assert theirs.status_code in {403, 404}, f"{method} {path}: {theirs.status_code}"
        assert sorted(theirs.items()) == sorted(nobodys.items()), f"{method} {path}"
    assert strangers.done("clerk", "GET", f"cases/{number}")["movements"] == 3


def test_who_reads_only_changes_nothing(strangers: Api) -> None:
    number = investigated(strangers)
    strangers.program("监督平台", Scope.READ)
    for path, method in OF_A_CASE:
        answer = ask(strangers, "监督平台", path, method, number)
        assert answer.status_code in ({200, 404} if method == "GET" else {403}), f"{method} {path}"


@pytest.mark.parametrize(("path", "method", "secured"), CALLS)
def test_a_call_answers_no_method_but_its_own(path: str, method: str, secured: bool, api: Api) -> None:
    declared = {each for other, each, _ in CALLS if other == path}
    for wrong in {"GET", "POST", "PUT", "PATCH", "DELETE"} - declared:
        refused = ask(api, "clerk", path, wrong, NOBODY)
        assert refused.status_code == 405 or path == f"{PREFIX}cases/search"
        assert refused.json()["errors"] == []


@pytest.mark.parametrize(
    "path",
    ["cases", "cases/{number}", "cases/{number}/log", "cases/{number}/decisions", "cases/{number}/letters", "me"],
)
def test_a_call_asks_the_database_a_bounded_number_of_questions(path: str, api: Api) -> None:
    number = investigated(api)
    questions: list[str] = []

    def noted(execute: Any, sql: Any, *rest: Any) -> Any:
        text = str(sql).lstrip()
        if (
            text.startswith(("SELECT", "WITH", "INSERT", "UPDATE"))
            and "_config(" not in text
            and "current_setting(" not in text
        ):
            questions.append(text[:120])
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        api.done("clerk", "GET", path_of(PREFIX + path, number))
    assert len(questions) <= 20, "\n".join(questions)


def test_problems_are_of_one_form(api: Api) -> None:
    number = investigated(api)
    for who, method, path, body, status in (
        ("clerk", "GET", "cases/1", None, 404), ("", "GET", "me", None, 401), ("clerk", "POST", "cases", {}, 422),
        ("lead", "POST", f"cases/{number}/steps/nothing", {}, 422), ("clerk", "POST", f"cases/{number}/steps/propose", {}, 403),
        ("", "GET", "notices/0", None, 422), ("", "GET", "notices/1", None, 404), ("", "GET", "procedures/x", None, 404),
        ("", "GET", "services/x", None, 404), ("", "GET", "services/means_test", None, 404), ("", "GET", "procedures/x/form", None, 404),
        ("", "GET", "procedures/minimum_living_allowance.application/form?version=99", None, 404),
        ("", "GET", "standards?on=x", None, 422), ("clerk", "GET", "nothing", None, 404),
    ):  # fmt: skip
        answer = api.call(who, method, path, body)
        said = json.loads(answer.content)
        assert answer.status_code == said["status"] == status, f"{method} {path}"
        assert answer["Content-Type"].startswith("application/problem+json")
        assert any("\u4e00" <= character <= "\u9fff" for character in said["detail"])
