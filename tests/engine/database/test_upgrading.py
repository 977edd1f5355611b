"""From PostgreSQL 16, which the wheel also holds, to the product's release."""

from __future__ import annotations

import pytest

from minzheng.engine.database import actions, credentials, upgrading
from minzheng.engine.database.cluster import create_cluster, write_settings
from minzheng.engine.database.home import Home
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.provisioning import create_roles_and_database
from minzheng.engine.database.server import server_of
from tests.engine.database.test_actions import connect


@pytest.fixture
def old_home(home: Home) -> Home:
    """A county whose data were written by PostgreSQL 16."""
    home.create()
    server = server_of(home, release=16)
    credentials.create_passwords(home)
    create_cluster(server, durable=False)
    write_settings(server, durable=False)
    server.start()
    create_roles_and_database(home)
    home.provisioned.touch()
    with connect(home, "owner") as connection:
        connection.execute("CREATE TABLE person (name text)")
        connection.execute("INSERT INTO person SELECT '张三' || g FROM generate_series(1, 1000) g")
    return home


def test_an_upgrade_keeps_every_row_the_passwords_and_the_old_directory(old_home: Home) -> None:
    actions.stop(old_home)
    with pytest.raises(DatabaseProblem, match="minzheng db upgrade"):
        actions.start(old_home)
    upgraded = actions.upgrade(old_home)
    assert upgraded is not None
    assert (upgraded.old, upgraded.new) == (16, 18)
    assert (upgraded.kept / "PG_VERSION").read_text() == "16\n"
    assert upgraded.dump.stat().st_size > 0
    with connect(old_home) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT name) FROM person").fetchone() == (1000, 1000)
        assert connection.info.server_version // 10000 == 18
    assert actions.upgrade(old_home) is None


def test_an_upgrade_without_room_changes_nothing(old_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrading, "free_bytes", lambda _path: 1 << 20)
    with pytest.raises(DatabaseProblem, match="空闲磁盘"):
        actions.upgrade(old_home)
    assert old_home.releases() == [16]


def test_a_failed_upgrade_leaves_the_old_data_in_use(old_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrading, "_arguments", lambda **_servers: ["--copy"])
    with pytest.raises(DatabaseProblem, match=r"pg_upgrade\.log"):
        actions.upgrade(old_home)
    assert old_home.releases() == [16]
    server_of(old_home, release=16).start()
    with connect(old_home) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (1000,)
