"""A served county says when it is sick, recovers by itself, and stops cleanly."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from minzheng.engine.database import actions
from minzheng.engine.database.connections import embedded_settings
from minzheng.engine.database.home import Home
from tests.surfaces.cli.served import Served, minzheng, serve, until
from tests.throwaway import throwaway_home

pytestmark = pytest.mark.faults
OUTAGE = 30
"""Seconds."""


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with throwaway_home() as home:
        assert minzheng("db", "migrate", home=home).returncode == 0
        actions.stop(home)
        yield home


@pytest.fixture(scope="module")
def county(home: Home) -> Iterator[Served]:
    with serve(home) as served:
        yield served
    assert not actions.status(home).answers  # who started it stops it


@pytest.fixture
def served(county: Served) -> Served:
    """The served county, well."""
    until(lambda: county.status("/readyz") == 200)
    return county


def postmaster(home: Home) -> int:
    return int((home.data() / "postmaster.pid").read_text().splitlines()[0])


def run(home: Home, statement: str) -> None:
    owner = embedded_settings(home)["owner"]
    with psycopg.connect(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], dbname=owner["NAME"], **owner["OPTIONS"]
    ) as connection:
        connection.execute(statement.encode())


def failing(served: Served) -> set[str]:
    return {each["name"] for each in served.ask("/readyz").json["checks"] if not each["ok"]}


def test_a_second_server_on_the_same_port_is_refused_with_a_way_out(served: Served) -> None:
    refused = minzheng("serve", "--port", str(served.port), home=served.home)
    assert refused.returncode == 2
    assert f"不能在 127.0.0.1:{served.port} 上提供服务" in refused.stderr
    assert "--port" in refused.stderr


def test_a_killed_database_is_said_at_once_and_comes_back_by_itself(served: Served) -> None:
    os.kill(postmaster(served.home), signal.SIGKILL)
    answer = served.ask("/readyz")
    assert answer.status in {200, 503}
    assert answer.seconds < 3
    assert served.ask("/healthz").status == 200
    until(lambda: actions.status(served.home).answers)
    assert until(lambda: served.status("/readyz") == 200) < 10


def test_half_a_minute_without_a_database_is_said_quickly_and_costs_no_job(served: Served) -> None:
    """Nobody starts it again meanwhile: the supervisor is stopped."""
    os.kill(served.process.pid, signal.SIGSTOP)
    actions.stop(served.home)
    answers = []
    began = time.monotonic()
    while time.monotonic() - began < OUTAGE:
        answers += [served.ask(path) for path in ("/readyz", "/notices", "/desk/")]
    os.kill(served.process.pid, signal.SIGCONT)
    assert {answer.status for answer in answers} == {503}
    assert max(answer.seconds for answer in answers) < 3
    assert answers[0].headers["retry-after"] == "5"
    assert "连不上" in answers[0].text
    assert served.status("/healthz") == 200
    assert until(lambda: "database" not in failing(served)) < 10
    until(lambda: served.status("/readyz") == 200)  # the worker is back, and its jobs have run since
    checked = minzheng("selfcheck", "--json", home=served.home)
    assert {each["name"]: each["broken"] for each in json.loads(checked.stdout)["checks"] if each["name"].startswith("work.")} == {
        "work.stalled": 0, "work.failed": 0,
    }  # fmt: skip


def test_a_killed_worker_and_a_killed_web_process_are_started_again(served: Served) -> None:
    (worker,) = served.children("service.working")
    os.kill(worker, signal.SIGKILL)
    until(lambda: served.children("service.working") not in ([], [worker]))
    web = served.children("service.web")
    os.kill(web[0], signal.SIGKILL)
    until(lambda: served.children("service.web") and web[0] not in served.children("service.web"))
    until(lambda: served.status("/healthz") == 200)


def test_a_silent_worker_is_found_by_whoever_watches(served: Served) -> None:
    (worker,) = served.children("service.working")
    os.kill(worker, signal.SIGSTOP)
    run(served.home, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    run(served.home, "UPDATE work_heartbeat SET since = now() - interval '3 minutes', succeeded_at = NULL")
    assert {"worker", "job:work.pulse"} <= failing(served)
    doctor = minzheng("doctor", home=served.home)
    os.kill(worker, signal.SIGKILL)
    assert "没有按时运行" in doctor.stdout
    assert doctor.returncode == 1
    run(served.home, "UPDATE work_heartbeat SET since = now()")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_whatever_ends_it_no_process_stays_behind(served: Served, how: signal.Signals) -> None:
    with serve(served.home) as second:
        until(lambda: second.children("service.working"))
        everything = second.children("python")
        assert len(everything) >= 3
        second.process.send_signal(how)
        assert second.process.wait(timeout=40) == (0 if how is signal.SIGINT else -how)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in everything))
