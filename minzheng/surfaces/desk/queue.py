"""The work queue: what waits, the most urgent first, and the search for a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from minzheng.engine.access.queries import colleagues
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.actions.handling import HANDLERS
from minzheng.engine.cases.procedures import procedures_in
from minzheng.engine.cases.queries import Filter, QueueRow
from minzheng.engine.cases.types import CaseProblem, Lamp
from minzheng.kernel.division_codes import DivisionCode, DivisionCodeProblem
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.filing import filed_by

SCOPES = (
    ("", "全部办理中"),
    ("role", "等我的岗位办"),
    ("mine", "我经办的"),
    ("overdue", "已超期"),
    ("risen", "升级督办到我的"),
    ("relatives", "近亲属备案的"),
    ("closed", "已办结"),
)
"""Which cases: the values of `show` in the address."""
LAMP_TAGS = {Lamp.GREEN: "ok", Lamp.AMBER: "warn", Lamp.RED: "bad", Lamp.PAUSED: "hold", Lamp.NONE: ""}
ASKED = ("show", "procedure", "state", "place")
"""What of an address filters the list."""
_PAGE = 30


@desk_view("GET", about="case")
def work_queue(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """List the cases of one's divisions by deadline; the filters stand in the address."""
    return work_queue_page(request, actor=actor, at=at)


def work_queue_page(
    request: HttpRequest, *, actor: Actor, at: datetime, problem: str = "", asked: Mapping[str, str] | None = None
) -> HttpResponseBase:
    """Answer with the list.

    Args:
        request, actor, at: who asks for what, when.
        problem: what went wrong with something sent from it.
        asked: the filter, where it does not stand in the address.
    """
    asked = {name: (request.GET if asked is None else asked).get(name, "") for name in ASKED}
    refused_form = bool(problem)
    try:
        with scoped(actor):
            page = queries.queue(
                filter_of(asked, actor), by=actor, at=at, after=request.GET.get("after") or None, limit=_PAGE
            )
            counts = queries.counts(by=actor, at=at)
    except (CaseProblem, DivisionCodeProblem) as refused:
        page, problem, counts = queries.Page((), None), problem or str(refused), queries.Counts()
    kept = {name: value for name, value in asked.items() if value}
    following = "" if page.next is None else "?" + urlencode({**kept, "after": page.next})
    procedures = {procedure.code: procedure for procedure in procedures_in("social_assistance")}
    chosen = procedures.get(asked["procedure"])
    states = [] if chosen is None else [(state.key, state.title) for state in chosen.states.values()]
    return desk_page(
        request, "desk/queue.html", actor=actor, at=at, status=422 if refused_form else 400 if problem else 200, rows=page.rows, counts=counts, following=following,
        asked=asked, problem=problem, scopes=SCOPES, states=(("", "全部环节" if chosen else "先选业务"), *states), tags=LAMP_TAGS, words=deadline_words,
        views=[(name, f"/desk/?{query}", query == urlencode(kept), key) for key, name, query in queries.saved_views(by=actor)], colleagues=_colleagues(actor, at), may_take=any(each.role in HANDLERS for each in actor.assignments), kept=kept,
        now=at, files=bool(filed_by(actor)), procedures=(("", "全部业务"), *((code, each.title) for code, each in procedures.items())),
    )  # fmt: skip


@desk_view("POST", about="case")
def search(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Find by number, identity number, name or pinyin. Sent as a form: nothing personal stands in an address."""
    text = request.POST.get("q", "")
    found: tuple[QueueRow, ...] = ()
    problem = ""
    try:
        with scoped(actor):
            found = actions.search_cases(text, by=actor, at=at)
    except CaseProblem as refused:
        problem = str(refused)
    return desk_page(
        request, "desk/search.html", actor=actor, at=at, status=422 if problem else 200, rows=found, problem=problem,
        tags=LAMP_TAGS, words=deadline_words, now=at,
    )  # fmt: skip


def deadline_words(row: QueueRow, at: datetime) -> str:
    """What stands beside the lamp: its word, and how long is left or how long it is past."""
    if row.lamp is Lamp.PAUSED or row.due is None:
        return row.lamp.label
    days = abs(row.due - at).days
    if row.lamp is Lamp.RED:
        return f"超期 {days} 天" if days else "今日超期"
    return f"{row.lamp.label}，剩 {days} 天" if days else f"{row.lamp.label}，不足 1 天"


def _colleagues(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """Whom one may give cases to: everybody who handles some where one does oneself."""
    found: dict[int, str] = {}
    for each in actor.assignments:
        if each.role in HANDLERS:
            place = int(each.division.ljust(12, "0"))
            found |= colleagues(HANDLERS, service=each.service, division=place, on=at.date())
    return [(str(key), words) for key, words in found.items() if key != actor.person]


def filter_of(asked: Mapping[str, str], actor: Actor) -> Filter:
    """The filter that an address asks for. Raises DivisionCodeProblem if its place is none."""
    roles = tuple(sorted({each.role.value for each in actor.assignments}))
    return Filter(
        waits_for=roles if asked["show"] == "role" else (),
        procedures=(asked["procedure"],) if asked["procedure"] else (),
        states=(asked["state"],) if asked["state"] else (),
        division=DivisionCode.parse(asked["place"]) if asked["place"] else None,
        handler=actor.person if asked["show"] == "mine" else None,
        overdue=asked["show"] == "overdue",
        risen=asked["show"] == "risen",
        near_relative=asked["show"] == "relatives",
        closed=asked["show"] == "closed",
    )
