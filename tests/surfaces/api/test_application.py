"""An application for the minimum living allowance from the village to the public list, by calls alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from minzheng.engine.access.scopes import Scope
from tests.engine.cases.conftest import MONDAY, VERIFICATION, VILLAGE, VISIT, family, signature
from tests.surfaces.api.conftest import Api


def opened(api: Api, who: str = "village", answers: Any = None, **headers: str) -> str:
    body = {
        "procedure": "minimum_living_allowance.application", "division": str(VILLAGE), "channel": "VILLAGE",
        "answers": family() if answers is None else answers,
    }  # fmt: skip
    return str(api.done(who, "POST", "cases", body, **headers)["number"])


def investigated(api: Api, verifier: str = "verifier") -> str:
    number = opened(api)
    api.done("village", "POST", f"cases/{number}/steps/submit", {})
    api.done("clerk", "POST", f"cases/{number}/records/authorisation", {"content": signature("马建国", "保秀英")})
    api.done("clerk", "POST", f"cases/{number}/steps/accept", {})
    api.at(MONDAY + timedelta(days=2))
    api.done("clerk", "POST", f"cases/{number}/records/home_visit", {"content": VISIT})
    api.done(verifier, "POST", f"cases/{number}/records/verification", {"content": VERIFICATION})
    return number


def granted(api: Api) -> str:
    number = investigated(api)
    for days, step, who, given in (
        (3, "propose", "lead", {"places": ["村务公开栏"]}),
        (11, "forward", "clerk", {}),
        (14, "review", "county", {"reason": "材料齐全，情况属实"}),
        (16, "confirm", "head", {"places": ["村务公开栏"]}),
    ):
        api.at(MONDAY + timedelta(days=days))
        api.done(who, "POST", f"cases/{number}/steps/{step}", given)
    return number


def test_an_application_goes_from_the_village_to_the_public_list(api: Api) -> None:
    number = granted(api)
    shown = api.done("head", "GET", f"cases/{number}")
    assert (shown["state"], shown["outcome"], shown["closed"]) == ("GRANTED", "grant", True)
    (decision,) = api.done("head", "GET", f"cases/{number}/decisions")
    assert decision["result"] == "DIBAO"
    assert decision["amount"] > 0
    assert decision["grounds"]["explanation"]
    assert decision["grounds"]["parameters"]
    titles = [each["title"] for each in api.done("head", "GET", f"cases/{number}/log")]
    assert titles == ["开始填写", "提交申请", "受理", "初审同意并公示", "公示期满报县级审查", "审查", "确认同意"]
    hanging = api.done("", "GET", "notices")["notices"]
    assert [each["kind"] for each in hanging] == ["公布"]
    assert api.done("", "GET", f"notices/{hanging[0]['id']}") == hanging[0]
    assert "马建国" not in str(hanging)


def test_letters_are_listed_and_read_and_reading_is_recorded(api: Api) -> None:
    from minzheng.engine.audit.models import Event

    number = granted(api)
    letters = api.done("head", "GET", f"cases/{number}/letters")
    assert len(letters) == 2
    said = api.done("head", "GET", f"cases/{number}/letters/{letters[-1]['id']}")
    assert said["number"] == letters[-1]["number"]
    page = api.call("head", "GET", f"cases/{number}/letters/{letters[-1]['id']}/page")
    assert page["Content-Type"].startswith("text/html")
    assert said["title"] in page.content.decode()
    printed = api.call("head", "GET", f"cases/{number}/letters/{letters[-1]['id']}/pdf")
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert printed["Content-Disposition"] == f'attachment; filename="letter-{letters[-1]["id"]}.pdf"'
    assert Event.objects.filter(action="notices.letter.view").count() == 3
    assert api.call("head", "GET", f"cases/{number}/letters/999999").status_code == 404


def test_a_program_files_and_another_verifies_and_neither_decides(api: Api) -> None:
    api.program("省级平台", Scope.FILE)
    api.program("核对中心", Scope.VERIFY)
    api.program("监督平台", Scope.READ)
    number = opened(api, "省级平台")
    api.done("省级平台", "POST", f"cases/{number}/steps/submit", {})
    refused = api.call("省级平台", "POST", f"cases/{number}/steps/accept", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert api.call("监督平台", "POST", f"cases/{number}/steps/accept", {}).status_code == 403
    made = api.done("核对中心", "POST", f"cases/{number}/records/verification", {"content": VERIFICATION})
    assert made["kind"] == "verification"
    assert api.done("监督平台", "GET", f"cases/{number}")["state"] == "SUBMITTED"
    assert api.call("省级平台", "GET", f"cases/{number}").status_code == 403


def test_what_the_rules_say_today_is_explained_without_a_name(api: Api) -> None:
    number = investigated(api)
    said = api.done("clerk", "GET", f"cases/{number}/assessment")
    assert said["result"] == "DIBAO"
    assert said["given"][0]["amount"] > 0
    assert "马建国" not in str(said)
    offers = {each["step"]: each for each in api.done("lead", "GET", f"cases/{number}/offers")}
    assert offers["propose"]["asks"] == ["places"]
    assert offers["propose"]["missing"] == []


def test_answers_are_replaced_until_submission_and_faults_are_named(api: Api) -> None:
    wrong = family()
    wrong["members"][0]["id_number"] = "530199196805049999"
    wrong["members"][1]["name"] = "?"
    number = opened(api, answers=wrong)
    refused = api.call("village", "POST", f"cases/{number}/steps/submit", {})
    assert refused.status_code == 422
    assert {each["path"] for each in refused.json()["errors"]} == {"members.0.id_number", "members.1.name"}
    api.done("village", "PUT", f"cases/{number}/answers", {"answers": family()})
    api.done("village", "POST", f"cases/{number}/steps/submit", {})
    late = api.call("village", "PUT", f"cases/{number}/answers", {"answers": family()})
    assert (late.status_code, late.json()["code"]) == (422, "refused")


def test_every_gate_that_is_missing_is_named(api: Api) -> None:
    number = opened(api)
    api.done("village", "POST", f"cases/{number}/steps/submit", {})
    refused = api.call("clerk", "POST", f"cases/{number}/steps/accept", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_ready")
    assert [each["path"] for each in refused.json()["errors"]] == ["authorised"]


def test_a_case_is_handed_over_and_its_limit_lengthened(api: Api) -> None:
    number = investigated(api)
    officer = api.county.bureau.officers["lead"].pk
    assert api.done("lead", "POST", f"cases/{number}/assignment", {"officer": officer})["handler"] == "李建国"
    assert api.done("lead", "POST", f"cases/{number}/extension", {"reason": "人户分离"})["step"] == "extend"
    assert api.call("clerk", "POST", f"cases/{number}/extension", {"reason": "忙"}).status_code == 403
