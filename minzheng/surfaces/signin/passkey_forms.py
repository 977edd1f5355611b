"""Passkeys as browsers send them: read strictly, from the configured addresses alone, counted and locked like codes."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from fido2.cose import CoseKey
from fido2.webauthn import AuthenticationResponse, CollectedClientData, RegistrationResponse

from minzheng.engine.access.actions import sign_in
from minzheng.engine.access.directory import officer_account
from minzheng.engine.access.types import AccessProblem
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.rules import origin_of

LONGEST_NAME = 40
_LONGEST = 16_384
_MALFORMED = (TypeError, ValueError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, struct.error)
_REFUSED = "通行密钥没有通过验证，请再试一次。还是不行，请用密码和验证码登录，或者联系安全管理员。"


def _credential_field() -> forms.CharField:
    return forms.CharField(max_length=_LONGEST, widget=forms.HiddenInput)


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey of one's own."""

    name = forms.CharField(max_length=LONGEST_NAME)


class NewPasskeyForm(AddWebAuthnForm):
    """A passkey just made; it has asked for a finger, a face or a number, so that it stands for both factors."""

    name = forms.CharField(max_length=LONGEST_NAME, required=False)
    credential = _credential_field()
    passwordless = None

    def clean_credential(self) -> dict[str, Any]:
        """Return what is kept of the answer: nothing that the library does not read.

        Raises:
            ValidationError: it is none, or from elsewhere.
        """
        given = _read(self.cleaned_data["credential"])
        with _in_words():
            parsed = RegistrationResponse.from_dict(given)
            _check_origin(parsed.response.client_data)
            credential = parsed.response.attestation_object.auth_data.credential_data
            if credential is None or credential.public_key.ALGORITHM not in CoseKey.supported_algorithms():
                raise ValidationError(_REFUSED)
            response = {name: str(given["response"][name]) for name in ("clientDataJSON", "attestationObject")}
            identity = {name: str(given[name]) for name in ("id", "rawId", "type")}
        return {**identity, "response": response, "clientExtensionResults": {"credProps": {"rk": True}}}

    def clean(self) -> dict[str, Any]:
        """Check the answer against what was asked.

        Raises:
            ValidationError: it is no answer to it.
        """
        with _in_words():
            given: dict[str, Any] = super().clean()
        return given


class ShownPasskeyForm(AuthenticateWebAuthnForm):
    """A passkey after the password."""

    credential = _credential_field()

    def clean_credential(self) -> Any:
        """Return the authenticator whose key signed.

        Raises:
            ValidationError: none did, or too many were tried.
        """
        given = _read(self.cleaned_data["credential"])
        user = self.user or _owner(given)
        name = sign_in.second_factor_of("" if user is None else user.username)
        origin, at = origin_of(context.request), now()
        try:
            sign_in.admit_try(username=name, origin=origin, at=at)
        except AccessProblem as refused:
            raise ValidationError(str(refused)) from None
        try:
            found = _signed(user, given)
        except ValidationError:
            sign_in.try_failed(username=name, origin=origin, at=at, account=user)
            raise
        sign_in.try_succeeded(username=name, origin=origin)
        return found


class PasskeyAloneForm(ShownPasskeyForm, LoginWebAuthnForm):
    """A passkey instead of a password."""


class PasskeyAgainForm(ShownPasskeyForm, ReauthenticateWebAuthnForm):
    """A passkey once more, before a second factor is changed."""


def _signed(user: Any, given: dict[str, Any]) -> Any:
    if user is None:
        raise ValidationError(_REFUSED)
    with _in_words():
        _check_origin(AuthenticationResponse.from_dict(given).response.client_data)
        return auth.complete_authentication(user, given)


def _owner(given: dict[str, Any]) -> Any:
    """The officer whom the key names; whether it is theirs, the signature says."""
    try:
        with _in_words():
            named = auth.extract_user_from_response(given)
    except ValidationError:
        return None
    found = officer_account(named.pk)
    return found if found is not None and found.is_active else None


def _read(text: str) -> dict[str, Any]:
    with _in_words():
        given = json.loads(text)
        if isinstance(given, dict):
            return given
    raise ValidationError(_REFUSED)


def _check_origin(client: CollectedClientData) -> None:
    if client.cross_origin or client.origin not in settings.MINZHENG.passkey_origins:
        raise ValidationError(_REFUSED)


@contextmanager
def _in_words() -> Iterator[None]:
    """Whatever a stranger sends ends in one sentence."""
    try:
        yield
    except ValidationError as refused:
        raise ValidationError(_REFUSED) from refused
    except _MALFORMED:
        raise ValidationError(_REFUSED) from None
