"""Programs of other bureaus."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.models import Client
from minzheng.engine.access.queries import require_anywhere
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject

_SECRET_BYTES = 32


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


def client_of(*, client_id: str, secret: str) -> Client | None:
    """Return the program that knows the secret, None for any other; both take the same time."""
    client = (
        Client.objects.filter(client_id=client_id, disabled_at__isnull=True).first() if client_id.isascii() else None
    )
    known = client.secret if client is not None else _NOBODY
    return client if check_password(secret, known) else None


_NOBODY = make_password(None)
