"""Beginning an application and going on with it: who asks, from which village, and a code to the phone."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.cases import actions
from minzheng.engine.cases.actions import Applicant, Begun
from minzheng.engine.cases.procedures import procedures_in
from minzheng.engine.cases.types import CaseProblem, FilingProblem
from minzheng.engine.catalogue.matters import chapters
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.notices.types import NoticeProblem
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import now
from minzheng.surfaces.portal.applying.holding import RESUME, held, held_view, hold, let_go, take_up
from minzheng.surfaces.portal.following.let_in import own_page
from minzheng.surfaces.portal.places import Places, chosen_places
from minzheng.surfaces.signin.rules import origin_of
from minzheng.surfaces.ui.routes import ANYONE, route

FORM = "/apply/form"
_TYPED = ("township", "village", "name", "id_number", "phone")
_LONGEST = 60


def online(matter: str) -> tuple[Procedure, ...]:
    """What residents can ask for online of a service."""
    return tuple(
        each
        for chapter in chapters()
        for each in procedures_in(chapter)
        if each.matter == matter and actions.offered_online(each) is not None
    )


@route("GET", "POST", about="none", permission=ANYONE, data_class=DataClass.L2)
def begin(request: HttpRequest, procedure: str) -> HttpResponseBase:
    """Ask who applies and where; then a code is sent."""
    wanted, typed = _procedure(procedure), _typed(request)
    places = chosen_places(typed["township"], typed["village"])
    if request.method != "POST" or request.POST.get("go") == "township":
        return _start(request, wanted, typed, places)
    errors = _where(places)
    try:
        shown = actions.ask_draft_code(_applicant(typed), origin=origin_of(request), at=now()) if not errors else ""
    except FilingProblem as refused:
        errors |= {fault.path: fault.sentence for fault in refused.faults}
    except NoticeProblem as refused:
        errors |= {"phone": str(refused)}
    if errors:
        return _start(request, wanted, typed, places, errors)
    return _code_page(request, wanted, typed, shown=shown)


@route("POST", about="none", permission=ANYONE, data_class=DataClass.L2)
def enter(request: HttpRequest, procedure: str) -> HttpResponseBase:
    """Take the code; what was typed before travels in the form, never in an address."""
    wanted, typed, at = _procedure(procedure), _typed(request), now()
    try:
        begun = actions.begin_draft(
            chapter=wanted.chapter, code=wanted.code, division=int(typed["village"]) if typed["village"].isdecimal() else 0,
            applicant=_applicant(typed), one_time_code=request.POST.get("code", "")[:20], origin=origin_of(request), at=at,
        )  # fmt: skip
    except CaseProblem as refused:
        return _code_page(request, wanted, typed, problem=str(refused))
    hold(request, [begun], at=at)
    return HttpResponseRedirect("/apply/mine" if begun.waits else FORM)


@route("GET", "POST", about="none", permission=ANYONE, data_class=DataClass.L2)
def resume(request: HttpRequest) -> HttpResponseBase:
    """Ask for the phone an application was begun with; nobody is told whether there is one."""
    phone = request.POST.get("phone", "")[:_LONGEST]
    if request.method != "POST":
        return own_page(request, "portal/apply_resume.html", phone="", problem="")
    try:
        shown = actions.ask_resuming_code(phone=phone, origin=origin_of(request), at=now())
    except (CaseProblem, NoticeProblem) as refused:
        return own_page(request, "portal/apply_resume.html", status=422, phone=phone, problem=str(refused))
    return own_page(request, "portal/apply_resume_code.html", phone=phone, problem="", shown=shown)


@route("POST", about="none", permission=ANYONE, data_class=DataClass.L2)
def go_on(request: HttpRequest) -> HttpResponseBase:
    """Take the code for what was begun before."""
    phone, code, at = request.POST.get("phone", "")[:_LONGEST], request.POST.get("code", "")[:20], now()
    try:
        drafts = actions.resume_drafts(phone=phone, one_time_code=code, origin=origin_of(request), at=at)
    except CaseProblem as refused:
        return own_page(
            request, "portal/apply_resume_code.html", status=422, phone=phone, problem=str(refused), shown=""
        )
    hold(request, drafts, at=at)
    return HttpResponseRedirect("/apply/mine")


@held_view("GET", "POST")
def mine(request: HttpRequest, *, begun: Begun, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """What was begun with this phone; choose which to go on with."""
    number = request.POST.get("number", "")
    if request.method == "POST" and number.isascii() and number.isdecimal() and len(number) < 19:
        if not take_up(request, int(number)):
            raise Http404
        return HttpResponseRedirect(FORM)
    return own_page(request, "portal/apply_mine.html", drafts=held(request))


@route("POST", about="none", permission=ANYONE, data_class=DataClass.L1)
def leave(request: HttpRequest) -> HttpResponseBase:
    """Stop for now: on this browser nothing is left."""
    let_go(request)
    return HttpResponseRedirect(RESUME)


def _start(
    request: HttpRequest, procedure: Procedure, typed: dict[str, str], places: Places, errors: dict[str, str] | None = None
) -> HttpResponse:  # fmt: skip
    return own_page(
        request, "portal/apply_start.html", status=422 if errors else 200, procedure=procedure, typed=typed, places=places, errors=errors or {}
    )  # fmt: skip


def _code_page(
    request: HttpRequest, procedure: Procedure, typed: dict[str, str], *, problem: str = "", shown: str = ""
) -> HttpResponse:
    return own_page(
        request, "portal/apply_code.html", status=422 if problem else 200, procedure=procedure, typed=typed, problem=problem, shown=shown
    )  # fmt: skip


def _procedure(code: str) -> Procedure:
    found = next((each for each in online(code.partition(".")[0]) if each.code == code), None)
    if found is None:
        raise Http404
    return found


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip()[:_LONGEST] for name in _TYPED}


def _applicant(typed: dict[str, str]) -> Applicant:
    return Applicant(name=typed["name"], id_number=typed["id_number"], phone=typed["phone"])


def _where(places: Places) -> dict[str, str]:
    if not places.villages:
        return {"township": "请先选乡镇（街道），再选村（社区）。"}
    if not places.village:
        return {"village": "请选村（社区）。"}
    return {}
