"""The overview of a county, a township or a village: for whoever leads it, on a desk, a phone, or a wall."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.cases import queries
from minzheng.engine.cases.queries import Filter, QueueRow
from minzheng.engine.registry.queries.divisions import division_names
from minzheng.kernel.division_codes import DivisionCode, DivisionCodeProblem, DivisionLevel
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.overview.figures import GOOD, LEVELS, PlaceRow, address_of, name_of, overview, share

_REFRESH_SECONDS = 300
_LATE_SHOWN = 8
FEWEST_RATINGS = 5
"""Grades are shown from so many on: with fewer one could tell who gave which."""


@desk_view("GET", about="none", data_class=DataClass.L2)
def home(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (as every view of the desk)
    """Go to the widest place one answers for."""
    place = home_of(actor)
    if place is None:
        raise Http404
    return HttpResponseRedirect(address_of(place.number))


@desk_view("GET", about="none", data_class=DataClass.L2)
def show(request: HttpRequest, division: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Show a place one answers for, or one below it; `?wall` for a big screen that renews itself."""
    place = _place(actor, division)
    wall = "wall" in request.GET
    with scoped(actor):
        found = overview(place, by=actor, at=at)
        late = () if wall else _late(place, actor, at)
    response = desk_page(
        request, "desk/overview.html", actor=actor, at=at, found=found, late=late, wall=wall, share=share, levels=LEVELS,
        address=address_of, above=_above(actor, place), ranking=_ranking(found.rows), fewest=FEWEST_RATINGS,
    )  # fmt: skip
    if wall:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


def home_of(actor: Actor) -> DivisionCode | None:
    """The widest place somebody answers for, at most the county; None for who sees no case."""
    county = settings.MINZHENG.locality
    prefixes = [each.division for each in actor.assignments if each.role.sees_cases]
    places = (DivisionCode(prefix if len(prefix) > len(county) else county) for prefix in prefixes)
    return min(places, key=lambda place: place.level, default=None)


def _late(place: DivisionCode, actor: Actor, at: datetime) -> tuple[QueueRow, ...]:
    return queries.queue(Filter(division=place, overdue=True), by=actor, at=at, limit=_LATE_SHOWN).rows


def _answers_for(actor: Actor, place: DivisionCode) -> bool:
    return any(low <= place.number and place.last_number < high for low, high in actor.ranges)


def _place(actor: Actor, code: int) -> DivisionCode:
    """A place that exists and that one answers for; else nothing is there."""
    try:
        place = DivisionCode.parse(f"{code:012d}")
    except DivisionCodeProblem:
        raise Http404 from None
    if not _answers_for(actor, place) or place.level < DivisionLevel.COUNTY or not division_names([place.number]):
        raise Http404
    return place


def _above(actor: Actor, place: DivisionCode) -> tuple[tuple[str, str], ...]:
    """The places above that one answers for too, the widest first."""
    above = [each for each in place.ancestors() if each.level >= DivisionLevel.COUNTY and _answers_for(actor, each)]
    return tuple((name_of(each), address_of(each.number)) for each in above)


def _ranking(rows: tuple[PlaceRow, ...]) -> tuple[tuple[str, float, str, bool], ...]:
    """Places by what they did in time, the best first; those with nothing to time are left out."""
    timed = [(row.name, row.cases.share_in_time, row.cases) for row in rows if row.cases.share_in_time is not None]
    timed.sort(key=lambda each: (-each[1], each[0]))
    return tuple((name, value, f"{share(cases)}（{cases.timed} 件）", value < GOOD) for name, value, cases in timed)
