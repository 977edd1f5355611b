"""Doing something with a case. Whatever is refused comes back with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import AccessProblem, Actor
from minzheng.engine.cases import actions
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.types import CaseProblem, Conflict, FilingProblem, Given, NoCase
from minzheng.engine.catalogue.procedures import RecordField
from minzheng.engine.database.problems import Problem
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.case import case_page


@desk_view("POST", about="case")
def do_step(request: HttpRequest, number: str, step: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Do a step with what was filled in for it."""
    try:
        given = _given(request.POST)
        with scoped(actor):
            actions.act(case=number, step=step, by=actor, at=at, given=given)
    except NoCase:
        raise
    except Conflict as late:
        return _refused(request, number, late, actor=actor, at=at, status=409)
    except Problem as refused:
        return again(request, number, f"step-{step}", refused, actor=actor, at=at)
    return _back(number)


@desk_view("POST", about="case")
def make_record(request: HttpRequest, number: str, kind: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Add a record; its fields are those its kind declares."""

    def add() -> None:
        declared = procedure_of(find_case(number, by=actor)).records.get(kind)
        fields = declared.fields if declared is not None else ()
        content = {field.key: value for field in fields if (value := _value(field, request.POST)) is not None}
        actions.add_record(case=number, kind=kind, content=content, by=actor, at=at)

    return attempted(request, number, f"record-{kind}", add, actor=actor, at=at)


@desk_view("POST", about="case")
def take(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Take a case onto one's own desk."""
    return attempted(
        request, number, "take", lambda: actions.assign(case=number, officer=actor.person or 0, by=actor, at=at), actor=actor, at=at
    )  # fmt: skip


def attempted(
    request: HttpRequest, number: str, form: str, act: Callable[[], object], *, actor: Actor, at: datetime
) -> HttpResponseBase:
    """Do something with a case and go back to it; refused, the page comes again with what was typed into the form.

    Raises:
        NoCase: it is not theirs.
    """
    try:
        with scoped(actor):
            act()
    except NoCase:
        raise
    except Problem as refused:
        return again(request, number, form, refused, actor=actor, at=at)
    return _back(number)


def _back(number: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"/desk/cases/{number}/")


def again(
    request: HttpRequest, number: str, form: str, refused: Problem, *, actor: Actor, at: datetime
) -> HttpResponse:
    """The page once more, with what is wrong and everything that was typed."""
    faults = refused.faults if isinstance(refused, FilingProblem) else ()
    errors = {f"{form}-{fault.path}": fault.sentence for fault in faults}
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    try:
        return case_page(
            request, number, actor=actor, at=at, status=422, problem=str(refused), errors=errors, typed=typed, form=form
        )
    except AccessProblem:
        # The case is not on their desk, and nobody asked for a purpose yet: the words come back on a page that shows no case.
        return _refused(request, number, refused, actor=actor, at=at, status=422)


def _refused(
    request: HttpRequest, number: str, problem: Problem, *, actor: Actor, at: datetime, status: int
) -> HttpResponse:
    """A page that says what went wrong, and gives back what was typed."""
    hidden = {"csrfmiddlewaretoken", "key", "expected"}
    typed = [text for name, text in request.POST.items() if name not in hidden and isinstance(text, str) and text]
    return desk_page(
        request, "desk/conflict.html", actor=actor, at=at, status=status, number=number, problem=problem, typed=typed
    )


def _given(sent: Mapping[str, Any]) -> Given:
    """What a form brings to a step.

    Raises:
        CaseProblem: the hidden marks of the form are not those that were sent out.
    """
    try:
        key, expected = UUID(sent["key"]), int(sent["expected"])
    except (KeyError, ValueError):
        raise CaseProblem("页面内容不完整，没有提交。", remedy="请刷新页面后重新提交。") from None
    return Given(
        reason=sent.get("reason", "").strip(), reasons=(code,) if (code := sent.get("reasons", "").strip()) else (), supplement=_lines(sent.get("supplement", "")),
        places=_lines(sent.get("places", "")), key=key, expected=expected,
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _value(field: RecordField, sent: Mapping[str, Any]) -> Any:
    text = str(sent.get(field.key, "")).strip()
    if not text:
        return None
    match field.type:
        case "flag":
            return {"yes": True, "no": False}.get(text, text)
        case "people" | "files":
            return list(_lines(text.replace("、", "\n").replace("，", "\n")))
        case "count":
            return int(text) if text.isdecimal() and text.isascii() else text
    return text
