"""Filing for a family: the whole form on one page, saved as often as one likes; what is wrong stands beside its input."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.catalogue.form_files import form_of
from minzheng.engine.catalogue.forms import Form, Kind
from minzheng.engine.database.sealed_values import open_json
from minzheng.surfaces.filling import places
from minzheng.surfaces.filling.reading import prefix_of
from minzheng.surfaces.filling.screens import screens
from tests.engine.cases.conftest import SOCIAL, VILLAGE
from tests.engine.cases.test_drafting import CODE, answered
from tests.surfaces.desk.conftest import Desk, county


def the_form() -> Form:
    form = form_of(newest(SOCIAL, CODE))
    assert form is not None
    return form


def as_sent(answers: Mapping[str, Any]) -> dict[str, str]:
    """What a browser sends for a page on which all of this is filled in."""
    sent: dict[str, str] = {}
    for screen in screens(the_form(), answers):
        values = places.at(answers, screen.place)
        for asked in () if screen.is_list or not isinstance(values, Mapping) else screen.questions:
            name, value = prefix_of(screen) + asked.name, values.get(asked.name)
            if value is None:
                continue
            if asked.kind is Kind.DATE:
                sent |= dict(zip((f"{name}_year", f"{name}_month", f"{name}_day"), str(value).split("-"), strict=True))
            else:
                sent[name] = (
                    {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
                )
    return sent


def opened(desk: Desk, post: str = "clerk", **more: str) -> Any:
    given = {"procedure": CODE, "village": f"{VILLAGE:012d}", "channel": "WINDOW", "key": str(uuid4()), **more}
    return desk.post(post, "/desk/new", **given)


def a_case(desk: Desk) -> Case:
    assert opened(desk).status_code == 302
    with scoped(SYSTEM):
        return Case.objects.latest("pk")


def kept(case: Case) -> Any:
    with scoped(SYSTEM):
        row = Case.objects.get(pk=case.pk)
        return open_json(Sealed.ANSWERS, row.pk, row.answers)


def send(desk: Desk, case: Case, sent: Mapping[str, str], go: str = "save", post: str = "clerk", more: str = "") -> Any:
    return desk.post(post, f"/desk/cases/{case.number}/form", **sent, go=go, more=more, key=str(uuid4()))


def words(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_clerk_chooses_what_and_where_and_a_case_is_opened_once(desk: Desk) -> None:
    assert 'href="/desk/new"' in desk.get("clerk", "/desk/").content.decode()
    page = desk.get("clerk", "/desk/new").content.decode()
    assert f'value="{VILLAGE:012d}"' in page
    assert 'value="530129103201"' not in page
    assert "最低生活保障变更报告" not in page
    key = str(uuid4())
    answers = [opened(desk, key=key) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {answers[0]["Location"]}
    with scoped(SYSTEM):
        (case,) = Case.objects.all()
    assert (case.state, case.channel, case.division_id) == ("DRAFT", 1, VILLAGE)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"procedure": ""}, "请选择要登记的事项"),
        ({"village": "530129103201"}, "请选择村"),
        ({"procedure": "x.y"}, "请选择要登记的事项"),
    ],
)
def test_a_choice_that_is_none_gets_a_sentence(given: dict[str, str], says: str, desk: Desk) -> None:
    answer = opened(desk, **given)
    assert answer.status_code == 422
    assert says in words(answer)


@pytest.mark.parametrize("post", ["verifier", "head", "mechanism"])
def test_who_files_for_nobody_has_no_such_page(post: str, desk: Desk) -> None:
    assert desk.get(post, "/desk/new").status_code == 404
    assert "/desk/new" not in desk.get(post, "/desk/").content.decode()


def test_half_of_it_is_kept_and_gone_on_with(desk: Desk) -> None:
    case = a_case(desk)
    whole = as_sent(answered())
    part = {name: value for name, value in whole.items() if name.endswith((".name", ".address"))}
    assert send(desk, case, part).status_code == 302
    assert kept(case)["members"][0]["name"] == "马建国"
    page = desk.get("clerk", f"/desk/cases/{case.number}/form").content.decode()
    assert 'value="马建国"' in page
    assert 'value="村头第三家"' in page
    assert f'href="/desk/cases/{case.number}/form"' in desk.get("clerk", f"/desk/cases/{case.number}/").content.decode()


def test_everything_filled_in_is_submitted_with_one_press(desk: Desk) -> None:
    case = a_case(desk)
    answers = answered()
    for _ in range(3):  # a member's own parts are asked once there is the member
        last = send(desk, case, as_sent(answers), more="people")
        assert last.status_code == 302, words(last)
    answer = send(desk, case, as_sent(answers), "submit")
    assert answer.status_code == 302, words(answer)[:2000]
    assert desk.county.seen(case).state == "SUBMITTED"
    assert [each["name"] for each in kept(case)["members"]] == ["马建国", "保秀英"]
    assert send(desk, case, as_sent(answers))["Location"] == f"/desk/cases/{case.number}/"


def test_what_is_wrong_stands_beside_its_input_and_all_that_was_typed_is_there(desk: Desk) -> None:
    case = a_case(desk)
    sent = as_sent(answered())
    number = next(name for name in sent if name.endswith(".id_number"))
    answer = send(desk, case, {**sent, number: "530199000000000000"}, "submit")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'id="{number}-error"' in text
    assert 'value="530199000000000000"' in text
    assert "村头第三家" in text
    assert desk.county.seen(case).state == "DRAFT"
    assert kept(case)["contact"]["address"] == "村头第三家"


def test_a_form_that_is_not_ours_is_refused_and_what_it_said_is_kept(desk: Desk) -> None:
    assert "页面内容不完整" in words(opened(desk, key="x"))
    case = a_case(desk)
    for _ in range(2):
        send(desk, case, as_sent(answered()))
    answer = desk.post("clerk", f"/desk/cases/{case.number}/form", **as_sent(answered()), go="submit", key="x")
    assert answer.status_code == 422
    assert "页面内容不完整" in words(answer)
    assert kept(case)["contact"]["address"] == "村头第三家"


def test_a_person_and_an_income_are_added_and_taken_away(desk: Desk) -> None:
    case = a_case(desk)
    sent = as_sent(answered())
    lists = re.findall(r'value="add-([^"]+)"', desk.get("clerk", f"/desk/cases/{case.number}/form").content.decode())
    people = lists[0]
    added = send(desk, case, sent, f"add-{people}")
    assert added["Location"].endswith(f"form?add={people}#add")
    page = desk.get("clerk", added["Location"].partition("#")[0]).content.decode()
    assert page.count(f'value="remove-{people}-') == len(kept(case)["members"]) - 1  # never the applicant
    second = f"{people}-{len(kept(case)['members'])}"
    assert f'name="{second}.name"' in page
    send(desk, case, {**as_sent(kept(case)), f"{second}.name": "马小军"}, more=people)
    names = [each.get("name") for each in kept(case)["members"]]
    assert names[-1] == "马小军"
    send(desk, case, as_sent(kept(case)), f"remove-{second}")
    assert [each.get("name") for each in kept(case)["members"]] == names[:-1]
    for nobody in (f"remove-{people}-9", f"remove-{people}-0"):  # the applicant stays
        gone = send(desk, case, as_sent(kept(case)), nobody)
        assert gone.status_code == 422
        assert "没有这一项" in words(gone)


@pytest.mark.parametrize(("post", "status"), [("stranger", 404), ("lead", 403), ("village", 200)])
def test_only_who_files_it_there_sees_the_form(post: str, status: int, desk: Desk) -> None:
    case = a_case(desk)
    assert desk.get(post, f"/desk/cases/{case.number}/form").status_code == status


__all__ = ["county"]
