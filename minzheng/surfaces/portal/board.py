"""The board of public notices: what hangs today, by township and village, and an objection to any of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase

from minzheng.engine.cases import actions
from minzheng.engine.notices import queries
from minzheng.engine.notices.types import NoticeProblem
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import now, today
from minzheng.surfaces.portal.county import county
from minzheng.surfaces.portal.following.let_in import own_page
from minzheng.surfaces.portal.places import Places, chosen_places
from minzheng.surfaces.signin.rules import origin_of
from minzheng.surfaces.ui.pages import public_page
from minzheng.surfaces.ui.routes import ANYONE, route

_PAGE = 20
_LONGEST = {"text": 2_000, "name": 100, "contact": 100}


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1)
def notices(request: HttpRequest) -> HttpResponseBase:
    """What hangs on the board today; the place and the page stand in the address."""
    day, after, problem = today(), request.GET.get("after", "")[:40], ""
    places = chosen_places(request.GET.get("township", ""), request.GET.get("village", ""))
    try:
        page = queries.public_notices(on=day, division=places.chosen, after=after or None, limit=_PAGE)
    except NoticeProblem as refused:
        page, problem = queries.public_notices(on=day, division=places.chosen, limit=_PAGE), str(refused)
    return public_page(
        request, "portal/notices.html", status=400 if problem else 200, notices=page.rows, following=_address(places, page.next),
        first=_address(places, ""), after=after, places=places, problem=problem, day=day, **county().words(),
    )  # fmt: skip


@route("GET", "POST", about="none", permission=ANYONE, data_class=DataClass.L1)
def notice(request: HttpRequest, number: int) -> HttpResponseBase:
    """One notice, and what somebody has against it. No name is asked; who gives one is told the result."""
    found = queries.public_notice(notice=number, on=today())
    if found is None:
        raise Http404
    typed = {name: request.POST.get(name, "").strip() for name in _LONGEST}
    errors, received = {}, False
    if request.method == "POST":
        errors = {name: f"最多写{most}个字，请写短一些。" for name, most in _LONGEST.items() if len(typed[name]) > most}
        if not typed["text"]:
            errors["text"] = "请写明您认为哪里不对。"
        if not errors:
            try:
                actions.object_to_notice(
                    number, text=typed["text"], objector=typed["name"], contact=typed["contact"],
                    origin=origin_of(request), at=now(),
                )  # fmt: skip
                received = True
            except NoticeProblem as refused:
                errors["text"] = str(refused)
    return own_page(
        request, "portal/notice.html", status=422 if errors else 200, notice=found, typed=typed, errors=errors, received=received
    )  # fmt: skip


def _address(places: Places, after: str | None) -> str:
    if after is None:
        return ""
    said = {"township": places.township, "village": places.village, "after": after}
    return "/notices?" + urlencode({name: value for name, value in said.items() if value})
