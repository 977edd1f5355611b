"""Telling the office something without an account: it becomes a case, once, and whoever sent it is never asked who they are."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.database.sealed_values import open_json
from minzheng.surfaces.portal import reporting
from tests.engine.cases.conftest import MONDAY, County, county

FOUND, COMPLAINT = "/tell/active_discovery.report", "/tell/complaint.complaint"
PLACE = {"township": "530129001000", "village": "530129001001"}
TOLD = {**PLACE, "who": "村头独居的保老人", "what": "三天没有开火", "urgent": "yes", "reporter": "", "phone": ""}


@pytest.fixture
def visitor(county: County, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(reporting, "now", lambda: MONDAY)
    return Client()


def words(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def cases() -> list[Case]:
    with scoped(SYSTEM):
        return list(Case.objects.order_by("pk"))


def test_a_neighbour_tells_of_a_family_and_somebody_must_go_there(visitor: Client) -> None:
    assert "选好乡镇，再选村" in words(visitor.get(FOUND))
    assert "发现的是谁" in words(visitor.post(FOUND, {**PLACE, "village": "", "go": "township"}))
    answer = visitor.post(FOUND, TOLD)
    assert answer.status_code == 200
    assert "三个工作日内上门" in words(answer)
    (case,) = cases()
    assert case.number in words(answer)
    assert (case.state, case.waits_for, case.division_id, case.person_id) == (
        "TO_VISIT",
        "township_clerk",
        530129001001,
        None,
    )
    with scoped(SYSTEM):
        (record,) = case.records.all()
        assert open_json(Sealed.RECORD, record.pk, record.content) == {
            "found_on": "2026-08-03", "who": TOLD["who"], "what": TOLD["what"], "urgent": True,
        }  # fmt: skip
        assert {move.name for move in case.log.all()} == {"群众（网上）"}


def test_a_complaint_waits_for_the_hotline_and_no_township_sees_it(visitor: Client, county: County) -> None:
    answer = visitor.post(COMPLAINT, {"target": "某村干部", "what": "给亲戚办低保", "reporter": "沙忠", "phone": ""})
    assert "十五个工作日内有答复" in words(answer)
    (case,) = cases()
    assert (case.state, case.waits_for, case.division_id) == ("RECEIVED", "hotline", 530129000000)
    assert "沙忠" not in words(answer)
    county.do(case, "register", "hotline", MONDAY + timedelta(hours=2))


def test_sent_twice_it_is_taken_once(visitor: Client) -> None:
    key = str(uuid4())
    first, second = (visitor.post(FOUND, {**TOLD, "key": key}) for _ in range(2))
    assert len(cases()) == 1
    assert words(first) == words(second)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"village": ""}, "请选是哪个村"),
        ({"village": "530129103201"}, "请选是哪个村"),
        ({"what": ""}, "请填写困难情形"),
        ({"urgent": "perhaps"}, "应填是或否"),
        ({"who": "长" * 2_001}, "最多写2000个字"),
    ],
)
def test_what_is_missing_is_named_and_nothing_typed_is_lost(change: dict[str, str], says: str, visitor: Client) -> None:
    answer = visitor.post(FOUND, {**TOLD, "reporter": "沙忠", **change})
    assert answer.status_code == 422
    assert says in words(answer)
    assert 'value="沙忠"' in answer.content.decode() or "village" in change
    assert cases() == []


def test_one_address_tells_five_things_an_hour(visitor: Client) -> None:
    for _ in range(5):
        assert visitor.post(FOUND, TOLD).status_code == 200
    refused = visitor.post(FOUND, TOLD)
    assert refused.status_code == 422
    assert "次数太多" in words(refused)
    assert len(cases()) == 5
    assert visitor.post(FOUND, TOLD, REMOTE_ADDR="203.0.113.9").status_code == 200


@pytest.mark.parametrize("path", ["/tell/minimum_living_allowance.application", "/tell/x", "/tell/active_discovery"])
def test_only_what_is_open_to_anybody_is_told_here(path: str, visitor: Client) -> None:
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, TOLD).status_code == 404


def test_both_stand_on_the_first_page(demo: Client) -> None:
    page = demo.get("/").content.decode()
    assert FOUND in page
    assert COMPLAINT in page


__all__ = ["county"]
