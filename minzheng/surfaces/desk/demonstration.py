"""The clock of a demonstration, turned from the strip above its pages: lamps change before one's eyes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from minzheng.engine.access.types import Actor
from minzheng.kernel.facts import DataClass
from minzheng.kernel.working_days import CHINA
from minzheng.surfaces import clock
from minzheng.surfaces.desk.asker import desk_view

_LATEST = 2100


@desk_view("POST", about="none", data_class=DataClass.L1)
def turn_clock(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (as every view of the desk)
    """Turn the clock by a day, by five working days, or back to the day the demonstration begins on; nothing in a real county."""
    if not settings.MINZHENG.demo:
        raise Http404
    wanted = _turned(at, request.POST.get("go", ""))
    if wanted is None or wanted.year >= _LATEST:
        raise Http404
    clock.turn(wanted)
    back = request.POST.get("back", "/desk/")
    safe = back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if safe else "/desk/")


def _turned(at: datetime, go: str) -> datetime | None:
    match go:
        case "day":
            return at + timedelta(days=1)
        case "week":
            return datetime.combine(CHINA.add_workdays(at.date(), 5), at.timetz())
        case "start":
            from minzheng.demo.county import (  # whoever serves a real county never loads the invented one
                DEMO_DAY,
                DEMO_HOUR,
            )

            return datetime.combine(DEMO_DAY, DEMO_HOUR, clock.SHANGHAI)
    return None
