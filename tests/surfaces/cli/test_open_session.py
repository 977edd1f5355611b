"""A session for programs that try the pages out, in a demonstration alone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from minzheng.demo.casework.staff import hire
from minzheng.surfaces.cli import open_session
from minzheng.surfaces.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})
    monkeypatch.setattr(open_session, "configuration", lambda: configured.MINZHENG)
    monkeypatch.setattr(open_session, "connect", lambda: None)
    hire([530129001000], county=530129, since=date(2026, 1, 1), at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.usefixtures("demonstration")
def test_with_the_session_an_officer_of_the_demonstration_is_signed_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open-session", "clerk001", "--json"]) == 0
    cookies = json.loads(capsys.readouterr().out)["cookies"]
    client = Client()
    client.cookies.load(cookies)
    page = client.get("/desk/")
    assert page.status_code == 200
    assert "李建国" in page.content.decode()
    assert main(["open-session", "clerk001"]) == 0
    assert capsys.readouterr().out.startswith("Cookie: ")


@pytest.mark.usefixtures("demonstration")
def test_whoever_is_not_of_the_demonstration_gets_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open-session", "nobody"]) == 2
    assert "没有演示人员“nobody”" in capsys.readouterr().err


def test_a_real_county_opens_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(open_session, "configuration", lambda: configured.MINZHENG)
    assert main(["open-session", "clerk001"]) == 2
    assert "不能代人登录" in capsys.readouterr().err
