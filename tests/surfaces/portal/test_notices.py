"""The board of public notices: what hangs today, and nothing that may not be shown."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from minzheng.engine.notices import queries
from minzheng.engine.notices.types import NoticePhase
from minzheng.surfaces.portal import board
from tests.engine.notices.conftest import AT, TODAY, places  # noqa: F401
from tests.engine.notices.test_public_notices import post

pytestmark = pytest.mark.usefixtures("places")


def _board(client: Client, monkeypatch: pytest.MonkeyPatch, *, on: date) -> str:
    monkeypatch.setattr(board, "today", lambda: on)
    return words(client.get("/notices"))


def words(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "today", lambda: TODAY)
    monkeypatch.setattr(board, "now", lambda: AT)


def test_it_shows_what_hangs_today_with_the_name_masked(demo: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    post()
    text = _board(demo, monkeypatch, on=TODAY)
    for words in ("最低生活保障", "马**", "羊街村委会 第三村民小组", "3 人", "560元/月", "2026-08-10"):
        assert words in text
    assert "马建国" not in text


def test_what_is_over_is_gone(demo: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    post()
    text = _board(demo, monkeypatch, on=TODAY + timedelta(days=30))
    assert "马**" not in text
    assert "今天没有正在公示的名单" in text


@pytest.mark.usefixtures("today")
def test_the_board_is_read_by_place_and_page_after_page(demo: Client) -> None:
    for number in range(25):
        post({"persons": 1 + number})
    first = demo.get("/notices", {"township": "530129103000"})
    text = first.content.decode()
    assert text.count('class="verdict info"') == 20
    assert "羊街村委会</option>" in text
    following = html.unescape(re.findall(r'rel="next" href="([^"]+)"', text)[0])
    second = demo.get(following).content.decode()
    assert second.count('class="verdict info"') == 5
    assert 'rel="first" href="/notices?township=530129103000"' in second
    assert "今天没有正在公示的名单" in words(demo.get("/notices", {"township": "530129104000"}))


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("after", ["x", "2026-08-03", "9" * 50])
def test_a_page_that_is_none_gets_a_sentence_and_the_first_page(after: str, demo: Client) -> None:
    post()
    answer = demo.get("/notices", {"after": after})
    assert answer.status_code == 400
    assert "翻页位置不正确" in words(answer)
    assert "马**" in words(answer)


@pytest.mark.usefixtures("today")
def test_anybody_objects_without_an_account_and_is_told_what_follows(demo: Client) -> None:
    notice = post()
    address = f"/notices/{notice.pk}"
    assert "我有不同意见" in words(demo.get(address))
    answer = demo.post(address, {"text": "他家去年买了一辆货车", "name": "沙忠", "contact": "13800000000"})
    assert answer.status_code == 200
    assert "已经收到" in words(answer)
    assert "沙忠" not in words(answer)
    (objection,) = queries.open_objections(notice)
    assert queries.objection_of(objection).text == "他家去年买了一辆货车"
    assert queries.phase_of(notice, on=TODAY) is NoticePhase.OBJECTED
    assert "沙忠" not in words(demo.get(address))


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("sent", "says"),
    [({"text": " "}, "请写明"), ({"text": "长" * 2_001}, "最多写2000个字")],
)
def test_an_objection_that_cannot_be_taken_comes_back_with_its_words(
    sent: dict[str, str], says: str, demo: Client
) -> None:
    notice = post()
    answer = demo.post(f"/notices/{notice.pk}", {**sent, "name": "沙忠"})
    assert answer.status_code == 422
    assert says in words(answer)
    assert 'value="沙忠"' in answer.content.decode()
    assert queries.open_objections(notice) == []


@pytest.mark.usefixtures("today")
def test_what_does_not_hang_has_no_page(demo: Client) -> None:
    assert demo.get(f"/notices/{post().pk + 1}").status_code == 404
    over = post(posted_on=TODAY - timedelta(days=30))
    assert demo.get(f"/notices/{over.pk}").status_code == 404
    assert demo.post(f"/notices/{over.pk}", {"text": "有车"}).status_code == 404
