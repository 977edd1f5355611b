"""Killed at any named point, the county is as before or as after, and the next start goes on."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator

import pytest

from minzheng.engine.access.types import SYSTEM
from minzheng.engine.database.crash_points import CrashPoint, crash_point, crash_points, refuse_faults
from minzheng.engine.database.home import Home
from minzheng.engine.database.key_ring import create_key_ring
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.surfaces.cli.list_crash_points import declared_points
from tests.surfaces.cli.served import ROOT, Commands, minzheng
from tests.throwaway import throwaway_home

pytestmark = pytest.mark.faults

WORK_CASES = """
from datetime import date
from minzheng.demo.casework.working import work_cases
work_cases(county=530129, day=date(2026, 9, 1), cases=2, seed=1)
"""
LEDGER = str(ROOT / "samples" / "户籍册摘录.xlsx")
EMPTY = "TRUNCATE cases_case, notices_letterseries, notices_letter CASCADE"
COUNTS = {
    "ledgers": "SELECT count(*) FILTER (WHERE state = 3), (SELECT count(*) FROM registry_source) FROM ledgers_batch",
    "assessments": "SELECT count(*), (SELECT count(*) FROM assessments_householdresult) FROM assessments_run",
    "audit": "SELECT count(*), coalesce(sum(events), 0) FROM audit_seal",
    "cases": "SELECT count(*), (SELECT count(*) FROM cases_movement) FROM cases_case",
    "notices": "SELECT count(*), (SELECT coalesce(sum(last), 0) FROM notices_letterseries) FROM notices_letter",
}


class County:
    """A small invented county, the commands on it, and what they leave."""

    def __init__(self, home: Home, run: Commands) -> None:
        self.home, self.run = home, run

    def command(self, *arguments: str, **environment: str) -> int:
        return self.run(*arguments, **environment).returncode

    def work(self, **environment: str) -> int:
        return self.command("-c", WORK_CASES, **environment)

    def query(self, sql: str) -> str:
        """The answer of the database, seen with the scope of the product itself."""
        divisions = ",".join(f"[{low},{high})" for low, high in SYSTEM.ranges)
        scope = f"-c minzheng.divisions={{{divisions}}} -c minzheng.services={','.join(SYSTEM.services)}"
        return self.run("db", "psql", "-Atc", sql, PGOPTIONS=scope).stdout.strip()

    def count(self, engine: str) -> str:
        return self.query(COUNTS[engine])

    def unsound(self) -> set[str]:
        """What the self-check finds wrong; the invented cases are of the past, so their notices hang too long."""
        said = json.loads(self.run("selfcheck", "--json").stdout)
        return {each["name"] for each in said["checks"] if each["broken"]} - {"notices.ended", "audit.unsealed"}


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    with throwaway_home(demo=True) as home:
        assert minzheng("db", "migrate", home=home).returncode == 0
        with Commands(home) as run:
            seeded = run("seed", "--people", "200")
            assert seeded.returncode == 0, seeded.stderr
            yield County(home, run)


def killed(status: int) -> bool:
    return status == -signal.SIGKILL


@pytest.mark.parametrize("point", ["ledgers.confirm.half_way", "ledgers.confirm.before_commit"])
def test_a_ledger_is_confirmed_whole_or_not_at_all(county: County, point: str) -> None:
    before = county.count("ledgers")
    assert county.command("import", LEDGER) in {0, 2}
    number = county.query("SELECT max(id) FROM ledgers_batch")
    assert killed(county.command("imports", "confirm", number, FAULTS="1", CRASH_AT=point))
    assert county.count("ledgers") == before
    assert county.unsound() == set()
    assert county.command("imports", "confirm", number) == 0
    assert county.count("ledgers") != before
    assert county.command("imports", "undo", number) == 0


@pytest.mark.parametrize(
    ("point", "day"), [("assessments.store.half_way", "2026-08-01"), ("assessments.store.before_commit", "2026-07-01")]
)
def test_an_assessment_is_stored_whole_or_not_at_all(county: County, point: str, day: str) -> None:
    before = county.count("assessments")
    assert killed(county.command("assess", "--as-of", day, FAULTS="1", CRASH_AT=point))
    assert county.count("assessments") == before
    assert county.unsound() == set()
    assert county.command("assess", "--as-of", day) == 0
    assert county.count("assessments") != before
    assert county.unsound() == set()


@pytest.mark.parametrize(
    ("point", "engine"),
    [("cases.act.won:3", "cases"), ("cases.act.before_commit:5", "cases"), ("notices.letter.numbered", "notices")],
)
def test_a_step_of_a_case_is_done_whole_or_not_at_all(county: County, point: str, engine: str) -> None:
    county.command("db", "psql", "--owner", "-c", EMPTY)
    assert killed(county.work(FAULTS="1", CRASH_AT=point))
    left = county.count(engine)
    assert county.unsound() == set()
    assert county.work() == 0
    assert county.count(engine) != left
    assert county.unsound() == set()


def test_a_batch_of_events_is_sealed_whole_or_not_at_all(county: County) -> None:
    assert county.work() == 0
    assert county.command("audit", "anchor", "-o", str(county.home.path / "a.json")) == 0
    before = county.count("audit")
    crash = {"FAULTS": "1", "CRASH_AT": "audit.seal.before_commit"}
    assert killed(county.command("audit", "anchor", "-o", str(county.home.path / "b.json"), **crash))
    assert not (county.home.path / "b.json").exists()
    assert county.count("audit") == before
    assert county.command("audit", "verify", "--anchor", str(county.home.path / "a.json")) == 0
    assert county.command("audit", "anchor", "-o", str(county.home.path / "b.json")) == 0
    assert county.count("audit") != before


def test_a_real_county_refuses_to_start_with_a_planned_crash() -> None:
    with throwaway_home() as real:
        real.create()
        create_key_ring(real.key_ring, demo=False)
        refused = minzheng("selfcheck", home=real, FAULTS="1", CRASH_AT="audit.seal.before_commit")
        assert refused.returncode == 2
        assert "正式的县" in refused.stderr
        refuse_faults(real.key_ring, {"CRASH_AT": "audit.seal.before_commit"})
        with throwaway_home(demo=True) as demo:
            create_key_ring(demo.path / "key-ring", demo=True)
            refuse_faults(demo.path / "key-ring", {"FAULTS": "1", "CRASH_AT": "audit.seal.before_commit:2"})
            with pytest.raises(DatabaseProblem, match="名称:次数"):
                refuse_faults(demo.path / "key-ring", {"FAULTS": "1", "CRASH_AT": "audit.seal.before_commit:x"})


def test_every_point_is_listed_once_and_visited_here(county: County) -> None:
    listed = {each["name"] for each in json.loads(county.run("list-crash-points", "--json").stdout)}
    assert listed == {each.name for each in declared_points()} == {each.name for each in crash_points()}
    text = (ROOT / "tests" / "surfaces" / "cli" / "test_crash_points.py").read_text()
    assert all(f'"{name}' in text for name in listed)
    with pytest.raises(ValueError, match="declared twice"):
        crash_point("audit.seal.before_commit", "又一个")


def test_a_point_does_nothing_where_nothing_is_planned() -> None:
    point = CrashPoint("a.b", "不会死")
    point()
    assert point.passed == 0
