"""Every check of what is stored can fail: each is broken here by somebody who rules the database."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest

from minzheng.engine.audit import actions as audit
from minzheng.surfaces.cli.main import main
from minzheng.surfaces.cli.selfcheck import examine
from minzheng.surfaces.clock import now
from tests.engine.audit.conftest import record, superuser

__all__ = ["superuser"]

pytestmark = pytest.mark.django_db(transaction=True)

SOURCE = "INSERT INTO registry_source (id, kind, title, reference, recorded_at, recorded_by) VALUES (1, 1, 'a', '', now(), 'a')"
FACT = """INSERT INTO registry_fact (subject, value, source_id, recorded_at, valid_from, subject_kind, name, standing)
          VALUES ({subject}, 1, {source}, now(), '2026-01-01', 2, {name}, 1)"""
HOUSEHOLD = """INSERT INTO registry_household (id, number, division_id, address, recorded_at, superseded_at, source_id)
               VALUES (1, '', 530129000000, '', {since}, {until}, 1)"""
RUN = """INSERT INTO assessments_run (id, as_of, known_at, division, locality, demo, households, people, rules_digest, inputs_digest,
             results_digest, rules, parameters, conditions, started_at, run_by)
         VALUES (1, '2026-08-03', now(), '', '530129', true, 1, 0, '', '', '', '{}', '{}', '{}', now(), 'a')"""
NOTICE = """INSERT INTO notices_publicnotice (kind, subject_kind, subject_id, division, places, policy, content, posted_on, days, ends_on,
                posted_at, posted_by, taken_down_by, taken_down_reason)
            VALUES (1, 'case', 1, 530129001001, '{村}', 'a', '{}', '2026-01-01', 7, '2026-01-08', now(), 'a', '', '')"""
CASE = """INSERT INTO cases_case (id, number, chapter, procedure, version, division_id, channel, restricted, near_relative, complaint_open,
              state, state_since, waits_for, movements, closed, opened_at, paused, extended, outcome, submission_digest)
          VALUES (1, 'a', 'a', 'a', 1, 530129001001, 1, false, false, false, 'filed', now(), '', 1, false, now(), false, false, '', '')"""
FUND = "INSERT INTO cases_imprestfund (id, division_id, ceiling, opened_at, opened_by) VALUES (1, 530129001000, {}, now(), 'a')"
ENTRY = """INSERT INTO cases_imprestentry (fund_id, division_id, serial, kind, amount, balance, document, booked_on, booked_at, booked_by)
           VALUES (1, 530129001000, 1, 1, 500, {balance}, '', '2026-08-03', now(), 'a')"""
MEMBER = """INSERT INTO registry_membership (household_id, person_id, relation, period, recorded_at, superseded_at, source_id)
            VALUES (1, 1, 1, '[2026-01-01,)', now(), '9999-01-01Z', 1)"""
LOST = [
    "CREATE TABLE assessments_householdresult_404 PARTITION OF assessments_householdresult FOR VALUES IN (404)",
    "INSERT INTO assessments_householdresult VALUES (404, 1, 530129001001, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
]
JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'audit.seal', {})"

BREAKS: list[tuple[str, list[str]]] = [
    ("database.references", [HOUSEHOLD.format(since="now()", until="'9999-01-01Z'")]),
    ("database.guards", ["ALTER TABLE audit_event DISABLE TRIGGER ALL"]),
    ("registry.sources", [FACT.format(subject=1, source=404, name="(SELECT min(number) FROM registry_factname)")]),
    ("registry.names", [SOURCE, FACT.format(subject=1, source=1, name=32000)]),
    ("registry.subjects", [SOURCE, FACT.format(subject=404, source=1, name="(SELECT min(number) FROM registry_factname)")]),
    ("assessments.whole", [RUN]),
    ("assessments.runs", LOST),
    ("notices.ended", [NOTICE]),
    ("notices.numbers", ["INSERT INTO notices_letterseries (word, year, last) VALUES ('寻民', 2026, 3)"]),
    ("cases.log", [CASE]),
    ("cases.imprest", [FUND.format(900), ENTRY.format(balance=400)]),
    ("cases.imprest_ceiling", [FUND.format(100), ENTRY.format(balance=500)]),
    ("registry.households", [SOURCE, HOUSEHOLD.format(since="'2026-01-01Z'", until="'2026-02-01Z'"), MEMBER]),
    ("audit.chain", ["UPDATE audit_event SET purpose = '公务'"]),
    ("audit.unsealed", ["UPDATE audit_event SET recorded_at = now() - interval '11 minutes'", "DELETE FROM audit_seal"]),
    ("work.failed", [JOB.format("'failed'")]),
    ("work.stalled", [JOB.format("'doing'")]),
]  # fmt: skip


def broken() -> dict[str, int]:
    return {each.name: each.broken for each in examine(at=now()) if each.broken}


def test_a_sound_county_is_sound_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    record()
    assert main(["selfcheck", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["sound"]
    checked = {each["name"] for each in said["checks"]}
    assert checked == {name for name, _ in BREAKS}
    assert main(["selfcheck"]) == 0
    assert "不符" in capsys.readouterr().out


@pytest.fixture
def sealed(superuser: psycopg.Connection) -> Iterator[None]:
    """One sealed event; what a flush between tests does not empty or switch on again is put right at the end."""
    record()
    audit.seal(at=now())
    yield
    superuser.execute("DROP TABLE IF EXISTS assessments_householdresult_404")
    # This connection fires no triggers, so what points at a job would stay; other tests leave jobs too.
    superuser.execute("DELETE FROM procrastinate_events")
    superuser.execute("DELETE FROM procrastinate_periodic_defers")
    superuser.execute("DELETE FROM procrastinate_jobs")
    superuser.execute("ALTER TABLE audit_event ENABLE TRIGGER ALL")


@pytest.mark.parametrize(("name", "statements"), BREAKS, ids=[name for name, _ in BREAKS])
def test_what_is_broken_is_found(
    name: str, statements: list[str], sealed: None, superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert broken() == {}
    for statement in statements:
        superuser.execute(statement.encode())
    assert broken()[name] >= 1
    assert main(["selfcheck", "--json"]) == 1
    checks = {each["name"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
    assert checks[name]["remedy"]
