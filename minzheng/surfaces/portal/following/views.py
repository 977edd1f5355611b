"""Pages of 查进度: a code to the phone, then one's own cases. Every task works without a script."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.actions.materials import titles_of
from minzheng.engine.cases.types import CaseProblem, Given, NoCase
from minzheng.engine.database.problems import Problem
from minzheng.engine.notices.queries import letters_about
from minzheng.engine.notices.rendering.pdf import as_pdf
from minzheng.engine.notices.types import NoticeProblem
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import now
from minzheng.surfaces.letters import read_letter
from minzheng.surfaces.portal.county import county
from minzheng.surfaces.portal.following.let_in import START, forget, keep, own_page, own_view
from minzheng.surfaces.portal.following.telling import doable, happened, progress_of, seen_by
from minzheng.surfaces.signin.rules import origin_of
from minzheng.surfaces.ui.routes import ANYONE, FILE_BODY, route
from minzheng.surfaces.uploads import picture, sent_files

_LONGEST_REASON = 500


@route("GET", "POST", about="none", permission=ANYONE, data_class=DataClass.L2)
def start(request: HttpRequest) -> HttpResponseBase:
    """Ask for number and last four; a code is sent where they fit, and nobody is told whether they do."""
    typed = {name: request.POST.get(name, "")[:40] for name in ("number", "last_four")}
    if request.method != "POST":
        return own_page(request, "portal/follow_start.html", typed=typed, problem="")
    try:
        shown = actions.ask_code(**typed, origin=origin_of(request), at=now())
    except (CaseProblem, NoticeProblem) as refused:
        return own_page(request, "portal/follow_start.html", status=422, typed=typed, problem=str(refused))
    return own_page(request, "portal/follow_code.html", typed=typed, problem="", shown=shown)


@route("POST", about="none", permission=ANYONE, data_class=DataClass.L2)
def let_in(request: HttpRequest) -> HttpResponseBase:
    """Take the code; what was typed before travels in the form, never in an address."""
    typed = {name: request.POST.get(name, "")[:40] for name in ("number", "last_four")}
    code, at = request.POST.get("code", "")[:20], now()
    try:
        case, actor = actions.follow(**typed, code=code, origin=origin_of(request), at=at)
    except CaseProblem as refused:
        return own_page(request, "portal/follow_code.html", status=422, typed=typed, problem=str(refused), shown="")
    keep(request, case=case.pk, person=actor.person or 0, at=at)
    return HttpResponseRedirect(f"{START}/cases/{case.number}")


@own_view("GET")
def mine(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Every case of one's own, or of whom one stands for."""
    with scoped(actor):
        running = queries.queue(queries.Filter(), by=actor, at=at).rows
        done = queries.queue(queries.Filter(closed=True), by=actor, at=at).rows
    return own_page(request, "portal/follow_mine.html", running=running, done=done)


@own_view("GET")
def show(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Where one's case stands, who holds it, until when, and what one can do."""
    return _case_page(request, number, actor=actor, at=at)


def _case_page(
    request: HttpRequest,
    number: str,
    *,
    actor: Actor,
    at: datetime,
    status: int = 200,
    problem: str = "",
    said: str = "",
) -> HttpResponse:
    with scoped(actor):
        view = actions.view_case(number, by=actor, at=at)
        offers = doable(queries.offers(view.case, by=actor, at=at, known=view.known))
        grade = queries.grade_of(view.case) if view.case.closed else None
        letters = [each for each in letters_about(view.known.subject) if each.addressee_person == actor.shown]
    phases = view.procedure.phases
    return own_page(
        request, "portal/follow_case.html", status=status, problem=problem, said=said, row=view.row, case=view.case,
        progress=progress_of(view, county=county().office, at=at), happened=happened(view), offers=offers, letters=letters,
        grade=grade, materials=view.materials, titles=() if view.case.closed else titles_of(view.procedure),
        phases=phases, phase=phases.index(view.row.phase) if view.row.phase in phases else 0, key=uuid4(), longest=_LONGEST_REASON,
    )  # fmt: skip


@own_view("POST")
def do_step(request: HttpRequest, number: str, step: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Do a step that is the family's: withdraw, supplement."""
    try:
        given = Given(
            reason=request.POST.get("reason", "").strip()[:_LONGEST_REASON], key=UUID(request.POST.get("key", "")),
            expected=int(request.POST.get("expected", "")[:9]),
        )  # fmt: skip
    except ValueError:
        return _case_page(
            request, number, actor=actor, at=at, status=422, problem="页面内容不完整，没有提交。请刷新页面后重新提交。"
        )
    try:
        with scoped(actor):
            actions.act(case=number, step=step, by=actor, at=at, given=given)
    except NoCase:
        raise
    except Problem as refused:
        return _case_page(request, number, actor=actor, at=at, status=422, problem=str(refused), said=given.reason)
    return HttpResponseRedirect(f"{START}/cases/{number}")


@own_view("POST")
def urge(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Ask the office how it goes on."""
    try:
        with scoped(actor):
            actions.urge(case=number, by=actor, at=at)
    except NoCase:
        raise
    except CaseProblem as refused:
        return _case_page(request, number, actor=actor, at=at, status=422, problem=str(refused))
    return HttpResponseRedirect(f"{START}/cases/{number}")


@own_view("POST", body=FILE_BODY)
def add_materials(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Hand in photographs of papers; sent twice they are kept once."""
    try:
        with scoped(actor):
            actions.add_materials(
                case=number, title=request.POST.get("title", "")[:60], files=sent_files(request), by=actor, at=at
            )
    except NoCase:
        raise
    except CaseProblem as refused:
        return _case_page(request, number, actor=actor, at=at, status=422, problem=str(refused))
    return HttpResponseRedirect(f"{START}/cases/{number}")


@own_view("GET")
def show_material(request: HttpRequest, number: str, material: int, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """A page one handed in."""
    with scoped(actor):
        found = actions.open_material(case=number, material=material, by=actor, at=at)
    return picture(found, material)


@own_view("GET")
def show_letter(request: HttpRequest, number: str, letter: int, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """A letter to oneself, as PDF."""
    with scoped(actor):
        found = read_letter(number, letter, by=actor, at=at)
    if found is None:
        raise Http404
    response = HttpResponse(as_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{letter}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@own_view("GET")
def looks(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Who looked at my file."""
    with scoped(actor):
        found = actions.looks_at(by=actor, at=at)
    return own_page(request, "portal/follow_looks.html", rows=seen_by(found))


@own_view("POST")
def leave(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """End it, so that whoever has the phone next sees nothing."""
    forget(request)
    return HttpResponseRedirect(START)
