"""Telling the office something without an account: a family in need, something that is not right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.cases import actions
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.procedures import told_online
from minzheng.engine.cases.types import CaseProblem, FilingProblem, NoCase
from minzheng.engine.catalogue.procedures import Procedure, RecordField
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import now
from minzheng.surfaces.portal.following.let_in import own_page, own_view
from minzheng.surfaces.portal.places import Places, chosen_places
from minzheng.surfaces.signin.rules import origin_of
from minzheng.surfaces.ui.routes import ANYONE, route

_NOTHING: Mapping[str, str] = {}
_LONGEST, _COUNTY = 2_000, 10**6
_SHORT = frozenset({"reporter", "phone"})
"""Fields of one line; everything else is told in as many words as it takes."""


@route("GET", "POST", about="none", permission=ANYONE, data_class=DataClass.L2)
def tell(request: HttpRequest, procedure: str) -> HttpResponseBase:
    """Ask what it is about; what was sent becomes a case, whoever sent it."""
    return tell_page(request, procedure)


@own_view("GET", "POST")
def tell_of_own_case(
    request: HttpRequest,
    number: str,
    procedure: str,
    *,
    actor: Actor,
    at: datetime,  # noqa: ARG001 (as every view of one's own)
) -> HttpResponseBase:
    """Tell the county something about one's own case."""
    if not any(each.code == procedure and each.online is not None and each.online.own_case for each in told_online()):
        raise Http404
    with scoped(actor):
        if find_case(number, by=actor).restricted:
            raise NoCase
    return tell_page(request, procedure, about=number, family=actor)


def tell_page(
    request: HttpRequest, procedure: str, *, about: str = "", family: Actor | None = None, said: Mapping[str, str] = _NOTHING
) -> HttpResponseBase:  # fmt: skip
    """Answer with the form, or with what became of what was sent.

    Args:
        request: what was sent.
        procedure: open to anybody.
        about, family: the case it is about, where the family itself tells it.
        said: what its fields say before anybody typed.

    Raises:
        NoCase: the case is not theirs.
    """
    wanted = _procedure(procedure)
    fields = actions.asked_online(wanted)
    names = ("township", "village", "key", *(field.key for field in fields))
    typed = {name: request.POST.get(name, "").strip()[: _LONGEST + 1] for name in names}
    places = chosen_places(typed["township"], typed["village"])
    given: dict[str, Any] = {
        "procedure": wanted,
        "fields": fields,
        "short": _SHORT,
        "places": places,
        "typed": typed,
        "about": about,
    }
    if request.method == "GET":
        typed.update(said)
    if request.method != "POST" or request.POST.get("go") == "township":
        return own_page(request, "portal/tell.html", **given, errors={}, key=uuid4())
    errors = _wrong(wanted, typed, places)
    key = _key(typed["key"])
    if not errors:
        try:
            number = actions.report_online(
                chapter=wanted.chapter, code=wanted.code, division=_division(wanted, places),
                content={field.key: _value(field, typed[field.key]) for field in fields if typed[field.key]}, key=key,
                origin=origin_of(request), at=now(), about=about, family=family,
            )  # fmt: skip
            return own_page(request, "portal/told.html", procedure=wanted, number=number, about=about)
        except FilingProblem as refused:
            errors = {fault.path: fault.sentence.partition("：")[2] or fault.sentence for fault in refused.faults}
        except CaseProblem as refused:
            errors = {fields[0].key: str(refused)}
    return own_page(request, "portal/tell.html", status=422, **given, errors=errors, key=key)


def _procedure(code: str) -> Procedure:
    found = next((each for each in told_online() if each.code == code), None)
    if found is None:
        raise Http404
    return found


def _wrong(wanted: Procedure, typed: dict[str, str], places: Places) -> dict[str, str]:
    long = {name: f"最多写{_LONGEST}个字，请写短一些。" for name, text in typed.items() if len(text) > _LONGEST}
    if wanted.at_county or places.village:
        return long
    return long | {"village" if places.villages else "township": "请选是哪个村（社区）。"}


def _division(wanted: Procedure, places: Places) -> int:
    return int(settings.MINZHENG.locality) * _COUNTY if wanted.at_county else int(places.village)


def _value(field: RecordField, text: str) -> Any:
    return {"yes": True, "no": False}.get(text, text) if field.type == "flag" else text


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
