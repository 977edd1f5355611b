"""Filling in an application, one thing a page; each page is saved before the next one comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.cases import actions
from minzheng.engine.cases.actions import Begun
from minzheng.engine.cases.types import CaseProblem, Fault, FilingProblem
from minzheng.engine.registry.queries.divisions import division_names
from minzheng.surfaces.filling import places, reading
from minzheng.surfaces.filling.screens import ADD_WORDS, Screen, names_of_members, screen_of, screens, way
from minzheng.surfaces.filling.telling import in_short, told
from minzheng.surfaces.portal.applying.beginning import FORM
from minzheng.surfaces.portal.applying.holding import held_view, let_go
from minzheng.surfaces.portal.following.let_in import own_page
from minzheng.surfaces.signin.rules import origin_of

_CHECK, _MINE = "/apply/check", "/apply/mine"


@held_view("GET")
def form(request: HttpRequest, *, begun: Begun, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """Go on after the page that was saved last."""
    if begun.waits or begun.case:
        return HttpResponseRedirect(_MINE)
    return _after(begun, begun.page) if begun.page else _to(way(begun.form, begun.answers)[0].key)


@held_view("GET", "POST")
def page(request: HttpRequest, screen: str, *, begun: Begun, at: datetime) -> HttpResponseBase:
    """Ask one thing, and keep what was answered."""
    found = next((each for each in screens(begun.form, begun.answers) if each.key == screen), None)
    if found is None:
        raise Http404
    if begun.waits or begun.case:
        return HttpResponseRedirect(_MINE)
    if request.method != "POST":
        return _page(request, begun, found)
    go = request.POST.get("go", "next")
    if found.is_list:
        return _list_answered(request, begun, found, go, at)
    sent = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    answers = reading.with_sent(begun.form, found, begun.answers, sent)
    errors = reading.errors_on(found, actions.faults_in(begun.form, answers, at=at))
    if errors:
        return _page(request, begun, found, values=places.at(answers, found.place), sent=sent, errors=errors)
    try:
        saved = actions.save_draft(begun.number, answers=answers, page=found.of_list or found.key, at=at)
    except CaseProblem as refused:
        first = found.questions[0].name
        return _page(request, begun, found, values=places.at(answers, found.place), sent=sent, errors={first: str(refused)})  # fmt: skip
    if request.POST.get("editing") == "1":
        return HttpResponseRedirect(_CHECK)
    return _to(found.of_list) if found.of_list else _after(saved, found.key)


@held_view("GET")
def check(request: HttpRequest, *, begun: Begun, at: datetime) -> HttpResponseBase:
    """Everything that was answered, to be looked at once more, with what is still missing."""
    if begun.waits or begun.case:
        return HttpResponseRedirect(_MINE)
    return _check_page(request, begun, actions.faults_in(begun.form, begun.answers, at=at))


@held_view("POST")
def hand_in(request: HttpRequest, *, begun: Begun, at: datetime) -> HttpResponseBase:
    """Hand it in; pressed twice it is handed in once."""
    try:
        actions.hand_in(begun.number, origin=origin_of(request), at=at)
    except FilingProblem as refused:
        return _check_page(request, begun, refused.faults, status=422)
    except CaseProblem as refused:
        return _check_page(request, begun, (), status=422, problem=str(refused))
    return HttpResponseRedirect("/apply/done")


@held_view("GET")
def done(request: HttpRequest, *, begun: Begun, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """What happens next."""
    if not begun.waits and not begun.case:
        return HttpResponseRedirect(_CHECK)
    village = division_names([begun.division]).get(begun.division, "")
    return own_page(request, "portal/apply_done.html", begun=begun, village=village)


@held_view("POST")
def drop(request: HttpRequest, *, begun: Begun, at: datetime) -> HttpResponseBase:
    """Delete what was filled in."""
    try:
        actions.drop_draft(begun.number, origin=origin_of(request), at=at)
    except CaseProblem as refused:
        return _check_page(request, begun, (), status=422, problem=str(refused))
    let_go(request)
    return HttpResponseRedirect("/")


def _list_answered(request: HttpRequest, begun: Begun, screen: Screen, go: str, at: datetime) -> HttpResponseBase:
    there = len(places.listed(begun.answers, screen.place))
    word, _, number = go.partition("-")
    if word == "add" and there < screen.most:
        return _to(f"{screen.key}-{there}")
    if word == "remove" and number.isascii() and number.isdecimal() and screen.fewest <= int(number[:4]) < there:
        left = places.without(begun.answers, (*screen.place, int(number)))
        actions.save_draft(begun.number, answers=left, page=begun.page, at=at)
        return _to(screen.key)
    if request.POST.get("editing") == "1":
        return HttpResponseRedirect(_CHECK)
    saved = actions.save_draft(begun.number, answers=begun.answers, page=screen.key, at=at)
    return _after(saved, screen.key)


def _to(key: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{FORM}/{key}")


def _after(begun: Begun, key: str) -> HttpResponseRedirect:
    """The page after another one; the last leads to the look over everything."""
    keys = [each.key for each in way(begun.form, begun.answers)]
    following = keys[keys.index(key) + 1 :] if key in keys else keys
    return _to(following[0]) if following else HttpResponseRedirect(_CHECK)


def _page(
    request: HttpRequest, begun: Begun, screen: Screen, *, values: Any = None, sent: Mapping[str, str] | None = None, errors: dict[str, str] | None = None
) -> HttpResponse:  # fmt: skip
    going = way(begun.form, begun.answers)
    keys = [each.key for each in going]
    own = screen.of_list or screen.key
    step = keys.index(own) if own in keys else 0
    items = [in_short(screen, number, begun.answers) for number in range(len(places.listed(begun.answers, screen.place)))] if screen.is_list else []  # fmt: skip
    known = values if values is not None else places.at(begun.answers, screen.place)
    back = own if screen.of_list else keys[step - 1] if step else ""
    return own_page(
        request, "portal/apply_page.html", status=422 if errors else 200, screen=screen, procedure=begun.procedure, step=step + 1, steps=len(going) + 1,
        items=items, values=known if isinstance(known, Mapping) else {}, sent=sent or {}, errors=errors or {}, back=back, editing=request.GET.get("editing", request.POST.get("editing", "")) == "1",
        words=ADD_WORDS.get(screen.section, ("", "")), people=list(enumerate(names_of_members(begun.answers))), statements=begun.form.statements,
        hints={each.name: reading.when_in_words(each, screen.questions) for each in screen.questions},
        sent_back=begun.sent_back,
    )  # fmt: skip


def _check_page(
    request: HttpRequest, begun: Begun, faults: tuple[Fault, ...], *, status: int = 200, problem: str = ""
) -> HttpResponse:
    wanting = []
    for fault in faults:
        found = screen_of(begun.form, begun.answers, fault.path)
        wanting.append((fault.sentence, "" if found is None else found.key))
    return own_page(
        request, "portal/apply_check.html", status=status, begun=begun, pages=told(begun.form, begun.answers), wanting=wanting, problem=problem
    )  # fmt: skip
