"""网上来件 at the desk: seen where it belongs, taken once somebody made sure, or given back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from minzheng.engine.audit.models import Event
from minzheng.engine.cases import actions
from minzheng.engine.cases.actions import Begun
from tests.engine.cases.conftest import MONDAY, resident
from tests.engine.cases.test_drafting import handed_in
from tests.surfaces.desk.conftest import Desk


@pytest.fixture
def draft(desk: Desk) -> Begun:
    desk.at(MONDAY + timedelta(hours=1))
    return handed_in()


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def test_it_stands_in_the_list_masked_and_whole_on_its_page_which_leaves_a_trace(desk: Desk, draft: Begun) -> None:
    listed = words(desk.get("village", "/desk/incoming"))
    assert "马**" in listed
    assert "马建国" not in listed
    assert "网上来件1件待办" in words(desk.get("clerk", "/desk/"))
    page = words(desk.get("village", f"/desk/incoming/{draft.number}"))
    for said in ("马建国", resident(901), "农村信用社", "核对身份"):
        assert said in page, said
    assert Event.objects.filter(action="cases.view_draft", subject_id=draft.number).count() == 1


def test_it_is_taken_once_somebody_made_sure(desk: Desk, draft: Begun) -> None:
    path = f"/desk/incoming/{draft.number}"
    refused = desk.post("clerk", f"{path}/receive")
    assert refused.status_code == 422
    assert "请先核对申请人身份" in words(refused)
    taken = desk.post("clerk", f"{path}/receive", sure="yes")
    assert taken.status_code == 302
    assert "待受理" in words(desk.get("clerk", taken["Location"]))
    assert desk.post("clerk", f"{path}/receive", sure="yes").status_code == 404
    assert actions.read_draft(draft.number).case in taken["Location"]


def test_it_is_given_back_with_a_reason(desk: Desk, draft: Begun) -> None:
    path = f"/desk/incoming/{draft.number}"
    assert "请写明为什么退回" in words(desk.post("clerk", f"{path}/send-back", reason=""))
    assert desk.post("clerk", f"{path}/send-back", reason="电话打不通").status_code == 302
    assert "没有等着核对的网上来件" in words(desk.get("clerk", "/desk/incoming"))
    assert actions.read_draft(draft.number).sent_back == "电话打不通"


@pytest.mark.parametrize("post", ["stranger", "county", "hotline"])
def test_whom_it_does_not_concern_sees_nothing_of_it(desk: Desk, draft: Begun, post: str) -> None:
    path = f"/desk/incoming/{draft.number}"
    assert "没有等着核对的网上来件" in words(desk.get(post, "/desk/incoming"))
    for answer in (desk.get(post, path), desk.post(post, f"{path}/receive", sure="yes"), desk.post(post, f"{path}/send-back", reason="不对")):  # fmt: skip
        assert answer.status_code in {403, 404}
        assert "马" not in words(answer).replace("马晓燕", "")
    assert actions.read_draft(draft.number).waits
