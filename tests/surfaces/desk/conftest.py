"""Officers at their desks: whoever signs people in is stood in for by a middleware that names the officer of a header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client

from minzheng.engine.access.types import Actor
from minzheng.engine.cases.models import Case
from minzheng.surfaces.desk import asker
from tests.engine.cases.conftest import MONDAY, County, county

_ACTORS: dict[str, Actor] = {}


def named(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Put the officer of the header on the request."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.actor = _ACTORS.get(request.headers.get("X-Officer", ""))  # type: ignore[attr-defined]
        return get_response(request)

    return answer


@dataclass
class Desk:
    county: County
    client: Client
    patch: pytest.MonkeyPatch

    def at(self, moment: datetime) -> None:
        self.patch.setattr(asker, "now", lambda: moment.astimezone(asker.SHANGHAI))

    def get(self, post: str, path: str) -> HttpResponse:
        return self.client.get(path, headers={"X-Officer": post})  # type: ignore[return-value]

    def post(self, post: str, path: str, **fields: Any) -> HttpResponse:
        return self.client.post(path, fields, headers={"X-Officer": post})  # type: ignore[return-value]

    def step(self, case: Case, step: str, post: str, *, expected: int | None = None, **fields: Any) -> HttpResponse:
        seen = self.county.seen(case).movements if expected is None else expected
        path = f"/desk/cases/{case.number}/steps/{step}"
        return self.post(post, path, key=str(uuid4()), expected=seen, **fields)


@pytest.fixture
def desk(county: County, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    stand_in = {"minzheng.surfaces.signin.acting.Acting": "tests.surfaces.desk.conftest.named"}
    settings.MIDDLEWARE = [stand_in.get(each, each) for each in settings.MIDDLEWARE]
    _ACTORS.update(county.actors)
    made = Desk(county, Client(), monkeypatch)
    made.at(MONDAY)
    yield made
    _ACTORS.clear()


__all__ = ["county"]
