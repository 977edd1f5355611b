"""While the database is away, answer at once instead of letting every request wait for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from minzheng.surfaces.ui.problems import problem
from minzheng.surfaces.ui.routes import route_of

_PAUSE = 1.0
# As long as a request that looks whether the database is back may take.
_LOOKING = 4.0
_GOING_DOWN = ("57P01", "57P02", "57P03")


class Breaker:
    """Remembers that the database is away; lets one request at a time look whether it is back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until: float | None = None

    def trip(self) -> None:
        """The database was found to be away."""
        with self._lock:
            self._until = self._clock() + _PAUSE

    def clear(self) -> None:
        """The database answered."""
        if self._until is not None:
            with self._lock:
                self._until = None

    def blocks(self) -> bool:
        """Whether this request is to be answered without asking the database."""
        if self._until is None:
            return False
        with self._lock:
            if self._until is None:
                return False
            now = self._clock()
            if now < self._until:
                return True
            self._until = now + _LOOKING
            return False


BREAKER = Breaker()


def is_outage(error: BaseException) -> bool:
    """Whether an error says that the database is away, rather than that it refused something."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, psycopg.Error):
        cause = cause.__cause__
    if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return cause.sqlstate is None or cause.sqlstate in _GOING_DOWN


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer that the database is away."""
    return problem(
        request,
        status=503,
        code="database_unavailable",
        message="数据库暂时连不上，这次操作没有完成，已经提交的数据不受影响。请稍候重试。",
        headers={"Retry-After": "5"},
    )


class Outage:
    """Answers 503 at once while the breaker says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: Any) -> HttpResponseBase | None:
        """Refuse what needs the database; remember when it answers again."""
        declared = route_of(view)
        if declared is not None and not declared.database:
            return None
        return unavailable(request) if BREAKER.blocks() else None
