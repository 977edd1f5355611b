"""The board of public notices: what hangs today, and nothing that may not be shown."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from minzheng.surfaces.portal import views
from tests.engine.notices.conftest import TODAY, places  # noqa: F401
from tests.engine.notices.test_public_notices import post

pytestmark = pytest.mark.usefixtures("places")


def _board(client: Client, monkeypatch: pytest.MonkeyPatch, *, on: date) -> str:
    monkeypatch.setattr(views, "today", lambda: on)
    return html.unescape(re.sub(r"<[^>]+>", "", client.get("/notices").content.decode()))


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
