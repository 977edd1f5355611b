"""Every event says who, when, what, to which record, with what result; none holds a personal value."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from minzheng.engine.audit import actions, queries
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import ActorKind, AuditProblem, Outcome, Subject, Who
from tests.engine.audit.conftest import AT, CASE, LI_MING, record

pytestmark = pytest.mark.django_db


def test_it_says_who_did_what_to_which_record_when_and_why():
    event = record(
        by=Who(kind=ActorKind.OFFICER, account=7, person=3, role="auditor", origin="10.1.2.3", purpose="抽查"),
        division=530129001001,
        outcome=Outcome.FAILED,
        detail={"changed": ["phone"], "rows": 3},
    )
    (read,) = queries.events_of(CASE).events
    assert (read.id, read.at, read.action, read.outcome) == (event, AT, "cases.submit", Outcome.FAILED)
    assert (read.who.account, read.who.person, read.who.role, read.who.origin, read.who.purpose) == (
        7, 3, "auditor", "10.1.2.3", "抽查",
    )  # fmt: skip
    assert (read.subject, read.division, read.detail) == (CASE, 530129001001, {"changed": ["phone"], "rows": 3})


def test_it_keeps_no_name_of_the_actor():
    record()
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_event::text FROM audit_event")
        assert "李明" not in cursor.fetchone()[0]


def test_it_disappears_with_the_transaction_it_belongs_to():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "530199197005040017", "53019919700504001X", "530199700504001", "１３８００１３８０００", "13800138000", "6222021001122333344",
        "证件530199197005040017", "530199 19700504 0017", "6222 0210 0111 2222 333", "138-0013-8000", "10020030040050060070080",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["value", "list", "deep", "key", "purpose"])
def test_it_refuses_what_looks_like_a_number_of_a_person(text, place):
    details = {"value": {"q": text}, "list": {"q": [text]}, "deep": {"q": {"r": [{"s": text}]}}, "key": {text: 1}}
    by = Who(kind=ActorKind.OFFICER, purpose=text) if place == "purpose" else LI_MING
    with pytest.raises(AuditProblem, match="审计记录不保存"):
        record(by=by, detail=details.get(place, {}))
    assert not Event.objects.exists()


@pytest.mark.parametrize("key", ["id_number", "phone", "old_phone", "address", "bank_account", "password", "token"])
def test_it_takes_the_name_of_a_personal_field_but_not_its_value(key):
    with pytest.raises(AuditProblem, match="只能记录字段名"):
        record(detail={key: "甲"})
    record(detail={"fields": [key], key: True})


@pytest.mark.parametrize("number", [530199197005040017, 5.30199197005040017e17, -(10**14)])
def test_it_refuses_a_number_as_long_as_an_identity_number(number):
    with pytest.raises(AuditProblem, match="过长"):
        record(detail={"q": number})


@pytest.mark.parametrize(
    "harmless",
    [
        "2026-07-01 2026-07-31", "530129001001", "018f3c5e-1234-4444-8888-123456789012", "0123456789012345678" + "a" * 45, "张三",
        13_800_138_000, 760.5, True, None, ["马", 1], {"before": 1, "after": 2}, "2026-07-01T10:00:00.123456+08:00",
    ],
)  # fmt: skip
def test_it_takes_dates_codes_digests_amounts_and_search_terms(harmless):
    record(detail={"q": harmless})
    assert Event.objects.get().detail == {"q": harmless}


@pytest.mark.parametrize(
    "detail",
    [{"q": date(2026, 7, 1)}, {"q": b"x"}, {1: "x"}, {"q": float("nan")}, {"q": {2: 3}}, {"q": {1, 2}}],
)
def test_it_refuses_what_is_not_plain_json(detail):
    with pytest.raises(AuditProblem, match="只能是"):
        record(detail=detail)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_it_refuses_characters_that_no_database_keeps(text):
    with pytest.raises(AuditProblem, match="不能保存的字符"):
        record(detail={"q": text})


def test_it_refuses_detail_without_bottom_or_without_measure():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(AuditProblem, match="嵌套"):
        record(detail={"q": deep})
    with pytest.raises(AuditProblem, match="64000"):
        record(detail={"q": "长" * 70_000})


@pytest.mark.parametrize("action", ["", "Cases.Submit", "cases..submit", "提交", "cases.submit ", "a" * 81])
def test_it_refuses_an_action_that_is_not_named_in_words(action):
    with pytest.raises(AuditProblem, match="写法不对"):
        record(action)


def test_it_shortens_a_purpose_and_an_origin_that_are_too_long():
    record(by=Who(kind=ActorKind.SYSTEM, origin="本" * 200, purpose="查" * 1000))
    event = Event.objects.get()
    assert (len(event.origin), len(event.purpose)) == (100, 300)


@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = 1", "DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} DISABLE TRIGGER ALL"]
)
def test_the_application_can_add_and_nothing_else(table, statement):
    record()
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_nobody_chooses_where_in_the_chain_an_event_stands():
    event = Event.objects.create(
        cluster=1, xid=1, recorded_at=AT, at=AT, actor_kind=1, action="cases.submit", outcome=1, detail={}
    )
    event.refresh_from_db()
    assert event.cluster != 1
    assert event.xid != 1
    assert event.recorded_at != AT


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_the_owner_of_the_tables_is_held_too(owner, statement):
    record()
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="never changed"):
        owner.execute(statement)


def test_it_answers_for_a_record_a_person_an_actor_and_what_was_refused():
    first = record("cases.view", detail={"persons": [40, 41]})
    second = record("registry.person.view", subject=Subject("person", 41))
    record("registry.person.rename", subject=Subject("person", 41))
    denied = record("cases.view", subject=Subject("person", 41), outcome=Outcome.DENIED)
    system = record(by=Who(kind=ActorKind.SYSTEM))

    def ids(page):
        return [event.id for event in page.events]

    assert ids(queries.looks_at_person(41)) == [second, first]
    assert ids(queries.looks_at_person(40)) == [first]
    assert ids(queries.looks_at_person(4)) == []
    assert ids(queries.denials()) == [denied]
    assert ids(queries.events_by(ActorKind.SYSTEM, None)) == [system]
    assert len(ids(queries.events_by(ActorKind.OFFICER, 3, since=AT))) == 4
    assert queries.has_event(system)
    assert not queries.has_event(system + 1)


def test_it_turns_pages_without_losing_or_repeating_an_event():
    made = [record() for _ in range(7)]
    seen, before = [], None
    while True:
        page = queries.events_of(CASE, before=before, limit=3)
        seen += [event.id for event in page.events]
        if (before := page.next) is None:
            break
    assert seen == made[::-1]


def test_its_words_have_labels():
    assert [each.label for each in Outcome] == ["完成", "拒绝", "失败"]
    assert [each.label for each in ActorKind] == ["工作人员", "居民", "接口", "系统"]
    assert actions.record.__doc__
