"""Who sees which rows: a filter that every query uses, and behind it a wall in the database.

The first wall, `visible`, is exact: a service only in the divisions where it is held. The second, row-level security, knows the
divisions and the services each by themselves; it holds whatever a query forgot. Where nothing is set, it shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, migrations, transaction
from django.db.models import Model, Q, QuerySet

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.types import ALL_SERVICES, Actor
from minzheng.engine.audit.types import ActorKind

_M = TypeVar("_M", bound=Model)

_SETTINGS = ("minzheng.divisions", "minzheng.services", "minzheng.restricted", "minzheng.resident")
_READ = "SELECT " + ", ".join("coalesce(current_setting(%s, true), '')" for _ in _SETTINGS)
_WRITE = "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in _SETTINGS)


@contextmanager
def scoped(actor: Actor, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Run a block in one transaction that sees the rows of an actor and no others.

    Inside another scope, the outer one holds again at the end. A refusal inside is recorded although it undoes the block.
    """
    outermost = not connections[using].in_atomic_block
    with denials_kept(), transaction.atomic(using=using):
        before = None if outermost else _read(using)
        _write(using, _values(actor))
        yield
        # The end of the transaction forgets the settings, as an exception rolls back to before they were made.
        if before is not None:
            _write(using, before)


def visible(
    queryset: QuerySet[_M], actor: Actor, *, division: str = "division_id", service: str | None = None
) -> QuerySet[_M]:
    """Return the rows of an actor's divisions, as ranges that indexes answer.

    Args:
        queryset: any query.
        actor: who asks.
        division: the field (or path) that holds the division's code.
        service: the field (or path) that holds the service; None where the rows belong to no service.
    """
    if actor.kind is ActorKind.SYSTEM:
        return queryset
    if service is None:
        conditions = [_between(division, low, high) for low, high in actor.ranges]
    else:
        conditions = [
            _between(division, *each.range) & (Q() if each.service == ALL_SERVICES else Q((service, each.service)))
            for each in actor.assignments
            if each.role.sees_cases
        ]
    if not conditions:
        return queryset.none()
    wanted = conditions[0]
    for condition in conditions[1:]:
        wanted |= condition
    return queryset.filter(wanted)


def row_level_security(
    table: str,
    division: str = "division_id",
    service: str | None = None,
    restricted: str | None = None,
    person: str | None = None,
) -> list[migrations.RunSQL]:
    """Return migration operations that bind every reader and writer of a table, its owner included, to their scope.

    Args:
        table: name of the table.
        division: column of the division's code.
        service: column of the service, where the table has one.
        restricted: boolean column of rows that only named officers may open (children), where the table has one.
        person: column of the registry person a resident is shown the row as, where residents see it.
    """
    conditions = [
        f"{division} <@ (SELECT nullif(current_setting('minzheng.divisions', true), '')::int8multirange)",
    ]
    if service is not None:
        words = "(SELECT string_to_array(nullif(current_setting('minzheng.services', true), ''), ','))"
        conditions.append(f"({service} = ANY ({words}::text[]) OR '{ALL_SERVICES}' = ANY ({words}::text[]))")
    if restricted is not None:
        named = "(SELECT nullif(current_setting('minzheng.restricted', true), '')::boolean)"
        conditions.append(f"(NOT {restricted} OR {named})")
    condition = " AND ".join(conditions)
    if person is not None:
        self = "(SELECT nullif(current_setting('minzheng.resident', true), '')::bigint)"
        condition = f"({condition}) OR {person} = {self}"
    return [
        migrations.RunSQL(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(
            f"CREATE POLICY {table}_scope ON {table} USING ({condition}) WITH CHECK ({condition})",
            f"DROP POLICY {table}_scope ON {table}",
        ),
    ]


def _between(division: str, low: int, high: int) -> Q:
    return Q((f"{division}__gte", low), (f"{division}__lt", high))


def _values(actor: Actor) -> tuple[str, ...]:
    ranges = ",".join(f"[{low},{high})" for low, high in actor.ranges)
    resident = actor.shown if actor.kind is ActorKind.RESIDENT else None
    return (
        f"{{{ranges}}}" if ranges else "",
        ",".join(sorted(actor.services)),
        "on" if actor.sees_children else "",
        "" if resident is None else str(resident),
    )


def _read(using: str) -> tuple[str, ...]:
    with connections[using].cursor() as cursor:
        cursor.execute(_READ, _SETTINGS)
        found: tuple[str, ...] = cursor.fetchone()
    return found


def _write(using: str, values: tuple[str, ...]) -> None:
    pairs = [text for pair in zip(_SETTINGS, values, strict=True) for text in pair]
    with connections[using].cursor() as cursor:
        cursor.execute(_WRITE, pairs)
