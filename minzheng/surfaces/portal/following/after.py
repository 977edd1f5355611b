"""What a family does once it was answered: say whether it was content, read what it can do against a decision, write to the county."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.types import CaseProblem, Grade, NoCase
from minzheng.engine.catalogue.letterheads import letterhead
from minzheng.engine.notices.models import Letter
from minzheng.engine.notices.queries import appeal_deadlines_of, letters_about, opposable, served_on
from minzheng.surfaces.letters import read_letter
from minzheng.surfaces.portal.county import county
from minzheng.surfaces.portal.following.let_in import START, own_page, own_view
from minzheng.surfaces.portal.reporting import tell_page, told_online

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
        letters = [_line(each, at.date()) for each in _opposable(actor, case.pk)]
    head = letterhead(county=county().code, demo=county().invented)
    return own_page(
        request, "portal/follow_ways_out.html", number=number, title=procedure_of(case).title, letters=letters, head=head,
        tells=[each for each in told_online() if each.online is not None and each.online.own_case],
    )  # fmt: skip


@own_view("GET")
def application(request: HttpRequest, number: str, letter: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """A sheet to print: the application for reconsideration of what a letter decided, with blanks to fill in by hand."""
    with scoped(actor):
        case = find_case(number, by=actor)
        found = next((each for each in _opposable(actor, case.pk) if each.pk == letter), None)
        document = None if found is None else read_letter(number, letter, by=actor, at=at)
    if document is None:
        raise Http404
    head = letterhead(county=county().code, demo=county().invented)
    return own_page(
        request, "portal/follow_application.html", number=number, document=document, head=head, name=actor.name
    )


@own_view("GET", "POST")
def tell(request: HttpRequest, number: str, procedure: str, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (as every view of one's own)
    """Tell the county something about one's own case."""
    if not any(each.code == procedure and each.online is not None and each.online.own_case for each in told_online()):
        raise Http404
    with scoped(actor):
        if find_case(number, by=actor).restricted:
            raise NoCase
    return tell_page(request, procedure, about=number, family=actor)


def _opposable(actor: Actor, case: int) -> list[Letter]:
    """The letters to somebody that say what can be done against them, the newest first."""
    letters = letters_about(Subject("case", case))
    return [each for each in reversed(letters) if each.addressee_person == actor.shown and opposable(each)]


def _line(letter: Letter, today: date) -> dict[str, object]:
    until = appeal_deadlines_of(letter)
    return {"letter": letter, "served": served_on(letter), "until": until, "today": today}
