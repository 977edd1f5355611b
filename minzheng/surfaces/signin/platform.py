"""Signing in through an identity platform (OpenID Connect): it says who comes, the account and its roles are given here.

Nobody gets an account by having one there, and nothing of the platform is kept: neither token nor link. Whoever leaves is stopped in
either place.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from requests import RequestException

from minzheng.engine.access.actions import sign_in
from minzheng.engine.access.directory import account_named
from minzheng.engine.access.types import AccountProblem
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.rules import origin_of
from minzheng.surfaces.ui.problems import problem

NAME = "platform"
"""What the platform is called in addresses; there is one."""
_UNCONFIRMED = "统一身份认证平台没有确认您的身份，可能是网络中断或者页面停留太久。"
_OTHERWISE = "请回到登录页重试，或者用密码登录。"


class PlatformRules(DefaultSocialAccountAdapter):
    """Whose account somebody from the platform has; without one the door stays shut."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 (allauth's protocol)
        """Nobody makes an account for themselves."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account by the name that the platform vouches for.

        Raises:
            ImmediateHttpResponse: no account has that name, or the platform named two people.
        """
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise Http404
        name = vouched_name(sociallogin.account.extra_data, settings.MINZHENG.platform_claim)
        try:
            sociallogin.user = account_named(name)
        except AccountProblem:
            sign_in.record_stranger(origin=origin_of(request), at=now())
            raise _refused(
                request, "no_account", "您在平台上的账号没有对应的工作人员账户。请联系本单位安全管理员开通。"
            ) from None

    def on_authentication_error(self, request: HttpRequest, *_: Any, error: Any = None, **__: Any) -> None:
        """Say in one sentence that it did not work, and what else there is."""
        said = "您取消了登录。" if error == AuthError.CANCELLED else _UNCONFIRMED
        raise _refused(request, "platform", f"{said}{_OTHERWISE}")


def vouched_name(said: dict[str, Any], claim: str) -> str:
    """Return the username the platform vouches for; "" where it names none, or its two answers speak of different people.

    Args:
        said: the identity token and the answer of the userinfo endpoint (OpenID Connect Core 1.0 §5.3.2: their `sub` must be the same).
        claim: which claim holds the username.
    """
    token, more = said.get("id_token") or {}, said.get("userinfo") or {}
    if token and more and token.get("sub") != more.get("sub"):
        return ""
    found = token.get(claim) or more.get(claim)
    return found if isinstance(found, str) and found.isprintable() else ""


def go(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Lead to the platform; there is no such page where none is set."""
    return _answered(login, request, provider_id)


def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take what the platform says."""
    return _answered(callback, request, provider_id)


def _answered(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    if not settings.MINZHENG.platform_issuer:
        raise Http404
    try:
        response: HttpResponseBase = view(request, provider_id=provider_id)
    except (RequestException, LookupError):
        # It does not answer, or its answer lacks what the standard asks of it.
        response = problem(request, status=403, code="platform", message=f"{_UNCONFIRMED}{_OTHERWISE}")
    return response


def _refused(request: HttpRequest, code: str, message: str) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(problem(request, status=403, code=code, message=message))
