"""Start, stop, inspect and upgrade the embedded server."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from minzheng.engine.database import backing_up, credentials, restoring
from minzheng.engine.database.cluster import create_cluster, write_settings
from minzheng.engine.database.home import RELEASE, Home
from minzheng.engine.database.installation import INSTALLED, find_installation
from minzheng.engine.database.key_ring import create_key_ring, refuse_demo_keys
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.server import Server, server_of
from minzheng.engine.database.types import Backup, Restored, Running, Status, Upgraded
from minzheng.engine.database.upgrading import upgrade_cluster


def start(home: Home, *, durable: bool = True) -> Running:
    """Make sure the county's server runs, creating everything on the first day.

    Safe to call from many processes at once and after any crash; returns at once when the server answers.

    Args:
        home: the county's directory.
        durable: wait for the disk at every commit. False is for the throw-away clusters of tests alone.

    Raises:
        DatabaseProblem: it cannot run; the message says why and what to do.
    """
    home.create()
    refuse_demo_keys(home)
    server = server_of(home)
    if home.provisioned.exists() and server.answers():
        return _running(server, started_now=False)
    with home.locked():
        return _start(server, durable=durable)


def stop(home: Home) -> bool:
    """Stop the county's server; return whether it was running.

    Raises:
        DatabaseProblem: it does not stop.
    """
    releases = [release for release in home.releases() if release in INSTALLED]
    if not releases:
        return False
    with home.locked():
        # One socket serves the home; only the newest directory can be behind it.
        return server_of(home, release=releases[-1]).stop()


def status(home: Home) -> Status:
    """Ask whether the county's server runs; change nothing."""
    releases = home.releases()
    server = server_of(home, release=releases[-1]) if releases else None
    return Status(
        answers=server is not None and server.answers(),
        created=server is not None,
        release=releases[-1] if releases else RELEASE,
        home=home.path,
        socket=home.socket,
        account=server.account.name if server else "",
    )


def upgrade(home: Home) -> Upgraded | None:
    """Bring the data directory of an older release to this one: dump, copy, keep the old directory.

    Returns:
        What was done, or None where there was nothing to do.

    Raises:
        DatabaseProblem: it did not succeed; the old directory is as it was.
    """
    home.create()
    with home.locked():
        releases = home.releases()
        if not releases or RELEASE in releases:
            return None
        old, new = (server_of(home, release=release) for release in (releases[-1], RELEASE))
        upgraded = upgrade_cluster(old=old, new=new)
        write_settings(new)
        new.start()
    return upgraded


def back_up(home: Home, directory: Path, *, key_ring: Path, at: datetime) -> Backup:
    """Copy the running county into a directory of backups; the log is archived there from then on (`backing_up.back_up`).

    Raises:
        DatabaseProblem: it did not succeed; nothing that is not whole is left under the name of a backup.
    """
    with home.locked():
        return backing_up.back_up(server_of(home), directory.absolute(), key_ring=key_ring, at=at)


def restore(home: Home, directory: Path, *, key_ring: Path, to: datetime | None) -> Restored:
    """Bring a county back into an empty home and start it (`restoring.restore_into`).

    Raises:
        DatabaseProblem: a county is there, or it did not succeed; the home is as empty as before.
    """
    home.create()
    with home.locked():
        return restoring.restore_into(server_of(home), directory.absolute(), key_ring=key_ring, to=to)


def prepare_external(*, owner: Any, application: str, home: Home) -> None:
    """Make an external database ready for migrations: grants for the application role, keys on the first day.

    Args:
        owner: Django's connection of the owner role.
        application: name of the application role.
        home: where keys and logs are kept on this machine.

    Raises:
        DatabaseProblem: the server is too old, or the home is of the other kind.
    """
    from minzheng.engine.database.provisioning import grant_application

    home.create()
    refuse_demo_keys(home)
    with owner.cursor() as cursor:
        if (version := owner.pg_version // 10000) < RELEASE:
            raise DatabaseProblem(
                f"外部数据库是 PostgreSQL {version}，本程序需要 {RELEASE} 或更新。", remedy="请升级数据库服务器。"
            )
        grant_application(cursor.connection, application=application)
        if not owner.introspection.table_names(cursor):
            create_key_ring(home.key_ring, demo=home.demo)


def psql_program() -> str:
    """Return the path of the interactive terminal that comes with the server.

    Raises:
        DatabaseProblem: it is not installed.
    """
    return find_installation(RELEASE).program("psql")


def _start(server: Server, *, durable: bool) -> Running:
    home = server.home
    if home.provisioned.exists() and server.answers():
        return _running(server, started_now=False)
    _refuse_other_release(home)
    if not server.data.exists():
        credentials.create_passwords(home)
        create_key_ring(home.key_ring, demo=home.demo)
        create_cluster(server, durable=durable)
    if not server.answers():
        write_settings(server, durable=durable)
        server.start()
    if not home.provisioned.exists():
        _provision(home)
    return _running(server, started_now=True)


def _provision(home: Home) -> None:
    # psycopg costs 0.1 s to import, which a start on every other day should not pay.
    from minzheng.engine.database.provisioning import create_roles_and_database

    create_roles_and_database(home)
    home.provisioned.touch(mode=0o600)


def _refuse_other_release(home: Home) -> None:
    releases = home.releases()
    if not releases or RELEASE in releases:
        return
    found = releases[-1]
    if found > RELEASE:
        raise DatabaseProblem(
            f"{home.path} 的数据由 PostgreSQL {found} 写成，本版程序只带 PostgreSQL {RELEASE}。",
            remedy="请换用较新版本的程序。",
        )
    raise DatabaseProblem(
        f"{home.path} 的数据由 PostgreSQL {found} 写成，本版程序使用 PostgreSQL {RELEASE}。",
        remedy="请运行 minzheng db upgrade 升级（会先备份，旧数据目录保留不动）。",
    )


def _running(server: Server, *, started_now: bool) -> Running:
    return Running(
        release=server.installation.release,
        socket=server.home.socket,
        data=server.data,
        account=server.account.name,
        started_now=started_now,
    )
