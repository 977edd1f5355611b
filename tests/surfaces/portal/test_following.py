"""查进度: from number and code to one's own case, on pages without a script."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import actions
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.notices.actions import record_delivery
from minzheng.engine.notices.models import OneTimeCode
from minzheng.engine.notices.queries import opposable_letters
from minzheng.engine.notices.types import DeliveryWay
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


@pytest.fixture
def done(county: County) -> Case:
    case = county.reviewed(family(extra={"contact": {"address": "村头第三家", "phone": "19900001234"}}))
    county.do(case, "confirm", "head", MONDAY + timedelta(days=15), places=("村务公开栏",))
    return county.seen(case)


def test_a_family_rates_with_one_tap_and_says_what_was_not_right(phone: Phone, done: Case) -> None:
    phone.at(MONDAY + timedelta(days=16))
    phone.lets_itself_in(done)
    path = f"/progress/cases/{done.number}"
    assert "这次办事，您满意吗？" in words(phone.get(path))
    assert "没有选评价" in words(phone.post(f"{path}/rate", grade="9"))
    rated = phone.post(f"{path}/rate", grade="2")
    assert rated["Location"] == f"{path}/rating"
    assert "哪里不好？" in words(phone.get(rated["Location"]))
    wrong = phone.post(rated["Location"], said="跑了三趟", phone="12")
    assert wrong.status_code == 422
    assert "跑了三趟" in words(wrong)
    assert "一个工作日内有人联系您" in words(phone.post(rated["Location"], said="跑了三趟", phone=""))
    assert "已经评价过" in words(phone.post(f"{path}/rate", grade="5"))
    assert "您的评价：不满意" in words(phone.get(path))


def test_nobody_is_asked_how_content_they_are_before_it_is_done(phone: Phone, case: Case) -> None:
    phone.lets_itself_in(case)
    path = f"/progress/cases/{case.number}"
    assert "您满意吗" not in words(phone.get(path))
    assert phone.get(f"{path}/rating")["Location"] == path
    assert "还没有办结" in words(phone.post(f"{path}/rate", grade="5"))


def test_a_family_reads_what_it_can_do_against_a_decision_and_prints_the_application(phone: Phone, done: Case) -> None:
    phone.at(MONDAY + timedelta(days=16))
    phone.lets_itself_in(done)
    page = phone.get(f"/progress/cases/{done.number}/ways-out")
    for said in ("行政复议", "自收到文书之日起60日内", "自收到文书之日起6个月内", "请县里再查一遍"):
        assert said in words(page), said
    sheet = re.search(r"ways-out/(\d+)", page.content.decode())
    assert sheet is not None
    printed = words(phone.get(f"/progress/cases/{done.number}/ways-out/{sheet[1]}"))
    assert "行政复议申请书" in printed
    assert "申请人：马建国" in printed
    assert "确认" in printed
    assert phone.get(f"/progress/cases/{done.number}/ways-out/999999").status_code == 404


def test_once_a_letter_was_handed_over_the_last_days_are_named(phone: Phone, done: Case) -> None:
    with scoped(SYSTEM):
        letters = opposable_letters(Subject("case", done.pk), person=done.person_id)
        for letter in letters:
            record_delivery(
                letter=letter, way=DeliveryWay.IN_PERSON, attempted_on=date(2026, 8, 20), served_on=date(2026, 8, 20),
                receiver="马建国", by=SYSTEM, at=MONDAY + timedelta(days=17),
            )  # fmt: skip
    phone.at(MONDAY + timedelta(days=18))
    phone.lets_itself_in(done)
    assert "最迟2026-10-19" in words(phone.get(f"/progress/cases/{done.number}/ways-out"))


def test_what_a_family_tells_of_its_own_case_is_looked_into_by_somebody_who_did_not_work_on_it(
    phone: Phone, done: Case, county: County
) -> None:
    phone.at(MONDAY + timedelta(days=16))
    phone.lets_itself_in(done)
    path = f"/progress/cases/{done.number}/tell/complaint.complaint"
    assert done.number in words(phone.get(path))
    told = phone.post(path, target="羊街镇", what="少算了一个人", key="8e9f2d64-5c0b-4a57-9a35-6d1f0c2f7b12")
    assert "已经收到" in words(told)
    with scoped(SYSTEM):
        complaint = Case.objects.get(procedure="complaint.complaint")
    assert complaint.related_id == done.pk
    later = MONDAY + timedelta(days=17)
    county.do(complaint, "register", "hotline", later)
    findings = {
        "checked_on": "2026-08-20",
        "surveyors": ["张文", "毕文华"],
        "proven": "NO",
        "facts": "人数无误",
        "handled": "已说明",
    }
    county.record(complaint, "findings", "county", later, findings)
    with pytest.raises(CaseProblem, match="应当由他人核实"):
        county.do(complaint, "investigate", "county", later)
    assert phone.get(f"/progress/cases/{done.number}/tell/active_discovery.report").status_code == 404
