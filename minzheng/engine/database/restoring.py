"""A county brought back from a backup, to the last instant that was kept or to one that is named. Never over one that is there."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from minzheng.engine.database import credentials
from minzheng.engine.database.backups import asked, backups_in, fingerprints, verify_copy
from minzheng.engine.database.cluster import write_settings
from minzheng.engine.database.home import RELEASE
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.server import Server, free_bytes
from minzheng.engine.database.types import Backup, Restored

_LAST_COMMIT = "SELECT to_char(pg_last_xact_replay_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.USTZH:TZM')"


def restore_into(server: Server, directory: Path, *, key_ring: Path, to: datetime | None) -> Restored:
    """Bring a county back into a home that holds none. A restore that was killed is begun anew by the next one.

    Args:
        server: of the new home.
        directory: of the backups, with the log.
        key_ring: the county's keys, kept apart; copied into the home.
        to: until when, with its zone; None for the last instant that was kept.

    Raises:
        DatabaseProblem: a county is there, no backup reaches back so far, it is not whole, the keys are others', no room, or the log
            does not reach so far.
    """
    _refuse_occupied(server)
    backup = _chosen(directory, to=to)
    _refuse_other(server, backup)
    _refuse_keys(backup, key_ring)
    if (free := free_bytes(server.home.path)) < 2 * backup.size:
        raise DatabaseProblem(
            f"恢复需要 {2 * backup.size >> 20} MB，磁盘只剩 {free >> 20} MB。", remedy="请清理磁盘，或换一块磁盘。"
        )
    verify_copy(backup.path)
    _bring_in(server, backup, key_ring)
    try:
        last = _recover(server, _log_for(server, directory), to=to)
    except DatabaseProblem:
        # Only what this restore brought: a home that was occupied was refused.
        server.abandon()
        shutil.copyfile(server.log, server.home.logs / "restore.log")
        shutil.rmtree(server.data)
        raise
    server.home.provisioned.touch(mode=0o600)
    _marker(server).unlink()
    return Restored(backup, to or last or backup.finished_at)


def _marker(server: Server) -> Path:
    return server.home.path / "restoring"


def _refuse_occupied(server: Server) -> None:
    if server.home.releases() and not _marker(server).exists():
        raise DatabaseProblem(
            f"{server.home.path} 里已有一个县的数据，不能覆盖。", remedy="请用 MINZHENG_HOME 指定一个空目录。"
        )
    if server.data.exists():
        server.abandon()
        shutil.rmtree(server.data)


def _chosen(directory: Path, *, to: datetime | None) -> Backup:
    try:
        found = backups_in(directory)
    except OSError as error:
        raise DatabaseProblem(
            f"备份目录 {directory} 读不出来（{error.strerror}）。", remedy="请核对路径和权限。"
        ) from error
    if not found:
        raise DatabaseProblem(f"{directory} 里没有完整的备份。", remedy="请核对目录；没有做完的备份不能使用。")
    reaching = [each for each in found if to is None or each.finished_at <= to]
    if not reaching:
        raise DatabaseProblem(
            f"最早的备份到 {found[0].finished_at:%Y-%m-%d %H:%M:%S}，晚于所要的时间。", remedy="请换一个较晚的时间。"
        )
    return reaching[-1]


def _refuse_other(server: Server, backup: Backup) -> None:
    if backup.release != RELEASE:
        raise DatabaseProblem(
            f"备份由 PostgreSQL {backup.release} 写成，本版程序使用 {RELEASE}。",
            remedy="请用当时的程序版本恢复，再升级。",
        )
    if backup.demo != server.home.demo:
        kind = "演示" if backup.demo else "正式"
        raise DatabaseProblem(f"备份是{kind}数据，与 MINZHENG_DEMO 不符。", remedy="请检查 MINZHENG_DEMO。")


def _refuse_keys(backup: Backup, key_ring: Path) -> None:
    given = fingerprints(key_ring)
    if any(given.get(name) != mark for name, mark in backup.keys.items()):
        raise DatabaseProblem(
            f"密钥文件 {key_ring} 不是这份备份的密钥，恢复后身份证号等都读不出来。",
            remedy="请找到备份当时或以后的密钥文件。",
        )


def _bring_in(server: Server, backup: Backup, key_ring: Path) -> None:
    home = server.home
    _marker(server).touch(mode=0o600)
    for role in credentials.ROLES:
        shutil.copy2(backup.path / "roles" / credentials.passfile(home, role).name, home.secrets)
    if key_ring.absolute() != home.key_ring.absolute():
        shutil.copyfile(key_ring, home.key_ring)
        home.key_ring.chmod(0o600)
    draft = server.data.with_name(f"{server.data.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(backup.path / "data", draft, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        server.account.take(path)
    draft.rename(server.data)


def _log_for(server: Server, directory: Path) -> Path:
    """Return a copy of the log that the database account can read; the directory of backups need not be open to it."""
    log = server.home.path / "restoring-wal"
    shutil.rmtree(log, ignore_errors=True)
    log.mkdir(mode=0o700)
    server.account.take(log)
    if (directory / "wal").is_dir():
        for segment in (directory / "wal").glob("*.gz"):
            server.account.take(Path(shutil.copy2(segment, log)))
    return log


def _recover(server: Server, log: Path, *, to: datetime | None) -> datetime | None:
    """Let the server replay the log; return when the last transaction in it was committed."""
    own = server.data / "postgresql.auto.conf"
    before = own.read_text(encoding="utf-8")
    with own.open("w", encoding="utf-8") as file:
        file.write(before + "".join(f"{line}\n" for line in _settings(log, to=to)))
    (server.data / "recovery.signal").touch(mode=0o600)
    server.account.take(server.data / "recovery.signal")
    write_settings(server)
    server.start()
    server.finish_recovery()
    said = asked(server, _LAST_COMMIT)
    with own.open("w", encoding="utf-8") as file:
        file.write(before)
        os.fsync(file.fileno())
    shutil.rmtree(log)
    return datetime.fromisoformat(said) if said else None


def _settings(log: Path, *, to: datetime | None) -> Iterator[str]:
    segment = f"{shlex.quote(str(log))}/%f.gz"
    command = f"test -f {segment} && gzip -dc {segment} > %p"
    yield "restore_command = '" + command.replace("'", "''") + "'"
    # Nobody is let in before the end, so that what answers is whole.
    yield "hot_standby = off"
    if to is not None:
        yield f"recovery_target_time = '{to.isoformat()}'"
        yield "recovery_target_action = promote"
