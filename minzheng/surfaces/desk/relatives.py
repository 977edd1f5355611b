"""近亲属备案: whoever works here enters their near relatives, so that nobody handles what concerns them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access import actions as access
from minzheng.engine.access.relatives_register import (
    REGISTRARS,
    officer_numbered,
    officers_by_unit,
    registered_relatives,
)
from minzheng.engine.access.types import AccountProblem, Actor, DiscoveredBy
from minzheng.kernel.codes import RELATION
from minzheng.kernel.codes.relations import is_near_relative
from minzheng.kernel.names import NameProblem
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.reading import number_in

HOME = "/desk/relatives"
_FIELDS = ("officer", "name", "id_number", "relation")


@desk_view("GET", "POST", about="officer")
def register(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Show the register, and enter a relative: of oneself, or of a colleague for whoever keeps it."""
    if request.method != "POST":
        return _page(request, actor=actor, at=at)
    typed = {name: request.POST.get(name, "").strip()[:60] for name in _FIELDS}
    try:
        _declare(typed, by=actor, at=at)
    except (AccountProblem, NameProblem) as refused:
        return _page(request, actor=actor, at=at, status=422, problem=str(refused), typed=typed)
    return HttpResponseRedirect(HOME)


def _declare(typed: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    number = typed["officer"] if _keeps(by) and typed["officer"] else str(by.person or 0)
    officer = officer_numbered(number_in(number))
    if officer is None:
        raise AccountProblem("没有选择是谁的亲属。")
    if typed["relation"] not in dict(_relations()):
        raise AccountProblem("请选择亲属关系。")
    known = DiscoveredBy.DECLARED if officer.pk == by.person else DiscoveredBy.MATCHED
    access.declare_relative(
        officer=officer, name=typed["name"], id_number=typed["id_number"], relation=typed["relation"], discovered_by=known,
        on=at.date(), by=by, at=at,
    )  # fmt: skip


def _page(
    request: HttpRequest, *, actor: Actor, at: datetime, status: int = 200, problem: str = "", typed: Mapping[str, str] | None = None
) -> HttpResponse:  # fmt: skip
    officers = [(str(key), words) for key, words in officers_by_unit()] if _keeps(actor) else []
    return desk_page(
        request, "desk/relatives.html", actor=actor, at=at, status=status, problem=problem, typed=typed or dict.fromkeys(_FIELDS, ""),
        rows=registered_relatives(by=actor, at=at), officers=officers, relations=[("", "请选择"), *_relations()], own=str(actor.person or ""),
    )  # fmt: skip


def _keeps(actor: Actor) -> bool:
    return any(actor.holds(role) for role in REGISTRARS)


def _relations() -> list[tuple[str, str]]:
    """What a near relative can be to an officer (公务员法 第七十四条)."""
    return [(each.key, each.label) for each in RELATION if is_near_relative(each.key)]
