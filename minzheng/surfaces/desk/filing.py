"""Filing for a family at the window or in the village: the whole form on one page, saved as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.cases import actions
from minzheng.engine.cases.actions.viewing import CaseView
from minzheng.engine.cases.procedures import procedures_in
from minzheng.engine.cases.submitting import FILING
from minzheng.engine.cases.types import CaseProblem, Channel, FilingProblem, Given, NoCase
from minzheng.engine.catalogue.form_files import form_of
from minzheng.engine.catalogue.forms import Form, Section
from minzheng.engine.catalogue.matters import chapters
from minzheng.engine.catalogue.procedures import Procedure, Step
from minzheng.engine.database.problems import Problem
from minzheng.engine.registry.queries.divisions import places_within
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.filling import places, reading
from minzheng.surfaces.filling.screens import ADD_WORDS, Screen, names_of_members, screen_of, screens

_CHANNELS = ((Channel.WINDOW, "窗口"), (Channel.VILLAGE, "村（社区）代办"))
Errors = dict[str, str]


def filed_by(actor: Actor) -> tuple[Procedure, ...]:
    """What somebody in office files for people who need not be registered: from its form, or what was told by telephone."""
    return tuple(
        procedure
        for chapter in chapters()
        for procedure in procedures_in(chapter)
        if any(actor.holds(Role(role)) for role in procedure.by)
        and procedure.opens != "change"
        and (_has_form(procedure) or procedure.online is not None)
    )


def _has_form(procedure: Procedure) -> bool:
    form = form_of(procedure)
    return form is not None and Section.MEMBERS in form.sections


@desk_view("GET", "POST", about="case")
def begin(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Choose what is asked for and from which village; a case is opened, and nothing of it is submitted yet."""
    offered = filed_by(actor)
    if not offered:
        raise Http404
    typed = {name: request.POST.get(name, "")[:100] for name in ("procedure", "village", "channel", "key")}
    with scoped(actor):
        villages = [(f"{code:012d}", name) for code, name in places_within(actor.ranges)]
    errors: Errors = {}
    if request.method == "POST":
        if typed["procedure"] not in {each.code for each in offered}:
            errors["procedure"] = "请选择要登记的事项。"
        if typed["village"] not in dict(villages):
            errors["village"] = "请选择村（社区）。"
        if not errors:
            try:
                return _opened(typed, offered, actor=actor, at=at)
            except Problem as refused:
                errors["procedure"] = str(refused)
    return desk_page(
        request, "desk/filing_begin.html", actor=actor, at=at, status=422 if errors else 200, typed=typed, errors=errors, key=uuid4(),
        procedures=[("", "请选择"), *((each.code, each.title) for each in offered)], villages=[("", "请选择"), *villages],
        channels=[(channel.name, words) for channel, words in _CHANNELS],
    )  # fmt: skip


def _opened(
    typed: Mapping[str, str], offered: tuple[Procedure, ...], *, actor: Actor, at: datetime
) -> HttpResponseBase:
    procedure = next(each for each in offered if each.code == typed["procedure"])
    channel = Channel[typed["channel"]] if typed["channel"] in {each.name for each, _ in _CHANNELS} else Channel.WINDOW
    with scoped(actor):
        case = actions.open_case(
            procedure=procedure, division=int(typed["village"]), channel=channel, key=_key(typed["key"]),
            by=actor, at=at,
        )  # fmt: skip
    return HttpResponseRedirect(f"/desk/cases/{case.number}/{'form' if _has_form(procedure) else ''}")


@desk_view("GET", "POST", about="case")
def fill(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Show the form with what is filled in; keep what was sent; submit it."""
    with scoped(actor):
        view = actions.view_case(number, by=actor, at=at)
    form, step = form_of(view.procedure), filing_step(view, actor)
    if form is None or step is None:  # submitted by now, or not theirs to fill in: the case says so
        return HttpResponseRedirect(f"/desk/cases/{number}/")
    if request.method != "POST":
        return _page(request, view, form, view.answers, actor=actor, at=at, more=request.GET.get("add", ""))
    sent = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    more, go = sent.get("more", ""), sent.get("go", "save")
    answers = reading.all_sent(form, _shown(form, view.answers, more), view.answers, sent)
    word, _, rest = go.partition("-")
    try:
        if word == "remove":
            answers = _without(form, answers, rest)
        with scoped(actor):  # of its own: what is wrong with it later does not undo that it is kept
            actions.save_answers(case=number, answers=answers, by=actor, at=at)
        if word == "submit":
            _submit(view, form, answers, step, key=sent.get("key", ""), actor=actor, at=at)
            return HttpResponseRedirect(f"/desk/cases/{number}/")
    except FilingProblem as refused:
        errors = _beside(form, answers, refused)
        return _page(request, view, form, answers, actor=actor, at=at, status=422, errors=errors, sent=sent)
    except NoCase:
        raise
    except Problem as refused:
        return _page(request, view, form, answers, actor=actor, at=at, status=422, problem=str(refused), sent=sent)
    if word == "add":
        return HttpResponseRedirect(f"/desk/cases/{number}/form?add={rest}#add")
    return HttpResponseRedirect(f"/desk/cases/{number}/form?saved=1")


def _submit(
    view: CaseView, form: Form, answers: Mapping[str, Any], step: Step, *, key: str, actor: Actor, at: datetime
) -> None:
    """Hand in what is kept.

    Raises:
        FilingProblem: something is missing or wrong; everything is named.
        Problem: as `actions.act`.
    """
    if faults := actions.faults_in(form, answers, at=at):
        raise FilingProblem(faults)
    given = Given(expected=view.case.movements, key=_key(key))
    with scoped(actor):
        actions.act(case=view.case.pk, step=step.key, by=actor, at=at, given=given)


def filing_step(view: CaseView, actor: Actor) -> Step | None:
    """The step with which what is filled in is handed in; None where there is nothing to fill in, or not by them."""
    if not _has_form(view.procedure):
        return None
    held = actor.roles_for(service=view.case.chapter, division=view.case.division_id)
    steps = view.procedure.steps_from(view.case.state)
    return next((each for each in steps if each.key in FILING and held & {Role(role) for role in each.by}), None)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CaseProblem("页面内容不完整，没有提交。", remedy="请刷新页面后重新提交。") from None


def _shown(form: Form, answers: Mapping[str, Any], more: str) -> list[Screen]:
    """Every page of the form, with the things of each list, and one more thing of the list it was asked for."""
    empty = {
        f"{each.key}-{len(places.listed(answers, each.place))}"
        for each in screens(form, answers)
        if each.is_list and each.key != more and len(places.listed(answers, each.place)) >= each.fewest
    }
    return [each for each in screens(form, answers) if each.key not in empty]


def _without(form: Form, answers: Mapping[str, Any], key: str) -> dict[str, Any]:
    screen = next((each for each in screens(form, answers) if each.key == key and each.of_list), None)
    if screen is None or int(screen.place[-1]) < screen.fewest:
        raise CaseProblem("没有这一项，可能已经去掉了。", remedy="请刷新页面。")
    return places.without(answers, screen.place)


def _beside(form: Form, answers: Mapping[str, Any], refused: FilingProblem) -> Errors:
    """What is wrong, beside its input; what has none stands at the head of its part."""
    found: Errors = {}
    for fault in refused.faults:
        screen = screen_of(form, answers, fault.path)
        if screen is None:
            found.setdefault("form", fault.sentence)
            continue
        beside = reading.errors_on(screen, [fault])
        name = next(iter(beside), "")
        found.setdefault(f"{reading.prefix_of(screen)}{name}" if name else f"part-{screen.key}", fault.sentence)
    return found


def _page(
    request: HttpRequest, view: CaseView, form: Form, answers: Mapping[str, Any], *, actor: Actor, at: datetime, more: str = "",
    status: int = 200, errors: Errors | None = None, problem: str = "", sent: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    shown = _shown(form, answers, more)
    return desk_page(
        request, "desk/filing.html", actor=actor, at=at, status=status, view=view, parts=[(each, _values(answers, each), reading.prefix_of(each), _hints(each)) for each in shown],
        statements=form.statements, errors=errors or {}, problem=problem, sent=sent or {}, more=more, key=uuid4(),
        saved=request.GET.get("saved") == "1", words={each.key: ADD_WORDS[each.section][0] for each in shown if each.is_list}, people=list(enumerate(names_of_members(answers))),
    )  # fmt: skip


def _hints(screen: Screen) -> Mapping[str, str]:
    return {asked.name: reading.when_in_words(asked, screen.questions) for asked in screen.questions}


def _values(answers: Mapping[str, Any], screen: Screen) -> Mapping[str, Any]:
    found = places.at(answers, screen.place)
    return found if isinstance(found, Mapping) else {}
