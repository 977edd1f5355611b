"""近亲属备案 at the desk: entered by oneself or by who keeps the register, read masked, and it stops whoever it concerns."""

from __future__ import annotations

import re
from typing import Any

import pytest

from minzheng.engine.access.models import OfficerRelative
from minzheng.engine.audit.models import Event
from tests.engine.cases.conftest import family, resident
from tests.surfaces.desk.conftest import Desk

PATH = "/desk/relatives"


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def _declare(desk: Desk, post: str, **fields: str) -> Any:
    return desk.post(post, PATH, **{"name": "马建国", "id_number": resident(901), "relation": "73", **fields})


def test_ones_own_relative_is_entered_and_shown_in_full_to_oneself_alone(desk: Desk) -> None:
    assert _declare(desk, "clerk").status_code == 302
    assert "马建国" in text(desk.get("clerk", PATH))
    assert resident(901) not in desk.get("clerk", PATH).content.decode()
    assert "马建国" not in text(desk.get("village", PATH))
    register = text(desk.get("county", PATH))
    assert "马**" in register
    assert "马建国" not in register
    assert Event.objects.filter(action="access.view_relatives").exists()


def test_whoever_keeps_the_register_enters_that_of_a_colleague(desk: Desk) -> None:
    clerk = desk.county.actors["clerk"].person
    assert _declare(desk, "county", officer=str(clerk)).status_code == 302
    assert OfficerRelative.objects.get().officer_id == clerk
    assert "比对发现" in text(desk.get("county", PATH))
    desk.post("village", PATH, name="李四", id_number=resident(950), relation="12", officer=str(clerk))
    assert OfficerRelative.objects.latest("pk").officer_id == desk.county.actors["village"].person


def test_a_case_of_a_relative_is_listed_and_its_officer_may_not_work_it(desk: Desk) -> None:
    _declare(desk, "clerk")
    case = desk.county.accepted(family())
    assert desk.county.seen(case).near_relative
    assert case.number in desk.get("county", "/desk/?show=relatives").content.decode()
    other = desk.county.accepted(family(serial=970))
    assert other.number not in desk.get("county", "/desk/?show=relatives").content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"id_number": "530199"}, "身份证号不正确"), ({"relation": ""}, "请选择亲属关系"), ({"relation": "01"}, "请选择亲属关系"), ({"name": ""}, "姓名")],
)  # fmt: skip
def test_what_cannot_be_entered_gets_a_sentence_and_stays_typed(fields: dict[str, str], sentence: str, desk: Desk) -> None:  # fmt: skip
    refused = _declare(desk, "clerk", **fields)
    assert refused.status_code == 422
    assert sentence in text(refused)
    if "name" not in fields:
        assert 'value="马建国"' in refused.content.decode()
    assert not OfficerRelative.objects.exists()


def test_nobody_is_no_officer(desk: Desk) -> None:
    assert "没有选择是谁的亲属" in text(_declare(desk, "county", officer="999999999"))
    assert "没有选择是谁的亲属" in text(_declare(desk, "county", officer="某人"))


def test_the_same_relative_is_entered_once(desk: Desk) -> None:
    _declare(desk, "clerk")
    assert "已经备案" in text(_declare(desk, "clerk"))
