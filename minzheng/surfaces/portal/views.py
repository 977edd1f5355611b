"""Pages that anybody may read."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from minzheng.engine.access.roles import Role
from minzheng.engine.cases.procedures import told_online
from minzheng.engine.catalogue.entrances import entrances
from minzheng.engine.catalogue.flows.svg import svg_of
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import today
from minzheng.surfaces.portal.applying.beginning import online
from minzheng.surfaces.portal.county import county
from minzheng.surfaces.portal.guides import GuidePage, guide_page
from minzheng.surfaces.portal.searching import LONGEST, find
from minzheng.surfaces.portal.standards import standards_on
from minzheng.surfaces.ui.pages import LARGE_TEXT, public_page
from minzheng.surfaces.ui.routes import ANYONE, route

_YEAR = 365 * 24 * 3600
_HELPERS = (Role.AGENT, Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_CLERK)


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def home(request: HttpRequest) -> HttpResponseBase:
    """The first page: ask in one's own words, or choose."""
    return public_page(
        request, "portal/home.html", entrances=entrances(), told=told_online(), longest=LONGEST, **county().words()
    )


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def search(request: HttpRequest) -> HttpResponseBase:
    """Services for what somebody said."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    return public_page(
        request,
        "portal/search.html",
        asked=asked,
        found=find(asked),
        longest=LONGEST,
        entrances=entrances(),
        **county().words(),
    )


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def guide(request: HttpRequest, matter: str) -> HttpResponseBase:
    """How a service is asked for: conditions, papers, steps, time, remedies, law."""
    return public_page(
        request, "portal/guide.html", page=_guide_page(matter), online=online(matter), **county().words()
    )


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def flow(request: HttpRequest, matter: str) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """The way a case goes, as a picture to look at and to print."""
    procedure = _guide_page(matter).guide.procedure
    if procedure is None:
        raise Http404
    return HttpResponse(svg_of(procedure), content_type="image/svg+xml; charset=utf-8")


def _guide_page(name: str) -> GuidePage:
    found = next((each for each in entrances() if each.matter.name == name), None)
    if found is None:
        raise Http404
    here = county()
    return guide_page(found, county=settings.MINZHENG.locality, place=here.code, demo=here.invented, on=today())


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def standards(request: HttpRequest) -> HttpResponseBase:
    """Every amount and method that governs today, with its source; what nobody has confirmed is said to be so."""
    here, day = county(), today()
    groups = standards_on(place=here.code, demo=here.invented, on=day)
    return public_page(request, "portal/standards.html", groups=groups, day=day, **here.words())


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def help_me(request: HttpRequest) -> HttpResponseBase:
    """Who does it for somebody who cannot, by telephone or at the village."""
    helpers = [role.label for role in _HELPERS]
    return public_page(request, "portal/help.html", helpers=helpers, **county().words())


# Nothing is changed but the size of type in one's own browser: there is nothing to forge.
@csrf_exempt
@route("POST", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def large_text(request: HttpRequest) -> HttpResponseBase:
    """Switch the large-type view and return to the page one came from."""
    back = request.POST.get("back", "/")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if safe else "/")
    set_large_text(response, wanted=request.POST.get("on") == "1")
    return response


def set_large_text(response: HttpResponseBase, *, wanted: bool) -> None:
    """Keep the wish for large type in the browser, or forget it."""
    if wanted:
        response.set_cookie(LARGE_TEXT, "1", max_age=_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(LARGE_TEXT, samesite="Lax")
