"""`minzheng db`, as an operator uses it: in processes of its own, on a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from minzheng.engine.database import actions
from minzheng.engine.database.home import Home
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.surfaces.cli import database
from tests.throwaway import throwaway_home


@pytest.fixture
def home() -> Iterator[Home]:
    with throwaway_home() as home:
        yield home


def minzheng(*arguments: str, home: Home, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own."""
    root = Path(__file__).resolve().parents[3]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINZHENG_")}
    script = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**clean, "MINZHENG_HOME": str(home.path), **environment},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_county_is_created_used_and_stopped(home: Home) -> None:
    assert minzheng("db", "status", home=home).returncode == 1
    started = minzheng("db", "start", home=home)
    assert started.returncode == 0
    assert "数据库已启动：PostgreSQL 18" in started.stdout
    assert str(home.path) in started.stdout
    assert "已在运行" in minzheng("db", "start", home=home).stdout
    assert "正在运行" in minzheng("db", "status", home=home).stdout
    assert "已执行 registry.0001_initial" in minzheng("db", "migrate", home=home).stdout
    assert "本次执行 0 项" in minzheng("db", "migrate", home=home).stdout
    assert minzheng("db", "psql", "-Atc", "SELECT current_user", home=home).stdout == "minzheng_app\n"
    assert minzheng("db", "psql", "--owner", "-Atc", "SELECT current_user", home=home).stdout == "minzheng_owner\n"
    assert minzheng("doctor", home=home).returncode == 0
    assert "不需要升级" in minzheng("db", "upgrade", home=home).stdout
    assert "已停止" in minzheng("db", "stop", home=home).stdout
    assert "没有在运行" in minzheng("db", "stop", home=home).stdout


def test_a_real_home_is_not_taken_for_a_demo(home: Home) -> None:
    home.create()
    refused = minzheng("db", "start", home=home, MINZHENG_DEMO="1")
    assert refused.returncode == 2
    assert "两者不能混用" in refused.stderr


def test_an_external_server_is_not_started_here(home: Home) -> None:
    refused = minzheng("db", "start", home=home, MINZHENG_DATABASE_URL="postgresql://app@127.0.0.1:9/mz")
    assert refused.returncode == 2
    assert "外部数据库" in refused.stderr


def test_migrations_need_the_owner(home: Home) -> None:
    refused = minzheng("db", "migrate", home=home, MINZHENG_DATABASE_URL="postgresql://app@127.0.0.1:9/mz")
    assert refused.returncode == 2
    assert "MINZHENG_OWNER_DATABASE_URL" in refused.stderr


def test_an_external_server_is_prepared_migrated_and_used(county_home: Home, home: Home) -> None:
    """Two roles and a database that an administrator made; the rest is the product's."""
    addresses = _external_roles(county_home)
    migrated = minzheng("db", "migrate", home=home, **addresses)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert home.key_ring.stat().st_mode & 0o777 == 0o600
    used = minzheng(
        "db", "psql", "-Atc", "SELECT current_user, count(*) > 0 FROM django_migrations", home=home, **addresses
    )
    assert used.stdout == "clerk|t\n"
    refused = minzheng("db", "psql", "-Atc", "CREATE TABLE mine (x int)", home=home, **addresses)
    assert "permission denied" in refused.stderr
    doctor = minzheng("doctor", "--json", home=home, **addresses)
    assert '"fail"' not in doctor.stdout.replace("断电会丢数据", "").split('"落盘保证"')[0]


@pytest.mark.django_db
def test_commands_refuse_to_work_on_older_tables(county_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.connect().path == county_home.path
    monkeypatch.setattr(database, "pending_migrations", lambda: ["registry.0009_next"])
    with pytest.raises(DatabaseProblem, match="minzheng db migrate"):
        database.connect()


def _external_roles(server: Home) -> dict[str, str]:
    import psycopg

    from minzheng.engine.database import credentials

    actions.start(server)
    options = {
        "host": str(server.socket),
        "user": credentials.SUPERUSER,
        "passfile": str(credentials.passfile(server, credentials.SUPERUSER)),
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **options) as connection:
        connection.execute("DROP DATABASE IF EXISTS outside")
        for role in ("clerk", "keeper"):
            connection.execute(f"DROP ROLE IF EXISTS {role}")
            connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'p-{role}'")
        connection.execute("CREATE DATABASE outside OWNER keeper")
    address = "postgresql://{role}:p-{role}@/outside?host=" + str(server.socket)
    return {
        "MINZHENG_DATABASE_URL": address.format(role="clerk"),
        "MINZHENG_OWNER_DATABASE_URL": address.format(role="keeper"),
    }
