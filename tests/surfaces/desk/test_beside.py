"""Beside the flow: letters reach people, a colleague takes over, a limit is extended, what follows is opened."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases.finding import cases_of
from minzheng.engine.cases.models import Case
from minzheng.engine.notices.models import Letter
from minzheng.engine.notices.queries import letters_about, served_on
from tests.engine.cases.conftest import MONDAY, SOCIAL, TOWNSHIP, family
from tests.kernel.test_pictures import photograph
from tests.surfaces.desk.conftest import Desk

LATER = MONDAY + timedelta(days=16)


@pytest.fixture
def granted(desk: Desk) -> Case:
    case = desk.county.reviewed(family())
    desk.county.do(case, "confirm", "head", MONDAY + timedelta(days=15), places=("村务公开栏",))
    desk.at(LATER)
    return desk.county.seen(case)


def _letter(case: Case) -> Letter:
    with scoped(SYSTEM):
        return letters_about(Subject("case", case.pk))[-1]


def _delivery(letter: Letter, **fields: Any) -> dict[str, Any]:
    stated = {"way": "IN_PERSON", "on": "2026-08-18", "served": "yes", "receiver": "马建国", "note": ""}
    return {f"{name}-{letter.pk}": value for name, value in {**stated, **fields}.items()}


def _deliver(desk: Desk, post: str, case: Case, **fields: Any) -> Any:
    letter = _letter(case)
    path = f"/desk/cases/{case.number}/letters/{letter.pk}/deliveries"
    return desk.post(post, path, **_delivery(letter, **fields))


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def test_a_letter_that_was_handed_over_is_said_to_be_and_the_clocks_of_appeal_run(desk: Desk, granted: Case) -> None:
    more = f"/desk/cases/{granted.number}/more"
    assert "待送达" in text(desk.get("clerk", more))
    done = _deliver(desk, "clerk", granted)
    assert (done.status_code, done["Location"]) == (302, more)
    with scoped(SYSTEM):
        assert served_on(_letter(granted)) == date(2026, 8, 18)
    assert "已送达2026-08-18" in text(desk.get("clerk", more))
    assert "已经送达" in text(_deliver(desk, "clerk", granted))


def test_who_did_not_take_it_is_written_down_and_it_may_be_tried_again(desk: Desk, granted: Case) -> None:
    _deliver(desk, "village", granted, served="no", receiver="", note="家里没人")
    assert "家里没人" in text(desk.get("clerk", f"/desk/cases/{granted.number}/more"))
    picture = SimpleUploadedFile("回证.jpg", photograph(), content_type="image/jpeg")
    assert _deliver(desk, "village", granted, receiver="", receipt=picture).status_code == 302
    page = desk.get("clerk", f"/desk/cases/{granted.number}/").content.decode()
    assert "送达回证" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"receiver": ""}, "没有签收人，也没有回证"), ({"on": "2026-13-01"}, "送达日期不对"), ({"on": "2026-12-31"}, "送达日期应在"),
     ({"way": "PIGEON"}, "没有选择送达方式")],
)  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_typed_comes_back(
    fields: dict[str, str], sentence: str, desk: Desk, granted: Case
) -> None:
    refused = _deliver(desk, "clerk", granted, **{"note": "见证人李四", **fields})
    assert refused.status_code == 422
    assert sentence in text(refused)
    assert "见证人李四" in refused.content.decode()


def test_a_letter_of_another_case_is_none_of_this(desk: Desk, granted: Case) -> None:
    path = f"/desk/cases/{granted.number}/letters/999999/deliveries"
    fields = {
        f"{name}-999999": value for name, value in {"way": "IN_PERSON", "on": "2026-08-18", "served": "yes"}.items()
    }
    assert "没有这份文书" in text(desk.post("clerk", path, **fields))


def test_a_form_that_lost_its_key_opens_nothing(desk: Desk, granted: Case) -> None:
    refused = desk.post("clerk", f"/desk/cases/{granted.number}/follow-ups", procedure="minimum_living_allowance.stop")
    assert refused.status_code == 422
    assert "页面内容不完整" in text(refused)


def test_a_colleague_of_the_place_takes_over_and_nobody_else_is_offered(desk: Desk) -> None:
    case = desk.county.accepted()
    desk.county.bureau.join("毕文华", "second", Role.TOWNSHIP_CLERK, TOWNSHIP, SOCIAL)
    page = desk.get("clerk", f"/desk/cases/{case.number}/more").content.decode()
    offered = dict(re.findall(r'<option value="(\d+)">([^（<]+)', page))
    assert "毕文华" in offered.values()
    assert "毕小山" not in offered.values()  # of another township
    second = next(key for key, name in offered.items() if name == "毕文华")
    assert desk.post("clerk", f"/desk/cases/{case.number}/handler", officer="").status_code == 422
    given = desk.post("clerk", f"/desk/cases/{case.number}/handler", officer=second, handing="回避")
    assert given.status_code == 302
    assert desk.county.seen(case).handler == int(second)
    assert "交给同事" not in text(desk.get("hotline", f"/desk/cases/{case.number}/more"))


def test_whoever_leads_extends_once_with_a_reason_and_the_family_is_told(desk: Desk) -> None:
    case = desk.county.accepted()
    path = f"/desk/cases/{case.number}/extension"
    assert "延长并告知" not in text(desk.get("clerk", f"/desk/cases/{case.number}/more"))
    assert "没有写明延长期限的理由" in text(desk.post("lead", path, extending=" "))
    assert desk.post("lead", path, extending="需要到省外核实").status_code == 302
    assert desk.county.seen(case).extended
    assert _letter(case).template == "extension"
    assert "已经延长过一次" in text(desk.post("lead", path, extending="再延"))


def test_what_follows_from_a_case_starts_with_what_the_family_said_last(desk: Desk, granted: Case) -> None:
    path = f"/desk/cases/{granted.number}/follow-ups"
    page = desk.get("clerk", f"/desk/cases/{granted.number}/more").content.decode()
    assert "最低生活保障变更报告" in page
    assert "最低生活保障定期核查" in page
    key = str(uuid4())
    opened = desk.post("clerk", path, procedure="minimum_living_allowance.change_report", key=key)
    assert opened.status_code == 302
    assert desk.post("clerk", path, procedure="minimum_living_allowance.change_report", key=key)["Location"] == opened["Location"]  # fmt: skip
    form = desk.get("clerk", f"{opened['Location']}form").content.decode()
    assert 'value="马建国"' in form
    assert "带出了上次申报的内容" in form
    with scoped(SYSTEM):
        new = Case.objects.get(related=granted)
    assert (new.household_id, new.person_id) == (granted.household_id, granted.person_id)
    assert new.number in desk.get("clerk", f"/desk/cases/{granted.number}/more").content.decode()
    assert granted.number in desk.get("clerk", f"/desk/cases/{new.number}/more").content.decode()


def test_a_review_of_the_township_is_worked_from_the_case_it_follows(desk: Desk, granted: Case) -> None:
    opened = desk.post(
        "clerk", f"/desk/cases/{granted.number}/follow-ups", procedure="minimum_living_allowance.periodic_review", key=str(uuid4()),
    )  # fmt: skip
    with scoped(SYSTEM):
        review = Case.objects.get(related=granted)
    assert opened["Location"] == f"/desk/cases/{review.number}/"
    assert desk.step(review, "start", "clerk").status_code == 302
    assert desk.county.seen(review).state == "CHECKING"


def test_a_family_does_not_see_what_somebody_complains_of_it(desk: Desk, granted: Case) -> None:
    path = f"/desk/cases/{granted.number}/follow-ups"
    assert desk.post("hotline", path, procedure="complaint.complaint", key=str(uuid4())).status_code == 302
    with scoped(SYSTEM):
        complaint = Case.objects.get(related=granted)
    assert (complaint.household_id, complaint.person_id) == (None, None)
    family_ = Actor(kind=ActorKind.RESIDENT, person=granted.person_id, name="马建国")
    with scoped(family_):
        assert list(cases_of(family_)) == [granted]


@pytest.mark.parametrize("code", ["service_review.follow_up", "no.such", "complaint.complaint"])
def test_what_is_not_theirs_to_open_is_refused(code: str, desk: Desk, granted: Case) -> None:
    refused = desk.post("clerk", f"/desk/cases/{granted.number}/follow-ups", procedure=code, key=str(uuid4()))
    assert refused.status_code == 422
    assert "不能另行登记这一项" in text(refused)


def test_a_change_of_what_was_not_given_yet_is_not_offered(desk: Desk) -> None:
    case = desk.county.accepted()
    assert "变更报告" not in text(desk.get("clerk", f"/desk/cases/{case.number}/more"))


def test_what_was_told_by_telephone_is_entered_at_the_desk(desk: Desk) -> None:
    opened = desk.post(
        "hotline", "/desk/new", procedure="complaint.complaint", village="530129001001", channel="WINDOW", key=str(uuid4())
    )  # fmt: skip
    assert opened.status_code == 302
    said = {"source": "HOTLINE", "received_on": "2026-08-03", "target": "羊街镇", "what": "迟迟不来入户"}
    assert desk.post("hotline", f"{opened['Location']}records/complaint", **said).status_code == 302
    with scoped(SYSTEM):
        case = Case.objects.get(procedure="complaint.complaint")
    assert desk.step(case, "register", "hotline").status_code == 302
    assert desk.county.seen(case).state == "CHECKING"
