"""审计记录 at the desk: complete for the audit administrator, of their divisions for inspectors, nothing for anybody else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import minzheng
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import Outcome
from minzheng.surfaces.desk.audit_words import WORDS, words_of
from tests.engine.cases.conftest import MONDAY, SOCIAL
from tests.surfaces.desk.conftest import _ACTORS, Desk

PATH = "/desk/audit"


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


@pytest.fixture
def watched(desk: Desk) -> Desk:
    bureau = desk.county.bureau
    bureau.join("马会琼", "auditing", Role.AUDIT_ADMINISTRATOR, "", ALL_SERVICES)
    bureau.join("段文清", "inspector", Role.AUDITOR, "530129001", SOCIAL)
    bureau.join("毕文清", "elsewhere", Role.AUDITOR, "530129103", SOCIAL)
    for name in ("auditing", "inspector", "elsewhere"):
        _ACTORS[name] = bureau.actor(name, on=MONDAY.date())
    return desk


def test_an_inspector_reads_who_did_what_with_a_case_of_their_place(watched: Desk) -> None:
    case = watched.county.accepted()
    page = watched.get("inspector", PATH)
    assert case.number in page.content.decode()
    for said in ("马晓燕", "受理", "添加记录", "马小芳"):
        assert said in text(page), said
    assert "马建国" not in text(page)  # who the case is about is nobody's business here
    assert case.number not in watched.get("elsewhere", PATH).content.decode()


def test_the_audit_administrator_sees_everything_and_no_case(watched: Desk) -> None:
    case = watched.county.accepted()
    page = watched.get("auditing", PATH)
    assert "受理" in text(page)
    assert case.number not in page.content.decode()
    assert f"办件{case.pk}" in text(page)


def test_it_is_asked_for_by_officer_kind_case_and_day(watched: Desk) -> None:
    case = watched.county.accepted()
    watched.get("stranger", f"/desk/cases/{case.number}/")
    watched.post("verifier", "/desk/bulk", row=[case.number], act="take")
    clerk = watched.county.actors["clerk"].person
    assert "马小芳" not in text(watched.get("inspector", f"{PATH}?officer={clerk}")).split("做了什么")[-1]
    assert "拒绝" in text(watched.get("inspector", f"{PATH}?what=denied"))
    assert "受理" not in text(watched.get("inspector", f"{PATH}?what=denied")).split("从哪里")[-1]
    assert "添加记录" in text(watched.get("inspector", f"{PATH}?case={case.number}&since=2026-08-03&until=2026-08-03"))
    assert "没有符合条件的记录" in text(watched.get("inspector", f"{PATH}?until=2020-01-01"))


@pytest.mark.parametrize("query", ["?since=someday", "?case=001-2026-99999-9"])
def test_what_makes_no_sense_gets_a_sentence(query: str, watched: Desk) -> None:
    assert watched.get("inspector", PATH + query).status_code == 400


@pytest.mark.parametrize("post", ["clerk", "head", "verifier"])
def test_nobody_else_reads_it(post: str, watched: Desk) -> None:
    assert watched.get(post, PATH).status_code == 403
    assert Event.objects.filter(action="audit.view", outcome=Outcome.DENIED).count() == 1
    assert PATH not in watched.get(post, "/desk/").content.decode()


def test_reading_it_is_an_event_and_it_goes_on_page_after_page(watched: Desk) -> None:
    for _ in range(60):
        audit.record(action="access.list_officers", by=SYSTEM, at=MONDAY)
    first = watched.get("auditing", PATH).content.decode()
    assert Event.objects.filter(action="audit.view").count() == 1
    following = re.search(r'rel="next" href="([?][^"]+)"', first)
    assert following is not None
    second = watched.get("auditing", PATH + following[1].replace("&amp;", "&")).content.decode()
    assert first.count("查看工作人员清单") == 50
    assert second.count("查看工作人员清单") == 10


def test_every_action_the_product_records_has_a_name() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(minzheng.__file__).parent.rglob("*.py"))
    recorded = set(re.findall(r'action="((?:access|audit|cases|notices)\.[a-z_.]+)"', source))
    assert recorded - WORDS.keys() == set()
    assert words_of("cases.accept") == "受理"
    assert words_of("no.such") == "no.such"
