"""Which applications this browser may fill in: kept in the session by numbers alone, asked anew at every request, for two hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.cases import actions
from minzheng.engine.cases.actions import Begun
from minzheng.engine.cases.types import NoCase
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import now
from minzheng.surfaces.ui.problems import problem
from minzheng.surfaces.ui.routes import OWN, View, route

RESUME = "/apply/resume"
_KEPT = "applying"
_LASTS = 2 * 60 * 60
"""Seconds without a request after which a code is asked for again: looking for a bank card takes its time."""


def held_view(*methods: str) -> Callable[[View], View]:
    """Declare a view for whoever fills in an application: it is called with ``begun``, the one in hand, and ``at``."""

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            at = now()
            begun = _in_hand(request, at)
            if begun is None:
                if request.method in {"GET", "HEAD"}:
                    return HttpResponseRedirect(RESUME)
                return problem(
                    request,
                    status=401,
                    code="code_again",
                    message="超过两个小时没有操作，这一页没有保存。前面填的都在，请打开“接着填申请”重新获取验证码。",
                )
            try:
                return view(request, *args, begun=begun, at=at, **kwargs)
            except NoCase:
                raise Http404 from None

        return route(*methods, about="draft", permission=OWN, data_class=DataClass.L4)(answer)

    return declare


def hold(request: HttpRequest, drafts: list[Begun], *, at: datetime) -> None:
    """Let this browser fill in applications, the first of them at once, under a new session."""
    request.session.cycle_key()
    numbers = [each.number for each in drafts]
    request.session[_KEPT] = {"drafts": numbers, "now": numbers[0], "seen": int(at.timestamp())}


def take_up(request: HttpRequest, number: int) -> bool:
    """Go on with another application this browser holds; whether it holds it."""
    kept = request.session.get(_KEPT) or {"drafts": []}
    if number not in kept["drafts"]:
        return False
    request.session[_KEPT] = {**kept, "now": number}
    return True


def held(request: HttpRequest) -> list[Begun]:
    """The applications this browser holds that are not gone."""
    found = []
    for number in (request.session.get(_KEPT) or {"drafts": []})["drafts"]:
        try:
            found.append(actions.read_draft(number))
        except NoCase:
            continue
    return found


def let_go(request: HttpRequest) -> None:
    """Fill in nothing any more."""
    request.session.pop(_KEPT, None)


def _in_hand(request: HttpRequest, at: datetime) -> Begun | None:
    kept = request.session.get(_KEPT)
    if kept is None:
        return None
    moment = int(at.timestamp())
    if not 0 <= moment - kept["seen"] <= _LASTS:
        let_go(request)
        return None
    if moment - kept["seen"] > 60:
        request.session[_KEPT] = {**kept, "seen": moment}
    try:
        return actions.read_draft(kept["now"])
    except NoCase:
        return None
