"""Notices on the page of a case: the sheet for the board, photographs, objections, taking down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.engine.cases import actions
from minzheng.engine.cases.models import Case
from minzheng.engine.notices.models import PublicNotice
from tests.engine.cases.conftest import MONDAY
from tests.kernel.test_pictures import photograph
from tests.surfaces.desk.conftest import Desk, county

POSTED = MONDAY + timedelta(days=3)


@pytest.fixture
def hung(desk: Desk) -> tuple[Case, int]:
    case = desk.county.investigated()
    desk.county.do(case, "propose", "lead", POSTED, places=("村务公开栏",))
    desk.at(POSTED)
    return case, PublicNotice.objects.get().pk


def page(desk: Desk, case: Case, post: str = "clerk") -> str:
    return desk.get(post, f"/desk/cases/{case.number}/").content.decode()


def test_the_sheet_for_the_board_is_a_pdf_for_whoever_answers_for_the_village(
    desk: Desk, hung: tuple[Case, int]
) -> None:
    case, notice = hung
    address = f"/desk/cases/{case.number}/notices/{notice}/sheet.pdf"
    assert address in page(desk, case)
    answer = desk.get("clerk", address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert desk.get("stranger", address).status_code == 404
    assert desk.get("clerk", address.replace(str(notice), str(notice + 1))).status_code == 404


def test_an_objection_is_read_and_settled_on_the_page(desk: Desk, hung: tuple[Case, int]) -> None:
    case, notice = hung
    objection = actions.object_to_notice(notice, text="他家有<b>车</b>", objector="沙忠", origin="x", at=POSTED)
    text = page(desk, case)
    for words in ("有异议待处理", "他家有&lt;b&gt;车&lt;/b&gt;", "沙忠", "写处理结论"):
        assert words in text
    assert "写处理结论" not in page(desk, case, "lead").replace("写处理结论", "", 1)
    address = f"/desk/cases/{case.number}/objections/{objection.pk}"
    conclusion = {f"conclusion-{objection.pk}": "车是借的，车主已到场说明"}
    refused = desk.post("clerk", address, **conclusion)
    assert refused.status_code == 422
    assert "没有选择异议是否成立" in refused.content.decode()
    assert "车是借的，车主已到场说明" in refused.content.decode()
    assert desk.post("clerk", address, **conclusion, **{f"result-{objection.pk}": "NOT_UPHELD"}).status_code == 302
    text = page(desk, case)
    assert "异议不成立" in text
    assert "处理结论：车是借的，车主已到场说明" in text


def test_a_photograph_of_the_board_is_kept_among_the_papers(desk: Desk, hung: tuple[Case, int]) -> None:
    case, notice = hung
    address = f"/desk/cases/{case.number}/notices/{notice}/photographs"
    sent = {f"place-{notice}": "村务公开栏", f"files-{notice}": [SimpleUploadedFile("a.jpg", photograph())]}
    assert desk.post("village", address, **sent).status_code == 302
    assert "照片：村务公开栏" in page(desk, case, "village")
    again = desk.post(
        "village", address, **{f"place-{notice}": "村口", f"files-{notice}": [SimpleUploadedFile("a.txt", b"x")]}
    )
    assert again.status_code == 422
    assert "不是照片" in again.content.decode()
    assert 'value="村口"' in again.content.decode()


def test_a_lead_takes_a_notice_down_with_a_reason(desk: Desk, hung: tuple[Case, int]) -> None:
    case, notice = hung
    address = f"/desk/cases/{case.number}/notices/{notice}/down"
    assert "为什么撤下" not in page(desk, case)
    assert desk.post("lead", address, **{f"reason-{notice}": ""}).status_code == 422
    assert desk.post("lead", address, **{f"reason-{notice}": "人数写错了"}).status_code == 302
    assert "提前撤下" in page(desk, case, "lead")


__all__ = ["county"]
