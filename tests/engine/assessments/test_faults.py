"""An assessor, a server or a disk that fails half-way: a complete run or no trace, and the next run works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from minzheng.engine.database.connections import embedded_settings
from minzheng.engine.database.home import Home
from tests.throwaway import throwaway_home

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2026, 8, 1)

COMMAND = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"

# Does something to the assessor or to the server before or after one step of an assessment, then goes on.
HARMED = """
import os, signal, sys
from minzheng.surfaces.cli.database import connect
from minzheng.surfaces.cli.main import main
home = connect()
from minzheng.engine.assessments import actions

def harm():
    {harm}

step = getattr(actions, "{step}")

def harmed(*given, **named):
    "{when}" == "before" and harm()
    done = step(*given, **named)
    "{when}" == "after" and harm()
    return done

setattr(actions, "{step}", harmed)
sys.exit(main(sys.argv[1:]))
"""
KILL_ASSESSOR = "os.kill(os.getpid(), signal.SIGKILL)"
KILL_SERVER = "os.kill(int((home.data() / 'postmaster.pid').read_text().split()[0]), signal.SIGKILL)"
FILL_DISK = """
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")
"""

DIGEST = """
import sys
from datetime import date, datetime, timezone
from minzheng.surfaces.cli.database import connect
connect()
from minzheng.engine.assessments.actions import arrays_on
from minzheng.engine.assessments.computing import compute
from minzheng.engine.catalogue.localities import locality
day = date.fromisoformat(sys.argv[1])
arrays = arrays_on(as_of=day, known_at=datetime.now(tz=timezone.utc))
print(compute(arrays, locality=locality("530199"), demo=True).digest())
"""

INCOMPLETE = """
SELECT id FROM assessments_run r
WHERE households <> (SELECT count(*) FROM assessments_householdresult WHERE run_id = r.id)
   OR people <> (SELECT count(*) FROM assessments_personresult WHERE run_id = r.id)
"""
ORPHANS = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relname ~ '^assessments_(household|person)result_[0-9]+$'
  AND substring(relname FROM '[0-9]+$')::bigint NOT IN (SELECT id FROM assessments_run)
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A demonstration county of two thousand people on a server of its own."""
    with throwaway_home(demo=True) as home:
        for arguments in (["db", "migrate"], ["seed", "--people", "2000", "--seed", "5"]):
            status, _, err = _finished(home, COMMAND, *arguments)
            assert status == 0, err
        yield home


@pytest.fixture
def day(home: Home) -> date:
    """A day nobody has assessed yet."""
    with _database(home) as connection:
        latest = connection.execute("SELECT max(as_of) FROM assessments_run").fetchone()
    return ((latest[0] if latest else None) or DAY) + timedelta(days=1)


def _start(home: Home, script: str, *arguments: str) -> subprocess.Popen[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINZHENG_")}
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env={**clean, "MINZHENG_HOME": str(home.path), "MINZHENG_DEMO": "1"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _finished(home: Home, script: str, *arguments: str) -> tuple[int, str, str]:
    done = _start(home, script, *arguments)
    out, err = done.communicate()
    return done.returncode, out, err


def _assess(home: Home, day: date, script: str = COMMAND) -> tuple[int, str, str]:
    return _finished(home, script, "assess", "--as-of", day.isoformat())


def _harmed(home: Home, day: date, *, step: str, when: str, harm: str) -> tuple[int, str, str]:
    return _assess(home, day, HARMED.format(step=step, when=when, harm=harm))


def _database(home: Home) -> psycopg.Connection[Any]:
    owner = embedded_settings(home)["owner"]
    return psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"],
        user=owner["USER"],
        dbname=owner["NAME"],
        autocommit=True,
        **owner["OPTIONS"],
    )


def _settled(home: Home) -> psycopg.Connection[Any]:
    """A connection to a server that has noticed the death of the assessor."""
    connection = _database(home)
    others = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    for _ in range(2000):
        if connection.execute(others).fetchone() == (0,):
            return connection
        connection.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("the server still works for somebody")


def _runs(home: Home, day: date) -> int:
    """How many runs a day has; every run of the county complete, and nothing that belongs to none."""
    with _settled(home) as connection:
        assert connection.execute(INCOMPLETE).fetchall() == []
        assert connection.execute(ORPHANS).fetchall() == []
        row = connection.execute("SELECT count(*) FROM assessments_run WHERE as_of = %s", [day]).fetchone()
    assert row is not None
    return int(row[0])


def _digest(home: Home, day: date) -> str:
    status, out, err = _finished(home, DIGEST, day.isoformat())
    assert status == 0, err
    return out.strip()


@pytest.mark.parametrize(
    ("step", "when", "complete"),
    [
        ("compute", "before", 0),
        ("compute", "after", 0),
        ("_write_households", "before", 0),
        ("_write_households", "after", 0),
        ("_write_persons", "after", 0),
        ("_stored", "after", 1),
    ],
)
def test_a_killed_assessor_leaves_a_complete_run_or_no_trace(
    home: Home, day: date, step: str, when: str, complete: int
) -> None:
    status, _, _ = _harmed(home, day, step=step, when=when, harm=KILL_ASSESSOR)
    assert status == -signal.SIGKILL
    assert _runs(home, day) == complete
    status, out, err = _assess(home, day)
    assert (status, err) == (0, "")
    assert ("没有重复保存" in out) is bool(complete)
    assert _runs(home, day) == 1


def test_whenever_it_is_killed_the_next_run_gives_the_same_bytes(home: Home, day: date) -> None:
    moments = random.Random(11)
    for _ in range(5):
        assessor = _start(home, COMMAND, "assess", "--as-of", day.isoformat())
        time_left = moments.uniform(0.2, 1.6)
        try:
            assessor.communicate(timeout=time_left)
        except subprocess.TimeoutExpired:
            assessor.kill()
            assessor.communicate()
        assert _runs(home, day) in {0, 1}
    status, out, _ = _assess(home, day)
    assert status == 0
    assert _runs(home, day) == 1
    assert f"结果 {_digest(home, day)[:12]}" in " ".join(out.split())


def test_a_killed_server_is_said_in_words_and_the_next_run_starts_it(home: Home, day: date) -> None:
    status, out, err = _harmed(home, day, step="_write_persons", when="before", harm=KILL_SERVER)
    assert (status, out) == (2, "")
    assert "数据库" in err
    assert "Traceback" not in err
    assert "事故" not in err
    # The backend may have committed without being able to say so: a complete run or no trace, both are right.
    assert _assess(home, day)[::2] == (0, "")
    assert _runs(home, day) == 1


def test_a_full_disk_is_said_in_words_and_loses_nothing(home: Home, day: date) -> None:
    status, out, err = _harmed(home, day, step="_write_persons", when="before", harm=FILL_DISK)
    assert (status, out) == (2, "")
    assert "磁盘空间不足" in err
    assert _runs(home, day) == 0
    assert _assess(home, day)[0] == 0
    assert _runs(home, day) == 1


def test_two_assessments_of_the_same_facts_at_once_are_one_run(home: Home, day: date) -> None:
    both = [_start(home, COMMAND, "assess", "--as-of", day.isoformat()) for _ in range(2)]
    answers = [assessor.communicate() for assessor in both]
    assert [assessor.returncode for assessor in both] == [0, 0], answers
    assert sorted("没有重复保存" in out for out, _ in answers) == [False, True]
    assert _runs(home, day) == 1


def test_an_interrupted_assessor_says_so_and_leaves_nothing(home: Home, day: date) -> None:
    # The default handler first: a test run in the background of a shell inherits that SIGINT is ignored.
    harm = "signal.signal(signal.SIGINT, signal.default_int_handler), os.kill(os.getpid(), signal.SIGINT)"
    status, _, err = _harmed(home, day, step="_write_persons", when="before", harm=harm)
    assert (status, err.strip()) == (130, "已中止。")
    assert _runs(home, day) == 0
