"""Behind a reverse proxy: its word counts, nobody else's; and forms sent over TLS are taken."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from minzheng.project.configuration import SettingsProblem, load_settings
from minzheng.project.http.proxies import behind_proxies

PROXY, ASKER = "10.0.0.1", "203.0.113.9"


def seen(settings: Any, remote: str, *, trusted: list[str], **headers: str) -> tuple[str, str]:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"trusted_proxies": trusted})
    got: list[HttpRequest] = []
    answer = behind_proxies(lambda request: (got.append(request), HttpResponse())[1])
    answer(RequestFactory(REMOTE_ADDR=remote).get("/", headers={"Host": "localhost", **headers}))
    return str(got[0].META["REMOTE_ADDR"]), str(got[0].scheme)


@pytest.mark.parametrize(
    ("claimed", "asker"),
    [
        (ASKER, ASKER),
        (f"127.0.0.1, 1.1.1.1, {ASKER}", ASKER),
        (f"{ASKER}, 10.0.0.7, 10.0.0.8", ASKER),
        ("2001:db8::1", "2001:db8::1"),
        ("unknown", PROXY),
        ("", PROXY),
        ("10.0.0.7", PROXY),
        (f"{ASKER}, x", PROXY),
        ("1" * 5000, PROXY),
    ],
)
def test_the_last_address_that_is_no_proxys_is_the_askers(claimed: str, asker: str, settings: Any) -> None:
    found = seen(settings, PROXY, trusted=["10.0.0.0/24"], **{"X-Forwarded-For": claimed, "X-Forwarded-Proto": "https"})
    assert found == (asker, "https")


@pytest.mark.parametrize("trusted", [[], ["10.0.0.2"], ["192.168.0.0/16"]])
def test_nobody_else_is_believed(trusted: list[str], settings: Any) -> None:
    claims = {"X-Forwarded-For": ASKER, "X-Forwarded-Proto": "https"}
    assert seen(settings, PROXY, trusted=trusted, **claims) == (PROXY, "http")


@pytest.mark.django_db
@pytest.mark.parametrize(("trusted", "status"), [(["127.0.0.1"], 302), ([], 403)])
def test_a_form_sent_over_tls_is_taken_through_a_named_proxy_alone(
    trusted: list[str], status: int, settings: Any
) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True, "trusted_proxies": trusted})
    sent = {"Host": "testserver", "Origin": "https://testserver", "X-Forwarded-Proto": "https"}
    browser = Client(enforce_csrf_checks=True, headers=sent)
    browser.get("/signin/demo")
    token = browser.cookies["csrftoken"].value
    answer = browser.post("/signin/demo", {"task": "family", "csrfmiddlewaretoken": token})
    assert answer.status_code == status


@pytest.mark.parametrize("said", ['["nginx"]', '["10.0.0.1/8"]', "127.0.0.1"])
def test_what_is_no_address_is_refused_at_the_start(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINZHENG_TRUSTED_PROXIES", said)
    with pytest.raises(SettingsProblem, match="MINZHENG_TRUSTED_PROXIES"):
        load_settings()
