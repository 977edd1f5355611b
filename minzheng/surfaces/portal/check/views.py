"""「我能享受什么」: seven questions, one a page; the answers live in the form and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import today
from minzheng.surfaces.portal.check import questions as choices
from minzheng.surfaces.portal.check.answers import in_words, name_of
from minzheng.surfaces.portal.check.household import household_of
from minzheng.surfaces.portal.check.questions import QUESTIONS, Errors, Given, given_in, people
from minzheng.surfaces.portal.check.verdicts import verdicts
from minzheng.surfaces.portal.county import county
from minzheng.surfaces.portal.views import set_large_text
from minzheng.surfaces.ui.pages import public_page, wants_large_text
from minzheng.surfaces.ui.routes import ANYONE, route

_RESULT = len(QUESTIONS) + 1
_TYPE = {"large_text": True, "usual_text": False}


# Nothing is stored or done: there is nothing to forge, and a token would be a trace.
@csrf_exempt
@route("GET", "POST", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def check(request: HttpRequest) -> HttpResponseBase:
    """Ask the next question, or say what the rules make of the answers."""
    form: Mapping[str, str] = request.POST.dict()
    given, here = given_in(form), _number(form.get("page", ""))
    go = form.get("go", "next" if form else "")
    page, errors = _next(given, here, go, editing=form.get("editing") == "1")
    large = _TYPE.get(go, wants_large_text(request))
    shared: dict[str, Any] = {
        "large_text": large,
        "given": given,
        "editing": form.get("editing") == "1" or go.isdecimal(),
    }
    if page == 0:
        response = public_page(request, "portal/check_start.html", questions=QUESTIONS, **shared, **county().words())
    elif page == _RESULT:
        response = _result(request, given, shared)
    else:
        response = _question(request, page, errors, shared)
    if go in _TYPE:
        set_large_text(response, wanted=large)
    # Not on a shared telephone's disk; but going back must not lose the answers.
    response["Cache-Control"] = "private, no-cache"
    return response


def _number(text: str) -> int:
    return min(int(text), _RESULT) if text.isascii() and text.isdecimal() and len(text) < 3 else 0


def _next(given: Given, here: int, go: str, *, editing: bool) -> tuple[int, Errors]:
    """The page to show and what is wrong on it."""
    if go in _TYPE:
        return _complete_up_to(given, here)
    if go == "back":
        return max(here - 1, 0), {}
    if go.isdecimal():
        return max(1, _number(go)) if _number(go) <= len(QUESTIONS) else 1, {}
    if go != "next":
        return 0, {}
    if here == 0:
        return 1, {}
    errors = QUESTIONS[min(here, len(QUESTIONS)) - 1].check(given)
    if errors:
        return min(here, len(QUESTIONS)), errors
    return _complete_up_to(given, _RESULT if editing or here >= len(QUESTIONS) else here + 1, say=False)


def _complete_up_to(given: Given, page: int, *, say: bool = False) -> tuple[int, Errors]:
    """The page itself, or the first one before it that is not answered."""
    for number, question in enumerate(QUESTIONS[: page - 1 if page else 0], start=1):
        if wrong := question.check(given):
            return number, wrong if say else {}
    return page, {}


def _question(request: HttpRequest, page: int, errors: Errors, shared: Mapping[str, Any]) -> HttpResponse:
    question = QUESTIONS[page - 1]
    carried = {name: value for name, value in shared["given"].items() if name not in question.fields}
    return public_page(
        request, "portal/check_question.html", status=422 if errors else 200, question=question, page=page, pages=len(QUESTIONS),
        errors=errors, carried=carried, choices=choices, people=[(number, name_of(number, age)) for number, age in people(shared["given"])],
        **shared, **county().words(),
    )  # fmt: skip


def _result(request: HttpRequest, given: Given, shared: Mapping[str, Any]) -> HttpResponse:
    here, day = county(), today()
    names = tuple(name_of(number, age) for number, age in people(given))
    found = verdicts(household_of(given, on=day), names, place=here.code, demo=here.invented, on=day)
    return public_page(
        request, "portal/check_result.html", verdicts=found, answers=in_words(given), page=_RESULT, carried=given, day=day,
        **shared, **here.words(),
    )  # fmt: skip
