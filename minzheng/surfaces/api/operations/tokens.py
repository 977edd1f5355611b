"""Tokens for programs of other bureaus (OAuth 2.0 client credentials, RFC 6749 §4.4)."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Form, Router, Schema

from minzheng.engine.access.actions import admit_try, client_of, try_failed, try_succeeded
from minzheng.engine.access.tokens import LIFETIME, issue_token
from minzheng.engine.access.types import AccessProblem
from minzheng.surfaces.api.problems import Refused
from minzheng.surfaces.api.reading import check_plain
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.rules import origin_of

router = Router(tags=["令牌"], auth=None)
_LONGEST = 200


class TokenGiven(Schema):
    """A token."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


@router.post("", response=TokenGiven, summary="领取令牌")
def give_token(
    request: HttpRequest,
    response: HttpResponse,
    grant_type: Form[str] = "",
    client_id: Form[str] = "",
    client_secret: Form[str] = "",
) -> Any:
    """用程序编号和密钥领取令牌，十五分钟有效。编号和密钥放在表单里，或者用 HTTP Basic。连续输错五次锁定三十分钟。"""
    if grant_type != "client_credentials":
        raise Refused(400, "unsupported_grant_type", "只支持 grant_type=client_credentials。")
    name, secret = _basic(request) or (client_id, client_secret)
    check_plain([name, secret])
    if not (name and secret) or max(len(name), len(secret)) > _LONGEST:
        raise _unknown()
    at, origin = now(), origin_of(request)
    try:
        admit_try(username=f"client {name}", origin=origin, at=at)
    except AccessProblem as locked:
        raise Refused(429, "too_many", str(locked), headers={"Retry-After": "1800"}) from None
    client = client_of(client_id=name, secret=secret)
    if client is None:
        try_failed(username=f"client {name}", origin=origin, at=at, account=None)
        raise _unknown()
    try_succeeded(username=f"client {name}", origin=origin)
    response["Cache-Control"] = "no-store"
    return {
        "access_token": issue_token(client, at=at), "token_type": "Bearer", "expires_in": int(LIFETIME.total_seconds()),
        "scope": " ".join(client.scopes),
    }  # fmt: skip


def _basic(request: HttpRequest) -> tuple[str, str] | None:
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(sent, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise _unknown() from None
    return name, secret


def _unknown() -> Refused:
    return Refused(401, "invalid_client", "程序编号或者密钥不正确。", headers={"WWW-Authenticate": "Basic"})
