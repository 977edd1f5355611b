"""One case on one page: who, where it stands, what is known, what the rules say, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import AccessProblem, Actor
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.actions.materials import titles_of
from minzheng.engine.cases.actions.viewing import CaseView
from minzheng.engine.catalogue.procedures import RecordKind
from minzheng.engine.notices.queries import letters_about
from minzheng.engine.notices.rendering.pdf import as_pdf
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.filing import filing_step
from minzheng.surfaces.desk.queue import LAMP_TAGS, deadline_words
from minzheng.surfaces.desk.telling import known_of, members_of, names_shown, rules_on
from minzheng.surfaces.letters import read_letter

LONGEST_PURPOSE = 100
_NOTHING: Mapping[str, str] = {}


@desk_view("GET", "POST", about="case")
def show(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Show a case. One that is not on one's desk asks for a purpose first, sent as a form and recorded."""
    purpose = request.POST.get("purpose", "").strip()[:LONGEST_PURPOSE]
    asker = replace(actor, purpose=purpose) if purpose else actor
    try:
        return case_page(request, number, actor=asker, at=at)
    except AccessProblem as refused:
        if purpose:
            raise
        return purpose_page(request, number, str(refused), actor=actor, at=at)


@desk_view("GET", "POST", about="case")
def show_letter(request: HttpRequest, number: str, letter: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Hand out a letter about a case as PDF; reading it is recorded, and asks for a purpose as the case does."""
    purpose = request.POST.get("purpose", "").strip()[:LONGEST_PURPOSE]
    try:
        with scoped(asker := replace(actor, purpose=purpose) if purpose else actor):
            found = read_letter(number, letter, by=asker, at=at)
    except AccessProblem as refused:
        if purpose:
            raise
        return purpose_page(request, number, str(refused), actor=actor, at=at)
    if found is None:
        raise Http404
    response = HttpResponse(as_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letter-{letter}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def purpose_page(request: HttpRequest, number: str, problem: str, *, actor: Actor, at: datetime) -> HttpResponse:
    """Ask what for; the answer goes to where the question was asked."""
    return desk_page(
        request, "desk/purpose.html", actor=actor, at=at, status=403, number=number, problem=problem, longest=LONGEST_PURPOSE,
        action=request.path,
    )  # fmt: skip


def case_page(
    request: HttpRequest, number: str, *, actor: Actor, at: datetime, status: int = 200, problem: str = "",
    errors: Mapping[str, str] = _NOTHING, typed: Mapping[str, str] = _NOTHING, form: str = "",
) -> HttpResponse:  # fmt: skip
    """Answer with the page of a case.

    Args:
        request, number: what is asked for.
        actor, at: who and when.
        status, problem: what went wrong with something sent from this page.
        errors: field → sentence; typed: what was in the form that was sent; form: which it was.
    """
    with scoped(actor):
        view = actions.view_case(number, by=actor, at=at)
        offers = queries.offers(view.case, by=actor, at=at, known=view.known)
        shown = names_shown(view.household, full=(full := bool(actor.purpose.strip())))
        known = known_of(view.known, shown)
        rules = rules_on(view.known, view.procedure.results)
        letters, publicity = letters_about(view.known.subject), queries.publicity_of(view.known, by=actor, at=at)
    phases = view.procedure.phases
    return desk_page(
        request, "desk/case.html", actor=actor, at=at, status=status, problem=problem, errors=errors, typed=typed, form=form,
        view=view, offers=offers, members=members_of(view.household, shown), shown=shown, full_names=full, known=known, rules=rules, letters=letters, publicity=publicity,
        fillable=filing_step(view, actor) is not None, phases=phases, phase=phases.index(view.row.phase) if view.row.phase in phases else 0, kinds=_kinds(view, actor),
        tags=LAMP_TAGS, limit=deadline_words(view.row, at), key=uuid4(), mine=view.case.handler == actor.person, titles=[] if view.case.closed else [(each, each) for each in titles_of(view.procedure)],
    )  # fmt: skip


def _kinds(view: CaseView, actor: Actor) -> list[RecordKind]:
    """The records somebody may add now."""
    if view.case.closed:
        return []
    held = actor.roles_for(service=view.case.chapter, division=view.case.division_id)
    return [kind for kind in view.procedure.records.values() if held & {Role(role) for role in kind.by}]
