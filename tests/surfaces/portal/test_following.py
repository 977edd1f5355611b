"""查进度: from number and code to one's own case, on pages without a script."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minzheng.engine.access.scoping import scoped
from minzheng.engine.cases import actions
from minzheng.engine.cases.models import Case
from minzheng.engine.notices.models import OneTimeCode
from minzheng.surfaces.clock import SHANGHAI
from minzheng.surfaces.portal.following import let_in, views
from tests.engine.cases.conftest import MONDAY, County, county, family, resident
from tests.kernel.test_pictures import photograph

LATER = MONDAY + timedelta(hours=2)
HEAD = resident(901)[-4:]


class Phone:
    """An old person's phone."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.client, self._patch = Client(), patch
        self.at(LATER)

    def at(self, moment: datetime) -> None:
        for module in (views, let_in):
            self._patch.setattr(module, "now", lambda: moment.astimezone(SHANGHAI))

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(path, fields)

    def lets_itself_in(self, case: Case) -> Any:
        asked = self.post("/progress", number=case.number, last_four=HEAD)
        code = re.search(r"验证码是 <strong class=\"number\">(\d{6})", asked.content.decode())
        assert code is not None
        return self.post("/progress/code", number=case.number, last_four=HEAD, code=code[1])

    def step(self, case: Case, step: str, *, expected: int, **fields: str) -> Any:
        key = "8e9f2d64-5c0b-4a57-9a35-6d1f0c2f7b11"
        return self.post(f"/progress/cases/{case.number}/steps/{step}", key=key, expected=str(expected), **fields)


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    return Phone(monkeypatch)


@pytest.fixture
def case(county: County) -> Case:
    return county.seen(county.accepted(family(extra={"contact": {"address": "村头第三家", "phone": "19900001234"}})))


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def test_a_family_reads_where_its_case_stands_who_holds_it_and_until_when(phone: Phone, case: Case) -> None:
    answer = phone.lets_itself_in(case)
    assert answer.status_code == 302
    assert answer["Location"] == f"/progress/cases/{case.number}"
    page = phone.get(answer["Location"])
    for said in (
        "现在：调查核实",
        "经办人员手里",
        "前办完这一步，还有",
        "给您的文书",
        "受理通知书",
        "撤回",
        "办过的步骤",
    ):
        assert said in words(page), said
    assert page["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in page
    assert resident(901) not in page.content.decode()
    assert case.number in words(phone.get("/progress/mine"))


def test_nothing_is_shown_before_the_code_and_after_leaving_or_half_an_hour(phone: Phone, case: Case) -> None:
    path = f"/progress/cases/{case.number}"
    assert phone.get(path)["Location"] == "/progress"
    phone.lets_itself_in(case)
    assert phone.post("/progress/out")["Location"] == "/progress"
    assert phone.get(path)["Location"] == "/progress"
    phone.at(LATER + timedelta(minutes=5))
    phone.lets_itself_in(case)
    phone.at(LATER + timedelta(minutes=25))
    assert phone.get(path).status_code == 200
    phone.at(LATER + timedelta(minutes=50))
    assert phone.get(path).status_code == 200
    phone.at(LATER + timedelta(minutes=90))
    refused = phone.post(f"{path}/urge")
    assert refused.status_code == 401
    assert "重新获取验证码" in words(refused)


def test_another_familys_case_and_one_that_is_not_there_answer_alike(phone: Phone, case: Case, county: County) -> None:
    other = county.open(family(name="张云", serial=950))
    phone.lets_itself_in(case)
    found = {
        (answer.status_code, re.sub(r'value="[^"]*"', "", answer.content.decode()))
        for number in (other.number, "001-2026-99999-9")
        for answer in (phone.get(f"/progress/cases/{number}"), phone.post(f"/progress/cases/{number}/urge"), phone.step(Case(number=number), "withdraw", expected=1, reason="不办了"), phone.get(f"/progress/cases/{number}/letters/1"), phone.get(f"/progress/cases/{number}/materials/1"), phone.post(f"/progress/cases/{number}/materials"))
    }  # fmt: skip
    assert {status for status, _ in found} == {404}
    assert len(found) == 1


def test_wrong_input_comes_back_with_a_sentence_and_what_was_typed(phone: Phone, case: Case) -> None:
    wrong = phone.post("/progress", number="12", last_four=HEAD)
    assert wrong.status_code == 422
    assert "受理编号不对" in words(wrong)
    assert f'value="{HEAD}"' in wrong.content.decode()
    asked = phone.post("/progress", number=case.number, last_four="000X")
    assert asked.status_code == 200
    refused = phone.post("/progress/code", number=case.number, last_four="000X", code="123456")
    assert refused.status_code == 422
    assert "验证码不正确" in words(refused)


def test_too_many_asks_are_told_when_to_come_back(phone: Phone, case: Case) -> None:
    for _ in range(30):
        phone.post("/progress", number=case.number, last_four="000X")
    assert OneTimeCode.objects.count() == 30
    refused = phone.post("/progress", number=case.number, last_four=HEAD)
    assert refused.status_code == 422
    assert "请一小时以后再试" in words(refused)


def test_a_real_county_never_shows_a_code(phone: Phone, case: Case, settings: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": False})
    answer = phone.post("/progress", number=case.number, last_four=HEAD)
    assert answer.status_code == 200
    assert "验证码是" not in words(answer)


def test_a_family_withdraws_once(phone: Phone, case: Case, county: County) -> None:
    phone.lets_itself_in(case)
    broken = phone.post(f"/progress/cases/{case.number}/steps/withdraw", key="x", expected="1")
    assert broken.status_code == 422
    assert "请刷新页面" in words(broken)
    for _ in range(2):  # pressed twice
        assert phone.step(case, "withdraw", expected=case.movements).status_code == 302
    assert county.seen(case).state == "WITHDRAWN"
    assert "已撤回" in words(phone.get(f"/progress/cases/{case.number}"))


def test_what_is_not_the_familys_to_do_is_refused_with_a_sentence(phone: Phone, case: Case, county: County) -> None:
    phone.lets_itself_in(case)
    for step in ("propose", "no_such_step"):
        assert phone.step(case, step, expected=case.movements).status_code in {403, 422}
    assert county.seen(case).state == case.state


def test_a_family_urges_and_is_told_that_it_is_seen(phone: Phone, case: Case) -> None:
    phone.lets_itself_in(case)
    assert "催一下" in words(phone.get(f"/progress/cases/{case.number}"))
    assert phone.post(f"/progress/cases/{case.number}/urge").status_code == 302
    assert "已催办" in words(phone.get(f"/progress/cases/{case.number}"))
    again = phone.post(f"/progress/cases/{case.number}/urge")
    assert again.status_code == 422
    assert "三天内已经催办过" in words(again)


def test_a_family_opens_its_letters_and_no_others(phone: Phone, case: Case) -> None:
    phone.lets_itself_in(case)
    page = phone.get(f"/progress/cases/{case.number}").content.decode()
    (letter,) = re.findall(rf"/progress/cases/{case.number}/letters/(\d+)", page)
    answer = phone.get(f"/progress/cases/{case.number}/letters/{letter}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert phone.get(f"/progress/cases/{case.number}/letters/{int(letter) + 1}").status_code == 404


def test_a_family_photographs_papers_and_a_lost_connection_does_no_harm(phone: Phone, case: Case) -> None:
    phone.lets_itself_in(case)
    path = f"/progress/cases/{case.number}"
    for _ in range(2):
        sent = phone.post(f"{path}/materials", title="其他材料", files=SimpleUploadedFile("a.jpg", photograph()))
        assert sent.status_code == 302
    (material,) = re.findall(rf"{path}/materials/(\d+)", phone.get(path).content.decode())
    assert phone.get(f"{path}/materials/{material}")["Content-Type"] == "image/jpeg"
    assert phone.get(f"{path}/materials/{int(material) + 1}").status_code == 404
    refused = phone.post(f"{path}/materials", title="其他材料", files=SimpleUploadedFile("a.jpg", b"MZ"))
    assert refused.status_code == 422
    assert "不是照片" in words(refused)


def test_a_family_reads_which_office_looked_at_its_data(phone: Phone, case: Case, county: County) -> None:
    clerk = county.actors["clerk"]
    with scoped(clerk):
        actions.view_case(case.number, by=clerk, at=LATER)
    phone.lets_itself_in(case)
    page = words(phone.get("/progress/looks"))
    assert "查看了您的办件" in page
    assert "马晓燕" not in page


@pytest.mark.parametrize(("later", "says"), [(timedelta(days=1), "还有"), (timedelta(days=120), "已经超期")])
def test_the_limit_is_said_in_days_people_count(later: timedelta, says: str, phone: Phone, case: Case) -> None:
    phone.at(LATER + later)
    phone.lets_itself_in(case)
    assert says in words(phone.get(f"/progress/cases/{case.number}"))


def test_what_was_decided_is_said_with_the_amount(phone: Phone, county: County) -> None:
    case = county.reviewed(family(extra={"contact": {"address": "村头第三家", "phone": "19900001234"}}))
    county.do(case, "confirm", "head", MONDAY + timedelta(days=15), places=("村务公开栏",))
    phone.at(MONDAY + timedelta(days=16))
    phone.lets_itself_in(county.seen(case))
    page = words(phone.get(f"/progress/cases/{county.seen(case).number}"))
    assert "每月" in page
    assert "催一下" not in page


__all__ = ["county"]
