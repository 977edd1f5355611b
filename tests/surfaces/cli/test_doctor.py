"""What the doctor sees, and what it says to do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from minzheng.engine.database.home import Home
from minzheng.engine.database.key_ring import create_key_ring
from minzheng.engine.database.queries import ServerFacts, examine
from minzheng.engine.work.types import Beat, State
from minzheng.surfaces.cli import doctor
from minzheng.surfaces.cli.checks import program
from minzheng.surfaces.cli.checks.finding import Finding, Grade
from minzheng.surfaces.cli.checks.keys import check_keys
from minzheng.surfaces.cli.checks.references import check_calendar, check_references
from minzheng.surfaces.cli.checks.server import check_database, judge_clock, judge_server
from minzheng.surfaces.cli.checks.work import judge_work

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOUND = ServerFacts(
    version=180004,
    encoding="UTF8",
    checksums=True,
    fsync=True,
    synchronous_commit=True,
    full_page_writes=True,
    role="minzheng_app",
    privileged=False,
    owns_tables=False,
    may_create=False,
    now=NOW,
    size=1 << 20,
)


def grades(findings: list[Finding]) -> dict[str, Grade]:
    return {each.name: each.grade for each in findings}


@pytest.mark.django_db
def test_the_running_server_is_examined_by_itself(county_home: Home) -> None:
    now = datetime.now(UTC)
    found = grades(list(check_database(settings.MINZHENG, now=now)))
    assert found.pop("落盘保证") is Grade.FAIL  # the tests' own cluster gives no such promise
    for name in ("后台任务", "失败的任务", "定时任务"):  # as other tests left them
        found.pop(name, None)
    assert set(found.values()) == {Grade.OK}
    assert {"数据库位置", "数据库连接", "数据库版本", "字符编码", "数据校验", "应用角色", "数据表", "时钟"} == set(
        found
    )


@pytest.mark.django_db
def test_the_server_says_who_we_are() -> None:
    with connection.cursor() as cursor:
        facts = examine(cursor)
    assert (facts.role, facts.privileged, facts.owns_tables, facts.may_create, facts.checksums) == (
        "minzheng_app",
        False,
        False,
        False,
        True,
    )


def test_the_worker_and_what_should_run_by_itself_are_examined() -> None:
    beats = (Beat("a.b", "封存", every=60, age=30, failed=False), Beat("c.d", "清理", every=60, age=None, failed=False))
    state = State(worker_age=None, waiting=0, oldest=0, stalled=0, failed=0, beats=beats[1:])
    assert grades(list(judge_work(state))) == {"后台任务": Grade.WARN}
    sound = replace(state, worker_age=3.0, beats=beats[:1])
    assert set(grades(list(judge_work(sound))).values()) == {Grade.OK}
    sick = grades(list(judge_work(replace(sound, worker_age=31.0, failed=2, beats=beats))))
    assert sick == {"后台任务": Grade.FAIL, "失败的任务": Grade.WARN, "定时任务": Grade.FAIL}
    assert grades(list(judge_work(replace(sound, stalled=1))))["失败的任务"] is Grade.WARN


def test_a_sound_server_passes() -> None:
    assert set(grades(list(judge_server(SOUND))).values()) == {Grade.OK}


@pytest.mark.parametrize(
    ("change", "name", "grade"),
    [
        ({"version": 170002}, "数据库版本", Grade.FAIL),
        ({"encoding": "SQL_ASCII"}, "字符编码", Grade.FAIL),
        ({"checksums": False}, "数据校验", Grade.WARN),
        ({"fsync": False}, "落盘保证", Grade.FAIL),
        ({"synchronous_commit": False}, "落盘保证", Grade.FAIL),
        ({"full_page_writes": False}, "落盘保证", Grade.FAIL),
        ({"privileged": True}, "应用角色", Grade.FAIL),
        ({"owns_tables": True}, "应用角色", Grade.FAIL),
        ({"may_create": True}, "应用角色", Grade.FAIL),
    ],
)
def test_each_weakness_of_the_server_is_found_with_a_remedy(change: dict[str, object], name: str, grade: Grade) -> None:
    findings = [each for each in judge_server(replace(SOUND, **change)) if each.grade is not Grade.OK]
    assert [(each.name, each.grade, bool(each.remedy)) for each in findings] == [(name, grade, True)]


@pytest.mark.parametrize(("seconds", "grade"), [(0, Grade.OK), (5, Grade.OK), (6, Grade.FAIL), (-3600, Grade.FAIL)])
def test_a_wrong_clock_is_found(seconds: int, grade: Grade) -> None:
    assert judge_clock(NOW + timedelta(seconds=seconds), now=NOW).grade is grade


def test_a_silent_server_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_cursor: object) -> ServerFacts:
        import psycopg
        from django.db import OperationalError

        raise OperationalError from psycopg.OperationalError("connection refused")

    monkeypatch.setattr("minzheng.surfaces.cli.checks.server.connection.cursor", lambda: refuse(None))
    found = list(check_database(settings.MINZHENG.model_copy(update={"home": tmp_path}), now=NOW))
    assert [(each.name, each.grade) for each in found] == [("数据库位置", Grade.FAIL), ("数据库连接", Grade.FAIL)]
    assert "minzheng db start" in found[1].remedy


def test_keys_must_be_there_private_whole_and_of_this_county(tmp_path: Path) -> None:
    path = tmp_path / "key-ring"
    assert "没有密钥文件" in check_keys(path, demo=False).found
    create_key_ring(path, demo=True)
    assert check_keys(path, demo=True).grade is Grade.OK
    assert "演示密钥" in check_keys(path, demo=False).found
    path.chmod(0o640)
    assert "权限" in check_keys(path, demo=True).found
    path.chmod(0o600)
    path.write_bytes(b"\xff\xfe")
    assert "读不出来" in check_keys(path, demo=True).found
    path.unlink()
    create_key_ring(path, demo=False)
    before = path.read_text()
    create_key_ring(path, demo=False)
    assert check_keys(path, demo=False).grade is Grade.OK
    assert path.read_text() == before


@pytest.mark.parametrize(("year", "grade"), [(2026, Grade.OK), (2027, Grade.WARN), (2031, Grade.FAIL)])
def test_the_calendar_of_the_year_must_be_known(year: int, grade: Grade) -> None:
    assert check_calendar(date(year, 6, 1)).grade is grade


def test_the_county_must_be_known() -> None:
    assert set(grades(list(check_references(locality="530129", today=date(2026, 6, 1)))).values()) == {Grade.OK}
    assert grades(list(check_references(locality="999999", today=date(2026, 6, 1))))["本县"] is Grade.FAIL


def test_packages_are_compared_with_the_lock(tmp_path: Path) -> None:
    assert program.check_python().grade is Grade.OK
    assert program.check_packages(tmp_path / "none").grade is Grade.WARN
    lock = tmp_path / "base.txt"
    lock.write_text("django==1.0 \\\n    --hash=sha256:0\nno-such-package==1\n")
    found = program.check_packages(lock)
    assert found.grade is Grade.FAIL
    assert "django 应为 1.0" in found.found
    assert "no-such-package 没有安装" in found.found


@pytest.mark.parametrize(("free", "grade"), [(1 << 30, Grade.FAIL), (3 << 30, Grade.WARN), (50 << 30, Grade.OK)])
def test_a_full_disk_is_foretold(free: int, grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        program.shutil, "disk_usage", lambda _path: program.shutil._ntuple_diskusage(100 << 30, 0, free)
    )
    assert program.check_disk(tmp_path / "not" / "yet").grade is grade


@pytest.mark.parametrize(("grade", "status"), [(Grade.OK, 0), (Grade.WARN, 0), (Grade.FAIL, 1)])
def test_the_exit_status_says_whether_anything_failed(
    grade: Grade, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from minzheng.surfaces.cli.main import main

    monkeypatch.setattr(
        doctor, "examine", lambda _settings, **_now: iter([Finding("磁盘", grade, "空闲 [red] GB", "清理")])
    )
    assert main(["doctor", "--json"]) == status
    assert json.loads(capsys.readouterr().out) == [
        {"name": "磁盘", "grade": grade, "found": "空闲 [red] GB", "remedy": "清理"}
    ]
    assert main(["doctor"]) == status
    assert "空闲 [red] GB" in capsys.readouterr().out


def test_letters_that_could_not_be_printed_are_said_before_the_first_one(tmp_path: Path) -> None:
    found = program.check_fonts([str(tmp_path)])
    assert (found.grade, found.remedy) == (Grade.FAIL, "请安装中文字体，如 apt install fonts-noto-cjk。")
    assert program.check_fonts().grade is not Grade.FAIL
