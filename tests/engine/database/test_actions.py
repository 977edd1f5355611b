"""Starting, stopping and surviving."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from minzheng.engine.database import actions, credentials
from minzheng.engine.database.connections import embedded_settings
from minzheng.engine.database.home import Home
from minzheng.engine.database.problems import DatabaseProblem


def connect(home: Home, alias: str = "default") -> psycopg.Connection:
    settings = embedded_settings(home)[alias]
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        dbname=settings["NAME"],
        autocommit=True,
        **settings["OPTIONS"],
    )


def postmaster(home: Home) -> int:
    return int((home.data() / "postmaster.pid").read_text().splitlines()[0])


def test_a_first_start_creates_everything_and_a_second_finds_it(home: Home) -> None:
    assert not actions.status(home).created
    first = actions.start(home, durable=False)
    assert first.started_now
    began = time.perf_counter()
    again = actions.start(home)
    assert time.perf_counter() - began < 0.5
    assert not again.started_now
    assert actions.status(home).answers
    assert actions.stop(home)
    assert not actions.status(home).answers
    assert not actions.stop(home)
    assert actions.start(home, durable=False).started_now


def test_the_server_keeps_its_promises_by_default(home: Home) -> None:
    actions.start(home)
    with connect(home) as connection:
        rows = connection.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
            [
                [
                    "fsync",
                    "synchronous_commit",
                    "full_page_writes",
                    "data_checksums",
                    "listen_addresses",
                    "unix_socket_permissions",
                    "server_encoding",
                ]
            ],
        )
        assert dict(rows.fetchall()) == {
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "data_checksums": "on",
            "listen_addresses": "",
            "unix_socket_permissions": "0700",
            "server_encoding": "UTF8",
        }
        provider = connection.execute(
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'minzheng'"
        ).fetchone()
        assert provider == ("b", "C.UTF-8")


def test_secrets_are_for_their_owner_alone_and_made_once(home: Home) -> None:
    actions.start(home, durable=False)
    files = [credentials.passfile(home, role) for role in credentials.ROLES]
    before = [file.read_text() for file in files]
    assert len({text.rsplit(":", 1)[1] for text in before}) == len(files)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert {directory.stat().st_mode & 0o777 for directory in (home.secrets, home.socket, home.data(), home.logs)} == {
        0o700
    }
    actions.stop(home)
    actions.start(home, durable=False)
    assert [file.read_text() for file in files] == before


def test_a_wrong_password_is_refused(home: Home) -> None:
    actions.start(home, durable=False)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=str(home.socket), user=credentials.SUPERUSER, dbname="minzheng", password="guess")


def test_the_log_holds_no_personal_data(home: Home) -> None:
    actions.start(home, durable=False)
    with connect(home, "owner") as connection:
        connection.execute("CREATE TABLE person (number text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('530199199001010017')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('530199199001010017')")
    log = (home.data() / "server.log").read_text()
    assert "person_pkey" in log
    assert "530199199001010017" not in log


def test_an_interrupted_creation_is_begun_anew(home: Home) -> None:
    draft = home.path / "data-18.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    assert actions.start(home, durable=False).started_now


def test_interrupted_provisioning_is_completed(home: Home) -> None:
    actions.start(home, durable=False)
    home.provisioned.unlink()
    actions.start(home, durable=False)
    with connect(home) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("minzheng_app",)


def test_processes_that_start_it_together_get_one_server(home: Home) -> None:
    script = (
        "import sys; from pathlib import Path; from minzheng.engine.database import actions; from minzheng.engine.database.home import Home\n"
        "print(actions.start(Home(Path(sys.argv[1])), durable=False).started_now)"
    )

    def run(_: int) -> str:
        return subprocess.run(
            [sys.executable, "-c", script, home.path], capture_output=True, text=True, check=True, env=_environment()
        ).stdout

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(run, range(3))) == ["False\n", "False\n", "True\n"]


def test_a_home_held_by_another_process_is_reported(home: Home) -> None:
    home.create()
    with home.locked(), pytest.raises(DatabaseProblem, match="另一个进程正在启动或停止"), home.locked(patience=0):
        pass


@pytest.mark.faults
def test_a_killed_server_loses_no_acknowledged_commit(home: Home) -> None:
    actions.start(home)
    with connect(home, "owner") as connection:
        connection.execute("CREATE TABLE ledger (n int)")
    with _writer(home) as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(200)]
        os.kill(postmaster(home), signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout]
    actions.start(home)
    with connect(home) as connection:
        kept = {n for (n,) in connection.execute("SELECT n FROM ledger")}
    assert set(acknowledged) <= kept
    assert len(kept) - len(acknowledged) <= 1


@pytest.mark.faults
def test_a_stale_pid_file_naming_a_stranger_does_not_stop_the_start(home: Home) -> None:
    running = actions.start(home, durable=False)
    os.kill(postmaster(home), signal.SIGKILL)
    stranger = _stranger(running.data)
    try:
        file = home.data() / "postmaster.pid"
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(stranger.pid), *lines[1:], ""]))
        assert actions.start(home, durable=False).started_now
    finally:
        stranger.kill()
        stranger.wait()


def test_data_of_another_release_are_refused_and_left_alone(home: Home) -> None:
    for release, advice in ((16, "minzheng db upgrade"), (19, "较新版本")):
        home.data(release).mkdir(parents=True)
        if os.geteuid() == 0:
            os.chown(home.data(release), 65534, 65534)
        with pytest.raises(DatabaseProblem, match=advice):
            actions.start(home)
        assert not home.data().exists()
    assert actions.upgrade(Home(home.path / "empty")) is None


def test_demo_and_real_data_never_share_a_home(home: Home) -> None:
    home.create()
    with pytest.raises(DatabaseProblem, match="存的是正式数据，现在要求的是演示数据"):
        actions.start(Home(home.path, demo=True))


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])}


def _writer(home: Home) -> subprocess.Popen[str]:
    script = (
        "import sys, psycopg\n"
        "c = psycopg.connect(sys.argv[1], autocommit=True)\n"
        "for n in range(10**6):\n"
        "    try: c.execute('INSERT INTO ledger VALUES (%s)', [n])\n"
        "    except psycopg.OperationalError: break\n"
        "    print(n, flush=True)\n"
    )
    settings = embedded_settings(home)["default"]
    address = psycopg.conninfo.make_conninfo(
        host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"], **settings["OPTIONS"]
    )
    return subprocess.Popen([sys.executable, "-c", script, address], stdout=subprocess.PIPE, text=True)


def _stranger(data: Path) -> subprocess.Popen[bytes]:
    """Start a process that lives on under the server's account, as a reused pid would."""
    status = data.stat()
    options = {"user": status.st_uid, "group": status.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.Popen(["sleep", "60"], cwd="/", **options)
