"""Who was let in for a case: kept in the session by numbers alone, asked anew at every request, for half an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token

from minzheng.engine.access.types import Actor
from minzheng.engine.cases import actions
from minzheng.engine.cases.types import NoCase
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import SHANGHAI, now
from minzheng.surfaces.portal.county import county
from minzheng.surfaces.signin.rules import origin_of
from minzheng.surfaces.ui.pages import rendered
from minzheng.surfaces.ui.problems import problem, words_of
from minzheng.surfaces.ui.routes import OWN, SMALL_BODY, View, route

START = "/progress"
_KEPT = "following"
_LASTS = 30 * 60
"""Seconds without a request after which the code is asked for again."""


def own_view(*methods: str, data_class: DataClass = DataClass.L4, body: int = SMALL_BODY) -> Callable[[View], View]:
    """Declare a view for residents who were let in: it is called with ``actor`` and ``at``."""

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            at = now()
            actor = _actor(request, at)
            if actor is None:
                if request.method in {"GET", "HEAD"}:
                    return HttpResponseRedirect(START)
                return problem(
                    request,
                    status=401,
                    code="code_again",
                    message="超过30分钟没有操作，这次没有提交。请回到“查进度”重新获取验证码。",
                    typed=words_of(request),
                )
            try:
                return view(request, *args, actor=actor, at=at, **kwargs)
            except NoCase:
                raise Http404 from None

        return route(*methods, about="case", permission=OWN, data_class=data_class, body=body)(answer)

    return declare


def keep(request: HttpRequest, *, case: int, person: int, at: datetime) -> None:
    """Let somebody in: from now on this browser is theirs, under a new session."""
    request.session.cycle_key()
    request.session[_KEPT] = {"case": case, "person": person, "seen": int(at.timestamp())}


def forget(request: HttpRequest) -> None:
    """Let nobody in any more."""
    request.session.pop(_KEPT, None)


def own_page(request: HttpRequest, template: str, *, status: int = 200, **given: Any) -> HttpResponse:
    """Answer with a page for one resident: never kept by anybody, never compressed beside its form token."""
    shared = {**county().words(), "csrf_token": get_token(request), "at_zone": SHANGHAI}
    body = rendered(request, template, **{**shared, **given})
    response = HttpResponse(body, status=status, content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _actor(request: HttpRequest, at: datetime) -> Actor | None:
    kept = request.session.get(_KEPT)
    if kept is None:
        return None
    moment = int(at.timestamp())
    # A demonstration's clock may be turned back: that ends it too.
    idle = not 0 <= moment - kept["seen"] <= _LASTS
    actor = (
        None if idle else actions.follower(case=kept["case"], person=kept["person"], origin=origin_of(request), at=at)
    )
    if actor is None:
        forget(request)
    elif moment - kept["seen"] > 60:
        request.session[_KEPT] = {**kept, "seen": moment}
    return actor
