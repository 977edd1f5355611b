"""A new database cluster, and the settings every cluster runs under."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from minzheng.engine.database import credentials
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.server import Server, free_bytes
from minzheng.engine.database.sizing import machine_memory, shared_memory_size, sized_settings

_LEAST_FREE_BYTES = 300 << 20
_HOST_ACCESS = """# Only the unix socket, only with a password.
local all all scram-sha-256
local replication postgres scram-sha-256
"""
# The log goes where the last backup went, each segment whole or not at all; before the first backup it goes nowhere.
_ARCHIVE = """#!/bin/sh
set -e
[ -f '{marker}' ] || exit 0
to=$(cat '{marker}')/wal/$2.gz
[ -f "$to" ] && exit 0
gzip -c "$1" > "$to.part"
sync "$to.part"
mv "$to.part" "$to"
"""
_ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "lc_messages": "C",
    # Statements and key values hold names and identity numbers; the log must not.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_line_prefix": "%m [%p] ",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "archive_mode": "on",
    # At most so much of the work is lost with the whole machine.
    "archive_timeout": "60s",
}
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "40",
    "archive_mode": "off",
}


def create_cluster(server: Server, *, durable: bool = True) -> None:
    """Make the data directory: UTF-8, checksums, passwords; complete or not at all.

    Args:
        server: where and as whom.
        durable: wait for the disk; only tests do not.

    Raises:
        DatabaseProblem: no room, or initdb failed.
    """
    if (free := free_bytes(server.home.path)) < _LEAST_FREE_BYTES:
        raise DatabaseProblem(
            f"{server.home.path} 所在磁盘只剩 {free >> 20} MB，建库至少需要 {_LEAST_FREE_BYTES >> 20} MB。",
            remedy="请清理磁盘后重试。",
        )
    draft = server.data.with_name(f"{server.data.name}.new")
    build_cluster(server, draft, durable=durable)
    draft.rename(server.data)


def build_cluster(server: Server, directory: Path, *, durable: bool) -> None:
    """Run initdb in a directory, replacing what an interrupted run left there."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(mode=0o700)
    server.account.take(directory)
    # PostgreSQL demands an empty directory, so the password file lies beside it for a moment.
    password = directory.with_name(f"{directory.name}.password")
    try:
        password.touch(mode=0o600)
        password.write_text(credentials.password(server.home, credentials.SUPERUSER), encoding="ascii")
        server.account.take(password)
        server.run("initdb", *_initdb_arguments(server.installation.release, directory, password, durable=durable))
    finally:
        password.unlink(missing_ok=True)


def write_settings(server: Server, *, durable: bool = True) -> None:
    """Write the server's settings, sized to the machine of this start.

    They lie in the home, not in the data directory: what root writes there, the database account must not be able to redirect.

    Args:
        server: whose settings.
        durable: False turns off every promise about crashes, for the throw-away clusters of tests alone.
    """
    settings = _ALWAYS | {"unix_socket_directories": str(server.home.socket), "hba_file": str(server.access_rules)}
    script = server.settings.with_name("archive-wal")
    settings["archive_command"] = f"sh {shlex.quote(str(script))} %p %f"
    settings |= sized_settings(memory=machine_memory(), shared_memory=shared_memory_size())
    if not durable:
        settings |= _THROWAWAY
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    own = server.settings.with_name("own.conf")
    contents = {
        server.settings: "\n".join(
            ["# Written at every start; own settings belong into own.conf.", *lines, f"include '{own.name}'\n"]
        ),
        server.access_rules: _HOST_ACCESS,
        script: _ARCHIVE.format(marker=server.home.archived_to),
    }
    if not own.exists():
        contents[own] = "# Settings of this county's server; they win over postgresql.conf.\n"
    for path, content in contents.items():
        path.write_text(content, encoding="utf-8")
        path.chmod(0o644)


def _quoted(value: str) -> str:
    return value.replace("'", "''")


def _initdb_arguments(release: int, directory: Path, password: Path, *, durable: bool) -> list[str]:
    arguments = [
        f"--pgdata={directory}",
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums",
        "--auth=scram-sha-256",
        f"--username={credentials.SUPERUSER}",
        f"--pwfile={password}",
    ]
    if release >= 17:
        # The same order and case rules on every machine, whatever its C library.
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return arguments if durable else [*arguments, "--no-sync"]
