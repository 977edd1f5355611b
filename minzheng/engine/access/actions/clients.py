"""Programs of other bureaus."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.models import Client
from minzheng.engine.access.queries import require_anywhere
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.sealed import Sealed
from minzheng.engine.access.types import ALL_SERVICES, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject
from minzheng.engine.database.sealed_values import open_value, seal_value

_SECRET_BYTES = 32
_MARK = "whsec_"
"""How Standard Webhooks writes a secret."""


@dataclass(frozen=True)
class Callback:
    """Where a program is told what happens, and the key that signs it."""

    url: str
    key: bytes = field(repr=False)


@denials_kept()
@transaction.atomic
def create_client(
    *, name: str, scopes: Sequence[str], service: str, division: str, by: Actor, at: datetime
) -> tuple[Client, str]:
    """Let a program in.

    Args:
        name: of the bureau and its program.
        scopes: what it may ask.
        service: for which service, or ALL_SERVICES.
        division: leading digits of the division code.
        by: the security administrator.
        at: now.

    Returns:
        The client and its secret, which is shown this once: only its hash is kept.

    Raises:
        AccessProblem: by is not the security administrator.
    """
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.create_client", at=at)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    client = Client.objects.create(
        client_id=secrets.token_hex(12), name=name, secret=make_password(secret), scopes=list(scopes), service=service,
        division=division, created_at=at, created_by=by.person,
    )  # fmt: skip
    audit.record(
        action="access.create_client", by=by, at=at, subject=Subject("client", client.pk),
        detail={"scopes": list(scopes), "service": service, "scope": division},
    )  # fmt: skip
    return client, secret


@denials_kept()
@transaction.atomic
def disable_client(*, client: Client, by: Actor, at: datetime) -> None:
    """Let a program in no more.

    Raises:
        AccessProblem: by is not the security administrator.
    """
    subject = Subject("client", client.pk)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.disable_client", at=at, subject=subject)
    Client.objects.filter(pk=client.pk, disabled_at__isnull=True).update(disabled_at=at)
    audit.record(action="access.disable_client", by=by, at=at, subject=subject)


@denials_kept()
@transaction.atomic
def set_callback(*, client: Client, url: str, by: Actor, at: datetime) -> str:
    """Tell a program from now on at an address what happens to its cases; an empty one tells it no more.

    Args:
        client: the program.
        url: checked by whoever calls there.
        by: the security administrator.
        at: now.

    Returns:
        The secret that calls are signed with, as its owner enters it; it is shown this once. Empty where nothing is told any more.

    Raises:
        AccessProblem: by is not the security administrator.
    """
    subject = Subject("client", client.pk)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.set_callback", at=at, subject=subject)
    secret = f"{_MARK}{base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}" if url else ""
    client.callback_url = url
    client.callback_secret = seal_value(Sealed.CALLBACK_KEY, client.pk, secret) if url else None
    client.save(update_fields=["callback_url", "callback_secret"])
    audit.record(action="access.set_callback", by=by, at=at, subject=subject, detail={"on": bool(url)})
    return secret


def clients_to_tell(*, service: str, division: int) -> list[int]:
    """The programs that are told what happens to a service in a division (12 digits)."""
    rows = Client.objects.filter(disabled_at__isnull=True).exclude(callback_url="")
    return [
        row.pk
        for row in rows.filter(service__in=[service, ALL_SERVICES], scopes__contains=[Scope.READ]).order_by("pk")
        if str(division).startswith(row.division)
    ]


def callback_of(client: int) -> Callback | None:
    """Where and how a program is told; None where it is not, or no more."""
    row = Client.objects.filter(pk=client, disabled_at__isnull=True, callback_secret__isnull=False).first()
    if row is None:
        return None
    secret = open_value(Sealed.CALLBACK_KEY, row.pk, bytes(row.callback_secret or b""))
    return Callback(row.callback_url, base64.b64decode(secret.removeprefix(_MARK)))


def client_of(*, client_id: str, secret: str) -> Client | None:
    """Return the program that knows the secret, None for any other; both take the same time."""
    client = (
        Client.objects.filter(client_id=client_id, disabled_at__isnull=True).first() if client_id.isascii() else None
    )
    known = client.secret if client is not None else _NOBODY
    return client if check_password(secret, known) else None


_NOBODY = make_password(None)
