"""Events and seals as plain lines, so that who keeps them can recompute the chain with no more than SM3 (GM/T 0004)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from minzheng.engine.audit import chain
from minzheng.engine.audit.models import Event, Seal
from minzheng.kernel.crypto import sm3

_FETCH = 2_000


def exported() -> Iterator[dict[str, Any]]:
    """Yield every event in the order of the chain, then every seal, as plain JSON. Needs an open transaction.

    An event's `digest` is SM3 of its `row` in UTF-8. A seal's `entries` are, for each event it closed, eight bytes of its number and its
    digest; a seal's digest is SM3 of its `head`, the previous digest and the entries.
    """
    with transaction.atomic():
        for cluster in chain.clusters():
            yield from _events(cluster)
        for seal in Seal.objects.order_by("id").iterator(chunk_size=20):
            yield _seal(seal)


def _events(cluster: int) -> Iterator[dict[str, Any]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(chain.ALL_ROWS, [cluster])
        while rows := cursor.fetchmany(_FETCH):
            said = {each["id"]: dict(each) for each in Event.objects.filter(pk__in=[row[1] for row in rows]).values()}
            for _, number, row in rows:
                yield {"event": number, **said[number], "row": row, "digest": sm3(row.encode("utf-8")).hex()}


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "seal": seal.pk,
        "head": chain.head_of(seal),
        "previous": bytes(seal.previous).hex(),
        "entries": bytes(seal.entries).hex(),
        "digest": bytes(seal.digest).hex(),
        "sealed_at": seal.sealed_at,
    }
