"""网上申请: an old villager's phone, one thing a page, saved page by page, handed in; no script."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.models import Case, Draft
from minzheng.surfaces.clock import SHANGHAI
from minzheng.surfaces.portal.applying import beginning, holding
from tests.engine.cases.conftest import MONDAY, TOWNSHIP, VILLAGE, County, county, resident
from tests.engine.cases.test_drafting import MOBILE, OTHER, register

START = "/apply/minimum_living_allowance.application"
WHO = {
    "township": f"{TOWNSHIP}000",
    "village": str(VILLAGE),
    "name": "马建国",
    "id_number": resident(901),
    "phone": MOBILE,
}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "applicant": {"phone": MOBILE, "address": "村头第三家"},
    "family": {"area": "RURAL", "poverty_cause": "LACK_LABOUR"},
    "health-0": {"labour_capacity": "LOST"},
    "property_kinds": dict.fromkeys(
        ("has_financial", "has_vehicles", "has_dwellings", "has_other_real", "has_business", "has_other_assets"), "no"
    ),
    "account": {"holder": "0", "bank": "农村信用社", "number": "6217000012345678903"},
    "declarations": {
        "reason": "我干不动活了，没有收入，药费也付不起", "has_obligors": "no", "near_relative": "no", "other_aid": "no", "truth": "yes",
        "verification": "yes", "changes": "yes",
    },
}  # fmt: skip


class Phone:
    """A cheap phone with a browser that runs no script."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.client, self._patch = Client(), patch
        self.at(MONDAY)

    def at(self, moment: datetime) -> None:
        for module in (beginning, holding):
            self._patch.setattr(module, "now", lambda: moment.astimezone(SHANGHAI))

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(path, fields)

    def begins(self, **changed: str) -> Any:
        asked = self.post(START, **{**WHO, **changed, "go": "next"})
        return self.post(f"{START}/code", **{**WHO, **changed, "code": code_on(asked)})

    def walks(self, answers: Mapping[str, Mapping[str, str]], *, most: int = 60) -> list[str]:
        """Answer page after page until all are done; return the pages that came."""
        came, path = [], self.get("/apply/form")["Location"]
        while path.startswith("/apply/form/"):
            came.append(path.removeprefix("/apply/form/"))
            assert self.get(path).status_code == 200
            answer = self.post(path, go="next", **answers.get(came[-1], {}))
            assert answer.status_code == 302, (came[-1], words(answer))
            path = answer["Location"]
            assert len(came) < most
        return came


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    return Phone(monkeypatch)


def words(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>|\s+", "", answer.content.decode()))


def code_on(answer: Any) -> str:
    found = re.search(r"验证码是 <strong class=\"number\">(\d{6})", answer.content.decode())
    assert found is not None, words(answer)
    return found[1]


def test_it_goes_from_the_guide_to_handing_in_one_thing_a_page(phone: Phone, county: County) -> None:
    assert START in phone.get("/services/minimum_living_allowance").content.decode()
    township = phone.post(START, **{**WHO, "village": "", "go": "township"})
    assert "申请人姓名" in words(township)
    assert phone.begins()["Location"] == "/apply/form"
    came = phone.walks(ANSWERS)
    assert came[:3] == ["applicant", "family", "people"]
    assert "property" not in came  # every kind was answered with no
    check = phone.get("/apply/check")
    for said in ("都填齐了", "村头第三家", "缺劳动力", resident(901), "农村信用社", "没有填"):
        assert said in words(check), said
    assert check["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in check
    done = phone.post("/apply/hand-in")
    assert done["Location"] == "/apply/done"
    assert "工作人员打您的电话，核对是不是本人申请" in words(phone.get("/apply/done"))
    assert phone.post("/apply/hand-in")["Location"] == "/apply/done"
    with scoped(SYSTEM):
        draft = Draft.objects.get()
    assert draft.handed_in_at is not None
    assert phone.get("/apply/form")["Location"] == "/apply/mine"
    assert "等工作人员核对身份" in words(phone.get("/apply/mine"))


def test_the_registered_phone_makes_a_case_at_once(phone: Phone, county: County) -> None:
    register(county, phone=OTHER)
    phone.begins()
    phone.walks(ANSWERS)
    assert "申请就正式提交了" in words(phone.get("/apply/check"))
    phone.post("/apply/hand-in")
    with scoped(SYSTEM):
        case = Case.objects.get(state="SUBMITTED")
    assert case.number in words(phone.get("/apply/done"))
    assert case.number in words(phone.get("/apply/mine"))


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(phone: Phone, county: County) -> None:
    phone.begins()
    path = "/apply/form/account"
    refused = phone.post(path, go="next", holder="0", bank="农村信用社", number="12AB")
    assert refused.status_code == 422
    assert "银行账号应为12至23位数字" in words(refused)
    assert 'value="12AB"' in refused.content.decode()
    assert "<title>有错：" in refused.content.decode()
    dated = phone.post("/apply/form/supporters-0", go="next", obligor_relation="", obligor_birth_on_year="19x8")
    for said in ("请填写与被赡养", "出生日期"):
        assert said in words(dated), said
    assert 'value="19x8"' in dated.content.decode()


def test_people_are_added_changed_and_taken_away(phone: Phone, county: County) -> None:
    phone.begins()
    assert phone.post("/apply/form/people", go="add")["Location"] == "/apply/form/people-1"
    wife = {"name": "保秀英", "id_number": resident(902, "19701120"), "relation": "12"}
    assert phone.post("/apply/form/people-1", go="next", **wife)["Location"] == "/apply/form/people"
    assert phone.get("/apply/form/health-1").status_code == 200
    phone.post("/apply/form/account", go="next", holder="1", bank="农村信用社", number="6217000012345678903")
    phone.post("/apply/form/earnings-1-0", go="next", income_kind="W02", income_amount="1,200.50元", income_months="12")
    assert "1200.50元" in words(phone.get("/apply/form/earnings-1"))
    phone.post("/apply/form/people", go="remove-0")
    assert "马建国" in words(phone.get("/apply/form/people"))  # the applicant stays
    phone.post("/apply/form/people", go="remove-1")
    with scoped(SYSTEM):
        assert Draft.objects.count() == 1
    assert phone.get("/apply/form/health-1").status_code == 404
    check = words(phone.get("/apply/check"))
    assert "马建国" in check
    assert "保秀英" not in check
    assert "请填写户名" in check


def test_another_phone_goes_on_after_the_last_page_that_was_saved(
    phone: Phone, county: County, monkeypatch: Any
) -> None:
    phone.begins()
    phone.post("/apply/form/applicant", go="next", **ANSWERS["applicant"])
    phone.post("/apply/out")
    assert phone.get("/apply/form")["Location"] == "/apply/resume"
    second = Phone(monkeypatch)
    second.at(MONDAY + timedelta(days=2))
    asked = second.post("/apply/resume", phone=MOBILE)
    assert second.post("/apply/resume/code", phone=MOBILE, code=code_on(asked))["Location"] == "/apply/mine"
    with scoped(SYSTEM):
        number = Draft.objects.get().pk
    assert second.post("/apply/mine", number=str(number))["Location"] == "/apply/form"
    assert second.get("/apply/form")["Location"] == "/apply/form/family"
    assert second.post("/apply/mine", number=str(number + 1)).status_code == 404


def test_after_two_hours_the_code_is_asked_for_again_and_the_page_is_not_lost_silently(
    phone: Phone, county: County
) -> None:
    phone.begins()
    phone.at(MONDAY + timedelta(hours=3))
    late = phone.post("/apply/form/applicant", go="next", **ANSWERS["applicant"])
    assert late.status_code == 401
    assert "这一页没有保存" in words(late)
    assert phone.get("/apply/check")["Location"] == "/apply/resume"


def test_whether_somebody_is_registered_is_not_told(phone: Phone, county: County) -> None:
    register(county, phone=OTHER)
    pages = set()
    for number in (resident(901), resident(777)):
        asked = phone.post(START, **{**WHO, "id_number": number, "go": "next"})
        pages.add(re.sub(rf"{number}|>\d{{6}}<|value=\"[^\"]*\"", "", asked.content.decode()))
    assert len(pages) == 1
    none = phone.post("/apply/resume", phone="13900001111")
    assert "这个手机号填过申请的，验证码已经发出" in words(none)


def test_a_wrong_start_is_said_in_words(phone: Phone, county: County) -> None:
    refused = phone.post(START, **{**WHO, "name": "", "id_number": "53019919680504901X", "phone": "12", "go": "next"})
    assert refused.status_code == 422
    for said in ("姓名", "11位手机号码", "校验"):
        assert said in words(refused), said
    assert "请先选乡镇" in words(phone.post(START, go="next"))
    assert "请选村" in words(phone.post(START, **{**WHO, "village": "530103001001", "go": "next"}))
    assert phone.get("/apply/minimum_living_allowance.stop").status_code == 404
    assert phone.get("/apply/nothing.application").status_code == 404


def test_it_can_be_deleted(phone: Phone, county: County) -> None:
    phone.begins()
    assert phone.post("/apply/drop")["Location"] == "/"
    with scoped(SYSTEM):
        assert not Draft.objects.exists()
    assert phone.get("/apply/check")["Location"] == "/apply/resume"


__all__ = ["county"]
