"""The second factor: counted and locked like the password, and good once."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import get_adapter as account_rules
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.forms import Form

from minzheng.engine.access.actions import sign_in
from minzheng.engine.access.types import AccessProblem
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.rules import origin_of

_REMEMBERED = 180
"""Seconds a code that was tried is remembered: longer than it is good for."""


class _Counted(Form):
    user: Any

    def clean_code(self) -> str:
        """Return the code if it is right and new.

        Raises:
            ValidationError: it is neither, or too many were tried.
        """
        name, origin, at = sign_in.second_factor_of(self.user.username), origin_of(context.request), now()
        try:
            sign_in.admit_try(username=name, origin=origin, at=at)
        except AccessProblem as refused:
            raise ValidationError(str(refused)) from None
        try:
            if not cache.add(_place(self.user.pk, self.cleaned_data["code"]), "", timeout=_REMEMBERED):
                raise get_adapter().validation_error("incorrect_code")
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            sign_in.try_failed(username=name, origin=origin, at=at, account=self.user)
            raise
        sign_in.try_succeeded(username=name, origin=origin)
        return code


class CodeForm(_Counted, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_Counted, ReauthenticateForm):
    """The code once more, before a second factor is changed."""


class NewPasswordForm(ChangePasswordForm):
    """A new password of one's own; the present one is asked for and counted as at the door."""

    def clean_oldpassword(self) -> str:
        """Return the present password.

        Raises:
            ValidationError: it is wrong, or too many were tried.
        """
        typed: str = self.cleaned_data["oldpassword"]
        if account_rules().authenticate(context.request, username=self.user.username, password=typed) is None:
            raise account_rules().validation_error("enter_current_password")
        return typed

    def clean(self) -> Any:
        """Refuse the password there was."""
        given = super().clean()
        if self.cleaned_data.get("password1") == self.cleaned_data.get("oldpassword"):
            self.add_error("password1", "新密码不能与原密码相同。")
        return given


def _place(account: int, code: str) -> str:
    typed = "".join(code.split())
    return f"code:{account}:{hashlib.sha256(typed.encode('utf-8', 'surrogatepass')).hexdigest()}"
