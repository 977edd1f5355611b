"""Beside the flow of a case: letters handed over, the case given to a colleague, its limit extended, what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.queries import colleagues
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.actions.delivering import DELIVERERS
from minzheng.engine.cases.actions.handling import HANDLERS, LEADS
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.types import CaseProblem, NoCase
from minzheng.engine.database.problems import Problem
from minzheng.engine.notices.queries import deliveries_of, letters_about
from minzheng.engine.notices.types import DeliveryResult, DeliveryWay
from minzheng.kernel.dates import DateProblem, parse_date
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.reading import number_in
from minzheng.surfaces.ui.routes import FILE_BODY
from minzheng.surfaces.uploads import sent_files

WAYS = tuple((way.name, way.label) for way in DeliveryWay)
_LONGEST = 300


@desk_view("GET", about="case")
def show(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Show what can be done beside the flow."""
    return _page(request, number, actor=actor, at=at)


@desk_view("POST", about="case", body=FILE_BODY)
def deliver(request: HttpRequest, number: str, letter: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Record an attempt to hand a letter over."""

    def record() -> str:
        typed = {name: request.POST.get(f"{name}-{letter}", "").strip()[:_LONGEST] for name in ("receiver", "note")}
        actions.deliver_letter(
            case=number, letter=letter, way=_way(request.POST.get(f"way-{letter}", "")), on=_day(request.POST.get(f"on-{letter}", "")),
            served=request.POST.get(f"served-{letter}") == "yes", **typed, receipt=sent_files(request, f"receipt-{letter}"), by=actor, at=at,
        )  # fmt: skip
        return number

    return _attempted(request, number, f"letter-{letter}", record, actor=actor, at=at)


@desk_view("POST", about="case")
def hand_over(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Give the case to a colleague."""

    def give() -> str:
        officer = number_in(request.POST.get("officer", ""))
        if not officer:
            raise CaseProblem("没有选择交给谁。", remedy="请选择一名工作人员。")
        actions.assign(case=number, officer=officer, reason=request.POST.get("handing", "")[:_LONGEST], by=actor, at=at)
        return number

    return _attempted(request, number, "hand-over", give, actor=actor, at=at)


@desk_view("POST", about="case")
def extend(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Lengthen the limit, with the reason."""

    def lengthen() -> str:
        actions.extend(case=number, reason=request.POST.get("extending", "")[:_LONGEST], by=actor, at=at)
        return number

    return _attempted(request, number, "extend", lengthen, actor=actor, at=at)


@desk_view("POST", about="case")
def follow_up(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Open what follows from the case, and go there."""

    def begin() -> str:
        try:
            key = UUID(request.POST.get("key", ""))
        except ValueError:
            raise CaseProblem("页面内容不完整，没有登记。", remedy="请刷新页面后重新提交。") from None
        return actions.open_follow_up(
            case=number, code=request.POST.get("procedure", "")[:100], key=key, by=actor, at=at
        ).number

    return _attempted(request, number, "follow-up", begin, actor=actor, at=at)


def _attempted(
    request: HttpRequest, number: str, form: str, act: Callable[[], str], *, actor: Actor, at: datetime
) -> HttpResponseBase:
    try:
        with scoped(actor):
            where = act()
    except NoCase:
        raise
    except Problem as refused:
        typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
        return _page(request, number, actor=actor, at=at, status=422, problem=str(refused), form=form, typed=typed)
    return HttpResponseRedirect(f"/desk/cases/{where}/" if where != number else f"/desk/cases/{number}/more")


def _page(
    request: HttpRequest, number: str, *, actor: Actor, at: datetime, status: int = 200, problem: str = "", form: str = "",
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    with scoped(actor):
        case = find_case(number, by=actor)
        procedure = procedure_of(case)
        held = actor.roles_for(service=case.chapter, division=case.division_id)
        letters = [_line(each, at.date()) for each in letters_about(Subject("case", case.pk))]
        beside = queries.followed_by(case, by=actor, at=at)
        may_follow = queries.could_follow(case, by=actor)
        others = _colleagues(case.chapter, case.division_id, at.date(), held=held, but=case.handler)
        row = queries.row_of(case, at=at)
    extendable = any(clock.extended for clock in procedure.clocks.values())
    return desk_page(
        request, "desk/beside.html", actor=actor, at=at, status=status, problem=problem, form=form, typed=typed or {}, row=row, case=case,
        letters=letters, may_deliver=bool(held & set(DELIVERERS)), ways=WAYS, beside=beside, may_follow=[("", "请选择"), *((each.code, each.title) for each in may_follow)],
        colleagues=others if not case.closed else (), may_extend=bool(held & set(LEADS)) and extendable and not (case.closed or case.extended) and case.accepted_on is not None, key=uuid4(),
    )  # fmt: skip


def _colleagues(
    service: str, division: int, on: date, *, held: frozenset[Role], but: int | None
) -> tuple[tuple[str, str], ...]:
    if not held & set(HANDLERS):
        return ()
    found = colleagues(HANDLERS, service=service, division=division, on=on)
    return tuple((str(key), words) for key, words in found.items() if key != but)


def _line(letter: Any, today: date) -> dict[str, Any]:
    tries = deliveries_of(letter)
    served = next((each.served_on for each in tries if each.result == DeliveryResult.SERVED), None)
    failed = [each for each in tries if each.result == DeliveryResult.FAILED]
    return {"letter": letter, "served": served, "failed": failed, "open": letter.closed_at is None, "today": today}


def _way(text: str) -> DeliveryWay:
    if text not in DeliveryWay.__members__:
        raise CaseProblem("没有选择送达方式。", remedy="请选择后再保存。")
    return DeliveryWay[text]


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except DateProblem:
        raise CaseProblem("送达日期不对。", remedy="例如 2026-09-01。") from None
