"""The chain: which events come in which order, and what each link is computed from.

An event that is written first may be committed last, so identifiers do not tell what is complete. Each event carries the number of
its transaction. Below the oldest running transaction (`pg_snapshot_xmin`) everything is committed or gone: there, in the order of
(transaction, identifier), nothing can appear any more, and there it may be sealed. Numbers of transactions belong to one database
cluster; a restored dump begins anew, so the cluster's identifier stands before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from psycopg.sql import SQL

from minzheng.engine.audit.models import Seal
from minzheng.kernel.crypto import sm3

GENESIS = bytes(32)
"""What the first seal follows."""

_ID_BYTES = 8
_DIGEST_BYTES = 32
ENTRY_BYTES = _ID_BYTES + _DIGEST_BYTES
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FETCH = 5_000

# Composite output quotes what needs quoting and tells NULL from "", so the text of two different rows is never the same.
_CANONICAL = SQL("""ROW(id, cluster, xid, (extract(epoch FROM recorded_at) * 1000000)::bigint, (extract(epoch FROM at) * 1000000)::bigint,
    actor_kind, account, person, role, origin, purpose, action, outcome, subject_kind, subject_id, division, detail::text)::text""")
CURRENT_CLUSTER = SQL("(SELECT system_identifier FROM pg_control_system())")
_UNSEALED = SQL("""
    SELECT xid, id, {canonical} FROM audit_event
    WHERE cluster = %s AND (xid, id) > (%s, %s)
      AND (cluster <> {current} OR xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
    ORDER BY xid, id LIMIT %s
""").format(canonical=_CANONICAL, current=CURRENT_CLUSTER)
ALL_ROWS = SQL("SELECT xid, id, {canonical} FROM audit_event WHERE cluster = %s ORDER BY xid, id").format(
    canonical=_CANONICAL
)
"""Transaction, identifier and canonical text of every event of a cluster, in the order of the chain."""
# One look into the index for each cluster.
_CLUSTERS = SQL("""
    WITH RECURSIVE found AS (
        SELECT min(cluster) AS cluster FROM audit_event
        UNION ALL
        SELECT (SELECT min(cluster) FROM audit_event WHERE cluster > found.cluster) FROM found WHERE found.cluster IS NOT NULL
    )
    SELECT cluster FROM found WHERE cluster IS NOT NULL ORDER BY cluster = {current}, cluster
""").format(current=CURRENT_CLUSTER)


class Link(NamedTuple):
    """One event in the chain: its place and the digest of everything it says."""

    xid: int
    event: int
    digest: bytes

    @property
    def entry(self) -> bytes:
        """What a seal keeps of it."""
        return self.event.to_bytes(_ID_BYTES, "big", signed=True) + self.digest


def clusters() -> list[int]:
    """Return the clusters that events come from, the running one last."""
    with connection.cursor() as cursor:
        cursor.execute(_CLUSTERS)
        return [row[0] for row in cursor.fetchall()]


def unsealed(cluster: int, *, limit: int) -> list[Link]:
    """Return the next events of a cluster to seal, in the order of the chain."""
    last = Seal.objects.filter(cluster=cluster).order_by("-id").values_list("through_xid", "last_event").first()
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED, [cluster, *(last or (-1, -1)), limit])
        return [_link(row) for row in cursor.fetchall()]


def all_links(cluster: int) -> Iterator[Link]:
    """Yield every event of a cluster in the order of the chain. Needs an open transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ALL_ROWS, [cluster])
        while rows := cursor.fetchmany(_FETCH):
            yield from map(_link, rows)


def entries_of(seal: Seal) -> dict[int, bytes]:
    """Return what a seal keeps: event → digest."""
    kept = iter(bytes(seal.entries))
    chunks = iter(lambda: bytes(islice(kept, ENTRY_BYTES)), b"")
    return {int.from_bytes(chunk[:_ID_BYTES], "big", signed=True): chunk[_ID_BYTES:] for chunk in chunks}


def digest_of(seal: Seal) -> bytes:
    """Compute the digest of a seal from everything it says."""
    return sm3(head_of(seal).encode("ascii") + bytes(seal.previous) + bytes(seal.entries))


def head_of(seal: Seal) -> str:
    """Return the text that stands for a seal's own columns in its digest."""
    since = seal.sealed_at - _EPOCH
    instant = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    header = (seal.id, seal.cluster, seal.through_xid, seal.first_event, seal.last_event, seal.events, instant)
    return "minzheng-audit 1\n" + " ".join(map(str, header)) + "\n"


def _link(row: tuple[Any, ...]) -> Link:
    return Link(row[0], row[1], sm3(row[2].encode("utf-8")))
