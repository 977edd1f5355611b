"""The pages of signing in: allauth's own, declared like every view, and the chooser of the demonstration county."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.views import login, logout, password_change, reauthenticate
from allauth.mfa.base.views import authenticate as code
from allauth.mfa.base.views import index
from allauth.mfa.base.views import reauthenticate as code_again
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token

from minzheng.engine.access.directory import account_named, accounts_without_password
from minzheng.engine.access.types import AccountProblem, ListedAccount
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin import guided, passkeys, platform
from minzheng.surfaces.signin.pages import given_to_all
from minzheng.surfaces.ui.pages import rendered
from minzheng.surfaces.ui.routes import ANYONE, SIGNED_IN, View, route


def _page(view: View, *, permission: str = SIGNED_IN, methods: tuple[str, ...] = ("GET", "POST")) -> View:
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return route(*methods, about="account", permission=permission, data_class=DataClass.L2)(answer)


def _with_password(view: View) -> View:
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        account: Any = request.user
        if not account.has_usable_password():
            raise Http404
        return view(request, *args, **kwargs)

    return answer


sign_in = _page(login, permission=ANYONE)
second_factor = _page(code, permission=ANYONE)
sign_out = _page(logout, permission=ANYONE)
my_account = _page(index, methods=("GET",))
my_password = _page(_with_password(password_change))
my_code = _page(passkeys.set_code)
my_recovery_codes = _page(view_recovery_codes, methods=("GET",))
new_recovery_codes = _page(generate_recovery_codes)
my_sessions = _page(list_usersessions)
again = _page(_with_password(reauthenticate))
again_with_code = _page(code_again)
to_platform = _page(platform.go, permission=ANYONE, methods=("GET",))
from_platform = _page(platform.come_back, permission=ANYONE, methods=("GET",))
with_passkey = _page(passkeys.where_set(passkeys.sign_in), permission=ANYONE)
my_passkeys = _page(passkeys.where_set(passkeys.my_passkeys), methods=("GET",))
add_passkey = _page(passkeys.where_set(passkeys.add))
rename_passkey = _page(passkeys.where_set(passkeys.rename))
remove_passkey = _page(passkeys.where_set(passkeys.remove))
again_with_passkey = _page(passkeys.where_set(passkeys.again))


@route("GET", "POST", about="account", permission=ANYONE, data_class=DataClass.L2)
def choose(request: HttpRequest) -> HttpResponseBase:
    """Let a visitor of the demonstration county be any of its officers, with one click; there is no such page in a real county."""
    if not settings.MINZHENG.demo:
        raise Http404
    from minzheng.demo.tasks import tasks  # whoever serves a real county never loads the invented one

    offered = accounts_without_password(on=now().date())
    if request.method == "POST":
        task = tasks().get(request.POST.get("task", ""))
        if task is not None:
            return _begin(request, task, offered)
        return _become(request, request.POST.get("username", ""), offered)
    names = {each.username: each for each in offered}
    given = {
        "tasks": [
            (each, names.get(each.account)) for each in tasks().values() if not each.account or each.account in names
        ],
        "done": tasks().get(request.GET.get("done", "")),
        "groups": _grouped(offered),
        "csrf_token": get_token(request),
    }
    page = rendered(request, "signin/choose.html", **given, **given_to_all(request))
    return HttpResponse(page, content_type="text/html; charset=utf-8")


def _begin(request: HttpRequest, task: Any, offered: tuple[ListedAccount, ...]) -> HttpResponseBase:
    """Be whoever a task is for, and go to where it begins."""
    from minzheng.demo.tasks import Guide

    guide = Guide(task, 0)
    answer = _become(request, task.account, offered) if task.account else HttpResponseRedirect("/")
    if answer.status_code == HTTPStatus.FOUND and guide.address:
        answer["Location"] = guide.address
    return guided.told(answer, guide.mark)


def _become(request: HttpRequest, username: str, offered: tuple[ListedAccount, ...]) -> HttpResponseBase:
    from allauth.account.internal.flows.login import perform_login

    if username not in {each.username for each in offered}:
        raise Http404
    try:
        account = account_named(username)
    except AccountProblem:
        raise Http404 from None
    record_authentication(request, account, method="demo")
    response: HttpResponseBase = perform_login(request, Login(user=account))
    return response


def _grouped(offered: tuple[ListedAccount, ...]) -> list[tuple[str, list[ListedAccount]]]:
    """The officers by their units, in the order in which these were hired: the county first."""
    groups: dict[str, list[ListedAccount]] = {}
    for each in sorted(offered, key=lambda account: account.number):
        groups.setdefault(each.unit, []).append(each)
    return list(groups.items())
