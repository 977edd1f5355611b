"""The desk: who sees what, what is refused and how, and one application worked from filing to grant by forms alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from django.test import Client

from minzheng.engine.audit.models import Event
from minzheng.kernel.names import mask_name
from tests.engine.cases.conftest import MONDAY, POSTS, VERIFICATION, VISIT
from tests.surfaces.desk.conftest import Desk

_NAMED = "马建国"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/desk/", "/desk/cases/1/"])
def test_nobody_who_is_not_signed_in_sees_anything(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/signin?next={quote(path, safe='')}")
    assert Client().post("/desk/search", {"q": "马"}).status_code == 401


@pytest.mark.parametrize("post", sorted(POSTS))
def test_the_queue_shows_an_officer_the_cases_of_their_place(post: str, desk: Desk) -> None:
    case = desk.county.accepted()
    page = desk.get(post, "/desk/")
    assert page.status_code == 200
    assert (case.number in page.content.decode()) is (post != "stranger")
    assert _NAMED not in page.content.decode()
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "shown"),
    [("?show=role", True), ("?show=overdue", False), ("?show=closed", False), ("?show=mine", True),
     ("?state=INVESTIGATING", True), ("?state=PUBLICITY", False), ("?place=530129001001", True), ("?place=530129001002", False)],
)  # fmt: skip
def test_filters_stand_in_the_address(query: str, shown: bool, desk: Desk) -> None:
    case = desk.county.accepted()
    page = desk.get("clerk", f"/desk/{query}")
    assert page.status_code == 200
    assert (f"/desk/cases/{case.number}/" in page.content.decode()) is shown


@pytest.mark.parametrize("query", ["?place=x", "?after=x"])
def test_an_address_that_makes_no_sense_is_said_to_be_so(query: str, desk: Desk) -> None:
    assert desk.get("clerk", f"/desk/{query}").status_code == 400


def test_a_search_is_a_form_and_finds_by_pinyin(desk: Desk) -> None:
    case = desk.county.accepted()
    assert desk.get("clerk", "/desk/search").status_code == 405
    assert case.number in desk.post("clerk", "/desk/search", q="mjg").content.decode()
    assert case.number not in desk.post("stranger", "/desk/search", q="mjg").content.decode()
    assert desk.post("clerk", "/desk/search", q="").status_code == 422


def test_a_case_shows_what_the_rules_say_and_no_name_in_full(desk: Desk) -> None:
    case = desk.county.accepted()
    page = desk.get("clerk", f"/desk/cases/{case.number}/").content.decode()
    for words in (mask_name(_NAMED), "最低生活保障：", "怎么算出来的", "依据：", "填写入户调查表", "办理经过"):
        assert words in page
    assert _NAMED not in page


def test_each_known_value_says_whose_it_is_and_the_family_comes_first(desk: Desk) -> None:
    case = desk.county.investigated()
    page = desk.get("clerk", f"/desk/cases/{case.number}/").content.decode()
    whose = re.findall(r'data-label="谁的">([^<]+)<', page)
    assert whose[0] == "全家"
    assert f"{mask_name(_NAMED)}（本人）" in whose
    assert whose == sorted(whose, key=list(dict.fromkeys(whose)).index)


def test_a_letter_is_read_as_pdf_from_the_case_and_leaves_a_trace(desk: Desk) -> None:
    case = desk.county.accepted()
    page = desk.get("clerk", f"/desk/cases/{case.number}/").content.decode()
    (path, *_) = re.findall(rf'href="(/desk/cases/{case.number}/letters/\d+)"', page)
    letter = desk.get("clerk", path)
    assert letter.content.startswith(b"%PDF")
    assert Event.objects.filter(action="notices.letter.view").count() == 1
    assert desk.get("stranger", path).status_code == 404
    assert desk.get("clerk", f"/desk/cases/{case.number}/letters/0").status_code == 404
    asked = desk.get("head", path)
    assert asked.status_code == 403
    assert f'action="{path}"' in asked.content.decode()
    assert desk.post("head", path, purpose="信访件查办").content.startswith(b"%PDF")


def test_what_is_not_yours_and_what_does_not_exist_answer_alike(desk: Desk) -> None:
    case = desk.county.accepted()
    theirs, nobodys = desk.get("stranger", f"/desk/cases/{case.number}/"), desk.get("stranger", "/desk/cases/1/")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    for path in ("take", "steps/propose", "records/home_visit"):
        assert desk.post("stranger", f"/desk/cases/{case.number}/{path}", key="", expected="").status_code == 404


def test_a_case_that_is_not_on_ones_desk_asks_for_a_purpose_which_is_recorded(desk: Desk) -> None:
    case = desk.county.accepted()
    path = f"/desk/cases/{case.number}/"
    asked = desk.get("head", path)
    assert asked.status_code == 403
    assert "查看目的" in asked.content.decode()
    opened = desk.post("head", path, purpose="信访件查办")
    assert opened.status_code == 200
    assert _NAMED in opened.content.decode()
    assert Event.objects.filter(action="cases.view", outcome=1).count() == 1


def test_a_step_that_lacks_something_names_it_and_keeps_what_was_typed(desk: Desk) -> None:
    case = desk.county.accepted()
    page = desk.step(case, "propose_refusal", "lead", reason="收入超过标准，另有存款")
    assert page.status_code == 422
    assert "还没有入户调查表" in page.content.decode()
    assert "收入超过标准，另有存款" in page.content.decode()
    desk.post("clerk", f"/desk/cases/{case.number}/take")
    page = desk.post("clerk", f"/desk/cases/{case.number}/records/home_visit", findings="两间土房", visited_on="")
    assert page.status_code == 422
    text = page.content.decode()
    assert "两间土房" in text
    assert 'href="#record-home_visit-visited_on"' in text


def test_who_comes_second_is_told_who_was_first_and_keeps_the_text(desk: Desk) -> None:
    case = desk.county.open()
    desk.county.do(case, "submit", "village", MONDAY)
    before = desk.county.seen(case).movements
    first = desk.step(case, "decline", "clerk", reason="不属于本地")
    assert first.status_code == 302
    late = desk.step(case, "decline", "clerk", expected=before, reason="写了很久的理由")
    assert late.status_code == 409
    assert "马晓燕" in late.content.decode()
    assert "写了很久的理由" in late.content.decode()


def test_a_form_without_its_token_changes_nothing(desk: Desk) -> None:
    case = desk.county.accepted()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/desk/cases/{case.number}/take", headers={"X-Officer": "clerk"})
    assert answer.status_code == 403


@pytest.mark.parametrize("post", ["", "village", "clerk", "lead", "county", "head"])
def test_a_page_asks_the_database_at_most_twenty_questions(
    post: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.county.reviewed()
    questions: list[str] = []

    def noted(execute: Any, sql: Any, *rest: Any) -> Any:
        text = str(sql).lstrip()
        if text.startswith(("SELECT", "WITH")) and "_config(" not in text and "current_setting(" not in text:
            questions.append(text[:120])
        return execute(sql, *rest)

    def copied(cursor: Any, statement: Any, *rest: Any, **more: Any) -> Any:
        questions.append(str(statement)[:120])
        return copy(cursor, statement, *rest, **more)

    copy = psycopg.Cursor.copy
    monkeypatch.setattr(psycopg.Cursor, "copy", copied)
    with connection.execute_wrapper(noted):
        page = desk.get(post, f"/desk/cases/{case.number}/") if post else desk.get("clerk", "/desk/")
    assert page.status_code == 200
    assert 3 < len(questions) <= 20, f"{len(questions)} questions: {questions}"


def test_an_application_goes_from_the_village_to_the_grant_by_forms(desk: Desk) -> None:
    case = desk.county.open()
    records = f"/desk/cases/{case.number}/records"
    assert desk.step(case, "submit", "village").status_code == 302
    signed = {"person": "马建国\n保秀英", "way": "PAPER", "signed_on": "2026-08-03", "valid_until": "2027-08-02"}
    assert desk.post("clerk", f"{records}/authorisation", **signed).status_code == 302
    assert desk.step(case, "accept", "clerk").status_code == 302
    desk.at(MONDAY + timedelta(days=2))
    visit = {**VISIT, "surveyors": "马晓燕、马小芳", "differs": "no", "signed": "yes"}
    assert desk.post("clerk", f"{records}/home_visit", **visit).status_code == 302
    assert desk.post("verifier", f"{records}/verification", **{**VERIFICATION, "over_limit": "no"}).status_code == 302
    for days, step, post, given in (
        (3, "propose", "lead", {"places": "村务公开栏"}),
        (11, "forward", "clerk", {}),
        (14, "review", "county", {"reason": "材料齐全，情况属实"}),
        (16, "confirm", "head", {"places": "村务公开栏"}),
    ):
        desk.at(MONDAY + timedelta(days=days))
        assert desk.step(case, step, post, **given).status_code == 302
    assert desk.county.seen(case).outcome == "grant"
    page = desk.get("head", f"/desk/cases/{case.number}/").content.decode()
    assert "已确认" in page
    assert "当时怎么算出来的" in page


def test_a_reason_that_only_a_person_finds_is_chosen_from_a_list_and_a_made_up_one_is_refused(desk: Desk) -> None:
    case = desk.county.investigated()
    desk.county.do(case, "propose_refusal", "lead", MONDAY + timedelta(days=3), reason="已随子女迁居外地")
    desk.county.do(case, "review", "county", MONDAY + timedelta(days=7), reason="情况属实")
    desk.at(MONDAY + timedelta(days=8))
    page = desk.get("head", f"/desk/cases/{case.number}/").content.decode()
    assert '<option value="MOVED_OUT">' in page
    assert '<option value="INCOME_NOT_BELOW_STANDARD">' not in page
    said = {"reason": "全家已迁居外县"}
    made_up = desk.step(case, "refuse", "head", reasons="INCOME_NOT_BELOW_STANDARD", **said)
    assert (made_up.status_code, "另可选择" in made_up.content.decode()) == (422, True)
    assert desk.step(case, "refuse", "head", reasons="MOVED_OUT", **said).status_code == 302
    assert desk.county.seen(case).state == "REFUSED"


def test_a_family_that_is_paid_already_is_not_granted_twice_and_the_lead_is_told(desk: Desk) -> None:
    day, places = MONDAY + timedelta(days=15), "村务公开栏"
    for first in (True, False):
        case = desk.county.reviewed()
        desk.at(day)
        answer = desk.step(case, "confirm", "head", places=places)
        assert answer.status_code == (302 if first else 422)
    assert "在同一时期已有同一种待遇" in answer.content.decode()
    assert desk.county.seen(case).state == "TO_CONFIRM"
