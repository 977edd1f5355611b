"""Papers through the interface: a file is the whole body, kept as pictures; whose case it is not sees nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from minzheng.engine.access.scopes import Scope
from minzheng.engine.audit.models import Event
from minzheng.kernel.pictures import LARGEST_FILE
from tests.kernel.test_pictures import SECRET, located
from tests.surfaces.api.conftest import Api, api, county
from tests.surfaces.api.test_application import investigated

TITLE = quote("身份证、户口簿")


def hand_in(api: Api, number: str, content: bytes, who: str = "clerk", title: str = TITLE) -> Any:
    return api.call(who, "POST", f"cases/{number}/materials?title={title}", raw=content)


def test_a_paper_is_handed_in_listed_and_looked_at(api: Api) -> None:
    number = investigated(api)
    answer = hand_in(api, number, located())
    assert answer.status_code == 201, answer.content.decode()
    (page,) = answer.json()
    assert api.done("clerk", "GET", f"cases/{number}/materials") == [page]
    shown = api.call("clerk", "GET", f"cases/{number}/materials/{page['id']}")
    assert shown["Content-Type"] == "image/jpeg"
    assert SECRET not in shown.content
    assert Event.objects.filter(action="cases.view_material").count() == 1
    assert hand_in(api, number, located()).json() == [page]


@pytest.mark.parametrize(
    ("content", "title", "says"),
    [
        (b"", TITLE, "空的"),
        (b"<svg/>", TITLE, "不是照片"),
        (b"x" * (LARGEST_FILE + 1), TITLE, "太大"),
        (b"x", quote("诗"), "是什么材料"),
    ],
    ids=["empty", "svg", "large", "title"],
)
def test_what_is_no_paper_gets_a_sentence(content: bytes, title: str, says: str, api: Api) -> None:
    answer = hand_in(api, investigated(api), content, title=title)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_who_does_not_answer_for_it_hands_in_and_sees_nothing(api: Api) -> None:
    number = investigated(api)
    assert hand_in(api, number, located(), who="stranger").status_code == 404
    (page,) = hand_in(api, number, located()).json()
    assert api.call("stranger", "GET", f"cases/{number}/materials/{page['id']}").status_code == 404
    assert api.call("clerk", "GET", f"cases/{number}/materials/{page['id'] + 1}").status_code == 404


def test_a_program_that_may_only_read_hands_nothing_in(api: Api) -> None:
    number = investigated(api)
    api.program("监督平台", Scope.READ)
    assert hand_in(api, number, located(), who="监督平台").status_code == 403


__all__ = ["api", "county"]
