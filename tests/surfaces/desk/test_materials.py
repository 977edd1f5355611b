"""Papers on the desk: uploaded as files, shown as pictures, struck out; whatever is sent gets a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases import actions
from minzheng.engine.cases.models import Case
from minzheng.kernel.pictures import LARGEST_FILE
from tests.engine.cases.conftest import MONDAY
from tests.kernel.test_pictures import SECRET, located, photograph
from tests.surfaces.desk.conftest import Desk, county, desk

TITLE = "身份证、户口簿"


def sent(desk: Desk, case: Case, *contents: bytes, post: str = "clerk", name: str = "a.jpg") -> Any:
    files = [SimpleUploadedFile(name, each) for each in contents]
    return desk.post(post, f"/desk/cases/{case.number}/materials", title=TITLE, files=files)


def page(desk: Desk, case: Case) -> str:
    return desk.get("clerk", f"/desk/cases/{case.number}/").content.decode()


def material(desk: Desk, case: Case) -> str:
    from re import search

    found = search(rf"/desk/cases/{case.number}/materials/(\d+)\"", page(desk, case))
    assert found is not None
    return found[0].rstrip('"')


def test_a_clerk_adds_a_photograph_and_looks_at_it(desk: Desk) -> None:
    case = desk.county.accepted()
    assert "还没有材料" in page(desk, case)
    assert sent(desk, case, located()).status_code == 302
    answer = desk.get("clerk", material(desk, case))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert SECRET not in answer.content


def test_the_name_of_who_handed_it_in_is_masked_where_it_is_the_familys(desk: Desk) -> None:
    case = desk.county.accepted()
    by = Actor(kind=ActorKind.RESIDENT, person=desk.county.seen(case).person_id, name="马建国")
    with scoped(by):
        actions.add_materials(case=case.number, title=TITLE, files=[photograph()], by=by, at=MONDAY)
        actions.act(case=case.number, step="withdraw", by=by, at=MONDAY)
    assert "马建国" not in page(desk, case)


def test_who_has_it_not_on_the_desk_is_asked_what_for(desk: Desk) -> None:
    case = desk.county.accepted()
    sent(desk, case, photograph())
    path = material(desk, case)
    assert desk.get("head", path).status_code == 403
    assert desk.post("head", path, purpose="信访件查办")["Content-Type"] == "image/jpeg"
    assert desk.get("stranger", path).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.svg", b"<svg onload=alert(1)>", "不是照片"),
        ("照片.jpg.exe", b"MZ\x90", "不是照片"),
        ("../../etc/passwd", b"", "空的"),
        ("large.jpg", b"\xff\xd8" + b"\0" * LARGEST_FILE, "太大"),
    ],
)
def test_what_is_no_paper_gets_a_sentence(name: str, content: bytes, says: str, desk: Desk) -> None:
    case = desk.county.accepted()
    answer = sent(desk, case, content, name=name)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_nothing_chosen_gets_a_sentence(desk: Desk) -> None:
    case = desk.county.accepted()
    answer = desk.post("clerk", f"/desk/cases/{case.number}/materials", title=TITLE)
    assert answer.status_code == 422
    assert "1至10个文件" in answer.content.decode()


def test_a_body_larger_than_all_that_may_be_sent_is_refused_before_it_is_read(desk: Desk) -> None:
    case = desk.county.accepted()
    answer = desk.client.generic(
        "POST", f"/desk/cases/{case.number}/materials", b"", content_type="multipart/form-data; boundary=x",
        headers={"X-Officer": "clerk"}, CONTENT_LENGTH=str(61 << 20),
    )  # fmt: skip
    assert answer.status_code == 413
    assert "最多 60 MB" in answer.content.decode()


def test_what_does_not_belong_there_is_struck_out(desk: Desk) -> None:
    case = desk.county.accepted()
    sent(desk, case, photograph())
    path = material(desk, case)
    assert desk.post("clerk", f"{path}/strike").status_code == 302
    assert "还没有材料" in page(desk, case)
    assert desk.get("clerk", path).status_code == 404
    again = desk.post("clerk", f"{path}/strike")
    assert again.status_code == 422
    assert "没有这页材料" in again.content.decode()


__all__ = ["county", "desk"]
