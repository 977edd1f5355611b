"""Jobs commit with what caused them, carry ids only, and survive the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from psycopg.sql import SQL

from minzheng.engine.database.home import Home
from minzheng.engine.work import actions, beating, declaring, queries, types
from minzheng.engine.work.declaring import daily, every, job, periodic
from minzheng.engine.work.rescuing import rescue
from minzheng.engine.work.types import MOST_ATTEMPTS, Beat, WorkProblem
from tests.engine.work import jobs_on_trial

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def declarations() -> Iterator[None]:
    """What a test declares is forgotten after it."""
    from procrastinate.contrib.django import app

    before = dict(declaring._JOBS), dict(app.tasks), dict(app.periodic_registry.periodic_tasks)
    jobs_on_trial.declare()
    yield
    for now, then in zip((declaring._JOBS, app.tasks, app.periodic_registry.periodic_tasks), before, strict=True):
        now.clear()
        now.update(then)


def queue(columns: str = "status") -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT {} FROM procrastinate_jobs ORDER BY id").format(SQL(columns)))
        return [row[0] if len(row) == 1 else row for row in cursor.fetchall()]


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def held_by_a_dead_worker(*, attempts: int = 0, lock: str | None = None) -> None:
    run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '31 seconds')")
    run(
        "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, queueing_lock = %s, worker_id = "
        "(SELECT max(id) FROM procrastinate_workers)",
        attempts,
        lock,
    )


def rescued() -> int:
    return async_to_sync(rescue)(JobManager(DjangoConnector()))


@pytest.mark.django_db(transaction=True)
def test_a_job_commits_or_vanishes_with_its_transaction() -> None:
    run("DELETE FROM procrastinate_jobs")
    with transaction.atomic():
        actions.defer("trial.mark", number=1)
        assert queue() == ["todo"]
        transaction.set_rollback(True)
    assert queue() == []
    actions.defer_all("trial.mark", [{"number": 2}, {"number": 3}])
    assert queue("args->>'number'") == ["2", "3"]
    assert actions.defer_all("trial.mark", []) == []


@pytest.mark.django_db
@pytest.mark.parametrize("ids", [{}, {"number": "1"}, {"number": 1, "name": 2}, {"number": True}, {"number": 2**63}])
def test_a_job_carries_its_ids_and_nothing_else(ids: dict[str, Any]) -> None:
    with pytest.raises(WorkProblem):
        actions.defer("trial.mark", **ids)


@pytest.mark.django_db
def test_a_job_that_nobody_declared_is_refused() -> None:
    with pytest.raises(WorkProblem, match=r"no job trial\.other"):
        actions.defer("trial.other")


def test_a_declaration_that_carries_more_than_ids_is_refused() -> None:
    def named(*, name: str, at: datetime) -> None: ...

    def timeless(*, number: int) -> None: ...

    def positional(number: int, *, at: datetime) -> None: ...

    for function in (named, timeless, positional):
        with pytest.raises(WorkProblem):
            job("trial.wrong", label="不行")(function)


def test_a_periodic_job_takes_nothing_but_the_time() -> None:
    def numbered(*, number: int, at: datetime) -> None: ...

    with pytest.raises(WorkProblem, match="nothing but the time"):
        periodic("trial.wrong", label="不行", schedule=every(minutes=1))(numbered)


def test_a_name_is_declared_once() -> None:
    from minzheng.engine.work import jobs

    with pytest.raises(WorkProblem, match="twice"):

        @periodic("work.pulse", label="又一个", schedule=every(minutes=5))
        def pulse(*, at: datetime) -> None: ...

    assert declaring.jobs()["work.pulse"].function is jobs.pulse


def test_schedules_are_beijing_days_and_parts_of_an_hour() -> None:
    assert (every(minutes=15).cron, every(minutes=60).cron) == ("*/15 * * * *", "0 * * * *")
    assert (daily(time(2, 30)).cron, daily(time(22, 5)).cron) == ("30 18 * * *", "5 14 * * *")
    with pytest.raises(WorkProblem):
        every(minutes=7)


def test_a_killed_workers_job_is_given_back_in_time() -> None:
    assert types.HEARTBEAT + types.WORKER_SILENCE + types.RESCUE <= 90


@pytest.mark.django_db
def test_the_job_of_a_dead_worker_is_given_back_and_a_deadly_one_given_up() -> None:
    actions.defer("trial.mark", number=1)
    held_by_a_dead_worker()
    assert queries.state().stalled == 1
    assert rescued() == 1
    assert queue() == ["todo"]
    held_by_a_dead_worker(attempts=MOST_ATTEMPTS)
    assert rescued() == 1
    assert queue() == ["failed"]
    state = queries.state()
    assert (state.stalled, state.failed, state.waiting) == (0, 1, 0)
    assert rescued() == 0


@pytest.mark.django_db(transaction=True)
def test_a_periodic_job_whose_next_turn_waits_is_not_given_back() -> None:
    run("DELETE FROM procrastinate_jobs")
    actions.defer("trial.mark", number=1)
    held_by_a_dead_worker(lock="work.pulse")
    assert actions._defer_periodic("work.pulse")
    assert not actions._defer_periodic("work.pulse")
    rescued()
    assert queue() == ["aborted", "todo"]


@pytest.mark.django_db
def test_a_silent_periodic_job_is_late_after_two_periods() -> None:
    def pulse() -> Beat:
        return next(each for each in queries.state().beats if each.name == "work.pulse")

    assert pulse().late  # no worker has ever been here
    beating.expect(["work.pulse"])
    assert not pulse().late
    run("UPDATE work_heartbeat SET since = since - interval '3 minutes'")
    assert pulse().late
    with beating.beat("work.pulse"):
        pass
    assert (pulse().late, pulse().failed) == (False, False)
    with pytest.raises(ZeroDivisionError), beating.beat("work.pulse"):
        raise ZeroDivisionError
    assert (pulse().late, pulse().failed) == (False, True)
    beating.expect([])
    assert pulse().age is None


@pytest.mark.django_db
def test_what_was_missed_while_no_worker_ran_is_made_up_for_once() -> None:
    periodic = {name for name, each in declaring.jobs().items() if each.schedule}
    beating.expect(sorted(periodic))
    assert set(actions.defer_overdue()) == periodic
    assert actions.defer_overdue() == []
    run("DELETE FROM procrastinate_jobs")
    run("UPDATE work_heartbeat SET succeeded_at = now()")
    assert actions.defer_overdue() == []


@pytest.mark.django_db
def test_the_queue_is_tidied_after_a_month() -> None:
    from minzheng.engine.work import jobs

    for _ in range(3):
        actions.defer("trial.mark", number=1)
    first, second, third = queue("id")
    run("UPDATE procrastinate_jobs SET status = 'doing'")
    run("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", first)
    run("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id <> %s", first)
    run("UPDATE procrastinate_events SET at = at - interval '31 days' WHERE job_id <> %s", third)
    jobs.pulse(at=datetime.now(UTC))
    jobs.tidy(at=datetime.now(UTC))
    assert queue("id") == [first, third]
    assert second not in queue("id")


def test_a_beat_is_judged_by_its_own_period() -> None:
    day = timedelta(days=1).total_seconds()
    assert not Beat("a.b", "每日", every=day, age=1.9 * day, failed=False).late
    assert Beat("a.b", "每日", every=day, age=2.1 * day, failed=False).late


def worker(home: Home, trace: Path, *options: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "tests.engine.work.jobs_on_trial", str(trace), *options],
        env={**os.environ, "MINZHENG_HOME": str(home.path)},
        cwd=ROOT,
        check=False,
        timeout=60,
        capture_output=True,
    ).returncode


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_job_loses_nothing(county_home: Home, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    run("DELETE FROM procrastinate_jobs")
    actions.defer("trial.mark", number=7)
    assert worker(county_home, trace, "kill") == -signal.SIGKILL
    assert "doing" in queue()
    run("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    assert worker(county_home, trace) == 0
    assert trace.read_text().splitlines() == ["began 7 2031", "done 7 2031"]
    state = queries.state()
    assert (state.stalled, state.failed, state.waiting) == (0, 0, 0)
    assert not any(beat.late for beat in state.beats)
