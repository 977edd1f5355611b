"""What a family does once it was answered: say whether it was content, read what it can do against a decision, write to the county."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.procedures import procedure_of, told_online
from minzheng.engine.cases.types import CaseProblem, Grade
from minzheng.engine.catalogue.letterheads import letterhead
from minzheng.engine.notices.queries import appeal_deadlines_of, opposable_letters
from minzheng.surfaces.letters import read_letter
from minzheng.surfaces.portal.county import county
from minzheng.surfaces.portal.following.let_in import START, own_page, own_view

LONGEST = 2_000


@own_view("POST")
def rate(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Take a grade: one tap."""
    text = request.POST.get("grade", "")
    if text not in {str(int(grade)) for grade in Grade}:
        return _rating_page(request, number, actor=actor, status=422, problem="没有选评价，请按一个。")
    try:
        with scoped(actor):
            actions.rate(case=number, grade=Grade(int(text)), by=actor, at=at)
    except CaseProblem as refused:
        return _rating_page(request, number, actor=actor, status=422, problem=str(refused))
    return HttpResponseRedirect(f"{START}/cases/{number}/rating")


@own_view("GET", "POST")
def explain(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Thank for a grade; whoever was not content may say why, and where to call."""
    if request.method != "POST":
        return _rating_page(request, number, actor=actor)
    typed = {name: request.POST.get(name, "")[: LONGEST + 1] for name in ("said", "phone")}
    try:
        with scoped(actor):
            actions.explain_rating(case=number, **typed, by=actor, at=at)
    except CaseProblem as refused:
        return _rating_page(request, number, actor=actor, status=422, problem=str(refused), typed=typed)
    return _rating_page(request, number, actor=actor, kept=True)


def _rating_page(
    request: HttpRequest, number: str, *, actor: Actor, status: int = 200, problem: str = "", typed: dict[str, str] | None = None,
    kept: bool = False,
) -> HttpResponseBase:  # fmt: skip
    with scoped(actor):
        case = find_case(number, by=actor)
        grade = queries.grade_of(case)
    if grade is None and not problem:
        return HttpResponseRedirect(f"{START}/cases/{number}")
    return own_page(
        request, "portal/follow_rating.html", status=status, number=number, title=procedure_of(case).title, grade=grade,
        closed=case.closed, problem=problem, typed=typed or {"said": "", "phone": ""}, kept=kept,
    )  # fmt: skip


@own_view("GET")
def ways_out(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """What can be done against what was decided: where, until when, how; none of it through the bureau alone."""
    with scoped(actor):
        case = find_case(number, by=actor)
        found = opposable_letters(Subject("case", case.pk), person=actor.shown)
        letters = [{"letter": each, "until": appeal_deadlines_of(each)} for each in found]
    head = letterhead(county=county().code, demo=county().invented)
    return own_page(
        request, "portal/follow_ways_out.html", number=number, title=procedure_of(case).title, letters=letters, today=at.date(), head=head,
        tells=[each for each in told_online() if each.online is not None and each.online.own_case],
    )  # fmt: skip


@own_view("GET")
def application(request: HttpRequest, number: str, letter: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """A sheet to print: the application for reconsideration of what a letter decided, with blanks to fill in by hand."""
    with scoped(actor):
        case = find_case(number, by=actor)
        theirs = {each.pk for each in opposable_letters(Subject("case", case.pk), person=actor.shown)}
        document = read_letter(number, letter, by=actor, at=at) if letter in theirs else None
    if document is None:
        raise Http404
    head = letterhead(county=county().code, demo=county().invented)
    return own_page(
        request, "portal/follow_application.html", number=number, document=document, head=head, name=actor.name
    )
