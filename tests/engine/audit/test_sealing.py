"""Events are sealed once, in an order that nothing can slip under, by one sealer at a time; work stops where sealing does."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import psycopg
import pytest
from django.db import connections, transaction

from minzheng.engine.audit import actions, queries
from minzheng.engine.audit.models import Event, Seal
from minzheng.engine.audit.types import AuditProblem, HealthState
from tests.engine.audit.conftest import AT, LI_MING, record

pytestmark = pytest.mark.django_db(transaction=True)

INSERT = "INSERT INTO audit_event (at, actor_kind, action, outcome, role, origin, purpose, subject_kind, detail) VALUES (now(), 1, 'cases.submit', 1, '', '', '', '', '{}') RETURNING id"


def insert(connection: psycopg.Connection) -> int:
    row = connection.execute(INSERT).fetchone()
    assert row is not None
    return row[0]


def test_events_are_sealed_once_and_each_seal_follows_the_one_before():
    first = [record() for _ in range(3)]
    assert actions.seal(at=AT) == 3
    assert actions.seal(at=AT) == 0
    second = [record()]
    assert actions.seal(at=AT) == 1
    one, two = Seal.objects.order_by("id")
    assert (one.pk, one.first_event, one.last_event, one.events, bytes(one.previous)) == (
        1,
        first[0],
        first[2],
        3,
        bytes(32),
    )
    assert (two.pk, two.first_event, two.last_event, bytes(two.previous)) == (
        2,
        second[0],
        second[0],
        bytes(one.digest),
    )
    assert (str(one), str(Event.objects.get(pk=first[0]))) == ("1", f"{first[0]} cases.submit")
    found = queries.verify()
    assert (found.seals, found.events, found.sound) == (2, 4, True)


def test_many_events_make_several_seals(monkeypatch):
    monkeypatch.setattr(actions, "_BATCH", 2)
    for _ in range(5):
        record()
    assert actions.seal(at=AT) == 5
    assert [seal.events for seal in Seal.objects.order_by("id")] == [2, 2, 1]
    assert queries.verify().sound


def test_what_is_committed_late_is_sealed_later_and_never_lost(application):
    early = insert(application)
    late = record()
    assert early < late
    # The other transaction may still commit below ours: neither is sealed.
    assert actions.seal(at=AT) == 0
    application.commit()
    assert actions.seal(at=AT) == 2
    last = insert(application)
    record()
    application.rollback()
    assert actions.seal(at=AT) == 1
    assert not queries.has_event(last)
    assert queries.verify().sound


def test_what_began_before_a_longer_transaction_is_sealed_without_it(application):
    record()
    insert(application)
    record()
    assert actions.seal(at=AT) == 1
    application.commit()
    assert actions.seal(at=AT) == 2
    assert queries.verify().sound


def test_the_callers_own_transaction_is_not_sealed_while_it_runs():
    record()
    with transaction.atomic():
        record()
        assert actions.seal(at=AT) == 1
    assert actions.seal(at=AT) == 1
    assert queries.verify().sound


def test_of_two_sealers_one_waits(application):
    record()
    application.execute("SELECT pg_advisory_xact_lock(%s)", [actions._SEALERS_LOCK])
    sealed: list[int] = []

    def seal() -> None:
        sealed.append(actions.seal(at=AT))
        connections.close_all()

    thread = Thread(target=seal)
    thread.start()
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    while application.execute(waiting).fetchone() == (0,):
        assert thread.is_alive()
    assert not Seal.objects.exists()
    application.commit()
    thread.join()
    assert sealed == [1]
    assert queries.verify().sound


def test_four_sealers_and_four_writers_at_once_make_one_chain():
    def write() -> None:
        for _ in range(20):
            record()
        connections.close_all()

    def seal() -> None:
        for _ in range(10):
            actions.seal(at=AT)
        connections.close_all()

    threads = [Thread(target=each) for each in (write, seal) * 4]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    actions.seal(at=AT)
    found = queries.verify()
    assert (found.events, found.sound) == (80, True)


def test_events_brought_from_another_cluster_are_sealed_too(superuser):
    record()
    actions.seal(at=AT)
    moved = [record(), record()]
    # As after a restored dump: other numbers of transactions, higher than those of the new cluster.
    superuser.execute("UPDATE audit_event SET cluster = 5, xid = xid + 1000000 WHERE id = ANY(%s)", [moved])
    record()
    assert actions.seal(at=AT) == 3
    assert [seal.cluster == 5 for seal in Seal.objects.order_by("id")] == [False, True, False]
    found = queries.verify()
    assert (found.events, found.sound) == (4, True)


def _grown_old(superuser: psycopg.Connection, age: timedelta) -> None:
    superuser.execute("UPDATE audit_event SET recorded_at = statement_timestamp() - %s", [age])


def test_work_stops_when_nothing_was_sealed_for_four_hours(superuser):
    record()
    _grown_old(superuser, timedelta(hours=3, minutes=59))
    record()
    _grown_old(superuser, timedelta(hours=4, seconds=1))
    with pytest.raises(AuditProblem, match="超过4小时没有封存"):
        record()
    actions.seal(at=AT)
    record()


def test_who_must_repair_it_can_still_sign_in(superuser):
    record()
    _grown_old(superuser, timedelta(hours=5))
    record("access.sign_in")
    record("audit.view")


def test_the_security_administrator_lets_work_go_on_for_a_stated_time(superuser):
    record()
    _grown_old(superuser, timedelta(hours=5))
    now = superuser.execute("SELECT statement_timestamp()").fetchone()[0]
    event = actions.override_closing(by=LI_MING, at=now, until=now + timedelta(hours=1), reason="救灾发放")
    record()
    assert Event.objects.get(pk=event).detail["reason"] == "救灾发放"
    health = queries.health(now)
    assert (health.state, health.overridden_until) == (HealthState.CLOSED, now + timedelta(hours=1))
    assert queries.health(now + timedelta(hours=2)).overridden_until is None


def test_a_permission_that_ended_is_none(superuser):
    record()
    _grown_old(superuser, timedelta(hours=5))
    then = superuser.execute("SELECT statement_timestamp() - interval '3 hours'").fetchone()[0]
    actions.override_closing(by=LI_MING, at=then, until=then + timedelta(hours=2), reason="救灾发放")
    with pytest.raises(AuditProblem, match="没有封存"):
        record()


@pytest.mark.parametrize(
    ("hours", "reason", "sentence"), [(25, "x", "24小时"), (0, "x", "24小时"), (1, " ", "写明为什么")]
)
def test_it_refuses_an_endless_permission_and_one_without_reason(hours, reason, sentence):
    with pytest.raises(AuditProblem, match=sentence):
        actions.override_closing(by=LI_MING, at=AT, until=AT + timedelta(hours=hours), reason=reason)


def test_sealing_late_is_a_warning_after_ten_minutes():
    assert queries.health(AT).state is HealthState.SOUND
    event = record()
    recorded = Event.objects.get(pk=event).recorded_at
    ages = {
        timedelta(minutes=10): "正常",
        timedelta(minutes=11): "封存延迟",
        timedelta(hours=4, minutes=1): "已停止受理",
    }
    for age, label in ages.items():
        assert queries.health(recorded + age).state.label == label
    assert queries.health(recorded).oldest == recorded
    actions.seal(at=AT)
    assert queries.health(recorded + timedelta(days=1)).oldest is None


def test_the_head_of_the_chain_is_carried_outside():
    with pytest.raises(AuditProblem, match="还没有封存"):
        actions.export_anchor(by=LI_MING, at=AT)
    record()
    actions.seal(at=AT)
    anchor = actions.export_anchor(by=LI_MING, at=AT)
    seal = Seal.objects.get()
    assert anchor == {"seal": 1, "digest": bytes(seal.digest).hex(), "events": 1, "at": AT.isoformat()}
    assert Event.objects.order_by("-id")[0].action == "audit.export_anchor"
    assert queries.verify(anchor).sound
