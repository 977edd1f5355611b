"""Whatever is asked, the answer is in words, in one form, and carries the headers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.test import Client, RequestFactory
from django.urls import path

from minzheng.engine.access.types import AccessProblem
from minzheng.engine.database.connections import for_web
from minzheng.engine.database.problems import Problem
from minzheng.kernel.facts import DataClass
from minzheng.project import urls
from minzheng.project.http import errors, outage
from minzheng.project.http.headers import HEADERS
from minzheng.project.http.last_resort import never_bare
from minzheng.project.http.outage import Breaker, is_outage
from minzheng.surfaces.health import checks
from minzheng.surfaces.ui.problems import problem_page
from minzheng.surfaces.ui.routes import ANYONE, route, route_of

FAULTS: dict[str, Exception] = {
    "refused": PermissionDenied("内情"),
    "access": AccessProblem("您不负责这个乡镇。"),
    "missing": Http404("内情"),
    "suspicious": SuspiciousOperation("内情"),
    "big": RequestDataTooBig("内情"),
    "torn": UnreadablePostError("内情"),
    "problem": Problem("已经办结。", remedy="请刷新。"),
    "surprise": RuntimeError("身份证 53019919700101001X"),
}


def lost(error: psycopg.Error) -> OperationalError:
    wrapped = OperationalError("内情")
    wrapped.__cause__ = error
    return wrapped


FAULTS["away"] = lost(psycopg.OperationalError("connection refused"))
FAULTS["full"] = lost(psycopg.errors.DiskFull("could not extend file"))
FAULTS["crowd"] = lost(psycopg.errors.TooManyConnections("too many"))


@route("GET", "POST", about="none", permission=ANYONE, data_class=DataClass.L1)
def fail(request: HttpRequest, name: str) -> HttpResponseBase:
    raise FAULTS[name]


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1)
def works(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse("好")


@pytest.fixture(autouse=True)
def addresses(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product's addresses and some that fail; a breaker of its own."""
    extra = [path("fail/<str:name>", fail), path("works", works), path("api/fail/<str:name>", fail)]
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, *extra])
    settings.ROOT_URLCONF = type("Addresses", (), {**vars(urls), "urlpatterns": urls.urlpatterns})
    fresh = Breaker()
    monkeypatch.setattr(outage, "BREAKER", fresh)
    monkeypatch.setattr(errors, "BREAKER", fresh)
    return


@pytest.fixture
def asking() -> Client:
    return Client(raise_request_exception=False)


EXPECTED = {
    "refused": (403, "forbidden"),
    "access": (403, "forbidden"),
    "missing": (404, "not_found"),
    "suspicious": (400, "bad_request"),
    "big": (413, "too_large"),
    "torn": (400, "bad_request"),
    "problem": (409, "conflict"),
    "surprise": (500, "incident"),
    "away": (503, "database_unavailable"),
    "full": (507, "disk_full"),
    "crowd": (503, "database_refused"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_failure_is_a_problem_for_programs_and_a_page_for_people(asking: Client, name: str) -> None:
    status, code = EXPECTED[name]
    page = asking.get(f"/fail/{name}", headers={"accept": "text/html"})
    outage.BREAKER.clear()
    answer = asking.get(f"/api/fail/{name}")
    assert (page.status_code, answer.status_code) == (status, status)
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Content-Type"] == "application/problem+json; charset=utf-8"
    found = json.loads(answer.content)
    assert (found["code"], found["status"]) == (code, status)
    assert found["detail"] == found["message_zh"] != ""
    assert bool(found["incident"]) is (name in {"surprise", "full", "crowd"})
    for text in (page.content.decode(), answer.content.decode()):
        assert "内情" not in text
        assert "530199" not in text
        assert "Traceback" not in text
    assert ("retry-after" in page.headers) is (status == 503)


def test_every_answer_carries_the_headers(asking: Client) -> None:
    for address in ("/works", "/healthz", "/nowhere", "/fail/surprise", "/fail/away"):
        answer = asking.get(address)
        assert {name: answer.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    style = asking.get("/assets/problem.css")
    assert "max-age" in style["Cache-Control"]
    assert b"".join(style.streaming_content).startswith(b"body")  # type: ignore[attr-defined]


def test_a_method_that_was_not_declared_is_refused_in_words(asking: Client) -> None:
    answer = asking.delete("/works", headers={"accept": "application/json"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["code"] == "method_not_allowed"
    assert asking.head("/works").status_code == 200


def test_too_much_is_refused_before_it_is_read(asking: Client) -> None:
    long = asking.get("/works", {"q": "x" * 9000}, headers={"accept": "text/html"})
    assert long.status_code == 414
    assert "网址太长" in long.content.decode()
    assert asking.get("/works%00").status_code == 400
    assert asking.get("/works?q=%00").status_code == 400
    large = asking.post("/fail/problem", b"x" * (2 << 20), content_type="application/octet-stream")
    assert large.status_code == 413
    for length in ("-1", "x", "²", "9" * 5000):
        assert asking.post("/fail/problem", CONTENT_LENGTH=length).status_code in {400, 413}


def test_a_form_that_is_not_ours_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/fail/problem", headers={"accept": "text/html"})
    assert answer.status_code == 403
    assert "请刷新页面" in answer.content.decode()


def test_while_the_database_is_away_nobody_waits_for_it(asking: Client) -> None:
    assert asking.get("/fail/away").status_code == 503
    assert asking.get("/works").status_code == 503
    assert asking.get("/healthz").status_code == 200
    outage.BREAKER.clear()
    assert asking.get("/works").status_code == 200


def test_one_request_at_a_time_looks_whether_the_database_is_back() -> None:
    now = 100.0
    breaker = Breaker(clock=lambda: now)
    assert not breaker.blocks()
    breaker.trip()
    assert breaker.blocks()
    now += 1.1
    assert [breaker.blocks(), breaker.blocks()] == [False, True]
    now += 4.1
    assert not breaker.blocks()
    breaker.clear()
    assert [breaker.blocks(), breaker.blocks()] == [False, False]


def test_what_the_database_refuses_is_no_outage() -> None:
    assert is_outage(lost(psycopg.OperationalError("gone")))
    assert is_outage(lost(psycopg.errors.AdminShutdown("stopping")))
    assert not is_outage(lost(psycopg.errors.QueryCanceled("timeout")))
    assert not is_outage(lost(psycopg.errors.UniqueViolation("twice")))
    assert not is_outage(ValueError())


def test_even_the_last_resort_failing_is_a_page_with_a_number() -> None:
    def broken(environ: Any, start: Any) -> Any:
        raise RuntimeError("内情")

    started: list[Any] = []
    environ = RequestFactory()._base_environ()
    body = b"".join(never_bare(broken)(environ, lambda *given: started.append(given)))
    assert started[0][0].startswith("500")
    assert "事故编号" in body.decode()
    assert "内情" not in body.decode()
    assert never_bare(lambda *_: [b"fine"])(environ, io.BytesIO) == [b"fine"]


def test_words_in_a_page_are_text() -> None:
    assert "<script>" not in problem_page(status=418, message="<script>alert(1)</script>")


def test_a_web_connection_never_waits_long_and_keeps_own_options() -> None:
    found = for_web({"NAME": "mz", "OPTIONS": {"options": "-c search_path=mz", "sslmode": "require"}})
    assert found["OPTIONS"]["options"].startswith("-c search_path=mz -c statement_timeout=15s -c lock_timeout=3s")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]["timeout"] < 3
    assert found["CONN_MAX_AGE"] == 0


@pytest.mark.django_db
def test_readiness_names_what_is_wrong_in_chinese(
    asking: Client, monkeypatch: pytest.MonkeyPatch, county_home: Any
) -> None:
    monkeypatch.setattr(checks, "_LEAST_FREE", 1 << 62)
    monkeypatch.setattr(checks._Migrations, "_current", False)
    answer = asking.get("/readyz")
    assert answer.status_code == 503
    found = {each["name"]: each for each in answer.json()["checks"]}
    assert (found["database"]["ok"], found["migrations"]["ok"], found["disk"]["ok"]) == (True, True, False)
    monkeypatch.setattr(checks._Migrations, "pending", lambda: 2)
    found = {each["name"]: each for each in asking.get("/readyz").json()["checks"]}
    assert "minzheng db migrate" in found["migrations"]["message"]
    assert [checks._ago(seconds) for seconds in (5, 125, 7300, 200_000)] == [
        "已有 5 秒", "已有 2 分钟", "已有 2 小时", "已有 2 天",
    ]  # fmt: skip


def test_every_address_says_what_it_is_for() -> None:
    from django.urls import get_resolver

    views = [
        pattern.callback
        for each in get_resolver("minzheng.project.urls").url_patterns
        for pattern in getattr(each, "url_patterns", [each])
    ]
    assert [view for view in views if route_of(view) is None] == []
