"""Short-lived marks that a program shows at each request: sealed with the county's keys, kept nowhere.

What a program may do is read from its row each time, so that what is disabled or narrowed holds at the next request.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Any

from minzheng.engine.access.models import Client
from minzheng.engine.access.scopes import roles_of
from minzheng.engine.access.types import Actor, Assignment
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.database.sealed_values import open_value, seal_value
from minzheng.kernel.crypto import TamperedError

LIFETIME = timedelta(minutes=15)
_PLACE = "access_client.token"
_LONGEST = 4_000


def issue_token(client: Client, *, at: datetime) -> str:
    """Return a mark that names a program for fifteen minutes."""
    return sealed_text(_PLACE, {"client": client.pk, "until": int((at + LIFETIME).timestamp())})


def client_actor(token: str, *, at: datetime, origin: str, purpose: str = "") -> Actor | None:
    """Return the program that shows a mark, as it may act now; None where the mark is none, is over, or the program is disabled.

    Args:
        token: what it shows, of any shape.
        at: now.
        origin: network address.
        purpose: why it asks for more than anybody is shown.
    """
    said = opened_text(_PLACE, token)
    if said is None or said["until"] <= at.timestamp():
        return None
    client = Client.objects.filter(pk=said["client"], disabled_at__isnull=True).first()
    if client is None:
        return None
    roles = roles_of(client.scopes)
    return Actor(
        kind=ActorKind.CLIENT, account=client.pk, name=client.name, role=roles[0] if len(roles) == 1 else "", origin=origin,
        purpose=purpose, assignments=tuple(Assignment(role, client.service, client.division) for role in roles),
    )  # fmt: skip


def scopes_of(actor: Actor) -> frozenset[str]:
    """What a program was let do; nothing for anybody else."""
    if actor.kind is not ActorKind.CLIENT or actor.account is None:
        return frozenset()
    return frozenset(Client.objects.filter(pk=actor.account).values_list("scopes", flat=True).first() or ())


def sealed_text(place: str, said: dict[str, Any]) -> str:
    """Seal plain JSON as a text for addresses and headers, bound to what it is for."""
    return base64.urlsafe_b64encode(seal_value(place, 0, json.dumps(said))).decode().rstrip("=")


def opened_text(place: str, text: str) -> dict[str, Any] | None:
    """Return what was sealed for a place; None for anything that was not."""
    if not text.isascii() or len(text) > _LONGEST:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found: dict[str, Any] = json.loads(open_value(place, 0, raw))
    except (TamperedError, binascii.Error, ValueError):
        return None
    return found
