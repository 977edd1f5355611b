"""Pages of passkeys: add, name, remove, sign in with one. Nothing is there until the county sets for which address they hold."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    ListWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access import actions, queries
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.rules import FACTORS, origin_of
from minzheng.surfaces.ui.routes import View


def where_set(view: View) -> View:
    """Answer 404 where the county has not set for which address passkeys hold."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.MINZHENG.passkey_host:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


class _Recorded:
    request: Any

    def record(self, *, kind: str, change: str) -> None:
        account, at = self.request.user, now()
        by = queries.actor_of(account, on=at.date(), origin=origin_of(self.request))
        actions.record_second_factor(account=account, factor=FACTORS.get(kind, kind), change=change, by=by, at=at)


class SetCode(_Recorded, ActivateTOTPView):
    """Sets the code of a telephone."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Set and record."""
        response: HttpResponse = super().form_valid(form)
        self.record(kind=Authenticator.Type.TOTP, change="set")
        return response


class Add(_Recorded, AddWebAuthnView):
    """Adds a passkey."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Ask for a key that knows its bearer: only that stands for both factors."""
        given: dict[str, Any] = super().get_context_data(**more)
        given["options"] = auth.begin_registration(self.request.user, passwordless=True)
        return given

    def form_valid(self, form: Any) -> HttpResponse:
        """Add and record."""
        response: HttpResponse = super().form_valid(form)
        self.record(kind=Authenticator.Type.WEBAUTHN, change="set")
        return response


class Remove(_Recorded, RemoveWebAuthnView):
    """Removes a passkey, unless nothing else would be left."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Say whether it is the last."""
        return {**super().get_context_data(**more), "last": self._last(), "passkey": self.object.wrap()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove and record, or refuse."""
        if self._last():
            refused: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
            return refused
        response: HttpResponse = super().form_valid(form)
        self.record(kind=Authenticator.Type.WEBAUTHN, change="removed")
        return response

    def _last(self) -> bool:
        others = Authenticator.objects.filter(user=self.request.user).exclude(pk=self.object.pk)
        return not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


class SignIn(LoginWebAuthnView):
    """Signs in with a passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002 (allauth's protocol)
        """Back to the sign-in page, which says that it did not work."""
        return HttpResponseRedirect("/signin?passkey=refused")


class Again(ReauthenticateWebAuthnView):
    """Asks for a passkey before something is changed."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong."""
        refused: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return refused


set_code = SetCode.as_view()
my_passkeys = ListWebAuthnView.as_view()
add = Add.as_view()
rename = EditWebAuthnView.as_view()
remove = Remove.as_view()
sign_in = SignIn.as_view()
again = Again.as_view()
