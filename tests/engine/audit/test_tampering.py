"""Somebody who rules the database changes what was sealed: each single change is found, and named."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from minzheng.engine.audit import actions, chain, queries
from minzheng.engine.audit.models import Event, Seal
from minzheng.engine.audit.types import Harm
from tests.engine.audit.conftest import AT, LI_MING, record

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS, BATCH = 40, 5
EVENT_CHANGES = {
    "xid": "xid + 1", "cluster": "cluster + 1", "recorded_at": "recorded_at + interval '1 microsecond'", "at": "at - interval '1 day'",
    "actor_kind": "actor_kind % 4 + 1", "account": "coalesce(account, 0) + 1", "person": "NULL", "role": "role || 'x'",
    "origin": "'10.6.6.6'", "purpose": "'公务'", "action": "'cases.view'", "outcome": "outcome % 3 + 1", "subject_kind": "'person'",
    "subject_id": "subject_id + 1", "division": "coalesce(division, 0) + 1", "detail": """detail || '{"rows": 9}'""",
    "id": "id + 100000",
}  # fmt: skip
SEAL_CHANGES = {
    "id": "id + 1000", "cluster": "cluster + 1", "through_xid": "through_xid + 1", "first_event": "first_event + 1",
    "last_event": "last_event - 1", "events": "events + 1", "entries": "set_byte(entries, 7, (get_byte(entries, 7) + 1) % 256)",
    "previous": "set_byte(previous, 3, (get_byte(previous, 3) + 1) % 256)", "digest": "set_byte(digest, 0, (get_byte(digest, 0) + 1) % 256)",
    "sealed_at": "sealed_at + interval '1 second'",
}  # fmt: skip

Tamper = Callable[[psycopg.Connection, random.Random], None]


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> dict[str, Any]:
    """Eight seals of five events each, and the head of the chain kept outside."""
    monkeypatch.setattr(actions, "_BATCH", BATCH)
    for serial in range(EVENTS):
        record(detail={"rows": serial}, division=530129001001)
    actions.seal(at=AT)
    anchor = actions.export_anchor(by=LI_MING, at=AT)
    assert queries.verify(anchor).sound
    return anchor


def _any(connection: psycopg.Connection, table: str, chance: random.Random) -> int:
    rows = connection.execute(SQL("SELECT id FROM {} ORDER BY id").format(Identifier(table))).fetchall()
    # The last event, that of the export, is not sealed yet.
    return chance.choice(rows[:EVENTS])[0]


def _change(connection: psycopg.Connection, table: str, column: str, value: str, row: int) -> None:
    statement = SQL("UPDATE {} SET {} = {} WHERE id = {}")
    connection.execute(statement.format(Identifier(table), Identifier(column), SQL(value), row))


def change_event(connection: psycopg.Connection, chance: random.Random) -> None:
    column, value = chance.choice(sorted(EVENT_CHANGES.items()))
    _change(connection, "audit_event", column, value, _any(connection, "audit_event", chance))


def delete_event(connection: psycopg.Connection, chance: random.Random) -> None:
    connection.execute("DELETE FROM audit_event WHERE id = %s", [_any(connection, "audit_event", chance)])


def insert_event(connection: psycopg.Connection, chance: random.Random) -> None:
    copy = """INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('id', id + 100000, 'xid', xid - %s))).*
              FROM audit_event e WHERE id = %s"""
    connection.execute(copy, [chance.choice([1, 2]), _any(connection, "audit_event", chance)])


def swap_events(connection: psycopg.Connection, chance: random.Random) -> None:
    first = _any(connection, "audit_event", chance)
    others = connection.execute(
        "SELECT id FROM audit_event WHERE id <> %s AND subject_kind = 'case'", [first]
    ).fetchall()
    swap = """UPDATE audit_event a SET detail = b.detail FROM audit_event b
              WHERE (a.id, b.id) IN ((%(one)s, %(two)s), (%(two)s, %(one)s))"""
    connection.execute(swap, {"one": first, "two": chance.choice(others)[0]})


def change_seal(connection: psycopg.Connection, chance: random.Random) -> None:
    column, value = chance.choice(sorted(SEAL_CHANGES.items()))
    _change(connection, "audit_seal", column, value, _any(connection, "audit_seal", chance))


def delete_seal(connection: psycopg.Connection, chance: random.Random) -> None:
    connection.execute("DELETE FROM audit_seal WHERE id = %s", [_any(connection, "audit_seal", chance)])


def swap_seals(connection: psycopg.Connection, chance: random.Random) -> None:
    one, two = chance.sample(range(1, EVENTS // BATCH + 1), 2)
    for old, new in ((one, -1), (two, one), (-1, two)):
        connection.execute("UPDATE audit_seal SET id = %s WHERE id = %s", [new, old])


def cut_tail(connection: psycopg.Connection, chance: random.Random) -> None:
    seal = _any(connection, "audit_seal", chance)
    connection.execute("DELETE FROM audit_event WHERE id >= (SELECT first_event FROM audit_seal WHERE id = %s)", [seal])
    connection.execute("DELETE FROM audit_seal WHERE id >= %s", [seal])


TAMPERS: list[Tamper] = [
    change_event, change_event, change_event, delete_event, insert_event, swap_events, change_seal, change_seal, delete_seal, swap_seals,
    cut_tail,
]  # fmt: skip


def test_three_hundred_single_changes_are_all_found(sealed, superuser):
    chance = random.Random(20260803)
    superuser.autocommit = False
    superuser.execute("SELECT 1")
    missed = []
    for serial in range(300):
        tamper = chance.choice(TAMPERS)
        with Snapshot(superuser):
            tamper(superuser, chance)
            superuser.commit()
            if queries.verify(sealed).sound:
                missed.append((serial, tamper.__name__))
    assert missed == []
    assert queries.verify(sealed).sound


class Snapshot:
    """The tables as they were, put back at the end."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.connection.execute("CREATE TEMPORARY TABLE IF NOT EXISTS kept_event AS TABLE audit_event")
        self.connection.execute("CREATE TEMPORARY TABLE IF NOT EXISTS kept_seal AS TABLE audit_seal")

    def __exit__(self, *_: object) -> None:
        self.connection.execute("DELETE FROM audit_event")
        self.connection.execute("DELETE FROM audit_seal")
        self.connection.execute("INSERT INTO audit_event TABLE kept_event")
        self.connection.execute("INSERT INTO audit_seal TABLE kept_seal")
        self.connection.commit()


def _found(anchor: dict[str, Any] | None = None) -> list[tuple[Harm, int, int | None]]:
    return [(each.harm, each.seal, each.event) for each in queries.verify(anchor).discrepancies]


@pytest.mark.parametrize("column", sorted(EVENT_CHANGES.keys() - {"id", "cluster", "xid"}))
def test_a_changed_event_is_named(sealed, superuser, column):
    event = Event.objects.order_by("id")[17].pk
    _change(superuser, "audit_event", column, EVENT_CHANGES[column], event)
    assert _found() == [(Harm.EVENT_CHANGED, 4, event)]
    assert str(queries.verify().discrepancies[0]) == f"审计事件被改动（封条4，事件{event}）"


def test_a_deleted_and_an_added_event_are_named(sealed, superuser):
    event = Event.objects.order_by("id")[17].pk
    superuser.execute("DELETE FROM audit_event WHERE id = %s", [event])
    assert _found() == [(Harm.EVENT_MISSING, 4, event)]
    put = """INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('id', 900000))).* FROM audit_event e WHERE id = %s"""
    superuser.execute(put, [event + 10])
    assert _found() == [(Harm.EVENT_MISSING, 4, event), (Harm.EVENT_ADDED, 6, 900000)]


@pytest.mark.parametrize("column", sorted(SEAL_CHANGES.keys() - {"id"}))
def test_a_changed_seal_is_named_and_the_others_stay_true(sealed, superuser, column):
    _change(superuser, "audit_seal", column, SEAL_CHANGES[column], 3)
    assert _found(sealed) == [(Harm.SEAL_CHANGED, 3, None)]


def test_a_deleted_seal_is_named_and_the_others_stay_true(sealed, superuser):
    superuser.execute("DELETE FROM audit_seal WHERE id = 1")
    superuser.execute("DELETE FROM audit_seal WHERE id = 4")
    assert _found(sealed) == [(Harm.SEAL_MISSING, 1, None), (Harm.SEAL_MISSING, 4, None)]


def test_a_seal_whose_first_event_is_gone_after_a_broken_one_is_still_read(sealed, superuser):
    superuser.execute("DELETE FROM audit_seal WHERE id = 3")
    first = Seal.objects.get(pk=4).first_event
    superuser.execute("DELETE FROM audit_event WHERE id = %s", [first])
    assert (Harm.EVENT_MISSING, 4, first) in _found()


def test_a_seal_that_was_put_between_is_named(sealed, superuser):
    """Whole in itself, but it follows another seal than the one before it."""
    seal = Seal.objects.get(pk=8)
    seal.previous = bytes(Seal.objects.get(pk=2).digest)
    superuser.execute(
        "UPDATE audit_seal SET previous = %s, digest = %s WHERE id = 8", [seal.previous, chain.digest_of(seal)]
    )
    assert _found() == [(Harm.SEAL_CHANGED, 8, None)]


def test_a_tail_that_was_cut_is_found_with_the_anchor_alone(sealed, superuser):
    cut = Seal.objects.get(pk=7).first_event
    superuser.execute("DELETE FROM audit_event WHERE id >= %s", [cut])
    superuser.execute("DELETE FROM audit_seal WHERE id >= 7")
    assert _found() == []
    assert _found(sealed) == [(Harm.TAIL_CUT, 8, None)]


def test_a_chain_recomputed_from_end_to_end_is_found_with_the_anchor_alone(sealed, superuser):
    event = Event.objects.order_by("id")[2].pk
    superuser.execute("UPDATE audit_event SET person = 99 WHERE id = %s", [event])
    superuser.execute("DELETE FROM audit_event WHERE action = 'audit.export_anchor'")
    superuser.execute("DELETE FROM audit_seal")
    actions.seal(at=AT)
    assert Seal.objects.count() == 8
    assert _found() == []
    assert _found(sealed) == [(Harm.RECOMPUTED, 8, None)]
