"""What this product asks of django-allauth: nobody signs up, passwords are counted and recorded, secrets are sealed."""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from minzheng.engine.access import actions, queries
from minzheng.engine.access.actions import sign_in
from minzheng.engine.access.passwords import check_password
from minzheng.engine.access.types import AccessProblem, AccountProblem
from minzheng.engine.database.sealed_values import open_value, seal_value
from minzheng.surfaces.clock import actual, now
from minzheng.surfaces.ui.problems import problem

_SECRET = "mfa_authenticator.data"  # noqa: S105 (the name of a column)
_WRONG = "用户名或者密码不正确。"
_LATELY = 300
"""Seconds in which whoever came in is not asked again."""
RECORDS = "account_authentication_methods"
"""Where allauth keeps in the session how somebody signed in."""

FACTORS = {"webauthn": "passkey", "socialaccount": "platform"}
"""What the records of this product call what allauth calls otherwise."""


class AccountRules(DefaultAccountAdapter):
    """Accounts are given by the security administrator; whoever tries is counted."""

    error_messages = {  # noqa: RUF012 (allauth's protocol)
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "enter_current_password": "当前密码不正确。",
        "incorrect_password": "密码不正确。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's protocol)
        """Nobody makes an account for themselves."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return the account with this name and password, None for any other pair.

        Raises:
            ValidationError: the name or the address is locked.
        """
        try:
            return sign_in.authenticate(
                username=str(credentials.get("username", "")), password=str(credentials.get("password", "")),
                origin=origin_of(request), at=now(),
            )  # fmt: skip
        except AccessProblem as refused:
            raise ValidationError(str(refused)) from None

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Record who came in, and with what."""
        at = now()
        ways = {str(each.get("type") or each["method"]) for each in request.session.get(RECORDS, ())}
        shown = tuple(sorted(FACTORS.get(each, each) for each in ways))
        by = queries.actor_of(user, on=at.date(), origin=origin_of(request))
        sign_in.record_sign_in(account=user, by=by, factors=shown, at=at)
        response: HttpResponse = super().post_login(request, user, **more)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:  # noqa: ARG002 (allauth's protocol)
        """Say that the account is disabled."""
        return problem(request, status=403, code="account_stopped", message=queries.STOPPED)

    def logout(self, request: HttpRequest) -> None:
        """Record who left."""
        account: Any = request.user
        at = now()
        with suppress(AccessProblem):  # a stopped account leaves as well
            by = queries.actor_of(account, on=at.date(), origin=origin_of(request))
            sign_in.record_sign_out(account=account, by=by, at=at)
        super().logout(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 (allauth's protocol)
        """Back to one's account, or on to what is still to be set."""
        return "/desk/"

    def clean_password(self, password: str, user: Any = None) -> str:
        """Refuse a password that is easily guessed."""
        try:
            check_password(password, username="" if user is None else user.username)
        except AccountProblem as weak:
            raise ValidationError(str(weak)) from None
        return password

    def set_password(self, user: Any, password: str) -> None:
        """Set one's own password, through the action that records it."""
        at = now()
        by = queries.actor_of(user, on=at.date(), origin=origin_of(self.request))
        actions.set_password(account=user, password=password, by=by, at=at)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask again before a second factor is changed, unless somebody has just come in or sets the first one."""
        records = self.request.session.get(RECORDS) or [{"at": 0.0}]
        # allauth notes the machine's time, whatever a demonstration pretends.
        lately = actual().timestamp() - records[-1]["at"] < _LATELY
        return app == "allauth.mfa" and not lately and FactorRules().is_mfa_enabled(self.request.user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request comes from."""
        return origin_of(request)

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        """There is no e-mail: what happened to an account stands in its records."""


class FactorRules(DefaultMFAAdapter):
    """Secrets of second factors are sealed; the last one is not taken away, only replaced."""

    error_messages = {  # noqa: RUF012 (allauth's protocol)
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不正确，或者已经用过。请等手机上换出新的一组再填。",
        "cannot_delete_authenticator": "这是您唯一的第二重验证，不能停用。手机丢失请联系安全管理员重置。",
    }

    def get_totp_issuer(self) -> str:
        """What stands above the code on the phone."""
        return "数字民政"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For which host passkeys hold: what the county has set, not what the request says."""
        return {"id": settings.MINZHENG.passkey_host, "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 (allauth's protocol)
        """A name for a passkey whose bearer gave none."""
        return f"通行密钥{Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        """Seal a secret with the county's keys."""
        return base64.b64encode(seal_value(_SECRET, 0, text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return open_value(_SECRET, 0, base64.b64decode(encrypted_text))

    def can_delete_authenticator(self, authenticator: Any) -> bool:  # noqa: ARG002 (allauth's protocol)
        """A second factor is never given up."""
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no e-mail."""


def origin_of(request: HttpRequest) -> str:
    """The network address a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))
