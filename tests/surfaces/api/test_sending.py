"""Sending twice, sending late, reading page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.cases.conftest import MONDAY, VILLAGE, family, signature
from tests.surfaces.api.conftest import Api
from tests.surfaces.api.test_application import investigated, opened


def test_the_same_application_sent_twice_is_one_case(api: Api) -> None:
    first = opened(api, Idempotency_Key="申请-1".encode().decode("latin-1"))
    assert opened(api, Idempotency_Key="申请-1".encode().decode("latin-1")) == first
    other = {"procedure": "minimum_living_allowance.application", "division": str(VILLAGE), "answers": family(wage="1")}
    refused = api.call("village", "POST", "cases", other, Idempotency_Key="申请-1".encode().decode("latin-1"))
    assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")


def test_a_key_belongs_to_who_sends_it(api: Api) -> None:
    assert opened(api, Idempotency_Key="1") != opened(api, "clerk", Idempotency_Key="1")


def test_the_same_step_sent_twice_is_done_once_and_answered_alike(api: Api) -> None:
    number = opened(api)
    api.done("village", "POST", f"cases/{number}/steps/submit", {})
    path, given = f"cases/{number}/steps/decline", {"reason": "不属于本地"}
    first = api.done("clerk", "POST", path, given, Idempotency_Key="d1")
    assert api.done("clerk", "POST", path, given, Idempotency_Key="d1") == first
    for other in ({"reason": "另一个理由"}, {}):
        refused = api.call("clerk", "POST", path, other, Idempotency_Key="d1")
        assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")
    assert len(api.done("clerk", "GET", f"cases/{number}/log")) == 3


def test_a_record_sent_twice_is_one_record_and_answered_alike(api: Api) -> None:
    number = investigated(api)
    path, given = f"cases/{number}/records/authorisation", {"content": signature("马建国", "保秀英")}
    before = len(api.done("clerk", "GET", f"cases/{number}")["records"])
    first = api.done("clerk", "POST", path, given, Idempotency_Key="r1")
    assert api.done("clerk", "POST", path, given, Idempotency_Key="r1") == first
    assert len(api.done("clerk", "GET", f"cases/{number}")["records"]) == before + 1
    other = {"content": signature("马建国")}
    refused = api.call("clerk", "POST", path, other, Idempotency_Key="r1")
    assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")


def test_an_extension_sent_twice_is_one_and_answered_alike(api: Api) -> None:
    number = investigated(api)
    path, given = f"cases/{number}/extension", {"reason": "人户分离"}
    first = api.done("lead", "POST", path, given, Idempotency_Key="x1")
    assert api.done("lead", "POST", path, given, Idempotency_Key="x1") == first
    assert api.call("lead", "POST", path, given).status_code == 422


def test_answers_and_an_assignment_sent_twice_are_answered_as_they_were(api: Api) -> None:
    number = opened(api)
    given = {"answers": family(wage="600")}
    first = api.done("village", "PUT", f"cases/{number}/answers", given, Idempotency_Key="a1")
    api.done("village", "POST", f"cases/{number}/steps/submit", {})
    # Late, and the case takes no answers any more: what is answered is what was answered then.
    assert api.done("village", "PUT", f"cases/{number}/answers", given, Idempotency_Key="a1") == first
    officer = {"officer": api.county.bureau.officers["clerk"].pk}
    taken = api.done("clerk", "POST", f"cases/{number}/assignment", officer, Idempotency_Key="t1")
    assert api.done("clerk", "POST", f"cases/{number}/assignment", officer, Idempotency_Key="t1") == taken


def test_who_comes_second_is_told_who_was_first_and_when(api: Api) -> None:
    number = investigated(api)
    seen = api.call("lead", "GET", f"cases/{number}")["ETag"]
    api.done("lead", "POST", f"cases/{number}/extension", {"reason": "人户分离"})
    late = api.call("lead", "POST", f"cases/{number}/steps/propose", {"places": ["公开栏"]}, If_Match=seen)
    said = late.json()
    assert (late.status_code, said["code"], said["by"], said["state"]) == (409, "conflict", "李建国", "INVESTIGATING")
    assert said["at"].startswith("2026-08-05")
    now = api.call("lead", "GET", f"cases/{number}")["ETag"]
    assert (
        api.done("lead", "POST", f"cases/{number}/steps/propose", {"places": ["公开栏"]}, If_Match=now)["step"]
        == "propose"
    )


@pytest.mark.parametrize(
    "headers", [{"If_Match": "3"}, {"If_Match": '"x"'}, {"Idempotency_Key": " "}, {"Idempotency_Key": "k" * 300}]
)
def test_marks_that_make_no_sense_are_refused(headers: dict[str, str], api: Api) -> None:
    number = opened(api)
    assert api.call("village", "POST", f"cases/{number}/steps/submit", {}, **headers).status_code == 400


def test_a_list_is_read_page_by_page_each_case_once(api: Api) -> None:
    numbers = []
    for place in range(5):
        api.at(MONDAY + timedelta(minutes=place))
        numbers.append(opened(api, answers=family(serial=910 + 2 * place, name="李建")))
    seen: list[str] = []
    after = ""
    while True:
        page = api.done("clerk", "GET", f"cases?limit=2&after={after}")
        seen += [each["number"] for each in page["cases"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert sorted(seen) == sorted(numbers)
    first = api.done("clerk", "GET", "cases?limit=2")["next"]
    for path, who in (
        (f"cases?closed=true&after={first}", "clerk"),
        (f"cases?limit=2&after={first}", "lead"),
        ("cases?after=x", "clerk"),
    ):
        refused = api.call(who, "GET", path)
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_cursor")
    assert api.done("stranger", "GET", "cases") == {"cases": [], "next": None}


def test_filters_narrow_the_list(api: Api) -> None:
    number = investigated(api)
    for query, found in (
        ("state=INVESTIGATING", True), ("state=DRAFT", False), (f"division={VILLAGE}", True), ("overdue=true", False),
        ("closed=true", False), ("procedure=minimum_living_allowance.application", True),
    ):  # fmt: skip
        assert ([each["number"] for each in api.done("clerk", "GET", f"cases?{query}")["cases"]] == [number]) is found
    assert api.call("clerk", "GET", "cases?division=x").status_code == 422
    (row,) = api.done("clerk", "POST", "cases/search", {"text": "mjg"})
    assert row["number"] == number
