"""Who acts: said before every view that is not for anyone, asked anew at every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access import queries
from minzheng.engine.access.passwords import LIFETIME
from minzheng.engine.access.types import AccessProblem
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.rules import RECORDS, origin_of
from minzheng.surfaces.ui.problems import API, problem, wants_json, words_of
from minzheng.surfaces.ui.routes import ANYONE, OWN, route_of

SIGN_IN = "/signin"
PASSWORD = "/account/password"  # noqa: S105 (an address)
SECOND_FACTOR = "/account/code"
_ALWAYS = frozenset({PASSWORD, SECOND_FACTOR, "/signin/out", "/account/recovery-codes", "/account/passkeys/add"})
_SEEN, _FACTOR = "seen", "factor"
_TOUCH = 60
"""Seconds after which a request prolongs the session: not every request writes."""
_ELSEWHERE = frozenset({"demo", "socialaccount"})
"""Ways in that show both factors themselves, or need none."""


class Acting:
    """Puts `request.actor` on requests for views that are not for anyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nobody acts before the view is known."""
        request.actor = None  # type: ignore[attr-defined]
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: Any) -> HttpResponseBase | None:
        """Say who acts; lead whoever is not signed in, or has something to set first, to where that is done."""
        declared = route_of(view)
        if declared is None or declared.permission in {ANYONE, OWN} or request.path_info.startswith(API):
            return None
        account: Any = request.user
        if not account.is_authenticated:
            return _sign_in_first(request)
        at = now()
        try:
            actor = queries.actor_of(account, on=at.date(), origin=origin_of(request))
        except AccessProblem as stopped:
            logout(request)
            return problem(request, status=403, code="account_stopped", message=str(stopped))
        request.actor = actor  # type: ignore[attr-defined]
        if at.timestamp() - request.session.get(_SEEN, 0) > _TOUCH:
            request.session[_SEEN] = int(at.timestamp())
        wanted = _first(request, account)
        return HttpResponseRedirect(wanted) if wanted and request.path_info not in _ALWAYS else None


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    if request.method in {"GET", "HEAD"} and not wants_json(request):
        back = request.get_full_path()
        return HttpResponseRedirect(f"{SIGN_IN}?{urlencode({'next': back})}")
    return problem(
        request,
        status=401,
        code="sign_in",
        message="您还没有登录，或者超过30分钟没有操作已自动退出，这次提交没有保存。请登录后重新提交。",
        typed=words_of(request),
    )


def _first(request: HttpRequest, account: Any) -> str:
    """Where an officer must go before anything else; empty where nothing is missing."""
    ways = {each.get("method") for each in request.session.get(RECORDS, ())}
    if ways & _ELSEWHERE:
        # The demonstration's chooser exists nowhere else; its sessions end with it.
        return "" if settings.MINZHENG.demo or "demo" not in ways else SIGN_IN
    if account.has_usable_password() and queries.password_expired(account, at=now(), lifetime=LIFETIME):
        return PASSWORD
    if not request.session.get(_FACTOR):
        if not is_mfa_enabled(account):
            return SECOND_FACTOR
        request.session[_FACTOR] = True
    return ""
