"""Following a task of the demonstration: the browser is told where it is and nothing else happens; a real county has no such thing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from minzheng.demo.tasks import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(settings: Any) -> Client:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})
    return Client()


def test_a_task_without_an_account_begins_at_its_first_page(visitor: Client) -> None:
    assert tasks()["family"].title in visitor.get("/signin/demo").content.decode()
    answer = visitor.post("/signin/demo", {"task": "family"})
    assert (answer.status_code, answer["Location"]) == (302, "/check")
    cookie = answer.cookies["guide"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("family.1", True, "Lax")
    page = visitor.get("/check").content.decode()
    assert "第 1 步，共 3 步" in page
    assert "下一步" in page


@pytest.mark.parametrize(
    ("at", "go", "leads", "mark"),
    [
        ("family.1", "next", "/services/minimum_living_allowance", "family.2"),
        ("family.2", "back", "/check", "family.1"),
        ("family.1", "back", "/check", "family.1"),
        ("family.2", "here", "/services/minimum_living_allowance", None),
        ("clerk.2", "here", "/help", None),
        ("family.3", "next", "/signin/demo?done=family", ""),
        ("family.2", "stop", "/help", ""),
        ("family.2", "nonsense", "/services/minimum_living_allowance", "family.2"),
    ],
)
def test_one_goes_on_and_back_and_stops(at: str, go: str, leads: str, mark: str | None, visitor: Client) -> None:
    visitor.cookies["guide"] = at
    answer = visitor.post("/signin/demo/step", {"go": go, "back": "/help"})
    assert (answer.status_code, answer["Location"]) == (302, leads)
    assert (answer.cookies["guide"].value if "guide" in answer.cookies else None) == mark


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_nobody_is_led_elsewhere(back: str, visitor: Client) -> None:
    visitor.cookies["guide"] = "family.2"
    assert visitor.post("/signin/demo/step", {"go": "stop", "back": back})["Location"] == "/"


def test_who_follows_nothing_is_offered_the_tasks(visitor: Client) -> None:
    assert visitor.post("/signin/demo/step", {"go": "next"})["Location"] == "/signin/demo"
    assert "第 1 步" not in visitor.get("/help").content.decode()
    assert "做完了" in visitor.get("/signin/demo?done=family").content.decode()
    assert "做完了。" not in visitor.get("/signin/demo?done=nobody").content.decode()


def test_a_real_county_knows_no_tasks(settings: Any) -> None:
    client = Client()
    client.cookies["guide"] = "family.1"
    assert client.post("/signin/demo/step", {"go": "next"}).status_code == 404
    assert client.post("/signin/demo", {"task": "family"}).status_code == 404
    assert "第 1 步" not in client.get("/help").content.decode()
