"""Who asks and when: declared once around every view of the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.types import NoCase
from minzheng.engine.catalogue.letterheads import letterhead
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import SHANGHAI, now
from minzheng.surfaces.desk.menu import menu_of
from minzheng.surfaces.ui.pages import rendered
from minzheng.surfaces.ui.problems import problem
from minzheng.surfaces.ui.routes import SIGNED_IN, SMALL_BODY, View, route

_SIGN_IN = "请先登录，再继续办理。"


def desk_view(
    *methods: str, about: str, data_class: DataClass = DataClass.L4, body: int = SMALL_BODY
) -> Callable[[View], View]:
    """Declare a view of the desk: it is called with ``actor`` and ``at``, for officers alone.

    Args:
        methods: what it answers.
        about: kind of object behind it.
        data_class: the most sensitive thing it can show.
        body: bytes a request may carry.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if not isinstance(actor, Actor) or actor.kind is not ActorKind.OFFICER:
                return problem(request, status=401, code="sign_in", message=_SIGN_IN)
            try:
                return view(request, *args, actor=actor, at=now(), **kwargs)
            except NoCase:
                raise Http404 from None

        return route(*methods, about=about, permission=SIGNED_IN, data_class=data_class, body=body)(answer)

    return declare


def desk_page(
    request: HttpRequest, template: str, *, actor: Actor, at: Any, status: int = 200, **given: Any
) -> HttpResponse:
    """Answer with a page for one officer: never kept by anybody, never compressed beside its form token."""
    counts = given.get("counts")
    if counts is None:
        with scoped(actor):
            waiting = queries.waiting_for(by=actor)
    else:
        waiting = counts.mine
    with scoped(actor):
        handed_in = actions.count_incoming(by=actor)
    shared = {
        "place": letterhead(county=settings.MINZHENG.locality, demo=settings.MINZHENG.demo).place,
        "menu": menu_of(actor, request.path, waiting=waiting, handed_in=handed_in),
        "officer": actor.name,
        "idle": settings.SESSION_COOKIE_AGE,
        "clock": at,
        "csrf_token": get_token(request),
        "at_zone": SHANGHAI,
    }
    response = HttpResponse(
        rendered(request, template, **{**shared, **given}), status=status, content_type="text/html; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    return response
