"""备用金: the petty fund of each township: what came, what went, what is there, and whether the bank agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.cases import imprest, queries
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.database.problems import Problem
from minzheng.engine.registry.queries.divisions import division_names, places_of
from minzheng.kernel.dates import DateProblem, parse_date
from minzheng.kernel.facts import DataClass
from minzheng.kernel.money import MoneyError, format_yuan, parse_yuan
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.reading import number_in

SERVICE = "social_assistance"
HOME = "/desk/funds"
_TOWNSHIP, _COUNTY = 1_000, 10**6
_LONGEST = 500
_FIELDS = ("amount", "document", "until", "statement", "explanation", "ceiling", "township")


@desk_view("GET", about="imprest_fund", data_class=DataClass.L3)
def list_funds(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """List the funds one answers for; whoever answers for one alone goes there."""
    return _list(request, actor=actor, at=at)


@desk_view("GET", about="imprest_fund", data_class=DataClass.L3)
def show(request: HttpRequest, division: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Show the ledger of a township."""
    return _ledger(request, division, actor=actor, at=at)


@desk_view("POST", about="imprest_fund", data_class=DataClass.L3)
def open_fund(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Set up the fund of a township."""
    typed = _typed(request)
    try:
        with scoped(actor):
            code = _township(typed["township"])
            imprest.open_fund(division=code, ceiling=_fen(typed["ceiling"], "限额"), service=SERVICE, by=actor, at=at)
    except Problem as refused:
        return _list(request, actor=actor, at=at, status=422, problem=str(refused), typed=typed)
    return HttpResponseRedirect(f"{HOME}/{code}")


@desk_view("POST", about="imprest_fund", data_class=DataClass.L3)
def book(request: HttpRequest, division: int, kind: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Pay in (the county), give back (the township), or hold against the bank's statement (the county)."""
    typed = _typed(request)
    given: dict[str, Any] = {"division": division, "service": SERVICE, "by": actor, "at": at}
    acts: Mapping[str, Callable[[], object]] = {
        "refill": lambda: imprest.refill(amount=_fen(typed["amount"]), document=typed["document"], **given),
        "give-back": lambda: imprest.give_back(amount=_fen(typed["amount"]), document=typed["document"], **given),
        "reconcile": lambda: imprest.reconcile(
            until=_day(typed["until"]), statement=_fen(typed["statement"], "对账单余额"), explanation=typed["explanation"], **given
        ),
    }  # fmt: skip
    if kind not in acts:
        raise Http404
    try:
        with scoped(actor):
            acts[kind]()
    except Problem as refused:
        return _ledger(request, division, actor=actor, at=at, status=422, problem=str(refused), form=kind, typed=typed)
    return HttpResponseRedirect(f"{HOME}/{division}")


def _list(
    request: HttpRequest, *, actor: Actor, at: datetime, status: int = 200, problem: str = "", typed: Mapping[str, str] | None = None
) -> HttpResponse:  # fmt: skip
    with scoped(actor):
        rows = queries.fund_rows(by=actor)
    leads = _of_county(actor)
    if not rows and not leads:
        raise Http404
    if len(rows) == 1 and not leads and status == 200:
        return HttpResponseRedirect(f"{HOME}/{rows[0].division}")
    known = {row.division for row in rows}
    without = [
        (str(code), name) for code, name in places_of(int(settings.MINZHENG.locality) * _COUNTY) if code not in known
    ]
    return desk_page(
        request, "desk/funds.html", actor=actor, at=at, status=status, problem=problem, typed=typed or dict.fromkeys(_FIELDS, ""), rows=rows,
        yuan=format_yuan, without=[("", "请选择"), *without] if leads else [], balance=sum(row.balance for row in rows),
    )  # fmt: skip


def _ledger(
    request: HttpRequest, division: int, *, actor: Actor, at: datetime, status: int = 200, problem: str = "", form: str = "",
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    with scoped(actor):
        row = next((each for each in queries.fund_rows(by=actor) if each.division == division), None)
        if row is None:
            raise Http404
        lines = imprest.lines_of(division)
    held = actor.roles_for(service=SERVICE, division=division)
    return desk_page(
        request, "desk/fund.html", actor=actor, at=at, status=status, problem=problem, form=form, typed=typed or dict.fromkeys(_FIELDS, ""),
        row=row, lines=list(reversed(lines)), yuan=format_yuan, name=division_names([division]).get(division, str(division)),
        of_county=bool(held & set(imprest.COUNTY_ROLES)), of_township=bool(held & set(imprest.TOWNSHIP_ROLES)),
    )  # fmt: skip


def _of_county(actor: Actor) -> bool:
    county = int(settings.MINZHENG.locality) * _COUNTY
    return bool(actor.roles_for(service=SERVICE, division=county) & set(imprest.COUNTY_ROLES))


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip()[:_LONGEST] for name in _FIELDS}


def _township(text: str) -> int:
    code = number_in(text)
    if not code:
        raise CaseProblem("没有选择乡镇（街道）。", remedy="请选择后再设立。")
    return code


def _fen(text: str, label: str = "金额") -> int:
    try:
        return parse_yuan(text)
    except MoneyError as problem:
        raise CaseProblem(f"{label}不对：{problem}", remedy="例如 5000 或者 5000.50。") from None


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except DateProblem:
        raise CaseProblem("对账截止日不对。", remedy="例如 2026-08-31。") from None
