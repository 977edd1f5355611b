"""网上来件: what families filled in for themselves and nothing proved who they are; somebody makes sure, and takes it or gives it back."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.cases import actions
from minzheng.engine.cases.types import NoCase
from minzheng.engine.database.problems import Problem
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.filling.telling import told

HOME = "/desk/incoming"


@desk_view("GET", about="draft")
def list_incoming(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """What waits, the oldest first."""
    with scoped(actor):
        rows = actions.incoming(by=actor)
    return desk_page(request, "desk/incoming.html", actor=actor, at=at, rows=rows)


@desk_view("GET", about="draft")
def show(request: HttpRequest, draft: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """One of them, whole; it is recorded who looked."""
    return _page(request, draft, actor=actor, at=at)


@desk_view("POST", about="draft")
def receive(request: HttpRequest, draft: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Take it, once somebody has made sure who asks."""
    if request.POST.get("sure") != "yes":
        return _page(request, draft, actor=actor, at=at, problem="请先核对申请人身份，再收件。")
    try:
        with scoped(actor):
            case = actions.receive(draft, by=actor, at=at)
    except NoCase:
        raise
    except Problem as refused:
        return _page(request, draft, actor=actor, at=at, problem=str(refused))
    return HttpResponseRedirect(f"/desk/cases/{case.number}/")


@desk_view("POST", about="draft")
def send_back(request: HttpRequest, draft: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Give it back with a reason."""
    reason = request.POST.get("reason", "")
    try:
        with scoped(actor):
            actions.send_back(draft, reason=reason, by=actor, at=at)
    except NoCase:
        raise
    except Problem as refused:
        return _page(request, draft, actor=actor, at=at, problem=str(refused), said=reason)
    return HttpResponseRedirect(HOME)


def _page(
    request: HttpRequest, draft: int, *, actor: Actor, at: datetime, problem: str = "", said: str = ""
) -> HttpResponse:
    with scoped(actor):
        received = actions.view_incoming(draft, by=actor, at=at)
    pages = told(received.begun.form, received.begun.answers)
    return desk_page(
        request, "desk/incoming_one.html", actor=actor, at=at, status=422 if problem else 200, row=received.row, pages=pages, problem=problem, said=said
    )  # fmt: skip
