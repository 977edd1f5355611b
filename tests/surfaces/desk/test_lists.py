"""Many cases at once, and filters that are kept: each leaves its trace, none shows more than the page does."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client

from minzheng.engine.access.roles import Role
from minzheng.engine.audit.models import Event
from minzheng.engine.cases.actions import listing
from minzheng.engine.cases.models import SavedView
from tests.engine.cases.conftest import SOCIAL, TOWNSHIP, family
from tests.surfaces.desk.conftest import Desk


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def test_chosen_cases_are_given_to_a_colleague_and_each_says_what_came_of_it(desk: Desk) -> None:
    first, second = desk.county.accepted(), desk.county.accepted(family(serial=950))
    desk.county.bureau.join("毕文华", "second", Role.TOWNSHIP_CLERK, TOWNSHIP, SOCIAL)
    page = desk.get("clerk", "/desk/").content.decode()
    officer = next(key for key, name in re.findall(r'<option value="(\d+)">([^（<]+)', page) if name == "毕文华")
    given = desk.post("clerk", "/desk/bulk", row=[first.number, second.number, "530129001202600000"], act="give", officer=officer)  # fmt: skip
    assert "2件办成" in text(given)
    assert "1件没有办成" in text(given)
    assert "没有找到这件业务" in text(given)
    assert {desk.county.seen(case).handler for case in (first, second)} == {int(officer)}
    desk.post("clerk", "/desk/bulk", row=[first.number], act="take")
    assert desk.county.seen(first).handler == desk.county.actors["clerk"].person


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"row": [], "act": "take"}, "没有选中办件"), ({"act": "give", "officer": ""}, "没有选择交给谁"), ({"act": "burn"}, "没有选择交给谁")],
)  # fmt: skip
def test_nothing_happens_by_accident(fields: dict[str, Any], sentence: str, desk: Desk) -> None:
    case = desk.county.accepted()
    refused = desk.post("clerk", "/desk/bulk", **{"row": [case.number], **fields})
    assert refused.status_code == 422
    assert sentence in text(refused)
    assert case.number in refused.content.decode()


def test_letters_that_wait_are_printed_in_one_file_and_looking_at_them_is_recorded(desk: Desk) -> None:
    cases = [desk.county.accepted(), desk.county.accepted(family(serial=950))]
    before = Event.objects.filter(action="notices.letter.view").count()
    printed = desk.post("clerk", "/desk/bulk", row=[case.number for case in cases], act="print")
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert Event.objects.filter(action="notices.letter.view").count() == before + 2
    draft = desk.county.open(family(serial=970))
    assert "没有待送达的文书" in text(desk.post("clerk", "/desk/bulk", row=[draft.number], act="print"))


def test_one_case_that_may_not_be_opened_so_does_not_stop_the_page_that_says_so(desk: Desk) -> None:
    case = desk.county.accepted()
    refused = desk.post("head", "/desk/bulk", row=[case.number], act="print")
    assert refused.status_code == 422
    assert "查看时请写明目的" in text(refused)
    taken = desk.post("verifier", "/desk/bulk", row=[case.number], act="take")
    assert "1件没有办成" in text(taken)


def test_a_list_is_carried_away_masked_and_with_a_trace(desk: Desk) -> None:
    case = desk.county.accepted()
    refused = desk.post("clerk", "/desk/export", purpose=" ", procedure="minimum_living_allowance.application")
    assert refused.status_code == 422
    assert "没有写明导出的用途" in text(refused)
    taken = desk.post("clerk", "/desk/export", purpose="月度统计")
    sheet = openpyxl.load_workbook(io.BytesIO(taken.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0][:3] == ("受理编号", "申请人", "乡镇（街道）")
    assert rows[1][:2] == (case.number, "马**")
    assert "马建国" not in str(rows)
    event = Event.objects.get(action="cases.export")
    assert (event.purpose, event.subject_id) == ("月度统计", None)
    assert "没有符合条件" in text(desk.post("stranger", "/desk/export", purpose="月度统计"))


def test_a_long_list_is_taken_page_after_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for serial in (901, 930, 960):
        desk.county.accepted(family(serial=serial))
    monkeypatch.setattr(listing, "_PAGE", 1)
    taken = desk.post("clerk", "/desk/export", purpose="月度统计")
    sheet = openpyxl.load_workbook(io.BytesIO(taken.content)).active
    assert sheet is not None
    assert len({row[0] for row in sheet.iter_rows(min_row=3, values_only=True)}) == 3


def test_more_than_may_be_taken_at_once_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.county.accepted()
    desk.county.accepted(family(serial=950))
    monkeypatch.setattr(listing, "MOST_EXPORTED", 1)
    assert "一次最多导出1件" in text(desk.post("clerk", "/desk/export", purpose="月度统计"))


def test_a_filter_is_kept_under_a_name_for_oneself_alone(desk: Desk) -> None:
    kept = desk.post("clerk", "/desk/views", name="羊街超期", show="overdue", place="530129001")
    assert kept["Location"] == "/desk/?show=overdue&place=530129001"
    assert "羊街超期" in text(desk.get("clerk", "/desk/"))
    assert "羊街超期" not in text(desk.get("lead", "/desk/"))
    view = SavedView.objects.get()
    assert desk.post("lead", f"/desk/views/{view.pk}/drop").status_code == 302
    assert SavedView.objects.exists()
    desk.post("clerk", "/desk/views", name="羊街超期", show="mine")
    assert SavedView.objects.get().query == "show=mine"
    desk.post("clerk", f"/desk/views/{view.pk}/drop")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "长" * 21, "甲\0乙"])
def test_a_name_that_cannot_be_kept_gets_a_sentence(name: str, desk: Desk) -> None:
    refused = desk.post("clerk", "/desk/views", name=name, show="mine")
    assert refused.status_code == 422
    assert "视图名称应为" in text(refused)


def test_nobody_keeps_more_than_a_dozen(desk: Desk) -> None:
    for number in range(listing.MOST_VIEWS):
        desk.post("clerk", "/desk/views", name=f"视图{number}", show="mine")
    assert "最多保存12个视图" in text(desk.post("clerk", "/desk/views", name="再一个", show="mine"))


def test_the_session_goes_on_for_who_says_that_they_are_there(desk: Desk) -> None:
    assert desk.post("clerk", "/desk/here").status_code == 204
    assert desk.post("", "/desk/here").status_code == 401


@pytest.mark.django_db
def test_what_was_written_comes_back_when_the_session_is_over() -> None:
    said = {"reason": "入户两次，家中无人", "password": "hunter2-hunter2", "code": "123456"}
    answer = Client().post("/desk/cases/1/steps/propose", said)
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "入户两次，家中无人" in page
    assert "hunter2" not in page
    assert "123456" not in page
    assert "<script" not in Client().post("/desk/bulk", {"reason": "甲<script>"}).content.decode()


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 18, "-1", "１２", "1.5"])
def test_a_number_that_is_nobodys_does_no_harm(number: str, desk: Desk) -> None:
    case = desk.county.accepted()
    answers = [
        desk.post("clerk", "/desk/bulk", row=[case.number], act="give", officer=number),
        desk.post("clerk", f"/desk/cases/{case.number}/handler", officer=number),
        desk.post("county", "/desk/funds/open", township=number, ceiling="1"),
        desk.post("county", "/desk/relatives", officer=number, name="马建国", id_number="1", relation="12"),
        desk.get("clerk", f"/desk/?place={number}"),
    ]
    assert {answer.status_code for answer in answers} <= {200, 400, 403, 422}
    for path in (f"/desk/views/{'9' * 30}/drop", f"/desk/funds/{'9' * 30}/refill"):
        assert desk.post("county", path).status_code in {302, 403, 404, 422}
    assert desk.county.seen(case).handler == desk.county.actors["clerk"].person
